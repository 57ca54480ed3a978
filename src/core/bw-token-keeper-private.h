/* bw-token-keeper-private.h - what the parts of the keeper share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-token-keeper.h"

G_BEGIN_DECLS

/**
 * BwTokenKeeper:
 * @generation: counts whose tokens they are: what was begun for somebody else is of no use
 * @refresh_tokens: tenant → the newest refresh token of whoever signed in to it: the user
 *   in the partner tenant, a guest account in a customer tenant
 * @access: tenant, audience and actor → access token
 * @flights: tenant, audience and actor → the token that is on its way
 */
struct _BwTokenKeeper
{
  GObject             parent_instance;

  BwHttp             *http;
  BwVault            *vault;
  BwCredentialKeeper *credentials;
  BwCloud            *cloud;
  char               *tenant;
  char               *client_id;
  char               *account;
  char               *label;
  guint               generation;
  GHashTable         *refresh_tokens;
  GHashTable         *access;
  GHashTable         *flights;
};

/* bw-token-keeper.c */
void        bw_token_keeper_remember           (BwTokenKeeper        *self,
                                                const char           *key,
                                                const BwTokens       *tokens);
const char *bw_token_keeper_get_refresh        (BwTokenKeeper        *self,
                                                const char           *tenant);
char       *bw_token_keeper_make_key           (const char           *tenant,
                                                const char           *audience,
                                                BwActor               actor);
void        bw_token_keeper_forget_user        (BwTokenKeeper        *self);
void        bw_token_keeper_tell_problem       (BwTokenKeeper        *self,
                                                const char           *problem);

/* bw-token-keeper-vault.c */
void        bw_token_keeper_keep_refresh_async (BwTokenKeeper        *self,
                                                const char           *tenant,
                                                const char           *refresh_token,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
void        bw_token_keeper_read_async         (BwTokenKeeper        *self,
                                                const char           *tenant,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);

G_END_DECLS
