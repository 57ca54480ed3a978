/* bw-sim-grants.h - what the simulated identity platform remembers of sign-ins
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-jwt.h"
#include "bw-sim-tokens.h"

G_BEGIN_DECLS

/**
 * BwSimSignIn:
 * @client_id: the application
 * @user_id: object ID of the partner's user
 * @tenant: tenant ID that the user signed in to
 * @scope: what was asked for
 * @session: ties together every token that came of the sign-in
 * @mfa: whether it was with multi-factor authentication
 * @signed_in: when
 *
 * What is behind a code or a refresh token.
 */
typedef struct
{
  char    *client_id;
  char    *user_id;
  char    *tenant;
  char    *scope;
  char    *session;
  gboolean mfa;
  gint64   signed_in;
} BwSimSignIn;

BwSimSignIn *bw_sim_sign_in_new  (const char  *client_id,
                                  const char  *user_id,
                                  const char  *tenant,
                                  const char  *scope,
                                  gboolean     mfa,
                                  gint64       now) G_GNUC_WARN_UNUSED_RESULT;
void         bw_sim_sign_in_free (BwSimSignIn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwSimSignIn, bw_sim_sign_in_free)

/**
 * BwSimCode:
 * @sign_in: what it is for
 * @redirect_uri: where it was sent
 * @challenge: (nullable): PKCE, method S256
 * @nonce: (nullable): for the ID token
 * @ends: when it is good no more
 * @redeemed: whether it was traded for tokens
 */
typedef struct
{
  BwSimSignIn *sign_in;
  char        *redirect_uri;
  char        *challenge;
  char        *nonce;
  gint64       ends;
  gboolean     redeemed;
} BwSimCode;

typedef enum
{
  BW_SIM_DEVICE_PENDING,
  BW_SIM_DEVICE_APPROVED,
  BW_SIM_DEVICE_DECLINED,
  BW_SIM_DEVICE_REDEEMED,
} BwSimDeviceStatus;

/**
 * BwSimDevice:
 * @client_id: the application
 * @tenant: tenant ID that whoever signs in signs in to
 * @scope: what it asks for
 * @user_code: what the user types
 * @ends: when it is good no more
 * @status: what the user did
 * @sign_in: (nullable): who signed in
 */
typedef struct
{
  char             *client_id;
  char             *tenant;
  char             *scope;
  char             *user_code;
  gint64            ends;
  BwSimDeviceStatus status;
  BwSimSignIn      *sign_in;
} BwSimDevice;

/**
 * BwSimRefresh:
 *
 * What became of a refresh token.
 */
typedef enum
{
  BW_SIM_REFRESH_GOOD,
  BW_SIM_REFRESH_MALFORMED,
  BW_SIM_REFRESH_EXPIRED,
  BW_SIM_REFRESH_REVOKED,
} BwSimRefresh;

/**
 * BwSimTokens:
 * @key: (nullable): signs; made when it is needed
 * @secret: (nullable): seals refresh tokens; made with @key
 * @generation: how often everything was revoked
 * @codes: (element-type utf8 BwSimCode): by code
 * @devices: (element-type utf8 BwSimDevice): by device code
 * @revoked: (element-type utf8): sessions
 * @used: (element-type utf8): IDs of refresh tokens that were good for once
 * @given: (element-type utf8): the newest of all that was given out, for tests that
 *   look where it got to
 */
struct _BwSimTokens
{
  BwSimKey   *key;
  char       *secret;
  gint64      generation;
  GHashTable *codes;
  GHashTable *devices;
  GHashTable *revoked;
  GHashTable *used;
  GHashTable *ended;   /* user ID -> when all sign-ins were ended */
  GQueue      given;
};

void         bw_sim_code_free             (BwSimCode         *self);
void         bw_sim_device_free           (BwSimDevice       *self);

gboolean     bw_sim_tokens_prepare        (BwSimTokens       *self);
BwSimKey    *bw_sim_tokens_get_key        (BwSimTokens       *self);
void         bw_sim_tokens_note_given     (BwSimTokens       *self,
                                           const char        *secret);

char        *bw_sim_tokens_add_code       (BwSimTokens       *self,
                                           BwSimSignIn       *sign_in,
                                           const char        *redirect_uri,
                                           const char        *challenge,
                                           const char        *nonce,
                                           gint64             now) G_GNUC_WARN_UNUSED_RESULT;
BwSimCode   *bw_sim_tokens_get_code       (BwSimTokens       *self,
                                           const char        *code);

char        *bw_sim_tokens_add_device     (BwSimTokens       *self,
                                           const char        *client_id,
                                           const char        *tenant,
                                           const char        *scope,
                                           gint64             now) G_GNUC_WARN_UNUSED_RESULT;
BwSimDevice *bw_sim_tokens_get_device     (BwSimTokens       *self,
                                           const char        *device_code);
BwSimDevice *bw_sim_tokens_find_device    (BwSimTokens       *self,
                                           const char        *user_code);

char        *bw_sim_tokens_make_refresh   (BwSimTokens       *self,
                                           const BwSimSignIn *sign_in,
                                           gint64             now) G_GNUC_WARN_UNUSED_RESULT;
BwSimSignIn *bw_sim_tokens_read_refresh   (BwSimTokens       *self,
                                           const char        *token,
                                           gint64             now,
                                           BwSimRefresh      *state) G_GNUC_WARN_UNUSED_RESULT;
void         bw_sim_tokens_use_up         (BwSimTokens       *self,
                                           const char        *token);
void         bw_sim_tokens_revoke_session (BwSimTokens       *self,
                                           const char        *session);

G_END_DECLS
