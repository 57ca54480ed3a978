/* provider-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include "provider-util.h"
#include "test-util.h"

/**
 * BwTestProvider:
 * @process: the server
 * @ready: the line that it printed
 */
struct _BwTestProvider
{
  GSubprocess *process;
  JsonNode    *ready;
};

/**
 * BwTestBrowser:
 * @session: follows where it is sent, and keeps cookies
 * @status: of the page that it ended at, 0 while it is on its way
 * @text: (nullable): what is on that page
 */
struct _BwTestBrowser
{
  SoupSession *session;
  guint        status;
  char        *text;
};

/* A test that fails ends at once and can't clean up. */
static void
die_with_test_cb (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
read_ready_line (BwTestProvider *self)
{
  g_autoptr(GError) error = NULL;
  GInputStream *pipe = g_subprocess_get_stdout_pipe (self->process);
  g_autoptr(GDataInputStream) lines = g_data_input_stream_new (pipe);
  g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

  g_assert_no_error (error);
  if (line == NULL)
    g_error ("The provider ended before it was ready");

  self->ready = json_from_string (line, &error);
  g_assert_no_error (error);
}

/**
 * bw_test_provider_new:
 *
 * Starts the provider on a free port and waits until it is ready.
 *
 * Returns: (transfer full) (nullable): the provider, or %NULL where it is not installed
 */
BwTestProvider *
bw_test_provider_new (void)
{
  g_autofree char *node = g_find_program_in_path ("node");
  g_autofree char *server = g_test_build_filename (G_TEST_DIST, "oidc", "server.mjs", NULL);
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "_oidc-provider", NULL);
  g_autofree char *module = g_build_filename (folder, "node_modules", "oidc-provider", NULL);
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GError) error = NULL;
  BwTestProvider *self;

  if (node == NULL || !g_file_test (module, G_FILE_TEST_IS_DIR))
    return NULL;

  self = g_new0 (BwTestProvider, 1);
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_set_child_setup (launcher, die_with_test_cb, NULL, NULL);
  self->process = g_subprocess_launcher_spawn (launcher, &error, node, server, folder, NULL);
  g_assert_no_error (error);
  read_ready_line (self);

  return self;
}

/**
 * bw_test_provider_free:
 * @self: (transfer full): a provider, which ends
 */
void
bw_test_provider_free (BwTestProvider *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  json_node_unref (self->ready);
  g_free (self);
}

/**
 * bw_test_provider_get:
 * @self: a provider
 * @name: "url", "tenant", "clientId"; "objectId", "name" and "user" of who signs in;
 *   "decliner", the name of who does not want to
 *
 * Returns: (transfer none): what the provider said when it was ready
 */
const char *
bw_test_provider_get (BwTestProvider *self,
                      const char     *name)
{
  return json_object_get_string_member (json_node_get_object (self->ready), name);
}

/**
 * bw_test_browser_new:
 *
 * Returns: (transfer full): a browser without cookies
 */
BwTestBrowser *
bw_test_browser_new (void)
{
  BwTestBrowser *self = g_new0 (BwTestBrowser, 1);

  self->session = soup_session_new ();
  soup_session_add_feature_by_type (self->session, SOUP_TYPE_COOKIE_JAR);

  return self;
}

/**
 * bw_test_browser_free:
 * @self: (transfer full): a browser that is not on its way
 */
void
bw_test_browser_free (BwTestBrowser *self)
{
  soup_session_abort (self->session);
  g_object_unref (self->session);
  g_free (self->text);
  g_free (self);
}

static void
arrived_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  BwTestBrowser *self = user_data;
  SoupMessage *message = soup_session_get_async_result_message (self->session, result);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = soup_session_send_and_read_finish (self->session, result, &error);
  gsize size;
  const char *data;

  g_assert_no_error (error);
  data = g_bytes_get_data (bytes, &size);
  self->text = g_strndup (data, size);
  self->status = soup_message_get_status (message);
}

/* @message: (transfer full) */
static void
go (BwTestBrowser *self,
    SoupMessage   *message)
{
  g_clear_pointer (&self->text, g_free);
  self->status = 0;

  /* Somebody typed the address or pressed a button on that very site. */
  soup_message_set_first_party (message, soup_message_get_uri (message));
  soup_message_set_site_for_cookies (message, soup_message_get_uri (message));
  soup_message_set_is_top_level_navigation (message, TRUE);
  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, NULL, arrived_cb,
                                    self);
  g_object_unref (message);
}

/**
 * bw_test_browser_show:
 * @self: a browser
 * @uri: where to go
 *
 * Sets off, and goes wherever it is sent from there.
 */
void
bw_test_browser_show (BwTestBrowser *self,
                      const char    *uri)
{
  SoupMessage *message = soup_message_new (SOUP_METHOD_GET, uri);

  g_assert_nonnull (message);
  go (self, message);
}

/**
 * bw_test_browser_send:
 * @self: a browser
 * @uri: where the form goes
 * @first_field: the name of a field
 * @...: its value, more of such pairs, and %NULL
 *
 * Sets off with a form.
 */
void
bw_test_browser_send (BwTestBrowser *self,
                      const char    *uri,
                      const char    *first_field,
                      ...)
{
  va_list args;
  char *form;

  va_start (args, first_field);
  form = soup_form_encode_valist (first_field, args);
  va_end (args);

  go (self, soup_message_new_from_encoded_form (SOUP_METHOD_POST, uri, form));
}

/**
 * bw_test_browser_press:
 * @self: a browser
 * @uri: a page of the sandbox
 * @first_field: the name of a field
 * @...: its value, more of such pairs, and %NULL
 *
 * Sends the form on the page, which has what the address has, with the fields as well.
 */
void
bw_test_browser_press (BwTestBrowser *self,
                       const char    *uri,
                       const char    *first_field,
                       ...)
{
  g_autoptr(GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *page = g_strndup (uri, strcspn (uri, "?"));
  g_autofree char *fields = NULL;
  va_list args;

  va_start (args, first_field);
  fields = soup_form_encode_valist (first_field, args);
  va_end (args);

  go (self, soup_message_new_from_encoded_form (SOUP_METHOD_POST, page,
                                                g_strconcat (g_uri_get_query (parsed), "&", fields,
                                                             NULL)));
}

static gboolean
has_arrived (gpointer data)
{
  BwTestBrowser *self = data;

  return self->status != 0;
}

/**
 * bw_test_browser_wait:
 * @self: a browser on its way, or where it went
 *
 * Returns: the status of the page at the end
 */
guint
bw_test_browser_wait (BwTestBrowser *self)
{
  bw_test_spin_until (has_arrived, self);

  return self->status;
}

/**
 * bw_test_browser_text:
 * @self: a browser that has arrived
 *
 * Returns: (transfer none): what is on the page
 */
const char *
bw_test_browser_text (BwTestBrowser *self)
{
  return self->text;
}
