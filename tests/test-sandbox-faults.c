/* test-sandbox-faults.c - what goes wrong on demand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "sandbox-util.h"

static void
assert_contains (const char *text,
                 const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in: %s", part, text);
}

static void
add_fault (BwTestSandbox *sandbox,
           const char    *action)
{
  bw_test_sandbox_act (sandbox, "/_sandbox/faults", "{'match':{'path':'^/nothing'},'action':%s}",
                       action);
}

static void
test_fault_answer (void)
{
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  add_fault (sandbox,
             "{'status':429,'headers':{'Retry-After':'1.5','Content-Type':'text/html'},"
             "'body':'slow down'}");
  first = bw_test_sandbox_get_text (sandbox, "/nothing", "");
  g_assert_true (g_str_has_prefix (first, "HTTP/1.1 429 "));
  assert_contains (first, "\r\nRetry-After: 1.5\r\n");
  assert_contains (first, "\r\nContent-Type: text/html\r\n");
  assert_contains (first, "\r\n\r\nslow down");

  add_fault (sandbox, "{'status':503,'body':{'error':{'code':'serviceNotAvailable'}}}");
  second = bw_test_sandbox_get_text (sandbox, "/nothing", "");
  assert_contains (second, "\r\n\r\n{\"error\":{\"code\":\"serviceNotAvailable\"}}");
  assert_contains (second, "application/json");

  third = bw_test_sandbox_get_text (sandbox, "/nothing", "");
  g_assert_true (g_str_has_prefix (third, "HTTP/1.1 404 "));
}

static void
test_fault_connection (void)
{
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);
  g_autofree char *whole = bw_test_sandbox_get_text (sandbox, "/nothing", "");
  g_autofree char *length = g_strdup_printf ("\r\nContent-Length: %zu\r\n",
                                             strlen (strstr (whole, "\r\n\r\n")) - 4);
  g_autofree char *dropped = NULL;
  g_autofree char *dropped_after = NULL;
  g_autofree char *cut = NULL;
  g_autoptr(JsonNode) log = NULL;
  JsonArray *entries;

  add_fault (sandbox, "{'drop':true}");
  dropped = bw_test_sandbox_get_text (sandbox, "/nothing", "");
  g_assert_cmpstr (dropped, ==, "");

  add_fault (sandbox, "{'drop':'after'}");
  dropped_after = bw_test_sandbox_get_text (sandbox, "/nothing", "");
  g_assert_cmpstr (dropped_after, ==, "");

  add_fault (sandbox, "{'truncateAt':7}");
  cut = bw_test_sandbox_get_text (sandbox, "/nothing", "");
  g_assert_true (g_str_has_prefix (cut, "HTTP/1.1 404 "));
  assert_contains (cut, length);
  g_assert_cmpuint (strlen (strstr (cut, "\r\n\r\n")), ==, 4 + 7);

  /* Only the work of a dropped request that was done shows in the log. */
  log = bw_test_sandbox_dup_log (sandbox);
  entries = json_node_get_array (log);
  g_assert_true (json_object_get_null_member (json_array_get_object_element (entries, 1),
                                              "status"));
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (entries, 2),
                                               "status"), ==, 404);
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
  connection = g_socket_client_connect_to_uri (client, bw_test_sandbox_get_url (sandbox), 80, NULL,
                                               &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             strlen (request), NULL,
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
  plain = bw_test_sandbox_get_text (sandbox, "/nothing", "");
  g_assert_true (g_str_has_prefix (plain, "HTTP/1.1 404 "));

  add_fault (sandbox, "{'delayMs':1,'status':500}");
  refused = bw_test_sandbox_get_text (sandbox, "/nothing", "");
  g_assert_true (g_str_has_prefix (refused, "HTTP/1.1 500 "));

  add_fault (sandbox, "{'delayMs':1,'drop':true}");
  dropped = bw_test_sandbox_get_text (sandbox, "/nothing", "");
  g_assert_cmpstr (dropped, ==, "");

  /* What still waits must not keep the program from ending. */
  add_fault (sandbox, "{'delayMs':3600000}");
}

/* Sends a request and does not wait for what comes of it. */
static void
send_and_leave (BwTestSandbox *sandbox)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  g_autoptr(GError) error = NULL;
  const char *request = "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n";

  connection = g_socket_client_connect_to_uri (client, bw_test_sandbox_get_url (sandbox), 80, NULL,
                                               &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             strlen (request), NULL, NULL, &error);
  g_assert_no_error (error);
  g_io_stream_close (G_IO_STREAM (connection), NULL, &error);
  g_assert_no_error (error);
}

static void
test_fault_left (void)
{
  static const char *const actions[] = {
    "{'delayMs':20}", "{'delayMs':20,'status':500}", "{'delayMs':20,'drop':'after'}",
    "{'delayMs':20,'truncateAt':3}", "{'delayMs':20,'hang':true}", "{'hang':true}",
    "{'status':200,'body':'0123456789','repeatBody':1000000}",
  };
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      add_fault (sandbox, actions[i]);
      send_and_leave (sandbox);
      while (bw_test_sandbox_count (sandbox, "GET", "^/nothing$") <= i)
        continue;
    }

  /* What comes later than all of that. */
  bw_test_sandbox_act (sandbox, "/_sandbox/faults",
                       "{'match':{'path':'^/other$'},'action':{'delayMs':100}}");
  g_assert_cmpuint (bw_test_sandbox_send (sandbox, "GET", "/other", NULL, NULL), ==, 404);
}

static void
test_fault_big_body (void)
{
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new (NULL);
  const char *request = "GET /nothing HTTP/1.0\r\nHost: localhost\r\n\r\n";
  g_autoptr(GBytes) bytes = NULL;

  add_fault (sandbox,
             "{'status':200,'bodyStart':'<<','body':'0123456789','repeatBody':1000000,"
             "'bodyEnd':'>>'}");
  bytes = bw_test_sandbox_exchange (sandbox, request);
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
                       "{'match':{'method':'GET','path':'^/nothing\\\\?\\\\$top=5$'},"
                       "'skip':2,'times':2,'action':{'status':500}}");

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_assert_cmpuint (bw_test_sandbox_send (sandbox, "GET", "/nothing?$top=5", NULL, NULL), ==,
                        expected[i]);

      /* Neither another method nor another query counts. */
      g_assert_cmpuint (bw_test_sandbox_send (sandbox, "POST", "/nothing?$top=5", "{}", NULL), ==,
                        404);
      g_assert_cmpuint (bw_test_sandbox_send (sandbox, "GET", "/nothing?$top=50", NULL, NULL), ==,
                        404);
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
  g_assert_nonnull (answer);
  g_assert_cmpuint (bw_test_sandbox_send (sandbox, "GET", "/nothing", NULL, NULL), ==, 404);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sandbox/faults/answer", test_fault_answer);
  g_test_add_func ("/sandbox/faults/connection", test_fault_connection);
  g_test_add_func ("/sandbox/faults/hang", test_fault_hang);
  g_test_add_func ("/sandbox/faults/delay", test_fault_delay);
  g_test_add_func ("/sandbox/faults/left", test_fault_left);
  g_test_add_func ("/sandbox/faults/big-body", test_fault_big_body);
  g_test_add_func ("/sandbox/faults/counts", test_fault_counts);
  g_test_add_func ("/sandbox/faults/order", test_fault_order);

  return g_test_run ();
}
