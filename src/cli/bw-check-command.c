/* bw-check-command.c - bailiwickctl account check
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-commands.h"
#include "bw-json.h"
#include "bw-preflight.h"
#include "bw-text.h"

#define INDENT "    "

static void
print_check (BwCli         *cli,
             const BwCheck *check)
{
  static const struct
  {
    const char *icon;
    BwColour    colour;
  } marks[] = {
    [BW_CHECK_GOOD] = { "✓", BW_COLOUR_GOOD },
    [BW_CHECK_PROBLEM] = { "✗", BW_COLOUR_BAD },
    [BW_CHECK_UNKNOWN] = { "?", BW_COLOUR_WAITING },
  };
  g_autoptr(GString) lines = g_string_new (NULL);
  g_autofree char *text = bw_text_clean (check->text);

  bw_text_append_icon (lines, marks[check->state].icon, marks[check->state].colour);
  g_string_append_c (lines, ' ');
  bw_text_append (lines, check->title, 48);
  g_string_append_printf (lines, " %s\n" INDENT "%s\n", bw_check_state_get_label (check->state),
                          text);
  if (check->fix != NULL)
    {
      g_autofree char *fix = bw_text_clean (check->fix);

      g_string_append_printf (lines, INDENT "→ %s\n", fix);
    }

  bw_cli_print (cli, lines->str);
}

static void
print_json (BwCli     *cli,
            GPtrArray *checks)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < checks->len; i++)
    {
      const BwCheck *check = g_ptr_array_index (checks, i);

      json_builder_begin_object (builder);
      bw_json_add_string (builder, "key", check->key);
      bw_json_add_string (builder, "title", check->title);
      bw_json_add_string (builder, "state", bw_check_state_get_name (check->state));
      bw_json_add_string (builder, "text", check->text);
      bw_json_add_string (builder, "fix", check->fix);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  node = json_builder_get_root (builder);
  bw_cli_print_json (cli, node);
}

/**
 * bw_account_check:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_account_check (BwCli   *cli,
                  GError **error)
{
  BwSession *session = bw_cli_get_session (cli);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) checks = NULL;

  bw_preflight_async (bw_workspace_get_store (bw_cli_get_workspace (cli)), session,
                      bw_cli_get_cancellable (cli), bw_cli_done_cb, cli);
  result = bw_cli_wait (cli);
  checks = bw_preflight_finish (result, error);
  if (checks == NULL)
    return BW_EXIT_FAILED;

  if (bw_cli_is_json (cli))
    print_json (cli, checks);

  for (guint i = 0; !bw_cli_is_json (cli) && i < checks->len; i++)
    print_check (cli, g_ptr_array_index (checks, i));

  if (bw_session_get_state (session) != BW_SESSION_SIGNED_IN)
    return BW_EXIT_SIGNED_OUT;

  return bw_checks_count (checks, BW_CHECK_PROBLEM) == 0 ? BW_EXIT_DONE : BW_EXIT_FAILED;
}
