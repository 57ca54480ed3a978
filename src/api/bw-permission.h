/* bw-permission.h - the permissions that our application needs, or may have
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Application IDs of Microsoft's services; the same in every tenant. */
#define BW_SERVICE_ID_GRAPH          "00000003-0000-0000-c000-000000000000"
#define BW_SERVICE_ID_PARTNER_CENTER "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd"
/* "Partner Customer Delegated Administration" */
#define BW_SERVICE_ID_DELEGATION     "2832473f-ec63-45fb-976f-5d45a7d4bb91"

gboolean    bw_permission_covers    (const char * const *names,
                                     const char         *needed);
char      **bw_permission_find_lack (const char * const *names,
                                     const char         *service) G_GNUC_WARN_UNUSED_RESULT;
const char *bw_permission_find_name (const char         *service,
                                     const char         *id);
const char *bw_permission_find_role_name (const char    *id);
char      **bw_permission_find_roles_lack (const char * const *names) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
