/* bw-live.c - shows set-ups while they change
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-documents.h"
#include "bw-json.h"
#include "bw-live.h"
#include "bw-text.h"
#include "bw-tracker.h"
#include "bw-util.h"
#include "bw-watch.h"

/* Twenty drawings a second look like motion. */
#define DRAW_MSEC 50

struct _BwLive
{
  GListModel *tenants;  /* (owned) */
  BwCli      *cli;      /* (unowned) */
  BwLiveMode  mode;
  BwWatch    *watch;    /* (owned) */
  GHashTable *printed;  /* (owned) (element-type utf8 utf8): tenant ID to what was printed last */
  guint       n_drawn;  /* lines on the terminal that are ours */
  guint       timer;    /* of the next drawing, or 0 */
};

static GListModel *
dup_shown (BwLive *self)
{
  GListStore *shown = g_list_store_new (BW_TYPE_TENANT);

  for (guint i = 0; i < g_list_model_get_n_items (self->tenants); i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (self->tenants, i);

      if (bw_tenant_get_job (tenant) != NULL)
        g_list_store_append (shown, tenant);
    }

  return G_LIST_MODEL (shown);
}

static void
draw (BwLive *self)
{
  g_autoptr(GListModel) shown = dup_shown (self);
  guint width = bw_terminal_get_width ();
  guint height = bw_terminal_get_height ();
  g_autofree char *text = NULL;

  /* A tenant alone has room for its steps. */
  if (g_list_model_get_n_items (self->tenants) == 1 && g_list_model_get_n_items (shown) == 1 &&
      (height == 0 || height > 10))
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (shown, 0);

      text = bw_tracker_render_tenant (tenant, width);
    }
  else
    {
      text = bw_tracker_render_table (shown, width, height);
    }

  self->n_drawn = bw_terminal_redraw (text, self->n_drawn);
}

static gboolean
draw_cb (gpointer user_data)
{
  BwLive *self = user_data;

  self->timer = 0;
  draw (self);

  return G_SOURCE_REMOVE;
}

/* Prints a tenant, unless what can be seen of it is what was printed last. */
static void
print (BwLive   *self,
       BwTenant *tenant)
{
  const char *id = bw_tenant_get_id (tenant);
  g_autofree char *line = NULL;
  char *last = g_hash_table_lookup (self->printed, id);

  if (bw_tenant_get_job (tenant) == NULL)
    return;

  if (self->mode == BW_LIVE_JSON)
    {
      g_autoptr(JsonNode) node = bw_document_of_setup (tenant);
      g_autofree char *text = bw_json_to_text (node, FALSE);

      line = g_strconcat (text, "\n", NULL);
    }
  else
    {
      line = bw_tracker_render_line (tenant, 0, 0);
    }

  if (g_strcmp0 (last, line) == 0)
    return;

  bw_cli_print (self->cli, line);
  g_hash_table_replace (self->printed, g_strdup (id), g_steal_pointer (&line));
}

static void
changed_cb (BwTenant *tenant,
            gpointer  user_data)
{
  BwLive *self = user_data;

  if (self->mode != BW_LIVE_DRAW)
    print (self, tenant);
  else if (self->timer == 0)
    self->timer = g_timeout_add (DRAW_MSEC, draw_cb, self);
}

/**
 * bw_live_get_mode:
 * @cli: a command that is there to show changes
 *
 * Returns: how to show them to whoever reads
 */
BwLiveMode
bw_live_get_mode (BwCli *cli)
{
  if (bw_cli_is_json (cli))
    return BW_LIVE_JSON;
  if (bw_cli_is_quiet (cli))
    return BW_LIVE_NONE;

  return bw_terminal_is_live () ? BW_LIVE_DRAW : BW_LIVE_LINES;
}

/**
 * bw_live_new:
 * @tenants: a list of #BwTenant; those without a set-up are not shown
 * @cli: a command, which outlives the result
 * @mode: how to show them
 *
 * Shows how the set-ups stand now, and then every change.
 *
 * Returns: (transfer full): what shows them until it is freed
 */
BwLive *
bw_live_new (GListModel *tenants,
             BwCli      *cli,
             BwLiveMode  mode)
{
  BwLive *self = g_new0 (BwLive, 1);

  self->tenants = g_object_ref (tenants);
  self->cli = cli;
  self->mode = mode;
  self->printed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (mode == BW_LIVE_NONE)
    return self;

  self->watch = bw_watch_new (tenants, changed_cb, self);
  if (mode == BW_LIVE_DRAW)
    {
      draw (self);
      return self;
    }

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (tenants, i);

      print (self, tenant);
    }

  return self;
}

/**
 * bw_live_free:
 * @self: (transfer full): what shows set-ups
 *
 * Takes what it drew off the terminal: what comes next says it in full.
 */
void
bw_live_free (BwLive *self)
{
  g_clear_pointer (&self->watch, bw_watch_free);
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->n_drawn > 0)
    bw_terminal_redraw ("", self->n_drawn);
  g_hash_table_unref (self->printed);
  g_object_unref (self->tenants);
  g_free (self);
}
