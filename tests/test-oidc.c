/* test-oidc.c - our sign-in against an OpenID provider that is not ours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-device-code.h"
#include "bw-error.h"
#include "oidc-util.h"
#include "test-util.h"

#define OTHER_VERIFIER "0123456789-another-verifier-of-somebody-else"

static void
test_sign_in (BwTestOidc    *f,
              gconstpointer  data)
{
  g_autoptr(BwSignInResult) signed_in = bw_test_oidc_sign_in (f);

  bw_test_oidc_assert_identity (f, signed_in->identity);
  g_assert_nonnull (signed_in->tokens->access_token);
  g_assert_nonnull (signed_in->tokens->refresh_token);
  g_assert_cmpint (signed_in->tokens->lifetime, ==, 3600);
  g_assert_cmpuint (bw_test_browser_wait (f->browser), ==, 200);
  g_assert_nonnull (strstr (bw_test_browser_text (f->browser), "Signed In"));
  g_assert_null (strstr (bw_test_browser_text (f->browser), "Not Signed In"));
}

/* Whoever is signed in at the provider already is not asked again, and each sign-in
 * gets tokens of its own. */
static void
test_sign_in_again (BwTestOidc    *f,
                    gconstpointer  data)
{
  g_autoptr(BwSignInResult) first = bw_test_oidc_sign_in (f);
  g_autoptr(BwSignInResult) second = bw_test_oidc_sign_in (f);

  bw_test_oidc_assert_identity (f, second->identity);
  g_assert_cmpstr (first->tokens->refresh_token, !=, second->tokens->refresh_token);
}

static void
test_declined (BwTestOidc    *f,
               gconstpointer  data)
{
  g_autoptr(BwSignInResult) signed_in = NULL;
  g_autoptr(GError) error = NULL;
  BwSignIn *sign_in = bw_test_oidc_make_sign_in (f);

  sign_in->login_hint = g_strdup (bw_test_oidc_get (f, "decliner"));
  signed_in = bw_test_oidc_attempt (f, sign_in, &error);

  g_assert_null (signed_in);
  g_assert_error (error, BW_ERROR, BW_ERROR_AUTH);
  g_assert_nonnull (strstr (bw_test_browser_text (f->browser), "Not Signed In"));
}

/* The code was asked for with another verifier than ours, so it is not ours to redeem. */
static void
test_wrong_verifier (BwTestOidc    *f,
                     gconstpointer  data)
{
  g_autofree char *challenge = bw_login_make_challenge (OTHER_VERIFIER);
  g_autoptr(BwSignInResult) signed_in = NULL;
  g_autoptr(GError) error = NULL;

  f->field = "code_challenge";
  f->value = challenge;
  signed_in = bw_test_oidc_attempt (f, bw_test_oidc_make_sign_in (f), &error);

  g_assert_null (signed_in);
  g_assert_cmpint (error->domain, ==, (int) BW_ERROR);
  g_assert_cmpint (error->code, ==, BW_ERROR_INTERACTION_REQUIRED);
}

/* The provider signs what it is asked to; it is we who know that we did not ask. */
static void
test_wrong_nonce (BwTestOidc    *f,
                  gconstpointer  data)
{
  g_autoptr(BwSignInResult) signed_in = NULL;
  g_autoptr(GError) error = NULL;

  f->field = "nonce";
  f->value = "somebody-elses";
  signed_in = bw_test_oidc_attempt (f, bw_test_oidc_make_sign_in (f), &error);

  g_assert_null (signed_in);
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (error->message, "another attempt"));
}

/* An answer to somebody else's question: the browser is told so, and we go on waiting. */
static void
test_wrong_state (BwTestOidc    *f,
                  gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BwSignInResult) signed_in = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  f->field = "state";
  f->value = "somebody-elses";
  bw_sign_in_attempt_async (f->http, f->cloud, NULL, bw_test_oidc_make_sign_in (f),
                            bw_test_oidc_browse, f, cancellable, bw_test_take_result, &slot);
  g_assert_cmpuint (bw_test_browser_wait (f->browser), >=, 400);
  bw_test_spin_idle ();
  g_assert_null (slot);

  g_cancellable_cancel (cancellable);
  result = bw_test_wait (&slot);
  signed_in = bw_sign_in_attempt_finish (result, &error);
  g_assert_null (signed_in);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static BwDeviceCode *
ask_for_code (BwTestOidc *f,
              BwSignIn   *sign_in)
{
  g_autoptr(BwRequest) request = bw_device_code_ask (sign_in, f->cloud);
  g_autoptr(BwResponse) response = bw_test_oidc_send (f, request);
  g_autoptr(GError) error = NULL;
  BwDeviceCode *code = bw_device_code_new_from_response (response, &error);

  g_assert_no_error (error);

  return code;
}

static BwResponse *
poll (BwTestOidc   *f,
      BwSignIn     *sign_in,
      BwDeviceCode *code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwRequest) request = bw_device_code_poll (code, sign_in, f->cloud, NULL, &error);

  g_assert_no_error (error);

  return bw_test_oidc_send (f, request);
}

/* What the user does on another device: opens the page, types the code, and agrees. */
static void
enter_code (BwTestOidc   *f,
            BwDeviceCode *code)
{
  g_autoptr(GRegex) regex = g_regex_new ("name=\"xsrf\" value=\"([^\"]+)\"", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *secret = NULL;

  bw_test_browser_show (f->browser, code->verification_uri);
  g_assert_cmpuint (bw_test_browser_wait (f->browser), ==, 200);
  g_assert_true (g_regex_match (regex, bw_test_browser_text (f->browser), 0, &match));
  secret = g_match_info_fetch (match, 1);

  bw_test_browser_send (f->browser, code->verification_uri, "xsrf", secret,
                        "user_code", code->user_code, "confirm", "yes", NULL);
  g_assert_cmpuint (bw_test_browser_wait (f->browser), ==, 200);
}

static void
assert_answer (BwResponse     *response,
               BwDeviceAnswer  answer)
{
  g_assert_cmpint (bw_device_code_classify (response), ==, answer);
}

static void
test_device_code (BwTestOidc    *f,
                  gconstpointer  data)
{
  g_autoptr(BwSignIn) sign_in = bw_test_oidc_make_sign_in (f);
  g_autoptr(BwDeviceCode) code = NULL;
  g_autoptr(BwResponse) early = NULL;
  g_autoptr(BwResponse) late = NULL;
  g_autoptr(BwResponse) again = NULL;
  g_autoptr(BwTokens) tokens = NULL;
  g_autoptr(BwSignInResult) signed_in = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  g_clear_pointer (&sign_in->nonce, g_free);
  code = ask_for_code (f, sign_in);
  early = poll (f, sign_in, code);
  assert_answer (early, BW_DEVICE_PENDING);

  enter_code (f, code);
  late = poll (f, sign_in, code);
  assert_answer (late, BW_DEVICE_TOKENS);
  again = poll (f, sign_in, code);
  g_assert_false (bw_response_is_success (again));

  tokens = bw_tokens_new_from_response (late, &error);
  g_assert_no_error (error);
  g_assert_nonnull (tokens->refresh_token);
  bw_sign_in_check_async (f->http, f->cloud, g_steal_pointer (&sign_in),
                          g_steal_pointer (&tokens), NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  signed_in = bw_sign_in_check_finish (result, &error);
  g_assert_no_error (error);
  bw_test_oidc_assert_identity (f, signed_in->identity);
}

int
main (int   argc,
      char *argv[])
{
  static const BwTestOidcCase cases[] = {
    { "/oidc/sign-in", test_sign_in },
    { "/oidc/sign-in-again", test_sign_in_again },
    { "/oidc/declined", test_declined },
    { "/oidc/wrong-verifier", test_wrong_verifier },
    { "/oidc/wrong-nonce", test_wrong_nonce },
    { "/oidc/wrong-state", test_wrong_state },
    { "/oidc/device-code", test_device_code },
  };

  return bw_test_oidc_run (argc, argv, cases, G_N_ELEMENTS (cases));
}
