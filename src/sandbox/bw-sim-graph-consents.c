/* bw-sim-graph-consents.c - changes to oauth2PermissionGrants
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-graph.h"
#include "bw-sim-service.h"
#include "bw-sim-util.h"

static const char *
find_app (BwSimCall  *call,
          const char *principal_id)
{
  BwSimTenant *tenant = call->tenant;

  for (guint i = 0;
       principal_id != NULL && tenant->principals != NULL && i < tenant->principals->len; i++)
    {
      BwSimPrincipal *principal = g_ptr_array_index (tenant->principals, i);

      if (g_ascii_strcasecmp (principal->id, principal_id) == 0)
        return principal->app_id;
    }

  return NULL;
}

static const char *
find_resource (BwSimCall  *call,
               const char *principal_id)
{
  for (guint i = 0; principal_id != NULL && bw_sim_service_get_nth (i) != NULL; i++)
    {
      const char *app_id = bw_sim_service_get_nth (i);
      g_autofree char *id = bw_sim_tenant_dup_principal_id (call->tenant, app_id);

      if (g_ascii_strcasecmp (id, principal_id) == 0
          && bw_sim_tenant_has_resource (call->tenant, app_id))
        return app_id;
    }

  return NULL;
}

static JsonObject *
grant_to_json (BwSimCall  *call,
               BwSimGrant *grant)
{
  JsonObject *object = json_object_new ();

  bw_sim_json_take_string (object, "clientId",
                           bw_sim_tenant_dup_principal_id (call->tenant, grant->app_id));
  json_object_set_string_member (object, "consentType",
                                 grant->user_id != NULL ? "Principal" : "AllPrincipals");
  json_object_set_string_member (object, "id", grant->id);
  json_object_set_string_member (object, "principalId", grant->user_id);
  bw_sim_json_take_string (object, "resourceId",
                           bw_sim_tenant_dup_principal_id (call->tenant, grant->resource));
  json_object_set_string_member (object, "scope", grant->scope);

  return object;
}

void
bw_sim_graph_create_grant (BwSimCall *call)
{
  g_autoptr(JsonObject) body = bw_sim_call_dup_body (call);
  const char *app_id = find_app (call, bw_sim_json_string (body, "clientId"));
  const char *resource = find_resource (call, bw_sim_json_string (body, "resourceId"));
  const char *scope = bw_sim_json_string (body, "scope");
  g_autofree char *path = NULL;
  BwSimGrant *grant;

  if (body == NULL)
    return;

  if (app_id == NULL || resource == NULL || scope == NULL
      || g_strcmp0 (bw_sim_json_string (body, "consentType"), "AllPrincipals") != 0)
    {
      bw_sim_call_refuse (call, 400, "Request_BadRequest", "Not a valid reference update.");
      return;
    }

  if (bw_sim_tenant_get_grant (call->tenant, app_id, resource) != NULL)
    {
      bw_sim_call_refuse (call, 409, "Request_MultipleObjectsWithSameKeyValue",
                          "Permission entry already exists.");
      return;
    }

  grant = bw_sim_tenant_add_grant (call->tenant, app_id, resource, scope, call->now);
  bw_sim_call_touch (call);
  path = g_strconcat ("/oauth2PermissionGrants/", grant->id, NULL);
  bw_sim_call_reply_created (call, grant_to_json (call, grant), path);
}

static BwSimGrant *
find_grant (BwSimCall *call)
{
  const char *id = bw_sim_call_segment (call, 1);
  GPtrArray *grants = call->tenant->grants;

  for (guint i = 0; grants != NULL && i < grants->len; i++)
    {
      BwSimGrant *grant = g_ptr_array_index (grants, i);

      if (g_str_equal (grant->id, id))
        return grant;
    }

  bw_sim_call_refuse_missing (call, id);

  return NULL;
}

void
bw_sim_graph_update_grant (BwSimCall *call)
{
  static const char *const known[] = { "scope", NULL };
  BwSimGrant *grant = find_grant (call);
  g_autoptr(JsonObject) body = grant != NULL ? bw_sim_call_dup_body (call) : NULL;
  const char *scope = bw_sim_json_string (body, "scope");

  if (body == NULL)
    return;

  if (scope == NULL || bw_sim_call_find_unknown (body, known) != NULL)
    {
      bw_sim_call_refuse (call, 400, "Request_BadRequest",
                          "Only the property 'scope' can be updated.");
      return;
    }

  g_free (grant->scope);
  grant->scope = g_strdup (scope);
  bw_sim_call_touch (call);
  bw_sim_call_reply_empty (call, 204);
}

void
bw_sim_graph_delete_grant (BwSimCall *call)
{
  BwSimGrant *grant = find_grant (call);

  if (grant == NULL)
    return;

  g_ptr_array_remove (call->tenant->grants, grant);
  bw_sim_call_touch (call);
  bw_sim_call_reply_empty (call, 204);
}
