/* bw-sim-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-text.h"

/**
 * bw_sim_text_append_string:
 * @out: where to write
 * @text: UTF-8
 *
 * Writes @text as a string of JSON, quotes included.
 */
void
bw_sim_text_append_string (GString    *out,
                           const char *text)
{
  const char *begin = text;
  const char *p;

  g_string_append_c (out, '"');
  for (p = text; *p != '\0'; p++)
    {
      guchar c = (guchar) *p;

      if (c >= 0x20 && c != '"' && c != '\\')
        continue;

      g_string_append_len (out, begin, p - begin);
      if (c >= 0x20)
        g_string_append_printf (out, "\\%c", c);
      else
        g_string_append_printf (out, "\\u%04x", c);
      begin = p + 1;
    }
  g_string_append_len (out, begin, p - begin);
  g_string_append_c (out, '"');
}
