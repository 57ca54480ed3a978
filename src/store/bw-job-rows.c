/* bw-job-rows.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-job-rows.h"

#define JOB_COLUMNS \
  "tenant_id, kind, state, waiting_for, choice, relationship_id, relationship_name, mark," \
  " message_copied, wake_at, tries, created, failure, limitations, candidates, link, finalized," \
  " revision"

#define STEP_COLUMNS \
  "tenant_id, position, key, state, text, since, last_look, next_look, done, total"

static BwJobRow *
read_job (BwStatement *statement)
{
  BwJobRow *row = bw_job_row_new (bw_statement_get_text (statement, 0),
                                  bw_statement_get_enum (statement, 1, BW_TYPE_SETUP_KIND));

  row->state = bw_statement_get_enum (statement, 2, BW_TYPE_JOB_STATE);
  row->waiting_for = bw_statement_get_enum (statement, 3, BW_TYPE_PARTY);
  row->choice = bw_statement_get_enum (statement, 4, BW_TYPE_CHOICE);
  row->relationship_id = bw_statement_dup_text (statement, 5);
  row->relationship_name = bw_statement_dup_text (statement, 6);
  row->mark = bw_statement_dup_text (statement, 7);
  row->message_copied = bw_statement_get_int (statement, 8);
  row->wake_at = bw_statement_get_int (statement, 9);
  row->tries = (guint) bw_statement_get_int (statement, 10);
  row->created = bw_statement_get_int (statement, 11);
  row->failure = bw_statement_dup_text (statement, 12);
  row->limitations = bw_statement_dup_text (statement, 13);
  row->candidates = bw_statement_dup_text (statement, 14);
  row->link = bw_statement_dup_text (statement, 15);
  row->finalized = bw_statement_get_int (statement, 16) != 0;
  row->revision = bw_statement_get_int (statement, 17);

  return row;
}

static BwStepRow *
read_step (BwStatement *statement)
{
  BwStepRow *row = bw_step_row_new (bw_statement_get_text (statement, 2));

  row->state = bw_statement_get_enum (statement, 3, BW_TYPE_STEP_STATE);
  row->text = bw_statement_dup_text (statement, 4);
  row->since = bw_statement_get_int (statement, 5);
  row->last_look = bw_statement_get_int (statement, 6);
  row->next_look = bw_statement_get_int (statement, 7);
  row->done = bw_statement_get_int (statement, 8);
  row->total = bw_statement_get_int (statement, 9);

  return row;
}

static gboolean
read_all_steps (BwDatabase  *database,
                GHashTable  *jobs,
                GError     **error)
{
  BwStatement *statement = bw_database_prepare (database,
                                                "SELECT " STEP_COLUMNS " FROM step ORDER BY "
                                                                       "tenant_id, position");

  while (bw_statement_next (statement))
    {
      BwJobRow *job = g_hash_table_lookup (jobs, bw_statement_get_text (statement, 0));

      if (job != NULL)
        g_ptr_array_add (job->steps, read_step (statement));
    }

  return bw_statement_finish (statement, error);
}

/**
 * bw_job_rows_list:
 * @database: the database
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: (transfer full) (nullable) (element-type BwJobRow): all jobs, oldest first
 */
GPtrArray *
bw_job_rows_list (BwDatabase  *database,
                  GError     **error)
{
  BwStatement *statement =
    bw_database_prepare (database, "SELECT " JOB_COLUMNS " FROM job ORDER BY created, rowid");
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_job_row_free);
  g_autoptr(GHashTable) jobs = g_hash_table_new (g_str_hash, g_str_equal);

  while (bw_statement_next (statement))
    {
      BwJobRow *row = read_job (statement);

      g_ptr_array_add (rows, row);
      g_hash_table_insert (jobs, row->tenant_id, row);
    }

  if (!bw_statement_finish (statement, error) || !read_all_steps (database, jobs, error))
    return NULL;

  return g_steal_pointer (&rows);
}

/**
 * bw_job_rows_load:
 * @database: the database
 * @tenant_id: whose job
 * @row: (out) (transfer full) (nullable): the job, or %NULL if there is none
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: whether it could be read
 */
gboolean
bw_job_rows_load (BwDatabase  *database,
                  const char  *tenant_id,
                  BwJobRow   **row,
                  GError     **error)
{
  BwStatement *statement =
    bw_database_prepare (database, "SELECT " JOB_COLUMNS " FROM job WHERE tenant_id = ?");
  g_autoptr(BwJobRow) job = NULL;

  bw_statement_add_text (statement, tenant_id);
  if (bw_statement_next (statement))
    job = read_job (statement);
  if (!bw_statement_finish (statement, error))
    return FALSE;

  statement = bw_database_prepare (database,
                                   "SELECT " STEP_COLUMNS " FROM step WHERE tenant_id = ? ORDER "
                                                          "BY position");
  bw_statement_add_text (statement, tenant_id);
  while (job != NULL && bw_statement_next (statement))
    g_ptr_array_add (job->steps, read_step (statement));
  if (!bw_statement_finish (statement, error))
    return FALSE;

  *row = g_steal_pointer (&job);

  return TRUE;
}

static gboolean
write_job (BwDatabase      *database,
           const BwJobRow  *row,
           GError         **error)
{
  BwStatement *statement = bw_database_prepare (database,
    "INSERT INTO job (" JOB_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
    " ?) ON CONFLICT (tenant_id) DO UPDATE SET (" JOB_COLUMNS ") = (excluded.tenant_id, "
                                                           "excluded.kind, excluded.state,"
    " excluded.waiting_for, excluded.choice, excluded.relationship_id, "
    "excluded.relationship_name, excluded.mark,"
    " excluded.message_copied, excluded.wake_at, excluded.tries, excluded.created, "
    "excluded.failure,"
    " excluded.limitations, excluded.candidates, excluded.link, excluded.finalized,"
    " excluded.revision)");

  bw_statement_add_text (statement, row->tenant_id);
  bw_statement_add_enum (statement, BW_TYPE_SETUP_KIND, (int) row->kind);
  bw_statement_add_enum (statement, BW_TYPE_JOB_STATE, (int) row->state);
  bw_statement_add_enum (statement, BW_TYPE_PARTY, (int) row->waiting_for);
  bw_statement_add_enum (statement, BW_TYPE_CHOICE, (int) row->choice);
  bw_statement_add_text (statement, row->relationship_id);
  bw_statement_add_text (statement, row->relationship_name);
  bw_statement_add_text (statement, row->mark);
  bw_statement_add_int (statement, row->message_copied);
  bw_statement_add_int (statement, row->wake_at);
  bw_statement_add_int (statement, row->tries);
  bw_statement_add_int (statement, row->created);
  bw_statement_add_text (statement, row->failure);
  bw_statement_add_text (statement, row->limitations);
  bw_statement_add_text (statement, row->candidates);
  bw_statement_add_text (statement, row->link);
  bw_statement_add_int (statement, row->finalized);
  bw_statement_add_int (statement, row->revision);

  return bw_statement_run (statement, error);
}

static gboolean
write_step (BwDatabase       *database,
            const char       *tenant_id,
            guint             position,
            const BwStepRow  *row,
            GError          **error)
{
  BwStatement *statement = bw_database_prepare (database,
    "INSERT INTO step (" STEP_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (tenant_id, position) DO UPDATE SET key = excluded.key, state = excluded.state,"
    " text = excluded.text, since = excluded.since, last_look = excluded.last_look,"
    " next_look = excluded.next_look, done = excluded.done, total = excluded.total"
    " WHERE (key, state, text, since, last_look, next_look, done, total)"
    " IS NOT (excluded.key, excluded.state, excluded.text, excluded.since, excluded.last_look,"
    " excluded.next_look, excluded.done, excluded.total)");

  bw_statement_add_text (statement, tenant_id);
  bw_statement_add_int (statement, position);
  bw_statement_add_text (statement, row->key);
  bw_statement_add_enum (statement, BW_TYPE_STEP_STATE, (int) row->state);
  bw_statement_add_text (statement, row->text);
  bw_statement_add_int (statement, row->since);
  bw_statement_add_int (statement, row->last_look);
  bw_statement_add_int (statement, row->next_look);
  bw_statement_add_int (statement, row->done);
  bw_statement_add_int (statement, row->total);

  return bw_statement_run (statement, error);
}

/**
 * bw_job_rows_write:
 * @database: the database, in a transaction
 * @row: a job, which takes the place of the tenant's job if there is one
 * @error: %BW_ERROR_NOT_FOUND if the tenant is not stored, %BW_ERROR_STORAGE
 *
 * Returns: whether it was written
 */
gboolean
bw_job_rows_write (BwDatabase      *database,
                   const BwJobRow  *row,
                   GError         **error)
{
  BwStatement *statement;

  if (!write_job (database, row, error))
    return FALSE;

  for (guint i = 0; i < row->steps->len; i++)
    if (!write_step (database, row->tenant_id, i, g_ptr_array_index (row->steps, i), error))
      return FALSE;

  statement =
    bw_database_prepare (database, "DELETE FROM step WHERE tenant_id = ? AND position >= ?");
  bw_statement_add_text (statement, row->tenant_id);
  bw_statement_add_int (statement, row->steps->len);

  return bw_statement_run (statement, error);
}
