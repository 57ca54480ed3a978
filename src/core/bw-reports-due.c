/* bw-reports-due.c - runs the reports whose time has come
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-error.h"
#include "bw-pace.h"
#include "bw-relationship.h"
#include "bw-reports.h"
#include "bw-store-leases.h"
#include "bw-store-reports.h"
#include "bw-store-tenants.h"

/* At most so many tenants at the same time. */
#define MAX_RUNNING 4
#define LEASE "reports"
#define LEASE_SECONDS 60
/* When there is no way to Microsoft at all, or another process is at it. */
#define RETRY_SECONDS (5 * 60)

typedef struct
{
  BwSession *session;
  BwStore   *store;
  char      *owner;

  GPtrArray *tenants;   /* of BwTenantRow */
  GPtrArray *due;       /* of char: tenants to run; taken from the end */
  guint      n_running;
  gint64     next_run;  /* or 0 */
  gboolean   stopped;   /* there is no sense in trying others */
  GError    *error;     /* nullable */
} Due;

/* In the order they run.  Each owns the reference to the task it is given. */
static void leased_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void tenants_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void reports_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void ran_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void listed_again_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void released_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
due_free (Due *self)
{
  g_clear_object (&self->session);
  g_clear_object (&self->store);
  g_clear_pointer (&self->tenants, g_ptr_array_unref);
  g_clear_pointer (&self->due, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self->owner);
  g_free (self);
}

static const BwTenantRow *
find_tenant (Due        *self,
             const char *tenant_id)
{
  for (guint i = 0; i < self->tenants->len; i++)
    {
      const BwTenantRow *row = g_ptr_array_index (self->tenants, i);

      if (g_str_equal (row->id, tenant_id))
        return row;
    }

  return NULL;
}

/* Nothing is asked of a tenant that is switched off or does not let us in. */
static gboolean
may_run (Due        *self,
         const char *tenant_id,
         gint64      now)
{
  const BwTenantRow *row = find_tenant (self, tenant_id);

  return row != NULL && !row->disabled &&
         !bw_relationship_is_over (row->relationship_status, row->relationship_end,
                                   row->auto_extend, now);
}

/* Collects who is due, once, and when the next of the others is. */
static void
sort_out (Due       *self,
          GPtrArray *rows,
          gint64     now)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  self->next_run = 0;
  for (guint i = 0; i < rows->len; i++)
    {
      const BwReportRow *row = g_ptr_array_index (rows, i);

      if (!may_run (self, row->tenant_id, now))
        continue;

      if (row->next_run > now)
        self->next_run = self->next_run == 0 ? row->next_run : MIN (self->next_run, row->next_run);
      else if (g_hash_table_add (seen, row->tenant_id))
        g_ptr_array_add (self->due, g_strdup (row->tenant_id));
    }
}

/* @task: (transfer full).  The lease goes, whatever became of the runs. */
static void
release (GTask *task)
{
  Due *self = g_task_get_task_data (task);

  bw_store_release_lease_async (self->store, LEASE, self->owner, NULL, released_cb, task);
}

/* @task: (transfer none) */
static void
run_more (GTask *task)
{
  Due *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  while (!self->stopped && self->due->len > 0 && self->n_running < MAX_RUNNING)
    {
      g_autofree char *tenant_id = g_ptr_array_steal_index_fast (self->due, self->due->len - 1);

      self->n_running++;
      bw_reports_run_async (self->session, self->store, tenant_id,
                            find_tenant (self, tenant_id)->source, NULL, cancellable, ran_cb,
                            g_object_ref (task));
    }

  if (self->n_running > 0)
    return;

  if (self->error != NULL)
    release (g_object_ref (task));
  else
    bw_store_list_reports_async (self->store, NULL, NULL, listed_again_cb, g_object_ref (task));
}

static void
leased_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Due *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (bw_store_acquire_lease_finish (self->store, result, &error))
    {
      bw_store_list_tenants_async (self->store, NULL, tenants_listed_cb, g_steal_pointer (&task));
    }
  else if (g_error_matches (error, BW_ERROR, BW_ERROR_BUSY))
    {
      self->next_run = bw_clock_now () + RETRY_SECONDS;
      g_task_return_boolean (task, TRUE);
    }
  else
    {
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

static void
tenants_listed_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Due *self = g_task_get_task_data (task);

  self->tenants = bw_store_list_tenants_finish (self->store, result, &self->error);
  if (self->tenants != NULL)
    bw_store_list_reports_async (self->store, NULL, NULL, reports_listed_cb,
                                 g_steal_pointer (&task));
  else
    release (g_steal_pointer (&task));
}

static void
reports_listed_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Due *self = g_task_get_task_data (task);
  g_autoptr(GPtrArray) rows = bw_store_list_reports_finish (self->store, result, &self->error);

  if (rows == NULL)
    {
      release (g_steal_pointer (&task));
      return;
    }

  sort_out (self, rows, bw_clock_now ());
  if (self->due->len > 0)
    run_more (task);
  else
    release (g_steal_pointer (&task));
}

static gboolean
is_trouble_of_all (const GError *error)
{
  return g_error_matches (error, BW_ERROR, BW_ERROR_OFFLINE) ||
         g_error_matches (error, BW_ERROR, BW_ERROR_AUTH);
}

static gboolean
is_end (const GError *error)
{
  return bw_error_is_storage (error) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
ran_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Due *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  self->n_running--;
  if (!bw_reports_run_finish (result, NULL, &error))
    {
      g_debug ("A report failed: %s", error->message);
      self->stopped = self->stopped || is_trouble_of_all (error) || is_end (error);
      if (is_end (error) && self->error == NULL)
        self->error = g_steal_pointer (&error);
    }

  run_more (task);
}

static void
listed_again_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Due *self = g_task_get_task_data (task);
  g_autoptr(GPtrArray) rows = bw_store_list_reports_finish (self->store, result, &self->error);
  gint64 now = bw_clock_now ();

  if (rows != NULL)
    {
      g_ptr_array_set_size (self->due, 0);
      sort_out (self, rows, now);
      if (self->due->len > 0)
        self->next_run = now + RETRY_SECONDS;
    }

  release (g_steal_pointer (&task));
}

static void
released_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Due *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!bw_store_release_lease_finish (self->store, result, &error) && self->error == NULL)
    self->error = g_steal_pointer (&error);
  g_clear_error (&error);

  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * bw_reports_run_due_async:
 * @session: a session
 * @store: where the schedule is and the results go
 * @owner: who we are, as for leases; somebody has to renew what @owner has
 * @cancellable: (nullable): to stop at the next request
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Runs the reports whose time has come, those too that were missed while nothing
 * ran, some tenants at a time.  Tenants that are disabled, or whose admin
 * relationship is over, have to wait.  Only one process does it at a time.
 */
void
bw_reports_run_due_async (BwSession           *session,
                          BwStore             *store,
                          const char          *owner,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (session, cancellable, callback, user_data);
  Due *self = g_new0 (Due, 1);

  g_task_set_source_tag (task, bw_reports_run_due_async);
  g_task_set_task_data (task, self, (GDestroyNotify) due_free);
  self->session = g_object_ref (session);
  self->store = g_object_ref (store);
  self->owner = g_strdup (owner);
  self->due = g_ptr_array_new_with_free_func (g_free);

  if (bw_session_get_state (session) != BW_SESSION_SIGNED_IN)
    {
      self->next_run = bw_clock_now () + RETRY_SECONDS;
      g_task_return_boolean (task, TRUE);
      return;
    }

  bw_store_acquire_lease_async (store, LEASE, owner, LEASE_SECONDS, cancellable, leased_cb,
                                g_steal_pointer (&task));
}

/**
 * bw_reports_run_due_finish:
 * @result: what the callback got
 * @next_run: (out) (optional): when to call again, seconds since 1970, or 0 if
 *   nothing is scheduled
 * @error: return location for an error: cancelled, or the store failed
 *
 * What Microsoft said to a report is in its row, and no error here.
 *
 * Returns: whether all that was due was tried
 */
gboolean
bw_reports_run_due_finish (GAsyncResult  *result,
                           gint64        *next_run,
                           GError       **error)
{
  Due *self = g_task_get_task_data (G_TASK (result));

  if (next_run != NULL)
    *next_run = self->next_run;

  return g_task_propagate_boolean (G_TASK (result), error);
}
