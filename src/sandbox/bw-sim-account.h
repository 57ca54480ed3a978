/* bw-sim-account.h - who signs in under a name, wherever it is from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-world.h"

G_BEGIN_DECLS

BwSimUser *bw_sim_account_find       (BwSimWorld  *world,
                                      const char  *name);
BwSimUser *bw_sim_account_find_in    (BwSimWorld  *world,
                                      BwSimTenant *tenant,
                                      const char  *id_or_name);
GPtrArray *bw_sim_account_get_staff  (BwSimTenant *tenant);

G_END_DECLS
