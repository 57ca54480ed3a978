/* bw-sim-scenario.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "bw-sim-guest-policy.h"
#include "bw-sim-guest.h"
#include "bw-sim-relationship.h"
#include "bw-sim-scenario-private.h"
#include "bw-sim-util.h"

/**
 * bw_sim_loader_fail:
 * @error: return location
 * @format: a part of a sentence that says what is wrong
 * @...: for @format
 *
 * Returns: %FALSE
 */
gboolean
bw_sim_loader_fail (GError    **error,
                    const char *format,
                    ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, text);

  return FALSE;
}

/* A name means a file that comes with the program; everything else is a path. */
static char *
find_file (const char *scenario)
{
  const char *places[] = { g_getenv ("BW_DATADIR"), BW_PKGDATADIR };
  g_autofree char *base = g_strconcat (scenario, ".json", NULL);

  for (guint i = 0; strchr (scenario, '/') == NULL && i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = places[i] != NULL
                              ? g_build_filename (places[i], "scenarios", base, NULL) : NULL;

      if (path != NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }

  return g_strdup (scenario);
}

static JsonObject *
read_file (const char  *path,
           GError     **error)
{
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) node = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;

  node = bw_sim_json_parse (text, (gssize) length, error);
  if (node == NULL)
    g_prefix_error (error, "“%s” is not JSON: ", path);

  return node != NULL ? json_node_dup_object (node) : NULL;
}

/* What a scenario does not say itself, it takes from the file that it includes. */
static JsonObject *
read_with_include (const char  *path,
                   GError     **error)
{
  g_autoptr(JsonObject) own = read_file (path, error);
  const char *name = own != NULL ? bw_sim_json_string (own, "include") : NULL;
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *other = name != NULL ? g_build_filename (folder, name, NULL) : NULL;
  g_autoptr(JsonObject) included = NULL;
  g_autoptr(JsonObject) merged = json_object_new ();
  JsonObject *layers[2];

  if (own == NULL || name == NULL)
    return g_steal_pointer (&own);

  included = read_file (other, error);
  if (included == NULL)
    return NULL;

  layers[0] = included;
  layers[1] = own;
  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      JsonObjectIter iter;
      const char *member;
      JsonNode *node;

      json_object_iter_init (&iter, layers[i]);
      while (json_object_iter_next (&iter, &member, &node))
        json_object_set_member (merged, member, json_node_copy (node));
    }

  return g_steal_pointer (&merged);
}

static char *
dup_string (JsonObject *object,
            const char *name)
{
  return g_strdup (bw_sim_json_string (object, name));
}

static gboolean
read_role_lists (BwSimLoader *self,
                 JsonObject  *lists,
                 GError     **error)
{
  g_autoptr(GList) names = lists != NULL ? json_object_get_members (lists) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    {
      GPtrArray *roles;

      if (!bw_sim_loader_read_roles (self, json_object_get_member (lists, l->data), &roles, error))
        return FALSE;

      g_hash_table_insert (self->role_lists, g_strdup (l->data), roles);
    }

  return TRUE;
}

static void
read_missing (BwSimTenant *tenant,
              JsonArray   *array)
{
  if (array == NULL)
    return;

  tenant->missing = bw_sim_json_strings (array);
  for (guint i = 0; i < tenant->missing->len; i++)
    {
      char **name = (char **) &g_ptr_array_index (tenant->missing, i);

      if (!g_str_equal (*name, "defender"))
        continue;

      g_free (*name);
      *name = g_strdup (BW_SIM_DEFENDER_APP);
    }
}

static void
add_registration (BwSimLoader *self,
                  BwSimTenant *tenant,
                  JsonObject  *scopes)
{
  BwSimApp *app = g_ptr_array_index (self->world->apps, 0);
  g_autoptr(GList) names = json_object_get_members (scopes);

  bw_sim_tenant_add_principal (tenant, app->client_id, app->name, 0);
  for (GList *l = names; l != NULL; l = l->next)
    {
      const char *resource = g_str_equal (l->data, "graph") ? BW_SIM_GRAPH_APP
                             : g_str_equal (l->data, "defender") ? BW_SIM_DEFENDER_APP : l->data;
      const char *scope = bw_sim_json_string (scopes, l->data);
      g_autofree char *seed = g_strconcat (tenant->id, "/grants/", app->client_id, "/", resource,
                                           NULL);
      BwSimGrant *grant = bw_sim_tenant_add_grant (tenant, app->client_id, resource,
                                                   scope != NULL ? scope : "", 0);

      /* The same whenever the scenario is loaded. */
      g_free (grant->id);
      grant->id = g_compute_checksum_for_string (G_CHECKSUM_SHA256, seed, -1);
      grant->partner_center = TRUE;
    }
}

static gboolean
read_guest (BwSimLoader *self,
            BwSimTenant *tenant,
            JsonObject  *object,
            GError     **error)
{
  static const char *const known[] = { "email", "name", "userType", "state", "enabled", NULL };
  const char *email = bw_sim_json_string (object, "email");
  const char *state = bw_sim_json_string (object, "state");
  BwSimGuest *guest;

  if (object == NULL || email == NULL || strlen (email) > BW_SIM_MAX_ADDRESS)
    return bw_sim_loader_fail (error, "a guest needs an “email”");
  if (!bw_sim_json_has_only (object, known, error))
    return FALSE;

  guest = bw_sim_guest_add (tenant, email, bw_sim_json_string (object, "name"),
                            self->world->epoch - 30 * BW_SIM_DAY);
  guest->member = g_strcmp0 (bw_sim_json_string (object, "userType"), "Member") == 0;
  guest->accepted = guest->member || g_strcmp0 (state, "Accepted") == 0;
  guest->enabled = bw_sim_json_boolean (object, "enabled", TRUE);

  return TRUE;
}

static gboolean
read_guests (BwSimLoader *self,
             BwSimTenant *tenant,
             JsonArray   *array,
             GError     **error)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      if (!read_guest (self, tenant, bw_sim_json_item (array, i), error))
        return FALSE;
    }

  return TRUE;
}

/**
 * bw_sim_loader_read_details:
 * @self: a loader whose world has the partner, the groups and the applications
 * @tenant: a tenant with its names, in the world already
 * @object: what else is said of it
 * @number: which tenant it is
 * @error: return location
 *
 * Returns: whether @object is good
 */
gboolean
bw_sim_loader_read_details (BwSimLoader *self,
                            BwSimTenant *tenant,
                            JsonObject  *object,
                            guint        number,
                            GError     **error)
{
  static const char *const known[] = { "id", "name", "domain", "initialDomain", "region", "weight",
                                       "users", "gone", "cloud",
                                       "inPartnerCenter", "staleGuest", "assignmentError",
                                       "conditionalAccess",
                                       "missing", "denied", "registered", "relationships",
                                       "allowInvitesFrom", "inviteDomains", "guestAccess",
                                       "guestConditionalAccess", "automaticRedemption", "guests",
                                       NULL };
  static const char *const policies[] = { "block", "mfa", "device", "frequency", NULL };
  static const char *const clouds[] = { "us-government", "us-government-dod", "china", NULL };
  JsonArray *denied = bw_sim_json_array (object, "denied");
  JsonObject *registered = bw_sim_json_object (object, "registered");

  if (!bw_sim_json_has_only (object, known, error))
    return FALSE;

  tenant->gone = bw_sim_json_boolean (object, "gone", FALSE);
  tenant->cloud = dup_string (object, "cloud");
  tenant->in_partner_center = bw_sim_json_boolean (object, "inPartnerCenter", TRUE);
  tenant->stale_guest = bw_sim_json_boolean (object, "staleGuest", FALSE);
  tenant->assignment_error = bw_sim_json_boolean (object, "assignmentError", FALSE);
  tenant->conditional_access = dup_string (object, "conditionalAccess");
  tenant->n_users = (guint) CLAMP (bw_sim_json_number (object, "users", tenant->n_users), 0,
                                   10000000);
  tenant->denied = denied != NULL ? bw_sim_json_strings (denied) : NULL;
  read_missing (tenant, bw_sim_json_array (object, "missing"));

  if (tenant->conditional_access != NULL && !g_strv_contains (policies, tenant->conditional_access))
    return bw_sim_loader_fail (error, "“conditionalAccess” can't be “%s”",
                               tenant->conditional_access);
  if (tenant->cloud != NULL && !g_strv_contains (clouds, tenant->cloud))
    return bw_sim_loader_fail (error, "“cloud” can't be “%s”", tenant->cloud);
  if (!bw_sim_guest_policy_read (tenant, object, error)
      || !read_guests (self, tenant, bw_sim_json_array (object, "guests"), error))
    return FALSE;
  if (registered != NULL)
    add_registration (self, tenant, registered);

  return bw_sim_loader_add_relationships (self, tenant, bw_sim_json_array (object, "relationships"),
                                          number, error);
}

static gboolean
read_tenants (BwSimLoader *self,
              JsonArray   *array,
              GError     **error)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = bw_sim_json_item (array, i);
      BwSimTenant *tenant;

      if (object == NULL)
        return bw_sim_loader_fail (error, "a tenant is no object");

      tenant = bw_sim_loader_make_tenant (self, object, error);
      if (tenant == NULL)
        return FALSE;

      bw_sim_world_take_tenant (self->world, tenant);
      if (bw_sim_loader_read_details (self, tenant, object, i + 1, error))
        continue;

      g_prefix_error (error, "tenant “%s”: ", tenant->name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_oddities (BwSimLoader *self,
               JsonObject  *root,
               GError     **error)
{
  JsonObject *lags = bw_sim_json_object (root, "lags");
  g_autoptr(GList) names = lags != NULL ? json_object_get_members (lags) : NULL;
  g_autoptr(GPtrArray) quirks = bw_sim_json_strings (bw_sim_json_array (root, "quirks"));

  for (guint i = 0; i < quirks->len; i++)
    g_ptr_array_add (self->world->quirks, g_strdup (g_ptr_array_index (quirks, i)));

  for (GList *l = names; l != NULL; l = l->next)
    if (!bw_sim_clock_set_lag (self->world->clock, l->data, bw_sim_json_number (lags, l->data, 0)))
      return bw_sim_loader_fail (error, "there is no lag “%s”", (const char *) l->data);

  return TRUE;
}

static gboolean
read_root (BwSimLoader *self,
           JsonObject  *root,
           GError     **error)
{
  static const char *const known[] = { "name", "include", "partner", "users", "apps", "groups",
                                       "roleLists", "tenants",
                                       "relationships", "generate", "quirks", "lags", NULL };
  JsonObject *generate = bw_sim_json_object (root, "generate");

  return bw_sim_json_has_only (root, known, error)
         && read_role_lists (self, bw_sim_json_object (root, "roleLists"), error)
         && bw_sim_loader_read_partner (self, root, error)
         && read_tenants (self, bw_sim_json_array (root, "tenants"), error)
         && bw_sim_loader_add_relationships (self, NULL, bw_sim_json_array (root, "relationships"),
                                             0, error)
         && (generate == NULL || bw_sim_loader_generate (self, generate, error))
         && read_oddities (self, root, error);
}

/**
 * bw_sim_scenario_load:
 * @scenario: name of a scenario that comes with the program, or a file's path
 * @clock: the clock, which gets the lags of the scenario
 * @epoch: when it began
 * @error: return location for a sentence for people
 *
 * Returns: (transfer full): its world, or %NULL with @error set
 */
BwSimWorld *
bw_sim_scenario_load (const char  *scenario,
                      BwSimClock  *clock,
                      gint64       epoch,
                      GError     **error)
{
  g_autofree char *path = find_file (scenario);
  g_autoptr(JsonObject) root = read_with_include (path, error);
  g_autoptr(BwSimWorld) world = NULL;
  const char *name;
  BwSimLoader loader;
  gboolean good;

  if (root == NULL)
    {
      g_prefix_error (error, "The scenario “%s” can't be read: ", scenario);
      return NULL;
    }

  name = bw_sim_json_string (root, "name");
  world = bw_sim_world_new (name != NULL ? name : scenario, clock, epoch);
  loader.world = world;
  loader.role_lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                             (GDestroyNotify) g_ptr_array_unref);
  good = read_root (&loader, root, error);
  g_hash_table_unref (loader.role_lists);

  if (good)
    return g_steal_pointer (&world);

  g_prefix_error (error, "The scenario “%s” is not right: ", scenario);

  return NULL;
}
