/* bw-sim-scenario-partner.c - the partner of a scenario: its tenant, people, apps and groups
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-scenario-private.h"
#include "bw-sim-util.h"

static char *
dup_string (JsonObject *object,
            const char *name)
{
  return g_strdup (bw_sim_json_string (object, name));
}

/* An ID that the scenario leaves out is the same whenever it is loaded. */
static char *
make_id (BwSimLoader *self,
         JsonObject  *object,
         const char  *name,
         const char  *kind,
         const char  *key)
{
  const char *id = bw_sim_json_string (object, name);
  g_autofree char *seed = g_strconcat (self->world->scenario, "/", kind, "/", key, NULL);

  return bw_sim_is_guid (id) ? g_ascii_strdown (id, -1) : bw_sim_guid_for (seed);
}

/**
 * bw_sim_loader_make_tenant:
 * @self: a loader
 * @object: what is said of a tenant
 * @error: return location
 *
 * Returns: (transfer full): a tenant with its ID and names, or %NULL with @error set
 */
BwSimTenant *
bw_sim_loader_make_tenant (BwSimLoader *self,
                           JsonObject  *object,
                           GError     **error)
{
  const char *domain = bw_sim_json_string (object, "domain");
  const char *initial = bw_sim_json_string (object, "initialDomain");
  const char *region = bw_sim_json_string (object, "region");
  g_autofree char *id = NULL;
  BwSimTenant *tenant;

  if (bw_sim_json_string (object, "name") == NULL || domain == NULL || initial == NULL)
    {
      bw_sim_loader_fail (error, "a tenant needs “name”, “domain” and “initialDomain”");
      return NULL;
    }

  id = make_id (self, object, "id", "tenants", initial);
  if (bw_sim_world_get_tenant (self->world, id) != NULL
      || bw_sim_world_get_tenant (self->world, domain) != NULL
      || bw_sim_world_get_tenant (self->world, initial) != NULL)
    {
      bw_sim_loader_fail (error, "two tenants have the ID or a domain of “%s”", domain);
      return NULL;
    }

  tenant = bw_sim_tenant_new (id);
  tenant->name = dup_string (object, "name");
  tenant->domain = g_ascii_strdown (domain, -1);
  tenant->initial_domain = g_ascii_strdown (initial, -1);
  tenant->region = g_strdup (region != NULL ? region : "EU");

  return tenant;
}

static gboolean
read_tenant (BwSimLoader *self,
             JsonObject  *object,
             GError     **error)
{
  BwSimTenant *partner;

  if (object == NULL)
    return bw_sim_loader_fail (error, "it has no “partner”");

  partner = bw_sim_loader_make_tenant (self, object, error);
  if (partner == NULL)
    return FALSE;

  bw_sim_world_take_partner (self->world, partner);

  return TRUE;
}

static gboolean
read_users (BwSimLoader *self,
            JsonArray   *array,
            GError     **error)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = bw_sim_json_item (array, i);
      const char *user_name = bw_sim_json_string (object, "userName");
      const char *name = bw_sim_json_string (object, "name");
      BwSimUser *user;

      if (user_name == NULL)
        return bw_sim_loader_fail (error, "a user of the partner needs a “userName”");

      user = g_new0 (BwSimUser, 1);
      user->id = make_id (self, object, "id", "users", user_name);
      user->user_name = g_strdup (user_name);
      user->name = g_strdup (name != NULL ? name : user_name);
      user->home = self->world->partner;
      user->mfa = bw_sim_json_boolean (object, "mfa", TRUE);
      user->enabled = bw_sim_json_boolean (object, "enabled", TRUE);
      g_ptr_array_add (self->world->users, user);
    }

  return self->world->users->len > 0 || bw_sim_loader_fail (error, "it has no “users”");
}

static gboolean
read_apps (BwSimLoader *self,
           JsonArray   *array,
           GError     **error)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = bw_sim_json_item (array, i);
      const char *name = object != NULL ? bw_sim_json_string (object, "name") : NULL;
      const char *audience = object != NULL ? bw_sim_json_string (object, "audience") : NULL;
      JsonArray *redirects = object != NULL ? bw_sim_json_array (object, "redirects") : NULL;
      BwSimApp *app;

      if (name == NULL)
        return bw_sim_loader_fail (error, "an application needs a “name”");

      app = g_new0 (BwSimApp, 1);
      app->client_id = make_id (self, object, "clientId", "apps", name);
      app->name = g_strdup (name);
      app->secret = dup_string (object, "secret");
      app->graph_scope = dup_string (object, "graphScope");
      app->partner_scope = dup_string (object, "partnerScope");
      app->roles = dup_string (object, "roles");
      app->redirects = redirects != NULL ? bw_sim_json_strings (redirects) : NULL;
      app->audience = g_strdup (audience != NULL ? audience : "AzureADMultipleOrgs");
      g_ptr_array_add (self->world->apps, app);
    }

  return self->world->apps->len > 0 || bw_sim_loader_fail (error, "it has no “apps”");
}

static gboolean
add_members (BwSimLoader *self,
             BwSimGroup  *group,
             JsonArray   *array,
             GError     **error)
{
  g_autoptr(GPtrArray) names = bw_sim_json_strings (array);

  for (guint i = 0; i < names->len; i++)
    {
      BwSimUser *user = bw_sim_world_get_user (self->world, g_ptr_array_index (names, i));

      if (user == NULL)
        return bw_sim_loader_fail (error, "the group “%s” has a member that is not there: “%s”",
                                   group->name,
                                   (const char *) g_ptr_array_index (names, i));

      bw_sim_group_add_member (group, user->id, 0);
    }

  return TRUE;
}

static gboolean
read_groups (BwSimLoader *self,
             JsonArray   *array,
             GError     **error)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = bw_sim_json_item (array, i);
      const char *name = object != NULL ? bw_sim_json_string (object, "name") : NULL;
      const char *nickname = object != NULL ? bw_sim_json_string (object, "nickname") : NULL;
      g_autofree char *id = NULL;
      BwSimGroup *group;

      if (name == NULL)
        return bw_sim_loader_fail (error, "a group needs a “name”");

      id = make_id (self, object, "id", "groups", name);
      group = bw_sim_world_add_group (self->world, id, name, nickname != NULL ? nickname : name,
                                      bw_sim_json_string (object, "description"));
      group->created = self->world->epoch - 365 * BW_SIM_DAY;
      if (!add_members (self, group, bw_sim_json_array (object, "members"), error))
        return FALSE;
    }

  return TRUE;
}

/**
 * bw_sim_loader_read_partner:
 * @self: a loader
 * @root: a scenario
 * @error: return location
 *
 * Returns: whether what @root says of the partner is good
 */
gboolean
bw_sim_loader_read_partner (BwSimLoader *self,
                            JsonObject  *root,
                            GError     **error)
{
  return read_tenant (self, bw_sim_json_object (root, "partner"), error)
         && read_users (self, bw_sim_json_array (root, "users"), error)
         && read_apps (self, bw_sim_json_array (root, "apps"), error)
         && read_groups (self, bw_sim_json_array (root, "groups"), error);
}
