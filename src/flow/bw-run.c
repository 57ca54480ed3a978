/* bw-run.c - runs the steps of a set-up, one after the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-candidate.h"
#include "bw-ensure.h"
#include "bw-error.h"
#include "bw-pace.h"
#include "bw-run.h"
#include "bw-util.h"

/* Pauses between runs that met the same trouble, in seconds; the last repeats. */
static const guint pauses[] = { 30, 60, 120, 300, 600, 900 };
/* Runs in a row that may end in trouble that passes by itself, about two hours. */
#define MAX_TRIES 12

typedef struct
{
  GPtrArray  *steps;
  BwFacts    *facts;
  BwHttp     *http;
  BwFlowHost *host;
  BwPlan     *plan;
  BwFailure  *failure;

  guint       step;
  guint       requirement;
  BwOperation operation;  /* the one under way */
  guint       n_skipped;
  char       *skipped;
} Run;

static void begin_step (GTask *task);
static void next_requirement (GTask *task);
static void operate (GTask *task, BwOperation operation);

static void
run_free (Run *self)
{
  g_ptr_array_unref (self->steps);
  g_object_unref (self->http);
  g_clear_object (&self->host);
  g_clear_object (&self->plan);
  g_clear_pointer (&self->failure, bw_failure_unref);
  g_free (self->skipped);
  g_free (self);
}

static BwStep *
current_step (Run *self)
{
  return g_ptr_array_index (self->steps, self->step);
}

static BwStepRow *
current_row (Run *self)
{
  return bw_job_row_get_step (self->facts->job, current_step (self)->key);
}

static void
show (Run         *self,
      BwStepState  state,
      const char  *text)
{
  bw_step_row_set_state (current_row (self), state, text);
  BW_FLOW_HOST_GET_IFACE (self->host)->changed (self->host, self->facts);
}

/* What comes after a step that does not hold is not known any more. */
static void
reset_later_steps (Run *self)
{
  for (guint i = self->step + 1; i < self->steps->len; i++)
    {
      BwStep *step = g_ptr_array_index (self->steps, i);
      BwStepRow *row = bw_job_row_get_step (self->facts->job, step->key);

      bw_step_row_set_state (row, BW_STEP_STATE_PENDING, NULL);
      row->since = 0;
    }
}

static void
end (GTask      *task,
     BwJobState  state)
{
  Run *self = g_task_get_task_data (task);
  BwJobRow *job = self->facts->job;
  g_autoptr(JsonNode) limitations = bw_limitations_to_json (self->facts->limitations);
  g_autoptr(JsonNode) candidates = NULL;

  job->state = state;
  g_free (job->limitations);
  job->limitations = json_to_string (limitations, FALSE);

  g_clear_pointer (&job->candidates, g_free);
  if (state == BW_JOB_STATE_NEEDS_CHOICE)
    {
      candidates = bw_candidates_to_json (self->facts->candidates);
      job->candidates = json_to_string (candidates, FALSE);
    }

  if (state == BW_JOB_STATE_DONE)
    {
      job->tries = 0;
      job->wake_at = 0;
      job->waiting_for = BW_PARTY_NOBODY;
    }

  BW_FLOW_HOST_GET_IFACE (self->host)->changed (self->host, self->facts);
  g_task_return_boolean (task, TRUE);
}

static void
fail (GTask     *task,
      BwFailure *failure)
{
  Run *self = g_task_get_task_data (task);
  g_autoptr(JsonNode) json = bw_failure_to_json (failure);

  reset_later_steps (self);
  show (self, BW_STEP_STATE_FAILED, failure->meaning);
  g_free (self->facts->job->failure);
  self->facts->job->failure = json_to_string (json, FALSE);
  end (task, BW_JOB_STATE_FAILED);
}

static BwStepState
waiting_state (BwParty party)
{
  if (party == BW_PARTY_YOU)
    return BW_STEP_STATE_WAITING_FOR_YOU;
  if (party == BW_PARTY_CUSTOMER)
    return BW_STEP_STATE_WAITING_FOR_CUSTOMER;

  return BW_STEP_STATE_WAITING_FOR_MICROSOFT;
}

/* Puts the job aside until @finding says, or for ever if trouble that should
 * have passed stayed. */
static void
put_aside (GTask     *task,
           BwFinding *finding)
{
  Run *self = g_task_get_task_data (task);
  BwJobRow *job = self->facts->job;
  guint again = finding->again;

  if (finding->party == BW_PARTY_NOBODY || finding->party == BW_PARTY_MICROSOFT)
    {
      if (finding->failure != NULL && job->tries >= MAX_TRIES)
        {
          fail (task, finding->failure);
          return;
        }
      again = MAX (again, pauses[MIN (job->tries, G_N_ELEMENTS (pauses) - 1)]);
      job->tries++;
    }
  else
    {
      job->tries = 0;
    }

  reset_later_steps (self);
  show (self, waiting_state (finding->party), finding->text);
  job->waiting_for = finding->party;
  /* However fast a sandbox's clock is, a look that is over is not the next one. */
  job->wake_at = bw_clock_now () + MAX (bw_pace_scale (again * 1000) / 1000, 1);
  current_row (self)->next_look = job->wake_at;
  end (task, BW_JOB_STATE_ACTIVE);
}

static void
end_step (GTask *task)
{
  Run *self = g_task_get_task_data (task);
  BwStep *step = current_step (self);
  BwStepRow *row = current_row (self);

  if (self->plan == NULL)
    {
      if (step->requirements->len > 0 && self->n_skipped == step->requirements->len)
        show (self, BW_STEP_STATE_SKIPPED, self->skipped);
      else if (row->state != BW_STEP_STATE_DONE || self->skipped != NULL)
        show (self, BW_STEP_STATE_DONE, self->skipped);
    }

  self->step++;
  begin_step (task);
}

static void
on_operated (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr(GTask) task = data;
  Run *self = g_task_get_task_data (task);
  BwFlowHostInterface *host = BW_FLOW_HOST_GET_IFACE (self->host);
  g_autoptr(BwResponse) refusal = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(BwFinding) finding = { 0 };
  BwVerdict verdict;
  gboolean done;

  if (self->operation == BW_OPERATION_SYNC_USERS)
    done = host->sync_users_finish (self->host, result, &refusal, &error);
  else
    done = host->run_reports_finish (self->host, result, &refusal, &error);

  if (done)
    {
      operate (task, self->operation << 1);
      return;
    }

  if (refusal == NULL &&
      (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || bw_error_is_storage (error)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (refusal != NULL)
    verdict = bw_verdict_from_answer (self->facts, refusal, &finding);
  else
    verdict = bw_verdict_from_error (self->facts, error, &finding);

  if (verdict == BW_VERDICT_WAITS)
    put_aside (task, &finding);
  else
    fail (task, finding.failure);
}

/* @operation: the first that may come now */
static void
operate (GTask       *task,
         BwOperation  operation)
{
  Run *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  BwFlowHostInterface *host;

  while (operation <= BW_OPERATION_RUN_REPORTS &&
         (current_step (self)->operations & operation) == 0)
    operation <<= 1;

  if (self->plan != NULL || operation > BW_OPERATION_RUN_REPORTS)
    {
      end_step (task);
      return;
    }

  self->operation = operation;
  host = BW_FLOW_HOST_GET_IFACE (self->host);
  show (self, BW_STEP_STATE_RUNNING, NULL);

  if (operation == BW_OPERATION_SYNC_USERS)
    host->sync_users_async (self->host, self->facts, cancellable, on_operated, g_object_ref (task));
  else
    host->run_reports_async (self->host, self->facts, cancellable, on_operated,
                             g_object_ref (task));
}

/* Two steps may require the same; it is made once. */
static gboolean
is_planned (BwPlan     *plan,
            const char *what,
            const char *details)
{
  GPtrArray *changes = bw_plan_get_changes (plan);

  for (guint i = 0; i < changes->len; i++)
    {
      const BwPlanChange *change = g_ptr_array_index (changes, i);

      if (g_strcmp0 (change->what, what) == 0 && g_strcmp0 (change->details, details) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_held (BwPlan     *plan,
         const char *sentence)
{
  return g_ptr_array_find_with_equal_func (bw_plan_get_holds (plan), sentence, g_str_equal, NULL);
}

static void
note_in_plan (Run                 *self,
              const BwRequirement *requirement,
              BwVerdict            verdict)
{
  g_autofree char *what = NULL;
  g_autofree char *details = NULL;
  g_autofree char *sentence = NULL;

  if (requirement->describe == NULL ||
      (verdict != BW_VERDICT_MISSING && verdict != BW_VERDICT_HOLDS))
    return;

  requirement->describe (requirement, self->facts, &what, &details);
  sentence = g_strdup_printf ("%s: %s", what, details);

  if (verdict == BW_VERDICT_HOLDS && !is_held (self->plan, sentence))
    bw_plan_add_holding (self->plan, sentence);
  else if (verdict == BW_VERDICT_MISSING && !is_planned (self->plan, what, details))
    bw_plan_add_change (self->plan, current_step (self)->key, requirement->action, what, details);
}

/* Returns: whether the next requirement can be looked at */
static gboolean
act_on_plan (GTask               *task,
             const BwRequirement *requirement,
             BwVerdict            verdict,
             BwFinding           *finding)
{
  Run *self = g_task_get_task_data (task);

  /* What is refused now may be what an earlier change of the same plan makes possible,
   * as groups with roles let us into the customer tenant. */
  if (verdict == BW_VERDICT_CANNOT && requirement->describe != NULL &&
      bw_plan_get_changes (self->plan)->len > 0)
    verdict = BW_VERDICT_MISSING;

  if (verdict == BW_VERDICT_CANNOT || (verdict == BW_VERDICT_WAITS && finding->failure != NULL))
    {
      self->failure = bw_failure_ref (finding->failure);
      g_task_return_boolean (task, TRUE);
      return FALSE;
    }

  note_in_plan (self, requirement, verdict);

  /* The plan goes on as if the best were chosen. */
  if (verdict == BW_VERDICT_NEEDS_CHOICE)
    {
      BwCandidate *best = g_ptr_array_index (self->facts->candidates, 0);

      self->facts->job->choice = BW_CHOICE_REUSE;
      bw_set_str (&self->facts->job->relationship_id, bw_candidate_get_id (best));
      next_requirement (task);
      return FALSE;
    }

  return TRUE;
}

static void
on_ensured (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(GTask) task = data;
  Run *self = g_task_get_task_data (task);
  BwRequirement *requirement =
    g_ptr_array_index (current_step (self)->requirements, self->requirement);
  g_auto(BwFinding) finding = { 0 };
  BwVerdict verdict;
  GError *error = NULL;

  if (!bw_ensure_finish (result, &verdict, &finding, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  if (self->plan != NULL)
    {
      if (!act_on_plan (task, requirement, verdict, &finding))
        return;
    }
  else if (verdict == BW_VERDICT_NEEDS_CHOICE)
    {
      reset_later_steps (self);
      show (self, BW_STEP_STATE_WAITING_FOR_YOU, finding.text);
      end (task, BW_JOB_STATE_NEEDS_CHOICE);
      return;
    }
  else if (verdict == BW_VERDICT_WAITS)
    {
      put_aside (task, &finding);
      return;
    }
  else if (verdict == BW_VERDICT_CANNOT)
    {
      fail (task, finding.failure);
      return;
    }

  if (verdict == BW_VERDICT_SKIPPED)
    {
      self->n_skipped++;
      if (finding.text != NULL)
        bw_set_str (&self->skipped, finding.text);
    }

  self->requirement++;
  next_requirement (task);
}

static void
next_requirement (GTask *task)
{
  Run *self = g_task_get_task_data (task);
  BwStep *step = current_step (self);

  if (self->requirement == step->requirements->len)
    {
      operate (task, BW_OPERATION_SYNC_USERS);
      return;
    }

  bw_ensure_async (g_ptr_array_index (step->requirements, self->requirement),
                   self->plan != NULL ? BW_ENSURE_LOOK : BW_ENSURE_CHANGE,
                   self->facts, current_row (self), self->http, self->host,
                   g_task_get_cancellable (task), on_ensured, g_object_ref (task));
}

/* What was done, and what a person has to do, stays on the screen while we look again;
 * since when it waits would begin anew otherwise. */
static gboolean
is_shown_as_it_is (BwStepState state)
{
  return state == BW_STEP_STATE_DONE || state == BW_STEP_STATE_SKIPPED ||
         state == BW_STEP_STATE_WAITING_FOR_YOU || state == BW_STEP_STATE_WAITING_FOR_CUSTOMER;
}

static void
begin_step (GTask *task)
{
  Run *self = g_task_get_task_data (task);

  if (self->step == self->steps->len)
    {
      if (self->plan != NULL)
        g_task_return_boolean (task, TRUE);
      else
        end (task, BW_JOB_STATE_DONE);
      return;
    }

  self->requirement = 0;
  self->n_skipped = 0;
  g_clear_pointer (&self->skipped, g_free);
  g_free (self->facts->tracking_id);
  self->facts->tracking_id = g_uuid_string_random ();

  if (self->plan == NULL && !is_shown_as_it_is (current_row (self)->state))
    show (self, BW_STEP_STATE_RUNNING, NULL);

  next_requirement (task);
}

static GTask *
run_new (GPtrArray           *steps,
         BwFacts             *facts,
         BwHttp              *http,
         BwFlowHost          *host,
         BwPlan              *plan,
         GCancellable        *cancellable,
         GAsyncReadyCallback  callback,
         gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Run *self = g_new0 (Run, 1);

  self->steps = g_ptr_array_ref (steps);
  self->facts = facts;
  self->http = g_object_ref (http);
  self->host = host != NULL ? g_object_ref (host) : NULL;
  self->plan = plan;
  g_task_set_task_data (task, self, (GDestroyNotify) run_free);
  g_ptr_array_set_size (facts->limitations, 0);

  return task;
}

/**
 * bw_run_async:
 * @steps: (element-type BwStep): what has to hold
 * @facts: what is known, which grows; must stay until the end.  Its job says
 *   afterwards how it ended: state, whom it waits for and until when, failure
 * @http: sends the requests
 * @host: keeps and shows
 * @cancellable: (nullable): to stop at the next request or pause
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Makes every step hold, in order, until one waits, needs a choice or fails.
 */
void
bw_run_async (GPtrArray           *steps,
              BwFacts             *facts,
              BwHttp              *http,
              BwFlowHost          *host,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  g_autoptr(GTask) task =
    run_new (steps, facts, http, host, NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, bw_run_async);
  g_clear_pointer (&facts->job->failure, g_free);
  begin_step (task);
}

/**
 * bw_run_finish:
 * @result: what the callback got
 * @error: return location for an error: cancelled, or the store failed
 *
 * Returns: whether the job's row says how it ended
 */
gboolean
bw_run_finish (GAsyncResult  *result,
               GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bw_run_plan_async:
 * @steps: (element-type BwStep): what has to hold
 * @facts: what is known, which grows; must stay until the end
 * @http: sends the requests
 * @cancellable: (nullable): to stop at the next request
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Looks and judges only, and collects what bw_run_async() would change.
 */
void
bw_run_plan_async (GPtrArray           *steps,
                   BwFacts             *facts,
                   BwHttp              *http,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  g_autoptr(GTask) task = run_new (steps, facts, http, NULL,
                                   bw_plan_new (facts->tenant->id, facts->tenant->name),
                                   cancellable, callback, user_data);

  g_task_set_source_tag (task, bw_run_plan_async);
  begin_step (task);
}

/**
 * bw_run_plan_finish:
 * @result: what the callback got
 * @failure: (out) (optional) (nullable): why the plan ends early, if it does
 * @error: return location for an error: cancelled
 *
 * Returns: (transfer full) (nullable): the plan
 */
BwPlan *
bw_run_plan_finish (GAsyncResult  *result,
                    BwFailure    **failure,
                    GError       **error)
{
  Run *self = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  if (failure != NULL)
    *failure = g_steal_pointer (&self->failure);

  return g_steal_pointer (&self->plan);
}
