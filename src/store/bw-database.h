/* bw-database.h - one SQLite connection; for this layer only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "bw-statement.h"

G_BEGIN_DECLS

/**
 * BwDatabaseSchema:
 * @application_id: the number in the file's header that makes it ours
 * @page_size: bytes a page, for a new file
 * @is_precious: whether to look for damage whenever the file is opened; what can
 *   be read again from elsewhere is not worth the time
 * @settings: pragmas to set whenever the file is opened
 * @migrations: (array zero-terminated=1): SQL that leads from version n to n + 1
 *
 * What a database file of ours looks like.
 */
typedef struct
{
  guint32             application_id;
  guint               page_size;
  gboolean            is_precious;
  const char         *settings;
  const char * const *migrations;
} BwDatabaseSchema;

typedef struct _BwDatabase BwDatabase;

BwDatabase  *bw_database_open            (const char              *path,
                                          const BwDatabaseSchema  *schema,
                                          GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
void         bw_database_close           (BwDatabase              *self);
gboolean     bw_database_execute         (BwDatabase              *self,
                                          const char              *sql,
                                          GError                 **error);
gboolean     bw_database_check           (BwDatabase              *self,
                                          GError                 **error);
gboolean     bw_database_begin           (BwDatabase              *self,
                                          gboolean                 writes,
                                          GError                 **error);
gboolean     bw_database_commit          (BwDatabase              *self,
                                          GError                 **error);
void         bw_database_roll_back       (BwDatabase              *self);
gboolean     bw_database_in_transaction  (BwDatabase              *self);
gint64       bw_database_get_changes     (BwDatabase              *self);
gint64       bw_database_get_all_changes (BwDatabase              *self);
gboolean     bw_database_read_int        (BwDatabase              *self,
                                          const char              *sql,
                                          gint64                  *value,
                                          GError                 **error);
BwStatement *bw_database_prepare         (BwDatabase              *self,
                                          const char              *sql);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwDatabase, bw_database_close)

G_END_DECLS
