/* bw-sim-mailbox.h - what Microsoft sends to people who are invited
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-exchange.h"

G_BEGIN_DECLS

void bw_sim_mailbox_show (BwSimExchange *self);

G_END_DECLS
