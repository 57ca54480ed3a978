/* test-sandbox-guests.c - signing in as a guest, and what becomes of guests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "guest-util.h"

static void
assert_error (Answer     *answer,
              const char *name,
              const char *code)
{
  g_autofree char *error = login_dup_param (answer, "error");
  g_autofree char *description = login_dup_param (answer, "error_description");

  g_assert_cmpstr (error, ==, name);
  g_assert_true (g_str_has_prefix (description, code));
}

static void
check_tokens (GraphTest  *test,
              Answer     *issued,
              const char *id)
{
  g_autoptr(JsonNode) identity = login_verify (&test->login, login_string (issued, "id_token"));
  g_autoptr(JsonNode) access = login_verify (&test->login, login_string (issued, "access_token"));

  login_assert_claim (identity, "tid", CUSTOMER);
  login_assert_claim (identity, "oid", id);
  login_assert_claim (identity, "idp", "https://sts.windows.net/" PARTNER "/");
  login_assert_claim (identity, "email", ANNA_NAME);
  login_assert_claim (identity, "preferred_username", ANNA_NAME);
  login_assert_claim (identity, "nonce", "n0nce");
  g_assert_cmpint (login_get_time (identity, "acct"), ==, 1);
  login_assert_claim (access, "tid", CUSTOMER);
  login_assert_claim (access, "oid", id);
  login_assert_claim (access, "iss", "https://sts.windows.net/" CUSTOMER "/");
  login_assert_claim (access, "idtyp", "user");
}

/* A guest knows itself and where it is, and not more. */
static void
check_access (GraphTest  *test,
              const char *token,
              const char *id)
{
  g_autoptr(Reply) me = graph_get (test, token, V1 "/me");
  g_autoptr(Reply) groups = graph_get (test, token, V1 "/me/memberOf");
  g_autoptr(Reply) organization = graph_get (test, token, V1 "/organization");
  static const char *const denied[] = { "/users", "/users/delta", "/subscribedSkus",
                                        "/servicePrincipals", "/oauth2PermissionGrants",
                                        "/security/secureScores" };

  graph_assert_status (me, 200);
  g_assert_cmpstr (graph_string (me, "id"), ==, id);
  g_assert_cmpstr (graph_string (me, "mail"), ==, ANNA_NAME);
  g_assert_cmpuint (graph_length (groups), ==, 0);
  g_assert_cmpstr (json_object_get_string_member (graph_item (organization, 0), "displayName"), ==,
                   "Customer & Co");
  for (guint i = 0; i < G_N_ELEMENTS (denied); i++)
    {
      g_autoptr(Reply) reply = graph_get (test, token, V1 "%s", denied[i]);

      graph_assert_refused (reply, 403, "Authorization_RequestDenied", "");
    }
}

static void
test_signed_in (GraphTest  *test,
                const void *data)
{
  g_autofree char *id = NULL;
  g_autofree char *rd = NULL;
  g_autofree char *token = guest_test_begin (test, &id, &rd);
  g_autoptr(Answer) issued = NULL;
  g_autoptr(Answer) renewed = NULL;
  g_autoptr(Answer) elsewhere = NULL;
  g_autoptr(Answer) at_home = NULL;
  g_autofree char *code = NULL;
  const char *refresh;

  guest_accept (test, rd, ANNA_NAME);
  code = login_dup_code (&test->login, CUSTOMER, ANNA_NAME);
  issued = login_redeem (&test->login, CUSTOMER, code);
  login_assert_issued (issued);
  check_tokens (test, issued, id);
  check_access (test, login_string (issued, "access_token"), id);

  refresh = login_string (issued, "refresh_token");
  renewed = login_refresh (&test->login, CUSTOMER, refresh, GRAPH "/.default");
  elsewhere = login_refresh (&test->login, GDAP, refresh, GRAPH "/.default");
  at_home = login_refresh (&test->login, PARTNER, refresh, GRAPH "/.default");
  login_assert_issued (renewed);
  login_assert_refused (elsewhere, 400, "invalid_grant", 70000);
  login_assert_refused (at_home, 400, "invalid_grant", 70000);
}

/* Asked for consent, the guest grants what it may for itself. */
static void
test_consents (GraphTest  *test,
               const void *data)
{
  const char *scope = GRAPH "/User.Read" OFFLINE;
  g_autofree char *id = NULL;
  g_autofree char *rd = NULL;
  g_autofree char *token = guest_test_begin (test, &id, &rd);
  g_autoptr(Answer) page = NULL;
  g_autoptr(Answer) accepted = NULL;
  g_autoptr(JsonNode) state = NULL;
  JsonObject *grant;

  guest_accept (test, rd, ANNA_NAME);
  page = login_authorize (&test->login, CUSTOMER, "scope", scope, "prompt", "consent", "user",
                          ANNA_NAME, NULL);
  consent_assert_page (page, 200, "<code>User.Read</code>");
  consent_assert_no_page (page, "name=\"organization\"");
  accepted = login_authorize (&test->login, CUSTOMER, "scope", scope, "prompt", "consent", "user",
                              ANNA_NAME, "consent", "accept", NULL);
  g_assert_cmpuint (accepted->status, ==, 302);

  state = bw_test_sandbox_dup_state (test->login.sandbox);
  grant = consent_get_state (state, "grants", "consentType", "Principal");
  g_assert_nonnull (grant);
  g_assert_cmpstr (json_object_get_string_member (grant, "principalId"), ==, id);
  g_assert_cmpstr (json_object_get_string_member (grant, "scope"), ==, "User.Read");
}

/* A sign-in leads a guest who has not accepted yet to the page for it. */
static void
test_accepts_on_the_way (GraphTest  *test,
                         const void *data)
{
  g_autofree char *id = NULL;
  g_autofree char *rd = NULL;
  g_autofree char *token = guest_test_begin (test, &id, &rd);
  g_autoptr(Answer) silent = login_authorize (&test->login, CUSTOMER, "prompt", "none",
                                              "login_hint", ANNA_NAME, NULL);
  g_autoptr(Answer) review = login_authorize (&test->login, CUSTOMER, "user", ANNA_NAME, NULL);
  g_autoptr(Answer) cancelled = login_authorize (&test->login, CUSTOMER, "user", ANNA_NAME,
                                                 "cancel", "1", NULL);
  g_autoptr(Answer) accepted = NULL;

  assert_error (silent, "interaction_required", "AADSTS50014");
  consent_assert_page (review, 200, "name=\"redeem\" value=\"accept\"");
  assert_error (cancelled, "access_denied", "AADSTS65004");
  guest_assert_state (test, token, id, "PendingAcceptance");

  accepted = login_authorize (&test->login, CUSTOMER, "user", ANNA_NAME, "redeem", "accept", NULL);
  g_assert_cmpuint (accepted->status, ==, 302);
  guest_assert_state (test, token, id, "Accepted");
}

static void
test_accepts_by_itself (GraphTest  *test,
                        const void *data)
{
  g_autofree char *id = NULL;
  g_autofree char *rd = NULL;
  g_autofree char *token = guest_test_begin (test, &id, &rd);
  g_autofree char *code = NULL;

  bw_test_sandbox_act (test->login.sandbox, "/_sandbox/tenant",
                       "{'tenantId':'" CUSTOMER "','automaticRedemption':true}");
  code = login_dup_code (&test->login, CUSTOMER, ANNA_NAME);
  g_assert_nonnull (code);
  guest_assert_state (test, token, id, "Accepted");
}

static void
test_not_signed_in (GraphTest  *test,
                    const void *data)
{
  const struct
  {
    const char *path;
    const char *change;
    const char *code;
    int         number;
  } cases[] = {
    { "/_sandbox/guest", "'email':'" ANNA_NAME "','enabled':false", "AADSTS500571", 500571 },
    { "/_sandbox/guest", "'email':'" ANNA_NAME "','enabled':true", NULL, 0 },
    { "/_sandbox/tenant", "'guestAccess':'none'", "AADSTS500213", 500213 },
    { "/_sandbox/tenant", "'guestAccess':'all','guestConditionalAccess':'block'", "AADSTS53003",
      53003 },
    { "/_sandbox/tenant", "'guestConditionalAccess':'device'", "AADSTS53000", 53000 },
    { "/_sandbox/tenant", "'guestConditionalAccess':null,'conditionalAccess':'block'", NULL, 0 },
    { "/_sandbox/guest", "'email':'" ANNA_NAME "','remove':true", "AADSTS50020", 50020 },
  };
  g_autofree char *id = NULL;
  g_autofree char *rd = NULL;
  g_autofree char *token = guest_test_begin (test, &id, &rd);
  g_autofree char *refresh = NULL;
  g_autoptr(Answer) elsewhere = NULL;
  g_autoptr(Answer) stranger = login_authorize (&test->login, CUSTOMER, "user", BEN_NAME, NULL);

  consent_assert_page (stranger, 400, "AADSTS50020");
  guest_accept (test, rd, ANNA_NAME);
  refresh = login_sign_in (&test->login, CUSTOMER, ANNA_NAME);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Answer) browser = NULL;
      g_autoptr(Answer) silent = NULL;

      bw_test_sandbox_act (test->login.sandbox, cases[i].path, "{'tenantId':'" CUSTOMER "',%s}",
                           cases[i].change);
      browser = login_authorize (&test->login, CUSTOMER, "user", ANNA_NAME, NULL);
      silent = login_refresh (&test->login, CUSTOMER, refresh, GRAPH "/.default");
      if (cases[i].code == NULL)
        {
          g_assert_cmpuint (browser->status, ==, 302);
          login_assert_issued (silent);
          continue;
        }

      consent_assert_page (browser, 400, cases[i].code);
      login_assert_refused (silent, 400, "invalid_grant", cases[i].number);
    }

  elsewhere = login_refresh (&test->login, GDAP, refresh, GRAPH "/.default");
  login_assert_refused (elsewhere, 400, "invalid_grant", 70000);
}

/* A guest object is in the way of a user who has a role there. */
static void
test_shadows_relationship (GraphTest  *test,
                           const void *data)
{
  g_autofree char *before = NULL;
  g_autofree char *token = NULL;
  g_autofree char *id = NULL;
  g_autofree char *rd = NULL;
  g_autoptr(Answer) after = NULL;

  consent_give (test, GDAP);
  before = login_dup_code (&test->login, GDAP, ANNA_NAME);
  token = consent_dup_token (test, GDAP);
  id = guest_dup_invited (test, token, ANNA_NAME, &rd);
  after = login_authorize (&test->login, GDAP, "user", ANNA_NAME, NULL);
  consent_assert_page (after, 400, "AADSTS50020");
}

static void
test_control (GraphTest  *test,
              const void *data)
{
  g_autofree char *id = NULL;
  g_autofree char *rd = NULL;
  g_autofree char *token = guest_test_begin (test, &id, &rd);
  BwTestSandbox *sandbox = test->login.sandbox;
  g_autoptr(JsonNode) accepted = NULL;

  g_assert_cmpuint (bw_test_sandbox_send (sandbox, "POST", "/_sandbox/accept-invitation",
                                          "{\"email\":\"" ANNA_NAME "\",\"tenantId\":\"" OTHER
                                          "\"}", NULL), ==, 404);
  g_assert_cmpuint (bw_test_sandbox_send (sandbox, "POST", "/_sandbox/guest",
                                          "{\"email\":\"" BEN_NAME "\",\"tenantId\":\"" CUSTOMER
                                          "\"}", NULL), ==, 404);
  accepted = bw_test_sandbox_control (sandbox, "POST", "/_sandbox/accept-invitation",
                                      "{\"email\":\"" ANNA_NAME "\"}");
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (accepted), "userId"), ==,
                   id);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (accepted), "tenantId"), ==,
                   CUSTOMER);
  guest_assert_state (test, token, id, "Accepted");
  g_assert_cmpuint (bw_test_sandbox_send (sandbox, "POST", "/_sandbox/accept-invitation",
                                          "{\"email\":\"" ANNA_NAME "\"}", NULL), ==, 404);
}

/* Removing users as many as there are takes the guests, too, and their links. */
static void
test_all_removed (GraphTest  *test,
                  const void *data)
{
  g_autofree char *id = NULL;
  g_autofree char *rd = NULL;
  g_autofree char *token = guest_test_begin (test, &id, &rd);
  g_autoptr(Answer) link = NULL;

  bw_test_sandbox_act (test->login.sandbox, "/_sandbox/users",
                       "{'tenantId':'" CUSTOMER "','remove':11}");
  link = login_post (&test->login, REDEEM, "rd", rd, "user", ANNA_NAME, NULL);
  consent_assert_page (link, 400, "This Invitation Can");
  g_assert_cmpuint (bw_test_sandbox_count_state (test->login.sandbox, "guests", NULL, NULL), ==, 0);
}

static char *
dup_comparable_state (GraphTest *test)
{
  g_autoptr(JsonNode) state = bw_test_sandbox_dup_state (test->login.sandbox);

  json_object_remove_member (json_node_get_object (state), "now");

  return json_to_string (state, TRUE);
}

static void
test_saved (GraphTest  *test,
            const void *data)
{
  g_autofree char *id = NULL;
  g_autofree char *rd = NULL;
  g_autofree char *ben_id = NULL;
  g_autofree char *ben_rd = NULL;
  g_autofree char *token = guest_test_begin (test, &id, &rd);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *refresh = NULL;
  g_autoptr(Answer) renewed = NULL;
  g_autoptr(Reply) refused = NULL;

  guest_accept (test, rd, ANNA_NAME);
  ben_id = guest_dup_invited (test, token, BEN_NAME, &ben_rd);
  refresh = login_sign_in (&test->login, CUSTOMER, ANNA_NAME);
  bw_test_sandbox_act (test->login.sandbox, "/_sandbox/tenant",
                       "{'tenantId':'" CUSTOMER "','allowInvitesFrom':'none',"
                       "'inviteDomains':['x.example'],'automaticRedemption':true}");
  before = dup_comparable_state (test);
  consent_test_restart (test);
  after = dup_comparable_state (test);
  g_assert_cmpstr (after, ==, before);

  renewed = login_refresh (&test->login, CUSTOMER, refresh, GRAPH "/.default");
  refused = guest_invite (test, token, BEN_NAME, "");
  login_assert_issued (renewed);
  graph_assert_refused (refused, 403, "Forbidden", "Guest invitations not allowed");
  guest_accept (test, ben_rd, BEN_NAME);
  guest_assert_state (test, token, ben_id, "Accepted");
}

#define ADD(path, function) \
  g_test_add ("/sandbox/guests/" path, GraphTest, NULL, consent_test_set_up, function, \
              graph_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("signed-in", test_signed_in);
  ADD ("consents", test_consents);
  ADD ("accepts-on-the-way", test_accepts_on_the_way);
  ADD ("accepts-by-itself", test_accepts_by_itself);
  ADD ("not-signed-in", test_not_signed_in);
  ADD ("shadows-relationship", test_shadows_relationship);
  ADD ("control", test_control);
  ADD ("all-removed", test_all_removed);
  ADD ("saved", test_saved);

  return g_test_run ();
}
