/* bw-tenant-list.h - the tenants, searched, filtered and sorted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-tenant-columns.h"

G_BEGIN_DECLS

/* Signals: "selection-changed", "activated" (the user wants to see the details
 * of what is selected), "sort-changed", "widths-changed". */
#define BW_TYPE_TENANT_LIST (bw_tenant_list_get_type ())
G_DECLARE_FINAL_TYPE (BwTenantList, bw_tenant_list, BW, TENANT_LIST, AdwBin)

void            bw_tenant_list_set_tenants     (BwTenantList   *self,
                                                GListModel     *tenants);
GPtrArray      *bw_tenant_list_dup_selected    (BwTenantList   *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean        bw_tenant_list_select          (BwTenantList   *self,
                                                const char     *tenant_id);
void            bw_tenant_list_set_group       (BwTenantList   *self,
                                                BwTenantGroup   group);
void            bw_tenant_list_set_reading     (BwTenantList   *self,
                                                gboolean        reading);
void            bw_tenant_list_set_sort        (BwTenantList   *self,
                                                BwTenantColumn  column,
                                                gboolean        descending);
void            bw_tenant_list_get_sort        (BwTenantList   *self,
                                                BwTenantColumn *column,
                                                gboolean       *descending);
void            bw_tenant_list_start_search    (BwTenantList   *self);
void            bw_tenant_list_capture_keys    (BwTenantList   *self,
                                                GtkWidget      *widget);
void            bw_tenant_list_clear_search    (BwTenantList   *self);
void            bw_tenant_list_select_all      (BwTenantList   *self);
void            bw_tenant_list_focus           (BwTenantList   *self);
void            bw_tenant_list_set_single_click (BwTenantList  *self,
                                                gboolean        single_click);
void            bw_tenant_list_set_widths      (BwTenantList   *self,
                                                const char     *widths);
char           *bw_tenant_list_dup_widths      (BwTenantList   *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
