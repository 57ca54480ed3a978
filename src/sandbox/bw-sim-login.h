/* bw-sim-login.h - what the parts of the simulated identity platform share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-exchange.h"
#include "bw-sim-grants.h"
#include "bw-sim-guest.h"

G_BEGIN_DECLS

/**
 * BwSimResource:
 * @app_id: application ID of the service
 * @audience: what its scopes begin with
 * @name: display name
 */
typedef struct
{
  const char *app_id;
  const char *audience;
  const char *name;
} BwSimResource;

/**
 * BwSimScope:
 * @resource: (nullable): the service; %NULL if only the user was asked for
 * @names: (element-type utf8): permissions asked for one by one
 * @everything: whether ".default" was asked for
 * @openid: whether an ID token was asked for
 * @profile: whether the user's profile was asked for
 * @offline: whether a refresh token was asked for
 *
 * What a scope parameter asks for.
 */
typedef struct
{
  const BwSimResource *resource;
  GPtrArray           *names;
  gboolean             everything;
  gboolean             openid;
  gboolean             profile;
  gboolean             offline;
} BwSimScope;

/**
 * BwSimProof:
 *
 * How an application proved that it is itself.
 */
typedef enum
{
  BW_SIM_PROOF_NONE,
  BW_SIM_PROOF_SECRET,
  BW_SIM_PROOF_ASSERTION,
} BwSimProof;

/**
 * BwSimCase:
 * @world: what there is; borrowed
 * @tenant: the tenant to get a token for; borrowed
 * @app: the application; borrowed
 * @proof: how the application proved itself
 * @user: (nullable): the user; %NULL for an application by itself; borrowed
 * @scope: what is asked for; borrowed
 * @mfa_here: whether the user went through multi-factor authentication in @tenant itself
 * @signed_in: when the user signed in
 *
 * What has to be decided before a token is issued.
 */
typedef struct
{
  BwSimWorld  *world;
  BwSimTenant *tenant;
  BwSimApp    *app;
  BwSimProof   proof;
  BwSimUser   *user;
  BwSimScope  *scope;
  gboolean     mfa_here;
  gint64       signed_in;
} BwSimCase;

/* bw-sim-login.c */
BwSimTokens *bw_sim_login_get_tokens  (BwSimExchange *self);
gint64       bw_sim_login_now         (BwSimExchange *self);
guint        bw_sim_login_find_tenant (BwSimExchange  *self,
                                       BwSimTenant   **tenant,
                                       gboolean       *any);

/* bw-sim-login-refusal.c */
const char *bw_sim_login_error_name  (guint code);
char       *bw_sim_login_dup_reason  (BwSimExchange *self,
                                      guint          code,
                                      const char    *detail) G_GNUC_WARN_UNUSED_RESULT;
void        bw_sim_login_refuse      (BwSimExchange *self,
                                      guint          code,
                                      const char    *detail);
void        bw_sim_login_refuse_as   (BwSimExchange *self,
                                      const char    *error,
                                      guint          code,
                                      const char    *detail);
void        bw_sim_login_refuse_page (BwSimExchange *self,
                                      guint          code,
                                      const char    *detail);
void        bw_sim_login_show_error  (BwSimExchange *self);

/* bw-sim-login-scope.c */
const BwSimResource *bw_sim_resource_find     (const char *audience_or_id);
BwSimScope          *bw_sim_scope_new         (const char *text,
                                               guint      *problem) G_GNUC_WARN_UNUSED_RESULT;
void                 bw_sim_scope_free        (BwSimScope *self);
GPtrArray           *bw_sim_scope_dup_granted (const BwSimCase *about) G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwSimScope, bw_sim_scope_free)

/* bw-sim-login-decide.c */
BwSimGuest *bw_sim_case_get_guest    (const BwSimCase *self);
char       *bw_sim_case_dup_user_id  (const BwSimCase *self) G_GNUC_WARN_UNUSED_RESULT;
guint       bw_sim_case_check_policy (const BwSimCase *self);
gboolean    bw_sim_case_may_ask      (const BwSimCase *self);
guint       bw_sim_case_decide       (const BwSimCase *self);

/* bw-sim-login-issue.c */
void bw_sim_login_issue (BwSimExchange     *self,
                         const BwSimCase   *about,
                         const BwSimSignIn *sign_in,
                         const char        *nonce,
                         gboolean           client_info);

/* bw-sim-login-authorize.c */
void bw_sim_login_authorize (BwSimExchange *self);

/* bw-sim-login-redirect.c */
gboolean bw_sim_login_may_redirect       (BwSimExchange *self,
                                          BwSimApp      *app,
                                          const char    *address);
char    *bw_sim_login_dup_redirect       (const char    *address,
                                          GHashTable    *fields,
                                          gboolean       fragment) G_GNUC_WARN_UNUSED_RESULT;
void     bw_sim_login_show_native_client (BwSimExchange *self);

/* bw-sim-login-admin.c */
void bw_sim_login_admin_consent    (BwSimExchange *self);
void bw_sim_login_admin_consent_v1 (BwSimExchange *self);

/* bw-sim-login-consent.c */
GPtrArray *bw_sim_login_dup_asked    (const BwSimCase *about) G_GNUC_WARN_UNUSED_RESULT;
void       bw_sim_login_show_consent (BwSimExchange   *self,
                                      const BwSimCase *about,
                                      GHashTable      *params,
                                      const char      *action,
                                      const char      *roles,
                                      gboolean         for_all);
guint      bw_sim_login_check_asked  (const BwSimCase *about);
guint      bw_sim_login_consent      (BwSimExchange   *self,
                                      const BwSimCase *about,
                                      gboolean         for_all);

/* bw-sim-login-redeem.c */
void bw_sim_login_show_review (BwSimExchange   *self,
                               const BwSimCase *about,
                               GHashTable      *params,
                               const char      *action,
                               const char      *field);
void bw_sim_login_redeem      (BwSimExchange   *self);

/* bw-sim-login-pages.c */
void bw_sim_login_append_hidden   (GString       *page,
                                   GHashTable    *fields,
                                   gboolean       with_user);
void bw_sim_login_append_accounts (BwSimExchange *self,
                                   GString       *page,
                                   BwSimTenant   *tenant,
                                   const char    *hint);
void bw_sim_login_append_choice   (BwSimExchange *self,
                                   GString       *page,
                                   const char    *action,
                                   GHashTable    *params,
                                   BwSimTenant   *tenant,
                                   const char    *hint);
void bw_sim_login_show_sign_in    (BwSimExchange   *self,
                                   const BwSimCase *about,
                                   GHashTable      *params,
                                   const char      *notice);
void bw_sim_login_show_form_post  (BwSimExchange *self,
                                   const char    *address,
                                   GHashTable    *fields);

/* bw-sim-login-client.c */
guint bw_sim_login_check_client (BwSimExchange *self,
                                 GHashTable    *form,
                                 BwSimCase     *about);

/* bw-sim-login-token.c */
void bw_sim_login_decide_and_issue (BwSimExchange     *self,
                                    GHashTable        *form,
                                    BwSimCase         *about,
                                    const BwSimSignIn *sign_in,
                                    const char        *nonce);
void bw_sim_login_token            (BwSimExchange *self);

/* bw-sim-login-device.c */
void bw_sim_login_device_code   (BwSimExchange *self);
void bw_sim_login_device_page   (BwSimExchange *self);
void bw_sim_login_redeem_device (BwSimExchange *self,
                                 GHashTable    *form,
                                 BwSimCase     *about);

G_END_DECLS
