/* test-sandbox-graph.c - the sandbox's Graph: who may call, the directory, groups, applications
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "graph-util.h"

#define EMPTY_TOKEN "Access token is empty."

static void
test_tokens (GraphTest  *test,
             const void *data)
{
  g_autofree char *forged = g_strconcat (test->graph, "x", NULL);
  g_autoptr(Reply) none = graph_get (test, NULL, V1 "/organization");
  g_autoptr(Reply) garbage = graph_get (test, "garbage", V1 "/organization");
  g_autoptr(Reply) altered = graph_get (test, forged, V1 "/organization");
  g_autoptr(Reply) other = graph_get (test, test->partner, V1 "/organization");
  g_autoptr(Reply) good = graph_get (test, test->graph, V1 "/organization");
  g_autoptr(Reply) late = NULL;

  graph_assert_refused (none, 401, "InvalidAuthenticationToken", EMPTY_TOKEN);
  g_assert_nonnull (
    strstr (graph_header (none, "WWW-Authenticate"), "Bearer realm=\"\", authorization_uri="));
  g_assert_nonnull (
    strstr (graph_header (none, "WWW-Authenticate"), "client_id=\"" GRAPH_APP "\""));
  g_assert_null (strstr (graph_header (none, "WWW-Authenticate"), "claims"));
  graph_assert_refused (garbage, 401, "InvalidAuthenticationToken", "not well formed");
  graph_assert_refused (altered, 401, "InvalidAuthenticationToken", NULL);
  graph_assert_refused (other, 401, "InvalidAuthenticationToken", "Invalid audience");
  graph_assert_status (good, 200);

  graph_advance (test, 2 * 60 * 60);
  late = graph_get (test, test->graph, V1 "/organization");
  graph_assert_refused (late, 401, "InvalidAuthenticationToken", "the token is expired");
}

static void
test_headers (GraphTest  *test,
              const void *data)
{
  const char *id = "01234567-89ab-4cde-8f01-23456789abcd";
  g_autoptr(Reply) good = graph_send (test, test->graph, "GET", V1 "/me", NULL, "client-request-id",
                                      id, NULL);
  g_autoptr(Reply) bad = graph_send (test, test->graph, "GET", V1 "/groups/x", NULL,
                                     "client-request-id", id, NULL);

  graph_assert_status (good, 200);
  g_assert_true (g_uuid_string_is_valid (graph_header (good, "request-id")));
  g_assert_cmpstr (graph_header (good, "client-request-id"), ==, id);
  g_assert_nonnull (graph_header (good, "Date"));
  g_assert_nonnull (strstr (graph_header (good, "x-ms-ags-diagnostic"), "\"ServerInfo\""));
  g_assert_true (g_str_has_prefix (graph_header (good, "Content-Type"),
                                   "application/json;odata.metadata=minimal;"));
  g_assert_cmpstr (graph_header (bad, "client-request-id"), ==, id);
  graph_assert_refused (bad, 404, "Request_ResourceNotFound", "Resource 'x' does not exist");
}

static void
test_routes (GraphTest  *test,
             const void *data)
{
  g_autoptr(Reply) unknown = graph_get (test, test->graph, V1 "/planets");
  g_autoptr(Reply) method = graph_send (test, test->graph, "DELETE", V1 "/organization", NULL,
                                        NULL);
  g_autoptr(Reply) root = graph_get (test, test->graph, V1 "/");
  g_autoptr(Reply) any_case = graph_get (test, test->graph, V1 "/Organization");

  graph_assert_refused (unknown, 400, "BadRequest", "segment 'planets'");
  graph_assert_refused (method, 405, "Request_BadRequest", "method is not allowed");
  graph_assert_refused (root, 400, "BadRequest", NULL);
  graph_assert_status (any_case, 200);
}

/* The partner's user needs a permission of the application and a role. */
static void
test_permissions (GraphTest  *test,
                  const void *data)
{
  g_autofree char *ready = graph_dup_token (test, NULL, READY, GRAPH);
  g_autofree char *narrow = graph_dup_token (test, NULL, NARROW, GRAPH);
  g_autofree char *denied = graph_dup_token (test, NULL, DENIED, GRAPH);
  g_autofree char *app = graph_dup_app_token (test, PARTNER);
  g_autoptr(Reply) no_scope = graph_get (test, test->graph, V1 "/security/secureScores");
  g_autoptr(Reply) no_role = graph_get (test, narrow, V1 "/users");
  g_autoptr(Reply) no_security_role = graph_get (test, narrow, V1 "/security/secureScores");
  g_autoptr(Reply) role = graph_get (test, ready, V1 "/users");
  g_autoptr(Reply) refused = graph_get (test, denied, V1 "/security/secureScores");
  g_autoptr(Reply) elsewhere = graph_get (test, ready, V1 "/groups");
  g_autoptr(Reply) app_without = graph_get (test, app, V1 "/groups");
  g_autoptr(Reply) app_with = graph_get (test, app, V1 "/users");

  graph_assert_refused (no_scope, 403, "Authorization_RequestDenied", "Insufficient privileges");
  graph_assert_refused (no_role, 403, "Authorization_RequestDenied", "Insufficient privileges");
  graph_assert_refused (no_security_role, 403, "Authorization_RequestDenied", NULL);
  graph_assert_status (role, 200);
  graph_assert_refused (refused, 403, "accessDenied", "not licensed");
  graph_assert_refused (elsewhere, 403, "Authorization_RequestDenied", NULL);
  graph_assert_refused (app_without, 403, "Authorization_RequestDenied", NULL);
  g_assert_cmpuint (graph_length (app_with), ==, 3);
}

/* What the roles allow ends with the relationship, whatever the token says. */
static void
test_roles_end (GraphTest  *test,
                const void *data)
{
  g_autofree char *ready = graph_dup_token (test, NULL, READY, GRAPH);
  g_autoptr(Reply) before = graph_get (test, ready, V1 "/users/$count");
  g_autoptr(Reply) after = NULL;
  g_autoptr(Reply) nothing = NULL;

  graph_assert_refused (before, 400, "Request_BadRequest", "$count is not currently supported.");
  bw_test_sandbox_act (test->login.sandbox, "/_sandbox/terminate", "{'tenantId':'" READY "'}");
  after = graph_get (test, ready, V1 "/users/$count");
  graph_assert_refused (after, 403, "Authorization_RequestDenied", NULL);
  nothing = graph_get (test, ready, V1 "/organization");
  graph_assert_refused (nothing, 403, "Authorization_RequestDenied", NULL);
}

static void
test_organization (GraphTest  *test,
                   const void *data)
{
  g_autofree char *ready = graph_dup_token (test, NULL, READY, GRAPH);
  g_autoptr(Reply) own = graph_get (test, test->graph, V1 "/organization");
  g_autoptr(Reply) selected = graph_get (test, ready,
                                         V1 "/organization?$select=id,displayName,verifiedDomains");
  JsonArray *domains;

  g_assert_cmpuint (graph_length (own), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (graph_item (own, 0), "id"), ==, PARTNER);
  g_assert_nonnull (json_object_get_string_member (graph_item (own, 0), "partnerTenantType"));

  g_assert_cmpuint (graph_length (selected), ==, 1);
  g_assert_cmpuint (json_object_get_size (graph_item (selected, 0)), ==, 3);
  g_assert_cmpstr (json_object_get_string_member (graph_item (selected, 0), "id"), ==, READY);
  domains = json_object_get_array_member (graph_item (selected, 0), "verifiedDomains");
  g_assert_cmpuint (json_array_get_length (domains), ==, 2);
  g_assert_true (
    json_object_get_boolean_member (json_array_get_object_element (domains, 1), "isDefault"));
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (domains, 1),
                                                  "name"),
                   ==, "ready.example");
}

static void
test_find_tenant (GraphTest  *test,
                  const void *data)
{
  const char *path = V1 "/tenantRelationships/findTenantInformationBy";
  g_autoptr(Reply) by_id = graph_get (test, test->graph, "%sTenantId(tenantId='" STRANGER "')",
                                      path);
  g_autoptr(Reply) by_domain = graph_get (test, test->graph,
                                          "%sDomainName(domainName='READY.example')", path);
  g_autoptr(Reply) gone = graph_get (test, test->graph, "%sTenantId(tenantId='" GONE "')", path);
  g_autoptr(Reply) unknown = graph_get (test, test->graph,
                                        "%sDomainName(domainName='no%%27%%27one.example')", path);
  g_autoptr(Reply) invalid = graph_get (test, test->graph, "%sTenantId(tenantId='x')", path);
  g_autoptr(Reply) unquoted = graph_get (test, test->graph, "%sTenantId(tenantId=" READY ")", path);

  graph_assert_status (by_id, 200);
  g_assert_cmpstr (graph_string (by_id, "tenantId"), ==, STRANGER);
  g_assert_cmpstr (graph_string (by_id, "displayName"), ==, "Stranger");
  g_assert_cmpstr (graph_string (by_id, "defaultDomainName"), ==, "stranger.example");
  g_assert_true (json_object_get_null_member (by_id->json, "federationBrandName"));
  g_assert_cmpstr (graph_string (by_domain, "tenantId"), ==, READY);
  graph_assert_refused (gone, 404, "Request_ResourceNotFound", GONE);
  graph_assert_refused (unknown, 404, "Request_ResourceNotFound", "no'one.example");
  graph_assert_refused (invalid, 400, "Request_BadRequest", NULL);
  graph_assert_refused (unquoted, 400, "Request_BadRequest", NULL);
}

static void
test_contracts (GraphTest  *test,
                const void *data)
{
  g_autoptr(Reply) page = graph_get (test, test->graph, V1 "/contracts?$top=4");
  g_autofree char *next = graph_dup_link (page, "@odata.nextLink");
  g_autoptr(Reply) rest = NULL;
  g_autoptr(Reply) again = NULL;
  g_autoptr(Reply) one = graph_get (test, test->graph,
                                    V1 "/contracts?$filter=customerId%%20eq%%20" READY);
  g_autofree char *last = NULL;
  const char *id;

  /* Of ten tenants one is no customer. */
  g_assert_cmpuint (graph_length (page), ==, 4);
  rest = graph_get (test, test->graph, "%s", next);
  g_assert_cmpuint (graph_length (rest), ==, 4);
  last = graph_dup_link (rest, "@odata.nextLink");
  again = graph_get (test, test->graph, "%s", last);
  g_assert_cmpuint (graph_length (again), ==, 1);
  g_assert_null (graph_string (again, "@odata.nextLink"));

  g_assert_cmpuint (graph_length (one), ==, 1);
  id = json_object_get_string_member (graph_item (one, 0), "id");
  g_assert_cmpstr (id, !=, READY);
  g_assert_cmpstr (json_object_get_string_member (graph_item (one, 0), "contractType"), ==,
                   "ResellerPartner");
}

static void
test_me (GraphTest  *test,
         const void *data)
{
  g_autofree char *ready = graph_dup_token (test, NULL, READY, GRAPH);
  g_autofree char *app = graph_dup_app_token (test, PARTNER);
  g_autoptr(Reply) me = graph_get (test, test->graph, V1 "/me?$select=id,userPrincipalName");
  g_autoptr(Reply) groups = graph_get (test, test->graph,
                                       V1 "/me/transitiveMemberOf?$select=displayName");
  g_autoptr(Reply) customer = graph_get (test, ready, V1 "/me/memberOf");
  g_autoptr(Reply) application = graph_get (test, app, V1 "/me");
  gboolean agent = FALSE;

  graph_assert_status (me, 200);
  g_assert_cmpstr (graph_string (me, "id"), ==, ANNA);
  g_assert_cmpstr (graph_string (me, "userPrincipalName"), ==, "anna@fabrikam.example");
  g_assert_false (json_object_has_member (me->json, "displayName"));

  g_assert_cmpuint (graph_length (groups), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      JsonObject *group = graph_item (groups, i);

      g_assert_cmpstr (json_object_get_string_member (group, "@odata.type"), ==,
                       "#microsoft.graph.group");
      agent = agent
              || g_str_equal (json_object_get_string_member (group, "displayName"), "AdminAgents");
    }
  g_assert_true (agent);

  graph_assert_refused (customer, 400, "Request_BadRequest", NULL);
  graph_assert_refused (application, 400, "BadRequest", "delegated");
}

#define GOOD_GROUP "'description':'d','securityEnabled':true,'mailEnabled':false,'groupTypes':[]"

static void
test_groups (GraphTest  *test,
             const void *data)
{
  g_autoptr(Reply) made =
    graph_post (test, test->graph, V1 "/groups",
                "{'displayName':'It\\u0027s new','mailNickname':'new'," GOOD_GROUP "}");
  const char *find = V1
    "/groups?$filter=displayName%20eq%20'it''s%20new'&$select=id,displayName,securityEnabled";
  g_autoptr(Reply) early = graph_get (test, test->graph, "%s", find);
  g_autofree char *location = graph_dup_location (made);
  g_autoptr(Reply) hidden = graph_get (test, test->graph, "%s", location);
  g_autoptr(Reply) late = NULL;
  g_autoptr(Reply) one = NULL;
  g_autoptr(Reply) twin = NULL;
  g_autoptr(Reply) both = NULL;

  graph_assert_status (made, 201);
  g_assert_true (g_uuid_string_is_valid (graph_string (made, "id")));
  g_assert_true (g_str_has_prefix (graph_string (made, "securityIdentifier"), "S-1-12-1-"));
  g_assert_cmpuint (graph_length (early), ==, 0);
  graph_assert_refused (hidden, 404, "Request_ResourceNotFound", NULL);

  graph_advance (test, 30);
  late = graph_get (test, test->graph, "%s", find);
  g_assert_cmpuint (graph_length (late), ==, 1);
  g_assert_cmpuint (json_object_get_size (graph_item (late, 0)), ==, 3);
  one = graph_get (test, test->graph, "%s", location);
  graph_assert_status (one, 200);

  /* Names are not unique. */
  twin = graph_post (test, test->graph, V1 "/groups",
                     "{'displayName':'It\\u0027s new','mailNickname':'new'," GOOD_GROUP "}");
  graph_assert_status (twin, 201);
  graph_advance (test, 30);
  both = graph_get (test, test->graph, "%s", find);
  g_assert_cmpuint (graph_length (both), ==, 2);
}

static void
test_bad_groups (GraphTest  *test,
                 const void *data)
{
  static const struct
  {
    const char *body;
    guint       status;
    const char *code;
    const char *part;
  } cases[] = {
    { "{'displayName':'x'," GOOD_GROUP "}", 400, "Request_BadRequest", "'mailNickname'" },
    { "{'mailNickname':'x'," GOOD_GROUP "}", 400, "Request_BadRequest", "'displayName'" },
    { "{'displayName':'','mailNickname':'x'," GOOD_GROUP "}", 400, "Request_BadRequest",
      "'displayName'" },
    { "{'displayName':'x','mailNickname':'a b'," GOOD_GROUP "}", 400, "Request_BadRequest",
      "'mailNickname'" },
    { "{'displayName':'x','mailNickname':'\\u00fc'," GOOD_GROUP "}", 400, "Request_BadRequest",
      "'mailNickname'" },
    { "{'displayName':'x','mailNickname':'x','colour':1," GOOD_GROUP "}", 400, "Request_BadRequest",
      "'colour'" },
    { "{'displayName':'x','mailNickname':'x','securityEnabled':true}", 400, "Request_BadRequest",
      "'mailEnabled'" },
    { "{'displayName':'x','mailNickname':'x','securityEnabled':true,'mailEnabled':true}", 400,
      "Request_BadRequest", "mail-enabled" },
    { "{'displayName':", 400, "BadRequest", "Unable to read JSON" },
    { "[]", 400, "BadRequest", "Unable to read JSON" },
    { "", 400, "Request_BadRequest", "EndOfInput" },
  };
  g_autoptr(Reply) type = graph_send (test, test->graph, "POST", V1 "/groups", "{}", "Content-Type",
                                      "text/plain", NULL);

  graph_assert_refused (type, 415, "BadRequest", "text/plain");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Reply) reply = graph_send (test, test->graph, "POST", V1 "/groups", cases[i].body,
                                           NULL);

      graph_assert_refused (reply, cases[i].status, cases[i].code, cases[i].part);
    }

  g_assert_cmpuint (bw_test_sandbox_count_state (test->login.sandbox, "groups", NULL, NULL), ==, 3);
}

static void
test_members (GraphTest  *test,
              const void *data)
{
  const char *members = V1 "/groups/" SPARE "/members";
  const char *add = V1 "/groups/" SPARE "/members/$ref";
  const char *anna = "{'@odata.id':'https://graph.microsoft.com/v1.0/directoryObjects/" ANNA "'}";
  g_autoptr(Reply) added = graph_send (test, test->graph, "POST", add, anna, NULL);
  g_autoptr(Reply) early = graph_get (test, test->graph, "%s", members);
  g_autoptr(Reply) again = graph_send (test, test->graph, "POST", add, anna, NULL);
  g_autoptr(Reply) nobody = graph_post (test, test->graph, add,
                                        "{'@odata.id':'https://x/users/" READY "'}");
  g_autoptr(Reply) nothing = graph_post (test, test->graph, add, "{'@odata.id':'" ANNA "'}");
  g_autoptr(Reply) nowhere = graph_send (test, test->graph, "POST",
                                         V1 "/groups/" READY "/members/$ref", anna, NULL);
  g_autoptr(Reply) late = NULL;
  g_autoptr(Reply) removed = NULL;
  g_autoptr(Reply) gone = NULL;

  graph_assert_status (added, 204);
  g_assert_cmpuint (graph_length (early), ==, 0);
  graph_assert_refused (again, 400, "Request_BadRequest", "already exist");
  graph_assert_refused (nobody, 404, "Request_ResourceNotFound", READY);
  graph_assert_refused (nothing, 400, "Request_BadRequest", "@odata.id");
  graph_assert_refused (nowhere, 404, "Request_ResourceNotFound", READY);

  graph_advance (test, 20);
  late = graph_get (test, test->graph, "%s?$select=id&$top=999", members);
  g_assert_cmpuint (graph_length (late), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (graph_item (late, 0), "id"), ==, ANNA);

  removed = graph_send (test, test->graph, "DELETE", V1 "/groups/" SPARE "/members/" ANNA "/$ref",
                        NULL, NULL);
  graph_assert_status (removed, 204);
  gone = graph_send (test, test->graph, "DELETE", V1 "/groups/" SPARE "/members/" ANNA "/$ref",
                     NULL, NULL);
  graph_assert_refused (gone, 404, "Request_ResourceNotFound", ANNA);
}

static void
test_queries (GraphTest  *test,
              const void *data)
{
  static const struct
  {
    const char *query;
    const char *part; /* of the refusal; nullable */
    guint       n;
  } cases[] = {
    { "$top=999", NULL, 3 },
    { "top=1", NULL, 1 },
    { "$top=1000", "Invalid page size specified: '1000'. Must be between 1 and 999 inclusive.", 0 },
    { "$top=0", "Invalid page size", 0 },
    { "$skip=1", "'$skip'", 0 },
    { "$expand=members", "'$expand'", 0 },
    { "$filter=startsWith(displayName,'tech')", NULL, 1 },
    { "$filter=displayName%20in%20('AdminAgents','Technicians')", NULL, 2 },
    { "$filter=displayName%20eq%20'AdminAgents'%20or%20(id%20eq%20'" SPARE
      "'%20and%20securityEnabled%20eq%20true)",
      NULL, 2 },
    { "$filter=mailEnabled%20eq%20true", NULL, 0 },
    { "$filter=displayName%20ne%20'x'", "filter clause", 0 },
    { "$filter=colour%20eq%20'x'", "'colour'", 0 },
    { "$filter=displayName%20eq%20'x", "filter clause", 0 },
    { "$filter=((((((((((((((((((displayName%20eq%20'x'))))))))))))))))))", "filter clause", 0 },
    { "$filter=", "filter clause", 0 },
    { "$orderby=displayName%20desc", NULL, 3 },
    { "$orderby=description", "Sorting not supported", 0 },
    { "$orderby=displayName&$filter=securityEnabled%20eq%20true", "Sorting not supported", 0 },
    { "$count=true", NULL, 3 },
    { "$count=maybe", "$count", 0 },
    { "$select=colour", NULL, 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Reply) reply = graph_get (test, test->graph, V1 "/groups?%s", cases[i].query);

      g_test_message ("%s", cases[i].query);
      if (cases[i].part != NULL)
        graph_assert_refused (reply, 400, "Request_UnsupportedQuery", cases[i].part);
      else
        g_assert_cmpuint (graph_length (reply), ==, cases[i].n);
    }
}

static void
test_advanced_queries (GraphTest  *test,
                       const void *data)
{
  g_autoptr(Reply) plain = graph_get (test, test->graph, V1 "/groups?$count=true");
  g_autoptr(Reply) counted = graph_send (test, test->graph, "GET", V1 "/groups?$count=true&$top=2",
                                         NULL, "ConsistencyLevel", "eventual", NULL);
  g_autoptr(Reply) unequal =
    graph_send (test, test->graph, "GET",
                V1 "/groups?$count=true&$filter=displayName%20ne%20'Technicians'", NULL,
                "ConsistencyLevel", "eventual", NULL);
  g_autoptr(Reply) number = graph_send (test, test->graph, "GET", V1 "/groups/$count", NULL,
                                        "ConsistencyLevel", "eventual", NULL);
  g_autoptr(Reply) no_number = graph_get (test, test->graph, V1 "/groups/$count");
  g_autoptr(Reply) token = graph_get (test, test->graph, V1 "/groups?$skiptoken=abc");
  g_autofree char *next = graph_dup_link (counted, "@odata.nextLink");
  g_autoptr(Reply) second = graph_get (test, test->graph, "%s", next);

  g_assert_false (json_object_has_member (plain->json, "@odata.count"));
  g_assert_cmpint (json_object_get_int_member (counted->json, "@odata.count"), ==, 3);
  g_assert_cmpuint (graph_length (counted), ==, 2);
  g_assert_cmpuint (graph_length (second), ==, 1);
  g_assert_false (json_object_has_member (second->json, "@odata.count"));
  g_assert_cmpuint (graph_length (unequal), ==, 2);
  g_assert_cmpstr (number->text, ==, "3");
  graph_assert_refused (no_number, 400, "Request_BadRequest", "$count is not currently supported.");
  graph_assert_refused (token, 400, "Directory_ExpiredPageToken", NULL);
}

/* A page without anything on it need not be the last. */
static void
test_empty_page (GraphTest  *test,
                 const void *data)
{
  g_autoptr(Reply) first = NULL;
  g_autoptr(Reply) second = NULL;
  g_autofree char *next = NULL;

  bw_test_sandbox_act (test->login.sandbox, "/_sandbox/quirk", "{'name':'empty-page'}");
  first = graph_get (test, test->graph, V1 "/groups?$filter=securityEnabled%%20eq%%20true");
  g_assert_cmpuint (graph_length (first), ==, 0);
  next = graph_dup_link (first, "@odata.nextLink");
  second = graph_get (test, test->graph, "%s", next);
  g_assert_cmpuint (graph_length (second), ==, 3);
  g_assert_null (graph_string (second, "@odata.nextLink"));
}

static void
test_principals (GraphTest  *test,
                 const void *data)
{
  g_autofree char *ready = graph_dup_token (test, NULL, READY, GRAPH);
  const char *find = V1 "/servicePrincipals?$select=id,appId&$filter=appId%20eq%20";
  g_autoptr(Reply) own = graph_get (test, ready, "%s'" PUBLIC_APP "'", find);
  g_autoptr(Reply) other = graph_get (test, ready, "%s'" SECRET_APP "'", find);
  g_autoptr(Reply) defender = graph_get (test, ready, "%s'" DEFENDER_APP "'", find);
  g_autoptr(Reply) by_app = graph_get (test, ready, V1 "/servicePrincipals(appId='" GRAPH_APP "')");
  g_autoptr(Reply) at_home = graph_get (test, test->graph, "%s'" SECRET_APP "'", find);
  g_autoptr(Reply) not_by_app = graph_get (test, ready,
                                           V1 "/servicePrincipals(appId='" SECRET_APP "')");
  const char *id;
  g_autoptr(Reply) by_id = NULL;
  g_autoptr(Reply) grants = NULL;
  g_autoptr(Reply) nested = NULL;

  g_assert_cmpuint (graph_length (own), ==, 1);
  g_assert_cmpuint (graph_length (other), ==, 0);
  g_assert_cmpuint (graph_length (defender), ==, 1);
  g_assert_cmpuint (graph_length (at_home), ==, 1);
  graph_assert_status (by_app, 200);
  graph_assert_refused (not_by_app, 404, "Request_ResourceNotFound", SECRET_APP);

  id = json_object_get_string_member (graph_item (own, 0), "id");
  by_id = graph_get (test, ready, V1 "/servicePrincipals/%s", id);
  g_assert_cmpstr (graph_string (by_id, "displayName"), ==, "Console");

  grants = graph_get (test, ready, V1 "/oauth2PermissionGrants?$filter=clientId%%20eq%%20'%s'", id);
  nested = graph_get (test, ready, V1 "/servicePrincipals/%s/oauth2PermissionGrants", id);
  g_assert_cmpuint (graph_length (grants), ==, 1);
  g_assert_cmpuint (graph_length (nested), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (graph_item (grants, 0), "resourceId"), ==,
                   graph_string (by_app, "id"));
  g_assert_cmpstr (json_object_get_string_member (graph_item (grants, 0), "consentType"), ==,
                   "AllPrincipals");
  g_assert_nonnull (
    strstr (json_object_get_string_member (graph_item (grants, 0), "scope"), "User.Read.All "));
}

static void
test_grants (GraphTest  *test,
             const void *data)
{
  g_autofree char *ready = graph_dup_token (test, NULL, READY, GRAPH);
  g_autoptr(Reply) own = graph_get (test, ready, V1 "/servicePrincipals(appId='" PUBLIC_APP "')");
  g_autoptr(Reply) defender = graph_get (test, ready,
                                         V1 "/servicePrincipals(appId='" DEFENDER_APP "')");
  g_autofree char *body =
    g_strdup_printf ("{'clientId':'%s','consentType':'AllPrincipals','resourceId':'%s',"
                     "'scope':'Machine.Read'}",
                     graph_string (own, "id"), graph_string (defender, "id"));
  g_autoptr(Reply) made = graph_send (test, ready, "POST", V1 "/oauth2PermissionGrants", body,
                                      NULL);
  g_autoptr(Reply) again = graph_send (test, ready, "POST", V1 "/oauth2PermissionGrants", body,
                                       NULL);
  g_autoptr(Reply) wrong = graph_post (test, ready, V1 "/oauth2PermissionGrants",
                                       "{'clientId':'x'}");
  g_autofree char *where = graph_dup_location (made);
  g_autoptr(Reply) patched = graph_send (test, ready, "PATCH", where,
                                         "{'scope':'Machine.Read Alert.Read'}", NULL);
  g_autoptr(Reply) not_patched = graph_send (test, ready, "PATCH", where, "{'resourceId':'x'}",
                                             NULL);
  g_autoptr(Reply) deleted = graph_send (test, ready, "DELETE", where, NULL, NULL);
  g_autoptr(Reply) gone = graph_send (test, ready, "DELETE", where, NULL, NULL);

  graph_assert_status (made, 201);
  graph_assert_refused (again, 409, "Request_MultipleObjectsWithSameKeyValue",
                        "Permission entry already exists.");
  graph_assert_refused (wrong, 400, "Request_BadRequest", "Not a valid reference update");
  graph_assert_status (patched, 204);
  graph_assert_refused (not_patched, 400, "Request_BadRequest", NULL);
  graph_assert_status (deleted, 204);
  graph_assert_refused (gone, 404, "Request_ResourceNotFound", NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define add(path, function) \
  g_test_add ("/sandbox/graph/" path, GraphTest, NULL, \
              graph_test_set_up, function, graph_test_tear_down)
  add ("tokens", test_tokens);
  add ("headers", test_headers);
  add ("routes", test_routes);
  add ("permissions", test_permissions);
  add ("roles-end", test_roles_end);
  add ("organization", test_organization);
  add ("find-tenant", test_find_tenant);
  add ("contracts", test_contracts);
  add ("me", test_me);
  add ("groups", test_groups);
  add ("bad-groups", test_bad_groups);
  add ("members", test_members);
  add ("queries", test_queries);
  add ("advanced-queries", test_advanced_queries);
  add ("empty-page", test_empty_page);
  add ("principals", test_principals);
  add ("grants", test_grants);
#undef add

  return g_test_run ();
}
