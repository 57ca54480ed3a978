/* bw-failure-box.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-failure-box.h"
#include "bw-util.h"
#include "bw-widgets.h"

struct _BwFailureBox
{
  AdwBin      parent_instance;

  BwFailure  *failure;  /* (owned) (nullable) */

  GtkLabel   *meaning_label;
  GtkLabel   *advice_label;
  GtkLabel   *who_label;
  GtkLabel   *copied_label;
  GtkButton  *copy_button;
  GtkWidget  *expander;
  GtkWidget  *microsoft_title;
  GtkListBox *microsoft_list;
  GtkListBox *own_list;
};

G_DEFINE_FINAL_TYPE (BwFailureBox, bw_failure_box, ADW_TYPE_BIN)

/* One line of the details: selectable, since people search the web for it. */
static void
add_detail (GtkListBox *list,
            const char *title,
            const char *value)
{
  GtkWidget *row;
  GtkWidget *box;
  GtkWidget *name;
  GtkWidget *text;

  if (bw_str_is_empty (value))
    return;

  name = g_object_new (GTK_TYPE_LABEL, "label", title, "xalign", 0.0, NULL);
  gtk_widget_add_css_class (name, "caption");
  gtk_widget_add_css_class (name, "dim-label");
  text = g_object_new (GTK_TYPE_LABEL, "label", value, "xalign", 0.0, "wrap", TRUE,
                       "wrap-mode", PANGO_WRAP_WORD_CHAR, "selectable", TRUE, NULL);
  box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 3,
                      "margin-top", 6, "margin-bottom", 6, "margin-start", 12, "margin-end", 12,
                      NULL);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), text);

  row = g_object_new (GTK_TYPE_LIST_BOX_ROW, "child", box, "activatable", FALSE, "focusable", FALSE,
                      NULL);
  bw_widget_set_name (row, title);
  gtk_list_box_append (list, row);
}

static void
show_details (BwFailureBox *self)
{
  gboolean microsoft = bw_failure_has_microsoft (self->failure);

  bw_widget_clear_list (self->microsoft_list);
  bw_widget_clear_list (self->own_list);

  gtk_widget_set_visible (self->microsoft_title, microsoft);
  gtk_widget_set_visible (GTK_WIDGET (self->microsoft_list), microsoft);
  add_detail (self->microsoft_list, _("Error Code"), self->failure->code);
  add_detail (self->microsoft_list, _("Message"), self->failure->message);
  add_detail (self->microsoft_list, _("Timestamp"), self->failure->timestamp);
  add_detail (self->microsoft_list, _("Correlation ID"), self->failure->correlation_id);
  add_detail (self->microsoft_list, _("Request ID"), self->failure->request_id);
  add_detail (self->own_list, _("Tracking ID"), self->failure->tracking_id);
  add_detail (self->own_list, _("Event ID"), self->failure->event_id);
}

static void
copy_cb (BwFailureBox *self)
{
  bw_failure_box_copy (self);
}

static void
bw_failure_box_dispose (GObject *object)
{
  BwFailureBox *self = BW_FAILURE_BOX (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), BW_TYPE_FAILURE_BOX);
  g_clear_pointer (&self->failure, bw_failure_unref);

  G_OBJECT_CLASS (bw_failure_box_parent_class)->dispose (object);
}

static void
bw_failure_box_class_init (BwFailureBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_failure_box_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, BW_RESOURCE_PATH "/bw-failure-box.ui");
  gtk_widget_class_bind_template_child (widget_class, BwFailureBox, meaning_label);
  gtk_widget_class_bind_template_child (widget_class, BwFailureBox, advice_label);
  gtk_widget_class_bind_template_child (widget_class, BwFailureBox, who_label);
  gtk_widget_class_bind_template_child (widget_class, BwFailureBox, copied_label);
  gtk_widget_class_bind_template_child (widget_class, BwFailureBox, copy_button);
  gtk_widget_class_bind_template_child (widget_class, BwFailureBox, expander);
  gtk_widget_class_bind_template_child (widget_class, BwFailureBox, microsoft_title);
  gtk_widget_class_bind_template_child (widget_class, BwFailureBox, microsoft_list);
  gtk_widget_class_bind_template_child (widget_class, BwFailureBox, own_list);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
bw_failure_box_init (BwFailureBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bw_widget_set_name (GTK_WIDGET (self->copy_button), _("Copy Details for Support"));
  bw_widget_set_name (self->expander, _("Error Details"));
  bw_widget_set_name (GTK_WIDGET (self->microsoft_list), _("Microsoft Error Details"));
  bw_widget_set_name (GTK_WIDGET (self->own_list), _("Bailiwick Error Details"));
}

/**
 * bw_failure_box_set_failure:
 * @self: a failure box
 * @failure: (nullable): what to show
 *
 * Without a failure the box hides itself.
 */
void
bw_failure_box_set_failure (BwFailureBox *self,
                            BwFailure    *failure)
{
  g_autofree char *who = NULL;

  g_return_if_fail (BW_IS_FAILURE_BOX (self));

  gtk_widget_set_visible (GTK_WIDGET (self), failure != NULL);
  if (failure == self->failure)
    return;

  g_clear_pointer (&self->failure, bw_failure_unref);
  gtk_label_set_text (self->copied_label, "");
  if (failure == NULL)
    return;

  self->failure = bw_failure_ref (failure);

  /* Translators: who has to act, such as "You" or "The customer's administrator" */
  who = g_strdup_printf (_("To be done by: %s"), bw_party_get_label (failure->who));
  gtk_label_set_text (self->meaning_label, failure->meaning);
  bw_label_set_text (self->advice_label, failure->advice);
  gtk_label_set_text (self->who_label, who);
  show_details (self);
}

/**
 * bw_failure_box_copy:
 * @self: a failure box
 *
 * Puts the details for support on the clipboard.
 */
void
bw_failure_box_copy (BwFailureBox *self)
{
  g_autofree char *text = NULL;

  g_return_if_fail (BW_IS_FAILURE_BOX (self));

  if (self->failure == NULL)
    return;

  text = bw_failure_to_support_text (self->failure);
  bw_widget_copy (GTK_WIDGET (self), text, _("Details copied"));
  gtk_label_set_text (self->copied_label, _("Details copied"));
}
