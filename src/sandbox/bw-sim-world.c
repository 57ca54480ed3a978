/* bw-sim-world.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-relationship.h"
#include "bw-sim-util.h"
#include "bw-sim-world.h"

/**
 * bw_sim_tenant_new:
 * @id: tenant ID
 *
 * Returns: (transfer full): a tenant without anything
 */
BwSimTenant *
bw_sim_tenant_new (const char *id)
{
  BwSimTenant *self = g_new0 (BwSimTenant, 1);

  self->id = g_ascii_strdown (id, -1);

  return self;
}

static void
tenant_free (BwSimTenant *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->domain);
  g_free (self->initial_domain);
  g_free (self->region);
  g_free (self->cloud);
  g_free (self->conditional_access);
  g_clear_pointer (&self->missing, g_ptr_array_unref);
  g_clear_pointer (&self->denied, g_ptr_array_unref);
  g_clear_pointer (&self->relationships, g_ptr_array_unref);
  g_clear_pointer (&self->principals, g_ptr_array_unref);
  g_clear_pointer (&self->grants, g_ptr_array_unref);
  g_clear_pointer (&self->changes, g_array_unref);
  g_free (self->allow_invites_from);
  g_clear_pointer (&self->invite_domains, g_ptr_array_unref);
  g_free (self->guest_policy);
  g_clear_pointer (&self->guests, g_ptr_array_unref);
  g_clear_pointer (&self->invitations, g_ptr_array_unref);
  g_clear_pointer (&self->staff, g_ptr_array_unref);
  g_free (self);
}

void
bw_sim_principal_free (BwSimPrincipal *self)
{
  g_free (self->id);
  g_free (self->app_id);
  g_free (self->name);
  g_free (self->roles);
  g_free (self);
}

void
bw_sim_grant_free (BwSimGrant *self)
{
  g_free (self->id);
  g_free (self->app_id);
  g_free (self->resource);
  g_free (self->scope);
  g_free (self->user_id);
  g_free (self);
}

static void
member_free (BwSimMember *self)
{
  g_free (self->user_id);
  g_free (self);
}

void
bw_sim_group_free (BwSimGroup *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->nickname);
  g_free (self->description);
  g_ptr_array_unref (self->members);
  g_free (self);
}

void
bw_sim_user_free (BwSimUser *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->user_name);
  g_free (self);
}

void
bw_sim_app_free (BwSimApp *self)
{
  g_free (self->client_id);
  g_free (self->name);
  g_free (self->secret);
  g_free (self->graph_scope);
  g_free (self->partner_scope);
  g_free (self->roles);
  g_free (self->audience);
  g_clear_pointer (&self->redirects, g_ptr_array_unref);
  g_clear_pointer (&self->credentials, g_ptr_array_unref);
  g_free (self);
}

/**
 * bw_sim_world_new:
 * @scenario: name of what it is about to hold
 * @clock: the clock; outlives the world
 * @epoch: when it begins
 *
 * Returns: (transfer full): an empty world
 */
BwSimWorld *
bw_sim_world_new (const char *scenario,
                  BwSimClock *clock,
                  gint64      epoch)
{
  BwSimWorld *self = g_new0 (BwSimWorld, 1);

  self->scenario = g_strdup (scenario);
  self->clock = clock;
  self->epoch = epoch;
  self->approve_after = -1;
  self->users = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_sim_user_free);
  self->apps = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_sim_app_free);
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_sim_group_free);
  self->tenants = g_ptr_array_new_with_free_func ((GDestroyNotify) tenant_free);
  self->relationships = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_sim_relationship_free);
  self->quirks = g_ptr_array_new_with_free_func (g_free);
  self->removed = g_ptr_array_new_with_free_func (g_free);
  self->tenant_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->tenant_by_domain = g_hash_table_new (g_str_hash, g_str_equal);
  self->relationship_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->relationship_by_name = g_hash_table_new (g_str_hash, g_str_equal);

  return self;
}

/**
 * bw_sim_world_free:
 * @self: (transfer full): a world
 */
void
bw_sim_world_free (BwSimWorld *self)
{
  g_hash_table_unref (self->relationship_by_name);
  g_hash_table_unref (self->relationship_by_id);
  g_hash_table_unref (self->tenant_by_domain);
  g_hash_table_unref (self->tenant_by_id);
  g_ptr_array_unref (self->removed);
  g_ptr_array_unref (self->quirks);
  g_ptr_array_unref (self->relationships);
  g_ptr_array_unref (self->tenants);
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->apps);
  g_ptr_array_unref (self->users);
  g_clear_pointer (&self->partner, tenant_free);
  g_free (self->scenario);
  g_free (self);
}

static void
index_tenant (BwSimWorld  *self,
              BwSimTenant *tenant)
{
  g_hash_table_insert (self->tenant_by_id, tenant->id, tenant);
  g_hash_table_insert (self->tenant_by_domain, tenant->initial_domain, tenant);
  g_hash_table_insert (self->tenant_by_domain, tenant->domain, tenant);
}

/**
 * bw_sim_world_take_tenant:
 * @self: a world
 * @tenant: (transfer full): a customer with its names set
 */
void
bw_sim_world_take_tenant (BwSimWorld  *self,
                          BwSimTenant *tenant)
{
  g_ptr_array_add (self->tenants, tenant);
  index_tenant (self, tenant);
}

/**
 * bw_sim_world_take_partner:
 * @self: a world
 * @tenant: (transfer full): the partner's tenant with its names set
 */
void
bw_sim_world_take_partner (BwSimWorld  *self,
                           BwSimTenant *tenant)
{
  self->partner = tenant;
  index_tenant (self, tenant);
}

/**
 * bw_sim_world_get_tenant:
 * @self: a world
 * @id_or_domain: (nullable): tenant ID or one of its domains, in any case
 *
 * Returns: (nullable): the tenant, the one that is gone too
 */
BwSimTenant *
bw_sim_world_get_tenant (BwSimWorld *self,
                         const char *id_or_domain)
{
  g_autofree char *key = id_or_domain != NULL ? g_ascii_strdown (id_or_domain, -1) : NULL;
  BwSimTenant *tenant;

  if (key == NULL)
    return NULL;

  tenant = g_hash_table_lookup (self->tenant_by_id, key);

  return tenant != NULL ? tenant : g_hash_table_lookup (self->tenant_by_domain, key);
}

/**
 * bw_sim_world_has_quirk:
 * @self: a world
 * @name: of an odd way of Microsoft's
 *
 * Returns: whether the scenario turned it on
 */
gboolean
bw_sim_world_has_quirk (BwSimWorld *self,
                        const char *name)
{
  return g_ptr_array_find_with_equal_func (self->quirks, name, g_str_equal, NULL);
}

/**
 * bw_sim_world_get_user:
 * @self: a world
 * @id_or_name: (nullable): object ID or sign-in name of a user of the partner
 *
 * Returns: (nullable): the user
 */
BwSimUser *
bw_sim_world_get_user (BwSimWorld *self,
                       const char *id_or_name)
{
  for (guint i = 0; id_or_name != NULL && i < self->users->len; i++)
    {
      BwSimUser *user = g_ptr_array_index (self->users, i);

      if (g_ascii_strcasecmp (user->id, id_or_name) == 0 ||
          g_ascii_strcasecmp (user->user_name, id_or_name) == 0)
        return user;
    }

  return NULL;
}

/**
 * bw_sim_world_get_app:
 * @self: a world
 * @client_id: (nullable): an application ID
 *
 * Returns: (nullable): the partner's application
 */
BwSimApp *
bw_sim_world_get_app (BwSimWorld *self,
                      const char *client_id)
{
  for (guint i = 0; client_id != NULL && i < self->apps->len; i++)
    {
      BwSimApp *app = g_ptr_array_index (self->apps, i);

      if (g_ascii_strcasecmp (app->client_id, client_id) == 0)
        return app;
    }

  return NULL;
}

/**
 * bw_sim_world_add_group:
 * @self: a world
 * @id: (nullable): object ID; a new one if %NULL
 * @name: display name
 * @nickname: mail nickname
 * @description: (nullable): description
 *
 * Returns: (transfer none): the new security group of the partner
 */
BwSimGroup *
bw_sim_world_add_group (BwSimWorld *self,
                        const char *id,
                        const char *name,
                        const char *nickname,
                        const char *description)
{
  BwSimGroup *group = g_new0 (BwSimGroup, 1);

  group->id = id != NULL ? g_strdup (id) : g_uuid_string_random ();
  group->name = g_strdup (name);
  group->nickname = g_strdup (nickname);
  group->description = g_strdup (description);
  group->members = g_ptr_array_new_with_free_func ((GDestroyNotify) member_free);
  g_ptr_array_add (self->groups, group);

  return group;
}

/**
 * bw_sim_world_get_group:
 * @self: a world
 * @id: (nullable): object ID
 *
 * Returns: (nullable): the partner's group, once it can be read
 */
BwSimGroup *
bw_sim_world_get_group (BwSimWorld *self,
                        const char *id)
{
  for (guint i = 0; id != NULL && i < self->groups->len; i++)
    {
      BwSimGroup *group = g_ptr_array_index (self->groups, i);

      if (g_ascii_strcasecmp (group->id, id) == 0)
        return group->visible <= bw_sim_clock_now (self->clock) ? group : NULL;
    }

  return NULL;
}

/**
 * bw_sim_group_get_member:
 * @group: a group
 * @user_id: object ID
 *
 * Returns: (nullable): the membership, even if it does not show yet
 */
BwSimMember *
bw_sim_group_get_member (BwSimGroup *group,
                         const char *user_id)
{
  for (guint i = 0; i < group->members->len; i++)
    {
      BwSimMember *member = g_ptr_array_index (group->members, i);

      if (g_ascii_strcasecmp (member->user_id, user_id) == 0)
        return member;
    }

  return NULL;
}

/**
 * bw_sim_group_add_member:
 * @group: a group
 * @user_id: object ID of a user that is not in it
 * @visible: when the membership begins to count
 */
void
bw_sim_group_add_member (BwSimGroup *group,
                         const char *user_id,
                         gint64      visible)
{
  BwSimMember *member = g_new0 (BwSimMember, 1);

  member->user_id = g_strdup (user_id);
  member->visible = visible;
  g_ptr_array_add (group->members, member);
}

static gboolean
is_member (BwSimWorld *self,
           BwSimGroup *group,
           const char *user_id)
{
  BwSimMember *member = bw_sim_group_get_member (group, user_id);

  return member != NULL && member->visible <= bw_sim_clock_now (self->clock);
}

/**
 * bw_sim_world_is_admin_agent:
 * @self: a world
 * @user_id: (nullable): object ID of a user of the partner
 *
 * Returns: whether Partner Center takes it for an admin agent
 */
gboolean
bw_sim_world_is_admin_agent (BwSimWorld *self,
                             const char *user_id)
{
  for (guint i = 0; user_id != NULL && i < self->groups->len; i++)
    {
      BwSimGroup *group = g_ptr_array_index (self->groups, i);

      if (g_str_equal (group->name, "AdminAgents") && is_member (self, group, user_id))
        return TRUE;
    }

  return FALSE;
}

static void
add_roles_of (BwSimWorld        *self,
              BwSimRelationship *relationship,
              const char        *user_id,
              GHashTable        *roles)
{
  for (guint i = 0; relationship->assignments != NULL && i < relationship->assignments->len; i++)
    {
      BwSimAssignment *assignment = g_ptr_array_index (relationship->assignments, i);
      BwSimGroup *group = bw_sim_world_get_group (self, assignment->group_id);

      if (assignment->status != BW_SIM_ASSIGNMENT_ACTIVE || group == NULL ||
          !is_member (self, group, user_id))
        continue;

      for (guint r = 0; r < assignment->roles->len; r++)
        g_hash_table_add (roles, g_strdup (g_ptr_array_index (assignment->roles, r)));
    }
}

/**
 * bw_sim_world_dup_gdap_roles:
 * @self: a world
 * @tenant: a customer
 * @user_id: object ID of a user of the partner
 *
 * Returns: (transfer full): the IDs of the roles that the user has in @tenant, through
 *   groups with active assignments in active relationships
 */
GHashTable *
bw_sim_world_dup_gdap_roles (BwSimWorld  *self,
                             BwSimTenant *tenant,
                             const char  *user_id)
{
  GHashTable *roles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; tenant->relationships != NULL && i < tenant->relationships->len; i++)
    {
      BwSimRelationship *relationship = g_ptr_array_index (tenant->relationships, i);

      bw_sim_relationship_settle (relationship, self);
      if (relationship->status == BW_SIM_STATUS_ACTIVE ||
          relationship->status == BW_SIM_STATUS_EXPIRING)
        add_roles_of (self, relationship, user_id, roles);
    }

  return roles;
}

/**
 * bw_sim_tenant_has_resource:
 * @tenant: a tenant
 * @app_id: application ID of a service of Microsoft's
 *
 * Returns: whether the service has a service principal there
 */
gboolean
bw_sim_tenant_has_resource (BwSimTenant *tenant,
                            const char  *app_id)
{
  return tenant->missing == NULL ||
         !g_ptr_array_find_with_equal_func (tenant->missing, app_id, g_str_equal, NULL);
}

/**
 * bw_sim_tenant_get_principal:
 * @tenant: a tenant
 * @app_id: an application of the partner's
 *
 * Returns: (nullable): its service principal, even if it does not show yet
 */
BwSimPrincipal *
bw_sim_tenant_get_principal (BwSimTenant *tenant,
                             const char  *app_id)
{
  for (guint i = 0; tenant->principals != NULL && i < tenant->principals->len; i++)
    {
      BwSimPrincipal *principal = g_ptr_array_index (tenant->principals, i);

      if (g_ascii_strcasecmp (principal->app_id, app_id) == 0)
        return principal;
    }

  return NULL;
}

/**
 * bw_sim_tenant_dup_principal_id:
 * @tenant: a tenant
 * @app_id: any application
 *
 * Returns: (transfer full): the object ID that its service principal has, or would have, in @tenant
 */
char *
bw_sim_tenant_dup_principal_id (BwSimTenant *tenant,
                                const char  *app_id)
{
  g_autofree char *seed = g_strconcat (tenant->id, "/servicePrincipals/", app_id, NULL);

  return bw_sim_guid_for (seed);
}

/**
 * bw_sim_tenant_add_principal:
 * @tenant: a tenant
 * @app_id: an application that has no service principal there
 * @name: its display name
 * @visible: when Graph begins to show it
 *
 * Returns: (transfer none): the service principal
 */
BwSimPrincipal *
bw_sim_tenant_add_principal (BwSimTenant *tenant,
                             const char  *app_id,
                             const char  *name,
                             gint64       visible)
{
  BwSimPrincipal *principal = g_new0 (BwSimPrincipal, 1);

  principal->id = bw_sim_tenant_dup_principal_id (tenant, app_id);
  principal->app_id = g_ascii_strdown (app_id, -1);
  principal->name = g_strdup (name);
  principal->visible = visible;

  if (tenant->principals == NULL)
    tenant->principals = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_sim_principal_free);
  g_ptr_array_add (tenant->principals, principal);

  return principal;
}

/**
 * bw_sim_tenant_get_user_grant:
 * @tenant: a tenant
 * @app_id: the client
 * @resource: application ID of the service
 * @user_id: (nullable): object ID of a user there; %NULL for what is granted for all
 *
 * Returns: (nullable): what @app_id was granted there, even if it does not hold yet
 */
BwSimGrant *
bw_sim_tenant_get_user_grant (BwSimTenant *tenant,
                              const char  *app_id,
                              const char  *resource,
                              const char  *user_id)
{
  for (guint i = 0; tenant->grants != NULL && i < tenant->grants->len; i++)
    {
      BwSimGrant *grant = g_ptr_array_index (tenant->grants, i);

      if (g_ascii_strcasecmp (grant->app_id, app_id) == 0 &&
          g_ascii_strcasecmp (grant->resource, resource) == 0 &&
          g_strcmp0 (grant->user_id, user_id) == 0)
        return grant;
    }

  return NULL;
}

/**
 * bw_sim_tenant_get_grant:
 * @tenant: a tenant
 * @app_id: the client
 * @resource: application ID of the service
 *
 * Returns: (nullable): what @app_id was granted there for all, even if it does not hold yet
 */
BwSimGrant *
bw_sim_tenant_get_grant (BwSimTenant *tenant,
                         const char  *app_id,
                         const char  *resource)
{
  return bw_sim_tenant_get_user_grant (tenant, app_id, resource, NULL);
}

/**
 * bw_sim_tenant_add_grant:
 * @tenant: a tenant
 * @app_id: the client
 * @resource: application ID of a service it was granted nothing for
 * @scope: separated by spaces
 * @visible: when the grant begins to hold
 *
 * Returns: (transfer none): the grant
 */
BwSimGrant *
bw_sim_tenant_add_grant (BwSimTenant *tenant,
                         const char  *app_id,
                         const char  *resource,
                         const char  *scope,
                         gint64       visible)
{
  BwSimGrant *grant = g_new0 (BwSimGrant, 1);

  grant->id = bw_sim_random_text (32);
  grant->app_id = g_ascii_strdown (app_id, -1);
  grant->resource = g_ascii_strdown (resource, -1);
  grant->scope = g_strdup (scope);
  grant->visible = visible;

  if (tenant->grants == NULL)
    tenant->grants = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_sim_grant_free);
  g_ptr_array_add (tenant->grants, grant);

  return grant;
}
