/* bw-sim-graph-assignments.c - accessAssignments of a delegatedAdminRelationship
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-gdap.h"
#include "bw-sim-odata.h"
#include "bw-sim-util.h"

static const char *const filterable[] = {
  "id", "status", "accessContainer/accessContainerId", "accessContainer/accessContainerType", NULL,
};
static const char *const orderable[] = { "status", "createdDateTime", "lastModifiedDateTime",
                                         NULL };
static const char *const selectable[] = {
  "id", "status", "createdDateTime", "lastModifiedDateTime", "accessContainer", "accessDetails",
  NULL,
};
static const BwSimKind assignment_kind = {
  .set = "tenantRelationships/delegatedAdminRelationships/accessAssignments",
  .type = "delegatedAdminAccessAssignment",
  .gdap = TRUE,
  .default_top = 300,
  .max_top = 300,
  .filterable = filterable,
  .orderable = orderable,
  .selectable = selectable,
};

static char *
get_property (gpointer    source,
              guint       index,
              const char *property)
{
  BwSimRelationship *relationship = source;
  BwSimAssignment *assignment = g_ptr_array_index (relationship->assignments, index);

  if (g_str_equal (property, "status"))
    return g_strdup (bw_sim_assignment_get_status (assignment));
  if (g_str_equal (property, "accessContainer/accessContainerId"))
    return g_strdup (assignment->group_id);
  if (g_str_equal (property, "accessContainer/accessContainerType"))
    return g_strdup ("securityGroup");
  if (g_str_equal (property, "createdDateTime"))
    return bw_sim_time_format (assignment->created);
  if (g_str_equal (property, "lastModifiedDateTime"))
    return bw_sim_time_format (assignment->modified);

  return g_strdup (assignment->id);
}

static JsonObject *
make_assignment (gpointer source,
                 guint    index)
{
  BwSimRelationship *relationship = source;

  return bw_sim_gdap_assignment_to_json (g_ptr_array_index (relationship->assignments, index));
}

/* The list is history: what was deleted stays in it. */
void
bw_sim_graph_list_assignments (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new (call, &assignment_kind);
  BwSimRelationship *relationship = query != NULL ? bw_sim_gdap_find (call) : NULL;
  BwSimItems items = { relationship, 0, NULL, get_property, make_assignment };

  if (relationship == NULL)
    return;

  items.n = relationship->assignments != NULL ? relationship->assignments->len : 0;
  bw_sim_query_reply (query, call, &items);
}

static BwSimAssignment *
find (BwSimCall         *call,
      BwSimRelationship *relationship)
{
  const char *id = bw_sim_call_segment (call, 4);
  BwSimAssignment *assignment = bw_sim_relationship_get_assignment (relationship, id);

  if (assignment == NULL)
    bw_sim_call_refuse (call, 404, "itemNotFound",
                        "The delegatedAdminAccessAssignment '%s' does not exist.", id);

  return assignment;
}

void
bw_sim_graph_get_assignment (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new_for_one (call, &assignment_kind);
  BwSimRelationship *relationship = query != NULL ? bw_sim_gdap_find (call) : NULL;
  BwSimAssignment *assignment = relationship != NULL ? find (call, relationship) : NULL;

  if (assignment != NULL)
    bw_sim_query_reply_one (query, call, bw_sim_gdap_assignment_to_json (assignment));
}

/* Returns: (transfer full): the body, or %NULL with a refusal sent */
static JsonObject *
dup_body (BwSimCall          *call,
          const char * const *known)
{
  g_autoptr(JsonObject) body = bw_sim_call_dup_body (call);
  const char *unknown = bw_sim_call_find_unknown (body, known);

  if (unknown != NULL)
    {
      bw_sim_call_refuse_input (call, unknown,
                                "The property '%s' does not exist on type "
                                "'microsoft.graph.delegatedAdminAccessAssignment' or can't be set.",
                                unknown);
      return NULL;
    }

  return g_steal_pointer (&body);
}

/* Returns: (nullable): the ID of the group, or %NULL with a refusal sent */
static const char *
read_group (BwSimCall  *call,
            JsonObject *body)
{
  static const char *const known[] = { "accessContainerId", "accessContainerType", NULL };
  JsonObject *container = bw_sim_json_object (body, "accessContainer");
  const char *id = bw_sim_json_string (container, "accessContainerId");
  const char *type = bw_sim_json_string (container, "accessContainerType");

  if (!bw_sim_is_guid (id) || bw_sim_call_find_unknown (container, known) != NULL)
    {
      bw_sim_call_refuse_input (call, "accessContainer",
                                "The access container is missing or invalid.");
      return NULL;
    }

  if (g_strcmp0 (type, "securityGroup") != 0)
    {
      bw_sim_call_refuse_input (call, "accessContainer/accessContainerType",
                                "'%s' is not a type of access container.",
                                type != NULL ? type : "");
      return NULL;
    }

  if (bw_sim_world_get_group (call->world, id) == NULL)
    {
      bw_sim_call_refuse (call, 404, "itemNotFound", "The access container '%s' does not exist.",
                          id);
      return NULL;
    }

  return id;
}

static gboolean
check_active (BwSimCall         *call,
              BwSimRelationship *relationship)
{
  if (relationship->status != BW_SIM_STATUS_ACTIVE)
    bw_sim_call_refuse (call, 400, "badRequest",
                        "The passed in delegatedAdminRelationshipId is invalid.");

  return relationship->status == BW_SIM_STATUS_ACTIVE;
}

/* Returns: (transfer full): the roles, or %NULL with a refusal sent */
static GPtrArray *
dup_roles (BwSimCall         *call,
           BwSimRelationship *relationship,
           JsonObject        *body)
{
  g_autoptr(GPtrArray) roles = bw_sim_gdap_dup_roles (call, body);

  if (roles != NULL && !bw_sim_gdap_contains_roles (relationship->roles, roles))
    {
      bw_sim_call_refuse_input (call, "accessDetails",
                                "The roles must be a subset of those of the relationship.");
      return NULL;
    }

  return g_steal_pointer (&roles);
}

static gboolean
is_bound (BwSimRelationship *relationship,
          const char        *group_id)
{
  for (guint i = 0; relationship->assignments != NULL && i < relationship->assignments->len; i++)
    {
      BwSimAssignment *assignment = g_ptr_array_index (relationship->assignments, i);

      if (g_ascii_strcasecmp (assignment->group_id, group_id) == 0
          && bw_sim_assignment_is_live (assignment))
        return TRUE;
    }

  return FALSE;
}

void
bw_sim_graph_create_assignment (BwSimCall *call)
{
  static const char *const known[] = { "accessContainer", "accessDetails", NULL };
  BwSimRelationship *relationship = bw_sim_gdap_find (call);
  g_autoptr(JsonObject) body = relationship != NULL ? dup_body (call, known) : NULL;
  gboolean good = body != NULL && check_active (call, relationship);
  const char *group_id = good ? read_group (call, body) : NULL;
  g_autoptr(GPtrArray) roles = group_id != NULL ? dup_roles (call, relationship, body) : NULL;
  g_autofree char *path = NULL;
  BwSimAssignment *assignment;

  if (roles == NULL)
    return;

  if (is_bound (relationship, group_id))
    {
      bw_sim_call_refuse (call, 409, "conflict", "The resource already exists.");
      return;
    }

  assignment = bw_sim_relationship_add_assignment (relationship, group_id, roles, call->now);
  bw_sim_call_touch (call);
  path = g_strdup_printf (BW_SIM_GRAPH_RELATIONSHIPS "/%s/accessAssignments/%s", relationship->id,
                          assignment->id);
  bw_sim_call_reply_created (call, bw_sim_gdap_assignment_to_json (assignment), path);
}

static gboolean
is_changing (BwSimCall         *call,
             BwSimRelationship *relationship,
             BwSimAssignment   *assignment)
{
  for (guint i = 0; relationship->operations != NULL && i < relationship->operations->len; i++)
    {
      BwSimOperation *operation = g_ptr_array_index (relationship->operations, i);

      if (!operation->applied && g_strcmp0 (operation->assignment_id, assignment->id) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
change_roles (BwSimCall         *call,
              BwSimRelationship *relationship,
              BwSimAssignment   *assignment,
              GPtrArray         *roles)
{
  if (assignment->roles->len == roles->len && bw_sim_gdap_contains_roles (assignment->roles, roles))
    {
      bw_sim_call_reply (call, 200, bw_sim_gdap_assignment_to_json (assignment));
      return;
    }

  bw_sim_gdap_accept (call, relationship,
                      bw_sim_relationship_add_operation (relationship, assignment->id, roles,
                                                         call->now));
  bw_sim_call_reply (call, 202, json_object_new ());
}

void
bw_sim_graph_update_assignment (BwSimCall *call)
{
  static const char *const known[] = { "accessDetails", NULL };
  BwSimRelationship *relationship = bw_sim_gdap_find (call);
  BwSimAssignment *assignment = relationship != NULL ? find (call, relationship) : NULL;
  g_autoptr(JsonObject) body = NULL;
  g_autoptr(GPtrArray) roles = NULL;

  if (assignment == NULL || !bw_sim_gdap_check_tag (call, bw_sim_assignment_dup_etag (assignment)))
    return;

  body = dup_body (call, known);
  if (body == NULL || !check_active (call, relationship))
    return;

  roles = dup_roles (call, relationship, body);
  if (roles == NULL)
    return;

  if (assignment->status != BW_SIM_ASSIGNMENT_ACTIVE
      || is_changing (call, relationship, assignment))
    bw_sim_gdap_refuse_state (call, "update", bw_sim_assignment_get_status (assignment));
  else
    change_roles (call, relationship, assignment, roles);
}

void
bw_sim_graph_delete_assignment (BwSimCall *call)
{
  BwSimRelationship *relationship = bw_sim_gdap_find (call);
  BwSimAssignment *assignment = relationship != NULL ? find (call, relationship) : NULL;

  if (assignment == NULL || !bw_sim_gdap_check_tag (call, bw_sim_assignment_dup_etag (assignment)))
    return;

  if (!bw_sim_assignment_is_live (assignment))
    {
      bw_sim_gdap_refuse_state (call, "delete", bw_sim_assignment_get_status (assignment));
      return;
    }

  assignment->status = BW_SIM_ASSIGNMENT_DELETING;
  assignment->since = assignment->modified = call->now;
  assignment->version++;
  relationship->touched = TRUE;
  bw_sim_call_touch (call);
  bw_sim_call_reply_empty (call, 204);
}
