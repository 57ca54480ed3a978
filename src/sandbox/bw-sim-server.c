/* bw-sim-server.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-private.h"
#include "bw-sim-scenario.h"
#include "bw-sim-server.h"
#include "bw-sim-state.h"
#include "bw-sim-util.h"

/* A small state is saved before the answer goes out; a big one soon after. */
#define SMALL_STATE   (256 * 1024)
#define SAVE_SOON_MS  100

static gboolean
listen_on (SoupServer    *server,
           GSocketFamily  family,
           guint16        port,
           GError       **error)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (family);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, port);

  return soup_server_listen (server, address, 0, error);
}

static gboolean
listen_on_loopback (BwSim    *self,
                    guint16   port,
                    GError  **error)
{
  GSList *uris;
  int chosen;

  if (!listen_on (self->server, G_SOCKET_FAMILY_IPV4, port, error))
    {
      g_prefix_error (error, "Port %u can't be used: ", port);
      return FALSE;
    }

  uris = soup_server_get_uris (self->server);
  chosen = g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  self->url = g_strdup_printf ("http://127.0.0.1:%d", chosen);

  /* Who says "localhost" may mean either; a machine without IPv6 has only one. */
  listen_on (self->server, G_SOCKET_FAMILY_IPV6, (guint16) chosen, NULL);

  return TRUE;
}

/* Makes the world of the scenario, with what has changed in it since. */
static gboolean
build_world (BwSim       *self,
             JsonObject  *saved,
             GError     **error)
{
  gint64 epoch;

  bw_sim_clock_init (&self->clock, self->time_scale);
  epoch = saved != NULL ? bw_sim_state_get_epoch (saved) : bw_sim_clock_now (&self->clock);

  g_clear_pointer (&self->tokens, bw_sim_tokens_free);
  g_clear_pointer (&self->world, bw_sim_world_free);
  self->world = bw_sim_scenario_load (self->scenario, &self->clock, epoch, error);
  if (self->world == NULL)
    return FALSE;

  self->world->approve_after = self->approve_after;
  self->tokens = bw_sim_tokens_new ();

  return saved == NULL || bw_sim_state_load (self->world, self->tokens, saved, error);
}

static gboolean
load_world (BwSim   *self,
            GError **error)
{
  g_autoptr(JsonObject) saved = NULL;

  if (self->state_file != NULL && g_file_test (self->state_file, G_FILE_TEST_EXISTS))
    {
      saved = bw_sim_state_read (self->state_file, error);
      if (saved == NULL || !build_world (self, saved, error))
        {
          g_prefix_error (error, "The state in “%s” can't be used: ", self->state_file);
          return FALSE;
        }

      return TRUE;
    }

  self->dirty = TRUE;

  return build_world (self, NULL, error);
}

/**
 * bw_sim_new:
 * @options: how it shall be
 * @error: return location for a sentence for people
 *
 * Returns: (transfer full): a server that listens, or %NULL with @error set
 */
BwSim *
bw_sim_new (const BwSimOptions  *options,
            GError             **error)
{
  g_autoptr(BwSim) self = g_new0 (BwSim, 1);

  self->scenario = g_strdup (options->scenario);
  self->time_scale = options->time_scale;
  self->approve_after = options->approve_after;
  self->state_file = g_strdup (options->state_file);
  self->log = bw_sim_log_new ();
  self->faults = bw_sim_faults_new ();
  self->wire = bw_sim_wire_new ();
  self->waiting = g_hash_table_new (NULL, NULL);
  self->server = soup_server_new ("server-header", "bailiwick-sandbox/" BW_VERSION, "raw-paths",
                                  TRUE, NULL);

  if (!load_world (self, error) || !bw_sim_save (self, error))
    return NULL;

  bw_sim_serve (self);
  if (!listen_on_loopback (self, options->port, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * bw_sim_free:
 * @self: (transfer full): a server
 */
void
bw_sim_free (BwSim *self)
{
  GHashTableIter iter;
  gpointer source;

  g_clear_handle_id (&self->save_source, g_source_remove);
  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, &source, NULL))
    g_source_remove (GPOINTER_TO_UINT (source));
  g_clear_pointer (&self->waiting, g_hash_table_unref);

  soup_server_disconnect (self->server);
  g_clear_pointer (&self->wire, bw_sim_wire_free);
  g_clear_object (&self->server);
  g_clear_pointer (&self->faults, bw_sim_faults_free);
  g_clear_pointer (&self->log, bw_sim_log_free);
  g_clear_pointer (&self->tokens, bw_sim_tokens_free);
  g_clear_pointer (&self->world, bw_sim_world_free);
  g_free (self->state_file);
  g_free (self->scenario);
  g_free (self->url);
  g_free (self);
}

/**
 * bw_sim_get_url:
 * @self: a server
 *
 * Returns: the base of the five roots
 */
const char *
bw_sim_get_url (BwSim *self)
{
  return self->url;
}

/**
 * bw_sim_get_world:
 * @self: a server
 *
 * Returns: (transfer none): what there is; another one after a reset
 */
BwSimWorld *
bw_sim_get_world (BwSim *self)
{
  return self->world;
}

/**
 * bw_sim_get_tokens:
 * @self: a server
 *
 * Returns: (transfer none): what was given out; another one after a reset
 */
BwSimTokens *
bw_sim_get_tokens (BwSim *self)
{
  return self->tokens;
}

/**
 * bw_sim_touch:
 * @self: a server
 *
 * Says that something has changed that must outlive the program.
 */
void
bw_sim_touch (BwSim *self)
{
  self->dirty = TRUE;
}

/**
 * bw_sim_save:
 * @self: a server
 * @error: return location
 *
 * Writes what has changed to the state file, if there is one.  It is there as a
 * whole or not at all, whatever happens.
 *
 * Returns: whether nothing is left to be saved
 */
gboolean
bw_sim_save (BwSim   *self,
             GError **error)
{
  g_autoptr(JsonObject) saved = NULL;
  g_autofree char *text = NULL;

  g_clear_handle_id (&self->save_source, g_source_remove);
  if (self->state_file == NULL || !self->dirty)
    return TRUE;

  saved = bw_sim_state_save (self->world, self->tokens);
  text = bw_sim_json_format (saved, FALSE);
  self->saved_size = strlen (text);

  /* The tokens in it are as good as a password here. */
  if (!g_file_set_contents_full (self->state_file, text, (gssize) self->saved_size,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                 error))
    {
      g_prefix_error (error, "The state can't be saved: ");
      return FALSE;
    }

  self->dirty = FALSE;

  return TRUE;
}

static void
save_or_complain (BwSim *self)
{
  g_autoptr(GError) error = NULL;

  if (!bw_sim_save (self, &error))
    g_printerr ("%s\n", error->message);
}

static gboolean
save_soon_cb (gpointer user_data)
{
  BwSim *self = user_data;

  self->save_source = 0;
  save_or_complain (self);

  return G_SOURCE_REMOVE;
}

/**
 * bw_sim_store_changes:
 * @self: a server
 *
 * Saves what has changed, at once or soon.
 */
void
bw_sim_store_changes (BwSim *self)
{
  if (self->state_file == NULL || !self->dirty)
    return;

  if (self->saved_size < SMALL_STATE)
    save_or_complain (self);
  else if (self->save_source == 0)
    self->save_source = g_timeout_add (SAVE_SOON_MS, save_soon_cb, self);
}

/**
 * bw_sim_reset:
 * @self: a server
 * @error: return location
 *
 * Begins the scenario anew: nobody is signed in, nothing was asked, nothing goes
 * wrong, the clock is right.
 *
 * Returns: %FALSE if the scenario can't be read any more; everything is as it was then
 */
gboolean
bw_sim_reset (BwSim   *self,
              GError **error)
{
  BwSimClock clock = self->clock;
  BwSimWorld *world = g_steal_pointer (&self->world);
  BwSimTokens *tokens = g_steal_pointer (&self->tokens);

  if (!build_world (self, NULL, error))
    {
      self->clock = clock;
      self->world = world;
      self->tokens = tokens;
      return FALSE;
    }

  bw_sim_world_free (world);
  bw_sim_tokens_free (tokens);
  bw_sim_log_clear (self->log);
  bw_sim_faults_clear (self->faults);
  self->dirty = TRUE;

  return TRUE;
}
