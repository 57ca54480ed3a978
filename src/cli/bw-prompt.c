/* bw-prompt.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "bw-error.h"
#include "bw-prompt.h"

#define MAX_SECRET 8192

/* Returns: whether it is a terminal, which shows nothing from now on; @before is
 * how it was */
static gboolean
hide (struct termios *before)
{
  struct termios hidden;

  if (!isatty (STDIN_FILENO) || tcgetattr (STDIN_FILENO, before) != 0)
    return FALSE;

  hidden = *before;
  hidden.c_lflag &= ~(tcflag_t) ECHO;

  return tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
}

/* Reads until the end of the line or of the input, and no further than @size.
 * Returns: how much it is, or -1 with @error set */
static gssize
read_line (BwCli   *cli,
           char    *buffer,
           gsize    size,
           GError **error)
{
  g_autoptr(GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  gsize length = 0;
  gssize n = 1;

  while (n > 0 && length < size && memchr (buffer, '\n', length) == NULL)
    {
      g_autoptr(GAsyncResult) result = NULL;

      g_input_stream_read_async (input, buffer + length, size - length, G_PRIORITY_DEFAULT,
                                 bw_cli_get_cancellable (cli), bw_cli_done_cb, cli);
      result = bw_cli_wait (cli);
      n = g_input_stream_read_finish (input, result, error);
      length += n > 0 ? (gsize) n : 0;
    }

  return n < 0 ? -1 : (gssize) length;
}

/**
 * bw_prompt_for_secret:
 * @cli: the command
 * @prompt: what is asked for
 * @error: return location for an error
 *
 * Reads one line from the standard input; a terminal does not show what is typed.
 *
 * Returns: (transfer full): the line without its end, to be wiped after use, or %NULL
 *   with @error set
 */
char *
bw_prompt_for_secret (BwCli       *cli,
                      const char  *prompt,
                      GError     **error)
{
  struct termios before;
  gboolean hidden = hide (&before);
  char buffer[MAX_SECRET];
  char *secret = NULL;
  gssize length;

  if (hidden)
    fprintf (stderr, "%s ", prompt);

  length = read_line (cli, buffer, sizeof buffer, error);

  if (hidden)
    {
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
      fputc ('\n', stderr);
    }

  if (length == 0 || length == MAX_SECRET)
    g_set_error_literal (error, BW_ERROR, BW_ERROR_INVALID,
                         _("The secret is read from the standard input, as one line."));
  else if (length > 0)
    {
      secret = g_strndup (buffer, (gsize) length);
      secret[strcspn (secret, "\r\n")] = '\0';
    }
  explicit_bzero (buffer, sizeof buffer);

  return secret;
}

/**
 * bw_prompt_for_yes:
 * @cli: a command with the option --yes
 * @question: what is asked
 * @error: return location for a %BW_ERROR_INVALID where nobody can be asked, or a
 *   %BW_ERROR_FAILED if the answer is not yes
 *
 * Asks on the terminal, in whose language "y" may be another letter.
 *
 * Returns: whether the answer is yes
 */
gboolean
bw_prompt_for_yes (BwCli       *cli,
                   const char  *question,
                   GError     **error)
{
  char buffer[64];
  gssize length;

  if (!isatty (STDIN_FILENO))
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_INVALID,
                           _("There is nobody to ask. Give --yes to do it unasked."));
      return FALSE;
    }

  fprintf (stderr, "%s ", question);
  length = read_line (cli, buffer, sizeof buffer - 1, error);
  if (length < 0)
    return FALSE;

  buffer[length] = '\0';
  if (rpmatch (buffer) == 1)
    return TRUE;

  g_set_error_literal (error, BW_ERROR, BW_ERROR_FAILED, _("Nothing was done."));

  return FALSE;
}
