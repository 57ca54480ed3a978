/* bw-guest-account.c - stages 3 and 4: the guest account is there, and signed in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-directory.h"
#include "bw-error.h"
#include "bw-guest-private.h"

/* What the guest account's own sign-in asks for. */
#define OWN_PERMISSION "User.Read"

static const char *
get_principal (BwFacts *facts)
{
  return g_hash_table_lookup (facts->principals, facts->client_id);
}

/* Never the account of an earlier run: the customer may have removed it since. */
static BwRequest *
look_account (const BwRequirement *self,
              BwFacts             *facts)
{
  g_autoptr(BwCloud) cloud = bw_cloud_act_as (facts->cloud, BW_ACTOR_APPLICATION);

  if (get_principal (facts) == NULL)
    return NULL;

  return bw_guest_find (cloud, facts->tenant->id, facts->tenant->guest_email);
}

/* Learns the guest account, if there is one. */
static BwVerdict
judge_invited (const BwRequirement *self,
               BwFacts             *facts,
               BwResponse          *answer,
               BwFinding           *finding)
{
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&facts->guest, bw_guest_free);
  if (answer == NULL)
    return BW_VERDICT_MISSING;

  if (!bw_response_is_success (answer))
    return bw_verdict_from_answer (facts, answer, finding);

  facts->guest = bw_guest_read_found (answer, &error);
  if (error != NULL)
    return bw_verdict_from_error (facts, error, finding);
  if (facts->guest == NULL)
    return BW_VERDICT_MISSING;

  return facts->guest->is_member ? bw_verdict_event (facts, finding, BW_EVENT_GUEST_IS_MEMBER)
                                 : BW_VERDICT_HOLDS;
}

static BwRequest *
invite (const BwRequirement *self,
        BwFacts             *facts)
{
  g_autoptr(BwCloud) cloud = bw_cloud_act_as (facts->cloud, BW_ACTOR_APPLICATION);

  return bw_guest_invite (cloud, facts->tenant->id, facts->tenant->guest_email, NULL);
}

static BwVerdict
refuse_invitation (const BwRequirement *self,
                   BwFacts             *facts,
                   BwResponse          *answer,
                   BwFinding           *finding)
{
  return bw_verdict_cannot (finding, bw_guest_explain_refusal (answer, facts->tracking_id));
}

static void
describe_invitation (const BwRequirement *self,
                     BwFacts             *facts,
                     char               **what,
                     char               **details)
{
  *what = g_strdup (_("guest account in the customer tenant"));
  *details = g_strdup (facts->tenant->guest_email);
}

static BwVerdict
judge_accepted (const BwRequirement *self,
                BwFacts             *facts,
                BwResponse          *answer,
                BwFinding           *finding)
{
  BwVerdict verdict = judge_invited (self, facts, answer, finding);

  if (verdict == BW_VERDICT_MISSING)
    return answer == NULL ? BW_VERDICT_SKIPPED
                          : bw_verdict_event (facts, finding, BW_EVENT_NOT_CONVERGED);
  if (verdict != BW_VERDICT_HOLDS)
    return verdict;

  if (!facts->guest->enabled)
    return bw_verdict_event (facts, finding, BW_EVENT_GUEST_BLOCKED);

  if (facts->guest->accepted)
    return BW_VERDICT_HOLDS;

  return bw_verdict_waits (finding, BW_PARTY_YOU, BW_LOOK_AGAIN_PERSON,
                           /* Translators: a mail address */
                           g_strdup_printf (_("The invitation that Microsoft sent to %s has to be "
                                              "accepted. It may be in the spam folder"),
                                            facts->tenant->guest_email));
}

static BwVerdict
ask_once_more (BwFacts   *facts,
               BwFinding *finding)
{
  return bw_verdict_waits (finding, BW_PARTY_YOU, BW_LOOK_AGAIN_PERSON,
                           /* Translators: a mail address */
                           g_strdup_printf (_("Sign in as %s once more, and accept the "
                                              "permissions"), facts->tenant->guest_email));
}

/* What keeps a guest account out is mended otherwise than what keeps out a partner. */
static BwVerdict
judge_guest_refusal (BwFacts    *facts,
                     BwResponse *answer,
                     BwFinding  *finding)
{
  BwEvent event = bw_guest_classify (answer);
  const char *address = facts->tenant->guest_email;

  if (event == BW_EVENT_GUEST_PENDING)
    return bw_verdict_waits (finding, BW_PARTY_YOU, BW_LOOK_AGAIN_PERSON,
                             /* Translators: a mail address */
                             g_strdup_printf (_("%s has to accept the invitation first"), address));

  if (event == BW_EVENT_SIGN_IN_EXPIRED || event == BW_EVENT_MFA_MISSING ||
      event == BW_EVENT_CONSENT_MISSING || event == BW_EVENT_GUEST_IN_THE_WAY)
    return ask_once_more (facts, finding);

  return bw_verdict_cannot (finding, bw_catalogue_from_response_as (event, answer,
                                                                    facts->tracking_id));
}

static BwRequest *
look_signed_in (const BwRequirement *self,
                BwFacts             *facts)
{
  g_autoptr(BwCloud) cloud = bw_cloud_act_as (facts->cloud, BW_ACTOR_GUEST);

  if (facts->guest == NULL)
    return NULL;

  return bw_guest_get_me (cloud, facts->tenant->id);
}

static BwVerdict
judge_signed_in (const BwRequirement *self,
                 BwFacts             *facts,
                 BwResponse          *answer,
                 BwFinding           *finding)
{
  g_autoptr(BwGuest) me = NULL;
  g_autoptr(GError) error = NULL;

  if (answer == NULL)
    return BW_VERDICT_SKIPPED;

  if (!bw_response_is_success (answer))
    return judge_guest_refusal (facts, answer, finding);

  me = bw_guest_read_me (answer, &error);
  if (me == NULL)
    return bw_verdict_from_error (facts, error, finding);

  if (g_ascii_strcasecmp (me->id, facts->guest->id) == 0)
    return BW_VERDICT_HOLDS;

  return bw_verdict_waits (finding, BW_PARTY_YOU, BW_LOOK_AGAIN_PERSON,
                           /* Translators: a sign-in name, a mail address */
                           g_strdup_printf (_("%1$s signed in, which is not the guest account "
                                              "%2$s. Sign in again"), me->name,
                                            facts->tenant->guest_email));
}

static BwVerdict
explain_no_sign_in (const BwRequirement *self,
                    BwFacts             *facts,
                    const GError        *error,
                    BwFinding           *finding)
{
  if (!g_error_matches (error, BW_ERROR, BW_ERROR_NEEDS_PERSON))
    return bw_verdict_from_error (facts, error, finding);

  return bw_verdict_waits (finding, BW_PARTY_YOU, BW_LOOK_AGAIN_PERSON,
                           /* Translators: a mail address */
                           g_strdup_printf (_("Sign in as %s and accept the permissions"),
                                            facts->tenant->guest_email));
}

static BwRequest *
look_granted (const BwRequirement *self,
              BwFacts             *facts)
{
  g_autoptr(BwCloud) cloud = bw_cloud_act_as (facts->cloud, BW_ACTOR_APPLICATION);

  if (facts->guest == NULL)
    return NULL;

  return bw_guest_list_grants (cloud, facts->tenant->id, get_principal (facts));
}

static BwVerdict
judge_granted (const BwRequirement *self,
               BwFacts             *facts,
               BwResponse          *answer,
               BwFinding           *finding)
{
  gboolean granted;
  g_autoptr(GError) error = NULL;

  if (answer == NULL)
    return BW_VERDICT_SKIPPED;

  if (!bw_response_is_success (answer))
    return bw_verdict_from_answer (facts, answer, finding);

  if (!bw_guest_read_grants (answer, facts->guest->id, OWN_PERMISSION, &granted, &error))
    return bw_verdict_from_error (facts, error, finding);

  if (granted)
    return BW_VERDICT_HOLDS;

  return ask_once_more (facts, finding);
}

const BwRequirement bw_guest_invited = {
  .name = "invited",
  .action = "create",
  .look = look_account,
  .judge = judge_invited,
  .change = invite,
  .refused = refuse_invitation,
  .describe = describe_invitation,
};

const BwRequirement bw_guest_accepted = {
  .name = "accepted",
  .look = look_account,
  .judge = judge_accepted,
};

const BwRequirement bw_guest_signed_in = {
  .name = "signed-in",
  .look = look_signed_in,
  .judge = judge_signed_in,
  .unanswered = explain_no_sign_in,
};

const BwRequirement bw_guest_granted = {
  .name = "granted",
  .look = look_granted,
  .judge = judge_granted,
};
