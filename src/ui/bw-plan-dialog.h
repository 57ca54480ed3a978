/* bw-plan-dialog.h - what a set-up will change at Microsoft
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-engine.h"
#include "bw-tenant.h"

G_BEGIN_DECLS

/* Signal "confirmed": the set-up is to begin. */
#define BW_TYPE_PLAN_DIALOG (bw_plan_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BwPlanDialog, bw_plan_dialog, BW, PLAN_DIALOG, AdwWindow)

GtkWidget *bw_plan_dialog_new        (GtkWindow    *parent,
                                      BwEngine     *engine,
                                      BwTenant     *tenant,
                                      gboolean      can_begin) G_GNUC_WARN_UNUSED_RESULT;
BwTenant  *bw_plan_dialog_get_tenant (BwPlanDialog *self);
void       bw_plan_dialog_show_plan  (BwPlanDialog *self,
                                      BwPlan       *plan);

G_END_DECLS
