/* bw-locks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-locks.h"

#include "bw-error.h"
#include "bw-pace.h"
#include "bw-store-leases.h"

/* A lease of a process that died ends after this. */
#define LEASE_SECONDS 60
/* Between tries to get what another process has. */
#define AGAIN_MSEC 1000

struct _BwLocks
{
  BwStore    *store;
  char       *owner;
  GHashTable *held;  /* (element-type utf8 GQueue): who waits here for each name that we have */
};

/**
 * bw_locks_new:
 * @store: where other processes see them
 * @owner: who we are, as for leases
 *
 * Returns: (transfer full): locks by name, of which none is held
 */
BwLocks *
bw_locks_new (BwStore    *store,
              const char *owner)
{
  BwLocks *self = g_new0 (BwLocks, 1);

  self->store = g_object_ref (store);
  self->owner = g_strdup (owner);
  self->held =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_queue_free);

  return self;
}

/**
 * bw_locks_free:
 * @self: (transfer full): locks, with nobody waiting for one
 */
void
bw_locks_free (BwLocks *self)
{
  g_hash_table_unref (self->held);
  g_object_unref (self->store);
  g_free (self->owner);
  g_free (self);
}

static void acquire (GTask *task);

/* The first in the queue who still wants the lock gets it. */
static void
hand_on (BwLocks    *self,
         const char *name)
{
  GQueue *waiting = g_hash_table_lookup (self->held, name);
  GTask *next;

  while ((next = g_queue_pop_head (waiting)) != NULL)
    {
      g_autoptr(GTask) task = next;

      if (g_task_return_error_if_cancelled (task))
        continue;

      g_task_return_boolean (task, TRUE);
      return;
    }

  bw_store_release_lease_async (self->store, name, self->owner, NULL, NULL, NULL);
  g_hash_table_remove (self->held, name);
}

static gboolean
acquire_again_cb (gpointer user_data)
{
  acquire (g_object_ref (G_TASK (user_data)));

  return G_SOURCE_REMOVE;
}

static void
acquire_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  const char *name = g_task_get_name (task);
  BwLocks *self = g_task_get_task_data (task);
  GError *error = NULL;
  GQueue *waiting;
  GTask *next;

  if (bw_store_acquire_lease_finish (BW_STORE (object), result, &error))
    {
      if (g_task_return_error_if_cancelled (task))
        hand_on (self, name);
      else
        g_task_return_boolean (task, TRUE);
      return;
    }

  if (g_error_matches (error, BW_ERROR, BW_ERROR_BUSY) &&
      !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      g_autoptr(GSource) timer = bw_pace_source_new (AGAIN_MSEC, g_task_get_cancellable (task));

      g_clear_error (&error);
      g_task_attach_source (task, timer, acquire_again_cb);
      return;
    }

  /* Whoever is next tries for itself: the lease is not ours to hand on. */
  waiting = g_hash_table_lookup (self->held, name);
  next = g_queue_pop_head (waiting);
  if (next != NULL)
    acquire (next);
  else
    g_hash_table_remove (self->held, name);

  g_task_return_error (task, error);
}

/* @task: (transfer full) */
static void
acquire (GTask *task)
{
  BwLocks *self = g_task_get_task_data (task);

  bw_store_acquire_lease_async (self->store, g_task_get_name (task), self->owner, LEASE_SECONDS,
                                NULL, acquire_cb, task);
}

/**
 * bw_locks_lock_async:
 * @self: locks
 * @name: what to lock
 * @cancellable: (nullable): to give up waiting
 * @callback: called when it is ours
 * @user_data: for @callback
 *
 * Waits its turn: first behind the others of this process, then for other
 * processes.  Leases are renewed by whoever renews @owner's.
 */
void
bw_locks_lock_async (BwLocks             *self,
                     const char          *name,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GQueue *waiting = g_hash_table_lookup (self->held, name);

  g_task_set_source_tag (task, bw_locks_lock_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, NULL);
  g_task_set_name (task, name);

  if (waiting != NULL)
    {
      g_queue_push_tail (waiting, g_steal_pointer (&task));
      return;
    }

  g_hash_table_insert (self->held, g_strdup (name), g_queue_new ());
  acquire (g_steal_pointer (&task));
}

/**
 * bw_locks_lock_finish:
 * @result: what the callback was given
 * @error: return location for an error: cancelled, or the store failed
 *
 * Returns: whether the lock is ours
 */
gboolean
bw_locks_lock_finish (GAsyncResult  *result,
                      GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bw_locks_unlock:
 * @self: locks
 * @name: what is locked, and by us
 */
void
bw_locks_unlock (BwLocks    *self,
                 const char *name)
{
  g_return_if_fail (g_hash_table_contains (self->held, name));

  hand_on (self, name);
}
