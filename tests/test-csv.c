/* test-csv.c - tables as spreadsheets write them, and as nobody should
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-csv.h"
#include "bw-error.h"

static GPtrArray *
read_text (const char  *text,
           GError     **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

  return bw_csv_read (bytes, error);
}

/* What was read, as "line:value|value" with a space between records. */
static void
assert_reads (const char *text,
              const char *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = read_text (text, &error);
  g_autoptr(GString) found = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < records->len; i++)
    {
      const BwCsvRecord *record = g_ptr_array_index (records, i);
      g_autofree char *joined = g_strjoinv ("|", record->fields);

      g_string_append_printf (found, "%s%u:%s", i > 0 ? " " : "", record->line, joined);
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
assert_refuses (const char *text,
                const char *part)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = read_text (text, &error);

  g_assert_null (records);
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, part));
}

static void
test_shapes (void)
{
  assert_reads ("", "");
  assert_reads ("\n\r\n\n", "");
  assert_reads ("a", "1:a");
  assert_reads ("a,b\nc,d", "1:a|b 2:c|d");
  assert_reads ("a;b\r\nc,1;d\r\n", "1:a|b 2:c,1|d");
  assert_reads ("a\tb\rc\td\r", "1:a|b 2:c|d");
  assert_reads ("\xef\xbb\xbf" "a,b\n", "1:a|b");
  assert_reads ("a,,\n,,\n,b,\n", "1:a|| 3:|b|");
  assert_reads ("Müller & Söhne,日本\n", "1:Müller & Söhne|日本");
}

static void
test_quotes (void)
{
  assert_reads ("\"a\",\"b,c\"\n", "1:a|b,c");
  assert_reads ("\"say \"\"hi\"\"\",b\n", "1:say \"hi\"|b");
  assert_reads ("\"\",b\n\"\"\n", "1:|b");
  assert_reads ("\"a\nb\",c\nd,e\n", "1:a\nb|c 3:d|e");
  assert_reads ("\"a\r\nb\",c\r\nd,e\r\n", "1:a\r\nb|c 3:d|e");
}

static void
test_garbage (void)
{
  assert_refuses ("a,b\n\"c,d\n", "Line 2");
  assert_refuses ("a,b\nc,\"d\" e\n", "Line 2");
  assert_refuses ("a,b\n\nc,d \"e\"\n", "Line 3");
  assert_refuses ("\"", "Line 1");
  assert_refuses ("a,b\n\"\"\"", "Line 2");
  assert_refuses ("a,\xff\n", "UTF-8");
  assert_refuses ("\xff\xfe" "a", "UTF-8");
}

static void
test_zero_byte (void)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static ("a,b\0c\n", 6);
  g_autoptr(GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = bw_csv_read (bytes, &error);
  g_autoptr(GPtrArray) none = NULL;

  g_assert_null (records);
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
  none = bw_csv_read (nothing, NULL);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_limits (void)
{
  g_autoptr(GString) lines = g_string_new (NULL);
  g_autoptr(GString) fields = g_string_new (NULL);
  g_autoptr(GString) bytes = g_string_new ("a,");
  g_autoptr(GPtrArray) records = NULL;

  for (guint i = 0; i < BW_CSV_MAX_RECORDS; i++)
    g_string_append (lines, "a,b\n");
  records = read_text (lines->str, NULL);
  g_assert_cmpuint (records->len, ==, BW_CSV_MAX_RECORDS);
  g_string_append (lines, "a,b\n");
  assert_refuses (lines->str, "5000");

  for (guint i = 0; i < 64; i++)
    g_string_append (fields, "a,");
  assert_refuses (fields->str, "Line 1");

  while (bytes->len <= BW_CSV_MAX_SIZE)
    g_string_append (bytes, "0123456789abcdef");
  assert_refuses (bytes->str, "1024");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/base/csv/shapes", test_shapes);
  g_test_add_func ("/base/csv/quotes", test_quotes);
  g_test_add_func ("/base/csv/garbage", test_garbage);
  g_test_add_func ("/base/csv/zero-byte", test_zero_byte);
  g_test_add_func ("/base/csv/limits", test_limits);

  return g_test_run ();
}
