/* bw-sim-wire.h - answers that go wrong on their way
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "bw-sim-faults.h"

G_BEGIN_DECLS

/* The connections that were taken from the server and are still open. */
typedef struct _BwSimWire BwSimWire;

BwSimWire  *bw_sim_wire_new      (void) G_GNUC_WARN_UNUSED_RESULT;
void        bw_sim_wire_free     (BwSimWire         *self);
void        bw_sim_wire_drop     (BwSimWire         *self,
                                  SoupServerMessage *message);
void        bw_sim_wire_hang     (BwSimWire         *self,
                                  SoupServerMessage *message);
void        bw_sim_wire_truncate (BwSimWire         *self,
                                  SoupServerMessage *message,
                                  gsize              length);
void        bw_sim_wire_answer   (SoupServerMessage *message,
                                  BwSimFault        *fault);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwSimWire, bw_sim_wire_free)

G_END_DECLS
