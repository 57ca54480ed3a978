/* test-login.c - signing in, tokens, clouds and Partner Center on the wire
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-cloud.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-login.h"
#include "bw-partner-center.h"
#include "bw-response-private.h"
#include "bw-util.h"
#include "test-answer.h"

#define TENANT "6babcaad-604b-40ac-a9d7-9fd97c0b779f"
#define USER   "6e7b768e-07e2-4810-8459-485f84f8f204"
#define CLIENT "11112222-3333-4444-5555-666677778888"

static BwCloud *cloud;

static void
test_clouds (void)
{
  static const struct
  {
    const char *id;
    const char *login;
    const char *graph;
    const char *partner;
  } cases[] = {
    { "global", "https://login.microsoftonline.com", "https://graph.microsoft.com",
      "https://api.partnercenter.microsoft.com" },
    { "us-government", "https://login.microsoftonline.us", "https://graph.microsoft.us",
      "https://api.partnercenter.microsoft.com" },
    { "us-government-dod", "https://login.microsoftonline.us", "https://dod-graph.microsoft.us",
      NULL },
    { "china", "https://login.partner.microsoftonline.cn",
      "https://microsoftgraph.chinacloudapi.cn",
      "https://partner.partnercenterapi.microsoftonline.cn" },
  };
  g_autoptr(BwCloud) sandbox = bw_cloud_new_sandbox ("http://127.0.0.1:40123/");
  g_autofree char *link = bw_cloud_dup_approval_link (cloud, "a/b");
  g_autofree char *sandbox_link = bw_cloud_dup_approval_link (sandbox, "a");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BwCloud) self = bw_cloud_new (cases[i].id, &error);
      g_autofree char *base = g_strconcat (cases[i].graph, "/v1.0", NULL);

      g_assert_no_error (error);
      g_assert_cmpstr (self->login->base, ==, cases[i].login);
      g_assert_null (self->login->audience);
      g_assert_cmpstr (self->graph->base, ==, base);
      g_assert_cmpstr (self->graph->audience, ==, cases[i].graph);
      g_assert_cmpstr (self->partner->audience, ==, cases[i].partner);
    }

  g_assert_null (bw_cloud_new ("germany", &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
  g_assert_cmpstr (sandbox->graph->base, ==, "http://127.0.0.1:40123/graph/v1.0");
  g_assert_cmpstr (sandbox->partner->base, ==, "http://127.0.0.1:40123/partner/v1");
  g_assert_cmpstr (sandbox->graph->audience, ==, "https://graph.microsoft.com");
  g_assert_true (g_str_has_prefix (link, "https://admin.microsoft.com/AdminPortal/Home#/partners/in"
                                         "vitation/"));
  g_assert_true (g_str_has_suffix (link, "/a%2Fb"));
  g_assert_true (g_str_has_prefix (sandbox_link, "http://127.0.0.1:40123/admin/"));
}

/* RFC 7636, appendix B. */
static void
test_challenge (void)
{
  g_autofree char *challenge =
    bw_login_make_challenge ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

  g_assert_cmpstr (challenge, ==, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

static char *
get_field (const char *form,
           const char *name)
{
  g_autoptr(GHashTable) fields = g_uri_parse_params (form, -1, "&", G_URI_PARAMS_WWW_FORM, NULL);

  return g_strdup (g_hash_table_lookup (fields, name));
}

static void
test_sign_in (void)
{
  g_autoptr(BwSignIn) self = bw_sign_in_new (TENANT, CLIENT, "openid offline_access");
  g_autoptr(BwSignIn) other = bw_sign_in_new (TENANT, CLIENT, "openid offline_access");
  g_autoptr(BwRequest) redeem = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *challenge = bw_login_make_challenge (self->verifier);
  g_autofree char *sent = NULL;
  g_autofree char *scope = NULL;
  g_autofree char *form = NULL;
  g_autofree char *verifier = NULL;
  g_autofree char *code = NULL;

  g_assert_cmpstr (self->state, !=, other->state);
  g_assert_cmpstr (self->nonce, !=, self->state);
  g_assert_cmpuint (strlen (self->verifier), >=, 43);

  self->redirect_uri = g_strdup ("http://localhost:1234");
  self->login_hint = g_strdup ("a@contoso.com");
  self->prompt = g_strdup ("select_account");
  uri = bw_sign_in_dup_uri (self, cloud);
  g_assert_true (g_str_has_prefix (uri, "https://login.microsoftonline.com/" TENANT "/oauth2/v2.0/a"
                                                                                    "uthorize?"));
  g_assert_null (strstr (uri, self->verifier));
  g_assert_null (strstr (uri, "prompt="));
  sent = get_field (strchr (uri, '?') + 1, "code_challenge");
  scope = get_field (strchr (uri, '?') + 1, "scope");
  g_assert_cmpstr (sent, ==, challenge);
  g_assert_cmpstr (scope, ==, "openid offline_access");

  redeem = bw_sign_in_redeem (self, cloud, "a code&x=y", NULL, NULL);
  g_assert_cmpstr (bw_request_get_uri (redeem), ==,
                   "https://login.microsoftonline.com/" TENANT "/oauth2/v2.0/token");
  form = g_strndup (g_bytes_get_data (bw_request_get_body (redeem), NULL),
                    g_bytes_get_size (bw_request_get_body (redeem)));
  verifier = get_field (form, "code_verifier");
  code = get_field (form, "code");
  g_assert_cmpstr (verifier, ==, self->verifier);
  g_assert_cmpstr (code, ==, "a code&x=y");
}

static void
test_refresh (void)
{
  g_autoptr(BwRequest) request = bw_login_refresh (cloud, TENANT, CLIENT, "secret",
                                                   "https://graph.microsoft.com",
                                                   "{\"access_token\":{\"acrs\":{\"value\":\"c1\"}}"
                                                   "}", NULL, NULL);
  g_autofree char *form = g_strndup (g_bytes_get_data (bw_request_get_body (request), NULL),
                                     g_bytes_get_size (bw_request_get_body (request)));
  g_autofree char *claims = get_field (form, "claims");
  g_autofree char *scope = get_field (form, "scope");
  g_autoptr(JsonNode) sent = bw_json_parse_text (claims, NULL);
  g_autoptr(JsonNode) expected = bw_json_parse_text (
    "{\"access_token\":{\"acrs\":{\"value\":\"c1\"},\"xms_cc\":{\"values\":[\"cp1\"]}}}", NULL);

  g_assert_true (json_node_equal (sent, expected));
  g_assert_true (g_str_has_prefix (scope, "https://graph.microsoft.com/.default"));
  g_assert_null (bw_request_get_service (request)->audience);
}

static void
test_tokens (void)
{
  static const struct { const char *json; gint64 lifetime; } good[] = {
    { "{\"token_type\":\"Bearer\",\"expires_in\":4213,\"access_token\":\"eyJ\","
      "\"refresh_token\":\"1.A\"}", 4213 },
    { "{\"token_type\":\"bearer\",\"expires_in\":\"3599\",\"access_token\":\"eyJ\"}", 3599 },
    { "{\"token_type\":\"Bearer\",\"expires_in\":1,\"access_token\":\"eyJ\"}", 60 },
    { "{\"token_type\":\"Bearer\",\"expires_in\":2147483647,\"access_token\":\"eyJ\"}", 48 * 3600 },
  };
  static const char * const bad[] = {
    "{}", "[]", "{\"token_type\":\"Bearer\",\"expires_in\":60}",
    "{\"token_type\":\"Bearer\",\"expires_in\":60,\"access_token\":\"\"}",
    "{\"token_type\":\"Bearer\",\"expires_in\":0,\"access_token\":\"a\"}",
    "{\"token_type\":\"Bearer\",\"expires_in\":-5,\"access_token\":\"a\"}",
    "{\"token_type\":\"Bearer\",\"access_token\":\"a\"}",
    "{\"token_type\":\"mac\",\"expires_in\":60,\"access_token\":\"a\"}",
    "{\"expires_in\":60,\"access_token\":\"a\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(BwResponse) response = bw_test_answer_from ("login", 200, good[i].json);
      g_autoptr(GError) error = NULL;
      g_autoptr(BwTokens) tokens = bw_tokens_new_from_response (response, &error);

      g_assert_no_error (error);
      g_assert_cmpint (tokens->lifetime, ==, good[i].lifetime);
      g_assert_cmpstr (tokens->access_token, ==, "eyJ");
    }

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(BwResponse) response = bw_test_answer_from ("login", 200, bad[i]);
      g_autoptr(GError) error = NULL;

      g_assert_null (bw_tokens_new_from_response (response, &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
    }
}

static void
test_discovery (void)
{
  g_autoptr(BwResponse) response = bw_test_answer (bw_login_discover (cloud, "contoso.com"), 200,
    "{\"issuer\":\"https://login.microsoftonline.com/6BABCAAD-604B-40AC-A9D7-9FD97C0B779F/v2.0\","
    "\"tenant_region_scope\":\"EU\"}");
  g_autoptr(BwResponse) unknown = bw_test_answer (bw_login_discover (cloud, "nowhere.example"), 400,
    "{\"error\":\"invalid_tenant\",\"error_description\":\"AADSTS90002: x\",\"error_codes\":[90002]"
    "}");
  g_autoptr(BwResponse) odd = bw_test_answer (bw_login_discover (cloud, "x"), 200,
    "{\"issuer\":\"https://login.microsoftonline.com/common/v2.0\"}");
  g_autofree char *id = NULL;
  g_autofree char *region = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (bw_login_read_discovery (response, &id, &region, &error));
  g_assert_cmpstr (id, ==, TENANT);
  g_assert_cmpstr (region, ==, "EU");
  g_assert_false (bw_login_read_discovery (unknown, &id, &region, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (bw_login_read_discovery (odd, &id, &region, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
  bw_test_assert_request (bw_login_discover (cloud, "a/b"), "GET",
                          "/a%2Fb/v2.0/.well-known/openid-configuration",
                          NULL, NULL);
}

static void
test_customers (void)
{
  g_autoptr(BwResponse) response = bw_test_answer (bw_partner_center_list_customers (cloud, "p"),
                                                   200,
    "{\"totalCount\":2,\"items\":[{\"id\":\"" USER "\",\"companyProfile\":"
    "{\"tenantId\":\"" TENANT "\","
    "\"domain\":\"contoso.onmicrosoft.com\",\"companyName\":\"Contoso\"},"
    "\"relationshipToPartner\":\"reseller\"},"
    "{\"Id\":\"" USER "\",\"CompanyProfile\":{\"CompanyName\":\"\"}},"
    "{\"id\":\"nothing\"},7,null]}");
  g_autoptr(BwResponse) broken = bw_test_answer (bw_partner_center_list_customers (cloud, "p"), 200,
                                                 "{\"items\":{}}");
  g_autoptr(BwResponse) end = bw_test_answer (bw_partner_center_list_customers (cloud, "p"), 400,
                                              "{\"code\":2000}");
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = bw_partner_center_read_customers (response, &error);
  BwTenantRow *row;

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 2);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpstr (row->id, ==, TENANT);
  g_assert_cmpstr (row->name, ==, "Contoso");
  row = g_ptr_array_index (rows, 1);
  g_assert_cmpstr (row->id, ==, USER);
  g_assert_cmpstr (row->name, ==, USER);

  g_assert_null (bw_partner_center_read_customers (broken, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
  g_clear_error (&error);

  /* Without a page before it, a refusal is a refusal. */
  g_assert_null (bw_partner_center_read_customers (end, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
}

/* Partner Center may end its list by refusing the page after the last. */
static void
test_customers_end (void)
{
  BwRequest *request = bw_partner_center_list_customers (cloud, "p");
  g_autoptr(BwResponse) end = NULL;
  g_autoptr(JsonNode) items = bw_json_parse_text ("[{\"id\":\"" USER "\"}]", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = NULL;

  bw_request_set_header (request, "MS-ContinuationToken", "opaque");
  end = bw_test_answer (request, 400, "{\"code\":\"2000\",\"description\":\"x\"}");
  bw_response_take_list (end, "items", json_array_ref (json_node_get_array (items)));
  rows = bw_partner_center_read_customers (end, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
}

static void
test_partner_center (void)
{
  const char * const scopes[] = { "User.Read.All", "Directory.Read.All", NULL };
  static const struct { const char *json; const char *relationship; } cases[] = {
    { "{\"relationshipToPartner\":\"reseller\"}", "reseller" },
    { "{\"RelationshipToPartner\":\"None\"}", "none" },
    { "{}", NULL },
    { "{\"relationshipToPartner\":7}", NULL },
  };
  BwRequest *request = bw_partner_center_consent (cloud, "p", "c/1", CLIENT,
                                                  "00000003-0000-0000-c000-000000000000",
                                                  scopes);

  g_assert_true (bw_is_guid (bw_request_get_header (request, "MS-RequestId")));
  g_assert_true (bw_is_guid (bw_request_get_header (request, "MS-CorrelationId")));
  g_assert_cmpstr (bw_request_get_header (request, "Accept"), ==, "application/json");
  bw_test_assert_request (request, "POST", "/customers/c%2F1/applicationconsents", "p",
    "{\"applicationId\":\"" CLIENT "\",\"applicationGrants\":[{\"enterpriseApplicationId\":"
    "\"00000003-0000-0000-c000-000000000000\",\"scope\":\"User.Read.All, Directory.Read.All\"}]}");
  bw_test_assert_request (bw_partner_center_remove_consent (cloud, "p", "c", CLIENT), "DELETE",
                          "/customers/c/applicationconsents/" CLIENT, "p", NULL);
  bw_test_assert_request (bw_partner_center_get_customer (cloud, "p", "c"), "GET", "/customers/c",
                          "p", NULL);
  bw_test_assert_request (bw_partner_center_list_customers (cloud, "p"), "GET",
                          "/customers?size=500", "p", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BwResponse) response = bw_test_answer_from ("partner", 200, cases[i].json);
      g_autoptr(GError) error = NULL;
      g_autofree char *relationship = bw_partner_center_read_relationship (response, &error);

      g_assert_cmpstr (relationship, ==, cases[i].relationship);
      g_assert_true ((error == NULL) == (cases[i].relationship != NULL));
    }
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  cloud = bw_cloud_new ("global", NULL);

  g_test_add_func ("/api/cloud/endpoints", test_clouds);
  g_test_add_func ("/api/login/challenge", test_challenge);
  g_test_add_func ("/api/login/sign-in", test_sign_in);
  g_test_add_func ("/api/login/refresh", test_refresh);
  g_test_add_func ("/api/login/tokens", test_tokens);
  g_test_add_func ("/api/login/discovery", test_discovery);
  g_test_add_func ("/api/partner-center/customers", test_customers);
  g_test_add_func ("/api/partner-center/customers-end", test_customers_end);
  g_test_add_func ("/api/partner-center/requests", test_partner_center);

  status = g_test_run ();
  bw_cloud_unref (cloud);

  return status;
}
