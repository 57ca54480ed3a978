/* bw-user-rows.h - what stands in a database of users; for this layer only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-database.h"
#include "bw-rows.h"

G_BEGIN_DECLS

/**
 * BwUserSyncRow:
 * @cursor: (nullable): the link of the page to go on with
 * @delta_link: (nullable): where to ask for what changed
 * @is_complete: whether all users are there
 *
 * How far a database of users is.
 */
typedef struct
{
  char     *cursor;
  char     *delta_link;
  gboolean  is_complete;
} BwUserSyncRow;

void     bw_user_sync_row_clear (BwUserSyncRow       *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BwUserSyncRow, bw_user_sync_row_clear)

extern const BwDatabaseSchema bw_user_schema;

gboolean bw_user_rows_read_sync (BwDatabase           *database,
                                 BwUserSyncRow        *row,
                                 GError              **error);
gboolean bw_user_rows_save_cursor (BwDatabase         *database,
                                 const char           *cursor,
                                 GError              **error);
gboolean bw_user_rows_save_end  (BwDatabase           *database,
                                 const char           *delta_link,
                                 GError              **error);
gboolean bw_user_rows_append    (BwDatabase           *database,
                                 GPtrArray            *users,
                                 GError              **error);
gboolean bw_user_rows_merge     (BwDatabase           *database,
                                 GPtrArray            *users,
                                 GError              **error);
gboolean bw_user_rows_settle    (BwDatabase           *database,
                                 GError              **error);
gboolean bw_user_rows_find      (BwDatabase           *database,
                                 const char           *search,
                                 guint                 offset,
                                 guint                 limit,
                                 GPtrArray            *users,
                                 GError              **error);

G_END_DECLS
