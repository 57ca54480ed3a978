/* bw-ensure.h - makes one requirement hold: look, judge, change, look again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-flow-host.h"
#include "bw-http.h"
#include "bw-requirement.h"

G_BEGIN_DECLS

/**
 * BwEnsureMode:
 * @BW_ENSURE_CHANGE: make it so
 * @BW_ENSURE_LOOK: look and judge only; no write is ever sent
 */
typedef enum
{
  BW_ENSURE_CHANGE,
  BW_ENSURE_LOOK,
} BwEnsureMode;

void      bw_ensure_async         (const BwRequirement  *requirement,
                                   BwEnsureMode          mode,
                                   BwFacts              *facts,
                                   BwStepRow            *row,
                                   BwHttp               *http,
                                   BwFlowHost           *host,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
gboolean  bw_ensure_finish        (GAsyncResult         *result,
                                   BwVerdict            *verdict,
                                   BwFinding            *finding,
                                   GError              **error);
void      bw_step_row_set_state   (BwStepRow            *row,
                                   BwStepState           state,
                                   const char           *text);

G_END_DECLS
