/* workspace-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-util.h"
#include "workspace-util.h"

/**
 * bw_test_workspace_open:
 * @folder: where the state is
 * @sandbox: what stands in for Microsoft
 *
 * Returns: (transfer full): a workspace, for bw_test_workspace_close()
 */
BwWorkspace *
bw_test_workspace_open (const char    *folder,
                        BwTestSandbox *sandbox)
{
  BwWorkspace *workspace = bw_workspace_new (folder, bw_test_sandbox_get_url (sandbox));
  g_autoptr(GAsyncResult) slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bw_workspace_open_async (workspace, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_workspace_open_finish (workspace, result, &error);
  g_assert_no_error (error);

  return workspace;
}

/**
 * bw_test_workspace_close:
 * @workspace: (transfer full): a workspace
 *
 * Closes it, as the end of a program does.  Nobody else may have a reference to it.
 */
void
bw_test_workspace_close (BwWorkspace *workspace)
{
  g_autoptr(GAsyncResult) slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bw_workspace_close_async (workspace, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_workspace_close_finish (workspace, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  bw_test_spin_idle ();
  g_assert_finalize_object (workspace);
}

/**
 * bw_test_workspace_refresh:
 * @workspace: a workspace
 *
 * Reads the customers from Microsoft.
 */
void
bw_test_workspace_refresh (BwWorkspace *workspace)
{
  g_autoptr(GAsyncResult) slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bw_workspace_refresh_async (workspace, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_workspace_refresh_finish (workspace, result, &error);
  g_assert_no_error (error);
}

/**
 * bw_test_workspace_start:
 * @workspace: a workspace
 * @tenant: a tenant
 * @choice: which admin relationship to use
 *
 * Starts a set-up, which bw_test_workspace_drive() goes on with.
 */
void
bw_test_workspace_start (BwWorkspace *workspace,
                         BwTenant    *tenant,
                         BwChoice     choice)
{
  BwEngine *engine = bw_workspace_get_engine (workspace);
  g_autoptr(GAsyncResult) slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bw_engine_start_setup_async (engine, bw_tenant_get_id (tenant), choice, NULL, NULL,
                               bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_engine_start_setup_finish (engine, result, &error);
  g_assert_no_error (error);
}

/**
 * bw_test_workspace_drive:
 * @workspace: a workspace
 * @tenant: a tenant whose set-up is under way
 *
 * Sees the set-up through to where somebody has to act.
 */
void
bw_test_workspace_drive (BwWorkspace *workspace,
                         BwTenant    *tenant)
{
  BwEngine *engine = bw_workspace_get_engine (workspace);
  const char *ids[] = { bw_tenant_get_id (tenant), NULL };
  g_autoptr(GAsyncResult) slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bw_engine_drive_async (engine, ids, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_engine_drive_finish (engine, result, &error);
  g_assert_no_error (error);
}
