/* test-sign-in-browser.c - a person at the browser: what they do there, and what they read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-access-claims.h"
#include "bw-device-sign-in.h"
#include "bw-error.h"
#include "bw-failure.h"
#include "bw-pace.h"
#include "bw-sign-in-attempt.h"
#include "core-util.h"
#include "device-util.h"
#include "provider-util.h"
#include "test-util.h"

#define NO_MFA  "nomfa@lodestar-it.example"
#define OTHER   "99999999-0000-4000-8000-000000000001"
#define REFUSED "access_denied&error_description=AADSTS50105%3A+Your+administrator+%3Cb%3E+blocks" \
                "+users.+Trace+ID%3A+12345678-1234-1234-1234-123456789012"

/* What the person does. */
typedef enum
{
  SIGN_IN,
  CANCEL,
  BRING,   /* the browser is sent back with @bring */
  NOTHING,
} Deed;

typedef struct
{
  BwTestSandbox *sandbox;
  BwHttp        *http;
  BwCloud       *cloud;
  BwTestBrowser *browser;
  const char    *tenant;
  const char    *user;
  Deed           deeds[2];
  const char    *bring;
  char          *uris[2];  /* where the browser was sent, the first and the second time */
  guint          n_uris;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->sandbox = bw_test_sandbox_new (NULL);
  f->http = bw_http_new ("Test/1");
  f->cloud = bw_cloud_new_sandbox (bw_test_sandbox_get_url (f->sandbox));
  f->browser = bw_test_browser_new ();
  f->tenant = bw_test_sandbox_get_partner (f->sandbox);
  f->user = BW_TEST_ADMIN;
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  bw_test_browser_free (f->browser);
  bw_cloud_unref (f->cloud);
  bw_test_spin_idle ();
  g_assert_finalize_object (f->http);
  bw_test_sandbox_free (f->sandbox);
  g_free (f->uris[0]);
  g_free (f->uris[1]);
  bw_pace_set_divisor (1);
}

static GHashTable *
parse_query (const char *uri)
{
  g_autoptr(GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED, NULL);

  return g_uri_parse_params (g_uri_get_query (parsed), -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
}

static void
bring_back (Fixture    *f,
            const char *uri,
            const char *what)
{
  g_autoptr(GHashTable) query = parse_query (uri);
  g_autofree char *back = g_strdup_printf ("%s/?%s&state=%s",
                                           (char *) g_hash_table_lookup (query, "redirect_uri"),
                                           what, (char *) g_hash_table_lookup (query, "state"));

  bw_test_browser_show (f->browser, back);
}

static void
browse (const char   *uri,
        GCancellable *cancellable,
        gpointer      user_data)
{
  Fixture *f = user_data;
  Deed deed;

  g_assert_cmpuint (f->n_uris, <, G_N_ELEMENTS (f->uris));
  deed = f->deeds[f->n_uris];
  f->uris[f->n_uris++] = g_strdup (uri);

  switch (deed)
    {
    case SIGN_IN:
      bw_test_browser_press (f->browser, uri, "user", f->user, NULL);
      break;
    case CANCEL:
      bw_test_browser_press (f->browser, uri, "cancel", "1", NULL);
      break;
    case BRING:
      bring_back (f, uri, f->bring);
      break;
    case NOTHING:
    default:
      break;
    }
}

static void
begin (Fixture       *f,
       GAsyncResult **slot)
{
  BwSignIn *sign_in = bw_sign_in_new (f->tenant, bw_test_sandbox_get_client (f->sandbox),
                                      "https://graph.microsoft.com/.default openid profile "
                                      "offline_access");

  bw_sign_in_attempt_async (f->http, f->cloud, NULL, sign_in, browse, f, NULL, bw_test_take_result,
                            slot);
}

static BwSignInResult *
attempt (Fixture  *f,
         GError  **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  begin (f, &slot);
  result = bw_test_wait (&slot);

  return bw_sign_in_attempt_finish (result, error);
}

/* The page runs nothing and fetches nothing, whatever is written on it. */
static void
assert_page (Fixture    *f,
             guint       status,
             const char *text)
{
  static const char * const forbidden[] = { "<script", "<link", "<img", "src=", "url(", "href=",
                                            "<b>" };
  const char *page;

  g_assert_cmpuint (bw_test_browser_wait (f->browser), ==, status);
  page = bw_test_browser_text (f->browser);
  g_test_message ("%s", page);
  g_assert_nonnull (strstr (page, text));
  g_assert_true (g_str_has_prefix (page, "<!DOCTYPE html>"));
  for (guint i = 0; i < G_N_ELEMENTS (forbidden); i++)
    g_assert_null (strstr (page, forbidden[i]));
}

static guint
count_redeemed (Fixture *f)
{
  return bw_test_sandbox_count (f->sandbox, "POST", "/oauth2/v2.0/token$");
}

static void
turn_on (Fixture    *f,
         const char *quirk)
{
  bw_test_sandbox_act (f->sandbox, "/_sandbox/quirk", "{'name':'%s','on':true}", quirk);
}

static void
assert_good (Fixture *f)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwSignInResult) signed_in = attempt (f, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (signed_in->identity->user_name, ==, f->user);
  assert_page (f, 200, "<h1>Signed In</h1>");
}

static void
assert_refused (Fixture    *f,
                BwError     code,
                const char *text,
                const char *event_id)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (attempt (f, &error));
  g_assert_error (error, BW_ERROR, (int) code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, text));
  if (event_id != NULL)
    g_assert_cmpstr (bw_failure_of_error (error)->event_id, ==, event_id);
  else
    g_assert_null (bw_failure_of_error (error));
}

static void
test_signed_in (Fixture       *f,
                gconstpointer  data)
{
  assert_good (f);
  g_assert_cmpuint (f->n_uris, ==, 1);
  g_assert_nonnull (strstr (f->uris[0], "&acr_values=urn%3Amicrosoft%3Apolicies%3Amfa"));
}

static void
test_cancelled (Fixture       *f,
                gconstpointer  data)
{
  f->deeds[0] = CANCEL;
  assert_refused (f, BW_ERROR_AUTH, "cancelled in the browser", NULL);
  assert_page (f, 200, "<h1>Not Signed In</h1><p>The sign-in was cancelled in the browser.");
}

/* The page says what Microsoft's number means, and never runs what Microsoft wrote. */
static void
test_refused (Fixture       *f,
              gconstpointer  data)
{
  f->deeds[0] = BRING;
  f->bring = "error=" REFUSED;
  assert_refused (f, BW_ERROR_AUTH, "(AADSTS50105)", "BW-2004");
  assert_page (f, 200, "<h1>Not Signed In</h1>");
  assert_page (f, 200, "who is assigned to it");
  g_assert_cmpuint (count_redeemed (f), ==, 0);
}

/* Somebody else's answer is told so, and ours is waited for. */
static void
test_other_answer (Fixture       *f,
                   gconstpointer  data)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BwSignInResult) signed_in = NULL;
  g_autoptr(GHashTable) query = NULL;
  g_autofree char *other = NULL;
  g_autoptr(GError) error = NULL;

  f->deeds[0] = NOTHING;
  begin (f, &slot);
  query = parse_query (f->uris[0]);
  other = g_strdup_printf ("%s/?code=x&state=other",
                           (char *) g_hash_table_lookup (query, "redirect_uri"));
  bw_test_browser_show (f->browser, other);
  assert_page (f, 400, "<h1>Not the Expected Page</h1>");
  g_assert_null (slot);

  bw_test_browser_press (f->browser, f->uris[0], "user", f->user, NULL);
  result = bw_test_wait (&slot);
  signed_in = bw_sign_in_attempt_finish (result, &error);
  g_assert_no_error (error);
  assert_page (f, 200, "<h1>Signed In</h1>");
}

/* RFC 9207: whoever names the right issuer is believed, by ID, by domain or by neither. */
static void
test_issuer (Fixture       *f,
             gconstpointer  data)
{
  const char * const tenants[] = { f->tenant, "lodestar-it.example", "organizations" };

  turn_on (f, "names-issuer");
  for (guint i = 0; i < G_N_ELEMENTS (tenants); i++)
    {
      f->tenant = tenants[i];
      f->n_uris = 0;
      g_clear_pointer (&f->uris[0], g_free);
      assert_good (f);
    }
}

/* Whoever names another one gets nothing: no code of ours is sent anywhere. */
static void
test_other_issuer (Fixture       *f,
                   gconstpointer  data)
{
  const char *url = bw_test_sandbox_get_url (f->sandbox);
  const char *partner = bw_test_sandbox_get_partner (f->sandbox);
  g_autofree char *tenant = g_strdup_printf ("code=c&iss=%s/login/" OTHER "/v2.0", url);
  g_autofree char *path = g_strdup_printf ("code=c&iss=%s/login/%s/v1.0", url, partner);
  g_autofree char *host = g_strdup_printf ("code=c&iss=%s.example/login/%s/v2.0", url, partner);
  g_autofree char *error = g_strdup_printf ("error=access_denied&iss=%s/login/" OTHER "/v2.0", url);
  const char * const answers[] = {
    tenant, path, host, error, "code=c&iss=", "code=c&iss=https://evil.example",
  };

  f->deeds[0] = BRING;
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      f->n_uris = 0;
      g_clear_pointer (&f->uris[0], g_free);
      f->bring = answers[i];
      assert_refused (f, BW_ERROR_PROTOCOL, "another sign-in service", NULL);
      assert_page (f, 200, "another sign-in service");
    }

  g_assert_cmpuint (count_redeemed (f), ==, 0);
}

/* Nobody sits at the browser for ever. */
static void
test_limit (Fixture       *f,
            gconstpointer  data)
{
  bw_pace_set_divisor (BW_SIGN_IN_SECONDS * 20);
  f->deeds[0] = NOTHING;
  assert_refused (f, BW_ERROR_AUTH, "quarter of an hour", NULL);
}

static void
assert_mfa (BwSignInResult *signed_in,
            gboolean        expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwAccessClaims) claims = NULL;

  claims = bw_access_claims_new (signed_in->tokens->access_token, &error);
  g_assert_no_error (error);
  g_assert_true (claims->mfa == expected);
}

/* The browser was let in by a password before: several factors are demanded. */
static void
test_one_factor (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwSignInResult) signed_in = NULL;
  g_autoptr(GHashTable) query = NULL;

  turn_on (f, "one-factor-session");
  signed_in = attempt (f, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (f->n_uris, ==, 2);
  assert_mfa (signed_in, TRUE);

  query = parse_query (f->uris[1]);
  g_assert_cmpstr (g_hash_table_lookup (query, "prompt"), ==, "login");
  g_assert_nonnull (strstr (g_hash_table_lookup (query, "claims"),
                            "\"acr\":{\"essential\":true,"
                            "\"values\":[\"urn:microsoft:policies:mfa\"]}"));
  g_assert_null (strstr (f->uris[0], "essential"));
}

/* Somebody without a second factor: Microsoft refuses, and we say what to do. */
static void
test_no_second_factor (Fixture       *f,
                       gconstpointer  data)
{
  f->user = NO_MFA;
  f->deeds[1] = BRING;
  f->bring = "error=interaction_required&error_description=AADSTS50079%3A+Enroll.";
  assert_refused (f, BW_ERROR_INTERACTION_REQUIRED, "(AADSTS50079)", "BW-2003");
  g_assert_cmpuint (f->n_uris, ==, 2);
  assert_page (f, 200, "Sign in again with multi-factor authentication");
}

/* Where nobody is to be asked, nobody is asked twice. */
static void
test_silent (Fixture       *f,
             gconstpointer  data)
{
  BwSignIn *sign_in = bw_sign_in_new (f->tenant, bw_test_sandbox_get_client (f->sandbox),
                                      "https://graph.microsoft.com/.default openid");
  g_autoptr(BwSignInResult) signed_in = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  sign_in->prompt = g_strdup ("none");
  sign_in->login_hint = g_strdup (NO_MFA);
  f->user = NO_MFA;
  bw_sign_in_attempt_async (f->http, f->cloud, NULL, sign_in, browse, f, NULL,
                            bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  signed_in = bw_sign_in_attempt_finish (result, &error);
  g_assert_no_error (error);
  assert_mfa (signed_in, FALSE);
  g_assert_cmpuint (f->n_uris, ==, 1);
}

/* Going over from the browser to a code: the attempt that ends takes nothing with it. */

static void
show (const BwDeviceCode *code,
      gpointer            user_data)
{
  char **user_code = user_data;

  *user_code = g_strdup (code->user_code);
}

static gboolean
is_shown (gpointer data)
{
  return *(char **) data != NULL;
}

static void
test_go_over (void)
{
  g_autoptr(BwTestCore) core = bw_test_core_new ();
  BwSession *session = core->session;
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autofree char *user_code = NULL;
  g_autofree char *page = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) cancelled = NULL;
  GAsyncResult *first_slot = NULL;
  GAsyncResult *second_slot = NULL;

  bw_pace_set_divisor (10);
  bw_session_sign_in_async (session, NULL, bw_test_take_result, &first_slot);
  bw_session_sign_in_with_device_code_async (session, show, &user_code, NULL, bw_test_take_result,
                                             &second_slot);
  first = bw_test_wait (&first_slot);
  g_assert_false (bw_session_sign_in_finish (session, first, &cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (bw_session_get_state (session), ==, BW_SESSION_SIGNING_IN);
  g_assert_null (bw_session_get_sign_in_uri (session));

  bw_test_spin_until (is_shown, &user_code);
  page = bw_test_device_answer (core->sandbox, user_code, BW_TEST_ADMIN, FALSE);
  second = bw_test_wait (&second_slot);
  bw_session_sign_in_with_device_code_finish (session, second, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bw_session_get_state (session), ==, BW_SESSION_SIGNED_IN);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define TEST(name, function) \
  g_test_add ("/core/sign-in-browser/" name, Fixture, NULL, set_up, function, tear_down)
  TEST ("signed-in", test_signed_in);
  TEST ("cancelled", test_cancelled);
  TEST ("refused", test_refused);
  TEST ("other-answer", test_other_answer);
  TEST ("issuer", test_issuer);
  TEST ("other-issuer", test_other_issuer);
  TEST ("limit", test_limit);
  TEST ("one-factor", test_one_factor);
  TEST ("no-second-factor", test_no_second_factor);
  TEST ("silent", test_silent);
#undef TEST
  g_test_add_func ("/core/sign-in-browser/go-over", test_go_over);

  return g_test_run ();
}
