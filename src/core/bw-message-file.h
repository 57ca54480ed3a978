/* bw-message-file.h - the files that message templates are in, ours and the user's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "bw-message-template.h"

G_BEGIN_DECLS

/**
 * BwMessageFile:
 * @kind: what it is a template of
 * @language: tag of its language
 * @path: (nullable): where it was read; %NULL as long as it is nowhere
 * @text: (nullable): what is in it, once it is read
 * @is_own: whether it is the user's own, which comes before ours
 * @has_ours: whether there is one of ours below it
 * @meanings: (nullable) (element-type utf8 utf8): what roles or permissions mean, in
 *   that language
 */
typedef struct
{
  BwMessageKind  kind;
  char          *language;
  char          *path;
  char          *text;
  gboolean       is_own;
  gboolean       has_ours;
  GHashTable    *meanings;
} BwMessageFile;

void           bw_message_file_free              (BwMessageFile        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwMessageFile, bw_message_file_free)

char         **bw_message_file_dup_languages     (BwMessageKind         kind)
                                                  G_GNUC_WARN_UNUSED_RESULT;
char          *bw_message_file_dup_language_name (BwMessageKind         kind,
                                                  const char           *language)
                                                  G_GNUC_WARN_UNUSED_RESULT;
char          *bw_message_file_pick_language     (BwMessageKind         kind)
                                                  G_GNUC_WARN_UNUSED_RESULT;
BwMessageFile *bw_message_file_find              (BwMessageKind         kind,
                                                  const char           *language,
                                                  GError              **error)
                                                  G_GNUC_WARN_UNUSED_RESULT;
BwMessageFile *bw_message_file_load              (BwMessageKind         kind,
                                                  const char           *language,
                                                  GError              **error)
                                                  G_GNUC_WARN_UNUSED_RESULT;
BwMessageFile *bw_message_file_new_in_language   (const BwMessageFile  *model,
                                                  const char           *language,
                                                  GError              **error)
                                                  G_GNUC_WARN_UNUSED_RESULT;
char          *bw_message_file_read              (const char           *path,
                                                  GError              **error)
                                                  G_GNUC_WARN_UNUSED_RESULT;
gboolean       bw_message_file_save              (BwMessageKind         kind,
                                                  const char           *language,
                                                  const char           *text,
                                                  GError              **error);
gboolean       bw_message_file_reset             (BwMessageKind         kind,
                                                  const char           *language,
                                                  GError              **error);

void           bw_message_file_load_async        (BwMessageKind         kind,
                                                  const char           *language,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
void           bw_message_file_save_async        (BwMessageKind         kind,
                                                  const char           *language,
                                                  const char           *text,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
void           bw_message_file_reset_async       (BwMessageKind         kind,
                                                  const char           *language,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
BwMessageFile *bw_message_file_finish            (GAsyncResult         *result,
                                                  GError              **error)
                                                  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
