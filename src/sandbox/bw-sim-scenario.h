/* bw-sim-scenario.h - the world as a scenario describes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-world.h"

G_BEGIN_DECLS

/* What a scenario file may say is written down in data/scenarios/README.md. */

BwSimWorld *bw_sim_scenario_load     (const char  *scenario,
                                      BwSimClock  *clock,
                                      gint64       epoch,
                                      GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
