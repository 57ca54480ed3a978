/* test-sandbox-partner.c - the sandbox's Partner Center
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "graph-util.h"

#define CUSTOMERS "/partner/v1/customers"
#define N_CUSTOMERS 9

#define GRANT(resource, scope) "{'enterpriseApplicationId':'" resource "','scope':'" scope "'}"
#define CONSENT(grants) "{'applicationId':'" PUBLIC_APP "','applicationGrants':[" grants "]}"
#define GOOD_CONSENT \
  CONSENT (GRANT (GRAPH_APP, "User.Read.All, Directory.Read.All,Application.Read.All"))

static JsonObject *
get_item (Reply *reply,
          guint  index)
{
  JsonArray *items;

  graph_assert_status (reply, 200);
  items = json_object_get_array_member (reply->json, "items");
  g_assert_cmpuint (index, <, json_array_get_length (items));

  return json_array_get_object_element (items, index);
}

static guint
n_items (Reply *reply)
{
  graph_assert_status (reply, 200);

  return json_array_get_length (json_object_get_array_member (reply->json, "items"));
}

static JsonObject *
get_next (Reply *reply)
{
  JsonObject *links = json_object_get_object_member (reply->json, "links");

  return json_object_has_member (links, "next") ? json_object_get_object_member (links, "next")
                                                : NULL;
}

/* Follows the link to the next page as a client has to. */
static Reply *
follow (GraphTest *test,
        Reply     *reply)
{
  JsonObject *next = get_next (reply);
  const char *uri;
  JsonObject *header;
  g_autofree char *path = NULL;

  g_assert_nonnull (next);
  uri = json_object_get_string_member (next, "uri");
  header = json_array_get_object_element (json_object_get_array_member (next, "headers"), 0);
  if (g_str_has_prefix (uri, "/v1/"))
    uri += strlen ("/v1");
  path = g_strconcat ("/partner/v1", uri, NULL);

  return graph_send (test, test->partner, "GET", path, NULL,
                     json_object_get_string_member (header, "key"),
                     json_object_get_string_member (header, "value"), NULL);
}

static void
test_callers (GraphTest  *test,
              const void *data)
{
  g_autofree char *ben = graph_dup_token (test, "ben@fabrikam.example", PARTNER, PARTNERS);
  g_autofree char *carl = graph_dup_token (test, "carl@fabrikam.example", PARTNER, PARTNERS);
  g_autoptr(Reply) none = graph_get (test, NULL, CUSTOMERS "?size=1");
  g_autoptr(Reply) garbage = graph_get (test, "garbage", CUSTOMERS "?size=1");
  g_autoptr(Reply) audience = graph_get (test, test->graph, CUSTOMERS "?size=1");
  g_autoptr(Reply) no_mfa = graph_get (test, ben, CUSTOMERS "?size=1");
  g_autoptr(Reply) no_agent = graph_get (test, carl, CUSTOMERS "?size=1");
  g_autoptr(Reply) probe = graph_send (test, ben, "GET", CUSTOMERS "?size=1", NULL, "ValidateMfa",
                                       "true", NULL);
  g_autoptr(Reply) late = NULL;

  partner_assert_refused (none, 401, 800001, NULL);
  g_assert_cmpstr (graph_header (none, "WWW-Authenticate"), ==, "Bearer error=\"invalid_token\"");
  partner_assert_refused (garbage, 401, 400, NULL);

  /* The gateway has a dialect of its own. */
  graph_assert_status (audience, 401);
  g_assert_cmpint (json_object_get_int_member (audience->json, "statusCode"), ==, 401);
  g_assert_nonnull (strstr (graph_string (audience, "message"), "incorrect audience"));
  g_assert_false (json_object_has_member (audience->json, "code"));

  /* And of this there is not even a body. */
  graph_assert_status (no_mfa, 401);
  g_assert_cmpstr (no_mfa->text, ==, "");
  g_assert_cmpstr (no_mfa->reason, ==, "Unauthorized - MFA required");
  g_assert_cmpstr (graph_header (probe, "isMfaCompliant"), ==, "false");
  partner_assert_refused (no_agent, 403, 1002, "Authorization Failed");

  graph_advance (test, 2 * 60 * 60);
  late = graph_get (test, test->partner, CUSTOMERS "?size=1");
  partner_assert_refused (late, 401, 400, NULL);
}

static void
test_headers (GraphTest  *test,
              const void *data)
{
  const char *id = "01234567-89ab-4cde-8f01-23456789abcd";
  g_autoptr(Reply) echoed = graph_send (test, test->partner, "GET", CUSTOMERS "?size=1", NULL,
                                        "MS-RequestId", id, "MS-CorrelationId", id, "ValidateMfa",
                                        "true", NULL);
  g_autoptr(Reply) made = graph_get (test, test->partner, CUSTOMERS "/x");

  g_assert_cmpstr (graph_header (echoed, "MS-RequestId"), ==, id);
  g_assert_cmpstr (graph_header (echoed, "MS-CorrelationId"), ==, id);
  g_assert_cmpstr (graph_header (echoed, "isMfaCompliant"), ==, "true");
  g_assert_true (g_uuid_string_is_valid (graph_header (made, "MS-RequestId")));
  g_assert_true (g_uuid_string_is_valid (graph_header (made, "MS-CorrelationId")));
  g_assert_nonnull (graph_header (made, "MS-CV"));
  g_assert_nonnull (graph_header (made, "MS-ServerId"));
}

static void
test_pages (GraphTest  *test,
            const void *data)
{
  g_autoptr(Reply) first = graph_get (test, test->partner, CUSTOMERS "?size=4");
  g_autoptr(Reply) second = follow (test, first);
  g_autoptr(Reply) third = follow (test, second);
  JsonObject *customer = get_item (first, 0);
  JsonObject *profile = json_object_get_object_member (customer, "companyProfile");

  g_assert_true (first->marked);
  g_assert_cmpuint (n_items (first), ==, 4);
  g_assert_cmpint (json_object_get_int_member (first->json, "totalCount"), ==, 4);
  g_assert_cmpuint (n_items (second), ==, 4);
  g_assert_cmpuint (n_items (third), ==, N_CUSTOMERS - 8);
  g_assert_null (get_next (third));
  g_assert_false (json_object_has_member (third->json, "continuationToken"));

  g_assert_cmpstr (json_object_get_string_member (customer, "id"), ==, READY);
  g_assert_cmpstr (json_object_get_string_member (customer, "relationshipToPartner"), ==,
                   "reseller");
  g_assert_cmpstr (json_object_get_string_member (profile, "tenantId"), ==, READY);
  g_assert_cmpstr (json_object_get_string_member (profile, "domain"), ==, "ready.onmicrosoft.com");
  g_assert_cmpstr (json_object_get_string_member (profile, "companyName"), ==, "Ready");
  g_assert_false (json_object_has_member (customer, "allowDelegatedAccess"));
}

static void
test_odd_pages (GraphTest  *test,
                const void *data)
{
  g_autoptr(Reply) first = NULL;
  g_autoptr(Reply) end = NULL;

  bw_test_sandbox_act (test->login.sandbox, "/_sandbox/quirk", "{'name':'paging-ends-in-error'}");
  bw_test_sandbox_act (test->login.sandbox, "/_sandbox/quirk", "{'name':'v1-links'}");
  bw_test_sandbox_act (test->login.sandbox, "/_sandbox/quirk", "{'name':'no-bom'}");
  first = graph_get (test, test->partner, CUSTOMERS "?size=500");
  g_assert_false (first->marked);
  g_assert_cmpuint (n_items (first), ==, N_CUSTOMERS);
  g_assert_true (
    g_str_has_prefix (json_object_get_string_member (get_next (first), "uri"), "/v1/customers?"));
  end = follow (test, first);
  partner_assert_refused (end, 400, 2000, NULL);

  bw_test_sandbox_act (test->login.sandbox, "/_sandbox/quirk", "{'name':'string-codes'}");
  g_clear_pointer (&end, graph_reply_free);
  end = follow (test, first);
  graph_assert_status (end, 400);
  g_assert_cmpstr (graph_string (end, "code"), ==, "2000");
}

static void
test_queries (GraphTest  *test,
              const void *data)
{
  const char *filter = CUSTOMERS
    "?size=0&filter=%7B%22Field%22%3A%22CompanyName%22%2C%22Value%22%3A%22na%22%2C"
    "%22Operator%22%3A%22starts_with%22%7D";
  g_autoptr(Reply) filtered = graph_get (test, test->partner, "%s", filter);
  g_autoptr(Reply) bad_filter = graph_get (test, test->partner, CUSTOMERS "?size=0&filter=x");
  g_autoptr(Reply) no_size = graph_get (test, test->partner, CUSTOMERS);
  g_autoptr(Reply) bad_size = graph_get (test, test->partner, CUSTOMERS "?size=many");
  g_autoptr(Reply) no_token = graph_get (test, test->partner,
                                         CUSTOMERS "?size=4&seekOperation=next");
  g_autoptr(Reply) bad_seek = graph_get (test, test->partner,
                                         CUSTOMERS "?size=4&seekOperation=sideways");
  g_autoptr(Reply) first = graph_get (test, test->partner, CUSTOMERS "?size=4&seekOperation=First");
  const char *token = graph_string (first, "continuationToken");
  g_autoptr(Reply) other_size = graph_send (test, test->partner, "GET",
                                            CUSTOMERS "?size=5&seekOperation=Next", NULL,
                                            "MS-ContinuationToken", token, NULL);

  g_assert_cmpuint (n_items (filtered), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (get_item (filtered, 0), "id"), ==, NARROW);
  partner_assert_refused (bad_filter, 400, 3000, NULL);
  partner_assert_refused (no_size, 400, 3000, NULL);
  partner_assert_refused (bad_size, 400, 3000, NULL);
  partner_assert_refused (no_token, 400, 2000, NULL);
  partner_assert_refused (bad_seek, 400, 3000, NULL);
  partner_assert_refused (other_size, 400, 2000, NULL);
}

static void
test_customer (GraphTest  *test,
               const void *data)
{
  g_autoptr(Reply) one = graph_get (test, test->partner, CUSTOMERS "/" READY);
  g_autoptr(Reply) profile = graph_get (test, test->partner,
                                        CUSTOMERS "/" READY "/profiles/company");
  g_autoptr(Reply) foreign = graph_get (test, test->partner, CUSTOMERS "/" STRANGER);
  g_autoptr(Reply) malformed = graph_get (test, test->partner, CUSTOMERS "/x");
  g_autoptr(Reply) domains = graph_get (test, test->partner, CUSTOMERS "/" READY "/customDomains");
  g_autoptr(Reply) removed =
    graph_send (test, test->partner, "PATCH", CUSTOMERS "/" READY,
                "{'RelationshipToPartner':'none','attributes':{'objectType':'Customer'}}", NULL);
  g_autoptr(Reply) gone = graph_get (test, test->partner, CUSTOMERS "/" READY);

  graph_assert_status (one, 200);
  g_assert_cmpstr (graph_string (one, "relationshipToPartner"), ==, "reseller");
  g_assert_true (json_object_has_member (one->json, "billingProfile"));
  g_assert_cmpstr (graph_string (profile, "companyName"), ==, "Ready");
  partner_assert_refused (foreign, 404, 1000, NULL);
  partner_assert_refused (malformed, 400, 900118, NULL);
  partner_assert_refused (domains, 403, 900308, NULL);

  /* What is written is answered in another case. */
  graph_assert_status (removed, 200);
  g_assert_cmpstr (graph_string (removed, "RelationshipToPartner"), ==, "none");
  g_assert_true (json_object_get_null_member (removed->json, "Id"));
  partner_assert_refused (gone, 404, 1000, NULL);
}

static void
test_others (GraphTest  *test,
             const void *data)
{
  g_autoptr(Reply) own = graph_get (test, test->partner, "/partner/v1/profiles/organization");
  g_autoptr(Reply) invitation = graph_get (test, test->partner, CUSTOMERS "/relationshiprequests");
  g_autoptr(Reply) taken = graph_send (test, test->partner, "HEAD",
                                       "/partner/v1/domains/ready.example", NULL, NULL);
  g_autoptr(Reply) open = graph_send (test, test->partner, "HEAD", "/partner/v1/domains/x.example",
                                      NULL, NULL);
  g_autoptr(Reply) unknown = graph_get (test, test->partner, "/partner/v1/planets");
  g_autoptr(Reply) method = graph_send (test, test->partner, "DELETE", CUSTOMERS, NULL, NULL);

  g_assert_cmpstr (graph_string (own, "companyName"), ==, "Fabrikam & Sons");
  g_assert_nonnull (strstr (graph_string (invitation, "url"), PARTNER));
  graph_assert_status (taken, 200);
  graph_assert_status (open, 404);
  partner_assert_refused (unknown, 404, 1000, NULL);
  graph_assert_status (method, 405);
}

static Reply *
consent (GraphTest  *test,
         const char *customer,
         const char *body)
{
  g_autofree char *path = g_strdup_printf (CUSTOMERS "/%s/applicationconsents", customer);

  return graph_send (test, test->partner, "POST", path, body, NULL);
}

static void
test_consent (GraphTest  *test,
              const void *data)
{
  g_autoptr(Reply) given = consent (test, BARE, GOOD_CONSENT);
  g_autoptr(Reply) again = consent (test, BARE, GOOD_CONSENT);
  g_autoptr(Reply) missing = consent (test, BARE, CONSENT (GRANT (DEFENDER_APP, "Machine.Read")));
  g_autofree char *token = NULL;
  g_autoptr(Reply) principal = NULL;
  g_autoptr(Reply) grants = NULL;

  graph_assert_status (given, 201);
  g_assert_cmpstr (graph_string (given, "applicationId"), ==, PUBLIC_APP);
  partner_assert_refused (again, 409, 409, "Permission entry already exists.");
  partner_assert_refused (missing, 400, 800002, "lacks a service principal for");

  /* It shows after a while. */
  graph_advance (test, 31);
  token = graph_dup_token (test, NULL, BARE, GRAPH);
  principal = graph_get (test, token, V1 "/servicePrincipals(appId='" PUBLIC_APP "')");
  graph_assert_status (principal, 200);
  g_assert_cmpstr (graph_string (principal, "displayName"), ==, "Console");
  grants = graph_get (test, token, V1 "/oauth2PermissionGrants?$filter=clientId%%20eq%%20'%s'",
                      graph_string (principal, "id"));
  g_assert_cmpuint (graph_length (grants), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (graph_item (grants, 0), "scope"), ==,
                   "User.Read.All Directory.Read.All Application.Read.All");
}

static void
test_consent_lag (GraphTest  *test,
                  const void *data)
{
  g_autoptr(Reply) given = consent (test, BARE, GOOD_CONSENT);
  g_autoptr(Answer) early = login_refresh (&test->login, BARE, test->refresh, GRAPH "/.default");
  g_autoptr(Answer) late = NULL;

  graph_assert_status (given, 201);
  g_assert_cmpuint (early->status, ==, 400);
  graph_advance (test, 31);
  late = login_refresh (&test->login, BARE, test->refresh, GRAPH "/.default");
  login_assert_issued (late);
}

static void
test_consent_removed (GraphTest  *test,
                      const void *data)
{
  const char *path = CUSTOMERS "/" BARE "/applicationconsents/" PUBLIC_APP;
  g_autoptr(Reply) nothing = graph_send (test, test->partner, "DELETE", path, NULL, NULL);
  g_autoptr(Reply) given = consent (test, BARE, GOOD_CONSENT);
  g_autoptr(Reply) removed = graph_send (test, test->partner, "DELETE", path, NULL, NULL);
  g_autoptr(Reply) again = NULL;

  partner_assert_refused (nothing, 404, 1000, NULL);
  graph_assert_status (given, 201);
  graph_assert_status (removed, 200);
  g_assert_cmpstr (removed->text, ==, "");
  g_assert_cmpuint (bw_test_sandbox_count_state (test->login.sandbox, "servicePrincipals",
                                                 "tenantId", BARE),
                    ==, 1);
  g_assert_cmpuint (bw_test_sandbox_count_state (test->login.sandbox, "grants", "tenantId", BARE),
                    ==, 0);
  again = consent (test, BARE, GOOD_CONSENT);
  graph_assert_status (again, 201);
}

static void
test_bad_consents (GraphTest  *test,
                   const void *data)
{
  static const struct
  {
    const char *customer;
    const char *body;
    guint       status;
    int         code;
  } cases[] = {
    { STRANGER, GOOD_CONSENT, 404, 1000 },
    { GONE, GOOD_CONSENT, 404, 60003 },
    { WAITING, GOOD_CONSENT, 403, 900308 },
    { NARROW, GOOD_CONSENT, 403, 900308 },
    { LOCKED, GOOD_CONSENT, 403, 900309 },
    { BARE,
      "{'applicationId':'" SECRET_APP "','applicationGrants':[" GRANT (GRAPH_APP, "User.Read") "]}",
      403, 2032 },
    { BARE, "{'applicationId':'x'}", 400, 3000 },
    { BARE, "{'applicationId':'" PUBLIC_APP "'}", 400, 3000 },
    { BARE, CONSENT (""), 400, 3000 },
    { BARE, CONSENT ("7"), 400, 3000 },
    { BARE, CONSENT (GRANT (GRAPH_APP, "")), 400, 3000 },
    { BARE, CONSENT (GRANT (GRAPH_APP, "User.Read Directory.Read.All")), 400, 3000 },
    { BARE, CONSENT (GRANT ("graph", "User.Read")), 400, 3000 },
    { BARE, CONSENT (GRANT (READY, "User.Read")), 400, 800002 },
    { BARE, "[]", 400, 800002 },
    { BARE, "{'applicationId':", 400, 800002 },
  };
  g_autoptr(Reply) type = graph_send (test, test->partner, "POST",
                                      CUSTOMERS "/" BARE "/applicationconsents", "x",
                                      "Content-Type", "text/plain", NULL);
  g_autoptr(Reply) any_case = NULL;

  partner_assert_refused (type, 415, 800002, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Reply) reply = consent (test, cases[i].customer, cases[i].body);

      g_test_message ("%s", cases[i].body);
      partner_assert_refused (reply, cases[i].status, cases[i].code, NULL);
    }

  g_assert_cmpuint (bw_test_sandbox_count_state (test->login.sandbox, "grants", "tenantId", BARE),
                    ==, 0);
  any_case = consent (test, BARE,
                      "{'ApplicationId':'" PUBLIC_APP "','ApplicationGrants':[{'Scope':'User.Read',"
                      "'EnterpriseApplicationId':'" GRAPH_APP "'}]}");
  graph_assert_status (any_case, 201);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define add(path, function) \
  g_test_add ("/sandbox/partner/" path, GraphTest, NULL, \
              graph_test_set_up, function, graph_test_tear_down)
  add ("callers", test_callers);
  add ("headers", test_headers);
  add ("pages", test_pages);
  add ("odd-pages", test_odd_pages);
  add ("queries", test_queries);
  add ("customer", test_customer);
  add ("others", test_others);
  add ("consent", test_consent);
  add ("consent-lag", test_consent_lag);
  add ("consent-removed", test_consent_removed);
  add ("bad-consents", test_bad_consents);
#undef add

  return g_test_run ();
}
