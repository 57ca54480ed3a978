/* login-util.h - a sandbox with a few tenants, and what a client does to sign in to it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "sandbox-util.h"

G_BEGIN_DECLS

#define PARTNER     "10000000-0000-4000-8000-000000000001"
#define READY       "20000000-0000-4000-8000-000000000001" /* everything is in place */
#define UNCONSENTED "20000000-0000-4000-8000-000000000002" /* all but the consent */
#define STRANGER    "20000000-0000-4000-8000-000000000003" /* no relationship at all */
#define WAITING     "20000000-0000-4000-8000-000000000004" /* a relationship to approve */

#define PUBLIC_APP "30000000-0000-4000-8000-000000000001"
#define SECRET_APP "30000000-0000-4000-8000-000000000002"

#define ANNA "40000000-0000-4000-8000-000000000001" /* has access and several factors */

#define GRAPH    "https://graph.microsoft.com"
#define PARTNERS "https://api.partnercenter.microsoft.com"
#define DEFENDER "https://api.securitycenter.microsoft.com"

#define OFFLINE " openid profile offline_access"

#define REDIRECT "http://localhost:49152"

/* Of RFC 7636, appendix B. */
#define VERIFIER  "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
#define CHALLENGE "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

/**
 * LoginTest:
 * @folder: of its own
 * @scenario: option for the sandbox
 * @sandbox: the sandbox
 * @session: for the requests
 */
typedef struct
{
  char          *folder;
  char          *scenario;
  BwTestSandbox *sandbox;
  SoupSession   *session;
} LoginTest;

/**
 * Answer:
 * @status: HTTP status
 * @location: (nullable): where it redirects to
 * @text: the body
 * @node: (nullable): the body, if it is JSON
 * @json: (nullable): the object in @node
 */
typedef struct
{
  guint       status;
  char       *location;
  char       *text;
  JsonNode   *node;
  JsonObject *json;
} Answer;

void        login_test_set_up    (LoginTest  *self,
                                  const void *data);
void        login_test_tear_down (LoginTest  *self,
                                  const void *data);
void        login_test_restart   (LoginTest  *self,
                                  const char *state);

Answer     *login_send           (LoginTest  *self,
                                  const char *method,
                                  const char *path,
                                  const char *authorization,
                                  GHashTable *form) G_GNUC_WARN_UNUSED_RESULT;
Answer     *login_get            (LoginTest  *self,
                                  const char *format,
                                  ...) G_GNUC_PRINTF (2, 3) G_GNUC_WARN_UNUSED_RESULT;
Answer     *login_post           (LoginTest  *self,
                                  const char *path,
                                  ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
void        login_answer_free    (Answer     *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, login_answer_free)

Answer     *login_authorize      (LoginTest  *self,
                                  const char *tenant,
                                  ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
char       *login_dup_code       (LoginTest  *self,
                                  const char *tenant,
                                  const char *user) G_GNUC_WARN_UNUSED_RESULT;
Answer     *login_redeem         (LoginTest  *self,
                                  const char *tenant,
                                  const char *code) G_GNUC_WARN_UNUSED_RESULT;
char       *login_sign_in        (LoginTest  *self,
                                  const char *tenant,
                                  const char *user) G_GNUC_WARN_UNUSED_RESULT;
Answer     *login_refresh        (LoginTest  *self,
                                  const char *tenant,
                                  const char *refresh_token,
                                  const char *scope) G_GNUC_WARN_UNUSED_RESULT;

const char *login_string         (Answer     *answer,
                                  const char *name);
char       *login_dup_param      (Answer     *answer,
                                  const char *name) G_GNUC_WARN_UNUSED_RESULT;
JsonNode   *login_verify         (LoginTest  *self,
                                  const char *token) G_GNUC_WARN_UNUSED_RESULT;
void        login_assert_claim   (JsonNode   *claims,
                                  const char *name,
                                  const char *value);
gint64      login_get_time       (JsonNode   *claims,
                                  const char *name);
void        login_assert_refused (Answer     *answer,
                                  guint       status,
                                  const char *error,
                                  int         code);
void        login_assert_issued  (Answer     *answer);

G_END_DECLS
