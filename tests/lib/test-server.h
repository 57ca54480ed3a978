/* test-server.h - an HTTP server that does what a test says, and a source of tokens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "bw-http.h"

G_BEGIN_DECLS

typedef struct _BwTestServer BwTestServer;

/**
 * BwTestHandler:
 * @server: the server
 * @message: what was asked
 * @n: which request it is, from 1
 * @data: from bw_test_server_new()
 *
 * Answers a request.
 */
typedef void (*BwTestHandler) (BwTestServer      *server,
                               SoupServerMessage *message,
                               guint              n,
                               gpointer           data);

/**
 * BwTestServer:
 * @soup: the server itself
 * @origin: its address, without a slash at the end
 * @log: (element-type utf8): "METHOD path" of each request
 * @tokens: (element-type utf8): the Authorization header of each, or ""
 */
struct _BwTestServer
{
  SoupServer    *soup;
  char          *origin;
  GPtrArray     *log;
  GPtrArray     *tokens;
  BwTestHandler  handler;
  gpointer       data;
};

BwTestServer *bw_test_server_new     (BwTestHandler      handler,
                                      gpointer           data) G_GNUC_WARN_UNUSED_RESULT;
BwTestServer *bw_test_server_new_tls (BwTestHandler      handler,
                                      gpointer           data,
                                      GTlsCertificate   *certificate) G_GNUC_WARN_UNUSED_RESULT;
void          bw_test_server_free    (BwTestServer      *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwTestServer, bw_test_server_free)

void          bw_test_reply        (SoupServerMessage *message,
                                    guint              status,
                                    const char        *text);
void          bw_test_reply_header (SoupServerMessage *message,
                                    const char        *name,
                                    const char        *value);
void          bw_test_drop         (SoupServerMessage *message,
                                    const char        *bytes);

#define BW_TYPE_TEST_TOKENS (bw_test_tokens_get_type ())
G_DECLARE_FINAL_TYPE (BwTestTokens, bw_test_tokens, BW, TEST_TOKENS, GObject)

/**
 * BwTestTokens:
 * @asked: (element-type utf8): "tenant|audience|refused|claims" of each request for a token
 * @refusal: (nullable): what to answer instead of a token
 * @error: (nullable): ditto
 *
 * Gives out "token-1", "token-2" …, a new one only where one was refused.
 */
struct _BwTestTokens
{
  GObject     parent_instance;

  GPtrArray  *asked;
  guint       n_given;
  BwResponse *refusal;
  GError     *error;
};

BwTestTokens *bw_test_tokens_new   (void) G_GNUC_WARN_UNUSED_RESULT;
BwResponse   *bw_test_send         (BwHttp            *http,
                                    BwRequest         *request,
                                    GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
