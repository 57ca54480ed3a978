/* test-catalogue-explain.c - error codes that people type or paste
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-catalogue.h"
#include "bw-error.h"

#define CORRELATION "0b5f1f6e-58a1-4e1d-9d6f-1f1f6a3c2b11"
#define TRACE       "12345678-1234-1234-1234-123456789012"

static void
assert_explained (const char *text,
                  const char *code,
                  BwEvent     event)
{
  g_autoptr(GError) error = NULL;
  gboolean known = FALSE;
  g_autoptr(BwFailure) failure = bw_catalogue_explain (text, &known, &error);
  g_autoptr(BwFailure) expected = bw_catalogue_make (event, NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (failure->code, ==, code);
  g_assert_cmpstr (failure->event_id, ==, expected->event_id);
  g_assert_true (known == (event != BW_EVENT_UNKNOWN));
  if (known)
    {
      g_assert_cmpstr (failure->meaning, ==, expected->meaning);
      g_assert_cmpstr (failure->advice, ==, expected->advice);
      g_assert_cmpint (failure->who, ==, expected->who);
    }
}

static void
test_codes (void)
{
  static const struct
  {
    const char *text;
    const char *code;
    BwEvent     event;
  } cases[] = {
    { "AADSTS50105", "AADSTS50105", BW_EVENT_APP_REGISTRATION },
    { "aadsts50105", "AADSTS50105", BW_EVENT_APP_REGISTRATION },
    { "AADSTS 50105", "AADSTS50105", BW_EVENT_APP_REGISTRATION },
    { "  50105\n", "AADSTS50105", BW_EVENT_APP_REGISTRATION },
    { "(50105).", "AADSTS50105", BW_EVENT_APP_REGISTRATION },
    { "Error Code: 53003", "AADSTS53003", BW_EVENT_CONDITIONAL_ACCESS },
    { "Fehlercode: 53003", "AADSTS53003", BW_EVENT_CONDITIONAL_ACCESS },
    { "{\"error\":\"invalid_grant\",\"error_codes\":[50076]}", "AADSTS50076",
      BW_EVENT_MFA_MISSING },
    { "Code d’erreur 530003 sur votre appareil", "AADSTS530003", BW_EVENT_DEVICE_REQUIRED },
    { "AADSTS99999: Outer. AADSTS65001: Inner.", "AADSTS65001", BW_EVENT_CONSENT_MISSING },
    { "http://localhost:40131/?error=access_denied&error_description=AADSTS50105%3a+Not+assigned",
      "AADSTS50105", BW_EVENT_APP_REGISTRATION },
    { "error=access_denied", "access_denied", BW_EVENT_SIGN_IN_DECLINED },
    { "consent_required", "consent_required", BW_EVENT_CONSENT_MISSING },
    { "AADSTS99999", "AADSTS99999", BW_EVENT_UNKNOWN },
    { "99999", "AADSTS99999", BW_EVENT_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_explained (cases[i].text, cases[i].code, cases[i].event);
}

/* Nothing that merely looks like a number is taken for a code. */
static void
test_no_code (void)
{
  static const char * const texts[] = {
    "", "   ", "hello", "AADSTS", "AADSTS12", "AADSTS123456789", "2026-11-25 07:01:02Z",
    "Trace ID: 50105000-5010-5010-5010-501055010550", "http://localhost:50105/?state=x",
    "Version 1.50105.2", "error_description", "In 2026 it was refused", "Correlation-50105",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      gboolean known = TRUE;

      g_test_message ("%s", texts[i]);
      g_assert_null (bw_catalogue_explain (texts[i], &known, &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
      g_assert_false (known);
    }
}

/* The text of Microsoft's page, as it is copied from the browser. */
static void
test_page (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwFailure) failure = NULL;
  g_autoptr(BwFailure) policy = NULL;

  failure = bw_catalogue_explain ("Sign in\r\nSorry, but we’re having trouble signing you in.\r\n"
                                  "AADSTS50105: Your administrator has configured the application "
                                  "to block users.\r\nTrace ID: " TRACE "\r\nCorrelation ID: "
                                  CORRELATION "\r\nTimestamp: 2026-11-25 07:01:02Z", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (failure->correlation_id, ==, CORRELATION);
  g_assert_cmpstr (failure->request_id, ==, TRACE);
  g_assert_cmpstr (failure->timestamp, ==, "2026-11-25T07:01:02Z");
  g_assert_cmpstr (failure->message, ==, "Sign in Sorry, but we’re having trouble signing you in. "
                                         "AADSTS50105: Your administrator has configured the "
                                         "application to block users.");

  policy = bw_catalogue_explain ("You cannot access this right now\nError Code: 53003\n"
                                 "Request Id: " TRACE "\nCorrelation Id: " CORRELATION "\n"
                                 "Timestamp: 2026-11-25T07:01:02Z\nApp name: Bailiwick", NULL,
                                 &error);
  g_assert_no_error (error);
  g_assert_cmpstr (policy->code, ==, "AADSTS53003");
  g_assert_cmpstr (policy->correlation_id, ==, CORRELATION);
  g_assert_cmpstr (policy->request_id, ==, TRACE);
  g_assert_cmpstr (policy->timestamp, ==, "2026-11-25T07:01:02Z");
}

/* A code alone is no message; a secret never is one; a whole book is cut. */
static void
test_message (void)
{
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autofree char *book = g_strconcat ("AADSTS50105: a ", long_text, NULL);
  g_autoptr(BwFailure) bare = bw_catalogue_explain ("AADSTS50105", NULL, NULL);
  g_autoptr(BwFailure) secret = NULL;
  g_autoptr(BwFailure) cut = bw_catalogue_explain (book, NULL, NULL);
  g_autoptr(BwFailure) broken = bw_catalogue_explain ("AADSTS50105: \xff\xfe no", NULL, NULL);

  g_assert_null (bare->message);
  g_assert_null (bare->correlation_id);
  g_assert_null (bare->timestamp);

  secret = bw_catalogue_explain ("AADSTS50105 at http://localhost/?code=1.AVeryLongSecretCode1234&"
                                 "state=abc", NULL, NULL);
  g_assert_null (strstr (secret->message, "AVeryLongSecretCode1234"));
  g_assert_cmpuint (g_utf8_strlen (cut->message, -1), <=, 1001);
  g_assert_true (g_utf8_validate (broken->message, -1, NULL));
}

static void
test_unknown (void)
{
  g_autoptr(BwFailure) failure = bw_catalogue_explain ("AADSTS99999: What?", NULL, NULL);

  g_assert_nonnull (strstr (failure->meaning, "AADSTS99999"));
  g_assert_nonnull (strstr (failure->advice, "https://login.microsoftonline.com/error"));
  g_assert_cmpstr (failure->message, ==, "AADSTS99999: What?");
}

/* What a browser brings back to us instead of a code. */
static void
test_refusal (void)
{
  g_autoptr(GError) declined = bw_catalogue_explain_refusal ("access_denied", NULL);
  g_autoptr(GError) policy = bw_catalogue_explain_refusal ("access_denied",
                                                           "AADSTS53003: Blocked. Trace ID: "
                                                           TRACE);
  g_autoptr(GError) odd = bw_catalogue_explain_refusal ("never-heard-of", NULL);
  BwFailure *failure = bw_failure_of_error (policy);

  g_assert_error (declined, BW_ERROR, BW_ERROR_AUTH);
  g_assert_cmpstr (bw_failure_of_error (declined)->event_id, ==, "BW-2007");
  g_assert_error (policy, BW_ERROR, BW_ERROR_CONDITIONAL_ACCESS);
  g_assert_cmpstr (failure->code, ==, "AADSTS53003");
  g_assert_cmpstr (failure->message, ==, "AADSTS53003: Blocked.");
  g_assert_cmpstr (failure->request_id, ==, TRACE);
  g_assert_nonnull (failure->tracking_id);
  g_assert_error (odd, BW_ERROR, BW_ERROR_FAILED);
  g_assert_cmpstr (bw_failure_of_error (odd)->code, ==, "never-heard-of");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api/catalogue-explain/codes", test_codes);
  g_test_add_func ("/api/catalogue-explain/no-code", test_no_code);
  g_test_add_func ("/api/catalogue-explain/page", test_page);
  g_test_add_func ("/api/catalogue-explain/message", test_message);
  g_test_add_func ("/api/catalogue-explain/unknown", test_unknown);
  g_test_add_func ("/api/catalogue-explain/refusal", test_refusal);

  return g_test_run ();
}
