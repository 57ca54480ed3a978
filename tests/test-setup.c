/* test-setup.c - set-ups from beginning to end: the engine on a real sandbox and a real store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-error.h"
#include "bw-pace.h"
#include "sandbox-util.h"
#include "test-util.h"
#include "workspace-util.h"

/* Of scenario small. */
#define FRESH "Alder & Pine Architects"
#define FRESH_TOO "Brightwater Dental"
#define CHOOSABLE "Greystone University"

typedef struct
{
  BwTestSandbox *sandbox;
  char          *folder;
  BwWorkspace   *workspace;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->sandbox = bw_test_sandbox_new (NULL);
  fixture->folder = bw_test_make_dir ();
  fixture->workspace = bw_test_workspace_open (fixture->folder, fixture->sandbox);
  bw_test_workspace_refresh (fixture->workspace);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->workspace != NULL)
    bw_test_workspace_close (fixture->workspace);
  bw_test_remove_dir (fixture->folder);
  g_free (fixture->folder);
  bw_test_sandbox_free (fixture->sandbox);
}

static BwTenant *
find (Fixture    *fixture,
      const char *name)
{
  g_autoptr(GError) error = NULL;
  BwTenant *tenant = bw_workspace_find_tenant (fixture->workspace, name, &error);

  g_assert_no_error (error);

  return tenant;
}

static void
start (Fixture  *fixture,
       BwTenant *tenant,
       BwChoice  choice)
{
  bw_test_workspace_start (fixture->workspace, tenant, choice);
}

static void
drive (Fixture  *fixture,
       BwTenant *tenant)
{
  bw_test_workspace_drive (fixture->workspace, tenant);
}

static void
approve (Fixture  *fixture,
         BwTenant *tenant)
{
  bw_test_sandbox_act (fixture->sandbox, "/_sandbox/approve", "{\"tenantId\":\"%s\"}",
                       bw_tenant_get_id (tenant));
}

/* Says why, where a status is not as it should be. */
static void
assert_status (BwTenant       *tenant,
               BwTenantStatus  status)
{
  BwSetupJob *job = bw_tenant_get_job (tenant);
  BwFailure *failure = job != NULL ? bw_setup_job_get_failure (job) : NULL;

  if (bw_tenant_get_status (tenant) != status && failure != NULL)
    {
      g_autofree char *text = bw_failure_to_support_text (failure);

      g_test_message ("%s", text);
    }

  g_assert_cmpstr (bw_enum_get_nick (BW_TYPE_TENANT_STATUS, (int) bw_tenant_get_status (tenant)),
                   ==,
                   bw_enum_get_nick (BW_TYPE_TENANT_STATUS, (int) status));
}

static BwStepState
get_state (BwTenant   *tenant,
           const char *key)
{
  return bw_setup_step_get_state (bw_setup_job_get_step (bw_tenant_get_job (tenant), key));
}

static void
test_new (Fixture       *fixture,
          gconstpointer  data)
{
  BwTenant *tenant = find (fixture, FRESH);
  guint n_relationships =
    bw_test_sandbox_count_state (fixture->sandbox, "relationships", NULL, NULL);

  assert_status (tenant, BW_TENANT_STATUS_NOT_SET_UP);
  start (fixture, tenant, BW_CHOICE_NONE);
  drive (fixture, tenant);

  /* None valid: a new one is made without asking. */
  assert_status (tenant, BW_TENANT_STATUS_WAITING_FOR_APPROVAL);
  g_assert_cmpint (get_state (tenant, "get-approval"), ==, BW_STEP_STATE_WAITING_FOR_CUSTOMER);
  g_assert_cmpint (get_state (tenant, "finalize-relationship"), ==, BW_STEP_STATE_PENDING);
  g_assert_nonnull (bw_setup_job_get_link (bw_tenant_get_job (tenant)));
  g_assert_cmpuint (bw_test_sandbox_count_state (fixture->sandbox, "relationships", NULL, NULL), ==,
                    n_relationships + 1);

  approve (fixture, tenant);
  drive (fixture, tenant);
  assert_status (tenant, BW_TENANT_STATUS_ENABLED);
  g_assert_cmpuint (bw_setup_job_get_n_done (bw_tenant_get_job (tenant)), ==, 7);
  g_assert_null (bw_setup_job_get_link (bw_tenant_get_job (tenant)));
  g_assert_cmpstr (bw_tenant_get_relationship_status (tenant), ==, "active");
}

static void
test_twice (Fixture       *fixture,
            gconstpointer  data)
{
  BwTenant *tenant = find (fixture, FRESH);

  start (fixture, tenant, BW_CHOICE_NEW);
  drive (fixture, tenant);
  approve (fixture, tenant);
  drive (fixture, tenant);
  assert_status (tenant, BW_TENANT_STATUS_ENABLED);

  bw_test_sandbox_clear_log (fixture->sandbox);
  start (fixture, tenant, BW_CHOICE_NEW);
  drive (fixture, tenant);
  assert_status (tenant, BW_TENANT_STATUS_ENABLED);
  g_assert_cmpuint (bw_test_sandbox_count (fixture->sandbox, "GET", NULL), >, 5);
  g_assert_cmpuint (bw_test_sandbox_count_writes (fixture->sandbox), ==, 0);
}

/* What was made before the program ended is found again by the next one. */
static void
test_next_process (Fixture       *fixture,
                   gconstpointer  data)
{
  BwTenant *tenant = find (fixture, FRESH);
  g_autofree char *id = g_strdup (bw_tenant_get_id (tenant));
  guint n_relationships;

  start (fixture, tenant, BW_CHOICE_NONE);
  drive (fixture, tenant);
  n_relationships = bw_test_sandbox_count_state (fixture->sandbox, "relationships", NULL, NULL);
  bw_test_workspace_close (g_steal_pointer (&fixture->workspace));

  bw_test_sandbox_act (fixture->sandbox, "/_sandbox/approve", "{\"tenantId\":\"%s\"}", id);
  fixture->workspace = bw_test_workspace_open (fixture->folder, fixture->sandbox);
  tenant = bw_workspace_get_tenant (fixture->workspace, id);
  assert_status (tenant, BW_TENANT_STATUS_WAITING_FOR_APPROVAL);
  drive (fixture, tenant);
  assert_status (tenant, BW_TENANT_STATUS_ENABLED);
  g_assert_cmpuint (bw_test_sandbox_count_state (fixture->sandbox, "relationships", NULL, NULL), ==,
                    n_relationships);
}

static BwCandidate *
get_best (BwTenant *tenant)
{
  GPtrArray *candidates = bw_setup_job_get_candidates (bw_tenant_get_job (tenant));

  g_assert_nonnull (candidates);
  g_assert_cmpuint (candidates->len, >, 0);

  return g_ptr_array_index (candidates, 0);
}

static gboolean
choose (Fixture     *fixture,
        BwTenant    *tenant,
        BwChoice     choice,
        const char  *relationship_id,
        GError     **error)
{
  BwEngine *engine = bw_workspace_get_engine (fixture->workspace);
  g_autoptr(GAsyncResult) slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_engine_choose_async (engine, bw_tenant_get_id (tenant), choice, relationship_id, NULL,
                          bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_engine_choose_finish (engine, result, error);
}

static void
test_choose (Fixture       *fixture,
             gconstpointer  data)
{
  BwTenant *tenant = find (fixture, CHOOSABLE);
  g_autofree char *id = NULL;
  g_autoptr(GError) error = NULL;

  start (fixture, tenant, BW_CHOICE_NONE);
  drive (fixture, tenant);
  assert_status (tenant, BW_TENANT_STATUS_NEEDS_CHOICE);
  g_assert_cmpuint (bw_test_sandbox_count_writes (fixture->sandbox), ==, 0);
  g_assert_true (bw_candidate_is_valid (get_best (tenant)));

  g_assert_false (choose (fixture, tenant, BW_CHOICE_REUSE, "nonsense", &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
  g_clear_error (&error);
  assert_status (tenant, BW_TENANT_STATUS_NEEDS_CHOICE);

  id = g_strdup (bw_candidate_get_id (get_best (tenant)));
  g_assert_true (choose (fixture, tenant, BW_CHOICE_REUSE, id, &error));
  g_assert_no_error (error);
  drive (fixture, tenant);
  assert_status (tenant, BW_TENANT_STATUS_ENABLED);
  g_assert_cmpstr (bw_tenant_get_relationship_id (tenant), ==, id);
  g_assert_cmpuint (bw_test_sandbox_count (fixture->sandbox, "POST",
                                           "delegatedAdminRelationships$"), ==, 0);
}

static void
test_plan (Fixture       *fixture,
           gconstpointer  data)
{
  BwEngine *engine = bw_workspace_get_engine (fixture->workspace);
  BwTenant *tenant = find (fixture, FRESH);
  g_autoptr(GAsyncResult) slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BwPlan) plan = NULL;
  g_autoptr(GError) error = NULL;

  bw_test_sandbox_clear_log (fixture->sandbox);
  bw_engine_plan_async (engine, bw_tenant_get_id (tenant), BW_CHOICE_NONE, NULL, NULL,
                        bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  plan = bw_engine_plan_finish (engine, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bw_plan_get_changes (plan)->len, >, 3);
  g_assert_cmpuint (bw_test_sandbox_count (fixture->sandbox, "GET", NULL), >, 3);
  g_assert_cmpuint (bw_test_sandbox_count_writes (fixture->sandbox), ==, 0);
  assert_status (tenant, BW_TENANT_STATUS_NOT_SET_UP);
}

static gboolean
is_enabled (gpointer user_data)
{
  return bw_tenant_get_status (user_data) == BW_TENANT_STATUS_ENABLED;
}

static gboolean
is_waiting (gpointer user_data)
{
  return bw_tenant_get_status (user_data) == BW_TENANT_STATUS_WAITING_FOR_APPROVAL;
}

/* All who wait are looked after with one request, and each goes on when its
 * customer has approved. */
static void
test_poll (Fixture       *fixture,
           gconstpointer  data)
{
  BwEngine *engine = bw_workspace_get_engine (fixture->workspace);
  BwTenant *first = find (fixture, FRESH);
  BwTenant *second = find (fixture, FRESH_TOO);

  bw_engine_set_running (engine, TRUE);
  start (fixture, first, BW_CHOICE_NEW);
  start (fixture, second, BW_CHOICE_NEW);
  bw_test_spin_until (is_waiting, first);
  bw_test_spin_until (is_waiting, second);
  g_assert_true (bw_engine_is_busy (engine));

  approve (fixture, first);
  bw_test_spin_until (is_enabled, first);
  assert_status (second, BW_TENANT_STATUS_WAITING_FOR_APPROVAL);
  approve (fixture, second);
  bw_test_spin_until (is_enabled, second);
}

static char *
cancel (Fixture   *fixture,
        BwTenant  *tenant,
        GError   **error)
{
  BwEngine *engine = bw_workspace_get_engine (fixture->workspace);
  g_autoptr(GAsyncResult) slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_engine_cancel_async (engine, bw_tenant_get_id (tenant), NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_engine_cancel_finish (engine, result, error);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  BwTenant *tenant = find (fixture, FRESH);
  g_autofree char *stays = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (cancel (fixture, tenant, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_CONFLICT);
  g_clear_error (&error);

  start (fixture, tenant, BW_CHOICE_NONE);
  drive (fixture, tenant);
  stays = cancel (fixture, tenant, &error);
  g_assert_no_error (error);
  g_assert_nonnull (stays);
  assert_status (tenant, BW_TENANT_STATUS_NOT_SET_UP);

  /* The request that still waits can be taken up again. */
  start (fixture, tenant, BW_CHOICE_NONE);
  drive (fixture, tenant);
  assert_status (tenant, BW_TENANT_STATUS_NEEDS_CHOICE);
  g_assert_true (bw_candidate_is_waiting (get_best (tenant)));
}

static void
test_rejected (Fixture       *fixture,
               gconstpointer  data)
{
  BwTenant *tenant = find (fixture, FRESH);
  BwEngine *engine = bw_workspace_get_engine (fixture->workspace);
  g_autoptr(GAsyncResult) slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *first = NULL;
  g_autoptr(GError) error = NULL;

  start (fixture, tenant, BW_CHOICE_NONE);
  drive (fixture, tenant);
  first = g_strdup (bw_tenant_get_relationship_id (tenant));
  bw_test_sandbox_act (fixture->sandbox, "/_sandbox/reject", "{\"tenantId\":\"%s\"}",
                       bw_tenant_get_id (tenant));
  drive (fixture, tenant);
  assert_status (tenant, BW_TENANT_STATUS_FAILED);
  g_assert_nonnull (bw_setup_job_get_failure (bw_tenant_get_job (tenant)));

  /* A retry asks anew, with another relationship. */
  bw_engine_retry_async (engine, bw_tenant_get_id (tenant), NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_true (bw_engine_retry_finish (engine, result, &error));
  drive (fixture, tenant);
  assert_status (tenant, BW_TENANT_STATUS_WAITING_FOR_APPROVAL);
  g_assert_cmpstr (bw_tenant_get_relationship_id (tenant), !=, first);
}

/* Two programs on one store: one drives, both see. */
static void
test_two_processes (Fixture       *fixture,
                    gconstpointer  data)
{
  BwWorkspace *other = bw_test_workspace_open (fixture->folder, fixture->sandbox);
  BwTenant *tenant = find (fixture, FRESH);
  BwTenant *same;

  bw_engine_set_running (bw_workspace_get_engine (fixture->workspace), TRUE);
  bw_engine_set_running (bw_workspace_get_engine (other), TRUE);
  start (fixture, tenant, BW_CHOICE_NEW);
  bw_test_spin_until (is_waiting, tenant);
  same = bw_workspace_get_tenant (other, bw_tenant_get_id (tenant));
  bw_test_spin_until (is_waiting, same);

  approve (fixture, tenant);
  bw_test_spin_until (is_enabled, tenant);
  bw_test_spin_until (is_enabled, same);
  g_assert_cmpuint (bw_test_sandbox_count (fixture->sandbox, "POST",
                                           "delegatedAdminRelationships$"), ==, 1);

  bw_test_workspace_close (other);
}

static void
test_find (Fixture       *fixture,
           gconstpointer  data)
{
  BwTenant *tenant = find (fixture, FRESH);
  g_autofree char *shouted = g_utf8_strup (bw_tenant_get_domain (tenant), -1);
  g_autoptr(GError) error = NULL;

  g_assert_true (find (fixture, bw_tenant_get_id (tenant)) == tenant);
  g_assert_true (find (fixture, bw_tenant_get_domain (tenant)) == tenant);
  g_assert_true (find (fixture, shouted) == tenant);

  g_assert_null (bw_workspace_find_tenant (fixture->workspace, "No such tenant", &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (bw_workspace_find_tenant (fixture->workspace, "", &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (bw_workspace_find_tenant (fixture->workspace, "e", &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  add ("/core/setup/new", test_new);
  add ("/core/setup/twice", test_twice);
  add ("/core/setup/next-process", test_next_process);
  add ("/core/setup/choose", test_choose);
  add ("/core/setup/plan", test_plan);
  add ("/core/setup/poll", test_poll);
  add ("/core/setup/cancel", test_cancel);
  add ("/core/setup/rejected", test_rejected);
  add ("/core/setup/two-processes", test_two_processes);
  add ("/core/setup/find", test_find);
#undef add

  return g_test_run ();
}
