/* bw-session.h - who is signed in, and the tokens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "bw-cloud.h"
#include "bw-credential-keeper.h"
#include "bw-device-sign-in.h"
#include "bw-enums.h"
#include "bw-http.h"
#include "bw-store.h"
#include "bw-vault.h"

G_BEGIN_DECLS

/**
 * BwSessionState:
 * @BW_SESSION_SIGNED_OUT: nobody is signed in
 * @BW_SESSION_SIGNING_IN: the browser is open, we wait for it
 * @BW_SESSION_SIGNED_IN: tokens can be had
 * @BW_SESSION_EXPIRED: somebody was signed in, and has to sign in again
 */
typedef enum
{
  BW_SESSION_SIGNED_OUT,
  BW_SESSION_SIGNING_IN,
  BW_SESSION_SIGNED_IN,
  BW_SESSION_EXPIRED,
} BwSessionState;

#define BW_TYPE_SESSION_STATE (bw_session_state_get_type ())
GType bw_session_state_get_type (void);

/**
 * BwBrowserFunc:
 * @uri: where to sign in; has no secret in it
 * @cancellable: (nullable): cancelled when the attempt is over
 * @user_data: what was given to bw_session_set_browser()
 *
 * Shows @uri to the user, in a browser.
 */
typedef void (*BwBrowserFunc) (const char   *uri,
                               GCancellable *cancellable,
                               gpointer      user_data);

/* Properties: state (BwSessionState), sign-in-uri (nullable: while signing in),
 * user-name, partner-name, partner-tenant, client-id (all nullable),
 * keyring-problem (nullable: a sentence; the sign-in lasts only as long as the
 * program), offline (boolean), sandbox (boolean), guest-sign-in-uri (nullable: while a
 * guest account signs in). */
#define BW_TYPE_SESSION (bw_session_get_type ())
G_DECLARE_FINAL_TYPE (BwSession, bw_session, BW, SESSION, GObject)

BwSession      *bw_session_new                 (BwStore              *store,
                                                BwVault              *vault)
                                                G_GNUC_WARN_UNUSED_RESULT;
void            bw_session_set_browser         (BwSession            *self,
                                                BwBrowserFunc         browser,
                                                gpointer              user_data,
                                                GDestroyNotify        destroy);
void            bw_session_restore_async       (BwSession            *self,
                                                const char           *sandbox_url,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean        bw_session_restore_finish      (BwSession            *self,
                                                GAsyncResult         *result,
                                                GError              **error);
gboolean        bw_session_configure           (BwSession            *self,
                                                const char           *partner_tenant,
                                                const char           *client_id,
                                                const char           *cloud,
                                                GError              **error);
void            bw_session_set_other_tenants   (BwSession            *self,
                                                const char * const   *tenants);
void            bw_session_sign_in_async       (BwSession            *self,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean        bw_session_sign_in_finish      (BwSession            *self,
                                                GAsyncResult         *result,
                                                GError              **error);
void            bw_session_sign_in_with_device_code_async
                                               (BwSession            *self,
                                                BwDeviceCodeFunc      show,
                                                gpointer              show_data,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean        bw_session_sign_in_with_device_code_finish
                                               (BwSession            *self,
                                                GAsyncResult         *result,
                                                GError              **error);
void            bw_session_sign_out_async      (BwSession            *self,
                                                gboolean              everywhere,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean        bw_session_sign_out_finish     (BwSession            *self,
                                                GAsyncResult         *result,
                                                GError              **error);
void            bw_session_retry_keyring_async (BwSession            *self,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean        bw_session_retry_keyring_finish (BwSession           *self,
                                                GAsyncResult         *result,
                                                GError              **error);
void            bw_session_forget_tokens       (BwSession            *self,
                                                const char           *tenant);
BwSessionState  bw_session_get_state           (BwSession            *self);
gboolean        bw_session_is_sandbox          (BwSession            *self);
const char     *bw_session_get_sign_in_uri     (BwSession            *self);
const char     *bw_session_get_user_id         (BwSession            *self);
const char     *bw_session_get_user_name       (BwSession            *self);
const char     *bw_session_get_home_tenant     (BwSession            *self);
const char     *bw_session_get_partner_name    (BwSession            *self);
const char     *bw_session_get_partner_tenant  (BwSession            *self);
const char     *bw_session_get_client_id       (BwSession            *self);
const char     *bw_session_get_keyring_problem (BwSession            *self);
gboolean        bw_session_is_offline          (BwSession            *self);
void            bw_session_sign_in_guest_async (BwSession            *self,
                                                const char           *tenant,
                                                const char           *address,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean        bw_session_sign_in_guest_finish (BwSession           *self,
                                                GAsyncResult         *result,
                                                GError              **error);
const char     *bw_session_get_guest_sign_in_uri (BwSession          *self);
void            bw_session_forget_guest_async  (BwSession            *self,
                                                const char           *tenant,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean        bw_session_forget_guest_finish (BwSession            *self,
                                                GAsyncResult         *result);
BwCloud        *bw_session_dup_cloud_of        (BwSession            *self,
                                                BwTenantSource        source)
                                                G_GNUC_WARN_UNUSED_RESULT;
BwCloud        *bw_session_get_cloud           (BwSession            *self);
BwHttp         *bw_session_get_http            (BwSession            *self);
BwCredentialKeeper *bw_session_get_credentials (BwSession            *self);

G_END_DECLS
