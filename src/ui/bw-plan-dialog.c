/* bw-plan-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-plan-dialog.h"
#include "bw-setup-step.h"
#include "bw-util.h"
#include "bw-widgets.h"

struct _BwPlanDialog
{
  AdwWindow       parent_instance;

  BwTenant       *tenant;       /* (owned) */
  GCancellable   *cancellable;  /* (owned) */
  gboolean        can_begin;

  AdwWindowTitle *window_title;
  GtkWidget      *close_button;
  GtkWidget      *begin_button;
  GtkStack       *stack;
  AdwStatusPage  *error_page;
  GtkBox         *plan_box;
};

G_DEFINE_FINAL_TYPE (BwPlanDialog, bw_plan_dialog, ADW_TYPE_WINDOW)

enum
{
  CONFIRMED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
get_action_label (const char *action)
{
  if (g_strcmp0 (action, "update") == 0)
    return _("Change");
  if (g_strcmp0 (action, "delete") == 0)
    return _("Remove");

  return _("Create");
}

static const char *
get_action_icon (const char *action)
{
  if (g_strcmp0 (action, "update") == 0)
    return "document-edit-symbolic";
  if (g_strcmp0 (action, "delete") == 0)
    return "user-trash-symbolic";

  return "list-add-symbolic";
}

/* Returns: (transfer none): the title of a step */
static const char *
get_step_title (const char *key)
{
  const BwSetupKind kinds[] = { BW_SETUP_KIND_CSP, BW_SETUP_KIND_GUEST };

  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    for (guint i = 0; i < bw_setup_kind_get_n_steps (kinds[kind]); i++)
      {
        BwStepInfo info;

        bw_setup_kind_get_step (kinds[kind], i, &info);
        if (g_strcmp0 (info.key, key) == 0)
          return info.title;
      }

  return _("Set-Up");
}

static GtkListBox *
add_group (BwPlanDialog *self,
           const char   *title)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *label =
    g_object_new (GTK_TYPE_LABEL, "label", title, "xalign", 0.0, "wrap", TRUE, NULL);
  GtkWidget *list = g_object_new (GTK_TYPE_LIST_BOX, "selection-mode", GTK_SELECTION_NONE, NULL);

  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (list, "boxed-list");
  bw_widget_set_name (list, title);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (self->plan_box, box);

  return GTK_LIST_BOX (list);
}

static void
add_row (GtkListBox *list,
         const char *icon_name,
         const char *title,
         const char *subtitle)
{
  GtkWidget *row = bw_row_new (title, subtitle);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", icon_name, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_list_box_append (list, row);
}

static void
add_changes (BwPlanDialog *self,
             GPtrArray    *changes)
{
  GtkListBox *list = NULL;
  const char *step = NULL;

  for (guint i = 0; i < changes->len; i++)
    {
      const BwPlanChange *change = g_ptr_array_index (changes, i);
      /* Translators: what is done and to what, such as "Create: group" */
      g_autofree char *title =
        g_strdup_printf (_("%s: %s"), get_action_label (change->action), change->what);

      if (list == NULL || g_strcmp0 (step, change->step) != 0)
        list = add_group (self, get_step_title (change->step));

      step = change->step;
      add_row (list, get_action_icon (change->action), title, change->details);
    }
}

static void
add_summary (BwPlanDialog *self,
             guint         n_changes)
{
  g_autofree char *text = NULL;
  GtkWidget *label;

  if (n_changes == 0)
    text = g_strdup (_("Everything is there already. The set-up changes nothing at Microsoft; "
                       "it reads the users and schedules the reports."));
  else
    text = g_strdup_printf (ngettext ("The set-up changes %u thing at Microsoft. Nothing has been "
                                      "changed so far.",
                                      "The set-up changes %u things at Microsoft. Nothing has "
                                      "been changed so far.",
                                      n_changes),
                            n_changes);

  label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0, "wrap", TRUE, NULL);
  gtk_box_append (self->plan_box, label);
}

static void
show_error (BwPlanDialog *self,
            const GError *error)
{
  /* The description of a status page is markup. */
  g_autofree char *escaped = g_markup_escape_text (error->message, -1);

  adw_status_page_set_description (self->error_page, escaped);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static void
planned_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BwPlanDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BwPlan) plan = bw_engine_plan_finish (BW_ENGINE (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (plan != NULL)
    bw_plan_dialog_show_plan (self, plan);
  else
    show_error (self, error);
}

static void
begin_cb (BwPlanDialog *self)
{
  g_signal_emit (self, signals[CONFIRMED], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
bw_plan_dialog_dispose (GObject *object)
{
  BwPlanDialog *self = BW_PLAN_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), BW_TYPE_PLAN_DIALOG);
  g_clear_object (&self->tenant);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (bw_plan_dialog_parent_class)->dispose (object);
}

static void
bw_plan_dialog_class_init (BwPlanDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_plan_dialog_dispose;

  signals[CONFIRMED] = g_signal_new ("confirmed", BW_TYPE_PLAN_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL,
                                     G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, BW_RESOURCE_PATH "/bw-plan-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BwPlanDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, BwPlanDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, BwPlanDialog, begin_button);
  gtk_widget_class_bind_template_child (widget_class, BwPlanDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, BwPlanDialog, error_page);
  gtk_widget_class_bind_template_child (widget_class, BwPlanDialog, plan_box);
  gtk_widget_class_bind_template_callback (widget_class, begin_cb);
}

static void
bw_plan_dialog_init (BwPlanDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->cancellable = g_cancellable_new ();
  bw_widget_set_name (self->close_button, _("Close"));
  bw_widget_set_name (self->begin_button, _("Set Up"));
}

/**
 * bw_plan_dialog_new:
 * @parent: (nullable): the window it belongs to
 * @engine: (nullable): makes the plan; or see bw_plan_dialog_show_plan()
 * @tenant: whose set-up it is
 * @can_begin: whether to offer to begin it
 *
 * Returns: (transfer none): a dialog that is not on the screen yet
 */
GtkWidget *
bw_plan_dialog_new (GtkWindow *parent,
                    BwEngine  *engine,
                    BwTenant  *tenant,
                    gboolean   can_begin)
{
  BwPlanDialog *self;

  g_return_val_if_fail (BW_IS_TENANT (tenant), NULL);

  self = g_object_new (BW_TYPE_PLAN_DIALOG, "transient-for", parent, NULL);
  self->tenant = g_object_ref (tenant);
  self->can_begin = can_begin;
  adw_window_title_set_subtitle (self->window_title, bw_tenant_get_name (tenant));

  if (engine != NULL)
    bw_engine_plan_async (engine, bw_tenant_get_id (tenant), BW_CHOICE_NONE, NULL,
                          self->cancellable, planned_cb,
                          g_object_ref (self));

  return GTK_WIDGET (self);
}

/**
 * bw_plan_dialog_get_tenant:
 * @self: a plan dialog
 *
 * Returns: (transfer none): whose set-up it is
 */
BwTenant *
bw_plan_dialog_get_tenant (BwPlanDialog *self)
{
  g_return_val_if_fail (BW_IS_PLAN_DIALOG (self), NULL);

  return self->tenant;
}

/**
 * bw_plan_dialog_show_plan:
 * @self: a plan dialog
 * @plan: what to show
 */
void
bw_plan_dialog_show_plan (BwPlanDialog *self,
                          BwPlan       *plan)
{
  GPtrArray *changes;
  GPtrArray *holds;
  GtkWidget *child;

  g_return_if_fail (BW_IS_PLAN_DIALOG (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->plan_box))) != NULL)
    gtk_box_remove (self->plan_box, child);

  changes = bw_plan_get_changes (plan);
  holds = bw_plan_get_holds (plan);
  add_summary (self, changes->len);
  add_changes (self, changes);

  if (holds->len > 0)
    {
      GtkListBox *list = add_group (self, _("Already There"));

      for (guint i = 0; i < holds->len; i++)
        add_row (list, "object-select-symbolic", g_ptr_array_index (holds, i), NULL);
    }

  gtk_widget_set_visible (self->begin_button, self->can_begin);
  gtk_stack_set_visible_child_name (self->stack, "plan");
}
