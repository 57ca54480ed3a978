/* bw-sign-in-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-sign-in-dialog.h"
#include "bw-util.h"
#include "bw-widgets.h"

struct _BwSignInDialog
{
  AdwWindow     parent_instance;

  BwSession    *session;  /* (owned) (nullable) */

  GtkWidget    *cancel_button;
  GtkWidget    *sign_in_button;
  AdwEntryRow  *tenant_row;
  AdwEntryRow  *client_row;
  AdwComboRow  *cloud_row;
  GtkLabel     *hint_label;
};

G_DEFINE_FINAL_TYPE (BwSignInDialog, bw_sign_in_dialog, ADW_TYPE_WINDOW)

enum
{
  CONFIGURED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* In the order of the rows to choose from. */
static const char * const clouds[] = { "global", "us-government", "us-government-dod", "china" };

/* Returns: (transfer full): what was typed, without the blanks that come with pasting */
static char *
dup_text (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static gboolean
is_tenant (const char *text)
{
  return bw_is_guid (text) || (strchr (text, '.') != NULL && strpbrk (text, " /@:") == NULL &&
                               !g_str_has_prefix (text, ".") && !g_str_has_suffix (text, "."));
}

/* Wrong is only what cannot become right by typing on: an empty field is not. */
static void
show_validity (AdwEntryRow *row,
               gboolean     empty,
               gboolean     valid)
{
  gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (row), "success");

  if (valid)
    gtk_widget_add_css_class (GTK_WIDGET (row), "success");
  else if (!empty)
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");

  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               !empty && !valid ? GTK_ACCESSIBLE_INVALID_TRUE
                                                : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
changed_cb (BwSignInDialog *self)
{
  g_autofree char *tenant = dup_text (self->tenant_row);
  g_autofree char *client = dup_text (self->client_row);
  gboolean tenant_valid = is_tenant (tenant);
  gboolean client_valid = bw_is_guid (client);

  show_validity (self->tenant_row, *tenant == '\0', tenant_valid);
  show_validity (self->client_row, *client == '\0', client_valid);
  gtk_widget_set_sensitive (self->sign_in_button, tenant_valid && client_valid);

  if (*tenant != '\0' && !tenant_valid)
    gtk_label_set_text (self->hint_label,
                        _("The partner tenant is an ID or a domain, such as "
                          "contoso.onmicrosoft.com."));
  else if (*client != '\0' && !client_valid)
    gtk_label_set_text (self->hint_label,
                        _("The client ID has the form 00000000-0000-0000-0000-000000000000."));
  else
    gtk_label_set_text (self->hint_label, "");
}

static void
sign_in_cb (BwSignInDialog *self)
{
  g_autofree char *tenant = dup_text (self->tenant_row);
  g_autofree char *client = dup_text (self->client_row);
  guint cloud = MIN (adw_combo_row_get_selected (self->cloud_row), G_N_ELEMENTS (clouds) - 1);
  g_autoptr(GError) error = NULL;

  if (self->session != NULL &&
      !bw_session_configure (self->session, tenant, client, clouds[cloud], &error))
    {
      gtk_label_set_text (self->hint_label, error->message);
      return;
    }

  g_signal_emit (self, signals[CONFIGURED], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
bw_sign_in_dialog_dispose (GObject *object)
{
  BwSignInDialog *self = BW_SIGN_IN_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), BW_TYPE_SIGN_IN_DIALOG);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (bw_sign_in_dialog_parent_class)->dispose (object);
}

static void
bw_sign_in_dialog_class_init (BwSignInDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_sign_in_dialog_dispose;

  signals[CONFIGURED] = g_signal_new ("configured", BW_TYPE_SIGN_IN_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL,
                                      G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BW_RESOURCE_PATH "/bw-sign-in-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BwSignInDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, BwSignInDialog, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, BwSignInDialog, tenant_row);
  gtk_widget_class_bind_template_child (widget_class, BwSignInDialog, client_row);
  gtk_widget_class_bind_template_child (widget_class, BwSignInDialog, cloud_row);
  gtk_widget_class_bind_template_child (widget_class, BwSignInDialog, hint_label);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_cb);
}

static void
bw_sign_in_dialog_init (BwSignInDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  bw_widget_set_name (self->cancel_button, _("Cancel"));
  bw_widget_set_name (self->sign_in_button, _("Sign In"));
}

/**
 * bw_sign_in_dialog_new:
 * @parent: (nullable): the window it belongs to
 * @session: (nullable): what to tell
 *
 * Returns: (transfer none): a dialog that is not on the screen yet
 */
GtkWidget *
bw_sign_in_dialog_new (GtkWindow *parent,
                       BwSession *session)
{
  BwSignInDialog *self = g_object_new (BW_TYPE_SIGN_IN_DIALOG, "transient-for", parent, NULL);
  const char *tenant = session != NULL ? bw_session_get_partner_tenant (session) : NULL;
  const char *client = session != NULL ? bw_session_get_client_id (session) : NULL;

  g_set_object (&self->session, session);
  gtk_editable_set_text (GTK_EDITABLE (self->tenant_row), tenant != NULL ? tenant : "");
  gtk_editable_set_text (GTK_EDITABLE (self->client_row), client != NULL ? client : "");
  gtk_widget_grab_focus (GTK_WIDGET (self->tenant_row));

  return GTK_WIDGET (self);
}
