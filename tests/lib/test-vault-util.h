/* test-vault-util.h - the vault's calls for tests, and what holds for every vault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-vault.h"

G_BEGIN_DECLS

gboolean  bw_test_vault_store  (BwVault           *vault,
                                const BwVaultKey  *key,
                                const char        *secret,
                                GCancellable      *cancellable,
                                GError           **error);
char     *bw_test_vault_lookup (BwVault           *vault,
                                const BwVaultKey  *key,
                                GCancellable      *cancellable,
                                GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  bw_test_vault_clear  (BwVault           *vault,
                                const BwVaultKey  *key,
                                GCancellable      *cancellable,
                                GError           **error);

void      bw_test_vault_add_cases (const char     *kind,
                                BwVault        *(*make) (void));

G_END_DECLS
