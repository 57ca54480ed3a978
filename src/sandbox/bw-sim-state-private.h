/* bw-sim-state-private.h - the form of the state file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-state.h"

G_BEGIN_DECLS

#define BW_SIM_STATE_FORMAT  "bailiwick-sandbox-state"
#define BW_SIM_STATE_VERSION 1

JsonArray  *bw_sim_state_save_relationships (BwSimWorld  *world) G_GNUC_WARN_UNUSED_RESULT;
gboolean    bw_sim_state_load_relationships (BwSimWorld  *world,
                                             JsonObject  *saved,
                                             GError     **error);
void        bw_sim_state_save_guests        (BwSimTenant *tenant,
                                             JsonObject  *object);
void        bw_sim_state_load_guests        (BwSimTenant *tenant,
                                             JsonObject  *object);
void        bw_sim_state_describe_guests    (BwSimWorld  *world,
                                             BwSimTenant *tenant,
                                             JsonArray   *guests,
                                             JsonArray   *invitations);
gboolean    bw_sim_state_fail               (GError     **error,
                                             const char  *sentence);

G_END_DECLS
