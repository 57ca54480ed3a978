/* test-sign-in.c - who signed in is checked before anybody is believed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-error.h"
#include "bw-pace.h"
#include "bw-sign-in-attempt.h"
#include "sandbox-util.h"
#include "test-token.h"
#include "test-util.h"

#define USER  "admin@lodestar-it.example"
#define OTHER "99999999-0000-4000-8000-000000000001"

typedef struct
{
  BwTestSandbox *sandbox;
  BwHttp        *http;
  BwCloud       *cloud;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->sandbox = bw_test_sandbox_new (NULL);
  f->http = bw_http_new ("Test/1");
  f->cloud = bw_cloud_new_sandbox (bw_test_sandbox_get_url (f->sandbox));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  bw_clock_set_offset (0);
  bw_cloud_unref (f->cloud);
  bw_test_spin_idle ();
  g_assert_finalize_object (f->http);
  bw_test_sandbox_free (f->sandbox);
}

static void
browse (const char   *uri,
        GCancellable *cancellable,
        gpointer      user_data)
{
  Fixture *f = user_data;

  bw_sign_in_browse_sandbox (f->http, uri, cancellable);
}

static BwSignInResult *
sign_in_to (Fixture     *f,
            const char  *tenant,
            GError     **error)
{
  BwSignIn *sign_in = bw_sign_in_new (tenant, bw_test_sandbox_get_client (f->sandbox),
                                      "https://graph.microsoft.com/.default openid profile "
                                      "offline_access");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  sign_in->login_hint = g_strdup (USER);
  sign_in->prompt = g_strdup ("none");
  bw_sign_in_attempt_async (f->http, f->cloud, NULL, sign_in, browse, f, cancellable,
                            bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_sign_in_attempt_finish (result, error);
}

static void
assert_good (Fixture    *f,
             const char *tenant)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwSignInResult) signed_in = sign_in_to (f, tenant, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (signed_in->identity->tenant_id, ==, bw_test_sandbox_get_partner (f->sandbox));
  g_assert_cmpstr (signed_in->identity->user_name, ==, USER);
  g_assert_nonnull (signed_in->tokens->refresh_token);
}

static void
assert_refused (Fixture    *f,
                const char *tenant,
                BwError     code,
                const char *text)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (sign_in_to (f, tenant, &error));
  g_assert_error (error, BW_ERROR, (int) code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, text));
}

static guint
count_keys (Fixture *f)
{
  return bw_test_sandbox_count (f->sandbox, "GET", "/discovery/v2.0/keys$");
}

static void
add_fault (Fixture    *f,
           const char *path,
           int         times,
           const char *body)
{
  bw_test_sandbox_act (f->sandbox, "/_sandbox/faults",
                       "{'match':{'path':'%s'},'times':%d,'action':{'status':200,'body':%s}}",
                       path, times, body);
}

/* By ID, by domain, and by whatever tenant the user is of. */
static void
test_good (Fixture       *f,
           gconstpointer  data)
{
  assert_good (f, bw_test_sandbox_get_partner (f->sandbox));
  g_assert_cmpuint (count_keys (f), ==, 1);
  assert_good (f, "lodestar-it.example");
  assert_good (f, "organizations");
  g_assert_cmpuint (count_keys (f), ==, 3);
}

/* Microsoft has begun to sign with a key that the first list does not have. */
static void
test_new_key (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(BwTestKey) key = bw_test_key_new ("old", 2048);
  g_autofree char *jwk = bw_test_key_dup_jwk (key, NULL);
  g_autofree char *body = g_strdup_printf ("{'keys':[%s]}", jwk);

  add_fault (f, "/discovery/v2.0/keys$", 1, body);
  assert_good (f, bw_test_sandbox_get_partner (f->sandbox));
  g_assert_cmpuint (count_keys (f), ==, 2);
}

/* Twice is enough. */
static void
test_unknown_key (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(BwTestKey) key = bw_test_key_new ("other", 2048);
  g_autofree char *jwk = bw_test_key_dup_jwk (key, NULL);
  g_autofree char *body = g_strdup_printf ("{'keys':[%s]}", jwk);

  add_fault (f, "/discovery/v2.0/keys$", -1, body);
  assert_refused (f, bw_test_sandbox_get_partner (f->sandbox), BW_ERROR_PROTOCOL,
                  "does not publish");
  g_assert_cmpuint (count_keys (f), ==, 2);
}

/* The right name on the wrong key. */
static void
test_forged_key (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(JsonNode) keys = NULL;
  g_autofree char *path = g_strdup_printf ("/login/%s/discovery/v2.0/keys",
                                           bw_test_sandbox_get_partner (f->sandbox));
  g_autofree char *jwk = NULL;
  g_autofree char *body = NULL;
  g_autoptr(BwTestKey) key = NULL;
  JsonArray *array;

  keys = bw_test_sandbox_control (f->sandbox, "GET", path, NULL);
  array = json_object_get_array_member (json_node_get_object (keys), "keys");
  key = bw_test_key_new (json_object_get_string_member (json_array_get_object_element (array, 0),
                                                        "kid"), 2048);
  jwk = bw_test_key_dup_jwk (key, NULL);
  body = g_strdup_printf ("{'keys':[%s]}", jwk);
  add_fault (f, "/discovery/v2.0/keys$", -1, body);
  assert_refused (f, bw_test_sandbox_get_partner (f->sandbox), BW_ERROR_PROTOCOL, "signature");
}

/* Whoever may say where the keys are may say who signed in. */
static void
test_keys_elsewhere (Fixture       *f,
                     gconstpointer  data)
{
  const char *url = bw_test_sandbox_get_url (f->sandbox);
  const char *partner = bw_test_sandbox_get_partner (f->sandbox);
  g_autoptr(BwTestSandbox) other = bw_test_sandbox_new (NULL);
  g_autofree char *body = g_strdup_printf (
    "{'issuer':'%s/login/%s/v2.0','jwks_uri':'%s/login/%s/discovery/v2.0/keys'}", url, partner,
    bw_test_sandbox_get_url (other), partner);
  g_autofree char *beside = g_strdup_printf (
    "{'issuer':'%s/login/%s/v2.0','jwks_uri':'%s/graph/keys'}", url, partner, url);
  g_autofree char *issuer = g_strdup_printf (
    "{'issuer':'%s/login/%s/v2.0','jwks_uri':'%s/login/%s/discovery/v2.0/keys'}",
    bw_test_sandbox_get_url (other), partner, url, partner);
  const char * const bodies[] = { body, beside, issuer };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      add_fault (f, "/openid-configuration$", 1, bodies[i]);
      assert_refused (f, partner, BW_ERROR_PROTOCOL, "not its own");
    }

  g_assert_cmpuint (count_keys (f), ==, 0);
  g_assert_cmpuint (bw_test_sandbox_count (other, NULL, "/login"), ==, 0);
}

/* The domain is somebody else's than the tenant that the token is of. */
static void
test_other_tenant (Fixture       *f,
                   gconstpointer  data)
{
  const char *url = bw_test_sandbox_get_url (f->sandbox);
  g_autofree char *body = g_strdup_printf (
    "{'issuer':'%s/login/" OTHER "/v2.0','jwks_uri':'%s/login/%s/discovery/v2.0/keys'}", url, url,
    bw_test_sandbox_get_partner (f->sandbox));

  add_fault (f, "/openid-configuration$", 1, body);
  assert_refused (f, "lodestar-it.example", BW_ERROR_PROTOCOL, "another tenant");
}

static void
test_other_cloud (Fixture       *f,
                  gconstpointer  data)
{
  add_fault (f, "/openid-configuration$", 1,
             "{'issuer':'https://login.microsoftonline.us/" OTHER "/v2.0',"
             "'tenant_region_sub_scope':'DODCON','msgraph_host':'graph.microsoft.us'}");
  assert_refused (f, "lodestar-it.example", BW_ERROR_INVALID, "clouds");
  g_assert_cmpuint (count_keys (f), ==, 0);
}

static void
test_clock (Fixture       *f,
            gconstpointer  data)
{
  bw_clock_set_offset (-3 * 3600);
  assert_refused (f, bw_test_sandbox_get_partner (f->sandbox), BW_ERROR_CLOCK, "minutes behind");
  bw_clock_set_offset (26 * 3600);
  assert_refused (f, bw_test_sandbox_get_partner (f->sandbox), BW_ERROR_CLOCK, "minutes ahead");
  bw_clock_set_offset (240);
  assert_good (f, bw_test_sandbox_get_partner (f->sandbox));
}

static void
test_no_keys (Fixture       *f,
              gconstpointer  data)
{
  add_fault (f, "/discovery/v2.0/keys$", 1, "{'keys':[]}");
  assert_refused (f, bw_test_sandbox_get_partner (f->sandbox), BW_ERROR_PROTOCOL, "list of keys");
  add_fault (f, "/openid-configuration$", 1, "{}");
  assert_refused (f, bw_test_sandbox_get_partner (f->sandbox), BW_ERROR_PROTOCOL, "issuer");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define TEST(name, function) \
  g_test_add ("/core/sign-in/" name, Fixture, NULL, set_up, function, tear_down)
  TEST ("good", test_good);
  TEST ("new-key", test_new_key);
  TEST ("unknown-key", test_unknown_key);
  TEST ("forged-key", test_forged_key);
  TEST ("keys-elsewhere", test_keys_elsewhere);
  TEST ("other-tenant", test_other_tenant);
  TEST ("other-cloud", test_other_cloud);
  TEST ("clock", test_clock);
  TEST ("no-keys", test_no_keys);

  return g_test_run ();
}
