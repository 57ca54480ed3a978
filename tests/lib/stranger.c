/* stranger.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libsoup/soup.h>

#include "stranger.h"

struct _BwStranger
{
  SoupServer   *server;
  GThread      *thread;
  GMainContext *context;
  GMainLoop    *loop;
  char         *url;
  int           n_asked;    /* atomic */
  int           n_secrets;  /* atomic */
};

/* What would be worth something to a stranger. */
static gboolean
has_secret (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));
  g_autofree char *sent = g_strndup (body->data != NULL ? body->data : "", body->length);
  g_autofree char *text = g_strconcat (sent, " ", query, NULL);

  return soup_message_headers_get_one (headers, "Authorization") != NULL ||
         soup_message_headers_get_one (headers, "Cookie") != NULL ||
         g_regex_match_simple ("(?i)token=|code=|code_verifier|assertion|secret", text, 0, 0);
}

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  BwStranger *self = user_data;

  g_atomic_int_inc (&self->n_asked);
  if (has_secret (message))
    g_atomic_int_inc (&self->n_secrets);

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC,
                                    "{\"value\":[]}", 12);
}

static gpointer
serve (gpointer data)
{
  BwStranger *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

/**
 * bw_stranger_new:
 *
 * Returns: (transfer full): a server that listens on this machine under the name
 *   "localhost", and counts
 */
BwStranger *
bw_stranger_new (void)
{
  BwStranger *self = g_new0 (BwStranger, 1);
  GSList *uris;
  g_autoptr(GError) error = NULL;

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_main_context_push_thread_default (self->context);
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  soup_server_listen_local (self->server, 0, 0, &error);
  g_main_context_pop_thread_default (self->context);
  g_assert_no_error (error);

  uris = soup_server_get_uris (self->server);
  self->url = g_strdup_printf ("http://localhost:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  self->thread = g_thread_new ("stranger", serve, self);

  return self;
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

/**
 * bw_stranger_free:
 * @self: (transfer full): a stranger
 */
void
bw_stranger_free (BwStranger *self)
{
  g_autoptr(GSource) quit = g_idle_source_new ();

  g_source_set_callback (quit, quit_cb, self->loop, NULL);
  g_source_attach (quit, self->context);
  g_thread_join (self->thread);

  g_main_context_push_thread_default (self->context);
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  while (g_main_context_iteration (self->context, FALSE))
    continue;
  g_main_context_pop_thread_default (self->context);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self->url);
  g_free (self);
}

/**
 * bw_stranger_get_url:
 * @self: a stranger
 *
 * Returns: (transfer none): its address, without a slash at the end
 */
const char *
bw_stranger_get_url (BwStranger *self)
{
  return self->url;
}

/**
 * bw_stranger_get_n_asked:
 * @self: a stranger
 *
 * Returns: how many requests it got
 */
guint
bw_stranger_get_n_asked (BwStranger *self)
{
  return (guint) g_atomic_int_get (&self->n_asked);
}

/**
 * bw_stranger_get_n_secrets:
 * @self: a stranger
 *
 * Returns: how many of them bore something that it should not have
 */
guint
bw_stranger_get_n_secrets (BwStranger *self)
{
  return (guint) g_atomic_int_get (&self->n_secrets);
}
