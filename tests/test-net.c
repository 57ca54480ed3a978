/* test-net.c - services, requests, challenges, retries and turns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-challenge.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-lane.h"
#include "bw-pace.h"
#include "bw-response.h"
#include "bw-retry.h"
#include "test-util.h"

static void
test_owns (void)
{
  static const struct { const char *uri; gboolean owns; } cases[] = {
    { "https://graph.microsoft.com/v1.0", TRUE },
    { "https://graph.microsoft.com/v1.0/users?$top=1", TRUE },
    { "https://graph.microsoft.com:443/v1.0/users", TRUE },
    { "HTTPS://GRAPH.microsoft.com/v1.0/users", TRUE },
    { "http://graph.microsoft.com/v1.0/users", FALSE },
    { "https://graph.microsoft.com:444/v1.0/users", FALSE },
    { "https://graph.microsoft.com.example.org/v1.0/users", FALSE },
    { "https://graph.microsoft.com@example.org/v1.0/users", FALSE },
    { "https://user@graph.microsoft.com/v1.0/users", FALSE },
    { "https://example.org/v1.0/https://graph.microsoft.com/v1.0", FALSE },
    { "https://graph.microsoft.com/v1.01/users", FALSE },
    { "https://graph.microsoft.com/beta/users", FALSE },
    { "https://graph.microsoft.com/v1.0/../beta", FALSE },
    { "https://graph.microsoft.com/v1.0/%2e%2e/beta", FALSE },
    { "https://graph.microsoft.com/v1.0/..%2fbeta", FALSE },
    { "https://graph.microsoft.com/v1.0/..\\beta", FALSE },
    { "//graph.microsoft.com/v1.0/users", FALSE },
    { "/v1.0/users", FALSE },
    { "javascript:alert(1)", FALSE },
    { "", FALSE },
  };
  g_autoptr(BwService) service = bw_service_new ("graph", "https://graph.microsoft.com/v1.0/",
                                                 "aud");

  g_assert_cmpstr (service->base, ==, "https://graph.microsoft.com/v1.0");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].uri);
      g_assert_true (bw_service_owns (service, cases[i].uri) == cases[i].owns);
    }
}

static void
test_request (void)
{
  g_autoptr(BwService) service = bw_service_new ("graph", "https://graph.microsoft.com/v1.0",
                                                 "aud");
  g_autoptr(BwRequest) request = bw_request_new (service, "POST", "groups");
  g_autoptr(BwRequest) next = NULL;
  g_autoptr(BwRequest) none = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (bw_request_get_uri (request), ==, "https://graph.microsoft.com/v1.0/groups");
  g_assert_true (bw_request_is_write (request));
  bw_request_set_tenant (request, "t");
  bw_request_set_header (request, "X-Evil", "a\r\nB: c");
  g_assert_cmpstr (bw_request_get_header (request, "x-evil"), ==, "a  B: c");
  bw_request_set_header (request, "client-request-id", "own");
  g_assert_cmpstr (bw_request_get_id (request), ==, "own");

  next = bw_request_new_for_uri (request, "https://graph.microsoft.com/v1.0/groups?page=2", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (bw_request_get_method (next), ==, "GET");
  g_assert_cmpstr (bw_request_get_tenant (next), ==, "t");
  g_assert_false (bw_request_is_write (next));
  g_assert_null (bw_request_get_body (next));

  none = bw_request_new_for_uri (request, "https://example.org/v1.0/groups?page=2", &error);
  g_assert_null (none);
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
}

static void
test_form (void)
{
  g_autoptr(BwService) service = bw_service_new ("login", "https://login.microsoftonline.com",
                                                 NULL);
  g_autoptr(BwRequest) request = bw_request_new (service, "POST", "/t/token");
  const char *text;
  gsize size;

  bw_request_set_form (request, "a", "x y&z=ü", "left_out", NULL, "b", "1", NULL);
  text = g_bytes_get_data (bw_request_get_body (request), &size);
  g_assert_cmpmem (text, size, "a=x%20y%26z%3D%C3%BC&b=1", strlen ("a=x%20y%26z%3D%C3%BC&b=1"));
}

static void
test_response (void)
{
  g_autoptr(BwService) service = bw_service_new ("graph", "https://graph.microsoft.com/v1.0",
                                                 "aud");
  g_autoptr(BwRequest) request = bw_request_new (service, "GET", "/x");
  g_autoptr(BwResponse) response = bw_response_new (request, 204);

  g_assert_true (bw_response_is_success (response));
  g_assert_null (bw_response_get_object (response));
  g_assert_null (bw_response_get_list (response, "value"));
  bw_response_add_header (response, "A", "1");
  bw_response_add_header (response, "a", "2");
  g_assert_cmpstr (bw_response_get_header (response, "A"), ==, "1, 2");
  bw_response_take_root (response, bw_json_parse_text ("{\"value\":[1]}", NULL));
  g_assert_cmpuint (bw_json_array_length (bw_response_get_list (response, "value")), ==, 1);
}

/* {"access_token":{"acrs":{"essential":true,"value":"c1"}}} */
#define CLAIMS "eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiYzEifX19"
#define URI    "authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\""

static void
test_challenge (void)
{
  static const struct { const char *header; gboolean demands; } cases[] = {
    { NULL, FALSE },
    { "", FALSE },
    { "Bearer", FALSE },
    { "Bearer realm=\"\", " URI, FALSE },
    { "Bearer realm=\"\", " URI ", error=\"insufficient_claims\", claims=\"" CLAIMS "\"", TRUE },
    { "Bearer claims=\"" CLAIMS "\", error=\"insufficient_claims\"", TRUE },
    { "bearer error=insufficient_claims, claims=" CLAIMS ", errorDescription=\"a, b = c\"", TRUE },
    { "Negotiate, Bearer error=\"insufficient_claims\", claims=\"" CLAIMS "\"", TRUE },
    { "Bearer error=\"insufficient_claims\", claims=\"" CLAIMS "\", Basic realm=\"x\"", TRUE },
    { "Basic error=\"insufficient_claims\", claims=\"" CLAIMS "\"", FALSE },
    { "Bearer error=\"invalid_token\", claims=\"" CLAIMS "\"", FALSE },
    { "Bearer error=\"insufficient_claims\", Basic claims=\"" CLAIMS "\"", FALSE },
    { "Bearer error=\"insufficient_claims\", claims=\"%%%\"", FALSE },
    { "Bearer error=\"insufficient_claims\", claims=\"W10=\"", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *claims = bw_challenge_dup_claims (cases[i].header);

      g_test_message ("%s", cases[i].header);
      g_assert_cmpstr (claims, ==, cases[i].demands
                       ? "{\"access_token\":{\"acrs\":{\"essential\":true,"
                         "\"value\":\"c1\"}}}" : NULL);
    }
}

static void
test_retry_after (void)
{
  const char *now = "Tue, 24 Nov 2026 08:00:00 GMT";

  g_assert_cmpint (bw_retry_after_parse (NULL, now), ==, -1);
  g_assert_cmpint (bw_retry_after_parse ("", now), ==, -1);
  g_assert_cmpint (bw_retry_after_parse ("soon", now), ==, -1);
  g_assert_cmpint (bw_retry_after_parse ("-1", now), ==, -1);
  g_assert_cmpint (bw_retry_after_parse ("1.2.3", now), ==, -1);
  g_assert_cmpint (bw_retry_after_parse ("0", now), ==, 0);
  g_assert_cmpint (bw_retry_after_parse ("10", now), ==, 10000);
  g_assert_cmpint (bw_retry_after_parse ("2.128", now), ==, 2128);
  g_assert_cmpint (bw_retry_after_parse ("99999999999999999999", now), ==, 1000000000000);
  g_assert_cmpint (bw_retry_after_parse ("Tue, 24 Nov 2026 08:00:30 GMT", now), ==, 30000);
  g_assert_cmpint (bw_retry_after_parse ("Tue, 24 Nov 2026 07:59:30 GMT", now), ==, 0);
  g_assert_cmpint (bw_retry_after_parse ("Tue, 24 Nov 2020 07:59:30 GMT", NULL), ==, 0);
}

static void
test_retry (void)
{
  BwRetry retry = { 0 };
  guint msec = 0;

  /* Five tries, each wait about twice the one before. */
  for (guint i = 1; i < 5; i++)
    {
      retry.n_tries = i;
      g_assert_true (bw_retry_decide (&retry, FALSE, BW_RETRY_TROUBLE_NONE, 503, -1, &msec));
      g_assert_cmpuint (msec, >=, 1000u << (i - 1));
      g_assert_cmpuint (msec, <, (1000u << (i - 1)) * 3 / 2);
    }
  retry.n_tries = 5;
  g_assert_false (bw_retry_decide (&retry, FALSE, BW_RETRY_TROUBLE_NONE, 503, -1, &msec));

  /* A write only where it was surely not carried out. */
  retry = (BwRetry) { .n_tries = 1 };
  g_assert_false (bw_retry_decide (&retry, TRUE, BW_RETRY_TROUBLE_NONE, 503, 1, &msec));
  g_assert_false (bw_retry_decide (&retry, TRUE, BW_RETRY_TROUBLE_DROPPED, 0, -1, &msec));
  g_assert_true (bw_retry_decide (&retry, TRUE, BW_RETRY_TROUBLE_UNREACHED, 0, -1, &msec));
  g_assert_true (bw_retry_decide (&retry, TRUE, BW_RETRY_TROUBLE_NONE, 429, 2000, &msec));
  g_assert_cmpuint (msec, ==, 2000);

  /* Patience has an end. */
  retry = (BwRetry) { .n_tries = 1 };
  g_assert_false (bw_retry_decide (&retry, FALSE, BW_RETRY_TROUBLE_NONE, 429, BW_RETRY_MAX_WAIT + 1,
                                   &msec));
  g_assert_true (bw_retry_decide (&retry, FALSE, BW_RETRY_TROUBLE_NONE, 429, BW_RETRY_MAX_WAIT,
                                  &msec));
  g_assert_false (bw_retry_decide (&retry, FALSE, BW_RETRY_TROUBLE_NONE, 429, BW_RETRY_MAX_WAIT,
                                   &msec));

  retry = (BwRetry) { .n_tries = 3 };
  g_assert_false (bw_retry_decide (&retry, FALSE, BW_RETRY_TROUBLE_UNREACHED, 0, -1, &msec));
}

static void
take_turn (gpointer data)
{
  (*(guint *) data)++;
}

static gboolean
is_seven (gpointer data)
{
  return *(guint *) data == 7;
}

static void
test_lanes (void)
{
  g_autoptr(BwLanes) lanes = bw_lanes_new (2, 5);
  BwTicket *tickets[12];
  guint n = 0;

  /* Of six in each of two lanes two each may go. */
  for (guint i = 0; i < 12; i++)
    tickets[i] = bw_lanes_queue (lanes, i % 2 == 0 ? "a" : "b", FALSE, take_turn, &n);
  g_assert_cmpuint (n, ==, 0);
  bw_test_spin_idle ();
  g_assert_cmpuint (n, ==, 4);

  /* Making way lets the next go; leaving the queue does not. */
  bw_ticket_free (tickets[0]);
  bw_ticket_free (tickets[11]);
  bw_test_spin_idle ();
  g_assert_cmpuint (n, ==, 5);

  /* Nobody of a lane that pauses, until the pause is over. */
  bw_pace_set_divisor (1000);
  bw_lanes_pause (lanes, "a", 20000);
  bw_ticket_free (tickets[2]);
  bw_ticket_free (tickets[1]);
  bw_test_spin_idle ();
  g_assert_cmpuint (n, ==, 6);
  bw_test_spin_until (is_seven, &n);

  for (guint i = 3; i < 11; i++)
    bw_ticket_free (tickets[i]);
}

static void
test_lanes_in_all (void)
{
  g_autoptr(BwLanes) lanes = bw_lanes_new (8, 5);
  BwTicket *tickets[10];
  guint n = 0;

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);

      tickets[i] = bw_lanes_queue (lanes, key, FALSE, take_turn, &n);
    }
  bw_test_spin_idle ();
  g_assert_cmpuint (n, ==, 5);

  bw_lanes_limit (lanes, 2);
  bw_lanes_limit (lanes, 9);
  for (guint i = 0; i < 3; i++)
    bw_ticket_free (tickets[i]);
  bw_test_spin_idle ();
  g_assert_cmpuint (n, ==, 5);

  for (guint i = 3; i < 10; i++)
    bw_ticket_free (tickets[i]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/service/owns", test_owns);
  g_test_add_func ("/net/request/plain", test_request);
  g_test_add_func ("/net/request/form", test_form);
  g_test_add_func ("/net/response/plain", test_response);
  g_test_add_func ("/net/challenge/claims", test_challenge);
  g_test_add_func ("/net/retry/after", test_retry_after);
  g_test_add_func ("/net/retry/decide", test_retry);
  g_test_add_func ("/net/lanes/turns", test_lanes);
  g_test_add_func ("/net/lanes/in-all", test_lanes_in_all);

  return g_test_run ();
}
