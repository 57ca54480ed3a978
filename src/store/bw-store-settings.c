/* bw-store-settings.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-store-private.h"
#include "bw-store-settings.h"

/* input of a save */
typedef struct
{
  char *key;
  char *value; /* (nullable) */
} Setting;

static void
setting_free (Setting *self)
{
  g_free (self->key);
  g_free (self->value);
  g_free (self);
}

static gboolean
list_settings (BwDatabase  *database,
               BwStoreOp   *op,
               GError     **error)
{
  BwStatement *statement = bw_database_prepare (database, "SELECT key, value FROM setting");
  GHashTable *settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  op->output = settings;
  while (bw_statement_next (statement))
    g_hash_table_insert (settings, bw_statement_dup_text (statement, 0),
                         bw_statement_dup_text (statement, 1));

  return bw_statement_finish (statement, error);
}

static const BwStoreCall list_call = {
  .run = list_settings,
  .free_output = (GDestroyNotify) g_hash_table_unref,
};

static gboolean
save_setting (BwDatabase  *database,
              BwStoreOp   *op,
              GError     **error)
{
  Setting *setting = op->input;
  BwStatement *statement;

  if (setting->value == NULL)
    {
      statement = bw_database_prepare (database, "DELETE FROM setting WHERE key = ?");
      bw_statement_add_text (statement, setting->key);
    }
  else
    {
      statement = bw_database_prepare (database,
                                       "INSERT INTO setting (key, value) VALUES (?, ?)"
                                       " ON CONFLICT (key) DO UPDATE SET value = excluded.value");
      bw_statement_add_text (statement, setting->key);
      bw_statement_add_text (statement, setting->value);
    }

  return bw_statement_run (statement, error);
}

static const BwStoreCall save_call = {
  .run = save_setting,
  .writes = TRUE,
  .changes = BW_STORE_SETTINGS,
  .free_input = (GDestroyNotify) setting_free,
};

/**
 * bw_store_list_settings_async:
 * @self: a store
 * @cancellable: (nullable): a cancellable
 * @callback: called when they are read
 * @user_data: for @callback
 */
void
bw_store_list_settings_async (BwStore             *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  bw_store_run (self, &list_call, NULL, NULL, cancellable, callback, user_data);
}

/**
 * bw_store_list_settings_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: (transfer full) (element-type utf8 utf8): all that are set, by key
 */
GHashTable *
bw_store_list_settings_finish (BwStore       *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return bw_store_finish_pointer (self, result, &list_call, error);
}

/**
 * bw_store_save_setting_async:
 * @self: a store
 * @key: which setting
 * @value: (nullable): its value, or %NULL to remove it
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on the disk
 * @user_data: for @callback
 */
void
bw_store_save_setting_async (BwStore             *self,
                             const char          *key,
                             const char          *value,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  Setting *setting = g_new0 (Setting, 1);

  setting->key = g_strdup (key);
  setting->value = g_strdup (value);

  bw_store_run (self, &save_call, NULL, setting, cancellable, callback, user_data);
}

/**
 * bw_store_save_setting_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: whether it is stored
 */
gboolean
bw_store_save_setting_finish (BwStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return bw_store_finish (self, result, &save_call, error);
}
