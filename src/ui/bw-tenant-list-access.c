/* bw-tenant-list-access.c - what others see and set of the tenant list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-tenant-list-private.h"

/**
 * bw_tenant_list_dup_selected:
 * @self: a tenant list
 *
 * Returns: (transfer full) (element-type BwTenant): what is selected
 */
GPtrArray *
bw_tenant_list_dup_selected (BwTenantList *self)
{
  g_autoptr(GtkBitset) bits = NULL;
  GPtrArray *selected = g_ptr_array_new_with_free_func (g_object_unref);
  GtkBitsetIter iter;
  guint position;

  g_return_val_if_fail (BW_IS_TENANT_LIST (self), NULL);

  bits = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  for (gboolean more = gtk_bitset_iter_init_first (&iter, bits, &position);
       more;
       more = gtk_bitset_iter_next (&iter, &position))
    g_ptr_array_add (selected, g_list_model_get_item (G_LIST_MODEL (self->selection), position));

  return selected;
}

/**
 * bw_tenant_list_select:
 * @self: a tenant list
 * @tenant_id: a tenant ID
 *
 * Selects that tenant alone, and scrolls to it.
 *
 * Returns: whether the list shows it
 */
gboolean
bw_tenant_list_select (BwTenantList *self,
                       const char   *tenant_id)
{
  guint n_items;

  g_return_val_if_fail (BW_IS_TENANT_LIST (self), FALSE);

  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (!g_str_equal (bw_tenant_get_id (tenant), tenant_id))
        continue;

      gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), i, TRUE);
      gtk_widget_activate_action (gtk_widget_get_last_child (GTK_WIDGET (self->column_view)),
                                  "list.scroll-to-item", "u", i);
      return TRUE;
    }

  return FALSE;
}

/**
 * bw_tenant_list_select_all:
 * @self: a tenant list
 *
 * Selects all tenants that are shown.
 */
void
bw_tenant_list_select_all (BwTenantList *self)
{
  g_return_if_fail (BW_IS_TENANT_LIST (self));

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
}

/**
 * bw_tenant_list_focus:
 * @self: a tenant list
 *
 * Puts the focus on the rows.
 */
void
bw_tenant_list_focus (BwTenantList *self)
{
  g_return_if_fail (BW_IS_TENANT_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->column_view));
}

/**
 * bw_tenant_list_set_single_click:
 * @self: a tenant list
 * @single_click: whether a click on a row opens it, as well as selecting it
 *
 * For where there is no room for the details beside the list.
 */
void
bw_tenant_list_set_single_click (BwTenantList *self,
                                 gboolean      single_click)
{
  g_return_if_fail (BW_IS_TENANT_LIST (self));

  self->single_click = single_click;
}

/**
 * bw_tenant_list_set_sort:
 * @self: a tenant list
 * @column: what to sort by
 * @descending: whether to sort downwards
 */
void
bw_tenant_list_set_sort (BwTenantList   *self,
                         BwTenantColumn  column,
                         gboolean        descending)
{
  g_return_if_fail (BW_IS_TENANT_LIST (self));

  gtk_column_view_sort_by_column (self->column_view, self->columns[column],
                                  descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

/**
 * bw_tenant_list_get_sort:
 * @self: a tenant list
 * @column: (out): what it is sorted by
 * @descending: (out): whether it is sorted downwards
 */
void
bw_tenant_list_get_sort (BwTenantList   *self,
                         BwTenantColumn *column,
                         gboolean       *descending)
{
  g_return_if_fail (BW_IS_TENANT_LIST (self));

  *column = BW_TENANT_COLUMN_NAME;
  *descending = FALSE;
  bw_tenant_columns_read_sorter (gtk_column_view_get_sorter (self->column_view), column,
                                 descending);
}

/**
 * bw_tenant_list_set_widths:
 * @self: a tenant list
 * @widths: what bw_tenant_list_dup_widths() gave
 */
void
bw_tenant_list_set_widths (BwTenantList *self,
                           const char   *widths)
{
  g_return_if_fail (BW_IS_TENANT_LIST (self));

  bw_tenant_columns_set_widths (self->columns, widths);
}

/**
 * bw_tenant_list_dup_widths:
 * @self: a tenant list
 *
 * Returns: (transfer full): how wide the columns were made by hand
 */
char *
bw_tenant_list_dup_widths (BwTenantList *self)
{
  g_return_val_if_fail (BW_IS_TENANT_LIST (self), NULL);

  return bw_tenant_columns_dup_widths (self->columns);
}

/**
 * bw_tenant_list_start_search:
 * @self: a tenant list
 */
void
bw_tenant_list_start_search (BwTenantList *self)
{
  g_return_if_fail (BW_IS_TENANT_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

/**
 * bw_tenant_list_capture_keys:
 * @self: a tenant list
 * @widget: (nullable): where typing starts a search
 */
void
bw_tenant_list_capture_keys (BwTenantList *self,
                             GtkWidget    *widget)
{
  g_return_if_fail (BW_IS_TENANT_LIST (self));

  gtk_search_entry_set_key_capture_widget (self->search_entry, widget);
}

/**
 * bw_tenant_list_clear_search:
 * @self: a tenant list
 */
void
bw_tenant_list_clear_search (BwTenantList *self)
{
  g_return_if_fail (BW_IS_TENANT_LIST (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
}
