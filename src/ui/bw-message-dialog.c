/* bw-message-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-dialogs.h"
#include "bw-message-dialog.h"
#include "bw-message-file.h"
#include "bw-message-saver.h"
#include "bw-widgets.h"

/* Mail programs and what stands between lose the end of a longer address. */
#define MAX_MAIL_URI 1900

struct _BwMessageDialog
{
  AdwWindow          parent_instance;

  BwWorkspace       *workspace;    /* (owned) (nullable) */
  BwTenant          *tenant;       /* (owned) */
  BwMessage         *message;      /* (owned) (nullable) */
  GCancellable      *cancellable;  /* (owned) */
  GStrv              languages;    /* (owned) */
  BwMessageKind      kind;
  gboolean           edited;
  gboolean           showing;

  AdwWindowTitle    *window_title;
  GtkStack          *stack;
  AdwStatusPage     *error_page;
  GtkDropDown       *language_dropdown;
  GtkWidget         *revert_button;
  GtkToggleButton   *edit_button;
  GtkWidget         *mail_button;
  GtkWidget         *save_button;
  GtkWidget         *frame;
  GtkTextView       *text_view;
  GtkWidget         *link_list;
  AdwActionRow      *link_row;
  GtkWidget         *copy_link_button;
  GtkLabel          *told_label;
  GtkWidget         *okay_button;
  GtkWidget         *copy_button;
};

G_DEFINE_FINAL_TYPE (BwMessageDialog, bw_message_dialog, ADW_TYPE_WINDOW)

static char *
dup_text (BwMessageDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/* A toast is not read out before libadwaita 1.6, so it is said twice. */
static void
tell (BwMessageDialog *self,
      const char      *text)
{
  bw_widget_toast (GTK_WIDGET (self->text_view), text);
  bw_label_set_text (self->told_label, text);
}

static void
update (BwMessageDialog *self)
{
  gtk_widget_set_visible (self->revert_button, self->edited);
  gtk_widget_set_sensitive (GTK_WIDGET (self->language_dropdown), !self->edited);
}

/* The text. */

static void
changed_cb (BwMessageDialog *self)
{
  if (self->showing || self->edited)
    return;

  self->edited = TRUE;
  update (self);
}

/* The link is what the whole message is for: it cannot be edited. */
static void
protect_link (BwMessageDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), "link");
  GtkTextIter from;
  GtkTextIter start;
  GtkTextIter end;

  if (self->message->link == NULL)
    return;

  if (tag == NULL)
    tag = gtk_text_buffer_create_tag (buffer, "link", "editable", FALSE, "underline",
                                      PANGO_UNDERLINE_SINGLE, NULL);

  gtk_text_buffer_get_start_iter (buffer, &from);
  while (gtk_text_iter_forward_search (&from, self->message->link, GTK_TEXT_SEARCH_TEXT_ONLY,
                                       &start, &end, NULL))
    {
      gtk_text_buffer_apply_tag (buffer, tag, &start, &end);
      from = end;
    }
}

static void
show_text (BwMessageDialog *self)
{
  gtk_widget_set_direction (GTK_WIDGET (self->text_view),
                            self->message->is_rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  self->showing = TRUE;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text_view), self->message->text, -1);
  self->showing = FALSE;
  self->edited = FALSE;
  protect_link (self);
  update (self);
}

static void
edit_cb (BwMessageDialog *self)
{
  gboolean editing = gtk_toggle_button_get_active (self->edit_button);

  gtk_text_view_set_editable (self->text_view, editing);
  gtk_text_view_set_cursor_visible (self->text_view, editing);
  if (editing)
    {
      gtk_widget_add_css_class (self->frame, "view");
      gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
    }
  else
    {
      gtk_widget_remove_css_class (self->frame, "view");
    }
}

/* Making the message. */

static void
show_error (BwMessageDialog *self,
            const GError    *error)
{
  /* The description of a status page is markup. */
  g_autofree char *escaped = g_markup_escape_text (error->message, -1);

  adw_status_page_set_description (self->error_page, escaped);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static void
made_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(BwMessageDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  BwMessage *message = bw_message_make_finish (result, &error);

  if (message != NULL)
    bw_message_dialog_show (self, message);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_error (self, error);
}

static void
make (BwMessageDialog *self,
      const char      *language)
{
  if (self->workspace != NULL)
    bw_message_make_async (bw_workspace_get_session (self->workspace), self->tenant, self->kind,
                           language, self->cancellable, made_cb,
                           g_object_ref (self));
}

static void
language_cb (BwMessageDialog *self)
{
  guint selected = gtk_drop_down_get_selected (self->language_dropdown);

  if (!self->showing && self->message != NULL && selected != GTK_INVALID_LIST_POSITION &&
      g_strcmp0 (self->languages[selected], self->message->language) != 0)
    make (self, self->languages[selected]);
}

/* What can be done with it. */

/* Returns: (transfer full): the message as text, and as HTML unless it was edited */
static GdkContentProvider *
new_content (BwMessageDialog *self,
             const char      *text)
{
  GdkContentProvider *provider = gdk_content_provider_new_typed (G_TYPE_STRING, text);
  g_autoptr(GBytes) html = NULL;

  if (self->edited || self->message->html == NULL)
    return provider;

  html = g_bytes_new (self->message->html, strlen (self->message->html));

  return gdk_content_provider_new_union ((GdkContentProvider *[]) {
                                           provider,
                                           gdk_content_provider_new_for_bytes ("text/html", html),
                                         }, 2);
}

static void
copy (BwMessageDialog *self,
      const char      *told)
{
  g_autofree char *text = dup_text (self);
  g_autoptr(GdkContentProvider) content = new_content (self, text);

  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), content);
  if (self->workspace != NULL)
    bw_engine_note_message_copied (bw_workspace_get_engine (self->workspace),
                                   bw_tenant_get_id (self->tenant));
  tell (self, told);
}

static void
copy_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  copy (BW_MESSAGE_DIALOG (widget), _("Message copied"));
}

static void
copy_link_cb (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  BwMessageDialog *self = BW_MESSAGE_DIALOG (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->message->link);
  if (self->workspace != NULL)
    bw_engine_note_message_copied (bw_workspace_get_engine (self->workspace),
                                   bw_tenant_get_id (self->tenant));
  tell (self, _("Link copied"));
}

static char *
make_mail_uri (const char *subject,
               const char *body)
{
  g_autofree char *escaped_subject = g_uri_escape_string (subject, NULL, FALSE);
  g_autofree char *escaped_body = g_uri_escape_string (body, NULL, FALSE);

  return g_strdup_printf ("mailto:?subject=%s&body=%s", escaped_subject, escaped_body);
}

static void
mail_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  BwMessageDialog *self = BW_MESSAGE_DIALOG (widget);
  g_autofree char *text = dup_text (self);
  g_autofree char *uri = make_mail_uri (self->message->subject, text);

  if (strlen (uri) > MAX_MAIL_URI)
    {
      g_free (uri);
      uri = make_mail_uri (self->message->subject,
                           self->message->link != NULL ? self->message->link : "");
      copy (self, _("Message copied; paste it into the mail"));
    }
  else if (self->workspace != NULL)
    {
      bw_engine_note_message_copied (bw_workspace_get_engine (self->workspace),
                                     bw_tenant_get_id (self->tenant));
    }

  bw_widget_open_uri (widget, uri);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BwMessageDialog) self = user_data;
  g_autoptr(GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (object), result, NULL, &error))
    tell (self, _("Message saved"));
  else
    bw_dialog_tell_error (GTK_WIDGET (self), _("Message Not Saved"), error);
}

static void
save_answered_cb (GtkNativeDialog *chooser,
                  int              response,
                  BwMessageDialog *self)
{
  g_autoptr(GFile) file = NULL;
  g_autoptr(GBytes) bytes = NULL;
  char *text;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      text = dup_text (self);
      bytes = g_bytes_new_take (text, strlen (text));
      g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE,
                                           self->cancellable,
                                           saved_cb, g_object_ref (self));
    }

  gtk_native_dialog_destroy (chooser);
  g_object_unref (chooser);
}

static void
save_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  BwMessageDialog *self = BW_MESSAGE_DIALOG (widget);
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Save Message"), GTK_WINDOW (self),
                                                               GTK_FILE_CHOOSER_ACTION_SAVE,
                                                               _("_Save"), _("_Cancel"));
  g_autofree char *name = bw_message_saver_make_name (self->tenant, self->kind);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_signal_connect_object (chooser, "response", G_CALLBACK (save_answered_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
revert_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  show_text (BW_MESSAGE_DIALOG (widget));
}

static void
bw_message_dialog_dispose (GObject *object)
{
  BwMessageDialog *self = BW_MESSAGE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), BW_TYPE_MESSAGE_DIALOG);
  g_clear_object (&self->workspace);
  g_clear_object (&self->tenant);

  G_OBJECT_CLASS (bw_message_dialog_parent_class)->dispose (object);
}

static void
bw_message_dialog_finalize (GObject *object)
{
  BwMessageDialog *self = BW_MESSAGE_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->message, bw_message_free);
  g_clear_pointer (&self->languages, g_strfreev);

  G_OBJECT_CLASS (bw_message_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               BW_RESOURCE_PATH "/bw-message-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BwMessageDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, BwMessageDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, BwMessageDialog, error_page);
  gtk_widget_class_bind_template_child (widget_class, BwMessageDialog, language_dropdown);
  gtk_widget_class_bind_template_child (widget_class, BwMessageDialog, revert_button);
  gtk_widget_class_bind_template_child (widget_class, BwMessageDialog, edit_button);
  gtk_widget_class_bind_template_child (widget_class, BwMessageDialog, mail_button);
  gtk_widget_class_bind_template_child (widget_class, BwMessageDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, BwMessageDialog, frame);
  gtk_widget_class_bind_template_child (widget_class, BwMessageDialog, text_view);
  gtk_widget_class_bind_template_child (widget_class, BwMessageDialog, link_list);
  gtk_widget_class_bind_template_child (widget_class, BwMessageDialog, link_row);
  gtk_widget_class_bind_template_child (widget_class, BwMessageDialog, copy_link_button);
  gtk_widget_class_bind_template_child (widget_class, BwMessageDialog, told_label);
  gtk_widget_class_bind_template_child (widget_class, BwMessageDialog, okay_button);
  gtk_widget_class_bind_template_child (widget_class, BwMessageDialog, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, language_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_cb);
}

static void
bw_message_dialog_class_init (BwMessageDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_message_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = bw_message_dialog_finalize;

  gtk_widget_class_install_action (widget_class, "message.copy", NULL, copy_cb);
  gtk_widget_class_install_action (widget_class, "message.copy-link", NULL, copy_link_cb);
  gtk_widget_class_install_action (widget_class, "message.mail", NULL, mail_cb);
  gtk_widget_class_install_action (widget_class, "message.save", NULL, save_cb);
  gtk_widget_class_install_action (widget_class, "message.revert", NULL, revert_cb);

  bind_template (widget_class);
}

static void
allow (BwMessageDialog *self,
       gboolean         allowed)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.copy", allowed);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.copy-link",
                                 allowed && self->message->link != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.mail", allowed);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.save", allowed);
}

static void
bw_message_dialog_init (BwMessageDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->cancellable = g_cancellable_new ();
  bw_widget_name_menu (GTK_WIDGET (self->language_dropdown), _("Language of the Message"));
  bw_widget_set_name (self->revert_button, _("Discard the Changes"));
  bw_widget_set_name (GTK_WIDGET (self->edit_button), _("Edit"));
  bw_widget_set_name (self->mail_button, _("Open in Mail"));
  bw_widget_set_name (self->save_button, _("Save"));
  bw_widget_set_name (GTK_WIDGET (self->text_view), _("Message"));
  bw_widget_set_name (self->copy_link_button, _("Copy Link"));
  bw_widget_set_name (self->okay_button, _("Okay"));
  bw_widget_set_name (self->copy_button, _("Copy Message"));

  allow (self, FALSE);
  g_signal_connect_object (gtk_text_view_get_buffer (self->text_view), "changed",
                           G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
fill_languages (BwMessageDialog *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  self->showing = TRUE;
  self->languages = bw_message_file_dup_languages (self->kind);
  for (guint i = 0; self->languages[i] != NULL; i++)
    gtk_string_list_take (names,
                          bw_message_file_dup_language_name (self->kind, self->languages[i]));
  gtk_drop_down_set_model (self->language_dropdown, G_LIST_MODEL (names));
  self->showing = FALSE;
}

static const char *
get_title (BwMessageKind kind)
{
  switch (kind)
    {
    case BW_MESSAGE_KIND_CONSENT:
      return _("Request for Consent");
    case BW_MESSAGE_KIND_INVITATION:
      return _("Invitation Message");
    case BW_MESSAGE_KIND_APPROVAL:
    default:
      return _("Approval Message");
    }
}

static void
show_kind (BwMessageDialog *self)
{
  gtk_window_set_title (GTK_WINDOW (self), get_title (self->kind));
  adw_window_title_set_title (self->window_title, get_title (self->kind));
  gtk_widget_set_visible (self->link_list, bw_message_kind_has_link (self->kind));
  if (self->kind == BW_MESSAGE_KIND_CONSENT)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->link_row), _("Consent Link"));
}

/**
 * bw_message_dialog_new:
 * @parent: (nullable): the window it belongs to
 * @workspace: (nullable): makes the message; or see bw_message_dialog_show()
 * @tenant: whose set-up has come to where a message is to be sent
 *
 * It is about the message that the current step of the set-up needs.
 *
 * Returns: (transfer none): a dialog that is not on the screen yet
 */
GtkWidget *
bw_message_dialog_new (GtkWindow   *parent,
                       BwWorkspace *workspace,
                       BwTenant    *tenant)
{
  BwMessageDialog *self;
  g_autofree char *language = NULL;

  g_return_val_if_fail (BW_IS_TENANT (tenant), NULL);

  self = g_object_new (BW_TYPE_MESSAGE_DIALOG, "transient-for", parent, NULL);
  g_set_object (&self->workspace, workspace);
  self->tenant = g_object_ref (tenant);
  adw_window_title_set_subtitle (self->window_title, bw_tenant_get_name (tenant));
  self->kind = bw_message_kind_of_job (bw_tenant_get_job (tenant));
  show_kind (self);
  fill_languages (self);
  language = bw_message_file_pick_language (self->kind);
  make (self, language);

  return GTK_WIDGET (self);
}

/**
 * bw_message_dialog_show:
 * @self: a message dialog
 * @message: (transfer full): what to show
 */
void
bw_message_dialog_show (BwMessageDialog *self,
                        BwMessage       *message)
{
  g_return_if_fail (BW_IS_MESSAGE_DIALOG (self));

  g_clear_pointer (&self->message, bw_message_free);
  self->message = message;

  self->showing = TRUE;
  for (guint i = 0; self->languages[i] != NULL; i++)
    if (g_strcmp0 (self->languages[i], message->language) == 0)
      gtk_drop_down_set_selected (self->language_dropdown, i);
  self->showing = FALSE;

  adw_action_row_set_subtitle (self->link_row, message->link != NULL ? message->link : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->link_row), message->link);
  bw_label_set_text (self->told_label, NULL);
  show_text (self);
  allow (self, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "message");
  gtk_widget_grab_focus (self->copy_button);
}
