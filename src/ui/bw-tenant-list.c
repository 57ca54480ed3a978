/* bw-tenant-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-tenant-filter.h"
#include "bw-tenant-list.h"
#include "bw-util.h"
#include "bw-widgets.h"

/* Changes of many tenants at once are looked at together. */
#define SETTLE_MSEC 150

struct _BwTenantList
{
  AdwBin              parent_instance;

  GListModel         *tenants;   /* (owned) (nullable) */
  BwTenantFilter     *filter;    /* (owned) */
  GtkFilterListModel *filtered;  /* (owned) */
  GtkMultiSelection  *selection; /* (owned) */
  GMenu              *groups;    /* (owned): the menu of the filter, with counts */
  guint               counts[BW_TENANT_N_GROUPS];
  gboolean            reading;
  guint               settle_id;
  guint               fit_id;
  gboolean            single_click;

  GtkSearchEntry     *search_entry;
  GtkMenuButton      *filter_button;
  GtkStack           *stack;
  GtkScrolledWindow  *scrolled_window;
  GtkColumnView      *column_view;
  GtkColumnViewColumn *columns[BW_TENANT_N_COLUMNS];
};

G_DEFINE_FINAL_TYPE (BwTenantList, bw_tenant_list, ADW_TYPE_BIN)

enum
{
  SELECTION_CHANGED,
  ACTIVATED,
  SORT_CHANGED,
  WIDTHS_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Showing. */

static char *
describe_group (BwTenantList  *self,
                BwTenantGroup  group)
{
  /* Translators: a group of tenants, and how many they are */
  return g_strdup_printf (_("%s (%u)"), bw_tenant_group_get_label (group), self->counts[group]);
}

static void
show_groups (BwTenantList *self)
{
  BwTenantGroup chosen = bw_tenant_filter_get_group (self->filter);
  g_autofree char *text = describe_group (self, chosen);
  /* Translators: read out for the button that chooses which tenants to show */
  g_autofree char *name = g_strdup_printf (_("Show: %s"), text);

  g_menu_remove_all (self->groups);
  for (guint i = 0; i < BW_TENANT_N_GROUPS; i++)
    {
      g_autofree char *label = describe_group (self, i);
      g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "access.filter", "s", bw_tenant_group_get_nick (i));
      g_menu_append_item (self->groups, item);
    }

  gtk_menu_button_set_label (self->filter_button, text);
  bw_widget_name_menu (GTK_WIDGET (self->filter_button), name);
}

static void
count_groups (BwTenantList *self)
{
  guint counts[BW_TENANT_N_GROUPS] = { 0 };
  guint n_tenants = self->tenants != NULL ? g_list_model_get_n_items (self->tenants) : 0;

  for (guint i = 0; i < n_tenants; i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (self->tenants, i);

      for (guint group = 0; group < BW_TENANT_N_GROUPS; group++)
        if (bw_tenant_is_in_group (tenant, group))
          counts[group]++;
    }

  if (memcmp (counts, self->counts, sizeof counts) == 0)
    return;

  memcpy (self->counts, counts, sizeof counts);
  show_groups (self);
}

static void
show_page (BwTenantList *self)
{
  gboolean empty = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0;
  const char *page = "list";

  if (empty && !bw_tenant_filter_is_open (self->filter) && self->counts[BW_TENANT_GROUP_ALL] > 0)
    page = "no-match";
  else if (empty)
    page = self->reading ? "reading" : "empty";

  gtk_stack_set_visible_child_name (self->stack, page);
}

static gboolean
settle_cb (gpointer user_data)
{
  BwTenantList *self = user_data;

  self->settle_id = 0;
  count_groups (self);
  if (!bw_tenant_filter_is_open (self->filter))
    gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_sorter_changed (gtk_column_view_get_sorter (self->column_view), GTK_SORTER_CHANGE_DIFFERENT);
  show_page (self);

  return G_SOURCE_REMOVE;
}

static void
settle_later (BwTenantList *self)
{
  if (self->settle_id == 0)
    self->settle_id = g_timeout_add (SETTLE_MSEC, settle_cb, self);
}

static void
tenants_changed_cb (BwTenantList *self,
                    guint         position,
                    guint         n_removed,
                    guint         n_added,
                    GListModel   *tenants)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (tenants, i);

      g_signal_connect_object (tenant, "notify", G_CALLBACK (settle_later), self,
                               G_CONNECT_SWAPPED);
    }

  count_groups (self);
  show_page (self);
}

/* Columns. */

static void
fit_cb (gpointer user_data)
{
  BwTenantList *self = user_data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->scrolled_window);

  self->fit_id = 0;
  bw_tenant_columns_fit (self->columns, (int) gtk_adjustment_get_page_size (adjustment));
}

/* Columns must not come and go while sizes are given out. */
static void
page_size_changed_cb (BwTenantList *self)
{
  if (self->fit_id == 0)
    self->fit_id = g_idle_add_once (fit_cb, self);
}

static void
width_changed_cb (BwTenantList *self)
{
  g_signal_emit (self, signals[WIDTHS_CHANGED], 0);
}

/* What the user does. */

static void
selection_changed_cb (BwTenantList *self)
{
  g_autoptr(GPtrArray) selected = bw_tenant_list_dup_selected (self);

  bw_tenant_filter_set_kept (self->filter,
                             selected->len == 1 ? g_ptr_array_index (selected, 0) : NULL);
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

static void
activate_cb (BwTenantList  *self,
             guint          position,
             GtkColumnView *view)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  g_signal_emit (self, signals[ACTIVATED], 0);
}

/* With Control or Shift a click goes on selecting. */
static void
released_cb (BwTenantList    *self,
             int              n_press,
             double           x,
             double           y,
             GtkGestureClick *gesture)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->column_view), x, y, GTK_PICK_DEFAULT);
  GtkEventController *controller = GTK_EVENT_CONTROLLER (gesture);
  GdkModifierType state = gtk_event_controller_get_current_event_state (controller);

  while (widget != NULL && g_strcmp0 (gtk_widget_get_css_name (widget), "row") != 0)
    widget = gtk_widget_get_parent (widget);

  if (widget != NULL && self->single_click && (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) == 0)
    g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
search_changed_cb (BwTenantList *self)
{
  bw_tenant_filter_set_text (self->filter,
                             gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  show_page (self);
}

static void
stop_search_cb (BwTenantList *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->column_view));
}

static void
search_activate_cb (BwTenantList *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->column_view));
}

static void
sorter_changed_cb (BwTenantList *self)
{
  g_signal_emit (self, signals[SORT_CHANGED], 0);
}

static void
bw_tenant_list_dispose (GObject *object)
{
  BwTenantList *self = BW_TENANT_LIST (object);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_handle_id (&self->fit_id, g_source_remove);

  /* Nobody is to be told of the selection of a list that goes away. */
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->column_view != NULL)
    g_signal_handlers_disconnect_by_func (gtk_column_view_get_sorter (self->column_view),
                                          sorter_changed_cb, self);
  bw_tenant_list_set_tenants (self, NULL);

  gtk_widget_dispose_template (GTK_WIDGET (self), BW_TYPE_TENANT_LIST);
  g_clear_object (&self->selection);
  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);
  g_clear_object (&self->groups);

  G_OBJECT_CLASS (bw_tenant_list_parent_class)->dispose (object);
}

static void
bw_tenant_list_class_init (BwTenantListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_tenant_list_dispose;

  signals[SELECTION_CHANGED] = g_signal_new ("selection-changed", BW_TYPE_TENANT_LIST,
                                             G_SIGNAL_RUN_LAST,
                                             0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", BW_TYPE_TENANT_LIST, G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SORT_CHANGED] = g_signal_new ("sort-changed", BW_TYPE_TENANT_LIST, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[WIDTHS_CHANGED] = g_signal_new ("widths-changed", BW_TYPE_TENANT_LIST, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, BW_RESOURCE_PATH "/bw-tenant-list.ui");
  gtk_widget_class_bind_template_child (widget_class, BwTenantList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, BwTenantList, filter_button);
  gtk_widget_class_bind_template_child (widget_class, BwTenantList, stack);
  gtk_widget_class_bind_template_child (widget_class, BwTenantList, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, BwTenantList, column_view);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, released_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
}

static void
bw_tenant_list_init (BwTenantList *self)
{
  GtkSortListModel *sorted;

  gtk_widget_init_template (GTK_WIDGET (self));

  bw_tenant_columns_add (self->column_view, self->columns);
  for (guint i = 0; i < BW_TENANT_N_COLUMNS; i++)
    g_signal_connect_object (self->columns[i], "notify::fixed-width", G_CALLBACK (width_changed_cb),
                             self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (self->scrolled_window),
                           "notify::page-size",
                           G_CALLBACK (page_size_changed_cb), self, G_CONNECT_SWAPPED);

  self->filter = bw_tenant_filter_new ();
  self->filtered = gtk_filter_list_model_new (NULL, GTK_FILTER (g_object_ref (self->filter)));
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (g_object_ref (self->filtered)),
                                    g_object_ref (gtk_column_view_get_sorter (self->column_view)));
  self->selection = gtk_multi_selection_new (G_LIST_MODEL (sorted));
  gtk_column_view_set_model (self->column_view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb),
                            self);
  g_signal_connect_swapped (self->selection, "items-changed", G_CALLBACK (selection_changed_cb),
                            self);

  self->groups = g_menu_new ();
  gtk_menu_button_set_menu_model (self->filter_button, G_MENU_MODEL (self->groups));
  show_groups (self);
  bw_widget_set_name (GTK_WIDGET (self->column_view), _("Tenants"));
  bw_widget_set_name (gtk_widget_get_last_child (GTK_WIDGET (self->column_view)), _("Tenants"));
  bw_widget_set_name (GTK_WIDGET (self->search_entry), _("Search Tenants"));

  bw_tenant_list_set_sort (self, BW_TENANT_COLUMN_NAME, FALSE);
  g_signal_connect_object (gtk_column_view_get_sorter (self->column_view), "changed",
                           G_CALLBACK (sorter_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * bw_tenant_list_set_tenants:
 * @self: a tenant list
 * @tenants: (nullable): a list model of #BwTenant
 */
void
bw_tenant_list_set_tenants (BwTenantList *self,
                            GListModel   *tenants)
{
  g_return_if_fail (BW_IS_TENANT_LIST (self));

  if (self->tenants == tenants)
    return;

  if (self->tenants != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->tenants, tenants_changed_cb, self);
      for (guint i = 0; i < g_list_model_get_n_items (self->tenants); i++)
        {
          g_autoptr(BwTenant) tenant = g_list_model_get_item (self->tenants, i);

          g_signal_handlers_disconnect_by_func (tenant, settle_later, self);
        }
    }

  g_set_object (&self->tenants, tenants);
  gtk_filter_list_model_set_model (self->filtered, tenants);

  if (tenants != NULL)
    {
      g_signal_connect_object (tenants, "items-changed", G_CALLBACK (tenants_changed_cb), self,
                               G_CONNECT_SWAPPED);
      tenants_changed_cb (self, 0, 0, g_list_model_get_n_items (tenants), tenants);
    }
}

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
 * bw_tenant_list_set_group:
 * @self: a tenant list
 * @group: the group of statuses to show
 */
void
bw_tenant_list_set_group (BwTenantList  *self,
                          BwTenantGroup  group)
{
  g_return_if_fail (BW_IS_TENANT_LIST (self));

  bw_tenant_filter_set_group (self->filter, group);
  show_groups (self);
  show_page (self);
}

/**
 * bw_tenant_list_set_reading:
 * @self: a tenant list
 * @reading: whether the customers are being read
 */
void
bw_tenant_list_set_reading (BwTenantList *self,
                            gboolean      reading)
{
  g_return_if_fail (BW_IS_TENANT_LIST (self));

  self->reading = reading;
  show_page (self);
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
