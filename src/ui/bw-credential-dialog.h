/* bw-credential-dialog.h - what the app registration proves itself with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-credential-keeper.h"

G_BEGIN_DECLS

#define BW_TYPE_CREDENTIAL_DIALOG (bw_credential_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BwCredentialDialog, bw_credential_dialog, BW, CREDENTIAL_DIALOG, AdwWindow)

GtkWidget *bw_credential_dialog_new (GtkWindow          *parent,
                                     BwCredentialKeeper *keeper) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
