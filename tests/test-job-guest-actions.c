/* test-job-guest-actions.c - what becomes of a guest account's set-up when the user acts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-error.h"
#include "bw-job-actions.h"
#include "bw-util.h"

#define TENANT "11111111-2222-4333-8444-555555555555"
#define OTHER  "22222222-2222-4333-8444-555555555555"
#define PAGE   "https://login.microsoftonline.com/common/oauth2/nativeclient"
#define FAILURE \
  "{\"eventId\":\"BW-4013\",\"trackingId\":null,\"meaning\":\"Kept out.\",\"advice\":\"Ask.\"," \
  "\"who\":\"customer\",\"microsoft\":null}"

typedef BwJobRow *(*Action) (const BwTenantRow *, const BwJobRow *, gpointer, GError **);

typedef struct
{
  BwTenantRow *tenant;
  BwJobRow    *job;
} Fixture;

static BwJobRow *
act (Fixture     *f,
     Action       function,
     const char  *text,
     GError     **error)
{
  g_autoptr(BwJobAction) action = bw_job_action_new_with_text (text);

  return function (f->tenant, f->job, action, error);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  f->tenant = bw_tenant_row_new (TENANT);
  bw_set_str (&f->tenant->name, "Tailspin");
  bw_set_str (&f->tenant->guest_email, "tech@partner.example");
  f->tenant->source = BW_TENANT_SOURCE_MICROSOFT_365;
  f->job = act (f, bw_job_action_start, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  bw_tenant_row_free (f->tenant);
  bw_job_row_free (f->job);
}

/* As if everything before @key had been done. */
static void
stand_at (Fixture    *f,
          const char *key)
{
  for (guint i = 0; i < f->job->steps->len; i++)
    {
      BwStepRow *step = g_ptr_array_index (f->job->steps, i);

      if (g_str_equal (step->key, key))
        {
          step->state = BW_STEP_STATE_WAITING_FOR_YOU;
          return;
        }
      step->state = BW_STEP_STATE_DONE;
    }

  g_assert_not_reached ();
}

static void
assert_refused (Fixture    *f,
                Action      function,
                const char *text,
                int         code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwJobRow) next = act (f, function, text, &error);

  g_assert_null (next);
  g_assert_error (error, BW_ERROR, code);
}

/* Another set-up has another mark, which nobody can guess. */
static void
test_start (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(BwJobRow) again = NULL;
  g_autoptr(BwJobRow) other = NULL;
  g_autoptr(BwJobAction) reuse = bw_job_action_new (BW_CHOICE_REUSE, "relationship");
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (f->job->kind, ==, BW_SETUP_KIND_GUEST);
  g_assert_cmpuint (f->job->steps->len, ==, 5);
  g_assert_true (bw_is_guid (f->job->mark));
  g_assert_false (f->job->finalized);

  again = act (f, bw_job_action_start, NULL, &error);
  g_assert_cmpstr (again->mark, ==, f->job->mark);

  f->job->state = BW_JOB_STATE_CANCELLED;
  f->job->finalized = TRUE;
  other = act (f, bw_job_action_start, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (other->mark, !=, f->job->mark);
  g_assert_false (other->finalized);

  g_assert_null (bw_job_action_start (f->tenant, f->job, reuse, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
  g_clear_error (&error);
  bw_set_str (&f->tenant->guest_email, NULL);
  g_assert_null (act (f, bw_job_action_start, NULL, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
}

static char *
make_answer (Fixture    *f,
             const char *rest)
{
  return g_strconcat (PAGE "?state=", f->job->mark, rest, NULL);
}

static void
test_answer (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *yes = make_answer (f, "&admin_consent=True&tenant=" TENANT);
  g_autofree char *other = make_answer (f, "&admin_consent=True&tenant=" OTHER);
  g_autofree char *no = make_answer (f, "&admin_consent=True&error=access_denied"
                                     "&error_description=AADSTS65004%3A+declined");
  g_autoptr(BwJobRow) taken = NULL;
  g_autoptr(BwJobRow) declined = NULL;
  g_autoptr(BwJobRow) elsewhere = NULL;
  g_autoptr(GError) error = NULL;

  assert_refused (f, bw_job_action_answer, yes, BW_ERROR_CONFLICT);
  stand_at (f, "guest-approval");
  f->job->wake_at = 99;

  taken = act (f, bw_job_action_answer, yes, &error);
  g_assert_no_error (error);
  g_assert_cmpint (taken->state, ==, BW_JOB_STATE_ACTIVE);
  g_assert_cmpint (taken->wake_at, ==, 0);
  g_assert_null (taken->failure);

  declined = act (f, bw_job_action_answer, no, &error);
  g_assert_no_error (error);
  g_assert_cmpint (declined->state, ==, BW_JOB_STATE_FAILED);
  g_assert_nonnull (strstr (declined->failure, "BW-3011"));
  g_assert_nonnull (strstr (declined->failure, "AADSTS65004: declined"));
  g_assert_cmpint (bw_job_row_get_step (declined, "guest-approval")->state, ==,
                   BW_STEP_STATE_FAILED);

  elsewhere = act (f, bw_job_action_answer, other, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (elsewhere->failure, "BW-3012"));

  /* The job itself is as it was. */
  g_assert_cmpint (f->job->state, ==, BW_JOB_STATE_ACTIVE);
  g_assert_cmpint (f->job->wake_at, ==, 99);
}

static void
test_nonsense (Fixture       *f,
               gconstpointer  data)
{
  g_autofree char *long_one = g_strnfill (100000, 'x');
  g_autofree char *twice = make_answer (f, "&state=1");
  const char * const answers[] = {
    "", " ", "nonsense", "https://", PAGE, PAGE "?", PAGE "?code=1", PAGE "?state=",
    PAGE "?state=1", PAGE "?%zz", PAGE "#state=1", long_one,
  };

  stand_at (f, "guest-approval");
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    assert_refused (f, bw_job_action_answer, answers[i], BW_ERROR_INVALID);
  assert_refused (f, bw_job_action_answer, NULL, BW_ERROR_INVALID);
  assert_refused (f, bw_job_action_answer, twice, BW_ERROR_INVALID);
}

static void
test_finalize (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(BwJobRow) finalized = NULL;
  g_autoptr(GError) error = NULL;

  assert_refused (f, bw_job_action_finalize, NULL, BW_ERROR_CONFLICT);
  stand_at (f, "guest-permissions");
  assert_refused (f, bw_job_action_finalize, NULL, BW_ERROR_CONFLICT);

  stand_at (f, "finalize-approval");
  finalized = act (f, bw_job_action_finalize, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (finalized->finalized);
  g_assert_false (f->job->finalized);

  f->job->state = BW_JOB_STATE_CANCELLED;
  assert_refused (f, bw_job_action_finalize, NULL, BW_ERROR_CONFLICT);
}

static void
test_fail (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(BwJobRow) failed = NULL;
  g_autoptr(BwJobRow) retried = NULL;
  g_autoptr(GError) error = NULL;

  assert_refused (f, bw_job_action_fail, FAILURE, BW_ERROR_CONFLICT);
  stand_at (f, "guest-permissions");
  failed = act (f, bw_job_action_fail, FAILURE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (failed->state, ==, BW_JOB_STATE_FAILED);
  g_assert_cmpstr (failed->failure, ==, FAILURE);
  g_assert_cmpstr (bw_job_row_get_step (failed, "guest-permissions")->text, ==, "Kept out.");

  bw_job_row_free (f->job);
  f->job = g_steal_pointer (&failed);
  retried = act (f, bw_job_action_retry, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (retried->state, ==, BW_JOB_STATE_ACTIVE);
  g_assert_null (retried->failure);
}

/* A tenant that has become a customer is set up as one from the beginning. */
static void
test_other_kind (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(BwJobRow) next = NULL;
  g_autoptr(GError) error = NULL;

  f->tenant->source = BW_TENANT_SOURCE_PARTNER_CENTER;
  next = act (f, bw_job_action_start, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (next->kind, ==, BW_SETUP_KIND_CSP);
  g_assert_cmpuint (next->steps->len, ==, 7);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define TEST(path, func) \
  g_test_add ("/core/job-guest-actions/" path, Fixture, NULL, set_up, func, tear_down)
  TEST ("start", test_start);
  TEST ("answer", test_answer);
  TEST ("nonsense", test_nonsense);
  TEST ("finalize", test_finalize);
  TEST ("fail", test_fail);
  TEST ("other-kind", test_other_kind);
#undef TEST

  return g_test_run ();
}
