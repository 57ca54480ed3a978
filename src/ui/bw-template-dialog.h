/* bw-template-dialog.h - an editor for the message templates
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-message-kind.h"

G_BEGIN_DECLS

#define BW_TYPE_TEMPLATE_DIALOG (bw_template_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BwTemplateDialog, bw_template_dialog, BW, TEMPLATE_DIALOG, AdwWindow)

GtkWidget *bw_template_dialog_new (GtkWindow     *parent,
                                   BwMessageKind  kind) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
