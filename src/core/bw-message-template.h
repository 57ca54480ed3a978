/* bw-message-template.h - an approval message before the names are filled in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-approval-message.h"

G_BEGIN_DECLS

/**
 * BwMessageContent:
 * @partner: who asks
 * @sender: who sends the message, a sign-in name
 * @customer: name of the organisation that is asked
 * @domain: its domain, or its tenant ID if that is not known
 * @relationship: name of the admin relationship, which the customer reads
 * @roles: (array zero-terminated=1): IDs of the roles that are asked for
 * @meanings: (element-type utf8 utf8): role ID to one line of meaning
 * @duration: how long the access lasts from the approval, in seconds
 * @extension: by how much it extends itself at the end, in seconds, or 0
 * @deadline: until when it can be approved, seconds since 1970
 * @link: where to approve
 *
 * What is filled in.
 */
typedef struct
{
  const char         *partner;
  const char         *sender;
  const char         *customer;
  const char         *domain;
  const char         *relationship;
  const char * const *roles;
  GHashTable         *meanings;
  gint64              duration;
  gint64              extension;
  gint64              deadline;
  const char         *link;
} BwMessageContent;

typedef struct _BwMessageTemplate BwMessageTemplate;

BwMessageTemplate *bw_message_template_new          (const char              *text,
                                                     const char              *where,
                                                     GError                 **error)
                                                     G_GNUC_WARN_UNUSED_RESULT;
void               bw_message_template_free         (BwMessageTemplate       *self);
const char        *bw_message_template_get_language (BwMessageTemplate       *self);
BwApprovalMessage *bw_message_template_fill         (BwMessageTemplate       *self,
                                                     const char              *language,
                                                     const BwMessageContent  *content)
                                                     G_GNUC_WARN_UNUSED_RESULT;
GHashTable        *bw_message_read_meanings         (const char              *text,
                                                     const char              *where,
                                                     GError                 **error)
                                                     G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwMessageTemplate, bw_message_template_free)

G_END_DECLS
