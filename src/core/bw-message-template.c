/* bw-message-template.c - reads message templates, and tells what is wrong with them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A template begins with fields, "Name: text"; a line that begins with a space
 * goes on with the one before, and one that begins with # is a comment.  After an
 * empty line the message follows: paragraphs, headings ("## "), list items ("- "
 * or "1. ") and, each on a line of its own, {roles}, {permissions} and {link}.  Which
 * fields and variables there are depends on the kind of message: bw-message-kind.c.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-error.h"
#include "bw-message-private.h"
#include "bw-util.h"

/* Longer than anybody reads. */
#define MAX_LENGTH (64 * 1024)

#define LINK_BIT BW_MESSAGE_BIT (BW_MESSAGE_VARIABLE_LINK)

/**
 * Reader:
 * @kind: what kind of template it is
 * @where: what to call the text in errors
 * @line: (nullable): where to tell the line of the error
 * @error: (nullable): where to tell what is wrong
 */
typedef struct
{
  BwMessageKind   kind;
  const char     *where;
  guint          *line;
  GError        **error;
} Reader;

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
  while (i < BW_MESSAGE_N_VARIABLES &&
         !g_str_equal (bw_message_variable_get_name (i), name))
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
      if ((mask & BW_MESSAGE_BIT (i)) != 0)
        g_string_append_printf (names, "%s{%s}", names->len > 0 ? ", " : "",
                                bw_message_variable_get_name (i));
    }

  return g_string_free (names, FALSE);
}

/* Returns: %FALSE, with the error set; @line is 0 where it is about the whole */
static gboolean refuse (Reader     *reader,
                        guint       line,
                        const char *format,
                        ...) G_GNUC_PRINTF (3, 4);

static gboolean
refuse (Reader     *reader,
        guint       line,
        const char *format,
        ...)
{
  g_autofree char *problem = NULL;
  va_list args;

  va_start (args, format);
  problem = g_strdup_vprintf (format, args);
  va_end (args);

  if (reader->line != NULL)
    *reader->line = line;

  if (line == 0)
    /* Translators: the name of a file, and what is wrong in it */
    g_set_error (reader->error, BW_ERROR, BW_ERROR_INVALID, C_("fault", "%s: %s"), reader->where,
                 problem);
  else
    /* Translators: the name of a file, a line of it, and what is wrong there */
    g_set_error (reader->error, BW_ERROR, BW_ERROR_INVALID, C_("fault", "%s, line %u: %s"),
                 reader->where, line, problem);

  return FALSE;
}

/* Adds what @text uses to @used. */
static gboolean
check_variables (Reader     *reader,
                 const char *text,
                 guint       allowed,
                 guint      *used,
                 guint       line)
{
  BwMessageVariable variable;
  const char *found;
  gsize length;

  while ((found = bw_message_find_variable (text, &length, &variable)) != NULL)
    {
      if (length == 0)
        return refuse (reader, line, _("a “{” begins a variable, and this one does not end."));

      if (variable == BW_MESSAGE_N_VARIABLES || (allowed & BW_MESSAGE_BIT (variable)) == 0)
        {
          g_autofree char *name = g_strndup (found, length);
          g_autofree char *known = join_names (allowed);

          if (allowed == 0)
            return refuse (reader, line, _("the variable %s has no meaning here."), name);

          return refuse (reader, line, _("the variable %s has no meaning here. These have: %s."),
                         name, known);
        }

      *used |= BW_MESSAGE_BIT (variable);
      text = found + length;
    }

  return TRUE;
}

static gboolean
check_field (BwMessageTemplate *self,
             Reader            *reader,
             BwMessageField     field)
{
  const BwMessageFieldInfo *info = &bw_message_fields[field];
  guint allowed = bw_message_kind_get_allowed_in_field (self->kind, field);
  guint line = self->lines[field];
  guint used = 0;

  if (bw_str_is_empty (self->fields[field]))
    return refuse (reader, line, _("the field “%s” is missing."), info->name);

  if (!check_variables (reader, self->fields[field], allowed, &used, line))
    return FALSE;

  if ((info->required & ~used) != 0)
    {
      g_autofree char *missing = join_names (info->required & ~used);

      return refuse (reader, line, _("the field “%s” has to use %s."), info->name, missing);
    }

  return TRUE;
}

static gboolean
check_fields (BwMessageTemplate *self,
              Reader            *reader)
{
  for (guint i = 0; i < BW_MESSAGE_N_FIELDS; i++)
    {
      if (bw_message_kind_has_field (self->kind, i) && !check_field (self, reader, i))
        return FALSE;
    }

  if (!bw_message_kind_has_field (self->kind, BW_MESSAGE_FIELD_MONTHS))
    return TRUE;

  self->months = g_strsplit (self->fields[BW_MESSAGE_FIELD_MONTHS], " ", -1);
  if (g_strv_length (self->months) == 12)
    return TRUE;

  return refuse (reader, self->lines[BW_MESSAGE_FIELD_MONTHS],
                 _("the field “%s” has to name twelve months, with spaces between."),
                 bw_message_fields[BW_MESSAGE_FIELD_MONTHS].name);
}

static guint
get_bit_of_block (BwMessageBlock *block)
{
  switch (block->kind)
    {
    case BW_MESSAGE_BLOCK_ROLES:
      return BW_MESSAGE_BIT (BW_MESSAGE_VARIABLE_ROLES);
    case BW_MESSAGE_BLOCK_PERMISSIONS:
      return BW_MESSAGE_BIT (BW_MESSAGE_VARIABLE_PERMISSIONS);
    case BW_MESSAGE_BLOCK_LINK:
      return LINK_BIT;
    case BW_MESSAGE_BLOCK_PARAGRAPH:
    case BW_MESSAGE_BLOCK_HEADING:
    case BW_MESSAGE_BLOCK_BULLET:
    case BW_MESSAGE_BLOCK_NUMBER:
    default:
      return 0;
    }
}

/* A link in the middle of a sentence, or twice, is easily lost or broken. */
static gboolean
check_alone (Reader         *reader,
             BwMessageBlock *block,
             guint          *used,
             guint           found)
{
  guint bit = get_bit_of_block (block);
  guint wrong = bit != 0 ? *used & bit : found & BW_MESSAGE_ALONE;
  g_autofree char *names = NULL;

  *used |= found;
  if (wrong == 0)
    return TRUE;

  names = join_names (wrong);

  return refuse (reader, block->line, _("%s has to stand alone on a line, and only once."), names);
}

static gboolean
check_blocks (BwMessageTemplate *self,
              Reader            *reader)
{
  guint allowed = bw_message_kind_get_allowed (self->kind);
  guint missing = bw_message_kind_get_required (self->kind);
  guint used = 0;
  g_autofree char *names = NULL;

  for (guint i = 0; i < self->blocks->len; i++)
    {
      BwMessageBlock *block = g_ptr_array_index (self->blocks, i);
      guint found = 0;

      if (!check_variables (reader, block->text->str, allowed, &found, block->line) ||
          !check_alone (reader, block, &used, found))
        return FALSE;
    }

  missing &= ~used;
  if (missing == 0)
    return TRUE;

  names = join_names (missing);

  return refuse (reader, 0, _("the message has to use %s, as its reader must know it."), names);
}

/* Returns: the field at which the next line may go on, or -1 with the error set */
static int
read_field (BwMessageTemplate *self,
            Reader            *reader,
            const char        *line,
            guint              number)
{
  const char *colon = strchr (line, ':');
  g_autofree char *name = g_strndup (line, colon != NULL ? (gsize) (colon - line) : strlen (line));

  for (guint i = 0; colon != NULL && i < BW_MESSAGE_N_FIELDS; i++)
    {
      if (!g_str_equal (bw_message_fields[i].name, name) || self->fields[i] != NULL ||
          !bw_message_kind_has_field (self->kind, i))
        continue;

      self->fields[i] = g_strstrip (g_strdup (colon + 1));
      self->lines[i] = number;
      return i;
    }

  refuse (reader, number, _("“%s” is no field, or one that was there before."), name);

  return -1;
}

/* Scripts without spaces between words have none where a line ends either. */
static gboolean
ends_without_space (const char *text)
{
  const char *last = *text != '\0' ? g_utf8_prev_char (text + strlen (text)) : NULL;
  gunichar c = last != NULL ? g_utf8_get_char (last) : 0;

  return g_unichar_iswide (c) && g_unichar_get_script (c) != G_UNICODE_SCRIPT_HANGUL;
}

static char *
join_lines (const char *text,
            const char *next)
{
  return g_strconcat (text, ends_without_space (text) ? "" : " ", next, NULL);
}

/* Returns: the line at which the message begins, or -1 with the error set */
static int
read_fields (BwMessageTemplate  *self,
             Reader             *reader,
             char              **lines)
{
  int field = -1;
  int i;

  for (i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      if (*lines[i] == '#')
        continue;

      if (*lines[i] == ' ' && field >= 0)
        {
          char *longer = join_lines (self->fields[field], g_strstrip (lines[i]));

          g_free (self->fields[field]);
          self->fields[field] = longer;
          continue;
        }

      field = read_field (self, reader, lines[i], i + 1);
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
  else if (g_str_equal (line, "{permissions}"))
    *kind = BW_MESSAGE_BLOCK_PERMISSIONS;
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
          g_autofree char *longer = join_lines (open->text->str, text);

          g_string_assign (open->text, longer);
          continue;
        }

      open = g_new0 (BwMessageBlock, 1);
      open->kind = kind;
      open->text = g_string_new (text);
      open->line = i + 1;
      g_ptr_array_add (self->blocks, open);
      if (kind == BW_MESSAGE_BLOCK_HEADING || get_bit_of_block (open) != 0)
        open = NULL;
    }
}

static char **
split_lines (Reader     *reader,
             const char *text)
{
  char **lines;

  if (strlen (text) > MAX_LENGTH)
    {
      refuse (reader, 0, _("the text is longer than %u KiB."), MAX_LENGTH / 1024);
      return NULL;
    }

  if (!g_utf8_validate (text, -1, NULL))
    {
      refuse (reader, 0, _("the text is not UTF-8."));
      return NULL;
    }

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_strchomp (lines[i]);

  return lines;
}

/**
 * bw_message_template_new:
 * @kind: what it is a template of
 * @text: the text of a template
 * @where: what to call it in errors, such as the path of its file
 * @line: (out) (optional): the line that is wrong, or 0 if it is none in particular
 * @error: return location for %BW_ERROR_INVALID, which tells file, line and variable
 *
 * Returns: (transfer full) (nullable): a template that can be filled, or %NULL if
 *   it has a variable that does not exist or lacks one that has to be there
 */
BwMessageTemplate *
bw_message_template_new (BwMessageKind   kind,
                         const char     *text,
                         const char     *where,
                         guint          *line,
                         GError        **error)
{
  g_autoptr(BwMessageTemplate) self = g_new0 (BwMessageTemplate, 1);
  Reader reader = { kind, where, line, error };
  g_auto(GStrv) lines = NULL;
  int first;

  if (line != NULL)
    *line = 0;

  self->kind = kind;
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) block_free);
  lines = split_lines (&reader, text);
  if (lines == NULL)
    return NULL;

  first = read_fields (self, &reader, lines);
  if (first < 0)
    return NULL;

  read_blocks (self, lines, first);
  if (!check_fields (self, &reader) || !check_blocks (self, &reader))
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
 * bw_message_is_rtl_text:
 * @text: a text in UTF-8
 *
 * Returns: whether its first letter is of a script that is written from right to left
 */
gboolean
bw_message_is_rtl_text (const char *text)
{
  const GUnicodeScript scripts[] = {
    G_UNICODE_SCRIPT_ARABIC, G_UNICODE_SCRIPT_HEBREW, G_UNICODE_SCRIPT_SYRIAC,
    G_UNICODE_SCRIPT_THAANA, G_UNICODE_SCRIPT_NKO,
  };
  GUnicodeScript script;

  while (*text != '\0' && !g_unichar_isalpha (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  script = g_unichar_get_script (g_utf8_get_char (text));

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      if (script == scripts[i])
        return TRUE;
    }

  return FALSE;
}

/**
 * bw_message_template_is_rtl:
 * @self: a template
 *
 * Returns: whether its language is written from right to left, which the name that
 *   the language has for itself shows
 */
gboolean
bw_message_template_is_rtl (BwMessageTemplate *self)
{
  return bw_message_is_rtl_text (self->fields[BW_MESSAGE_FIELD_LANGUAGE]);
}

/* Names of permissions, such as "User.Read.All" or "user_impersonation". */
static gboolean
is_permission (const char *key)
{
  for (const char *p = key; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && strchr ("._-", *p) == NULL)
        return FALSE;
    }

  return *key != '\0';
}

/**
 * bw_message_read_meanings:
 * @kind: the kind of message whose roles or permissions they are
 * @text: lines of a role ID or the name of a permission, a colon and what it lets do
 * @where: what to call it in errors, such as the path of its file
 * @error: return location for %BW_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable) (element-type utf8 utf8): role ID or name of a
 *   permission, in lower case, to meaning
 */
GHashTable *
bw_message_read_meanings (BwMessageKind   kind,
                          const char     *text,
                          const char     *where,
                          GError        **error)
{
  g_autoptr(GHashTable) meanings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Reader reader = { kind, where, NULL, error };
  g_auto(GStrv) lines = split_lines (&reader, text);
  gboolean roles = kind == BW_MESSAGE_KIND_APPROVAL;

  if (lines == NULL)
    return NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *colon = strchr (lines[i], ':');
      gboolean is_key;

      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;

      if (colon != NULL)
        *colon = '\0';
      is_key = roles ? bw_is_guid (lines[i]) : is_permission (lines[i]);
      if (colon == NULL || !is_key || *g_strstrip (colon + 1) == '\0')
        {
          if (roles)
            refuse (&reader, i + 1, _("a role ID, a colon and a meaning are expected."));
          else
            refuse (&reader, i + 1, _("the name of a permission, a colon and a meaning are "
                                      "expected."));
          return NULL;
        }

      g_hash_table_replace (meanings, g_ascii_strdown (lines[i], -1), g_strdup (colon + 1));
    }

  return g_steal_pointer (&meanings);
}
