/* test-launch.c - addresses are handed over where somebody takes them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <signal.h>
#include <string.h>

#include "bw-error.h"
#include "bw-launch.h"
#include "bw-pace.h"
#include "test-util.h"

#define NAME "org.freedesktop.portal.Desktop"
#define PATH "/org/freedesktop/portal/desktop"
#define OPEN_URI \
  "<method name='OpenURI'><arg type='s' direction='in'/><arg type='s' direction='in'/>" \
  "<arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>"
#define PORTAL(interface, type) \
  "<node><interface name='org.freedesktop.portal." interface "'>" OPEN_URI \
  "<property name='version' type='" type "' access='read'/></interface></node>"

#define BUS \
  "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\"" \
  " \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">" \
  "<busconfig><type>session</type><listen>unix:dir=%s</listen><policy context=\"default\">" \
  "<allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/>" \
  "<allow own=\"*\"/></policy></busconfig>"

/* A bus with a portal on it, or without. */
typedef struct
{
  char                  *folder;
  GSubprocess           *bus;
  GDBusConnection       *client;
  GDBusConnection       *server;
  const char            *type;        /* of the version */
  guint                  filter;
  GMainContext          *context;     /* of the portal: GLib waits for it without a loop */
  GThread               *thread;      /* (nullable) */
  gboolean               is_over;     /* atomic */
  guint                  n_asked;     /* atomic */
  char                  *opened;      /* atomic */
  GDBusMethodInvocation *unanswered;  /* (nullable) */
} Fixture;

static gpointer
serve (gpointer user_data)
{
  Fixture *f = user_data;

  while (!g_atomic_int_get (&f->is_over))
    g_main_context_iteration (f->context, TRUE);

  return NULL;
}

/* Returns: (transfer full): the address of a bus that starts nothing by itself */
static char *
start_bus (Fixture *f)
{
  g_autofree char *config = NULL;
  g_autofree char *path = NULL;
  g_autofree char *option = NULL;
  g_autoptr(GDataInputStream) output = NULL;
  g_autoptr(GError) error = NULL;
  char *address;

  f->folder = bw_test_make_dir ();
  config = g_strdup_printf (BUS, f->folder);
  path = bw_test_write_file (f->folder, "bus.conf", config);
  option = g_strconcat ("--config-file=", path, NULL);
  f->bus = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                             &error, "dbus-daemon", option, "--nofork", "--nopidfile",
                             "--print-address", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (f->bus));
  address = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);

  return address;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  const GDBusConnectionFlags flags = G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                     G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION;
  g_autofree char *address = NULL;
  g_autoptr(GError) error = NULL;

  f->context = g_main_context_new ();
  address = start_bus (f);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
  f->client = g_dbus_connection_new_for_address_sync (address, flags, NULL, NULL, &error);
  g_assert_no_error (error);
  f->server = g_dbus_connection_new_for_address_sync (address, flags, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_atomic_int_set (&f->is_over, TRUE);
  g_main_context_wakeup (f->context);
  if (f->thread != NULL)
    g_thread_join (f->thread);
  if (f->filter != 0)
    g_dbus_connection_remove_filter (f->server, f->filter);
  g_clear_object (&f->unanswered);
  g_dbus_connection_close_sync (f->client, NULL, NULL);
  g_dbus_connection_close_sync (f->server, NULL, NULL);
  g_object_unref (f->client);
  g_object_unref (f->server);
  g_main_context_unref (f->context);
  g_subprocess_send_signal (f->bus, SIGTERM);
  g_subprocess_wait (f->bus, NULL, NULL);
  g_object_unref (f->bus);
  bw_test_remove_dir (f->folder);
  g_free (f->folder);
  g_free (f->opened);
  bw_pace_set_divisor (1);
}

/* It keeps the answer to itself: GLib 2.74 loses the path in it. */
static void
called_cb (GDBusConnection       *connection,
           const char            *sender,
           const char            *path,
           const char            *interface,
           const char            *method,
           GVariant              *parameters,
           GDBusMethodInvocation *invocation,
           gpointer               user_data)
{
  Fixture *f = user_data;
  char *uri;

  f->unanswered = invocation;
  g_variant_get_child (parameters, 1, "s", &uri);
  g_atomic_pointer_set (&f->opened, uri);
  g_main_context_wakeup (NULL);
}

static GVariant *
get_cb (GDBusConnection  *connection,
        const char       *sender,
        const char       *path,
        const char       *interface,
        const char       *property,
        GError          **error,
        gpointer          user_data)
{
  Fixture *f = user_data;

  g_atomic_int_inc (&f->n_asked);

  return g_str_equal (f->type, "u") ? g_variant_new_uint32 (3) : g_variant_new_string ("3");
}

static void
own_portal (Fixture    *f,
            const char *xml,
            const char *type)
{
  static const GDBusInterfaceVTable vtable = { called_cb, get_cb, NULL, { NULL } };
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (xml, &error);
  g_autoptr(GVariant) reply = NULL;

  g_assert_no_error (error);
  f->type = type;
  g_main_context_push_thread_default (f->context);
  g_dbus_connection_register_object (f->server, PATH, info->interfaces[0], &vtable, f, NULL,
                                     &error);
  g_main_context_pop_thread_default (f->context);
  f->thread = g_thread_new ("portal", serve, f);
  g_assert_no_error (error);
  reply = g_dbus_connection_call_sync (f->server, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", NAME, 0), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
find (Fixture       *f,
      GCancellable  *cancellable,
      GError       **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_portal_find_async (f->client, cancellable, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_portal_find_finish (result, error);
}

static void
assert_missing (Fixture *f)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (find (f, NULL, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "portal is missing"));
}

static void
test_found (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  own_portal (f, PORTAL ("OpenURI", "u"), "u");
  g_assert_true (find (f, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_atomic_int_get (&f->n_asked), ==, 1);
}

static void
test_absent (Fixture       *f,
             gconstpointer  data)
{
  assert_missing (f);
}

/* A portal without a backend for this lacks the interface. */
static void
test_no_backend (Fixture       *f,
                 gconstpointer  data)
{
  own_portal (f, PORTAL ("Email", "u"), "u");
  assert_missing (f);
}

static void
test_odd_version (Fixture       *f,
                  gconstpointer  data)
{
  own_portal (f, PORTAL ("OpenURI", "s"), "s");
  assert_missing (f);
  g_assert_cmpuint (g_atomic_int_get (&f->n_asked), ==, 1);
}

/* In the thread of the connection. */
static GDBusMessage *
swallow_cb (GDBusConnection *connection,
            GDBusMessage    *message,
            gboolean         incoming,
            gpointer         user_data)
{
  if (incoming && g_dbus_message_get_message_type (message) == G_DBUS_MESSAGE_TYPE_METHOD_CALL)
    g_clear_object (&message);

  return message;
}

/* One that takes the question and never answers. */
static void
test_mute (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  own_portal (f, PORTAL ("OpenURI", "u"), "u");
  f->filter = g_dbus_connection_add_filter (f->server, swallow_cb, NULL, NULL);
  bw_pace_set_divisor (100);
  assert_missing (f);

  bw_pace_set_divisor (1);
  bw_portal_find_async (f->client, cancellable, bw_test_take_result, &slot);
  g_cancellable_cancel (cancellable);
  result = bw_test_wait (&slot);
  g_assert_false (bw_portal_find_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* GLib keeps the session bus for the whole process, so these are processes of their own. */

static gboolean
is_opened (gpointer data)
{
  return g_atomic_pointer_get (&((Fixture *) data)->opened) != NULL;
}

static gboolean
launch (Fixture  *f,
        GError  **error)
{
  g_autoptr(GDBusConnection) session = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  /* The bus ends before we do. */
  session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, error);
  g_assert_nonnull (session);
  g_dbus_connection_set_exit_on_close (session, FALSE);

  bw_launch_uri_async ("bailiwick-test:page", NULL, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_launch_uri_finish (result, error);
}

static void
test_launch (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  own_portal (f, PORTAL ("OpenURI", "u"), "u");
  g_assert_true (launch (f, &error));
  g_assert_no_error (error);
  bw_test_spin_until (is_opened, f);
  g_assert_cmpstr (f->opened, ==, "bailiwick-test:page");
}

/* GLib would end the process, so it is not even asked. */
static void
test_launch_nowhere (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (launch (f, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_FAILED);
  bw_test_spin_idle ();
}

static void
run (gconstpointer path)
{
  g_setenv ("GTK_USE_PORTAL", "1", TRUE);
  g_test_trap_subprocess (path, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
  g_setenv ("GTK_USE_PORTAL", "0", TRUE);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *daemon = g_find_program_in_path ("dbus-daemon");

  g_test_init (&argc, &argv, NULL);

  if (daemon == NULL)
    {
      g_print ("1..0 # SKIP There is no dbus-daemon\n");
      return 0;
    }

#define TEST(name, function) \
  g_test_add ("/base/launch/" name, Fixture, NULL, set_up, function, tear_down)
#define ALONE(name, function) \
  TEST (name "/subprocess", function); \
  g_test_add_data_func ("/base/launch/" name, "/base/launch/" name "/subprocess", run)
  TEST ("found", test_found);
  TEST ("absent", test_absent);
  TEST ("no-backend", test_no_backend);
  TEST ("odd-version", test_odd_version);
  TEST ("mute", test_mute);
  ALONE ("launch", test_launch);
  ALONE ("nowhere", test_launch_nowhere);

  return g_test_run ();
}
