/* test-vault-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

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
