/* bw-session-credential.c - what our app registration proves itself with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-session-private.h"

static void
client_changed_cb (BwSession *self)
{
  bw_credential_keeper_set_client (self->credentials, self->client_id);
}

static void
keyring_problem_cb (BwSession  *self,
                    const char *problem)
{
  bw_session_set_string (self, &self->keyring_problem, problem, PROP_KEYRING_PROBLEM);
}

/* Whatever makes the client ID another one changes the credential with it. */
void
bw_session_set_up_credentials (BwSession *self,
                               BwVault   *vault)
{
  self->credentials = bw_credential_keeper_new (self->store, vault);
  bw_token_keeper_set_credentials (self->keeper, self->credentials);
  g_signal_connect (self, "notify::client-id", G_CALLBACK (client_changed_cb), NULL);
  g_signal_connect_object (self->credentials, "keyring-problem", G_CALLBACK (keyring_problem_cb),
                           self, G_CONNECT_SWAPPED);
}

/**
 * bw_session_get_credentials:
 * @self: a session
 *
 * Returns: (transfer none): keeps what the app registration proves itself with
 */
BwCredentialKeeper *
bw_session_get_credentials (BwSession *self)
{
  return self->credentials;
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BwSession *self = g_task_get_source_object (task);
  g_autoptr(BwClientCredential) credential = NULL;
  g_autoptr(GError) error = NULL;

  credential = bw_credential_keeper_ensure_finish (result, &error);
  if (error != NULL)
    bw_session_set_string (self, &self->keyring_problem, error->message, PROP_KEYRING_PROBLEM);

  g_task_return_boolean (task, TRUE);
}

/* Reads the credential before @task, which takes up a session, is over; one that
 * cannot be had is told, and a sign-in may still be begun.
 * @task: (transfer full) */
void
bw_session_load_credential (BwSession *self,
                            GTask     *task)
{
  bw_credential_keeper_ensure_async (self->credentials, g_task_get_cancellable (task), loaded_cb,
                                     task);
}
