/* test-database.c - a database file: new, migrated, refused, damaged, full
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "bw-database.h"
#include "bw-enums.h"
#include "bw-error.h"
#include "test-store-util.h"
#include "test-util.h"

#define VERSION_1 "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT"
#define VERSION_2 "ALTER TABLE thing ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'"
#define VERSION_BROKEN \
  "ALTER TABLE thing ADD COLUMN colour TEXT; ALTER TABLE nothing ADD COLUMN colour TEXT"
#define SETTINGS "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"

static const char * const one[] = { VERSION_1, NULL };
static const char * const two[] = { VERSION_1, VERSION_2, NULL };
static const char * const broken[] = { VERSION_1, VERSION_BROKEN, NULL };

static const BwDatabaseSchema schema_one = { 0x42575454, 8192, TRUE, SETTINGS, one };
static const BwDatabaseSchema schema_two = { 0x42575454, 8192, TRUE, SETTINGS, two };
static const BwDatabaseSchema schema_broken = { 0x42575454, 8192, TRUE, SETTINGS, broken };
static const BwDatabaseSchema schema_no_wal = { 0x42575454, 8192, TRUE, "", one };
static const BwDatabaseSchema schema_stranger = { 0x53545247, 4096, TRUE, SETTINGS, one };

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = bw_test_make_dir ();
  fixture->path = g_build_filename (fixture->folder, "things.db", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bw_test_remove_dir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static BwDatabase *
open_database (const char             *path,
               const BwDatabaseSchema *schema)
{
  g_autoptr(GError) error = NULL;
  BwDatabase *database = bw_database_open (path, schema, &error);

  g_assert_no_error (error);
  g_assert_nonnull (database);

  return database;
}

static void
execute (BwDatabase *database,
         const char *sql)
{
  g_autoptr(GError) error = NULL;

  bw_database_execute (database, sql, &error);
  g_assert_no_error (error);
}

static gint64
read_int (BwDatabase *database,
          const char *sql)
{
  g_autoptr(GError) error = NULL;
  gint64 value;

  bw_database_read_int (database, sql, &value, &error);
  g_assert_no_error (error);

  return value;
}

/* Opens what must be refused, with a sentence that has @part in it and names
 * the file, and sees to it that the file is as before. */
static void
assert_refused (const char             *path,
                const BwDatabaseSchema *schema,
                const char             *part)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;
  gsize before_size;
  gsize after_size;

  g_assert_true (g_file_get_contents (path, &before, &before_size, NULL));
  g_assert_null (bw_database_open (path, schema, &error));
  g_assert_true (bw_error_is_storage (error));
  g_assert_nonnull (strstr (error->message, part));
  g_assert_nonnull (strstr (error->message, path));
  g_assert_true (g_file_get_contents (path, &after, &after_size, NULL));
  g_assert_cmpmem (before, before_size, after, after_size);
}

static void
test_new (Fixture       *fixture,
          gconstpointer  data)
{
  BwDatabase *database = open_database (fixture->path, &schema_one);
  GStatBuf info;

  g_assert_cmpint (read_int (database, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (read_int (database, "PRAGMA application_id"), ==, 0x42575454);
  g_assert_cmpint (read_int (database, "PRAGMA page_size"), ==, 8192);
  execute (database, "INSERT INTO thing (name) VALUES ('a')");
  bw_database_close (database);

  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  database = open_database (fixture->path, &schema_one);
  g_assert_cmpint (read_int (database, "SELECT count (*) FROM thing"), ==, 1);
  bw_database_close (database);
}

static void
make_version_1 (Fixture *fixture)
{
  BwDatabase *database = open_database (fixture->path, &schema_one);

  execute (database, "INSERT INTO thing (name) VALUES ('a'), ('b')");
  bw_database_close (database);
}

static void
test_migration (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *backup = g_strconcat (fixture->path, ".backup-v1", NULL);
  BwDatabase *database;

  make_version_1 (fixture);
  g_assert_false (g_file_test (backup, G_FILE_TEST_EXISTS));

  database = open_database (fixture->path, &schema_two);
  g_assert_cmpint (read_int (database, "PRAGMA user_version"), ==, 2);
  g_assert_cmpint (read_int (database, "SELECT count (*) FROM thing WHERE colour = 'red'"), ==, 2);
  execute (database, "DELETE FROM thing");
  bw_database_close (database);

  /* What was is still there, and can be used by the program that wrote it. */
  database = open_database (backup, &schema_one);
  g_assert_cmpint (read_int (database, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (read_int (database, "SELECT count (*) FROM thing"), ==, 2);
  bw_database_close (database);
}

static void
test_migration_failed (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  BwDatabase *database;

  make_version_1 (fixture);

  g_assert_null (bw_database_open (fixture->path, &schema_broken, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_STORAGE);

  database = open_database (fixture->path, &schema_one);
  g_assert_cmpint (read_int (database, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (read_int (database, "SELECT count (*) FROM pragma_table_info ('thing')"), ==, 2);
  g_assert_cmpint (read_int (database, "SELECT count (*) FROM thing"), ==, 2);
  bw_database_close (database);
}

static void
test_newer (Fixture       *fixture,
            gconstpointer  data)
{
  bw_database_close (open_database (fixture->path, &schema_two));

  assert_refused (fixture->path, &schema_one, "newer version");
}

static void
test_foreign (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *text = NULL;
  g_autofree char *words = g_strnfill (4096, 'x');

  text = bw_test_write_file (fixture->folder, "letter.txt", "Dear customer,\n");
  assert_refused (text, &schema_one, "not a database");
  g_free (text);
  text = bw_test_write_file (fixture->folder, "novel.txt", words);
  assert_refused (text, &schema_one, "not a database");

  bw_database_close (open_database (fixture->path, &schema_stranger));
  assert_refused (fixture->path, &schema_one, "not a database");
}

static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *contents = NULL;
  BwDatabase *database = open_database (fixture->path, &schema_one);
  gsize size;

  execute (database,
           "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
           "INSERT INTO thing (name) SELECT 'thing number ' || i FROM n");
  bw_database_close (database);

  g_assert_true (g_file_get_contents (fixture->path, &contents, &size, NULL));
  g_assert_cmpuint (size, >, 4 * 8192);
  memset (contents + 8192, 0x55, 2 * 8192);
  g_assert_true (g_file_set_contents (fixture->path, contents, (gssize) size, NULL));
  assert_refused (fixture->path, &schema_one, "damaged");

  /* Half of it is gone. */
  g_assert_true (g_file_set_contents (fixture->path, contents, 8192 + 100, NULL));
  assert_refused (fixture->path, &schema_one, "damaged");

  /* Less than a header. */
  g_assert_true (g_file_set_contents (fixture->path, contents, 50, NULL));
  assert_refused (fixture->path, &schema_one, "not a database");
}

static void
assert_unusable (const char *path)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (bw_database_open (path, &schema_one, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, "Check that you may write"));
  g_assert_nonnull (strstr (error->message, path));
}

static void
test_unusable (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *file = bw_test_write_file (fixture->folder, "file", "");
  g_autofree char *below_file = g_build_filename (file, "things.db", NULL);
  g_autofree char *nowhere = g_build_filename (fixture->folder, "no", "things.db", NULL);

  assert_unusable (below_file);
  assert_unusable (nowhere);
  assert_unusable (fixture->folder);
}

static void
test_read_only (Fixture       *fixture,
                gconstpointer  data)
{
  make_version_1 (fixture);
  g_assert_cmpint (g_chmod (fixture->folder, 0555), ==, 0);
  g_assert_cmpint (g_chmod (fixture->path, 0444), ==, 0);

  bw_test_become_nobody ();
  assert_refused (fixture->path, &schema_one, "Check that you may write");
  bw_test_become_myself ();
}

static void
test_full (Fixture       *fixture,
           gconstpointer  data)
{
  BwDatabase *database = open_database (fixture->path, &schema_one);
  g_autoptr(GError) error = NULL;
  BwStatement *insert;

  execute (database, "INSERT INTO thing (name) VALUES ('a'); PRAGMA max_page_count = 4");
  g_assert_true (bw_database_begin (database, TRUE, &error));
  insert = bw_database_prepare (database, "INSERT INTO thing (name) VALUES (?)");
  for (guint i = 0; i < 5000 && error == NULL; i++)
    {
      bw_statement_add_text (insert, "a thing that takes some room");
      bw_statement_run (insert, &error);
    }
  g_assert_error (error, BW_ERROR, BW_ERROR_DISK_FULL);
  g_assert_nonnull (strstr (error->message, "no space left"));
  bw_database_roll_back (database);

  g_assert_false (bw_database_in_transaction (database));
  g_assert_cmpint (read_int (database, "SELECT count (*) FROM thing"), ==, 1);
  execute (database, "PRAGMA max_page_count = 400; INSERT INTO thing (name) VALUES ('b')");
  g_assert_cmpint (read_int (database, "SELECT count (*) FROM thing"), ==, 2);
  bw_database_close (database);
}

/* A second connection of the same process must not make the first one lose its
 * locks, which closing the file by other ways would do. */
static void
test_locks_kept (Fixture       *fixture,
                 gconstpointer  data)
{
  BwDatabase *first = open_database (fixture->path, &schema_one);
  g_autofree char *sql =
    g_strdup_printf (".timeout 0\nINSERT INTO thing (name) VALUES ('theirs');\n");
  g_autofree char *error_output = NULL;
  g_autoptr(GSubprocess) shell = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (bw_database_begin (first, TRUE, &error));
  execute (first, "INSERT INTO thing (name) VALUES ('ours')");
  bw_database_close (open_database (fixture->path, &schema_one));
  assert_refused (fixture->path, &schema_stranger, "not a database");

  shell = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error,
                            "sqlite3", "-batch", fixture->path, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (shell, sql, NULL, NULL, &error_output, &error));
  g_assert_nonnull (strstr (error_output, "database is locked"));

  g_assert_true (bw_database_commit (first, &error));
  g_assert_cmpint (read_int (first, "SELECT count (*) FROM thing"), ==, 1);
  bw_database_close (first);
}

static gpointer
open_in_thread (gpointer data)
{
  return open_database (data, &schema_one);
}

static void
elapsed_cb (gpointer data)
{
  gboolean *elapsed = data;

  *elapsed = TRUE;
}

/* Two that make the same new file: while the first one writes, the second one cannot set the
 * write-ahead log up, and waits. */
static void
test_settings_wait (Fixture       *fixture,
                    gconstpointer  data)
{
  BwDatabase *first = open_database (fixture->path, &schema_no_wal);
  BwDatabase *second;
  g_autoptr(GError) error = NULL;
  gboolean elapsed = FALSE;
  GThread *thread;

  g_assert_true (bw_database_begin (first, TRUE, &error));
  thread = g_thread_new ("second", open_in_thread, fixture->path);
  g_timeout_add_once (200, elapsed_cb, &elapsed);
  while (!elapsed)
    g_main_context_iteration (NULL, TRUE);
  execute (first, "INSERT INTO thing (name) VALUES ('ours')");
  g_assert_true (bw_database_commit (first, &error));
  bw_database_close (first);

  second = g_thread_join (thread);
  g_assert_cmpint (read_int (second, "SELECT count (*) FROM thing"), ==, 1);
  bw_database_close (second);
}

static void
test_transaction (Fixture       *fixture,
                  gconstpointer  data)
{
  BwDatabase *database = open_database (fixture->path, &schema_one);
  g_autoptr(GError) error = NULL;

  g_assert_true (bw_database_begin (database, TRUE, &error));
  execute (database, "INSERT INTO thing (name) VALUES ('a')");
  g_assert_cmpint (bw_database_get_changes (database), ==, 1);
  bw_database_roll_back (database);
  bw_database_roll_back (database);
  g_assert_cmpint (read_int (database, "SELECT count (*) FROM thing"), ==, 0);

  g_assert_false (bw_database_commit (database, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_STORAGE);
  bw_database_close (database);
}

static void
test_statement_faults (Fixture       *fixture,
                       gconstpointer  data)
{
  BwDatabase *database = open_database (fixture->path, &schema_one);
  BwStatement *statement = bw_database_prepare (database, "SELECT name FROM thong WHERE name = ?");
  g_autoptr(GError) error = NULL;

  /* Nothing happens after the first fault, and it is told at the end. */
  bw_statement_add_text (statement, "a");
  g_assert_false (bw_statement_next (statement));
  g_assert_false (bw_statement_finish (statement, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_STORAGE);
  g_clear_error (&error);

  /* The statement works once it can. */
  execute (database, "CREATE TABLE thong (name TEXT); INSERT INTO thong VALUES ('a')");
  bw_statement_add_text (statement, "a");
  g_assert_true (bw_statement_next (statement));
  g_assert_cmpstr (bw_statement_get_text (statement, 0), ==, "a");
  g_assert_true (bw_statement_finish (statement, &error));

  /* A missing value is not the value of the time before. */
  g_assert_false (bw_statement_next (statement));
  g_assert_true (bw_statement_finish (statement, &error));

  /* Too many values, values of another kind than we wrote. */
  bw_statement_add_text (statement, "a");
  bw_statement_add_text (statement, "b");
  g_assert_false (bw_statement_finish (statement, &error));
  g_clear_error (&error);

  statement = bw_database_prepare (database, "SELECT name FROM thong");
  g_assert_true (bw_statement_next (statement));
  g_assert_cmpint (bw_statement_get_enum (statement, 0, BW_TYPE_JOB_STATE), ==, 0);
  g_assert_false (bw_statement_finish (statement, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_STORAGE);
  g_clear_error (&error);

  g_assert_true (bw_statement_next (statement));
  g_assert_null (bw_statement_get_blob (statement, 0, 16));
  g_assert_false (bw_statement_finish (statement, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_STORAGE);
  bw_database_close (database);
}

static void
test_fold (Fixture       *fixture,
           gconstpointer  data)
{
  BwDatabase *database = open_database (fixture->path, &schema_one);

  g_assert_cmpint (read_int (database, "SELECT fold ('Anna') = 'anna'"), ==, 1);
  g_assert_cmpint (read_int (database, "SELECT fold ('MÜLLER') = fold ('müller')"), ==, 1);
  g_assert_cmpint (read_int (database,
                             "SELECT fold ('MU' || char (776) || 'LLER') = fold ('müller')"),
                   ==, 1);
  g_assert_cmpint (read_int (database, "SELECT fold (NULL) IS NULL"), ==, 1);
  bw_database_close (database);
}

#define ADD(name, function) \
  g_test_add ("/store/database/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("new", test_new);
  ADD ("migration", test_migration);
  ADD ("migration-failed", test_migration_failed);
  ADD ("newer", test_newer);
  ADD ("foreign", test_foreign);
  ADD ("damaged", test_damaged);
  ADD ("unusable", test_unusable);
  ADD ("read-only", test_read_only);
  ADD ("full", test_full);
  ADD ("locks-kept", test_locks_kept);
  ADD ("settings-wait", test_settings_wait);
  ADD ("transaction", test_transaction);
  ADD ("statement-faults", test_statement_faults);
  ADD ("fold", test_fold);

  return g_test_run ();
}
