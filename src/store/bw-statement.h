/* bw-statement.h - one SQL statement, prepared once and used again; for this layer only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct _BwStatement BwStatement;
typedef struct sqlite3 BwConnection;

GError        *bw_connection_error   (BwConnection  *connection,
                                      const char    *path,
                                      int            code) G_GNUC_WARN_UNUSED_RESULT;

BwStatement   *bw_statement_new      (BwConnection  *connection,
                                      const char    *path,
                                      const char    *sql) G_GNUC_WARN_UNUSED_RESULT;
void           bw_statement_free     (BwStatement   *self);
void           bw_statement_add_text (BwStatement   *self,
                                      const char    *text);
void           bw_statement_add_int  (BwStatement   *self,
                                      gint64         value);
void           bw_statement_add_enum (BwStatement   *self,
                                      GType          type,
                                      int            value);
void           bw_statement_add_blob (BwStatement   *self,
                                      gconstpointer  data,
                                      gsize          size);
gboolean       bw_statement_next     (BwStatement   *self);
const char    *bw_statement_get_text (BwStatement   *self,
                                      int            column);
char          *bw_statement_dup_text (BwStatement   *self,
                                      int            column) G_GNUC_WARN_UNUSED_RESULT;
gint64         bw_statement_get_int  (BwStatement   *self,
                                      int            column);
int            bw_statement_get_enum (BwStatement   *self,
                                      int            column,
                                      GType          type);
gconstpointer  bw_statement_get_blob (BwStatement   *self,
                                      int            column,
                                      gsize          size);
gboolean       bw_statement_finish   (BwStatement   *self,
                                      GError       **error);
gboolean       bw_statement_run      (BwStatement   *self,
                                      GError       **error);

G_END_DECLS
