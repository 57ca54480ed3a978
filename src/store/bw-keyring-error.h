/* bw-keyring-error.h - what keyrings complain of, in words; for this layer only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *bw_keyring_describe_error (const GError *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
