/* core-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "core-util.h"

#include "bw-pace.h"
#include "bw-store-tenants.h"
#include "test-util.h"

#define SCOPES "Directory.Read.All User.Read.All Organization.Read.All SecurityEvents.Read.All"
#define OPEN(id, users, more) \
  "{\"id\":\"" id "\",\"name\":\"Customer " users "\",\"domain\":\"c" users ".example\"," \
  "\"initialDomain\":\"c" users ".onmicrosoft.com\"," more \
  "\"registered\":{\"graph\":\"" SCOPES "\"}," \
  "\"relationships\":[{\"name\":\"Access to " users "\",\"roles\":\"template\",\"end\":\"+300d\"," \
  "\"assignments\":[{\"group\":\"Testers\",\"roles\":\"template\"}]}]}"

static const char scenario[] =
  "{\"name\":\"access\",\"include\":\"empty.json\","
  "\"groups\":["
  "{\"name\":\"AdminAgents\",\"nickname\":\"AdminAgents\","
  "\"members\":[\"admin@lodestar-it.example\"]},"
  "{\"name\":\"Testers\",\"nickname\":\"testers\",\"members\":[\"admin@lodestar-it.example\"]}],"
  "\"tenants\":["
  OPEN (BW_TEST_TENANT_0, "0", "") ","
  OPEN (BW_TEST_TENANT_7, "7", "\"users\":7,") ","
  OPEN (BW_TEST_TENANT_5000, "5000", "\"users\":5000,") ","
  OPEN (BW_TEST_TENANT_25000, "25000", "\"users\":25000,") ","
  OPEN (BW_TEST_TENANT_DENIED, "denied", "\"users\":3,\"denied\":[\"secureScores\"],") ","
  "{\"id\":\"" BW_TEST_TENANT_CLOSED "\",\"name\":\"Closed\",\"domain\":\"closed.example\","
  "\"initialDomain\":\"closed.onmicrosoft.com\",\"users\":5},"
  "{\"id\":\"" BW_TEST_TENANT_ASKED "\",\"name\":\"Asked & Co\",\"domain\":\"asked.example\","
  "\"initialDomain\":\"asked.onmicrosoft.com\",\"users\":5,"
  "\"relationships\":[{\"name\":\"Lodestar – Asked – 7b2c\",\"status\":\"approvalPending\","
  "\"roles\":\"few\",\"duration\":\"P365D\",\"autoExtend\":\"P180D\","
  "\"created\":\"2026-11-20T12:00:00Z\"}]}"
  "]}";

static void
write_scenario (BwTestCore *self,
                const char *text)
{
  g_autofree char *path = g_build_filename (g_getenv ("BW_DATADIR"), "scenarios", "empty.json",
                                            NULL);
  g_autofree char *empty = NULL;
  g_autofree char *copy = NULL;

  g_assert_true (g_file_get_contents (path, &empty, NULL, NULL));
  copy = bw_test_write_file (self->folder, "empty.json", empty);
  self->scenario = bw_test_write_file (self->folder, "access.json", text);
}

static void
open_store (BwTestCore *self)
{
  g_autofree char *folder = g_build_filename (self->folder, "state", NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  self->store = bw_store_new (folder);
  bw_store_open_async (self->store, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_store_open_finish (self->store, result, &error);
  g_assert_no_error (error);
}

/**
 * bw_test_core_sign_in:
 * @self: a fixture
 *
 * Makes a new session and signs in.
 */
void
bw_test_core_sign_in (BwTestCore *self)
{
  g_autoptr(BwVault) vault = bw_memory_vault_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  g_clear_object (&self->session);
  self->session = bw_session_new (self->store, vault);
  bw_session_restore_async (self->session, bw_test_sandbox_get_url (self->sandbox), NULL,
                            bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_session_restore_finish (self->session, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bw_session_get_state (self->session), ==, BW_SESSION_SIGNED_IN);
}

/**
 * bw_test_core_new:
 *
 * Returns: (transfer full): a fixture in which somebody is signed in
 */
BwTestCore *
bw_test_core_new (void)
{
  return bw_test_core_new_with (scenario);
}

/**
 * bw_test_core_new_with:
 * @text: a scenario, which may include "empty.json"
 *
 * Returns: (transfer full): a fixture in which somebody is signed in
 */
BwTestCore *
bw_test_core_new_with (const char *text)
{
  BwTestCore *self = g_new0 (BwTestCore, 1);

  self->folder = bw_test_make_dir ();
  write_scenario (self, text);
  self->sandbox = bw_test_sandbox_new ("--scenario", self->scenario, NULL);
  open_store (self);
  bw_test_core_sign_in (self);

  return self;
}

/**
 * bw_test_core_move:
 * @self: a fixture
 *
 * Goes over to a sandbox at another address, in which nothing has happened yet.
 */
void
bw_test_core_move (BwTestCore *self)
{
  BwTestSandbox *old = self->sandbox;

  /* The old one keeps its port until there is a new one. */
  self->sandbox = bw_test_sandbox_new ("--scenario", self->scenario, NULL);
  g_clear_object (&self->session);
  bw_test_sandbox_free (old);
  bw_test_core_sign_in (self);
}

/**
 * bw_test_core_free:
 * @self: (transfer full): a fixture
 */
void
bw_test_core_free (BwTestCore *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  bw_test_spin_idle ();
  g_clear_object (&self->session);
  bw_store_close_async (self->store, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_true (bw_store_close_finish (self->store, result, NULL));
  g_clear_object (&result);

  bw_test_sandbox_free (self->sandbox);
  g_assert_finalize_object (self->store);
  bw_test_remove_dir (self->folder);
  bw_pace_set_divisor (1);
  bw_pace_set_time_scale (1);
  bw_clock_set_offset (0);
  g_free (self->folder);
  g_free (self->scenario);
  g_free (self);
}

/**
 * bw_test_core_add_tenant:
 * @self: a fixture
 * @tenant_id: a tenant that the store gets to know
 */
void
bw_test_core_add_tenant (BwTestCore *self,
                         const char *tenant_id)
{
  g_autoptr(BwTenantRow) row = bw_tenant_row_new (tenant_id);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  row->name = g_strdup (tenant_id);
  bw_store_save_tenant_async (self->store, row, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_store_save_tenant_finish (self->store, result, &error);
  g_assert_no_error (error);
}

/**
 * bw_test_core_add_fault:
 * @self: a fixture
 * @path: a regular expression for what goes wrong
 * @skip: how many requests of it go well before
 * @times: how many go wrong then, or -1 for all
 * @action: what happens, JSON
 */
void
bw_test_core_add_fault (BwTestCore *self,
                        const char *path,
                        int         skip,
                        int         times,
                        const char *action)
{
  bw_test_sandbox_act (self->sandbox, "/_sandbox/faults",
                       "{\"match\":{\"path\":\"%s\"},\"skip\":%d,\"times\":%d,\"action\":%s}",
                       path, skip, times, action);
}
