/* bw-tenant-import.h - adds the tenants in a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-import-line.h"
#include "bw-tenant-entry.h"

G_BEGIN_DECLS

/**
 * BwImportFunc:
 * @done: how many lines were looked at
 * @total: of how many
 * @data: what was given with the function
 *
 * Tells how far the reading of a file is.
 */
typedef void (*BwImportFunc) (guint    done,
                              guint    total,
                              gpointer data);

void       bw_tenant_import_read_async  (BwTenantEntry        *entry,
                                         GFile                *file,
                                         BwImportFunc          progress,
                                         gpointer              progress_data,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
GPtrArray *bw_tenant_import_read_finish (GAsyncResult         *result,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void       bw_tenant_import_add_async   (BwTenantEntry        *entry,
                                         GPtrArray            *lines,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
void       bw_tenant_import_add_finish  (GAsyncResult         *result);
guint      bw_tenant_import_count       (GPtrArray            *lines,
                                         BwImportOutcome       outcome);

G_END_DECLS
