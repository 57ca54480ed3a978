/* bw-documents.c - what the command line prints for programs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-documents.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-trouble.h"

static void
add_null (JsonBuilder *builder,
          const char  *member)
{
  bw_json_add_string (builder, member, NULL);
}

static void
add_node (JsonBuilder *builder,
          const char  *member,
          JsonNode    *node)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_value (builder, node);
}

/* Where a set-up stands that is neither over nor given up. */
static void
add_current_step (JsonBuilder *builder,
                  BwSetupJob  *job)
{
  BwSetupStep *step = job != NULL ? bw_setup_job_get_current_step (job) : NULL;

  if (step == NULL || bw_setup_job_get_state (job) == BW_JOB_STATE_DONE ||
      bw_setup_job_get_state (job) == BW_JOB_STATE_CANCELLED)
    {
      add_null (builder, "step");
      return;
    }

  json_builder_set_member_name (builder, "step");
  json_builder_begin_object (builder);
  bw_json_add_int (builder, "number", bw_setup_step_get_number (step));
  bw_json_add_int (builder, "of", g_list_model_get_n_items (G_LIST_MODEL (job)));
  bw_json_add_string (builder, "key", bw_setup_step_get_key (step));
  json_builder_end_object (builder);
}

static void
add_relationship (JsonBuilder *builder,
                  BwTenant    *tenant)
{
  if (bw_tenant_get_relationship_id (tenant) == NULL)
    {
      add_null (builder, "relationship");
      return;
    }

  json_builder_set_member_name (builder, "relationship");
  json_builder_begin_object (builder);
  bw_json_add_string (builder, "id", bw_tenant_get_relationship_id (tenant));
  bw_json_add_string (builder, "name", bw_tenant_get_relationship_name (tenant));
  bw_json_add_string (builder, "status", bw_tenant_get_relationship_status (tenant));
  bw_json_add_time (builder, "endDateTime", bw_tenant_get_relationship_end (tenant));
  bw_json_add_boolean (builder, "autoExtend", bw_tenant_get_auto_extend (tenant));
  json_builder_end_object (builder);
}

static void
add_limitations (JsonBuilder *builder,
                 GPtrArray   *limitations)
{
  g_autoptr(GPtrArray) none = g_ptr_array_new ();

  add_node (builder, "limitations",
            bw_limitations_to_json (limitations != NULL ? limitations : none));
}

static void
add_tenant_members (JsonBuilder *builder,
                    BwTenant    *tenant)
{
  BwSetupJob *job = bw_tenant_get_job (tenant);

  bw_json_add_string (builder, "id", bw_tenant_get_id (tenant));
  bw_json_add_string (builder, "name", bw_tenant_get_name (tenant));
  bw_json_add_string (builder, "defaultDomain", bw_tenant_get_domain (tenant));
  bw_json_add_string (builder, "source",
                      bw_enum_get_nick (BW_TYPE_TENANT_SOURCE,
                                        (int) bw_tenant_get_source (tenant)));
  bw_json_add_string (builder, "status",
                      bw_enum_get_nick (BW_TYPE_TENANT_STATUS,
                                        (int) bw_tenant_get_status (tenant)));
  bw_json_add_string (builder, "statusText", bw_tenant_get_status_text (tenant));
  add_current_step (builder, job);
  add_relationship (builder, tenant);
  add_limitations (builder, job != NULL ? bw_setup_job_get_limitations (job) : NULL);
  bw_json_add_time (builder, "lastChange", bw_tenant_get_last_change (tenant));
}

/**
 * bw_document_of_tenant:
 * @tenant: a tenant
 *
 * Returns: (transfer full): one element of `tenants list`
 */
JsonNode *
bw_document_of_tenant (BwTenant *tenant)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_tenant_members (builder, tenant);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

static void
add_progress (JsonBuilder *builder,
              BwSetupStep *step)
{
  if (bw_setup_step_get_total (step) == 0)
    {
      add_null (builder, "progress");
      return;
    }

  json_builder_set_member_name (builder, "progress");
  json_builder_begin_object (builder);
  bw_json_add_int (builder, "done", bw_setup_step_get_done (step));
  bw_json_add_int (builder, "total", bw_setup_step_get_total (step));
  json_builder_end_object (builder);
}

static void
add_step (JsonBuilder *builder,
          BwSetupStep *step)
{
  BwStepState state = bw_setup_step_get_state (step);
  const char *text = bw_setup_step_get_text (step);

  json_builder_begin_object (builder);
  bw_json_add_int (builder, "number", bw_setup_step_get_number (step));
  bw_json_add_string (builder, "key", bw_setup_step_get_key (step));
  bw_json_add_string (builder, "title", bw_setup_step_get_title (step));
  bw_json_add_string (builder, "state", bw_enum_get_nick (BW_TYPE_STEP_STATE, (int) state));
  bw_json_add_string (builder, "statusText", text != NULL ? text : bw_step_state_get_label (state));
  bw_json_add_time (builder, "since", bw_setup_step_get_since (step));
  bw_json_add_time (builder, "lastLook", bw_setup_step_get_last_look (step));
  bw_json_add_time (builder, "nextLook", bw_setup_step_get_next_look (step));
  add_progress (builder, step);
  json_builder_end_object (builder);
}

static void
add_steps (JsonBuilder *builder,
           GListModel  *steps)
{
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr(BwSetupStep) step = g_list_model_get_item (steps, i);

      add_step (builder, step);
    }
  json_builder_end_array (builder);
}

static void
add_candidate (JsonBuilder *builder,
               BwCandidate *candidate)
{
  json_builder_begin_object (builder);
  bw_json_add_string (builder, "id", bw_candidate_get_id (candidate));
  bw_json_add_string (builder, "name", bw_candidate_get_name (candidate));
  bw_json_add_string (builder, "status", bw_candidate_get_status (candidate));
  bw_json_add_time (builder, "endDateTime", bw_candidate_get_end (candidate));
  bw_json_add_strv (builder, "roles", bw_candidate_get_roles (candidate));
  bw_json_add_boolean (builder, "valid", bw_candidate_is_valid (candidate));
  bw_json_add_strv (builder, "reasons", bw_candidate_get_reasons (candidate));
  add_limitations (builder, bw_candidate_get_limitations (candidate));
  json_builder_end_object (builder);
}

static void
add_candidates (JsonBuilder *builder,
                BwSetupJob  *job)
{
  GPtrArray *candidates = NULL;

  if (bw_setup_job_get_state (job) == BW_JOB_STATE_NEEDS_CHOICE)
    candidates = bw_setup_job_get_candidates (job);

  json_builder_set_member_name (builder, "candidates");
  json_builder_begin_array (builder);
  for (guint i = 0; candidates != NULL && i < candidates->len; i++)
    add_candidate (builder, g_ptr_array_index (candidates, i));
  json_builder_end_array (builder);
}

static BwSetupJob *
dup_job (BwTenant *tenant)
{
  BwSetupJob *job = bw_tenant_get_job (tenant);

  if (job != NULL)
    return g_object_ref (job);

  return bw_setup_job_new (bw_tenant_get_source (tenant) == BW_TENANT_SOURCE_PARTNER_CENTER
                           ? BW_SETUP_KIND_CSP : BW_SETUP_KIND_GUEST);
}

/**
 * bw_document_of_setup:
 * @tenant: a tenant
 *
 * A tenant without a set-up gets one whose steps are all pending.
 *
 * Returns: (transfer full): what `setup show` prints
 */
JsonNode *
bw_document_of_setup (BwTenant *tenant)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(BwSetupJob) job = dup_job (tenant);
  BwFailure *failure = bw_setup_job_get_failure (job);

  json_builder_begin_object (builder);
  add_tenant_members (builder, tenant);
  bw_json_add_string (builder, "kind",
                      bw_enum_get_nick (BW_TYPE_SETUP_KIND, (int) bw_setup_job_get_kind (job)));
  add_steps (builder, G_LIST_MODEL (job));
  add_candidates (builder, job);
  bw_json_add_string (builder, "link", bw_setup_job_get_link (job));
  if (failure != NULL)
    add_node (builder, "failure", bw_document_of_failure (failure));
  else
    add_null (builder, "failure");
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

static JsonNode *
make_array (GListModel *tenants,
            JsonNode *(*make) (BwTenant *tenant))
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (tenants, i);

      json_builder_add_value (builder, make (tenant));
    }
  json_builder_end_array (builder);

  return json_builder_get_root (builder);
}

/**
 * bw_document_of_tenants:
 * @tenants: tenants
 *
 * Returns: (transfer full): what `tenants list` prints
 */
JsonNode *
bw_document_of_tenants (GListModel *tenants)
{
  return make_array (tenants, bw_document_of_tenant);
}

/**
 * bw_document_of_setups:
 * @tenants: tenants
 *
 * Returns: (transfer full): what a command prints that acts on the set-ups of several
 */
JsonNode *
bw_document_of_setups (GListModel *tenants)
{
  return make_array (tenants, bw_document_of_setup);
}

/**
 * bw_document_of_failure:
 * @failure: what went wrong
 *
 * Returns: (transfer full): a failure; whether we try again ourselves is left
 *   out, as "who" tells it already
 */
JsonNode *
bw_document_of_failure (BwFailure *failure)
{
  JsonNode *node = bw_failure_to_json (failure);

  json_object_remove_member (json_node_get_object (node), "transient");

  return node;
}

/**
 * bw_document_of_error:
 * @error: what went wrong
 *
 * An error about nothing but what was asked for is no event, so it has neither event
 * ID nor tracking ID.
 *
 * Returns: (transfer full): the error in the shape of a failure
 */
JsonNode *
bw_document_of_error (const GError *error)
{
  g_autoptr(BwFailure) failure = bw_trouble_from_error (error);
  gboolean is_theirs = g_error_matches (error, BW_ERROR, BW_ERROR_NEEDS_PERSON);
  g_autoptr(JsonBuilder) builder = NULL;

  if (failure != NULL)
    return bw_document_of_failure (failure);

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  add_null (builder, "eventId");
  add_null (builder, "trackingId");
  bw_json_add_string (builder, "meaning", error->message);
  bw_json_add_string (builder, "advice",
                      is_theirs ? _("Ask the customer’s administrator, then try again.")
                                : _("Do what the sentence says, then try again."));
  bw_json_add_string (builder, "who", is_theirs ? "customer" : "you");
  add_null (builder, "microsoft");
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}
