/* fuzz-clock.c - times, durations and waits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-pace.h"
#include "bw-retry.h"
#include "fuzz.h"

static void
read_time (const char *text)
{
  gint64 unix_time = bw_clock_parse_unix (text);
  g_autofree char *written = bw_clock_format (unix_time);

  if (unix_time != 0 && written != NULL)
    g_assert_cmpint (bw_clock_parse_unix (written), ==, unix_time);
}

/* A wait, and behind a line break the service's own time. */
static void
read_wait (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", 2);
  gint64 wait = bw_retry_after_parse (lines[0], lines[0] != NULL ? lines[1] : NULL);
  BwRetry retry = { .n_tries = 1 };
  guint msec = 0;

  g_assert_cmpint (wait, >=, -1);
  if (bw_retry_decide (&retry, FALSE, BW_RETRY_TROUBLE_NONE, 429, wait, &msec))
    g_assert_cmpuint (msec, <=, BW_RETRY_MAX_WAIT);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = bw_fuzz_dup_text (data, size);

  read_time (text);
  read_wait (text);
  g_assert_cmpint (bw_duration_parse (text), >=, -1);

  return 0;
}
