/* bw-sim-serve.c - one request from its arrival to its answer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-private.h"

typedef struct
{
  const char *prefix;
  void      (*handle) (BwSimExchange *exchange);
} Root;

static const Root roots[] = {
  { "/login", bw_sim_login_handle },
  { "/graph/v1.0", bw_sim_graph_handle },
  { "/partner/v1", bw_sim_partner_handle },
  { "/admin", bw_sim_admin_handle },
  { "/_sandbox", bw_sim_control_handle },
};

#define CONTROL (&roots[G_N_ELEMENTS (roots) - 1])

/**
 * Call:
 * @sim: borrowed
 * @message: (owned)
 * @root: (nullable): the root that was asked; %NULL for an address where nothing is
 * @rest: what comes after the root in the path, as it was sent
 * @n: number in the log, or 0
 * @request_id: the ID that the answer bears
 * @fault: (nullable): what goes wrong with it
 * @source: the source that it waits for, or 0
 * @gone: whether the client went meanwhile
 */
typedef struct
{
  BwSim             *sim;
  SoupServerMessage *message;
  const Root        *root;
  char              *rest;
  guint64            n;
  char              *request_id;
  BwSimFault        *fault;
  guint              source;
  gboolean           gone;
} Call;

static void
call_free (Call *self)
{
  g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->message);
  g_clear_pointer (&self->fault, bw_sim_fault_unref);
  g_free (self->request_id);
  g_free (self->rest);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static const Root *
find_root (const char  *path,
           const char **rest)
{
  for (guint i = 0; i < G_N_ELEMENTS (roots); i++)
    {
      gsize length = strlen (roots[i].prefix);

      if (g_ascii_strncasecmp (path, roots[i].prefix, length) != 0
          || (path[length] != '/' && path[length] != '\0'))
        continue;

      *rest = path + length;
      return &roots[i];
    }

  *rest = path;

  return NULL;
}

/* Empty segments are dropped; one that can't be decoded stays as it is. */
static char **
split_path (const char *path)
{
  g_auto(GStrv) parts = g_strsplit (path, "/", -1);
  GPtrArray *segments = g_ptr_array_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *decoded;

      if (*parts[i] == '\0')
        continue;

      decoded = g_uri_unescape_string (parts[i], NULL);
      if (decoded != NULL && !g_utf8_validate (decoded, -1, NULL))
        g_clear_pointer (&decoded, g_free);
      g_ptr_array_add (segments, decoded != NULL ? decoded : g_strdup (parts[i]));
    }

  g_ptr_array_add (segments, NULL);

  return (char **) g_ptr_array_free (segments, FALSE);
}

static GHashTable *
decode_query (const char *query)
{
  GHashTable *fields = query != NULL && g_utf8_validate (query, -1, NULL) ? soup_form_decode (query)
                                                                          : NULL;
  GHashTableIter iter;
  gpointer value;

  if (fields == NULL)
    return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_hash_table_iter_init (&iter, fields);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!g_utf8_validate (value, -1, NULL))
      g_hash_table_iter_remove (&iter);

  return fields;
}

/* A web page may not talk to us under a name of its own that points at this
 * machine. */
static gboolean
is_loopback (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *host = soup_message_headers_get_one (headers, "Host");
  static const char *const names[] = { "127.0.0.1", "localhost", "[::1]" };

  for (guint i = 0; host != NULL && i < G_N_ELEMENTS (names); i++)
    {
      gsize length = strlen (names[i]);

      if (g_ascii_strncasecmp (host, names[i], length) == 0
          && (host[length] == ':' || host[length] == '\0'))
        return TRUE;
    }

  return host == NULL;
}

static void
reply_unknown (BwSimExchange *exchange)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "error",
                                 "Nothing is here. The roots are /login, /graph/v1.0, /partner/v1, "
                                                  "/admin and /_sandbox.");
  bw_sim_exchange_reply_object (exchange, SOUP_STATUS_NOT_FOUND, object);
}

static void
run_handler (Call *call)
{
  GUri *uri = soup_server_message_get_uri (call->message);
  g_auto(GStrv) segments = split_path (call->rest);
  g_autoptr(GHashTable) query = decode_query (g_uri_get_query (uri));
  BwSimExchange exchange = {
    .sim = call->sim,
    .world = call->sim->world,
    .message = call->message,
    .method = soup_server_message_get_method (call->message),
    .segments = segments,
    .query = query,
    .request_id = call->request_id,
  };
  const char *id;

  if (call->root != NULL)
    call->root->handle (&exchange);
  else
    reply_unknown (&exchange);

  id = bw_sim_exchange_get_header (&exchange, "client-request-id");
  bw_sim_exchange_set_header (&exchange, "request-id", call->request_id);
  bw_sim_exchange_set_header (&exchange, "client-request-id", id != NULL ? id : call->request_id);
  bw_sim_store_changes (call->sim);
  bw_sim_log_finish (call->sim->log, call->n, soup_server_message_get_status (call->message),
                     exchange.tenant,
                     call->request_id);
  g_free (exchange.tenant);
}

/* Neither query nor body: what is secret travels in them. */
static void
report (Call       *call,
        const char *outcome)
{
  g_printerr ("%s %s %s\n", soup_server_message_get_method (call->message),
              g_uri_get_path (soup_server_message_get_uri (call->message)), outcome);
}

static void
report_status (Call *call)
{
  g_autofree char *status = g_strdup_printf ("%u", soup_server_message_get_status (call->message));

  report (call, status);
}

static void
answer_with_fault (Call *call)
{
  if (call->fault->after)
    run_handler (call);

  bw_sim_wire_answer (call->message, call->fault);
  soup_message_headers_replace (soup_server_message_get_response_headers (call->message),
                                "request-id",
                                call->request_id);
  bw_sim_log_finish (call->sim->log, call->n, call->fault->status, NULL, call->request_id);
  report_status (call);
}

/* Makes the answer; %FALSE if the server shall not send it as it is. */
static gboolean
proceed (Call *call)
{
  BwSimFaultKind kind = call->fault != NULL ? call->fault->kind : BW_SIM_FAULT_NONE;

  if (kind == BW_SIM_FAULT_ANSWER)
    {
      answer_with_fault (call);
      return TRUE;
    }

  if (kind == BW_SIM_FAULT_NONE || kind == BW_SIM_FAULT_TRUNCATE || call->fault->after)
    run_handler (call);
  if (call->gone)
    return FALSE;

  switch (kind)
    {
    case BW_SIM_FAULT_DROP:
      bw_sim_wire_drop (call->sim->wire, call->message);
      report (call, "dropped");
      return FALSE;

    case BW_SIM_FAULT_HANG:
      bw_sim_wire_hang (call->sim->wire, call->message);
      report (call, "hangs");
      return FALSE;

    case BW_SIM_FAULT_TRUNCATE:
      bw_sim_wire_truncate (call->sim->wire, call->message, call->fault->truncate_at);
      report (call, "truncated");
      return FALSE;

    case BW_SIM_FAULT_NONE:
    case BW_SIM_FAULT_ANSWER:
    default:
      report_status (call);
      return TRUE;
    }
}

static void
went_cb (SoupServerMessage *message,
         gpointer           user_data)
{
  Call *call = user_data;

  call->gone = TRUE;
}

static gboolean
delayed_cb (gpointer user_data)
{
  Call *call = user_data;

  g_hash_table_remove (call->sim->waiting, GUINT_TO_POINTER (call->source));
  if (proceed (call) && !call->gone)
    soup_server_message_unpause (call->message);

  return G_SOURCE_REMOVE;
}

static void
delay (Call *call)
{
  soup_server_message_pause (call->message);
  g_signal_connect (call->message, "disconnected", G_CALLBACK (went_cb), call);
  g_signal_connect (call->message, "finished", G_CALLBACK (went_cb), call);
  call->source = g_timeout_add_full (G_PRIORITY_DEFAULT, call->fault->delay, delayed_cb, call,
                                     (GDestroyNotify) call_free);
  g_hash_table_add (call->sim->waiting, GUINT_TO_POINTER (call->source));
}

static void
begin (Call *call)
{
  BwSim *sim = call->sim;
  GUri *uri = soup_server_message_get_uri (call->message);
  const char *method = soup_server_message_get_method (call->message);
  const char *query = g_uri_get_query (uri);
  g_autofree char *address = g_strconcat (g_uri_get_path (uri), query != NULL ? "?" : NULL, query,
                                          NULL);

  call->n = bw_sim_log_begin (sim->log, method, g_uri_get_path (uri), query,
                              bw_sim_clock_now (&sim->clock));
  call->fault = bw_sim_faults_match (sim->faults, method, address);
}

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  g_autoptr(Call) call = g_new0 (Call, 1);
  const char *rest;

  call->sim = user_data;
  call->message = g_object_ref (message);
  call->root = find_root (g_uri_get_path (soup_server_message_get_uri (message)), &rest);
  call->rest = g_strdup (rest);
  call->request_id = g_uuid_string_random ();

  if (!is_loopback (message))
    {
      soup_server_message_set_status (message, SOUP_STATUS_MISDIRECTED_REQUEST, NULL);
      return;
    }

  if (call->root == CONTROL)
    {
      run_handler (call);
      return;
    }

  begin (call);
  if (call->fault != NULL && call->fault->delay > 0)
    delay (g_steal_pointer (&call));
  else
    proceed (call);
}

/**
 * bw_sim_serve:
 * @self: a server that does not listen yet
 *
 * Makes it answer whatever it is asked.
 */
void
bw_sim_serve (BwSim *self)
{
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
}
