/* bw-add-dialog.h - adds a tenant that is no customer in Partner Center
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-tenant-entry.h"

G_BEGIN_DECLS

/* Signal "added" (const char *tenant_id): the tenant is in the list. */
#define BW_TYPE_ADD_DIALOG (bw_add_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BwAddDialog, bw_add_dialog, BW, ADD_DIALOG, AdwWindow)

GtkWidget *bw_add_dialog_new (GtkWindow     *parent,
                              BwTenantEntry *entry) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
