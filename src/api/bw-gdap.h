/* bw-gdap.h - Microsoft Graph: admin relationships and their access assignments
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-cloud.h"
#include "bw-relationship.h"
#include "bw-response.h"

G_BEGIN_DECLS

BwRequest      *bw_gdap_list                (BwCloud              *cloud,
                                             const char           *partner_tenant,
                                             const char           *customer_tenant)
                                             G_GNUC_WARN_UNUSED_RESULT;
BwRequest      *bw_gdap_list_with_status    (BwCloud              *cloud,
                                             const char           *partner_tenant,
                                             const char           *status)
                                             G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *bw_gdap_read_list           (BwResponse           *response,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;
BwRequest      *bw_gdap_get                 (BwCloud              *cloud,
                                             const char           *partner_tenant,
                                             const char           *relationship_id)
                                             G_GNUC_WARN_UNUSED_RESULT;
BwRelationship *bw_gdap_read                (BwResponse           *response,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;
BwRequest      *bw_gdap_create              (BwCloud              *cloud,
                                             const char           *partner_tenant,
                                             const BwRelationship *draft) G_GNUC_WARN_UNUSED_RESULT;
BwRequest      *bw_gdap_request             (BwCloud              *cloud,
                                             const char           *partner_tenant,
                                             const BwRelationship *relationship,
                                             const char           *action)
                                             G_GNUC_WARN_UNUSED_RESULT;
BwRequest      *bw_gdap_delete              (BwCloud              *cloud,
                                             const char           *partner_tenant,
                                             const BwRelationship *relationship)
                                             G_GNUC_WARN_UNUSED_RESULT;
BwRequest      *bw_gdap_set_auto_extend     (BwCloud              *cloud,
                                             const char           *partner_tenant,
                                             const BwRelationship *relationship,
                                             gint64                seconds)
                                             G_GNUC_WARN_UNUSED_RESULT;

/**
 * BwAssignment:
 * @id: its ID
 * @group_id: the security group in the partner tenant
 * @roles: IDs of the roles that the group has through it
 * @status: in Microsoft's word: pending, active, deleting, deleted or error
 * @etag: (nullable): what If-Match wants
 *
 * An access assignment (Graph delegatedAdminAccessAssignment).
 */
typedef struct
{
  char  *id;
  char  *group_id;
  char **roles;
  char  *status;
  char  *etag;
} BwAssignment;

void            bw_assignment_free          (BwAssignment         *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwAssignment, bw_assignment_free)

BwRequest      *bw_gdap_list_assignments    (BwCloud              *cloud,
                                             const char           *partner_tenant,
                                             const char           *relationship_id)
                                             G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *bw_gdap_read_assignments    (BwResponse           *response,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;
BwAssignment   *bw_assignments_find_live    (GPtrArray            *assignments,
                                             const char           *group_id);
BwRequest      *bw_gdap_create_assignment   (BwCloud              *cloud,
                                             const char           *partner_tenant,
                                             const char           *relationship_id,
                                             const char           *group_id,
                                             const char * const   *roles) G_GNUC_WARN_UNUSED_RESULT;
BwRequest      *bw_gdap_update_assignment   (BwCloud              *cloud,
                                             const char           *partner_tenant,
                                             const char           *relationship_id,
                                             const BwAssignment   *assignment,
                                             const char * const   *roles) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
