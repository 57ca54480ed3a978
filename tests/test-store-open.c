/* test-store-open.c - the store opened, refused, closed, dropped, and on a full disk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "bw-database.h"
#include "bw-error.h"
#include "bw-store-private.h"
#include "bw-store-settings.h"
#include "test-store-util.h"
#include "test-util.h"

typedef BwTestStored Fixture;

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GHashTable) settings = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  g_cancellable_cancel (cancellable);
  bw_store_save_setting_async (fixture->store, "cloud", "global", cancellable,
                               bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_false (bw_store_save_setting_finish (fixture->store, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  settings = bw_test_store_list_settings (fixture->store);
  g_assert_cmpuint (g_hash_table_size (settings), ==, 0);
}

/* The last reference goes while much is still to be done: it is done. */
static void
test_dropped (void)
{
  g_autofree char *folder = bw_test_make_dir ();
  BwStore *store = bw_test_store_open (folder);
  g_autoptr(GHashTable) settings = NULL;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *key = g_strdup_printf ("key-%u", i);

      bw_store_save_setting_async (store, key, "value", NULL, NULL, NULL);
    }
  bw_test_store_drop (store);

  store = bw_test_store_open (folder);
  settings = bw_test_store_list_settings (store);
  g_assert_cmpuint (g_hash_table_size (settings), ==, 100);
  bw_test_store_close (store);
  bw_test_remove_dir (folder);
}

static void
test_not_open (void)
{
  g_autofree char *folder = bw_test_make_dir ();
  BwStore *store = bw_store_new (folder);
  g_autoptr(GPtrArray) users = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (bw_store_get_folder (store), ==, folder);
  g_assert_false (bw_test_store_save_setting (store, "cloud", "global", &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_STORAGE);
  g_clear_error (&error);
  g_assert_cmpint (bw_test_store_add_users (store, BW_TEST_TENANT, users, NULL, &error), ==, -1);
  g_assert_error (error, BW_ERROR, BW_ERROR_STORAGE);
  bw_test_store_drop (store);
  bw_test_remove_dir (folder);
}

static void
test_reopened (Fixture       *fixture,
               gconstpointer  data)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bw_store_close_async (fixture->store, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_true (bw_store_close_finish (fixture->store, result, &error));
  g_assert_false (bw_test_store_save_setting (fixture->store, "cloud", "global", &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_STORAGE);
  g_clear_error (&error);

  g_assert_true (bw_test_store_try_open (fixture->store, &error));
  g_assert_true (bw_test_store_try_open (fixture->store, &error));
  g_assert_true (bw_test_store_save_setting (fixture->store, "cloud", "global", &error));
  g_assert_no_error (error);
}

/* Opening must fail with a sentence that has @part in it and names the place. */
static void
assert_refused (const char *folder,
                const char *part)
{
  BwStore *store = bw_store_new (folder);
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) later_error = NULL;

  g_assert_false (bw_test_store_try_open (store, &error));
  g_assert_true (bw_error_is_storage (error));
  g_assert_nonnull (strstr (error->message, part));
  g_assert_nonnull (strstr (error->message, folder));

  /* Nor can it be used. */
  g_assert_false (bw_test_store_save_setting (store, "cloud", "global", &later_error));
  g_assert_true (bw_error_is_storage (later_error));
  bw_test_store_drop (store);
}

static void
test_newer (void)
{
  g_autofree char *folder = bw_test_make_dir ();
  g_autofree char *path = g_build_filename (folder, "bailiwick.db", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;
  BwDatabase *database;
  gsize before_size;
  gsize after_size;

  bw_test_store_close (bw_test_store_open (folder));
  database = bw_database_open (path, &bw_store_schema, &error);
  g_assert_no_error (error);
  g_assert_true (bw_database_execute (database, "PRAGMA user_version = 99", &error));
  bw_database_close (database);

  g_assert_true (g_file_get_contents (path, &before, &before_size, NULL));
  assert_refused (folder, "newer version");
  g_assert_true (g_file_get_contents (path, &after, &after_size, NULL));
  g_assert_cmpmem (before, before_size, after, after_size);
  bw_test_remove_dir (folder);
}

static void
test_unusable_files (void)
{
  g_autofree char *folder = bw_test_make_dir ();
  g_autofree char *path = bw_test_write_file (folder, "bailiwick.db", "This is a letter.\n");
  g_autofree char *below = g_build_filename (path, "below", NULL);
  g_autofree char *in_proc = g_strdup ("/proc/bailiwick");
  g_autofree char *contents = NULL;

  assert_refused (folder, "not a database");
  assert_refused (path, "is a file");
  assert_refused (below, "cannot be used");
  assert_refused (in_proc, "cannot be used");
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "This is a letter.\n");
  bw_test_remove_dir (folder);
}

static void
test_damaged (void)
{
  g_autofree char *folder = bw_test_make_dir ();
  g_autofree char *path = g_build_filename (folder, "bailiwick.db", NULL);
  g_autofree char *contents = NULL;
  gsize size;

  bw_test_store_close (bw_test_store_open (folder));
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  memset (contents + 4096, 0x55, size - 4096);
  g_assert_true (g_file_set_contents (path, contents, (gssize) size, NULL));
  assert_refused (folder, "damaged");
  bw_test_remove_dir (folder);
}

static void
test_forbidden (void)
{
  g_autofree char *folder = bw_test_make_dir ();
  g_autofree char *inner = g_build_filename (folder, "inner", NULL);
  g_autofree char *path = g_build_filename (inner, "bailiwick.db", NULL);

  bw_test_store_close (bw_test_store_open (inner));
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);

  /* May look but not write. */
  g_assert_cmpint (g_chmod (inner, 0555), ==, 0);
  g_assert_cmpint (g_chmod (path, 0444), ==, 0);
  bw_test_become_nobody ();
  assert_refused (inner, "Check that you may write");
  bw_test_become_myself ();

  /* May not even look. */
  g_assert_cmpint (g_chmod (inner, 0), ==, 0);
  bw_test_become_nobody ();
  assert_refused (inner, "Check that you may write");
  bw_test_become_myself ();

  g_assert_cmpint (g_chmod (inner, 0700), ==, 0);
  bw_test_remove_dir (folder);
}

/* The disk takes no more: what is stored stays, what is not is told, and all
 * goes on once there is room. */
static void
test_disk (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autoptr(GError) error = NULL;
  g_autoptr(GHashTable) settings = NULL;
  struct rlimit old_limit;
  struct rlimit limit;

  g_assert_true (bw_test_store_save_setting (fixture->store, "before", "value", NULL));
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  limit = old_limit;
  limit.rlim_cur = 200000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  for (guint i = 0; i < 20 && error == NULL; i++)
    {
      g_autofree char *key = g_strdup_printf ("key-%u", i);

      bw_test_store_save_setting (fixture->store, key, text, &error);
    }
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  g_assert_error (error, BW_ERROR, BW_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, fixture->folder));
  g_clear_error (&error);

  g_assert_true (bw_test_store_save_setting (fixture->store, "after", text, &error));
  g_assert_no_error (error);
  bw_test_stored_reopen (fixture);
  settings = bw_test_store_list_settings (fixture->store);
  g_assert_cmpstr (g_hash_table_lookup (settings, "before"), ==, "value");
  g_assert_cmpstr (g_hash_table_lookup (settings, "after"), ==, text);
}

#define ADD(name, function) \
  g_test_add ("/store/open/" name, Fixture, NULL, bw_test_stored_set_up, function, \
              bw_test_stored_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("cancelled", test_cancelled);
  ADD ("reopened", test_reopened);
  ADD ("disk", test_disk);
  g_test_add_func ("/store/open/dropped", test_dropped);
  g_test_add_func ("/store/open/not-open", test_not_open);
  g_test_add_func ("/store/open/newer", test_newer);
  g_test_add_func ("/store/open/unusable-files", test_unusable_files);
  g_test_add_func ("/store/open/damaged", test_damaged);
  g_test_add_func ("/store/open/forbidden", test_forbidden);

  return g_test_run ();
}
