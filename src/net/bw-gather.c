/* bw-gather.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-error.h"
#include "bw-gather.h"
#include "bw-json.h"
#include "bw-request-private.h"
#include "bw-response-private.h"

#define MAX_PAGES 10000
#define MAX_BYTES (512 * 1024 * 1024)

struct _BwGather
{
  char              *service;
  char              *member;
  BwRequestNextFunc  next;
  JsonArray         *list;   /* nullable: handed on */
  GHashTable        *seen;   /* (element-type utf8): pages, so as not to go round */
  gsize              n_bytes;
};

/**
 * bw_gather_new:
 * @request: the request for the first page
 *
 * Returns: (transfer full): an empty list
 */
BwGather *
bw_gather_new (BwRequest *request)
{
  BwGather *self = g_new0 (BwGather, 1);

  self->service = g_strdup (request->service->name);
  self->member = g_strdup (request->pages_member);
  self->next = request->pages_next;
  self->list = json_array_new ();
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

/**
 * bw_gather_free:
 * @self: (transfer full): a list
 */
void
bw_gather_free (BwGather *self)
{
  g_free (self->service);
  g_free (self->member);
  g_clear_pointer (&self->list, json_array_unref);
  g_hash_table_unref (self->seen);
  g_free (self);
}

static void
append_header (const char *name,
               const char *value,
               gpointer    user_data)
{
  g_string_append_printf (user_data, "\n%s: %s", name, value);
}

/**
 * bw_gather_begin:
 * @self: a list
 * @request: the request for its next page
 * @error: return location for a %BW_ERROR_PROTOCOL
 *
 * Pages differ in their address or, in Partner Center, in a header.
 *
 * Returns: whether to send @request: it was not sent yet, and there is an end to pages
 */
gboolean
bw_gather_begin (BwGather   *self,
                 BwRequest  *request,
                 GError    **error)
{
  GString *key = g_string_new (request->uri);

  soup_message_headers_foreach (request->headers, append_header, key);

  if (!g_hash_table_add (self->seen, g_string_free (key, FALSE)))
    {
      g_set_error (error, BW_ERROR, BW_ERROR_PROTOCOL, "A list of “%s” goes round in a circle",
                   self->service);
      return FALSE;
    }

  if (g_hash_table_size (self->seen) > MAX_PAGES)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_PROTOCOL, "A list of “%s” does not end",
                   self->service);
      return FALSE;
    }

  return TRUE;
}

/**
 * bw_gather_add:
 * @self: a list
 * @page: its next page, a success
 * @size: length of the page in bytes
 * @error: return location for a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer full) (nullable): the request for the page after; or %NULL,
 *   without @error set if @page is the last
 */
BwRequest *
bw_gather_add (BwGather    *self,
               BwResponse  *page,
               gsize        size,
               GError     **error)
{
  JsonArray *part = bw_json_get_array (bw_response_get_object (page), self->member);
  BwRequest *next;

  if (part == NULL)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_PROTOCOL, "A page of “%s” has no list “%s”",
                   self->service, self->member);
      return NULL;
    }

  self->n_bytes += size;
  if (self->n_bytes > MAX_BYTES)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_PROTOCOL, "A list of “%s” is too long", self->service);
      return NULL;
    }

  for (guint i = 0; i < json_array_get_length (part); i++)
    json_array_add_element (self->list, json_array_dup_element (part, i));

  next = self->next (bw_response_get_request (page), page, error);
  if (next != NULL)
    bw_request_set_pages (next, self->member, self->next);

  return next;
}

/**
 * bw_gather_end:
 * @self: a list, whose end this is
 * @last: the answer to the last request
 *
 * Makes the list that of @last, the part that came where @last is no success.
 */
void
bw_gather_end (BwGather   *self,
               BwResponse *last)
{
  g_return_if_fail (self->list != NULL);

  bw_response_take_list (last, self->member, g_steal_pointer (&self->list));
}
