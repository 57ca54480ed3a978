/* bw-sim-relationship.h - the life of an admin relationship
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-world.h"

G_BEGIN_DECLS

#define BW_SIM_GLOBAL_ADMINISTRATOR "62e90394-69f5-4237-9190-012177145e10"

BwSimRelationship *bw_sim_relationship_new             (const char        *id,
                                                        const char        *name)
                                                        G_GNUC_WARN_UNUSED_RESULT;
void               bw_sim_relationship_free            (BwSimRelationship *self);
void               bw_sim_relationship_settle          (BwSimRelationship *self,
                                                        BwSimWorld        *world);
void               bw_sim_relationship_enter           (BwSimRelationship *self,
                                                        BwSimStatus        status,
                                                        gint64             when);
void               bw_sim_relationship_set_customer    (BwSimRelationship *self,
                                                        BwSimTenant       *tenant);
void               bw_sim_relationship_set_roles       (BwSimRelationship *self,
                                                        GPtrArray         *roles);
gboolean           bw_sim_relationship_has_role        (BwSimRelationship *self,
                                                        const char        *role);
const char        *bw_sim_relationship_get_status      (BwSimRelationship *self);
char              *bw_sim_relationship_dup_etag        (BwSimRelationship *self)
                                                        G_GNUC_WARN_UNUSED_RESULT;
BwSimRequest      *bw_sim_relationship_add_request     (BwSimRelationship *self,
                                                        const char        *action,
                                                        gint64             now);
BwSimAssignment   *bw_sim_relationship_add_assignment  (BwSimRelationship *self,
                                                        const char        *group_id,
                                                        GPtrArray         *roles,
                                                        gint64             now);
BwSimAssignment   *bw_sim_relationship_get_assignment  (BwSimRelationship *self,
                                                        const char        *id);
BwSimOperation    *bw_sim_relationship_add_operation   (BwSimRelationship *self,
                                                        const char        *assignment_id,
                                                        GPtrArray         *roles,
                                                        gint64             now);
const char        *bw_sim_operation_get_status         (BwSimOperation    *operation,
                                                        BwSimClock        *clock);

const char        *bw_sim_status_to_string             (BwSimStatus        status);
gboolean           bw_sim_status_from_string           (const char        *text,
                                                        BwSimStatus       *status);
const char        *bw_sim_assignment_get_status        (BwSimAssignment   *assignment);
gboolean           bw_sim_assignment_set_status        (BwSimAssignment   *assignment,
                                                        const char        *status);
char              *bw_sim_assignment_dup_etag          (BwSimAssignment   *assignment)
                                                        G_GNUC_WARN_UNUSED_RESULT;
gboolean           bw_sim_assignment_is_live           (BwSimAssignment   *assignment);

void               bw_sim_world_take_relationship      (BwSimWorld        *self,
                                                        BwSimRelationship *relationship);
void               bw_sim_world_remove_relationship    (BwSimWorld        *self,
                                                        BwSimRelationship *relationship);
BwSimRelationship *bw_sim_world_get_relationship       (BwSimWorld        *self,
                                                        const char        *id);
gboolean           bw_sim_world_approve                (BwSimWorld        *self,
                                                        BwSimRelationship *relationship,
                                                        BwSimTenant       *customer);
gboolean           bw_sim_world_reject                 (BwSimWorld        *self,
                                                        BwSimRelationship *relationship);
gboolean           bw_sim_world_terminate              (BwSimWorld        *self,
                                                        BwSimRelationship *relationship);

G_END_DECLS
