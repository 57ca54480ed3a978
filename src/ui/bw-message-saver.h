/* bw-message-saver.h - the approval messages of many tenants, each in a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "bw-workspace.h"

G_BEGIN_DECLS

char *bw_message_saver_pick_language (void) G_GNUC_WARN_UNUSED_RESULT;
char *bw_message_saver_make_name     (BwTenant     *tenant) G_GNUC_WARN_UNUSED_RESULT;
void  bw_message_saver_run           (GtkWidget    *widget,
                                      BwWorkspace  *workspace,
                                      GPtrArray    *tenants,
                                      GCancellable *cancellable);

G_END_DECLS
