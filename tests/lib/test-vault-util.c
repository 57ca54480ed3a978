/* test-vault-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-error.h"
#include "test-util.h"
#include "test-vault-util.h"

/**
 * bw_test_vault_store:
 * @vault: a vault
 * @key: what to keep it under
 * @secret: the secret
 * @cancellable: (nullable): a cancellable
 * @error: why not
 *
 * Returns: whether it is kept
 */
gboolean
bw_test_vault_store (BwVault           *vault,
                     const BwVaultKey  *key,
                     const char        *secret,
                     GCancellable      *cancellable,
                     GError           **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_vault_store_async (vault, key, "A secret of a test", secret, cancellable,
                        bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_vault_store_finish (vault, result, error);
}

/**
 * bw_test_vault_lookup:
 * @vault: a vault
 * @key: what it is kept under
 * @cancellable: (nullable): a cancellable
 * @error: why not
 *
 * Returns: (transfer full) (nullable): the secret
 */
char *
bw_test_vault_lookup (BwVault           *vault,
                      const BwVaultKey  *key,
                      GCancellable      *cancellable,
                      GError           **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_vault_lookup_async (vault, key, cancellable, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_vault_lookup_finish (vault, result, error);
}

/**
 * bw_test_vault_clear:
 * @vault: a vault
 * @key: what to remove
 * @cancellable: (nullable): a cancellable
 * @error: why not
 *
 * Returns: whether nothing of it is left
 */
gboolean
bw_test_vault_clear (BwVault           *vault,
                     const BwVaultKey  *key,
                     GCancellable      *cancellable,
                     GError           **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_vault_clear_async (vault, key, cancellable, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_vault_clear_finish (vault, result, error);
}

typedef struct
{
  BwVault *vault;
} Fixture;

/* @data: makes the vault */
static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  BwVault *(*make) (void) = (BwVault *(*) (void)) (gsize) data;

  fixture->vault = make ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  const BwVaultKey all = { "refresh-token", NULL, NULL, NULL };

  g_assert_true (bw_test_vault_clear (fixture->vault, &all, NULL, NULL));
  g_assert_finalize_object (fixture->vault);
}

static const BwVaultKey anna = { "refresh-token", "anna", "tenant-1", "client" };
static const BwVaultKey anna_elsewhere = { "refresh-token", "anna", "tenant-2", "client" };
static const BwVaultKey anna_nowhere = { "refresh-token", "anna", NULL, "client" };
static const BwVaultKey bob = { "refresh-token", "bob", "tenant-1", "client" };
static const BwVaultKey other_kind = { "client-secret", "anna", "tenant-1", "client" };

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
assert_cleared (BwVault          *vault,
                const BwVaultKey *key)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (bw_test_vault_clear (vault, key, NULL, &error));
  g_assert_no_error (error);
}

static void
test_basic (Fixture       *fixture,
            gconstpointer  data)
{
  assert_found (fixture->vault, &anna, NULL);
  assert_stored (fixture->vault, &anna, "secret-1");
  assert_found (fixture->vault, &anna, "secret-1");
  assert_stored (fixture->vault, &anna, "secret-2 ‚with‘ more");
  assert_found (fixture->vault, &anna, "secret-2 ‚with‘ more");
  assert_found (fixture->vault, &bob, NULL);
  assert_cleared (fixture->vault, &anna);
  assert_found (fixture->vault, &anna, NULL);
  assert_cleared (fixture->vault, &anna);
}

static void
test_keys (Fixture       *fixture,
           gconstpointer  data)
{
  const BwVaultKey of_anna = { "refresh-token", "anna", NULL, NULL };
  const BwVaultKey all = { "refresh-token", NULL, NULL, NULL };

  assert_stored (fixture->vault, &anna, "1");
  assert_stored (fixture->vault, &anna_elsewhere, "2");
  assert_stored (fixture->vault, &anna_nowhere, "3");
  assert_stored (fixture->vault, &bob, "4");
  assert_stored (fixture->vault, &other_kind, "5");
  assert_found (fixture->vault, &anna, "1");
  assert_found (fixture->vault, &anna_elsewhere, "2");
  assert_found (fixture->vault, &anna_nowhere, "3");
  assert_found (fixture->vault, &bob, "4");
  assert_found (fixture->vault, &other_kind, "5");

  assert_cleared (fixture->vault, &anna_elsewhere);
  assert_found (fixture->vault, &anna_elsewhere, NULL);
  assert_found (fixture->vault, &anna, "1");

  assert_cleared (fixture->vault, &of_anna);
  assert_found (fixture->vault, &anna, NULL);
  assert_found (fixture->vault, &anna_nowhere, NULL);
  assert_found (fixture->vault, &bob, "4");
  assert_found (fixture->vault, &other_kind, "5");

  assert_cleared (fixture->vault, &all);
  assert_found (fixture->vault, &bob, NULL);
  assert_found (fixture->vault, &other_kind, "5");
}

static void
test_sizes (Fixture       *fixture,
            gconstpointer  data)
{
  const gsize sizes[] = { 0, 1, 2048, 16384, 65536 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *secret = g_strnfill (sizes[i], 's');

      assert_stored (fixture->vault, &anna, secret);
      assert_found (fixture->vault, &anna, secret);
    }
}

/* A secret of several lines would cost people their keyring. */
static void
test_lines (Fixture       *fixture,
            gconstpointer  data)
{
  const char *secrets[] = { "a\nb", "a\r", "\n" };

  assert_stored (fixture->vault, &anna, "1");
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (bw_test_vault_store (fixture->vault, &anna, secrets[i], NULL, &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_KEYRING);
    }
  assert_found (fixture->vault, &anna, "1");
}

/* What was asked for last is what stays. */
static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  GAsyncResult *slots[20] = { NULL, };
  GAsyncResult *lookup = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autofree char *secret = g_strdup_printf ("secret-%u", i);

      bw_vault_store_async (fixture->vault, i % 4 == 0 ? &bob : &anna, "A test", secret, NULL,
                            bw_test_take_result, &slots[i]);
    }
  bw_vault_lookup_async (fixture->vault, &anna, NULL, bw_test_take_result, &lookup);

  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autoptr(GAsyncResult) stored = bw_test_wait (&slots[i]);
      g_autoptr(GError) error = NULL;

      g_assert_true (bw_vault_store_finish (fixture->vault, stored, &error));
      g_assert_no_error (error);
    }

  result = bw_test_wait (&lookup);
  found = bw_vault_lookup_finish (fixture->vault, result, NULL);
  g_assert_cmpstr (found, ==, "secret-19");
  assert_found (fixture->vault, &bob, "secret-16");
}

/**
 * bw_test_vault_add_cases:
 * @kind: which vault it is
 * @make: makes one
 *
 * Adds tests of what holds for every vault.
 */
void
bw_test_vault_add_cases (const char  *kind,
                         BwVault   *(*make) (void))
{
  const struct
  {
    const char *name;
    void      (*function) (Fixture *, gconstpointer);
  } tests[] = {
    { "basic", test_basic },
    { "keys", test_keys },
    { "sizes", test_sizes },
    { "lines", test_lines },
    { "order", test_order },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *name = g_strdup_printf ("/store/vault/%s/%s", kind, tests[i].name);

      g_test_add (name, Fixture, (gconstpointer) (gsize) make,
                  set_up, tests[i].function, tear_down);
    }
}
