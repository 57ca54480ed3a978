/* bw-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-error.h"
#include "bw-json-reader.h"
#include "bw-json.h"
#include "bw-pace.h"

/**
 * bw_json_parse:
 * @bytes: one JSON document, in UTF-8, with or without a byte order mark
 * @error: return location for a %BW_ERROR_PROTOCOL
 *
 * json-glib alone crashes on deep nesting and accepts what is not JSON, so the
 * strict reader stands at the door.
 *
 * Returns: (transfer full): the root, or %NULL with @error set
 */
JsonNode *
bw_json_parse (GBytes  *bytes,
               GError **error)
{
  g_autoptr(JsonParser) parser = NULL;
  g_autoptr(GError) reason = NULL;
  const char *data;
  JsonNode *root;
  gsize size;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  if (!bw_json_reader_check (data, size, error))
    return NULL;

  if (size >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    {
      data += 3;
      size -= 3;
    }

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, data, (gssize) size, &reason) ||
      (root = json_parser_steal_root (parser)) == NULL)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_PROTOCOL, "Not JSON: %s",
                   reason != NULL ? reason->message : "nothing in it");
      return NULL;
    }

  return root;
}

/**
 * bw_json_parse_text:
 * @text: one JSON document
 * @error: return location for a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the root, or %NULL with @error set
 */
JsonNode *
bw_json_parse_text (const char  *text,
                    GError     **error)
{
  g_autoptr(GBytes) bytes = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  bytes = g_bytes_new_static (text, strlen (text));

  return bw_json_parse (bytes, error);
}

/**
 * bw_json_node_object:
 * @node: (nullable): any node
 *
 * Returns: (transfer none) (nullable): the object that @node holds, if it holds one
 */
JsonObject *
bw_json_node_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonNode *
get_value (JsonObject *object,
           const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

/**
 * bw_json_get_string:
 * @object: (nullable): a JSON object
 * @member: the member to read
 *
 * Unlike json_object_get_string_member(), a member that is absent, null or not
 * a string is an ordinary %NULL and not a critical warning.
 *
 * Returns: (transfer none) (nullable): the string, owned by @object
 */
const char *
bw_json_get_string (JsonObject *object,
                    const char *member)
{
  JsonNode *node = get_value (object, member);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

/**
 * bw_json_require_string:
 * @object: (nullable): a JSON object
 * @member: the member to read
 * @error: return location for a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer none): a string that is not empty, or %NULL with @error set
 */
const char *
bw_json_require_string (JsonObject  *object,
                        const char  *member,
                        GError     **error)
{
  const char *value = bw_json_get_string (object, member);

  if (value == NULL || *value == '\0')
    {
      g_set_error (error, BW_ERROR, BW_ERROR_PROTOCOL,
                   "Expected a non-empty string in “%s”", member);
      return NULL;
    }

  return value;
}

/**
 * bw_json_get_object:
 * @object: (nullable): a JSON object
 * @member: the member to read
 *
 * Returns: (transfer none) (nullable): the member, if it is an object
 */
JsonObject *
bw_json_get_object (JsonObject *object,
                    const char *member)
{
  return object != NULL ? bw_json_node_object (json_object_get_member (object, member)) : NULL;
}

/**
 * bw_json_get_array:
 * @object: (nullable): a JSON object
 * @member: the member to read
 *
 * Returns: (transfer none) (nullable): the member, if it is an array
 */
JsonArray *
bw_json_get_array (JsonObject *object,
                   const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/**
 * bw_json_get_int:
 * @object: (nullable): a JSON object
 * @member: the member to read
 * @fallback: what to return where there is no number
 *
 * Returns: the member as a whole number
 */
gint64
bw_json_get_int (JsonObject *object,
                 const char *member,
                 gint64      fallback)
{
  double value = bw_json_get_double (object, member, (double) fallback);

  if (value == (double) fallback || value < -9.0e15 || value > 9.0e15)
    return fallback;

  return (gint64) value;
}

/**
 * bw_json_get_double:
 * @object: (nullable): a JSON object
 * @member: the member to read
 * @fallback: what to return where there is no number
 *
 * Returns: the member as a number
 */
double
bw_json_get_double (JsonObject *object,
                    const char *member,
                    double      fallback)
{
  JsonNode *node = get_value (object, member);

  if (node == NULL)
    return fallback;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return (double) json_node_get_int (node);
  if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    return json_node_get_double (node);

  return fallback;
}

/**
 * bw_json_get_boolean:
 * @object: (nullable): a JSON object
 * @member: the member to read
 * @fallback: what to return where there is neither true nor false
 *
 * Returns: the member as a boolean
 */
gboolean
bw_json_get_boolean (JsonObject *object,
                     const char *member,
                     gboolean    fallback)
{
  JsonNode *node = get_value (object, member);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return fallback;

  return json_node_get_boolean (node);
}

/**
 * bw_json_dup_scalar:
 * @object: (nullable): a JSON object
 * @member: the member to read
 *
 * Microsoft writes some codes as a number here and as text there.
 *
 * Returns: (transfer full) (nullable): the string or the whole number, as text
 */
char *
bw_json_dup_scalar (JsonObject *object,
                    const char *member)
{
  JsonNode *node = get_value (object, member);

  if (node == NULL)
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));

  return g_strdup (bw_json_get_string (object, member));
}

/**
 * bw_json_array_length:
 * @array: (nullable): a JSON array
 *
 * Returns: how many elements there are, 0 for %NULL
 */
guint
bw_json_array_length (JsonArray *array)
{
  return array != NULL ? json_array_get_length (array) : 0;
}

/**
 * bw_json_array_object:
 * @array: a JSON array
 * @position: below its length
 *
 * Returns: (transfer none) (nullable): the element, if it is an object
 */
JsonObject *
bw_json_array_object (JsonArray *array,
                      guint      position)
{
  g_return_val_if_fail (position < bw_json_array_length (array), NULL);

  return bw_json_node_object (json_array_get_element (array, position));
}

/**
 * bw_json_array_string:
 * @array: a JSON array
 * @position: below its length
 *
 * Returns: (transfer none) (nullable): the element, if it is a string
 */
const char *
bw_json_array_string (JsonArray *array,
                      guint      position)
{
  JsonNode *node;

  g_return_val_if_fail (position < bw_json_array_length (array), NULL);

  node = json_array_get_element (array, position);
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

/**
 * bw_json_to_text:
 * @node: a document
 * @pretty: whether people will read it
 *
 * Returns: (transfer full): the document as text
 */
char *
bw_json_to_text (JsonNode *node,
                 gboolean  pretty)
{
  g_return_val_if_fail (node != NULL, NULL);

  return json_to_string (node, pretty);
}

/**
 * bw_json_add_string:
 * @builder: a builder inside an object
 * @member: name of the member
 * @value: (nullable): its value; %NULL is written as null
 */
void
bw_json_add_string (JsonBuilder *builder,
                    const char  *member,
                    const char  *value)
{
  json_builder_set_member_name (builder, member);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

/**
 * bw_json_add_int:
 * @builder: a builder inside an object
 * @member: name of the member
 * @value: its value
 */
void
bw_json_add_int (JsonBuilder *builder,
                 const char  *member,
                 gint64       value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_int_value (builder, value);
}

/**
 * bw_json_add_time:
 * @builder: a builder inside an object
 * @member: name of the member
 * @unix_time: seconds since 1970; 0 is written as null
 */
void
bw_json_add_time (JsonBuilder *builder,
                  const char  *member,
                  gint64       unix_time)
{
  g_autofree char *text = bw_clock_format (unix_time);

  bw_json_add_string (builder, member, text);
}

/**
 * bw_json_add_boolean:
 * @builder: a builder inside an object
 * @member: name of the member
 * @value: its value
 */
void
bw_json_add_boolean (JsonBuilder *builder,
                     const char  *member,
                     gboolean     value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_boolean_value (builder, value);
}

/**
 * bw_json_add_strv:
 * @builder: a builder inside an object
 * @member: name of the member
 * @values: (nullable): its elements; %NULL is written as an empty array
 */
void
bw_json_add_strv (JsonBuilder        *builder,
                  const char         *member,
                  const char * const *values)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    json_builder_add_string_value (builder, values[i]);
  json_builder_end_array (builder);
}
