/* bw-accounts-commands.c - bailiwickctl account list and use
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-commands.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-text.h"

/* Returns: (transfer none) (nullable): the accounts, or %NULL with @error set */
static BwAccounts *
get_accounts (BwCli   *cli,
              GError **error)
{
  BwAccounts *accounts = bw_workspace_get_accounts (bw_cli_get_workspace (cli));

  if (accounts == NULL)
    g_set_error (error, BW_ERROR, BW_ERROR_INVALID, _("The sandbox has one account only."));

  return accounts;
}

gboolean
bw_account_switch (BwCli       *cli,
                   const char  *id,
                   GError     **error)
{
  BwAccounts *accounts = get_accounts (cli, error);
  g_autoptr(GAsyncResult) result = NULL;

  if (accounts == NULL)
    return FALSE;

  bw_accounts_choose_async (accounts, id, NULL, bw_cli_done_cb, cli);
  result = bw_cli_wait (cli);

  return bw_accounts_finish (accounts, result, error) && bw_cli_reopen (cli, error);
}

static void
print_json (BwCli      *cli,
            BwAccounts *accounts)
{
  GPtrArray *all = bw_accounts_get_all (accounts);
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < all->len; i++)
    {
      const BwAccount *account = g_ptr_array_index (all, i);

      json_builder_begin_object (builder);
      bw_json_add_string (builder, "id", account->id);
      bw_json_add_string (builder, "partnerTenantId", account->tenant);
      bw_json_add_string (builder, "partnerName", account->name);
      bw_json_add_string (builder, "user", account->user);
      bw_json_add_boolean (builder, "active", account == bw_accounts_get_active (accounts));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  node = json_builder_get_root (builder);
  bw_cli_print_json (cli, node);
}

static void
print_text (BwCli      *cli,
            BwAccounts *accounts)
{
  GPtrArray *all = bw_accounts_get_all (accounts);

  for (guint i = 0; i < all->len; i++)
    {
      const BwAccount *account = g_ptr_array_index (all, i);
      g_autofree char *label = bw_text_clean (bw_account_get_label (account));
      g_autofree char *user = bw_text_clean (account->user);
      g_autoptr(GString) line = g_string_new (NULL);

      g_string_append (line, account == bw_accounts_get_active (accounts) ? "* " : "  ");
      bw_text_append (line, label, 32);
      g_string_append_printf (line, "  %s\n",
                              account->user != NULL ? user : _("Not signed in"));
      bw_cli_print (cli, line->str);
    }
}

/**
 * bw_account_list:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_account_list (BwCli   *cli,
                 GError **error)
{
  BwAccounts *accounts = get_accounts (cli, error);

  if (accounts == NULL)
    return BW_EXIT_FAILED;

  if (bw_cli_is_json (cli))
    print_json (cli, accounts);
  else
    print_text (cli, accounts);

  return BW_EXIT_DONE;
}

/**
 * bw_account_use:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_account_use (BwCli   *cli,
                GError **error)
{
  const char *text = g_ptr_array_index (bw_args_get_operands (bw_cli_get_args (cli)), 0);
  BwAccounts *accounts = get_accounts (cli, error);
  const BwAccount *account = accounts != NULL ? bw_accounts_find (accounts, text, error) : NULL;

  if (account == NULL || !bw_account_switch (cli, account->id, error))
    return BW_EXIT_FAILED;

  return bw_account_show (cli, error);
}
