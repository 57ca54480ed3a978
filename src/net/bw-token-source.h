/* bw-token-source.h - who gives out access tokens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "bw-response.h"

G_BEGIN_DECLS

#define BW_TYPE_TOKEN_SOURCE (bw_token_source_get_type ())
G_DECLARE_INTERFACE (BwTokenSource, bw_token_source, BW, TOKEN_SOURCE, GObject)

/**
 * BwTokenSourceInterface:
 * @ensure_token_async: gets a token of @actor for @audience in @tenant.  @refused is a
 *   token that the service just turned away and must not be given again;
 *   @claims is what the service demands of the next one, as JSON text
 * @ensure_token_finish: the token; or %NULL with either @refusal (the identity
 *   platform answered, and the answer is no) or @error set
 */
struct _BwTokenSourceInterface
{
  GTypeInterface parent_iface;

  void  (*ensure_token_async)  (BwTokenSource        *self,
                                const char           *tenant,
                                const char           *audience,
                                BwActor               actor,
                                const char           *refused,
                                const char           *claims,
                                GCancellable         *cancellable,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data);
  char *(*ensure_token_finish) (BwTokenSource        *self,
                                GAsyncResult         *result,
                                BwResponse          **refusal,
                                GError              **error);
};

void  bw_token_source_ensure_token_async  (BwTokenSource        *self,
                                           const char           *tenant,
                                           const char           *audience,
                                           BwActor               actor,
                                           const char           *refused,
                                           const char           *claims,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
char *bw_token_source_ensure_token_finish (BwTokenSource        *self,
                                           GAsyncResult         *result,
                                           BwResponse          **refusal,
                                           GError              **error);

G_END_DECLS
