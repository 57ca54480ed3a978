/* test-kill-guest.c - a set-up through a guest account, killed at each of its requests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "guest-play.h"
#include "kill-util.h"

#define LAST (BW_GUEST_N_PHASES - 1)

static void
prepare (BwHostileWorker *worker,
         BwHostilePlace  *place,
         BwKillCase      *tried)
{
  bw_guest_prepare (worker, place);
}

/* A sign-in that is killed is simply done again.  What is finalized already can't be
 * finalized again; it goes on whenever somebody starts it, and once it is over that
 * changes nothing. */
static void
go_on (BwHostileWorker *worker,
       BwHostilePlace  *place,
       BwKillCase      *tried,
       guint            phase)
{
  g_autoptr(GSubprocess) process = bw_guest_spawn (worker, place, phase);
  g_auto(BwHostileEnd) end = { 0, };

  if (phase < LAST || tried->request == 0)
    {
      bw_kill_case_await (tried, worker, place, process, bw_guest_words[phase],
                          bw_guest_codes[phase]);
      return;
    }

  bw_hostile_wait (worker, place, process, &end);
  bw_kill_case_expect (tried, worker, place, BW_GUEST_START, 0);
}

/* Each request once at least: with its answer lost, which is the worst. */
static gboolean
picks (guint       request,
       BwKillPoint point)
{
  return point == BW_KILL_UNHEARD || (request + point) % 8 == 0;
}

static void
test_setup (void)
{
  static const BwKillProgram program = {
    .name = "bailiwickctl, guest account",
    .tenant = BW_GUEST_TENANT,
    .n_phases = BW_GUEST_N_PHASES,
    .prepare = prepare,
    .act = bw_guest_act,
    .spawn = bw_guest_spawn,
    .go_on = go_on,
    .picks = picks,
  };

  bw_kill_anywhere (&program);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/hostile/kill-guest/setup", test_setup);

  return g_test_run ();
}
