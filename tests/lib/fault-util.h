/* fault-util.h - a set-up in which each answer can be any sort of nonsense
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "hostile-util.h"

G_BEGIN_DECLS

#define BW_FAULT_MAX_PHASES 8

/**
 * BwFaultProgram:
 * @path: a regular expression of the requests of which something may become
 * @n_phases: how often the program runs; between two phases somebody has to act
 * @codes: how it ends in each phase where nobody interferes
 * @prepare: (nullable): what is done before it runs for the first time
 * @act: does what somebody has to do before a phase, which is never the first one
 * @spawn: starts it for a phase, from 0
 * @go_on: takes up what is left of a phase that failed or waits, brings it to its end,
 *   and tells what came of the last program that it took
 * @picks: whether that fault of that request, such as "GET /graph/v1.0/users", is tried
 *   even if not all are
 *
 * Whose requests go wrong.
 */
typedef struct
{
  const char   *path;
  guint         n_phases;
  const int    *codes;
  void        (*prepare) (BwHostileWorker *worker,
                          BwHostilePlace  *place);
  void        (*act)     (BwHostileWorker *worker,
                          guint            phase);
  GSubprocess *(*spawn)  (BwHostileWorker *worker,
                          BwHostilePlace  *place,
                          guint            phase);
  void        (*go_on)   (BwHostileWorker *worker,
                          BwHostilePlace  *place,
                          guint            phase,
                          BwHostileEnd    *end);
  gboolean    (*picks)   (const char      *name,
                          guint            request,
                          guint            fault);
} BwFaultProgram;

void bw_fault_anywhere (const BwFaultProgram *program);

G_END_DECLS
