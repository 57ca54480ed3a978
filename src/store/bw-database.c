/* bw-database.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "bw-database.h"
#include "bw-error.h"
#include "bw-tenant.h"

/* SQLite's file header: where the numbers stand that tell whose file it is. */
#define HEADER_SIZE 100
#define HEADER_MAGIC "SQLite format 3"
#define HEADER_APPLICATION_ID 68

#define BUSY_TIMEOUT_MSEC 5000
#define BUSY_PAUSE_MSEC 10

struct _BwDatabase
{
  sqlite3    *handle;
  char       *path;
  GHashTable *statements; /* SQL → BwStatement */
};

static gboolean
check_code (BwDatabase  *self,
            int          code,
            GError     **error)
{
  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
    return TRUE;

  g_propagate_error (error, bw_connection_error (self->handle, self->path, code));

  return FALSE;
}

/* Makes the file if it is not there, for nobody but the user to read. */
static gboolean
ensure_file (const char  *path,
             GError     **error)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd >= 0)
    return g_close (fd, error);

  if (errno == EEXIST)
    return TRUE;

  g_set_error (error, BW_ERROR, BW_ERROR_STORAGE,
               _("“%s” cannot be opened for writing (%s). Check that you may write to it and to "
                 "its folder."),
               path, g_strerror (errno));

  return FALSE;
}

/* Whose file it is stands in its first bytes.  We look there ourselves, for
 * SQLite would repair or even change a stranger's database when asked.  Yet it
 * is SQLite that reads them: if we opened and closed the file, all locks that
 * this process has on it would be lost. */
static gboolean
check_header (BwDatabase              *self,
              const BwDatabaseSchema  *schema,
              GError                 **error)
{
  guint8 header[HEADER_SIZE] = { 0, };
  guint32 application_id;
  sqlite3_file *file = NULL;
  sqlite3_int64 size = 0;
  int code;

  code = sqlite3_file_control (self->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (code == SQLITE_OK)
    code = file->pMethods->xFileSize (file, &size);
  if (code == SQLITE_OK && size > 0)
    code = file->pMethods->xRead (file, header, sizeof header, 0);
  if (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ)
    return check_code (self, code, error);

  memcpy (&application_id, header + HEADER_APPLICATION_ID, sizeof application_id);
  if (size > 0 &&
      (memcmp (header, HEADER_MAGIC, sizeof HEADER_MAGIC) != 0 ||
       GUINT32_FROM_BE (application_id) != schema->application_id))
    {
      g_propagate_error (error, bw_connection_error (NULL, self->path, SQLITE_NOTADB));
      return FALSE;
    }

  /* Where it may not write, SQLite would be content with reading. */
  if (sqlite3_db_readonly (self->handle, "main") != 0)
    {
      g_propagate_error (error, bw_connection_error (NULL, self->path, SQLITE_READONLY));
      return FALSE;
    }

  return TRUE;
}

/* SQL function fold (text): how texts compare when somebody searches, as
 * bw_tenant_fold() has it, and fast for what most texts consist of. */
static void
fold (sqlite3_context  *context,
      int               n_values,
      sqlite3_value   **values)
{
  const char *text = (const char *) sqlite3_value_text (values[0]);

  if (text == NULL)
    return;

  sqlite3_result_text (context,
                       g_str_is_ascii (text) ? g_ascii_strdown (text, -1) : bw_tenant_fold (text),
                       -1, g_free);
}

static gboolean
connect_file (BwDatabase  *self,
              GError     **error)
{
  return check_code (self, sqlite3_open_v2 (self->path, &self->handle,
                                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL),
                                            error) &&
         check_code (self, sqlite3_extended_result_codes (self->handle, TRUE), error) &&
         check_code (self, sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MSEC), error) &&
         check_code (self, sqlite3_create_function_v2 (self->handle, "fold", 1,
                                                       SQLITE_UTF8 | SQLITE_DETERMINISTIC
                                                         | SQLITE_DIRECTONLY,
                                                       NULL, fold, NULL, NULL, NULL), error);
}

/* Copies the database beside itself, as it was before a migration. */
static gboolean
back_up (BwDatabase  *self,
         gint64       version,
         GError     **error)
{
  g_autofree char *backup = g_strdup_printf ("%s.backup-v%" G_GINT64_FORMAT, self->path, version);
  g_autofree char *draft = g_strdup_printf ("%s.XXXXXX", backup);
  BwStatement *statement;
  int fd = g_mkstemp_full (draft, O_RDWR | O_CLOEXEC, 0600);

  if (fd >= 0)
    g_close (fd, NULL);

  statement = bw_database_prepare (self, "VACUUM INTO ?");
  bw_statement_add_text (statement, draft);
  if (!bw_statement_run (statement, error))
    {
      g_unlink (draft);
      return FALSE;
    }

  if (g_rename (draft, backup) != 0)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_STORAGE,
                   _("The backup “%s” cannot be written (%s). Check its folder and try again."),
                   backup, g_strerror (errno));
      return FALSE;
    }

  return TRUE;
}

static gboolean
migrate_one (BwDatabase              *self,
             const BwDatabaseSchema  *schema,
             gint64                   version,
             GError                 **error)
{
  g_autofree char *mark = g_strdup_printf ("PRAGMA application_id = %u; PRAGMA user_version = %d",
                                           schema->application_id, (int) version + 1);
  gint64 found;

  if (!bw_database_begin (self, TRUE, error))
    return FALSE;

  /* Another process may have been faster. */
  if (bw_database_read_int (self, "PRAGMA user_version", &found, error) &&
      (found != version ||
       (bw_database_execute (self, schema->migrations[version], error) &&
        bw_database_execute (self, mark, error))) &&
      bw_database_commit (self, error))
    return TRUE;

  bw_database_roll_back (self);

  return FALSE;
}

static gboolean
migrate (BwDatabase              *self,
         const BwDatabaseSchema  *schema,
         GError                 **error)
{
  gint64 newest = g_strv_length ((char **) schema->migrations);
  gint64 version;

  if (!bw_database_read_int (self, "PRAGMA user_version", &version, error))
    return FALSE;

  if (version > newest)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_NEWER_DATABASE,
                   _("The database “%s” was written by a newer version of Bailiwick. Install that "
                     "version, or use another folder."),
                   self->path);
      return FALSE;
    }

  if (version > 0 && schema->is_precious && !bw_database_check (self, error))
    return FALSE;

  if (version > 0 && version < newest && !back_up (self, version, error))
    return FALSE;

  for (; version < newest; version++)
    if (!migrate_one (self, schema, version, error))
      return FALSE;

  return TRUE;
}

/* To make the write-ahead log, SQLite takes a lock while it has another one, and
 * does not wait for that, as two who did would wait for each other.  It gives
 * both back, so whoever comes again gets it. */
static gboolean
apply_settings (BwDatabase              *self,
                const BwDatabaseSchema  *schema,
                GError                 **error)
{
  gint64 deadline = g_get_monotonic_time () + BUSY_TIMEOUT_MSEC * G_TIME_SPAN_MILLISECOND;
  int code;

  for (;;)
    {
      code = sqlite3_exec (self->handle, schema->settings, NULL, NULL, NULL);
      if ((code & 0xff) != SQLITE_BUSY || g_get_monotonic_time () >= deadline)
        break;

      sqlite3_sleep (BUSY_PAUSE_MSEC);
    }

  return check_code (self, code, error);
}

/**
 * bw_database_open:
 * @path: the file; made if it is not there, in a folder that must be
 * @schema: what it looks like
 * @error: %BW_ERROR_STORAGE or its kin when it is not ours, damaged, newer than we are or
 *   cannot be used; such a file is left as it is
 *
 * Opens a database, and migrates it to what @schema says, with a copy before.
 *
 * Returns: (transfer full) (nullable): the database, for use by one thread
 */
BwDatabase *
bw_database_open (const char              *path,
                  const BwDatabaseSchema  *schema,
                  GError                 **error)
{
  g_autofree char *page_size = g_strdup_printf ("PRAGMA page_size = %u", schema->page_size);
  g_autoptr(BwDatabase) self = NULL;

  if (!ensure_file (path, error))
    return NULL;

  self = g_new0 (BwDatabase, 1);
  self->path = g_strdup (path);
  self->statements =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) bw_statement_free);

  if (!connect_file (self, error) || !check_header (self, schema, error))
    return NULL;

  /* The schema comes before the settings: a new file then has our mark in its
   * header before any of it can be in a write-ahead log only. */
  if (!bw_database_execute (self, page_size, error) ||
      !migrate (self, schema, error) ||
      !apply_settings (self, schema, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * bw_database_close:
 * @self: (transfer full): a database
 *
 * Closes it; an open transaction is lost.
 */
void
bw_database_close (BwDatabase *self)
{
  g_hash_table_unref (self->statements);
  if (sqlite3_close (self->handle) != SQLITE_OK)
    g_critical ("A statement outlived its database");
  g_free (self->path);
  g_free (self);
}

/**
 * bw_database_execute:
 * @self: a database
 * @sql: statements without values
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: whether all of them worked
 */
gboolean
bw_database_execute (BwDatabase  *self,
                     const char  *sql,
                     GError     **error)
{
  return check_code (self, sqlite3_exec (self->handle, sql, NULL, NULL, NULL), error);
}

/**
 * bw_database_check:
 * @self: a database
 * @error: %BW_ERROR_STORAGE when it is damaged
 *
 * Returns: whether its pages hang together
 */
gboolean
bw_database_check (BwDatabase  *self,
                   GError     **error)
{
  BwStatement *statement = bw_database_prepare (self, "PRAGMA quick_check (1)");
  gboolean sound = bw_statement_next (statement) &&
                   g_strcmp0 (bw_statement_get_text (statement, 0), "ok") == 0;

  if (!bw_statement_finish (statement, error))
    return FALSE;

  if (!sound)
    g_propagate_error (error, bw_connection_error (NULL, self->path, SQLITE_CORRUPT));

  return sound;
}

/**
 * bw_database_begin:
 * @self: a database
 * @writes: whether the transaction is going to write
 * @error: %BW_ERROR_STORAGE
 *
 * A transaction that will write takes the lock at once: one that took it
 * later could find that what it read no longer holds.
 *
 * Returns: whether a transaction is open now
 */
gboolean
bw_database_begin (BwDatabase  *self,
                   gboolean     writes,
                   GError     **error)
{
  return bw_statement_run (bw_database_prepare (self, writes ? "BEGIN IMMEDIATE" : "BEGIN"), error);
}

/**
 * bw_database_commit:
 * @self: a database with an open transaction
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: whether it is stored
 */
gboolean
bw_database_commit (BwDatabase  *self,
                    GError     **error)
{
  return bw_statement_run (bw_database_prepare (self, "COMMIT"), error);
}

/**
 * bw_database_roll_back:
 * @self: a database
 *
 * Takes back what the open transaction did; SQLite has already done so itself
 * after a grave fault.
 */
void
bw_database_roll_back (BwDatabase *self)
{
  g_autoptr(GError) error = NULL;

  if (bw_database_in_transaction (self) && !bw_database_execute (self, "ROLLBACK", &error))
    g_warning ("Cannot roll back: %s", error->message);
}

/**
 * bw_database_in_transaction:
 * @self: a database
 *
 * Returns: whether a transaction is open
 */
gboolean
bw_database_in_transaction (BwDatabase *self)
{
  return !sqlite3_get_autocommit (self->handle);
}

/**
 * bw_database_get_changes:
 * @self: a database
 *
 * Returns: how many rows the last statement wrote or removed
 */
gint64
bw_database_get_changes (BwDatabase *self)
{
  return sqlite3_changes64 (self->handle);
}

/**
 * bw_database_get_all_changes:
 * @self: a database
 *
 * Returns: how many rows were written or removed since it was opened
 */
gint64
bw_database_get_all_changes (BwDatabase *self)
{
  return sqlite3_total_changes64 (self->handle);
}

/**
 * bw_database_read_int:
 * @self: a database
 * @sql: a query for one number
 * @value: (out): the number, 0 if there is no row
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: whether it could be read
 */
gboolean
bw_database_read_int (BwDatabase  *self,
                      const char  *sql,
                      gint64      *value,
                      GError     **error)
{
  BwStatement *statement = bw_database_prepare (self, sql);

  *value = bw_statement_next (statement) ? bw_statement_get_int (statement, 0) : 0;

  return bw_statement_finish (statement, error);
}

/**
 * bw_database_prepare:
 * @self: a database
 * @sql: one statement, with question marks for its values
 *
 * Statements are kept and used again.  Whatever goes wrong from here on is
 * reported by bw_statement_finish(), which must follow.
 *
 * Returns: (transfer none): the statement, fresh
 */
BwStatement *
bw_database_prepare (BwDatabase *self,
                     const char *sql)
{
  BwStatement *statement = g_hash_table_lookup (self->statements, sql);

  if (statement == NULL)
    {
      statement = bw_statement_new (self->handle, self->path, sql);
      g_hash_table_insert (self->statements, g_strdup (sql), statement);
    }

  return statement;
}
