/* bw-ensure.c - makes one requirement hold: look, judge, change, look again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-ensure.h"
#include "bw-error.h"
#include "bw-pace.h"
#include "bw-util.h"

/* How often a change may be sent, for a requirement of two stages whose change
 * got lost on the way once. */
#define MAX_CHANGES 4
/* Looks after a change before we give up on seeing it, 1 s to 15 s apart:
 * Microsoft's directory takes seconds, seldom a minute. */
#define MAX_LOOKS_AFTER 12
/* Looks at something Microsoft is busy with, before the job is put aside. */
#define MAX_WAITS 40

typedef struct
{
  const BwRequirement *requirement;
  BwEnsureMode         mode;
  BwFacts             *facts;
  BwStepRow           *row;
  BwHttp              *http;
  BwFlowHost          *host;

  BwVerdict            verdict;
  BwFinding            finding;
  char                *lock;
  gboolean             locked;
  gboolean             recalled;
  guint                changes;
  guint                stage;
  gboolean             uncertain;
  BwFailure           *trouble;
  guint                looks;
  guint                waits;
} Ensure;

static void look (GTask *task);
static void act_on (GTask *task);

static void
ensure_free (Ensure *self)
{
  if (self->locked)
    BW_FLOW_HOST_GET_IFACE (self->host)->unlock (self->host, self->lock);

  bw_finding_clear (&self->finding);
  g_clear_pointer (&self->trouble, bw_failure_unref);
  g_free (self->lock);
  g_object_unref (self->http);
  g_clear_object (&self->host);
  g_free (self);
}

/**
 * bw_step_row_set_state:
 * @row: a row of the tracker
 * @state: what to show
 * @text: (nullable): one sentence about it
 *
 * Sets both, and notes since when it is so.
 */
void
bw_step_row_set_state (BwStepRow   *row,
                       BwStepState  state,
                       const char  *text)
{
  if (row->state != state || row->since == 0)
    {
      row->state = state;
      row->since = bw_clock_now ();
    }

  if (state != BW_STEP_STATE_RUNNING)
    row->done = row->total = 0;

  row->next_look = 0;
  bw_set_str (&row->text, text);
}

static void
show (Ensure      *self,
      BwStepState  state,
      const char  *text,
      guint        again)
{
  if (self->mode == BW_ENSURE_LOOK)
    return;

  bw_step_row_set_state (self->row, state, text);
  if (again > 0)
    self->row->next_look = bw_clock_now () + bw_pace_scale (again * 1000) / 1000;

  BW_FLOW_HOST_GET_IFACE (self->host)->changed (self->host, self->facts);
}

static gboolean
on_pause_over (gpointer data)
{
  GTask *task = data;

  if (!g_task_return_error_if_cancelled (task))
    look (task);

  return G_SOURCE_REMOVE;
}

/* Cancelling ends the pause at once: the source watches the cancellable. */
static void
pause_then_look (GTask *task,
                 guint  seconds)
{
  g_autoptr(GSource) source = bw_pace_source_new (seconds * 1000, g_task_get_cancellable (task));

  g_source_set_callback (source, on_pause_over, g_object_ref (task), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static void
finish (GTask *task)
{
  g_task_return_boolean (task, TRUE);
}

static char *
describe (Ensure *self)
{
  const BwRequirement *requirement = self->requirement;
  g_autofree char *what = NULL;
  g_autofree char *details = NULL;

  requirement->describe (requirement, self->facts, &what, &details);

  if (g_strcmp0 (requirement->action, "update") == 0)
    /* Translators: %1$s is a kind of thing, %2$s names it */
    return g_strdup_printf (_("Update %1$s: %2$s"), what, details);

  /* Translators: %1$s is a kind of thing, %2$s names it */
  return g_strdup_printf (_("Create %1$s: %2$s"), what, details);
}

static void
on_outcome_recorded (GObject      *source,
                     GAsyncResult *result,
                     gpointer      data)
{
  g_autoptr(GTask) task = data;
  Ensure *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!BW_FLOW_HOST_GET_IFACE (self->host)->record_finish (self->host, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  act_on (task);
}

static void
record (GTask               *task,
        const char          *outcome,
        const char          *request_id,
        GAsyncReadyCallback  callback)
{
  Ensure *self = g_task_get_task_data (task);
  g_autofree char *sentence = describe (self);

  BW_FLOW_HOST_GET_IFACE (self->host)->record_async (self->host, self->facts, sentence, outcome,
                                                     request_id,
                                                     g_task_get_cancellable (task), callback,
                                                     g_object_ref (task));
}

/* Keeps what went wrong with a change, in case it never shows. */
static void
note_trouble (Ensure    *self,
              BwFailure *trouble)
{
  g_clear_pointer (&self->trouble, bw_failure_unref);
  self->trouble = trouble;
  self->uncertain = TRUE;
}

/* Whatever came of the change, the next look tells how things are now; only a
 * plain refusal is final. */
static void
read_change (GTask        *task,
             BwResponse   *answer,
             const GError *error)
{
  Ensure *self = g_task_get_task_data (task);
  const BwRequirement *requirement = self->requirement;
  const char *outcome = "done";

  self->verdict = BW_VERDICT_MISSING;

  if (answer == NULL)
    {
      note_trouble (self, bw_catalogue_from_error (error, self->facts->tracking_id));
      outcome = "unknown";
    }
  else if (bw_response_is_success (answer) || bw_catalogue_says_exists (answer))
    BW_FLOW_HOST_GET_IFACE (self->host)->forget_tokens (self->host, self->facts->tenant->id);
  else if (bw_response_get_status (answer) >= 500)
    {
      note_trouble (self, bw_catalogue_from_response (answer, self->facts->tracking_id));
      outcome = "unknown";
    }
  else if (bw_response_get_status (answer) != 412)
    {
      bw_finding_clear (&self->finding);
      self->verdict = (requirement->refused != NULL
                       ? requirement->refused (requirement, self->facts, answer, &self->finding)
                                                    : bw_verdict_from_answer (self->facts, answer,
                                                                              &self->finding));
      outcome = "failed";
    }

  record (task, outcome, answer != NULL ? bw_response_get_header (answer, "request-id") : NULL,
          on_outcome_recorded);
}

static void
on_changed (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(GTask) task = data;
  Ensure *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwResponse) answer = bw_http_send_finish (self->http, result, &error);

  if (answer == NULL)
    g_debug ("%s: no answer to the change: %s", self->requirement->name, error->message);

  read_change (task, answer, error);
}

static void
on_intent_recorded (GObject      *source,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr(GTask) task = data;
  Ensure *self = g_task_get_task_data (task);
  g_autoptr(BwRequest) request = NULL;
  GError *error = NULL;

  if (!BW_FLOW_HOST_GET_IFACE (self->host)->record_finish (self->host, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  self->changes++;
  self->stage = self->finding.stage;
  self->uncertain = FALSE;
  g_clear_pointer (&self->trouble, bw_failure_unref);
  self->looks = 0;

  request = self->requirement->change (self->requirement, self->facts);
  bw_http_send_async (self->http, request, g_task_get_cancellable (task), on_changed,
                      g_object_ref (task));
}

static void
on_locked (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(GTask) task = data;
  Ensure *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!BW_FLOW_HOST_GET_IFACE (self->host)->lock_finish (self->host, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  /* While we waited for the lock, another set-up may have made it. */
  self->locked = TRUE;
  look (task);
}

static void
on_recalled (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr(GTask) task = data;
  Ensure *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!BW_FLOW_HOST_GET_IFACE (self->host)->recall_finish (self->host, result, &self->uncertain,
                                                           &error))
    {
      g_task_return_error (task, error);
      return;
    }

  act_on (task);
}

/* What a run before us sent may have arrived, and show only later. */
static void
recall (GTask *task)
{
  Ensure *self = g_task_get_task_data (task);
  g_autofree char *sentence = describe (self);

  self->recalled = TRUE;
  BW_FLOW_HOST_GET_IFACE (self->host)->recall_async (self->host, self->facts, sentence,
                                                     self->locked, g_task_get_cancellable (task),
                                                     on_recalled, g_object_ref (task));
}

static void
change (GTask *task)
{
  Ensure *self = g_task_get_task_data (task);
  g_autofree char *sentence = NULL;

  if (self->requirement->lock != NULL && !self->locked)
    {
      self->lock = self->requirement->lock (self->requirement);
      BW_FLOW_HOST_GET_IFACE (self->host)->lock_async (self->host, self->lock,
                                                       g_task_get_cancellable (task),
                                                       on_locked, g_object_ref (task));
      return;
    }

  if (!self->recalled)
    {
      recall (task);
      return;
    }

  sentence = describe (self);
  show (self, BW_STEP_STATE_RUNNING, sentence, 0);
  record (task, "sent", NULL, on_intent_recorded);
}

static void
act_on_missing (GTask *task)
{
  Ensure *self = g_task_get_task_data (task);
  static const guint pauses[] = { 0, 1, 2, 4, 8, 15 };

  if (self->changes == 0 ? !self->uncertain
                         : self->stage != self->finding.stage && self->changes < MAX_CHANGES)
    {
      change (task);
      return;
    }

  if (self->looks < MAX_LOOKS_AFTER)
    {
      guint pause = pauses[MIN (self->looks, G_N_ELEMENTS (pauses) - 1)];

      self->looks++;
      pause_then_look (task, pause);
      return;
    }

  /* Nobody knows whether the change arrived, and it never showed: it is safe to
   * send it once more. */
  if (self->uncertain && self->changes < MAX_CHANGES)
    {
      change (task);
      return;
    }

  if (self->trouble != NULL)
    self->verdict = bw_verdict_cannot (&self->finding, g_steal_pointer (&self->trouble));
  else
    self->verdict = bw_verdict_event (self->facts, &self->finding, BW_EVENT_NOT_CONVERGED);
  finish (task);
}

static void
act_on_wait (GTask *task)
{
  Ensure *self = g_task_get_task_data (task);
  BwFinding *finding = &self->finding;

  /* Persons and ill services may take hours: that is for the engine to wait. */
  if (finding->party != BW_PARTY_MICROSOFT)
    {
      finish (task);
      return;
    }

  if (++self->waits > MAX_WAITS)
    {
      if (finding->failure != NULL)
        self->verdict = BW_VERDICT_CANNOT;
      finish (task);
      return;
    }

  show (self, BW_STEP_STATE_WAITING_FOR_MICROSOFT, finding->text, finding->again);
  pause_then_look (task, finding->again);
}

static void
act_on (GTask *task)
{
  Ensure *self = g_task_get_task_data (task);

  g_debug ("%s (%s): verdict %d", self->requirement->name,
           self->requirement->about ? self->requirement->about : "-", self->verdict);

  if (self->mode == BW_ENSURE_LOOK)
    finish (task);
  else if (self->verdict == BW_VERDICT_MISSING)
    act_on_missing (task);
  else if (self->verdict == BW_VERDICT_WAITS)
    act_on_wait (task);
  else
    finish (task);
}

static void
judge (GTask      *task,
       BwResponse *answer)
{
  Ensure *self = g_task_get_task_data (task);

  bw_finding_clear (&self->finding);
  self->verdict = self->requirement->judge (self->requirement, self->facts, answer, &self->finding);
  act_on (task);
}

static void
on_looked (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(GTask) task = data;
  Ensure *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwResponse) answer = bw_http_send_finish (self->http, result, &error);

  self->row->last_look = bw_clock_now ();

  if (answer != NULL)
    {
      judge (task, answer);
      return;
    }

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  bw_finding_clear (&self->finding);
  if (self->requirement->unanswered != NULL)
    self->verdict = self->requirement->unanswered (self->requirement, self->facts, error,
                                                   &self->finding);
  else
    self->verdict = bw_verdict_from_error (self->facts, error, &self->finding);
  act_on (task);
}

static void
look (GTask *task)
{
  Ensure *self = g_task_get_task_data (task);
  g_autoptr(BwRequest) request = self->requirement->look (self->requirement, self->facts);

  if (request == NULL)
    judge (task, NULL);
  else
    bw_http_send_async (self->http, request, g_task_get_cancellable (task), on_looked,
                        g_object_ref (task));
}

/**
 * bw_ensure_async:
 * @requirement: what has to hold; must stay until the end
 * @mode: whether to change anything
 * @facts: what is known, which grows; must stay until the end
 * @row: the row of the tracker to show it in; must stay until the end
 * @http: sends the requests
 * @host: (nullable): keeps and shows; needed for changes only
 * @cancellable: (nullable): to stop at the next request or pause
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Looks; where it does not hold, changes it once and looks again with growing
 * pauses until the change shows.  "It exists already" and a change whose answer
 * got lost are reasons to look again, never to change again at once.
 */
void
bw_ensure_async (const BwRequirement  *requirement,
                 BwEnsureMode          mode,
                 BwFacts              *facts,
                 BwStepRow            *row,
                 BwHttp               *http,
                 BwFlowHost           *host,
                 GCancellable         *cancellable,
                 GAsyncReadyCallback   callback,
                 gpointer              user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Ensure *self = g_new0 (Ensure, 1);

  g_task_set_source_tag (task, bw_ensure_async);
  self->requirement = requirement;
  self->mode = mode;
  self->facts = facts;
  self->row = row;
  self->http = g_object_ref (http);
  self->host = host != NULL ? g_object_ref (host) : NULL;
  g_task_set_task_data (task, self, (GDestroyNotify) ensure_free);

  if (!g_task_return_error_if_cancelled (task))
    look (task);
}

/**
 * bw_ensure_finish:
 * @result: what the callback got
 * @verdict: (out): the last verdict; with %BW_ENSURE_CHANGE never %BW_VERDICT_MISSING
 * @finding: (out): what the judge said beside it
 * @error: return location for an error: cancelled, or the store failed
 *
 * Returns: whether there is a verdict
 */
gboolean
bw_ensure_finish (GAsyncResult  *result,
                  BwVerdict     *verdict,
                  BwFinding     *finding,
                  GError       **error)
{
  Ensure *self = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  *verdict = self->verdict;
  *finding = self->finding;
  memset (&self->finding, 0, sizeof self->finding);

  return TRUE;
}
