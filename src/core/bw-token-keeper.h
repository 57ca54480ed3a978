/* bw-token-keeper.h - access tokens in memory, refresh tokens in the vault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-cloud.h"
#include "bw-credential-keeper.h"
#include "bw-http.h"
#include "bw-login.h"
#include "bw-vault.h"

G_BEGIN_DECLS

/* Signals: "expired" (the sign-in has to be done again), "keyring-problem"
 * (const char *sentence; the refresh token lives in memory only, until it comes
 * again with %NULL). */
#define BW_TYPE_TOKEN_KEEPER (bw_token_keeper_get_type ())
G_DECLARE_FINAL_TYPE (BwTokenKeeper, bw_token_keeper, BW, TOKEN_KEEPER, GObject)

BwTokenKeeper *bw_token_keeper_new           (BwHttp               *http,
                                              BwVault              *vault)
                                              G_GNUC_WARN_UNUSED_RESULT;
gboolean       bw_token_keeper_is_of_other   (BwTokenKeeper        *self,
                                              const char           *client_id,
                                              const char           *account);
void           bw_token_keeper_set_credentials (BwTokenKeeper        *self,
                                              BwCredentialKeeper   *credentials);
void           bw_token_keeper_set_account   (BwTokenKeeper        *self,
                                              BwCloud              *cloud,
                                              const char           *tenant,
                                              const char           *client_id,
                                              const char           *account);
void           bw_token_keeper_load_async    (BwTokenKeeper        *self,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean       bw_token_keeper_load_finish   (BwTokenKeeper        *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void           bw_token_keeper_try_again_async
                                             (BwTokenKeeper        *self,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean       bw_token_keeper_try_again_finish
                                             (BwTokenKeeper        *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void           bw_token_keeper_keep_async    (BwTokenKeeper        *self,
                                              const BwTokens       *tokens,
                                              const char           *audience,
                                              const char           *label,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
void           bw_token_keeper_keep_guest_async
                                             (BwTokenKeeper        *self,
                                              const char           *tenant,
                                              const BwTokens       *tokens,
                                              const char           *audience,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean       bw_token_keeper_keep_finish   (BwTokenKeeper        *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void           bw_token_keeper_clear_async   (BwTokenKeeper        *self,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean       bw_token_keeper_clear_finish  (BwTokenKeeper        *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void           bw_token_keeper_forget_guest_async
                                             (BwTokenKeeper        *self,
                                              const char           *tenant,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
void           bw_token_keeper_forget_tenant (BwTokenKeeper        *self,
                                              const char           *tenant);

G_END_DECLS
