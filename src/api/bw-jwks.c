/* bw-jwks.c - the keys that Microsoft signs with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-answer.h"
#include "bw-base64url.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-jwt-private.h"
#include "bw-util.h"

/* Microsoft publishes about ten keys of 2048 bits. */
#define MAX_KEYS      100
#define MAX_KEY_ID    256
#define MIN_BITS      2048
#define MAX_BITS      8192
#define MAX_EXPONENT  4

/**
 * BwJwks:
 * @keys: (element-type utf8 BwJwk): by their ID
 */
struct _BwJwks
{
  GHashTable *keys;
};

static void
jwk_free (gpointer data)
{
  BwJwk *self = data;

  g_free (self->issuer);
  g_free (self->algorithm);
  g_clear_pointer (&self->key, gnutls_pubkey_deinit);
  g_free (self);
}

/* Returns: (transfer full) (nullable): a number as a key writes it, of sensible size */
static GBytes *
read_number (JsonObject *object,
             const char *member,
             gsize       max_size)
{
  const char *text = bw_json_get_string (object, member);
  gsize length = text != NULL ? strlen (text) : 0;
  g_autoptr(GBytes) bytes = NULL;

  if (length == 0 || length > max_size * 2)
    return NULL;

  bytes = bw_base64url_decode (text, length);
  if (bytes == NULL || g_bytes_get_size (bytes) == 0 || g_bytes_get_size (bytes) > max_size)
    return NULL;

  return g_steal_pointer (&bytes);
}

static gnutls_datum_t
get_datum (GBytes *bytes)
{
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  return (gnutls_datum_t) { .data = (unsigned char *) data, .size = (unsigned int) size };
}

/* Returns: (transfer full) (nullable): the RSA key in @object */
static gnutls_pubkey_t
import_key (JsonObject *object)
{
  g_autoptr(GBytes) modulus = read_number (object, "n", MAX_BITS / 8 + 1);
  g_autoptr(GBytes) exponent = read_number (object, "e", MAX_EXPONENT);
  gnutls_datum_t n;
  gnutls_datum_t e;
  gnutls_pubkey_t key;
  unsigned int bits = 0;

  if (modulus == NULL || exponent == NULL)
    return NULL;

  n = get_datum (modulus);
  e = get_datum (exponent);

  /* With an exponent that is even, or one, anybody could sign. */
  if (e.data[e.size - 1] % 2 == 0 || (e.size == 1 && e.data[0] < 3) ||
      gnutls_pubkey_init (&key) != GNUTLS_E_SUCCESS)
    return NULL;

  if (gnutls_pubkey_import_rsa_raw (key, &n, &e) != GNUTLS_E_SUCCESS ||
      gnutls_pubkey_get_pk_algorithm (key, &bits) != GNUTLS_PK_RSA ||
      bits < MIN_BITS || bits > MAX_BITS)
    {
      gnutls_pubkey_deinit (key);
      return NULL;
    }

  return key;
}

/* What is not for checking signatures with RSA is left out, whatever it is. */
static void
add_key (BwJwks     *self,
         JsonObject *object)
{
  const char *id = bw_json_get_string (object, "kid");
  const char *type = bw_json_get_string (object, "kty");
  const char *use = bw_json_get_string (object, "use");
  gnutls_pubkey_t key;
  BwJwk *jwk;

  if (bw_str_is_empty (id) || strlen (id) > MAX_KEY_ID || g_strcmp0 (type, "RSA") != 0 ||
      (use != NULL && !g_str_equal (use, "sig")) || g_hash_table_contains (self->keys, id))
    return;

  key = import_key (object);
  if (key == NULL)
    return;

  jwk = g_new0 (BwJwk, 1);
  jwk->issuer = g_strdup (bw_json_get_string (object, "issuer"));
  jwk->algorithm = g_strdup (bw_json_get_string (object, "alg"));
  jwk->key = key;
  g_hash_table_insert (self->keys, g_strdup (id), jwk);
}

/**
 * bw_jwks_new_from_response:
 * @response: the answer to bw_discovery_get_keys()
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer full): Microsoft's keys, at least one, or %NULL with @error set
 */
BwJwks *
bw_jwks_new_from_response (BwResponse  *response,
                           GError     **error)
{
  JsonObject *object = bw_answer_object (response, error);
  g_autoptr(BwJwks) self = NULL;
  JsonArray *keys;

  if (object == NULL)
    return NULL;

  self = g_new0 (BwJwks, 1);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, jwk_free);
  keys = bw_json_get_array (object, "keys");
  for (guint i = 0; i < MIN (bw_json_array_length (keys), MAX_KEYS); i++)
    add_key (self, bw_json_array_object (keys, i));

  if (g_hash_table_size (self->keys) == 0)
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_PROTOCOL,
                           _("Microsoft’s list of keys has none that a sign-in can be checked "
                             "with."));
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * bw_jwks_free:
 * @self: (transfer full): keys
 */
void
bw_jwks_free (BwJwks *self)
{
  g_hash_table_unref (self->keys);
  g_free (self);
}

/**
 * bw_jwks_has_key:
 * @self: keys
 * @key_id: (nullable): ID of a key ("kid")
 *
 * Microsoft changes its keys now and then; whoever meets an unknown one asks for
 * them again, once.
 *
 * Returns: whether there is such a key
 */
gboolean
bw_jwks_has_key (const BwJwks *self,
                 const char   *key_id)
{
  return bw_jwks_get (self, key_id) != NULL;
}

/* Returns: (transfer none) (nullable): the key with that ID */
const BwJwk *
bw_jwks_get (const BwJwks *self,
             const char   *key_id)
{
  return key_id != NULL ? g_hash_table_lookup (self->keys, key_id) : NULL;
}
