/* bw-tenant-filter.h - which tenants the list shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "bw-tenant.h"

G_BEGIN_DECLS

#define BW_TYPE_TENANT_FILTER (bw_tenant_filter_get_type ())
G_DECLARE_FINAL_TYPE (BwTenantFilter, bw_tenant_filter, BW, TENANT_FILTER, GtkFilter)

BwTenantFilter *bw_tenant_filter_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void            bw_tenant_filter_set_text  (BwTenantFilter *self,
                                            const char     *text);
void            bw_tenant_filter_set_group (BwTenantFilter *self,
                                            BwTenantGroup   group);
BwTenantGroup   bw_tenant_filter_get_group (BwTenantFilter *self);
gboolean        bw_tenant_filter_is_open   (BwTenantFilter *self);
void            bw_tenant_filter_set_kept  (BwTenantFilter *self,
                                            BwTenant       *kept);

G_END_DECLS
