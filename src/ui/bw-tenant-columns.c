/* bw-tenant-columns.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-tenant-cell.h"
#include "bw-tenant-columns.h"

/* A column drawn out further than this was drawn out by accident. */
#define MAX_WIDTH 2000

/* From which width of the list on a column is worth its room. */
static const int column_from_width[BW_TENANT_N_COLUMNS] = { 0, 940, 0, 540, 720 };

/* Until GTK 4.10 a column view does not tell which column it is sorted by.  So
 * each column's sorter begins with one that sorts nothing; while this is set, it
 * notes here that it was asked, and answers "smaller", which the view turns
 * round if it sorts downwards. */
static int *asked_column;

static int
probe (gconstpointer a,
       gconstpointer b,
       gpointer      user_data)
{
  if (asked_column == NULL)
    return 0;

  if (*asked_column < 0)
    *asked_column = GPOINTER_TO_INT (user_data);

  return -1;
}

static char *
get_name (BwTenant *tenant,
          gpointer  user_data)
{
  return g_utf8_casefold (bw_tenant_get_name (tenant), -1);
}

static int
get_source (BwTenant *tenant,
            gpointer  user_data)
{
  return (int) bw_tenant_get_source (tenant);
}

static int
get_status (BwTenant *tenant,
            gpointer  user_data)
{
  return (int) bw_tenant_get_status (tenant);
}

/* A tenant without an admin relationship comes after all that have one. */
static gint64
get_expiry (BwTenant *tenant,
            gpointer  user_data)
{
  gint64 end = bw_tenant_get_relationship_end (tenant);

  return end > 0 ? end : G_MAXINT64;
}

static gint64
get_changed (BwTenant *tenant,
             gpointer  user_data)
{
  return bw_tenant_get_last_change (tenant);
}

static GtkSorter *
new_numeric_sorter (GType     type,
                    GCallback getter)
{
  return GTK_SORTER (gtk_numeric_sorter_new (gtk_cclosure_expression_new (type, NULL, 0, NULL,
                                                                          getter,
                                                                          NULL, NULL)));
}

static GtkSorter *
new_name_sorter (void)
{
  GtkExpression *name = gtk_cclosure_expression_new (G_TYPE_STRING, NULL, 0, NULL,
                                                     G_CALLBACK (get_name), NULL, NULL);

  return GTK_SORTER (gtk_string_sorter_new (name));
}

/**
 * bw_tenant_column_get_nick:
 * @column: a column
 *
 * Returns: its stable name
 */
const char *
bw_tenant_column_get_nick (BwTenantColumn column)
{
  static const char * const nicks[] = { "name", "source", "status", "expiry", "changed" };

  g_return_val_if_fail (column < G_N_ELEMENTS (nicks), NULL);

  return nicks[column];
}

/**
 * bw_tenant_column_get_title:
 * @column: a column
 *
 * Returns: what stands above it
 */
const char *
bw_tenant_column_get_title (BwTenantColumn column)
{
  switch (column)
    {
    case BW_TENANT_COLUMN_SOURCE:
      return _("Source");
    case BW_TENANT_COLUMN_STATUS:
      return _("Status");
    case BW_TENANT_COLUMN_EXPIRY:
      return _("Relationship Expiry");
    case BW_TENANT_COLUMN_CHANGED:
      return _("Last Change");
    case BW_TENANT_COLUMN_NAME:
    default:
      return _("Name");
    }
}

/**
 * bw_tenant_column_from_nick:
 * @nick: a name, perhaps of a column
 * @column: (out): return location for the column
 *
 * Returns: whether there is such a column
 */
gboolean
bw_tenant_column_from_nick (const char     *nick,
                            BwTenantColumn *column)
{
  for (guint i = 0; i < BW_TENANT_N_COLUMNS; i++)
    if (g_strcmp0 (nick, bw_tenant_column_get_nick (i)) == 0)
      {
        *column = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * bw_tenant_column_new_sorter:
 * @column: a column
 *
 * Returns: (transfer full): what sorts tenants by it, and those that are the
 *   same in it by name
 */
GtkSorter *
bw_tenant_column_new_sorter (BwTenantColumn column)
{
  GtkMultiSorter *sorter = gtk_multi_sorter_new ();

  gtk_multi_sorter_append (sorter,
                           GTK_SORTER (gtk_custom_sorter_new (probe, GINT_TO_POINTER (column),
                                                              NULL)));

  switch (column)
    {
    case BW_TENANT_COLUMN_SOURCE:
      gtk_multi_sorter_append (sorter, new_numeric_sorter (G_TYPE_INT, G_CALLBACK (get_source)));
      break;
    case BW_TENANT_COLUMN_STATUS:
      gtk_multi_sorter_append (sorter, new_numeric_sorter (G_TYPE_INT, G_CALLBACK (get_status)));
      break;
    case BW_TENANT_COLUMN_EXPIRY:
      gtk_multi_sorter_append (sorter, new_numeric_sorter (G_TYPE_INT64, G_CALLBACK (get_expiry)));
      break;
    case BW_TENANT_COLUMN_CHANGED:
      gtk_multi_sorter_append (sorter, new_numeric_sorter (G_TYPE_INT64, G_CALLBACK (get_changed)));
      break;
    case BW_TENANT_COLUMN_NAME:
    default:
      break;
    }

  gtk_multi_sorter_append (sorter, new_name_sorter ());

  return GTK_SORTER (sorter);
}

/**
 * bw_tenant_columns_read_sorter:
 * @sorter: the sorter of a column view
 * @column: (out): return location for the column it sorts by first
 * @descending: (out): return location for whether it sorts downwards
 *
 * Returns: whether it sorts at all
 */
gboolean
bw_tenant_columns_read_sorter (GtkSorter      *sorter,
                               BwTenantColumn *column,
                               gboolean       *descending)
{
  g_autoptr(GtkStringObject) a = gtk_string_object_new ("a");
  g_autoptr(GtkStringObject) b = gtk_string_object_new ("b");
  GtkOrdering order;
  int asked = -1;

  /* Two objects that are not the same; the probe does not look at them. */
  asked_column = &asked;
  order = gtk_sorter_compare (sorter, a, b);
  asked_column = NULL;

  if (asked < 0)
    return FALSE;

  *column = (BwTenantColumn) asked;
  *descending = order == GTK_ORDERING_LARGER;

  return TRUE;
}

static void
set_up_cell_cb (GtkListItemFactory *factory,
                GtkListItem        *item,
                gpointer            user_data)
{
  gtk_list_item_set_child (item, bw_tenant_cell_new (GPOINTER_TO_INT (user_data)));
}

static void
bind_cell_cb (GtkListItemFactory *factory,
              GtkListItem        *item,
              gpointer            user_data)
{
  bw_tenant_cell_set_tenant (BW_TENANT_CELL (gtk_list_item_get_child (item)),
                             gtk_list_item_get_item (item));
}

static void
unbind_cell_cb (GtkListItemFactory *factory,
                GtkListItem        *item,
                gpointer            user_data)
{
  bw_tenant_cell_set_tenant (BW_TENANT_CELL (gtk_list_item_get_child (item)), NULL);
}

/**
 * bw_tenant_columns_add:
 * @view: a column view without columns
 * @columns: (array fixed-size=5) (out caller-allocates): the columns, which
 *   belong to @view
 */
void
bw_tenant_columns_add (GtkColumnView        *view,
                       GtkColumnViewColumn **columns)
{
  for (guint i = 0; i < BW_TENANT_N_COLUMNS; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr(GtkSorter) sorter = bw_tenant_column_new_sorter (i);
      g_autoptr(GtkColumnViewColumn) column = NULL;

      g_signal_connect (factory, "setup", G_CALLBACK (set_up_cell_cb), GINT_TO_POINTER (i));
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cell_cb), NULL);
      g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cell_cb), NULL);

      column = gtk_column_view_column_new (bw_tenant_column_get_title (i), factory);
      gtk_column_view_column_set_sorter (column, sorter);
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_column_set_expand (column, i == BW_TENANT_COLUMN_NAME);
      gtk_column_view_append_column (view, column);
      columns[i] = column;
    }
}

/**
 * bw_tenant_columns_fit:
 * @columns: the columns
 * @width: how much room there is, in pixels
 *
 * Hides the columns that would leave too little room for the more important
 * ones.
 */
void
bw_tenant_columns_fit (GtkColumnViewColumn **columns,
                       int                   width)
{
  for (guint i = 0; i < BW_TENANT_N_COLUMNS; i++)
    gtk_column_view_column_set_visible (columns[i], width >= column_from_width[i]);
}

/**
 * bw_tenant_columns_set_widths:
 * @columns: the columns
 * @widths: what bw_tenant_columns_dup_widths() gave; what cannot be read is
 *   passed over
 */
void
bw_tenant_columns_set_widths (GtkColumnViewColumn **columns,
                              const char           *widths)
{
  g_auto(GStrv) pairs = g_strsplit (widths, ";", -1);

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      g_auto(GStrv) pair = g_strsplit (pairs[i], "=", 2);
      BwTenantColumn column;
      guint64 width;

      if (g_strv_length (pair) == 2 && bw_tenant_column_from_nick (pair[0], &column) &&
          g_ascii_string_to_unsigned (pair[1], 10, 1, MAX_WIDTH, &width, NULL))
        gtk_column_view_column_set_fixed_width (columns[column], (int) width);
    }
}

/**
 * bw_tenant_columns_dup_widths:
 * @columns: the columns
 *
 * Returns: (transfer full): the widths that were set by hand, as
 *   "name=240;status=180"
 */
char *
bw_tenant_columns_dup_widths (GtkColumnViewColumn **columns)
{
  GString *widths = g_string_new (NULL);

  for (guint i = 0; i < BW_TENANT_N_COLUMNS; i++)
    {
      int width = gtk_column_view_column_get_fixed_width (columns[i]);

      if (width > 0)
        g_string_append_printf (widths, "%s%s=%d", widths->len > 0 ? ";" : "",
                                bw_tenant_column_get_nick (i), width);
    }

  return g_string_free (widths, FALSE);
}
