/* test-ctl.c - bailiwickctl as a program: output, exit codes, keys
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <signal.h>
#include <string.h>

#include "ctl-util.h"
#include "test-util.h"

/* Of scenario small. */
#define FRESH "Alder & Pine Architects"
#define FRESH_DOMAIN "alderpine.example"
#define MANY "Kestrel Insurance Group"
#define AMBIGUOUS "Wexcombe Foods"

static JsonObject *
get_first (JsonNode *array)
{
  g_assert_true (JSON_NODE_HOLDS_ARRAY (array));
  g_assert_cmpuint (json_array_get_length (json_node_get_array (array)), ==, 1);

  return json_array_get_object_element (json_node_get_array (array), 0);
}

static void
assert_members (JsonObject *object,
                const char *names)
{
  g_auto(GStrv) expected = g_strsplit (names, " ", -1);
  g_autoptr(GList) members = json_object_get_members (object);

  g_assert_cmpuint (g_list_length (members), ==, g_strv_length (expected));
  for (guint i = 0; expected[i] != NULL; i++)
    {
      if (!json_object_has_member (object, expected[i]))
        g_error ("There is no member %s", expected[i]);
    }
}

static JsonObject *
get_step (JsonObject *setup,
          guint       number)
{
  return json_array_get_object_element (json_object_get_array_member (setup, "steps"), number - 1);
}

static void
assert_string (JsonObject *object,
               const char *member,
               const char *value)
{
  g_assert_cmpstr (json_object_get_string_member (object, member), ==, value);
}

static void
assert_sentence (const char *text)
{
  g_assert_nonnull (text);
  g_assert_cmpint (strlen (text), >, 12);
  g_assert_false (strstr (text, "(null)") != NULL);
}

static void
test_words (void)
{
  g_auto(BwCtlEnd) outcome = { 0 };

  bw_ctl_run (NULL, &outcome, "--version", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_true (g_str_has_prefix (outcome.out, "bailiwickctl "));

  bw_ctl_run (NULL, &outcome, "--help", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_nonnull (strstr (outcome.out, "setup"));

  bw_ctl_run (NULL, &outcome, NULL);
  g_assert_cmpint (outcome.code, ==, 2);
  bw_ctl_run (NULL, &outcome, "tenants", "dance", NULL);
  g_assert_cmpint (outcome.code, ==, 2);
  assert_sentence (outcome.err);
  bw_ctl_run (NULL, &outcome, "tenants", "list", "--nonsense", NULL);
  g_assert_cmpint (outcome.code, ==, 2);
  bw_ctl_run (NULL, &outcome, "setup", "start", NULL);
  g_assert_cmpint (outcome.code, ==, 2);
  bw_ctl_run (NULL, &outcome, "setup", "start", "x", "--new", "--relationship", "y", NULL);
  g_assert_cmpint (outcome.code, ==, 2);
  bw_ctl_run (NULL, &outcome, "setup", "start", "x", "--wait=soon", NULL);
  g_assert_cmpint (outcome.code, ==, 2);
}

static void
test_error_json (void)
{
  g_auto(BwCtlEnd) outcome = { 0 };
  g_autoptr(JsonNode) node = NULL;

  bw_ctl_run (NULL, &outcome, "--json", "tenants", "list", "--nonsense", NULL);
  g_assert_cmpint (outcome.code, ==, 2);
  g_assert_cmpstr (outcome.out, ==, "");
  node = bw_ctl_parse (outcome.err);
  assert_members (json_node_get_object (node), "eventId trackingId meaning advice who microsoft");
  assert_sentence (json_object_get_string_member (json_node_get_object (node), "meaning"));
}

static void
test_list (BwCtl         *fixture,
           gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };
  g_autoptr(JsonNode) node = NULL;
  JsonArray *array;

  bw_ctl_run (fixture, &outcome, "--json", "tenants", "list", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  node = bw_ctl_parse (outcome.out);
  array = json_node_get_array (node);
  g_assert_cmpuint (json_array_get_length (array), >=, 12);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *tenant = json_array_get_object_element (array, i);

      assert_members (tenant,
                      "id name defaultDomain source status statusText step relationship "
                      "limitations lastChange");
      assert_string (tenant, "source", "partner-center");
      assert_string (tenant, "status", "not-set-up");
    }

  bw_ctl_run (fixture, &outcome, "tenants", "list", "--search", "alder", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_nonnull (strstr (outcome.out, FRESH));
  g_assert_null (strstr (outcome.out, AMBIGUOUS));
}

static void
test_whole_way (BwCtl         *fixture,
                gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };
  g_autoptr(JsonNode) node = NULL;
  JsonObject *setup;

  bw_ctl_run (fixture, &outcome, "setup", "start", FRESH, "--new", "--wait", "--json", NULL);
  g_assert_cmpint (outcome.code, ==, 3);
  node = bw_ctl_parse (outcome.out);
  setup = get_first (node);
  assert_members (setup,
                  "id name defaultDomain source status statusText step relationship limitations "
                  "lastChange kind steps candidates link failure");
  assert_string (setup, "status", "waiting-for-approval");
  assert_string (get_step (setup, 3), "key", "get-approval");
  assert_string (get_step (setup, 3), "state", "waiting-for-customer");
  assert_members (get_step (setup, 3),
                  "number key title state statusText since lastLook nextLook progress");
  g_assert_true (g_str_has_prefix (json_object_get_string_member (setup, "link"), "http"));

  bw_test_sandbox_act (fixture->sandbox, "/_sandbox/approve", "{\"tenantId\":\"%s\"}",
                       json_object_get_string_member (setup, "id"));
  bw_ctl_run (fixture, &outcome, "engine", "run", "--until-idle", NULL);
  g_assert_cmpint (outcome.code, ==, 0);

  bw_ctl_run (fixture, &outcome, "setup", "show", FRESH_DOMAIN, "--json", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_clear_pointer (&node, json_node_unref);
  node = bw_ctl_parse (outcome.out);
  assert_string (json_node_get_object (node), "status", "enabled");
  for (guint number = 1; number <= 7; number++)
    assert_string (get_step (json_node_get_object (node), number), "state", "done");

  bw_test_sandbox_clear_log (fixture->sandbox);
  bw_ctl_run (fixture, &outcome, "setup", "start", FRESH, "--wait", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_cmpuint (bw_test_sandbox_count (fixture->sandbox, "GET", "^/graph/"), >, 5);
  g_assert_cmpuint (bw_test_sandbox_count_writes (fixture->sandbox), ==, 0);
}

static void
test_choice (BwCtl         *fixture,
             gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *best = NULL;
  JsonArray *candidates;
  guint n_invalid = 0;

  bw_ctl_run (fixture, &outcome, "setup", "start", MANY, "--wait", "--json", NULL);
  g_assert_cmpint (outcome.code, ==, 3);
  node = bw_ctl_parse (outcome.out);
  assert_string (get_first (node), "status", "needs-choice");
  candidates = json_object_get_array_member (get_first (node), "candidates");

  for (guint i = 0; i < json_array_get_length (candidates); i++)
    {
      JsonObject *candidate = json_array_get_object_element (candidates, i);
      JsonArray *reasons = json_object_get_array_member (candidate, "reasons");

      assert_members (candidate, "id name status endDateTime roles valid reasons limitations");
      if (json_object_get_boolean_member (candidate, "valid"))
        {
          if (best == NULL)
            best = g_strdup (json_object_get_string_member (candidate, "id"));
          continue;
        }

      n_invalid++;
      g_assert_cmpuint (json_array_get_length (reasons), >, 0);
      assert_sentence (json_array_get_string_element (reasons, 0));
    }
  g_assert_nonnull (best);
  g_assert_cmpuint (n_invalid, >=, 5);

  bw_ctl_run (fixture, &outcome, "setup", "choose", MANY, "--relationship", "nonsense", NULL);
  g_assert_cmpint (outcome.code, ==, 2);
  assert_sentence (outcome.err);

  bw_ctl_run (fixture, &outcome, "setup", "choose", MANY, "--relationship", best, "--json", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_clear_pointer (&node, json_node_unref);
  node = bw_ctl_parse (outcome.out);
  g_assert_true (g_str_has_prefix (json_object_get_string_member (get_first (node), "status"),
                                   "enabled"));
  g_assert_cmpuint (bw_test_sandbox_count (fixture->sandbox, "POST",
                                           "delegatedAdminRelationships$"), ==, 0);
}

static void
test_plan (BwCtl         *fixture,
           gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };
  g_autoptr(JsonNode) node = NULL;
  JsonArray *changes;

  bw_ctl_run (fixture, &outcome, "setup", "plan", FRESH, "--json", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  node = bw_ctl_parse (outcome.out);
  assert_members (get_first (node), "tenant changes holds");
  changes = json_object_get_array_member (get_first (node), "changes");
  g_assert_cmpuint (json_array_get_length (changes), >, 3);
  for (guint i = 0; i < json_array_get_length (changes); i++)
    assert_members (json_array_get_object_element (changes, i), "step action what details");

  bw_ctl_run (fixture, &outcome, "setup", "plan", FRESH, NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_nonnull (strstr (outcome.out, "Bailiwick Admins"));
  g_assert_cmpuint (bw_test_sandbox_count_writes (fixture->sandbox), ==, 0);
}

static void
test_message (BwCtl         *fixture,
              gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };
  g_autofree char *link = NULL;

  bw_ctl_run (fixture, &outcome, "setup", "message", FRESH, NULL);
  g_assert_cmpint (outcome.code, !=, 0);
  assert_sentence (outcome.err);

  bw_ctl_run (fixture, &outcome, "setup", "start", FRESH, "--new", "--wait", NULL);
  g_assert_cmpint (outcome.code, ==, 3);
  bw_ctl_run (fixture, &outcome, "setup", "message", FRESH, "--link-only", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  link = g_strchomp (g_strdup (outcome.out));
  g_assert_true (g_str_has_prefix (link, bw_test_sandbox_get_url (fixture->sandbox)));

  bw_ctl_run (fixture, &outcome, "setup", "message", FRESH, "--language", "de", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_nonnull (strstr (outcome.out, link));
  bw_ctl_run (fixture, &outcome, "setup", "message", FRESH, "--language", "tlh", NULL);
  g_assert_cmpint (outcome.code, ==, 2);
}

static void
test_wrong_tenant (BwCtl         *fixture,
                   gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };

  bw_ctl_run (fixture, &outcome, "setup", "start", "No Such Customer", "--new", "--wait", NULL);
  g_assert_cmpint (outcome.code, ==, 2);
  assert_sentence (outcome.err);

  bw_ctl_run (fixture, &outcome, "setup", "start", AMBIGUOUS, "--new", "--wait", NULL);
  g_assert_cmpint (outcome.code, ==, 2);
  g_assert_nonnull (strstr (outcome.err, "wexcombefoods"));
  g_assert_nonnull (strstr (outcome.err, "wexcomberetail"));
  g_assert_cmpuint (bw_test_sandbox_count_writes (fixture->sandbox), ==, 0);
}

static void
test_rejection (BwCtl         *fixture,
                gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(JsonNode) failure = NULL;

  bw_ctl_run (fixture, &outcome, "setup", "start", FRESH, "--new", "--wait", "--json", NULL);
  node = bw_ctl_parse (outcome.out);
  bw_test_sandbox_act (fixture->sandbox, "/_sandbox/reject", "{\"tenantId\":\"%s\"}",
                       json_object_get_string_member (get_first (node), "id"));
  bw_ctl_run (fixture, &outcome, "engine", "run", "--until-idle", "--json", NULL);
  g_assert_cmpint (outcome.code, ==, 1);
  failure = bw_ctl_parse (outcome.err);
  assert_members (json_node_get_object (failure),
                  "eventId trackingId meaning advice who microsoft");
  g_assert_true (g_str_has_prefix (json_object_get_string_member (json_node_get_object (failure),
                                                                  "eventId"), "BW-"));
}

static void
test_bad_folder (BwCtl         *fixture,
                 gconstpointer  data)
{
  g_autofree char *file = bw_test_write_file (fixture->folder, "file", "not a folder");
  g_autofree char *below = g_build_filename (file, "state", NULL);
  g_autofree char *foreign = g_build_filename (fixture->folder, "foreign", NULL);
  g_autofree char *database = NULL;
  g_autofree char *left = NULL;
  g_auto(BwCtlEnd) outcome = { 0 };

  bw_ctl_run (NULL, &outcome, "--state-dir", below, fixture->url_option, "tenants", "list", NULL);
  g_assert_cmpint (outcome.code, ==, 1);
  assert_sentence (outcome.err);

  g_assert_cmpint (g_mkdir_with_parents (foreign, 0700), ==, 0);
  bw_ctl_run (NULL, &outcome, "--state-dir", foreign, fixture->url_option, "tenants", "list", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  database = g_build_filename (foreign, "bailiwick.db", NULL);
  g_assert_true (g_file_test (database, G_FILE_TEST_EXISTS));

  g_free (bw_test_write_file (foreign, "bailiwick.db",
                              "This is somebody's shopping list, and no database."));
  bw_ctl_run (NULL, &outcome, "--state-dir", foreign, fixture->url_option, "tenants", "list", NULL);
  g_assert_cmpint (outcome.code, ==, 1);
  assert_sentence (outcome.err);
  g_assert_true (g_file_get_contents (database, &left, NULL, NULL));
  g_assert_cmpstr (left, ==, "This is somebody's shopping list, and no database.");
}

static void
test_no_sandbox (BwCtl         *fixture,
                 gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };

  /* Nobody listens on the discard port here. */
  bw_ctl_run (NULL, &outcome, fixture->folder_option, "--sandbox=http://127.0.0.1:9", "tenants",
              "list", NULL);
  g_assert_cmpint (outcome.code, ==, 1);
  assert_sentence (outcome.err);
  g_assert_nonnull (strstr (outcome.err, "127.0.0.1:9"));
}

static void
test_signed_out (BwCtl         *fixture,
                 gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };

  bw_ctl_run (NULL, &outcome, fixture->folder_option, "setup", "start", "--all-not-set-up", NULL);
  g_assert_cmpint (outcome.code, ==, 4);
  assert_sentence (outcome.err);
}

static JsonObject *
find_check (JsonNode   *node,
            const char *key)
{
  JsonArray *checks = json_node_get_array (node);

  for (guint i = 0; i < json_array_get_length (checks); i++)
    {
      JsonObject *check = json_array_get_object_element (checks, i);

      if (g_str_equal (json_object_get_string_member (check, "key"), key))
        return check;
    }

  g_assert_not_reached ();
}

/* There is no session bus in a test, so the keyring is what is to be mended. */
static void
test_check (BwCtl         *fixture,
            gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(JsonNode) signed_out = NULL;

  bw_ctl_run (fixture, &outcome, "--json", "account", "check", NULL);
  g_assert_cmpint (outcome.code, ==, 1);
  node = bw_ctl_parse (outcome.out);
  assert_string (find_check (node, "keyring"), "state", "problem");
  g_assert_nonnull (json_object_get_string_member (find_check (node, "keyring"), "fix"));
  assert_string (find_check (node, "mfa"), "state", "good");
  assert_string (find_check (node, "admin-agent"), "state", "good");
  assert_string (find_check (node, "customers"), "state", "good");
  g_assert_true (json_object_get_null_member (find_check (node, "customers"), "fix"));

  bw_ctl_run (fixture, &outcome, "account", "check", NULL);
  g_assert_cmpint (outcome.code, ==, 1);
  g_assert_nonnull (strstr (outcome.out, "✗ Keyring"));
  g_assert_nonnull (strstr (outcome.out, "✓ Admin agent"));

  bw_ctl_run (NULL, &outcome, fixture->folder_option, "--json", "account", "check", NULL);
  g_assert_cmpint (outcome.code, ==, 4);
  signed_out = bw_ctl_parse (outcome.out);
  assert_string (find_check (signed_out, "sign-in"), "state", "problem");
  assert_string (find_check (signed_out, "mfa"), "state", "unknown");
}

/* What Microsoft's page said is explained without a state, a network or a sign-in. */
static void
test_explain (BwCtl         *fixture,
              gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };
  g_autoptr(JsonNode) node = NULL;
  JsonObject *failure;

  bw_ctl_run (NULL, &outcome, "account", "explain", "AADSTS50105", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_nonnull (strstr (outcome.out, "BW-2004"));
  g_assert_nonnull (strstr (outcome.out, "who is assigned to it"));

  bw_ctl_run (NULL, &outcome, "--json", "account", "explain", "Error", "Code:", "53003",
              "Correlation", "Id:", "0b5f1f6e-58a1-4e1d-9d6f-1f1f6a3c2b11", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  node = bw_ctl_parse (outcome.out);
  failure = json_node_get_object (node);
  assert_string (failure, "eventId", "BW-4002");
  assert_string (json_object_get_object_member (failure, "microsoft"), "code", "AADSTS53003");
  assert_string (json_object_get_object_member (failure, "microsoft"), "correlationId",
                 "0b5f1f6e-58a1-4e1d-9d6f-1f1f6a3c2b11");

  bw_ctl_run (NULL, &outcome, "account", "explain", "AADSTS99999", NULL);
  g_assert_cmpint (outcome.code, ==, 1);
  g_assert_nonnull (strstr (outcome.out, "does not know the error code AADSTS99999"));

  bw_ctl_run (NULL, &outcome, "account", "explain", "no code at all", NULL);
  g_assert_cmpint (outcome.code, ==, 2);
  bw_ctl_run (NULL, &outcome, "account", "explain", NULL);
  g_assert_cmpint (outcome.code, ==, 2);
}

/* Ended in the middle, it goes on where it was, and nothing is made twice. */
static void
test_interrupted (BwCtl         *fixture,
                  gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };
  g_autoptr(GSubprocess) process = NULL;
  guint n_relationships =
    bw_test_sandbox_count_state (fixture->sandbox, "relationships", NULL, NULL);

  bw_test_sandbox_control (fixture->sandbox, "POST", "/_sandbox/faults",
                           "{\"match\":{\"method\":\"POST\",\"path\":\"/requests\"},\"times\":1,"
                           "\"action\":{\"hang\":true}}");
  process = bw_ctl_spawn (fixture, "setup", "start", FRESH, "--wait", NULL);
  while (bw_test_sandbox_count (fixture->sandbox, "POST", "/requests") == 0)
    g_main_context_iteration (NULL, FALSE);
  g_subprocess_send_signal (process, SIGTERM);
  bw_ctl_finish (process, NULL, &outcome);
  g_assert_cmpint (outcome.code, ==, 128 + SIGTERM);

  bw_ctl_run (fixture, &outcome, "setup", "start", FRESH, "--wait", NULL);
  g_assert_cmpint (outcome.code, ==, 3);
  g_assert_cmpuint (bw_test_sandbox_count_state (fixture->sandbox, "relationships", NULL, NULL), ==,
                    n_relationships + 1);
}

/* Without an address it has a sandbox of its own, whose state stays between commands. */
static void
test_own_sandbox (void)
{
  g_autofree char *folder = bw_test_make_dir ();
  g_auto(BwCtlEnd) outcome = { 0 };
  g_autoptr(JsonNode) node = NULL;

  g_setenv ("BW_SANDBOX_ARGS", "--time-scale=1000", TRUE);
  bw_ctl_run (NULL, &outcome, "--sandbox", "--state-dir", folder, "setup", "start", FRESH, "--new",
              "--wait", NULL);
  g_assert_cmpint (outcome.code, ==, 3);

  g_setenv ("BW_SANDBOX_ARGS", "--time-scale=1000 --approve-after=1", TRUE);
  bw_ctl_run (NULL, &outcome, "--sandbox", "--state-dir", folder, "engine", "run", "--until-idle",
              NULL);
  bw_ctl_run (NULL, &outcome, "--sandbox", "--state-dir", folder, "engine", "run", "--until-idle",
              NULL);
  bw_ctl_run (NULL, &outcome, "--sandbox", "--state-dir", folder, "--json", "setup", "show", FRESH,
              NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  node = bw_ctl_parse (outcome.out);
  assert_string (json_node_get_object (node), "status", "enabled");

  g_unsetenv ("BW_SANDBOX_ARGS");
  bw_test_remove_dir (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/cli/program/words", test_words);
  g_test_add_func ("/cli/program/error-json", test_error_json);
  g_test_add_func ("/cli/program/own-sandbox", test_own_sandbox);
#define add(path, func) g_test_add (path, BwCtl, NULL, bw_ctl_set_up, func, bw_ctl_tear_down)
  add ("/cli/program/list", test_list);
  add ("/cli/program/whole-way", test_whole_way);
  add ("/cli/program/choice", test_choice);
  add ("/cli/program/plan", test_plan);
  add ("/cli/program/message", test_message);
  add ("/cli/program/wrong-tenant", test_wrong_tenant);
  add ("/cli/program/rejection", test_rejection);
  add ("/cli/program/bad-folder", test_bad_folder);
  add ("/cli/program/no-sandbox", test_no_sandbox);
  add ("/cli/program/signed-out", test_signed_out);
  add ("/cli/program/check", test_check);
  add ("/cli/program/explain", test_explain);
  add ("/cli/program/interrupted", test_interrupted);
#undef add

  return g_test_run ();
}
