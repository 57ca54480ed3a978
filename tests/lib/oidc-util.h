/* oidc-util.h - a sign-in to the OpenID provider that is not ours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sign-in-attempt.h"
#include "provider-util.h"

G_BEGIN_DECLS

/**
 * BwTestOidc:
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
} BwTestOidc;

typedef struct
{
  const char *path;
  void      (*test) (BwTestOidc    *f,
                     gconstpointer  data);
} BwTestOidcCase;

int             bw_test_oidc_run             (int                    argc,
                                              char                 **argv,
                                              const BwTestOidcCase  *cases,
                                              gsize                  n_cases);
const char     *bw_test_oidc_get             (BwTestOidc            *f,
                                              const char            *name);
BwSignIn       *bw_test_oidc_make_sign_in    (BwTestOidc            *f) G_GNUC_WARN_UNUSED_RESULT;
void            bw_test_oidc_browse          (const char            *uri,
                                              GCancellable          *cancellable,
                                              gpointer               user_data);
BwSignInResult *bw_test_oidc_attempt         (BwTestOidc            *f,
                                              BwSignIn              *sign_in,
                                              GError               **error)
                                              G_GNUC_WARN_UNUSED_RESULT;
BwSignInResult *bw_test_oidc_sign_in         (BwTestOidc            *f) G_GNUC_WARN_UNUSED_RESULT;
void            bw_test_oidc_assert_identity (BwTestOidc            *f,
                                              BwIdentity            *identity);
BwResponse     *bw_test_oidc_send            (BwTestOidc            *f,
                                              BwRequest             *request)
                                              G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
