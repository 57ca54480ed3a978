/* window-util.h - a window that drives set-ups, with nobody who looks at it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "hostile-util.h"

G_BEGIN_DECLS

/* Where the set-up is to come to: it waits for the customer, or is over. */
#define BW_WINDOW_ASKED "SELECT 1 FROM job WHERE state = 'active' AND waiting_for = 'customer'"
#define BW_WINDOW_OVER  "SELECT 1 FROM job WHERE state = 'done'"

GSubprocess *bw_window_spawn      (BwHostileWorker *worker,
                                   BwHostilePlace  *place) G_GNUC_WARN_UNUSED_RESULT;
gboolean     bw_window_is_through (BwHostilePlace  *place,
                                   const char      *goal);
void         bw_window_await      (BwHostileWorker *worker,
                                   BwHostilePlace  *place,
                                   const char      *goal);
char        *bw_window_end        (BwHostileWorker *worker,
                                   BwHostilePlace  *place,
                                   GSubprocess     *process,
                                   const char      *goal) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
