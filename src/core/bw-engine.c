/* bw-engine.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-engine-private.h"

#include "bw-error.h"
#include "bw-job-facts.h"
#include "bw-pace.h"
#include "bw-store-jobs.h"
#include "bw-store-leases.h"
#include "bw-store-tenants.h"
#include "bw-util.h"

/* Set-ups that run at once.  Most of their time they wait for an answer, and
 * how many requests are under way at once is for the sender to limit. */
#define MAX_RUNS 64
#define LEASE_SECONDS 60
#define RENEW_MSEC (20 * 1000)
/* Until we ask again for a job that another process drives, or that the store
 * did not let us run. */
#define BUSY_SECONDS 3
#define TROUBLE_SECONDS 30
#define MAX_TROUBLE_SECONDS (15 * 60)

G_DEFINE_FINAL_TYPE (BwEngine, bw_engine, G_TYPE_OBJECT)

typedef enum
{
  PROP_RUNNING = 1,
  PROP_BUSY,
} BwEngineProperty;

static GParamSpec *properties[PROP_BUSY + 1];

enum
{
  JOB_CHANGED,
  LOOKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
entry_free (BwEntry *self)
{
  g_clear_object (&self->run);
  g_clear_error (&self->trouble);
  g_free (self->relationship_id);
  g_free (self->tenant_id);
  g_free (self);
}

static void
bw_engine_dispose (GObject *object)
{
  BwEngine *self = BW_ENGINE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->schedule, g_source_remove);
  g_clear_handle_id (&self->wake, g_source_remove);
  g_clear_handle_id (&self->renew, g_source_remove);
  g_clear_handle_id (&self->poll, g_source_remove);
  g_clear_handle_id (&self->report, g_source_remove);

  G_OBJECT_CLASS (bw_engine_parent_class)->dispose (object);
}

static void
bw_engine_finalize (GObject *object)
{
  BwEngine *self = BW_ENGINE (object);

  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_clear_pointer (&self->drives, g_ptr_array_unref);
  g_clear_pointer (&self->cancels, g_ptr_array_unref);
  g_clear_pointer (&self->locks, bw_locks_free);
  g_clear_pointer (&self->role_template, bw_role_template_unref);
  g_clear_pointer (&self->owner, g_free);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (bw_engine_parent_class)->finalize (object);
}

static void
bw_engine_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  BwEngine *self = BW_ENGINE (object);

  switch ((BwEngineProperty) prop_id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, self->running);
      break;

    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bw_engine_class_init (BwEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = bw_engine_dispose;
  object_class->finalize = bw_engine_finalize;
  object_class->get_property = bw_engine_get_property;

  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[JOB_CHANGED] =
    g_signal_new ("job-changed", BW_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_POINTER);
  signals[LOOKED] =
    g_signal_new ("looked", BW_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
bw_engine_init (BwEngine *self)
{
  self->owner = g_uuid_string_random ();
  self->cancellable = g_cancellable_new ();
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                         (GDestroyNotify) entry_free);
  self->drives = g_ptr_array_new ();
  self->cancels = g_ptr_array_new ();
}

static gint64
get_since (const BwJobRow *job)
{
  for (guint i = 0; i < job->steps->len; i++)
    {
      BwStepRow *step = g_ptr_array_index (job->steps, i);

      if (step->state != BW_STEP_STATE_DONE && step->state != BW_STEP_STATE_SKIPPED)
        return step->since;
    }

  return 0;
}

/* Takes over what the store, or a run of ours, says of a job. */
void
bw_engine_note_job (BwEngine       *self,
                    const BwJobRow *job)
{
  BwEntry *entry = g_hash_table_lookup (self->entries, job->tenant_id);

  if (entry == NULL)
    {
      entry = g_new0 (BwEntry, 1);
      entry->tenant_id = g_strdup (job->tenant_id);
      g_hash_table_insert (self->entries, entry->tenant_id, entry);
    }

  entry->state = job->state;
  entry->waiting_for = job->waiting_for;
  entry->wake_at = job->wake_at;
  entry->since = get_since (job);
  entry->message_copied = job->message_copied;
  bw_set_str (&entry->relationship_id, job->relationship_id);
}

static void
forget_job (BwEngine   *self,
            const char *tenant_id)
{
  BwEntry *entry = g_hash_table_lookup (self->entries, tenant_id);

  if (entry == NULL)
    return;

  if (entry->run != NULL)
    bw_job_run_cancel (entry->run);
  else
    g_hash_table_remove (self->entries, tenant_id);
}

/* Returns: (transfer none) (nullable): what to ask customers for */
BwRoleTemplate *
bw_engine_get_role_template (BwEngine  *self,
                             GError   **error)
{
  if (self->role_template == NULL)
    self->role_template = bw_job_load_role_template (error);

  return self->role_template;
}

static gboolean
renew_cb (gpointer user_data)
{
  BwEngine *self = user_data;

  bw_store_renew_leases_async (self->store, self->owner, LEASE_SECONDS, NULL, NULL, NULL);

  return G_SOURCE_CONTINUE;
}

/* A lease must outlast a machine that is slow, not a simulated cloud that is
 * fast: this interval is not scaled. */
static void
update_renewing (BwEngine *self)
{
  if (self->n_runs == 0)
    g_clear_handle_id (&self->renew, g_source_remove);
  else if (self->renew == 0)
    self->renew = g_timeout_add (RENEW_MSEC, renew_cb, self);
}

static void
update_busy (BwEngine *self)
{
  GHashTableIter iter;
  BwEntry *entry;
  gboolean busy = self->n_runs > 0;

  g_hash_table_iter_init (&iter, self->entries);
  while (!busy && g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    busy = self->running && entry->state == BW_JOB_STATE_ACTIVE;

  if (self->busy == busy)
    return;

  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
leases_released_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;

  if (bw_store_release_all_leases_finish (BW_STORE (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
check_stopping (BwEngine *self)
{
  if (self->stopping == NULL || self->n_runs > 0)
    return;

  bw_store_release_all_leases_async (self->store, self->owner, NULL, leases_released_cb,
                                     g_steal_pointer (&self->stopping));
}

/* It is tried again, less and less often: somebody may make room on the disk. */
static void
note_trouble (BwEntry      *entry,
              const GError *error)
{
  guint seconds = TROUBLE_SECONDS << MIN (entry->n_troubles, 8);

  g_warning ("A set-up could not go on: %s", error->message);
  entry->n_troubles++;
  entry->not_before = bw_clock_now () + MIN (seconds, MAX_TROUBLE_SECONDS);
  g_clear_error (&entry->trouble);
  entry->trouble = g_error_copy (error);
}

static void
ran_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(BwEngine) self = g_steal_pointer (&user_data);
  BwJobRun *run = BW_JOB_RUN (object);
  BwEntry *entry = g_hash_table_lookup (self->entries, bw_job_run_get_tenant_id (run));
  g_autoptr(GError) error = NULL;
  BwJobRunOutcome outcome;
  gint64 now = bw_clock_now ();

  self->n_runs--;

  if (!bw_job_run_finish (run, result, &outcome, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        note_trouble (entry, error);
    }
  else if (outcome == BW_JOB_RUN_ENDED)
    {
      entry->runs++;
      entry->n_troubles = 0;
      g_clear_error (&entry->trouble);
      bw_engine_note_job (self, bw_job_run_get_job (run));
    }
  else if (outcome == BW_JOB_RUN_BUSY)
    {
      entry->not_before = now + BUSY_SECONDS;
    }
  else if (outcome == BW_JOB_RUN_NOT_RUNNABLE)
    {
      entry->runs++;
    }

  g_clear_object (&entry->run);
  if (outcome != BW_JOB_RUN_ENDED && self->stopping == NULL)
    bw_engine_reload_job (self, entry->tenant_id);
  bw_engine_schedule (self);
  bw_engine_check_cancels (self);
  check_stopping (self);
}

/* Tells the faces of a job, sooner than the store could. */
void
bw_engine_tell (BwEngine          *self,
                const BwTenantRow *tenant,
                const BwJobRow    *job)
{
  g_signal_emit (self, signals[JOB_CHANGED], 0, tenant, job);
}

void
bw_engine_tell_looked (BwEngine *self)
{
  g_signal_emit (self, signals[LOOKED], 0);
}

static void
run_changed_cb (BwJobRun          *run,
                const BwTenantRow *tenant,
                const BwJobRow    *job,
                BwEngine          *self)
{
  bw_engine_tell (self, tenant, job);
}

static void
start_run (BwEngine *self,
           BwEntry  *entry)
{
  g_autoptr(GError) error = NULL;
  BwRoleTemplate *role_template = bw_engine_get_role_template (self, &error);

  if (role_template == NULL)
    {
      note_trouble (entry, error);
      return;
    }

  g_debug ("Running the set-up of %s", entry->tenant_id);
  entry->run = bw_job_run_new (self->store, self->session, self->locks, role_template,
                               self->owner, entry->tenant_id);
  g_signal_connect_object (entry->run, "changed", G_CALLBACK (run_changed_cb), self, 0);
  self->n_runs++;
  bw_job_run_async (entry->run, ran_cb, g_object_ref (self));
}

/* Whether the poll looks after the job until something happens to it. */
static gboolean
is_polled (const BwEntry *entry)
{
  return entry->waiting_for == BW_PARTY_CUSTOMER && entry->relationship_id != NULL;
}

/* Returns: when to run the job, or %G_MAXINT64 for not by itself */
static gint64
get_due (BwEngine      *self,
         const BwEntry *entry)
{
  gboolean now = FALSE;
  gboolean driven;

  if (entry->run != NULL || entry->n_reloads > 0 || entry->state != BW_JOB_STATE_ACTIVE)
    return G_MAXINT64;

  driven = bw_engine_is_driven (self, entry, &now);
  if (now)
    return MAX (entry->waiting_for == BW_PARTY_NOBODY ? entry->wake_at : 0, entry->not_before);
  if ((!driven && !self->running) || (is_polled (entry) && entry->wake_at != 0))
    return G_MAXINT64;

  return MAX (entry->wake_at, entry->not_before);
}

static int
compare_due (gconstpointer a,
             gconstpointer b)
{
  const BwEntry *first = *(BwEntry * const *) a;
  const BwEntry *second = *(BwEntry * const *) b;

  if (first->wake_at != second->wake_at)
    return first->wake_at < second->wake_at ? -1 : 1;

  return g_strcmp0 (first->tenant_id, second->tenant_id);
}

static gboolean
wake_cb (gpointer user_data)
{
  BwEngine *self = user_data;

  self->wake = 0;
  bw_engine_schedule (self);

  return G_SOURCE_REMOVE;
}

static gboolean
schedule_cb (gpointer user_data)
{
  g_autoptr(BwEngine) self = g_object_ref (BW_ENGINE (user_data));
  g_autoptr(GPtrArray) due = g_ptr_array_new ();
  gint64 now = bw_clock_now ();
  gint64 next = G_MAXINT64;
  GHashTableIter iter;
  BwEntry *entry;

  self->schedule = 0;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    {
      gint64 when = get_due (self, entry);

      if (when <= now)
        g_ptr_array_add (due, entry);
      else
        next = MIN (next, when);
    }

  g_ptr_array_sort (due, compare_due);
  if (self->stopping == NULL && bw_session_get_state (self->session) == BW_SESSION_SIGNED_IN)
    for (guint i = 0; i < due->len && self->n_runs < MAX_RUNS; i++)
      start_run (self, g_ptr_array_index (due, i));

  /* The times are of the real clock already. */
  g_clear_handle_id (&self->wake, g_source_remove);
  if (next != G_MAXINT64)
    self->wake = g_timeout_add_seconds ((guint) CLAMP (next - now, 1, 3600), wake_cb, self);

  update_renewing (self);
  update_busy (self);
  bw_engine_update_poll (self);
  bw_engine_update_reports (self);
  bw_engine_check_drives (self);

  return G_SOURCE_REMOVE;
}

/* Looks, once the main loop is free, what there is to run. */
void
bw_engine_schedule (BwEngine *self)
{
  if (self->schedule == 0 && self->loaded)
    self->schedule = g_idle_add (schedule_cb, self);
}

/* A read of what another process may have done to a job. */
typedef struct
{
  BwEngine *engine;
  char     *tenant_id;
  BwJobRow *job;        /* (nullable): until it is read */
} Reload;

static void
reload_free (Reload *self)
{
  g_object_unref (self->engine);
  g_clear_pointer (&self->job, bw_job_row_free);
  g_free (self->tenant_id);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reload, reload_free)

/* @tenant: (nullable): with @error set */
static void
end_reload (Reload            *reload,
            const BwTenantRow *tenant,
            const GError      *error)
{
  BwEngine *self = reload->engine;
  BwEntry *entry = g_hash_table_lookup (self->entries, reload->tenant_id);

  if (entry != NULL && entry->n_reloads > 0)
    entry->n_reloads--;

  /* What a run of ours has in hand, it knows better. */
  if (entry != NULL && entry->run != NULL)
    return;

  if (tenant != NULL)
    {
      bw_engine_note_job (self, reload->job);
      bw_engine_tell (self, tenant, reload->job);
    }
  else if (g_error_matches (error, BW_ERROR, BW_ERROR_NOT_FOUND))
    {
      g_hash_table_remove (self->entries, reload->tenant_id);
    }
  else if (entry != NULL && !g_cancellable_is_cancelled (self->cancellable))
    {
      note_trouble (entry, error);
    }

  bw_engine_schedule (self);
}

static void
tenant_reloaded_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(Reload) reload = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTenantRow) tenant = bw_store_load_tenant_finish (BW_STORE (object), result, &error);

  end_reload (reload, tenant, error);
}

static void
job_reloaded_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Reload *reload = user_data;
  g_autoptr(GError) error = NULL;

  reload->job = bw_store_load_job_finish (BW_STORE (object), result, &error);
  if (reload->job == NULL)
    {
      end_reload (reload, NULL, error);
      reload_free (reload);
      return;
    }

  bw_store_load_tenant_async (BW_STORE (object), reload->tenant_id, NULL, tenant_reloaded_cb,
                              reload);
}

/* Until it is read again, nothing is decided on what was known of the job. */
void
bw_engine_reload_job (BwEngine   *self,
                      const char *tenant_id)
{
  BwEntry *entry = g_hash_table_lookup (self->entries, tenant_id);
  Reload *reload = g_new0 (Reload, 1);

  if (entry != NULL)
    entry->n_reloads++;
  reload->engine = g_object_ref (self);
  reload->tenant_id = g_strdup (tenant_id);
  bw_store_load_job_async (self->store, tenant_id, NULL, job_reloaded_cb, reload);
}

/* Whoever drives a job wants to show how it is when it is over, so the faces must hear
 * of that first. */
static void
take_listed (BwEngine       *self,
             const BwEntry  *entry,
             const BwJobRow *job)
{
  gboolean now = FALSE;

  if (entry == NULL || (entry->run == NULL && !bw_engine_is_driven (self, entry, &now)))
    bw_engine_note_job (self, job);
  else if (entry->run == NULL)
    bw_engine_reload_job (self, job->tenant_id);
}

static void
listed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BwEngine) self = g_steal_pointer (&user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) jobs = bw_store_list_jobs_finish (BW_STORE (object), result, &error);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GList) known = NULL;

  if (jobs == NULL)
    {
      /* What is asked of a store that is being closed gets no answer. */
      if (!g_cancellable_is_cancelled (self->cancellable))
        g_warning ("The set-ups could not be read: %s", error->message);
      return;
    }

  for (guint i = 0; i < jobs->len; i++)
    {
      const BwJobRow *job = g_ptr_array_index (jobs, i);
      BwEntry *entry = g_hash_table_lookup (self->entries, job->tenant_id);

      g_hash_table_add (seen, job->tenant_id);
      take_listed (self, entry, job);
    }

  known = g_hash_table_get_keys (self->entries);
  for (GList *l = known; l != NULL; l = l->next)
    if (!g_hash_table_contains (seen, l->data))
      forget_job (self, l->data);

  self->loaded = TRUE;
  bw_engine_schedule (self);
}

static void
list_jobs (BwEngine *self)
{
  bw_store_list_jobs_async (self->store, NULL, listed_cb, g_object_ref (self));
}

static void
store_changed_cb (BwStore    *store,
                  guint       tables,
                  const char *tenant_id,
                  BwEngine   *self)
{
  BwEntry *entry = tenant_id != NULL ? g_hash_table_lookup (self->entries, tenant_id) : NULL;

  if ((tables & BW_STORE_JOBS) == 0 || (entry != NULL && entry->run != NULL))
    return;

  if (tenant_id != NULL)
    bw_engine_reload_job (self, tenant_id);
  else
    list_jobs (self);
}

static void
session_changed_cb (BwSession  *session,
                    GParamSpec *pspec,
                    BwEngine   *self)
{
  GHashTableIter iter;
  BwEntry *entry;

  /* What waited for the sign-in goes on by itself. */
  if (bw_session_get_state (session) == BW_SESSION_SIGNED_IN)
    {
      g_hash_table_iter_init (&iter, self->entries);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
        if (entry->run == NULL && entry->waiting_for != BW_PARTY_CUSTOMER)
          entry->wake_at = 0;
    }

  bw_engine_schedule (self);
}

/**
 * bw_engine_new:
 * @store: where the jobs are; open
 * @session: who is signed in
 *
 * Returns: (transfer full): an engine that drives nothing yet
 */
BwEngine *
bw_engine_new (BwStore   *store,
               BwSession *session)
{
  BwEngine *self = g_object_new (BW_TYPE_ENGINE, NULL);

  self->store = g_object_ref (store);
  self->session = g_object_ref (session);
  self->locks = bw_locks_new (store, self->owner);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (session_changed_cb), self, 0);
  list_jobs (self);

  return self;
}

/**
 * bw_engine_set_running:
 * @self: an engine
 * @running: whether to drive all jobs that there are and will be
 */
void
bw_engine_set_running (BwEngine *self,
                       gboolean  running)
{
  g_return_if_fail (BW_IS_ENGINE (self));

  if (self->running == running)
    return;

  self->running = running;
  bw_engine_schedule (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

/**
 * bw_engine_get_running:
 * @self: an engine
 *
 * Returns: whether it drives all jobs
 */
gboolean
bw_engine_get_running (BwEngine *self)
{
  g_return_val_if_fail (BW_IS_ENGINE (self), FALSE);

  return self->running;
}

/**
 * bw_engine_set_attended:
 * @self: an engine
 * @attended: whether somebody looks at the set-ups, so that an approval is to be
 *   noticed within a minute
 */
void
bw_engine_set_attended (BwEngine *self,
                        gboolean  attended)
{
  g_return_if_fail (BW_IS_ENGINE (self));

  self->attended = attended;
  bw_engine_schedule (self);
}

/**
 * bw_engine_is_running_job:
 * @self: an engine
 * @tenant_id: whose set-up
 *
 * Returns: whether it runs in this process, so that #BwEngine::job-changed is
 *   ahead of the store
 */
gboolean
bw_engine_is_running_job (BwEngine   *self,
                          const char *tenant_id)
{
  const BwEntry *entry;

  g_return_val_if_fail (BW_IS_ENGINE (self), FALSE);

  entry = g_hash_table_lookup (self->entries, tenant_id);

  return entry != NULL && entry->run != NULL;
}

/**
 * bw_engine_is_busy:
 * @self: an engine
 *
 * Returns: whether a set-up runs, or waits for something that the engine looks for
 */
gboolean
bw_engine_is_busy (BwEngine *self)
{
  g_return_val_if_fail (BW_IS_ENGINE (self), FALSE);

  return self->busy;
}

/**
 * bw_engine_stop_async:
 * @self: an engine
 * @cancellable: (nullable): unused; what was begun is written down
 * @callback: called when nothing runs any more
 * @user_data: for @callback
 *
 * Stops every set-up before its next request.  Another process, or the next
 * one, goes on where this one stopped.
 */
void
bw_engine_stop_async (BwEngine            *self,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GHashTableIter iter;
  BwEntry *entry;

  g_return_if_fail (BW_IS_ENGINE (self));
  g_return_if_fail (self->stopping == NULL);

  self->stopping = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->stopping, bw_engine_stop_async);
  bw_engine_set_running (self, FALSE);
  g_cancellable_cancel (self->cancellable);

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    if (entry->run != NULL)
      bw_job_run_cancel (entry->run);

  check_stopping (self);
}

/**
 * bw_engine_stop_finish:
 * @self: an engine
 * @result: what the callback was given
 * @error: return location for an error of the store
 *
 * Returns: whether every lease is free again
 */
gboolean
bw_engine_stop_finish (BwEngine      *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
