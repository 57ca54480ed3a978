/* test-keyring.c - the vault with a real keyring: unlocked, locked, silent, absent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-error.h"
#include "bw-pace.h"
#include "bw-vault.h"
#include "keyring-util.h"
#include "test-util.h"
#include "test-vault-util.h"

#define PROMPTER_INTERFACE "org.gnome.keyring.internal.Prompter"

/* A bus and a home of its own, and perhaps a keyring.  Both libsecret and GDBus
 * keep what they once connected to, so each test is a process of its own. */
typedef struct
{
  char            *folder;
  GSubprocess     *bus;        /* (nullable) */
  GDBusConnection *connection; /* (nullable) */
  GSubprocess     *daemon;     /* (nullable) */
  BwVault         *vault;
} Fixture;

/* A bus that starts nothing by itself. */
#define BUS \
  "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\"" \
  " \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">" \
  "<busconfig><type>session</type><listen>unix:dir=%s</listen><policy context=\"default\">" \
  "<allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/>" \
  "<allow own=\"*\"/></policy></busconfig>"

static const BwVaultKey anna = { "refresh-token", "anna", "tenant-1", "client" };
static const BwVaultKey bob = { "refresh-token", "bob", "tenant-1", "client" };
static const BwVaultKey all = { "refresh-token", NULL, NULL, NULL };

static void
set_home (Fixture *fixture)
{
  const char *names[] = {
    "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR",
  };

  fixture->folder = bw_test_make_dir ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_setenv (names[i], fixture->folder, TRUE);
  g_unsetenv ("DISPLAY");
  g_unsetenv ("WAYLAND_DISPLAY");
}

static void
start_bus (Fixture *fixture)
{
  g_autofree char *config = g_strdup_printf (BUS, fixture->folder);
  g_autofree char *path = bw_test_write_file (fixture->folder, "bus.conf", config);
  g_autofree char *option = g_strconcat ("--config-file=", path, NULL);
  const char *arguments[] = {
    "dbus-daemon", option, "--nofork", "--nopidfile", "--print-address", NULL,
  };
  g_autoptr(GDataInputStream) output = NULL;
  g_autofree char *address = NULL;
  g_autoptr(GError) error = NULL;

  fixture->bus = bw_test_keyring_spawn (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, arguments);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->bus));
  address = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", address, TRUE);

  /* The bus ends before we do. */
  fixture->connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_set_exit_on_close (fixture->connection, FALSE);
}

static void
set_up (Fixture *fixture)
{
  set_home (fixture);
  start_bus (fixture);
  fixture->vault = bw_keyring_vault_new (TRUE);
}

static void
tear_down (Fixture *fixture)
{
  g_assert_finalize_object (fixture->vault);
  bw_test_keyring_stop (&fixture->daemon);
  bw_test_keyring_stop (&fixture->bus);
  g_clear_object (&fixture->connection);
  bw_test_remove_dir (fixture->folder);
  g_free (fixture->folder);
}

static void
start_daemon (Fixture  *fixture,
              gboolean  unlocks)
{
  fixture->daemon = bw_test_keyring_start (unlocks);
}

static void
restart_daemon (Fixture  *fixture,
                gboolean  unlocks)
{
  bw_test_keyring_stop (&fixture->daemon);
  bw_test_keyring_wait_for (BW_TEST_KEYRING_NAME, FALSE);
  start_daemon (fixture, unlocks);
}

static void
lock (Fixture *fixture)
{
  const char *path = "/org/freedesktop/secrets/collection/login";
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GError) error = NULL;

  answer = g_dbus_connection_call_sync (fixture->connection, BW_TEST_KEYRING_NAME,
                                        "/org/freedesktop/secrets",
                                        "org.freedesktop.Secret.Service", "Lock",
                                        g_variant_new ("(^ao)", (const char *[]) { path, NULL }),
                                        NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_stored (BwVault          *vault,
               const BwVaultKey *key,
               const char       *secret)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (bw_test_vault_store (vault, key, secret, NULL, &error));
  g_assert_no_error (error);
}

static void
assert_found (BwVault          *vault,
              const BwVaultKey *key,
              const char       *secret)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *found = bw_test_vault_lookup (vault, key, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, secret);
}

/* @error: (transfer full) */
static void
assert_says (GError     *error,
             const char *part)
{
  g_assert_error (error, BW_ERROR, BW_ERROR_KEYRING);
  if (strstr (error->message, part) == NULL)
    g_error ("“%s” does not say “%s”", error->message, part);
  g_error_free (error);
}

/* Neither storing, nor looking up, nor clearing works, each for the reason @part. */
static void
assert_all_refused (BwVault    *vault,
                    const char *part)
{
  GError *error = NULL;

  g_assert_false (bw_test_vault_store (vault, &anna, "secret-2", NULL, &error));
  assert_says (g_steal_pointer (&error), part);
  g_assert_null (bw_test_vault_lookup (vault, &anna, NULL, &error));
  assert_says (g_steal_pointer (&error), part);
  g_assert_false (bw_test_vault_clear (vault, &anna, NULL, &error));
  assert_says (g_steal_pointer (&error), part);
}

static void
test_unlocked (void)
{
  Fixture fixture = { NULL, };
  g_autoptr(GError) error = NULL;

  set_up (&fixture);
  start_daemon (&fixture, TRUE);
  assert_found (fixture.vault, &anna, NULL);
  assert_stored (fixture.vault, &anna, "secret-1");
  assert_found (fixture.vault, &anna, "secret-1");
  assert_stored (fixture.vault, &anna, "secret-2");
  assert_stored (fixture.vault, &bob, "secret-3");
  assert_found (fixture.vault, &anna, "secret-2");
  assert_found (fixture.vault, &bob, "secret-3");

  g_assert_true (bw_test_vault_clear (fixture.vault, &anna, NULL, &error));
  assert_found (fixture.vault, &anna, NULL);
  assert_stored (fixture.vault, &anna, "secret-4");
  g_assert_true (bw_test_vault_clear (fixture.vault, &all, NULL, &error));
  g_assert_no_error (error);
  assert_found (fixture.vault, &anna, NULL);
  assert_found (fixture.vault, &bob, NULL);
  g_assert_true (bw_test_vault_clear (fixture.vault, &all, NULL, &error));
  tear_down (&fixture);
}

/* What somebody sees who looks into the keyring with another program. */
static void
test_looks (void)
{
  Fixture fixture = { NULL, };
  g_autoptr(GSubprocess) tool = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *output = NULL;
  const char *lines[] = {
    "label = A secret of a test\n", "secret = secret-1\n", "schema = " BW_APP_ID ".Secret\n",
    "attribute.kind = refresh-token\n", "attribute.account = anna\n",
    "attribute.tenant = tenant-1\n", "attribute.client = client\n",
  };

  set_up (&fixture);
  start_daemon (&fixture, TRUE);
  assert_stored (fixture.vault, &anna, "secret-0");
  assert_stored (fixture.vault, &anna, "secret-1");
  tool = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error,
                           "secret-tool", "search", "--all", "kind", "refresh-token", NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (tool, NULL, NULL, &output, NULL, &error));
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    g_assert_nonnull (strstr (output, lines[i]));

  /* One item for one key, however often it was stored. */
  g_assert_null (strstr (strstr (output, "label = ") + 1, "label = "));
  tear_down (&fixture);
}

static void
test_restarted (void)
{
  Fixture fixture = { NULL, };

  set_up (&fixture);
  start_daemon (&fixture, TRUE);
  assert_stored (fixture.vault, &anna, "secret-1");
  restart_daemon (&fixture, TRUE);
  assert_found (fixture.vault, &anna, "secret-1");
  restart_daemon (&fixture, TRUE);
  assert_stored (fixture.vault, &anna, "secret-2");
  assert_found (fixture.vault, &anna, "secret-2");

  bw_test_keyring_stop (&fixture.daemon);
  bw_test_keyring_wait_for (BW_TEST_KEYRING_NAME, FALSE);
  assert_all_refused (fixture.vault, "No system keyring is running");
  tear_down (&fixture);
}

/* Locked, and nobody there who could ask for the password. */
static void
test_locked (void)
{
  Fixture fixture = { NULL, };

  set_up (&fixture);
  start_daemon (&fixture, TRUE);
  assert_stored (fixture.vault, &anna, "secret-1");
  lock (&fixture);
  assert_all_refused (fixture.vault, "is locked");

  /* What is not there is not there, locked or not. */
  assert_found (fixture.vault, &bob, NULL);

  restart_daemon (&fixture, TRUE);
  assert_found (fixture.vault, &anna, "secret-1");
  tear_down (&fixture);
}

/* A daemon that has never had a keyring, and cannot ask for a password for one. */
static void
test_no_keyring (void)
{
  Fixture fixture = { NULL, };
  GError *error = NULL;

  set_up (&fixture);
  start_daemon (&fixture, FALSE);
  assert_found (fixture.vault, &anna, NULL);
  g_assert_false (bw_test_vault_store (fixture.vault, &anna, "secret", NULL, &error));
  assert_says (error, "There is no keyring yet");
  tear_down (&fixture);
}

static void
test_absent (void)
{
  Fixture fixture = { NULL, };

  set_up (&fixture);
  assert_all_refused (fixture.vault, "No system keyring is running");
  tear_down (&fixture);
}

static void
test_no_bus (void)
{
  Fixture fixture = { NULL, };

  set_home (&fixture);
  g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");
  fixture.vault = bw_keyring_vault_new (TRUE);
  assert_all_refused (fixture.vault, "no session bus");
  tear_down (&fixture);
}

static void
test_dead_bus (void)
{
  Fixture fixture = { NULL, };
  g_autofree char *address = NULL;

  set_home (&fixture);
  address = g_strdup_printf ("unix:path=%s/bus", fixture.folder);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
  fixture.vault = bw_keyring_vault_new (TRUE);
  assert_all_refused (fixture.vault, "no session bus");
  tear_down (&fixture);
}

static void
test_disabled_bus (void)
{
  Fixture fixture = { NULL, };

  set_home (&fixture);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  fixture.vault = bw_keyring_vault_new (TRUE);
  assert_all_refused (fixture.vault, "no session bus");
  tear_down (&fixture);
}

/* A keyring that takes every call and answers none. */
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
  guint *n_calls = user_data;

  ++*n_calls;
  g_object_unref (invocation);
}

static const GDBusInterfaceVTable vtable = { .method_call = called_cb };

static void
own_service (Fixture    *fixture,
             const char *xml,
             guint      *n_calls)
{
  g_autoptr(GDBusNodeInfo) info = NULL;
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GError) error = NULL;

  info = g_dbus_node_info_new_for_xml (xml, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (fixture->connection, "/org/freedesktop/secrets",
                                     info->interfaces[0], &vtable, n_calls, NULL, &error);
  g_assert_no_error (error);
  answer = g_dbus_connection_call_sync (fixture->connection,
                                        "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                        "org.freedesktop.DBus", "RequestName",
                                        g_variant_new ("(su)", BW_TEST_KEYRING_NAME, 0u),
                                        NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
is_called (gpointer data)
{
  return g_atomic_int_get ((int *) data) > 0;
}

/* Gives up once the keyring was asked something. */
static void
assert_given_up (BwVault *vault,
                 guint   *n_calls)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  bw_vault_store_async (vault, &anna, "A secret of a test", "secret-2", cancellable,
                        bw_test_take_result, &slot);
  bw_test_spin_until (is_called, n_calls);
  g_assert_null (slot);
  g_cancellable_cancel (cancellable);
  result = bw_test_wait (&slot);
  g_assert_false (bw_vault_store_finish (vault, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Nobody gives up: time does. */
static void
assert_late (BwVault *vault)
{
  GError *error = NULL;

  bw_pace_set_divisor (100);
  g_assert_false (bw_test_vault_store (vault, &anna, "secret-2", NULL, &error));
  assert_says (error, "does not answer");
  bw_pace_set_divisor (1);
}

/* Called in GDBus's own thread.  A monitor must not answer what it overhears. */
static GDBusMessage *
overheard_cb (GDBusConnection *connection,
              GDBusMessage    *message,
              gboolean         is_incoming,
              gpointer         user_data)
{
  if (g_strcmp0 (g_dbus_message_get_member (message), "PerformPrompt") == 0)
    {
      g_atomic_int_inc ((int *) user_data);
      g_main_context_wakeup (NULL);
    }

  if (g_strcmp0 (g_dbus_message_get_interface (message), PROMPTER_INTERFACE) != 0)
    return message;

  g_object_unref (message);

  return NULL;
}

/* Returns: (transfer full): a connection that listens to who asks for prompts */
static GDBusConnection *
listen (guint *n_prompts)
{
  const char *rules[] = { "interface='" PROMPTER_INTERFACE "'", NULL };
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GError) error = NULL;
  GDBusConnection *monitor;

  monitor = g_dbus_connection_new_for_address_sync (g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
                                                    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                    G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                    NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_add_filter (monitor, overheard_cb, n_prompts, NULL);
  answer = g_dbus_connection_call_sync (monitor, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                        "org.freedesktop.DBus.Monitoring", "BecomeMonitor",
                                        g_variant_new ("(^asu)", rules, 0u),
                                        NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);

  return monitor;
}

static GSubprocess *
start_prompter (const char *display)
{
  const char *arguments[] = { "/usr/libexec/gcr-prompter", NULL };
  GSubprocess *prompter = bw_test_keyring_spawn (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, display,
                                                 arguments);

  bw_test_keyring_wait_for ("org.gnome.keyring.SystemPrompter", TRUE);

  return prompter;
}

/* The prompt is on the screen, and the user is at lunch. */
static void
test_prompt_ignored (void)
{
  g_autofree char *display = g_strdup (g_getenv ("DISPLAY"));
  g_autoptr(GDBusConnection) monitor = NULL;
  Fixture fixture = { NULL, };
  GSubprocess *prompter;
  guint n_prompts = 0;

  if (display == NULL)
    {
      g_test_skip ("A prompt needs a display");
      return;
    }

  set_up (&fixture);
  start_daemon (&fixture, TRUE);
  assert_stored (fixture.vault, &anna, "secret-1");
  lock (&fixture);
  monitor = listen (&n_prompts);
  prompter = start_prompter (display);
  assert_given_up (fixture.vault, &n_prompts);
  assert_late (fixture.vault);

  /* The keyring itself has taken no harm. */
  bw_test_keyring_wait_for (BW_TEST_KEYRING_NAME, TRUE);
  bw_test_keyring_stop (&prompter);
  restart_daemon (&fixture, TRUE);
  assert_found (fixture.vault, &anna, "secret-1");
  g_clear_object (&monitor);
  tear_down (&fixture);
}

/* The user does not want to type the password. */
static void
test_prompt_refused (void)
{
  g_autofree char *display = g_strdup (g_getenv ("DISPLAY"));
  g_autoptr(GDBusConnection) monitor = NULL;
  const char *arguments[] = {
    "xdotool", "search", "--sync", "--onlyvisible", "--class", "gcr-prompter",
    "windowfocus", "--sync", "key", "Escape", NULL,
  };
  g_autoptr(GSubprocess) finger = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;
  Fixture fixture = { NULL, };
  GSubprocess *prompter;
  guint n_prompts = 0;
  GError *error = NULL;

  if (display == NULL)
    {
      g_test_skip ("A prompt needs a display");
      return;
    }

  set_up (&fixture);
  start_daemon (&fixture, TRUE);
  assert_stored (fixture.vault, &anna, "secret-1");
  lock (&fixture);
  monitor = listen (&n_prompts);
  prompter = start_prompter (display);
  bw_vault_store_async (fixture.vault, &anna, "A secret of a test", "secret-2", NULL,
                        bw_test_take_result, &slot);
  bw_test_spin_until (is_called, &n_prompts);
  finger = bw_test_keyring_spawn (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, display, arguments);
  result = bw_test_wait (&slot);
  g_assert_false (bw_vault_store_finish (fixture.vault, result, &error));
  assert_says (error, "is locked");
  g_clear_object (&result);
  bw_test_keyring_stop (&prompter);
  g_clear_object (&monitor);
  tear_down (&fixture);
}

/* Somebody could be asked, but nobody is to be. */
static void
test_prompt_unwanted (void)
{
  g_autofree char *display = g_strdup (g_getenv ("DISPLAY"));
  g_autoptr(GDBusConnection) monitor = NULL;
  Fixture fixture = { NULL, };
  GSubprocess *prompter;
  guint n_prompts = 0;
  GError *error = NULL;

  if (display == NULL)
    {
      g_test_skip ("A prompt needs a display");
      return;
    }

  set_up (&fixture);
  g_assert_finalize_object (fixture.vault);
  fixture.vault = bw_keyring_vault_new (FALSE);
  start_daemon (&fixture, TRUE);
  assert_stored (fixture.vault, &anna, "secret-1");
  lock (&fixture);
  monitor = listen (&n_prompts);
  prompter = start_prompter (display);
  g_assert_false (bw_test_vault_store (fixture.vault, &anna, "secret-2", NULL, &error));
  assert_says (error, "is locked");
  g_assert_cmpuint (n_prompts, ==, 0);
  bw_test_keyring_stop (&prompter);
  g_clear_object (&monitor);
  tear_down (&fixture);
}

/* A keyring that takes calls and answers none. */
static void
test_silent (void)
{
  Fixture fixture = { NULL, };
  guint n_calls = 0;

  set_up (&fixture);
  own_service (&fixture,
               "<node><interface name='org.freedesktop.Secret.Service'>"
               "<method name='OpenSession'>"
               "<arg type='s' direction='in'/><arg type='v' direction='in'/>"
               "<arg type='v' direction='out'/><arg type='o' direction='out'/></method>"
               "<method name='SearchItems'><arg type='a{ss}' direction='in'/>"
               "<arg type='ao' direction='out'/><arg type='ao' direction='out'/></method>"
               "</interface></node>",
               &n_calls);
  assert_given_up (fixture.vault, &n_calls);
  assert_late (fixture.vault);
  tear_down (&fixture);
}

/* Runs the test of the same name in a process of its own. */
static void
run (gconstpointer data)
{
  const char *path = data;
  const char *programs[] = { "dbus-daemon", "gnome-keyring-daemon", "secret-tool", "xdotool" };

  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autofree char *program = g_find_program_in_path (programs[i]);

      if (program == NULL)
        {
          g_test_skip ("There is no dbus-daemon, gnome-keyring-daemon, secret-tool or xdotool");
          return;
        }
    }

  g_test_trap_subprocess (path, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

#define ADD(name, function) \
  g_test_add_func ("/store/keyring/" name "/subprocess", function); \
  g_test_add_data_func ("/store/keyring/" name, "/store/keyring/" name "/subprocess", run)

int
main (int    argc,
      char **argv)
{
  g_unsetenv ("SECRET_BACKEND");
  g_test_init (&argc, &argv, NULL);

  ADD ("unlocked", test_unlocked);
  ADD ("looks", test_looks);
  ADD ("restarted", test_restarted);
  ADD ("prompt-unwanted", test_prompt_unwanted);
  ADD ("locked", test_locked);
  ADD ("no-keyring", test_no_keyring);
  ADD ("absent", test_absent);
  ADD ("no-bus", test_no_bus);
  ADD ("dead-bus", test_dead_bus);
  ADD ("disabled-bus", test_disabled_bus);
  ADD ("prompt-ignored", test_prompt_ignored);
  ADD ("prompt-refused", test_prompt_refused);
  ADD ("silent", test_silent);

  return g_test_run ();
}
