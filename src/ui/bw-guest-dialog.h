/* bw-guest-dialog.h - the guest account of a customer tenant signs in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-workspace.h"

G_BEGIN_DECLS

#define BW_TYPE_GUEST_DIALOG (bw_guest_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BwGuestDialog, bw_guest_dialog, BW, GUEST_DIALOG, AdwWindow)

GtkWidget *bw_guest_dialog_new (GtkWindow   *parent,
                                BwWorkspace *workspace,
                                BwTenant    *tenant);

G_END_DECLS
