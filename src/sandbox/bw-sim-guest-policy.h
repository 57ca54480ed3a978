/* bw-sim-guest-policy.h - whom a tenant lets in as a guest, as scenarios and others say it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-world.h"

G_BEGIN_DECLS

gboolean bw_sim_guest_policy_read       (BwSimTenant  *tenant,
                                         JsonObject   *object,
                                         GError      **error);
void     bw_sim_guest_policy_write      (BwSimTenant  *tenant,
                                         JsonObject   *object);
gboolean bw_sim_guest_policy_lets_in    (BwSimTenant  *tenant,
                                         const char   *address);

G_END_DECLS
