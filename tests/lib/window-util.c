/* window-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/prctl.h>

#include "window-util.h"

/* Where a set-up is to come to. */
typedef struct
{
  BwHostilePlace *place;
  const char     *query;
} Goal;

/* A window ends when it is told to, so a test that fails must not leave one behind. */
static void
child_set_up (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/**
 * bw_window_spawn:
 * @worker: a worker
 * @place: where the program is at home
 *
 * Starts the window on the worker's sandbox.  More than one can run where there is no
 * session bus, and so nobody who knows of another one.
 *
 * Returns: (transfer full): the program
 */
GSubprocess *
bw_window_spawn (BwHostileWorker *worker,
                 BwHostilePlace  *place)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);

  worker->child_setup = child_set_up;
  g_subprocess_launcher_setenv (launcher, "GTK_A11Y", "none", TRUE);

  return bw_hostile_spawn_program (worker, place, launcher, "bailiwick", NULL);
}

/**
 * bw_window_is_through:
 * @place: where the program is at home
 * @goal: a query, such as %BW_WINDOW_OVER
 *
 * The window shows what the store says.
 *
 * Returns: whether the one set-up there is where @goal says
 */
gboolean
bw_window_is_through (BwHostilePlace *place,
                      const char     *goal)
{
  g_autofree char *path = g_build_filename (place->state, "bailiwick.db", NULL);
  sqlite3 *handle = NULL;
  sqlite3_stmt *statement = NULL;
  gboolean is_there = FALSE;

  /* Whoever has the database at the moment has it. */
  if (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
      sqlite3_prepare_v2 (handle, goal, -1, &statement, NULL) == SQLITE_OK)
    is_there = sqlite3_step (statement) == SQLITE_ROW;
  sqlite3_finalize (statement);
  sqlite3_close (handle);

  return is_there;
}

static gboolean
is_there (gpointer data)
{
  const Goal *goal = data;

  return bw_window_is_through (goal->place, goal->query);
}

/**
 * bw_window_await:
 * @worker: a worker that watches a window
 * @place: where the program is at home
 * @goal: a query, such as %BW_WINDOW_OVER
 *
 * Waits until the set-up is through, as bw_window_is_through() says.
 */
void
bw_window_await (BwHostileWorker *worker,
                 BwHostilePlace  *place,
                 const char      *goal)
{
  Goal wanted = { place, goal };

  bw_hostile_await (worker, is_there, &wanted);
}

/**
 * bw_window_end:
 * @worker: a worker that watches a window
 * @place: where the program is at home
 * @process: the window
 * @goal: a query, such as %BW_WINDOW_OVER
 *
 * Tells it to end.
 *
 * Returns: (transfer full) (nullable): what was not as it should be with it
 */
char *
bw_window_end (BwHostileWorker *worker,
               BwHostilePlace  *place,
               GSubprocess     *process,
               const char      *goal)
{
  gboolean is_over = worker->is_over;
  g_auto(BwHostileEnd) end = { 0, };
  const char *complaint = NULL;

  g_subprocess_send_signal (process, SIGTERM);
  bw_hostile_wait (worker, place, process, &end);

  if (is_over)
    complaint = "The window ended by itself";
  else if (!bw_window_is_through (place, goal))
    complaint = "The window does not go on";
  else if (end.hung)
    complaint = "The window does not end";
  /* One that is told to end before it has begun is ended by the signal. */
  else if (end.code > 0 || (end.signal != 0 && end.signal != SIGTERM))
    complaint = "The window ended badly";
  else if (strstr (end.err, "CRITICAL") != NULL)
    complaint = "The window is not well";

  return complaint != NULL ? g_strdup_printf ("%s (%d, %d): %s", complaint, end.code, end.signal,
                                              end.err)
                           : NULL;
}
