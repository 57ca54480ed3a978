/* test-sandbox-login.c - the sandbox's sign-in page, as a browser sees it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "login-util.h"

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
assert_returned (Answer     *answer,
                 const char *error,
                 const char *code)
{
  g_autofree char *returned = login_dup_param (answer, "error");
  g_autofree char *description = login_dup_param (answer, "error_description");
  g_autofree char *state = login_dup_param (answer, "state");
  g_autofree char *no_code = login_dup_param (answer, "code");

  g_assert_cmpstr (returned, ==, error);
  g_assert_true (g_str_has_prefix (description, code));
  g_assert_cmpstr (state, ==, "st&te");
  g_assert_null (no_code);
}

static void
test_discovery (LoginTest  *test,
                const void *data)
{
  const char *url = bw_test_sandbox_get_url (test->sandbox);
  g_autofree char *issuer = g_strconcat (url, "/login/" READY "/v2.0", NULL);
  g_autofree char *token = g_strconcat (url, "/login/organizations/oauth2/v2.0/token", NULL);
  const char *const names[] = { READY, "ready.example", "READY.onmicrosoft.com" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(Answer) answer = login_get (test, "/login/%s/v2.0/.well-known/openid-configuration",
                                            names[i]);

      g_assert_cmpuint (answer->status, ==, 200);
      g_assert_cmpstr (login_string (answer, "issuer"), ==, issuer);
      g_assert_cmpstr (login_string (answer, "tenant_region_scope"), ==, "EU");
    }

  {
    g_autoptr(Answer) answer = login_get (test, "/login/organizations/v2.0/.well-known/"
                                                "openid-configuration");

    g_assert_true (g_str_has_suffix (login_string (answer, "issuer"), "/login/{tenantid}/v2.0"));
    g_assert_cmpstr (login_string (answer, "token_endpoint"), ==, token);
  }
}

static void
test_discovery_unknown (LoginTest  *test,
                        const void *data)
{
  g_autoptr(Answer) unknown = login_get (test, "/login/nobody.example/v2.0/.well-known/"
                                               "openid-configuration");
  g_autoptr(Answer) odd = login_get (test, "/login/no_body/v2.0/.well-known/openid-configuration");
  g_autoptr(Answer) gone = NULL;

  login_assert_refused (unknown, 400, "invalid_tenant", 90002);
  login_assert_refused (odd, 400, "invalid_tenant", 900023);

  bw_test_sandbox_act (test->sandbox, "/_sandbox/tenant", "{'tenantId':'" READY "','gone':true}");
  gone = login_get (test, "/login/ready.example/v2.0/.well-known/openid-configuration");
  login_assert_refused (gone, 400, "invalid_tenant", 90002);
}

static void
check_access_token (LoginTest  *test,
                    const char *token)
{
  g_autoptr(JsonNode) access = login_verify (test, token);
  JsonArray *methods;

  login_assert_claim (access, "aud", GRAPH);
  login_assert_claim (access, "iss", "https://sts.windows.net/" PARTNER "/");
  login_assert_claim (access, "tid", PARTNER);
  login_assert_claim (access, "oid", ANNA);
  login_assert_claim (access, "appid", PUBLIC_APP);
  login_assert_claim (access, "appidacr", "0");
  login_assert_claim (access, "idtyp", "user");
  login_assert_claim (access, "scp", "Directory.Read.All User.Read");
  login_assert_claim (access, "upn", "anna@fabrikam.example");
  login_assert_claim (access, "idp", NULL);
  g_assert_cmpint (login_get_time (access, "exp"), ==, login_get_time (access, "iat") + 3599);
  g_assert_cmpint (login_get_time (access, "nbf"), ==, login_get_time (access, "iat"));
  methods = json_object_get_array_member (json_node_get_object (access), "amr");
  g_assert_cmpuint (json_array_get_length (methods), ==, 2);
  g_assert_cmpstr (json_array_get_string_element (methods, 1), ==, "mfa");
}

static void
check_id_token (LoginTest  *test,
                const char *token)
{
  g_autoptr(JsonNode) identity = login_verify (test, token);

  login_assert_claim (identity, "aud", PUBLIC_APP);
  login_assert_claim (identity, "nonce", "n0nce");
  login_assert_claim (identity, "tid", PARTNER);
  login_assert_claim (identity, "oid", ANNA);
  login_assert_claim (identity, "preferred_username", "anna@fabrikam.example");
  login_assert_claim (identity, "ver", "2.0");
}

static void
test_flow (LoginTest  *test,
           const void *data)
{
  g_autoptr(Answer) page = login_authorize (test, PARTNER, NULL);
  g_autoptr(Answer) back = login_authorize (test, PARTNER, "user", "anna@fabrikam.example", NULL);
  g_autofree char *code = login_dup_param (back, "code");
  g_autofree char *state = login_dup_param (back, "state");
  g_autoptr(Answer) answer = login_redeem (test, PARTNER, code);

  assert_page (page, 200, "anna@fabrikam.example");
  g_assert_nonnull (strstr (page->text, "Console &lt;1&gt;"));
  g_assert_nonnull (strstr (page->text, "Fabrikam &amp; Sons"));
  g_assert_nonnull (strstr (page->text, "Directory.Read.All"));
  g_assert_cmpstr (state, ==, "st&te");
  g_assert_cmpuint (strlen (code), >, 512);

  login_assert_issued (answer);
  g_assert_cmpint (json_object_get_int_member (answer->json, "expires_in"), ==, 3599);
  g_assert_cmpstr (login_string (answer, "scope"), ==,
                   GRAPH "/Directory.Read.All " GRAPH "/User.Read " GRAPH "/.default openid "
                   "profile");

  check_access_token (test, login_string (answer, "access_token"));
  check_id_token (test, login_string (answer, "id_token"));
}

static void
test_factors (LoginTest  *test,
              const void *data)
{
  g_autofree char *code = login_dup_code (test, PARTNER, "ben@fabrikam.example");
  g_autoptr(Answer) answer = login_redeem (test, PARTNER, code);
  g_autoptr(JsonNode) access = login_verify (test, login_string (answer, "access_token"));
  JsonArray *methods = json_object_get_array_member (json_node_get_object (access), "amr");
  g_autoptr(Answer) wish = login_authorize (test, PARTNER, "user", "ben@fabrikam.example",
                                            "acr_values", "urn:microsoft:policies:mfa", NULL);
  g_autoptr(Answer) demand = login_authorize (
    test, PARTNER, "user", "ben@fabrikam.example", "claims",
    "{\"access_token\":{\"capolids\":{\"essential\":true,\"values\":[\"x\"]}}}", NULL);
  g_autofree char *wished = login_dup_param (wish, "code");

  g_assert_cmpuint (json_array_get_length (methods), ==, 1);
  g_assert_nonnull (wished);
  assert_page (demand, 400, "AADSTS50079");
}

static void
test_silent (LoginTest  *test,
             const void *data)
{
  g_autoptr(Answer) known = login_authorize (test, PARTNER, "prompt", "none",
                                             "login_hint", "anna@fabrikam.example", NULL);
  g_autoptr(Answer) unknown = login_authorize (test, PARTNER, "prompt", "none",
                                               "login_hint", "eve@fabrikam.example", NULL);
  g_autoptr(Answer) nobody = login_authorize (test, PARTNER, "prompt", "none", NULL);
  g_autoptr(Answer) disabled = login_authorize (test, PARTNER, "prompt", "none",
                                                "login_hint", "carl@fabrikam.example", NULL);
  g_autofree char *code = login_dup_param (known, "code");
  g_autoptr(Answer) answer = login_redeem (test, PARTNER, code);

  login_assert_issued (answer);
  assert_returned (unknown, "login_required", "AADSTS50058: ");
  assert_returned (nobody, "login_required", "AADSTS50058: ");
  assert_returned (disabled, "interaction_required", "AADSTS50057: ");
}

/* What goes wrong on Microsoft's page stays there. */
static void
test_refused_on_page (LoginTest  *test,
                      const void *data)
{
  static const struct
  {
    const char *tenant;
    const char *name;
    const char *value;
    const char *code;
  } cases[] = {
    { "nobody.example", "nonce", "x", "AADSTS90002" },
    { PARTNER, "client_id", "", "AADSTS900144" },
    { PARTNER, "client_id", READY, "AADSTS700016" },
    { PARTNER, "redirect_uri", "", "AADSTS50011" },
    { PARTNER, "redirect_uri", "https://localhost:49152", "AADSTS50011" },
    { PARTNER, "redirect_uri", "http://localhost.example:49152", "AADSTS50011" },
    { PARTNER, "redirect_uri", "http://localhost@example.com/", "AADSTS50011" },
    { PARTNER, "redirect_uri", "http://[::1]:49152", "AADSTS50011" },
    { PARTNER, "redirect_uri", "http://localhost:49152/\r\nX-Evil: 1", "AADSTS50011" },
    { PARTNER, "redirect_uri", "http://localhost:49152/a b", "AADSTS50011" },
    { PARTNER, "user", "carl@fabrikam.example", "AADSTS50057" },
    { STRANGER, "user", "anna@fabrikam.example", "AADSTS50020" },
    { UNCONSENTED, "user", "anna@fabrikam.example", "AADSTS90099" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Answer) answer = login_authorize (test, cases[i].tenant, cases[i].name,
                                                  cases[i].value, NULL);

      assert_page (answer, 400, cases[i].code);
    }
}

static void
test_refused_to_client (LoginTest  *test,
                        const void *data)
{
  static const struct
  {
    const char *name;
    const char *value;
    const char *error;
    const char *code;
  } cases[] = {
    { "response_type", "", "invalid_request", "AADSTS900144" },
    { "response_type", "token", "unsupported_response_type", "AADSTS700054" },
    { "response_mode", "carrier_pigeon", "invalid_request", "AADSTS90023" },
    { "scope", "", "invalid_request", "AADSTS900144" },
    { "scope", "https://example.com/.default", "invalid_resource", "AADSTS500011" },
    { "scope", GRAPH "/.default " GRAPH "/User.Read", "invalid_scope", "AADSTS70011" },
    { "scope", GRAPH "/.default " PARTNERS "/.default", "invalid_scope", "AADSTS700022" },
    { "code_challenge", "", "invalid_request", "AADSTS50147" },
    { "code_challenge", "short", "invalid_request", "AADSTS501491" },
    { "code_challenge_method", "", "invalid_request", "AADSTS90023" },
    { "code_challenge_method", "plain", "invalid_request", "AADSTS90023" },
    { "prompt", "shout", "invalid_request", "AADSTS90023" },
    { "cancel", "1", "access_denied", "AADSTS65004" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Answer) answer = login_authorize (test, PARTNER, cases[i].name, cases[i].value,
                                                  NULL);

      assert_returned (answer, cases[i].error, cases[i].code);
    }

  {
    g_autoptr(Answer) both = login_authorize (test, PARTNER, "prompt", "select_account",
                                              "login_hint", "anna@fabrikam.example", NULL);

    assert_returned (both, "invalid_request", "AADSTS90023");
  }
}

static void
test_response_modes (LoginTest  *test,
                     const void *data)
{
  g_autoptr(Answer) fragment = login_authorize (test, PARTNER, "user", ANNA,
                                                "response_mode", "fragment", NULL);
  g_autoptr(Answer) form = login_authorize (test, PARTNER, "user", ANNA,
                                            "response_mode", "form_post", NULL);
  g_autoptr(Answer) path = login_authorize (test, PARTNER, "user", ANNA, "redirect_uri",
                                            "http://127.0.0.1:8400/back?here=1", NULL);
  g_autofree char *code = login_dup_param (fragment, "code");

  g_assert_nonnull (code);
  g_assert_true (g_str_has_prefix (fragment->location, REDIRECT "/#"));
  assert_page (form, 200, "name=\"code\"");
  g_assert_nonnull (strstr (form->text, "action=\"" REDIRECT "\""));
  g_assert_true (g_str_has_prefix (path->location, "http://127.0.0.1:8400/back?here=1&"));
}

static void
test_wrong_name (LoginTest  *test,
                 const void *data)
{
  g_autoptr(Answer) answer = login_authorize (test, PARTNER, "user", "eve@fabrikam.example", NULL);

  assert_page (answer, 200, "There is no account of this name.");
}

#define TEST(path, function) \
  g_test_add ("/sandbox/login/" path, LoginTest, NULL, login_test_set_up, function, \
              login_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  TEST ("discovery", test_discovery);
  TEST ("discovery-unknown", test_discovery_unknown);
  TEST ("flow", test_flow);
  TEST ("factors", test_factors);
  TEST ("silent", test_silent);
  TEST ("refused-on-page", test_refused_on_page);
  TEST ("refused-to-client", test_refused_to_client);
  TEST ("response-modes", test_response_modes);
  TEST ("wrong-name", test_wrong_name);

  return g_test_run ();
}
