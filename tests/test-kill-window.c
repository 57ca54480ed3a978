/* test-kill-window.c - a window that is killed at each of its requests, and set-ups that go on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "guest-play.h"
#include "kill-util.h"
#include "window-util.h"

#define RECORD "--json setup start " BW_HOSTILE_TENANT " --new"
#define START RECORD " --wait"
#define GO_ON "--json engine run --until-idle"

#define RECORD_GUEST "--json setup start " BW_GUEST_TENANT

#define WAITS_AT(step) "SELECT 1 FROM step WHERE key = '" step "' AND state = 'waiting-for-you'"

/* Of all kill points, those that are tried unless all are asked for: a prime, so that
 * each request and each point get their share. */
#define STRIDE 11

/**
 * Phase:
 * @goal: where the set-up is to come to
 * @words: what bailiwickctl is told to do in place of the window
 * @code: how it ends then
 */
typedef struct
{
  const char *goal;
  const char *words;
  int         code;
} Phase;

/* The second one begins with the customer's approval. */
static const Phase phases[] = {
  { BW_WINDOW_ASKED, START, 3 },
  { BW_WINDOW_OVER, GO_ON, 0 },
};

/* Until the customer's administrator has to agree, the invitation to be accepted, the guest
 * to sign in.  What follows begins with somebody at the window. */
static const Phase guest_phases[] = {
  { BW_WINDOW_ASKED, BW_GUEST_START, 3 },
  { WAITS_AT ("guest-invitation"), BW_GUEST_START, 3 },
  { WAITS_AT ("guest-permissions"), BW_GUEST_START, 3 },
};

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
prepare_guest (BwHostileWorker *worker,
               BwHostilePlace  *place,
               BwKillCase      *tried)
{
  bw_guest_prepare (worker, place);
  bw_kill_case_expect (tried, worker, place, RECORD_GUEST, 0);
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

static gboolean
is_through (BwHostilePlace *place,
            guint           phase)
{
  return bw_window_is_through (place, phases[phase].goal);
}

static gboolean
is_guest_through (BwHostilePlace *place,
                  guint           phase)
{
  return bw_window_is_through (place, guest_phases[phase].goal);
}

static void
go_on_in_window (BwHostileWorker *worker,
                 BwHostilePlace  *place,
                 BwKillCase      *tried,
                 const char      *goal)
{
  g_autoptr(GSubprocess) process = bw_window_spawn (worker, place);
  g_autofree char *complaint = NULL;

  bw_hostile_watch (worker, process);
  bw_window_await (worker, place, goal);
  complaint = bw_window_end (worker, place, process, goal);
  if (complaint != NULL)
    bw_hostile_complain (&tried->differences, "%s", complaint);
}

/* Another window goes on, or the command line. */
static void
go_on_with (BwHostileWorker *worker,
            BwHostilePlace  *place,
            BwKillCase      *tried,
            const Phase     *phase)
{
  if (tried->request % 2 == 0)
    go_on_in_window (worker, place, tried, phase->goal);
  else
    bw_kill_case_expect (tried, worker, place, phase->words, phase->code);
}

static void
go_on (BwHostileWorker *worker,
       BwHostilePlace  *place,
       BwKillCase      *tried,
       guint            phase)
{
  go_on_with (worker, place, tried, &phases[phase]);
}

static void
go_on_guest (BwHostileWorker *worker,
             BwHostilePlace  *place,
             BwKillCase      *tried,
             guint            phase)
{
  go_on_with (worker, place, tried, &guest_phases[phase]);
}

static gboolean
picks (guint       request,
       BwKillPoint point)
{
  return (request * BW_KILL_N_POINTS + (guint) point) % STRIDE == 0;
}

static void
try_program (gconstpointer data)
{
  if (g_getenv ("DISPLAY") == NULL)
    g_test_skip ("There is no display");
  else
    bw_kill_anywhere (data);
}

int
main (int   argc,
      char *argv[])
{
  static const BwKillProgram csp = {
    .name = "window",
    .tenant = BW_HOSTILE_TENANT,
    .n_phases = G_N_ELEMENTS (phases),
    .prepare = prepare,
    .act = act,
    .spawn = spawn,
    .is_through = is_through,
    .go_on = go_on,
    .picks = picks,
  };
  static const BwKillProgram guest = {
    .name = "window, guest account",
    .tenant = BW_GUEST_TENANT,
    .n_phases = G_N_ELEMENTS (guest_phases),
    .prepare = prepare_guest,
    .act = bw_guest_act,
    .spawn = spawn,
    .is_through = is_guest_through,
    .go_on = go_on_guest,
    .picks = picks,
  };

  /* Some windows run at once. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/hostile/kill-window/setup", &csp, try_program);
  g_test_add_data_func ("/hostile/kill-window/guest", &guest, try_program);

  return g_test_run ();
}
