/* bw-tracker.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-tracker.h"
#include "bw-tracker-row.h"
#include "bw-widgets.h"

struct _BwTracker
{
  AdwBin        parent_instance;

  BwSetupJob   *job;     /* (owned) (nullable) */
  GSignalGroup *signals; /* (owned) */

  GtkLabel     *summary_label;
  GtkListBox   *list_box;
};

G_DEFINE_FINAL_TYPE (BwTracker, bw_tracker, ADW_TYPE_BIN)

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return bw_tracker_row_new (item);
}

static void
show_summary (BwTracker *self)
{
  guint n_steps = g_list_model_get_n_items (G_LIST_MODEL (self->job));
  guint n_done = bw_setup_job_get_n_done (self->job);
  g_autofree char *text = NULL;

  /* Translators: the number of steps done, of how many */
  text = g_strdup_printf (ngettext ("%u of %u step done", "%u of %u steps done", n_steps), n_done,
                          n_steps);
  gtk_label_set_text (self->summary_label, text);
}

static void
bw_tracker_dispose (GObject *object)
{
  BwTracker *self = BW_TRACKER (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), BW_TYPE_TRACKER);
  g_clear_object (&self->signals);
  g_clear_object (&self->job);

  G_OBJECT_CLASS (bw_tracker_parent_class)->dispose (object);
}

static void
bw_tracker_class_init (BwTrackerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_tracker_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, BW_RESOURCE_PATH "/bw-tracker.ui");
  gtk_widget_class_bind_template_child (widget_class, BwTracker, summary_label);
  gtk_widget_class_bind_template_child (widget_class, BwTracker, list_box);
}

static void
bw_tracker_init (BwTracker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bw_widget_set_name (GTK_WIDGET (self->list_box), _("Steps of the Set-Up"));

  self->signals = g_signal_group_new (BW_TYPE_SETUP_JOB);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (show_summary), self);
}

/**
 * bw_tracker_set_job:
 * @self: a tracker
 * @job: (nullable): the set-up job to show
 */
void
bw_tracker_set_job (BwTracker  *self,
                    BwSetupJob *job)
{
  g_return_if_fail (BW_IS_TRACKER (self));

  if (!g_set_object (&self->job, job))
    return;

  g_signal_group_set_target (self->signals, job);
  gtk_list_box_bind_model (self->list_box, (GListModel *) job, create_row, self, NULL);
  if (job != NULL)
    show_summary (self);
}
