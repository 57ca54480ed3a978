/* bw-guest-setup.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-guest-private.h"
#include "bw-guest-setup.h"
#include "bw-tenant-cloud.h"

static BwStep *
add_step (GPtrArray   *steps,
          const char  *key,
          BwOperation  operations)
{
  BwStep *step = bw_step_new (key, operations);

  g_ptr_array_add (steps, step);

  return step;
}

/**
 * bw_guest_setup_new_steps:
 *
 * Returns: (transfer full) (element-type BwStep): what has to hold for a tenant that is
 *   reached through a guest account to be enabled
 */
GPtrArray *
bw_guest_setup_new_steps (void)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_step_free);
  BwStep *step;

  step = add_step (steps, "add-tenant", BW_OPERATION_NONE);
  bw_step_require (step, &bw_tenant_cloud, NULL);
  bw_step_require (step, &bw_guest_address, NULL);

  step = add_step (steps, "guest-approval", BW_OPERATION_NONE);
  bw_step_require (step, &bw_guest_consented, NULL);
  bw_step_require (step, &bw_guest_permitted, NULL);

  step = add_step (steps, "guest-invitation", BW_OPERATION_NONE);
  bw_step_require (step, &bw_guest_invited, NULL);
  bw_step_require (step, &bw_guest_accepted, NULL);

  step = add_step (steps, "guest-permissions", BW_OPERATION_NONE);
  bw_step_require (step, &bw_guest_signed_in, NULL);
  bw_step_require (step, &bw_guest_granted, NULL);

  step = add_step (steps, "finalize-approval", BW_OPERATION_SYNC_USERS | BW_OPERATION_RUN_REPORTS);
  bw_step_require (step, &bw_guest_finalized, NULL);
  bw_step_require (step, &bw_guest_named, NULL);

  return steps;
}
