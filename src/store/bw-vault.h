/* bw-vault.h - where secrets are kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BwVaultKey:
 * @kind: what kind of secret, such as "refresh-token"
 * @account: whose, an object ID
 * @tenant: (nullable): in which tenant
 * @client: of which app registration, a client ID
 *
 * The attributes that tell one secret from another.  They are not secret.
 */
typedef struct
{
  const char *kind;
  const char *account;
  const char *tenant;
  const char *client;
} BwVaultKey;

#define BW_TYPE_VAULT (bw_vault_get_type ())
G_DECLARE_INTERFACE (BwVault, bw_vault, BW, VAULT, GObject)

/**
 * BwVaultInterface:
 * @store_async: keeps @secret, one line, under @key; @label is for people
 * @store_finish: %BW_ERROR_KEYRING when the keyring is locked, absent or refuses
 * @lookup_async: reads the secret of @key
 * @lookup_finish: (nullable): the secret; %NULL without @error when there is none,
 *   with %BW_ERROR_KEYRING when it is there but locked
 * @clear_async: removes the secret of @key; a @key with %NULL members removes all
 *   that match the others
 */
struct _BwVaultInterface
{
  GTypeInterface parent_iface;

  void     (*store_async)   (BwVault *self, const BwVaultKey *key, const char *label,
                             const char *secret,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data);
  gboolean (*store_finish)  (BwVault *self, GAsyncResult *result, GError **error);
  void     (*lookup_async)  (BwVault *self, const BwVaultKey *key,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data);
  char    *(*lookup_finish) (BwVault *self, GAsyncResult *result, GError **error);
  void     (*clear_async)   (BwVault *self, const BwVaultKey *key,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data);
  gboolean (*clear_finish)  (BwVault *self, GAsyncResult *result, GError **error);
};

void bw_vault_store_async (BwVault             *self,
                           const BwVaultKey    *key,
                           const char          *label,
                           const char          *secret,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data);
gboolean bw_vault_store_finish (BwVault       *self,
                                GAsyncResult  *result,
                                GError       **error);

void bw_vault_lookup_async (BwVault             *self,
                            const BwVaultKey    *key,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data);
char *bw_vault_lookup_finish (BwVault       *self,
                              GAsyncResult  *result,
                              GError       **error);

void bw_vault_clear_async (BwVault             *self,
                           const BwVaultKey    *key,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data);
gboolean bw_vault_clear_finish (BwVault       *self,
                                GAsyncResult  *result,
                                GError       **error);

#define BW_TYPE_MEMORY_VAULT (bw_memory_vault_get_type ())
G_DECLARE_FINAL_TYPE (BwMemoryVault, bw_memory_vault, BW, MEMORY_VAULT, GObject)

BwVault *bw_memory_vault_new (void) G_GNUC_WARN_UNUSED_RESULT;

#define BW_TYPE_KEYRING_VAULT (bw_keyring_vault_get_type ())
G_DECLARE_FINAL_TYPE (BwKeyringVault, bw_keyring_vault, BW, KEYRING_VAULT, GObject)

BwVault *bw_keyring_vault_new (gboolean may_ask) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
