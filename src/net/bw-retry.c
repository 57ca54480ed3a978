/* bw-retry.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libsoup/soup.h>
#include <math.h>
#include <string.h>

#include "bw-pace.h"
#include "bw-retry.h"

#define MAX_TRIES          5
#define MAX_TRIES_UNREACHED 3
#define MIN_WAIT           1000

static gint64
parse_unix (const char *text)
{
  g_autoptr(GDateTime) time = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  return time != NULL ? g_date_time_to_unix (time) : -1;
}

/**
 * bw_retry_after_parse:
 * @text: (nullable): a Retry-After header: seconds, perhaps with a fraction, or a date
 * @date: (nullable): the Date header beside it; our own clock may be wrong
 *
 * Returns: how long to wait in milliseconds, or -1 if @text does not say
 */
gint64
bw_retry_after_parse (const char *text,
                      const char *date)
{
  gint64 until;
  gint64 now;

  if (text == NULL || *text == '\0')
    return -1;

  if (strspn (text, "0123456789.") == strlen (text))
    {
      double seconds;
      char *end;

      seconds = g_ascii_strtod (text, &end);

      return *end == '\0' ? (gint64) ceil (MIN (seconds, 1.0e9) * 1000) : -1;
    }

  until = parse_unix (text);
  if (until < 0)
    return -1;

  now = parse_unix (date);
  if (now < 0)
    now = bw_clock_now ();

  return MAX (until - now, 0) * 1000;
}

/* Twice as long each time, and never all at the same moment. */
static gint64
get_back_off (guint n_tries)
{
  gint32 base = 1000 << MIN (n_tries - 1, 6);

  return g_random_int_range (base, base + base / 2);
}

static gboolean
is_worth_it (gboolean       is_write,
             BwRetryTrouble trouble,
             guint          status)
{
  if (trouble == BW_RETRY_TROUBLE_UNREACHED)
    return TRUE;
  if (trouble == BW_RETRY_TROUBLE_NONE && status == 429)
    return TRUE;
  if (is_write)
    return FALSE;

  return trouble == BW_RETRY_TROUBLE_DROPPED ||
         status == 500 || status == 502 || status == 503 || status == 504;
}

/**
 * bw_retry_decide:
 * @self: what it cost so far; grows where the answer is yes
 * @is_write: whether it may do something twice
 * @trouble: what came of the newest try
 * @status: the HTTP status, if the service answered
 * @after: from bw_retry_after_parse()
 * @msec: (out): how long to wait first, where the answer is yes
 *
 * A write is sent again only if it was surely not carried out.  Patience ends
 * after five tries, three of them for nothing sent, or where the service asks
 * for a longer wait than we have left.
 *
 * Returns: whether to send again
 */
gboolean
bw_retry_decide (BwRetry        *self,
                 gboolean        is_write,
                 BwRetryTrouble  trouble,
                 guint           status,
                 gint64          after,
                 guint          *msec)
{
  guint max_tries = trouble == BW_RETRY_TROUBLE_UNREACHED ? MAX_TRIES_UNREACHED : MAX_TRIES;
  gint64 wait;

  if (!is_worth_it (is_write, trouble, status) || self->n_tries >= max_tries)
    return FALSE;

  wait = after >= 0 ? MAX (after, MIN_WAIT) : get_back_off (self->n_tries);
  if (wait > BW_RETRY_MAX_WAIT || self->waited + wait > BW_RETRY_MAX_WAITS)
    return FALSE;

  self->waited += (guint) wait;
  *msec = (guint) wait;

  return TRUE;
}
