/* bw-session-restore.c - taking up what was before
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-catalogue.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-pace.h"
#include "bw-session-private.h"
#include "bw-store-settings.h"
#include "bw-util.h"

/* Whether it is our app registration that was not believed, or cannot prove itself: with
 * what it does so can be set only once the session is there. */
static gboolean
lacks_credential (const GError *error)
{
  BwFailure *failure = bw_failure_of_error (error);
  g_autoptr(BwFailure) credential = bw_catalogue_make (BW_EVENT_CREDENTIAL_EXPIRED, NULL);
  g_autoptr(BwFailure) registration = bw_catalogue_make (BW_EVENT_APP_REGISTRATION, NULL);

  if (g_error_matches (error, BW_ERROR, BW_ERROR_KEYRING))
    return TRUE;

  return failure != NULL && (g_strcmp0 (failure->event_id, credential->event_id) == 0 ||
                             g_strcmp0 (failure->event_id, registration->event_id) == 0);
}

static void
on_auto_signed_in (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;

  if (bw_session_sign_in_finish (BW_SESSION (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else if (lacks_credential (error))
    {
      g_info ("Not signed in: %s", error->message);
      g_error_free (error);
      g_task_return_boolean (task, TRUE);
    }
  else
    g_task_return_error (task, error);
}

static void
on_sandbox_described (GObject      *source,
                      GAsyncResult *result,
                      gpointer      data)
{
  g_autoptr(GTask) task = data;
  BwSession *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwResponse) response = bw_http_send_finish (self->http, result, &error);
  JsonObject *info = response != NULL ? bw_response_get_object (response) : NULL;
  const char *tenant = bw_json_get_string (info, "partnerTenantId");
  const char *client_id = bw_json_get_string (info, "clientId");

  if (tenant == NULL || client_id == NULL)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_task_return_error (task, g_steal_pointer (&error));
      else
        g_task_return_new_error (task, BW_ERROR, BW_ERROR_OFFLINE,
                                 _("No sandbox answers at %s. Start bailiwick-sandbox, or leave "
                                   "out the address."),
                                 self->sandbox_url);
      return;
    }

  bw_session_set_string (self, &self->partner_tenant, tenant, PROP_PARTNER_TENANT);
  bw_session_set_string (self, &self->client_id, client_id, PROP_CLIENT_ID);
  bw_set_str (&self->sandbox_user, bw_json_get_string (info, "user"));
  bw_pace_set_time_scale (MAX (1.0, bw_json_get_double (info, "timeScale", 1.0)));
  bw_session_sign_in_async (self, g_task_get_cancellable (task), on_auto_signed_in,
                            g_object_ref (task));
}

static void
restore_sandbox (BwSession *self,
                 GTask     *task)
{
  g_autoptr(BwService) service = bw_service_new ("sandbox", self->sandbox_url, NULL);
  g_autoptr(BwRequest) request = bw_request_new (service, "GET", "/_sandbox/info");

  bw_cloud_unref (self->cloud);
  self->cloud = bw_cloud_new_sandbox (self->sandbox_url);
  bw_http_send_async (self->http, request, g_task_get_cancellable (task), on_sandbox_described,
                      g_object_ref (task));
}

static void
on_keeper_loaded (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr(GTask) task = data;
  BwSession *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  if (bw_token_keeper_load_finish (self->keeper, result, &error))
    bw_session_set_state (self, BW_SESSION_SIGNED_IN);
  else
    bw_session_set_state (self, BW_SESSION_EXPIRED);

  if (error != NULL)
    bw_session_set_string (self, &self->keyring_problem, error->message, PROP_KEYRING_PROBLEM);

  bw_session_load_credential (self, g_steal_pointer (&task));
}

/* A sign-in of before there were several accounts says whose everything is. */
static void
take_home (BwSession  *self,
           GHashTable *settings)
{
  const char *home = g_hash_table_lookup (settings, "home-tenant");
  const char *partner = g_hash_table_lookup (settings, "partner-tenant");

  if (home == NULL && g_hash_table_lookup (settings, "partner-name") != NULL &&
      bw_is_guid (partner))
    home = partner;

  bw_set_str (&self->home_tenant, home);
}

/* Takes over what the store remembers. */
void
bw_session_take_settings (BwSession  *self,
                          GHashTable *settings)
{
  const char *name = g_hash_table_lookup (settings, "cloud");
  BwCloud *cloud = name != NULL ? bw_cloud_new (name, NULL) : NULL;
  const struct
  {
    const char         *key;
    char              **where;
    BwSessionProperty   property;
  } rows[] = {
    { "partner-tenant", &self->partner_tenant, PROP_PARTNER_TENANT },
    { "partner-name", &self->partner_name, PROP_PARTNER_NAME },
    { "client-id", &self->client_id, PROP_CLIENT_ID },
    { "user-id", &self->user_id, PROP_0 },
    { "user-name", &self->user_name, PROP_USER_NAME },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    bw_session_set_string (self, rows[i].where, g_hash_table_lookup (settings, rows[i].key),
                           rows[i].property);

  if (cloud != NULL)
    {
      bw_cloud_unref (self->cloud);
      self->cloud = cloud;
    }
  else if (name != NULL)
    {
      /* A token must not be taken to a cloud that it is not of. */
      bw_session_set_string (self, &self->user_id, NULL, PROP_0);
    }
}

static void
on_settings_read (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr(GTask) task = data;
  BwSession *self = g_task_get_source_object (task);
  g_autoptr(GHashTable) settings = NULL;
  GError *error = NULL;

  settings = bw_store_list_settings_finish (self->store, result, &error);
  if (settings == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  take_home (self, settings);
  if (self->sandbox_url != NULL)
    {
      restore_sandbox (self, task);
      return;
    }

  bw_session_take_settings (self, settings);

  if (self->user_id == NULL || self->client_id == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  bw_token_keeper_set_account (self->keeper, self->cloud, self->partner_tenant, self->client_id,
                               self->user_id);
  bw_token_keeper_load_async (self->keeper, g_task_get_cancellable (task), on_keeper_loaded,
                              g_object_ref (task));
}

/**
 * bw_session_restore_async:
 * @self: a session
 * @sandbox_url: (nullable): where a sandbox listens
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Takes up what was before: the account that the store remembers, or in the
 * sandbox a sign-in that needs nobody.
 */
void
bw_session_restore_async (BwSession           *self,
                          const char          *sandbox_url,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bw_session_restore_async);
  bw_session_set_string (self, &self->sandbox_url, sandbox_url, PROP_SANDBOX);
  bw_store_list_settings_async (self->store, cancellable, on_settings_read, task);
}

/**
 * bw_session_restore_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether the session can be used; somebody may still have to sign in
 */
gboolean
bw_session_restore_finish (BwSession     *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
