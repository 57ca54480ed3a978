/* test-sandbox-credentials.c - what the sandbox wants to see of a confidential client
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "assertion-util.h"
#include "login-util.h"

#define TOKEN  "/login/" PARTNER "/oauth2/v2.0/token"
#define TYPE   "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
#define DEVICE "urn:ietf:params:oauth:grant-type:device_code"
#define SECRET "Sec~ret.1"

static void
register_secret (LoginTest  *test,
                 const char *secret,
                 const char *expires)
{
  bw_test_sandbox_act (test->sandbox, "/_sandbox/credentials",
                       "{'secret':'%s','expires':'%s'}", secret, expires);
}

static void
register_certificate (LoginTest    *test,
                      BwTestSigner *signer)
{
  g_autofree char *pem = g_strescape (bw_test_signer_get_pem (signer), NULL);

  bw_test_sandbox_act (test->sandbox, "/_sandbox/credentials", "{'certificate':'%s'}", pem);
}

static Answer *
refresh (LoginTest  *test,
         const char *refresh_token,
         const char *name,
         const char *value)
{
  return login_post (test, TOKEN, "client_id", PUBLIC_APP, "grant_type", "refresh_token",
                     "refresh_token", refresh_token, "scope", GRAPH "/.default" OFFLINE, name,
                     value, NULL);
}

static Answer *
refresh_asserted (LoginTest  *test,
                  const char *refresh_token,
                  const char *assertion)
{
  return login_post (test, TOKEN, "client_id", PUBLIC_APP, "grant_type", "refresh_token",
                     "refresh_token", refresh_token, "scope", GRAPH "/.default" OFFLINE,
                     "client_assertion_type", TYPE, "client_assertion", assertion, NULL);
}

static char *
dup_audience (LoginTest  *test,
              const char *tenant)
{
  return g_strdup_printf ("%s/login/%s/oauth2/v2.0/token", bw_test_sandbox_get_url (test->sandbox),
                          tenant);
}

static void
assert_proof (LoginTest  *test,
              Answer     *answer,
              const char *proof)
{
  g_autoptr(JsonNode) claims = NULL;

  login_assert_issued (answer);
  claims = login_verify (test, login_string (answer, "access_token"));
  login_assert_claim (claims, "appidacr", proof);
}

/* Public at first, then confidential for every grant, then public again. */
static void
test_secret (LoginTest  *test,
             const void *data)
{
  g_autofree char *token = login_sign_in (test, PARTNER, ANNA);
  g_autofree char *code = login_dup_code (test, PARTNER, ANNA);
  g_autoptr(Answer) before = refresh (test, token, "client_secret", SECRET);

  login_assert_refused (before, 401, "invalid_client", 700025);
  register_secret (test, SECRET, "+30d");

  {
    g_autoptr(Answer) none = refresh (test, token, "dummy", "1");
    g_autoptr(Answer) wrong = refresh (test, token, "client_secret", SECRET "x");
    g_autoptr(Answer) good = refresh (test, token, "client_secret", SECRET);
    g_autoptr(Answer) bare = login_redeem (test, PARTNER, code);
    g_autoptr(Answer) proven = login_post (
      test, TOKEN, "client_id", PUBLIC_APP, "grant_type", "authorization_code", "code", code,
      "redirect_uri", REDIRECT, "code_verifier", VERIFIER, "client_secret", SECRET, NULL);
    g_autoptr(Answer) device = login_post (test, TOKEN, "client_id", PUBLIC_APP, "grant_type",
                                           DEVICE, "device_code", "x", NULL);
    g_autoptr(Answer) proven_device = login_post (
      test, TOKEN, "client_id", PUBLIC_APP, "grant_type", DEVICE, "device_code", "x",
      "client_secret", SECRET, NULL);
    g_autoptr(Answer) alone = login_post (
      test, TOKEN, "client_id", PUBLIC_APP, "grant_type", "client_credentials", "scope",
      GRAPH "/.default", "client_secret", SECRET, NULL);

    login_assert_refused (none, 401, "invalid_client", 7000218);
    login_assert_refused (wrong, 401, "invalid_client", 7000215);
    assert_proof (test, good, "1");
    login_assert_refused (bare, 401, "invalid_client", 7000218);
    assert_proof (test, proven, "1");
    login_assert_refused (device, 401, "invalid_client", 7000218);
    login_assert_refused (proven_device, 400, "bad_verification_code", 70018);
    login_assert_issued (alone);
  }

  bw_test_sandbox_control (test->sandbox, "DELETE", "/_sandbox/credentials", NULL);

  {
    g_autoptr(Answer) public = refresh (test, token, "dummy", "1");

    assert_proof (test, public, "0");
  }
}

/* A new secret is taken beside the old one, which ends. */
static void
test_secret_ends (LoginTest  *test,
                  const void *data)
{
  g_autofree char *token = login_sign_in (test, PARTNER, ANNA);

  register_secret (test, SECRET, "+30d");
  register_secret (test, "second", "+60d");

  {
    g_autoptr(Answer) first = refresh (test, token, "client_secret", SECRET);
    g_autoptr(Answer) second = refresh (test, token, "client_secret", "second");

    login_assert_issued (first);
    login_assert_issued (second);
  }

  bw_test_sandbox_advance (test->sandbox, 31 * 24 * 60 * 60);

  {
    g_autoptr(Answer) first = refresh (test, token, "client_secret", SECRET);
    g_autoptr(Answer) second = refresh (test, token, "client_secret", "second");

    login_assert_refused (first, 401, "invalid_client", 7000222);
    login_assert_issued (second);
  }
}

static void
test_assertion (LoginTest  *test,
                const void *data)
{
  g_autoptr(BwTestSigner) signer = bw_test_signer_new (30);
  g_autofree char *token = login_sign_in (test, PARTNER, ANNA);
  g_autofree char *audience = dup_audience (test, PARTNER);
  const BwTestAssertion cases[] = {
    { NULL, NULL, audience, PUBLIC_APP, NULL, NULL, 0, 600 },
    { "PS256", NULL, audience, PUBLIC_APP, NULL, NULL, -10, 60 },
    { "RS256", "x5t", audience, PUBLIC_APP, NULL, NULL, 0, 600 },
    { "RS256", "x5t#S256", audience, PUBLIC_APP, NULL, NULL, 0, 600 },
  };

  register_certificate (test, signer);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *assertion = bw_test_signer_assert (signer, &cases[i]);
      g_autoptr(Answer) answer = refresh_asserted (test, token, assertion);

      assert_proof (test, answer, "2");
    }
}

static void
test_assertion_refused (LoginTest  *test,
                        const void *data)
{
  g_autoptr(BwTestSigner) signer = bw_test_signer_new (30);
  g_autofree char *token = login_sign_in (test, PARTNER, ANNA);
  g_autofree char *audience = dup_audience (test, PARTNER);
  g_autofree char *other = dup_audience (test, READY);
  const struct
  {
    BwTestAssertion assertion;
    int             code;
  } cases[] = {
    { { NULL, NULL, other, PUBLIC_APP, NULL, NULL, 0, 600 }, 700023 },
    { { NULL, NULL, "https://login.microsoftonline.com", PUBLIC_APP, NULL, NULL, 0, 600 }, 700023 },
    { { NULL, NULL, audience, SECRET_APP, NULL, NULL, 0, 600 }, 700021 },
    { { NULL, NULL, audience, PUBLIC_APP, SECRET_APP, NULL, 0, 600 }, 700021 },
    { { NULL, NULL, audience, PUBLIC_APP, NULL, NULL, -1200, -600 }, 700024 },
    { { NULL, NULL, audience, PUBLIC_APP, NULL, NULL, 600, 1200 }, 700024 },
    { { NULL, NULL, audience, PUBLIC_APP, NULL, "", 0, 600 }, 50027 },
    { { "HS256", NULL, audience, PUBLIC_APP, NULL, NULL, 0, 600 }, 700027 },
    { { "none", NULL, audience, PUBLIC_APP, NULL, NULL, 0, 600 }, 700027 },
    { { NULL, "kid", audience, PUBLIC_APP, NULL, NULL, 0, 600 }, 700027 },
  };

  register_certificate (test, signer);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *assertion = bw_test_signer_assert (signer, &cases[i].assertion);
      g_autoptr(Answer) answer = refresh_asserted (test, token, assertion);

      g_test_message ("case %u", i);
      login_assert_refused (answer, 401, "invalid_client", cases[i].code);
    }
}

/* Right in all that it says, but not signed by whom it should be. */
static void
test_assertion_forged (LoginTest  *test,
                       const void *data)
{
  g_autoptr(BwTestSigner) signer = bw_test_signer_new (30);
  g_autoptr(BwTestSigner) stranger = bw_test_signer_new (30);
  g_autofree char *token = login_sign_in (test, PARTNER, ANNA);
  g_autofree char *audience = dup_audience (test, PARTNER);
  const BwTestAssertion words = { NULL, NULL, audience, PUBLIC_APP, NULL, NULL, 0, 600 };
  g_autofree char *good = bw_test_signer_assert (signer, &words);
  g_autofree char *strange = bw_test_signer_assert (stranger, &words);
  g_auto(GStrv) parts = g_strsplit (good, ".", -1);
  g_auto(GStrv) strange_parts = g_strsplit (strange, ".", -1);
  g_autofree char *swapped = g_strjoin (".", parts[0], parts[1], strange_parts[2], NULL);
  g_autofree char *unsigned_one = g_strjoin (".", parts[0], parts[1], "", NULL);
  const struct
  {
    const char *assertion;
    int         code;
  } cases[] = {
    { strange, 700027 }, { swapped, 700027 }, { unsigned_one, 50027 }, { "x", 50027 },
    { "a.b.c", 50027 }, { "a.b.c.d", 50027 },
  };

  register_certificate (test, signer);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Answer) answer = refresh_asserted (test, token, cases[i].assertion);

      g_test_message ("case %u", i);
      login_assert_refused (answer, 401, "invalid_client", cases[i].code);
    }

  {
    g_autoptr(Answer) no_type = refresh (test, token, "client_assertion", good);
    g_autoptr(Answer) secret = refresh (test, token, "client_secret", SECRET);

    login_assert_refused (no_type, 401, "invalid_client", 7000218);
    login_assert_refused (secret, 401, "invalid_client", 7000215);
  }
}

/* By the clock of the sandbox, as everything that was registered. */
static void
test_certificate_ends (LoginTest  *test,
                       const void *data)
{
  g_autoptr(BwTestSigner) signer = bw_test_signer_new (30);
  g_autofree char *token = login_sign_in (test, PARTNER, ANNA);
  g_autofree char *audience = dup_audience (test, PARTNER);
  const BwTestAssertion words = { NULL, NULL, audience, PUBLIC_APP, NULL, NULL, 0, 600 };
  g_autofree char *assertion = bw_test_signer_assert (signer, &words);
  g_autoptr(Answer) answer = NULL;

  register_certificate (test, signer);
  bw_test_sandbox_advance (test->sandbox, 31 * 24 * 60 * 60);
  answer = refresh_asserted (test, token, assertion);
  login_assert_refused (answer, 401, "invalid_client", 7000222);
}

/* What is registered outlives the sandbox's program. */
static void
test_restart (LoginTest  *test,
              const void *data)
{
  g_autoptr(BwTestSigner) signer = bw_test_signer_new (30);
  const BwTestAssertion empty = { 0 };
  BwTestAssertion words = empty;
  g_autofree char *audience = NULL;
  g_autofree char *token = NULL;
  g_autofree char *assertion = NULL;
  g_autoptr(Answer) none = NULL;
  g_autoptr(Answer) secret = NULL;
  g_autoptr(Answer) certificate = NULL;

  login_test_restart (test, "state.json");
  token = login_sign_in (test, PARTNER, ANNA);
  register_secret (test, SECRET, "+30d");
  register_certificate (test, signer);
  login_test_restart (test, "state.json");

  audience = dup_audience (test, PARTNER);
  words.audience = audience;
  words.issuer = PUBLIC_APP;
  words.ends = 600;
  assertion = bw_test_signer_assert (signer, &words);
  none = refresh (test, token, "dummy", "1");
  secret = refresh (test, token, "client_secret", SECRET);
  certificate = refresh_asserted (test, token, assertion);
  login_assert_refused (none, 401, "invalid_client", 7000218);
  assert_proof (test, secret, "1");
  assert_proof (test, certificate, "2");
}

static void
test_control_refused (LoginTest  *test,
                      const void *data)
{
  static const char *const bodies[] = {
    "{}", "{\"secret\":\"\"}", "{\"secret\":\"a\",\"certificate\":\"b\"}",
    "{\"certificate\":\"-----BEGIN CERTIFICATE-----\"}",
    "{\"secret\":\"a\",\"expires\":\"soon\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    g_assert_cmpuint (bw_test_sandbox_send (test->sandbox, "POST", "/_sandbox/credentials",
                                            bodies[i], NULL), ==, 400);

  g_assert_cmpuint (bw_test_sandbox_send (test->sandbox, "POST", "/_sandbox/credentials",
                                          "{\"secret\":\"a\",\"clientId\":\"x\"}", NULL), ==, 404);
  g_assert_cmpuint (bw_test_sandbox_send (test->sandbox, "DELETE",
                                          "/_sandbox/credentials?clientId=x", NULL, NULL), ==,
                    404);
}

#define TEST(name, function) \
  g_test_add ("/sandbox/credentials/" name, LoginTest, NULL, login_test_set_up, function, \
              login_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  TEST ("secret", test_secret);
  TEST ("secret-ends", test_secret_ends);
  TEST ("assertion", test_assertion);
  TEST ("assertion-refused", test_assertion_refused);
  TEST ("assertion-forged", test_assertion_forged);
  TEST ("certificate-ends", test_certificate_ends);
  TEST ("restart", test_restart);
  TEST ("control-refused", test_control_refused);

  return g_test_run ();
}
