/* bw-sandbox-claim.h - who uses the sandbox of a state folder, and where it listens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *bw_sandbox_claim_dup_users_path (const char  *folder) G_GNUC_WARN_UNUSED_RESULT;
int       bw_sandbox_claim_use            (const char  *folder,
                                           GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  bw_sandbox_claim_is_last        (int          use);
int       bw_sandbox_claim_lock           (const char  *folder,
                                           GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  bw_sandbox_claim_publish        (const char  *folder,
                                           const char  *url,
                                           gint64       pid,
                                           GError     **error);
char     *bw_sandbox_claim_dup_url        (const char  *folder,
                                           gboolean    *runs) G_GNUC_WARN_UNUSED_RESULT;
char     *bw_sandbox_claim_read_url       (const char  *line) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
