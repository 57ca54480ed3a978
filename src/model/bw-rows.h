/* bw-rows.h - what the store keeps, as plain rows that may cross threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-enums.h"

G_BEGIN_DECLS

/**
 * BwTenantRow:
 * @id: tenant ID
 * @name: what people call it
 * @domain: (nullable): default domain
 * @source: where we learnt of it
 * @region: (nullable): region that Microsoft names, such as "EU"
 * @guest_email: (nullable): address of the guest account, for a tenant added by hand
 * @disabled: switched off by the user
 * @relationship_id: (nullable): the admin relationship in use
 * @relationship_name: (nullable): its name
 * @relationship_status: (nullable): its status in Microsoft's word
 * @relationship_end: when it ends, seconds since 1970, or 0
 * @auto_extend: whether it extends itself
 * @last_change: when anything of this row or its job changed, seconds since 1970
 */
typedef struct
{
  char           *id;
  char           *name;
  char           *domain;
  BwTenantSource  source;
  char           *region;
  char           *guest_email;
  gboolean        disabled;
  char           *relationship_id;
  char           *relationship_name;
  char           *relationship_status;
  gint64          relationship_end;
  gboolean        auto_extend;
  gint64          last_change;
} BwTenantRow;

BwTenantRow *bw_tenant_row_new  (const char        *id) G_GNUC_WARN_UNUSED_RESULT;
BwTenantRow *bw_tenant_row_copy (const BwTenantRow *self) G_GNUC_WARN_UNUSED_RESULT;
void         bw_tenant_row_free (BwTenantRow       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwTenantRow, bw_tenant_row_free)

/**
 * BwStepRow:
 * @key: stable name of the step, such as "get-approval"
 * @state: what the tracker shows
 * @text: (nullable): one sentence about the state
 * @since: since when it is in that state, seconds since 1970, or 0
 * @last_look: when we last looked at Microsoft, or 0
 * @next_look: when we look next, or 0
 * @done: how much is done
 * @total: of how much, or 0 if that is not known
 */
typedef struct
{
  char        *key;
  BwStepState  state;
  char        *text;
  gint64       since;
  gint64       last_look;
  gint64       next_look;
  gint64       done;
  gint64       total;
} BwStepRow;

BwStepRow *bw_step_row_new  (const char      *key) G_GNUC_WARN_UNUSED_RESULT;
BwStepRow *bw_step_row_copy (const BwStepRow *self) G_GNUC_WARN_UNUSED_RESULT;
void       bw_step_row_free (BwStepRow       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwStepRow, bw_step_row_free)

/**
 * BwJobRow:
 * @tenant_id: whose set-up it is; a tenant has one job at most
 * @kind: which flow
 * @state: where it stands
 * @waiting_for: whom it waits for while it is active and waits
 * @choice: the user's answer in step 2
 * @relationship_id: (nullable): the admin relationship chosen or made
 * @relationship_name: the name that a new admin relationship has or will have;
 *   fixed before it is created, so that it is found again
 * @mark: the short mark in that name; with a guest account, the state in the link that
 *   ties the answer of the customer's administrator to the job
 * @message_copied: when the approval message was last copied, or 0
 * @wake_at: when an active job may run again, seconds since 1970; 0 means now
 * @tries: how often in a row it met a transient failure
 * @created: when it was made
 * @failure: (nullable): the failure, as JSON text
 * @limitations: (nullable): JSON text, an array of {"feature","reason"}
 * @candidates: (nullable): JSON text, the admin relationships to choose from
 * @link: (nullable): the link for the customer's approval
 * @finalized: whether the user has finalized the approval of a guest account
 * @revision: grows whenever a user acts on the job, so that a process that drives
 *   it does not write over what it has not seen
 * @steps: (element-type BwStepRow): in order
 */
typedef struct
{
  char        *tenant_id;
  BwSetupKind  kind;
  BwJobState   state;
  BwParty      waiting_for;
  BwChoice     choice;
  char        *relationship_id;
  char        *relationship_name;
  char        *mark;
  gint64       message_copied;
  gint64       wake_at;
  guint        tries;
  gint64       created;
  char        *failure;
  char        *limitations;
  char        *candidates;
  char        *link;
  gboolean     finalized;
  gint64       revision;
  GPtrArray   *steps;
} BwJobRow;

BwJobRow  *bw_job_row_new      (const char     *tenant_id,
                                BwSetupKind     kind) G_GNUC_WARN_UNUSED_RESULT;
BwJobRow  *bw_job_row_copy     (const BwJobRow *self) G_GNUC_WARN_UNUSED_RESULT;
void       bw_job_row_free     (BwJobRow       *self);
BwStepRow *bw_job_row_get_step (const BwJobRow *self,
                                const char     *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwJobRow, bw_job_row_free)

/**
 * BwActivityRow:
 * @id: number of the record, growing
 * @at: when, seconds since 1970
 * @who: (nullable): sign-in name of the user, or %NULL for the program itself
 * @tenant_id: (nullable): which tenant
 * @what: what was done, one sentence
 * @outcome: "sent", "done", "failed", "unknown" or "noted"
 * @tracking_id: (nullable): the run of the step
 * @request_id: (nullable): Microsoft's request ID
 */
typedef struct
{
  gint64  id;
  gint64  at;
  char   *who;
  char   *tenant_id;
  char   *what;
  char   *outcome;
  char   *tracking_id;
  char   *request_id;
} BwActivityRow;

BwActivityRow *bw_activity_row_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void           bw_activity_row_free (BwActivityRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwActivityRow, bw_activity_row_free)

/**
 * BwUserRow:
 * @id: object ID, the 36 characters of a GUID
 * @name: (nullable): display name
 * @sign_in_name: (nullable): userPrincipalName
 * @mail: (nullable): address
 * @guest: whether it is a guest rather than a member
 * @enabled: whether it may sign in
 * @on_premises: whether it is synced from an own directory
 * @licences: (nullable): SKU IDs, separated by spaces
 * @removed: whether Microsoft says that the user is gone (in a delta)
 */
typedef struct
{
  char     *id;
  char     *name;
  char     *sign_in_name;
  char     *mail;
  gboolean  guest;
  gboolean  enabled;
  gboolean  on_premises;
  char     *licences;
  gboolean  removed;
} BwUserRow;

BwUserRow *bw_user_row_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void       bw_user_row_free (BwUserRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwUserRow, bw_user_row_free)

/**
 * BwReportRow:
 * @tenant_id: whose
 * @kind: "secure-score" or "available-licenses"
 * @next_run: when it runs next, seconds since 1970
 * @last_run: when it ran last, or 0
 * @data: (nullable): the last result, as JSON text
 * @failure: (nullable): why the last run failed, as JSON text
 */
typedef struct
{
  char   *tenant_id;
  char   *kind;
  gint64  next_run;
  gint64  last_run;
  char   *data;
  char   *failure;
} BwReportRow;

BwReportRow *bw_report_row_new  (const char  *tenant_id,
                                 const char  *kind) G_GNUC_WARN_UNUSED_RESULT;
void         bw_report_row_free (BwReportRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwReportRow, bw_report_row_free)

G_END_DECLS
