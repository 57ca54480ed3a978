/* bw-args.c - the words of a command line, read by a table of commands
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-args.h"
#include "bw-error.h"
#include "bw-text.h"

/* Options of every command. */
static const BwOption general_options[] = {
  { "json", BW_OPTION_FLAG, NULL, N_("Print JSON for programs") },
  { "quiet", BW_OPTION_FLAG, NULL, N_("Print results and errors only") },
  { "verbose", BW_OPTION_FLAG, NULL, N_("Tell more on the standard error") },
  { "state-dir", BW_OPTION_VALUE, "DIR", N_("Keep the state in this folder") },
  { "sandbox", BW_OPTION_MAYBE, "URL",
    N_("Use a simulated Microsoft cloud: our own, or one that runs") },
  { "version", BW_OPTION_FLAG, NULL, N_("Show the version") },
  { "help", BW_OPTION_FLAG, NULL, N_("Show this help") },
  { NULL }
};

typedef struct
{
  const BwOption *option;
  char           *value;  /* (owned) (nullable) */
} Given;

struct _BwArgs
{
  const BwCommand *commands;
  const char      *group;     /* (nullable) */
  const BwCommand *command;   /* (nullable) */
  GPtrArray       *operands;  /* (owned) (element-type utf8) */
  GArray          *given;     /* (owned) (element-type Given) */
};

static void
clear_given (gpointer data)
{
  Given *given = data;

  g_free (given->value);
}

/**
 * bw_args_free:
 * @self: (transfer full) (nullable): read words
 */
void
bw_args_free (BwArgs *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->operands);
  g_array_unref (self->given);
  g_free (self);
}

static const BwOption *
find_in_table (const BwOption *options,
               const char     *name,
               gsize           length)
{
  for (const BwOption *option = options; option != NULL && option->name != NULL; option++)
    {
      if (strlen (option->name) == length && strncmp (option->name, name, length) == 0)
        return option;
    }

  return NULL;
}

static const BwOption *
find_option (BwArgs     *self,
             const char *name,
             gsize       length)
{
  const BwOption *option = find_in_table (general_options, name, length);

  if (option == NULL && self->command != NULL)
    option = find_in_table (self->command->options, name, length);

  return option;
}

/* Takes the option at *position, and its value where that is a word of its own. */
static gboolean
take_option (BwArgs  *self,
             int      argc,
             char   **argv,
             int     *position,
             GError **error)
{
  const char *word = argv[*position];
  gsize length = strcspn (word, "=");
  const char *value = word[length] == '=' ? word + length + 1 : NULL;
  const BwOption *option = NULL;
  Given given;

  if (g_str_has_prefix (word, "--"))
    option = find_option (self, word + 2, length - 2);
  if (option == NULL)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("Unknown option “%.*s”."), (int) length, word);
      return FALSE;
    }

  if (option->kind == BW_OPTION_FLAG && value != NULL)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("The option --%s takes no value."), option->name);
      return FALSE;
    }

  if (option->kind == BW_OPTION_VALUE && value == NULL &&
      *position + 1 < argc && !g_str_has_prefix (argv[*position + 1], "--"))
    value = argv[++*position];

  if (value != NULL ? *value == '\0' : option->kind == BW_OPTION_VALUE)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("The option --%s needs a value."), option->name);
      return FALSE;
    }

  given.option = option;
  given.value = g_strdup (value);
  g_array_append_val (self->given, given);

  return TRUE;
}

static gboolean
take_group (BwArgs      *self,
            const char  *word,
            GError     **error)
{
  for (const BwCommand *command = self->commands; command->group != NULL; command++)
    {
      if (strcmp (command->group, word) == 0)
        {
          self->group = command->group;
          return TRUE;
        }
    }

  g_set_error (error, BW_ERROR, BW_ERROR_INVALID, _("Unknown command “%s”."), word);
  return FALSE;
}

static gboolean
take_word (BwArgs      *self,
           const char  *word,
           GError     **error)
{
  if (self->group == NULL)
    return take_group (self, word, error);

  if (self->command != NULL)
    {
      g_ptr_array_add (self->operands, g_strdup (word));
      return TRUE;
    }

  for (const BwCommand *command = self->commands; command->group != NULL; command++)
    {
      if (strcmp (command->group, self->group) == 0 && strcmp (command->name, word) == 0)
        {
          self->command = command;
          return TRUE;
        }
    }

  g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
               _("Unknown command “%s %s”."), self->group, word);
  return FALSE;
}

static gboolean
take_all (BwArgs  *self,
          int      argc,
          char   **argv,
          GError **error)
{
  gboolean words_only = FALSE;

  for (int i = 1; i < argc; i++)
    {
      gboolean taken;

      if (!g_utf8_validate (argv[i], -1, NULL))
        {
          g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                       _("Argument %d is not valid UTF-8."), i);
          return FALSE;
        }

      if (!words_only && strcmp (argv[i], "--") == 0)
        {
          words_only = TRUE;
          continue;
        }

      if (!words_only && argv[i][0] == '-' && argv[i][1] != '\0')
        taken = take_option (self, argc, argv, &i, error);
      else
        taken = take_word (self, argv[i], error);

      if (!taken)
        return FALSE;
    }

  return TRUE;
}

/* Whether nothing is missing and nothing is too much. */
static gboolean
check_complete (BwArgs  *self,
                GError **error)
{
  const BwCommand *command = self->command;

  if (self->group == NULL)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID, _("No command was given."));
      return FALSE;
    }
  if (command == NULL)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("“%s” needs one more word."), self->group);
      return FALSE;
    }
  if (self->operands->len < command->min_operands)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("“%s %s” needs %s."), command->group, command->name, command->operands);
      return FALSE;
    }
  if (self->operands->len > command->max_operands)
    {
      const char *extra = g_ptr_array_index (self->operands, command->max_operands);

      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("“%s %s” can’t do anything with “%s”."), command->group, command->name, extra);
      return FALSE;
    }

  return command->check == NULL || command->check (self, error);
}

/**
 * bw_args_parse:
 * @commands: (transfer none): what can be asked for; outlives the result
 * @argc: how many words
 * @argv: the words, the first being the program
 * @error: return location for a %BW_ERROR_INVALID
 *
 * General options may stand anywhere, those of a command after it.  With
 * `--help` or `--version` among them the words need not be complete.
 *
 * Returns: (transfer full): the words in order, or %NULL with @error set
 */
BwArgs *
bw_args_parse (const BwCommand  *commands,
               int               argc,
               char            **argv,
               GError          **error)
{
  g_autoptr(BwArgs) self = g_new0 (BwArgs, 1);

  self->commands = commands;
  self->operands = g_ptr_array_new_with_free_func (g_free);
  self->given = g_array_new (FALSE, FALSE, sizeof (Given));
  g_array_set_clear_func (self->given, clear_given);

  if (!take_all (self, argc, argv, error))
    return NULL;

  if (!bw_args_has (self, "help") && !bw_args_has (self, "version") &&
      !check_complete (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * bw_args_get_command:
 * @self: read words
 *
 * Returns: (transfer none) (nullable): the command; never %NULL without `--help`
 */
const BwCommand *
bw_args_get_command (BwArgs *self)
{
  return self->command;
}

/**
 * bw_args_get_operands:
 * @self: read words
 *
 * Returns: (transfer none) (element-type utf8): what the command is to act on
 */
GPtrArray *
bw_args_get_operands (BwArgs *self)
{
  return self->operands;
}

/**
 * bw_args_has:
 * @self: read words
 * @option: its name, without the dashes
 *
 * Returns: whether the option was given
 */
gboolean
bw_args_has (BwArgs     *self,
             const char *option)
{
  for (guint i = 0; i < self->given->len; i++)
    {
      if (strcmp (g_array_index (self->given, Given, i).option->name, option) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * bw_args_get:
 * @self: read words
 * @option: its name, without the dashes
 *
 * Returns: (transfer none) (nullable): its last value; %NULL if it was not given, or
 *   without a value
 */
const char *
bw_args_get (BwArgs     *self,
             const char *option)
{
  g_autoptr(GPtrArray) all = bw_args_get_all (self, option);

  return all->len > 0 ? g_ptr_array_index (all, all->len - 1) : NULL;
}

/**
 * bw_args_get_all:
 * @self: read words
 * @option: its name, without the dashes
 *
 * Returns: (transfer container) (element-type utf8): every value that was given for it
 */
GPtrArray *
bw_args_get_all (BwArgs     *self,
                 const char *option)
{
  GPtrArray *all = g_ptr_array_new ();

  for (guint i = 0; i < self->given->len; i++)
    {
      Given *given = &g_array_index (self->given, Given, i);

      if (given->value != NULL && strcmp (given->option->name, option) == 0)
        g_ptr_array_add (all, given->value);
    }

  return all;
}

/**
 * bw_args_dup_program:
 * @self: read words
 *
 * Returns: (transfer full): how to call the program again for the same state, for advice
 */
char *
bw_args_dup_program (BwArgs *self)
{
  GString *program = g_string_new ("bailiwickctl");
  const char *url = bw_args_get (self, "sandbox");
  const char *folder = bw_args_get (self, "state-dir");

  if (bw_args_has (self, "sandbox"))
    g_string_append (program, " --sandbox");
  if (url != NULL)
    g_string_append_printf (program, "=%s", url);
  if (folder != NULL)
    {
      g_autofree char *quoted = g_shell_quote (folder);

      g_string_append_printf (program, " --state-dir %s", quoted);
    }

  return g_string_free (program, FALSE);
}

static char *
dup_option_label (const BwOption *option)
{
  switch (option->kind)
    {
    case BW_OPTION_VALUE:
      return g_strdup_printf ("--%s %s", option->name, option->value);
    case BW_OPTION_MAYBE:
      return g_strdup_printf ("--%s[=%s]", option->name, option->value);
    case BW_OPTION_FLAG:
    default:
      return g_strdup_printf ("--%s", option->name);
    }
}

static char *
dup_command_label (const BwCommand *command)
{
  return g_strconcat (command->group, " ", command->name,
                      command->operands != NULL ? " " : NULL, command->operands, NULL);
}

static void
append_entry (GString    *help,
              const char *label,
              const char *text)
{
  g_string_append (help, "  ");
  bw_text_append (help, label, 34);
  g_string_append_printf (help, "  %s\n", text);
}

static void
append_options (GString        *help,
                const char     *heading,
                const BwOption *options)
{
  g_string_append_printf (help, "\n%s\n", heading);
  for (const BwOption *option = options; option->name != NULL; option++)
    {
      g_autofree char *label = dup_option_label (option);

      append_entry (help, label, _(option->help));
    }
}

static void
append_commands (GString         *help,
                 const BwCommand *commands,
                 const char      *group)
{
  g_string_append_printf (help, "\n%s\n", _("Commands:"));
  for (const BwCommand *command = commands; command->group != NULL; command++)
    {
      g_autofree char *label = dup_command_label (command);

      if (group == NULL || strcmp (command->group, group) == 0)
        append_entry (help, label, _(command->help));
    }
}

/**
 * bw_args_dup_help:
 * @self: read words
 *
 * Returns: (transfer full): the help on the command, on its group, or on the
 *   whole, depending on how many words were given
 */
char *
bw_args_dup_help (BwArgs *self)
{
  const BwCommand *command = self->command;
  GString *help = g_string_new (NULL);

  if (command != NULL)
    {
      g_autofree char *label = dup_command_label (command);

      g_string_append_printf (help, _("Usage: %s"), "bailiwickctl");
      g_string_append_printf (help, " %s\n\n%s\n", label, _(command->help));
      if (command->options != NULL)
        append_options (help, _("Options:"), command->options);
    }
  else
    {
      g_string_append_printf (help, _("Usage: %s"), "bailiwickctl");
      g_string_append_printf (help, " %s\n\n%s\n", _("[OPTION…] COMMAND"),
                              _("Takes customers’ Microsoft tenants from known to enabled."));
      append_commands (help, self->commands, self->group);
    }

  append_options (help, _("General options:"), general_options);
  g_string_append_printf (help, "\n%s\n%s\n",
                          _("TENANT is a tenant ID, a domain, or a name that only one tenant has."),
                          _("Exit codes: 0 done, 1 failed, 2 wrong use, 3 waiting for somebody, 4 "
                            "not signed in."));

  return g_string_free (help, FALSE);
}
