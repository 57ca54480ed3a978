/* bw-text.c - text in columns, and the terminal it is shown on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "bw-pace.h"
#include "bw-text.h"
#include "bw-util.h"

static guint
get_char_width (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;

  return g_unichar_iswide (c) ? 2 : 1;
}

/**
 * bw_text_width:
 * @text: one line of valid UTF-8
 *
 * Returns: how many columns of a terminal it takes
 */
guint
bw_text_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += get_char_width (g_utf8_get_char (p));

  return width;
}

/**
 * bw_text_clean:
 * @text: (nullable): text from anywhere
 *
 * Makes one line of it that cannot do anything to a terminal: names come from
 * outside, and may have control characters in them.
 *
 * Returns: (transfer full): the line
 */
char *
bw_text_clean (const char *text)
{
  return bw_str_compact (text, 1000);
}

/**
 * bw_text_cut:
 * @line: one line
 * @width: how many columns there are, or 0 for as many as it takes
 *
 * Returns: (transfer full): the line, ending in an ellipsis if it is too long
 */
char *
bw_text_cut (const char *line,
             guint       width)
{
  GString *start = NULL;
  guint taken = 0;

  if (width == 0 || bw_text_width (line) <= width)
    return g_strdup (line);

  start = g_string_new (NULL);
  for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      taken += get_char_width (c);
      if (taken > width - 1)
        break;
      g_string_append_unichar (start, c);
    }
  g_string_append (start, "…");

  return g_string_free (start, FALSE);
}

/**
 * bw_text_append:
 * @line: a line
 * @text: what to put at its end
 * @width: the column that it is to fill
 *
 * Adds text with blanks up to a width; longer text stays whole.
 */
void
bw_text_append (GString    *line,
                const char *text,
                guint       width)
{
  guint taken = bw_text_width (text);

  g_string_append (line, text);
  while (taken++ < width)
    g_string_append_c (line, ' ');
}

static gboolean
has_colours (void)
{
  const char *no_colour = g_getenv ("NO_COLOR");

  return bw_terminal_is_live () && bw_str_is_empty (no_colour);
}

/**
 * bw_text_append_icon:
 * @line: a line
 * @icon: one character
 * @colour: what it means
 */
void
bw_text_append_icon (GString    *line,
                     const char *icon,
                     BwColour    colour)
{
  static const char * const codes[] = { "0", "32", "34", "33", "31" };

  if (colour != BW_COLOUR_PLAIN && has_colours ())
    g_string_append_printf (line, "\033[%sm%s\033[0m", codes[colour], icon);
  else
    g_string_append (line, icon);
}

/**
 * bw_text_format_when:
 * @unix_time: seconds since 1970
 *
 * Returns: (transfer full): the local time of day, with the date if it isn't today's
 */
char *
bw_text_format_when (gint64 unix_time)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (unix_time);
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_local (bw_clock_now ());

  if (time == NULL)
    return g_strdup ("");
  if (g_date_time_get_year (time) == g_date_time_get_year (now) &&
      g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (now))
    return g_date_time_format (time, "%H:%M");

  return g_date_time_format (time, "%Y-%m-%d %H:%M");
}

/**
 * bw_text_format_date:
 * @unix_time: seconds since 1970, or 0 for none
 *
 * Returns: (transfer full): the local date, or ""
 */
char *
bw_text_format_date (gint64 unix_time)
{
  g_autoptr(GDateTime) time = NULL;

  if (unix_time != 0)
    time = g_date_time_new_from_unix_local (unix_time);

  return time != NULL ? g_date_time_format (time, "%Y-%m-%d") : g_strdup ("");
}

/**
 * bw_terminal_is_live:
 *
 * Returns: whether the output goes to a terminal that can move its cursor
 */
gboolean
bw_terminal_is_live (void)
{
  return isatty (STDOUT_FILENO) && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

static gboolean
get_size (struct winsize *size)
{
  return bw_terminal_is_live () && ioctl (STDOUT_FILENO, TIOCGWINSZ, size) == 0;
}

/**
 * bw_terminal_get_width:
 *
 * Returns: columns of the terminal, or 0 where lines may be as long as they like
 */
guint
bw_terminal_get_width (void)
{
  struct winsize size = { 0 };

  return get_size (&size) ? size.ws_col : 0;
}

/**
 * bw_terminal_get_height:
 *
 * Returns: lines of the terminal, or 0 where there may be as many as it takes
 */
guint
bw_terminal_get_height (void)
{
  struct winsize size = { 0 };

  return get_size (&size) ? size.ws_row : 0;
}

/**
 * bw_terminal_redraw:
 * @text: whole lines, none wider than the terminal; "" clears what was there
 * @n_lines: what the call before returned, or 0
 *
 * Draws @text over what was drawn before.
 *
 * Returns: how many lines there are now
 */
guint
bw_terminal_redraw (const char *text,
                    guint       n_lines)
{
  g_autoptr(GString) output = g_string_new (NULL);
  const char *line = text;
  guint n_drawn = 0;

  if (n_lines > 0)
    g_string_append_printf (output, "\033[%uA\r", n_lines);

  while (*line != '\0')
    {
      gsize length = strcspn (line, "\n");

      g_string_append_len (output, line, (gssize) length);
      g_string_append (output, "\033[K\n");
      line += length + (line[length] == '\n');
      n_drawn++;
    }

  g_string_append (output, "\033[J");
  bw_terminal_write (output->str);

  return n_drawn;
}

/**
 * bw_terminal_write:
 * @text: what to print
 *
 * Writes to the standard output at once, and as UTF-8 whatever the locale says.
 */
void
bw_terminal_write (const char *text)
{
  fputs (text, stdout);
  fflush (stdout);
}
