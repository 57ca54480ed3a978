/* bw-message-saver.h - the messages of many tenants, each in a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "bw-message-kind.h"
#include "bw-workspace.h"

G_BEGIN_DECLS

char *bw_message_saver_make_name (BwTenant      *tenant,
                                  BwMessageKind  kind) G_GNUC_WARN_UNUSED_RESULT;
void  bw_message_saver_run       (GtkWidget     *widget,
                                  BwWorkspace   *workspace,
                                  GPtrArray     *tenants,
                                  GCancellable  *cancellable);

G_END_DECLS
