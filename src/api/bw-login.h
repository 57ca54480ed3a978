/* bw-login.h - the Microsoft identity platform: codes and tokens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-cloud.h"
#include "bw-credential.h"
#include "bw-response.h"

G_BEGIN_DECLS

/**
 * BwSignIn:
 * @tenant: tenant ID, domain or "organizations"
 * @tenant_id: (nullable): ID of the tenant, once known from its discovery
 * @client_id: our app registration
 * @redirect_uri: where the browser comes back to
 * @scope: what is asked for, separated by spaces
 * @state: random; ties the answer to the attempt
 * @nonce: (nullable): random; ties the ID token to the attempt; %NULL where the
 *   sign-in takes a way that does not carry it
 * @verifier: random; PKCE
 * @login_hint: (nullable): who is expected
 * @prompt: (nullable): such as "select_account"
 * @claims: (nullable): JSON text, what a claims challenge demands
 * @one_factor: whether it will do if they sign in with one factor
 *
 * One attempt to sign in with an authorization code and PKCE.
 */
typedef struct
{
  char     *tenant;
  char     *tenant_id;
  char     *client_id;
  char     *redirect_uri;
  char     *scope;
  char     *state;
  char     *nonce;
  char     *verifier;
  char     *login_hint;
  char     *prompt;
  char     *claims;
  gboolean  one_factor;
} BwSignIn;

BwSignIn  *bw_sign_in_new             (const char                *tenant,
                                       const char                *client_id,
                                       const char                *scope) G_GNUC_WARN_UNUSED_RESULT;
void       bw_sign_in_free            (BwSignIn                  *self);
char      *bw_sign_in_dup_uri         (const BwSignIn            *self,
                                       BwCloud                   *cloud) G_GNUC_WARN_UNUSED_RESULT;
BwRequest *bw_sign_in_redeem          (const BwSignIn            *self,
                                       BwCloud                   *cloud,
                                       const char                *code,
                                       const BwClientCredential  *credential,
                                       GError                   **error) G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwSignIn, bw_sign_in_free)

/**
 * BwTokens:
 * @access_token: for the service
 * @refresh_token: (nullable): the newest; replaces every earlier one
 * @id_token: (nullable): who signed in
 * @scope: (nullable): what was granted
 * @lifetime: seconds until @access_token ends
 *
 * What the token endpoint gave.  Secret: never log any of it.
 */
typedef struct
{
  char   *access_token;
  char   *refresh_token;
  char   *id_token;
  char   *scope;
  gint64  lifetime;
} BwTokens;

BwTokens  *bw_tokens_new_from_response (BwResponse    *response,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void       bw_tokens_free              (BwTokens      *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwTokens, bw_tokens_free)

char      *bw_login_make_challenge    (const char                *verifier)
                                       G_GNUC_WARN_UNUSED_RESULT;
BwRequest *bw_login_refresh           (BwCloud                   *cloud,
                                       const char                *tenant,
                                       const char                *client_id,
                                       const char                *refresh_token,
                                       const char                *audience,
                                       const char                *claims,
                                       const BwClientCredential  *credential,
                                       GError                   **error) G_GNUC_WARN_UNUSED_RESULT;
BwRequest *bw_login_act_alone         (BwCloud                   *cloud,
                                       const char                *tenant,
                                       const char                *client_id,
                                       const char                *audience,
                                       const BwClientCredential  *credential,
                                       GError                   **error) G_GNUC_WARN_UNUSED_RESULT;
BwRequest *bw_login_poll_device       (BwCloud                   *cloud,
                                       const BwSignIn            *sign_in,
                                       const char                *device_code,
                                       const BwClientCredential  *credential,
                                       GError                   **error) G_GNUC_WARN_UNUSED_RESULT;
BwRequest *bw_login_discover          (BwCloud                   *cloud,
                                       const char                *tenant)
                                       G_GNUC_WARN_UNUSED_RESULT;
gboolean   bw_login_read_discovery    (BwResponse                *response,
                                       char                     **tenant_id,
                                       char                     **region,
                                       GError                   **error);

G_END_DECLS
