/* bw-template-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-dialogs.h"
#include "bw-message-file.h"
#include "bw-template-dialog.h"
#include "bw-widgets.h"

/* What the user wanted to do when there were changes to ask about. */
typedef enum
{
  THEN_STAY,
  THEN_CLOSE,
  THEN_SWITCH,
} Then;

struct _BwTemplateDialog
{
  AdwWindow          parent_instance;

  GCancellable      *cancellable;       /* (owned) of what is read or written */
  GStrv              languages;         /* (owned) those of @kind */
  BwMessageFile     *file;              /* (owned) (nullable): what is shown */
  BwMessageTemplate *message_template;  /* (owned) (nullable): unless there is a mistake */
  BwMessageKind      kind;
  Then               then;
  gboolean           busy;              /* reads or writes */
  gboolean           writing;
  gboolean           choosing;          /* the choices follow, rather than lead */
  gboolean           asking;
  gboolean           leaving;           /* it is decided what becomes of the changes */

  GtkWidget         *close_button;
  GtkWidget         *save_button;
  GtkWidget         *choice_list;
  AdwComboRow       *kind_row;
  AdwComboRow       *language_row;
  GtkMenuButton     *insert_button;
  GtkPopover        *insert_popover;
  GtkListBox        *variable_list;
  GtkWidget         *reset_button;
  GtkToggleButton   *preview_button;
  GtkStack          *stack;
  GtkTextView       *text_view;
  GtkTextView       *preview_view;
  GtkLabel          *fault_label;
  GtkLabel          *told_label;
};

G_DEFINE_FINAL_TYPE (BwTemplateDialog, bw_template_dialog, ADW_TYPE_WINDOW)

static void load (BwTemplateDialog *self,
                  const char       *language);

static GtkTextBuffer *
get_buffer (BwTemplateDialog *self)
{
  return gtk_text_view_get_buffer (self->text_view);
}

static char *
dup_text (BwTemplateDialog *self)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static gboolean
has_changes (BwTemplateDialog *self)
{
  return self->file != NULL && gtk_text_buffer_get_modified (get_buffer (self));
}

static void
enable (BwTemplateDialog *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean good = self->message_template != NULL && !self->busy;
  gboolean editing = !gtk_toggle_button_get_active (self->preview_button);
  /* A file that can't be read is one of the user's own. */
  gboolean own = self->file == NULL || (self->file->is_own && self->file->has_ours);

  gtk_widget_action_set_enabled (widget, "template.save", good && has_changes (self));
  gtk_widget_action_set_enabled (widget, "template.reset", own && !self->busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->preview_button), good || !editing);
  gtk_widget_set_sensitive (GTK_WIDGET (self->insert_button), self->file != NULL && editing);
  gtk_widget_set_sensitive (self->choice_list, !self->writing);
  gtk_text_view_set_editable (self->text_view, self->file != NULL && !self->busy);
}

static void
tell (BwTemplateDialog *self,
      const char       *text)
{
  /* A toast is not read out before libadwaita 1.6, so it is said twice. */
  bw_widget_toast (GTK_WIDGET (self->text_view), text);
  bw_label_set_text (self->told_label, text);
}

/* Checking. */

static void
mark_line (BwTemplateDialog *self,
           guint             line)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag_by_name (buffer, "fault", &start, &end);
  if (line == 0)
    return;

  gtk_text_buffer_get_iter_at_line (buffer, &start, (int) line - 1);
  end = start;
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  gtk_text_buffer_apply_tag_by_name (buffer, "fault", &start, &end);
}

static void
check (BwTemplateDialog *self)
{
  g_autofree char *text = dup_text (self);
  g_autoptr(GError) error = NULL;
  guint line = 0;

  g_clear_pointer (&self->message_template, bw_message_template_free);
  if (self->file != NULL)
    self->message_template = bw_message_template_new (self->kind, text, _("Template"), &line,
                                                      &error);
  mark_line (self, line);
  bw_label_set_text (self->fault_label, error != NULL ? error->message : NULL);
  enable (self);
}

static void
changed_cb (BwTemplateDialog *self)
{
  bw_label_set_text (self->told_label, NULL);
  check (self);
}

/* Showing. */

static void
set_direction (BwTemplateDialog *self)
{
  GtkTextDirection direction = gtk_widget_get_default_direction ();

  if (self->message_template != NULL)
    direction = bw_message_template_is_rtl (self->message_template) ? GTK_TEXT_DIR_RTL
                                                                    : GTK_TEXT_DIR_LTR;
  gtk_widget_set_direction (GTK_WIDGET (self->text_view), direction);
  gtk_widget_set_direction (GTK_WIDGET (self->preview_view), direction);
}

/* Takes @file over. */
static void
show_file (BwTemplateDialog *self,
           BwMessageFile    *file)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter start;

  g_clear_pointer (&self->file, bw_message_file_free);
  self->file = file;
  gtk_toggle_button_set_active (self->preview_button, FALSE);
  gtk_text_buffer_set_text (buffer, file != NULL ? file->text : "", -1);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
  gtk_text_buffer_set_modified (buffer, FALSE);
  check (self);
  set_direction (self);
}

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

  self->busy = FALSE;
  show_file (self, file);
  if (error != NULL)
    bw_label_set_text (self->fault_label, error->message);
}

static void
load (BwTemplateDialog *self,
      const char       *language)
{
  /* Only what was chosen last is shown. */
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();

  self->busy = TRUE;
  bw_label_set_text (self->told_label, NULL);
  enable (self);
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

static void
fill_languages (BwTemplateDialog *self,
                BwMessageKind     kind)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  self->choosing = TRUE;
  g_strfreev (self->languages);
  self->languages = bw_message_file_dup_languages (kind);
  for (guint i = 0; self->languages[i] != NULL; i++)
    gtk_string_list_take (names, bw_message_file_dup_language_name (kind, self->languages[i]));
  adw_combo_row_set_model (self->language_row, G_LIST_MODEL (names));
  self->choosing = FALSE;
}

static void
add_variable (BwTemplateDialog            *self,
              const BwMessageVariableInfo *info)
{
  g_autofree char *title = g_strdup_printf ("{%s}", info->name);
  GtkWidget *row;
  /* Translators: what a variable means */
  g_autofree char *subtitle = g_strdup_printf (info->required ? _("%s (required)") : "%s",
                                               info->meaning);

  row = bw_row_new (title, subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "variable", (gpointer) info->name);
  g_object_set_data (G_OBJECT (row), "alone", GINT_TO_POINTER (info->alone));
  gtk_list_box_append (self->variable_list, row);
}

static void
fill_variables (BwTemplateDialog *self)
{
  BwMessageVariableInfo info;

  bw_widget_clear_list (self->variable_list);
  for (guint i = 0; bw_message_kind_get_variable (self->kind, i, &info); i++)
    add_variable (self, &info);
}

static void
show_kind (BwTemplateDialog *self,
           BwMessageKind     kind)
{
  self->kind = kind;
  self->choosing = TRUE;
  adw_combo_row_set_selected (self->kind_row, kind);
  self->choosing = FALSE;
  fill_variables (self);
}

/* Leaving what is shown, for another or for good. */

static void
close_later_cb (gpointer user_data)
{
  g_autoptr(BwTemplateDialog) self = user_data;

  gtk_window_close (GTK_WINDOW (self));
}

static void
go_on (BwTemplateDialog *self)
{
  Then then = self->then;
  g_autofree char *language = NULL;

  self->then = THEN_STAY;
  if (then == THEN_CLOSE)
    {
      /* Only once the question is gone: it must not outlive the window that it belongs to. */
      self->leaving = TRUE;
      g_idle_add_once (close_later_cb, g_object_ref (self));
    }
  else if (then == THEN_SWITCH)
    {
      language = g_strdup (get_chosen_language (self));
      if (adw_combo_row_get_selected (self->kind_row) != self->kind)
        {
          show_kind (self, adw_combo_row_get_selected (self->kind_row));
          fill_languages (self, self->kind);
          select_language (self, language);
        }
      load (self, get_chosen_language (self));
    }
}

/* The choices show again what is edited. */
static void
stay (BwTemplateDialog *self)
{
  self->then = THEN_STAY;
  if (self->file == NULL)
    return;

  self->choosing = TRUE;
  adw_combo_row_set_selected (self->kind_row, self->kind);
  self->choosing = FALSE;
  select_language (self, self->file->language);
}

static void
set_writing (BwTemplateDialog *self,
             gboolean          writing)
{
  self->busy = writing;
  self->writing = writing;
  enable (self);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BwTemplateDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  BwMessageFile *file = bw_message_file_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_writing (self, FALSE);
  if (file == NULL)
    {
      stay (self);
      bw_dialog_tell_error (GTK_WIDGET (self), _("Template Not Saved"), error);
      return;
    }

  g_clear_pointer (&self->file, bw_message_file_free);
  self->file = file;
  gtk_text_buffer_set_modified (get_buffer (self), FALSE);
  set_direction (self);
  enable (self);
  tell (self, _("Template saved"));
  go_on (self);
}

static void
save (BwTemplateDialog *self)
{
  g_autofree char *text = dup_text (self);

  set_writing (self, TRUE);
  bw_message_file_save_async (self->kind, self->file->language, text, self->cancellable, saved_cb,
                              g_object_ref (self));
}

static void
leave_answered_cb (AdwMessageDialog *dialog,
                   const char       *response,
                   BwTemplateDialog *self)
{
  self->asking = FALSE;
  if (g_str_equal (response, BW_DIALOG_YES) && self->message_template != NULL && !self->busy)
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
  if (self->asking)
    return;

  self->then = then;
  if (!has_changes (self))
    {
      go_on (self);
      return;
    }

  self->asking = TRUE;
  g_signal_connect_object (bw_dialog_ask_save_template (GTK_WIDGET (self),
                                                        self->message_template != NULL),
                           "response", G_CALLBACK (leave_answered_cb), self, 0);
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

  if (!self->leaving && has_changes (self))
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
reset_done_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(BwTemplateDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  BwMessageFile *file = bw_message_file_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_writing (self, FALSE);
  if (file == NULL)
    {
      bw_dialog_tell_error (GTK_WIDGET (self), _("Template Not Reset"), error);
      return;
    }

  show_file (self, file);
  tell (self, _("The built-in template is used again"));
}

static void
reset_answered_cb (AdwMessageDialog *dialog,
                   const char       *response,
                   BwTemplateDialog *self)
{
  if (!g_str_equal (response, BW_DIALOG_YES))
    return;

  set_writing (self, TRUE);
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
variable_activated_cb (BwTemplateDialog *self,
                       GtkListBoxRow    *row)
{
  GtkTextBuffer *buffer = get_buffer (self);
  const char *name = g_object_get_data (G_OBJECT (row), "variable");
  gboolean alone = g_object_get_data (G_OBJECT (row), "alone") != NULL;
  g_autofree char *text = NULL;
  GtkTextIter cursor;

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  text = g_strdup_printf ("%s{%s}%s", alone && !gtk_text_iter_starts_line (&cursor) ? "\n" : "",
                          name, alone && !gtk_text_iter_ends_line (&cursor) ? "\n" : "");
  gtk_text_buffer_insert_at_cursor (buffer, text, -1);
  gtk_text_buffer_end_user_action (buffer);

  gtk_popover_popdown (self->insert_popover);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

static void
preview_cb (BwTemplateDialog *self)
{
  gboolean wanted = gtk_toggle_button_get_active (self->preview_button);
  g_autoptr(BwMessage) message = NULL;
  g_autofree char *text = NULL;

  if (wanted && self->message_template != NULL)
    {
      set_direction (self);
      message = bw_message_template_fill_sample (self->message_template, self->file->language,
                                                 self->file->meanings);
      text = g_strdup_printf ("%s\n\n%s", message->subject, message->text);
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->preview_view), text, -1);
    }
  gtk_stack_set_visible_child_name (self->stack, wanted ? "preview" : "edit");
  enable (self);
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
  g_clear_pointer (&self->file, bw_message_file_free);
  g_clear_pointer (&self->message_template, bw_message_template_free);

  G_OBJECT_CLASS (bw_template_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               BW_RESOURCE_PATH "/bw-template-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, choice_list);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, kind_row);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, language_row);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, insert_button);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, insert_popover);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, variable_list);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, reset_button);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, preview_button);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, text_view);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, preview_view);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, fault_label);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateDialog, told_label);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, variable_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, preview_cb);
}

static void
bw_template_dialog_class_init (BwTemplateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_template_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = bw_template_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = bw_template_dialog_close_request;

  gtk_widget_class_install_action (widget_class, "template.save", NULL, save_cb);
  gtk_widget_class_install_action (widget_class, "template.reset", NULL, reset_cb);
  bind_template (widget_class);
}

static void
bw_template_dialog_init (BwTemplateDialog *self)
{
  g_autoptr(GtkStringList) kinds = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));

  bw_widget_set_name (self->close_button, _("Close"));
  bw_widget_set_name (self->save_button, _("Save"));
  bw_widget_set_name (self->choice_list, _("Which Template"));
  bw_widget_name_menu (GTK_WIDGET (self->insert_button), _("Insert Variable"));
  bw_widget_set_name (GTK_WIDGET (self->variable_list), _("Variables"));
  bw_widget_set_name (self->reset_button, _("Reset to Built-In"));
  bw_widget_set_name (GTK_WIDGET (self->preview_button), _("Preview"));
  bw_widget_set_name (GTK_WIDGET (self->text_view), _("Template"));
  bw_widget_set_name (GTK_WIDGET (self->preview_view), _("Preview"));

  gtk_text_buffer_create_tag (get_buffer (self), "fault", "underline", PANGO_UNDERLINE_ERROR, NULL);
  g_signal_connect_object (get_buffer (self), "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);

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
  g_autofree char *language = bw_message_file_pick_language (kind);

  show_kind (self, kind);
  fill_languages (self, kind);
  select_language (self, language);
  load (self, language);

  return GTK_WIDGET (self);
}
