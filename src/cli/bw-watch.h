/* bw-watch.h - calls back whenever anything of a tenant or its set-up changes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "bw-tenant.h"

G_BEGIN_DECLS

/**
 * BwWatchFunc:
 * @tenant: the one that changed
 * @user_data: what was given to bw_watch_new()
 */
typedef void (*BwWatchFunc) (BwTenant *tenant,
                             gpointer  user_data);

typedef struct _BwWatch BwWatch;

BwWatch *bw_watch_new  (GListModel  *tenants,
                        BwWatchFunc  changed,
                        gpointer     user_data) G_GNUC_WARN_UNUSED_RESULT;
void     bw_watch_free (BwWatch     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwWatch, bw_watch_free)

G_END_DECLS
