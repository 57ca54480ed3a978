/* bw-tenant-lookup.h - asks Microsoft which tenant somebody means, and what it is to us
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-tenant-entry.h"

G_BEGIN_DECLS

void           bw_tenant_lookup_async  (BwStore              *store,
                                        BwSession            *session,
                                        GPtrArray            *clouds,
                                        const char           *tenant,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
BwTenantDraft *bw_tenant_lookup_finish (GAsyncResult         *result,
                                        GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
