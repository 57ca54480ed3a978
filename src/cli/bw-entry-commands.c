/* bw-entry-commands.c - bailiwickctl tenants: what comes into the list, and what leaves it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-commands.h"
#include "bw-documents.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-prompt.h"
#include "bw-tenant-entry.h"
#include "bw-tenant-import.h"
#include "bw-text.h"

const BwOption bw_add_options[] = {
  { "name", BW_OPTION_VALUE, "NAME", N_("What to call the tenant until its own name is known") },
  { "tenant-id", BW_OPTION_VALUE, "ID",
    N_("Which tenant: its ID or a domain, an e-mail address or a portal’s link of it") },
  { "guest-email", BW_OPTION_VALUE, "ADDRESS",
    N_("Address of the guest account, in a verified domain of your partner tenant") },
  { "as-csp", BW_OPTION_FLAG, NULL,
    N_("Add a customer in Partner Center, or a tenant with an admin relationship") },
  { NULL }
};

const BwOption bw_import_options[] = {
  { "dry-run", BW_OPTION_FLAG, NULL, N_("Say what would be added, and add nothing") },
  { NULL }
};

const BwOption bw_remove_options[] = {
  { "yes", BW_OPTION_FLAG, NULL, N_("Do not ask") },
  { NULL }
};

/**
 * bw_tenants_check_add:
 * @args: the words
 * @error: return location for a %BW_ERROR_INVALID
 *
 * Returns: whether nothing is missing
 */
gboolean
bw_tenants_check_add (BwArgs  *args,
                      GError **error)
{
  const char *needed[] = { "name", "tenant-id", "guest-email" };

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      if (bw_args_has (args, needed[i]) || (i == 2 && bw_args_has (args, "as-csp")))
        continue;

      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   /* Translators: the name of an option */
                   _("“tenants add” needs --%s."), needed[i]);
      return FALSE;
    }

  return TRUE;
}

static BwTenantEntry *
new_entry (BwCli *cli)
{
  return bw_tenant_entry_new (bw_workspace_get_store (bw_cli_get_workspace (cli)),
                              bw_cli_get_session (cli));
}

/* Whether the tenant is to be added as what it is. */
static gboolean
check_standing (const BwTenantDraft  *draft,
                gboolean              as_csp,
                GError              **error)
{
  const char *explanation = bw_tenant_standing_explain (draft->standing);

  if ((explanation != NULL) == as_csp)
    return TRUE;

  if (explanation != NULL)
    g_set_error (error, BW_ERROR, BW_ERROR_CONFLICT,
                 /* Translators: one or two sentences about a tenant */
                 _("%s Give --as-csp to add it so."), explanation);
  else
    g_set_error_literal (error, BW_ERROR, BW_ERROR_INVALID,
                         _("The tenant is no customer of yours in Microsoft Partner Center, and "
                           "there is no admin relationship with it. Leave out --as-csp, and give "
                           "--guest-email."));

  return FALSE;
}

static BwTenantDraft *
judge (BwCli          *cli,
       BwTenantEntry  *entry,
       GError        **error)
{
  BwArgs *args = bw_cli_get_args (cli);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BwTenantDraft) draft = NULL;

  bw_tenant_entry_judge_async (entry, bw_args_get (args, "name"),
                               bw_args_get (args, "tenant-id"),
                               bw_args_get (args, "guest-email"), bw_cli_get_cancellable (cli),
                               bw_cli_done_cb, cli);
  result = bw_cli_wait (cli);
  draft = bw_tenant_entry_judge_finish (entry, result, error);

  if (draft == NULL || !check_standing (draft, bw_args_has (args, "as-csp"), error))
    return NULL;

  return g_steal_pointer (&draft);
}

/**
 * bw_tenants_add:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_tenants_add (BwCli   *cli,
                GError **error)
{
  g_autoptr(BwTenantEntry) entry = new_entry (cli);
  g_autoptr(BwTenantDraft) draft = NULL;
  g_autoptr(BwTenantRow) row = NULL;
  g_autoptr(BwTenant) tenant = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  if (!bw_cli_require_sign_in (cli, error))
    return BW_EXIT_FAILED;

  draft = judge (cli, entry, error);
  if (draft == NULL)
    return BW_EXIT_FAILED;

  bw_tenant_entry_add_async (entry, draft, bw_cli_get_cancellable (cli), bw_cli_done_cb, cli);
  result = bw_cli_wait (cli);
  row = bw_tenant_entry_add_finish (entry, result, error);
  if (row == NULL)
    return BW_EXIT_FAILED;

  tenant = bw_tenant_new (row->id);
  bw_tenant_update (tenant, row, NULL);
  bw_tenant_print (cli, tenant);

  return BW_EXIT_DONE;
}

static void
print_json_report (BwCli     *cli,
                   GPtrArray *lines)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < lines->len; i++)
    {
      BwImportLine *line = g_ptr_array_index (lines, i);
      BwImportOutcome outcome = bw_import_line_get_outcome (line);

      json_builder_begin_object (builder);
      bw_json_add_int (builder, "line", bw_import_line_get_number (line));
      bw_json_add_string (builder, "name", bw_import_line_get_name (line));
      bw_json_add_string (builder, "tenantId", bw_import_line_get_tenant_id (line));
      bw_json_add_string (builder, "outcome", bw_import_outcome_get_nick (outcome));
      bw_json_add_string (builder, "reason", bw_import_line_get_reason (line));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  node = json_builder_get_root (builder);
  bw_cli_print_json (cli, node);
}

static void
print_report (BwCli     *cli,
              GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    {
      BwImportLine *line = g_ptr_array_index (lines, i);
      const char *label = bw_import_line_get_label (line);
      const char *reason = bw_import_line_get_reason (line);
      g_autofree char *name = bw_text_clean (bw_import_line_get_name (line));
      g_autofree char *text = NULL;

      if (reason != NULL)
        /* Translators: number of a line, name of a tenant, what became of it, and why */
        text = g_strdup_printf (_("Line %1$u, %2$s: %3$s. %4$s\n"),
                                bw_import_line_get_number (line), name, label, reason);
      else
        /* Translators: number of a line, name of a tenant, and what became of it */
        text = g_strdup_printf (_("Line %1$u, %2$s: %3$s.\n"),
                                bw_import_line_get_number (line), name, label);
      bw_cli_print (cli, text);
    }
}

static GPtrArray *
read_file (BwCli          *cli,
           BwTenantEntry  *entry,
           GError        **error)
{
  const char *path = g_ptr_array_index (bw_args_get_operands (bw_cli_get_args (cli)), 0);
  g_autoptr(GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr(GAsyncResult) result = NULL;

  bw_tenant_import_read_async (entry, file, NULL, NULL, bw_cli_get_cancellable (cli),
                               bw_cli_done_cb, cli);
  result = bw_cli_wait (cli);

  return bw_tenant_import_read_finish (result, error);
}

static void
add_lines (BwCli         *cli,
           BwTenantEntry *entry,
           GPtrArray     *lines)
{
  g_autoptr(GAsyncResult) result = NULL;

  bw_tenant_import_add_async (entry, lines, bw_cli_get_cancellable (cli), bw_cli_done_cb, cli);
  result = bw_cli_wait (cli);
  bw_tenant_import_add_finish (result);
}

/**
 * bw_tenants_import:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_tenants_import (BwCli   *cli,
                   GError **error)
{
  g_autoptr(BwTenantEntry) entry = new_entry (cli);
  g_autoptr(GPtrArray) lines = NULL;

  if (!bw_cli_require_sign_in (cli, error))
    return BW_EXIT_FAILED;

  lines = read_file (cli, entry, error);
  if (lines == NULL)
    return BW_EXIT_FAILED;

  if (!bw_args_has (bw_cli_get_args (cli), "dry-run"))
    add_lines (cli, entry, lines);

  if (bw_cli_is_json (cli))
    print_json_report (cli, lines);
  else
    print_report (cli, lines);

  return bw_tenant_import_count (lines, BW_IMPORT_REFUSED) > 0 ? BW_EXIT_FAILED : BW_EXIT_DONE;
}

/* Whether the user means it. */
static gboolean
confirm_removal (BwCli     *cli,
                 BwTenant  *tenant,
                 GError   **error)
{
  g_autofree char *name = bw_text_clean (bw_tenant_get_name (tenant));
  g_autofree char *question = NULL;

  if (bw_args_has (bw_cli_get_args (cli), "yes"))
    return TRUE;

  /* Translators: the name of a tenant */
  question = g_strdup_printf (_("Remove “%s” from the list, with its set-up, users and reports? "
                                "Nothing is changed at Microsoft. [y/N]"), name);

  return bw_prompt_for_yes (cli, question, error);
}

/**
 * bw_tenants_remove:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_tenants_remove (BwCli   *cli,
                   GError **error)
{
  BwTenant *found = bw_cli_find_tenant (cli, error);
  g_autoptr(BwTenant) tenant = found != NULL ? g_object_ref (found) : NULL;
  g_autoptr(BwTenantEntry) entry = new_entry (cli);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (tenant == NULL || !confirm_removal (cli, tenant, error))
    return BW_EXIT_FAILED;

  node = bw_document_of_tenant (tenant);
  bw_tenant_entry_remove_async (entry, bw_tenant_get_id (tenant), bw_cli_get_cancellable (cli),
                                bw_cli_done_cb, cli);
  result = bw_cli_wait (cli);
  if (!bw_tenant_entry_remove_finish (entry, result, error))
    return BW_EXIT_FAILED;

  if (bw_cli_is_json (cli))
    {
      bw_cli_print_json (cli, node);
      return BW_EXIT_DONE;
    }

  name = bw_text_clean (bw_tenant_get_name (tenant));
  /* Translators: the name of a tenant */
  text = g_strdup_printf (_("“%s” is not in the list any more.\n"), name);
  bw_cli_print (cli, text);

  return BW_EXIT_DONE;
}
