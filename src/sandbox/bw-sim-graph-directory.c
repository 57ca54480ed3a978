/* bw-sim-graph-directory.c - organization, contracts, me, and who a tenant is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-account.h"
#include "bw-sim-guest.h"
#include "bw-sim-odata.h"
#include "bw-sim-server.h"
#include "bw-sim-util.h"

static const BwSimKind organization_kind = {
  .set = "organization",
  .type = "Organization",
  .default_top = 100,
  .max_top = 999,
};

static void
add_domain (JsonArray  *domains,
            const char *name,
            gboolean    is_default,
            gboolean    is_initial)
{
  JsonObject *domain = json_object_new ();

  json_object_set_string_member (domain, "capabilities", "Email, OfficeCommunicationsOnline");
  json_object_set_boolean_member (domain, "isDefault", is_default);
  json_object_set_boolean_member (domain, "isInitial", is_initial);
  json_object_set_string_member (domain, "name", name);
  json_object_set_string_member (domain, "type", "Managed");
  json_array_add_object_element (domains, domain);
}

static JsonArray *
make_domains (BwSimTenant *tenant)
{
  JsonArray *domains = json_array_new ();
  gboolean same = g_strcmp0 (tenant->domain, tenant->initial_domain) == 0;

  add_domain (domains, tenant->initial_domain, same, TRUE);
  if (!same)
    add_domain (domains, tenant->domain, TRUE, FALSE);

  return domains;
}

/* User.Read alone shows not more than who it is. */
static gboolean
sees_all (BwSimCall *call)
{
  static const char *const permissions[] = {
    "Organization.Read.All",   "Organization.ReadWrite.All", "Directory.Read.All",
    "Directory.ReadWrite.All", "Directory.AccessAsUser.All",
  };

  for (guint i = 0; i < G_N_ELEMENTS (permissions); i++)
    {
      if (bw_sim_bearer_may (call->bearer, permissions[i]))
        return TRUE;
    }

  return FALSE;
}

static JsonObject *
make_organization (gpointer source,
                   guint    index)
{
  static const char *const empty_lists[] = {
    "assignedPlans",
    "businessPhones",
    "marketingNotificationEmails",
    "provisionedPlans",
    "securityComplianceNotificationMails",
    "securityComplianceNotificationPhones",
    "technicalNotificationMails",
  };
  BwSimCall *call = source;
  BwSimTenant *tenant = call->tenant;
  gboolean all = sees_all (call);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", tenant->id);
  json_object_set_null_member (object, "deletedDateTime");
  bw_sim_json_take_string (object, "createdDateTime",
                           all ? bw_sim_time_format_seconds (call->world->epoch - 1000 * BW_SIM_DAY)
                               : NULL);
  json_object_set_string_member (object, "displayName", tenant->name);
  json_object_set_string_member (object, "tenantType", all ? "AAD" : NULL);
  json_object_set_string_member (object, "partnerTenantType",
                                 all && bw_sim_call_is_in_partner (call)
                                 ? "valueAddedResellerPartnerDelegatedAdmin" : NULL);
  json_object_set_null_member (object, "onPremisesLastSyncDateTime");
  json_object_set_null_member (object, "onPremisesSyncEnabled");
  json_object_set_null_member (object, "countryLetterCode");
  json_object_set_null_member (object, "preferredLanguage");
  for (guint i = 0; i < G_N_ELEMENTS (empty_lists); i++)
    json_object_set_array_member (object, empty_lists[i], json_array_new ());
  json_object_set_array_member (object, "verifiedDomains", make_domains (tenant));

  return object;
}

void
bw_sim_graph_list_organization (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new (call, &organization_kind);
  BwSimItems items = { call, 1, NULL, NULL, make_organization };

  if (query != NULL)
    bw_sim_query_reply (query, call, &items);
}

static const char *const contract_filterable[] = { "customerId", "defaultDomainName", "displayName",
                                                   NULL };
static const BwSimKind contract_kind = {
  .set = "contracts",
  .type = "Contract",
  .default_top = 100,
  .max_top = 999,
  .filterable = contract_filterable,
};

static gboolean
contract_shows (gpointer source,
                guint    index)
{
  BwSimCall *call = source;
  BwSimTenant *tenant = g_ptr_array_index (call->world->tenants, index);

  return tenant->in_partner_center;
}

static char *
get_contract_property (gpointer    source,
                       guint       index,
                       const char *property)
{
  BwSimCall *call = source;
  BwSimTenant *tenant = g_ptr_array_index (call->world->tenants, index);

  if (g_str_equal (property, "customerId"))
    return g_strdup (tenant->id);

  return g_strdup (g_str_equal (property, "displayName") ? tenant->name : tenant->domain);
}

/* The ID of the contract is not that of the tenant. */
static char *
dup_contract_id (BwSimTenant *tenant)
{
  g_autofree char *seed = g_strconcat ("/contracts/", tenant->id, NULL);

  return bw_sim_guid_for (seed);
}

static JsonObject *
make_contract (gpointer source,
               guint    index)
{
  BwSimCall *call = source;
  BwSimTenant *tenant = g_ptr_array_index (call->world->tenants, index);
  JsonObject *object = json_object_new ();

  bw_sim_json_take_string (object, "id", dup_contract_id (tenant));
  json_object_set_null_member (object, "deletedDateTime");
  json_object_set_string_member (object, "contractType", "ResellerPartner");
  json_object_set_string_member (object, "customerId", tenant->id);
  json_object_set_string_member (object, "defaultDomainName", tenant->domain);
  json_object_set_string_member (object, "displayName", tenant->name);

  return object;
}

void
bw_sim_graph_list_contracts (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new (call, &contract_kind);
  BwSimItems items = { call, call->world->tenants->len, contract_shows, get_contract_property,
                       make_contract };

  if (query != NULL)
    bw_sim_query_reply (query, call, &items);
}

void
bw_sim_graph_get_contract (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new_for_one (call, &contract_kind);
  const char *id = bw_sim_call_segment (call, 1);

  if (query == NULL)
    return;

  for (guint i = 0; i < call->world->tenants->len; i++)
    {
      BwSimTenant *tenant = g_ptr_array_index (call->world->tenants, i);
      g_autofree char *contract = dup_contract_id (tenant);

      if (!tenant->in_partner_center || g_ascii_strcasecmp (contract, id) != 0)
        continue;

      bw_sim_query_reply_one (query, call, make_contract (call, i));
      return;
    }

  bw_sim_call_refuse_missing (call, id);
}

static gboolean
has_parameter (BwSimCall  *call,
               const char *name)
{
  g_autofree char *begin = g_strdup_printf ("(%s='", name);
  const char *segment = bw_sim_call_segment (call, 1);

  return g_strstr_len (segment, -1, begin) != NULL;
}

/* Works for any tenant, with or without a relationship. */
void
bw_sim_graph_find_tenant (BwSimCall *call)
{
  g_autofree char *key = bw_sim_call_dup_key (call, 1);
  gboolean by_id = has_parameter (call, "tenantId");
  BwSimTenant *tenant = bw_sim_world_get_tenant (call->world, key);
  JsonObject *object;

  if (key == NULL || (!by_id && !has_parameter (call, "domainName"))
      || (by_id && !bw_sim_is_guid (key)))
    {
      bw_sim_call_refuse (call, 400, "Request_BadRequest",
                          "Invalid value specified for the parameter of the function.");
      return;
    }

  if (tenant == NULL || tenant->gone || by_id != (g_ascii_strcasecmp (tenant->id, key) == 0))
    {
      bw_sim_call_refuse (call, 404, "Request_ResourceNotFound", "Unable to find the tenant '%s'.",
                          key);
      return;
    }

  bw_sim_exchange_set_tenant (call->exchange, tenant->id);
  object = json_object_new ();
  json_object_set_string_member (
    object, "@odata.context",
    "https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.tenantInformation");
  json_object_set_string_member (object, "tenantId", tenant->id);
  json_object_set_null_member (object, "federationBrandName");
  json_object_set_string_member (object, "displayName", tenant->name);
  json_object_set_string_member (object, "defaultDomainName", tenant->domain);
  bw_sim_call_reply (call, 200, object);
}

static const BwSimKind me_kind = { .set = "users",
                                   .type = "User",
                                   .default_top = 100,
                                   .max_top = 999 };

/* Returns: (nullable): who calls, or %NULL with a refusal sent */
static BwSimUser *
get_caller (BwSimCall *call)
{
  BwSimUser *user = bw_sim_world_get_user (call->world, call->bearer->user_id);

  if (user == NULL)
    user = bw_sim_account_find_in (call->world, call->tenant, call->bearer->user_id);
  if (user == NULL)
    {
      bw_sim_call_refuse (call, 400, "BadRequest",
                          "/me request is only valid with delegated authentication flow.");
      return NULL;
    }

  /* A partner's user is no object in the customer's directory. */
  if (call->tenant != user->home)
    {
      if (bw_sim_exchange_n_segments (call->exchange) > 1)
        bw_sim_call_refuse (call, 400, "Request_BadRequest",
                            "The signed-in user is not an object in this directory.");
      else
        bw_sim_call_refuse_missing (call, user->id);
      return NULL;
    }

  return user;
}

static gboolean
is_guest (BwSimCall *call)
{
  return bw_sim_guest_find_by_id (call->world, call->tenant, call->bearer->user_id) != NULL;
}

void
bw_sim_graph_get_me (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = NULL;
  BwSimUser *user;
  JsonObject *object;

  if (is_guest (call))
    {
      bw_sim_graph_get_local_me (call);
      return;
    }

  query = bw_sim_query_new_for_one (call, &me_kind);
  user = query != NULL ? get_caller (call) : NULL;
  if (user == NULL)
    return;

  object = json_object_new ();
  json_object_set_array_member (object, "businessPhones", json_array_new ());
  json_object_set_string_member (object, "displayName", user->name);
  json_object_set_null_member (object, "givenName");
  json_object_set_null_member (object, "jobTitle");
  json_object_set_string_member (object, "mail", user->user_name);
  json_object_set_null_member (object, "mobilePhone");
  json_object_set_null_member (object, "officeLocation");
  json_object_set_null_member (object, "preferredLanguage");
  json_object_set_null_member (object, "surname");
  json_object_set_string_member (object, "userPrincipalName", user->user_name);
  json_object_set_string_member (object, "id", user->id);
  bw_sim_query_reply_one (query, call, object);
}

void
bw_sim_graph_end_sign_ins (BwSimCall *call)
{
  BwSimUser *user = get_caller (call);
  JsonObject *object;

  if (user == NULL)
    return;

  bw_sim_tokens_end_user (bw_sim_get_tokens (call->exchange->sim), user->id,
                          bw_sim_clock_now (call->world->clock));
  bw_sim_call_touch (call);

  object = json_object_new ();
  json_object_set_string_member (object, "@odata.context",
                                 "https://graph.microsoft.com/v1.0/$metadata#Edm.Boolean");
  json_object_set_boolean_member (object, "value", TRUE);
  bw_sim_call_reply (call, 200, object);
}

static const char *const membership_filterable[] = { "displayName", NULL };
static const BwSimKind membership_kind = {
  .set = "directoryObjects",
  .type = "DirectoryObject",
  .default_top = 100,
  .max_top = 999,
  .filterable = membership_filterable,
};

static gboolean
membership_shows (gpointer source,
                  guint    index)
{
  BwSimCall *call = source;
  BwSimGroup *group = g_ptr_array_index (call->world->groups, index);
  BwSimMember *member = bw_sim_group_get_member (group, call->bearer->user_id);

  return group->visible <= call->now && member != NULL && member->visible <= call->now;
}

static char *
get_membership_property (gpointer    source,
                         guint       index,
                         const char *property)
{
  BwSimCall *call = source;
  BwSimGroup *group = g_ptr_array_index (call->world->groups, index);

  return g_strdup (group->name);
}

static JsonObject *
make_membership (gpointer source,
                 guint    index)
{
  BwSimCall *call = source;
  BwSimGroup *group = g_ptr_array_index (call->world->groups, index);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "@odata.type", "#microsoft.graph.group");
  json_object_set_string_member (object, "id", group->id);
  json_object_set_string_member (object, "displayName", group->name);
  json_object_set_string_member (object, "description", group->description);
  json_object_set_boolean_member (object, "mailEnabled", FALSE);
  json_object_set_boolean_member (object, "securityEnabled", TRUE);

  return object;
}

/* Groups are not nested here, so direct and transitive are the same. */
void
bw_sim_graph_list_memberships (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new (call, &membership_kind);
  BwSimItems items = {
    call, call->world->groups->len, membership_shows, get_membership_property, make_membership,
  };

  if (query != NULL && (is_guest (call) || get_caller (call) != NULL))
    bw_sim_query_reply (query, call, &items);
}
