/* bw-sim-role.h - Entra's built-in roles
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *bw_sim_role_get_name (const char *id);

G_END_DECLS
