/* bw-run.h - runs the steps of a set-up, one after the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-flow-host.h"
#include "bw-http.h"
#include "bw-plan.h"
#include "bw-step.h"

G_BEGIN_DECLS

void      bw_run_async       (GPtrArray            *steps,
                              BwFacts              *facts,
                              BwHttp               *http,
                              BwFlowHost           *host,
                              GCancellable         *cancellable,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data);
gboolean  bw_run_finish      (GAsyncResult         *result,
                              GError              **error);
void      bw_run_plan_async  (GPtrArray            *steps,
                              BwFacts              *facts,
                              BwHttp               *http,
                              GCancellable         *cancellable,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data);
BwPlan   *bw_run_plan_finish (GAsyncResult         *result,
                              BwFailure           **failure,
                              GError              **error);

G_END_DECLS
