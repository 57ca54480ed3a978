/* bw-jwt.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-base64url.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-jwt-private.h"
#include "bw-util.h"

/* An ID token of Microsoft's has about 1.5 KiB, with many groups some ten. */
#define MAX_TOKEN     (64 * 1024)
#define MAX_SIGNATURE 1024

/* In the issuer of a key that signs for every tenant. */
#define ANY_TENANT "{tenantid}"

/**
 * BwJwt:
 * @signed_part: what the signature is for: header and claims, as they came
 * @signature: the signature
 * @algorithm: how it is signed; one of those that we accept
 * @key_id: (nullable): with which key
 * @claims: an object
 */
struct _BwJwt
{
  char                    *signed_part;
  GBytes                  *signature;
  gnutls_sign_algorithm_t  algorithm;
  char                    *algorithm_name;
  char                    *key_id;
  JsonNode                *claims;
};

static const struct
{
  const char              *name;
  gnutls_sign_algorithm_t  algorithm;
} algorithms[] = {
  { "RS256", GNUTLS_SIGN_RSA_SHA256 },
  { "PS256", GNUTLS_SIGN_RSA_PSS_RSAE_SHA256 },
};

static gboolean
fail (GError     **error,
      const char  *text)
{
  g_set_error_literal (error, BW_ERROR, BW_ERROR_PROTOCOL, text);

  return FALSE;
}

/* Returns: (transfer full) (nullable): the object in one part of a token */
static JsonNode *
read_part (const char *part,
           gsize       length)
{
  g_autoptr(GBytes) bytes = length > 0 ? bw_base64url_decode (part, length) : NULL;
  g_autoptr(JsonNode) node = NULL;

  /* What the parser says may quote the token, so nobody gets to see it. */
  if (bytes != NULL)
    node = bw_json_parse (bytes, NULL);

  return bw_json_node_object (node) != NULL ? g_steal_pointer (&node) : NULL;
}

static gboolean
take_header (BwJwt      *self,
             JsonObject *header,
             GError    **error)
{
  const char *algorithm = bw_json_get_string (header, "alg");
  const char *type = bw_json_get_string (header, "typ");

  /* What must be understood is nothing that we know. */
  if (json_object_has_member (header, "crit") ||
      (type != NULL && g_ascii_strcasecmp (type, "JWT") != 0))
    return fail (error, _("The token is of a kind that Bailiwick does not know."));

  for (guint i = 0; i < G_N_ELEMENTS (algorithms); i++)
    {
      if (g_strcmp0 (algorithms[i].name, algorithm) != 0)
        continue;

      self->algorithm = algorithms[i].algorithm;
      self->algorithm_name = g_strdup (algorithm);
      self->key_id = g_strdup (bw_json_get_string (header, "kid"));
      return TRUE;
    }

  return fail (error, _("The token is not signed, or in a way that Bailiwick does not accept."));
}

static gboolean
take_apart (BwJwt       *self,
            const char  *token,
            GError     **error)
{
  const char *body = strchr (token, '.');
  const char *signature = body != NULL ? strchr (body + 1, '.') : NULL;
  g_autoptr(JsonNode) header = NULL;
  gsize length = signature != NULL ? strlen (signature + 1) : 0;

  if (length == 0 || length > MAX_SIGNATURE * 2 ||
      (header = read_part (token, (gsize) (body - token))) == NULL ||
      (self->claims = read_part (body + 1, (gsize) (signature - body - 1))) == NULL ||
      (self->signature = bw_base64url_decode (signature + 1, length)) == NULL)
    return fail (error, _("The token cannot be read."));

  self->signed_part = g_strndup (token, (gsize) (signature - token));

  return take_header (self, json_node_get_object (header), error);
}

/**
 * bw_jwt_new:
 * @token: anything; not yet trusted
 * @error: return location for a %BW_ERROR_PROTOCOL, which never quotes @token
 *
 * Reads a signed token in the compact form.  Nothing in it counts before
 * bw_jwt_verify() says so.
 *
 * Returns: (transfer full): the token, or %NULL with @error set
 */
BwJwt *
bw_jwt_new (const char  *token,
            GError     **error)
{
  g_autoptr(BwJwt) self = NULL;

  g_return_val_if_fail (token != NULL, NULL);

  if (strnlen (token, MAX_TOKEN + 1) > MAX_TOKEN)
    {
      fail (error, _("The token is too long."));
      return NULL;
    }

  self = g_new0 (BwJwt, 1);
  if (!take_apart (self, token, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * bw_jwt_free:
 * @self: (transfer full): a token
 */
void
bw_jwt_free (BwJwt *self)
{
  g_free (self->signed_part);
  g_clear_pointer (&self->signature, g_bytes_unref);
  g_free (self->algorithm_name);
  g_free (self->key_id);
  g_clear_pointer (&self->claims, json_node_unref);
  g_free (self);
}

/**
 * bw_jwt_get_key_id:
 * @self: a token
 *
 * Returns: (nullable): ID of the key that it says it is signed with ("kid")
 */
const char *
bw_jwt_get_key_id (const BwJwt *self)
{
  return self->key_id;
}

/**
 * bw_jwt_get_claims:
 * @self: a token
 *
 * Returns: (transfer none): what it says
 */
JsonObject *
bw_jwt_get_claims (const BwJwt *self)
{
  return json_node_get_object (self->claims);
}

/* Microsoft marks each key with the issuer that may use it. */
static gboolean
may_sign (const BwJwk *jwk,
          JsonObject  *claims)
{
  const char *tenant_id = bw_json_get_string (claims, "tid");
  g_autoptr(GString) issuer = g_string_new (jwk->issuer);

  if (jwk->issuer == NULL)
    return TRUE;

  g_string_replace (issuer, ANY_TENANT, tenant_id != NULL ? tenant_id : "", 0);

  return g_strcmp0 (bw_json_get_string (claims, "iss"), issuer->str) == 0;
}

/**
 * bw_jwt_verify:
 * @self: a token
 * @keys: the keys of who should have signed it
 * @error: return location for a %BW_ERROR_PROTOCOL
 *
 * Returns: whether one of @keys signed it, the one that it names
 */
gboolean
bw_jwt_verify (const BwJwt   *self,
               const BwJwks  *keys,
               GError       **error)
{
  const BwJwk *jwk = bw_jwks_get (keys, self->key_id);
  gnutls_datum_t data = { .data = (unsigned char *) self->signed_part,
                          .size = (unsigned int) strlen (self->signed_part) };
  gnutls_datum_t signature = { NULL, 0 };
  gsize size;

  if (jwk == NULL)
    return fail (error, _("The token is signed with a key that Microsoft does not publish."));

  if ((jwk->algorithm != NULL && !g_str_equal (jwk->algorithm, self->algorithm_name)) ||
      !may_sign (jwk, bw_jwt_get_claims (self)))
    return fail (error, _("The token is signed with a key that is not for such tokens."));

  signature.data = (unsigned char *) g_bytes_get_data (self->signature, &size);
  signature.size = (unsigned int) size;
  if (gnutls_pubkey_verify_data2 (jwk->key, self->algorithm, 0, &data, &signature) < 0)
    return fail (error, _("The signature of the token is wrong."));

  return TRUE;
}
