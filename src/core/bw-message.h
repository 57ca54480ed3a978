/* bw-message.h - the text that a customer's administrator or a guest gets
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-message-kind.h"
#include "bw-session.h"
#include "bw-tenant.h"

G_BEGIN_DECLS

/**
 * BwMessage:
 * @kind: what it is for
 * @language: language tag, such as "de"
 * @is_rtl: whether that is written from right to left
 * @subject: for a mail
 * @text: plain text, with the link on a line of its own
 * @html: the same as HTML
 * @link: (nullable): the link alone; for kinds that have one
 */
typedef struct
{
  BwMessageKind  kind;
  char          *language;
  gboolean       is_rtl;
  char          *subject;
  char          *text;
  char          *html;
  char          *link;
} BwMessage;

void       bw_message_free        (BwMessage            *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwMessage, bw_message_free)

void       bw_message_make_async  (BwSession            *session,
                                   BwTenant             *tenant,
                                   BwMessageKind         kind,
                                   const char           *language,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
BwMessage *bw_message_make_finish (GAsyncResult         *result,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
