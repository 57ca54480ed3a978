/* test-oidc-tokens.c - our tokens from an OpenID provider that is not ours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-catalogue.h"
#include "bw-directory.h"
#include "bw-pace.h"
#include "bw-token-keeper.h"
#include "oidc-util.h"
#include "test-util.h"

/* Longer than an access token of the provider is good. */
#define LATER (2 * 60 * 60)

static BwTokenKeeper *
make_keeper (BwTestOidc *f,
             BwVault    *vault)
{
  BwTokenKeeper *keeper = bw_token_keeper_new (f->http, vault);

  bw_token_keeper_set_account (keeper, f->cloud, bw_test_oidc_get (f, "tenant"),
                               bw_test_oidc_get (f, "clientId"), bw_test_oidc_get (f, "objectId"));
  bw_http_set_token_source (f->http, BW_TOKEN_SOURCE (keeper));

  return keeper;
}

static void
keep (BwTestOidc     *f,
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
look_up (BwTestOidc *f,
         BwVault    *vault)
{
  BwVaultKey key = { .kind = "refresh-token", .account = bw_test_oidc_get (f, "objectId"),
                     .tenant = bw_test_oidc_get (f, "tenant"),
                     .client = bw_test_oidc_get (f, "clientId") };
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

/* Asks a service that takes the provider's tokens. */
static BwResponse *
use_tokens (BwTestOidc *f)
{
  const char *tenant = bw_test_oidc_get (f, "tenant");
  g_autoptr(BwRequest) request = bw_directory_get_organization (f->cloud, tenant);

  return bw_test_oidc_send (f, request);
}

static void
assert_let_in (BwTestOidc *f)
{
  g_autoptr(BwResponse) response = use_tokens (f);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTenantInfo) info = bw_directory_read_organization (response, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (info->id, ==, bw_test_oidc_get (f, "tenant"));
}

/* A refresh token works once, and the next one is kept before it is needed. */
static void
test_refresh (BwTestOidc    *f,
              gconstpointer  data)
{
  g_autoptr(BwSignInResult) signed_in = bw_test_oidc_sign_in (f);
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
assert_expired (BwTestOidc    *f,
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
test_reuse (BwTestOidc    *f,
            gconstpointer  data)
{
  g_autoptr(BwSignInResult) signed_in = bw_test_oidc_sign_in (f);
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

int
main (int   argc,
      char *argv[])
{
  static const BwTestOidcCase cases[] = {
    { "/oidc/refresh", test_refresh },
    { "/oidc/reuse", test_reuse },
  };

  return bw_test_oidc_run (argc, argv, cases, G_N_ELEMENTS (cases));
}
