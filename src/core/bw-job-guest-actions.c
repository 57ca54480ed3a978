/* bw-job-guest-actions.c - what becomes of a set-up through a guest account when the user acts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-catalogue.h"
#include "bw-error.h"
#include "bw-job-actions.h"
#include "bw-json.h"
#include "bw-pace.h"
#include "bw-util.h"

/* Longer than any address that a browser shows. */
#define MAX_ANSWER 8192

static BwJobRow *
refuse (GError     **error,
        int          code,
        const char  *sentence)
{
  g_set_error_literal (error, BW_ERROR, code, sentence);

  return NULL;
}

/* Returns: (nullable): the step of @key, if @job stands there */
static BwStepRow *
find_current (const BwJobRow *job,
              const char     *key)
{
  for (guint i = 0; i < job->steps->len; i++)
    {
      BwStepRow *step = g_ptr_array_index (job->steps, i);

      if (step->state != BW_STEP_STATE_DONE && step->state != BW_STEP_STATE_SKIPPED)
        return g_str_equal (step->key, key) ? step : NULL;
    }

  return NULL;
}

static gboolean
stands_at (const BwJobRow *job,
           const char     *key)
{
  return job != NULL && job->kind == BW_SETUP_KIND_GUEST &&
         (job->state == BW_JOB_STATE_ACTIVE || job->state == BW_JOB_STATE_FAILED) &&
         find_current (job, key) != NULL;
}

static void
set_failed (BwJobRow   *job,
            const char *key,
            const char *failure,
            gint64      now)
{
  g_autoptr(JsonNode) node = bw_json_parse_text (failure, NULL);
  g_autoptr(BwFailure) read = bw_failure_from_json (bw_json_node_object (node));
  BwStepRow *step = find_current (job, key);

  bw_job_run_now (job);
  job->state = BW_JOB_STATE_FAILED;
  job->failure = g_strdup (failure);
  step->state = BW_STEP_STATE_FAILED;
  step->since = now;
  step->next_look = 0;
  bw_set_str (&step->text, read != NULL ? read->meaning : NULL);
}

/* Returns: (transfer full) (nullable): the fields of the answer in the address @text */
static GHashTable *
parse_answer (const char  *text,
              GError     **error)
{
  g_autofree char *address = g_strndup (text != NULL ? text : "", MAX_ANSWER);
  g_autoptr(GUri) uri = g_uri_parse (g_strstrip (address), G_URI_FLAGS_NONE, NULL);
  const char *query = uri != NULL ? g_uri_get_query (uri) : NULL;
  GHashTable *fields = NULL;

  if (query != NULL)
    fields = g_uri_parse_params (query, -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
  if (fields == NULL || !g_hash_table_contains (fields, "state"))
    {
      g_clear_pointer (&fields, g_hash_table_unref);
      refuse (error, BW_ERROR_INVALID,
              _("That is not the address of the page on which the customer’s administrator ended. "
                "It begins with “https://”, and has “state=” in it."));
    }

  return fields;
}

/* What Microsoft says in an address is what anybody can write there: it may end the wait
 * sooner, and nothing more. */
static BwEvent
judge_answer (const BwTenantRow *tenant,
              GHashTable        *fields)
{
  const char *tenant_id = g_hash_table_lookup (fields, "tenant");

  if (g_hash_table_contains (fields, "error"))
    return BW_EVENT_CONSENT_DECLINED;
  if (tenant_id != NULL && g_ascii_strcasecmp (tenant_id, tenant->id) != 0)
    return BW_EVENT_CONSENT_ELSEWHERE;

  return BW_EVENT_UNKNOWN;
}

static char *
make_failure (BwEvent     event,
              GHashTable *fields)
{
  g_autofree char *tracking_id = g_uuid_string_random ();
  g_autoptr(BwFailure) failure = bw_catalogue_make (event, tracking_id);
  const char *code = g_hash_table_lookup (fields, "error");
  const char *message = g_hash_table_lookup (fields, "error_description");
  g_autoptr(JsonNode) json = NULL;

  if (code != NULL)
    failure->code = bw_str_compact (code, 80);
  if (message != NULL)
    failure->message = bw_str_compact (message, 1000);
  json = bw_failure_to_json (failure);

  return bw_json_to_text (json, FALSE);
}

/**
 * bw_job_action_answer:
 * @tenant: a tenant
 * @job: (nullable): its job
 * @action: (type BwJobAction): whose text is the address on which the browser of the
 *   customer's administrator ended
 * @error: return location for %BW_ERROR_INVALID or %BW_ERROR_CONFLICT
 *
 * Takes the answer to the request for consent (Entra: admin consent, v1 and v2.0).  A
 * "yes" is looked into at once; a "no" fails the set-up, and so does a "yes" of
 * another tenant.
 *
 * Returns: (transfer full) (nullable): the job to keep
 */
BwJobRow *
bw_job_action_answer (const BwTenantRow  *tenant,
                      const BwJobRow     *job,
                      gpointer            action,
                      GError            **error)
{
  const BwJobAction *given = action;
  g_autoptr(GHashTable) fields = NULL;
  g_autofree char *failure = NULL;
  BwJobRow *next;
  BwEvent event;

  if (!stands_at (job, "guest-approval"))
    return refuse (error, BW_ERROR_CONFLICT,
                   _("The tenant does not wait for an answer of the customer’s administrator."));

  fields = parse_answer (given->text, error);
  if (fields == NULL)
    return NULL;

  if (g_strcmp0 (g_hash_table_lookup (fields, "state"), job->mark) != 0)
    return refuse (error, BW_ERROR_INVALID,
                   _("The answer belongs to another set-up. Nothing was changed."));

  next = bw_job_row_copy (job);
  event = judge_answer (tenant, fields);
  if (event == BW_EVENT_UNKNOWN)
    {
      bw_job_run_now (next);
      return next;
    }

  failure = make_failure (event, fields);
  set_failed (next, "guest-approval", failure, given->now);

  return next;
}

/**
 * bw_job_action_finalize:
 * @tenant: a tenant
 * @job: (nullable): its job
 * @action: (type BwJobAction): when
 * @error: return location for %BW_ERROR_CONFLICT
 *
 * The user's last word, once the guest account is in place.  Whoever says it again sees
 * to it that all of it still holds.
 *
 * Returns: (transfer full) (nullable): the job to keep
 */
BwJobRow *
bw_job_action_finalize (const BwTenantRow  *tenant,
                        const BwJobRow     *job,
                        gpointer            action,
                        GError            **error)
{
  BwJobRow *next;

  gboolean again = job != NULL && job->finalized && job->state != BW_JOB_STATE_CANCELLED;

  if (!again && !stands_at (job, "finalize-approval"))
    return refuse (error, BW_ERROR_CONFLICT,
                   _("There is nothing to finalize: the guest account of the tenant is not in "
                     "place yet."));

  next = bw_job_row_copy (job);
  next->finalized = TRUE;
  bw_job_run_now (next);

  return next;
}

/**
 * bw_job_action_fail:
 * @tenant: a tenant
 * @job: (nullable): its job
 * @action: (type BwJobAction): whose text is the failure, as JSON
 * @error: return location for %BW_ERROR_CONFLICT
 *
 * The guest account was refused in the browser, where nobody but the user saw it.
 *
 * Returns: (transfer full) (nullable): the job to keep
 */
BwJobRow *
bw_job_action_fail (const BwTenantRow  *tenant,
                    const BwJobRow     *job,
                    gpointer            action,
                    GError            **error)
{
  const BwJobAction *given = action;
  BwJobRow *next;

  if (!stands_at (job, "guest-permissions"))
    return refuse (error, BW_ERROR_CONFLICT,
                   _("The tenant does not wait for the sign-in of its guest account."));

  next = bw_job_row_copy (job);
  set_failed (next, "guest-permissions", given->text, given->now);

  return next;
}
