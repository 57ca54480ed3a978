/* bw-message-dialog.h - what the customer's administrator, or the guest, is to be sent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-message.h"
#include "bw-workspace.h"

G_BEGIN_DECLS

#define BW_TYPE_MESSAGE_DIALOG (bw_message_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BwMessageDialog, bw_message_dialog, BW, MESSAGE_DIALOG, AdwWindow)

GtkWidget *bw_message_dialog_new  (GtkWindow         *parent,
                                   BwWorkspace       *workspace,
                                   BwTenant          *tenant) G_GNUC_WARN_UNUSED_RESULT;
void       bw_message_dialog_show (BwMessageDialog   *self,
                                   BwMessage         *message);

G_END_DECLS
