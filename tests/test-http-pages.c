/* test-http-pages.c - lists and sizes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-error.h"
#include "bw-json.h"
#include "bw-pace.h"
#include "test-server.h"
#include "test-util.h"

typedef struct
{
  BwTestServer *server;
  BwTestServer *other;    /* somebody else's */
  BwHttp       *http;
  BwService    *service;
} Fixture;

static void
count_only (BwTestServer      *server,
            SoupServerMessage *message,
            guint              n,
            gpointer           data)
{
  bw_test_reply (message, 200, "{\"value\":[]}");
}

static BwTestTokens *tokens;

static void
set_up (Fixture       *self,
        BwTestHandler  handler)
{
  bw_pace_set_divisor (1000);
  self->server = bw_test_server_new (handler, self);
  self->other = bw_test_server_new (count_only, self);
  self->http = bw_http_new ("Bailiwick/test");
  tokens = bw_test_tokens_new ();
  bw_http_set_token_source (self->http, BW_TOKEN_SOURCE (tokens));
  self->service = bw_service_new ("graph", self->server->origin, "https://graph.microsoft.com");
}

static void
tear_down (Fixture *self)
{
  bw_test_spin_idle ();
  g_assert_finalize_object (self->http);
  g_assert_finalize_object (tokens);
  bw_service_unref (self->service);
  bw_test_server_free (self->server);
  bw_test_server_free (self->other);
}

static BwRequest *
next_page (BwRequest   *request,
           BwResponse  *page,
           GError     **error)
{
  const char *link = bw_json_get_string (bw_response_get_object (page), "next");

  return link != NULL ? bw_request_new_for_uri (request, link, error) : NULL;
}

static BwRequest *
ask_list (Fixture *self)
{
  BwRequest *request = bw_request_new (self->service, "GET", "/list");

  bw_request_set_tenant (request, "tenant-1");
  bw_request_set_header (request, "Prefer", "things");
  bw_request_set_pages (request, "value", next_page);

  return request;
}

/* Three pages; the second is not there at first. */
static void
serve_pages (BwTestServer      *server,
             SoupServerMessage *message,
             guint              n,
             gpointer           data)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));
  g_autofree char *text = NULL;
  int page = query != NULL ? query[strlen (query) - 1] - '0' : 1;

  g_assert_cmpstr (soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                                 "Prefer"), ==, "things");
  if (n == 2)
    {
      bw_test_drop (message, "");
      return;
    }

  if (page == 3)
    text = g_strdup ("{\"value\":[{\"n\":3}]}");
  else
    text = g_strdup_printf ("{\"value\":[{\"n\":%d},{\"n\":%d}],\"next\":\"%s/list?page=%d\"}",
                            page, page, server->origin, page + 1);
  bw_test_reply (message, 200, text);
}

static void
test_pages (void)
{
  Fixture self = { 0 };
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;
  JsonArray *list;

  set_up (&self, serve_pages);
  response = bw_test_send (self.http, ask_list (&self), &error);
  g_assert_no_error (error);
  g_assert_true (bw_response_is_success (response));

  list = bw_response_get_list (response, "value");
  g_assert_cmpuint (bw_json_array_length (list), ==, 5);
  g_assert_cmpint (bw_json_get_int (bw_json_array_object (list, 4), "n", 0), ==, 3);
  g_assert_true (g_str_has_suffix (bw_request_get_uri (bw_response_get_request (response)),
                                   "page=3"));
  tear_down (&self);
}

/* A list that fails on the way is no success, but tells what came. */
static void
fail_on_the_way (BwTestServer      *server,
                 SoupServerMessage *message,
                 guint              n,
                 gpointer           data)
{
  g_autofree char *text = g_strdup_printf ("{\"value\":[1],\"next\":\"%s/list?page=2\"}",
                                           server->origin);

  bw_test_reply (message, n == 1 ? 200 : 403, text);
}

static void
test_half_a_list (void)
{
  Fixture self = { 0 };
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  set_up (&self, fail_on_the_way);
  response = bw_test_send (self.http, ask_list (&self), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bw_response_get_status (response), ==, 403);
  g_assert_cmpuint (bw_json_array_length (bw_response_get_list (response, "value")), ==, 1);
  tear_down (&self);
}

static void
answer_in_turn (BwTestServer      *server,
                SoupServerMessage *message,
                guint              n,
                gpointer           data)
{
  g_autofree char *text = g_strdup_printf ("{\"value\":[1],\"next\":\"%s/list%s\"}", server->origin,
                                           n % 2 == 1 ? "?page=2" : "");

  bw_test_reply (message, 200, text);
}

static void
test_circle (void)
{
  Fixture self = { 0 };
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  set_up (&self, answer_in_turn);
  response = bw_test_send (self.http, ask_list (&self), &error);
  g_assert_null (response);
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
  g_assert_cmpuint (self.server->log->len, ==, 2);
  tear_down (&self);
}

static void
lead_away (BwTestServer      *server,
           SoupServerMessage *message,
           guint              n,
           gpointer           data)
{
  Fixture *self = data;
  g_autofree char *text = g_strdup_printf ("{\"value\":[1],\"next\":\"%s/list?page=2\"}",
                                           self->other->origin);

  bw_test_reply (message, 200, text);
}

static void
test_other_host (void)
{
  Fixture self = { 0 };
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  set_up (&self, lead_away);
  response = bw_test_send (self.http, ask_list (&self), &error);
  g_assert_null (response);
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
  g_assert_cmpuint (self.server->log->len, ==, 1);
  g_assert_cmpuint (self.other->log->len, ==, 0);
  tear_down (&self);
}

/* What answers where a service should, and is not it. */
static const char *other_text;
static const char *other_type;

static void
answer_something_else (BwTestServer      *server,
                       SoupServerMessage *message,
                       guint              n,
                       gpointer           data)
{
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, other_type, SOUP_MEMORY_STATIC, other_text,
                                    strlen (other_text));
}

static void
test_not_json (void)
{
  static const struct { const char *type; const char *text; } cases[] = {
    { "text/html", "<html><body>Please sign in to the network</body></html>" },
    { "application/json", "[1,2" },
    { "application/json", "{\"value\":[1]} x" },
    { "application/json", "{\"value\":{}}" },
    { "application/json", "[]" },
    { "application/json", "\xff\xfe" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture self = { 0 };
      g_autoptr(BwResponse) response = NULL;
      g_autoptr(GError) error = NULL;

      other_type = cases[i].type;
      other_text = cases[i].text;
      set_up (&self, answer_something_else);
      response = bw_test_send (self.http, ask_list (&self), &error);
      g_assert_null (response);
      g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
      tear_down (&self);
    }
}

static void
test_html_is_no_error (void)
{
  Fixture self = { 0 };
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  other_type = "text/html";
  other_text = "<html></html>";
  set_up (&self, answer_something_else);
  response = bw_test_send (self.http, bw_request_new (self.service, "GET", "/x"), &error);
  g_assert_no_error (error);
  g_assert_null (bw_response_get_root (response));
  g_assert_cmpuint (g_bytes_get_size (bw_response_get_body (response)), ==, strlen (other_text));
  tear_down (&self);
}

static void
answer_at_length (BwTestServer      *server,
                  SoupServerMessage *message,
                  guint              n,
                  gpointer           data)
{
  gsize size = 100 * 1000 * 1000;
  char *text = g_malloc (size);

  memset (text, '[', size);
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, text, size);
}

static void
test_too_big (void)
{
  Fixture self = { 0 };
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  set_up (&self, answer_at_length);
  response = bw_test_send (self.http, ask_list (&self), &error);
  g_assert_null (response);
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
  g_assert_cmpuint (self.server->log->len, ==, 1);
  tear_down (&self);
}

/* A million arrays in one another would break the stack of a careless parser. */
static void
answer_in_depth (BwTestServer      *server,
                 SoupServerMessage *message,
                 guint              n,
                 gpointer           data)
{
  gsize size = 1000 * 1000;
  char *text = g_malloc (size);

  memset (text, '[', size / 2);
  memset (text + size / 2, ']', size / 2);
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_TAKE, text, size);
}

static void
test_too_deep (void)
{
  Fixture self = { 0 };
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  set_up (&self, answer_in_depth);
  response = bw_test_send (self.http, bw_request_new (self.service, "GET", "/x"), &error);
  g_assert_no_error (error);
  g_assert_null (bw_response_get_root (response));
  tear_down (&self);
}

/* Little on the wire, much behind it. */
static void
answer_packed (BwTestServer      *server,
               SoupServerMessage *message,
               guint              n,
               gpointer           data)
{
  gsize size = 20 * 1000 * 1000;
  g_autofree char *zeros = g_malloc0 (size);
  g_autoptr(GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1);
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (gzip));
  g_autoptr(GBytes) packed = NULL;

  g_assert_true (g_output_stream_write_all (stream, zeros, size, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  packed = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
  g_assert_cmpuint (g_bytes_get_size (packed), <, 1024 * 1024);

  soup_server_message_set_status (message, 200, NULL);
  bw_test_reply_header (message, "Content-Encoding", "gzip");
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY,
                                    g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));
}

static void
test_bomb (void)
{
  Fixture self = { 0 };
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  set_up (&self, answer_packed);
  response = bw_test_send (self.http, bw_request_new (self.service, "GET", "/x"), &error);
  g_assert_null (response);
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
  tear_down (&self);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/http-pages/pages", test_pages);
  g_test_add_func ("/net/http-pages/half-a-list", test_half_a_list);
  g_test_add_func ("/net/http-pages/circle", test_circle);
  g_test_add_func ("/net/http-pages/other-host", test_other_host);
  g_test_add_func ("/net/http-pages/not-json", test_not_json);
  g_test_add_func ("/net/http-pages/html-is-no-error", test_html_is_no_error);
  g_test_add_func ("/net/http-pages/too-big", test_too_big);
  g_test_add_func ("/net/http-pages/too-deep", test_too_deep);
  g_test_add_func ("/net/http-pages/bomb", test_bomb);

  return g_test_run ();
}
