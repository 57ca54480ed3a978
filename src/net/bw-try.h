/* bw-try.h - sends a request once and reads what comes back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "bw-response.h"
#include "bw-retry.h"

G_BEGIN_DECLS

/**
 * BwTryOutcome:
 * @trouble: what came of it
 * @is_timed_out: whether it was given up because nothing moved any more
 * @is_costly: whether the connection is TLS that carries one request at a time
 * @size: how many bytes came, unpacked
 *
 * What the sender wants to know of a try beside the answer.
 */
typedef struct
{
  BwRetryTrouble trouble;
  gboolean       is_timed_out;
  gboolean       is_costly;
  gsize          size;
} BwTryOutcome;

void        bw_try_send_async  (SoupSession          *session,
                                BwRequest            *request,
                                const char           *token,
                                GCancellable         *cancellable,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data);
BwResponse *bw_try_send_finish (SoupSession          *session,
                                GAsyncResult         *result,
                                BwTryOutcome         *outcome,
                                GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
