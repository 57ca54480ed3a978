/* bw-util.h - small helpers that newer GLib has and 2.74 lacks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

void      bw_clear_source (GSource    **source);
gboolean  bw_set_str      (char       **where,
                           const char  *value);
gboolean  bw_is_guid      (const char  *text);
gboolean  bw_str_is_empty (const char  *text);
char     *bw_str_compact  (const char  *text,
                           gsize        max_chars) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
