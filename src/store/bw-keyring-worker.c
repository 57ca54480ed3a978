/* bw-keyring-worker.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * libsecret's calls do not block, but for the first one, which waits until the
 * desktop has answered.  What goes wrong in there shall stop nobody else, so there
 * is a thread for it.
 */

#include "config.h"

#include "bw-keyring-worker.h"

#include "bw-keyring-service.h"
#include "bw-secret.h"

struct _BwKeyringWorker
{
  GMainContext *context;
  gboolean      may_ask; /* immutable */
  gboolean      is_over; /* the thread's alone */
};

/* Flatpak's stand-in for a keyring does not keep the name of the schema, so that
 * the attributes alone have to tell our secrets apart. */
static const SecretSchema schema = {
  BW_APP_ID ".Secret", SECRET_SCHEMA_NONE,
  {
    { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "tenant", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "client", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

/* In the order they run.  Each owns the reference to the task it is given. */
static void stored_cb    (GObject *source, GAsyncResult *result, gpointer user_data);
static void looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void found_cb     (GObject *source, GAsyncResult *result, gpointer user_data);
static void cleared_cb   (GObject *source, GAsyncResult *result, gpointer user_data);
static void checked_cb   (GObject *source, GAsyncResult *result, gpointer user_data);

/**
 * bw_keyring_work_new:
 * @action: what to do
 *
 * Returns: (transfer full): work without attributes
 */
BwKeyringWork *
bw_keyring_work_new (BwKeyringAction action)
{
  BwKeyringWork *self = g_new0 (BwKeyringWork, 1);

  self->action = action;
  self->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

/**
 * bw_keyring_work_free:
 * @self: (transfer full): work
 */
void
bw_keyring_work_free (BwKeyringWork *self)
{
  g_hash_table_unref (self->attributes);
  g_free (self->label);
  bw_secret_free (self->secret);
  g_free (self);
}

static gpointer
worker_main (gpointer data)
{
  BwKeyringWorker *self = data;

  bw_keyring_service_register ();
  if (!self->may_ask)
    bw_keyring_service_refuse_prompts ();
  g_main_context_push_thread_default (self->context);
  while (!self->is_over)
    g_main_context_iteration (self->context, TRUE);
  /* GDBus frees here, a turn later, what a proxy that has gone subscribed with. */
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  g_main_context_unref (self->context);
  g_free (self);

  return NULL;
}

/**
 * bw_keyring_worker_new:
 * @may_ask: whether the keyring may ask the user for a password
 *
 * Returns: (transfer full): a thread that waits for work
 */
BwKeyringWorker *
bw_keyring_worker_new (gboolean may_ask)
{
  BwKeyringWorker *self = g_new0 (BwKeyringWorker, 1);

  self->may_ask = may_ask;
  self->context = g_main_context_new ();
  g_thread_unref (g_thread_new ("bw-keyring", worker_main, self));

  return self;
}

static gboolean
end_cb (gpointer user_data)
{
  BwKeyringWorker *self = user_data;

  self->is_over = TRUE;

  return G_SOURCE_REMOVE;
}

/* The thread may end, and let go of its context, before we have let go of the source,
 * for which the context is locked once more. */
static void
invoke (BwKeyringWorker *self,
        GSourceFunc      function,
        gpointer         data)
{
  g_autoptr(GMainContext) context = g_main_context_ref (self->context);
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, function, data, NULL);
  g_source_attach (source, context);
}

/**
 * bw_keyring_worker_free:
 * @self: (transfer full): a worker
 *
 * It ends once libsecret lets it; nobody waits for that.
 */
void
bw_keyring_worker_free (BwKeyringWorker *self)
{
  invoke (self, end_cb, self);
}

/* The connection is not kept: libsecret does not notice that the keyring was
 * restarted, nor that its file was replaced.
 * @task: (transfer full); @secret: (transfer full) (nullable) */
static void
succeed (GTask *task,
         char  *secret)
{
  secret_service_disconnect ();
  g_task_return_pointer (task, secret, (GDestroyNotify) bw_secret_free);
  g_object_unref (task);
}

/* That there is no bus comes in many shapes, so we look for ourselves.
 * @task: (transfer full); @error: (transfer full) */
static void
fail (GTask  *task,
      GError *error)
{
  if (error->domain == G_IO_ERROR && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);

      if (bus == NULL)
        {
          g_clear_error (&error);
          g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED,
                               "There is no session bus");
        }
    }

  secret_service_disconnect ();
  g_task_return_error (task, error);
  g_object_unref (task);
}

/* @task: (transfer full) */
static void
search (GTask               *task,
        GAsyncReadyCallback  callback)
{
  const BwKeyringWork *work = g_task_get_task_data (task);

  /* A locked secret is found without being read. */
  secret_password_searchv (&schema, work->attributes, SECRET_SEARCH_ALL, NULL, callback, task);
}

static gboolean
work_cb (gpointer user_data)
{
  GTask *task = user_data;
  const BwKeyringWork *work = g_task_get_task_data (task);

  switch (work->action)
    {
    case BW_KEYRING_STORE:
      secret_password_storev (&schema, work->attributes, SECRET_COLLECTION_DEFAULT, work->label,
                              work->secret, NULL, stored_cb, task);
      break;
    case BW_KEYRING_LOOK_UP:
      secret_password_lookupv (&schema, work->attributes, NULL, looked_up_cb, task);
      break;
    case BW_KEYRING_CLEAR:
    default:
      search (task, found_cb);
      break;
    }

  return G_SOURCE_REMOVE;
}

/**
 * bw_keyring_worker_run:
 * @self: a worker
 * @task: (transfer full): a task whose data is a #BwKeyringWork
 *
 * Does the work, and returns from the task with the secret, or with %NULL.  The
 * keyring may ask the user for a password, and wait for ever: whoever waits for
 * it needs a limit, and must be able to do without the task.
 */
void
bw_keyring_worker_run (BwKeyringWorker *self,
                       GTask           *task)
{
  invoke (self, work_cb, task);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    succeed (task, NULL);
  else
    fail (task, error);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  char *found = secret_password_lookup_finish (result, &error);

  if (error != NULL)
    fail (task, error);
  else if (found != NULL)
    succeed (task, g_strdup (found));
  else
    /* That nothing was read may mean that it is locked. */
    search (task, checked_cb);
  secret_password_free (found);
}

/* Returns: whether something was found; not if there is an @error */
static gboolean
search_finish (GAsyncResult  *result,
               GError       **error)
{
  GList *items = secret_password_search_finish (result, error);
  gboolean found = items != NULL;

  g_list_free_full (items, g_object_unref);

  return found;
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  const BwKeyringWork *work = g_task_get_task_data (task);
  GError *error = NULL;

  if (search_finish (result, &error))
    secret_password_clearv (&schema, work->attributes, NULL, cleared_cb, task);
  else if (error != NULL)
    fail (task, error);
  else
    succeed (task, NULL);
}

static void
cleared_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    fail (task, error);
  else
    search (task, checked_cb);
}

/* What is still there after the user was asked to unlock it is locked. */
static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (search_finish (result, &error))
    g_set_error_literal (&error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "The secret is locked");

  if (error != NULL)
    fail (task, error);
  else
    succeed (task, NULL);
}
