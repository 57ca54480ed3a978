/* bw-sim-login.c - the simulated identity platform: its paths, and what needs no sign-in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-login.h"
#include "bw-sim-page.h"
#include "bw-sim-server.h"
#include "bw-sim-util.h"

#define MAX_AGE     "max-age=86400, private"
#define OTHER_CLOUD 90038

/**
 * bw_sim_login_get_tokens:
 * @self: an exchange
 *
 * Returns: (transfer none): what was given out, with a signing key
 */
BwSimTokens *
bw_sim_login_get_tokens (BwSimExchange *self)
{
  BwSimTokens *tokens = bw_sim_get_tokens (self->sim);

  if (bw_sim_tokens_prepare (tokens))
    bw_sim_touch (self->sim);

  return tokens;
}

/**
 * bw_sim_login_now:
 * @self: an exchange
 *
 * Returns: microseconds since 1970
 */
gint64
bw_sim_login_now (BwSimExchange *self)
{
  return bw_sim_clock_now (self->world->clock);
}

/**
 * Cloud:
 * @cloud: (nullable): as a scenario names it; %NULL is this one, the global one
 * @login: (nullable): where its tenants sign in; %NULL is here
 * @region: (nullable): of all its tenants
 * @sub_region: (nullable): what sets it apart where two share a place to sign in
 * @instance: its domain
 * @graph: its Microsoft Graph
 */
typedef struct
{
  const char *cloud;
  const char *login;
  const char *region;
  const char *sub_region;
  const char *instance;
  const char *graph;
} Cloud;

static const Cloud clouds[] = {
  { NULL, NULL, NULL, NULL, "microsoftonline.com", "graph.microsoft.com" },
  { "us-government", "https://login.microsoftonline.us", "USGov", "DODCON", "microsoftonline.us",
    "graph.microsoft.us" },
  { "us-government-dod", "https://login.microsoftonline.us", "USGov", "DOD", "microsoftonline.us",
    "dod-graph.microsoft.us" },
  { "china", "https://login.partner.microsoftonline.cn", "AS", NULL, "partner.microsoftonline.cn",
    "microsoftgraph.chinacloudapi.cn" },
};

static gboolean
may_be_domain (const char *name)
{
  if (strchr (name, '.') == NULL)
    return FALSE;

  for (const char *p = name; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '.' && *p != '-')
        return FALSE;
    }

  return TRUE;
}

/**
 * bw_sim_login_find_tenant:
 * @self: an exchange whose path begins with a tenant
 * @tenant: (out) (transfer none): that tenant
 * @any: (out): whether the path leaves it open, as "organizations" does; @tenant
 *   is then the one that everybody who can sign in comes from
 *
 * Returns: 0, or the AADSTS code of what is wrong with the path
 */
guint
bw_sim_login_find_tenant (BwSimExchange  *self,
                          BwSimTenant   **tenant,
                          gboolean       *any)
{
  const char *name = self->segments[0];

  *any = g_ascii_strcasecmp (name, "organizations") == 0
         || g_ascii_strcasecmp (name, "common") == 0;
  *tenant = *any ? self->world->partner : bw_sim_world_get_tenant (self->world, name);

  if (*tenant == NULL && !bw_sim_is_guid (name) && !may_be_domain (name))
    return 900023;
  if (*tenant == NULL || (*tenant)->gone)
    return 90002;

  bw_sim_exchange_set_tenant (self, (*tenant)->id);

  return (*tenant)->cloud != NULL ? OTHER_CLOUD : 0;
}

/* Where the parts of the platform are for a tenant, or for any. */
static void
add_addresses (JsonObject *object,
               const char *base,
               const char *name,
               gboolean    any)
{
  static const struct
  {
    const char *member;
    const char *path;
  } addresses[] = {
    { "authorization_endpoint", "/oauth2/v2.0/authorize" },
    { "token_endpoint", "/oauth2/v2.0/token" },
    { "device_authorization_endpoint", "/oauth2/v2.0/devicecode" },
    { "end_session_endpoint", "/oauth2/v2.0/logout" },
    { "jwks_uri", "/discovery/v2.0/keys" },
  };

  bw_sim_json_take_string (object, "issuer",
                           g_strconcat (base, "/", any ? "{tenantid}" : name, "/v2.0", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    bw_sim_json_take_string (object, addresses[i].member,
                             g_strconcat (base, "/", name, addresses[i].path, NULL));
}

static void
add_list (JsonObject        *object,
          const char        *name,
          const char *const *values)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; values[i] != NULL; i++)
    json_array_add_string_element (array, values[i]);
  json_object_set_array_member (object, name, array);
}

static void
add_capabilities (JsonObject *object)
{
  static const char *const methods[] = { "client_secret_post", "private_key_jwt",
                                         "client_secret_basic", NULL };
  static const char *const modes[] = { "query", "fragment", "form_post", NULL };
  static const char *const subjects[] = { "pairwise", NULL };
  static const char *const algorithms[] = { "RS256", NULL };
  static const char *const types[] = { "code", NULL };
  static const char *const scopes[] = { "openid", "profile", "email", "offline_access", NULL };
  static const char *const claims[] = { "sub", "iss", "aud", "exp", "iat", "nbf", "nonce",
                                        "preferred_username", "name", "oid", "tid", "sid", "uti",
                                        "ver", NULL };

  add_list (object, "token_endpoint_auth_methods_supported", methods);
  add_list (object, "response_modes_supported", modes);
  add_list (object, "subject_types_supported", subjects);
  add_list (object, "id_token_signing_alg_values_supported", algorithms);
  add_list (object, "response_types_supported", types);
  add_list (object, "scopes_supported", scopes);
  add_list (object, "claims_supported", claims);
  json_object_set_boolean_member (object, "request_uri_parameter_supported", FALSE);
  json_object_set_boolean_member (object, "http_logout_supported", TRUE);
  json_object_set_boolean_member (object, "frontchannel_logout_supported", TRUE);
}

/* Microsoft's global cloud knows the tenants of the others, and sends people there. */
static const Cloud *
find_cloud (const BwSimTenant *tenant)
{
  guint row = 0;

  while (g_strcmp0 (clouds[row].cloud, tenant->cloud) != 0)
    row++;

  return &clouds[row];
}

static void
add_cloud (JsonObject  *object,
           const Cloud *cloud)
{
  json_object_set_string_member (object, "cloud_instance_name", cloud->instance);
  json_object_set_string_member (object, "cloud_graph_host_name", "graph.windows.net");
  json_object_set_string_member (object, "msgraph_host", cloud->graph);
  json_object_set_string_member (object, "rbac_url", "https://pas.windows.net");
  if (cloud->sub_region != NULL)
    json_object_set_string_member (object, "tenant_region_sub_scope", cloud->sub_region);
}

static void
add_region (JsonObject        *object,
            const Cloud       *cloud,
            const BwSimTenant *tenant)
{
  const char *region = cloud->region != NULL ? cloud->region : tenant->region;

  json_object_set_string_member (object, "tenant_region_scope", region != NULL ? region : "EU");
}

static void
show_configuration (BwSimExchange *self)
{
  g_autofree char *base = bw_sim_exchange_dup_address (self, "/login");
  JsonObject *object;
  BwSimTenant *tenant;
  gboolean any;
  guint code = bw_sim_login_find_tenant (self, &tenant, &any);
  const Cloud *cloud;

  bw_sim_exchange_set_header (self, "Cache-Control", MAX_AGE);
  bw_sim_exchange_set_header (self, "Access-Control-Allow-Origin", "*");
  if (code != 0 && code != OTHER_CLOUD)
    {
      bw_sim_login_refuse_as (self, "invalid_tenant", code, self->segments[0]);
      return;
    }

  object = json_object_new ();
  cloud = find_cloud (tenant);
  add_addresses (object, cloud->login != NULL ? cloud->login : base,
                 any ? self->segments[0] : tenant->id, any);
  add_capabilities (object);

  if (any)
    json_object_set_null_member (object, "tenant_region_scope");
  else
    add_region (object, cloud, tenant);
  add_cloud (object, cloud);

  bw_sim_exchange_reply_object (self, 200, object);
}

static void
show_keys (BwSimExchange *self)
{
  BwSimKey *key = bw_sim_tokens_get_key (bw_sim_login_get_tokens (self));
  g_autofree char *issuer = bw_sim_exchange_dup_address (self, "/login/{tenantid}/v2.0");
  JsonObject *object;
  JsonArray *keys;
  BwSimTenant *tenant;
  gboolean any;
  guint code = bw_sim_login_find_tenant (self, &tenant, &any);

  if (code != 0)
    {
      bw_sim_login_refuse_as (self, "invalid_tenant", code, self->segments[0]);
      return;
    }

  object = json_object_new ();
  keys = json_array_new ();
  json_array_add_object_element (keys, bw_sim_key_to_jwk (key, issuer));
  json_object_set_array_member (object, "keys", keys);
  bw_sim_exchange_set_header (self, "Cache-Control", MAX_AGE);
  bw_sim_exchange_reply_object (self, 200, object);
}

/* Libraries ask this before they trust the name of a host. */
static void
show_instance (BwSimExchange *self)
{
  JsonObject *object = json_object_new ();
  JsonObject *entry = json_object_new ();
  JsonArray *metadata = json_array_new ();
  g_autofree char *address = bw_sim_exchange_dup_address (self, "");
  const char *host = address + strlen ("http://");
  const char *const aliases[] = { host, NULL };

  bw_sim_json_take_string (object, "tenant_discovery_endpoint",
                           g_strconcat (address, "/login/common/v2.0/.well-known/"
                                                 "openid-configuration", NULL));
  json_object_set_string_member (object, "api-version", "1.1");
  json_object_set_string_member (entry, "preferred_network", host);
  json_object_set_string_member (entry, "preferred_cache", host);
  add_list (entry, "aliases", aliases);
  json_array_add_object_element (metadata, entry);
  json_object_set_array_member (object, "metadata", metadata);

  bw_sim_exchange_reply_object (self, 200, object);
}

static void
show_signed_out (BwSimExchange *self)
{
  GString *page = bw_sim_page_new ("Signed Out");

  bw_sim_page_append (page, "<p>This browser was never signed in here: every sign-in asks again "
                            "who you are.</p>\n");
  bw_sim_page_reply (self, 200, page);
}

static void
answer (BwSimExchange *self)
{
  static const struct
  {
    const char *method;
    const char *pattern;
    void      (*handle) (BwSimExchange *self);
  } routes[] = {
    { "GET", "error", bw_sim_login_show_error },
    { "GET", "redeem", bw_sim_login_redeem },
    { "POST", "redeem", bw_sim_login_redeem },
    { "GET", "device", bw_sim_login_device_page },
    { "POST", "device", bw_sim_login_device_page },
    { "GET", "common/discovery/instance", show_instance },
    { "GET", "common/oauth2/nativeclient", bw_sim_login_show_native_client },
    { "GET", "*/adminconsent", bw_sim_login_admin_consent_v1 },
    { "POST", "*/adminconsent", bw_sim_login_admin_consent_v1 },
    { "GET", "*/v2.0/adminconsent", bw_sim_login_admin_consent },
    { "POST", "*/v2.0/adminconsent", bw_sim_login_admin_consent },
    { "GET", "*/v2.0/.well-known/openid-configuration", show_configuration },
    { "GET", "*/discovery/v2.0/keys", show_keys },
    { "GET", "*/oauth2/v2.0/authorize", bw_sim_login_authorize },
    { "POST", "*/oauth2/v2.0/authorize", bw_sim_login_authorize },
    { "POST", "*/oauth2/v2.0/token", bw_sim_login_token },
    { "POST", "*/oauth2/v2.0/devicecode", bw_sim_login_device_code },
    { "GET", "*/oauth2/v2.0/logout", show_signed_out },
  };
  gboolean known = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      if (!bw_sim_exchange_matches (self, NULL, routes[i].pattern))
        continue;

      known = TRUE;
      if (g_str_equal (routes[i].method, self->method))
        {
          routes[i].handle (self);
          return;
        }
    }

  bw_sim_exchange_reply_empty (self, known ? 405 : 404);
}

/**
 * bw_sim_login_handle:
 * @self: an exchange below /login
 *
 * Answers as login.microsoftonline.com does.
 */
void
bw_sim_login_handle (BwSimExchange *self)
{
  bw_sim_exchange_set_header (self, "x-ms-request-id", self->request_id);
  answer (self);
}
