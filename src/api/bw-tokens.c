/* bw-tokens.c - what the token endpoint gives, and what an ID token says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-answer.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-login.h"
#include "bw-util.h"

#define MIN_LIFETIME 60
#define MAX_LIFETIME (48 * 60 * 60)
#define MAX_CLOCK_SKEW (5 * 60)

static void
forget (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

/**
 * bw_tokens_free:
 * @self: (transfer full): tokens; they are wiped
 */
void
bw_tokens_free (BwTokens *self)
{
  forget (self->access_token);
  forget (self->refresh_token);
  forget (self->id_token);
  g_free (self->scope);
  g_free (self);
}

/* Older versions of the endpoint write numbers as text. */
static gint64
read_lifetime (JsonObject *object)
{
  g_autofree char *text = bw_json_dup_scalar (object, "expires_in");
  gint64 lifetime;

  if (text == NULL ||
      !g_ascii_string_to_signed (text, 10, 1, G_MAXINT32, &lifetime, NULL))
    return 0;

  return CLAMP (lifetime, MIN_LIFETIME, MAX_LIFETIME);
}

/**
 * bw_tokens_new_from_response:
 * @response: the answer of the token endpoint
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the tokens, or %NULL with @error set
 */
BwTokens *
bw_tokens_new_from_response (BwResponse  *response,
                             GError     **error)
{
  JsonObject *object = bw_answer_object (response, error);
  const char *access_token = NULL;
  const char *type;
  gint64 lifetime;
  BwTokens *self;

  if (object != NULL)
    access_token = bw_json_require_string (object, "access_token", error);
  if (access_token == NULL)
    return NULL;

  type = bw_json_get_string (object, "token_type");
  lifetime = read_lifetime (object);
  if (type == NULL || g_ascii_strcasecmp (type, "Bearer") != 0 || lifetime == 0)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_PROTOCOL,
                   "The token is of an unknown type or has no lifetime");
      return NULL;
    }

  self = g_new0 (BwTokens, 1);
  self->access_token = g_strdup (access_token);
  self->refresh_token = g_strdup (bw_json_get_string (object, "refresh_token"));
  self->id_token = g_strdup (bw_json_get_string (object, "id_token"));
  self->scope = g_strdup (bw_json_get_string (object, "scope"));
  self->lifetime = lifetime;

  return self;
}

/**
 * bw_identity_free:
 * @self: (transfer full): an identity
 */
void
bw_identity_free (BwIdentity *self)
{
  g_free (self->tenant_id);
  g_free (self->object_id);
  g_free (self->name);
  g_free (self->user_name);
  g_free (self);
}

static GBytes *
decode_base64url (const char *text)
{
  g_autoptr(GString) padded = g_string_new (text);
  guchar *bytes;
  gsize size;

  for (gsize i = 0; i < padded->len; i++)
    {
      if (!g_ascii_isalnum (text[i]) && text[i] != '-' && text[i] != '_')
        return NULL;
      if (text[i] == '-')
        padded->str[i] = '+';
      if (text[i] == '_')
        padded->str[i] = '/';
    }

  while (padded->len % 4 != 0)
    g_string_append_c (padded, '=');
  bytes = g_base64_decode (padded->str, &size);

  return g_bytes_new_take (bytes, size);
}

static JsonNode *
parse_claims (const char  *id_token,
              GError     **error)
{
  g_auto(GStrv) parts = g_strsplit (id_token, ".", 4);
  g_autoptr(JsonNode) claims = NULL;
  g_autoptr(GBytes) bytes = NULL;

  if (g_strv_length (parts) == 3)
    bytes = decode_base64url (parts[1]);

  /* What the parser says may quote the token, so we say it in our own words. */
  if (bytes != NULL)
    claims = bw_json_parse (bytes, NULL);

  if (bw_json_node_object (claims) == NULL)
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_PROTOCOL, "The ID token cannot be read");
      return NULL;
    }

  return g_steal_pointer (&claims);
}

static gboolean
is_issued_by (JsonObject *claims,
              const char *tenant_id)
{
  g_autofree char *suffix = g_strdup_printf ("/%s/v2.0", tenant_id);
  const char *issuer = bw_json_get_string (claims, "iss");

  return issuer != NULL && g_str_has_suffix (issuer, suffix);
}

/* Returns what is wrong, or NULL. */
static const char *
find_fault (JsonObject     *claims,
            const BwSignIn *sign_in,
            gint64          now)
{
  const char *tenant_id = bw_json_get_string (claims, "tid");
  gint64 expires = bw_json_get_int (claims, "exp", 0);
  gint64 not_before = bw_json_get_int (claims, "nbf", 0);

  if (g_strcmp0 (bw_json_get_string (claims, "aud"), sign_in->client_id) != 0)
    return "The ID token is for another application";
  if (g_strcmp0 (bw_json_get_string (claims, "nonce"), sign_in->nonce) != 0)
    return "The ID token belongs to another attempt to sign in";
  if (!bw_is_guid (tenant_id) || !bw_is_guid (bw_json_get_string (claims, "oid")))
    return "The ID token names no tenant or no user";
  if (!is_issued_by (claims, tenant_id))
    return "The ID token was issued for another tenant";
  if (bw_is_guid (sign_in->tenant) && g_ascii_strcasecmp (sign_in->tenant, tenant_id) != 0)
    return "The sign-in was to another tenant than the one asked for";
  if (expires <= now - MAX_CLOCK_SKEW)
    return "The ID token has expired, or the clock is wrong";
  if (not_before > now + MAX_CLOCK_SKEW)
    return "The ID token is not valid yet, or the clock is wrong";

  return NULL;
}

/**
 * bw_identity_new_from_token:
 * @id_token: what the token endpoint gave; not yet trusted
 * @sign_in: the attempt that it belongs to
 * @now: the time, in seconds since 1970
 * @error: return location for a %BW_ERROR_PROTOCOL
 *
 * Checks everything but the signature: the token came straight from the token
 * endpoint, through TLS.
 *
 * Returns: (transfer full): who signed in, or %NULL with @error set
 */
BwIdentity *
bw_identity_new_from_token (const char      *id_token,
                            const BwSignIn  *sign_in,
                            gint64           now,
                            GError         **error)
{
  g_autoptr(JsonNode) root = NULL;
  JsonObject *claims;
  const char *fault;
  BwIdentity *self;

  g_return_val_if_fail (id_token != NULL, NULL);

  root = parse_claims (id_token, error);
  if (root == NULL)
    return NULL;

  claims = bw_json_node_object (root);
  fault = find_fault (claims, sign_in, now);
  if (fault != NULL)
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_PROTOCOL, fault);
      return NULL;
    }

  self = g_new0 (BwIdentity, 1);
  self->tenant_id = g_ascii_strdown (bw_json_get_string (claims, "tid"), -1);
  self->object_id = g_ascii_strdown (bw_json_get_string (claims, "oid"), -1);
  self->name = g_strdup (bw_json_get_string (claims, "name"));
  self->user_name = g_strdup (bw_json_get_string (claims, "preferred_username"));

  return self;
}
