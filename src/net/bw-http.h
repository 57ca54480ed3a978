/* bw-http.h - sends requests: tokens, lanes, retries, pages, limits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "bw-response.h"
#include "bw-token-source.h"

G_BEGIN_DECLS

#define BW_TYPE_HTTP (bw_http_get_type ())
G_DECLARE_FINAL_TYPE (BwHttp, bw_http, BW, HTTP, GObject)

BwHttp     *bw_http_new              (const char           *user_agent) G_GNUC_WARN_UNUSED_RESULT;
void        bw_http_set_token_source (BwHttp               *self,
                                      BwTokenSource        *source);
BwTokenSource *bw_http_get_token_source (BwHttp            *self);
void        bw_http_send_async       (BwHttp               *self,
                                      BwRequest            *request,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
BwResponse *bw_http_send_finish      (BwHttp               *self,
                                      GAsyncResult         *result,
                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
