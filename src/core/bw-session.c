/* bw-session.c - who is signed in, and the tokens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-error.h"
#include "bw-session-private.h"
#include "bw-store-settings.h"
#include "bw-util.h"

G_DEFINE_TYPE (BwSession, bw_session, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (BwSessionState, bw_session_state,
                    G_DEFINE_ENUM_VALUE (BW_SESSION_SIGNED_OUT, "signed-out"),
                    G_DEFINE_ENUM_VALUE (BW_SESSION_SIGNING_IN, "signing-in"),
                    G_DEFINE_ENUM_VALUE (BW_SESSION_SIGNED_IN, "signed-in"),
                    G_DEFINE_ENUM_VALUE (BW_SESSION_EXPIRED, "expired"))

static GParamSpec *props[PROP_GUEST_SIGN_IN_URI + 1];

static void
bw_session_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  BwSession *self = BW_SESSION (object);

  switch ((BwSessionProperty) prop_id)
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
    case PROP_GUEST_SIGN_IN_URI:
      g_value_set_string (value, self->guest_sign_in_uri);
      break;
    case PROP_0:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bw_session_dispose (GObject *object)
{
  BwSession *self = BW_SESSION (object);

  g_cancellable_cancel (self->attempt);
  g_cancellable_cancel (self->guest_attempt);
  if (self->browser_destroy != NULL)
    self->browser_destroy (self->browser_data);
  self->browser_destroy = NULL;
  g_clear_object (&self->attempt);
  g_clear_object (&self->guest_attempt);

  G_OBJECT_CLASS (bw_session_parent_class)->dispose (object);
}

static void
bw_session_finalize (GObject *object)
{
  BwSession *self = BW_SESSION (object);

  g_clear_object (&self->store);
  g_clear_object (&self->http);
  g_clear_object (&self->keeper);
  g_clear_object (&self->credentials);
  g_clear_pointer (&self->cloud, bw_cloud_unref);
  g_free (self->sandbox_url);
  g_free (self->sandbox_user);
  g_free (self->home_tenant);
  g_strfreev (self->other_tenants);
  g_free (self->partner_tenant);
  g_free (self->partner_name);
  g_free (self->client_id);
  g_free (self->user_id);
  g_free (self->user_name);
  g_free (self->sign_in_uri);
  g_free (self->guest_sign_in_uri);
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
  props[PROP_GUEST_SIGN_IN_URI] =
    g_param_spec_string ("guest-sign-in-uri", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
bw_session_init (BwSession *self)
{
}

/* Replaces a string of @self, and tells whoever listens for the property. */
void
bw_session_set_string (BwSession          *self,
                       char              **where,
                       const char         *value,
                       BwSessionProperty   property)
{
  if (bw_set_str (where, value) && property != PROP_0)
    g_object_notify_by_pspec (G_OBJECT (self), props[property]);
}

void
bw_session_set_state (BwSession      *self,
                      BwSessionState  state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

void
bw_session_set_offline (BwSession *self,
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
    bw_session_set_state (self, BW_SESSION_EXPIRED);
}

static void
on_keyring_problem (BwTokenKeeper *keeper,
                    const char    *problem,
                    BwSession     *self)
{
  bw_session_set_string (self, &self->keyring_problem, problem, PROP_KEYRING_PROBLEM);
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
  self->cloud = bw_cloud_new ("global", NULL);
  self->http = bw_http_new ("Bailiwick/" BW_VERSION);
  self->keeper = bw_token_keeper_new (self->http, vault);
  bw_http_set_token_source (self->http, BW_TOKEN_SOURCE (self->keeper));
  g_signal_connect_object (self->keeper, "expired", G_CALLBACK (on_expired), self, 0);
  g_signal_connect_object (self->keeper, "keyring-problem", G_CALLBACK (on_keyring_problem), self,
                           0);
  bw_session_set_up_credentials (self, vault);

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
  g_autoptr(GError) error = NULL;

  if (!bw_store_save_setting_finish (BW_STORE (source), result, &error))
    g_warning ("A setting was not saved: %s", error->message);
}

/* Remembers a setting; whether it can be written shows later. */
void
bw_session_save (BwSession  *self,
                 const char *key,
                 const char *value)
{
  bw_store_save_setting_async (self->store, key, value, NULL, on_setting_saved, NULL);
}

/**
 * bw_session_configure:
 * @self: a session in which nobody is signed in
 * @partner_tenant: (nullable): the partner tenant, an ID or a domain
 * @client_id: (nullable): our app registration there
 * @cloud: which cloud, see bw_cloud_new()
 * @error: return location for %BW_ERROR_INVALID
 *
 * Once somebody has signed in, it is kept only with the next sign-in that succeeds.
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
  g_autoptr(BwCloud) chosen = bw_cloud_new (cloud, error);

  if (chosen == NULL)
    return FALSE;

  if (!bw_is_guid (client_id))
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("The client ID must look like 00000000-0000-0000-0000-000000000000."));
      return FALSE;
    }

  if (!bw_is_guid (partner_tenant) &&
      (partner_tenant == NULL || strchr (partner_tenant, '.') == NULL))
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("The partner tenant must be a tenant ID or a domain such as contoso.com."));
      return FALSE;
    }

  g_clear_pointer (&self->cloud, bw_cloud_unref);
  self->cloud = g_steal_pointer (&chosen);
  bw_session_set_string (self, &self->partner_tenant, partner_tenant, PROP_PARTNER_TENANT);
  bw_session_set_string (self, &self->client_id, client_id, PROP_CLIENT_ID);
  if (self->home_tenant == NULL)
    bw_session_save_place (self);

  return TRUE;
}

/* Remembers where to sign in. */
void
bw_session_save_place (BwSession *self)
{
  bw_session_save (self, "partner-tenant", self->partner_tenant);
  bw_session_save (self, "client-id", self->client_id);
  bw_session_save (self, "cloud", self->cloud->id);
}

/**
 * bw_session_set_other_tenants:
 * @self: a session
 * @tenants: (nullable) (array zero-terminated=1): IDs of the partner tenants that have an
 *   account of their own
 *
 * Nobody can sign in to those here.
 */
void
bw_session_set_other_tenants (BwSession          *self,
                              const char * const *tenants)
{
  g_strfreev (self->other_tenants);
  self->other_tenants = g_strdupv ((char **) tenants);
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
 * bw_session_get_home_tenant:
 * @self: a session
 *
 * Returns: (nullable): ID of the partner tenant that everything here belongs to, once
 *   somebody has signed in
 */
const char *
bw_session_get_home_tenant (BwSession *self)
{
  return self->home_tenant;
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
 * Returns: (transfer none): where Microsoft's services are
 */
BwCloud *
bw_session_get_cloud (BwSession *self)
{
  return self->cloud;
}

/**
 * bw_session_dup_cloud_of:
 * @self: a session
 * @source: where we learnt of a tenant
 *
 * A partner looks into a customer's tenant as the signed-in user.  Where there is no
 * partnership, the application does it by itself: a guest may not read a directory.
 *
 * Returns: (transfer full): where Microsoft's services are for what is read of such a
 *   tenant
 */
BwCloud *
bw_session_dup_cloud_of (BwSession      *self,
                         BwTenantSource  source)
{
  return source == BW_TENANT_SOURCE_MICROSOFT_365
         ? bw_cloud_act_as (self->cloud, BW_ACTOR_APPLICATION)
         : bw_cloud_ref (self->cloud);
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
