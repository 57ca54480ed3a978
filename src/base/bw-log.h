/* bw-log.h - where log messages go, and what never gets into them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void  bw_log_set_up     (gboolean     verbose);
char *bw_log_redact     (const char  *text) G_GNUC_WARN_UNUSED_RESULT;
char *bw_log_dup_recent (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
