/* test-catalogue-codes.c - the tables of codes, and what they lead to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-catalogue-private.h"
#include "test-answer.h"

#define POLICY "62e90394-69f5-4237-9190-012177145e10"

typedef struct
{
  GHashTable *seen;
  guint       n;
} Walk;

static void
visit (const char *code,
       BwEvent     event,
       gpointer    user_data)
{
  Walk *walk = user_data;
  g_autofree char *folded = g_ascii_strdown (code, -1);

  g_test_message ("%s: %s", code, bw_catalogue_get_entry (event)->id);
  g_assert_cmpint (event, !=, BW_EVENT_UNKNOWN);
  g_assert_cmpint (event, <, BW_N_EVENTS);
  g_assert_true (g_hash_table_add (walk->seen, g_steal_pointer (&folded)));
  walk->n++;
}

/* A code that is there twice would lead to one event here, to another there. */
static void
test_tables (void)
{
  static const guint at_least[BW_N_CODE_KINDS] = {
    [BW_CODE_AADSTS] = 100, [BW_CODE_OAUTH] = 15, [BW_CODE_SUBERROR] = 7, [BW_CODE_GRAPH] = 25,
    [BW_CODE_PARTNER] = 28,
  };

  for (int kind = 0; kind < BW_N_CODE_KINDS; kind++)
    {
      Walk walk = { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), 0 };

      bw_catalogue_visit_codes ((BwCodeKind) kind, visit, &walk);
      g_assert_cmpuint (walk.n, >=, at_least[kind]);
      g_hash_table_unref (walk.seen);
    }
}

/* What an MSP meets, and that it does not look like something else. */
static void
test_aadsts (void)
{
  static const struct { int number; BwEvent event; } cases[] = {
    { 50014, BW_EVENT_GUEST_PENDING }, { 500571, BW_EVENT_GUEST_DISABLED },
    { 50020, BW_EVENT_GUEST_IN_THE_WAY }, { 90072, BW_EVENT_GUEST_IN_THE_WAY },
    { 53000, BW_EVENT_DEVICE_REQUIRED }, { 53001, BW_EVENT_DEVICE_REQUIRED },
    { 50097, BW_EVENT_DEVICE_REQUIRED }, { 530003, BW_EVENT_DEVICE_REQUIRED },
    { 50177, BW_EVENT_POLICY_CONTROL }, { 50178, BW_EVENT_POLICY_CONTROL },
    { 53002, BW_EVENT_POLICY_CONTROL },
    { 53003, BW_EVENT_CONDITIONAL_ACCESS }, { 530032, BW_EVENT_CONDITIONAL_ACCESS },
    { 53004, BW_EVENT_ACCOUNT_RISK }, { 53011, BW_EVENT_ACCOUNT_RISK },
    { 530034, BW_EVENT_ACCOUNT_RISK }, { 530035, BW_EVENT_MFA_MISSING },
    { 65004, BW_EVENT_SIGN_IN_DECLINED }, { 70016, BW_EVENT_DEVICE_CODE_ENDED },
    { 70018, BW_EVENT_DEVICE_CODE_ENDED }, { 70019, BW_EVENT_DEVICE_CODE_ENDED },
    { 70020, BW_EVENT_DEVICE_CODE_ENDED },
    { 90038, BW_EVENT_OTHER_CLOUD }, { 900382, BW_EVENT_OTHER_CLOUD },
    { 900432, BW_EVENT_OTHER_CLOUD },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = g_strdup_printf (
        "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS90002: nothing\","
        "\"error_codes\":[%d]}", cases[i].number);
      g_autoptr(BwResponse) response = bw_test_answer_from ("login", 400, json);

      g_test_message ("%d", cases[i].number);
      g_assert_cmpint (bw_catalogue_classify (response), ==, cases[i].event);
    }
}

static void
test_graph (void)
{
  static const struct { guint status; const char *json; BwEvent event; } cases[] = {
    { 400, "{\"error\":{\"code\":\"Directory_QuotaExceeded\"}}", BW_EVENT_QUOTA },
    { 403, "{\"error\":{\"code\":\"Directory_QuotaExceeded\"}}", BW_EVENT_QUOTA },
    { 400, "{\"error\":{\"code\":\"directory_quotaexceeded\"}}", BW_EVENT_QUOTA },
    { 400, "{\"error\":{\"code\":\"Request_ResourceNotFound\"}}", BW_EVENT_NOT_FOUND },
    { 400, "{\"error\":{\"code\":\"Request_MultipleObjectsWithSameKeyValue\"}}",
      BW_EVENT_CONFLICT },
    { 403, "{\"error\":{\"code\":\"Authentication_RequestFromNonPremiumTenantOrB2CTenant\"}}",
      BW_EVENT_SERVICE_MISSING },
    { 403, "{\"error\":{\"code\":\"new\",\"innerError\":{\"code\":\"Directory_QuotaExceeded\"}}}",
      BW_EVENT_QUOTA },
    { 403, "{\"error\":{\"code\":\"somethingNew\"}}", BW_EVENT_DENIED },
    { 403, "{\"error\":{\"code\":7}}", BW_EVENT_DENIED },
    { 403, "{\"error\":{\"code\":\"\",\"message\":\"Directory_QuotaExceeded\"}}",
      BW_EVENT_DENIED },
    /* What passes by itself does so whatever else is said. */
    { 503, "{\"error\":{\"code\":\"Request_ResourceNotFound\"}}", BW_EVENT_UNAVAILABLE },
    { 429, "{\"error\":{\"code\":\"accessDenied\"}}", BW_EVENT_THROTTLED },
    { 400, "{\"code\":\"conflict\",\"message\":\"x\"}", BW_EVENT_CONFLICT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BwResponse) response = bw_test_answer_from ("graph", cases[i].status,
                                                            cases[i].json);

      g_test_message ("%u %s", cases[i].status, cases[i].json);
      g_assert_cmpint (bw_catalogue_classify (response), ==, cases[i].event);
    }
}

/* A token that does not do is asked for again, whatever the code beside it says. */
static void
test_graph_challenge (void)
{
  g_autoptr(BwResponse) plain = bw_test_answer_from (
    "graph", 401, "{\"error\":{\"code\":\"InvalidAuthenticationToken\"}}");
  g_autoptr(BwResponse) challenge = bw_test_answer_from (
    "graph", 401, "{\"error\":{\"code\":\"InvalidAuthenticationToken\"}}");

  bw_response_add_header (challenge, "WWW-Authenticate",
                          "Bearer realm=\"\", error=\"insufficient_claims\", "
                          "claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"");
  g_assert_cmpint (bw_catalogue_classify (plain), ==, BW_EVENT_SIGN_IN_EXPIRED);
  g_assert_cmpint (bw_catalogue_classify (challenge), ==, BW_EVENT_CONDITIONAL_ACCESS);
}

static void
test_policy_named (void)
{
  static const struct { int number; const char *id; gboolean named; } cases[] = {
    { 53003, "BW-4002", TRUE }, { 53000, "BW-4008", TRUE }, { 50178, "BW-4009", TRUE },
    { 50076, "BW-2003", TRUE }, { 65001, "BW-4001", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = g_strdup_printf (
        "{\"error\":\"invalid_grant\",\"error_codes\":[%d],\"claims\":\"{\\\"access_token\\\":"
        "{\\\"capolids\\\":{\\\"essential\\\":true,\\\"values\\\":[\\\"" POLICY "\\\"]}}}\"}",
        cases[i].number);
      g_autoptr(BwResponse) response = bw_test_answer_from ("login", 400, json);
      g_autoptr(BwFailure) failure = bw_catalogue_from_response (response, NULL);

      g_assert_cmpstr (failure->event_id, ==, cases[i].id);
      g_assert_true ((strstr (failure->advice, POLICY) != NULL) == cases[i].named);
      g_assert_true (bw_catalogue_is_policy (bw_catalogue_classify (response)) == cases[i].named);
      if (failure->who == BW_PARTY_CUSTOMER)
        g_assert_nonnull (strstr (failure->advice, "“Service provider users”, “Selected”"));
    }
}

/* What the clock is off by is said. */
static void
test_clock (void)
{
  g_autoptr(GError) error = g_error_new_literal (BW_ERROR, BW_ERROR_CLOCK, "It is 7 minutes slow.");
  g_autoptr(BwFailure) failure = bw_catalogue_from_error (error, NULL);

  g_assert_cmpstr (failure->event_id, ==, "BW-1009");
  g_assert_nonnull (strstr (failure->meaning, "It is 7 minutes slow."));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api/catalogue/tables", test_tables);
  g_test_add_func ("/api/catalogue/codes-aadsts", test_aadsts);
  g_test_add_func ("/api/catalogue/codes-graph", test_graph);
  g_test_add_func ("/api/catalogue/codes-challenge", test_graph_challenge);
  g_test_add_func ("/api/catalogue/policy-named", test_policy_named);
  g_test_add_func ("/api/catalogue/clock", test_clock);

  return g_test_run ();
}
