/* test-trust.c - what is secret stays so, and what answers is what was asked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE /* memmem() */

#include "config.h"

#include <libsoup/soup.h>
#include <signal.h>
#include <string.h>

#include "bw-error.h"
#include "bw-pace.h"
#include "bw-sign-in-attempt.h"
#include "hostile-util.h"
#include "stranger.h"
#include "test-util.h"

#define START "setup start " BW_HOSTILE_TENANT " --new --wait"
#define GO_ON "engine run --until-idle"

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

/* Pieces of everything secret that the sandbox gave out.  A database breaks long
 * values up, so each piece is short, and none is of a token's head, which is the same
 * in all. */
static GPtrArray *
dup_pieces (BwHostileWorker *worker)
{
  g_autoptr(JsonNode) tokens = bw_test_sandbox_control (worker->sandbox, "GET",
                                                        "/_sandbox/tokens", NULL);
  JsonArray *array = json_node_get_array (tokens);
  GPtrArray *pieces = g_ptr_array_new_with_free_func (g_free);
  const gsize size = 24;

  g_assert_cmpuint (json_array_get_length (array), >=, 3);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *token = json_array_get_string_element (array, i);
      gsize length = strlen (token);

      g_assert_cmpuint (length, >=, size);
      for (gsize third = 1; third <= 2; third++)
        g_ptr_array_add (pieces, g_strndup (token + (length - size) * third / 3, size));
      g_ptr_array_add (pieces, g_strdup (token + length - size));
    }

  return pieces;
}

/* Returns: (nullable): the first of the pieces that is in there */
static const char *
find_piece (GPtrArray  *pieces,
            const char *text,
            gsize       length)
{
  for (guint i = 0; i < pieces->len; i++)
    {
      const char *piece = g_ptr_array_index (pieces, i);

      if (memmem (text, length, piece, strlen (piece)) != NULL)
        return piece;
    }

  return NULL;
}

/* Returns: how many files there are in which something secret is */
static guint
search_folder (GPtrArray  *pieces,
               const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *text = NULL;
      gsize length;

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        {
          n += search_folder (pieces, child);
          continue;
        }

      g_assert_true (g_file_get_contents (child, &text, &length, NULL));
      if (find_piece (pieces, text, length) == NULL)
        continue;

      g_test_message ("“%s” holds something secret", name);
      n++;
    }

  return n;
}

/* What every user of the machine can see. */
static guint
search_processes (GPtrArray *pieces)
{
  g_autoptr(GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc", name, "cmdline", NULL);
      g_autofree char *text = NULL;
      gsize length;

      /* Processes come and go. */
      if (!g_ascii_isdigit (*name) || !g_file_get_contents (path, &text, &length, NULL))
        continue;

      n += find_piece (pieces, text, length) != NULL ? 1 : 0;
    }

  return n;
}

static void
assert_not_in (GPtrArray  *pieces,
               const char *text)
{
  const char *piece = find_piece (pieces, text, strlen (text));

  if (piece != NULL)
    g_error ("“%s…” was written", piece);
}

static void
hold (BwHostileWorker *worker,
      guint            skip)
{
  worker->n_held = 0;
  bw_test_sandbox_act (worker->sandbox, "/_sandbox/faults",
                       "{'match':{'path':'^/graph/'},'skip':%u,'times':1,"
                       "'action':{'hang':true}}", skip);
}

/* Looks around in the middle of a set-up, and kills it, so that nothing is tidied up. */
static void
look_in_the_middle (BwHostileWorker *worker,
                    BwHostilePlace  *place,
                    const char      *words,
                    guint            skip)
{
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GPtrArray) pieces = NULL;
  g_autoptr(JsonNode) answer = NULL;
  g_autofree char *log = g_build_filename (place->state, "bailiwick.db-wal", NULL);
  g_auto(BwHostileEnd) end = { 0, };

  hold (worker, skip);
  process = bw_hostile_spawn (worker, place, words);
  bw_hostile_watch (worker, process);
  while (!worker->is_over && worker->n_held == 0)
    g_main_context_iteration (worker->context, TRUE);
  g_assert_false (worker->is_over);

  pieces = dup_pieces (worker);
  g_assert_cmpuint (search_processes (pieces), ==, 0);
  g_subprocess_send_signal (process, SIGKILL);
  bw_hostile_wait (worker, place, process, &end);
  g_assert_true (g_file_test (log, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (search_folder (pieces, place->folder), ==, 0);

  answer = bw_test_sandbox_control (worker->sandbox, "DELETE", "/_sandbox/faults", NULL);
}

static void
look_after (BwHostileWorker *worker,
            BwHostilePlace  *place,
            const char      *words,
            int              code)
{
  g_autoptr(GPtrArray) pieces = NULL;
  g_auto(BwHostileEnd) end = { 0, };

  bw_hostile_command (worker, place, words, &end);
  g_assert_cmpint (end.code, ==, code);
  g_assert_nonnull (strstr (end.err, "DEBUG"));

  pieces = dup_pieces (worker);
  assert_not_in (pieces, end.out);
  assert_not_in (pieces, end.err);
  g_assert_cmpuint (search_folder (pieces, place->folder), ==, 0);
}

/* A test that finds nothing has to show that it would find something. */
static void
assert_finds (BwHostileWorker *worker,
              BwHostilePlace  *place)
{
  g_autoptr(JsonNode) tokens = bw_test_sandbox_control (worker->sandbox, "GET",
                                                        "/_sandbox/tokens", NULL);
  JsonArray *array = json_node_get_array (tokens);
  g_autoptr(GPtrArray) pieces = dup_pieces (worker);
  guint last = json_array_get_length (array) - 1;

  g_free (bw_test_write_file (place->state, "first", json_array_get_string_element (array, 0)));
  g_free (bw_test_write_file (place->state, "last", json_array_get_string_element (array, last)));
  g_assert_cmpuint (search_folder (pieces, place->folder), ==, 2);
}

static void
try_secrets (BwHostileWorker *worker,
             guint            index,
             gpointer         data)
{
  g_autoptr(BwHostilePlace) place = bw_hostile_place_new ();

  look_in_the_middle (worker, place, "--verbose " START, 4);
  look_after (worker, place, "--verbose " START, 3);
  bw_hostile_approve (worker);
  look_in_the_middle (worker, place, "--verbose " GO_ON, 12);

  /* Once it fails, with a failure whose text is for support. */
  bw_test_sandbox_act (worker->sandbox, "/_sandbox/faults",
                       "{'match':{'path':'^/graph/v1.0/users/delta'},'times':1,"
                       "'action':{'status':403,"
                       "'body':{'error':{'code':'Authorization_RequestDenied','message':'No'}}}}");
  look_after (worker, place, "--verbose " GO_ON, 1);
  look_after (worker, place, "--verbose " START, 0);
  look_after (worker, place, "--verbose setup show " BW_HOSTILE_TENANT, 0);
  assert_finds (worker, place);
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
  bw_sign_in_attempt_async (fixture->http, fixture->cloud, sign_in, show_nothing, fixture, NULL,
                            bw_test_take_result, &fixture->slot);
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
