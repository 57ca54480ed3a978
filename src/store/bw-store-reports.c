/* bw-store-reports.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-store-private.h"
#include "bw-store-reports.h"

static gboolean
list_reports (BwDatabase  *database,
              BwStoreOp   *op,
              GError     **error)
{
  BwStatement *statement = bw_database_prepare (database,
                                                "SELECT tenant_id, kind, next_run, last_run, "
                                                "data, failure FROM report WHERE ?1 IS NULL OR "
                                                "tenant_id = ?1 ORDER BY rowid");
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_report_row_free);

  op->output = rows;
  bw_statement_add_text (statement, op->tenant_id);
  while (bw_statement_next (statement))
    {
      BwReportRow *row = bw_report_row_new (bw_statement_get_text (statement, 0),
                                            bw_statement_get_text (statement, 1));

      row->next_run = bw_statement_get_int (statement, 2);
      row->last_run = bw_statement_get_int (statement, 3);
      row->data = bw_statement_dup_text (statement, 4);
      row->failure = bw_statement_dup_text (statement, 5);
      g_ptr_array_add (rows, row);
    }

  return bw_statement_finish (statement, error);
}

static const BwStoreCall list_call = {
  .run = list_reports,
  .free_output = (GDestroyNotify) g_ptr_array_unref,
};

static gboolean
save_report (BwDatabase  *database,
             BwStoreOp   *op,
             GError     **error)
{
  const BwReportRow *row = op->input;
  BwStatement *statement = bw_database_prepare (database,
                                                "INSERT INTO report (tenant_id, kind, next_run, "
                                                "last_run, data, failure) VALUES (?, ?, ?, ?, ?, "
                                                "?) ON CONFLICT (tenant_id, kind) DO UPDATE SET "
                                                "next_run = excluded.next_run, last_run = "
                                                "excluded.last_run, data = excluded.data, failure "
                                                "= excluded.failure");

  bw_statement_add_text (statement, row->tenant_id);
  bw_statement_add_text (statement, row->kind);
  bw_statement_add_int (statement, row->next_run);
  bw_statement_add_int (statement, row->last_run);
  bw_statement_add_text (statement, row->data);
  bw_statement_add_text (statement, row->failure);

  return bw_statement_run (statement, error);
}

static const BwStoreCall save_call = {
  .run = save_report,
  .writes = TRUE,
  .changes = BW_STORE_REPORTS,
  .free_input = (GDestroyNotify) bw_report_row_free,
};

/**
 * bw_store_list_reports_async:
 * @self: a store
 * @tenant_id: (nullable): whose, or %NULL for all
 * @cancellable: (nullable): a cancellable
 * @callback: called when they are read
 * @user_data: for @callback
 */
void
bw_store_list_reports_async (BwStore             *self,
                             const char          *tenant_id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  bw_store_run (self, &list_call, tenant_id, NULL, cancellable, callback, user_data);
}

/**
 * bw_store_list_reports_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: (transfer full) (element-type BwReportRow): the reports
 */
GPtrArray *
bw_store_list_reports_finish (BwStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return bw_store_finish_pointer (self, result, &list_call, error);
}

/**
 * bw_store_save_report_async:
 * @self: a store
 * @row: a report of a tenant that is stored
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on the disk
 * @user_data: for @callback
 */
void
bw_store_save_report_async (BwStore             *self,
                            const BwReportRow   *row,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  BwReportRow *copy = bw_report_row_new (row->tenant_id, row->kind);

  copy->next_run = row->next_run;
  copy->last_run = row->last_run;
  copy->data = g_strdup (row->data);
  copy->failure = g_strdup (row->failure);

  bw_store_run (self, &save_call, row->tenant_id, copy, cancellable, callback, user_data);
}

/**
 * bw_store_save_report_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_NOT_FOUND if the tenant is not stored, %BW_ERROR_STORAGE
 *
 * Returns: whether it is stored
 */
gboolean
bw_store_save_report_finish (BwStore       *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return bw_store_finish (self, result, &save_call, error);
}
