/* bw-device-code.h - signing in with a browser on another device
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-login.h"

G_BEGIN_DECLS

/**
 * BwDeviceCode:
 * @user_code: what the user has to type
 * @verification_uri: on which page
 * @message: (nullable): Microsoft's sentence that says so
 * @device_code: what we poll with; a secret
 * @lifetime: seconds until it ends
 * @interval: seconds between polls; grows where we are asked to slow down
 * @waited: seconds that were waited so far
 *
 * One sign-in that is finished elsewhere (RFC 8628).
 */
typedef struct
{
  char   *user_code;
  char   *verification_uri;
  char   *message;
  char   *device_code;
  guint   lifetime;
  guint   interval;
  guint   waited;
} BwDeviceCode;

/**
 * BwDeviceAnswer:
 * @BW_DEVICE_TOKENS: the user has signed in
 * @BW_DEVICE_PENDING: not yet
 * @BW_DEVICE_SLOW_DOWN: not yet, and we ask too often
 * @BW_DEVICE_LATER: the service has a fault that may pass
 * @BW_DEVICE_DECLINED: the user does not want to
 * @BW_DEVICE_EXPIRED: the code was not used in time, or is none any more
 * @BW_DEVICE_BLOCKED: a policy does not let the user in, or not in this way
 * @BW_DEVICE_REFUSED: anything else
 *
 * What a poll was answered.
 */
typedef enum
{
  BW_DEVICE_TOKENS,
  BW_DEVICE_PENDING,
  BW_DEVICE_SLOW_DOWN,
  BW_DEVICE_LATER,
  BW_DEVICE_DECLINED,
  BW_DEVICE_EXPIRED,
  BW_DEVICE_BLOCKED,
  BW_DEVICE_REFUSED,
} BwDeviceAnswer;

BwRequest      *bw_device_code_ask               (const BwSignIn            *sign_in,
                                                  BwCloud                   *cloud)
                                                  G_GNUC_WARN_UNUSED_RESULT;
BwDeviceCode   *bw_device_code_new_from_response (BwResponse                *response,
                                                  GError                   **error)
                                                  G_GNUC_WARN_UNUSED_RESULT;
void            bw_device_code_free              (BwDeviceCode              *self);
BwRequest      *bw_device_code_poll              (const BwDeviceCode        *self,
                                                  const BwSignIn            *sign_in,
                                                  BwCloud                   *cloud,
                                                  const BwClientCredential  *credential,
                                                  GError                   **error)
                                                  G_GNUC_WARN_UNUSED_RESULT;
BwDeviceAnswer  bw_device_code_classify          (BwResponse                *response);
gboolean        bw_device_code_wait              (BwDeviceCode              *self,
                                                  BwDeviceAnswer             answer,
                                                  guint                     *msec);
GError         *bw_device_code_make_error        (BwDeviceAnswer             answer,
                                                  BwResponse                *response)
                                                  G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwDeviceCode, bw_device_code_free)

G_END_DECLS
