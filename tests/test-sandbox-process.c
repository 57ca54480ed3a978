/* test-sandbox-process.c - a sandbox that lives as long as we do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "bw-error.h"
#include "bw-pace.h"
#include "bw-sandbox-claim.h"
#include "bw-sandbox-process.h"
#include "test-util.h"

#define STARTS_OTHER "--start"
#define URL "http://127.0.0.1:4711"
#define READY "echo '{\"url\":\"" URL "\",\"scenario\":\"small\"}'\n"
#define STAY "exec tail -f /dev/null\n"

/**
 * Fixture:
 * @programs: a stand-in for the program is there
 * @state: the state folder
 * @starts: a file that has a line with the arguments of each start
 * @ours: where the real program is
 */
typedef struct
{
  char *programs;
  char *state;
  char *starts;
  char *ours;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->ours = g_strdup (g_getenv ("BW_TEST_BINDIR"));
  f->programs = bw_test_make_dir ();
  f->state = bw_test_make_dir ();
  f->starts = g_build_filename (f->programs, "starts", NULL);
  g_setenv ("BW_TEST_BINDIR", f->programs, TRUE);
  g_setenv ("STARTS", f->starts, TRUE);
  g_unsetenv ("BW_SANDBOX_ARGS");
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  bw_pace_set_divisor (1);
  g_setenv ("BW_TEST_BINDIR", f->ours, TRUE);
  bw_test_remove_dir (f->programs);
  bw_test_remove_dir (f->state);
  g_free (f->programs);
  g_free (f->state);
  g_free (f->starts);
  g_free (f->ours);
}

/* Stands in for the program with a script that does as @commands say. */
static void
stand_in (Fixture    *f,
          const char *commands)
{
  g_autofree char *script = g_strconcat ("#!/bin/sh\n", commands, NULL);
  g_autofree char *path = bw_test_write_file (f->programs, "bailiwick-sandbox", script);

  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
}

static BwSandboxProcess *
start (Fixture     *f,
       const char  *scenario,
       GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  bw_sandbox_process_start_async (f->state, scenario, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_sandbox_process_start_finish (result, error);
}

static void
stop (BwSandboxProcess *sandbox)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  bw_sandbox_process_stop_async (sandbox, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_sandbox_process_stop_finish (sandbox, result, &error);
  g_assert_no_error (error);
}

static void
assert_fails (Fixture    *f,
              int         code,
              const char *problem)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (start (f, NULL, &error));
  g_assert_error (error, BW_ERROR, code);
  if (strstr (error->message, problem) == NULL)
    g_error ("“%s” is not in: %s", problem, error->message);
}

static char **
read_starts (Fixture *f)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (f->starts, &text, NULL, NULL));

  return g_strsplit (g_strchomp (text), "\n", -1);
}

static void
test_ready (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwSandboxProcess) sandbox = NULL;
  g_auto(GStrv) starts = NULL;
  g_autofree char *expected = NULL;

  stand_in (f, "printf '%s|' \"$@\" >\"$STARTS\"\n" READY STAY);
  g_setenv ("BW_SANDBOX_ARGS", "--time-scale 50 'two words'", TRUE);

  sandbox = start (f, "msp", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (bw_sandbox_process_get_url (sandbox), ==, URL);

  starts = read_starts (f);
  expected = g_strdup_printf ("--state|%s/sandbox-state.json|--while-used|%s/sandbox.users|"
                              "--time-scale|4|--scenario|msp|--time-scale|50|two words|",
                              f->state, f->state);
  g_assert_cmpstr (starts[0], ==, expected);

  stop (sandbox);
  stop (sandbox);
}

/* The address stays the same over the starts, unless somebody else has the port. */
static void
test_port (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(BwSandboxProcess) first = NULL;
  g_autoptr(BwSandboxProcess) second = NULL;
  g_autoptr(BwSandboxProcess) third = NULL;
  g_auto(GStrv) starts = NULL;

  stand_in (f, "echo \"$@\" >>\"$STARTS\"\n" READY STAY);
  first = start (f, NULL, NULL);
  stop (first);
  second = start (f, NULL, NULL);
  stop (second);

  stand_in (f, "echo \"$@\" >>\"$STARTS\"\ncase \"$*\" in *--port*) echo taken >&2; exit 1;; "
               "esac\n" READY STAY);
  third = start (f, NULL, NULL);
  g_assert_nonnull (third);
  stop (third);

  starts = read_starts (f);
  g_assert_cmpuint (g_strv_length (starts), ==, 4);
  g_assert_false (g_str_has_suffix (starts[0], "--port 4711"));
  g_assert_true (g_str_has_suffix (starts[1], "--port 4711"));
  g_assert_true (g_str_has_suffix (starts[2], "--port 4711"));
  g_assert_false (g_str_has_suffix (starts[3], "--port 4711"));
}

static void
test_missing (Fixture       *f,
              gconstpointer  data)
{
  if (g_file_test (BW_BINDIR "/bailiwick-sandbox", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("The program is installed here");
      return;
    }

  assert_fails (f, BW_ERROR_NOT_FOUND, "“bailiwick-sandbox”, which is not installed");
}

static void
test_ended (Fixture       *f,
            gconstpointer  data)
{
  stand_in (f, "echo first >&2\necho 'no such scenario' >&2\nexit 1\n");
  assert_fails (f, BW_ERROR_UNAVAILABLE, "before it was ready: no such scenario");

  stand_in (f, "exit 0\n");
  assert_fails (f, BW_ERROR_UNAVAILABLE, "said nothing");
}

static void
test_nonsense (Fixture       *f,
               gconstpointer  data)
{
  const char * const lines[] = {
    "echo hello\n" STAY,
    "echo '{\"url\":7}'\n" STAY,
    "echo '{\"url\":\"http://example.com:80\"}'\n" STAY,
    "exec yes | tr -d '\\n'\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      stand_in (f, lines[i]);
      assert_fails (f, BW_ERROR_PROTOCOL, "did not say where it listens");
    }
}

static void
test_arguments (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  stand_in (f, READY STAY);
  g_setenv ("BW_SANDBOX_ARGS", "'one", TRUE);
  g_assert_null (start (f, NULL, &error));
  g_assert_error (error, G_SHELL_ERROR, G_SHELL_ERROR_BAD_QUOTING);
  g_assert_true (g_str_has_prefix (error->message, "BW_SANDBOX_ARGS: "));
}

static void
test_patience (Fixture       *f,
               gconstpointer  data)
{
  bw_pace_set_divisor (1000);
  stand_in (f, STAY);
  assert_fails (f, BW_ERROR_UNAVAILABLE, "did not become ready in time");
}

static void
test_cancelled (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  stand_in (f, STAY);
  bw_sandbox_process_start_async (f->state, NULL, cancellable, bw_test_take_result, &slot);
  g_cancellable_cancel (cancellable);
  result = bw_test_wait (&slot);
  g_assert_null (bw_sandbox_process_start_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_folder (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *file = bw_test_write_file (f->programs, "file", "");
  g_autofree char *state = g_steal_pointer (&f->state);

  f->state = g_build_filename (file, "state", NULL);
  stand_in (f, READY STAY);
  assert_fails (f, BW_ERROR_STORAGE, f->state);

  g_free (f->state);
  f->state = g_steal_pointer (&state);
}

/* Somebody holds the lock but never says where the sandbox listens. */
static void
test_stuck (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  int lock = bw_sandbox_claim_lock (f->state, &error);

  g_assert_no_error (error);
  bw_pace_set_divisor (1000);
  stand_in (f, READY STAY);
  assert_fails (f, BW_ERROR_BUSY, "Another running Bailiwick");
  close (lock);
}

static void
use_real (Fixture *f)
{
  g_setenv ("BW_TEST_BINDIR", f->ours, TRUE);
}

static gboolean
poke_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
is_free (gpointer data)
{
  int lock = bw_sandbox_claim_lock (data, NULL);

  if (lock >= 0)
    close (lock);

  return lock >= 0;
}

static void
wait_until_free (Fixture *f)
{
  guint poke = g_timeout_add (10, poke_cb, NULL);

  bw_test_spin_until (is_free, f->state);
  g_source_remove (poke);
}

static void
assert_answers (BwSandboxProcess *sandbox)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  g_autoptr(GError) error = NULL;

  connection = g_socket_client_connect_to_uri (client, bw_sandbox_process_get_url (sandbox), 80,
                                               NULL, &error);
  g_assert_no_error (error);
}

static void
test_real (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwSandboxProcess) sandbox = NULL;
  g_autoptr(BwSandboxProcess) again = NULL;
  g_autofree char *url = NULL;
  g_autofree char *state_file = g_build_filename (f->state, "sandbox-state.json", NULL);

  use_real (f);
  sandbox = start (f, NULL, &error);
  g_assert_no_error (error);
  assert_answers (sandbox);
  url = g_strdup (bw_sandbox_process_get_url (sandbox));
  stop (sandbox);
  g_assert_true (is_free (f->state));
  g_assert_true (g_file_test (state_file, G_FILE_TEST_IS_REGULAR));

  again = start (f, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (bw_sandbox_process_get_url (again), ==, url);
  stop (again);
}

/* Locks tell file descriptions apart rather than processes, so two in one
 * process are as good as two processes.  Who started it may go first. */
static void
test_shared (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(BwSandboxProcess) first = NULL;
  g_autoptr(BwSandboxProcess) second = NULL;
  g_autoptr(BwSandboxProcess) third = NULL;
  g_autoptr(GError) error = NULL;

  use_real (f);
  first = start (f, NULL, &error);
  g_assert_no_error (error);
  second = start (f, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (bw_sandbox_process_get_url (second), ==, bw_sandbox_process_get_url (first));

  stop (first);
  assert_answers (second);
  third = start (f, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (bw_sandbox_process_get_url (third), ==, bw_sandbox_process_get_url (first));

  stop (second);
  assert_answers (third);
  g_assert_false (is_free (f->state));
  stop (third);
  wait_until_free (f);
}

#define N_AT_ONCE 5

/* Whoever comes when it begins or ends gets one that answers all the same. */
static void
test_at_once (Fixture       *f,
              gconstpointer  data)
{
  use_real (f);
  for (guint round = 0; round < 4; round++)
    {
      GAsyncResult *slots[N_AT_ONCE] = { NULL, };
      BwSandboxProcess *sandboxes[N_AT_ONCE];

      for (guint i = 0; i < N_AT_ONCE; i++)
        bw_sandbox_process_start_async (f->state, NULL, NULL, bw_test_take_result, &slots[i]);

      for (guint i = 0; i < N_AT_ONCE; i++)
        {
          g_autoptr(GAsyncResult) result = bw_test_wait (&slots[i]);
          g_autoptr(GError) error = NULL;

          sandboxes[i] = bw_sandbox_process_start_finish (result, &error);
          g_assert_no_error (error);
          assert_answers (sandboxes[i]);
        }

      /* Without waiting for the one before. */
      for (guint i = 0; i < N_AT_ONCE; i++)
        bw_sandbox_process_stop_async (sandboxes[i], NULL, bw_test_take_result, &slots[i]);

      for (guint i = 0; i < N_AT_ONCE; i++)
        {
          g_autoptr(GAsyncResult) result = bw_test_wait (&slots[i]);

          g_assert_true (bw_sandbox_process_stop_finish (sandboxes[i], result, NULL));
          g_object_unref (sandboxes[i]);
        }
    }
  wait_until_free (f);
}

static GSubprocess *
start_other (Fixture *f)
{
  g_autofree char *ourselves = g_file_read_link ("/proc/self/exe", NULL);
  GSubprocess *process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, ourselves,
                                           STARTS_OTHER, f->state, NULL);
  g_autoptr(GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;

  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
  g_assert_true (g_str_has_prefix (line, "http://127.0.0.1:"));

  return process;
}

static void
end_other (GSubprocess *process)
{
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  g_object_unref (process);
}

static void
test_killed (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(BwSandboxProcess) sandbox = NULL;
  g_autoptr(GError) error = NULL;
  GSubprocess *other;

  use_real (f);
  other = start_other (f);
  g_assert_false (is_free (f->state));
  end_other (other);
  wait_until_free (f);

  other = start_other (f);
  sandbox = start (f, NULL, &error);
  g_assert_no_error (error);
  end_other (other);
  assert_answers (sandbox);
  stop (sandbox);
  wait_until_free (f);
}

/* Nobody waited for it to stop. */
static void
test_dropped (Fixture       *f,
              gconstpointer  data)
{
  BwSandboxProcess *sandbox;

  use_real (f);
  sandbox = start (f, NULL, NULL);
  g_clear_object (&sandbox);
  wait_until_free (f);
}

/* The other process of test_killed(). */
static int
run_other (const char *state)
{
  Fixture f = { .state = (char *) state };
  BwSandboxProcess *sandbox = start (&f, NULL, NULL);

  g_print ("%s\n", bw_sandbox_process_get_url (sandbox));
  while (TRUE)
    g_main_context_iteration (NULL, TRUE);

  return 0;
}

#define ADD(name, function) \
  g_test_add ("/core/sandbox-process/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_setenv ("LANGUAGE", "C", TRUE);
  if (argc == 3 && g_str_equal (argv[1], STARTS_OTHER))
    return run_other (argv[2]);

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("ready", test_ready);
  ADD ("port", test_port);
  ADD ("missing", test_missing);
  ADD ("ended", test_ended);
  ADD ("nonsense", test_nonsense);
  ADD ("arguments", test_arguments);
  ADD ("patience", test_patience);
  ADD ("cancelled", test_cancelled);
  ADD ("folder", test_folder);
  ADD ("stuck", test_stuck);
  ADD ("killed", test_killed);
  ADD ("dropped", test_dropped);
  ADD ("real", test_real);
  ADD ("shared", test_shared);
  ADD ("at-once", test_at_once);

  return g_test_run ();
}
