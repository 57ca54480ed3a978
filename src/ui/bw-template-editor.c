/* bw-template-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-template-editor.h"
#include "bw-widgets.h"

struct _BwTemplateEditor
{
  AdwBin             parent_instance;

  BwMessageFile     *file;              /* (owned) (nullable): what is edited */
  BwMessageTemplate *message_template;  /* (owned) (nullable): unless there is a mistake */
  BwMessageKind      kind;
  gboolean           busy;

  GtkMenuButton     *insert_button;
  GtkPopover        *insert_popover;
  GtkListBox        *variable_list;
  GtkToggleButton   *preview_button;
  GtkStack          *stack;
  GtkTextView       *text_view;
  GtkTextView       *preview_view;
  GtkLabel          *fault_label;
};

enum { SIGNAL_CHANGED, N_SIGNALS };

G_DEFINE_FINAL_TYPE (BwTemplateEditor, bw_template_editor, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

static GtkTextBuffer *
get_buffer (BwTemplateEditor *self)
{
  return gtk_text_view_get_buffer (self->text_view);
}

static void
update (BwTemplateEditor *self)
{
  gboolean good = self->message_template != NULL && !self->busy;
  gboolean editing = !gtk_toggle_button_get_active (self->preview_button);

  gtk_widget_set_sensitive (GTK_WIDGET (self->preview_button), good || !editing);
  gtk_widget_set_sensitive (GTK_WIDGET (self->insert_button), self->file != NULL && editing);
  gtk_text_view_set_editable (self->text_view, self->file != NULL && !self->busy);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Checking. */

static void
mark_line (BwTemplateEditor *self,
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
check (BwTemplateEditor *self)
{
  g_autofree char *text = bw_template_editor_dup_text (self);
  g_autoptr(GError) error = NULL;
  guint line = 0;

  g_clear_pointer (&self->message_template, bw_message_template_free);
  if (self->file != NULL)
    self->message_template = bw_message_template_new (self->kind, text, _("Template"), &line,
                                                      &error);
  mark_line (self, line);
  bw_label_set_text (self->fault_label, error != NULL ? error->message : NULL);
  update (self);
}

/* Showing. */

static void
set_direction (BwTemplateEditor *self)
{
  GtkTextDirection direction = gtk_widget_get_default_direction ();

  if (self->message_template != NULL)
    direction = bw_message_template_is_rtl (self->message_template) ? GTK_TEXT_DIR_RTL
                                                                    : GTK_TEXT_DIR_LTR;
  gtk_widget_set_direction (GTK_WIDGET (self->text_view), direction);
  gtk_widget_set_direction (GTK_WIDGET (self->preview_view), direction);
}

static void
preview_cb (BwTemplateEditor *self)
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
  update (self);
}

/* Variables. */

static void
add_variable (BwTemplateEditor            *self,
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
variable_activated_cb (BwTemplateEditor *self,
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

/* The type. */

static void
bw_template_editor_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), BW_TYPE_TEMPLATE_EDITOR);

  G_OBJECT_CLASS (bw_template_editor_parent_class)->dispose (object);
}

static void
bw_template_editor_finalize (GObject *object)
{
  BwTemplateEditor *self = BW_TEMPLATE_EDITOR (object);

  g_clear_pointer (&self->file, bw_message_file_free);
  g_clear_pointer (&self->message_template, bw_message_template_free);

  G_OBJECT_CLASS (bw_template_editor_parent_class)->finalize (object);
}

static void
bw_template_editor_class_init (BwTemplateEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_template_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = bw_template_editor_finalize;

  /**
   * BwTemplateEditor::changed:
   *
   * The text is another, or what can be done with it.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BW_RESOURCE_PATH "/bw-template-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, BwTemplateEditor, insert_button);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateEditor, insert_popover);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateEditor, variable_list);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateEditor, preview_button);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateEditor, stack);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateEditor, text_view);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateEditor, preview_view);
  gtk_widget_class_bind_template_child (widget_class, BwTemplateEditor, fault_label);
  gtk_widget_class_bind_template_callback (widget_class, variable_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, preview_cb);
}

static void
bw_template_editor_init (BwTemplateEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  bw_widget_name_menu (GTK_WIDGET (self->insert_button), _("Insert Variable"));
  bw_widget_set_name (GTK_WIDGET (self->variable_list), _("Variables"));
  bw_widget_set_name (GTK_WIDGET (self->preview_button), _("Preview"));
  bw_widget_set_name (GTK_WIDGET (self->text_view), _("Template"));
  bw_widget_set_name (GTK_WIDGET (self->preview_view), _("Preview"));

  gtk_text_buffer_create_tag (get_buffer (self), "fault", "underline", PANGO_UNDERLINE_ERROR, NULL);
  g_signal_connect_object (get_buffer (self), "changed", G_CALLBACK (check), self,
                           G_CONNECT_SWAPPED);
}

/**
 * bw_template_editor_set_kind:
 * @self: a template editor
 * @kind: which templates are edited
 *
 * Offers the variables of such templates.
 */
void
bw_template_editor_set_kind (BwTemplateEditor *self,
                             BwMessageKind     kind)
{
  BwMessageVariableInfo info;

  g_return_if_fail (BW_IS_TEMPLATE_EDITOR (self));

  self->kind = kind;
  bw_widget_clear_list (self->variable_list);
  for (guint i = 0; bw_message_kind_get_variable (kind, i, &info); i++)
    add_variable (self, &info);
}

/**
 * bw_template_editor_set_busy:
 * @self: a template editor
 * @busy: whether something is read or written, so that nothing may be typed
 */
void
bw_template_editor_set_busy (BwTemplateEditor *self,
                             gboolean          busy)
{
  g_return_if_fail (BW_IS_TEMPLATE_EDITOR (self));

  self->busy = busy;
  update (self);
}

/**
 * bw_template_editor_show:
 * @self: a template editor
 * @file: (transfer full) (nullable): what to edit; all of it is a change where it has no path
 * @problem: (nullable): why there is none
 */
void
bw_template_editor_show (BwTemplateEditor *self,
                         BwMessageFile    *file,
                         const char       *problem)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter start;

  g_return_if_fail (BW_IS_TEMPLATE_EDITOR (self));

  /* While nothing is edited, a new text is no change. */
  g_clear_pointer (&self->file, bw_message_file_free);
  gtk_toggle_button_set_active (self->preview_button, FALSE);
  gtk_text_buffer_set_text (buffer, file != NULL ? file->text : "", -1);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
  gtk_text_buffer_set_modified (buffer, FALSE);
  self->file = file;
  check (self);
  set_direction (self);
  if (problem != NULL)
    bw_label_set_text (self->fault_label, problem);
}

/**
 * bw_template_editor_focus_text:
 * @self: a template editor
 *
 * Whoever types now, types there.
 */
void
bw_template_editor_focus_text (BwTemplateEditor *self)
{
  g_return_if_fail (BW_IS_TEMPLATE_EDITOR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

/**
 * bw_template_editor_set_saved:
 * @self: a template editor
 * @file: (transfer full): what is there of it now
 *
 * What is shown is saved.
 */
void
bw_template_editor_set_saved (BwTemplateEditor *self,
                              BwMessageFile    *file)
{
  g_return_if_fail (BW_IS_TEMPLATE_EDITOR (self));

  g_clear_pointer (&self->file, bw_message_file_free);
  self->file = file;
  gtk_text_buffer_set_modified (get_buffer (self), FALSE);
  set_direction (self);
  update (self);
}

/**
 * bw_template_editor_get_file:
 * @self: a template editor
 *
 * Returns: (transfer none) (nullable): what is edited; its text is as it was at first
 */
BwMessageFile *
bw_template_editor_get_file (BwTemplateEditor *self)
{
  return self->file;
}

/**
 * bw_template_editor_dup_text:
 * @self: a template editor
 *
 * Returns: (transfer full): the text as it is now
 */
char *
bw_template_editor_dup_text (BwTemplateEditor *self)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/**
 * bw_template_editor_is_good:
 * @self: a template editor
 *
 * Returns: whether there is a text, without a mistake
 */
gboolean
bw_template_editor_is_good (BwTemplateEditor *self)
{
  return self->message_template != NULL;
}

/**
 * bw_template_editor_has_changes:
 * @self: a template editor
 *
 * Returns: whether there is something to lose
 */
gboolean
bw_template_editor_has_changes (BwTemplateEditor *self)
{
  return self->file != NULL &&
         (self->file->path == NULL || gtk_text_buffer_get_modified (get_buffer (self)));
}
