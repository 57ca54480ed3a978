/* bw-try.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-body.h"
#include "bw-error.h"
#include "bw-pace.h"
#include "bw-request-private.h"
#include "bw-try.h"
#include "bw-util.h"

#define CONNECT_MSEC   (30 * 1000)
#define IDLE_MSEC      (100 * 1000)
#define WHOLE_MSEC     (15 * 60 * 1000)
/* A divided wait is for what is simulated; the network is real. */
#define MIN_MSEC       (5 * 1000)
#define MIN_WHOLE_MSEC (60 * 1000)

typedef struct
{
  BwRequest    *request;
  SoupMessage  *message;
  GCancellable *stop;          /* ends this try alone */
  GSource      *cancelled;     /* nullable: hands the caller's cancellation on to stop */
  GSource      *watchdog;      /* nullable */
  gint64        begin;
  guint64       n_moved;       /* bytes, as of the last look of the watchdog */
  gboolean      is_started;    /* connected: from here on the service may have got it */
  BwResponse   *response;      /* nullable: until the headers are there */
  BwTryOutcome  outcome;
} TryOp;

/* In the order they run.  Each owns the reference to the task it is given. */
static void sent_cb   (GObject      *object,
                       GAsyncResult *result,
                       gpointer      user_data);
static void read_cb   (GObject      *object,
                       GAsyncResult *result,
                       gpointer      user_data);
static void parsed_cb (GObject      *object,
                       GAsyncResult *result,
                       gpointer      user_data);

static void
try_op_free (gpointer data)
{
  TryOp *op = data;

  bw_clear_source (&op->cancelled);
  bw_clear_source (&op->watchdog);
  if (op->message != NULL)
    g_signal_handlers_disconnect_by_data (op->message, op);
  g_clear_object (&op->message);
  g_clear_object (&op->stop);
  g_clear_pointer (&op->response, bw_response_unref);
  bw_request_unref (op->request);
  g_free (op);
}

static guint64
count_moved (TryOp *op)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (op->message);

  return soup_message_metrics_get_request_header_bytes_sent (metrics) +
         soup_message_metrics_get_request_body_bytes_sent (metrics) +
         soup_message_metrics_get_response_header_bytes_received (metrics) +
         soup_message_metrics_get_response_body_bytes_received (metrics);
}


static gboolean
watchdog_cb (gpointer user_data)
{
  TryOp *op = user_data;
  guint64 n_moved = count_moved (op);
  gint64 age = (g_get_monotonic_time () - op->begin) / G_TIME_SPAN_MILLISECOND;

  if (op->is_started && n_moved != op->n_moved &&
      age < MAX (bw_pace_scale (WHOLE_MSEC), MIN_WHOLE_MSEC))
    {
      op->n_moved = n_moved;
      return G_SOURCE_CONTINUE;
    }

  op->outcome.is_timed_out = TRUE;
  g_cancellable_cancel (op->stop);

  return G_SOURCE_REMOVE;
}

static void
watch (TryOp *op,
       guint  msec)
{
  bw_clear_source (&op->watchdog);
  op->watchdog = g_timeout_source_new (MAX (bw_pace_scale (msec), MIN_MSEC));
  g_source_set_callback (op->watchdog, watchdog_cb, op, NULL);
  g_source_attach (op->watchdog, g_main_context_get_thread_default ());
}

/* When the request begins to go out, and when it is out. */
static void
sending_cb (SoupMessage *message,
            gpointer     user_data)
{
  TryOp *op = user_data;

  op->is_started = TRUE;
  op->n_moved = count_moved (op);
  watch (op, IDLE_MSEC);
}

/* From the main loop, so never in the middle of whoever cancelled. */
static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  TryOp *op = user_data;

  g_cancellable_cancel (op->stop);

  return G_SOURCE_REMOVE;
}

static gboolean
is_protocol_error (const GError *error)
{
  return g_error_matches (error, BW_ERROR, BW_ERROR_PROTOCOL) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA) ||
         g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING) ||
         g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_ENCODING);
}

/* Ends the try without an answer.
 * @task: (transfer full)
 * @error: (transfer full) */
static void
give_up (GTask  *task,
         GError *error)
{
  g_autoptr(GTask) owned = task;
  g_autoptr(GError) cause = error;
  TryOp *op = g_task_get_task_data (task);
  const char *host = g_uri_get_host (soup_message_get_uri (op->message));

  if (g_task_return_error_if_cancelled (task))
    return;

  if (is_protocol_error (cause))
    {
      g_task_return_new_error (task, BW_ERROR, BW_ERROR_PROTOCOL,
                               /* Translators: the name of a server, a technical reason */
                               _("The answer of “%s” cannot be read: %s"), host, cause->message);
      return;
    }

  op->outcome.trouble = op->is_started ? BW_RETRY_TROUBLE_DROPPED : BW_RETRY_TROUBLE_UNREACHED;

  if (op->outcome.is_timed_out)
    g_task_return_new_error (task, BW_ERROR,
                             op->is_started ? BW_ERROR_UNAVAILABLE : BW_ERROR_OFFLINE,
                             /* Translators: the name of a server */
                             _("“%s” does not answer in time"), host);
  else if (op->is_started)
    g_task_return_new_error (task, BW_ERROR, BW_ERROR_UNAVAILABLE,
                             /* Translators: the name of a server, a technical reason */
                             _("The connection to “%s” broke off: %s"), host, cause->message);
  else
    g_task_return_new_error (task, BW_ERROR, BW_ERROR_OFFLINE,
                             /* Translators: the name of a server, a technical reason */
                             _("“%s” cannot be reached: %s"), host, cause->message);
}

/* @task: (transfer full) */
static void
succeed (GTask *task)
{
  g_autoptr(GTask) owned = task;
  TryOp *op = g_task_get_task_data (task);

  g_task_return_pointer (task, bw_response_ref (op->response), (GDestroyNotify) bw_response_unref);
}

static void
add_header (const char *name,
            const char *value,
            gpointer    user_data)
{
  bw_response_add_header (user_data, name, value);
}

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  g_autoptr(GInputStream) stream = NULL;
  TryOp *op = g_task_get_task_data (task);
  GError *error = NULL;

  stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  if (stream == NULL)
    {
      give_up (g_steal_pointer (&task), error);
      return;
    }

  op->outcome.is_costly = soup_message_get_http_version (op->message) != SOUP_HTTP_2_0 &&
                          soup_message_get_tls_peer_certificate (op->message) != NULL;
  op->response = bw_response_new (op->request, soup_message_get_status (op->message));
  soup_message_headers_foreach (soup_message_get_response_headers (op->message),
                                add_header, op->response);

  bw_body_read_async (stream, op->request->max_size, op->stop, read_cb, g_steal_pointer (&task));
}

/* libsoup takes a head that breaks off for a whole one.  A body that ends with the
 * connection, and that before it began, is the sign of it. */
static gboolean
is_cut_off (TryOp *op)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (op->message);

  return op->outcome.size == 0 && bw_response_is_success (op->response) &&
         bw_response_get_status (op->response) != SOUP_STATUS_NO_CONTENT &&
         soup_message_get_http_version (op->message) != SOUP_HTTP_2_0 &&
         soup_message_headers_get_encoding (headers) == SOUP_ENCODING_EOF;
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  g_autoptr(GBytes) body = NULL;
  TryOp *op = g_task_get_task_data (task);
  GError *error = NULL;

  body = bw_body_read_finish (G_INPUT_STREAM (object), result, &error);
  bw_clear_source (&op->watchdog);

  if (body == NULL)
    {
      /* Whoever says no need not say why. */
      if (bw_response_get_status (op->response) >= 400 &&
          !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
        {
          g_clear_error (&error);
          succeed (g_steal_pointer (&task));
          return;
        }

      give_up (g_steal_pointer (&task), error);
      return;
    }

  op->outcome.size = g_bytes_get_size (body);
  if (is_cut_off (op))
    {
      error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
                                   "The head of the answer does not end");
      give_up (g_steal_pointer (&task), error);
      return;
    }

  bw_response_set_body (op->response, body);
  if (op->request->raw || op->outcome.size == 0)
    {
      succeed (g_steal_pointer (&task));
      return;
    }

  bw_body_parse_async (body, op->stop, parsed_cb, g_steal_pointer (&task));
}

/* libsoup does not tell when a chunked body ends between two chunks, but then it
 * is no JSON any more, and asking again may help.  What came of a write is known by
 * its status. */
static gboolean
is_broken_json (TryOp *op)
{
  const char *type = bw_response_get_header (op->response, "Content-Type");

  return bw_response_is_success (op->response) && !bw_request_is_write (op->request) &&
         type != NULL && g_ascii_strncasecmp (type, "application/json", 16) == 0;
}

static void
parsed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  g_autoptr(GError) error = NULL;
  TryOp *op = g_task_get_task_data (task);
  JsonNode *root = bw_body_parse_finish (result, &error);

  if (root != NULL)
    {
      bw_response_take_root (op->response, root);
      bw_response_set_body (op->response, NULL);
    }
  else if (is_broken_json (op))
    {
      op->outcome.trouble = BW_RETRY_TROUBLE_DROPPED;
      give_up (g_steal_pointer (&task), g_steal_pointer (&error));
      return;
    }

  /* What else is not JSON stays bytes: who expects an object will miss it. */
  succeed (g_steal_pointer (&task));
}

static void
replace_header (const char *name,
                const char *value,
                gpointer    user_data)
{
  soup_message_headers_replace (user_data, name, value);
}

/* A write must not be sent twice unless we say so.  libsoup itself repeats PUT
 * and DELETE, but not POST and PATCH, when a connection that served before ends
 * before the answer; a new connection has not served before.  POST and PATCH
 * would get a new connection each without being called idempotent. */
static SoupMessageFlags
get_flags (BwRequest *request)
{
  SoupMessageFlags flags = SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_COLLECT_METRICS;

  if (!bw_request_is_write (request))
    return flags;

  if (g_str_equal (request->method, "POST") || g_str_equal (request->method, "PATCH"))
    return flags | SOUP_MESSAGE_IDEMPOTENT;

  return flags | SOUP_MESSAGE_NEW_CONNECTION;
}

static SoupMessage *
make_message (BwRequest  *request,
              const char *token)
{
  g_autoptr(GUri) uri = g_uri_parse (request->uri, SOUP_HTTP_URI_FLAGS, NULL);
  SoupMessageHeaders *headers;
  SoupMessage *message;

  if (uri == NULL || bw_str_is_empty (g_uri_get_host (uri)) ||
      (!g_str_equal (g_uri_get_scheme (uri), "https") &&
       !g_str_equal (g_uri_get_scheme (uri), "http")))
    return NULL;

  message = soup_message_new_from_uri (request->method, uri);
  soup_message_set_flags (message, get_flags (request));

  headers = soup_message_get_request_headers (message);
  soup_message_headers_replace (headers, "Accept", request->raw ? "*/*" : "application/json");
  soup_message_headers_replace (headers, "client-request-id", request->id);
  soup_message_headers_foreach (request->headers, replace_header, headers);

  if (token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);

      soup_message_headers_replace (headers, "Authorization", bearer);
    }

  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, request->content_type, request->body);

  return message;
}

/**
 * bw_try_send_async:
 * @session: what to send it through
 * @request: what to send
 * @token: (nullable): what opens the service; the caller knows that it is for this address
 * @cancellable: (nullable): ends it
 * @callback: called once, when it is over
 * @user_data: for @callback
 *
 * Sends a request once, reads the answer up to the request's limit and parses it.
 * No redirect is followed.  Where nothing moves for 100 seconds, or there is no
 * connection after 30, it is given up.
 */
void
bw_try_send_async (SoupSession         *session,
                   BwRequest           *request,
                   const char          *token,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (session, cancellable, callback, user_data);
  TryOp *op = g_new0 (TryOp, 1);

  g_task_set_source_tag (task, bw_try_send_async);
  g_task_set_task_data (task, op, try_op_free);
  op->request = bw_request_ref (request);
  op->begin = g_get_monotonic_time ();
  op->message = make_message (request, token);

  if (op->message == NULL)
    {
      g_task_return_new_error (task, BW_ERROR, BW_ERROR_INVALID,
                               "“%s” has an address that cannot be used", request->service->name);
      return;
    }

  op->stop = g_cancellable_new ();
  if (cancellable != NULL)
    {
      op->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (op->cancelled, G_SOURCE_FUNC (cancelled_cb), op, NULL);
      g_source_attach (op->cancelled, g_main_context_get_thread_default ());
    }

  g_signal_connect (op->message, "starting", G_CALLBACK (sending_cb), op);
  g_signal_connect (op->message, "wrote-body", G_CALLBACK (sending_cb), op);
  watch (op, CONNECT_MSEC);
  soup_session_send_async (session, op->message, G_PRIORITY_DEFAULT, op->stop,
                           sent_cb, g_steal_pointer (&task));
}

/**
 * bw_try_send_finish:
 * @session: what it was sent through
 * @result: from the callback
 * @outcome: (out caller-allocates): how it went
 * @error: return location for an error: %BW_ERROR_OFFLINE where nothing was
 *   sent, %BW_ERROR_UNAVAILABLE where no answer came, %BW_ERROR_PROTOCOL where it
 *   cannot be read, or a cancellation
 *
 * Returns: (transfer full): the answer, or %NULL with @error set
 */
BwResponse *
bw_try_send_finish (SoupSession   *session,
                    GAsyncResult  *result,
                    BwTryOutcome  *outcome,
                    GError       **error)
{
  TryOp *op;

  g_return_val_if_fail (g_task_is_valid (result, session), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bw_try_send_async), NULL);

  op = g_task_get_task_data (G_TASK (result));
  *outcome = op->outcome;

  return g_task_propagate_pointer (G_TASK (result), error);
}
