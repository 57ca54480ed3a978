/* bw-session-guest.c - the guest account of a customer tenant signs in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-error.h"
#include "bw-session-private.h"
#include "bw-sign-in-attempt.h"
#include "bw-util.h"

/* Who it is, and that it agreed; what is read of the tenant is read without it. */
#define PERMISSIONS "/User.Read openid profile offline_access"

/* Also with the sandbox it is a person who signs in: the pages are there to be seen. */
static void
browse (const char   *uri,
        GCancellable *cancellable,
        gpointer      user_data)
{
  BwSession *self = user_data;

  bw_session_set_string (self, &self->guest_sign_in_uri, uri, PROP_GUEST_SIGN_IN_URI);
  if (self->browser != NULL)
    self->browser (uri, cancellable, self->browser_data);
}

static void
on_kept (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;

  if (bw_token_keeper_keep_finish (BW_TOKEN_KEEPER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_attempted (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr(GTask) task = data;
  BwSession *self = g_task_get_source_object (task);
  const char *tenant = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(BwSignInResult) signed_in = NULL;
  GError *error = NULL;

  signed_in = bw_sign_in_attempt_finish (result, &error);
  if (self->guest_attempt == cancellable)
    {
      g_clear_object (&self->guest_attempt);
      bw_session_set_string (self, &self->guest_sign_in_uri, NULL, PROP_GUEST_SIGN_IN_URI);
    }

  /* Whoever signed out meanwhile wants to keep nothing. */
  if (signed_in != NULL && self->state != BW_SESSION_SIGNED_IN)
    error = g_error_new_literal (BW_ERROR, BW_ERROR_AUTH, _("Sign in first."));

  if (error != NULL)
    g_task_return_error (task, error);
  else
    bw_token_keeper_keep_guest_async (self->keeper, tenant, signed_in->tokens,
                                      self->cloud->graph->audience, cancellable, on_kept,
                                      g_object_ref (task));
}

/**
 * bw_session_sign_in_guest_async:
 * @self: a session in which somebody is signed in
 * @tenant: ID of the customer tenant
 * @address: mail address of the guest account
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Opens the browser on the customer's own sign-in page, and waits for it to come back.  A
 * new attempt ends an earlier one.  What the guest account gets is good in @tenant alone.
 */
void
bw_session_sign_in_guest_async (BwSession           *self,
                                const char          *tenant,
                                const char          *address,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GCancellable) attempt = cancellable != NULL ? g_object_ref (cancellable)
                                                        : g_cancellable_new ();
  g_autoptr(GTask) task = g_task_new (self, attempt, callback, user_data);
  g_autofree char *scope = NULL;
  BwSignIn *sign_in;

  g_return_if_fail (BW_IS_SESSION (self) && tenant != NULL && address != NULL);

  g_task_set_source_tag (task, bw_session_sign_in_guest_async);
  g_task_set_task_data (task, g_strdup (tenant), g_free);
  if (self->state != BW_SESSION_SIGNED_IN)
    {
      g_task_return_new_error (task, BW_ERROR, BW_ERROR_AUTH, _("Sign in first."));
      return;
    }

  g_cancellable_cancel (self->guest_attempt);
  g_set_object (&self->guest_attempt, attempt);

  scope = g_strconcat (self->cloud->graph->audience, PERMISSIONS, NULL);
  sign_in = bw_sign_in_new (tenant, self->client_id, scope);
  sign_in->one_factor = TRUE;
  bw_set_str (&sign_in->login_hint, address);
  bw_sign_in_attempt_async (self->http, self->cloud, self->credentials, sign_in, browse, self,
                            attempt, on_attempted, g_object_ref (task));
}

/**
 * bw_session_sign_in_guest_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether the guest account is signed in
 */
gboolean
bw_session_sign_in_guest_finish (BwSession     *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bw_session_get_guest_sign_in_uri:
 * @self: a session
 *
 * Returns: (nullable): the page that the browser has to show while a guest account signs in
 */
const char *
bw_session_get_guest_sign_in_uri (BwSession *self)
{
  return self->guest_sign_in_uri;
}

/* Where there is no keyring there is nothing in it: whatever the keyring says, the user
 * has no guest account any more. */
static void
on_forgotten (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr(GTask) task = data;
  g_autoptr(GError) error = NULL;

  if (!bw_token_keeper_clear_finish (BW_TOKEN_KEEPER (source), result, &error))
    g_message ("The sign-in of a guest account may still be in the keyring: %s", error->message);

  g_task_return_boolean (task, TRUE);
}

/**
 * bw_session_forget_guest_async:
 * @self: a session
 * @tenant: ID of a customer tenant
 * @callback: what to call when it is forgotten
 * @user_data: for @callback
 *
 * Removes what the guest account there got, because the tenant is not looked after any
 * more, or its account has to sign in anew.
 */
void
bw_session_forget_guest_async (BwSession           *self,
                               const char          *tenant,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, user_data);

  g_return_if_fail (BW_IS_SESSION (self));

  g_task_set_source_tag (task, bw_session_forget_guest_async);
  bw_session_forget_tokens (self, tenant);
  if (self->user_id == NULL || g_strcmp0 (tenant, self->home_tenant) == 0)
    g_task_return_boolean (task, TRUE);
  else
    bw_token_keeper_forget_guest_async (self->keeper, tenant, NULL, on_forgotten,
                                        g_object_ref (task));
}

/**
 * bw_session_forget_guest_finish:
 * @self: a session
 * @result: what the callback got
 *
 * Returns: %TRUE
 */
gboolean
bw_session_forget_guest_finish (BwSession    *self,
                                GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}
