/* bw-requirement.h - a statement that must be true at Microsoft
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-catalogue.h"
#include "bw-facts.h"

G_BEGIN_DECLS

/**
 * BwVerdict:
 * @BW_VERDICT_HOLDS: it is true
 * @BW_VERDICT_MISSING: it is not, and a change of ours makes it so
 * @BW_VERDICT_WAITS: it is not yet, and somebody else is at it
 * @BW_VERDICT_NEEDS_CHOICE: the user has to choose
 * @BW_VERDICT_SKIPPED: it cannot be here, and the set-up does without
 * @BW_VERDICT_CANNOT: it cannot be, for a reason that stops the set-up
 */
typedef enum
{
  BW_VERDICT_HOLDS,
  BW_VERDICT_MISSING,
  BW_VERDICT_WAITS,
  BW_VERDICT_NEEDS_CHOICE,
  BW_VERDICT_SKIPPED,
  BW_VERDICT_CANNOT,
} BwVerdict;

/**
 * BwFinding:
 * @party: who is waited for
 * @text: (nullable): one sentence for the tracker: what is waited for, or why it is skipped
 * @again: seconds until the next look
 * @stage: which of several changes is missing; a change of another stage than
 *   the last is made at once instead of waiting for the last to show
 * @failure: (nullable): why it cannot be; of a wait, what it becomes when it never ends
 *
 * What a judge says beside its verdict.
 */
typedef struct
{
  BwParty    party;
  char      *text;
  guint      again;
  guint      stage;
  BwFailure *failure;
} BwFinding;

void bw_finding_clear (BwFinding *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BwFinding, bw_finding_clear)

typedef struct _BwRequirement BwRequirement;

/**
 * BwRequirement:
 * @name: stable name, for the log
 * @about: what it is about when the same kind is required of several things: a
 *   group's name, a resource's app ID
 * @action: what the change is: "create", "update" or "delete"
 * @look: gives the request that shows how things are; %NULL where earlier
 *   requirements have to hold first
 * @judge: (not nullable): reads the answer, or %NULL if there was no request.
 *   Pure but for what it learns into the facts.  Refusals and other errors of
 *   the services are answers, too
 * @unanswered: reads why no answer came, such as that somebody has not signed in; %NULL
 *   for the usual reading
 * @change: gives the request that makes it so
 * @refused: reads the answer to a change that was neither successful nor "it
 *   exists already"; %NULL for the usual reading
 * @describe: what the change makes and with what in it, in words for people
 * @lock: name of what must not be changed by two set-ups at once, or %NULL
 *
 * None of the functions may assume what an earlier run did.
 */
struct _BwRequirement
{
  const char *name;
  const char *about;
  const char *action;

  BwRequest *(*look)     (const BwRequirement *self,
                          BwFacts             *facts);
  BwVerdict  (*judge)    (const BwRequirement *self,
                          BwFacts             *facts,
                          BwResponse          *answer,
                          BwFinding           *finding);
  BwVerdict  (*unanswered) (const BwRequirement *self,
                            BwFacts             *facts,
                            const GError        *error,
                            BwFinding           *finding);
  BwRequest *(*change)   (const BwRequirement *self,
                          BwFacts             *facts);
  BwVerdict  (*refused)  (const BwRequirement *self,
                          BwFacts             *facts,
                          BwResponse          *answer,
                          BwFinding           *finding);
  void       (*describe) (const BwRequirement *self,
                          BwFacts             *facts,
                          char               **what,
                          char               **details);
  char      *(*lock)     (const BwRequirement *self);
};

/* Seconds between looks at something that Microsoft is busy with. */
#define BW_LOOK_AGAIN_MICROSOFT 10
/* Seconds between looks at something that a person has to do. */
#define BW_LOOK_AGAIN_PERSON 60

BwVerdict bw_verdict_cannot       (BwFinding     *finding,
                                   BwFailure     *failure);
BwVerdict bw_verdict_event        (BwFacts       *facts,
                                   BwFinding     *finding,
                                   BwEvent        event);
BwVerdict bw_verdict_waits        (BwFinding     *finding,
                                   BwParty        party,
                                   guint          again,
                                   char          *text);
BwVerdict bw_verdict_skipped      (BwFinding     *finding,
                                   char          *text);
BwVerdict bw_verdict_from_error   (BwFacts       *facts,
                                   const GError  *error,
                                   BwFinding     *finding);
BwVerdict bw_verdict_from_answer  (BwFacts       *facts,
                                   BwResponse    *answer,
                                   BwFinding     *finding);

G_END_DECLS
