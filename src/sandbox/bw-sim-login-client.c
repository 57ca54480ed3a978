/* bw-sim-login-client.c - whether an application is the one that it says it is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-credential.h"
#include "bw-sim-login.h"
#include "bw-sim-util.h"

#define ASSERTION_TYPE "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

/* By how much two clocks may differ, in seconds. */
#define SKEW 300

static const char *
get (GHashTable *form,
     const char *name)
{
  const char *value = g_hash_table_lookup (form, name);

  return value != NULL && value[0] != '\0' ? value : NULL;
}

static guint
check_secret (BwSimExchange *self,
              BwSimApp      *app,
              const char    *secret)
{
  gboolean expired = FALSE;

  if (g_strcmp0 (secret, app->secret) == 0)
    return 0;

  for (guint i = 0; app->credentials != NULL && i < app->credentials->len; i++)
    {
      BwSimCredential *credential = g_ptr_array_index (app->credentials, i);

      if (g_strcmp0 (secret, credential->secret) != 0)
        continue;
      if (credential->ends > bw_sim_login_now (self))
        return 0;

      expired = TRUE;
    }

  return expired ? 7000222 : 7000215;
}

static gboolean
is_base64url (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '-' && *p != '_')
        return FALSE;
    }

  return *text != '\0';
}

/* Returns: (transfer full) (nullable): an object */
static JsonNode *
decode_part (const char *part)
{
  g_autofree char *text = bw_sim_base64url_decode (part);
  g_autoptr(JsonNode) node = bw_sim_json_parse (text, -1, NULL);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? g_steal_pointer (&node) : NULL;
}

static BwSimCredential *
find_certificate (BwSimApp   *app,
                  JsonObject *header)
{
  const char *thumbprint = bw_sim_json_string (header, "x5t#S256");
  const char *old_thumbprint = bw_sim_json_string (header, "x5t");

  for (guint i = 0; app->credentials != NULL && i < app->credentials->len; i++)
    {
      BwSimCredential *credential = g_ptr_array_index (app->credentials, i);

      if (credential->pem == NULL)
        continue;
      if (thumbprint != NULL ? g_str_equal (thumbprint, credential->thumbprint)
                             : g_strcmp0 (old_thumbprint, credential->old_thumbprint) == 0)
        return credential;
    }

  return NULL;
}

static gboolean
is_signed (BwSimCredential *credential,
           const char      *algorithm,
           const char      *text,
           gsize            length,
           const char      *encoded)
{
  gnutls_sign_algorithm_t with = g_str_equal (algorithm, "PS256") ? GNUTLS_SIGN_RSA_PSS_RSAE_SHA256
                                                                  : GNUTLS_SIGN_RSA_SHA256;
  g_autoptr(GString) padded = g_string_new (encoded);
  g_autofree guchar *bytes = NULL;
  gnutls_datum_t data = { (unsigned char *) text, (unsigned int) length };
  gnutls_datum_t signature;
  gsize size = 0;

  g_string_replace (padded, "-", "+", 0);
  g_string_replace (padded, "_", "/", 0);
  while (padded->len % 4 != 0)
    g_string_append_c (padded, '=');

  bytes = g_base64_decode (padded->str, &size);
  signature.data = bytes;
  signature.size = (unsigned int) size;

  return size > 0 && gnutls_pubkey_verify_data2 (credential->key, with, 0, &data, &signature) >= 0;
}

/* The machine's clock: the one of the sandbox does not move that of the client. */
static gboolean
is_now (JsonObject *claims)
{
  gint64 now = g_get_real_time () / BW_SIM_SECOND;
  double begins = bw_sim_json_number (claims, "nbf", -1);
  double ends = bw_sim_json_number (claims, "exp", -1);

  return begins >= 0 && begins <= now + SKEW && ends > now - SKEW && ends > begins;
}

/* It must be for this very endpoint, in the tenant that is called. */
static gboolean
is_for_us (BwSimExchange   *self,
           const BwSimCase *about,
           const char      *audience)
{
  const char *names[] = { self->segments[0], about->tenant->id };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strdup_printf ("/login/%s/oauth2/v2.0/token", names[i]);
      g_autofree char *address = bw_sim_exchange_dup_address (self, path);

      if (g_strcmp0 (audience, address) == 0)
        return TRUE;
    }

  return FALSE;
}

static guint
check_claims (BwSimExchange   *self,
              const BwSimCase *about,
              JsonObject      *claims)
{
  const char *client_id = about->app->client_id;
  const char *id = bw_sim_json_string (claims, "jti");

  if (!is_for_us (self, about, bw_sim_json_string (claims, "aud")))
    return 700023;
  if (g_strcmp0 (bw_sim_json_string (claims, "iss"), client_id) != 0
      || g_strcmp0 (bw_sim_json_string (claims, "sub"), client_id) != 0)
    return 700021;
  if (id == NULL || *id == '\0')
    return 50027;

  return is_now (claims) ? 0 : 700024;
}

static guint
check_assertion (BwSimExchange   *self,
                 const BwSimCase *about,
                 const char      *assertion)
{
  g_auto(GStrv) parts = g_strsplit (assertion, ".", 4);
  g_autoptr(JsonNode) header = NULL;
  g_autoptr(JsonNode) claims = NULL;
  const char *algorithm;
  BwSimCredential *credential;

  if (g_strv_length (parts) != 3 || !is_base64url (parts[0]) || !is_base64url (parts[1])
      || !is_base64url (parts[2]))
    return 50027;

  header = decode_part (parts[0]);
  claims = decode_part (parts[1]);
  if (header == NULL || claims == NULL)
    return 50027;

  algorithm = bw_sim_json_string (json_node_get_object (header), "alg");
  if (g_strcmp0 (algorithm, "PS256") != 0 && g_strcmp0 (algorithm, "RS256") != 0)
    return 700027;

  credential = find_certificate (about->app, json_node_get_object (header));
  if (credential == NULL
      || !is_signed (credential, algorithm, assertion, strlen (parts[0]) + 1 + strlen (parts[1]),
                     parts[2]))
    return 700027;
  if (credential->ends <= bw_sim_login_now (self))
    return 7000222;

  return check_claims (self, about, json_node_get_object (claims));
}

/**
 * bw_sim_login_check_client:
 * @self: an exchange with the token endpoint
 * @form: (element-type utf8 utf8): what was posted
 * @about: the tenant and the application; told how the latter proved itself
 *
 * Returns: 0, or the AADSTS code of why the application is not believed
 */
guint
bw_sim_login_check_client (BwSimExchange *self,
                           GHashTable    *form,
                           BwSimCase     *about)
{
  const char *secret = get (form, "client_secret");
  const char *assertion = get (form, "client_assertion");
  gboolean alone = g_strcmp0 (get (form, "grant_type"), "client_credentials") == 0;

  if (!bw_sim_app_is_confidential (about->app))
    return secret != NULL || assertion != NULL ? 700025 : alone ? 7000218 : 0;

  if (assertion != NULL)
    {
      about->proof = BW_SIM_PROOF_ASSERTION;
      return g_strcmp0 (get (form, "client_assertion_type"), ASSERTION_TYPE) == 0
             ? check_assertion (self, about, assertion) : 7000218;
    }

  if (secret == NULL)
    return 7000218;

  about->proof = BW_SIM_PROOF_SECRET;

  return check_secret (self, about->app, secret);
}
