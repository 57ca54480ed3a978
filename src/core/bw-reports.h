/* bw-reports.h - the daily reports: run them, and know when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-session.h"

G_BEGIN_DECLS

gint64   bw_reports_next_run       (gint64                now);
void     bw_reports_run_async      (BwSession            *session,
                                    BwStore              *store,
                                    const char           *tenant_id,
                                    BwTenantSource        source,
                                    GPtrArray            *limitations,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
gboolean bw_reports_run_finish     (GAsyncResult         *result,
                                    BwResponse          **refusal,
                                    GError              **error);
void     bw_reports_run_due_async  (BwSession            *session,
                                    BwStore              *store,
                                    const char           *owner,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
gboolean bw_reports_run_due_finish (GAsyncResult         *result,
                                    gint64               *next_run,
                                    GError              **error);

G_END_DECLS
