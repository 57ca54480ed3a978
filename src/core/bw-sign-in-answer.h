/* bw-sign-in-answer.h - what the browser brings back from a sign-in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-cloud.h"
#include "bw-login.h"

G_BEGIN_DECLS

GError *bw_sign_in_answer_judge      (GHashTable      *answer,
                                      const BwSignIn  *sign_in,
                                      BwCloud         *cloud) G_GNUC_WARN_UNUSED_RESULT;
GError *bw_sign_in_answer_check_issuer (const char    *issuer,
                                      BwCloud         *cloud,
                                      const char      *tenant_id) G_GNUC_WARN_UNUSED_RESULT;
char   *bw_sign_in_answer_make_page  (guint            status,
                                      const GError    *refusal) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
