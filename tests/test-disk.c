/* test-disk.c - a disk that is full, read-only, damaged, from the future, or shared
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE /* unshare() */

#include "config.h"

#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include "hostile-util.h"
#include "test-util.h"

#define START "--json setup start " BW_HOSTILE_TENANT " --new --wait"
#define GO_ON "--json engine run --until-idle"

/* A child that could not be put into its place. */
#define EXIT_NO_PLACE 77

static char *undisturbed; /* the sandbox after a set-up that nobody disturbed */

static void
run_undisturbed (BwHostileWorker *worker,
                 guint            index,
                 gpointer         data)
{
  g_autoptr(BwHostilePlace) place = bw_hostile_place_new ();
  g_auto(BwHostileEnd) end = { 0, };

  bw_hostile_command (worker, place, START, &end);
  g_assert_cmpint (end.code, ==, 3);
  bw_hostile_approve (worker);
  bw_hostile_command (worker, place, GO_ON, &end);
  g_assert_cmpint (end.code, ==, 0);
  undisturbed = bw_hostile_dup_state (worker);
}

/* It ended in order, and where it failed it says of what. */
static void
assert_named (const BwHostileEnd *end)
{
  if (end->hung || end->signal != 0 || strstr (end->err, "CRITICAL") != NULL)
    g_error ("It came to no good end (%d, %d): %s", end->code, end->signal, end->err);

  if (end->code == 1 && !g_regex_match_simple ("\"eventId\":\"BW-[0-9]{4}\"", end->err, 0, 0))
    g_error ("It failed and does not say of what: %s", end->err);
}

static void
expect (BwHostileWorker *worker,
        BwHostilePlace  *place,
        const char      *words,
        int              code)
{
  g_auto(BwHostileEnd) end = { 0, };

  bw_hostile_command (worker, place, words, &end);
  assert_named (&end);
  if (end.code != code)
    g_error ("“%s” ended with %d: %s%s", words, end.code, end.out, end.err);
}

/* Once the disk is well again, the set-up comes to the same end as any other. */
static void
finish (BwHostileWorker *worker,
        BwHostilePlace  *place)
{
  g_autofree char *state = NULL;

  expect (worker, place, START, 3);
  bw_hostile_approve (worker);
  expect (worker, place, GO_ON, 0);
  bw_hostile_place_check (place);
  state = bw_hostile_dup_state (worker);
  g_assert_cmpstr (state, ==, undisturbed);
}

/* No file may grow beyond so many KiB.  The write-ahead log is the one that does. */
static const guint limits[] = { 4, 16, 40, 64, 88, 112, 136, 160, 200, 240, 280, 320 };

static void
limit_cb (gpointer user_data)
{
  rlim_t size = GPOINTER_TO_UINT (user_data) * 1024;
  struct rlimit limit = { size, size };

  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &limit);
}

static void
try_limit (BwHostileWorker *worker,
           guint            index,
           gpointer         data)
{
  int *n_failed = data;
  g_autoptr(BwHostilePlace) place = bw_hostile_place_new ();
  g_auto(BwHostileEnd) end = { 0, };

  worker->child_setup = limit_cb;
  worker->child_data = GUINT_TO_POINTER (limits[index]);
  bw_hostile_command (worker, place, START, &end);
  worker->child_setup = NULL;
  assert_named (&end);
  g_assert_true (end.code == 1 || end.code == 3);
  if (end.code == 1)
    g_atomic_int_inc (n_failed);

  finish (worker, place);
}

/* The disk fills up, each time a little later, and then somebody makes room. */
static void
test_limit (void)
{
  int n_failed = 0;

  bw_hostile_run (G_N_ELEMENTS (limits), try_limit, &n_failed);
  g_test_message ("%d of %u set-ups met their limit", n_failed, (guint) G_N_ELEMENTS (limits));
  g_assert_cmpint (n_failed, >=, 4);
}

typedef struct
{
  const char *folder;
  guint       size;  /* KiB */
} Small;

/* A file system of its own, of which nobody else knows. */
static void
small_cb (gpointer user_data)
{
  const Small *small = user_data;
  g_autofree char *options = g_strdup_printf ("size=%uk", small->size);

  if (unshare (CLONE_NEWNS) != 0 && unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0)
    _exit (EXIT_NO_PLACE);
  if (mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
      mount ("tmpfs", small->folder, "tmpfs", 0, options) != 0)
    _exit (EXIT_NO_PLACE);
}

static const guint sizes[] = { 4, 64, 128, 192, 256 };

static void
try_small (BwHostileWorker *worker,
           guint            index,
           gpointer         data)
{
  int *n_full = data;
  g_autoptr(BwHostilePlace) place = bw_hostile_place_new ();
  Small small = { place->state, sizes[index] };
  g_auto(BwHostileEnd) end = { 0, };

  g_assert_cmpint (g_mkdir (place->state, 0700), ==, 0);
  worker->child_setup = small_cb;
  worker->child_data = &small;
  bw_hostile_command (worker, place, START, &end);
  worker->child_setup = NULL;

  /* Where no file system may be made, the limit of the other test has to do. */
  if (end.code == EXIT_NO_PLACE)
    return;

  assert_named (&end);
  if (end.code == 1)
    {
      if (strstr (end.err, "BW-5004") == NULL)
        g_error ("It does not say that the disk is full: %s", end.err);
      g_atomic_int_inc (n_full);
    }
}

static void
test_full (void)
{
  int n_full = 0;

  bw_hostile_run (G_N_ELEMENTS (sizes), try_small, &n_full);
  g_test_message ("%d of %u disks were full", n_full, (guint) G_N_ELEMENTS (sizes));
}

/* As root, permissions are nothing; a mount is. */
static void
read_only_cb (gpointer user_data)
{
  const char *folder = user_data;

  if (unshare (CLONE_NEWNS) != 0 && unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0)
    return;
  if (mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
      mount (folder, folder, NULL, MS_BIND, NULL) != 0 ||
      mount (NULL, folder, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL) != 0)
    return;
}

static void
try_read_only (BwHostileWorker *worker,
               guint            index,
               gpointer         data)
{
  g_autoptr(BwHostilePlace) place = bw_hostile_place_new ();
  g_autofree char *file = g_build_filename (place->state, "bailiwick.db", NULL);
  g_auto(BwHostileEnd) end = { 0, };

  /* An empty folder, and one with a set-up in it. */
  if (index == 0)
    g_assert_cmpint (g_mkdir (place->state, 0700), ==, 0);
  else
    expect (worker, place, START, 3);

  g_assert_cmpint (g_chmod (place->state, 0500), ==, 0);
  if (index > 0)
    g_assert_cmpint (g_chmod (file, 0400), ==, 0);
  worker->child_setup = read_only_cb;
  worker->child_data = place->state;
  bw_hostile_command (worker, place, START, &end);
  worker->child_setup = NULL;
  g_assert_cmpint (g_chmod (place->state, 0700), ==, 0);
  if (index > 0)
    g_assert_cmpint (g_chmod (file, 0600), ==, 0);

  assert_named (&end);
  if (end.code == 1)
    {
      g_assert_nonnull (strstr (end.err, place->state));
      g_atomic_int_inc ((int *) data);
    }

  finish (worker, place);
}

static void
test_read_only (void)
{
  int n_refused = 0;

  bw_hostile_run (2, try_read_only, &n_refused);
  if (n_refused < 2 && geteuid () == 0)
    g_test_skip ("Root may write everywhere, and make no mounts here");
  else
    g_assert_cmpint (n_refused, ==, 2);
}

/* Writes something over a part of the file, the same each time. */
static void
damage (const char *path,
        guint       seed)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (seed);
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  if (seed % 5 == 0)
    {
      length = (gsize) g_rand_int_range (random, 0, (gint32) length);
    }
  else
    {
      gsize size = MIN (length, (gsize) g_rand_int_range (random, 1, 6000));
      gsize start = (gsize) g_rand_int_range (random, 0, (gint32) (length - size + 1));

      for (gsize i = 0; i < size; i++)
        text[start + i] = (char) g_rand_int (random);
    }
  g_assert_true (g_file_set_contents_full (path, text, (gssize) length, G_FILE_SET_CONTENTS_NONE,
                                           0600, NULL));
}

#define N_DAMAGES 24

static void
try_damage (BwHostileWorker *worker,
            guint            index,
            gpointer         data)
{
  g_autoptr(BwHostilePlace) place = bw_hostile_place_new ();
  g_autofree char *file = g_build_filename (place->state, "bailiwick.db", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize length_before, length_after;
  g_auto(BwHostileEnd) end = { 0, };

  expect (worker, place, START, 3);
  damage (file, index);
  g_assert_true (g_file_get_contents (file, &before, &length_before, NULL));
  bw_hostile_command (worker, place, START, &end);
  assert_named (&end);
  if (end.code != 1)
    return;

  /* What is damaged is for people to look at, so it stays as it is. */
  g_atomic_int_inc ((int *) data);
  g_assert_nonnull (strstr (end.err, "bailiwick.db"));
  g_assert_true (g_file_get_contents (file, &after, &length_after, NULL));
  g_assert_cmpmem (before, length_before, after, length_after);
}

static void
test_damaged (void)
{
  int n_refused = 0;

  bw_hostile_run (N_DAMAGES, try_damage, &n_refused);
  g_test_message ("%d of %d damaged databases were refused", n_refused, N_DAMAGES);
  g_assert_cmpint (n_refused, >=, N_DAMAGES / 2);
}

static void
execute (const char *path,
         const char *sql)
{
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
}

static void
try_newer (BwHostileWorker *worker,
           guint            index,
           gpointer         data)
{
  g_autoptr(BwHostilePlace) place = bw_hostile_place_new ();
  g_autofree char *file = g_build_filename (place->state, "bailiwick.db", NULL);
  g_auto(BwHostileEnd) end = { 0, };

  expect (worker, place, START, 3);
  execute (file, "PRAGMA user_version = 99; CREATE TABLE marvel (what TEXT)");
  bw_hostile_command (worker, place, START, &end);
  g_assert_cmpint (end.code, ==, 1);
  assert_named (&end);
  g_assert_nonnull (strstr (end.err, "BW-5005"));

  /* Nothing was changed, so the newer version goes on. */
  execute (file, "DROP TABLE marvel; PRAGMA user_version = 2");
  finish (worker, place);
}

static void
test_newer (void)
{
  bw_hostile_run (1, try_newer, NULL);
}

#define N_AT_ONCE 4

static void
run_at_once (BwHostileWorker *worker,
             BwHostilePlace  *place,
             const char      *words,
             int              code)
{
  BwHostilePlace *places[N_AT_ONCE];
  GSubprocess *processes[N_AT_ONCE];

  for (guint i = 0; i < N_AT_ONCE; i++)
    {
      places[i] = bw_hostile_place_share (place);
      processes[i] = bw_hostile_spawn (worker, places[i], words);
    }

  for (guint i = 0; i < N_AT_ONCE; i++)
    {
      g_auto(BwHostileEnd) end = { 0, };

      bw_hostile_wait (worker, places[i], processes[i], &end);
      assert_named (&end);
      if (end.code != code)
        g_error ("One of several “%s” ended with %d: %s%s", words, end.code, end.out, end.err);
      g_object_unref (processes[i]);
      bw_hostile_place_free (places[i]);
    }
}

static void
try_at_once (BwHostileWorker *worker,
             guint            index,
             gpointer         data)
{
  g_autoptr(BwHostilePlace) place = bw_hostile_place_new ();
  g_autofree char *state = NULL;

  run_at_once (worker, place, START, 3);
  bw_hostile_approve (worker);
  run_at_once (worker, place, GO_ON, 0);
  run_at_once (worker, place, "--json setup show " BW_HOSTILE_TENANT, 0);

  bw_hostile_place_check (place);
  state = bw_hostile_dup_state (worker);
  g_assert_cmpstr (state, ==, undisturbed);
}

/* Several programs want the same of the same store: it is done once, and each ends
 * as if it had done it. */
static void
test_at_once (void)
{
  bw_hostile_run (2, try_at_once, NULL);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  bw_hostile_run (1, run_undisturbed, NULL);

  g_test_add_func ("/hostile/disk/limit", test_limit);
  g_test_add_func ("/hostile/disk/full", test_full);
  g_test_add_func ("/hostile/disk/read-only", test_read_only);
  g_test_add_func ("/hostile/disk/damaged", test_damaged);
  g_test_add_func ("/hostile/disk/newer", test_newer);
  g_test_add_func ("/hostile/disk/at-once", test_at_once);

  result = g_test_run ();
  g_free (undisturbed);

  return result;
}
