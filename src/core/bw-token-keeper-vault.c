/* bw-token-keeper-vault.c - the refresh tokens, in the vault before they are used
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-secret.h"
#include "bw-token-keeper-private.h"
#include "bw-util.h"

/**
 * Errand:
 * @tenant: whose refresh token it is about: that of whoever signed in to this tenant
 * @refresh_token: (nullable): what is being stored
 * @tenants: (nullable) (element-type utf8): whose refresh tokens are still to be stored
 * @generation: that of the keeper when it began
 *
 * Something that the vault was asked to do.
 */
typedef struct
{
  char      *tenant;
  char      *refresh_token;
  GPtrArray *tenants;
  guint      generation;
} Errand;

static void
errand_free (gpointer data)
{
  Errand *self = data;

  bw_secret_free (self->refresh_token);
  g_clear_pointer (&self->tenants, g_ptr_array_unref);
  g_free (self->tenant);
  g_free (self);
}

static GTask *
new_errand (BwTokenKeeper       *self,
            const char          *tenant,
            const char          *refresh_token,
            GCancellable        *cancellable,
            GAsyncReadyCallback  callback,
            gpointer             user_data,
            gpointer             source_tag)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Errand *errand = g_new0 (Errand, 1);

  errand->tenant = g_strdup (tenant);
  errand->refresh_token = g_strdup (refresh_token);
  errand->generation = self->generation;
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, errand, errand_free);

  return task;
}

/* Whoever signed out or in meanwhile does not get what was somebody else's.
 * @refresh_token: (transfer full) (nullable) */
static void
take (GTask *task,
      char  *refresh_token)
{
  BwTokenKeeper *self = g_task_get_source_object (task);
  const Errand *errand = g_task_get_task_data (task);

  if (errand->generation != self->generation)
    bw_secret_free (refresh_token);
  else if (refresh_token != NULL)
    g_hash_table_replace (self->refresh_tokens, g_strdup (errand->tenant), refresh_token);
  else
    g_hash_table_remove (self->refresh_tokens, errand->tenant);
}

/* @tenant: (nullable): %NULL for all of the account's */
static BwVaultKey
make_key (BwTokenKeeper *self,
          const char    *tenant)
{
  return (BwVaultKey) { .kind = "refresh-token", .account = self->account,
                        .tenant = tenant, .client = self->client_id };
}

/* Who was signed in before the program began has no label in memory. */
static const char *
get_label (BwTokenKeeper *self,
           const char    *tenant)
{
  if (g_strcmp0 (tenant, self->tenant) != 0)
    return _("Bailiwick sign-in (guest account)");

  return self->label != NULL ? self->label : _("Bailiwick sign-in");
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(GTask) task = data;
  BwTokenKeeper *self = g_task_get_source_object (task);
  const Errand *errand = g_task_get_task_data (task);
  GError *error = NULL;
  char *refresh_token = bw_vault_lookup_finish (self->vault, result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  take (task, refresh_token);
  g_task_return_boolean (task, bw_token_keeper_get_refresh (self, errand->tenant) != NULL);
}

/* For bw_token_keeper_load_finish(). */
void
bw_token_keeper_read_async (BwTokenKeeper       *self,
                            const char          *tenant,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task = new_errand (self, tenant, NULL, cancellable, callback, user_data,
                            bw_token_keeper_read_async);
  BwVaultKey key = make_key (self, tenant);

  bw_vault_lookup_async (self->vault, &key, cancellable, on_loaded, task);
}

/**
 * bw_token_keeper_load_async:
 * @self: a keeper with an account
 * @cancellable: (nullable): to give up, such as when the keyring asks for a password
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Reads the account's refresh token from the vault.
 */
void
bw_token_keeper_load_async (BwTokenKeeper       *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  bw_token_keeper_read_async (self, self->tenant, cancellable, callback, user_data);
}

/**
 * bw_token_keeper_load_finish:
 * @self: a keeper
 * @result: what the callback got
 * @error: return location for %BW_ERROR_KEYRING
 *
 * Returns: whether there is a refresh token; %FALSE without @error if there is none
 */
gboolean
bw_token_keeper_load_finish (BwTokenKeeper  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Keeping it in memory is better than losing it: the user is told. */
static void
on_kept (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr(GTask) task = data;
  BwTokenKeeper *self = g_task_get_source_object (task);
  Errand *errand = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (!bw_vault_store_finish (self->vault, result, &error))
    g_info ("The keyring did not take the sign-in: %s", error->message);

  bw_token_keeper_tell_problem (self, error != NULL ? error->message : NULL);
  take (task, g_steal_pointer (&errand->refresh_token));
  g_task_return_boolean (task, TRUE);
}

/* @refresh_token: (nullable): the newest, if there is another one */
void
bw_token_keeper_keep_refresh_async (BwTokenKeeper       *self,
                                    const char          *tenant,
                                    const char          *refresh_token,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr(GTask) task = new_errand (self, tenant, refresh_token, cancellable, callback,
                                      user_data, bw_token_keeper_keep_refresh_async);
  BwVaultKey key = make_key (self, tenant);

  if (refresh_token == NULL ||
      g_strcmp0 (refresh_token, bw_token_keeper_get_refresh (self, tenant)) == 0)
    g_task_return_boolean (task, TRUE);
  else
    bw_vault_store_async (self->vault, &key, get_label (self, tenant), refresh_token, cancellable,
                          on_kept, g_object_ref (task));
}

static void on_tried_again (GObject *source, GAsyncResult *result, gpointer data);

/* Stores one after the other, as long as they are of whoever is signed in.
 * @task: (transfer full) */
static void
store_next (GTask *task)
{
  BwTokenKeeper *self = g_task_get_source_object (task);
  Errand *errand = g_task_get_task_data (task);
  g_autofree char *tenant = NULL;
  const char *refresh_token = NULL;
  BwVaultKey key;

  if (errand->generation == self->generation && errand->tenants->len > 0)
    {
      tenant = g_ptr_array_steal_index (errand->tenants, errand->tenants->len - 1);
      refresh_token = bw_token_keeper_get_refresh (self, tenant);
    }

  if (refresh_token == NULL)
    {
      bw_token_keeper_tell_problem (self, NULL);
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }

  key = make_key (self, tenant);
  bw_vault_store_async (self->vault, &key, get_label (self, tenant), refresh_token,
                        g_task_get_cancellable (task), on_tried_again, task);
}

static void
on_tried_again (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr(GTask) task = data;
  BwTokenKeeper *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (bw_vault_store_finish (self->vault, result, &error))
    store_next (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static GPtrArray *
list_signed_in (BwTokenKeeper *self)
{
  GPtrArray *tenants = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer tenant;

  g_hash_table_iter_init (&iter, self->refresh_tokens);
  while (g_hash_table_iter_next (&iter, &tenant, NULL))
    g_ptr_array_add (tenants, g_strdup (tenant));

  return tenants;
}

/**
 * bw_token_keeper_try_again_async:
 * @self: a keeper with an account
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Once the user has mended the keyring: stores the refresh tokens that are in memory
 * only, those of guest accounts included, or reads the one that could not be read.
 */
void
bw_token_keeper_try_again_async (BwTokenKeeper       *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GTask *task = new_errand (self, self->tenant, NULL, cancellable, callback, user_data,
                            bw_token_keeper_try_again_async);
  Errand *errand = g_task_get_task_data (task);
  BwVaultKey key = make_key (self, self->tenant);

  errand->tenants = list_signed_in (self);
  if (bw_token_keeper_get_refresh (self, self->tenant) != NULL)
    store_next (task);
  else
    bw_vault_lookup_async (self->vault, &key, cancellable, on_loaded, task);
}

/**
 * bw_token_keeper_try_again_finish:
 * @self: a keeper
 * @result: what the callback got
 * @error: return location for %BW_ERROR_KEYRING
 *
 * Returns: whether there is a refresh token, and the vault has it; %FALSE without
 *   @error if there is none
 */
gboolean
bw_token_keeper_try_again_finish (BwTokenKeeper  *self,
                                  GAsyncResult   *result,
                                  GError        **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bw_token_keeper_keep_async:
 * @self: a keeper with an account
 * @tokens: what a sign-in gave
 * @audience: whom its access token is for
 * @label: what people read in the keyring
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 */
void
bw_token_keeper_keep_async (BwTokenKeeper       *self,
                            const BwTokens      *tokens,
                            const char          *audience,
                            const char          *label,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autofree char *key = bw_token_keeper_make_key (self->tenant, audience, BW_ACTOR_USER);

  bw_set_str (&self->label, label);
  bw_token_keeper_remember (self, key, tokens);
  bw_token_keeper_keep_refresh_async (self, self->tenant, tokens->refresh_token, cancellable,
                                      callback, user_data);
}

/**
 * bw_token_keeper_keep_guest_async:
 * @self: a keeper with an account
 * @tenant: the customer tenant that the guest account signed in to
 * @tokens: what the sign-in gave
 * @audience: whom its access token is for
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end, for bw_token_keeper_keep_finish()
 * @user_data: for @callback
 *
 * A guest's tokens are good in @tenant alone, and go when the user signs out.
 */
void
bw_token_keeper_keep_guest_async (BwTokenKeeper       *self,
                                  const char          *tenant,
                                  const BwTokens      *tokens,
                                  const char          *audience,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autofree char *key = bw_token_keeper_make_key (tenant, audience, BW_ACTOR_GUEST);

  bw_token_keeper_remember (self, key, tokens);
  bw_token_keeper_keep_refresh_async (self, tenant, tokens->refresh_token, cancellable, callback,
                                      user_data);
}

/**
 * bw_token_keeper_keep_finish:
 * @self: a keeper
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether the tokens can be used; what the keyring refuses to take is
 *   told by the "keyring-problem" signal
 */
gboolean
bw_token_keeper_keep_finish (BwTokenKeeper  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_cleared (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(GTask) task = data;
  BwTokenKeeper *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!bw_vault_clear_finish (self->vault, result, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * bw_token_keeper_clear_async:
 * @self: a keeper
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Removes every secret of the account, from memory at once and from the vault: its own,
 * and those of its guest accounts.
 */
void
bw_token_keeper_clear_async (BwTokenKeeper       *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  BwVaultKey key = make_key (self, NULL);

  g_task_set_source_tag (task, bw_token_keeper_clear_async);
  bw_token_keeper_forget_user (self);
  bw_vault_clear_async (self->vault, &key, cancellable, on_cleared, task);
}

/**
 * bw_token_keeper_clear_finish:
 * @self: a keeper
 * @result: what the callback got
 * @error: return location for %BW_ERROR_KEYRING
 *
 * Returns: whether the vault has no secret of the account any more
 */
gboolean
bw_token_keeper_clear_finish (BwTokenKeeper  *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bw_token_keeper_forget_guest_async:
 * @self: a keeper with an account
 * @tenant: a customer tenant
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end, for bw_token_keeper_clear_finish()
 * @user_data: for @callback
 *
 * Removes what the guest account in @tenant got, from memory at once and from the vault.
 */
void
bw_token_keeper_forget_guest_async (BwTokenKeeper       *self,
                                    const char          *tenant,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  BwVaultKey key = make_key (self, tenant);

  g_return_if_fail (g_strcmp0 (tenant, self->tenant) != 0);

  g_task_set_source_tag (task, bw_token_keeper_forget_guest_async);
  g_hash_table_remove (self->refresh_tokens, tenant);
  bw_token_keeper_forget_tenant (self, tenant);
  bw_vault_clear_async (self->vault, &key, cancellable, on_cleared, task);
}
