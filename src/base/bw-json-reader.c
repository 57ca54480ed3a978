/* bw-json-reader.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-error.h"
#include "bw-json-reader.h"

#define MAX_NAME   1024
#define MAX_STRING (1024 * 1024)
#define MAX_NUMBER 1024

/* What may come next. */
typedef enum
{
  STATE_VALUE,
  STATE_FIRST_ELEMENT,
  STATE_FIRST_NAME,
  STATE_AFTER_VALUE,
  STATE_DONE,
  STATE_BROKEN,
} State;

struct _BwJsonReader
{
  const char *data;
  gsize       size;
  gsize       position;

  State       state;
  BwJsonToken token;       /* the newest */
  gsize       offset;      /* where it begins */
  GString    *text;        /* of a name, a string or a number */

  guint       depth;
  guint64     objects;     /* bit n: the container at depth n + 1 is an object */

  const char *problem;     /* nullable */
};

G_STATIC_ASSERT (BW_JSON_MAX_DEPTH <= 64);

static BwJsonToken
fail_at (BwJsonReader *self,
         gsize         offset,
         const char   *problem)
{
  self->state = STATE_BROKEN;
  self->token = BW_JSON_TOKEN_ERROR;
  self->offset = offset;
  self->problem = problem;

  return BW_JSON_TOKEN_ERROR;
}

static gboolean
fails_at (BwJsonReader *self,
          gsize         offset,
          const char   *problem)
{
  fail_at (self, offset, problem);

  return FALSE;
}

/* Returns: the next byte, or '\0' at the end; no valid document has that byte inside. */
static char
peek (BwJsonReader *self)
{
  return self->position < self->size ? self->data[self->position] : '\0';
}

static void
skip_space (BwJsonReader *self)
{
  while (self->position < self->size)
    {
      char c = self->data[self->position];

      if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
        return;

      self->position++;
    }
}

/* Returns: the four hex digits after a "\u", or -1 */
static int
read_hex (BwJsonReader *self)
{
  int value = 0;

  if (self->size - self->position < 4)
    return -1;

  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (self->data[self->position + i]);

      if (digit < 0)
        return -1;

      value = value * 16 + digit;
    }

  self->position += 4;

  return value;
}

/* Reads what follows "\u", and the second half of a pair where there must be one. */
static gboolean
read_unicode (BwJsonReader *self,
              gsize         start)
{
  int first = read_hex (self);
  int second;

  if (first < 0)
    return fails_at (self, start, "four hexadecimal digits expected");
  if (first == 0)
    return fails_at (self, start, "a null character in a string");
  if (first >= 0xdc00 && first <= 0xdfff)
    return fails_at (self, start, "half of a surrogate pair");

  if (first < 0xd800 || first > 0xdbff)
    {
      g_string_append_unichar (self->text, (gunichar) first);
      return TRUE;
    }

  if (self->size - self->position < 6 || strncmp (self->data + self->position, "\\u", 2) != 0)
    return fails_at (self, start, "half of a surrogate pair");

  self->position += 2;
  second = read_hex (self);
  if (second < 0xdc00 || second > 0xdfff)
    return fails_at (self, start, "half of a surrogate pair");

  g_string_append_unichar (self->text, 0x10000 + (gunichar) ((first - 0xd800) << 10) +
                                       (gunichar) (second - 0xdc00));

  return TRUE;
}

static gboolean
read_escape (BwJsonReader *self)
{
  static const char from[] = "\"\\/bfnrt";
  static const char to[] = "\"\\/\b\f\n\r\t";
  gsize start = self->position++;
  char c = peek (self);
  const char *found;

  if (c == 'u')
    {
      self->position++;
      return read_unicode (self, start);
    }

  found = c != '\0' ? strchr (from, c) : NULL;
  if (found == NULL)
    return fails_at (self, start, "an unknown escape sequence");

  self->position++;
  g_string_append_c (self->text, to[found - from]);

  return TRUE;
}

/* Reads a string from its opening to its closing quote. */
static gboolean
read_string (BwJsonReader *self,
             gsize         max_size)
{
  gsize start = self->position++;

  g_string_truncate (self->text, 0);

  while (self->position < self->size)
    {
      const char *begin = self->data + self->position;
      const char *end = self->data + self->size;
      const char *p = begin;

      while (p < end && *p != '"' && *p != '\\' && (guchar) *p >= 0x20)
        p++;

      g_string_append_len (self->text, begin, p - begin);
      self->position += (gsize) (p - begin);

      if (self->text->len > max_size)
        return fails_at (self, start, "a string is too long");
      if (p == end)
        break;

      if (*p == '"')
        {
          self->position++;
          return TRUE;
        }

      if (*p != '\\')
        return fails_at (self, self->position, "a control character in a string");
      if (!read_escape (self))
        return FALSE;
    }

  return fails_at (self, start, "a string does not end");
}

/* Returns: whether there was at least one digit */
static gboolean
skip_digits (BwJsonReader *self)
{
  gsize start = self->position;

  while (g_ascii_isdigit (peek (self)))
    self->position++;

  return self->position > start;
}

static gboolean
read_number (BwJsonReader *self)
{
  gsize start = self->position;
  gboolean good;

  if (peek (self) == '-')
    self->position++;

  if (peek (self) == '0')
    {
      self->position++;
      good = !g_ascii_isdigit (peek (self));
    }
  else
    {
      good = skip_digits (self);
    }

  if (good && peek (self) == '.')
    {
      self->position++;
      good = skip_digits (self);
    }

  if (good && (peek (self) == 'e' || peek (self) == 'E'))
    {
      self->position++;
      if (peek (self) == '+' || peek (self) == '-')
        self->position++;
      good = skip_digits (self);
    }

  if (!good)
    return fails_at (self, start, "a malformed number");
  if (self->position - start > MAX_NUMBER)
    return fails_at (self, start, "a number is too long");

  g_string_truncate (self->text, 0);
  g_string_append_len (self->text, self->data + start, (gssize) (self->position - start));

  return TRUE;
}

static BwJsonToken
finish_value (BwJsonReader *self,
              BwJsonToken   token)
{
  self->state = self->depth > 0 ? STATE_AFTER_VALUE : STATE_DONE;
  self->token = token;

  return token;
}

static BwJsonToken
read_word (BwJsonReader *self,
           const char   *word,
           BwJsonToken   token)
{
  gsize length = strlen (word);

  if (self->size - self->position < length ||
      memcmp (self->data + self->position, word, length) != 0)
    return fail_at (self, self->position, "a value expected");

  self->position += length;

  return finish_value (self, token);
}

static BwJsonToken
open_container (BwJsonReader *self,
                gboolean      object)
{
  guint64 bit;

  if (self->depth == BW_JSON_MAX_DEPTH)
    return fail_at (self, self->position, "nested too deeply");

  bit = G_GUINT64_CONSTANT (1) << self->depth++;
  self->objects = object ? self->objects | bit : self->objects & ~bit;
  self->position++;
  self->state = object ? STATE_FIRST_NAME : STATE_FIRST_ELEMENT;
  self->token = object ? BW_JSON_TOKEN_BEGIN_OBJECT : BW_JSON_TOKEN_BEGIN_ARRAY;

  return self->token;
}

static gboolean
in_object (BwJsonReader *self)
{
  return (self->objects >> (self->depth - 1)) & 1;
}

static BwJsonToken
close_container (BwJsonReader *self)
{
  gboolean object = in_object (self);

  self->position++;
  self->depth--;

  return finish_value (self, object ? BW_JSON_TOKEN_END_OBJECT : BW_JSON_TOKEN_END_ARRAY);
}

static BwJsonToken
read_value (BwJsonReader *self)
{
  char c = peek (self);

  if (c == '{' || c == '[')
    return open_container (self, c == '{');
  if (c == '"')
    return read_string (self, MAX_STRING) ? finish_value (self, BW_JSON_TOKEN_STRING)
                                          : BW_JSON_TOKEN_ERROR;
  if (c == '-' || g_ascii_isdigit (c))
    return read_number (self) ? finish_value (self, BW_JSON_TOKEN_NUMBER) : BW_JSON_TOKEN_ERROR;
  if (c == 't')
    return read_word (self, "true", BW_JSON_TOKEN_TRUE);
  if (c == 'f')
    return read_word (self, "false", BW_JSON_TOKEN_FALSE);

  return read_word (self, "null", BW_JSON_TOKEN_NULL);
}

static BwJsonToken
read_name (BwJsonReader *self)
{
  if (peek (self) != '"')
    return fail_at (self, self->position, "a member name expected");
  if (!read_string (self, MAX_NAME))
    return BW_JSON_TOKEN_ERROR;

  skip_space (self);
  if (peek (self) != ':')
    return fail_at (self, self->position, "a colon expected");

  self->position++;
  self->state = STATE_VALUE;
  self->token = BW_JSON_TOKEN_NAME;

  return self->token;
}

static BwJsonToken
read_after_value (BwJsonReader *self)
{
  gboolean object = in_object (self);

  if (peek (self) == (object ? '}' : ']'))
    return close_container (self);
  if (peek (self) != ',')
    return fail_at (self, self->position, object ? "a comma or a closing brace expected"
                                                 : "a comma or a closing bracket expected");

  self->position++;
  skip_space (self);
  self->offset = self->position;

  return object ? read_name (self) : read_value (self);
}

static BwJsonToken
read_end (BwJsonReader *self)
{
  if (self->position < self->size)
    return fail_at (self, self->position, "something after the end");

  self->token = BW_JSON_TOKEN_END;

  return self->token;
}

/**
 * bw_json_reader_new:
 * @data: (nullable): a document, in UTF-8, with or without a byte order mark;
 *   must live as long as the reader
 * @size: its length in bytes
 *
 * Reads JSON by the book (RFC 8259) and nothing else, in one pass and without
 * building a tree.  Documents that are nested more than %BW_JSON_MAX_DEPTH deep,
 * have a member name above 1 KiB or a string above 1 MiB, or a null character
 * or half of a surrogate pair in a string, are broken.  Of members with the
 * same name each is reported.
 *
 * Returns: (transfer full): a reader before the first token
 */
BwJsonReader *
bw_json_reader_new (const char *data,
                    gsize       size)
{
  BwJsonReader *self = g_new0 (BwJsonReader, 1);
  const char *end = NULL;

  self->data = data;
  self->size = size;
  self->text = g_string_new (NULL);

  /* A null byte counts as invalid here, so that peek() can use it for the end. */
  if (size > 0 && !g_utf8_validate_len (data, size, &end))
    fail_at (self, (gsize) (end - data), "not UTF-8");
  else if (size >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    self->position = 3;

  return self;
}

/**
 * bw_json_reader_free:
 * @self: (transfer full): a reader
 */
void
bw_json_reader_free (BwJsonReader *self)
{
  g_string_free (self->text, TRUE);
  g_free (self);
}

/**
 * bw_json_reader_next:
 * @self: a reader
 *
 * Returns: what comes next.  After %BW_JSON_TOKEN_END and %BW_JSON_TOKEN_ERROR
 *   it is the same again.
 */
BwJsonToken
bw_json_reader_next (BwJsonReader *self)
{
  if (self->state == STATE_BROKEN)
    return BW_JSON_TOKEN_ERROR;

  skip_space (self);
  self->offset = self->position;

  switch (self->state)
    {
    case STATE_FIRST_NAME:
      return peek (self) == '}' ? close_container (self) : read_name (self);
    case STATE_FIRST_ELEMENT:
      return peek (self) == ']' ? close_container (self) : read_value (self);
    case STATE_AFTER_VALUE:
      return read_after_value (self);
    case STATE_DONE:
      return read_end (self);
    case STATE_VALUE:
    case STATE_BROKEN:
    default:
      return read_value (self);
    }
}

/**
 * bw_json_reader_skip:
 * @self: a reader
 *
 * Reads past what the newest token began: the value of a member after its name,
 * the rest of an object or array after its beginning.  Other values are over
 * with their token, and nothing happens.
 *
 * Returns: %FALSE if the document is broken on the way
 */
gboolean
bw_json_reader_skip (BwJsonReader *self)
{
  guint outer;

  if (self->token == BW_JSON_TOKEN_NAME)
    bw_json_reader_next (self);

  if (self->token == BW_JSON_TOKEN_BEGIN_OBJECT || self->token == BW_JSON_TOKEN_BEGIN_ARRAY)
    {
      outer = self->depth - 1;
      while (self->depth > outer && bw_json_reader_next (self) != BW_JSON_TOKEN_ERROR)
        continue;
    }

  return self->state != STATE_BROKEN;
}

/**
 * bw_json_reader_get_text:
 * @self: a reader
 * @length: (out) (optional): its length in bytes
 *
 * Returns: (transfer none): the newest member name, string or number, ended by
 *   a null byte; valid until the reader goes on
 */
const char *
bw_json_reader_get_text (BwJsonReader *self,
                         gsize        *length)
{
  if (length != NULL)
    *length = self->text->len;

  return self->text->str;
}

/**
 * bw_json_reader_is_name:
 * @self: a reader
 * @name: a member name
 *
 * Returns: whether the newest token is that member's name
 */
gboolean
bw_json_reader_is_name (BwJsonReader *self,
                        const char   *name)
{
  return self->token == BW_JSON_TOKEN_NAME && strcmp (self->text->str, name) == 0;
}

/**
 * bw_json_reader_get_int:
 * @self: a reader
 * @value: (out): the number
 *
 * Returns: whether the newest token is a whole number that fits
 */
gboolean
bw_json_reader_get_int (BwJsonReader *self,
                        gint64       *value)
{
  return self->token == BW_JSON_TOKEN_NUMBER &&
         g_ascii_string_to_signed (self->text->str, 10, G_MININT64, G_MAXINT64, value, NULL);
}

/**
 * bw_json_reader_get_offset:
 * @self: a reader
 *
 * Returns: where the newest token begins, or what is wrong is, in bytes
 */
gsize
bw_json_reader_get_offset (BwJsonReader *self)
{
  return self->offset;
}

/**
 * bw_json_reader_set_error:
 * @self: a reader
 * @error: return location for a %BW_ERROR_PROTOCOL
 *
 * Says what is wrong with the document; where it is JSON but the caller cannot
 * use it, that the newest token was not expected.
 *
 * Returns: %FALSE, for the caller to return
 */
gboolean
bw_json_reader_set_error (BwJsonReader  *self,
                          GError       **error)
{
  if (self->problem != NULL)
    g_set_error (error, BW_ERROR, BW_ERROR_PROTOCOL,
                 "Not JSON: %s at byte %" G_GSIZE_FORMAT, self->problem, self->offset);
  else
    g_set_error (error, BW_ERROR, BW_ERROR_PROTOCOL,
                 "Unexpected JSON at byte %" G_GSIZE_FORMAT, self->offset);

  return FALSE;
}

/**
 * bw_json_reader_check:
 * @data: (nullable): a document
 * @size: its length in bytes
 * @error: return location for a %BW_ERROR_PROTOCOL
 *
 * Reads the whole document.
 *
 * Returns: whether it is one JSON value and nothing else
 */
gboolean
bw_json_reader_check (const char  *data,
                      gsize        size,
                      GError     **error)
{
  g_autoptr(BwJsonReader) reader = bw_json_reader_new (data, size);
  BwJsonToken token;

  do
    token = bw_json_reader_next (reader);
  while (token != BW_JSON_TOKEN_END && token != BW_JSON_TOKEN_ERROR);

  return token == BW_JSON_TOKEN_END || bw_json_reader_set_error (reader, error);
}
