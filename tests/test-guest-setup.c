/* test-guest-setup.c - set-ups through a guest account, from beginning to end and astray
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-error.h"
#include "guest-setup-util.h"
#include "test-util.h"

#define NATIVE "/login/common/oauth2/nativeclient"

static void
go_to_invitation (BwTestGuest *f,
                  BwTenant    *tenant)
{
  bw_test_guest_add_credential (f);
  bw_test_guest_start (f, tenant);
  bw_test_guest_consent (f, tenant);
  bw_test_workspace_drive (f->workspace, tenant);
}

static void
go_to_sign_in (BwTestGuest *f,
               BwTenant    *tenant)
{
  go_to_invitation (f, tenant);
  bw_test_guest_accept (f, tenant);
  bw_test_workspace_drive (f->workspace, tenant);
}

static void
go_to_end (BwTestGuest *f,
           BwTenant    *tenant)
{
  g_autoptr(GError) error = NULL;

  go_to_sign_in (f, tenant);
  g_assert_true (bw_test_guest_sign_in (f, tenant, &error));
  g_assert_no_error (error);
  g_assert_true (bw_test_guest_finalize (f, tenant, &error));
  g_assert_no_error (error);
  g_assert_cmpint (bw_tenant_get_status (tenant), ==, BW_TENANT_STATUS_ENABLED);
}

static void
test_good (BwTestGuest   *f,
           gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, BW_TEST_GOOD);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (bw_tenant_get_source (tenant), ==, BW_TENANT_SOURCE_MICROSOFT_365);
  g_assert_cmpint (bw_tenant_get_status (tenant), ==, BW_TENANT_STATUS_NOT_SET_UP);
  bw_test_guest_add_credential (f);
  bw_test_guest_start (f, tenant);
  g_assert_cmpint (bw_tenant_get_status (tenant), ==, BW_TENANT_STATUS_WAITING_FOR_APPROVAL);
  g_assert_cmpint (bw_tenant_get_action (tenant), ==, BW_TENANT_ACTION_REQUEST_APPROVAL);
  bw_test_guest_assert_step (tenant, "add-tenant", BW_STEP_STATE_DONE, NULL);
  bw_test_guest_assert_step (tenant, "guest-approval", BW_STEP_STATE_WAITING_FOR_CUSTOMER,
                             "approval message");

  bw_test_guest_consent (f, tenant);
  bw_test_workspace_drive (f->workspace, tenant);
  g_assert_null (bw_setup_job_get_link (bw_tenant_get_job (tenant)));
  g_assert_cmpint (bw_tenant_get_action (tenant), ==, BW_TENANT_ACTION_INVITE_AGAIN);
  bw_test_guest_assert_step (tenant, "guest-invitation", BW_STEP_STATE_WAITING_FOR_YOU,
                             BW_TEST_GUEST);
  g_assert_cmpuint (bw_test_sandbox_count_state (f->sandbox, "invitations", NULL, NULL), ==, 1);

  bw_test_guest_accept (f, tenant);
  bw_test_workspace_drive (f->workspace, tenant);
  g_assert_cmpint (bw_tenant_get_action (tenant), ==, BW_TENANT_ACTION_SIGN_IN_GUEST);
  bw_test_guest_assert_step (tenant, "guest-permissions", BW_STEP_STATE_WAITING_FOR_YOU,
                             BW_TEST_GUEST);

  g_assert_true (bw_test_guest_sign_in (f, tenant, &error));
  g_assert_no_error (error);
  g_assert_cmpint (bw_tenant_get_status (tenant), ==, BW_TENANT_STATUS_SETTING_UP);
  g_assert_cmpint (bw_tenant_get_action (tenant), ==, BW_TENANT_ACTION_FINALIZE);
  g_assert_true (bw_tenant_is_in_group (tenant, BW_TENANT_GROUP_NEEDS_YOU));
  g_assert_cmpstr (bw_tenant_get_name (tenant), ==, "Added by Hand");
  g_assert_cmpuint (bw_test_sandbox_count (f->sandbox, "GET", "/users/delta"), ==, 0);

  g_assert_true (bw_test_guest_finalize (f, tenant, &error));
  g_assert_no_error (error);
  g_assert_cmpint (bw_tenant_get_status (tenant), ==, BW_TENANT_STATUS_ENABLED);
  g_assert_cmpstr (bw_tenant_get_name (tenant), ==, "Tailwind Couriers");
  g_assert_cmpuint (bw_setup_job_get_n_done (bw_tenant_get_job (tenant)), ==, 5);
  g_assert_cmpuint (bw_test_sandbox_count (f->sandbox, "GET", "/users/delta"), >, 0);
  g_assert_cmpuint (bw_test_sandbox_count (f->sandbox, "GET", "/secureScores"), ==, 1);
  g_assert_cmpuint (bw_test_sandbox_count (f->sandbox, "GET", "/subscribedSkus"), ==, 1);
}

static void
notice_cb (BwWorkspace *workspace,
           BwTenant    *tenant,
           guint        notice,
           guint       *n_notices)
{
  n_notices[notice]++;
}

/* Each time somebody else has acted, one of ours hears that it is their turn. */
static void
test_notices (BwTestGuest   *f,
              gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, BW_TEST_GOOD);
  guint n_notices[BW_NOTICE_NEEDS_YOU + 1] = { 0, };
  gulong handler = g_signal_connect (f->workspace, "notice", G_CALLBACK (notice_cb), n_notices);

  go_to_invitation (f, tenant);
  g_assert_cmpuint (n_notices[BW_NOTICE_NEEDS_YOU], ==, 1);
  bw_test_workspace_drive (f->workspace, tenant);
  g_assert_cmpuint (n_notices[BW_NOTICE_NEEDS_YOU], ==, 1);

  bw_test_guest_accept (f, tenant);
  bw_test_workspace_drive (f->workspace, tenant);
  g_assert_cmpuint (n_notices[BW_NOTICE_NEEDS_YOU], ==, 2);
  g_assert_cmpuint (n_notices[BW_NOTICE_ENABLED], ==, 0);
  g_signal_handler_disconnect (f->workspace, handler);
}

static void
test_twice (BwTestGuest   *f,
            gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, BW_TEST_GOOD);

  go_to_end (f, tenant);
  bw_test_sandbox_clear_log (f->sandbox);
  bw_test_guest_start (f, tenant);
  g_assert_cmpint (bw_tenant_get_status (tenant), ==, BW_TENANT_STATUS_ENABLED);
  g_assert_cmpuint (bw_test_sandbox_count (f->sandbox, "GET", NULL), >, 5);
  g_assert_cmpuint (bw_test_sandbox_count_writes (f->sandbox), ==, 0);
  g_assert_cmpuint (bw_test_sandbox_count_state (f->sandbox, "invitations", NULL, NULL), ==, 1);
}

/* What was sent before the program ended is found again by the next one. */
static void
test_next_process (BwTestGuest   *f,
                   gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, BW_TEST_GOOD);
  g_autofree char *id = g_strdup (bw_tenant_get_id (tenant));
  g_autofree char *link = NULL;
  g_autoptr(JsonNode) answer = NULL;
  g_autoptr(GError) error = NULL;

  bw_test_guest_add_credential (f);
  bw_test_guest_start (f, tenant);
  link = g_strdup (bw_setup_job_get_link (bw_tenant_get_job (tenant)));
  bw_test_guest_consent (f, tenant);
  bw_test_workspace_drive (f->workspace, tenant);

  /* Nobody could sign in without the secret, which the next program does not know. */
  answer = bw_test_sandbox_control (f->sandbox, "DELETE", "/_sandbox/credentials", NULL);
  bw_test_guest_reopen (f);
  tenant = bw_workspace_get_tenant (f->workspace, id);
  g_assert_cmpint (bw_tenant_get_action (tenant), ==, BW_TENANT_ACTION_INVITE_AGAIN);
  g_assert_true (bw_test_guest_retry (f, tenant, &error));
  bw_test_guest_assert_step (tenant, "guest-approval", BW_STEP_STATE_WAITING_FOR_YOU, "credential");
  g_assert_cmpint (bw_tenant_get_action (tenant), ==, BW_TENANT_ACTION_ADD_CREDENTIAL);

  bw_test_guest_add_credential (f);
  bw_test_workspace_drive (f->workspace, tenant);
  bw_test_guest_assert_step (tenant, "guest-invitation", BW_STEP_STATE_WAITING_FOR_YOU, NULL);
  g_assert_cmpuint (bw_test_sandbox_count_state (f->sandbox, "invitations", NULL, NULL), ==, 1);
  g_assert_nonnull (link);
}

static void
test_no_credential (BwTestGuest   *f,
                    gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, BW_TEST_GOOD);

  bw_test_guest_start (f, tenant);
  g_assert_cmpint (bw_tenant_get_action (tenant), ==, BW_TENANT_ACTION_ADD_CREDENTIAL);
  bw_test_guest_assert_step (tenant, "guest-approval", BW_STEP_STATE_WAITING_FOR_YOU,
                             "certificate");
  g_assert_null (bw_setup_job_get_link (bw_tenant_get_job (tenant)));

  bw_test_guest_add_credential (f);
  bw_test_workspace_drive (f->workspace, tenant);
  g_assert_cmpint (bw_tenant_get_action (tenant), ==, BW_TENANT_ACTION_REQUEST_APPROVAL);
  g_assert_nonnull (bw_setup_job_get_link (bw_tenant_get_job (tenant)));
}

/* The state in the link is the set-up's own, and stays. */
static char *
dup_state (BwTenant *tenant)
{
  const char *link = bw_setup_job_get_link (bw_tenant_get_job (tenant));
  const char *state = strstr (link, "&state=");

  g_assert_nonnull (state);

  return g_strdup (state + strlen ("&state="));
}

static void
test_answer (BwTestGuest   *f,
             gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, BW_TEST_GOOD);
  const char *url = bw_test_sandbox_get_url (f->sandbox);
  const char *id = bw_tenant_get_id (tenant);
  g_autofree char *state = NULL;
  g_autofree char *again = NULL;
  g_autofree char *yes = NULL;
  g_autofree char *foreign = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (bw_test_guest_answer (f, tenant, "https://x.example/?state=1", &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_CONFLICT);
  g_clear_error (&error);

  bw_test_guest_add_credential (f);
  bw_test_guest_start (f, tenant);
  state = dup_state (tenant);
  yes = g_strdup_printf ("  %s" NATIVE "?admin_consent=True&tenant=%s&state=%s\n", url, id, state);
  foreign = g_strdup_printf ("%s" NATIVE "?admin_consent=True&tenant=%s&state=%s0", url, id, state);

  g_assert_false (bw_test_guest_answer (f, tenant, "nonsense", &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (bw_test_guest_answer (f, tenant, foreign, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
  g_clear_error (&error);

  /* Anybody can write that: without a token of the tenant nothing follows from it. */
  g_assert_true (bw_test_guest_answer (f, tenant, yes, &error));
  g_assert_no_error (error);
  bw_test_guest_assert_step (tenant, "guest-approval", BW_STEP_STATE_WAITING_FOR_CUSTOMER, NULL);
  again = dup_state (tenant);
  g_assert_cmpstr (again, ==, state);

  bw_test_guest_consent (f, tenant);
  g_assert_true (bw_test_guest_answer (f, tenant, yes, &error));
  g_assert_no_error (error);
  bw_test_guest_assert_step (tenant, "guest-invitation", BW_STEP_STATE_WAITING_FOR_YOU, NULL);
}

static void
test_declined (BwTestGuest   *f,
               gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, BW_TEST_GOOD);
  g_autofree char *state = NULL;
  g_autofree char *again = NULL;
  g_autofree char *no = NULL;
  g_autoptr(GError) error = NULL;
  BwFailure *failure;

  bw_test_guest_add_credential (f);
  bw_test_guest_start (f, tenant);
  state = dup_state (tenant);
  no = g_strdup_printf ("%s" NATIVE "?admin_consent=True&error=consent_required"
                        "&error_description=AADSTS65004%%3a+User+declined+to+consent.&state=%s",
                        bw_test_sandbox_get_url (f->sandbox), state);
  g_assert_true (bw_test_guest_answer (f, tenant, no, &error));
  g_assert_no_error (error);
  bw_test_guest_assert_failure (tenant, "BW-3011");
  failure = bw_setup_job_get_failure (bw_tenant_get_job (tenant));
  g_assert_cmpstr (failure->code, ==, "consent_required");
  g_assert_cmpstr (failure->message, ==, "AADSTS65004: User declined to consent.");

  g_assert_true (bw_test_guest_retry (f, tenant, &error));
  again = dup_state (tenant);
  g_assert_cmpstr (again, ==, state);
}

static void
test_elsewhere (BwTestGuest   *f,
                gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, BW_TEST_GOOD);
  g_autofree char *state = NULL;
  g_autofree char *answer = NULL;
  g_autoptr(GError) error = NULL;

  bw_test_guest_add_credential (f);
  bw_test_guest_start (f, tenant);
  state = dup_state (tenant);
  answer = g_strdup_printf ("%s" NATIVE "?admin_consent=True&tenant=%s&state=%s",
                            bw_test_sandbox_get_url (f->sandbox),
                            bw_test_sandbox_get_partner (f->sandbox), state);
  g_assert_true (bw_test_guest_answer (f, tenant, answer, &error));
  g_assert_no_error (error);
  bw_test_guest_assert_failure (tenant, "BW-3012");
}

/* Consent that is taken back later is noticed at the next look. */
static void
test_withdrawn (BwTestGuest   *f,
                gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, BW_TEST_GOOD);
  g_autoptr(GError) error = NULL;

  go_to_end (f, tenant);
  bw_test_sandbox_act (f->sandbox, "/_sandbox/consent", "{'tenantId':'%s','refuse':true}",
                       bw_tenant_get_id (tenant));
  bw_session_forget_tokens (bw_workspace_get_session (f->workspace), bw_tenant_get_id (tenant));
  bw_test_guest_start (f, tenant);
  bw_test_guest_assert_step (tenant, "guest-approval", BW_STEP_STATE_WAITING_FOR_CUSTOMER, NULL);
  g_assert_nonnull (bw_setup_job_get_link (bw_tenant_get_job (tenant)));
}

static void
test_send_again (BwTestGuest   *f,
                 gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, BW_TEST_GOOD);
  g_autoptr(GError) error = NULL;

  bw_test_guest_start (f, tenant);
  g_assert_false (bw_test_guest_invite (f, tenant, FALSE, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_CONFLICT);
  g_clear_error (&error);

  go_to_invitation (f, tenant);
  g_assert_true (bw_test_guest_invite (f, tenant, FALSE, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (bw_test_sandbox_count (f->sandbox, "POST", "/invitations$"), ==, 2);
  g_assert_cmpuint (bw_test_sandbox_count_state (f->sandbox, "guests", "mail", BW_TEST_GUEST), ==,
                    1);
  bw_test_guest_assert_step (tenant, "guest-invitation", BW_STEP_STATE_WAITING_FOR_YOU, NULL);
}

/* Who accepted has to accept anew, and to sign in anew. */
static void
test_reset (BwTestGuest   *f,
            gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, BW_TEST_GOOD);
  g_autoptr(GError) error = NULL;

  go_to_end (f, tenant);
  g_assert_true (bw_test_guest_invite (f, tenant, TRUE, &error));
  g_assert_no_error (error);
  bw_test_guest_assert_step (tenant, "guest-invitation", BW_STEP_STATE_WAITING_FOR_YOU, NULL);
  bw_test_guest_accept (f, tenant);
  bw_test_workspace_drive (f->workspace, tenant);
  bw_test_guest_assert_step (tenant, "guest-permissions", BW_STEP_STATE_WAITING_FOR_YOU, NULL);
  g_assert_true (bw_test_guest_sign_in (f, tenant, &error));
  g_assert_no_error (error);

  /* It was finalized once, and that holds. */
  g_assert_cmpint (bw_tenant_get_status (tenant), ==, BW_TENANT_STATUS_ENABLED);
}

static void
test_member (BwTestGuest   *f,
             gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, "hollowell.example");

  go_to_invitation (f, tenant);
  bw_test_guest_assert_failure (tenant, "BW-3013");
  g_assert_cmpuint (bw_test_sandbox_count (f->sandbox, "POST", "/invitations$"), ==, 0);
}

static void
test_domains (BwTestGuest   *f,
              gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, "juniper-clinic.example");
  g_autoptr(GError) error = NULL;
  BwFailure *failure;

  go_to_invitation (f, tenant);
  bw_test_guest_assert_failure (tenant, "BW-3014");
  failure = bw_setup_job_get_failure (bw_tenant_get_job (tenant));
  g_assert_cmpint (failure->who, ==, BW_PARTY_CUSTOMER);
  g_assert_nonnull (failure->message);

  bw_test_sandbox_act (f->sandbox, "/_sandbox/tenant", "{'tenantId':'%s','inviteDomains':[]}",
                       bw_tenant_get_id (tenant));
  g_assert_true (bw_test_guest_retry (f, tenant, &error));
  bw_test_guest_assert_step (tenant, "guest-invitation", BW_STEP_STATE_WAITING_FOR_YOU, NULL);
}

static void
test_no_invitations (BwTestGuest   *f,
                     gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, "ebbflow.example");

  go_to_invitation (f, tenant);
  bw_test_guest_assert_failure (tenant, "BW-3014");
}

/* The browser shows it, and so does the tracker. */
static void
test_policy (BwTestGuest   *f,
             gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, "inkerman-bank.example");
  g_autoptr(GError) error = NULL;

  bw_test_sandbox_act (f->sandbox, "/_sandbox/tenant",
                       "{'tenantId':'%s','guestConditionalAccess':null}",
                       bw_tenant_get_id (tenant));
  go_to_sign_in (f, tenant);
  g_assert_true (bw_test_guest_sign_in (f, tenant, &error));
  g_assert_no_error (error);
  g_assert_cmpint (bw_tenant_get_action (tenant), ==, BW_TENANT_ACTION_FINALIZE);

  bw_test_sandbox_act (f->sandbox, "/_sandbox/tenant",
                       "{'tenantId':'%s','guestConditionalAccess':'block'}",
                       bw_tenant_get_id (tenant));
  bw_session_forget_tokens (bw_workspace_get_session (f->workspace), bw_tenant_get_id (tenant));
  g_assert_true (bw_test_guest_retry (f, tenant, &error));
  bw_test_guest_assert_failure (tenant, "BW-4013");
}

static void
test_disabled (BwTestGuest   *f,
               gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, BW_TEST_GOOD);
  g_autoptr(GError) error = NULL;

  go_to_sign_in (f, tenant);
  bw_test_sandbox_act (f->sandbox, "/_sandbox/guest",
                       "{'tenantId':'%s','email':'" BW_TEST_GUEST "','enabled':false}",
                       bw_tenant_get_id (tenant));
  g_assert_true (bw_test_guest_retry (f, tenant, &error));
  bw_test_guest_assert_failure (tenant, "BW-4014");
}

/* Somebody else of ours, who is a guest there as well, is not the guest account. */
static void
test_wrong_guest (BwTestGuest   *f,
                  gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, BW_TEST_GOOD);
  g_autoptr(GError) error = NULL;

  go_to_sign_in (f, tenant);
  f->user = "user@tailwind.example";
  g_assert_true (bw_test_guest_sign_in (f, tenant, &error));
  g_assert_no_error (error);
  bw_test_guest_assert_step (tenant, "guest-permissions", BW_STEP_STATE_WAITING_FOR_YOU,
                             "not the guest account");

  f->user = NULL;
  g_assert_true (bw_test_guest_sign_in (f, tenant, &error));
  g_assert_no_error (error);
  g_assert_cmpint (bw_tenant_get_action (tenant), ==, BW_TENANT_ACTION_FINALIZE);
}

static void
test_cancelled_sign_in (BwTestGuest   *f,
                        gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, BW_TEST_GOOD);
  g_autoptr(GError) error = NULL;

  go_to_invitation (f, tenant);
  g_assert_false (bw_test_guest_sign_in (f, tenant, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_CONFLICT);
  g_clear_error (&error);

  bw_test_guest_accept (f, tenant);
  bw_test_workspace_drive (f->workspace, tenant);
  f->cancels = TRUE;
  g_assert_false (bw_test_guest_sign_in (f, tenant, &error));
  g_assert_nonnull (error);
  bw_test_guest_assert_step (tenant, "guest-permissions", BW_STEP_STATE_WAITING_FOR_YOU, NULL);
}

/* Not before the guest account is in place. */
static void
test_finalize (BwTestGuest   *f,
               gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, BW_TEST_GOOD);
  g_autoptr(GError) error = NULL;

  go_to_sign_in (f, tenant);
  g_assert_false (bw_test_guest_finalize (f, tenant, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_CONFLICT);
  g_clear_error (&error);

  g_assert_true (bw_test_guest_sign_in (f, tenant, &error));
  g_assert_true (bw_test_guest_finalize (f, tenant, &error));
  g_assert_no_error (error);

  /* A program that was killed at the end may not have said that it was done. */
  g_assert_true (bw_test_guest_finalize (f, tenant, &error));
  g_assert_no_error (error);
  g_assert_cmpint (bw_tenant_get_status (tenant), ==, BW_TENANT_STATUS_ENABLED);
}

static BwPlan *
plan (BwTestGuest *f,
      BwTenant    *tenant)
{
  BwEngine *engine = bw_workspace_get_engine (f->workspace);
  g_autoptr(GAsyncResult) slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BwPlan *made;

  bw_test_sandbox_clear_log (f->sandbox);
  bw_engine_plan_async (engine, bw_tenant_get_id (tenant), BW_CHOICE_NONE, NULL, NULL,
                        bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  made = bw_engine_plan_finish (engine, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bw_test_sandbox_count_writes (f->sandbox), ==, 0);

  return made;
}

static void
test_plan (BwTestGuest   *f,
           gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, BW_TEST_GOOD);
  g_autoptr(BwPlan) first = plan (f, tenant);
  g_autoptr(BwPlan) second = NULL;

  g_assert_cmpuint (bw_plan_get_changes (first)->len, ==, 1);

  go_to_end (f, tenant);
  second = plan (f, tenant);
  g_assert_cmpuint (bw_plan_get_changes (second)->len, ==, 0);
  g_assert_cmpuint (bw_plan_get_holds (second)->len, ==, 1);
}

/* A guest account may see next to nothing: what is read, the application reads. */
static void
test_actors (BwTestGuest   *f,
             gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, BW_TEST_GOOD);
  BwHttp *http = bw_session_get_http (bw_workspace_get_session (f->workspace));
  g_autoptr(BwCloud) cloud =
    bw_cloud_act_as (bw_session_get_cloud (bw_workspace_get_session (f->workspace)),
                     BW_ACTOR_GUEST);
  g_autoptr(BwRequest) request = NULL;
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GAsyncResult) slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  go_to_end (f, tenant);
  request = bw_request_new (cloud->graph, "GET", "/users");
  bw_request_set_tenant (request, bw_tenant_get_id (tenant));
  bw_http_send_async (http, request, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  response = bw_http_send_finish (http, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bw_response_get_status (response), ==, 403);
}

static char *
cancel (BwTestGuest *f,
        BwTenant    *tenant)
{
  BwEngine *engine = bw_workspace_get_engine (f->workspace);
  g_autoptr(GAsyncResult) slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  char *stays;

  bw_engine_cancel_async (engine, bw_tenant_get_id (tenant), NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  stays = bw_engine_cancel_finish (engine, result, &error);
  g_assert_no_error (error);

  return stays;
}

/* A link of a set-up that was cancelled is not good for the next one. */
static void
test_cancel (BwTestGuest   *f,
             gconstpointer  data)
{
  BwTenant *tenant = bw_test_guest_add (f, BW_TEST_GOOD);
  g_autofree char *state = NULL;
  g_autofree char *next = NULL;
  g_autofree char *stays = NULL;
  g_autofree char *later = NULL;

  bw_test_guest_add_credential (f);
  bw_test_guest_start (f, tenant);
  state = dup_state (tenant);
  stays = cancel (f, tenant);
  g_assert_nonnull (strstr (stays, "link"));
  g_assert_cmpint (bw_tenant_get_status (tenant), ==, BW_TENANT_STATUS_NOT_SET_UP);

  bw_test_guest_start (f, tenant);
  next = dup_state (tenant);
  g_assert_cmpstr (next, !=, state);
  bw_test_guest_consent (f, tenant);
  bw_test_workspace_drive (f->workspace, tenant);
  later = cancel (f, tenant);
  g_assert_nonnull (strstr (later, "Enterprise applications"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define TEST(path, func) \
  g_test_add ("/core/guest-setup/" path, BwTestGuest, NULL, bw_test_guest_set_up, func, \
              bw_test_guest_tear_down)
  TEST ("good", test_good);
  TEST ("notices", test_notices);
  TEST ("twice", test_twice);
  TEST ("next-process", test_next_process);
  TEST ("no-credential", test_no_credential);
  TEST ("answer", test_answer);
  TEST ("declined", test_declined);
  TEST ("elsewhere", test_elsewhere);
  TEST ("withdrawn", test_withdrawn);
  TEST ("send-again", test_send_again);
  TEST ("reset", test_reset);
  TEST ("member", test_member);
  TEST ("domains", test_domains);
  TEST ("no-invitations", test_no_invitations);
  TEST ("policy", test_policy);
  TEST ("disabled", test_disabled);
  TEST ("wrong-guest", test_wrong_guest);
  TEST ("cancelled-sign-in", test_cancelled_sign_in);
  TEST ("finalize", test_finalize);
  TEST ("plan", test_plan);
  TEST ("actors", test_actors);
  TEST ("cancel", test_cancel);
#undef TEST

  return g_test_run ();
}
