/* fuzz-json.c - the JSON reader, against json-glib
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-json-reader.h"
#include "bw-json.h"
#include "fuzz.h"

/* Builds what the reader reads.  Of members with the same name the last one counts. */
static JsonNode *read_value (BwJsonReader *reader,
                             BwJsonToken   token);

static JsonNode *
read_text (BwJsonReader *reader)
{
  gsize length;
  const char *text = bw_json_reader_get_text (reader, &length);
  g_autofree char *copy = g_strndup (text, length);

  g_assert_true (g_utf8_validate (text, (gssize) length, NULL));

  return json_node_init_string (json_node_alloc (), copy);
}

static JsonNode *
read_number (BwJsonReader *reader)
{
  gsize length;
  const char *text = bw_json_reader_get_text (reader, &length);
  g_autofree char *copy = g_strndup (text, length);

  return json_node_init_double (json_node_alloc (), g_ascii_strtod (copy, NULL));
}

static JsonNode *
read_array (BwJsonReader *reader)
{
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_alloc ();
  BwJsonToken token;

  while ((token = bw_json_reader_next (reader)) != BW_JSON_TOKEN_END_ARRAY)
    json_array_add_element (array, read_value (reader, token));

  json_node_init_array (node, array);
  json_array_unref (array);

  return node;
}

static JsonNode *
read_object (BwJsonReader *reader)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_alloc ();
  BwJsonToken token;

  while ((token = bw_json_reader_next (reader)) != BW_JSON_TOKEN_END_OBJECT)
    {
      gsize length;
      const char *text = bw_json_reader_get_text (reader, &length);
      g_autofree char *name = g_strndup (text, length);

      g_assert_cmpint (token, ==, BW_JSON_TOKEN_NAME);
      json_object_set_member (object, name, read_value (reader, bw_json_reader_next (reader)));
    }

  json_node_init_object (node, object);
  json_object_unref (object);

  return node;
}

static JsonNode *
read_value (BwJsonReader *reader,
            BwJsonToken   token)
{
  switch (token)
    {
    case BW_JSON_TOKEN_BEGIN_OBJECT:
      return read_object (reader);

    case BW_JSON_TOKEN_BEGIN_ARRAY:
      return read_array (reader);

    case BW_JSON_TOKEN_STRING:
      return read_text (reader);

    case BW_JSON_TOKEN_NUMBER:
      return read_number (reader);

    case BW_JSON_TOKEN_TRUE:
    case BW_JSON_TOKEN_FALSE:
      return json_node_init_boolean (json_node_alloc (), token == BW_JSON_TOKEN_TRUE);

    case BW_JSON_TOKEN_NULL:
      return json_node_init_null (json_node_alloc ());

    case BW_JSON_TOKEN_ERROR:
    case BW_JSON_TOKEN_END:
    case BW_JSON_TOKEN_END_OBJECT:
    case BW_JSON_TOKEN_END_ARRAY:
    case BW_JSON_TOKEN_NAME:
    default:
      g_assert_not_reached ();
    }
}

static void compare (JsonNode *ours,
                     JsonNode *theirs);

static void
compare_objects (JsonObject *ours,
                 JsonObject *theirs)
{
  g_autoptr(GList) names = json_object_get_members (ours);

  g_assert_cmpuint (json_object_get_size (ours), ==, json_object_get_size (theirs));
  for (GList *l = names; l != NULL; l = l->next)
    {
      g_assert_true (json_object_has_member (theirs, l->data));
      compare (json_object_get_member (ours, l->data), json_object_get_member (theirs, l->data));
    }
}

static void
compare_arrays (JsonArray *ours,
                JsonArray *theirs)
{
  g_assert_cmpuint (json_array_get_length (ours), ==, json_array_get_length (theirs));
  for (guint i = 0; i < json_array_get_length (ours); i++)
    compare (json_array_get_element (ours, i), json_array_get_element (theirs, i));
}

static void
compare (JsonNode *ours,
         JsonNode *theirs)
{
  if (JSON_NODE_HOLDS_OBJECT (ours))
    {
      g_assert_true (JSON_NODE_HOLDS_OBJECT (theirs));
      compare_objects (json_node_get_object (ours), json_node_get_object (theirs));
    }
  else if (JSON_NODE_HOLDS_ARRAY (ours))
    {
      g_assert_true (JSON_NODE_HOLDS_ARRAY (theirs));
      compare_arrays (json_node_get_array (ours), json_node_get_array (theirs));
    }
  else if (JSON_NODE_HOLDS_NULL (ours))
    {
      g_assert_true (JSON_NODE_HOLDS_NULL (theirs));
    }
  else if (json_node_get_value_type (ours) == G_TYPE_STRING)
    {
      g_assert_cmpint (json_node_get_value_type (theirs), ==, G_TYPE_STRING);
      g_assert_cmpstr (json_node_get_string (ours), ==, json_node_get_string (theirs));
    }
  else if (json_node_get_value_type (ours) == G_TYPE_BOOLEAN)
    {
      g_assert_cmpint (json_node_get_value_type (theirs), ==, G_TYPE_BOOLEAN);
      g_assert_true (json_node_get_boolean (ours) == json_node_get_boolean (theirs));
    }
  else
    {
      double difference = json_node_get_double (ours) - json_node_get_double (theirs);

      g_assert_true (json_node_get_value_type (theirs) == G_TYPE_INT64 ||
                     json_node_get_value_type (theirs) == G_TYPE_DOUBLE);
      /* json-glib has no whole numbers beyond 64 bits. */
      g_assert_true (difference == 0 || ABS (json_node_get_double (ours)) > 9e15);
    }
}

/* Reading in one go and reading with skips see the same end. */
static void
skip_through (const uint8_t *data,
              size_t         size,
              gboolean       is_good)
{
  g_autoptr(BwJsonReader) reader = bw_json_reader_new ((const char *) data, size);
  BwJsonToken token = bw_json_reader_next (reader);
  gint64 number;

  bw_json_reader_get_int (reader, &number);
  if (token == BW_JSON_TOKEN_BEGIN_OBJECT || token == BW_JSON_TOKEN_BEGIN_ARRAY)
    {
      if (!bw_json_reader_skip (reader))
        {
          g_assert_false (is_good);
          return;
        }
    }

  g_assert_true ((token != BW_JSON_TOKEN_ERROR &&
                  bw_json_reader_next (reader) == BW_JSON_TOKEN_END) == is_good);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) their_error = NULL;
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  g_autoptr(BwJsonReader) reader = NULL;
  g_autoptr(JsonNode) ours = NULL;
  g_autoptr(JsonNode) theirs = NULL;
  gboolean is_good = bw_json_reader_check ((const char *) data, size, &error);

  g_assert_true (is_good == (error == NULL));
  skip_through (data, size, is_good);
  if (!is_good)
    {
      g_assert_null (bw_json_parse (bytes, &their_error));
      return 0;
    }

  reader = bw_json_reader_new ((const char *) data, size);
  ours = read_value (reader, bw_json_reader_next (reader));
  g_assert_cmpint (bw_json_reader_next (reader), ==, BW_JSON_TOKEN_END);

  theirs = bw_json_parse (bytes, &their_error);
  g_assert_no_error (their_error);
  compare (ours, theirs);

  return 0;
}
