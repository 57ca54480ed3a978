/* bw-store-thread.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "bw-error.h"
#include "bw-store-private.h"

/* How many calls share one transaction at most: each waits for all of them. */
#define MAX_BATCH 64

struct _BwStoreThread
{
  gatomicrefcount    ref_count;
  BwStoreThreadFunc  function; /* immutable */
  char              *folder;   /* immutable */
  GAsyncQueue       *queue;    /* of GTask, and of the thread itself for "stop" */
  GThread           *thread;
};

static void
thread_unref (BwStoreThread *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_async_queue_unref (self->queue);
  g_free (self->folder);
  g_free (self);
}

static gpointer
thread_main (gpointer data)
{
  BwStoreThread *self = data;

  self->function (self, self->folder);
  thread_unref (self);

  return NULL;
}

/**
 * bw_store_thread_start:
 * @name: for people who debug
 * @function: what it does
 * @folder: the store's folder
 *
 * Returns: (transfer full): a thread that works off tasks, for bw_store_thread_stop()
 */
BwStoreThread *
bw_store_thread_start (const char        *name,
                       BwStoreThreadFunc  function,
                       const char        *folder)
{
  BwStoreThread *self = g_new0 (BwStoreThread, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_atomic_ref_count_inc (&self->ref_count);
  self->function = function;
  self->folder = g_strdup (folder);
  self->queue = g_async_queue_new ();
  self->thread = g_thread_new (name, thread_main, self);

  return self;
}

/**
 * bw_store_thread_push:
 * @self: a thread
 * @task: (transfer full): a task with a #BwStoreOp
 */
void
bw_store_thread_push (BwStoreThread *self,
                      GTask         *task)
{
  g_async_queue_push (self->queue, task);
}

/**
 * bw_store_thread_pop:
 * @self: the thread this is called in
 *
 * Returns: (transfer full) (nullable): the next task, once there is one; none
 *   when the thread shall end
 */
GTask *
bw_store_thread_pop (BwStoreThread *self)
{
  gpointer item = g_async_queue_pop (self->queue);

  return item != self ? item : NULL;
}

/**
 * bw_store_thread_pop_more:
 * @self: the thread this is called in
 * @writes: whether the transaction that is open writes
 *
 * Returns: (transfer full) (nullable): the next task, if it is there already
 *   and fits into the transaction
 */
GTask *
bw_store_thread_pop_more (BwStoreThread *self,
                          gboolean       writes)
{
  gpointer item = g_async_queue_try_pop (self->queue);

  if (item == NULL)
    return NULL;

  if (item != self)
    {
      BwStoreOp *op = g_task_get_task_data (item);

      if (op->call->writes == writes)
        return item;
    }

  g_async_queue_push_front (self->queue, item);

  return NULL;
}

/**
 * bw_store_thread_stop:
 * @self: (transfer full): a thread
 *
 * Lets it finish what it has to do, and waits for its end.
 */
void
bw_store_thread_stop (BwStoreThread *self)
{
  g_async_queue_push (self->queue, self);

  /* The last reference to a store may be that of a task which its own thread
   * has just finished: that thread cannot wait for itself. */
  if (self->thread == g_thread_self ())
    g_thread_unref (self->thread);
  else
    g_thread_join (self->thread);

  thread_unref (self);
}

/* Runs one call so that its failure leaves nothing behind in the transaction
 * which it shares with others. */
static void
run_op (BwDatabase *database,
        GTask      *task)
{
  BwStoreOp *op = g_task_get_task_data (task);
  gint64 n_changes = bw_database_get_all_changes (database);

  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &op->error) ||
      !bw_statement_run (bw_database_prepare (database, "SAVEPOINT call"), &op->error))
    return;

  if (op->call->run (database, op, &op->error))
    {
      op->wrote = bw_database_get_all_changes (database) != n_changes;
      return;
    }

  if (bw_database_in_transaction (database))
    bw_statement_run (bw_database_prepare (database, "ROLLBACK TO call"), NULL);
}

/* Runs @task and what waits behind it in the transaction that is open.
 * Returns: whether the transaction is still there: SQLite drops it itself
 * after a grave fault, such as a full disk */
static gboolean
run_ops (BwStoreThread *thread,
         BwDatabase    *database,
         GTask         *task,
         GPtrArray     *tasks)
{
  BwStoreOp *op = g_task_get_task_data (task);
  gboolean writes = op->call->writes;

  do
    {
      g_ptr_array_add (tasks, task);
      run_op (database, task);
      if (!bw_database_in_transaction (database))
        return FALSE;
    }
  while (tasks->len < MAX_BATCH && (task = bw_store_thread_pop_more (thread, writes)) != NULL);

  return TRUE;
}

/* Every commit waits for the disk, so all writes that are waiting share one.
 * Nobody hears of success before it is on the disk. */
static void
run_batch (BwStoreThread *thread,
           BwDatabase    *database,
           GTask         *first)
{
  g_autoptr(GPtrArray) tasks = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  BwStoreOp *op = g_task_get_task_data (first);

  if (!bw_database_begin (database, op->call->writes, &error))
    {
      g_ptr_array_add (tasks, first);
    }
  else if (!run_ops (thread, database, first, tasks))
    {
      op = g_task_get_task_data (g_ptr_array_index (tasks, tasks->len - 1));
      error = g_error_copy (op->error);
    }
  else if (!bw_database_commit (database, &error))
    {
      bw_database_roll_back (database);
    }

  for (guint i = 0; i < tasks->len; i++)
    {
      op = g_task_get_task_data (g_ptr_array_index (tasks, i));
      if (error != NULL && op->error == NULL)
        op->error = g_error_copy (error);
      bw_store_finish_op (g_ptr_array_index (tasks, i));
    }
}

static gboolean
ensure_folder (const char  *folder,
               GError     **error)
{
  if (g_file_test (folder, G_FILE_TEST_EXISTS) && !g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, BW_ERROR, BW_ERROR_STORAGE,
                   _("“%s” is a file, and a folder is needed there. Move the file away, or use "
                     "another folder."),
                   folder);
      return FALSE;
    }

  if (g_mkdir_with_parents (folder, 0700) == 0 && g_access (folder, R_OK | W_OK | X_OK) == 0)
    return TRUE;

  g_set_error (error, BW_ERROR, BW_ERROR_STORAGE,
               _("The folder “%s” cannot be used (%s). Check that you may write to it, or use "
                 "another folder."),
               folder, g_strerror (errno));

  return FALSE;
}

static BwDatabase *
open_database (const char  *folder,
               GError     **error)
{
  g_autofree char *path = g_build_filename (folder, "bailiwick.db", NULL);

  return ensure_folder (folder, error) ? bw_database_open (path, &bw_store_schema, error) : NULL;
}

/**
 * bw_store_main_thread:
 * @thread: the thread
 * @folder: the store's folder
 *
 * Works off what is asked of the main database.  The call without anything to
 * run is the one that opens it.
 */
void
bw_store_main_thread (BwStoreThread *thread,
                      const char    *folder)
{
  g_autoptr(BwDatabase) database = NULL;
  GTask *task;

  while ((task = bw_store_thread_pop (thread)) != NULL)
    {
      BwStoreOp *op = g_task_get_task_data (task);

      if (database != NULL && op->call->run != NULL)
        {
          run_batch (thread, database, task);
          continue;
        }

      if (op->call->run != NULL)
        g_set_error (&op->error, BW_ERROR, BW_ERROR_STORAGE, _("The database in “%s” is not open."),
                     folder);
      else if (database != NULL || (database = open_database (folder, &op->error)) != NULL)
        bw_database_read_int (database, "PRAGMA data_version", &op->number, &op->error);
      bw_store_finish_op (task);
    }
}

/**
 * bw_store_users_thread:
 * @thread: the thread
 * @folder: the store's folder
 *
 * Works off what is asked of the customers' own databases.
 */
void
bw_store_users_thread (BwStoreThread *thread,
                       const char    *folder)
{
  g_autoptr(BwUserFiles) files = bw_user_files_new (folder);
  GTask *task;

  while ((task = bw_store_thread_pop (thread)) != NULL)
    {
      BwStoreOp *op = g_task_get_task_data (task);

      if (!g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &op->error))
        op->wrote = op->call->run_users (files, op, &op->error);
      bw_store_finish_op (task);
    }
}
