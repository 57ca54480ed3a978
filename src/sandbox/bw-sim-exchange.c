/* bw-sim-exchange.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-exchange.h"
#include "bw-sim-util.h"

#define JSON_TYPE "application/json; charset=utf-8"

/**
 * bw_sim_exchange_n_segments:
 * @self: an exchange
 *
 * Returns: how many segments the path has below its root
 */
guint
bw_sim_exchange_n_segments (BwSimExchange *self)
{
  return g_strv_length (self->segments);
}

static gboolean
segment_matches (const char *segment,
                 const char *pattern,
                 gsize       length)
{
  if (length == 1 && *pattern == '*')
    return TRUE;

  return strlen (segment) == length && g_ascii_strncasecmp (segment, pattern, length) == 0;
}

/**
 * bw_sim_exchange_matches:
 * @self: an exchange
 * @method: (nullable): the method to match; any if %NULL
 * @pattern: a path below the root, where `*` stands for any one segment
 *
 * Microsoft's paths are the same in any case.
 *
 * Returns: whether this is what was asked
 */
gboolean
bw_sim_exchange_matches (BwSimExchange *self,
                         const char    *method,
                         const char    *pattern)
{
  const char *rest = pattern;
  guint i = 0;

  if (method != NULL && !g_str_equal (self->method, method))
    return FALSE;

  while (*rest != '\0' && self->segments[i] != NULL)
    {
      gsize length = strcspn (rest, "/");

      if (!segment_matches (self->segments[i], rest, length))
        return FALSE;

      rest += length;
      rest += *rest == '/' ? 1 : 0;
      i++;
    }

  return *rest == '\0' && self->segments[i] == NULL;
}

/**
 * bw_sim_exchange_get_query:
 * @self: an exchange
 * @name: of a parameter
 *
 * Returns: (nullable): its decoded value
 */
const char *
bw_sim_exchange_get_query (BwSimExchange *self,
                           const char    *name)
{
  return g_hash_table_lookup (self->query, name);
}

/**
 * bw_sim_exchange_get_header:
 * @self: an exchange
 * @name: of a header, in any case
 *
 * Returns: (nullable): what the client sent; the last one if it sent several
 */
const char *
bw_sim_exchange_get_header (BwSimExchange *self,
                            const char    *name)
{
  return soup_message_headers_get_one (soup_server_message_get_request_headers (self->message),
                                       name);
}

static GBytes *
dup_body (BwSimExchange *self)
{
  SoupMessageBody *body = soup_server_message_get_request_body (self->message);

  return soup_message_body_flatten (body);
}

/**
 * bw_sim_exchange_dup_json:
 * @self: an exchange
 *
 * Returns: (transfer full) (nullable): the object that was sent, or %NULL if it was none
 */
JsonObject *
bw_sim_exchange_dup_json (BwSimExchange *self)
{
  g_autoptr(GBytes) body = dup_body (self);
  g_autoptr(JsonNode) node = NULL;
  gsize length = 0;
  const char *text = g_bytes_get_data (body, &length);

  if (length == 0)
    return NULL;

  node = bw_sim_json_parse (text, (gssize) length, NULL);

  return node != NULL ? json_node_dup_object (node) : NULL;
}

/**
 * bw_sim_exchange_dup_form:
 * @self: an exchange
 *
 * Returns: (transfer full) (element-type utf8 utf8): the fields of the form that was
 *   sent; empty if it was none
 */
GHashTable *
bw_sim_exchange_dup_form (BwSimExchange *self)
{
  g_autoptr(GBytes) body = dup_body (self);
  g_autofree char *text = NULL;
  gsize length = 0;
  const char *data = g_bytes_get_data (body, &length);
  GHashTable *form;

  text = g_strndup (data != NULL ? data : "", length);
  form = g_utf8_validate (text, -1, NULL) ? soup_form_decode (text) : NULL;

  return form != NULL ? form : g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * bw_sim_exchange_dup_address:
 * @self: an exchange
 * @path: path and query, from the server's root on
 *
 * Links go back to the name that the client called us by, or a careful client
 * would take them for foreign.
 *
 * Returns: (transfer full): the absolute address
 */
char *
bw_sim_exchange_dup_address (BwSimExchange *self,
                             const char    *path)
{
  g_autofree char *authority = g_strdup (bw_sim_exchange_get_header (self, "Host"));

  if (authority == NULL)
    {
      GUri *uri = soup_server_message_get_uri (self->message);

      authority = g_strdup_printf ("127.0.0.1:%d", g_uri_get_port (uri));
    }

  return g_strconcat ("http://", authority, path, NULL);
}

/**
 * bw_sim_exchange_set_tenant:
 * @self: an exchange
 * @tenant_id: (nullable): the tenant that the request is about
 *
 * Notes it for the log.
 */
void
bw_sim_exchange_set_tenant (BwSimExchange *self,
                            const char    *tenant_id)
{
  char *copy = g_strdup (tenant_id);

  g_free (self->tenant);
  self->tenant = copy;
}

/**
 * bw_sim_exchange_set_header:
 * @self: an exchange
 * @name: of a header of the answer
 * @value: its value
 */
void
bw_sim_exchange_set_header (BwSimExchange *self,
                            const char    *name,
                            const char    *value)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (self->message), name,
                                value);
}

static void
reply_node (BwSimExchange *self,
            guint          status,
            JsonNode      *node)
{
  char *text = json_to_string (node, FALSE);

  soup_server_message_set_status (self->message, status, NULL);
  soup_server_message_set_response (self->message, JSON_TYPE, SOUP_MEMORY_TAKE, text,
                                    strlen (text));
}

/**
 * bw_sim_exchange_reply_object:
 * @self: an exchange
 * @status: HTTP status
 * @object: (transfer full): the answer
 */
void
bw_sim_exchange_reply_object (BwSimExchange *self,
                              guint          status,
                              JsonObject    *object)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  reply_node (self, status, node);
}

/**
 * bw_sim_exchange_reply_array:
 * @self: an exchange
 * @status: HTTP status
 * @array: (transfer full): the answer
 */
void
bw_sim_exchange_reply_array (BwSimExchange *self,
                             guint          status,
                             JsonArray     *array)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);
  reply_node (self, status, node);
}

/**
 * bw_sim_exchange_reply_text:
 * @self: an exchange
 * @status: HTTP status
 * @content_type: of @text, with its charset
 * @text: the answer
 */
void
bw_sim_exchange_reply_text (BwSimExchange *self,
                            guint          status,
                            const char    *content_type,
                            const char    *text)
{
  soup_server_message_set_status (self->message, status, NULL);
  soup_server_message_set_response (self->message, content_type, SOUP_MEMORY_COPY, text,
                                    strlen (text));
}

/**
 * bw_sim_exchange_reply_empty:
 * @self: an exchange
 * @status: HTTP status
 *
 * Answers without a body.
 */
void
bw_sim_exchange_reply_empty (BwSimExchange *self,
                             guint          status)
{
  soup_server_message_set_status (self->message, status, NULL);
}

/**
 * bw_sim_exchange_reply_redirect:
 * @self: an exchange
 * @address: where the browser has to go
 */
void
bw_sim_exchange_reply_redirect (BwSimExchange *self,
                                const char    *address)
{
  soup_server_message_set_status (self->message, SOUP_STATUS_FOUND, NULL);
  bw_sim_exchange_set_header (self, "Location", address);
}
