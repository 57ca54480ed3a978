/* bw-memory-vault.c - secrets that last as long as the program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-secret.h"
#include "bw-vault.h"

typedef struct
{
  char *kind;
  char *account;
  char *tenant; /* (nullable) */
  char *client;
  char *secret;
} Entry;

struct _BwMemoryVault
{
  GObject    parent_instance;

  GPtrArray *entries; /* of Entry; there are a few at most */
};

static void bw_memory_vault_vault_init (BwVaultInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BwMemoryVault, bw_memory_vault, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BW_TYPE_VAULT, bw_memory_vault_vault_init))

static void
entry_free (Entry *self)
{
  g_free (self->kind);
  g_free (self->account);
  g_free (self->tenant);
  g_free (self->client);
  bw_secret_free (self->secret);
  g_free (self);
}

static Entry *
find_entry (BwMemoryVault    *self,
            const BwVaultKey *key)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (g_strcmp0 (entry->kind, key->kind) == 0 &&
          g_strcmp0 (entry->account, key->account) == 0 &&
          g_strcmp0 (entry->tenant, key->tenant) == 0 &&
          g_strcmp0 (entry->client, key->client) == 0)
        return entry;
    }

  return NULL;
}

static void
bw_memory_vault_store_async (BwVault             *vault,
                             const BwVaultKey    *key,
                             const char          *label,
                             const char          *secret,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  BwMemoryVault *self = BW_MEMORY_VAULT (vault);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Entry *entry = find_entry (self, key);

  g_task_set_source_tag (task, bw_memory_vault_store_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->kind = g_strdup (key->kind);
      entry->account = g_strdup (key->account);
      entry->tenant = g_strdup (key->tenant);
      entry->client = g_strdup (key->client);
      g_ptr_array_add (self->entries, entry);
    }

  bw_secret_free (entry->secret);
  entry->secret = g_strdup (secret);
  g_task_return_boolean (task, TRUE);
}

static gboolean
bw_memory_vault_store_finish (BwVault       *vault,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, vault), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
bw_memory_vault_lookup_async (BwVault             *vault,
                              const BwVaultKey    *key,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  BwMemoryVault *self = BW_MEMORY_VAULT (vault);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Entry *entry = find_entry (self, key);

  g_task_set_source_tag (task, bw_memory_vault_lookup_async);
  g_task_return_pointer (task, entry != NULL ? g_strdup (entry->secret) : NULL,
                         (GDestroyNotify) bw_secret_free);
}

static char *
bw_memory_vault_lookup_finish (BwVault       *vault,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, vault), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
matches (const char *value,
         const char *wanted)
{
  return wanted == NULL || g_strcmp0 (value, wanted) == 0;
}

static void
bw_memory_vault_clear_async (BwVault             *vault,
                             const BwVaultKey    *key,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  BwMemoryVault *self = BW_MEMORY_VAULT (vault);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bw_memory_vault_clear_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  for (guint i = self->entries->len; i > 0; i--)
    {
      Entry *entry = g_ptr_array_index (self->entries, i - 1);

      if (matches (entry->kind, key->kind) && matches (entry->account, key->account) &&
          matches (entry->tenant, key->tenant) && matches (entry->client, key->client))
        g_ptr_array_remove_index_fast (self->entries, i - 1);
    }

  g_task_return_boolean (task, TRUE);
}

static gboolean
bw_memory_vault_clear_finish (BwVault       *vault,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, vault), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
bw_memory_vault_vault_init (BwVaultInterface *iface)
{
  iface->store_async = bw_memory_vault_store_async;
  iface->store_finish = bw_memory_vault_store_finish;
  iface->lookup_async = bw_memory_vault_lookup_async;
  iface->lookup_finish = bw_memory_vault_lookup_finish;
  iface->clear_async = bw_memory_vault_clear_async;
  iface->clear_finish = bw_memory_vault_clear_finish;
}

static void
bw_memory_vault_finalize (GObject *object)
{
  BwMemoryVault *self = BW_MEMORY_VAULT (object);

  g_clear_pointer (&self->entries, g_ptr_array_unref);

  G_OBJECT_CLASS (bw_memory_vault_parent_class)->finalize (object);
}

static void
bw_memory_vault_class_init (BwMemoryVaultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bw_memory_vault_finalize;
}

static void
bw_memory_vault_init (BwMemoryVault *self)
{
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
}

/**
 * bw_memory_vault_new:
 *
 * For the sandbox, for tests, and for a session without a keyring.
 *
 * Returns: (transfer full): an empty vault
 */
BwVault *
bw_memory_vault_new (void)
{
  return g_object_new (BW_TYPE_MEMORY_VAULT, NULL);
}
