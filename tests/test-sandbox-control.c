/* test-sandbox-control.c - the hand that moves the simulated cloud, and its memory
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
  JsonArray *relationships = json_object_get_array_member (json_node_get_object (state),
                                                           "relationships");
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
    { "POST", "/_sandbox/consent", "{\"tenantId\":\"fjordhaven.example\",\"clientId\":\"x\"}",
      404 },
    { "POST", "/_sandbox/accept-invitation", "{}", 400 },
    { "POST", "/_sandbox/accept-invitation", "{\"email\":\"guest@lodestar-it.example\"}", 404 },
    { "POST", "/_sandbox/guest", "{\"email\":\"admin@lodestar-it.example\"}", 400 },
    { "POST", "/_sandbox/guest", "{\"tenantId\":\"fjordhaven.example\"}", 404 },
    { "POST", "/_sandbox/guest", "{\"tenantId\":\"fjordhaven.example\",\"gone\":true}", 400 },
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
      guint status = bw_test_sandbox_send (sandbox, cases[i].method, cases[i].path, cases[i].body,
                                           &answer);

      if (status != cases[i].status)
        g_error ("%s %s %s: %u", cases[i].method, cases[i].path, cases[i].body, status);
      g_assert_nonnull (json_object_get_string_member (json_node_get_object (answer), "error"));
    }
}

static void
test_web_pages (void)
{
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);
  const char *request = "POST /_sandbox/reset HTTP/1.1\r\nHost: localhost\r\n"
                        "Origin: http://web.example\r\nContent-Length: 0\r\n"
                        "Connection: close\r\n\r\n";
  g_autoptr(GBytes) answer = bw_test_sandbox_exchange (sandbox, request);

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
  bw_test_sandbox_act (sandbox, "/_sandbox/tenant",
                       "{'tenantId':'saltmarsh-hotels.example','staleGuest':false}");
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
                       "{'tenantId':'saltmarsh-hotels.example','staleGuest':false,"
                       "'denied':['users']}");
  bw_test_sandbox_act (sandbox, "/_sandbox/users",
                       "{'tenantId':'fjordhaven.example','add':3,'change':2,'remove':1}");
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
  users = bw_test_sandbox_control (sandbox, "POST", "/_sandbox/users",
                                   "{\"tenantId\":\"fjordhaven.example\"}");
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (users), "users"), ==,
                   112 + 3 - 1);

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
    { "{'format':'bailiwick-sandbox-state','version':1,'scenario':'msp'}",
      "of the scenario “msp”, not of “small”" },
    { "{'format':'bailiwick-sandbox-state','version':1,'scenario':'small','groups':[{}]}",
      "a group lacks" },
    { "{'format':'bailiwick-sandbox-state','version':1,'scenario':'small','tenants':[{'id':'x'}]}",
      "a tenant" },
    { "{'format':'bailiwick-sandbox-state','version':1,'scenario':'small',"
      "'tenants':[{'id':'tailwind.example','touched':true,'guestAccess':'some'}]}",
      "“guestAccess”" },
    { "{'format':'bailiwick-sandbox-state','version':1,'scenario':'small','relationships':[7]}",
      "a relationship" },
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
