/* bw-settings.h - what the window remembers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

int       bw_settings_get_int     (const char *key,
                                   int         fallback);
void      bw_settings_set_int     (const char *key,
                                   int         value);
gboolean  bw_settings_get_boolean (const char *key);
void      bw_settings_set_boolean (const char *key,
                                   gboolean    value);
char     *bw_settings_dup_string  (const char *key) G_GNUC_WARN_UNUSED_RESULT;
void      bw_settings_set_string  (const char *key,
                                   const char *value);

G_END_DECLS
