/* bw-sign-in-attempt.h - one way through the browser, from URI to tokens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-session.h"
#include "bw-sign-in-check.h"

G_BEGIN_DECLS

/* How long we wait for the browser, as long as Microsoft does for a device code. */
#define BW_SIGN_IN_SECONDS (15 * 60)

void            bw_sign_in_attempt_async   (BwHttp               *http,
                                            BwCloud              *cloud,
                                            BwCredentialKeeper   *credentials,
                                            BwSignIn             *sign_in,
                                            BwBrowserFunc         browser,
                                            gpointer              browser_data,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
BwSignInResult *bw_sign_in_attempt_finish  (GAsyncResult         *result,
                                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void            bw_sign_in_browse_sandbox  (BwHttp               *http,
                                            const char           *uri,
                                            GCancellable         *stop);

G_END_DECLS
