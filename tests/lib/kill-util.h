/* kill-util.h - a set-up whose program is killed at one of its requests, and goes on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "hostile-util.h"

G_BEGIN_DECLS

/**
 * BwKillPoint:
 * @BW_KILL_BEFORE: the sandbox has the request, and has not looked at it
 * @BW_KILL_UNHEARD: the request is carried out, and its answer on nobody's way
 * @BW_KILL_ANSWERED: the answer is on its way
 *
 * When a program is killed.
 */
typedef enum
{
  BW_KILL_BEFORE,
  BW_KILL_UNHEARD,
  BW_KILL_ANSWERED,
} BwKillPoint;

#define BW_KILL_N_POINTS (BW_KILL_ANSWERED + 1)

#define BW_KILL_MAX_PHASES 8

/**
 * BwKillCase:
 * @request: the request at which the program is killed, from 1, or 0 where nobody
 *   interferes
 * @point: when that is
 * @killed: whether it was; a program may make fewer requests than it did before
 * @differences: (nullable): what is not as it is when nobody interferes
 *
 * A set-up with one interruption.
 */
typedef struct
{
  guint        request;
  BwKillPoint  point;
  gboolean     killed;
  char        *differences;
} BwKillCase;

/**
 * BwKillProgram:
 * @name: of the program
 * @tenant: ID of the tenant that it sets up
 * @n_phases: how often it runs; between two phases somebody has to act
 * @prepare: (nullable): what is done before the program runs for the first time
 * @act: does what somebody has to do before a phase, which is never the first one
 * @spawn: starts it for a phase, from 0
 * @is_through: (nullable): whether what is to be done in the phase is done; of a program
 *   that does not end then
 * @go_on: takes up what is there and brings it to the end of the phase
 * @picks: whether that kill point is tried even if not all are
 *
 * Who is killed.
 */
typedef struct
{
  const char   *name;
  const char   *tenant;
  guint         n_phases;
  void        (*prepare)    (BwHostileWorker  *worker,
                             BwHostilePlace   *place,
                             BwKillCase       *tried);
  void        (*act)        (BwHostileWorker  *worker,
                             guint             phase);
  GSubprocess *(*spawn)     (BwHostileWorker  *worker,
                             BwHostilePlace   *place,
                             guint             phase);
  gboolean    (*is_through) (BwHostilePlace   *place,
                             guint             phase);
  void        (*go_on)      (BwHostileWorker  *worker,
                             BwHostilePlace   *place,
                             BwKillCase       *tried,
                             guint             phase);
  gboolean    (*picks)      (guint             request,
                             BwKillPoint       point);
} BwKillProgram;

void  bw_kill_case_await      (BwKillCase          *self,
                               BwHostileWorker     *worker,
                               BwHostilePlace      *place,
                               GSubprocess         *process,
                               const char          *words,
                               int                  code);
void  bw_kill_case_clear      (BwKillCase          *self);
void  bw_kill_case_compare    (BwKillCase          *self,
                               const char          *expected,
                               const char          *found);
void  bw_kill_case_expect     (BwKillCase          *self,
                               BwHostileWorker     *worker,
                               BwHostilePlace      *place,
                               const char          *words,
                               int                  code);

void  bw_kill_at_write        (const BwKillProgram *program,
                               BwHostileWorker     *worker,
                               BwHostilePlace      *place,
                               guint                phase,
                               const char          *path);
char *bw_kill_dup_undisturbed (const BwKillProgram *program) G_GNUC_WARN_UNUSED_RESULT;
void  bw_kill_anywhere        (const BwKillProgram *program);

G_END_DECLS
