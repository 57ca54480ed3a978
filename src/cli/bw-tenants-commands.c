/* bw-tenants-commands.c - bailiwickctl tenants
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-commands.h"
#include "bw-documents.h"
#include "bw-error.h"
#include "bw-text.h"

const BwOption bw_list_options[] = {
  { "status", BW_OPTION_VALUE, "STATUS", N_("Only tenants of this status; may be given again") },
  { "search", BW_OPTION_VALUE, "TEXT",
    N_("Only tenants whose name, domain or ID has this text in it") },
  { NULL }
};

/**
 * bw_tenants_check_list:
 * @args: the words
 * @error: return location for a %BW_ERROR_INVALID
 *
 * Returns: whether every status is one
 */
gboolean
bw_tenants_check_list (BwArgs  *args,
                       GError **error)
{
  g_autoptr(GPtrArray) statuses = bw_args_get_all (args, "status");

  for (guint i = 0; i < statuses->len; i++)
    {
      const char *status = g_ptr_array_index (statuses, i);
      int value;

      if (!bw_enum_from_nick (BW_TYPE_TENANT_STATUS, status, &value))
        {
          g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                       _("There is no status “%s”. There are: not-set-up, setting-up, "
                         "needs-choice, waiting-for-approval, failed, enabled, "
                         "enabled-with-limitations, expired and disabled."), status);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
is_wanted (BwTenant   *tenant,
           GPtrArray  *statuses,
           const char *folded)
{
  const char *status =
    bw_enum_get_nick (BW_TYPE_TENANT_STATUS, (int) bw_tenant_get_status (tenant));

  if (statuses->len > 0 &&
      !g_ptr_array_find_with_equal_func (statuses, status, g_str_equal, NULL))
    return FALSE;

  return folded == NULL || bw_tenant_matches (tenant, folded);
}

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  BwTenant *one = (BwTenant *) a;
  BwTenant *two = (BwTenant *) b;
  int order = g_utf8_collate (bw_tenant_get_name (one), bw_tenant_get_name (two));

  return order != 0 ? order : strcmp (bw_tenant_get_id (one), bw_tenant_get_id (two));
}

static GListModel *
make_list (BwCli *cli)
{
  BwArgs *args = bw_cli_get_args (cli);
  GListModel *all = bw_workspace_get_tenants (bw_cli_get_workspace (cli));
  GListStore *wanted = g_list_store_new (BW_TYPE_TENANT);
  g_autoptr(GPtrArray) statuses = bw_args_get_all (args, "status");
  const char *search = bw_args_get (args, "search");
  g_autofree char *folded = search != NULL ? g_utf8_casefold (search, -1) : NULL;

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (all, i);

      if (is_wanted (tenant, statuses, folded))
        g_list_store_append (wanted, tenant);
    }
  g_list_store_sort (wanted, compare_names, NULL);

  return G_LIST_MODEL (wanted);
}

enum { NAME, DOMAIN, SOURCE, STATUS, EXPIRES, N_COLUMNS };

static void
fill_row (BwTenant *tenant,
          char     *cells[N_COLUMNS])
{
  cells[NAME] = bw_text_clean (bw_tenant_get_name (tenant));
  cells[DOMAIN] = bw_text_clean (bw_tenant_get_domain (tenant));
  cells[SOURCE] = g_strdup (bw_tenant_source_get_label (bw_tenant_get_source (tenant)));
  cells[STATUS] = g_strdup (bw_tenant_get_status_text (tenant));
  cells[EXPIRES] = bw_text_format_date (bw_tenant_get_relationship_end (tenant));
}

static void
print_table (BwCli      *cli,
             GListModel *tenants)
{
  guint n_rows = g_list_model_get_n_items (tenants) + 1;
  g_autofree char **cells = g_new0 (char *, (gsize) n_rows * N_COLUMNS);
  guint widths[N_COLUMNS] = { 0 };

  cells[NAME] = g_strdup (_("NAME"));
  cells[DOMAIN] = g_strdup (_("DOMAIN"));
  cells[SOURCE] = g_strdup (_("SOURCE"));
  cells[STATUS] = g_strdup (_("STATUS"));
  cells[EXPIRES] = g_strdup (_("EXPIRES"));

  for (guint row = 1; row < n_rows; row++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (tenants, row - 1);

      fill_row (tenant, cells + (gsize) row * N_COLUMNS);
    }

  for (gsize i = 0; i < (gsize) n_rows * N_COLUMNS; i++)
    widths[i % N_COLUMNS] = MAX (widths[i % N_COLUMNS], bw_text_width (cells[i]));

  for (guint row = 0; row < n_rows; row++)
    {
      g_autoptr(GString) line = g_string_new (NULL);

      for (guint column = 0; column < N_COLUMNS; column++)
        {
          g_autofree char *cell = cells[(gsize) row * N_COLUMNS + column];

          bw_text_append (line, cell, widths[column] + 2);
        }
      g_strchomp (line->str);
      bw_cli_print (cli, line->str);
      bw_cli_print (cli, "\n");
    }
}

/* Without Microsoft the list is as it was, which is better than none. */
static gboolean
refresh (BwCli   *cli,
         GError **error)
{
  GListModel *tenants = bw_workspace_get_tenants (bw_cli_get_workspace (cli));
  g_autoptr(GError) problem = NULL;

  if (bw_cli_refresh (cli, &problem))
    return TRUE;

  if (!g_error_matches (problem, BW_ERROR, BW_ERROR_OFFLINE) ||
      g_list_model_get_n_items (tenants) == 0)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }

  g_prefix_error (&problem, "%s ", _("This is the list as we last saw it."));
  bw_cli_report_error (cli, problem);

  return TRUE;
}

/**
 * bw_tenants_list:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_tenants_list (BwCli   *cli,
                 GError **error)
{
  g_autoptr(GListModel) tenants = NULL;

  if (!refresh (cli, error))
    return BW_EXIT_FAILED;

  tenants = make_list (cli);
  if (bw_cli_is_json (cli))
    {
      g_autoptr(JsonNode) node = bw_document_of_tenants (tenants);

      bw_cli_print_json (cli, node);
    }
  else
    {
      print_table (cli, tenants);
    }

  return BW_EXIT_DONE;
}

static void
append_field (GString    *text,
              const char *label,
              const char *value)
{
  g_autofree char *clean = bw_text_clean (value);

  if (*clean == '\0')
    return;

  bw_text_append (text, label, 22);
  g_string_append_printf (text, "%s\n", clean);
}

/**
 * bw_tenant_print:
 * @cli: the command
 * @tenant: a tenant
 *
 * Prints what there is to know of it.
 */
void
bw_tenant_print (BwCli    *cli,
                 BwTenant *tenant)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *end = NULL;
  g_autofree char *changed = NULL;

  if (bw_cli_is_json (cli))
    {
      g_autoptr(JsonNode) node = bw_document_of_tenant (tenant);

      bw_cli_print_json (cli, node);
      return;
    }

  end = bw_text_format_date (bw_tenant_get_relationship_end (tenant));
  changed = bw_text_format_date (bw_tenant_get_last_change (tenant));
  append_field (text, _("Name"), bw_tenant_get_name (tenant));
  append_field (text, _("Domain"), bw_tenant_get_domain (tenant));
  append_field (text, _("Tenant ID"), bw_tenant_get_id (tenant));
  append_field (text, _("Source"), bw_tenant_source_get_label (bw_tenant_get_source (tenant)));
  append_field (text, _("Guest account"), bw_tenant_get_guest_email (tenant));
  append_field (text, _("Status"), bw_tenant_get_status_text (tenant));
  append_field (text, _("Admin relationship"), bw_tenant_get_relationship_name (tenant));
  append_field (text, _("Expires"), end);
  append_field (text, _("Last change"), changed);
  bw_cli_print (cli, text->str);
}

/**
 * bw_tenants_show:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_tenants_show (BwCli   *cli,
                 GError **error)
{
  BwTenant *tenant = bw_cli_find_tenant (cli, error);

  if (tenant == NULL)
    return BW_EXIT_FAILED;

  bw_tenant_print (cli, tenant);

  return BW_EXIT_DONE;
}
