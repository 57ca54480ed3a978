/* test-http.c - sending: tokens and retries
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-error.h"
#include "bw-json.h"
#include "bw-pace.h"
#include "bw-util.h"
#include "test-server.h"
#include "test-util.h"

/* Waits are divided so that none is felt. */
#define DIVISOR 1000.0

typedef struct
{
  BwTestServer *server;
  BwTestTokens *tokens;
  BwHttp       *http;
  BwService    *service;
} Fixture;

static void
set_up (Fixture       *self,
        BwTestHandler  handler)
{
  g_autofree char *base = NULL;

  bw_pace_set_divisor (DIVISOR);
  self->server = bw_test_server_new (handler, self);
  self->tokens = bw_test_tokens_new ();
  self->http = bw_http_new ("Bailiwick/test");
  bw_http_set_token_source (self->http, BW_TOKEN_SOURCE (self->tokens));
  base = g_strconcat (self->server->origin, "/v1", NULL);
  self->service = bw_service_new ("graph", base, "https://graph.microsoft.com");
}

static void
tear_down (Fixture *self)
{
  bw_test_spin_idle ();
  g_assert_finalize_object (self->http);
  g_assert_finalize_object (self->tokens);
  bw_service_unref (self->service);
  bw_test_server_free (self->server);
}

static BwRequest *
ask (Fixture    *self,
     const char *method)
{
  BwRequest *request = bw_request_new (self->service, method, "/thing?a=b");

  bw_request_set_tenant (request, "tenant-1");
  if (bw_request_is_write (request))
    bw_request_take_json (request, bw_json_parse_text ("{\"x\":1}", NULL));

  return request;
}

/* What a request looks like on the wire. */
static void
check_headers (BwTestServer      *server,
               SoupServerMessage *message,
               guint              n,
               gpointer           data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  g_assert_true (bw_is_guid (soup_message_headers_get_one (headers, "client-request-id")));
  g_assert_cmpstr (soup_message_headers_get_one (headers, "User-Agent"), ==, "Bailiwick/test");
  g_assert_cmpstr (soup_message_headers_get_one (headers, "Accept"), ==, "application/json");
  g_assert_cmpstr (soup_message_headers_get_one (headers, "X-Own"), ==, "value");
  bw_test_reply_header (message, "request-id", "r-1");
  bw_test_reply (message, 201, "\xef\xbb\xbf{\"id\":\"1\"}");
}

static void
test_plain (void)
{
  Fixture self = { 0 };
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;
  BwRequest *request;

  set_up (&self, check_headers);
  request = ask (&self, "POST");
  bw_request_set_header (request, "X-Own", "value");
  response = bw_test_send (self.http, request, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (bw_response_get_status (response), ==, 201);
  g_assert_cmpstr (bw_json_get_string (bw_response_get_object (response), "id"), ==, "1");
  g_assert_cmpstr (bw_response_get_header (response, "Request-ID"), ==, "r-1");
  g_assert_cmpstr (g_ptr_array_index (self.server->log, 0), ==, "POST /v1/thing?a=b");
  g_assert_cmpstr (g_ptr_array_index (self.server->tokens, 0), ==, "Bearer token-1");
  g_assert_cmpstr (g_ptr_array_index (self.tokens->asked, 0), ==,
                   "tenant-1|https://graph.microsoft.com||");
  tear_down (&self);
}

/* A status, and how often a GET and a POST with it are sent. */
static guint fault_status;

static void
answer_with_fault (BwTestServer      *server,
                   SoupServerMessage *message,
                   guint              n,
                   gpointer           data)
{
  bw_test_reply (message, fault_status, "{\"error\":{\"code\":\"x\",\"message\":\"y\"}}");
}

static void
test_statuses (void)
{
  static const struct { guint status; guint n_get; guint n_post; } cases[] = {
    { 400, 1, 1 }, { 403, 1, 1 }, { 404, 1, 1 }, { 409, 1, 1 }, { 412, 1, 1 },
    { 429, 5, 5 }, { 500, 5, 1 }, { 501, 1, 1 }, { 502, 5, 1 }, { 503, 5, 1 }, { 504, 5, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      for (guint write = 0; write < 2; write++)
        {
          Fixture self = { 0 };
          g_autoptr(BwResponse) response = NULL;
          g_autoptr(GError) error = NULL;

          fault_status = cases[i].status;
          set_up (&self, answer_with_fault);
          response = bw_test_send (self.http, ask (&self, write ? "POST" : "GET"), &error);
          g_assert_no_error (error);
          g_assert_cmpuint (bw_response_get_status (response), ==, cases[i].status);
          g_assert_cmpuint (self.server->log->len, ==, write ? cases[i].n_post : cases[i].n_get);
          tear_down (&self);
        }
    }
}

static void
throttle_once (BwTestServer      *server,
               SoupServerMessage *message,
               guint              n,
               gpointer           data)
{
  if (n == 1)
    {
      bw_test_reply_header (message, "Retry-After", "2.128");
      bw_test_reply (message, 429, NULL);
    }
  else
    {
      bw_test_reply (message, 200, "{}");
    }
}

static void
test_throttled (void)
{
  Fixture self = { 0 };
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  set_up (&self, throttle_once);
  response = bw_test_send (self.http, ask (&self, "POST"), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bw_response_get_status (response), ==, 200);
  g_assert_cmpuint (self.server->log->len, ==, 2);
  tear_down (&self);
}

static void
ask_for_long_wait (BwTestServer      *server,
                   SoupServerMessage *message,
                   guint              n,
                   gpointer           data)
{
  bw_test_reply_header (message, "Retry-After", "3600");
  bw_test_reply (message, 503, NULL);
}

static void
test_too_long (void)
{
  Fixture self = { 0 };
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  set_up (&self, ask_for_long_wait);
  response = bw_test_send (self.http, ask (&self, "GET"), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bw_response_get_status (response), ==, 503);
  g_assert_cmpuint (self.server->log->len, ==, 1);
  tear_down (&self);
}

static const char *drop_bytes;

static void
drop (BwTestServer      *server,
      SoupServerMessage *message,
      guint              n,
      gpointer           data)
{
  /* The first is answered, so that the connection has served before. */
  if (n == 1)
    bw_test_reply (message, 200, "{}");
  else
    bw_test_drop (message, drop_bytes);
}

/* A write whose fate nobody knows is sent once: by us, and by the library. */
static void
test_dropped (void)
{
  static const char * const bytes[] = {
    "",
    "HTTP/1.1 200 OK\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"value\":",
  };
  static const char * const methods[] = { "POST", "PATCH", "DELETE", "PUT", "GET" };

  for (guint i = 0; i < G_N_ELEMENTS (bytes) * G_N_ELEMENTS (methods); i++)
    {
      const char *method = methods[i % G_N_ELEMENTS (methods)];
      Fixture self = { 0 };
      g_autoptr(BwResponse) first = NULL;
      g_autoptr(BwResponse) response = NULL;
      g_autoptr(GError) error = NULL;

      drop_bytes = bytes[i / G_N_ELEMENTS (methods)];
      set_up (&self, drop);
      first = bw_test_send (self.http, ask (&self, "GET"), &error);
      g_assert_no_error (error);

      response = bw_test_send (self.http, ask (&self, method), &error);
      g_assert_error (error, BW_ERROR, BW_ERROR_UNAVAILABLE);
      g_assert_null (response);
      g_assert_nonnull (strstr (error->message, "127.0.0.1"));
      if (g_str_equal (method, "GET"))
        g_assert_cmpuint (self.server->log->len, >=, 1 + 5);
      else
        g_assert_cmpuint (self.server->log->len, ==, 1 + 1);
      tear_down (&self);
    }
}

/* The library does not notice; the parser does. */
static void
test_dropped_between_chunks (void)
{
  Fixture self = { 0 };
  g_autoptr(BwResponse) first = NULL;
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  drop_bytes = "HTTP/1.1 200 OK\r\nContent-Type: application/json;odata.metadata=minimal\r\n"
               "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n";
  set_up (&self, drop);
  first = bw_test_send (self.http, ask (&self, "GET"), &error);
  g_assert_no_error (error);

  response = bw_test_send (self.http, ask (&self, "POST"), &error);
  g_assert_no_error (error);
  g_assert_true (bw_response_is_success (response));
  g_assert_null (bw_response_get_root (response));
  g_assert_cmpuint (self.server->log->len, ==, 1 + 1);
  g_clear_pointer (&response, bw_response_unref);

  response = bw_test_send (self.http, ask (&self, "GET"), &error);
  g_assert_null (response);
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
  g_assert_cmpuint (self.server->log->len, ==, 1 + 1 + 5);
  tear_down (&self);
}

static void
drop_the_reason (BwTestServer      *server,
                 SoupServerMessage *message,
                 guint              n,
                 gpointer           data)
{
  bw_test_drop (message, "HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\n{");
}

static void
test_refusal_without_reason (void)
{
  Fixture self = { 0 };
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  set_up (&self, drop_the_reason);
  response = bw_test_send (self.http, ask (&self, "POST"), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bw_response_get_status (response), ==, 403);
  g_assert_null (bw_response_get_root (response));
  tear_down (&self);
}

static void
redirect (BwTestServer      *server,
          SoupServerMessage *message,
          guint              n,
          gpointer           data)
{
  bw_test_reply_header (message, "Location", "/v1/elsewhere");
  bw_test_reply (message, 302, NULL);
}

static void
test_redirect (void)
{
  Fixture self = { 0 };
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  set_up (&self, redirect);
  response = bw_test_send (self.http, ask (&self, "GET"), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bw_response_get_status (response), ==, 302);
  g_assert_cmpstr (bw_response_get_header (response, "Location"), ==, "/v1/elsewhere");
  g_assert_cmpuint (self.server->log->len, ==, 1);
  tear_down (&self);
}

/* The token goes below the base of its service, and nowhere else. */
static void
test_token_stays_home (void)
{
  static const char * const paths[] = { "/../login", "/%2e%2e/login", "/a/..%2f..%2flogin" };
  Fixture self = { 0 };
  g_autoptr(BwService) open = NULL;
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  fault_status = 200;
  set_up (&self, answer_with_fault);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(BwResponse) none = NULL;

      none = bw_test_send (self.http, bw_request_new (self.service, "GET", paths[i]), &error);
      g_assert_null (none);
      g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
      g_clear_error (&error);
    }
  g_assert_cmpuint (self.server->log->len, ==, 0);

  open = bw_service_new ("login", self.server->origin, NULL);
  response = bw_test_send (self.http, bw_request_new (open, "GET", "/x"), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_ptr_array_index (self.server->tokens, 0), ==, "");
  g_assert_cmpuint (self.tokens->asked->len, ==, 0);
  tear_down (&self);
}

#define CHALLENGE "Bearer realm=\"\", error=\"insufficient_claims\", " \
                  "claims=\"eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7InZhbHVlIjoiMSJ9fX0=\""

static void
challenge (BwTestServer      *server,
           SoupServerMessage *message,
           guint              n,
           gpointer           data)
{
  const char *token = g_ptr_array_index (server->tokens, n - 1);

  if (g_str_equal (token, "Bearer token-2"))
    {
      bw_test_reply (message, 200, "{}");
      return;
    }

  bw_test_reply_header (message, "WWW-Authenticate", CHALLENGE);
  bw_test_reply (message, 401, NULL);
}

static void
test_challenge (void)
{
  Fixture self = { 0 };
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  set_up (&self, challenge);
  response = bw_test_send (self.http, ask (&self, "POST"), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bw_response_get_status (response), ==, 200);
  g_assert_cmpuint (self.tokens->asked->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (self.tokens->asked, 1), ==,
                   "tenant-1|https://graph.microsoft.com|token-1|"
                   "{\"access_token\":{\"nbf\":{\"value\":\"1\"}}}");
  tear_down (&self);
}

static void
turn_away (BwTestServer      *server,
           SoupServerMessage *message,
           guint              n,
           gpointer           data)
{
  bw_test_reply (message, 401, "{}");
}

static void
test_turned_away (void)
{
  Fixture self = { 0 };
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  set_up (&self, turn_away);
  response = bw_test_send (self.http, ask (&self, "GET"), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bw_response_get_status (response), ==, 401);
  g_assert_cmpuint (self.server->log->len, ==, 2);
  tear_down (&self);
}

static void
test_no_token (void)
{
  Fixture self = { 0 };
  g_autoptr(BwRequest) about = NULL;
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(BwResponse) none = NULL;
  g_autoptr(GError) error = NULL;

  set_up (&self, answer_with_fault);
  about = ask (&self, "POST");
  self.tokens->refusal = bw_response_new (about, 400);
  response = bw_test_send (self.http, ask (&self, "GET"), &error);
  g_assert_no_error (error);
  g_assert_true (response == self.tokens->refusal);

  g_clear_pointer (&self.tokens->refusal, bw_response_unref);
  self.tokens->error = g_error_new_literal (BW_ERROR, BW_ERROR_AUTH, "Nobody is signed in");
  none = bw_test_send (self.http, ask (&self, "GET"), &error);
  g_assert_null (none);
  g_assert_error (error, BW_ERROR, BW_ERROR_AUTH);
  g_assert_cmpuint (self.server->log->len, ==, 0);
  tear_down (&self);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/http/plain", test_plain);
  g_test_add_func ("/net/http/statuses", test_statuses);
  g_test_add_func ("/net/http/throttled", test_throttled);
  g_test_add_func ("/net/http/too-long", test_too_long);
  g_test_add_func ("/net/http/dropped", test_dropped);
  g_test_add_func ("/net/http/dropped-between-chunks", test_dropped_between_chunks);
  g_test_add_func ("/net/http/refusal-without-reason", test_refusal_without_reason);
  g_test_add_func ("/net/http/redirect", test_redirect);
  g_test_add_func ("/net/http/token-stays-home", test_token_stays_home);
  g_test_add_func ("/net/http/challenge", test_challenge);
  g_test_add_func ("/net/http/turned-away", test_turned_away);
  g_test_add_func ("/net/http/no-token", test_no_token);

  return g_test_run ();
}
