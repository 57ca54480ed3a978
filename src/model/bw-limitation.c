/* bw-limitation.c - a feature that an enabled tenant lacks, and why
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-json.h"
#include "bw-limitation.h"

/**
 * bw_limitation_new:
 * @feature: the feature, in words for people
 * @reason: what it lacks, one sentence
 *
 * Returns: (transfer full): a limitation
 */
BwLimitation *
bw_limitation_new (const char *feature,
                   const char *reason)
{
  BwLimitation *self = g_new0 (BwLimitation, 1);

  self->feature = g_strdup (feature);
  self->reason = g_strdup (reason);

  return self;
}

/**
 * bw_limitation_free:
 * @self: (transfer full): a limitation
 */
void
bw_limitation_free (BwLimitation *self)
{
  g_free (self->feature);
  g_free (self->reason);
  g_free (self);
}

/**
 * bw_limitations_add:
 * @list: (element-type BwLimitation): a list that frees its elements
 * @feature: the feature
 * @reason: what it lacks
 *
 * Adds a limitation, unless @list says the same already: a step may run twice.
 */
void
bw_limitations_add (GPtrArray  *list,
                    const char *feature,
                    const char *reason)
{
  g_return_if_fail (list != NULL);
  g_return_if_fail (feature != NULL && reason != NULL);

  for (guint i = 0; i < list->len; i++)
    {
      const BwLimitation *known = g_ptr_array_index (list, i);

      if (g_str_equal (known->feature, feature) && g_str_equal (known->reason, reason))
        return;
    }

  g_ptr_array_add (list, bw_limitation_new (feature, reason));
}

/**
 * bw_limitations_to_json:
 * @list: (nullable) (element-type BwLimitation): limitations
 *
 * Returns: (transfer full): an array of objects, empty for %NULL
 */
JsonNode *
bw_limitations_to_json (GPtrArray *list)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const BwLimitation *limitation = g_ptr_array_index (list, i);

      json_builder_begin_object (builder);
      bw_json_add_string (builder, "feature", limitation->feature);
      bw_json_add_string (builder, "reason", limitation->reason);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  return json_builder_get_root (builder);
}

/**
 * bw_limitations_from_json:
 * @array: (nullable): what bw_limitations_to_json() made
 *
 * Returns: (transfer full) (element-type BwLimitation): the limitations; what is
 *   not one is left out
 */
GPtrArray *
bw_limitations_from_json (JsonArray *array)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_limitation_free);

  for (guint i = 0; i < bw_json_array_length (array); i++)
    {
      JsonObject *object = bw_json_array_object (array, i);
      const char *feature = bw_json_get_string (object, "feature");
      const char *reason = bw_json_get_string (object, "reason");

      if (feature != NULL && reason != NULL)
        bw_limitations_add (list, feature, reason);
    }

  return list;
}
