/* bw-flow-host.c - what a run needs of whoever drives it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-flow-host.h"

G_DEFINE_INTERFACE (BwFlowHost, bw_flow_host, G_TYPE_OBJECT)

static void
bw_flow_host_default_init (BwFlowHostInterface *iface)
{
}
