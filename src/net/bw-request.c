/* bw-request.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdarg.h>
#include <string.h>

#include "bw-error.h"
#include "bw-json.h"
#include "bw-request-private.h"
#include "bw-util.h"

#define MAX_ANSWER (1024 * 1024)
#define MAX_PAGE   (16 * 1024 * 1024)

G_DEFINE_BOXED_TYPE (BwRequest, bw_request, bw_request_ref, bw_request_unref)

static BwRequest *
create (BwService  *service,
        const char *method)
{
  BwRequest *self = g_rc_box_new0 (BwRequest);

  self->service = bw_service_ref (service);
  self->method = g_strdup (method);
  self->id = g_uuid_string_random ();
  self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  self->max_size = MAX_ANSWER;

  return self;
}

/**
 * bw_request_new:
 * @service: whom to ask
 * @method: an HTTP method in capitals
 * @path: what to ask for, below the address of @service, with any query; the
 *   caller escapes what came from outside
 *
 * A request is filled in by whoever makes it and not changed once it is sent.
 *
 * Returns: (transfer full): a request without body and headers
 */
BwRequest *
bw_request_new (BwService  *service,
                const char *method,
                const char *path)
{
  BwRequest *self;

  g_return_val_if_fail (service != NULL && method != NULL && path != NULL, NULL);

  self = create (service, method);
  self->uri = g_strconcat (service->base, *path == '/' || *path == '\0' ? "" : "/", path, NULL);

  return self;
}

static void
copy_header (const char *name,
             const char *value,
             gpointer    user_data)
{
  soup_message_headers_append (user_data, name, value);
}

/**
 * bw_request_new_for_uri:
 * @like: the request whose answer held @uri
 * @uri: an absolute address from an answer: the next page, or where to look for the outcome
 * @error: return location for a %BW_ERROR_PROTOCOL
 *
 * Follows a link to the same service, with the tenant, headers and size limit of
 * @like.  A link to somewhere else is refused: it could carry a token away.
 *
 * Returns: (transfer full): a GET request, or %NULL with @error set
 */
BwRequest *
bw_request_new_for_uri (BwRequest   *like,
                        const char  *uri,
                        GError     **error)
{
  BwRequest *self;

  g_return_val_if_fail (like != NULL && uri != NULL, NULL);

  if (!bw_service_owns (like->service, uri))
    {
      g_set_error (error, BW_ERROR, BW_ERROR_PROTOCOL,
                   "A link in an answer of “%s” leads somewhere else", like->service->name);
      return NULL;
    }

  self = create (like->service, "GET");
  self->uri = g_strdup (uri);
  self->tenant = g_strdup (like->tenant);
  self->max_size = like->max_size;
  self->raw = like->raw;
  soup_message_headers_foreach (like->headers, copy_header, self->headers);

  return self;
}

/**
 * bw_request_ref:
 * @self: a request
 *
 * Returns: (transfer full): @self
 */
BwRequest *
bw_request_ref (BwRequest *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  BwRequest *self = data;

  bw_service_unref (self->service);
  g_free (self->method);
  g_free (self->uri);
  g_free (self->id);
  g_free (self->tenant);
  soup_message_headers_unref (self->headers);
  g_free (self->content_type);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->pages_member);
}

/**
 * bw_request_unref:
 * @self: (transfer full): a request
 */
void
bw_request_unref (BwRequest *self)
{
  g_rc_box_release_full (self, clear);
}

/**
 * bw_request_set_tenant:
 * @self: a request
 * @tenant: (nullable): in whose tenant; chooses the token and the lane
 */
void
bw_request_set_tenant (BwRequest  *self,
                       const char *tenant)
{
  g_return_if_fail (self != NULL);

  bw_set_str (&self->tenant, tenant);
}

/**
 * bw_request_set_header:
 * @self: a request
 * @name: name of a header
 * @value: (nullable): its value, which may be from outside: line breaks become
 *   spaces; %NULL removes the header
 *
 * Wins over what the sender would write there, `client-request-id` included.
 */
void
bw_request_set_header (BwRequest  *self,
                       const char *name,
                       const char *value)
{
  g_autofree char *line = NULL;

  g_return_if_fail (self != NULL && name != NULL);

  if (value == NULL)
    {
      soup_message_headers_remove (self->headers, name);
      return;
    }

  line = g_strdelimit (g_strdup (value), "\r\n", ' ');
  soup_message_headers_replace (self->headers, name, line);

  if (g_ascii_strcasecmp (name, "client-request-id") == 0)
    bw_set_str (&self->id, line);
}

/**
 * bw_request_set_body:
 * @self: a request
 * @content_type: (nullable): what @body is
 * @body: (nullable): what to send
 */
void
bw_request_set_body (BwRequest  *self,
                     const char *content_type,
                     GBytes     *body)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (body == NULL || content_type != NULL);

  if (body != NULL)
    g_bytes_ref (body);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = body;
  bw_set_str (&self->content_type, content_type);
}

/**
 * bw_request_take_json:
 * @self: a request
 * @body: (transfer full): what to send
 */
void
bw_request_take_json (BwRequest *self,
                      JsonNode  *body)
{
  g_autoptr(GBytes) bytes = NULL;
  char *text;

  g_return_if_fail (self != NULL && body != NULL);

  text = bw_json_to_text (body, FALSE);
  bytes = g_bytes_new_take (text, strlen (text));
  bw_request_set_body (self, "application/json", bytes);
  json_node_unref (body);
}

/**
 * bw_request_set_form:
 * @self: a request
 * @first_field: name of the first field
 * @...: its value, then more names and values, ended by a %NULL name; a field
 *   whose value is %NULL is left out
 *
 * Sends the fields as an HTML form.
 */
void
bw_request_set_form (BwRequest  *self,
                     const char *first_field,
                     ...)
{
  g_autoptr(GBytes) bytes = NULL;
  GString *form = g_string_new (NULL);
  va_list args;

  g_return_if_fail (self != NULL);

  va_start (args, first_field);
  for (const char *name = first_field; name != NULL; name = va_arg (args, const char *))
    {
      const char *value = va_arg (args, const char *);

      if (value == NULL)
        continue;

      if (form->len > 0)
        g_string_append_c (form, '&');
      g_string_append_uri_escaped (form, name, NULL, FALSE);
      g_string_append_c (form, '=');
      g_string_append_uri_escaped (form, value, NULL, FALSE);
    }
  va_end (args);

  bytes = g_string_free_to_bytes (form);
  bw_request_set_body (self, "application/x-www-form-urlencoded", bytes);
}

/**
 * bw_request_set_max_size:
 * @self: a request
 * @bytes: how long the answer may be, unpacked; 1 MiB unless set
 */
void
bw_request_set_max_size (BwRequest *self,
                         gsize      bytes)
{
  g_return_if_fail (self != NULL && bytes > 0);

  self->max_size = bytes;
}

/**
 * bw_request_set_pages:
 * @self: a request
 * @member: the member of each page that holds its part of the list
 * @next: tells how the list goes on
 *
 * Sending follows the list to its end.  A page may have 16 MiB.
 */
void
bw_request_set_pages (BwRequest         *self,
                      const char        *member,
                      BwRequestNextFunc  next)
{
  g_return_if_fail (self != NULL && member != NULL && next != NULL);

  bw_set_str (&self->pages_member, member);
  self->pages_next = next;
  self->max_size = MAX (self->max_size, MAX_PAGE);
}

/**
 * bw_request_set_raw:
 * @self: a request
 * @raw: whether the answer is left as bytes, be it JSON or not
 */
void
bw_request_set_raw (BwRequest *self,
                    gboolean   raw)
{
  g_return_if_fail (self != NULL);

  self->raw = raw;
}

/**
 * bw_request_get_service:
 * @self: a request
 *
 * Returns: (transfer none): whom it asks
 */
BwService *
bw_request_get_service (BwRequest *self)
{
  return self->service;
}

/**
 * bw_request_get_method:
 * @self: a request
 *
 * Returns: the HTTP method
 */
const char *
bw_request_get_method (BwRequest *self)
{
  return self->method;
}

/**
 * bw_request_get_uri:
 * @self: a request
 *
 * Returns: the whole address, with the query
 */
const char *
bw_request_get_uri (BwRequest *self)
{
  return self->uri;
}

/**
 * bw_request_get_tenant:
 * @self: a request
 *
 * Returns: (nullable): in whose tenant
 */
const char *
bw_request_get_tenant (BwRequest *self)
{
  return self->tenant;
}

/**
 * bw_request_get_header:
 * @self: a request
 * @name: name of a header, in any case
 *
 * Returns: (nullable): its value, if it was set
 */
const char *
bw_request_get_header (BwRequest  *self,
                       const char *name)
{
  return soup_message_headers_get_one (self->headers, name);
}

/**
 * bw_request_get_body:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): what it sends
 */
GBytes *
bw_request_get_body (BwRequest *self)
{
  return self->body;
}

/**
 * bw_request_is_write:
 * @self: a request
 *
 * Returns: whether sending it twice may do something twice
 */
gboolean
bw_request_is_write (BwRequest *self)
{
  return !g_str_equal (self->method, "GET") && !g_str_equal (self->method, "HEAD");
}

/**
 * bw_request_get_id:
 * @self: a request
 *
 * Returns: the `client-request-id`, by which Microsoft finds the request again
 */
const char *
bw_request_get_id (BwRequest *self)
{
  return self->id;
}
