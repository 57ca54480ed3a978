/* bw-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-util.h"

/**
 * bw_set_str:
 * @where: (inout): where the string is kept
 * @value: (nullable): the new value
 *
 * Replaces an owned string; g_set_str() arrived in GLib 2.76.
 *
 * Returns: whether the value changed
 */
gboolean
bw_set_str (char       **where,
            const char  *value)
{
  char *copy;

  if (g_strcmp0 (*where, value) == 0)
    return FALSE;

  copy = g_strdup (value);
  g_free (*where);
  *where = copy;

  return TRUE;
}

/**
 * bw_is_guid:
 * @text: (nullable): anything
 *
 * Returns: whether @text is a GUID as Microsoft writes it: 8-4-4-4-12 hex digits
 */
gboolean
bw_is_guid (const char *text)
{
  if (text == NULL)
    return FALSE;

  for (guint i = 0; i < 36; i++)
    {
      gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;

      if (dash ? text[i] != '-' : !g_ascii_isxdigit (text[i]))
        return FALSE;
    }

  return text[36] == '\0';
}

/**
 * bw_str_is_empty:
 * @text: (nullable): anything
 *
 * Returns: whether @text is absent or "": Microsoft uses both for an unset value
 */
gboolean
bw_str_is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

/**
 * bw_str_compact:
 * @text: (nullable): text from outside
 * @max_chars: how many characters to keep at most
 *
 * Makes text from outside fit for one line: control characters and runs of
 * white space become one space, invalid UTF-8 is replaced, and what is too
 * long ends in an ellipsis.
 *
 * Returns: (transfer full): one line of valid UTF-8
 */
char *
bw_str_compact (const char *text,
                gsize       max_chars)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  GString *line = g_string_new (NULL);
  gboolean gap = FALSE;
  gsize n_chars = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        {
          gap = line->len > 0;
          continue;
        }

      if (n_chars + 1 + gap > max_chars)
        {
          g_string_append (line, "…");
          break;
        }

      if (gap)
        g_string_append_c (line, ' ');
      g_string_append_unichar (line, c);
      n_chars += 1 + gap;
      gap = FALSE;
    }

  return g_string_free (line, FALSE);
}

/**
 * bw_clear_source:
 * @source: (inout) (nullable): where a source is kept; %NULL afterwards
 *
 * Ends the source, and lets go of it.
 */
void
bw_clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}
