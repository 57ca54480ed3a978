/* bw-relationship.h - an admin relationship as Microsoft has it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * BwRelationship:
 * @id: its ID, two GUIDs joined
 * @name: what the customer reads
 * @status: in Microsoft's word, such as "active" or "approvalPending"
 * @customer_id: (nullable): tenant ID of the customer
 * @customer_name: (nullable): its name
 * @roles: IDs of the roles in it
 * @created: when it was made, seconds since 1970, or 0
 * @changed: when it was last modified, or 0
 * @end: when it ends, or 0 if that is not known yet
 * @duration: how long it lasts from its approval, in seconds, or 0
 * @auto_extend: by how much it extends itself, in seconds, or 0
 * @indirect_provider: (nullable): tenant ID of the indirect provider that raised it
 * @partner_consent_pending: whether the indirect provider's process waits for us
 * @etag: (nullable): what If-Match wants
 *
 * Reference counted, and immutable once it is handed on.  A Graph
 * delegatedAdminRelationship.
 */
typedef struct
{
  char      *id;
  char      *name;
  char      *status;
  char      *customer_id;
  char      *customer_name;
  char     **roles;
  gint64     created;
  gint64     changed;
  gint64     end;
  gint64     duration;
  gint64     auto_extend;
  char      *indirect_provider;
  gboolean   partner_consent_pending;
  char      *etag;
} BwRelationship;

#define BW_TYPE_RELATIONSHIP (bw_relationship_get_type ())

GType           bw_relationship_get_type  (void);
BwRelationship *bw_relationship_new       (const char           *id) G_GNUC_WARN_UNUSED_RESULT;
BwRelationship *bw_relationship_ref       (BwRelationship       *self);
void            bw_relationship_unref     (BwRelationship       *self);
gboolean        bw_relationship_is        (const BwRelationship *self,
                                           const char           *status);
gboolean        bw_relationship_has_ended (const BwRelationship *self,
                                           gint64                now);
gboolean        bw_relationship_is_over   (const char           *status,
                                           gint64                end,
                                           gboolean              auto_extend,
                                           gint64                now);
char           *bw_relationship_make_name (const char           *partner,
                                           const char           *customer,
                                           gint64                now,
                                           const char           *mark) G_GNUC_WARN_UNUSED_RESULT;
char           *bw_relationship_make_mark (void) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwRelationship, bw_relationship_unref)

G_END_DECLS
