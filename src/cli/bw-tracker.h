/* bw-tracker.h - the progress tracker as lines of text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "bw-tenant.h"

G_BEGIN_DECLS

char *bw_tracker_render_tenant  (BwTenant   *tenant,
                                 guint       width) G_GNUC_WARN_UNUSED_RESULT;
char *bw_tracker_render_line    (BwTenant   *tenant,
                                 guint       name_width,
                                 guint       width) G_GNUC_WARN_UNUSED_RESULT;
char *bw_tracker_render_table   (GListModel *tenants,
                                 guint       width,
                                 guint       height) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
