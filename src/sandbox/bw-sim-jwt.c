/* bw-sim-jwt.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gnutls/abstract.h>
#include <gnutls/x509.h>
#include <string.h>

#include "bw-sim-jwt.h"
#include "bw-sim-util.h"

#define KEY_BITS 2048

struct _BwSimKey
{
  gnutls_x509_privkey_t  x509;
  gnutls_privkey_t       private_key;
  gnutls_pubkey_t        public_key;
  char                  *id;
  char                  *modulus;
  char                  *exponent;
};

/* Without memory or random numbers there is nothing to simulate. */
static void
must (int result)
{
  if (result < 0)
    g_error ("GnuTLS: %s", gnutls_strerror (result));
}

static char *
encode (const gnutls_datum_t *datum)
{
  return bw_sim_base64url (datum->data, datum->size);
}

static void
describe (BwSimKey *self)
{
  gnutls_datum_t modulus = { NULL, 0 };
  gnutls_datum_t exponent = { NULL, 0 };
  g_autofree char *hash = NULL;

  must (gnutls_privkey_init (&self->private_key));
  must (gnutls_privkey_import_x509 (self->private_key, self->x509, 0));
  must (gnutls_pubkey_init (&self->public_key));
  must (gnutls_pubkey_import_privkey (self->public_key, self->private_key, 0, 0));
  must (gnutls_pubkey_export_rsa_raw2 (self->public_key, &modulus, &exponent,
                                       GNUTLS_EXPORT_FLAG_NO_LZ));

  self->modulus = encode (&modulus);
  self->exponent = encode (&exponent);
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, modulus.data, modulus.size);
  self->id = bw_sim_base64url ((const guint8 *) hash, 20);

  gnutls_free (modulus.data);
  gnutls_free (exponent.data);
}

/**
 * bw_sim_key_new:
 *
 * Returns: (transfer full): a new key
 */
BwSimKey *
bw_sim_key_new (void)
{
  BwSimKey *self = g_new0 (BwSimKey, 1);

  must (gnutls_x509_privkey_init (&self->x509));
  must (gnutls_x509_privkey_generate (self->x509, GNUTLS_PK_RSA, KEY_BITS, 0));
  describe (self);

  return self;
}

/**
 * bw_sim_key_new_from_pem:
 * @pem: what bw_sim_key_dup_pem() made, or anything
 * @error: return location for a %G_IO_ERROR_INVALID_DATA
 *
 * Returns: (transfer full): the key, or %NULL with @error set
 */
BwSimKey *
bw_sim_key_new_from_pem (const char  *pem,
                         GError     **error)
{
  BwSimKey *self = g_new0 (BwSimKey, 1);
  gnutls_datum_t datum = { (unsigned char *) pem, (unsigned int) strlen (pem) };
  int result;

  must (gnutls_x509_privkey_init (&self->x509));
  result = gnutls_x509_privkey_import (self->x509, &datum, GNUTLS_X509_FMT_PEM);

  if (result < 0 || gnutls_x509_privkey_get_pk_algorithm (self->x509) != GNUTLS_PK_RSA)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "The saved signing key is not an RSA key: %s", gnutls_strerror (result));
      bw_sim_key_free (self);
      return NULL;
    }

  describe (self);

  return self;
}

/**
 * bw_sim_key_free:
 * @self: (transfer full): a key
 */
void
bw_sim_key_free (BwSimKey *self)
{
  g_clear_pointer (&self->public_key, gnutls_pubkey_deinit);
  g_clear_pointer (&self->private_key, gnutls_privkey_deinit);
  g_clear_pointer (&self->x509, gnutls_x509_privkey_deinit);
  g_free (self->id);
  g_free (self->modulus);
  g_free (self->exponent);
  g_free (self);
}

/**
 * bw_sim_key_dup_pem:
 * @self: a key
 *
 * Returns: (transfer full): the private key
 */
char *
bw_sim_key_dup_pem (BwSimKey *self)
{
  gnutls_datum_t datum = { NULL, 0 };
  char *pem;

  must (gnutls_x509_privkey_export2 (self->x509, GNUTLS_X509_FMT_PEM, &datum));
  pem = g_strndup ((const char *) datum.data, datum.size);
  gnutls_free (datum.data);

  return pem;
}

/**
 * bw_sim_key_get_id:
 * @self: a key
 *
 * Returns: its ID ("kid")
 */
const char *
bw_sim_key_get_id (BwSimKey *self)
{
  return self->id;
}

/**
 * bw_sim_key_to_jwk:
 * @self: a key
 * @issuer: whose tokens it signs
 *
 * Returns: (transfer full): the public key as a JSON web key (RFC 7517)
 */
JsonObject *
bw_sim_key_to_jwk (BwSimKey   *self,
                   const char *issuer)
{
  JsonObject *jwk = json_object_new ();

  json_object_set_string_member (jwk, "kty", "RSA");
  json_object_set_string_member (jwk, "use", "sig");
  json_object_set_string_member (jwk, "kid", self->id);
  json_object_set_string_member (jwk, "x5t", self->id);
  json_object_set_string_member (jwk, "n", self->modulus);
  json_object_set_string_member (jwk, "e", self->exponent);
  json_object_set_string_member (jwk, "issuer", issuer);

  return jwk;
}

static char *
encode_object (JsonObject *object)
{
  g_autofree char *text = bw_sim_json_format (object, FALSE);

  return bw_sim_base64url ((const guint8 *) text, strlen (text));
}

/**
 * bw_sim_key_sign:
 * @self: a key
 * @claims: what the token says
 *
 * Returns: (transfer full): a signed token (RFC 7515, compact)
 */
char *
bw_sim_key_sign (BwSimKey   *self,
                 JsonObject *claims)
{
  g_autoptr(JsonObject) header = json_object_new ();
  g_autofree char *head = NULL;
  g_autofree char *body = encode_object (claims);
  g_autofree char *input = NULL;
  g_autofree char *signature = NULL;
  gnutls_datum_t data;
  gnutls_datum_t signed_data = { NULL, 0 };

  json_object_set_string_member (header, "typ", "JWT");
  json_object_set_string_member (header, "alg", "RS256");
  json_object_set_string_member (header, "x5t", self->id);
  json_object_set_string_member (header, "kid", self->id);
  head = encode_object (header);
  input = g_strconcat (head, ".", body, NULL);

  data.data = (unsigned char *) input;
  data.size = (unsigned int) strlen (input);
  must (gnutls_privkey_sign_data2 (self->private_key, GNUTLS_SIGN_RSA_SHA256, 0, &data,
                                   &signed_data));
  signature = encode (&signed_data);
  gnutls_free (signed_data.data);

  return g_strconcat (input, ".", signature, NULL);
}

static gboolean
has_good_signature (BwSimKey   *self,
                    const char *input,
                    gsize       length,
                    const char *encoded)
{
  g_autoptr(GString) padded = g_string_new (encoded);
  g_autofree guchar *signature = NULL;
  gnutls_datum_t data = { (unsigned char *) input, (unsigned int) length };
  gnutls_datum_t datum = { NULL, 0 };
  gsize size = 0;

  g_string_replace (padded, "-", "+", 0);
  g_string_replace (padded, "_", "/", 0);
  while (padded->len % 4 != 0)
    g_string_append_c (padded, '=');

  signature = g_base64_decode (padded->str, &size);
  datum.data = signature;
  datum.size = (unsigned int) size;

  return size > 0 && gnutls_pubkey_verify_data2 (self->public_key, GNUTLS_SIGN_RSA_SHA256, 0,
                                                 &data, &datum) >= 0;
}

/**
 * bw_sim_key_verify:
 * @self: a key
 * @token: what bw_sim_key_sign() made, or anything
 *
 * Returns: (transfer full) (nullable): an object with the claims, if @token is signed by @self
 */
JsonNode *
bw_sim_key_verify (BwSimKey   *self,
                   const char *token)
{
  g_auto(GStrv) parts = g_strsplit (token, ".", 4);
  g_autofree char *head = NULL;
  g_autofree char *body = NULL;
  g_autoptr(JsonNode) header = NULL;

  if (g_strv_length (parts) != 3 || parts[0][0] == '\0' || parts[1][0] == '\0')
    return NULL;

  head = bw_sim_base64url_decode (parts[0]);
  header = bw_sim_json_parse (head, -1, NULL);
  if (header == NULL
      || g_strcmp0 (bw_sim_json_string (json_node_get_object (header), "alg"), "RS256") != 0
      || !has_good_signature (self, token, strlen (parts[0]) + 1 + strlen (parts[1]), parts[2]))
    return NULL;

  body = bw_sim_base64url_decode (parts[1]);

  return bw_sim_json_parse (body, -1, NULL);
}
