/* test-kill-window.c - a window that is killed at each of its requests, and a set-up that goes on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kill-util.h"
#include "window-util.h"

#define RECORD "--json setup start " BW_HOSTILE_TENANT " --new"
#define START RECORD " --wait"
#define GO_ON "--json engine run --until-idle"

/* Of all kill points, those that are tried unless all are asked for: a prime, so that
 * each request and each point get their share. */
#define STRIDE 11

/* What somebody does who closes the terminal before anything has happened: the set-up
 * is written down, and nothing more. */
static void
prepare (BwHostileWorker *worker,
         BwHostilePlace  *place,
         BwKillCase      *tried)
{
  bw_kill_case_expect (tried, worker, place, RECORD, 0);
}

static void
act (BwHostileWorker *worker,
     guint            phase)
{
  bw_hostile_approve (worker);
}

static GSubprocess *
spawn (BwHostileWorker *worker,
       BwHostilePlace  *place,
       guint            phase)
{
  return bw_window_spawn (worker, place);
}

/* The second phase begins with the customer's approval. */
static gboolean
is_through (BwHostilePlace *place,
            guint           phase)
{
  return bw_window_is_through (place, phase > 0);
}

static void
go_on_in_window (BwHostileWorker *worker,
                 BwHostilePlace  *place,
                 BwKillCase      *tried,
                 guint            phase)
{
  g_autoptr(GSubprocess) process = spawn (worker, place, phase);
  g_autofree char *complaint = NULL;

  bw_hostile_watch (worker, process);
  bw_window_await (worker, place, phase > 0);
  complaint = bw_window_end (worker, place, process, phase > 0);
  if (complaint != NULL)
    bw_hostile_complain (&tried->differences, "%s", complaint);
}

/* Another window goes on, or the command line. */
static void
go_on (BwHostileWorker *worker,
       BwHostilePlace  *place,
       BwKillCase      *tried,
       guint            phase)
{
  if (tried->request % 2 == 0)
    go_on_in_window (worker, place, tried, phase);
  else
    bw_kill_case_expect (tried, worker, place, phase > 0 ? GO_ON : START, phase > 0 ? 0 : 3);
}

static gboolean
picks (guint       request,
       BwKillPoint point)
{
  return (request * BW_KILL_N_POINTS + (guint) point) % STRIDE == 0;
}

static void
test_setup (void)
{
  static const BwKillProgram window = {
    .name = "window",
    .tenant = BW_HOSTILE_TENANT,
    .n_phases = 2,
    .prepare = prepare,
    .act = act,
    .spawn = spawn,
    .is_through = is_through,
    .go_on = go_on,
    .picks = picks,
  };

  if (g_getenv ("DISPLAY") == NULL)
    g_test_skip ("There is no display");
  else
    bw_kill_anywhere (&window);
}

int
main (int   argc,
      char *argv[])
{
  /* Some windows run at once. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/hostile/kill-window/setup", test_setup);

  return g_test_run ();
}
