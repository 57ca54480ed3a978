/* bw-credential-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-credential-dialog.h"
#include "bw-dialogs.h"
#include "bw-secret.h"
#include "bw-widgets.h"

#define CERTIFICATE_DAYS 365

struct _BwCredentialDialog
{
  AdwWindow           parent_instance;

  BwCredentialKeeper *keeper;       /* (owned) (nullable): once it is closed */
  GCancellable       *cancellable;  /* (owned) */
  GtkNativeDialog    *chooser;      /* (owned) (nullable): while it is open */
  gboolean            busy;

  GtkWidget          *close_button;
  GtkStack           *stack;
  GtkWidget          *facts_list;
  AdwActionRow       *kind_row;
  AdwActionRow       *end_row;
  AdwActionRow       *thumbprint_row;
  GtkLabel           *warning_label;
  GtkLabel           *hint_label;
  GtkWidget          *secret_button;
  GtkWidget          *make_button;
  GtkWidget          *save_button;
  GtkWidget          *remove_button;
  GtkWidget          *secret_list;
  GtkEditable        *secret_row;
  GtkEditable        *date_row;
  GtkLabel           *wrong_label;
  GtkWidget          *back_button;
  GtkWidget          *use_button;
};

G_DEFINE_FINAL_TYPE (BwCredentialDialog, bw_credential_dialog, ADW_TYPE_WINDOW)

static const char *
get_hint (BwCredentialKind kind)
{
  switch (kind)
    {
    case BW_CREDENTIAL_SECRET:
      return _("The client secret is in the system keyring of this computer only.");
    case BW_CREDENTIAL_CERTIFICATE:
      return _("Save the certificate, and upload it in Microsoft Entra to the app registration, "
               "under Certificates & secrets. Its private key is in the system keyring of this "
               "computer only.");
    case BW_CREDENTIAL_NONE:
    default:
      return _("The app registration is a public client, which has nothing to prove itself with. "
               "If yours demands a client secret or a certificate, set it here; a certificate is "
               "safer.");
    }
}

static void
show_row (AdwActionRow *row,
          const char   *text)
{
  adw_action_row_set_subtitle (row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL);
}

static void
enable (BwCredentialDialog *self)
{
  BwCredentialKind kind = bw_credential_keeper_get_kind (self->keeper);
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "credential.enter-secret", !self->busy);
  gtk_widget_action_set_enabled (widget, "credential.make", !self->busy);
  gtk_widget_action_set_enabled (widget, "credential.save",
                                 !self->busy && kind == BW_CREDENTIAL_CERTIFICATE);
  gtk_widget_action_set_enabled (widget, "credential.remove",
                                 !self->busy && kind != BW_CREDENTIAL_NONE);
  gtk_widget_action_set_enabled (widget, "credential.use-secret",
                                 !self->busy && *gtk_editable_get_text (self->secret_row) != '\0');
  gtk_widget_set_visible (self->save_button, kind == BW_CREDENTIAL_CERTIFICATE);
  gtk_widget_set_visible (self->remove_button, kind != BW_CREDENTIAL_NONE);
}

static void
show (BwCredentialDialog *self)
{
  BwCredentialKind kind;
  g_autoptr(GDateTime) end = NULL;
  g_autofree char *date = NULL;
  g_autofree char *warning = NULL;
  const char *problem;

  if (self->keeper == NULL)
    return;

  kind = bw_credential_keeper_get_kind (self->keeper);
  problem = bw_credential_keeper_get_problem (self->keeper);
  if (bw_credential_keeper_get_end (self->keeper) != 0)
    end = g_date_time_new_from_unix_utc (bw_credential_keeper_get_end (self->keeper));
  date = end != NULL ? g_date_time_format (end, "%F") : NULL;
  warning = bw_credential_dup_warning (kind, bw_credential_keeper_get_end (self->keeper));

  show_row (self->kind_row, bw_credential_kind_get_label (kind));
  show_row (self->end_row, date);
  show_row (self->thumbprint_row, bw_credential_keeper_get_thumbprint (self->keeper));
  bw_label_set_text (self->warning_label, problem != NULL ? problem : warning);
  gtk_label_set_text (self->hint_label, get_hint (kind));
  enable (self);
}

static void
set_busy (BwCredentialDialog *self,
          gboolean            busy)
{
  self->busy = busy;
  enable (self);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BwCredentialDialog) self = user_data;
  g_autoptr(BwClientCredential) credential = NULL;

  /* What keeps it from being read is shown as its problem. */
  credential = bw_credential_keeper_ensure_finish (result, NULL);
  show (self);
}

/* Shows what it is now, and what went wrong on the way. */
static void
changed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BwCredentialDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean changed = bw_credential_keeper_change_finish (BW_CREDENTIAL_KEEPER (object), result,
                                                         &error);

  if (self->keeper == NULL)
    return;

  set_busy (self, FALSE);
  if (!changed)
    bw_dialog_tell_error (GTK_WIDGET (self), _("The App Credential Is as It Was"), error);
  bw_credential_keeper_ensure_async (self->keeper, self->cancellable, loaded_cb,
                                     g_object_ref (self));
}

static void
go_back (BwCredentialDialog *self)
{
  gtk_editable_set_text (self->secret_row, "");
  gtk_editable_set_text (self->date_row, "");
  gtk_label_set_text (self->wrong_label, "");
  gtk_stack_set_visible_child_name (self->stack, "facts");
  gtk_widget_grab_focus (self->secret_button);
}

static void
back_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  go_back (BW_CREDENTIAL_DIALOG (widget));
}

static void
enter_secret_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  BwCredentialDialog *self = BW_CREDENTIAL_DIALOG (widget);

  gtk_stack_set_visible_child_name (self->stack, "secret");
  gtk_widget_grab_focus (GTK_WIDGET (self->secret_row));
}

static void
typed_cb (BwCredentialDialog *self)
{
  if (self->keeper != NULL)
    enable (self);
}

static void
use_secret_cb (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  BwCredentialDialog *self = BW_CREDENTIAL_DIALOG (widget);
  char *secret = g_strstrip (g_strdup (gtk_editable_get_text (self->secret_row)));
  g_autofree char *date = g_strstrip (g_strdup (gtk_editable_get_text (self->date_row)));
  g_autoptr(GError) error = NULL;
  gint64 end = 0;

  if (bw_credential_check_secret (secret, &error) && *date != '\0')
    end = bw_credential_parse_end (date, &error);

  if (error != NULL)
    {
      gtk_label_set_text (self->wrong_label, error->message);
    }
  else
    {
      set_busy (self, TRUE);
      bw_credential_keeper_set_secret_async (self->keeper, secret, end, self->cancellable,
                                             changed_cb, g_object_ref (self));
      go_back (self);
    }

  bw_secret_free (secret);
}

static void
make (BwCredentialDialog *self)
{
  set_busy (self, TRUE);
  bw_credential_keeper_make_certificate_async (self->keeper, CERTIFICATE_DAYS, self->cancellable,
                                               changed_cb, g_object_ref (self));
}

static void
replace_answered_cb (AdwMessageDialog   *dialog,
                     const char         *response,
                     BwCredentialDialog *self)
{
  if (g_str_equal (response, BW_DIALOG_YES) && self->keeper != NULL)
    make (self);
}

static void
make_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  BwCredentialDialog *self = BW_CREDENTIAL_DIALOG (widget);

  if (bw_credential_keeper_get_kind (self->keeper) == BW_CREDENTIAL_NONE)
    make (self);
  else
    g_signal_connect_object (bw_dialog_ask_replace_credential (widget), "response",
                             G_CALLBACK (replace_answered_cb), self, 0);
}

static void
remove_answered_cb (AdwMessageDialog   *dialog,
                    const char         *response,
                    BwCredentialDialog *self)
{
  if (!g_str_equal (response, BW_DIALOG_YES) || self->keeper == NULL)
    return;

  set_busy (self, TRUE);
  bw_credential_keeper_remove_async (self->keeper, self->cancellable, changed_cb,
                                     g_object_ref (self));
}

static void
remove_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  g_signal_connect_object (bw_dialog_ask_remove_credential (widget), "response",
                           G_CALLBACK (remove_answered_cb), BW_CREDENTIAL_DIALOG (widget), 0);
}

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BwCredentialDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean written = g_file_replace_contents_finish (G_FILE (object), result, NULL, &error);

  if (self->keeper == NULL)
    return;

  if (written)
    bw_widget_toast (GTK_WIDGET (self->stack), _("Certificate saved"));
  else
    bw_dialog_tell_error (GTK_WIDGET (self), _("Certificate Not Saved"), error);
}

static void
file_chosen_cb (GtkNativeDialog    *chooser,
                int                 response,
                BwCredentialDialog *self)
{
  const char *pem = bw_credential_keeper_get_pem (self->keeper);

  if (response == GTK_RESPONSE_ACCEPT && pem != NULL)
    {
      g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      g_autoptr(GBytes) bytes = g_bytes_new (pem, strlen (pem));

      g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE,
                                           self->cancellable, written_cb, g_object_ref (self));
    }

  gtk_native_dialog_destroy (chooser);
  g_clear_object (&self->chooser);
}

static void
save_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  BwCredentialDialog *self = BW_CREDENTIAL_DIALOG (widget);
  GtkFileChooserNative *chooser;

  if (self->chooser != NULL)
    return;

  chooser = gtk_file_chooser_native_new (_("Save Certificate"), GTK_WINDOW (self),
                                         GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), "bailiwick-certificate.pem");
  g_signal_connect_object (chooser, "response", G_CALLBACK (file_chosen_cb), self, 0);
  self->chooser = GTK_NATIVE_DIALOG (chooser);
  gtk_native_dialog_show (self->chooser);
}

static void
bw_credential_dialog_dispose (GObject *object)
{
  BwCredentialDialog *self = BW_CREDENTIAL_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (self->chooser);
  g_clear_object (&self->chooser);
  g_clear_object (&self->keeper);
  gtk_widget_dispose_template (GTK_WIDGET (self), BW_TYPE_CREDENTIAL_DIALOG);

  G_OBJECT_CLASS (bw_credential_dialog_parent_class)->dispose (object);
}

static void
bw_credential_dialog_finalize (GObject *object)
{
  g_clear_object (&BW_CREDENTIAL_DIALOG (object)->cancellable);

  G_OBJECT_CLASS (bw_credential_dialog_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, BwCredentialDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, BwCredentialDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, BwCredentialDialog, facts_list);
  gtk_widget_class_bind_template_child (widget_class, BwCredentialDialog, kind_row);
  gtk_widget_class_bind_template_child (widget_class, BwCredentialDialog, end_row);
  gtk_widget_class_bind_template_child (widget_class, BwCredentialDialog, thumbprint_row);
  gtk_widget_class_bind_template_child (widget_class, BwCredentialDialog, warning_label);
  gtk_widget_class_bind_template_child (widget_class, BwCredentialDialog, hint_label);
  gtk_widget_class_bind_template_child (widget_class, BwCredentialDialog, secret_button);
  gtk_widget_class_bind_template_child (widget_class, BwCredentialDialog, make_button);
  gtk_widget_class_bind_template_child (widget_class, BwCredentialDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, BwCredentialDialog, remove_button);
  gtk_widget_class_bind_template_child (widget_class, BwCredentialDialog, secret_list);
  gtk_widget_class_bind_template_child (widget_class, BwCredentialDialog, secret_row);
  gtk_widget_class_bind_template_child (widget_class, BwCredentialDialog, date_row);
  gtk_widget_class_bind_template_child (widget_class, BwCredentialDialog, wrong_label);
  gtk_widget_class_bind_template_child (widget_class, BwCredentialDialog, back_button);
  gtk_widget_class_bind_template_child (widget_class, BwCredentialDialog, use_button);
}

static void
bw_credential_dialog_class_init (BwCredentialDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_credential_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = bw_credential_dialog_finalize;

  gtk_widget_class_install_action (widget_class, "credential.enter-secret", NULL, enter_secret_cb);
  gtk_widget_class_install_action (widget_class, "credential.use-secret", NULL, use_secret_cb);
  gtk_widget_class_install_action (widget_class, "credential.back", NULL, back_cb);
  gtk_widget_class_install_action (widget_class, "credential.make", NULL, make_cb);
  gtk_widget_class_install_action (widget_class, "credential.save", NULL, save_cb);
  gtk_widget_class_install_action (widget_class, "credential.remove", NULL, remove_cb);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BW_RESOURCE_PATH "/bw-credential-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
}

static void
bw_credential_dialog_init (BwCredentialDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->cancellable = g_cancellable_new ();
  bw_widget_set_name (self->close_button, _("Close"));
  bw_widget_set_name (self->facts_list, _("App Credential"));
  bw_widget_set_name (self->secret_button, _("Use a Client Secret"));
  bw_widget_set_name (self->make_button, _("Make a Certificate"));
  bw_widget_set_name (self->save_button, _("Save Certificate"));
  bw_widget_set_name (self->remove_button, _("Remove"));
  bw_widget_set_name (self->secret_list, _("Client Secret"));
  bw_widget_set_name (self->back_button, _("Back"));
  bw_widget_set_name (self->use_button, _("Use"));
}

/**
 * bw_credential_dialog_new:
 * @parent: (nullable): the window it belongs to
 * @keeper: what to show and to change
 *
 * Returns: (transfer none): a dialog that is not on the screen yet
 */
GtkWidget *
bw_credential_dialog_new (GtkWindow          *parent,
                          BwCredentialKeeper *keeper)
{
  BwCredentialDialog *self = g_object_new (BW_TYPE_CREDENTIAL_DIALOG, "transient-for", parent,
                                           NULL);

  self->keeper = g_object_ref (keeper);
  g_signal_connect_object (keeper, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
  bw_credential_keeper_ensure_async (keeper, self->cancellable, loaded_cb, g_object_ref (self));

  return GTK_WIDGET (self);
}
