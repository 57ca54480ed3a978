/* test-guest.c - guest accounts on the wire: what is asked, and what answers say
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-error.h"
#include "bw-guest.h"
#include "bw-permission.h"
#include "test-answer.h"

#define TENANT "6babcaad-604b-40ac-a9d7-9fd97c0b779f"
#define USER   "6e7b768e-07e2-4810-8459-485f84f8f204"
#define OTHER  "c7df2760-2c81-4ef7-b578-5b5392b571df"
#define SELECT "$select=id,userType,userPrincipalName,externalUserState,accountEnabled"

static BwCloud *cloud;

/* What no reader of an object or list in "value" can use. */
static const char * const useless[] = { NULL, "<html>", "[]", "7", "null", "{\"value\":7}",
                                        "{\"value\":[]}x" };

static BwResponse *
answer (guint       status,
        const char *json)
{
  return bw_test_answer (bw_guest_find (cloud, TENANT, "a@b.example"), status, json);
}

static void
test_requests (void)
{
  bw_test_assert_request (bw_guest_find (cloud, TENANT, "o'neil+x@b.example"), "GET",
                          "/users?$filter=mail%20eq%20'o''neil%2Bx%40b.example'&" SELECT, TENANT,
                          NULL);
  bw_test_assert_request (bw_guest_get_me (cloud, TENANT), "GET", "/me?" SELECT, TENANT, NULL);
  bw_test_assert_request (bw_guest_list_roles (cloud, TENANT, "o/1"), "GET",
                          "/servicePrincipals/o%2F1/appRoleAssignments", TENANT, NULL);
  bw_test_assert_request (bw_guest_list_grants (cloud, TENANT, "o"), "GET",
                          "/servicePrincipals/o/oauth2PermissionGrants", TENANT, NULL);
  bw_test_assert_request (bw_guest_invite (cloud, TENANT, "a@b.example", NULL), "POST",
                          "/invitations", TENANT,
                          "{\"invitedUserEmailAddress\":\"a@b.example\","
                          "\"inviteRedirectUrl\":\"https://myapps.microsoft.com/\","
                          "\"invitedUserType\":\"Guest\",\"sendInvitationMessage\":true}");
  bw_test_assert_request (bw_guest_invite (cloud, TENANT, "a@b.example", USER), "POST",
                          "/invitations", TENANT,
                          "{\"invitedUserEmailAddress\":\"a@b.example\","
                          "\"inviteRedirectUrl\":\"https://myapps.microsoft.com/\","
                          "\"invitedUserType\":\"Guest\",\"sendInvitationMessage\":true,"
                          "\"resetRedemption\":true,\"invitedUser\":{\"id\":\"" USER "\"}}");
}

/* Nothing of the state can break out of its field. */
static void
test_link (void)
{
  g_autofree char *link = bw_guest_dup_consent_link (cloud, TENANT, "client", "s-1");
  g_autofree char *redirect = bw_guest_dup_redirect_uri (cloud);

  g_assert_cmpstr (link, ==,
                   "https://login.microsoftonline.com/" TENANT "/v2.0/adminconsent"
                   "?client_id=client&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"
                   "&redirect_uri=https%3A%2F%2Flogin.microsoftonline.com%2Fcommon%2Foauth2%2F"
                   "nativeclient&state=s-1");
  g_assert_cmpstr (redirect, ==,
                   "https://login.microsoftonline.com/common/oauth2/nativeclient");
}

static BwGuest *
read_found (const char  *json,
            GError     **error)
{
  g_autoptr(BwResponse) response = answer (200, json);

  return bw_guest_read_found (response, error);
}

static void
test_found (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwGuest) nobody = read_found ("{\"value\":[]}", &error);
  g_autoptr(BwGuest) pending =
    read_found ("{\"value\":[{\"id\":\"" OTHER "\",\"userType\":\"Member\"},"
                "{\"id\":\"" USER "\",\"userType\":\"Guest\",\"userPrincipalName\":\"u\","
                "\"externalUserState\":\"PendingAcceptance\",\"accountEnabled\":false}]}", &error);
  g_autoptr(BwGuest) member =
    read_found ("{\"value\":[{\"id\":\"" OTHER "\",\"userType\":\"Member\","
                "\"externalUserState\":null}]}", &error);
  g_autoptr(BwGuest) accepted =
    read_found ("{\"value\":[{\"id\":\"" USER "\",\"userType\":\"Guest\","
                "\"externalUserState\":\"Accepted\",\"accountEnabled\":true}]}", &error);

  g_assert_no_error (error);
  g_assert_null (nobody);
  g_assert_cmpstr (pending->id, ==, USER);
  g_assert_cmpstr (pending->name, ==, "u");
  g_assert_false (pending->is_member);
  g_assert_false (pending->accepted);
  g_assert_false (pending->enabled);
  g_assert_true (member->is_member);
  g_assert_true (accepted->accepted);
  g_assert_true (accepted->enabled);
}

static void
test_garbage (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (useless); i++)
    {
      g_autoptr(BwResponse) response = answer (200, useless[i]);
      g_autoptr(GError) found = NULL;
      g_autoptr(GError) lacked = NULL;
      g_autoptr(GError) granted = NULL;
      gboolean has;

      g_assert_null (bw_guest_read_found (response, &found));
      g_assert_error (found, BW_ERROR, BW_ERROR_PROTOCOL);
      g_assert_null (bw_guest_read_lack (response, &lacked));
      g_assert_error (lacked, BW_ERROR, BW_ERROR_PROTOCOL);
      g_assert_false (bw_guest_read_grants (response, USER, "User.Read", &has, &granted));
      g_assert_error (granted, BW_ERROR, BW_ERROR_PROTOCOL);
    }
}

static void
test_no_id (void)
{
  const char * const bodies[] = { "{\"value\":[{}]}", "{\"value\":[{\"id\":7}]}",
                                  "{\"value\":[null]}" };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (read_found (bodies[i], &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
    }
}

#define ROLE(id) "{\"appRoleId\":\"" id "\"}"

static void
assert_lack (const char *json,
             const char *names)
{
  g_autoptr(BwResponse) response = answer (200, json);
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) lack = bw_guest_read_lack (response, &error);
  g_autofree char *joined = NULL;

  g_assert_no_error (error);
  joined = g_strjoinv (" ", lack);
  g_assert_cmpstr (joined, ==, names);
}

static void
test_roles (void)
{
  assert_lack ("{\"value\":[]}",
               "User.Invite.All User.Read.All Organization.Read.All SecurityEvents.Read.All "
               "Application.Read.All");
  assert_lack ("{\"value\":[{},{\"appRoleId\":7},"
               ROLE ("09850681-111B-4A89-9BED-3F2CAE46D706") ","
               ROLE ("741f803b-c850-494e-b5df-cde7c675a1ca") ","
               ROLE ("498476ce-e0fe-48b0-b801-37ba7e2685c6") ","
               ROLE ("9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30") "]}", "SecurityEvents.Read.All");
}

static gboolean
is_granted (const char *json)
{
  g_autoptr(BwResponse) response = answer (200, json);
  g_autoptr(GError) error = NULL;
  gboolean granted = FALSE;

  g_assert_true (bw_guest_read_grants (response, USER, "User.Read", &granted, &error));
  g_assert_no_error (error);

  return granted;
}

/* What somebody else consented to for themselves is not ours. */
static void
test_grants (void)
{
  g_assert_false (is_granted ("{\"value\":[]}"));
  g_assert_false (is_granted ("{\"value\":[{\"consentType\":\"AllPrincipals\",\"scope\":\"\"}]}"));
  g_assert_false (is_granted ("{\"value\":[{\"consentType\":\"Principal\",\"principalId\":\""
                              OTHER "\",\"scope\":\"User.Read\"}]}"));
  g_assert_true (is_granted ("{\"value\":[{\"consentType\":\"Principal\",\"principalId\":\""
                             USER "\",\"scope\":\"openid User.Read\"}]}"));
  g_assert_true (is_granted ("{\"value\":[{},{\"consentType\":\"AllPrincipals\","
                             "\"principalId\":null,\"scope\":\" User.Read.All profile\"}]}"));
}

static void
assert_refusal (guint       status,
                const char *code,
                const char *event_id)
{
  g_autofree char *json =
    g_strdup_printf ("{\"error\":{\"code\":\"%s\",\"message\":\"No\"}}", code);
  g_autoptr(BwResponse) response = bw_test_answer (bw_guest_invite (cloud, TENANT, "a@b.example",
                                                                    NULL), status, json);
  g_autoptr(BwFailure) failure = bw_guest_explain_refusal (response, "t");

  g_assert_cmpstr (failure->event_id, ==, event_id);
  g_assert_cmpstr (failure->code, ==, code);
  g_assert_cmpstr (failure->message, ==, "No");
}

/* The tenant's rules for guests, or a permission that is missing. */
static void
test_refusals (void)
{
  assert_refusal (403, "Forbidden", "BW-3014");
  assert_refusal (403, "Authorization_RequestDenied", "BW-4004");
  assert_refusal (400, "BadRequest", "BW-1006");
  assert_refusal (429, "TooManyRequests", "BW-1003");
}

static void
assert_sign_in (BwEvent     event,
                const char *event_id)
{
  g_autoptr(BwFailure) said = bw_catalogue_make (event, "t");
  g_autoptr(GError) error = g_error_new_literal (BW_ERROR, BW_ERROR_DENIED, said->meaning);
  g_autoptr(BwFailure) failure = NULL;

  said->code = g_strdup ("AADSTS1");
  bw_failure_attach (said, error);
  failure = bw_guest_explain_sign_in (error);
  if (event_id == NULL)
    {
      g_assert_null (failure);
      return;
    }

  g_assert_cmpstr (failure->event_id, ==, event_id);
  g_assert_cmpstr (failure->code, ==, "AADSTS1");
}

static void
test_sign_in (void)
{
  g_autoptr(GError) plain = g_error_new_literal (BW_ERROR, BW_ERROR_OFFLINE, "Offline");

  g_assert_null (bw_guest_explain_sign_in (plain));
  assert_sign_in (BW_EVENT_CONDITIONAL_ACCESS, "BW-4013");
  assert_sign_in (BW_EVENT_DEVICE_REQUIRED, "BW-4013");
  assert_sign_in (BW_EVENT_GUEST_DISABLED, "BW-4014");
  assert_sign_in (BW_EVENT_CROSS_TENANT, "BW-4006");
  assert_sign_in (BW_EVENT_SIGN_IN_DECLINED, NULL);
  assert_sign_in (BW_EVENT_OFFLINE, NULL);
}

/* Whose token it is goes with the service, and with every page of a list. */
static void
test_actors (void)
{
  g_autoptr(BwCloud) alone = bw_cloud_act_as (cloud, BW_ACTOR_APPLICATION);
  g_autoptr(BwRequest) request = bw_guest_find (alone, TENANT, "a@b.example");
  g_autoptr(GError) error = NULL;
  g_autoptr(BwRequest) next =
    bw_request_new_for_uri (request, "https://graph.microsoft.com/v1.0/users?$skiptoken=1", &error);

  g_assert_no_error (error);
  g_assert_cmpint (cloud->graph->actor, ==, BW_ACTOR_USER);
  g_assert_cmpint (bw_request_get_service (request)->actor, ==, BW_ACTOR_APPLICATION);
  g_assert_cmpint (bw_request_get_service (next)->actor, ==, BW_ACTOR_APPLICATION);
  g_assert_cmpint (alone->partner->actor, ==, BW_ACTOR_USER);
  g_assert_cmpstr (alone->graph->base, ==, cloud->graph->base);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  cloud = bw_cloud_new ("global", NULL);

  g_test_add_func ("/api/guest/requests", test_requests);
  g_test_add_func ("/api/guest/link", test_link);
  g_test_add_func ("/api/guest/found", test_found);
  g_test_add_func ("/api/guest/garbage", test_garbage);
  g_test_add_func ("/api/guest/no-id", test_no_id);
  g_test_add_func ("/api/guest/roles", test_roles);
  g_test_add_func ("/api/guest/grants", test_grants);
  g_test_add_func ("/api/guest/refusals", test_refusals);
  g_test_add_func ("/api/guest/sign-in", test_sign_in);
  g_test_add_func ("/api/guest/actors", test_actors);

  result = g_test_run ();
  bw_cloud_unref (cloud);

  return result;
}
