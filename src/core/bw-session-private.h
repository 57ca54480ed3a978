/* bw-session-private.h - what the parts of a session share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-session.h"
#include "bw-sign-in-check.h"
#include "bw-token-keeper.h"

G_BEGIN_DECLS

struct _BwSession
{
  GObject         parent_instance;

  BwStore        *store;
  BwHttp         *http;
  BwTokenKeeper  *keeper;
  BwCredentialKeeper *credentials;
  BwCloud        *cloud;

  BwSessionState  state;
  BwBrowserFunc   browser;
  gpointer        browser_data;
  GDestroyNotify  browser_destroy;
  GCancellable   *attempt;
  GCancellable   *guest_attempt;

  char           *sandbox_url;
  char           *sandbox_user;
  char           *home_tenant;
  char          **other_tenants;
  char           *partner_tenant;
  char           *partner_name;
  char           *client_id;
  char           *user_id;
  char           *user_name;
  char           *sign_in_uri;
  char           *guest_sign_in_uri;
  char           *keyring_problem;
  gboolean        offline;
};

typedef enum
{
  PROP_0,
  PROP_STATE,
  PROP_SANDBOX,
  PROP_SIGN_IN_URI,
  PROP_USER_NAME,
  PROP_PARTNER_NAME,
  PROP_PARTNER_TENANT,
  PROP_CLIENT_ID,
  PROP_KEYRING_PROBLEM,
  PROP_OFFLINE,
  PROP_GUEST_SIGN_IN_URI,
} BwSessionProperty;

/* bw-session.c */
void bw_session_set_string  (BwSession          *self,
                             char              **where,
                             const char         *value,
                             BwSessionProperty   property);
void bw_session_set_state   (BwSession          *self,
                             BwSessionState      state);
void bw_session_set_offline (BwSession          *self,
                             gboolean            offline);
void bw_session_save        (BwSession          *self,
                             const char         *key,
                             const char         *value);
void bw_session_save_place  (BwSession          *self);

/* bw-session-restore.c */
void bw_session_take_settings (BwSession       *self,
                               GHashTable      *settings);

/* bw-session-credential.c */
void bw_session_set_up_credentials (BwSession *self,
                                    BwVault   *vault);
void bw_session_load_credential    (BwSession *self,
                                    GTask     *task);

G_END_DECLS
