/* bw-tenant-cell.h - one cell of the tenant list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-tenant-columns.h"

G_BEGIN_DECLS

#define BW_TYPE_TENANT_CELL (bw_tenant_cell_get_type ())
G_DECLARE_FINAL_TYPE (BwTenantCell, bw_tenant_cell, BW, TENANT_CELL, AdwBin)

GtkWidget *bw_tenant_cell_new        (BwTenantColumn  column) G_GNUC_WARN_UNUSED_RESULT;
void       bw_tenant_cell_set_tenant (BwTenantCell   *self,
                                      BwTenant       *tenant);

G_END_DECLS
