/* guest-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "guest-util.h"

/**
 * guest_invite:
 * @test: a test
 * @token: an access token of the application's own
 * @email: whom to invite
 * @more: further members of the request, each with a comma before, or ""
 *
 * Returns: (transfer full): what Graph answers
 */
Reply *
guest_invite (GraphTest  *test,
              const char *token,
              const char *email,
              const char *more)
{
  return graph_post (test, token, INVITATIONS,
                     "{'invitedUserEmailAddress':'%s','inviteRedirectUrl':'" MY_APPS "',"
                     "'sendInvitationMessage':true%s}", email, more);
}

/**
 * guest_get_id:
 * @invitation: an invitation that was made
 *
 * Returns: object ID of the guest
 */
const char *
guest_get_id (Reply *invitation)
{
  JsonObject *user;

  graph_assert_status (invitation, 201);
  user = json_object_get_object_member (invitation->json, "invitedUser");

  return json_object_get_string_member (user, "id");
}

/**
 * guest_dup_link:
 * @invitation: an invitation that was made
 *
 * Returns: (transfer full): what its link stands for, a field of %REDEEM
 */
char *
guest_dup_link (Reply *invitation)
{
  const char *link = graph_string (invitation, "inviteRedeemUrl");
  const char *query = strchr (link, '?');
  g_autoptr(GHashTable) fields = soup_form_decode (query + 1);

  return g_strdup (g_hash_table_lookup (fields, "rd"));
}

/**
 * guest_dup_invited:
 * @test: a test
 * @token: an access token of the application's own
 * @email: whom to invite
 * @rd: (out) (transfer full): (see guest_dup_link())
 *
 * Returns: (transfer full): object ID of the guest
 */
char *
guest_dup_invited (GraphTest  *test,
                   const char *token,
                   const char *email,
                   char      **rd)
{
  g_autoptr(Reply) invitation = guest_invite (test, token, email, "");

  *rd = guest_dup_link (invitation);

  return g_strdup (guest_get_id (invitation));
}

/**
 * guest_test_begin:
 * @test: a test
 * @id: (out) (transfer full): object ID of Anna, who is invited by %CUSTOMER
 * @rd: (out) (transfer full): (see guest_dup_link())
 *
 * Returns: (transfer full): an access token of the application's own there
 */
char *
guest_test_begin (GraphTest *test,
                  char     **id,
                  char     **rd)
{
  char *token;

  consent_give (test, CUSTOMER);
  token = consent_dup_token (test, CUSTOMER);
  *id = guest_dup_invited (test, token, ANNA_NAME, rd);

  return token;
}

/**
 * guest_assert_state:
 * @test: a test
 * @token: an access token of the application's own
 * @id: object ID of a guest
 * @state: the state that it must have
 */
void
guest_assert_state (GraphTest  *test,
                    const char *token,
                    const char *id,
                    const char *state)
{
  g_autoptr(Reply) user = graph_get (test, token, V1 "/users/%s?$select=externalUserState", id);

  graph_assert_status (user, 200);
  g_assert_cmpstr (graph_string (user, "externalUserState"), ==, state);
}

/**
 * guest_accept:
 * @test: a test
 * @rd: (see guest_dup_link())
 * @email: who was invited, and accepts
 */
void
guest_accept (GraphTest  *test,
              const char *rd,
              const char *email)
{
  g_autoptr(Answer) accepted = login_post (&test->login, REDEEM, "rd", rd, "user", email,
                                           "consent", "accept", NULL);

  consent_assert_page (accepted, 200, "id=\"accepted\"");
}
