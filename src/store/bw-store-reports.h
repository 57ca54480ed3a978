/* bw-store-reports.h - scheduled reports and their last result
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-store.h"

G_BEGIN_DECLS

void bw_store_list_reports_async (BwStore             *self,
                                  const char          *tenant_id,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
GPtrArray *bw_store_list_reports_finish (BwStore       *self,
                                         GAsyncResult  *result,
                                         GError       **error);

void bw_store_save_report_async (BwStore             *self,
                                 const BwReportRow   *row,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
gboolean bw_store_save_report_finish (BwStore       *self,
                                      GAsyncResult  *result,
                                      GError       **error);

G_END_DECLS
