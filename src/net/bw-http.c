/* bw-http.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "bw-challenge.h"
#include "bw-error.h"
#include "bw-gather.h"
#include "bw-http.h"
#include "bw-lane.h"
#include "bw-pace.h"
#include "bw-pool.h"
#include "bw-request-private.h"
#include "bw-secret.h"
#include "bw-try.h"

#define MAX_PER_LANE 8
/* One request at a time per TLS connection: each costs megabytes and a handshake. */
#define MAX_COSTLY   32
#define MAX_TIMEOUTS 2

struct _BwHttp
{
  GObject        parent_instance;

  BwPool        *pool;
  BwLanes       *lanes;
  BwTokenSource *source;  /* nullable, weak: it sends through us */
};

G_DEFINE_FINAL_TYPE (BwHttp, bw_http, G_TYPE_OBJECT)

typedef struct
{
  BwRequest  *request;        /* of a list the page under way */
  char       *lane;
  BwTicket   *ticket;         /* nullable */
  GSource    *cancelled;      /* nullable: while queued */
  char       *token;          /* nullable, secret */
  char       *claims;         /* nullable: what the next token must prove */
  gboolean    was_refused;    /* a token, for this page */
  gboolean    was_queued;
  BwRetry     retry;
  guint       n_timeouts;

  BwGather   *gather;         /* nullable: no list */
} SendOp;

/* In the order they run.  Each owns the reference to the task it is given. */
static void     begin_page (GTask        *task);
static void     get_token  (GTask        *task);
static void     token_cb   (GObject      *object,
                            GAsyncResult *result,
                            gpointer      user_data);
static void     queue      (GTask        *task);
static void     turn_cb    (gpointer      user_data);
static void     tried_cb   (GObject      *object,
                            GAsyncResult *result,
                            gpointer      user_data);
static gboolean again_cb   (gpointer      user_data);
static void     take_page  (GTask        *task,
                            BwResponse   *response,
                            gsize         size);

static void
leave_lane (SendOp *op)
{
  if (op->cancelled != NULL)
    g_source_destroy (op->cancelled);
  g_clear_pointer (&op->cancelled, g_source_unref);
  g_clear_pointer (&op->ticket, bw_ticket_free);
}

static void
send_op_free (gpointer data)
{
  SendOp *op = data;

  leave_lane (op);
  g_clear_pointer (&op->token, bw_secret_free);
  g_free (op->claims);
  g_free (op->lane);
  g_clear_pointer (&op->gather, bw_gather_free);
  bw_request_unref (op->request);
  g_free (op);
}

/* Behind the question mark may be a code or the name of a person. */
static void
log_answer (SendOp     *op,
            const char *what)
{
  g_debug ("%s %.*s: %s (%s)", op->request->method,
           (int) strcspn (op->request->uri, "?"), op->request->uri, what, op->request->id);
}

static void
bw_http_finalize (GObject *object)
{
  BwHttp *self = BW_HTTP (object);

  g_clear_pointer (&self->pool, bw_pool_free);
  g_clear_pointer (&self->lanes, bw_lanes_unref);
  g_clear_weak_pointer (&self->source);

  G_OBJECT_CLASS (bw_http_parent_class)->finalize (object);
}

static void
bw_http_class_init (BwHttpClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bw_http_finalize;
}

static void
bw_http_init (BwHttp *self)
{
  self->lanes = bw_lanes_new (MAX_PER_LANE, BW_POOL_MAX_IN_ALL);
}

/**
 * bw_http_new:
 * @user_agent: what to call ourselves
 *
 * For one thread with a main loop.
 *
 * Returns: (transfer full): a sender without tokens
 */
BwHttp *
bw_http_new (const char *user_agent)
{
  BwHttp *self;

  g_return_val_if_fail (user_agent != NULL, NULL);

  self = g_object_new (BW_TYPE_HTTP, NULL);
  self->pool = bw_pool_new (user_agent);

  return self;
}

/**
 * bw_http_set_token_source:
 * @self: a sender
 * @source: (nullable): who gives out tokens; not kept alive by @self
 */
void
bw_http_set_token_source (BwHttp        *self,
                          BwTokenSource *source)
{
  g_return_if_fail (BW_IS_HTTP (self));

  g_set_weak_pointer (&self->source, source);
}

/**
 * bw_http_get_token_source:
 * @self: a sender
 *
 * Returns: (transfer none) (nullable): who gives out tokens
 */
BwTokenSource *
bw_http_get_token_source (BwHttp *self)
{
  g_return_val_if_fail (BW_IS_HTTP (self), NULL);

  return self->source;
}

/* @task: (transfer full) */
static void
begin_page (GTask *task)
{
  g_autoptr(GTask) owned = task;
  SendOp *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (op->gather != NULL && !bw_gather_begin (op->gather, op->request, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  op->retry = (BwRetry) { 0 };
  op->n_timeouts = 0;
  op->was_refused = FALSE;
  g_clear_pointer (&op->claims, g_free);
  get_token (g_steal_pointer (&owned));
}

/* Before the lane: who waits for a token must not stand in others' way, least of
 * all in that of the request for the token.
 * @task: (transfer full) */
static void
get_token (GTask *task)
{
  g_autoptr(GTask) owned = task;
  BwHttp *self = g_task_get_source_object (task);
  SendOp *op = g_task_get_task_data (task);
  BwService *service = op->request->service;
  g_autofree char *refused = g_steal_pointer (&op->token);

  if (service->audience == NULL || self->source == NULL)
    {
      queue (g_steal_pointer (&owned));
      return;
    }

  if (!bw_service_owns (service, op->request->uri))
    {
      g_task_return_new_error (task, BW_ERROR, BW_ERROR_PROTOCOL,
                               "An address is not one of “%s”", service->name);
      return;
    }

  bw_token_source_ensure_token_async (self->source, op->request->tenant, service->audience,
                                      service->actor, op->was_refused ? refused : NULL, op->claims,
                                      g_task_get_cancellable (task), token_cb,
                                      g_steal_pointer (&owned));
  g_clear_pointer (&refused, bw_secret_free);
}

static void
token_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  g_autoptr(BwResponse) refusal = NULL;
  SendOp *op = g_task_get_task_data (task);
  GError *error = NULL;

  op->token = bw_token_source_ensure_token_finish (BW_TOKEN_SOURCE (object), result, &refusal,
                                                   &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else if (refusal != NULL)
    g_task_return_pointer (task, g_steal_pointer (&refusal), (GDestroyNotify) bw_response_unref);
  else
    queue (g_steal_pointer (&task));
}

/* While queued the ticket owns the reference; this takes it over. */
static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  leave_lane (g_task_get_task_data (task));
  g_task_return_error_if_cancelled (task);

  return G_SOURCE_REMOVE;
}

/* @task: (transfer full) */
static void
queue (GTask *task)
{
  BwHttp *self = g_task_get_source_object (task);
  SendOp *op = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (cancellable != NULL)
    {
      op->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (op->cancelled, G_SOURCE_FUNC (cancelled_cb), task, NULL);
      g_source_attach (op->cancelled, g_main_context_get_thread_default ());
    }

  /* Whoever has begun goes before whoever has not. */
  op->ticket = bw_lanes_queue (self->lanes, op->lane, op->was_queued, turn_cb, task);
  op->was_queued = TRUE;
}

static void
turn_cb (gpointer user_data)
{
  GTask *task = user_data;
  BwHttp *self = g_task_get_source_object (task);
  SendOp *op = g_task_get_task_data (task);

  if (op->cancelled != NULL)
    g_source_destroy (op->cancelled);
  g_clear_pointer (&op->cancelled, g_source_unref);

  op->retry.n_tries++;
  bw_try_send_async (bw_pool_choose (self->pool, op->request->tenant), op->request, op->token,
                     g_task_get_cancellable (task), tried_cb, task);
}

/* Returns: whether a new token may help */
static gboolean
is_token_refused (SendOp     *op,
                  BwResponse *response)
{
  if (op->token == NULL || op->was_refused || bw_response_get_status (response) != 401)
    return FALSE;

  op->was_refused = TRUE;
  g_free (op->claims);
  op->claims = bw_challenge_dup_claims (bw_response_get_header (response, "WWW-Authenticate"));

  return TRUE;
}

/* Asks the whole lane to wait where the service says that it is too much.
 * Returns: whether to send again, after @msec */
static gboolean
decide (BwHttp             *self,
        SendOp             *op,
        BwResponse         *response, /* nullable */
        const BwTryOutcome *outcome,
        guint              *msec)
{
  guint status = response != NULL ? bw_response_get_status (response) : 0;
  gint64 after = -1;
  gboolean again;

  if (response != NULL)
    after = bw_retry_after_parse (bw_response_get_header (response, "Retry-After"),
                                  bw_response_get_header (response, "Date"));

  if (outcome->is_timed_out && ++op->n_timeouts >= MAX_TIMEOUTS)
    return FALSE;

  *msec = 0;
  again = bw_retry_decide (&op->retry, bw_request_is_write (op->request), outcome->trouble,
                           status, after, msec);

  if (status == 429)
    {
      bw_lanes_pause (self->lanes, op->lane,
                      again ? *msec : (guint) CLAMP (after, 1000, BW_RETRY_MAX_WAIT));
      *msec = 0;
    }

  return again;
}

static void
tried_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  g_autoptr(BwResponse) response = NULL;
  g_autofree char *status = NULL;
  BwHttp *self = g_task_get_source_object (task);
  SendOp *op = g_task_get_task_data (task);
  BwTryOutcome outcome;
  GError *error = NULL;
  guint msec = 0;

  response = bw_try_send_finish (SOUP_SESSION (object), result, &outcome, &error);
  if (outcome.is_costly)
    bw_lanes_limit (self->lanes, MAX_COSTLY);

  status = response != NULL ? g_strdup_printf ("%u", bw_response_get_status (response)) : NULL;
  log_answer (op, status != NULL ? status : error->message);

  /* No answer and no trouble: cancelled, or an answer that won't be better next time. */
  if (response == NULL && outcome.trouble == BW_RETRY_TROUBLE_NONE)
    {
      g_task_return_error (task, error);
      return;
    }

  if (response != NULL && is_token_refused (op, response))
    {
      leave_lane (op);
      get_token (g_steal_pointer (&task));
      return;
    }

  if (decide (self, op, response, &outcome, &msec))
    {
      g_autoptr(GSource) timer = bw_pace_source_new (msec, g_task_get_cancellable (task));

      leave_lane (op);
      g_clear_error (&error);
      g_task_attach_source (task, timer, again_cb);
      return;
    }

  leave_lane (op);
  if (response == NULL)
    g_task_return_error (task, error);
  else
    take_page (g_steal_pointer (&task), response, outcome.size);
}

/* The timer keeps its own reference to the task, so hand on another. */
static gboolean
again_cb (gpointer user_data)
{
  GTask *task = G_TASK (user_data);

  if (!g_task_return_error_if_cancelled (task))
    queue (g_object_ref (task));

  return G_SOURCE_REMOVE;
}

/* @task: (transfer full) */
static void
take_page (GTask      *task,
           BwResponse *response,
           gsize       size)
{
  g_autoptr(GTask) owned = task;
  SendOp *op = g_task_get_task_data (task);
  BwRequest *next = NULL;
  GError *error = NULL;

  if (op->gather != NULL && bw_response_is_success (response))
    next = bw_gather_add (op->gather, response, size, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (next != NULL)
    {
      bw_request_unref (op->request);
      op->request = next;
      begin_page (g_steal_pointer (&owned));
      return;
    }

  if (op->gather != NULL)
    bw_gather_end (op->gather, response);

  g_task_return_pointer (task, bw_response_ref (response), (GDestroyNotify) bw_response_unref);
}

/**
 * bw_http_send_async:
 * @self: a sender
 * @request: what to send
 * @cancellable: (nullable): ends it, and any wait before it
 * @callback: called once, when it is over
 * @user_data: for @callback
 *
 * Sends a request when it is its turn, with a token where its service takes one,
 * again where that is safe and may help, and for a list once for each page.
 */
void
bw_http_send_async (BwHttp              *self,
                    BwRequest           *request,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  SendOp *op;

  g_return_if_fail (BW_IS_HTTP (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bw_http_send_async);

  op = g_new0 (SendOp, 1);
  op->request = bw_request_ref (request);
  op->lane = g_strdup_printf ("%s\n%s", request->service->base,
                              request->tenant != NULL ? request->tenant : "");
  if (request->pages_member != NULL)
    op->gather = bw_gather_new (request);

  g_task_set_task_data (task, op, send_op_free);
  if (!g_task_return_error_if_cancelled (task))
    begin_page (g_steal_pointer (&task));
}

/**
 * bw_http_send_finish:
 * @self: a sender
 * @result: from the callback
 * @error: return location for an error: what bw_try_send_finish() says when
 *   trying ended, or what the source of tokens says
 *
 * An answer is an answer, whatever its status: also the one with which the
 * identity platform refuses a token for the request.
 *
 * Returns: (transfer full): what was answered, or %NULL with @error set where
 *   there is no answer
 */
BwResponse *
bw_http_send_finish (BwHttp        *self,
                     GAsyncResult  *result,
                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bw_http_send_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
