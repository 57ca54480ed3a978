/* bw-message-template.c - reads message templates, and tells what is wrong with them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A template begins with fields, "Name: text"; a line that begins with a space
 * goes on with the one before, and one that begins with # is a comment.  After an
 * empty line the message follows: paragraphs, headings ("## "), list items ("- "
 * or "1. ") and, each on a line of its own, {roles} and {link}.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-error.h"
#include "bw-message-private.h"
#include "bw-util.h"

#define BIT(name) (1u << BW_MESSAGE_VARIABLE_##name)
#define ANYWHERE (BIT (PARTNER) | BIT (SENDER) | BIT (CUSTOMER) | BIT (DOMAIN) | \
                  BIT (RELATIONSHIP) | BIT (DURATION) | BIT (DEADLINE) | BIT (HOST))
#define IN_BODY (ANYWHERE | BIT (RENEWAL) | BIT (NOT_ASKED) | BIT (ROLES) | BIT (LINK))
/* What every customer has to be told. */
#define IN_EVERY_BODY (BIT (PARTNER) | BIT (CUSTOMER) | BIT (DURATION) | BIT (DEADLINE) | \
                       BIT (RENEWAL) | BIT (NOT_ASKED) | BIT (ROLES) | BIT (LINK))
#define IN_DATE (BIT (DAY) | BIT (MONTH) | BIT (YEAR))

/**
 * Field:
 * @name: as it is written
 * @allowed: variables that mean something there
 * @required: variables that have to be there
 */
typedef struct
{
  const char *name;
  guint       allowed;
  guint       required;
} Field;

static const Field fields[BW_MESSAGE_N_FIELDS] = {
  [BW_MESSAGE_FIELD_LANGUAGE] = { "Language", 0, 0 },
  [BW_MESSAGE_FIELD_SUBJECT] = { "Subject", ANYWHERE, 0 },
  [BW_MESSAGE_FIELD_DATE] = { "Date", IN_DATE, IN_DATE },
  [BW_MESSAGE_FIELD_MONTHS] = { "Months", 0, 0 },
  [BW_MESSAGE_FIELD_EXTENDS] = { "Extends", ANYWHERE | BIT (EXTENSION), BIT (EXTENSION) },
  [BW_MESSAGE_FIELD_ENDS] = { "Ends", ANYWHERE, 0 },
  [BW_MESSAGE_FIELD_WITH_GLOBAL] = { "With-Global-Administrator", ANYWHERE, 0 },
  [BW_MESSAGE_FIELD_WITHOUT_GLOBAL] = { "Without-Global-Administrator", ANYWHERE, 0 },
};

static const char * const variables[BW_MESSAGE_N_VARIABLES] = {
  [BW_MESSAGE_VARIABLE_PARTNER] = "partner",
  [BW_MESSAGE_VARIABLE_SENDER] = "sender",
  [BW_MESSAGE_VARIABLE_CUSTOMER] = "customer",
  [BW_MESSAGE_VARIABLE_DOMAIN] = "domain",
  [BW_MESSAGE_VARIABLE_RELATIONSHIP] = "relationship",
  [BW_MESSAGE_VARIABLE_DURATION] = "duration",
  [BW_MESSAGE_VARIABLE_DEADLINE] = "deadline",
  [BW_MESSAGE_VARIABLE_HOST] = "host",
  [BW_MESSAGE_VARIABLE_EXTENSION] = "extension",
  [BW_MESSAGE_VARIABLE_RENEWAL] = "renewal",
  [BW_MESSAGE_VARIABLE_NOT_ASKED] = "not-asked",
  [BW_MESSAGE_VARIABLE_ROLES] = "roles",
  [BW_MESSAGE_VARIABLE_LINK] = "link",
  [BW_MESSAGE_VARIABLE_DAY] = "day",
  [BW_MESSAGE_VARIABLE_MONTH] = "month",
  [BW_MESSAGE_VARIABLE_YEAR] = "year",
};

static void
block_free (BwMessageBlock *block)
{
  g_string_free (block->text, TRUE);
  g_free (block);
}

/**
 * bw_message_template_free:
 * @self: (transfer full): a template
 */
void
bw_message_template_free (BwMessageTemplate *self)
{
  for (guint i = 0; i < BW_MESSAGE_N_FIELDS; i++)
    g_free (self->fields[i]);
  g_strfreev (self->months);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

/**
 * bw_message_variable_get_name:
 * @variable: a variable
 *
 * Returns: its name, without the braces
 */
const char *
bw_message_variable_get_name (BwMessageVariable variable)
{
  return variables[variable];
}

/**
 * bw_message_find_variable:
 * @text: where to search
 * @length: (out): how long it is, with the braces; 0 if it does not end
 * @variable: (out): which one, or %BW_MESSAGE_N_VARIABLES if there is no such
 *
 * Returns: (nullable): where the first variable begins, or %NULL if there is none
 */
const char *
bw_message_find_variable (const char        *text,
                          gsize             *length,
                          BwMessageVariable *variable)
{
  const char *begin = strchr (text, '{');
  const char *end = begin != NULL ? strchr (begin, '}') : NULL;
  g_autofree char *name = NULL;
  guint i = 0;

  if (begin == NULL)
    return NULL;

  *length = end != NULL ? (gsize) (end - begin) + 1 : 0;
  *variable = BW_MESSAGE_N_VARIABLES;
  if (end == NULL)
    return begin;

  name = g_strndup (begin + 1, end - begin - 1);
  while (i < BW_MESSAGE_N_VARIABLES && !g_str_equal (variables[i], name))
    i++;
  *variable = i;

  return begin;
}

static char *
join_names (guint mask)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < BW_MESSAGE_N_VARIABLES; i++)
    {
      if ((mask & (1u << i)) != 0)
        g_string_append_printf (names, "%s{%s}", names->len > 0 ? ", " : "", variables[i]);
    }

  return g_string_free (names, FALSE);
}

/* Adds what @text uses to @used. */
static gboolean
check_variables (const char  *text,
                 guint        allowed,
                 guint       *used,
                 const char  *where,
                 guint        line,
                 GError     **error)
{
  BwMessageVariable variable;
  const char *found;
  gsize length;

  while ((found = bw_message_find_variable (text, &length, &variable)) != NULL)
    {
      if (length == 0)
        {
          g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                       _("%s, line %u: a “{” begins a variable, and this one does not end."), where,
                       line);
          return FALSE;
        }

      if (variable == BW_MESSAGE_N_VARIABLES || (allowed & (1u << variable)) == 0)
        {
          g_autofree char *name = g_strndup (found, length);
          g_autofree char *known = join_names (allowed);

          if (allowed == 0)
            g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                         _("%s, line %u: the variable %s has no meaning here."), where, line, name);
          else
            g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                         _("%s, line %u: the variable %s has no meaning here. These have: %s."),
                         where, line, name, known);
          return FALSE;
        }

      *used |= 1u << variable;
      text = found + length;
    }

  return TRUE;
}

static gboolean
require_variables (guint        used,
                   guint        required,
                   const char  *where,
                   const char  *field,
                   GError     **error)
{
  g_autofree char *missing = NULL;

  if ((required & ~used) == 0)
    return TRUE;

  missing = join_names (required & ~used);
  if (field != NULL)
    g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                 _("%s: the field “%s” has to use %s."), where, field, missing);
  else
    g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                 _("%s: the message has to use %s, as the customer must know it."), where, missing);

  return FALSE;
}

static gboolean
check_fields (BwMessageTemplate  *self,
              const char         *where,
              GError            **error)
{
  for (guint i = 0; i < BW_MESSAGE_N_FIELDS; i++)
    {
      guint used = 0;

      if (bw_str_is_empty (self->fields[i]))
        {
          g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                       _("%s: the field “%s” is missing."), where, fields[i].name);
          return FALSE;
        }

      if (!check_variables (self->fields[i], fields[i].allowed, &used, where, self->lines[i],
                            error) ||
          !require_variables (used, fields[i].required, where, fields[i].name, error))
        return FALSE;
    }

  self->months = g_strsplit (self->fields[BW_MESSAGE_FIELD_MONTHS], " ", -1);
  if (g_strv_length (self->months) == 12)
    return TRUE;

  g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
               _("%s: the field “%s” has to name twelve months, with spaces between."),
               where, fields[BW_MESSAGE_FIELD_MONTHS].name);

  return FALSE;
}

/* A link in the middle of a sentence, or twice, is easily lost or broken. */
static gboolean
check_alone (BwMessageBlock  *block,
             guint           *used,
             guint            found,
             const char      *where,
             GError         **error)
{
  const guint alone = BIT (ROLES) | BIT (LINK);
  guint bit = 0;
  guint wrong;

  if (block->kind == BW_MESSAGE_BLOCK_ROLES)
    bit = BIT (ROLES);
  else if (block->kind == BW_MESSAGE_BLOCK_LINK)
    bit = BIT (LINK);

  wrong = bit != 0 ? *used & bit : found & alone;
  *used |= found;
  if (wrong == 0)
    return TRUE;

  g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
               _("%s, line %u: {%s} has to stand alone on a line, and only once."), where,
               block->line,
               (wrong & BIT (LINK)) != 0 ? "link" : "roles");

  return FALSE;
}

static gboolean
check_blocks (BwMessageTemplate  *self,
              const char         *where,
              GError            **error)
{
  guint used = 0;

  for (guint i = 0; i < self->blocks->len; i++)
    {
      BwMessageBlock *block = g_ptr_array_index (self->blocks, i);
      guint found = 0;

      if (!check_variables (block->text->str, IN_BODY, &found, where, block->line, error) ||
          !check_alone (block, &used, found, where, error))
        return FALSE;
    }

  return require_variables (used, IN_EVERY_BODY, where, NULL, error);
}

/* Returns: the field at which the next line may go on, or -1 with @error set */
static int
read_field (BwMessageTemplate  *self,
            const char         *line,
            guint               number,
            const char         *where,
            GError            **error)
{
  const char *colon = strchr (line, ':');
  g_autofree char *name = g_strndup (line, colon != NULL ? (gsize) (colon - line) : strlen (line));

  for (guint i = 0; colon != NULL && i < BW_MESSAGE_N_FIELDS; i++)
    {
      if (!g_str_equal (fields[i].name, name) || self->fields[i] != NULL)
        continue;

      self->fields[i] = g_strstrip (g_strdup (colon + 1));
      self->lines[i] = number;
      return i;
    }

  g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
               _("%s, line %u: “%s” is no field, or one that was there before."), where, number,
               name);

  return -1;
}

/* Returns: the line at which the message begins, or -1 with @error set */
static int
read_fields (BwMessageTemplate  *self,
             char              **lines,
             const char         *where,
             GError            **error)
{
  int field = -1;
  int i;

  for (i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      if (*lines[i] == '#')
        continue;

      if (*lines[i] == ' ' && field >= 0)
        {
          char *longer = g_strconcat (self->fields[field], " ", g_strstrip (lines[i]), NULL);

          g_free (self->fields[field]);
          self->fields[field] = longer;
          continue;
        }

      field = read_field (self, lines[i], i + 1, where, error);
      if (field < 0)
        return -1;
    }

  return i;
}

static const char *
recognise (const char         *line,
           BwMessageBlockKind *kind)
{
  gsize digits = strspn (line, "0123456789");

  *kind = BW_MESSAGE_BLOCK_PARAGRAPH;
  if (g_str_equal (line, "{roles}"))
    *kind = BW_MESSAGE_BLOCK_ROLES;
  else if (g_str_equal (line, "{link}"))
    *kind = BW_MESSAGE_BLOCK_LINK;
  else if (g_str_has_prefix (line, "## "))
    *kind = BW_MESSAGE_BLOCK_HEADING;
  else if (g_str_has_prefix (line, "- "))
    *kind = BW_MESSAGE_BLOCK_BULLET;
  else if (digits > 0 && g_str_has_prefix (line + digits, ". "))
    *kind = BW_MESSAGE_BLOCK_NUMBER;

  if (*kind == BW_MESSAGE_BLOCK_HEADING)
    return line + strlen ("## ");
  if (*kind == BW_MESSAGE_BLOCK_BULLET)
    return line + strlen ("- ");
  if (*kind == BW_MESSAGE_BLOCK_NUMBER)
    return line + digits + strlen (". ");

  return line;
}

static void
read_blocks (BwMessageTemplate *self,
             char             **lines,
             guint              first)
{
  BwMessageBlock *open = NULL;

  for (guint i = first; lines[i] != NULL; i++)
    {
      BwMessageBlockKind kind;
      const char *text;

      g_strstrip (lines[i]);
      text = recognise (lines[i], &kind);
      if (*text == '\0')
        {
          open = NULL;
          continue;
        }

      if (kind == BW_MESSAGE_BLOCK_PARAGRAPH && open != NULL)
        {
          g_string_append_printf (open->text, " %s", text);
          continue;
        }

      open = g_new0 (BwMessageBlock, 1);
      open->kind = kind;
      open->text = g_string_new (text);
      open->line = i + 1;
      g_ptr_array_add (self->blocks, open);
      if (kind == BW_MESSAGE_BLOCK_HEADING || kind == BW_MESSAGE_BLOCK_ROLES ||
          kind == BW_MESSAGE_BLOCK_LINK)
        open = NULL;
    }
}

static char **
split_lines (const char  *text,
             const char  *where,
             GError     **error)
{
  char **lines;

  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID, _("%s: the text is not UTF-8."), where);
      return NULL;
    }

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_strchomp (lines[i]);

  return lines;
}

/**
 * bw_message_template_new:
 * @text: the text of a template
 * @where: what to call it in errors, such as the path of its file
 * @error: return location for %BW_ERROR_INVALID, which tells file, line and variable
 *
 * Returns: (transfer full) (nullable): a template that can be filled, or %NULL if
 *   it has a variable that does not exist or lacks one that has to be there
 */
BwMessageTemplate *
bw_message_template_new (const char  *text,
                         const char  *where,
                         GError     **error)
{
  g_autoptr(BwMessageTemplate) self = g_new0 (BwMessageTemplate, 1);
  g_auto(GStrv) lines = NULL;
  int first;

  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) block_free);
  lines = split_lines (text, where, error);
  if (lines == NULL)
    return NULL;

  first = read_fields (self, lines, where, error);
  if (first < 0)
    return NULL;

  read_blocks (self, lines, first);
  if (!check_fields (self, where, error) || !check_blocks (self, where, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * bw_message_template_get_language:
 * @self: a template
 *
 * Returns: name of its language, in that language
 */
const char *
bw_message_template_get_language (BwMessageTemplate *self)
{
  return self->fields[BW_MESSAGE_FIELD_LANGUAGE];
}

/**
 * bw_message_read_meanings:
 * @text: lines of a role ID, a colon and what the role lets do
 * @where: what to call it in errors, such as the path of its file
 * @error: return location for %BW_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable) (element-type utf8 utf8): role ID to meaning
 */
GHashTable *
bw_message_read_meanings (const char  *text,
                          const char  *where,
                          GError     **error)
{
  g_autoptr(GHashTable) meanings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto(GStrv) lines = split_lines (text, where, error);

  if (lines == NULL)
    return NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *colon = strchr (lines[i], ':');

      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;

      if (colon != NULL)
        *colon = '\0';
      if (colon == NULL || !bw_is_guid (lines[i]) || *g_strstrip (colon + 1) == '\0')
        {
          g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                       _("%s, line %u: a role ID, a colon and a meaning are expected."), where,
                       i + 1);
          return NULL;
        }

      g_hash_table_replace (meanings, g_strdup (lines[i]), g_strdup (colon + 1));
    }

  return g_steal_pointer (&meanings);
}
