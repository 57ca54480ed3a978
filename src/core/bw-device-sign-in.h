/* bw-device-sign-in.h - signing in with a code, in the browser of another device
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-credential-keeper.h"
#include "bw-device-code.h"
#include "bw-sign-in-check.h"

G_BEGIN_DECLS

/**
 * BwDeviceCodeFunc:
 * @code: what to show: its page and its user code
 * @user_data: what was given with the function
 *
 * Tells the user where to go and what to type there.
 */
typedef void (*BwDeviceCodeFunc) (const BwDeviceCode *code,
                                  gpointer            user_data);

void            bw_device_sign_in_async  (BwHttp               *http,
                                          BwCloud              *cloud,
                                          BwCredentialKeeper   *credentials,
                                          BwSignIn             *sign_in,
                                          BwDeviceCodeFunc      show,
                                          gpointer              show_data,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
BwSignInResult *bw_device_sign_in_finish (GAsyncResult         *result,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
