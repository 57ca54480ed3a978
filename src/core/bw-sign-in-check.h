/* bw-sign-in-check.h - from tokens to somebody who is known to have signed in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-cloud.h"
#include "bw-http.h"
#include "bw-identity.h"
#include "bw-login.h"

G_BEGIN_DECLS

/**
 * BwSignInResult:
 * @identity: who signed in
 * @tokens: what they get
 */
typedef struct
{
  BwIdentity *identity;
  BwTokens   *tokens;
} BwSignInResult;

void            bw_sign_in_result_free  (BwSignInResult       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwSignInResult, bw_sign_in_result_free)

void            bw_sign_in_check_async  (BwHttp               *http,
                                         BwCloud              *cloud,
                                         BwSignIn             *sign_in,
                                         BwTokens             *tokens,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
BwSignInResult *bw_sign_in_check_finish (GAsyncResult         *result,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
