/* bw-sim-filter.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-filter.h"

/* How deep brackets may nest, and how long an expression may be. */
#define MAX_DEPTH  16
#define MAX_LENGTH 16384

typedef enum
{
  OP_AND,
  OP_OR,
  OP_EQ,
  OP_NE,
  OP_STARTS_WITH,
} Op;

struct _BwSimFilter
{
  Op           op;
  BwSimFilter *left;      /* of OP_AND and OP_OR */
  BwSimFilter *right;
  char        *property;  /* of the others */
  char        *value;     /* nullable: null */
};

/* What is left of the text, and where a property is refused, its name. */
typedef struct
{
  const char         *rest;
  const char * const *properties;
  char              **unknown;
  guint               depth;
} Parser;

static BwSimFilter *parse_or (Parser *parser);

/**
 * bw_sim_filter_free:
 * @self: (transfer full): a filter
 */
void
bw_sim_filter_free (BwSimFilter *self)
{
  g_clear_pointer (&self->left, bw_sim_filter_free);
  g_clear_pointer (&self->right, bw_sim_filter_free);
  g_free (self->property);
  g_free (self->value);
  g_free (self);
}

static BwSimFilter *
new_pair (Op           op,
          BwSimFilter *left,
          BwSimFilter *right)
{
  BwSimFilter *self = g_new0 (BwSimFilter, 1);

  self->op = op;
  self->left = left;
  self->right = right;

  return self;
}

static void
skip_space (Parser *parser)
{
  while (*parser->rest == ' ')
    parser->rest++;
}

static gboolean
accept_char (Parser *parser,
             char    wanted)
{
  skip_space (parser);
  if (*parser->rest != wanted)
    return FALSE;

  parser->rest++;

  return TRUE;
}

static gsize
word_length (const char *text)
{
  gsize length = 0;

  while (g_ascii_isalnum (text[length])
         || (text[length] != '\0' && strchr ("_/-.@:", text[length]) != NULL))
    length++;

  return length;
}

/* Takes @wanted if it is the next word. */
static gboolean
accept_word (Parser     *parser,
             const char *wanted)
{
  gsize length;

  skip_space (parser);
  length = word_length (parser->rest);
  if (length != strlen (wanted) || g_ascii_strncasecmp (parser->rest, wanted, length) != 0)
    return FALSE;

  parser->rest += length;

  return TRUE;
}

static char *
parse_property (Parser *parser)
{
  g_autofree char *name = NULL;
  gsize length;

  skip_space (parser);
  length = word_length (parser->rest);
  if (length == 0)
    return NULL;

  name = g_strndup (parser->rest, length);
  parser->rest += length;

  for (guint i = 0; parser->properties[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (parser->properties[i], name) == 0)
        return g_strdup (parser->properties[i]);
    }

  g_free (*parser->unknown);
  *parser->unknown = g_steal_pointer (&name);

  return NULL;
}

/* A string in quotes, or a bare number, GUID, date, boolean or null. */
static gboolean
parse_value (Parser  *parser,
             char   **value)
{
  g_autoptr(GString) text = g_string_new (NULL);
  gsize length;

  skip_space (parser);
  if (*parser->rest != '\'')
    {
      length = word_length (parser->rest);
      g_string_append_len (text, parser->rest, length);
      parser->rest += length;
      *value = g_str_equal (text->str, "null") ? NULL : g_strdup (text->str);

      return length > 0;
    }

  for (parser->rest++; *parser->rest != '\0'; parser->rest++)
    {
      if (*parser->rest != '\'')
        g_string_append_c (text, *parser->rest);
      else if (parser->rest[1] == '\'')
        g_string_append_c (text, *parser->rest++);
      else
        break;
    }

  if (*parser->rest != '\'')
    return FALSE;

  parser->rest++;
  *value = g_strdup (text->str);

  return TRUE;
}

/* property in ('a', 'b') is one of several equalities. */
static BwSimFilter *
parse_in (Parser     *parser,
          const char *property)
{
  g_autoptr(BwSimFilter) any = NULL;

  if (!accept_char (parser, '('))
    return NULL;

  do
    {
      BwSimFilter *one = g_new0 (BwSimFilter, 1);

      one->op = OP_EQ;
      one->property = g_strdup (property);
      any = any != NULL ? new_pair (OP_OR, g_steal_pointer (&any), one) : one;
      if (!parse_value (parser, &one->value))
        return NULL;
    }
  while (accept_char (parser, ','));

  return accept_char (parser, ')') ? g_steal_pointer (&any) : NULL;
}

static BwSimFilter *
parse_starts_with (Parser *parser)
{
  g_autoptr(BwSimFilter) self = g_new0 (BwSimFilter, 1);

  self->op = OP_STARTS_WITH;
  if (!accept_char (parser, '(') || (self->property = parse_property (parser)) == NULL
      || !accept_char (parser, ',') || !parse_value (parser, &self->value) || self->value == NULL
      || !accept_char (parser, ')'))
    return NULL;

  return g_steal_pointer (&self);
}

static BwSimFilter *
parse_one (Parser *parser)
{
  g_autoptr(BwSimFilter) self = NULL;

  if (accept_char (parser, '('))
    {
      if (++parser->depth > MAX_DEPTH)
        return NULL;

      self = parse_or (parser);

      return self != NULL && accept_char (parser, ')') ? g_steal_pointer (&self) : NULL;
    }

  if (accept_word (parser, "startsWith"))
    return parse_starts_with (parser);

  self = g_new0 (BwSimFilter, 1);
  self->property = parse_property (parser);
  if (self->property == NULL)
    return NULL;
  if (accept_word (parser, "in"))
    return parse_in (parser, self->property);

  if (accept_word (parser, "eq"))
    self->op = OP_EQ;
  else if (accept_word (parser, "ne"))
    self->op = OP_NE;
  else
    return NULL;

  return parse_value (parser, &self->value) ? g_steal_pointer (&self) : NULL;
}

static BwSimFilter *
parse_and (Parser *parser)
{
  g_autoptr(BwSimFilter) self = parse_one (parser);

  while (self != NULL && accept_word (parser, "and"))
    {
      BwSimFilter *right = parse_one (parser);

      if (right == NULL)
        return NULL;
      self = new_pair (OP_AND, g_steal_pointer (&self), right);
    }

  return g_steal_pointer (&self);
}

static BwSimFilter *
parse_or (Parser *parser)
{
  g_autoptr(BwSimFilter) self = parse_and (parser);

  while (self != NULL && accept_word (parser, "or"))
    {
      BwSimFilter *right = parse_and (parser);

      if (right == NULL)
        return NULL;
      self = new_pair (OP_OR, g_steal_pointer (&self), right);
    }

  return g_steal_pointer (&self);
}

/**
 * bw_sim_filter_new:
 * @text: an expression
 * @properties: (array zero-terminated=1): what can be filtered by
 * @unknown: (out) (nullable) (transfer full): the property that can't, if that is why it fails
 *
 * Returns: (transfer full): the filter, or %NULL if @text is not one of the forms known here
 */
BwSimFilter *
bw_sim_filter_new (const char         *text,
                   const char * const *properties,
                   char              **unknown)
{
  Parser parser = { text, properties, unknown, 0 };
  g_autoptr(BwSimFilter) self = NULL;

  *unknown = NULL;
  if (strlen (text) > MAX_LENGTH)
    return NULL;

  self = parse_or (&parser);
  skip_space (&parser);

  return self != NULL && *parser.rest == '\0' ? g_steal_pointer (&self) : NULL;
}

/**
 * bw_sim_filter_is_advanced:
 * @self: a filter
 *
 * Returns: whether the directory wants "ConsistencyLevel: eventual" for it
 */
gboolean
bw_sim_filter_is_advanced (BwSimFilter *self)
{
  if (self->left != NULL)
    return bw_sim_filter_is_advanced (self->left) || bw_sim_filter_is_advanced (self->right);

  return self->op == OP_NE;
}

/**
 * bw_sim_filter_get_equal:
 * @self: (nullable): a filter
 * @property: a property
 *
 * Returns: (nullable): the one value that @property has in whatever passes the filter
 */
const char *
bw_sim_filter_get_equal (BwSimFilter *self,
                         const char  *property)
{
  const char *value;

  if (self == NULL)
    return NULL;

  if (self->op == OP_AND)
    {
      value = bw_sim_filter_get_equal (self->left, property);

      return value != NULL ? value : bw_sim_filter_get_equal (self->right, property);
    }

  return self->op == OP_EQ && g_str_equal (self->property, property) ? self->value : NULL;
}

/* Graph compares without regard to case. */
static gboolean
compare (BwSimFilter *self,
         const char  *value)
{
  g_autofree char *folded = value != NULL ? g_utf8_casefold (value, -1) : NULL;
  g_autofree char *wanted = self->value != NULL ? g_utf8_casefold (self->value, -1) : NULL;

  if (self->op == OP_STARTS_WITH)
    return folded != NULL && g_str_has_prefix (folded, wanted);

  return (g_strcmp0 (folded, wanted) == 0) == (self->op == OP_EQ);
}

/**
 * bw_sim_filter_matches:
 * @self: a filter
 * @get: gets properties
 * @source: for @get
 * @index: for @get
 *
 * Returns: whether the item passes
 */
gboolean
bw_sim_filter_matches (BwSimFilter  *self,
                       BwSimGetFunc  get,
                       gpointer      source,
                       guint         index)
{
  g_autofree char *value = NULL;

  if (self->op == OP_AND)
    return bw_sim_filter_matches (self->left, get, source, index)
           && bw_sim_filter_matches (self->right, get, source, index);
  if (self->op == OP_OR)
    return bw_sim_filter_matches (self->left, get, source, index)
           || bw_sim_filter_matches (self->right, get, source, index);

  value = get (source, index, self->property);

  return compare (self, value);
}
