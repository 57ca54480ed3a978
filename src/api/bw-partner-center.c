/* bw-partner-center.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-answer.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-odata.h"
#include "bw-partner-center.h"
#include "bw-util.h"

/* What Microsoft's own tools ask for and take to be the most there is. */
#define PAGE_SIZE "500"
#define END_OF_PAGES "2000"

static BwRequest *
new_request (BwCloud    *cloud,
             const char *partner_tenant,
             const char *method,
             const char *path)
{
  BwRequest *request = bw_request_new (cloud->partner, method, path);

  bw_request_set_tenant (request, partner_tenant);
  bw_request_set_header (request, "Accept", "application/json");
  bw_request_set_header (request, "MS-CorrelationId", bw_request_get_id (request));

  return request;
}

static const char *
get_string (JsonObject *object,
            const char *name)
{
  return bw_json_get_string (object, bw_answer_member (object, name));
}

static JsonObject *
get_object (JsonObject *object,
            const char *name)
{
  return bw_json_get_object (object, bw_answer_member (object, name));
}

static const char *
find_continuation (JsonObject *page,
                   JsonObject *next)
{
  JsonArray *headers = bw_json_get_array (next, "headers");

  for (guint i = 0; i < bw_json_array_length (headers); i++)
    {
      JsonObject *header = bw_json_array_object (headers, i);
      const char *key = get_string (header, "key");

      if (key != NULL && g_ascii_strcasecmp (key, "MS-ContinuationToken") == 0)
        return get_string (header, "value");
    }

  return bw_json_get_string (page, "continuationToken");
}

/* The link is relative, to the host here and to the version there. */
static BwRequest *
next_page (BwRequest   *request,
           BwResponse  *page,
           GError     **error)
{
  JsonObject *object = bw_response_get_object (page);
  JsonObject *next = bw_json_get_object (bw_json_get_object (object, "links"), "next");
  const char *link = bw_json_get_string (next, "uri");
  const char *token = find_continuation (object, next);
  g_autofree char *uri = NULL;
  BwRequest *following;

  if (link == NULL || token == NULL)
    return NULL;

  if (g_str_has_prefix (link, "/v1/"))
    link += strlen ("/v1");
  uri = g_strconcat (bw_request_get_service (request)->base, link, NULL);

  following = bw_request_new_for_uri (request, uri, error);
  if (following != NULL)
    bw_request_set_header (following, "MS-ContinuationToken", token);

  return following;
}

/**
 * bw_partner_center_list_customers:
 * @cloud: a cloud
 * @partner_tenant: our tenant
 *
 * Returns: (transfer full): a request for all customers; for
 *   bw_partner_center_read_customers()
 */
BwRequest *
bw_partner_center_list_customers (BwCloud    *cloud,
                                  const char *partner_tenant)
{
  BwRequest *request = new_request (cloud, partner_tenant, "GET", "/customers?size=" PAGE_SIZE);

  bw_request_set_pages (request, "items", next_page);

  return request;
}

static BwTenantRow *
read_customer (JsonObject *customer)
{
  JsonObject *profile = get_object (customer, "companyProfile");
  const char *tenant_id = get_string (profile, "tenantId");
  const char *name = get_string (profile, "companyName");
  const char *domain = get_string (profile, "domain");
  g_autofree char *id = NULL;
  BwTenantRow *row;

  if (!bw_is_guid (tenant_id))
    tenant_id = get_string (customer, "id");
  if (!bw_is_guid (tenant_id))
    return NULL;

  id = g_ascii_strdown (tenant_id, -1);
  row = bw_tenant_row_new (id);
  row->source = BW_TENANT_SOURCE_PARTNER_CENTER;
  if (!bw_str_is_empty (domain))
    bw_set_str (&row->domain, domain);
  if (bw_str_is_empty (name))
    name = row->domain != NULL ? row->domain : id;
  bw_set_str (&row->name, name);

  return row;
}

/* Microsoft's own tools know that the list may end in a page that is refused,
 * with a code of its own, rather than in one without a link. */
static gboolean
is_end_of_pages (BwResponse *response)
{
  JsonObject *object = bw_response_get_object (response);
  BwRequest *request = bw_response_get_request (response);
  g_autofree char *code = bw_json_dup_scalar (object, bw_answer_member (object, "code"));

  return bw_response_get_status (response) == 400 && g_strcmp0 (code, END_OF_PAGES) == 0 &&
         bw_request_get_header (request, "MS-ContinuationToken") != NULL &&
         bw_response_get_list (response, "items") != NULL;
}

/**
 * bw_partner_center_read_customers:
 * @response: the answer to bw_partner_center_list_customers()
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * A customer without a tenant ID is left out: there is nothing to set up.
 *
 * Returns: (transfer container) (element-type BwTenantRow): the customers, or
 *   %NULL with @error set
 */
GPtrArray *
bw_partner_center_read_customers (BwResponse  *response,
                                  GError     **error)
{
  JsonArray *items = is_end_of_pages (response) ? bw_response_get_list (response, "items")
                                                : bw_answer_list (response, "items", error);
  g_autoptr(GPtrArray) rows = NULL;

  if (items == NULL)
    return NULL;

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_tenant_row_free);
  for (guint i = 0; i < bw_json_array_length (items); i++)
    {
      BwTenantRow *row = read_customer (bw_json_array_object (items, i));

      if (row != NULL)
        g_ptr_array_add (rows, row);
    }

  return g_steal_pointer (&rows);
}

static BwRequest *
new_for_customer (BwCloud    *cloud,
                  const char *partner_tenant,
                  const char *method,
                  const char *customer_id,
                  const char *below)
{
  g_autofree char *segment = bw_odata_segment (customer_id);
  g_autofree char *path = g_strdup_printf ("/customers/%s%s", segment, below);

  return new_request (cloud, partner_tenant, method, path);
}

/**
 * bw_partner_center_get_customer:
 * @cloud: a cloud
 * @partner_tenant: our tenant
 * @customer_id: a customer
 *
 * Returns: (transfer full): a request for the customer; for
 *   bw_partner_center_read_relationship()
 */
BwRequest *
bw_partner_center_get_customer (BwCloud    *cloud,
                                const char *partner_tenant,
                                const char *customer_id)
{
  return new_for_customer (cloud, partner_tenant, "GET", customer_id, "");
}

/**
 * bw_partner_center_read_relationship:
 * @response: the answer to bw_partner_center_get_customer()
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer full): what the customer is to us, in lower case:
 *   "reseller", "advisor", "none" …; or %NULL with @error set
 */
char *
bw_partner_center_read_relationship (BwResponse  *response,
                                     GError     **error)
{
  JsonObject *customer = bw_answer_object (response, error);
  const char *relationship = NULL;

  if (customer != NULL)
    relationship = bw_json_require_string (customer,
                                           bw_answer_member (customer, "relationshipToPartner"),
                                           error);

  return relationship != NULL ? g_ascii_strdown (relationship, -1) : NULL;
}

/**
 * bw_partner_center_consent:
 * @cloud: a cloud
 * @partner_tenant: our tenant
 * @customer_id: a customer
 * @client_id: our app registration
 * @resource_app_id: application ID of the one resource that this is about
 * @scopes: delegated permissions of the resource
 *
 * An existing consent for the resource is not added to but refused: see
 * bw_catalogue_says_exists().
 *
 * Returns: (transfer full): a request that consents on behalf of the customer
 */
BwRequest *
bw_partner_center_consent (BwCloud            *cloud,
                           const char         *partner_tenant,
                           const char         *customer_id,
                           const char         *client_id,
                           const char         *resource_app_id,
                           const char * const *scopes)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *joined = g_strjoinv (", ", (char **) scopes);
  g_autofree char *request_id = g_uuid_string_random ();
  BwRequest *request = NULL;

  json_builder_begin_object (builder);
  bw_json_add_string (builder, "applicationId", client_id);
  json_builder_set_member_name (builder, "applicationGrants");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  bw_json_add_string (builder, "enterpriseApplicationId", resource_app_id);
  bw_json_add_string (builder, "scope", joined);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  request = new_for_customer (cloud, partner_tenant, "POST", customer_id, "/applicationconsents");
  bw_request_set_header (request, "MS-RequestId", request_id);
  bw_request_take_json (request, json_builder_get_root (builder));

  return request;
}

/**
 * bw_partner_center_remove_consent:
 * @cloud: a cloud
 * @partner_tenant: our tenant
 * @customer_id: a customer
 * @client_id: our app registration
 *
 * %BW_EVENT_NOT_A_CUSTOMER is also the answer where Partner Center knows of no
 * consent, so it means that nothing is left to remove.
 *
 * Returns: (transfer full): a request that takes back every consent of the application
 */
BwRequest *
bw_partner_center_remove_consent (BwCloud    *cloud,
                                  const char *partner_tenant,
                                  const char *customer_id,
                                  const char *client_id)
{
  g_autofree char *segment = bw_odata_segment (client_id);
  g_autofree char *below = g_strconcat ("/applicationconsents/", segment, NULL);

  return new_for_customer (cloud, partner_tenant, "DELETE", customer_id, below);
}
