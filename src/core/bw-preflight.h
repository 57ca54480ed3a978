/* bw-preflight.h - says what would fail, before it fails
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-access-claims.h"
#include "bw-check.h"
#include "bw-session.h"
#include "bw-store.h"

G_BEGIN_DECLS

/**
 * BwPreflightQuestion:
 *
 * What is asked of Microsoft once somebody is signed in.
 */
typedef enum
{
  BW_PREFLIGHT_GROUPS,          /* what the user is a member of */
  BW_PREFLIGHT_REGISTRATION,    /* our app registration */
  BW_PREFLIGHT_GRAPH,           /* the service principals of what we use */
  BW_PREFLIGHT_PARTNER_CENTER,
  BW_PREFLIGHT_DELEGATION,
  BW_PREFLIGHT_CUSTOMERS,       /* one of Partner Center's customers */
  BW_N_PREFLIGHT_QUESTIONS,
} BwPreflightQuestion;

/**
 * BwPreflightAnswer:
 * @response: (nullable): what Microsoft said
 * @error: (nullable): why there is no @response
 *
 * Both are %NULL if it was not asked.
 */
typedef struct
{
  BwResponse *response;
  GError     *error;
} BwPreflightAnswer;

/**
 * BwPreflightClaims:
 * @claims: (nullable): what the access token says
 * @error: (nullable): why there is none
 * @not_granted: whether that is because nothing was granted
 *
 * Both are %NULL if there was no need for a token.
 */
typedef struct
{
  BwAccessClaims *claims;
  GError         *error;
  gboolean        not_granted;
} BwPreflightClaims;

/**
 * BwPreflightFacts:
 * @storage: (nullable): why the state folder cannot be used
 * @keyring: (nullable): what is wrong with the keyring, one sentence
 * @host: (nullable): name of the sign-in host
 * @proxy: (nullable): what stands between, an address without a password
 * @cloud: (nullable): where Microsoft's services are
 * @partner_tenant: (nullable): our tenant, as it is set
 * @client_id: (nullable): our app registration, as it is set
 * @user_name: (nullable): who is signed in
 * @credential: what our app registration proves itself with here
 * @credential_end: until when that is good, in seconds since 1970, or 0
 * @session: whether somebody is signed in
 * @discovery: what the sign-in host says of our tenant
 * @now: seconds since 1970 by our own clock, when it said so
 * @graph: the token for Graph
 * @partner: the token for Partner Center
 * @answers: by #BwPreflightQuestion
 *
 * All that the checks are judged by.
 */
typedef struct
{
  GError            *storage;
  char              *keyring;
  char              *host;
  char              *proxy;
  BwCloud           *cloud;
  char              *partner_tenant;
  char              *client_id;
  char              *user_name;
  BwCredentialKind   credential;
  gint64             credential_end;
  BwSessionState     session;
  BwPreflightAnswer  discovery;
  gint64             now;
  BwPreflightClaims  graph;
  BwPreflightClaims  partner;
  BwPreflightAnswer  answers[BW_N_PREFLIGHT_QUESTIONS];
} BwPreflightFacts;

BwPreflightFacts *bw_preflight_facts_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void              bw_preflight_facts_free (BwPreflightFacts        *self);
GPtrArray        *bw_preflight_judge      (const BwPreflightFacts  *facts)
                                           G_GNUC_WARN_UNUSED_RESULT;

void              bw_preflight_async      (BwStore                 *store,
                                           BwSession               *session,
                                           GCancellable            *cancellable,
                                           GAsyncReadyCallback      callback,
                                           gpointer                 user_data);
GPtrArray        *bw_preflight_finish     (GAsyncResult            *result,
                                           GError                 **error)
                                           G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwPreflightFacts, bw_preflight_facts_free)

G_END_DECLS
