/* bw-store-leases.h - who works on what, across processes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-store.h"

G_BEGIN_DECLS

void bw_store_acquire_lease_async (BwStore             *self,
                                   const char          *name,
                                   const char          *owner,
                                   guint                seconds,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
gboolean bw_store_acquire_lease_finish (BwStore       *self,
                                        GAsyncResult  *result,
                                        GError       **error);

void bw_store_renew_leases_async (BwStore             *self,
                                  const char          *owner,
                                  guint                seconds,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
gboolean bw_store_renew_leases_finish (BwStore       *self,
                                       GAsyncResult  *result,
                                       GError       **error);

void bw_store_release_lease_async (BwStore             *self,
                                   const char          *name,
                                   const char          *owner,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
gboolean bw_store_release_lease_finish (BwStore       *self,
                                        GAsyncResult  *result,
                                        GError       **error);

void bw_store_release_all_leases_async (BwStore             *self,
                                        const char          *owner,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
gboolean bw_store_release_all_leases_finish (BwStore       *self,
                                             GAsyncResult  *result,
                                             GError       **error);

G_END_DECLS
