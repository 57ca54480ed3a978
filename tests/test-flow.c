/* test-flow.c - the judges of a CSP tenant's set-up, as functions of an answer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-csp-setup.h"
#include "bw-json.h"
#include "bw-pace.h"
#include "bw-util.h"
#include "test-answer.h"
#include "test-flow-util.h"

static void
test_steps (Fixture       *self,
            gconstpointer  data)
{
  static const char * const keys[] = {
    "create-customer", "establish-relationship", "get-approval", "finalize-relationship",
    "groups-and-roles",
    "sync-users", "schedule-reports",
  };

  g_assert_cmpuint (self->steps->len, ==, G_N_ELEMENTS (keys));
  for (guint i = 0; i < self->steps->len; i++)
    g_assert_cmpstr (((BwStep *) g_ptr_array_index (self->steps, i))->key, ==, keys[i]);
}

/* Whatever a judge gets, it says something that the machine can go on with. */
static void
test_garbage (Fixture       *self,
              gconstpointer  data)
{
  static const struct { guint status; const char *json; } garbage[] = {
    { 200, NULL }, { 200, "<html>" }, { 200, "[]" }, { 200, "{}" }, { 200, "{\"value\":7}" },
    { 200, "{\"value\":[7]}" },
    { 200, "{\"value\":[{}]}" }, { 200, "{\"id\":7,\"status\":[]}" }, { 200, "\"text\"" },
    { 200, "null" },
    { 302, NULL }, { 400, NULL }, { 401, NULL }, { 403, "{}" }, { 404, "[]" }, { 409, NULL },
    { 410, NULL },
    { 412, NULL }, { 418, "I" }, { 429, NULL }, { 500, "<html>" }, { 501, NULL }, { 503, NULL },
  };

  bw_test_be_in_the_middle (self);
  for (guint s = 0; s < self->steps->len; s++)
    {
      BwStep *step = g_ptr_array_index (self->steps, s);

      for (guint r = 0; r < step->requirements->len; r++)
        {
          const BwRequirement *requirement = g_ptr_array_index (step->requirements, r);

          for (guint i = 0; i < G_N_ELEMENTS (garbage); i++)
            {
              g_autoptr(BwFacts) facts = bw_test_facts_copy (self);
              g_autoptr(BwRequest) request = requirement->look (requirement, facts);
              g_autoptr(BwResponse) answer = NULL;
              g_auto(BwFinding) finding = { 0 };
              BwVerdict verdict;

              g_assert_nonnull (request);
              answer = bw_test_answer (bw_request_ref (request), garbage[i].status,
                                       garbage[i].json);
              verdict = requirement->judge (requirement, facts, answer, &finding);

              g_test_message ("%s: %u %s: %d", requirement->name, garbage[i].status,
                              garbage[i].json, verdict);
              if (verdict == BW_VERDICT_CANNOT)
                g_assert_nonnull (finding.failure);
              if (verdict == BW_VERDICT_WAITS)
                g_assert_cmpuint (finding.again, >, 0);
              if (verdict == BW_VERDICT_MISSING)
                g_assert_nonnull (requirement->change);

              /* Nothing that is no list of facts makes it true. */
              if (garbage[i].status != 200)
                g_assert_cmpint (verdict, !=, BW_VERDICT_HOLDS);
            }
        }
    }
}

/* A plan for a customer without anything: what comes later is told all the same. */
static void
test_nothing_known (Fixture       *self,
                    gconstpointer  data)
{
  g_auto(BwFinding) first = { 0 };

  g_assert_cmpint (bw_test_judge (self, "relationship", NULL, 200, "{\"value\":[]}", &first), ==,
                   BW_VERDICT_MISSING);
  for (guint s = 0; s < self->steps->len; s++)
    {
      BwStep *step = g_ptr_array_index (self->steps, s);

      for (guint r = 0; r < step->requirements->len; r++)
        {
          const BwRequirement *requirement = g_ptr_array_index (step->requirements, r);
          g_autoptr(BwRequest) request = requirement->look (requirement, self->facts);
          g_auto(BwFinding) finding = { 0 };
          g_autofree char *what = NULL;
          g_autofree char *details = NULL;
          BwVerdict verdict;

          if (request != NULL)
            continue;

          verdict = requirement->judge (requirement, self->facts, NULL, &finding);
          g_test_message ("%s: %d", requirement->name, verdict);
          g_assert_true (verdict == BW_VERDICT_MISSING || verdict == BW_VERDICT_WAITS ||
                         verdict == BW_VERDICT_SKIPPED);
          if (verdict == BW_VERDICT_MISSING)
            {
              requirement->describe (requirement, self->facts, &what, &details);
              g_assert_false (bw_str_is_empty (what));
              g_assert_false (bw_str_is_empty (details));
            }
        }
    }
}

static void
test_identity (Fixture       *self,
               gconstpointer  data)
{
  g_auto(BwFinding) finding = { 0 };

  g_assert_cmpint (bw_test_judge (self, "identity", NULL, 200,
    "{\"tenantId\":\"" CUSTOMER "\",\"displayName\":\"Contoso, Ltd\","
                                "\"defaultDomainName\":\"contoso.com\"}",
    &finding), ==, BW_VERDICT_HOLDS);
  g_assert_cmpstr (self->facts->tenant->name, ==, "Contoso, Ltd");
  g_assert_cmpstr (self->facts->tenant->domain, ==, "contoso.com");

  bw_test_assert_cannot (self, "identity", 404, "{}", "BW-3003");

  bw_set_str (&self->facts->tenant->id, PARTNER);
  g_assert_cmpint (bw_test_judge (self, "identity", NULL, 0, NULL, &finding), ==,
                   BW_VERDICT_CANNOT);
  g_assert_cmpstr (finding.failure->event_id, ==, "BW-3002");
}

static void
test_partner_link (Fixture       *self,
                   gconstpointer  data)
{
  g_auto(BwFinding) finding = { 0 };

  g_assert_cmpint (bw_test_judge (self, "partner-link", NULL, 200,
                                  "{\"relationshipToPartner\":\"reseller\"}", &finding),
                   ==, BW_VERDICT_HOLDS);
  bw_test_assert_cannot (self, "partner-link", 200, "{\"relationshipToPartner\":\"None\"}",
                         "BW-3001");
  bw_test_assert_cannot (self, "partner-link", 404, "{\"code\":1000}", "BW-3001");
  bw_test_assert_cannot (self, "partner-link", 403, "{\"code\":900150}", "BW-4005");
  bw_test_assert_cannot (self, "partner-link", 200, "{}", "BW-1004");

  /* What passes by itself is waited for. */
  g_assert_cmpint (bw_test_judge (self, "partner-link", NULL, 503, NULL, &finding), ==,
                   BW_VERDICT_WAITS);
  g_assert_cmpint (finding.party, ==, BW_PARTY_NOBODY);
  g_assert_cmpstr (finding.failure->event_id, ==, "BW-1002");
  g_assert_cmpstr (finding.failure->tracking_id, ==, "run-1");
}

static void
test_relationship_new (Fixture       *self,
                       gconstpointer  data)
{
  g_auto(BwFinding) finding = { 0 };
  g_autofree char *name = NULL;
  g_autofree char *list = NULL;
  g_autoptr(BwRequest) change = NULL;
  g_autoptr(JsonNode) body = NULL;

  g_assert_cmpint (bw_test_judge (self, "relationship", NULL, 200, "{\"value\":[]}", &finding), ==,
                   BW_VERDICT_MISSING);
  g_assert_cmpint (self->facts->job->choice, ==, BW_CHOICE_NEW);
  name = g_strdup (self->facts->job->relationship_name);
  g_assert_nonnull (strstr (name, self->facts->job->mark));

  change = bw_test_find (self, "relationship",
                         NULL)->change (bw_test_find (self, "relationship", NULL), self->facts);
  body = bw_json_parse (bw_request_get_body (change), NULL);
  g_assert_cmpstr (bw_json_get_string (bw_json_node_object (body), "displayName"), ==, name);
  g_assert_cmpstr (bw_json_get_string (bw_json_node_object (body), "duration"), ==, "P730D");

  /* Asked again, the name is the same; and once it is there it is found by it. */
  g_assert_cmpint (bw_test_judge (self, "relationship", NULL, 200, "{\"value\":[]}", &finding), ==,
                   BW_VERDICT_MISSING);
  g_assert_cmpstr (self->facts->job->relationship_name, ==, name);
  list = bw_test_relationship_list ("r-1", name, "created");
  g_assert_cmpint (bw_test_judge (self, "relationship", NULL, 200, list, &finding), ==,
                   BW_VERDICT_HOLDS);
  g_assert_cmpstr (self->facts->relationship->id, ==, "r-1");
  g_assert_cmpstr (self->facts->job->relationship_id, ==, "r-1");
}

static void
test_relationship_choice (Fixture       *self,
                          gconstpointer  data)
{
  g_autofree char *active = bw_test_relationship_list ("r-1", "Helpdesk", "active");
  g_autofree char *waiting = bw_test_relationship_list ("r-1", "Helpdesk", "approvalPending");
  g_autofree char *over = bw_test_relationship_list ("r-1", "Helpdesk", "terminated");
  g_auto(BwFinding) finding = { 0 };

  g_assert_cmpint (bw_test_judge (self, "relationship", NULL, 200, active, &finding), ==,
                   BW_VERDICT_NEEDS_CHOICE);
  g_assert_cmpuint (self->facts->candidates->len, ==, 1);
  g_assert_cmpint (bw_test_judge (self, "relationship", NULL, 200, waiting, &finding), ==,
                   BW_VERDICT_NEEDS_CHOICE);

  self->facts->job->choice = BW_CHOICE_REUSE;
  bw_set_str (&self->facts->job->relationship_id, "r-1");
  g_assert_cmpint (bw_test_judge (self, "relationship", NULL, 200, active, &finding), ==,
                   BW_VERDICT_HOLDS);
  g_assert_cmpstr (self->facts->tenant->relationship_status, ==, "active");
  bw_set_str (&self->facts->tenant->relationship_id, NULL);

  /* It may have changed since it was chosen; why is said, and not in Microsoft's name. */
  g_assert_cmpint (bw_test_judge (self, "relationship", NULL, 200, over, &finding), ==,
                   BW_VERDICT_CANNOT);
  g_assert_cmpstr (finding.failure->event_id, ==, "BW-3004");
  g_assert_nonnull (strstr (finding.failure->meaning, "Terminated"));
  g_assert_false (bw_failure_has_microsoft (finding.failure));
  bw_test_assert_cannot (self, "relationship", 200, "{\"value\":[]}", "BW-3004");

  /* A list with something unreadable in it is no list to decide by. */
  self->facts->job->choice = BW_CHOICE_NONE;
  bw_test_assert_cannot (self, "relationship", 200, "{\"value\":[{\"id\":\"x\"}]}", "BW-1004");
}

static void
test_approval (Fixture       *self,
               gconstpointer  data)
{
  static const struct
  {
    const char *status;
    BwVerdict   verdict;
    BwParty     party;
    const char *id;
  } cases[] = {
    { "created", BW_VERDICT_WAITS, BW_PARTY_CUSTOMER, NULL },
    { "approvalPending", BW_VERDICT_WAITS, BW_PARTY_CUSTOMER, NULL },
    { "approved", BW_VERDICT_WAITS, BW_PARTY_MICROSOFT, NULL },
    { "activating", BW_VERDICT_WAITS, BW_PARTY_MICROSOFT, NULL },
    { "active", BW_VERDICT_HOLDS, BW_PARTY_NOBODY, NULL },
    { "expired", BW_VERDICT_CANNOT, BW_PARTY_NOBODY, "BW-3005" },
    { "terminated", BW_VERDICT_CANNOT, BW_PARTY_NOBODY, "BW-3006" },
    { "terminationRequested", BW_VERDICT_CANNOT, BW_PARTY_NOBODY, "BW-3006" },
  };

  bw_test_be_in_the_middle (self);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = bw_test_relationship ("r-1", "Helpdesk", cases[i].status);
      g_auto(BwFinding) finding = { 0 };

      g_test_message ("%s", cases[i].status);
      g_assert_cmpint (bw_test_judge (self, "approved", NULL, 200, json, &finding), ==,
                       cases[i].verdict);
      g_assert_cmpint (finding.party, ==, cases[i].party);
      if (cases[i].party == BW_PARTY_CUSTOMER)
        g_assert_true (g_str_has_suffix (self->facts->job->link, "r-1"));
      else
        g_assert_null (self->facts->job->link);
      if (cases[i].id != NULL)
        g_assert_cmpstr (finding.failure->event_id, ==, cases[i].id);
    }

  /* One that was active has ended, and was not rejected. */
  self->facts->was_active = TRUE;
  {
    g_autofree char *json = bw_test_relationship ("r-1", "Helpdesk", "terminated");

    bw_test_assert_cannot (self, "approved", 200, json, "BW-3007");
  }
}

static void
test_sent (Fixture       *self,
           gconstpointer  data)
{
  g_autofree char *created = bw_test_relationship ("r-1", "Helpdesk", "created");
  g_autofree char *pending = bw_test_relationship ("r-1", "Helpdesk", "approvalPending");
  g_auto(BwFinding) finding = { 0 };

  bw_test_be_in_the_middle (self);
  g_assert_cmpint (bw_test_judge (self, "sent-for-approval", NULL, 200, created, &finding), ==,
                   BW_VERDICT_MISSING);
  g_assert_cmpint (bw_test_judge (self, "sent-for-approval", NULL, 200, pending, &finding), ==,
                   BW_VERDICT_HOLDS);

  /* The replica that was asked does not know it yet. */
  g_assert_cmpint (bw_test_judge (self, "sent-for-approval", NULL, 404, NULL, &finding), ==,
                   BW_VERDICT_WAITS);
  g_assert_cmpint (finding.party, ==, BW_PARTY_MICROSOFT);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define add(path, func) \
  g_test_add (path, Fixture, NULL, bw_test_flow_set_up, func, bw_test_flow_tear_down)
  add ("/flow/csp/steps", test_steps);
  add ("/flow/csp/garbage", test_garbage);
  add ("/flow/csp/nothing-known", test_nothing_known);
  add ("/flow/csp/identity", test_identity);
  add ("/flow/csp/partner-link", test_partner_link);
  add ("/flow/csp/relationship-new", test_relationship_new);
  add ("/flow/csp/relationship-choice", test_relationship_choice);
  add ("/flow/csp/approval", test_approval);
  add ("/flow/csp/sent", test_sent);
#undef add

  return g_test_run ();
}
