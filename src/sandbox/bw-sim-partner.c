/* bw-sim-partner.c - Partner Center of the simulated cloud: who may call what
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-partner.h"
#include "bw-sim-server.h"
#include "bw-sim-util.h"

#define JSON_TYPE       "application/json; charset=utf-8"
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* @user: whether only a user may do it, not an application by itself */
typedef struct
{
  const char *method;
  const char *path;
  gboolean    user;
  void      (*handle) (BwSimPartnerCall *call);
} Route;

static const Route routes[] = {
  { "GET", "customers", FALSE, bw_sim_partner_list_customers },
  { "GET", "customers/relationshiprequests", TRUE, bw_sim_partner_get_invitation },
  { "GET", "customers/*", FALSE, bw_sim_partner_get_customer },
  { "PATCH", "customers/*", TRUE, bw_sim_partner_update_customer },
  { "GET", "customers/*/profiles/company", TRUE, bw_sim_partner_get_profile },
  { "GET", "customers/*/customDomains", FALSE, bw_sim_partner_list_domains },
  { "POST", "customers/*/applicationconsents", TRUE, bw_sim_partner_consent },
  { "DELETE", "customers/*/applicationconsents/*", TRUE, bw_sim_partner_remove_consent },
  { "GET", "profiles/organization", TRUE, bw_sim_partner_get_own_profile },
  { "HEAD", "domains/*", FALSE, bw_sim_partner_check_domain },
};

/**
 * bw_sim_partner_reply_text:
 * @call: a call
 * @status: HTTP status
 * @text: JSON
 *
 * What is read begins with a byte order mark, which no JSON should.
 */
void
bw_sim_partner_reply_text (BwSimPartnerCall *call,
                           guint             status,
                           const char       *text)
{
  gboolean marked = g_str_equal (call->exchange->method, "GET") && status == 200
                    && !bw_sim_world_has_quirk (call->world, "no-bom");
  g_autofree char *whole = g_strconcat (marked ? BYTE_ORDER_MARK : "", text, NULL);

  bw_sim_exchange_reply_text (call->exchange, status, JSON_TYPE, whole);
}

/**
 * bw_sim_partner_reply:
 * @call: a call
 * @status: HTTP status
 * @object: (transfer full): the answer
 */
void
bw_sim_partner_reply (BwSimPartnerCall *call,
                      guint             status,
                      JsonObject       *object)
{
  g_autofree char *text = bw_sim_json_format (object, FALSE);

  json_object_unref (object);
  bw_sim_partner_reply_text (call, status, text);
}

/**
 * bw_sim_partner_reply_strings:
 * @call: a call
 * @array: (transfer full): the answer, bare
 */
void
bw_sim_partner_reply_strings (BwSimPartnerCall *call,
                              JsonArray        *array)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  g_autofree char *text = NULL;

  json_node_take_array (node, array);
  text = json_to_string (node, FALSE);
  bw_sim_partner_reply_text (call, 200, text);
}

/**
 * bw_sim_partner_refuse:
 * @call: a call
 * @status: HTTP status
 * @code: Partner Center's own number for it
 * @format: what is wrong
 */
void
bw_sim_partner_refuse (BwSimPartnerCall *call,
                       guint             status,
                       int               code,
                       const char       *format,
                       ...)
{
  JsonObject *object = json_object_new ();
  va_list args;

  /* The documents say text, the wire a number, for most of them. */
  if (bw_sim_world_has_quirk (call->world, "string-codes"))
    bw_sim_json_take_string (object, "code", g_strdup_printf ("%d", code));
  else
    json_object_set_int_member (object, "code", code);

  va_start (args, format);
  bw_sim_json_take_string (object, "description", g_strdup_vprintf (format, args));
  va_end (args);

  json_object_set_array_member (object, "data", json_array_new ());
  json_object_set_string_member (object, "source", "PartnerFD");
  bw_sim_partner_reply (call, status, object);
}

/**
 * bw_sim_partner_find_customer:
 * @call: a call about a customer
 *
 * Returns: (nullable): the customer in the path, or %NULL with a refusal sent
 */
BwSimTenant *
bw_sim_partner_find_customer (BwSimPartnerCall *call)
{
  const char *id = call->exchange->segments[1];
  BwSimTenant *tenant;

  if (!bw_sim_is_guid (id))
    {
      bw_sim_partner_refuse (call, 400, BW_SIM_PARTNER_BAD_CUSTOMER,
                             "The customer id '%s' is invalid.", id);
      return NULL;
    }

  tenant = bw_sim_world_get_tenant (call->world, id);
  if (tenant == NULL || !tenant->in_partner_center)
    {
      bw_sim_partner_refuse (call, 404, BW_SIM_PARTNER_NOT_FOUND, "Customer not found.");
      return NULL;
    }

  bw_sim_exchange_set_tenant (call->exchange, tenant->id);

  return tenant;
}

/**
 * bw_sim_partner_dup_body:
 * @call: a call
 *
 * Returns: (transfer full): the object that was sent, or %NULL with a refusal sent
 */
JsonObject *
bw_sim_partner_dup_body (BwSimPartnerCall *call)
{
  const char *type = bw_sim_exchange_get_header (call->exchange, "Content-Type");
  g_autofree char *essence = g_strndup (type != NULL ? type : "",
                                        type != NULL ? strcspn (type, ";") : 0);
  JsonObject *body;

  if (g_ascii_strcasecmp (g_strstrip (essence), "application/json") != 0)
    {
      bw_sim_partner_refuse (call, 415, BW_SIM_PARTNER_BAD_INPUT,
                             "The media type of the request is not supported.");
      return NULL;
    }

  body = bw_sim_exchange_dup_json (call->exchange);
  if (body == NULL)
    bw_sim_partner_refuse (call, 400, BW_SIM_PARTNER_BAD_INPUT,
                           "The body of the request is not valid.");

  return body;
}

/**
 * bw_sim_partner_member:
 * @object: (nullable): an object that was sent
 * @name: of a member
 *
 * Returns: (transfer none): how @object spells @name, as any case will do
 */
const char *
bw_sim_partner_member (JsonObject *object,
                       const char *name)
{
  JsonObjectIter iter;
  const char *spelling;

  if (object == NULL)
    return name;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &spelling, NULL))
    {
      if (g_ascii_strcasecmp (spelling, name) == 0)
        return spelling;
    }

  return name;
}

/**
 * bw_sim_partner_set_kind:
 * @object: part of an answer
 * @kind: what it is
 */
void
bw_sim_partner_set_kind (JsonObject *object,
                         const char *kind)
{
  JsonObject *attributes = json_object_new ();

  json_object_set_string_member (attributes, "objectType", kind);
  json_object_set_object_member (object, "attributes", attributes);
}

/**
 * bw_sim_partner_new_link:
 * @uri: a relative address
 *
 * Returns: (transfer full): a link as Partner Center writes it
 */
JsonObject *
bw_sim_partner_new_link (const char *uri)
{
  JsonObject *link = json_object_new ();

  json_object_set_string_member (link, "uri", uri);
  json_object_set_string_member (link, "method", "GET");
  json_object_set_array_member (link, "headers", json_array_new ());

  return link;
}

/**
 * bw_sim_partner_dup_roles:
 * @call: a call
 * @customer: a customer
 *
 * Returns: (transfer full) (element-type utf8 utf8): IDs of the roles that the caller has there
 */
GHashTable *
bw_sim_partner_dup_roles (BwSimPartnerCall *call,
                          BwSimTenant      *customer)
{
  if (call->bearer->user_id == NULL)
    return g_hash_table_new (g_str_hash, g_str_equal);

  return bw_sim_world_dup_gdap_roles (call->world, customer, call->bearer->user_id);
}

static void
set_guid_header (BwSimExchange *exchange,
                 const char    *name,
                 const char    *fallback)
{
  const char *sent = bw_sim_exchange_get_header (exchange, name);
  g_autofree char *made = fallback != NULL ? g_strdup (fallback) : g_uuid_string_random ();

  bw_sim_exchange_set_header (exchange, name, bw_sim_is_guid (sent) ? sent : made);
}

static void
set_headers (BwSimExchange *exchange)
{
  g_autofree char *vector = g_strdup_printf ("%.16s.0", exchange->request_id);

  set_guid_header (exchange, "MS-RequestId", exchange->request_id);
  set_guid_header (exchange, "MS-CorrelationId", NULL);
  bw_sim_exchange_set_header (exchange, "MS-CV", vector);
  bw_sim_exchange_set_header (exchange, "MS-ServerId", "101112202");
  bw_sim_exchange_set_header (exchange, "Request-Context",
                              "appId=cid-v1:03ce8ca8-8373-4021-8f25-d5dd45c7b12f");
}

/* The gateway speaks before Partner Center does, in another dialect. */
static void
refuse_as_gateway (BwSimPartnerCall *call,
                   const char       *message)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "statusCode", 401);
  json_object_set_string_member (object, "message", message);
  bw_sim_partner_reply (call, 401, object);
}

static void
refuse_bearer (BwSimPartnerCall   *call,
               BwSimBearerProblem  problem)
{
  bw_sim_exchange_set_header (call->exchange, "WWW-Authenticate", "Bearer error=\"invalid_token\"");

  if (problem == BW_SIM_BEARER_WRONG_AUDIENCE)
    refuse_as_gateway (call, "Unauthorized: Invalid Authorization header, incorrect audience");
  else if (problem == BW_SIM_BEARER_MISSING)
    bw_sim_partner_refuse (call, 401, BW_SIM_PARTNER_TOKEN_MISSING,
                           "The partner token is missing.");
  else
    bw_sim_partner_refuse (call, 401, BW_SIM_PARTNER_ACCESS_DENIED, "Access denied.");
}

/* There is nothing but the reason to tell why. */
static void
refuse_without_mfa (BwSimPartnerCall *call)
{
  bw_sim_exchange_set_header (call->exchange, "WWW-Authenticate", "Bearer error=\"invalid_token\"");
  bw_sim_exchange_reply_empty (call->exchange, 401);
  soup_server_message_set_status (call->exchange->message, 401, "Unauthorized - MFA required");
}

static gboolean
check_caller (BwSimPartnerCall *call,
              const Route      *route)
{
  BwSimBearer *bearer = call->bearer;

  if (bw_sim_exchange_get_header (call->exchange, "ValidateMfa") != NULL && bearer->user_id != NULL)
    bw_sim_exchange_set_header (call->exchange, "isMfaCompliant", bearer->mfa ? "true" : "false");

  if (bw_sim_world_get_tenant (call->world, bearer->tenant) != call->world->partner)
    refuse_bearer (call, BW_SIM_BEARER_MALFORMED);
  else if (bearer->user_id == NULL && route->user)
    bw_sim_partner_refuse (call, 403, BW_SIM_PARTNER_NEEDS_USER,
                           "The resource does not support app-only tokens.");
  else if (bearer->user_id == NULL)
    return TRUE;
  else if (!bearer->mfa)
    refuse_without_mfa (call);
  else if (!bw_sim_bearer_may (bearer, "user_impersonation"))
    bw_sim_partner_refuse (call, 403, BW_SIM_PARTNER_FORBIDDEN, "Access denied.");
  else if (!bw_sim_world_is_admin_agent (call->world, bearer->user_id))
    bw_sim_partner_refuse (call, 403, BW_SIM_PARTNER_NOT_AUTHORIZED, "Authorization Failed");
  else
    return TRUE;

  return FALSE;
}

/* Returns: (nullable): the route, or %NULL with a refusal sent */
static const Route *
find_route (BwSimPartnerCall *call)
{
  gboolean known = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      if (bw_sim_exchange_matches (call->exchange, routes[i].method, routes[i].path))
        return &routes[i];

      known = known || bw_sim_exchange_matches (call->exchange, NULL, routes[i].path);
    }

  if (known)
    bw_sim_partner_refuse (call, 405, BW_SIM_PARTNER_BAD_INPUT,
                           "The method is not allowed for this resource.");
  else
    bw_sim_partner_refuse (call, 404, BW_SIM_PARTNER_NOT_FOUND, "Resource not found.");

  return NULL;
}

void
bw_sim_partner_handle (BwSimExchange *self)
{
  BwSimBearerProblem problem = BW_SIM_BEARER_GOOD;
  g_autoptr(BwSimBearer) bearer = bw_sim_bearer_new (self, BW_SIM_AUDIENCE_PARTNER, &problem);
  BwSimPartnerCall call = { self, self->world, bearer, bw_sim_clock_now (self->world->clock) };
  const Route *route;

  set_headers (self);

  if (bearer == NULL)
    {
      refuse_bearer (&call, problem);
      return;
    }

  bw_sim_exchange_set_tenant (self, bearer->tenant);
  route = find_route (&call);
  if (route != NULL && check_caller (&call, route))
    route->handle (&call);
}
