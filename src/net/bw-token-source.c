/* bw-token-source.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-token-source.h"

G_DEFINE_INTERFACE (BwTokenSource, bw_token_source, G_TYPE_OBJECT)

static void
bw_token_source_default_init (BwTokenSourceInterface *iface)
{
}

/**
 * bw_token_source_ensure_token_async:
 * @self: a source of tokens
 * @tenant: (nullable): in which tenant the token is to be good
 * @audience: whom it is made out to
 * @actor: who is to act with it
 * @refused: (nullable): a token that the service just turned away
 * @claims: (nullable): what the service demands of the next one, as JSON text
 * @cancellable: (nullable): ends the wait, not necessarily the request behind it
 * @callback: called once, when there is a token or none to be had
 * @user_data: for @callback
 */
void
bw_token_source_ensure_token_async (BwTokenSource       *self,
                                    const char          *tenant,
                                    const char          *audience,
                                    BwActor              actor,
                                    const char          *refused,
                                    const char          *claims,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (BW_IS_TOKEN_SOURCE (self));
  g_return_if_fail (audience != NULL);

  BW_TOKEN_SOURCE_GET_IFACE (self)->ensure_token_async (self, tenant, audience, actor, refused,
                                                        claims, cancellable, callback, user_data);
}

/**
 * bw_token_source_ensure_token_finish:
 * @self: a source of tokens
 * @result: from the callback
 * @refusal: (out) (transfer full) (nullable): what the identity platform
 *   answered where the answer is no
 * @error: return location for an error where there is no answer
 *
 * Returns: (transfer full): the token, or %NULL with either @refusal or @error set
 */
char *
bw_token_source_ensure_token_finish (BwTokenSource  *self,
                                     GAsyncResult   *result,
                                     BwResponse    **refusal,
                                     GError        **error)
{
  g_return_val_if_fail (BW_IS_TOKEN_SOURCE (self), NULL);
  g_return_val_if_fail (refusal != NULL, NULL);

  *refusal = NULL;

  return BW_TOKEN_SOURCE_GET_IFACE (self)->ensure_token_finish (self, result, refusal, error);
}
