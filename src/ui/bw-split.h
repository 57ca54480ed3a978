/* bw-split.h - a list beside the details of what is chosen in it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Properties: list, details (the two panes), folded (read-only: only one of
 * them fits), show-details (which one, while folded). */
#define BW_TYPE_SPLIT (bw_split_get_type ())
G_DECLARE_FINAL_TYPE (BwSplit, bw_split, BW, SPLIT, AdwBin)

gboolean bw_split_get_folded       (BwSplit  *self);
gboolean bw_split_get_show_details (BwSplit  *self);
void     bw_split_set_show_details (BwSplit  *self,
                                    gboolean  show_details);

G_END_DECLS
