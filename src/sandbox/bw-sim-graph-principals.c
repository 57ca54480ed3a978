/* bw-sim-graph-principals.c - servicePrincipals and oauth2PermissionGrants
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-odata.h"
#include "bw-sim-permission.h"
#include "bw-sim-service.h"
#include "bw-sim-util.h"

static const char *const principal_filterable[] = { "appId", "id", "displayName",
                                                    "servicePrincipalType", NULL };
static const char *const principal_orderable[] = { "displayName", NULL };
static const BwSimKind principal_kind = {
  .set = "servicePrincipals",
  .type = "ServicePrincipal",
  .default_top = 100,
  .max_top = 999,
  .filterable = principal_filterable,
  .orderable = principal_orderable,
};

static const char *const grant_filterable[] = { "clientId", "consentType", "principalId",
                                                "resourceId", NULL };
static const BwSimKind grant_kind = {
  .set = "oauth2PermissionGrants",
  .type = "OAuth2PermissionGrant",
  .default_top = 100,
  .max_top = 999,
  .filterable = grant_filterable,
};

static const BwSimKind assignment_kind = {
  .set = "appRoleAssignments",
  .type = "AppRoleAssignment",
  .default_top = 100,
  .max_top = 999,
};

/* What shows of an application in a tenant. */
typedef struct
{
  char       *id;
  const char *app_id;
  const char *name;
  gboolean    service;
} Principal;

static void
principal_free (Principal *self)
{
  g_free (self->id);
  g_free (self);
}

static void
add_principal (GPtrArray   *found,
               BwSimTenant *tenant,
               const char  *app_id,
               const char  *name,
               gboolean     service)
{
  Principal *principal = g_new0 (Principal, 1);

  principal->id = bw_sim_tenant_dup_principal_id (tenant, app_id);
  principal->app_id = app_id;
  principal->name = name;
  principal->service = service;
  g_ptr_array_add (found, principal);
}

/* The partner's own applications are at home in its tenant; elsewhere they are
 * where somebody consented. */
static GPtrArray *
find_principals (BwSimCall *call)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) principal_free);
  BwSimTenant *tenant = call->tenant;

  for (guint i = 0; bw_sim_service_get_nth (i) != NULL; i++)
    {
      const char *app_id = bw_sim_service_get_nth (i);

      if (bw_sim_tenant_has_resource (tenant, app_id))
        add_principal (found, tenant, app_id, bw_sim_service_get_name (app_id), TRUE);
    }

  for (guint i = 0; bw_sim_call_is_in_partner (call) && i < call->world->apps->len; i++)
    {
      BwSimApp *app = g_ptr_array_index (call->world->apps, i);

      add_principal (found, tenant, app->client_id, app->name, FALSE);
    }

  for (guint i = 0; tenant->principals != NULL && i < tenant->principals->len; i++)
    {
      BwSimPrincipal *principal = g_ptr_array_index (tenant->principals, i);

      if (principal->visible <= call->now)
        add_principal (found, tenant, principal->app_id, principal->name, FALSE);
    }

  return found;
}

static char *
get_principal_property (gpointer    source,
                        guint       index,
                        const char *property)
{
  GPtrArray *principals = source;
  Principal *principal = g_ptr_array_index (principals, index);

  if (g_str_equal (property, "appId"))
    return g_strdup (principal->app_id);
  if (g_str_equal (property, "displayName"))
    return g_strdup (principal->name);
  if (g_str_equal (property, "servicePrincipalType"))
    return g_strdup ("Application");

  return g_strdup (principal->id);
}

static JsonObject *
make_principal (gpointer source,
                guint    index)
{
  GPtrArray *principals = source;
  Principal *principal = g_ptr_array_index (principals, index);
  JsonObject *object = json_object_new ();
  JsonArray *names = json_array_new ();

  json_array_add_string_element (names, principal->app_id);
  json_object_set_string_member (object, "id", principal->id);
  json_object_set_null_member (object, "deletedDateTime");
  json_object_set_boolean_member (object, "accountEnabled", TRUE);
  json_object_set_string_member (object, "appDisplayName", principal->name);
  json_object_set_string_member (object, "appId", principal->app_id);
  json_object_set_boolean_member (object, "appRoleAssignmentRequired", FALSE);
  json_object_set_string_member (object, "displayName", principal->name);
  json_object_set_array_member (object, "servicePrincipalNames", names);
  json_object_set_string_member (object, "servicePrincipalType", "Application");
  json_object_set_string_member (object, "signInAudience", "AzureADMultipleOrgs");

  return object;
}

void
bw_sim_graph_list_principals (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new (call, &principal_kind);
  g_autoptr(GPtrArray) principals = find_principals (call);
  BwSimItems items = { principals, principals->len, NULL, get_principal_property, make_principal };

  if (query != NULL)
    bw_sim_query_reply (query, call, &items);
}

static gboolean
find_principal (GPtrArray  *principals,
                const char *id,
                const char *app_id,
                guint      *index)
{
  for (guint i = 0; i < principals->len; i++)
    {
      Principal *principal = g_ptr_array_index (principals, i);

      if ((id != NULL && g_ascii_strcasecmp (principal->id, id) == 0)
          || (app_id != NULL && g_ascii_strcasecmp (principal->app_id, app_id) == 0))
        {
          *index = i;
          return TRUE;
        }
    }

  return FALSE;
}

/* servicePrincipals/{id} as well as servicePrincipals(appId='…') */
void
bw_sim_graph_get_principal (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new_for_one (call, &principal_kind);
  g_autoptr(GPtrArray) principals = find_principals (call);
  g_autofree char *app_id = bw_sim_call_dup_key (call, 0);
  const char *id = bw_sim_call_segment (call, 1);
  guint index = 0;

  if (query == NULL)
    return;

  if (find_principal (principals, id, app_id, &index))
    bw_sim_query_reply_one (query, call, make_principal (principals, index));
  else
    bw_sim_call_refuse_missing (call, id != NULL ? id : app_id);
}

static void
reply_principal (BwSimCall  *call,
                 const char *app_id,
                 const char *name)
{
  g_autoptr(GPtrArray) made = g_ptr_array_new_with_free_func ((GDestroyNotify) principal_free);
  g_autofree char *path = NULL;
  JsonObject *object;

  add_principal (made, call->tenant, app_id, name, FALSE);
  object = make_principal (made, 0);
  path = g_strconcat ("/servicePrincipals/", bw_sim_json_string (object, "id"), NULL);
  bw_sim_call_reply_created (call, object, path);
}

void
bw_sim_graph_create_principal (BwSimCall *call)
{
  g_autoptr(JsonObject) body = bw_sim_call_dup_body (call);
  g_autoptr(GPtrArray) principals = find_principals (call);
  const char *app_id = bw_sim_json_string (body, "appId");
  BwSimApp *app = bw_sim_world_get_app (call->world, app_id);
  guint index = 0;

  if (body == NULL)
    return;

  /* A service that the tenant does not have can't be had for the asking. */
  if (app == NULL && bw_sim_service_get_name (app_id) == NULL)
    bw_sim_call_refuse (call, 400, "Request_BadRequest",
                        "The appId '%s' of the service principal does not reference a "
                        "valid application object.",
                        app_id != NULL ? app_id : "");
  else if (find_principal (principals, NULL, app_id, &index)
           || bw_sim_tenant_get_principal (call->tenant, app_id))
    bw_sim_call_refuse (call, 409, "Request_MultipleObjectsWithSameKeyValue",
                        "The service principal cannot be created, "
                        "updated, or restored because the service principal name %s is already in "
                        "use.",
                        app_id);
  else if (app == NULL)
    bw_sim_call_refuse (call, 403, "Authorization_RequestDenied",
                        "The tenant is not entitled to the service '%s'.",
                        bw_sim_service_get_name (app_id));
  else
    {
      bw_sim_tenant_add_principal (call->tenant, app->client_id, app->name,
                                   call->now
                                     + bw_sim_clock_lag (call->world->clock, BW_SIM_LAG_CONSENT));
      bw_sim_call_touch (call);
      reply_principal (call, app->client_id, app->name);
    }
}

/* What an application may do by itself in the tenant. */
typedef struct
{
  BwSimTenant *tenant;
  Principal   *principal;
  char       **roles;
} Assigned;

static JsonObject *
make_assignment (gpointer source,
                 guint    index)
{
  Assigned *assigned = source;
  const char *role = bw_sim_permission_get_role_id (assigned->roles[index]);
  g_autofree char *seed = g_strconcat (assigned->principal->id, "/appRoles/", role, NULL);
  JsonObject *object = json_object_new ();

  bw_sim_json_take_string (object, "id", g_compute_checksum_for_string (G_CHECKSUM_SHA256, seed,
                                                                        -1));
  json_object_set_null_member (object, "deletedDateTime");
  json_object_set_string_member (object, "appRoleId", role);
  json_object_set_string_member (object, "principalDisplayName", assigned->principal->name);
  json_object_set_string_member (object, "principalId", assigned->principal->id);
  json_object_set_string_member (object, "principalType", "ServicePrincipal");
  json_object_set_string_member (object, "resourceDisplayName",
                                 bw_sim_service_get_name (BW_SIM_GRAPH_APP));
  bw_sim_json_take_string (object, "resourceId",
                           bw_sim_tenant_dup_principal_id (assigned->tenant, BW_SIM_GRAPH_APP));

  return object;
}

static gboolean
assignment_shows (gpointer source,
                  guint    index)
{
  Assigned *assigned = source;

  return bw_sim_permission_get_role_id (assigned->roles[index]) != NULL;
}

static const char *
get_roles (BwSimCall *call,
           Principal *principal)
{
  BwSimApp *app = bw_sim_world_get_app (call->world, principal->app_id);
  BwSimPrincipal *own = bw_sim_tenant_get_principal (call->tenant, principal->app_id);

  if (bw_sim_call_is_in_partner (call))
    return app != NULL ? app->roles : NULL;

  return own != NULL && own->roles_visible <= call->now ? own->roles : NULL;
}

void
bw_sim_graph_list_app_roles (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new (call, &assignment_kind);
  g_autoptr(GPtrArray) principals = find_principals (call);
  const char *id = bw_sim_call_segment (call, 1);
  Assigned assigned = { .tenant = call->tenant };
  g_auto(GStrv) roles = NULL;
  BwSimItems items = { &assigned, 0, assignment_shows, NULL, make_assignment };
  const char *held;
  guint index = 0;

  if (query == NULL)
    return;

  if (!find_principal (principals, id, NULL, &index))
    {
      bw_sim_call_refuse_missing (call, id);
      return;
    }

  assigned.principal = g_ptr_array_index (principals, index);
  held = get_roles (call, assigned.principal);
  roles = g_strsplit (held != NULL ? held : "", " ", -1);
  assigned.roles = roles;
  items.n = g_strv_length (roles);
  bw_sim_query_reply (query, call, &items);
}

/* One row of oauth2PermissionGrants. */
typedef struct
{
  char       *id;
  char       *client;
  char       *resource;
  const char *scope;
  const char *user_id;
} Grant;

static void
grant_free (Grant *self)
{
  g_free (self->id);
  g_free (self->client);
  g_free (self->resource);
  g_free (self);
}

static void
add_grant (GPtrArray   *found,
           BwSimTenant *tenant,
           const char  *id,
           const char  *app_id,
           const char  *resource,
           const char  *scope,
           const char  *user_id)
{
  g_autofree char *seed = g_strconcat (tenant->id, app_id, resource, NULL);
  Grant *grant;

  if (scope == NULL || *scope == '\0')
    return;

  grant = g_new0 (Grant, 1);
  grant->id = id != NULL ? g_strdup (id) : bw_sim_guid_for (seed);
  grant->client = bw_sim_tenant_dup_principal_id (tenant, app_id);
  grant->resource = bw_sim_tenant_dup_principal_id (tenant, resource);
  grant->scope = scope;
  grant->user_id = user_id;
  g_ptr_array_add (found, grant);
}

static GPtrArray *
find_grants (BwSimCall *call)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) grant_free);
  BwSimTenant *tenant = call->tenant;

  for (guint i = 0; bw_sim_call_is_in_partner (call) && i < call->world->apps->len; i++)
    {
      BwSimApp *app = g_ptr_array_index (call->world->apps, i);

      add_grant (found, tenant, NULL, app->client_id, BW_SIM_GRAPH_APP, app->graph_scope, NULL);
      add_grant (found, tenant, NULL, app->client_id, BW_SIM_PARTNER_APP, app->partner_scope, NULL);
    }

  for (guint i = 0; tenant->grants != NULL && i < tenant->grants->len; i++)
    {
      BwSimGrant *grant = g_ptr_array_index (tenant->grants, i);

      if (grant->visible <= call->now)
        add_grant (found, tenant, grant->id, grant->app_id, grant->resource, grant->scope,
                   grant->user_id);
    }

  return found;
}

static const char *
get_consent_type (Grant *grant)
{
  return grant->user_id != NULL ? "Principal" : "AllPrincipals";
}

static char *
get_grant_property (gpointer    source,
                    guint       index,
                    const char *property)
{
  GPtrArray *grants = source;
  Grant *grant = g_ptr_array_index (grants, index);

  if (g_str_equal (property, "clientId"))
    return g_strdup (grant->client);
  if (g_str_equal (property, "resourceId"))
    return g_strdup (grant->resource);

  if (g_str_equal (property, "principalId"))
    return g_strdup (grant->user_id);

  return g_str_equal (property, "consentType") ? g_strdup (get_consent_type (grant)) : NULL;
}

static JsonObject *
make_grant (gpointer source,
            guint    index)
{
  GPtrArray *grants = source;
  Grant *grant = g_ptr_array_index (grants, index);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "clientId", grant->client);
  json_object_set_string_member (object, "consentType", get_consent_type (grant));
  json_object_set_string_member (object, "id", grant->id);
  json_object_set_string_member (object, "principalId", grant->user_id);
  json_object_set_string_member (object, "resourceId", grant->resource);
  json_object_set_string_member (object, "scope", grant->scope);

  return object;
}

/* Of the whole tenant, or of the one service principal in the path. */
void
bw_sim_graph_list_grants (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new (call, &grant_kind);
  g_autoptr(GPtrArray) principals = find_principals (call);
  g_autoptr(GPtrArray) grants = find_grants (call);
  BwSimItems items = { grants, 0, NULL, get_grant_property, make_grant };
  const char *client = bw_sim_call_segment (call, 1);
  guint index = 0;

  if (query == NULL)
    return;

  if (client != NULL && !find_principal (principals, client, NULL, &index))
    {
      bw_sim_call_refuse_missing (call, client);
      return;
    }

  for (guint i = grants->len; client != NULL && i-- > 0;)
    {
      Grant *grant = g_ptr_array_index (grants, i);

      if (g_ascii_strcasecmp (grant->client, client) != 0)
        g_ptr_array_remove_index (grants, i);
    }

  items.n = grants->len;
  bw_sim_query_reply (query, call, &items);
}
