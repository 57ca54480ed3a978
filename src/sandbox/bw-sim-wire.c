/* bw-sim-wire.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-wire.h"

#define CHUNK_SIZE 65536

typedef enum
{
  DROP,
  HANG,
  TRUNCATE,
} Fate;

/**
 * BwSimWire:
 * @thefts: (element-type Theft): what is still to be done, or open
 */
struct _BwSimWire
{
  GHashTable *thefts;
};

/**
 * Theft:
 * @wire: borrowed
 * @message: (nullable): whose connection is taken; %NULL once it is
 * @gone: whether the client went first
 * @fate: what becomes of the connection
 * @length: for %TRUNCATE, how much of the body is sent
 * @idle: the source that takes the connection, or 0
 * @stream: (nullable): the connection
 * @data: (nullable): what is sent before the end
 * @cancellable: ends the reading and writing
 */
typedef struct
{
  BwSimWire         *wire;
  SoupServerMessage *message;
  gboolean           gone;
  Fate               fate;
  gsize              length;
  guint              idle;
  GIOStream         *stream;
  GBytes            *data;
  GCancellable      *cancellable;
} Theft;

/**
 * Stream:
 * @fault: what the body is made of
 * @sent: how many of the repetitions went out
 * @ended: whether the end of the body went out
 */
typedef struct
{
  BwSimFault *fault;
  guint       sent;
  gboolean    ended;
} Stream;

static void
went_cb (SoupServerMessage *message,
         gpointer           user_data)
{
  Theft *theft = user_data;

  theft->gone = TRUE;
}

static void
theft_free (Theft *self)
{
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_object (&self->message);
  g_clear_object (&self->stream);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_free (self);
}

/**
 * bw_sim_wire_new:
 *
 * Returns: (transfer full): no stolen connections
 */
BwSimWire *
bw_sim_wire_new (void)
{
  BwSimWire *self = g_new0 (BwSimWire, 1);

  self->thefts = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) theft_free, NULL);

  return self;
}

/**
 * bw_sim_wire_free:
 * @self: (transfer full): stolen connections; they close
 */
void
bw_sim_wire_free (BwSimWire *self)
{
  GHashTableIter iter;
  gpointer key;

  /* The callbacks of what is cancelled come later and must find nothing. */
  g_hash_table_iter_init (&iter, self->thefts);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      Theft *theft = key;

      if (theft->cancellable != NULL)
        g_cancellable_cancel (theft->cancellable);
    }

  g_hash_table_unref (self->thefts);
  g_free (self);
}

static void
close_stream (Theft *theft)
{
  g_io_stream_close (theft->stream, NULL, NULL);
  g_hash_table_remove (theft->wire->thefts, theft);
}

static void
wrote_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    close_stream (user_data);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result,
                                                              &error);
  Theft *theft = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    close_stream (theft);
  else
    g_input_stream_read_bytes_async (G_INPUT_STREAM (source), CHUNK_SIZE, G_PRIORITY_DEFAULT,
                                     theft->cancellable,
                                     read_cb, theft);
}

static void
append_header (const char *name,
               const char *value,
               gpointer    user_data)
{
  g_string_append_printf (user_data, "%s: %s\r\n", name, value);
}

/* The answer as the server would have sent it, its full length promised, cut short. */
static GBytes *
make_truncated (SoupServerMessage *message,
                gsize              length)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageBody *whole = soup_server_message_get_response_body (message);
  g_autoptr(GBytes) body = soup_message_body_flatten (whole);
  gsize size = 0;
  const char *data = g_bytes_get_data (body, &size);
  guint status = soup_server_message_get_status (message);
  GString *text = g_string_new (NULL);

  soup_message_headers_remove (headers, "Transfer-Encoding");
  soup_message_headers_set_content_length (headers, (goffset) size);
  g_string_append_printf (text, "HTTP/1.1 %u %s\r\n", status, soup_status_get_phrase (status));
  soup_message_headers_foreach (headers, append_header, text);
  g_string_append (text, "\r\n");
  if (data != NULL)
    g_string_append_len (text, data, (gssize) MIN (length, size));

  return g_string_free_to_bytes (text);
}

static gboolean
steal_cb (gpointer user_data)
{
  Theft *theft = user_data;
  g_autoptr(SoupServerMessage) message = g_steal_pointer (&theft->message);

  theft->idle = 0;
  g_signal_handlers_disconnect_by_data (message, theft);
  if (!theft->gone)
    {
      if (theft->fate == TRUNCATE)
        theft->data = make_truncated (message, theft->length);
      theft->stream = soup_server_message_steal_connection (message);
    }

  if (theft->stream == NULL)
    g_hash_table_remove (theft->wire->thefts, theft);
  else if (theft->fate == DROP)
    close_stream (theft);
  else if (theft->fate == HANG)
    g_input_stream_read_bytes_async (g_io_stream_get_input_stream (theft->stream), CHUNK_SIZE,
                                     G_PRIORITY_DEFAULT,
                                     theft->cancellable, read_cb, theft);
  else
    g_output_stream_write_all_async (g_io_stream_get_output_stream (theft->stream),
                                     g_bytes_get_data (theft->data, NULL),
                                     g_bytes_get_size (theft->data),
                                     G_PRIORITY_DEFAULT, theft->cancellable, wrote_cb, theft);

  return G_SOURCE_REMOVE;
}

/* The server is still in the middle of the message here; its connection can be
 * taken once it is not. */
static void
steal (BwSimWire         *self,
       SoupServerMessage *message,
       Fate               fate,
       gsize              length)
{
  Theft *theft = g_new0 (Theft, 1);

  theft->wire = self;
  theft->message = g_object_ref (message);
  theft->fate = fate;
  theft->length = length;
  theft->cancellable = g_cancellable_new ();
  g_hash_table_add (self->thefts, theft);

  g_signal_connect (message, "disconnected", G_CALLBACK (went_cb), theft);
  g_signal_connect (message, "finished", G_CALLBACK (went_cb), theft);
  soup_server_message_pause (message);
  theft->idle = g_idle_add_full (G_PRIORITY_DEFAULT, steal_cb, theft, NULL);
}

/**
 * bw_sim_wire_drop:
 * @self: stolen connections
 * @message: a request
 *
 * Closes the connection instead of answering.
 */
void
bw_sim_wire_drop (BwSimWire         *self,
                  SoupServerMessage *message)
{
  steal (self, message, DROP, 0);
}

/**
 * bw_sim_wire_hang:
 * @self: stolen connections
 * @message: a request
 *
 * Never answers; waits until the client goes.
 */
void
bw_sim_wire_hang (BwSimWire         *self,
                  SoupServerMessage *message)
{
  steal (self, message, HANG, 0);
}

/**
 * bw_sim_wire_truncate:
 * @self: stolen connections
 * @message: a request with its answer
 * @length: how much of the body is sent
 *
 * Promises the whole answer, sends its beginning and closes the connection.
 */
void
bw_sim_wire_truncate (BwSimWire         *self,
                      SoupServerMessage *message,
                      gsize              length)
{
  steal (self, message, TRUNCATE, length);
}

static void
stream_free (gpointer  data,
             GClosure *closure)
{
  Stream *stream = data;

  bw_sim_fault_unref (stream->fault);
  g_free (stream);
}

/* Sends the next part of the body, some repetitions at a time. */
static void
send_more_cb (SoupServerMessage *message,
              gpointer           user_data)
{
  Stream *stream = user_data;
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  const char *text = stream->fault->body;
  GString *chunk;

  if (stream->ended)
    return;

  chunk = g_string_new (stream->sent == 0 ? stream->fault->body_start : NULL);
  while (text != NULL && *text != '\0' && stream->sent < stream->fault->repeat
         && chunk->len < CHUNK_SIZE)
    {
      g_string_append (chunk, text);
      stream->sent++;
    }

  if (text == NULL || *text == '\0' || stream->sent == stream->fault->repeat)
    {
      if (stream->fault->body_end != NULL)
        g_string_append (chunk, stream->fault->body_end);
      stream->ended = TRUE;
    }

  if (chunk->len > 0)
    {
      gsize length = chunk->len;

      soup_message_body_append_take (body, (guchar *) g_string_free (chunk, FALSE), length);
    }
  else
    g_string_free (chunk, TRUE);

  if (stream->ended)
    soup_message_body_complete (body);
}

static void
stream_body (SoupServerMessage *message,
             BwSimFault        *fault)
{
  Stream *stream = g_new0 (Stream, 1);

  stream->fault = g_rc_box_acquire (fault);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  g_signal_connect_data (message, "wrote-chunk", G_CALLBACK (send_more_cb), stream, stream_free, 0);
  send_more_cb (message, stream);
}

/**
 * bw_sim_wire_answer:
 * @message: a request, perhaps with its true answer
 * @fault: what to answer instead
 */
void
bw_sim_wire_answer (SoupServerMessage *message,
                    BwSimFault        *fault)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  gboolean whole = fault->body_start == NULL && fault->body_end == NULL && fault->repeat == 1;
  GHashTableIter iter;
  gpointer name, value;

  soup_message_body_truncate (body);
  soup_message_headers_remove (headers, "Content-Type");
  soup_message_headers_remove (headers, "Content-Length");
  soup_message_headers_remove (headers, "Location");
  soup_server_message_set_status (message, fault->status, NULL);

  if (fault->is_json)
    soup_message_headers_replace (headers, "Content-Type", "application/json; charset=utf-8");
  else if (fault->body != NULL)
    soup_message_headers_replace (headers, "Content-Type", "text/plain; charset=utf-8");

  if (fault->headers != NULL)
    {
      g_hash_table_iter_init (&iter, fault->headers);
      while (g_hash_table_iter_next (&iter, &name, &value))
        soup_message_headers_replace (headers, name, value);
    }

  if (!whole)
    {
      stream_body (message, fault);
      return;
    }

  if (fault->body != NULL)
    soup_message_body_append (body, SOUP_MEMORY_COPY, fault->body, strlen (fault->body));
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CONTENT_LENGTH);
  soup_message_headers_set_content_length (headers, body->length);
}
