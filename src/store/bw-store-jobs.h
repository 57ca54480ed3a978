/* bw-store-jobs.h - the set-up jobs and their steps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-store.h"

G_BEGIN_DECLS

void bw_store_list_jobs_async (BwStore             *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data);
GPtrArray *bw_store_list_jobs_finish (BwStore       *self,
                                      GAsyncResult  *result,
                                      GError       **error);

void bw_store_load_job_async (BwStore             *self,
                              const char          *tenant_id,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data);
BwJobRow *bw_store_load_job_finish (BwStore       *self,
                                    GAsyncResult  *result,
                                    GError       **error);

void bw_store_save_job_async (BwStore             *self,
                              const BwJobRow      *row,
                              const BwTenantRow   *tenant,
                              const char          *owner,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data);
gboolean bw_store_save_job_finish (BwStore       *self,
                                   GAsyncResult  *result,
                                   GError       **error);

void bw_store_put_job_async (BwStore             *self,
                             const BwJobRow      *row,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data);
gboolean bw_store_put_job_finish (BwStore       *self,
                                  GAsyncResult  *result,
                                  GError       **error);

void bw_store_remove_job_async (BwStore             *self,
                                const char          *tenant_id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
gboolean bw_store_remove_job_finish (BwStore       *self,
                                     GAsyncResult  *result,
                                     GError       **error);

G_END_DECLS
