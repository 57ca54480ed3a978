/* test-reports.c - the daily reports: what they find, and when they run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-error.h"
#include "bw-json.h"
#include "bw-limitation.h"
#include "bw-pace.h"
#include "bw-reports.h"
#include "bw-store-leases.h"
#include "bw-store-reports.h"
#include "bw-store-tenants.h"
#include "core-util.h"
#include "test-util.h"

#define SCORES "/security/secureScores"
#define SKUS   "/subscribedSkus"
#define HOUR (60 * 60)
#define DAY (24 * HOUR)

typedef BwTestCore *Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  *f = bw_test_core_new ();
  bw_test_core_add_tenant (*f, BW_TEST_TENANT_7);
  bw_test_core_add_tenant (*f, BW_TEST_TENANT_DENIED);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  bw_test_core_free (*f);
}

static gboolean
run (BwTestCore  *core,
     const char  *tenant_id,
     GPtrArray   *limitations,
     BwResponse **refusal,
     GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  bw_reports_run_async (core->session, core->store, tenant_id,
                        BW_TENANT_SOURCE_PARTNER_CENTER, limitations, NULL,
                        bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_reports_run_finish (result, refusal, error);
}

static void
run_well (BwTestCore *core,
          const char *tenant_id)
{
  g_autoptr(GError) error = NULL;
  gboolean done = run (core, tenant_id, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

/* Returns: when to come again */
static gint64
run_due (BwTestCore *core)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;
  gint64 next_run = -1;

  bw_reports_run_due_async (core->session, core->store, "owner", NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_reports_run_due_finish (result, &next_run, &error);
  g_assert_no_error (error);

  return next_run;
}

static GPtrArray *
list_reports (BwTestCore *core,
              const char *tenant_id)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  bw_store_list_reports_async (core->store, tenant_id, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_store_list_reports_finish (core->store, result, NULL);
}

static BwReportRow *
load_report (BwTestCore *core,
             const char *tenant_id,
             const char *kind)
{
  g_autoptr(GPtrArray) rows = list_reports (core, tenant_id);

  g_assert_cmpuint (rows->len, ==, 2);
  for (guint i = 0; i < rows->len; i++)
    {
      const BwReportRow *row = g_ptr_array_index (rows, i);

      if (g_str_equal (row->kind, kind))
        return g_ptr_array_steal_index (rows, i);
    }

  g_assert_not_reached ();
}

static void
save_tenant (BwTestCore  *core,
             BwTenantRow *row)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  row->name = g_strdup ("Saved again");
  bw_store_save_tenant_async (core->store, row, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_store_save_tenant_finish (core->store, result, &error);
  g_assert_no_error (error);
}

static GPtrArray *
new_limitations (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) bw_limitation_free);
}

static guint
count_requests (BwTestCore *core)
{
  return bw_test_sandbox_count (core->sandbox, "GET", SCORES) +
         bw_test_sandbox_count (core->sandbox, "GET", SKUS);
}

static void
test_next_run (void)
{
  const char * const zones[] = { "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata" };

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      gint64 now = 1774000000; /* a few days before the clocks change in Berlin */

      g_setenv ("TZ", zones[i], TRUE);
      for (guint day = 0; day < 20; day++)
        {
          gint64 next = bw_reports_next_run (now);
          g_autoptr(GDateTime) midnight = g_date_time_new_from_unix_local (next);

          g_assert_cmpint (next, >, now);
          g_assert_cmpint (next, <=, now + 25 * HOUR);
          g_assert_cmpint (g_date_time_get_hour (midnight), ==, 0);
          g_assert_cmpint (g_date_time_get_minute (midnight), ==, 0);
          now = next;
        }
    }
}

static void
test_run (Fixture       *f,
          gconstpointer  data)
{
  g_autoptr(BwReportRow) score = NULL;
  g_autoptr(BwReportRow) licenses = NULL;
  g_autoptr(JsonNode) score_data = NULL;
  g_autoptr(JsonNode) licenses_data = NULL;
  JsonObject *score_object;
  gint64 before = bw_clock_now ();

  run_well (*f, BW_TEST_TENANT_7);

  score = load_report (*f, BW_TEST_TENANT_7, "secure-score");
  g_assert_null (score->failure);
  g_assert_cmpint (score->last_run, >=, before);
  g_assert_cmpint (score->next_run, ==, bw_reports_next_run (score->last_run));
  score_data = json_from_string (score->data, NULL);
  score_object = json_node_get_object (score_data);
  g_assert_cmpfloat (json_object_get_double_member (score_object, "max"), >, 0);

  licenses = load_report (*f, BW_TEST_TENANT_7, "available-licenses");
  g_assert_null (licenses->failure);
  licenses_data = json_from_string (licenses->data, NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (licenses_data)), >, 0);
}

/* What the tenant lacks is said, keeps nothing else from running, and is no failure. */
static void
test_limitation (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(GPtrArray) limitations = new_limitations ();
  g_autoptr(BwResponse) refusal = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(BwReportRow) score = NULL;
  g_autoptr(BwReportRow) licenses = NULL;
  BwLimitation *limitation;

  g_assert_true (run (*f, BW_TEST_TENANT_DENIED, limitations, &refusal, &error));
  g_assert_no_error (error);
  g_assert_null (refusal);
  g_assert_cmpuint (limitations->len, ==, 1);
  limitation = g_ptr_array_index (limitations, 0);
  g_assert_cmpstr (limitation->feature, ==, "Microsoft Secure Score report");

  score = load_report (*f, BW_TEST_TENANT_DENIED, "secure-score");
  g_assert_nonnull (score->failure);
  g_assert_null (score->data);
  g_assert_cmpint (score->next_run, ==, bw_reports_next_run (score->last_run));
  licenses = load_report (*f, BW_TEST_TENANT_DENIED, "available-licenses");
  g_assert_nonnull (licenses->data);

  g_assert_true (run (*f, BW_TEST_TENANT_DENIED, limitations, NULL, NULL));
  g_assert_cmpuint (limitations->len, ==, 1);
}

/* That a role is missing was said before, and better. */
static void
test_known_limitation (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(GPtrArray) limitations = new_limitations ();

  bw_limitations_add (limitations, "Microsoft Secure Score report", "Lacks a role.");
  g_assert_true (run (*f, BW_TEST_TENANT_DENIED, limitations, NULL, NULL));
  g_assert_cmpuint (limitations->len, ==, 1);
}

static void
test_transient (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GPtrArray) limitations = new_limitations ();
  g_autoptr(BwResponse) refusal = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(BwReportRow) before = NULL;
  g_autoptr(BwReportRow) after = NULL;
  g_autoptr(BwReportRow) other = NULL;

  run_well (*f, BW_TEST_TENANT_7);
  before = load_report (*f, BW_TEST_TENANT_7, "secure-score");

  bw_test_core_add_fault (*f, SCORES, 0, -1, "{\"status\":503,\"body\":\"busy\"}");
  g_assert_false (run (*f, BW_TEST_TENANT_7, limitations, &refusal, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_UNAVAILABLE);
  g_assert_cmpuint (limitations->len, ==, 0);
  if (refusal != NULL)
    g_assert_cmpuint (bw_response_get_status (refusal), ==, 503);

  /* The last result stays, and it is tried again before long. */
  after = load_report (*f, BW_TEST_TENANT_7, "secure-score");
  g_assert_cmpstr (after->data, ==, before->data);
  g_assert_nonnull (after->failure);
  g_assert_cmpint (after->next_run, <=, bw_clock_now () + HOUR);
  other = load_report (*f, BW_TEST_TENANT_7, "available-licenses");
  g_assert_null (other->failure);
}

static void
test_broken (Fixture       *f,
             gconstpointer  data)
{
  const char * const bodies[] = { "{\"value\":[{\"skuPartNumber\":7}]}", "{\"value\":3}", "[]" };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autofree char *action = g_strdup_printf ("{\"status\":200,\"body\":%s}", bodies[i]);
      g_autoptr(BwResponse) refusal = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(BwReportRow) row = NULL;

      bw_test_core_add_fault (*f, SKUS, 0, 1, action);
      g_assert_false (run (*f, BW_TEST_TENANT_7, NULL, &refusal, &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
      g_assert_null (refusal);
      row = load_report (*f, BW_TEST_TENANT_7, "available-licenses");
      g_assert_nonnull (row->failure);
    }
}

static void
test_unknown_tenant (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (run (*f, BW_TEST_TENANT_0, NULL, NULL, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_NOT_FOUND);
}

static void
test_cancelled (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  bw_test_core_add_fault (*f, SCORES, 0, -1, "{\"hang\":true}");
  bw_reports_run_async ((*f)->session, (*f)->store, BW_TEST_TENANT_7,
                        BW_TENANT_SOURCE_PARTNER_CENTER, NULL, cancellable,
                        bw_test_take_result, &slot);
  g_cancellable_cancel (cancellable);
  result = bw_test_wait (&slot);
  g_assert_false (bw_reports_run_finish (result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_due (Fixture       *f,
          gconstpointer  data)
{
  gint64 midnight = bw_reports_next_run (bw_clock_now ());
  g_autoptr(BwReportRow) row = NULL;

  g_assert_cmpint (run_due (*f), ==, 0);

  run_well (*f, BW_TEST_TENANT_7);
  run_well (*f, BW_TEST_TENANT_DENIED);
  bw_test_sandbox_clear_log ((*f)->sandbox);

  g_assert_cmpint (run_due (*f), ==, midnight);
  g_assert_cmpuint (count_requests (*f), ==, 0);

  /* Missed for days, and run once. */
  bw_clock_set_offset (5 * DAY);
  g_assert_cmpint (run_due (*f), ==, bw_reports_next_run (bw_clock_now ()));
  g_assert_cmpuint (count_requests (*f), ==, 4);
  row = load_report (*f, BW_TEST_TENANT_7, "secure-score");
  g_assert_cmpint (row->last_run, >, midnight);
  g_assert_nonnull (row->data);

  g_assert_cmpint (run_due (*f), ==, bw_reports_next_run (bw_clock_now ()));
  g_assert_cmpuint (count_requests (*f), ==, 4);
}

static void
test_not_due (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(BwTenantRow) disabled = bw_tenant_row_new (BW_TEST_TENANT_7);
  g_autoptr(BwTenantRow) over = bw_tenant_row_new (BW_TEST_TENANT_DENIED);

  run_well (*f, BW_TEST_TENANT_7);
  run_well (*f, BW_TEST_TENANT_DENIED);
  disabled->disabled = TRUE;
  save_tenant (*f, disabled);
  over->relationship_status = g_strdup ("terminated");
  save_tenant (*f, over);
  bw_test_sandbox_clear_log ((*f)->sandbox);

  bw_clock_set_offset (2 * DAY);
  g_assert_cmpint (run_due (*f), ==, 0);
  g_assert_cmpuint (count_requests (*f), ==, 0);
}

static void
set_lease (BwTestCore *core,
           gboolean    taken)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  if (taken)
    bw_store_acquire_lease_async (core->store, "reports", "another", 60, NULL, bw_test_take_result,
                                  &slot);
  else
    bw_store_release_lease_async (core->store, "reports", "another", NULL, bw_test_take_result,
                                  &slot);
  result = bw_test_wait (&slot);

  if (taken)
    bw_store_acquire_lease_finish (core->store, result, &error);
  else
    bw_store_release_lease_finish (core->store, result, &error);
  g_assert_no_error (error);
}

/* Only one process runs them, and it lets go afterwards. */
static void
test_lease (Fixture       *f,
            gconstpointer  data)
{
  run_well (*f, BW_TEST_TENANT_7);
  bw_test_sandbox_clear_log ((*f)->sandbox);
  bw_clock_set_offset (2 * DAY);

  set_lease (*f, TRUE);
  g_assert_cmpint (run_due (*f), >, bw_clock_now ());
  g_assert_cmpuint (count_requests (*f), ==, 0);

  set_lease (*f, FALSE);
  run_due (*f);
  g_assert_cmpuint (count_requests (*f), ==, 2);
  set_lease (*f, TRUE);
}

/* One tenant's trouble is its own: the others run, and it is tried again. */
static void
test_due_trouble (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(BwReportRow) row = NULL;
  g_autoptr(BwReportRow) other = NULL;
  gint64 next_run;

  run_well (*f, BW_TEST_TENANT_7);
  run_well (*f, BW_TEST_TENANT_DENIED);
  bw_clock_set_offset (2 * DAY);
  bw_test_core_add_fault (*f, SKUS, 0, 1,
                          "{\"status\":500,\"body\":{\"error\":{\"code\":\"generalException\"}}}");

  next_run = run_due (*f);
  g_assert_cmpint (next_run, >, bw_clock_now ());
  g_assert_cmpint (next_run, <=, bw_reports_next_run (bw_clock_now ()));
  row = load_report (*f, BW_TEST_TENANT_7, "available-licenses");
  other = load_report (*f, BW_TEST_TENANT_DENIED, "available-licenses");
  g_assert_cmpint (row->last_run, >, bw_clock_now () - DAY);
  g_assert_cmpint (other->last_run, >, bw_clock_now () - DAY);
}

static void
test_signed_out (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(BwVault) vault = bw_memory_vault_new ();

  run_well (*f, BW_TEST_TENANT_7);
  bw_test_sandbox_clear_log ((*f)->sandbox);
  bw_clock_set_offset (2 * DAY);

  g_clear_object (&(*f)->session);
  (*f)->session = bw_session_new ((*f)->store, vault);
  g_assert_cmpint (run_due (*f), >, bw_clock_now ());
  g_assert_cmpuint (count_requests (*f), ==, 0);
}

#define ADD(name, function) \
  g_test_add ("/core/reports/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "Europe/Berlin", TRUE);
  g_setenv ("LANGUAGE", "C", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("run", test_run);
  ADD ("limitation", test_limitation);
  ADD ("known-limitation", test_known_limitation);
  ADD ("transient", test_transient);
  ADD ("broken", test_broken);
  ADD ("unknown-tenant", test_unknown_tenant);
  ADD ("cancelled", test_cancelled);
  ADD ("due", test_due);
  ADD ("not-due", test_not_due);
  ADD ("lease", test_lease);
  ADD ("due-trouble", test_due_trouble);
  ADD ("signed-out", test_signed_out);
  g_test_add_func ("/core/reports/next-run", test_next_run);

  return g_test_run ();
}
