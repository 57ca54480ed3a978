/* test-token.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <string.h>

#include "test-token.h"

struct _BwTestKey
{
  char             *id;
  char             *modulus;
  char             *exponent;
  gnutls_privkey_t  key;
};

static void
must (int result)
{
  g_assert_cmpint (result, >=, 0);
}

static char *
encode (const void *data,
        gsize       size)
{
  char *text = g_base64_encode (data, size);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';

  return text;
}

/**
 * bw_test_key_new:
 * @id: its ID
 * @bits: length of the modulus
 *
 * Returns: (transfer full): a new key
 */
BwTestKey *
bw_test_key_new (const char *id,
                 guint       bits)
{
  BwTestKey *self = g_new0 (BwTestKey, 1);
  gnutls_datum_t n = { NULL, 0 };
  gnutls_datum_t e = { NULL, 0 };

  self->id = g_strdup (id);
  must (gnutls_privkey_init (&self->key));
  must (gnutls_privkey_generate (self->key, GNUTLS_PK_RSA, bits, 0));
  must (gnutls_privkey_export_rsa_raw2 (self->key, &n, &e, NULL, NULL, NULL, NULL, NULL, NULL,
                                        GNUTLS_EXPORT_FLAG_NO_LZ));
  self->modulus = encode (n.data, n.size);
  self->exponent = encode (e.data, e.size);
  gnutls_free (n.data);
  gnutls_free (e.data);

  return self;
}

/**
 * bw_test_key_free:
 * @self: (transfer full): a key
 */
void
bw_test_key_free (BwTestKey *self)
{
  gnutls_privkey_deinit (self->key);
  g_free (self->id);
  g_free (self->modulus);
  g_free (self->exponent);
  g_free (self);
}

/**
 * bw_test_key_dup_jwk:
 * @self: a key
 * @more: (nullable): more members, such as ",\"use\":\"sig\""
 *
 * Returns: (transfer full): the public key as a JSON web key
 */
char *
bw_test_key_dup_jwk (BwTestKey  *self,
                     const char *more)
{
  return g_strdup_printf ("{\"kty\":\"RSA\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"%s}", self->id,
                          self->modulus, self->exponent, more != NULL ? more : "");
}

/**
 * bw_test_key_dup_modulus:
 * @self: a key
 *
 * Returns: (transfer full): base64url of the modulus
 */
char *
bw_test_key_dup_modulus (BwTestKey *self)
{
  return g_strdup (self->modulus);
}

static char *
make_signature (BwTestKey  *self,
                const char *algorithm,
                const char *text)
{
  gnutls_datum_t data = { (unsigned char *) text, (unsigned int) strlen (text) };
  gnutls_datum_t made = { NULL, 0 };
  guchar digest[32];
  char *signature;

  if (g_str_equal (algorithm, "none"))
    return g_strdup ("");

  /* As somebody would who takes the public key for a password. */
  if (g_str_equal (algorithm, "HS256"))
    {
      must (gnutls_hmac_fast (GNUTLS_MAC_SHA256, self->modulus, strlen (self->modulus), text,
                              strlen (text), digest));
      return encode (digest, sizeof digest);
    }

  must (gnutls_privkey_sign_data2 (self->key,
                                   g_str_equal (algorithm, "PS256")
                                   ? GNUTLS_SIGN_RSA_PSS_RSAE_SHA256
                                   : g_str_equal (algorithm, "RS384") ? GNUTLS_SIGN_RSA_SHA384
                                   : GNUTLS_SIGN_RSA_SHA256, 0, &data, &made));
  signature = encode (made.data, made.size);
  gnutls_free (made.data);

  return signature;
}

/**
 * bw_test_key_sign_parts:
 * @self: a key
 * @algorithm: how to sign: "RS256", "PS256", "RS384", "HS256" or "none"
 * @header: the header, whatever it says
 * @claims: the claims, whatever they are
 *
 * Returns: (transfer full): a token
 */
char *
bw_test_key_sign_parts (BwTestKey  *self,
                        const char *algorithm,
                        const char *header,
                        const char *claims)
{
  g_autofree char *head = encode (header, strlen (header));
  g_autofree char *body = encode (claims, strlen (claims));
  g_autofree char *text = g_strconcat (head, ".", body, NULL);
  g_autofree char *signature = make_signature (self, algorithm, text);

  return g_strconcat (text, ".", signature, NULL);
}

/**
 * bw_test_key_sign:
 * @self: a key
 * @algorithm: as for bw_test_key_sign_parts()
 * @claims: an object in JSON
 *
 * Returns: (transfer full): a token as Microsoft makes them
 */
char *
bw_test_key_sign (BwTestKey  *self,
                  const char *algorithm,
                  const char *claims)
{
  g_autofree char *header = g_strdup_printf ("{\"typ\":\"JWT\",\"alg\":\"%s\",\"kid\":\"%s\"}",
                                             algorithm, self->id);

  return bw_test_key_sign_parts (self, algorithm, header, claims);
}
