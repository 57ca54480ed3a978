/* bw-session-keyring.c - a sign-in that the keyring did not take, or does not give
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-error.h"
#include "bw-session-private.h"

static void
on_tried_again (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr(GTask) task = data;
  BwSession *self = g_task_get_source_object (task);
  GError *error = NULL;
  gboolean kept = bw_token_keeper_try_again_finish (self->keeper, result, &error);

  if (error != NULL)
    {
      if (g_error_matches (error, BW_ERROR, BW_ERROR_KEYRING))
        bw_session_set_string (self, &self->keyring_problem, error->message,
                               PROP_KEYRING_PROBLEM);
      g_task_return_error (task, error);
      return;
    }

  bw_session_set_string (self, &self->keyring_problem, NULL, PROP_KEYRING_PROBLEM);
  if (kept && self->state == BW_SESSION_EXPIRED)
    bw_session_set_state (self, BW_SESSION_SIGNED_IN);
  g_task_return_boolean (task, kept);
}

/**
 * bw_session_retry_keyring_async:
 * @self: a session with a keyring problem
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Once the user has mended the keyring: stores the sign-in that would end with the
 * program, or takes up the one that could not be read.
 */
void
bw_session_retry_keyring_async (BwSession           *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bw_session_retry_keyring_async);
  if (self->user_id == NULL || self->keyring_problem == NULL)
    g_task_return_boolean (task, self->state == BW_SESSION_SIGNED_IN);
  else
    bw_token_keeper_try_again_async (self->keeper, cancellable, on_tried_again,
                                     g_object_ref (task));
}

/**
 * bw_session_retry_keyring_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for %BW_ERROR_KEYRING
 *
 * Returns: whether the sign-in outlasts the program; %FALSE without @error if the
 *   keyring has none
 */
gboolean
bw_session_retry_keyring_finish (BwSession     *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
