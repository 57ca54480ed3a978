/* bw-template-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-dialogs.h"
#include "bw-error.h"
#include "bw-message-file.h"
#include "bw-template-dialog.h"
#include "bw-template-editor.h"
#include "bw-widgets.h"

/* What the user wanted to do when there were changes to ask about. */
typedef enum
{
  THEN_STAY,
  THEN_CLOSE,
  THEN_SWITCH,
  THEN_ADD,
} Then;

struct _BwTemplateDialog
{
  AdwWindow         parent_instance;

  GCancellable     *cancellable;  /* (owned) of what is read or written */
  GStrv             languages;    /* (owned) those of @kind, and one that is not saved yet */
  BwMessageKind     kind;
  Then              then;
  gboolean          busy;         /* reads or writes */
  gboolean          writing;
  gboolean          choosing;     /* the choices follow, rather than lead */
  gboolean          asking;
  gboolean          leaving;      /* it is decided what becomes of the changes */

  GtkWidget        *close_button;
  GtkWidget        *save_button;
  GtkWidget        *menu_button;
  GtkWidget        *choice_list;
  AdwComboRow      *kind_row;
  AdwComboRow      *language_row;
  BwTemplateEditor *editor;
  GtkLabel         *told_label;
};

G_DEFINE_FINAL_TYPE (BwTemplateDialog, bw_template_dialog, ADW_TYPE_WINDOW)

static void
update (BwTemplateDialog *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  BwMessageFile *file = bw_template_editor_get_file (self->editor);
  gboolean changes = bw_template_editor_has_changes (self->editor);
  gboolean good = bw_template_editor_is_good (self->editor);
  /* A file that can't be read is one of the user's own. */
  gboolean own = file == NULL || (file->is_own && file->has_ours);
  gboolean alone = file != NULL && file->is_own && !file->has_ours;

  gtk_widget_action_set_enabled (widget, "template.save", good && changes && !self->busy);
  gtk_widget_action_set_enabled (widget, "template.new-language", file != NULL && !self->busy);
  gtk_widget_action_set_enabled (widget, "template.reset", own && !self->busy);
  gtk_widget_action_set_enabled (widget, "template.remove", alone && !self->busy);
  gtk_widget_set_sensitive (self->choice_list, !self->writing);
}

static void
changed_cb (BwTemplateDialog *self)
{
  if (bw_template_editor_has_changes (self->editor))
    bw_label_set_text (self->told_label, NULL);
  update (self);
}

static void
set_busy (BwTemplateDialog *self,
          gboolean          busy,
          gboolean          writing)
{
  self->busy = busy;
  self->writing = writing;
  bw_template_editor_set_busy (self->editor, busy);
}

static void
tell (BwTemplateDialog *self,
      const char       *text)
{
  /* A toast is not read out before libadwaita 1.6, so it is said twice. */
  bw_widget_toast (GTK_WIDGET (self->editor), text);
  bw_label_set_text (self->told_label, text);
}

/* Showing. */

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BwTemplateDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  BwMessageFile *file = bw_message_file_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_busy (self, FALSE, FALSE);
  bw_template_editor_show (self->editor, file, error != NULL ? error->message : NULL);
}

static void
load (BwTemplateDialog *self,
      const char       *language)
{
  /* Only what was chosen last is shown. */
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();

  set_busy (self, TRUE, FALSE);
  bw_label_set_text (self->told_label, NULL);
  bw_message_file_load_async (self->kind, language, self->cancellable, loaded_cb,
                              g_object_ref (self));
}

static const char *
get_chosen_language (BwTemplateDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->language_row);

  return selected != GTK_INVALID_LIST_POSITION ? self->languages[selected] : "en";
}

static void
select_language (BwTemplateDialog *self,
                 const char       *language)
{
  self->choosing = TRUE;
  for (guint i = 0; self->languages[i] != NULL; i++)
    {
      if (g_str_equal (self->languages[i], language))
        adw_combo_row_set_selected (self->language_row, i);
    }
  self->choosing = FALSE;
}

/* @draft: (nullable): tag of one more language, which there is no file in yet */
static void
fill_languages (BwTemplateDialog *self,
                const char       *draft)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  g_auto(GStrv) languages = bw_message_file_dup_languages (self->kind);
  g_autoptr(GStrvBuilder) all = g_strv_builder_new ();

  g_strv_builder_addv (all, (const char **) languages);
  for (guint i = 0; languages[i] != NULL; i++)
    gtk_string_list_take (names, bw_message_file_dup_language_name (self->kind, languages[i]));
  if (draft != NULL)
    {
      g_strv_builder_add (all, draft);
      gtk_string_list_append (names, draft);
    }

  self->choosing = TRUE;
  g_strfreev (self->languages);
  self->languages = g_strv_builder_end (all);
  adw_combo_row_set_model (self->language_row, G_LIST_MODEL (names));
  self->choosing = FALSE;
}

static void
show_kind (BwTemplateDialog *self,
           BwMessageKind     kind)
{
  self->kind = kind;
  self->choosing = TRUE;
  adw_combo_row_set_selected (self->kind_row, kind);
  self->choosing = FALSE;
  bw_template_editor_set_kind (self->editor, kind);
}

/* Shows what there is, if not in @language then in the one that would be chosen first. */
static void
show_language (BwTemplateDialog *self,
               const char       *language)
{
  g_autofree char *first = bw_message_file_pick_language (self->kind);

  fill_languages (self, NULL);
  select_language (self, first);
  select_language (self, language);
  load (self, get_chosen_language (self));
}

/* One more language. */

static void
language_answered_cb (AdwMessageDialog *dialog,
                      const char       *response,
                      BwTemplateDialog *self)
{
  GtkWidget *entry = adw_message_dialog_get_extra_child (dialog);
  g_autofree char *language = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
  BwMessageFile *file = bw_template_editor_get_file (self->editor);
  g_autoptr(GError) error = NULL;

  if (!g_str_equal (response, BW_DIALOG_YES) || file == NULL || self->busy)
    return;

  file = bw_message_file_new_in_language (file, language, &error);
  if (file == NULL)
    {
      bw_dialog_tell_error (GTK_WIDGET (self), _("Language Not Added"), error);
      return;
    }

  fill_languages (self, language);
  select_language (self, language);
  bw_template_editor_show (self->editor, file, NULL);
  bw_template_editor_focus_text (self->editor);
}

static void
ask_language (BwTemplateDialog *self)
{
  g_signal_connect_object (bw_dialog_ask_language (GTK_WIDGET (self)), "response",
                           G_CALLBACK (language_answered_cb), self, 0);
}

/* Leaving what is shown, for another or for good. */

static void
close_later_cb (gpointer user_data)
{
  g_autoptr(BwTemplateDialog) self = user_data;

  gtk_window_close (GTK_WINDOW (self));
}

/* A row must not get other choices while it says that it has another one, so they are
 * made anew only where there was a question in between, or it is the other row's. */
static void
switch_now (BwTemplateDialog *self)
{
  BwMessageFile *file = bw_template_editor_get_file (self->editor);
  gboolean discarded = file != NULL && file->path == NULL;
  guint kind = adw_combo_row_get_selected (self->kind_row);
  g_autofree char *language = g_strdup (get_chosen_language (self));

  if (kind == self->kind && !discarded)
    {
      load (self, language);
      return;
    }

  show_kind (self, kind);
  show_language (self, language);
}

static void
go_on (BwTemplateDialog *self)
{
  Then then = self->then;

  self->then = THEN_STAY;
  if (then == THEN_CLOSE)
    {
      /* Only once the question is gone: it must not outlive the window that it belongs to. */
      self->leaving = TRUE;
      g_idle_add_once (close_later_cb, g_object_ref (self));
    }
  else if (then == THEN_SWITCH)
    {
      switch_now (self);
    }
  else if (then == THEN_ADD)
    {
      ask_language (self);
    }
}

/* The choices show again what is edited. */
static void
stay (BwTemplateDialog *self)
{
  BwMessageFile *file = bw_template_editor_get_file (self->editor);

  self->then = THEN_STAY;
  if (file == NULL)
    return;

  self->choosing = TRUE;
  adw_combo_row_set_selected (self->kind_row, self->kind);
  self->choosing = FALSE;
  select_language (self, file->language);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BwTemplateDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  BwMessageFile *file = bw_message_file_finish (result, &error);
  g_autofree char *chosen = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_busy (self, FALSE, FALSE);
  if (file == NULL)
    {
      stay (self);
      bw_dialog_tell_error (GTK_WIDGET (self), _("Template Not Saved"), error);
      return;
    }

  /* The template may give its language another name now. */
  bw_template_editor_set_saved (self->editor, file);
  chosen = g_strdup (get_chosen_language (self));
  fill_languages (self, NULL);
  select_language (self, chosen);
  tell (self, _("Template saved"));
  go_on (self);
}

static void
save (BwTemplateDialog *self)
{
  BwMessageFile *file = bw_template_editor_get_file (self->editor);
  g_autofree char *text = bw_template_editor_dup_text (self->editor);

  set_busy (self, TRUE, TRUE);
  bw_message_file_save_async (self->kind, file->language, text, self->cancellable, saved_cb,
                              g_object_ref (self));
}

static void
leave_answered_cb (AdwMessageDialog *dialog,
                   const char       *response,
                   BwTemplateDialog *self)
{
  self->asking = FALSE;
  if (g_str_equal (response, BW_DIALOG_YES) && !self->busy &&
      bw_template_editor_is_good (self->editor))
    save (self);
  else if (g_str_equal (response, BW_DIALOG_DISCARD))
    go_on (self);
  else
    stay (self);
}

static void
leave (BwTemplateDialog *self,
       Then              then)
{
  gboolean good = bw_template_editor_is_good (self->editor);

  if (self->asking)
    return;

  self->then = then;
  if (!bw_template_editor_has_changes (self->editor))
    {
      go_on (self);
      return;
    }

  self->asking = TRUE;
  g_signal_connect_object (bw_dialog_ask_save_template (GTK_WIDGET (self), good), "response",
                           G_CALLBACK (leave_answered_cb), self, 0);
}

static void
chosen_cb (BwTemplateDialog *self)
{
  if (!self->choosing && self->languages != NULL)
    leave (self, THEN_SWITCH);
}

static gboolean
bw_template_dialog_close_request (GtkWindow *window)
{
  BwTemplateDialog *self = BW_TEMPLATE_DIALOG (window);

  if (!self->leaving && bw_template_editor_has_changes (self->editor))
    {
      leave (self, THEN_CLOSE);
      return TRUE;
    }

  return GTK_WINDOW_CLASS (bw_template_dialog_parent_class)->close_request (window);
}

/* What can be done with it. */

static void
save_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  save (BW_TEMPLATE_DIALOG (widget));
}

static void
new_language_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  leave (BW_TEMPLATE_DIALOG (widget), THEN_ADD);
}

/* Where there was none of ours below it, there is nothing in that language any more. */
static void
reset_done_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(BwTemplateDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  BwMessageFile *file = bw_message_file_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_busy (self, FALSE, FALSE);
  if (file != NULL)
    {
      bw_template_editor_show (self->editor, file, NULL);
      tell (self, _("The built-in template is used again"));
    }
  else if (g_error_matches (error, BW_ERROR, BW_ERROR_NOT_FOUND))
    {
      show_language (self, "");
      tell (self, _("Language removed"));
    }
  else
    {
      bw_dialog_tell_error (GTK_WIDGET (self), _("Template Not Removed"), error);
    }
}

static void
reset_answered_cb (AdwMessageDialog *dialog,
                   const char       *response,
                   BwTemplateDialog *self)
{
  if (!g_str_equal (response, BW_DIALOG_YES))
    return;

  set_busy (self, TRUE, TRUE);
  bw_message_file_reset_async (self->kind, get_chosen_language (self), self->cancellable,
                               reset_done_cb, g_object_ref (self));
}

static void
reset_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  g_signal_connect_object (bw_dialog_ask_reset_template (widget), "response",
                           G_CALLBACK (reset_answered_cb), BW_TEMPLATE_DIALOG (widget), 0);
}

static void
remove_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  g_signal_connect_object (bw_dialog_ask_remove_template (widget), "response",
                           G_CALLBACK (reset_answered_cb), BW_TEMPLATE_DIALOG (widget), 0);
}

static void
bw_template_dialog_dispose (GObject *object)
{
  BwTemplateDialog *self = BW_TEMPLATE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), BW_TYPE_TEMPLATE_DIALOG);

  G_OBJECT_CLASS (bw_template_dialog_parent_class)->dispose (object);
}

static void
bw_template_dialog_finalize (GObject *object)
{
  BwTemplateDialog *self = BW_TEMPLATE_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->languages, g_strfreev);

  G_OBJECT_CLASS (bw_template_dialog_parent_class)->finalize (object);
}

static void
bw_template_dialog_class_init (BwTemplateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_template_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = bw_template_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = bw_template_dialog_close_request;

  gtk_widget_class_install_action (widget_class, "template.save", NULL, save_cb);
  gtk_widget_class_install_action (widget_class, "template.new-language", NULL, new_language_cb);
  gtk_widget_class_install_action (widget_class, "template.reset", NULL, reset_cb);
  gtk_widget_class_install_action (widget_class, "template.remove", NULL, remove_cb);

  g_type_ensure (BW_TYPE_TEMPLATE_EDITOR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               BW_RESOURCE_PATH "/bw-template-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, menu_button);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, choice_list);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, kind_row);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, language_row);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, editor);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, told_label);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
bw_template_dialog_init (BwTemplateDialog *self)
{
  g_autoptr(GtkStringList) kinds = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));

  bw_widget_set_name (self->close_button, _("Close"));
  bw_widget_set_name (self->save_button, _("Save"));
  bw_widget_name_menu (self->menu_button, _("Template Menu"));
  bw_widget_set_name (self->choice_list, _("Which Template"));

  self->choosing = TRUE;
  for (guint i = 0; i < BW_MESSAGE_N_KINDS; i++)
    gtk_string_list_append (kinds, bw_message_kind_get_label (i));
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (kinds));
  self->choosing = FALSE;
}

/**
 * bw_template_dialog_new:
 * @parent: (nullable): the window it belongs to
 * @kind: which templates to begin with
 *
 * Returns: (transfer none): a dialog that is not on the screen yet
 */
GtkWidget *
bw_template_dialog_new (GtkWindow     *parent,
                        BwMessageKind  kind)
{
  BwTemplateDialog *self = g_object_new (BW_TYPE_TEMPLATE_DIALOG, "transient-for", parent, NULL);

  show_kind (self, kind);
  show_language (self, "");

  return GTK_WIDGET (self);
}
