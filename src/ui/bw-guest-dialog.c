/* bw-guest-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-engine-guest.h"
#include "bw-failure-box.h"
#include "bw-guest-dialog.h"
#include "bw-launch.h"
#include "bw-util.h"
#include "bw-widgets.h"

struct _BwGuestDialog
{
  AdwWindow      parent_instance;

  BwWorkspace   *workspace;     /* (owned) */
  BwTenant      *tenant;        /* (owned) */
  GCancellable  *cancellable;   /* (owned) (nullable): of the attempt under way */
  GCancellable  *opening;       /* (owned): of opening browsers, which may never answer */
  char          *uri;           /* (nullable): where to sign in */

  GtkWidget     *cancel_button;
  AdwStatusPage *status_page;
  GtkWidget     *open_button;
  GtkWidget     *retry_button;
  GtkWidget     *list_box;
  AdwActionRow  *uri_row;
  GtkWidget     *copy_button;
  GtkWidget     *refused_box;
  AdwEntryRow   *refused_row;
  GtkLabel      *told_label;
  BwFailureBox  *failure_box;
};

G_DEFINE_FINAL_TYPE (BwGuestDialog, bw_guest_dialog, ADW_TYPE_WINDOW)

static void begin (BwGuestDialog *self);

static void
show_address (BwGuestDialog *self,
              const char    *uri)
{
  bw_set_str (&self->uri, uri);
  adw_action_row_set_subtitle (self->uri_row, uri != NULL ? uri : "");
  gtk_widget_set_visible (self->list_box, uri != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "guest.open", uri != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "guest.copy", uri != NULL);
}

static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BwGuestDialog) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!bw_launch_uri_finish (result, &error) && self->uri != NULL &&
      !g_cancellable_is_cancelled (self->opening))
    bw_label_set_text (self->told_label, _("No browser can be opened from here. Copy the address, "
                                           "and paste it into a browser on this computer."));
}

static void
open_browser (BwGuestDialog *self)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self));
  g_autoptr(GdkAppLaunchContext) context = gdk_display_get_app_launch_context (display);

  bw_launch_uri_async (self->uri, G_APP_LAUNCH_CONTEXT (context), self->opening, opened_cb,
                       g_object_ref (self));
}

static void
open_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  open_browser (BW_GUEST_DIALOG (widget));
}

static void
copy_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  BwGuestDialog *self = BW_GUEST_DIALOG (widget);

  bw_widget_copy (self->list_box, self->uri, _("Address copied"));
  bw_label_set_text (self->told_label,
                     _("Address copied. Paste it into a private window of a browser on this "
                       "computer."));
}

static void
retry_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  begin (BW_GUEST_DIALOG (widget));
}

/* The tracker says what it means and what to do. */
static void
noted_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BwGuestDialog) self = user_data;
  g_autoptr(GError) error = NULL;

  if (bw_engine_guest_finish (BW_ENGINE (object), result, &error))
    gtk_window_close (GTK_WINDOW (self));
  else
    bw_label_set_text (self->told_label, error->message);
}

/* Microsoft's page may show an error and never send the browser back to us. */
static void
refused_cb (BwGuestDialog *self)
{
  bw_engine_note_guest_refused_async (bw_workspace_get_engine (self->workspace),
                                      bw_tenant_get_id (self->tenant),
                                      gtk_editable_get_text (GTK_EDITABLE (self->refused_row)),
                                      self->opening, noted_cb, g_object_ref (self));
}

static void
uri_changed_cb (BwSession     *session,
                GParamSpec    *pspec,
                BwGuestDialog *self)
{
  const char *uri = bw_session_get_guest_sign_in_uri (session);

  if (self->cancellable == NULL)
    return;

  show_address (self, uri);
  if (uri != NULL)
    open_browser (self);
}

static void
show_end (BwGuestDialog *self,
          const GError  *error)
{
  BwFailure *failure = bw_failure_of_error (error);
  g_autofree char *escaped = g_markup_escape_text (error->message, -1);

  adw_status_page_set_icon_name (self->status_page, "dialog-warning-symbolic");
  adw_status_page_set_title (self->status_page, _("Not Signed In"));
  adw_status_page_set_description (self->status_page, failure == NULL ? escaped : NULL);
  show_address (self, NULL);
  bw_label_set_text (self->told_label, NULL);
  bw_failure_box_set_failure (self->failure_box, failure);
  gtk_widget_set_visible (self->open_button, FALSE);
  gtk_widget_set_visible (self->retry_button, TRUE);
  gtk_widget_grab_focus (self->retry_button);
}

static void
signed_in_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(BwGuestDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean done = bw_engine_guest_finish (BW_ENGINE (object), result, &error);

  /* Whoever closed the dialog knows how it ended. */
  if (self->cancellable == NULL)
    return;

  g_clear_object (&self->cancellable);
  if (done)
    gtk_window_close (GTK_WINDOW (self));
  else
    show_end (self, error);
}

static void
begin (BwGuestDialog *self)
{
  const char *address = bw_tenant_get_guest_email (self->tenant);
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  /* Translators: a mail address, the name of a tenant */
  text = g_strdup_printf (_("Sign in there as %1$s, in a private window, and accept the "
                            "permissions in the tenant of %2$s. This window goes on by itself."),
                          address, bw_tenant_get_name (self->tenant));
  escaped = g_markup_escape_text (text, -1);
  adw_status_page_set_icon_name (self->status_page, "web-browser-symbolic");
  adw_status_page_set_title (self->status_page, _("Continue in the Browser"));
  adw_status_page_set_description (self->status_page, escaped);
  bw_failure_box_set_failure (self->failure_box, NULL);
  bw_label_set_text (self->told_label,
                     _("If no browser opens, or the wrong account is signed in there, copy the "
                       "address into a private window."));
  gtk_widget_set_visible (self->open_button, TRUE);
  gtk_widget_set_visible (self->retry_button, FALSE);
  show_address (self, NULL);

  self->cancellable = g_cancellable_new ();
  bw_engine_sign_in_guest_async (bw_workspace_get_engine (self->workspace),
                                 bw_tenant_get_id (self->tenant), self->cancellable, signed_in_cb,
                                 g_object_ref (self));
}

static void
end (BwGuestDialog *self)
{
  g_autoptr(GCancellable) cancellable = g_steal_pointer (&self->cancellable);

  g_cancellable_cancel (cancellable);
}

/* The attempt holds the dialog, which is not disposed of while somebody does. */
static void
bw_guest_dialog_unrealize (GtkWidget *widget)
{
  end (BW_GUEST_DIALOG (widget));
  g_cancellable_cancel (BW_GUEST_DIALOG (widget)->opening);

  GTK_WIDGET_CLASS (bw_guest_dialog_parent_class)->unrealize (widget);
}

static void
bw_guest_dialog_dispose (GObject *object)
{
  BwGuestDialog *self = BW_GUEST_DIALOG (object);

  end (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), BW_TYPE_GUEST_DIALOG);
  g_clear_object (&self->opening);
  g_clear_object (&self->workspace);
  g_clear_object (&self->tenant);
  g_clear_pointer (&self->uri, g_free);

  G_OBJECT_CLASS (bw_guest_dialog_parent_class)->dispose (object);
}

static void
bw_guest_dialog_class_init (BwGuestDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_guest_dialog_dispose;
  widget_class->unrealize = bw_guest_dialog_unrealize;

  g_type_ensure (BW_TYPE_FAILURE_BOX);
  gtk_widget_class_install_action (widget_class, "guest.open", NULL, open_cb);
  gtk_widget_class_install_action (widget_class, "guest.copy", NULL, copy_cb);
  gtk_widget_class_install_action (widget_class, "guest.retry", NULL, retry_cb);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BW_RESOURCE_PATH "/bw-guest-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BwGuestDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, BwGuestDialog, status_page);
  gtk_widget_class_bind_template_child (widget_class, BwGuestDialog, open_button);
  gtk_widget_class_bind_template_child (widget_class, BwGuestDialog, retry_button);
  gtk_widget_class_bind_template_child (widget_class, BwGuestDialog, list_box);
  gtk_widget_class_bind_template_child (widget_class, BwGuestDialog, uri_row);
  gtk_widget_class_bind_template_child (widget_class, BwGuestDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, BwGuestDialog, refused_box);
  gtk_widget_class_bind_template_child (widget_class, BwGuestDialog, refused_row);
  gtk_widget_class_bind_template_child (widget_class, BwGuestDialog, told_label);
  gtk_widget_class_bind_template_child (widget_class, BwGuestDialog, failure_box);
  gtk_widget_class_bind_template_callback (widget_class, refused_cb);
}

static void
bw_guest_dialog_init (BwGuestDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->opening = g_cancellable_new ();
  bw_widget_set_name (self->cancel_button, _("Cancel"));
  bw_widget_set_name (self->open_button, _("Open Browser Again"));
  bw_widget_set_name (self->retry_button, _("Try Again"));
  bw_widget_set_name (self->list_box, _("Address of the Sign-In Page"));
  bw_widget_set_name (self->copy_button, _("Copy Address"));
  bw_widget_set_name (self->refused_box, _("Error Code That the Browser Shows"));
}

/**
 * bw_guest_dialog_new:
 * @parent: (nullable): the window it belongs to
 * @workspace: the workspace
 * @tenant: whose guest account is to sign in
 *
 * The browser is opened at once; closing the dialog ends the attempt.
 *
 * Returns: (transfer none): a dialog that is not on the screen yet
 */
GtkWidget *
bw_guest_dialog_new (GtkWindow   *parent,
                     BwWorkspace *workspace,
                     BwTenant    *tenant)
{
  BwGuestDialog *self = g_object_new (BW_TYPE_GUEST_DIALOG, "transient-for", parent, NULL);

  g_set_object (&self->workspace, workspace);
  g_set_object (&self->tenant, tenant);
  g_signal_connect_object (bw_workspace_get_session (workspace), "notify::guest-sign-in-uri",
                           G_CALLBACK (uri_changed_cb), self, 0);
  begin (self);

  return GTK_WIDGET (self);
}
