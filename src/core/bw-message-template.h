/* bw-message-template.h - a message before the names are filled in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-message-kind.h"
#include "bw-message.h"

G_BEGIN_DECLS

/**
 * BwMessageContent:
 * @partner: who asks
 * @sender: who sends the message, a sign-in name
 * @customer: name of the organisation that is asked
 * @domain: its domain, or its tenant ID if that is not known
 * @link: (nullable): where to agree; for kinds that have one
 * @meanings: (nullable) (element-type utf8 utf8): role ID or name of a permission, in
 *   lower case, to one line of meaning
 * @relationship: name of the admin relationship, which the customer reads
 * @roles: (array zero-terminated=1): IDs of the roles that are asked for
 * @duration: how long the access lasts from the approval, in seconds
 * @extension: by how much it extends itself at the end, in seconds, or 0
 * @deadline: until when it can be approved, seconds since 1970
 * @guest: address of the guest account
 * @application: name of our app registration, which the customer reads
 * @app_permissions: (nullable) (array zero-terminated=1): names of the application
 *   permissions that it asks for
 * @delegated_permissions: (nullable) (array zero-terminated=1): names of the delegated
 *   permissions that it asks for
 *
 * What is filled in.  From @relationship on it is for some kinds only: up to @deadline
 * for %BW_MESSAGE_KIND_APPROVAL, @guest for the two others, and what follows for
 * %BW_MESSAGE_KIND_CONSENT.
 */
typedef struct
{
  const char         *partner;
  const char         *sender;
  const char         *customer;
  const char         *domain;
  const char         *link;
  GHashTable         *meanings;
  const char         *relationship;
  const char * const *roles;
  gint64              duration;
  gint64              extension;
  gint64              deadline;
  const char         *guest;
  const char         *application;
  const char * const *app_permissions;
  const char * const *delegated_permissions;
} BwMessageContent;

typedef struct _BwMessageTemplate BwMessageTemplate;

BwMessageTemplate *bw_message_template_new          (BwMessageKind            kind,
                                                     const char              *text,
                                                     const char              *where,
                                                     guint                   *line,
                                                     GError                 **error)
                                                     G_GNUC_WARN_UNUSED_RESULT;
void               bw_message_template_free         (BwMessageTemplate       *self);
const char        *bw_message_template_get_language (BwMessageTemplate       *self);
gboolean           bw_message_template_is_rtl       (BwMessageTemplate       *self);
BwMessage         *bw_message_template_fill         (BwMessageTemplate       *self,
                                                     const char              *language,
                                                     const BwMessageContent  *content)
                                                     G_GNUC_WARN_UNUSED_RESULT;
BwMessage         *bw_message_template_fill_sample  (BwMessageTemplate       *self,
                                                     const char              *language,
                                                     GHashTable              *meanings)
                                                     G_GNUC_WARN_UNUSED_RESULT;
GHashTable        *bw_message_read_meanings         (BwMessageKind            kind,
                                                     const char              *text,
                                                     const char              *where,
                                                     GError                 **error)
                                                     G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwMessageTemplate, bw_message_template_free)

G_END_DECLS
