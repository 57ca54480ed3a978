/* bw-store.h - the local database: one thread, one connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "bw-rows.h"

G_BEGIN_DECLS

/**
 * BwStoreTables:
 *
 * What "changed" tells of.
 */
typedef enum
{
  BW_STORE_TENANTS = 1 << 0,
  BW_STORE_JOBS = 1 << 1,
  BW_STORE_ACTIVITY = 1 << 2,
  BW_STORE_USERS = 1 << 3,
  BW_STORE_REPORTS = 1 << 4,
  BW_STORE_SETTINGS = 1 << 5,
  BW_STORE_EVERYTHING = (1 << 6) - 1,
} BwStoreTables;

/* Signal "changed" (tables: guint, tenant_id: nullable string): after a write
 * of this process to one tenant's rows, or with %NULL to any, or when another
 * process wrote.  Emitted in the thread that made the store. */
#define BW_TYPE_STORE (bw_store_get_type ())
G_DECLARE_FINAL_TYPE (BwStore, bw_store, BW, STORE, GObject)

BwStore    *bw_store_new          (const char           *folder) G_GNUC_WARN_UNUSED_RESULT;
const char *bw_store_get_folder   (BwStore              *self);
void        bw_store_open_async   (BwStore              *self,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
gboolean    bw_store_open_finish  (BwStore              *self,
                                   GAsyncResult         *result,
                                   GError              **error);
void        bw_store_close_async  (BwStore              *self,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
gboolean    bw_store_close_finish (BwStore              *self,
                                   GAsyncResult         *result,
                                   GError              **error);
void        bw_store_set_watching (BwStore              *self,
                                   gboolean              watching);

G_END_DECLS
