/* test-oidc.c - our sign-in against an OpenID provider that is not ours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-catalogue.h"
#include "bw-device-code.h"
#include "bw-directory.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-pace.h"
#include "bw-sign-in-attempt.h"
#include "bw-token-keeper.h"
#include "bw-util.h"
#include "provider-util.h"
#include "test-util.h"

#define NOT_THERE "The provider is not installed; see build-aux/install-oidc-provider"

#define OTHER_VERIFIER "0123456789-another-verifier-of-somebody-else"

/* Longer than an access token of the provider is good. */
#define LATER (2 * 60 * 60)

/**
 * Fixture:
 * @provider: what the test signs in to
 * @cloud: as if the provider were Microsoft
 * @http: ours
 * @browser: the user's
 * @field: (nullable): what somebody changes on the way to the sign-in page
 * @value: and what it becomes
 */
typedef struct
{
  BwTestProvider *provider;
  BwCloud        *cloud;
  BwHttp         *http;
  BwTestBrowser  *browser;
  const char     *field;
  const char     *value;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->provider = (BwTestProvider *) data;
  f->cloud = bw_cloud_new_sandbox (bw_test_provider_get (f->provider, "url"));
  f->http = bw_http_new ("bailiwick-test");
  f->browser = bw_test_browser_new ();
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  bw_clock_set_offset (0);
  bw_pace_set_divisor (1);
  bw_test_spin_idle ();
  bw_test_browser_free (f->browser);
  g_object_unref (f->http);
  bw_cloud_unref (f->cloud);
}

static const char *
get (Fixture    *f,
     const char *name)
{
  return bw_test_provider_get (f->provider, name);
}

static BwSignIn *
make_sign_in (Fixture *f)
{
  g_autofree char *scope = g_strconcat (f->cloud->graph->audience,
                                        "/.default openid profile offline_access", NULL);

  return bw_sign_in_new (get (f, "tenant"), get (f, "clientId"), scope);
}

/* Returns: (transfer full): @uri with another @value in one of its fields */
static char *
change_field (const char *uri,
              const char *field,
              const char *value)
{
  g_autofree char *pattern = g_strdup_printf ("(?<=[?&])%s=[^&]*", field);
  g_autofree char *replacement = g_strdup_printf ("%s=%s", field, value);
  g_autoptr(GRegex) regex = g_regex_new (pattern, 0, 0, NULL);

  g_assert_true (g_regex_match (regex, uri, 0, NULL));

  return g_regex_replace_literal (regex, uri, -1, 0, replacement, 0, NULL);
}

static void
browse (const char   *uri,
        GCancellable *cancellable,
        gpointer      user_data)
{
  Fixture *f = user_data;
  g_autofree char *changed = f->field != NULL ? change_field (uri, f->field, f->value)
                                              : g_strdup (uri);

  bw_test_browser_show (f->browser, changed);
}

/* @sign_in: (transfer full) */
static BwSignInResult *
attempt (Fixture   *f,
         BwSignIn  *sign_in,
         GError   **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  bw_sign_in_attempt_async (f->http, f->cloud, sign_in, browse, f, NULL, bw_test_take_result,
                            &slot);
  result = bw_test_wait (&slot);
  bw_test_browser_wait (f->browser);

  return bw_sign_in_attempt_finish (result, error);
}

static BwSignInResult *
sign_in_well (Fixture *f)
{
  g_autoptr(GError) error = NULL;
  BwSignInResult *signed_in = attempt (f, make_sign_in (f), &error);

  g_assert_no_error (error);

  return signed_in;
}

static void
assert_identity (Fixture    *f,
                 BwIdentity *identity)
{
  g_assert_cmpstr (identity->tenant_id, ==, get (f, "tenant"));
  g_assert_cmpstr (identity->object_id, ==, get (f, "objectId"));
  g_assert_cmpstr (identity->name, ==, get (f, "name"));
  g_assert_cmpstr (identity->user_name, ==, get (f, "user"));
}

static void
test_sign_in (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(BwSignInResult) signed_in = sign_in_well (f);

  assert_identity (f, signed_in->identity);
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
test_sign_in_again (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(BwSignInResult) first = sign_in_well (f);
  g_autoptr(BwSignInResult) second = sign_in_well (f);

  assert_identity (f, second->identity);
  g_assert_cmpstr (first->tokens->refresh_token, !=, second->tokens->refresh_token);
}

static void
test_declined (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(BwSignInResult) signed_in = NULL;
  g_autoptr(GError) error = NULL;
  BwSignIn *sign_in = make_sign_in (f);

  sign_in->login_hint = g_strdup (get (f, "decliner"));
  signed_in = attempt (f, sign_in, &error);

  g_assert_null (signed_in);
  g_assert_error (error, BW_ERROR, BW_ERROR_AUTH);
  g_assert_nonnull (strstr (bw_test_browser_text (f->browser), "Not Signed In"));
}

/* The code was asked for with another verifier than ours, so it is not ours to redeem. */
static void
test_wrong_verifier (Fixture       *f,
                     gconstpointer  data)
{
  g_autofree char *challenge = bw_login_make_challenge (OTHER_VERIFIER);
  g_autoptr(BwSignInResult) signed_in = NULL;
  g_autoptr(GError) error = NULL;

  f->field = "code_challenge";
  f->value = challenge;
  signed_in = attempt (f, make_sign_in (f), &error);

  g_assert_null (signed_in);
  g_assert_cmpint (error->domain, ==, (int) BW_ERROR);
  g_assert_cmpint (error->code, ==, BW_ERROR_INTERACTION_REQUIRED);
}

/* The provider signs what it is asked to; it is we who know that we did not ask. */
static void
test_wrong_nonce (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(BwSignInResult) signed_in = NULL;
  g_autoptr(GError) error = NULL;

  f->field = "nonce";
  f->value = "somebody-elses";
  signed_in = attempt (f, make_sign_in (f), &error);

  g_assert_null (signed_in);
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (error->message, "another attempt"));
}

/* An answer to somebody else's question: the browser is told so, and we go on waiting. */
static void
test_wrong_state (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BwSignInResult) signed_in = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  f->field = "state";
  f->value = "somebody-elses";
  bw_sign_in_attempt_async (f->http, f->cloud, make_sign_in (f), browse, f, cancellable,
                            bw_test_take_result, &slot);
  g_assert_cmpuint (bw_test_browser_wait (f->browser), >=, 400);
  bw_test_spin_idle ();
  g_assert_null (slot);

  g_cancellable_cancel (cancellable);
  result = bw_test_wait (&slot);
  signed_in = bw_sign_in_attempt_finish (result, &error);
  g_assert_null (signed_in);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static BwTokenKeeper *
make_keeper (Fixture *f,
             BwVault *vault)
{
  BwTokenKeeper *keeper = bw_token_keeper_new (f->http, vault);

  bw_token_keeper_set_account (keeper, f->cloud, get (f, "tenant"), get (f, "clientId"),
                               get (f, "objectId"));
  bw_http_set_token_source (f->http, BW_TOKEN_SOURCE (keeper));

  return keeper;
}

static void
keep (Fixture        *f,
      BwTokenKeeper  *keeper,
      const BwTokens *tokens)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  bw_token_keeper_keep_async (keeper, tokens, f->cloud->graph->audience, "test", NULL,
                              bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_token_keeper_keep_finish (keeper, result, &error);
  g_assert_no_error (error);
}

static char *
look_up (Fixture *f,
         BwVault *vault)
{
  BwVaultKey key = { .kind = "refresh-token", .account = get (f, "objectId"),
                     .tenant = get (f, "tenant"), .client = get (f, "clientId") };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;
  char *secret;

  bw_vault_lookup_async (vault, &key, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  secret = bw_vault_lookup_finish (vault, result, &error);
  g_assert_no_error (error);

  return secret;
}

static BwResponse *
send (Fixture   *f,
      BwRequest *request)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;
  BwResponse *response;

  bw_http_send_async (f->http, request, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  response = bw_http_send_finish (f->http, result, &error);
  g_assert_no_error (error);

  return response;
}

/* Asks a service that takes the provider's tokens. */
static BwResponse *
use_tokens (Fixture *f)
{
  g_autoptr(BwRequest) request = bw_directory_get_organization (f->cloud, get (f, "tenant"));

  return send (f, request);
}

static void
assert_let_in (Fixture *f)
{
  g_autoptr(BwResponse) response = use_tokens (f);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTenantInfo) info = bw_directory_read_organization (response, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (info->id, ==, get (f, "tenant"));
}

/* A refresh token works once, and the next one is kept before it is needed. */
static void
test_refresh (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(BwSignInResult) signed_in = sign_in_well (f);
  g_autoptr(BwVault) vault = bw_memory_vault_new ();
  g_autoptr(BwTokenKeeper) keeper = make_keeper (f, vault);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  keep (f, keeper, signed_in->tokens);
  assert_let_in (f);
  first = look_up (f, vault);
  g_assert_cmpstr (first, ==, signed_in->tokens->refresh_token);

  bw_clock_set_offset (LATER);
  assert_let_in (f);
  second = look_up (f, vault);
  g_assert_nonnull (second);
  g_assert_cmpstr (second, !=, first);

  bw_clock_set_offset (2 * LATER);
  assert_let_in (f);
  third = look_up (f, vault);
  g_assert_nonnull (third);
  g_assert_cmpstr (third, !=, second);
  bw_http_set_token_source (f->http, NULL);
}

static void
count_cb (BwTokenKeeper *keeper,
          guint         *count)
{
  (*count)++;
}

static void
assert_expired (Fixture       *f,
                BwTokenKeeper *keeper)
{
  g_autoptr(BwResponse) response = NULL;
  guint count = 0;
  gulong handler = g_signal_connect (keeper, "expired", G_CALLBACK (count_cb), &count);

  response = use_tokens (f);
  g_assert_false (bw_response_is_success (response));
  g_assert_cmpint (bw_catalogue_classify (response), ==, BW_EVENT_SIGN_IN_EXPIRED);
  g_assert_cmpuint (count, ==, 1);
  g_signal_handler_disconnect (keeper, handler);
}

/* Where a refresh token is used twice one of the two has stolen it: the provider ends
 * the sign-in of both, and the user has to come again. */
static void
test_reuse (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(BwSignInResult) signed_in = sign_in_well (f);
  g_autoptr(BwVault) vault = bw_memory_vault_new ();
  g_autoptr(BwVault) thief = bw_memory_vault_new ();
  g_autoptr(BwTokenKeeper) keeper = make_keeper (f, vault);
  g_autoptr(BwTokenKeeper) other = NULL;

  keep (f, keeper, signed_in->tokens);
  bw_clock_set_offset (LATER);
  assert_let_in (f);

  other = make_keeper (f, thief);
  bw_clock_set_offset (0);
  keep (f, other, signed_in->tokens);
  bw_clock_set_offset (LATER);
  assert_expired (f, other);

  bw_http_set_token_source (f->http, BW_TOKEN_SOURCE (keeper));
  bw_clock_set_offset (2 * LATER);
  assert_expired (f, keeper);
  bw_http_set_token_source (f->http, NULL);
}

static BwDeviceCode *
ask_for_code (Fixture  *f,
              BwSignIn *sign_in)
{
  g_autoptr(BwRequest) request = bw_device_code_ask (sign_in, f->cloud);
  g_autoptr(BwResponse) response = send (f, request);
  g_autoptr(GError) error = NULL;
  BwDeviceCode *code = bw_device_code_new_from_response (response, &error);

  g_assert_no_error (error);

  return code;
}

static BwResponse *
poll (Fixture      *f,
      BwSignIn     *sign_in,
      BwDeviceCode *code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwRequest) request = bw_device_code_poll (code, sign_in, f->cloud, NULL, &error);

  g_assert_no_error (error);

  return send (f, request);
}

/* What the user does on another device: opens the page, types the code, and agrees. */
static void
enter_code (Fixture      *f,
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
test_device_code (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(BwSignIn) sign_in = make_sign_in (f);
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
  assert_identity (f, signed_in->identity);
}

static void
test_not_there (void)
{
  g_test_skip (NOT_THERE);
}

static void
add (const char     *path,
     BwTestProvider *provider,
     void          (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, provider, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(BwTestProvider) provider = NULL;

  g_test_init (&argc, &argv, NULL);
  provider = bw_test_provider_new ();
  if (provider == NULL)
    {
      g_test_add_func ("/oidc/not-there", test_not_there);
      return g_test_run ();
    }

  add ("/oidc/sign-in", provider, test_sign_in);
  add ("/oidc/sign-in-again", provider, test_sign_in_again);
  add ("/oidc/declined", provider, test_declined);
  add ("/oidc/wrong-verifier", provider, test_wrong_verifier);
  add ("/oidc/wrong-nonce", provider, test_wrong_nonce);
  add ("/oidc/wrong-state", provider, test_wrong_state);
  add ("/oidc/refresh", provider, test_refresh);
  add ("/oidc/reuse", provider, test_reuse);
  add ("/oidc/device-code", provider, test_device_code);

  return g_test_run ();
}
