/* bw-csv.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-csv.h"
#include "bw-error.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define MAX_FIELDS 64

typedef struct
{
  const char *p;          /* what comes next; ends with a zero byte */
  char        separator;
  guint       line;
  GPtrArray  *records;    /* (owned) (element-type BwCsvRecord) */
  GPtrArray  *fields;     /* (owned) (element-type utf8): of the record at hand */
} Reader;

static void
record_free (gpointer data)
{
  BwCsvRecord *self = data;

  g_strfreev (self->fields);
  g_free (self);
}

static gboolean
refuse (Reader      *self,
        const char  *sentence,
        GError     **error)
{
  /* Translators: the number of a line in a file, and a sentence about it */
  g_set_error (error, BW_ERROR, BW_ERROR_INVALID, _("Line %1$u: %2$s"), self->line, sentence);

  return FALSE;
}

/* A spreadsheet takes what separates lists where its user lives, and the head of the
 * table has none of it in a name. */
static char
find_separator (const char *text)
{
  const char *found = text + strcspn (text, ",;\t\r\n");

  return *found == ';' || *found == '\t' ? *found : ',';
}

static gboolean
is_line_end (char c)
{
  return c == '\n' || c == '\r' || c == '\0';
}

/* One end of a line is "\n", "\r\n" or "\r". */
static void
skip_line_end (Reader *self)
{
  if (self->p[0] == '\r' && self->p[1] == '\n')
    self->p++;
  if (*self->p != '\0')
    self->p++;
  self->line++;
}

static gboolean
read_quoted (Reader   *self,
             GString  *value,
             GError  **error)
{
  guint began = self->line;

  for (self->p++; *self->p != '\0'; self->p++)
    {
      if (self->p[0] == '"' && self->p[1] != '"')
        break;
      if (self->p[0] == '"')
        self->p++;
      if (*self->p == '\n')
        self->line++;
      g_string_append_c (value, *self->p);
    }

  if (*self->p == '\0')
    {
      self->line = began;
      return refuse (self, _("A quotation mark is not closed."), error);
    }

  self->p++;
  if (*self->p != self->separator && !is_line_end (*self->p))
    return refuse (self, _("Something comes between a closing quotation mark and the next value."),
                   error);

  return TRUE;
}

static gboolean
read_plain (Reader   *self,
            GString  *value,
            GError  **error)
{
  for (; *self->p != self->separator && !is_line_end (*self->p); self->p++)
    {
      if (*self->p == '"')
        return refuse (self, _("A value with a quotation mark in it has to stand in quotation "
                               "marks, and its own are doubled."), error);
      g_string_append_c (value, *self->p);
    }

  return TRUE;
}

static gboolean
read_field (Reader  *self,
            GError **error)
{
  g_autoptr(GString) value = g_string_new (NULL);

  if (self->fields->len == MAX_FIELDS)
    return refuse (self, _("There are too many values."), error);

  if (*self->p == '"' ? !read_quoted (self, value, error) : !read_plain (self, value, error))
    return FALSE;

  g_ptr_array_add (self->fields, g_string_free (g_steal_pointer (&value), FALSE));

  return TRUE;
}

static gboolean
is_blank (GPtrArray *fields)
{
  for (guint i = 0; i < fields->len; i++)
    {
      if (*(const char *) g_ptr_array_index (fields, i) != '\0')
        return FALSE;
    }

  return TRUE;
}

/* A spreadsheet leaves lines of separators only below a table. */
static void
keep_record (Reader *self,
             guint   line)
{
  BwCsvRecord *record;

  if (is_blank (self->fields))
    {
      g_ptr_array_set_size (self->fields, 0);
      return;
    }

  record = g_new0 (BwCsvRecord, 1);
  record->line = line;
  g_ptr_array_add (self->fields, NULL);
  record->fields = (char **) g_ptr_array_steal (self->fields, NULL);
  g_ptr_array_add (self->records, record);
}

static gboolean
read_record (Reader  *self,
             GError **error)
{
  guint line = self->line;

  if (self->records->len == BW_CSV_MAX_RECORDS)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("The file has more than %d lines. Divide it."), BW_CSV_MAX_RECORDS - 1);
      return FALSE;
    }

  if (!read_field (self, error))
    return FALSE;
  while (*self->p == self->separator)
    {
      self->p++;
      if (!read_field (self, error))
        return FALSE;
    }

  skip_line_end (self);
  keep_record (self, line);

  return TRUE;
}

static gboolean
check (const char  *data,
       gsize        size,
       GError     **error)
{
  if (size > BW_CSV_MAX_SIZE)
    g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                 _("The file is larger than %d KiB. Divide it."), BW_CSV_MAX_SIZE / 1024);
  else if (!g_utf8_validate_len (data, size, NULL))
    g_set_error_literal (error, BW_ERROR, BW_ERROR_INVALID,
                         _("The file is no text in UTF-8. Save it as “CSV UTF-8”."));
  else
    return TRUE;

  return FALSE;
}

/**
 * bw_csv_read:
 * @bytes: a file
 * @error: return location for a %BW_ERROR_INVALID that names the line
 *
 * Reads values separated by commas, semicolons or tabs, whichever comes first in the
 * first line.  A value may stand in quotation marks.  Lines without any value are
 * left out.  A broken line spoils the file: nobody knows where the next one begins.
 *
 * Returns: (transfer container) (element-type BwCsvRecord): the lines, at most
 *   %BW_CSV_MAX_RECORDS, or %NULL with @error set
 */
GPtrArray *
bw_csv_read (GBytes  *bytes,
             GError **error)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (record_free);
  g_autoptr(GPtrArray) fields = g_ptr_array_new_with_free_func (g_free);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = NULL;
  Reader reader = { .line = 1, .records = records, .fields = fields };

  if (size > 0 && !check (data, size, error))
    return NULL;

  text = g_strndup (size > 0 ? data : "", size);
  reader.p = g_str_has_prefix (text, BYTE_ORDER_MARK) ? text + strlen (BYTE_ORDER_MARK) : text;
  reader.separator = find_separator (reader.p);
  while (*reader.p != '\0')
    {
      if (!read_record (&reader, error))
        return NULL;
    }

  return g_steal_pointer (&records);
}
