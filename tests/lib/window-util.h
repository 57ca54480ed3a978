/* window-util.h - a window that drives set-ups, with nobody who looks at it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "hostile-util.h"

G_BEGIN_DECLS

GSubprocess *bw_window_spawn      (BwHostileWorker *worker,
                                   BwHostilePlace  *place) G_GNUC_WARN_UNUSED_RESULT;
gboolean     bw_window_is_through (BwHostilePlace  *place,
                                   gboolean         approved);
void         bw_window_await      (BwHostileWorker *worker,
                                   BwHostilePlace  *place,
                                   gboolean         approved);
char        *bw_window_end        (BwHostileWorker *worker,
                                   BwHostilePlace  *place,
                                   GSubprocess     *process,
                                   gboolean         approved) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
