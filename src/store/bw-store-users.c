/* bw-store-users.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-store-private.h"
#include "bw-store-users.h"

/* input of every call here */
typedef struct
{
  gboolean   afresh;
  GPtrArray *users;
  char      *link;
  char      *search;
  guint      offset;
  guint      limit;
} UsersInput;

static void
users_input_free (UsersInput *self)
{
  g_clear_pointer (&self->users, g_ptr_array_unref);
  g_free (self->link);
  g_free (self->search);
  g_free (self);
}

/**
 * bw_user_sync_free:
 * @self: (transfer full): how far a sync is
 */
void
bw_user_sync_free (BwUserSync *self)
{
  g_free (self->cursor);
  g_free (self->delta_link);
  g_free (self);
}

static gboolean
begin_sync (BwUserFiles  *files,
            BwStoreOp    *op,
            GError      **error)
{
  const UsersInput *input = op->input;

  op->output = bw_user_files_begin (files, op->tenant_id, input->afresh, error);

  return op->output != NULL;
}

static const BwStoreCall begin_call = {
  .run_users = begin_sync,
  .free_input = (GDestroyNotify) users_input_free,
  .free_output = (GDestroyNotify) bw_user_sync_free,
};

static gboolean
add_users (BwUserFiles  *files,
           BwStoreOp    *op,
           GError      **error)
{
  const UsersInput *input = op->input;

  op->number = bw_user_files_add (files, op->tenant_id, input->users, input->link, error);

  return op->number >= 0;
}

static const BwStoreCall add_call = {
  .run_users = add_users,
  .free_input = (GDestroyNotify) users_input_free,
};

static gboolean
end_sync (BwUserFiles  *files,
          BwStoreOp    *op,
          GError      **error)
{
  const UsersInput *input = op->input;

  op->number = bw_user_files_end (files, op->tenant_id, input->link, error);

  return op->number >= 0;
}

static const BwStoreCall end_call = {
  .run_users = end_sync,
  .changes = BW_STORE_USERS,
  .free_input = (GDestroyNotify) users_input_free,
};

static gboolean
count_users (BwUserFiles  *files,
             BwStoreOp    *op,
             GError      **error)
{
  op->number = bw_user_files_count (files, op->tenant_id, error);

  return op->number >= 0;
}

static const BwStoreCall count_call = { .run_users = count_users };

static gboolean
find_users (BwUserFiles  *files,
            BwStoreOp    *op,
            GError      **error)
{
  const UsersInput *input = op->input;

  op->output =
    bw_user_files_find (files, op->tenant_id, input->search, input->offset, input->limit, error);

  return op->output != NULL;
}

static const BwStoreCall find_call = {
  .run_users = find_users,
  .free_input = (GDestroyNotify) users_input_free,
  .free_output = (GDestroyNotify) g_ptr_array_unref,
};

static gboolean
remove_users (BwUserFiles  *files,
              BwStoreOp    *op,
              GError      **error)
{
  return bw_user_files_remove (files, op->tenant_id, error);
}

static const BwStoreCall remove_call = {
  .run_users = remove_users,
  .changes = BW_STORE_USERS,
};

/**
 * bw_store_begin_user_sync_async:
 * @self: a store
 * @tenant_id: whose users; the caller sees to it that only one process syncs them
 * @afresh: whether to forget what an earlier sync left, because its links are
 *   not accepted any more
 * @cancellable: (nullable): a cancellable
 * @callback: called when users can be added
 * @user_data: for @callback
 *
 * A sync without cursor and delta link is a full one: what is added goes into a
 * list of its own, which takes the place of the one that is shown when the sync
 * ends.  It goes on with its cursor if it was interrupted.  With a delta link
 * what is added changes the list that is shown.
 */
void
bw_store_begin_user_sync_async (BwStore             *self,
                                const char          *tenant_id,
                                gboolean             afresh,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  UsersInput *input = g_new0 (UsersInput, 1);

  input->afresh = afresh;

  bw_store_run (self, &begin_call, tenant_id, input, cancellable, callback, user_data);
}

/**
 * bw_store_begin_user_sync_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: (transfer full): where to go on
 */
BwUserSync *
bw_store_begin_user_sync_finish (BwStore       *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return bw_store_finish_pointer (self, result, &begin_call, error);
}

/**
 * bw_store_add_users_async:
 * @self: a store
 * @tenant_id: whose users; a sync has begun
 * @users: (element-type BwUserRow): some of them, which nobody may change any more
 * @cursor: (nullable): the link of the page that comes after them
 * @cancellable: (nullable): a cancellable
 * @callback: called when they are stored
 * @user_data: for @callback
 *
 * Users and cursor are stored together or not at all.  This is one transaction:
 * to be fast, add twenty pages at once.
 */
void
bw_store_add_users_async (BwStore             *self,
                          const char          *tenant_id,
                          GPtrArray           *users,
                          const char          *cursor,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  UsersInput *input = g_new0 (UsersInput, 1);

  input->users = g_ptr_array_ref (users);
  input->link = g_strdup (cursor);

  bw_store_run (self, &add_call, tenant_id, input, cancellable, callback, user_data);
}

/**
 * bw_store_add_users_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_STORAGE, %BW_ERROR_NOT_FOUND if they were removed meanwhile
 *
 * Returns: how many users are stored by now, or -1; users that came twice count
 *   twice until the sync ends
 */
gint64
bw_store_add_users_finish (BwStore       *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return bw_store_finish_number (self, result, &add_call, error);
}

/**
 * bw_store_end_user_sync_async:
 * @self: a store
 * @tenant_id: whose users; all are added
 * @delta_link: (nullable): where to ask for what changes; without it the next
 *   sync is a full one
 * @cancellable: (nullable): a cancellable
 * @callback: called when the list is up to date and on the disk
 * @user_data: for @callback
 */
void
bw_store_end_user_sync_async (BwStore             *self,
                              const char          *tenant_id,
                              const char          *delta_link,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  UsersInput *input = g_new0 (UsersInput, 1);

  input->link = g_strdup (delta_link);

  bw_store_run (self, &end_call, tenant_id, input, cancellable, callback, user_data);
}

/**
 * bw_store_end_user_sync_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_STORAGE, %BW_ERROR_NOT_FOUND if they were removed meanwhile
 *
 * Returns: how many users there are, or -1
 */
gint64
bw_store_end_user_sync_finish (BwStore       *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return bw_store_finish_number (self, result, &end_call, error);
}

/**
 * bw_store_count_users_async:
 * @self: a store
 * @tenant_id: whose users
 * @cancellable: (nullable): a cancellable
 * @callback: called when they are counted
 * @user_data: for @callback
 */
void
bw_store_count_users_async (BwStore             *self,
                            const char          *tenant_id,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  bw_store_run (self, &count_call, tenant_id, NULL, cancellable, callback, user_data);
}

/**
 * bw_store_count_users_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: how many users are in the list that is shown, or -1
 */
gint64
bw_store_count_users_finish (BwStore       *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return bw_store_finish_number (self, result, &count_call, error);
}

/**
 * bw_store_find_users_async:
 * @self: a store
 * @tenant_id: whose users
 * @search: (nullable): what their name, sign-in name or address has in it
 * @offset: how many to leave out
 * @limit: how many at most, or 0 for all
 * @cancellable: (nullable): a cancellable
 * @callback: called when they are read
 * @user_data: for @callback
 */
void
bw_store_find_users_async (BwStore             *self,
                           const char          *tenant_id,
                           const char          *search,
                           guint                offset,
                           guint                limit,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  UsersInput *input = g_new0 (UsersInput, 1);

  input->search = g_strdup (search);
  input->offset = offset;
  input->limit = limit;

  bw_store_run (self, &find_call, tenant_id, input, cancellable, callback, user_data);
}

/**
 * bw_store_find_users_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: (transfer full) (element-type BwUserRow): the users, by name
 */
GPtrArray *
bw_store_find_users_finish (BwStore       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return bw_store_finish_pointer (self, result, &find_call, error);
}

/**
 * bw_store_remove_users_async:
 * @self: a store
 * @tenant_id: whose users
 * @cancellable: (nullable): a cancellable
 * @callback: called when nothing of them is left
 * @user_data: for @callback
 */
void
bw_store_remove_users_async (BwStore             *self,
                             const char          *tenant_id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  bw_store_run (self, &remove_call, tenant_id, NULL, cancellable, callback, user_data);
}

/**
 * bw_store_remove_users_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: whether they are gone
 */
gboolean
bw_store_remove_users_finish (BwStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return bw_store_finish (self, result, &remove_call, error);
}
