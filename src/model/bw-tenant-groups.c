/* bw-tenant-groups.c - which tenants a search and the status filter let through
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-pace.h"
#include "bw-tenant-private.h"
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
      return status == BW_TENANT_STATUS_SETTING_UP ||
             status == BW_TENANT_STATUS_WAITING_FOR_APPROVAL;
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

/**
 * bw_tenant_fold:
 * @text: (nullable): what somebody typed into a search
 *
 * Returns: (transfer full): @text as bw_tenant_matches() wants it
 */
char *
bw_tenant_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autofree char *composed = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL_COMPOSE);

  return g_utf8_casefold (composed, -1);
}

/**
 * bw_tenant_matches:
 * @self: a tenant
 * @folded: (nullable): what is searched for, from bw_tenant_fold()
 *
 * Returns: whether the name, the domain or the ID has @folded in it
 */
gboolean
bw_tenant_matches (BwTenant   *self,
                   const char *folded)
{
  g_return_val_if_fail (BW_IS_TENANT (self), FALSE);

  if (bw_str_is_empty (folded))
    return TRUE;

  if (self->folded == NULL)
    {
      g_autofree char *all = g_strjoin ("\n",
                                        self->name != NULL ? self->name : "",
                                        self->domain != NULL ? self->domain : "",
                                        self->id,
                                        NULL);

      self->folded = bw_tenant_fold (all);
    }

  return strstr (self->folded, folded) != NULL;
}
