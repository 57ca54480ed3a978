/* bw-setup-commands.c - bailiwickctl setup: what acts on a set-up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-commands.h"
#include "bw-drive.h"
#include "bw-error.h"
#include "bw-outcome.h"

const BwOption bw_start_options[] = {
  { "all-not-set-up", BW_OPTION_FLAG, NULL, N_("Set up every tenant that is not set up") },
  { "relationship", BW_OPTION_VALUE, "ID", N_("Use this admin relationship") },
  { "new", BW_OPTION_FLAG, NULL, N_("Create a new admin relationship") },
  { "wait", BW_OPTION_MAYBE, "SECONDS",
    N_("Wait until it is done, has failed, or waits for somebody") },
  { NULL }
};

const BwOption bw_choose_options[] = {
  { "relationship", BW_OPTION_VALUE, "ID", N_("Use this admin relationship") },
  { "new", BW_OPTION_FLAG, NULL, N_("Create a new admin relationship") },
  { NULL }
};

static BwChoice
get_choice (BwArgs *args)
{
  if (bw_args_has (args, "relationship"))
    return BW_CHOICE_REUSE;

  return bw_args_has (args, "new") ? BW_CHOICE_NEW : BW_CHOICE_NONE;
}

static gboolean
check_choice (BwArgs  *args,
              GError **error)
{
  if (!bw_args_has (args, "relationship") || !bw_args_has (args, "new"))
    return TRUE;

  g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
               _("Give either --relationship or --new, not both."));
  return FALSE;
}

/**
 * bw_setup_check_start:
 * @args: the words
 * @error: return location for a %BW_ERROR_INVALID
 *
 * Returns: whether they go together
 */
gboolean
bw_setup_check_start (BwArgs  *args,
                      GError **error)
{
  gboolean all = bw_args_has (args, "all-not-set-up");
  guint n_tenants = bw_args_get_operands (args)->len;
  const char *seconds = bw_args_get (args, "wait");

  if (all == (n_tenants > 0))
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   all ? _("Give either TENANT or --all-not-set-up, not both.")
                       : _("“setup start” needs TENANT… or --all-not-set-up."));
      return FALSE;
    }

  if (bw_args_has (args, "relationship") && (all || n_tenants > 1))
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("An admin relationship belongs to one tenant: give one with --relationship."));
      return FALSE;
    }

  if (seconds != NULL && !g_ascii_string_to_unsigned (seconds, 10, 1, G_MAXUINT / 1000, NULL, NULL))
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("“%s” is not a number of seconds."), seconds);
      return FALSE;
    }

  return check_choice (args, error);
}

/**
 * bw_setup_check_choose:
 * @args: the words
 * @error: return location for a %BW_ERROR_INVALID
 *
 * Returns: whether exactly one choice was made
 */
gboolean
bw_setup_check_choose (BwArgs  *args,
                       GError **error)
{
  if (get_choice (args) == BW_CHOICE_NONE)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("“setup choose” needs --relationship ID or --new."));
      return FALSE;
    }

  return check_choice (args, error);
}

static GListModel *
find_all_not_set_up (BwCli   *cli,
                     GError **error)
{
  GListModel *all = bw_workspace_get_tenants (bw_cli_get_workspace (cli));
  g_autoptr(GListStore) found = g_list_store_new (BW_TYPE_TENANT);

  if (!bw_cli_refresh (cli, error))
    return NULL;

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (all, i);

      if (bw_tenant_get_status (tenant) == BW_TENANT_STATUS_NOT_SET_UP)
        g_list_store_append (found, tenant);
    }

  return G_LIST_MODEL (g_steal_pointer (&found));
}

static gboolean
choose (BwCli     *cli,
        BwTenant  *tenant,
        GError   **error)
{
  BwArgs *args = bw_cli_get_args (cli);
  BwEngine *engine = bw_cli_get_engine (cli);
  g_autoptr(GAsyncResult) result = NULL;

  bw_engine_choose_async (engine, bw_tenant_get_id (tenant), get_choice (args),
                          bw_args_get (args, "relationship"), bw_cli_get_cancellable (cli),
                          bw_cli_done_cb, cli);
  result = bw_cli_wait (cli);

  return bw_engine_choose_finish (engine, result, error);
}

/* A set-up that is under way already is joined: asking for it twice is how one
 * goes on after an interruption. */
static gboolean
start_one (BwCli     *cli,
           BwTenant  *tenant,
           GError   **error)
{
  BwArgs *args = bw_cli_get_args (cli);
  BwEngine *engine = bw_cli_get_engine (cli);
  BwSetupJob *job = bw_tenant_get_job (tenant);
  BwChoice choice = get_choice (args);
  g_autoptr(GAsyncResult) result = NULL;

  if (job != NULL && bw_setup_job_get_state (job) == BW_JOB_STATE_NEEDS_CHOICE)
    return choice == BW_CHOICE_NONE || choose (cli, tenant, error);
  if (job != NULL && bw_setup_job_get_state (job) == BW_JOB_STATE_ACTIVE &&
      choice == BW_CHOICE_NONE)
    return TRUE;

  bw_engine_start_setup_async (engine, bw_tenant_get_id (tenant), choice,
                               bw_args_get (args, "relationship"), bw_cli_get_cancellable (cli),
                               bw_cli_done_cb, cli);
  result = bw_cli_wait (cli);

  return bw_engine_start_setup_finish (engine, result, error);
}

/* Starts as many as can be started; one that can't is told of, and left out of
 * what is waited for. */
static GListModel *
start_all (BwCli       *cli,
           GListModel  *tenants,
           GError     **error)
{
  g_autoptr(GListStore) started = g_list_store_new (BW_TYPE_TENANT);
  g_autoptr(GError) first = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (tenants, i);
      g_autoptr(GError) problem = NULL;

      if (start_one (cli, tenant, &problem))
        {
          g_list_store_append (started, tenant);
          continue;
        }

      if (g_cancellable_is_cancelled (bw_cli_get_cancellable (cli)))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return NULL;
        }
      if (first != NULL)
        bw_cli_report_error (cli, problem);
      else
        first = g_steal_pointer (&problem);
    }

  if (first != NULL)
    g_propagate_error (error, g_steal_pointer (&first));

  return G_LIST_MODEL (g_steal_pointer (&started));
}

/**
 * bw_setup_start:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_setup_start (BwCli   *cli,
                GError **error)
{
  BwArgs *args = bw_cli_get_args (cli);
  const char *seconds = bw_args_get (args, "wait");
  g_autoptr(GListModel) tenants = NULL;
  g_autoptr(GListModel) started = NULL;
  g_autoptr(GError) refused = NULL;
  BwExit code = BW_EXIT_DONE;

  if (!bw_cli_require_sign_in (cli, error))
    return BW_EXIT_FAILED;

  tenants = bw_args_has (args, "all-not-set-up") ? find_all_not_set_up (cli, error)
                                                 : bw_cli_find_tenants (cli, error);
  if (tenants == NULL)
    return BW_EXIT_FAILED;

  started = start_all (cli, tenants, &refused);
  if (started != NULL && g_list_model_get_n_items (started) > 0)
    {
      if (!bw_args_has (args, "wait"))
        bw_outcome_report (cli, started);
      else if (!bw_drive (cli, started,
                          seconds != NULL ? (guint) g_ascii_strtoull (seconds, NULL, 10) : 0,
                          &code, error))
        return BW_EXIT_FAILED;
    }

  if (refused != NULL)
    g_propagate_error (error, g_steal_pointer (&refused));

  return (int) code;
}

/**
 * bw_setup_act_and_drive:
 * @cli: the command
 * @act: what to do
 * @error: return location for an error
 *
 * Finds the one tenant, acts on its set-up, and sees it through.
 *
 * Returns: the exit code
 */
int
bw_setup_act_and_drive (BwCli     *cli,
                        gboolean (*act) (BwCli     *cli,
                                         BwTenant  *tenant,
                                         GError   **error),
                        GError   **error)
{
  g_autoptr(GListModel) tenants = NULL;
  g_autoptr(BwTenant) tenant = NULL;
  BwExit code = BW_EXIT_DONE;

  if (!bw_cli_require_sign_in (cli, error))
    return BW_EXIT_FAILED;

  tenants = bw_cli_find_tenants (cli, error);
  if (tenants == NULL)
    return BW_EXIT_FAILED;

  tenant = g_list_model_get_item (tenants, 0);
  if (!act (cli, tenant, error) || !bw_drive (cli, tenants, 0, &code, error))
    return BW_EXIT_FAILED;

  return (int) code;
}

/**
 * bw_setup_choose:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_setup_choose (BwCli   *cli,
                 GError **error)
{
  return bw_setup_act_and_drive (cli, choose, error);
}

static gboolean
retry (BwCli     *cli,
       BwTenant  *tenant,
       GError   **error)
{
  BwEngine *engine = bw_cli_get_engine (cli);
  g_autoptr(GAsyncResult) result = NULL;

  bw_engine_retry_async (engine, bw_tenant_get_id (tenant), bw_cli_get_cancellable (cli),
                         bw_cli_done_cb, cli);
  result = bw_cli_wait (cli);

  return bw_engine_retry_finish (engine, result, error);
}

/**
 * bw_setup_retry:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_setup_retry (BwCli   *cli,
                GError **error)
{
  return bw_setup_act_and_drive (cli, retry, error);
}

/**
 * bw_setup_cancel:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_setup_cancel (BwCli   *cli,
                 GError **error)
{
  BwEngine *engine = bw_cli_get_engine (cli);
  g_autoptr(GListModel) tenants = bw_cli_find_tenants (cli, error);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BwTenant) tenant = NULL;
  g_autoptr(GError) problem = NULL;
  g_autofree char *remains = NULL;

  if (tenants == NULL)
    return BW_EXIT_FAILED;

  tenant = g_list_model_get_item (tenants, 0);
  bw_engine_cancel_async (engine, bw_tenant_get_id (tenant), bw_cli_get_cancellable (cli),
                          bw_cli_done_cb, cli);
  result = bw_cli_wait (cli);
  remains = bw_engine_cancel_finish (engine, result, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return BW_EXIT_FAILED;
    }

  bw_outcome_report (cli, tenants);
  if (remains != NULL)
    bw_cli_note (cli, remains);

  return BW_EXIT_DONE;
}
