/* bw-loopback.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "bw-error.h"
#include "bw-loopback.h"
#include "bw-util.h"

/* A browser knows "localhost" as 127.0.0.1 or ::1, so we want the same port on
 * both; somebody else may have it on one of them. */
#define MAX_PORTS 8

/* Our page runs nothing and fetches nothing; it may only be styled. */
#define POLICY "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; " \
               "form-action 'none'; frame-ancestors 'none'"

struct _BwLoopback
{
  GObject     parent_instance;

  SoupServer *server;
  char       *state;          /* immutable, secret */
  BwLoopbackPageFunc page;    /* immutable */
  gpointer    page_data;      /* immutable */
  char       *host;           /* what the browser must have asked for */
  char       *redirect_uri;

  GHashTable *answer;         /* nullable: until it comes */
  gboolean    is_told;        /* the browser has its page */
  GTask      *wait;           /* nullable */
  GSource    *cancelled;      /* nullable */
};

G_DEFINE_FINAL_TYPE (BwLoopback, bw_loopback, G_TYPE_OBJECT)

static void
bw_loopback_dispose (GObject *object)
{
  BwLoopback *self = BW_LOOPBACK (object);

  bw_clear_source (&self->cancelled);
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);

  G_OBJECT_CLASS (bw_loopback_parent_class)->dispose (object);
}

static void
bw_loopback_finalize (GObject *object)
{
  BwLoopback *self = BW_LOOPBACK (object);

  g_free (self->state);
  g_free (self->host);
  g_free (self->redirect_uri);
  g_clear_pointer (&self->answer, g_hash_table_unref);

  G_OBJECT_CLASS (bw_loopback_parent_class)->finalize (object);
}

static void
bw_loopback_class_init (BwLoopbackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bw_loopback_dispose;
  object_class->finalize = bw_loopback_finalize;
}

static void
bw_loopback_init (BwLoopback *self)
{
}

static void
return_answer (BwLoopback *self)
{
  g_autoptr(GTask) task = NULL;

  if (self->wait == NULL || !self->is_told)
    return;

  task = g_steal_pointer (&self->wait);
  bw_clear_source (&self->cancelled);
  g_task_return_pointer (task, g_hash_table_ref (self->answer),
                         (GDestroyNotify) g_hash_table_unref);
}

/* Tells how equal they are only to whoever has it right. */
static gboolean
is_equal (const char *secret,
          const char *guess)
{
  gsize length = strlen (secret);
  guchar difference = 0;

  if (strlen (guess) != length)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    difference |= (guchar) (secret[i] ^ guess[i]);

  return difference == 0;
}

/* Returns: (transfer full) (nullable): what came, if it is the answer to our question */
static GHashTable *
read_answer (BwLoopback *self,
             const char *query)
{
  g_autoptr(GHashTable) answer = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GUriParamsIter iter;
  const char *state;
  char *name;
  char *value;

  g_uri_params_iter_init (&iter, query != NULL ? query : "", -1, "&", G_URI_PARAMS_WWW_FORM);
  while (g_uri_params_iter_next (&iter, &name, &value, NULL))
    {
      /* Twice the same is nobody's honest answer. */
      if (!g_hash_table_insert (answer, name, value))
        return NULL;
    }

  state = g_hash_table_lookup (answer, "state");
  if (state == NULL || !is_equal (self->state, state))
    return NULL;

  if (bw_str_is_empty (g_hash_table_lookup (answer, "error")) ==
      bw_str_is_empty (g_hash_table_lookup (answer, "code")))
    return NULL;

  return g_steal_pointer (&answer);
}

static void
reply (BwLoopback        *self,
       SoupServerMessage *message,
       guint              status,
       GHashTable        *answer)
{
  /* What no browser of ours asks for has no page. */
  gboolean has_page = status == SOUP_STATUS_OK || status == SOUP_STATUS_BAD_REQUEST ||
                      status == SOUP_STATUS_GONE;
  g_autofree char *page = has_page ? self->page (status, answer, self->page_data) : NULL;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const char *text = page != NULL ? page : soup_status_get_phrase (status);

  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message,
                                    page != NULL ? "text/html; charset=utf-8" : "text/plain",
                                    SOUP_MEMORY_COPY, text, strlen (text));
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Content-Security-Policy", POLICY);
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Connection", "close");
}

static gboolean
told_cb (gpointer user_data)
{
  return_answer (user_data);

  return G_SOURCE_REMOVE;
}

/* Only now, and not from within the server: whoever waits may drop us, the page and the
 * server with us. */
static void
finished_cb (SoupServerMessage *message,
             gpointer           user_data)
{
  BwLoopback *self = user_data;
  g_autoptr(GSource) source = g_idle_source_new ();

  self->is_told = TRUE;
  g_source_set_callback (source, told_cb, g_object_ref (self), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
}

/* Returns: the status for a request that is not the browser coming back, or 0 */
static guint
find_fault (BwLoopback        *self,
            SoupServerMessage *message,
            const char        *path)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *host = soup_message_headers_get_one (headers, "Host");

  /* Somebody else's name for this machine: a page of theirs asks, not our browser. */
  if (host == NULL || g_ascii_strcasecmp (host, self->host) != 0)
    return SOUP_STATUS_MISDIRECTED_REQUEST;

  if (strcmp (path, "/") != 0)
    return SOUP_STATUS_NOT_FOUND;

  if (strcmp (soup_server_message_get_method (message), "GET") != 0)
    return SOUP_STATUS_METHOD_NOT_ALLOWED;

  return self->answer != NULL ? SOUP_STATUS_GONE : 0;
}

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  BwLoopback *self = user_data;
  guint fault = find_fault (self, message, path);
  GHashTable *answer = NULL;

  if (fault == 0)
    {
      answer = read_answer (self, g_uri_get_query (soup_server_message_get_uri (message)));
      fault = answer == NULL ? SOUP_STATUS_BAD_REQUEST : 0;
    }

  if (fault != 0)
    {
      g_debug ("The sign-in listener turned a request away: %u", fault);
      if (fault == SOUP_STATUS_METHOD_NOT_ALLOWED)
        soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow",
                                      "GET");
      reply (self, message, fault, NULL);
      return;
    }

  self->answer = answer;
  g_signal_connect_object (message, "finished", G_CALLBACK (finished_cb), self, 0);
  reply (self, message, SOUP_STATUS_OK, answer);
}

static gboolean
listen_on (SoupServer     *server,
           GSocketFamily   family,
           guint16         port,
           GError        **error)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (family);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, port);

  return soup_server_listen (server, address, 0, error);
}

static guint16
get_port (SoupServer *server)
{
  GSList *uris = soup_server_get_uris (server);
  guint16 port = (guint16) g_uri_get_port (uris->data);

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return port;
}

/* Returns: whether it listens; without IPv6 on 127.0.0.1 alone */
static gboolean
open_server (BwLoopback  *self,
             GError     **error)
{
  for (guint i = 0; i < MAX_PORTS; i++)
    {
      g_autoptr(SoupServer) server = soup_server_new (NULL, NULL);
      g_autoptr(GError) problem = NULL;

      if (!listen_on (server, G_SOCKET_FAMILY_IPV4, 0, error))
        return FALSE;

      if (listen_on (server, G_SOCKET_FAMILY_IPV6, get_port (server), &problem) ||
          !g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
        {
          self->server = g_steal_pointer (&server);
          return TRUE;
        }

      soup_server_disconnect (server);
    }

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE, "No free port");

  return FALSE;
}

/**
 * bw_loopback_new:
 * @state: what the browser must bring back
 * @page: says to the browser what became of what it brought
 * @user_data: for @page
 * @error: return location for a %BW_ERROR_FAILED
 *
 * Listens on this machine alone, from now on until the last reference is gone.
 *
 * Returns: (transfer full): a listener, or %NULL with @error set
 */
BwLoopback *
bw_loopback_new (const char          *state,
                 BwLoopbackPageFunc   page,
                 gpointer             user_data,
                 GError             **error)
{
  g_autoptr(BwLoopback) self = NULL;
  g_autoptr(GError) problem = NULL;

  g_return_val_if_fail (!bw_str_is_empty (state), NULL);
  g_return_val_if_fail (page != NULL, NULL);

  self = g_object_new (BW_TYPE_LOOPBACK, NULL);
  self->state = g_strdup (state);
  self->page = page;
  self->page_data = user_data;

  if (!open_server (self, &problem))
    {
      g_set_error (error, BW_ERROR, BW_ERROR_FAILED,
                   /* Translators: a technical reason */
                   _("Cannot listen for the browser to come back from the sign-in: %s"),
                   problem->message);
      return NULL;
    }

  self->host = g_strdup_printf ("localhost:%u", get_port (self->server));
  self->redirect_uri = g_strdup_printf ("http://%s", self->host);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);

  return g_steal_pointer (&self);
}

/**
 * bw_loopback_get_redirect_uri:
 * @self: a listener
 *
 * Microsoft accepts any port with a registered `http://localhost`, but looks at
 * the path.
 *
 * Returns: where the browser is to be sent back to
 */
const char *
bw_loopback_get_redirect_uri (BwLoopback *self)
{
  g_return_val_if_fail (BW_IS_LOOPBACK (self), NULL);

  return self->redirect_uri;
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  BwLoopback *self = user_data;
  g_autoptr(GTask) task = g_steal_pointer (&self->wait);

  g_clear_pointer (&self->cancelled, g_source_unref);
  g_task_return_error_if_cancelled (task);

  return G_SOURCE_REMOVE;
}

/**
 * bw_loopback_wait_async:
 * @self: a listener that nobody waits for
 * @cancellable: (nullable): ends the wait, which has no end of its own
 * @callback: called once, when the browser has its page
 * @user_data: for @callback
 *
 * Waits for the one request that brings our state back.  Everything else is
 * turned away, and so is everything after it.
 */
void
bw_loopback_wait_async (BwLoopback          *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_return_if_fail (BW_IS_LOOPBACK (self));
  g_return_if_fail (self->wait == NULL);

  self->wait = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->wait, bw_loopback_wait_async);

  if (cancellable != NULL)
    {
      self->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancelled, G_SOURCE_FUNC (cancelled_cb), self, NULL);
      g_source_attach (self->cancelled, g_main_context_get_thread_default ());
    }

  return_answer (self);
}

/**
 * bw_loopback_wait_finish:
 * @self: a listener
 * @result: from the callback
 * @error: return location for a cancellation
 *
 * Returns: (transfer full) (element-type utf8 utf8): what the browser brought:
 *   "code", or "error" and perhaps "error_description"; "iss" (RFC 9207) unchecked;
 *   or %NULL with @error set
 */
GHashTable *
bw_loopback_wait_finish (BwLoopback    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bw_loopback_wait_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
