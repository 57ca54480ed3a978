/* bw-job-actions.h - what becomes of a set-up job when the user acts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-rows.h"

G_BEGIN_DECLS

/**
 * BwJobAction:
 * @choice: which admin relationship the user wants
 * @relationship_id: (nullable): with %BW_CHOICE_REUSE, which one
 * @text: (nullable): what somebody pasted, or a failure as JSON text
 * @now: seconds since 1970
 *
 * What the functions below are told.
 */
typedef struct
{
  BwChoice  choice;
  char     *relationship_id;
  char     *text;
  gint64    now;
} BwJobAction;

BwJobAction *bw_job_action_new    (BwChoice            choice,
                                   const char         *relationship_id) G_GNUC_WARN_UNUSED_RESULT;
BwJobAction *bw_job_action_new_with_text
                                  (const char         *text) G_GNUC_WARN_UNUSED_RESULT;
void         bw_job_action_free   (BwJobAction        *self);

/* Each is pure, may run in any thread, and is a BwJobChangeFunc of the store. */
BwJobRow    *bw_job_action_start  (const BwTenantRow  *tenant,
                                   const BwJobRow     *job,
                                   gpointer            action,
                                   GError            **error) G_GNUC_WARN_UNUSED_RESULT;
BwJobRow    *bw_job_action_choose (const BwTenantRow  *tenant,
                                   const BwJobRow     *job,
                                   gpointer            action,
                                   GError            **error) G_GNUC_WARN_UNUSED_RESULT;
BwJobRow    *bw_job_action_retry  (const BwTenantRow  *tenant,
                                   const BwJobRow     *job,
                                   gpointer            action,
                                   GError            **error) G_GNUC_WARN_UNUSED_RESULT;
BwJobRow    *bw_job_action_cancel (const BwTenantRow  *tenant,
                                   const BwJobRow     *job,
                                   gpointer            action,
                                   GError            **error) G_GNUC_WARN_UNUSED_RESULT;
BwJobRow    *bw_job_action_copied (const BwTenantRow  *tenant,
                                   const BwJobRow     *job,
                                   gpointer            action,
                                   GError            **error) G_GNUC_WARN_UNUSED_RESULT;
BwJobRow    *bw_job_action_answer (const BwTenantRow  *tenant,
                                   const BwJobRow     *job,
                                   gpointer            action,
                                   GError            **error) G_GNUC_WARN_UNUSED_RESULT;
BwJobRow    *bw_job_action_finalize
                                  (const BwTenantRow  *tenant,
                                   const BwJobRow     *job,
                                   gpointer            action,
                                   GError            **error) G_GNUC_WARN_UNUSED_RESULT;
BwJobRow    *bw_job_action_fail   (const BwTenantRow  *tenant,
                                   const BwJobRow     *job,
                                   gpointer            action,
                                   GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/* For those above. */
void         bw_job_run_now       (BwJobRow           *job);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwJobAction, bw_job_action_free)

G_END_DECLS
