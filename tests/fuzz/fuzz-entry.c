/* fuzz-entry.c - what somebody types to add a tenant, and files with tenants
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-csv.h"
#include "bw-tenant-fields.h"
#include "bw-util.h"
#include "fuzz.h"

/* What is found is as good as what it was found in: it is read again as the same. */
static void
check_tenant (const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *tenant = bw_tenant_fields_read_tenant (text, &error);
  g_autofree char *again = NULL;

  bw_fuzz_check_outcome (tenant, error);
  if (tenant == NULL)
    return;

  g_assert_true (bw_is_guid (tenant) || strchr (tenant, '.') != NULL);
  g_assert_cmpint (strlen (tenant), <=, 253);
  g_assert_null (strpbrk (tenant, "/@:?#% "));
  again = bw_tenant_fields_read_tenant (tenant, NULL);
  g_assert_cmpstr (again, ==, tenant);
}

static void
check_guest (const char *text)
{
  const char * const domains[] = { "partner.com", NULL };
  g_autoptr(GError) error = NULL;
  g_autofree char *guest = bw_tenant_fields_read_guest (text, &error);
  g_autofree char *again = NULL;

  bw_fuzz_check_outcome (guest, error);
  if (guest == NULL)
    return;

  g_assert_true (g_str_is_ascii (guest));
  again = bw_tenant_fields_read_guest (guest, NULL);
  g_assert_cmpstr (again, ==, guest);
  g_assert_true (bw_tenant_fields_check_guest (guest, domains, NULL) ==
                 g_str_has_suffix (guest, "@partner.com"));
}

static void
check_name (const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *name = bw_tenant_fields_read_name (text, &error);

  bw_fuzz_check_outcome (name, error);
  bw_fuzz_check_text (name);
}

static void
check_table (const uint8_t *data,
             size_t         size)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = bw_csv_read (bytes, &error);
  guint line = 0;

  bw_fuzz_check_outcome (records, error);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const BwCsvRecord *record = g_ptr_array_index (records, i);

      g_assert_cmpuint (record->line, >, line);
      line = record->line;
      g_assert_nonnull (record->fields[0]);
      for (char **field = record->fields; *field != NULL; field++)
        bw_fuzz_check_text (*field);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = bw_fuzz_dup_text (data, size);

  check_table (data, size);
  check_tenant (text);
  check_guest (text);
  check_name (text);

  return 0;
}
