/* bw-store-tenants.h - the tenants we know
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-store.h"

G_BEGIN_DECLS

void bw_store_list_tenants_async (BwStore             *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
GPtrArray *bw_store_list_tenants_finish (BwStore       *self,
                                         GAsyncResult  *result,
                                         GError       **error);

void bw_store_load_tenant_async (BwStore             *self,
                                 const char          *tenant_id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
BwTenantRow *bw_store_load_tenant_finish (BwStore       *self,
                                          GAsyncResult  *result,
                                          GError       **error);

void bw_store_save_tenant_async (BwStore             *self,
                                 const BwTenantRow   *row,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
gboolean bw_store_save_tenant_finish (BwStore       *self,
                                      GAsyncResult  *result,
                                      GError       **error);

void bw_store_add_tenant_async (BwStore             *self,
                                const BwTenantRow   *row,
                                BwActivityRow       *activity,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
gboolean bw_store_add_tenant_finish (BwStore       *self,
                                     GAsyncResult  *result,
                                     GError       **error);

void bw_store_merge_customers_async (BwStore             *self,
                                     GPtrArray           *rows,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
gboolean bw_store_merge_customers_finish (BwStore       *self,
                                          GAsyncResult  *result,
                                          GError       **error);

void bw_store_remove_tenant_async (BwStore             *self,
                                   const char          *tenant_id,
                                   BwActivityRow       *activity,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
gboolean bw_store_remove_tenant_finish (BwStore       *self,
                                        GAsyncResult  *result,
                                        GError       **error);

G_END_DECLS
