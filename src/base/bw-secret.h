/* bw-secret.h - text that must not stay behind in freed memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void bw_secret_free (char *secret);

G_END_DECLS
