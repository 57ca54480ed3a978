/* kill-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <signal.h>

#include "kill-util.h"

/* A killed request never ends by itself: what holds it up is not limited. */
#define HOLD "{'match':{'path':'^/(login|graph|partner)/'},'skip':%u,'times':1," \
             "'action':{'hang':true,'after':%s}}"

static const char * const point_names[] = { "before it is carried out", "before its answer",
                                            "after its answer" };

/* How it is when nobody interferes. */
typedef struct
{
  guint       ends[BW_KILL_MAX_PHASES];  /* requests until the end of each phase */
  guint       n_all;
  guint       n_databases;
  char       *state;
  char       *setup;
  GHashTable *writes;
} Undisturbed;

typedef struct
{
  const BwKillProgram *program;
  Undisturbed          undisturbed;
  GArray              *cases;  /* of BwKillCase */
} Campaign;

static void
undisturbed_clear (Undisturbed *self)
{
  g_free (self->state);
  g_free (self->setup);
  g_hash_table_unref (self->writes);
}

/**
 * bw_kill_case_clear:
 * @self: a case; without differences afterwards
 */
void
bw_kill_case_clear (BwKillCase *self)
{
  g_clear_pointer (&self->differences, g_free);
}

/**
 * bw_kill_case_expect:
 * @self: a case
 * @worker: a worker
 * @place: where the program is at home
 * @words: what bailiwickctl is to do, words between spaces
 * @code: how it is to end
 *
 * Runs it, and complains if it ends in another way.
 */
void
bw_kill_case_expect (BwKillCase      *self,
                     BwHostileWorker *worker,
                     BwHostilePlace  *place,
                     const char      *words,
                     int              code)
{
  g_autoptr(GSubprocess) process = bw_hostile_spawn (worker, place, words);

  bw_kill_case_await (self, worker, place, process, words, code);
}

/**
 * bw_kill_case_await:
 * @self: a case
 * @worker: a worker
 * @place: where the program is at home
 * @process: the program, which nobody kills
 * @words: what it is to do
 * @code: how it is to end
 *
 * Waits for its end, and complains if that is another one.
 */
void
bw_kill_case_await (BwKillCase      *self,
                    BwHostileWorker *worker,
                    BwHostilePlace  *place,
                    GSubprocess     *process,
                    const char      *words,
                    int              code)
{
  g_auto(BwHostileEnd) end = { 0, };

  bw_hostile_wait (worker, place, process, &end);
  if (end.hung)
    bw_hostile_complain (&self->differences, "“%s” came to no end", words);
  else if (end.signal != 0)
    bw_hostile_complain (&self->differences, "“%s” ended by signal %d: %s", words, end.signal,
                         end.err);
  else if (end.code != code)
    bw_hostile_complain (&self->differences, "“%s” ended with %d: %s%s", words, end.code, end.out,
                         end.err);
}

static guint
count_requests (BwHostileWorker *worker)
{
  return bw_test_sandbox_count (worker->sandbox, NULL, "^/(login|graph|partner)/");
}

static void
run_undisturbed (BwHostileWorker *worker,
                 guint            index,
                 gpointer         data)
{
  Campaign *campaign = data;
  const BwKillProgram *program = campaign->program;
  Undisturbed *undisturbed = &campaign->undisturbed;
  g_autoptr(BwHostilePlace) place = bw_hostile_place_new ();
  BwKillCase nobody = { 0, };
  guint n_before;

  g_assert_cmpuint (program->n_phases, <=, BW_KILL_MAX_PHASES);
  if (program->prepare != NULL)
    program->prepare (worker, place, &nobody);
  n_before = count_requests (worker);
  for (guint phase = 0; phase < program->n_phases; phase++)
    {
      if (phase > 0)
        program->act (worker, phase);
      program->go_on (worker, place, &nobody, phase);
      undisturbed->ends[phase] = count_requests (worker) - n_before;
      if (nobody.differences != NULL)
        g_error ("%s", nobody.differences);
    }

  undisturbed->n_all = undisturbed->ends[program->n_phases - 1];
  undisturbed->state = bw_hostile_dup_state (worker);
  undisturbed->writes = bw_hostile_count_writes (worker);
  undisturbed->setup = bw_hostile_dup_setup (worker, place, program->tenant);
  undisturbed->n_databases = bw_hostile_place_check (place);
}

/**
 * bw_kill_dup_undisturbed:
 * @program: a program
 *
 * Returns: (transfer full): what the sandbox holds after a set-up that nobody disturbed,
 *   as bw_hostile_dup_state() says it
 */
char *
bw_kill_dup_undisturbed (const BwKillProgram *program)
{
  Campaign campaign = { .program = program };
  char *state;

  bw_hostile_run (1, run_undisturbed, &campaign);
  state = g_steal_pointer (&campaign.undisturbed.state);
  undisturbed_clear (&campaign.undisturbed);

  return state;
}

/* What a program is doing that is to be killed. */
typedef struct
{
  BwHostileWorker     *worker;
  BwHostilePlace      *place;
  const BwKillProgram *program;
  BwKillPoint          point;
  guint                request;  /* of its phase */
  guint                phase;
} Run;

static gboolean
has_come (const Run *self)
{
  if (self->point == BW_KILL_ANSWERED)
    return self->worker->n_answered >= self->request || self->worker->n_held > 0;

  return self->worker->n_held > 0;
}

static gboolean
is_enough (gpointer data)
{
  const Run *self = data;
  const BwKillProgram *program = self->program;

  return has_come (self) ||
         (program->is_through != NULL && program->is_through (self->place, self->phase));
}

/* Runs it, and kills it at its request.  What is held up is the next request where
 * its answer is wanted, so that it never gets further. */
static void
run_and_kill (Run        *self,
              BwKillCase *tried)
{
  BwHostileWorker *worker = self->worker;
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(JsonNode) answer = NULL;
  g_auto(BwHostileEnd) end = { 0, };

  while (g_main_context_iteration (worker->context, FALSE))
    continue;
  worker->n_answered = worker->n_held = 0;
  bw_test_sandbox_act (worker->sandbox, "/_sandbox/faults", HOLD,
                       self->point == BW_KILL_ANSWERED ? self->request : self->request - 1,
                       self->point == BW_KILL_UNHEARD ? "true" : "false");

  process = self->program->spawn (worker, self->place, self->phase);
  bw_hostile_watch (worker, process);
  bw_hostile_await (worker, is_enough, self);
  tried->killed = !worker->is_over && has_come (self);
  g_subprocess_send_signal (process, SIGKILL);
  bw_hostile_wait (worker, self->place, process, &end);
  if (tried->killed && end.signal != SIGKILL)
    bw_hostile_complain (&tried->differences, "It ended by itself: %d", end.code);

  answer = bw_test_sandbox_control (worker->sandbox, "DELETE", "/_sandbox/faults", NULL);
}

/**
 * bw_kill_at_write:
 * @program: a program
 * @worker: a worker
 * @place: where the program is at home
 * @phase: a phase
 * @path: a regular expression of the path of a POST request, which it has to send then
 *
 * Runs the program for the phase, and kills it once that is carried out, and its answer on
 * nobody's way.
 */
void
bw_kill_at_write (const BwKillProgram *program,
                  BwHostileWorker     *worker,
                  BwHostilePlace      *place,
                  guint                phase,
                  const char          *path)
{
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(JsonNode) answer = NULL;
  g_auto(BwHostileEnd) end = { 0, };

  worker->n_held = 0;
  bw_test_sandbox_act (worker->sandbox, "/_sandbox/faults",
                       "{'match':{'method':'POST','path':'%s'},'times':1,"
                       "'action':{'hang':true,'after':true}}", path);
  process = program->spawn (worker, place, phase);
  bw_hostile_watch (worker, process);
  while (!worker->is_over && worker->n_held == 0)
    g_main_context_iteration (worker->context, TRUE);

  g_subprocess_send_signal (process, SIGKILL);
  bw_hostile_wait (worker, place, process, &end);
  g_assert_cmpint (end.signal, ==, SIGKILL);
  answer = bw_test_sandbox_control (worker->sandbox, "DELETE", "/_sandbox/faults", NULL);
}

static void
complain_of_others (BwKillCase *self,
                    const char *what,
                    char      **lines,
                    char      **others)
{
  for (guint i = 0; lines[i] != NULL; i++)
    if (!g_strv_contains ((const char * const *) others, lines[i]))
      bw_hostile_complain (&self->differences, "%s: %s", what, lines[i]);
}

/**
 * bw_kill_case_compare:
 * @self: a case
 * @expected: lines, in any order
 * @found: what they are
 *
 * Complains of each that is missing, and of each that is too much.
 */
void
bw_kill_case_compare (BwKillCase *self,
                      const char *expected,
                      const char *found)
{
  g_auto(GStrv) expected_lines = g_strsplit (expected, "\n", -1);
  g_auto(GStrv) found_lines = g_strsplit (found, "\n", -1);

  complain_of_others (self, "Missing", expected_lines, found_lines);
  complain_of_others (self, "Found", found_lines, expected_lines);
  if (g_strv_length (expected_lines) != g_strv_length (found_lines))
    bw_hostile_complain (&self->differences, "%u lines instead of %u:\n%s",
                         g_strv_length (found_lines), g_strv_length (expected_lines), found);
}

/* Each write is carried out as often as it is when nobody interferes. */
static void
compare_writes (BwKillCase *self,
                GHashTable *expected,
                GHashTable *found)
{
  GHashTableIter iter;
  gpointer key, n;

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &key, &n))
    if (GPOINTER_TO_UINT (n) > GPOINTER_TO_UINT (g_hash_table_lookup (expected, key)))
      bw_hostile_complain (&self->differences, "%u times %s", GPOINTER_TO_UINT (n), (char *) key);

  g_hash_table_iter_init (&iter, expected);
  while (g_hash_table_iter_next (&iter, &key, &n))
    if (!g_hash_table_contains (found, key))
      bw_hostile_complain (&self->differences, "Never %s", (char *) key);
}

static void
compare_all (BwHostileWorker *worker,
             BwHostilePlace  *place,
             BwKillCase      *self,
             const Campaign  *campaign)
{
  const Undisturbed *undisturbed = &campaign->undisturbed;
  g_autofree char *state = bw_hostile_dup_state (worker);
  g_autoptr(GHashTable) writes = bw_hostile_count_writes (worker);
  g_autofree char *setup = bw_hostile_dup_setup (worker, place, campaign->program->tenant);
  guint n_databases = bw_hostile_place_check (place);

  bw_kill_case_compare (self, undisturbed->state, state);
  bw_kill_case_compare (self, undisturbed->setup, setup);
  compare_writes (self, undisturbed->writes, writes);
  if (n_databases != undisturbed->n_databases)
    bw_hostile_complain (&self->differences, "There are %u databases", n_databases);
}

static void
try_one (BwHostileWorker *worker,
         guint            index,
         gpointer         data)
{
  Campaign *campaign = data;
  const BwKillProgram *program = campaign->program;
  BwKillCase *self = &g_array_index (campaign->cases, BwKillCase, index);
  g_autoptr(BwHostilePlace) place = bw_hostile_place_new ();
  guint before = 0;

  if (program->prepare != NULL)
    program->prepare (worker, place, self);

  for (guint phase = 0; phase < program->n_phases && self->differences == NULL; phase++)
    {
      guint end = campaign->undisturbed.ends[phase];
      Run run = { worker, place, program, self->point, self->request - before, phase };

      if (phase > 0)
        program->act (worker, phase);
      if (self->request > before && self->request <= end)
        run_and_kill (&run, self);
      bw_hostile_place_check (place);
      program->go_on (worker, place, self, phase);
      before = end;
    }

  if (self->differences == NULL)
    compare_all (worker, place, self, campaign);
}

static void
add_cases (Campaign *campaign)
{
  gboolean all = bw_hostile_wants_all ();

  for (guint request = 1; request <= campaign->undisturbed.n_all; request++)
    for (guint point = 0; point < BW_KILL_N_POINTS; point++)
      {
        BwKillCase next = { .request = request, .point = (BwKillPoint) point };

        if (all || campaign->program->picks (request, next.point))
          g_array_append_val (campaign->cases, next);
      }
}

/* Returns: how many cases are not as they should be */
static guint
report (Campaign *campaign,
        guint    *n_killed)
{
  guint n_different = 0;

  *n_killed = 0;
  for (guint i = 0; i < campaign->cases->len; i++)
    {
      const BwKillCase *tried = &g_array_index (campaign->cases, BwKillCase, i);

      *n_killed += tried->killed ? 1 : 0;
      if (tried->differences == NULL)
        continue;

      n_different++;
      g_test_message ("Killed at request %u, %s: %s", tried->request, point_names[tried->point],
                      tried->differences);
    }

  for (guint phase = 1; phase < campaign->program->n_phases; phase++)
    g_test_message ("Somebody has to act after %u requests of %u",
                    campaign->undisturbed.ends[phase - 1], campaign->undisturbed.n_all);
  g_test_message ("Kill points tried (%s): %u of %u%s; killed: %u; differences: %u",
                  campaign->program->name, campaign->cases->len,
                  campaign->undisturbed.n_all * BW_KILL_N_POINTS,
                  bw_hostile_wants_all () ? "" : " (all with BW_HOSTILE=all)", *n_killed,
                  n_different);

  return n_different;
}

/**
 * bw_kill_anywhere:
 * @program: a program
 *
 * Kills it at each of its requests, one time each, lets it go on, and fails the test
 * where what comes of it is not what comes of a set-up that nobody disturbs.
 */
void
bw_kill_anywhere (const BwKillProgram *program)
{
  Campaign campaign = {
    .program = program,
    .cases = g_array_new (FALSE, TRUE, sizeof (BwKillCase)),
  };
  guint n_different;
  guint n_killed;

  g_array_set_clear_func (campaign.cases, (GDestroyNotify) bw_kill_case_clear);
  bw_hostile_run (1, run_undisturbed, &campaign);
  add_cases (&campaign);
  bw_hostile_run (campaign.cases->len, try_one, &campaign);

  n_different = report (&campaign, &n_killed);
  g_assert_cmpuint (n_different, ==, 0);
  /* How often something is asked for differs, so the last requests may not come. */
  g_assert_cmpuint (n_killed, >=, campaign.cases->len * 3 / 4);

  g_array_unref (campaign.cases);
  undisturbed_clear (&campaign.undisturbed);
}
