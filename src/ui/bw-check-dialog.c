/* bw-check-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-check-dialog.h"
#include "bw-preflight.h"
#include "bw-widgets.h"

struct _BwCheckDialog
{
  AdwWindow     parent_instance;

  BwWorkspace  *workspace;    /* (owned) (nullable) */
  GCancellable *cancellable;  /* (owned) */
  GPtrArray    *checks;       /* (owned) (nullable): what is shown */

  GtkWidget    *close_button;
  GtkWidget    *copy_button;
  GtkWidget    *again_button;
  GtkStack     *stack;
  GtkSpinner   *spinner;
  GtkLabel     *summary_label;
  GtkBox       *groups_box;
};

G_DEFINE_FINAL_TYPE (BwCheckDialog, bw_check_dialog, ADW_TYPE_WINDOW)

static const struct
{
  BwCheckState  state;
  const char   *title;
  const char   *icon_name;
  const char   *style;
} groups[] = {
  { BW_CHECK_PROBLEM, N_("Problems"), "dialog-error-symbolic", "error" },
  { BW_CHECK_UNKNOWN, N_("Not Known"), "dialog-question-symbolic", "dim-label" },
  { BW_CHECK_GOOD, N_("In Order"), "object-select-symbolic", "success" },
};

static GtkWidget *
add_label (GtkBox     *box,
           const char *text,
           const char *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "label", text,
                                   "xalign", 0.0,
                                   "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   NULL);

  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (box, label);

  return label;
}

/* A screen reader says it all in one go. */
static char *
dup_name (const BwCheck *check)
{
  const char *state = bw_check_state_get_label (check->state);

  if (check->fix != NULL)
    /* Translators: for screen readers: what is checked, what came out, and two sentences */
    return g_strdup_printf (_("%1$s: %2$s. %3$s %4$s"), check->title, state, check->text,
                            check->fix);

  /* Translators: for screen readers: what is checked, what came out, and a sentence */
  return g_strdup_printf (_("%1$s: %2$s. %3$s"), check->title, state, check->text);
}

static GtkWidget *
new_row (const BwCheck *check,
         const char    *icon_name,
         const char    *style)
{
  GtkWidget *row = g_object_new (GTK_TYPE_LIST_BOX_ROW, "activatable", FALSE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL,
                                   "spacing", 3, "hexpand", TRUE, NULL);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", icon_name, "valign",
                                  GTK_ALIGN_START, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  g_autofree char *name = dup_name (check);

  gtk_widget_add_css_class (icon, style);
  gtk_widget_add_css_class (box, "check-row");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), texts);
  add_label (GTK_BOX (texts), check->title, NULL);
  gtk_widget_add_css_class (add_label (GTK_BOX (texts), check->text, "dim-label"), "caption");
  if (check->fix != NULL)
    gtk_label_set_selectable (GTK_LABEL (add_label (GTK_BOX (texts), check->fix, NULL)), TRUE);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  bw_widget_set_name (row, name);

  return row;
}

static void
add_group (BwCheckDialog *self,
           guint          group)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *list = g_object_new (GTK_TYPE_LIST_BOX, "selection-mode", GTK_SELECTION_NONE, NULL);

  add_label (GTK_BOX (box), _(groups[group].title), "heading");
  gtk_widget_add_css_class (list, "boxed-list");
  bw_widget_set_name (list, _(groups[group].title));
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (self->groups_box, box);

  for (guint i = 0; i < self->checks->len; i++)
    {
      const BwCheck *check = g_ptr_array_index (self->checks, i);

      if (check->state == groups[group].state)
        gtk_list_box_append (GTK_LIST_BOX (list), new_row (check, groups[group].icon_name,
                                                           groups[group].style));
    }
}

static void
show_summary (BwCheckDialog *self)
{
  guint n = bw_checks_count (self->checks, BW_CHECK_PROBLEM);
  g_autofree char *text = NULL;

  if (n > 0)
    text = g_strdup_printf (ngettext ("%u thing has to be mended.", "%u things have to be mended.",
                                      n), n);
  else if (bw_checks_count (self->checks, BW_CHECK_UNKNOWN) > 0)
    text = g_strdup (_("No problem was found, but not everything could be looked at."));
  else
    text = g_strdup (_("Everything is in order."));

  gtk_label_set_text (self->summary_label, text);
}

/* Nothing can be copied, and nothing asked for once more, while it runs. */
static void
set_running (BwCheckDialog *self,
             gboolean       running)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "check.again",
                                 !running && self->workspace != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "check.copy",
                                 !running && self->checks != NULL);
  gtk_spinner_set_spinning (self->spinner, running);
  gtk_stack_set_visible_child_name (self->stack, running ? "running" : "checks");
}

static void
checked_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BwCheckDialog) self = user_data;
  g_autoptr(GPtrArray) checks = bw_preflight_finish (result, NULL);

  /* There is no error but that the dialog was closed. */
  if (checks != NULL && !g_cancellable_is_cancelled (self->cancellable))
    bw_check_dialog_show (self, checks);
}

static void
run (BwCheckDialog *self)
{
  set_running (self, TRUE);
  bw_preflight_async (bw_workspace_get_store (self->workspace),
                      bw_workspace_get_session (self->workspace), self->cancellable, checked_cb,
                      g_object_ref (self));
}

static void
again_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  run (BW_CHECK_DIALOG (widget));
}

static void
copy_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  BwCheckDialog *self = BW_CHECK_DIALOG (widget);
  g_autofree char *text = bw_checks_dup_text (self->checks);

  bw_widget_copy (GTK_WIDGET (self->stack), text, _("Checks copied"));
}

static void
bw_check_dialog_dispose (GObject *object)
{
  BwCheckDialog *self = BW_CHECK_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), BW_TYPE_CHECK_DIALOG);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (bw_check_dialog_parent_class)->dispose (object);
}

static void
bw_check_dialog_finalize (GObject *object)
{
  BwCheckDialog *self = BW_CHECK_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->checks, g_ptr_array_unref);

  G_OBJECT_CLASS (bw_check_dialog_parent_class)->finalize (object);
}

static void
bw_check_dialog_class_init (BwCheckDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_check_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = bw_check_dialog_finalize;

  gtk_widget_class_install_action (widget_class, "check.again", NULL, again_cb);
  gtk_widget_class_install_action (widget_class, "check.copy", NULL, copy_cb);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BW_RESOURCE_PATH "/bw-check-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BwCheckDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, BwCheckDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, BwCheckDialog, again_button);
  gtk_widget_class_bind_template_child (widget_class, BwCheckDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, BwCheckDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, BwCheckDialog, summary_label);
  gtk_widget_class_bind_template_child (widget_class, BwCheckDialog, groups_box);
}

static void
bw_check_dialog_init (BwCheckDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->cancellable = g_cancellable_new ();
  bw_widget_set_name (self->close_button, _("Close"));
  bw_widget_set_name (self->copy_button, _("Copy"));
  bw_widget_set_name (self->again_button, _("Check Again"));
}

/**
 * bw_check_dialog_new:
 * @parent: (nullable): the window it belongs to
 * @workspace: (nullable): what to check; or see bw_check_dialog_show()
 *
 * Returns: (transfer none): a dialog that is not on the screen yet, and checks already
 */
GtkWidget *
bw_check_dialog_new (GtkWindow   *parent,
                     BwWorkspace *workspace)
{
  BwCheckDialog *self = g_object_new (BW_TYPE_CHECK_DIALOG, "transient-for", parent, NULL);

  if (workspace != NULL)
    {
      self->workspace = g_object_ref (workspace);
      run (self);
    }

  return GTK_WIDGET (self);
}

/**
 * bw_check_dialog_show:
 * @self: a check dialog
 * @checks: (element-type BwCheck): what to show
 */
void
bw_check_dialog_show (BwCheckDialog *self,
                      GPtrArray     *checks)
{
  GtkWidget *child;

  g_return_if_fail (BW_IS_CHECK_DIALOG (self));

  g_ptr_array_ref (checks);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  self->checks = checks;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->groups_box))) != NULL)
    gtk_box_remove (self->groups_box, child);

  show_summary (self);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      if (bw_checks_count (checks, groups[i].state) > 0)
        add_group (self, i);
    }

  set_running (self, FALSE);
}
