/* test-kill-guest.c - a set-up through a guest account, killed at each of its requests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "guest-play.h"
#include "kill-util.h"

/* The phase in which the guest account is invited, and the last one. */
#define INVITATION 1
#define LAST (BW_GUEST_N_PHASES - 1)

/* The directory has not heard of it for some looks. */
#define NOBODY_YET "{'match':{'method':'GET','path':'^/graph/v1.0/users[?]'},'times':4," \
                   "'action':{'status':200,'body':{'value':[]}}}"

static void
prepare (BwHostileWorker *worker,
         BwHostilePlace  *place,
         BwKillCase      *tried)
{
  bw_guest_prepare (worker, place);
}

/* A sign-in that is killed is simply done again, and what was finalized may be finalized
 * again.  Whoever starts the set-up once it is over changes nothing. */
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
  return point == BW_KILL_UNHEARD || (request + point) % 16 == 0;
}

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

static void
test_setup (void)
{
  bw_kill_anywhere (&program);
}

static void
try_slow (BwHostileWorker *worker,
          guint            index,
          gpointer         data)
{
  const char *undisturbed = data;
  g_autoptr(BwHostilePlace) place = bw_hostile_place_new ();
  g_autofree char *state = NULL;
  BwKillCase tried = { 0, };

  prepare (worker, place, &tried);
  for (guint phase = 0; phase < BW_GUEST_N_PHASES; phase++)
    {
      if (phase > 0)
        bw_guest_act (worker, phase);
      if (phase == INVITATION)
        {
          bw_kill_at_write (&program, worker, place, phase, "/invitations$");
          bw_test_sandbox_act (worker->sandbox, "/_sandbox/faults", NOBODY_YET);
        }
      go_on (worker, place, &tried, phase);
    }

  state = bw_hostile_dup_state (worker);
  bw_kill_case_compare (&tried, undisturbed, state);
  g_assert_cmpstr (tried.differences, ==, NULL);
  g_assert_cmpuint (bw_test_sandbox_count (worker->sandbox, "POST", "/invitations$"), ==, 1);
}

/* Who starts again before Microsoft shows who was invited must not invite twice. */
static void
test_lag (void)
{
  g_autofree char *undisturbed = bw_kill_dup_undisturbed (&program);

  bw_hostile_run (1, try_slow, undisturbed);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/hostile/kill-guest/setup", test_setup);
  g_test_add_func ("/hostile/kill-guest/lag", test_lag);

  return g_test_run ();
}
