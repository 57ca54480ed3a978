/* bw-gdap-assignments.c - which groups have which roles of an admin relationship
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-answer.h"
#include "bw-gdap-private.h"
#include "bw-json.h"
#include "bw-odata.h"

/**
 * bw_assignment_free:
 * @self: (transfer full): an access assignment
 */
void
bw_assignment_free (BwAssignment *self)
{
  g_free (self->id);
  g_free (self->group_id);
  g_strfreev (self->roles);
  g_free (self->status);
  g_free (self->etag);
  g_free (self);
}

/**
 * bw_gdap_list_assignments:
 * @cloud: a cloud
 * @partner_tenant: our tenant
 * @relationship_id: an admin relationship
 *
 * Returns: (transfer full): a request for its access assignments, the deleted
 *   ones too; for bw_gdap_read_assignments()
 */
BwRequest *
bw_gdap_list_assignments (BwCloud    *cloud,
                          const char *partner_tenant,
                          const char *relationship_id)
{
  g_autofree char *segment = bw_odata_segment (relationship_id);
  g_autofree char *path = NULL;

  path = g_strdup_printf (BW_GDAP_RELATIONSHIPS "/%s/accessAssignments?$top=300", segment);

  return bw_gdap_show_unknown (bw_odata_list (cloud->graph, partner_tenant, path));
}

static BwAssignment *
read_assignment (JsonObject  *object,
                 GError     **error)
{
  JsonObject *container = bw_json_get_object (object, "accessContainer");
  const char *id = bw_json_require_string (object, "id", error);
  const char *status = id != NULL ? bw_json_require_string (object, "status", error) : NULL;
  const char *group_id = NULL;
  BwAssignment *self;

  if (status != NULL)
    group_id = bw_json_require_string (container, "accessContainerId", error);
  if (group_id == NULL)
    return NULL;

  self = g_new0 (BwAssignment, 1);
  self->id = g_strdup (id);
  self->group_id = bw_gdap_fold (group_id);
  self->roles = bw_gdap_read_roles (object);
  self->status = g_strdup (status);
  self->etag = g_strdup (bw_json_get_string (object, "@odata.etag"));

  return self;
}

/**
 * bw_gdap_read_assignments:
 * @response: the answer to bw_gdap_list_assignments()
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer container) (element-type BwAssignment): the access
 *   assignments, or %NULL with @error set
 */
GPtrArray *
bw_gdap_read_assignments (BwResponse  *response,
                          GError     **error)
{
  g_autoptr(GPtrArray) list = NULL;
  JsonArray *array = bw_answer_list (response, "value", error);

  if (array == NULL)
    return NULL;

  list = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_assignment_free);
  for (guint i = 0; i < bw_json_array_length (array); i++)
    {
      BwAssignment *item = read_assignment (bw_json_array_object (array, i), error);

      if (item == NULL)
        return NULL;
      g_ptr_array_add (list, item);
    }

  return g_steal_pointer (&list);
}

/* The list is history: what is being deleted binds nobody any more. */
static guint
rank (const BwAssignment *assignment)
{
  if (g_str_equal (assignment->status, "deleted") || g_str_equal (assignment->status, "deleting"))
    return 0;
  if (g_str_equal (assignment->status, "active"))
    return 3;

  return g_str_equal (assignment->status, "error") ? 1 : 2;
}

/**
 * bw_assignments_find_live:
 * @assignments: (element-type BwAssignment): what bw_gdap_read_assignments() gave
 * @group_id: a group
 *
 * An active one is preferred to a pending one, and both to one in error.
 *
 * Returns: (transfer none) (nullable): the assignment that binds the group, owned by @assignments
 */
BwAssignment *
bw_assignments_find_live (GPtrArray  *assignments,
                          const char *group_id)
{
  BwAssignment *best = NULL;

  for (guint i = 0; i < assignments->len; i++)
    {
      BwAssignment *assignment = g_ptr_array_index (assignments, i);

      if (g_ascii_strcasecmp (assignment->group_id, group_id) == 0 &&
          rank (assignment) > (best != NULL ? rank (best) : 0))
        best = assignment;
    }

  return best;
}

/**
 * bw_gdap_create_assignment:
 * @cloud: a cloud
 * @partner_tenant: our tenant
 * @relationship_id: an active admin relationship
 * @group_id: a security group of the partner tenant without a live assignment
 * @roles: IDs of roles that are in the relationship
 *
 * Returns: (transfer full): a request that gives the group the roles
 */
BwRequest *
bw_gdap_create_assignment (BwCloud            *cloud,
                           const char         *partner_tenant,
                           const char         *relationship_id,
                           const char         *group_id,
                           const char * const *roles)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  BwRequest *request = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "accessContainer");
  json_builder_begin_object (builder);
  bw_json_add_string (builder, "accessContainerId", group_id);
  bw_json_add_string (builder, "accessContainerType", "securityGroup");
  json_builder_end_object (builder);
  bw_gdap_add_roles (builder, roles);
  json_builder_end_object (builder);

  request = bw_gdap_new_request (cloud, partner_tenant, "POST", relationship_id,
                                  "/accessAssignments");
  bw_request_take_json (request, json_builder_get_root (builder));

  return request;
}

/**
 * bw_gdap_update_assignment:
 * @cloud: a cloud
 * @partner_tenant: our tenant
 * @relationship_id: an active admin relationship
 * @assignment: the assignment as it was last read
 * @roles: IDs of all the roles that the group shall have
 *
 * Returns: (transfer full): a request that replaces the group's roles
 */
BwRequest *
bw_gdap_update_assignment (BwCloud            *cloud,
                           const char         *partner_tenant,
                           const char         *relationship_id,
                           const BwAssignment *assignment,
                           const char * const *roles)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *segment = bw_odata_segment (assignment->id);
  g_autofree char *below = g_strconcat ("/accessAssignments/", segment, NULL);
  BwRequest *request = NULL;

  json_builder_begin_object (builder);
  bw_gdap_add_roles (builder, roles);
  json_builder_end_object (builder);

  request = bw_gdap_new_request (cloud, partner_tenant, "PATCH", relationship_id, below);
  bw_gdap_set_if_match (request, assignment->etag);
  bw_request_take_json (request, json_builder_get_root (builder));

  return request;
}
