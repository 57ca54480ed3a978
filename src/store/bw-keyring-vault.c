/* bw-keyring-vault.c - secrets in the system keyring, or in Flatpak's stand-in for it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-error.h"
#include "bw-keyring-error.h"
#include "bw-keyring-worker.h"
#include "bw-pace.h"
#include "bw-secret.h"
#include "bw-util.h"
#include "bw-vault.h"

/* A keyring may ask the user for its password, and wait for ever if nobody is
 * there.  After this long we go on without it. */
#define PATIENCE_MSEC (2 * 60 * 1000)

struct _BwKeyringVault
{
  GObject          parent_instance;

  BwKeyringWorker *worker;  /* (nullable): until something is asked */
  GQueue           waiting; /* of GTask; one by one, so that what is stored last stays */
  GTask           *working; /* (nullable) (unowned): owns itself until it is over */
  gboolean         may_ask;  /* immutable */
};

/* From the worker back to who waits; it may be long in coming, or never come. */
typedef struct
{
  GTask *task; /* (nullable): given up */
} Link;

/* The data of a task. */
typedef struct
{
  BwKeyringWork *work;        /* (nullable): the worker has it */
  Link          *link;        /* (nullable): not with the worker */
  GCancellable  *cancellable; /* that nobody waits any more */
  gulong         handler;     /* at the caller's cancellable */
  GSource       *limit;
  GSource       *given_up;    /* fires when @cancellable is cancelled */
  gboolean       is_late;
} Wait;

static void bw_keyring_vault_vault_init (BwVaultInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BwKeyringVault, bw_keyring_vault, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BW_TYPE_VAULT, bw_keyring_vault_vault_init))

static void start_next (BwKeyringVault *self);

static void
wait_free (Wait *self)
{
  bw_clear_source (&self->limit);
  bw_clear_source (&self->given_up);
  g_clear_pointer (&self->work, bw_keyring_work_free);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static void
add_attribute (BwKeyringWork *work,
               const char    *name,
               const char    *value)
{
  if (value != NULL)
    g_hash_table_insert (work->attributes, g_strdup (name), g_strdup (value));
}

/* A secret without a tenant has an attribute that says so: what is stored and
 * looked up always has all of them. */
static BwKeyringWork *
make_work (BwKeyringAction   action,
           const BwVaultKey *key)
{
  BwKeyringWork *work = bw_keyring_work_new (action);
  gboolean needs_tenant = key->tenant == NULL && action != BW_KEYRING_CLEAR;

  add_attribute (work, "kind", key->kind);
  add_attribute (work, "account", key->account);
  add_attribute (work, "tenant", needs_tenant ? "" : key->tenant);
  add_attribute (work, "client", key->client);

  return work;
}

/* Returns: (transfer full): what to tell the caller */
static GError *
judge (GTask        *task,
       const GError *error)
{
  const Wait *wait = g_task_get_task_data (task);
  g_autofree char *sentence = NULL;

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    sentence = bw_keyring_describe_error (error);
  else if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return g_error_copy (error);
  else if (wait->is_late)
    sentence = g_strdup (_("The system keyring does not answer. Unlock it and try again."));
  else
    /* The user did not want to unlock it. */
    sentence = g_strdup (_("The system keyring is locked. Unlock it and try again."));

  return g_error_new_literal (BW_ERROR, BW_ERROR_KEYRING, sentence);
}

/* @task: (transfer full); @secret: (transfer full) (nullable); @error: (nullable) */
static void
finish_task (GTask        *task,
             char         *secret,
             const GError *error)
{
  Wait *wait = g_task_get_task_data (task);

  g_cancellable_disconnect (g_task_get_cancellable (task), wait->handler);
  bw_clear_source (&wait->limit);
  bw_clear_source (&wait->given_up);

  if (error != NULL)
    g_task_return_error (task, judge (task, error));
  else
    g_task_return_pointer (task, secret, (GDestroyNotify) bw_secret_free);
  g_object_unref (task);
}

static void
worked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autofree Link *link = user_data;
  g_autoptr(BwKeyringVault) self = NULL;
  g_autoptr(GError) error = NULL;
  char *secret = g_task_propagate_pointer (G_TASK (result), &error);

  if (link->task == NULL)
    {
      bw_secret_free (secret);
      return;
    }

  self = g_object_ref (g_task_get_source_object (link->task));
  self->working = NULL;
  finish_task (link->task, secret, error);
  start_next (self);
}

static void
start (BwKeyringVault *self,
       GTask          *task)
{
  Wait *wait = g_task_get_task_data (task);
  GTask *inner;

  if (self->worker == NULL)
    self->worker = bw_keyring_worker_new (self->may_ask);

  self->working = task;
  wait->link = g_new0 (Link, 1);
  wait->link->task = task;
  inner = g_task_new (NULL, NULL, worked_cb, wait->link);
  g_task_set_source_tag (inner, start);
  g_task_set_task_data (inner, g_steal_pointer (&wait->work),
                        (GDestroyNotify) bw_keyring_work_free);
  bw_keyring_worker_run (self->worker, inner);
}

static void
start_next (BwKeyringVault *self)
{
  GTask *task;

  while (self->working == NULL && (task = g_queue_pop_head (&self->waiting)) != NULL)
    {
      Wait *wait = g_task_get_task_data (task);

      /* What was given up before it began is told of by given_up_cb(). */
      if (!g_cancellable_is_cancelled (wait->cancellable))
        start (self, task);
    }
}

/* Tells the caller at once.  The keyring may still do what it was asked to, once
 * the user has answered it. */
static gboolean
given_up_cb (GCancellable *cancellable,
             gpointer      user_data)
{
  GTask *task = user_data;
  Wait *wait = g_task_get_task_data (task);
  g_autoptr(BwKeyringVault) self = g_object_ref (g_task_get_source_object (task));
  g_autoptr(GError) error = NULL;

  if (self->working == task)
    self->working = NULL;
  else
    g_queue_remove (&self->waiting, task);
  if (wait->link != NULL)
    wait->link->task = NULL;

  g_cancellable_set_error_if_cancelled (cancellable, &error);
  finish_task (task, NULL, error);
  start_next (self);

  return G_SOURCE_REMOVE;
}

static void
caller_cancelled_cb (GCancellable *caller,
                     GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static gboolean
late_cb (gpointer user_data)
{
  Wait *wait = user_data;

  wait->is_late = TRUE;
  g_cancellable_cancel (wait->cancellable);

  return G_SOURCE_REMOVE;
}

static void
attach (GTask       *task,
        GSource     *source,
        GSourceFunc  function,
        gpointer     data)
{
  g_source_set_callback (source, function, data, NULL);
  g_source_attach (source, g_task_get_context (task));
}

/* @task: (transfer full); @work: (transfer full) */
static void
run_work (GTask         *task,
          BwKeyringWork *work)
{
  BwKeyringVault *self = g_task_get_source_object (task);
  GCancellable *caller = g_task_get_cancellable (task);
  Wait *wait = g_new0 (Wait, 1);

  wait->work = work;
  wait->cancellable = g_cancellable_new ();
  wait->limit = bw_pace_limit_new (PATIENCE_MSEC);
  wait->given_up = g_cancellable_source_new (wait->cancellable);
  g_task_set_task_data (task, wait, (GDestroyNotify) wait_free);
  attach (task, wait->limit, late_cb, wait);
  attach (task, wait->given_up, G_SOURCE_FUNC (given_up_cb), task);
  if (caller != NULL)
    wait->handler = g_cancellable_connect (caller, G_CALLBACK (caller_cancelled_cb),
                                           g_object_ref (wait->cancellable), g_object_unref);

  g_queue_push_tail (&self->waiting, task);
  start_next (self);
}

static gboolean
finish (BwVault       *vault,
        GAsyncResult  *result,
        GError       **error)
{
  g_autoptr(GError) own_error = NULL;

  g_return_val_if_fail (g_task_is_valid (result, vault), FALSE);

  g_task_propagate_pointer (G_TASK (result), &own_error);
  if (own_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&own_error));

  return FALSE;
}

static void
bw_keyring_vault_store_async (BwVault             *vault,
                              const BwVaultKey    *key,
                              const char          *label,
                              const char          *secret,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task = g_task_new (vault, cancellable, callback, user_data);
  BwKeyringWork *work = make_work (BW_KEYRING_STORE, key);

  g_task_set_source_tag (task, bw_keyring_vault_store_async);
  work->label = g_strdup (label);
  work->secret = g_strdup (secret);
  run_work (task, work);
}

static void
bw_keyring_vault_lookup_async (BwVault             *vault,
                               const BwVaultKey    *key,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = g_task_new (vault, cancellable, callback, user_data);

  g_task_set_source_tag (task, bw_keyring_vault_lookup_async);
  run_work (task, make_work (BW_KEYRING_LOOK_UP, key));
}

static char *
bw_keyring_vault_lookup_finish (BwVault       *vault,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, vault), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
bw_keyring_vault_clear_async (BwVault             *vault,
                              const BwVaultKey    *key,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task = g_task_new (vault, cancellable, callback, user_data);

  g_task_set_source_tag (task, bw_keyring_vault_clear_async);
  run_work (task, make_work (BW_KEYRING_CLEAR, key));
}

static void
bw_keyring_vault_vault_init (BwVaultInterface *iface)
{
  iface->store_async = bw_keyring_vault_store_async;
  iface->store_finish = finish;
  iface->lookup_async = bw_keyring_vault_lookup_async;
  iface->lookup_finish = bw_keyring_vault_lookup_finish;
  iface->clear_async = bw_keyring_vault_clear_async;
  iface->clear_finish = finish;
}

static void
bw_keyring_vault_finalize (GObject *object)
{
  BwKeyringVault *self = BW_KEYRING_VAULT (object);

  g_clear_pointer (&self->worker, bw_keyring_worker_free);

  G_OBJECT_CLASS (bw_keyring_vault_parent_class)->finalize (object);
}

static void
bw_keyring_vault_class_init (BwKeyringVaultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bw_keyring_vault_finalize;
}

static void
bw_keyring_vault_init (BwKeyringVault *self)
{
  g_queue_init (&self->waiting);
}

/**
 * bw_keyring_vault_new:
 * @may_ask: whether the keyring may ask the user for a password; if not, what needs
 *   one fails as it does when the user refuses
 *
 * Nothing is asked of the keyring yet.
 *
 * Returns: (transfer full): the system keyring
 */
BwVault *
bw_keyring_vault_new (gboolean may_ask)
{
  BwKeyringVault *self = g_object_new (BW_TYPE_KEYRING_VAULT, NULL);

  self->may_ask = may_ask;

  return BW_VAULT (self);
}
