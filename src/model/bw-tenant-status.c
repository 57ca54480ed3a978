/* bw-tenant-status.c - what follows from the status of a tenant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-tenant-private.h"

/* Whether the set-up stands still until somebody outside has agreed. */
static gboolean
waits_for_approval (BwSetupJob *job)
{
  BwSetupStep *step = bw_setup_job_get_current_step (job);
  BwStepState state;

  if (step == NULL)
    return FALSE;

  state = bw_setup_step_get_state (step);
  if (bw_setup_job_get_kind (job) == BW_SETUP_KIND_CSP)
    return g_str_equal (bw_setup_step_get_key (step), "get-approval") &&
           state == BW_STEP_STATE_WAITING_FOR_CUSTOMER;

  /* The guest account is one of ours, so "you" may be the one who has to agree. */
  return g_str_has_prefix (bw_setup_step_get_key (step), "guest-") &&
         (state == BW_STEP_STATE_WAITING_FOR_CUSTOMER || state == BW_STEP_STATE_WAITING_FOR_YOU);
}

/* Returns: the one status that @row and @job (nullable) amount to */
BwTenantStatus
bw_tenant_derive_status (const BwTenantRow *row,
                         BwSetupJob        *job,
                         gint64             now)
{
  if (row->disabled)
    return BW_TENANT_STATUS_DISABLED;

  if (job == NULL)
    return BW_TENANT_STATUS_NOT_SET_UP;

  switch (bw_setup_job_get_state (job))
    {
    case BW_JOB_STATE_ACTIVE:
      return waits_for_approval (job) ? BW_TENANT_STATUS_WAITING_FOR_APPROVAL
                                            : BW_TENANT_STATUS_SETTING_UP;
    case BW_JOB_STATE_NEEDS_CHOICE:
      return BW_TENANT_STATUS_NEEDS_CHOICE;
    case BW_JOB_STATE_FAILED:
      return BW_TENANT_STATUS_FAILED;
    case BW_JOB_STATE_DONE:
      if (bw_relationship_is_over (row->relationship_status, row->relationship_end,
                                   row->auto_extend, now))
        return BW_TENANT_STATUS_EXPIRED;
      return bw_setup_job_get_limitations (job)->len > 0 ? BW_TENANT_STATUS_ENABLED_WITH_LIMITATIONS
                                                               : BW_TENANT_STATUS_ENABLED;
    case BW_JOB_STATE_CANCELLED:
    default:
      return BW_TENANT_STATUS_NOT_SET_UP;
    }
}

/* Returns: (transfer full) (nullable): what to show in place of the status's label */
char *
bw_tenant_make_status_text (BwTenantStatus  status,
                            BwSetupJob     *job)
{
  BwSetupStep *step = NULL;

  if (status == BW_TENANT_STATUS_SETTING_UP)
    step = bw_setup_job_get_current_step (job);

  if (step == NULL)
    return NULL;

  return g_strdup_printf (_("Setting up (step %u of %u)"), bw_setup_step_get_number (step),
                          bw_setup_kind_get_n_steps (bw_setup_job_get_kind (job)));
}

/* What a set-up through a guest account waits for decides what to do about it; that it
 * waits for us before the last stages is for want of a credential. */
static BwTenantAction
get_guest_action (BwSetupJob *job)
{
  BwSetupStep *step = bw_setup_job_get_current_step (job);
  const char *key = step != NULL ? bw_setup_step_get_key (step) : "";
  BwStepState state = step != NULL ? bw_setup_step_get_state (step) : BW_STEP_STATE_PENDING;

  if (state == BW_STEP_STATE_WAITING_FOR_CUSTOMER && g_str_equal (key, "guest-approval"))
    return BW_TENANT_ACTION_REQUEST_APPROVAL;
  if (state != BW_STEP_STATE_WAITING_FOR_YOU)
    return BW_TENANT_ACTION_NONE;
  if (g_str_equal (key, "guest-approval"))
    return BW_TENANT_ACTION_ADD_CREDENTIAL;
  if (g_str_equal (key, "guest-invitation"))
    return BW_TENANT_ACTION_INVITE_AGAIN;
  if (g_str_equal (key, "guest-permissions"))
    return BW_TENANT_ACTION_SIGN_IN_GUEST;

  return g_str_equal (key, "finalize-approval") ? BW_TENANT_ACTION_FINALIZE
                                                : BW_TENANT_ACTION_NONE;
}

/* Returns: the one thing to do next */
BwTenantAction
bw_tenant_status_get_action (BwTenantStatus  status,
                             BwSetupJob     *job)
{
  if (job != NULL && bw_setup_job_get_kind (job) == BW_SETUP_KIND_GUEST &&
      bw_setup_job_get_state (job) == BW_JOB_STATE_ACTIVE &&
      status != BW_TENANT_STATUS_DISABLED)
    return get_guest_action (job);

  switch (status)
    {
    case BW_TENANT_STATUS_NOT_SET_UP:
      return BW_TENANT_ACTION_SET_UP;
    case BW_TENANT_STATUS_NEEDS_CHOICE:
      return BW_TENANT_ACTION_CHOOSE;
    case BW_TENANT_STATUS_WAITING_FOR_APPROVAL:
      return BW_TENANT_ACTION_VIEW_MESSAGE;
    case BW_TENANT_STATUS_FAILED:
      return BW_TENANT_ACTION_RETRY;
    case BW_TENANT_STATUS_EXPIRED:
      return BW_TENANT_ACTION_SET_UP_AGAIN;
    case BW_TENANT_STATUS_SETTING_UP:
    case BW_TENANT_STATUS_ENABLED:
    case BW_TENANT_STATUS_ENABLED_WITH_LIMITATIONS:
    case BW_TENANT_STATUS_DISABLED:
    default:
      return BW_TENANT_ACTION_NONE;
    }
}

/**
 * bw_tenant_get_status_icon:
 * @self: a tenant
 *
 * Returns: (transfer none): name of a symbolic icon of Adwaita's theme, another one for each status
 */
const char *
bw_tenant_get_status_icon (BwTenant *self)
{
  switch (bw_tenant_get_status (self))
    {
    case BW_TENANT_STATUS_SETTING_UP:
      return "emblem-synchronizing-symbolic";
    case BW_TENANT_STATUS_NEEDS_CHOICE:
      return "dialog-question-symbolic";
    case BW_TENANT_STATUS_WAITING_FOR_APPROVAL:
      return "preferences-system-time-symbolic";
    case BW_TENANT_STATUS_FAILED:
      return "dialog-error-symbolic";
    case BW_TENANT_STATUS_ENABLED:
      return "emblem-ok-symbolic";
    case BW_TENANT_STATUS_ENABLED_WITH_LIMITATIONS:
      return "dialog-warning-symbolic";
    case BW_TENANT_STATUS_EXPIRED:
      return "alarm-symbolic";
    case BW_TENANT_STATUS_DISABLED:
      return "action-unavailable-symbolic";
    case BW_TENANT_STATUS_NOT_SET_UP:
    default:
      return "radio-symbolic";
    }
}

/* Returns: (transfer full) */
static char *
list_limitations (GPtrArray *limitations)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < limitations->len; i++)
    {
      const BwLimitation *limitation = g_ptr_array_index (limitations, i);

      /* Translators: a feature, and why a tenant lacks it. */
      g_string_append_printf (text, _("%s: %s"), limitation->feature, limitation->reason);
      if (i + 1 < limitations->len)
        g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

/**
 * bw_tenant_dup_status_tooltip:
 * @self: a tenant
 *
 * Returns: (transfer full) (nullable): what the status alone leaves open: the
 *   limitations, what a failure means, or how the current step stands
 */
char *
bw_tenant_dup_status_tooltip (BwTenant *self)
{
  BwSetupJob *job;
  BwSetupStep *step;
  BwFailure *failure;

  g_return_val_if_fail (BW_IS_TENANT (self), NULL);

  job = bw_tenant_get_job (self);
  switch (bw_tenant_get_status (self))
    {
    case BW_TENANT_STATUS_ENABLED_WITH_LIMITATIONS:
      return list_limitations (bw_setup_job_get_limitations (job));
    case BW_TENANT_STATUS_FAILED:
      failure = bw_setup_job_get_failure (job);
      return failure != NULL ? g_strdup (failure->meaning) : NULL;
    case BW_TENANT_STATUS_SETTING_UP:
    case BW_TENANT_STATUS_NEEDS_CHOICE:
    case BW_TENANT_STATUS_WAITING_FOR_APPROVAL:
      step = bw_setup_job_get_current_step (job);
      return step != NULL ? g_strdup (bw_setup_step_get_text (step)) : NULL;
    case BW_TENANT_STATUS_NOT_SET_UP:
    case BW_TENANT_STATUS_ENABLED:
    case BW_TENANT_STATUS_EXPIRED:
    case BW_TENANT_STATUS_DISABLED:
    default:
      return NULL;
    }
}

/**
 * bw_tenant_action_get_label:
 * @action: an action
 *
 * Returns: (transfer none): what its button reads, empty for %BW_TENANT_ACTION_NONE
 */
const char *
bw_tenant_action_get_label (BwTenantAction action)
{
  switch (action)
    {
    case BW_TENANT_ACTION_SET_UP:
      return _("Set Up Tenant");
    case BW_TENANT_ACTION_CHOOSE:
      return _("Choose Admin Relationship");
    case BW_TENANT_ACTION_VIEW_MESSAGE:
      return _("View Approval Message Template");
    case BW_TENANT_ACTION_RETRY:
      return _("Retry");
    case BW_TENANT_ACTION_SET_UP_AGAIN:
      return _("Set Up Again");
    case BW_TENANT_ACTION_REQUEST_APPROVAL:
      return _("Request Customer Approval");
    case BW_TENANT_ACTION_INVITE_AGAIN:
      return _("Send Invitation Again");
    case BW_TENANT_ACTION_SIGN_IN_GUEST:
      return _("Sign In as Guest");
    case BW_TENANT_ACTION_FINALIZE:
      return _("Finalize Approval");
    case BW_TENANT_ACTION_ADD_CREDENTIAL:
      return _("Add a Credential");
    case BW_TENANT_ACTION_NONE:
    default:
      return "";
    }
}

/**
 * bw_tenant_action_follows_others:
 * @action: an action
 *
 * Returns: whether it is somebody of ours who has to act, once somebody else has: in the
 *   set-up through a guest account
 */
gboolean
bw_tenant_action_follows_others (BwTenantAction action)
{
  return action == BW_TENANT_ACTION_INVITE_AGAIN || action == BW_TENANT_ACTION_SIGN_IN_GUEST ||
         action == BW_TENANT_ACTION_FINALIZE;
}

/**
 * bw_tenant_can_cancel:
 * @self: a tenant
 *
 * Returns: whether there is a set-up to stop
 */
gboolean
bw_tenant_can_cancel (BwTenant *self)
{
  BwSetupJob *job;
  BwJobState state;

  g_return_val_if_fail (BW_IS_TENANT (self), FALSE);

  job = bw_tenant_get_job (self);
  if (job == NULL)
    return FALSE;

  state = bw_setup_job_get_state (job);

  return state == BW_JOB_STATE_ACTIVE || state == BW_JOB_STATE_NEEDS_CHOICE ||
         state == BW_JOB_STATE_FAILED;
}
