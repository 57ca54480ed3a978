/* bw-body.h - reads what a service sends, up to a limit, and parses it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void      bw_body_read_async   (GInputStream         *stream,
                                gsize                 max_size,
                                GCancellable         *cancellable,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data);
GBytes   *bw_body_read_finish  (GInputStream         *stream,
                                GAsyncResult         *result,
                                GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void      bw_body_parse_async  (GBytes               *body,
                                GCancellable         *cancellable,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data);
JsonNode *bw_body_parse_finish (GAsyncResult         *result,
                                GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
