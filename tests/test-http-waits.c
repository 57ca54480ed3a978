/* test-http-waits.c - sending: turns, silence, cancellation
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-error.h"
#include "bw-pace.h"
#include "test-server.h"
#include "test-util.h"

typedef struct
{
  BwTestServer *server;
  BwHttp       *http;
  BwService    *service;
  guint         n_now;
  guint         n_most;
} Fixture;

static void
set_up (Fixture       *self,
        BwTestHandler  handler)
{
  bw_pace_set_divisor (1000);
  self->server = bw_test_server_new (handler, self);
  self->http = bw_http_new ("Bailiwick/test");
  self->service = bw_service_new ("login", self->server->origin, NULL);
}

static void
tear_down (Fixture *self)
{
  bw_test_spin_idle ();
  g_assert_finalize_object (self->http);
  bw_service_unref (self->service);
  bw_test_server_free (self->server);
}

static gboolean
answer_later_cb (gpointer user_data)
{
  SoupServerMessage *message = user_data;
  Fixture *self = g_object_get_data (G_OBJECT (message), "fixture");

  self->n_now--;
  bw_test_reply (message, 200, "{}");
  soup_server_message_unpause (message);

  return G_SOURCE_REMOVE;
}

/* Answers only once nothing else is coming. */
static void
answer_later (BwTestServer      *server,
              SoupServerMessage *message,
              guint              n,
              gpointer           data)
{
  Fixture *self = data;

  self->n_now++;
  self->n_most = MAX (self->n_most, self->n_now);
  g_object_set_data (G_OBJECT (message), "fixture", self);
  soup_server_message_pause (message);
  g_timeout_add_full (G_PRIORITY_LOW, 20, answer_later_cb, g_object_ref (message), g_object_unref);
}

static void
note_end (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  guint *n_left = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BwResponse) response = bw_http_send_finish (BW_HTTP (object), result, &error);

  g_assert_no_error (error);
  g_assert_true (bw_response_is_success (response));
  (*n_left)--;
}

static gboolean
is_zero (gpointer data)
{
  return *(guint *) data == 0;
}

static void
send_many (Fixture    *self,
           const char *tenant,
           guint       n,
           guint      *n_left)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(BwRequest) request = bw_request_new (self->service, "GET", "/x");

      bw_request_set_tenant (request, tenant);
      bw_http_send_async (self->http, request, NULL, note_end, n_left);
    }

  *n_left += n;
}

static void
test_turns (void)
{
  Fixture self = { 0 };
  guint n_left = 0;

  set_up (&self, answer_later);
  send_many (&self, "tenant-1", 50, &n_left);
  bw_test_spin_until (is_zero, &n_left);
  g_assert_cmpuint (self.n_most, ==, 8);

  self.n_most = 0;
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *tenant = g_strdup_printf ("tenant-%u", i);

      send_many (&self, tenant, 20, &n_left);
    }
  bw_test_spin_until (is_zero, &n_left);
  g_assert_cmpuint (self.n_most, >, 8);
  g_assert_cmpuint (self.n_most, <=, 4 * 8);
  tear_down (&self);
}

static void
hang (BwTestServer      *server,
      SoupServerMessage *message,
      guint              n,
      gpointer           data)
{
  Fixture *self = data;

  self->n_now++;
  soup_server_message_pause (message);
}

static void
test_unreachable (void)
{
  Fixture self = { 0 };
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  set_up (&self, answer_later);
  soup_server_disconnect (self.server->soup);
  response = bw_test_send (self.http, bw_request_new (self.service, "POST", "/x"), &error);
  g_assert_null (response);
  g_assert_error (error, BW_ERROR, BW_ERROR_OFFLINE);
  tear_down (&self);
}

static void
test_hanging (void)
{
  Fixture self = { 0 };
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  set_up (&self, hang);
  response = bw_test_send (self.http, bw_request_new (self.service, "POST", "/x"), &error);
  g_assert_null (response);
  g_assert_error (error, BW_ERROR, BW_ERROR_UNAVAILABLE);
  g_assert_cmpuint (self.server->log->len, ==, 1);
  tear_down (&self);
}

static gboolean
has_eight (gpointer data)
{
  return ((Fixture *) data)->n_now == 8;
}

/* Under way or in the queue: cancelled is cancelled. */
static void
test_cancel (void)
{
  Fixture self = { 0 };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *slots[12] = { NULL };

  set_up (&self, hang);
  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autoptr(BwRequest) request = bw_request_new (self.service, "POST", "/x");

      bw_request_set_tenant (request, "tenant-1");
      bw_http_send_async (self.http, request, cancellable, bw_test_take_result, &slots[i]);
    }

  bw_test_spin_until (has_eight, &self);
  g_cancellable_cancel (cancellable);

  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autoptr(GAsyncResult) result = bw_test_wait (&slots[i]);
      g_autoptr(GError) error = NULL;
      g_autoptr(BwResponse) response = bw_http_send_finish (self.http, result, &error);

      g_assert_null (response);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }

  g_assert_cmpuint (self.server->log->len, ==, 8);
  tear_down (&self);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/http-waits/turns", test_turns);
  g_test_add_func ("/net/http-waits/unreachable", test_unreachable);
  g_test_add_func ("/net/http-waits/hanging", test_hanging);
  g_test_add_func ("/net/http-waits/cancel", test_cancel);

  return g_test_run ();
}
