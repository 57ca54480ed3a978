/* bw-sim-graph-reports.c - subscribedSkus and secureScores
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-odata.h"
#include "bw-sim-people.h"
#include "bw-sim-util.h"

#define SCORE_DAYS 90

static const struct
{
  const char *id;
  const char *name;
} plans[] = {
  { "9aaf7827-d63c-4b61-89c3-182f06f82e5c", "EXCHANGE_S_STANDARD" },
  { "c7699d2e-19aa-44de-8edf-1736da088ca1", "SHAREPOINTSTANDARD" },
  { "57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS1" },
};

static const BwSimKind sku_kind = {
  .set = "subscribedSkus",
  .type = "SubscribedSku",
  .default_top = 999,
  .max_top = 999,
};

/* What was bought of one product, and what is in use. */
typedef struct
{
  guint sku;
  guint used;
  guint enabled;
  guint warning;
} Subscription;

typedef struct
{
  BwSimTenant *tenant;
  GArray      *subscriptions;
} SkuSource;

/* Some have a few seats to spare, some bought exactly enough, some too few. */
static GArray *
find_subscriptions (BwSimCall *call)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (Subscription));
  g_auto(BwSimPeople) people = { NULL };
  guint used[BW_SIM_N_SKUS];

  bw_sim_people_init (&people, call->world, call->tenant);
  bw_sim_people_count_licences (&people, used);

  for (guint i = 0; i < BW_SIM_N_SKUS; i++)
    {
      guint mood = (guint) (people.seed >> (8 + 4 * i)) % 5;
      Subscription one = { i, used[i], used[i], 0 };

      if (used[i] == 0)
        continue;

      if (mood == 0)
        one.enabled -= MIN (2, used[i]);
      else if (mood > 1)
        one.enabled += 1 + used[i] / 10 + mood;
      one.warning = mood == 4 ? 1 : 0;
      g_array_append_val (found, one);
    }

  return found;
}

static JsonArray *
make_plans (void)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      JsonObject *plan = json_object_new ();

      json_object_set_string_member (plan, "servicePlanId", plans[i].id);
      json_object_set_string_member (plan, "servicePlanName", plans[i].name);
      json_object_set_string_member (plan, "provisioningStatus", "Success");
      json_object_set_string_member (plan, "appliesTo", "User");
      json_array_add_object_element (array, plan);
    }

  return array;
}

static JsonObject *
make_units (const Subscription *one)
{
  JsonObject *units = json_object_new ();

  json_object_set_int_member (units, "enabled", one->enabled);
  json_object_set_int_member (units, "suspended", 0);
  json_object_set_int_member (units, "warning", one->warning);
  json_object_set_int_member (units, "lockedOut", 0);

  return units;
}

static JsonObject *
make_sku (gpointer source,
          guint    index)
{
  SkuSource *where = source;
  const Subscription *one = &g_array_index (where->subscriptions, Subscription, index);
  const char *tenant_id = where->tenant->id;
  const char *sku_id = bw_sim_sku_get_id (one->sku);
  g_autofree char *seed = g_strconcat (tenant_id, "/subscriptions/", sku_id, NULL);
  g_autofree char *subscription = bw_sim_guid_for (seed);
  JsonArray *subscriptions = json_array_new ();
  JsonObject *object = json_object_new ();

  json_array_add_string_element (subscriptions, subscription);
  json_object_set_string_member (object, "accountName", where->tenant->initial_domain);
  json_object_set_string_member (object, "accountId", tenant_id);
  json_object_set_string_member (object, "appliesTo", "User");
  json_object_set_string_member (object, "capabilityStatus", "Enabled");
  json_object_set_int_member (object, "consumedUnits", one->used);
  bw_sim_json_take_string (object, "id", g_strdup_printf ("%s_%s", tenant_id, sku_id));
  json_object_set_string_member (object, "skuId", sku_id);
  json_object_set_string_member (object, "skuPartNumber", bw_sim_sku_get_part_number (one->sku));
  json_object_set_array_member (object, "subscriptionIds", subscriptions);
  json_object_set_object_member (object, "prepaidUnits", make_units (one));
  json_object_set_array_member (object, "servicePlans", make_plans ());

  return object;
}

/* Takes $select and nothing else, and has no pages. */
void
bw_sim_graph_list_skus (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new_for_one (call, &sku_kind);
  g_autoptr(GArray) subscriptions = NULL;
  SkuSource source = { call->tenant, NULL };
  BwSimItems items = { &source, 0, NULL, NULL, make_sku };

  if (query == NULL)
    return;

  subscriptions = find_subscriptions (call);
  query->top = sku_kind.max_top;
  query->continued = TRUE;
  source.subscriptions = subscriptions;
  items.n = subscriptions->len;
  bw_sim_query_reply (query, call, &items);
}

static const BwSimKind score_kind = {
  .set = "Security/secureScores",
  .type = "secureScore",
  .default_top = SCORE_DAYS,
  .max_top = 999,
};

static const char *const profile_filterable[] = { "id", "controlCategory", "service", NULL };
static const BwSimKind profile_kind = {
  .set = "Security/secureScoreControlProfiles",
  .type = "secureScoreControlProfile",
  .default_top = 100,
  .max_top = 999,
  .filterable = profile_filterable,
};

typedef struct
{
  BwSimCall *call;
  guint      n_users;
} ScoreSource;

static const struct
{
  const char *name;
  const char *category;
  const char *service;
  const char *title;
  gboolean    defender;
} controls[] = {
  { "AdminMFAV2", "Identity", "AzureAD",
    "Ensure multifactor authentication is enabled for all users in administrative roles", FALSE },
  { "BlockLegacyAuthentication", "Identity", "AzureAD",
    "Enable Conditional Access policies to block legacy authentication", FALSE },
  { "SelfServicePasswordReset", "Identity", "AzureAD",
    "Ensure self-service password reset is enabled for all users", FALSE },
  { "McasFirewallLogUpload", "Apps", "MCAS", "Deploy a log collector to discover shadow IT",
    FALSE },
  { "scid_2010", "Device", "MDATP", "Turn on Microsoft Defender Antivirus", TRUE },
};

static gboolean
has_defender (BwSimCall *call)
{
  return bw_sim_tenant_has_resource (call->tenant, BW_SIM_DEFENDER_APP);
}

/* Between 30 and 80 of a hundred, a little different every day. */
static double
get_share (BwSimCall *call,
           gint64     day)
{
  guint base = g_str_hash (call->tenant->id) % 45;

  return (30 + base + (guint) (day % 6)) / 100.0;
}

static JsonArray *
make_controls (BwSimCall *call,
               double     share)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (controls); i++)
    {
      JsonObject *control;

      if (controls[i].defender && !has_defender (call))
        continue;

      control = json_object_new ();
      json_object_set_string_member (control, "controlName", controls[i].name);
      json_object_set_string_member (control, "controlCategory", controls[i].category);
      json_object_set_double_member (control, "score", 10 * share);
      json_object_set_string_member (control, "description", "What to do to be safer.");
      json_object_set_double_member (control, "scoreInPercentage", 100 * share);
      json_array_add_object_element (array, control);
    }

  return array;
}

static JsonArray *
make_averages (void)
{
  static const char *const bases[] = { "AllTenants", "TotalSeats" };
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (bases); i++)
    {
      JsonObject *average = json_object_new ();

      json_object_set_string_member (average, "basis", bases[i]);
      json_object_set_double_member (average, "averageScore", 41.25 + i);
      json_array_add_object_element (array, average);
    }

  return array;
}

static JsonObject *
make_vendor (void)
{
  JsonObject *vendor = json_object_new ();

  json_object_set_string_member (vendor, "provider", "SecureScore");
  json_object_set_null_member (vendor, "providerVersion");
  json_object_set_null_member (vendor, "subProvider");
  json_object_set_string_member (vendor, "vendor", "Microsoft");

  return vendor;
}

static JsonArray *
make_services (BwSimCall *call)
{
  JsonArray *services = json_array_new ();

  json_array_add_string_element (services, "HasExchange");
  json_array_add_string_element (services, "HasSharePoint");
  if (has_defender (call))
    json_array_add_string_element (services, "HasMDATP");

  return services;
}

/* The newest comes first, one for each day at midnight. */
static JsonObject *
make_score (gpointer source,
            guint    index)
{
  ScoreSource *where = source;
  BwSimCall *call = where->call;
  gint64 day = call->now / BW_SIM_DAY - index;
  double share = get_share (call, day);
  double max = has_defender (call) ? 220 : 180;
  g_autofree char *time = bw_sim_time_format_seconds (day * BW_SIM_DAY);
  JsonObject *object = json_object_new ();

  bw_sim_json_take_string (object, "id", g_strdup_printf ("%s_%.10s", call->tenant->id, time));
  json_object_set_string_member (object, "azureTenantId", call->tenant->id);
  json_object_set_int_member (object, "activeUserCount", where->n_users * 9 / 10);
  json_object_set_string_member (object, "createdDateTime", time);
  json_object_set_double_member (object, "currentScore", max * share);
  json_object_set_array_member (object, "enabledServices", make_services (call));
  json_object_set_int_member (object, "licensedUserCount", where->n_users);
  json_object_set_double_member (object, "maxScore", max);
  json_object_set_array_member (object, "averageComparativeScores", make_averages ());
  json_object_set_array_member (object, "controlScores", make_controls (call, share));
  json_object_set_object_member (object, "vendorInformation", make_vendor ());

  return object;
}

/* A tenant without users has not been scored yet. */
void
bw_sim_graph_list_scores (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new (call, &score_kind);
  g_auto(BwSimPeople) people = { NULL };
  ScoreSource source = { call, 0 };
  BwSimItems items = { &source, 0, NULL, NULL, make_score };

  if (query == NULL)
    return;

  bw_sim_people_init (&people, call->world, call->tenant);
  source.n_users = bw_sim_people_count (&people);
  items.n = source.n_users > 0 ? SCORE_DAYS : 0;
  bw_sim_query_reply (query, call, &items);
}

static gboolean
profile_shows (gpointer source,
               guint    index)
{
  return !controls[index].defender || has_defender (source);
}

static char *
get_profile_property (gpointer    source,
                      guint       index,
                      const char *property)
{
  if (g_str_equal (property, "controlCategory"))
    return g_strdup (controls[index].category);

  return g_strdup (g_str_equal (property, "service") ? controls[index].service
                                                     : controls[index].name);
}

/* What the controls of a score are about; their names are the IDs here. */
static JsonObject *
make_profile (gpointer source,
              guint    index)
{
  BwSimCall *call = source;
  JsonArray *threats = json_array_new ();
  JsonObject *object = json_object_new ();

  json_array_add_string_element (threats, "Account breach");
  json_object_set_string_member (object, "id", controls[index].name);
  json_object_set_string_member (object, "azureTenantId", call->tenant->id);
  json_object_set_string_member (object, "actionType", "Config");
  json_object_set_string_member (object, "actionUrl", "https://security.microsoft.com/");
  json_object_set_string_member (object, "controlCategory", controls[index].category);
  json_object_set_string_member (object, "title", controls[index].title);
  json_object_set_boolean_member (object, "deprecated", FALSE);
  json_object_set_string_member (object, "implementationCost", "Low");
  json_object_set_null_member (object, "lastModifiedDateTime");
  json_object_set_double_member (object, "maxScore", 10);
  json_object_set_int_member (object, "rank", index + 1);
  json_object_set_string_member (object, "remediation", "<p>What to do to be safer.</p>");
  json_object_set_string_member (object, "remediationImpact", "<p>Who will notice.</p>");
  json_object_set_string_member (object, "service", controls[index].service);
  json_object_set_array_member (object, "threats", threats);
  json_object_set_string_member (object, "tier", "Core");
  json_object_set_string_member (object, "userImpact", "Low");
  json_object_set_array_member (object, "complianceInformation", json_array_new ());
  json_object_set_array_member (object, "controlStateUpdates", json_array_new ());
  json_object_set_object_member (object, "vendorInformation", make_vendor ());

  return object;
}

void
bw_sim_graph_list_profiles (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new (call, &profile_kind);
  BwSimItems items = { call, G_N_ELEMENTS (controls), profile_shows, get_profile_property,
                       make_profile };

  if (query != NULL)
    bw_sim_query_reply (query, call, &items);
}
