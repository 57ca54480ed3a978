/* bw-access-guest-actions.c - what can be done with a set-up through a guest account
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-access-view-private.h"
#include "bw-dialogs.h"
#include "bw-engine-guest.h"
#include "bw-guest-dialog.h"
#include "bw-widgets.h"

static const char *
get_tenant_id (BwAccessView *self)
{
  return bw_tenant_get_id (bw_details_panel_get_tenant (self->panel));
}

static void
invite (BwAccessView *self,
        const char   *tenant_id,
        gboolean      reset)
{
  bw_engine_invite_again_async (bw_workspace_get_engine (self->workspace), tenant_id, reset,
                                self->cancellable, bw_access_errand_done_cb,
                                bw_access_errand_new (self, bw_engine_guest_finish,
                                                      _("Invitation Not Sent"),
                                                      _("Invitation sent")));
}

static void
invite_again_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);

  invite (self, get_tenant_id (self), FALSE);
}

static void
reset_answered_cb (AdwMessageDialog *dialog,
                   const char       *response,
                   BwAccessView     *self)
{
  if (g_str_equal (response, BW_DIALOG_YES))
    invite (self, g_object_get_data (G_OBJECT (dialog), "tenant-id"), TRUE);
}

static void
reset_invitation_cb (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);
  BwTenant *tenant = bw_details_panel_get_tenant (self->panel);
  GtkWidget *dialog = bw_dialog_ask_reset_invitation (widget, bw_tenant_get_guest_email (tenant));

  g_object_set_data_full (G_OBJECT (dialog), "tenant-id", g_strdup (get_tenant_id (self)), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (reset_answered_cb), self, 0);
}

static void
sign_in_guest_cb (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  gtk_window_present (GTK_WINDOW (bw_guest_dialog_new (GTK_WINDOW (root), self->workspace,
                                                       bw_details_panel_get_tenant (self->panel))));
}

static void
finalize_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);

  bw_engine_finalize_async (bw_workspace_get_engine (self->workspace), get_tenant_id (self),
                            self->cancellable, bw_access_errand_done_cb,
                            bw_access_errand_new (self, bw_engine_guest_finish,
                                                  _("Approval Not Finalized"), NULL));
}

static void
answered_cb (AdwMessageDialog *dialog,
             const char       *response,
             BwAccessView     *self)
{
  GtkWidget *entry = adw_message_dialog_get_extra_child (dialog);

  if (g_str_equal (response, BW_DIALOG_YES))
    bw_engine_answer_async (bw_workspace_get_engine (self->workspace),
                            g_object_get_data (G_OBJECT (dialog), "tenant-id"),
                            gtk_editable_get_text (GTK_EDITABLE (entry)), self->cancellable,
                            bw_access_errand_done_cb,
                            bw_access_errand_new (self, bw_engine_guest_finish,
                                                  _("Answer Not Taken"), NULL));
}

/* It speeds up what is found out anyway, and tells of a refusal, which is not. */
static void
answer_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  BwAccessView *self = BW_ACCESS_VIEW (widget);
  GtkWidget *dialog = bw_dialog_ask_answer (widget);

  g_object_set_data_full (G_OBJECT (dialog), "tenant-id", g_strdup (get_tenant_id (self)), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, 0);
}

static gboolean
is_done (BwSetupJob *job,
         guint       position)
{
  BwSetupStep *step = bw_setup_job_get_current_step (job);

  return step == NULL || bw_setup_step_get_number (step) > position;
}

/**
 * bw_access_view_update_guest_actions:
 * @self: an access view
 * @tenant: (nullable): the tenant that is shown
 *
 * Switches off what cannot work now.
 */
void
bw_access_view_update_guest_actions (BwAccessView *self,
                                     BwTenant     *tenant)
{
  GtkWidget *widget = GTK_WIDGET (self);
  BwSetupJob *job = tenant != NULL ? bw_tenant_get_job (tenant) : NULL;
  BwTenantAction action = tenant != NULL ? bw_tenant_get_action (tenant) : BW_TENANT_ACTION_NONE;
  gboolean guest = self->workspace != NULL && job != NULL &&
                   bw_setup_job_get_kind (job) == BW_SETUP_KIND_GUEST &&
                   bw_setup_job_get_state (job) != BW_JOB_STATE_CANCELLED;

  gtk_widget_action_set_enabled (widget, "tenant.invite-again", guest &&
                                 action == BW_TENANT_ACTION_INVITE_AGAIN);
  gtk_widget_action_set_enabled (widget, "tenant.reset-invitation", guest && is_done (job, 3));
  gtk_widget_action_set_enabled (widget, "tenant.sign-in-guest", guest && is_done (job, 3));
  gtk_widget_action_set_enabled (widget, "tenant.finalize", guest &&
                                 action == BW_TENANT_ACTION_FINALIZE);
  gtk_widget_action_set_enabled (widget, "tenant.answer", guest &&
                                 action == BW_TENANT_ACTION_REQUEST_APPROVAL);
}

/**
 * bw_access_view_install_guest_actions:
 * @widget_class: the class of the access view
 */
void
bw_access_view_install_guest_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "tenant.invite-again", NULL, invite_again_cb);
  gtk_widget_class_install_action (widget_class, "tenant.reset-invitation", NULL,
                                   reset_invitation_cb);
  gtk_widget_class_install_action (widget_class, "tenant.sign-in-guest", NULL, sign_in_guest_cb);
  gtk_widget_class_install_action (widget_class, "tenant.finalize", NULL, finalize_cb);
  gtk_widget_class_install_action (widget_class, "tenant.answer", NULL, answer_cb);
}
