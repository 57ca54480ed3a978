/* test-sandbox-invitations.c - inviting guests, and accepting invitations
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "guest-util.h"
#include "test-util.h"

#define STATES "?$select=id,userType,mail,userPrincipalName,creationType,externalUserState," \
               "externalUserStateChangeDateTime,accountEnabled,displayName"

static void
check_invitation (Reply *invitation)
{
  JsonObject *info = json_object_get_object_member (invitation->json, "invitedUserMessageInfo");
  JsonArray *copies = json_object_get_array_member (info, "ccRecipients");

  g_assert_nonnull (graph_string (invitation, "id"));
  g_assert_cmpstr (graph_string (invitation, "invitedUserDisplayName"), ==, "Anna <A>");
  g_assert_cmpstr (graph_string (invitation, "invitedUserType"), ==, "Guest");
  g_assert_cmpstr (graph_string (invitation, "invitedUserEmailAddress"), ==, ANNA_NAME);
  g_assert_true (json_object_get_boolean_member (invitation->json, "sendInvitationMessage"));
  g_assert_false (json_object_get_boolean_member (invitation->json, "resetRedemption"));
  g_assert_cmpstr (graph_string (invitation, "inviteRedirectUrl"), ==, MY_APPS "/");
  g_assert_cmpstr (graph_string (invitation, "status"), ==, "PendingAcceptance");
  g_assert_cmpstr (json_object_get_string_member (info, "customizedMessageBody"), ==, "Hello <b>");
  g_assert_cmpuint (json_array_get_length (copies), ==, 1);
}

static void
test_invited (GraphTest  *test,
              const void *data)
{
  g_autofree char *token = NULL;
  g_autoptr(Reply) invitation = NULL;
  g_autoptr(Reply) user = NULL;
  g_autoptr(Reply) plain = NULL;
  g_autoptr(Reply) count = NULL;
  g_autoptr(JsonNode) state = NULL;

  consent_give (test, CUSTOMER);
  token = consent_dup_token (test, CUSTOMER);
  invitation = guest_invite (test, token, ANNA_NAME,
                             ",'invitedUserDisplayName':'Anna <A>','invitedUserMessageInfo':"
                             "{'messageLanguage':'de-DE','customizedMessageBody':'Hello <b>'}");
  user = graph_get (test, token, V1 "/users/%s" STATES, guest_get_id (invitation));
  plain = graph_get (test, token, V1 "/users/%s", guest_get_id (invitation));
  count = graph_get (test, token, V1 "/users?$filter=userType%%20eq%%20'Guest'&$select=mail");
  state = bw_test_sandbox_dup_state (test->login.sandbox);

  check_invitation (invitation);
  g_assert_cmpstr (graph_string (user, "userPrincipalName"), ==,
                   "anna_fabrikam.example#EXT#@customer.onmicrosoft.com");
  g_assert_cmpstr (graph_string (user, "mail"), ==, ANNA_NAME);
  g_assert_cmpstr (graph_string (user, "userType"), ==, "Guest");
  g_assert_cmpstr (graph_string (user, "creationType"), ==, "Invitation");
  g_assert_cmpstr (graph_string (user, "externalUserState"), ==, "PendingAcceptance");
  g_assert_nonnull (graph_string (user, "externalUserStateChangeDateTime"));
  g_assert_cmpstr (graph_string (user, "displayName"), ==, "Anna <A>");
  g_assert_true (json_object_get_boolean_member (user->json, "accountEnabled"));
  g_assert_false (json_object_has_member (plain->json, "externalUserState"));
  g_assert_cmpuint (graph_length (count), >=, 1);

  g_assert_cmpstr (json_object_get_string_member (
                     consent_get_state (state, "guests", "mail", ANNA_NAME), "externalUserState"),
                   ==, "PendingAcceptance");
  g_assert_cmpstr (json_object_get_string_member (
                     consent_get_state (state, "invitations", "email", ANNA_NAME), "userId"), ==,
                   guest_get_id (invitation));
}

/* A new guest, its acceptance and its end are news for who follows the users. */
static void
test_delta (GraphTest  *test,
            const void *data)
{
  g_autofree char *token = NULL;
  g_autofree char *id = NULL;
  g_autofree char *rd = NULL;
  g_autofree char *link = NULL;

  consent_give (test, CUSTOMER);
  token = consent_dup_token (test, CUSTOMER);

  {
    g_autoptr(Reply) all = graph_get (test, token, V1 "/users/delta?$select=mail,"
                                                   "externalUserState");

    g_assert_cmpuint (graph_length (all), ==, 10);
    link = graph_dup_link (all, "@odata.deltaLink");
  }

  id = guest_dup_invited (test, token, ANNA_NAME, &rd);

  {
    g_autoptr(Reply) news = graph_get (test, token, "%s", link);

    g_assert_cmpuint (graph_length (news), ==, 1);
    g_assert_cmpstr (json_object_get_string_member (graph_item (news, 0), "id"), ==, id);
    g_assert_cmpstr (json_object_get_string_member (graph_item (news, 0), "externalUserState"), ==,
                     "PendingAcceptance");
    g_clear_pointer (&link, g_free);
    link = graph_dup_link (news, "@odata.deltaLink");
  }

  guest_accept (test, rd, ANNA_NAME);

  {
    g_autoptr(Reply) news = graph_send (test, token, "GET", link, NULL, "Prefer",
                                        "return=minimal", NULL);

    g_assert_cmpuint (graph_length (news), ==, 1);
    g_assert_cmpstr (json_object_get_string_member (graph_item (news, 0), "externalUserState"), ==,
                     "Accepted");
    g_clear_pointer (&link, g_free);
    link = graph_dup_link (news, "@odata.deltaLink");
  }

  bw_test_sandbox_act (test->login.sandbox, "/_sandbox/guest",
                       "{'tenantId':'" CUSTOMER "','email':'" ANNA_NAME "','remove':true}");

  {
    g_autoptr(Reply) news = graph_get (test, token, "%s", link);
    g_autoptr(Reply) gone = graph_get (test, token, V1 "/users/%s", id);

    g_assert_cmpuint (graph_length (news), ==, 1);
    g_assert_true (json_object_has_member (graph_item (news, 0), "@removed"));
    graph_assert_refused (gone, 404, "Request_ResourceNotFound", id);
  }
}

static void
test_bad_invitations (GraphTest  *test,
                      const void *data)
{
  static const char *const bodies[] = {
    "{}",
    "{'invitedUserEmailAddress':'" ANNA_NAME "'}",
    "{'inviteRedirectUrl':'" MY_APPS "'}",
    "{'invitedUserEmailAddress':'anna','inviteRedirectUrl':'" MY_APPS "'}",
    "{'invitedUserEmailAddress':'a b@x.example','inviteRedirectUrl':'" MY_APPS "'}",
    "{'invitedUserEmailAddress':'<a>@x.example','inviteRedirectUrl':'" MY_APPS "'}",
    "{'invitedUserEmailAddress':'a@b@x.example','inviteRedirectUrl':'" MY_APPS "'}",
    "{'invitedUserEmailAddress':7,'inviteRedirectUrl':'" MY_APPS "'}",
    "{'invitedUserEmailAddress':'" ANNA_NAME "','inviteRedirectUrl':'myapps'}",
    "{'invitedUserEmailAddress':'" ANNA_NAME "','inviteRedirectUrl':'javascript:alert(1)'}",
    "{'invitedUserEmailAddress':'" ANNA_NAME "',"
    "'inviteRedirectUrl':'https://x.example/\\r\\nA: b'}",
    "{'invitedUserEmailAddress':'" ANNA_NAME "','inviteRedirectUrl':'" MY_APPS "','odd':1}",
    "{'invitedUserEmailAddress':'" ANNA_NAME "','inviteRedirectUrl':'" MY_APPS "',"
    "'invitedUserType':'Member'}",
    "{'invitedUserEmailAddress':'" ANNA_NAME "','inviteRedirectUrl':'" MY_APPS "',"
    "'resetRedemption':true}",
    "{'invitedUserEmailAddress':'" ORDINARY "','inviteRedirectUrl':'" MY_APPS "'}",
    "{'invitedUserEmailAddress':'x@customer.onmicrosoft.com','inviteRedirectUrl':'" MY_APPS "'}",
  };
  g_autofree char *token = NULL;
  g_autoptr(Reply) no_object = NULL;

  consent_give (test, CUSTOMER);
  token = consent_dup_token (test, CUSTOMER);
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr(Reply) reply = graph_post (test, token, INVITATIONS, "%s", bodies[i]);

      graph_assert_refused (reply, 400, "BadRequest", "");
    }

  no_object = graph_post (test, token, INVITATIONS, "no object");
  graph_assert_refused (no_object, 400, "BadRequest", "");
  g_assert_cmpuint (bw_test_sandbox_count_state (test->login.sandbox, "guests", NULL, NULL), ==, 0);
}

/* The tenant's own rules, one after the other, and then none. */
static void
test_policies (GraphTest  *test,
               const void *data)
{
  const struct
  {
    const char *oddity;
    guint       status;
    const char *part;
  } cases[] = {
    { "'allowInvitesFrom':'none'", 403, "Guest invitations not allowed" },
    { "'allowInvitesFrom':'adminsAndGuestInviters'", 403, "Guest invitations not allowed" },
    { "'allowInvitesFrom':'everyone','inviteDomains':['partner.example']", 403, "domain" },
    { "'inviteDomains':[],'guestAccess':'none'", 403, "Guest invitations not allowed" },
    { "'guestAccess':'all','inviteDomains':['x.example','FABRIKAM.example']", 201, NULL },
    { "'allowInvitesFrom':'adminsGuestInvitersAndAllMembers','inviteDomains':null", 201, NULL },
  };
  static const char *const bad[] = { "'allowInvitesFrom':'nobody'", "'guestAccess':'some'",
                                     "'guestConditionalAccess':'maybe'" };
  g_autofree char *token = NULL;

  consent_give (test, CUSTOMER);
  token = consent_dup_token (test, CUSTOMER);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Reply) reply = NULL;

      bw_test_sandbox_act (test->login.sandbox, "/_sandbox/tenant",
                           "{'tenantId':'" CUSTOMER "',%s}", cases[i].oddity);
      reply = guest_invite (test, token, ANNA_NAME, "");
      if (cases[i].status == 403)
        graph_assert_refused (reply, 403, "Forbidden", cases[i].part);
      else
        graph_assert_status (reply, cases[i].status);
    }

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *body = g_strdup_printf ("{'tenantId':'" CUSTOMER "','staleGuest':true,%s}",
                                               bad[i]);

      g_assert_cmpuint (bw_test_sandbox_send (test->login.sandbox, "POST", "/_sandbox/tenant",
                                              g_strdelimit (body, "'", '"'), NULL), ==, 400);
    }
  g_assert_cmpuint (bw_test_sandbox_count_state (test->login.sandbox, "guests", "tenantId",
                                                 CUSTOMER), ==, 1);
}

static void
test_not_permitted (GraphTest  *test,
                    const void *data)
{
  g_autoptr(Answer) granted = consent_ask (test, CUSTOMER, ADMIN_CONSENT, "user", ADMIN, "scope",
                                           GRAPH "/User.Read", "consent", "accept", NULL);
  g_autofree char *token = NULL;
  g_autoptr(Reply) denied = NULL;

  g_assert_cmpuint (granted->status, ==, 302);
  graph_advance (test, 60);
  token = consent_dup_token (test, CUSTOMER);
  denied = guest_invite (test, token, ANNA_NAME, "");
  graph_assert_refused (denied, 403, "Authorization_RequestDenied", "Insufficient privileges");
}

static guint
count_links (Answer *mailbox)
{
  g_auto(GStrv) parts = g_strsplit (mailbox->text, "class=\"accept\"", -1);

  return g_strv_length (parts) - 1;
}

/* Inviting again is the same guest and another mail; all the links work. */
static void
test_again (GraphTest  *test,
            const void *data)
{
  g_autofree char *id = NULL;
  g_autofree char *rd = NULL;
  g_autofree char *token = guest_test_begin (test, &id, &rd);
  g_autoptr(Reply) again = guest_invite (test, token, "ANNA@Fabrikam.example", "");
  g_autoptr(Reply) quiet = graph_post (test, token, INVITATIONS,
                                       "{'invitedUserEmailAddress':'" ANNA_NAME "',"
                                       "'inviteRedirectUrl':'" REDIRECT "'}");
  g_autoptr(Answer) mailbox = login_get (&test->login, "/admin/mailbox?address=" ANNA_NAME);
  g_autoptr(Answer) empty = login_get (&test->login, "/admin/mailbox?address=" BEN_NAME);
  g_autoptr(Reply) completed = NULL;

  g_assert_cmpstr (guest_get_id (again), ==, id);
  g_assert_cmpstr (guest_get_id (quiet), ==, id);
  consent_assert_page (mailbox, 200, "Customer &amp; Co invited you");
  g_assert_cmpuint (count_links (mailbox), ==, 2);
  consent_assert_page (empty, 200, "There is nothing for " BEN_NAME);

  guest_accept (test, rd, ANNA_NAME);
  completed = guest_invite (test, token, ANNA_NAME, "");
  g_assert_cmpstr (guest_get_id (completed), ==, id);
  g_assert_cmpstr (graph_string (completed, "status"), ==, "Completed");
  g_assert_cmpuint (bw_test_sandbox_count_state (test->login.sandbox, "guests", NULL, NULL), ==, 1);
  g_assert_cmpuint (bw_test_sandbox_count_state (test->login.sandbox, "invitations", NULL, NULL),
                    ==, 4);
}

/* From the mailbox on, with what a browser would do. */
static void
test_redeemed (GraphTest  *test,
               const void *data)
{
  g_autofree char *id = NULL;
  g_autofree char *rd = NULL;
  g_autofree char *token = guest_test_begin (test, &id, &rd);
  g_autofree char *escaped = g_uri_escape_string (rd, NULL, FALSE);
  g_autoptr(Answer) mailbox = login_get (&test->login, "/admin/mailbox?address=" ANNA_NAME);
  g_autoptr(Answer) accounts = login_get (&test->login, REDEEM "?rd=%s", escaped);
  g_autoptr(Answer) review = login_post (&test->login, REDEEM, "rd", rd, "user", ANNA_NAME, NULL);
  g_autoptr(Answer) cancelled = login_post (&test->login, REDEEM, "rd", rd, "user", ANNA_NAME,
                                            "cancel", "1", NULL);

  consent_assert_page (mailbox, 200, escaped);
  consent_assert_page (accounts, 200, "value=\"" ANNA_NAME "\"");
  consent_assert_page (review, 200, "Review Permissions");
  consent_assert_page (review, 200, "name=\"consent\" value=\"accept\"");
  consent_assert_page (cancelled, 200, "was not accepted");
  guest_assert_state (test, token, id, "PendingAcceptance");

  guest_accept (test, rd, ANNA_NAME);
  guest_assert_state (test, token, id, "Accepted");
  guest_accept (test, rd, ANNA_NAME);
}

/* A browser goes where the inviter wanted it, as long as that is on this machine. */
static void
test_redirected (GraphTest  *test,
                 const void *data)
{
  g_autofree char *token = NULL;
  g_autoptr(Reply) invitation = NULL;
  g_autoptr(Answer) accepted = NULL;
  g_autofree char *rd = NULL;

  consent_give (test, CUSTOMER);
  token = consent_dup_token (test, CUSTOMER);
  invitation = graph_post (test, token, INVITATIONS, "{'invitedUserEmailAddress':'" ANNA_NAME "',"
                           "'inviteRedirectUrl':'" REDIRECT "'}");
  graph_assert_status (invitation, 201);
  rd = guest_dup_link (invitation);
  accepted = login_post (&test->login, REDEEM, "rd", rd, "user", ANNA_NAME, "consent", "accept",
                         NULL);

  g_assert_cmpuint (accepted->status, ==, 302);
  g_assert_cmpstr (accepted->location, ==, REDIRECT "/");
}

static void
test_not_redeemed (GraphTest  *test,
                   const void *data)
{
  g_autofree char *id = NULL;
  g_autofree char *rd = NULL;
  g_autofree char *token = guest_test_begin (test, &id, &rd);
  g_autofree char *wrong = g_strdup (rd);
  const struct
  {
    const char *oddity;
    const char *user;
    const char *code;
  } cases[] = {
    { "'guestAccess':'all'", BEN_NAME, "AADSTS50020" },
    { "'guestAccess':'all'", ADMIN, "AADSTS50020" },
    { "'guestAccess':'all'", "nobody@fabrikam.example", "AADSTS50034" },
    { "'guestAccess':'none'", ANNA_NAME, "AADSTS500213" },
    { "'guestAccess':'all','guestConditionalAccess':'block'", ANNA_NAME, "AADSTS53003" },
    { "'guestConditionalAccess':'device'", ANNA_NAME, "AADSTS53000" },
  };
  const char *const links[] = { wrong, "", "x", "http://x/?tenant=" CUSTOMER };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Answer) answer = NULL;

      bw_test_sandbox_act (test->login.sandbox, "/_sandbox/tenant",
                           "{'tenantId':'" CUSTOMER "',%s}", cases[i].oddity);
      answer = login_post (&test->login, REDEEM, "rd", rd, "user", cases[i].user, "consent",
                           "accept", NULL);
      consent_assert_page (answer, 400, cases[i].code);
    }

  memcpy (strstr (wrong, "ticket=") + strlen ("ticket="), "!!!!", 4);
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autoptr(Answer) answer = login_post (&test->login, REDEEM, "rd", links[i], "user",
                                             ANNA_NAME, "consent", "accept", NULL);

      consent_assert_page (answer, 400, "This Invitation Can");
    }

  guest_assert_state (test, token, id, "PendingAcceptance");
}

/* A second factor is asked for at home, and who has none does not get in. */
static void
test_second_factor (GraphTest  *test,
                    const void *data)
{
  g_autofree char *rd = NULL;
  g_autofree char *id = NULL;
  g_autofree char *token = NULL;
  g_autoptr(Answer) without = NULL;
  g_autoptr(Answer) carl = NULL;
  g_autofree char *carl_rd = NULL;
  g_autofree char *carl_id = NULL;

  consent_give (test, CUSTOMER);
  token = consent_dup_token (test, CUSTOMER);
  id = guest_dup_invited (test, token, BEN_NAME, &rd);
  carl_id = guest_dup_invited (test, token, CARL_NAME, &carl_rd);
  bw_test_sandbox_act (test->login.sandbox, "/_sandbox/tenant",
                       "{'tenantId':'" CUSTOMER "','guestConditionalAccess':'mfa'}");
  without = login_post (&test->login, REDEEM, "rd", rd, "user", BEN_NAME, "consent", "accept",
                        NULL);
  carl = login_post (&test->login, REDEEM, "rd", carl_rd, "user", CARL_NAME, "consent", "accept",
                     NULL);
  consent_assert_page (without, 400, "AADSTS50076");
  consent_assert_page (carl, 400, "AADSTS50057");

  bw_test_sandbox_act (test->login.sandbox, "/_sandbox/tenant",
                       "{'tenantId':'" CUSTOMER "','guestConditionalAccess':null}");
  guest_accept (test, rd, BEN_NAME);
  guest_assert_state (test, token, id, "Accepted");
  guest_assert_state (test, token, carl_id, "PendingAcceptance");
}

static void
test_reset (GraphTest  *test,
            const void *data)
{
  g_autofree char *id = NULL;
  g_autofree char *rd = NULL;
  g_autofree char *new_rd = NULL;
  g_autofree char *token = guest_test_begin (test, &id, &rd);
  g_autofree char *refresh = NULL;
  g_autofree char *more = g_strdup_printf (",'resetRedemption':true,'invitedUser':{'id':'%s'}",
                                           id);
  g_autoptr(Reply) wrong = NULL;
  g_autoptr(Reply) reset = NULL;
  g_autoptr(Answer) old_link = NULL;
  g_autoptr(Answer) old_token = NULL;

  guest_accept (test, rd, ANNA_NAME);
  refresh = login_sign_in (&test->login, CUSTOMER, ANNA_NAME);
  wrong = guest_invite (test, token, ANNA_NAME, ",'resetRedemption':true,'invitedUser':{'id':'"
                                          CUSTOMER "'}");
  graph_assert_refused (wrong, 400, "BadRequest", "");
  guest_assert_state (test, token, id, "Accepted");

  reset = guest_invite (test, token, ANNA_NAME, more);
  g_assert_cmpstr (guest_get_id (reset), ==, id);
  g_assert_true (json_object_get_boolean_member (reset->json, "resetRedemption"));
  guest_assert_state (test, token, id, "PendingAcceptance");

  old_link = login_post (&test->login, REDEEM, "rd", rd, "user", ANNA_NAME, NULL);
  old_token = login_refresh (&test->login, CUSTOMER, refresh, GRAPH "/.default");
  consent_assert_page (old_link, 400, "This Invitation Can");
  login_assert_refused (old_token, 400, "invalid_grant", 50014);

  new_rd = guest_dup_link (reset);
  guest_accept (test, new_rd, ANNA_NAME);
  guest_assert_state (test, token, id, "Accepted");
}

/* The link is a secret, and so is what it leads to. */
static void
test_log (GraphTest  *test,
          const void *data)
{
  g_autofree char *id = NULL;
  g_autofree char *rd = NULL;
  g_autofree char *token = guest_test_begin (test, &id, &rd);
  g_autofree char *escaped = g_uri_escape_string (rd, NULL, FALSE);
  const char *ticket = strstr (rd, "ticket=") + strlen ("ticket=");
  g_autofree char *secret = g_strndup (ticket, strcspn (ticket, "&"));
  g_autoptr(Answer) page = login_get (&test->login, REDEEM "?rd=%s", escaped);
  g_autoptr(JsonNode) log = bw_test_sandbox_dup_log (test->login.sandbox);
  g_autoptr(JsonNode) state = bw_test_sandbox_dup_state (test->login.sandbox);
  g_autofree char *log_text = json_to_string (log, FALSE);
  g_autofree char *state_text = json_to_string (state, FALSE);

  g_assert_cmpuint (page->status, ==, 200);
  g_assert_cmpuint (strlen (secret), >, 20);
  g_assert_nonnull (strstr (log_text, "rd=***"));
  g_assert_null (strstr (log_text, secret));
  g_assert_null (strstr (state_text, secret));
}

static void
set_up_small (GraphTest  *test,
              const void *data)
{
  test->login.folder = bw_test_make_dir ();
  test->login.sandbox = bw_test_sandbox_new (NULL);
  test->login.session = soup_session_new ();
  bw_test_sandbox_act (test->login.sandbox, "/_sandbox/credentials", "{'secret':'Sec~ret.1'}");
  bw_test_sandbox_act (test->login.sandbox, "/_sandbox/lag", "{'name':'consent','seconds':0}");
}

static char *
dup_small_token (GraphTest  *test,
                 const char *domain)
{
  g_autofree char *path = g_strdup_printf ("/login/%s/oauth2/v2.0/token", domain);
  g_autoptr(Answer) answer = NULL;

  bw_test_sandbox_act (test->login.sandbox, "/_sandbox/consent", "{'tenantId':'%s'}", domain);
  answer = login_post (&test->login, path,
                       "client_id", bw_test_sandbox_get_client (test->login.sandbox),
                       "client_secret", "Sec~ret.1", "grant_type", "client_credentials",
                       "scope", GRAPH "/.default", NULL);
  login_assert_issued (answer);

  return g_strdup (login_string (answer, "access_token"));
}

/* What the tenants of the scenario are for. */
static void
test_small (GraphTest  *test,
            const void *data)
{
  static const char clockwork[] = "worshipful-company-of-instrument-makers-and-clockwork-menders"
                                  ".example";
  const struct
  {
    const char *domain;
    guint       status;
    const char *part;
  } cases[] = {
    { "tailwind.example", 201, NULL },
    { "zephyrine.example", 201, NULL },
    { "inkerman-bank.example", 201, NULL },
    { clockwork, 201, NULL },
    { "hollowell.example", 400, "already exists in the directory" },
    { "juniper-clinic.example", 403, "domain" },
    { "ebbflow.example", 403, "Guest invitations not allowed" },
  };
  g_autoptr(Answer) other_cloud = login_post (&test->login, "/login/dunmore.example/oauth2/v2.0/"
                                              "token", "client_id", "x", "grant_type", "x", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *token = dup_small_token (test, cases[i].domain);
      g_autoptr(Reply) reply = guest_invite (test, token, "admin@lodestar-it.example", "");

      if (cases[i].status == 201)
        graph_assert_status (reply, 201);
      else
        graph_assert_refused (reply, cases[i].status,
                              cases[i].status == 403 ? "Forbidden" : "BadRequest", cases[i].part);
    }

  login_assert_refused (other_cloud, 400, "invalid_request", 90038);
}

#define ADD(path, function) \
  g_test_add ("/sandbox/invitations/" path, GraphTest, NULL, consent_test_set_up, function, \
              graph_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("invited", test_invited);
  ADD ("delta", test_delta);
  ADD ("bad-invitations", test_bad_invitations);
  ADD ("policies", test_policies);
  ADD ("not-permitted", test_not_permitted);
  ADD ("again", test_again);
  ADD ("redeemed", test_redeemed);
  ADD ("redirected", test_redirected);
  ADD ("not-redeemed", test_not_redeemed);
  ADD ("second-factor", test_second_factor);
  ADD ("reset", test_reset);
  ADD ("log", test_log);

  g_test_add ("/sandbox/invitations/small", GraphTest, NULL, set_up_small, test_small,
              graph_test_tear_down);

  return g_test_run ();
}
