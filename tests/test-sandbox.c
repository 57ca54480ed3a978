/* test-sandbox.c - the program and the server of the simulated cloud
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "sandbox-util.h"
#include "test-util.h"

/* Runs the program with arguments with which it ends by itself. */
static int
run (const char *const  *options,
     char              **output,
     char              **errors)
{
  g_autoptr(GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *program = g_build_filename (g_getenv ("BW_TEST_BINDIR"), "bailiwick-sandbox",
                                               NULL);

  g_ptr_array_add (arguments, program);
  for (guint i = 0; options[i] != NULL; i++)
    g_ptr_array_add (arguments, (gpointer) options[i]);
  g_ptr_array_add (arguments, NULL);

  process = g_subprocess_newv ((const char *const *) arguments->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                               &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, output, errors, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_if_exited (process))
    g_error ("The program died: %s", *errors);

  return g_subprocess_get_exit_status (process);
}

static void
assert_refuses (const char *const *options,
                int                status,
                const char        *sentence)
{
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  g_assert_cmpint (run (options, &output, &errors), ==, status);
  g_assert_cmpstr (output, ==, "");
  if (strstr (errors, sentence) == NULL)
    g_error ("“%s” is not in: %s", sentence, errors);
}

static void
assert_contains (const char *text,
                 const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in: %s", part, text);
}

static void
test_version (void)
{
  const char *const options[] = { "--version", NULL };
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  g_assert_cmpint (run (options, &output, &errors), ==, 0);
  g_assert_cmpstr (output, ==, "bailiwick-sandbox " BW_VERSION "\n");
  g_assert_cmpstr (errors, ==, "");
}

static void
test_help (void)
{
  const char *const options[] = { "--help", NULL };
  static const char *const names[] = { "--port", "--scenario", "--time-scale", "--approve-after",
                                       "--state",
                                       "--version" };
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  g_assert_cmpint (run (options, &output, &errors), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    assert_contains (output, names[i]);
}

static void
test_wrong_use (void)
{
  static const struct
  {
    const char *options[3];
    const char *sentence;
  } cases[] = {
    { { "--no-such-option", NULL }, "--no-such-option" },
    { { "extra", NULL }, "There are options only" },
    { { "--port", "70000", NULL }, "--port must be" },
    { { "--port", "-1", NULL }, "--port must be" },
    { { "--port", "many", NULL }, "many" },
    { { "--time-scale", "0", NULL }, "--time-scale must be" },
    { { "--time-scale", "nan", NULL }, "--time-scale must be" },
    { { "--time-scale=-2", NULL }, "--time-scale must be" },
    { { "--approve-after", "nan", NULL }, "--approve-after must be" },
    { { "--state", NULL }, "--state" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refuses (cases[i].options, 2, cases[i].sentence);
}

static void
test_port_in_use (void)
{
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);
  const char *port = strrchr (bw_test_sandbox_get_url (sandbox), ':') + 1;
  const char *const options[] = { "--port", port, NULL };

  assert_refuses (options, 1, port);
}

static void
test_missing_scenario (void)
{
  const char *const options[] = { "--scenario", "no-such-scenario", NULL };

  assert_refuses (options, 1, "The scenario “no-such-scenario” can't be read");
}

/* Apostrophes stand for quotation marks here. */
#define PARTNER "'partner':{'name':'P','domain':'p.example','initialDomain':'p.onmicrosoft.com'},"
#define PEOPLE  "'users':[{'userName':'a@p.example'}],'apps':[{'name':'App'}],"
#define TENANT  "'name':'T','domain':'t.example','initialDomain':'t.onmicrosoft.com'"
#define RELATED(what) \
  "{" PARTNER PEOPLE "'tenants':[{" TENANT ",'relationships':[" what "]}]}"

static void
test_bad_scenarios (void)
{
  static const struct
  {
    const char *text;
    const char *sentence;
  } cases[] = {
    { "", "is not JSON" },
    { "[1,2]", "is not JSON" },
    { "{'name':", "is not JSON" },
    { "{'include':'nowhere.json'}", "nowhere.json" },
    { "{'name':'x'}", "no “partner”" },
    { "{" PARTNER "'name':'x'}", "no “users”" },
    { "{" PARTNER "'users':[{'name':'x'}]}", "“userName”" },
    { "{" PARTNER "'users':[{'userName':'x'}]}", "no “apps”" },
    { "{" PARTNER PEOPLE "'tenant':[]}", "“tenant”" },
    { "{" PARTNER PEOPLE "'tenants':[7]}", "a tenant is no object" },
    { "{" PARTNER PEOPLE "'tenants':[{'name':'T'}]}", "needs “name”" },
    { "{" PARTNER PEOPLE "'tenants':[{" TENANT "},{" TENANT "}]}", "two tenants" },
    { "{" PARTNER PEOPLE "'tenants':[{" TENANT ",'conditionalAccess':'perhaps'}]}", "perhaps" },
    { "{" PARTNER PEOPLE "'tenants':[{" TENANT ",'allowInvitesFrom':'friends'}]}", "friends" },
    { "{" PARTNER PEOPLE "'tenants':[{" TENANT ",'guestAccess':7}]}", "“guestAccess”" },
    { "{" PARTNER PEOPLE "'tenants':[{" TENANT ",'guests':[{'name':'G'}]}]}", "“email”" },
    { "{" PARTNER PEOPLE "'tenants':[{" TENANT ",'guests':[7]}]}", "a guest" },
    { "{" PARTNER PEOPLE "'tenants':[{" TENANT ",'guests':[{'email':'a@b.c','sate':'x'}]}]}",
      "“sate”" },
    { RELATED ("{}"), "needs a name" },
    { RELATED ("{'name':'R'}"), "“roles”" },
    { RELATED ("{'name':'R','roles':['x']}"),
      "no role ID" },
    { RELATED ("{'name':'R','roles':[],'status':'x'}"), "“x”" },
    { RELATED ("{'name':'R','roles':[],'end':'soon'}"), "soon" },
    { RELATED ("{'name':'R','roles':[],'duration':'2y'}"),
      "no duration" },
    { RELATED ("{'name':'R','roles':[]},{'name':'R','roles':[]}"),
      "two relationships" },
    { "{" PARTNER PEOPLE "'groups':[{'name':'G','members':['nobody']}]}", "nobody" },
    { "{" PARTNER PEOPLE "'generate':{'count':3}}", "“mix”" },
    { "{" PARTNER PEOPLE "'lags':{'breakfast':3}}", "breakfast" },
  };
  g_autofree char *folder = bw_test_make_dir ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdelimit (g_strdup (cases[i].text), "'", '"');
      g_autofree char *path = bw_test_write_file (folder, "scenario.json", text);
      const char *const options[] = { "--scenario", path, NULL };

      assert_refuses (options, 1, cases[i].sentence);
    }

  bw_test_remove_dir (folder);
}

static void
test_scenario_of_ones_own (void)
{
  g_autofree char *folder = bw_test_make_dir ();
  g_autofree char *text = g_strdup ("{'name':'mine'," PARTNER PEOPLE "'tenants':[{" TENANT "}]}");
  g_autofree char *path = NULL;
  BwTestSandbox *sandbox;

  g_strdelimit (text, "'", '"');
  path = bw_test_write_file (folder, "scenario.json", text);
  sandbox = bw_test_sandbox_new ("--scenario", path, NULL);
  g_assert_cmpstr (bw_test_sandbox_get_scenario (sandbox), ==, "mine");
  bw_test_sandbox_act (sandbox, "/_sandbox/consent", "{'tenantId':'T.example'}");
  g_assert_cmpuint (bw_test_sandbox_count_state (sandbox, "servicePrincipals", NULL, NULL), ==, 1);

  bw_test_sandbox_free (sandbox);
  bw_test_remove_dir (folder);
}

static void
test_small (void)
{
  static const char *const statuses[] = { "active", "approvalPending", "created", "expired",
                                          "terminated" };
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);
  g_autoptr(BwTestSandbox) again = bw_test_sandbox_new ("--scenario=small", NULL);

  g_assert_cmpstr (bw_test_sandbox_get_scenario (sandbox), ==, "small");
  g_assert_true (g_str_has_prefix (bw_test_sandbox_get_url (sandbox), "http://127.0.0.1:"));
  g_assert_true (g_uuid_string_is_valid (bw_test_sandbox_get_partner (sandbox)));
  g_assert_true (g_uuid_string_is_valid (bw_test_sandbox_get_client (sandbox)));

  /* The same at every start. */
  g_assert_cmpstr (bw_test_sandbox_get_partner (sandbox), ==, bw_test_sandbox_get_partner (again));

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    g_assert_cmpuint (bw_test_sandbox_count_state (sandbox, "relationships", "status", statuses[i]),
                      >, 0);
}

static void
test_big_scenarios (void)
{
  g_autoptr(BwTestSandbox) msp = bw_test_sandbox_new ("--scenario", "msp", NULL);
  g_autoptr(BwTestSandbox) large = bw_test_sandbox_new ("--scenario", "large", NULL);
  g_autoptr(BwTestSandbox) users = bw_test_sandbox_new ("--scenario", "users-100k", NULL);
  g_autoptr(JsonNode) answer = NULL;
  guint n;

  n = bw_test_sandbox_count_state (msp, "relationships", NULL, NULL);
  g_assert_cmpuint (n, >, 50);
  g_assert_cmpuint (n, <, 200);

  /* One of the last among its 50,000. */
  bw_test_sandbox_act (large, "/_sandbox/approve", "{'tenantId':'bronzepackaging49986.example'}");

  answer = bw_test_sandbox_control (users, "POST", "/_sandbox/users",
                                    "{\"tenantId\":\"meridian-health.example\",\"add\":1}");
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (answer), "users"), ==, 100001);
}

static void
test_headers (void)
{
  static const char *const paths[] = { "/login/", "/graph/v1.0/me", "/partner/v1/customers",
                                       "/admin/", "/_sandbox/state",
                                       "/nothing/here" };
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *text = bw_test_sandbox_get_text (sandbox, paths[i],
                                                        "client-request-id: of-the-client\r\n");

      assert_contains (text, "\r\nrequest-id: ");
      assert_contains (text, "\r\nclient-request-id: of-the-client\r\n");
      assert_contains (text, "\r\nDate: ");
    }
}

static void
test_hosts (void)
{
  static const struct
  {
    const char *host;
    guint       status;
  } cases[] = {
    { "127.0.0.1:1234", 404 }, { "localhost", 404 }, { "LOCALHOST:80", 404 }, { "[::1]:80", 404 },
    { "sandbox.example", 421 }, { "127.0.0.1.example", 421 }, { "localhost.example:80", 421 },
  };
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *request = g_strdup_printf ("GET / HTTP/1.1\r\nHost: %s\r\n"
                                                  "Connection: close\r\n\r\n", cases[i].host);
      g_autofree char *line = g_strdup_printf ("HTTP/1.1 %u ", cases[i].status);
      g_autoptr(GBytes) answer = bw_test_sandbox_exchange (sandbox, request);

      g_assert_cmpmem (line, strlen (line), g_bytes_get_data (answer, NULL), strlen (line));
    }
}

static void
test_log (void)
{
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);
  g_autofree char *answer = NULL;
  g_autoptr(JsonNode) log = NULL;
  g_autoptr(JsonNode) rest = NULL;
  JsonObject *entry;

  answer = bw_test_sandbox_get_text (sandbox, "/nothing?code=verysecret&$skiptoken=where"
                                              "&client%5Fsecret=alsosecret&x", "");
  assert_contains (answer, "404");
  bw_test_sandbox_send (sandbox, "POST", "/nothing", "{}", NULL);
  g_assert_cmpuint (bw_test_sandbox_count (sandbox, NULL, NULL), ==, 2);
  g_assert_cmpuint (bw_test_sandbox_count (sandbox, "POST", "^/nothing$"), ==, 1);
  g_assert_cmpuint (bw_test_sandbox_count_writes (sandbox), ==, 0);

  log = bw_test_sandbox_dup_log (sandbox);
  entry = json_array_get_object_element (json_node_get_array (log), 0);
  g_assert_cmpint (json_object_get_int_member (entry, "n"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (entry, "method"), ==, "GET");
  g_assert_cmpstr (json_object_get_string_member (entry, "path"), ==, "/nothing");
  g_assert_cmpstr (json_object_get_string_member (entry, "query"), ==,
                   "code=***&$skiptoken=where&client_secret=***&x");
  g_assert_cmpint (json_object_get_int_member (entry, "status"), ==, 404);
  g_assert_true (json_object_has_member (entry, "tenant"));
  g_assert_nonnull (json_object_get_string_member (entry, "at"));

  rest = bw_test_sandbox_control (sandbox, "GET", "/_sandbox/log?after=1", NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (rest)), ==, 1);

  bw_test_sandbox_clear_log (sandbox);
  bw_test_sandbox_send (sandbox, "GET", "/nothing", NULL, NULL);
  g_clear_pointer (&log, json_node_unref);
  log = bw_test_sandbox_dup_log (sandbox);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (log)), ==, 1);
  entry = json_array_get_object_element (json_node_get_array (log), 0);
  g_assert_cmpint (json_object_get_int_member (entry, "n"), ==, 3);
}

static void
test_discretion (void)
{
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);
  const char *request = "POST /nothing?code=secret1&x=secret2 HTTP/1.1\r\nHost: localhost\r\n"
                        "Authorization: Bearer secret3\r\nContent-Length: 7\r\n"
                        "Connection: close\r\n\r\nsecret4";
  g_autoptr(GBytes) answer = bw_test_sandbox_exchange (sandbox, request);
  g_autofree char *errors = bw_test_sandbox_dup_errors (sandbox);

  g_assert_cmpuint (g_bytes_get_size (answer), >, 0);
  g_assert_cmpstr (errors, ==, "POST /nothing 404\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sandbox/program/version", test_version);
  g_test_add_func ("/sandbox/program/help", test_help);
  g_test_add_func ("/sandbox/program/wrong-use", test_wrong_use);
  g_test_add_func ("/sandbox/program/port-in-use", test_port_in_use);
  g_test_add_func ("/sandbox/scenario/missing", test_missing_scenario);
  g_test_add_func ("/sandbox/scenario/bad", test_bad_scenarios);
  g_test_add_func ("/sandbox/scenario/of-ones-own", test_scenario_of_ones_own);
  g_test_add_func ("/sandbox/scenario/small", test_small);
  g_test_add_func ("/sandbox/scenario/big", test_big_scenarios);
  g_test_add_func ("/sandbox/server/headers", test_headers);
  g_test_add_func ("/sandbox/server/hosts", test_hosts);
  g_test_add_func ("/sandbox/server/log", test_log);
  g_test_add_func ("/sandbox/server/discretion", test_discretion);

  return g_test_run ();
}
