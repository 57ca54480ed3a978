/* bw-requirement.c - a statement that must be true at Microsoft
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-error.h"
#include "bw-requirement.h"

/* A service that is down or busy deserves more patience than a step of ours. */
#define AGAIN_TRANSIENT 30

/**
 * bw_finding_clear:
 * @self: a finding
 *
 * Frees what is in @self, which is then as good as new.
 */
void
bw_finding_clear (BwFinding *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->failure, bw_failure_unref);
  self->party = BW_PARTY_NOBODY;
  self->again = 0;
  self->stage = 0;
}

/**
 * bw_verdict_cannot:
 * @finding: (out): finding to fill
 * @failure: (transfer full): why
 *
 * Returns: %BW_VERDICT_CANNOT, or %BW_VERDICT_WAITS for nobody if @failure may
 *   pass by itself
 */
BwVerdict
bw_verdict_cannot (BwFinding *finding,
                   BwFailure *failure)
{
  g_clear_pointer (&finding->failure, bw_failure_unref);
  finding->failure = failure;

  if (!failure->transient)
    return BW_VERDICT_CANNOT;

  return bw_verdict_waits (finding, BW_PARTY_NOBODY, AGAIN_TRANSIENT, g_strdup (failure->meaning));
}

/**
 * bw_verdict_event:
 * @facts: facts
 * @finding: (out): finding to fill
 * @event: what happened
 *
 * Returns: what bw_verdict_cannot() makes of the catalogue's failure for @event
 */
BwVerdict
bw_verdict_event (BwFacts   *facts,
                  BwFinding *finding,
                  BwEvent    event)
{
  return bw_verdict_cannot (finding, bw_catalogue_make (event, facts->tracking_id));
}

/**
 * bw_verdict_waits:
 * @finding: (out): finding to fill
 * @party: who is waited for
 * @again: seconds until the next look
 * @text: (transfer full) (nullable): what is waited for
 *
 * Returns: %BW_VERDICT_WAITS
 */
BwVerdict
bw_verdict_waits (BwFinding *finding,
                  BwParty    party,
                  guint      again,
                  char      *text)
{
  finding->party = party;
  finding->again = again;
  g_free (finding->text);
  finding->text = text;

  return BW_VERDICT_WAITS;
}

/**
 * bw_verdict_skipped:
 * @finding: (out): finding to fill
 * @text: (transfer full): why
 *
 * Returns: %BW_VERDICT_SKIPPED
 */
BwVerdict
bw_verdict_skipped (BwFinding *finding,
                    char      *text)
{
  g_free (finding->text);
  finding->text = text;

  return BW_VERDICT_SKIPPED;
}

/**
 * bw_verdict_from_error:
 * @facts: facts
 * @error: why there is no answer
 * @finding: (out): finding to fill
 *
 * Returns: what an answer that never came means; where a person of ours has to do
 *   something first, a wait
 */
BwVerdict
bw_verdict_from_error (BwFacts      *facts,
                       const GError *error,
                       BwFinding    *finding)
{
  if (g_error_matches (error, BW_ERROR, BW_ERROR_NEEDS_PERSON))
    return bw_verdict_waits (finding, BW_PARTY_YOU, BW_LOOK_AGAIN_PERSON,
                             g_strdup (error->message));

  return bw_verdict_cannot (finding, bw_catalogue_from_error (error, facts->tracking_id));
}

/* Whoever has to make the exception needs to know for whom. */
static void
name_partner (BwFailure  *failure,
              const char *partner_tenant)
{
  char *advice;

  if (partner_tenant == NULL)
    return;

  /* Translators: %1$s is the advice, whole sentences; %2$s is a tenant ID */
  advice = g_strdup_printf (_("%1$s The ID of your partner tenant is %2$s."), failure->advice,
                            partner_tenant);
  g_free (failure->advice);
  failure->advice = advice;
}

/**
 * bw_verdict_from_answer:
 * @facts: facts
 * @answer: an answer that is not a success
 * @finding: (out): finding to fill
 *
 * The usual reading of an error.
 *
 * Returns: %BW_VERDICT_CANNOT or %BW_VERDICT_WAITS
 */
BwVerdict
bw_verdict_from_answer (BwFacts    *facts,
                        BwResponse *answer,
                        BwFinding  *finding)
{
  BwFailure *failure = bw_catalogue_from_response (answer, facts->tracking_id);

  if (bw_catalogue_is_policy (bw_catalogue_classify (answer)))
    name_partner (failure, facts->partner_tenant);

  return bw_verdict_cannot (finding, failure);
}
