/* bw-statement.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sqlite3.h>

#include "bw-enums.h"
#include "bw-error.h"
#include "bw-statement.h"

struct _BwStatement
{
  BwConnection *connection; /* not owned */
  char         *path;
  char         *sql;
  sqlite3_stmt *handle;     /* (nullable): not prepared yet */
  int           n_bound;
  GError       *error;      /* (nullable): the first fault since the last finish */
};

/* SQLite knows a full disk as such only where it writes the database itself. */
static gboolean
is_full (BwConnection *connection,
         int           code)
{
  int number = connection != NULL ? sqlite3_system_errno (connection) : 0;

  if ((code & 0xff) == SQLITE_FULL)
    return TRUE;

  return ((code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN) &&
         (number == ENOSPC || number == EDQUOT || number == EFBIG);
}

/**
 * bw_connection_error:
 * @connection: (nullable): where it happened
 * @path: which file it happened to
 * @code: SQLite's number for it
 *
 * Puts into words, for people, what SQLite answers with a number.
 *
 * Returns: (transfer full): an error of %BW_ERROR
 */
GError *
bw_connection_error (BwConnection *connection,
                     const char   *path,
                     int           code)
{
  const char *message = connection != NULL ? sqlite3_errmsg (connection) : sqlite3_errstr (code);

  if (code == SQLITE_CONSTRAINT_FOREIGNKEY)
    return g_error_new_literal (BW_ERROR, BW_ERROR_NOT_FOUND, _("This tenant is not in the list."));

  if (is_full (connection, code))
    return g_error_new (BW_ERROR, BW_ERROR_DISK_FULL,
                        _("There is no space left on the disk for “%s”. Free some space and try "
                          "again."), path);

  switch (code & 0xff)
    {
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
      return g_error_new (BW_ERROR, BW_ERROR_STORAGE,
                          _("“%s” cannot be opened for writing. Check that you may write to it "
                            "and to its folder."),
                          path);

    case SQLITE_NOTADB:
      return g_error_new (BW_ERROR, BW_ERROR_STORAGE,
                          _("“%s” is not a database of Bailiwick. Move it away, or use another "
                            "folder."), path);

    case SQLITE_CORRUPT:
      return g_error_new (BW_ERROR, BW_ERROR_STORAGE,
                          _("The database “%s” is damaged. Restore it from a backup, or move it "
                            "away and start again."),
                          path);

    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return g_error_new (BW_ERROR, BW_ERROR_STORAGE,
                          _("Another program keeps the database “%s” locked. Close it and try "
                            "again."), path);

    case SQLITE_IOERR:
      return g_error_new (BW_ERROR, BW_ERROR_STORAGE,
                          _("The disk failed while “%s” was in use (%s). Check the disk and try "
                            "again."),
                          path, message);

    default:
      return g_error_new (BW_ERROR, BW_ERROR_STORAGE, _("The database “%s” cannot be used: %s."),
                          path, message);
    }
}

static void
note_code (BwStatement *self,
           int          code)
{
  if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE && self->error == NULL)
    self->error = bw_connection_error (self->connection, self->path, code);
}

/* Late, and again after a failure: the table may come into being meanwhile. */
static gboolean
ensure_prepared (BwStatement *self)
{
  if (self->handle == NULL && self->error == NULL)
    note_code (self, sqlite3_prepare_v3 (self->connection, self->sql, -1, SQLITE_PREPARE_PERSISTENT,
                                         &self->handle, NULL));

  return self->error == NULL;
}

/**
 * bw_statement_new:
 * @connection: where it runs; must live longer
 * @path: which file that is, for errors
 * @sql: one statement, with question marks for its values
 *
 * Faults are kept until bw_statement_finish(), so that the functions between
 * need no error of their own: after a fault they do nothing.
 *
 * Returns: (transfer full): the statement
 */
BwStatement *
bw_statement_new (BwConnection *connection,
                  const char   *path,
                  const char   *sql)
{
  BwStatement *self = g_new0 (BwStatement, 1);

  self->connection = connection;
  self->path = g_strdup (path);
  self->sql = g_strdup (sql);

  return self;
}

/**
 * bw_statement_free:
 * @self: (transfer full): a statement
 */
void
bw_statement_free (BwStatement *self)
{
  sqlite3_finalize (self->handle);
  g_clear_error (&self->error);
  g_free (self->path);
  g_free (self->sql);
  g_free (self);
}

/**
 * bw_statement_add_text:
 * @self: a statement
 * @text: (nullable): the value of the next question mark
 */
void
bw_statement_add_text (BwStatement *self,
                       const char  *text)
{
  if (ensure_prepared (self))
    note_code (self, sqlite3_bind_text (self->handle, ++self->n_bound, text, -1, SQLITE_TRANSIENT));
}

/**
 * bw_statement_add_int:
 * @self: a statement
 * @value: the value of the next question mark
 */
void
bw_statement_add_int (BwStatement *self,
                      gint64       value)
{
  if (ensure_prepared (self))
    note_code (self, sqlite3_bind_int64 (self->handle, ++self->n_bound, value));
}

/**
 * bw_statement_add_enum:
 * @self: a statement
 * @type: an enumeration
 * @value: the value of the next question mark; its nick is what is stored
 */
void
bw_statement_add_enum (BwStatement *self,
                       GType        type,
                       int          value)
{
  bw_statement_add_text (self, bw_enum_get_nick (type, value));
}

/**
 * bw_statement_add_blob:
 * @self: a statement
 * @data: the value of the next question mark
 * @size: how many bytes
 */
void
bw_statement_add_blob (BwStatement   *self,
                       gconstpointer  data,
                       gsize          size)
{
  if (ensure_prepared (self))
    note_code (self,
               sqlite3_bind_blob64 (self->handle, ++self->n_bound, data, size, SQLITE_TRANSIENT));
}

/**
 * bw_statement_next:
 * @self: a statement
 *
 * Returns: whether there is a row; if not, bw_statement_finish() says why
 */
gboolean
bw_statement_next (BwStatement *self)
{
  int code;

  if (!ensure_prepared (self))
    return FALSE;

  code = sqlite3_step (self->handle);
  note_code (self, code);

  return code == SQLITE_ROW;
}

/**
 * bw_statement_get_text:
 * @self: a statement that is at a row
 * @column: which column, from 0
 *
 * Returns: (nullable): its text, until the next row
 */
const char *
bw_statement_get_text (BwStatement *self,
                       int          column)
{
  return (const char *) sqlite3_column_text (self->handle, column);
}

/**
 * bw_statement_dup_text:
 * @self: a statement that is at a row
 * @column: which column, from 0
 *
 * Returns: (transfer full) (nullable): its text
 */
char *
bw_statement_dup_text (BwStatement *self,
                       int          column)
{
  return g_strdup (bw_statement_get_text (self, column));
}

/**
 * bw_statement_get_int:
 * @self: a statement that is at a row
 * @column: which column, from 0
 *
 * Returns: its number
 */
gint64
bw_statement_get_int (BwStatement *self,
                      int          column)
{
  return sqlite3_column_int64 (self->handle, column);
}

/**
 * bw_statement_get_enum:
 * @self: a statement that is at a row
 * @column: which column, from 0
 * @type: an enumeration
 *
 * Returns: the value whose nick it holds, or 0 with a fault if there is none
 */
int
bw_statement_get_enum (BwStatement *self,
                       int          column,
                       GType        type)
{
  int value = 0;

  if (!bw_enum_from_nick (type, bw_statement_get_text (self, column), &value) &&
      self->error == NULL)
    self->error = bw_connection_error (NULL, self->path, SQLITE_CORRUPT);

  return value;
}

/**
 * bw_statement_get_blob:
 * @self: a statement that is at a row
 * @column: which column, from 0
 * @size: how many bytes it must have
 *
 * Returns: (nullable): the bytes, until the next row; %NULL with a fault if
 *   there are more or fewer
 */
gconstpointer
bw_statement_get_blob (BwStatement *self,
                       int          column,
                       gsize        size)
{
  gconstpointer data = sqlite3_column_blob (self->handle, column);

  if (data != NULL && (gsize) sqlite3_column_bytes (self->handle, column) == size)
    return data;

  if (self->error == NULL)
    self->error = bw_connection_error (NULL, self->path, SQLITE_CORRUPT);

  return NULL;
}

/**
 * bw_statement_finish:
 * @self: a statement
 * @error: the first fault since it was prepared
 *
 * Makes the statement fit for its next use.
 *
 * Returns: whether all went well
 */
gboolean
bw_statement_finish (BwStatement  *self,
                     GError      **error)
{
  self->n_bound = 0;
  if (self->handle != NULL)
    {
      sqlite3_reset (self->handle);
      sqlite3_clear_bindings (self->handle);
    }

  if (self->error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&self->error));

  return FALSE;
}

/**
 * bw_statement_run:
 * @self: a statement whose rows do not matter
 * @error: %BW_ERROR_STORAGE, and %BW_ERROR_NOT_FOUND if it points at an unknown tenant
 *
 * Returns: whether it did its work
 */
gboolean
bw_statement_run (BwStatement  *self,
                  GError      **error)
{
  while (bw_statement_next (self))
    continue;

  return bw_statement_finish (self, error);
}
