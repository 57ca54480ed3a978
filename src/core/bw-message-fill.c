/* bw-message-fill.c - makes a message of a template, as text and as HTML
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-message-private.h"
#include "bw-pace.h"
#include "bw-role.h"
#include "bw-util.h"

#define DAY (24 * 60 * (gint64) 60)

/* Around a name in a text from right to left, so that neither turns the other around. */
#define ISOLATE "\342\201\250"
#define END_OF_ISOLATE "\342\201\251"
/* Where a line of such a text begins with what is written in the other direction. */
#define RTL_MARK "\342\200\217"

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

/* What turns the direction of the text around it. */
static gboolean
is_embedding (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* A name from outside stays on its line, and in its place. */
static char *
dup_line (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);
  GString *line = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029)
        g_string_append_c (line, ' ');
      else if (!is_embedding (c))
        g_string_append_unichar (line, c);
    }

  return g_string_free (line, FALSE);
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

/* Whether a permission reaches what people write and keep; what we do not know may. */
static gboolean
is_about_content (const char *permission)
{
  static const char * const prefixes[] = {
    "Mail", "Calendars", "Contacts", "Files", "Sites", "Notes", "Chat", "Channel", "Exchange",
    "EWS", "IMAP", "POP", "SMTP", "full_access",
  };

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      if (g_ascii_strncasecmp (permission, prefixes[i], strlen (prefixes[i])) == 0)
        return TRUE;
    }

  return bw_is_guid (permission);
}

static gboolean
has_content (const char * const *permissions)
{
  for (guint i = 0; permissions != NULL && permissions[i] != NULL; i++)
    {
      if (is_about_content (permissions[i]))
        return TRUE;
    }

  return FALSE;
}

static BwMessageField
get_not_asked (BwMessageTemplate      *self,
               const BwMessageContent *content)
{
  if (self->kind == BW_MESSAGE_KIND_APPROVAL)
    return bw_role_is_among (BW_ROLE_GLOBAL_ADMINISTRATOR, content->roles)
             ? BW_MESSAGE_FIELD_WITH_GLOBAL : BW_MESSAGE_FIELD_WITHOUT_GLOBAL;

  return has_content (content->app_permissions) || has_content (content->delegated_permissions)
           ? BW_MESSAGE_FIELD_WITH_CONTENT : BW_MESSAGE_FIELD_WITHOUT_CONTENT;
}

/* Returns: (nullable): whether it is a name, which may be written in another direction */
static char *
dup_name (const BwMessageContent *content,
          BwMessageVariable       variable)
{
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
    case BW_MESSAGE_VARIABLE_GUEST:
      return dup_line (content->guest);
    case BW_MESSAGE_VARIABLE_APPLICATION:
      return dup_line (content->application);
    case BW_MESSAGE_VARIABLE_RELATIONSHIP:
      return dup_line (content->relationship);
    case BW_MESSAGE_VARIABLE_HOST:
      return dup_host (content->link);
    case BW_MESSAGE_VARIABLE_DURATION:
    case BW_MESSAGE_VARIABLE_DEADLINE:
    case BW_MESSAGE_VARIABLE_EXTENSION:
    case BW_MESSAGE_VARIABLE_RENEWAL:
    case BW_MESSAGE_VARIABLE_NOT_ASKED:
    case BW_MESSAGE_VARIABLE_ROLES:
    case BW_MESSAGE_VARIABLE_PERMISSIONS:
    case BW_MESSAGE_VARIABLE_LINK:
    case BW_MESSAGE_VARIABLE_DAY:
    case BW_MESSAGE_VARIABLE_MONTH:
    case BW_MESSAGE_VARIABLE_YEAR:
    default:
      return NULL;
    }
}

static char *
isolate (BwMessageTemplate *self,
         const char        *name)
{
  return bw_message_template_is_rtl (self) ? g_strconcat (ISOLATE, name, END_OF_ISOLATE, NULL)
                                           : g_strdup (name);
}

static char *
dup_value (BwMessageTemplate      *self,
           const BwMessageContent *content,
           BwMessageVariable       variable)
{
  g_autofree char *name = dup_name (content, variable);

  if (name != NULL)
    return isolate (self, name);

  switch (variable)
    {
    case BW_MESSAGE_VARIABLE_DURATION:
      return dup_days (content->duration);
    case BW_MESSAGE_VARIABLE_DEADLINE:
      return dup_date (self, content->deadline);
    case BW_MESSAGE_VARIABLE_EXTENSION:
      return dup_days (content->extension);
    case BW_MESSAGE_VARIABLE_RENEWAL:
      return expand (self, content, self->fields[content->extension > 0 ? BW_MESSAGE_FIELD_EXTENDS
                                                                        : BW_MESSAGE_FIELD_ENDS]);
    case BW_MESSAGE_VARIABLE_NOT_ASKED:
      return expand (self, content, self->fields[get_not_asked (self, content)]);
    case BW_MESSAGE_VARIABLE_PARTNER:
    case BW_MESSAGE_VARIABLE_SENDER:
    case BW_MESSAGE_VARIABLE_CUSTOMER:
    case BW_MESSAGE_VARIABLE_DOMAIN:
    case BW_MESSAGE_VARIABLE_GUEST:
    case BW_MESSAGE_VARIABLE_APPLICATION:
    case BW_MESSAGE_VARIABLE_RELATIONSHIP:
    case BW_MESSAGE_VARIABLE_HOST:
    case BW_MESSAGE_VARIABLE_ROLES:
    case BW_MESSAGE_VARIABLE_PERMISSIONS:
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

/* What is known of a role or a permission by its name only is told by that. */
static const char *
get_item_name (const char *id)
{
  const char *name = bw_is_guid (id) ? bw_role_get_name (id) : NULL;

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
append_text_line (GString           *text,
                  BwMessageTemplate *self,
                  const char        *bullet,
                  const char        *line)
{
  if (bw_message_template_is_rtl (self) && !bw_message_is_rtl_text (line))
    g_string_append (text, RTL_MARK);
  g_string_append_printf (text, "%s%s", bullet, line);
}

static void
append_text_list (GString                *text,
                  BwMessageTemplate      *self,
                  const BwMessageContent *content,
                  const char * const     *items)
{
  for (guint i = 0; items[i] != NULL; i++)
    {
      const char *meaning = get_meaning (content, items[i]);
      g_autofree char *line = dup_line (get_item_name (items[i]));
      g_autofree char *name = isolate (self, line);

      if (i > 0)
        g_string_append_c (text, '\n');
      append_text_line (text, self, "• ", name);
      if (meaning != NULL)
        g_string_append_printf (text, ": %s", meaning);
    }
}

/* Each list with what it is, where there is anything in it. */
static void
append_text_permissions (GString                *text,
                         BwMessageTemplate      *self,
                         const BwMessageContent *content)
{
  const struct { BwMessageField field; const char * const *names; } lists[] = {
    { BW_MESSAGE_FIELD_APPLICATION, content->app_permissions },
    { BW_MESSAGE_FIELD_DELEGATED, content->delegated_permissions },
  };
  gboolean first = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *head = NULL;

      if (lists[i].names == NULL || *lists[i].names == NULL)
        continue;

      head = expand (self, content, self->fields[lists[i].field]);
      g_string_append (text, first ? "" : "\n\n");
      append_text_line (text, self, "", head);
      g_string_append_c (text, '\n');
      append_text_list (text, self, content, lists[i].names);
      first = FALSE;
    }
}

static gboolean
is_item (BwMessageBlockKind kind)
{
  return kind == BW_MESSAGE_BLOCK_BULLET || kind == BW_MESSAGE_BLOCK_NUMBER;
}

static void
append_text_block (GString                *text,
                   BwMessageTemplate      *self,
                   const BwMessageContent *content,
                   BwMessageBlock         *block,
                   guint                   number)
{
  g_autofree char *bullet = NULL;
  g_autofree char *line = NULL;

  switch (block->kind)
    {
    case BW_MESSAGE_BLOCK_LINK:
      g_string_append (text, content->link);
      return;
    case BW_MESSAGE_BLOCK_ROLES:
      append_text_list (text, self, content, content->roles);
      return;
    case BW_MESSAGE_BLOCK_PERMISSIONS:
      append_text_permissions (text, self, content);
      return;
    case BW_MESSAGE_BLOCK_BULLET:
      bullet = g_strdup ("• ");
      break;
    case BW_MESSAGE_BLOCK_NUMBER:
      bullet = g_strdup_printf ("%u. ", number);
      break;
    case BW_MESSAGE_BLOCK_PARAGRAPH:
    case BW_MESSAGE_BLOCK_HEADING:
    default:
      break;
    }

  line = expand (self, content, block->text->str);
  append_text_line (text, self, bullet != NULL ? bullet : "", line);
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

      /* List items stand close together, and so does a heading with what follows. */
      if (previous != NULL)
        g_string_append (text, previous->kind == BW_MESSAGE_BLOCK_HEADING ||
                               (is_item (previous->kind) && previous->kind == block->kind)
                                 ? "\n" : "\n\n");
      number = block->kind == BW_MESSAGE_BLOCK_NUMBER ? number + 1 : 0;
      append_text_block (text, self, content, block, number);
      previous = block;
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
append_html_list (GString                *html,
                  const BwMessageContent *content,
                  const char * const     *items)
{
  g_string_append (html, "<ul>\n");
  for (guint i = 0; items[i] != NULL; i++)
    {
      const char *meaning = get_meaning (content, items[i]);
      g_autofree char *line = dup_line (get_item_name (items[i]));
      g_autofree char *name = g_markup_escape_text (line, -1);
      g_autofree char *rest = meaning != NULL ? g_markup_escape_text (meaning, -1) : NULL;

      g_string_append_printf (html, "<li><strong dir=\"auto\">%s</strong>%s%s</li>\n", name,
                              rest != NULL ? ": " : "",
                              rest != NULL ? rest : "");
    }
  g_string_append (html, "</ul>\n");
}

static void
append_html_permissions (GString                *html,
                         BwMessageTemplate      *self,
                         const BwMessageContent *content)
{
  const struct { BwMessageField field; const char * const *names; } lists[] = {
    { BW_MESSAGE_FIELD_APPLICATION, content->app_permissions },
    { BW_MESSAGE_FIELD_DELEGATED, content->delegated_permissions },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *head = NULL;

      if (lists[i].names == NULL || *lists[i].names == NULL)
        continue;

      head = expand (self, content, self->fields[lists[i].field]);
      append_element (html, "p", head);
      append_html_list (html, content, lists[i].names);
    }
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
append_html_link (GString    *html,
                  const char *link)
{
  g_autofree char *escaped = g_markup_escape_text (link, -1);

  g_string_append_printf (html, "<p dir=\"ltr\"><a href=\"%s\">%s</a></p>\n", escaped, escaped);
}

static void
append_html_block (GString                *html,
                   BwMessageTemplate      *self,
                   const BwMessageContent *content,
                   BwMessageBlock         *block)
{
  g_autofree char *line = NULL;

  switch (block->kind)
    {
    case BW_MESSAGE_BLOCK_LINK:
      append_html_link (html, content->link);
      return;
    case BW_MESSAGE_BLOCK_ROLES:
      append_html_list (html, content, content->roles);
      return;
    case BW_MESSAGE_BLOCK_PERMISSIONS:
      append_html_permissions (html, self, content);
      return;
    case BW_MESSAGE_BLOCK_PARAGRAPH:
    case BW_MESSAGE_BLOCK_HEADING:
    case BW_MESSAGE_BLOCK_BULLET:
    case BW_MESSAGE_BLOCK_NUMBER:
    default:
      line = expand (self, content, block->text->str);
    }

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
  const char *direction = bw_message_template_is_rtl (self) ? "rtl" : "ltr";
  GString *html = g_string_new (NULL);
  BwMessageBlock *previous = NULL;

  g_string_append_printf (html,
                          "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n"
                          "<meta charset=\"utf-8\">\n", safe_language,
                          direction);
  append_element (html, "title", subject);
  /* Mail programs drop the first element, and keep this one. */
  g_string_append_printf (html, "</head>\n<body dir=\"%s\">\n", direction);

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
BwMessage *
bw_message_template_fill (BwMessageTemplate      *self,
                          const char             *language,
                          const BwMessageContent *content)
{
  BwMessage *message = g_new0 (BwMessage, 1);

  message->kind = self->kind;
  message->is_rtl = bw_message_template_is_rtl (self);
  message->language = g_strdup (language);
  message->link = bw_message_kind_has_link (self->kind) ? g_strdup (content->link) : NULL;
  message->subject = expand (self, content, self->fields[BW_MESSAGE_FIELD_SUBJECT]);
  message->text = make_text (self, content);
  message->html = make_html (self, content, language, message->subject);

  return message;
}

/**
 * bw_message_template_fill_sample:
 * @self: a template
 * @language: its language tag
 * @meanings: (nullable) (element-type utf8 utf8): as bw_message_read_meanings() reads them
 *
 * Returns: (transfer full): a message that shows what the template makes, with names that
 *   are nobody’s
 */
BwMessage *
bw_message_template_fill_sample (BwMessageTemplate *self,
                                 const char        *language,
                                 GHashTable        *meanings)
{
  static const char * const roles[] = {
    "88d8e3e3-8f55-4a1e-953a-9b9898b8876b", "729827e3-9c14-49f7-bb1b-9608f156bbb8", NULL,
  };
  static const char * const app_permissions[] = {
    "User.Invite.All", "User.Read.All", "Organization.Read.All", "SecurityEvents.Read.All", NULL,
  };
  static const char * const delegated_permissions[] = { "User.Read", NULL };
  const BwMessageContent content = {
    .partner = "Fabrikam IT",
    .sender = "ada@fabrikam.example",
    .customer = "Contoso",
    .domain = "contoso.example",
    .link = "https://microsoft.example/agree?to=fabrikam",
    .meanings = meanings,
    .relationship = "Fabrikam IT – Contoso – 2027-01 – k4f7",
    .roles = roles,
    .duration = 730 * DAY,
    .extension = 180 * DAY,
    .deadline = bw_clock_now () + 90 * DAY,
    .guest = "technician@fabrikam.example",
    .application = "Fabrikam Bailiwick",
    .app_permissions = app_permissions,
    .delegated_permissions = delegated_permissions,
  };

  return bw_message_template_fill (self, language, &content);
}
