/* bw-user-files.h - the database files of the customers' users; for this layer only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-store-users.h"

G_BEGIN_DECLS

typedef struct _BwUserFiles BwUserFiles;

BwUserFiles *bw_user_files_new    (const char   *folder) G_GNUC_WARN_UNUSED_RESULT;
void         bw_user_files_free   (BwUserFiles  *self);
BwUserSync  *bw_user_files_begin  (BwUserFiles  *self,
                                   const char   *tenant_id,
                                   gboolean      afresh,
                                   GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gint64       bw_user_files_add    (BwUserFiles  *self,
                                   const char   *tenant_id,
                                   GPtrArray    *users,
                                   const char   *cursor,
                                   GError      **error);
gint64       bw_user_files_end    (BwUserFiles  *self,
                                   const char   *tenant_id,
                                   const char   *delta_link,
                                   GError      **error);
gint64       bw_user_files_count  (BwUserFiles  *self,
                                   const char   *tenant_id,
                                   GError      **error);
GPtrArray   *bw_user_files_find   (BwUserFiles  *self,
                                   const char   *tenant_id,
                                   const char   *search,
                                   guint         offset,
                                   guint         limit,
                                   GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean     bw_user_files_remove (BwUserFiles  *self,
                                   const char   *tenant_id,
                                   GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwUserFiles, bw_user_files_free)

G_END_DECLS
