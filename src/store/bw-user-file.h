/* bw-user-file.h - a database file that another process may replace; for this layer only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-database.h"

G_BEGIN_DECLS

typedef struct _BwUserFile BwUserFile;

BwUserFile *bw_user_file_new     (const char              *folder,
                                  const char              *name,
                                  const BwDatabaseSchema  *schema) G_GNUC_WARN_UNUSED_RESULT;
void        bw_user_file_free    (BwUserFile              *self);
gboolean    bw_user_file_open    (BwUserFile              *self,
                                  GError                 **error);
gboolean    bw_user_file_make    (BwUserFile              *self,
                                  GError                 **error);
BwDatabase *bw_user_file_get     (BwUserFile              *self);
gboolean    bw_user_file_remove  (BwUserFile              *self,
                                  GError                 **error);
gboolean    bw_user_file_replace (BwUserFile              *self,
                                  BwUserFile              *replacement,
                                  GError                 **error);

G_END_DECLS
