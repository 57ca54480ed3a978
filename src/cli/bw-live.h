/* bw-live.h - shows set-ups while they change
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "bw-cli.h"

G_BEGIN_DECLS

/**
 * BwLiveMode:
 * @BW_LIVE_NONE: shows nothing
 * @BW_LIVE_DRAW: draws over what it drew before, on a terminal
 * @BW_LIVE_LINES: prints a line for each change
 * @BW_LIVE_JSON: prints a document for each change
 */
typedef enum
{
  BW_LIVE_NONE,
  BW_LIVE_DRAW,
  BW_LIVE_LINES,
  BW_LIVE_JSON,
} BwLiveMode;

typedef struct _BwLive BwLive;

BwLiveMode  bw_live_get_mode (BwCli      *cli);
BwLive     *bw_live_new      (GListModel *tenants,
                              BwCli      *cli,
                              BwLiveMode  mode) G_GNUC_WARN_UNUSED_RESULT;
void        bw_live_free     (BwLive     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwLive, bw_live_free)

G_END_DECLS
