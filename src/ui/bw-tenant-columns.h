/* bw-tenant-columns.h - what the tenant list can be sorted by
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "bw-tenant.h"

G_BEGIN_DECLS

/**
 * BwTenantColumn:
 *
 * The columns of the tenant list, in their order.
 */
typedef enum
{
  BW_TENANT_COLUMN_NAME,
  BW_TENANT_COLUMN_SOURCE,
  BW_TENANT_COLUMN_STATUS,
  BW_TENANT_COLUMN_EXPIRY,
  BW_TENANT_COLUMN_CHANGED,
} BwTenantColumn;

#define BW_TENANT_N_COLUMNS (BW_TENANT_COLUMN_CHANGED + 1)

const char *bw_tenant_column_get_nick     (BwTenantColumn        column);
const char *bw_tenant_column_get_title    (BwTenantColumn        column);
gboolean    bw_tenant_column_from_nick    (const char           *nick,
                                           BwTenantColumn       *column);
GtkSorter  *bw_tenant_column_new_sorter   (BwTenantColumn        column) G_GNUC_WARN_UNUSED_RESULT;
gboolean    bw_tenant_columns_read_sorter (GtkSorter            *sorter,
                                           BwTenantColumn       *column,
                                           gboolean             *descending);
void        bw_tenant_columns_add         (GtkColumnView        *view,
                                           GtkColumnViewColumn **columns);
void        bw_tenant_columns_fit         (GtkColumnViewColumn **columns,
                                           int                   width);
void        bw_tenant_columns_set_widths  (GtkColumnViewColumn **columns,
                                           const char           *widths);
char       *bw_tenant_columns_dup_widths  (GtkColumnViewColumn **columns) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
