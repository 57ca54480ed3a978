/* test-sandbox-consent.c - consenting to an application, and what it may do by itself then
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "consent-util.h"

#define NATIVE_CLIENT "/login/common/oauth2/nativeclient"

/* Without a path the address comes back with one, so login_dup_param() takes it. */
static void
assert_param (Answer     *answer,
              const char *name,
              const char *value)
{
  g_autofree char *found = login_dup_param (answer, name);

  g_assert_cmpstr (found, ==, value);
}

static void
test_pages (GraphTest  *test,
            const void *data)
{
  g_autoptr(Answer) accounts = consent_ask (test, CUSTOMER, ADMIN_CONSENT, NULL);
  g_autoptr(Answer) unknown = consent_ask (test, CUSTOMER, ADMIN_CONSENT, "user",
                                           "nobody@customer.example", NULL);
  g_autoptr(Answer) permissions = consent_ask (test, "customer.example", ADMIN_CONSENT, "user",
                                               ADMIN, NULL);
  g_autoptr(JsonNode) state = bw_test_sandbox_dup_state (test->login.sandbox);

  consent_assert_page (accounts, 200, "value=\"" ADMIN "\"");
  consent_assert_page (accounts, 200, "value=\"" ORDINARY "\"");
  consent_assert_page (accounts, 200, "Customer &amp; Co");
  consent_assert_page (unknown, 200, "There is no account of this name.");

  consent_assert_page (permissions, 200, "Service &lt;2&gt;");
  consent_assert_page (permissions, 200, "<code>User.Invite.All</code>");
  consent_assert_page (permissions, 200, "<code>Directory.Read.All</code>");
  consent_assert_page (permissions, 200, "name=\"user\" value=\"" ADMIN "\"");
  consent_assert_page (permissions, 200, "name=\"state\" value=\"st&amp;te\"");
  consent_assert_no_page (permissions, "name=\"organization\"");

  g_assert_null (consent_get_state (state, "servicePrincipals", "tenantId", CUSTOMER));
}

static void
assert_roles (JsonNode   *claims,
              const char *expected)
{
  JsonObject *object = json_node_get_object (claims);
  JsonArray *roles = json_object_has_member (object, "roles")
                     ? json_object_get_array_member (object, "roles") : NULL;
  g_autoptr(GString) found = g_string_new (NULL);

  for (guint i = 0; roles != NULL && i < json_array_get_length (roles); i++)
    g_string_append_printf (found, "%s%s", i > 0 ? " " : "",
                            json_array_get_string_element (roles, i));
  g_assert_cmpstr (roles != NULL ? found->str : NULL, ==, expected);
}

/* From nothing to a token that says what the application may do. */
static void
test_granted (GraphTest  *test,
              const void *data)
{
  g_autoptr(Answer) before = consent_ask_for_token (test, CUSTOMER);
  g_autoptr(Answer) granted = consent_ask (test, "customer.onmicrosoft.com", ADMIN_CONSENT, "user",
                                           ADMIN, "consent", "accept", NULL);
  g_autoptr(Answer) early = consent_ask_for_token (test, CUSTOMER);
  g_autoptr(JsonNode) state = bw_test_sandbox_dup_state (test->login.sandbox);
  g_autofree char *token = NULL;
  g_autoptr(JsonNode) claims = NULL;
  JsonObject *principal;
  JsonObject *grant;

  login_assert_refused (before, 401, "invalid_client", 7000229);
  assert_param (granted, "admin_consent", "True");
  assert_param (granted, "tenant", CUSTOMER);
  assert_param (granted, "state", "st&te");
  assert_param (granted, "scope", GRAPH "/User.Read " GRAPH "/User.Read.All "
                                  GRAPH "/Directory.Read.All " GRAPH "/.default");
  assert_param (granted, "error", NULL);
  assert_param (granted, "code", NULL);
  login_assert_refused (early, 400, "invalid_grant", 650051);

  graph_advance (test, 60);
  token = consent_dup_token (test, CUSTOMER);
  claims = login_verify (&test->login, token);
  principal = consent_get_state (state, "servicePrincipals", "tenantId", CUSTOMER);
  g_assert_nonnull (principal);
  login_assert_claim (claims, "tid", CUSTOMER);
  login_assert_claim (claims, "appid", SECRET_APP);
  login_assert_claim (claims, "idtyp", "app");
  login_assert_claim (claims, "oid", json_object_get_string_member (principal, "id"));
  login_assert_claim (claims, "sub", json_object_get_string_member (principal, "id"));
  login_assert_claim (claims, "scp", NULL);
  assert_roles (claims, APP_ROLES);

  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (principal, "appRoles")),
                    ==, 4);
  grant = consent_get_state (state, "grants", "tenantId", CUSTOMER);
  g_assert_cmpstr (json_object_get_string_member (grant, "scope"), ==,
                   "User.Read User.Read.All Directory.Read.All");
  g_assert_cmpstr (json_object_get_string_member (grant, "consentType"), ==, "AllPrincipals");
  g_assert_null (json_object_get_string_member_with_default (grant, "principalId", NULL));
}

static void
test_again (GraphTest  *test,
            const void *data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(Answer) granted = consent_ask (test, CUSTOMER, ADMIN_CONSENT, "user", ADMIN,
                                               "consent", "accept", NULL);

      assert_param (granted, "tenant", CUSTOMER);
    }

  g_assert_cmpuint (bw_test_sandbox_count_state (test->login.sandbox, "servicePrincipals",
                                                 "tenantId", CUSTOMER), ==, 1);
  g_assert_cmpuint (bw_test_sandbox_count_state (test->login.sandbox, "grants", "tenantId",
                                                 CUSTOMER), ==, 1);
}

/* Only ".default" brings application permissions; without any a token is issued all the same. */
static void
test_delegated_only (GraphTest  *test,
                     const void *data)
{
  g_autoptr(Answer) granted = consent_ask (test, CUSTOMER, ADMIN_CONSENT, "user", ADMIN, "scope",
                                           GRAPH "/User.Read openid", "consent", "accept", NULL);
  g_autofree char *token = NULL;
  g_autoptr(JsonNode) claims = NULL;
  g_autoptr(Reply) denied = NULL;

  assert_param (granted, "scope", GRAPH "/User.Read");
  graph_advance (test, 60);
  token = consent_dup_token (test, CUSTOMER);
  claims = login_verify (&test->login, token);
  assert_roles (claims, NULL);
  denied = graph_get (test, token, V1 "/users");
  graph_assert_refused (denied, 403, "Authorization_RequestDenied", "Insufficient privileges");
}

/* What comes later counts as of when it shows, and is in newly issued tokens only. */
static void
test_more_later (GraphTest  *test,
                 const void *data)
{
  g_autoptr(Answer) less = consent_ask (test, CUSTOMER, ADMIN_CONSENT, "user", ADMIN, "scope",
                                        GRAPH "/User.Read", "consent", "accept", NULL);
  g_autoptr(JsonNode) early = NULL;
  g_autoptr(JsonNode) late = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  assert_param (less, "tenant", CUSTOMER);
  graph_advance (test, 60);

  {
    g_autoptr(Answer) more = consent_ask (test, CUSTOMER, ADMIN_CONSENT, "user", ADMIN, "consent",
                                          "accept", NULL);

    assert_param (more, "tenant", CUSTOMER);
  }

  before = consent_dup_token (test, CUSTOMER);
  early = login_verify (&test->login, before);
  graph_advance (test, 60);
  after = consent_dup_token (test, CUSTOMER);
  late = login_verify (&test->login, after);
  assert_roles (early, NULL);
  assert_roles (late, APP_ROLES);
}

static void
test_version_1 (GraphTest  *test,
                const void *data)
{
  g_autoptr(Answer) page = consent_ask (test, CUSTOMER, ADMIN_CONSENT_V1, "scope", "", "user",
                                        ADMIN, NULL);
  g_autoptr(Answer) cancelled = consent_ask (test, CUSTOMER, ADMIN_CONSENT_V1, "cancel", "1", NULL);
  g_autoptr(Answer) granted = consent_ask (test, CUSTOMER, ADMIN_CONSENT_V1, "scope", "", "user",
                                           ADMIN, "consent", "accept", NULL);
  g_autoptr(JsonNode) claims = NULL;
  g_autofree char *token = NULL;

  consent_assert_page (page, 200, "<code>SecurityEvents.Read.All</code>");
  assert_param (cancelled, "error", "permission_denied");
  assert_param (cancelled, "error_description", "The admin canceled the request");
  assert_param (cancelled, "admin_consent", NULL);
  assert_param (cancelled, "state", "st&te");
  assert_param (granted, "admin_consent", "True");
  assert_param (granted, "tenant", CUSTOMER);
  assert_param (granted, "scope", NULL);

  graph_advance (test, 60);
  token = consent_dup_token (test, CUSTOMER);
  claims = login_verify (&test->login, token);
  assert_roles (claims, APP_ROLES);
}

/* Version 2 says both that there was a consent and that there was none. */
static void
test_cancelled (GraphTest  *test,
                const void *data)
{
  g_autoptr(Answer) cancelled = consent_ask (test, CUSTOMER, ADMIN_CONSENT, "user", ADMIN,
                                             "cancel", "1", NULL);
  g_autofree char *description = login_dup_param (cancelled, "error_description");
  g_autoptr(Answer) token = consent_ask_for_token (test, CUSTOMER);

  assert_param (cancelled, "error", "consent_required");
  assert_param (cancelled, "admin_consent", "True");
  assert_param (cancelled, "state", "st&te");
  assert_param (cancelled, "tenant", NULL);
  g_assert_true (g_str_has_prefix (description, "AADSTS65004: "));
  login_assert_refused (token, 401, "invalid_client", 7000229);
}

static void
test_refused (GraphTest  *test,
              const void *data)
{
  const struct
  {
    const char *tenant;
    const char *name;
    const char *value;
    const char *code;
  } cases[] = {
    { CUSTOMER, "user", ORDINARY, "AADSTS90094" },
    { CUSTOMER, "user", OUTSIDER, "AADSTS50020" },
    { CUSTOMER, "user", ANNA_NAME, "AADSTS50020" },
    { CUSTOMER, "user", CARL_NAME, "AADSTS50057" },
    { CUSTOMER, "client_id", "", "AADSTS900144" },
    { CUSTOMER, "client_id", CUSTOMER, "AADSTS700016" },
    { CUSTOMER, "client_id", LOCAL_APP, "AADSTS700016" },
    { CUSTOMER, "redirect_uri", "", "AADSTS50011" },
    { CUSTOMER, "redirect_uri", "https://customer.example/", "AADSTS50011" },
    { CUSTOMER, "redirect_uri", "http://localhost:1/\r\nX-Evil: 1", "AADSTS50011" },
    { CUSTOMER, "scope", "", "AADSTS900144" },
    { CUSTOMER, "scope", "openid", "AADSTS70011" },
    { CUSTOMER, "scope", GRAPH "/.default " GRAPH "/User.Read", "AADSTS70011" },
    { CUSTOMER, "scope", GRAPH "/User.Read " PARTNERS "/user_impersonation", "AADSTS700022" },
    { CUSTOMER, "scope", DEFENDER "/.default", "AADSTS650057" },
    { OTHER, "scope", DEFENDER "/Machine.Read", "AADSTS650052" },
    { "nobody.example", "state", "x", "AADSTS90002" },
    { "no_body", "state", "x", "AADSTS900023" },
    { ABROAD, "state", "x", "AADSTS90038" },
    { "common", "state", "x", "AADSTS90010" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Answer) answer = consent_ask (test, cases[i].tenant, ADMIN_CONSENT, "consent",
                                              "accept", cases[i].name, cases[i].value, NULL);
      g_autofree char *code = g_strconcat ("<strong>", cases[i].code, "</strong>", NULL);

      consent_assert_page (answer, 400, code);
    }

  g_assert_cmpuint (bw_test_sandbox_count_state (test->login.sandbox, "servicePrincipals",
                                                 "tenantId", CUSTOMER), ==, 0);
}

/* Under "organizations" the administrator decides which organization it is. */
static void
test_any_organization (GraphTest  *test,
                       const void *data)
{
  g_autoptr(Answer) granted = consent_ask (test, "organizations", ADMIN_CONSENT, "user", OUTSIDER,
                                           "consent", "accept", NULL);
  g_autoptr(Answer) at_home = consent_ask (test, "organizations", ADMIN_CONSENT, "user", ANNA_NAME,
                                           "consent", "accept", NULL);
  g_autoptr(Answer) not_agent = consent_ask (test, "organizations", ADMIN_CONSENT, "user",
                                             BEN_NAME, NULL);

  assert_param (granted, "tenant", OTHER);
  assert_param (at_home, "tenant", PARTNER);
  consent_assert_page (not_agent, 400, "AADSTS90094");
  g_assert_cmpuint (bw_test_sandbox_count_state (test->login.sandbox, "servicePrincipals",
                                                 "tenantId", OTHER), ==, 1);
}

static void
test_redirects (GraphTest  *test,
                const void *data)
{
  g_autofree char *native = g_strconcat (bw_test_sandbox_get_url (test->login.sandbox),
                                         NATIVE_CLIENT, NULL);
  const char *const good[] = { native, "https://fabrikam.example/done",
                               "http://127.0.0.1:1/x?y=z" };
  g_autoptr(Answer) other_app = consent_ask (test, CUSTOMER, ADMIN_CONSENT, "client_id",
                                             PUBLIC_APP, "redirect_uri", good[1], NULL);
  g_autoptr(Answer) done = login_get (&test->login, NATIVE_CLIENT "?admin_consent=True");
  g_autoptr(Answer) not_done = login_get (&test->login, NATIVE_CLIENT "?error=x&"
                                          "error_description=AADSTS65004%%3a%%20%%3cb%%3e");

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(Answer) answer = consent_ask (test, CUSTOMER, ADMIN_CONSENT, "redirect_uri",
                                              good[i], "user", ADMIN, "consent", "accept", NULL);

      g_assert_cmpuint (answer->status, ==, 302);
      g_assert_true (g_str_has_prefix (answer->location, good[i]));
    }

  consent_assert_page (other_app, 400, "AADSTS50011");
  consent_assert_page (done, 200, "You may close this window.");
  consent_assert_page (not_done, 200, "AADSTS65004: &lt;b&gt;");
}

static void
test_withdrawn (GraphTest  *test,
                const void *data)
{
  g_autoptr(Answer) gone = NULL;
  g_autofree char *token = NULL;

  consent_give (test, CUSTOMER);
  token = consent_dup_token (test, CUSTOMER);
  bw_test_sandbox_act (test->login.sandbox, "/_sandbox/consent",
                       "{'tenantId':'customer.example','clientId':'" SECRET_APP "','refuse':true}");
  gone = consent_ask_for_token (test, CUSTOMER);

  login_assert_refused (gone, 401, "invalid_client", 7000229);
  g_assert_cmpuint (bw_test_sandbox_count_state (test->login.sandbox, "servicePrincipals",
                                                 "appId", SECRET_APP), ==, 0);
  g_assert_cmpuint (bw_test_sandbox_count_state (test->login.sandbox, "servicePrincipals",
                                                 "tenantId", CUSTOMER), ==, 1);
  g_assert_cmpuint (bw_test_sandbox_count_state (test->login.sandbox, "grants", "tenantId",
                                                 CUSTOMER), ==, 1);
}

/* Every control of a score has a profile of that name. */
static void
assert_joined (JsonObject *score,
               Reply      *profiles)
{
  JsonArray *controls = json_object_get_array_member (score, "controlScores");

  g_assert_cmpuint (json_array_get_length (controls), ==, graph_length (profiles));
  for (guint i = 0; i < graph_length (profiles); i++)
    g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (controls, i),
                                                    "controlName"), ==,
                     json_object_get_string_member (graph_item (profiles, i), "id"));
}

/* What the application may read by itself, and what it may not. */
static void
test_alone (GraphTest  *test,
            const void *data)
{
  const struct
  {
    const char *path;
    guint       status;
    const char *code;
  } cases[] = {
    { "/organization", 200, NULL },
    { "/users", 200, NULL },
    { "/users/delta", 200, NULL },
    { "/users/user9@customer.example", 404, "Request_ResourceNotFound" },
    { "/subscribedSkus", 200, NULL },
    { "/security/secureScores?$top=1", 200, NULL },
    { "/security/secureScoreControlProfiles", 200, NULL },
    { "/servicePrincipals", 403, "Authorization_RequestDenied" },
    { "/servicePrincipals/x/appRoleAssignments", 403, "Authorization_RequestDenied" },
    { "/oauth2PermissionGrants", 403, "Authorization_RequestDenied" },
    { "/applications", 403, "Authorization_RequestDenied" },
    { "/groups", 403, "Authorization_RequestDenied" },
    { "/me", 400, "BadRequest" },
  };
  g_autofree char *token = NULL;
  g_autoptr(Reply) organization = NULL;
  g_autoptr(Reply) scores = NULL;
  g_autoptr(Reply) profiles = NULL;

  consent_give (test, CUSTOMER);
  token = consent_dup_token (test, CUSTOMER);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Reply) reply = graph_get (test, token, V1 "%s", cases[i].path);

      if (cases[i].status == 200)
        graph_assert_status (reply, 200);
      else
        graph_assert_refused (reply, cases[i].status, cases[i].code, "");
    }

  organization = graph_get (test, token, V1 "/organization");
  g_assert_cmpstr (json_object_get_string_member (graph_item (organization, 0), "id"), ==,
                   CUSTOMER);
  g_assert_cmpstr (json_object_get_string_member (graph_item (organization, 0), "tenantType"), ==,
                   "AAD");

  scores = graph_get (test, token, V1 "/security/secureScores?$top=1");
  profiles = graph_get (test, token, V1 "/security/secureScoreControlProfiles");
  assert_joined (graph_item (scores, 0), profiles);
}

/* With the right to read applications the assignments can be listed. */
static void
test_assignments (GraphTest  *test,
                  const void *data)
{
  g_autofree char *refresh = login_sign_in (&test->login, PARTNER, ANNA_NAME);
  g_autoptr(Answer) issued = login_refresh (&test->login, PARTNER, refresh, GRAPH "/.default");
  const char *token = login_string (issued, "access_token");
  g_autoptr(Reply) found = graph_get (test, token, V1 "/servicePrincipals?$filter="
                                      "appId%%20eq%%20'" SECRET_APP "'");
  const char *id = json_object_get_string_member (graph_item (found, 0), "id");
  g_autoptr(Reply) assignments = graph_get (test, token, V1 "/servicePrincipals/%s"
                                            "/appRoleAssignments", id);
  g_autoptr(Reply) registration = graph_get (test, token, V1 "/applications?$filter="
                                             "appId%%20eq%%20'" SECRET_APP "'");
  JsonArray *resources = json_object_get_array_member (graph_item (registration, 0),
                                                       "requiredResourceAccess");
  JsonArray *access = json_object_get_array_member (json_array_get_object_element (resources, 0),
                                                    "resourceAccess");
  guint n_roles = 0;

  g_assert_cmpuint (graph_length (assignments), ==, 4);
  g_assert_cmpstr (json_object_get_string_member (graph_item (assignments, 0), "appRoleId"), ==,
                   "09850681-111b-4a89-9bed-3f2cae46d706");
  g_assert_cmpstr (json_object_get_string_member (graph_item (assignments, 0), "principalId"), ==,
                   id);

  for (guint i = 0; i < json_array_get_length (access); i++)
    {
      JsonObject *one = json_array_get_object_element (access, i);

      n_roles += g_str_equal (json_object_get_string_member (one, "type"), "Role") ? 1 : 0;
    }
  g_assert_cmpuint (n_roles, ==, 4);
}

/* Consenting for oneself, on the way through an ordinary sign-in. */
static void
test_user_consents (GraphTest  *test,
                    const void *data)
{
  const char *scope = GRAPH "/User.Read" OFFLINE;
  g_autoptr(Answer) page = login_authorize (&test->login, CUSTOMER, "scope", scope, "user",
                                            ORDINARY, NULL);
  g_autoptr(Answer) cancelled = login_authorize (&test->login, CUSTOMER, "scope", scope, "user",
                                                 ORDINARY, "cancel", "1", NULL);
  g_autoptr(Answer) silent = login_authorize (&test->login, CUSTOMER, "scope", scope, "prompt",
                                              "none", "login_hint", ORDINARY, NULL);
  g_autoptr(Answer) too_much = login_authorize (&test->login, CUSTOMER, "user", ORDINARY, NULL);
  g_autoptr(Answer) accepted = login_authorize (&test->login, CUSTOMER, "scope", scope, "user",
                                                ORDINARY, "consent", "accept", "organization", "1",
                                                NULL);
  g_autoptr(Answer) again = login_authorize (&test->login, CUSTOMER, "scope", scope, "user",
                                             ORDINARY, NULL);
  g_autoptr(JsonNode) state = bw_test_sandbox_dup_state (test->login.sandbox);
  g_autofree char *code = login_dup_param (again, "code");
  g_autoptr(Answer) issued = login_redeem (&test->login, CUSTOMER, code);
  g_autoptr(JsonNode) claims = NULL;
  JsonObject *grant;

  consent_assert_page (page, 200, "<code>User.Read</code>");
  consent_assert_no_page (page, "name=\"organization\"");
  assert_param (cancelled, "error", "access_denied");
  assert_param (silent, "error", "consent_required");
  consent_assert_page (too_much, 400, "AADSTS90094");
  assert_param (accepted, "error", NULL);

  login_assert_issued (issued);
  claims = login_verify (&test->login, login_string (issued, "access_token"));
  login_assert_claim (claims, "scp", "User.Read");
  grant = consent_get_state (state, "grants", "tenantId", CUSTOMER);
  g_assert_cmpstr (json_object_get_string_member (grant, "consentType"), ==, "Principal");
  login_assert_claim (claims, "oid", json_object_get_string_member (grant, "principalId"));
  g_assert_cmpuint (bw_test_sandbox_count_state (test->login.sandbox, "grants", "tenantId",
                                                 CUSTOMER), ==, 1);
}

/* An administrator may tick the box, and without it consents for nobody else. */
static void
test_for_the_organization (GraphTest  *test,
                           const void *data)
{
  const char *scope = GRAPH "/User.Read.All" OFFLINE;
  g_autoptr(Answer) page = login_authorize (&test->login, CUSTOMER, "scope", scope, "user", ADMIN,
                                            NULL);
  g_autoptr(Answer) alone = login_authorize (&test->login, CUSTOMER, "scope", scope, "user", ADMIN,
                                             "consent", "accept", NULL);
  g_autoptr(Answer) other = login_authorize (&test->login, CUSTOMER, "scope", scope, "user",
                                             ORDINARY, NULL);
  g_autoptr(Answer) asked = login_authorize (&test->login, CUSTOMER, "scope", scope, "prompt",
                                             "consent", "user", ADMIN, NULL);
  g_autoptr(Answer) ticked = login_authorize (&test->login, CUSTOMER, "scope", scope, "prompt",
                                              "consent", "user", ADMIN, "consent", "accept",
                                              "organization", "1", NULL);
  g_autoptr(Answer) now = login_authorize (&test->login, CUSTOMER, "scope", scope, "user",
                                           ORDINARY, NULL);
  g_autoptr(JsonNode) state = bw_test_sandbox_dup_state (test->login.sandbox);

  consent_assert_page (page, 200, "name=\"organization\"");
  consent_assert_no_page (page, "checked");
  assert_param (alone, "error", NULL);
  consent_assert_page (other, 400, "AADSTS90094");
  consent_assert_page (asked, 200, "name=\"organization\"");
  assert_param (ticked, "error", NULL);
  assert_param (now, "error", NULL);
  g_assert_nonnull (consent_get_state (state, "grants", "consentType", "Principal"));
  g_assert_nonnull (consent_get_state (state, "grants", "consentType", "AllPrincipals"));
}

/* A partner's user with a role there is never asked. */
static void
test_gdap (GraphTest  *test,
           const void *data)
{
  g_autoptr(Answer) wanted = login_authorize (&test->login, GDAP, "prompt", "consent", "user",
                                              ANNA_NAME, NULL);
  g_autoptr(Answer) missing = login_authorize (&test->login, GDAP, "scope",
                                               GRAPH "/Group.Read.All", "user", ANNA_NAME,
                                               "consent", "accept", NULL);

  assert_param (wanted, "error", NULL);
  consent_assert_page (missing, 400, "AADSTS65001");
}

static void
test_saved (GraphTest  *test,
            const void *data)
{
  g_autoptr(Answer) page = NULL;
  g_autofree char *token = NULL;
  g_autoptr(JsonNode) claims = NULL;
  g_autoptr(JsonNode) state = NULL;

  consent_give (test, CUSTOMER);
  page = login_authorize (&test->login, OTHER, "scope", GRAPH "/User.Read", "user", OUTSIDER,
                          "consent", "accept", NULL);
  g_assert_cmpuint (page->status, ==, 302);

  consent_test_restart (test);
  token = consent_dup_token (test, CUSTOMER);
  claims = login_verify (&test->login, token);
  assert_roles (claims, APP_ROLES);
  state = bw_test_sandbox_dup_state (test->login.sandbox);
  g_assert_cmpstr (json_object_get_string_member (
                     consent_get_state (state, "grants", "tenantId", OTHER), "consentType"), ==,
                   "Principal");
}

#define ADD(path, function) \
  g_test_add ("/sandbox/consent/" path, GraphTest, NULL, consent_test_set_up, function, \
              graph_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("pages", test_pages);
  ADD ("granted", test_granted);
  ADD ("again", test_again);
  ADD ("delegated-only", test_delegated_only);
  ADD ("more-later", test_more_later);
  ADD ("version-1", test_version_1);
  ADD ("cancelled", test_cancelled);
  ADD ("refused", test_refused);
  ADD ("any-organization", test_any_organization);
  ADD ("redirects", test_redirects);
  ADD ("withdrawn", test_withdrawn);
  ADD ("alone", test_alone);
  ADD ("assignments", test_assignments);
  ADD ("user-consents", test_user_consents);
  ADD ("for-the-organization", test_for_the_organization);
  ADD ("gdap", test_gdap);
  ADD ("saved", test_saved);

  return g_test_run ();
}
