/* bw-access-actions.c - what can be done with the tenants that are shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-access-view-private.h"
#include "bw-bulk-dialog.h"
#include "bw-choice-dialog.h"
#include "bw-dialogs.h"
#include "bw-message-dialog.h"
#include "bw-message-saver.h"
#include "bw-plan-dialog.h"
#include "bw-widgets.h"

/* Something that the engine was asked to do. */
struct _BwAccessErrand
{
  BwAccessView           *view;     /* (owned) */
  BwAccessErrandFinish    finish;
  const char             *heading;  /* what to say if it cannot be done */
  const char             *toast;    /* (nullable): what to say if it was */
};

/**
 * bw_access_errand_new:
 * @view: an access view
 * @finish: tells what came of it
 * @heading: what to say if it cannot be done
 * @toast: (nullable): what to say if it was
 *
 * Returns: (transfer full): something to ask the engine for; for
 *   bw_access_errand_done_cb()
 */
BwAccessErrand *
bw_access_errand_new (BwAccessView         *view,
                      BwAccessErrandFinish  finish,
                      const char           *heading,
                      const char           *toast)
{
  BwAccessErrand *self = g_new0 (BwAccessErrand, 1);

  self->view = g_object_ref (view);
  self->finish = finish;
  self->heading = heading;
  self->toast = toast;

  return self;
}

/**
 * bw_access_errand_done_cb:
 * @object: the engine
 * @result: what came of it
 * @user_data: (transfer full): the errand
 *
 * Says what there is to say.
 */
void
bw_access_errand_done_cb (GObject      *object,
                          GAsyncResult *result,
                          gpointer      user_data)
{
  BwAccessErrand *self = user_data;
  g_autoptr(GError) error = NULL;

  if (!self->finish (BW_ENGINE (object), result, &error))
    bw_dialog_tell_error (GTK_WIDGET (self->view), self->heading, error);
  else if (self->toast != NULL)
    bw_widget_toast (GTK_WIDGET (self->view->panel), self->toast);

  g_object_unref (self->view);
  g_free (self);
}

static GtkWindow *
get_window (BwAccessView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static BwTenant *
get_tenant (BwAccessView *self)
{
  return bw_details_panel_get_tenant (self->panel);
}

static BwEngine *
get_engine (BwAccessView *self)
{
  return bw_workspace_get_engine (self->workspace);
}

/* One tenant. */

static void
start_setup (BwAccessView *self,
             BwTenant     *tenant)
{
  bw_engine_start_setup_async (get_engine (self), bw_tenant_get_id (tenant), BW_CHOICE_NONE, NULL,
                               self->cancellable, bw_access_errand_done_cb,
                               bw_access_errand_new (self, bw_engine_start_setup_finish,
                                                     _("Set-Up Not Started"), NULL));
}

static void
set_up_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);

  start_setup (self, get_tenant (self));
}

static void
retry_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);

  bw_engine_retry_async (get_engine (self), bw_tenant_get_id (get_tenant (self)), self->cancellable,
                         bw_access_errand_done_cb,
                         bw_access_errand_new (self, bw_engine_retry_finish,
                                               _("Set-Up Not Retried"), NULL));
}

static void
chosen_cb (BwChoiceDialog *dialog,
           BwChoice        choice,
           const char     *relationship_id,
           BwAccessView   *self)
{
  const char *tenant_id = bw_tenant_get_id (bw_choice_dialog_get_tenant (dialog));

  bw_engine_choose_async (get_engine (self), tenant_id, choice, relationship_id, self->cancellable,
                          bw_access_errand_done_cb,
                          bw_access_errand_new (self, bw_engine_choose_finish,
                                                _("Choice Not Kept"), NULL));
}

static void
choose_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);
  GtkWidget *dialog = bw_choice_dialog_new (get_window (self), get_tenant (self));

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (chosen_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
view_message_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);

  gtk_window_present (GTK_WINDOW (bw_message_dialog_new (get_window (self), self->workspace,
                                                         get_tenant (self))));
}

static void
plan_confirmed_cb (BwPlanDialog *dialog,
                   BwAccessView *self)
{
  start_setup (self, bw_plan_dialog_get_tenant (dialog));
}

static void
plan_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);
  BwTenant *tenant = get_tenant (self);
  GtkWidget *dialog = bw_plan_dialog_new (get_window (self), get_engine (self), tenant,
                                          bw_access_view_can_set_up (tenant));

  g_signal_connect_object (dialog, "confirmed", G_CALLBACK (plan_confirmed_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
cancelled_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(BwAccessView) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *stays = bw_engine_cancel_finish (BW_ENGINE (object), result, &error);

  if (error != NULL)
    bw_dialog_tell_error (GTK_WIDGET (self), _("Set-Up Not Cancelled"), error);
  else if (stays != NULL)
    bw_dialog_tell (GTK_WIDGET (self), _("Set-Up Cancelled"), stays);
  else
    bw_widget_toast (GTK_WIDGET (self->panel), _("Set-up cancelled"));
}

static void
cancel_answered_cb (AdwMessageDialog *dialog,
                    const char       *response,
                    BwAccessView     *self)
{
  BwTenant *tenant = g_object_get_data (G_OBJECT (dialog), "tenant");

  if (g_str_equal (response, BW_DIALOG_YES))
    bw_engine_cancel_async (get_engine (self), bw_tenant_get_id (tenant), self->cancellable,
                            cancelled_cb,
                            g_object_ref (self));
}

static void
cancel_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);
  BwTenant *tenant = get_tenant (self);
  GtkWidget *dialog = bw_dialog_ask_cancel (widget, tenant);

  g_object_set_data_full (G_OBJECT (dialog), "tenant", g_object_ref (tenant), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (cancel_answered_cb), self, 0);
}

static void
copy_details_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  bw_details_panel_copy_failure (BW_ACCESS_VIEW (widget)->panel);
}

static void
copy_id_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);

  bw_widget_copy (GTK_WIDGET (self->panel), bw_tenant_get_id (get_tenant (self)),
                  _("Tenant ID copied"));
}

/* The prominent button, from the keyboard. */
static void
next_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);
  const char *name = bw_details_panel_get_action_name (self->panel);

  if (name != NULL)
    gtk_widget_activate_action (widget, name, NULL);
}

/* Several tenants. */

static void
bulk_confirmed_cb (BwBulkDialog *dialog,
                   BwAccessView *self)
{
  GPtrArray *tenants = bw_bulk_dialog_get_tenants (dialog);
  g_autofree char *text = NULL;

  for (guint i = 0; i < tenants->len; i++)
    start_setup (self, g_ptr_array_index (tenants, i));

  text = g_strdup_printf (ngettext ("%u set-up started", "%u set-ups started", tenants->len),
                          tenants->len);
  bw_widget_toast (GTK_WIDGET (self->panel), text);
}

static GPtrArray *
dup_selected (BwAccessView *self,
              gboolean    (*fits) (BwTenant *tenant))
{
  g_autoptr(GPtrArray) selected = bw_tenant_list_dup_selected (self->list);
  GPtrArray *fitting = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < selected->len; i++)
    if (fits (g_ptr_array_index (selected, i)))
      g_ptr_array_add (fitting, g_object_ref (g_ptr_array_index (selected, i)));

  return fitting;
}

static void
set_up_selected_cb (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);
  g_autoptr(GPtrArray) tenants = dup_selected (self, bw_access_view_can_set_up);
  GtkWidget *dialog = bw_bulk_dialog_new (get_window (self), get_engine (self), tenants);

  g_signal_connect_object (dialog, "confirmed", G_CALLBACK (bulk_confirmed_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
save_messages_cb (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);
  g_autoptr(GPtrArray) tenants = dup_selected (self, bw_access_view_can_view_message);

  bw_message_saver_run (GTK_WIDGET (self->panel), self->workspace, tenants, self->cancellable);
}

/* The list. */

static void
refreshed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  /* The window shows it as the workspace's problem. */
  if (!bw_workspace_refresh_finish (BW_WORKSPACE (object), result, &error))
    g_info ("The customers could not be read: %s", error->message);
}

static void
refresh_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);

  bw_workspace_refresh_async (self->workspace, NULL, refreshed_cb, NULL);
}

static void
show_all_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);

  bw_tenant_list_clear_search (self->list);
  g_object_set (self, "filter", bw_tenant_group_get_nick (BW_TENANT_GROUP_ALL), NULL);
}

static void
select_all_cb (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  bw_tenant_list_select_all (BW_ACCESS_VIEW (widget)->list);
}

static void
search_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);

  bw_split_set_show_details (self->split, FALSE);
  bw_tenant_list_start_search (self->list);
}

static void
back_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);

  bw_split_set_show_details (self->split, FALSE);
  bw_tenant_list_focus (self->list);
}

/**
 * bw_access_view_can_set_up:
 * @tenant: a tenant
 *
 * Returns: whether a set-up can begin
 */
gboolean
bw_access_view_can_set_up (BwTenant *tenant)
{
  BwTenantAction action = bw_tenant_get_action (tenant);

  return action == BW_TENANT_ACTION_SET_UP || action == BW_TENANT_ACTION_SET_UP_AGAIN;
}

/**
 * bw_access_view_can_view_message:
 * @tenant: a tenant
 *
 * Returns: whether there is a message to send to its administrator
 */
gboolean
bw_access_view_can_view_message (BwTenant *tenant)
{
  BwTenantAction action = bw_tenant_get_action (tenant);

  return action == BW_TENANT_ACTION_VIEW_MESSAGE || action == BW_TENANT_ACTION_REQUEST_APPROVAL ||
         action == BW_TENANT_ACTION_INVITE_AGAIN;
}

/**
 * bw_access_view_update_actions:
 * @self: an access view
 *
 * Switches off what cannot work now.
 */
void
bw_access_view_update_actions (BwAccessView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  BwTenant *tenant = get_tenant (self);
  BwTenantAction action = tenant != NULL ? bw_tenant_get_action (tenant) : BW_TENANT_ACTION_NONE;
  gboolean working = self->workspace != NULL;
  gboolean can_cancel = working && tenant != NULL && bw_tenant_can_cancel (tenant);
  gboolean can_set_up = working && tenant != NULL && bw_access_view_can_set_up (tenant);

  gtk_widget_action_set_enabled (widget, "tenant.set-up", can_set_up);
  gtk_widget_action_set_enabled (widget, "tenant.choose", working &&
                                 action == BW_TENANT_ACTION_CHOOSE);
  gtk_widget_action_set_enabled (widget, "tenant.view-message",
                                 working && tenant != NULL &&
                                 bw_access_view_can_view_message (tenant));
  gtk_widget_action_set_enabled (widget, "tenant.retry", working &&
                                 action == BW_TENANT_ACTION_RETRY);
  gtk_widget_action_set_enabled (widget, "tenant.plan", can_set_up || can_cancel);
  gtk_widget_action_set_enabled (widget, "tenant.cancel", can_cancel);
  gtk_widget_action_set_enabled (widget, "tenant.copy-details",
                                 tenant != NULL &&
                                 bw_tenant_get_status (tenant) == BW_TENANT_STATUS_FAILED);
  gtk_widget_action_set_enabled (widget, "tenant.copy-id", tenant != NULL);
  gtk_widget_action_set_enabled (widget, "tenant.next", working && action != BW_TENANT_ACTION_NONE);
  bw_access_view_update_guest_actions (self, tenant);
  gtk_widget_action_set_enabled (widget, "access.refresh",
                                 working && !bw_workspace_is_refreshing (self->workspace));
  gtk_widget_action_set_enabled (widget, "access.back",
                                 bw_split_get_folded (self->split) &&
                                 bw_split_get_show_details (self->split));
  bw_access_view_update_entry_actions (self);
}

/**
 * bw_access_view_install_actions:
 * @widget_class: the class of the access view
 */
void
bw_access_view_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char                 *name;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "tenant.set-up", set_up_cb },
    { "tenant.choose", choose_cb },
    { "tenant.view-message", view_message_cb },
    { "tenant.retry", retry_cb },
    { "tenant.plan", plan_cb },
    { "tenant.cancel", cancel_cb },
    { "tenant.copy-details", copy_details_cb },
    { "tenant.copy-id", copy_id_cb },
    { "tenant.next", next_cb },
    { "access.set-up-selected", set_up_selected_cb },
    { "access.save-messages", save_messages_cb },
    { "access.refresh", refresh_cb },
    { "access.show-all", show_all_cb },
    { "access.select-all", select_all_cb },
    { "access.search", search_cb },
    { "access.back", back_cb },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);

  bw_access_view_install_guest_actions (widget_class);
  gtk_widget_class_install_property_action (widget_class, "access.filter", "filter");
  gtk_widget_class_install_property_action (widget_class, "access.sort-by", "sort-by");
  gtk_widget_class_install_property_action (widget_class, "access.sort-descending",
                                            "sort-descending");
}
