/* bw-sim-graph-applications.c - applications: what is registered in the partner's tenant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-credential.h"
#include "bw-sim-odata.h"
#include "bw-sim-permission.h"
#include "bw-sim-util.h"

#define SECRET_AGE  (185 * BW_SIM_DAY)
#define SECRET_LIFE (365 * BW_SIM_DAY)

static const char *const application_filterable[] = { "appId", "id", "displayName",
                                                      "signInAudience", NULL };
static const char *const application_orderable[] = { "displayName", NULL };
static const BwSimKind application_kind = {
  .set = "applications",
  .type = "Application",
  .default_top = 100,
  .max_top = 999,
  .filterable = application_filterable,
  .orderable = application_orderable,
};

static void
add_access (JsonArray  *list,
            const char *id,
            const char *type)
{
  JsonObject *access;

  if (id == NULL)
    return;

  access = json_object_new ();
  json_object_set_string_member (access, "id", id);
  json_object_set_string_member (access, "type", type);
  json_array_add_object_element (list, access);
}

/* What was granted in the partner's tenant is what the registration asked for. */
static void
add_resource (JsonArray  *resources,
              const char *app_id,
              const char *scope,
              const char *roles)
{
  g_auto(GStrv) names = g_strsplit (scope != NULL ? scope : "", " ", -1);
  g_auto(GStrv) role_names = g_strsplit (roles != NULL ? roles : "", " ", -1);
  JsonArray *list = json_array_new ();
  JsonObject *resource;

  for (guint i = 0; names[i] != NULL; i++)
    add_access (list, bw_sim_permission_get_scope_id (names[i]), "Scope");
  for (guint i = 0; role_names[i] != NULL; i++)
    add_access (list, bw_sim_permission_get_role_id (role_names[i]), "Role");

  if (json_array_get_length (list) == 0)
    {
      json_array_unref (list);
      return;
    }

  resource = json_object_new ();
  json_object_set_string_member (resource, "resourceAppId", app_id);
  json_object_set_array_member (resource, "resourceAccess", list);
  json_array_add_object_element (resources, resource);
}

/* @native: (nullable): the page for native applications */
static JsonObject *
make_platform (gboolean    used,
               const char *native)
{
  JsonObject *platform = json_object_new ();
  JsonArray *uris = json_array_new ();

  if (used)
    json_array_add_string_element (uris, "http://localhost");
  if (native != NULL)
    json_array_add_string_element (uris, native);
  json_object_set_array_member (platform, "redirectUris", uris);

  return platform;
}

static JsonArray *
make_secrets (BwSimCall *call,
              BwSimApp  *app)
{
  JsonArray *secrets = json_array_new ();
  g_autofree char *seed = g_strconcat ("/secrets/", app->client_id, NULL);
  gint64 begin = call->world->epoch - SECRET_AGE;
  JsonObject *secret;

  if (app->secret == NULL)
    return secrets;

  secret = json_object_new ();
  json_object_set_null_member (secret, "customKeyIdentifier");
  json_object_set_string_member (secret, "displayName", "Bailiwick");
  bw_sim_json_take_string (secret, "endDateTime", bw_sim_time_format_seconds (begin + SECRET_LIFE));
  bw_sim_json_take_string (secret, "hint", g_strndup (app->secret, 3));
  bw_sim_json_take_string (secret, "keyId", bw_sim_guid_for (seed));
  json_object_set_null_member (secret, "secretText");
  bw_sim_json_take_string (secret, "startDateTime", bw_sim_time_format_seconds (begin));
  json_array_add_object_element (secrets, secret);

  return secrets;
}

static void
add_credentials (BwSimApp  *app,
                 JsonArray *secrets,
                 JsonArray *keys)
{
  for (guint i = 0; app->credentials != NULL && i < app->credentials->len; i++)
    {
      BwSimCredential *credential = g_ptr_array_index (app->credentials, i);

      json_array_add_object_element (credential->secret != NULL ? secrets : keys,
                                     bw_sim_credential_describe (credential, app->client_id));
    }
}

static char *
dup_application_id (BwSimApp *app)
{
  g_autofree char *seed = g_strconcat ("/applications/", app->client_id, NULL);

  return bw_sim_guid_for (seed);
}

/* An application is registered in one tenant; the others only consent to it. */
static gboolean
application_shows (gpointer source,
                   guint    index)
{
  return bw_sim_call_is_in_partner (source);
}

static char *
get_application_property (gpointer    source,
                          guint       index,
                          const char *property)
{
  BwSimCall *call = source;
  BwSimApp *app = g_ptr_array_index (call->world->apps, index);

  if (g_str_equal (property, "appId"))
    return g_strdup (app->client_id);
  if (g_str_equal (property, "displayName"))
    return g_strdup (app->name);
  if (g_str_equal (property, "signInAudience"))
    return g_strdup (app->audience);

  return dup_application_id (app);
}

static JsonObject *
make_application (gpointer source,
                  guint    index)
{
  BwSimCall *call = source;
  BwSimApp *app = g_ptr_array_index (call->world->apps, index);
  JsonObject *object = json_object_new ();
  JsonArray *resources = json_array_new ();
  JsonArray *secrets = make_secrets (call, app);
  JsonArray *keys = json_array_new ();
  gboolean confidential = bw_sim_app_is_confidential (app);
  g_autofree char *native = bw_sim_exchange_dup_address (call->exchange, BW_SIM_NATIVE_CLIENT);

  add_credentials (app, secrets, keys);
  add_resource (resources, BW_SIM_GRAPH_APP, app->graph_scope, app->roles);
  add_resource (resources, BW_SIM_PARTNER_APP, app->partner_scope, NULL);

  bw_sim_json_take_string (object, "id", dup_application_id (app));
  json_object_set_null_member (object, "deletedDateTime");
  json_object_set_string_member (object, "appId", app->client_id);
  bw_sim_json_take_string (object, "createdDateTime",
                           bw_sim_time_format_seconds (call->world->epoch - SECRET_AGE));
  json_object_set_string_member (object, "displayName", app->name);
  json_object_set_array_member (object, "identifierUris", json_array_new ());
  json_object_set_boolean_member (object, "isFallbackPublicClient", !confidential);
  json_object_set_array_member (object, "keyCredentials", keys);
  json_object_set_array_member (object, "passwordCredentials", secrets);
  json_object_set_object_member (object, "publicClient", make_platform (!confidential, native));
  json_object_set_array_member (object, "requiredResourceAccess", resources);
  json_object_set_string_member (object, "signInAudience", app->audience);
  json_object_set_object_member (object, "web", make_platform (confidential, NULL));

  return object;
}

void
bw_sim_graph_list_applications (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new (call, &application_kind);
  BwSimItems items = { call, call->world->apps->len, application_shows, get_application_property,
                       make_application };

  if (query != NULL)
    bw_sim_query_reply (query, call, &items);
}

/* applications/{id} as well as applications(appId='…') */
void
bw_sim_graph_get_application (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new_for_one (call, &application_kind);
  g_autofree char *app_id = bw_sim_call_dup_key (call, 0);
  const char *id = bw_sim_call_segment (call, 1);

  if (query == NULL)
    return;

  for (guint i = 0; application_shows (call, i) && i < call->world->apps->len; i++)
    {
      BwSimApp *app = g_ptr_array_index (call->world->apps, i);
      g_autofree char *own = dup_application_id (app);

      if ((app_id == NULL || g_ascii_strcasecmp (app->client_id, app_id) != 0)
          && (id == NULL || g_ascii_strcasecmp (own, id) != 0))
        continue;

      bw_sim_query_reply_one (query, call, make_application (call, i));
      return;
    }

  bw_sim_call_refuse_missing (call, id != NULL ? id : app_id);
}
