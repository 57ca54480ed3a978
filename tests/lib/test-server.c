/* test-server.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "test-server.h"
#include "test-util.h"

static void
request_cb (SoupServer        *soup,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  BwTestServer *self = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *token = soup_message_headers_get_one (headers, "Authorization");
  const char *rest = g_uri_get_query (soup_server_message_get_uri (message));
  const char *method = soup_server_message_get_method (message);

  g_ptr_array_add (self->log,
                   g_strconcat (method, " ", path, rest != NULL ? "?" : NULL, rest, NULL));
  g_ptr_array_add (self->tokens, g_strdup (token != NULL ? token : ""));
  self->handler (self, message, self->log->len, self->data);
}

static BwTestServer *
create (BwTestHandler    handler,
        gpointer         data,
        GTlsCertificate *certificate)
{
  BwTestServer *self = g_new0 (BwTestServer, 1);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GError) error = NULL;
  gboolean is_tls = certificate != NULL;
  GSList *uris;

  self->handler = handler;
  self->data = data;
  self->log = g_ptr_array_new_with_free_func (g_free);
  self->tokens = g_ptr_array_new_with_free_func (g_free);
  self->soup = soup_server_new ("tls-certificate", certificate, NULL);
  soup_server_add_handler (self->soup, NULL, request_cb, self, NULL);
  soup_server_listen (self->soup, address, is_tls ? SOUP_SERVER_LISTEN_HTTPS : 0, &error);
  g_assert_no_error (error);

  uris = soup_server_get_uris (self->soup);
  self->origin = g_strdup_printf ("%s://127.0.0.1:%d", is_tls ? "https" : "http",
                                  g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return self;
}

/**
 * bw_test_server_new:
 * @handler: answers every request
 * @data: for @handler
 *
 * Returns: (transfer full): a server on a free port of 127.0.0.1
 */
BwTestServer *
bw_test_server_new (BwTestHandler handler,
                    gpointer      data)
{
  return create (handler, data, NULL);
}

/**
 * bw_test_server_new_tls:
 * @handler: answers every request
 * @data: for @handler
 * @certificate: a certificate with its key
 *
 * Returns: (transfer full): a server behind TLS
 */
BwTestServer *
bw_test_server_new_tls (BwTestHandler    handler,
                        gpointer         data,
                        GTlsCertificate *certificate)
{
  return create (handler, data, certificate);
}

/**
 * bw_test_server_free:
 * @self: (transfer full): a server
 */
void
bw_test_server_free (BwTestServer *self)
{
  soup_server_disconnect (self->soup);
  g_object_unref (self->soup);
  g_free (self->origin);
  g_ptr_array_unref (self->log);
  g_ptr_array_unref (self->tokens);
  g_free (self);
}

/**
 * bw_test_reply:
 * @message: what was asked
 * @status: the HTTP status
 * @text: (nullable): the body
 */
void
bw_test_reply (SoupServerMessage *message,
               guint              status,
               const char        *text)
{
  soup_server_message_set_status (message, status, NULL);
  if (text != NULL)
    soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, text,
                                      strlen (text));
}

/**
 * bw_test_reply_header:
 * @message: what was asked
 * @name: name of a header
 * @value: one more value of it
 */
void
bw_test_reply_header (SoupServerMessage *message,
                      const char        *name,
                      const char        *value)
{
  soup_message_headers_append (soup_server_message_get_response_headers (message), name, value);
}

/**
 * bw_test_drop:
 * @message: what was asked
 * @bytes: what to send first, as it is on the wire
 *
 * Ends the connection in the middle of an answer, or before it.
 */
void
bw_test_drop (SoupServerMessage *message,
              const char        *bytes)
{
  g_autoptr(GIOStream) stream = soup_server_message_steal_connection (message);

  g_output_stream_write_all (g_io_stream_get_output_stream (stream), bytes, strlen (bytes), NULL,
                             NULL, NULL);
  g_io_stream_close (stream, NULL, NULL);
}

static void token_source_iface_init (BwTokenSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BwTestTokens, bw_test_tokens, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BW_TYPE_TOKEN_SOURCE,
                                                      token_source_iface_init))

static char *
make_token (BwTestTokens *self)
{
  return g_strdup_printf ("token-%u", self->n_given);
}

static void
ensure_token_async (BwTokenSource       *source,
                    const char          *tenant,
                    const char          *audience,
                    BwActor              actor,
                    const char          *refused,
                    const char          *claims,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  BwTestTokens *self = BW_TEST_TOKENS (source);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_ptr_array_add (self->asked,
                   g_strdup_printf ("%s|%s|%s|%s", tenant != NULL ? tenant : "", audience,
                                                 refused != NULL ? refused : "",
                                                 claims != NULL ? claims : ""));
  if (self->n_given == 0 || refused != NULL)
    self->n_given++;

  if (self->error != NULL)
    g_task_return_error (task, g_error_copy (self->error));
  else
    g_task_return_pointer (task, self->refusal != NULL ? NULL : make_token (self), g_free);
}

static char *
ensure_token_finish (BwTokenSource  *source,
                     GAsyncResult   *result,
                     BwResponse    **refusal,
                     GError        **error)
{
  BwTestTokens *self = BW_TEST_TOKENS (source);
  char *token = g_task_propagate_pointer (G_TASK (result), error);

  if (token == NULL && self->refusal != NULL)
    *refusal = bw_response_ref (self->refusal);

  return token;
}

static void
token_source_iface_init (BwTokenSourceInterface *iface)
{
  iface->ensure_token_async = ensure_token_async;
  iface->ensure_token_finish = ensure_token_finish;
}

static void
bw_test_tokens_finalize (GObject *object)
{
  BwTestTokens *self = BW_TEST_TOKENS (object);

  g_ptr_array_unref (self->asked);
  g_clear_pointer (&self->refusal, bw_response_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (bw_test_tokens_parent_class)->finalize (object);
}

static void
bw_test_tokens_class_init (BwTestTokensClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bw_test_tokens_finalize;
}

static void
bw_test_tokens_init (BwTestTokens *self)
{
  self->asked = g_ptr_array_new_with_free_func (g_free);
}

/**
 * bw_test_tokens_new:
 *
 * Returns: (transfer full): a source of tokens
 */
BwTestTokens *
bw_test_tokens_new (void)
{
  return g_object_new (BW_TYPE_TEST_TOKENS, NULL);
}

/**
 * bw_test_send:
 * @http: sends it
 * @request: (transfer full): what to send
 * @error: return location for an error
 *
 * Returns: (transfer full): the answer, or %NULL with @error set
 */
BwResponse *
bw_test_send (BwHttp     *http,
              BwRequest  *request,
              GError    **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  bw_http_send_async (http, request, NULL, bw_test_take_result, &slot);
  bw_request_unref (request);
  result = bw_test_wait (&slot);

  return bw_http_send_finish (http, result, error);
}
