/* bw-session.c - who is signed in, and the tokens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-directory.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-pace.h"
#include "bw-session.h"
#include "bw-sign-in-attempt.h"
#include "bw-store-settings.h"
#include "bw-token-keeper.h"
#include "bw-util.h"

struct _BwSession
{
  GObject         parent_instance;

  BwStore        *store;
  BwHttp         *http;
  BwTokenKeeper  *keeper;
  BwCloud        *cloud;

  BwSessionState  state;
  BwBrowserFunc   browser;
  gpointer        browser_data;
  GDestroyNotify  browser_destroy;
  GCancellable   *attempt;

  char           *sandbox_url;
  char           *sandbox_user;
  char           *partner_tenant;
  char           *partner_name;
  char           *client_id;
  char           *user_id;
  char           *user_name;
  char           *sign_in_uri;
  char           *keyring_problem;
  gboolean        offline;
};

G_DEFINE_TYPE (BwSession, bw_session, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (BwSessionState, bw_session_state,
                    G_DEFINE_ENUM_VALUE (BW_SESSION_SIGNED_OUT, "signed-out"),
                    G_DEFINE_ENUM_VALUE (BW_SESSION_SIGNING_IN, "signing-in"),
                    G_DEFINE_ENUM_VALUE (BW_SESSION_SIGNED_IN, "signed-in"),
                    G_DEFINE_ENUM_VALUE (BW_SESSION_EXPIRED, "expired"))

enum
{
  PROP_0,
  PROP_STATE,
  PROP_SANDBOX,
  PROP_SIGN_IN_URI,
  PROP_USER_NAME,
  PROP_PARTNER_NAME,
  PROP_PARTNER_TENANT,
  PROP_CLIENT_ID,
  PROP_KEYRING_PROBLEM,
  PROP_OFFLINE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
bw_session_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  BwSession *self = BW_SESSION (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_SANDBOX:
      g_value_set_boolean (value, self->sandbox_url != NULL);
      break;
    case PROP_SIGN_IN_URI:
      g_value_set_string (value, self->sign_in_uri);
      break;
    case PROP_USER_NAME:
      g_value_set_string (value, self->user_name);
      break;
    case PROP_PARTNER_NAME:
      g_value_set_string (value, self->partner_name);
      break;
    case PROP_PARTNER_TENANT:
      g_value_set_string (value, self->partner_tenant);
      break;
    case PROP_CLIENT_ID:
      g_value_set_string (value, self->client_id);
      break;
    case PROP_KEYRING_PROBLEM:
      g_value_set_string (value, self->keyring_problem);
      break;
    case PROP_OFFLINE:
      g_value_set_boolean (value, self->offline);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bw_session_dispose (GObject *object)
{
  BwSession *self = BW_SESSION (object);

  g_cancellable_cancel (self->attempt);
  if (self->browser_destroy != NULL)
    self->browser_destroy (self->browser_data);
  self->browser_destroy = NULL;
  g_clear_object (&self->attempt);

  G_OBJECT_CLASS (bw_session_parent_class)->dispose (object);
}

static void
bw_session_finalize (GObject *object)
{
  BwSession *self = BW_SESSION (object);

  g_clear_object (&self->store);
  g_clear_object (&self->http);
  g_clear_object (&self->keeper);
  g_clear_pointer (&self->cloud, bw_cloud_unref);
  g_free (self->sandbox_url);
  g_free (self->sandbox_user);
  g_free (self->partner_tenant);
  g_free (self->partner_name);
  g_free (self->client_id);
  g_free (self->user_id);
  g_free (self->user_name);
  g_free (self->sign_in_uri);
  g_free (self->keyring_problem);

  G_OBJECT_CLASS (bw_session_parent_class)->finalize (object);
}

static void
bw_session_class_init (BwSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bw_session_get_property;
  object_class->dispose = bw_session_dispose;
  object_class->finalize = bw_session_finalize;

  props[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, BW_TYPE_SESSION_STATE, BW_SESSION_SIGNED_OUT, flags);
  props[PROP_SANDBOX] = g_param_spec_boolean ("sandbox", NULL, NULL, FALSE, flags);
  props[PROP_SIGN_IN_URI] = g_param_spec_string ("sign-in-uri", NULL, NULL, NULL, flags);
  props[PROP_USER_NAME] = g_param_spec_string ("user-name", NULL, NULL, NULL, flags);
  props[PROP_PARTNER_NAME] = g_param_spec_string ("partner-name", NULL, NULL, NULL, flags);
  props[PROP_PARTNER_TENANT] = g_param_spec_string ("partner-tenant", NULL, NULL, NULL, flags);
  props[PROP_CLIENT_ID] = g_param_spec_string ("client-id", NULL, NULL, NULL, flags);
  props[PROP_KEYRING_PROBLEM] = g_param_spec_string ("keyring-problem", NULL, NULL, NULL, flags);
  props[PROP_OFFLINE] = g_param_spec_boolean ("offline", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
bw_session_init (BwSession *self)
{
}

static void
set_string (BwSession  *self,
            char      **where,
            const char *value,
            guint       prop)
{
  if (bw_set_str (where, value) && prop != PROP_0)
    g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
set_state (BwSession      *self,
           BwSessionState  state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void
set_offline (BwSession *self,
             gboolean   offline)
{
  if (self->offline == offline)
    return;

  self->offline = offline;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OFFLINE]);
}

static void
on_expired (BwTokenKeeper *keeper,
            BwSession     *self)
{
  if (self->state == BW_SESSION_SIGNED_IN)
    set_state (self, BW_SESSION_EXPIRED);
}

static void
on_keyring_problem (BwTokenKeeper *keeper,
                    const char    *problem,
                    BwSession     *self)
{
  set_string (self, &self->keyring_problem, problem, PROP_KEYRING_PROBLEM);
}

/**
 * bw_session_new:
 * @store: where the account is remembered
 * @vault: where its secrets are
 *
 * Returns: (transfer full): a session in which nobody is signed in
 */
BwSession *
bw_session_new (BwStore *store,
                BwVault *vault)
{
  BwSession *self = g_object_new (BW_TYPE_SESSION, NULL);

  self->store = g_object_ref (store);
  self->http = bw_http_new ("Bailiwick/" BW_VERSION);
  self->keeper = bw_token_keeper_new (self->http, vault);
  bw_http_set_token_source (self->http, BW_TOKEN_SOURCE (self->keeper));
  g_signal_connect_object (self->keeper, "expired", G_CALLBACK (on_expired), self, 0);
  g_signal_connect_object (self->keeper, "keyring-problem", G_CALLBACK (on_keyring_problem), self,
                           0);

  return self;
}

/**
 * bw_session_set_browser:
 * @self: a session
 * @browser: (nullable): shows a URI to the user
 * @user_data: for @browser
 * @destroy: (nullable): frees @user_data
 */
void
bw_session_set_browser (BwSession      *self,
                        BwBrowserFunc   browser,
                        gpointer        user_data,
                        GDestroyNotify  destroy)
{
  if (self->browser_destroy != NULL)
    self->browser_destroy (self->browser_data);

  self->browser = browser;
  self->browser_data = user_data;
  self->browser_destroy = destroy;
}

static void
on_setting_saved (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr (GError) error = NULL;

  if (!bw_store_save_setting_finish (BW_STORE (source), result, &error))
    g_warning ("A setting was not saved: %s", error->message);
}

static void
save (BwSession  *self,
      const char *key,
      const char *value)
{
  bw_store_save_setting_async (self->store, key, value, NULL, on_setting_saved, NULL);
}

/**
 * bw_session_configure:
 * @self: a session in which nobody is signed in
 * @partner_tenant: the partner tenant, an ID or a domain
 * @client_id: our app registration there
 * @cloud: which cloud, see bw_cloud_new()
 * @error: return location for %BW_ERROR_INVALID
 *
 * Returns: whether it can be; what is wrong changes nothing
 */
gboolean
bw_session_configure (BwSession   *self,
                      const char  *partner_tenant,
                      const char  *client_id,
                      const char  *cloud,
                      GError     **error)
{
  g_autoptr (BwCloud) chosen = bw_cloud_new (cloud, error);

  if (chosen == NULL)
    return FALSE;

  if (!bw_is_guid (client_id))
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("The client ID must look like 00000000-0000-0000-0000-000000000000."));
      return FALSE;
    }

  if (!bw_is_guid (partner_tenant) && strchr (partner_tenant, '.') == NULL)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("The partner tenant must be a tenant ID or a domain such as contoso.com."));
      return FALSE;
    }

  g_clear_pointer (&self->cloud, bw_cloud_unref);
  self->cloud = g_steal_pointer (&chosen);
  set_string (self, &self->partner_tenant, partner_tenant, PROP_PARTNER_TENANT);
  set_string (self, &self->client_id, client_id, PROP_CLIENT_ID);
  save (self, "partner-tenant", partner_tenant);
  save (self, "client-id", client_id);
  save (self, "cloud", cloud);

  return TRUE;
}

/* The sandbox lets its one user in by itself; what a person would do in the
 * browser, we do. */
static void
show_page (BwSession    *self,
           const char   *uri,
           GCancellable *cancellable)
{
  set_string (self, &self->sign_in_uri, uri, PROP_SIGN_IN_URI);

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

static void
on_organization_read (GObject      *source,
                      GAsyncResult *result,
                      gpointer      data)
{
  g_autoptr (GTask) task = data;
  BwSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (BwResponse) response = bw_http_send_finish (self->http, result, &error);
  g_autoptr (BwTenantInfo) info = NULL;

  if (response != NULL && bw_response_is_success (response))
    info = bw_directory_read_organization (response, &error);

  /* Signed in all the same: the name is for the eye. */
  if (info != NULL && info->name != NULL)
    {
      set_string (self, &self->partner_name, info->name, PROP_PARTNER_NAME);
      save (self, "partner-name", info->name);
    }

  g_task_return_boolean (task, TRUE);
}

static void
on_tokens_kept (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (GTask) task = data;
  BwSession *self = g_task_get_source_object (task);
  g_autoptr (BwRequest) request = NULL;
  GError *error = NULL;

  if (!bw_token_keeper_keep_finish (self->keeper, result, &error))
    {
      set_state (self, BW_SESSION_SIGNED_OUT);
      g_task_return_error (task, error);
      return;
    }

  set_state (self, BW_SESSION_SIGNED_IN);
  set_offline (self, FALSE);
  request = bw_directory_get_organization (self->cloud, self->partner_tenant);
  bw_http_send_async (self->http, request, g_task_get_cancellable (task), on_organization_read,
                      g_object_ref (task));
}

static void
remember_identity (BwSession  *self,
                   BwIdentity *identity)
{
  set_string (self, &self->partner_tenant, identity->tenant_id, PROP_PARTNER_TENANT);
  set_string (self, &self->user_id, identity->object_id, PROP_0);
  set_string (self, &self->user_name, identity->user_name, PROP_USER_NAME);
  save (self, "partner-tenant", identity->tenant_id);
  save (self, "user-id", identity->object_id);
  save (self, "user-name", identity->user_name);
  bw_token_keeper_set_account (self->keeper, self->cloud, identity->tenant_id, self->client_id,
                               identity->object_id);
}

static void
on_attempted (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GTask) task = data;
  BwSession *self = g_task_get_source_object (task);
  g_autoptr (BwSignInResult) signed_in = NULL;
  g_autofree char *label = NULL;
  GError *error = NULL;

  set_string (self, &self->sign_in_uri, NULL, PROP_SIGN_IN_URI);
  signed_in = bw_sign_in_attempt_finish (result, &error);
  if (signed_in == NULL)
    {
      set_state (self, self->user_id != NULL ? BW_SESSION_EXPIRED : BW_SESSION_SIGNED_OUT);
      set_offline (self, g_error_matches (error, BW_ERROR, BW_ERROR_OFFLINE));
      g_task_return_error (task, error);
      return;
    }

  remember_identity (self, signed_in->identity);
  label = g_strdup_printf (_("Bailiwick sign-in (%s)"), self->user_name);
  bw_token_keeper_keep_async (self->keeper, signed_in->tokens, self->cloud->graph->audience, label,
                              g_task_get_cancellable (task), on_tokens_kept, g_object_ref (task));
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
  g_autoptr (GCancellable) attempt = cancellable != NULL ? g_object_ref (cancellable)
                                                         : g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (self, attempt, callback, user_data);
  g_autofree char *scope = NULL;
  BwSignIn *sign_in;

  g_task_set_source_tag (task, bw_session_sign_in_async);

  if (self->cloud == NULL || self->client_id == NULL || self->partner_tenant == NULL)
    {
      g_task_return_new_error (task, BW_ERROR, BW_ERROR_INVALID,
                               _("Say first which partner tenant and which app registration to "
                                 "sign in with."));
      return;
    }

  g_cancellable_cancel (self->attempt);
  g_set_object (&self->attempt, attempt);
  set_state (self, BW_SESSION_SIGNING_IN);

  scope = g_strconcat (self->cloud->graph->audience, "/.default openid profile offline_access",
                       NULL);
  sign_in = bw_sign_in_new (self->partner_tenant, self->client_id, scope);
  if (self->sandbox_url != NULL)
    {
      bw_set_str (&sign_in->login_hint, self->sandbox_user);
      bw_set_str (&sign_in->prompt, "none");
    }
  else if (self->user_name != NULL)
    bw_set_str (&sign_in->login_hint, self->user_name);

  bw_sign_in_attempt_async (self->http, self->cloud, sign_in, browse, self, attempt, on_attempted,
                            g_object_ref (task));
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

static void
on_auto_signed_in (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (bw_session_sign_in_finish (BW_SESSION (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_sandbox_described (GObject      *source,
                      GAsyncResult *result,
                      gpointer      data)
{
  g_autoptr (GTask) task = data;
  BwSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (BwResponse) response = bw_http_send_finish (self->http, result, &error);
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

  set_string (self, &self->partner_tenant, tenant, PROP_PARTNER_TENANT);
  set_string (self, &self->client_id, client_id, PROP_CLIENT_ID);
  bw_set_str (&self->sandbox_user, bw_json_get_string (info, "user"));
  bw_pace_set_divisor (MAX (1.0, bw_json_get_double (info, "timeScale", 1.0)));
  bw_session_sign_in_async (self, g_task_get_cancellable (task), on_auto_signed_in,
                            g_object_ref (task));
}

static void
restore_sandbox (BwSession *self,
                 GTask     *task)
{
  g_autoptr (BwService) service = bw_service_new ("sandbox", self->sandbox_url, NULL);
  g_autoptr (BwRequest) request = bw_request_new (service, "GET", "/_sandbox/info");

  self->cloud = bw_cloud_new_sandbox (self->sandbox_url);
  bw_http_send_async (self->http, request, g_task_get_cancellable (task), on_sandbox_described,
                      g_object_ref (task));
}

static void
on_keeper_loaded (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr (GTask) task = data;
  BwSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (bw_token_keeper_load_finish (self->keeper, result, &error))
    set_state (self, BW_SESSION_SIGNED_IN);
  else
    set_state (self, BW_SESSION_EXPIRED);

  if (error != NULL)
    set_string (self, &self->keyring_problem, error->message, PROP_KEYRING_PROBLEM);

  g_task_return_boolean (task, TRUE);
}

static void
on_settings_read (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr (GTask) task = data;
  BwSession *self = g_task_get_source_object (task);
  g_autoptr (GHashTable) settings = NULL;
  GError *error = NULL;

  settings = bw_store_list_settings_finish (self->store, result, &error);
  if (settings == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (self->sandbox_url != NULL)
    {
      restore_sandbox (self, task);
      return;
    }

  set_string (self, &self->partner_tenant, g_hash_table_lookup (settings, "partner-tenant"),
              PROP_PARTNER_TENANT);
  set_string (self, &self->partner_name, g_hash_table_lookup (settings, "partner-name"),
              PROP_PARTNER_NAME);
  set_string (self, &self->client_id, g_hash_table_lookup (settings, "client-id"), PROP_CLIENT_ID);
  set_string (self, &self->user_id, g_hash_table_lookup (settings, "user-id"), PROP_0);
  set_string (self, &self->user_name, g_hash_table_lookup (settings, "user-name"), PROP_USER_NAME);
  if (g_hash_table_lookup (settings, "cloud") != NULL)
    self->cloud = bw_cloud_new (g_hash_table_lookup (settings, "cloud"), NULL);

  if (self->cloud == NULL || self->user_id == NULL || self->client_id == NULL)
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
  set_string (self, &self->sandbox_url, sandbox_url, PROP_SANDBOX);
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

static void
on_cleared (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GTask) task = data;
  BwSession *self = g_task_get_source_object (task);
  GError *error = NULL;

  set_string (self, &self->user_id, NULL, PROP_0);
  set_string (self, &self->user_name, NULL, PROP_USER_NAME);
  save (self, "user-id", NULL);
  save (self, "user-name", NULL);
  set_state (self, BW_SESSION_SIGNED_OUT);

  if (bw_token_keeper_clear_finish (self->keeper, result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * bw_session_sign_out_async:
 * @self: a session
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Removes every secret of the account.
 */
void
bw_session_sign_out_async (BwSession           *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bw_session_sign_out_async);
  g_cancellable_cancel (self->attempt);

  if (self->user_id == NULL)
    g_task_return_boolean (task, TRUE);
  else
    bw_token_keeper_clear_async (self->keeper, cancellable, on_cleared, g_object_ref (task));
}

/**
 * bw_session_sign_out_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for %BW_ERROR_KEYRING
 *
 * Returns: whether no secret is left
 */
gboolean
bw_session_sign_out_finish (BwSession     *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bw_session_forget_tokens:
 * @self: a session
 * @tenant: whose access tokens to forget, because what they grant has changed
 */
void
bw_session_forget_tokens (BwSession  *self,
                          const char *tenant)
{
  bw_token_keeper_forget_tenant (self->keeper, tenant);
}

/**
 * bw_session_get_state:
 * @self: a session
 *
 * Returns: whether somebody is signed in
 */
BwSessionState
bw_session_get_state (BwSession *self)
{
  return self->state;
}

/**
 * bw_session_is_sandbox:
 * @self: a session
 *
 * Returns: whether it talks to a sandbox
 */
gboolean
bw_session_is_sandbox (BwSession *self)
{
  return self->sandbox_url != NULL;
}

/**
 * bw_session_get_sign_in_uri:
 * @self: a session
 *
 * Returns: (nullable): the page that the browser has to show, while signing in
 */
const char *
bw_session_get_sign_in_uri (BwSession *self)
{
  return self->sign_in_uri;
}

/**
 * bw_session_get_user_id:
 * @self: a session
 *
 * Returns: (nullable): object ID of the user in the partner tenant
 */
const char *
bw_session_get_user_id (BwSession *self)
{
  return self->user_id;
}

/**
 * bw_session_get_user_name:
 * @self: a session
 *
 * Returns: (nullable): sign-in name of the user
 */
const char *
bw_session_get_user_name (BwSession *self)
{
  return self->user_name;
}

/**
 * bw_session_get_partner_name:
 * @self: a session
 *
 * Returns: (nullable): name of the partner tenant
 */
const char *
bw_session_get_partner_name (BwSession *self)
{
  return self->partner_name;
}

/**
 * bw_session_get_partner_tenant:
 * @self: a session
 *
 * Returns: (nullable): the partner tenant
 */
const char *
bw_session_get_partner_tenant (BwSession *self)
{
  return self->partner_tenant;
}

/**
 * bw_session_get_client_id:
 * @self: a session
 *
 * Returns: (nullable): our app registration
 */
const char *
bw_session_get_client_id (BwSession *self)
{
  return self->client_id;
}

/**
 * bw_session_get_keyring_problem:
 * @self: a session
 *
 * Returns: (nullable): why the sign-in lasts only as long as the program
 */
const char *
bw_session_get_keyring_problem (BwSession *self)
{
  return self->keyring_problem;
}

/**
 * bw_session_is_offline:
 * @self: a session
 *
 * Returns: whether Microsoft could not be reached when last tried
 */
gboolean
bw_session_is_offline (BwSession *self)
{
  return self->offline;
}

/**
 * bw_session_get_cloud:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): where Microsoft's services are
 */
BwCloud *
bw_session_get_cloud (BwSession *self)
{
  return self->cloud;
}

/**
 * bw_session_get_http:
 * @self: a session
 *
 * Returns: (transfer none): sends requests with this session's tokens
 */
BwHttp *
bw_session_get_http (BwSession *self)
{
  return self->http;
}
