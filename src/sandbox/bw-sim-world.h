/* bw-sim-world.h - who and what there is in the simulated cloud
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "bw-sim-clock.h"

G_BEGIN_DECLS

#define BW_SIM_GRAPH_APP    "00000003-0000-0000-c000-000000000000"
#define BW_SIM_PARTNER_APP  "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd"
#define BW_SIM_DEFENDER_APP "fc780465-2017-40d4-a0c5-307022471b92"

/**
 * BwSimTenant:
 * @id: tenant ID
 * @name: display name
 * @domain: default domain
 * @initial_domain: the one below onmicrosoft.com
 * @region: Microsoft's tenant_region_scope
 * @cloud: (nullable): the national cloud that it is in, if not in this one
 * @gone: whether Microsoft knows it no more, though Partner Center still lists it
 * @in_partner_center: whether it is a customer of the partner's there
 * @stale_guest: whether the partner's user has a guest object in it, which is in the way
 * @assignment_error: whether access assignments for it end in an error
 * @conditional_access: (nullable): what its policy wants of service providers:
 *   "block", "mfa", "device" or "frequency"
 * @n_users: how many users its generator makes
 * @missing: (nullable): application IDs of services that it does not have
 * @denied: (nullable): names of what Graph refuses here, such as "secureScores"
 * @relationships: (nullable) (element-type BwSimRelationship): borrowed
 * @principals: (nullable) (element-type BwSimPrincipal): service principals made here
 * @grants: (nullable) (element-type BwSimGrant): delegated permissions granted here
 * @changes: (nullable) (element-type BwSimUserChange): what became of its users, oldest first
 * @allow_invites_from: (nullable): who may invite guests, as its authorization policy says it;
 *   everyone if %NULL
 * @invite_domains: (nullable) (element-type utf8): the domains that guests may be of; any if %NULL
 * @guests_blocked: whether its cross-tenant access lets no guests in
 * @guest_policy: (nullable): what Conditional Access wants of guests, like @conditional_access
 * @automatic_redemption: whether guests are not asked to accept the invitation
 * @guests: (nullable) (element-type BwSimGuest): who was invited, or added from elsewhere
 * @invitations: (nullable) (element-type BwSimInvitation): oldest first
 * @staff: (nullable) (element-type BwSimUser): who signs in for the customer itself; made as needed
 * @touched: whether its oddities are not those of the scenario any more
 */
typedef struct
{
  char      *id;
  char      *name;
  char      *domain;
  char      *initial_domain;
  char      *region;
  char      *cloud;
  gboolean   gone;
  gboolean   in_partner_center;
  gboolean   stale_guest;
  gboolean   assignment_error;
  char      *conditional_access;
  guint      n_users;
  GPtrArray *missing;
  GPtrArray *denied;
  GPtrArray *relationships;
  GPtrArray *principals;
  GPtrArray *grants;
  GArray    *changes;
  char      *allow_invites_from;
  GPtrArray *invite_domains;
  gboolean   guests_blocked;
  char      *guest_policy;
  gboolean   automatic_redemption;
  GPtrArray *guests;
  GPtrArray *invitations;
  GPtrArray *staff;
  gboolean   touched;
} BwSimTenant;

typedef enum
{
  BW_SIM_USER_ADDED,
  BW_SIM_USER_CHANGED,
  BW_SIM_USER_REMOVED,
} BwSimUserChangeKind;

/**
 * BwSimUserChange:
 * @index: which user
 * @kind: what became of it
 */
typedef struct
{
  guint               index;
  BwSimUserChangeKind kind;
} BwSimUserChange;

/**
 * BwSimPrincipal:
 * @id: its object ID in the tenant
 * @app_id: the application
 * @name: display name
 * @visible: when Graph begins to show it
 * @roles: (nullable): permissions for Graph of its own, separated by spaces
 * @roles_visible: when @roles begin to hold
 */
typedef struct
{
  char   *id;
  char   *app_id;
  char   *name;
  gint64  visible;
  char   *roles;
  gint64  roles_visible;
} BwSimPrincipal;

/**
 * BwSimGrant:
 * @id: its ID
 * @app_id: the client application
 * @resource: the application ID of the service
 * @scope: separated by spaces
 * @user_id: (nullable): object ID of the only user that it is for; %NULL if it is for all
 * @partner_center: whether it was made through Partner Center
 * @visible: when it begins to hold
 */
typedef struct
{
  char    *id;
  char    *app_id;
  char    *resource;
  char    *scope;
  char    *user_id;
  gboolean partner_center;
  gint64   visible;
} BwSimGrant;

typedef enum
{
  BW_SIM_STATUS_ACTIVATING,
  BW_SIM_STATUS_ACTIVE,
  BW_SIM_STATUS_APPROVAL_PENDING,
  BW_SIM_STATUS_APPROVED,
  BW_SIM_STATUS_CREATED,
  BW_SIM_STATUS_EXPIRED,
  BW_SIM_STATUS_EXPIRING,
  BW_SIM_STATUS_TERMINATED,
  BW_SIM_STATUS_TERMINATING,
  BW_SIM_STATUS_TERMINATION_REQUESTED,
} BwSimStatus;

typedef enum
{
  BW_SIM_ASSIGNMENT_PENDING,
  BW_SIM_ASSIGNMENT_ACTIVE,
  BW_SIM_ASSIGNMENT_DELETING,
  BW_SIM_ASSIGNMENT_DELETED,
  BW_SIM_ASSIGNMENT_ERROR,
} BwSimAssignmentStatus;

/**
 * BwSimRelationship:
 * @id: two GUIDs joined, the second is the partner's tenant
 * @name: display name, unique
 * @duration: as it was sent
 * @auto_extend: as it was sent
 * @customer: (nullable): the customer; any may accept if there is none
 * @customer_name: (nullable): its name
 * @indirect_provider: (nullable): who raised it for us
 * @roles: (element-type utf8): role IDs; shared, never changed in place
 * @status: how far it is
 * @since: since when it has @status
 * @locked: when it was locked for approval, or 0
 * @by_api: whether it was locked by a request to this sandbox, not by the scenario
 * @touched: whether it differs from what the scenario made
 * @created: when it was made
 * @visible: when it begins to be readable
 * @modified: when it was last modified
 * @activated: when it became active, or 0
 * @end: when it ends, or 0
 * @version: counts its changes, for the tag
 * @assignments: (nullable) (element-type BwSimAssignment)
 * @requests: (nullable) (element-type BwSimRequest)
 * @operations: (nullable) (element-type BwSimOperation)
 *
 * Times are microseconds since 1970.
 */
typedef struct
{
  char        *id;
  char        *name;
  char        *duration;
  char        *auto_extend;
  BwSimTenant *customer;
  char        *customer_name;
  char        *indirect_provider;
  GPtrArray   *roles;
  BwSimStatus  status;
  gint64       since;
  gint64       locked;
  gboolean     by_api;
  gboolean     touched;
  gint64       created;
  gint64       visible;
  gint64       modified;
  gint64       activated;
  gint64       end;
  guint        version;
  GPtrArray   *assignments;
  GPtrArray   *requests;
  GPtrArray   *operations;
} BwSimRelationship;

typedef struct
{
  char                 *id;
  char                 *group_id;
  GPtrArray            *roles;
  BwSimAssignmentStatus status;
  gint64                since;
  gint64                created;
  gint64                modified;
  guint                 version;
} BwSimAssignment;

typedef struct
{
  char   *id;
  char   *action;
  gint64  created;
} BwSimRequest;

/**
 * BwSimOperation:
 * @assignment_id: (nullable): the access assignment that changes; the relationship itself if %NULL
 * @roles: what roles it will have
 * @applied: whether it has them
 */
typedef struct
{
  char      *id;
  char      *assignment_id;
  GPtrArray *roles;
  gint64     created;
  gboolean   applied;
} BwSimOperation;

/**
 * BwSimMember:
 * @user_id: object ID
 * @visible: when it begins to count
 */
typedef struct
{
  char   *user_id;
  gint64  visible;
} BwSimMember;

typedef struct
{
  char      *id;
  char      *name;
  char      *nickname;
  char      *description;
  gint64     created;
  gint64     visible;
  GPtrArray *members;
} BwSimGroup;

/**
 * BwSimUser:
 * @home: the tenant that it is a user of; borrowed
 * @mfa: whether it signs in with multi-factor authentication
 * @enabled: whether it may sign in
 * @administrator: whether it administers the customer's tenant that is its @home
 *
 * Somebody who can sign in: a user of the partner, or one of a customer's staff.
 */
typedef struct
{
  char        *id;
  char        *name;
  char        *user_name;
  BwSimTenant *home;
  gboolean     mfa;
  gboolean     enabled;
  gboolean     administrator;
} BwSimUser;

/**
 * BwSimApp:
 * @client_id: application ID
 * @name: display name
 * @secret: (nullable): what a confidential client has
 * @graph_scope: delegated Graph permissions in the partner's tenant, separated by spaces
 * @partner_scope: the same for Partner Center
 * @roles: (nullable): application permissions for Graph, separated by spaces
 * @audience: whose users may sign in to it ("signInAudience")
 * @redirects: (nullable) (element-type utf8): addresses to go back to, beside those that
 *   every native application has
 * @credentials: (nullable) (element-type BwSimCredential): registered since the scenario began
 *
 * An application registered in the partner's tenant.
 */
typedef struct
{
  char      *client_id;
  char      *name;
  char      *secret;
  char      *graph_scope;
  char      *partner_scope;
  char      *roles;
  char      *audience;
  GPtrArray *redirects;
  GPtrArray *credentials;
} BwSimApp;

/**
 * BwSimWorld:
 * @scenario: its name
 * @epoch: when the scenario began; its relative dates count from here
 * @clock: borrowed
 * @approve_after: seconds after which customers approve by themselves, or negative
 * @partner: the partner's own tenant, not among @tenants
 * @tenants: (element-type BwSimTenant): in a steady order
 * @relationships: (element-type BwSimRelationship): in the order they were made
 * @quirks: (element-type utf8): odd ways of Microsoft's that the scenario turns on
 */
typedef struct
{
  char        *scenario;
  gint64       epoch;
  BwSimClock  *clock;
  double       approve_after;
  BwSimTenant *partner;
  GPtrArray   *users;
  GPtrArray   *apps;
  GPtrArray   *groups;
  GPtrArray   *tenants;
  GPtrArray   *relationships;
  GPtrArray   *quirks;
  GPtrArray   *removed;
  GHashTable  *tenant_by_id;
  GHashTable  *tenant_by_domain;
  GHashTable  *relationship_by_id;
  GHashTable  *relationship_by_name;
} BwSimWorld;

BwSimWorld        *bw_sim_world_new                (const char        *scenario,
                                                    BwSimClock        *clock,
                                                    gint64             epoch)
                                                    G_GNUC_WARN_UNUSED_RESULT;
void               bw_sim_world_free               (BwSimWorld        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwSimWorld, bw_sim_world_free)

BwSimTenant       *bw_sim_tenant_new               (const char        *id)
                                                    G_GNUC_WARN_UNUSED_RESULT;
void               bw_sim_world_take_tenant        (BwSimWorld        *self,
                                                    BwSimTenant       *tenant);
void               bw_sim_world_take_partner       (BwSimWorld        *self,
                                                    BwSimTenant       *tenant);
BwSimTenant       *bw_sim_world_get_tenant         (BwSimWorld        *self,
                                                    const char        *id_or_domain);
gboolean           bw_sim_world_has_quirk          (BwSimWorld        *self,
                                                    const char        *name);

BwSimUser         *bw_sim_world_get_user           (BwSimWorld        *self,
                                                    const char        *id_or_name);
BwSimApp          *bw_sim_world_get_app            (BwSimWorld        *self,
                                                    const char        *client_id);
BwSimGroup        *bw_sim_world_add_group          (BwSimWorld        *self,
                                                    const char        *id,
                                                    const char        *name,
                                                    const char        *nickname,
                                                    const char        *description);
BwSimGroup        *bw_sim_world_get_group          (BwSimWorld        *self,
                                                    const char        *id);
BwSimMember       *bw_sim_group_get_member         (BwSimGroup        *group,
                                                    const char        *user_id);
void               bw_sim_group_add_member         (BwSimGroup        *group,
                                                    const char        *user_id,
                                                    gint64             visible);
gboolean           bw_sim_world_is_admin_agent     (BwSimWorld        *self,
                                                    const char        *user_id);
GHashTable        *bw_sim_world_dup_gdap_roles     (BwSimWorld        *self,
                                                    BwSimTenant       *tenant,
                                                    const char        *user_id)
                                                    G_GNUC_WARN_UNUSED_RESULT;

gboolean           bw_sim_tenant_has_resource      (BwSimTenant       *tenant,
                                                    const char        *app_id);
BwSimPrincipal    *bw_sim_tenant_get_principal     (BwSimTenant       *tenant,
                                                    const char        *app_id);
BwSimPrincipal    *bw_sim_tenant_add_principal     (BwSimTenant       *tenant,
                                                    const char        *app_id,
                                                    const char        *name,
                                                    gint64             visible);
char              *bw_sim_tenant_dup_principal_id  (BwSimTenant       *tenant,
                                                    const char        *app_id)
                                                    G_GNUC_WARN_UNUSED_RESULT;
BwSimGrant        *bw_sim_tenant_get_grant         (BwSimTenant       *tenant,
                                                    const char        *app_id,
                                                    const char        *resource);
BwSimGrant        *bw_sim_tenant_get_user_grant    (BwSimTenant       *tenant,
                                                    const char        *app_id,
                                                    const char        *resource,
                                                    const char        *user_id);
BwSimGrant        *bw_sim_tenant_add_grant         (BwSimTenant       *tenant,
                                                    const char        *app_id,
                                                    const char        *resource,
                                                    const char        *scope,
                                                    gint64             visible);

void               bw_sim_principal_free           (BwSimPrincipal    *self);
void               bw_sim_grant_free               (BwSimGrant        *self);
void               bw_sim_group_free               (BwSimGroup        *self);
void               bw_sim_user_free                (BwSimUser         *self);
void               bw_sim_app_free                 (BwSimApp          *self);

G_END_DECLS
