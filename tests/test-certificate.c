/* test-certificate.c - certificates, assertions and credentials, as OpenSSL sees them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "bw-base64url.h"
#include "bw-certificate.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-jwt.h"
#include "bw-login.h"
#include "bw-pace.h"
#include "bw-util.h"
#include "test-answer.h"
#include "test-util.h"

#define TENANT   "6babcaad-604b-40ac-a9d7-9fd97c0b779f"
#define CLIENT   "11112222-3333-4444-5555-666677778888"
#define NOW      G_GINT64_CONSTANT (1795507200) /* 2026-11-24 08:00:00 */
#define DAY      (24 * 60 * 60)
#define ENDPOINT "https://login.microsoftonline.com/" TENANT "/oauth2/v2.0/token"

static BwCloud *cloud;
static BwCertificate *certificate;
static char *folder;

/* Runs openssl in the folder and gives what it printed. */
static char *
run_openssl (const char *first_word,
             ...)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new ();
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  char *output = NULL;
  g_autofree char *complaint = NULL;
  va_list args;

  g_ptr_array_add (words, (char *) "openssl");
  va_start (args, first_word);
  for (const char *word = first_word; word != NULL; word = va_arg (args, const char *))
    g_ptr_array_add (words, (char *) word);
  va_end (args);
  g_ptr_array_add (words, NULL);

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                        G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_set_cwd (launcher, folder);
  process = g_subprocess_launcher_spawnv (launcher, (const char * const *) words->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, &complaint, &error);
  g_assert_no_error (error);
  g_test_message ("openssl %s: %s%s", first_word, output, complaint);
  g_assert_true (g_subprocess_get_successful (process));

  return output;
}

static void
write_bytes (const char *name,
             const void *data,
             gsize       size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
}

static void
assert_contains (const char *text,
                 const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in: %s", part, text);
}

/* What is for the app registration. */
static void
test_read (void)
{
  g_autofree char *pem = bw_certificate_dup_pem (certificate);
  g_autoptr(GBytes) der = bw_certificate_dup_der (certificate);
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  g_autofree char *dates = NULL;

  write_bytes ("certificate.pem", pem, strlen (pem));
  write_bytes ("certificate.der", g_bytes_get_data (der, NULL), g_bytes_get_size (der));
  text = run_openssl ("x509", "-in", "certificate.pem", "-noout", "-text", NULL);
  again = run_openssl ("x509", "-inform", "DER", "-in", "certificate.der", NULL);
  dates = run_openssl ("x509", "-in", "certificate.pem", "-noout", "-dates", NULL);

  assert_contains (text, "Version: 3 (0x2)");
  assert_contains (text, "Signature Algorithm: sha256WithRSAEncryption");
  assert_contains (text, "Issuer: CN = Bailiwick");
  assert_contains (text, "Subject: CN = Bailiwick");
  assert_contains (text, "Public-Key: (3072 bit)");
  assert_contains (text, "CA:FALSE");
  assert_contains (text, "Digital Signature");
  assert_contains (dates, "notBefore=Nov 24 07:55:00 2026 GMT");
  assert_contains (dates, "notAfter=Feb 22 08:00:00 2027 GMT");
  g_assert_cmpstr (again, ==, pem);
  g_assert_cmpint (bw_certificate_get_begin (certificate), ==, NOW - 300);
  g_assert_cmpint (bw_certificate_get_end (certificate), ==, NOW + 90 * DAY);
}

static void
test_thumbprints (void)
{
  static const struct { GChecksumType type; const char *option; } cases[] = {
    { G_CHECKSUM_SHA1, "-sha1" }, { G_CHECKSUM_SHA256, "-sha256" },
  };
  g_autofree char *pem = bw_certificate_dup_pem (certificate);

  write_bytes ("certificate.pem", pem, strlen (pem));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *thumbprint = bw_certificate_dup_thumbprint (certificate, cases[i].type);
      g_autofree char *printed = run_openssl ("x509", "-in", "certificate.pem", "-noout",
                                              "-fingerprint", cases[i].option, NULL);
      g_autoptr(GString) plain = g_string_new (strchr (printed, '=') + 1);

      g_string_replace (plain, ":", "", 0);
      g_strchomp (plain->str);
      g_assert_cmpstr (thumbprint, ==, plain->str);
    }
}

/* Everybody has an own key and number. */
static void
test_other (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwCertificate) other = bw_certificate_make (NOW, 1, &error);
  g_autofree char *pem = bw_certificate_dup_pem (certificate);
  g_autofree char *other_pem = bw_certificate_dup_pem (other);
  g_autofree char *key = bw_certificate_dup_key (certificate);
  g_autofree char *other_key = bw_certificate_dup_key (other);
  g_autofree char *serial = NULL;
  g_autofree char *other_serial = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (key, !=, other_key);
  write_bytes ("certificate.pem", pem, strlen (pem));
  write_bytes ("other.pem", other_pem, strlen (other_pem));
  serial = run_openssl ("x509", "-in", "certificate.pem", "-noout", "-serial", NULL);
  other_serial = run_openssl ("x509", "-in", "other.pem", "-noout", "-serial", NULL);
  g_assert_cmpuint (strlen (serial), ==, strlen ("serial=\n") + 32);
  g_assert_cmpstr (serial, !=, other_serial);

  /* The one's key is none for the other's certificate. */
  g_assert_null (bw_certificate_new (pem, other_key, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "does not belong"));
}

static void
test_key (void)
{
  g_autofree char *pem = bw_certificate_dup_pem (certificate);
  g_autofree char *key = bw_certificate_dup_key (certificate);
  g_autofree char *key_again = NULL;
  g_autofree char *pem_again = NULL;
  g_autofree char *checked = NULL;
  g_autofree guchar *der = NULL;
  g_autoptr(BwCertificate) again = NULL;
  g_autoptr(GError) error = NULL;
  gsize size;

  /* Fit for one entry of a keyring. */
  g_assert_null (strpbrk (key, "\r\n "));
  der = g_base64_decode (key, &size);
  write_bytes ("key.der", der, size);
  checked = run_openssl ("pkey", "-inform", "DER", "-in", "key.der", "-check", "-noout", NULL);
  assert_contains (checked, "Key is valid");

  again = bw_certificate_new (pem, key, &error);
  g_assert_no_error (error);
  key_again = bw_certificate_dup_key (again);
  pem_again = bw_certificate_dup_pem (again);
  g_assert_cmpstr (key_again, ==, key);
  g_assert_cmpstr (pem_again, ==, pem);
  g_assert_cmpint (bw_certificate_get_end (again), ==, NOW + 90 * DAY);
}

static void
test_unreadable (void)
{
  g_autofree char *pem = bw_certificate_dup_pem (certificate);
  g_autofree char *key = bw_certificate_dup_key (certificate);
  g_autofree char *cut_key = g_strndup (key, 400);
  g_autofree char *cut_pem = g_strndup (pem, 400);
  g_autofree char *long_text = g_strnfill (200000, 'A');
  const struct { const char *pem; const char *key; const char *why; } cases[] = {
    { "", key, "certificate" }, { cut_pem, key, "certificate" }, { long_text, key, "certificate" },
    { key, key, "certificate" },
    { pem, "", "private key" }, { pem, cut_key, "private key" }, { pem, long_text, "private key" },
    { pem, "garbage", "private key" }, { pem, pem, "private key" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (bw_certificate_new (cases[i].pem, cases[i].key, &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].why));
      g_assert_null (strstr (error->message, "AAA"));
    }
}

static JsonNode *
decode_part (const char *part)
{
  g_autoptr(GBytes) bytes = bw_base64url_decode (part, strlen (part));
  g_autoptr(GError) error = NULL;
  JsonNode *node;

  g_assert_nonnull (bytes);
  node = bw_json_parse (bytes, &error);
  g_assert_no_error (error);

  return node;
}

/* Returns: when it was made */
static gint64
check_claims (const char *assertion)
{
  g_auto(GStrv) parts = g_strsplit (assertion, ".", -1);
  g_autoptr(JsonNode) header = decode_part (parts[0]);
  g_autoptr(JsonNode) claims = decode_part (parts[1]);
  g_autofree char *thumbprint = bw_certificate_dup_thumbprint (certificate, G_CHECKSUM_SHA256);
  JsonObject *object = json_node_get_object (claims);
  const char *said = bw_json_get_string (json_node_get_object (header), "x5t#S256");
  g_autoptr(GBytes) digest = bw_base64url_decode (said, strlen (said));
  g_autoptr(GString) hex = g_string_new (NULL);
  gint64 made = bw_json_get_int (object, "iat", 0);
  const guchar *bytes;
  gsize size;

  bytes = g_bytes_get_data (digest, &size);
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (hex, "%02X", bytes[i]);

  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  g_assert_cmpuint (json_object_get_size (json_node_get_object (header)), ==, 3);
  g_assert_cmpstr (bw_json_get_string (json_node_get_object (header), "alg"), ==, "PS256");
  g_assert_cmpstr (bw_json_get_string (json_node_get_object (header), "typ"), ==, "JWT");
  g_assert_cmpstr (hex->str, ==, thumbprint);
  g_assert_cmpstr (bw_json_get_string (object, "aud"), ==, ENDPOINT);
  g_assert_cmpstr (bw_json_get_string (object, "iss"), ==, CLIENT);
  g_assert_cmpstr (bw_json_get_string (object, "sub"), ==, CLIENT);
  g_assert_true (bw_is_guid (bw_json_get_string (object, "jti")));
  g_assert_cmpint (bw_json_get_int (object, "nbf", 0), ==, made);
  g_assert_cmpint (bw_json_get_int (object, "exp", 0), ==, made + 600);

  return made;
}

/* OpenSSL verifies what GnuTLS signed, with the salt that RFC 7518 wants. */
static void
check_signature (const char *assertion)
{
  const char *dot = strrchr (assertion, '.');
  g_autoptr(GBytes) signature = bw_base64url_decode (dot + 1, strlen (dot + 1));
  g_autofree char *pem = bw_certificate_dup_pem (certificate);
  g_autofree char *public_key = NULL;
  g_autofree char *verified = NULL;

  write_bytes ("certificate.pem", pem, strlen (pem));
  write_bytes ("signed", assertion, (gsize) (dot - assertion));
  write_bytes ("signature", g_bytes_get_data (signature, NULL), g_bytes_get_size (signature));
  public_key = run_openssl ("x509", "-in", "certificate.pem", "-noout", "-pubkey", NULL);
  write_bytes ("public.pem", public_key, strlen (public_key));
  verified = run_openssl ("dgst", "-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt",
                          "rsa_pss_saltlen:32", "-verify", "public.pem", "-signature", "signature",
                          "signed", NULL);
  assert_contains (verified, "Verified OK");
}

static void
test_assertion (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *assertion = bw_client_assertion_make (certificate, ENDPOINT, CLIENT, NOW,
                                                         &error);
  g_autofree char *next = NULL;
  g_auto(GStrv) parts = NULL;
  g_auto(GStrv) next_parts = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (check_claims (assertion), ==, NOW);
  check_signature (assertion);

  /* Each is for one request. */
  next = bw_client_assertion_make (certificate, ENDPOINT, CLIENT, NOW, &error);
  g_assert_no_error (error);
  parts = g_strsplit (assertion, ".", 3);
  next_parts = g_strsplit (next, ".", 3);
  g_assert_cmpstr (parts[1], !=, next_parts[1]);
}

static BwJwks *
make_jwks (void)
{
  g_autofree char *pem = bw_certificate_dup_pem (certificate);
  g_autofree char *modulus = NULL;
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autofree char *n = NULL;
  g_autofree char *json = NULL;
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;
  const char *hex;
  BwJwks *keys;

  write_bytes ("certificate.pem", pem, strlen (pem));
  modulus = run_openssl ("x509", "-in", "certificate.pem", "-noout", "-modulus", NULL);
  hex = g_strchomp (strchr (modulus, '=') + 1);
  for (gsize i = 0; hex[i] != '\0'; i += 2)
    {
      guint8 byte = (guint8) (g_ascii_xdigit_value (hex[i]) << 4 |
                              g_ascii_xdigit_value (hex[i + 1]));

      g_byte_array_append (bytes, &byte, 1);
    }

  n = bw_base64url_encode (bytes->data, bytes->len);
  json = g_strdup_printf ("{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"c\",\"e\":\"AQAB\","
                          "\"n\":\"%s\"}]}", n);
  response = bw_test_answer_from ("login", 200, json);
  keys = bw_jwks_new_from_response (response, &error);
  g_assert_no_error (error);

  return keys;
}

/* What OpenSSL signs, GnuTLS verifies. */
static void
test_other_way (void)
{
  static const struct { const char *algorithm; const char *padding; const char *salt; } cases[] = {
    { "RS256", "rsa_padding_mode:pkcs1", "rsa_padding_mode:pkcs1" },
    { "PS256", "rsa_padding_mode:pss", "rsa_pss_saltlen:32" },
  };
  g_autoptr(BwJwks) keys = make_jwks ();
  g_autofree char *key = bw_certificate_dup_key (certificate);
  g_autofree char *made_key = NULL;
  g_autofree guchar *der = NULL;
  gsize size;

  der = g_base64_decode (key, &size);
  write_bytes ("key.der", der, size);
  made_key = run_openssl ("pkey", "-inform", "DER", "-in", "key.der", "-out", "key.pem", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *header = g_strdup_printf ("{\"alg\":\"%s\",\"kid\":\"c\"}",
                                                 cases[i].algorithm);
      g_autofree char *head = bw_base64url_encode ((const guchar *) header, strlen (header));
      g_autofree char *text = g_strconcat (head, ".e30", NULL);
      g_autofree char *path = g_build_filename (folder, "made", NULL);
      g_autofree char *signature = NULL;
      g_autofree char *encoded = NULL;
      g_autofree char *token = NULL;
      g_autofree char *nothing = NULL;
      g_autoptr(BwJwt) jwt = NULL;
      g_autoptr(GError) error = NULL;

      write_bytes ("text", text, strlen (text));
      nothing = run_openssl ("dgst", "-sha256", "-sign", "key.pem", "-out", "made", "-sigopt",
                             cases[i].padding, "-sigopt", cases[i].salt, "text", NULL);
      g_assert_true (g_file_get_contents (path, &signature, &size, NULL));
      encoded = bw_base64url_encode ((const guchar *) signature, size);
      token = g_strconcat (text, ".", encoded, NULL);
      jwt = bw_jwt_new (token, &error);
      g_assert_no_error (error);
      bw_jwt_verify (jwt, keys, &error);
      g_assert_no_error (error);
    }
}

static char *
dup_field (BwRequest  *request,
           const char *name)
{
  g_autofree char *form = g_strndup (g_bytes_get_data (bw_request_get_body (request), NULL),
                                     g_bytes_get_size (bw_request_get_body (request)));
  g_autoptr(GHashTable) fields = g_uri_parse_params (form, -1, "&", G_URI_PARAMS_WWW_FORM, NULL);

  return g_strdup (g_hash_table_lookup (fields, name));
}

static void
assert_field (BwRequest  *request,
              const char *name,
              const char *value)
{
  g_autofree char *sent = dup_field (request, name);

  g_assert_cmpstr (sent, ==, value);
}

static void
check_proof (BwRequest                *request,
             const BwClientCredential *credential,
             gint64                    begin)
{
  g_autofree char *assertion = dup_field (request, "client_assertion");
  BwCredentialKind kind = bw_client_credential_get_kind (credential);

  g_assert_cmpstr (bw_request_get_uri (request), ==, ENDPOINT);
  assert_field (request, "client_id", CLIENT);
  assert_field (request, "client_secret", kind == BW_CREDENTIAL_SECRET ? "s&cr=t" : NULL);
  assert_field (request, "client_assertion_type",
                kind == BW_CREDENTIAL_CERTIFICATE
                ? "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" : NULL);
  if (kind == BW_CREDENTIAL_CERTIFICATE)
    {
      g_assert_cmpint (check_claims (assertion), >=, begin);
      check_signature (assertion);
    }
  else
    {
      g_assert_null (assertion);
    }
}

static void
test_requests (void)
{
  g_autoptr(BwClientCredential) secret = bw_client_credential_new_secret ("s&cr=t");
  g_autoptr(BwClientCredential) proof = bw_client_credential_new_certificate (certificate);
  BwClientCredential *credentials[] = { NULL, secret, proof };
  g_autoptr(BwSignIn) sign_in = bw_sign_in_new (TENANT, CLIENT, "openid");

  sign_in->redirect_uri = g_strdup ("http://localhost:1234");
  for (guint i = 0; i < G_N_ELEMENTS (credentials); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(BwRequest) redeem = NULL;
      g_autoptr(BwRequest) refresh = NULL;
      g_autoptr(BwRequest) alone = NULL;
      gint64 begin = bw_clock_now ();

      g_assert_cmpint (bw_client_credential_get_kind (credentials[i]), ==, i);
      redeem = bw_sign_in_redeem (sign_in, cloud, "code", credentials[i], &error);
      g_assert_no_error (error);
      assert_field (redeem, "grant_type", "authorization_code");
      refresh = bw_login_refresh (cloud, TENANT, CLIENT, "r", "https://graph.microsoft.com", NULL,
                                  credentials[i], &error);
      g_assert_no_error (error);
      assert_field (refresh, "grant_type", "refresh_token");
      if (credentials[i] != NULL)
        alone = bw_login_act_alone (cloud, TENANT, CLIENT, "https://graph.microsoft.com",
                                    credentials[i], &error);
      g_assert_no_error (error);

      check_proof (redeem, credentials[i], begin);
      check_proof (refresh, credentials[i], begin);
      if (alone == NULL)
        continue;

      check_proof (alone, credentials[i], begin);
      assert_field (alone, "grant_type", "client_credentials");
      assert_field (alone, "scope", "https://graph.microsoft.com/.default");
      assert_field (alone, "refresh_token", NULL);
    }

  g_assert_true (bw_client_credential_get_certificate (proof) == certificate);
  g_assert_null (bw_client_credential_get_certificate (secret));
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *openssl = NULL;
  g_autoptr(GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);

  openssl = g_find_program_in_path ("openssl");
  g_assert_nonnull (openssl);
  folder = bw_test_make_dir ();
  cloud = bw_cloud_new ("global", NULL);
  certificate = bw_certificate_make (NOW, 90, &error);
  g_assert_no_error (error);

  g_test_add_func ("/api/certificate/read", test_read);
  g_test_add_func ("/api/certificate/thumbprints", test_thumbprints);
  g_test_add_func ("/api/certificate/other", test_other);
  g_test_add_func ("/api/certificate/key", test_key);
  g_test_add_func ("/api/certificate/unreadable", test_unreadable);
  g_test_add_func ("/api/assertion/made", test_assertion);
  g_test_add_func ("/api/jwt/openssl", test_other_way);
  g_test_add_func ("/api/credential/requests", test_requests);

  status = g_test_run ();
  bw_certificate_unref (certificate);
  bw_cloud_unref (cloud);
  bw_test_remove_dir (folder);
  g_free (folder);

  return status;
}
