/* bw-message-fill.c - makes a message of a template, as text and as HTML
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-message-private.h"
#include "bw-role.h"

#define DAY (24 * 60 * (gint64) 60)

static char *expand (BwMessageTemplate      *self,
                     const BwMessageContent *content,
                     const char             *text);

static char *
dup_date (BwMessageTemplate *self,
          gint64             when)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_local (when);
  GString *text = g_string_new (NULL);
  const char *rest = self->fields[BW_MESSAGE_FIELD_DATE];
  BwMessageVariable variable;
  const char *found;
  gsize length;

  while ((found = bw_message_find_variable (rest, &length, &variable)) != NULL)
    {
      g_string_append_len (text, rest, found - rest);
      if (variable == BW_MESSAGE_VARIABLE_DAY)
        g_string_append_printf (text, "%d", g_date_time_get_day_of_month (date));
      else if (variable == BW_MESSAGE_VARIABLE_MONTH)
        g_string_append (text, self->months[g_date_time_get_month (date) - 1]);
      else
        g_string_append_printf (text, "%d", g_date_time_get_year (date));
      rest = found + length;
    }
  g_string_append (text, rest);

  return g_string_free (text, FALSE);
}

/* A name from outside stays on its line. */
static char *
dup_line (const char *name)
{
  char *line = g_strdup (name != NULL ? name : "");

  for (char *p = line; *p != '\0'; p++)
    {
      if ((guchar) *p < 0x20 || *p == 0x7f)
        *p = ' ';
    }

  return line;
}

static char *
dup_host (const char *link)
{
  g_autoptr(GUri) uri = g_uri_parse (link, G_URI_FLAGS_NONE, NULL);

  return g_strdup (uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : link);
}

static char *
dup_days (gint64 seconds)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, (seconds + DAY - 1) / DAY);
}

static char *
dup_value (BwMessageTemplate      *self,
           const BwMessageContent *content,
           BwMessageVariable       variable)
{
  gboolean with_global = bw_role_is_among (BW_ROLE_GLOBAL_ADMINISTRATOR, content->roles);

  switch (variable)
    {
    case BW_MESSAGE_VARIABLE_PARTNER:
      return dup_line (content->partner);
    case BW_MESSAGE_VARIABLE_SENDER:
      return dup_line (content->sender);
    case BW_MESSAGE_VARIABLE_CUSTOMER:
      return dup_line (content->customer);
    case BW_MESSAGE_VARIABLE_DOMAIN:
      return dup_line (content->domain);
    case BW_MESSAGE_VARIABLE_RELATIONSHIP:
      return dup_line (content->relationship);
    case BW_MESSAGE_VARIABLE_DURATION:
      return dup_days (content->duration);
    case BW_MESSAGE_VARIABLE_DEADLINE:
      return dup_date (self, content->deadline);
    case BW_MESSAGE_VARIABLE_HOST:
      return dup_host (content->link);
    case BW_MESSAGE_VARIABLE_EXTENSION:
      return dup_days (content->extension);
    case BW_MESSAGE_VARIABLE_RENEWAL:
      return expand (self, content, self->fields[content->extension > 0 ? BW_MESSAGE_FIELD_EXTENDS
                                                                        : BW_MESSAGE_FIELD_ENDS]);
    case BW_MESSAGE_VARIABLE_NOT_ASKED:
      return expand (self, content, self->fields[with_global ? BW_MESSAGE_FIELD_WITH_GLOBAL
                                                             : BW_MESSAGE_FIELD_WITHOUT_GLOBAL]);
    case BW_MESSAGE_VARIABLE_ROLES:
    case BW_MESSAGE_VARIABLE_LINK:
    case BW_MESSAGE_VARIABLE_DAY:
    case BW_MESSAGE_VARIABLE_MONTH:
    case BW_MESSAGE_VARIABLE_YEAR:
    default:
      g_return_val_if_reached (g_strdup (""));
    }
}

/* What is filled in is not searched for variables again. */
static char *
expand (BwMessageTemplate      *self,
        const BwMessageContent *content,
        const char             *text)
{
  GString *expanded = g_string_new (NULL);
  BwMessageVariable variable;
  const char *found;
  gsize length;

  while ((found = bw_message_find_variable (text, &length, &variable)) != NULL)
    {
      g_autofree char *value = dup_value (self, content, variable);

      g_string_append_len (expanded, text, found - text);
      g_string_append (expanded, value);
      text = found + length;
    }
  g_string_append (expanded, text);

  return g_string_free (expanded, FALSE);
}

static const char *
get_role_name (const char *id)
{
  const char *name = bw_role_get_name (id);

  return name != NULL ? name : id;
}

static const char *
get_meaning (const BwMessageContent *content,
             const char             *id)
{
  g_autofree char *key = g_ascii_strdown (id, -1);

  return content->meanings != NULL ? g_hash_table_lookup (content->meanings, key) : NULL;
}

static void
append_text_roles (GString                *text,
                   const BwMessageContent *content)
{
  for (guint i = 0; content->roles[i] != NULL; i++)
    {
      const char *meaning = get_meaning (content, content->roles[i]);

      g_string_append_printf (text, "%s• %s", i > 0 ? "\n" : "", get_role_name (content->roles[i]));
      if (meaning != NULL)
        g_string_append_printf (text, ": %s", meaning);
    }
}

static gboolean
is_item (BwMessageBlockKind kind)
{
  return kind == BW_MESSAGE_BLOCK_BULLET || kind == BW_MESSAGE_BLOCK_NUMBER;
}

static char *
make_text (BwMessageTemplate      *self,
           const BwMessageContent *content)
{
  GString *text = g_string_new (NULL);
  BwMessageBlock *previous = NULL;
  guint number = 0;

  for (guint i = 0; i < self->blocks->len; i++)
    {
      BwMessageBlock *block = g_ptr_array_index (self->blocks, i);
      g_autofree char *line = NULL;

      /* List items stand close together, and so does a heading with what follows. */
      if (previous != NULL)
        g_string_append (text, previous->kind == BW_MESSAGE_BLOCK_HEADING ||
                               (is_item (previous->kind) && previous->kind == block->kind)
                                 ? "\n" : "\n\n");
      number = block->kind == BW_MESSAGE_BLOCK_NUMBER ? number + 1 : 0;
      previous = block;

      if (block->kind == BW_MESSAGE_BLOCK_LINK)
        g_string_append (text, content->link);
      else if (block->kind == BW_MESSAGE_BLOCK_ROLES)
        append_text_roles (text, content);
      else
        line = expand (self, content, block->text->str);

      if (block->kind == BW_MESSAGE_BLOCK_BULLET)
        g_string_append (text, "• ");
      else if (block->kind == BW_MESSAGE_BLOCK_NUMBER)
        g_string_append_printf (text, "%u. ", number);
      if (line != NULL)
        g_string_append (text, line);
    }
  g_string_append_c (text, '\n');

  return g_string_free (text, FALSE);
}

static void
append_element (GString    *html,
                const char *element,
                const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (html, "<%s>%s</%s>\n", element, escaped, element);
}

static void
append_html_roles (GString                *html,
                   const BwMessageContent *content)
{
  g_string_append (html, "<ul>\n");
  for (guint i = 0; content->roles[i] != NULL; i++)
    {
      const char *meaning = get_meaning (content, content->roles[i]);
      g_autofree char *name = g_markup_escape_text (get_role_name (content->roles[i]), -1);
      g_autofree char *rest = meaning != NULL ? g_markup_escape_text (meaning, -1) : NULL;

      g_string_append_printf (html, "<li><strong>%s</strong>%s%s</li>\n", name,
                              rest != NULL ? ": " : "",
                              rest != NULL ? rest : "");
    }
  g_string_append (html, "</ul>\n");
}

/* Ends the list of @previous, and begins that of @kind, where they are not the same. */
static void
append_list_edges (GString        *html,
                   BwMessageBlock *previous,
                   BwMessageBlock *block)
{
  gboolean was_item = previous != NULL && is_item (previous->kind);
  gboolean is_now = block != NULL && is_item (block->kind);

  if (was_item && is_now && previous->kind == block->kind)
    return;

  if (was_item)
    g_string_append (html, previous->kind == BW_MESSAGE_BLOCK_NUMBER ? "</ol>\n" : "</ul>\n");
  if (is_now)
    g_string_append (html, block->kind == BW_MESSAGE_BLOCK_NUMBER ? "<ol>\n" : "<ul>\n");
}

static void
append_html_block (GString                *html,
                   BwMessageTemplate      *self,
                   const BwMessageContent *content,
                   BwMessageBlock         *block)
{
  g_autofree char *link = g_markup_escape_text (content->link, -1);
  g_autofree char *line = NULL;

  if (block->kind == BW_MESSAGE_BLOCK_LINK)
    {
      g_string_append_printf (html, "<p><a href=\"%s\">%s</a></p>\n", link, link);
      return;
    }
  if (block->kind == BW_MESSAGE_BLOCK_ROLES)
    {
      append_html_roles (html, content);
      return;
    }

  line = expand (self, content, block->text->str);
  if (is_item (block->kind))
    append_element (html, "li", line);
  else
    append_element (html, block->kind == BW_MESSAGE_BLOCK_HEADING ? "h2" : "p", line);
}

static char *
make_html (BwMessageTemplate      *self,
           const BwMessageContent *content,
           const char             *language,
           const char             *subject)
{
  g_autofree char *safe_language = g_markup_escape_text (language, -1);
  GString *html = g_string_new (NULL);
  BwMessageBlock *previous = NULL;

  g_string_append_printf (html,
                          "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                          safe_language);
  append_element (html, "title", subject);
  g_string_append (html, "</head>\n<body dir=\"auto\">\n");

  for (guint i = 0; i < self->blocks->len; i++)
    {
      BwMessageBlock *block = g_ptr_array_index (self->blocks, i);

      append_list_edges (html, previous, block);
      append_html_block (html, self, content, block);
      previous = block;
    }
  append_list_edges (html, previous, NULL);
  g_string_append (html, "</body>\n</html>\n");

  return g_string_free (html, FALSE);
}

/**
 * bw_message_template_fill:
 * @self: a template
 * @language: its language tag
 * @content: what to fill in
 *
 * Returns: (transfer full): the message
 */
BwApprovalMessage *
bw_message_template_fill (BwMessageTemplate      *self,
                          const char             *language,
                          const BwMessageContent *content)
{
  BwApprovalMessage *message = g_new0 (BwApprovalMessage, 1);

  message->language = g_strdup (language);
  message->link = g_strdup (content->link);
  message->subject = expand (self, content, self->fields[BW_MESSAGE_FIELD_SUBJECT]);
  message->text = make_text (self, content);
  message->html = make_html (self, content, language, message->subject);

  return message;
}
