/* fault-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "fault-util.h"
#include "stranger.h"

#define RULE "{'match':{'path':'%s'},'skip':%u,'times':1,'action':{%s}}"
#define LOOP_RULE "{'match':{'path':'^/(graph|partner)/v1(\\\\.0)?/endless'},'times':-1," \
                  "'action':{%s}}"

#define JSON_TYPE "'headers':{'Content-Type':'application/json'}"

/* Graph's and Partner Center's way to say where the next page is. */
#define PAGE(graph, partner) \
  "'body':{'value':[],'items':[],'totalCount':0,'@odata.nextLink':'" graph "'," \
  "'links':{'next':{'uri':'" partner "'," \
  "'headers':[{'key':'MS-ContinuationToken','value':'more'}]}}}"

#define ENDLESS "'status':200," PAGE ("URL/graph/v1.0/endless", "/endless")

/* How a program ends while the set-up waits for somebody. */
#define WAITING 3

/**
 * Fault:
 * @name: of it
 * @action: what the sandbox does; URL and STRANGER stand for addresses
 *
 * Something that can become of a request.
 */
typedef struct
{
  const char *name;
  const char *action;
} Fault;

static const Fault faults[] = {
  { "401, expired",
    "'status':401,'headers':{'WWW-Authenticate':'Bearer realm=\\\"\\\", "
    "error=\\\"invalid_token\\\"'},"
    "'body':{'error':{'code':'InvalidAuthenticationToken',"
    "'message':'Lifetime validation failed, the token is expired.'}}" },
  { "401, claims challenge",
    "'status':401,'headers':{'WWW-Authenticate':'Bearer realm=\\\"\\\", "
    "error=\\\"insufficient_claims\\\", "
    "claims=\\\"eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiYzEifX19\\\"'},"
    "'body':{'error':{'code':'InvalidAuthenticationToken','message':'Continuous access'}}" },
  { "403",
    "'status':403,'body':{'error':{'code':'Authorization_RequestDenied',"
    "'message':'Insufficient privileges to complete the operation.'}}" },
  { "404",
    "'status':404,'body':{'error':{'code':'Request_ResourceNotFound','message':'Not yet'}}" },
  { "409", "'status':409,'body':{'error':{'code':'conflict','message':'Something is there'}}" },
  { "412", "'status':412,'body':{'error':{'code':'preconditionFailed','message':'It changed'}}" },
  { "429, 2 seconds", "'status':429,'headers':{'Retry-After':'2'},"
    "'body':{'error':{'code':'TooManyRequests','message':'Wait'}}" },
  { "429, 1.5 seconds", "'status':429,'headers':{'Retry-After':'1.5'},"
    "'body':{'error':{'code':'TooManyRequests','message':'Wait'}}" },
  { "429, silent", "'status':429" },
  { "500", "'status':500,'body':{'error':{'code':'InternalServerError','message':'Oh'}}" },
  { "503", "'status':503,'body':{'error':{'code':'serviceNotAvailable','message':'Oh'}}" },
  { "504", "'status':504,'body':{'error':{'code':'UnknownError','message':''}}" },
  { "500, done all the same",
    "'after':true,'status':500,'body':{'error':{'code':'InternalServerError','message':'Oh'}}" },
  { "dropped", "'drop':true" },
  { "dropped, done all the same", "'drop':'after'" },
  { "dropped in the middle", "'truncateAt':20" },
  { "half a body",
    "'after':true,'status':200," JSON_TYPE ",'body':'{\\\"value\\\":[{\\\"id\\\":\\\"0'" },
  { "no JSON", "'after':true,'status':200," JSON_TYPE ",'body':'\\u0001\\u0002OK then'" },
  { "wrong types",
    "'after':true,'status':200,'body':{'value':{'id':['x'],'status':7},'items':'none',"
    "'totalCount':'many','id':[1,2],'status':{'a':1},'displayName':17,'error':'no',"
    "'access_token':42,'expires_in':'soon','token_type':[],'links':3,'@odata.nextLink':{}}" },
  { "an empty object", "'after':true,'status':200,'body':{}" },
  { "nothing", "'after':true,'status':200" },
  { "null", "'after':true,'status':200," JSON_TYPE ",'body':'null'" },
  { "100 MB",
    "'status':200," JSON_TYPE ",'bodyStart':'{\\\"value\\\":[\\\"',"
    "'body':'0123456789abcdef0123456789abcdef','repeatBody':3276800,'bodyEnd':'\\\"]}'" },
  { "a million deep", "'status':200," JSON_TYPE ",'body':'[','repeatBody':1000000" },
  { "HTML", "'status':200,'headers':{'Content-Type':'text/html'},"
    "'body':'<!DOCTYPE html><title>Sign in to the hotel network</title>'" },
  { "endless pages", ENDLESS },
  { "next page elsewhere",
    "'status':200," PAGE ("STRANGER/graph/v1.0/users", "STRANGER/partner/v1/customers") },
  { "sent elsewhere", "'status':307,'headers':{'Location':'STRANGER/graph/v1.0/organization'}" },
};

/* How a command ended. */
typedef enum
{
  FINISHED,
  WAITS,
  FAILED,
  N_OUTCOMES,
} Outcome;

typedef struct
{
  guint     request;
  guint     fault;
  Outcome   outcome;
  gboolean  crashed;
  gboolean  hung;
  gboolean  is_double;
  char     *complaint;  /* (nullable) */
} Case;

typedef struct
{
  const BwFaultProgram *program;
  BwStranger           *stranger;
  guint                 ends[BW_FAULT_MAX_PHASES];  /* requests until the end of each phase */
  char                 *steps[BW_FAULT_MAX_PHASES];  /* how they stand then */
  guint                 n_all;
  char                 *state;
  char                **names;
  GArray               *cases;
} Campaign;

static void
case_clear (gpointer data)
{
  Case *self = data;

  g_free (self->complaint);
}

/* Returns: (transfer full): what each request was of which something may become, for
 *   who reads of a failure */
static char **
dup_names (Campaign        *campaign,
           BwHostileWorker *worker)
{
  g_autoptr(JsonNode) log = bw_test_sandbox_dup_log (worker->sandbox);
  JsonArray *array = json_node_get_array (log);
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *entry = json_array_get_object_element (array, i);
      const char *path = json_object_get_string_member (entry, "path");
      g_autofree char *name = NULL;

      if (!g_regex_match_simple (campaign->program->path, path, 0, 0))
        continue;

      name = g_strdup_printf ("%s %s", json_object_get_string_member (entry, "method"), path);
      g_strv_builder_add (names, name);
    }

  return g_strv_builder_end (names);
}

/* Returns: (transfer full): how the steps stand in what a program wrote */
static char *
dup_steps (const char *out)
{
  g_autoptr(GRegex) regex = g_regex_new ("\"state\":\"([a-z-]+)\"", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  GString *steps = g_string_new (NULL);

  for (g_regex_match (regex, out, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_autofree char *state = g_match_info_fetch (match, 1);

      g_string_append_printf (steps, "%s ", state);
    }

  return g_string_free (steps, FALSE);
}

static void
run (Campaign        *campaign,
     BwHostileWorker *worker,
     BwHostilePlace  *place,
     guint            phase,
     BwHostileEnd    *end)
{
  g_autoptr(GSubprocess) process = campaign->program->spawn (worker, place, phase);

  bw_hostile_wait (worker, place, process, end);
}

static void
run_undisturbed (BwHostileWorker *worker,
                 guint            index,
                 gpointer         data)
{
  Campaign *campaign = data;
  const BwFaultProgram *program = campaign->program;
  g_autoptr(BwHostilePlace) place = bw_hostile_place_new ();
  g_auto(BwHostileEnd) end = { 0, };

  g_assert_cmpuint (program->n_phases, <=, BW_FAULT_MAX_PHASES);
  if (program->prepare != NULL)
    program->prepare (worker, place);
  bw_test_sandbox_clear_log (worker->sandbox);

  for (guint phase = 0; phase < program->n_phases; phase++)
    {
      if (phase > 0)
        program->act (worker, phase);
      run (campaign, worker, place, phase, &end);
      g_assert_cmpint (end.code, ==, program->codes[phase]);
      campaign->steps[phase] = dup_steps (end.out);
      campaign->ends[phase] = bw_test_sandbox_count (worker->sandbox, NULL, program->path);
    }

  campaign->n_all = campaign->ends[program->n_phases - 1];
  campaign->state = bw_hostile_dup_state (worker);
  campaign->names = dup_names (campaign, worker);
}

static char *
fill_in (const char *text,
         const char *word,
         const char *value)
{
  g_auto(GStrv) parts = g_strsplit (text, word, -1);

  return g_strjoinv (value, parts);
}

static void
arm (BwHostileWorker *worker,
     Campaign        *campaign,
     const Fault     *fault,
     guint            request)
{
  g_autofree char *local = fill_in (fault->action, "URL", worker->url);
  g_autofree char *action = fill_in (local, "STRANGER", bw_stranger_get_url (campaign->stranger));

  /* What goes wrong with the endless page does so each time. */
  if (g_str_equal (fault->action, ENDLESS))
    bw_test_sandbox_act (worker->sandbox, "/_sandbox/faults", LOOP_RULE, action);

  bw_test_sandbox_act (worker->sandbox, "/_sandbox/faults", RULE, campaign->program->path,
                       request - 1, action);
}

/* Who waits for the wrong thing has not come to the end of the phase. */
static gboolean
is_through (Campaign           *campaign,
            const BwHostileEnd *end,
            guint               phase)
{
  g_autofree char *steps = NULL;

  if (end->code != campaign->program->codes[phase])
    return FALSE;

  steps = dup_steps (end->out);

  return end->code != WAITING || g_str_equal (steps, campaign->steps[phase]);
}

/* Whether it ended as a program should: with what it came to, or with a failure that
 * has a name. */
static Outcome
judge (Campaign           *campaign,
       Case               *self,
       const BwHostileEnd *end,
       guint               phase)
{
  self->crashed = self->crashed || (end->signal != 0 && !end->hung);
  self->hung = self->hung || end->hung;

  if (end->hung)
    bw_hostile_complain (&self->complaint, "It came to no end: %s%s", end->out, end->err);
  else if (end->signal != 0)
    bw_hostile_complain (&self->complaint, "It ended by signal %d: %s", end->signal, end->err);
  else if (strstr (end->err, "CRITICAL") != NULL)
    bw_hostile_complain (&self->complaint, "It is not well: %s", end->err);

  if (is_through (campaign, end, phase))
    return FINISHED;

  if (end->code == WAITING)
    {
      if (strstr (end->out, "\"statusText\":\"Waiting for") == NULL)
        bw_hostile_complain (&self->complaint, "It waits and does not say so: %s", end->out);
      return WAITS;
    }

  if (end->code >= 0 && !g_regex_match_simple ("\"eventId\":\"BW-[0-9]{4}\"", end->err, 0, 0))
    bw_hostile_complain (&self->complaint, "It ended with %d and a failure without a name: %s",
                         end->code, end->err);

  return FAILED;
}

/* What nobody disturbs. */
static void
expect (Campaign        *campaign,
        BwHostileWorker *worker,
        BwHostilePlace  *place,
        Case            *self,
        guint            phase,
        gboolean         again)
{
  g_auto(BwHostileEnd) end = { 0, };

  if (again)
    campaign->program->go_on (worker, place, phase, &end);
  else
    run (campaign, worker, place, phase, &end);

  if (judge (campaign, self, &end, phase) != FINISHED)
    bw_hostile_complain (&self->complaint, "%s, phase %u ended with %d: %s%s",
                         again ? "Afterwards" : "Undisturbed", phase, end.code, end.out, end.err);
}

/* @request: from 1, of those of @phase */
static void
disturb (Campaign        *campaign,
         BwHostileWorker *worker,
         BwHostilePlace  *place,
         Case            *self,
         guint            phase,
         guint            request)
{
  g_autoptr(JsonNode) answer = NULL;
  g_auto(BwHostileEnd) end = { 0, };

  arm (worker, campaign, &faults[self->fault], request);
  run (campaign, worker, place, phase, &end);
  self->outcome = judge (campaign, self, &end, phase);
  answer = bw_test_sandbox_control (worker->sandbox, "DELETE", "/_sandbox/faults", NULL);
}

static void
compare (Case       *self,
         const char *expected,
         const char *found)
{
  g_auto(GStrv) expected_lines = g_strsplit (expected, "\n", -1);
  g_auto(GStrv) found_lines = g_strsplit (found, "\n", -1);

  if (g_str_equal (expected, found))
    return;

  self->is_double = g_strv_length (found_lines) > g_strv_length (expected_lines);
  for (guint i = 0; found_lines[i] != NULL; i++)
    if (!g_strv_contains ((const char * const *) expected_lines, found_lines[i]))
      bw_hostile_complain (&self->complaint, "Found: %s", found_lines[i]);
  bw_hostile_complain (&self->complaint, "%u things instead of %u", g_strv_length (found_lines),
                       g_strv_length (expected_lines));
}

/* Once nothing is wrong any more, asking again makes it as it should be. */
static void
try_one (BwHostileWorker *worker,
         guint            index,
         gpointer         data)
{
  Campaign *campaign = data;
  const BwFaultProgram *program = campaign->program;
  Case *self = &g_array_index (campaign->cases, Case, index);
  g_autoptr(BwHostilePlace) place = bw_hostile_place_new ();
  g_autofree char *state = NULL;
  guint before = 0;

  if (program->prepare != NULL)
    program->prepare (worker, place);

  for (guint phase = 0; phase < program->n_phases && self->complaint == NULL; phase++)
    {
      gboolean is_its = self->request > before && self->request <= campaign->ends[phase];

      if (phase > 0)
        program->act (worker, phase);
      if (is_its)
        disturb (campaign, worker, place, self, phase, self->request - before);
      if (!is_its || self->outcome != FINISHED)
        expect (campaign, worker, place, self, phase, is_its);
      before = campaign->ends[phase];
    }

  if (self->complaint != NULL)
    return;

  bw_hostile_place_check (place);
  state = bw_hostile_dup_state (worker);
  compare (self, campaign->state, state);
}

static void
add_cases (Campaign *campaign)
{
  gboolean all = bw_hostile_wants_all ();

  for (guint request = 1; request <= campaign->n_all; request++)
    for (guint fault = 0; fault < G_N_ELEMENTS (faults); fault++)
      {
        Case next = { .request = request, .fault = fault };

        if (all || campaign->program->picks (campaign->names[request - 1], request, fault))
          g_array_append_val (campaign->cases, next);
      }
}

static void
print_row (Campaign *campaign,
           guint     fault)
{
  guint counts[N_OUTCOMES] = { 0, };
  guint n = 0;

  for (guint i = 0; i < campaign->cases->len; i++)
    {
      const Case *tried = &g_array_index (campaign->cases, Case, i);

      if (tried->fault != fault)
        continue;

      counts[tried->outcome]++;
      n++;
    }

  g_test_message ("%-36s %5u %9u %6u %7u", faults[fault].name, n, counts[FINISHED],
                  counts[WAITS], counts[FAILED]);
}

static guint
print_complaints (Campaign *campaign)
{
  guint n = 0;

  for (guint i = 0; i < campaign->cases->len; i++)
    {
      const Case *tried = &g_array_index (campaign->cases, Case, i);

      if (tried->complaint == NULL)
        continue;

      n++;
      g_test_message ("Request %u (%s), %s: %s", tried->request,
                      campaign->names[tried->request - 1], faults[tried->fault].name,
                      tried->complaint);
    }

  return n;
}

static void
print_table (Campaign *campaign)
{
  guint n_crashed = 0, n_hung = 0, n_double = 0;

  g_test_message ("%-36s %5s %9s %6s %7s", "fault", "tried", "finished", "waits", "failed");
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    print_row (campaign, i);

  for (guint i = 0; i < campaign->cases->len; i++)
    {
      const Case *tried = &g_array_index (campaign->cases, Case, i);

      n_crashed += tried->crashed ? 1 : 0;
      n_hung += tried->hung ? 1 : 0;
      n_double += tried->is_double ? 1 : 0;
    }

  g_test_message ("%u requests x %u faults, %u tried%s: %u crashes, %u hangs, %u duplicates, "
                  "%u leaked tokens", campaign->n_all, (guint) G_N_ELEMENTS (faults),
                  campaign->cases->len, bw_hostile_wants_all () ? "" : " (all with BW_HOSTILE=all)",
                  n_crashed, n_hung, n_double,
                  bw_stranger_get_n_secrets (campaign->stranger));
}

/**
 * bw_fault_anywhere:
 * @program: a program
 *
 * Has each of its requests answered with any sort of nonsense, one time each, lets it go
 * on, and fails the test where what comes of it is not what comes of a set-up that nobody
 * disturbs.
 */
void
bw_fault_anywhere (const BwFaultProgram *program)
{
  Campaign campaign = {
    .program = program,
    .stranger = bw_stranger_new (),
    .cases = g_array_new (FALSE, TRUE, sizeof (Case)),
  };
  guint n_complaints;

  g_array_set_clear_func (campaign.cases, case_clear);
  bw_hostile_run (1, run_undisturbed, &campaign);
  add_cases (&campaign);
  bw_hostile_run (campaign.cases->len, try_one, &campaign);

  n_complaints = print_complaints (&campaign);
  print_table (&campaign);
  g_assert_cmpuint (n_complaints, ==, 0);
  g_assert_cmpuint (bw_stranger_get_n_secrets (campaign.stranger), ==, 0);

  g_array_unref (campaign.cases);
  g_strfreev (campaign.names);
  for (guint phase = 0; phase < program->n_phases; phase++)
    g_free (campaign.steps[phase]);
  g_free (campaign.state);
  bw_stranger_free (campaign.stranger);
}
