/* bw-discovery.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-answer.h"
#include "bw-discovery.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-odata.h"
#include "bw-util.h"

#define ANY_TENANT "{tenantid}"

/**
 * bw_discovery_ask:
 * @cloud: a cloud
 * @tenant: tenant ID, any verified domain, or "organizations"
 *
 * Nobody needs to be signed in.
 *
 * Returns: (transfer full): a request for what the cloud knows of the tenant;
 *   for bw_discovery_new_from_response()
 */
BwRequest *
bw_discovery_ask (BwCloud    *cloud,
                  const char *tenant)
{
  g_autofree char *segment = bw_odata_segment (tenant);
  g_autofree char *path = g_strdup_printf ("/%s/v2.0/.well-known/openid-configuration", segment);

  return bw_request_new (cloud->login, "GET", path);
}

/* Returns: (transfer full) (nullable): the tenant that an issuer names in its path */
static char *
find_tenant_id (const char *issuer)
{
  g_auto(GStrv) parts = g_strsplit (issuer, "/", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (bw_is_guid (parts[i]))
        return g_ascii_strdown (parts[i], -1);
    }

  return NULL;
}

/* Returns: (transfer full) (nullable): a short text; "" is none */
static char *
dup_text (JsonObject *object,
          const char *member)
{
  const char *text = bw_json_get_string (object, member);

  return bw_str_is_empty (text) ? NULL : g_strdup (text);
}

/**
 * bw_discovery_new_from_response:
 * @response: the answer to bw_discovery_ask()
 * @error: return location for a refusal, %BW_ERROR_NOT_FOUND if the cloud has
 *   no such tenant, or a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer full): what the cloud said, or %NULL with @error set
 */
BwDiscovery *
bw_discovery_new_from_response (BwResponse  *response,
                                GError     **error)
{
  JsonObject *object = bw_answer_object (response, error);
  const char *issuer = NULL;
  BwDiscovery *self;

  if (object != NULL)
    issuer = bw_json_require_string (object, "issuer", error);
  if (issuer == NULL)
    return NULL;

  self = g_new0 (BwDiscovery, 1);
  self->issuer = g_strdup (issuer);
  self->tenant_id = find_tenant_id (issuer);
  self->keys_uri = dup_text (object, "jwks_uri");
  self->region = dup_text (object, "tenant_region_scope");
  self->sub_region = dup_text (object, "tenant_region_sub_scope");
  self->instance = dup_text (object, "cloud_instance_name");
  self->graph_host = dup_text (object, "msgraph_host");

  return self;
}

/**
 * bw_discovery_free:
 * @self: (transfer full): what a cloud said
 */
void
bw_discovery_free (BwDiscovery *self)
{
  g_free (self->issuer);
  g_free (self->tenant_id);
  g_free (self->keys_uri);
  g_free (self->region);
  g_free (self->sub_region);
  g_free (self->instance);
  g_free (self->graph_host);
  g_free (self);
}

/* The tenants of the US government share one sign-in; the second scope tells whose
 * Graph is theirs.  GCC is a part of the global cloud. */
static const char *
find_by_sub_region (const char *sub_region)
{
  static const struct
  {
    const char *sub_region;
    const char *cloud;
  } rows[] = {
    { "GCC", "global" },
    { "DODCON", "us-government" },
    { "DOD", "us-government-dod" },
  };

  for (guint i = 0; sub_region != NULL && i < G_N_ELEMENTS (rows); i++)
    {
      if (g_ascii_strcasecmp (rows[i].sub_region, sub_region) == 0)
        return rows[i].cloud;
    }

  return NULL;
}

/**
 * bw_discovery_find_cloud:
 * @self: what a cloud said of a tenant
 *
 * A cloud answers for tenants of others, too, and says whose they are.
 *
 * Returns: (nullable): the cloud that the tenant is in, as bw_cloud_new() knows
 *   it; %BW_CLOUD_OTHER for one that it does not know, %NULL where nothing was said
 */
const char *
bw_discovery_find_cloud (const BwDiscovery *self)
{
  const char *id = find_by_sub_region (self->sub_region);

  if (id == NULL && self->graph_host != NULL)
    id = bw_cloud_find_graph (self->graph_host);
  if (id == NULL && self->instance != NULL)
    id = bw_cloud_find_instance (self->instance);
  if (id != NULL)
    return id;

  return self->graph_host != NULL || self->instance != NULL ? BW_CLOUD_OTHER : NULL;
}

/**
 * bw_discovery_is_elsewhere:
 * @self: what a cloud said of a tenant
 * @cloud: the cloud that we work in
 *
 * Apps and tokens of one cloud are of no use in another.
 *
 * Returns: whether the tenant is in another cloud
 */
gboolean
bw_discovery_is_elsewhere (const BwDiscovery *self,
                           const BwCloud     *cloud)
{
  const char *id = bw_discovery_find_cloud (self);

  return id != NULL && !g_str_equal (id, cloud->kind);
}

/* Whoever says who signs must be who is asked: a name of somebody else's would
 * let them sign for everybody. */
static gboolean
is_own_issuer (const BwDiscovery *self,
               BwCloud           *cloud)
{
  const char *tenant = self->tenant_id != NULL ? self->tenant_id : ANY_TENANT;
  g_autofree char *expected = g_strconcat (cloud->login->base, "/", tenant, "/v2.0", NULL);

  return g_ascii_strcasecmp (self->issuer, expected) == 0;
}

/**
 * bw_discovery_get_keys:
 * @self: what @cloud said of the tenant that somebody signed in to
 * @cloud: the cloud
 * @error: return location for %BW_ERROR_INVALID if the tenant is in another
 *   cloud, or for a %BW_ERROR_PROTOCOL
 *
 * Goes where @self points to only if that belongs to the sign-in of @cloud.
 *
 * Returns: (transfer full): a request for the keys that ID tokens are signed
 *   with; for bw_jwks_new_from_response()
 */
BwRequest *
bw_discovery_get_keys (const BwDiscovery  *self,
                       BwCloud            *cloud,
                       GError            **error)
{
  g_autoptr(BwRequest) like = bw_request_new (cloud->login, "GET", "/");

  if (bw_discovery_is_elsewhere (self, cloud))
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_INVALID,
                           _("The tenant belongs to another of Microsoft’s national clouds. Choose "
                             "its cloud in the settings."));
      return NULL;
    }

  if (!is_own_issuer (self, cloud) || self->keys_uri == NULL ||
      !bw_service_owns (cloud->login, self->keys_uri))
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_PROTOCOL,
                           _("Microsoft’s sign-in points to a place that is not its own for the "
                             "keys of the tenant."));
      return NULL;
    }

  return bw_request_new_for_uri (like, self->keys_uri, error);
}
