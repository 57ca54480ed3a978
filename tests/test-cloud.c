/* test-cloud.c - which of Microsoft's clouds a tenant is in, and what follows from it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "bw-discovery.h"
#include "bw-error.h"
#include "sandbox-util.h"
#include "test-answer.h"
#include "test-util.h"

#define ID "6babcaad-604b-40ac-a9d7-9fd97c0b779f"

/* Of scenario small. */
#define ELSEWHERE "Northgate Avionics"

static BwDiscovery *
read_discovery (const char *more)
{
  g_autofree char *json = g_strdup_printf (
    "{\"issuer\":\"https://login.microsoftonline.com/" ID "/v2.0\"%s}", more);
  g_autoptr(BwResponse) response = bw_test_answer_from ("login", 200, json);
  g_autoptr(GError) error = NULL;
  BwDiscovery *discovery = bw_discovery_new_from_response (response, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (discovery->tenant_id, ==, ID);

  return discovery;
}

#define SAYS(region, sub, instance, graph) \
  ",\"tenant_region_scope\":" region ",\"tenant_region_sub_scope\":" sub "," \
  "\"cloud_instance_name\":" instance ",\"msgraph_host\":" graph

static void
test_find (void)
{
  static const struct { const char *json; const char *cloud; } cases[] = {
    { SAYS ("\"EU\"", "null", "\"microsoftonline.com\"", "\"graph.microsoft.com\""), "global" },
    { SAYS ("\"NA\"", "\"GCC\"", "\"microsoftonline.com\"", "\"graph.microsoft.com\""), "global" },
    { SAYS ("\"USGov\"", "\"DODCON\"", "\"microsoftonline.us\"", "\"graph.microsoft.us\""),
      "us-government" },
    { SAYS ("\"USGov\"", "\"DOD\"", "\"microsoftonline.us\"", "\"dod-graph.microsoft.us\""),
      "us-government-dod" },
    { SAYS ("\"USGov\"", "null", "\"microsoftonline.us\"", "\"DOD-graph.microsoft.us\""),
      "us-government-dod" },
    { SAYS ("\"USGov\"", "\"dod\"", "\"microsoftonline.us\"", "null"), "us-government-dod" },
    { SAYS ("\"USGov\"", "null", "\"microsoftonline.us\"", "null"), "us-government" },
    { SAYS ("null", "null", "\"partner.microsoftonline.cn\"",
            "\"microsoftgraph.chinacloudapi.cn\""), "china" },
    { SAYS ("null", "null", "\"chinacloudapi.cn\"", "7"), "china" },
    { SAYS ("null", "null", "null", "\"graph.microsoft.com\""), "global" },
    { SAYS ("\"EU\"", "\"NEW\"", "\"microsoftonline.com\"", "null"), "global" },
    { SAYS ("\"EU\"", "null", "\"sovcloud.example\"", "\"graph.svc.sovcloud.example\""), "other" },
    { SAYS ("\"EU\"", "null", "\"sovcloud.example\"", "null"), "other" },
    { SAYS ("\"EU\"", "null", "null", "null"), NULL },
    { SAYS ("\"EU\"", "null", "\"\"", "{}"), NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BwDiscovery) discovery = read_discovery (cases[i].json);

      g_test_message ("%s", cases[i].json);
      g_assert_cmpstr (bw_discovery_find_cloud (discovery), ==, cases[i].cloud);
    }
}

/* What is said of nobody is no reason to refuse. */
static void
test_elsewhere (void)
{
  static const char * const ids[] = { "global", "us-government", "us-government-dod", "china" };
  g_autoptr(BwCloud) sandbox = bw_cloud_new_sandbox ("http://127.0.0.1:1");
  g_autoptr(BwDiscovery) silent = read_discovery ("");
  g_autoptr(BwDiscovery) unknown = read_discovery (",\"cloud_instance_name\":\"a.example\"");
  g_autoptr(BwDiscovery) high = read_discovery (",\"tenant_region_sub_scope\":\"DODCON\"");

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr(BwCloud) cloud = bw_cloud_new (ids[i], NULL);

      g_assert_cmpstr (cloud->kind, ==, ids[i]);
      g_assert_false (bw_discovery_is_elsewhere (silent, cloud));
      g_assert_true (bw_discovery_is_elsewhere (unknown, cloud));
      g_assert_true (bw_discovery_is_elsewhere (high, cloud) == (i != 1));
    }

  g_assert_true (bw_discovery_is_elsewhere (high, sandbox));
  g_assert_cmpstr (sandbox->kind, ==, "global");
}

static void
assert_no_keys (BwCloud    *cloud,
                const char *issuer,
                const char *uri,
                int         code)
{
  g_autofree char *json = g_strdup_printf ("{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}", issuer, uri);
  g_autoptr(BwResponse) response = bw_test_answer_from ("login", 200, json);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwDiscovery) discovery = bw_discovery_new_from_response (response, &error);

  g_assert_no_error (error);
  g_assert_null (bw_discovery_get_keys (discovery, cloud, &error));
  g_assert_error (error, BW_ERROR, code);
}

static void
test_keys (void)
{
  static const struct { const char *id; const char *login; } cases[] = {
    { "global", "https://login.microsoftonline.com" },
    { "us-government", "https://login.microsoftonline.us" },
    { "us-government-dod", "https://login.microsoftonline.us" },
    { "china", "https://login.partner.microsoftonline.cn" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BwCloud) cloud = bw_cloud_new (cases[i].id, NULL);
      g_autofree char *issuer = g_strconcat (cases[i].login, "/" ID "/v2.0", NULL);
      g_autofree char *any = g_strconcat (cases[i].login, "/{tenantid}/v2.0", NULL);
      g_autofree char *keys = g_strconcat (cases[i].login, "/" ID "/discovery/v2.0/keys", NULL);
      const char * const issuers[] = { issuer, any };

      for (guint j = 0; j < G_N_ELEMENTS (issuers); j++)
        {
          g_autofree char *json = g_strdup_printf ("{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}",
                                                   issuers[j], keys);
          g_autoptr(BwResponse) response = bw_test_answer_from ("login", 200, json);
          g_autoptr(GError) error = NULL;
          g_autoptr(BwDiscovery) discovery = bw_discovery_new_from_response (response, &error);
          g_autoptr(BwRequest) request = bw_discovery_get_keys (discovery, cloud, &error);

          g_assert_no_error (error);
          g_assert_cmpstr (bw_request_get_method (request), ==, "GET");
          g_assert_cmpstr (bw_request_get_uri (request), ==, keys);
        }

      assert_no_keys (cloud, issuer, "https://evil.example/keys", BW_ERROR_PROTOCOL);
      assert_no_keys (cloud, issuer, "http://login.microsoftonline.com/keys", BW_ERROR_PROTOCOL);
      assert_no_keys (cloud, issuer, "", BW_ERROR_PROTOCOL);
      assert_no_keys (cloud, "https://sts.windows.net/" ID "/", keys, BW_ERROR_PROTOCOL);
      assert_no_keys (cloud, "https://evil.example/" ID "/v2.0", keys, BW_ERROR_PROTOCOL);
    }
}

typedef struct
{
  BwTestSandbox *sandbox;
  char          *folder;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->sandbox = bw_test_sandbox_new ("--time-scale=20", NULL);
  f->folder = bw_test_make_dir ();
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  bw_test_remove_dir (f->folder);
  g_free (f->folder);
  bw_test_sandbox_free (f->sandbox);
}

static char *
run (Fixture    *f,
     int         code,
     const char *group,
     const char *command)
{
  g_autofree char *program = g_build_filename (g_getenv ("BW_TEST_BINDIR"), "bailiwickctl", NULL);
  g_autofree char *url = g_strconcat ("--sandbox=", bw_test_sandbox_get_url (f->sandbox), NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = g_subprocess_new (
    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error, program, url,
    "--state-dir", f->folder, "--json", group, command, ELSEWHERE,
    g_str_equal (command, "start") ? "--wait" : NULL, NULL);
  char *output = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("%s", output);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, code);

  return output;
}

static char *
find_tenant (Fixture *f)
{
  g_autofree char *output = run (f, 0, "tenants", "show");
  g_autoptr(JsonNode) node = json_from_string (output, NULL);

  g_assert_nonnull (node);

  return g_strdup (json_object_get_string_member (json_node_get_object (node), "id"));
}

/* How often Graph or Partner Center were told of the tenant, in whatever part of a request. */
static guint
count_mentions (Fixture    *f,
                const char *tenant_id)
{
  g_autoptr(JsonNode) log = bw_test_sandbox_dup_log (f->sandbox);
  JsonArray *entries = json_node_get_array (log);
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);
      g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), entry);
      g_autofree char *text = json_to_string (node, FALSE);

      n += strstr (text, tenant_id) != NULL &&
           !g_str_has_prefix (json_object_get_string_member (entry, "path"), "/login/");
    }

  return n;
}

/* The set-up stops before anybody but the sign-in has heard of the tenant. */
static void
test_refused (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *tenant_id = find_tenant (f);
  g_autofree char *plan = run (f, 1, "setup", "plan");
  g_autofree char *started = NULL;

  g_assert_nonnull (strstr (plan, "BW-1010"));
  started = run (f, 1, "setup", "start");
  g_assert_nonnull (strstr (started, "BW-1010"));
  g_assert_cmpuint (bw_test_sandbox_count (f->sandbox, "GET", tenant_id), >, 0);
  g_assert_cmpuint (count_mentions (f, tenant_id), ==, 0);
  g_assert_cmpuint (bw_test_sandbox_count_writes (f->sandbox), ==, 0);
}

/* Who signs in to such a tenant here is told where to go. */
static void
test_sandbox (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *tenant_id = find_tenant (f);
  g_autofree char *path = g_strdup_printf ("/login/%s/v2.0/.well-known/openid-configuration",
                                           tenant_id);
  g_autofree char *keys = g_strdup_printf ("/login/%s/discovery/v2.0/keys", tenant_id);
  g_autofree char *issuer = g_strdup_printf ("https://login.microsoftonline.us/%s/v2.0", tenant_id);
  g_autoptr(JsonNode) node = bw_test_sandbox_control (f->sandbox, "GET", path, NULL);
  g_autoptr(JsonNode) refusal = NULL;
  JsonObject *object = json_node_get_object (node);

  g_assert_cmpstr (json_object_get_string_member (object, "issuer"), ==, issuer);
  g_assert_cmpstr (json_object_get_string_member (object, "tenant_region_scope"), ==, "USGov");
  g_assert_cmpstr (json_object_get_string_member (object, "tenant_region_sub_scope"), ==, "DODCON");
  g_assert_cmpstr (json_object_get_string_member (object, "msgraph_host"), ==,
                   "graph.microsoft.us");
  g_assert_cmpuint (bw_test_sandbox_send (f->sandbox, "GET", keys, NULL, &refusal), ==, 400);
  g_assert_cmpint (json_array_get_int_element (
    json_object_get_array_member (json_node_get_object (refusal), "error_codes"), 0), ==, 90038);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api/cloud/find", test_find);
  g_test_add_func ("/api/cloud/elsewhere", test_elsewhere);
  g_test_add_func ("/api/cloud/keys", test_keys);
  g_test_add ("/flow/cloud/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/sandbox/cloud/discovery", Fixture, NULL, set_up, test_sandbox, tear_down);

  return g_test_run ();
}
