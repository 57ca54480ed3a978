/* bw-approval-message.h - the text that a customer's global administrator gets
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-session.h"
#include "bw-tenant.h"

G_BEGIN_DECLS

/**
 * BwApprovalMessage:
 * @language: language tag, such as "de"
 * @subject: for a mail
 * @text: plain text, with the link on a line of its own
 * @html: the same as HTML
 * @link: the link alone
 */
typedef struct
{
  char *language;
  char *subject;
  char *text;
  char *html;
  char *link;
} BwApprovalMessage;

void               bw_approval_message_free (BwApprovalMessage   *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwApprovalMessage, bw_approval_message_free)

char             **bw_approval_message_dup_languages (void) G_GNUC_WARN_UNUSED_RESULT;
char              *bw_approval_message_dup_language_name (const char *language)
                                                          G_GNUC_WARN_UNUSED_RESULT;
void               bw_approval_message_make_async  (BwSession            *session,
                                                    BwTenant             *tenant,
                                                    const char           *language,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
BwApprovalMessage *bw_approval_message_make_finish (GAsyncResult         *result,
                                                    GError              **error)
                                                    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
