/* bw-sim-graph.c - Microsoft Graph of the simulated cloud: who may call what
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-account.h"
#include "bw-sim-graph.h"
#include "bw-sim-guest.h"
#include "bw-sim-relationship.h"
#include "bw-sim-server.h"
#include "bw-sim-util.h"

#define RELATIONSHIPS "tenantRelationships/delegatedAdminRelationships"
#define CUSTOMERS     "tenantRelationships/delegatedAdminCustomers"

#define GDAP_READ       "DelegatedAdminRelationship.Read.All " GDAP_WRITE
#define GDAP_WRITE      "DelegatedAdminRelationship.ReadWrite.All"
#define DIRECTORY_WRITE "Directory.ReadWrite.All Directory.AccessAsUser.All"
#define DIRECTORY       "Directory.Read.All " DIRECTORY_WRITE
#define GROUP_READ      "GroupMember.Read.All GroupMember.ReadWrite.All " \
                        "Group.Read.All Group.ReadWrite.All " DIRECTORY
#define GROUP_WRITE     "Group.Create Group.ReadWrite.All " DIRECTORY_WRITE
#define MEMBER_WRITE    "GroupMember.ReadWrite.All Group.ReadWrite.All " DIRECTORY_WRITE
#define USER_READ       "User.ReadBasic.All User.Read.All User.ReadWrite.All " DIRECTORY
#define ME_READ         "User.Read User.ReadWrite User.Read.All " DIRECTORY
#define ME_REVOKE       "User.RevokeSessions.All User.ReadWrite.All " DIRECTORY_WRITE
#define APP_READ        "Application.Read.All Application.ReadWrite.All " DIRECTORY
#define APP_WRITE       "Application.ReadWrite.All Application.ReadWrite.OwnedBy " DIRECTORY_WRITE
#define GRANT_READ      "DelegatedPermissionGrant.Read.All " GRANT_WRITE " " DIRECTORY
#define GRANT_WRITE     "DelegatedPermissionGrant.ReadWrite.All " DIRECTORY_WRITE
#define ORGANIZATION    "User.Read Organization.Read.All Organization.ReadWrite.All " DIRECTORY
#define INVITE          "User.Invite.All User.ReadWrite.All " DIRECTORY_WRITE
#define LICENCE_READ    "LicenseAssignment.Read.All Organization.Read.All " \
                        "Organization.ReadWrite.All " DIRECTORY
#define SECURITY_READ   "SecurityEvents.Read.All SecurityEvents.ReadWrite.All"

typedef enum
{
  WHERE_ANY,
  WHERE_PARTNER,        /* what only the partner's own directory has */
  WHERE_GDAP,           /* the same, in the manner of the service behind GDAP */
  WHERE_GDAP_AS_AGENT,  /* and only for admin agents */
} Where;

/* @path: "*" stands for any segment, "name(*)" for one with a key in brackets
 * @about: (nullable): how a scenario names it when the tenant refuses it */
typedef struct
{
  const char  *method;
  const char  *path;
  Where        where;
  const char  *permissions;
  BwSimAccess  access;
  const char  *about;
  void       (*handle) (BwSimCall *call);
} Route;

static const Route routes[] = {
  { "GET", RELATIONSHIPS, WHERE_GDAP, GDAP_READ, 0, NULL, bw_sim_graph_list_relationships },
  { "POST", RELATIONSHIPS, WHERE_GDAP_AS_AGENT, GDAP_WRITE, 0, NULL,
    bw_sim_graph_create_relationship },
  { "GET", RELATIONSHIPS "/*", WHERE_GDAP, GDAP_READ, 0, NULL, bw_sim_graph_get_relationship },
  { "PATCH", RELATIONSHIPS "/*", WHERE_GDAP_AS_AGENT, GDAP_WRITE, 0, NULL,
    bw_sim_graph_update_relationship },
  { "DELETE", RELATIONSHIPS "/*", WHERE_GDAP_AS_AGENT, GDAP_WRITE, 0, NULL,
    bw_sim_graph_delete_relationship },
  { "GET", RELATIONSHIPS "/*/requests", WHERE_GDAP, GDAP_READ, 0, NULL,
    bw_sim_graph_list_requests },
  { "POST", RELATIONSHIPS "/*/requests", WHERE_GDAP_AS_AGENT, GDAP_WRITE, 0, NULL,
    bw_sim_graph_create_request },
  { "GET", RELATIONSHIPS "/*/requests/*", WHERE_GDAP, GDAP_READ, 0, NULL,
    bw_sim_graph_get_request },
  { "GET", RELATIONSHIPS "/*/operations", WHERE_GDAP, GDAP_READ, 0, NULL,
    bw_sim_graph_list_operations },
  { "GET", RELATIONSHIPS "/*/operations/*", WHERE_GDAP, GDAP_READ, 0, NULL,
    bw_sim_graph_get_operation },
  { "GET", RELATIONSHIPS "/*/accessAssignments", WHERE_GDAP, GDAP_READ, 0, NULL,
    bw_sim_graph_list_assignments },
  { "POST", RELATIONSHIPS "/*/accessAssignments", WHERE_GDAP_AS_AGENT, GDAP_WRITE, 0, NULL,
    bw_sim_graph_create_assignment },
  { "GET", RELATIONSHIPS "/*/accessAssignments/*", WHERE_GDAP, GDAP_READ, 0, NULL,
    bw_sim_graph_get_assignment },
  { "PATCH", RELATIONSHIPS "/*/accessAssignments/*", WHERE_GDAP_AS_AGENT, GDAP_WRITE, 0, NULL,
    bw_sim_graph_update_assignment },
  { "DELETE", RELATIONSHIPS "/*/accessAssignments/*", WHERE_GDAP_AS_AGENT, GDAP_WRITE, 0, NULL,
    bw_sim_graph_delete_assignment },
  { "GET", CUSTOMERS, WHERE_GDAP, GDAP_READ, 0, NULL, bw_sim_graph_list_customers },
  { "GET", CUSTOMERS "/*", WHERE_GDAP, GDAP_READ, 0, NULL, bw_sim_graph_get_customer },
  { "GET", CUSTOMERS "/*/serviceManagementDetails", WHERE_GDAP, GDAP_READ, 0, NULL,
    bw_sim_graph_list_management },
  { "GET", "tenantRelationships/findTenantInformationByTenantId(*)", WHERE_ANY,
    "CrossTenantInformation.ReadBasic.All", 0, "tenantInformation", bw_sim_graph_find_tenant },
  { "GET", "tenantRelationships/findTenantInformationByDomainName(*)", WHERE_ANY,
    "CrossTenantInformation.ReadBasic.All", 0, "tenantInformation", bw_sim_graph_find_tenant },
  { "GET", "contracts", WHERE_PARTNER, DIRECTORY, 0, "contracts", bw_sim_graph_list_contracts },
  { "GET", "contracts/*", WHERE_PARTNER, DIRECTORY, 0, "contracts", bw_sim_graph_get_contract },
  { "GET", "organization", WHERE_ANY, ORGANIZATION, BW_SIM_ACCESS_SOME, "organization",
    bw_sim_graph_list_organization },
  { "GET", "groups", WHERE_PARTNER, GROUP_READ, 0, "groups", bw_sim_graph_list_groups },
  { "POST", "groups", WHERE_PARTNER, GROUP_WRITE, 0, "groups", bw_sim_graph_create_group },
  { "GET", "groups/$count", WHERE_PARTNER, GROUP_READ, 0, "groups", bw_sim_graph_count_groups },
  { "GET", "groups/*", WHERE_PARTNER, GROUP_READ, 0, "groups", bw_sim_graph_get_group },
  { "GET", "groups/*/members", WHERE_PARTNER, GROUP_READ, 0, "groups", bw_sim_graph_list_members },
  { "POST", "groups/*/members/$ref", WHERE_PARTNER, MEMBER_WRITE, 0, "groups",
    bw_sim_graph_add_member },
  { "DELETE", "groups/*/members/*/$ref", WHERE_PARTNER, MEMBER_WRITE, 0, "groups",
    bw_sim_graph_remove_member },
  { "GET", "me", WHERE_ANY, ME_READ, 0, "me", bw_sim_graph_get_me },
  { "POST", "me/revokeSignInSessions", WHERE_PARTNER, ME_REVOKE, 0, "me",
    bw_sim_graph_end_sign_ins },
  { "GET", "me/memberOf", WHERE_ANY, ME_READ, 0, "me", bw_sim_graph_list_memberships },
  { "GET", "me/transitiveMemberOf", WHERE_ANY, ME_READ, 0, "me", bw_sim_graph_list_memberships },
  { "GET", "applications", WHERE_ANY, APP_READ, BW_SIM_ACCESS_APPS_READ, "applications",
    bw_sim_graph_list_applications },
  { "GET", "applications(*)", WHERE_ANY, APP_READ, BW_SIM_ACCESS_APPS_READ, "applications",
    bw_sim_graph_get_application },
  { "GET", "applications/*", WHERE_ANY, APP_READ, BW_SIM_ACCESS_APPS_READ, "applications",
    bw_sim_graph_get_application },
  { "GET", "servicePrincipals", WHERE_ANY, APP_READ, BW_SIM_ACCESS_APPS_READ, "servicePrincipals",
    bw_sim_graph_list_principals },
  { "POST", "servicePrincipals", WHERE_ANY, APP_WRITE, BW_SIM_ACCESS_APPS_WRITE,
    "servicePrincipals", bw_sim_graph_create_principal },
  { "GET", "servicePrincipals(*)", WHERE_ANY, APP_READ, BW_SIM_ACCESS_APPS_READ,
    "servicePrincipals", bw_sim_graph_get_principal },
  { "GET", "servicePrincipals/*", WHERE_ANY, APP_READ, BW_SIM_ACCESS_APPS_READ, "servicePrincipals",
    bw_sim_graph_get_principal },
  { "GET", "servicePrincipals/*/appRoleAssignments", WHERE_ANY, APP_READ, BW_SIM_ACCESS_APPS_READ,
    "servicePrincipals", bw_sim_graph_list_app_roles },
  { "GET", "servicePrincipals/*/oauth2PermissionGrants", WHERE_ANY, APP_READ,
    BW_SIM_ACCESS_APPS_READ, "oauth2PermissionGrants", bw_sim_graph_list_grants },
  { "GET", "oauth2PermissionGrants", WHERE_ANY, GRANT_READ, BW_SIM_ACCESS_APPS_READ,
    "oauth2PermissionGrants", bw_sim_graph_list_grants },
  { "POST", "oauth2PermissionGrants", WHERE_ANY, GRANT_WRITE, BW_SIM_ACCESS_APPS_WRITE,
    "oauth2PermissionGrants", bw_sim_graph_create_grant },
  { "PATCH", "oauth2PermissionGrants/*", WHERE_ANY, GRANT_WRITE, BW_SIM_ACCESS_APPS_WRITE,
    "oauth2PermissionGrants", bw_sim_graph_update_grant },
  { "DELETE", "oauth2PermissionGrants/*", WHERE_ANY, GRANT_WRITE, BW_SIM_ACCESS_APPS_WRITE,
    "oauth2PermissionGrants", bw_sim_graph_delete_grant },
  { "POST", "invitations", WHERE_ANY, INVITE, BW_SIM_ACCESS_INVITE, "invitations",
    bw_sim_graph_invite },
  { "GET", "users", WHERE_ANY, USER_READ, BW_SIM_ACCESS_DIRECTORY, "users",
    bw_sim_graph_list_users },
  { "GET", "users/$count", WHERE_ANY, USER_READ, BW_SIM_ACCESS_DIRECTORY, "users",
    bw_sim_graph_count_users },
  { "GET", "users/delta", WHERE_ANY, USER_READ, BW_SIM_ACCESS_DIRECTORY, "users",
    bw_sim_graph_sync_users },
  { "GET", "users/delta()", WHERE_ANY, USER_READ, BW_SIM_ACCESS_DIRECTORY, "users",
    bw_sim_graph_sync_users },
  { "GET", "users/microsoft.graph.delta", WHERE_ANY, USER_READ, BW_SIM_ACCESS_DIRECTORY, "users",
    bw_sim_graph_sync_users },
  { "GET", "users/*", WHERE_ANY, USER_READ, BW_SIM_ACCESS_DIRECTORY, "users",
    bw_sim_graph_get_user },
  { "GET", "subscribedSkus", WHERE_ANY, LICENCE_READ, BW_SIM_ACCESS_LICENCES, "subscribedSkus",
    bw_sim_graph_list_skus },
  { "GET", "security/secureScores", WHERE_ANY, SECURITY_READ, BW_SIM_ACCESS_SECURITY,
    "secureScores", bw_sim_graph_list_scores },
  { "GET", "security/secureScoreControlProfiles", WHERE_ANY, SECURITY_READ, BW_SIM_ACCESS_SECURITY,
    "secureScores", bw_sim_graph_list_profiles },
};

static gboolean
segment_matches (const char *segment,
                 const char *pattern,
                 gsize       length)
{
  const char *star = memchr (pattern, '*', length);

  if (star == NULL)
    return strlen (segment) == length && g_ascii_strncasecmp (segment, pattern, length) == 0;
  if (star == pattern)
    return segment[0] != '$';

  return g_ascii_strncasecmp (segment, pattern, star - pattern) == 0
         && g_str_has_suffix (segment, ")");
}

static gboolean
path_matches (char       **segments,
              const char  *pattern)
{
  while (*segments != NULL && *pattern != '\0')
    {
      gsize length = strcspn (pattern, "/");

      if (!segment_matches (*segments, pattern, length))
        return FALSE;

      pattern += length;
      pattern += *pattern == '/' ? 1 : 0;
      segments++;
    }

  return *segments == NULL && *pattern == '\0';
}

/* Returns: (nullable): the route, or %NULL with a refusal sent */
static const Route *
find_route (BwSimCall *call)
{
  gboolean known = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      if (!path_matches (call->exchange->segments, routes[i].path))
        continue;
      if (g_str_equal (routes[i].method, call->exchange->method))
        return &routes[i];
      known = TRUE;
    }

  if (known)
    bw_sim_call_refuse (call, 405, "Request_BadRequest",
                        "Specified HTTP method is not allowed for the request target.");
  else
    bw_sim_call_refuse (call, 400, "BadRequest", "Resource not found for the segment '%s'.",
                        call->exchange->segments[0] != NULL ? call->exchange->segments[0] : "");

  return NULL;
}

static gboolean
has_permission (BwSimCall  *call,
                const char *permissions)
{
  g_auto(GStrv) names = g_strsplit (permissions, " ", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (bw_sim_bearer_may (call->bearer, names[i]))
        return TRUE;
    }

  return FALSE;
}

static void
deny (BwSimCall *call)
{
  bw_sim_call_refuse (call, 403, "Authorization_RequestDenied",
                      "Insufficient privileges to complete the operation.");
}

static void
deny_as_gdap (BwSimCall *call)
{
  bw_sim_call_refuse (call, 403, "accessDenied",
                      "The user (principal) does not have the required permissions to "
                      "perform the specified action on the resource.");
}

/* What stands behind tenantRelationships: of the partner, strongly
 * authenticated, and for changes an admin agent. */
static gboolean
check_gdap (BwSimCall   *call,
            const Route *route)
{
  BwSimBearer *bearer = call->bearer;
  gboolean good = bw_sim_call_is_in_partner (call) && has_permission (call, route->permissions);

  if (bearer->user_id != NULL)
    good = good && bearer->mfa
           && (route->where != WHERE_GDAP_AS_AGENT
               || bw_sim_world_is_admin_agent (call->world, bearer->user_id));

  if (!good)
    deny_as_gdap (call);

  return good;
}

/* What the customer's own people may read who have no role. */
static gboolean
is_for_members (BwSimAccess access)
{
  return access == BW_SIM_ACCESS_SOME || access == BW_SIM_ACCESS_DIRECTORY
         || access == BW_SIM_ACCESS_LICENCES || access == BW_SIM_ACCESS_APPS_READ;
}

/* A guest sees the organization and itself, and not more. */
static gboolean
may_as_local (BwSimCall   *call,
              BwSimAccess  access)
{
  BwSimGuest *guest = bw_sim_guest_find_by_id (call->world, call->tenant, call->bearer->user_id);
  BwSimUser *user;

  if (guest != NULL)
    return guest->member ? is_for_members (access) : access == BW_SIM_ACCESS_SOME;

  user = bw_sim_account_find_in (call->world, call->tenant, call->bearer->user_id);

  return user != NULL && (user->administrator || is_for_members (access));
}

/* In a customer's directory a user of the partner can do what its roles let it. */
static gboolean
has_role (BwSimCall   *call,
          const Route *route)
{
  g_autoptr(GHashTable) roles = NULL;

  if (bw_sim_call_is_in_partner (call) || call->bearer->user_id == NULL
      || route->access == BW_SIM_ACCESS_ANY)
    return TRUE;
  if (bw_sim_world_get_user (call->world, call->bearer->user_id) == NULL)
    return may_as_local (call, route->access);

  roles = bw_sim_world_dup_gdap_roles (call->world, call->tenant, call->bearer->user_id);

  return bw_sim_access_is_given (route->access, roles);
}

static gboolean
is_refused_here (BwSimCall   *call,
                 const Route *route)
{
  GPtrArray *denied = call->tenant->denied;

  return denied != NULL && route->about != NULL
         && g_ptr_array_find_with_equal_func (denied, route->about, g_str_equal, NULL);
}

static gboolean
check_access (BwSimCall   *call,
              const Route *route)
{
  if (route->where == WHERE_GDAP || route->where == WHERE_GDAP_AS_AGENT)
    return check_gdap (call, route);

  if ((route->where == WHERE_PARTNER && !bw_sim_call_is_in_partner (call))
      || !has_permission (call, route->permissions) || !has_role (call, route))
    {
      deny (call);
      return FALSE;
    }

  if (is_refused_here (call, route))
    {
      bw_sim_call_refuse (call, 403, "accessDenied",
                          "Your tenant is not licensed for this feature.");
      return FALSE;
    }

  return TRUE;
}

static void
set_headers (BwSimExchange *exchange)
{
  const char *client_id = bw_sim_exchange_get_header (exchange, "client-request-id");

  bw_sim_exchange_set_header (exchange, "request-id", exchange->request_id);
  bw_sim_exchange_set_header (exchange, "client-request-id",
                              client_id != NULL ? client_id : exchange->request_id);
  bw_sim_exchange_set_header (
    exchange, "x-ms-ags-diagnostic",
    "{\"ServerInfo\":{\"DataCenter\":\"Sandbox\",\"Slice\":\"E\",\"Ring\":\"5\","
    "\"ScaleUnit\":\"003\",\"RoleInstance\":\"SB1PEPF00000001\"}}");
  bw_sim_exchange_set_header (exchange, "Strict-Transport-Security", "max-age=31536000");
  bw_sim_exchange_set_header (exchange, "OData-Version", "4.0");
  bw_sim_exchange_set_header (exchange, "Cache-Control", "no-cache");
  bw_sim_exchange_set_header (exchange, "Vary", "Accept-Encoding");
}

static void
refuse_bearer (BwSimCall          *call,
               BwSimBearerProblem  problem)
{
  static const char *const messages[] = {
    [BW_SIM_BEARER_GOOD] = "The identity of the calling application could not be established.",
    [BW_SIM_BEARER_MISSING] = "Access token is empty.",
    [BW_SIM_BEARER_MALFORMED] = "Access token validation failure. The token is not well formed.",
    [BW_SIM_BEARER_EXPIRED] = "Lifetime validation failed, the token is expired.",
    [BW_SIM_BEARER_WRONG_AUDIENCE] = "Access token validation failure. Invalid audience.",
  };
  const char *path = "/login/common/oauth2/authorize";
  g_autofree char *authority = bw_sim_exchange_dup_address (call->exchange, path);
  g_autofree char *challenge = NULL;

  challenge = g_strdup_printf ("Bearer realm=\"\", authorization_uri=\"%s\", client_id=\"%s\"",
                               authority, BW_SIM_GRAPH_APP);
  bw_sim_exchange_set_header (call->exchange, "WWW-Authenticate", challenge);
  bw_sim_call_refuse (call, 401, "InvalidAuthenticationToken", "%s", messages[problem]);
}

void
bw_sim_graph_handle (BwSimExchange *self)
{
  BwSimBearerProblem problem = BW_SIM_BEARER_GOOD;
  g_autoptr(BwSimBearer) bearer = bw_sim_bearer_new (self, BW_SIM_AUDIENCE_GRAPH, &problem);
  BwSimCall call = { self, self->world, bearer, NULL, bw_sim_clock_now (self->world->clock) };
  const Route *route;

  set_headers (self);

  if (bearer != NULL)
    call.tenant = bw_sim_world_get_tenant (self->world, bearer->tenant);
  if (call.tenant == NULL || call.tenant->gone)
    {
      refuse_bearer (&call, problem);
      return;
    }

  bw_sim_exchange_set_tenant (self, call.tenant->id);
  route = find_route (&call);
  if (route != NULL && check_access (&call, route))
    route->handle (&call);
}
