/* bw-role.h - the directory roles that Microsoft builds in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BW_ROLE_GLOBAL_ADMINISTRATOR "62e90394-69f5-4237-9190-012177145e10"

const char *bw_role_get_name  (const char         *id);
char      **bw_role_dup_names (const char * const *ids) G_GNUC_WARN_UNUSED_RESULT;
gboolean    bw_role_is_among  (const char         *id,
                               const char * const *ids);

G_END_DECLS
