/* bw-locks.h - one set-up at a time changes what several need
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-store.h"

G_BEGIN_DECLS

typedef struct _BwLocks BwLocks;

BwLocks  *bw_locks_new          (BwStore              *store,
                                 const char           *owner) G_GNUC_WARN_UNUSED_RESULT;
void      bw_locks_free         (BwLocks              *self);
void      bw_locks_lock_async   (BwLocks              *self,
                                 const char           *name,
                                 GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
gboolean  bw_locks_lock_finish  (GAsyncResult         *result,
                                 GError              **error);
void      bw_locks_unlock       (BwLocks              *self,
                                 const char           *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwLocks, bw_locks_free)

G_END_DECLS
