/* bw-messages-commands.c - bailiwickctl messages: the templates, ours and the user's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-commands.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-message-file.h"
#include "bw-text.h"

#define KIND_WIDTH 12
#define LANGUAGE_WIDTH 10

const BwOption bw_messages_check_options[] = {
  { "kind", BW_OPTION_VALUE, "KIND",
    N_("Kind of the message: approval, consent or invitation") },
  { NULL }
};

static const char *
get_operand (BwArgs *args,
             guint   position)
{
  return g_ptr_array_index (bw_args_get_operands (args), position);
}

/**
 * bw_messages_parse_kind:
 * @nick: what was given
 * @kind: (out): which kind it is
 * @error: return location for a %BW_ERROR_INVALID
 *
 * Returns: whether there is such a kind
 */
gboolean
bw_messages_parse_kind (const char     *nick,
                        BwMessageKind  *kind,
                        GError        **error)
{
  if (bw_message_kind_from_nick (nick, kind))
    return TRUE;

  g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
               _("“%s” is no kind of message. There are: approval, consent, invitation."), nick);

  return FALSE;
}

/**
 * bw_messages_check_kind:
 * @args: the words
 * @error: return location for a %BW_ERROR_INVALID
 *
 * Returns: whether the first of them is a kind
 */
gboolean
bw_messages_check_kind (BwArgs  *args,
                        GError **error)
{
  BwMessageKind kind;

  return bw_messages_parse_kind (get_operand (args, 0), &kind, error);
}

/**
 * bw_messages_check_check:
 * @args: the words
 * @error: return location for a %BW_ERROR_INVALID
 *
 * Returns: whether they go together
 */
gboolean
bw_messages_check_check (BwArgs  *args,
                         GError **error)
{
  BwMessageKind kind;

  if (bw_args_has (args, "kind"))
    return bw_messages_parse_kind (bw_args_get (args, "kind"), &kind, error);

  g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
               _("Say with --kind what the file is a template of."));

  return FALSE;
}

static void
add_file (BwMessageFile *file,
          JsonBuilder   *builder)
{
  bw_json_add_string (builder, "kind", bw_message_kind_get_nick (file->kind));
  bw_json_add_string (builder, "language", file->language);
  bw_json_add_boolean (builder, "own", file->is_own);
  bw_json_add_string (builder, "path", file->path);
}

static void
append_file (GString       *text,
             BwMessageFile *file)
{
  bw_text_append (text, bw_message_kind_get_nick (file->kind), KIND_WIDTH);
  bw_text_append (text, file->language, LANGUAGE_WIDTH);
  g_string_append_printf (text, "%s\n", file->is_own ? file->path : _("built-in"));
}

/**
 * bw_messages_list:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_messages_list (BwCli   *cli,
                  GError **error)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  json_builder_begin_array (builder);
  for (guint kind = 0; kind < BW_MESSAGE_N_KINDS; kind++)
    {
      g_auto(GStrv) languages = bw_message_file_dup_languages (kind);

      for (guint i = 0; languages[i] != NULL; i++)
        {
          g_autoptr(BwMessageFile) file = bw_message_file_find (kind, languages[i], error);

          if (file == NULL)
            return BW_EXIT_FAILED;

          json_builder_begin_object (builder);
          add_file (file, builder);
          json_builder_end_object (builder);
          append_file (text, file);
        }
    }
  json_builder_end_array (builder);

  node = json_builder_get_root (builder);
  if (bw_cli_is_json (cli))
    bw_cli_print_json (cli, node);
  else
    bw_cli_print (cli, text->str);

  return BW_EXIT_DONE;
}

/* The operands KIND and LANGUAGE. */
static BwMessageFile *
load_file (BwCli   *cli,
           GError **error)
{
  BwArgs *args = bw_cli_get_args (cli);
  BwMessageKind kind;

  if (!bw_messages_parse_kind (get_operand (args, 0), &kind, error))
    return NULL;

  return bw_message_file_load (kind, get_operand (args, 1), error);
}

static void
print_file_json (BwCli         *cli,
                 BwMessageFile *file)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;

  json_builder_begin_object (builder);
  add_file (file, builder);
  bw_json_add_string (builder, "text", file->text);
  json_builder_end_object (builder);

  node = json_builder_get_root (builder);
  bw_cli_print_json (cli, node);
}

/**
 * bw_messages_show:
 * @cli: the command
 * @error: return location for an error
 *
 * Prints the template as it is, so that it can be changed and set.
 *
 * Returns: the exit code
 */
int
bw_messages_show (BwCli   *cli,
                  GError **error)
{
  g_autoptr(BwMessageFile) file = load_file (cli, error);

  if (file == NULL)
    return BW_EXIT_FAILED;

  if (bw_cli_is_json (cli))
    print_file_json (cli, file);
  else
    bw_cli_print (cli, file->text);

  return BW_EXIT_DONE;
}

/**
 * bw_messages_check:
 * @cli: the command
 * @error: return location for an error, which tells line and variable
 *
 * Returns: the exit code
 */
int
bw_messages_check (BwCli   *cli,
                   GError **error)
{
  BwArgs *args = bw_cli_get_args (cli);
  const char *path = get_operand (args, 0);
  g_autofree char *text = bw_message_file_read (path, error);
  g_autoptr(BwMessageTemplate) template = NULL;
  g_autoptr(JsonBuilder) builder = NULL;
  g_autoptr(JsonNode) node = NULL;
  BwMessageKind kind;

  if (text == NULL || !bw_messages_parse_kind (bw_args_get (args, "kind"), &kind, error))
    return BW_EXIT_FAILED;

  template = bw_message_template_new (kind, text, path, NULL, error);
  if (template == NULL)
    return BW_EXIT_FAILED;

  if (!bw_cli_is_json (cli))
    {
      bw_cli_note (cli, _("The template is good."));
      return BW_EXIT_DONE;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  bw_json_add_string (builder, "kind", bw_message_kind_get_nick (kind));
  bw_json_add_boolean (builder, "good", TRUE);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  bw_cli_print_json (cli, node);

  return BW_EXIT_DONE;
}

/* Says what is used from now on. */
static int
end_with_file (BwCli      *cli,
               const char *told,
               GError    **error)
{
  g_autoptr(BwMessageFile) file = load_file (cli, error);

  if (file == NULL)
    return BW_EXIT_FAILED;

  if (bw_cli_is_json (cli))
    print_file_json (cli, file);
  else
    bw_cli_note (cli, told);

  return BW_EXIT_DONE;
}

/**
 * bw_messages_set:
 * @cli: the command
 * @error: return location for an error, which tells line and variable
 *
 * Returns: the exit code
 */
int
bw_messages_set (BwCli   *cli,
                 GError **error)
{
  BwArgs *args = bw_cli_get_args (cli);
  const char *path = get_operand (args, 2);
  g_autofree char *text = bw_message_file_read (path, error);
  g_autoptr(BwMessageTemplate) template = NULL;
  BwMessageKind kind;

  if (text == NULL || !bw_messages_parse_kind (get_operand (args, 0), &kind, error))
    return BW_EXIT_FAILED;

  /* What is wrong is told of the file that was given. */
  template = bw_message_template_new (kind, text, path, NULL, error);
  if (template == NULL || !bw_message_file_save (kind, get_operand (args, 1), text, error))
    return BW_EXIT_FAILED;

  return end_with_file (cli, _("This template is used from now on."), error);
}

/**
 * bw_messages_reset:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_messages_reset (BwCli   *cli,
                   GError **error)
{
  BwArgs *args = bw_cli_get_args (cli);
  const char *language = get_operand (args, 1);
  g_autoptr(BwMessageFile) file = NULL;
  BwMessageKind kind;

  if (!bw_messages_parse_kind (get_operand (args, 0), &kind, error) ||
      !bw_message_file_reset (kind, language, error))
    return BW_EXIT_FAILED;

  file = bw_message_file_load (kind, language, NULL);
  if (file == NULL)
    {
      bw_cli_note (cli, _("The template is removed. There is no other in this language."));
      return BW_EXIT_DONE;
    }

  return end_with_file (cli, _("The built-in template is used from now on."), error);
}
