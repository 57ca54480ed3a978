/* assertion-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gnutls/abstract.h>
#include <gnutls/x509.h>
#include <string.h>

#include "assertion-util.h"

struct _BwTestSigner
{
  gnutls_privkey_t  key;
  gnutls_x509_crt_t certificate;
  char             *pem;
};

static void
must (int result)
{
  if (result < 0)
    g_error ("GnuTLS: %s", gnutls_strerror (result));
}

/**
 * bw_test_signer_new:
 * @days: for how long the certificate is good
 *
 * Returns: (transfer full): a new key with its certificate
 */
BwTestSigner *
bw_test_signer_new (int days)
{
  BwTestSigner *self = g_new0 (BwTestSigner, 1);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gnutls_x509_privkey_t key;
  gnutls_datum_t pem = { NULL, 0 };

  must (gnutls_x509_privkey_init (&key));
  must (gnutls_x509_privkey_generate (key, GNUTLS_PK_RSA, 2048, 0));
  must (gnutls_x509_crt_init (&self->certificate));
  must (gnutls_x509_crt_set_key (self->certificate, key));
  must (gnutls_x509_crt_set_version (self->certificate, 3));
  must (gnutls_x509_crt_set_serial (self->certificate, "\x01", 1));
  must (gnutls_x509_crt_set_dn (self->certificate, "CN=Test", NULL));
  must (gnutls_x509_crt_set_activation_time (self->certificate, now - 60));
  must (gnutls_x509_crt_set_expiration_time (self->certificate, now + days * 24 * 60 * 60));
  must (gnutls_x509_crt_sign2 (self->certificate, self->certificate, key, GNUTLS_DIG_SHA256, 0));
  must (gnutls_x509_crt_export2 (self->certificate, GNUTLS_X509_FMT_PEM, &pem));
  self->pem = g_strndup ((const char *) pem.data, pem.size);
  gnutls_free (pem.data);
  must (gnutls_privkey_init (&self->key));
  must (gnutls_privkey_import_x509 (self->key, key, GNUTLS_PRIVKEY_IMPORT_COPY));
  gnutls_x509_privkey_deinit (key);

  return self;
}

/**
 * bw_test_signer_free:
 * @self: (transfer full): a key
 */
void
bw_test_signer_free (BwTestSigner *self)
{
  gnutls_privkey_deinit (self->key);
  gnutls_x509_crt_deinit (self->certificate);
  g_free (self->pem);
  g_free (self);
}

/**
 * bw_test_signer_get_pem:
 * @self: a key
 *
 * Returns: (transfer none): its certificate
 */
const char *
bw_test_signer_get_pem (BwTestSigner *self)
{
  return self->pem;
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

static char *
make_header (BwTestSigner          *self,
             const BwTestAssertion *assertion)
{
  const char *member = assertion->thumbprint != NULL ? assertion->thumbprint : "x5t#S256";
  gboolean is_new = g_str_equal (member, "x5t#S256");
  guchar digest[32];
  size_t size = sizeof digest;
  g_autofree char *thumbprint = NULL;
  g_autofree char *text = NULL;

  must (gnutls_x509_crt_get_fingerprint (self->certificate,
                                         is_new ? GNUTLS_DIG_SHA256 : GNUTLS_DIG_SHA1, digest,
                                         &size));
  thumbprint = encode (digest, size);
  text = g_strdup_printf ("{\"alg\":\"%s\",\"typ\":\"JWT\",\"%s\":\"%s\"}",
                          assertion->algorithm != NULL ? assertion->algorithm : "PS256", member,
                          thumbprint);

  return encode (text, strlen (text));
}

static char *
make_claims (const BwTestAssertion *assertion)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const char *subject = assertion->subject != NULL ? assertion->subject : assertion->issuer;
  g_autofree char *text = g_strdup_printf (
    "{\"aud\":\"%s\",\"iss\":\"%s\",\"sub\":\"%s\",\"jti\":\"%s\","
    "\"nbf\":%" G_GINT64_FORMAT ",\"exp\":%" G_GINT64_FORMAT "}", assertion->audience,
    assertion->issuer, subject, assertion->id != NULL ? assertion->id : "1",
    now + assertion->begins, now + assertion->ends);

  return encode (text, strlen (text));
}

/**
 * bw_test_signer_assert:
 * @self: a key
 * @assertion: what to say, and how
 *
 * Returns: (transfer full): the assertion
 */
char *
bw_test_signer_assert (BwTestSigner          *self,
                       const BwTestAssertion *assertion)
{
  gboolean old = g_strcmp0 (assertion->algorithm, "RS256") == 0;
  g_autofree char *header = make_header (self, assertion);
  g_autofree char *claims = make_claims (assertion);
  g_autofree char *text = g_strconcat (header, ".", claims, NULL);
  g_autofree char *encoded = NULL;
  gnutls_datum_t data = { (unsigned char *) text, (unsigned int) strlen (text) };
  gnutls_datum_t signature = { NULL, 0 };

  must (gnutls_privkey_sign_data2 (self->key, old ? GNUTLS_SIGN_RSA_SHA256
                                                  : GNUTLS_SIGN_RSA_PSS_RSAE_SHA256, 0, &data,
                                   &signature));
  encoded = encode (signature.data, signature.size);
  gnutls_free (signature.data);

  return g_strconcat (text, ".", encoded, NULL);
}
