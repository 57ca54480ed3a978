/* bw-sim-service.h - the services of Microsoft's that a tenant may have
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-world.h"

G_BEGIN_DECLS

const char *bw_sim_service_get_name (const char *app_id);
const char *bw_sim_service_get_nth  (guint       index);

G_END_DECLS
