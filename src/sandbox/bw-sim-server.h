/* bw-sim-server.h - the server of the simulated cloud: roots, log, faults, state
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-tokens.h"

G_BEGIN_DECLS

/**
 * BwSimOptions:
 * @port: where to listen, or 0 for a free port
 * @scenario: name of a scenario that comes with the program, or a file's path
 * @time_scale: how many times as fast as Microsoft
 * @approve_after: (see #BwSimWorld)
 * @state_file: (nullable): where the state is kept between runs
 */
typedef struct
{
  guint16     port;
  const char *scenario;
  double      time_scale;
  double      approve_after;
  const char *state_file;
} BwSimOptions;

BwSim       *bw_sim_new            (const BwSimOptions *options,
                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void         bw_sim_free           (BwSim              *self);
const char  *bw_sim_get_url        (BwSim              *self);
BwSimWorld  *bw_sim_get_world      (BwSim              *self);
BwSimTokens *bw_sim_get_tokens     (BwSim              *self);
void         bw_sim_touch          (BwSim              *self);
gboolean     bw_sim_save           (BwSim              *self,
                                    GError            **error);
gboolean     bw_sim_reset          (BwSim              *self,
                                    GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwSim, bw_sim_free)

G_END_DECLS
