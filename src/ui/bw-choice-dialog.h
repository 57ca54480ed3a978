/* bw-choice-dialog.h - which admin relationship a set-up builds on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-tenant.h"

G_BEGIN_DECLS

/* Signal "chosen" (BwChoice choice, const char *relationship_id). */
#define BW_TYPE_CHOICE_DIALOG (bw_choice_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BwChoiceDialog, bw_choice_dialog, BW, CHOICE_DIALOG, AdwWindow)

GtkWidget *bw_choice_dialog_new        (GtkWindow      *parent,
                                        BwTenant       *tenant) G_GNUC_WARN_UNUSED_RESULT;
BwTenant  *bw_choice_dialog_get_tenant (BwChoiceDialog *self);

G_END_DECLS
