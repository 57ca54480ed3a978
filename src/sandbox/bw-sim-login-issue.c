/* bw-sim-login-issue.c - the tokens that are given out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-login.h"
#include "bw-sim-relationship.h"
#include "bw-sim-util.h"

#define LIFETIME 3599
#define SHORT_LIFETIME 299

static gint64
get_lifetime (const BwSimCase *about)
{
  return bw_sim_world_has_quirk (about->world, "short-tokens") ? SHORT_LIFETIME : LIFETIME;
}

static char *
make_issuer (BwSimTenant *tenant)
{
  return g_strconcat ("https://sts.windows.net/", tenant->id, "/", NULL);
}

static void
add_times (JsonObject *claims,
           gint64      from,
           gint64      until)
{
  json_object_set_int_member (claims, "iat", from);
  json_object_set_int_member (claims, "nbf", from);
  json_object_set_int_member (claims, "exp", until);
}

/* The same user has another subject at every application. */
static char *
make_subject (const BwSimCase *about)
{
  g_autofree char *seed = g_strconcat (about->app->client_id, "/", about->tenant->id, "/",
                                       about->user != NULL ? about->user->id : "", NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, seed, -1);

  return bw_sim_base64url ((const guint8 *) hash, 32);
}

/* @about: of a partner's user, who has roles in a customer's tenant */
static JsonArray *
make_gdap_roles (const BwSimCase *about)
{
  g_autoptr(GHashTable) roles = bw_sim_world_dup_gdap_roles (about->world, about->tenant,
                                                             about->user->id);
  g_autoptr(GList) ids = g_list_sort (g_hash_table_get_keys (roles), (GCompareFunc) g_strcmp0);
  JsonArray *array = json_array_new ();

  for (GList *l = ids; l != NULL; l = l->next)
    json_array_add_string_element (array, l->data);

  return array;
}

/* Users at home and guests have no roles of the directory here, but for a customer's
 * administrator. */
static void
add_roles (const BwSimCase *about,
           JsonObject      *claims)
{
  JsonArray *array;

  if (about->user->home == about->tenant && !about->user->administrator)
    return;

  array = bw_sim_case_get_guest (about) == NULL && about->user->home != about->tenant
          ? make_gdap_roles (about) : json_array_new ();
  if (about->user->home == about->tenant)
    json_array_add_string_element (array, BW_SIM_GLOBAL_ADMINISTRATOR);
  json_object_set_array_member (claims, "wids", array);
}

/* Tells where somebody is at home who is elsewhere. */
static void
add_origin (const BwSimCase *about,
            JsonObject      *claims)
{
  if (about->tenant != about->user->home)
    bw_sim_json_take_string (claims, "idp", make_issuer (about->user->home));
  if (bw_sim_case_get_guest (about) != NULL)
    {
      json_object_set_string_member (claims, "email", about->user->user_name);
      json_object_set_int_member (claims, "acct", 1);
    }
}

static void
add_user (const BwSimCase   *about,
          const BwSimSignIn *sign_in,
          GPtrArray         *granted,
          JsonObject        *claims)
{
  JsonArray *methods = json_array_new ();
  g_autofree char *scope = NULL;

  json_array_add_string_element (methods, "pwd");
  if (sign_in->mfa)
    json_array_add_string_element (methods, "mfa");
  json_object_set_array_member (claims, "amr", methods);

  json_object_set_string_member (claims, "idtyp", "user");
  bw_sim_json_take_string (claims, "oid", bw_sim_case_dup_user_id (about));
  json_object_set_string_member (claims, "name", about->user->name);
  json_object_set_string_member (claims, "upn", about->user->user_name);
  json_object_set_string_member (claims, "unique_name", about->user->user_name);
  json_object_set_string_member (claims, "sid", sign_in->session);
  add_roles (about, claims);
  add_origin (about, claims);

  g_ptr_array_add (granted, NULL);
  scope = g_strjoinv (" ", (char **) granted->pdata);
  json_object_set_string_member (claims, "scp", granted->len > 1 ? scope : "openid profile email");
}

/* What the application may do by itself: at home what it is registered with, elsewhere what an
 * administrator assigned. */
static const char *
get_app_roles (const BwSimCase *about)
{
  BwSimPrincipal *principal;

  if (!g_str_equal (about->scope->resource->app_id, BW_SIM_GRAPH_APP))
    return NULL;
  if (about->tenant == about->world->partner)
    return about->app->roles;

  principal = bw_sim_tenant_get_principal (about->tenant, about->app->client_id);

  return principal != NULL && principal->roles_visible <= bw_sim_clock_now (about->world->clock)
         ? principal->roles : NULL;
}

static void
add_app (const BwSimCase *about,
         JsonObject      *claims)
{
  const char *held = get_app_roles (about);
  g_auto(GStrv) roles = g_strsplit (held != NULL ? held : "", " ", -1);
  g_autofree char *id = bw_sim_tenant_dup_principal_id (about->tenant, about->app->client_id);
  JsonArray *array = json_array_new ();

  json_object_set_string_member (claims, "idtyp", "app");
  json_object_set_string_member (claims, "oid", id);
  json_object_set_string_member (claims, "sub", id);
  bw_sim_json_take_string (claims, "idp", make_issuer (about->tenant));

  for (guint i = 0; roles[i] != NULL; i++)
    {
      if (roles[i][0] != '\0')
        json_array_add_string_element (array, roles[i]);
    }

  /* Microsoft leaves the claim out, and issues the token all the same. */
  if (json_array_get_length (array) > 0)
    json_object_set_array_member (claims, "roles", array);
  else
    json_array_unref (array);
}

static char *
make_access_token (BwSimExchange     *self,
                   const BwSimCase   *about,
                   const BwSimSignIn *sign_in,
                   GPtrArray         *granted)
{
  g_autoptr(JsonObject) claims = json_object_new ();
  gint64 now = bw_sim_login_now (self) / BW_SIM_SECOND;
  const BwSimResource *resource = about->scope->resource;

  json_object_set_string_member (claims, "aud", resource != NULL ? resource->audience
                                                                 : BW_SIM_AUDIENCE_GRAPH);
  bw_sim_json_take_string (claims, "iss", make_issuer (about->tenant));
  add_times (claims, now, now + get_lifetime (about));
  json_object_set_string_member (claims, "acr", "1");
  json_object_set_string_member (claims, "app_displayname", about->app->name);
  json_object_set_string_member (claims, "appid", about->app->client_id);
  json_object_set_string_member (claims, "appidacr",
                                 about->proof == BW_SIM_PROOF_ASSERTION ? "2" :
                                 about->proof == BW_SIM_PROOF_SECRET ? "1" : "0");
  bw_sim_json_take_string (claims, "sub", make_subject (about));
  json_object_set_string_member (claims, "tid", about->tenant->id);
  json_object_set_string_member (claims, "tenant_region_scope",
                                 about->tenant->region != NULL ? about->tenant->region : "EU");
  bw_sim_json_take_string (claims, "uti", bw_sim_random_text (16));
  json_object_set_string_member (claims, "ver", "1.0");

  if (about->user != NULL)
    add_user (about, sign_in, granted, claims);
  else
    add_app (about, claims);

  return bw_sim_key_sign (bw_sim_tokens_get_key (bw_sim_login_get_tokens (self)), claims);
}

/* A client judges this token by its own clock.  Where the sandbox's was put
 * forward, the token is good from what the client takes for now. */
static char *
make_id_token (BwSimExchange     *self,
               const BwSimCase   *about,
               const BwSimSignIn *sign_in,
               const char        *nonce)
{
  g_autoptr(JsonObject) claims = json_object_new ();
  g_autofree char *path = g_strconcat ("/login/", about->tenant->id, "/v2.0", NULL);
  gint64 now = bw_sim_login_now (self) / BW_SIM_SECOND;
  gint64 from = now - MAX (about->world->clock->offset, 0) / BW_SIM_SECOND;

  json_object_set_string_member (claims, "aud", about->app->client_id);
  bw_sim_json_take_string (claims, "iss", bw_sim_exchange_dup_address (self, path));
  add_times (claims, from, now + LIFETIME);
  json_object_set_string_member (claims, "name", about->user->name);
  if (nonce != NULL)
    json_object_set_string_member (claims, "nonce", nonce);
  bw_sim_json_take_string (claims, "oid", bw_sim_case_dup_user_id (about));
  json_object_set_string_member (claims, "preferred_username", about->user->user_name);
  json_object_set_string_member (claims, "sid", sign_in->session);
  bw_sim_json_take_string (claims, "sub", make_subject (about));
  json_object_set_string_member (claims, "tid", about->tenant->id);
  bw_sim_json_take_string (claims, "uti", bw_sim_random_text (16));
  json_object_set_string_member (claims, "ver", "2.0");
  add_origin (about, claims);

  return bw_sim_key_sign (bw_sim_tokens_get_key (bw_sim_login_get_tokens (self)), claims);
}

/* Every permission bears its resource, and offline_access is never among them. */
static char *
make_scope (const BwSimCase *about,
            GPtrArray       *granted)
{
  const char *audience = about->scope->resource != NULL ? about->scope->resource->audience : NULL;
  GString *scope = g_string_new (NULL);

  for (guint i = 0; i < granted->len; i++)
    {
      const char *name = g_ptr_array_index (granted, i);

      g_string_append_printf (scope, "%s/%s ", audience, name);
    }
  if (about->scope->everything)
    g_string_append_printf (scope, "%s/.default ", audience);
  if (about->scope->openid)
    g_string_append (scope, "openid ");
  if (about->scope->profile)
    g_string_append (scope, "profile ");
  if (scope->len > 0)
    g_string_truncate (scope, scope->len - 1);

  return g_string_free (scope, FALSE);
}

static char *
make_client_info (const BwSimCase *about)
{
  g_autofree char *text = g_strdup_printf ("{\"uid\":\"%s\",\"utid\":\"%s\"}", about->user->id,
                                           about->user->home->id);

  return bw_sim_base64url ((const guint8 *) text, strlen (text));
}

static void
add_user_tokens (BwSimExchange     *self,
                 const BwSimCase   *about,
                 const BwSimSignIn *sign_in,
                 const char        *nonce,
                 gboolean           client_info,
                 JsonObject        *object)
{
  BwSimTokens *tokens = bw_sim_login_get_tokens (self);

  if (about->scope->offline)
    bw_sim_json_take_string (object, "refresh_token",
                             bw_sim_tokens_make_refresh (tokens, sign_in, bw_sim_login_now (self)));
  if (about->scope->openid)
    bw_sim_json_take_string (object, "id_token", make_id_token (self, about, sign_in, nonce));
  if (client_info)
    bw_sim_json_take_string (object, "client_info", make_client_info (about));
}

static void
note_given (BwSimExchange *self,
            JsonObject    *object)
{
  static const char *const names[] = { "access_token", "refresh_token", "id_token" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *token = bw_sim_json_string (object, names[i]);

      if (token != NULL)
        bw_sim_tokens_note_given (bw_sim_login_get_tokens (self), token);
    }
}

/**
 * bw_sim_login_issue:
 * @self: an exchange with the token endpoint
 * @about: what was decided well
 * @sign_in: (nullable): what it is based on; %NULL for an application by itself
 * @nonce: (nullable): for the ID token
 * @client_info: whether the client asked to be told whose tokens these are
 *
 * Replies with new tokens.
 */
void
bw_sim_login_issue (BwSimExchange     *self,
                    const BwSimCase   *about,
                    const BwSimSignIn *sign_in,
                    const char        *nonce,
                    gboolean           client_info)
{
  JsonObject *object = json_object_new ();
  g_autoptr(GPtrArray) granted = about->user != NULL ? bw_sim_scope_dup_granted (about) : NULL;

  json_object_set_string_member (object, "token_type", "Bearer");
  if (granted != NULL)
    bw_sim_json_take_string (object, "scope", make_scope (about, granted));
  json_object_set_int_member (object, "expires_in", get_lifetime (about));
  json_object_set_int_member (object, "ext_expires_in", get_lifetime (about));
  if (about->user != NULL)
    add_user_tokens (self, about, sign_in, nonce, client_info, object);
  bw_sim_json_take_string (object, "access_token",
                           make_access_token (self, about, sign_in, granted));
  note_given (self, object);

  bw_sim_exchange_set_header (self, "Cache-Control", "no-store, no-cache");
  bw_sim_exchange_set_header (self, "Pragma", "no-cache");
  bw_sim_exchange_reply_object (self, 200, object);
}
