/* test-kill-anywhere.c - a set-up that is killed at each of its requests, and goes on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <signal.h>
#include <string.h>

#include "hostile-util.h"
#include "test-util.h"

#define START "--json setup start " BW_HOSTILE_TENANT " --new --wait"
#define GO_ON "--json engine run --until-idle"

/* A killed request never ends by itself: what holds it up is not limited. */
#define HOLD "{'match':{'path':'^/(login|graph|partner)/'},'skip':%u,'times':1," \
             "'action':{'hang':true,'after':%s}}"

/* When it is killed. */
typedef enum
{
  BEFORE,    /* the sandbox has the request, and has not looked at it */
  UNHEARD,   /* the request is carried out, and its answer on nobody's way */
  ANSWERED,  /* the answer is on its way */
  N_POINTS,
} Point;

static const char * const point_names[] = { "before it is carried out", "before its answer",
                                            "after its answer" };

/* How it is when nobody interferes. */
typedef struct
{
  guint       n_first;  /* requests until the customer has to approve */
  guint       n_all;
  guint       n_databases;
  char       *state;
  char       *setup;
  GHashTable *writes;
} Undisturbed;

typedef struct
{
  guint    request;
  Point    point;
  gboolean killed;
  char    *differences;  /* (nullable) */
} Case;

typedef struct
{
  Undisturbed undisturbed;
  GArray     *cases;
} Campaign;

static void
case_clear (gpointer data)
{
  Case *self = data;

  g_free (self->differences);
}

static void
undisturbed_clear (Undisturbed *self)
{
  g_free (self->state);
  g_free (self->setup);
  g_hash_table_unref (self->writes);
}

static void G_GNUC_PRINTF (2, 3)
complain (Case       *self,
          const char *format,
          ...)
{
  g_autofree char *before = self->differences;
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  self->differences = g_strconcat (before != NULL ? before : "", text, "\n", NULL);
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
  Undisturbed *undisturbed = data;
  g_autoptr(BwHostilePlace) place = bw_hostile_place_new ();
  g_auto(BwHostileEnd) end = { 0, };

  bw_hostile_command (worker, place, START, &end);
  g_assert_cmpint (end.code, ==, 3);
  undisturbed->n_first = count_requests (worker);
  bw_hostile_approve (worker);
  bw_hostile_command (worker, place, GO_ON, &end);
  g_assert_cmpint (end.code, ==, 0);
  undisturbed->n_all = count_requests (worker);

  undisturbed->state = bw_hostile_dup_state (worker);
  undisturbed->writes = bw_hostile_count_writes (worker);
  undisturbed->setup = bw_hostile_dup_setup (worker, place);
  undisturbed->n_databases = bw_hostile_place_check (place);
}

static gboolean
has_come (BwHostileWorker *worker,
          const Case      *self,
          guint            request)
{
  if (self->point == ANSWERED)
    return worker->n_answered >= request || worker->n_held > 0;

  return worker->n_held > 0;
}

/* Runs it, and kills it at its @request-th request.  What is held up is the next
 * request where its answer is wanted, so that it never gets further. */
static void
run_and_kill (BwHostileWorker *worker,
              BwHostilePlace  *place,
              Case            *self,
              const char      *words,
              guint            request)
{
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(JsonNode) answer = NULL;
  g_auto(BwHostileEnd) end = { 0, };

  worker->n_answered = worker->n_held = 0;
  bw_test_sandbox_act (worker->sandbox, "/_sandbox/faults", HOLD,
                       self->point == ANSWERED ? request : request - 1,
                       self->point == UNHEARD ? "true" : "false");

  process = bw_hostile_spawn (worker, place, words);
  bw_hostile_watch (worker, process);
  while (!worker->is_over && !has_come (worker, self, request))
    g_main_context_iteration (worker->context, TRUE);

  self->killed = !worker->is_over;
  g_subprocess_send_signal (process, SIGKILL);
  bw_hostile_wait (worker, place, process, &end);
  if (self->killed && end.signal != SIGKILL)
    complain (self, "It ended by itself: %d", end.code);

  answer = bw_test_sandbox_control (worker->sandbox, "DELETE", "/_sandbox/faults", NULL);
}

static void
expect (BwHostileWorker *worker,
        BwHostilePlace  *place,
        Case            *self,
        const char      *words,
        int              code)
{
  g_auto(BwHostileEnd) end = { 0, };

  bw_hostile_command (worker, place, words, &end);
  if (end.hung)
    complain (self, "“%s” came to no end", words);
  else if (end.signal != 0)
    complain (self, "“%s” ended by signal %d: %s", words, end.signal, end.err);
  else if (end.code != code)
    complain (self, "“%s” ended with %d: %s%s", words, end.code, end.out, end.err);
}

static void
complain_of_others (Case       *self,
                    const char *what,
                    char      **lines,
                    char      **others)
{
  for (guint i = 0; lines[i] != NULL; i++)
    if (!g_strv_contains ((const char * const *) others, lines[i]))
      complain (self, "%s: %s", what, lines[i]);
}

static void
compare_lines (Case       *self,
               const char *expected,
               const char *found)
{
  g_auto(GStrv) expected_lines = g_strsplit (expected, "\n", -1);
  g_auto(GStrv) found_lines = g_strsplit (found, "\n", -1);

  complain_of_others (self, "Missing", expected_lines, found_lines);
  complain_of_others (self, "Found", found_lines, expected_lines);
  if (g_strv_length (expected_lines) != g_strv_length (found_lines))
    complain (self, "%u lines instead of %u:\n%s", g_strv_length (found_lines),
              g_strv_length (expected_lines), found);
}

/* Each write is carried out as often as it is when nobody interferes. */
static void
compare_writes (Case       *self,
                GHashTable *expected,
                GHashTable *found)
{
  GHashTableIter iter;
  gpointer key, n;

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &key, &n))
    if (GPOINTER_TO_UINT (n) > GPOINTER_TO_UINT (g_hash_table_lookup (expected, key)))
      complain (self, "%u times %s", GPOINTER_TO_UINT (n), (char *) key);

  g_hash_table_iter_init (&iter, expected);
  while (g_hash_table_iter_next (&iter, &key, &n))
    if (!g_hash_table_contains (found, key))
      complain (self, "Never %s", (char *) key);
}

static void
try_one (BwHostileWorker *worker,
         guint            index,
         gpointer         data)
{
  Campaign *campaign = data;
  const Undisturbed *undisturbed = &campaign->undisturbed;
  Case *self = &g_array_index (campaign->cases, Case, index);
  g_autoptr(BwHostilePlace) place = bw_hostile_place_new ();
  g_autoptr(GHashTable) writes = NULL;
  g_autofree char *state = NULL;
  g_autofree char *setup = NULL;
  guint n_databases;

  if (self->request <= undisturbed->n_first)
    run_and_kill (worker, place, self, START, self->request);
  bw_hostile_place_check (place);
  expect (worker, place, self, START, 3);
  bw_hostile_approve (worker);
  if (self->request > undisturbed->n_first)
    run_and_kill (worker, place, self, GO_ON, self->request - undisturbed->n_first);
  bw_hostile_place_check (place);
  expect (worker, place, self, GO_ON, 0);
  if (self->differences != NULL)
    return;

  state = bw_hostile_dup_state (worker);
  writes = bw_hostile_count_writes (worker);
  setup = bw_hostile_dup_setup (worker, place);
  n_databases = bw_hostile_place_check (place);
  compare_lines (self, undisturbed->state, state);
  compare_lines (self, undisturbed->setup, setup);
  compare_writes (self, undisturbed->writes, writes);
  if (n_databases != undisturbed->n_databases)
    complain (self, "There are %u databases", n_databases);
}

static void
add_cases (Campaign *campaign)
{
  gboolean all = bw_hostile_wants_all ();

  /* Each request once at least: with its answer lost, which is the worst. */
  for (guint request = 1; request <= campaign->undisturbed.n_all; request++)
    for (Point point = 0; point < N_POINTS; point++)
      {
        Case next = { .request = request, .point = point };

        if (all || point == UNHEARD || (request + point) % 4 == 0)
          g_array_append_val (campaign->cases, next);
      }
}

static void
test_setup (void)
{
  Campaign campaign = { .cases = g_array_new (FALSE, TRUE, sizeof (Case)) };
  guint n_killed = 0;
  guint n_different = 0;

  g_array_set_clear_func (campaign.cases, case_clear);
  bw_hostile_run (1, run_undisturbed, &campaign.undisturbed);
  add_cases (&campaign);
  bw_hostile_run (campaign.cases->len, try_one, &campaign);

  for (guint i = 0; i < campaign.cases->len; i++)
    {
      const Case *tried = &g_array_index (campaign.cases, Case, i);

      n_killed += tried->killed ? 1 : 0;
      if (tried->differences == NULL)
        continue;

      n_different++;
      g_test_message ("Killed at request %u, %s: %s", tried->request, point_names[tried->point],
                      tried->differences);
    }

  g_test_message ("A set-up makes %u requests, %u until the customer has to approve",
                  campaign.undisturbed.n_all, campaign.undisturbed.n_first);
  g_test_message ("Kill points tried: %u of %u%s; killed: %u; differences: %u", campaign.cases->len,
                  campaign.undisturbed.n_all * N_POINTS,
                  bw_hostile_wants_all () ? "" : " (all with BW_HOSTILE=all)", n_killed,
                  n_different);
  g_assert_cmpuint (n_different, ==, 0);
  g_assert_cmpuint (n_killed, >=, campaign.cases->len * 9 / 10);

  g_array_unref (campaign.cases);
  undisturbed_clear (&campaign.undisturbed);
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
  gboolean    is_late;  /* after the approval */
} slow_writes[] = {
  { "delegatedAdminRelationships$", "created", FALSE },
  { "delegatedAdminRelationships/[^/]+/requests$", "lock", FALSE },
  { "applicationconsents$", "consent", TRUE },
  { "/groups$", "group", TRUE },
  { "/members/", "member", TRUE },
  { "accessAssignments$", "assignment", TRUE },
};

static void
kill_at_write (BwHostileWorker *worker,
               BwHostilePlace  *place,
               const char      *words,
               const char      *path)
{
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(JsonNode) answer = NULL;
  g_auto(BwHostileEnd) end = { 0, };

  worker->n_held = 0;
  bw_test_sandbox_act (worker->sandbox, "/_sandbox/faults",
                       "{'match':{'method':'POST','path':'%s'},'times':1,"
                       "'action':{'hang':true,'after':true}}", path);
  process = bw_hostile_spawn (worker, place, words);
  bw_hostile_watch (worker, process);
  while (!worker->is_over && worker->n_held == 0)
    g_main_context_iteration (worker->context, TRUE);

  g_subprocess_send_signal (process, SIGKILL);
  bw_hostile_wait (worker, place, process, &end);
  g_assert_cmpint (end.signal, ==, SIGKILL);
  answer = bw_test_sandbox_control (worker->sandbox, "DELETE", "/_sandbox/faults", NULL);
}

static void
try_slow (BwHostileWorker *worker,
          guint            index,
          gpointer         data)
{
  Campaign *campaign = data;
  Case *self = &g_array_index (campaign->cases, Case, index);
  g_autoptr(BwHostilePlace) place = bw_hostile_place_new ();
  g_autofree char *state = NULL;
  gboolean is_late = slow_writes[index].is_late;

  bw_test_sandbox_act (worker->sandbox, "/_sandbox/lag", LAG, slow_writes[index].lag);
  if (!is_late)
    kill_at_write (worker, place, START, slow_writes[index].path);
  expect (worker, place, self, START, 3);
  bw_hostile_approve (worker);
  if (is_late)
    kill_at_write (worker, place, GO_ON, slow_writes[index].path);
  expect (worker, place, self, GO_ON, 0);

  state = bw_hostile_dup_state (worker);
  compare_lines (self, campaign->undisturbed.state, state);
}

/* Who starts again before Microsoft shows what was made must not make it twice. */
static void
test_lag (void)
{
  Campaign campaign = { .cases = g_array_new (FALSE, TRUE, sizeof (Case)) };
  guint n_different = 0;

  g_array_set_clear_func (campaign.cases, case_clear);
  bw_hostile_run (1, run_undisturbed, &campaign.undisturbed);
  g_array_set_size (campaign.cases, G_N_ELEMENTS (slow_writes));
  bw_hostile_run_at (SLOWLY, G_N_ELEMENTS (slow_writes), try_slow, &campaign);

  for (guint i = 0; i < campaign.cases->len; i++)
    {
      const Case *tried = &g_array_index (campaign.cases, Case, i);

      if (tried->differences == NULL)
        continue;

      n_different++;
      g_test_message ("Killed at %s: %s", slow_writes[i].path, tried->differences);
    }

  g_assert_cmpuint (n_different, ==, 0);
  g_array_unref (campaign.cases);
  undisturbed_clear (&campaign.undisturbed);
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
