/* bw-sim-state.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>

#include "bw-sim-credential.h"
#include "bw-sim-guest-policy.h"
#include "bw-sim-state-private.h"
#include "bw-sim-util.h"

gboolean
bw_sim_state_fail (GError    **error,
                   const char *sentence)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, sentence);

  return FALSE;
}

static JsonArray *
save_groups (BwSimWorld *world)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < world->groups->len; i++)
    {
      BwSimGroup *group = g_ptr_array_index (world->groups, i);
      JsonObject *object = json_object_new ();
      JsonArray *members = json_array_new ();

      for (guint m = 0; m < group->members->len; m++)
        {
          BwSimMember *member = g_ptr_array_index (group->members, m);
          JsonObject *saved = json_object_new ();

          json_object_set_string_member (saved, "user", member->user_id);
          json_object_set_int_member (saved, "visible", member->visible);
          json_array_add_object_element (members, saved);
        }

      json_object_set_string_member (object, "id", group->id);
      json_object_set_string_member (object, "name", group->name);
      json_object_set_string_member (object, "nickname", group->nickname);
      json_object_set_string_member (object, "description", group->description);
      json_object_set_int_member (object, "created", group->created);
      json_object_set_int_member (object, "visible", group->visible);
      json_object_set_array_member (object, "members", members);
      json_array_add_object_element (array, object);
    }

  return array;
}

static JsonArray *
save_principals (BwSimTenant *tenant)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; tenant->principals != NULL && i < tenant->principals->len; i++)
    {
      BwSimPrincipal *principal = g_ptr_array_index (tenant->principals, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", principal->id);
      json_object_set_string_member (object, "app", principal->app_id);
      json_object_set_string_member (object, "name", principal->name);
      json_object_set_int_member (object, "visible", principal->visible);
      json_object_set_string_member (object, "roles", principal->roles);
      json_object_set_int_member (object, "rolesVisible", principal->roles_visible);
      json_array_add_object_element (array, object);
    }

  return array;
}

static JsonArray *
save_grants (BwSimTenant *tenant)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; tenant->grants != NULL && i < tenant->grants->len; i++)
    {
      BwSimGrant *grant = g_ptr_array_index (tenant->grants, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", grant->id);
      json_object_set_string_member (object, "app", grant->app_id);
      json_object_set_string_member (object, "resource", grant->resource);
      json_object_set_string_member (object, "scope", grant->scope);
      json_object_set_string_member (object, "user", grant->user_id);
      json_object_set_boolean_member (object, "partnerCenter", grant->partner_center);
      json_object_set_int_member (object, "visible", grant->visible);
      json_array_add_object_element (array, object);
    }

  return array;
}

static JsonArray *
save_user_changes (BwSimTenant *tenant)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; tenant->changes != NULL && i < tenant->changes->len; i++)
    {
      BwSimUserChange *change = &g_array_index (tenant->changes, BwSimUserChange, i);

      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "index", change->index);
      json_object_set_int_member (object, "kind", change->kind);
      json_array_add_object_element (array, object);
    }

  return array;
}

static void
save_oddities (BwSimTenant *tenant,
               JsonObject  *object)
{
  json_object_set_boolean_member (object, "gone", tenant->gone);
  json_object_set_boolean_member (object, "inPartnerCenter", tenant->in_partner_center);
  json_object_set_boolean_member (object, "staleGuest", tenant->stale_guest);
  json_object_set_boolean_member (object, "assignmentError", tenant->assignment_error);
  json_object_set_string_member (object, "conditionalAccess", tenant->conditional_access);
  if (tenant->missing != NULL)
    json_object_set_array_member (object, "missing", bw_sim_json_from_strings (tenant->missing));
  if (tenant->denied != NULL)
    json_object_set_array_member (object, "denied", bw_sim_json_from_strings (tenant->denied));
  bw_sim_guest_policy_write (tenant, object);
}

static JsonArray *
save_tenants (BwSimWorld *world)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < world->tenants->len; i++)
    {
      BwSimTenant *tenant = g_ptr_array_index (world->tenants, i);
      JsonObject *object;

      if (!tenant->touched && tenant->principals == NULL && tenant->grants == NULL
          && tenant->changes == NULL && tenant->guests == NULL && tenant->invitations == NULL)
        continue;

      object = json_object_new ();
      json_object_set_string_member (object, "id", tenant->id);
      json_object_set_array_member (object, "principals", save_principals (tenant));
      json_object_set_array_member (object, "grants", save_grants (tenant));
      json_object_set_array_member (object, "userChanges", save_user_changes (tenant));
      bw_sim_state_save_guests (tenant, object);
      json_object_set_boolean_member (object, "touched", tenant->touched);
      if (tenant->touched)
        save_oddities (tenant, object);
      json_array_add_object_element (array, object);
    }

  return array;
}

static JsonObject *
save_lags (BwSimClock *clock)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < BW_SIM_N_LAGS; i++)
    json_object_set_double_member (object, bw_sim_lag_to_string (i), clock->lags[i]);

  return object;
}

/**
 * bw_sim_state_save:
 * @world: a world
 * @tokens: what was given out in it
 *
 * Returns: (transfer full): what bw_sim_state_load() needs to make it again from the scenario
 */
JsonObject *
bw_sim_state_save (BwSimWorld  *world,
                   BwSimTokens *tokens)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "format", BW_SIM_STATE_FORMAT);
  json_object_set_int_member (object, "version", BW_SIM_STATE_VERSION);
  json_object_set_string_member (object, "scenario", world->scenario);
  json_object_set_int_member (object, "epoch", world->epoch);
  json_object_set_int_member (object, "clockOffset", world->clock->offset);
  json_object_set_object_member (object, "lags", save_lags (world->clock));
  json_object_set_array_member (object, "quirks", bw_sim_json_from_strings (world->quirks));
  json_object_set_array_member (object, "groups", save_groups (world));
  json_object_set_array_member (object, "tenants", save_tenants (world));
  json_object_set_array_member (object, "relationships", bw_sim_state_save_relationships (world));
  json_object_set_array_member (object, "removed", bw_sim_json_from_strings (world->removed));
  json_object_set_array_member (object, "credentials", bw_sim_apps_save_credentials (world));
  json_object_set_object_member (object, "tokens", bw_sim_tokens_save (tokens));

  return object;
}

/**
 * bw_sim_state_read:
 * @path: of a state file
 * @error: return location
 *
 * Returns: (transfer full): what is in it, or %NULL with @error set
 */
JsonObject *
bw_sim_state_read (const char  *path,
                   GError     **error)
{
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) node = NULL;
  gsize length = 0;
  JsonObject *object;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;

  node = bw_sim_json_parse (text, (gssize) length, error);
  if (node == NULL)
    return NULL;

  object = json_node_get_object (node);
  if (g_strcmp0 (bw_sim_json_string (object, "format"), BW_SIM_STATE_FORMAT) != 0)
    {
      bw_sim_state_fail (error, "it is not the state of a sandbox");
      return NULL;
    }

  if (bw_sim_json_number (object, "version", 0) != BW_SIM_STATE_VERSION)
    {
      bw_sim_state_fail (error, "it is of another version of this program");
      return NULL;
    }

  return json_object_ref (object);
}

/**
 * bw_sim_state_get_epoch:
 * @saved: what bw_sim_state_read() returned
 *
 * Returns: when its scenario began
 */
gint64
bw_sim_state_get_epoch (JsonObject *saved)
{
  return (gint64) bw_sim_json_number (saved, "epoch", 0);
}

static gboolean
load_groups (BwSimWorld  *world,
             JsonArray   *array,
             GError     **error)
{
  g_ptr_array_set_size (world->groups, 0);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = bw_sim_json_item (array, i);
      JsonArray *members = bw_sim_json_array (object, "members");
      BwSimGroup *group;

      if (bw_sim_json_string (object, "id") == NULL || bw_sim_json_string (object, "name") == NULL)
        return bw_sim_state_fail (error, "a group lacks its ID or name");

      group = bw_sim_world_add_group (world, bw_sim_json_string (object, "id"),
                                      bw_sim_json_string (object, "name"),
                                      bw_sim_json_string (object, "nickname"),
                                      bw_sim_json_string (object, "description"));
      group->created = (gint64) bw_sim_json_number (object, "created", 0);
      group->visible = (gint64) bw_sim_json_number (object, "visible", 0);

      for (guint m = 0; members != NULL && m < json_array_get_length (members); m++)
        {
          JsonObject *member = bw_sim_json_item (members, m);

          if (bw_sim_json_string (member, "user") != NULL)
            bw_sim_group_add_member (group, bw_sim_json_string (member, "user"),
                                     (gint64) bw_sim_json_number (member, "visible", 0));
        }
    }

  return TRUE;
}

static void
load_registrations (BwSimTenant *tenant,
                    JsonArray   *principals,
                    JsonArray   *grants)
{
  g_clear_pointer (&tenant->principals, g_ptr_array_unref);
  g_clear_pointer (&tenant->grants, g_ptr_array_unref);

  for (guint i = 0; principals != NULL && i < json_array_get_length (principals); i++)
    {
      JsonObject *object = bw_sim_json_item (principals, i);
      BwSimPrincipal *principal;

      if (bw_sim_json_string (object, "app") == NULL || bw_sim_json_string (object, "id") == NULL)
        continue;

      principal = bw_sim_tenant_add_principal (tenant, bw_sim_json_string (object, "app"),
                                               bw_sim_json_string (object, "name"),
                                               (gint64) bw_sim_json_number (object, "visible", 0));
      g_free (principal->id);
      principal->id = g_strdup (bw_sim_json_string (object, "id"));
      principal->roles = g_strdup (bw_sim_json_string (object, "roles"));
      principal->roles_visible = (gint64) bw_sim_json_number (object, "rolesVisible", 0);
    }

  for (guint i = 0; grants != NULL && i < json_array_get_length (grants); i++)
    {
      JsonObject *object = bw_sim_json_item (grants, i);
      const char *scope = bw_sim_json_string (object, "scope");
      BwSimGrant *grant;

      if (bw_sim_json_string (object, "app") == NULL
          || bw_sim_json_string (object, "resource") == NULL
          || bw_sim_json_string (object, "id") == NULL)
        continue;

      grant = bw_sim_tenant_add_grant (tenant, bw_sim_json_string (object, "app"),
                                       bw_sim_json_string (object, "resource"),
                                       scope != NULL ? scope : "",
                                       (gint64) bw_sim_json_number (object, "visible", 0));
      g_free (grant->id);
      grant->id = g_strdup (bw_sim_json_string (object, "id"));
      grant->user_id = g_strdup (bw_sim_json_string (object, "user"));
      grant->partner_center = bw_sim_json_boolean (object, "partnerCenter", FALSE);
    }
}

static void
load_user_changes (BwSimTenant *tenant,
                   JsonArray   *array)
{
  guint n = array != NULL ? json_array_get_length (array) : 0;

  g_clear_pointer (&tenant->changes, g_array_unref);
  if (n == 0)
    return;

  tenant->changes = g_array_new (FALSE, FALSE, sizeof (BwSimUserChange));
  for (guint i = 0; i < n; i++)
    {
      JsonObject *object = bw_sim_json_item (array, i);
      double kind = bw_sim_json_number (object, "kind", BW_SIM_USER_CHANGED);
      BwSimUserChange change = {
        .index = (guint) bw_sim_json_number (object, "index", 0),
        .kind = (BwSimUserChangeKind) CLAMP (kind, BW_SIM_USER_ADDED, BW_SIM_USER_REMOVED),
      };

      g_array_append_val (tenant->changes, change);
    }
}

static gboolean
load_oddities (BwSimTenant *tenant,
               JsonObject  *object,
               GError     **error)
{
  JsonArray *missing = bw_sim_json_array (object, "missing");
  JsonArray *denied = bw_sim_json_array (object, "denied");

  tenant->touched = TRUE;
  tenant->gone = bw_sim_json_boolean (object, "gone", FALSE);
  tenant->in_partner_center = bw_sim_json_boolean (object, "inPartnerCenter", TRUE);
  tenant->stale_guest = bw_sim_json_boolean (object, "staleGuest", FALSE);
  tenant->assignment_error = bw_sim_json_boolean (object, "assignmentError", FALSE);
  g_free (tenant->conditional_access);
  tenant->conditional_access = g_strdup (bw_sim_json_string (object, "conditionalAccess"));
  g_clear_pointer (&tenant->missing, g_ptr_array_unref);
  g_clear_pointer (&tenant->denied, g_ptr_array_unref);
  if (missing != NULL)
    tenant->missing = bw_sim_json_strings (missing);
  if (denied != NULL)
    tenant->denied = bw_sim_json_strings (denied);

  return bw_sim_guest_policy_read (tenant, object, error);
}

static gboolean
load_tenants (BwSimWorld  *world,
              JsonArray   *array,
              GError     **error)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = bw_sim_json_item (array, i);
      BwSimTenant *tenant = bw_sim_world_get_tenant (world, bw_sim_json_string (object, "id"));

      if (tenant == NULL)
        return bw_sim_state_fail (error, "it has a tenant that the scenario does not have");

      load_registrations (tenant, bw_sim_json_array (object, "principals"),
                          bw_sim_json_array (object, "grants"));
      load_user_changes (tenant, bw_sim_json_array (object, "userChanges"));
      bw_sim_state_load_guests (tenant, object);
      if (bw_sim_json_boolean (object, "touched", FALSE)
          && !load_oddities (tenant, object, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * bw_sim_state_load:
 * @world: a world as the scenario made it
 * @tokens: new tokens
 * @saved: what bw_sim_state_read() returned
 * @error: return location
 *
 * Returns: whether @saved fits to @world
 */
gboolean
bw_sim_state_load (BwSimWorld   *world,
                   BwSimTokens  *tokens,
                   JsonObject   *saved,
                   GError      **error)
{
  const char *scenario = bw_sim_json_string (saved, "scenario");
  JsonObject *lags = bw_sim_json_object (saved, "lags");
  JsonObject *grants = bw_sim_json_object (saved, "tokens");

  if (g_strcmp0 (scenario, world->scenario) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "it is of the scenario “%s”, not of “%s”",
                   scenario != NULL ? scenario : "", world->scenario);
      return FALSE;
    }

  world->clock->offset = (gint64) bw_sim_json_number (saved, "clockOffset", 0);
  for (guint i = 0; i < BW_SIM_N_LAGS; i++)
    world->clock->lags[i] = MAX (bw_sim_json_number (lags, bw_sim_lag_to_string (i),
                                                     world->clock->lags[i]), 0);

  g_ptr_array_unref (world->quirks);
  world->quirks = bw_sim_json_strings (bw_sim_json_array (saved, "quirks"));

  return load_groups (world, bw_sim_json_array (saved, "groups"), error)
         && load_tenants (world, bw_sim_json_array (saved, "tenants"), error)
         && bw_sim_state_load_relationships (world, saved, error)
         && bw_sim_apps_load_credentials (world, bw_sim_json_array (saved, "credentials"), error)
         && (grants == NULL || bw_sim_tokens_load (tokens, grants, error));
}
