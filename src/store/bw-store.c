/* bw-store.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-error.h"
#include "bw-pace.h"
#include "bw-store-private.h"

#define WATCH_MSEC 2000

/* Users of different tenants are written side by side. */
#define N_USERS_THREADS 4

struct _BwStore
{
  GObject        parent_instance;

  char          *folder;   /* immutable */
  GMainContext  *context;  /* immutable; where "changed" is emitted */
  BwOwners      *owners;   /* immutable; the main thread's to use */
  BwStoreThread *main;     /* (nullable): not open */
  BwStoreThread *users[N_USERS_THREADS]; /* (nullable): started when needed */
  guint          watch_id;
  gint64         data_version;

  GMutex         lock;     /* for what follows */
  GHashTable    *changes;  /* tenant ID, or "" for any → BwStoreTables */
};

G_DEFINE_FINAL_TYPE (BwStore, bw_store, G_TYPE_OBJECT)

typedef enum
{
  SIGNAL_CHANGED,
  SIGNAL_LAST,
} BwStoreSignal;

static guint signals[SIGNAL_LAST];

static const BwStoreCall open_call = { 0, };

static void
op_free (BwStoreOp *op)
{
  if (op->input != NULL && op->call->free_input != NULL)
    op->call->free_input (op->input);
  if (op->output != NULL)
    op->call->free_output (op->output);
  g_clear_error (&op->error);
  g_free (op->tenant_id);
  g_free (op);
}

static void
weak_ref_free (GWeakRef *ref)
{
  g_weak_ref_clear (ref);
  g_free (ref);
}

static gboolean
emit_changes_cb (gpointer data)
{
  g_autoptr(BwStore) self = g_weak_ref_get (data);
  g_autoptr(GHashTable) changes = NULL;
  GHashTableIter iter;
  gpointer tenant_id;
  gpointer tables;

  if (self == NULL)
    return G_SOURCE_REMOVE;

  g_mutex_lock (&self->lock);
  changes = g_steal_pointer (&self->changes);
  g_mutex_unlock (&self->lock);

  g_hash_table_iter_init (&iter, changes);
  while (g_hash_table_iter_next (&iter, &tenant_id, &tables))
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, GPOINTER_TO_UINT (tables),
                   *(char *) tenant_id != '\0' ? tenant_id : NULL);

  return G_SOURCE_REMOVE;
}

/* Called in any thread.  What changes before the loop gets round to telling of
 * it is told at once. */
static void
note_change (BwStore       *self,
             BwStoreTables  tables,
             const char    *tenant_id)
{
  const char *key = tenant_id != NULL ? tenant_id : "";
  g_autoptr(GSource) source = NULL;
  GWeakRef *ref;

  g_mutex_lock (&self->lock);

  if (self->changes == NULL)
    {
      self->changes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      source = g_idle_source_new ();
    }

  tables |= GPOINTER_TO_UINT (g_hash_table_lookup (self->changes, key));
  g_hash_table_replace (self->changes, g_strdup (key), GUINT_TO_POINTER (tables));

  g_mutex_unlock (&self->lock);

  if (source == NULL)
    return;

  ref = g_new0 (GWeakRef, 1);
  g_weak_ref_init (ref, self);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, emit_changes_cb, ref, (GDestroyNotify) weak_ref_free);
  g_source_attach (source, self->context);
}

static gboolean
read_data_version (BwDatabase  *database,
                   BwStoreOp   *op,
                   GError     **error)
{
  return bw_database_read_int (database, "PRAGMA data_version", &op->number, error);
}

static const BwStoreCall data_version_call = { .run = read_data_version };

static void
data_version_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  BwStore *self = BW_STORE (source);
  g_autoptr(GError) error = NULL;
  gint64 version = bw_store_finish_number (self, result, &data_version_call, &error);

  if (error != NULL)
    {
      g_debug ("Cannot see whether the store changed: %s", error->message);
      return;
    }

  if (version != self->data_version)
    note_change (self, BW_STORE_EVERYTHING, NULL);
  self->data_version = version;
}

static gboolean
watch_cb (gpointer data)
{
  bw_store_run (data, &data_version_call, NULL, NULL, NULL, data_version_cb, NULL);

  return G_SOURCE_CONTINUE;
}

/* Gives away the threads, which ends them once the array is freed. */
static GPtrArray *
take_threads (BwStore *self)
{
  GPtrArray *threads = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_store_thread_stop);

  for (guint i = 0; i < N_USERS_THREADS; i++)
    if (self->users[i] != NULL)
      g_ptr_array_add (threads, g_steal_pointer (&self->users[i]));

  if (self->main != NULL)
    g_ptr_array_add (threads, g_steal_pointer (&self->main));

  return threads;
}

static void
bw_store_finalize (GObject *object)
{
  BwStore *self = BW_STORE (object);

  g_clear_handle_id (&self->watch_id, g_source_remove);
  g_ptr_array_unref (take_threads (self));
  g_clear_pointer (&self->changes, g_hash_table_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->owners, bw_owners_unref);
  g_clear_pointer (&self->folder, g_free);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (bw_store_parent_class)->finalize (object);
}

static void
bw_store_class_init (BwStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bw_store_finalize;

  /**
   * BwStore::changed:
   * @self: the store
   * @tables: which tables
   * @tenant_id: (nullable): whose rows, or %NULL for any
   *
   * After a write of this process to @tenant_id's rows, or when another
   * process wrote.  Writes in short succession are told of together.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BW_TYPE_STORE, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);
}

static void
bw_store_init (BwStore *self)
{
  g_mutex_init (&self->lock);
  self->context = g_main_context_ref_thread_default ();
}

/**
 * bw_store_new:
 * @folder: the folder that holds the databases; made when the store is opened
 *
 * Returns: (transfer full): a store that is not open yet
 */
BwStore *
bw_store_new (const char *folder)
{
  BwStore *self;

  g_return_val_if_fail (folder != NULL, NULL);

  self = g_object_new (BW_TYPE_STORE, NULL);
  self->folder = g_strdup (folder);
  self->owners = bw_owners_new (folder);

  return self;
}

/**
 * bw_store_get_folder:
 * @self: a store
 *
 * Returns: (transfer none): the folder that holds the databases
 */
const char *
bw_store_get_folder (BwStore *self)
{
  g_return_val_if_fail (BW_IS_STORE (self), NULL);

  return self->folder;
}

/* Returns: (transfer none): who works on what is in the folder */
BwOwners *
bw_store_get_owners (BwStore *self)
{
  return self->owners;
}

static BwStoreThread *
ensure_users_thread (BwStore    *self,
                     const char *tenant_id)
{
  guint i = g_str_hash (tenant_id) % N_USERS_THREADS;

  if (self->users[i] == NULL)
    self->users[i] = bw_store_thread_start ("bw-users", bw_store_users_thread, self->folder);

  return self->users[i];
}

/**
 * bw_store_run:
 * @self: a store
 * @call: what to do
 * @tenant_id: (nullable): whose rows it is about
 * @input: (transfer full) (nullable): what to do it with
 * @cancellable: (nullable): gives up, if the call has not begun
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Queues a call.  Calls run in the order in which they were queued, those about
 * users in the order of their tenant.  A write that has begun is done: it
 * reports success even if it was cancelled meanwhile.
 */
void
bw_store_run (BwStore             *self,
              const BwStoreCall   *call,
              const char          *tenant_id,
              gpointer             input,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  BwStoreOp *op = g_new0 (BwStoreOp, 1);

  op->call = call;
  op->input = input;
  op->tenant_id = g_strdup (tenant_id);
  g_task_set_source_tag (task, (gpointer) call);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, op, (GDestroyNotify) op_free);

  if (self->main == NULL)
    {
      g_set_error (&op->error, BW_ERROR, BW_ERROR_STORAGE,
                   _("The database in “%s” is not open."), self->folder);
      bw_store_finish_op (task);
      return;
    }

  bw_store_thread_push (call->run_users != NULL ? ensure_users_thread (self, tenant_id)
                                                : self->main,
                        task);
}

/**
 * bw_store_finish_op:
 * @task: (transfer full): a task whose call has run, or has failed
 *
 * Gives its result to who asked for it; called in any thread.
 */
void
bw_store_finish_op (GTask *task)
{
  BwStore *self = g_task_get_source_object (task);
  BwStoreOp *op = g_task_get_task_data (task);

  if (op->error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&op->error));
    }
  else
    {
      if (op->call->changes != 0 && op->wrote)
        note_change (self, op->call->changes, op->tenant_id);

      if (op->call->free_output != NULL)
        g_task_return_pointer (task, g_steal_pointer (&op->output), op->call->free_output);
      else
        g_task_return_int (task, op->number);
    }

  g_object_unref (task);
}

/**
 * bw_store_finish:
 * @self: a store
 * @result: what the callback was given
 * @call: what was done
 * @error: why not
 *
 * Returns: whether it was done
 */
gboolean
bw_store_finish (BwStore            *self,
                 GAsyncResult       *result,
                 const BwStoreCall  *call,
                 GError            **error)
{
  return bw_store_finish_number (self, result, call, error) >= 0;
}

/**
 * bw_store_finish_number:
 * @self: a store
 * @result: what the callback was given
 * @call: what was done
 * @error: why not
 *
 * Returns: the number that it found, or -1
 */
gint64
bw_store_finish_number (BwStore            *self,
                        GAsyncResult       *result,
                        const BwStoreCall  *call,
                        GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);
  g_return_val_if_fail (g_async_result_is_tagged (result, (gpointer) call), -1);

  return g_task_propagate_int (G_TASK (result), error);
}

/**
 * bw_store_finish_pointer:
 * @self: a store
 * @result: what the callback was given
 * @call: what was done
 * @error: why not
 *
 * Returns: (transfer full) (nullable): what it read
 */
gpointer
bw_store_finish_pointer (BwStore            *self,
                         GAsyncResult       *result,
                         const BwStoreCall  *call,
                         GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, (gpointer) call), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bw_store_open_async:
 * @self: a store
 * @cancellable: (nullable): a cancellable
 * @callback: called once the database is open and up to date
 * @user_data: for @callback
 *
 * Opens the database, making the folder and the file if they are not there.
 * An older file is migrated, with a copy beside it; one that is newer, damaged
 * or not ours is refused and left as it is.
 */
void
bw_store_open_async (BwStore             *self,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_return_if_fail (BW_IS_STORE (self));

  if (self->main == NULL)
    self->main = bw_store_thread_start ("bw-store", bw_store_main_thread, self->folder);

  bw_store_run (self, &open_call, NULL, NULL, cancellable, callback, user_data);
}

/**
 * bw_store_open_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_STORAGE, with a sentence that names the file and a remedy
 *
 * Returns: whether the store can be used
 */
gboolean
bw_store_open_finish (BwStore       *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (BW_IS_STORE (self), FALSE);

  self->data_version = bw_store_finish_number (self, result, &open_call, error);

  return self->data_version >= 0;
}

static void
close_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  g_ptr_array_set_size (data, 0);
  g_task_return_boolean (task, TRUE);
}

/**
 * bw_store_close_async:
 * @self: a store
 * @cancellable: (nullable): a cancellable; what was queued is done all the same
 * @callback: called once everything is on the disk and the files are closed
 * @user_data: for @callback
 *
 * Closes the store.  What was asked of it before is done first; what is asked
 * of it afterwards fails, until it is opened again.
 */
void
bw_store_close_async (BwStore             *self,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (BW_IS_STORE (self));

  bw_store_set_watching (self, FALSE);
  g_task_set_source_tag (task, bw_store_close_async);
  g_task_set_task_data (task, take_threads (self), (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, close_thread);
}

/**
 * bw_store_close_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: only cancellation
 *
 * Returns: whether the store was closed
 */
gboolean
bw_store_close_finish (BwStore       *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bw_store_set_watching:
 * @self: a store
 * @watching: whether to look for changes by other processes
 *
 * Looks every two seconds, which costs a read of one number.
 */
void
bw_store_set_watching (BwStore  *self,
                       gboolean  watching)
{
  g_return_if_fail (BW_IS_STORE (self));

  if (watching == (self->watch_id != 0))
    return;

  if (watching)
    self->watch_id = bw_pace_add (WATCH_MSEC, watch_cb, self);
  else
    g_clear_handle_id (&self->watch_id, g_source_remove);
}
