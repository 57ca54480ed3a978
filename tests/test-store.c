/* test-store.c - the store: its tables, and what it tells of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-database.h"
#include "bw-error.h"
#include "bw-pace.h"
#include "bw-store-activity.h"
#include "bw-store-private.h"
#include "bw-store-reports.h"
#include "bw-store-settings.h"
#include "test-store-util.h"
#include "test-util.h"

/* 2001-09-09 */
#define THEN 1000000000

#define NO_TENANT "5a1f0c2e-0000-4000-8000-00000000000f"

typedef BwTestStored Fixture;

/* Sets the clock to THEN plus @seconds. */
static void
set_clock (gint64 seconds)
{
  bw_clock_set_offset (0);
  bw_clock_set_offset (THEN + seconds - bw_clock_now ());
}

/* The clock goes on while a test runs, on a busy machine for seconds. */
static void
assert_at (gint64 unix_time,
             gint64 seconds)
{
  g_assert_cmpint (unix_time, >=, THEN + seconds);
  g_assert_cmpint (unix_time, <, THEN + seconds + 9);
}

/* What "changed" said, and how often. */
typedef struct
{
  BwStore *store;
  gulong   handler;
  guint    tables;
  char    *tenant_id;
  guint    n_times;
} Listener;

static void
changed_cb (BwStore    *store,
            guint       tables,
            const char *tenant_id,
            gpointer    user_data)
{
  Listener *listener = user_data;

  listener->tables |= tables;
  g_free (listener->tenant_id);
  listener->tenant_id = g_strdup (tenant_id);
  listener->n_times++;
}

static void
listen (Listener *listener,
        BwStore  *store)
{
  *listener = (Listener) { .store = store };
  listener->handler = g_signal_connect (store, "changed", G_CALLBACK (changed_cb), listener);
}

static void
reset (Listener *listener)
{
  g_clear_pointer (&listener->tenant_id, g_free);
  listener->tables = 0;
  listener->n_times = 0;
}

static void
hush (Listener *listener)
{
  reset (listener);
  g_signal_handler_disconnect (listener->store, listener->handler);
}

static gboolean
has_heard (gpointer data)
{
  Listener *listener = data;

  return listener->n_times > 0;
}

static GPtrArray *
list_tenants (BwStore *store)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *rows;

  bw_store_list_tenants_async (store, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  rows = bw_store_list_tenants_finish (store, result, &error);
  g_assert_no_error (error);

  return rows;
}

/* @rows: (transfer full) */
static void
merge_customers (BwStore   *store,
                 GPtrArray *rows)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bw_store_merge_customers_async (store, rows, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_true (bw_store_merge_customers_finish (store, result, &error));
  g_assert_no_error (error);
  g_ptr_array_unref (rows);
}

/* Returns: (transfer full): what Partner Center would list */
static GPtrArray *
make_customer (const char *id,
               const char *name,
               const char *domain)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_tenant_row_free);
  BwTenantRow *row = bw_tenant_row_new (id);

  row->name = g_strdup (name);
  row->domain = g_strdup (domain);
  row->source = BW_TENANT_SOURCE_PARTNER_CENTER;
  g_ptr_array_add (rows, row);

  return rows;
}

static BwTenantRow *
make_tenant (void)
{
  BwTenantRow *row = bw_tenant_row_new (BW_TEST_TENANT);

  row->name = g_strdup ("Fabrikam; DROP TABLE tenant; -- ’ünïcode’");
  row->domain = g_strdup ("fabrikam.onmicrosoft.com");
  row->source = BW_TENANT_SOURCE_MICROSOFT_365;
  row->region = g_strdup ("EU");
  row->guest_email = g_strdup ("guest@fabrikam.com");
  row->disabled = TRUE;
  row->relationship_id = g_strdup ("relationship-1");
  row->relationship_name = g_strdup ("Us – Them");
  row->relationship_status = g_strdup ("active");
  row->relationship_end = G_GINT64_CONSTANT (4102444800);
  row->auto_extend = TRUE;

  return row;
}

static void
assert_same_tenant (const BwTenantRow *a,
                    const BwTenantRow *b)
{
  g_assert_cmpstr (a->id, ==, b->id);
  g_assert_cmpstr (a->name, ==, b->name);
  g_assert_cmpstr (a->domain, ==, b->domain);
  g_assert_cmpint (a->source, ==, b->source);
  g_assert_cmpstr (a->region, ==, b->region);
  g_assert_cmpstr (a->guest_email, ==, b->guest_email);
  g_assert_cmpint (a->disabled, ==, b->disabled);
  g_assert_cmpstr (a->relationship_id, ==, b->relationship_id);
  g_assert_cmpstr (a->relationship_name, ==, b->relationship_name);
  g_assert_cmpstr (a->relationship_status, ==, b->relationship_status);
  g_assert_cmpint (a->relationship_end, ==, b->relationship_end);
  g_assert_cmpint (a->auto_extend, ==, b->auto_extend);
}

static void
test_tenants (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(BwTenantRow) row = make_tenant ();
  g_autoptr(BwTenantRow) found = NULL;
  g_autoptr(BwTenantRow) other = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;

  set_clock (0);
  bw_test_store_save_tenant (fixture->store, row);
  bw_test_store_add_tenant (fixture->store, BW_TEST_OTHER_TENANT, NULL);
  bw_test_stored_reopen (fixture);

  found = bw_test_store_load_tenant (fixture->store, BW_TEST_TENANT, &error);
  g_assert_no_error (error);
  assert_same_tenant (found, row);
  assert_at (found->last_change, 0);

  /* A name is always there, even if nobody knows one. */
  other = bw_test_store_load_tenant (fixture->store, BW_TEST_OTHER_TENANT, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (other->name, ==, BW_TEST_OTHER_TENANT);
  g_assert_null (other->domain);

  rows = list_tenants (fixture->store);
  g_assert_cmpuint (rows->len, ==, 2);
  assert_same_tenant (g_ptr_array_index (rows, 0), row);

  bw_tenant_row_free (g_steal_pointer (&found));
  found = bw_test_store_load_tenant (fixture->store, NO_TENANT, &error);
  g_assert_null (found);
  g_assert_error (error, BW_ERROR, BW_ERROR_NOT_FOUND);
}

static void
test_last_change (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(BwTenantRow) row = make_tenant ();
  g_autoptr(BwTenantRow) same = NULL;
  g_autoptr(BwTenantRow) changed = NULL;
  Listener listener;

  set_clock (0);
  bw_test_store_save_tenant (fixture->store, row);
  bw_test_spin_idle ();
  listen (&listener, fixture->store);

  set_clock (100);
  bw_test_store_save_tenant (fixture->store, row);
  same = bw_test_store_load_tenant (fixture->store, BW_TEST_TENANT, NULL);
  assert_at (same->last_change, 0);
  bw_test_spin_idle ();
  g_assert_cmpuint (listener.n_times, ==, 0);

  row->disabled = FALSE;
  bw_test_store_save_tenant (fixture->store, row);
  changed = bw_test_store_load_tenant (fixture->store, BW_TEST_TENANT, NULL);
  g_assert_false (changed->disabled);
  assert_at (changed->last_change, 100);
  bw_test_spin_until (has_heard, &listener);
  hush (&listener);
}

static void
test_merge_customers (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(BwTenantRow) row = make_tenant ();
  g_autoptr(BwTenantRow) merged = NULL;
  g_autoptr(BwTenantRow) unlisted = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  GPtrArray *customers;

  set_clock (0);
  bw_test_store_save_tenant (fixture->store, row);
  bw_test_store_add_tenant (fixture->store, BW_TEST_OTHER_TENANT, "Not listed");

  /* What we know besides stays; who is a customer is one, however added. */
  g_clear_pointer (&row->relationship_id, g_free);
  bw_test_store_save_tenant (fixture->store, row);
  set_clock (10);
  customers = make_customer (BW_TEST_TENANT, "Fabrikam Ltd", "fabrikam.com");
  g_ptr_array_extend_and_steal (customers, make_customer (NO_TENANT, "New", NULL));
  merge_customers (fixture->store, customers);
  merged = bw_test_store_load_tenant (fixture->store, BW_TEST_TENANT, NULL);
  g_assert_cmpstr (merged->name, ==, "Fabrikam Ltd");
  g_assert_cmpstr (merged->domain, ==, "fabrikam.com");
  g_assert_cmpint (merged->source, ==, BW_TENANT_SOURCE_PARTNER_CENTER);
  g_assert_cmpstr (merged->region, ==, "EU");
  g_assert_cmpstr (merged->guest_email, ==, "guest@fabrikam.com");
  g_assert_true (merged->disabled);
  assert_at (merged->last_change, 10);

  unlisted = bw_test_store_load_tenant (fixture->store, BW_TEST_OTHER_TENANT, NULL);
  g_assert_cmpstr (unlisted->name, ==, "Not listed");
  assert_at (unlisted->last_change, 0);

  rows = list_tenants (fixture->store);
  g_assert_cmpuint (rows->len, ==, 3);
  g_assert_cmpstr (((BwTenantRow *) g_ptr_array_index (rows, 2))->name, ==, "New");
}

/* A set-up has it from the tenant itself. */
static void
test_merge_learnt (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(BwTenantRow) row = make_tenant ();
  g_autoptr(BwTenantRow) merged = NULL;

  set_clock (0);
  bw_test_store_save_tenant (fixture->store, row);
  set_clock (10);
  merge_customers (fixture->store, make_customer (BW_TEST_TENANT, "Fabrikam Ltd", "fabrikam.com"));
  merged = bw_test_store_load_tenant (fixture->store, BW_TEST_TENANT, NULL);
  assert_same_tenant (merged, row);
  assert_at (merged->last_change, 0);
}

static void
test_merge_nothing_new (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(BwTenantRow) merged = NULL;
  Listener listener;

  set_clock (0);
  merge_customers (fixture->store, make_customer (BW_TEST_TENANT, "Fabrikam Ltd", "fabrikam.com"));
  bw_test_spin_idle ();
  listen (&listener, fixture->store);

  /* The same again; and a customer of whom even less is told. */
  set_clock (10);
  merge_customers (fixture->store, make_customer (BW_TEST_TENANT, "Fabrikam Ltd", "fabrikam.com"));
  merge_customers (fixture->store, make_customer (BW_TEST_TENANT, "fabrikam.com", "fabrikam.com"));
  merge_customers (fixture->store, make_customer (BW_TEST_TENANT, BW_TEST_TENANT, NULL));
  merge_customers (fixture->store, g_ptr_array_new ());
  merged = bw_test_store_load_tenant (fixture->store, BW_TEST_TENANT, NULL);
  g_assert_cmpstr (merged->name, ==, "Fabrikam Ltd");
  g_assert_cmpstr (merged->domain, ==, "fabrikam.com");
  assert_at (merged->last_change, 0);
  bw_test_spin_idle ();
  g_assert_cmpuint (listener.n_times, ==, 0);
  hush (&listener);
}

static void
test_settings (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GHashTable) settings = bw_test_store_list_settings (fixture->store);

  g_assert_cmpuint (g_hash_table_size (settings), ==, 0);
  bw_test_store_save_setting (fixture->store, "cloud", "global", NULL);
  bw_test_store_save_setting (fixture->store, "cloud", "gcc", NULL);
  bw_test_store_save_setting (fixture->store, "user-name", "anna@partner.com", NULL);
  bw_test_store_save_setting (fixture->store, "client-id", "x", NULL);
  bw_test_store_save_setting (fixture->store, "client-id", NULL, NULL);
  bw_test_stored_reopen (fixture);

  g_hash_table_unref (settings);
  settings = bw_test_store_list_settings (fixture->store);
  g_assert_cmpuint (g_hash_table_size (settings), ==, 2);
  g_assert_cmpstr (g_hash_table_lookup (settings, "cloud"), ==, "gcc");
  g_assert_cmpstr (g_hash_table_lookup (settings, "user-name"), ==, "anna@partner.com");
}

static gint64
add_activity (BwStore       *store,
              const char    *tenant_id,
              gint64         at,
              const char    *outcome,
              GError       **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BwActivityRow) row = bw_activity_row_new ();

  row->at = at;
  row->who = g_strdup ("anna@partner.com");
  row->tenant_id = g_strdup (tenant_id);
  row->what = g_strdup ("Created a group.");
  row->outcome = g_strdup (outcome);
  row->tracking_id = g_strdup ("run-1");
  row->request_id = g_strdup ("request-1");
  bw_store_add_activity_async (store, row, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_store_add_activity_finish (store, result, error);
}

static GPtrArray *
list_activity (BwStore    *store,
               const char *tenant_id,
               gint64      since,
               guint       limit)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *rows;

  bw_store_list_activity_async (store, tenant_id, since, limit, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  rows = bw_store_list_activity_finish (store, result, &error);
  g_assert_no_error (error);

  return rows;
}

static void
assert_n_activity (Fixture    *fixture,
                   const char *tenant_id,
                   gint64      since,
                   guint       limit,
                   guint       n)
{
  g_autoptr(GPtrArray) rows = list_activity (fixture->store, tenant_id, since, limit);

  g_assert_cmpuint (rows->len, ==, n);
}

static void
test_activity (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;
  const BwActivityRow *newest;
  gint64 first;

  set_clock (0);
  first = add_activity (fixture->store, BW_TEST_TENANT, 10, "sent", &error);
  g_assert_no_error (error);
  g_assert_cmpint (add_activity (fixture->store, BW_TEST_TENANT, 20, "done", &error),
                   ==, first + 1);
  g_assert_cmpint (add_activity (fixture->store, NULL, 0, "noted", &error), ==, first + 2);
  g_assert_cmpint (add_activity (fixture->store, NULL, 0, "perhaps", &error), ==, -1);
  g_assert_error (error, BW_ERROR, BW_ERROR_STORAGE);
  bw_test_stored_reopen (fixture);

  rows = list_activity (fixture->store, NULL, 0, 0);
  g_assert_cmpuint (rows->len, ==, 3);
  newest = g_ptr_array_index (rows, 0);
  g_assert_cmpint (newest->id, ==, first + 2);
  assert_at (newest->at, 0);
  g_assert_cmpstr (newest->who, ==, "anna@partner.com");
  g_assert_null (newest->tenant_id);
  g_assert_cmpstr (newest->what, ==, "Created a group.");
  g_assert_cmpstr (newest->outcome, ==, "noted");
  g_assert_cmpstr (newest->tracking_id, ==, "run-1");
  g_assert_cmpstr (newest->request_id, ==, "request-1");

  assert_n_activity (fixture, BW_TEST_TENANT, 0, 0, 2);
  assert_n_activity (fixture, BW_TEST_TENANT, 15, 0, 1);
  assert_n_activity (fixture, BW_TEST_OTHER_TENANT, 0, 0, 0);
  assert_n_activity (fixture, NULL, 20, 0, 2);
  assert_n_activity (fixture, NULL, 0, 1, 1);
}

/* Not even somebody who has SQL at hand changes what is on record by mistake. */
static void
test_activity_append_only (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "bailiwick.db", NULL);
  g_autoptr(BwDatabase) database = NULL;
  g_autoptr(GError) error = NULL;

  add_activity (fixture->store, BW_TEST_TENANT, 10, "sent", NULL);
  database = bw_database_open (path, &bw_store_schema, &error);
  g_assert_no_error (error);

  g_assert_false (bw_database_execute (database, "UPDATE activity SET what = 'Nothing.'", &error));
  g_assert_nonnull (strstr (error->message, "append-only"));
  g_clear_error (&error);
  g_assert_false (bw_database_execute (database, "DELETE FROM activity", &error));
  g_assert_nonnull (strstr (error->message, "append-only"));
  assert_n_activity (fixture, NULL, 0, 0, 1);
}

static gboolean
save_report (BwStore     *store,
             const char  *tenant_id,
             const char  *kind,
             gint64       next_run,
             const char  *document,
             GError     **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BwReportRow) row = bw_report_row_new (tenant_id, kind);

  row->next_run = next_run;
  row->last_run = 5;
  row->data = g_strdup (document);
  row->failure = document == NULL ? g_strdup ("{\"event\":\"BW-1001\"}") : NULL;
  bw_store_save_report_async (store, row, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_store_save_report_finish (store, result, error);
}

static GPtrArray *
list_reports (BwStore    *store,
              const char *tenant_id)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *rows;

  bw_store_list_reports_async (store, tenant_id, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  rows = bw_store_list_reports_finish (store, result, &error);
  g_assert_no_error (error);

  return rows;
}

static void
test_reports (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GError) error = NULL;
  const BwReportRow *row;

  bw_test_store_add_tenant (fixture->store, BW_TEST_TENANT, "Fabrikam");
  bw_test_store_add_tenant (fixture->store, BW_TEST_OTHER_TENANT, "Contoso");
  save_report (fixture->store, BW_TEST_TENANT, "secure-score", 100, NULL, &error);
  save_report (fixture->store, BW_TEST_TENANT, "secure-score", 200, "{\"score\":7}", &error);
  save_report (fixture->store, BW_TEST_OTHER_TENANT, "available-licenses", 300, NULL, &error);
  g_assert_no_error (error);
  bw_test_stored_reopen (fixture);

  rows = list_reports (fixture->store, BW_TEST_TENANT);
  g_assert_cmpuint (rows->len, ==, 1);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpstr (row->kind, ==, "secure-score");
  g_assert_cmpint (row->next_run, ==, 200);
  g_assert_cmpint (row->last_run, ==, 5);
  g_assert_cmpstr (row->data, ==, "{\"score\":7}");
  g_assert_null (row->failure);

  all = list_reports (fixture->store, NULL);
  g_assert_cmpuint (all->len, ==, 2);

  g_assert_false (save_report (fixture->store, NO_TENANT, "secure-score", 0, NULL, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_NOT_FOUND);
}

static void
test_remove_tenant (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(BwJobRow) job = bw_job_row_new (BW_TEST_TENANT, BW_SETUP_KIND_CSP);
  g_autoptr(BwJobRow) found = NULL;
  g_autoptr(GPtrArray) users = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_user_row_free);
  g_autoptr(BwUserSync) sync = NULL;
  g_autoptr(GPtrArray) reports = NULL;
  g_autoptr(GPtrArray) tenants = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *users_folder = g_build_filename (fixture->folder, "users", NULL);
  g_autoptr(GDir) dir = NULL;
  Listener listener;

  bw_test_store_add_tenant (fixture->store, BW_TEST_TENANT, "Fabrikam");
  bw_test_store_add_tenant (fixture->store, BW_TEST_OTHER_TENANT, "Contoso");
  g_ptr_array_add (job->steps, bw_step_row_new ("create-customer"));
  job->state = BW_JOB_STATE_DONE;
  g_assert_true (bw_test_store_put_job (fixture->store, job, &error));
  save_report (fixture->store, BW_TEST_TENANT, "secure-score", 100, NULL, &error);
  add_activity (fixture->store, BW_TEST_TENANT, 10, "done", &error);
  g_assert_no_error (error);
  sync = bw_test_store_begin_sync (fixture->store, BW_TEST_TENANT, FALSE, &error);
  g_assert_no_error (error);
  bw_test_store_end_sync (fixture->store, BW_TEST_TENANT, "delta", &error);
  g_assert_no_error (error);
  bw_user_sync_free (g_steal_pointer (&sync));
  sync = bw_test_store_begin_sync (fixture->store, BW_TEST_TENANT, TRUE, &error);
  g_assert_no_error (error);
  bw_test_spin_idle ();

  listen (&listener, fixture->store);
  g_assert_true (bw_test_store_remove_tenant (fixture->store, BW_TEST_TENANT, &error));
  g_assert_no_error (error);
  bw_test_spin_until (has_heard, &listener);
  bw_test_spin_idle ();
  g_assert_cmpuint (listener.tables, ==,
                    BW_STORE_TENANTS | BW_STORE_JOBS | BW_STORE_REPORTS | BW_STORE_USERS |
                    BW_STORE_ACTIVITY);
  g_assert_cmpstr (listener.tenant_id, ==, BW_TEST_TENANT);
  hush (&listener);

  /* Nothing is left but what was done. */
  tenants = list_tenants (fixture->store);
  g_assert_cmpuint (tenants->len, ==, 1);
  found = bw_test_store_load_job (fixture->store, BW_TEST_TENANT, &error);
  g_assert_null (found);
  g_assert_error (error, BW_ERROR, BW_ERROR_NOT_FOUND);
  reports = list_reports (fixture->store, BW_TEST_TENANT);
  g_assert_cmpuint (reports->len, ==, 0);
  assert_n_activity (fixture, BW_TEST_TENANT, 0, 0, 2);
  dir = g_dir_open (users_folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));

  /* Nor does a sync that was under way bring anything back. */
  g_clear_error (&error);
  g_assert_cmpint (bw_test_store_add_users (fixture->store, BW_TEST_TENANT, users, "page-2",
                                            &error), ==, -1);
  g_assert_error (error, BW_ERROR, BW_ERROR_NOT_FOUND);

  /* What is not there has not been removed. */
  g_assert_true (bw_test_store_remove_tenant (fixture->store, BW_TEST_TENANT, NULL));
  assert_n_activity (fixture, BW_TEST_TENANT, 0, 0, 2);
}

static void
test_changed (Fixture       *fixture,
              gconstpointer  data)
{
  Listener listener;

  listen (&listener, fixture->store);
  bw_test_store_add_tenant (fixture->store, BW_TEST_TENANT, "Fabrikam");
  bw_test_spin_until (has_heard, &listener);
  g_assert_cmpuint (listener.tables, ==, BW_STORE_TENANTS);
  g_assert_cmpstr (listener.tenant_id, ==, BW_TEST_TENANT);

  reset (&listener);
  bw_test_store_save_setting (fixture->store, "cloud", "global", NULL);
  bw_test_spin_until (has_heard, &listener);
  g_assert_cmpuint (listener.tables, ==, BW_STORE_SETTINGS);
  g_assert_null (listener.tenant_id);
  hush (&listener);
}

static gboolean
count_down_cb (gpointer user_data)
{
  guint *n_left = user_data;

  return --*n_left > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static gboolean
is_zero (gpointer data)
{
  return *(guint *) data == 0;
}

static void
test_changed_by_another (Fixture       *fixture,
                         gconstpointer  data)
{
  BwStore *other = bw_test_store_open (fixture->folder);
  g_autoptr(BwTenantRow) row = NULL;
  guint n_left = 5;
  Listener listener;

  bw_pace_set_divisor (200);
  listen (&listener, other);
  bw_store_set_watching (other, TRUE);
  bw_store_set_watching (other, TRUE);

  /* What it writes itself it does not take for somebody else's. */
  bw_test_store_add_tenant (other, BW_TEST_OTHER_TENANT, "Contoso");
  bw_test_spin_until (has_heard, &listener);
  bw_pace_add (2000, count_down_cb, &n_left);
  bw_test_spin_until (is_zero, &n_left);
  g_assert_cmpuint (listener.n_times, ==, 1);
  g_assert_cmpuint (listener.tables, ==, BW_STORE_TENANTS);
  reset (&listener);

  bw_test_store_add_tenant (fixture->store, BW_TEST_TENANT, "Fabrikam");
  bw_test_spin_until (has_heard, &listener);
  g_assert_cmpuint (listener.tables, ==, BW_STORE_EVERYTHING);
  g_assert_null (listener.tenant_id);
  row = bw_test_store_load_tenant (other, BW_TEST_TENANT, NULL);
  g_assert_cmpstr (row->name, ==, "Fabrikam");

  bw_store_set_watching (other, FALSE);
  hush (&listener);
  bw_pace_set_divisor (1);
  bw_test_store_close (other);
}

/* One of many calls that wait for the disk together fails: only that one. */
static void
test_batch (Fixture       *fixture,
            gconstpointer  data)
{
  GAsyncResult *slots[200] = { NULL, };
  g_autoptr(GHashTable) settings = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autofree char *key = g_strdup_printf ("key-%u", i);
      g_autoptr(BwActivityRow) row = bw_activity_row_new ();

      row->what = g_strdup (key);
      row->outcome = g_strdup (i % 7 == 0 ? "nonsense" : "noted");
      if (i % 2 == 0)
        bw_store_add_activity_async (fixture->store, row, NULL, bw_test_take_result, &slots[i]);
      else
        bw_store_save_setting_async (fixture->store, key, "value", NULL,
                                     bw_test_take_result, &slots[i]);
    }

  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autoptr(GAsyncResult) result = bw_test_wait (&slots[i]);
      g_autoptr(GError) error = NULL;

      if (i % 2 != 0)
        g_assert_true (bw_store_save_setting_finish (fixture->store, result, &error));
      else
        g_assert_cmpint (bw_store_add_activity_finish (fixture->store, result, &error) >= 0,
                         ==, i % 7 != 0);
      g_assert_cmpint (error != NULL, ==, i % 14 == 0);
    }

  settings = bw_test_store_list_settings (fixture->store);
  g_assert_cmpuint (g_hash_table_size (settings), ==, 100);
  assert_n_activity (fixture, NULL, 0, 0, 100 - 15);
}

#define ADD(name, function) \
  g_test_add ("/store/" name, Fixture, NULL, bw_test_stored_set_up, function, \
              bw_test_stored_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("tenants", test_tenants);
  ADD ("last-change", test_last_change);
  ADD ("merge-customers", test_merge_customers);
  ADD ("merge-learnt", test_merge_learnt);
  ADD ("merge-nothing-new", test_merge_nothing_new);
  ADD ("settings", test_settings);
  ADD ("activity", test_activity);
  ADD ("activity-append-only", test_activity_append_only);
  ADD ("reports", test_reports);
  ADD ("remove-tenant", test_remove_tenant);
  ADD ("changed", test_changed);
  ADD ("changed-by-another", test_changed_by_another);
  ADD ("batch", test_batch);

  return g_test_run ();
}
