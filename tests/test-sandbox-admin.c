/* test-sandbox-admin.c - approving in the sandbox as the customer does, in a browser
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "login-util.h"

#define INVITATION "/admin/partners/invitation/granularAdminRelationships/"

static void
assert_shows (Answer     *page,
              guint       status,
              const char *text)
{
  g_assert_cmpuint (page->status, ==, status);
  g_assert_nonnull (strstr (page->text, "<h1>"));
  if (strstr (page->text, text) == NULL)
    g_error ("The page does not say “%s”: %s", text, page->text);
}

static void
assert_lacks (Answer     *page,
              const char *text)
{
  g_assert_null (strstr (page->text, text));
}

static guint
count_status (LoginTest  *test,
              const char *status)
{
  return bw_test_sandbox_count_state (test->sandbox, "relationships", "status", status);
}

static void
test_page (LoginTest  *test,
           const void *data)
{
  g_autoptr(Answer) page = login_get (test, INVITATION "waiting-1");

  assert_shows (page, 200, "Waiting &lt;one&gt;");
  assert_shows (page, 200, "Fabrikam &amp; Sons");
  assert_shows (page, 200, WAITING);
  assert_shows (page, 200, "Directory Readers <code>88d8e3e3-8f55-4a1e-953a-9b9898b8876b</code>");
  assert_shows (page, 200, "730 days");
  assert_shows (page, 200, "by 180 days");
  assert_shows (page, 200, "<form method=\"post\">");
  assert_shows (page, 200, "name=\"action\" value=\"approve\"");
  assert_shows (page, 200, "name=\"action\" value=\"reject\"");
  assert_lacks (page, "terminate");
  assert_lacks (page, "name=\"tenant\"");
}

static void
test_approve (LoginTest  *test,
              const void *data)
{
  g_autoptr(Answer) first = login_post (test, INVITATION "waiting-1", "action", "approve", NULL);
  g_autoptr(Answer) again = login_post (test, INVITATION "waiting-1", "action", "approve", NULL);
  g_autoptr(Answer) page = NULL;
  g_autoptr(Answer) end = NULL;

  assert_shows (first, 200, "You approved the partner’s request.");
  assert_shows (again, 409, "can’t be approved");

  bw_test_sandbox_advance (test->sandbox, 60);
  page = login_get (test, INVITATION "waiting-1");
  assert_shows (page, 200, "<dd id=\"status\">active</dd>");
  assert_shows (page, 200, "name=\"action\" value=\"terminate\"");
  assert_lacks (page, "value=\"approve\"");

  end = login_post (test, INVITATION "waiting-1", "action", "terminate", NULL);
  assert_shows (end, 200, "You asked for the end");
  bw_test_sandbox_advance (test->sandbox, 60);
  g_assert_cmpuint (count_status (test, "terminated"), ==, 1);
}

static void
test_reject (LoginTest  *test,
             const void *data)
{
  g_autoptr(Answer) first = login_post (test, INVITATION "WAITING-1", "action", "reject", NULL);
  g_autoptr(Answer) again = login_post (test, INVITATION "waiting-1", "action", "reject", NULL);
  g_autoptr(Answer) page = login_get (test, INVITATION "waiting-1");

  assert_shows (first, 200, "You rejected the partner’s request.");
  assert_shows (again, 409, "can’t be rejected");
  assert_shows (page, 200, "It was rejected or terminated.");
  assert_lacks (page, "<form");
  g_assert_cmpuint (count_status (test, "terminated"), ==, 1);
}

static void
test_anybody (LoginTest  *test,
              const void *data)
{
  g_autoptr(Answer) page = login_get (test, INVITATION "open-1");
  g_autoptr(Answer) nobody = login_post (test, INVITATION "open-1", "action", "approve", NULL);
  g_autoptr(Answer) unknown = login_post (test, INVITATION "open-1", "action", "approve", "tenant",
                                          "nobody.example", NULL);
  g_autoptr(Answer) partner = login_post (test, INVITATION "open-1", "action", "approve", "tenant",
                                          PARTNER, NULL);
  g_autoptr(Answer) known = login_post (test, INVITATION "open-1", "action", "approve", "tenant",
                                        "stranger.example", NULL);

  assert_shows (page, 200, "<label for=\"tenant\">");
  assert_shows (nobody, 400, "Name a customer");
  assert_shows (unknown, 400, "Name a customer");
  assert_shows (partner, 400, "Name a customer");
  assert_shows (known, 200, "You approved the partner’s request.");
  assert_shows (known, 200, STRANGER);
}

static void
test_wrong_state (LoginTest  *test,
                  const void *data)
{
  g_autoptr(Answer) expired = login_post (test, INVITATION "expired-1", "action", "approve", NULL);
  g_autoptr(Answer) created = login_post (test, INVITATION "created-1", "action", "approve", NULL);
  g_autoptr(Answer) waiting = login_post (test, INVITATION "waiting-1", "action", "terminate",
                                          NULL);
  g_autoptr(Answer) odd = login_post (test, INVITATION "waiting-1", "action", "dance", NULL);
  g_autoptr(Answer) none = login_get (test, INVITATION "none");
  g_autoptr(Answer) root = login_get (test, "/admin/");

  assert_shows (expired, 409, "It has expired.");
  assert_shows (created, 409, "has not asked for your approval yet");
  assert_shows (waiting, 409, "Only an active relationship");
  assert_shows (odd, 400, "neither to approve");
  assert_shows (none, 404, "No partner asks");
  assert_shows (root, 404, "No partner asks");
  g_assert_cmpuint (count_status (test, "approvalPending"), ==, 2);
}

#define TEST(path, function) \
  g_test_add ("/sandbox/admin/" path, LoginTest, NULL, login_test_set_up, function, \
              login_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  TEST ("page", test_page);
  TEST ("approve", test_approve);
  TEST ("reject", test_reject);
  TEST ("anybody", test_anybody);
  TEST ("wrong-state", test_wrong_state);

  return g_test_run ();
}
