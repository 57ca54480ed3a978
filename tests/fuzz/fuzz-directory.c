/* fuzz-directory.c - what else Graph and Partner Center answer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-directory.h"
#include "bw-partner-center.h"
#include "fuzz.h"

static void
check_tenant (BwTenantInfo *info,
              const GError *error)
{
  bw_fuzz_check_outcome (info, error);
  if (info == NULL)
    return;

  bw_fuzz_check_text (info->id);
  bw_fuzz_check_text (info->name);
  bw_fuzz_check_text (info->domain);
}

static void
read_tenants (BwResponse *response)
{
  g_autoptr(GError) tenant_error = NULL;
  g_autoptr(GError) organization_error = NULL;
  g_autoptr(BwTenantInfo) tenant = bw_directory_read_tenant (response, &tenant_error);
  g_autoptr(BwTenantInfo) organization =
    bw_directory_read_organization (response, &organization_error);

  check_tenant (tenant, tenant_error);
  check_tenant (organization, organization_error);
}

static void
read_groups (BwResponse *response)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) created_error = NULL;
  g_autoptr(GError) member_error = NULL;
  g_autofree char *group_id = bw_directory_read_group_id (response, "Bailiwick Admins", &error);
  g_autofree char *created_id = bw_directory_read_created_id (response, &created_error);
  gboolean has = FALSE;

  g_assert_true (group_id == NULL || error == NULL);
  bw_fuzz_check_outcome (created_id, created_error);
  if (!bw_directory_read_has_member (response, "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", &has,
                                     &member_error))
    g_assert_nonnull (member_error);
}

static void
read_principals (BwResponse *response)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) grant_error = NULL;
  g_autofree char *id = bw_directory_read_service_principal (response, &error);
  g_autofree char *scope = NULL;

  g_assert_true (id == NULL || error == NULL);
  if (!bw_directory_read_grant (response, "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", &scope,
                                &grant_error))
    g_assert_nonnull (grant_error);
  bw_fuzz_check_text (scope);
}

static void
read_reports (BwResponse *response)
{
  g_autoptr(GError) score_error = NULL;
  g_autoptr(GError) sku_error = NULL;
  g_autoptr(JsonNode) score = bw_directory_read_secure_score (response, &score_error);
  g_autoptr(JsonNode) skus = bw_directory_read_skus (response, &sku_error);

  g_assert_true (score == NULL || score_error == NULL);
  g_assert_true (skus == NULL || sku_error == NULL);
  bw_directory_read_count (response);
}

static void
read_customers (BwResponse *response)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) customer_error = NULL;
  g_autoptr(GPtrArray) customers = bw_partner_center_read_customers (response, &error);
  g_autofree char *relationship = bw_partner_center_read_relationship (response, &customer_error);

  bw_fuzz_check_outcome (customers, error);
  g_assert_true (relationship == NULL || customer_error == NULL);
  for (guint i = 0; customers != NULL && i < customers->len; i++)
    {
      const BwTenantRow *customer = g_ptr_array_index (customers, i);

      g_assert_nonnull (customer->id);
      g_assert_nonnull (customer->name);
      bw_fuzz_check_text (customer->name);
      bw_fuzz_check_text (customer->domain);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(BwResponse) response = bw_fuzz_answer (data, size, 200);

  read_tenants (response);
  read_groups (response);
  read_principals (response);
  read_reports (response);
  read_customers (response);

  return 0;
}
