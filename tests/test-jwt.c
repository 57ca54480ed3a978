/* test-jwt.c - signed tokens, the keys behind them, and who signed in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-base64url.h"
#include "bw-error.h"
#include "bw-identity.h"
#include "bw-json.h"
#include "bw-util.h"
#include "test-answer.h"
#include "test-token.h"

#define TENANT "6babcaad-604b-40ac-a9d7-9fd97c0b779f"
#define USER   "6e7b768e-07e2-4810-8459-485f84f8f204"
#define CLIENT "11112222-3333-4444-5555-666677778888"
#define NOW    G_GINT64_CONSTANT (1795507200)
#define LOGIN  "https://login.microsoftonline.com/"

static BwCloud *cloud;
static BwTestKey *key;
static BwTestKey *other_key;

static void
test_base64url (void)
{
  static const struct { const char *text; const char *bytes; } good[] = {
    { "", "" }, { "Zg", "f" }, { "Zm8", "fo" }, { "Zm9v", "foo" }, { "Zm9vYg", "foob" },
    { "-_-_", "\xfb\xff\xbf" },
  };
  static const char * const bad[] = {
    "Z", "Zg=", "Zg==", "Zm9v\n", " Zm9v", "+/+/", "Zm9vY", "Zh", "Zm9", "Z.9v", "Zm9\xc3\xbc",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(GBytes) bytes = bw_base64url_decode (good[i].text, strlen (good[i].text));
      g_autofree char *text = bw_base64url_encode ((const guchar *) good[i].bytes,
                                                   strlen (good[i].bytes));

      g_assert_nonnull (bytes);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), good[i].bytes,
                       strlen (good[i].bytes));
      g_assert_cmpstr (text, ==, good[i].text);
    }

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("%s", bad[i]);
      g_assert_null (bw_base64url_decode (bad[i], strlen (bad[i])));
    }
}

static BwJwks *
make_keys (const char *list)
{
  g_autofree char *json = g_strdup_printf ("{\"keys\":[%s]}", list);
  g_autoptr(BwResponse) response = bw_test_answer_from ("login", 200, json);
  g_autoptr(GError) error = NULL;
  BwJwks *keys = bw_jwks_new_from_response (response, &error);

  g_assert_no_error (error);

  return keys;
}

static BwJwks *
make_key (const char *more)
{
  g_autofree char *jwk = bw_test_key_dup_jwk (key, more);

  return make_keys (jwk);
}

/* RFC 7515, appendix A.2, which is read but names no key. */
static void
test_unnamed (void)
{
  g_autoptr(BwJwks) keys = make_keys (
    "{\"kty\":\"RSA\",\"kid\":\"a2\",\"n\":\""
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp"
    "-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOW"
    "vG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUs"
    "LA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9k"
    "G4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2"
    "PAcDTW9gb54h4FRWyuXpoQ\",\"e\":\"AQAB\"}");
  g_autoptr(GError) error = NULL;
  g_autoptr(BwJwt) token = bw_jwt_new (
    "eyJhbGciOiJSUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
    "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7"
    "AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4"
    "BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K"
    "0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqv"
    "hJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrB"
    "p0igcN_IoypGlUPQGe77Rw", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (bw_json_get_string (bw_jwt_get_claims (token), "iss"), ==, "joe");

  /* Nobody may guess which key it is. */
  g_assert_null (bw_jwt_get_key_id (token));
  g_assert_false (bw_jwt_verify (token, keys, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
  g_assert_cmpint (bw_json_get_int (bw_jwt_get_claims (token), "exp", 0), ==, 1300819380);
}

static void
assert_verifies (const char   *text,
                 const BwJwks *keys)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwJwt) token = bw_jwt_new (text, &error);

  g_assert_no_error (error);
  bw_jwt_verify (token, keys, &error);
  g_assert_no_error (error);
}

static void
assert_refused (const char   *text,
                const BwJwks *keys,
                const char   *why)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwJwt) token = bw_jwt_new (text, &error);

  if (token != NULL)
    g_assert_false (bw_jwt_verify (token, keys, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, why));
  g_assert_null (strstr (error->message, "eyJ"));
}

static void
test_signatures (void)
{
  static const char * const algorithms[] = { "RS256", "PS256" };
  g_autoptr(BwJwks) keys = make_key (",\"use\":\"sig\",\"alg\":null,\"x5c\":[\"MII\"]");
  g_autofree char *strange = bw_test_key_sign (other_key, "RS256", "{}");

  for (guint i = 0; i < G_N_ELEMENTS (algorithms); i++)
    {
      g_autofree char *good = bw_test_key_sign (key, algorithms[i], "{\"a\":1}");
      g_auto(GStrv) parts = g_strsplit (good, ".", 3);
      g_autofree char *other = bw_test_key_sign (key, algorithms[i], "{\"a\":2}");
      g_auto(GStrv) other_parts = g_strsplit (other, ".", 3);
      g_autofree char *mixed = g_strjoin (".", parts[0], other_parts[1], parts[2], NULL);
      g_autofree char *renamed = g_strjoin (".", "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0", parts[1],
                                            parts[2], NULL);

      assert_verifies (good, keys);
      assert_refused (mixed, keys, "signature");
      assert_refused (renamed, keys, "signature");
    }

  assert_refused (strange, keys, "does not publish");
}

/* One kind of signature is not taken for the other. */
static void
test_confusion (void)
{
  g_autoptr(BwJwks) keys = make_key (NULL);
  g_autoptr(BwJwks) ps_keys = make_key (",\"alg\":\"PS256\"");
  g_autofree char *none = bw_test_key_sign (key, "none", "{}");
  g_autofree char *hmac = bw_test_key_sign (key, "HS256", "{}");
  g_autofree char *longer = bw_test_key_sign (key, "RS384", "{}");
  g_autofree char *rs = bw_test_key_sign (key, "RS256", "{}");
  g_autofree char *ps = bw_test_key_sign (key, "PS256", "{}");
  g_autofree char *ps_as_rs = bw_test_key_sign_parts (
    key, "PS256", "{\"alg\":\"RS256\",\"kid\":\"k1\"}", "{}");
  g_autofree char *bare = g_strconcat (none, "x", NULL);

  assert_refused (none, keys, "cannot be read");
  assert_refused (bare, keys, "cannot be read");
  assert_refused (hmac, keys, "does not accept");
  assert_refused (longer, keys, "does not accept");
  assert_refused (ps_as_rs, keys, "signature");
  assert_refused (rs, ps_keys, "not for such tokens");
  assert_verifies (ps, ps_keys);
}

static void
test_headers (void)
{
  static const struct { const char *header; const char *why; } cases[] = {
    { "{\"alg\":\"RS256\"}", "does not publish" },
    { "{\"alg\":\"RS256\",\"kid\":7}", "does not publish" },
    { "{\"alg\":\"RS256\",\"kid\":\"K1\"}", "does not publish" },
    { "{\"alg\":\"rs256\",\"kid\":\"k1\"}", "does not accept" },
    { "{\"alg\":[\"RS256\"],\"kid\":\"k1\"}", "does not accept" },
    { "{\"kid\":\"k1\"}", "does not accept" },
    { "{\"alg\":\"RS256\",\"kid\":\"k1\",\"crit\":[\"b64\"]}", "kind" },
    { "{\"alg\":\"RS256\",\"kid\":\"k1\",\"typ\":\"pop\"}", "kind" },
    { "[]", "cannot be read" }, { "", "cannot be read" }, { "{", "cannot be read" },
  };
  g_autoptr(BwJwks) keys = make_key (NULL);
  g_autofree char *plain = bw_test_key_sign_parts (key, "RS256",
                                                   "{\"alg\":\"RS256\",\"kid\":\"k1\"}", "{}");

  assert_verifies (plain, keys);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *token = bw_test_key_sign_parts (key, "RS256", cases[i].header, "{}");

      g_test_message ("%s", cases[i].header);
      assert_refused (token, keys, cases[i].why);
    }
}

static void
test_garbage (void)
{
  static const char * const odd[] = {
    "", ".", "..", "...", "a", "a.b", "a.b.c", "e30.e30.", "e30..AA", ".e30.AA", "e30.e30.AA.AA",
    "e30.e30.AA==", "e30=.e30.AA", "e30.bnVsbA.AA", "e30.W10.AA", "e30.gA.AA", " e30.e30.AA",
    "e30.e30.AA\n",
  };
  g_autoptr(BwJwks) keys = make_key (NULL);
  g_autofree char *good = bw_test_key_sign (key, "RS256", "{}");
  g_autofree char *filler = g_strnfill (70000, 'A');
  g_autofree char *big = g_strconcat (good, filler, NULL);
  g_autofree char *deep_filler = g_strnfill (20000, '[');
  g_autofree char *deep = bw_test_key_sign (key, "RS256", deep_filler);

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_test_message ("“%s”", odd[i]);
      assert_refused (odd[i], keys, "");
    }

  assert_refused (big, keys, "too long");
  assert_refused (deep, keys, "cannot be read");

  /* Wherever it is cut, it is not what was signed. */
  for (gsize length = 0; length < strlen (good); length++)
    {
      g_autofree char *part = g_strndup (good, length);
      g_autoptr(GError) error = NULL;
      g_autoptr(BwJwt) token = bw_jwt_new (part, &error);

      g_assert_true (token == NULL || !bw_jwt_verify (token, keys, &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
    }
}

static void
test_keys (void)
{
  g_autoptr(BwTestKey) short_key = bw_test_key_new ("short", 1024);
  g_autofree char *good = bw_test_key_dup_jwk (key, NULL);
  g_autofree char *again = bw_test_key_dup_jwk (key, ",\"alg\":\"PS256\"");
  g_autofree char *weak = bw_test_key_dup_jwk (short_key, NULL);
  g_autofree char *sealing = bw_test_key_dup_jwk (other_key, ",\"use\":\"enc\"");
  g_autofree char *n = bw_test_key_dup_modulus (key);
  g_autofree char *filler = g_strnfill (3000, 'A');
  g_autofree char *list = g_strdup_printf (
    "7,null,\"x\",[],{},{\"kty\":\"EC\",\"kid\":\"ec\",\"crv\":\"P-256\",\"x\":\"AA\"},"
    "{\"kty\":\"oct\",\"kid\":\"oct\",\"k\":\"AAAA\"},%s,%s,"
    "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"AQAB\"},"
    "{\"kty\":\"RSA\",\"kid\":\"\",\"n\":\"%s\",\"e\":\"AQAB\"},"
    "{\"kty\":\"RSA\",\"kid\":\"one\",\"n\":\"%s\",\"e\":\"AQ\"},"
    "{\"kty\":\"RSA\",\"kid\":\"even\",\"n\":\"%s\",\"e\":\"AQAA\"},"
    "{\"kty\":\"RSA\",\"kid\":\"none\",\"n\":\"%s\",\"e\":\"\"},"
    "{\"kty\":\"RSA\",\"kid\":\"wide\",\"n\":\"%s\",\"e\":\"AQAAAAAB\"},"
    "{\"kty\":\"RSA\",\"kid\":\"padded\",\"n\":\"%s=\",\"e\":\"AQAB\"},"
    "{\"kty\":\"RSA\",\"kid\":\"zero\",\"n\":\"%s\",\"e\":\"AQAB\"},%s,%s",
    weak, sealing, n, n, n, n, n, n, n, filler, good, again);
  g_autoptr(BwJwks) keys = make_keys (list);
  g_autofree char *token = bw_test_key_sign (key, "RS256", "{}");
  static const char * const left_out[] = {
    "ec", "oct", "short", "k2", "", "one", "even", "none", "wide", "padded", "zero",
  };

  g_assert_true (bw_jwks_has_key (keys, "k1"));
  g_assert_false (bw_jwks_has_key (keys, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (left_out); i++)
    {
      g_test_message ("%s", left_out[i]);
      g_assert_false (bw_jwks_has_key (keys, left_out[i]));
    }

  /* The first of two with the same ID counts. */
  assert_verifies (token, keys);
}

static void
test_no_keys (void)
{
  static const struct { guint status; const char *json; int code; } cases[] = {
    { 200, "{}", BW_ERROR_PROTOCOL }, { 200, "[]", BW_ERROR_PROTOCOL },
    { 200, "{\"keys\":{}}", BW_ERROR_PROTOCOL }, { 200, "{\"keys\":[]}", BW_ERROR_PROTOCOL },
    { 200, "{\"keys\":[{\"kty\":\"EC\",\"kid\":\"a\"}]}", BW_ERROR_PROTOCOL },
    { 200, "<html>", BW_ERROR_PROTOCOL },
    { 503, NULL, BW_ERROR_UNAVAILABLE },
    { 400, "{\"error\":\"invalid_tenant\",\"error_codes\":[90002]}", BW_ERROR_NOT_FOUND },
  };
  g_autofree char *jwk = bw_test_key_dup_jwk (key, NULL);
  g_autoptr(GString) many = g_string_new (NULL);
  g_autoptr(BwJwks) keys = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BwResponse) response = bw_test_answer_from ("login", cases[i].status,
                                                            cases[i].json);
      g_autoptr(GError) error = NULL;

      g_assert_null (bw_jwks_new_from_response (response, &error));
      g_assert_error (error, BW_ERROR, cases[i].code);
    }

  /* Nobody has that many: what comes after a hundred is not looked at. */
  g_string_append (many, jwk);
  for (guint i = 0; i < 99; i++)
    g_string_append (many, ",{}");
  jwk = (g_free (jwk), bw_test_key_dup_jwk (other_key, NULL));
  g_string_append_printf (many, ",%s", jwk);
  keys = make_keys (many->str);
  g_assert_true (bw_jwks_has_key (keys, "k1"));
  g_assert_false (bw_jwks_has_key (keys, "k2"));
}

/* Microsoft says of each key whose tokens it may sign. */
static void
test_key_issuer (void)
{
  static const struct { const char *issuer; gboolean good; } cases[] = {
    { LOGIN "{tenantid}/v2.0", TRUE },
    { LOGIN TENANT "/v2.0", TRUE },
    { LOGIN USER "/v2.0", FALSE },
    { LOGIN "9188040d-6c67-4c5b-b112-36a304b66dad/v2.0", FALSE },
    { "https://login.microsoftonline.us/{tenantid}/v2.0", FALSE },
    { "", FALSE },
  };
  g_autofree char *token = bw_test_key_sign (
    key, "RS256", "{\"tid\":\"" TENANT "\",\"iss\":\"" LOGIN TENANT "/v2.0\"}");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *more = g_strdup_printf (",\"issuer\":\"%s\"", cases[i].issuer);
      g_autoptr(BwJwks) keys = make_key (more);

      g_test_message ("%s", cases[i].issuer);
      if (cases[i].good)
        assert_verifies (token, keys);
      else
        assert_refused (token, keys, "not for such tokens");
    }
}

/* What a good token says; each test takes one thing away. */
typedef struct
{
  const char *audience;
  const char *nonce;
  const char *tenant;
  const char *object;
  const char *issuer;
  const char *version;
  gint64      issued;
  gint64      begins;
  gint64      ends;
} Claims;

#define GOOD { CLIENT, "n", TENANT, USER, LOGIN TENANT "/v2.0", "2.0", NOW, NOW, NOW + 3600 }

static BwIdentity *
read_identity (const Claims    *claims,
               const char      *authority,
               GError         **error)
{
  g_autofree char *json = g_strdup_printf (
    "{\"aud\":\"%s\",\"nonce\":\"%s\",\"tid\":\"%s\",\"oid\":\"%s\",\"iss\":\"%s\",\"ver\":\"%s\","
    "\"iat\":%" G_GINT64_FORMAT ",\"nbf\":%" G_GINT64_FORMAT ",\"exp\":%" G_GINT64_FORMAT ","
    "\"preferred_username\":\"ada@contoso.com\",\"name\":\"Ada?>\"}",
    claims->audience, claims->nonce, claims->tenant, claims->object, claims->issuer,
    claims->version, claims->issued, claims->begins, claims->ends);
  g_autofree char *token = bw_test_key_sign (key, "RS256", json);
  g_autoptr(BwJwks) keys = make_key (NULL);
  g_autoptr(BwSignIn) sign_in = bw_sign_in_new (authority, CLIENT, "openid");

  bw_set_str (&sign_in->nonce, "n");

  return bw_identity_new_from_token (token, sign_in, cloud, keys, NOW, error);
}

static void
test_identity (void)
{
  static const Claims good[] = {
    GOOD,
    { CLIENT, "n", TENANT, USER, LOGIN TENANT "/v2.0", "2.0", NOW + 300, NOW + 300, NOW + 3600 },
    { CLIENT, "n", TENANT, USER, LOGIN TENANT "/v2.0", "2.0", NOW - 3600, NOW - 3600, NOW - 299 },
  };
  static const char * const authorities[] = {
    TENANT, "6BABCAAD-604B-40AC-A9D7-9FD97C0B779F", "contoso.com", "organizations",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    for (guint j = 0; j < G_N_ELEMENTS (authorities); j++)
      {
        g_autoptr(GError) error = NULL;
        g_autoptr(BwIdentity) identity = read_identity (&good[i], authorities[j], &error);

        g_assert_no_error (error);
        g_assert_cmpstr (identity->tenant_id, ==, TENANT);
        g_assert_cmpstr (identity->object_id, ==, USER);
        g_assert_cmpstr (identity->user_name, ==, "ada@contoso.com");
        g_assert_cmpstr (identity->name, ==, "Ada?>");
      }
}

static void
test_identity_wrong (void)
{
  static const struct { Claims claims; const char *why; } cases[] = {
    { { USER, "n", TENANT, USER, LOGIN TENANT "/v2.0", "2.0", NOW, NOW, NOW + 3600 },
      "another application" },
    { { CLIENT, "m", TENANT, USER, LOGIN TENANT "/v2.0", "2.0", NOW, NOW, NOW + 3600 },
      "another attempt" },
    { { CLIENT, "n", TENANT, USER, LOGIN TENANT "/v2.0", "1.0", NOW, NOW, NOW + 3600 }, "version" },
    { { CLIENT, "n", USER, USER, LOGIN USER "/v2.0", "2.0", NOW, NOW, NOW + 3600 },
      "to another tenant" },
    { { CLIENT, "n", "contoso.com", USER, LOGIN "contoso.com/v2.0", "2.0", NOW, NOW, NOW + 3600 },
      "no tenant" },
    { { CLIENT, "n", TENANT, "oid", LOGIN TENANT "/v2.0", "2.0", NOW, NOW, NOW + 3600 },
      "no user" },
    { { CLIENT, "n", TENANT, USER, LOGIN USER "/v2.0", "2.0", NOW, NOW, NOW + 3600 },
      "not issued by" },
    { { CLIENT, "n", TENANT, USER, LOGIN TENANT "/v2.0/", "2.0", NOW, NOW, NOW + 3600 },
      "not issued by" },
    { { CLIENT, "n", TENANT, USER, "https://evil.example/" TENANT "/v2.0", "2.0", NOW, NOW,
        NOW + 3600 }, "not issued by" },
    { { CLIENT, "n", TENANT, USER, "https://sts.windows.net/" TENANT "/", "2.0", NOW, NOW,
        NOW + 3600 }, "not issued by" },
    { { CLIENT, "n", TENANT, USER, LOGIN TENANT "/v2.0", "2.0", NOW, NOW, 0 }, "until when" },
    { { CLIENT, "n", TENANT, USER, LOGIN TENANT "/v2.0", "2.0", 0, NOW, NOW + 60 }, "until when" },
    { { CLIENT, "n", TENANT, USER, LOGIN TENANT "/v2.0", "2.0", NOW, NOW, NOW }, "until when" },
    { { CLIENT, "n", TENANT, USER, LOGIN TENANT "/v2.0", "2.0", NOW, NOW, G_MAXINT64 },
      "until when" },
    { { CLIENT, "n", TENANT, USER, LOGIN TENANT "/v2.0", "2.0", NOW, G_MININT64, NOW + 60 },
      "until when" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (read_identity (&cases[i].claims, TENANT, &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].why));
      g_assert_null (strstr (error->message, "eyJ"));
    }
}

/* A token that was made a moment ago tells what time it is. */
static void
test_clock (void)
{
  static const struct { gint64 issued; gint64 ends; const char *why; } cases[] = {
    { NOW + 301, NOW + 4000, "about 5 minutes behind" },
    { NOW + 86400, NOW + 90000, "about 1440 minutes behind" },
    { NOW - 3900, NOW - 300, "about 65 minutes ahead" },
    { NOW - 86400, NOW - 82800, "about 1440 minutes ahead" },
    { NOW - 360, NOW - 301, "about 6 minutes ahead" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Claims claims = GOOD;
      g_autoptr(GError) error = NULL;

      claims.issued = claims.begins = cases[i].issued;
      claims.ends = cases[i].ends;
      g_assert_null (read_identity (&claims, TENANT, &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_CLOCK);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].why));
    }
}

static void
test_identity_unsigned (void)
{
  g_autoptr(BwSignIn) sign_in = bw_sign_in_new (TENANT, CLIENT, "openid");
  g_autoptr(BwJwks) keys = make_key (NULL);
  g_autofree char *known = bw_test_key_sign (key, "RS256", "{}");
  g_autofree char *unknown = bw_test_key_sign (other_key, "RS256", "{}");
  g_autofree char *forged = g_strconcat (known, "A", NULL);
  const char * const tokens[] = { NULL, "", unknown, forged, "e30.e30.AA" };

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (bw_identity_new_from_token (tokens[i], sign_in, cloud, keys, NOW, &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
    }

  g_assert_true (bw_identity_needs_key (unknown, keys));
  g_assert_false (bw_identity_needs_key (known, keys));
  g_assert_false (bw_identity_needs_key (NULL, keys));
  g_assert_false (bw_identity_needs_key ("garbage", keys));
}

/* A domain is only as good as the tenant behind it; without a nonce none is asked for. */
static void
test_identity_options (void)
{
  g_autoptr(BwSignIn) sign_in = bw_sign_in_new ("contoso.com", CLIENT, "openid");
  g_autoptr(BwJwks) keys = make_key (NULL);
  g_autofree char *json = g_strdup_printf (
    "{\"aud\":\"" CLIENT "\",\"tid\":\"" TENANT "\",\"oid\":\"" USER "\",\"ver\":\"2.0\","
    "\"iss\":\"" LOGIN TENANT "/v2.0\",\"iat\":%" G_GINT64_FORMAT ",\"exp\":%" G_GINT64_FORMAT "}",
    NOW, NOW + 3600);
  g_autofree char *token = bw_test_key_sign (key, "RS256", json);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwIdentity) identity = NULL;

  g_assert_null (bw_identity_new_from_token (token, sign_in, cloud, keys, NOW, &error));
  g_assert_nonnull (strstr (error->message, "another attempt"));
  g_clear_error (&error);

  bw_set_str (&sign_in->nonce, NULL);
  bw_set_str (&sign_in->tenant_id, USER);
  g_assert_null (bw_identity_new_from_token (token, sign_in, cloud, keys, NOW, &error));
  g_assert_nonnull (strstr (error->message, "to another tenant"));
  g_clear_error (&error);

  bw_set_str (&sign_in->tenant_id, TENANT);
  identity = bw_identity_new_from_token (token, sign_in, cloud, keys, NOW, &error);
  g_assert_no_error (error);
  g_assert_null (identity->user_name);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  cloud = bw_cloud_new ("global", NULL);
  key = bw_test_key_new ("k1", 2048);
  other_key = bw_test_key_new ("k2", 2048);

  g_test_add_func ("/api/base64url/strict", test_base64url);
  g_test_add_func ("/api/jwt/unnamed", test_unnamed);
  g_test_add_func ("/api/jwt/signatures", test_signatures);
  g_test_add_func ("/api/jwt/confusion", test_confusion);
  g_test_add_func ("/api/jwt/headers", test_headers);
  g_test_add_func ("/api/jwt/garbage", test_garbage);
  g_test_add_func ("/api/jwks/keys", test_keys);
  g_test_add_func ("/api/jwks/none", test_no_keys);
  g_test_add_func ("/api/jwks/issuer", test_key_issuer);
  g_test_add_func ("/api/identity/good", test_identity);
  g_test_add_func ("/api/identity/wrong", test_identity_wrong);
  g_test_add_func ("/api/identity/clock", test_clock);
  g_test_add_func ("/api/identity/unsigned", test_identity_unsigned);
  g_test_add_func ("/api/identity/options", test_identity_options);

  status = g_test_run ();
  bw_test_key_free (key);
  bw_test_key_free (other_key);
  bw_cloud_unref (cloud);

  return status;
}
