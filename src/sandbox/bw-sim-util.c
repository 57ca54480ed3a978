/* bw-sim-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-util.h"

/* What json-glib's recursive parser may meet: it would use up the stack. */
#define MAX_DEPTH 64

/**
 * bw_sim_is_guid:
 * @text: (nullable): anything
 *
 * Returns: whether @text is a GUID
 */
gboolean
bw_sim_is_guid (const char *text)
{
  return text != NULL && g_uuid_string_is_valid (text);
}

/**
 * bw_sim_guid_for:
 * @seed: any text
 *
 * Returns: (transfer full): a GUID that is the same for the same @seed
 */
char *
bw_sim_guid_for (const char *seed)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, seed, -1);

  return g_strdup_printf ("%.8s-%.4s-4%.3s-a%.3s-%.12s", hash, hash + 8, hash + 12, hash + 15,
                          hash + 18);
}

/**
 * bw_sim_random_text:
 * @n_bytes: how much randomness
 *
 * Returns: (transfer full): random text that fits in an address
 */
char *
bw_sim_random_text (gsize n_bytes)
{
  g_autofree guint8 *bytes = g_malloc (n_bytes);

  for (gsize i = 0; i < n_bytes; i++)
    bytes[i] = (guint8) g_random_int ();

  return bw_sim_base64url (bytes, n_bytes);
}

/**
 * bw_sim_base64url:
 * @data: bytes
 * @length: their number
 *
 * Returns: (transfer full): @data in the base64 of addresses, without padding
 */
char *
bw_sim_base64url (const guint8 *data,
                  gsize         length)
{
  char *text = g_base64_encode (data, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';

  return text;
}

/**
 * bw_sim_base64url_decode:
 * @text: what bw_sim_base64url() made, or anything
 *
 * Returns: (transfer full): the text in it, cut at the first NUL
 */
char *
bw_sim_base64url_decode (const char *text)
{
  g_autoptr(GString) padded = g_string_new (text);
  guchar *data;
  gsize length = 0;
  char *decoded;

  g_string_replace (padded, "-", "+", 0);
  g_string_replace (padded, "_", "/", 0);
  while (padded->len % 4 != 0)
    g_string_append_c (padded, '=');

  data = g_base64_decode (padded->str, &length);
  decoded = g_strndup ((const char *) data, length);
  g_free (data);

  return decoded;
}

/**
 * bw_sim_time_format:
 * @time: microseconds since 1970, or 0
 *
 * Returns: (transfer full) (nullable): @time as the GDAP service writes it, with
 *   seven digits after the point
 */
char *
bw_sim_time_format (gint64 time)
{
  g_autofree char *seconds = bw_sim_time_format_seconds (time);

  if (seconds == NULL)
    return NULL;

  seconds[strlen (seconds) - 1] = '\0';

  return g_strdup_printf ("%s.%06d0Z", seconds, (int) (time % BW_SIM_SECOND));
}

/**
 * bw_sim_time_format_seconds:
 * @time: microseconds since 1970, or 0
 *
 * Returns: (transfer full) (nullable): @time as the directory writes it
 */
char *
bw_sim_time_format_seconds (gint64 time)
{
  g_autoptr(GDateTime) date = NULL;

  if (time == 0)
    return NULL;

  date = g_date_time_new_from_unix_utc (time / BW_SIM_SECOND);

  return g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ");
}

/**
 * bw_sim_time_parse:
 * @text: a date of ISO 8601, or one relative to @now such as "+700d" or "-36h"
 * @now: microseconds since 1970
 * @time: (out): microseconds since 1970
 *
 * Returns: whether @text is a date
 */
gboolean
bw_sim_time_parse (const char *text,
                   gint64      now,
                   gint64     *time)
{
  g_autoptr(GDateTime) date = NULL;

  if (text[0] == '+' || text[0] == '-')
    {
      char *end = NULL;
      gint64 number = g_ascii_strtoll (text, &end, 10);
      gint64 unit = *end == 'd' ? BW_SIM_DAY : *end == 'h' ? BW_SIM_DAY / 24
                                                           : *end == 's' ? BW_SIM_SECOND : 0;

      *time = now + number * unit;

      return unit != 0 && end[1] == '\0' && ABS (number) < 100000000;
    }

  date = g_date_time_new_from_iso8601 (text, NULL);
  if (date == NULL)
    return FALSE;

  *time = g_date_time_to_unix (date) * BW_SIM_SECOND + g_date_time_get_microsecond (date);

  return TRUE;
}

/**
 * bw_sim_duration_parse:
 * @text: (nullable): a duration of ISO 8601
 * @days: (out): whole days
 *
 * Reads the durations that GDAP takes: years, months and days, or nothing at
 * all ("PT0S").
 *
 * Returns: whether @text is one
 */
gboolean
bw_sim_duration_parse (const char *text,
                       gint64     *days)
{
  *days = 0;
  if (text == NULL || text[0] != 'P' || text[1] == '\0')
    return FALSE;
  if (g_str_equal (text, "PT0S"))
    return TRUE;

  for (const char *p = text + 1; *p != '\0'; p++)
    {
      char *end = NULL;
      guint64 number = g_ascii_isdigit (*p) ? g_ascii_strtoull (p, &end, 10) : 0;

      if (end == NULL || number > 100000)
        return FALSE;

      if (*end == 'Y')
        *days += number * 365;
      else if (*end == 'M')
        *days += number * 30;
      else if (*end == 'D')
        *days += number;
      else
        return FALSE;

      p = end;
    }

  return TRUE;
}

static gboolean
too_deep (const char *text,
          gsize       length)
{
  guint depth = 0;
  gboolean quoted = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '\\' && quoted)
        i++;
      else if (text[i] == '"')
        quoted = !quoted;
      else if (!quoted && (text[i] == '{' || text[i] == '['))
        depth++;
      else if (!quoted && (text[i] == '}' || text[i] == ']') && depth > 0)
        depth--;

      if (depth > MAX_DEPTH)
        return TRUE;
    }

  return FALSE;
}

/**
 * bw_sim_json_parse:
 * @text: JSON
 * @length: its length, or -1
 * @error: return location
 *
 * Returns: (transfer full): a node that holds an object, or %NULL with @error set
 */
JsonNode *
bw_sim_json_parse (const char *text,
                   gssize      length,
                   GError    **error)
{
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();
  gsize size = length < 0 ? strlen (text) : (gsize) length;

  if (too_deep (text, size) || !g_utf8_validate_len (text, size, NULL))
    {
      g_set_error_literal (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_PARSE,
                           "not UTF-8, or nested too deeply");
      return NULL;
    }

  if (!json_parser_load_from_data (parser, size > 0 ? text : " ", size > 0 ? (gssize) size : 1,
                                   error))
    return NULL;

  if (json_parser_get_root (parser) == NULL ||
      !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    {
      g_set_error_literal (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_PARSE, "not an object");
      return NULL;
    }

  return json_parser_steal_root (parser);
}

/**
 * bw_sim_json_format:
 * @object: an object
 * @pretty: whether people are to read it
 *
 * Returns: (transfer full): @object as text
 */
char *
bw_sim_json_format (JsonObject *object,
                    gboolean    pretty)
{
  g_autoptr(JsonNode) node = json_node_alloc ();

  json_node_init_object (node, object);

  return json_to_string (node, pretty);
}

static JsonNode *
member (JsonObject   *object,
        const char   *name,
        JsonNodeType  type)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && json_node_get_node_type (node) == type ? node : NULL;
}

/**
 * bw_sim_json_string:
 * @object: (nullable): an object
 * @name: of a member
 *
 * Returns: (nullable): the member, if it is a string
 */
const char *
bw_sim_json_string (JsonObject *object,
                    const char *name)
{
  JsonNode *node = member (object, name, JSON_NODE_VALUE);

  return node != NULL &&
         json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

/**
 * bw_sim_json_number:
 * @object: (nullable): an object
 * @name: of a member
 * @fallback: for a member that is not a number
 *
 * Returns: the member
 */
double
bw_sim_json_number (JsonObject *object,
                    const char *name,
                    double      fallback)
{
  JsonNode *node = member (object, name, JSON_NODE_VALUE);
  GType type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE ? json_node_get_double (node) : fallback;
}

/**
 * bw_sim_json_boolean:
 * @object: (nullable): an object
 * @name: of a member
 * @fallback: for a member that is not a boolean
 *
 * Returns: the member
 */
gboolean
bw_sim_json_boolean (JsonObject *object,
                     const char *name,
                     gboolean    fallback)
{
  JsonNode *node = member (object, name, JSON_NODE_VALUE);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN
         ? json_node_get_boolean (node) : fallback;
}

/**
 * bw_sim_json_object:
 * @object: (nullable): an object
 * @name: of a member
 *
 * Returns: (nullable): the member, if it is an object
 */
JsonObject *
bw_sim_json_object (JsonObject *object,
                    const char *name)
{
  JsonNode *node = member (object, name, JSON_NODE_OBJECT);

  return node != NULL ? json_node_get_object (node) : NULL;
}

/**
 * bw_sim_json_array:
 * @object: (nullable): an object
 * @name: of a member
 *
 * Returns: (nullable): the member, if it is an array
 */
JsonArray *
bw_sim_json_array (JsonObject *object,
                   const char *name)
{
  JsonNode *node = member (object, name, JSON_NODE_ARRAY);

  return node != NULL ? json_node_get_array (node) : NULL;
}

/**
 * bw_sim_json_item:
 * @array: an array
 * @index: less than its length
 *
 * Returns: (nullable): the element, if it is an object
 */
JsonObject *
bw_sim_json_item (JsonArray *array,
                  guint      index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * bw_sim_json_has_only:
 * @object: an object that a person wrote
 * @known: (array zero-terminated=1): the members it may have
 * @error: return location for a sentence that names the first one beyond
 *
 * A misspelt word that is passed over would be looked for a long time.
 *
 * Returns: whether @object has no other member
 */
gboolean
bw_sim_json_has_only (JsonObject        *object,
                      const char *const *known,
                      GError           **error)
{
  g_autoptr(GList) names = json_object_get_members (object);

  for (GList *l = names; l != NULL; l = l->next)
    {
      if (g_strv_contains (known, l->data))
        continue;

      g_set_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_PARSE,
                   "there is no member “%s” here",
                   (const char *) l->data);
      return FALSE;
    }

  return TRUE;
}

/**
 * bw_sim_json_strings:
 * @array: (nullable): an array
 *
 * Returns: (transfer full): the strings in it
 */
GPtrArray *
bw_sim_json_strings (JsonArray *array)
{
  GPtrArray *strings = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_ptr_array_add (strings, json_node_dup_string (node));
    }

  return strings;
}

/**
 * bw_sim_json_from_strings:
 * @strings: strings
 *
 * Returns: (transfer full): an array of them
 */
JsonArray *
bw_sim_json_from_strings (GPtrArray *strings)
{
  JsonArray *array = json_array_sized_new (strings->len);

  for (guint i = 0; i < strings->len; i++)
    json_array_add_string_element (array, g_ptr_array_index (strings, i));

  return array;
}

/**
 * bw_sim_json_take_string:
 * @object: an object
 * @name: of the member to set
 * @value: (transfer full) (nullable): becomes null if it is %NULL
 */
void
bw_sim_json_take_string (JsonObject *object,
                         const char *name,
                         char       *value)
{
  json_object_set_string_member (object, name, value);
  g_free (value);
}
