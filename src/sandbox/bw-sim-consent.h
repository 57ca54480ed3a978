/* bw-sim-consent.h - what somebody in a tenant lets an application do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-world.h"

G_BEGIN_DECLS

void bw_sim_consent_give       (BwSimTenant *tenant,
                                BwSimApp    *app,
                                const char  *resource,
                                const char  *scope,
                                const char  *user_id,
                                gint64       visible);
void bw_sim_consent_give_roles (BwSimTenant *tenant,
                                BwSimApp    *app,
                                gint64       visible);
void bw_sim_consent_withdraw   (BwSimTenant *tenant,
                                BwSimApp    *app);

G_END_DECLS
