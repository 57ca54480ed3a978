/* bw-retry.h - whether to send again, and when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BW_RETRY_MAX_WAIT  (120 * 1000)
#define BW_RETRY_MAX_WAITS (180 * 1000)

/**
 * BwRetryTrouble:
 * @BW_RETRY_TROUBLE_NONE: the service answered
 * @BW_RETRY_TROUBLE_UNREACHED: nothing was sent
 * @BW_RETRY_TROUBLE_DROPPED: sent, wholly or in part, and no answer
 *
 * What came of a try.
 */
typedef enum
{
  BW_RETRY_TROUBLE_NONE,
  BW_RETRY_TROUBLE_UNREACHED,
  BW_RETRY_TROUBLE_DROPPED,
} BwRetryTrouble;

/**
 * BwRetry:
 * @n_tries: how often it was sent
 * @waited: how long was waited between, in milliseconds
 *
 * What one request cost so far.
 */
typedef struct
{
  guint n_tries;
  guint waited;
} BwRetry;

gint64   bw_retry_after_parse (const char     *text,
                               const char     *date);
gboolean bw_retry_decide      (BwRetry        *self,
                               gboolean        is_write,
                               BwRetryTrouble  trouble,
                               guint           status,
                               gint64          after,
                               guint          *msec);

G_END_DECLS
