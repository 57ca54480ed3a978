/* bw-tenant-follower.h - tells of every change in a list of tenants and in the tenants
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BwTenantFollower BwTenantFollower;

BwTenantFollower *bw_tenant_follower_new  (GListModel       *tenants,
                                           GCallback         list_changed,
                                           GCallback         tenant_changed,
                                           gpointer          user_data) G_GNUC_WARN_UNUSED_RESULT;
void              bw_tenant_follower_free (BwTenantFollower *self);

G_END_DECLS
