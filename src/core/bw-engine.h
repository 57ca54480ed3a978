/* bw-engine.h - drives set-up jobs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-plan.h"
#include "bw-session.h"
#include "bw-setup-job.h"

G_BEGIN_DECLS

/* Properties: running, busy (both boolean, read-only).
 * Signal "job-changed" (const BwTenantRow *tenant, const BwJobRow *job): a job is
 * no longer as it was; the store has it, or will in a moment.
 * Signal "looked": the store has new times of looking for all who wait for a
 * customer. */
#define BW_TYPE_ENGINE (bw_engine_get_type ())
G_DECLARE_FINAL_TYPE (BwEngine, bw_engine, BW, ENGINE, GObject)

BwEngine *bw_engine_new                 (BwStore              *store,
                                         BwSession            *session) G_GNUC_WARN_UNUSED_RESULT;

/* What the user does.  Each is durable when it finishes; the work itself is
 * done by whatever engine runs. */
void      bw_engine_start_setup_async   (BwEngine             *self,
                                         const char           *tenant_id,
                                         BwChoice              choice,
                                         const char           *relationship_id,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
gboolean  bw_engine_start_setup_finish  (BwEngine             *self,
                                         GAsyncResult         *result,
                                         GError              **error);
void      bw_engine_choose_async        (BwEngine             *self,
                                         const char           *tenant_id,
                                         BwChoice              choice,
                                         const char           *relationship_id,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
gboolean  bw_engine_choose_finish       (BwEngine             *self,
                                         GAsyncResult         *result,
                                         GError              **error);
void      bw_engine_retry_async         (BwEngine             *self,
                                         const char           *tenant_id,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
gboolean  bw_engine_retry_finish        (BwEngine             *self,
                                         GAsyncResult         *result,
                                         GError              **error);
void      bw_engine_cancel_async        (BwEngine             *self,
                                         const char           *tenant_id,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
char     *bw_engine_cancel_finish       (BwEngine             *self,
                                         GAsyncResult         *result,
                                         GError              **error);
void      bw_engine_plan_async          (BwEngine             *self,
                                         const char           *tenant_id,
                                         BwChoice              choice,
                                         const char           *relationship_id,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
BwPlan   *bw_engine_plan_finish         (BwEngine             *self,
                                         GAsyncResult         *result,
                                         GError              **error);
void      bw_engine_note_message_copied (BwEngine             *self,
                                         const char           *tenant_id);

/* Driving. */
void      bw_engine_set_running         (BwEngine             *self,
                                         gboolean              running);
gboolean  bw_engine_get_running         (BwEngine             *self);
void      bw_engine_set_attended        (BwEngine             *self,
                                         gboolean              attended);
gboolean  bw_engine_is_running_job      (BwEngine             *self,
                                         const char           *tenant_id);
gboolean  bw_engine_is_busy             (BwEngine             *self);
void      bw_engine_drive_async         (BwEngine             *self,
                                         const char * const   *tenant_ids,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
gboolean  bw_engine_drive_finish        (BwEngine             *self,
                                         GAsyncResult         *result,
                                         GError              **error);
void      bw_engine_stop_async          (BwEngine             *self,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
gboolean  bw_engine_stop_finish         (BwEngine             *self,
                                         GAsyncResult         *result,
                                         GError              **error);

G_END_DECLS
