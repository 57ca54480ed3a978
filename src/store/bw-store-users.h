/* bw-store-users.h - the directory users of one customer, a database file each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-store.h"

G_BEGIN_DECLS

/**
 * BwUserSync:
 * @cursor: (nullable): the link of the page to go on with, where an earlier sync stopped
 * @delta_link: (nullable): where the last complete sync ended; ask there for what changed
 * @count: users stored by now
 *
 * How far the sync of a customer's users is.
 */
typedef struct
{
  char   *cursor;
  char   *delta_link;
  gint64  count;
} BwUserSync;

void bw_user_sync_free (BwUserSync *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwUserSync, bw_user_sync_free)

void bw_store_begin_user_sync_async (BwStore             *self,
                                     const char          *tenant_id,
                                     gboolean             afresh,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
BwUserSync *bw_store_begin_user_sync_finish (BwStore       *self,
                                             GAsyncResult  *result,
                                             GError       **error);

void bw_store_add_users_async (BwStore             *self,
                               const char          *tenant_id,
                               GPtrArray           *users,
                               const char          *cursor,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data);
gint64 bw_store_add_users_finish (BwStore       *self,
                                  GAsyncResult  *result,
                                  GError       **error);

void bw_store_end_user_sync_async (BwStore             *self,
                                   const char          *tenant_id,
                                   const char          *delta_link,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
gint64 bw_store_end_user_sync_finish (BwStore       *self,
                                      GAsyncResult  *result,
                                      GError       **error);

void bw_store_count_users_async (BwStore             *self,
                                 const char          *tenant_id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
gint64 bw_store_count_users_finish (BwStore       *self,
                                    GAsyncResult  *result,
                                    GError       **error);

void bw_store_find_users_async (BwStore             *self,
                                const char          *tenant_id,
                                const char          *search,
                                guint                offset,
                                guint                limit,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
GPtrArray *bw_store_find_users_finish (BwStore       *self,
                                       GAsyncResult  *result,
                                       GError       **error);

G_END_DECLS
