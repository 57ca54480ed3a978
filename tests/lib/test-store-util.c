/* test-store-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "bw-store-settings.h"
#include "test-store-util.h"
#include "test-util.h"

#define NOBODY 65534

/**
 * bw_test_store_try_open:
 * @store: a store
 * @error: why not
 *
 * Returns: whether it is open
 */
gboolean
bw_test_store_try_open (BwStore  *store,
                        GError  **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_store_open_async (store, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_store_open_finish (store, result, error);
}

/**
 * bw_test_store_open:
 * @folder: the store's folder
 *
 * Returns: (transfer full): a store that is open, for bw_test_store_close()
 */
BwStore *
bw_test_store_open (const char *folder)
{
  BwStore *store = bw_store_new (folder);
  g_autoptr(GError) error = NULL;

  bw_test_store_try_open (store, &error);
  g_assert_no_error (error);

  return store;
}

static gboolean
is_gone (gpointer data)
{
  g_autoptr(GObject) object = g_weak_ref_get (data);

  return object == NULL;
}

static gboolean
turn_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/**
 * bw_test_store_drop:
 * @store: (transfer full): a store
 *
 * Sees to it that nothing holds the store any more.  A thread that has just
 * finished a call may still do so for a moment.
 */
void
bw_test_store_drop (BwStore *store)
{
  guint turn = g_idle_add (turn_cb, NULL);
  GWeakRef ref;

  g_weak_ref_init (&ref, store);
  g_object_unref (store);
  bw_test_spin_until (is_gone, &ref);
  g_weak_ref_clear (&ref);
  g_source_remove (turn);
}

/**
 * bw_test_store_close:
 * @store: (transfer full): a store
 */
void
bw_test_store_close (BwStore *store)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bw_store_close_async (store, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_store_close_finish (store, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  bw_test_store_drop (store);
}

/**
 * bw_test_store_save_tenant:
 * @store: a store
 * @row: what to save
 */
void
bw_test_store_save_tenant (BwStore           *store,
                           const BwTenantRow *row)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bw_store_save_tenant_async (store, row, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_store_save_tenant_finish (store, result, &error);
  g_assert_no_error (error);
}

/**
 * bw_test_store_add_tenant:
 * @store: a store
 * @id: of a tenant
 * @name: its name
 */
void
bw_test_store_add_tenant (BwStore    *store,
                          const char *id,
                          const char *name)
{
  g_autoptr(BwTenantRow) row = bw_tenant_row_new (id);

  row->name = g_strdup (name);
  bw_test_store_save_tenant (store, row);
}

/**
 * bw_test_store_load_tenant:
 * @store: a store
 * @id: of a tenant
 * @error: why not
 *
 * Returns: (transfer full) (nullable): the tenant
 */
BwTenantRow *
bw_test_store_load_tenant (BwStore     *store,
                           const char  *id,
                           GError     **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_store_load_tenant_async (store, id, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_store_load_tenant_finish (store, result, error);
}

/**
 * bw_test_store_remove_tenant:
 * @store: a store
 * @id: of a tenant
 * @error: return location for an error
 *
 * Returns: whether it is gone
 */
gboolean
bw_test_store_remove_tenant (BwStore     *store,
                             const char  *id,
                             GError     **error)
{
  BwActivityRow *activity = bw_activity_row_new ();
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  activity->tenant_id = g_strdup (id);
  activity->what = g_strdup ("Removed");
  activity->outcome = g_strdup ("noted");
  bw_store_remove_tenant_async (store, id, activity, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_store_remove_tenant_finish (store, result, error);
}

/**
 * bw_test_store_list_settings:
 * @store: a store
 *
 * Returns: (transfer full) (element-type utf8 utf8): all that are set
 */
GHashTable *
bw_test_store_list_settings (BwStore *store)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GHashTable *settings;

  bw_store_list_settings_async (store, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  settings = bw_store_list_settings_finish (store, result, &error);
  g_assert_no_error (error);

  return settings;
}

/**
 * bw_test_store_save_setting:
 * @store: a store
 * @key: which setting
 * @value: (nullable): its value
 * @error: why not
 *
 * Returns: whether it is stored
 */
gboolean
bw_test_store_save_setting (BwStore     *store,
                            const char  *key,
                            const char  *value,
                            GError     **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_store_save_setting_async (store, key, value, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_store_save_setting_finish (store, result, error);
}

static BwJobRow *
take_row (const BwTenantRow  *tenant,
          const BwJobRow     *job,
          gpointer            row,
          GError            **error)
{
  return bw_job_row_copy (row);
}

/**
 * bw_test_store_put_job:
 * @store: a store
 * @row: what the user wants the tenant's job to be
 * @error: why not
 *
 * Returns: whether it is stored
 */
gboolean
bw_test_store_put_job (BwStore         *store,
                       const BwJobRow  *row,
                       GError         **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BwJobRow) job = NULL;

  bw_store_change_job_async (store, row->tenant_id, take_row, bw_job_row_copy (row),
                             (GDestroyNotify) bw_job_row_free, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  job = bw_store_change_job_finish (store, result, NULL, error);

  return job != NULL;
}

/**
 * bw_test_store_save_job:
 * @store: a store
 * @row: a job
 * @tenant: (nullable): its tenant
 * @owner: of the lease
 * @error: why not
 *
 * Returns: whether it is stored
 */
gboolean
bw_test_store_save_job (BwStore            *store,
                        const BwJobRow     *row,
                        const BwTenantRow  *tenant,
                        const char         *owner,
                        GError            **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_store_save_job_async (store, row, tenant, owner, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_store_save_job_finish (store, result, error);
}

/**
 * bw_test_store_load_job:
 * @store: a store
 * @id: of a tenant
 * @error: why not
 *
 * Returns: (transfer full) (nullable): its job
 */
BwJobRow *
bw_test_store_load_job (BwStore     *store,
                        const char  *id,
                        GError     **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_store_load_job_async (store, id, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_store_load_job_finish (store, result, error);
}

/**
 * bw_test_store_acquire_lease:
 * @store: a store
 * @name: of the lease
 * @owner: who wants it
 * @seconds: for how long
 * @error: why not
 *
 * Returns: whether @owner has it
 */
gboolean
bw_test_store_acquire_lease (BwStore     *store,
                             const char  *name,
                             const char  *owner,
                             guint        seconds,
                             GError     **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_store_acquire_lease_async (store, name, owner, seconds, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_store_acquire_lease_finish (store, result, error);
}

/**
 * bw_test_store_begin_sync:
 * @store: a store
 * @id: of a tenant
 * @afresh: whether to forget an earlier sync
 * @error: why not
 *
 * Returns: (transfer full) (nullable): where to go on
 */
BwUserSync *
bw_test_store_begin_sync (BwStore     *store,
                          const char  *id,
                          gboolean     afresh,
                          GError     **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_store_begin_user_sync_async (store, id, afresh, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_store_begin_user_sync_finish (store, result, error);
}

/**
 * bw_test_store_add_users:
 * @store: a store
 * @id: of a tenant
 * @users: (element-type BwUserRow): some of its users
 * @cursor: (nullable): what comes next
 * @error: why not
 *
 * Returns: how many are stored, or -1
 */
gint64
bw_test_store_add_users (BwStore     *store,
                         const char  *id,
                         GPtrArray   *users,
                         const char  *cursor,
                         GError     **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_store_add_users_async (store, id, users, cursor, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_store_add_users_finish (store, result, error);
}

/**
 * bw_test_store_end_sync:
 * @store: a store
 * @id: of a tenant
 * @delta_link: (nullable): where to ask later
 * @error: why not
 *
 * Returns: how many users there are, or -1
 */
gint64
bw_test_store_end_sync (BwStore     *store,
                        const char  *id,
                        const char  *delta_link,
                        GError     **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_store_end_user_sync_async (store, id, delta_link, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_store_end_user_sync_finish (store, result, error);
}

/**
 * bw_test_store_count_users:
 * @store: a store
 * @id: of a tenant
 *
 * Returns: how many users are shown
 */
gint64
bw_test_store_count_users (BwStore    *store,
                           const char *id)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 count;

  bw_store_count_users_async (store, id, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  count = bw_store_count_users_finish (store, result, &error);
  g_assert_no_error (error);

  return count;
}

/**
 * bw_test_store_find_users:
 * @store: a store
 * @id: of a tenant
 * @search: (nullable): what they have in them
 * @offset: how many to leave out
 * @limit: how many at most
 *
 * Returns: (transfer full) (element-type BwUserRow): the users
 */
GPtrArray *
bw_test_store_find_users (BwStore    *store,
                          const char *id,
                          const char *search,
                          guint       offset,
                          guint       limit)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *users;

  bw_store_find_users_async (store, id, search, offset, limit, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  users = bw_store_find_users_finish (store, result, &error);
  g_assert_no_error (error);

  return users;
}

/* Leak detection reads the memory of the process, and the kernel forbids that
 * once its rights have changed. */
static void
set_file_user (uid_t uid)
{
  setfsuid (uid);
  g_assert_cmpint (setfsuid ((uid_t) -1), ==, uid);
  g_assert_cmpint (prctl (PR_SET_DUMPABLE, 1), ==, 0);
}

/**
 * bw_test_become_nobody:
 *
 * Lets files have their say even where tests run as root: from here on this
 * thread, and those it starts, have no more rights to them than anybody.
 */
void
bw_test_become_nobody (void)
{
  if (geteuid () == 0)
    set_file_user (NOBODY);
}

/**
 * bw_test_become_myself:
 *
 * Takes bw_test_become_nobody() back.
 */
void
bw_test_become_myself (void)
{
  set_file_user (geteuid ());
}

/**
 * bw_test_stored_set_up:
 * @self: a fixture
 * @data: not used
 */
void
bw_test_stored_set_up (BwTestStored  *self,
                       gconstpointer  data)
{
  self->folder = bw_test_make_dir ();
  self->store = bw_test_store_open (self->folder);
}

/**
 * bw_test_stored_tear_down:
 * @self: a fixture
 * @data: not used
 */
void
bw_test_stored_tear_down (BwTestStored  *self,
                          gconstpointer  data)
{
  bw_test_store_close (self->store);
  bw_test_remove_dir (self->folder);
  g_free (self->folder);
}

/**
 * bw_test_stored_reopen:
 * @self: a fixture
 *
 * Closes the store and opens it again, as the next start of a program does.
 */
void
bw_test_stored_reopen (BwTestStored *self)
{
  bw_test_store_close (self->store);
  self->store = bw_test_store_open (self->folder);
}
