/* keyring-util.h - a real keyring on the session bus
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BW_TEST_KEYRING_NAME "org.freedesktop.secrets"

GSubprocess *bw_test_keyring_spawn    (GSubprocessFlags     flags,
                                       const char          *display,
                                       const char * const  *arguments) G_GNUC_WARN_UNUSED_RESULT;
void         bw_test_keyring_stop     (GSubprocess        **program);
void         bw_test_keyring_wait_for (const char          *name,
                                       gboolean             is_there);
GSubprocess *bw_test_keyring_start    (gboolean             unlocks) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
