/* bw-accounts-dialog.h - which partner tenant to work for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-accounts.h"

G_BEGIN_DECLS

/* Signal "chosen" (const char *id): another account was chosen, or a new one where the ID is
 * empty; the dialog has closed itself. */
#define BW_TYPE_ACCOUNTS_DIALOG (bw_accounts_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BwAccountsDialog, bw_accounts_dialog, BW, ACCOUNTS_DIALOG, AdwWindow)

GtkWidget *bw_accounts_dialog_new (GtkWindow  *parent,
                                   BwAccounts *accounts) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
