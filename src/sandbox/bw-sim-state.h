/* bw-sim-state.h - what has changed since the scenario began, as a file and for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-tokens.h"

G_BEGIN_DECLS

JsonObject *bw_sim_state_save      (BwSimWorld   *world,
                                    BwSimTokens  *tokens) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *bw_sim_state_read      (const char   *path,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gint64      bw_sim_state_get_epoch (JsonObject   *saved);
gboolean    bw_sim_state_load      (BwSimWorld   *world,
                                    BwSimTokens  *tokens,
                                    JsonObject   *saved,
                                    GError      **error);
JsonObject *bw_sim_state_describe  (BwSimWorld   *world) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
