/* bw-drive.h - sees set-ups through, and shows them meanwhile
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-cli.h"

G_BEGIN_DECLS

gboolean bw_drive (BwCli       *cli,
                   GListModel  *tenants,
                   guint        seconds,
                   BwExit      *code,
                   GError     **error);

G_END_DECLS
