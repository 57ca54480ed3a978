/* bw-job-actions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-candidate.h"
#include "bw-error.h"
#include "bw-job-actions.h"
#include "bw-json.h"
#include "bw-pace.h"
#include "bw-relationship.h"
#include "bw-setup-step.h"
#include "bw-util.h"

/**
 * bw_job_action_new:
 * @choice: which admin relationship the user wants
 * @relationship_id: (nullable): with %BW_CHOICE_REUSE, which one
 *
 * Returns: (transfer full): an action of now
 */
BwJobAction *
bw_job_action_new (BwChoice    choice,
                   const char *relationship_id)
{
  BwJobAction *self = g_new0 (BwJobAction, 1);

  self->choice = choice;
  self->relationship_id = g_strdup (relationship_id);
  self->now = bw_clock_now ();

  return self;
}

/**
 * bw_job_action_new_with_text:
 * @text: what somebody pasted, or a failure as JSON text
 *
 * Returns: (transfer full): an action of now that chooses nothing
 */
BwJobAction *
bw_job_action_new_with_text (const char *text)
{
  BwJobAction *self = bw_job_action_new (BW_CHOICE_NONE, NULL);

  self->text = g_strdup (text);

  return self;
}

/**
 * bw_job_action_free:
 * @self: (transfer full): an action
 */
void
bw_job_action_free (BwJobAction *self)
{
  g_free (self->relationship_id);
  g_free (self->text);
  g_free (self);
}

static gboolean
refuse (GError     **error,
        int          code,
        const char  *sentence)
{
  g_set_error_literal (error, BW_ERROR, code, sentence);

  return FALSE;
}

/* The relationship of before is over or was given up: the next is a new one, under a new name. */
static void
forget_relationship (BwJobRow *job)
{
  job->choice = BW_CHOICE_NONE;
  job->message_copied = 0;
  g_clear_pointer (&job->relationship_id, g_free);
  g_clear_pointer (&job->relationship_name, g_free);
  g_clear_pointer (&job->mark, g_free);
  g_clear_pointer (&job->link, g_free);
}

/**
 * bw_job_run_now:
 * @job: a job
 *
 * Has it looked at, whatever it waited for or failed of.
 */
void
bw_job_run_now (BwJobRow *job)
{
  job->state = BW_JOB_STATE_ACTIVE;
  job->waiting_for = BW_PARTY_NOBODY;
  job->wake_at = 0;
  job->tries = 0;
  g_clear_pointer (&job->failure, g_free);
  g_clear_pointer (&job->candidates, g_free);
}

static BwSetupKind
get_kind (const BwTenantRow *tenant)
{
  return tenant->source == BW_TENANT_SOURCE_MICROSOFT_365 ? BW_SETUP_KIND_GUEST
                                                          : BW_SETUP_KIND_CSP;
}

/* A guest's set-up has its mark from the beginning: a link with another one in it would be
 * another set-up's.  As a state, nobody must be able to guess it. */
static BwJobRow *
new_job (const BwTenantRow *tenant,
         gint64             now)
{
  BwSetupKind kind = get_kind (tenant);
  BwJobRow *job = bw_job_row_new (tenant->id, kind);

  job->created = now;
  if (kind == BW_SETUP_KIND_GUEST)
    job->mark = g_uuid_string_random ();

  for (guint i = 0; i < bw_setup_kind_get_n_steps (kind); i++)
    {
      BwStepInfo info;

      bw_setup_kind_get_step (kind, i, &info);
      g_ptr_array_add (job->steps, bw_step_row_new (info.key));
    }

  return job;
}

static gboolean
is_over (const BwTenantRow *tenant,
         gint64             now)
{
  return tenant->relationship_id != NULL &&
         bw_relationship_is_over (tenant->relationship_status, tenant->relationship_end,
                                  tenant->auto_extend, now);
}

/* Whether going on with the job's relationship can't help: it is over, or it was
 * chosen and turned out to be of no use. */
static gboolean
is_spent (const BwTenantRow *tenant,
          const BwJobRow    *job,
          gint64             now)
{
  if (job->state == BW_JOB_STATE_ACTIVE)
    return FALSE;

  return is_over (tenant, now) ||
         (job->state == BW_JOB_STATE_FAILED && job->choice == BW_CHOICE_REUSE &&
          g_strcmp0 (job->relationship_id, tenant->relationship_id) != 0);
}

/* Whether the relationship that the job has is what the user asks for. */
static gboolean
has_chosen (const BwJobRow    *job,
            const BwJobAction *action)
{
  switch (action->choice)
    {
    case BW_CHOICE_NEW:
      return job->choice == BW_CHOICE_NEW;
    case BW_CHOICE_REUSE:
      return g_strcmp0 (job->relationship_id, action->relationship_id) == 0;
    case BW_CHOICE_NONE:
    default:
      return TRUE;
    }
}

static void
take_choice (BwJobRow          *job,
             const BwJobAction *action)
{
  if (has_chosen (job, action))
    return;

  forget_relationship (job);
  job->choice = action->choice;
  bw_set_str (&job->relationship_id, action->relationship_id);
}

static gboolean
is_waiting_for_approval (const BwJobRow *job)
{
  return job->link != NULL;
}

/* Whether what the user asks for goes together with what is under way. */
static gboolean
may_start (const BwTenantRow  *tenant,
           const BwJobRow     *job,
           const BwJobAction  *action,
           GError            **error)
{
  if (tenant->disabled)
    return refuse (error, BW_ERROR_INVALID, _("The tenant is disabled. Enable it first."));

  if (get_kind (tenant) == BW_SETUP_KIND_GUEST && action->choice != BW_CHOICE_NONE)
    return refuse (error, BW_ERROR_INVALID,
                   _("The tenant is not a customer in Partner Center, so there is no admin "
                     "relationship to choose."));

  if (get_kind (tenant) == BW_SETUP_KIND_GUEST && tenant->guest_email == NULL)
    return refuse (error, BW_ERROR_INVALID,
                   _("The tenant has no guest account. Remove it from the list, and add it again "
                     "with the address of one of your own people."));

  if (job == NULL || job->state != BW_JOB_STATE_ACTIVE || has_chosen (job, action))
    return TRUE;

  if (is_waiting_for_approval (job))
    return refuse (error, BW_ERROR_CONFLICT,
                   _("The set-up waits for the customer to approve another admin relationship. "
                     "Cancel it first, then set the tenant up again."));

  if (job->relationship_id != NULL)
    return refuse (error, BW_ERROR_CONFLICT,
                   _("The set-up is under way with another admin relationship. "
                     "Cancel it first, then set the tenant up again."));

  return TRUE;
}

/**
 * bw_job_action_start:
 * @tenant: a tenant
 * @job: (nullable): its job
 * @action: (type BwJobAction): what the user chose, if anything
 * @error: return location for %BW_ERROR_INVALID or %BW_ERROR_CONFLICT
 *
 * Sets the tenant up, or sees to it once more.  A set-up that has what is asked
 * for goes on, or looks whether all still holds; so asking twice makes nothing
 * twice.  A relationship that is over, and one that was cancelled, is not used
 * again.
 *
 * Returns: (transfer full) (nullable): the job to keep
 */
BwJobRow *
bw_job_action_start (const BwTenantRow  *tenant,
                     const BwJobRow     *job,
                     gpointer            action,
                     GError            **error)
{
  const BwJobAction *wanted = action;
  BwJobRow *next;

  if (!may_start (tenant, job, wanted, error))
    return NULL;

  if (job == NULL || job->state == BW_JOB_STATE_CANCELLED || job->kind != get_kind (tenant))
    next = new_job (tenant, wanted->now);
  else
    next = bw_job_row_copy (job);

  if (is_spent (tenant, next, wanted->now))
    forget_relationship (next);

  take_choice (next, wanted);
  bw_job_run_now (next);

  return next;
}

/* Returns: (transfer full) (nullable): the candidate of that ID */
static BwCandidate *
find_candidate (const BwJobRow *job,
                const char     *id)
{
  g_autoptr(JsonNode) node = job->candidates != NULL ? bw_json_parse_text (job->candidates, NULL)
                                                     : NULL;
  g_autoptr(GPtrArray) candidates = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;

  candidates = bw_candidates_from_json (json_node_get_array (node));
  for (guint i = 0; i < candidates->len; i++)
    {
      BwCandidate *candidate = g_ptr_array_index (candidates, i);

      if (g_strcmp0 (bw_candidate_get_id (candidate), id) == 0)
        return g_object_ref (candidate);
    }

  return NULL;
}

static gboolean
may_reuse (const BwJobRow  *job,
           const char      *id,
           GError         **error)
{
  g_autoptr(BwCandidate) candidate = find_candidate (job, id);
  const char * const *reasons;

  if (candidate == NULL)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("The tenant has no admin relationship “%s”."), id);
      return FALSE;
    }

  if (bw_candidate_is_valid (candidate) || bw_candidate_is_waiting (candidate))
    return TRUE;

  reasons = bw_candidate_get_reasons (candidate);
  g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
               /* Translators: name of an admin relationship, a sentence that says why */
               _("“%1$s” can’t be used: %2$s"), bw_candidate_get_name (candidate),
               reasons != NULL && reasons[0] != NULL ? reasons[0] : "");

  return FALSE;
}

/**
 * bw_job_action_choose:
 * @tenant: a tenant
 * @job: (nullable): its job
 * @action: (type BwJobAction): what the user chose
 * @error: return location for %BW_ERROR_INVALID or %BW_ERROR_CONFLICT
 *
 * Answers step 2.
 *
 * Returns: (transfer full) (nullable): the job to keep
 */
BwJobRow *
bw_job_action_choose (const BwTenantRow  *tenant,
                      const BwJobRow     *job,
                      gpointer            action,
                      GError            **error)
{
  const BwJobAction *wanted = action;
  BwJobRow *next;

  if (job == NULL || job->state != BW_JOB_STATE_NEEDS_CHOICE)
    {
      refuse (error, BW_ERROR_CONFLICT, _("The set-up of the tenant does not wait for a choice."));
      return NULL;
    }

  if (wanted->choice == BW_CHOICE_REUSE && !may_reuse (job, wanted->relationship_id, error))
    return NULL;

  next = bw_job_row_copy (job);
  forget_relationship (next);
  next->choice = wanted->choice;
  bw_set_str (&next->relationship_id, wanted->relationship_id);
  bw_job_run_now (next);

  return next;
}

/**
 * bw_job_action_retry:
 * @tenant: a tenant
 * @job: (nullable): its job
 * @action: (type BwJobAction): when
 * @error: return location for %BW_ERROR_CONFLICT
 *
 * Goes on from the step that failed, or looks now instead of later.
 *
 * Returns: (transfer full) (nullable): the job to keep
 */
BwJobRow *
bw_job_action_retry (const BwTenantRow  *tenant,
                     const BwJobRow     *job,
                     gpointer            action,
                     GError            **error)
{
  const BwJobAction *wanted = action;
  BwJobRow *next;

  if (job == NULL || (job->state != BW_JOB_STATE_FAILED && job->state != BW_JOB_STATE_ACTIVE))
    {
      refuse (error, BW_ERROR_CONFLICT,
              _("There is nothing to retry: the set-up of the tenant has not failed."));
      return NULL;
    }

  next = bw_job_row_copy (job);
  if (is_spent (tenant, job, wanted->now))
    forget_relationship (next);
  bw_job_run_now (next);

  return next;
}

/**
 * bw_job_action_cancel:
 * @tenant: a tenant
 * @job: (nullable): its job
 * @action: (type BwJobAction): when
 * @error: return location for %BW_ERROR_CONFLICT
 *
 * Gives the set-up up.  What is at Microsoft stays there.
 *
 * Returns: (transfer full) (nullable): the job to keep
 */
BwJobRow *
bw_job_action_cancel (const BwTenantRow  *tenant,
                      const BwJobRow     *job,
                      gpointer            action,
                      GError            **error)
{
  BwJobRow *next;

  if (job == NULL || job->state == BW_JOB_STATE_DONE || job->state == BW_JOB_STATE_CANCELLED)
    {
      refuse (error, BW_ERROR_CONFLICT,
              _("There is nothing to cancel: no set-up of the tenant is under way."));
      return NULL;
    }

  next = bw_job_row_copy (job);
  bw_job_run_now (next);
  next->state = BW_JOB_STATE_CANCELLED;

  return next;
}

/**
 * bw_job_action_copied:
 * @tenant: a tenant
 * @job: (nullable): its job
 * @action: (type BwJobAction): when
 * @error: return location for %BW_ERROR_CONFLICT
 *
 * Notes that the customer is about to be asked.
 *
 * Returns: (transfer full) (nullable): the job to keep
 */
BwJobRow *
bw_job_action_copied (const BwTenantRow  *tenant,
                      const BwJobRow     *job,
                      gpointer            action,
                      GError            **error)
{
  const BwJobAction *wanted = action;
  BwJobRow *next;

  if (job == NULL || !is_waiting_for_approval (job))
    {
      refuse (error, BW_ERROR_CONFLICT, _("The tenant does not wait for an approval."));
      return NULL;
    }

  next = bw_job_row_copy (job);
  next->message_copied = wanted->now;

  return next;
}
