/* bw-facts.h - what a set-up knows about its tenant while it runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-cloud.h"
#include "bw-directory.h"
#include "bw-gdap.h"
#include "bw-guest.h"
#include "bw-role-template.h"
#include "bw-rows.h"

G_BEGIN_DECLS

/**
 * BwFacts:
 * @cloud: where Microsoft's services are
 * @partner_tenant: the partner tenant
 * @partner_name: (nullable): its name, which the customer reads
 * @user_id: object ID of the signed-in user in the partner tenant
 * @client_id: our app registration
 * @role_template: what to ask the customer for
 * @duration: how long a new admin relationship lasts, in seconds
 * @auto_extend: whether a new one extends itself
 * @tenant: the tenant, as it is going to be stored
 * @job: the set-up job, as it is going to be stored
 * @was_active: whether the admin relationship in use was active when this run began
 * @tracking_id: of the run of the current step
 * @candidates: (nullable) (element-type BwCandidate): what step 2 found
 * @relationship: (nullable): the admin relationship in use, as last seen
 * @assignments: (nullable) (element-type BwAssignment): the relationship's access assignments
 * @group_ids: group name to object ID, of the groups seen in this run
 * @principals: app ID to object ID, of the service principals seen in the customer tenant
 * @guest: (nullable): our guest account in the customer tenant, as last seen
 * @consent_outdated: whether a consent is there that lacks permissions
 * @limitations: (element-type BwLimitation): what the tenant lacks
 *
 * The first part is given; from @candidates on it is learnt by looking, in this
 * run, and never assumed from an earlier one.
 */
typedef struct
{
  BwCloud        *cloud;
  char           *partner_tenant;
  char           *partner_name;
  char           *user_id;
  char           *client_id;
  BwRoleTemplate *role_template;
  gint64          duration;
  gboolean        auto_extend;

  BwTenantRow    *tenant;
  BwJobRow       *job;
  gboolean        was_active;
  char           *tracking_id;

  GPtrArray      *candidates;
  BwRelationship *relationship;
  GPtrArray      *assignments;
  GHashTable     *group_ids;
  GHashTable     *principals;
  BwGuest        *guest;
  gboolean        consent_outdated;
  GPtrArray      *limitations;
} BwFacts;

BwFacts    *bw_facts_new                (BwCloud           *cloud,
                                         BwRoleTemplate    *role_template,
                                         const BwTenantRow *tenant,
                                         const BwJobRow    *job) G_GNUC_WARN_UNUSED_RESULT;
void        bw_facts_free               (BwFacts           *self);
void        bw_facts_learn_relationship (BwFacts           *self,
                                         BwRelationship    *relationship);
void        bw_facts_learn_candidates   (BwFacts           *self,
                                         GPtrArray         *candidates);
void        bw_facts_learn_tenant       (BwFacts            *self,
                                         const BwTenantInfo *info);
gboolean    bw_facts_has_access         (const BwFacts     *self);
const char *bw_facts_get_group_id       (const BwFacts     *self,
                                         const char        *name);
void        bw_facts_begin_new          (BwFacts           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwFacts, bw_facts_free)

G_END_DECLS
