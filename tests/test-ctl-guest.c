/* test-ctl-guest.c - bailiwickctl: a set-up through a guest account, one command after the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "ctl-util.h"
#include "provider-util.h"
#include "test-util.h"

#define TENANT "tailwind.example"
#define GUEST "technician@lodestar-it.example"
#define SECRET "Sec~ret.1"

/* libsecret's file stands in for a keyring, as it does in Flatpak.  It leaks what it has
 * read (0.20), and what the program did with it would be taken for a failure of the
 * program. */
static void
set_up (BwCtl         *fixture,
        gconstpointer  data)
{
  g_autofree char *keyring = NULL;

  bw_ctl_set_up (fixture, data);
  keyring = g_build_filename (fixture->folder, "keyring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", keyring, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
  /* There is nobody at a browser here. */
  g_unsetenv ("DISPLAY");
  g_unsetenv ("WAYLAND_DISPLAY");
}

static void
tear_down (BwCtl         *fixture,
           gconstpointer  data)
{
  g_unsetenv ("ASAN_OPTIONS");
  bw_ctl_tear_down (fixture, data);
}

static void
act (BwCtl      *fixture,
     const char *path)
{
  bw_test_sandbox_act (fixture->sandbox, path, "{'tenantId':'" TENANT "','email':'" GUEST "'}");
}

static JsonObject *
get_step (JsonObject *setup,
          guint       number)
{
  return json_array_get_object_element (json_object_get_array_member (setup, "steps"), number - 1);
}

/* Who has to act, in the state of the step, and what they have to do, in its sentence. */
static void
assert_waits (const BwCtlEnd *end,
              guint           number,
              const char     *state,
              const char     *what)
{
  g_autoptr(JsonNode) node = NULL;
  JsonObject *setup;
  JsonObject *step;

  g_assert_cmpint (end->code, ==, 3);
  node = bw_ctl_parse (end->out);
  setup = json_array_get_object_element (json_node_get_array (node), 0);
  g_assert_cmpstr (json_object_get_string_member (setup, "kind"), ==, "guest");
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (setup, "step"),
                                               "number"), ==, number);
  step = get_step (setup, number);
  g_assert_cmpstr (json_object_get_string_member (step, "state"), ==, state);
  g_assert_nonnull (strstr (json_object_get_string_member (step, "statusText"), what));
}

static void
add_tenant (BwCtl *fixture)
{
  g_auto(BwCtlEnd) end = { 0 };

  bw_ctl_run (fixture, &end, "tenants", "add", "--name", "By Hand", "--tenant-id", TENANT,
              "--guest-email", GUEST, NULL);
  g_assert_cmpint (end.code, ==, 0);
}

static void
add_credential (BwCtl *fixture)
{
  g_auto(BwCtlEnd) end = { 0 };

  bw_ctl_run_with (fixture, SECRET "\n", &end, "account", "set-secret", "--expires", "2999-05-31",
                   NULL);
  g_assert_cmpint (end.code, ==, 0);
  bw_test_sandbox_act (fixture->sandbox, "/_sandbox/credentials", "{'secret':'" SECRET "'}");
}

static char *
read_line (GDataInputStream *lines)
{
  g_autoptr(GError) error = NULL;
  char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (line);

  return line;
}

/* The command prints where to sign in, and waits. */
static void
sign_in (BwCtl      *fixture,
         const char *user,
         BwCtlEnd   *end)
{
  g_autoptr(BwTestBrowser) browser = bw_test_browser_new ();
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GDataInputStream) lines = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *uri = NULL;

  process = bw_ctl_spawn (fixture, "--json", "setup", "sign-in", TENANT, NULL);
  lines = g_data_input_stream_new (g_subprocess_get_stderr_pipe (process));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  heading = read_line (lines);
  uri = read_line (lines);
  g_assert_nonnull (strstr (heading, "guest account"));

  bw_test_browser_press (browser, uri, "user", user, "consent", "accept", NULL);
  g_assert_cmpuint (bw_test_browser_wait (browser), ==, 200);
  bw_ctl_finish (process, NULL, end);
}

static void
test_whole (BwCtl         *fixture,
            gconstpointer  data)
{
  g_auto(BwCtlEnd) end = { 0 };
  g_autoptr(JsonNode) node = NULL;
  JsonObject *setup;

  add_tenant (fixture);
  bw_ctl_run (fixture, &end, "--json", "setup", "start", TENANT, "--wait", NULL);
  assert_waits (&end, 2, "waiting-for-you", "credential");

  add_credential (fixture);
  bw_ctl_run (fixture, &end, "--json", "setup", "start", TENANT, "--wait", NULL);
  assert_waits (&end, 2, "waiting-for-customer", "administrator");
  bw_ctl_run (fixture, &end, "setup", "message", TENANT, "--link-only", NULL);
  g_assert_cmpint (end.code, ==, 0);
  g_assert_nonnull (strstr (end.out, "/v2.0/adminconsent?"));

  act (fixture, "/_sandbox/consent");
  bw_test_sandbox_advance (fixture->sandbox, 60);
  bw_ctl_run (fixture, &end, "--json", "setup", "retry", TENANT, NULL);
  assert_waits (&end, 3, "waiting-for-you", GUEST);
  bw_ctl_run (fixture, &end, "--json", "setup", "invite", TENANT, NULL);
  assert_waits (&end, 3, "waiting-for-you", GUEST);

  act (fixture, "/_sandbox/accept-invitation");
  bw_ctl_run (fixture, &end, "--json", "setup", "retry", TENANT, NULL);
  assert_waits (&end, 4, "waiting-for-you", GUEST);

  sign_in (fixture, GUEST, &end);
  assert_waits (&end, 5, "waiting-for-you", "Finalize");

  bw_ctl_run (fixture, &end, "--json", "setup", "finalize", TENANT, NULL);
  g_assert_cmpint (end.code, ==, 0);
  node = bw_ctl_parse (end.out);
  setup = json_array_get_object_element (json_node_get_array (node), 0);
  g_assert_cmpstr (json_object_get_string_member (setup, "status"), ==, "enabled");
  g_assert_cmpstr (json_object_get_string_member (setup, "name"), ==, "Tailwind Couriers");
  g_assert_cmpstr (json_object_get_string_member (setup, "source"), ==, "microsoft-365");

  bw_test_sandbox_clear_log (fixture->sandbox);
  bw_ctl_run (fixture, &end, "--json", "setup", "start", TENANT, "--wait", NULL);
  g_assert_cmpint (end.code, ==, 0);
  g_assert_cmpuint (bw_test_sandbox_count_writes (fixture->sandbox), ==, 0);
}

/* What people on a terminal read is the command that comes next. */
static void
test_text (BwCtl         *fixture,
           gconstpointer  data)
{
  g_auto(BwCtlEnd) end = { 0 };

  add_tenant (fixture);
  bw_ctl_run (fixture, &end, "setup", "start", TENANT, "--wait", NULL);
  g_assert_nonnull (strstr (end.out, "account make-certificate"));

  add_credential (fixture);
  bw_ctl_run (fixture, &end, "setup", "start", TENANT, "--wait", NULL);
  g_assert_cmpint (end.code, ==, 3);
  g_assert_nonnull (strstr (end.out, "setup message " TENANT));
  g_assert_nonnull (strstr (end.out, "setup answer " TENANT " --address ADDRESS"));

  act (fixture, "/_sandbox/consent");
  bw_test_sandbox_advance (fixture->sandbox, 60);
  bw_ctl_run (fixture, &end, "setup", "retry", TENANT, NULL);
  g_assert_nonnull (strstr (end.out, "setup invite " TENANT));

  act (fixture, "/_sandbox/accept-invitation");
  bw_ctl_run (fixture, &end, "setup", "retry", TENANT, NULL);
  g_assert_nonnull (strstr (end.out, "setup sign-in " TENANT));

  sign_in (fixture, GUEST, &end);
  bw_ctl_run (fixture, &end, "setup", "show", TENANT, NULL);
  g_assert_nonnull (strstr (end.out, "setup finalize " TENANT));
}

/* What cannot be done now says so, and changes nothing. */
static void
test_refusals (BwCtl         *fixture,
               gconstpointer  data)
{
  g_auto(BwCtlEnd) end = { 0 };

  add_tenant (fixture);
  bw_ctl_run (fixture, &end, "setup", "answer", TENANT, NULL);
  g_assert_cmpint (end.code, ==, 2);
  bw_ctl_run (fixture, &end, "setup", "start", TENANT, "--new", NULL);
  g_assert_cmpint (end.code, ==, 2);
  bw_ctl_run (fixture, &end, "setup", "finalize", TENANT, NULL);
  g_assert_cmpint (end.code, ==, 1);
  g_assert_nonnull (strstr (end.err, "nothing to finalize"));
  bw_ctl_run (fixture, &end, "setup", "sign-in", TENANT, NULL);
  g_assert_cmpint (end.code, ==, 1);

  add_credential (fixture);
  bw_ctl_run (fixture, &end, "setup", "start", TENANT, "--wait", NULL);
  g_assert_cmpint (end.code, ==, 3);
  bw_ctl_run (fixture, &end, "setup", "answer", TENANT, "--address",
              "https://x.example/nativeclient?admin_consent=True&state=1", NULL);
  g_assert_cmpint (end.code, ==, 2);
  g_assert_nonnull (strstr (end.err, "another set-up"));
  bw_ctl_run (fixture, &end, "setup", "invite", TENANT, NULL);
  g_assert_cmpint (end.code, ==, 1);
  g_assert_cmpuint (bw_test_sandbox_count_writes (fixture->sandbox), ==, 0);
}

/* What Microsoft shows in the browser, and never sends it back for, becomes the failure. */
static void
test_refused (BwCtl         *fixture,
              gconstpointer  data)
{
  g_auto(BwCtlEnd) end = { 0 };

  add_tenant (fixture);
  add_credential (fixture);
  bw_ctl_run (fixture, &end, "setup", "start", TENANT, "--wait", NULL);
  bw_ctl_run (fixture, &end, "setup", "sign-in", TENANT, "--refused=AADSTS53003", NULL);
  g_assert_cmpint (end.code, ==, 1);
  g_assert_nonnull (strstr (end.err, "does not wait for the sign-in"));

  act (fixture, "/_sandbox/consent");
  bw_test_sandbox_advance (fixture->sandbox, 60);
  bw_ctl_run (fixture, &end, "setup", "retry", TENANT, NULL);
  act (fixture, "/_sandbox/accept-invitation");
  bw_ctl_run (fixture, &end, "setup", "retry", TENANT, NULL);
  bw_ctl_run (fixture, &end, "setup", "sign-in", TENANT, "--refused=nonsense", NULL);
  g_assert_cmpint (end.code, ==, 2);

  bw_ctl_run (fixture, &end, "setup", "sign-in", TENANT, "--refused=AADSTS53003", NULL);
  g_assert_cmpint (end.code, ==, 1);
  g_assert_nonnull (strstr (end.out, "BW-4013"));
  g_assert_nonnull (strstr (end.out, "AADSTS53003"));

  bw_ctl_run (fixture, &end, "--json", "setup", "retry", TENANT, NULL);
  assert_waits (&end, 4, "waiting-for-you", GUEST);
}

/* The customer's own rules: the failure says who has to act. */
static void
test_policy (BwCtl         *fixture,
             gconstpointer  data)
{
  g_auto(BwCtlEnd) end = { 0 };

  add_tenant (fixture);
  add_credential (fixture);
  bw_ctl_run (fixture, &end, "setup", "start", TENANT, "--wait", NULL);
  act (fixture, "/_sandbox/consent");
  bw_test_sandbox_advance (fixture->sandbox, 60);
  bw_ctl_run (fixture, &end, "setup", "retry", TENANT, NULL);
  act (fixture, "/_sandbox/accept-invitation");
  bw_ctl_run (fixture, &end, "setup", "retry", TENANT, NULL);
  g_assert_cmpint (end.code, ==, 3);

  sign_in (fixture, GUEST, &end);
  bw_test_sandbox_act (fixture->sandbox, "/_sandbox/tenant",
                       "{'tenantId':'" TENANT "','guestConditionalAccess':'block'}");
  bw_ctl_run (fixture, &end, "setup", "retry", TENANT, NULL);
  g_assert_cmpint (end.code, ==, 1);
  g_assert_nonnull (strstr (end.out, "BW-4013"));
  g_assert_nonnull (strstr (end.out, "AADSTS53003"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define TEST(path, func) \
  g_test_add ("/cli/guest/" path, BwCtl, NULL, set_up, func, tear_down)
  TEST ("whole", test_whole);
  TEST ("text", test_text);
  TEST ("refusals", test_refusals);
  TEST ("refused", test_refused);
  TEST ("policy", test_policy);
#undef TEST

  return g_test_run ();
}
