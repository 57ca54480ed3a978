/* bw-registration.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-answer.h"
#include "bw-json.h"
#include "bw-odata.h"
#include "bw-pace.h"
#include "bw-permission.h"
#include "bw-registration.h"

/* Partner Center's role "Admin agent" is the membership in a group of this name. */
#define ADMIN_AGENTS "AdminAgents"

/**
 * bw_registration_get:
 * @cloud: a cloud
 * @partner_tenant: where it is registered
 * @client_id: our app registration
 *
 * Returns: (transfer full): a request for it; for bw_registration_new_from_response()
 */
BwRequest *
bw_registration_get (BwCloud    *cloud,
                     const char *partner_tenant,
                     const char *client_id)
{
  g_autofree char *literal = bw_odata_quote (client_id);
  g_autofree char *path = NULL;

  path = g_strdup_printf ("/applications(appId=%s)?$select=appId,displayName,signInAudience,"
                          "publicClient,web,requiredResourceAccess,passwordCredentials,"
                          "keyCredentials", literal);

  return bw_odata_get (cloud->graph, partner_tenant, path);
}

/* Microsoft ignores the port of such an address. */
static gboolean
has_loopback (JsonObject *platform)
{
  JsonArray *uris = bw_json_get_array (platform, "redirectUris");

  for (guint i = 0; i < bw_json_array_length (uris); i++)
    {
      const char *text = bw_json_array_string (uris, i);
      g_autoptr(GUri) uri = text != NULL ? g_uri_parse (text, G_URI_FLAGS_NONE, NULL) : NULL;

      if (uri != NULL && g_str_equal (g_uri_get_scheme (uri), "http") &&
          g_strcmp0 (g_uri_get_host (uri), "localhost") == 0 &&
          (*g_uri_get_path (uri) == '\0' || g_str_equal (g_uri_get_path (uri), "/")))
        return TRUE;
    }

  return FALSE;
}

/* It is the same page in every cloud, at the address of the sign-in. */
static gboolean
has_native (JsonObject *platform)
{
  JsonArray *uris = bw_json_get_array (platform, "redirectUris");

  for (guint i = 0; i < bw_json_array_length (uris); i++)
    {
      const char *text = bw_json_array_string (uris, i);

      if (text != NULL && g_str_has_suffix (text, "/common/oauth2/nativeclient"))
        return TRUE;
    }

  return FALSE;
}

static char **
read_permissions (JsonObject *application,
                  const char *service,
                  gboolean    roles)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  JsonArray *services = bw_json_get_array (application, "requiredResourceAccess");

  for (guint i = 0; i < bw_json_array_length (services); i++)
    {
      JsonObject *one = bw_json_array_object (services, i);
      const char *app_id = bw_json_get_string (one, "resourceAppId");
      JsonArray *list = bw_json_get_array (one, "resourceAccess");

      if (app_id == NULL || g_ascii_strcasecmp (app_id, service) != 0)
        continue;

      for (guint j = 0; j < bw_json_array_length (list); j++)
        {
          JsonObject *access = bw_json_array_object (list, j);
          const char *id = bw_json_get_string (access, "id");
          const char *type = bw_json_get_string (access, "type");
          const char *name;

          if (id == NULL || g_strcmp0 (type, roles ? "Role" : "Scope") != 0)
            continue;

          name = roles ? bw_permission_find_role_name (id) : bw_permission_find_name (service, id);
          g_strv_builder_add (names, name != NULL ? name : id);
        }
    }

  return g_strv_builder_end (names);
}

static void
read_credentials (BwRegistration *self,
                  JsonArray      *credentials)
{
  for (guint i = 0; i < bw_json_array_length (credentials); i++)
    {
      JsonObject *credential = bw_json_array_object (credentials, i);
      gint64 end = bw_clock_parse_unix (bw_json_get_string (credential, "endDateTime"));

      self->n_credentials++;
      self->credential_end = MAX (self->credential_end, end);
    }
}

/**
 * bw_registration_new_from_response:
 * @response: the answer to bw_registration_get()
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the registration, or %NULL with @error set
 */
BwRegistration *
bw_registration_new_from_response (BwResponse  *response,
                                   GError     **error)
{
  JsonObject *object = bw_answer_object (response, error);
  const char *audience = NULL;
  BwRegistration *self;

  if (object != NULL)
    audience = bw_json_require_string (object, "signInAudience", error);
  if (audience == NULL)
    return NULL;

  self = g_new0 (BwRegistration, 1);
  self->name = g_strdup (bw_json_get_string (object, "displayName"));
  self->multi_tenant = g_str_equal (audience, "AzureADMultipleOrgs") ||
                       g_str_equal (audience, "AzureADandPersonalMicrosoftAccount");
  self->loopback_public = has_loopback (bw_json_get_object (object, "publicClient"));
  self->loopback_web = has_loopback (bw_json_get_object (object, "web"));
  self->native = has_native (bw_json_get_object (object, "publicClient")) ||
                 has_native (bw_json_get_object (object, "web"));
  self->graph = read_permissions (object, BW_SERVICE_ID_GRAPH, FALSE);
  self->graph_roles = read_permissions (object, BW_SERVICE_ID_GRAPH, TRUE);
  self->partner_center = read_permissions (object, BW_SERVICE_ID_PARTNER_CENTER, FALSE);
  read_credentials (self, bw_json_get_array (object, "passwordCredentials"));
  read_credentials (self, bw_json_get_array (object, "keyCredentials"));

  return self;
}

/**
 * bw_registration_free:
 * @self: (transfer full): a registration
 */
void
bw_registration_free (BwRegistration *self)
{
  g_free (self->name);
  g_strfreev (self->graph);
  g_strfreev (self->graph_roles);
  g_strfreev (self->partner_center);
  g_free (self);
}

/**
 * bw_registration_list_groups:
 * @cloud: a cloud
 * @partner_tenant: our tenant
 *
 * Returns: (transfer full): a request for what the signed-in user is a member of,
 *   directly or not; for bw_registration_read_admin_agent()
 */
BwRequest *
bw_registration_list_groups (BwCloud    *cloud,
                             const char *partner_tenant)
{
  return bw_odata_list (cloud->graph, partner_tenant,
                        "/me/transitiveMemberOf?$select=id,displayName&$top=999");
}

/**
 * bw_registration_read_admin_agent:
 * @response: the answer to bw_registration_list_groups()
 * @membership: (out): whether the user is an admin agent of the partner
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: whether @membership is set
 */
gboolean
bw_registration_read_admin_agent (BwResponse    *response,
                                  BwMembership  *membership,
                                  GError       **error)
{
  JsonArray *list = bw_answer_list (response, "value", error);

  if (list == NULL)
    return FALSE;

  *membership = BW_MEMBERSHIP_NO;
  for (guint i = 0; i < bw_json_array_length (list); i++)
    {
      JsonObject *object = bw_json_array_object (list, i);
      const char *type = bw_json_get_string (object, "@odata.type");
      const char *name = bw_json_get_string (object, "displayName");

      if (g_strcmp0 (type, "#microsoft.graph.group") != 0)
        continue;

      /* What the caller may not read comes without a name (Graph, "limited information"). */
      if (name == NULL)
        *membership = BW_MEMBERSHIP_UNNAMED;
      else if (g_str_equal (name, ADMIN_AGENTS))
        {
          *membership = BW_MEMBERSHIP_YES;
          return TRUE;
        }
    }

  return TRUE;
}

/**
 * bw_registration_try_customers:
 * @cloud: a cloud
 * @partner_tenant: our tenant
 *
 * Returns: (transfer full): a request for one customer of Partner Center's, whose answer
 *   tells whether they can be read at all
 */
BwRequest *
bw_registration_try_customers (BwCloud    *cloud,
                               const char *partner_tenant)
{
  BwRequest *request = bw_request_new (cloud->partner, "GET", "/customers?size=1");

  bw_request_set_tenant (request, partner_tenant);
  bw_request_set_header (request, "Accept", "application/json");
  bw_request_set_header (request, "MS-CorrelationId", bw_request_get_id (request));

  return request;
}
