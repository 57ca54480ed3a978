/* bw-sim-state-describe.c - the whole state for people and tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-relationship.h"
#include "bw-sim-state-private.h"
#include "bw-sim-util.h"

static JsonArray *
add_array (JsonObject *object,
           const char *name)
{
  JsonArray *array = json_array_new ();

  json_object_set_array_member (object, name, array);

  return array;
}

static const char *
get_customer_id (BwSimRelationship *relationship)
{
  return relationship->customer != NULL ? relationship->customer->id : NULL;
}

static JsonObject *
describe_relationship (BwSimRelationship *relationship)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", relationship->id);
  json_object_set_string_member (object, "displayName", relationship->name);
  json_object_set_string_member (object, "tenantId", get_customer_id (relationship));
  json_object_set_string_member (object, "customerName", relationship->customer_name);
  json_object_set_string_member (object, "status", bw_sim_relationship_get_status (relationship));
  json_object_set_string_member (object, "duration", relationship->duration);
  json_object_set_string_member (object, "autoExtendDuration", relationship->auto_extend);
  json_object_set_string_member (object, "indirectProvider", relationship->indirect_provider);
  json_object_set_array_member (object, "roles", bw_sim_json_from_strings (relationship->roles));
  bw_sim_json_take_string (object, "createdDateTime", bw_sim_time_format (relationship->created));
  bw_sim_json_take_string (object, "lockedDateTime", bw_sim_time_format (relationship->locked));
  bw_sim_json_take_string (object, "lastModifiedDateTime",
                           bw_sim_time_format (relationship->modified));
  bw_sim_json_take_string (object, "activatedDateTime",
                           bw_sim_time_format (relationship->activated));
  bw_sim_json_take_string (object, "endDateTime", bw_sim_time_format (relationship->end));
  json_object_set_boolean_member (object, "byApi", relationship->by_api);

  return object;
}

static void
describe_requests (BwSimRelationship *relationship,
                   JsonArray         *array)
{
  for (guint i = 0; relationship->requests != NULL && i < relationship->requests->len; i++)
    {
      BwSimRequest *request = g_ptr_array_index (relationship->requests, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", request->id);
      json_object_set_string_member (object, "relationshipId", relationship->id);
      json_object_set_string_member (object, "tenantId", get_customer_id (relationship));
      json_object_set_string_member (object, "action", request->action);
      bw_sim_json_take_string (object, "createdDateTime", bw_sim_time_format (request->created));
      json_array_add_object_element (array, object);
    }
}

static void
describe_assignments (BwSimRelationship *relationship,
                      JsonArray         *array)
{
  for (guint i = 0; relationship->assignments != NULL && i < relationship->assignments->len; i++)
    {
      BwSimAssignment *assignment = g_ptr_array_index (relationship->assignments, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", assignment->id);
      json_object_set_string_member (object, "relationshipId", relationship->id);
      json_object_set_string_member (object, "tenantId", get_customer_id (relationship));
      json_object_set_string_member (object, "groupId", assignment->group_id);
      json_object_set_string_member (object, "status", bw_sim_assignment_get_status (assignment));
      json_object_set_array_member (object, "roles", bw_sim_json_from_strings (assignment->roles));
      bw_sim_json_take_string (object, "createdDateTime", bw_sim_time_format (assignment->created));
      json_array_add_object_element (array, object);
    }
}

static void
describe_relationships (BwSimWorld *world,
                        JsonObject *object)
{
  JsonArray *relationships = add_array (object, "relationships");
  JsonArray *requests = add_array (object, "requests");
  JsonArray *assignments = add_array (object, "accessAssignments");

  for (guint i = 0; i < world->relationships->len; i++)
    {
      BwSimRelationship *relationship = g_ptr_array_index (world->relationships, i);

      bw_sim_relationship_settle (relationship, world);
      json_array_add_object_element (relationships, describe_relationship (relationship));
      describe_requests (relationship, requests);
      describe_assignments (relationship, assignments);
    }
}

static void
describe_groups (BwSimWorld *world,
                 JsonObject *object)
{
  JsonArray *groups = add_array (object, "groups");
  JsonArray *members = add_array (object, "members");

  for (guint i = 0; i < world->groups->len; i++)
    {
      BwSimGroup *group = g_ptr_array_index (world->groups, i);
      JsonObject *described = json_object_new ();

      json_object_set_string_member (described, "id", group->id);
      json_object_set_string_member (described, "displayName", group->name);
      json_object_set_string_member (described, "mailNickname", group->nickname);
      json_object_set_string_member (described, "description", group->description);
      bw_sim_json_take_string (described, "createdDateTime",
                               bw_sim_time_format_seconds (group->created));
      json_array_add_object_element (groups, described);

      for (guint m = 0; m < group->members->len; m++)
        {
          BwSimMember *member = g_ptr_array_index (group->members, m);
          JsonObject *membership = json_object_new ();

          json_object_set_string_member (membership, "groupId", group->id);
          json_object_set_string_member (membership, "userId", member->user_id);
          json_array_add_object_element (members, membership);
        }
    }
}

static JsonArray *
list_words (const char *text)
{
  g_auto(GStrv) words = g_strsplit (text != NULL ? text : "", " ", -1);
  JsonArray *array = json_array_new ();

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (words[i][0] != '\0')
        json_array_add_string_element (array, words[i]);
    }

  return array;
}

static void
describe_principals (BwSimTenant *tenant,
                     JsonArray   *array)
{
  for (guint i = 0; tenant->principals != NULL && i < tenant->principals->len; i++)
    {
      BwSimPrincipal *principal = g_ptr_array_index (tenant->principals, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "tenantId", tenant->id);
      json_object_set_string_member (object, "id", principal->id);
      json_object_set_string_member (object, "appId", principal->app_id);
      json_object_set_string_member (object, "displayName", principal->name);
      json_object_set_array_member (object, "appRoles", list_words (principal->roles));
      json_array_add_object_element (array, object);
    }
}

/* A grant that was made through Partner Center is a consent there too. */
static void
describe_grants (BwSimTenant *tenant,
                 JsonArray   *grants,
                 JsonArray   *consents)
{
  for (guint i = 0; tenant->grants != NULL && i < tenant->grants->len; i++)
    {
      BwSimGrant *grant = g_ptr_array_index (tenant->grants, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "tenantId", tenant->id);
      json_object_set_string_member (object, "id", grant->id);
      json_object_set_string_member (object, "appId", grant->app_id);
      json_object_set_string_member (object, "resourceAppId", grant->resource);
      json_object_set_string_member (object, "scope", grant->scope);
      json_object_set_string_member (object, "consentType",
                                     grant->user_id != NULL ? "Principal" : "AllPrincipals");
      json_object_set_string_member (object, "principalId", grant->user_id);
      json_array_add_object_element (grants, object);

      if (!grant->partner_center)
        continue;

      object = json_object_new ();
      json_object_set_string_member (object, "tenantId", tenant->id);
      json_object_set_string_member (object, "applicationId", grant->app_id);
      json_object_set_string_member (object, "enterpriseApplicationId", grant->resource);
      json_object_set_string_member (object, "scope", grant->scope);
      json_array_add_object_element (consents, object);
    }
}

static void
describe_tenants (BwSimWorld *world,
                  JsonObject *object)
{
  JsonArray *consents = add_array (object, "consents");
  JsonArray *principals = add_array (object, "servicePrincipals");
  JsonArray *grants = add_array (object, "grants");
  JsonArray *invitations = add_array (object, "invitations");
  JsonArray *guests = add_array (object, "guests");

  for (guint i = 0; i < world->tenants->len; i++)
    {
      BwSimTenant *tenant = g_ptr_array_index (world->tenants, i);
      JsonObject *guest;

      describe_principals (tenant, principals);
      describe_grants (tenant, grants, consents);
      bw_sim_state_describe_guests (world, tenant, guests, invitations);
      if (!tenant->stale_guest)
        continue;

      guest = json_object_new ();
      json_object_set_string_member (guest, "tenantId", tenant->id);
      json_object_set_boolean_member (guest, "stale", TRUE);
      json_array_add_object_element (guests, guest);
    }
}

/**
 * bw_sim_state_describe:
 * @world: a world
 *
 * Returns: (transfer full): everything that clients can change, as it is now
 */
JsonObject *
bw_sim_state_describe (BwSimWorld *world)
{
  JsonObject *object = json_object_new ();
  JsonObject *lags = json_object_new ();

  json_object_set_string_member (object, "scenario", world->scenario);
  json_object_set_string_member (object, "partnerTenantId", world->partner->id);
  bw_sim_json_take_string (object, "now", bw_sim_time_format (bw_sim_clock_now (world->clock)));
  json_object_set_double_member (object, "clockOffset",
                                 (double) world->clock->offset / BW_SIM_SECOND);
  json_object_set_double_member (object, "timeScale", world->clock->scale);
  describe_relationships (world, object);
  describe_groups (world, object);
  describe_tenants (world, object);

  for (guint i = 0; i < BW_SIM_N_LAGS; i++)
    json_object_set_double_member (lags, bw_sim_lag_to_string (i), world->clock->lags[i]);
  json_object_set_object_member (object, "lags", lags);
  json_object_set_array_member (object, "quirks", bw_sim_json_from_strings (world->quirks));

  return object;
}
