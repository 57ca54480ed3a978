/* test-kill-anywhere.c - a set-up that is killed at each of its requests, and goes on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kill-util.h"
#include "test-util.h"

/* Until the customer has to approve, and from then on. */
static const struct
{
  const char *words;
  int         code;
} phases[] = {
  { "--json setup start " BW_HOSTILE_TENANT " --new --wait", 3 },
  { "--json engine run --until-idle", 0 },
};

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
  return bw_hostile_spawn (worker, place, phases[phase].words);
}

static void
go_on (BwHostileWorker *worker,
       BwHostilePlace  *place,
       BwKillCase      *tried,
       guint            phase)
{
  bw_kill_case_expect (tried, worker, place, phases[phase].words, phases[phase].code);
}

/* Each request once at least: with its answer lost, which is the worst. */
static gboolean
picks (guint       request,
       BwKillPoint point)
{
  return point == BW_KILL_UNHEARD || (request + point) % 4 == 0;
}

static const BwKillProgram command_line = {
  .name = "bailiwickctl",
  .tenant = BW_HOSTILE_TENANT,
  .n_phases = G_N_ELEMENTS (phases),
  .act = act,
  .spawn = spawn,
  .go_on = go_on,
  .picks = picks,
};

static void
test_setup (void)
{
  bw_kill_anywhere (&command_line);
}

/* What is made shows minutes later only, which is much less for the sandbox here,
 * but more than it takes to start again. */
#define SLOWLY "--time-scale=50"
#define LAG "{'name':'%s','seconds':100}"

/* A write whose answer is lost, and what is slow to show it. */
static const struct
{
  const char *path;
  const char *lag;
  guint       phase;
} slow_writes[] = {
  { "delegatedAdminRelationships$", "created", 0 },
  { "delegatedAdminRelationships/[^/]+/requests$", "lock", 0 },
  { "applicationconsents$", "consent", 1 },
  { "/groups$", "group", 1 },
  { "/members/", "member", 1 },
  { "accessAssignments$", "assignment", 1 },
};

typedef struct
{
  char       *undisturbed;  /* what the sandbox holds then */
  BwKillCase  cases[G_N_ELEMENTS (slow_writes)];
} Slow;

static void
try_slow (BwHostileWorker *worker,
          guint            index,
          gpointer         data)
{
  Slow *slow = data;
  BwKillCase *self = &slow->cases[index];
  g_autoptr(BwHostilePlace) place = bw_hostile_place_new ();
  g_autofree char *state = NULL;

  bw_test_sandbox_act (worker->sandbox, "/_sandbox/lag", LAG, slow_writes[index].lag);
  for (guint phase = 0; phase < G_N_ELEMENTS (phases); phase++)
    {
      if (phase > 0)
        act (worker, phase);
      if (slow_writes[index].phase == phase)
        bw_kill_at_write (&command_line, worker, place, phase, slow_writes[index].path);
      go_on (worker, place, self, phase);
    }

  state = bw_hostile_dup_state (worker);
  bw_kill_case_compare (self, slow->undisturbed, state);
}

/* Who starts again before Microsoft shows what was made must not make it twice. */
static void
test_lag (void)
{
  Slow slow = { .undisturbed = bw_kill_dup_undisturbed (&command_line) };
  guint n_different = 0;

  bw_hostile_run_at (SLOWLY, G_N_ELEMENTS (slow_writes), try_slow, &slow);

  for (guint i = 0; i < G_N_ELEMENTS (slow_writes); i++)
    {
      BwKillCase *tried = &slow.cases[i];

      if (tried->differences == NULL)
        continue;

      n_different++;
      g_test_message ("Killed at %s: %s", slow_writes[i].path, tried->differences);
      bw_kill_case_clear (tried);
    }

  g_assert_cmpuint (n_different, ==, 0);
  g_free (slow.undisturbed);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/hostile/kill-anywhere/setup", test_setup);
  g_test_add_func ("/hostile/kill-anywhere/lag", test_lag);

  return g_test_run ();
}
