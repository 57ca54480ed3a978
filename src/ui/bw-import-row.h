/* bw-import-row.h - what became of one line of a file with tenants, on the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-import-line.h"

G_BEGIN_DECLS

#define BW_TYPE_IMPORT_ROW (bw_import_row_get_type ())
G_DECLARE_FINAL_TYPE (BwImportRow, bw_import_row, BW, IMPORT_ROW, AdwBin)

GtkWidget *bw_import_row_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void       bw_import_row_show (BwImportRow  *self,
                               BwImportLine *line);

G_END_DECLS
