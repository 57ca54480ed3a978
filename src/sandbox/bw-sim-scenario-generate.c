/* bw-sim-scenario-generate.c - many tenants out of a few lines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-scenario-private.h"
#include "bw-sim-util.h"

#define MAX_TENANTS 1000000

static const char *const firsts[] = {
  "Alder", "Amber", "Anchor", "Arbour", "Ashdown", "Aster", "Banner", "Barley", "Basalt",
  "Beacon", "Birch", "Blackthorn", "Bluebell", "Bramble", "Bridgewater", "Bronze", "Brook",
  "Calder", "Candle", "Cedar", "Chalk", "Clover", "Cobalt", "Copper", "Coral", "Crescent",
  "Cypress", "Dale", "Delta", "Drift", "Eagle", "Elm", "Ember", "Fairway", "Falcon", "Fern",
  "Flint", "Fox", "Garnet", "Glen", "Granite", "Harbour", "Hawthorn", "Hazel", "Heather", "Heron",
  "Highland", "Holly", "Iris", "Ivory", "Jasper", "Juniper", "Kestrel", "Lantern", "Larch",
  "Laurel", "Lime", "Linden", "Maple", "Marble", "Meadow", "Mill", "Moor", "Northgate", "Oak",
  "Onyx", "Orchard", "Otter", "Pebble", "Pine", "Poplar", "Quarry", "Raven", "Ridge", "River",
  "Rowan", "Saffron", "Sandstone", "Slate", "Spruce",
};

static const char *const seconds[] = {
  "Analytics", "Architects", "Automation", "Bakery", "Books", "Brewing", "Builders", "Capital",
  "Care", "Catering", "Ceramics", "Chemicals", "Clinics", "Clothing", "Coatings", "Coffee",
  "Components", "Consulting", "Couriers", "Dairy", "Dental", "Design", "Digital", "Dynamics",
  "Electric", "Energy", "Engineering", "Farms", "Fisheries", "Fittings", "Foods", "Forestry",
  "Freight", "Furniture", "Gardens", "Glass", "Hotels", "Insurance", "Interiors", "Kitchens",
  "Laboratories", "Leisure", "Lighting", "Logistics", "Machinery", "Marine", "Media", "Metals",
  "Motors", "Opticians", "Packaging", "Pharma", "Plastics", "Press", "Properties", "Roofing",
  "Schools", "Surveyors", "Textiles", "Travel",
};

static const char *const forms[] = {
  "Ltd", "GmbH", "AG", "B.V.", "S.A.", "Inc.", "LLC", "AB", "Oy", "S.r.l.", "Group", "Partners",
};

static const char *const regions[] = { "EU", "NA", "AS", "OC", "SA", "AF" };

/* Steps through all combinations in an order that looks mixed: the step has no
 * divisor in common with their number. */
static void
name_tenant (BwSimTenant *tenant,
             guint        index)
{
  const guint n = G_N_ELEMENTS (firsts) * G_N_ELEMENTS (seconds) * G_N_ELEMENTS (forms);
  guint round = index / n;
  guint pick = (guint) (((guint64) index * 7919) % n);
  const char *first = firsts[pick % G_N_ELEMENTS (firsts)];
  const char *second = seconds[pick / G_N_ELEMENTS (firsts) % G_N_ELEMENTS (seconds)];
  const char *form = forms[pick / (G_N_ELEMENTS (firsts) * G_N_ELEMENTS (seconds))];
  g_autofree char *label = g_strdup_printf ("%s%s%u", first, second, index + 1);
  g_autofree char *lower = g_ascii_strdown (label, -1);

  if (round == 0)
    tenant->name = g_strdup_printf ("%s %s %s", first, second, form);
  else
    tenant->name = g_strdup_printf ("%s %s %s %u", first, second, form, round + 1);
  tenant->domain = g_strconcat (lower, ".example", NULL);
  tenant->initial_domain = g_strconcat (lower, ".onmicrosoft.com", NULL);
  tenant->region = g_strdup (regions[pick % 13 < 6 ? pick % 13 : 0]);
}

static JsonObject *
choose_kind (JsonArray *mix,
             guint      total,
             guint      index)
{
  guint pick = (guint) (((guint64) index * 7919 + 13) % total);

  for (guint i = 0; i < json_array_get_length (mix); i++)
    {
      JsonObject *kind = bw_sim_json_item (mix, i);
      guint weight = (guint) bw_sim_json_number (kind, "weight", 1);

      if (pick < weight)
        return kind;

      pick -= weight;
    }

  return NULL;
}

static gboolean
weigh (JsonArray *mix,
       guint     *total,
       GError   **error)
{
  *total = 0;

  for (guint i = 0; mix != NULL && i < json_array_get_length (mix); i++)
    {
      JsonObject *kind = bw_sim_json_item (mix, i);
      double weight = bw_sim_json_number (kind, "weight", 1);

      if (kind == NULL || !(weight >= 0 && weight <= 1000))
        return bw_sim_loader_fail (error,
                                   "a kind in “mix” is an object, with a “weight” from 0 to 1000");

      *total += (guint) weight;
    }

  if (*total == 0)
    return bw_sim_loader_fail (error, "“mix” needs kinds of tenants with weights");

  return TRUE;
}

static gboolean
generate_one (BwSimLoader *self,
              JsonObject  *rule,
              JsonObject  *kind,
              guint        index,
              GError     **error)
{
  guint low = (guint) CLAMP (bw_sim_json_number (rule, "usersFrom", 5), 0, 1000000);
  guint high = (guint) CLAMP (bw_sim_json_number (rule, "usersTo", 200), low, 1000000);
  g_autofree char *seed = g_strdup_printf ("%s/tenants/%u", self->world->scenario, index);
  g_autofree char *id = bw_sim_guid_for (seed);
  BwSimTenant *tenant = bw_sim_tenant_new (id);

  name_tenant (tenant, index);
  tenant->in_partner_center = TRUE;
  tenant->n_users = low + (guint) (((guint64) index * 104729) % (high - low + 1));
  bw_sim_world_take_tenant (self->world, tenant);

  return bw_sim_loader_read_details (self, tenant, kind, index + 1, error);
}

/**
 * bw_sim_loader_generate:
 * @self: a loader whose world has the partner and the groups
 * @rule: how many tenants of which kinds
 * @error: return location
 *
 * Makes the same tenants whenever it is asked.
 *
 * Returns: whether @rule is good
 */
gboolean
bw_sim_loader_generate (BwSimLoader *self,
                        JsonObject  *rule,
                        GError     **error)
{
  static const char *const known[] = { "count", "usersFrom", "usersTo", "mix", NULL };
  JsonArray *mix = bw_sim_json_array (rule, "mix");
  guint count = (guint) CLAMP (bw_sim_json_number (rule, "count", 0), 0, MAX_TENANTS);
  guint total;

  if (!bw_sim_json_has_only (rule, known, error) || !weigh (mix, &total, error))
    return FALSE;

  for (guint i = 0; i < count; i++)
    if (!generate_one (self, rule, choose_kind (mix, total, i), i, error))
      return FALSE;

  return TRUE;
}
