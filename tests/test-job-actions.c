/* test-job-actions.c - what becomes of a set-up job when the user acts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-error.h"
#include "bw-job-actions.h"
#include "bw-pace.h"
#include "bw-util.h"

#define TENANT "11111111-2222-4333-8444-555555555555"
#define CANDIDATES \
  "[{\"id\":\"good\",\"name\":\"Good\",\"status\":\"active\",\"endDateTime\":null,\"roles\":[]," \
  "\"valid\":true,\"reasons\":[],\"limitations\":[]}," \
  "{\"id\":\"bad\",\"name\":\"Bad\",\"status\":\"expired\",\"endDateTime\":null,\"roles\":[]," \
  "\"valid\":false,\"reasons\":[\"It expired.\"],\"limitations\":[]}]"

typedef struct
{
  BwTenantRow *tenant;
  BwJobRow    *job;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->tenant = bw_tenant_row_new (TENANT);
  bw_set_str (&fixture->tenant->name, "Tailspin");
  fixture->job = bw_job_row_new (TENANT, BW_SETUP_KIND_CSP);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bw_tenant_row_free (fixture->tenant);
  bw_job_row_free (fixture->job);
}

static BwJobRow *
act (Fixture     *fixture,
     BwJobRow  *(*function) (const BwTenantRow *, const BwJobRow *, gpointer, GError **),
     BwJobRow    *job,
     BwChoice     choice,
     const char  *relationship_id,
     GError     **error)
{
  g_autoptr(BwJobAction) action = bw_job_action_new (choice, relationship_id);

  return function (fixture->tenant, job, action, error);
}

static void
assert_refused (Fixture   *fixture,
                BwJobRow *(*function) (const BwTenantRow *, const BwJobRow *, gpointer, GError **),
                BwJobRow  *job,
                BwChoice   choice,
                const char *relationship_id,
                int        code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (act (fixture, function, job, choice, relationship_id, &error));
  g_assert_error (error, BW_ERROR, code);
  g_assert_cmpint (strlen (error->message), >, 20);
}

static void
test_start_anew (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwJobRow) job = act (fixture, bw_job_action_start, NULL, BW_CHOICE_NEW, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (job->tenant_id, ==, TENANT);
  g_assert_cmpint (job->state, ==, BW_JOB_STATE_ACTIVE);
  g_assert_cmpint (job->choice, ==, BW_CHOICE_NEW);
  g_assert_cmpint (job->wake_at, ==, 0);
  g_assert_cmpint (job->created, >, 0);
  g_assert_cmpuint (job->steps->len, ==, 7);
}

static void
test_start_twice (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwJobRow) again = NULL;

  fixture->job->state = BW_JOB_STATE_DONE;
  fixture->job->choice = BW_CHOICE_NEW;
  bw_set_str (&fixture->job->relationship_id, "made");
  bw_set_str (&fixture->job->relationship_name, "Partner – Tailspin");
  bw_set_str (&fixture->tenant->relationship_id, "made");
  bw_set_str (&fixture->tenant->relationship_status, "active");
  fixture->tenant->relationship_end = bw_clock_now () + 1000000;

  /* The name is how the relationship is found again: without it a second one would be made. */
  again = act (fixture, bw_job_action_start, fixture->job, BW_CHOICE_NEW, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->state, ==, BW_JOB_STATE_ACTIVE);
  g_assert_cmpstr (again->relationship_id, ==, "made");
  g_assert_cmpstr (again->relationship_name, ==, "Partner – Tailspin");

  g_clear_pointer (&again, bw_job_row_free);
  again = act (fixture, bw_job_action_start, fixture->job, BW_CHOICE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->choice, ==, BW_CHOICE_NEW);
  g_assert_cmpstr (again->relationship_name, ==, "Partner – Tailspin");
}

static void
test_start_after_end (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwJobRow) again = NULL;

  fixture->job->state = BW_JOB_STATE_DONE;
  fixture->job->choice = BW_CHOICE_NEW;
  bw_set_str (&fixture->job->relationship_id, "made");
  bw_set_str (&fixture->job->relationship_name, "Partner – Tailspin");
  bw_set_str (&fixture->tenant->relationship_id, "made");
  bw_set_str (&fixture->tenant->relationship_status, "terminated");

  again = act (fixture, bw_job_action_start, fixture->job, BW_CHOICE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->choice, ==, BW_CHOICE_NONE);
  g_assert_null (again->relationship_id);
  g_assert_null (again->relationship_name);
}

static void
test_start_refused (Fixture       *fixture,
                    gconstpointer  data)
{
  fixture->tenant->disabled = TRUE;
  assert_refused (fixture, bw_job_action_start, NULL, BW_CHOICE_NONE, NULL, BW_ERROR_INVALID);

  fixture->tenant->disabled = FALSE;
  fixture->tenant->source = BW_TENANT_SOURCE_MICROSOFT_365;
  assert_refused (fixture, bw_job_action_start, NULL, BW_CHOICE_NONE, NULL, BW_ERROR_INVALID);

  /* Another choice than the one under way would leave a request for approval behind. */
  fixture->tenant->source = BW_TENANT_SOURCE_PARTNER_CENTER;
  fixture->job->choice = BW_CHOICE_NEW;
  bw_set_str (&fixture->job->link, "https://example.invalid/approve");
  assert_refused (fixture, bw_job_action_start, fixture->job, BW_CHOICE_REUSE, "other",
                  BW_ERROR_CONFLICT);

  g_clear_pointer (&fixture->job->link, g_free);
  bw_set_str (&fixture->job->relationship_id, "made");
  assert_refused (fixture, bw_job_action_start, fixture->job, BW_CHOICE_REUSE, "other",
                  BW_ERROR_CONFLICT);
}

static void
test_choose (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwJobRow) job = NULL;

  assert_refused (fixture, bw_job_action_choose, NULL, BW_CHOICE_NEW, NULL, BW_ERROR_CONFLICT);
  assert_refused (fixture, bw_job_action_choose, fixture->job, BW_CHOICE_NEW, NULL,
                  BW_ERROR_CONFLICT);

  fixture->job->state = BW_JOB_STATE_NEEDS_CHOICE;
  bw_set_str (&fixture->job->candidates, CANDIDATES);
  assert_refused (fixture, bw_job_action_choose, fixture->job, BW_CHOICE_REUSE, "none",
                  BW_ERROR_INVALID);
  assert_refused (fixture, bw_job_action_choose, fixture->job, BW_CHOICE_REUSE, "bad",
                  BW_ERROR_INVALID);

  job = act (fixture, bw_job_action_choose, fixture->job, BW_CHOICE_REUSE, "good", &error);
  g_assert_no_error (error);
  g_assert_cmpint (job->state, ==, BW_JOB_STATE_ACTIVE);
  g_assert_cmpint (job->choice, ==, BW_CHOICE_REUSE);
  g_assert_cmpstr (job->relationship_id, ==, "good");
  g_assert_null (job->candidates);
}

static void
test_choose_broken (Fixture       *fixture,
                    gconstpointer  data)
{
  const char * const broken[] = { "", "{}", "[", "[1,2]", "[{\"id\":7}]", "null" };

  fixture->job->state = BW_JOB_STATE_NEEDS_CHOICE;
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      bw_set_str (&fixture->job->candidates, broken[i]);
      assert_refused (fixture, bw_job_action_choose, fixture->job, BW_CHOICE_REUSE, "good",
                      BW_ERROR_INVALID);
    }
}

static void
test_retry (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwJobRow) job = NULL;

  assert_refused (fixture, bw_job_action_retry, NULL, BW_CHOICE_NONE, NULL, BW_ERROR_CONFLICT);
  fixture->job->state = BW_JOB_STATE_DONE;
  assert_refused (fixture, bw_job_action_retry, fixture->job, BW_CHOICE_NONE, NULL,
                  BW_ERROR_CONFLICT);

  fixture->job->state = BW_JOB_STATE_FAILED;
  fixture->job->choice = BW_CHOICE_NEW;
  fixture->job->tries = 9;
  bw_set_str (&fixture->job->failure, "{}");
  bw_set_str (&fixture->job->relationship_name, "Partner – Tailspin");
  job = act (fixture, bw_job_action_retry, fixture->job, BW_CHOICE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (job->state, ==, BW_JOB_STATE_ACTIVE);
  g_assert_cmpuint (job->tries, ==, 0);
  g_assert_null (job->failure);
  g_assert_cmpstr (job->relationship_name, ==, "Partner – Tailspin");

  /* A relationship that was chosen in vain is not chosen again. */
  g_clear_pointer (&job, bw_job_row_free);
  fixture->job->choice = BW_CHOICE_REUSE;
  bw_set_str (&fixture->job->relationship_id, "useless");
  job = act (fixture, bw_job_action_retry, fixture->job, BW_CHOICE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (job->choice, ==, BW_CHOICE_NONE);
  g_assert_null (job->relationship_id);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwJobRow) job = NULL;

  assert_refused (fixture, bw_job_action_cancel, NULL, BW_CHOICE_NONE, NULL, BW_ERROR_CONFLICT);
  fixture->job->state = BW_JOB_STATE_DONE;
  assert_refused (fixture, bw_job_action_cancel, fixture->job, BW_CHOICE_NONE, NULL,
                  BW_ERROR_CONFLICT);

  fixture->job->state = BW_JOB_STATE_ACTIVE;
  bw_set_str (&fixture->job->relationship_id, "made");
  job = act (fixture, bw_job_action_cancel, fixture->job, BW_CHOICE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (job->state, ==, BW_JOB_STATE_CANCELLED);
  g_assert_cmpstr (job->relationship_id, ==, "made");

  /* Afterwards the tenant is set up from the beginning. */
  bw_job_row_free (fixture->job);
  fixture->job = g_steal_pointer (&job);
  job = act (fixture, bw_job_action_start, fixture->job, BW_CHOICE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (job->relationship_id);
}

static void
test_copied (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwJobRow) job = NULL;

  assert_refused (fixture, bw_job_action_copied, fixture->job, BW_CHOICE_NONE, NULL,
                  BW_ERROR_CONFLICT);

  bw_set_str (&fixture->job->link, "https://example.invalid/approve");
  fixture->job->wake_at = 12345;
  job = act (fixture, bw_job_action_copied, fixture->job, BW_CHOICE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (job->message_copied, >, 0);
  g_assert_cmpint (job->wake_at, ==, 12345);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  add ("/core/job-actions/start-anew", test_start_anew);
  add ("/core/job-actions/start-twice", test_start_twice);
  add ("/core/job-actions/start-after-end", test_start_after_end);
  add ("/core/job-actions/start-refused", test_start_refused);
  add ("/core/job-actions/choose", test_choose);
  add ("/core/job-actions/choose-broken", test_choose_broken);
  add ("/core/job-actions/retry", test_retry);
  add ("/core/job-actions/cancel", test_cancel);
  add ("/core/job-actions/copied", test_copied);
#undef add

  return g_test_run ();
}
