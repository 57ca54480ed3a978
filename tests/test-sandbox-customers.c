/* test-sandbox-customers.c - who gets a token of the sandbox for which customer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "login-util.h"

#define HOUR (60.0 * 60)

static Answer *
ask (LoginTest  *test,
     const char *user,
     const char *tenant,
     const char *scope)
{
  g_autofree char *token = login_sign_in (test, PARTNER, user);

  return login_refresh (test, tenant, token, scope);
}

static void
assert_refused_with (LoginTest  *test,
                     const char *tenant,
                     int         code,
                     const char *suberror)
{
  g_autoptr(Answer) answer = ask (test, ANNA, tenant, GRAPH "/.default");

  login_assert_refused (answer, 400, "invalid_grant", code);
  g_assert_cmpstr (login_string (answer, "suberror"), ==, suberror);
}

static void
test_ready (LoginTest  *test,
            const void *data)
{
  g_autoptr(Answer) answer = ask (test, ANNA, READY, GRAPH "/.default" OFFLINE);
  g_autoptr(JsonNode) access = NULL;
  g_autoptr(Answer) by_domain = NULL;
  g_autofree char *bearer = NULL;
  g_autoptr(Answer) read = NULL;
  JsonArray *roles;

  login_assert_issued (answer);
  access = login_verify (test, login_string (answer, "access_token"));
  login_assert_claim (access, "tid", READY);
  login_assert_claim (access, "oid", ANNA);
  login_assert_claim (access, "scp", "User.Read.All Directory.Read.All");
  login_assert_claim (access, "idp", "https://sts.windows.net/" PARTNER "/");
  roles = json_object_get_array_member (json_node_get_object (access), "wids");
  g_assert_cmpuint (json_array_get_length (roles), ==, 2);
  g_assert_cmpstr (json_array_get_string_element (roles, 0), ==,
                   "88d8e3e3-8f55-4a1e-953a-9b9898b8876b");

  bearer = g_strconcat ("Bearer ", login_string (answer, "access_token"), NULL);
  read = login_send (test, "GET", "/graph/v1.0/organization", bearer, NULL);
  g_assert_cmpuint (read->status, ==, 200);
  g_assert_nonnull (strstr (read->text, READY));

  /* The refresh token that comes from there is as good as the first. */
  by_domain = login_refresh (test, "ready.onmicrosoft.com", login_string (answer, "refresh_token"),
                             GRAPH "/User.Read.All");
  login_assert_issued (by_domain);
}

static void
test_no_way_in (LoginTest  *test,
                const void *data)
{
  g_autoptr(Answer) outsider = ask (test, "dora@fabrikam.example", READY, GRAPH "/.default");

  assert_refused_with (test, STRANGER, 50020, NULL);
  assert_refused_with (test, WAITING, 50020, NULL);
  login_assert_refused (outsider, 400, "invalid_grant", 50020);

  bw_test_sandbox_act (test->sandbox, "/_sandbox/terminate", "{'tenantId':'" READY "'}");
  bw_test_sandbox_advance (test->sandbox, 60);
  assert_refused_with (test, READY, 50020, NULL);
}

static void
test_stale_guest (LoginTest  *test,
                  const void *data)
{
  bw_test_sandbox_act (test->sandbox, "/_sandbox/tenant",
                       "{'tenantId':'" READY "','staleGuest':true}");
  assert_refused_with (test, READY, 50020, NULL);
}

static void
test_tenant_gone (LoginTest  *test,
                  const void *data)
{
  g_autoptr(Answer) answer = NULL;

  bw_test_sandbox_act (test->sandbox, "/_sandbox/tenant", "{'tenantId':'" READY "','gone':true}");
  answer = ask (test, ANNA, READY, GRAPH "/.default");
  login_assert_refused (answer, 400, "invalid_request", 90002);
}

static void
test_consent (LoginTest  *test,
              const void *data)
{
  g_autoptr(Answer) answer = NULL;

  assert_refused_with (test, UNCONSENTED, 90099, NULL);

  bw_test_sandbox_act (test->sandbox, "/_sandbox/lag", "{'name':'consent','seconds':1000000}");
  bw_test_sandbox_act (test->sandbox, "/_sandbox/consent",
                       "{'tenantId':'" UNCONSENTED "','clientId':'" PUBLIC_APP "'}");
  assert_refused_with (test, UNCONSENTED, 650051, NULL);

  bw_test_sandbox_advance (test->sandbox, 1001);
  answer = ask (test, ANNA, UNCONSENTED, GRAPH "/.default");
  login_assert_issued (answer);
}

static void
test_resource (LoginTest  *test,
               const void *data)
{
  g_autoptr(Answer) ungranted = ask (test, ANNA, READY, DEFENDER "/.default");
  g_autoptr(Answer) missing = NULL;
  g_autoptr(Answer) unknown = ask (test, ANNA, READY, "https://example.com/.default");
  g_autoptr(Answer) more = ask (test, ANNA, READY, GRAPH "/Mail.Read");

  login_assert_refused (ungranted, 400, "invalid_grant", 65001);
  login_assert_refused (unknown, 400, "invalid_resource", 500011);
  login_assert_refused (more, 400, "invalid_grant", 65001);
  g_assert_cmpstr (login_string (more, "suberror"), ==, "consent_required");

  bw_test_sandbox_act (test->sandbox, "/_sandbox/tenant",
                       "{'tenantId':'" READY "','missing':"
                       "['fc780465-2017-40d4-a0c5-307022471b92']}");
  missing = ask (test, ANNA, READY, DEFENDER "/.default");
  login_assert_refused (missing, 400, "invalid_resource", 650052);
}

static void
set_policy (LoginTest  *test,
            const char *policy)
{
  bw_test_sandbox_act (test->sandbox, "/_sandbox/tenant",
                       "{'tenantId':'" READY "','conditionalAccess':'%s'}", policy);
}

static void
test_policy_blocks (LoginTest  *test,
                    const void *data)
{
  g_autoptr(Answer) answer = NULL;
  g_autoptr(Answer) home = NULL;
  g_autoptr(JsonNode) claims = NULL;
  JsonObject *challenge;

  set_policy (test, "device");
  assert_refused_with (test, READY, 53000, "message_only");

  set_policy (test, "block");
  assert_refused_with (test, READY, 53003, "message_only");
  answer = ask (test, ANNA, READY, GRAPH "/.default");
  claims = json_from_string (login_string (answer, "claims"), NULL);
  g_assert_nonnull (claims);
  challenge = json_object_get_object_member (json_node_get_object (claims), "access_token");
  g_assert_true (json_object_has_member (challenge, "capolids"));

  home = ask (test, ANNA, PARTNER, GRAPH "/.default");
  login_assert_issued (home);
}

/* Factors that were used at home don't count, but those used in the tenant do. */
static void
test_policy_factors (LoginTest  *test,
                     const void *data)
{
  g_autofree char *there = NULL;
  g_autoptr(Answer) page = NULL;
  g_autoptr(Answer) strong = NULL;

  set_policy (test, "mfa");
  assert_refused_with (test, READY, 50076, "basic_action");

  there = login_sign_in (test, READY, ANNA);
  strong = login_refresh (test, READY, there, GRAPH "/.default");
  login_assert_issued (strong);

  page = login_authorize (test, READY, "user", "ben@fabrikam.example", NULL);
  g_assert_cmpuint (page->status, ==, 400);
  g_assert_nonnull (strstr (page->text, "AADSTS50076"));
}

static void
test_policy_frequency (LoginTest  *test,
                       const void *data)
{
  g_autofree char *token = login_sign_in (test, PARTNER, ANNA);
  g_autoptr(Answer) early = NULL;
  g_autoptr(Answer) late = NULL;
  g_autoptr(Answer) home = NULL;
  g_autoptr(Answer) anew = NULL;

  set_policy (test, "frequency");
  early = login_refresh (test, READY, token, GRAPH "/.default" OFFLINE);
  bw_test_sandbox_advance (test->sandbox, HOUR);
  late = login_refresh (test, READY, login_string (early, "refresh_token"), GRAPH "/.default");
  home = login_refresh (test, PARTNER, token, GRAPH "/.default");
  anew = ask (test, ANNA, READY, GRAPH "/.default");

  login_assert_issued (early);
  login_assert_refused (late, 400, "invalid_grant", 70043);
  g_assert_cmpstr (login_string (late, "suberror"), ==, "token_expired");
  login_assert_issued (home);
  login_assert_issued (anew);
}

#define TEST(path, function) \
  g_test_add ("/sandbox/customers/" path, LoginTest, NULL, login_test_set_up, function, \
              login_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  TEST ("ready", test_ready);
  TEST ("no-way-in", test_no_way_in);
  TEST ("stale-guest", test_stale_guest);
  TEST ("tenant-gone", test_tenant_gone);
  TEST ("consent", test_consent);
  TEST ("resource", test_resource);
  TEST ("policy-blocks", test_policy_blocks);
  TEST ("policy-factors", test_policy_factors);
  TEST ("policy-frequency", test_policy_frequency);

  return g_test_run ();
}
