/* test-catalogue.c - the known failures
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-catalogue.h"
#include "bw-error.h"
#include "bw-util.h"
#include "test-answer.h"

/* Every event can be looked up, told apart and acted upon. */
static void
test_complete (void)
{
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int event = 0; event < BW_N_EVENTS; event++)
    {
      g_autoptr(BwFailure) failure = bw_catalogue_make ((BwEvent) event, "t-1");

      g_assert_nonnull (failure->event_id);
      g_test_message ("%s %s", failure->event_id, failure->meaning);
      g_assert_true (g_regex_match_simple ("^BW-[1-9][0-9]{3}$", failure->event_id, 0, 0));
      g_assert_true (g_hash_table_add (ids, g_strdup (failure->event_id)));

      /* One sentence; then at least one. */
      g_assert_true (g_str_has_suffix (failure->meaning, "."));
      g_assert_null (strstr (failure->meaning, ". "));
      g_assert_true (g_str_has_suffix (failure->advice, "."));
      g_assert_cmpstr (failure->tracking_id, ==, "t-1");
      g_assert_false (bw_failure_has_microsoft (failure));
    }
}

/* Event IDs are in people's notes: they stay what they are. */
static void
test_stable (void)
{
  static const struct
  {
    BwEvent     event;
    const char *id;
    gboolean    transient;
    BwParty     who;
  } cases[] = {
    { BW_EVENT_OFFLINE, "BW-1001", TRUE, BW_PARTY_YOU },
    { BW_EVENT_UNAVAILABLE, "BW-1002", TRUE, BW_PARTY_MICROSOFT },
    { BW_EVENT_THROTTLED, "BW-1003", TRUE, BW_PARTY_NOBODY },
    { BW_EVENT_PROTOCOL, "BW-1004", FALSE, BW_PARTY_YOU },
    { BW_EVENT_SIGN_IN_EXPIRED, "BW-2002", TRUE, BW_PARTY_YOU },
    { BW_EVENT_RELATIONSHIP_INVALID, "BW-3004", FALSE, BW_PARTY_YOU },
    { BW_EVENT_CONDITIONAL_ACCESS, "BW-4002", FALSE, BW_PARTY_CUSTOMER },
    { BW_EVENT_STORAGE, "BW-5001", FALSE, BW_PARTY_YOU },
    { BW_EVENT_DISK_FULL, "BW-5004", FALSE, BW_PARTY_YOU },
    { BW_EVENT_NEWER_DATABASE, "BW-5005", FALSE, BW_PARTY_YOU },
    { BW_EVENT_UNKNOWN, "BW-9001", FALSE, BW_PARTY_YOU },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BwFailure) failure = bw_catalogue_make (cases[i].event, NULL);

      g_assert_cmpstr (failure->event_id, ==, cases[i].id);
      g_assert_true (failure->transient == cases[i].transient);
      g_assert_cmpint (failure->who, ==, cases[i].who);
    }
}

static void
test_aadsts (void)
{
  static const struct { int number; BwEvent event; } cases[] = {
    { 50020, BW_EVENT_GUEST_IN_THE_WAY }, { 50034, BW_EVENT_ACCOUNT_BLOCKED },
    { 50057, BW_EVENT_ACCOUNT_BLOCKED },
    { 50076, BW_EVENT_MFA_MISSING }, { 50079, BW_EVENT_MFA_MISSING },
    { 50105, BW_EVENT_APP_REGISTRATION },
    { 50158, BW_EVENT_CONDITIONAL_ACCESS }, { 50173, BW_EVENT_SIGN_IN_EXPIRED },
    { 53000, BW_EVENT_DEVICE_REQUIRED }, { 53003, BW_EVENT_CONDITIONAL_ACCESS },
    { 530003, BW_EVENT_DEVICE_REQUIRED }, { 65001, BW_EVENT_CONSENT_MISSING },
    { 90099, BW_EVENT_CONSENT_MISSING }, { 7000229, BW_EVENT_CONSENT_MISSING },
    { 700016, BW_EVENT_CONSENT_MISSING },
    { 650051, BW_EVENT_UNAVAILABLE }, { 650052, BW_EVENT_SERVICE_MISSING },
    { 500011, BW_EVENT_SERVICE_MISSING },
    { 70008, BW_EVENT_SIGN_IN_EXPIRED }, { 700082, BW_EVENT_SIGN_IN_EXPIRED },
    { 70043, BW_EVENT_SIGN_IN_EXPIRED },
    { 700024, BW_EVENT_CLOCK_WRONG }, { 700027, BW_EVENT_CREDENTIAL_EXPIRED },
    { 7000215, BW_EVENT_CREDENTIAL_EXPIRED }, { 7000222, BW_EVENT_CREDENTIAL_EXPIRED },
    { 7000218, BW_EVENT_APP_REGISTRATION }, { 50011, BW_EVENT_APP_REGISTRATION },
    { 90002, BW_EVENT_TENANT_GONE }, { 5000224, BW_EVENT_TENANT_GONE },
    { 90038, BW_EVENT_OTHER_CLOUD },
    { 500212, BW_EVENT_CROSS_TENANT }, { 90033, BW_EVENT_UNAVAILABLE },
    { 90055, BW_EVENT_THROTTLED },
    { 90014, BW_EVENT_BAD_REQUEST },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      /* The text says something else on purpose: it does not count. */
      g_autofree char *json = g_strdup_printf (
        "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS65001: consent MFA throttled\","
        "\"error_codes\":[%d],\"suberror\":\"message_only\"}", cases[i].number);
      g_autoptr(BwResponse) response = bw_test_answer_from ("login", 400, json);

      g_test_message ("%d", cases[i].number);
      g_assert_cmpint (bw_catalogue_classify (response), ==, cases[i].event);
    }
}

/* Numbers that nobody knows yet, and answers that are not as they should be. */
static void
test_oauth (void)
{
  static const struct { guint status; const char *json; BwEvent event; } cases[] = {
    { 400, "{\"error\":\"invalid_grant\",\"error_codes\":[999999]}", BW_EVENT_SIGN_IN_EXPIRED },
    { 400, "{\"error\":\"invalid_grant\",\"error_codes\":[999999],\"suberror\":\"basic_action\"}",
      BW_EVENT_MFA_MISSING },
    { 400,
      "{\"error\":\"invalid_grant\",\"error_codes\":[999999],\"suberror\":\"consent_required\"}",
      BW_EVENT_CONSENT_MISSING },
    { 400, "{\"error\":\"invalid_grant\",\"claims\":\"{\\\"access_token\\\":{\\\"capolids\\\":"
           "{\\\"values\\\":"
           "[\\\"62e90394-69f5-4237-9190-012177145e10\\\"]}}}\"}", BW_EVENT_CONDITIONAL_ACCESS },
    { 400, "{\"error\":\"invalid_grant\",\"error_codes\":[999999,53003]}",
      BW_EVENT_CONDITIONAL_ACCESS },
    { 400, "{\"error\":\"interaction_required\"}", BW_EVENT_SIGN_IN_EXPIRED },
    { 401, "{\"error\":\"invalid_client\"}", BW_EVENT_APP_REGISTRATION },
    { 400, "{\"error\":\"invalid_tenant\",\"error_codes\":[90002]}", BW_EVENT_TENANT_GONE },
    { 503, "{\"error\":\"temporarily_unavailable\"}", BW_EVENT_UNAVAILABLE },
    { 429, "{\"error\":\"invalid_grant\"}", BW_EVENT_THROTTLED },
    { 400, "{\"error\":\"something_new\"}", BW_EVENT_BAD_REQUEST },
    { 400, "{\"error\":\"invalid_grant\",\"error_codes\":\"53003\",\"claims\":7}",
      BW_EVENT_SIGN_IN_EXPIRED },
    { 400, "{\"error\":\"invalid_grant\",\"error_codes\":[{}],\"claims\":\"{\"}",
      BW_EVENT_SIGN_IN_EXPIRED },
    { 400, NULL, BW_EVENT_BAD_REQUEST },
    { 500, "<html>", BW_EVENT_UNAVAILABLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BwResponse) response = bw_test_answer_from ("login", cases[i].status,
                                                            cases[i].json);

      g_test_message ("%u %s", cases[i].status, cases[i].json);
      g_assert_cmpint (bw_catalogue_classify (response), ==, cases[i].event);
    }
}

static void
test_services (void)
{
  static const struct
  {
    const char *service;
    guint       status;
    const char *json;
    BwEvent     event;
  } cases[] = {
    { "graph", 400, "{\"error\":{\"code\":\"Request_BadRequest\"}}", BW_EVENT_BAD_REQUEST },
    { "graph", 401, "{\"error\":{\"code\":\"InvalidAuthenticationToken\"}}",
      BW_EVENT_SIGN_IN_EXPIRED },
    { "graph", 403, "{\"error\":{\"code\":\"Authorization_RequestDenied\"}}", BW_EVENT_DENIED },
    { "graph", 404, "{\"error\":{\"code\":\"Request_ResourceNotFound\"}}", BW_EVENT_NOT_FOUND },
    { "graph", 409, "{\"error\":{\"code\":\"conflict\"}}", BW_EVENT_CONFLICT },
    { "graph", 412, NULL, BW_EVENT_CONFLICT },
    { "graph", 422, NULL, BW_EVENT_BAD_REQUEST },
    { "graph", 429, NULL, BW_EVENT_THROTTLED },
    { "graph", 500, "{\"error\":{\"code\":\"unexpectedError\"}}", BW_EVENT_UNAVAILABLE },
    { "graph", 504, "<html>", BW_EVENT_UNAVAILABLE },
    { "graph", 302, NULL, BW_EVENT_PROTOCOL },
    { "graph", 451, NULL, BW_EVENT_UNKNOWN },
    { "partner", 401, NULL, BW_EVENT_MFA_MISSING },
    { "partner", 401, "{\"code\":1002,\"description\":\"x\"}", BW_EVENT_NOT_ADMIN_AGENT },
    { "partner", 403, "{\"code\":\"900150\"}", BW_EVENT_NOT_ADMIN_AGENT },
    { "partner", 403, "{\"Code\":900309}", BW_EVENT_CONDITIONAL_ACCESS },
    { "partner", 403, "{\"code\":900308}", BW_EVENT_DENIED },
    { "partner", 403, "{\"code\":20002}", BW_EVENT_NOT_A_CUSTOMER },
    { "partner", 403, "{\"code\":900123}", BW_EVENT_PROGRAM },
    { "partner", 403, NULL, BW_EVENT_DENIED },
    { "partner", 404, "{\"code\":1000}", BW_EVENT_NOT_A_CUSTOMER },
    { "partner", 404, NULL, BW_EVENT_NOT_A_CUSTOMER },
    { "partner", 404, "{\"code\":60003}", BW_EVENT_TENANT_GONE },
    { "partner", 400, "{\"code\":3000}", BW_EVENT_BAD_REQUEST },
    { "partner", 429,
      "{\"statusCode\":429,\"message\":\"Rate limit is exceeded. Try again in 57 seconds.\"}",
      BW_EVENT_THROTTLED },
    { "partner", 500, "{\"code\":800003}", BW_EVENT_UNAVAILABLE },
    { "partner", 403, "{\"code\":[]}", BW_EVENT_DENIED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BwResponse) response = bw_test_answer_from (cases[i].service, cases[i].status,
                                                            cases[i].json);

      g_test_message ("%s %u %s", cases[i].service, cases[i].status, cases[i].json);
      g_assert_cmpint (bw_catalogue_classify (response), ==, cases[i].event);
    }
}

static void
test_claims_challenge (void)
{
  g_autoptr(BwResponse) response =
    bw_test_answer_from ("graph", 401, "{\"error\":{\"code\":\"InvalidAuthenticationToken\"}}");

  bw_response_add_header (response, "WWW-Authenticate",
                          "Bearer error=\"insufficient_claims\", "
                          "claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"");
  g_assert_cmpint (bw_catalogue_classify (response), ==, BW_EVENT_CONDITIONAL_ACCESS);
}

static void
test_exists (void)
{
  static const struct
  {
    const char *service;
    guint       status;
    const char *json;
    gboolean    exists;
  } cases[] = {
    { "graph", 409,
      "{\"error\":{\"code\":\"conflict\",\"message\":\"The resource already exists.\"}}", TRUE },
    { "graph", 409, NULL, TRUE },
    { "graph", 400, "{\"error\":{\"code\":\"Request_BadRequest\",\"message\":\"One or more added "
                    "object references "
                    "already exist for the following modified properties: 'members'.\"}}", TRUE },
    { "graph", 400,
      "{\"error\":{\"code\":\"Request_BadRequest\",\"message\":\"Permission being assigned already "
                    "exists on the object\"}}", TRUE },
    { "graph", 400, "{\"error\":{\"code\":\"Request_BadRequest\",\"message\":\"Invalid filter\"}}",
      FALSE },
    { "partner", 400, "{\"code\":3000,\"description\":\"PERMISSION ENTRY ALREADY EXISTS.\"}",
      TRUE },
    { "partner", 409, NULL, TRUE },
    { "graph", 201, "{\"message\":\"already exists\"}", FALSE },
    { "graph", 500, "{\"error\":{\"message\":\"already exists\"}}", FALSE },
    { "graph", 429, "{\"error\":{\"message\":\"already exists\"}}", FALSE },
    { "graph", 400, "<html>", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BwResponse) response = bw_test_answer_from (cases[i].service, cases[i].status,
                                                            cases[i].json);

      g_test_message ("%s %u %s", cases[i].service, cases[i].status, cases[i].json);
      g_assert_true (bw_catalogue_says_exists (response) == cases[i].exists);
    }
}

#define POLICY "62e90394-69f5-4237-9190-012177145e10"

static void
test_microsoft_login (void)
{
  g_autoptr(BwResponse) response = bw_test_answer_from ("login", 400,
    "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS53003: Access has been blocked by "
    "Conditional Access "
    "policies.\\r\\nTrace ID: t-9\\r\\nCorrelation ID: c-9\\r\\nTimestamp: 2026-11-24 08:00:00Z\","
    "\"error_codes\":[53003],\"timestamp\":\"2026-11-24 08:00:00Z\",\"trace_id\":\"t-9\","
    "\"correlation_id\":\"c-9\","
    "\"suberror\":\"message_only\",\"claims\":\"{\\\"access_token\\\":{\\\"capolids\\\":"
    "{\\\"essential\\\":true,"
    "\\\"values\\\":[\\\"" POLICY "\\\",\\\"<b>\\\",7]}}}\"}");
  g_autoptr(BwFailure) failure = bw_catalogue_from_response (response, "run-1");

  g_assert_cmpstr (failure->event_id, ==, "BW-4002");
  g_assert_cmpstr (failure->tracking_id, ==, "run-1");
  g_assert_cmpstr (failure->code, ==, "AADSTS53003");
  g_assert_cmpstr (failure->message, ==,
                   "AADSTS53003: Access has been blocked by Conditional Access policies.");
  g_assert_cmpstr (failure->timestamp, ==, "2026-11-24T08:00:00Z");
  g_assert_cmpstr (failure->correlation_id, ==, "c-9");
  g_assert_cmpstr (failure->request_id, ==, "t-9");
  g_assert_nonnull (strstr (failure->advice, "Service provider users"));
  g_assert_nonnull (strstr (failure->advice, POLICY));
  g_assert_null (strstr (failure->advice, "<b>"));
}

static void
test_microsoft_graph (void)
{
  g_autoptr(BwResponse) response = bw_test_answer_from ("graph", 403,
    "{\"error\":{\"code\":\"Authorization_RequestDenied\",\"message\":\"Insufficient privileges to "
    "complete the "
    "operation.\",\"innererror\":{\"date\":\"2026-11-24T10:17:05\",\"request-id\":\"93b6f17e\","
    "\"client-request-id\":\"e70c5c1b\"}}}");
  g_autoptr(BwResponse) bare = bw_test_answer_from ("graph", 409,
    "{\"code\":\"conflict\",\"message\":\"The resource already exists.\",\"innerError\":null}");
  g_autoptr(BwFailure) failure = bw_catalogue_from_response (response, NULL);
  g_autoptr(BwFailure) other = bw_catalogue_from_response (bare, NULL);

  g_assert_cmpstr (failure->code, ==, "Authorization_RequestDenied");
  g_assert_cmpstr (failure->timestamp, ==, "2026-11-24T10:17:05Z");
  g_assert_cmpstr (failure->request_id, ==, "93b6f17e");
  g_assert_cmpstr (failure->correlation_id, ==, "e70c5c1b");
  g_assert_cmpstr (other->code, ==, "conflict");
  g_assert_cmpstr (other->message, ==, "The resource already exists.");
}

/* Of an answer without a body the headers still tell something. */
static void
test_microsoft_headers (void)
{
  g_autoptr(BwResponse) response = bw_test_answer_from ("partner", 503, NULL);
  g_autoptr(BwResponse) bare = bw_test_answer_from ("graph", 502, "<html>Bad gateway</html>");
  g_autoptr(BwFailure) failure = NULL;
  g_autoptr(BwFailure) least = bw_catalogue_from_response (bare, NULL);

  bw_response_add_header (response, "Date", "Tue, 24 Nov 2026 08:00:00 GMT");
  bw_response_add_header (response, "MS-RequestId", "q-1");
  bw_response_add_header (response, "MS-CorrelationId", "c-1");
  failure = bw_catalogue_from_response (response, NULL);
  g_assert_cmpstr (failure->code, ==, "HTTP 503");
  g_assert_null (failure->message);
  g_assert_cmpstr (failure->timestamp, ==, "2026-11-24T08:00:00Z");
  g_assert_cmpstr (failure->request_id, ==, "q-1");
  g_assert_cmpstr (failure->correlation_id, ==, "c-1");

  g_assert_cmpstr (least->code, ==, "HTTP 502");
  g_assert_cmpstr (least->correlation_id, ==, bw_request_get_id (bw_response_get_request (bare)));
}

/* Whatever a service says is one line, and opens no door. */
static void
test_clean (void)
{
  g_autoptr(BwResponse) response = bw_test_answer_from ("partner", 403,
    "{\"code\":2032,\"description\":\"no\\n\\taccess with Bearer "
    "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQi.c2ln\"}");
  g_autoptr(BwFailure) failure = bw_catalogue_from_response (response, NULL);
  g_autoptr(GError) error = bw_catalogue_to_error (response);

  g_assert_cmpstr (failure->code, ==, "2032");
  g_assert_cmpstr (failure->message, ==, "no access with Bearer ***");
  g_assert_error (error, BW_ERROR, BW_ERROR_DENIED);
  g_assert_nonnull (strstr (error->message, "2032"));
  g_assert_null (strstr (error->message, "eyJ"));
}

static void
test_errors (void)
{
  static const struct { int code; const char *id; } cases[] = {
    { BW_ERROR_FAILED, "BW-9001" }, { BW_ERROR_INVALID, "BW-1006" },
    { BW_ERROR_PROTOCOL, "BW-1004" },
    { BW_ERROR_AUTH, "BW-2001" }, { BW_ERROR_INTERACTION_REQUIRED, "BW-2002" },
    { BW_ERROR_DENIED, "BW-4004" },
    { BW_ERROR_CONDITIONAL_ACCESS, "BW-4002" }, { BW_ERROR_NOT_FOUND, "BW-1007" },
    { BW_ERROR_CONFLICT, "BW-1008" },
    { BW_ERROR_THROTTLED, "BW-1003" }, { BW_ERROR_UNAVAILABLE, "BW-1002" },
    { BW_ERROR_OFFLINE, "BW-1001" },
    { BW_ERROR_NOT_CONVERGED, "BW-1005" }, { BW_ERROR_STORAGE, "BW-5001" },
    { BW_ERROR_KEYRING, "BW-5002" },
    { BW_ERROR_BUSY, "BW-5003" }, { BW_ERROR_CLOCK, "BW-1009" }, { 999, "BW-9001" },
    { -1, "BW-9001" },
  };
  g_autoptr(GError) full = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                                                "No space left on device");
  g_autoptr(GError) offline = g_error_new_literal (BW_ERROR, BW_ERROR_OFFLINE,
                                                   "“graph.microsoft.com” cannot be reached");
  g_autoptr(BwFailure) disk = bw_catalogue_from_error (full, NULL);
  g_autoptr(BwFailure) network = bw_catalogue_from_error (offline, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = g_error_new_literal (BW_ERROR, cases[i].code, "what happened");
      g_autoptr(BwFailure) failure = bw_catalogue_from_error (error, "t");

      g_assert_cmpstr (failure->event_id, ==, cases[i].id);
      g_assert_false (bw_failure_has_microsoft (failure));
    }

  g_assert_cmpstr (disk->event_id, ==, "BW-5004");
  g_assert_nonnull (strstr (network->meaning, "graph.microsoft.com"));
  g_assert_true (network->transient);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api/catalogue/complete", test_complete);
  g_test_add_func ("/api/catalogue/stable", test_stable);
  g_test_add_func ("/api/catalogue/aadsts", test_aadsts);
  g_test_add_func ("/api/catalogue/oauth", test_oauth);
  g_test_add_func ("/api/catalogue/services", test_services);
  g_test_add_func ("/api/catalogue/claims-challenge", test_claims_challenge);
  g_test_add_func ("/api/catalogue/exists", test_exists);
  g_test_add_func ("/api/catalogue/microsoft-login", test_microsoft_login);
  g_test_add_func ("/api/catalogue/microsoft-graph", test_microsoft_graph);
  g_test_add_func ("/api/catalogue/microsoft-headers", test_microsoft_headers);
  g_test_add_func ("/api/catalogue/clean", test_clean);
  g_test_add_func ("/api/catalogue/errors", test_errors);

  return g_test_run ();
}
