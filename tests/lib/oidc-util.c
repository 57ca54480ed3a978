/* oidc-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-pace.h"
#include "oidc-util.h"
#include "test-util.h"

#define NOT_THERE "The provider is not installed; see build-aux/install-oidc-provider"

static void
set_up (BwTestOidc    *f,
        gconstpointer  data)
{
  f->provider = (BwTestProvider *) data;
  f->cloud = bw_cloud_new_sandbox (bw_test_provider_get (f->provider, "url"));
  f->http = bw_http_new ("bailiwick-test");
  f->browser = bw_test_browser_new ();
}

static void
tear_down (BwTestOidc    *f,
           gconstpointer  data)
{
  bw_clock_set_offset (0);
  bw_pace_set_divisor (1);
  bw_test_spin_idle ();
  bw_test_browser_free (f->browser);
  g_object_unref (f->http);
  bw_cloud_unref (f->cloud);
}

/**
 * bw_test_oidc_get:
 * @f: a fixture
 * @name: see bw_test_provider_get()
 *
 * Returns: (transfer none): what the provider said of itself
 */
const char *
bw_test_oidc_get (BwTestOidc *f,
                  const char *name)
{
  return bw_test_provider_get (f->provider, name);
}

/**
 * bw_test_oidc_make_sign_in:
 * @f: a fixture
 *
 * Returns: (transfer full): what we ask for
 */
BwSignIn *
bw_test_oidc_make_sign_in (BwTestOidc *f)
{
  g_autofree char *scope = g_strconcat (f->cloud->graph->audience,
                                        "/.default openid profile offline_access", NULL);

  return bw_sign_in_new (bw_test_oidc_get (f, "tenant"), bw_test_oidc_get (f, "clientId"), scope);
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

/**
 * bw_test_oidc_browse:
 * @uri: the sign-in page
 * @cancellable: (nullable): not used
 * @user_data: a fixture
 *
 * A #BwBrowserFunc for the user's browser, in which somebody may change a field on the way.
 */
void
bw_test_oidc_browse (const char   *uri,
                     GCancellable *cancellable,
                     gpointer      user_data)
{
  BwTestOidc *f = user_data;
  g_autofree char *changed = f->field != NULL ? change_field (uri, f->field, f->value)
                                              : g_strdup (uri);

  bw_test_browser_show (f->browser, changed);
}

/**
 * bw_test_oidc_attempt:
 * @f: a fixture
 * @sign_in: (transfer full): what to ask for
 * @error: return location for an error
 *
 * Returns: (transfer full): who signed in, once the browser shows the last page
 */
BwSignInResult *
bw_test_oidc_attempt (BwTestOidc  *f,
                      BwSignIn    *sign_in,
                      GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  bw_sign_in_attempt_async (f->http, f->cloud, NULL, sign_in, bw_test_oidc_browse, f, NULL,
                            bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_test_browser_wait (f->browser);

  return bw_sign_in_attempt_finish (result, error);
}

/**
 * bw_test_oidc_sign_in:
 * @f: a fixture
 *
 * Returns: (transfer full): who signed in, as all went well
 */
BwSignInResult *
bw_test_oidc_sign_in (BwTestOidc *f)
{
  g_autoptr(GError) error = NULL;
  BwSignInResult *signed_in = bw_test_oidc_attempt (f, bw_test_oidc_make_sign_in (f), &error);

  g_assert_no_error (error);

  return signed_in;
}

/**
 * bw_test_oidc_assert_identity:
 * @f: a fixture
 * @identity: must be who the provider signs in
 */
void
bw_test_oidc_assert_identity (BwTestOidc *f,
                              BwIdentity *identity)
{
  g_assert_cmpstr (identity->tenant_id, ==, bw_test_oidc_get (f, "tenant"));
  g_assert_cmpstr (identity->object_id, ==, bw_test_oidc_get (f, "objectId"));
  g_assert_cmpstr (identity->name, ==, bw_test_oidc_get (f, "name"));
  g_assert_cmpstr (identity->user_name, ==, bw_test_oidc_get (f, "user"));
}

/**
 * bw_test_oidc_send:
 * @f: a fixture
 * @request: goes out
 *
 * Returns: (transfer full): the answer, whatever it is
 */
BwResponse *
bw_test_oidc_send (BwTestOidc *f,
                   BwRequest  *request)
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

static void
test_not_there (void)
{
  g_test_skip (NOT_THERE);
}

/**
 * bw_test_oidc_run:
 * @argc: of main()
 * @argv: of main()
 * @cases: (array length=n_cases): the tests
 * @n_cases: how many there are
 *
 * Runs all of them with one provider, or says that it is not installed.
 *
 * Returns: what main() returns
 */
int
bw_test_oidc_run (int                    argc,
                  char                 **argv,
                  const BwTestOidcCase  *cases,
                  gsize                  n_cases)
{
  g_autoptr(BwTestProvider) provider = NULL;

  g_test_init (&argc, &argv, NULL);
  provider = bw_test_provider_new ();
  if (provider == NULL)
    g_test_add_func ("/oidc/not-there", test_not_there);

  for (gsize i = 0; provider != NULL && i < n_cases; i++)
    g_test_add (cases[i].path, BwTestOidc, provider, set_up, cases[i].test, tear_down);

  return g_test_run ();
}
