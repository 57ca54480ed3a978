/* graph-util.h - a sandbox with a partner, some customers, and tokens for them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "login-util.h"

G_BEGIN_DECLS

/* Further customers than those of login-util.h: */
#define NARROW "20000000-0000-4000-8000-000000000011" /* registered, but the roles are few */
#define BARE   "20000000-0000-4000-8000-000000000012" /* in order, not registered, no Defender */
#define FAULTY "20000000-0000-4000-8000-000000000013" /* access assignments end in an error */
#define DENIED "20000000-0000-4000-8000-000000000014" /* in order, but no secure score for it */
#define LOCKED "20000000-0000-4000-8000-000000000015" /* in order, but its policies block us */
#define GONE   "20000000-0000-4000-8000-000000000016" /* only Partner Center has not noticed yet */
#define EMPTY  "20000000-0000-4000-8000-000000000017" /* in order, without users */

#define TECHNICIANS "50000000-0000-4000-8000-000000000001"
#define SPARE       "50000000-0000-4000-8000-000000000002"

#define GLOBAL_ADMINISTRATOR      "62e90394-69f5-4237-9190-012177145e10"
#define DIRECTORY_READERS         "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
#define HELPDESK_ADMINISTRATOR    "729827e3-9c14-49f7-bb1b-9608f156bbb8"
#define SECURITY_READER           "5d6b6bb7-de71-4623-b4af-96380a352509"
#define APPLICATION_ADMINISTRATOR "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"

#define GRAPH_APP    "00000003-0000-0000-c000-000000000000"
#define DEFENDER_APP "fc780465-2017-40d4-a0c5-307022471b92"

#define V1            "/graph/v1.0"
#define RELATIONSHIPS V1 "/tenantRelationships/delegatedAdminRelationships"

/**
 * GraphTest:
 * @login: the sandbox, for what login-util.h does
 * @refresh: refresh token of Anna
 * @graph: her access token for Graph in the partner's tenant
 * @partner: the same for Partner Center
 */
typedef struct
{
  LoginTest login;
  char     *refresh;
  char     *graph;
  char     *partner;
} GraphTest;

/**
 * Reply:
 * @status: HTTP status
 * @reason: its reason phrase
 * @headers: of the answer
 * @text: the body, without a byte order mark
 * @marked: whether it had one
 * @node: (nullable): the body, if it is JSON
 * @json: (nullable): the object in @node
 */
typedef struct
{
  guint               status;
  char               *reason;
  SoupMessageHeaders *headers;
  char               *text;
  gboolean            marked;
  JsonNode           *node;
  JsonObject         *json;
} Reply;

void        graph_test_set_up      (GraphTest  *self,
                                    const void *data);
void        graph_test_tear_down   (GraphTest  *self,
                                    const void *data);
char       *graph_dup_token        (GraphTest  *self,
                                    const char *user,
                                    const char *tenant,
                                    const char *scope) G_GNUC_WARN_UNUSED_RESULT;
char       *graph_dup_app_token    (GraphTest  *self,
                                    const char *tenant) G_GNUC_WARN_UNUSED_RESULT;

Reply      *graph_send             (GraphTest  *self,
                                    const char *token,
                                    const char *method,
                                    const char *path,
                                    const char *body,
                                    ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
Reply      *graph_get              (GraphTest  *self,
                                    const char *token,
                                    const char *format,
                                    ...) G_GNUC_PRINTF (3, 4) G_GNUC_WARN_UNUSED_RESULT;
Reply      *graph_post             (GraphTest  *self,
                                    const char *token,
                                    const char *path,
                                    const char *format,
                                    ...) G_GNUC_PRINTF (4, 5) G_GNUC_WARN_UNUSED_RESULT;
void        graph_reply_free       (Reply      *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reply, graph_reply_free)

const char *graph_string           (Reply      *reply,
                                    const char *name);
const char *graph_header           (Reply      *reply,
                                    const char *name);
char       *graph_dup_location     (Reply      *reply) G_GNUC_WARN_UNUSED_RESULT;
char       *graph_dup_link         (Reply      *reply,
                                    const char *name) G_GNUC_WARN_UNUSED_RESULT;
guint       graph_length           (Reply      *reply);
JsonObject *graph_item             (Reply      *reply,
                                    guint       index);
void        graph_assert_status    (Reply      *reply,
                                    guint       status);
void        graph_assert_refused   (Reply      *reply,
                                    guint       status,
                                    const char *code,
                                    const char *part);
void        graph_assert_input     (Reply      *reply,
                                    const char *target);
void        partner_assert_refused (Reply      *reply,
                                    guint       status,
                                    int         code,
                                    const char *part);
void        graph_advance          (GraphTest  *self,
                                    double      seconds);

G_END_DECLS
