/* test-https.c - nobody else answers in a service's name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "bw-error.h"
#include "bw-pace.h"
#include "test-server.h"
#include "test-util.h"

#define DAY (24 * 60 * 60)

/* Returns: (transfer full): a certificate that nobody vouches for */
static GTlsCertificate *
make_certificate (void)
{
  GTlsCertificate *certificate;
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t crt;
  gnutls_datum_t pems[2];
  g_autoptr(GError) error = NULL;
  g_autofree char *pem = NULL;

  g_assert_cmpint (gnutls_x509_privkey_init (&key), ==, 0);
  g_assert_cmpint (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                                 GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1),
                                                 0), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_init (&crt), ==, 0);
  gnutls_x509_crt_set_version (crt, 3);
  gnutls_x509_crt_set_serial (crt, "\1", 1);
  gnutls_x509_crt_set_activation_time (crt, time (NULL) - DAY);
  gnutls_x509_crt_set_expiration_time (crt, time (NULL) + DAY);
  gnutls_x509_crt_set_dn_by_oid (crt, GNUTLS_OID_X520_COMMON_NAME, 0, "127.0.0.1", 9);
  gnutls_x509_crt_set_subject_alt_name (crt, GNUTLS_SAN_IPADDRESS, "\x7f\0\0\1", 4, 0);
  gnutls_x509_crt_set_key (crt, key);
  g_assert_cmpint (gnutls_x509_crt_sign2 (crt, crt, key, GNUTLS_DIG_SHA256, 0), ==, 0);

  g_assert_cmpint (gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_PEM, &pems[0]), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_PEM, &pems[1]), ==, 0);
  pem = g_strdup_printf ("%.*s%.*s", (int) pems[0].size, pems[0].data, (int) pems[1].size,
                         pems[1].data);
  certificate = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);

  gnutls_free (pems[0].data);
  gnutls_free (pems[1].data);
  gnutls_x509_crt_deinit (crt);
  gnutls_x509_privkey_deinit (key);

  return certificate;
}

static void
answer (BwTestServer      *server,
        SoupServerMessage *message,
        guint              n,
        gpointer           data)
{
  bw_test_reply (message, 200, "{}");
}

static void
test_untrusted (void)
{
  g_autoptr(GTlsCertificate) certificate = make_certificate ();
  g_autoptr(BwTestServer) server = bw_test_server_new_tls (answer, NULL, certificate);
  g_autoptr(BwTestTokens) tokens = bw_test_tokens_new ();
  g_autoptr(BwHttp) http = bw_http_new ("Bailiwick/test");
  g_autoptr(BwService) service = NULL;
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  bw_pace_set_divisor (1000);
  bw_http_set_token_source (http, BW_TOKEN_SOURCE (tokens));
  service = bw_service_new ("graph", server->origin, "https://graph.microsoft.com");
  response = bw_test_send (http, bw_request_new (service, "GET", "/x"), &error);

  g_assert_null (response);
  g_assert_error (error, BW_ERROR, BW_ERROR_OFFLINE);
  g_assert_cmpuint (server->log->len, ==, 0);
  bw_test_spin_idle ();
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_print ("1..0 # SKIP no TLS backend\n");
      return 0;
    }

  g_test_add_func ("/net/https/untrusted", test_untrusted);

  return g_test_run ();
}
