/* bw-cloud.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-cloud.h"
#include "bw-error.h"

#define LOGIN_GLOBAL        "https://login.microsoftonline.com"
#define LOGIN_US_GOVERNMENT "https://login.microsoftonline.us"
#define LOGIN_CHINA         "https://login.partner.microsoftonline.cn"

#define GRAPH_GLOBAL   "https://graph.microsoft.com"
#define PARTNER_GLOBAL "https://api.partnercenter.microsoft.com"
#define PARTNER_CHINA  "https://partner.partnercenterapi.microsoftonline.cn"

#define SANDBOX "sandbox"

#define INVITATION "partners/invitation/granularAdminRelationships/"

/* A token's audience is the origin of its service in every cloud, so a row
 * says it once.  Microsoft lists no Partner Center for the DoD cloud. */
static const struct
{
  const char *id;
  const char *login;
  const char *graph;
  const char *partner; /* nullable */
  const char *admin;
  const char *label;
} clouds[] = {
  { "global", LOGIN_GLOBAL, GRAPH_GLOBAL, PARTNER_GLOBAL, "https://admin.microsoft.com",
    N_("Global") },
  { "us-government", LOGIN_US_GOVERNMENT, "https://graph.microsoft.us", PARTNER_GLOBAL,
    "https://portal.office365.us", N_("US Government") },
  { "us-government-dod", LOGIN_US_GOVERNMENT, "https://dod-graph.microsoft.us", NULL,
    "https://portal.apps.mil", N_("US Government (DoD)") },
  { "china", LOGIN_CHINA, "https://microsoftgraph.chinacloudapi.cn", PARTNER_CHINA,
    "https://portal.partner.microsoftonline.cn", N_("China (21Vianet)") },
};

/* What the configuration of a tenant calls its cloud.  The US government's have
 * one name, which alone does not tell them apart. */
static const struct
{
  const char *domain;
  const char *id;
} instances[] = {
  { "microsoftonline.com", "global" },
  { "microsoftonline.us", "us-government" },
  { "partner.microsoftonline.cn", "china" },
  { "chinacloudapi.cn", "china" },
};

G_DEFINE_BOXED_TYPE (BwCloud, bw_cloud, bw_cloud_ref, bw_cloud_unref)

static BwService *
new_service (const char *name,
             const char *origin,
             const char *version,
             const char *audience)
{
  g_autofree char *base = g_strconcat (origin, version, NULL);

  return bw_service_new (name, base, audience);
}

/**
 * bw_cloud_new:
 * @id: "global", "us-government", "us-government-dod" or "china"
 * @error: return location for a %BW_ERROR_INVALID
 *
 * Returns: (transfer full): Microsoft's cloud of that name, or %NULL with @error set
 */
BwCloud *
bw_cloud_new (const char  *id,
              GError     **error)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (clouds); i++)
    {
      BwCloud *self;

      if (!g_str_equal (clouds[i].id, id))
        continue;

      self = g_atomic_rc_box_new0 (BwCloud);
      self->id = g_strdup (id);
      self->kind = g_strdup (id);
      self->login = bw_service_new ("login", clouds[i].login, NULL);
      self->graph = new_service ("graph", clouds[i].graph, "/v1.0", clouds[i].graph);
      self->partner = new_service ("partner",
                                   clouds[i].partner != NULL ? clouds[i].partner : PARTNER_GLOBAL,
                                   "/v1", clouds[i].partner);
      self->admin = g_strdup (clouds[i].admin);
      self->approval = g_strdup ("/AdminPortal/Home#/" INVITATION);

      return self;
    }

  g_set_error (error, BW_ERROR, BW_ERROR_INVALID, "There is no Microsoft cloud “%s”", id);

  return NULL;
}

/**
 * bw_cloud_new_sandbox:
 * @base: address of a running sandbox
 *
 * The roots of the services are below @base, but tokens are made out to
 * Microsoft's real names, as they would be in the global cloud.
 *
 * Returns: (transfer full): the cloud in the box
 */
BwCloud *
bw_cloud_new_sandbox (const char *base)
{
  g_autofree char *origin = NULL;
  BwCloud *self;

  g_return_val_if_fail (base != NULL, NULL);

  origin = g_strdup (base);
  while (g_str_has_suffix (origin, "/"))
    origin[strlen (origin) - 1] = '\0';

  self = g_atomic_rc_box_new0 (BwCloud);
  self->id = g_strdup (SANDBOX);
  self->kind = g_strdup (clouds[0].id);
  self->login = new_service ("login", origin, "/login", NULL);
  self->graph = new_service ("graph", origin, "/graph/v1.0", GRAPH_GLOBAL);
  self->partner = new_service ("partner", origin, "/partner/v1", PARTNER_GLOBAL);
  self->admin = g_strconcat (origin, "/admin", NULL);
  self->approval = g_strdup ("/" INVITATION);

  return self;
}

/**
 * bw_cloud_list_others:
 * @self: a cloud
 *
 * Two clouds with one sign-in know the tenants of each other.  Next to the sandbox
 * there is none.
 *
 * Returns: (transfer container) (element-type BwCloud): one for each sign-in that is
 *   not that of @self
 */
GPtrArray *
bw_cloud_list_others (const BwCloud *self)
{
  g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_cloud_unref);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_add (seen, self->login->base);
  for (guint i = 0; g_strcmp0 (self->id, SANDBOX) != 0 && i < G_N_ELEMENTS (clouds); i++)
    {
      if (g_hash_table_add (seen, (char *) clouds[i].login))
        g_ptr_array_add (others, bw_cloud_new (clouds[i].id, NULL));
    }

  return g_steal_pointer (&others);
}

/**
 * bw_cloud_ref:
 * @self: a cloud
 *
 * Returns: (transfer full): @self
 */
BwCloud *
bw_cloud_ref (BwCloud *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  BwCloud *self = data;

  g_free (self->id);
  g_free (self->kind);
  bw_service_unref (self->login);
  bw_service_unref (self->graph);
  bw_service_unref (self->partner);
  g_free (self->admin);
  g_free (self->approval);
}

/**
 * bw_cloud_unref:
 * @self: (transfer full): a cloud
 */
void
bw_cloud_unref (BwCloud *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * bw_cloud_act_as:
 * @self: a cloud
 * @actor: who is to use its Microsoft Graph
 *
 * Partner Center stays the user's: it takes an application alone for nothing that we ask.
 *
 * Returns: (transfer full): the same cloud, for @actor
 */
BwCloud *
bw_cloud_act_as (BwCloud *self,
                 BwActor  actor)
{
  BwCloud *other;

  g_return_val_if_fail (self != NULL, NULL);

  other = g_atomic_rc_box_new0 (BwCloud);
  other->id = g_strdup (self->id);
  other->kind = g_strdup (self->kind);
  other->login = bw_service_ref (self->login);
  other->graph = bw_service_act_as (self->graph, actor);
  other->partner = bw_service_ref (self->partner);
  other->admin = g_strdup (self->admin);
  other->approval = g_strdup (self->approval);

  return other;
}

/**
 * bw_cloud_dup_approval_link:
 * @self: a cloud
 * @relationship_id: ID of an admin relationship
 *
 * The link is of use only while the relationship waits for approval.
 *
 * Returns: (transfer full): where the customer's administrator approves it
 */
char *
bw_cloud_dup_approval_link (const BwCloud *self,
                            const char    *relationship_id)
{
  g_autofree char *escaped = NULL;

  g_return_val_if_fail (relationship_id != NULL, NULL);

  escaped = g_uri_escape_string (relationship_id, NULL, FALSE);

  return g_strconcat (self->admin, self->approval, escaped, NULL);
}

/**
 * bw_cloud_find_graph:
 * @host: name of a host
 *
 * Returns: (nullable): the ID of the cloud whose Microsoft Graph that is
 */
const char *
bw_cloud_find_graph (const char *host)
{
  g_return_val_if_fail (host != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (clouds); i++)
    {
      if (g_ascii_strcasecmp (clouds[i].graph + strlen ("https://"), host) == 0)
        return clouds[i].id;
    }

  return NULL;
}

/**
 * bw_cloud_find_instance:
 * @domain: what a tenant's configuration has in "cloud_instance_name"
 *
 * Returns: (nullable): the ID of the cloud with that name
 */
const char *
bw_cloud_find_instance (const char *domain)
{
  g_return_val_if_fail (domain != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (instances); i++)
    {
      if (g_ascii_strcasecmp (instances[i].domain, domain) == 0)
        return instances[i].id;
    }

  return NULL;
}

/**
 * bw_cloud_get_label:
 * @id: the ID of a cloud
 *
 * Returns: (nullable): what people call it
 */
const char *
bw_cloud_get_label (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (clouds); i++)
    {
      if (g_str_equal (clouds[i].id, id))
        return _(clouds[i].label);
    }

  return NULL;
}
