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

/**
 * BwJobChangeFunc:
 * @tenant: the tenant, as stored
 * @job: (nullable): its job, as stored
 * @data: what was given to bw_store_change_job_async()
 * @error: return location for an error, which changes nothing
 *
 * Says what becomes of a job when the user acts on it.  Runs in the store's
 * thread, inside the transaction, so that nothing comes between.
 *
 * Returns: (transfer full) (nullable): the job to store, or %NULL with @error set
 */
typedef BwJobRow *(*BwJobChangeFunc) (const BwTenantRow *tenant,
                                      const BwJobRow    *job,
                                      gpointer           data,
                                      GError           **error);

void bw_store_change_job_async (BwStore             *self,
                                const char          *tenant_id,
                                BwJobChangeFunc      change,
                                gpointer             data,
                                GDestroyNotify       free_data,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
BwJobRow *bw_store_change_job_finish (BwStore       *self,
                                      GAsyncResult  *result,
                                      BwTenantRow  **tenant,
                                      GError       **error);

void bw_store_note_looks_async (BwStore             *self,
                                GPtrArray           *tenant_ids,
                                gint64               last_look,
                                gint64               next_look,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
gboolean bw_store_note_looks_finish (BwStore       *self,
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
