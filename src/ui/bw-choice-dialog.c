/* bw-choice-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-candidate-row.h"
#include "bw-choice-dialog.h"
#include "bw-job-facts.h"
#include "bw-role.h"
#include "bw-widgets.h"

struct _BwChoiceDialog
{
  AdwWindow       parent_instance;

  BwTenant       *tenant;      /* (owned) */

  AdwWindowTitle *window_title;
  GtkWidget      *cancel_button;
  GtkWidget      *confirm_button;
  GtkLabel       *intro_label;
  GtkListBox     *list_box;
  GtkWidget      *explanation_button;
};

G_DEFINE_FINAL_TYPE (BwChoiceDialog, bw_choice_dialog, ADW_TYPE_WINDOW)

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static BwCandidateRow *
get_row (BwChoiceDialog *self,
         int             position)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list_box, position);

  return row != NULL ? BW_CANDIDATE_ROW (row) : NULL;
}

static BwCandidateRow *
get_chosen_row (BwChoiceDialog *self)
{
  BwCandidateRow *row;

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    if (gtk_check_button_get_active (bw_candidate_row_get_radio (row)))
      return row;

  return NULL;
}

static void
radio_toggled_cb (BwChoiceDialog *self)
{
  gtk_widget_set_sensitive (self->confirm_button, get_chosen_row (self) != NULL);
}

static void
row_activated_cb (BwChoiceDialog *self,
                  GtkListBoxRow  *row)
{
  gtk_check_button_set_active (bw_candidate_row_get_radio (BW_CANDIDATE_ROW (row)), TRUE);
}

static void
confirm_cb (BwChoiceDialog *self)
{
  BwCandidateRow *row = get_chosen_row (self);
  BwCandidate *candidate = row != NULL ? bw_candidate_row_get_candidate (row) : NULL;

  if (row == NULL)
    return;

  g_signal_emit (self, signals[CHOSEN], 0,
                 candidate != NULL ? BW_CHOICE_REUSE : BW_CHOICE_NEW,
                 candidate != NULL ? bw_candidate_get_id (candidate) : NULL);
  gtk_window_close (GTK_WINDOW (self));
}

static void
add_row (BwChoiceDialog *self,
         GtkWidget      *row)
{
  GtkCheckButton *radio = bw_candidate_row_get_radio (BW_CANDIDATE_ROW (row));
  BwCandidateRow *first = get_row (self, 0);

  gtk_check_button_set_group (radio, first != NULL ? bw_candidate_row_get_radio (first) : NULL);
  g_signal_connect_object (radio, "toggled", G_CALLBACK (radio_toggled_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_append (self->list_box, row);
}

/* Returns: (transfer full) (nullable): what a new admin relationship asks for */
static char **
dup_new_roles (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwRoleTemplate) role_template = bw_job_load_role_template (&error);
  g_auto(GStrv) ids = NULL;

  if (role_template == NULL)
    {
      g_warning ("The role template cannot be read: %s", error->message);
      return NULL;
    }

  ids = bw_role_template_dup_role_ids (role_template);

  return bw_role_dup_names ((const char * const *) ids);
}

/* The best comes first, and the best that can be chosen is proposed. */
static void
propose (BwChoiceDialog *self)
{
  BwCandidateRow *row;

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    if (gtk_widget_is_sensitive (GTK_WIDGET (bw_candidate_row_get_radio (row))))
      {
        gtk_check_button_set_active (bw_candidate_row_get_radio (row), TRUE);
        gtk_widget_grab_focus (GTK_WIDGET (row));
        return;
      }
}

static void
show_candidates (BwChoiceDialog *self)
{
  BwSetupJob *job = bw_tenant_get_job (self->tenant);
  GPtrArray *candidates = job != NULL ? bw_setup_job_get_candidates (job) : NULL;
  BwCandidateRow *chosen = get_chosen_row (self);
  BwCandidate *candidate = chosen != NULL ? bw_candidate_row_get_candidate (chosen) : NULL;
  g_autofree char *chosen_id = candidate != NULL ? g_strdup (bw_candidate_get_id (candidate))
                                                 : NULL;
  gboolean new_chosen = chosen != NULL && candidate == NULL;
  g_auto(GStrv) roles = dup_new_roles ();
  GtkWidget *row;

  bw_widget_clear_list (self->list_box);
  for (guint i = 0; candidates != NULL && i < candidates->len; i++)
    {
      row = bw_candidate_row_new (g_ptr_array_index (candidates, i));
      add_row (self, row);
      if (chosen_id != NULL &&
          g_str_equal (bw_candidate_get_id (g_ptr_array_index (candidates, i)), chosen_id))
        gtk_check_button_set_active (bw_candidate_row_get_radio (BW_CANDIDATE_ROW (row)), TRUE);
    }

  row = bw_candidate_row_new_for_new ((const char * const *) roles);
  add_row (self, row);
  if (new_chosen)
    gtk_check_button_set_active (bw_candidate_row_get_radio (BW_CANDIDATE_ROW (row)), TRUE);

  if (get_chosen_row (self) == NULL)
    propose (self);
  radio_toggled_cb (self);
}

/* Somebody else may answer while the dialog is open. */
static void
status_changed_cb (BwChoiceDialog *self)
{
  if (bw_tenant_get_status (self->tenant) != BW_TENANT_STATUS_NEEDS_CHOICE)
    gtk_window_close (GTK_WINDOW (self));
}

static void
bw_choice_dialog_dispose (GObject *object)
{
  BwChoiceDialog *self = BW_CHOICE_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), BW_TYPE_CHOICE_DIALOG);
  g_clear_object (&self->tenant);

  G_OBJECT_CLASS (bw_choice_dialog_parent_class)->dispose (object);
}

static void
bw_choice_dialog_class_init (BwChoiceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_choice_dialog_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", BW_TYPE_CHOICE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL,
                                  G_TYPE_NONE, 2, BW_TYPE_CHOICE, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BW_RESOURCE_PATH "/bw-choice-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BwChoiceDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, BwChoiceDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, BwChoiceDialog, confirm_button);
  gtk_widget_class_bind_template_child (widget_class, BwChoiceDialog, intro_label);
  gtk_widget_class_bind_template_child (widget_class, BwChoiceDialog, list_box);
  gtk_widget_class_bind_template_child (widget_class, BwChoiceDialog, explanation_button);
  gtk_widget_class_bind_template_callback (widget_class, confirm_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
bw_choice_dialog_init (BwChoiceDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  bw_widget_set_name (self->cancel_button, _("Cancel"));
  bw_widget_set_name (self->confirm_button, _("Confirm"));
  bw_widget_set_name (GTK_WIDGET (self->list_box), _("Admin Relationships"));
  bw_widget_name_menu (self->explanation_button, _("Reuse or Create?"));
}

/**
 * bw_choice_dialog_new:
 * @parent: (nullable): the window it belongs to
 * @tenant: the tenant whose set-up needs a choice
 *
 * Returns: (transfer none): a dialog that is not on the screen yet
 */
GtkWidget *
bw_choice_dialog_new (GtkWindow *parent,
                      BwTenant  *tenant)
{
  BwChoiceDialog *self;
  g_autofree char *intro = NULL;

  g_return_val_if_fail (BW_IS_TENANT (tenant), NULL);

  self = g_object_new (BW_TYPE_CHOICE_DIALOG, "transient-for", parent, NULL);
  self->tenant = g_object_ref (tenant);
  /* Translators: the name of a tenant */
  intro = g_strdup_printf (_("Microsoft already has admin relationships with %s. Choose the one "
                             "that the set-up builds on."), bw_tenant_get_name (tenant));
  gtk_label_set_text (self->intro_label, intro);
  adw_window_title_set_subtitle (self->window_title, bw_tenant_get_name (tenant));
  show_candidates (self);

  g_signal_connect_object (tenant, "notify::status", G_CALLBACK (status_changed_cb), self,
                           G_CONNECT_SWAPPED);
  if (bw_tenant_get_job (tenant) != NULL)
    g_signal_connect_object (bw_tenant_get_job (tenant), "notify::candidates",
                             G_CALLBACK (show_candidates), self,
                             G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * bw_choice_dialog_get_tenant:
 * @self: a choice dialog
 *
 * Returns: (transfer none): whose set-up it is about
 */
BwTenant *
bw_choice_dialog_get_tenant (BwChoiceDialog *self)
{
  g_return_val_if_fail (BW_IS_CHOICE_DIALOG (self), NULL);

  return self->tenant;
}
