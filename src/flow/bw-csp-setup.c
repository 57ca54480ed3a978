/* bw-csp-setup.c - the set-up of a CSP tenant: seven steps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-csp-setup.h"

#include "bw-csp-private.h"
#include "bw-tenant-cloud.h"

#define APPLICATION_ADMINISTRATOR "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"

static BwStep *
add_step (GPtrArray   *steps,
          const char  *key,
          BwOperation  operation)
{
  BwStep *step = bw_step_new (key, operation);

  g_ptr_array_add (steps, step);

  return step;
}

static void
require_group (BwStep     *step,
               const char *name)
{
  bw_step_require (step, &bw_csp_group, name);
  bw_step_require (step, &bw_csp_member, name);
  bw_step_require (step, &bw_csp_assignment, name);
}

/* Partner Center takes a consent only from somebody who is an application
 * administrator of the customer already. */
static const char *
find_consenting_group (BwRoleTemplate *role_template)
{
  GPtrArray *roles = bw_role_template_get_roles (role_template);

  for (guint i = 0; i < roles->len; i++)
    {
      BwTemplateRole *role = g_ptr_array_index (roles, i);

      if (g_str_equal (role->id, APPLICATION_ADMINISTRATOR))
        return role->group;
    }

  return NULL;
}

/**
 * bw_csp_setup_new_steps:
 * @role_template: what the customer is asked for
 *
 * Returns: (transfer full) (element-type BwStep): what has to hold for the
 *   tenant to be enabled
 */
GPtrArray *
bw_csp_setup_new_steps (BwRoleTemplate *role_template)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_step_free);
  g_auto(GStrv) groups = bw_role_template_dup_groups (role_template);
  const char *consenting = find_consenting_group (role_template);
  BwStep *step;

  step = add_step (steps, "create-customer", BW_OPERATION_NONE);
  bw_step_require (step, &bw_tenant_cloud, NULL);
  bw_step_require (step, &bw_csp_identity, NULL);
  bw_step_require (step, &bw_csp_partner_link, NULL);

  step = add_step (steps, "establish-relationship", BW_OPERATION_NONE);
  bw_step_require (step, &bw_csp_relationship, NULL);
  bw_step_require (step, &bw_csp_sent_for_approval, NULL);

  step = add_step (steps, "get-approval", BW_OPERATION_NONE);
  bw_step_require (step, &bw_csp_approved, NULL);

  step = add_step (steps, "finalize-relationship", BW_OPERATION_NONE);
  if (consenting != NULL)
    require_group (step, consenting);
  bw_step_require (step, &bw_csp_registered, BW_APP_ID_GRAPH);
  bw_step_require (step, &bw_csp_resource, BW_APP_ID_GRAPH);
  bw_step_require (step, &bw_csp_granted, BW_APP_ID_GRAPH);
  bw_step_require (step, &bw_csp_resource, BW_APP_ID_DEFENDER);
  bw_step_require (step, &bw_csp_granted, BW_APP_ID_DEFENDER);

  step = add_step (steps, "groups-and-roles", BW_OPERATION_NONE);
  for (guint i = 0; groups[i] != NULL; i++)
    require_group (step, groups[i]);

  add_step (steps, "sync-users", BW_OPERATION_SYNC_USERS);
  add_step (steps, "schedule-reports", BW_OPERATION_RUN_REPORTS);

  return steps;
}
