/* bw-sim-graph-gdap.c - delegatedAdminRelationships
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-gdap.h"
#include "bw-sim-odata.h"
#include "bw-sim-util.h"

static const char *const filterable[] = {
  "id",
  "status",
  "displayName",
  "customer/tenantId",
  "customer/displayName",
  "duration",
  "autoExtendDuration",
  NULL,
};
static const char *const orderable[] = { "status", "displayName", "createdDateTime",
                                         "lastModifiedDateTime", NULL };
static const char *const selectable[] = {
  "id",
  "displayName",
  "duration",
  "autoExtendDuration",
  "status",
  "createdDateTime",
  "lastModifiedDateTime",
  "activatedDateTime",
  "endDateTime",
  "customer",
  "accessDetails",
  "indirectProviderTenantId",
  "isPartnerConsentPending",
  NULL,
};
static const BwSimKind relationship_kind = {
  .set = "tenantRelationships/delegatedAdminRelationships",
  .type = "delegatedAdminRelationship",
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
  GPtrArray *relationships = source;
  BwSimRelationship *relationship = g_ptr_array_index (relationships, index);
  BwSimTenant *customer = relationship->customer;

  if (g_str_equal (property, "status"))
    return g_strdup (bw_sim_relationship_get_status (relationship));
  if (g_str_equal (property, "customer/tenantId"))
    return customer != NULL ? g_strdup (customer->id) : NULL;
  if (g_str_equal (property, "customer/displayName"))
    return customer != NULL ? g_strdup (relationship->customer_name) : NULL;
  if (g_str_equal (property, "displayName"))
    return g_strdup (relationship->name);
  if (g_str_equal (property, "duration"))
    return g_strdup (relationship->duration);
  if (g_str_equal (property, "autoExtendDuration"))
    return g_strdup (relationship->auto_extend);
  if (g_str_equal (property, "createdDateTime"))
    return bw_sim_time_format (relationship->created);
  if (g_str_equal (property, "lastModifiedDateTime"))
    return bw_sim_time_format (relationship->modified);

  return g_strdup (relationship->id);
}

static JsonObject *
make_relationship (gpointer source,
                   guint    index)
{
  return bw_sim_gdap_relationship_to_json (g_ptr_array_index ((GPtrArray *) source, index));
}

/* Where only one customer is asked for, the others need not be looked at. */
static GPtrArray *
find_visible (BwSimCall  *call,
              BwSimQuery *query)
{
  const char *id = bw_sim_filter_get_equal (query->filter, "customer/tenantId");
  BwSimTenant *customer = id != NULL ? bw_sim_world_get_tenant (call->world, id) : NULL;
  GPtrArray *all = id == NULL         ? call->world->relationships
                   : customer != NULL ? customer->relationships
                                      : NULL;
  GPtrArray *visible = g_ptr_array_new ();

  if (customer != NULL)
    bw_sim_exchange_set_tenant (call->exchange, customer->id);

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      BwSimRelationship *relationship = g_ptr_array_index (all, i);

      if (relationship->visible > call->now)
        continue;

      bw_sim_relationship_settle (relationship, call->world);
      g_ptr_array_add (visible, relationship);
    }

  return visible;
}

void
bw_sim_graph_list_relationships (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new (call, &relationship_kind);
  g_autoptr(GPtrArray) visible = NULL;
  BwSimItems items = { NULL, 0, NULL, get_property, make_relationship };

  if (query == NULL)
    return;

  visible = find_visible (call, query);
  items.source = visible;
  items.n = visible->len;
  bw_sim_query_reply (query, call, &items);
}

void
bw_sim_graph_get_relationship (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new_for_one (call, &relationship_kind);
  BwSimRelationship *relationship = query != NULL ? bw_sim_gdap_find (call) : NULL;

  if (relationship != NULL)
    bw_sim_query_reply_one (query, call, bw_sim_gdap_relationship_to_json (relationship));
}

static BwSimRelationship *
make_from_draft (BwSimCall  *call,
                 BwSimDraft *draft)
{
  g_autofree char *unique = g_uuid_string_random ();
  g_autofree char *id = g_strdup_printf ("%s-%s", unique, call->world->partner->id);
  BwSimRelationship *relationship = bw_sim_relationship_new (id, draft->name);

  bw_sim_draft_apply (draft, call->world, relationship);
  relationship->created = relationship->modified = relationship->since = call->now;
  relationship->visible = call->now + bw_sim_clock_lag (call->world->clock, BW_SIM_LAG_CREATED);
  relationship->touched = TRUE;
  bw_sim_world_take_relationship (call->world, relationship);

  return relationship;
}

void
bw_sim_graph_create_relationship (BwSimCall *call)
{
  g_autoptr(JsonObject) body = bw_sim_call_dup_body (call);
  g_autoptr(BwSimDraft) draft = body != NULL ? bw_sim_draft_new (call, body) : NULL;
  g_autofree char *path = NULL;
  BwSimRelationship *relationship;
  JsonObject *reply;

  if (draft == NULL || !bw_sim_draft_check_complete (draft, call)
      || !bw_sim_draft_check_extension (draft, call, NULL)
      || !bw_sim_draft_check_name (draft, call, NULL))
    return;

  relationship = make_from_draft (call, draft);
  bw_sim_call_touch (call);

  reply = bw_sim_gdap_relationship_to_json (relationship);
  /* Here the service writes an empty text where it says null later. */
  json_object_set_string_member (reply, "activatedDateTime", "");
  path = g_strdup_printf (BW_SIM_GRAPH_RELATIONSHIPS "/%s", relationship->id);
  bw_sim_call_reply_created (call, reply, path);
}

static void
reply_changed (BwSimCall         *call,
               BwSimRelationship *relationship)
{
  relationship->modified = call->now;
  relationship->version++;
  relationship->touched = TRUE;
  bw_sim_call_touch (call);
  bw_sim_call_reply (call, 200, bw_sim_gdap_relationship_to_json (relationship));
}

/* The only roles that an active relationship can lose are Global
 * Administrator, and it can't win any. */
static void
update_active_roles (BwSimCall         *call,
                     BwSimRelationship *relationship,
                     BwSimDraft        *draft)
{
  guint n = relationship->roles->len;
  gboolean within = bw_sim_gdap_contains_roles (relationship->roles, draft->roles);
  gboolean holds = bw_sim_relationship_has_role (relationship, BW_SIM_GLOBAL_ADMINISTRATOR);
  gboolean keeps = g_ptr_array_find_with_equal_func (draft->roles, BW_SIM_GLOBAL_ADMINISTRATOR,
                                                     g_str_equal, NULL);

  if (within && draft->roles->len == n)
    {
      bw_sim_call_reply (call, 200, bw_sim_gdap_relationship_to_json (relationship));
      return;
    }

  if (!within || draft->roles->len != n - 1 || !holds || keeps)
    {
      bw_sim_call_refuse_input (call, "accessDetails",
                                "Only the role Global Administrator can be removed from an "
                                "active relationship.");
      return;
    }

  bw_sim_gdap_accept (call, relationship,
                      bw_sim_relationship_add_operation (relationship, NULL, draft->roles,
                                                         call->now));
  bw_sim_call_reply_empty (call, 202);
}

static void
update_active (BwSimCall         *call,
               BwSimRelationship *relationship,
               BwSimDraft        *draft)
{
  gboolean more = draft->name != NULL || draft->duration != NULL || draft->has_customer;

  if (more || (draft->roles != NULL && draft->auto_extend != NULL))
    bw_sim_call_refuse_input (call, "displayName",
                              "Only the automatic extension, or the roles, of an active "
                              "relationship can be changed.");
  else if (draft->roles != NULL)
    update_active_roles (call, relationship, draft);
  else if (bw_sim_draft_check_extension (draft, call, relationship))
    {
      bw_sim_draft_apply (draft, call->world, relationship);
      reply_changed (call, relationship);
    }
}

static gboolean
is_draft (BwSimRelationship *relationship)
{
  return relationship->status == BW_SIM_STATUS_CREATED && relationship->locked == 0;
}

void
bw_sim_graph_update_relationship (BwSimCall *call)
{
  BwSimRelationship *relationship = bw_sim_gdap_find (call);
  g_autoptr(JsonObject) body = NULL;
  g_autoptr(BwSimDraft) draft = NULL;

  if (relationship == NULL
      || !bw_sim_gdap_check_tag (call, bw_sim_relationship_dup_etag (relationship)))
    return;

  body = bw_sim_call_dup_body (call);
  draft = body != NULL ? bw_sim_draft_new (call, body) : NULL;
  if (draft == NULL)
    return;

  if (relationship->status == BW_SIM_STATUS_ACTIVE)
    update_active (call, relationship, draft);
  else if (!is_draft (relationship))
    bw_sim_gdap_refuse_state (call, "update", bw_sim_relationship_get_status (relationship));
  else if (bw_sim_draft_check_extension (draft, call, relationship)
           && bw_sim_draft_check_name (draft, call, relationship))
    {
      bw_sim_draft_apply (draft, call->world, relationship);
      reply_changed (call, relationship);
    }
}

void
bw_sim_graph_delete_relationship (BwSimCall *call)
{
  BwSimRelationship *relationship = bw_sim_gdap_find (call);

  if (relationship == NULL
      || !bw_sim_gdap_check_tag (call, bw_sim_relationship_dup_etag (relationship)))
    return;

  if (!is_draft (relationship))
    {
      bw_sim_gdap_refuse_state (call, "delete", bw_sim_relationship_get_status (relationship));
      return;
    }

  bw_sim_world_remove_relationship (call->world, relationship);
  bw_sim_call_touch (call);
  bw_sim_call_reply_empty (call, 204);
}

/* delegatedAdminCustomers: with whom a relationship was ever in force. */

static const char *const customer_filterable[] = { "tenantId", "displayName", NULL };
static const char *const customer_selectable[] = { "id", "tenantId", "displayName", NULL };
static const BwSimKind customer_kind = {
  .set = "tenantRelationships/delegatedAdminCustomers",
  .type = "delegatedAdminCustomer",
  .gdap = TRUE,
  .default_top = 300,
  .max_top = 300,
  .filterable = customer_filterable,
  .orderable = customer_filterable,
  .selectable = customer_selectable,
};
static const BwSimKind management_kind = {
  .set = "tenantRelationships/delegatedAdminCustomers/serviceManagementDetails",
  .type = "delegatedAdminServiceManagementDetail",
  .gdap = TRUE,
  .default_top = 300,
  .max_top = 300,
};

static gboolean
is_delegated (BwSimCall   *call,
              BwSimTenant *tenant)
{
  for (guint i = 0; tenant->relationships != NULL && i < tenant->relationships->len; i++)
    {
      BwSimRelationship *relationship = g_ptr_array_index (tenant->relationships, i);

      bw_sim_relationship_settle (relationship, call->world);
      if (relationship->activated > 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
customer_shows (gpointer source,
                guint    index)
{
  BwSimCall *call = source;

  return is_delegated (call, g_ptr_array_index (call->world->tenants, index));
}

static char *
get_customer_property (gpointer    source,
                       guint       index,
                       const char *property)
{
  BwSimCall *call = source;
  BwSimTenant *tenant = g_ptr_array_index (call->world->tenants, index);

  return g_strdup (g_str_equal (property, "displayName") ? tenant->name : tenant->id);
}

static JsonObject *
make_customer (gpointer source,
               guint    index)
{
  BwSimCall *call = source;
  BwSimTenant *tenant = g_ptr_array_index (call->world->tenants, index);
  JsonObject *object = json_object_new ();
  g_autofree char *tag = g_base64_encode ((const guchar *) tenant->id, strlen (tenant->id));

  bw_sim_json_take_string (object, "@odata.etag", g_strdup_printf ("W/\"%s\"", tag));
  json_object_set_string_member (object, "id", tenant->id);
  json_object_set_string_member (object, "tenantId", tenant->id);
  json_object_set_string_member (object, "displayName", tenant->name);

  return object;
}

void
bw_sim_graph_list_customers (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new (call, &customer_kind);
  BwSimItems items = { call, call->world->tenants->len, customer_shows, get_customer_property,
                       make_customer };

  if (query != NULL)
    bw_sim_query_reply (query, call, &items);
}

static gboolean
find_customer (BwSimCall *call,
               guint     *index)
{
  const char *id = bw_sim_call_segment (call, 2);
  BwSimTenant *tenant = bw_sim_is_guid (id) ? bw_sim_world_get_tenant (call->world, id) : NULL;

  if (tenant == NULL || !is_delegated (call, tenant)
      || !g_ptr_array_find (call->world->tenants, tenant, index))
    {
      bw_sim_call_refuse (call, 404, "itemNotFound",
                          "The delegatedAdminCustomer '%s' does not exist.", id);
      return FALSE;
    }

  bw_sim_exchange_set_tenant (call->exchange, tenant->id);

  return TRUE;
}

void
bw_sim_graph_get_customer (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new_for_one (call, &customer_kind);
  guint index = 0;

  if (query != NULL && find_customer (call, &index))
    bw_sim_query_reply_one (query, call, make_customer (call, index));
}

static const struct
{
  const char *name;
  const char *address;
} management[] = {
  { "Microsoft Entra ID", "https://entra.microsoft.com/" },
  { "Microsoft 365 Lighthouse", "https://lighthouse.microsoft.com" },
  { "Dynamics 365 Business Central", "https://businesscentral.dynamics.com/" },
  { "Microsoft Teams", "https://admin.teams.microsoft.com/?delegatedOrg=" },
};

static JsonObject *
make_management (gpointer source,
                 guint    index)
{
  BwSimTenant *tenant = source;
  JsonObject *object = json_object_new ();
  gboolean bare = index == 1;

  json_object_set_string_member (object, "id", management[index].name);
  json_object_set_string_member (object, "serviceName", management[index].name);
  bw_sim_json_take_string (object, "serviceManagementUrl",
                           g_strconcat (management[index].address,
                                        bare ? "" : tenant->initial_domain, NULL));

  return object;
}

void
bw_sim_graph_list_management (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new_for_one (call, &management_kind);
  BwSimItems items = { NULL, G_N_ELEMENTS (management), NULL, NULL, make_management };
  guint index = 0;

  if (query == NULL || !find_customer (call, &index))
    return;

  query->top = management_kind.max_top;
  items.source = g_ptr_array_index (call->world->tenants, index);
  bw_sim_query_reply (query, call, &items);
}
