/* bw-tenant-import.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-csv.h"
#include "bw-error.h"
#include "bw-tenant-import.h"
#include "bw-util.h"

/* Lines that are judged at a time. */
#define MAX_RUNNING 8

enum { NAME, TENANT, GUEST, N_COLUMNS };

static const char * const column_names[N_COLUMNS] = { "name", "tenant", "guest" };

typedef struct
{
  BwImportFunc   progress;       /* (nullable) */
  gpointer       progress_data;

  GPtrArray     *records;        /* (owned) (element-type BwCsvRecord): the first is the head */
  guint          columns[N_COLUMNS];
  GPtrArray     *lines;          /* (owned) (element-type BwImportLine) */

  guint          next;           /* line to judge */
  guint          n_running;
  guint          n_done;
  GError        *error;          /* (nullable): what makes it senseless to go on */
} Import;

/* One line that is judged. */
typedef struct
{
  GTask *task;   /* (owned) */
  guint  line;
} Item;

/* Lines that are added. */
typedef struct
{
  GPtrArray *lines;  /* (owned) (element-type BwImportLine) */
  guint      next;
} Addition;

/* In the order they run.  Each owns the reference to the task it is given. */
static void loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void domains_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void judge_more (GTask *task);
static void judged_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void add_more (GTask *task);
static void added_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
import_free (gpointer data)
{
  Import *self = data;

  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self);
}

static gboolean
is_column (const char *field,
           const char *name)
{
  g_autofree char *plain = g_strstrip (g_strdup (field));

  return g_ascii_strcasecmp (plain, name) == 0;
}

/* Returns: the position of the column, or that after the last one */
static guint
find_column (char       **fields,
             const char  *name)
{
  guint i = 0;

  while (fields[i] != NULL && !is_column (fields[i], name))
    i++;

  return i;
}

static gboolean
read_head (Import  *self,
           GError **error)
{
  const BwCsvRecord *head = self->records->len > 0 ? g_ptr_array_index (self->records, 0) : NULL;

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      self->columns[i] = head != NULL ? find_column (head->fields, column_names[i]) : 0;
      if (head == NULL || head->fields[self->columns[i]] == NULL)
        {
          g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                       /* Translators: the head of a table; leave it as it is */
                       _("The first line of the file has to name its columns: %s"),
                       "name,tenant,guest");
          return FALSE;
        }
    }

  if (self->records->len == 1)
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_INVALID, _("There is no tenant in the file."));
      return FALSE;
    }

  return TRUE;
}

static const char *
get_field (Import *self,
           guint   line,
           guint   column)
{
  const BwCsvRecord *record = g_ptr_array_index (self->records, line + 1);

  return record->fields[self->columns[column]];
}

/* A line with other values than the head has can't be trusted to have them in order. */
static gboolean
is_whole (Import *self,
          guint   line)
{
  const BwCsvRecord *head = g_ptr_array_index (self->records, 0);
  const BwCsvRecord *record = g_ptr_array_index (self->records, line + 1);

  return g_strv_length (record->fields) == g_strv_length (head->fields);
}

static void
make_lines (Import *self)
{
  self->lines = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i + 1 < self->records->len; i++)
    {
      const BwCsvRecord *record = g_ptr_array_index (self->records, i + 1);
      const char *field = is_whole (self, i) ? get_field (self, i, NAME) : record->fields[0];
      g_autofree char *name = bw_str_compact (field, 256);

      g_ptr_array_add (self->lines, bw_import_line_new (record->line, name));
    }
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Import *self = g_task_get_task_data (task);
  BwTenantEntry *entry = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  char *contents = NULL;
  gsize size = 0;
  g_autoptr(GBytes) bytes = NULL;
  GError *error = NULL;

  if (g_file_load_partial_contents_finish (G_FILE (source), result, &contents, &size, NULL,
                                           &error))
    {
      bytes = g_bytes_new_take (contents, size);
      self->records = bw_csv_read (bytes, &error);
    }

  if (self->records == NULL || !read_head (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  make_lines (self);
  bw_tenant_entry_load_domains_async (entry, cancellable, domains_loaded_cb,
                                      g_steal_pointer (&task));
}

static void
domains_loaded_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;

  if (bw_tenant_entry_load_domains_finish (BW_TENANT_ENTRY (source), result, &error))
    judge_more (task);
  else
    g_task_return_error (task, error);
}

static void
count_done (Import *self)
{
  self->n_done++;
  if (self->progress != NULL)
    self->progress (self->n_done, self->lines->len, self->progress_data);
}

static void
judge_line (GTask *task,
            guint  line)
{
  Import *self = g_task_get_task_data (task);
  Item *item;

  if (!is_whole (self, line))
    {
      bw_import_line_refuse (g_ptr_array_index (self->lines, line), BW_IMPORT_REFUSED,
                             _("The line has not as many values as the first line has."));
      count_done (self);
      return;
    }

  item = g_new0 (Item, 1);
  item->task = g_object_ref (task);
  item->line = line;
  self->n_running++;
  bw_tenant_entry_judge_async (g_task_get_source_object (task), get_field (self, line, NAME),
                               get_field (self, line, TENANT), get_field (self, line, GUEST),
                               g_task_get_cancellable (task), judged_cb, item);
}

/* The first line about a tenant counts; the others are told of it. */
static void
refuse_repeats (Import *self)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->lines->len; i++)
    {
      BwImportLine *line = g_ptr_array_index (self->lines, i);
      const char *id = bw_import_line_get_tenant_id (line);
      BwImportLine *first = id != NULL ? g_hash_table_lookup (seen, id) : NULL;
      g_autofree char *reason = NULL;

      if (first != NULL)
        {
          reason = g_strdup_printf (_("The tenant stands in line %u already."),
                                    bw_import_line_get_number (first));
          bw_import_line_refuse (line, BW_IMPORT_ALREADY_THERE, reason);
        }
      else if (id != NULL)
        {
          g_hash_table_insert (seen, (gpointer) id, line);
        }
    }
}

static void
judge_more (GTask *task)
{
  Import *self = g_task_get_task_data (task);

  while (self->error == NULL && self->n_running < MAX_RUNNING && self->next < self->lines->len)
    judge_line (task, self->next++);

  if (self->n_running > 0)
    return;

  if (self->error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&self->error));
      return;
    }

  refuse_repeats (self);
  g_task_return_pointer (task, g_steal_pointer (&self->lines),
                         (GDestroyNotify) g_ptr_array_unref);
}

/* Whether it is about more than the line. */
static gboolean
is_in_the_way (const GError *error)
{
  return error->domain != BW_ERROR || bw_error_is_storage (error) ||
         error->code == BW_ERROR_AUTH || error->code == BW_ERROR_INTERACTION_REQUIRED ||
         error->code == BW_ERROR_OFFLINE;
}

static void
refuse (BwImportLine *line,
        const GError *error)
{
  bw_import_line_refuse (line, g_error_matches (error, BW_ERROR, BW_ERROR_CONFLICT)
                               ? BW_IMPORT_ALREADY_THERE : BW_IMPORT_REFUSED,
                         error->message);
}

static void
judged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Item *item = user_data;
  g_autoptr(GTask) task = item->task;
  Import *self = g_task_get_task_data (task);
  BwImportLine *line = g_ptr_array_index (self->lines, item->line);
  g_autoptr(GError) error = NULL;
  BwTenantDraft *draft = bw_tenant_entry_judge_finish (BW_TENANT_ENTRY (source), result, &error);

  self->n_running--;
  if (draft != NULL)
    {
      bw_import_line_take_draft (line, draft);
    }
  else if (is_in_the_way (error))
    {
      g_clear_error (&self->error);
      self->error = g_steal_pointer (&error);
    }
  else
    {
      refuse (line, error);
    }

  g_free (item);
  count_done (self);
  judge_more (task);
}

/* What is larger than may be need not be read to its end. */
static gboolean
may_read_more_cb (const char *contents,
                  goffset     size,
                  gpointer    user_data)
{
  return size <= BW_CSV_MAX_SIZE;
}

/**
 * bw_tenant_import_read_async:
 * @entry: what adds tenants
 * @file: values separated by commas, semicolons or tabs, with the columns "name", "tenant"
 *   and "guest"
 * @progress: (nullable): told of every line that was looked at
 * @progress_data: for @progress
 * @cancellable: (nullable): to give up
 * @callback: called when something is known of every line
 * @user_data: for @callback
 *
 * Judges what is in the file, and adds none of it yet.
 */
void
bw_tenant_import_read_async (BwTenantEntry       *entry,
                             GFile               *file,
                             BwImportFunc         progress,
                             gpointer             progress_data,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task;
  Import *self;

  g_return_if_fail (BW_IS_TENANT_ENTRY (entry));
  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (entry, cancellable, callback, user_data);
  self = g_new0 (Import, 1);
  g_task_set_source_tag (task, bw_tenant_import_read_async);
  g_task_set_task_data (task, self, import_free);
  self->progress = progress;
  self->progress_data = progress_data;
  g_file_load_partial_contents_async (file, cancellable, may_read_more_cb, loaded_cb, task);
}

/**
 * bw_tenant_import_read_finish:
 * @result: what the callback was given
 * @error: return location for a %BW_ERROR_INVALID about the file, an error of reading it, or
 *   for what kept us from asking Microsoft
 *
 * Returns: (transfer full) (element-type BwImportLine): what can become of each line, for
 *   bw_tenant_import_add_async()
 */
GPtrArray *
bw_tenant_import_read_finish (GAsyncResult  *result,
                              GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
addition_free (gpointer data)
{
  Addition *self = data;

  g_ptr_array_unref (self->lines);
  g_free (self);
}

/* Adds one after the other, in the order of the lines. */
static void
add_more (GTask *task)
{
  Addition *self = g_task_get_task_data (task);

  for (; self->next < self->lines->len; self->next++)
    {
      const BwTenantDraft *draft =
        bw_import_line_get_draft (g_ptr_array_index (self->lines, self->next));

      if (draft == NULL)
        continue;

      bw_tenant_entry_add_async (g_task_get_source_object (task), draft,
                                 g_task_get_cancellable (task), added_cb, g_object_ref (task));
      return;
    }

  g_task_return_boolean (task, TRUE);
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Addition *self = g_task_get_task_data (task);
  BwImportLine *line = g_ptr_array_index (self->lines, self->next++);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTenantRow) row = bw_tenant_entry_add_finish (BW_TENANT_ENTRY (source), result,
                                                           &error);

  if (row != NULL)
    bw_import_line_set_added (line);
  else
    refuse (line, error);

  add_more (task);
}

/**
 * bw_tenant_import_add_async:
 * @entry: what adds tenants
 * @lines: (element-type BwImportLine): lines of bw_tenant_import_read_finish()
 * @cancellable: (nullable): to give up; what was added stays
 * @callback: called when it is known what became of every line
 * @user_data: for @callback
 *
 * Adds those that can be added, even if others can't.  The lines say then what became of
 * them.
 */
void
bw_tenant_import_add_async (BwTenantEntry       *entry,
                            GPtrArray           *lines,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Addition *self;

  g_return_if_fail (BW_IS_TENANT_ENTRY (entry));

  task = g_task_new (entry, cancellable, callback, user_data);
  self = g_new0 (Addition, 1);
  self->lines = g_ptr_array_ref (lines);
  g_task_set_source_tag (task, bw_tenant_import_add_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, addition_free);
  add_more (task);
}

/**
 * bw_tenant_import_add_finish:
 * @result: what the callback was given
 *
 * Ends it.  Lines that could not be added any more, because somebody gave up for instance,
 * are refused.
 */
void
bw_tenant_import_add_finish (GAsyncResult *result)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}

/**
 * bw_tenant_import_count:
 * @lines: (element-type BwImportLine): what became of each line
 * @outcome: an outcome
 *
 * Returns: how many lines came to @outcome
 */
guint
bw_tenant_import_count (GPtrArray       *lines,
                        BwImportOutcome  outcome)
{
  guint n = 0;

  for (guint i = 0; i < lines->len; i++)
    n += bw_import_line_get_outcome (g_ptr_array_index (lines, i)) == outcome ? 1 : 0;

  return n;
}
