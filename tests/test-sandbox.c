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

#define SECONDS_PER_DAY (24.0 * 60 * 60)

/* Runs the program with arguments with which it ends by itself. */
static int
run (const char *const  *options,
     char              **output,
     char              **errors)
{
  g_autoptr(GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *program = g_build_filename (g_getenv ("BW_TEST_BINDIR"), "bailiwick-sandbox", NULL);

  g_ptr_array_add (arguments, program);
  for (guint i = 0; options[i] != NULL; i++)
    g_ptr_array_add (arguments, (gpointer) options[i]);
  g_ptr_array_add (arguments, NULL);

  process = g_subprocess_newv ((const char *const *) arguments->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
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

/* Sends bytes and reads until the server closes the connection. */
static GBytes *
exchange_bytes (BwTestSandbox *sandbox,
                const char    *request)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  g_autoptr(GOutputStream) received = g_memory_output_stream_new_resizable ();
  g_autoptr(GError) error = NULL;

  connection = g_socket_client_connect_to_uri (client, bw_test_sandbox_get_url (sandbox), 80, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request, strlen (request), NULL,
                             NULL, &error);
  g_assert_no_error (error);
  g_output_stream_splice (received, g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                          G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL);

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (received));
}

static char *
get_text (BwTestSandbox *sandbox,
          const char    *path,
          const char    *headers)
{
  g_autofree char *request = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n%s\r\n", path,
                                              headers);
  g_autoptr(GBytes) bytes = exchange_bytes (sandbox, request);

  return g_strndup (g_bytes_get_size (bytes) > 0 ? g_bytes_get_data (bytes, NULL) : "", g_bytes_get_size (bytes));
}

static void
assert_contains (const char *text,
                 const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in: %s", part, text);
}

static JsonObject *
find_element (JsonArray  *array,
              const char *member,
              const char *value)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);

      if (g_strcmp0 (json_object_get_string_member (object, member), value) == 0)
        return object;
    }

  return NULL;
}

/* The status of a relationship, by its name. */
static char *
dup_status (BwTestSandbox *sandbox,
            const char    *name)
{
  g_autoptr(JsonNode) state = bw_test_sandbox_dup_state (sandbox);
  JsonArray *relationships = json_object_get_array_member (json_node_get_object (state), "relationships");
  JsonObject *relationship = find_element (relationships, "displayName", name);

  g_assert_nonnull (relationship);

  return g_strdup (json_object_get_string_member (relationship, "status"));
}

static void
assert_status (BwTestSandbox *sandbox,
               const char    *name,
               const char    *expected)
{
  g_autofree char *status = dup_status (sandbox, name);

  g_assert_cmpstr (status, ==, expected);
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
  static const char *const names[] = { "--port", "--scenario", "--time-scale", "--approve-after", "--state",
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
    { "{" PARTNER PEOPLE "'tenants':[{" TENANT ",'relationships':[{}]}]}", "needs a name" },
    { "{" PARTNER PEOPLE "'tenants':[{" TENANT ",'relationships':[{'name':'R'}]}]}", "“roles”" },
    { "{" PARTNER PEOPLE "'tenants':[{" TENANT ",'relationships':[{'name':'R','roles':['x']}]}]}", "no role ID" },
    { "{" PARTNER PEOPLE "'tenants':[{" TENANT ",'relationships':[{'name':'R','roles':[],'status':'x'}]}]}", "“x”" },
    { "{" PARTNER PEOPLE "'tenants':[{" TENANT ",'relationships':[{'name':'R','roles':[],'end':'soon'}]}]}", "soon" },
    { "{" PARTNER PEOPLE "'tenants':[{" TENANT ",'relationships':[{'name':'R','roles':[],'duration':'2y'}]}]}",
      "no duration" },
    { "{" PARTNER PEOPLE "'tenants':[{" TENANT ",'relationships':[{'name':'R','roles':[]},{'name':'R','roles':[]}]}]}",
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
  g_autofree char *text = g_strdelimit (g_strdup ("{'name':'mine'," PARTNER PEOPLE "'tenants':[{" TENANT "}]}"), "'",
                                        '"');
  g_autofree char *path = bw_test_write_file (folder, "scenario.json", text);
  BwTestSandbox *sandbox = bw_test_sandbox_new ("--scenario", path, NULL);

  g_assert_cmpstr (bw_test_sandbox_get_scenario (sandbox), ==, "mine");
  bw_test_sandbox_act (sandbox, "/_sandbox/consent", "{'tenantId':'T.example'}");
  g_assert_cmpuint (bw_test_sandbox_count_state (sandbox, "servicePrincipals", NULL, NULL), ==, 1);

  bw_test_sandbox_free (sandbox);
  bw_test_remove_dir (folder);
}

static void
test_small (void)
{
  static const char *const statuses[] = { "active", "approvalPending", "created", "expired", "terminated" };
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);
  g_autoptr(BwTestSandbox) again = bw_test_sandbox_new ("--scenario=small", NULL);

  g_assert_cmpstr (bw_test_sandbox_get_scenario (sandbox), ==, "small");
  g_assert_true (g_str_has_prefix (bw_test_sandbox_get_url (sandbox), "http://127.0.0.1:"));
  g_assert_true (g_uuid_string_is_valid (bw_test_sandbox_get_partner (sandbox)));
  g_assert_true (g_uuid_string_is_valid (bw_test_sandbox_get_client (sandbox)));

  /* The same at every start. */
  g_assert_cmpstr (bw_test_sandbox_get_partner (sandbox), ==, bw_test_sandbox_get_partner (again));

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    g_assert_cmpuint (bw_test_sandbox_count_state (sandbox, "relationships", "status", statuses[i]), >, 0);
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
  static const char *const paths[] = { "/login/", "/graph/v1.0/me", "/partner/v1/customers", "/admin/", "/_sandbox/state",
                                       "/nothing/here" };
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *text = get_text (sandbox, paths[i], "client-request-id: the-one-of-the-client\r\n");

      assert_contains (text, "\r\nrequest-id: ");
      assert_contains (text, "\r\nclient-request-id: the-one-of-the-client\r\n");
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
      g_autofree char *request = g_strdup_printf ("GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n",
                                                  cases[i].host);
      g_autofree char *line = g_strdup_printf ("HTTP/1.1 %u ", cases[i].status);
      g_autoptr(GBytes) answer = exchange_bytes (sandbox, request);

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

  answer = get_text (sandbox, "/nothing?code=verysecret&$skiptoken=where&client%5Fsecret=alsosecret&x", "");
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
add_fault (BwTestSandbox *sandbox,
           const char    *action)
{
  bw_test_sandbox_act (sandbox, "/_sandbox/faults", "{'match':{'path':'^/nothing'},'action':%s}", action);
}

static void
test_fault_answer (void)
{
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  add_fault (sandbox, "{'status':429,'headers':{'Retry-After':'1.5','Content-Type':'text/html'},'body':'slow down'}");
  first = get_text (sandbox, "/nothing", "");
  g_assert_true (g_str_has_prefix (first, "HTTP/1.1 429 "));
  assert_contains (first, "\r\nRetry-After: 1.5\r\n");
  assert_contains (first, "\r\nContent-Type: text/html\r\n");
  assert_contains (first, "\r\n\r\nslow down");

  add_fault (sandbox, "{'status':503,'body':{'error':{'code':'serviceNotAvailable'}}}");
  second = get_text (sandbox, "/nothing", "");
  assert_contains (second, "\r\n\r\n{\"error\":{\"code\":\"serviceNotAvailable\"}}");
  assert_contains (second, "application/json");

  third = get_text (sandbox, "/nothing", "");
  g_assert_true (g_str_has_prefix (third, "HTTP/1.1 404 "));
}

static void
test_fault_connection (void)
{
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);
  g_autofree char *whole = get_text (sandbox, "/nothing", "");
  g_autofree char *length = g_strdup_printf ("\r\nContent-Length: %zu\r\n", strlen (strstr (whole, "\r\n\r\n")) - 4);
  g_autofree char *dropped = NULL;
  g_autofree char *dropped_after = NULL;
  g_autofree char *cut = NULL;
  g_autoptr(JsonNode) log = NULL;
  JsonArray *entries;

  add_fault (sandbox, "{'drop':true}");
  dropped = get_text (sandbox, "/nothing", "");
  g_assert_cmpstr (dropped, ==, "");

  add_fault (sandbox, "{'drop':'after'}");
  dropped_after = get_text (sandbox, "/nothing", "");
  g_assert_cmpstr (dropped_after, ==, "");

  add_fault (sandbox, "{'truncateAt':7}");
  cut = get_text (sandbox, "/nothing", "");
  g_assert_true (g_str_has_prefix (cut, "HTTP/1.1 404 "));
  assert_contains (cut, length);
  g_assert_cmpuint (strlen (strstr (cut, "\r\n\r\n")), ==, 4 + 7);

  /* Only the work of a dropped request that was done shows in the log. */
  log = bw_test_sandbox_dup_log (sandbox);
  entries = json_node_get_array (log);
  g_assert_true (json_object_get_null_member (json_array_get_object_element (entries, 1), "status"));
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (entries, 2), "status"), ==, 404);
}

static void
test_fault_hang (void)
{
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  g_autoptr(GError) error = NULL;
  const char *request = "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n";
  GInputStream *input;

  add_fault (sandbox, "{'hang':true}");
  connection = g_socket_client_connect_to_uri (client, bw_test_sandbox_get_url (sandbox), 80, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request, strlen (request), NULL,
                             NULL, &error);
  g_assert_no_error (error);

  /* By the time the log knows of it, and of another one, it would have been answered. */
  while (bw_test_sandbox_count (sandbox, "GET", "^/nothing$") < 1)
    continue;
  bw_test_sandbox_send (sandbox, "GET", "/other", NULL, NULL);
  input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_assert_false (g_pollable_input_stream_is_readable (G_POLLABLE_INPUT_STREAM (input)));
}

static void
test_fault_delay (void)
{
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);
  g_autofree char *plain = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *dropped = NULL;

  add_fault (sandbox, "{'delayMs':1}");
  plain = get_text (sandbox, "/nothing", "");
  g_assert_true (g_str_has_prefix (plain, "HTTP/1.1 404 "));

  add_fault (sandbox, "{'delayMs':1,'status':500}");
  refused = get_text (sandbox, "/nothing", "");
  g_assert_true (g_str_has_prefix (refused, "HTTP/1.1 500 "));

  add_fault (sandbox, "{'delayMs':1,'drop':true}");
  dropped = get_text (sandbox, "/nothing", "");
  g_assert_cmpstr (dropped, ==, "");

  /* What still waits must not keep the program from ending. */
  add_fault (sandbox, "{'delayMs':3600000}");
}

static void
test_fault_big_body (void)
{
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);
  const char *request = "GET /nothing HTTP/1.0\r\nHost: localhost\r\n\r\n";
  g_autoptr(GBytes) bytes = NULL;

  add_fault (sandbox, "{'status':200,'bodyStart':'<<','body':'0123456789','repeatBody':1000000,'bodyEnd':'>>'}");
  bytes = exchange_bytes (sandbox, request);
  g_assert_cmpuint (g_bytes_get_size (bytes), >, 10000004);
}

static void
test_fault_counts (void)
{
  static const guint expected[] = { 404, 404, 500, 500, 404 };
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);
  g_autoptr(JsonNode) list = NULL;
  JsonObject *fault;

  bw_test_sandbox_act (sandbox, "/_sandbox/faults",
                       "{'match':{'method':'GET','path':'^/nothing\\\\?\\\\$top=5$'},'skip':2,'times':2,"
                       "'action':{'status':500}}");

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_assert_cmpuint (bw_test_sandbox_send (sandbox, "GET", "/nothing?$top=5", NULL, NULL), ==, expected[i]);

      /* Neither another method nor another query counts. */
      g_assert_cmpuint (bw_test_sandbox_send (sandbox, "POST", "/nothing?$top=5", "{}", NULL), ==, 404);
      g_assert_cmpuint (bw_test_sandbox_send (sandbox, "GET", "/nothing?$top=50", NULL, NULL), ==, 404);
    }

  list = bw_test_sandbox_control (sandbox, "GET", "/_sandbox/faults", NULL);
  fault = json_array_get_object_element (json_node_get_array (list), 0);
  g_assert_cmpint (json_object_get_int_member (fault, "hits"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (fault, "timesLeft"), ==, 0);
}

static void
test_fault_order (void)
{
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);
  g_autoptr(JsonNode) answer = NULL;

  bw_test_sandbox_act (sandbox, "/_sandbox/faults", "{'times':-1,'action':{'status':500}}");
  bw_test_sandbox_act (sandbox, "/_sandbox/faults", "{'action':{'status':501}}");
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (bw_test_sandbox_send (sandbox, "GET", "/nothing", NULL, NULL), ==, 500);

  answer = bw_test_sandbox_control (sandbox, "DELETE", "/_sandbox/faults", NULL);
  g_assert_null (answer);
  g_assert_cmpuint (bw_test_sandbox_send (sandbox, "GET", "/nothing", NULL, NULL), ==, 404);
}

static void
test_refused_control (void)
{
  static const struct
  {
    const char *method;
    const char *path;
    const char *body;
    guint       status;
  } cases[] = {
    { "GET", "/_sandbox", NULL, 404 },
    { "GET", "/_sandbox/nothing", NULL, 404 },
    { "GET", "/_sandbox/approve", NULL, 405 },
    { "POST", "/_sandbox/approve", "{", 400 },
    { "POST", "/_sandbox/approve", "[]", 400 },
    { "POST", "/_sandbox/approve", "{}", 400 },
    { "POST", "/_sandbox/approve", "{\"tenantId\":\"nowhere.example\"}", 404 },
    { "POST", "/_sandbox/approve", "{\"tenantId\":7}", 400 },
    { "POST", "/_sandbox/approve", "{\"relationshipId\":\"x\"}", 404 },
    { "POST", "/_sandbox/approve", "{\"tenantId\":\"fjordhaven.example\"}", 404 },
    { "POST", "/_sandbox/terminate", "{\"tenantId\":\"oakhollow.example\"}", 404 },
    { "POST", "/_sandbox/consent", "{\"tenantId\":\"fjordhaven.example\",\"clientId\":\"x\"}", 404 },
    { "POST", "/_sandbox/accept-invitation", "{}", 400 },
    { "POST", "/_sandbox/accept-invitation", "{\"email\":\"guest@lodestar-it.example\"}", 404 },
    { "POST", "/_sandbox/tenant", "{\"tenantId\":\"fjordhaven.example\",\"staleGast\":true}", 400 },
    { "POST", "/_sandbox/users", "{\"tenantId\":\"fjordhaven.example\",\"remove\":113}", 400 },
    { "POST", "/_sandbox/clock", "{}", 400 },
    { "POST", "/_sandbox/clock", "{\"advanceSeconds\":-1}", 400 },
    { "POST", "/_sandbox/lag", "{\"name\":\"lock\"}", 400 },
    { "POST", "/_sandbox/lag", "{\"name\":\"lunch\",\"seconds\":1}", 404 },
    { "POST", "/_sandbox/quirk", "{}", 400 },
    { "POST", "/_sandbox/faults", "{}", 400 },
    { "POST", "/_sandbox/faults", "{\"action\":{}}", 400 },
    { "POST", "/_sandbox/faults", "{\"action\":{\"status\":99}}", 400 },
    { "POST", "/_sandbox/faults", "{\"action\":{\"drop\":\"sometimes\"}}", 400 },
    { "POST", "/_sandbox/faults", "{\"action\":{\"explode\":true}}", 400 },
    { "POST", "/_sandbox/faults", "{\"match\":{\"path\":\"(\"},\"action\":{\"drop\":true}}", 400 },
    { "GET", "/_sandbox/log?after=x", NULL, 400 },
  };
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) answer = NULL;
      guint status = bw_test_sandbox_send (sandbox, cases[i].method, cases[i].path, cases[i].body, &answer);

      if (status != cases[i].status)
        g_error ("%s %s %s: %u", cases[i].method, cases[i].path, cases[i].body, status);
      g_assert_nonnull (json_object_get_string_member (json_node_get_object (answer), "error"));
    }
}

static void
test_web_pages (void)
{
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);
  const char *request = "POST /_sandbox/reset HTTP/1.1\r\nHost: localhost\r\nOrigin: http://web.example\r\n"
                        "Content-Length: 0\r\nConnection: close\r\n\r\n";
  g_autoptr(GBytes) answer = exchange_bytes (sandbox, request);

  g_assert_cmpmem ("HTTP/1.1 403 ", 13, g_bytes_get_data (answer, NULL), 13);
}

static void
test_customer (void)
{
  const char *name = "Lodestar IT – Oakhollow – request";
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);

  bw_test_sandbox_act (sandbox, "/_sandbox/approve", "{'tenantId':'oakhollow.example'}");
  bw_test_sandbox_advance (sandbox, 1);
  assert_status (sandbox, name, "active");

  bw_test_sandbox_act (sandbox, "/_sandbox/terminate", "{'tenantId':'OAKHOLLOW.onmicrosoft.com'}");
  bw_test_sandbox_advance (sandbox, 1);
  assert_status (sandbox, name, "terminated");

  bw_test_sandbox_act (sandbox, "/_sandbox/reset", "{}");
  assert_status (sandbox, name, "approvalPending");
  bw_test_sandbox_act (sandbox, "/_sandbox/reject", "{'tenantId':'oakhollow.example'}");
  assert_status (sandbox, name, "terminated");
}

static void
test_clock (void)
{
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);

  assert_status (sandbox, "Kestrel – ends soon", "active");
  bw_test_sandbox_advance (sandbox, 13 * SECONDS_PER_DAY);
  assert_status (sandbox, "Kestrel – ends soon", "expired");
  assert_status (sandbox, "Kestrel – asked again", "approvalPending");

  bw_test_sandbox_advance (sandbox, 78 * SECONDS_PER_DAY);
  assert_status (sandbox, "Kestrel – asked again", "expired");
  assert_status (sandbox, "Kestrel – extends itself", "active");
  assert_status (sandbox, "Kestrel – main", "active");
}

static void
test_consent (void)
{
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);

  for (guint i = 0; i < 2; i++)
    bw_test_sandbox_act (sandbox, "/_sandbox/consent", "{'tenantId':'zephyrine.example'}");

  g_assert_cmpuint (bw_test_sandbox_count_state (sandbox, "servicePrincipals", NULL, NULL), ==, 1);
  g_assert_cmpuint (bw_test_sandbox_count_state (sandbox, "grants", NULL, NULL), ==, 1);
  g_assert_cmpuint (bw_test_sandbox_count_state (sandbox, "consents", NULL, NULL), ==, 0);
}

static void
test_tenant (void)
{
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);

  g_assert_cmpuint (bw_test_sandbox_count_state (sandbox, "guests", NULL, NULL), ==, 1);
  bw_test_sandbox_act (sandbox, "/_sandbox/tenant", "{'tenantId':'saltmarsh-hotels.example','staleGuest':false}");
  g_assert_cmpuint (bw_test_sandbox_count_state (sandbox, "guests", NULL, NULL), ==, 0);
}

static void
test_reset (void)
{
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);

  bw_test_sandbox_act (sandbox, "/_sandbox/quirk", "{'name':'error-lines'}");
  bw_test_sandbox_act (sandbox, "/_sandbox/consent", "{'tenantId':'zephyrine.example'}");
  bw_test_sandbox_act (sandbox, "/_sandbox/lag", "{'name':'lock','seconds':77}");
  bw_test_sandbox_advance (sandbox, 1000 * SECONDS_PER_DAY);
  bw_test_sandbox_act (sandbox, "/_sandbox/faults", "{'times':-1,'action':{'status':500}}");
  bw_test_sandbox_send (sandbox, "GET", "/nothing", NULL, NULL);
  bw_test_sandbox_act (sandbox, "/_sandbox/reset", "{}");

  g_assert_cmpuint (bw_test_sandbox_count_state (sandbox, "servicePrincipals", NULL, NULL), ==, 0);
  g_assert_cmpuint (bw_test_sandbox_count (sandbox, NULL, NULL), ==, 0);
  g_assert_cmpuint (bw_test_sandbox_send (sandbox, "GET", "/nothing", NULL, NULL), ==, 404);
  assert_status (sandbox, "Kestrel – main", "active");
}

/* The state without what goes on by itself. */
static char *
dup_comparable_state (BwTestSandbox *sandbox)
{
  g_autoptr(JsonNode) state = bw_test_sandbox_dup_state (sandbox);

  json_object_remove_member (json_node_get_object (state), "now");

  return json_to_string (state, TRUE);
}

static void
change_much (BwTestSandbox *sandbox)
{
  bw_test_sandbox_advance (sandbox, 13 * SECONDS_PER_DAY);
  bw_test_sandbox_act (sandbox, "/_sandbox/approve", "{'tenantId':'oakhollow.example'}");
  bw_test_sandbox_act (sandbox, "/_sandbox/terminate", "{'tenantId':'marigold-catering.example'}");
  bw_test_sandbox_advance (sandbox, 10);
  bw_test_sandbox_act (sandbox, "/_sandbox/consent", "{'tenantId':'zephyrine.example'}");
  bw_test_sandbox_act (sandbox, "/_sandbox/tenant",
                       "{'tenantId':'saltmarsh-hotels.example','staleGuest':false,'denied':['users']}");
  bw_test_sandbox_act (sandbox, "/_sandbox/users", "{'tenantId':'fjordhaven.example','add':3,'change':2,'remove':1}");
  bw_test_sandbox_act (sandbox, "/_sandbox/quirk", "{'name':'error-lines'}");
  bw_test_sandbox_act (sandbox, "/_sandbox/lag", "{'name':'lock','seconds':77}");
}

static void
test_state_survives (gconstpointer data)
{
  gboolean killed = GPOINTER_TO_INT (data);
  g_autofree char *folder = bw_test_make_dir ();
  g_autofree char *path = g_build_filename (folder, "state.json", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(JsonNode) users = NULL;
  GStatBuf about;
  BwTestSandbox *sandbox = bw_test_sandbox_new ("--state", path, NULL);

  change_much (sandbox);
  before = dup_comparable_state (sandbox);
  if (killed)
    bw_test_sandbox_kill (sandbox);
  else
    bw_test_sandbox_free (sandbox);

  g_assert_cmpint (g_stat (path, &about), ==, 0);
  g_assert_cmpuint (about.st_mode & 0777, ==, 0600);

  sandbox = bw_test_sandbox_new ("--state", path, NULL);
  after = dup_comparable_state (sandbox);
  g_assert_cmpstr (before, ==, after);
  users = bw_test_sandbox_control (sandbox, "POST", "/_sandbox/users", "{\"tenantId\":\"fjordhaven.example\"}");
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (users), "users"), ==, 112 + 3 - 1);

  bw_test_sandbox_free (sandbox);
  bw_test_remove_dir (folder);
}

static void
test_state_refused (void)
{
  static const struct
  {
    const char *text;
    const char *sentence;
  } cases[] = {
    { "", "can't be used" },
    { "{", "can't be used" },
    { "{}", "it is not the state of a sandbox" },
    { "{'format':'bailiwick-sandbox-state','version':2}", "another version" },
    { "{'format':'bailiwick-sandbox-state','version':1,'scenario':'msp'}", "of the scenario “msp”, not of “small”" },
    { "{'format':'bailiwick-sandbox-state','version':1,'scenario':'small','groups':[{}]}", "a group lacks" },
    { "{'format':'bailiwick-sandbox-state','version':1,'scenario':'small','tenants':[{'id':'x'}]}", "a tenant" },
    { "{'format':'bailiwick-sandbox-state','version':1,'scenario':'small','relationships':[7]}", "a relationship" },
  };
  g_autofree char *folder = bw_test_make_dir ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdelimit (g_strdup (cases[i].text), "'", '"');
      g_autofree char *path = bw_test_write_file (folder, "state.json", text);
      g_autofree char *kept = NULL;
      const char *const options[] = { "--state", path, NULL };

      assert_refuses (options, 1, cases[i].sentence);
      g_file_get_contents (path, &kept, NULL, NULL);
      g_assert_cmpstr (kept, ==, text);
    }

  bw_test_remove_dir (folder);
}

static void
test_state_unwritable (void)
{
  g_autofree char *folder = bw_test_make_dir ();
  g_autofree char *path = g_build_filename (folder, "no-such-folder", "state.json", NULL);
  const char *const options[] = { "--state", path, NULL };

  assert_refuses (options, 1, "The state can't be saved");
  bw_test_remove_dir (folder);
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
  g_test_add_func ("/sandbox/faults/answer", test_fault_answer);
  g_test_add_func ("/sandbox/faults/connection", test_fault_connection);
  g_test_add_func ("/sandbox/faults/hang", test_fault_hang);
  g_test_add_func ("/sandbox/faults/delay", test_fault_delay);
  g_test_add_func ("/sandbox/faults/big-body", test_fault_big_body);
  g_test_add_func ("/sandbox/faults/counts", test_fault_counts);
  g_test_add_func ("/sandbox/faults/order", test_fault_order);
  g_test_add_func ("/sandbox/control/refused", test_refused_control);
  g_test_add_func ("/sandbox/control/web-pages", test_web_pages);
  g_test_add_func ("/sandbox/control/customer", test_customer);
  g_test_add_func ("/sandbox/control/clock", test_clock);
  g_test_add_func ("/sandbox/control/consent", test_consent);
  g_test_add_func ("/sandbox/control/tenant", test_tenant);
  g_test_add_func ("/sandbox/control/reset", test_reset);
  g_test_add_data_func ("/sandbox/state/ended", GINT_TO_POINTER (FALSE), test_state_survives);
  g_test_add_data_func ("/sandbox/state/killed", GINT_TO_POINTER (TRUE), test_state_survives);
  g_test_add_func ("/sandbox/state/refused", test_state_refused);
  g_test_add_func ("/sandbox/state/unwritable", test_state_unwritable);

  return g_test_run ();
}
