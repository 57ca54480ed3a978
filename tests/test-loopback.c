/* test-loopback.c - the listener that the browser comes back to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "bw-loopback.h"
#include "test-util.h"

#define STATE "a-state_that~nobody.guesses"

typedef struct
{
  BwLoopback   *loopback;
  SoupSession  *session;
  GCancellable *cancellable;
  GAsyncResult *slot;
  char         *port;
} Fixture;

static char *
make_page (guint       status,
           GHashTable *answer,
           gpointer    user_data)
{
  g_assert_cmpstr (user_data, ==, STATE);
  g_assert_true ((answer != NULL) == (status == 200));

  if (status == 200)
    return g_strdup (g_hash_table_contains (answer, "error") ? "<p>bad</p>" : "<p>good</p>");

  return g_strdup_printf ("<p>%u</p>", status);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  self->loopback = bw_loopback_new (STATE, make_page, (gpointer) STATE, &error);
  g_assert_no_error (error);
  self->session = soup_session_new ();
  self->cancellable = g_cancellable_new ();
  g_assert_true (g_str_has_prefix (bw_loopback_get_redirect_uri (self->loopback),
                                   "http://localhost:"));
  self->port = g_strdup (strrchr (bw_loopback_get_redirect_uri (self->loopback), ':') + 1);
  bw_loopback_wait_async (self->loopback, self->cancellable, bw_test_take_result, &self->slot);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_cancellable_cancel (self->cancellable);
  if (self->slot != NULL)
    g_object_unref (g_steal_pointer (&self->slot));
  else
    g_object_unref (bw_test_wait (&self->slot));

  bw_test_spin_idle ();
  g_assert_finalize_object (self->loopback);
  g_object_unref (self->session);
  g_object_unref (self->cancellable);
  g_free (self->port);
}

/* Returns: the status; @body (nullable) becomes what came with it */
static guint
ask_as (Fixture     *self,
        const char  *method,
        const char  *address,
        const char  *host,
        const char  *rest,
        char       **body)
{
  g_autofree char *uri = g_strdup_printf ("http://%s:%s%s", address, self->port, rest);
  g_autoptr(SoupMessage) message = soup_message_new (method, uri);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  GAsyncResult *slot = NULL;

  if (host != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Host", host);
  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, NULL,
                                    bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bytes = soup_session_send_and_read_finish (self->session, result, &error);
  g_assert_no_error (error);

  /* The code is in the address: it must stay in no cache and reach no other page. */
  g_assert_cmpstr (soup_message_headers_get_one (headers, "Cache-Control"), ==, "no-store");
  g_assert_cmpstr (soup_message_headers_get_one (headers, "Referrer-Policy"), ==, "no-referrer");
  g_assert_true (g_str_has_prefix (soup_message_headers_get_one (headers,
                                                                 "Content-Security-Policy"),
                                   "default-src 'none'"));

  if (body != NULL)
    *body = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  return soup_message_get_status (message);
}

static guint
ask (Fixture    *self,
     const char *rest)
{
  return ask_as (self, "GET", "127.0.0.1", NULL, rest, NULL);
}

static guint
ask_well (Fixture     *self,
          const char  *rest,
          char       **body)
{
  g_autofree char *host = g_strdup_printf ("localhost:%s", self->port);

  return ask_as (self, "GET", "127.0.0.1", host, rest, body);
}

static void
test_code (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GHashTable) answer = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *page = NULL;

  g_assert_cmpuint (ask_well (self, "/?code=1.A%2Bb+c&state=" STATE "&session_state=x", &page), ==,
                    200);
  g_assert_cmpstr (page, ==, "<p>good</p>");

  result = bw_test_wait (&self->slot);
  answer = bw_loopback_wait_finish (self->loopback, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_hash_table_lookup (answer, "code"), ==, "1.A+b c");
  g_assert_null (g_hash_table_lookup (answer, "error"));

  /* A second answer is nobody's. */
  g_clear_pointer (&page, g_free);
  g_assert_cmpuint (ask_well (self, "/?code=other&state=" STATE, &page), ==, 410);
  g_assert_cmpstr (page, ==, "<p>410</p>");
  self->slot = g_steal_pointer (&result);
}

static void
test_refusal (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GHashTable) answer = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *page = NULL;

  g_assert_cmpuint (ask_well (self, "/?error=access_denied&error_description=AADSTS65004%3a+No&stat"
                                    "e=" STATE,
                              &page), ==, 200);
  g_assert_cmpstr (page, ==, "<p>bad</p>");

  result = bw_test_wait (&self->slot);
  answer = bw_loopback_wait_finish (self->loopback, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_hash_table_lookup (answer, "error"), ==, "access_denied");
  g_assert_cmpstr (g_hash_table_lookup (answer, "error_description"), ==, "AADSTS65004: No");
  self->slot = g_steal_pointer (&result);
}

/* Whatever is not the browser coming back changes nothing. */
static void
test_turned_away (Fixture       *self,
                  gconstpointer  data)
{
  static const struct { const char *rest; guint status; } cases[] = {
    { "/favicon.ico", 404 },
    { "/callback?code=c&state=" STATE, 404 },
    { "//?code=c&state=" STATE, 404 },
    { "/", 400 },
    { "/?code=c", 400 },
    { "/?code=c&state=", 400 },
    { "/?code=c&state=wrong", 400 },
    { "/?code=c&state=" STATE "x", 400 },
    { "/?state=" STATE, 400 },
    { "/?code=&state=" STATE, 400 },
    { "/?code=c&error=e&state=" STATE, 400 },
    { "/?code=c&code=d&state=" STATE, 400 },
    { "/?code=c&state=wrong&state=" STATE, 400 },
    { "/?code=c&State=" STATE, 400 },
  };
  g_autofree char *host = g_strdup_printf ("localhost:%s", self->port);
  g_autofree char *other = g_strdup_printf ("rebound.example:%s", self->port);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *page = NULL;

      g_assert_cmpuint (ask_well (self, cases[i].rest, &page), ==, cases[i].status);
      g_assert_cmpstr (page, ==, cases[i].status == 400 ? "<p>400</p>" : "Not Found");
    }

  g_assert_cmpuint (ask_as (self, "POST", "127.0.0.1", host, "/?code=c&state=" STATE, NULL), ==,
                    405);
  g_assert_cmpuint (ask_as (self, "HEAD", "127.0.0.1", host, "/?code=c&state=" STATE, NULL), ==,
                    405);
  g_assert_cmpuint (ask_as (self, "GET", "127.0.0.1", other, "/?code=c&state=" STATE, NULL), ==,
                    421);
  g_assert_cmpuint (ask_as (self, "GET", "127.0.0.1", "localhost", "/?code=c&state=" STATE, NULL),
                    ==, 421);
  g_assert_cmpuint (ask (self, "/?code=c&state=" STATE), ==, 421);
  g_assert_null (self->slot);

  g_assert_cmpuint (ask_well (self, "/?code=c&state=" STATE, NULL), ==, 200);
  g_object_unref (bw_test_wait (&self->slot));
  bw_loopback_wait_async (self->loopback, NULL, bw_test_take_result, &self->slot);
}

static void
test_cancel (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GHashTable) answer = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (self->cancellable);
  result = bw_test_wait (&self->slot);
  answer = bw_loopback_wait_finish (self->loopback, result, &error);
  g_assert_null (answer);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  self->slot = g_steal_pointer (&result);
}

/* A browser may know localhost as ::1. */
static void
test_six (Fixture       *self,
          gconstpointer  data)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV6);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocket) probe = g_socket_new (G_SOCKET_FAMILY_IPV6, G_SOCKET_TYPE_STREAM,
                                           G_SOCKET_PROTOCOL_TCP, NULL);
  g_autofree char *host = g_strdup_printf ("localhost:%s", self->port);

  if (probe == NULL || !g_socket_bind (probe, address, FALSE, NULL))
    {
      g_test_skip ("There is no IPv6 here");
      return;
    }

  g_assert_cmpuint (ask_as (self, "GET", "[::1]", host, "/?code=c&state=" STATE, NULL), ==, 200);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  add ("/net/loopback/code", test_code);
  add ("/net/loopback/refusal", test_refusal);
  add ("/net/loopback/turned-away", test_turned_away);
  add ("/net/loopback/cancel", test_cancel);
  add ("/net/loopback/six", test_six);
#undef add

  return g_test_run ();
}
