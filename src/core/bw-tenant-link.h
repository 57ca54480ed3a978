/* bw-tenant-link.h - which tenant an address from a browser is about
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean  bw_tenant_link_is_link     (const char *text);
char     *bw_tenant_link_find_tenant (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
