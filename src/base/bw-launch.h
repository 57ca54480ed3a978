/* bw-launch.h - handing an address over to the browser or another program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void     bw_launch_uri_async   (const char           *uri,
                                GAppLaunchContext    *context,
                                GCancellable         *cancellable,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data);
gboolean bw_launch_uri_finish  (GAsyncResult         *result,
                                GError              **error);

void     bw_portal_find_async  (GDBusConnection      *bus,
                                GCancellable         *cancellable,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data);
gboolean bw_portal_find_finish (GAsyncResult         *result,
                                GError              **error);

G_END_DECLS
