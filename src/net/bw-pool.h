/* bw-pool.h - the connections to all services
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define BW_POOL_N_SESSIONS      4
#define BW_POOL_MAX_CONNECTIONS 64
#define BW_POOL_MAX_IN_ALL      (BW_POOL_N_SESSIONS * BW_POOL_MAX_CONNECTIONS)

typedef struct _BwPool BwPool;

BwPool      *bw_pool_new    (const char *user_agent) G_GNUC_WARN_UNUSED_RESULT;
void         bw_pool_free   (BwPool     *self);
SoupSession *bw_pool_choose (BwPool     *self,
                             const char *tenant);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwPool, bw_pool_free)

G_END_DECLS
