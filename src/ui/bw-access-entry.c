/* bw-access-entry.c - what comes into the list by hand, and what leaves it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-access-view-private.h"
#include "bw-add-dialog.h"
#include "bw-dialogs.h"
#include "bw-import-dialog.h"
#include "bw-util.h"
#include "bw-widgets.h"

static GtkWindow *
get_window (BwAccessView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static BwTenantEntry *
new_entry (BwAccessView *self)
{
  return bw_tenant_entry_new (bw_workspace_get_store (self->workspace),
                              bw_workspace_get_session (self->workspace));
}

static gboolean
show_added_cb (gpointer user_data)
{
  BwAccessView *self = user_data;

  self->show_added = 0;
  if (self->added != NULL && self->workspace != NULL &&
      bw_workspace_get_tenant (self->workspace, self->added) != NULL)
    {
      bw_access_view_open_tenant (self, self->added);
      g_clear_pointer (&self->added, g_free);
    }

  return G_SOURCE_REMOVE;
}

/**
 * bw_access_view_show_added_later:
 * @self: an access view
 *
 * Opens the tenant that was added last, if it is in the list by now.  The models between
 * the list and what it shows are told of a change one after the other, so it waits for that.
 */
void
bw_access_view_show_added_later (BwAccessView *self)
{
  if (self->added != NULL && self->show_added == 0)
    self->show_added = g_idle_add (show_added_cb, self);
}

static void
added_cb (BwAddDialog  *dialog,
          const char   *tenant_id,
          BwAccessView *self)
{
  bw_access_view_toast (self, _("Tenant added"));
  bw_set_str (&self->added, tenant_id);
  bw_access_view_show_added_later (self);
}

static void
add_cb (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);
  g_autoptr(BwTenantEntry) entry = new_entry (self);
  GtkWidget *dialog = bw_add_dialog_new (get_window (self), entry);

  g_signal_connect_object (dialog, "added", G_CALLBACK (added_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
file_chosen_cb (GtkNativeDialog *chooser,
                int              response,
                BwAccessView    *self)
{
  if (response == GTK_RESPONSE_ACCEPT && self->workspace != NULL)
    {
      g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      g_autoptr(BwTenantEntry) entry = new_entry (self);

      gtk_window_present (GTK_WINDOW (bw_import_dialog_new (get_window (self), entry, file)));
    }

  gtk_native_dialog_destroy (chooser);
  g_clear_object (&self->chooser);
}

static void
import_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);
  g_autoptr(GtkFileFilter) filter = NULL;
  GtkFileChooserNative *chooser;

  if (self->chooser != NULL)
    return;

  chooser = gtk_file_chooser_native_new (_("Import Tenants"), get_window (self),
                                         GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));
  filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, _("Comma-Separated Values"));
  gtk_file_filter_add_suffix (filter, "csv");
  gtk_file_filter_add_suffix (filter, "tsv");
  gtk_file_filter_add_suffix (filter, "txt");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (file_chosen_cb), self, 0);
  self->chooser = GTK_NATIVE_DIALOG (chooser);
  gtk_native_dialog_show (self->chooser);
}

static void
removed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BwAccessView) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!bw_tenant_entry_remove_finish (BW_TENANT_ENTRY (object), result, &error))
    bw_dialog_tell_error (GTK_WIDGET (self), _("Tenant Not Removed"), error);
  else if (self->workspace != NULL)
    bw_access_view_toast (self, _("Tenant removed from the list"));
}

static void
remove_answered_cb (AdwMessageDialog *dialog,
                    const char       *response,
                    BwAccessView     *self)
{
  BwTenant *tenant = g_object_get_data (G_OBJECT (dialog), "tenant");
  g_autoptr(BwTenantEntry) entry = NULL;

  if (!g_str_equal (response, BW_DIALOG_YES) || self->workspace == NULL)
    return;

  entry = new_entry (self);
  bw_tenant_entry_remove_async (entry, bw_tenant_get_id (tenant), self->cancellable, removed_cb,
                                g_object_ref (self));
}

static void
remove_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);
  BwTenant *tenant = bw_details_panel_get_tenant (self->panel);
  GtkWidget *dialog = bw_dialog_ask_remove (widget, tenant);

  g_object_set_data_full (G_OBJECT (dialog), "tenant", g_object_ref (tenant), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (remove_answered_cb), self, 0);
}

/* The store looks once more, and knows what other processes do. */
static gboolean
can_remove (BwTenant *tenant)
{
  BwSetupJob *job = bw_tenant_get_job (tenant);
  BwJobState state = job != NULL ? bw_setup_job_get_state (job) : BW_JOB_STATE_DONE;

  return state != BW_JOB_STATE_ACTIVE && state != BW_JOB_STATE_NEEDS_CHOICE;
}

/**
 * bw_access_view_update_entry_actions:
 * @self: an access view
 *
 * Switches off what cannot work now.
 */
void
bw_access_view_update_entry_actions (BwAccessView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  BwTenant *tenant = bw_details_panel_get_tenant (self->panel);
  BwSession *session = self->workspace != NULL ? bw_workspace_get_session (self->workspace) : NULL;
  gboolean signed_in = session != NULL && bw_session_get_state (session) == BW_SESSION_SIGNED_IN;

  gtk_widget_action_set_enabled (widget, "access.add", signed_in);
  gtk_widget_action_set_enabled (widget, "access.import", signed_in);
  gtk_widget_action_set_enabled (widget, "tenant.remove",
                                 self->workspace != NULL && tenant != NULL && can_remove (tenant));
}

/**
 * bw_access_view_install_entry_actions:
 * @widget_class: the class of the access view
 */
void
bw_access_view_install_entry_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "access.add", NULL, add_cb);
  gtk_widget_class_install_action (widget_class, "access.import", NULL, import_cb);
  gtk_widget_class_install_action (widget_class, "tenant.remove", NULL, remove_cb);
}
