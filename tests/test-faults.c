/* test-faults.c - a set-up in which each answer can be any sort of nonsense
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "fault-util.h"

#define START "--json setup start " BW_HOSTILE_TENANT " --new --wait"

/* Every so many of all cases are tried unless all are asked for; a prime, so that
 * each request and each fault get their share. */
#define STRIDE 13

/* Until the customer has to approve, and from then on. */
static const char * const words[] = { START, "--json engine run --until-idle" };
static const int codes[] = { 3, 0 };

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
  return bw_hostile_spawn (worker, place, words[phase]);
}

static void
go_on (BwHostileWorker *worker,
       BwHostilePlace  *place,
       guint            phase,
       BwHostileEnd    *end)
{
  bw_hostile_command (worker, place, START, end);
}

static gboolean
picks (const char *name,
       guint       request,
       guint       fault)
{
  return (request * 5 + fault) % STRIDE == 0;
}

static void
test_setup (void)
{
  static const BwFaultProgram program = {
    .path = "^/(login|graph|partner)/",
    .n_phases = G_N_ELEMENTS (words),
    .codes = codes,
    .act = act,
    .spawn = spawn,
    .go_on = go_on,
    .picks = picks,
  };

  bw_fault_anywhere (&program);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/hostile/faults/setup", test_setup);

  return g_test_run ();
}
