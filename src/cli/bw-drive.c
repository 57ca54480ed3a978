/* bw-drive.c - sees set-ups through, and shows them meanwhile
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-drive.h"
#include "bw-live.h"
#include "bw-outcome.h"
#include "bw-text.h"

static BwLiveMode
get_mode (BwCli *cli)
{
  if (bw_cli_is_json (cli) || bw_cli_is_quiet (cli))
    return BW_LIVE_NONE;
  if (bw_terminal_is_live ())
    return BW_LIVE_DRAW;

  return bw_cli_is_verbose (cli) ? BW_LIVE_LINES : BW_LIVE_NONE;
}

static char **
dup_ids (GListModel *tenants)
{
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (tenants, i);

      g_strv_builder_add (ids, bw_tenant_get_id (tenant));
    }

  return g_strv_builder_end (ids);
}

static gboolean
deadline_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *cancellable,
              GCancellable *inner)
{
  g_cancellable_cancel (inner);
}

/* The seconds are the caller's own and are not scaled as our waits are: a
 * simulated cloud may run fast, but its answers still take their time. */
static gboolean
drive (BwCli       *cli,
       GListModel  *tenants,
       guint        seconds,
       GError     **error)
{
  BwEngine *engine = bw_cli_get_engine (cli);
  GCancellable *outer = bw_cli_get_cancellable (cli);
  g_autoptr(GCancellable) inner = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_auto(GStrv) ids = dup_ids (tenants);
  gulong handler = g_cancellable_connect (outer, G_CALLBACK (cancelled_cb), inner, NULL);
  guint timer = seconds > 0 ? g_timeout_add_seconds (seconds, deadline_cb, inner) : 0;

  bw_engine_drive_async (engine, (const char * const *) ids, inner, bw_cli_done_cb, cli);
  result = bw_cli_wait (cli);
  g_cancellable_disconnect (outer, handler);
  if (!g_cancellable_is_cancelled (inner))
    g_clear_handle_id (&timer, g_source_remove);

  return bw_engine_drive_finish (engine, result, error);
}

static gboolean
is_any_running (GListModel *tenants)
{
  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (tenants, i);

      if (bw_tenant_get_status (tenant) == BW_TENANT_STATUS_SETTING_UP)
        return TRUE;
    }

  return FALSE;
}

/**
 * bw_drive:
 * @cli: a command
 * @tenants: whose set-ups to see through
 * @seconds: for how long at most, or 0 for as long as it takes
 * @code: (out): the exit code
 * @error: return location for an error
 *
 * Drives the set-ups until each is settled, and prints how they stand then.
 *
 * Returns: whether the program could do that, whatever came of the set-ups
 */
gboolean
bw_drive (BwCli       *cli,
          GListModel  *tenants,
          guint        seconds,
          BwExit      *code,
          GError     **error)
{
  g_autoptr(GError) problem = NULL;
  g_autoptr(BwLive) live = bw_live_new (tenants, cli, get_mode (cli));
  gboolean driven = drive (cli, tenants, seconds, &problem);

  g_clear_pointer (&live, bw_live_free);

  /* Time that has run out is no error, a signal is. */
  if (!driven && (g_cancellable_is_cancelled (bw_cli_get_cancellable (cli)) ||
                  !g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }

  bw_outcome_report (cli, tenants);
  *code = bw_outcome_get_exit (tenants);
  if (*code == BW_EXIT_DONE && is_any_running (tenants))
    *code = BW_EXIT_WAITING;

  return TRUE;
}
