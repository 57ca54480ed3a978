/* bw-engine-private.h - the engine from the inside
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-engine.h"
#include "bw-job-actions.h"
#include "bw-job-run.h"
#include "bw-store-jobs.h"

G_BEGIN_DECLS

/**
 * BwEntry:
 * @tenant_id: whose set-up
 * @state: as stored
 * @waiting_for: as stored
 * @wake_at: as stored; seconds since 1970
 * @not_before: until when a run makes no sense, for a reason of our own
 * @since: since when its current step is as it is
 * @message_copied: as stored
 * @relationship_id: (nullable): as stored
 * @run: (nullable): the run under way in this process
 * @runs: how many runs have come to an end in this process
 * @n_reloads: how many reads of the store are under way after which more is known
 * @trouble: (nullable): why the last of them could not go on, as for a full disk
 * @n_troubles: how many in a row could not
 *
 * What the engine has to know of a job to decide when to run it.
 */
typedef struct
{
  char       *tenant_id;
  BwJobState  state;
  BwParty     waiting_for;
  gint64      wake_at;
  gint64      not_before;
  gint64      since;
  gint64      message_copied;
  char       *relationship_id;
  BwJobRun   *run;
  guint       runs;
  guint       n_reloads;
  GError     *trouble;
  guint       n_troubles;
} BwEntry;

struct _BwEngine
{
  GObject         parent_instance;

  BwStore        *store;
  BwSession      *session;
  BwLocks        *locks;
  BwRoleTemplate *role_template;  /* nullable: until it is needed */
  char           *owner;

  GHashTable     *entries;        /* (element-type utf8 BwEntry) */
  GPtrArray      *drives;         /* (element-type GTask) */
  GPtrArray      *cancels;        /* (element-type GTask): wait for a run to end */
  GTask          *stopping;       /* nullable */
  gboolean        running;
  gboolean        attended;
  gboolean        loaded;
  gboolean        busy;
  guint           n_runs;
  guint           schedule;       /* source */
  guint           wake;           /* source */
  guint           renew;          /* source */
  guint           poll;           /* source */
  gint64          poll_at;        /* what @poll is set for, monotonic */
  gint64          polled;         /* last time, monotonic, or 0 */
  gboolean        polling;
  guint           report;         /* source */
  gboolean        reporting;      /* whether the reports that are due are run */
  GCancellable   *cancellable;    /* of polls and reports */
};

/* bw-engine.c */
void            bw_engine_schedule          (BwEngine        *self);
void            bw_engine_note_job          (BwEngine        *self,
                                             const BwJobRow  *job);
void            bw_engine_tell              (BwEngine          *self,
                                             const BwTenantRow *tenant,
                                             const BwJobRow    *job);
void            bw_engine_tell_looked       (BwEngine          *self);
void            bw_engine_reload_job        (BwEngine        *self,
                                             const char      *tenant_id);
BwRoleTemplate *bw_engine_get_role_template (BwEngine        *self,
                                             GError         **error);

/* bw-engine-actions.c */
void            bw_engine_act               (BwEngine            *self,
                                             const char          *tenant_id,
                                             BwJobChangeFunc      change,
                                             BwJobAction         *action,
                                             const char          *what,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
BwJobRow       *bw_engine_act_finish        (GAsyncResult        *result,
                                             GError             **error);

BwActivityRow  *bw_engine_new_activity      (BwEngine        *self,
                                             const char      *tenant_id,
                                             const char      *what,
                                             const char      *outcome);

/* bw-engine-cancel.c */
void            bw_engine_check_cancels     (BwEngine        *self);

/* bw-engine-drive.c */
void            bw_engine_check_drives      (BwEngine        *self);
gboolean        bw_engine_is_driven         (BwEngine        *self,
                                             const BwEntry   *entry,
                                             gboolean        *now);

/* bw-engine-poll.c */
void            bw_engine_update_poll       (BwEngine        *self);
void            bw_engine_update_reports    (BwEngine        *self);

G_END_DECLS
