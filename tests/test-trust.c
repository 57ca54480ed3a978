/* test-trust.c - what is secret stays so, and what answers is what was asked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "bw-error.h"
#include "bw-pace.h"
#include "bw-sign-in-attempt.h"
#include "secret-util.h"
#include "stranger.h"
#include "test-util.h"

#define START "setup start " BW_HOSTILE_TENANT " --new --wait"

/* Requests that bear a token, or a secret by themselves, and what comes instead of
 * their answer. */
static const char * const targets[][2] = {
  { "POST", "/oauth2/v2.0/token$" },
  { "GET", "^/partner/v1/customers$" },
  { "GET", "^/graph/v1.0/tenantRelationships/delegatedAdminRelationships" },
  { "POST", "^/graph/v1.0/tenantRelationships/delegatedAdminRelationships$" },
};

#define PAGE "'status':200,'body':{'value':[],'items':[],'totalCount':0," \
             "'@odata.nextLink':'%s/graph/v1.0/users','links':{'next':{'uri':'%s/v1/customers'}}}"

static const char * const detours[] = {
  "'status':301,'headers':{'Location':'%s/%s'}",
  "'status':302,'headers':{'Location':'%s/%s'}",
  "'status':303,'headers':{'Location':'%s/%s'}",
  "'status':307,'headers':{'Location':'%s/%s'}",
  "'status':308,'headers':{'Location':'%s/%s'}",
  PAGE,
};

static void
try_detour (BwHostileWorker *worker,
            guint            index,
            gpointer         data)
{
  const char * const *target = targets[index / G_N_ELEMENTS (detours)];
  const char *url = bw_stranger_get_url (data);
  g_autoptr(BwHostilePlace) place = bw_hostile_place_new ();
  g_autofree char *action = NULL;
  g_auto(BwHostileEnd) end = { 0, };

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  action = g_strdup_printf (detours[index % G_N_ELEMENTS (detours)], url, url);
#pragma GCC diagnostic pop

  bw_test_sandbox_act (worker->sandbox, "/_sandbox/faults",
                       "{'match':{'method':'%s','path':'%s'},'times':-1,'action':{%s}}",
                       target[0], target[1], action);
  bw_hostile_command (worker, place, START, &end);
  g_assert_cmpint (end.signal, ==, 0);
  g_assert_false (end.hung);
  g_assert_cmpint (end.code, !=, 0);
}

/* Whoever answers in Microsoft's place, or for a moment, does not learn a token. */
static void
test_elsewhere (void)
{
  g_autoptr(BwStranger) stranger = bw_stranger_new ();

  bw_hostile_run (G_N_ELEMENTS (targets) * G_N_ELEMENTS (detours), try_detour, stranger);
  g_assert_cmpuint (bw_stranger_get_n_asked (stranger), ==, 0);
  g_assert_cmpuint (bw_stranger_get_n_secrets (stranger), ==, 0);
}

static void
try_secrets (BwHostileWorker *worker,
             guint            index,
             gpointer         data)
{
  g_autoptr(BwHostilePlace) place = bw_hostile_place_new ();

  bw_secret_follow_setup (worker, place);
  bw_secret_assert_finds (worker, place);
}

/* Nothing secret is in the store, in the log at its highest level, in what is printed,
 * or where other users can see it. */
static void
test_secrets (void)
{
  g_setenv ("G_MESSAGES_DEBUG", "all", TRUE);
  bw_hostile_run (1, try_secrets, NULL);
  g_unsetenv ("G_MESSAGES_DEBUG");
}

/* A browser in wrong hands. */
typedef struct
{
  BwTestSandbox *sandbox;
  BwHttp        *http;
  SoupSession   *session;
  BwCloud       *cloud;
  char          *uri;       /* (nullable): the page that was to be shown */
  GCancellable  *stop;      /* (nullable) */
  GAsyncResult  *slot;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->sandbox = bw_test_sandbox_new (NULL);
  fixture->http = bw_http_new ("bailiwick-test");
  fixture->session = soup_session_new ();
  fixture->cloud = bw_cloud_new_sandbox (bw_test_sandbox_get_url (fixture->sandbox));
  bw_pace_set_divisor (1000);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bw_pace_set_divisor (1);
  g_free (fixture->uri);
  g_clear_object (&fixture->stop);
  bw_cloud_unref (fixture->cloud);
  g_object_unref (fixture->session);
  bw_test_spin_idle ();
  g_assert_finalize_object (fixture->http);
  bw_test_sandbox_free (fixture->sandbox);
}

static void
show_nothing (const char   *uri,
              GCancellable *stop,
              gpointer      user_data)
{
  Fixture *fixture = user_data;

  fixture->uri = g_strdup (uri);
  fixture->stop = g_object_ref (stop);
}

static void
begin (Fixture *fixture)
{
  g_autoptr(JsonNode) info = bw_test_sandbox_control (fixture->sandbox, "GET", "/_sandbox/info",
                                                      NULL);
  BwSignIn *sign_in = bw_sign_in_new (bw_test_sandbox_get_partner (fixture->sandbox),
                                      bw_test_sandbox_get_client (fixture->sandbox),
                                      "https://graph.microsoft.com/.default openid profile "
                                      "offline_access");

  sign_in->login_hint = g_strdup (json_object_get_string_member (json_node_get_object (info),
                                                                 "user"));
  sign_in->prompt = g_strdup ("none");
  bw_sign_in_attempt_async (fixture->http, fixture->cloud, NULL, sign_in, show_nothing, fixture,
                            NULL, bw_test_take_result, &fixture->slot);
  g_assert_nonnull (fixture->uri);
}

static BwSignInResult *
end (Fixture  *fixture,
     GError  **error)
{
  g_autoptr(GAsyncResult) result = bw_test_wait (&fixture->slot);

  return bw_sign_in_attempt_finish (result, error);
}

/* A field of the address of the sign-in page. */
static char *
dup_field (Fixture    *fixture,
           const char *name)
{
  g_autoptr(GUri) uri = g_uri_parse (fixture->uri, G_URI_FLAGS_NONE, NULL);
  g_autoptr(GHashTable) fields = g_uri_parse_params (g_uri_get_query (uri), -1, "&",
                                                     G_URI_PARAMS_WWW_FORM, NULL);

  return g_strdup (g_hash_table_lookup (fields, name));
}

static guint
visit (Fixture     *fixture,
       const char  *address,
       char       **location)
{
  g_autoptr(SoupMessage) message = soup_message_new ("GET", address);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  GAsyncResult *slot = NULL;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_session_send_and_read_async (fixture->session, message, G_PRIORITY_DEFAULT, NULL,
                                    bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bytes = soup_session_send_and_read_finish (fixture->session, result, &error);
  g_assert_no_error (error);
  if (location != NULL)
    *location = g_strdup (soup_message_headers_get_one (headers, "Location"));

  return soup_message_get_status (message);
}

/* An answer to an attempt of somebody else's changes nothing; a made-up code is
 * Microsoft's to refuse. */
static void
test_state (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *redirect_uri = NULL;
  g_autofree char *state = NULL;
  g_autofree char *foreign = NULL;
  g_autofree char *bare = NULL;
  g_autofree char *forged = NULL;
  g_autoptr(GError) error = NULL;

  begin (fixture);
  redirect_uri = dup_field (fixture, "redirect_uri");
  state = dup_field (fixture, "state");
  foreign = g_strdup_printf ("%s?code=1.Aforeign&state=%s", redirect_uri, "0123456789abcdef");
  bare = g_strdup_printf ("%s?code=1.Aforeign", redirect_uri);
  forged = g_strdup_printf ("%s?code=1.Aforged&state=%s", redirect_uri, state);

  g_assert_cmpuint (visit (fixture, foreign, NULL), ==, 400);
  g_assert_cmpuint (visit (fixture, bare, NULL), ==, 400);
  g_assert_null (fixture->slot);
  g_assert_cmpuint (bw_test_sandbox_count (fixture->sandbox, "POST", NULL), ==, 0);

  g_assert_cmpuint (visit (fixture, forged, NULL), ==, 200);
  g_assert_null (end (fixture, &error));
  g_assert_cmpint (error->domain, ==, BW_ERROR);
}

/* A token that was asked for with another nonce was not asked for by us. */
static void
test_nonce (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *nonce = NULL;
  g_autofree char *address = NULL;
  g_autofree char *location = NULL;
  g_auto(GStrv) parts = NULL;
  g_autoptr(GError) error = NULL;

  begin (fixture);
  nonce = dup_field (fixture, "nonce");
  g_assert_nonnull (nonce);
  parts = g_strsplit (fixture->uri, nonce, -1);
  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  address = g_strjoinv ("another", parts);

  g_assert_cmpuint (visit (fixture, address, &location), ==, 302);
  g_assert_cmpuint (visit (fixture, location, NULL), ==, 200);
  g_assert_null (end (fixture, &error));
  g_assert_cmpint (error->domain, ==, BW_ERROR);
  g_assert_cmpuint (bw_test_sandbox_count (fixture->sandbox, "POST", "token$"), ==, 1);
}

/* As it should be: or the two above would fail for some other reason. */
static void
test_honest (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *location = NULL;
  g_autoptr(BwSignInResult) result = NULL;
  g_autoptr(GError) error = NULL;

  begin (fixture);
  g_assert_cmpuint (visit (fixture, fixture->uri, &location), ==, 302);
  g_assert_cmpuint (visit (fixture, location, NULL), ==, 200);
  result = end (fixture, &error);
  g_assert_no_error (error);
  g_assert_nonnull (result);
}

/* The sandbox's own browser follows nobody but the one who asked. */
static void
test_lured (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(BwStranger) stranger = bw_stranger_new ();
  g_autoptr(GError) error = NULL;

  bw_test_sandbox_act (fixture->sandbox, "/_sandbox/faults",
                       "{'match':{'path':'authorize'},'action':{'status':302,"
                       "'headers':{'Location':'%s/?code=1&state=2'}}}",
                       bw_stranger_get_url (stranger));
  begin (fixture);
  bw_sign_in_browse_sandbox (fixture->http, fixture->uri, fixture->stop);
  g_assert_null (end (fixture, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
  g_assert_cmpuint (bw_stranger_get_n_asked (stranger), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/hostile/trust/elsewhere", test_elsewhere);
  g_test_add_func ("/hostile/trust/secrets", test_secrets);
#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  add ("/hostile/trust/honest", test_honest);
  add ("/hostile/trust/state", test_state);
  add ("/hostile/trust/nonce", test_nonce);
  add ("/hostile/trust/lured", test_lured);
#undef add

  return g_test_run ();
}
