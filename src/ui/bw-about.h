/* bw-about.h - what the program is, and what to tell about it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-workspace.h"

G_BEGIN_DECLS

char *bw_about_make_debug_info (BwWorkspace *workspace) G_GNUC_WARN_UNUSED_RESULT;
void  bw_about_show            (GtkWindow   *parent,
                                BwWorkspace *workspace);

G_END_DECLS
