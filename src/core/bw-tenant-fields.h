/* bw-tenant-fields.h - what somebody types to add a tenant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Each refuses with a sentence of its own, and is quick enough for every keystroke. */
char     *bw_tenant_fields_read_name   (const char          *text,
                                        GError             **error) G_GNUC_WARN_UNUSED_RESULT;
char     *bw_tenant_fields_read_tenant (const char          *text,
                                        GError             **error) G_GNUC_WARN_UNUSED_RESULT;
char     *bw_tenant_fields_read_guest  (const char          *text,
                                        GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  bw_tenant_fields_check_guest (const char          *guest,
                                        const char * const  *domains,
                                        GError             **error);
char     *bw_tenant_fields_read_domain (const char          *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
