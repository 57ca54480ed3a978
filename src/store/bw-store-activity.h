/* bw-store-activity.h - the append-only record of what was done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-store.h"

G_BEGIN_DECLS

void bw_store_add_activity_async (BwStore             *self,
                                  const BwActivityRow *row,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
gint64 bw_store_add_activity_finish (BwStore       *self,
                                     GAsyncResult  *result,
                                     GError       **error);

void bw_store_list_activity_async (BwStore             *self,
                                   const char          *tenant_id,
                                   gint64               since,
                                   guint                limit,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
GPtrArray *bw_store_list_activity_finish (BwStore       *self,
                                          GAsyncResult  *result,
                                          GError       **error);

G_END_DECLS
