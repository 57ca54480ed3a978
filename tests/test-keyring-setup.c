/* test-keyring-setup.c - a set-up whose secrets are in a real keyring, and nowhere else
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "keyring-util.h"
#include "secret-util.h"
#include "window-util.h"

#define RECORD "--verbose setup start " BW_HOSTILE_TENANT " --new"

/* What the user sees there. */
static char *
dup_keyring (void)
{
  g_autoptr(GSubprocess) tool = NULL;
  g_autoptr(GError) error = NULL;
  char *output = NULL;

  tool = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                           &error, "secret-tool", "search", "--all", "kind", "refresh-token", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (tool, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);

  return output;
}

/* The one place where a secret may be is where this sandbox's is, so what looks for
 * secrets finds them if they are there. */
static void
assert_kept (BwHostileWorker *worker)
{
  g_autoptr(GPtrArray) pieces = bw_secret_dup_pieces (worker);
  g_autofree char *keyring = dup_keyring ();

  if (bw_secret_find (pieces, keyring, strlen (keyring)) == NULL)
    g_error ("The keyring does not have the token");
}

static void
follow_command_line (BwHostileWorker *worker,
                     guint            index,
                     gpointer         data)
{
  g_autoptr(BwHostilePlace) place = bw_hostile_place_new ();

  bw_secret_follow_setup (worker, place);
  assert_kept (worker);
  bw_secret_assert_finds (worker, place);
}

static void
follow_window (BwHostileWorker *worker,
               guint            index,
               gpointer         data)
{
  g_autoptr(BwHostilePlace) place = bw_hostile_place_new ();
  g_autoptr(GSubprocess) process = NULL;
  g_autofree char *complaint = NULL;
  g_autofree char *log = NULL;
  g_auto(BwHostileEnd) end = { 0, };

  bw_hostile_command (worker, place, RECORD, &end);
  g_assert_cmpint (end.code, ==, 0);

  process = bw_window_spawn (worker, place);
  bw_hostile_watch (worker, process);
  bw_window_await (worker, place, BW_WINDOW_ASKED);
  bw_secret_look_around (worker, place, TRUE);
  bw_hostile_approve (worker);
  bw_window_await (worker, place, BW_WINDOW_OVER);
  bw_secret_look_around (worker, place, TRUE);
  complaint = bw_window_end (worker, place, process, BW_WINDOW_OVER);
  g_assert_cmpstr (complaint, ==, NULL);

  g_assert_true (g_file_get_contents (place->err, &log, NULL, NULL));
  g_assert_nonnull (strstr (log, "DEBUG"));
  bw_secret_look_around (worker, place, FALSE);
  assert_kept (worker);
  bw_secret_assert_finds (worker, place);
}

/* Whether there is all that it takes. */
static gboolean
can_run (void)
{
  static const char * const programs[] = { "gnome-keyring-daemon", "secret-tool" };
  const char *bus = g_getenv ("DBUS_SESSION_BUS_ADDRESS");

  if (g_getenv ("DISPLAY") == NULL || bus == NULL || g_str_equal (bus, "disabled:"))
    {
      g_test_skip ("There is no display, or no session bus");
      return FALSE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autofree char *program = g_find_program_in_path (programs[i]);

      if (program == NULL)
        {
          g_test_skip ("There is no gnome-keyring-daemon or secret-tool");
          return FALSE;
        }
    }

  return TRUE;
}

static void
run (BwHostileFunc function)
{
  GSubprocess *daemon;

  if (!can_run ())
    return;

  g_setenv ("G_MESSAGES_DEBUG", "all", TRUE);
  daemon = bw_test_keyring_start (TRUE);
  bw_hostile_run (1, function, NULL);
  bw_test_keyring_stop (&daemon);
  bw_test_keyring_wait_for (BW_TEST_KEYRING_NAME, FALSE);
  g_unsetenv ("G_MESSAGES_DEBUG");
}

static void
test_command_line (void)
{
  run (follow_command_line);
}

static void
test_window (void)
{
  run (follow_window);
}

int
main (int   argc,
      char *argv[])
{
  g_unsetenv ("SECRET_BACKEND");
  g_log_writer_default_set_use_stderr (TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keyring/setup/command-line", test_command_line);
  g_test_add_func ("/keyring/setup/window", test_window);

  return g_test_run ();
}
