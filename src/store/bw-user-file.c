/* bw-user-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "bw-error.h"
#include "bw-user-file.h"

struct _BwUserFile
{
  char                   *folder;   /* immutable */
  char                   *path;     /* immutable */
  const BwDatabaseSchema *schema;   /* immutable */
  BwDatabase             *database; /* (nullable): not open, or not there */
  dev_t                   device;   /* which file it was when it was opened */
  ino_t                   inode;
};

/**
 * bw_user_file_new:
 * @folder: where
 * @name: of the file
 * @schema: what it looks like
 *
 * Returns: (transfer full): the file, not open and perhaps not there
 */
BwUserFile *
bw_user_file_new (const char             *folder,
                  const char             *name,
                  const BwDatabaseSchema *schema)
{
  BwUserFile *self = g_new0 (BwUserFile, 1);

  self->folder = g_strdup (folder);
  self->path = g_build_filename (folder, name, NULL);
  self->schema = schema;

  return self;
}

static void
close_file (BwUserFile *self)
{
  g_clear_pointer (&self->database, bw_database_close);
}

/**
 * bw_user_file_free:
 * @self: (transfer full): a file, which is closed
 */
void
bw_user_file_free (BwUserFile *self)
{
  close_file (self);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}

/**
 * bw_user_file_open:
 * @self: a file
 * @error: %BW_ERROR_STORAGE
 *
 * Opens what is there now, which is not what was open if another process has
 * put a new file in its place.  That there is nothing is no error.
 *
 * Returns: whether bw_user_file_get() tells how it is
 */
gboolean
bw_user_file_open (BwUserFile  *self,
                   GError     **error)
{
  GStatBuf info;
  gboolean is_there = g_stat (self->path, &info) == 0;

  if (self->database != NULL && is_there && self->device == info.st_dev &&
      self->inode == info.st_ino)
    return TRUE;

  close_file (self);
  if (!is_there)
    return TRUE;

  self->device = info.st_dev;
  self->inode = info.st_ino;
  self->database = bw_database_open (self->path, self->schema, error);

  return self->database != NULL;
}

/**
 * bw_user_file_make:
 * @self: a file that is not there
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: whether it is there and open
 */
gboolean
bw_user_file_make (BwUserFile  *self,
                   GError     **error)
{
  g_autoptr(BwDatabase) database = bw_database_open (self->path, self->schema, error);

  return database != NULL && bw_user_file_open (self, error);
}

/**
 * bw_user_file_get:
 * @self: a file
 *
 * Returns: (transfer none) (nullable): the database in it, if it is open
 */
BwDatabase *
bw_user_file_get (BwUserFile *self)
{
  return self->database;
}

static gboolean
remove_path (const char  *path,
             GError     **error)
{
  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;

  g_set_error (error, BW_ERROR, BW_ERROR_STORAGE,
               _("“%s” cannot be removed (%s). Check that you may write to its folder."), path,
               g_strerror (errno));

  return FALSE;
}

/* What SQLite leaves beside a database when a process dies. */
static gboolean
remove_traces (BwUserFile  *self,
               GError     **error)
{
  const char *suffixes[] = { "-journal", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (self->path, suffixes[i], NULL);

      if (!remove_path (path, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * bw_user_file_remove:
 * @self: a file, which is closed
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: whether nothing is there any more
 */
gboolean
bw_user_file_remove (BwUserFile  *self,
                     GError     **error)
{
  close_file (self);

  return remove_path (self->path, error) && remove_traces (self, error);
}

/* Waits until nobody reads it and undoes what a process that died left in it,
 * so that nothing beside it remains to be taken for the new file's. */
static gboolean
retire (BwUserFile  *self,
        GError     **error)
{
  g_autoptr(GError) damage = NULL;

  if (!bw_user_file_open (self, &damage))
    g_message ("A database is replaced: %s", damage->message);

  if (self->database == NULL)
    return remove_traces (self, error);

  return bw_database_execute (self->database, "BEGIN EXCLUSIVE", error);
}

/* A file system that cannot do this keeps the name as well as it can. */
static void
sync_folder (BwUserFile *self)
{
  int fd = g_open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;

  if (fsync (fd) != 0)
    g_debug ("“%s” cannot be synced: %s", self->folder, g_strerror (errno));
  g_close (fd, NULL);
}

/**
 * bw_user_file_replace:
 * @self: a file
 * @replacement: another one in the same folder, all in one file; it is closed
 * @error: %BW_ERROR_STORAGE
 *
 * Puts @replacement in the place of @self, in one go.
 *
 * Returns: whether it is there
 */
gboolean
bw_user_file_replace (BwUserFile  *self,
                      BwUserFile  *replacement,
                      GError     **error)
{
  gboolean replaced;

  close_file (replacement);
  if (!retire (self, error))
    return FALSE;

  replaced = g_rename (replacement->path, self->path) == 0;
  if (!replaced)
    g_set_error (error, BW_ERROR, BW_ERROR_STORAGE,
                 _("“%s” cannot be replaced (%s). Check that you may write to its folder."),
                 self->path, g_strerror (errno));

  /* The lock lasted until the new file was in place. */
  close_file (self);
  sync_folder (self);

  return replaced;
}
