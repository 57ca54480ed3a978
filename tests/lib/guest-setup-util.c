/* guest-setup-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-engine-guest.h"
#include "bw-pace.h"
#include "bw-tenant-entry.h"
#include "guest-setup-util.h"
#include "test-util.h"

#define SECRET "Sec~ret.1"

/* The person chooses an account on the customer's page, and agrees or not. */
static void
browse (const char   *uri,
        GCancellable *cancellable,
        gpointer      user_data)
{
  BwTestGuest *self = user_data;

  bw_test_browser_press (self->browser, uri,
                         "user", self->user != NULL ? self->user : BW_TEST_GUEST,
                         self->cancels ? "cancel" : "consent", self->cancels ? "1" : "accept",
                         NULL);
}

static void
open_workspace (BwTestGuest *self)
{
  self->workspace = bw_test_workspace_open (self->folder, self->sandbox);
  bw_session_set_browser (bw_workspace_get_session (self->workspace), browse, self, NULL);
}

/**
 * bw_test_guest_set_up:
 * @self: a fixture
 * @data: unused
 *
 * For g_test_add(): a fixture in which the app registration has no credential.
 */
void
bw_test_guest_set_up (BwTestGuest   *self,
                      gconstpointer  data)
{
  self->sandbox = bw_test_sandbox_new (NULL);
  self->folder = bw_test_make_dir ();
  self->browser = bw_test_browser_new ();
  open_workspace (self);
}

/**
 * bw_test_guest_tear_down:
 * @self: a fixture
 * @data: unused
 *
 * For g_test_add().
 */
void
bw_test_guest_tear_down (BwTestGuest   *self,
                         gconstpointer  data)
{
  bw_test_workspace_close (g_steal_pointer (&self->workspace));
  bw_test_browser_free (self->browser);
  bw_test_remove_dir (self->folder);
  g_free (self->folder);
  bw_test_sandbox_free (self->sandbox);
  bw_pace_set_divisor (1);
  bw_pace_set_time_scale (1);
}

/**
 * bw_test_guest_reopen:
 * @self: a fixture
 *
 * Ends the program and starts it again.  Without a keyring it knows no secret any more.
 */
void
bw_test_guest_reopen (BwTestGuest *self)
{
  bw_test_workspace_close (g_steal_pointer (&self->workspace));
  open_workspace (self);
}

/**
 * bw_test_guest_add_credential:
 * @self: a fixture
 *
 * Has the app registration prove itself with a secret from now on.
 */
void
bw_test_guest_add_credential (BwTestGuest *self)
{
  BwSession *session = bw_workspace_get_session (self->workspace);
  BwCredentialKeeper *keeper = bw_session_get_credentials (session);
  g_autoptr(GAsyncResult) slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bw_test_sandbox_act (self->sandbox, "/_sandbox/credentials", "{'secret':'" SECRET "'}");
  bw_credential_keeper_set_secret_async (keeper, SECRET, bw_clock_now () + 86400, NULL,
                                         bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_credential_keeper_change_finish (keeper, result, &error);
  g_assert_no_error (error);
}

static BwTenantDraft *
judge (BwTenantEntry *entry,
       const char    *domain)
{
  g_autoptr(GAsyncResult) slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BwTenantDraft *draft;

  bw_tenant_entry_judge_async (entry, "Added by Hand", domain, BW_TEST_GUEST, NULL,
                               bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  draft = bw_tenant_entry_judge_finish (entry, result, &error);
  g_assert_no_error (error);

  return draft;
}

/**
 * bw_test_guest_add:
 * @self: a fixture
 * @domain: a domain of a tenant of scenario small
 *
 * Returns: (transfer none): the tenant, added by hand
 */
BwTenant *
bw_test_guest_add (BwTestGuest *self,
                   const char  *domain)
{
  g_autoptr(BwTenantEntry) entry =
    bw_tenant_entry_new (bw_workspace_get_store (self->workspace),
                         bw_workspace_get_session (self->workspace));
  g_autoptr(BwTenantDraft) draft = judge (entry, domain);
  g_autoptr(BwTenantRow) row = NULL;
  g_autoptr(GAsyncResult) slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bw_tenant_entry_add_async (entry, draft, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  row = bw_tenant_entry_add_finish (entry, result, &error);
  g_assert_no_error (error);

  while (bw_workspace_get_tenant (self->workspace, draft->tenant_id) == NULL)
    g_main_context_iteration (NULL, TRUE);

  return bw_workspace_get_tenant (self->workspace, draft->tenant_id);
}

/**
 * bw_test_guest_start:
 * @self: a fixture
 * @tenant: a tenant
 *
 * Starts the set-up, and sees it through to where somebody has to act.
 */
void
bw_test_guest_start (BwTestGuest *self,
                     BwTenant    *tenant)
{
  bw_test_workspace_start (self->workspace, tenant, BW_CHOICE_NONE);
  bw_test_workspace_drive (self->workspace, tenant);
}

/**
 * bw_test_guest_retry:
 * @self: a fixture
 * @tenant: a tenant
 * @error: return location for an error
 *
 * Returns: whether the set-up could be tried again; it is seen through then
 */
gboolean
bw_test_guest_retry (BwTestGuest  *self,
                     BwTenant     *tenant,
                     GError      **error)
{
  BwEngine *engine = bw_workspace_get_engine (self->workspace);
  g_autoptr(GAsyncResult) slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_engine_retry_async (engine, bw_tenant_get_id (tenant), NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  if (!bw_engine_retry_finish (engine, result, error))
    return FALSE;

  bw_test_workspace_drive (self->workspace, tenant);

  return TRUE;
}

/**
 * bw_test_guest_consent:
 * @self: a fixture
 * @tenant: a tenant
 *
 * The customer's administrator agrees, and Microsoft has had time to take note.
 */
void
bw_test_guest_consent (BwTestGuest *self,
                       BwTenant    *tenant)
{
  bw_test_sandbox_act (self->sandbox, "/_sandbox/consent", "{'tenantId':'%s'}",
                       bw_tenant_get_id (tenant));
  bw_test_sandbox_advance (self->sandbox, 60);
}

/**
 * bw_test_guest_accept:
 * @self: a fixture
 * @tenant: a tenant
 *
 * The owner of the mailbox accepts the invitation.
 */
void
bw_test_guest_accept (BwTestGuest *self,
                      BwTenant    *tenant)
{
  bw_test_sandbox_act (self->sandbox, "/_sandbox/accept-invitation",
                       "{'tenantId':'%s','email':'" BW_TEST_GUEST "'}", bw_tenant_get_id (tenant));
}

static gboolean
finish_and_drive (BwTestGuest   *self,
                  BwTenant      *tenant,
                  GAsyncResult **slot,
                  GError       **error)
{
  g_autoptr(GAsyncResult) result = bw_test_wait (slot);

  if (!bw_engine_guest_finish (bw_workspace_get_engine (self->workspace), result, error))
    return FALSE;

  bw_test_workspace_drive (self->workspace, tenant);

  return TRUE;
}

/**
 * bw_test_guest_sign_in:
 * @self: a fixture
 * @tenant: a tenant
 * @error: return location for an error
 *
 * Returns: whether somebody signed in; the set-up is seen through then
 */
gboolean
bw_test_guest_sign_in (BwTestGuest  *self,
                       BwTenant     *tenant,
                       GError      **error)
{
  g_autoptr(GAsyncResult) slot = NULL;

  bw_engine_sign_in_guest_async (bw_workspace_get_engine (self->workspace),
                                 bw_tenant_get_id (tenant), NULL, bw_test_take_result, &slot);

  return finish_and_drive (self, tenant, &slot, error);
}

/**
 * bw_test_guest_answer:
 * @self: a fixture
 * @tenant: a tenant
 * @address: what was pasted
 * @error: return location for an error
 *
 * Returns: whether the answer was taken; the set-up is seen through then
 */
gboolean
bw_test_guest_answer (BwTestGuest  *self,
                      BwTenant     *tenant,
                      const char   *address,
                      GError      **error)
{
  g_autoptr(GAsyncResult) slot = NULL;

  bw_engine_answer_async (bw_workspace_get_engine (self->workspace), bw_tenant_get_id (tenant),
                          address, NULL, bw_test_take_result, &slot);

  return finish_and_drive (self, tenant, &slot, error);
}

/**
 * bw_test_guest_invite:
 * @self: a fixture
 * @tenant: a tenant
 * @reset: whether it is to be accepted anew
 * @error: return location for an error
 *
 * Returns: whether the invitation was sent again; the set-up is seen through then
 */
gboolean
bw_test_guest_invite (BwTestGuest  *self,
                      BwTenant     *tenant,
                      gboolean      reset,
                      GError      **error)
{
  g_autoptr(GAsyncResult) slot = NULL;

  bw_engine_invite_again_async (bw_workspace_get_engine (self->workspace),
                                bw_tenant_get_id (tenant), reset, NULL, bw_test_take_result,
                                &slot);

  return finish_and_drive (self, tenant, &slot, error);
}

/**
 * bw_test_guest_finalize:
 * @self: a fixture
 * @tenant: a tenant
 * @error: return location for an error
 *
 * Returns: whether the approval is finalized; the set-up is seen through then
 */
gboolean
bw_test_guest_finalize (BwTestGuest  *self,
                        BwTenant     *tenant,
                        GError      **error)
{
  g_autoptr(GAsyncResult) slot = NULL;

  bw_engine_finalize_async (bw_workspace_get_engine (self->workspace), bw_tenant_get_id (tenant),
                            NULL, bw_test_take_result, &slot);

  return finish_and_drive (self, tenant, &slot, error);
}

/**
 * bw_test_guest_assert_step:
 * @tenant: a tenant
 * @key: a step
 * @state: how it stands
 * @text: (nullable): what its sentence has in it
 */
void
bw_test_guest_assert_step (BwTenant    *tenant,
                           const char  *key,
                           BwStepState  state,
                           const char  *text)
{
  BwSetupStep *step = bw_setup_job_get_step (bw_tenant_get_job (tenant), key);
  const char *sentence = bw_setup_step_get_text (step);

  if (bw_setup_step_get_state (step) != state ||
      (text != NULL && (sentence == NULL || strstr (sentence, text) == NULL)))
    g_test_message ("%s: %s", key, sentence);

  g_assert_cmpstr (bw_enum_get_nick (BW_TYPE_STEP_STATE, (int) bw_setup_step_get_state (step)), ==,
                   bw_enum_get_nick (BW_TYPE_STEP_STATE, (int) state));
  if (text != NULL)
    g_assert_nonnull (strstr (sentence, text));
}

/**
 * bw_test_guest_assert_failure:
 * @tenant: a tenant whose set-up failed
 * @event_id: of what
 */
void
bw_test_guest_assert_failure (BwTenant   *tenant,
                              const char *event_id)
{
  BwFailure *failure;

  g_assert_cmpint (bw_tenant_get_status (tenant), ==, BW_TENANT_STATUS_FAILED);
  failure = bw_setup_job_get_failure (bw_tenant_get_job (tenant));
  g_assert_nonnull (failure);
  g_assert_cmpstr (failure->event_id, ==, event_id);
  g_assert_nonnull (failure->advice);
}
