/* bw-sim-text.h - JSON without a tree, where there is much of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void bw_sim_text_append_string (GString    *out,
                                const char *text);

G_END_DECLS
