/* login-tokens.c - what is in a token, and whether it is signed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gnutls/abstract.h>
#include <string.h>

#include "login-util.h"

static guchar *
decode (const char *text,
        gsize      *size)
{
  g_autoptr(GString) padded = g_string_new (text);

  g_string_replace (padded, "-", "+", 0);
  g_string_replace (padded, "_", "/", 0);
  while (padded->len % 4 != 0)
    g_string_append_c (padded, '=');

  return g_base64_decode (padded->str, size);
}

static gnutls_datum_t
decode_datum (const char *text)
{
  gsize size = 0;
  guchar *data = decode (text, &size);

  return (gnutls_datum_t) { data, (unsigned int) size };
}

static JsonNode *
decode_object (const char *text)
{
  gsize size = 0;
  g_autofree char *data = (char *) decode (text, &size);
  g_autofree char *json = g_strndup (data, size);
  g_autoptr(GError) error = NULL;
  JsonNode *node = json_from_string (json, &error);

  g_assert_no_error (error);

  return node;
}

static void
verify_signature (JsonObject *key,
                  const char *signed_text,
                  const char *signature)
{
  gnutls_datum_t modulus = decode_datum (json_object_get_string_member (key, "n"));
  gnutls_datum_t exponent = decode_datum (json_object_get_string_member (key, "e"));
  gnutls_datum_t datum = decode_datum (signature);
  gnutls_datum_t data = { (unsigned char *) signed_text, (unsigned int) strlen (signed_text) };
  gnutls_pubkey_t public_key;

  g_assert_cmpint (gnutls_pubkey_init (&public_key), ==, 0);
  g_assert_cmpint (gnutls_pubkey_import_rsa_raw (public_key, &modulus, &exponent), ==, 0);
  g_assert_cmpint (gnutls_pubkey_verify_data2 (public_key, GNUTLS_SIGN_RSA_SHA256, 0, &data,
                                               &datum), >=, 0);
  data.data[0] ^= 1;
  g_assert_cmpint (gnutls_pubkey_verify_data2 (public_key, GNUTLS_SIGN_RSA_SHA256, 0, &data,
                                               &datum), <, 0);

  gnutls_pubkey_deinit (public_key);
  g_free (modulus.data);
  g_free (exponent.data);
  g_free (datum.data);
}

/**
 * login_verify:
 * @self: a test
 * @token: a token that the sandbox gave
 *
 * Checks the signature with the keys that the sandbox publishes.
 *
 * Returns: (transfer full): an object with the claims
 */
JsonNode *
login_verify (LoginTest  *self,
              const char *token)
{
  g_auto(GStrv) parts = g_strsplit (token, ".", -1);
  g_autoptr(Answer) keys = login_get (self, "/login/%s/discovery/v2.0/keys", PARTNER);
  g_autoptr(JsonNode) header = NULL;
  g_autofree char *signed_text = NULL;
  JsonObject *key;

  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  header = decode_object (parts[0]);
  key = json_array_get_object_element (json_object_get_array_member (keys->json, "keys"), 0);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (header), "alg"), ==,
                   "RS256");
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (header), "kid"), ==,
                   json_object_get_string_member (key, "kid"));

  signed_text = g_strconcat (parts[0], ".", parts[1], NULL);
  verify_signature (key, signed_text, parts[2]);

  return decode_object (parts[1]);
}

/**
 * login_assert_claim:
 * @claims: what a token says
 * @name: of a claim
 * @value: (nullable): the text that it must be; %NULL if it must not be there
 */
void
login_assert_claim (JsonNode   *claims,
                    const char *name,
                    const char *value)
{
  JsonObject *object = json_node_get_object (claims);

  g_assert_cmpstr (json_object_get_string_member_with_default (object, name, NULL), ==, value);
}

/**
 * login_get_time:
 * @claims: what a token says
 * @name: of a claim
 *
 * Returns: the time, in seconds since 1970
 */
gint64
login_get_time (JsonNode   *claims,
                const char *name)
{
  return json_object_get_int_member (json_node_get_object (claims), name);
}
