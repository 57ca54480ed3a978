/* bw-session-sign-in.c - signing in, in this browser or another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-directory.h"
#include "bw-error.h"
#include "bw-session-private.h"
#include "bw-sign-in-attempt.h"
#include "bw-store-settings.h"
#include "bw-util.h"

/* The sandbox lets its one user in by itself; what a person would do in the
 * browser, we do. */
static void
show_page (BwSession    *self,
           const char   *uri,
           GCancellable *cancellable)
{
  bw_session_set_string (self, &self->sign_in_uri, uri, PROP_SIGN_IN_URI);

  if (self->sandbox_url != NULL)
    bw_sign_in_browse_sandbox (self->http, uri, cancellable);
  else if (self->browser != NULL)
    self->browser (uri, cancellable, self->browser_data);
}

static void
browse (const char   *uri,
        GCancellable *cancellable,
        gpointer      user_data)
{
  show_page (BW_SESSION (user_data), uri, cancellable);
}

/* What is over cannot be ended any more: whoever gave its cancellable may use it for
 * something else by now. */
static void
end_attempt (BwSession *self,
             GTask     *task)
{
  if (self->attempt == g_task_get_cancellable (task))
    g_clear_object (&self->attempt);
}

static void
on_organization_read (GObject      *source,
                      GAsyncResult *result,
                      gpointer      data)
{
  g_autoptr(GTask) task = data;
  BwSession *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwResponse) response = bw_http_send_finish (self->http, result, &error);
  g_autoptr(BwTenantInfo) info = NULL;

  if (response != NULL && bw_response_is_success (response))
    info = bw_directory_read_organization (response, &error);

  /* Signed in all the same: the name is for the eye. */
  if (info != NULL && info->name != NULL)
    {
      bw_session_set_string (self, &self->partner_name, info->name, PROP_PARTNER_NAME);
      bw_session_save (self, "partner-name", info->name);
    }

  end_attempt (self, task);
  g_task_return_boolean (task, TRUE);
}

static void
on_tokens_kept (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr(GTask) task = data;
  BwSession *self = g_task_get_source_object (task);
  g_autoptr(BwRequest) request = NULL;
  GError *error = NULL;

  if (!bw_token_keeper_keep_finish (self->keeper, result, &error))
    {
      bw_session_set_state (self, BW_SESSION_SIGNED_OUT);
      end_attempt (self, task);
      g_task_return_error (task, error);
      return;
    }

  bw_session_set_state (self, BW_SESSION_SIGNED_IN);
  bw_session_set_offline (self, FALSE);
  request = bw_directory_get_organization (self->cloud, self->partner_tenant);
  bw_http_send_async (self->http, request, g_task_get_cancellable (task), on_organization_read,
                      g_object_ref (task));
}

static void
on_replaced_cleared (GObject      *source,
                     GAsyncResult *result,
                     gpointer      data)
{
  g_autoptr(GError) error = NULL;

  if (!bw_token_keeper_clear_finish (BW_TOKEN_KEEPER (source), result, &error))
    g_warning ("The sign-in of before is still in the keyring: %s", error->message);
}

static void
remember_identity (BwSession  *self,
                   BwIdentity *identity)
{
  if (bw_token_keeper_is_of_other (self->keeper, self->client_id, identity->object_id))
    bw_token_keeper_clear_async (self->keeper, NULL, on_replaced_cleared, NULL);

  bw_set_str (&self->home_tenant, identity->tenant_id);
  bw_session_set_string (self, &self->partner_tenant, identity->tenant_id, PROP_PARTNER_TENANT);
  bw_session_set_string (self, &self->user_id, identity->object_id, PROP_0);
  bw_session_set_string (self, &self->user_name, identity->user_name, PROP_USER_NAME);
  bw_session_save (self, "home-tenant", identity->tenant_id);
  bw_session_save_place (self);
  bw_session_save (self, "user-id", identity->object_id);
  bw_session_save (self, "user-name", identity->user_name);
  bw_token_keeper_set_account (self->keeper, self->cloud, identity->tenant_id, self->client_id,
                               identity->object_id);
}

/* The customers of one partner tenant never get into the list of another. */
static gboolean
check_tenant (BwSession   *self,
              BwIdentity  *identity,
              GError     **error)
{
  const char *home = self->partner_name != NULL ? self->partner_name : self->home_tenant;

  if (self->home_tenant != NULL &&
      g_ascii_strcasecmp (self->home_tenant, identity->tenant_id) != 0)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   /* Translators: a sign-in name, and the name of a partner tenant */
                   _("%s belongs to another partner tenant, and everything here belongs to %s. "
                     "Add an account for the other partner tenant."), identity->user_name, home);
      return FALSE;
    }

  if (self->other_tenants != NULL &&
      g_strv_contains ((const char * const *) self->other_tenants, identity->tenant_id))
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("The partner tenant of %s has an account already. Switch to that account, "
                     "and sign in there."), identity->user_name);
      return FALSE;
    }

  return TRUE;
}

static void
give_up (GTask  *task,
         GError *error)
{
  BwSession *self = g_task_get_source_object (task);

  bw_session_set_state (self, self->user_id != NULL ? BW_SESSION_EXPIRED
                                                    : BW_SESSION_SIGNED_OUT);
  bw_session_set_offline (self, g_error_matches (error, BW_ERROR, BW_ERROR_OFFLINE));
  end_attempt (self, task);
  g_task_return_error (task, error);
}

static void
on_settings_reread (GObject      *source,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr(GTask) task = data;
  BwSession *self = g_task_get_source_object (task);
  g_autoptr(GHashTable) settings = bw_store_list_settings_finish (self->store, result, NULL);

  if (settings != NULL)
    bw_session_take_settings (self, settings);
  give_up (task, g_error_copy (g_task_get_task_data (task)));
}

/* Where to sign in is as it was before somebody tried it elsewhere.
 * @error: (transfer full) */
static void
refuse (GTask  *task,
        GError *error)
{
  BwSession *self = g_task_get_source_object (task);

  if (self->sandbox_url != NULL)
    {
      give_up (task, error);
      return;
    }

  g_task_set_task_data (task, error, (GDestroyNotify) g_error_free);
  bw_store_list_settings_async (self->store, NULL, on_settings_reread, g_object_ref (task));
}

static void
take_result (GTask          *task,
             BwSignInResult *signed_in,
             GError         *error)
{
  BwSession *self = g_task_get_source_object (task);
  g_autofree char *label = NULL;

  /* What a newer attempt has put an end to has nothing to say any more. */
  if (signed_in == NULL && self->attempt != g_task_get_cancellable (task))
    {
      g_task_return_error (task, error);
      return;
    }

  bw_session_set_string (self, &self->sign_in_uri, NULL, PROP_SIGN_IN_URI);
  if (signed_in == NULL)
    {
      give_up (task, error);
      return;
    }

  if (!check_tenant (self, signed_in->identity, &error))
    {
      refuse (task, error);
      return;
    }

  remember_identity (self, signed_in->identity);
  label = g_strdup_printf (_("Bailiwick sign-in (%s)"), self->user_name);
  bw_token_keeper_keep_async (self->keeper, signed_in->tokens, self->cloud->graph->audience, label,
                              g_task_get_cancellable (task), on_tokens_kept, g_object_ref (task));
}

static void
on_attempted (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr(GTask) task = data;
  g_autoptr(BwSignInResult) signed_in = NULL;
  GError *error = NULL;

  signed_in = bw_sign_in_attempt_finish (result, &error);
  take_result (task, signed_in, error);
}

static void
on_device_attempted (GObject      *source,
                     GAsyncResult *result,
                     gpointer      data)
{
  g_autoptr(GTask) task = data;
  g_autoptr(BwSignInResult) signed_in = NULL;
  GError *error = NULL;

  signed_in = bw_device_sign_in_finish (result, &error);
  take_result (task, signed_in, error);
}

/* Returns: (transfer full) (nullable): what to ask for; %NULL if @task is over, as
 * nobody said yet where to sign in */
static BwSignIn *
begin (BwSession *self,
       GTask     *task)
{
  g_autofree char *scope = NULL;

  if (self->client_id == NULL || self->partner_tenant == NULL)
    {
      g_task_return_new_error (task, BW_ERROR, BW_ERROR_INVALID,
                               _("Say first which partner tenant and which app registration to "
                                 "sign in with."));
      return NULL;
    }

  g_cancellable_cancel (self->attempt);
  g_set_object (&self->attempt, g_task_get_cancellable (task));
  bw_session_set_string (self, &self->sign_in_uri, NULL, PROP_SIGN_IN_URI);
  bw_session_set_state (self, BW_SESSION_SIGNING_IN);

  scope = g_strconcat (self->cloud->graph->audience, "/.default openid profile offline_access",
                       NULL);

  return bw_sign_in_new (self->partner_tenant, self->client_id, scope);
}

/* The attempt ends with a cancellable of its own where the caller has none. */
static GTask *
new_task (BwSession           *self,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data,
          gpointer             source_tag)
{
  g_autoptr(GCancellable) attempt = cancellable != NULL ? g_object_ref (cancellable)
                                                        : g_cancellable_new ();
  GTask *task = g_task_new (self, attempt, callback, user_data);

  g_task_set_source_tag (task, source_tag);

  return task;
}

/**
 * bw_session_sign_in_async:
 * @self: a session
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Opens the browser and waits for it to come back.  A new attempt ends an
 * earlier one.
 */
void
bw_session_sign_in_async (BwSession           *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = new_task (self, cancellable, callback, user_data,
                                    bw_session_sign_in_async);
  BwSignIn *sign_in = begin (self, task);

  if (sign_in == NULL)
    return;

  if (self->sandbox_url != NULL)
    {
      bw_set_str (&sign_in->login_hint, self->sandbox_user);
      bw_set_str (&sign_in->prompt, "none");
    }
  else if (self->user_name != NULL)
    bw_set_str (&sign_in->login_hint, self->user_name);

  bw_sign_in_attempt_async (self->http, self->cloud, self->credentials, sign_in, browse, self,
                            g_task_get_cancellable (task), on_attempted, g_object_ref (task));
}

/**
 * bw_session_sign_in_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether somebody is signed in
 */
gboolean
bw_session_sign_in_finish (BwSession     *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bw_session_sign_in_with_device_code_async:
 * @self: a session
 * @show: called once there is a code, to show where to type it
 * @show_data: for @show
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * For a machine without a browser: the user signs in with that of another one, for
 * which there is a quarter of an hour.  A new attempt ends an earlier one.
 */
void
bw_session_sign_in_with_device_code_async (BwSession           *self,
                                           BwDeviceCodeFunc     show,
                                           gpointer             show_data,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data)
{
  g_autoptr(GTask) task = new_task (self, cancellable, callback, user_data,
                                    bw_session_sign_in_with_device_code_async);
  BwSignIn *sign_in = begin (self, task);

  if (sign_in != NULL)
    bw_device_sign_in_async (self->http, self->cloud, self->credentials, sign_in, show,
                             show_data, g_task_get_cancellable (task), on_device_attempted,
                             g_object_ref (task));
}

/**
 * bw_session_sign_in_with_device_code_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether somebody is signed in
 */
gboolean
bw_session_sign_in_with_device_code_finish (BwSession     *self,
                                            GAsyncResult  *result,
                                            GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
