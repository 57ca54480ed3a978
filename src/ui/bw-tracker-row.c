/* bw-tracker-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-format.h"
#include "bw-tracker-row.h"
#include "bw-util.h"
#include "bw-widgets.h"

struct _BwTrackerRow
{
  AdwPreferencesRow  parent_instance;

  BwSetupStep       *step;  /* (owned) */
  const char        *style; /* (nullable): the style class of the state shown */

  GtkStack          *badge;
  GtkLabel          *number_label;
  GtkImage          *icon;
  GtkLabel          *title_label;
  GtkLabel          *state_label;
  GtkLabel          *description_label;
  GtkLabel          *text_label;
  GtkLabel          *times_label;
  GtkBox            *progress_box;
  GtkProgressBar    *progress_bar;
  GtkLabel          *progress_label;
  GtkButton         *button;
};

G_DEFINE_FINAL_TYPE (BwTrackerRow, bw_tracker_row, ADW_TYPE_PREFERENCES_ROW)

/* What a state looks like: never by colour alone. */
typedef struct
{
  const char *icon;  /* NULL: the number of the step */
  const char *style;
} Look;

static Look
get_look (BwStepState state)
{
  switch (state)
    {
    case BW_STEP_STATE_WAITING_FOR_YOU:
      return (Look) { "dialog-question-symbolic", "accent" };
    case BW_STEP_STATE_WAITING_FOR_CUSTOMER:
    case BW_STEP_STATE_WAITING_FOR_MICROSOFT:
      return (Look) { "document-open-recent-symbolic", "accent" };
    case BW_STEP_STATE_DONE:
      return (Look) { "object-select-symbolic", "success" };
    case BW_STEP_STATE_SKIPPED:
      return (Look) { "media-skip-forward-symbolic", "dim-label" };
    case BW_STEP_STATE_FAILED:
      return (Look) { "dialog-error-symbolic", "error" };
    case BW_STEP_STATE_PENDING:
      return (Look) { NULL, "dim-label" };
    case BW_STEP_STATE_RUNNING:
    default:
      return (Look) { NULL, "accent" };
    }
}

static gboolean
is_waiting (BwStepState state)
{
  return state == BW_STEP_STATE_WAITING_FOR_YOU ||
         state == BW_STEP_STATE_WAITING_FOR_CUSTOMER ||
         state == BW_STEP_STATE_WAITING_FOR_MICROSOFT;
}

static char *
describe_times (BwSetupStep *step)
{
  BwStepState state = bw_setup_step_get_state (step);
  g_autofree char *since = bw_format_moment (bw_setup_step_get_since (step));
  g_autofree char *last = bw_format_moment (bw_setup_step_get_last_look (step));
  g_autofree char *next = bw_format_moment (bw_setup_step_get_next_look (step));

  if (*since == '\0' || (state != BW_STEP_STATE_DONE && !is_waiting (state)))
    return NULL;
  if (state == BW_STEP_STATE_DONE)
    return g_strdup_printf (_("Finished: %s"), since);
  if (*last == '\0')
    return g_strdup_printf (_("Since %s"), since);
  if (*next == '\0')
    return g_strdup_printf (_("Since %s. Last look: %s."), since, last);

  return g_strdup_printf (_("Since %s. Last look: %s. Next look: %s."), since, last, next);
}

static void
show_badge (BwTrackerRow *self,
            BwStepState   state)
{
  Look look = get_look (state);
  g_autofree char *number = g_strdup_printf ("%u", bw_setup_step_get_number (self->step));

  if (self->style != NULL)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->badge), self->style);
      gtk_widget_remove_css_class (GTK_WIDGET (self->state_label), self->style);
    }
  self->style = look.style;
  gtk_widget_add_css_class (GTK_WIDGET (self->badge), self->style);
  gtk_widget_add_css_class (GTK_WIDGET (self->state_label), self->style);

  gtk_label_set_text (self->number_label, number);
  if (look.icon != NULL)
    gtk_image_set_from_icon_name (self->icon, look.icon);

  if (state == BW_STEP_STATE_RUNNING)
    gtk_stack_set_visible_child_name (self->badge, "spinner");
  else
    gtk_stack_set_visible_child_name (self->badge, look.icon != NULL ? "icon" : "number");
}

static void
show_progress (BwTrackerRow *self,
               BwStepState   state)
{
  gint64 done = bw_setup_step_get_done (self->step);
  gint64 total = bw_setup_step_get_total (self->step);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->progress_box),
                          state == BW_STEP_STATE_RUNNING && total > 0);
  if (total <= 0)
    return;

  /* Translators: so many done of so many */
  text = g_strdup_printf (_("%'lld of %'lld"), (long long) done, (long long) total);
  gtk_label_set_text (self->progress_label, text);
  gtk_progress_bar_set_fraction (self->progress_bar, MIN (1.0, (double) done / (double) total));
  bw_widget_set_name (GTK_WIDGET (self->progress_bar), text);
}

static void
show_button (BwTrackerRow *self,
             BwStepState   state)
{
  const char *key = bw_setup_step_get_key (self->step);
  const char *action = NULL;
  const char *label = NULL;
  g_autofree char *name = NULL;

  if (state == BW_STEP_STATE_WAITING_FOR_YOU && g_str_equal (key, "establish-relationship"))
    {
      action = "tenant.choose";
      label = _("C_hoose…");
    }
  else if (state == BW_STEP_STATE_WAITING_FOR_CUSTOMER)
    {
      action = "tenant.view-message";
      label = _("View _Message…");
    }

  gtk_widget_set_visible (GTK_WIDGET (self->button), action != NULL);
  if (action == NULL)
    return;

  name = bw_text_without_mnemonic (label);
  gtk_button_set_label (self->button, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action);
  bw_widget_set_name (GTK_WIDGET (self->button), name);
}

static void
show_step (BwTrackerRow *self)
{
  BwStepState state = bw_setup_step_get_state (self->step);
  const char *title = bw_setup_step_get_title (self->step);
  const char *text = bw_setup_step_get_text (self->step);
  const char *label = bw_step_state_get_label (state);
  g_autofree char *times = describe_times (self->step);
  g_autofree char *name = NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->state_label, label);
  gtk_label_set_text (self->description_label, bw_setup_step_get_description (self->step));
  bw_label_set_text (self->text_label, g_strcmp0 (text, label) != 0 ? text : NULL);
  bw_label_set_text (self->times_label, times);
  show_badge (self, state);
  show_progress (self, state);
  show_button (self, state);

  /* Translators: number of a step, its title, its state, a sentence about it */
  name = g_strdup_printf (_("Step %u, %s: %s. %s"), bw_setup_step_get_number (self->step), title,
                          label, text != NULL ? text : "");
  bw_widget_set_name (GTK_WIDGET (self), g_strchomp (name));
}

static void
bw_tracker_row_dispose (GObject *object)
{
  BwTrackerRow *self = BW_TRACKER_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), BW_TYPE_TRACKER_ROW);
  g_clear_object (&self->step);

  G_OBJECT_CLASS (bw_tracker_row_parent_class)->dispose (object);
}

static void
bw_tracker_row_class_init (BwTrackerRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_tracker_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, BW_RESOURCE_PATH "/bw-tracker-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BwTrackerRow, badge);
  gtk_widget_class_bind_template_child (widget_class, BwTrackerRow, number_label);
  gtk_widget_class_bind_template_child (widget_class, BwTrackerRow, icon);
  gtk_widget_class_bind_template_child (widget_class, BwTrackerRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, BwTrackerRow, state_label);
  gtk_widget_class_bind_template_child (widget_class, BwTrackerRow, description_label);
  gtk_widget_class_bind_template_child (widget_class, BwTrackerRow, text_label);
  gtk_widget_class_bind_template_child (widget_class, BwTrackerRow, times_label);
  gtk_widget_class_bind_template_child (widget_class, BwTrackerRow, progress_box);
  gtk_widget_class_bind_template_child (widget_class, BwTrackerRow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, BwTrackerRow, progress_label);
  gtk_widget_class_bind_template_child (widget_class, BwTrackerRow, button);
}

static void
bw_tracker_row_init (BwTrackerRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bw_tracker_row_new:
 * @step: a step
 *
 * Returns: (transfer floating): a row that shows @step, and follows it
 */
GtkWidget *
bw_tracker_row_new (BwSetupStep *step)
{
  BwTrackerRow *self;

  g_return_val_if_fail (BW_IS_SETUP_STEP (step), NULL);

  self = g_object_new (BW_TYPE_TRACKER_ROW, NULL);
  self->step = g_object_ref (step);
  g_signal_connect_object (step, "notify", G_CALLBACK (show_step), self, G_CONNECT_SWAPPED);
  show_step (self);

  return GTK_WIDGET (self);
}
