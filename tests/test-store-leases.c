/* test-store-leases.c - leases: one process works on a thing at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-error.h"
#include "bw-pace.h"
#include "test-store-util.h"
#include "test-util.h"

/* 2001-09-09 */
#define THEN 1000000000

typedef struct
{
  char    *folder;
  BwStore *store;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = bw_test_make_dir ();
  fixture->store = bw_test_store_open (fixture->folder);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bw_test_store_close (fixture->store);
  bw_test_remove_dir (fixture->folder);
  g_free (fixture->folder);
}

/* Sets the clock to THEN plus @seconds. */
static void
set_clock (gint64 seconds)
{
  bw_clock_set_offset (0);
  bw_clock_set_offset (THEN + seconds - bw_clock_now ());
}

static void
assert_busy (BwStore    *store,
             const char *name,
             const char *owner)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (bw_test_store_acquire_lease (store, name, owner, 60, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_BUSY);
}

static void
assert_free (BwStore    *store,
             const char *name,
             const char *owner)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (bw_test_store_acquire_lease (store, name, owner, 60, &error));
  g_assert_no_error (error);
}

static void
release_lease (BwStore    *store,
               const char *name,
               const char *owner)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bw_store_release_lease_async (store, name, owner, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_true (bw_store_release_lease_finish (store, result, &error));
  g_assert_no_error (error);
}

static void
renew_leases (BwStore    *store,
              const char *owner)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bw_store_renew_leases_async (store, owner, 60, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_true (bw_store_renew_leases_finish (store, result, &error));
  g_assert_no_error (error);
}

static void
release_all (BwStore    *store,
             const char *owner)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bw_store_release_all_leases_async (store, owner, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_true (bw_store_release_all_leases_finish (store, result, &error));
  g_assert_no_error (error);
}

static void
test_leases (Fixture       *fixture,
             gconstpointer  data)
{
  BwStore *other = bw_test_store_open (fixture->folder);

  set_clock (0);
  assert_free (fixture->store, "job:a", "me");
  assert_free (fixture->store, "job:a", "me");
  assert_free (fixture->store, "job:b", "me");
  assert_busy (other, "job:a", "you");
  assert_free (other, "job:c", "you");

  /* Renewed, it outlasts what it was taken for; then it ends. */
  set_clock (50);
  renew_leases (fixture->store, "me");
  set_clock (100);
  assert_busy (other, "job:a", "you");
  set_clock (110);
  assert_free (other, "job:a", "you");
  assert_busy (fixture->store, "job:a", "me");

  /* Who lost it neither renews nor releases it. */
  set_clock (160);
  renew_leases (fixture->store, "me");
  release_lease (fixture->store, "job:a", "me");
  assert_busy (fixture->store, "job:a", "me");
  release_lease (other, "job:a", "you");
  assert_free (fixture->store, "job:a", "me");

  release_all (fixture->store, "me");
  assert_free (other, "job:a", "you");
  assert_free (other, "job:b", "you");
  assert_free (other, "job:c", "you");
  bw_test_store_close (other);
}

/* Whoever ended without releasing its leases does not keep others waiting. */
static void
test_orphaned_lease (Fixture       *fixture,
                     gconstpointer  data)
{
  BwStore *other = bw_test_store_open (fixture->folder);

  assert_free (other, "job:a", "you");
  assert_free (other, "job:b", "you");
  assert_busy (fixture->store, "job:a", "me");
  bw_test_store_close (other);

  assert_free (fixture->store, "job:a", "me");
  assert_free (fixture->store, "job:b", "me");
  assert_busy (fixture->store, "job:a", "you");
}

/* Everybody wants the same thing at the same time: one gets it. */
static void
test_lease_race (Fixture       *fixture,
                 gconstpointer  data)
{
  BwStore *stores[8];
  GAsyncResult *slots[G_N_ELEMENTS (stores)] = { NULL, };
  guint n_won = 0;

  for (guint i = 0; i < G_N_ELEMENTS (stores); i++)
    stores[i] = bw_test_store_open (fixture->folder);

  for (guint i = 0; i < G_N_ELEMENTS (stores); i++)
    {
      g_autofree char *owner = g_strdup_printf ("owner-%u", i);

      bw_store_acquire_lease_async (stores[i], "job:a", owner, 60, NULL,
                                    bw_test_take_result, &slots[i]);
    }

  for (guint i = 0; i < G_N_ELEMENTS (stores); i++)
    {
      g_autoptr(GAsyncResult) result = bw_test_wait (&slots[i]);
      g_autoptr(GError) error = NULL;

      if (bw_store_acquire_lease_finish (stores[i], result, &error))
        n_won++;
      else
        g_assert_error (error, BW_ERROR, BW_ERROR_BUSY);
    }

  g_assert_cmpuint (n_won, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (stores); i++)
    bw_test_store_close (stores[i]);
}

#define ADD(name, function) \
  g_test_add ("/store/leases/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("taken", test_leases);
  ADD ("orphaned", test_orphaned_lease);
  ADD ("race", test_lease_race);

  return g_test_run ();
}
