/* bw-pace.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-pace.h"

static double pace_divisor = 1;
static double pace_time_scale = 1;
static gint64 clock_offset = 0;

/**
 * bw_pace_scale:
 * @msec: a wait in milliseconds
 *
 * Returns: how long the wait is with what is in force, in milliseconds
 */
guint
bw_pace_scale (guint msec)
{
  return (guint) (msec / pace_divisor / pace_time_scale);
}

/**
 * bw_pace_source_new:
 * @msec: how long to wait, in milliseconds
 * @cancellable: (nullable): ends the wait early
 *
 * Returns: (transfer full): a source that fires once the wait is over
 */
GSource *
bw_pace_source_new (guint         msec,
                    GCancellable *cancellable)
{
  GSource *timer = g_timeout_source_new (bw_pace_scale (msec));

  if (cancellable != NULL)
    {
      g_autoptr(GSource) cancelled = g_cancellable_source_new (cancellable);

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (timer, cancelled);
    }

  return timer;
}

/**
 * bw_pace_limit_new:
 * @msec: how long a person or a machine has to answer, in milliseconds
 *
 * A clock that runs faster makes neither faster, so the time scale does not count.
 *
 * Returns: (transfer full): a source that fires once the time is over
 */
GSource *
bw_pace_limit_new (guint msec)
{
  return g_timeout_source_new ((guint) (msec / pace_divisor));
}

/**
 * bw_pace_add:
 * @msec: how long to wait, in milliseconds
 * @function: what to call, again and again while it returns %G_SOURCE_CONTINUE
 * @data: for @function
 *
 * Returns: the id of the source, for g_source_remove()
 */
guint
bw_pace_add (guint       msec,
             GSourceFunc function,
             gpointer    data)
{
  return g_timeout_add (MAX (bw_pace_scale (msec), 1), function, data);
}

/**
 * bw_pace_set_divisor:
 * @divisor: how many times shorter every wait and every limit becomes, above 0
 *
 * For tests.
 */
void
bw_pace_set_divisor (double divisor)
{
  g_return_if_fail (divisor > 0);

  pace_divisor = divisor;
}

/**
 * bw_pace_set_time_scale:
 * @scale: how many times faster the other side's clock runs, above 0
 *
 * For the sandbox.
 */
void
bw_pace_set_time_scale (double scale)
{
  g_return_if_fail (scale > 0);

  pace_time_scale = scale;
}

/**
 * bw_clock_now:
 *
 * Returns: the time, in seconds since 1970
 */
gint64
bw_clock_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC + clock_offset;
}

/**
 * bw_clock_set_offset:
 * @seconds: how far our clock runs ahead of the system's, for tests
 */
void
bw_clock_set_offset (gint64 seconds)
{
  clock_offset = seconds;
}

/**
 * bw_clock_parse:
 * @text: (nullable): a time as Microsoft writes it: ISO 8601 with 0 to 7
 *   fractional digits; without a zone it is UTC
 *
 * Returns: (transfer full) (nullable): the time, or %NULL if there is none
 */
GDateTime *
bw_clock_parse (const char *text)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();

  if (text == NULL || !g_str_is_ascii (text))
    return NULL;

  return g_date_time_new_from_iso8601 (text, utc);
}

/**
 * bw_clock_parse_unix:
 * @text: (nullable): as for bw_clock_parse()
 *
 * Returns: seconds since 1970, or 0 if there is no time in @text
 */
gint64
bw_clock_parse_unix (const char *text)
{
  g_autoptr(GDateTime) time = bw_clock_parse (text);

  return time != NULL ? g_date_time_to_unix (time) : 0;
}

/**
 * bw_clock_format:
 * @unix_time: seconds since 1970, or 0 for no time
 *
 * Returns: (transfer full) (nullable): ISO 8601 in UTC, or %NULL for no time
 */
char *
bw_clock_format (gint64 unix_time)
{
  g_autoptr(GDateTime) time = NULL;

  if (unix_time == 0 || (time = g_date_time_new_from_unix_utc (unix_time)) == NULL)
    return NULL;

  return g_date_time_format_iso8601 (time);
}

/**
 * bw_duration_parse:
 * @text: (nullable): an ISO 8601 duration such as "P730D", "P2Y" or "PT0S"
 *
 * Compares durations by value: Microsoft writes "P0D" and "PT0S" for the same.
 *
 * Returns: seconds (a year counts 365 days, a month 30), or -1 if @text is no duration
 */
gint64
bw_duration_parse (const char *text)
{
  gboolean in_time = FALSE;
  gint64 seconds = 0;
  const char *p;

  if (text == NULL || *text != 'P' || text[1] == '\0')
    return -1;

  for (p = text + 1; *p != '\0'; p++)
    {
      guint64 number;
      gint64 unit = 0;
      char *end;

      if (*p == 'T' && !in_time)
        {
          in_time = TRUE;
          continue;
        }

      number = g_ascii_strtoull (p, &end, 10);
      if (end == p || !g_ascii_isdigit (*p) || number > 100000000)
        return -1;

      if (in_time)
        unit = *end == 'H' ? 3600 : *end == 'M' ? 60 : *end == 'S' ? 1 : 0;
      else
        unit = *end == 'Y' ? 365 * 86400 : *end == 'M' ? 30 * 86400 :
               *end == 'W' ? 7 * 86400 : *end == 'D' ? 86400 : 0;

      if (unit == 0)
        return -1;

      seconds += (gint64) number * unit;
      p = end;
    }

  return seconds;
}
