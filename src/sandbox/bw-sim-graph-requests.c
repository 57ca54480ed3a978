/* bw-sim-graph-requests.c - requests and operations of a delegatedAdminRelationship
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-gdap.h"
#include "bw-sim-odata.h"
#include "bw-sim-util.h"

static const char *const request_properties[] = {
  "id", "action", "status", "createdDateTime", "lastModifiedDateTime", NULL,
};
static const BwSimKind request_kind = {
  .set = "tenantRelationships/delegatedAdminRelationships/requests",
  .type = "delegatedAdminRelationshipRequest",
  .gdap = TRUE,
  .default_top = 300,
  .max_top = 300,
  .filterable = request_properties,
  .orderable = request_properties,
  .selectable = request_properties,
};

static const char *const operation_properties[] = {
  "id", "operationType", "status", "data", "createdDateTime", "lastModifiedDateTime", NULL,
};
static const BwSimKind operation_kind = {
  .set = "tenantRelationships/delegatedAdminRelationships/operations",
  .type = "delegatedAdminRelationshipOperation",
  .gdap = TRUE,
  .default_top = 300,
  .max_top = 300,
  .filterable = operation_properties,
  .orderable = operation_properties,
  .selectable = operation_properties,
};

typedef struct
{
  BwSimCall         *call;
  BwSimRelationship *relationship;
} Source;

/* Members that came after the enumeration was closed are told only to who
 * says that it knows how to deal with them. */
static const char *
hide (BwSimCall  *call,
      const char *value)
{
  return bw_sim_call_prefers (call, "include-unknown-enum-members") ? value : "unknownFutureValue";
}

static JsonObject *
request_to_json (BwSimCall    *call,
                 BwSimRequest *request,
                 gboolean      fresh)
{
  gint64 done = request->created + bw_sim_clock_lag (call->world->clock, BW_SIM_LAG_LOCK);
  const char *status = fresh ? "created" : done > call->now ? "pending" : "succeeded";
  gboolean newer = g_str_equal (request->action, "reject");
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", request->id);
  json_object_set_string_member (object, "action",
                                 newer ? hide (call, request->action) : request->action);
  json_object_set_string_member (object, "status", status);
  bw_sim_json_take_string (object, "createdDateTime", bw_sim_time_format (request->created));
  bw_sim_json_take_string (object, "lastModifiedDateTime",
                           bw_sim_time_format (done > call->now ? request->created : done));

  return object;
}

static JsonObject *
make_request (gpointer source,
              guint    index)
{
  Source *where = source;

  return request_to_json (where->call, g_ptr_array_index (where->relationship->requests, index),
                          FALSE);
}

static char *
get_text (JsonObject *object,
          const char *property)
{
  char *text = g_strdup (bw_sim_json_string (object, property));

  json_object_unref (object);

  return text;
}

static char *
get_request_property (gpointer    source,
                      guint       index,
                      const char *property)
{
  return get_text (make_request (source, index), property);
}

void
bw_sim_graph_list_requests (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new (call, &request_kind);
  Source source = { call, query != NULL ? bw_sim_gdap_find (call) : NULL };
  BwSimItems items = { &source, 0, NULL, get_request_property, make_request };

  if (source.relationship == NULL)
    return;

  items.n = source.relationship->requests != NULL ? source.relationship->requests->len : 0;
  bw_sim_query_reply (query, call, &items);
}

void
bw_sim_graph_get_request (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new_for_one (call, &request_kind);
  BwSimRelationship *relationship = query != NULL ? bw_sim_gdap_find (call) : NULL;
  const char *id = bw_sim_call_segment (call, 4);

  if (relationship == NULL)
    return;

  for (guint i = 0; relationship->requests != NULL && i < relationship->requests->len; i++)
    {
      BwSimRequest *request = g_ptr_array_index (relationship->requests, i);

      if (g_ascii_strcasecmp (request->id, id) != 0)
        continue;

      bw_sim_query_reply_one (query, call, request_to_json (call, request, FALSE));
      return;
    }

  bw_sim_call_refuse (call, 404, "itemNotFound", "The request '%s' does not exist.", id);
}

static gboolean
lock (BwSimCall         *call,
      BwSimRelationship *relationship)
{
  if (relationship->status != BW_SIM_STATUS_CREATED || relationship->locked > 0)
    return FALSE;

  relationship->locked = call->now;
  relationship->by_api = TRUE;

  return TRUE;
}

/* Only who sells for a provider has a say of its own. */
static gboolean
answer_provider (BwSimCall         *call,
                 BwSimRelationship *relationship,
                 gboolean           approve)
{
  if (relationship->indirect_provider == NULL
      || relationship->status != BW_SIM_STATUS_APPROVAL_PENDING)
    return FALSE;

  return approve || bw_sim_world_reject (call->world, relationship);
}

static gboolean
act (BwSimCall         *call,
     BwSimRelationship *relationship,
     const char        *action)
{
  if (g_str_equal (action, "lockForApproval"))
    return lock (call, relationship);
  if (g_str_equal (action, "terminate"))
    return bw_sim_world_terminate (call->world, relationship);

  return answer_provider (call, relationship, g_str_equal (action, "approve"));
}

static void
reply_requested (BwSimCall         *call,
                 BwSimRelationship *relationship,
                 const char        *action)
{
  BwSimRequest *request = bw_sim_relationship_add_request (relationship, action, call->now);
  g_autofree char *path = g_strdup_printf (BW_SIM_GRAPH_RELATIONSHIPS "/%s/requests/%s",
                                           relationship->id, request->id);

  bw_sim_call_touch (call);
  bw_sim_call_reply_created (call, request_to_json (call, request, TRUE), path);
}

void
bw_sim_graph_create_request (BwSimCall *call)
{
  static const char *const actions[] = { "lockForApproval", "approve", "terminate", "reject",
                                         NULL };
  static const char *const known[] = { "action", NULL };
  BwSimRelationship *relationship = bw_sim_gdap_find (call);
  g_autoptr(JsonObject) body = relationship != NULL ? bw_sim_call_dup_body (call) : NULL;
  const char *action = bw_sim_json_string (body, "action");
  const char *unknown = bw_sim_call_find_unknown (body, known);

  if (body == NULL)
    return;

  if (unknown != NULL)
    bw_sim_call_refuse_input (call, unknown,
                              "The property '%s' does not exist on type "
                              "'microsoft.graph.delegatedAdminRelationshipRequest' or can't be "
                              "set.",
                              unknown);
  else if (action == NULL || !g_strv_contains (actions, action))
    bw_sim_call_refuse_input (call, "action", "'%s' is not an action.",
                              action != NULL ? action : "");
  else if (bw_sim_exchange_get_header (call->exchange, "If-Match") != NULL
           && !bw_sim_gdap_check_tag (call, bw_sim_relationship_dup_etag (relationship)))
    return;
  else if (!act (call, relationship, action))
    bw_sim_gdap_refuse_state (call, action, bw_sim_relationship_get_status (relationship));
  else
    reply_requested (call, relationship, action);
}

static char *
dup_target (BwSimRelationship *relationship,
            BwSimOperation    *operation)
{
  BwSimAssignment *assignment = bw_sim_relationship_get_assignment (relationship,
                                                                    operation->assignment_id);
  g_autoptr(JsonObject) target = NULL;

  target = assignment != NULL ? bw_sim_gdap_assignment_to_json (assignment)
                              : bw_sim_gdap_relationship_to_json (relationship);
  json_object_remove_member (target, "@odata.etag");

  return bw_sim_json_format (target, FALSE);
}

static JsonObject *
operation_to_json (BwSimCall         *call,
                   BwSimRelationship *relationship,
                   BwSimOperation    *operation)
{
  const char *type = operation->assignment_id != NULL
                       ? "delegatedAdminAccessAssignmentUpdate"
                       : hide (call, "delegatedAdminRelationshipUpdate");
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", operation->id);
  json_object_set_string_member (object, "operationType", type);
  json_object_set_string_member (object, "status",
                                 bw_sim_operation_get_status (operation, call->world->clock));
  bw_sim_json_take_string (object, "createdDateTime", bw_sim_time_format (operation->created));
  bw_sim_json_take_string (object, "lastModifiedDateTime", bw_sim_time_format (operation->created));
  bw_sim_json_take_string (object, "data", dup_target (relationship, operation));

  return object;
}

static JsonObject *
make_operation (gpointer source,
                guint    index)
{
  Source *where = source;

  return operation_to_json (where->call, where->relationship,
                            g_ptr_array_index (where->relationship->operations, index));
}

static char *
get_operation_property (gpointer    source,
                        guint       index,
                        const char *property)
{
  return get_text (make_operation (source, index), property);
}

void
bw_sim_graph_list_operations (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new (call, &operation_kind);
  Source source = { call, query != NULL ? bw_sim_gdap_find (call) : NULL };
  BwSimItems items = { &source, 0, NULL, get_operation_property, make_operation };

  if (source.relationship == NULL)
    return;

  items.n = source.relationship->operations != NULL ? source.relationship->operations->len : 0;
  bw_sim_query_reply (query, call, &items);
}

void
bw_sim_graph_get_operation (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new_for_one (call, &operation_kind);
  BwSimRelationship *relationship = query != NULL ? bw_sim_gdap_find (call) : NULL;
  const char *id = bw_sim_call_segment (call, 4);

  if (relationship == NULL)
    return;

  for (guint i = 0; relationship->operations != NULL && i < relationship->operations->len; i++)
    {
      BwSimOperation *operation = g_ptr_array_index (relationship->operations, i);

      if (g_ascii_strcasecmp (operation->id, id) != 0)
        continue;

      bw_sim_query_reply_one (query, call, operation_to_json (call, relationship, operation));
      return;
    }

  bw_sim_call_refuse (call, 404, "itemNotFound", "The operation '%s' does not exist.", id);
}
