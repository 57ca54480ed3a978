/* bw-engine-commands.c - bailiwickctl engine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-commands.h"
#include "bw-drive.h"
#include "bw-live.h"

const BwOption bw_run_options[] = {
  { "until-idle", BW_OPTION_FLAG, NULL,
    N_("End when every set-up is done, has failed, or waits for somebody") },
  { NULL }
};

/* The set-ups that there is something to do or to wait for; what failed or
 * was done before is not our result. */
static GListModel *
find_open (BwCli *cli)
{
  GListModel *all = bw_workspace_get_tenants (bw_cli_get_workspace (cli));
  GListStore *open = g_list_store_new (BW_TYPE_TENANT);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (all, i);
      BwSetupJob *job = bw_tenant_get_job (tenant);

      if (job != NULL && (bw_setup_job_get_state (job) == BW_JOB_STATE_ACTIVE ||
                          bw_setup_job_get_state (job) == BW_JOB_STATE_NEEDS_CHOICE))
        g_list_store_append (open, tenant);
    }

  return G_LIST_MODEL (open);
}

/**
 * bw_engine_run:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_engine_run (BwCli   *cli,
               GError **error)
{
  BwEngine *engine = bw_cli_get_engine (cli);
  GListModel *all = bw_workspace_get_tenants (bw_cli_get_workspace (cli));
  g_autoptr(BwLive) live = NULL;
  BwExit code = BW_EXIT_DONE;

  if (!bw_cli_require_sign_in (cli, error))
    return BW_EXIT_FAILED;

  if (bw_args_has (bw_cli_get_args (cli), "until-idle"))
    {
      g_autoptr(GListModel) open = find_open (cli);

      if (!bw_drive (cli, open, 0, &code, error))
        return BW_EXIT_FAILED;
      return (int) code;
    }

  live = bw_live_new (all, cli, bw_live_get_mode (cli));
  bw_engine_set_running (engine, TRUE);
  bw_cli_wait_for_signal (cli);
  bw_engine_set_running (engine, FALSE);

  return BW_EXIT_DONE;
}
