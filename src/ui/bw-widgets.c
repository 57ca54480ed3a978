/* bw-widgets.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-launch.h"
#include "bw-util.h"
#include "bw-widgets.h"

/**
 * bw_widget_toast:
 * @widget: where something was done
 * @text: what to say, not markup
 *
 * Says @text in the toast overlay around @widget.
 */
void
bw_widget_toast (GtkWidget  *widget,
                 const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (escaped));
}

/**
 * bw_widget_copy:
 * @widget: where it was asked for
 * @text: what to put on the clipboard
 * @told: what to say about it
 */
void
bw_widget_copy (GtkWidget  *widget,
                const char *text,
                const char *told)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  bw_widget_toast (widget, told);
}

/**
 * bw_widget_set_name:
 * @widget: a widget
 * @name: what a screen reader says
 *
 * A button would have its label read out after its name, with the underscore of
 * the access key in it.
 */
void
bw_widget_set_name (GtkWidget  *widget,
                    const char *name)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

/**
 * bw_widget_name_menu:
 * @menu: a #GtkMenuButton or #GtkDropDown
 * @name: what a screen reader says
 *
 * Until GTK 4.10 the button inside is what has the focus, and it has no name.
 */
void
bw_widget_name_menu (GtkWidget  *menu,
                     const char *name)
{
  GtkWidget *inner = gtk_widget_get_first_child (menu);

  if (gtk_check_version (4, 10, 0) == NULL || inner == NULL)
    bw_widget_set_name (menu, name);
  else
    bw_widget_set_name (inner, name);
}

/**
 * bw_widget_name_buttons:
 * @root: a widget
 *
 * Names all labelled buttons below @root as they read, without the underscore that
 * GTK 4.8 would have read out.
 */
void
bw_widget_name_buttons (GtkWidget *root)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const char *label = GTK_IS_BUTTON (child) ? gtk_button_get_label (GTK_BUTTON (child)) : NULL;

      if (label != NULL)
        {
          g_autofree char *name = bw_text_without_mnemonic (label);

          bw_widget_set_name (child, name);
        }
      else
        {
          bw_widget_name_buttons (child);
        }
    }
}

/**
 * bw_widget_set_style:
 * @widget: a widget
 * @current: (inout): the class that this function gave it before, or %NULL
 * @style: (nullable): the style class to have instead; a literal
 */
void
bw_widget_set_style (GtkWidget   *widget,
                     const char **current,
                     const char  *style)
{
  if (*current == style)
    return;

  if (*current != NULL)
    gtk_widget_remove_css_class (widget, *current);
  if (style != NULL)
    gtk_widget_add_css_class (widget, style);

  *current = style;
}

/**
 * bw_status_get_style:
 * @status: a status
 *
 * Returns: (nullable): the style class of its icon
 */
const char *
bw_status_get_style (BwTenantStatus status)
{
  switch (status)
    {
    case BW_TENANT_STATUS_SETTING_UP:
    case BW_TENANT_STATUS_WAITING_FOR_APPROVAL:
      return "accent";
    case BW_TENANT_STATUS_NEEDS_CHOICE:
    case BW_TENANT_STATUS_ENABLED_WITH_LIMITATIONS:
    case BW_TENANT_STATUS_EXPIRED:
      return "warning";
    case BW_TENANT_STATUS_FAILED:
      return "error";
    case BW_TENANT_STATUS_ENABLED:
      return "success";
    case BW_TENANT_STATUS_NOT_SET_UP:
    case BW_TENANT_STATUS_DISABLED:
    default:
      return NULL;
    }
}

/**
 * bw_row_new:
 * @title: what it is about, not markup
 * @subtitle: (nullable): what there is to say of it, not markup
 *
 * Returns: (transfer floating): a row of a boxed list, of as many lines as it takes
 */
GtkWidget *
bw_row_new (const char *title,
            const char *subtitle)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title-lines", 0,
                                 "subtitle-lines", 0, "activatable", FALSE, NULL);
  g_autofree char *name = NULL;

  /* The labels inside are told that this is no markup only when the row is made. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (!bw_str_is_empty (subtitle))
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);

  /* Translators: what a row is about, and what there is to say of it */
  name = bw_str_is_empty (subtitle) ? g_strdup (title)
                                    : g_strdup_printf (_("%s: %s"), title, subtitle);
  bw_widget_set_name (row, name);

  return row;
}

/**
 * bw_widget_clear_list:
 * @box: a boxed list
 */
void
bw_widget_clear_list (GtkListBox *box)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (box, 0)) != NULL)
    gtk_list_box_remove (box, GTK_WIDGET (row));
}

/**
 * bw_label_set_text:
 * @label: a label
 * @text: (nullable): what it says
 *
 * Shows @text, or hides the label if there is none.
 */
void
bw_label_set_text (GtkLabel   *label,
                   const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), !bw_str_is_empty (text));
}

/**
 * bw_text_without_mnemonic:
 * @text: a label with an underscore before its access key
 *
 * Returns: (transfer full): the label as it is read out
 */
char *
bw_text_without_mnemonic (const char *text)
{
  GString *plain = g_string_new (text);

  g_string_replace (plain, "_", "", 1);

  return g_string_free (plain, FALSE);
}

static void
launched_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GtkWidget) widget = user_data;
  g_autoptr(GError) error = NULL;

  if (!bw_launch_uri_finish (result, &error))
    bw_widget_toast (widget, error->message);
}

/**
 * bw_widget_open_uri:
 * @widget: where it was asked for
 * @uri: an address, for the browser or the mail program
 *
 * Says so in the toast overlay around @widget where it cannot be.
 */
void
bw_widget_open_uri (GtkWidget  *widget,
                    const char *uri)
{
  GdkDisplay *display = gtk_widget_get_display (widget);
  g_autoptr(GdkAppLaunchContext) context = gdk_display_get_app_launch_context (display);

  bw_launch_uri_async (uri, G_APP_LAUNCH_CONTEXT (context), NULL, launched_cb,
                       g_object_ref (widget));
}
