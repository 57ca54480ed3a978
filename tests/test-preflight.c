/* test-preflight.c - what the pre-flight check finds, and what it makes of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-error.h"
#include "bw-pace.h"
#include "bw-permission.h"
#include "bw-preflight.h"
#include "bw-registration.h"
#include "sandbox-util.h"
#include "test-answer.h"
#include "test-token.h"
#include "test-util.h"

#define NOW    G_GINT64_CONSTANT (1795593600) /* 2026-11-25T08:00:00Z */
#define TENANT "10000000-0000-4000-8000-000000000001"
#define CLIENT "30000000-0000-4000-8000-000000000001"

#define GRANTED "DelegatedAdminRelationship.ReadWrite.All CrossTenantInformation.ReadBasic.All " \
  "Group.ReadWrite.All Application.Read.All User.Read"

#define SCOPE(id) "{\"id\":\"" id "\",\"type\":\"Scope\"}"
#define GRAPH_LISTED SCOPE ("885f682f-a990-4bad-a642-36736a74b0c7") "," \
  SCOPE ("81594d25-e88e-49cf-ac8c-fecbff49f994") "," \
  SCOPE ("4e46008b-f24c-477d-8fff-7bb4ec7aafe0") "," \
  SCOPE ("e1fe6dd8-ba31-4d61-89e7-88639da4683d")
#define REGISTRATION(audience, public, web, graph, secrets) \
  "{\"appId\":\"" CLIENT "\",\"displayName\":\"Bailiwick\",\"signInAudience\":\"" audience "\"," \
  "\"publicClient\":{\"redirectUris\":[" public "]},\"web\":{\"redirectUris\":[" web "]}," \
  "\"requiredResourceAccess\":[" \
  "{\"resourceAppId\":\"00000003-0000-0000-c000-000000000000\",\"resourceAccess\":[" graph "]}," \
  "{\"resourceAppId\":\"FA3D9A0C-3fb0-42cc-9193-47c7ecd2edbd\",\"resourceAccess\":[" \
  SCOPE ("1cebfa2a-fb4d-419e-b5f9-839b4383e05a") "]}]," \
  "\"passwordCredentials\":[" secrets "],\"keyCredentials\":[]}"
#define ROLE(id) "{\"id\":\"" id "\",\"type\":\"Role\"}"
#define ALL_ROLES ROLE ("09850681-111b-4a89-9bed-3f2cae46d706") "," \
  ROLE ("df021288-bdef-4463-88db-98f22de89214") "," \
  ROLE ("498476ce-e0fe-48b0-b801-37ba7e2685c6") "," \
  ROLE ("9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30") "," \
  ROLE ("bf394140-e372-4bf9-a898-299cfc7564e5")
#define NATIVE ",\"https://login.microsoftonline.com/common/oauth2/nativeclient\""
#define READ_APPS "," SCOPE ("c79f8feb-a9db-4090-85f9-90d820caa0eb")
#define LOCALHOST "\"http://localhost\""
#define SINGLE    "AzureADMyOrg"
#define MULTIPLE  "AzureADMultipleOrgs"
#define ENDS(date) "{\"keyId\":\"1\",\"endDateTime\":\"" date "\"}"

static BwCheck *
find_check (GPtrArray  *checks,
            const char *key)
{
  for (guint i = 0; i < checks->len; i++)
    {
      BwCheck *check = g_ptr_array_index (checks, i);

      if (g_str_equal (check->key, key))
        return check;
    }

  g_assert_not_reached ();
}

static void
assert_check (GPtrArray    *checks,
              const char   *key,
              BwCheckState  state,
              const char   *part)
{
  BwCheck *check = find_check (checks, key);

  g_test_message ("%s: %s: %s → %s", key, bw_check_state_get_name (check->state), check->text,
                  check->fix);
  g_assert_cmpstr (bw_check_state_get_name (check->state), ==, bw_check_state_get_name (state));
  g_assert_true ((check->fix != NULL) == (state == BW_CHECK_PROBLEM));
  if (part != NULL)
    g_assert_true (strstr (check->text, part) != NULL ||
                   (check->fix != NULL && strstr (check->fix, part) != NULL));
}

/* Judgements, without anybody to ask. */

/* To make it takes a while. */
static BwTestKey *key;

static BwAccessClaims *
make_claims (const char *scopes,
             const char *more)
{
  g_autofree char *json = g_strdup_printf ("{\"scp\":\"%s\"%s}", scopes, more);
  g_autofree char *token = bw_test_key_sign (key, "RS256", json);
  g_autoptr(GError) error = NULL;
  BwAccessClaims *claims = bw_access_claims_new (token, &error);

  g_assert_no_error (error);

  return claims;
}

static BwResponse *
answer_at (gint64 date)
{
  BwResponse *response =
    bw_test_answer_from ("login", 200,
                         "{\"issuer\":\"https://login.example/" TENANT "/v2.0\"}");
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (date);
  g_autofree char *text = g_date_time_format (time, "%a, %d %b %Y %H:%M:%S GMT");

  bw_response_add_header (response, "Date", text);

  return response;
}

static void
set_answer (BwPreflightFacts    *facts,
            BwPreflightQuestion  question,
            guint                status,
            const char          *json)
{
  const char *service = question == BW_PREFLIGHT_CUSTOMERS ? "partner" : "graph";

  g_clear_pointer (&facts->answers[question].response, bw_response_unref);
  facts->answers[question].response = bw_test_answer_from (service, status, json);
}

/* Everything is as it has to be. */
static BwPreflightFacts *
make_facts (void)
{
  BwPreflightFacts *facts = bw_preflight_facts_new ();
  const BwPreflightQuestion services[] = { BW_PREFLIGHT_GRAPH, BW_PREFLIGHT_PARTNER_CENTER,
                                           BW_PREFLIGHT_DELEGATION };

  facts->cloud = bw_cloud_new ("global", NULL);
  facts->host = g_strdup ("login.example");
  facts->partner_tenant = g_strdup (TENANT);
  facts->client_id = g_strdup (CLIENT);
  facts->user_name = g_strdup ("anna@partner.example");
  facts->session = BW_SESSION_SIGNED_IN;
  facts->discovery.response = answer_at (NOW);
  facts->now = NOW;
  facts->graph.claims = make_claims (GRANTED, ",\"amr\":[\"pwd\",\"mfa\"]");
  facts->partner.claims = make_claims ("user_impersonation", ",\"amr\":[\"pwd\",\"mfa\"]");

  set_answer (facts, BW_PREFLIGHT_GROUPS, 200,
              "{\"value\":[{\"@odata.type\":\"#microsoft.graph.directoryRole\","
              "\"displayName\":null},"
              "{\"@odata.type\":\"#microsoft.graph.group\",\"displayName\":\"AdminAgents\"}]}");
  set_answer (facts, BW_PREFLIGHT_REGISTRATION, 200,
              REGISTRATION (MULTIPLE, LOCALHOST, "", GRAPH_LISTED READ_APPS, ""));
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    set_answer (facts, services[i], 200,
                "{\"value\":[{\"id\":\"40000000-0000-4000-8000-000000000001\"}]}");
  set_answer (facts, BW_PREFLIGHT_CUSTOMERS, 200, "{\"totalCount\":0,\"items\":[]}");

  return facts;
}

static void
test_all_good (void)
{
  g_autoptr(BwPreflightFacts) facts = make_facts ();
  g_autoptr(GPtrArray) checks = bw_preflight_judge (facts);
  g_autoptr(GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *text = bw_checks_dup_text (checks);

  for (guint i = 0; i < checks->len; i++)
    {
      BwCheck *check = g_ptr_array_index (checks, i);

      assert_check (checks, check->key, BW_CHECK_GOOD, NULL);
      g_assert_true (g_hash_table_add (keys, (char *) check->key));
      g_assert_nonnull (strstr (text, check->text));
    }

  g_assert_cmpuint (bw_checks_count (checks, BW_CHECK_GOOD), ==, checks->len);
}

/* Nothing set, nobody there: one is told where to begin, and nothing is made up. */
static void
test_nothing (void)
{
  g_autoptr(BwPreflightFacts) facts = bw_preflight_facts_new ();
  g_autoptr(GPtrArray) checks = NULL;
  const char * const unknown[] = { "keyring", "clock", "mfa", "graph-permissions",
                                   "partner-permissions", "admin-agent", "audience", "redirect",
                                   "listed-permissions", "credential", "graph-service",
                                   "customers" };

  facts->host = g_strdup ("login.example");
  facts->discovery.error = g_error_new_literal (BW_ERROR, BW_ERROR_OFFLINE, "No way out");
  facts->storage = g_error_new_literal (BW_ERROR, BW_ERROR_STORAGE, "The disk is full");
  checks = bw_preflight_judge (facts);

  assert_check (checks, "state", BW_CHECK_PROBLEM, "The disk is full");
  assert_check (checks, "network", BW_CHECK_PROBLEM, "No way out");
  assert_check (checks, "partner-tenant", BW_CHECK_PROBLEM, NULL);
  assert_check (checks, "client-id", BW_CHECK_PROBLEM, NULL);
  assert_check (checks, "sign-in", BW_CHECK_PROBLEM, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    assert_check (checks, unknown[i], BW_CHECK_UNKNOWN, NULL);
}

static void
test_computer (void)
{
  g_autoptr(BwPreflightFacts) facts = make_facts ();
  g_autoptr(GPtrArray) checks = NULL;

  facts->keyring = g_strdup ("It is locked.");
  facts->proxy = g_strdup ("http://proxy.example:3128");
  checks = bw_preflight_judge (facts);
  assert_check (checks, "keyring", BW_CHECK_PROBLEM, "It is locked.");
  assert_check (checks, "network", BW_CHECK_GOOD, "http://proxy.example:3128");

  g_clear_pointer (&facts->discovery.response, bw_response_unref);
  facts->discovery.error = g_error_new_literal (BW_ERROR, BW_ERROR_OFFLINE, "No way out");
  g_ptr_array_unref (checks);
  checks = bw_preflight_judge (facts);
  assert_check (checks, "network", BW_CHECK_PROBLEM, "http://proxy.example:3128");
  assert_check (checks, "mfa", BW_CHECK_UNKNOWN, "can be reached");
}

static void
assert_clock (gint64        ahead,
              BwCheckState  state,
              const char   *part)
{
  g_autoptr(BwPreflightFacts) facts = make_facts ();
  g_autoptr(GPtrArray) checks = NULL;

  facts->now = NOW + ahead;
  checks = bw_preflight_judge (facts);
  assert_check (checks, "clock", state, part);
}

static void
test_clock (void)
{
  g_autoptr(BwPreflightFacts) facts = make_facts ();
  g_autoptr(GPtrArray) checks = NULL;

  assert_clock (0, BW_CHECK_GOOD, NULL);
  assert_clock (300, BW_CHECK_GOOD, NULL);
  assert_clock (-300, BW_CHECK_GOOD, NULL);
  assert_clock (301, BW_CHECK_PROBLEM, "5 minutes ahead");
  assert_clock (301, BW_CHECK_PROBLEM, "back by 5 minutes");
  assert_clock (-12 * 60, BW_CHECK_PROBLEM, "12 minutes behind");
  assert_clock (-12 * 60, BW_CHECK_PROBLEM, "forward by 12 minutes");
  assert_clock (3 * 3600, BW_CHECK_PROBLEM, "3 hours ahead");
  assert_clock (-50 * 3600, BW_CHECK_PROBLEM, "2 days behind");

  g_clear_pointer (&facts->discovery.response, bw_response_unref);
  facts->discovery.response = bw_test_answer_from ("login", 200, "{}");
  checks = bw_preflight_judge (facts);
  assert_check (checks, "clock", BW_CHECK_UNKNOWN, NULL);
}

static void
test_tenant (void)
{
  g_autoptr(BwPreflightFacts) facts = make_facts ();
  g_autoptr(GPtrArray) unknown = NULL;
  g_autoptr(GPtrArray) elsewhere = NULL;

  g_clear_pointer (&facts->discovery.response, bw_response_unref);
  facts->discovery.response =
    bw_test_answer_from ("login", 400, "{\"error\":\"invalid_tenant\",\"error_description\":"
                         "\"AADSTS90002: Tenant 'x' not found.\",\"error_codes\":[90002]}");
  unknown = bw_preflight_judge (facts);
  assert_check (unknown, "network", BW_CHECK_GOOD, NULL);
  assert_check (unknown, "partner-tenant", BW_CHECK_PROBLEM, NULL);

  g_clear_pointer (&facts->discovery.response, bw_response_unref);
  facts->discovery.response =
    bw_test_answer_from ("login", 200, "{\"issuer\":\"https://login.example/" TENANT "/v2.0\","
                         "\"msgraph_host\":\"microsoftgraph.chinacloudapi.cn\"}");
  elsewhere = bw_preflight_judge (facts);
  assert_check (elsewhere, "partner-tenant", BW_CHECK_PROBLEM, "another of Microsoft’s clouds");
}

/* The token for Partner Center counts, and that for Graph where there is none. */
static void
test_token (void)
{
  g_autoptr(BwPreflightFacts) facts = make_facts ();
  g_autoptr(GPtrArray) without = NULL;
  g_autoptr(GPtrArray) silent = NULL;
  g_autoptr(GPtrArray) refused = NULL;
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&facts->partner.claims, bw_access_claims_free);
  facts->partner.claims = make_claims ("", ",\"amr\":[\"pwd\"]");
  without = bw_preflight_judge (facts);
  assert_check (without, "mfa", BW_CHECK_PROBLEM, "without multi-factor");
  assert_check (without, "partner-permissions", BW_CHECK_PROBLEM, "user_impersonation");

  g_clear_pointer (&facts->partner.claims, bw_access_claims_free);
  facts->partner.claims = make_claims ("user_impersonation", "");
  silent = bw_preflight_judge (facts);
  assert_check (silent, "mfa", BW_CHECK_UNKNOWN, "does not tell");

  g_clear_pointer (&facts->partner.claims, bw_access_claims_free);
  facts->partner.error = g_error_new_literal (BW_ERROR, BW_ERROR_DENIED, "Refused");
  refused = bw_preflight_judge (facts);
  assert_check (refused, "mfa", BW_CHECK_GOOD, NULL);
  assert_check (refused, "partner-permissions", BW_CHECK_PROBLEM, NULL);

  g_assert_null (bw_access_claims_new ("not.a.token", &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
  g_assert_null (strstr (error->message, "not.a"));
}

/* What is stronger does, and what is alike does not. */
static void
test_permissions (void)
{
  static const char * const strong[] = { "DelegatedAdminRelationship.ReadWrite.All",
                                         "CrossTenantInformation.ReadBasic.All",
                                         "group.readwrite.all", "Application.ReadWrite.All",
                                         "User.Read.All", NULL };
  static const char * const weak[] = { "DelegatedAdminRelationship.Read.All",
                                       "CrossTenantInformation.ReadBasic.All",
                                       "Group.Read.All", "Application.ReadWrite.OwnedBy",
                                       "User.ReadBasic.All", NULL };
  g_auto(GStrv) none = bw_permission_find_lack (strong, BW_SERVICE_ID_GRAPH);
  g_auto(GStrv) lack = bw_permission_find_lack (weak, BW_SERVICE_ID_GRAPH);
  g_auto(GStrv) all = bw_permission_find_lack (NULL, BW_SERVICE_ID_PARTNER_CENTER);

  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_cmpuint (g_strv_length (lack), ==, 4);
  g_assert_true (g_strv_contains ((const char * const *) lack, "Group.ReadWrite.All"));
  g_assert_cmpstr (all[0], ==, "user_impersonation");
  g_assert_cmpstr (bw_permission_find_name (BW_SERVICE_ID_GRAPH,
                                            "E1FE6DD8-ba31-4d61-89e7-88639da4683d"), ==,
                   "User.Read");
  g_assert_null (bw_permission_find_name (BW_SERVICE_ID_PARTNER_CENTER,
                                          "e1fe6dd8-ba31-4d61-89e7-88639da4683d"));
}

static void
test_groups (void)
{
  g_autoptr(BwPreflightFacts) facts = make_facts ();
  g_autoptr(GPtrArray) outside = NULL;
  g_autoptr(GPtrArray) unnamed = NULL;
  g_autoptr(GPtrArray) denied = NULL;

  set_answer (facts, BW_PREFLIGHT_GROUPS, 200,
              "{\"value\":[{\"@odata.type\":\"#microsoft.graph.group\","
              "\"displayName\":\"HelpdeskAgents\"},{\"@odata.type\":"
              "\"#microsoft.graph.administrativeUnit\",\"displayName\":\"AdminAgents\"}]}");
  outside = bw_preflight_judge (facts);
  assert_check (outside, "admin-agent", BW_CHECK_PROBLEM, "anna@partner.example");

  set_answer (facts, BW_PREFLIGHT_GROUPS, 200,
              "{\"value\":[{\"@odata.type\":\"#microsoft.graph.group\",\"displayName\":null}]}");
  unnamed = bw_preflight_judge (facts);
  assert_check (unnamed, "admin-agent", BW_CHECK_UNKNOWN, NULL);

  set_answer (facts, BW_PREFLIGHT_GROUPS, 403,
              "{\"error\":{\"code\":\"Authorization_RequestDenied\",\"message\":\"No.\"}}");
  denied = bw_preflight_judge (facts);
  assert_check (denied, "admin-agent", BW_CHECK_UNKNOWN, "does not let the user look");
}

static const struct
{
  const char   *json;
  const char   *key;
  BwCheckState  state;
  const char   *part;
} registrations[] = {
  { REGISTRATION (SINGLE, LOCALHOST, "", GRAPH_LISTED READ_APPS, ""), "audience",
    BW_CHECK_PROBLEM, "your own tenant only" },
  { REGISTRATION ("AzureADandPersonalMicrosoftAccount", LOCALHOST, "", GRAPH_LISTED, ""),
    "audience", BW_CHECK_GOOD, NULL },
  { REGISTRATION (MULTIPLE, "", "", GRAPH_LISTED, ""), "redirect", BW_CHECK_PROBLEM,
    "http://localhost" },
  { REGISTRATION (MULTIPLE, "\"https://localhost\",\"http://localhost.evil.example\"", "",
                  GRAPH_LISTED, ""), "redirect", BW_CHECK_PROBLEM, "http://localhost" },
  { REGISTRATION (MULTIPLE, "\"http://localhost:8400/\"", "", GRAPH_LISTED, ""), "redirect",
    BW_CHECK_GOOD, NULL },
  { REGISTRATION (MULTIPLE, "", LOCALHOST, GRAPH_LISTED, ""), "redirect", BW_CHECK_PROBLEM, NULL },
  { REGISTRATION (MULTIPLE, "", LOCALHOST, GRAPH_LISTED, ENDS ("2027-11-24T00:00:00Z")),
    "redirect", BW_CHECK_GOOD, NULL },
  { REGISTRATION (MULTIPLE, LOCALHOST, LOCALHOST, GRAPH_LISTED, ""), "redirect", BW_CHECK_PROBLEM,
    "two platforms" },
  { REGISTRATION (MULTIPLE, LOCALHOST, "", GRAPH_LISTED, ""), "listed-permissions",
    BW_CHECK_GOOD, NULL },
  { REGISTRATION (MULTIPLE, LOCALHOST, "", GRAPH_LISTED, ""), "guest-accounts", BW_CHECK_GOOD,
    "no application permissions" },
  { REGISTRATION (MULTIPLE, LOCALHOST NATIVE, "", ROLE ("09850681-111b-4a89-9bed-3f2cae46d706"),
                  ""), "guest-accounts", BW_CHECK_PROBLEM, "Organization.Read.All" },
  { REGISTRATION (MULTIPLE, LOCALHOST, "", ALL_ROLES, ""), "guest-accounts", BW_CHECK_PROBLEM,
    "common/oauth2/nativeclient" },
  { REGISTRATION (MULTIPLE, LOCALHOST NATIVE, "", ALL_ROLES, ""), "guest-accounts",
    BW_CHECK_GOOD, "every application permission" },
  { REGISTRATION (MULTIPLE, LOCALHOST, "", "", ENDS ("2026-11-24T00:00:00Z")), "credential",
    BW_CHECK_PROBLEM, "ran out on 2026-11-24" },
  { REGISTRATION (MULTIPLE, LOCALHOST, "", "", ENDS ("2026-12-20T00:00:00Z")), "credential",
    BW_CHECK_PROBLEM, "runs out on 2026-12-20" },
  { REGISTRATION (MULTIPLE, LOCALHOST, "", "",
                  ENDS ("2026-11-24T00:00:00Z") "," ENDS ("2027-06-01T00:00:00Z")), "credential",
    BW_CHECK_GOOD, "until 2027-06-01" },
  { REGISTRATION (MULTIPLE, LOCALHOST, "", "", "{}"), "credential", BW_CHECK_UNKNOWN, NULL },
  { "{\"appId\":\"" CLIENT "\"}", "audience", BW_CHECK_UNKNOWN, NULL },
};

static void
test_registration (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (registrations); i++)
    {
      g_autoptr(BwPreflightFacts) facts = make_facts ();
      g_autoptr(GPtrArray) checks = NULL;

      set_answer (facts, BW_PREFLIGHT_REGISTRATION, 200, registrations[i].json);
      checks = bw_preflight_judge (facts);
      assert_check (checks, registrations[i].key, registrations[i].state, registrations[i].part);
    }
}

/* What is used here counts, and not what else is registered. */
static void
test_own_credential (void)
{
  static const struct
  {
    int           days;
    BwCheckState  state;
    const char   *part;
  } cases[] = {
    { -1, BW_CHECK_PROBLEM, "The client secret ran out on" },
    { 29, BW_CHECK_PROBLEM, "The client secret runs out on" },
    { 31, BW_CHECK_GOOD, "It lasts until" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BwPreflightFacts) facts = make_facts ();
      g_autoptr(GPtrArray) checks = NULL;

      facts->credential = BW_CREDENTIAL_SECRET;
      facts->credential_end = bw_clock_now () + cases[i].days * 24 * 60 * 60;
      set_answer (facts, BW_PREFLIGHT_REGISTRATION, 200,
                  REGISTRATION (MULTIPLE, LOCALHOST, "", "", ENDS ("2999-06-01T00:00:00Z")));
      checks = bw_preflight_judge (facts);
      assert_check (checks, "credential", cases[i].state, cases[i].part);
    }
}

/* What is neither listed nor granted will be missing. */
static void
test_not_listed (void)
{
  g_autoptr(BwPreflightFacts) facts = make_facts ();
  g_autoptr(GPtrArray) checks = NULL;
  g_autoptr(GPtrArray) gone = NULL;
  g_autoptr(GPtrArray) denied = NULL;

  g_clear_pointer (&facts->graph.claims, bw_access_claims_free);
  facts->graph.claims = make_claims ("User.Read", "");
  set_answer (facts, BW_PREFLIGHT_REGISTRATION, 200,
              REGISTRATION (MULTIPLE, LOCALHOST, "", GRAPH_LISTED, ""));
  checks = bw_preflight_judge (facts);
  assert_check (checks, "listed-permissions", BW_CHECK_PROBLEM, "ask for: Application.Read.All");
  assert_check (checks, "graph-permissions", BW_CHECK_PROBLEM, "Group.ReadWrite.All");

  set_answer (facts, BW_PREFLIGHT_REGISTRATION, 404,
              "{\"error\":{\"code\":\"Request_ResourceNotFound\",\"message\":\"No.\"}}");
  gone = bw_preflight_judge (facts);
  assert_check (gone, "audience", BW_CHECK_UNKNOWN, "no such app registration");

  set_answer (facts, BW_PREFLIGHT_REGISTRATION, 403,
              "{\"error\":{\"code\":\"Authorization_RequestDenied\",\"message\":\"No.\"}}");
  denied = bw_preflight_judge (facts);
  assert_check (denied, "credential", BW_CHECK_UNKNOWN, "does not let the user look");
}

static void
test_services (void)
{
  g_autoptr(BwPreflightFacts) facts = make_facts ();
  g_autoptr(GPtrArray) checks = NULL;

  set_answer (facts, BW_PREFLIGHT_DELEGATION, 200, "{\"value\":[]}");
  set_answer (facts, BW_PREFLIGHT_PARTNER_CENTER, 503, NULL);
  set_answer (facts, BW_PREFLIGHT_CUSTOMERS, 401, NULL);
  checks = bw_preflight_judge (facts);
  assert_check (checks, "delegation-service", BW_CHECK_PROBLEM, BW_SERVICE_ID_DELEGATION);
  assert_check (checks, "partner-service", BW_CHECK_UNKNOWN, NULL);
  assert_check (checks, "graph-service", BW_CHECK_GOOD, NULL);
  assert_check (checks, "customers", BW_CHECK_PROBLEM, NULL);
}

static void
test_requests (void)
{
  g_autoptr(BwCloud) cloud = bw_cloud_new ("global", NULL);

  bw_test_assert_request (bw_registration_get (cloud, TENANT, CLIENT), "GET",
                          "/applications(appId='" CLIENT "')?$select=appId,displayName,"
                          "signInAudience,publicClient,web,requiredResourceAccess,"
                          "passwordCredentials,keyCredentials", TENANT, NULL);
  bw_test_assert_request (bw_registration_list_groups (cloud, TENANT), "GET",
                          "/me/transitiveMemberOf?$select=id,displayName&$top=999", TENANT, NULL);
  bw_test_assert_request (bw_registration_try_customers (cloud, TENANT), "GET",
                          "/customers?size=1", TENANT, NULL);
}

/* The whole, against a sandbox. */

typedef struct
{
  BwTestSandbox *sandbox;
  char          *folder;
  BwStore       *store;
  BwSession     *session;
} Fixture;

#define ADMIN "\"admin@lodestar-it.example\""
#define USER(name, more) \
  "{\"name\":\"" name "\",\"userName\":\"" name "@lodestar-it.example\"" more "}"
#define AGENTS(members) "\"groups\":[{\"name\":\"AdminAgents\",\"members\":[" members "]}]"
#define ALL_GOOD "\"quirks\":[]"
#define NO_MFA "\"users\":[" USER ("admin", ",\"mfa\":false") "]," AGENTS (ADMIN)
#define NO_AGENT "\"users\":[" USER ("sales", "") "," USER ("admin", "") "]," AGENTS (ADMIN)
#define FORGOTTEN "\"apps\":[{\"name\":\"Bailiwick\",\"audience\":\"AzureADMyOrg\"," \
  "\"graphScope\":\"User.Read Directory.Read.All\"}]"

static void
sign_in (Fixture *f)
{
  g_autoptr(BwVault) vault = bw_memory_vault_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  f->session = bw_session_new (f->store, vault);
  bw_session_restore_async (f->session, bw_test_sandbox_get_url (f->sandbox), NULL,
                            bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_session_restore_finish (f->session, result, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autofree char *path = g_build_filename (g_getenv ("BW_DATADIR"), "scenarios", "empty.json",
                                            NULL);
  g_autofree char *json = g_strdup_printf ("{\"name\":\"preflight\",\"include\":\"empty.json\",%s}",
                                           (const char *) data);
  g_autofree char *empty = NULL;
  g_autofree char *copy = NULL;
  g_autofree char *scenario = NULL;
  g_autofree char *state = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  g_assert_true (g_file_get_contents (path, &empty, NULL, NULL));
  f->folder = bw_test_make_dir ();
  copy = bw_test_write_file (f->folder, "empty.json", empty);
  scenario = bw_test_write_file (f->folder, "preflight.json", json);
  state = g_build_filename (f->folder, "state", NULL);
  f->sandbox = bw_test_sandbox_new ("--scenario", scenario, NULL);

  f->store = bw_store_new (state);
  bw_store_open_async (f->store, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_store_open_finish (f->store, result, &error);
  g_assert_no_error (error);
  sign_in (f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  bw_test_spin_idle ();
  g_clear_object (&f->session);
  bw_store_close_async (f->store, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_true (bw_store_close_finish (f->store, result, NULL));
  g_clear_object (&result);
  g_clear_object (&f->store);
  g_clear_pointer (&f->sandbox, bw_test_sandbox_free);
  bw_test_remove_dir (f->folder);
  g_free (f->folder);
  bw_clock_set_offset (0);
  bw_pace_set_divisor (1);
}

static GPtrArray *
check (Fixture *f)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;
  GPtrArray *checks;

  bw_preflight_async (f->store, f->session, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  checks = bw_preflight_finish (result, &error);
  g_assert_no_error (error);

  return checks;
}

/* Twice, as one does after mending something. */
static void
test_run_good (Fixture       *f,
               gconstpointer  data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GPtrArray) checks = check (f);

      for (guint j = 0; j < checks->len; j++)
        assert_check (checks, ((BwCheck *) g_ptr_array_index (checks, j))->key, BW_CHECK_GOOD,
                      NULL);
    }

  g_assert_cmpuint (bw_test_sandbox_count_writes (f->sandbox), ==, 0);
}

static void
test_run_no_mfa (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(GPtrArray) checks = check (f);

  assert_check (checks, "mfa", BW_CHECK_PROBLEM, "without multi-factor");
  assert_check (checks, "customers", BW_CHECK_PROBLEM, NULL);
  assert_check (checks, "admin-agent", BW_CHECK_GOOD, NULL);
}

static void
test_run_no_agent (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr(GPtrArray) checks = check (f);

  assert_check (checks, "mfa", BW_CHECK_GOOD, NULL);
  assert_check (checks, "admin-agent", BW_CHECK_PROBLEM, "sales@lodestar-it.example");
  assert_check (checks, "customers", BW_CHECK_PROBLEM, NULL);
}

static void
test_run_forgotten (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(GPtrArray) checks = check (f);

  assert_check (checks, "graph-permissions", BW_CHECK_PROBLEM, "Group.ReadWrite.All");
  assert_check (checks, "partner-permissions", BW_CHECK_PROBLEM, "Not granted: user_impersonation");
  assert_check (checks, "listed-permissions", BW_CHECK_PROBLEM, "user_impersonation");
  assert_check (checks, "audience", BW_CHECK_PROBLEM, NULL);
  assert_check (checks, "mfa", BW_CHECK_GOOD, NULL);
}

static void
test_run_clock (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GPtrArray) checks = NULL;

  bw_clock_set_offset (-20 * 60);
  checks = check (f);
  assert_check (checks, "clock", BW_CHECK_PROBLEM, "minutes behind");
}

static void
test_run_offline (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(GPtrArray) checks = NULL;

  g_clear_pointer (&f->sandbox, bw_test_sandbox_free);
  bw_pace_set_divisor (1000);
  checks = check (f);
  assert_check (checks, "network", BW_CHECK_PROBLEM, "127.0.0.1");
  assert_check (checks, "clock", BW_CHECK_UNKNOWN, NULL);
  assert_check (checks, "sign-in", BW_CHECK_GOOD, NULL);
  assert_check (checks, "customers", BW_CHECK_UNKNOWN, "can be reached");
}

static void
test_run_cancelled (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  bw_preflight_async (f->store, f->session, cancellable, bw_test_take_result, &slot);
  g_cancellable_cancel (cancellable);
  result = bw_test_wait (&slot);
  g_assert_null (bw_preflight_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  int code;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  key = bw_test_key_new ("a", 2048);

  g_test_add_func ("/preflight/judge/all-good", test_all_good);
  g_test_add_func ("/preflight/judge/nothing", test_nothing);
  g_test_add_func ("/preflight/judge/computer", test_computer);
  g_test_add_func ("/preflight/judge/clock", test_clock);
  g_test_add_func ("/preflight/judge/tenant", test_tenant);
  g_test_add_func ("/preflight/judge/token", test_token);
  g_test_add_func ("/preflight/judge/permissions", test_permissions);
  g_test_add_func ("/preflight/judge/groups", test_groups);
  g_test_add_func ("/preflight/judge/registration", test_registration);
  g_test_add_func ("/preflight/judge/own-credential", test_own_credential);
  g_test_add_func ("/preflight/judge/not-listed", test_not_listed);
  g_test_add_func ("/preflight/judge/services", test_services);
  g_test_add_func ("/preflight/requests", test_requests);
#define add(path, data, func) g_test_add (path, Fixture, data, set_up, func, tear_down)
  add ("/preflight/run/good", ALL_GOOD, test_run_good);
  add ("/preflight/run/no-mfa", NO_MFA, test_run_no_mfa);
  add ("/preflight/run/no-agent", NO_AGENT, test_run_no_agent);
  add ("/preflight/run/forgotten", FORGOTTEN, test_run_forgotten);
  add ("/preflight/run/clock", ALL_GOOD, test_run_clock);
  add ("/preflight/run/offline", ALL_GOOD, test_run_offline);
  add ("/preflight/run/cancelled", ALL_GOOD, test_run_cancelled);
#undef add

  code = g_test_run ();
  bw_test_key_free (key);

  return code;
}
