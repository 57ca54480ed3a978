/* test-answer.h - requests looked into, and answers made up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-response.h"

G_BEGIN_DECLS

BwResponse *bw_test_answer         (BwRequest  *request,
                                    guint       status,
                                    const char *json) G_GNUC_WARN_UNUSED_RESULT;
BwResponse *bw_test_answer_from    (const char *service,
                                    guint       status,
                                    const char *json) G_GNUC_WARN_UNUSED_RESULT;
void        bw_test_assert_request (BwRequest  *request,
                                    const char *method,
                                    const char *rest,
                                    const char *tenant,
                                    const char *body);

G_END_DECLS
