/* test-tenants.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-json.h"
#include "bw-pace.h"
#include "test-tenants.h"

#define DAY (24 * (gint64) 60 * 60)

/**
 * bw_test_tenant_row_new:
 * @number: makes the ID unique
 * @name: what people call it
 *
 * Returns: (transfer full): a tenant that Partner Center knows
 */
BwTenantRow *
bw_test_tenant_row_new (guint       number,
                        const char *name)
{
  g_autofree char *id = g_strdup_printf ("7a3c0000-52b1-4f6e-9d1a-%012u", number);
  BwTenantRow *row = bw_tenant_row_new (id);

  g_free (row->name);
  row->name = g_strdup (name);
  row->domain = g_strdup_printf ("customer%u.onmicrosoft.com", number);
  row->last_change = bw_clock_now () - number * 7 * 60 * 60;

  return row;
}

/**
 * bw_test_job_row_new:
 * @tenant_id: whose set-up
 * @state: where it stands
 * @n_done: how many steps are done
 * @step_state: state of the step after those
 * @text: (nullable): a sentence about that step
 *
 * Returns: (transfer full): a set-up of a CSP tenant
 */
BwJobRow *
bw_test_job_row_new (const char  *tenant_id,
                     BwJobState   state,
                     guint        n_done,
                     BwStepState  step_state,
                     const char  *text)
{
  BwJobRow *job = bw_job_row_new (tenant_id, BW_SETUP_KIND_CSP);

  job->state = state;
  for (guint i = 0; i < bw_setup_kind_get_n_steps (BW_SETUP_KIND_CSP); i++)
    {
      BwStepInfo info;
      BwStepRow *step;

      bw_setup_kind_get_step (BW_SETUP_KIND_CSP, i, &info);
      step = bw_step_row_new (info.key);
      g_ptr_array_add (job->steps, step);

      if (i < n_done)
        step->state = BW_STEP_STATE_DONE;
      else if (i == n_done)
        {
          step->state = step_state;
          step->text = g_strdup (text);
        }
      if (i <= n_done)
        step->since = bw_clock_now () - (n_done - i + 1) * 70;
    }

  return job;
}

/**
 * bw_test_make_candidates:
 *
 * Returns: (transfer full): what a job keeps of the admin relationships to choose from
 */
char *
bw_test_make_candidates (void)
{
  gint64 now = bw_clock_now ();
  g_autofree char *far = bw_clock_format (now + 612 * DAY);
  g_autofree char *near = bw_clock_format (now + 12 * DAY);
  g_autofree char *past = bw_clock_format (now - 40 * DAY);

  return g_strdup_printf (
    "[{\"id\":\"r1\",\"name\":\"Northwind – Contoso Ltd – 2026-07 – k3f9ab\",\"status\":\"active\","
    "\"endDateTime\":\"%s\",\"roles\":[\"Directory Readers\",\"Groups Administrator\",\"License "
    "Administrator\","
    "\"Security Reader\",\"User Administrator\"],\"valid\":true,\"reasons\":[],\"limitations\":[]},"
    "{\"id\":\"r2\",\"name\":\"Helpdesk\",\"status\":\"active\",\"endDateTime\":\"%s\","
    "\"roles\":[\"Directory Readers\",\"Global Administrator\",\"User "
    "Administrator\"],\"valid\":true,\"reasons\":[],"
    "\"excess\":[\"Global Administrator\"],"
    "\"limitations\":[{\"feature\":\"Secure Score\",\"reason\":\"It lacks the role Security "
    "Reader.\"}]},"
    "{\"id\":\"r3\",\"name\":\"Northwind & Sons with a name that is as long as Microsoft lets "
    "it\",\"status\":\"active\","
    "\"endDateTime\":\"%s\",\"roles\":[\"Directory Readers\"],\"valid\":false,"
    "\"reasons\":[\"It ends in 12 days.\",\"It lacks the roles Groups Administrator and User "
    "Administrator.\"],"
    "\"limitations\":[]},"
    "{\"id\":\"r4\",\"name\":\"Old "
    "access\",\"status\":\"expired\",\"endDateTime\":\"%s\",\"roles\":[\"Directory Readers\"],"
    "\"valid\":false,\"reasons\":[\"It expired on 15 October 2026.\"],\"limitations\":[]}]",
    far, far, near, past);
}

/**
 * bw_test_make_failure:
 *
 * Returns: (transfer full): what a job keeps of a failure
 */
char *
bw_test_make_failure (void)
{
  g_autoptr(BwFailure) failure =
    bw_failure_new ("BW-3004",
                    "The customer’s Conditional Access policy keeps us out.",
                    "Ask the customer’s administrator to exclude service provider users of our "
                    "tenant from the policy.",
                    BW_PARTY_CUSTOMER);
  g_autoptr(JsonNode) node = NULL;

  failure->code = g_strdup ("AADSTS53003");
  failure->message = g_strdup ("Access has been blocked by Conditional Access policies. "
                               "The access policy does not allow token issuance.");
  failure->timestamp = g_strdup ("2026-11-24T14:03:11Z");
  failure->correlation_id = g_strdup ("0f2c1a58-6b7d-4f0e-8d43-9a3b6c1e7d52");
  failure->request_id = g_strdup ("91d0b3a4-55c2-4e8e-b1ff-2f77c6a4e901");
  failure->tracking_id = g_strdup ("5e0b9d3c-1c44-4c3f-a4b9-73c3f3f5b5aa");
  node = bw_failure_to_json (failure);

  return bw_json_to_text (node, FALSE);
}

static BwJobRow *
make_job (BwTenantStatus  status,
          BwTenantRow    *row)
{
  BwJobRow *job;
  BwStepRow *step;

  switch (status)
    {
    case BW_TENANT_STATUS_SETTING_UP:
      job = bw_test_job_row_new (row->id, BW_JOB_STATE_ACTIVE, 5, BW_STEP_STATE_RUNNING,
                                 "Reading the users…");
      step = g_ptr_array_index (job->steps, 5);
      step->done = 12400;
      step->total = 31250;
      return job;
    case BW_TENANT_STATUS_NEEDS_CHOICE:
      job = bw_test_job_row_new (row->id, BW_JOB_STATE_NEEDS_CHOICE, 1,
                                 BW_STEP_STATE_WAITING_FOR_YOU,
                                 "Two admin relationships can be used.");
      job->candidates = bw_test_make_candidates ();
      return job;
    case BW_TENANT_STATUS_WAITING_FOR_APPROVAL:
      job = bw_test_job_row_new (row->id, BW_JOB_STATE_ACTIVE, 2,
                                 BW_STEP_STATE_WAITING_FOR_CUSTOMER,
                                 "The request can be approved for 89 more days.");
      job->link = g_strdup ("https://admin.microsoft.com/AdminPortal/Home#/partners/invitation/"
                            "granularAdminRelationships/5e0b9d3c-1c44-4c3f-a4b9-73c3f3f5b5aa");
      step = g_ptr_array_index (job->steps, 2);
      step->last_look = bw_clock_now () - 20;
      step->next_look = bw_clock_now () + 40;
      return job;
    case BW_TENANT_STATUS_FAILED:
      job = bw_test_job_row_new (row->id, BW_JOB_STATE_FAILED, 4, BW_STEP_STATE_FAILED,
                                 "The customer’s Conditional Access policy keeps us out.");
      job->failure = bw_test_make_failure ();
      return job;
    case BW_TENANT_STATUS_ENABLED_WITH_LIMITATIONS:
      job = bw_test_job_row_new (row->id, BW_JOB_STATE_DONE, 7, BW_STEP_STATE_DONE, NULL);
      job->limitations = g_strdup ("[{\"feature\":\"Microsoft Secure Score\","
                                   "\"reason\":\"The tenant has no Microsoft Defender.\"}]");
      return job;
    case BW_TENANT_STATUS_ENABLED:
    case BW_TENANT_STATUS_EXPIRED:
    case BW_TENANT_STATUS_DISABLED:
      return bw_test_job_row_new (row->id, BW_JOB_STATE_DONE, 7, BW_STEP_STATE_DONE, NULL);
    case BW_TENANT_STATUS_NOT_SET_UP:
    default:
      return NULL;
    }
}

/**
 * bw_test_tenant_new:
 * @status: what its status is to be
 * @number: makes the ID unique
 * @name: what people call it
 *
 * Returns: (transfer full): a tenant whose row and job amount to @status
 */
BwTenant *
bw_test_tenant_new (BwTenantStatus  status,
                    guint           number,
                    const char     *name)
{
  g_autoptr(BwTenantRow) row = bw_test_tenant_row_new (number, name);
  g_autoptr(BwJobRow) job = make_job (status, row);
  BwTenant *tenant = bw_tenant_new (row->id);

  row->disabled = status == BW_TENANT_STATUS_DISABLED;
  if (status >= BW_TENANT_STATUS_ENABLED)
    {
      row->relationship_id = g_strdup ("r1");
      row->relationship_name = g_strdup_printf ("Northwind – %s – 2026-07 – k3f9ab", name);
      row->relationship_status =
        g_strdup (status == BW_TENANT_STATUS_EXPIRED ? "expired" : "active");
      row->relationship_end = bw_clock_now ()
        + (status == BW_TENANT_STATUS_EXPIRED ? -3 : 30 + (gint64) number * 60) * DAY;
    }
  bw_tenant_update (tenant, row, job);
  g_assert_cmpint (bw_tenant_get_status (tenant), ==, status);

  return tenant;
}

/**
 * bw_test_tenants_new:
 *
 * Returns: (transfer full): a list with a tenant in every state
 */
GListStore *
bw_test_tenants_new (void)
{
  static const struct
  {
    const char     *name;
    BwTenantStatus  status;
  } tenants[] = {
    { "Adventure Works", BW_TENANT_STATUS_ENABLED },
    { "Blue Yonder Airlines", BW_TENANT_STATUS_SETTING_UP },
    { "City Power & Light", BW_TENANT_STATUS_NEEDS_CHOICE },
    { "Coho Winery", BW_TENANT_STATUS_WAITING_FOR_APPROVAL },
    { "Fabrikam", BW_TENANT_STATUS_FAILED },
    { "Fourth Coffee", BW_TENANT_STATUS_NOT_SET_UP },
    { "Graphic Design Institute for Applied and Commercial Typography",
      BW_TENANT_STATUS_ENABLED_WITH_LIMITATIONS },
    { "Humongous Insurance", BW_TENANT_STATUS_EXPIRED },
    { "Litware", BW_TENANT_STATUS_DISABLED },
    { "Lucerne Publishing", BW_TENANT_STATUS_NOT_SET_UP },
    { "Proseware", BW_TENANT_STATUS_ENABLED },
    { "Wide World Importers", BW_TENANT_STATUS_NOT_SET_UP },
  };
  GListStore *store = g_list_store_new (BW_TYPE_TENANT);

  for (guint i = 0; i < G_N_ELEMENTS (tenants); i++)
    {
      g_autoptr(BwTenant) tenant = bw_test_tenant_new (tenants[i].status, i + 1, tenants[i].name);

      g_list_store_append (store, tenant);
    }

  return store;
}
