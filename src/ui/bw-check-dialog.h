/* bw-check-dialog.h - what would fail, and what to do about it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-workspace.h"

G_BEGIN_DECLS

#define BW_TYPE_CHECK_DIALOG (bw_check_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BwCheckDialog, bw_check_dialog, BW, CHECK_DIALOG, AdwWindow)

GtkWidget *bw_check_dialog_new  (GtkWindow     *parent,
                                 BwWorkspace   *workspace) G_GNUC_WARN_UNUSED_RESULT;
void       bw_check_dialog_show (BwCheckDialog *self,
                                 GPtrArray     *checks);

G_END_DECLS
