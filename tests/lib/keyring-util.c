/* keyring-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <signal.h>
#include <sys/prctl.h>

#include "keyring-util.h"
#include "test-util.h"

/* A test that fails leaves nothing running. */
static void
child_set_up (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/**
 * bw_test_keyring_spawn:
 * @flags: what becomes of its input and output
 * @display: (nullable): where it may show something
 * @arguments: (array zero-terminated=1): the program and its words
 *
 * Returns: (transfer full): a program that a keyring takes; it ends with the test
 */
GSubprocess *
bw_test_keyring_spawn (GSubprocessFlags    flags,
                       const char         *display,
                       const char * const *arguments)
{
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GError) error = NULL;
  GSubprocess *program;

  launcher = g_subprocess_launcher_new (flags | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_set_child_setup (launcher, child_set_up, NULL, NULL);
  if (display != NULL)
    g_subprocess_launcher_setenv (launcher, "DISPLAY", display, TRUE);
  program = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_assert_no_error (error);

  return program;
}

/**
 * bw_test_keyring_stop:
 * @program: (inout) (nullable): such a program; %NULL afterwards
 *
 * Ends it, if there is one.
 */
void
bw_test_keyring_stop (GSubprocess **program)
{
  if (*program == NULL)
    return;

  g_subprocess_send_signal (*program, SIGTERM);
  g_subprocess_wait (*program, NULL, NULL);
  g_clear_object (program);
}

static void
appeared_cb (GDBusConnection *connection,
             const char      *name,
             const char      *owner,
             gpointer         user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
vanished_cb (GDBusConnection *connection,
             const char      *name,
             gpointer         user_data)
{
  *(gboolean *) user_data = FALSE;
}

static gboolean
is_set (gpointer data)
{
  return *(gboolean *) data;
}

static gboolean
is_unset (gpointer data)
{
  return !*(gboolean *) data;
}

/**
 * bw_test_keyring_wait_for:
 * @name: of a service
 * @is_there: whether it is to be on the session bus, or not to be there
 */
void
bw_test_keyring_wait_for (const char *name,
                          gboolean    is_there)
{
  gboolean seen = !is_there;
  guint watch = g_bus_watch_name (G_BUS_TYPE_SESSION, name, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                  appeared_cb, vanished_cb, &seen, NULL);

  bw_test_spin_until (is_there ? is_set : is_unset, &seen);
  g_bus_unwatch_name (watch);
}

/**
 * bw_test_keyring_start:
 * @unlocks: whether the keyring of the user is made if need be, and opened with a password
 *
 * Returns: (transfer full): a keyring that is on the session bus
 */
GSubprocess *
bw_test_keyring_start (gboolean unlocks)
{
  const char *arguments[] = {
    "gnome-keyring-daemon", "--foreground", "--components=secrets", unlocks ? "--unlock" : NULL,
    NULL,
  };
  g_autoptr(GError) error = NULL;
  GSubprocess *daemon = bw_test_keyring_spawn (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                               G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL, arguments);
  GOutputStream *input = g_subprocess_get_stdin_pipe (daemon);

  g_output_stream_write_all (input, "pass\n", 5, NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (input, NULL, &error);
  g_assert_no_error (error);
  bw_test_keyring_wait_for (BW_TEST_KEYRING_NAME, TRUE);

  return daemon;
}
