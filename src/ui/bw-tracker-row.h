/* bw-tracker-row.h - one step of a set-up, in the progress tracker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-setup-step.h"

G_BEGIN_DECLS

#define BW_TYPE_TRACKER_ROW (bw_tracker_row_get_type ())
G_DECLARE_FINAL_TYPE (BwTrackerRow, bw_tracker_row, BW, TRACKER_ROW, AdwPreferencesRow)

GtkWidget *bw_tracker_row_new (BwSetupStep *step) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
