/* test-store-jobs.c - set-up jobs: users act on them, processes drive them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-error.h"
#include "bw-pace.h"
#include "bw-util.h"
#include "test-store-util.h"
#include "test-util.h"

#define LEASE "job:" BW_TEST_TENANT
#define THEN 1000000000

typedef struct
{
  char    *folder;
  BwStore *store;
} Fixture;

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

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  set_clock (0);
  fixture->folder = bw_test_make_dir ();
  fixture->store = bw_test_store_open (fixture->folder);
  bw_test_store_add_tenant (fixture->store, BW_TEST_TENANT, "Fabrikam");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bw_test_store_close (fixture->store);
  bw_test_remove_dir (fixture->folder);
  g_free (fixture->folder);
}

static BwStepRow *
add_step (BwJobRow    *job,
          const char  *key,
          BwStepState  state)
{
  BwStepRow *step = bw_step_row_new (key);

  step->state = state;
  g_ptr_array_add (job->steps, step);

  return step;
}

/* Returns: (transfer full): a job with something in every member */
static BwJobRow *
make_job (void)
{
  BwJobRow *job = bw_job_row_new (BW_TEST_TENANT, BW_SETUP_KIND_GUEST);
  BwStepRow *step;

  job->state = BW_JOB_STATE_NEEDS_CHOICE;
  job->waiting_for = BW_PARTY_CUSTOMER;
  job->choice = BW_CHOICE_REUSE;
  job->relationship_id = g_strdup ("relationship-1");
  job->relationship_name = g_strdup ("Us – Them – 2026-11 – K7QF");
  job->mark = g_strdup ("K7QF");
  job->message_copied = 11;
  job->wake_at = 12;
  job->tries = 3;
  job->created = 14;
  job->failure = g_strdup ("{\"event\":\"BW-3004\"}");
  job->limitations = g_strdup ("[]");
  job->candidates = g_strdup ("[{}]");
  job->link = g_strdup ("https://example.com/approve");
  add_step (job, "create-customer", BW_STEP_STATE_DONE);
  step = add_step (job, "get-approval", BW_STEP_STATE_WAITING_FOR_CUSTOMER);
  step->text = g_strdup ("Not yet approved");
  step->since = 21;
  step->last_look = 22;
  step->next_look = 23;
  step->done = 24;
  step->total = 25;

  return job;
}

static void
assert_same_job (const BwJobRow *a,
                 const BwJobRow *b)
{
  g_assert_cmpstr (a->tenant_id, ==, b->tenant_id);
  g_assert_cmpint (a->kind, ==, b->kind);
  g_assert_cmpint (a->state, ==, b->state);
  g_assert_cmpint (a->waiting_for, ==, b->waiting_for);
  g_assert_cmpint (a->choice, ==, b->choice);
  g_assert_cmpstr (a->relationship_id, ==, b->relationship_id);
  g_assert_cmpstr (a->relationship_name, ==, b->relationship_name);
  g_assert_cmpstr (a->mark, ==, b->mark);
  g_assert_cmpint (a->message_copied, ==, b->message_copied);
  g_assert_cmpint (a->wake_at, ==, b->wake_at);
  g_assert_cmpuint (a->tries, ==, b->tries);
  g_assert_cmpint (a->created, ==, b->created);
  g_assert_cmpstr (a->failure, ==, b->failure);
  g_assert_cmpstr (a->limitations, ==, b->limitations);
  g_assert_cmpstr (a->candidates, ==, b->candidates);
  g_assert_cmpstr (a->link, ==, b->link);
  g_assert_cmpuint (a->steps->len, ==, b->steps->len);

  for (guint i = 0; i < a->steps->len; i++)
    {
      const BwStepRow *x = g_ptr_array_index (a->steps, i);
      const BwStepRow *y = g_ptr_array_index (b->steps, i);

      g_assert_cmpstr (x->key, ==, y->key);
      g_assert_cmpint (x->state, ==, y->state);
      g_assert_cmpstr (x->text, ==, y->text);
      g_assert_cmpint (x->since, ==, y->since);
      g_assert_cmpint (x->last_look, ==, y->last_look);
      g_assert_cmpint (x->next_look, ==, y->next_look);
      g_assert_cmpint (x->done, ==, y->done);
      g_assert_cmpint (x->total, ==, y->total);
    }
}

static BwJobRow *
load (BwStore *store)
{
  g_autoptr(GError) error = NULL;
  BwJobRow *job = bw_test_store_load_job (store, BW_TEST_TENANT, &error);

  g_assert_no_error (error);

  return job;
}

static void
put (BwStore        *store,
     const BwJobRow *job)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (bw_test_store_put_job (store, job, &error));
  g_assert_no_error (error);
}

static void
acquire (BwStore    *store,
         const char *owner)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (bw_test_store_acquire_lease (store, LEASE, owner, 60, &error));
  g_assert_no_error (error);
}

static void
save (BwStore           *store,
      const BwJobRow    *job,
      const BwTenantRow *tenant)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (bw_test_store_save_job (store, job, tenant, "me", &error));
  g_assert_no_error (error);
}

static GPtrArray *
list_jobs (BwStore *store)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *jobs;

  bw_store_list_jobs_async (store, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  jobs = bw_store_list_jobs_finish (store, result, &error);
  g_assert_no_error (error);

  return jobs;
}

static void
test_durable (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(BwJobRow) job = make_job ();
  g_autoptr(BwJobRow) bare = bw_job_row_new (BW_TEST_OTHER_TENANT, BW_SETUP_KIND_CSP);
  g_autoptr(BwJobRow) found = NULL;
  g_autoptr(GPtrArray) jobs = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (bw_test_store_load_job (fixture->store, BW_TEST_TENANT, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_NOT_FOUND);

  bw_test_store_add_tenant (fixture->store, BW_TEST_OTHER_TENANT, "Contoso");
  put (fixture->store, job);
  put (fixture->store, bare);
  bw_test_store_close (fixture->store);
  fixture->store = bw_test_store_open (fixture->folder);

  found = load (fixture->store);
  assert_same_job (found, job);
  jobs = list_jobs (fixture->store);
  g_assert_cmpuint (jobs->len, ==, 2);
  assert_same_job (g_ptr_array_index (jobs, 0), bare);
  assert_same_job (g_ptr_array_index (jobs, 1), job);
}

/* A job with fewer steps leaves none of the old ones behind. */
static void
test_replaced (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(BwJobRow) job = make_job ();
  g_autoptr(BwJobRow) other = bw_job_row_new (BW_TEST_TENANT, BW_SETUP_KIND_CSP);
  g_autoptr(BwJobRow) found = NULL;

  put (fixture->store, job);
  other->created = 99;
  add_step (other, "sync-users", BW_STEP_STATE_RUNNING);
  put (fixture->store, other);
  found = load (fixture->store);
  assert_same_job (found, other);
}

static void
test_unknown_tenant (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(BwJobRow) job = bw_job_row_new (BW_TEST_OTHER_TENANT, BW_SETUP_KIND_CSP);
  g_autoptr(GError) error = NULL;

  g_assert_false (bw_test_store_put_job (fixture->store, job, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_NOT_FOUND);
}

typedef struct
{
  gboolean refuses;
  guint    n_freed;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  change->n_freed++;
}

static BwJobRow *
count_tries (const BwTenantRow  *tenant,
             const BwJobRow     *job,
             gpointer            data,
             GError            **error)
{
  Change *change = data;
  BwJobRow *new;

  g_assert_cmpstr (tenant->name, ==, "Fabrikam");
  if (change->refuses)
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_INVALID, "Not like this.");
      return NULL;
    }

  new = job != NULL ? bw_job_row_copy (job) : bw_job_row_new (tenant->id, BW_SETUP_KIND_CSP);
  new->tries++;

  return new;
}

static BwJobRow *
change_job (BwStore      *store,
            Change       *change,
            BwTenantRow **tenant,
            GError      **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_store_change_job_async (store, BW_TEST_TENANT, count_tries, change, change_free, NULL,
                             bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_store_change_job_finish (store, result, tenant, error);
}

static void
test_change (Fixture       *fixture,
             gconstpointer  data)
{
  static Change change; /* the store's thread may free it after the test */
  g_autoptr(BwTenantRow) tenant = NULL;
  g_autoptr(BwTenantRow) stored = NULL;
  g_autoptr(BwJobRow) job = NULL;
  g_autoptr(BwJobRow) found = NULL;
  g_autoptr(GError) error = NULL;

  set_clock (50);
  job = change_job (fixture->store, &change, &tenant, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (job->tries, ==, 1);
  g_assert_cmpint (job->revision, ==, 1);
  assert_at (tenant->last_change, 50);
  stored = bw_test_store_load_tenant (fixture->store, BW_TEST_TENANT, NULL);
  assert_at (stored->last_change, 50);

  bw_job_row_free (g_steal_pointer (&job));
  job = change_job (fixture->store, &change, NULL, &error);
  g_assert_cmpuint (job->tries, ==, 2);
  g_assert_cmpint (job->revision, ==, 2);

  /* A change that is refused changes nothing, not even the revision. */
  change.refuses = TRUE;
  bw_job_row_free (g_steal_pointer (&job));
  job = change_job (fixture->store, &change, NULL, &error);
  g_assert_null (job);
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
  found = load (fixture->store);
  g_assert_cmpuint (found->tries, ==, 2);
  g_assert_cmpint (found->revision, ==, 2);
  bw_test_spin_idle ();
  g_assert_cmpuint (change.n_freed, >=, 2);
}

/* Two processes act on the same job at once, many times: no act is lost. */
static void
test_change_together (Fixture       *fixture,
                      gconstpointer  data)
{
  BwStore *other = bw_test_store_open (fixture->folder);
  Change change = { FALSE, };
  GAsyncResult *slots[60] = { NULL, };
  g_autoptr(BwJobRow) job = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    bw_store_change_job_async (i % 2 == 0 ? fixture->store : other, BW_TEST_TENANT, count_tries,
                               &change, NULL,
                               NULL, bw_test_take_result, &slots[i]);

  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autoptr(GAsyncResult) result = bw_test_wait (&slots[i]);
      g_autoptr(GError) error = NULL;
      g_autoptr(BwJobRow) now =
        bw_store_change_job_finish (i % 2 == 0 ? fixture->store : other, result, NULL, &error);

      g_assert_no_error (error);
    }

  job = load (other);
  g_assert_cmpuint (job->tries, ==, G_N_ELEMENTS (slots));
  g_assert_cmpint (job->revision, ==, G_N_ELEMENTS (slots));
  bw_test_store_close (other);
}

static void
test_save (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(BwJobRow) job = make_job ();
  g_autoptr(BwJobRow) driven = NULL;
  g_autoptr(BwJobRow) found = NULL;
  g_autoptr(BwTenantRow) tenant = NULL;
  g_autoptr(BwTenantRow) learnt = NULL;

  put (fixture->store, job);
  acquire (fixture->store, "me");
  driven = load (fixture->store);

  /* The user switches the tenant off while it is driven: that stays. */
  tenant = bw_test_store_load_tenant (fixture->store, BW_TEST_TENANT, NULL);
  tenant->disabled = TRUE;
  bw_test_store_save_tenant (fixture->store, tenant);
  tenant->disabled = FALSE;

  driven->state = BW_JOB_STATE_DONE;
  bw_set_str (&driven->failure, NULL);
  bw_set_str (&tenant->name, "Fabrikam Ltd");
  bw_set_str (&tenant->domain, "fabrikam.com");
  bw_set_str (&tenant->region, "EU");
  bw_set_str (&tenant->relationship_id, "relationship-2");
  bw_set_str (&tenant->relationship_status, "active");
  tenant->relationship_end = 77;
  tenant->auto_extend = TRUE;
  save (fixture->store, driven, tenant);
  save (fixture->store, driven, tenant);

  found = load (fixture->store);
  assert_same_job (found, driven);
  g_assert_cmpint (found->revision, ==, driven->revision);
  learnt = bw_test_store_load_tenant (fixture->store, BW_TEST_TENANT, NULL);
  g_assert_cmpstr (learnt->name, ==, "Fabrikam Ltd");
  g_assert_cmpstr (learnt->domain, ==, "fabrikam.com");
  g_assert_cmpstr (learnt->region, ==, "EU");
  g_assert_cmpstr (learnt->relationship_id, ==, "relationship-2");
  g_assert_cmpstr (learnt->relationship_status, ==, "active");
  g_assert_cmpint (learnt->relationship_end, ==, 77);
  g_assert_true (learnt->auto_extend);
  g_assert_true (learnt->disabled);
}

static void
test_save_conflict (Fixture       *fixture,
                    gconstpointer  data)
{
  BwStore *other = bw_test_store_open (fixture->folder);
  g_autoptr(BwJobRow) job = make_job ();
  g_autoptr(BwJobRow) driven = NULL;
  g_autoptr(BwJobRow) found = NULL;
  g_autoptr(BwTenantRow) tenant = NULL;
  g_autoptr(BwTenantRow) untouched = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  put (fixture->store, job);
  acquire (fixture->store, "me");
  driven = load (fixture->store);
  tenant = bw_test_store_load_tenant (fixture->store, BW_TEST_TENANT, NULL);

  /* Somebody cancels it in another process. */
  job->state = BW_JOB_STATE_CANCELLED;
  put (other, job);

  driven->state = BW_JOB_STATE_DONE;
  bw_set_str (&tenant->relationship_id, "relationship-2");
  g_assert_false (bw_test_store_save_job (fixture->store, driven, tenant, "me", &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_CONFLICT);
  g_clear_error (&error);
  found = load (fixture->store);
  g_assert_cmpint (found->state, ==, BW_JOB_STATE_CANCELLED);
  untouched = bw_test_store_load_tenant (fixture->store, BW_TEST_TENANT, NULL);
  g_assert_null (untouched->relationship_id);

  /* Somebody removes it. */
  bw_store_remove_job_async (other, BW_TEST_TENANT, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_true (bw_store_remove_job_finish (other, result, &error));
  g_clear_object (&result);
  g_assert_false (bw_test_store_save_job (fixture->store, found, NULL, "me", &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_null (bw_test_store_load_job (fixture->store, BW_TEST_TENANT, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_NOT_FOUND);
  bw_test_store_close (other);
}

static void
assert_not_saved (BwStore        *store,
                  const BwJobRow *job,
                  const char     *owner)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (bw_test_store_save_job (store, job, NULL, owner, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_BUSY);
}

static void
test_save_without_lease (Fixture       *fixture,
                         gconstpointer  data)
{
  BwStore *other = bw_test_store_open (fixture->folder);
  g_autoptr(BwJobRow) job = make_job ();
  g_autoptr(BwJobRow) mine = NULL;
  g_autoptr(BwJobRow) yours = NULL;

  put (fixture->store, job);
  mine = load (fixture->store);
  assert_not_saved (fixture->store, mine, "me");

  acquire (fixture->store, "me");
  save (fixture->store, mine, NULL);
  assert_not_saved (other, mine, "you");

  /* A machine sleeps, and another process takes over what it drove. */
  set_clock (61);
  acquire (other, "you");
  yours = load (other);
  yours->tries = 9;
  g_assert_true (bw_test_store_save_job (other, yours, NULL, "you", NULL));
  assert_not_saved (fixture->store, mine, "me");
  bw_job_row_free (g_steal_pointer (&mine));
  mine = load (fixture->store);
  g_assert_cmpuint (mine->tries, ==, 9);
  bw_test_store_close (other);
}

/* Looking again and finding all as before is no change. */
static void
test_last_change (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(BwJobRow) job = make_job ();
  g_autoptr(BwJobRow) driven = NULL;
  g_autoptr(BwTenantRow) tenant = NULL;
  BwStepRow *step;

  put (fixture->store, job);
  acquire (fixture->store, "me");
  driven = load (fixture->store);
  step = bw_job_row_get_step (driven, "get-approval");

  set_clock (10);
  step->last_look = 100;
  step->next_look = 200;
  driven->wake_at = 200;
  save (fixture->store, driven, NULL);
  tenant = bw_test_store_load_tenant (fixture->store, BW_TEST_TENANT, NULL);
  assert_at (tenant->last_change, 0);

  step->state = BW_STEP_STATE_DONE;
  save (fixture->store, driven, NULL);
  bw_tenant_row_free (g_steal_pointer (&tenant));
  tenant = bw_test_store_load_tenant (fixture->store, BW_TEST_TENANT, NULL);
  assert_at (tenant->last_change, 10);
}

static void
test_note_looks (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(BwJobRow) job = make_job ();
  g_autoptr(BwJobRow) found = NULL;
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  put (fixture->store, job);
  g_ptr_array_add (ids, (gpointer) BW_TEST_TENANT);
  g_ptr_array_add (ids, (gpointer) BW_TEST_OTHER_TENANT);
  bw_store_note_looks_async (fixture->store, ids, 500, 600, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_true (bw_store_note_looks_finish (fixture->store, result, &error));
  g_assert_no_error (error);

  found = load (fixture->store);
  g_assert_cmpint (found->revision, ==, 1);
  g_assert_cmpint (bw_job_row_get_step (found, "get-approval")->last_look, ==, 500);
  g_assert_cmpint (bw_job_row_get_step (found, "get-approval")->next_look, ==, 600);
  g_assert_cmpint (bw_job_row_get_step (found, "create-customer")->last_look, ==, 0);
}

#define ADD(name, function) \
  g_test_add ("/store/jobs/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("durable", test_durable);
  ADD ("replaced", test_replaced);
  ADD ("unknown-tenant", test_unknown_tenant);
  ADD ("change", test_change);
  ADD ("change-together", test_change_together);
  ADD ("save", test_save);
  ADD ("save-conflict", test_save_conflict);
  ADD ("save-without-lease", test_save_without_lease);
  ADD ("last-change", test_last_change);
  ADD ("note-looks", test_note_looks);

  return g_test_run ();
}
