/* bw-bulk-dialog.h - many set-ups at once, in numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-engine.h"
#include "bw-tenant.h"

G_BEGIN_DECLS

/* Signal "confirmed": the set-ups are to begin. */
#define BW_TYPE_BULK_DIALOG (bw_bulk_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BwBulkDialog, bw_bulk_dialog, BW, BULK_DIALOG, AdwWindow)

GtkWidget *bw_bulk_dialog_new         (GtkWindow    *parent,
                                       BwEngine     *engine,
                                       GPtrArray    *tenants) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bw_bulk_dialog_get_tenants (BwBulkDialog *self);
void       bw_bulk_dialog_add_plan    (BwBulkDialog *self,
                                       BwPlan       *plan,
                                       const GError *error);

G_END_DECLS
