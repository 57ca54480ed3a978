/* bw-sim-partner-consents.c - consent on behalf of a customer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-partner.h"
#include "bw-sim-server.h"
#include "bw-sim-service.h"
#include "bw-sim-util.h"

#define MAX_SCOPE_LENGTH 200

/* Any of them, in an active access assignment. */
static const char *const consenting_roles[] = {
  "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", /* Application Administrator */
  "158c047a-c907-4556-b7ef-446551a6b5f7", /* Cloud Application Administrator */
  "62e90394-69f5-4237-9190-012177145e10", /* Global Administrator */
  "e8611ab8-c189-46e8-94e1-60213ab1f814", /* Privileged Role Administrator, no longer recommended */
};

/* One service and what is granted of it. */
typedef struct
{
  const char *resource;
  char       *scope;
} Wanted;

static void
wanted_free (Wanted *self)
{
  g_free (self->scope);
  g_free (self);
}

static gboolean
may_consent (BwSimPartnerCall *call,
             BwSimTenant      *customer)
{
  g_autoptr(GHashTable) roles = bw_sim_partner_dup_roles (call, customer);

  for (guint i = 0; i < G_N_ELEMENTS (consenting_roles); i++)
    {
      if (g_hash_table_contains (roles, consenting_roles[i]))
        return TRUE;
    }

  return FALSE;
}

/* What the customer's policies say of service providers. */
static gboolean
is_blocked (BwSimTenant *customer)
{
  const char *policy = customer->conditional_access;

  return policy != NULL && (g_str_equal (policy, "block") || g_str_equal (policy, "device"));
}

static gboolean
check_access (BwSimPartnerCall *call,
              BwSimTenant      *customer)
{
  if (customer->gone)
    bw_sim_partner_refuse (call, 404, BW_SIM_PARTNER_NO_TENANT, "Tenant not found.");
  else if (!may_consent (call, customer))
    bw_sim_partner_refuse (call, 403, BW_SIM_PARTNER_INSUFFICIENT,
                           "Insufficient privileges to complete the "
                           "operation.");
  else if (is_blocked (customer))
    bw_sim_partner_refuse (call, 403, BW_SIM_PARTNER_CONDITIONAL_ACCESS,
                           "Access has been blocked by Conditional Access "
                           "policies.");
  else
    return TRUE;

  return FALSE;
}

static gboolean
is_scope (const char *text)
{
  gsize length = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

  return length > 0 && length <= MAX_SCOPE_LENGTH && text[length] == '\0';
}

/* Scopes are separated by commas here, by spaces in the directory.
 * Returns: (transfer full) (nullable): the latter, or %NULL if they are not valid */
static char *
dup_scope (const char *text)
{
  g_auto(GStrv) scopes = g_strsplit (text != NULL ? text : "", ",", -1);

  for (guint i = 0; scopes[i] != NULL; i++)
    {
      if (!is_scope (g_strstrip (scopes[i])))
        return NULL;
    }

  return scopes[0] != NULL ? g_strjoinv (" ", scopes) : NULL;
}

/* Returns: (transfer full) (element-type Wanted): what to grant, or %NULL with a refusal sent */
static GPtrArray *
read_grants (BwSimPartnerCall *call,
             JsonObject       *body)
{
  JsonArray *array = bw_sim_json_array (body, bw_sim_partner_member (body, "applicationGrants"));
  g_autoptr(GPtrArray) grants = g_ptr_array_new_with_free_func ((GDestroyNotify) wanted_free);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *item = bw_sim_json_item (array, i);
      Wanted *wanted = g_new0 (Wanted, 1);

      wanted->resource =
        bw_sim_json_string (item, bw_sim_partner_member (item, "enterpriseApplicationId"));
      wanted->scope = dup_scope (bw_sim_json_string (item, bw_sim_partner_member (item, "scope")));
      g_ptr_array_add (grants, wanted);

      if (!bw_sim_is_guid (wanted->resource) || wanted->scope == NULL)
        {
          bw_sim_partner_refuse (call, 400, BW_SIM_PARTNER_BAD_PROPERTY,
                                 "The application grants are not valid.");
          return NULL;
        }
    }

  if (grants->len == 0)
    {
      bw_sim_partner_refuse (call, 400, BW_SIM_PARTNER_BAD_PROPERTY,
                             "The application grants are missing.");
      return NULL;
    }

  return g_steal_pointer (&grants);
}

static gboolean
check_grants (BwSimPartnerCall *call,
              BwSimTenant      *customer,
              GPtrArray        *grants)
{
  for (guint i = 0; i < grants->len; i++)
    {
      Wanted *wanted = g_ptr_array_index (grants, i);
      g_autofree char *resource = g_ascii_strdown (wanted->resource, -1);

      if (bw_sim_service_get_name (resource) == NULL
          || !bw_sim_tenant_has_resource (customer, resource))
        {
          bw_sim_partner_refuse (call, 400, BW_SIM_PARTNER_BAD_INPUT,
                                 "The application asks for permissions to a "
                                 "resource ('%s') that the organization '%s' lacks a service "
                                 "principal for.",
                                 resource, customer->name);
          return FALSE;
        }

      if (bw_sim_tenant_get_grant (customer, call->bearer->client_id, resource) != NULL)
        {
          bw_sim_partner_refuse (call, 409, BW_SIM_PARTNER_CONFLICT,
                                 "Permission entry already exists.");
          return FALSE;
        }
    }

  return TRUE;
}

/* All of it shows in the customer's directory after a while. */
static void
grant (BwSimPartnerCall *call,
       BwSimTenant      *customer,
       GPtrArray        *grants)
{
  const char *client_id = call->bearer->client_id;
  BwSimApp *app = bw_sim_world_get_app (call->world, client_id);
  gint64 visible = call->now + bw_sim_clock_lag (call->world->clock, BW_SIM_LAG_CONSENT);

  if (bw_sim_tenant_get_principal (customer, client_id) == NULL)
    bw_sim_tenant_add_principal (customer, client_id, app != NULL ? app->name : client_id, visible);

  for (guint i = 0; i < grants->len; i++)
    {
      Wanted *wanted = g_ptr_array_index (grants, i);

      if (bw_sim_tenant_get_grant (customer, client_id, wanted->resource) != NULL)
        continue;

      bw_sim_tenant_add_grant (customer, client_id, wanted->resource, wanted->scope, visible)
        ->partner_center = TRUE;
    }

  bw_sim_touch (call->exchange->sim);
}

static void
reply_consent (BwSimPartnerCall *call,
               JsonObject       *body)
{
  JsonObject *reply = json_object_new ();
  const char *name = bw_sim_json_string (body, bw_sim_partner_member (body, "displayName"));
  JsonNode *grants = json_object_get_member (body,
                                             bw_sim_partner_member (body, "applicationGrants"));

  json_object_set_string_member (reply, "applicationId", call->bearer->client_id);
  json_object_set_string_member (reply, "displayName", name);
  json_object_set_member (reply, "applicationGrants", json_node_copy (grants));
  bw_sim_partner_reply (call, 201, reply);
}

/* An application consents to itself, for a customer where its user may. */
void
bw_sim_partner_consent (BwSimPartnerCall *call)
{
  BwSimTenant *customer = bw_sim_partner_find_customer (call);
  g_autoptr(JsonObject) body = customer != NULL ? bw_sim_partner_dup_body (call) : NULL;
  const char *app_id = bw_sim_json_string (body, bw_sim_partner_member (body, "applicationId"));
  g_autoptr(GPtrArray) grants = NULL;

  if (body == NULL)
    return;

  if (!bw_sim_is_guid (app_id))
    {
      bw_sim_partner_refuse (call, 400, BW_SIM_PARTNER_BAD_PROPERTY,
                             "The application id is not valid.");
      return;
    }

  if (g_ascii_strcasecmp (app_id, call->bearer->client_id) != 0)
    {
      bw_sim_partner_refuse (call, 403, BW_SIM_PARTNER_FORBIDDEN,
                             "The application may consent only to itself.");
      return;
    }

  if (!check_access (call, customer))
    return;

  grants = read_grants (call, body);
  if (grants == NULL || !check_grants (call, customer, grants))
    return;

  grant (call, customer, grants);
  reply_consent (call, body);
}

/* The service principal stays, as a shell without permissions. */
void
bw_sim_partner_remove_consent (BwSimPartnerCall *call)
{
  BwSimTenant *customer = bw_sim_partner_find_customer (call);
  const char *app_id = call->exchange->segments[3];
  guint n_removed = 0;

  if (customer == NULL || !check_access (call, customer))
    return;

  for (guint i = customer->grants != NULL ? customer->grants->len : 0; i-- > 0;)
    {
      BwSimGrant *one = g_ptr_array_index (customer->grants, i);

      if (!one->partner_center || g_ascii_strcasecmp (one->app_id, app_id) != 0)
        continue;

      g_ptr_array_remove_index (customer->grants, i);
      n_removed++;
    }

  if (n_removed == 0)
    {
      bw_sim_partner_refuse (call, 404, BW_SIM_PARTNER_NOT_FOUND,
                             "There is no consent of this application.");
      return;
    }

  bw_sim_touch (call->exchange->sim);
  bw_sim_exchange_reply_empty (call->exchange, 200);
}
