/* bw-sim-gdap.c - what the parts of the service behind tenantRelationships share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-gdap.h"
#include "bw-sim-role.h"
#include "bw-sim-util.h"

/* Seconds that the service asks to wait before looking at an operation. */
#define RETRY_AFTER     "10"

static gboolean
is_relationship_id (const char *id)
{
  g_autofree char *first = g_strndup (id, 36);

  return strlen (id) == 73 && id[36] == '-' && bw_sim_is_guid (first) && bw_sim_is_guid (id + 37);
}

/**
 * bw_sim_gdap_find:
 * @call: a call below delegatedAdminRelationships
 *
 * Returns: (nullable): the relationship in the path, as it is now; or %NULL with a refusal sent
 */
BwSimRelationship *
bw_sim_gdap_find (BwSimCall *call)
{
  const char *id = bw_sim_call_segment (call, 2);
  BwSimRelationship *relationship = bw_sim_world_get_relationship (call->world, id);

  if (!is_relationship_id (id))
    bw_sim_call_refuse (call, 400, "badRequest",
                        "The passed in delegatedAdminRelationshipId is invalid.");
  else if (relationship == NULL)
    bw_sim_call_refuse (call, 404, "itemNotFound",
                        "The delegatedAdminRelationship '%s' does not exist.", id);
  else if (relationship->customer != NULL)
    bw_sim_exchange_set_tenant (call->exchange, relationship->customer->id);

  return relationship;
}

/**
 * bw_sim_gdap_check_tag:
 * @call: a call that changes something
 * @etag: (transfer full): the tag that it has now
 *
 * Returns: %FALSE with a refusal sent, if the client did not name the tag, or another one
 */
gboolean
bw_sim_gdap_check_tag (BwSimCall *call,
                       char      *etag)
{
  g_autofree char *owned = etag;
  const char *sent = bw_sim_exchange_get_header (call->exchange, "If-Match");

  if (sent == NULL)
    {
      bw_sim_call_refuse (call, 400, "badRequest", "The header If-Match is required.");
      return FALSE;
    }

  if (!g_str_equal (sent, "*") && !g_str_equal (sent, owned))
    {
      bw_sim_call_refuse (call, 412, "resourceModified",
                          "The resource has changed since it was last read. "
                          "The tag does not match.");
      return FALSE;
    }

  return TRUE;
}

/**
 * bw_sim_gdap_dup_roles:
 * @call: a call
 * @body: an object with "accessDetails"
 *
 * Returns: (transfer full) (element-type utf8): the role IDs in it, each once and in lower
 *   case; or %NULL with a refusal sent
 */
GPtrArray *
bw_sim_gdap_dup_roles (BwSimCall  *call,
                       JsonObject *body)
{
  JsonArray *array = bw_sim_json_array (bw_sim_json_object (body, "accessDetails"), "unifiedRoles");
  g_autoptr(GPtrArray) roles = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const char *role = bw_sim_json_string (bw_sim_json_item (array, i), "roleDefinitionId");
      g_autofree char *id = role != NULL ? g_ascii_strdown (role, -1) : NULL;

      if (bw_sim_role_get_name (id) == NULL)
        {
          bw_sim_call_refuse_input (call, "accessDetails/unifiedRoles/roleDefinitionId",
                                    "'%s' is not a role that can be delegated.",
                                    role != NULL ? role : "");
          return NULL;
        }

      if (!g_ptr_array_find_with_equal_func (roles, id, g_str_equal, NULL))
        g_ptr_array_add (roles, g_steal_pointer (&id));
    }

  if (roles->len == 0)
    {
      bw_sim_call_refuse_input (call, "accessDetails", "At least one role is required.");
      return NULL;
    }

  return g_steal_pointer (&roles);
}

/**
 * bw_sim_gdap_contains_roles:
 * @roles: (element-type utf8): role IDs
 * @wanted: (element-type utf8): role IDs
 *
 * Returns: whether all of @wanted are among @roles
 */
gboolean
bw_sim_gdap_contains_roles (GPtrArray *roles,
                            GPtrArray *wanted)
{
  for (guint i = 0; i < wanted->len; i++)
    {
      if (!g_ptr_array_find_with_equal_func (roles, g_ptr_array_index (wanted, i), g_str_equal,
                                             NULL))
        return FALSE;
    }

  return TRUE;
}

/**
 * bw_sim_gdap_accept:
 * @call: a call whose effect takes its time
 * @relationship: a relationship
 * @operation: of the relationship
 *
 * Answers with 202 and with where to look.
 */
void
bw_sim_gdap_accept (BwSimCall         *call,
                    BwSimRelationship *relationship,
                    BwSimOperation    *operation)
{
  g_autofree char *path = g_strdup_printf (BW_SIM_GRAPH_ROOT BW_SIM_GRAPH_RELATIONSHIPS
                                           "/%s/operations/%s",
                                           relationship->id, operation->id);
  g_autofree char *address = bw_sim_exchange_dup_address (call->exchange, path);

  bw_sim_exchange_set_header (call->exchange, "Location", address);
  bw_sim_exchange_set_header (call->exchange, "Retry-After", RETRY_AFTER);
  bw_sim_call_touch (call);
}

/**
 * bw_sim_gdap_refuse_state:
 * @call: a call
 * @what: what was asked for
 * @status: in which that can't be
 */
void
bw_sim_gdap_refuse_state (BwSimCall  *call,
                          const char *what,
                          const char *status)
{
  bw_sim_call_refuse (call, 409, "conflict", "The action '%s' is not allowed in status '%s'.", what,
                      status);
}

/**
 * bw_sim_gdap_roles_to_json:
 * @roles: (element-type utf8): role IDs
 *
 * Returns: (transfer full): the value of "accessDetails"
 */
JsonObject *
bw_sim_gdap_roles_to_json (GPtrArray *roles)
{
  JsonObject *details = json_object_new ();
  JsonArray *array = json_array_sized_new (roles->len);

  for (guint i = 0; i < roles->len; i++)
    {
      JsonObject *role = json_object_new ();

      json_object_set_string_member (role, "roleDefinitionId", g_ptr_array_index (roles, i));
      json_array_add_object_element (array, role);
    }
  json_object_set_array_member (details, "unifiedRoles", array);

  return details;
}

static void
add_customer (JsonObject        *object,
              BwSimRelationship *relationship)
{
  JsonObject *customer;

  if (relationship->customer == NULL)
    {
      json_object_set_null_member (object, "customer");
      return;
    }

  customer = json_object_new ();
  json_object_set_string_member (customer, "tenantId", relationship->customer->id);
  json_object_set_string_member (customer, "displayName", relationship->customer_name);
  json_object_set_object_member (object, "customer", customer);
}

static gboolean
has_consent (BwSimRelationship *relationship)
{
  for (guint i = 0; relationship->requests != NULL && i < relationship->requests->len; i++)
    {
      BwSimRequest *request = g_ptr_array_index (relationship->requests, i);

      if (g_str_equal (request->action, "approve"))
        return TRUE;
    }

  return FALSE;
}

/* What a provider raised for its reseller. */
static void
add_provider (JsonObject        *object,
              BwSimRelationship *relationship)
{
  gboolean pending = relationship->status == BW_SIM_STATUS_APPROVAL_PENDING;

  json_object_set_string_member (object, "@odata.type",
                                 "#microsoft.graph.resellerDelegatedAdminRelationship");
  json_object_set_string_member (object, "indirectProviderTenantId",
                                 relationship->indirect_provider);
  json_object_set_boolean_member (object, "isPartnerConsentPending",
                                  pending && !has_consent (relationship));
}

/* A draft says when it would end if it were approved at once. */
static char *
dup_end (BwSimRelationship *relationship)
{
  gint64 days = 0;

  if (relationship->end != 0 || relationship->status != BW_SIM_STATUS_CREATED)
    return bw_sim_time_format (relationship->end);

  bw_sim_duration_parse (relationship->duration, &days);

  return bw_sim_time_format (relationship->created + days * BW_SIM_DAY);
}

/**
 * bw_sim_gdap_relationship_to_json:
 * @relationship: a relationship
 *
 * Returns: (transfer full): the delegatedAdminRelationship
 */
JsonObject *
bw_sim_gdap_relationship_to_json (BwSimRelationship *relationship)
{
  JsonObject *object = json_object_new ();

  bw_sim_json_take_string (object, "@odata.etag", bw_sim_relationship_dup_etag (relationship));
  if (relationship->indirect_provider != NULL)
    add_provider (object, relationship);
  json_object_set_string_member (object, "id", relationship->id);
  json_object_set_string_member (object, "displayName", relationship->name);
  json_object_set_string_member (object, "duration", relationship->duration);
  json_object_set_string_member (object, "autoExtendDuration", relationship->auto_extend);
  json_object_set_string_member (object, "status", bw_sim_relationship_get_status (relationship));
  bw_sim_json_take_string (object, "createdDateTime", bw_sim_time_format (relationship->created));
  bw_sim_json_take_string (object, "lastModifiedDateTime",
                           bw_sim_time_format (relationship->modified));
  bw_sim_json_take_string (object, "activatedDateTime",
                           bw_sim_time_format (relationship->activated));
  bw_sim_json_take_string (object, "endDateTime", dup_end (relationship));
  add_customer (object, relationship);
  json_object_set_object_member (object, "accessDetails",
                                 bw_sim_gdap_roles_to_json (relationship->roles));

  return object;
}

/**
 * bw_sim_gdap_assignment_to_json:
 * @assignment: an access assignment
 *
 * Returns: (transfer full): the delegatedAdminAccessAssignment
 */
JsonObject *
bw_sim_gdap_assignment_to_json (BwSimAssignment *assignment)
{
  JsonObject *object = json_object_new ();
  JsonObject *container = json_object_new ();

  json_object_set_string_member (container, "accessContainerId", assignment->group_id);
  json_object_set_string_member (container, "accessContainerType", "securityGroup");

  bw_sim_json_take_string (object, "@odata.etag", bw_sim_assignment_dup_etag (assignment));
  json_object_set_string_member (object, "id", assignment->id);
  json_object_set_string_member (object, "status", bw_sim_assignment_get_status (assignment));
  bw_sim_json_take_string (object, "createdDateTime", bw_sim_time_format (assignment->created));
  bw_sim_json_take_string (object, "lastModifiedDateTime",
                           bw_sim_time_format (assignment->modified));
  json_object_set_object_member (object, "accessContainer", container);
  json_object_set_object_member (object, "accessDetails",
                                 bw_sim_gdap_roles_to_json (assignment->roles));

  return object;
}
