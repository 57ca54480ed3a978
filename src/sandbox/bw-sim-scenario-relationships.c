/* bw-sim-scenario-relationships.c - the admin relationships of a scenario
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-relationship.h"
#include "bw-sim-scenario-private.h"
#include "bw-sim-util.h"

/**
 * bw_sim_loader_read_roles:
 * @self: a loader
 * @node: (nullable): the name of a list of roles, or an array of role IDs
 * @roles: (out) (transfer full): role IDs in lower case
 * @error: return location
 *
 * Returns: whether @node is either
 */
gboolean
bw_sim_loader_read_roles (BwSimLoader  *self,
                          JsonNode     *node,
                          GPtrArray   **roles,
                          GError      **error)
{
  gboolean named = node != NULL && JSON_NODE_HOLDS_VALUE (node)
                   && json_node_get_value_type (node) == G_TYPE_STRING;
  GPtrArray *list = named ? g_hash_table_lookup (self->role_lists, json_node_get_string (node))
                          : NULL;
  g_autoptr(GPtrArray) read = NULL;

  if (list != NULL)
    {
      *roles = g_ptr_array_ref (list);
      return TRUE;
    }

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return bw_sim_loader_fail (error,
                               "“roles” is neither the name of a list of roles nor an array");

  read = bw_sim_json_strings (json_node_get_array (node));
  for (guint i = 0; i < read->len; i++)
    {
      char *role = g_ptr_array_index (read, i);

      if (!bw_sim_is_guid (role))
        return bw_sim_loader_fail (error, "“%s” is no role ID", role);

      for (char *p = role; *p != '\0'; p++)
        *p = g_ascii_tolower (*p);
    }

  *roles = g_steal_pointer (&read);

  return TRUE;
}

/* Reads a date that may be left out. */
static gboolean
read_time (BwSimLoader *self,
           JsonObject  *object,
           const char  *name,
           gint64       fallback,
           gint64      *time,
           GError     **error)
{
  const char *text = bw_sim_json_string (object, name);

  *time = fallback;
  if (text == NULL || bw_sim_time_parse (text, self->world->epoch, time))
    return TRUE;

  return bw_sim_loader_fail (error, "“%s” is no date: “%s”", text, name);
}

static gboolean
was_active (BwSimStatus status)
{
  return status != BW_SIM_STATUS_CREATED && status != BW_SIM_STATUS_APPROVAL_PENDING
         && status != BW_SIM_STATUS_APPROVED && status != BW_SIM_STATUS_ACTIVATING;
}

static gint64
guess_since (BwSimRelationship *relationship)
{
  switch (relationship->status)
    {
    case BW_SIM_STATUS_ACTIVE:
      return relationship->activated;

    case BW_SIM_STATUS_EXPIRED:
    case BW_SIM_STATUS_EXPIRING:
      return relationship->end > 0 ? relationship->end : relationship->created;

    case BW_SIM_STATUS_ACTIVATING:
    case BW_SIM_STATUS_APPROVAL_PENDING:
    case BW_SIM_STATUS_APPROVED:
    case BW_SIM_STATUS_CREATED:
    case BW_SIM_STATUS_TERMINATED:
    case BW_SIM_STATUS_TERMINATING:
    case BW_SIM_STATUS_TERMINATION_REQUESTED:
    default:
      return relationship->locked > 0 ? relationship->locked : relationship->created;
    }
}

/* What is left out is worked out from what is there: an active relationship
 * that ends in 400 days became active its duration before that. */
static gboolean
read_times (BwSimLoader       *self,
            BwSimRelationship *relationship,
            JsonObject        *object,
            GError           **error)
{
  gboolean active = was_active (relationship->status);
  gint64 now = self->world->epoch;
  gint64 length = 0;
  gint64 created;

  bw_sim_duration_parse (relationship->duration, &length);
  length *= BW_SIM_DAY;

  if (!read_time (self, object, "end", 0, &relationship->end, error))
    return FALSE;
  created = active && relationship->end > 0 ? MIN (relationship->end - length, now)
                                            : now - 30 * BW_SIM_DAY;
  if (!read_time (self, object, "created", created, &relationship->created, error)
      || !read_time (self, object, "activated", active ? relationship->created : 0,
                     &relationship->activated, error)
      || !read_time (self, object, "locked",
                     relationship->status != BW_SIM_STATUS_CREATED ? relationship->created : 0,
                     &relationship->locked, error))
    return FALSE;

  if (relationship->end == 0 && relationship->activated > 0)
    relationship->end = relationship->activated + length;

  if (!read_time (self, object, "since", guess_since (relationship), &relationship->since, error))
    return FALSE;

  relationship->visible = relationship->created;
  relationship->modified = relationship->since;
  relationship->version = 1;

  return TRUE;
}

static BwSimGroup *
find_group (BwSimWorld *world,
            const char *name)
{
  for (guint i = 0; name != NULL && i < world->groups->len; i++)
    {
      BwSimGroup *group = g_ptr_array_index (world->groups, i);

      if (g_str_equal (group->name, name) || g_str_equal (group->id, name))
        return group;
    }

  return NULL;
}

static gboolean
add_assignment (BwSimLoader       *self,
                BwSimRelationship *relationship,
                JsonObject        *object,
                GError           **error)
{
  static const char *const known[] = { "group", "roles", "status", NULL };
  const char *name = bw_sim_json_string (object, "group");
  const char *status = bw_sim_json_string (object, "status");
  BwSimGroup *group = find_group (self->world, name);
  g_autoptr(GPtrArray) roles = NULL;
  g_autofree char *seed = NULL;
  BwSimAssignment *assignment;

  if (object == NULL)
    return bw_sim_loader_fail (error, "an access assignment is no object");
  if (!bw_sim_json_has_only (object, known, error))
    return FALSE;
  if (group == NULL)
    return bw_sim_loader_fail (error, "an access assignment names a group that is not there: “%s”",
                               name != NULL ? name : "");
  if (!bw_sim_loader_read_roles (self, json_object_get_member (object, "roles"), &roles, error))
    return FALSE;

  assignment = bw_sim_relationship_add_assignment (relationship, group->id, roles,
                                                   relationship->created);
  seed = g_strdup_printf ("%s/accessAssignments/%u", relationship->id,
                          relationship->assignments->len);
  g_free (assignment->id);
  assignment->id = bw_sim_guid_for (seed);

  if (!bw_sim_assignment_set_status (assignment, status != NULL ? status : "active"))
    return bw_sim_loader_fail (error, "an access assignment can't be “%s”", status);

  return TRUE;
}

/* The IDs must be the same whenever the scenario is loaded. */
static void
add_lock_request (BwSimRelationship *relationship)
{
  BwSimRequest *request;
  g_autofree char *seed = NULL;

  if (relationship->locked == 0)
    return;

  request = bw_sim_relationship_add_request (relationship, "lockForApproval", relationship->locked);
  seed = g_strconcat (relationship->id, "/requests/1", NULL);
  g_free (request->id);
  request->id = bw_sim_guid_for (seed);
}

static gboolean
fill_relationship (BwSimLoader       *self,
                   BwSimRelationship *relationship,
                   JsonObject        *object,
                   GError           **error)
{
  const char *status = bw_sim_json_string (object, "status");
  const char *duration = bw_sim_json_string (object, "duration");
  const char *auto_extend = bw_sim_json_string (object, "autoExtend");
  JsonArray *assignments = bw_sim_json_array (object, "assignments");
  g_autoptr(GPtrArray) roles = NULL;
  gint64 days;

  if (!bw_sim_status_from_string (status != NULL ? status : "active", &relationship->status))
    return bw_sim_loader_fail (error, "no relationship can be “%s”", status);
  if ((duration != NULL && !bw_sim_duration_parse (duration, &days))
      || (auto_extend != NULL && !bw_sim_duration_parse (auto_extend, &days)))
    return bw_sim_loader_fail (error, "“duration” or “autoExtend” is no duration such as P730D");
  if (!bw_sim_loader_read_roles (self, json_object_get_member (object, "roles"), &roles, error))
    return FALSE;

  bw_sim_relationship_set_roles (relationship, roles);
  relationship->indirect_provider = g_strdup (bw_sim_json_string (object, "indirectProvider"));
  if (duration != NULL)
    {
      g_free (relationship->duration);
      relationship->duration = g_strdup (duration);
    }
  if (auto_extend != NULL)
    {
      g_free (relationship->auto_extend);
      relationship->auto_extend = g_strdup (auto_extend);
    }

  if (!read_times (self, relationship, object, error))
    return FALSE;

  add_lock_request (relationship);
  for (guint i = 0; assignments != NULL && i < json_array_get_length (assignments); i++)
    if (!add_assignment (self, relationship, bw_sim_json_item (assignments, i), error))
      return FALSE;

  relationship->touched = FALSE;

  return TRUE;
}

/* A name is Microsoft's to keep unique, so "{n}" stands for the tenant's number. */
static char *
make_name (JsonObject *object,
           guint       number)
{
  g_autofree char *digits = g_strdup_printf ("%u", number);
  g_autoptr(GString) name = g_string_new (bw_sim_json_string (object, "name"));

  g_string_replace (name, "{n}", digits, 0);

  return g_strdup (name->str);
}

static gboolean
add_relationship (BwSimLoader *self,
                  BwSimTenant *tenant,
                  JsonObject  *object,
                  guint        number,
                  GError     **error)
{
  static const char *const known[] = { "id", "name", "status", "duration", "autoExtend", "roles",
                                       "created", "locked",
                                       "activated", "since", "end", "indirectProvider",
                                       "assignments", NULL };
  g_autofree char *name = make_name (object, number);
  g_autofree char *seed = g_strconcat (tenant != NULL ? tenant->id : "",
                                       "/delegatedAdminRelationships/", name, NULL);
  g_autofree char *first = bw_sim_guid_for (seed);
  g_autofree char *made = g_strconcat (first, "-", self->world->partner->id, NULL);
  const char *id = bw_sim_json_string (object, "id");
  BwSimRelationship *relationship;

  if (*name == '\0' || g_utf8_strlen (name, -1) > 50)
    return bw_sim_loader_fail (error, "a relationship needs a name of at most 50 characters");
  if (g_hash_table_contains (self->world->relationship_by_name, name))
    return bw_sim_loader_fail (error, "two relationships are called “%s”", name);

  relationship = bw_sim_relationship_new (id != NULL ? id : made, name);
  if (!bw_sim_json_has_only (object, known, error)
      || !fill_relationship (self, relationship, object, error))
    {
      bw_sim_relationship_free (relationship);
      g_prefix_error (error, "relationship “%s”: ", name);
      return FALSE;
    }

  bw_sim_relationship_set_customer (relationship, tenant);
  relationship->customer_name = tenant != NULL ? g_strdup (tenant->name) : NULL;
  bw_sim_world_take_relationship (self->world, relationship);

  return TRUE;
}

/**
 * bw_sim_loader_add_relationships:
 * @self: a loader whose world has the partner and the groups
 * @tenant: (nullable): the customer
 * @array: (nullable): relationships
 * @number: which tenant it is
 * @error: return location
 *
 * Returns: whether @array is good
 */
gboolean
bw_sim_loader_add_relationships (BwSimLoader *self,
                                 BwSimTenant *tenant,
                                 JsonArray   *array,
                                 guint        number,
                                 GError     **error)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = bw_sim_json_item (array, i);

      if (object == NULL)
        return bw_sim_loader_fail (error, "a relationship is no object");
      if (!add_relationship (self, tenant, object, number, error))
        return FALSE;
    }

  return TRUE;
}
