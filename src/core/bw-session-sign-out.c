/* bw-session-sign-out.c - signing out, here or everywhere
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-catalogue.h"
#include "bw-directory.h"
#include "bw-error.h"
#include "bw-session-private.h"

/* What could not be done is told at the end, everything else is done all the same.  What
 * comes later is worse: a secret that is left here.
 * @problem: (transfer full) */
static void
note_problem (GTask  *task,
              GError *problem)
{
  g_task_set_task_data (task, problem, (GDestroyNotify) g_error_free);
}

static void
on_credential_removed (GObject      *source,
                       GAsyncResult *result,
                       gpointer      data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  const GError *problem;

  if (!bw_credential_keeper_change_finish (BW_CREDENTIAL_KEEPER (source), result, &error))
    note_problem (task, error);

  problem = g_task_get_task_data (task);
  if (problem != NULL)
    g_task_return_error (task, g_error_copy (problem));
  else
    g_task_return_boolean (task, TRUE);
}

static void
remove_credential (GTask *task)
{
  BwSession *self = g_task_get_source_object (task);

  bw_credential_keeper_remove_async (self->credentials, g_task_get_cancellable (task),
                                     on_credential_removed, g_object_ref (task));
}

static void
on_cleared (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(GTask) task = data;
  BwSession *self = g_task_get_source_object (task);
  GError *error = NULL;

  bw_session_set_string (self, &self->user_id, NULL, PROP_0);
  bw_session_set_string (self, &self->user_name, NULL, PROP_USER_NAME);
  bw_session_save (self, "user-id", NULL);
  bw_session_save (self, "user-name", NULL);
  bw_session_set_state (self, BW_SESSION_SIGNED_OUT);

  if (!bw_token_keeper_clear_finish (self->keeper, result, &error))
    note_problem (task, error);
  remove_credential (task);
}

static void
clear (GTask *task)
{
  BwSession *self = g_task_get_source_object (task);

  bw_token_keeper_clear_async (self->keeper, g_task_get_cancellable (task), on_cleared,
                               g_object_ref (task));
}

/* Whatever came of it, nothing stays here. */
static void
on_revoked (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(GTask) task = data;
  BwSession *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwResponse) response = bw_http_send_finish (self->http, result, &error);

  if (response != NULL && !bw_response_is_success (response))
    error = bw_catalogue_to_error (response);

  if (error != NULL)
    note_problem (task, g_error_new (BW_ERROR, BW_ERROR_DENIED,
                                     _("Signed out on this computer, but Microsoft did not end "
                                       "the other sign-ins: %s An administrator can revoke them "
                                       "in the Microsoft Entra admin center, on the page of the "
                                       "user."), error->message));
  clear (task);
}

static void
end_sign_ins (GTask *task)
{
  BwSession *self = g_task_get_source_object (task);
  g_autoptr(BwRequest) request = bw_directory_end_sign_ins (self->cloud, self->partner_tenant);

  bw_http_send_async (self->http, request, g_task_get_cancellable (task), on_revoked,
                      g_object_ref (task));
}

/**
 * bw_session_sign_out_async:
 * @self: a session
 * @everywhere: whether Microsoft is to end every sign-in of the user, in all programs and
 *   browsers, which is the only kind of revocation that it has
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Removes every secret of the account, and that of its app registration.
 */
void
bw_session_sign_out_async (BwSession           *self,
                           gboolean             everywhere,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bw_session_sign_out_async);
  g_cancellable_cancel (self->attempt);
  g_cancellable_cancel (self->guest_attempt);

  if (self->user_id == NULL)
    remove_credential (task);
  else if (everywhere)
    end_sign_ins (task);
  else
    clear (task);
}

/**
 * bw_session_sign_out_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for %BW_ERROR_KEYRING if a secret is left, or %BW_ERROR_DENIED if
 *   Microsoft did not end the other sign-ins
 *
 * Returns: whether everything was done
 */
gboolean
bw_session_sign_out_finish (BwSession     *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
