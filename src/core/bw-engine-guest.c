/* bw-engine-guest.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-catalogue.h"
#include "bw-engine-guest.h"
#include "bw-engine-private.h"
#include "bw-error.h"
#include "bw-guest.h"
#include "bw-json.h"
#include "bw-store-activity.h"
#include "bw-store-jobs.h"
#include "bw-store-tenants.h"
#include "bw-util.h"

/**
 * Errand:
 * @tenant: (nullable): until it is loaded
 * @stage: which step the set-up has to stand at
 * @reset: whether the invitation is to be accepted anew by an account that did
 * @what: (nullable): what the record says
 * @guest: (nullable): the account, as Microsoft has it
 * @failure: (nullable): what the set-up fails of
 *
 * Something that is done with the guest account at once, rather than ensured.
 */
typedef struct
{
  BwTenantRow *tenant;
  const char  *stage;
  gboolean     reset;
  char        *what;
  BwGuest     *guest;
  BwFailure   *failure;
} Errand;

/* In the order they run.  Each owns the reference to the task it is given. */
static void tenant_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void job_loaded_cb    (GObject *source, GAsyncResult *result, gpointer user_data);
static void found_cb         (GObject *source, GAsyncResult *result, gpointer user_data);
static void announced_cb     (GObject *source, GAsyncResult *result, gpointer user_data);
static void invited_cb       (GObject *source, GAsyncResult *result, gpointer user_data);
static void forgotten_cb     (GObject *source, GAsyncResult *result, gpointer user_data);
static void signed_in_cb     (GObject *source, GAsyncResult *result, gpointer user_data);
static void acted_cb         (GObject *source, GAsyncResult *result, gpointer user_data);
static void failed_cb        (GObject *source, GAsyncResult *result, gpointer user_data);

static void
errand_free (gpointer data)
{
  Errand *self = data;

  g_clear_pointer (&self->tenant, bw_tenant_row_free);
  g_clear_pointer (&self->guest, bw_guest_free);
  g_clear_pointer (&self->failure, bw_failure_unref);
  g_free (self->what);
  g_free (self);
}

static GTask *
new_errand (BwEngine            *self,
            const char          *stage,
            GCancellable        *cancellable,
            GAsyncReadyCallback  callback,
            gpointer             user_data,
            gpointer             source_tag)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Errand *errand = g_new0 (Errand, 1);

  g_task_set_source_tag (task, source_tag);
  errand->stage = stage;
  g_task_set_task_data (task, errand, errand_free);

  return task;
}

/* Whatever was done, the set-up looks what came of it.
 * @task: (transfer full) */
static void
go_on (GTask      *task,
       const char *what)
{
  BwEngine *self = g_task_get_source_object (task);
  const Errand *errand = g_task_get_task_data (task);

  bw_engine_act (self, errand->tenant->id, bw_job_action_start,
                 bw_job_action_new (BW_CHOICE_NONE, NULL), what, NULL, acted_cb, task);
}

static void
acted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;
  g_autoptr(BwJobRow) job = bw_engine_act_finish (result, &error);

  if (job != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * bw_engine_answer_async:
 * @self: an engine
 * @tenant_id: whose set-up
 * @address: on which page the browser of the customer's administrator ended
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is durable, for bw_engine_guest_finish()
 * @user_data: for @callback
 *
 * See bw_job_action_answer().
 */
void
bw_engine_answer_async (BwEngine            *self,
                        const char          *tenant_id,
                        const char          *address,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (BW_IS_ENGINE (self));

  task = new_errand (self, NULL, cancellable, callback, user_data, bw_engine_answer_async);
  bw_engine_act (self, tenant_id, bw_job_action_answer, bw_job_action_new_with_text (address),
                 _("The customer’s administrator answered"), cancellable, acted_cb, task);
}

/**
 * bw_engine_finalize_async:
 * @self: an engine
 * @tenant_id: whose set-up
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is durable, for bw_engine_guest_finish()
 * @user_data: for @callback
 *
 * See bw_job_action_finalize().
 */
void
bw_engine_finalize_async (BwEngine            *self,
                          const char          *tenant_id,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (BW_IS_ENGINE (self));

  task = new_errand (self, NULL, cancellable, callback, user_data, bw_engine_finalize_async);
  bw_engine_act (self, tenant_id, bw_job_action_finalize, bw_job_action_new (BW_CHOICE_NONE, NULL),
                 _("Approval finalized"), cancellable, acted_cb, task);
}

static void
tenant_loaded_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Errand *errand = g_task_get_task_data (task);
  const char *id;
  GError *error = NULL;

  errand->tenant = bw_store_load_tenant_finish (BW_STORE (source), result, &error);
  if (errand->tenant == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  id = errand->tenant->id;
  bw_store_load_job_async (BW_STORE (source), id, NULL, job_loaded_cb, g_steal_pointer (&task));
}

/* Returns: whether a step before @stage is not done */
static gboolean
is_before (const BwJobRow *job,
           const char     *stage)
{
  for (guint i = 0; i < job->steps->len; i++)
    {
      BwStepRow *step = g_ptr_array_index (job->steps, i);

      if (g_str_equal (step->key, stage))
        return FALSE;
      if (step->state != BW_STEP_STATE_DONE && step->state != BW_STEP_STATE_SKIPPED)
        return TRUE;
    }

  return TRUE;
}

static gboolean
may_run (const Errand    *errand,
         const BwJobRow  *job,
         GError         **error)
{
  if (job->kind == BW_SETUP_KIND_GUEST && errand->tenant->guest_email != NULL &&
      job->state != BW_JOB_STATE_CANCELLED && !is_before (job, errand->stage))
    return TRUE;

  g_set_error_literal (error, BW_ERROR, BW_ERROR_CONFLICT,
                       g_str_equal (errand->stage, "guest-invitation")
                       ? _("The guest account of the tenant cannot be invited before the "
                           "customer’s administrator has agreed.")
                       : _("The guest account of the tenant cannot sign in before it has accepted "
                           "its invitation."));

  return FALSE;
}

static void
job_loaded_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwEngine *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Errand *errand = g_task_get_task_data (task);
  BwTenantRow *tenant = errand->tenant;
  g_autoptr(BwJobRow) job = NULL;
  g_autoptr(BwCloud) cloud = NULL;
  g_autoptr(BwRequest) request = NULL;
  GError *error = NULL;

  job = bw_store_load_job_finish (BW_STORE (source), result, &error);
  if (g_error_matches (error, BW_ERROR, BW_ERROR_NOT_FOUND))
    {
      g_clear_error (&error);
      g_set_error_literal (&error, BW_ERROR, BW_ERROR_CONFLICT,
                           _("No set-up of the tenant is under way."));
    }

  if (job == NULL || !may_run (errand, job, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  if (g_str_equal (errand->stage, "guest-permissions"))
    {
      bw_session_sign_in_guest_async (self->session, tenant->id, tenant->guest_email, cancellable,
                                      signed_in_cb, g_steal_pointer (&task));
      return;
    }

  cloud = bw_cloud_act_as (bw_session_get_cloud (self->session), BW_ACTOR_APPLICATION);
  request = bw_guest_find (cloud, tenant->id, tenant->guest_email);
  bw_http_send_async (bw_session_get_http (self->session), request, cancellable, found_cb,
                      g_steal_pointer (&task));
}

/* Returns: (transfer full) (nullable): the guest account, if it may be invited again */
static BwGuest *
read_guest (BwResponse  *response,
            GError     **error)
{
  g_autoptr(BwGuest) guest = NULL;

  if (response == NULL)
    return NULL;

  guest = bw_guest_read_found (response, error);
  if (guest != NULL && !guest->is_member)
    return g_steal_pointer (&guest);

  if (*error == NULL)
    g_set_error_literal (error, BW_ERROR, BW_ERROR_CONFLICT,
                         _("There is no guest account to invite again. Retry the set-up, which "
                           "invites it."));

  return NULL;
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwEngine *self = g_task_get_source_object (task);
  Errand *errand = g_task_get_task_data (task);
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(BwActivityRow) row = NULL;
  GError *error = NULL;

  response = bw_http_send_finish (BW_HTTP (source), result, &error);
  errand->guest = read_guest (response, &error);
  if (errand->guest == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  errand->what = errand->reset
    /* Translators: a mail address */
    ? g_strdup_printf (_("Reset the invitation of %s"), errand->tenant->guest_email)
    : g_strdup_printf (_("Send the invitation of %s again"), errand->tenant->guest_email);
  row = bw_engine_new_activity (self, errand->tenant->id, errand->what, "sent");
  bw_store_add_activity_async (self->store, row, NULL, announced_cb, g_steal_pointer (&task));
}

static void
announced_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwEngine *self = g_task_get_source_object (task);
  const Errand *errand = g_task_get_task_data (task);
  g_autoptr(BwCloud) cloud = NULL;
  g_autoptr(BwRequest) request = NULL;
  GError *error = NULL;

  if (bw_store_add_activity_finish (BW_STORE (source), result, &error) < 0)
    {
      g_task_return_error (task, error);
      return;
    }

  cloud = bw_cloud_act_as (bw_session_get_cloud (self->session), BW_ACTOR_APPLICATION);
  request = bw_guest_invite (cloud, errand->tenant->id, errand->tenant->guest_email,
                             errand->reset ? errand->guest->id : NULL);
  bw_http_send_async (bw_session_get_http (self->session), request, NULL, invited_cb,
                      g_steal_pointer (&task));
}

static void
outcome_recorded_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  if (bw_store_add_activity_finish (BW_STORE (source), result, &error) < 0)
    g_warning ("What came of an invitation was not recorded: %s", error->message);
}

static void
record_outcome (BwEngine     *self,
                const Errand *errand,
                BwResponse   *response)
{
  const char *outcome = "unknown";
  g_autoptr(BwActivityRow) row = NULL;

  if (response != NULL)
    outcome = bw_response_is_success (response) ? "done" : "failed";

  row = bw_engine_new_activity (self, errand->tenant->id, errand->what, outcome);
  if (response != NULL)
    bw_set_str (&row->request_id, bw_response_get_header (response, "request-id"));
  bw_store_add_activity_async (self->store, row, NULL, outcome_recorded_cb, NULL);
}

static void
invited_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwEngine *self = g_task_get_source_object (task);
  const Errand *errand = g_task_get_task_data (task);
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(BwFailure) failure = NULL;
  GError *error = NULL;

  response = bw_http_send_finish (BW_HTTP (source), result, &error);
  record_outcome (self, errand, response);

  if (response != NULL && !bw_response_is_success (response))
    {
      failure = bw_guest_explain_refusal (response, NULL);
      error = g_error_new_literal (BW_ERROR, BW_ERROR_DENIED, failure->meaning);
      bw_failure_attach (failure, error);
    }

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* Whoever has to accept once more has to sign in once more. */
  if (errand->reset)
    bw_session_forget_guest_async (self->session, errand->tenant->id, forgotten_cb,
                                   g_steal_pointer (&task));
  else
    go_on (g_steal_pointer (&task), NULL);
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  bw_session_forget_guest_finish (BW_SESSION (source), result);
  go_on (user_data, NULL);
}

static void
begin (GTask      *task,
       const char *tenant_id)
{
  BwEngine *self = g_task_get_source_object (task);

  if (bw_session_get_state (self->session) != BW_SESSION_SIGNED_IN)
    {
      g_task_return_new_error (task, BW_ERROR, BW_ERROR_AUTH, _("Sign in first."));
      g_object_unref (task);
      return;
    }

  bw_store_load_tenant_async (self->store, tenant_id, NULL, tenant_loaded_cb, task);
}

/**
 * bw_engine_invite_again_async:
 * @self: an engine
 * @tenant_id: whose set-up
 * @reset: whether the guest account has to accept anew, with whatever account it uses then
 * @cancellable: (nullable): to give up, until the invitation is sent
 * @callback: called when Microsoft took it, for bw_engine_guest_finish()
 * @user_data: for @callback
 *
 * Has Microsoft send the invitation's mail once more.  It is on record before it is sent.
 */
void
bw_engine_invite_again_async (BwEngine            *self,
                              const char          *tenant_id,
                              gboolean             reset,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task;
  Errand *errand;

  g_return_if_fail (BW_IS_ENGINE (self));

  task = new_errand (self, "guest-invitation", cancellable, callback, user_data,
                     bw_engine_invite_again_async);
  errand = g_task_get_task_data (task);
  errand->reset = reset;
  begin (task, tenant_id);
}

static void
fail (BwEngine            *self,
      const char          *tenant_id,
      BwFailure           *failure,
      GCancellable        *cancellable,
      GAsyncReadyCallback  callback,
      gpointer             user_data)
{
  g_autoptr(JsonNode) json = bw_failure_to_json (failure);
  g_autofree char *text = bw_json_to_text (json, FALSE);

  bw_engine_act (self, tenant_id, bw_job_action_fail, bw_job_action_new_with_text (text),
                 _("The guest account was refused"), cancellable, callback, user_data);
}

/* What the tenant's rules are against would be refused again. */
static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwEngine *self = g_task_get_source_object (task);
  Errand *errand = g_task_get_task_data (task);
  GError *error = NULL;

  if (bw_session_sign_in_guest_finish (BW_SESSION (source), result, &error))
    {
      go_on (g_steal_pointer (&task), _("The guest account signed in"));
      return;
    }

  errand->failure = bw_guest_explain_sign_in (error);
  if (errand->failure == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_error_free (error);
  fail (self, errand->tenant->id, errand->failure, NULL, failed_cb, g_steal_pointer (&task));
}

/* Where the set-up is past that, the refusal is the user's to know alone. */
static void
failed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Errand *errand = g_task_get_task_data (task);
  g_autoptr(GError) unused = NULL;
  g_autoptr(BwJobRow) job = bw_engine_act_finish (result, &unused);
  GError *error = g_error_new_literal (BW_ERROR, BW_ERROR_DENIED, errand->failure->meaning);

  bw_failure_attach (errand->failure, error);
  g_task_return_error (task, error);
}

/**
 * bw_engine_sign_in_guest_async:
 * @self: an engine
 * @tenant_id: whose set-up
 * @cancellable: (nullable): to give up
 * @callback: called when the browser came back, for bw_engine_guest_finish()
 * @user_data: for @callback
 *
 * Has the guest account sign in to the customer's tenant, see
 * bw_session_sign_in_guest_async().  A refusal by the tenant's rules fails the set-up.
 */
void
bw_engine_sign_in_guest_async (BwEngine            *self,
                               const char          *tenant_id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (BW_IS_ENGINE (self));

  begin (new_errand (self, "guest-permissions", cancellable, callback, user_data,
                     bw_engine_sign_in_guest_async), tenant_id);
}

/**
 * bw_engine_note_guest_refused_async:
 * @self: an engine
 * @tenant_id: whose set-up
 * @shown: the error code that the browser shows, or all of the page
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is durable, for bw_engine_guest_finish()
 * @user_data: for @callback
 *
 * Where the guest account is refused for good, Microsoft shows it and never sends the
 * browser back: somebody has to say so.  The set-up fails of it.
 */
void
bw_engine_note_guest_refused_async (BwEngine            *self,
                                    const char          *tenant_id,
                                    const char          *shown,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  GTask *task;
  g_autoptr(BwFailure) said = NULL;
  g_autoptr(BwFailure) failure = NULL;
  GError *error = NULL;

  g_return_if_fail (BW_IS_ENGINE (self));

  task = new_errand (self, NULL, cancellable, callback, user_data,
                     bw_engine_note_guest_refused_async);
  said = bw_catalogue_explain (shown, NULL, &error);
  if (said == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  failure = bw_guest_explain (said);
  fail (self, tenant_id, failure, cancellable, acted_cb, task);
}

/**
 * bw_engine_guest_finish:
 * @self: an engine
 * @result: what the callback of any function above was given
 * @error: return location for an error: %BW_ERROR_INVALID for what the user gave,
 *   %BW_ERROR_CONFLICT for what cannot be done now, or what Microsoft said
 *
 * Returns: whether it was done
 */
gboolean
bw_engine_guest_finish (BwEngine      *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
