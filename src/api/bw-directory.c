/* bw-directory.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-answer.h"
#include "bw-directory.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-odata.h"
#include "bw-pace.h"
#include "bw-util.h"

/* Graph takes at most 64 characters; ours end in a mark of eight. */
#define NICKNAME_MAX_LETTERS 50

/**
 * bw_tenant_info_free:
 * @self: (transfer full): what is known of a tenant
 */
void
bw_tenant_info_free (BwTenantInfo *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->domain);
  g_free (self);
}

static BwTenantInfo *
new_tenant_info (const char  *id,
                 const char  *name,
                 const char  *domain,
                 GError     **error)
{
  BwTenantInfo *self;

  if (!bw_is_guid (id))
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_PROTOCOL,
                           "Expected a tenant ID in the answer");
      return NULL;
    }

  self = g_new0 (BwTenantInfo, 1);
  self->id = g_ascii_strdown (id, -1);
  self->name = bw_str_is_empty (name) ? NULL : g_strdup (name);
  self->domain = bw_str_is_empty (domain) ? NULL : g_strdup (domain);

  return self;
}

/**
 * bw_directory_find_tenant:
 * @cloud: a cloud
 * @partner_tenant: our tenant
 * @tenant_id: any tenant of the cloud
 *
 * Needs no relationship with the tenant.
 *
 * Returns: (transfer full): a request for its name; for bw_directory_read_tenant()
 */
BwRequest *
bw_directory_find_tenant (BwCloud    *cloud,
                          const char *partner_tenant,
                          const char *tenant_id)
{
  g_autofree char *literal = bw_odata_quote (tenant_id);
  g_autofree char *path = NULL;

  path = g_strdup_printf ("/tenantRelationships/findTenantInformationByTenantId(tenantId=%s)",
                          literal);

  return bw_odata_get (cloud->graph, partner_tenant, path);
}

/**
 * bw_directory_read_tenant:
 * @response: the answer to bw_directory_find_tenant()
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer full): what Microsoft tells of the tenant, or %NULL with @error set
 */
BwTenantInfo *
bw_directory_read_tenant (BwResponse  *response,
                          GError     **error)
{
  JsonObject *object = bw_answer_object (response, error);

  if (object == NULL)
    return NULL;

  return new_tenant_info (bw_json_get_string (object, "tenantId"),
                          bw_json_get_string (object, "displayName"),
                          bw_json_get_string (object, "defaultDomainName"), error);
}

/**
 * bw_directory_end_sign_ins:
 * @cloud: a cloud
 * @tenant: the user's own tenant
 *
 * Every program and every browser of the user has to sign in again (Graph:
 * user-revokesigninsessions).
 *
 * Returns: (transfer full): a request that ends all sign-ins of who sends it
 */
BwRequest *
bw_directory_end_sign_ins (BwCloud    *cloud,
                           const char *tenant)
{
  BwRequest *request = bw_request_new (cloud->graph, "POST", "/me/revokeSignInSessions");

  bw_request_set_tenant (request, tenant);

  return request;
}

/**
 * bw_directory_get_organization:
 * @cloud: a cloud
 * @tenant: a tenant
 *
 * Returns: (transfer full): a request for the tenant's own word about itself;
 *   for bw_directory_read_organization()
 */
BwRequest *
bw_directory_get_organization (BwCloud    *cloud,
                               const char *tenant)
{
  return bw_odata_list (cloud->graph, tenant,
                        "/organization?$select=id,displayName,verifiedDomains");
}

static const char *
find_default_domain (JsonObject *organization)
{
  JsonArray *domains = bw_json_get_array (organization, "verifiedDomains");
  const char *initial = NULL;

  for (guint i = 0; i < bw_json_array_length (domains); i++)
    {
      JsonObject *domain = bw_json_array_object (domains, i);

      if (bw_json_get_boolean (domain, "isDefault", FALSE))
        return bw_json_get_string (domain, "name");
      if (bw_json_get_boolean (domain, "isInitial", FALSE))
        initial = bw_json_get_string (domain, "name");
    }

  return initial;
}

/**
 * bw_directory_read_organization:
 * @response: the answer to bw_directory_get_organization()
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer full): what the tenant tells of itself, or %NULL with @error set
 */
BwTenantInfo *
bw_directory_read_organization (BwResponse  *response,
                                GError     **error)
{
  JsonArray *list = bw_answer_list (response, "value", error);
  JsonObject *organization;

  if (list == NULL)
    return NULL;

  organization = bw_json_array_length (list) > 0 ? bw_json_array_object (list, 0) : NULL;

  return new_tenant_info (bw_json_get_string (organization, "id"),
                          bw_json_get_string (organization, "displayName"),
                          find_default_domain (organization), error);
}

/**
 * bw_directory_read_domains:
 * @response: the answer to bw_directory_get_organization()
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer full) (array zero-terminated=1): the verified domains of the
 *   tenant in lower case, the default one first, or %NULL with @error set
 */
char **
bw_directory_read_domains (BwResponse  *response,
                           GError     **error)
{
  JsonArray *list = bw_answer_list (response, "value", error);
  g_autoptr(GPtrArray) names = NULL;
  JsonArray *domains;

  if (list == NULL)
    return NULL;

  names = g_ptr_array_new_with_free_func (g_free);
  domains = bw_json_get_array (bw_json_array_length (list) > 0 ? bw_json_array_object (list, 0)
                                                               : NULL, "verifiedDomains");
  for (guint i = 0; i < bw_json_array_length (domains); i++)
    {
      JsonObject *domain = bw_json_array_object (domains, i);
      const char *name = bw_json_get_string (domain, "name");
      gboolean is_default = bw_json_get_boolean (domain, "isDefault", FALSE);

      if (!bw_str_is_empty (name))
        g_ptr_array_insert (names, is_default ? 0 : -1, g_ascii_strdown (name, -1));
    }

  if (names->len == 0)
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_PROTOCOL,
                           "Expected verified domains in the answer");
      return NULL;
    }

  g_ptr_array_add (names, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

/**
 * bw_directory_find_groups:
 * @cloud: a cloud
 * @tenant: whose groups
 * @name: display name
 *
 * Returns: (transfer full): a request for the groups of that name; for
 *   bw_directory_read_group_id()
 */
BwRequest *
bw_directory_find_groups (BwCloud    *cloud,
                          const char *tenant,
                          const char *name)
{
  g_autofree char *literal = bw_odata_quote (name);
  g_autofree char *path = NULL;

  path = g_strdup_printf ("/groups?$filter=displayName%%20eq%%20%s"
                          "&$select=id,displayName,securityEnabled,createdDateTime", literal);

  return bw_odata_list (cloud->graph, tenant, path);
}

/**
 * bw_directory_read_group_id:
 * @response: the answer to bw_directory_find_groups()
 * @name: display name
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Names are not unique in a directory, so among several security groups of
 * exactly that name the oldest counts, whoever looks.
 *
 * Returns: (transfer full) (nullable): the group's ID; or %NULL, without
 *   @error set if there is no such group
 */
char *
bw_directory_read_group_id (BwResponse  *response,
                            const char  *name,
                            GError     **error)
{
  JsonArray *list = bw_answer_list (response, "value", error);
  const char *best = NULL;
  gint64 oldest = G_MAXINT64;

  for (guint i = 0; i < bw_json_array_length (list); i++)
    {
      JsonObject *group = bw_json_array_object (list, i);
      const char *id = bw_json_get_string (group, "id");
      gint64 created = bw_clock_parse_unix (bw_json_get_string (group, "createdDateTime"));

      if (bw_str_is_empty (id) || !bw_json_get_boolean (group, "securityEnabled", FALSE) ||
          g_strcmp0 (bw_json_get_string (group, "displayName"), name) != 0)
        continue;

      if (created == 0)
        created = G_MAXINT64;
      if (best == NULL || created < oldest)
        {
          best = id;
          oldest = created;
        }
    }

  return g_strdup (best);
}

/**
 * bw_directory_read_created_id:
 * @response: the answer to a request that makes something
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the ID of what was made, or %NULL with @error set
 */
char *
bw_directory_read_created_id (BwResponse  *response,
                              GError     **error)
{
  JsonObject *object = bw_answer_object (response, error);

  return object != NULL ? g_strdup (bw_json_require_string (object, "id", error)) : NULL;
}

/* Letters and digits of the name for people, a mark of the whole name so that
 * names without any still differ. */
static char *
make_nickname (const char *name)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);
  GString *nickname = g_string_new (NULL);

  for (const char *p = name; *p != '\0' && nickname->len < NICKNAME_MAX_LETTERS; p++)
    {
      if (g_ascii_isalnum (*p))
        g_string_append_c (nickname, *p);
    }

  g_string_append_printf (nickname, "%s%.8s", nickname->len > 0 ? "-" : "", digest);

  return g_string_free (nickname, FALSE);
}

/**
 * bw_directory_create_group:
 * @cloud: a cloud
 * @tenant: where
 * @name: display name
 * @description: what it is for
 *
 * Asking twice makes two groups: look first.
 *
 * Returns: (transfer full): a request that makes a security group; for
 *   bw_directory_read_created_id()
 */
BwRequest *
bw_directory_create_group (BwCloud    *cloud,
                           const char *tenant,
                           const char *name,
                           const char *description)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *nickname = make_nickname (name);
  BwRequest *request = bw_request_new (cloud->graph, "POST", "/groups");

  json_builder_begin_object (builder);
  bw_json_add_string (builder, "displayName", name);
  bw_json_add_string (builder, "description", description);
  bw_json_add_boolean (builder, "securityEnabled", TRUE);
  bw_json_add_boolean (builder, "mailEnabled", FALSE);
  bw_json_add_string (builder, "mailNickname", nickname);
  bw_json_add_strv (builder, "groupTypes", NULL);
  json_builder_end_object (builder);

  bw_request_set_tenant (request, tenant);
  bw_request_take_json (request, json_builder_get_root (builder));

  return request;
}

/**
 * bw_directory_list_members:
 * @cloud: a cloud
 * @tenant: where the group is
 * @group_id: a group
 *
 * Returns: (transfer full): a request for its direct members; for
 *   bw_directory_read_has_member()
 */
BwRequest *
bw_directory_list_members (BwCloud    *cloud,
                           const char *tenant,
                           const char *group_id)
{
  g_autofree char *segment = bw_odata_segment (group_id);
  g_autofree char *path = g_strdup_printf ("/groups/%s/members?$select=id&$top=999", segment);

  return bw_odata_list (cloud->graph, tenant, path);
}

/**
 * bw_directory_read_has_member:
 * @response: the answer to bw_directory_list_members()
 * @object_id: a user
 * @has: (out): whether the user is among them
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: whether @has was set; else @error is
 */
gboolean
bw_directory_read_has_member (BwResponse  *response,
                              const char  *object_id,
                              gboolean    *has,
                              GError     **error)
{
  JsonArray *list = bw_answer_list (response, "value", error);

  if (list == NULL)
    return FALSE;

  *has = FALSE;
  for (guint i = 0; i < bw_json_array_length (list) && !*has; i++)
    {
      const char *id = bw_json_get_string (bw_json_array_object (list, i), "id");

      *has = id != NULL && g_ascii_strcasecmp (id, object_id) == 0;
    }

  return TRUE;
}

/**
 * bw_directory_add_member:
 * @cloud: a cloud
 * @tenant: where the group is
 * @group_id: a group
 * @object_id: a user of the same tenant
 *
 * Returns: (transfer full): a request that puts the user into the group
 */
BwRequest *
bw_directory_add_member (BwCloud    *cloud,
                         const char *tenant,
                         const char *group_id,
                         const char *object_id)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *segment = bw_odata_segment (group_id);
  g_autofree char *path = g_strdup_printf ("/groups/%s/members/$ref", segment);
  g_autofree char *member = bw_odata_segment (object_id);
  g_autofree char *uri = g_strconcat (cloud->graph->base, "/directoryObjects/", member, NULL);
  BwRequest *request = bw_request_new (cloud->graph, "POST", path);

  json_builder_begin_object (builder);
  bw_json_add_string (builder, "@odata.id", uri);
  json_builder_end_object (builder);

  bw_request_set_tenant (request, tenant);
  bw_request_take_json (request, json_builder_get_root (builder));

  return request;
}

/**
 * bw_directory_find_service_principal:
 * @cloud: a cloud
 * @tenant: where to look
 * @app_id: an application
 *
 * Returns: (transfer full): a request for the application's face in the tenant;
 *   for bw_directory_read_service_principal()
 */
BwRequest *
bw_directory_find_service_principal (BwCloud    *cloud,
                                     const char *tenant,
                                     const char *app_id)
{
  g_autofree char *literal = bw_odata_quote (app_id);
  g_autofree char *path = NULL;

  path = g_strdup_printf ("/servicePrincipals?$filter=appId%%20eq%%20%s"
                          "&$select=id,appId,displayName", literal);

  return bw_odata_list (cloud->graph, tenant, path);
}

/**
 * bw_directory_read_service_principal:
 * @response: the answer to bw_directory_find_service_principal()
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer full) (nullable): the object ID; or %NULL, without @error
 *   set if the tenant does not have the application
 */
char *
bw_directory_read_service_principal (BwResponse  *response,
                                     GError     **error)
{
  JsonArray *list = bw_answer_list (response, "value", error);

  if (bw_json_array_length (list) == 0)
    return NULL;

  return g_strdup (bw_json_require_string (bw_json_array_object (list, 0), "id", error));
}

/**
 * bw_directory_list_grants:
 * @cloud: a cloud
 * @tenant: where to look
 * @client_object_id: object ID of our service principal in the tenant
 *
 * Returns: (transfer full): a request for the delegated permissions that our
 *   application has there; for bw_directory_read_grant()
 */
BwRequest *
bw_directory_list_grants (BwCloud    *cloud,
                          const char *tenant,
                          const char *client_object_id)
{
  g_autofree char *literal = bw_odata_quote (client_object_id);
  g_autofree char *path = NULL;

  path = g_strdup_printf ("/oauth2PermissionGrants?$filter=clientId%%20eq%%20%s", literal);

  return bw_odata_list (cloud->graph, tenant, path);
}

/**
 * bw_directory_read_grant:
 * @response: the answer to bw_directory_list_grants()
 * @resource_object_id: object ID of the resource's service principal in the tenant
 * @scope: (out) (nullable): permissions granted for everybody, separated by
 *   spaces; %NULL if there is no grant
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: whether @scope was set; else @error is
 */
gboolean
bw_directory_read_grant (BwResponse  *response,
                         const char  *resource_object_id,
                         char       **scope,
                         GError     **error)
{
  JsonArray *list = bw_answer_list (response, "value", error);

  *scope = NULL;
  if (list == NULL)
    return FALSE;

  for (guint i = 0; i < bw_json_array_length (list) && *scope == NULL; i++)
    {
      JsonObject *grant = bw_json_array_object (list, i);
      const char *resource = bw_json_get_string (grant, "resourceId");
      const char *granted = bw_json_get_string (grant, "scope");

      if (resource != NULL && g_ascii_strcasecmp (resource, resource_object_id) == 0 &&
          g_strcmp0 (bw_json_get_string (grant, "consentType"), "AllPrincipals") == 0)
        *scope = g_strstrip (g_strdup (granted != NULL ? granted : ""));
    }

  return TRUE;
}
