/* bw-sim-gdap.h - the service behind tenantRelationships: its objects and how it reads input
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-graph.h"
#include "bw-sim-relationship.h"

G_BEGIN_DECLS

/**
 * BwSimDraft:
 * @name: (nullable): display name
 * @duration: (nullable): how long it lasts
 * @auto_extend: (nullable): by how long it extends itself
 * @has_customer: whether a customer was sent, even if it was null
 * @customer: (nullable): the customer
 * @customer_name: (nullable): its name
 * @roles: (nullable) (element-type utf8): role IDs
 *
 * What was sent of a relationship; what is %NULL was not.
 */
typedef struct
{
  char        *name;
  char        *duration;
  char        *auto_extend;
  gboolean     has_customer;
  BwSimTenant *customer;
  char        *customer_name;
  GPtrArray   *roles;
} BwSimDraft;

BwSimDraft *bw_sim_draft_new (BwSimCall *call, JsonObject *body) G_GNUC_WARN_UNUSED_RESULT;
void               bw_sim_draft_free              (BwSimDraft        *self);
gboolean           bw_sim_draft_check_complete    (BwSimDraft        *self,
                                                   BwSimCall         *call);
gboolean           bw_sim_draft_check_extension   (BwSimDraft        *self,
                                                   BwSimCall         *call,
                                                   BwSimRelationship *relationship);
gboolean           bw_sim_draft_check_name        (BwSimDraft        *self,
                                                   BwSimCall         *call,
                                                   BwSimRelationship *relationship);
void               bw_sim_draft_apply             (BwSimDraft        *self,
                                                   BwSimWorld        *world,
                                                   BwSimRelationship *relationship);

BwSimRelationship *bw_sim_gdap_find               (BwSimCall         *call);
gboolean           bw_sim_gdap_check_tag          (BwSimCall         *call,
                                                   char              *etag);
GPtrArray *bw_sim_gdap_dup_roles (BwSimCall *call, JsonObject *body) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *bw_sim_gdap_roles_to_json (GPtrArray *roles) G_GNUC_WARN_UNUSED_RESULT;
gboolean           bw_sim_gdap_contains_roles     (GPtrArray         *roles,
                                                   GPtrArray         *wanted);
JsonObject *
bw_sim_gdap_relationship_to_json (BwSimRelationship *relationship) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *bw_sim_gdap_assignment_to_json (BwSimAssignment *assignment) G_GNUC_WARN_UNUSED_RESULT;
void               bw_sim_gdap_accept             (BwSimCall         *call,
                                                   BwSimRelationship *relationship,
                                                   BwSimOperation    *operation);
void               bw_sim_gdap_refuse_state       (BwSimCall         *call,
                                                   const char        *what,
                                                   const char        *status);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwSimDraft, bw_sim_draft_free)

G_END_DECLS
