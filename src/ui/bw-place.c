/* bw-place.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-pace.h"
#include "bw-place.h"
#include "bw-sandbox-process.h"

struct _BwPlace
{
  GObject           parent_instance;

  char             *folder;       /* immutable */
  char             *sandbox_url;  /* (nullable): of a sandbox that runs already; immutable */
  gboolean          sandbox;      /* immutable */

  BwSandboxProcess *process;      /* (owned) (nullable) */
  BwWorkspace      *workspace;    /* (owned) (nullable) */
  GCancellable     *cancellable;  /* (owned): ends the opening */
  gboolean          opening;
  gboolean          open;
  GTask            *closing;      /* (owned) (nullable): waits for the opening to end */
};

G_DEFINE_FINAL_TYPE (BwPlace, bw_place, G_TYPE_OBJECT)

/* In the order they run.  Each owns the reference to the task it is given. */
static void sandbox_started_cb  (GObject *object, GAsyncResult *result, gpointer user_data);
static void workspace_opened_cb (GObject *object, GAsyncResult *result, gpointer user_data);

static void
bw_place_finalize (GObject *object)
{
  BwPlace *self = BW_PLACE (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->process);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->sandbox_url, g_free);

  G_OBJECT_CLASS (bw_place_parent_class)->finalize (object);
}

static void
bw_place_class_init (BwPlaceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bw_place_finalize;
}

static void
bw_place_init (BwPlace *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * bw_place_new:
 * @state_folder: (nullable): where the state is kept, or %NULL for the usual place
 * @sandbox: whether to talk to a sandbox
 * @sandbox_url: (nullable): where one listens, or %NULL to start one
 *
 * Returns: (transfer full): a place that is not open
 */
BwPlace *
bw_place_new (const char *state_folder,
              gboolean    sandbox,
              const char *sandbox_url)
{
  BwPlace *self = g_object_new (BW_TYPE_PLACE, NULL);

  self->folder = state_folder != NULL ? g_canonicalize_filename (state_folder, NULL)
                                      : bw_workspace_dup_default_folder (sandbox);
  self->sandbox = sandbox;
  self->sandbox_url = g_strdup (sandbox_url);

  return self;
}

/**
 * bw_place_copy:
 * @self: a place
 *
 * Returns: (transfer full): the same place, not open
 */
BwPlace *
bw_place_copy (BwPlace *self)
{
  g_return_val_if_fail (BW_IS_PLACE (self), NULL);

  return bw_place_new (self->folder, self->sandbox, self->sandbox_url);
}

/**
 * bw_place_equal:
 * @self: a place
 * @other: a place
 *
 * Returns: whether both are the same folder with the same cloud
 */
gboolean
bw_place_equal (BwPlace *self,
                BwPlace *other)
{
  g_return_val_if_fail (BW_IS_PLACE (self), FALSE);
  g_return_val_if_fail (BW_IS_PLACE (other), FALSE);

  return self->sandbox == other->sandbox &&
         g_str_equal (self->folder, other->folder) &&
         g_strcmp0 (self->sandbox_url, other->sandbox_url) == 0;
}

/**
 * bw_place_is_sandbox:
 * @self: a place
 *
 * Returns: whether it talks to a sandbox
 */
gboolean
bw_place_is_sandbox (BwPlace *self)
{
  g_return_val_if_fail (BW_IS_PLACE (self), FALSE);

  return self->sandbox;
}

/**
 * bw_place_is_open:
 * @self: a place
 *
 * Returns: whether there is a workspace to work with
 */
gboolean
bw_place_is_open (BwPlace *self)
{
  g_return_val_if_fail (BW_IS_PLACE (self), FALSE);

  return self->open;
}

/**
 * bw_place_get_workspace:
 * @self: a place
 *
 * Returns: (transfer none) (nullable): its workspace, while it is open
 */
BwWorkspace *
bw_place_get_workspace (BwPlace *self)
{
  g_return_val_if_fail (BW_IS_PLACE (self), NULL);

  return self->open ? self->workspace : NULL;
}

/* Opening. */

static void close_now (GTask *task);

static void
open_workspace (BwPlace    *self,
                const char *url,
                GTask      *task)
{
  self->workspace = bw_workspace_new (self->folder, url);
  bw_workspace_open_async (self->workspace, self->cancellable, workspace_opened_cb, task);
}

/* @error: (transfer full) (nullable): why it is not open */
static void
end_opening (GTask  *task,
             GError *error)
{
  BwPlace *self = g_task_get_source_object (task);

  self->opening = FALSE;
  self->open = error == NULL;

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);

  if (self->closing != NULL)
    close_now (g_steal_pointer (&self->closing));
}

/**
 * bw_place_open_async:
 * @self: a place that is not open
 * @callback: called when it is open, or cannot be
 * @user_data: for @callback
 *
 * bw_place_close_async() ends the opening early.  It is also what has to come
 * after an opening that failed.
 */
void
bw_place_open_async (BwPlace             *self,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (BW_IS_PLACE (self));
  g_return_if_fail (!self->opening && !self->open);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, bw_place_open_async);
  self->opening = TRUE;

  if (self->sandbox && self->sandbox_url == NULL)
    bw_sandbox_process_start_async (self->folder, NULL, self->cancellable, sandbox_started_cb,
                                    task);
  else
    open_workspace (self, self->sandbox_url, task);
}

static void
sandbox_started_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwPlace *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->process = bw_sandbox_process_start_finish (result, &error);
  if (self->process == NULL)
    end_opening (task, error);
  else
    open_workspace (self, bw_sandbox_process_get_url (self->process), g_steal_pointer (&task));
}

static void
workspace_opened_cb (GObject      *object,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;

  bw_workspace_open_finish (BW_WORKSPACE (object), result, &error);
  end_opening (task, error);
}

/**
 * bw_place_open_finish:
 * @self: a place
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: whether it is open
 */
gboolean
bw_place_open_finish (BwPlace       *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Closing. */

static void
sandbox_stopped_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  g_autoptr(GError) error = NULL;

  /* It ends with us in any case. */
  if (!bw_sandbox_process_stop_finish (BW_SANDBOX_PROCESS (object), result, &error))
    g_info ("The sandbox did not stop in order: %s", error->message);

  g_task_return_boolean (task, TRUE);
}

static void
stop_sandbox (BwPlace *self,
              GTask   *task)
{
  g_autoptr(BwSandboxProcess) process = g_steal_pointer (&self->process);

  /* Its clock may run faster than ours. */
  if (self->sandbox)
    bw_pace_set_time_scale (1.0);

  if (process != NULL)
    {
      bw_sandbox_process_stop_async (process, NULL, sandbox_stopped_cb, task);
      return;
    }

  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
workspace_closed_cb (GObject      *object,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  GTask *task = user_data;
  g_autoptr(GError) error = NULL;

  if (!bw_workspace_close_finish (BW_WORKSPACE (object), result, &error))
    g_warning ("The state was not written down in order: %s", error->message);

  stop_sandbox (g_task_get_source_object (task), task);
}

/* @task: (transfer full) */
static void
close_now (GTask *task)
{
  BwPlace *self = g_task_get_source_object (task);
  g_autoptr(BwWorkspace) workspace = g_steal_pointer (&self->workspace);

  self->open = FALSE;
  if (workspace != NULL)
    bw_workspace_close_async (workspace, NULL, workspace_closed_cb, task);
  else
    stop_sandbox (self, task);
}

/**
 * bw_place_close_async:
 * @self: a place, open or not
 * @callback: called when nothing of it runs any more
 * @user_data: for @callback
 */
void
bw_place_close_async (BwPlace             *self,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (BW_IS_PLACE (self));
  g_return_if_fail (self->closing == NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, bw_place_close_async);

  if (self->opening)
    {
      self->closing = task;
      g_cancellable_cancel (self->cancellable);
    }
  else
    {
      close_now (task);
    }
}

/**
 * bw_place_close_finish:
 * @self: a place
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: %TRUE; what could not be closed in order is in the log
 */
gboolean
bw_place_close_finish (BwPlace       *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
