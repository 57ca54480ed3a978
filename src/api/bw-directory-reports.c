/* bw-directory-reports.c - what the daily reports ask a tenant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "bw-answer.h"
#include "bw-directory.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-odata.h"

/**
 * bw_directory_get_secure_score:
 * @cloud: a cloud
 * @tenant: whose score
 *
 * Returns: (transfer full): a request for the newest score; for
 *   bw_directory_read_secure_score()
 */
BwRequest *
bw_directory_get_secure_score (BwCloud    *cloud,
                               const char *tenant)
{
  /* Not a list with its pages: the newest of 90 days is all we want. */
  return bw_odata_get (cloud->graph, tenant, "/security/secureScores?$top=1");
}

static void
add_double (JsonBuilder *builder,
            const char  *member,
            double       value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_double_value (builder, value);
}

/**
 * bw_directory_read_secure_score:
 * @response: the answer to bw_directory_get_secure_score()
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer full): an object with "current", "max" and
 *   "createdDateTime", a JSON null for a tenant without a score yet; or %NULL
 *   with @error set
 */
JsonNode *
bw_directory_read_secure_score (BwResponse  *response,
                                GError     **error)
{
  g_autoptr(JsonBuilder) builder = NULL;
  JsonArray *list = bw_answer_list (response, "value", error);
  JsonObject *score;
  double current;
  double max;

  if (list == NULL)
    return NULL;
  if (json_array_get_length (list) == 0)
    return json_node_new (JSON_NODE_NULL);

  score = bw_json_array_object (list, 0);
  current = bw_json_get_double (score, "currentScore", -1);
  max = bw_json_get_double (score, "maxScore", -1);
  if (!isfinite (current) || !isfinite (max) || current < 0 || max < 0)
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_PROTOCOL, "The secure score has no numbers");
      return NULL;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  add_double (builder, "current", current);
  add_double (builder, "max", max);
  bw_json_add_string (builder, "createdDateTime", bw_json_get_string (score, "createdDateTime"));
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

/**
 * bw_directory_list_skus:
 * @cloud: a cloud
 * @tenant: whose subscriptions
 *
 * Returns: (transfer full): a request for what was bought; for bw_directory_read_skus()
 */
BwRequest *
bw_directory_list_skus (BwCloud    *cloud,
                        const char *tenant)
{
  return bw_odata_list (cloud->graph, tenant, "/subscribedSkus");
}

static void
add_sku (JsonBuilder *builder,
         JsonObject  *sku)
{
  JsonObject *units = bw_json_get_object (sku, "prepaidUnits");
  gint64 enabled = bw_json_get_int (units, "enabled", 0);
  gint64 consumed = bw_json_get_int (sku, "consumedUnits", 0);

  json_builder_begin_object (builder);
  bw_json_add_string (builder, "skuId", bw_json_get_string (sku, "skuId"));
  bw_json_add_string (builder, "skuPartNumber", bw_json_get_string (sku, "skuPartNumber"));
  bw_json_add_int (builder, "enabled", enabled);
  bw_json_add_int (builder, "warning", bw_json_get_int (units, "warning", 0));
  bw_json_add_int (builder, "consumed", consumed);
  bw_json_add_int (builder, "free", enabled - consumed);
  json_builder_end_object (builder);
}

/**
 * bw_directory_read_skus:
 * @response: the answer to bw_directory_list_skus()
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer full): an array of objects with "skuId",
 *   "skuPartNumber", "enabled", "warning", "consumed" and "free", which is
 *   below zero where more was handed out than bought; or %NULL with @error set
 */
JsonNode *
bw_directory_read_skus (BwResponse  *response,
                        GError     **error)
{
  g_autoptr(JsonBuilder) builder = NULL;
  JsonArray *list = bw_answer_list (response, "value", error);

  if (list == NULL)
    return NULL;

  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < bw_json_array_length (list); i++)
    {
      JsonObject *sku = bw_json_array_object (list, i);

      if (bw_json_require_string (sku, "skuId", error) == NULL)
        return NULL;
      add_sku (builder, sku);
    }
  json_builder_end_array (builder);

  return json_builder_get_root (builder);
}
