/* bw-tracker.h - the progress tracker: the steps of a set-up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-setup-job.h"

G_BEGIN_DECLS

#define BW_TYPE_TRACKER (bw_tracker_get_type ())
G_DECLARE_FINAL_TYPE (BwTracker, bw_tracker, BW, TRACKER, AdwBin)

void bw_tracker_set_job (BwTracker  *self,
                         BwSetupJob *job);

G_END_DECLS
