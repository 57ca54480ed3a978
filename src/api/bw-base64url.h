/* bw-base64url.h - base64 as JSON web tokens write it; for this layer only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char   *bw_base64url_encode (const guchar *bytes,
                             gsize         size) G_GNUC_WARN_UNUSED_RESULT;
GBytes *bw_base64url_decode (const char   *text,
                             gsize         length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
