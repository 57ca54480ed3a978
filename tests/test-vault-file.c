/* test-vault-file.c - the keyring's vault with the file that libsecret has for Flatpak
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "bw-error.h"
#include "bw-vault.h"
#include "test-util.h"
#include "test-vault-util.h"

/* libsecret's file; one for all tests, since its place is told by the environment. */
static char *path;

typedef struct
{
  BwVault *vault;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->vault = bw_keyring_vault_new (TRUE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->vault);
  g_remove (path);
}

static const BwVaultKey anna = { "refresh-token", "anna", "tenant-1", "client" };
static const BwVaultKey bob = { "refresh-token", "bob", "tenant-1", "client" };

static void
assert_stored (BwVault          *vault,
               const BwVaultKey *key,
               const char       *secret)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (bw_test_vault_store (vault, key, secret, NULL, &error));
  g_assert_no_error (error);
}

/* @secret: (nullable) */
static void
assert_found (BwVault          *vault,
              const BwVaultKey *key,
              const char       *secret)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *found = bw_test_vault_lookup (vault, key, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, secret);
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  assert_stored (fixture->vault, &anna, "1");
  g_cancellable_cancel (cancellable);
  g_assert_false (bw_test_vault_store (fixture->vault, &bob, "2", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (bw_test_vault_lookup (fixture->vault, &anna, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (bw_test_vault_clear (fixture->vault, &anna, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_found (fixture->vault, &anna, "1");
  assert_found (fixture->vault, &bob, NULL);
}

/* One of several that wait is given up: the others come through. */
static void
test_given_up (Fixture       *fixture,
               gconstpointer  data)
{
  GAsyncResult *slots[3] = { NULL, };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    bw_vault_store_async (fixture->vault, i == 1 ? &bob : &anna, "A test", "secret",
                          i == 1 ? cancellable : NULL, bw_test_take_result, &slots[i]);
  g_cancellable_cancel (cancellable);

  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autoptr(GAsyncResult) result = bw_test_wait (&slots[i]);
      g_autoptr(GError) error = NULL;

      g_assert_cmpint (bw_vault_store_finish (fixture->vault, result, &error), ==, i != 1);
      if (i == 1)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  assert_found (fixture->vault, &anna, "secret");
}

static gboolean
contains (const char *contents,
          gsize       size,
          const char *text)
{
  gsize length = strlen (text);

  for (gsize i = 0; i + length <= size; i++)
    if (memcmp (contents + i, text, length) == 0)
      return TRUE;

  return FALSE;
}

/* The secret outlives the program, and is not to be read in the file. */
static void
test_file (Fixture       *fixture,
           gconstpointer  data)
{
  BwVault *other = bw_keyring_vault_new (TRUE);
  g_autofree char *contents = NULL;
  gsize size;

  assert_stored (fixture->vault, &anna, "a-secret-that-nobody-may-read");
  assert_found (other, &anna, "a-secret-that-nobody-may-read");
  g_assert_finalize_object (other);

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  g_assert_cmpuint (size, >, 0);
  g_assert_false (contains (contents, size, "nobody-may-read"));
  g_assert_false (contains (contents, size, "anna"));
}

static void
assert_refused (BwVault *vault)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (bw_test_vault_lookup (vault, &anna, NULL, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_KEYRING);
  g_assert_nonnull (strstr (error->message, "password manager"));
  g_clear_error (&error);
  g_assert_false (bw_test_vault_store (vault, &anna, "2", NULL, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_KEYRING);
  g_clear_error (&error);
  g_assert_false (bw_test_vault_clear (vault, &anna, NULL, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_KEYRING);
}

static void
test_file_damaged (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *contents = NULL;

  assert_stored (fixture->vault, &anna, "1");
  g_assert_true (g_file_set_contents (path, "This is a letter.\n", -1, NULL));
  assert_refused (fixture->vault);

  /* And it was not written over. */
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "This is a letter.\n");
}

/* A keyring that was made anew holds no secret of before; one that is given
 * back holds it again. */
static void
test_file_removed (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *aside = g_strconcat (path, ".aside", NULL);

  assert_stored (fixture->vault, &anna, "1");
  g_assert_cmpint (g_rename (path, aside), ==, 0);
  assert_found (fixture->vault, &anna, NULL);
  assert_stored (fixture->vault, &anna, "2");
  assert_found (fixture->vault, &anna, "2");
  g_assert_cmpint (g_rename (aside, path), ==, 0);
  assert_found (fixture->vault, &anna, "1");
}

#define ADD(name, function) \
  g_test_add ("/store/vault/file/" name, Fixture, NULL, set_up, function, tear_down)

/* libsecret's file leaks what it has read (0.20); that nothing of ours leaks is told by
 * the tests with a real keyring. */
int __lsan_is_turned_off (void);

int
__lsan_is_turned_off (void)
{
  return 1;
}

static BwVault *
make_vault (void)
{
  return bw_keyring_vault_new (TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = bw_test_make_dir ();
  int status;

  path = g_build_filename (folder, "keyring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  g_test_init (&argc, &argv, NULL);

  bw_test_vault_add_cases ("file", make_vault);
  ADD ("cancelled", test_cancelled);
  ADD ("given-up", test_given_up);
  ADD ("survives", test_file);
  ADD ("damaged", test_file_damaged);
  ADD ("removed", test_file_removed);

  status = g_test_run ();
  bw_test_remove_dir (folder);
  g_free (path);

  return status;
}
