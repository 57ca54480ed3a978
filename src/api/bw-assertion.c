/* bw-assertion.c - how an application proves with a certificate that it is itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-base64url.h"
#include "bw-certificate-private.h"
#include "bw-error.h"
#include "bw-json.h"

#define LIFETIME (10 * 60)

static char *
encode_builder (JsonBuilder *builder)
{
  g_autoptr(JsonNode) node = json_builder_get_root (builder);
  g_autofree char *text = bw_json_to_text (node, FALSE);

  return bw_base64url_encode ((const guchar *) text, strlen (text));
}

static char *
make_header (const BwCertificate *certificate)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(GBytes) der = bw_certificate_dup_der (certificate);
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *thumbprint = NULL;
  guchar digest[32];
  gsize size = sizeof digest;

  g_checksum_update (checksum, g_bytes_get_data (der, NULL), (gssize) g_bytes_get_size (der));
  g_checksum_get_digest (checksum, digest, &size);
  thumbprint = bw_base64url_encode (digest, size);

  json_builder_begin_object (builder);
  bw_json_add_string (builder, "alg", "PS256");
  bw_json_add_string (builder, "typ", "JWT");
  bw_json_add_string (builder, "x5t#S256", thumbprint);
  json_builder_end_object (builder);

  return encode_builder (builder);
}

static char *
make_claims (const char *audience,
             const char *client_id,
             gint64      now)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *id = g_uuid_string_random ();

  json_builder_begin_object (builder);
  bw_json_add_string (builder, "aud", audience);
  bw_json_add_string (builder, "iss", client_id);
  bw_json_add_string (builder, "sub", client_id);
  bw_json_add_string (builder, "jti", id);
  bw_json_add_int (builder, "iat", now);
  bw_json_add_int (builder, "nbf", now);
  bw_json_add_int (builder, "exp", now + LIFETIME);
  json_builder_end_object (builder);

  return encode_builder (builder);
}

/**
 * bw_client_assertion_make:
 * @certificate: what the app registration knows the application by
 * @audience: address of the token endpoint that it is for, in the tenant that is called
 * @client_id: our app registration
 * @now: the time, in seconds since 1970
 * @error: return location for a %BW_ERROR_FAILED
 *
 * Good for ten minutes, once, at that one endpoint (PS256: RSA with PSS, SHA-256
 * and a salt as long as the digest).
 *
 * Returns: (transfer full): the assertion, a secret, or %NULL with @error set
 */
char *
bw_client_assertion_make (const BwCertificate  *certificate,
                          const char           *audience,
                          const char           *client_id,
                          gint64                now,
                          GError              **error)
{
  g_autofree char *header = make_header (certificate);
  g_autofree char *claims = make_claims (audience, client_id, now);
  g_autofree char *text = g_strconcat (header, ".", claims, NULL);
  g_autofree char *encoded = NULL;
  gnutls_datum_t data = { (unsigned char *) text, (unsigned int) strlen (text) };
  gnutls_datum_t signature = { NULL, 0 };
  int result = gnutls_privkey_sign_data2 (bw_certificate_get_private_key (certificate),
                                          GNUTLS_SIGN_RSA_PSS_RSAE_SHA256, 0, &data, &signature);

  if (result < 0)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_FAILED, "%s (%s)",
                   _("The private key of the certificate cannot sign."), gnutls_strerror (result));
      return NULL;
    }

  encoded = bw_base64url_encode (signature.data, signature.size);
  gnutls_free (signature.data);

  return g_strconcat (text, ".", encoded, NULL);
}
