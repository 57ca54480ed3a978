/* bw-tenant-status.c - what follows from the status of a tenant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-pace.h"
#include "bw-tenant.h"
#include "bw-util.h"

#define EXPIRING_SECONDS (90 * 24 * 60 * 60)

static const struct
{
  const char *nick;
  const char *label;
} groups[BW_TENANT_N_GROUPS] = {
  [BW_TENANT_GROUP_ALL] = { "all", N_("All") },
  [BW_TENANT_GROUP_NOT_SET_UP] = { "not-set-up", N_("Not set up") },
  [BW_TENANT_GROUP_IN_PROGRESS] = { "in-progress", N_("In progress") },
  [BW_TENANT_GROUP_NEEDS_YOU] = { "needs-you", N_("Needs you") },
  [BW_TENANT_GROUP_ENABLED] = { "enabled", N_("Enabled") },
  [BW_TENANT_GROUP_EXPIRING] = { "expiring", N_("Expiring within 90 days") },
  [BW_TENANT_GROUP_EXPIRED_OR_DISABLED] = { "expired-or-disabled", N_("Expired or disabled") },
};

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
    case BW_TENANT_ACTION_NONE:
    default:
      return "";
    }
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

  return state == BW_JOB_STATE_ACTIVE || state == BW_JOB_STATE_NEEDS_CHOICE || state == BW_JOB_STATE_FAILED;
}

static gboolean
is_enabled (BwTenant *self)
{
  BwTenantStatus status = bw_tenant_get_status (self);

  return status == BW_TENANT_STATUS_ENABLED || status == BW_TENANT_STATUS_ENABLED_WITH_LIMITATIONS;
}

static gboolean
is_expiring (BwTenant *self)
{
  gint64 end = bw_tenant_get_relationship_end (self);

  return is_enabled (self) && !bw_tenant_get_auto_extend (self) &&
         end != 0 && end - bw_clock_now () <= EXPIRING_SECONDS;
}

static gboolean
needs_you (BwTenant *self)
{
  BwTenantStatus status = bw_tenant_get_status (self);
  BwSetupStep *step;

  if (status == BW_TENANT_STATUS_NEEDS_CHOICE || status == BW_TENANT_STATUS_FAILED)
    return TRUE;
  if (status != BW_TENANT_STATUS_SETTING_UP && status != BW_TENANT_STATUS_WAITING_FOR_APPROVAL)
    return FALSE;

  step = bw_setup_job_get_current_step (bw_tenant_get_job (self));

  return step != NULL && bw_setup_step_get_state (step) == BW_STEP_STATE_WAITING_FOR_YOU;
}

/**
 * bw_tenant_is_in_group:
 * @self: a tenant
 * @group: a group of the status filter
 *
 * The groups overlap: what waits for you is in progress too.
 *
 * Returns: whether @self is in @group
 */
gboolean
bw_tenant_is_in_group (BwTenant      *self,
                       BwTenantGroup  group)
{
  BwTenantStatus status;

  g_return_val_if_fail (BW_IS_TENANT (self), FALSE);

  status = bw_tenant_get_status (self);
  switch (group)
    {
    case BW_TENANT_GROUP_NOT_SET_UP:
      return status == BW_TENANT_STATUS_NOT_SET_UP;
    case BW_TENANT_GROUP_IN_PROGRESS:
      return status == BW_TENANT_STATUS_SETTING_UP || status == BW_TENANT_STATUS_WAITING_FOR_APPROVAL;
    case BW_TENANT_GROUP_NEEDS_YOU:
      return needs_you (self);
    case BW_TENANT_GROUP_ENABLED:
      return is_enabled (self);
    case BW_TENANT_GROUP_EXPIRING:
      return is_expiring (self);
    case BW_TENANT_GROUP_EXPIRED_OR_DISABLED:
      return status == BW_TENANT_STATUS_EXPIRED || status == BW_TENANT_STATUS_DISABLED;
    case BW_TENANT_GROUP_ALL:
    default:
      return TRUE;
    }
}

/**
 * bw_tenant_group_get_nick:
 * @group: a group of the status filter
 *
 * Returns: (transfer none): its stable name
 */
const char *
bw_tenant_group_get_nick (BwTenantGroup group)
{
  g_return_val_if_fail (group < BW_TENANT_N_GROUPS, NULL);

  return groups[group].nick;
}

/**
 * bw_tenant_group_get_label:
 * @group: a group of the status filter
 *
 * Returns: (transfer none): its name for people
 */
const char *
bw_tenant_group_get_label (BwTenantGroup group)
{
  g_return_val_if_fail (group < BW_TENANT_N_GROUPS, NULL);

  return _(groups[group].label);
}
