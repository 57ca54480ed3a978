/* bw-gdap.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-answer.h"
#include "bw-gdap-private.h"
#include "bw-json.h"
#include "bw-odata.h"
#include "bw-pace.h"
#include "bw-util.h"

#define SECONDS_PER_DAY (24 * 60 * 60)

/* Without it Graph hides the newer members of its enumerations. */
BwRequest *
bw_gdap_show_unknown (BwRequest *request)
{
  bw_request_set_header (request, "Prefer", "include-unknown-enum-members");

  return request;
}

static BwRequest *
list_where (BwCloud    *cloud,
            const char *partner_tenant,
            const char *property,
            const char *value)
{
  g_autofree char *literal = bw_odata_quote (value);
  g_autofree char *path = NULL;

  path = g_strdup_printf (BW_GDAP_RELATIONSHIPS "?$filter=%s%%20eq%%20%s&$top=300", property,
                          literal);

  return bw_gdap_show_unknown (bw_odata_list (cloud->graph, partner_tenant, path));
}

/**
 * bw_gdap_list:
 * @cloud: a cloud
 * @partner_tenant: our tenant
 * @customer_tenant: the customer
 *
 * Returns: (transfer full): a request for all admin relationships with a
 *   customer, the ended ones too; for bw_gdap_read_list()
 */
BwRequest *
bw_gdap_list (BwCloud    *cloud,
              const char *partner_tenant,
              const char *customer_tenant)
{
  return list_where (cloud, partner_tenant, "customer/tenantId", customer_tenant);
}

/**
 * bw_gdap_list_with_status:
 * @cloud: a cloud
 * @partner_tenant: our tenant
 * @status: in Microsoft's word
 *
 * Returns: (transfer full): a request for the admin relationships with all
 *   customers that have @status; for bw_gdap_read_list()
 */
BwRequest *
bw_gdap_list_with_status (BwCloud    *cloud,
                          const char *partner_tenant,
                          const char *status)
{
  return list_where (cloud, partner_tenant, "status", status);
}

char *
bw_gdap_fold (const char *id)
{
  return bw_is_guid (id) ? g_ascii_strdown (id, -1) : g_strdup (id);
}

char **
bw_gdap_read_roles (JsonObject *object)
{
  JsonArray *array = bw_json_get_array (bw_json_get_object (object, "accessDetails"),
                                        "unifiedRoles");
  g_autoptr(GPtrArray) roles = g_ptr_array_new ();

  for (guint i = 0; i < bw_json_array_length (array); i++)
    {
      const char *role = bw_json_get_string (bw_json_array_object (array, i), "roleDefinitionId");

      if (role != NULL)
        g_ptr_array_add (roles, bw_gdap_fold (role));
    }

  g_ptr_array_add (roles, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&roles), FALSE);
}

static BwRelationship *
read_relationship (JsonObject  *object,
                   GError     **error)
{
  const char *id = bw_json_require_string (object, "id", error);
  const char *status = id != NULL ? bw_json_require_string (object, "status", error) : NULL;
  JsonObject *customer = bw_json_get_object (object, "customer");
  const char *name = bw_json_get_string (object, "displayName");
  BwRelationship *self;

  if (status == NULL)
    return NULL;

  self = bw_relationship_new (id);
  bw_set_str (&self->name, name != NULL ? name : id);
  bw_set_str (&self->status, status);
  self->customer_id = bw_gdap_fold (bw_json_get_string (customer, "tenantId"));
  self->customer_name = g_strdup (bw_json_get_string (customer, "displayName"));
  g_strfreev (self->roles);
  self->roles = bw_gdap_read_roles (object);
  self->created = bw_clock_parse_unix (bw_json_get_string (object, "createdDateTime"));
  self->changed = bw_clock_parse_unix (bw_json_get_string (object, "lastModifiedDateTime"));
  self->end = bw_clock_parse_unix (bw_json_get_string (object, "endDateTime"));
  self->duration = MAX (bw_duration_parse (bw_json_get_string (object, "duration")), 0);
  self->auto_extend = MAX (bw_duration_parse (bw_json_get_string (object, "autoExtendDuration")),
                           0);
  self->indirect_provider = bw_gdap_fold (bw_json_get_string (object, "indirectProviderTenantId"));
  self->partner_consent_pending = bw_json_get_boolean (object, "isPartnerConsentPending", FALSE);
  self->etag = g_strdup (bw_json_get_string (object, "@odata.etag"));

  return self;
}

/**
 * bw_gdap_read_list:
 * @response: the answer to bw_gdap_list() or bw_gdap_list_with_status()
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * One relationship that cannot be read spoils the list: a set-up that
 * overlooked it would make another one.
 *
 * Returns: (transfer container) (element-type BwRelationship): the
 *   relationships, or %NULL with @error set
 */
GPtrArray *
bw_gdap_read_list (BwResponse  *response,
                   GError     **error)
{
  g_autoptr(GPtrArray) list = NULL;
  JsonArray *array = bw_answer_list (response, "value", error);

  if (array == NULL)
    return NULL;

  list = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_relationship_unref);
  for (guint i = 0; i < bw_json_array_length (array); i++)
    {
      BwRelationship *item = read_relationship (bw_json_array_object (array, i), error);

      if (item == NULL)
        return NULL;
      g_ptr_array_add (list, item);
    }

  return g_steal_pointer (&list);
}

BwRequest *
bw_gdap_new_request (BwCloud    *cloud,
                     const char *partner_tenant,
                     const char *method,
                     const char *relationship_id,
                     const char *below)
{
  g_autofree char *segment = bw_odata_segment (relationship_id);
  g_autofree char *path = g_strdup_printf (BW_GDAP_RELATIONSHIPS "/%s%s", segment, below);
  BwRequest *request = bw_request_new (cloud->graph, method, path);

  bw_request_set_tenant (request, partner_tenant);

  return request;
}

/* Graph wants a tag; "*" is for an object whose tag nobody told us. */
void
bw_gdap_set_if_match (BwRequest  *request,
                      const char *etag)
{
  bw_request_set_header (request, "If-Match", etag != NULL ? etag : "*");
}

/**
 * bw_gdap_get:
 * @cloud: a cloud
 * @partner_tenant: our tenant
 * @relationship_id: an admin relationship
 *
 * Returns: (transfer full): a request for it; for bw_gdap_read()
 */
BwRequest *
bw_gdap_get (BwCloud    *cloud,
             const char *partner_tenant,
             const char *relationship_id)
{
  return bw_gdap_show_unknown (bw_gdap_new_request (cloud, partner_tenant, "GET", relationship_id,
                                                    ""));
}

/**
 * bw_gdap_read:
 * @response: the answer to bw_gdap_get() or bw_gdap_create()
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the admin relationship, or %NULL with @error set
 */
BwRelationship *
bw_gdap_read (BwResponse  *response,
              GError     **error)
{
  JsonObject *object = bw_answer_object (response, error);

  return object != NULL ? read_relationship (object, error) : NULL;
}

static void
add_days (JsonBuilder *builder,
          const char  *member,
          gint64       seconds)
{
  g_autofree char *text = NULL;

  if (seconds > 0)
    text = g_strdup_printf ("P%" G_GINT64_FORMAT "D", seconds / SECONDS_PER_DAY);

  bw_json_add_string (builder, member, text != NULL ? text : "PT0S");
}

void
bw_gdap_add_roles (JsonBuilder        *builder,
                   const char * const *roles)
{
  json_builder_set_member_name (builder, "accessDetails");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "unifiedRoles");
  json_builder_begin_array (builder);
  for (guint i = 0; roles != NULL && roles[i] != NULL; i++)
    {
      json_builder_begin_object (builder);
      bw_json_add_string (builder, "roleDefinitionId", roles[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/**
 * bw_gdap_create:
 * @cloud: a cloud
 * @partner_tenant: our tenant
 * @draft: name, customer, roles, duration and automatic extension are taken from it
 *
 * Returns: (transfer full): a request that makes an admin relationship; for bw_gdap_read()
 */
BwRequest *
bw_gdap_create (BwCloud              *cloud,
                const char           *partner_tenant,
                const BwRelationship *draft)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  BwRequest *request = bw_request_new (cloud->graph, "POST", BW_GDAP_RELATIONSHIPS);

  json_builder_begin_object (builder);
  bw_json_add_string (builder, "displayName", draft->name);
  add_days (builder, "duration", draft->duration);
  if (draft->customer_id != NULL)
    {
      json_builder_set_member_name (builder, "customer");
      json_builder_begin_object (builder);
      bw_json_add_string (builder, "tenantId", draft->customer_id);
      bw_json_add_string (builder, "displayName", draft->customer_name);
      json_builder_end_object (builder);
    }
  bw_gdap_add_roles (builder, (const char * const *) draft->roles);
  add_days (builder, "autoExtendDuration", draft->auto_extend);
  json_builder_end_object (builder);

  bw_request_set_tenant (request, partner_tenant);
  bw_request_take_json (request, json_builder_get_root (builder));

  return request;
}

/**
 * bw_gdap_request:
 * @cloud: a cloud
 * @partner_tenant: our tenant
 * @relationship: an admin relationship
 * @action: "lockForApproval", "terminate", "approve" or "reject"
 *
 * The answer says only that the request was taken; what came of it shows in
 * the relationship's status.
 *
 * Returns: (transfer full): a request that asks for @action
 */
BwRequest *
bw_gdap_request (BwCloud              *cloud,
                 const char           *partner_tenant,
                 const BwRelationship *relationship,
                 const char           *action)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  BwRequest *request = NULL;

  json_builder_begin_object (builder);
  bw_json_add_string (builder, "action", action);
  json_builder_end_object (builder);

  request = bw_gdap_new_request (cloud, partner_tenant, "POST", relationship->id, "/requests");
  bw_request_take_json (request, json_builder_get_root (builder));

  return request;
}

/**
 * bw_gdap_delete:
 * @cloud: a cloud
 * @partner_tenant: our tenant
 * @relationship: an admin relationship that was never sent for approval
 *
 * Returns: (transfer full): a request that deletes the draft
 */
BwRequest *
bw_gdap_delete (BwCloud              *cloud,
                const char           *partner_tenant,
                const BwRelationship *relationship)
{
  BwRequest *request = NULL;

  request = bw_gdap_new_request (cloud, partner_tenant, "DELETE", relationship->id, "");
  bw_gdap_set_if_match (request, relationship->etag);

  return request;
}

/**
 * bw_gdap_set_auto_extend:
 * @cloud: a cloud
 * @partner_tenant: our tenant
 * @relationship: an active admin relationship
 * @seconds: by how much it shall extend itself, or 0 for not at all
 *
 * Returns: (transfer full): a request that changes the automatic extension
 */
BwRequest *
bw_gdap_set_auto_extend (BwCloud              *cloud,
                         const char           *partner_tenant,
                         const BwRelationship *relationship,
                         gint64                seconds)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  BwRequest *request = NULL;

  json_builder_begin_object (builder);
  add_days (builder, "autoExtendDuration", seconds);
  json_builder_end_object (builder);

  request = bw_gdap_new_request (cloud, partner_tenant, "PATCH", relationship->id, "");
  bw_gdap_set_if_match (request, relationship->etag);
  bw_request_take_json (request, json_builder_get_root (builder));

  return request;
}
