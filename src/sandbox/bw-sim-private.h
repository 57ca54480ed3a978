/* bw-sim-private.h - what the parts of the server share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-faults.h"
#include "bw-sim-log.h"
#include "bw-sim-server.h"
#include "bw-sim-wire.h"

G_BEGIN_DECLS

/**
 * BwSim:
 * @server: of libsoup
 * @url: the base of all roots
 * @scenario: (see #BwSimOptions)
 * @time_scale: (see #BwSimOptions)
 * @approve_after: (see #BwSimOptions)
 * @state_file: (nullable): (see #BwSimOptions)
 * @clock: the one clock
 * @world: what there is
 * @tokens: what was given out
 * @log: what was asked
 * @faults: what goes wrong on demand
 * @wire: connections that were taken from @server
 * @waiting: (element-type guint): sources of the requests that are delayed
 * @dirty: whether there is something to save
 * @saved_size: how long the state file is
 * @save_source: the source that saves soon, or 0
 */
struct _BwSim
{
  SoupServer  *server;
  char        *url;
  char        *scenario;
  double       time_scale;
  double       approve_after;
  char        *state_file;
  BwSimClock   clock;
  BwSimWorld  *world;
  BwSimTokens *tokens;
  BwSimLog    *log;
  BwSimFaults *faults;
  BwSimWire   *wire;
  GHashTable  *waiting;
  gboolean     dirty;
  gsize        saved_size;
  guint        save_source;
};

void        bw_sim_serve          (BwSim              *self);
void        bw_sim_store_changes  (BwSim              *self);

G_END_DECLS
