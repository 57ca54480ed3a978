/* bw-user-sync.h - reads a customer's users into the store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-session.h"

G_BEGIN_DECLS

/**
 * BwUserSyncFunc:
 * @done: how many users were read
 * @total: of how many, or 0 if that is not known
 * @user_data: what was given to bw_user_sync_async()
 *
 * Told how far it is, a few times a second at most.
 */
typedef void (*BwUserSyncFunc) (gint64   done,
                                gint64   total,
                                gpointer user_data);

void     bw_user_sync_async  (BwSession            *session,
                              BwStore              *store,
                              const char           *tenant_id,
                              BwTenantSource        source,
                              BwUserSyncFunc        progress,
                              gpointer              progress_data,
                              GCancellable         *cancellable,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data);
gboolean bw_user_sync_finish (GAsyncResult         *result,
                              BwResponse          **refusal,
                              GError              **error);

G_END_DECLS
