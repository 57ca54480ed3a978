/* bw-tenant-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-tenant-list-private.h"
#include "bw-util.h"
#include "bw-widgets.h"

/* Changes of many tenants at once are looked at together. */
#define SETTLE_MSEC 150

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

  /* What can be done with all that are selected may have changed with them. */
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);

  return G_SOURCE_REMOVE;
}

static void
settle_later (BwTenantList *self)
{
  if (self->settle_id == 0)
    self->settle_id = g_timeout_add (SETTLE_MSEC, settle_cb, self);
}

static void
tenants_changed_cb (BwTenantList *self)
{
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
  bw_widget_name_buttons (GTK_WIDGET (self->stack));
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

  g_clear_pointer (&self->follower, bw_tenant_follower_free);
  g_set_object (&self->tenants, tenants);
  gtk_filter_list_model_set_model (self->filtered, tenants);

  if (tenants != NULL)
    self->follower = bw_tenant_follower_new (tenants, G_CALLBACK (tenants_changed_cb),
                                             G_CALLBACK (settle_later), self);
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
