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
  gboolean       dry_run;
  BwImportFunc   progress;       /* (nullable) */
  gpointer       progress_data;

  GPtrArray     *records;        /* (owned) (element-type BwCsvRecord): the first is the head */
  guint          columns[N_COLUMNS];
  GPtrArray     *lines;          /* (owned) (element-type BwImportLine) */
  GPtrArray     *drafts;         /* (owned) (element-type BwTenantDraft) (nullable elements) */
  GHashTable    *seen;           /* (owned): tenant IDs, and the line they stand in */

  guint          next;           /* line to judge, or to add once all are judged */
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

/* In the order they run.  Each owns the reference to the task it is given. */
static void loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void domains_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void judge_more (GTask *task);
static void judged_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void add_more (GTask *task);
static void added_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
free_draft (gpointer data)
{
  if (data != NULL)
    bw_tenant_draft_free (data);
}

static void
import_free (gpointer data)
{
  Import *self = data;

  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->drafts, g_ptr_array_unref);
  g_clear_pointer (&self->seen, g_hash_table_unref);
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
  self->drafts = g_ptr_array_new_with_free_func (free_draft);
  self->seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i + 1 < self->records->len; i++)
    {
      const BwCsvRecord *record = g_ptr_array_index (self->records, i + 1);
      const char *field = is_whole (self, i) ? get_field (self, i, NAME) : record->fields[0];
      g_autofree char *name = bw_str_compact (field, 256);

      g_ptr_array_add (self->lines, bw_import_line_new (record->line, name));
      g_ptr_array_add (self->drafts, NULL);
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
refuse_line (Import          *self,
             guint            line,
             BwImportOutcome  outcome,
             const char      *reason)
{
  const BwTenantDraft *draft = g_ptr_array_index (self->drafts, line);

  bw_import_line_set_outcome (g_ptr_array_index (self->lines, line), outcome,
                              draft != NULL ? draft->tenant_id : NULL, reason);
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
      refuse_line (self, line, BW_IMPORT_REFUSED,
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

  self->next = 0;
  add_more (task);
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
judged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Item *item = user_data;
  g_autoptr(GTask) task = item->task;
  Import *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  BwTenantDraft *draft = bw_tenant_entry_judge_finish (BW_TENANT_ENTRY (source), result, &error);

  self->n_running--;
  g_ptr_array_index (self->drafts, item->line) = draft;
  if (draft == NULL && is_in_the_way (error))
    {
      g_clear_error (&self->error);
      self->error = g_steal_pointer (&error);
    }
  else if (draft == NULL)
    {
      refuse_line (self, item->line, g_error_matches (error, BW_ERROR, BW_ERROR_CONFLICT)
                                     ? BW_IMPORT_ALREADY_THERE : BW_IMPORT_REFUSED,
                   error->message);
    }

  g_free (item);
  count_done (self);
  judge_more (task);
}

static BwImportOutcome
get_success (const BwTenantDraft *draft)
{
  return draft->standing == BW_TENANT_STANDING_NONE ? BW_IMPORT_ADDED : BW_IMPORT_ADDED_AS_CSP;
}

/* Whether the line is the first about its tenant; the others are told of it. */
static gboolean
is_first (Import *self,
          guint   line)
{
  const BwTenantDraft *draft = g_ptr_array_index (self->drafts, line);
  BwImportLine *first = g_hash_table_lookup (self->seen, draft->tenant_id);
  g_autofree char *reason = NULL;

  if (first == NULL)
    {
      g_hash_table_insert (self->seen, draft->tenant_id, g_ptr_array_index (self->lines, line));
      return TRUE;
    }

  reason = g_strdup_printf (_("The tenant stands in line %u already."),
                            bw_import_line_get_number (first));
  refuse_line (self, line, BW_IMPORT_ALREADY_THERE, reason);

  return FALSE;
}

/* Adds one after the other, in the order of the lines. */
static void
add_more (GTask *task)
{
  Import *self = g_task_get_task_data (task);

  for (; self->next < self->lines->len; self->next++)
    {
      const BwTenantDraft *draft = g_ptr_array_index (self->drafts, self->next);

      if (draft == NULL || !is_first (self, self->next))
        continue;

      if (!self->dry_run)
        {
          bw_tenant_entry_add_async (g_task_get_source_object (task), draft,
                                     g_task_get_cancellable (task), added_cb,
                                     g_object_ref (task));
          return;
        }

      bw_import_line_set_outcome (g_ptr_array_index (self->lines, self->next),
                                  get_success (draft), draft->tenant_id, NULL);
    }

  g_task_return_pointer (task, g_steal_pointer (&self->lines),
                         (GDestroyNotify) g_ptr_array_unref);
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Import *self = g_task_get_task_data (task);
  const BwTenantDraft *draft = g_ptr_array_index (self->drafts, self->next);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTenantRow) row = bw_tenant_entry_add_finish (BW_TENANT_ENTRY (source), result,
                                                           &error);

  if (row != NULL)
    bw_import_line_set_outcome (g_ptr_array_index (self->lines, self->next),
                                get_success (draft), draft->tenant_id, NULL);
  else
    refuse_line (self, self->next, g_error_matches (error, BW_ERROR, BW_ERROR_CONFLICT)
                                   ? BW_IMPORT_ALREADY_THERE : BW_IMPORT_REFUSED,
                 error->message);

  self->next++;
  add_more (task);
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
 * bw_tenant_import_async:
 * @entry: what adds tenants
 * @file: values separated by commas, semicolons or tabs, with the columns "name", "tenant"
 *   and "guest"
 * @dry_run: whether to say only what would be added
 * @progress: (nullable): told of every line that was looked at
 * @progress_data: for @progress
 * @cancellable: (nullable): to give up; what was added stays
 * @callback: called when something is known of every line
 * @user_data: for @callback
 *
 * All lines are judged before any tenant is added.  Those that can be added are, even if
 * others can't.
 */
void
bw_tenant_import_async (BwTenantEntry       *entry,
                        GFile               *file,
                        gboolean             dry_run,
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
  g_task_set_source_tag (task, bw_tenant_import_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, import_free);
  self->dry_run = dry_run;
  self->progress = progress;
  self->progress_data = progress_data;
  g_file_load_partial_contents_async (file, cancellable, may_read_more_cb, loaded_cb, task);
}

/**
 * bw_tenant_import_finish:
 * @result: what the callback was given
 * @error: return location for a %BW_ERROR_INVALID about the file, an error of reading it, or
 *   for what kept us from asking Microsoft; nothing was added then
 *
 * Returns: (transfer full) (element-type BwImportLine): what became of each line
 */
GPtrArray *
bw_tenant_import_finish (GAsyncResult  *result,
                         GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
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
