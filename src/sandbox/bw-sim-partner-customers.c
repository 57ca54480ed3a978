/* bw-sim-partner-customers.c - the partner's customers, as Partner Center knows them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-partner.h"
#include "bw-sim-server.h"
#include "bw-sim-text.h"
#include "bw-sim-util.h"

#define MAX_SIZE   500
#define TOKEN_MARK "pc1:"

static const char *
get_relationship (BwSimTenant *tenant)
{
  return tenant->in_partner_center ? "reseller" : "none";
}

static void
add_self (JsonObject *object,
          char       *uri)
{
  g_autofree char *owned = uri;
  JsonObject *links = json_object_new ();

  json_object_set_object_member (links, "self", bw_sim_partner_new_link (owned));
  json_object_set_object_member (object, "links", links);
}

/* Address, e-mail and domains stay with the customer since delegated
 * administration is by roles. */
static JsonObject *
make_profile (BwSimTenant *tenant)
{
  JsonObject *profile = json_object_new ();

  json_object_set_string_member (profile, "tenantId", tenant->id);
  json_object_set_string_member (profile, "domain", tenant->initial_domain);
  json_object_set_string_member (profile, "companyName", tenant->name);
  add_self (profile, g_strdup_printf ("/customers/%s/profiles/company", tenant->id));
  bw_sim_partner_set_kind (profile, "CustomerCompanyProfile");

  return profile;
}

static JsonObject *
make_customer (BwSimTenant *tenant)
{
  JsonObject *customer = json_object_new ();

  json_object_set_string_member (customer, "id", tenant->id);
  json_object_set_object_member (customer, "companyProfile", make_profile (tenant));
  json_object_set_string_member (customer, "relationshipToPartner", get_relationship (tenant));
  add_self (customer, g_strdup_printf ("/customers/%s", tenant->id));
  bw_sim_partner_set_kind (customer, "Customer");

  return customer;
}

/* What a list is asked for. */
typedef struct
{
  guint    size;
  guint    position;
  gboolean by_domain;
  gboolean none;
  char    *prefix;
} Query;

static void
query_free (Query *self)
{
  g_free (self->prefix);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Query, query_free)

static gboolean
read_filter (BwSimPartnerCall *call,
             Query            *query)
{
  static const char *const fields[] = { "CompanyName", "Domain", "IndirectReseller",
                                        "IndirectCloudSolutionProvider" };
  const char *text = bw_sim_exchange_get_query (call->exchange, "filter");
  g_autoptr(JsonNode) node = text != NULL ? bw_sim_json_parse (text, -1, NULL) : NULL;
  JsonObject *filter = node != NULL ? json_node_get_object (node) : NULL;
  const char *field = bw_sim_json_string (filter, bw_sim_partner_member (filter, "Field"));
  const char *value = bw_sim_json_string (filter, bw_sim_partner_member (filter, "Value"));
  const char *operator = bw_sim_json_string (filter, bw_sim_partner_member (filter, "Operator"));

  if (text == NULL)
    return TRUE;

  for (guint i = 0; field != NULL && i < G_N_ELEMENTS (fields); i++)
    {
      if (g_ascii_strcasecmp (fields[i], field) != 0)
        continue;

      query->by_domain = i == 1;
      query->none = i > 1;
      query->prefix = value != NULL ? g_utf8_casefold (value, -1) : NULL;
    }

  if (query->prefix != NULL && g_strcmp0 (operator, "starts_with") == 0)
    return TRUE;

  bw_sim_partner_refuse (call, 400, BW_SIM_PARTNER_BAD_PROPERTY, "The filter is not valid.");

  return FALSE;
}

static char *
dup_token (const Query *query,
           guint        position)
{
  g_autofree char *plain = g_strdup_printf (TOKEN_MARK "%u:%u", query->size, position);

  return bw_sim_base64url ((const guint8 *) plain, strlen (plain));
}

/* A token is good for the page size that it was given out for. */
static gboolean
read_token (BwSimPartnerCall *call,
            Query            *query)
{
  const char *text = bw_sim_exchange_get_header (call->exchange, "MS-ContinuationToken");
  g_autofree char *plain = bw_sim_base64url_decode (text != NULL ? text : "");
  g_autofree char *begin = g_strdup_printf (TOKEN_MARK "%u:", query->size);
  guint64 position;

  if (!g_str_has_prefix (plain, begin)
      || !g_ascii_string_to_unsigned (plain + strlen (begin), 10, 0, G_MAXUINT, &position, NULL)
      || position >= call->world->tenants->len)
    {
      bw_sim_partner_refuse (call, 400, BW_SIM_PARTNER_INVALID,
                             "The continuation token is not valid.");
      return FALSE;
    }

  query->position = (guint) position;

  return TRUE;
}

static gboolean
read_seek (BwSimPartnerCall *call,
           Query            *query)
{
  const char *seek = bw_sim_exchange_get_query (call->exchange, "seekOperation");

  if (seek == NULL || g_ascii_strcasecmp (seek, "First") == 0)
    return TRUE;
  if (g_ascii_strcasecmp (seek, "Next") == 0)
    return read_token (call, query);

  bw_sim_partner_refuse (call, 400, BW_SIM_PARTNER_BAD_PROPERTY,
                         "The seek operation '%s' is not valid.", seek);

  return FALSE;
}

/* Returns: (transfer full): what is asked for, or %NULL with a refusal sent */
static Query *
read_query (BwSimPartnerCall *call)
{
  const char *text = bw_sim_exchange_get_query (call->exchange, "size");
  g_autoptr(Query) query = g_new0 (Query, 1);
  guint64 size = 0;

  if (!read_filter (call, query))
    return NULL;

  /* It may be left out where there is a filter. */
  if (text == NULL ? query->prefix == NULL
                   : !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &size, NULL))
    {
      bw_sim_partner_refuse (call, 400, BW_SIM_PARTNER_BAD_PROPERTY, "The page size is not valid.");
      return NULL;
    }

  query->size = size == 0 ? MAX_SIZE : (guint) MIN (size, MAX_SIZE);

  return read_seek (call, query) ? g_steal_pointer (&query) : NULL;
}

static gboolean
matches (const Query *query,
         BwSimTenant *tenant)
{
  g_autofree char *folded = NULL;

  if (!tenant->in_partner_center || query->none)
    return FALSE;
  if (query->prefix == NULL)
    return TRUE;

  folded = g_utf8_casefold (query->by_domain ? tenant->initial_domain : tenant->name, -1);

  return g_str_has_prefix (folded, query->prefix);
}

static void
add_next (BwSimPartnerCall *call,
          const Query      *query,
          guint             position,
          JsonObject       *reply,
          JsonObject       *links)
{
  gboolean versioned = bw_sim_world_has_quirk (call->world, "v1-links");
  g_autofree char *token = dup_token (query, position);
  g_autofree char *uri = g_strdup_printf ("%s/customers?size=%u&seekOperation=Next",
                                          versioned ? "/v1" : "", query->size);
  JsonObject *next = bw_sim_partner_new_link (uri);
  JsonObject *header = json_object_new ();

  json_object_set_string_member (header, "key", "MS-ContinuationToken");
  json_object_set_string_member (header, "value", token);
  json_array_add_object_element (json_object_get_array_member (next, "headers"), header);
  json_object_set_object_member (links, "next", next);
  json_object_set_string_member (reply, "continuationToken", token);
}

/* The same that make_customer() makes, without a tree: there may be very many. */
static void
write_customer (GString     *out,
                BwSimTenant *tenant)
{
  const char *id = tenant->id;

  g_string_append_printf (out,
                          "{\"id\":\"%s\",\"companyProfile\":{\"tenantId\":\"%s\",\"domain\":", id,
                          id);
  bw_sim_text_append_string (out, tenant->initial_domain);
  g_string_append (out, ",\"companyName\":");
  bw_sim_text_append_string (out, tenant->name);
  g_string_append_printf (
    out,
    ",\"links\":{\"self\":{\"uri\":\"/customers/%s/profiles/company\",\"method\":\"GET\","
    "\"headers\":[]}},\"attributes\":{\"objectType\":\"CustomerCompanyProfile\"}},"
    "\"relationshipToPartner\":\"%s\",\"links\":{\"self\":{\"uri\":\"/customers/%s\","
    "\"method\":\"GET\",\"headers\":[]}},\"attributes\":{\"objectType\":\"Customer\"}}",
    id, get_relationship (tenant), id);
}

/* Returns: the position behind the page */
static guint
write_page (BwSimPartnerCall *call,
            const Query      *query,
            GString          *out,
            guint            *n_written)
{
  GPtrArray *tenants = call->world->tenants;
  guint i;

  for (i = query->position; i < tenants->len; i++)
    {
      BwSimTenant *tenant = g_ptr_array_index (tenants, i);

      if (!matches (query, tenant))
        continue;
      if (*n_written == query->size)
        break;

      if ((*n_written)++ > 0)
        g_string_append_c (out, ',');
      write_customer (out, tenant);
    }

  return i;
}

void
bw_sim_partner_list_customers (BwSimPartnerCall *call)
{
  g_autoptr(Query) query = read_query (call);
  gboolean odd_end = bw_sim_world_has_quirk (call->world, "paging-ends-in-error");
  g_autoptr(GString) items = g_string_new (NULL);
  g_autoptr(GString) whole = NULL;
  g_autoptr(JsonObject) reply = NULL;
  g_autofree char *self_uri = NULL;
  g_autofree char *rest = NULL;
  JsonObject *links;
  guint n = 0;
  guint end;

  if (query == NULL)
    return;

  links = json_object_new ();
  reply = json_object_new ();
  end = write_page (call, query, items, &n);
  self_uri = g_strdup_printf ("/v1/customers?size=%u", query->size);

  json_object_set_object_member (links, "self", bw_sim_partner_new_link (self_uri));
  if (end < call->world->tenants->len || (odd_end && n > 0))
    add_next (call, query, end, reply, links);
  json_object_set_object_member (reply, "links", links);
  bw_sim_partner_set_kind (reply, "Collection");
  rest = bw_sim_json_format (reply, FALSE);

  /* How long the whole list is, nobody says: this is the number on the page. */
  whole = g_string_new (NULL);
  g_string_append_printf (whole, "{\"totalCount\":%u,\"items\":[%s],%s", n, items->str, rest + 1);
  bw_sim_partner_reply_text (call, 200, whole->str);
}

static JsonObject *
make_billing_profile (BwSimTenant *tenant)
{
  g_autofree char *seed = g_strconcat (tenant->id, "/billing", NULL);
  JsonObject *attributes = json_object_new ();
  JsonObject *profile = json_object_new ();

  bw_sim_json_take_string (profile, "id", bw_sim_guid_for (seed));
  json_object_set_string_member (profile, "culture", "en-US");
  json_object_set_string_member (profile, "language", "en");
  json_object_set_string_member (profile, "companyName", tenant->name);
  json_object_set_string_member (attributes, "etag", "-4242348048554929329");
  json_object_set_string_member (attributes, "objectType", "CustomerBillingProfile");
  json_object_set_object_member (profile, "attributes", attributes);

  return profile;
}

void
bw_sim_partner_get_customer (BwSimPartnerCall *call)
{
  BwSimTenant *tenant = bw_sim_partner_find_customer (call);
  g_autofree char *seed = NULL;
  JsonObject *customer;

  if (tenant == NULL)
    return;

  seed = g_strconcat (tenant->id, "/commerce", NULL);
  customer = make_customer (tenant);
  bw_sim_json_take_string (customer, "commerceId", bw_sim_guid_for (seed));
  json_object_set_object_member (customer, "billingProfile", make_billing_profile (tenant));
  json_object_set_boolean_member (customer, "allowDelegatedAccess", FALSE);
  bw_sim_partner_reply (call, 200, customer);
}

/* Writes are answered in another case, and with everything that is not set. */
static JsonObject *
make_pascal_customer (void)
{
  static const char *const unset[] = { "Id", "CommerceId", "CompanyProfile", "BillingProfile" };
  JsonObject *attributes = json_object_new ();
  JsonObject *customer = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (unset); i++)
    json_object_set_null_member (customer, unset[i]);
  json_object_set_string_member (customer, "RelationshipToPartner", "none");
  json_object_set_null_member (customer, "AllowDelegatedAccess");
  json_object_set_string_member (attributes, "ObjectType", "Customer");
  json_object_set_object_member (customer, "Attributes", attributes);

  return customer;
}

/* Ends the reseller relation, for which no other relationship may be in force. */
void
bw_sim_partner_update_customer (BwSimPartnerCall *call)
{
  BwSimTenant *tenant = bw_sim_partner_find_customer (call);
  g_autoptr(JsonObject) body = tenant != NULL ? bw_sim_partner_dup_body (call) : NULL;
  const char *relationship =
    bw_sim_json_string (body, bw_sim_partner_member (body, "relationshipToPartner"));

  if (body == NULL)
    return;

  if (relationship == NULL || g_ascii_strcasecmp (relationship, "none") != 0)
    {
      bw_sim_partner_refuse (call, 400, BW_SIM_PARTNER_BAD_PROPERTY,
                             "The relationship to the partner is not valid.");
      return;
    }

  tenant->in_partner_center = FALSE;
  bw_sim_touch (call->exchange->sim);
  bw_sim_partner_reply (call, 200, make_pascal_customer ());
}

void
bw_sim_partner_get_profile (BwSimPartnerCall *call)
{
  BwSimTenant *tenant = bw_sim_partner_find_customer (call);

  if (tenant != NULL)
    bw_sim_partner_reply (call, 200, make_profile (tenant));
}

/* What the customer keeps to itself is told to who has a role there. */
void
bw_sim_partner_list_domains (BwSimPartnerCall *call)
{
  static const char *const allowed[] = {
    "62e90394-69f5-4237-9190-012177145e10", /* Global Administrator */
    "9360feb5-f418-4baa-8175-e2a00bac4301", /* Directory Writers */
    "f2ef992c-3afb-46b9-b7cf-a126ee74c451", /* Global Reader */
    "8329153b-31d0-4727-b945-745eb3bc5f31", /* Domain Name Administrator */
  };
  BwSimTenant *tenant = bw_sim_partner_find_customer (call);
  g_autoptr(GHashTable) roles = NULL;
  gboolean may = FALSE;
  JsonArray *domains;

  if (tenant == NULL)
    return;

  roles = bw_sim_partner_dup_roles (call, tenant);
  for (guint i = 0; i < G_N_ELEMENTS (allowed); i++)
    may = may || g_hash_table_contains (roles, allowed[i]);

  if (!may)
    {
      bw_sim_partner_refuse (call, 403, BW_SIM_PARTNER_INSUFFICIENT,
                             "Insufficient privileges to complete the "
                             "operation.");
      return;
    }

  domains = json_array_new ();
  json_array_add_string_element (domains, tenant->initial_domain);
  if (g_strcmp0 (tenant->domain, tenant->initial_domain) != 0)
    json_array_add_string_element (domains, tenant->domain);
  bw_sim_partner_reply_strings (call, domains);
}

/* 200 says that the domain is taken, 404 that it is free. */
void
bw_sim_partner_check_domain (BwSimPartnerCall *call)
{
  const char *domain = call->exchange->segments[1];
  BwSimTenant *tenant = bw_sim_is_guid (domain) ? NULL
                                                : bw_sim_world_get_tenant (call->world, domain);

  bw_sim_exchange_reply_empty (call->exchange, tenant != NULL ? 200 : 404);
}

void
bw_sim_partner_get_own_profile (BwSimPartnerCall *call)
{
  BwSimTenant *partner = call->world->partner;
  JsonObject *profile = json_object_new ();

  json_object_set_string_member (profile, "id", partner->id);
  json_object_set_string_member (profile, "companyName", partner->name);
  json_object_set_string_member (profile, "culture", "en-US");
  json_object_set_string_member (profile, "domain", partner->domain);
  json_object_set_string_member (profile, "language", "en");
  json_object_set_string_member (profile, "profileType", "organization_profile");
  bw_sim_partner_set_kind (profile, "OrganizationProfile");
  bw_sim_partner_reply (call, 200, profile);
}

void
bw_sim_partner_get_invitation (BwSimPartnerCall *call)
{
  JsonObject *invitation = json_object_new ();

  bw_sim_json_take_string (
    invitation, "url",
    g_strdup_printf ("https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship"
                     "&partnerId=%s&msppId=0&DAP=false#/BillingAccounts/partner-invitation",
                     call->world->partner->id));
  bw_sim_partner_set_kind (invitation, "RelationshipRequest");
  bw_sim_partner_reply (call, 200, invitation);
}
