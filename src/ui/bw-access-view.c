/* bw-access-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-access-view-private.h"
#include "bw-settings.h"
#include "bw-util.h"
#include "bw-widgets.h"

G_DEFINE_FINAL_TYPE (BwAccessView, bw_access_view, ADW_TYPE_BIN)

/* These are properties only because an action with a state is made of one. */
typedef enum
{
  PROP_FILTER = 1,
  PROP_SORT_BY,
  PROP_SORT_DESCENDING,
} BwAccessViewProperty;

static GParamSpec *properties[PROP_SORT_DESCENDING + 1];

/* Showing. */

static void
show_selected (BwAccessView *self)
{
  g_autoptr(GPtrArray) selected = bw_tenant_list_dup_selected (self->list);
  guint n_to_set_up = 0;
  guint n_waiting = 0;

  for (guint i = 0; i < selected->len; i++)
    {
      BwTenant *tenant = g_ptr_array_index (selected, i);

      n_to_set_up += bw_access_view_can_set_up (tenant) ? 1 : 0;
      n_waiting += bw_access_view_can_view_message (tenant) ? 1 : 0;
    }

  if (selected->len > 1)
    bw_details_panel_set_several (self->panel, selected->len, n_to_set_up, n_waiting);
  else
    bw_details_panel_set_tenant (self->panel,
                                 selected->len == 1 ? g_ptr_array_index (selected, 0) : NULL);

  g_signal_group_set_target (self->tenant_signals, bw_details_panel_get_tenant (self->panel));
  bw_access_view_update_actions (self);
}

static void
show_refreshing (BwAccessView *self)
{
  gboolean refreshing = self->workspace != NULL && bw_workspace_is_refreshing (self->workspace);

  gtk_stack_set_visible_child_name (self->refresh_stack, refreshing ? "busy" : "idle");
  bw_tenant_list_set_reading (self->list, refreshing);
  bw_access_view_update_actions (self);
}

static void
set_filter (BwAccessView *self,
            const char   *nick)
{
  for (guint i = 0; i < BW_TENANT_N_GROUPS; i++)
    if (self->group != i && g_strcmp0 (bw_tenant_group_get_nick (i), nick) == 0)
      {
        self->group = i;
        bw_tenant_list_set_group (self->list, i);
        bw_settings_set_string ("status-filter", nick);
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILTER]);
        return;
      }
}

static void
set_sort (BwAccessView   *self,
          BwTenantColumn  column,
          gboolean        descending)
{
  if (self->sort_column == column && self->sort_descending == descending)
    return;

  self->sort_column = column;
  self->sort_descending = descending;
  bw_tenant_list_set_sort (self->list, column, descending);
  bw_settings_set_string ("sort-column", bw_tenant_column_get_nick (column));
  bw_settings_set_boolean ("sort-descending", descending);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT_BY]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT_DESCENDING]);
}

/* What happens in the children. */

static void
selection_changed_cb (BwAccessView *self)
{
  show_selected (self);
}

static void
activated_cb (BwAccessView *self)
{
  bw_split_set_show_details (self->split, TRUE);
  bw_details_panel_focus_action (self->panel);
}

/* Also when somebody presses the head of a column. */
static void
sort_changed_cb (BwAccessView *self)
{
  BwTenantColumn column;
  gboolean descending;

  bw_tenant_list_get_sort (self->list, &column, &descending);
  set_sort (self, column, descending);
}

static void
widths_changed_cb (BwAccessView *self)
{
  g_autofree char *widths = bw_tenant_list_dup_widths (self->list);

  bw_settings_set_string ("column-widths", widths);
}

static void
folded_cb (BwAccessView *self)
{
  gboolean folded = bw_split_get_folded (self->split);

  bw_tenant_list_set_single_click (self->list, folded);
  bw_access_view_update_actions (self);
}

static void
show_details_cb (BwAccessView *self)
{
  bw_access_view_update_actions (self);
}

/* Typing anywhere in the window starts a search. */
static void
bw_access_view_map (GtkWidget *widget)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);

  GTK_WIDGET_CLASS (bw_access_view_parent_class)->map (widget);
  bw_tenant_list_capture_keys (self->list, widget);
}

static gboolean
bw_access_view_grab_focus (GtkWidget *widget)
{
  bw_tenant_list_focus (BW_ACCESS_VIEW (widget)->list);

  return TRUE;
}

static void
bw_access_view_dispose (GObject *object)
{
  BwAccessView *self = BW_ACCESS_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  if (self->list != NULL)
    bw_tenant_list_capture_keys (self->list, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), BW_TYPE_ACCESS_VIEW);
  g_clear_object (&self->workspace_signals);
  g_clear_object (&self->tenant_signals);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->model_signals);
  g_clear_handle_id (&self->show_added, g_source_remove);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (self->chooser);
  g_clear_object (&self->chooser);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->added, g_free);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (bw_access_view_parent_class)->dispose (object);
}

static void
bw_access_view_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  BwAccessView *self = BW_ACCESS_VIEW (object);

  switch ((BwAccessViewProperty) prop_id)
    {
    case PROP_FILTER:
      g_value_set_string (value, bw_tenant_group_get_nick (self->group));
      break;
    case PROP_SORT_BY:
      g_value_set_string (value, bw_tenant_column_get_nick (self->sort_column));
      break;
    case PROP_SORT_DESCENDING:
      g_value_set_boolean (value, self->sort_descending);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bw_access_view_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  BwAccessView *self = BW_ACCESS_VIEW (object);
  BwTenantColumn column;

  switch ((BwAccessViewProperty) prop_id)
    {
    case PROP_FILTER:
      set_filter (self, g_value_get_string (value));
      break;
    case PROP_SORT_BY:
      if (bw_tenant_column_from_nick (g_value_get_string (value), &column))
        set_sort (self, column, self->sort_descending);
      break;
    case PROP_SORT_DESCENDING:
      set_sort (self, self->sort_column, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, BW_RESOURCE_PATH "/bw-access-view.ui");
  gtk_widget_class_bind_template_child (widget_class, BwAccessView, split);
  gtk_widget_class_bind_template_child (widget_class, BwAccessView, window_title);
  gtk_widget_class_bind_template_child (widget_class, BwAccessView, sort_button);
  gtk_widget_class_bind_template_child (widget_class, BwAccessView, main_menu_button);
  gtk_widget_class_bind_template_child (widget_class, BwAccessView, add_button);
  gtk_widget_class_bind_template_child (widget_class, BwAccessView, refresh_button);
  gtk_widget_class_bind_template_child (widget_class, BwAccessView, refresh_stack);
  gtk_widget_class_bind_template_child (widget_class, BwAccessView, sandbox_strip);
  gtk_widget_class_bind_template_child (widget_class, BwAccessView, problem_strip);
  gtk_widget_class_bind_template_child (widget_class, BwAccessView, list);
  gtk_widget_class_bind_template_child (widget_class, BwAccessView, panel);
  gtk_widget_class_bind_template_callback (widget_class, selection_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, sort_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, widths_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_details_cb);
}

static void
bw_access_view_class_init (BwAccessViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = bw_access_view_dispose;
  object_class->get_property = bw_access_view_get_property;
  object_class->set_property = bw_access_view_set_property;
  widget_class->map = bw_access_view_map;
  widget_class->grab_focus = bw_access_view_grab_focus;

  properties[PROP_FILTER] = g_param_spec_string ("filter", NULL, NULL, "all", flags);
  properties[PROP_SORT_BY] = g_param_spec_string ("sort-by", NULL, NULL, "name", flags);
  properties[PROP_SORT_DESCENDING] = g_param_spec_boolean ("sort-descending", NULL, NULL, FALSE,
                                                           flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (BW_TYPE_DETAILS_PANEL);
  g_type_ensure (BW_TYPE_SPLIT);
  g_type_ensure (BW_TYPE_STRIP);
  g_type_ensure (BW_TYPE_TENANT_LIST);

  bind_template (widget_class);
  bw_access_view_install_actions (widget_class);
  bw_access_view_install_entry_actions (widget_class);
}

/* What was remembered when the window was closed last. */
static void
restore (BwAccessView *self)
{
  g_autofree char *column = bw_settings_dup_string ("sort-column");
  g_autofree char *filter = bw_settings_dup_string ("status-filter");
  g_autofree char *widths = bw_settings_dup_string ("column-widths");
  gboolean descending = bw_settings_get_boolean ("sort-descending");

  g_object_set (self, "sort-by", column, "filter", filter, NULL);
  g_object_set (self, "sort-descending", descending, NULL);
  bw_tenant_list_set_widths (self->list, widths);
}

static void
bw_access_view_init (BwAccessView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->cancellable = g_cancellable_new ();
  bw_widget_set_name (self->add_button, _("Add a Tenant"));
  bw_widget_set_name (self->refresh_button, _("Read Customers Again"));
  bw_widget_name_menu (self->sort_button, _("Sort By"));
  bw_widget_name_menu (self->main_menu_button, _("Main Menu"));

  self->workspace_signals = g_signal_group_new (BW_TYPE_WORKSPACE);
  g_signal_group_connect_swapped (self->workspace_signals, "notify::refreshing",
                                  G_CALLBACK (show_refreshing), self);
  self->tenant_signals = g_signal_group_new (BW_TYPE_TENANT);
  g_signal_group_connect_swapped (self->tenant_signals, "notify",
                                  G_CALLBACK (bw_access_view_update_actions), self);
  self->model_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->model_signals, "items-changed",
                                  G_CALLBACK (bw_access_view_show_added_later), self);
  self->session_signals = g_signal_group_new (BW_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::state",
                                  G_CALLBACK (bw_access_view_update_actions), self);

  restore (self);
  folded_cb (self);
}

/**
 * bw_access_view_set_workspace:
 * @self: an access view
 * @workspace: (nullable): what it shows and acts upon
 */
void
bw_access_view_set_workspace (BwAccessView *self,
                              BwWorkspace  *workspace)
{
  g_return_if_fail (BW_IS_ACCESS_VIEW (self));

  if (!g_set_object (&self->workspace, workspace))
    return;

  g_signal_group_set_target (self->workspace_signals, workspace);
  g_signal_group_set_target (self->session_signals,
                             workspace != NULL ? bw_workspace_get_session (workspace) : NULL);
  g_signal_group_set_target (self->model_signals,
                             workspace != NULL ? bw_workspace_get_tenants (workspace) : NULL);
  g_clear_pointer (&self->added, g_free);
  bw_access_view_set_tenants (self,
                              workspace != NULL ? bw_workspace_get_tenants (workspace) : NULL);
  show_refreshing (self);
}

/**
 * bw_access_view_set_tenants:
 * @self: an access view
 * @tenants: (nullable): a list model of #BwTenant
 *
 * Shows other tenants than the workspace's.
 */
void
bw_access_view_set_tenants (BwAccessView *self,
                            GListModel   *tenants)
{
  g_return_if_fail (BW_IS_ACCESS_VIEW (self));

  bw_tenant_list_set_tenants (self->list, tenants);
  show_selected (self);
}

/**
 * bw_access_view_show_sandbox:
 * @self: an access view
 * @text: (nullable): what to say about the sandbox, or %NULL if this is none
 */
void
bw_access_view_show_sandbox (BwAccessView *self,
                             const char   *text)
{
  g_return_if_fail (BW_IS_ACCESS_VIEW (self));

  if (text != NULL)
    bw_strip_show (self->sandbox_strip, text, _("_Leave"), "app.leave-sandbox");
  else
    bw_strip_hide (self->sandbox_strip);
}

/**
 * bw_access_view_show_problem:
 * @self: an access view
 * @text: (nullable): a sentence about what lasts, or %NULL
 * @button_label: (nullable): the one thing to do about it, with a mnemonic
 * @action_name: (nullable): the action of the button
 */
void
bw_access_view_show_problem (BwAccessView *self,
                             const char   *text,
                             const char   *button_label,
                             const char   *action_name)
{
  g_return_if_fail (BW_IS_ACCESS_VIEW (self));

  if (text != NULL)
    bw_strip_show (self->problem_strip, text, button_label, action_name);
  else
    bw_strip_hide (self->problem_strip);
}

/**
 * bw_access_view_set_subtitle:
 * @self: an access view
 * @subtitle: (nullable): whose tenants these are
 */
void
bw_access_view_set_subtitle (BwAccessView *self,
                             const char   *subtitle)
{
  g_return_if_fail (BW_IS_ACCESS_VIEW (self));

  adw_window_title_set_subtitle (self->window_title, subtitle != NULL ? subtitle : "");
}

/**
 * bw_access_view_toast:
 * @self: an access view
 * @text: what to say for a moment
 */
void
bw_access_view_toast (BwAccessView *self,
                      const char   *text)
{
  g_return_if_fail (BW_IS_ACCESS_VIEW (self));

  bw_widget_toast (GTK_WIDGET (self->split), text);
}

/**
 * bw_access_view_open_tenant:
 * @self: an access view
 * @tenant_id: a tenant ID
 *
 * Returns: whether there is such a tenant
 */
gboolean
bw_access_view_open_tenant (BwAccessView *self,
                            const char   *tenant_id)
{
  g_return_val_if_fail (BW_IS_ACCESS_VIEW (self), FALSE);

  if (!bw_tenant_list_select (self->list, tenant_id))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "access.show-all", NULL);
      if (!bw_tenant_list_select (self->list, tenant_id))
        return FALSE;
    }

  bw_split_set_show_details (self->split, TRUE);
  bw_details_panel_focus_action (self->panel);

  return TRUE;
}

/**
 * bw_access_view_open_group:
 * @self: an access view
 * @group: nick of a group of statuses
 */
void
bw_access_view_open_group (BwAccessView *self,
                           const char   *group)
{
  g_return_if_fail (BW_IS_ACCESS_VIEW (self));

  bw_tenant_list_clear_search (self->list);
  set_filter (self, group);
  bw_split_set_show_details (self->split, FALSE);
}
