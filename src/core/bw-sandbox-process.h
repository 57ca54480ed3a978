/* bw-sandbox-process.h - a sandbox of our own, for as long as we run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BW_TYPE_SANDBOX_PROCESS (bw_sandbox_process_get_type ())
G_DECLARE_FINAL_TYPE (BwSandboxProcess, bw_sandbox_process, BW, SANDBOX_PROCESS, GObject)

void              bw_sandbox_process_start_async  (const char           *state_folder,
                                                   const char           *scenario,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
BwSandboxProcess *bw_sandbox_process_start_finish (GAsyncResult         *result,
                                                   GError              **error)
                                                   G_GNUC_WARN_UNUSED_RESULT;
const char       *bw_sandbox_process_get_url      (BwSandboxProcess     *self);
void              bw_sandbox_process_stop_async   (BwSandboxProcess     *self,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
gboolean          bw_sandbox_process_stop_finish  (BwSandboxProcess     *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);

G_END_DECLS
