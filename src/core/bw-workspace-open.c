/* bw-workspace-open.c - opening and closing, with the account that is the active one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-workspace-private.h"

/* The accounts. */

static void
described_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (!bw_accounts_finish (BW_ACCOUNTS (object), result, &error))
    g_warning ("%s", error->message);
  if (task != NULL)
    g_task_return_boolean (task, TRUE);
}

/* Who has an account is told apart by the partner tenant, not by who is signed in now.
 *
 * @task: (transfer full) (nullable): to return */
static void
describe_account (BwWorkspace *self,
                  GTask       *task)
{
  const char *home = self->session != NULL ? bw_session_get_home_tenant (self->session) : NULL;

  if (self->accounts == NULL || home == NULL)
    {
      if (task != NULL)
        g_task_return_boolean (task, TRUE);
      g_clear_object (&task);
      return;
    }

  bw_accounts_describe_async (self->accounts, self->account, home,
                              bw_session_get_partner_name (self->session),
                              bw_session_get_user_name (self->session), NULL, described_cb, task);
}

static void
session_changed_cb (BwWorkspace *self)
{
  describe_account (self, NULL);
}

static char **
dup_other_tenants (BwWorkspace *self)
{
  GPtrArray *all = bw_accounts_get_all (self->accounts);
  g_autoptr(GStrvBuilder) tenants = g_strv_builder_new ();

  for (guint i = 0; i < all->len; i++)
    {
      const BwAccount *account = g_ptr_array_index (all, i);

      if (account->tenant != NULL && !g_str_equal (account->id, self->account))
        g_strv_builder_add (tenants, account->tenant);
    }

  return g_strv_builder_end (tenants);
}

/* Opening. */

static void
make_parts (BwWorkspace *self,
            const char  *folder)
{
  self->store = bw_store_new (folder);
  /* The sandbox signs in by itself each time, so nobody has to be asked for the
   * password of a keyring because of it. */
  self->vault = bw_keyring_vault_new (self->sandbox_url == NULL);
  self->session = bw_session_new (self->store, self->vault);
  self->book = bw_tenant_book_new (self->store);
  g_signal_connect_object (self->book, "notice", G_CALLBACK (bw_workspace_notice), self,
                           G_CONNECT_SWAPPED);
}

/* In the order they run.  Each owns the reference to the task it is given. */
static void accounts_read_cb    (GObject *object, GAsyncResult *result, gpointer user_data);
static void store_opened_cb     (GObject *object, GAsyncResult *result, gpointer user_data);
static void all_read_cb         (GObject *object, GAsyncResult *result, gpointer user_data);
static void session_restored_cb (GObject *object, GAsyncResult *result, gpointer user_data);

/**
 * bw_workspace_open_async:
 * @self: a workspace that is not open
 * @cancellable: (nullable): to give up
 * @callback: called when it is open
 * @user_data: for @callback
 *
 * Opens the database, reads the tenants, and takes up the sign-in of before.
 */
void
bw_workspace_open_async (BwWorkspace         *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (BW_IS_WORKSPACE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bw_workspace_open_async);

  if (self->accounts != NULL)
    {
      bw_accounts_read_async (self->accounts, cancellable, accounts_read_cb, task);
      return;
    }

  make_parts (self, self->folder);
  bw_store_open_async (self->store, cancellable, store_opened_cb, task);
}

static void
accounts_read_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwWorkspace *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autofree char *folder = NULL;
  g_auto(GStrv) others = NULL;
  GError *error = NULL;

  if (!bw_accounts_finish (self->accounts, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  self->account = g_strdup (bw_accounts_get_active (self->accounts)->id);
  folder = bw_accounts_dup_folder (self->accounts);
  make_parts (self, folder);
  others = dup_other_tenants (self);
  bw_session_set_other_tenants (self->session, (const char * const *) others);
  bw_store_open_async (self->store, cancellable, store_opened_cb, g_steal_pointer (&task));
}

static void
store_opened_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwWorkspace *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!bw_store_open_finish (self->store, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  bw_store_set_watching (self->store, TRUE);
  bw_tenant_book_read_async (self->book, all_read_cb, g_steal_pointer (&task));
}

static void
all_read_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwWorkspace *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (!bw_tenant_book_read_finish (self->book, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  bw_session_restore_async (self->session, self->sandbox_url, cancellable,
                            session_restored_cb, g_steal_pointer (&task));
}

static void
session_restored_cb (GObject      *object,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwWorkspace *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!bw_session_restore_finish (self->session, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  session_changed_cb (self);
  g_signal_connect_object (self->session, "notify::user-name", G_CALLBACK (session_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::partner-name", G_CALLBACK (session_changed_cb),
                           self, G_CONNECT_SWAPPED);
  self->engine = bw_engine_new (self->store, self->session);
  bw_tenant_book_follow (self->book, self->engine);
  g_task_return_boolean (task, TRUE);
}

/**
 * bw_workspace_open_finish:
 * @self: a workspace
 * @result: what the callback was given
 * @error: return location for %BW_ERROR_STORAGE, or %BW_ERROR_OFFLINE if no
 *   sandbox answers
 *
 * Returns: whether it is open; somebody may still have to sign in
 */
gboolean
bw_workspace_open_finish (BwWorkspace   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
store_closed_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwWorkspace *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (bw_store_close_finish (BW_STORE (object), result, &error))
    describe_account (self, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
engine_stopped_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  GTask *task = user_data;
  BwWorkspace *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  if (!bw_engine_stop_finish (BW_ENGINE (object), result, &error))
    g_warning ("The set-ups did not stop in order: %s", error->message);

  bw_tenant_book_close (self->book);
  bw_store_close_async (self->store, NULL, store_closed_cb, task);
}

/**
 * bw_workspace_close_async:
 * @self: a workspace, open or not
 * @cancellable: (nullable): unused; what was begun is written down
 * @callback: called when nothing runs any more
 * @user_data: for @callback
 */
void
bw_workspace_close_async (BwWorkspace         *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (BW_IS_WORKSPACE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, bw_workspace_close_async);

  if (self->engine != NULL)
    bw_engine_stop_async (self->engine, NULL, engine_stopped_cb, task);
  else if (self->store == NULL)
    describe_account (self, task);
  else
    bw_store_close_async (self->store, NULL, store_closed_cb, task);
}

/**
 * bw_workspace_close_finish:
 * @self: a workspace
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: whether everything is written down
 */
gboolean
bw_workspace_close_finish (BwWorkspace   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
