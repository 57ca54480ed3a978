/* bw-csp-relationship.c - steps 2 and 3: an admin relationship, approved by the customer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-candidate.h"
#include "bw-csp-private.h"
#include "bw-gdap.h"
#include "bw-pace.h"
#include "bw-role.h"
#include "bw-util.h"

#define SECONDS_PER_DAY (24 * 60 * 60)
/* The customer has this long to answer. */
#define APPROVAL_DAYS 90
#define AUTO_EXTEND (180 * SECONDS_PER_DAY)

static BwRelationship *
find_own (GPtrArray     *relationships,
          const BwFacts *facts)
{
  const BwJobRow *job = facts->job;

  for (guint i = 0; i < relationships->len; i++)
    {
      BwRelationship *relationship = g_ptr_array_index (relationships, i);

      if (job->choice == BW_CHOICE_REUSE ? g_strcmp0 (relationship->id, job->relationship_id) == 0
                                         : g_strcmp0 (relationship->name,
                                                      job->relationship_name) == 0)
        return relationship;
    }

  return NULL;
}

static BwCandidate *
find_candidate (GPtrArray  *candidates,
                const char *id)
{
  for (guint i = 0; i < candidates->len; i++)
    {
      BwCandidate *candidate = g_ptr_array_index (candidates, i);

      if (g_strcmp0 (bw_candidate_get_id (candidate), id) == 0)
        return candidate;
    }

  return NULL;
}

static gboolean
is_choosable (BwCandidate *candidate)
{
  return bw_candidate_is_valid (candidate) || bw_candidate_is_waiting (candidate);
}

static void
learn_limitations (BwFacts     *facts,
                   BwCandidate *candidate)
{
  GPtrArray *limitations = bw_candidate_get_limitations (candidate);

  for (guint i = 0; limitations != NULL && i < limitations->len; i++)
    {
      BwLimitation *limitation = g_ptr_array_index (limitations, i);

      bw_limitations_add (facts->limitations, limitation->feature, limitation->reason);
    }
}

static BwRequest *
look_relationship (const BwRequirement *self,
                   BwFacts             *facts)
{
  return bw_gdap_list (facts->cloud, facts->partner_tenant, facts->tenant->id);
}

/* Nobody has chosen yet: ask if there is something to choose from. */
static BwVerdict
judge_unchosen (BwFacts   *facts,
                GPtrArray *candidates,
                BwFinding *finding)
{
  guint n = 0;

  for (guint i = 0; i < candidates->len; i++)
    n += is_choosable (g_ptr_array_index (candidates, i)) ? 1 : 0;

  if (n > 0)
    {
      finding->text = g_strdup_printf (ngettext ("%u admin relationship can be used",
                                                 "%u admin relationships can be used", n), n);
      return BW_VERDICT_NEEDS_CHOICE;
    }

  bw_facts_begin_new (facts);

  return BW_VERDICT_MISSING;
}

/* The one that was chosen may have changed since. */
static BwVerdict
judge_chosen (BwFacts        *facts,
              BwRelationship *relationship,
              BwCandidate    *candidate,
              BwFinding      *finding)
{
  gboolean in_use = facts->tenant->relationship_id != NULL && relationship != NULL &&
                    g_strcmp0 (facts->tenant->relationship_id, relationship->id) == 0;
  const char * const *reasons;
  BwFailure *failure;

  if (relationship == NULL)
    return bw_verdict_event (facts, finding, BW_EVENT_RELATIONSHIP_INVALID);

  /* What ends soon is no choice any more, but what runs on it may go on. */
  if (is_choosable (candidate) || (in_use && bw_relationship_is (relationship, "active")))
    return BW_VERDICT_HOLDS;

  if (in_use && bw_relationship_has_ended (relationship, bw_clock_now ()))
    return BW_VERDICT_HOLDS;

  failure = bw_catalogue_make (BW_EVENT_RELATIONSHIP_INVALID, facts->tracking_id);
  reasons = bw_candidate_get_reasons (candidate);
  if (reasons != NULL && reasons[0] != NULL)
    {
      /* Translators: %1$s is a sentence, %2$s the reason for it */
      g_autofree char *meaning = g_strdup_printf (_("%1$s (%2$s)"), failure->meaning, reasons[0]);

      bw_set_str (&failure->meaning, meaning);
    }

  return bw_verdict_cannot (finding, failure);
}

static BwVerdict
judge_relationship (const BwRequirement *self,
                    BwFacts             *facts,
                    BwResponse          *answer,
                    BwFinding           *finding)
{
  g_autoptr(GPtrArray) relationships = NULL;
  g_autoptr(GPtrArray) candidates = NULL;
  g_autoptr(GError) error = NULL;
  BwRelationship *own = NULL;
  BwCandidate *candidate = NULL;
  BwVerdict verdict = BW_VERDICT_HOLDS;

  if (!bw_response_is_success (answer))
    return bw_verdict_from_answer (facts, answer, finding);

  relationships = bw_gdap_read_list (answer, &error);
  if (relationships == NULL)
    return bw_verdict_from_error (facts, error, finding);

  candidates = bw_candidates_judge_all (relationships, facts->role_template, facts->tenant->id,
                                        bw_clock_now ());
  bw_facts_learn_candidates (facts, candidates);

  if (facts->job->choice == BW_CHOICE_NONE)
    return judge_unchosen (facts, candidates, finding);

  own = find_own (relationships, facts);
  candidate = own != NULL ? find_candidate (candidates, own->id) : NULL;

  if (facts->job->choice == BW_CHOICE_REUSE)
    verdict = judge_chosen (facts, own, candidate, finding);
  else if (own == NULL)
    {
      bw_facts_begin_new (facts);
      return BW_VERDICT_MISSING;
    }

  if (verdict == BW_VERDICT_HOLDS)
    {
      bw_facts_learn_relationship (facts, own);
      learn_limitations (facts, candidate);
    }

  return verdict;
}

static BwRelationship *
make_draft (BwFacts *facts)
{
  BwRelationship *draft = bw_relationship_new ("");

  bw_set_str (&draft->name, facts->job->relationship_name);
  bw_set_str (&draft->customer_id, facts->tenant->id);
  bw_set_str (&draft->customer_name, facts->tenant->name);
  g_strfreev (draft->roles);
  draft->roles = bw_role_template_dup_role_ids (facts->role_template);
  draft->duration = facts->duration;
  /* Microsoft refuses to extend what holds Global Administrator. */
  if (facts->auto_extend &&
      !g_strv_contains ((const char * const *) draft->roles, BW_ROLE_GLOBAL_ADMINISTRATOR))
    draft->auto_extend = AUTO_EXTEND;

  return draft;
}

static BwRequest *
create_relationship (const BwRequirement *self,
                     BwFacts             *facts)
{
  g_autoptr(BwRelationship) draft = make_draft (facts);

  return bw_gdap_create (facts->cloud, facts->partner_tenant, draft);
}

static void
describe_relationship (const BwRequirement *self,
                       BwFacts             *facts,
                       char               **what,
                       char               **details)
{
  g_auto(GStrv) ids = NULL;
  g_auto(GStrv) names = NULL;
  g_autofree char *roles = NULL;
  gint64 days = facts->duration / SECONDS_PER_DAY;

  *what = g_strdup (_("admin relationship"));

  if (facts->relationship != NULL)
    {
      *details = g_strdup (facts->relationship->name);
      return;
    }

  ids = bw_role_template_dup_role_ids (facts->role_template);
  names = bw_role_dup_names ((const char * const *) ids);
  roles = g_strjoinv (", ", names);
  /* Translators: name of the relationship, days, list of roles */
  *details = g_strdup_printf (ngettext ("“%s”, for %lld day, with the roles %s",
                                        "“%s”, for %lld days, with the roles %s", (gulong) days),
                              facts->job->relationship_name, (long long) days, roles);
}

static BwRequest *
look_same (const BwRequirement *self,
           BwFacts             *facts)
{
  if (facts->relationship == NULL)
    return NULL;

  return bw_gdap_get (facts->cloud, facts->partner_tenant, facts->relationship->id);
}

/* Returns: (transfer full): the relationship, or %NULL with @verdict set */
static BwRelationship *
read_same (BwFacts    *facts,
           BwResponse *answer,
           BwFinding  *finding,
           BwVerdict  *verdict)
{
  g_autoptr(BwRelationship) relationship = NULL;
  g_autoptr(GError) error = NULL;

  if (!bw_response_is_success (answer))
    {
      /* The list had it a moment ago: Microsoft's replicas do not agree yet. */
      if (bw_response_get_status (answer) == 404)
        *verdict = bw_verdict_waits (finding, BW_PARTY_MICROSOFT, BW_LOOK_AGAIN_MICROSOFT,
                                     g_strdup (_("The admin relationship is not readable yet")));
      else
        *verdict = bw_verdict_from_answer (facts, answer, finding);
      return NULL;
    }

  relationship = bw_gdap_read (answer, &error);
  if (relationship == NULL)
    {
      *verdict = bw_verdict_from_error (facts, error, finding);
      return NULL;
    }

  bw_facts_learn_relationship (facts, relationship);

  return g_steal_pointer (&relationship);
}

static BwVerdict
judge_sent (const BwRequirement *self,
            BwFacts             *facts,
            BwResponse          *answer,
            BwFinding           *finding)
{
  g_autoptr(BwRelationship) relationship = NULL;
  BwVerdict verdict = BW_VERDICT_MISSING;

  if (answer == NULL)
    return BW_VERDICT_MISSING;

  relationship = read_same (facts, answer, finding, &verdict);
  if (relationship == NULL)
    return verdict;

  return bw_relationship_is (relationship, "created") ? BW_VERDICT_MISSING : BW_VERDICT_HOLDS;
}

static BwRequest *
send_for_approval (const BwRequirement *self,
                   BwFacts             *facts)
{
  return bw_gdap_request (facts->cloud, facts->partner_tenant, facts->relationship,
                          "lockForApproval");
}

static void
describe_sent (const BwRequirement *self,
               BwFacts             *facts,
               char               **what,
               char               **details)
{
  *what = g_strdup (_("approval request"));
  *details = g_strdup (facts->relationship != NULL ? facts->relationship->name
                                                   : facts->job->relationship_name);
}

static char *
dup_date (gint64 unix_time)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_local (unix_time);

  return date != NULL ? g_date_time_format (date, "%x") : g_strdup ("?");
}

static BwVerdict
wait_for_customer (BwFacts   *facts,
                   BwFinding *finding)
{
  BwRelationship *relationship = facts->relationship;
  gint64 lapses = (relationship->changed > 0 ? relationship->changed : bw_clock_now ()) +
                  APPROVAL_DAYS * SECONDS_PER_DAY;
  g_autofree char *date = dup_date (lapses);

  g_free (facts->job->link);
  facts->job->link = bw_cloud_dup_approval_link (facts->cloud, relationship->id);

  return bw_verdict_waits (finding, BW_PARTY_CUSTOMER, BW_LOOK_AGAIN_PERSON,
                           g_strdup_printf (_("Not yet approved; the request lapses on %s"), date));
}

static BwVerdict
judge_approved (const BwRequirement *self,
                BwFacts             *facts,
                BwResponse          *answer,
                BwFinding           *finding)
{
  g_autoptr(BwRelationship) relationship = NULL;
  BwVerdict verdict = BW_VERDICT_MISSING;

  if (answer == NULL)
    return bw_verdict_waits (finding, BW_PARTY_CUSTOMER, BW_LOOK_AGAIN_PERSON,
                             g_strdup (_("The customer approves the new admin relationship")));

  relationship = read_same (facts, answer, finding, &verdict);
  if (relationship == NULL)
    return verdict;

  if (bw_relationship_is (relationship, "approvalPending") ||
      bw_relationship_is (relationship, "created"))
    return wait_for_customer (facts, finding);

  g_clear_pointer (&facts->job->link, g_free);

  if (bw_relationship_is (relationship, "active"))
    return BW_VERDICT_HOLDS;

  if (bw_relationship_is (relationship, "approved") ||
      bw_relationship_is (relationship, "activating"))
    return bw_verdict_waits (finding, BW_PARTY_MICROSOFT, BW_LOOK_AGAIN_MICROSOFT,
                             g_strdup (_("Approved; Microsoft is activating it, which takes up to "
                                         "five minutes")));

  if (facts->was_active)
    return bw_verdict_event (facts, finding, BW_EVENT_RELATIONSHIP_ENDED);

  if (bw_relationship_is (relationship, "expired") || bw_relationship_is (relationship, "expiring"))
    return bw_verdict_event (facts, finding, BW_EVENT_RELATIONSHIP_LAPSED);

  return bw_verdict_event (facts, finding, BW_EVENT_RELATIONSHIP_REJECTED);
}

/**
 * bw_csp_is_settling:
 * @facts: facts
 *
 * Microsoft takes minutes to let us in after an approval; field reports say up
 * to fifteen.  What it refuses in that time is no failure yet.
 *
 * Returns: whether the admin relationship is that young
 */
gboolean
bw_csp_is_settling (const BwFacts *facts)
{
  const gint64 settled = 15 * 60;

  return facts->relationship != NULL && bw_clock_now () - facts->relationship->changed < settled;
}

const BwRequirement bw_csp_relationship = {
  .name = "relationship",
  .action = "create",
  .look = look_relationship,
  .judge = judge_relationship,
  .change = create_relationship,
  .describe = describe_relationship,
};

const BwRequirement bw_csp_sent_for_approval = {
  .name = "sent-for-approval",
  .action = "create",
  .look = look_same,
  .judge = judge_sent,
  .change = send_for_approval,
  .describe = describe_sent,
};

const BwRequirement bw_csp_approved = {
  .name = "approved",
  .look = look_same,
  .judge = judge_approved,
};
