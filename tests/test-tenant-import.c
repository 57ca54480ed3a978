/* test-tenant-import.c - adding the tenants in a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-error.h"
#include "bw-store-tenants.h"
#include "bw-tenant-import.h"
#include "core-util.h"
#include "test-util.h"

#define ONE      "0000000b-aaaa-4000-8000-000000000001"
#define TWO      "0000000b-aaaa-4000-8000-000000000002"
#define CUSTOMER "0000000b-aaaa-4000-8000-000000000003"

static const char scenario[] =
  "{\"name\":\"import\",\"include\":\"empty.json\",\"tenants\":["
  "{\"id\":\"" ONE "\",\"name\":\"One\",\"domain\":\"one.example\","
  "\"initialDomain\":\"one.onmicrosoft.com\",\"inPartnerCenter\":false},"
  "{\"id\":\"" TWO "\",\"name\":\"Two\",\"domain\":\"two.example\","
  "\"initialDomain\":\"two.onmicrosoft.com\",\"inPartnerCenter\":false},"
  "{\"id\":\"" CUSTOMER "\",\"name\":\"Customer\",\"domain\":\"customer.example\","
  "\"initialDomain\":\"customer.onmicrosoft.com\"}"
  "]}";

/* One of each, and what the import says of it. */
static const char mixed[] =
  "\xef\xbb\xbf" "Guest;Name;Tenant\r\n"
  "technician@lodestar-it.example;\"One; Ltd\";one.example\r\n"
  "technician@lodestar-it.example;Again;" ONE "\r\n"
  "\r\n"
  "nobody;Two;two.example\r\n"
  "technician@lodestar-it.example;Customer;customer.example\r\n"
  "technician@lodestar-it.example;Two\r\n"
  "technician@lodestar-it.example;Lost;lost.example\r\n"
  "technician@lodestar-it.example;Two;two.onmicrosoft.com";

static const char mixed_report[] =
  "2 One; Ltd added " ONE "\n"
  "3 Again already-there " ONE "\n"
  "5 Two refused -\n"
  "6 Customer added-as-csp " CUSTOMER "\n"
  "7 technician@lodestar-it.example refused -\n"
  "8 Lost refused -\n"
  "9 Two added " TWO "\n";

typedef struct
{
  BwTestCore    *core;
  BwTenantEntry *entry;
  guint          n_told;
  GCancellable  *cancellable;  /* (nullable): to cancel once something was told */
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->core = bw_test_core_new_with (scenario);
  f->entry = bw_tenant_entry_new (f->core->store, f->core->session);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  bw_test_spin_idle ();
  g_assert_finalize_object (f->entry);
  bw_test_core_free (f->core);
}

static void
progress_cb (guint    done,
             guint    total,
             gpointer data)
{
  Fixture *f = data;

  g_assert_cmpuint (done, ==, ++f->n_told);
  g_assert_cmpuint (done, <=, total);
  if (done == 2 && f->cancellable != NULL)
    g_cancellable_cancel (f->cancellable);
}

static GPtrArray *
read_file (Fixture       *f,
           GFile         *file,
           GCancellable  *cancellable,
           GError       **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  f->n_told = 0;
  bw_tenant_import_read_async (f->entry, file, progress_cb, f, cancellable, bw_test_take_result,
                               &slot);
  result = bw_test_wait (&slot);

  return bw_tenant_import_read_finish (result, error);
}

static GPtrArray *
read_text (Fixture     *f,
           const char  *text,
           GError     **error)
{
  g_autofree char *path = bw_test_write_file (f->core->folder, "tenants.csv", text);
  g_autoptr(GFile) file = g_file_new_for_path (path);

  return read_file (f, file, NULL, error);
}

static void
add (Fixture      *f,
     GPtrArray    *lines,
     GCancellable *cancellable)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_tenant_import_add_async (f->entry, lines, cancellable, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_tenant_import_add_finish (result);
}

static char *
dup_report (GPtrArray *lines)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      BwImportLine *line = g_ptr_array_index (lines, i);
      BwImportOutcome outcome = bw_import_line_get_outcome (line);
      const char *id = bw_import_line_get_tenant_id (line);

      g_assert_true ((bw_import_line_get_reason (line) != NULL) ==
                     (outcome == BW_IMPORT_REFUSED || outcome == BW_IMPORT_ALREADY_THERE));
      g_string_append_printf (text, "%u %s %s %s\n", bw_import_line_get_number (line),
                              bw_import_line_get_name (line),
                              bw_import_outcome_get_nick (outcome), id != NULL ? id : "-");
    }

  return g_string_free (text, FALSE);
}

static guint
count_tenants (Fixture *f)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) rows = NULL;

  bw_store_list_tenants_async (f->core->store, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  rows = bw_store_list_tenants_finish (f->core->store, result, NULL);

  return rows->len;
}

static guint
count_pending (GPtrArray *lines)
{
  guint n = 0;

  for (guint i = 0; i < lines->len; i++)
    n += bw_import_line_get_draft (g_ptr_array_index (lines, i)) != NULL ? 1 : 0;

  return n;
}

static void
test_mixed (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) lines = read_text (f, mixed, &error);
  g_autoptr(GPtrArray) again = NULL;
  g_autofree char *before = NULL;
  g_autofree char *report = NULL;

  g_assert_no_error (error);
  before = dup_report (lines);
  g_assert_cmpstr (before, ==, mixed_report);
  g_assert_cmpuint (f->n_told, ==, 7);
  g_assert_cmpuint (count_pending (lines), ==, 3);
  g_assert_cmpstr (bw_import_line_get_label (lines->pdata[0]), ==, "Can be added");
  g_assert_cmpuint (count_tenants (f), ==, 0);

  add (f, lines, NULL);
  report = dup_report (lines);
  g_assert_cmpstr (report, ==, mixed_report);
  g_assert_cmpuint (bw_tenant_import_count (lines, BW_IMPORT_ADDED), ==, 2);
  g_assert_cmpuint (bw_tenant_import_count (lines, BW_IMPORT_REFUSED), ==, 3);
  g_assert_cmpuint (count_pending (lines), ==, 0);
  g_assert_cmpstr (bw_import_line_get_label (lines->pdata[0]), ==, "Added");
  g_assert_cmpuint (count_tenants (f), ==, 3);

  /* Doing it once more changes nothing. */
  add (f, lines, NULL);
  again = read_text (f, mixed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bw_tenant_import_count (again, BW_IMPORT_ADDED), ==, 0);
  g_assert_cmpuint (bw_tenant_import_count (again, BW_IMPORT_ALREADY_THERE), ==, 4);
  add (f, again, NULL);
  g_assert_cmpuint (count_tenants (f), ==, 3);
  g_assert_cmpuint (bw_test_sandbox_count_writes (f->core->sandbox), ==, 0);
}

/* Between the question and the answer, somebody else adds one, and then somebody gives up. */
static void
test_late (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) lines = read_text (f, mixed, &error);
  g_autoptr(GPtrArray) given_up = read_text (f, mixed, &error);
  g_autofree char *report = NULL;

  g_assert_no_error (error);
  bw_test_core_add_tenant (f->core, ONE);
  add (f, lines, NULL);
  report = dup_report (lines);
  g_assert_true (g_str_has_prefix (report, "2 One; Ltd already-there " ONE "\n"));
  g_assert_cmpuint (bw_tenant_import_count (lines, BW_IMPORT_ADDED), ==, 1);
  g_assert_cmpuint (count_tenants (f), ==, 3);

  g_cancellable_cancel (cancellable);
  add (f, given_up, cancellable);
  g_assert_cmpuint (bw_tenant_import_count (given_up, BW_IMPORT_ADDED), ==, 0);
  g_assert_cmpuint (count_pending (given_up), ==, 0);
  g_assert_cmpuint (count_tenants (f), ==, 3);
}

static void
test_garbage (Fixture       *f,
              gconstpointer  data)
{
  const char *useless[] = {
    "", "\n\n", "name,tenant,guest\n", "name,tenant\nOne,one.example\n",
    "name,tenant,guest\n\"One,one.example,x@y.example\n", "one.example", "\xff\xfe",
    "name,tenant,guest\n\xff,one.example,x@y.example\n",
  };

  bw_test_sandbox_clear_log (f->core->sandbox);
  for (guint i = 0; i < G_N_ELEMENTS (useless); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (read_text (f, useless[i], &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
    }
  g_assert_cmpuint (bw_test_sandbox_count (f->core->sandbox, "GET", "."), ==, 0);
}

static void
test_file (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GFile) folder = g_file_new_for_path (f->core->folder);
  g_autoptr(GFile) missing = g_file_get_child (folder, "missing.csv");
  g_autoptr(GFile) endless = g_file_new_for_path ("/dev/zero");
  g_autoptr(GError) error = NULL;

  g_assert_null (read_file (f, missing, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (read_file (f, folder, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  g_clear_error (&error);
  g_assert_null (read_file (f, endless, NULL, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
}

/* What is about more than a line ends the reading. */
static void
test_in_the_way (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *path = bw_test_write_file (f->core->folder, "tenants.csv", mixed);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (read_file (f, file, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (count_tenants (f), ==, 0);

  /* In the middle of it, too. */
  g_cancellable_reset (cancellable);
  f->cancellable = cancellable;
  g_assert_null (read_file (f, file, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (f->n_told, >, 2);
  g_assert_cmpuint (count_tenants (f), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define TEST(name, function) \
  g_test_add ("/core/tenant-import/" name, Fixture, NULL, set_up, function, tear_down)
  TEST ("mixed", test_mixed);
  TEST ("late", test_late);
  TEST ("garbage", test_garbage);
  TEST ("file", test_file);
  TEST ("in-the-way", test_in_the_way);
#undef TEST

  return g_test_run ();
}
