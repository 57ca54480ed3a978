/* test-store-users.c - a customer's users: full syncs, changes, crashes, searches
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

#include "bw-error.h"
#include "bw-user-rows.h"
#include "bw-util.h"
#include "test-store-util.h"
#include "test-util.h"

#define BATCH 1000
#define N_BATCHES 12

typedef struct
{
  char    *folder;
  char    *list_path;
  char    *draft_path;
  BwStore *store;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = bw_test_make_dir ();
  fixture->list_path = g_build_filename (fixture->folder, "users", BW_TEST_TENANT ".db", NULL);
  fixture->draft_path =
    g_build_filename (fixture->folder, "users", BW_TEST_TENANT ".draft.db", NULL);
  fixture->store = bw_test_store_open (fixture->folder);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bw_test_store_close (fixture->store);
  bw_test_remove_dir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->list_path);
  g_free (fixture->draft_path);
}

static void
reopen (Fixture *fixture)
{
  bw_test_store_close (fixture->store);
  fixture->store = bw_test_store_open (fixture->folder);
}

/* Returns: (transfer full): user number @i; the IDs are not in the order of @i */
static BwUserRow *
make_user (guint i)
{
  BwUserRow *user = bw_user_row_new ();

  user->id = g_strdup_printf ("%08x-1111-4222-8333-%012x", i * 2654435761u, i);
  user->name = g_strdup_printf ("User %06u", i);
  user->sign_in_name = g_strdup_printf ("user%u@fabrikam.com", i);
  user->enabled = TRUE;

  return user;
}

static GPtrArray *
new_users (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) bw_user_row_free);
}

static GPtrArray *
make_users (guint from,
            guint to)
{
  GPtrArray *users = new_users ();

  for (guint i = from; i < to; i++)
    g_ptr_array_add (users, make_user (i));

  return users;
}

/* @cursor: (nullable); @delta_link: (nullable) */
static void
assert_begins (BwStore    *store,
               gboolean    afresh,
               const char *cursor,
               const char *delta_link,
               gint64      count)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwUserSync) sync = bw_test_store_begin_sync (store, BW_TEST_TENANT, afresh, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (sync->cursor, ==, cursor);
  g_assert_cmpstr (sync->delta_link, ==, delta_link);
  g_assert_cmpint (sync->count, ==, count);
}

/* @users: (transfer full) */
static void
add (BwStore    *store,
     GPtrArray  *users,
     const char *cursor,
     gint64      count)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (bw_test_store_add_users (store, BW_TEST_TENANT, users, cursor, &error), ==,
                   count);
  g_assert_no_error (error);
  g_ptr_array_unref (users);
}

static void
end (BwStore    *store,
     const char *delta_link,
     gint64      count)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (bw_test_store_end_sync (store, BW_TEST_TENANT, delta_link, &error), ==, count);
  g_assert_no_error (error);
}

static void
sync_all (BwStore *store,
          guint    n)
{
  assert_begins (store, TRUE, NULL, NULL, 0);
  add (store, make_users (0, n), "page-2", n);
  end (store, "delta-1", n);
}

static BwDatabase *
open_list (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  BwDatabase *database = bw_database_open (fixture->list_path, &bw_user_schema, &error);

  g_assert_no_error (error);

  return database;
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

/* The list has exactly the users 0 to @n - 1, and is sound. */
static void
assert_list (Fixture *fixture,
             guint    n)
{
  BwDatabase *database = open_list (fixture);
  g_autoptr(GPtrArray) users = NULL;
  g_autoptr(GError) error = NULL;

  bw_database_check (database, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read_int (database,
                             "SELECT count (*) FROM pragma_integrity_check WHERE integrity_check "
                             "<> 'ok'"),
                   ==, 0);
  bw_database_close (database);

  g_assert_cmpint (bw_test_store_count_users (fixture->store, BW_TEST_TENANT), ==, n);
  users = bw_test_store_find_users (fixture->store, BW_TEST_TENANT, NULL, 0, 0);
  g_assert_cmpuint (users->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(BwUserRow) expected = make_user (i);
      const BwUserRow *user = g_ptr_array_index (users, i);

      g_assert_cmpstr (user->id, ==, expected->id);
      g_assert_cmpstr (user->name, ==, expected->name);
      g_assert_cmpstr (user->sign_in_name, ==, expected->sign_in_name);
    }
}

static void
test_first_sync (Fixture       *fixture,
                 gconstpointer  data)
{
  BwDatabase *database;
  GStatBuf info;

  g_assert_cmpint (bw_test_store_count_users (fixture->store, BW_TEST_TENANT), ==, 0);
  g_assert_false (g_file_test (fixture->list_path, G_FILE_TEST_EXISTS));

  assert_begins (fixture->store, FALSE, NULL, NULL, 0);
  add (fixture->store, make_users (0, 1500), "page-2", 1500);
  add (fixture->store, make_users (1500, 2000), "page-3", 2000);
  add (fixture->store, new_users (), "page-4", 2000);

  /* Nothing shows before it is complete. */
  g_assert_cmpint (bw_test_store_count_users (fixture->store, BW_TEST_TENANT), ==, 0);
  end (fixture->store, "delta-1", 2000);
  g_assert_false (g_file_test (fixture->draft_path, G_FILE_TEST_EXISTS));
  assert_list (fixture, 2000);
  reopen (fixture);
  assert_list (fixture, 2000);
  assert_begins (fixture->store, FALSE, NULL, "delta-1", 2000);

  g_assert_cmpint (g_stat (fixture->list_path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  database = open_list (fixture);
  g_assert_cmpint (read_int (database, "PRAGMA page_size"), ==, 8192);
  g_assert_cmpint (read_int (database, "SELECT max (length (id)) FROM user"), ==, 16);
  bw_database_close (database);
}

static void
test_no_users (Fixture       *fixture,
               gconstpointer  data)
{
  assert_begins (fixture->store, FALSE, NULL, NULL, 0);
  add (fixture->store, new_users (), NULL, 0);
  end (fixture->store, "delta-1", 0);
  assert_begins (fixture->store, FALSE, NULL, "delta-1", 0);
  g_assert_cmpint (bw_test_store_count_users (fixture->store, BW_TEST_TENANT), ==, 0);
}

static void
test_members (Fixture       *fixture,
              gconstpointer  data)
{
  GPtrArray *users = new_users ();
  g_autoptr(GPtrArray) found = NULL;
  BwUserRow *user = make_user (7);
  const BwUserRow *other;

  user->mail = g_strdup ("seven@fabrikam.com");
  user->guest = TRUE;
  user->on_premises = TRUE;
  user->enabled = FALSE;
  user->licences = g_strdup ("06ebc4ee-1bb5-47dd-8120-11324bc54e06");
  g_ptr_array_add (users, user);
  user = bw_user_row_new ();
  user->id = g_strdup ("ABCDEF01-2345-6789-ABCD-EF0123456789");
  g_ptr_array_add (users, user);

  assert_begins (fixture->store, FALSE, NULL, NULL, 0);
  add (fixture->store, users, NULL, 2);
  end (fixture->store, NULL, 2);
  found = bw_test_store_find_users (fixture->store, BW_TEST_TENANT, "", 0, 10);
  g_assert_cmpuint (found->len, ==, 2);

  /* Who has no name comes first. */
  other = g_ptr_array_index (found, 0);
  g_assert_cmpstr (other->id, ==, "abcdef01-2345-6789-abcd-ef0123456789");
  g_assert_null (other->name);
  g_assert_null (other->licences);
  g_assert_false (other->guest);

  other = g_ptr_array_index (found, 1);
  g_assert_cmpstr (other->mail, ==, "seven@fabrikam.com");
  g_assert_true (other->guest);
  g_assert_true (other->on_premises);
  g_assert_false (other->enabled);
  g_assert_cmpstr (other->licences, ==, "06ebc4ee-1bb5-47dd-8120-11324bc54e06");

  /* Without a delta link the next sync is a full one. */
  assert_begins (fixture->store, FALSE, NULL, NULL, 0);
}

/* Pages that are read again, users that change or go while they are read. */
static void
test_duplicates (Fixture       *fixture,
                 gconstpointer  data)
{
  GPtrArray *users = make_users (90, 100);
  BwUserRow *user = make_user (500);

  assert_begins (fixture->store, FALSE, NULL, NULL, 0);
  bw_set_str (&((BwUserRow *) g_ptr_array_index (users, 0))->name, "Old name");
  add (fixture->store, users, "page-2", 10);

  users = make_users (0, 100);
  g_ptr_array_add (users, user);
  add (fixture->store, users, "page-2", 111);
  users = new_users ();
  user = make_user (500);
  user->removed = TRUE;
  g_ptr_array_add (users, user);
  user = make_user (501);
  user->removed = TRUE;
  g_ptr_array_add (users, user);
  add (fixture->store, users, "page-3", 113);
  end (fixture->store, "delta-1", 100);
  assert_list (fixture, 100);
}

static void
test_resume (Fixture       *fixture,
             gconstpointer  data)
{
  assert_begins (fixture->store, FALSE, NULL, NULL, 0);
  reopen (fixture);
  assert_begins (fixture->store, FALSE, NULL, NULL, 0);
  add (fixture->store, make_users (0, 1000), "page-2", 1000);
  reopen (fixture);
  assert_begins (fixture->store, FALSE, "page-2", NULL, 1000);
  assert_begins (fixture->store, FALSE, "page-2", NULL, 1000);
  add (fixture->store, make_users (1000, 1500), "page-3", 1500);

  /* Microsoft does not know the cursor any more. */
  assert_begins (fixture->store, TRUE, NULL, NULL, 0);
  add (fixture->store, make_users (0, 1200), "page-2", 1200);
  reopen (fixture);
  end (fixture->store, "delta-1", 1200);
  assert_list (fixture, 1200);
}

static void
test_changes (Fixture       *fixture,
              gconstpointer  data)
{
  GPtrArray *users;
  BwUserRow *user;
  BwDatabase *database;
  g_autoptr(GPtrArray) found = NULL;

  sync_all (fixture->store, 1000);
  assert_begins (fixture->store, FALSE, NULL, "delta-1", 1000);

  /* One goes, one comes, one changes, one is named without a change. */
  users = new_users ();
  user = make_user (999);
  user->removed = TRUE;
  g_ptr_array_add (users, user);
  g_ptr_array_add (users, make_user (1000));
  user = make_user (500);
  bw_set_str (&user->name, "Zoë Newname");
  user->enabled = FALSE;
  g_ptr_array_add (users, user);
  g_ptr_array_add (users, make_user (1));
  user = make_user (5000);
  user->removed = TRUE;
  g_ptr_array_add (users, user);
  add (fixture->store, users, "page-2", 1000);

  /* What changed shows at once, and an interrupted sync goes on. */
  found = bw_test_store_find_users (fixture->store, BW_TEST_TENANT, "zoë", 0, 0);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_false (((BwUserRow *) g_ptr_array_index (found, 0))->enabled);
  reopen (fixture);
  assert_begins (fixture->store, FALSE, "page-2", "delta-1", 1000);
  end (fixture->store, "delta-2", 1000);
  assert_begins (fixture->store, FALSE, NULL, "delta-2", 1000);

  database = open_list (fixture);
  g_assert_cmpint (read_int (database, "SELECT count (*) FROM user WHERE removed"), ==, 0);
  bw_database_close (database);
}

/* A sync of what is there already writes no user. */
static void
test_nothing_changed (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GPtrArray) users = make_users (0, 1000);
  g_autoptr(GError) error = NULL;
  BwDatabase *database;
  gint64 n_changes;

  sync_all (fixture->store, 1000);
  database = open_list (fixture);
  n_changes = bw_database_get_all_changes (database);
  g_assert_true (bw_database_begin (database, TRUE, &error));
  g_assert_true (bw_user_rows_merge (database, users, &error));
  g_assert_true (bw_database_commit (database, &error));
  g_assert_no_error (error);
  g_assert_cmpint (bw_database_get_all_changes (database), ==, n_changes);
  bw_database_close (database);
}

/* The old list shows until the new one is complete, in all processes. */
static void
test_replaced (Fixture       *fixture,
               gconstpointer  data)
{
  BwStore *other = bw_test_store_open (fixture->folder);
  g_autoptr(GPtrArray) users = NULL;

  sync_all (fixture->store, 1000);
  g_assert_cmpint (bw_test_store_count_users (other, BW_TEST_TENANT), ==, 1000);

  assert_begins (fixture->store, TRUE, NULL, NULL, 0);
  add (fixture->store, make_users (0, 300), "page-2", 300);
  g_assert_cmpint (bw_test_store_count_users (fixture->store, BW_TEST_TENANT), ==, 1000);
  g_assert_cmpint (bw_test_store_count_users (other, BW_TEST_TENANT), ==, 1000);
  end (fixture->store, "delta-2", 300);

  g_assert_cmpint (bw_test_store_count_users (other, BW_TEST_TENANT), ==, 300);
  users = bw_test_store_find_users (other, BW_TEST_TENANT, "user299@", 0, 0);
  g_assert_cmpuint (users->len, ==, 1);
  bw_test_store_close (other);
  assert_list (fixture, 300);
}

static void
assert_found (Fixture    *fixture,
              const char *search,
              guint       n)
{
  g_autoptr(GPtrArray) users =
    bw_test_store_find_users (fixture->store, BW_TEST_TENANT, search, 0, 0);

  g_assert_cmpuint (users->len, ==, n);
}

static void
test_find (Fixture       *fixture,
           gconstpointer  data)
{
  const char *names[] = { "Bjørn Ås", "anna smith", "Anna 100%_sure", "MÜLLER, Jörg", NULL };
  GPtrArray *users = new_users ();
  g_autoptr(GPtrArray) page = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      BwUserRow *user = make_user (i);

      g_free (user->name);
      user->name = g_strdup (names[i]);
      user->mail = i == 0 ? g_strdup ("post@Elsewhere.example") : NULL;
      g_ptr_array_add (users, user);
    }
  assert_begins (fixture->store, FALSE, NULL, NULL, 0);
  add (fixture->store, users, NULL, G_N_ELEMENTS (names));
  end (fixture->store, "delta-1", G_N_ELEMENTS (names));

  assert_found (fixture, "anna", 2);
  assert_found (fixture, "ANNA", 2);
  assert_found (fixture, "müller", 1);
  assert_found (fixture, "ÅS", 1);
  assert_found (fixture, "jo\xcc\x88rg", 1);
  assert_found (fixture, "%", 1);
  assert_found (fixture, "_", 1);
  assert_found (fixture, "'", 0);
  assert_found (fixture, "elsewhere", 1);
  assert_found (fixture, "USER4@FABRIKAM", 1);
  assert_found (fixture, "nobody", 0);
  assert_found (fixture, "", G_N_ELEMENTS (names));
  assert_found (fixture, NULL, G_N_ELEMENTS (names));

  /* By name, whatever the case; who has none by sign-in name. */
  page = bw_test_store_find_users (fixture->store, BW_TEST_TENANT, NULL, 1, 3);
  g_assert_cmpuint (page->len, ==, 3);
  g_assert_cmpstr (((BwUserRow *) g_ptr_array_index (page, 0))->name, ==, "anna smith");
  g_assert_cmpstr (((BwUserRow *) g_ptr_array_index (page, 1))->name, ==, "Bjørn Ås");
  g_assert_cmpstr (((BwUserRow *) g_ptr_array_index (page, 2))->name, ==, "MÜLLER, Jörg");
}

static void
test_invalid (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) users = make_users (0, 10);
  g_autoptr(BwUserSync) sync = NULL;
  g_autoptr(GError) error = NULL;
  BwUserRow *user = bw_user_row_new ();

  /* A tenant's ID becomes a file name. */
  sync = bw_test_store_begin_sync (fixture->store, "../../etc", FALSE, &error);
  g_assert_null (sync);
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
  g_clear_error (&error);

  /* A batch is stored as a whole or not at all. */
  user->id = g_strdup ("nobody");
  g_ptr_array_add (users, user);
  assert_begins (fixture->store, FALSE, NULL, NULL, 0);
  g_assert_cmpint (bw_test_store_add_users (fixture->store, BW_TEST_TENANT, users, "page-2",
                                            &error), ==, -1);
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
  g_clear_error (&error);
  assert_begins (fixture->store, FALSE, NULL, NULL, 0);

  /* Nothing can be added or ended that has not begun. */
  g_ptr_array_set_size (users, 10);
  g_assert_cmpint (bw_test_store_add_users (fixture->store, BW_TEST_OTHER_TENANT, users, NULL,
                                            &error), ==, -1);
  g_assert_error (error, BW_ERROR, BW_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_cmpint (bw_test_store_end_sync (fixture->store, BW_TEST_OTHER_TENANT, NULL, &error), ==,
                   -1);
  g_assert_error (error, BW_ERROR, BW_ERROR_NOT_FOUND);
}

/* @from and the rest of the file are overwritten. */
static void
damage (const char *path,
        gsize       from)
{
  g_autofree char *contents = NULL;
  g_autoptr(GError) error = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  g_assert_cmpuint (size, >, from);
  memset (contents + from, 0x55, size - from);
  g_file_set_contents (path, contents, (gssize) size, &error);
  g_assert_no_error (error);
}

/* What can be read again from Microsoft heals by the next sync. */
static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  sync_all (fixture->store, 1000);
  bw_test_store_close (fixture->store);
  damage (fixture->list_path, 0);
  fixture->store = bw_test_store_open (fixture->folder);

  bw_store_count_users_async (fixture->store, BW_TEST_TENANT, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_cmpint (bw_store_count_users_finish (fixture->store, result, &error), ==, -1);
  g_assert_error (error, BW_ERROR, BW_ERROR_STORAGE);
  g_clear_object (&result);

  assert_begins (fixture->store, FALSE, NULL, NULL, 0);
  add (fixture->store, make_users (0, 500), "page-2", 500);
  bw_test_store_close (fixture->store);
  damage (fixture->draft_path, 0);
  fixture->store = bw_test_store_open (fixture->folder);

  assert_begins (fixture->store, FALSE, NULL, NULL, 0);
  add (fixture->store, make_users (0, 700), "page-2", 700);
  end (fixture->store, "delta-1", 700);
  assert_list (fixture, 700);
}

/* More tenants than are kept open. */
static void
test_many_tenants (Fixture       *fixture,
                   gconstpointer  data)
{
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < 40; i++)
      {
        g_autofree char *id = g_strdup_printf ("5a1f0c2e-0000-4000-9000-%012u", i);
        g_autoptr(GPtrArray) users = make_users (0, i + round);
        g_autoptr(BwUserSync) sync =
          bw_test_store_begin_sync (fixture->store, id, round == 1, NULL);

        g_assert_nonnull (sync);
        g_assert_cmpint (bw_test_store_add_users (fixture->store, id, users, NULL, NULL), ==,
                         i + round);
        if (round == 1)
          g_assert_cmpint (bw_test_store_end_sync (fixture->store, id, NULL, NULL), ==, i + round);
      }

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *id = g_strdup_printf ("5a1f0c2e-0000-4000-9000-%012u", i);

      g_assert_cmpint (bw_test_store_count_users (fixture->store, id), ==, i + 1);
    }
}

/* The child: goes on with whatever sync there is, telling of each batch when it
 * is stored, until all is done or somebody kills it. */
static int
run_sync (const char *folder)
{
  BwStore *store = bw_test_store_open (folder);
  g_autoptr(BwUserSync) sync = bw_test_store_begin_sync (store, BW_TEST_TENANT, FALSE, NULL);
  guint n = sync->cursor != NULL ? (guint) g_ascii_strtoull (sync->cursor, NULL, 10) : 0;

  g_print ("begun\n");
  for (guint i = n; i < N_BATCHES; i++)
    {
      g_autofree char *cursor = g_strdup_printf ("%u", i + 1);

      add (store, make_users (i * BATCH, (i + 1) * BATCH), cursor, (i + 1) * BATCH);
      g_print ("%u\n", i + 1);
    }
  g_print ("ending\n");
  end (store, "delta-1", N_BATCHES * BATCH);
  g_print ("ended\n");
  bw_test_store_close (store);

  return 0;
}

/* An earlier child may have stored more than it was asked for before it was killed, so
 * that this one tells of a later batch only, or of the end. */
static gboolean
has_come (const char *read,
          const char *line)
{
  guint64 n;

  if (!g_ascii_string_to_unsigned (line, 10, 0, G_MAXUINT, &n, NULL))
    return g_str_equal (read, line);

  return g_ascii_strtoull (read, NULL, 10) >= n || g_str_equal (read, "ending");
}

/* Runs the child until it has written @line, and kills it. */
static void
kill_at (Fixture    *fixture,
         const char *line)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                                   program, "--sync", fixture->folder, NULL);
  g_autoptr(GDataInputStream) stream = NULL;
  gboolean found = FALSE;

  g_assert_no_error (error);
  stream = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  while (!found)
    {
      g_autofree char *read = g_data_input_stream_read_line (stream, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (read);
      found = has_come (read, line);
    }

  g_subprocess_send_signal (child, SIGKILL);
  g_assert_true (g_subprocess_wait (child, NULL, &error));
  g_assert_no_error (error);
}

/* Whatever is there after a kill: at least what the child said was stored, with
 * the cursor that belongs to it. */
static void
assert_survived (Fixture *fixture,
                 guint    n_batches)
{
  g_autoptr(BwUserSync) sync = NULL;
  guint n;

  reopen (fixture);
  sync = bw_test_store_begin_sync (fixture->store, BW_TEST_TENANT, FALSE, NULL);
  g_assert_nonnull (sync);
  if (sync->delta_link != NULL)
    {
      g_assert_cmpint (sync->count, ==, N_BATCHES * BATCH);
      return;
    }

  n = sync->cursor != NULL ? (guint) g_ascii_strtoull (sync->cursor, NULL, 10) : 0;
  g_assert_cmpuint (n, >=, n_batches);
  g_assert_cmpuint (n, <=, N_BATCHES);
  g_assert_cmpint (sync->count, ==, n * BATCH);
}

static void
test_killed (Fixture       *fixture,
             gconstpointer  data)
{
  kill_at (fixture, "begun");
  assert_survived (fixture, 0);

  /* Each time a new process goes on where the one before was killed. */
  for (guint i = 1; i < N_BATCHES; i += 2)
    {
      g_autofree char *line = g_strdup_printf ("%u", i);

      kill_at (fixture, line);
      assert_survived (fixture, i);
      kill_at (fixture, "begun");
      assert_survived (fixture, i);
      if (g_file_test (fixture->list_path, G_FILE_TEST_EXISTS))
        break;
      /* The child may have been quicker than the kill. */
      assert_begins (fixture->store, TRUE, NULL, NULL, 0);
    }
}

static void
test_killed_at_end (Fixture       *fixture,
                    gconstpointer  data)
{
  for (guint i = 0; i < 5; i++)
    {
      kill_at (fixture, i % 2 == 0 ? "ending" : "ended");
      assert_survived (fixture, N_BATCHES);

      /* Whether or not it came to its end, the next one brings it there. */
      bw_test_store_end_sync (fixture->store, BW_TEST_TENANT, "delta-1", NULL);
      assert_list (fixture, N_BATCHES * BATCH);
      assert_begins (fixture->store, TRUE, NULL, NULL, 0);
    }
}

/* Killed after the new list was complete, before it took the place of the old. */
static void
test_killed_before_publishing (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) users = make_users (0, 400);
  BwDatabase *draft;

  sync_all (fixture->store, 100);
  assert_begins (fixture->store, TRUE, NULL, NULL, 0);
  bw_test_store_close (fixture->store);

  draft = bw_database_open (fixture->draft_path, &bw_user_schema, &error);
  g_assert_no_error (error);
  g_assert_true (bw_database_begin (draft, TRUE, &error) &&
                 bw_user_rows_append (draft, users, &error) &&
                 bw_user_rows_settle (draft, &error) &&
                 bw_user_rows_save_end (draft, "delta-2", &error) &&
                 bw_database_commit (draft, &error));
  bw_database_close (draft);

  fixture->store = bw_test_store_open (fixture->folder);
  g_assert_cmpint (bw_test_store_count_users (fixture->store, BW_TEST_TENANT), ==, 100);
  assert_begins (fixture->store, FALSE, NULL, "delta-2", 400);
  assert_list (fixture, 400);
}

/* Another process died while it wrote into the old list.  What it left beside
 * the file must not be taken for the new one's. */
static void
test_stale_journal (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *journal = g_strconcat (fixture->list_path, "-journal", NULL);
  g_autofree char *kept_list = NULL;
  g_autofree char *kept_journal = NULL;
  g_autoptr(GError) error = NULL;
  BwDatabase *list;
  gsize list_size;
  gsize journal_size;

  sync_all (fixture->store, 2000);
  bw_test_store_close (fixture->store);

  /* A transaction that is too big for the cache is in the file before it is
   * committed, and what was there is in the journal. */
  list = open_list (fixture);
  g_assert_true (bw_database_execute (list,
                                      "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN; "
                                      "UPDATE user SET name = name || ' changed in a longer way'",
                                      &error));
  g_assert_true (g_file_get_contents (fixture->list_path, &kept_list, &list_size, NULL));
  g_assert_true (g_file_get_contents (journal, &kept_journal, &journal_size, NULL));
  bw_database_roll_back (list);
  bw_database_close (list);
  g_assert_true (g_file_set_contents (fixture->list_path, kept_list, (gssize) list_size, NULL));
  g_assert_true (g_file_set_contents (journal, kept_journal, (gssize) journal_size, NULL));

  fixture->store = bw_test_store_open (fixture->folder);
  sync_all (fixture->store, 300);
  g_assert_false (g_file_test (journal, G_FILE_TEST_EXISTS));
  assert_list (fixture, 300);
  reopen (fixture);
  assert_list (fixture, 300);

  /* The same, with nothing but the journal left. */
  bw_test_store_close (fixture->store);
  g_assert_cmpint (g_remove (fixture->list_path), ==, 0);
  g_assert_true (g_file_set_contents (journal, kept_journal, (gssize) journal_size, NULL));
  fixture->store = bw_test_store_open (fixture->folder);
  sync_all (fixture->store, 200);
  assert_list (fixture, 200);
}

#define ADD(name, function) \
  g_test_add ("/store/users/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--sync"))
    return run_sync (argv[2]);

  g_test_init (&argc, &argv, NULL);

  ADD ("first-sync", test_first_sync);
  ADD ("no-users", test_no_users);
  ADD ("members", test_members);
  ADD ("duplicates", test_duplicates);
  ADD ("resume", test_resume);
  ADD ("changes", test_changes);
  ADD ("nothing-changed", test_nothing_changed);
  ADD ("replaced", test_replaced);
  ADD ("find", test_find);
  ADD ("invalid", test_invalid);
  ADD ("damaged", test_damaged);
  ADD ("many-tenants", test_many_tenants);
  ADD ("killed", test_killed);
  ADD ("killed-at-end", test_killed_at_end);
  ADD ("killed-before-publishing", test_killed_before_publishing);
  ADD ("stale-journal", test_stale_journal);

  return g_test_run ();
}
