/* bw-store-activity.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-pace.h"
#include "bw-store-activity.h"
#include "bw-store-private.h"

/* input of a list */
typedef struct
{
  gint64 since;
  guint  limit;
} ActivityFilter;

/**
 * bw_store_write_activity:
 * @database: the database, in a transaction
 * @row: a record
 * @id: (out) (optional): its number
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: whether it is written
 */
gboolean
bw_store_write_activity (BwDatabase           *database,
                         const BwActivityRow  *row,
                         gint64               *id,
                         GError              **error)
{
  BwStatement *statement = bw_database_prepare (database,
                                                "INSERT INTO activity (at, who, tenant_id, what, "
                                                "outcome, tracking_id, request_id) VALUES (?, ?, "
                                                "?, ?, ?, ?, ?) RETURNING id");

  bw_statement_add_int (statement, row->at);
  bw_statement_add_text (statement, row->who);
  bw_statement_add_text (statement, row->tenant_id);
  bw_statement_add_text (statement, row->what);
  bw_statement_add_text (statement, row->outcome);
  bw_statement_add_text (statement, row->tracking_id);
  bw_statement_add_text (statement, row->request_id);
  if (bw_statement_next (statement) && id != NULL)
    *id = bw_statement_get_int (statement, 0);

  return bw_statement_run (statement, error);
}

static gboolean
add_activity (BwDatabase  *database,
              BwStoreOp   *op,
              GError     **error)
{
  return bw_store_write_activity (database, op->input, &op->number, error);
}

static const BwStoreCall add_call = {
  .run = add_activity,
  .writes = TRUE,
  .changes = BW_STORE_ACTIVITY,
  .free_input = (GDestroyNotify) bw_activity_row_free,
};

static gboolean
list_activity (BwDatabase  *database,
               BwStoreOp   *op,
               GError     **error)
{
  const ActivityFilter *filter = op->input;
  BwStatement *statement = bw_database_prepare (database,
                                                op->tenant_id != NULL ?
                                                "SELECT id, at, who, tenant_id, what, outcome, "
                                                "tracking_id, request_id FROM activity WHERE "
                                                "tenant_id = ?1 AND at >= ?2 ORDER BY id DESC "
                                                "LIMIT ?3" :
                                                "SELECT id, at, who, tenant_id, what, outcome, "
                                                "tracking_id, request_id FROM activity WHERE ?1 "
                                                "IS NULL AND at >= ?2 ORDER BY id DESC LIMIT ?3");
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_activity_row_free);

  op->output = rows;
  bw_statement_add_text (statement, op->tenant_id);
  bw_statement_add_int (statement, filter->since);
  bw_statement_add_int (statement, filter->limit != 0 ? (gint64) filter->limit : -1);
  while (bw_statement_next (statement))
    {
      BwActivityRow *row = bw_activity_row_new ();

      row->id = bw_statement_get_int (statement, 0);
      row->at = bw_statement_get_int (statement, 1);
      row->who = bw_statement_dup_text (statement, 2);
      row->tenant_id = bw_statement_dup_text (statement, 3);
      row->what = bw_statement_dup_text (statement, 4);
      row->outcome = bw_statement_dup_text (statement, 5);
      row->tracking_id = bw_statement_dup_text (statement, 6);
      row->request_id = bw_statement_dup_text (statement, 7);
      g_ptr_array_add (rows, row);
    }

  return bw_statement_finish (statement, error);
}

static const BwStoreCall list_call = {
  .run = list_activity,
  .free_input = g_free,
  .free_output = (GDestroyNotify) g_ptr_array_unref,
};

/**
 * bw_store_add_activity_async:
 * @self: a store
 * @row: what was done; its id does not matter, and an @at of 0 means now
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on the disk
 * @user_data: for @callback
 *
 * Records are never changed or removed.  How an act that was about to be sent
 * ended is a record of its own with the same tracking ID.
 */
void
bw_store_add_activity_async (BwStore             *self,
                             const BwActivityRow *row,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  BwActivityRow *copy = bw_activity_row_new ();

  copy->at = row->at != 0 ? row->at : bw_clock_now ();
  copy->who = g_strdup (row->who);
  copy->tenant_id = g_strdup (row->tenant_id);
  copy->what = g_strdup (row->what);
  copy->outcome = g_strdup (row->outcome);
  copy->tracking_id = g_strdup (row->tracking_id);
  copy->request_id = g_strdup (row->request_id);

  bw_store_run (self, &add_call, row->tenant_id, copy, cancellable, callback, user_data);
}

/**
 * bw_store_add_activity_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: the number of the record, or -1
 */
gint64
bw_store_add_activity_finish (BwStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return bw_store_finish_number (self, result, &add_call, error);
}

/**
 * bw_store_list_activity_async:
 * @self: a store
 * @tenant_id: (nullable): about which tenant, or %NULL for everything
 * @since: from when on, seconds since 1970, or 0
 * @limit: how many at most, the newest ones, or 0 for all
 * @cancellable: (nullable): a cancellable
 * @callback: called when they are read
 * @user_data: for @callback
 */
void
bw_store_list_activity_async (BwStore             *self,
                              const char          *tenant_id,
                              gint64               since,
                              guint                limit,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  ActivityFilter *filter = g_new0 (ActivityFilter, 1);

  filter->since = since;
  filter->limit = limit;

  bw_store_run (self, &list_call, tenant_id, filter, cancellable, callback, user_data);
}

/**
 * bw_store_list_activity_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: (transfer full) (element-type BwActivityRow): the records, newest first
 */
GPtrArray *
bw_store_list_activity_finish (BwStore       *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return bw_store_finish_pointer (self, result, &list_call, error);
}
