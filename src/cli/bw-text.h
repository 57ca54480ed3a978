/* bw-text.h - text in columns, and the terminal it is shown on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BwColour:
 *
 * Colours that say something; there is always a word that says it too.
 */
typedef enum
{
  BW_COLOUR_PLAIN,
  BW_COLOUR_GOOD,
  BW_COLOUR_BUSY,
  BW_COLOUR_WAITING,
  BW_COLOUR_BAD,
} BwColour;

guint     bw_text_width          (const char *text);
char     *bw_text_clean          (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char     *bw_text_cut            (const char *line,
                                  guint       width) G_GNUC_WARN_UNUSED_RESULT;
void      bw_text_append         (GString    *line,
                                  const char *text,
                                  guint       width);
void      bw_text_append_icon    (GString    *line,
                                  const char *icon,
                                  BwColour    colour);
char     *bw_text_format_when    (gint64      unix_time) G_GNUC_WARN_UNUSED_RESULT;
char     *bw_text_format_date    (gint64      unix_time) G_GNUC_WARN_UNUSED_RESULT;
gboolean  bw_terminal_is_live    (void);
guint     bw_terminal_get_width  (void);
guint     bw_terminal_get_height (void);
guint     bw_terminal_redraw     (const char *text,
                                  guint       n_lines);
void      bw_terminal_write      (const char *text);

G_END_DECLS
