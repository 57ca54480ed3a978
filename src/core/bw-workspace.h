/* bw-workspace.h - the application without a face
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-accounts.h"
#include "bw-engine.h"
#include "bw-session.h"
#include "bw-tenant-book.h"

G_BEGIN_DECLS

/* Properties: refreshing (boolean), last-refresh (int64, seconds since 1970).
 * Signal "notice" (BwTenant *tenant, guint notice). */
#define BW_TYPE_WORKSPACE (bw_workspace_get_type ())
G_DECLARE_FINAL_TYPE (BwWorkspace, bw_workspace, BW, WORKSPACE, GObject)

BwWorkspace *bw_workspace_new            (const char           *state_folder,
                                          const char           *sandbox_url)
                                          G_GNUC_WARN_UNUSED_RESULT;
char        *bw_workspace_dup_default_folder (gboolean          sandbox) G_GNUC_WARN_UNUSED_RESULT;
void         bw_workspace_open_async     (BwWorkspace          *self,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean     bw_workspace_open_finish    (BwWorkspace          *self,
                                          GAsyncResult         *result,
                                          GError              **error);
void         bw_workspace_close_async    (BwWorkspace          *self,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean     bw_workspace_close_finish   (BwWorkspace          *self,
                                          GAsyncResult         *result,
                                          GError              **error);
void         bw_workspace_refresh_async  (BwWorkspace          *self,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean     bw_workspace_refresh_finish (BwWorkspace          *self,
                                          GAsyncResult         *result,
                                          GError              **error);
gboolean     bw_workspace_is_sandbox     (BwWorkspace          *self);
gboolean     bw_workspace_is_refreshing  (BwWorkspace          *self);
gint64       bw_workspace_get_last_refresh (BwWorkspace        *self);
BwAccounts  *bw_workspace_get_accounts   (BwWorkspace          *self);
BwStore     *bw_workspace_get_store      (BwWorkspace          *self);
BwSession   *bw_workspace_get_session    (BwWorkspace          *self);
BwEngine    *bw_workspace_get_engine     (BwWorkspace          *self);
GListModel  *bw_workspace_get_tenants    (BwWorkspace          *self);
BwTenant    *bw_workspace_get_tenant     (BwWorkspace          *self,
                                          const char           *id);
BwTenant    *bw_workspace_find_tenant    (BwWorkspace          *self,
                                          const char           *text,
                                          GError              **error);
GError      *bw_workspace_get_problem    (BwWorkspace          *self);

G_END_DECLS
