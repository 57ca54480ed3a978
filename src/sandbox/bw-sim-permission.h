/* bw-sim-permission.h - the permissions of Microsoft Graph and what they mean
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *bw_sim_permission_get_scope_id (const char *name);
const char *bw_sim_permission_get_role_id  (const char *name);
const char *bw_sim_permission_get_title    (const char *name);
gboolean    bw_sim_permission_needs_admin  (const char *name);

G_END_DECLS
