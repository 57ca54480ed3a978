/* bw-strip.h - a strip above a view for a state that lasts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BW_TYPE_STRIP (bw_strip_get_type ())
G_DECLARE_FINAL_TYPE (BwStrip, bw_strip, BW, STRIP, AdwBin)

void bw_strip_show (BwStrip    *self,
                    const char *text,
                    const char *button_label,
                    const char *action_name);
void bw_strip_hide (BwStrip    *self);

G_END_DECLS
