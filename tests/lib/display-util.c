/* display-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "display-util.h"
#include "test-util.h"

/**
 * bw_test_init_display:
 * @argc: of main()
 * @argv: of main()
 *
 * Returns: whether there is a screen; if not, the test is told to be skipped
 */
gboolean
bw_test_init_display (int    *argc,
                      char ***argv)
{
  /* What widgets tell assistive technology can be asked for with this one only. */
  g_setenv ("GTK_A11Y", "test", TRUE);

  /* Folders of our own come from with-display, which leaves the system's where they
   * are: without them no icon can be read. */
  g_test_init (argc, argv, NULL);

  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      return FALSE;
    }

  adw_init ();

  return TRUE;
}

static gboolean
has_size (gpointer data)
{
  return gtk_widget_get_mapped (data) && gtk_widget_get_width (data) > 0;
}

/**
 * bw_test_show:
 * @widget: (transfer floating): a widget
 * @width: of the window
 * @height: of the window
 *
 * Returns: (transfer none): a window around @widget, on the screen
 */
GtkWidget *
bw_test_show (GtkWidget *widget,
              int        width,
              int        height)
{
  GtkWidget *window = adw_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  adw_window_set_content (ADW_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  bw_test_spin_until (has_size, window);

  return window;
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

/**
 * bw_test_destroy:
 * @window: a window
 *
 * Fails the test where somebody still holds it.
 */
void
bw_test_destroy (GtkWidget *window)
{
  gpointer weak = window;

  g_object_add_weak_pointer (G_OBJECT (window), &weak);
  gtk_window_destroy (GTK_WINDOW (window));
  bw_test_spin_until (is_gone, &weak);
}

/**
 * bw_test_child:
 * @widget: a widget made from a template
 * @name: ID of a child of the template that its class binds
 *
 * Returns: (transfer none): the child
 */
gpointer
bw_test_child (gpointer    widget,
               const char *name)
{
  GObject *child = gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), name);

  g_assert_nonnull (child);

  return child;
}

static GtkWidget *
find (GtkWidget *root,
      GType      type,
      guint     *left)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;

      if (g_type_is_a (G_OBJECT_TYPE (child), type) && (*left)-- == 0)
        return child;

      found = find (child, type, left);
      if (found != NULL)
        return found;
    }

  return NULL;
}

/**
 * bw_test_find:
 * @root: a widget
 * @type: a type
 * @position: which one
 *
 * Returns: (transfer none) (nullable): the widget of @type below @root, in the order
 *   of the tree
 */
GtkWidget *
bw_test_find (GtkWidget *root,
              GType      type,
              guint      position)
{
  guint left = position;

  return find (root, type, &left);
}

/**
 * bw_test_count:
 * @root: a widget
 * @type: a type
 *
 * Returns: how many widgets of @type are below @root
 */
guint
bw_test_count (GtkWidget *root,
               GType      type)
{
  guint n = 0;

  while (bw_test_find (root, type, n) != NULL)
    n++;

  return n;
}

/**
 * bw_test_press:
 * @button: a button that can be pressed
 */
void
bw_test_press (gpointer button)
{
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

/**
 * bw_test_dup_clipboard:
 * @widget: any widget on the screen
 *
 * Returns: (transfer full): the text on the clipboard
 */
char *
bw_test_dup_clipboard (GtkWidget *widget)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  char *text;

  gdk_clipboard_read_text_async (clipboard, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  text = gdk_clipboard_read_text_finish (clipboard, result, &error);
  g_assert_no_error (error);

  return text;
}
