/* test-tenant.c - tenants, their set-ups and the list of them, as the faces see them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-keyed-list.h"
#include "bw-pace.h"
#include "bw-util.h"
#include "test-tenants.h"

#define DAY (24 * (gint64) 60 * 60)

typedef struct
{
  BwTenantRow *row;
  BwTenant    *tenant;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->row = bw_test_tenant_row_new (1, "Contoso");
  self->tenant = bw_tenant_new (self->row->id);
  bw_tenant_update (self->tenant, self->row, NULL);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  bw_tenant_row_free (self->row);
  g_assert_finalize_object (self->tenant);
}

static void
update (Fixture     *self,
        BwJobState   state,
        guint        n_done,
        BwStepState  step_state)
{
  g_autoptr(BwJobRow) job = bw_test_job_row_new (self->row->id, state, n_done, step_state, NULL);

  bw_tenant_update (self->tenant, self->row, job);
}

static void
test_status (Fixture       *self,
             gconstpointer  data)
{
  static const struct
  {
    BwJobState     state;
    guint          n_done;
    BwStepState    step;
    BwTenantStatus status;
    BwTenantAction action;
  } cases[] = {
    { BW_JOB_STATE_ACTIVE, 0, BW_STEP_STATE_PENDING, BW_TENANT_STATUS_SETTING_UP,
      BW_TENANT_ACTION_NONE },
    { BW_JOB_STATE_ACTIVE, 3, BW_STEP_STATE_RUNNING, BW_TENANT_STATUS_SETTING_UP,
      BW_TENANT_ACTION_NONE },
    { BW_JOB_STATE_ACTIVE, 2, BW_STEP_STATE_WAITING_FOR_MICROSOFT, BW_TENANT_STATUS_SETTING_UP,
      BW_TENANT_ACTION_NONE },
    { BW_JOB_STATE_ACTIVE, 2, BW_STEP_STATE_WAITING_FOR_CUSTOMER,
      BW_TENANT_STATUS_WAITING_FOR_APPROVAL,
      BW_TENANT_ACTION_VIEW_MESSAGE },
    { BW_JOB_STATE_ACTIVE, 3, BW_STEP_STATE_WAITING_FOR_CUSTOMER, BW_TENANT_STATUS_SETTING_UP,
      BW_TENANT_ACTION_NONE },
    { BW_JOB_STATE_NEEDS_CHOICE, 1, BW_STEP_STATE_WAITING_FOR_YOU, BW_TENANT_STATUS_NEEDS_CHOICE,
      BW_TENANT_ACTION_CHOOSE },
    { BW_JOB_STATE_FAILED, 3, BW_STEP_STATE_FAILED, BW_TENANT_STATUS_FAILED,
      BW_TENANT_ACTION_RETRY },
    { BW_JOB_STATE_DONE, 7, BW_STEP_STATE_DONE, BW_TENANT_STATUS_ENABLED, BW_TENANT_ACTION_NONE },
    { BW_JOB_STATE_CANCELLED, 2, BW_STEP_STATE_PENDING, BW_TENANT_STATUS_NOT_SET_UP,
      BW_TENANT_ACTION_SET_UP },
  };

  g_assert_cmpint (bw_tenant_get_status (self->tenant), ==, BW_TENANT_STATUS_NOT_SET_UP);
  g_assert_cmpint (bw_tenant_get_action (self->tenant), ==, BW_TENANT_ACTION_SET_UP);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %u", i);
      update (self, cases[i].state, cases[i].n_done, cases[i].step);
      g_assert_cmpint (bw_tenant_get_status (self->tenant), ==, cases[i].status);
      g_assert_cmpint (bw_tenant_get_action (self->tenant), ==, cases[i].action);

      /* Switched off is switched off, whatever the set-up is at. */
      self->row->disabled = TRUE;
      update (self, cases[i].state, cases[i].n_done, cases[i].step);
      g_assert_cmpint (bw_tenant_get_status (self->tenant), ==, BW_TENANT_STATUS_DISABLED);
      self->row->disabled = FALSE;
    }
}

static void
test_status_text (Fixture       *self,
                  gconstpointer  data)
{
  update (self, BW_JOB_STATE_ACTIVE, 3, BW_STEP_STATE_RUNNING);
  g_assert_nonnull (strstr (bw_tenant_get_status_text (self->tenant), "4"));
  g_assert_nonnull (strstr (bw_tenant_get_status_text (self->tenant), "7"));

  for (int status = BW_TENANT_STATUS_NOT_SET_UP; status <= BW_TENANT_STATUS_DISABLED; status++)
    {
      g_autoptr(BwTenant) tenant = bw_test_tenant_new ((BwTenantStatus) status, 9, "Fabrikam");

      g_assert_cmpint (bw_tenant_get_status (tenant), ==, status);
      g_assert_false (bw_str_is_empty (bw_tenant_get_status_text (tenant)));
      g_assert_false (bw_str_is_empty (bw_tenant_get_status_icon (tenant)));
      g_assert_nonnull (bw_enum_get_nick (BW_TYPE_TENANT_STATUS, status));
    }
}

static void
test_expired (Fixture       *self,
              gconstpointer  data)
{
  static const struct
  {
    const char     *status;
    gint64          days;
    gboolean        extends;
    BwTenantStatus  expected;
  } cases[] = {
    { "active", 100, FALSE, BW_TENANT_STATUS_ENABLED },
    { "active", -1, FALSE, BW_TENANT_STATUS_EXPIRED },
    { "active", -1, TRUE, BW_TENANT_STATUS_ENABLED },
    { "expired", 100, TRUE, BW_TENANT_STATUS_EXPIRED },
    { "terminated", 100, FALSE, BW_TENANT_STATUS_EXPIRED },
    { "terminationRequested", 100, FALSE, BW_TENANT_STATUS_EXPIRED },
    { NULL, 0, FALSE, BW_TENANT_STATUS_ENABLED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      bw_set_str (&self->row->relationship_status, cases[i].status);
      self->row->relationship_end = cases[i].days != 0 ? bw_clock_now () + cases[i].days * DAY : 0;
      self->row->auto_extend = cases[i].extends;
      update (self, BW_JOB_STATE_DONE, 7, BW_STEP_STATE_DONE);
      g_assert_cmpint (bw_tenant_get_status (self->tenant), ==, cases[i].expected);
    }
}

static void
test_limitations (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr(BwJobRow) job = bw_test_job_row_new (self->row->id, BW_JOB_STATE_DONE, 7,
                                                 BW_STEP_STATE_DONE, NULL);
  g_autofree char *tooltip = NULL;

  job->limitations = g_strdup ("[{\"feature\":\"Secure Score\",\"reason\":\"It lacks a role\"}]");
  bw_tenant_update (self->tenant, self->row, job);
  g_assert_cmpint (bw_tenant_get_status (self->tenant), ==,
                   BW_TENANT_STATUS_ENABLED_WITH_LIMITATIONS);
  tooltip = bw_tenant_dup_status_tooltip (self->tenant);
  g_assert_nonnull (strstr (tooltip, "Secure Score"));
}

static void
test_groups (Fixture       *self,
             gconstpointer  data)
{
  static const struct { BwTenantStatus status; guint groups; } cases[] = {
    { BW_TENANT_STATUS_NOT_SET_UP, 1 << BW_TENANT_GROUP_NOT_SET_UP },
    { BW_TENANT_STATUS_SETTING_UP, 1 << BW_TENANT_GROUP_IN_PROGRESS },
    { BW_TENANT_STATUS_NEEDS_CHOICE, 1 << BW_TENANT_GROUP_NEEDS_YOU },
    { BW_TENANT_STATUS_WAITING_FOR_APPROVAL, 1 << BW_TENANT_GROUP_IN_PROGRESS },
    { BW_TENANT_STATUS_FAILED, 1 << BW_TENANT_GROUP_NEEDS_YOU },
    { BW_TENANT_STATUS_EXPIRED, 1 << BW_TENANT_GROUP_EXPIRED_OR_DISABLED },
    { BW_TENANT_STATUS_DISABLED, 1 << BW_TENANT_GROUP_EXPIRED_OR_DISABLED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BwTenant) tenant = bw_test_tenant_new (cases[i].status, 9, "Fabrikam");

      g_assert_true (bw_tenant_is_in_group (tenant, BW_TENANT_GROUP_ALL));
      for (int group = BW_TENANT_GROUP_NOT_SET_UP; group < BW_TENANT_N_GROUPS; group++)
        g_assert_true (bw_tenant_is_in_group (tenant, (BwTenantGroup) group) ==
                       ((cases[i].groups & (1u << group)) != 0));
    }

  for (int days = 89; days <= 91; days += 2)
    {
      self->row->relationship_end = bw_clock_now () + days * DAY;
      bw_set_str (&self->row->relationship_status, "active");
      update (self, BW_JOB_STATE_DONE, 7, BW_STEP_STATE_DONE);
      g_assert_true (bw_tenant_is_in_group (self->tenant, BW_TENANT_GROUP_ENABLED));
      g_assert_true (bw_tenant_is_in_group (self->tenant, BW_TENANT_GROUP_EXPIRING) == (days < 90));
    }
}

static void
test_search (Fixture       *self,
             gconstpointer  data)
{
  static const struct { const char *text; gboolean matches; } cases[] = {
    { "", TRUE }, { "conto", TRUE }, { "CONTO", TRUE }, { "müller", TRUE },
    { "MU\xcc\x88LLER", TRUE },
    { "customer1.on", TRUE }, { "7a3c0000", TRUE }, { "fabrikam", FALSE }, { "\xff", FALSE },
  };

  bw_set_str (&self->row->name, "Contoso Müller");
  bw_tenant_update (self->tenant, self->row, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folded = bw_tenant_fold (cases[i].text);

      g_assert_true (bw_tenant_matches (self->tenant, folded) == cases[i].matches);
    }

  /* A new name is found, the old one no more. */
  bw_set_str (&self->row->name, "Fabrikam");
  bw_tenant_update (self->tenant, self->row, NULL);
  g_assert_true (bw_tenant_matches (self->tenant, "fabrikam"));
  g_assert_false (bw_tenant_matches (self->tenant, "contoso m"));
}

static void
count_cb (gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
test_notifies (Fixture       *self,
               gconstpointer  data)
{
  guint n_any = 0;
  guint n_status = 0;

  g_signal_connect_swapped (self->tenant, "notify", G_CALLBACK (count_cb), &n_any);
  g_signal_connect_swapped (self->tenant, "notify::status", G_CALLBACK (count_cb), &n_status);

  bw_tenant_update (self->tenant, self->row, NULL);
  g_assert_cmpuint (n_any, ==, 0);

  update (self, BW_JOB_STATE_ACTIVE, 1, BW_STEP_STATE_RUNNING);
  g_assert_cmpuint (n_status, ==, 1);
  n_any = 0;
  update (self, BW_JOB_STATE_ACTIVE, 1, BW_STEP_STATE_RUNNING);
  g_assert_cmpuint (n_status, ==, 1);
  g_assert_cmpuint (n_any, ==, 0);
}

/* The same job stays the same object, so that a tracker that shows it goes on. */
static void
test_job (Fixture       *self,
          gconstpointer  data)
{
  g_autoptr(BwJobRow) row = bw_test_job_row_new (self->row->id, BW_JOB_STATE_ACTIVE, 2,
                                                 BW_STEP_STATE_RUNNING, "Text");
  BwSetupJob *job;
  BwSetupStep *step;

  bw_tenant_update (self->tenant, self->row, row);
  job = bw_tenant_get_job (self->tenant);
  step = bw_setup_job_get_current_step (job);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (job)), ==, 7);
  g_assert_cmpuint (bw_setup_job_get_n_done (job), ==, 2);
  g_assert_cmpstr (bw_setup_step_get_key (step), ==, "get-approval");
  g_assert_cmpstr (bw_setup_step_get_text (step), ==, "Text");
  g_assert_false (bw_setup_job_update (job, row));

  bw_job_row_get_step (row, "get-approval")->done = 5;
  bw_job_row_get_step (row, "get-approval")->total = 10;
  bw_set_str (&row->link, "https://admin.microsoft.com/x");
  bw_set_str (&row->failure, "{\"eventId\":\"BW-1001\"}");
  bw_set_str (&row->candidates, "[{\"id\":\"r-1\",\"valid\":true}]");
  g_assert_true (bw_setup_job_update (job, row));
  g_assert_cmpint (bw_setup_step_get_done (step), ==, 5);
  g_assert_cmpstr (bw_setup_job_get_link (job), ==, "https://admin.microsoft.com/x");
  g_assert_cmpstr (bw_setup_job_get_failure (job)->event_id, ==, "BW-1001");
  g_assert_cmpuint (bw_setup_job_get_candidates (job)->len, ==, 1);

  bw_tenant_update (self->tenant, self->row, row);
  g_assert_true (bw_tenant_get_job (self->tenant) == job);

  /* What is damaged in the store is as good as none. */
  bw_set_str (&row->failure, "{");
  bw_set_str (&row->candidates, "7");
  g_test_expect_message ("bw-model", G_LOG_LEVEL_WARNING, "*broken JSON*");
  g_assert_true (bw_setup_job_update (job, row));
  g_test_assert_expected_messages ();
  g_assert_null (bw_setup_job_get_failure (job));
  g_assert_cmpuint (bw_setup_job_get_candidates (job)->len, ==, 0);

  bw_tenant_update (self->tenant, self->row, NULL);
  g_assert_null (bw_tenant_get_job (self->tenant));
}

static const char *
get_key (gpointer item)
{
  return bw_tenant_get_id (item);
}

static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            gpointer    user_data)
{
  GString *log = user_data;

  g_string_append_printf (log, "%u-%u+%u ", position, removed, added);
}

static void
test_list (void)
{
  g_autoptr(BwKeyedList) list = bw_keyed_list_new (BW_TYPE_TENANT, get_key);
  g_autoptr(GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GString) log = g_string_new (NULL);
  g_autoptr(BwTenant) a = bw_tenant_new ("a");
  g_autoptr(BwTenant) again = bw_tenant_new ("a");
  g_autoptr(GObject) first = NULL;

  g_signal_connect (list, "items-changed", G_CALLBACK (changed_cb), log);
  bw_keyed_list_add (list, a);
  bw_keyed_list_add (list, again);
  first = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_true (first == G_OBJECT (a));

  g_ptr_array_add (added, bw_tenant_new ("b"));
  g_ptr_array_add (added, g_object_ref (again));
  g_ptr_array_add (added, bw_tenant_new ("c"));
  g_ptr_array_add (added, bw_tenant_new ("b"));
  bw_keyed_list_splice (list, added);
  bw_keyed_list_splice (list, added);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 3);
  g_assert_true (bw_keyed_list_lookup (list, "b") == g_ptr_array_index (added, 0));

  g_assert_true (bw_keyed_list_remove (list, "a"));
  g_assert_false (bw_keyed_list_remove (list, "a"));
  g_assert_null (bw_keyed_list_lookup (list, "a"));
  g_assert_null (bw_keyed_list_lookup (list, NULL));
  g_assert_true (bw_keyed_list_lookup (list, "c") == g_ptr_array_index (added, 2));
  g_assert_true (bw_keyed_list_remove (list, "b"));
  g_assert_true (bw_keyed_list_lookup (list, "c") == g_ptr_array_index (added, 2));
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 1));

  /* As few signals, and as small, as can be. */
  g_assert_cmpstr (log->str, ==, "0-0+1 1-0+2 0-1+0 0-1+0 ");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  add ("/model/tenant/status", test_status);
  add ("/model/tenant/status-text", test_status_text);
  add ("/model/tenant/expired", test_expired);
  add ("/model/tenant/limitations", test_limitations);
  add ("/model/tenant/groups", test_groups);
  add ("/model/tenant/search", test_search);
  add ("/model/tenant/notifies", test_notifies);
  add ("/model/tenant/job", test_job);
#undef add
  g_test_add_func ("/model/keyed-list", test_list);

  return g_test_run ();
}
