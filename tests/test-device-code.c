/* test-device-code.c - signing in with a code: what is read, and a sandbox on the other side
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-device-sign-in.h"
#include "bw-error.h"
#include "bw-pace.h"
#include "bw-session.h"
#include "core-util.h"
#include "device-util.h"
#include "test-answer.h"
#include "test-util.h"

#define TENANT "6babcaad-604b-40ac-a9d7-9fd97c0b779f"
#define CLIENT "11112222-3333-4444-5555-666677778888"
#define CODE   "{\"user_code\":\"ABCD-1234\",\"device_code\":\"dc\"," \
               "\"verification_uri\":\"https://microsoft.com/devicelogin\""

static char *
dup_form (BwRequest *request)
{
  return g_strndup (g_bytes_get_data (bw_request_get_body (request), NULL),
                    g_bytes_get_size (bw_request_get_body (request)));
}

static void
test_requests (void)
{
  g_autoptr(BwCloud) cloud = bw_cloud_new ("global", NULL);
  g_autoptr(BwSignIn) sign_in = bw_sign_in_new (TENANT, CLIENT, "openid a/.default");
  g_autoptr(BwRequest) ask = bw_device_code_ask (sign_in, cloud);
  g_autoptr(BwResponse) response = bw_test_answer_from ("login", 200, CODE "}");
  g_autoptr(GError) error = NULL;
  g_autoptr(BwDeviceCode) code = bw_device_code_new_from_response (response, &error);
  g_autoptr(BwClientCredential) secret = bw_client_credential_new_secret ("s");
  g_autoptr(BwRequest) poll = NULL;
  g_autofree char *asked = dup_form (ask);
  g_autofree char *polled = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (bw_request_get_uri (ask), ==,
                   "https://login.microsoftonline.com/" TENANT "/oauth2/v2.0/devicecode");
  g_assert_cmpstr (asked, ==, "client_id=" CLIENT "&scope=openid%20a%2F.default");

  poll = bw_device_code_poll (code, sign_in, cloud, secret, &error);
  g_assert_no_error (error);
  polled = dup_form (poll);
  g_assert_cmpstr (bw_request_get_uri (poll), ==,
                   "https://login.microsoftonline.com/" TENANT "/oauth2/v2.0/token");
  g_assert_true (g_str_has_prefix (polled, "client_id=" CLIENT "&grant_type=urn%3Aietf%3Aparams"
                                           "%3Aoauth%3Agrant-type%3Adevice_code&device_code=dc&"));
  g_assert_true (g_str_has_suffix (polled, "&client_secret=s"));
}

static void
test_read (void)
{
  static const struct { const char *more; guint lifetime; guint interval; const char *message; }
  good[] = {
    { "}", 30, 5, NULL },
    { ",\"expires_in\":900,\"interval\":5,\"message\":\"Open\\n it\"}", 900, 5, "Open it" },
    { ",\"expires_in\":1,\"interval\":0,\"message\":\"\"}", 30, 1, NULL },
    { ",\"expires_in\":1e12,\"interval\":1e12}", 3600, 60, NULL },
    { ",\"expires_in\":-5,\"interval\":-5}", 30, 1, NULL },
    { ",\"expires_in\":\"x\",\"interval\":[]}", 30, 5, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *json = g_strconcat (CODE, good[i].more, NULL);
      g_autoptr(BwResponse) response = bw_test_answer_from ("login", 200, json);
      g_autoptr(GError) error = NULL;
      g_autoptr(BwDeviceCode) code = bw_device_code_new_from_response (response, &error);

      g_test_message ("%s", json);
      g_assert_no_error (error);
      g_assert_cmpstr (code->user_code, ==, "ABCD-1234");
      g_assert_cmpstr (code->verification_uri, ==, "https://microsoft.com/devicelogin");
      g_assert_cmpstr (code->device_code, ==, "dc");
      g_assert_cmpuint (code->lifetime, ==, good[i].lifetime);
      g_assert_cmpuint (code->interval, ==, good[i].interval);
      g_assert_cmpstr (code->message, ==, good[i].message);
    }
}

#define PARTS(user, device, page) \
  "{\"user_code\":" user ",\"device_code\":" device ",\"verification_uri\":" page "}"

static void
test_unreadable (void)
{
  static const char * const bad[] = {
    "{}", "[]", "<html>",
    PARTS ("\"A\"", "\"\"", "\"https://a.example/\""),
    PARTS ("\"A\"", "7", "\"https://a.example/\""),
    PARTS ("\"\"", "\"d\"", "\"https://a.example/\""),
    PARTS ("\"A B\"", "\"d\"", "\"https://a.example/\""),
    PARTS ("\"A\\u001b[2J\"", "\"d\"", "\"https://a.example/\""),
    PARTS ("\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"", "\"d\"", "\"https://a.example/\""),
    PARTS ("\"A\"", "\"d\"", "null"),
    PARTS ("\"A\"", "\"d\"", "\"http://a.example/\""),
    PARTS ("\"A\"", "\"d\"", "\"file:///etc/passwd\""),
    PARTS ("\"A\"", "\"d\"", "\"https://\""),
    PARTS ("\"A\"", "\"d\"", "\"https://microsoft.com@a.example/\""),
    PARTS ("\"A\"", "\"d\"", "\"https://a.example/\\u202e\""),
    PARTS ("\"A\"", "\"d\"", "\"https://a.example/\\n\""),
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(BwResponse) response = bw_test_answer_from ("login", 200, bad[i]);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_null (bw_device_code_new_from_response (response, &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
    }
}

#define REFUSAL(word, code) "{\"error\":\"" word "\",\"error_codes\":[" code "]}"

static void
test_classify (void)
{
  static const struct { guint status; const char *json; BwDeviceAnswer answer; int code; } cases[] =
  {
    { 200, "{\"access_token\":\"a\"}", BW_DEVICE_TOKENS, -1 },
    { 400, REFUSAL ("authorization_pending", "70016"), BW_DEVICE_PENDING, -1 },
    { 400, REFUSAL ("slow_down", ""), BW_DEVICE_SLOW_DOWN, -1 },
    { 400, REFUSAL ("authorization_declined", "65004"), BW_DEVICE_DECLINED, BW_ERROR_AUTH },
    { 400, REFUSAL ("access_denied", ""), BW_DEVICE_DECLINED, BW_ERROR_AUTH },
    { 400, REFUSAL ("invalid_grant", "65004"), BW_DEVICE_DECLINED, BW_ERROR_AUTH },
    { 400, REFUSAL ("expired_token", "70020"), BW_DEVICE_EXPIRED, BW_ERROR_AUTH },
    { 400, REFUSAL ("code_expired", ""), BW_DEVICE_EXPIRED, BW_ERROR_AUTH },
    { 400, REFUSAL ("bad_verification_code", "70018"), BW_DEVICE_EXPIRED, BW_ERROR_AUTH },
    { 400, REFUSAL ("invalid_grant", "70019"), BW_DEVICE_EXPIRED, BW_ERROR_AUTH },
    { 400, REFUSAL ("invalid_grant", "53003"), BW_DEVICE_BLOCKED, BW_ERROR_CONDITIONAL_ACCESS },
    { 400, REFUSAL ("invalid_grant", "53000"), BW_DEVICE_BLOCKED, BW_ERROR_CONDITIONAL_ACCESS },
    { 400, REFUSAL ("invalid_grant", "50076"), BW_DEVICE_BLOCKED, BW_ERROR_CONDITIONAL_ACCESS },
    { 401, REFUSAL ("invalid_client", "7000218"), BW_DEVICE_REFUSED, BW_ERROR_AUTH },
    { 400, REFUSAL ("invalid_grant", "50057"), BW_DEVICE_REFUSED, BW_ERROR_AUTH },
    { 400, REFUSAL ("something_new", ""), BW_DEVICE_REFUSED, BW_ERROR_INVALID },
    { 503, "<html>", BW_DEVICE_LATER, -1 },
    { 429, NULL, BW_DEVICE_LATER, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BwResponse) response = bw_test_answer_from ("login", cases[i].status,
                                                            cases[i].json);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].json);
      g_assert_cmpint (bw_device_code_classify (response), ==, cases[i].answer);
      if (cases[i].code < 0)
        continue;

      error = bw_device_code_make_error (cases[i].answer, response);
      g_test_message ("%s", error->message);
      g_assert_error (error, BW_ERROR, cases[i].code);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_wait (void)
{
  BwDeviceCode code = { .lifetime = 30, .interval = 10 };
  BwDeviceCode slow = { .lifetime = 900, .interval = 5 };
  guint msec = 0;
  guint n = 0;

  while (bw_device_code_wait (&code, BW_DEVICE_PENDING, &msec))
    {
      g_assert_cmpuint (msec, ==, 10000);
      n++;
    }
  g_assert_cmpuint (n, ==, 4);

  g_assert_true (bw_device_code_wait (&slow, BW_DEVICE_PENDING, &msec));
  g_assert_cmpuint (msec, ==, 5000);
  g_assert_true (bw_device_code_wait (&slow, BW_DEVICE_SLOW_DOWN, &msec));
  g_assert_cmpuint (msec, ==, 10000);
  g_assert_true (bw_device_code_wait (&slow, BW_DEVICE_PENDING, &msec));
  g_assert_cmpuint (msec, ==, 10000);
  g_assert_true (bw_device_code_wait (&slow, BW_DEVICE_LATER, &msec));
  g_assert_cmpuint (msec, ==, 15000);
  for (guint i = 0; i < 12; i++)
    g_assert_true (bw_device_code_wait (&slow, BW_DEVICE_SLOW_DOWN, &msec));
  g_assert_cmpuint (msec, ==, 60000);
  g_assert_false (bw_device_code_wait (&slow, BW_DEVICE_DECLINED, &msec));
  g_assert_false (bw_device_code_wait (&slow, BW_DEVICE_TOKENS, &msec));
  g_assert_false (bw_device_code_wait (&slow, BW_DEVICE_REFUSED, &msec));
}

typedef struct
{
  BwTestSandbox *sandbox;
  BwHttp        *http;
  BwCloud       *cloud;
  GCancellable  *cancellable;
  GAsyncResult  *result;
  char          *user_code;
  guint          n_shown;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  /* Polled twice a second. */
  bw_pace_set_divisor (10);
  f->sandbox = bw_test_sandbox_new (NULL);
  f->http = bw_http_new ("Test/1");
  f->cloud = bw_cloud_new_sandbox (bw_test_sandbox_get_url (f->sandbox));
  f->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->result);
  g_object_unref (f->cancellable);
  bw_cloud_unref (f->cloud);
  bw_test_spin_idle ();
  g_assert_finalize_object (f->http);
  bw_test_sandbox_free (f->sandbox);
  g_free (f->user_code);
  bw_pace_set_divisor (1);
}

static void
show (const BwDeviceCode *code,
      gpointer            user_data)
{
  Fixture *f = user_data;
  g_autofree char *page = g_strconcat (bw_test_sandbox_get_url (f->sandbox), "/login/device", NULL);

  g_assert_cmpstr (code->verification_uri, ==, page);
  g_assert_cmpuint (code->lifetime, >=, 30);
  f->user_code = g_strdup (code->user_code);
  f->n_shown++;
}

static void
begin (Fixture *f)
{
  BwSignIn *sign_in = bw_sign_in_new (bw_test_sandbox_get_partner (f->sandbox),
                                      bw_test_sandbox_get_client (f->sandbox),
                                      "https://graph.microsoft.com/.default openid profile "
                                      "offline_access");

  bw_device_sign_in_async (f->http, f->cloud, NULL, sign_in, show, f, f->cancellable,
                           bw_test_take_result, &f->result);
}

static gboolean
is_shown (gpointer data)
{
  return ((Fixture *) data)->n_shown > 0;
}

static guint
count_polls (Fixture *f)
{
  return bw_test_sandbox_count (f->sandbox, "POST", "/oauth2/v2.0/token$");
}

static gboolean
is_polled (gpointer data)
{
  return count_polls (data) > 0;
}

static void
answer (Fixture    *f,
        gboolean    cancel,
        const char *expected)
{
  g_autofree char *page = bw_test_device_answer (f->sandbox, f->user_code, BW_TEST_ADMIN, cancel);

  g_assert_nonnull (strstr (page, expected));
}

static void
assert_signed_in (Fixture *f)
{
  g_autoptr(GAsyncResult) result = bw_test_wait (&f->result);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwSignInResult) signed_in = bw_device_sign_in_finish (result, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (signed_in->identity->user_name, ==, BW_TEST_ADMIN);
  g_assert_cmpstr (signed_in->identity->tenant_id, ==, bw_test_sandbox_get_partner (f->sandbox));
  g_assert_nonnull (signed_in->tokens->access_token);
  g_assert_nonnull (signed_in->tokens->refresh_token);
  g_assert_cmpuint (f->n_shown, ==, 1);
}

static void
assert_failed (Fixture    *f,
               GQuark      domain,
               int         code,
               const char *text)
{
  g_autoptr(GAsyncResult) result = bw_test_wait (&f->result);
  g_autoptr(GError) error = NULL;

  g_assert_null (bw_device_sign_in_finish (result, &error));
  g_assert_error (error, domain, code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, text));
}

static void
add_fault (Fixture    *f,
           const char *path,
           int         times,
           const char *action)
{
  bw_test_sandbox_act (f->sandbox, "/_sandbox/faults",
                       "{'match':{'path':'%s'},'times':%d,'action':%s}", path, times, action);
}

/* The user takes a while. */
static void
test_approved (Fixture       *f,
               gconstpointer  data)
{
  begin (f);
  bw_test_spin_until (is_polled, f);
  answer (f, FALSE, "is signed in");
  assert_signed_in (f);
  g_assert_cmpuint (count_polls (f), >=, 2);
  g_assert_cmpuint (bw_test_sandbox_count (f->sandbox, "POST", "/devicecode$"), ==, 1);
}

static void
test_declined (Fixture       *f,
               gconstpointer  data)
{
  begin (f);
  bw_test_spin_until (is_shown, f);
  answer (f, TRUE, "was refused");
  assert_failed (f, BW_ERROR, BW_ERROR_AUTH, "cancelled on the other device");
  g_assert_cmpuint (count_polls (f), >=, 1);
}

static void
test_expired (Fixture       *f,
              gconstpointer  data)
{
  begin (f);
  bw_test_spin_until (is_shown, f);
  bw_test_sandbox_advance (f->sandbox, 901);
  assert_failed (f, BW_ERROR, BW_ERROR_AUTH, "not used in time");
  g_assert_cmpuint (count_polls (f), >=, 1);
}

/* Nobody polls for ever, even if Microsoft never says that it is over. */
static void
test_given_up (Fixture       *f,
               gconstpointer  data)
{
  bw_pace_set_divisor (200);
  add_fault (f, "/oauth2/v2.0/token$", -1,
             "{'status':400,'body':{'error':'authorization_pending'}}");
  begin (f);
  assert_failed (f, BW_ERROR, BW_ERROR_AUTH, "not used in time");

  /* Every five seconds for fifteen minutes, and once more. */
  g_assert_cmpuint (count_polls (f), ==, 181);
}

/* What passes by itself does not end it. */
static void
test_troubles (Fixture       *f,
               gconstpointer  data)
{
  bw_pace_set_divisor (50);
  add_fault (f, "/oauth2/v2.0/token$", 1, "{'status':400,'body':{'error':'slow_down'}}");
  add_fault (f, "/oauth2/v2.0/token$", 1, "{'drop':true}");
  add_fault (f, "/oauth2/v2.0/token$", 1, "{'status':503,'body':'<html>'}");
  begin (f);
  bw_test_spin_until (is_shown, f);
  answer (f, FALSE, "is signed in");
  assert_signed_in (f);
  g_assert_cmpuint (count_polls (f), >=, 4);
}

static void
test_blocked (Fixture       *f,
              gconstpointer  data)
{
  add_fault (f, "/oauth2/v2.0/token$", -1,
             "{'status':400,'body':{'error':'invalid_grant','error_codes':[53003],"
             "'suberror':'message_only'}}");
  begin (f);
  assert_failed (f, BW_ERROR, BW_ERROR_CONDITIONAL_ACCESS, "AADSTS53003");
  g_assert_cmpuint (count_polls (f), ==, 1);
}

static void
test_no_code (Fixture       *f,
              gconstpointer  data)
{
  add_fault (f, "/devicecode$", 1,
             "{'status':401,'body':{'error':'invalid_client','error_codes':[7000218]}}");
  begin (f);
  assert_failed (f, BW_ERROR, BW_ERROR_AUTH, "AADSTS7000218");
  g_assert_cmpuint (f->n_shown, ==, 0);
  g_assert_cmpuint (count_polls (f), ==, 0);
}

static void
test_cancelled (Fixture       *f,
                gconstpointer  data)
{
  begin (f);
  bw_test_spin_until (is_shown, f);
  g_cancellable_cancel (f->cancellable);
  assert_failed (f, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
}

/* The program prints where to go and what to type, and waits. */
static void
test_program (void)
{
  g_autoptr(BwTestSandbox) sandbox = bw_test_sandbox_new ("--time-scale=20", NULL);
  g_autofree char *program = g_build_filename (g_getenv ("BW_TEST_BINDIR"), "bailiwickctl", NULL);
  g_autofree char *url = g_strconcat ("--sandbox=", bw_test_sandbox_get_url (sandbox), NULL);
  g_autofree char *folder = bw_test_make_dir ();
  g_autofree char *page = g_strconcat ("  ", bw_test_sandbox_get_url (sandbox), "/login/device",
                                       NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = g_subprocess_new (
    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, program, url,
    "--state-dir", folder, "--json", "account", "sign-in", "--device-code", NULL);
  g_autoptr(GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;
  g_autofree char *answered = NULL;
  g_autofree char *output = NULL;
  g_autoptr(JsonNode) account = NULL;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stderr_pipe (process));
  for (guint i = 0; i < 4; i++)
    {
      g_free (line);
      line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (line);
      if (i == 1)
        g_assert_cmpstr (line, ==, page);
    }
  g_assert_true (g_str_has_prefix (line, "  "));

  answered = bw_test_device_answer (sandbox, line + 2, BW_TEST_ADMIN, FALSE);
  g_assert_nonnull (strstr (answered, "is signed in"));
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  account = json_from_string (output, &error);
  g_assert_no_error (error);
  g_assert_true (json_object_get_boolean_member (json_node_get_object (account), "signedIn"));
  bw_test_remove_dir (folder);
}

typedef struct
{
  BwTestCore *core;
  GString    *states;
} SessionTest;

static void
note_state (BwSession   *session,
            GParamSpec  *pspec,
            SessionTest *test)
{
  g_string_append_printf (test->states, "%d ", (int) bw_session_get_state (session));
}

static void
show_and_answer (const BwDeviceCode *code,
                 gpointer            user_data)
{
  SessionTest *test = user_data;
  g_autofree char *page = bw_test_device_answer (test->core->sandbox, code->user_code,
                                                 BW_TEST_ADMIN, FALSE);

  g_assert_nonnull (strstr (page, "is signed in"));
}

static void
test_session (void)
{
  g_autoptr(BwTestCore) core = bw_test_core_new ();
  SessionTest test = { core, g_string_new (NULL) };
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gulong handler = g_signal_connect (core->session, "notify::state", G_CALLBACK (note_state),
                                     &test);

  bw_pace_set_divisor (50);
  bw_session_sign_in_with_device_code_async (core->session, show_and_answer, &test, NULL,
                                             bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_true (bw_session_sign_in_with_device_code_finish (core->session, result, &error));
  g_assert_no_error (error);
  g_assert_cmpint (bw_session_get_state (core->session), ==, BW_SESSION_SIGNED_IN);
  g_assert_cmpstr (bw_session_get_user_name (core->session), ==, BW_TEST_ADMIN);
  g_assert_cmpstr (test.states->str, ==, "1 2 ");
  g_signal_handler_disconnect (core->session, handler);
  g_string_free (test.states, TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api/device-code/requests", test_requests);
  g_test_add_func ("/api/device-code/read", test_read);
  g_test_add_func ("/api/device-code/unreadable", test_unreadable);
  g_test_add_func ("/api/device-code/classify", test_classify);
  g_test_add_func ("/api/device-code/wait", test_wait);
#define TEST(name, function) \
  g_test_add ("/core/device-sign-in/" name, Fixture, NULL, set_up, function, tear_down)
  TEST ("approved", test_approved);
  TEST ("declined", test_declined);
  TEST ("expired", test_expired);
  TEST ("given-up", test_given_up);
  TEST ("troubles", test_troubles);
  TEST ("blocked", test_blocked);
  TEST ("no-code", test_no_code);
  TEST ("cancelled", test_cancelled);
  g_test_add_func ("/core/device-sign-in/session", test_session);
  g_test_add_func ("/core/device-sign-in/program", test_program);

  return g_test_run ();
}
