/* bw-import-dialog.h - what can become of each line of a file with tenants, and does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-tenant-import.h"

G_BEGIN_DECLS

#define BW_TYPE_IMPORT_DIALOG (bw_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BwImportDialog, bw_import_dialog, BW, IMPORT_DIALOG, AdwWindow)

GtkWidget *bw_import_dialog_new (GtkWindow     *parent,
                                 BwTenantEntry *entry,
                                 GFile         *file) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
