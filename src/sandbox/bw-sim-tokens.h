/* bw-sim-tokens.h - the tokens of the simulated identity platform
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-exchange.h"

G_BEGIN_DECLS

#define BW_SIM_AUDIENCE_GRAPH   "https://graph.microsoft.com"
#define BW_SIM_AUDIENCE_PARTNER "https://api.partnercenter.microsoft.com"

/* The signing key and every code and refresh token that was given out. */
typedef struct _BwSimTokens BwSimTokens;

/**
 * BwSimBearer:
 * @tenant: tenant ID that the token is for ("tid")
 * @client_id: the application ("appid")
 * @user_id: (nullable): object ID of the partner's user; %NULL for an application by itself
 * @scopes: (array zero-terminated=1): delegated permissions ("scp")
 * @roles: (array zero-terminated=1): application permissions ("roles")
 * @mfa: whether the user signed in with multi-factor authentication ("amr")
 *
 * Who sends a request, by a token that proved to be good.
 */
typedef struct
{
  char     *tenant;
  char     *client_id;
  char     *user_id;
  char    **scopes;
  char    **roles;
  gboolean  mfa;
} BwSimBearer;

/**
 * BwSimBearerProblem:
 *
 * What is wrong with the Authorization header of a request.
 */
typedef enum
{
  BW_SIM_BEARER_GOOD,
  BW_SIM_BEARER_MISSING,
  BW_SIM_BEARER_MALFORMED,
  BW_SIM_BEARER_EXPIRED,
  BW_SIM_BEARER_WRONG_AUDIENCE,
} BwSimBearerProblem;

BwSimTokens *bw_sim_tokens_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void         bw_sim_tokens_free        (BwSimTokens        *self);
JsonObject  *bw_sim_tokens_save        (BwSimTokens        *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean     bw_sim_tokens_load        (BwSimTokens        *self,
                                        JsonObject         *saved,
                                        GError            **error);
void         bw_sim_tokens_revoke_all  (BwSimTokens        *self);
void         bw_sim_tokens_end_user    (BwSimTokens        *self,
                                        const char         *user_id,
                                        gint64              now);
JsonArray   *bw_sim_tokens_list_given  (BwSimTokens        *self) G_GNUC_WARN_UNUSED_RESULT;
BwSimBearer *bw_sim_bearer_new         (BwSimExchange      *exchange,
                                        const char         *audience,
                                        BwSimBearerProblem *problem) G_GNUC_WARN_UNUSED_RESULT;
void         bw_sim_bearer_free        (BwSimBearer        *self);
gboolean     bw_sim_bearer_may         (BwSimBearer        *self,
                                        const char         *permission);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwSimTokens, bw_sim_tokens_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwSimBearer, bw_sim_bearer_free)

G_END_DECLS
