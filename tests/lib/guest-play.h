/* guest-play.h - the set-up of a tenant through a guest account with bailiwickctl, in phases
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "hostile-util.h"

G_BEGIN_DECLS

/* Of scenario small: Tailwind Couriers, a customer who makes no trouble, and one of ours. */
#define BW_GUEST_TENANT "tailwind.example"
#define BW_GUEST_EMAIL  "technician@lodestar-it.example"

#define BW_GUEST_START "--json setup start " BW_GUEST_TENANT " --wait"

/* What happens until somebody has to act again. */
#define BW_GUEST_N_PHASES 5

extern const char * const bw_guest_words[BW_GUEST_N_PHASES];
extern const int          bw_guest_codes[BW_GUEST_N_PHASES];

void         bw_guest_prepare (BwHostileWorker *worker,
                               BwHostilePlace  *place);
void         bw_guest_act     (BwHostileWorker *worker,
                               guint            phase);
GSubprocess *bw_guest_spawn   (BwHostileWorker *worker,
                               BwHostilePlace  *place,
                               guint            phase) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
