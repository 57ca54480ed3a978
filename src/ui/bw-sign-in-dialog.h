/* bw-sign-in-dialog.h - which partner tenant, with which app registration
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-session.h"

G_BEGIN_DECLS

/* Signal "configured": the session knows now, and can sign in. */
#define BW_TYPE_SIGN_IN_DIALOG (bw_sign_in_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BwSignInDialog, bw_sign_in_dialog, BW, SIGN_IN_DIALOG, AdwWindow)

GtkWidget *bw_sign_in_dialog_new (GtkWindow *parent,
                                  BwSession *session) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
