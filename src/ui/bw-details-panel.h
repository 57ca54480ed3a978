/* bw-details-panel.h - the tenant chosen in the list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-tenant.h"

G_BEGIN_DECLS

/* Its buttons and menu activate "tenant." actions of whatever it is in.
 * Properties: folded (whether to show a back button). */
#define BW_TYPE_DETAILS_PANEL (bw_details_panel_get_type ())
G_DECLARE_FINAL_TYPE (BwDetailsPanel, bw_details_panel, BW, DETAILS_PANEL, AdwBin)

void      bw_details_panel_set_tenant   (BwDetailsPanel *self,
                                         BwTenant       *tenant);
BwTenant *bw_details_panel_get_tenant   (BwDetailsPanel *self);
void      bw_details_panel_set_several  (BwDetailsPanel *self,
                                         guint           n_tenants,
                                         guint           n_to_set_up,
                                         guint           n_waiting);
const char *bw_details_panel_get_action_name (BwDetailsPanel *self);
void      bw_details_panel_focus_action (BwDetailsPanel *self);
void      bw_details_panel_copy_failure (BwDetailsPanel *self);

G_END_DECLS
