/* test-template-dialog.c - the editor for the message templates
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-dialogs.h"
#include "bw-message-file.h"
#include "bw-template-dialog.h"
#include "display-util.h"
#include "test-util.h"

#define GOOD "Language: Test\nSubject: For {guest}\n\n{customer} invites {guest}.\n"

typedef struct
{
  GtkWidget *dialog;
  gboolean   gone;
} Fixture;

static void
gone_cb (gpointer  data,
         GObject  *object)
{
  Fixture *f = data;

  f->gone = TRUE;
}

/* Of the dialog itself, or of the editor in it. */
static gpointer
child (Fixture    *f,
       const char *name)
{
  const char *others[] = { "save_button", "menu_button", "kind_row", "language_row", "told_label",
                           NULL };
  GtkWidget *parent = g_strv_contains (others, name) ? f->dialog
                                                     : bw_test_child (f->dialog, "editor");

  return bw_test_child (parent, name);
}

static gboolean
is_loaded (gpointer data)
{
  return gtk_text_view_get_editable (child (data, "text_view"));
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->gone = FALSE;
  f->dialog = bw_template_dialog_new (NULL, BW_MESSAGE_KIND_INVITATION);
  g_object_weak_ref (G_OBJECT (f->dialog), gone_cb, f);
  gtk_window_present (GTK_WINDOW (f->dialog));
  bw_test_spin_until (is_loaded, f);
}

/* The user's own templates go with the test. */
static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  if (!f->gone)
    {
      g_object_weak_unref (G_OBJECT (f->dialog), gone_cb, f);
      bw_test_destroy (f->dialog);
    }
  bw_test_spin_idle ();
  bw_message_file_reset (BW_MESSAGE_KIND_INVITATION, "en", NULL);
}

static GtkTextBuffer *
get_buffer (Fixture *f)
{
  return gtk_text_view_get_buffer (child (f, "text_view"));
}

static char *
dup_text (GtkTextBuffer *buffer)
{
  char *text;

  g_object_get (buffer, "text", &text, NULL);

  return text;
}

/* In the place of all that is there, as a person would. */
static void
type (Fixture    *f,
      const char *text)
{
  GtkTextBuffer *buffer = get_buffer (f);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, text, -1);
  gtk_text_buffer_end_user_action (buffer);
}

static const char *
get_fault (Fixture *f)
{
  return gtk_label_get_text (child (f, "fault_label"));
}

static gboolean
can (Fixture    *f,
     const char *name)
{
  return gtk_widget_get_sensitive (child (f, name));
}

/* The question that is on the screen. */
static AdwMessageDialog *
get_question (void)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (ADW_IS_MESSAGE_DIALOG (l->data))
        return l->data;
    }

  return NULL;
}

/* As its buttons do. */
static void
respond (const char *response)
{
  AdwMessageDialog *question = get_question ();

  g_assert_nonnull (question);
  g_object_ref (question);
  adw_message_dialog_response (question, response);
  gtk_window_destroy (GTK_WINDOW (question));
  g_object_unref (question);
  bw_test_spin_idle ();
}

static void
answer (const char *response)
{
  respond (response);
  g_assert_null (get_question ());
}

/* Whether the menu offers it; then the question is on the screen. */
static gboolean
ask (Fixture    *f,
     const char *action)
{
  gtk_widget_activate_action (f->dialog, action, NULL);

  return get_question () != NULL;
}

static gboolean
is_own (gpointer data)
{
  g_autoptr(BwMessageFile) file = bw_message_file_load (BW_MESSAGE_KIND_INVITATION, "en", NULL);

  return file->is_own;
}

static gboolean
is_idle (gpointer data)
{
  Fixture *f = data;

  return is_loaded (f) && !can (f, "save_button");
}

static void
test_fault (Fixture       *f,
            gconstpointer  data)
{
  GtkTextBuffer *buffer = get_buffer (f);
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), "fault");
  GtkTextIter iter;

  g_assert_cmpstr (get_fault (f), ==, "");
  g_assert_false (can (f, "save_button"));
  g_assert_false (ask (f, "template.reset"));

  type (f, "Language: T\nSubject: S\n\n{customer} {gest}\n");
  g_assert_true (g_str_has_prefix (get_fault (f),
                                   "Template, line 4: the variable {gest} has no meaning here."));
  g_assert_true (gtk_widget_get_visible (child (f, "fault_label")));
  g_assert_false (can (f, "save_button"));
  g_assert_false (can (f, "preview_button"));
  gtk_text_buffer_get_iter_at_line (buffer, &iter, 3);
  g_assert_true (gtk_text_iter_has_tag (&iter, tag));
  gtk_text_buffer_get_iter_at_line (buffer, &iter, 1);
  g_assert_false (gtk_text_iter_has_tag (&iter, tag));

  type (f, "Language: T\nSubject: S\n\n{customer} {guest}\n");
  g_assert_cmpstr (get_fault (f), ==, "");
  g_assert_true (can (f, "save_button"));
  g_assert_true (can (f, "preview_button"));
  gtk_text_buffer_get_iter_at_line (buffer, &iter, 3);
  g_assert_false (gtk_text_iter_has_tag (&iter, tag));
}

static void
test_save_and_reset (Fixture       *f,
                     gconstpointer  data)
{
  g_autofree char *before = dup_text (get_buffer (f));
  g_autofree char *after = NULL;
  g_autoptr(BwMessageFile) file = NULL;

  type (f, GOOD);
  bw_test_press (child (f, "save_button"));
  bw_test_spin_until (is_idle, f);
  file = bw_message_file_load (BW_MESSAGE_KIND_INVITATION, "en", NULL);
  g_assert_cmpstr (file->text, ==, GOOD);
  g_assert_cmpstr (gtk_label_get_text (child (f, "told_label")), ==,
                   "Template saved");
  g_assert_false (ask (f, "template.remove"));

  g_assert_true (ask (f, "template.reset"));
  answer ("no");
  g_assert_true (is_own (NULL));

  g_assert_true (ask (f, "template.reset"));
  answer (BW_DIALOG_YES);
  bw_test_spin_until (is_loaded, f);
  g_assert_false (is_own (NULL));
  after = dup_text (get_buffer (f));
  g_assert_cmpstr (after, ==, before);
  g_assert_false (ask (f, "template.reset"));
}

static void
test_close (Fixture       *f,
            gconstpointer  data)
{
  type (f, "nothing");
  gtk_window_close (GTK_WINDOW (f->dialog));
  bw_test_spin_idle ();
  g_assert_false (f->gone);
  g_assert_false (adw_message_dialog_get_response_enabled (get_question (), BW_DIALOG_YES));
  answer ("no");
  g_assert_false (f->gone);

  gtk_window_close (GTK_WINDOW (f->dialog));
  answer (BW_DIALOG_DISCARD);
  g_assert_true (f->gone);
  g_assert_false (is_own (NULL));
}

static gboolean
is_gone (gpointer data)
{
  Fixture *f = data;

  return f->gone;
}

static void
test_close_and_save (Fixture       *f,
                     gconstpointer  data)
{
  type (f, GOOD);
  gtk_window_close (GTK_WINDOW (f->dialog));
  answer (BW_DIALOG_YES);
  bw_test_spin_until (is_gone, f);
  g_assert_true (is_own (NULL));
}

/* Once it is saved there is nothing to ask about. */
static void
test_save_and_close (Fixture       *f,
                     gconstpointer  data)
{
  type (f, "nothing");
  gtk_window_close (GTK_WINDOW (f->dialog));
  answer ("no");
  type (f, GOOD);
  gtk_widget_activate_action (f->dialog, "template.save", NULL);
  bw_test_spin_until (is_idle, f);
  gtk_window_close (GTK_WINDOW (f->dialog));
  bw_test_spin_idle ();
  g_assert_null (get_question ());
  g_assert_true (f->gone);
}

static void
select_row (Fixture    *f,
            const char *row,
            guint       position)
{
  adw_combo_row_set_selected (child (f, row), position);
  bw_test_spin_idle ();
}

/* Another template is no reason to lose what was typed. */
static void
test_switch (Fixture       *f,
             gconstpointer  data)
{
  AdwComboRow *languages = child (f, "language_row");
  GtkTextView *view = child (f, "text_view");
  guint english = adw_combo_row_get_selected (languages);
  g_autofree char *arabic = NULL;
  g_autofree char *consent = NULL;

  type (f, GOOD);
  select_row (f, "language_row", 0);
  answer ("no");
  g_assert_cmpuint (adw_combo_row_get_selected (languages), ==, english);
  g_assert_true (gtk_text_buffer_get_modified (get_buffer (f)));

  select_row (f, "language_row", 0);
  answer (BW_DIALOG_DISCARD);
  bw_test_spin_until (is_loaded, f);
  arabic = dup_text (get_buffer (f));
  g_assert_nonnull (strstr (arabic, "Language: العربية"));
  g_assert_cmpint (gtk_widget_get_direction (GTK_WIDGET (view)), ==, GTK_TEXT_DIR_RTL);
  g_assert_false (is_own (NULL));

  select_row (f, "kind_row", BW_MESSAGE_KIND_CONSENT);
  bw_test_spin_until (is_loaded, f);
  consent = dup_text (get_buffer (f));
  g_assert_nonnull (strstr (consent, "\n{permissions}\n"));
  g_assert_nonnull (strstr (consent, "Language: العربية"));

  select_row (f, "language_row", english);
  bw_test_spin_until (is_loaded, f);
  g_assert_cmpint (gtk_widget_get_direction (GTK_WIDGET (view)), ==, GTK_TEXT_DIR_LTR);
  g_assert_cmpstr (get_fault (f), ==, "");
}

static void
test_insert (Fixture       *f,
             gconstpointer  data)
{
  GtkListBox *list = child (f, "variable_list");
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, 0);
  g_autofree char *text = NULL;
  g_autofree char *linked = NULL;

  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "{customer}");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==,
                   "Name of the customer (required)");
  type (f, "Dear ");
  g_signal_emit_by_name (list, "row-activated", row);
  text = dup_text (get_buffer (f));
  g_assert_cmpstr (text, ==, "Dear {customer}");

  /* The link stands alone on its line. */
  gtk_text_buffer_set_modified (get_buffer (f), FALSE);
  select_row (f, "kind_row", BW_MESSAGE_KIND_CONSENT);
  bw_test_spin_until (is_loaded, f);
  type (f, "Go here:");
  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    {
      if (g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), "{link}"))
        g_signal_emit_by_name (list, "row-activated", row);
    }
  linked = dup_text (get_buffer (f));
  g_assert_cmpstr (linked, ==, "Go here:\n{link}");
  gtk_text_buffer_set_modified (get_buffer (f), FALSE);
}

static void
test_preview (Fixture       *f,
              gconstpointer  data)
{
  GtkToggleButton *button = child (f, "preview_button");
  GtkTextBuffer *preview =
    gtk_text_view_get_buffer (child (f, "preview_view"));
  g_autofree char *text = NULL;

  type (f, GOOD);
  gtk_toggle_button_set_active (button, TRUE);
  text = dup_text (preview);
  g_assert_cmpstr (text, ==, "For technician@fabrikam.example\n\n"
                   "Contoso invites technician@fabrikam.example.\n");
  g_assert_false (can (f, "insert_button"));

  gtk_toggle_button_set_active (button, FALSE);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child (f, "stack")), ==,
                   "edit");
  gtk_text_buffer_set_modified (get_buffer (f), FALSE);
}

/* A file that can't be read at all can still be got rid of. */
static void
test_unreadable (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(BwMessageFile) own = NULL;

  bw_message_file_save (BW_MESSAGE_KIND_INVITATION, "en", GOOD, NULL);
  own = bw_message_file_load (BW_MESSAGE_KIND_INVITATION, "en", NULL);
  g_assert_true (g_file_set_contents (own->path, "Language: \xff\n", -1, NULL));

  select_row (f, "language_row", 0);
  bw_test_spin_until (is_loaded, f);
  select_row (f, "language_row", 2);
  bw_test_spin_idle ();
  while (*get_fault (f) == '\0')
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (get_fault (f), "en.txt is no text in UTF-8"));
  g_assert_false (can (f, "insert_button"));

  g_assert_true (ask (f, "template.reset"));
  answer (BW_DIALOG_YES);
  bw_test_spin_until (is_loaded, f);
  g_assert_cmpstr (get_fault (f), ==, "");
  g_assert_false (ask (f, "template.reset"));
}

static const char *
get_language (Fixture *f)
{
  GtkStringObject *object = adw_combo_row_get_selected_item (child (f, "language_row"));

  return gtk_string_object_get_string (object);
}

static void
name_language (Fixture    *f,
               const char *tag)
{
  AdwMessageDialog *question;
  GtkEditable *entry;

  g_assert_true (ask (f, "template.new-language"));
  question = get_question ();
  entry = GTK_EDITABLE (adw_message_dialog_get_extra_child (question));
  g_assert_false (adw_message_dialog_get_response_enabled (question, BW_DIALOG_YES));
  gtk_editable_set_text (entry, tag);
  g_assert_true (adw_message_dialog_get_response_enabled (question, BW_DIALOG_YES));
}

static void
dismiss (const char *heading)
{
  g_assert_cmpstr (adw_message_dialog_get_heading (get_question ()), ==, heading);
  answer ("close");
}

/* One that there is, one that can't be, and one that comes and goes. */
static void
test_language (Fixture       *f,
               gconstpointer  data)
{
  const char *bad[] = { "en", "../en", "pl/PL" };
  g_autofree char *text = NULL;
  g_autoptr(BwMessageFile) file = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      name_language (f, bad[i]);
      respond (BW_DIALOG_YES);
      dismiss ("Language Not Added");
    }

  name_language (f, " pl ");
  answer (BW_DIALOG_YES);
  text = dup_text (get_buffer (f));
  g_assert_nonnull (strstr (text, "\nLanguage: pl\n"));
  g_assert_cmpstr (get_language (f), ==, "pl");
  g_assert_true (can (f, "save_button"));

  /* It is nowhere yet. */
  select_row (f, "language_row", 0);
  answer (BW_DIALOG_DISCARD);
  bw_test_spin_until (is_loaded, f);
  g_assert_null (bw_message_file_find (BW_MESSAGE_KIND_INVITATION, "pl", NULL));
  g_assert_false (can (f, "save_button"));

  name_language (f, "pl");
  answer (BW_DIALOG_YES);
  type (f, "Language: Polski\nSubject: S\n\n{customer} {guest}\n");
  bw_test_press (child (f, "save_button"));
  bw_test_spin_until (is_idle, f);
  file = bw_message_file_load (BW_MESSAGE_KIND_INVITATION, "pl", NULL);
  g_assert_true (file->is_own);
  g_assert_false (file->has_ours);
  g_assert_cmpstr (get_language (f), ==, "Polski");

  g_assert_false (ask (f, "template.reset"));
  g_assert_true (ask (f, "template.remove"));
  answer (BW_DIALOG_YES);
  bw_test_spin_until (is_idle, f);
  g_assert_null (bw_message_file_find (BW_MESSAGE_KIND_INVITATION, "pl", NULL));
  g_assert_cmpstr (get_language (f), ==, "English");
  g_assert_cmpstr (gtk_label_get_text (child (f, "told_label")), ==, "Language removed");
}

#define ADD(name, function) \
  g_test_add ("/ui/template-dialog/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  if (!bw_test_init_display (&argc, &argv))
    return 0;

  ADD ("fault", test_fault);
  ADD ("save-and-reset", test_save_and_reset);
  ADD ("close", test_close);
  ADD ("close-and-save", test_close_and_save);
  ADD ("save-and-close", test_save_and_close);
  ADD ("switch", test_switch);
  ADD ("insert", test_insert);
  ADD ("preview", test_preview);
  ADD ("unreadable", test_unreadable);
  ADD ("language", test_language);

  return g_test_run ();
}
