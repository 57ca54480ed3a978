/* test-faults-guest.c - a set-up through a guest account in which each answer can be nonsense
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "fault-util.h"
#include "guest-play.h"

/* Every so many of all cases are tried unless all are asked for; a prime, so that
 * each request and each fault get their share. */
#define STRIDE 61

#define SIGN_IN 3

/* Whatever became of it, one starts the set-up again, and does what it waits for then. */
static void
go_on (BwHostileWorker *worker,
       BwHostilePlace  *place,
       guint            phase,
       BwHostileEnd    *end)
{
  g_autoptr(GSubprocess) process = NULL;

  bw_hostile_command (worker, place, BW_GUEST_START, end);
  if (phase < SIGN_IN || end->code == 0)
    return;

  process = bw_guest_spawn (worker, place, phase);
  bw_hostile_wait (worker, place, process, end);
}

/* There is one write, and it gets everything. */
static gboolean
picks (const char *name,
       guint       request,
       guint       fault)
{
  return strstr (name, "/invitations") != NULL || (request * 5 + fault) % STRIDE == 0;
}

static void
test_setup (void)
{
  static const BwFaultProgram program = {
    /* A page that somebody looks at is not asked for by the program. */
    .path = "^/(graph|partner)/|^/login/[^?]*/(token|openid-configuration|keys)([?]|$)",
    .n_phases = BW_GUEST_N_PHASES,
    .codes = bw_guest_codes,
    .prepare = bw_guest_prepare,
    .act = bw_guest_act,
    .spawn = bw_guest_spawn,
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

  g_test_add_func ("/hostile/faults-guest/setup", test_setup);

  return g_test_run ();
}
