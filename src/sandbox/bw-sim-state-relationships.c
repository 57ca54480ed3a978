/* bw-sim-state-relationships.c - admin relationships in the state file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-relationship.h"
#include "bw-sim-state-private.h"
#include "bw-sim-util.h"

static gint64
get_time (JsonObject *object,
          const char *name)
{
  return (gint64) bw_sim_json_number (object, name, 0);
}

static JsonArray *
save_assignments (BwSimRelationship *relationship)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; relationship->assignments != NULL && i < relationship->assignments->len; i++)
    {
      BwSimAssignment *assignment = g_ptr_array_index (relationship->assignments, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", assignment->id);
      json_object_set_string_member (object, "group", assignment->group_id);
      json_object_set_array_member (object, "roles", bw_sim_json_from_strings (assignment->roles));
      json_object_set_string_member (object, "status", bw_sim_assignment_get_status (assignment));
      json_object_set_int_member (object, "since", assignment->since);
      json_object_set_int_member (object, "created", assignment->created);
      json_object_set_int_member (object, "modified", assignment->modified);
      json_object_set_int_member (object, "version", assignment->version);
      json_array_add_object_element (array, object);
    }

  return array;
}

static JsonArray *
save_requests (BwSimRelationship *relationship)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; relationship->requests != NULL && i < relationship->requests->len; i++)
    {
      BwSimRequest *request = g_ptr_array_index (relationship->requests, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", request->id);
      json_object_set_string_member (object, "action", request->action);
      json_object_set_int_member (object, "created", request->created);
      json_array_add_object_element (array, object);
    }

  return array;
}

static JsonArray *
save_operations (BwSimRelationship *relationship)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; relationship->operations != NULL && i < relationship->operations->len; i++)
    {
      BwSimOperation *operation = g_ptr_array_index (relationship->operations, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", operation->id);
      json_object_set_string_member (object, "assignment", operation->assignment_id);
      json_object_set_array_member (object, "roles", bw_sim_json_from_strings (operation->roles));
      json_object_set_int_member (object, "created", operation->created);
      json_object_set_boolean_member (object, "applied", operation->applied);
      json_array_add_object_element (array, object);
    }

  return array;
}

static JsonObject *
save_relationship (BwSimRelationship *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "name", self->name);
  json_object_set_string_member (object, "duration", self->duration);
  json_object_set_string_member (object, "autoExtend", self->auto_extend);
  json_object_set_string_member (object, "customer", self->customer != NULL ? self->customer->id
                                 : NULL);
  json_object_set_string_member (object, "customerName", self->customer_name);
  json_object_set_string_member (object, "indirectProvider", self->indirect_provider);
  json_object_set_array_member (object, "roles", bw_sim_json_from_strings (self->roles));
  json_object_set_string_member (object, "status", bw_sim_relationship_get_status (self));
  json_object_set_boolean_member (object, "byApi", self->by_api);
  json_object_set_int_member (object, "since", self->since);
  json_object_set_int_member (object, "locked", self->locked);
  json_object_set_int_member (object, "created", self->created);
  json_object_set_int_member (object, "visible", self->visible);
  json_object_set_int_member (object, "modified", self->modified);
  json_object_set_int_member (object, "activated", self->activated);
  json_object_set_int_member (object, "end", self->end);
  json_object_set_int_member (object, "version", self->version);
  json_object_set_array_member (object, "assignments", save_assignments (self));
  json_object_set_array_member (object, "requests", save_requests (self));
  json_object_set_array_member (object, "operations", save_operations (self));

  return object;
}

/**
 * bw_sim_state_save_relationships:
 * @world: a world
 *
 * Returns: (transfer full): the relationships that are not as the scenario made them
 */
JsonArray *
bw_sim_state_save_relationships (BwSimWorld *world)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < world->relationships->len; i++)
    {
      BwSimRelationship *relationship = g_ptr_array_index (world->relationships, i);

      if (relationship->touched)
        json_array_add_object_element (array, save_relationship (relationship));
    }

  return array;
}

static gboolean
load_assignments (BwSimRelationship *relationship,
                  JsonArray         *array,
                  GError           **error)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = bw_sim_json_item (array, i);
      const char *id = object != NULL ? bw_sim_json_string (object, "id") : NULL;
      const char *group = object != NULL ? bw_sim_json_string (object, "group") : NULL;
      g_autoptr(GPtrArray) roles = NULL;
      BwSimAssignment *assignment;

      if (id == NULL || group == NULL)
        return bw_sim_state_fail (error, "an access assignment lacks its ID or group");

      roles = bw_sim_json_strings (bw_sim_json_array (object, "roles"));
      assignment = bw_sim_relationship_add_assignment (relationship, group, roles,
                                                       get_time (object, "created"));
      g_free (assignment->id);
      assignment->id = g_strdup (id);
      assignment->since = get_time (object, "since");
      assignment->modified = get_time (object, "modified");
      assignment->version = (guint) bw_sim_json_number (object, "version", 0);
      if (!bw_sim_assignment_set_status (assignment, bw_sim_json_string (object, "status")))
        return bw_sim_state_fail (error, "an access assignment has no status");
    }

  return TRUE;
}

static gboolean
load_requests (BwSimRelationship *relationship,
               JsonArray         *array,
               GError           **error)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = bw_sim_json_item (array, i);
      const char *id = object != NULL ? bw_sim_json_string (object, "id") : NULL;
      const char *action = object != NULL ? bw_sim_json_string (object, "action") : NULL;
      BwSimRequest *request;

      if (id == NULL || action == NULL)
        return bw_sim_state_fail (error, "a request lacks its ID or action");

      request = bw_sim_relationship_add_request (relationship, action,
                                                 get_time (object, "created"));
      g_free (request->id);
      request->id = g_strdup (id);
    }

  return TRUE;
}

static gboolean
load_operations (BwSimRelationship *relationship,
                 JsonArray         *array,
                 GError           **error)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = bw_sim_json_item (array, i);
      const char *id = object != NULL ? bw_sim_json_string (object, "id") : NULL;
      g_autoptr(GPtrArray) roles = NULL;
      BwSimOperation *operation;

      if (id == NULL)
        return bw_sim_state_fail (error, "an operation lacks its ID");

      roles = bw_sim_json_strings (bw_sim_json_array (object, "roles"));
      operation = bw_sim_relationship_add_operation (relationship,
                                                     bw_sim_json_string (object, "assignment"),
                                                     roles,
                                                     get_time (object, "created"));
      g_free (operation->id);
      operation->id = g_strdup (id);
      operation->applied = bw_sim_json_boolean (object, "applied", FALSE);
    }

  return TRUE;
}

static void
load_texts (BwSimRelationship *self,
            JsonObject        *object)
{
  const char *duration = bw_sim_json_string (object, "duration");
  const char *auto_extend = bw_sim_json_string (object, "autoExtend");

  if (duration != NULL)
    {
      g_free (self->duration);
      self->duration = g_strdup (duration);
    }
  if (auto_extend != NULL)
    {
      g_free (self->auto_extend);
      self->auto_extend = g_strdup (auto_extend);
    }

  self->customer_name = g_strdup (bw_sim_json_string (object, "customerName"));
  self->indirect_provider = g_strdup (bw_sim_json_string (object, "indirectProvider"));
}

static gboolean
fill (BwSimRelationship *self,
      BwSimWorld        *world,
      JsonObject        *object,
      GError           **error)
{
  const char *customer = bw_sim_json_string (object, "customer");
  BwSimTenant *tenant = bw_sim_world_get_tenant (world, customer);
  g_autoptr(GPtrArray) roles = bw_sim_json_strings (bw_sim_json_array (object, "roles"));

  if (customer != NULL && tenant == NULL)
    return bw_sim_state_fail (error,
                              "a relationship is with a tenant that the scenario does not have");
  if (!bw_sim_status_from_string (bw_sim_json_string (object, "status"), &self->status))
    return bw_sim_state_fail (error, "a relationship has no status");

  load_texts (self, object);
  bw_sim_relationship_set_roles (self, roles);
  self->by_api = bw_sim_json_boolean (object, "byApi", FALSE);
  self->since = get_time (object, "since");
  self->locked = get_time (object, "locked");
  self->created = get_time (object, "created");
  self->visible = get_time (object, "visible");
  self->modified = get_time (object, "modified");
  self->activated = get_time (object, "activated");
  self->end = get_time (object, "end");
  self->version = (guint) bw_sim_json_number (object, "version", 0);

  if (!load_assignments (self, bw_sim_json_array (object, "assignments"), error)
      || !load_requests (self, bw_sim_json_array (object, "requests"), error)
      || !load_operations (self, bw_sim_json_array (object, "operations"), error))
    return FALSE;

  bw_sim_relationship_set_customer (self, tenant);
  self->touched = TRUE;

  return TRUE;
}

/* One that the scenario made keeps its place in the order; what is saved of it
 * counts. */
static void
put (BwSimWorld        *world,
     BwSimRelationship *relationship)
{
  BwSimRelationship *old = g_hash_table_lookup (world->relationship_by_id, relationship->id);
  guint index;

  if (old == NULL || !g_ptr_array_find (world->relationships, old, &index))
    {
      bw_sim_world_take_relationship (world, relationship);
      return;
    }

  bw_sim_relationship_set_customer (old, NULL);
  g_hash_table_remove (world->relationship_by_id, old->id);
  g_hash_table_remove (world->relationship_by_name, old->name);
  bw_sim_relationship_free (old);

  g_ptr_array_index (world->relationships, index) = relationship;
  g_hash_table_insert (world->relationship_by_id, relationship->id, relationship);
  g_hash_table_insert (world->relationship_by_name, relationship->name, relationship);
}

static void
remove_those_gone (BwSimWorld *world,
                   JsonArray  *array)
{
  g_autoptr(GPtrArray) ids = bw_sim_json_strings (array);

  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      BwSimRelationship *relationship = g_hash_table_lookup (world->relationship_by_id, id);

      if (relationship != NULL)
        bw_sim_world_remove_relationship (world, relationship);
      else
        g_ptr_array_add (world->removed, g_strdup (id));
    }
}

/**
 * bw_sim_state_load_relationships:
 * @world: a world as the scenario made it
 * @saved: what was saved
 * @error: return location
 *
 * Returns: whether @saved fits
 */
gboolean
bw_sim_state_load_relationships (BwSimWorld  *world,
                                 JsonObject  *saved,
                                 GError     **error)
{
  JsonArray *array = bw_sim_json_array (saved, "relationships");

  remove_those_gone (world, bw_sim_json_array (saved, "removed"));

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = bw_sim_json_item (array, i);
      const char *id = object != NULL ? bw_sim_json_string (object, "id") : NULL;
      const char *name = object != NULL ? bw_sim_json_string (object, "name") : NULL;
      BwSimRelationship *relationship;

      if (id == NULL || name == NULL)
        return bw_sim_state_fail (error, "a relationship lacks its ID or name");

      relationship = bw_sim_relationship_new (id, name);
      if (!fill (relationship, world, object, error))
        {
          bw_sim_relationship_free (relationship);
          return FALSE;
        }

      put (world, relationship);
    }

  return TRUE;
}
