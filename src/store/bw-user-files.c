/* bw-user-files.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#include "bw-error.h"
#include "bw-user-file.h"
#include "bw-user-files.h"
#include "bw-user-rows.h"
#include "bw-util.h"

/* Each has file descriptors and a cache, and most tenants are at rest. */
#define MAX_OPEN 8

/* One customer's users: the list that is shown, and while a full sync runs the
 * draft that is going to take its place. */
typedef struct
{
  BwUserFile *list;
  BwUserFile *draft;
} Users;

struct _BwUserFiles
{
  char       *folder;
  GHashTable *users;  /* tenant ID → Users */
};

static void
users_free (Users *self)
{
  bw_user_file_free (self->list);
  bw_user_file_free (self->draft);
  g_free (self);
}

/**
 * bw_user_files_new:
 * @folder: the store's folder
 *
 * Returns: (transfer full): the users' databases, for use by one thread
 */
BwUserFiles *
bw_user_files_new (const char *folder)
{
  BwUserFiles *self = g_new0 (BwUserFiles, 1);

  self->folder = g_build_filename (folder, "users", NULL);
  self->users =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) users_free);

  return self;
}

/**
 * bw_user_files_free:
 * @self: (transfer full): the users' databases, which are closed
 */
void
bw_user_files_free (BwUserFiles *self)
{
  g_hash_table_unref (self->users);
  g_free (self->folder);
  g_free (self);
}

static Users *
get_users (BwUserFiles  *self,
           const char   *tenant_id,
           GError      **error)
{
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;
  g_autofree char *draft_name = NULL;
  Users *users;

  /* The ID becomes a file name. */
  if (!bw_is_guid (tenant_id))
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID, _("“%s” is not a tenant ID."), tenant_id);
      return NULL;
    }

  id = g_ascii_strdown (tenant_id, -1);
  users = g_hash_table_lookup (self->users, id);
  if (users != NULL)
    return users;

  if (g_hash_table_size (self->users) >= MAX_OPEN)
    g_hash_table_remove_all (self->users);

  users = g_new0 (Users, 1);
  name = g_strconcat (id, ".db", NULL);
  draft_name = g_strconcat (id, ".draft.db", NULL);
  users->list = bw_user_file_new (self->folder, name, &bw_user_schema);
  users->draft = bw_user_file_new (self->folder, draft_name, &bw_user_schema);
  g_hash_table_insert (self->users, g_steal_pointer (&id), users);

  return users;
}

static gboolean
make_draft (BwUserFiles  *self,
            Users        *users,
            GError      **error)
{
  if (g_mkdir_with_parents (self->folder, 0700) != 0)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_STORAGE,
                   _("The folder “%s” cannot be used (%s). Check that you may write to it, or use "
                     "another folder."),
                   self->folder, g_strerror (errno));
      return FALSE;
    }

  return bw_user_file_remove (users->draft, error) && bw_user_file_make (users->draft, error);
}

static gboolean
read_count (BwDatabase  *database,
            gboolean     is_draft,
            gint64      *count,
            GError     **error)
{
  return bw_database_read_int (database,
                               is_draft ? "SELECT max (number) FROM user"
                                        : "SELECT count (*) FROM user",
                               count, error);
}

static BwUserSync *
make_sync (BwDatabase     *database,
           gboolean        is_draft,
           BwUserSyncRow  *row,
           GError        **error)
{
  g_autoptr(BwUserSync) sync = g_new0 (BwUserSync, 1);

  if (!read_count (database, is_draft, &sync->count, error))
    return NULL;

  sync->cursor = g_steal_pointer (&row->cursor);
  sync->delta_link = g_steal_pointer (&row->delta_link);

  return g_steal_pointer (&sync);
}

/* Whether a sync can go on with @file; one that cannot be read is as good as none. */
static gboolean
is_usable (BwUserFile    *file,
           BwUserSyncRow *row)
{
  g_autoptr(GError) error = NULL;

  if (bw_user_file_open (file, &error) &&
      (bw_user_file_get (file) == NULL ||
       bw_user_rows_read_sync (bw_user_file_get (file), row, &error)))
    return bw_user_file_get (file) != NULL;

  g_message ("Users are read from the beginning: %s", error->message);

  return FALSE;
}

/**
 * bw_user_files_begin:
 * @self: the users' databases
 * @tenant_id: whose users
 * @afresh: whether to forget what an earlier sync left
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: (transfer full) (nullable): where to go on
 */
BwUserSync *
bw_user_files_begin (BwUserFiles  *self,
                     const char   *tenant_id,
                     gboolean      afresh,
                     GError      **error)
{
  Users *users = get_users (self, tenant_id, error);
  g_auto(BwUserSyncRow) row = { NULL, };

  if (users == NULL)
    return NULL;

  if (!afresh && is_usable (users->draft, &row))
    {
      if (!row.is_complete)
        return make_sync (bw_user_file_get (users->draft), TRUE, &row, error);

      /* A process died between completing it and putting it in place. */
      if (!bw_user_file_replace (users->list, users->draft, error))
        return NULL;
    }

  if (!afresh && is_usable (users->list, &row) && row.delta_link != NULL)
    return make_sync (bw_user_file_get (users->list), FALSE, &row, error);

  return make_draft (self, users, error) ? g_new0 (BwUserSync, 1) : NULL;
}

/* Returns: (transfer none) (nullable): where a sync writes: the draft if there
 *   is one, else the list */
static BwDatabase *
open_for_sync (Users     *users,
               gboolean  *is_draft,
               GError   **error)
{
  if (!bw_user_file_open (users->draft, error))
    return NULL;

  *is_draft = bw_user_file_get (users->draft) != NULL;
  if (*is_draft)
    return bw_user_file_get (users->draft);

  if (bw_user_file_open (users->list, error) && bw_user_file_get (users->list) == NULL)
    g_set_error_literal (error, BW_ERROR, BW_ERROR_NOT_FOUND,
                         _("The users of this tenant were removed while they were read."));

  return bw_user_file_get (users->list);
}

static gboolean
add (BwDatabase  *database,
     gboolean     is_draft,
     GPtrArray   *rows,
     const char  *cursor,
     gint64      *count,
     GError     **error)
{
  if (!bw_database_begin (database, TRUE, error))
    return FALSE;

  if (bw_user_rows_save_cursor (database, cursor, error) &&
      (is_draft ? bw_user_rows_append (database, rows, error)
                : bw_user_rows_merge (database, rows, error)) &&
      read_count (database, is_draft, count, error) &&
      bw_database_commit (database, error))
    return TRUE;

  bw_database_roll_back (database);

  return FALSE;
}

/**
 * bw_user_files_add:
 * @self: the users' databases
 * @tenant_id: whose users; a sync has begun
 * @users: (element-type BwUserRow): one batch
 * @cursor: (nullable): the link of the page that comes next
 * @error: %BW_ERROR_STORAGE, %BW_ERROR_NOT_FOUND if they were removed meanwhile
 *
 * Returns: how many users are stored by now, or -1
 */
gint64
bw_user_files_add (BwUserFiles  *self,
                   const char   *tenant_id,
                   GPtrArray    *users,
                   const char   *cursor,
                   GError      **error)
{
  Users *files = get_users (self, tenant_id, error);
  BwDatabase *database = NULL;
  gboolean is_draft = FALSE;
  gint64 count = -1;

  if (files != NULL)
    database = open_for_sync (files, &is_draft, error);

  return database != NULL && add (database, is_draft, users, cursor, &count, error) ? count : -1;
}

static gboolean
complete (BwDatabase  *database,
          gboolean     is_draft,
          const char  *delta_link,
          gint64      *count,
          GError     **error)
{
  if (!bw_database_begin (database, TRUE, error))
    return FALSE;

  if ((!is_draft || bw_user_rows_settle (database, error)) &&
      bw_user_rows_save_end (database, delta_link, error) &&
      read_count (database, FALSE, count, error) &&
      bw_database_commit (database, error))
    return TRUE;

  bw_database_roll_back (database);

  return FALSE;
}

/**
 * bw_user_files_end:
 * @self: the users' databases
 * @tenant_id: whose users; all are added
 * @delta_link: (nullable): where to ask for what changes
 * @error: %BW_ERROR_STORAGE, %BW_ERROR_NOT_FOUND if they were removed meanwhile
 *
 * Returns: how many users there are, or -1
 */
gint64
bw_user_files_end (BwUserFiles  *self,
                   const char   *tenant_id,
                   const char   *delta_link,
                   GError      **error)
{
  Users *users = get_users (self, tenant_id, error);
  BwDatabase *database = NULL;
  gboolean is_draft = FALSE;
  gint64 count = -1;

  if (users != NULL)
    database = open_for_sync (users, &is_draft, error);

  if (database == NULL || !complete (database, is_draft, delta_link, &count, error) ||
      (is_draft && !bw_user_file_replace (users->list, users->draft, error)))
    return -1;

  return count;
}

/**
 * bw_user_files_count:
 * @self: the users' databases
 * @tenant_id: whose users
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: how many the last complete sync found, 0 if there was none, or -1
 */
gint64
bw_user_files_count (BwUserFiles  *self,
                     const char   *tenant_id,
                     GError      **error)
{
  Users *users = get_users (self, tenant_id, error);
  gint64 count = 0;

  if (users == NULL || !bw_user_file_open (users->list, error))
    return -1;

  if (bw_user_file_get (users->list) != NULL &&
      !read_count (bw_user_file_get (users->list), FALSE, &count, error))
    return -1;

  return count;
}

/**
 * bw_user_files_find:
 * @self: the users' databases
 * @tenant_id: whose users
 * @search: (nullable): what they have in them
 * @offset: how many to leave out
 * @limit: how many at most, or 0 for all
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: (transfer full) (nullable) (element-type BwUserRow): the users
 */
GPtrArray *
bw_user_files_find (BwUserFiles  *self,
                    const char   *tenant_id,
                    const char   *search,
                    guint         offset,
                    guint         limit,
                    GError      **error)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_user_row_free);
  Users *users = get_users (self, tenant_id, error);

  if (users == NULL || !bw_user_file_open (users->list, error) ||
      (bw_user_file_get (users->list) != NULL &&
       !bw_user_rows_find (bw_user_file_get (users->list), search, offset, limit, rows, error)))
    return NULL;

  return g_steal_pointer (&rows);
}

/**
 * bw_user_files_remove:
 * @self: the users' databases
 * @tenant_id: whose users to remove
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: whether nothing of them is left
 */
gboolean
bw_user_files_remove (BwUserFiles  *self,
                      const char   *tenant_id,
                      GError      **error)
{
  Users *users = get_users (self, tenant_id, error);

  return users != NULL && bw_user_file_remove (users->list, error) &&
         bw_user_file_remove (users->draft, error);
}
