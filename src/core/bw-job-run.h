/* bw-job-run.h - one run of one set-up job, under its lease
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-locks.h"
#include "bw-role-template.h"
#include "bw-session.h"

G_BEGIN_DECLS

/**
 * BwJobRunOutcome:
 * @BW_JOB_RUN_ENDED: the job's row says how it stands now
 * @BW_JOB_RUN_BUSY: another process drives the job
 * @BW_JOB_RUN_CHANGED: the user did something with the job meanwhile; it may be run again
 * @BW_JOB_RUN_NOT_RUNNABLE: the job is not one that can run, or is gone
 */
typedef enum
{
  BW_JOB_RUN_ENDED,
  BW_JOB_RUN_BUSY,
  BW_JOB_RUN_CHANGED,
  BW_JOB_RUN_NOT_RUNNABLE,
} BwJobRunOutcome;

/* Signal "changed" (const BwTenantRow *tenant, const BwJobRow *job): there is something to show. */
#define BW_TYPE_JOB_RUN (bw_job_run_get_type ())
G_DECLARE_FINAL_TYPE (BwJobRun, bw_job_run, BW, JOB_RUN, GObject)

char            *bw_job_run_dup_lease (const char           *tenant_id) G_GNUC_WARN_UNUSED_RESULT;
BwJobRun        *bw_job_run_new       (BwStore              *store,
                                       BwSession            *session,
                                       BwLocks              *locks,
                                       BwRoleTemplate       *role_template,
                                       const char           *owner,
                                       const char           *tenant_id) G_GNUC_WARN_UNUSED_RESULT;
void             bw_job_run_async     (BwJobRun             *self,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
gboolean         bw_job_run_finish    (BwJobRun             *self,
                                       GAsyncResult         *result,
                                       BwJobRunOutcome      *outcome,
                                       GError              **error);
void             bw_job_run_cancel    (BwJobRun             *self);
const char      *bw_job_run_get_tenant_id (BwJobRun         *self);
const BwJobRow  *bw_job_run_get_job   (BwJobRun             *self);

G_END_DECLS
