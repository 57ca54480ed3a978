/* bw-setup-steps.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-csp-setup.h"
#include "bw-guest-setup.h"
#include "bw-setup-steps.h"

/**
 * bw_setup_steps_new:
 * @facts: what is known at the start, the kind of the job above all
 *
 * Returns: (transfer full) (element-type BwStep): what has to hold for the tenant to be
 *   enabled
 */
GPtrArray *
bw_setup_steps_new (const BwFacts *facts)
{
  if (facts->job->kind == BW_SETUP_KIND_GUEST)
    return bw_guest_setup_new_steps ();

  return bw_csp_setup_new_steps (facts->role_template);
}
