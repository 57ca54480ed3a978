/* bw-job-run.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-job-run.h"

#include "bw-error.h"
#include "bw-job-facts.h"
#include "bw-pace.h"
#include "bw-reports.h"
#include "bw-run.h"
#include "bw-setup-steps.h"
#include "bw-store-activity.h"
#include "bw-store-jobs.h"
#include "bw-store-leases.h"
#include "bw-store-tenants.h"
#include "bw-user-sync.h"
#include "bw-util.h"

/* A job of a process that died may be taken over after this. */
#define LEASE_SECONDS 60
/* Longer than Microsoft's directory takes to show what was made. */
#define RECALL_SECONDS (10 * 60)
/* What only shows is written this seldom, so that a run is not slowed by it. */
#define SAVE_MSEC 150

struct _BwJobRun
{
  GObject          parent_instance;

  BwStore         *store;
  BwSession       *session;
  BwLocks         *locks;
  BwRoleTemplate  *role_template;
  char            *owner;
  char            *tenant_id;
  GCancellable    *cancellable;

  BwJobRow        *job;     /* nullable: as loaded, until @facts has it */
  BwFacts         *facts;   /* nullable */
  GError          *trouble; /* nullable: why it can't go on */
  guint            save;    /* source that saves what only shows */
  BwJobRunOutcome  outcome;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void bw_job_run_host_init (BwFlowHostInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BwJobRun, bw_job_run, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BW_TYPE_FLOW_HOST, bw_job_run_host_init))

/* In the order they run.  Each owns the reference to the task it is given. */
static void leased_cb        (GObject *object, GAsyncResult *result, gpointer user_data);
static void job_loaded_cb    (GObject *object, GAsyncResult *result, gpointer user_data);
static void tenant_loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void ran_cb           (GObject *object, GAsyncResult *result, gpointer user_data);
static void saved_cb         (GObject *object, GAsyncResult *result, gpointer user_data);
static void released_cb      (GObject *object, GAsyncResult *result, gpointer user_data);

/* Notes that the run can't go on.  That the user, or another process, has the
 * job now is how things are rather than trouble. */
static void
note_trouble (BwJobRun     *self,
              const GError *error)
{
  if (g_error_matches (error, BW_ERROR, BW_ERROR_CONFLICT))
    self->outcome = BW_JOB_RUN_CHANGED;
  else if (g_error_matches (error, BW_ERROR, BW_ERROR_BUSY))
    self->outcome = BW_JOB_RUN_BUSY;
  else if (self->trouble == NULL)
    self->trouble = g_error_copy (error);

  g_cancellable_cancel (self->cancellable);
}

static void
shown_saved_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(BwJobRun) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!bw_store_save_job_finish (BW_STORE (object), result, &error))
    note_trouble (self, error);
}

static void
save_shown (BwJobRun *self)
{
  bw_store_save_job_async (self->store, self->facts->job, self->facts->tenant, self->owner,
                           NULL, shown_saved_cb, g_object_ref (self));
}

static gboolean
save_cb (gpointer user_data)
{
  BwJobRun *self = user_data;

  self->save = 0;
  save_shown (self);

  return G_SOURCE_REMOVE;
}

static void
bw_job_run_changed (BwFlowHost *host,
                    BwFacts    *facts)
{
  BwJobRun *self = BW_JOB_RUN (host);

  if (self->save == 0)
    self->save = bw_pace_add (SAVE_MSEC, save_cb, self);

  facts->tenant->last_change = bw_clock_now ();
  g_signal_emit (self, signals[CHANGED], 0, facts->tenant, facts->job);
}

typedef struct
{
  char *what;
  char *outcome;
  char *request_id;  /* nullable */
} Record;

static void
record_free (Record *self)
{
  g_free (self->what);
  g_free (self->outcome);
  g_free (self->request_id);
  g_free (self);
}

static void
activity_added_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;

  if (bw_store_add_activity_finish (BW_STORE (object), result, &error) >= 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
recorded_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwJobRun *self = g_task_get_source_object (task);
  Record *record = g_task_get_task_data (task);
  g_autoptr(BwActivityRow) row = NULL;
  GError *error = NULL;

  if (!bw_store_save_job_finish (BW_STORE (object), result, &error))
    {
      note_trouble (self, error);
      g_task_return_error (task, error);
      return;
    }

  row = bw_activity_row_new ();
  row->at = bw_clock_now ();
  bw_set_str (&row->who, bw_session_get_user_name (self->session));
  bw_set_str (&row->tenant_id, self->tenant_id);
  bw_set_str (&row->what, record->what);
  bw_set_str (&row->outcome, record->outcome);
  bw_set_str (&row->tracking_id, self->facts->tracking_id);
  bw_set_str (&row->request_id, record->request_id);
  bw_store_add_activity_async (self->store, row, NULL, activity_added_cb, g_steal_pointer (&task));
}

/* What is recorded is not given up when the run is cancelled: after a request
 * was answered, the answer counts. */
static void
bw_job_run_record_async (BwFlowHost          *host,
                         BwFacts             *facts,
                         const char          *what,
                         const char          *outcome,
                         const char          *request_id,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  BwJobRun *self = BW_JOB_RUN (host);
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Record *record = g_new0 (Record, 1);

  g_task_set_source_tag (task, bw_job_run_record_async);
  record->what = g_strdup (what);
  record->outcome = g_strdup (outcome);
  record->request_id = g_strdup (request_id);
  g_task_set_task_data (task, record, (GDestroyNotify) record_free);

  g_clear_handle_id (&self->save, g_source_remove);
  bw_store_save_job_async (self->store, facts->job, facts->tenant, self->owner, NULL, recorded_cb,
                           task);
}

static gboolean
bw_job_run_record_finish (BwFlowHost    *host,
                          GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
recalled_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  const char *what = g_task_get_name (task);
  g_autoptr(GPtrArray) rows = NULL;
  gboolean is_open = FALSE;
  GError *error = NULL;

  rows = bw_store_list_activity_finish (BW_STORE (object), result, &error);
  if (rows == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* The newest comes first. */
  for (guint i = 0; i < rows->len; i++)
    {
      const BwActivityRow *row = g_ptr_array_index (rows, i);

      if (!g_str_equal (row->what, what))
        continue;

      /* What was done may not show yet; only what was refused surely isn't there. */
      is_open = !g_str_equal (row->outcome, "failed");
      break;
    }

  g_task_return_int (task, is_open);
}

static void
bw_job_run_recall_async (BwFlowHost          *host,
                         BwFacts             *facts,
                         const char          *what,
                         gboolean             is_shared,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  BwJobRun *self = BW_JOB_RUN (host);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bw_job_run_recall_async);
  g_task_set_name (task, what);
  bw_store_list_activity_async (self->store, is_shared ? NULL : self->tenant_id,
                                bw_clock_now () - RECALL_SECONDS, 0, cancellable,
                                recalled_cb, task);
}

static gboolean
bw_job_run_recall_finish (BwFlowHost    *host,
                          GAsyncResult  *result,
                          gboolean      *is_open,
                          GError       **error)
{
  gssize found = g_task_propagate_int (G_TASK (result), error);

  *is_open = found > 0;

  return found >= 0;
}

static void
bw_job_run_lock_async (BwFlowHost          *host,
                       const char          *name,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  bw_locks_lock_async (BW_JOB_RUN (host)->locks, name, cancellable, callback, user_data);
}

static gboolean
bw_job_run_lock_finish (BwFlowHost    *host,
                        GAsyncResult  *result,
                        GError       **error)
{
  return bw_locks_lock_finish (result, error);
}

static void
bw_job_run_unlock (BwFlowHost *host,
                   const char *name)
{
  bw_locks_unlock (BW_JOB_RUN (host)->locks, name);
}

static void
bw_job_run_forget_tokens (BwFlowHost *host,
                          const char *tenant)
{
  bw_session_forget_tokens (BW_JOB_RUN (host)->session, tenant);
}

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  BwJobRun *self = user_data;
  const char *key = self->facts->job->kind == BW_SETUP_KIND_GUEST ? "finalize-approval"
                                                                  : "sync-users";
  BwStepRow *row = bw_job_row_get_step (self->facts->job, key);

  row->done = done;
  row->total = total;
  bw_job_run_changed (BW_FLOW_HOST (self), self->facts);
}

static void
bw_job_run_sync_users_async (BwFlowHost          *host,
                             BwFacts             *facts,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  BwJobRun *self = BW_JOB_RUN (host);

  bw_user_sync_async (self->session, self->store, self->tenant_id, facts->tenant->source,
                      progress_cb, self, cancellable, callback, user_data);
}

static gboolean
bw_job_run_sync_users_finish (BwFlowHost    *host,
                              GAsyncResult  *result,
                              BwResponse   **refusal,
                              GError       **error)
{
  return bw_user_sync_finish (result, refusal, error);
}

static void
bw_job_run_run_reports_async (BwFlowHost          *host,
                              BwFacts             *facts,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  BwJobRun *self = BW_JOB_RUN (host);

  bw_reports_run_async (self->session, self->store, self->tenant_id, facts->tenant->source,
                        facts->limitations, cancellable, callback, user_data);
}

static gboolean
bw_job_run_run_reports_finish (BwFlowHost    *host,
                               GAsyncResult  *result,
                               BwResponse   **refusal,
                               GError       **error)
{
  return bw_reports_run_finish (result, refusal, error);
}

static void
bw_job_run_host_init (BwFlowHostInterface *iface)
{
  iface->changed = bw_job_run_changed;
  iface->record_async = bw_job_run_record_async;
  iface->record_finish = bw_job_run_record_finish;
  iface->recall_async = bw_job_run_recall_async;
  iface->recall_finish = bw_job_run_recall_finish;
  iface->lock_async = bw_job_run_lock_async;
  iface->lock_finish = bw_job_run_lock_finish;
  iface->unlock = bw_job_run_unlock;
  iface->forget_tokens = bw_job_run_forget_tokens;
  iface->sync_users_async = bw_job_run_sync_users_async;
  iface->sync_users_finish = bw_job_run_sync_users_finish;
  iface->run_reports_async = bw_job_run_run_reports_async;
  iface->run_reports_finish = bw_job_run_run_reports_finish;
}

static void
bw_job_run_dispose (GObject *object)
{
  BwJobRun *self = BW_JOB_RUN (object);

  g_clear_handle_id (&self->save, g_source_remove);
  g_clear_object (&self->session);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (bw_job_run_parent_class)->dispose (object);
}

static void
bw_job_run_finalize (GObject *object)
{
  BwJobRun *self = BW_JOB_RUN (object);

  g_clear_pointer (&self->role_template, bw_role_template_unref);
  g_clear_pointer (&self->owner, g_free);
  g_clear_pointer (&self->tenant_id, g_free);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->job, bw_job_row_free);
  g_clear_pointer (&self->facts, bw_facts_free);
  g_clear_error (&self->trouble);

  G_OBJECT_CLASS (bw_job_run_parent_class)->finalize (object);
}

static void
bw_job_run_class_init (BwJobRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bw_job_run_dispose;
  object_class->finalize = bw_job_run_finalize;

  /* The rows are the run's own: a handler copies what it wants to keep. */
  signals[CHANGED] = g_signal_new ("changed", BW_TYPE_JOB_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL,
                                   G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_POINTER);
}

static void
bw_job_run_init (BwJobRun *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * bw_job_run_dup_lease:
 * @tenant_id: whose set-up
 *
 * Returns: (transfer full): name of the lease of whoever drives it
 */
char *
bw_job_run_dup_lease (const char *tenant_id)
{
  return g_strconcat ("job:", tenant_id, NULL);
}

/**
 * bw_job_run_new:
 * @store: where the job is
 * @session: who is signed in
 * @locks: what set-ups wait for each other with; must stay until the end
 * @role_template: what to ask the customer for
 * @owner: who we are, as for leases
 * @tenant_id: whose set-up
 *
 * Returns: (transfer full): a run that has not begun
 */
BwJobRun *
bw_job_run_new (BwStore        *store,
                BwSession      *session,
                BwLocks        *locks,
                BwRoleTemplate *role_template,
                const char     *owner,
                const char     *tenant_id)
{
  BwJobRun *self = g_object_new (BW_TYPE_JOB_RUN, NULL);

  self->store = g_object_ref (store);
  self->session = g_object_ref (session);
  self->locks = locks;
  self->role_template = bw_role_template_ref (role_template);
  self->owner = g_strdup (owner);
  self->tenant_id = g_strdup (tenant_id);

  return self;
}

/**
 * bw_job_run_async:
 * @self: a run that has not begun
 * @callback: called when it is over and the lease is free again
 * @user_data: for @callback
 *
 * Takes the job's lease, and makes its steps hold until one waits, needs a
 * choice or fails, or all hold.
 */
void
bw_job_run_async (BwJobRun            *self,
                  GAsyncReadyCallback  callback,
                  gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  g_autofree char *lease = bw_job_run_dup_lease (self->tenant_id);

  g_task_set_source_tag (task, bw_job_run_async);
  bw_store_acquire_lease_async (self->store, lease, self->owner, LEASE_SECONDS, NULL, leased_cb,
                                task);
}

static void
leased_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwJobRun *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!bw_store_acquire_lease_finish (self->store, result, &error))
    {
      if (g_error_matches (error, BW_ERROR, BW_ERROR_BUSY))
        {
          g_error_free (error);
          self->outcome = BW_JOB_RUN_BUSY;
          g_task_return_boolean (task, TRUE);
        }
      else
        {
          g_task_return_error (task, error);
        }
      return;
    }

  bw_store_load_job_async (self->store, self->tenant_id, NULL, job_loaded_cb,
                           g_steal_pointer (&task));
}

/* @task: (transfer full).  The lease goes, whatever became of the run. */
static void
release (GTask *task)
{
  BwJobRun *self = g_task_get_source_object (task);
  g_autofree char *lease = bw_job_run_dup_lease (self->tenant_id);

  bw_store_release_lease_async (self->store, lease, self->owner, NULL, released_cb, task);
}

static void
job_loaded_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwJobRun *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  self->job = bw_store_load_job_finish (self->store, result, &error);
  if (self->job == NULL || self->job->state != BW_JOB_STATE_ACTIVE ||
      g_cancellable_is_cancelled (self->cancellable))
    {
      if (error != NULL && !g_error_matches (error, BW_ERROR, BW_ERROR_NOT_FOUND))
        note_trouble (self, error);
      else
        self->outcome = BW_JOB_RUN_NOT_RUNNABLE;
      release (g_steal_pointer (&task));
      return;
    }

  bw_store_load_tenant_async (self->store, self->tenant_id, NULL, tenant_loaded_cb,
                              g_steal_pointer (&task));
}

static void
tenant_loaded_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwJobRun *self = g_task_get_source_object (task);
  g_autoptr(BwTenantRow) tenant = NULL;
  g_autoptr(GPtrArray) steps = NULL;
  g_autoptr(GError) error = NULL;

  tenant = bw_store_load_tenant_finish (self->store, result, &error);
  if (tenant == NULL)
    {
      note_trouble (self, error);
      release (g_steal_pointer (&task));
      return;
    }

  self->facts = bw_job_facts_new (self->session, self->role_template, tenant, self->job);
  self->facts->job->waiting_for = BW_PARTY_NOBODY;

  /* A token from before the customer's last consent does not show it. */
  if (self->job->kind == BW_SETUP_KIND_GUEST && self->job->link != NULL)
    bw_session_forget_tokens (self->session, self->tenant_id);

  steps = bw_setup_steps_new (self->facts);
  bw_run_async (steps, self->facts, bw_session_get_http (self->session), BW_FLOW_HOST (self),
                self->cancellable, ran_cb, g_steal_pointer (&task));
}

static void
ran_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwJobRun *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  g_clear_handle_id (&self->save, g_source_remove);

  if (!bw_run_finish (result, &error))
    {
      note_trouble (self, error);
      release (g_steal_pointer (&task));
      return;
    }

  bw_store_save_job_async (self->store, self->facts->job, self->facts->tenant, self->owner,
                           NULL, saved_cb, g_steal_pointer (&task));
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwJobRun *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  if (!bw_store_save_job_finish (self->store, result, &error))
    note_trouble (self, error);

  release (g_steal_pointer (&task));
}

static void
released_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwJobRun *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  if (!bw_store_release_lease_finish (self->store, result, &error))
    g_debug ("The lease stays until it expires: %s", error->message);

  if (self->trouble != NULL && self->outcome == BW_JOB_RUN_ENDED)
    g_task_return_error (task, g_steal_pointer (&self->trouble));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * bw_job_run_finish:
 * @self: a run
 * @result: what the callback was given
 * @outcome: (out): what came of it
 * @error: return location for an error: cancelled, or the store failed
 *
 * Returns: whether there is an outcome
 */
gboolean
bw_job_run_finish (BwJobRun         *self,
                   GAsyncResult     *result,
                   BwJobRunOutcome  *outcome,
                   GError          **error)
{
  *outcome = self->outcome;

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bw_job_run_cancel:
 * @self: a run
 *
 * Stops before the next request; undoes nothing.
 */
void
bw_job_run_cancel (BwJobRun *self)
{
  g_cancellable_cancel (self->cancellable);
}

/**
 * bw_job_run_get_tenant_id:
 * @self: a run
 *
 * Returns: whose set-up it is
 */
const char *
bw_job_run_get_tenant_id (BwJobRun *self)
{
  return self->tenant_id;
}

/**
 * bw_job_run_get_job:
 * @self: a run
 *
 * Returns: (transfer none) (nullable): the job as it stands, once it is loaded
 */
const BwJobRow *
bw_job_run_get_job (BwJobRun *self)
{
  return self->facts != NULL ? self->facts->job : self->job;
}
