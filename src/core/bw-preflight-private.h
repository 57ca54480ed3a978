/* bw-preflight-private.h - what judges one thing each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-preflight.h"

G_BEGIN_DECLS

gboolean bw_preflight_may_ask            (const BwPreflightFacts *facts,
                                          BwCheck                *check);
gboolean bw_preflight_is_answered        (const BwPreflightFacts *facts,
                                          BwPreflightQuestion     question,
                                          BwCheck                *check);

/* Each says what it finds in @check. */
void bw_preflight_judge_admin_agent      (const BwPreflightFacts *facts,
                                          BwCheck                *check);
void bw_preflight_judge_audience         (const BwPreflightFacts *facts,
                                          BwCheck                *check);
void bw_preflight_judge_redirect         (const BwPreflightFacts *facts,
                                          BwCheck                *check);
void bw_preflight_judge_listed           (const BwPreflightFacts *facts,
                                          BwCheck                *check);
void bw_preflight_judge_guests           (const BwPreflightFacts *facts,
                                          BwCheck                *check);
void bw_preflight_judge_credential       (const BwPreflightFacts *facts,
                                          BwCheck                *check);
void bw_preflight_judge_graph            (const BwPreflightFacts *facts,
                                          BwCheck                *check);
void bw_preflight_judge_partner_center   (const BwPreflightFacts *facts,
                                          BwCheck                *check);
void bw_preflight_judge_delegation       (const BwPreflightFacts *facts,
                                          BwCheck                *check);
void bw_preflight_judge_customers        (const BwPreflightFacts *facts,
                                          BwCheck                *check);

G_END_DECLS
