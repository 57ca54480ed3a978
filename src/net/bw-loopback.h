/* bw-loopback.h - listens on this machine for the browser to come back from a sign-in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BW_TYPE_LOOPBACK (bw_loopback_get_type ())
G_DECLARE_FINAL_TYPE (BwLoopback, bw_loopback, BW, LOOPBACK, GObject)

/**
 * BwLoopbackPageFunc:
 * @status: 200 for the answer that we wait for, 400 for one that is not ours, 410 for
 *   one that comes after ours
 * @answer: (nullable) (element-type utf8 utf8): what the browser brought; only with 200
 * @user_data: what was given with the function
 *
 * Returns: (transfer full): the page that the browser shows, HTML
 */
typedef char *(*BwLoopbackPageFunc) (guint       status,
                                     GHashTable *answer,
                                     gpointer    user_data);

BwLoopback *bw_loopback_new              (const char           *state,
                                          BwLoopbackPageFunc    page,
                                          gpointer              user_data,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
const char *bw_loopback_get_redirect_uri (BwLoopback           *self);
void        bw_loopback_wait_async       (BwLoopback           *self,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
GHashTable *bw_loopback_wait_finish      (BwLoopback           *self,
                                          GAsyncResult         *result,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
