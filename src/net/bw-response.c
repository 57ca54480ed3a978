/* bw-response.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libsoup/soup.h>

#include "bw-json.h"
#include "bw-response-private.h"
#include "bw-util.h"

struct _BwResponse
{
  BwRequest          *request;
  guint               status;
  SoupMessageHeaders *headers;
  GBytes             *body;    /* nullable */
  JsonNode           *root;    /* nullable */
  char               *member;  /* nullable: not a list of pages */
  JsonArray          *list;    /* nullable: ditto */
};

G_DEFINE_BOXED_TYPE (BwResponse, bw_response, bw_response_ref, bw_response_unref)

/**
 * bw_response_new:
 * @request: what was asked
 * @status: the HTTP status
 *
 * Returns: (transfer full): a response without body and headers
 */
BwResponse *
bw_response_new (BwRequest *request,
                 guint      status)
{
  BwResponse *self;

  g_return_val_if_fail (request != NULL, NULL);

  self = g_rc_box_new0 (BwResponse);
  self->request = bw_request_ref (request);
  self->status = status;
  self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);

  return self;
}

/**
 * bw_response_ref:
 * @self: a response
 *
 * Returns: (transfer full): @self
 */
BwResponse *
bw_response_ref (BwResponse *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  BwResponse *self = data;

  bw_request_unref (self->request);
  soup_message_headers_unref (self->headers);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->root, json_node_unref);
  g_free (self->member);
  g_clear_pointer (&self->list, json_array_unref);
}

/**
 * bw_response_unref:
 * @self: (transfer full): a response
 */
void
bw_response_unref (BwResponse *self)
{
  g_rc_box_release_full (self, clear);
}

/**
 * bw_response_add_header:
 * @self: a response
 * @name: name of a header
 * @value: its value, or one more
 */
void
bw_response_add_header (BwResponse *self,
                        const char *name,
                        const char *value)
{
  g_return_if_fail (self != NULL && name != NULL && value != NULL);

  soup_message_headers_append (self->headers, name, value);
}

/**
 * bw_response_set_body:
 * @self: a response
 * @body: (nullable): what came, unpacked
 */
void
bw_response_set_body (BwResponse *self,
                      GBytes     *body)
{
  g_return_if_fail (self != NULL);

  if (body != NULL)
    g_bytes_ref (body);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = body;
}

/**
 * bw_response_take_root:
 * @self: a response
 * @root: (transfer full) (nullable): the document that came
 */
void
bw_response_take_root (BwResponse *self,
                       JsonNode   *root)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->root, json_node_unref);
  self->root = root;
}

/* Makes @list, gathered from the @member of all pages, the list of this answer. */
void
bw_response_take_list (BwResponse *self,
                       const char *member,
                       JsonArray  *list)
{
  g_return_if_fail (self != NULL && member != NULL && list != NULL);

  bw_set_str (&self->member, member);
  g_clear_pointer (&self->list, json_array_unref);
  self->list = list;
}

/**
 * bw_response_get_request:
 * @self: a response
 *
 * Returns: (transfer none): what was asked.  Where no token was to be had it is
 *   the request for the token, and of a list the request for the last page.
 */
BwRequest *
bw_response_get_request (BwResponse *self)
{
  return self->request;
}

/**
 * bw_response_get_status:
 * @self: a response
 *
 * Returns: the HTTP status
 */
guint
bw_response_get_status (BwResponse *self)
{
  return self->status;
}

/**
 * bw_response_is_success:
 * @self: a response
 *
 * Returns: whether the status is 2xx
 */
gboolean
bw_response_is_success (BwResponse *self)
{
  return SOUP_STATUS_IS_SUCCESSFUL (self->status);
}

/**
 * bw_response_get_header:
 * @self: a response
 * @name: name of a header, in any case
 *
 * Returns: (nullable): its value; several values are joined by commas
 */
const char *
bw_response_get_header (BwResponse *self,
                        const char *name)
{
  return soup_message_headers_get_list (self->headers, name);
}

/**
 * bw_response_get_body:
 * @self: a response
 *
 * Returns: (transfer none) (nullable): the bytes that came, where they were
 *   asked for or could not be read as JSON
 */
GBytes *
bw_response_get_body (BwResponse *self)
{
  return self->body;
}

/**
 * bw_response_get_root:
 * @self: a response
 *
 * Returns: (transfer none) (nullable): the document that came, if it is JSON
 */
JsonNode *
bw_response_get_root (BwResponse *self)
{
  return self->root;
}

/**
 * bw_response_get_object:
 * @self: a response
 *
 * Returns: (transfer none) (nullable): the document that came, if it is an object
 */
JsonObject *
bw_response_get_object (BwResponse *self)
{
  return bw_json_node_object (self->root);
}

/**
 * bw_response_get_list:
 * @self: a response
 * @member: name of the member with the list
 *
 * For a request with pages the list is that of all pages so far: the whole list
 * if the response is a success.
 *
 * Returns: (transfer none) (nullable): the list, if there is one
 */
JsonArray *
bw_response_get_list (BwResponse *self,
                      const char *member)
{
  if (self->list != NULL && g_strcmp0 (self->member, member) == 0)
    return self->list;

  return bw_json_get_array (bw_response_get_object (self), member);
}
