/* test-sandbox-tokens.c - the sandbox's tokens: how a client gets them and how long they are good
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "login-util.h"

#define TOKEN "/login/" PARTNER "/oauth2/v2.0/token"

static void
assert_page (Answer     *answer,
             guint       status,
             const char *text)
{
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_null (answer->location);
  g_assert_nonnull (strstr (answer->text, "<!DOCTYPE html>"));
  g_assert_nonnull (strstr (answer->text, text));
}

static void
test_code_refused (LoginTest  *test,
                   const void *data)
{
  g_autofree char *code = login_dup_code (test, PARTNER, ANNA);
  g_autoptr(Answer) no_verifier = login_post (
    test, TOKEN, "client_id", PUBLIC_APP, "grant_type", "authorization_code", "code", code,
    "redirect_uri", REDIRECT, NULL);
  g_autoptr(Answer) wrong_verifier = login_post (
    test, TOKEN, "client_id", PUBLIC_APP, "grant_type", "authorization_code", "code", code,
    "redirect_uri", REDIRECT, "code_verifier", CHALLENGE, NULL);
  g_autoptr(Answer) wrong_redirect = login_post (
    test, TOKEN, "client_id", PUBLIC_APP, "grant_type", "authorization_code", "code", code,
    "redirect_uri", REDIRECT "/", "code_verifier", VERIFIER, NULL);
  g_autoptr(Answer) wrong_client = login_post (
    test, TOKEN, "client_id", SECRET_APP, "client_secret", "s3cret/+", "grant_type",
    "authorization_code", "code", code, "redirect_uri", REDIRECT, "code_verifier", VERIFIER, NULL);
  g_autoptr(Answer) wrong_tenant = login_redeem (test, READY, code);
  g_autoptr(Answer) invented = login_redeem (test, PARTNER, "1.Ainvented");
  g_autoptr(Answer) good = login_redeem (test, PARTNER, code);

  login_assert_refused (no_verifier, 400, "invalid_grant", 50148);
  login_assert_refused (wrong_verifier, 400, "invalid_grant", 501481);
  login_assert_refused (wrong_redirect, 400, "invalid_grant", 500112);
  login_assert_refused (wrong_client, 400, "invalid_grant", 70000);
  login_assert_refused (wrong_tenant, 400, "invalid_grant", 700005);
  login_assert_refused (invented, 400, "invalid_grant", 70000);
  login_assert_issued (good);
}

static void
test_code_twice (LoginTest  *test,
                 const void *data)
{
  g_autofree char *other = login_sign_in (test, PARTNER, ANNA);
  g_autofree char *code = login_dup_code (test, PARTNER, ANNA);
  g_autoptr(Answer) first = login_redeem (test, PARTNER, code);
  g_autoptr(Answer) second = login_redeem (test, PARTNER, code);
  g_autoptr(Answer) revoked = login_refresh (test, PARTNER, login_string (first, "refresh_token"),
                                             GRAPH "/.default");
  g_autoptr(Answer) still_good = login_refresh (test, PARTNER, other, GRAPH "/.default");

  login_assert_refused (second, 400, "invalid_grant", 54005);
  login_assert_refused (revoked, 400, "invalid_grant", 50173);
  g_assert_cmpstr (login_string (revoked, "suberror"), ==, "bad_token");
  login_assert_issued (still_good);
}

static void
test_code_late (LoginTest  *test,
                const void *data)
{
  g_autofree char *code = login_dup_code (test, PARTNER, ANNA);
  g_autoptr(Answer) answer = NULL;

  bw_test_sandbox_advance (test->sandbox, 10 * 60);
  answer = login_redeem (test, PARTNER, code);
  login_assert_refused (answer, 400, "invalid_grant", 70008);
}

static void
test_refresh (LoginTest  *test,
              const void *data)
{
  g_autofree char *first = login_sign_in (test, PARTNER, ANNA);
  g_autoptr(Answer) answer = login_refresh (test, PARTNER, first, PARTNERS "/.default" OFFLINE);
  g_autofree char *second = g_strdup (login_string (answer, "refresh_token"));
  g_autoptr(JsonNode) access = NULL;
  g_autoptr(Answer) old = login_refresh (test, PARTNER, first, GRAPH "/.default");
  g_autoptr(Answer) new = login_refresh (test, PARTNER, second, GRAPH "/User.Read");
  g_autoptr(Answer) more = login_refresh (test, PARTNER, second, GRAPH "/Mail.Read");

  login_assert_issued (answer);
  g_assert_cmpstr (first, !=, second);
  access = login_verify (test, login_string (answer, "access_token"));
  login_assert_claim (access, "aud", PARTNERS);
  login_assert_claim (access, "scp", "user_impersonation");
  g_assert_nonnull (login_string (answer, "id_token"));

  login_assert_issued (old);
  g_assert_null (login_string (old, "refresh_token"));
  g_assert_null (login_string (old, "id_token"));
  login_assert_issued (new);
  login_assert_refused (more, 400, "invalid_grant", 65001);
  g_assert_cmpstr (login_string (more, "suberror"), ==, "consent_required");
}

static void
test_refresh_once (LoginTest  *test,
                   const void *data)
{
  g_autofree char *token = login_sign_in (test, PARTNER, ANNA);
  g_autoptr(Answer) first = NULL;
  g_autoptr(Answer) again = NULL;
  g_autoptr(Answer) next = NULL;

  bw_test_sandbox_act (test->sandbox, "/_sandbox/quirk", "{'name':'refresh-once','on':true}");
  first = login_refresh (test, PARTNER, token, GRAPH "/.default" OFFLINE);
  again = login_refresh (test, PARTNER, token, GRAPH "/.default" OFFLINE);
  next = login_refresh (test, PARTNER, login_string (first, "refresh_token"), GRAPH "/.default");

  login_assert_issued (first);
  login_assert_refused (again, 400, "invalid_grant", 50173);
  login_assert_issued (next);
}

static void
test_refresh_ends (LoginTest  *test,
                   const void *data)
{
  const double days = 24 * 60 * 60;
  g_autofree char *token = login_sign_in (test, PARTNER, ANNA);
  g_autoptr(Answer) used = NULL;
  g_autoptr(Answer) old = NULL;
  g_autoptr(Answer) fresh = NULL;
  g_autoptr(Answer) revoked = NULL;
  g_autoptr(Answer) garbage = login_refresh (test, PARTNER, "1.Agarbage.x", GRAPH "/.default");

  login_assert_refused (garbage, 400, "invalid_grant", 70000);

  bw_test_sandbox_advance (test->sandbox, 89 * days);
  used = login_refresh (test, PARTNER, token, GRAPH "/.default" OFFLINE);
  bw_test_sandbox_advance (test->sandbox, 2 * days);
  old = login_refresh (test, PARTNER, token, GRAPH "/.default");
  fresh = login_refresh (test, PARTNER, login_string (used, "refresh_token"), GRAPH "/.default");
  login_assert_issued (used);
  login_assert_refused (old, 400, "invalid_grant", 700082);
  login_assert_issued (fresh);

  bw_test_sandbox_act (test->sandbox, "/_sandbox/revoke", "{}");
  revoked = login_refresh (test, PARTNER, login_string (used, "refresh_token"), GRAPH "/.default");
  login_assert_refused (revoked, 400, "invalid_grant", 50173);
}

static void
test_token_refused (LoginTest  *test,
                    const void *data)
{
  g_autoptr(Answer) no_grant = login_post (test, TOKEN, "client_id", PUBLIC_APP, NULL);
  g_autoptr(Answer) no_client = login_post (test, TOKEN, "grant_type", "refresh_token", NULL);
  g_autoptr(Answer) no_app = login_post (test, TOKEN, "grant_type", "refresh_token", "client_id",
                                         READY, NULL);
  g_autoptr(Answer) odd_grant = login_post (test, TOKEN, "grant_type", "password", "client_id",
                                            PUBLIC_APP, NULL);
  g_autoptr(Answer) no_tenant = login_post (test, "/login/nobody.example/oauth2/v2.0/token",
                                            "grant_type", "refresh_token", "client_id", PUBLIC_APP,
                                            NULL);
  g_autoptr(Answer) secret = login_post (test, TOKEN, "grant_type", "refresh_token", "client_id",
                                         PUBLIC_APP, "client_secret", "x", NULL);
  g_autoptr(Answer) got = login_get (test, TOKEN);

  login_assert_refused (no_grant, 400, "invalid_request", 900144);
  login_assert_refused (no_client, 400, "invalid_request", 900144);
  login_assert_refused (no_app, 400, "unauthorized_client", 700016);
  login_assert_refused (odd_grant, 400, "unsupported_grant_type", 70003);
  login_assert_refused (no_tenant, 400, "invalid_request", 90002);
  login_assert_refused (secret, 401, "invalid_client", 700025);
  g_assert_cmpuint (got->status, ==, 405);
}

/* Both ways of old and new to write the parts of a description. */
static void
test_error_lines (LoginTest  *test,
                  const void *data)
{
  g_autoptr(Answer) spaces = login_post (test, TOKEN, NULL);
  g_autoptr(Answer) lines = NULL;

  bw_test_sandbox_act (test->sandbox, "/_sandbox/quirk", "{'name':'error-lines','on':true}");
  lines = login_post (test, TOKEN, NULL);
  g_assert_null (strchr (login_string (spaces, "error_description"), '\n'));
  g_assert_nonnull (strstr (login_string (lines, "error_description"), "\r\nTrace ID: "));
}

static void
test_application (LoginTest  *test,
                  const void *data)
{
  g_autoptr(Answer) good = login_post (test, TOKEN, "grant_type", "client_credentials",
                                       "client_id", SECRET_APP, "client_secret", "s3cret/+",
                                       "scope", GRAPH "/.default", NULL);
  g_autoptr(Answer) wrong = login_post (test, TOKEN, "grant_type", "client_credentials",
                                        "client_id", SECRET_APP, "client_secret", "secret", "scope",
                                        GRAPH "/.default", NULL);
  g_autoptr(Answer) none = login_post (test, TOKEN, "grant_type", "client_credentials",
                                       "client_id", SECRET_APP, "scope", GRAPH "/.default", NULL);
  g_autoptr(Answer) public = login_post (test, TOKEN, "grant_type", "client_credentials",
                                         "client_id", PUBLIC_APP, "scope", GRAPH "/.default", NULL);
  g_autoptr(Answer) single = login_post (test, TOKEN, "grant_type", "client_credentials",
                                         "client_id", SECRET_APP, "client_secret", "s3cret/+",
                                         "scope", GRAPH "/User.Read.All", NULL);
  g_autoptr(Answer) anywhere = login_post (test, "/login/common/oauth2/v2.0/token", "grant_type",
                                           "client_credentials", "client_id", SECRET_APP,
                                           "client_secret", "s3cret/+", "scope", GRAPH "/.default",
                                           NULL);
  g_autoptr(Answer) elsewhere = login_post (test, "/login/" READY "/oauth2/v2.0/token",
                                            "grant_type", "client_credentials", "client_id",
                                            SECRET_APP, "client_secret", "s3cret/+", "scope",
                                            GRAPH "/.default", NULL);
  g_autoptr(JsonNode) access = NULL;
  JsonArray *roles;

  login_assert_issued (good);
  g_assert_null (login_string (good, "refresh_token"));
  access = login_verify (test, login_string (good, "access_token"));
  login_assert_claim (access, "idtyp", "app");
  login_assert_claim (access, "appidacr", "1");
  login_assert_claim (access, "scp", NULL);
  roles = json_object_get_array_member (json_node_get_object (access), "roles");
  g_assert_cmpuint (json_array_get_length (roles), ==, 2);

  login_assert_refused (wrong, 401, "invalid_client", 7000215);
  login_assert_refused (none, 401, "invalid_client", 7000218);
  login_assert_refused (public, 401, "invalid_client", 7000218);
  login_assert_refused (single, 400, "invalid_scope", 1002012);
  login_assert_refused (anywhere, 400, "invalid_request", 90010);
  login_assert_refused (elsewhere, 401, "invalid_client", 7000229);
}

static Answer *
poll_device (LoginTest  *test,
             const char *device_code)
{
  return login_post (test, "/login/organizations/oauth2/v2.0/token", "client_id", PUBLIC_APP,
                     "grant_type", "urn:ietf:params:oauth:grant-type:device_code", "device_code",
                     device_code, NULL);
}

static Answer *
begin_device (LoginTest *test)
{
  Answer *answer = login_post (test, "/login/organizations/oauth2/v2.0/devicecode", "client_id",
                               PUBLIC_APP, "scope", GRAPH "/.default" OFFLINE, NULL);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpint (json_object_get_int_member (answer->json, "interval"), ==, 5);

  return answer;
}

static void
test_device (LoginTest  *test,
             const void *data)
{
  g_autoptr(Answer) begun = begin_device (test);
  const char *device_code = login_string (begun, "device_code");
  g_autoptr(Answer) page = login_get (test, "/login/device");
  g_autoptr(Answer) pending = poll_device (test, device_code);
  g_autoptr(Answer) wrong = login_post (test, "/login/device", "user_code", "NOTMYCODE", "user",
                                        ANNA, NULL);
  g_autoptr(Answer) end = login_post (test, "/login/device", "user_code",
                                      login_string (begun, "user_code"), "user", ANNA, NULL);
  g_autoptr(Answer) answer = poll_device (test, device_code);
  g_autoptr(Answer) again = poll_device (test, device_code);

  assert_page (page, 200, "name=\"user_code\"");
  login_assert_refused (pending, 400, "authorization_pending", 70016);
  assert_page (wrong, 400, "No device waits for this code.");
  assert_page (end, 200, "Signed In");
  login_assert_issued (answer);
  g_assert_nonnull (login_string (answer, "refresh_token"));
  login_assert_refused (again, 400, "invalid_grant", 54005);
}

static void
test_device_refused (LoginTest  *test,
                     const void *data)
{
  g_autoptr(Answer) declined = begin_device (test);
  g_autoptr(Answer) late = begin_device (test);
  g_autoptr(Answer) page = login_post (test, "/login/device", "user_code",
                                       login_string (declined, "user_code"), "cancel", "1", NULL);
  g_autoptr(Answer) refused = poll_device (test, login_string (declined, "device_code"));
  g_autoptr(Answer) unknown = poll_device (test, "unknown");
  g_autoptr(Answer) expired = NULL;

  bw_test_sandbox_advance (test->sandbox, 15 * 60);
  expired = poll_device (test, login_string (late, "device_code"));

  assert_page (page, 200, "Not Signed In");
  login_assert_refused (refused, 400, "authorization_declined", 65004);
  login_assert_refused (unknown, 400, "bad_verification_code", 70018);
  login_assert_refused (expired, 400, "expired_token", 70020);
}

static guint
ask_graph (LoginTest  *test,
           const char *authorization)
{
  g_autoptr(Answer) answer = login_send (test, "GET", "/graph/v1.0/organization", authorization,
                                         NULL);

  return answer->status;
}

static void
test_bearer (LoginTest  *test,
             const void *data)
{
  g_autofree char *token = login_sign_in (test, PARTNER, ANNA);
  g_autoptr(Answer) graph = login_refresh (test, PARTNER, token, GRAPH "/.default");
  g_autoptr(Answer) partner = login_refresh (test, PARTNER, token, PARTNERS "/.default");
  g_autofree char *good = g_strconcat ("Bearer ", login_string (graph, "access_token"), NULL);
  g_autofree char *wrong = g_strconcat ("Bearer ", login_string (partner, "access_token"), NULL);
  g_autofree char *forged = g_strdup (good);
  char *middle = strchr (forged, '.') + 40;

  *middle = *middle == 'A' ? 'B' : 'A';
  g_assert_cmpuint (ask_graph (test, good), ==, 200);
  g_assert_cmpuint (ask_graph (test, NULL), ==, 401);
  g_assert_cmpuint (ask_graph (test, "Basic eDp5"), ==, 401);
  g_assert_cmpuint (ask_graph (test, wrong), ==, 401);
  g_assert_cmpuint (ask_graph (test, forged), ==, 401);

  bw_test_sandbox_advance (test->sandbox, 3000);
  g_assert_cmpuint (ask_graph (test, good), ==, 200);
  bw_test_sandbox_advance (test->sandbox, 600);
  g_assert_cmpuint (ask_graph (test, good), ==, 401);
}

/* Whoever moves the sandbox's clock does not move the client's. */
static void
test_moved_clock (LoginTest  *test,
                  const void *data)
{
  gint64 before = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *code = NULL;
  g_autoptr(Answer) answer = NULL;
  g_autoptr(JsonNode) identity = NULL;

  bw_test_sandbox_advance (test->sandbox, 400 * 24 * 60 * 60);
  code = login_dup_code (test, PARTNER, ANNA);
  answer = login_redeem (test, PARTNER, code);
  identity = login_verify (test, login_string (answer, "id_token"));

  g_assert_cmpint (login_get_time (identity, "nbf"), >=, before - 1);
  g_assert_cmpint (login_get_time (identity, "nbf"), <=, g_get_real_time () / G_USEC_PER_SEC + 1);
  g_assert_cmpint (login_get_time (identity, "exp"), >, before + 400 * 24 * 60 * 60);
}

static void
test_restart (LoginTest  *test,
              const void *data)
{
  g_autofree char *token = NULL;
  g_autoptr(Answer) before = NULL;
  g_autoptr(Answer) after = NULL;
  g_autofree char *bearer = NULL;
  g_autoptr(JsonNode) claims = NULL;

  login_test_restart (test, "state.json");
  token = login_sign_in (test, PARTNER, ANNA);
  before = login_refresh (test, PARTNER, token, GRAPH "/.default");
  login_test_restart (test, "state.json");

  after = login_refresh (test, PARTNER, token, GRAPH "/.default");
  login_assert_issued (after);
  claims = login_verify (test, login_string (before, "access_token"));
  login_assert_claim (claims, "oid", ANNA);
  bearer = g_strconcat ("Bearer ", login_string (before, "access_token"), NULL);
  g_assert_cmpuint (ask_graph (test, bearer), ==, 200);

  /* Another sandbox is another world. */
  login_test_restart (test, "other.json");
  g_assert_cmpuint (ask_graph (test, bearer), ==, 401);
}

#define TEST(path, function) \
  g_test_add ("/sandbox/tokens/" path, LoginTest, NULL, login_test_set_up, function, \
              login_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  TEST ("code-refused", test_code_refused);
  TEST ("code-twice", test_code_twice);
  TEST ("code-late", test_code_late);
  TEST ("refresh", test_refresh);
  TEST ("refresh-once", test_refresh_once);
  TEST ("refresh-ends", test_refresh_ends);
  TEST ("token-refused", test_token_refused);
  TEST ("error-lines", test_error_lines);
  TEST ("application", test_application);
  TEST ("device", test_device);
  TEST ("device-refused", test_device_refused);
  TEST ("bearer", test_bearer);
  TEST ("moved-clock", test_moved_clock);
  TEST ("restart", test_restart);

  return g_test_run ();
}
