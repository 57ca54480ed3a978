/* bw-explain-command.c - bailiwickctl account explain
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-catalogue.h"
#include "bw-commands.h"
#include "bw-documents.h"
#include "bw-text.h"
#include "bw-util.h"

/* What was pasted without quotation marks comes in several words. */
static char *
join_words (GPtrArray *words)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < words->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            (const char *) g_ptr_array_index (words, i));

  return g_string_free (text, FALSE);
}

static void
print_field (BwCli      *cli,
             const char *label,
             const char *value)
{
  g_autoptr(GString) line = NULL;
  g_autofree char *clean = NULL;

  if (bw_str_is_empty (value))
    return;

  line = g_string_new (NULL);
  clean = bw_text_clean (value);
  bw_text_append (line, label, 18);
  g_string_append_printf (line, "  %s\n", clean);
  bw_cli_print (cli, line->str);
}

/**
 * bw_account_explain:
 * @cli: the command
 * @error: return location for %BW_ERROR_INVALID where there is no code
 *
 * Returns: the exit code
 */
int
bw_account_explain (BwCli   *cli,
                    GError **error)
{
  g_autofree char *text = join_words (bw_args_get_operands (bw_cli_get_args (cli)));
  gboolean known = FALSE;
  g_autoptr(BwFailure) failure = bw_catalogue_explain (text, &known, error);

  if (failure == NULL)
    return BW_EXIT_WRONG_USE;

  if (bw_cli_is_json (cli))
    {
      g_autoptr(JsonNode) node = bw_document_of_failure (failure);

      bw_cli_print_json (cli, node);
    }
  else
    {
      print_field (cli, _("Error code"), failure->code);
      print_field (cli, _("Meaning"), failure->meaning);
      print_field (cli, _("What to do"), failure->advice);
      print_field (cli, _("To be done by"), bw_party_get_label (failure->who));
      print_field (cli, _("Event ID"), failure->event_id);
      print_field (cli, _("Correlation ID"), failure->correlation_id);
      print_field (cli, _("Timestamp"), failure->timestamp);
    }

  return known ? BW_EXIT_DONE : BW_EXIT_FAILED;
}
