/* test-base.c - times, waits, words and what must not be said aloud
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-log.h"
#include "bw-pace.h"
#include "bw-util.h"

static gboolean
fire_cb (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

static void
test_pace (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GMainContext) context = g_main_context_new ();
  GSource *source;

  g_assert_cmpuint (bw_pace_scale (1000), ==, 1000);
  bw_pace_set_divisor (50);
  g_assert_cmpuint (bw_pace_scale (1000), ==, 20);
  bw_pace_set_divisor (0.5);
  g_assert_cmpuint (bw_pace_scale (1000), ==, 2000);
  bw_pace_set_divisor (1);

  /* The clock of the other side shortens what we wait, not what others have. */
  bw_pace_set_time_scale (100000);
  g_assert_cmpuint (bw_pace_scale (1000), ==, 0);
  source = bw_pace_limit_new (1000 * 1000);
  g_source_set_callback (source, fire_cb, NULL, NULL);
  g_source_attach (source, context);
  g_assert_cmpint (g_source_get_ready_time (source), >, g_get_monotonic_time () + 500 * 1000000);
  bw_clear_source (&source);
  g_assert_null (source);
  bw_pace_set_time_scale (1);

  /* A wait of an hour is over at once when it is cancelled. */
  source = bw_pace_source_new (3600 * 1000, cancellable);
  g_source_set_callback (source, fire_cb, NULL, NULL);
  g_source_attach (source, context);
  g_assert_false (g_main_context_iteration (context, FALSE));
  g_cancellable_cancel (cancellable);
  g_assert_true (g_main_context_iteration (context, FALSE));
  g_assert_true (g_source_is_destroyed (source));
  g_source_unref (source);
}

static void
test_clock (void)
{
  static const struct { const char *text; gint64 time; } cases[] = {
    { "2026-11-24T08:00:00Z", 1795507200 },
    { "2026-11-24T08:00:00", 1795507200 },
    { "2026-11-24T08:00:00.1Z", 1795507200 },
    { "2026-11-24T08:00:00.12Z", 1795507200 },
    { "2026-11-24T08:00:00.123Z", 1795507200 },
    { "2026-11-24T08:00:00.1234Z", 1795507200 },
    { "2026-11-24T08:00:00.12345Z", 1795507200 },
    { "2026-11-24T08:00:00.123456Z", 1795507200 },
    { "2026-11-24T08:00:00.1234567Z", 1795507200 },
    { "2026-11-24T09:00:00+01:00", 1795507200 },
    { "2026-11-24T08:00:00.9999999Z", 1795507200 },
    { "0001-01-01T00:00:00Z", -62135596800 },
    { "2026-02-30T08:00:00Z", 0 },
    { "2026-11-24", 0 },
    { "soon", 0 },
    { "", 0 },
    { "２０２６-11-24T08:00:00Z", 0 },
  };
  g_autofree char *text = bw_clock_format (1795507200);
  g_autofree char *none = bw_clock_format (0);
  gint64 now;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (bw_clock_parse_unix (cases[i].text), ==, cases[i].time);
    }
  g_assert_cmpint (bw_clock_parse_unix (NULL), ==, 0);
  g_assert_cmpstr (text, ==, "2026-11-24T08:00:00Z");
  g_assert_null (none);

  now = bw_clock_now ();
  bw_clock_set_offset (86400);
  g_assert_cmpint (bw_clock_now (), >=, now + 86400);
  bw_clock_set_offset (0);
}

static void
test_duration (void)
{
  static const struct { const char *text; gint64 seconds; } cases[] = {
    { "P730D", 730 * 86400 },
    { "P2Y", 730 * 86400 },
    { "P180D", 180 * 86400 },
    { "P0D", 0 },
    { "PT0S", 0 },
    { "P1DT2H3M4S", 86400 + 2 * 3600 + 3 * 60 + 4 },
    { "P1W", 7 * 86400 },
    { "P1M", 30 * 86400 },
    { "PT1M", 60 },
    { "P", -1 },
    { "", -1 },
    { "730D", -1 },
    { "PD", -1 },
    { "P1", -1 },
    { "P1H", -1 },
    { "PT1D", -1 },
    { "P-1D", -1 },
    { "P 1D", -1 },
    { "P99999999999999999999D", -1 },
    { "P1DT", 86400 },
    { "P1DTT1S", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (bw_duration_parse (cases[i].text), ==, cases[i].seconds);
    }
  g_assert_cmpint (bw_duration_parse (NULL), ==, -1);
}

static void
test_guid (void)
{
  g_assert_true (bw_is_guid ("62e90394-69f5-4237-9190-012177145e10"));
  g_assert_true (bw_is_guid ("62E90394-69F5-4237-9190-012177145E10"));
  g_assert_false (bw_is_guid (NULL));
  g_assert_false (bw_is_guid (""));
  g_assert_false (bw_is_guid ("62e90394-69f5-4237-9190-012177145e1"));
  g_assert_false (bw_is_guid ("62e90394-69f5-4237-9190-012177145e100"));
  g_assert_false (bw_is_guid ("62e90394069f5-4237-9190-012177145e10"));
  g_assert_false (bw_is_guid ("62e90394-69f5-4237-9190-01217714-e10"));
  g_assert_false (bw_is_guid ("{62e90394-69f5-4237-9190-012177145e10}"));
  g_assert_false (bw_is_guid ("contoso.com"));
}

static void
test_words (void)
{
  g_autofree char *text = NULL;
  g_autofree char *one = bw_str_compact (" a\r\n\t b\x07 c  ", 100);
  g_autofree char *two = bw_str_compact ("abcdef", 3);
  g_autofree char *three = bw_str_compact ("ä\xff ö", 100);
  g_autofree char *four = bw_str_compact (NULL, 3);
  g_autofree char *five = bw_str_compact ("abc", 3);

  g_assert_true (bw_set_str (&text, "a"));
  g_assert_false (bw_set_str (&text, "a"));
  g_assert_true (bw_set_str (&text, NULL));
  g_assert_false (bw_set_str (&text, NULL));
  g_assert_cmpstr (one, ==, "a b c");
  g_assert_cmpstr (two, ==, "abc…");
  g_assert_cmpstr (three, ==, "ä\uFFFD ö");
  g_assert_cmpstr (four, ==, "");
  g_assert_cmpstr (five, ==, "abc");
  g_assert_true (bw_str_is_empty (NULL));
  g_assert_true (bw_str_is_empty (""));
  g_assert_false (bw_str_is_empty (" "));
}

#define JWT "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL2dyYXBoIn0.c2lnbmF0dXJl"
#define RT  "1.AXoAAbCdEfGhIjKlMnOpQrStUvWxYz0123456789"

static void
test_redaction (void)
{
  static const char * const texts[] = {
    "Authorization: Bearer " JWT,
    "bearer " JWT " refused",
    "{\"access_token\":\"" JWT "\",\"refresh_token\": \"" RT "\"}",
    "{\"refresh_token\":\"opaque-secret-1\\\"x\"}",
    "grant_type=refresh_token&refresh_token=opaque-secret-1&scope=a",
    "GET http://localhost:1234/?code=opaque-secret-1&state=x",
    "client_secret=opaque-secret-1",
    "code_verifier%3dopaque-secret-1",
    "Set-Cookie: fpc=opaque-secret-1; secure",
    "the token " JWT " in a sentence",
    "the token " RT " in a sentence",
    "{\"secretText\":\"opaque-secret-1\"}",
  };
  static const char * const harmless[] = {
    "62e90394-69f5-4237-9190-012177145e10",
    "AADSTS53003: Access has been blocked by Conditional Access policies.",
    "The relationship “Contoso – Fabrikam – 2026-11 – 7f3a2b” is active",
    "GET https://graph.microsoft.com/v1.0/users: 200",
    "error code: 429",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *clean = bw_log_redact (texts[i]);

      g_test_message ("%s", clean);
      g_assert_null (strstr (clean, "opaque-secret-1"));
      g_assert_null (strstr (clean, "eyJhdWQ"));
      g_assert_null (strstr (clean, "AXoAAbCd"));
      g_assert_nonnull (strstr (clean, "***"));
    }

  for (guint i = 0; i < G_N_ELEMENTS (harmless); i++)
    {
      g_autofree char *clean = bw_log_redact (harmless[i]);

      g_assert_cmpstr (clean, ==, harmless[i]);
    }
}

/* What is logged passes the same way, and is remembered without secrets. */
static void
test_log (void)
{
  if (g_test_subprocess ())
    {
      g_autofree char *recent = NULL;

      bw_log_set_up (FALSE);
      g_log ("bw-net", G_LOG_LEVEL_DEBUG, "a quiet line with Bearer %s", JWT);
      g_log ("bw-net", G_LOG_LEVEL_MESSAGE, "a loud line with Bearer %s", JWT);
      bw_log_set_up (TRUE);
      g_log ("bw-net", G_LOG_LEVEL_DEBUG, "a line that is asked for");

      recent = bw_log_dup_recent ();
      g_assert_nonnull (strstr (recent, "a quiet line with Bearer ***"));
      g_assert_nonnull (strstr (recent, "a loud line with Bearer ***"));
      g_assert_null (strstr (recent, "eyJ"));
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*a loud line with Bearer ****");
  g_test_trap_assert_stderr ("*a line that is asked for*");
  g_test_trap_assert_stderr_unmatched ("*eyJ*");
  g_test_trap_assert_stderr_unmatched ("*a quiet line*");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/pace", test_pace);
  g_test_add_func ("/base/clock", test_clock);
  g_test_add_func ("/base/duration", test_duration);
  g_test_add_func ("/base/guid", test_guid);
  g_test_add_func ("/base/words", test_words);
  g_test_add_func ("/base/redaction", test_redaction);
  g_test_add_func ("/base/log", test_log);

  return g_test_run ();
}
