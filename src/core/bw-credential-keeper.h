/* bw-credential-keeper.h - what our app registration proves itself with, its secret in the vault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-credential.h"
#include "bw-store.h"
#include "bw-vault.h"

G_BEGIN_DECLS

/* Signals: "changed" (another credential, or other facts of it), "keyring-problem"
 * (const char *sentence; the credential lives in memory only). */
#define BW_TYPE_CREDENTIAL_KEEPER (bw_credential_keeper_get_type ())
G_DECLARE_FINAL_TYPE (BwCredentialKeeper, bw_credential_keeper, BW, CREDENTIAL_KEEPER, GObject)

BwCredentialKeeper *bw_credential_keeper_new            (BwStore              *store,
                                                         BwVault              *vault)
                                                         G_GNUC_WARN_UNUSED_RESULT;
void                bw_credential_keeper_set_client     (BwCredentialKeeper   *self,
                                                         const char           *client_id);
void                bw_credential_keeper_ensure_async   (BwCredentialKeeper   *self,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
BwClientCredential *bw_credential_keeper_ensure_finish  (GAsyncResult         *result,
                                                         GError              **error)
                                                         G_GNUC_WARN_UNUSED_RESULT;

void                bw_credential_keeper_set_secret_async
                                                        (BwCredentialKeeper   *self,
                                                         const char           *secret,
                                                         gint64                end,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
void                bw_credential_keeper_make_certificate_async
                                                        (BwCredentialKeeper   *self,
                                                         guint                 days,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
void                bw_credential_keeper_remove_async   (BwCredentialKeeper   *self,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
gboolean            bw_credential_keeper_change_finish  (BwCredentialKeeper   *self,
                                                         GAsyncResult         *result,
                                                         GError              **error);

BwCredentialKind    bw_credential_keeper_get_kind       (BwCredentialKeeper   *self);
const char         *bw_credential_keeper_get_pem        (BwCredentialKeeper   *self);
const char         *bw_credential_keeper_get_thumbprint (BwCredentialKeeper   *self);
gint64              bw_credential_keeper_get_end        (BwCredentialKeeper   *self);
const char         *bw_credential_keeper_get_problem    (BwCredentialKeeper   *self);

const char         *bw_credential_kind_get_label        (BwCredentialKind      kind);
gboolean            bw_credential_check_secret          (const char           *secret,
                                                         GError              **error);
gint64              bw_credential_parse_end             (const char           *text,
                                                         GError              **error);
char               *bw_credential_dup_warning           (BwCredentialKind      kind,
                                                         gint64                end)
                                                         G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
