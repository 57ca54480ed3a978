/* test-directory.c - people, groups, applications and reports on the wire
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-directory.h"
#include "bw-error.h"
#include "bw-json.h"
#include "test-answer.h"

#define TENANT "6babcaad-604b-40ac-a9d7-9fd97c0b779f"
#define USER   "6e7b768e-07e2-4810-8459-485f84f8f204"
#define SKU    "c7df2760-2c81-4ef7-b578-5b5392b571df"

static BwCloud *cloud;

/* What no reader of an object or list in "value" can use. */
static const char * const useless[] = { NULL, "<html>", "[]", "7", "null", "{\"value\":7}",
                                        "{\"value\":[]}x" };

static BwResponse *
answer (guint       status,
        const char *json)
{
  return bw_test_answer (bw_directory_get_organization (cloud, TENANT), status, json);
}

static void
test_requests (void)
{
  bw_test_assert_request (bw_directory_find_tenant (cloud, "p", TENANT), "GET",
                          "/tenantRelationships/"
                          "findTenantInformationByTenantId(tenantId='" TENANT "')", "p", NULL);
  bw_test_assert_request (bw_directory_get_organization (cloud, "t"), "GET",
                          "/organization?$select=id,displayName,verifiedDomains", "t", NULL);
  bw_test_assert_request (bw_directory_find_groups (cloud, "t", "O'Brien & Söhne"), "GET",
                          "/groups?$filter=displayName%20eq%20'O''Brien%20%26%20S%C3%B6hne'"
                          "&$select=id,displayName,securityEnabled,createdDateTime", "t", NULL);
  bw_test_assert_request (bw_directory_list_members (cloud, "t", "g/1"), "GET",
                          "/groups/g%2F1/members?$select=id&$top=999", "t", NULL);
  bw_test_assert_request (bw_directory_add_member (cloud, "t", "g", USER), "POST",
                          "/groups/g/members/$ref", "t",
                          "{\"@odata.id\":\"https://graph.microsoft.com/v1.0/"
                          "directoryObjects/" USER "\"}");
  bw_test_assert_request (bw_directory_find_service_principal (cloud, "t", "a"), "GET",
                          "/servicePrincipals?$filter=appId%20eq%20'a'"
                          "&$select=id,appId,displayName", "t", NULL);
  bw_test_assert_request (bw_directory_list_grants (cloud, "t", "o"), "GET",
                          "/oauth2PermissionGrants?$filter=clientId%20eq%20'o'", "t", NULL);
  bw_test_assert_request (bw_directory_get_secure_score (cloud, "t"), "GET",
                          "/security/secureScores?$top=1", "t", NULL);
  bw_test_assert_request (bw_directory_list_skus (cloud, "t"), "GET", "/subscribedSkus", "t", NULL);
}

static void
test_group (void)
{
  g_autoptr(BwRequest) request = bw_directory_create_group (cloud, "t", "Bailiwick Admins",
                                                            "What for");
  g_autoptr(JsonNode) body = bw_json_parse (bw_request_get_body (request), NULL);
  JsonObject *object = bw_json_node_object (body);
  g_autoptr(BwRequest) other = bw_directory_create_group (cloud, "t", "日本", "What for");
  g_autoptr(JsonNode) other_body = bw_json_parse (bw_request_get_body (other), NULL);
  const char *nickname = bw_json_get_string (object, "mailNickname");

  g_assert_cmpstr (bw_json_get_string (object, "displayName"), ==, "Bailiwick Admins");
  g_assert_true (bw_json_get_boolean (object, "securityEnabled", FALSE));
  g_assert_false (bw_json_get_boolean (object, "mailEnabled", TRUE));
  g_assert_cmpuint (bw_json_array_length (bw_json_get_array (object, "groupTypes")), ==, 0);
  g_assert_true (g_str_has_prefix (nickname, "BailiwickAdmins-"));
  g_assert_cmpuint (strlen (nickname), <=, 64);
  g_assert_true (g_str_is_ascii (bw_json_get_string (bw_json_node_object (other_body),
                                                     "mailNickname")));
}

static void
test_tenant (void)
{
  g_autoptr(BwResponse) response = answer (200,
    "{\"tenantId\":\"6BABCAAD-604b-40ac-a9d7-9fd97c0b779f\",\"federationBrandName\":null,"
    "\"displayName\":\"Contoso, Ltd\",\"defaultDomainName\":\"CONTOSO18839.onmicrosoft.com\"}");
  g_autoptr(BwResponse) list = answer (200,
    "{\"value\":[{\"id\":\"" TENANT "\",\"displayName\":\"Contoso\",\"verifiedDomains\":["
    "{\"name\":\"contoso.onmicrosoft.com\",\"isInitial\":true,\"isDefault\":false},"
    "{\"name\":\"contoso.com\",\"isInitial\":false,\"isDefault\":true}]}]}");
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTenantInfo) info = bw_directory_read_tenant (response, &error);
  g_autoptr(BwTenantInfo) own = bw_directory_read_organization (list, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (info->id, ==, TENANT);
  g_assert_cmpstr (info->name, ==, "Contoso, Ltd");
  g_assert_cmpstr (own->domain, ==, "contoso.com");

  for (guint i = 0; i < G_N_ELEMENTS (useless); i++)
    {
      g_autoptr(BwResponse) broken = answer (200, useless[i]);

      g_assert_null (bw_directory_read_tenant (broken, &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
      g_clear_error (&error);
      g_assert_null (bw_directory_read_organization (broken, &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
      g_clear_error (&error);
    }
}

static void
test_domains (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwResponse) good = answer (200,
    "{\"value\":[{\"id\":\"" TENANT "\",\"verifiedDomains\":["
    "{\"name\":\"Contoso.onmicrosoft.com\",\"isInitial\":true},"
    "{\"name\":7},{},\"x\",{\"name\":\"\"},"
    "{\"name\":\"Contoso.com\",\"isDefault\":true},{\"name\":\"contoso.de\"}]}]}");
  g_auto(GStrv) domains = bw_directory_read_domains (good, &error);
  const char *empty[] = { "{\"value\":[]}", "{\"value\":[7]}",
                          "{\"value\":[{\"verifiedDomains\":[]}]}" };

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (domains), ==, 3);
  g_assert_cmpstr (domains[0], ==, "contoso.com");
  g_assert_cmpstr (domains[1], ==, "contoso.onmicrosoft.com");
  g_assert_cmpstr (domains[2], ==, "contoso.de");

  for (guint i = 0; i < G_N_ELEMENTS (empty) + G_N_ELEMENTS (useless); i++)
    {
      g_autoptr(BwResponse) bad = answer (200, i < G_N_ELEMENTS (empty)
                                               ? empty[i] : useless[i - G_N_ELEMENTS (empty)]);

      g_assert_null (bw_directory_read_domains (bad, &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
      g_clear_error (&error);
    }
}

static void
test_group_id (void)
{
  g_autoptr(BwResponse) response = answer (200,
    "{\"value\":[7,{\"displayName\":\"Admins\",\"securityEnabled\":true},"
    "{\"id\":\"mail\",\"displayName\":\"Admins\",\"securityEnabled\":false,"
    "\"createdDateTime\":\"2020-01-01T00:00:00Z\"},"
    "{\"id\":\"new\",\"displayName\":\"Admins\",\"securityEnabled\":true,"
    "\"createdDateTime\":\"2026-01-01T00:00:00Z\"},"
    "{\"id\":\"old\",\"displayName\":\"Admins\",\"securityEnabled\":true,"
    "\"createdDateTime\":\"2025-01-01T00:00:00Z\"},"
    "{\"id\":\"other\",\"displayName\":\"admins\",\"securityEnabled\":true,"
    "\"createdDateTime\":\"2019-01-01T00:00:00Z\"}]}");
  g_autoptr(BwResponse) empty = answer (200, "{\"value\":[]}");
  g_autoptr(BwResponse) broken = answer (200, "{}");
  g_autoptr(GError) error = NULL;
  g_autofree char *id = bw_directory_read_group_id (response, "Admins", &error);
  g_autofree char *none = bw_directory_read_group_id (empty, "Admins", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "old");
  g_assert_null (none);
  g_assert_null (bw_directory_read_group_id (broken, "Admins", &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
}

static void
test_members (void)
{
  g_autoptr(BwResponse) response =
    answer (200, "{\"value\":[{},7,{\"id\":\"6E7B768E-07E2-4810-8459-485F84F8F204\"}]}");
  g_autoptr(BwResponse) empty = answer (200, "{\"value\":[]}");
  g_autoptr(BwResponse) broken = answer (200, "{\"value\":null}");
  g_autoptr(GError) error = NULL;
  gboolean has = FALSE;

  g_assert_true (bw_directory_read_has_member (response, USER, &has, &error));
  g_assert_true (has);
  g_assert_true (bw_directory_read_has_member (empty, USER, &has, &error));
  g_assert_false (has);
  g_assert_false (bw_directory_read_has_member (broken, USER, &has, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
}

static void
test_principal_and_grant (void)
{
  g_autoptr(BwResponse) response = answer (200, "{\"value\":[{\"id\":\"sp-1\",\"appId\":\"a\"}]}");
  g_autoptr(BwResponse) grants = answer (200,
    "{\"value\":[7,{\"resourceId\":\"r-2\",\"consentType\":\"AllPrincipals\",\"scope\":\"X\"},"
    "{\"resourceId\":\"r-1\",\"consentType\":\"Principal\",\"scope\":\"Y\"},"
    "{\"resourceId\":\"R-1\",\"consentType\":\"AllPrincipals\",\"scope\":\" User.Read.All "
    "Directory.Read.All \"}]}");
  g_autoptr(BwResponse) empty = answer (200, "{\"value\":[]}");
  g_autoptr(BwResponse) broken = answer (200, "{\"value\":[{}]}");
  g_autoptr(GError) error = NULL;
  g_autofree char *id = bw_directory_read_service_principal (response, &error);
  g_autofree char *scope = NULL;
  g_autofree char *none = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "sp-1");
  g_assert_null (bw_directory_read_service_principal (empty, &error));
  g_assert_no_error (error);
  g_assert_null (bw_directory_read_service_principal (broken, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
  g_clear_error (&error);

  g_assert_true (bw_directory_read_grant (grants, "r-1", &scope, &error));
  g_assert_cmpstr (scope, ==, "User.Read.All Directory.Read.All");
  g_assert_true (bw_directory_read_grant (empty, "r-1", &none, &error));
  g_assert_null (none);
}

static void
test_count (void)
{
  static const struct { guint status; const char *text; gint64 count; } cases[] = {
    { 200, "893", 893 }, { 200, "\xef\xbb\xbf" "893\r\n", 893 }, { 200, "", -1 },
    { 200, "many", -1 },
    { 200, "-1", -1 }, { 200, "99999999999999999999999", -1 }, { 403, "893", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BwResponse) response = bw_test_answer (bw_directory_count_users (cloud, "t"),
                                                       cases[i].status, NULL);
      g_autoptr(GBytes) body = g_bytes_new (cases[i].text, strlen (cases[i].text));

      bw_response_set_body (response, body);
      g_assert_cmpint (bw_directory_read_count (response), ==, cases[i].count);
    }
}

static GPtrArray *
read_users (const char  *text,
            char       **next,
            char       **delta,
            GError     **error)
{
  g_autoptr(GBytes) page = g_bytes_new_static (text, strlen (text));

  return bw_directory_read_users (page, next, delta, error);
}

static void
test_users (void)
{
  g_autofree char *next = NULL;
  g_autofree char *delta = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) users = read_users (
    "\xef\xbb\xbf{\"@odata.context\":\"x\","
    "\"@odata.nextLink\":\"https://graph.microsoft.com/v1.0/users/delta?$skiptoken=a\","
    "\"value\":[{\"id\":\"" USER "\",\"displayName\":\"Ad\\u00e8le\","
                                 "\"userPrincipalName\":\"a@contoso.com\",\"mail\":null,"
    "\"accountEnabled\":false,\"userType\":\"Guest\",\"onPremisesSyncEnabled\":true,\"unknown\":"
    "{\"a\":[1]},"
    "\"assignedLicenses\":[{\"disabledPlans\":[],\"skuId\":\"" SKU "\"},{\"skuId\":\"nonsense\"},7,"
                                                                   "{\"skuId\":\"" TENANT "\"}]},"
    "{\"id\":\"" SKU "\",\"@removed\":{\"reason\":\"changed\"}},"
    "{\"id\":\"" TENANT "\",\"displayName\":7,\"accountEnabled\":\"yes\","
    "\"assignedLicenses\":{}}]}",
    &next, &delta, &error);
  BwUserRow *user;

  g_assert_no_error (error);
  g_assert_cmpuint (users->len, ==, 3);
  g_assert_cmpstr (next, ==, "https://graph.microsoft.com/v1.0/users/delta?$skiptoken=a");
  g_assert_null (delta);

  user = g_ptr_array_index (users, 0);
  g_assert_cmpstr (user->name, ==, "Adèle");
  g_assert_null (user->mail);
  g_assert_true (user->guest && user->on_premises && !user->enabled && !user->removed);
  g_assert_cmpstr (user->licences, ==, SKU " " TENANT);
  user = g_ptr_array_index (users, 1);
  g_assert_true (user->removed && user->enabled);
  user = g_ptr_array_index (users, 2);
  g_assert_null (user->name);
  g_assert_true (user->enabled);
  g_assert_null (user->licences);
}

static void
test_users_end (void)
{
  g_autofree char *next = NULL;
  g_autofree char *delta = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) users = read_users ("{\"value\":[],\"@odata.deltaLink\":\"d\"}", &next,
                                           &delta, &error);
  g_autoptr(GPtrArray) careless = read_users ("{\"value\":[]}", NULL, NULL, &error);
  g_autoptr(BwRequest) follow = bw_directory_sync_users_from (
    cloud, "t", "https://graph.microsoft.com/v1.0/users/delta?$deltatoken=x", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (users->len, ==, 0);
  g_assert_cmpuint (careless->len, ==, 0);
  g_assert_null (next);
  g_assert_cmpstr (delta, ==, "d");
  g_assert_cmpstr (bw_request_get_header (follow, "Prefer"), ==, "odata.maxpagesize=999");
  g_assert_null (bw_directory_sync_users_from (cloud, "t", "https://example.org/v1.0/users/delta",
                                               &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
}

static void
test_users_broken (void)
{
  static const char * const broken[] = {
    "", "<html>", "[]", "{}", "{\"value\":{}}", "{\"value\":null}", "{\"value\":[7]}",
    "{\"value\":[{}]}",
    "{\"value\":[{\"id\":\"no-guid\"}]}", "{\"value\":[{\"id\":7}]}", "{\"value\":[]",
    "{\"value\":[]} x",
    "{\"value\":[{\"id\":\"" USER "\",\"displayName\":\"\\ud800\"}]}",
    "{\"value\":[{\"id\":\"" USER "\"",
    "{\"value\":[{\"id\":\"" USER "\",\"assignedLicenses\":[{\"skuId\":\"", "{\"value\":[]}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *next = NULL;
      g_autofree char *delta = NULL;
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", broken[i]);
      g_assert_null (read_users (broken[i], &next, &delta, &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
      g_assert_null (next);
    }
}

static void
test_score (void)
{
  g_autoptr(BwResponse) response = answer (200,
    "{\"value\":[{\"id\":\"x\",\"currentScore\":345.5,\"maxScore\":700,"
    "\"createdDateTime\":\"2026-11-24T00:00:00Z\"}]}");
  g_autoptr(BwResponse) empty = answer (200, "{\"value\":[]}");
  static const char * const broken[] = {
    "{\"value\":[{}]}", "{\"value\":[7]}", "{\"value\":[{\"currentScore\":\"5\",\"maxScore\":7}]}",
    "{\"value\":[{\"currentScore\":1e999,\"maxScore\":7}]}",
    "{\"value\":[{\"currentScore\":-5,\"maxScore\":7}]}", "{}",
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) score = bw_directory_read_secure_score (response, &error);
  g_autoptr(JsonNode) none = bw_directory_read_secure_score (empty, &error);

  g_assert_no_error (error);
  g_assert_cmpint (bw_json_get_int (bw_json_node_object (score), "max", 0), ==, 700);
  g_assert_true (JSON_NODE_HOLDS_NULL (none));

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr(BwResponse) odd = answer (200, broken[i]);

      g_assert_null (bw_directory_read_secure_score (odd, &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
      g_clear_error (&error);
    }
}

static void
test_skus (void)
{
  g_autoptr(BwResponse) response = answer (200,
    "{\"value\":[{\"skuId\":\"" SKU "\",\"skuPartNumber\":\"ENTERPRISEPREMIUM\","
                                    "\"consumedUnits\":14,"
    "\"prepaidUnits\":{\"enabled\":10,\"suspended\":0,\"warning\":2}}]}");
  g_autoptr(BwResponse) broken = answer (200, "{\"value\":[{\"skuId\":7}]}");
  g_autoptr(JsonNode) expected = bw_json_parse_text (
    "[{\"skuId\":\"" SKU "\",\"skuPartNumber\":\"ENTERPRISEPREMIUM\",\"enabled\":10,\"warning\":2,"
                         "\"consumed\":14,"
    "\"free\":-4}]", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) skus = bw_directory_read_skus (response, &error);

  g_assert_no_error (error);
  g_assert_true (json_node_equal (skus, expected));
  g_assert_null (bw_directory_read_skus (broken, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  cloud = bw_cloud_new ("global", NULL);

  g_test_add_func ("/api/directory/requests", test_requests);
  g_test_add_func ("/api/directory/group", test_group);
  g_test_add_func ("/api/directory/tenant", test_tenant);
  g_test_add_func ("/api/directory/domains", test_domains);
  g_test_add_func ("/api/directory/group-id", test_group_id);
  g_test_add_func ("/api/directory/members", test_members);
  g_test_add_func ("/api/directory/principal-and-grant", test_principal_and_grant);
  g_test_add_func ("/api/directory/count", test_count);
  g_test_add_func ("/api/directory/users", test_users);
  g_test_add_func ("/api/directory/users-end", test_users_end);
  g_test_add_func ("/api/directory/users-broken", test_users_broken);
  g_test_add_func ("/api/directory/score", test_score);
  g_test_add_func ("/api/directory/skus", test_skus);

  status = g_test_run ();
  bw_cloud_unref (cloud);

  return status;
}
