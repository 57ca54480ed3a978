/* bw-vault.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-error.h"
#include "bw-vault.h"

G_DEFINE_INTERFACE (BwVault, bw_vault, G_TYPE_OBJECT)

static void
bw_vault_default_init (BwVaultInterface *iface)
{
}

/**
 * bw_vault_store_async:
 * @self: a vault
 * @key: what to keep it under; kind, account and client must be set
 * @label: what people read who look into their keyring
 * @secret: the secret, one line
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is kept, or is not
 * @user_data: for @callback
 *
 * Keeps @secret in place of the one that was there under @key.  The user may be
 * asked for the password of the keyring, so it may take as long as a person.
 */
void
bw_vault_store_async (BwVault             *self,
                      const BwVaultKey    *key,
                      const char          *label,
                      const char          *secret,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_return_if_fail (BW_IS_VAULT (self));
  g_return_if_fail (key->kind != NULL && key->account != NULL && key->client != NULL);
  g_return_if_fail (label != NULL && secret != NULL);

  /* There are keyrings that lose everything over a secret of several lines. */
  if (strpbrk (secret, "\r\n") != NULL)
    g_task_report_new_error (self, callback, user_data, bw_vault_store_async, BW_ERROR,
                             BW_ERROR_KEYRING,
                             _("A secret of several lines cannot be kept in the system keyring."));
  else
    BW_VAULT_GET_IFACE (self)->store_async (self, key, label, secret, cancellable, callback,
                                            user_data);
}

/**
 * bw_vault_store_finish:
 * @self: a vault
 * @result: what the callback was given
 * @error: %BW_ERROR_KEYRING, with a sentence that says what to do
 *
 * Returns: whether it is kept
 */
gboolean
bw_vault_store_finish (BwVault       *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (BW_IS_VAULT (self), FALSE);

  if (g_async_result_is_tagged (result, bw_vault_store_async))
    return g_task_propagate_boolean (G_TASK (result), error);

  return BW_VAULT_GET_IFACE (self)->store_finish (self, result, error);
}

/**
 * bw_vault_lookup_async:
 * @self: a vault
 * @key: what it was kept under, whole
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is read, or is not
 * @user_data: for @callback
 */
void
bw_vault_lookup_async (BwVault             *self,
                       const BwVaultKey    *key,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_return_if_fail (BW_IS_VAULT (self));
  g_return_if_fail (key->kind != NULL && key->account != NULL && key->client != NULL);

  BW_VAULT_GET_IFACE (self)->lookup_async (self, key, cancellable, callback, user_data);
}

/**
 * bw_vault_lookup_finish:
 * @self: a vault
 * @result: what the callback was given
 * @error: %BW_ERROR_KEYRING, with a sentence that says what to do
 *
 * Returns: (transfer full) (nullable): the secret, to be wiped after use; %NULL
 *   without @error if there is none
 */
char *
bw_vault_lookup_finish (BwVault       *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (BW_IS_VAULT (self), NULL);

  return BW_VAULT_GET_IFACE (self)->lookup_finish (self, result, error);
}

/**
 * bw_vault_clear_async:
 * @self: a vault
 * @key: what to remove; members that are %NULL match any
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is gone, or is not
 * @user_data: for @callback
 */
void
bw_vault_clear_async (BwVault             *self,
                      const BwVaultKey    *key,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_return_if_fail (BW_IS_VAULT (self));
  g_return_if_fail (key->kind != NULL);

  BW_VAULT_GET_IFACE (self)->clear_async (self, key, cancellable, callback, user_data);
}

/**
 * bw_vault_clear_finish:
 * @self: a vault
 * @result: what the callback was given
 * @error: %BW_ERROR_KEYRING, with a sentence that says what to do
 *
 * Returns: whether nothing that matches is left; also if there was nothing
 */
gboolean
bw_vault_clear_finish (BwVault       *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (BW_IS_VAULT (self), FALSE);

  return BW_VAULT_GET_IFACE (self)->clear_finish (self, result, error);
}
