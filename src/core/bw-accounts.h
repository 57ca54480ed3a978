/* bw-accounts.h - the partner tenants that one works for, one at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BwAccount:
 * @id: tells it from the others; never changes
 * @tenant: (nullable): ID of the partner tenant, once somebody has signed in
 * @name: (nullable): name of the partner tenant
 * @user: (nullable): sign-in name of who signed in last
 *
 * A partner tenant that somebody has signed in to.  Each has a state folder of its own, so
 * that the customers of one never mix with those of another.
 */
typedef struct
{
  char *id;
  char *tenant;
  char *name;
  char *user;
} BwAccount;

const char *bw_account_get_label (const BwAccount *self);

#define BW_TYPE_ACCOUNTS (bw_accounts_get_type ())
G_DECLARE_FINAL_TYPE (BwAccounts, bw_accounts, BW, ACCOUNTS, GObject)

BwAccounts      *bw_accounts_new             (const char           *root)
                                              G_GNUC_WARN_UNUSED_RESULT;
void             bw_accounts_read_async      (BwAccounts           *self,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
void             bw_accounts_choose_async    (BwAccounts           *self,
                                              const char           *id,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
void             bw_accounts_describe_async  (BwAccounts           *self,
                                              const char           *id,
                                              const char           *tenant,
                                              const char           *name,
                                              const char           *user,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean         bw_accounts_finish          (BwAccounts           *self,
                                              GAsyncResult         *result,
                                              GError              **error);
GPtrArray       *bw_accounts_get_all         (BwAccounts           *self);
const BwAccount *bw_accounts_get_active      (BwAccounts           *self);
const BwAccount *bw_accounts_find            (BwAccounts           *self,
                                              const char           *text,
                                              GError              **error);
char            *bw_accounts_dup_folder      (BwAccounts           *self)
                                              G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
