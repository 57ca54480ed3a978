/* bw-data.h - the files that come with the programs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *bw_data_find (const char  *folder,
                    const char  *name,
                    GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
