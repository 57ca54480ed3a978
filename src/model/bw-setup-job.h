/* bw-setup-job.h - one tenant's set-up, as the faces see it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-candidate.h"
#include "bw-failure.h"
#include "bw-setup-step.h"

G_BEGIN_DECLS

/* A GListModel of BwSetupStep. */
#define BW_TYPE_SETUP_JOB (bw_setup_job_get_type ())
G_DECLARE_FINAL_TYPE (BwSetupJob, bw_setup_job, BW, SETUP_JOB, GObject)

BwSetupJob  *bw_setup_job_new              (BwSetupKind      kind) G_GNUC_WARN_UNUSED_RESULT;
gboolean     bw_setup_job_update           (BwSetupJob      *self,
                                            const BwJobRow  *row);
BwSetupKind  bw_setup_job_get_kind         (BwSetupJob      *self);
BwJobState   bw_setup_job_get_state        (BwSetupJob      *self);
BwSetupStep *bw_setup_job_get_step         (BwSetupJob      *self,
                                            const char      *key);
BwSetupStep *bw_setup_job_get_current_step (BwSetupJob      *self);
guint        bw_setup_job_get_n_done       (BwSetupJob      *self);
BwFailure   *bw_setup_job_get_failure      (BwSetupJob      *self);
GPtrArray   *bw_setup_job_get_candidates   (BwSetupJob      *self);
GPtrArray   *bw_setup_job_get_limitations  (BwSetupJob      *self);
const char  *bw_setup_job_get_link         (BwSetupJob      *self);
const char  *bw_setup_job_get_relationship_id (BwSetupJob   *self);
gint64       bw_setup_job_get_wake_at      (BwSetupJob      *self);

G_END_DECLS
