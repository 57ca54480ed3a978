/* bw-guest-commands.c - bailiwickctl setup: what acts on a set-up through a guest account
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "bw-commands.h"
#include "bw-engine-guest.h"
#include "bw-error.h"
#include "bw-launch.h"

const BwOption bw_answer_options[] = {
  { "address", BW_OPTION_VALUE, "ADDRESS",
    N_("Address of the page on which the administrator’s browser ended") },
  { NULL }
};

const BwOption bw_invite_options[] = {
  { "reset", BW_OPTION_FLAG, NULL, N_("Have an invitation that was accepted be accepted anew") },
  { NULL }
};

const BwOption bw_guest_sign_in_options[] = {
  { "refused", BW_OPTION_VALUE, "CODE",
    N_("Note that the browser showed this error code instead") },
  { NULL }
};

/**
 * bw_setup_check_answer:
 * @args: the words
 * @error: return location for a %BW_ERROR_INVALID
 *
 * Returns: whether there is an answer
 */
gboolean
bw_setup_check_answer (BwArgs  *args,
                       GError **error)
{
  if (bw_args_has (args, "address"))
    return TRUE;

  g_set_error_literal (error, BW_ERROR, BW_ERROR_INVALID,
                       _("“setup answer” needs --address ADDRESS."));

  return FALSE;
}

static gboolean
answer (BwCli     *cli,
        BwTenant  *tenant,
        GError   **error)
{
  BwEngine *engine = bw_cli_get_engine (cli);
  g_autoptr(GAsyncResult) result = NULL;

  bw_engine_answer_async (engine, bw_tenant_get_id (tenant),
                          bw_args_get (bw_cli_get_args (cli), "address"),
                          bw_cli_get_cancellable (cli), bw_cli_done_cb, cli);
  result = bw_cli_wait (cli);

  return bw_engine_guest_finish (engine, result, error);
}

/**
 * bw_setup_answer:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_setup_answer (BwCli   *cli,
                 GError **error)
{
  return bw_setup_act_and_drive (cli, answer, error);
}

static gboolean
invite (BwCli     *cli,
        BwTenant  *tenant,
        GError   **error)
{
  BwEngine *engine = bw_cli_get_engine (cli);
  g_autoptr(GAsyncResult) result = NULL;

  bw_engine_invite_again_async (engine, bw_tenant_get_id (tenant),
                                bw_args_has (bw_cli_get_args (cli), "reset"),
                                bw_cli_get_cancellable (cli), bw_cli_done_cb, cli);
  result = bw_cli_wait (cli);

  return bw_engine_guest_finish (engine, result, error);
}

/**
 * bw_setup_invite:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_setup_invite (BwCli   *cli,
                 GError **error)
{
  return bw_setup_act_and_drive (cli, invite, error);
}

/* The address is printed even where a browser opens: it may be the wrong one, or signed
 * in as somebody else. */
static void
show_in_browser (const char   *uri,
                 GCancellable *cancellable,
                 gpointer      user_data)
{
  fprintf (stderr, "%s\n%s\n", _("Sign in as the guest account here, in a private window:"), uri);

  if (g_getenv ("DISPLAY") != NULL || g_getenv ("WAYLAND_DISPLAY") != NULL)
    bw_launch_uri_async (uri, NULL, cancellable, NULL, NULL);
}

static gboolean
sign_in (BwCli     *cli,
         BwTenant  *tenant,
         GError   **error)
{
  BwEngine *engine = bw_cli_get_engine (cli);
  const char *code = bw_args_get (bw_cli_get_args (cli), "refused");
  g_autoptr(GAsyncResult) result = NULL;

  if (code != NULL)
    {
      bw_engine_note_guest_refused_async (engine, bw_tenant_get_id (tenant), code,
                                          bw_cli_get_cancellable (cli), bw_cli_done_cb, cli);
      result = bw_cli_wait (cli);

      return bw_engine_guest_finish (engine, result, error);
    }

  bw_session_set_browser (bw_cli_get_session (cli), show_in_browser, NULL, NULL);
  bw_engine_sign_in_guest_async (engine, bw_tenant_get_id (tenant), bw_cli_get_cancellable (cli),
                                 bw_cli_done_cb, cli);
  result = bw_cli_wait (cli);

  return bw_engine_guest_finish (engine, result, error);
}

/**
 * bw_setup_sign_in:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_setup_sign_in (BwCli   *cli,
                  GError **error)
{
  return bw_setup_act_and_drive (cli, sign_in, error);
}

static gboolean
finalize (BwCli     *cli,
          BwTenant  *tenant,
          GError   **error)
{
  BwEngine *engine = bw_cli_get_engine (cli);
  g_autoptr(GAsyncResult) result = NULL;

  bw_engine_finalize_async (engine, bw_tenant_get_id (tenant), bw_cli_get_cancellable (cli),
                            bw_cli_done_cb, cli);
  result = bw_cli_wait (cli);

  return bw_engine_guest_finish (engine, result, error);
}

/**
 * bw_setup_finalize:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_setup_finalize (BwCli   *cli,
                   GError **error)
{
  return bw_setup_act_and_drive (cli, finalize, error);
}
