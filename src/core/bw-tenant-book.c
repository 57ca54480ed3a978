/* bw-tenant-book.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-error.h"
#include "bw-keyed-list.h"
#include "bw-store-jobs.h"
#include "bw-store-tenants.h"
#include "bw-tenant-book.h"

struct _BwTenantBook
{
  GObject       parent_instance;

  BwStore      *store;
  BwEngine     *engine;    /* nullable */
  BwKeyedList  *tenants;   /* of BwTenant */
  GHashTable   *dirty;     /* (element-type utf8): tenants to read again */
  gboolean      all_dirty;
  gboolean      closed;
  guint         reread;    /* source */
};

G_DEFINE_FINAL_TYPE (BwTenantBook, bw_tenant_book, G_TYPE_OBJECT)

enum
{
  NOTICE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
bw_tenant_book_dispose (GObject *object)
{
  BwTenantBook *self = BW_TENANT_BOOK (object);

  g_clear_handle_id (&self->reread, g_source_remove);
  g_clear_object (&self->engine);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (bw_tenant_book_parent_class)->dispose (object);
}

static void
bw_tenant_book_finalize (GObject *object)
{
  BwTenantBook *self = BW_TENANT_BOOK (object);

  g_clear_object (&self->tenants);
  g_clear_pointer (&self->dirty, g_hash_table_unref);

  G_OBJECT_CLASS (bw_tenant_book_parent_class)->finalize (object);
}

static void
bw_tenant_book_class_init (BwTenantBookClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bw_tenant_book_dispose;
  object_class->finalize = bw_tenant_book_finalize;

  signals[NOTICE] =
    g_signal_new ("notice", BW_TYPE_TENANT_BOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, BW_TYPE_TENANT, G_TYPE_UINT);
}

static void
bw_tenant_book_init (BwTenantBook *self)
{
  self->tenants = bw_keyed_list_new (BW_TYPE_TENANT, (BwKeyFunc) bw_tenant_get_id);
  self->dirty = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static gboolean
is_active (BwTenant *tenant)
{
  return g_strcmp0 (bw_tenant_get_relationship_status (tenant), "active") == 0;
}

/* What one step of a set-up is worth telling of. */
static void
tell_of_change (BwTenantBook   *self,
                BwTenant       *tenant,
                BwTenantStatus  before,
                BwTenantAction  action_before,
                gboolean        was_asked)
{
  BwTenantStatus now = bw_tenant_get_status (tenant);
  BwTenantAction action = bw_tenant_get_action (tenant);

  if (was_asked && is_active (tenant))
    g_signal_emit (self, signals[NOTICE], 0, tenant, BW_NOTICE_APPROVED);

  if (action != action_before && bw_tenant_action_follows_others (action))
    g_signal_emit (self, signals[NOTICE], 0, tenant, BW_NOTICE_NEEDS_YOU);

  if (now == before)
    return;

  if (now == BW_TENANT_STATUS_ENABLED || now == BW_TENANT_STATUS_ENABLED_WITH_LIMITATIONS)
    g_signal_emit (self, signals[NOTICE], 0, tenant, BW_NOTICE_ENABLED);
  else if (now == BW_TENANT_STATUS_NEEDS_CHOICE)
    g_signal_emit (self, signals[NOTICE], 0, tenant, BW_NOTICE_NEEDS_CHOICE);
  else if (now == BW_TENANT_STATUS_FAILED)
    g_signal_emit (self, signals[NOTICE], 0, tenant, BW_NOTICE_FAILED);
}

/* Updates the tenant in place; a new one is left to the caller. */
static gboolean
merge (BwTenantBook      *self,
       const BwTenantRow *row,
       const BwJobRow    *job)
{
  BwTenant *tenant = bw_keyed_list_lookup (self->tenants, row->id);
  BwTenantStatus before;
  BwTenantAction action_before;
  gboolean was_asked;

  if (tenant == NULL)
    return FALSE;

  before = bw_tenant_get_status (tenant);
  action_before = bw_tenant_get_action (tenant);
  was_asked = !is_active (tenant) &&
              g_strcmp0 (bw_tenant_get_relationship_id (tenant), row->relationship_id) == 0;
  bw_tenant_update (tenant, row, job);
  tell_of_change (self, tenant, before, action_before, was_asked);

  return TRUE;
}

static BwTenant *
make_tenant (const BwTenantRow *row,
             const BwJobRow    *job)
{
  BwTenant *tenant = bw_tenant_new (row->id);

  bw_tenant_update (tenant, row, job);

  return tenant;
}

static void
job_changed_cb (BwEngine          *engine,
                const BwTenantRow *row,
                const BwJobRow    *job,
                BwTenantBook       *self)
{
  merge (self, row, job);
}

static gboolean reread_cb (gpointer user_data);

static void
mark_dirty (BwTenantBook *self,
            const char  *tenant_id)
{
  g_hash_table_add (self->dirty, g_strdup (tenant_id));
  if (self->reread == 0)
    self->reread = g_idle_add (reread_cb, self);
}

static void
looked_cb (BwEngine    *engine,
           BwTenantBook *self)
{
  GListModel *model = G_LIST_MODEL (self->tenants);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (model, i);

      if (bw_tenant_get_status (tenant) == BW_TENANT_STATUS_WAITING_FOR_APPROVAL)
        mark_dirty (self, bw_tenant_get_id (tenant));
    }
}

/* What runs here is known better than the store knows it. */
static gboolean
is_running (BwTenantBook *self,
            const char   *tenant_id)
{
  return self->engine != NULL && bw_engine_is_running_job (self->engine, tenant_id);
}

/* Reading everything: a task whose data are the tenants, until the jobs are there too. */
static void
remove_missing (BwTenantBook *self,
                GHashTable  *seen)
{
  GListModel *model = G_LIST_MODEL (self->tenants);

  for (guint i = g_list_model_get_n_items (model); i-- > 0;)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (model, i);

      if (!g_hash_table_contains (seen, bw_tenant_get_id (tenant)))
        bw_keyed_list_remove (self->tenants, bw_tenant_get_id (tenant));
    }
}

static void
merge_all (BwTenantBook *self,
           GPtrArray   *rows,
           GPtrArray   *jobs)
{
  g_autoptr(GHashTable) job_of = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < jobs->len; i++)
    {
      BwJobRow *job = g_ptr_array_index (jobs, i);

      g_hash_table_insert (job_of, job->tenant_id, job);
    }

  for (guint i = 0; i < rows->len; i++)
    {
      const BwTenantRow *row = g_ptr_array_index (rows, i);
      const BwJobRow *job = g_hash_table_lookup (job_of, row->id);

      g_hash_table_add (seen, row->id);
      if (is_running (self, row->id))
        continue;
      if (!merge (self, row, job))
        g_ptr_array_add (added, make_tenant (row, job));
    }

  remove_missing (self, seen);
  bw_keyed_list_splice (self->tenants, added);
}

static void
all_jobs_read_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwTenantBook *self = g_task_get_source_object (task);
  g_autoptr(GPtrArray) jobs = NULL;
  GError *error = NULL;

  jobs = bw_store_list_jobs_finish (BW_STORE (object), result, &error);
  if (jobs == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  merge_all (self, g_task_get_task_data (task), jobs);
  g_task_return_boolean (task, TRUE);
}

static void
all_tenants_read_cb (GObject      *object,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  GPtrArray *rows;
  GError *error = NULL;

  rows = bw_store_list_tenants_finish (BW_STORE (object), result, &error);
  if (rows == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_task_set_task_data (task, rows, (GDestroyNotify) g_ptr_array_unref);
  bw_store_list_jobs_async (BW_STORE (object), NULL, all_jobs_read_cb, g_steal_pointer (&task));
}

/**
 * bw_tenant_book_read_async:
 * @self: a book
 * @callback: called when the list is as the store is
 * @user_data: for @callback
 */
void
bw_tenant_book_read_async (BwTenantBook        *self,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (BW_IS_TENANT_BOOK (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, bw_tenant_book_read_async);
  bw_store_list_tenants_async (self->store, NULL, all_tenants_read_cb, task);
}

/**
 * bw_tenant_book_read_finish:
 * @self: a book
 * @result: what the callback was given
 * @error: return location for %BW_ERROR_STORAGE
 *
 * Returns: whether the list is as the store is
 */
gboolean
bw_tenant_book_read_finish (BwTenantBook  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
reread_all_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  if (!bw_tenant_book_read_finish (BW_TENANT_BOOK (object), result, &error))
    g_log (G_LOG_DOMAIN, BW_TENANT_BOOK (object)->closed ? G_LOG_LEVEL_DEBUG : G_LOG_LEVEL_WARNING,
           "The tenants could not be read: %s", error->message);
}

/* Reading one tenant: a task whose data is its row, until its job is there too. */
static void
job_read_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwTenantBook *self = g_task_get_source_object (task);
  const BwTenantRow *row = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwJobRow) job = bw_store_load_job_finish (BW_STORE (object), result, &error);

  if (is_running (self, row->id))
    return;

  if (!merge (self, row, job))
    {
      g_autoptr(BwTenant) tenant = make_tenant (row, job);

      bw_keyed_list_add (self->tenants, tenant);
    }
}

static void
tenant_read_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwTenantBook *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  BwTenantRow *row = bw_store_load_tenant_finish (BW_STORE (object), result, &error);

  if (row == NULL)
    {
      if (g_error_matches (error, BW_ERROR, BW_ERROR_NOT_FOUND))
        bw_keyed_list_remove (self->tenants, g_task_get_name (task));
      return;
    }

  g_task_set_task_data (task, row, (GDestroyNotify) bw_tenant_row_free);
  bw_store_load_job_async (BW_STORE (object), row->id, NULL, job_read_cb, g_steal_pointer (&task));
}

static void
read_one (BwTenantBook *self,
          const char  *tenant_id)
{
  GTask *task = g_task_new (self, NULL, NULL, NULL);

  g_task_set_name (task, tenant_id);
  bw_store_load_tenant_async (self->store, tenant_id, NULL, tenant_read_cb, task);
}

static gboolean
reread_cb (gpointer user_data)
{
  BwTenantBook *self = user_data;
  GHashTableIter iter;
  const char *tenant_id;

  self->reread = 0;

  if (self->all_dirty)
    {
      bw_tenant_book_read_async (self, reread_all_cb, NULL);
    }
  else
    {
      g_hash_table_iter_init (&iter, self->dirty);
      while (g_hash_table_iter_next (&iter, (gpointer *) &tenant_id, NULL))
        read_one (self, tenant_id);
    }

  self->all_dirty = FALSE;
  g_hash_table_remove_all (self->dirty);

  return G_SOURCE_REMOVE;
}

static void
store_changed_cb (BwStore     *store,
                  guint        tables,
                  const char  *tenant_id,
                  BwTenantBook *self)
{
  if ((tables & (BW_STORE_TENANTS | BW_STORE_JOBS)) == 0)
    return;

  if (tenant_id != NULL)
    {
      if (!is_running (self, tenant_id))
        mark_dirty (self, tenant_id);
      return;
    }

  self->all_dirty = TRUE;
  if (self->reread == 0)
    self->reread = g_idle_add (reread_cb, self);
}

/**
 * bw_tenant_book_new:
 * @store: where the tenants are; need not be open yet
 *
 * Returns: (transfer full): a book without tenants; from its first reading on it
 *   follows what changes in @store
 */
BwTenantBook *
bw_tenant_book_new (BwStore *store)
{
  BwTenantBook *self = g_object_new (BW_TYPE_TENANT_BOOK, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, 0);

  return self;
}

/**
 * bw_tenant_book_follow:
 * @self: a book
 * @engine: drives set-ups in this process
 *
 * Shows what @engine tells of, which is ahead of the store.
 */
void
bw_tenant_book_follow (BwTenantBook *self,
                       BwEngine     *engine)
{
  g_return_if_fail (BW_IS_TENANT_BOOK (self));
  g_return_if_fail (self->engine == NULL);

  self->engine = g_object_ref (engine);
  g_signal_connect_object (engine, "job-changed", G_CALLBACK (job_changed_cb), self, 0);
  g_signal_connect_object (engine, "looked", G_CALLBACK (looked_cb), self, 0);
}

/**
 * bw_tenant_book_close:
 * @self: a book
 *
 * Reads nothing more: the store is about to close.
 */
void
bw_tenant_book_close (BwTenantBook *self)
{
  g_return_if_fail (BW_IS_TENANT_BOOK (self));

  self->closed = TRUE;
  g_clear_handle_id (&self->reread, g_source_remove);
  g_signal_handlers_disconnect_by_func (self->store, store_changed_cb, self);
}

/**
 * bw_tenant_book_get_tenants:
 * @self: a book
 *
 * Returns: (transfer none): the tenants, as a model of #BwTenant that changes in place
 */
GListModel *
bw_tenant_book_get_tenants (BwTenantBook *self)
{
  return G_LIST_MODEL (self->tenants);
}

/**
 * bw_tenant_book_get_tenant:
 * @self: a book
 * @id: (nullable): a tenant ID
 *
 * Returns: (transfer none) (nullable): the tenant
 */
BwTenant *
bw_tenant_book_get_tenant (BwTenantBook *self,
                           const char   *id)
{
  return bw_keyed_list_lookup (self->tenants, id);
}
