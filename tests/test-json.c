/* test-json.c - reading JSON by the book
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "bw-error.h"
#include "bw-json-reader.h"
#include "bw-json.h"

/* Documents that are JSON: what json-glib reads must be what our reader reads. */
static const char * const good[] = {
  "{}",
  "[]",
  " \t\r\n{ \"a\" : [ 1 , 2 ] } \n",
  "\"text\"",
  "0",
  "-0",
  "-1.5e+3",
  "1E400",
  "true",
  "null",
  "\xef\xbb\xbf{\"bom\":true}",
  "{\"a\":1,\"a\":2}",
  "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]",
  "[\"\\u00e4\\u20ac\\ud83d\\ude00\"]",
  "[\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\"]",
  "{\"\":\"\"}",
  "[[[[[[[[]]]]]]]]",
  "{\"error\":{\"code\":\"conflict\",\"message\":\"The resource already exists.\",\"target\":null,"
    "\"details\":[],\"innerError\":null}}",
  "{\"@odata.context\":\"https://graph.microsoft.com/v1.0/$metadata#users\",\"value\":[{\"id\":"
    "\"6e7b768e-07e2-4810-8459-485f84f8f204\",\"displayName\":\"M\xc3\xbcller\","
    "\"accountEnabled\":true,"
    "\"assignedLicenses\":[{\"disabledPlans\":[],"
    "\"skuId\":\"c7df2760-2c81-4ef7-b578-5b5392b571df\"}]}]}",
};

/* What is not, and where it stops being. */
static const struct
{
  const char *text;
  gsize       offset;
} bad[] = {
  { "", 0 },
  { "   ", 3 },
  { "{", 1 },
  { "[1", 2 },
  { "[1,]", 3 },
  { "{\"a\":1,}", 7 },
  { "{a:1}", 1 },
  { "{'a':1}", 1 },
  { "{\"a\" 1}", 5 },
  { "[1 2]", 3 },
  { "[1]]", 3 },
  { "{} {}", 3 },
  { "[01]", 1 },
  { "[+1]", 1 },
  { "[.5]", 1 },
  { "[1.]", 1 },
  { "[1e]", 1 },
  { "[-]", 1 },
  { "[0x10]", 2 },
  { "[NaN]", 1 },
  { "[Infinity]", 1 },
  { "[True]", 1 },
  { "[nul]", 1 },
  { "[\"a]", 1 },
  { "[\"\n\"]", 2 },
  { "[\"\\x\"]", 2 },
  { "[\"\\u12\"]", 2 },
  { "[\"\\u0000\"]", 2 },
  { "[\"\\ud800\"]", 2 },
  { "[\"\\ud800\\u0041\"]", 2 },
  { "[\"\\udc00\"]", 2 },
  { "[1] // no", 4 },
  { "/* no */ []", 0 },
  { "[\"\xff\"]", 2 },
  { "[\"\xed\xa0\x80\"]", 2 },
  { "[\"\xc0\xaf\"]", 2 },
  { "\xff\xfe[\0]\0", 0 },
};

/* The test's own output must stay readable. */
static void
show (const char *text)
{
  g_autofree char *escaped = g_strescape (text, NULL);

  g_test_message ("%s", escaped);
}

static void build (BwJsonReader *reader,
                   BwJsonToken   token,
                   JsonBuilder  *builder);

static void
build_container (BwJsonReader *reader,
                 JsonBuilder  *builder,
                 BwJsonToken   end)
{
  BwJsonToken token;

  while ((token = bw_json_reader_next (reader)) != end)
    {
      if (token == BW_JSON_TOKEN_NAME)
        {
          json_builder_set_member_name (builder, bw_json_reader_get_text (reader, NULL));
          token = bw_json_reader_next (reader);
        }
      build (reader, token, builder);
    }
}

/* Makes a tree of what the reader comes upon. */
static void
build (BwJsonReader *reader,
       BwJsonToken   token,
       JsonBuilder  *builder)
{
  gint64 number;

  switch (token)
    {
    case BW_JSON_TOKEN_BEGIN_OBJECT:
      json_builder_begin_object (builder);
      build_container (reader, builder, BW_JSON_TOKEN_END_OBJECT);
      json_builder_end_object (builder);
      break;

    case BW_JSON_TOKEN_BEGIN_ARRAY:
      json_builder_begin_array (builder);
      build_container (reader, builder, BW_JSON_TOKEN_END_ARRAY);
      json_builder_end_array (builder);
      break;

    case BW_JSON_TOKEN_STRING:
      json_builder_add_string_value (builder, bw_json_reader_get_text (reader, NULL));
      break;

    case BW_JSON_TOKEN_NUMBER:
      if (bw_json_reader_get_int (reader, &number))
        json_builder_add_int_value (builder, number);
      else
        json_builder_add_double_value (builder,
                                       g_ascii_strtod (bw_json_reader_get_text (reader, NULL),
                                                       NULL));
      break;

    case BW_JSON_TOKEN_TRUE:
    case BW_JSON_TOKEN_FALSE:
      json_builder_add_boolean_value (builder, token == BW_JSON_TOKEN_TRUE);
      break;

    case BW_JSON_TOKEN_NULL:
      json_builder_add_null_value (builder);
      break;

    case BW_JSON_TOKEN_ERROR:
    case BW_JSON_TOKEN_END:
    case BW_JSON_TOKEN_END_OBJECT:
    case BW_JSON_TOKEN_END_ARRAY:
    case BW_JSON_TOKEN_NAME:
    default:
      g_assert_not_reached ();
    }
}

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(BwJsonReader) reader = bw_json_reader_new (good[i], strlen (good[i]));
      g_autoptr(JsonBuilder) builder = json_builder_new ();
      g_autoptr(JsonNode) parsed = NULL;
      g_autoptr(JsonNode) built = NULL;
      g_autoptr(GError) error = NULL;

      show (good[i]);
      parsed = bw_json_parse_text (good[i], &error);
      g_assert_no_error (error);

      /* A builder wants a container around it. */
      json_builder_begin_array (builder);
      build (reader, bw_json_reader_next (reader), builder);
      json_builder_end_array (builder);
      g_assert_cmpint (bw_json_reader_next (reader), ==, BW_JSON_TOKEN_END);
      g_assert_cmpint (bw_json_reader_next (reader), ==, BW_JSON_TOKEN_END);

      built = json_builder_get_root (builder);
      g_assert_true (json_node_equal (parsed,
                                      json_array_get_element (json_node_get_array (built), 0)));
    }
}

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(BwJsonReader) reader = bw_json_reader_new (bad[i].text, strlen (bad[i].text));
      g_autoptr(JsonNode) node = NULL;
      g_autoptr(GError) error = NULL;
      BwJsonToken token;

      show (bad[i].text);
      do
        token = bw_json_reader_next (reader);
      while (token != BW_JSON_TOKEN_ERROR && token != BW_JSON_TOKEN_END);

      g_assert_cmpint (token, ==, BW_JSON_TOKEN_ERROR);
      g_assert_cmpint (bw_json_reader_next (reader), ==, BW_JSON_TOKEN_ERROR);
      g_assert_cmpuint (bw_json_reader_get_offset (reader), ==, bad[i].offset);

      node = bw_json_parse_text (bad[i].text, &error);
      g_assert_null (node);
      g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
    }
}

/* Every good document breaks when it is cut off, unless what is cut is space. */
static void
test_cut (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      gsize size = strlen (good[i]);

      if (good[i][0] != '{' && good[i][0] != '[')
        continue;

      for (gsize length = 0; length < size; length++)
        {
          /* A copy, so that reading past the end is seen. */
          g_autofree char *part = g_memdup2 (good[i], length);

          if (strspn (good[i] + length, " \n") < size - length)
            g_assert_false (bw_json_reader_check (part, length, NULL));
        }
    }
}

/* Noise of all kinds: nothing to assert but that it ends, and that whatever
 * passes the strict reader passes json-glib. */
static void
test_noise (void)
{
  static const char noise[] = "{}[]\",:\\0123456789eE+-.tfnu \x01\x80\xff";

  for (guint i = 0; i < 20000; i++)
    {
      const char *seed = good[g_test_rand_int_range (0, G_N_ELEMENTS (good))];
      gsize size = strlen (seed);
      g_autofree char *text = g_strdup (seed);
      g_autoptr(JsonNode) node = NULL;
      g_autoptr(GError) error = NULL;

      for (int n = g_test_rand_int_range (1, 4); n > 0 && size > 0; n--)
        text[g_test_rand_int_range (0, (int) size)] =
          noise[g_test_rand_int_range (0, sizeof noise - 1)];

      node = bw_json_parse_text (text, &error);
      g_assert_true ((node != NULL) == bw_json_reader_check (text, strlen (text), NULL));
    }
}

static char *
make_nested (guint depth)
{
  char *text = g_malloc (2 * depth + 1);

  memset (text, '[', depth);
  memset (text + depth, ']', depth);
  text[2 * depth] = '\0';

  return text;
}

static void
test_limits (void)
{
  g_autofree char *deep = make_nested (BW_JSON_MAX_DEPTH);
  g_autofree char *deeper = make_nested (BW_JSON_MAX_DEPTH + 1);
  g_autofree char *abyss = make_nested (1000000);
  g_autofree char *filler = g_strnfill (1024 * 1024, 'x');
  g_autofree char *longest = g_strdup_printf ("\"%s\"", filler);
  g_autofree char *longer = g_strdup_printf ("\"%sx\"", filler);
  g_autofree char *name = g_strdup_printf ("{\"%.1025s\":1}", filler);
  g_autofree char *digits = g_strnfill (1025, '1');

  g_assert_true (bw_json_reader_check (deep, strlen (deep), NULL));
  g_assert_false (bw_json_reader_check (deeper, strlen (deeper), NULL));
  g_assert_false (bw_json_reader_check (abyss, strlen (abyss), NULL));
  g_assert_true (bw_json_reader_check (longest, strlen (longest), NULL));
  g_assert_false (bw_json_reader_check (longer, strlen (longer), NULL));
  g_assert_false (bw_json_reader_check (name, strlen (name), NULL));
  g_assert_false (bw_json_reader_check (digits, strlen (digits), NULL));
  g_assert_false (bw_json_reader_check ("[\"\0\"]", 5, NULL));
  g_assert_false (bw_json_reader_check (NULL, 0, NULL));
}

static void
test_skip (void)
{
  const char *text = "{\"a\":{\"b\":[1,{\"c\":2}]},\"d\":3,\"e\":[4,5],\"f\":\"g\"}";
  g_autoptr(BwJsonReader) reader = bw_json_reader_new (text, strlen (text));
  gint64 number = 0;

  g_assert_cmpint (bw_json_reader_next (reader), ==, BW_JSON_TOKEN_BEGIN_OBJECT);
  g_assert_cmpint (bw_json_reader_next (reader), ==, BW_JSON_TOKEN_NAME);
  g_assert_true (bw_json_reader_is_name (reader, "a"));
  g_assert_true (bw_json_reader_skip (reader));
  g_assert_cmpint (bw_json_reader_next (reader), ==, BW_JSON_TOKEN_NAME);
  g_assert_true (bw_json_reader_is_name (reader, "d"));
  g_assert_cmpint (bw_json_reader_next (reader), ==, BW_JSON_TOKEN_NUMBER);
  g_assert_true (bw_json_reader_get_int (reader, &number));
  g_assert_cmpint (number, ==, 3);
  g_assert_cmpint (bw_json_reader_next (reader), ==, BW_JSON_TOKEN_NAME);
  g_assert_cmpint (bw_json_reader_next (reader), ==, BW_JSON_TOKEN_BEGIN_ARRAY);
  g_assert_true (bw_json_reader_skip (reader));
  g_assert_cmpint (bw_json_reader_next (reader), ==, BW_JSON_TOKEN_NAME);
  g_assert_true (bw_json_reader_skip (reader));
  g_assert_cmpint (bw_json_reader_next (reader), ==, BW_JSON_TOKEN_END_OBJECT);
  g_assert_cmpint (bw_json_reader_next (reader), ==, BW_JSON_TOKEN_END);
}

/* Nothing that a service sends makes a getter complain. */
static void
test_getters (void)
{
  g_autoptr(JsonNode) root = bw_json_parse_text (
    "{\"s\":\"x\",\"e\":\"\",\"i\":7,\"d\":1.5,\"big\":1e300,"
    "\"huge\":123456789012345678901234567890,"
    "\"b\":true,\"n\":null,\"o\":{},\"a\":[1,\"t\",{}]}", NULL);
  JsonObject *object = bw_json_node_object (root);
  static const char * const names[] = { "s", "e", "i", "d", "big", "huge", "b", "n", "o", "a",
                                        "absent" };
  JsonArray *array = bw_json_get_array (object, "a");
  g_autofree char *seven = bw_json_dup_scalar (object, "i");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *name = names[i];
      gboolean is_text = g_str_equal (name, "s") || g_str_equal (name, "e");

      g_assert_true ((bw_json_get_string (object, name) != NULL) == is_text);
      g_assert_true ((bw_json_get_object (object, name) != NULL) == g_str_equal (name, "o"));
      g_assert_true ((bw_json_get_array (object, name) != NULL) == g_str_equal (name, "a"));
      g_assert_true (bw_json_get_boolean (object, name, FALSE) == g_str_equal (name, "b"));
      g_assert_null (bw_json_get_string (NULL, name));
    }

  g_assert_cmpint (bw_json_get_int (object, "i", -1), ==, 7);
  g_assert_cmpint (bw_json_get_int (object, "d", -1), ==, 1);
  g_assert_cmpint (bw_json_get_int (object, "big", -1), ==, -1);
  g_assert_cmpint (bw_json_get_int (object, "huge", -1), ==, -1);
  g_assert_cmpint (bw_json_get_int (object, "s", -1), ==, -1);
  g_assert_true (fabs (bw_json_get_double (object, "d", 0) - 1.5) < 1e-9);
  g_assert_cmpstr (seven, ==, "7");

  g_assert_cmpuint (bw_json_array_length (array), ==, 3);
  g_assert_null (bw_json_array_string (array, 0));
  g_assert_cmpstr (bw_json_array_string (array, 1), ==, "t");
  g_assert_null (bw_json_array_object (array, 1));
  g_assert_nonnull (bw_json_array_object (array, 2));
  g_assert_null (bw_json_node_object (NULL));

  g_assert_null (bw_json_require_string (object, "e", &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/json/good", test_good);
  g_test_add_func ("/base/json/bad", test_bad);
  g_test_add_func ("/base/json/cut", test_cut);
  g_test_add_func ("/base/json/noise", test_noise);
  g_test_add_func ("/base/json/limits", test_limits);
  g_test_add_func ("/base/json/skip", test_skip);
  g_test_add_func ("/base/json/getters", test_getters);

  return g_test_run ();
}
