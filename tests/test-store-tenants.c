/* test-store-tenants.c - tenants that the user adds and removes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-error.h"
#include "bw-store-activity.h"
#include "bw-util.h"
#include "test-store-util.h"
#include "test-util.h"

typedef BwTestStored Fixture;

static void
assert_n_activity (Fixture *fixture,
                   guint    n)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) rows = NULL;

  bw_store_list_activity_async (fixture->store, BW_TEST_TENANT, 0, 0, NULL, bw_test_take_result,
                                &slot);
  result = bw_test_wait (&slot);
  rows = bw_store_list_activity_finish (fixture->store, result, NULL);
  g_assert_nonnull (rows);
  g_assert_cmpuint (rows->len, ==, n);
}

/* A set-up that another process has begun keeps everything where it is. */
static void
test_remove_busy_tenant (Fixture       *fixture,
                         gconstpointer  data)
{
  const BwJobState busy[] = { BW_JOB_STATE_ACTIVE, BW_JOB_STATE_NEEDS_CHOICE };
  g_autoptr(BwJobRow) job = bw_job_row_new (BW_TEST_TENANT, BW_SETUP_KIND_GUEST);
  g_autoptr(BwUserSync) sync = NULL;
  g_autoptr(BwTenantRow) row = NULL;
  g_autoptr(GError) error = NULL;

  bw_test_store_add_tenant (fixture->store, BW_TEST_TENANT, "Fabrikam");
  sync = bw_test_store_begin_sync (fixture->store, BW_TEST_TENANT, FALSE, &error);
  bw_test_store_end_sync (fixture->store, BW_TEST_TENANT, "delta", &error);
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (busy); i++)
    {
      g_autoptr(BwUserSync) kept = NULL;

      job->state = busy[i];
      g_assert_true (bw_test_store_put_job (fixture->store, job, NULL));
      g_assert_false (bw_test_store_remove_tenant (fixture->store, BW_TEST_TENANT, &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_CONFLICT);
      g_clear_error (&error);
      kept = bw_test_store_begin_sync (fixture->store, BW_TEST_TENANT, FALSE, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (kept->delta_link, ==, "delta");
    }
  row = bw_test_store_load_tenant (fixture->store, BW_TEST_TENANT, &error);
  g_assert_no_error (error);
  assert_n_activity (fixture, 0);

  job->state = BW_JOB_STATE_CANCELLED;
  g_assert_true (bw_test_store_put_job (fixture->store, job, NULL));
  g_assert_true (bw_test_store_remove_tenant (fixture->store, BW_TEST_TENANT, &error));
  g_assert_no_error (error);
}

static gboolean
add_by_hand (BwStore           *store,
             const BwTenantRow *row,
             GError           **error)
{
  BwActivityRow *activity = bw_activity_row_new ();
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  activity->tenant_id = g_strdup (row->id);
  activity->what = g_strdup ("Added");
  activity->outcome = g_strdup ("noted");
  bw_store_add_tenant_async (store, row, activity, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_store_add_tenant_finish (store, result, error);
}

static void
test_add_tenant (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(BwTenantRow) row = bw_tenant_row_new (BW_TEST_TENANT);
  g_autoptr(BwTenantRow) found = NULL;
  g_autoptr(GError) error = NULL;

  row->name = g_strdup ("Fabrikam");
  row->source = BW_TENANT_SOURCE_MICROSOFT_365;
  row->guest_email = g_strdup ("anna@partner.com");
  g_assert_true (add_by_hand (fixture->store, row, &error));
  g_assert_no_error (error);
  bw_test_stored_reopen (fixture);
  assert_n_activity (fixture, 1);

  /* The second is refused, by the name of the first, and nothing of it is kept. */
  bw_set_str (&row->name, "Other");
  g_assert_false (add_by_hand (fixture->store, row, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, "Fabrikam"));
  g_clear_error (&error);
  assert_n_activity (fixture, 1);
  found = bw_test_store_load_tenant (fixture->store, BW_TEST_TENANT, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found->name, ==, "Fabrikam");
  g_assert_cmpint (found->source, ==, BW_TENANT_SOURCE_MICROSOFT_365);
  g_assert_cmpstr (found->guest_email, ==, "anna@partner.com");
}

static void
merge (Fixture *fixture)
{
  g_autoptr(GPtrArray) customers =
    g_ptr_array_new_with_free_func ((GDestroyNotify) bw_tenant_row_free);
  BwTenantRow *customer = bw_tenant_row_new (BW_TEST_TENANT);
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  customer->name = g_strdup ("Fabrikam Ltd");
  g_ptr_array_add (customers, customer);
  bw_store_merge_customers_async (fixture->store, customers, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_store_merge_customers_finish (fixture->store, result, &error);
  g_assert_no_error (error);
}

/* A tenant that was added by hand may become a customer, but not amid its set-up. */
static void
test_becomes_customer (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(BwTenantRow) row = bw_tenant_row_new (BW_TEST_TENANT);
  g_autoptr(BwJobRow) job = bw_job_row_new (BW_TEST_TENANT, BW_SETUP_KIND_GUEST);
  g_autoptr(BwTenantRow) before = NULL;
  g_autoptr(BwTenantRow) after = NULL;

  row->name = g_strdup ("Fabrikam");
  row->source = BW_TENANT_SOURCE_MICROSOFT_365;
  g_assert_true (add_by_hand (fixture->store, row, NULL));
  job->state = BW_JOB_STATE_FAILED;
  g_assert_true (bw_test_store_put_job (fixture->store, job, NULL));
  merge (fixture);
  before = bw_test_store_load_tenant (fixture->store, BW_TEST_TENANT, NULL);
  g_assert_cmpint (before->source, ==, BW_TENANT_SOURCE_MICROSOFT_365);
  g_assert_cmpstr (before->name, ==, "Fabrikam");

  job->state = BW_JOB_STATE_CANCELLED;
  g_assert_true (bw_test_store_put_job (fixture->store, job, NULL));
  merge (fixture);
  after = bw_test_store_load_tenant (fixture->store, BW_TEST_TENANT, NULL);
  g_assert_cmpint (after->source, ==, BW_TENANT_SOURCE_PARTNER_CENTER);
  g_assert_cmpstr (after->name, ==, "Fabrikam Ltd");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) \
  g_test_add ("/store/tenants/" name, Fixture, NULL, bw_test_stored_set_up, function, \
              bw_test_stored_tear_down)
  ADD ("add", test_add_tenant);
  ADD ("remove-busy", test_remove_busy_tenant);
  ADD ("becomes-customer", test_becomes_customer);
#undef ADD

  return g_test_run ();
}
