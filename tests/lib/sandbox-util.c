/* sandbox-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include "sandbox-util.h"
#include "test-util.h"

/**
 * BwTestSandbox:
 * @process: the program
 * @session: for the control requests
 * @folder: holds what the program wrote to its standard error
 * @ready: the line that it printed
 */
struct _BwTestSandbox
{
  GSubprocess *process;
  SoupSession *session;
  char        *folder;
  JsonNode    *ready;
};

static const char *
get_ready (BwTestSandbox *self,
           const char    *name)
{
  return json_object_get_string_member (json_node_get_object (self->ready), name);
}

static char *
get_errors_path (BwTestSandbox *self)
{
  return g_build_filename (self->folder, "stderr", NULL);
}

static void
read_ready_line (BwTestSandbox *self)
{
  g_autoptr(GError) error = NULL;
  GInputStream *pipe = g_subprocess_get_stdout_pipe (self->process);
  g_autoptr(GDataInputStream) lines = g_data_input_stream_new (pipe);
  g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

  g_assert_no_error (error);
  if (line == NULL)
    g_error ("The sandbox ended before it was ready");

  self->ready = json_from_string (line, &error);
  g_assert_no_error (error);
}

static gboolean
has_option (GPtrArray  *arguments,
            const char *name)
{
  for (guint i = 0; i < arguments->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (arguments, i), name))
      return TRUE;

  return FALSE;
}

/* A test that fails ends at once and can't clean up. */
static void
die_with_test_cb (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static BwTestSandbox *
start (GSubprocessFlags  flags,
       const char       *first_option,
       va_list           args)
{
  BwTestSandbox *self = g_new0 (BwTestSandbox, 1);
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) error = NULL;
  g_autofree char *errors = NULL;

  g_assert_nonnull (g_getenv ("BW_TEST_BINDIR"));
  g_ptr_array_add (arguments,
                   g_build_filename (g_getenv ("BW_TEST_BINDIR"), "bailiwick-sandbox", NULL));
  for (const char *option = first_option; option != NULL; option = va_arg (args, const char *))
    g_ptr_array_add (arguments, g_strdup (option));
  if (!has_option (arguments, "--time-scale"))
    g_ptr_array_add (arguments, g_strdup ("--time-scale=1000"));
  g_ptr_array_add (arguments, NULL);

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | flags);
  self->folder = bw_test_make_dir ();
  errors = get_errors_path (self);
  if ((flags & G_SUBPROCESS_FLAGS_STDERR_PIPE) == 0)
    g_subprocess_launcher_set_stderr_file_path (launcher, errors);
  g_subprocess_launcher_set_child_setup (launcher, die_with_test_cb, NULL, NULL);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments->pdata,
                                                &error);
  g_assert_no_error (error);
  self->session = soup_session_new ();
  read_ready_line (self);

  return self;
}

/**
 * bw_test_sandbox_new:
 * @first_option: (nullable): an option of bailiwick-sandbox
 * @...: more of them, and %NULL
 *
 * Starts the program that was built, on a free port, and waits until it is
 * ready.  Where no --time-scale is given it is a thousand times as fast as
 * Microsoft.
 *
 * Returns: (transfer full): a sandbox; bw_test_sandbox_free() ends it
 */
BwTestSandbox *
bw_test_sandbox_new (const char *first_option,
                     ...)
{
  BwTestSandbox *self;
  va_list args;

  va_start (args, first_option);
  self = start (G_SUBPROCESS_FLAGS_NONE, first_option, args);
  va_end (args);

  return self;
}

/**
 * bw_test_sandbox_new_watched:
 * @lines: (out) (transfer full): what it writes to its standard error, a line for
 *   each request; somebody has to read it
 * @first_option: (nullable): an option of bailiwick-sandbox
 * @...: more of them, and %NULL
 *
 * As bw_test_sandbox_new(), for who wants to see what happens as it does.
 *
 * Returns: (transfer full): a sandbox; bw_test_sandbox_free() ends it
 */
BwTestSandbox *
bw_test_sandbox_new_watched (GInputStream **lines,
                             const char    *first_option,
                             ...)
{
  BwTestSandbox *self;
  va_list args;

  va_start (args, first_option);
  self = start (G_SUBPROCESS_FLAGS_STDERR_PIPE, first_option, args);
  va_end (args);
  *lines = g_object_ref (g_subprocess_get_stderr_pipe (self->process));

  return self;
}

static void
dispose (BwTestSandbox *self)
{
  bw_test_remove_dir (self->folder);
  g_clear_pointer (&self->ready, json_node_unref);
  g_clear_object (&self->session);
  g_clear_object (&self->process);
  g_free (self->folder);
  g_free (self);
}

/**
 * bw_test_sandbox_free:
 * @self: (transfer full): a sandbox
 *
 * Ends it as one should, and fails the test where it does not end well.
 */
void
bw_test_sandbox_free (BwTestSandbox *self)
{
  g_autofree char *path = get_errors_path (self);
  g_autofree char *errors = NULL;

  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);

  if (!g_subprocess_get_if_exited (self->process)
      || g_subprocess_get_exit_status (self->process) != 0)
    {
      errors = bw_test_sandbox_dup_errors (self);
      g_error ("The sandbox did not end well: %s", errors);
    }

  dispose (self);
}

/**
 * bw_test_sandbox_kill:
 * @self: (transfer full): a sandbox
 *
 * Ends it without a chance to save anything.
 */
void
bw_test_sandbox_kill (BwTestSandbox *self)
{
  g_subprocess_send_signal (self->process, SIGKILL);
  g_subprocess_wait (self->process, NULL, NULL);
  dispose (self);
}

/**
 * bw_test_sandbox_get_url:
 * @self: a sandbox
 *
 * Returns: the base of its roots, such as "http://127.0.0.1:40123"
 */
const char *
bw_test_sandbox_get_url (BwTestSandbox *self)
{
  return get_ready (self, "url");
}

const char *
bw_test_sandbox_get_scenario (BwTestSandbox *self)
{
  return get_ready (self, "scenario");
}

/**
 * bw_test_sandbox_get_partner:
 * @self: a sandbox
 *
 * Returns: the partner's tenant ID
 */
const char *
bw_test_sandbox_get_partner (BwTestSandbox *self)
{
  return get_ready (self, "partnerTenantId");
}

/**
 * bw_test_sandbox_get_client:
 * @self: a sandbox
 *
 * Returns: the client ID of the partner's application
 */
const char *
bw_test_sandbox_get_client (BwTestSandbox *self)
{
  return get_ready (self, "clientId");
}

/**
 * bw_test_sandbox_dup_errors:
 * @self: a sandbox
 *
 * Returns: (transfer full): what it has written to its standard error so far
 */
char *
bw_test_sandbox_dup_errors (BwTestSandbox *self)
{
  g_autofree char *path = get_errors_path (self);
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

/**
 * bw_test_sandbox_send:
 * @self: a sandbox
 * @method: "GET" and so on
 * @path: path and query
 * @json: (nullable): a body
 * @answer: (out) (optional) (nullable) (transfer full): the answer, where it is JSON
 *
 * Returns: the HTTP status
 */
guint
bw_test_sandbox_send (BwTestSandbox *self,
                      const char    *method,
                      const char    *path,
                      const char    *json,
                      JsonNode     **answer)
{
  g_autofree char *uri = g_strconcat (bw_test_sandbox_get_url (self), path, NULL);
  g_autoptr(SoupMessage) message = soup_message_new (method, uri);
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_nonnull (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (json != NULL)
    {
      g_autoptr(GBytes) sent = g_bytes_new (json, strlen (json));

      soup_message_set_request_body_from_bytes (message, "application/json", sent);
    }

  body = soup_session_send_and_read (self->session, message, NULL, &error);
  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_size (body) > 0 ? g_bytes_get_data (body, NULL) : "",
                    g_bytes_get_size (body));
  if (answer != NULL)
    *answer = *text != '\0' ? json_from_string (text, NULL) : NULL;

  return soup_message_get_status (message);
}

/**
 * bw_test_sandbox_exchange:
 * @self: a sandbox
 * @request: a whole request, as it goes over the wire
 *
 * Reads until the server closes the connection, so @request had better ask for that.
 *
 * Returns: (transfer full): the whole answer; empty if the connection was closed without one
 */
GBytes *
bw_test_sandbox_exchange (BwTestSandbox *self,
                          const char    *request)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  g_autoptr(GOutputStream) received = g_memory_output_stream_new_resizable ();
  g_autoptr(GError) error = NULL;

  connection = g_socket_client_connect_to_uri (client, bw_test_sandbox_get_url (self), 80, NULL,
                                               &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             strlen (request), NULL,
                             NULL, &error);
  g_assert_no_error (error);
  g_output_stream_splice (received, g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                          G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL);

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (received));
}

/**
 * bw_test_sandbox_get_text:
 * @self: a sandbox
 * @path: path and query
 * @headers: further header lines
 *
 * Returns: (transfer full): the whole answer with its head, cut at the first NUL
 */
char *
bw_test_sandbox_get_text (BwTestSandbox *self,
                          const char    *path,
                          const char    *headers)
{
  g_autofree char *request = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: localhost\r\n"
                                              "Connection: close\r\n%s\r\n", path, headers);
  g_autoptr(GBytes) bytes = bw_test_sandbox_exchange (self, request);

  return g_strndup (g_bytes_get_size (bytes) > 0 ? g_bytes_get_data (bytes, NULL) : "",
                    g_bytes_get_size (bytes));
}

/**
 * bw_test_sandbox_control:
 * @self: a sandbox
 * @method: "GET" and so on
 * @path: below /_sandbox, with it
 * @json: (nullable): a body
 *
 * Fails the test where the sandbox refuses.
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
bw_test_sandbox_control (BwTestSandbox *self,
                         const char    *method,
                         const char    *path,
                         const char    *json)
{
  JsonNode *answer = NULL;
  guint status = bw_test_sandbox_send (self, method, path, json, &answer);

  if (status >= 300)
    {
      g_autofree char *text = answer != NULL ? json_to_string (answer, FALSE) : NULL;

      g_error ("%s %s: %u %s", method, path, status, text);
    }

  return answer;
}

/**
 * bw_test_sandbox_act:
 * @self: a sandbox
 * @path: such as "/_sandbox/approve"
 * @format: the body, with apostrophes for quotation marks
 * @...: for @format
 *
 * Does something as the customer or as fate, and fails the test where that can't be done.
 */
void
bw_test_sandbox_act (BwTestSandbox *self,
                     const char    *path,
                     const char    *format,
                     ...)
{
  g_autofree char *json = NULL;
  g_autoptr(JsonNode) answer = NULL;
  va_list args;

  va_start (args, format);
  json = g_strdup_vprintf (format, args);
  va_end (args);
  g_strdelimit (json, "'", '"');

  answer = bw_test_sandbox_control (self, "POST", path, json);
}

/**
 * bw_test_sandbox_advance:
 * @self: a sandbox
 * @seconds: by how much its clock goes on at once
 */
void
bw_test_sandbox_advance (BwTestSandbox *self,
                         double         seconds)
{
  bw_test_sandbox_act (self, "/_sandbox/clock", "{'advanceSeconds':%.3f}", seconds);
}

/**
 * bw_test_sandbox_dup_state:
 * @self: a sandbox
 *
 * Returns: (transfer full): an object: everything that is in it
 */
JsonNode *
bw_test_sandbox_dup_state (BwTestSandbox *self)
{
  return bw_test_sandbox_control (self, "GET", "/_sandbox/state", NULL);
}

/**
 * bw_test_sandbox_dup_log:
 * @self: a sandbox
 *
 * Returns: (transfer full): an array: every request that it got
 */
JsonNode *
bw_test_sandbox_dup_log (BwTestSandbox *self)
{
  return bw_test_sandbox_control (self, "GET", "/_sandbox/log", NULL);
}

/**
 * bw_test_sandbox_clear_log:
 * @self: a sandbox
 *
 * Forgets the requests so far.
 */
void
bw_test_sandbox_clear_log (BwTestSandbox *self)
{
  g_autoptr(JsonNode) answer = bw_test_sandbox_control (self, "DELETE", "/_sandbox/log", NULL);

  g_assert_nonnull (answer);
}

/**
 * bw_test_sandbox_count:
 * @self: a sandbox
 * @method: (nullable): only this one
 * @path: (nullable): a regular expression that the path must match
 *
 * Returns: how many such requests are in the log
 */
guint
bw_test_sandbox_count (BwTestSandbox *self,
                       const char    *method,
                       const char    *path)
{
  g_autoptr(JsonNode) log = bw_test_sandbox_dup_log (self);
  JsonArray *array = json_node_get_array (log);
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *entry = json_array_get_object_element (array, i);

      if (method != NULL && !g_str_equal (json_object_get_string_member (entry, "method"), method))
        continue;
      if (path != NULL
          && !g_regex_match_simple (path, json_object_get_string_member (entry, "path"), 0, 0))
        continue;

      n++;
    }

  return n;
}

/**
 * bw_test_sandbox_count_writes:
 * @self: a sandbox
 *
 * Returns: how many requests in the log are to change something at Graph or at
 *   Partner Center; a sign-in is none
 */
guint
bw_test_sandbox_count_writes (BwTestSandbox *self)
{
  const char *services = "^/(graph|partner)/";

  return bw_test_sandbox_count (self, NULL, services) - bw_test_sandbox_count (self, "GET",
                                                                               services);
}

/**
 * bw_test_sandbox_count_state:
 * @self: a sandbox
 * @array: name of an array of the state, such as "relationships"
 * @member: (nullable): a member of its elements that is a string
 * @value: (nullable): what that must be
 *
 * Returns: how many such elements there are
 */
guint
bw_test_sandbox_count_state (BwTestSandbox *self,
                             const char    *array,
                             const char    *member,
                             const char    *value)
{
  g_autoptr(JsonNode) state = bw_test_sandbox_dup_state (self);
  JsonArray *elements = json_object_get_array_member (json_node_get_object (state), array);
  guint n = 0;

  g_assert_nonnull (elements);
  for (guint i = 0; i < json_array_get_length (elements); i++)
    {
      JsonObject *element = json_array_get_object_element (elements, i);

      const char *found = member != NULL
        ? json_object_get_string_member_with_default (element, member, NULL) : NULL;

      if (member == NULL || g_strcmp0 (found, value) == 0)
        n++;
    }

  return n;
}
