/* bw-store-tenants.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-error.h"
#include "bw-pace.h"
#include "bw-store-private.h"
#include "bw-store-tenants.h"

#define COLUMNS \
  "id, name, domain, source, region, guest_email, disabled, relationship_id, relationship_name," \
  " relationship_status, relationship_end, auto_extend, last_change"

/* input of what writes */
typedef struct
{
  BwTenantRow   *row;       /* (nullable) */
  GPtrArray     *rows;      /* (nullable) */
  BwActivityRow *activity;  /* (nullable) */
  gint64         now;
} TenantInput;

static void
tenant_input_free (TenantInput *self)
{
  g_clear_pointer (&self->row, bw_tenant_row_free);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->activity, bw_activity_row_free);
  g_free (self);
}

static BwTenantRow *
read_row (BwStatement *statement)
{
  BwTenantRow *row = bw_tenant_row_new (bw_statement_get_text (statement, 0));

  row->name = bw_statement_dup_text (statement, 1);
  row->domain = bw_statement_dup_text (statement, 2);
  row->source = bw_statement_get_enum (statement, 3, BW_TYPE_TENANT_SOURCE);
  row->region = bw_statement_dup_text (statement, 4);
  row->guest_email = bw_statement_dup_text (statement, 5);
  row->disabled = bw_statement_get_int (statement, 6) != 0;
  row->relationship_id = bw_statement_dup_text (statement, 7);
  row->relationship_name = bw_statement_dup_text (statement, 8);
  row->relationship_status = bw_statement_dup_text (statement, 9);
  row->relationship_end = bw_statement_get_int (statement, 10);
  row->auto_extend = bw_statement_get_int (statement, 11) != 0;
  row->last_change = bw_statement_get_int (statement, 12);

  return row;
}

/* In the order of COLUMNS. */
static void
add_row (BwStatement       *statement,
         const BwTenantRow *row,
         gint64             now)
{
  bw_statement_add_text (statement, row->id);
  bw_statement_add_text (statement, row->name != NULL ? row->name : row->id);
  bw_statement_add_text (statement, row->domain);
  bw_statement_add_enum (statement, BW_TYPE_TENANT_SOURCE, (int) row->source);
  bw_statement_add_text (statement, row->region);
  bw_statement_add_text (statement, row->guest_email);
  bw_statement_add_int (statement, row->disabled);
  bw_statement_add_text (statement, row->relationship_id);
  bw_statement_add_text (statement, row->relationship_name);
  bw_statement_add_text (statement, row->relationship_status);
  bw_statement_add_int (statement, row->relationship_end);
  bw_statement_add_int (statement, row->auto_extend);
  bw_statement_add_int (statement, now);
}

static gboolean
list_tenants (BwDatabase  *database,
              BwStoreOp   *op,
              GError     **error)
{
  BwStatement *statement =
    bw_database_prepare (database, "SELECT " COLUMNS " FROM tenant ORDER BY number");
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_tenant_row_free);

  op->output = rows;
  while (bw_statement_next (statement))
    g_ptr_array_add (rows, read_row (statement));

  return bw_statement_finish (statement, error);
}

static const BwStoreCall list_call = {
  .run = list_tenants,
  .free_output = (GDestroyNotify) g_ptr_array_unref,
};

/**
 * bw_store_read_tenant:
 * @database: the database, in a transaction
 * @tenant_id: which
 * @error: %BW_ERROR_NOT_FOUND if it is not stored, %BW_ERROR_STORAGE
 *
 * Returns: (transfer full): the tenant
 */
BwTenantRow *
bw_store_read_tenant (BwDatabase  *database,
                      const char  *tenant_id,
                      GError     **error)
{
  BwStatement *statement =
    bw_database_prepare (database, "SELECT " COLUMNS " FROM tenant WHERE id = ?");
  g_autoptr(BwTenantRow) row = NULL;

  bw_statement_add_text (statement, tenant_id);
  if (bw_statement_next (statement))
    row = read_row (statement);

  if (!bw_statement_finish (statement, error))
    return NULL;

  if (row == NULL)
    g_set_error_literal (error, BW_ERROR, BW_ERROR_NOT_FOUND, _("This tenant is not in the list."));

  return g_steal_pointer (&row);
}

static gboolean
load_tenant (BwDatabase  *database,
             BwStoreOp   *op,
             GError     **error)
{
  op->output = bw_store_read_tenant (database, op->tenant_id, error);

  return op->output != NULL;
}

static const BwStoreCall load_call = {
  .run = load_tenant,
  .free_output = (GDestroyNotify) bw_tenant_row_free,
};

/* A row that says nothing new is not written, so that "last change" tells of a
 * change. */
static gboolean
save_tenant (BwDatabase  *database,
             BwStoreOp   *op,
             GError     **error)
{
  const TenantInput *input = op->input;
  BwStatement *statement = bw_database_prepare (database,
    "INSERT INTO tenant (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET name = excluded.name, domain = excluded.domain, source = "
    "excluded.source,"
    " region = excluded.region, guest_email = excluded.guest_email, disabled = excluded.disabled,"
    " relationship_id = excluded.relationship_id, relationship_name = excluded.relationship_name,"
    " relationship_status = excluded.relationship_status, relationship_end = "
    "excluded.relationship_end,"
    " auto_extend = excluded.auto_extend, last_change = excluded.last_change"
    " WHERE (name, domain, source, region, guest_email, disabled, relationship_id, "
    "relationship_name,"
    " relationship_status, relationship_end, auto_extend)"
    " IS NOT (excluded.name, excluded.domain, excluded.source, excluded.region, "
    "excluded.guest_email,"
    " excluded.disabled, excluded.relationship_id, excluded.relationship_name, "
    "excluded.relationship_status,"
    " excluded.relationship_end, excluded.auto_extend)");

  add_row (statement, input->row, input->now);

  return bw_statement_run (statement, error);
}

static const BwStoreCall save_call = {
  .run = save_tenant,
  .writes = TRUE,
  .changes = BW_STORE_TENANTS,
  .free_input = (GDestroyNotify) tenant_input_free,
};

/* Whoever else added it meanwhile was first. */
static gboolean
add_tenant (BwDatabase  *database,
            BwStoreOp   *op,
            GError     **error)
{
  const TenantInput *input = op->input;
  BwStatement *statement = bw_database_prepare (database,
    "INSERT INTO tenant (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO NOTHING");
  g_autoptr(BwTenantRow) known = NULL;

  add_row (statement, input->row, input->now);
  if (!bw_statement_run (statement, error))
    return FALSE;

  if (bw_database_get_changes (database) == 1)
    return bw_store_write_activity (database, input->activity, NULL, error);

  known = bw_store_read_tenant (database, op->tenant_id, error);
  if (known != NULL)
    g_set_error (error, BW_ERROR, BW_ERROR_CONFLICT,
                 /* Translators: the name of a tenant */
                 _("The tenant is in the list already, as “%s”."), known->name);

  return FALSE;
}

static const BwStoreCall add_call = {
  .run = add_tenant,
  .writes = TRUE,
  .changes = BW_STORE_TENANTS | BW_STORE_ACTIVITY,
  .free_input = (GDestroyNotify) tenant_input_free,
};

/* A customer without a name is listed with its domain or ID for a name, which
 * must not displace a better one.  What a set-up has learnt from the tenant itself
 * is better than what Partner Center has of it.  A tenant that is set up through a
 * guest account goes on so, even if it has become a customer meanwhile. */
static gboolean
merge_customers (BwDatabase  *database,
                 BwStoreOp   *op,
                 GError     **error)
{
  const TenantInput *input = op->input;
  BwStatement *statement = bw_database_prepare (database,
    "INSERT INTO tenant (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET"
    " name = iif (excluded.name IN (excluded.id, excluded.domain), name, excluded.name),"
    " domain = coalesce (excluded.domain, domain), source = excluded.source,"
    " region = coalesce (excluded.region, region), last_change = excluded.last_change"
    " WHERE relationship_id IS NULL AND NOT EXISTS (SELECT 1 FROM job WHERE job.tenant_id = "
    "tenant.id AND job.kind = 'guest' AND job.state <> 'cancelled') AND"
    " (name, domain, source, region)"
    " IS NOT (iif (excluded.name IN (excluded.id, excluded.domain), name, excluded.name),"
    " coalesce (excluded.domain, domain), excluded.source, coalesce (excluded.region, region))");

  for (guint i = 0; i < input->rows->len; i++)
    {
      add_row (statement, g_ptr_array_index (input->rows, i), input->now);
      if (!bw_statement_run (statement, error))
        return FALSE;
    }

  return TRUE;
}

static const BwStoreCall merge_call = {
  .run = merge_customers,
  .writes = TRUE,
  .changes = BW_STORE_TENANTS,
  .free_input = (GDestroyNotify) tenant_input_free,
};

/**
 * bw_store_note_tenant_change:
 * @database: the database, in a transaction
 * @tenant_id: whose job changed
 * @now: the time, seconds since 1970
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: whether it is written
 */
gboolean
bw_store_note_tenant_change (BwDatabase  *database,
                             const char  *tenant_id,
                             gint64       now,
                             GError     **error)
{
  BwStatement *statement =
    bw_database_prepare (database, "UPDATE tenant SET last_change = ? WHERE id = ?");

  bw_statement_add_int (statement, now);
  bw_statement_add_text (statement, tenant_id);

  return bw_statement_run (statement, error);
}

/**
 * bw_store_learn_tenant:
 * @database: the database, in a transaction
 * @row: a tenant as a set-up sees it
 * @now: the time, seconds since 1970
 * @error: %BW_ERROR_STORAGE
 *
 * Takes over what a set-up learns from Microsoft.  The rest is the user's, who
 * may have changed it meanwhile.
 *
 * Returns: whether it is written
 */
gboolean
bw_store_learn_tenant (BwDatabase         *database,
                       const BwTenantRow  *row,
                       gint64              now,
                       GError            **error)
{
  BwStatement *statement = bw_database_prepare (database,
    "UPDATE tenant SET (name, domain, region, relationship_id, relationship_name, "
    "relationship_status, relationship_end, auto_extend, last_change) = (?1, ?2, ?3, ?4, ?5, ?6, "
    "?7, ?8, ?9) WHERE id = ?10 AND (name, domain, region, relationship_id, relationship_name, "
    "relationship_status, relationship_end, auto_extend) IS NOT (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");

  bw_statement_add_text (statement, row->name != NULL ? row->name : row->id);
  bw_statement_add_text (statement, row->domain);
  bw_statement_add_text (statement, row->region);
  bw_statement_add_text (statement, row->relationship_id);
  bw_statement_add_text (statement, row->relationship_name);
  bw_statement_add_text (statement, row->relationship_status);
  bw_statement_add_int (statement, row->relationship_end);
  bw_statement_add_int (statement, row->auto_extend);
  bw_statement_add_int (statement, now);
  bw_statement_add_text (statement, row->id);

  return bw_statement_run (statement, error);
}

/**
 * bw_store_list_tenants_async:
 * @self: a store
 * @cancellable: (nullable): a cancellable
 * @callback: called when they are read
 * @user_data: for @callback
 */
void
bw_store_list_tenants_async (BwStore             *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  bw_store_run (self, &list_call, NULL, NULL, cancellable, callback, user_data);
}

/**
 * bw_store_list_tenants_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: (transfer full) (element-type BwTenantRow): all of them, in the order
 *   in which we came to know them
 */
GPtrArray *
bw_store_list_tenants_finish (BwStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return bw_store_finish_pointer (self, result, &list_call, error);
}

/**
 * bw_store_load_tenant_async:
 * @self: a store
 * @tenant_id: which
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is read
 * @user_data: for @callback
 */
void
bw_store_load_tenant_async (BwStore             *self,
                            const char          *tenant_id,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  bw_store_run (self, &load_call, tenant_id, NULL, cancellable, callback, user_data);
}

/**
 * bw_store_load_tenant_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_NOT_FOUND if it is not stored, %BW_ERROR_STORAGE
 *
 * Returns: (transfer full): the tenant
 */
BwTenantRow *
bw_store_load_tenant_finish (BwStore       *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return bw_store_finish_pointer (self, result, &load_call, error);
}

/**
 * bw_store_save_tenant_async:
 * @self: a store
 * @row: what the user wants of a tenant; the store itself keeps its last change
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on the disk
 * @user_data: for @callback
 *
 * Adds a tenant, or changes one.
 */
void
bw_store_save_tenant_async (BwStore             *self,
                            const BwTenantRow   *row,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  TenantInput *input = g_new0 (TenantInput, 1);

  input->row = bw_tenant_row_copy (row);
  input->now = bw_clock_now ();

  bw_store_run (self, &save_call, row->id, input, cancellable, callback, user_data);
}

/**
 * bw_store_save_tenant_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: whether it is stored
 */
gboolean
bw_store_save_tenant_finish (BwStore       *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return bw_store_finish (self, result, &save_call, error);
}

/**
 * bw_store_add_tenant_async:
 * @self: a store
 * @row: a tenant
 * @activity: (transfer full): what is on record of it
 * @cancellable: (nullable): gives up, if it has not begun
 * @callback: called when both are on the disk
 * @user_data: for @callback
 *
 * Unlike bw_store_save_tenant_async() it changes no tenant that is there already.
 */
void
bw_store_add_tenant_async (BwStore             *self,
                           const BwTenantRow   *row,
                           BwActivityRow       *activity,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  TenantInput *input = g_new0 (TenantInput, 1);

  input->row = bw_tenant_row_copy (row);
  input->activity = activity;
  input->now = bw_clock_now ();

  bw_store_run (self, &add_call, row->id, input, cancellable, callback, user_data);
}

/**
 * bw_store_add_tenant_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_CONFLICT if the tenant is there already, %BW_ERROR_STORAGE
 *
 * Returns: whether it was added
 */
gboolean
bw_store_add_tenant_finish (BwStore       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return bw_store_finish (self, result, &add_call, error);
}

/**
 * bw_store_merge_customers_async:
 * @self: a store
 * @rows: (element-type BwTenantRow): the customers as Partner Center lists them,
 *   which nobody may change any more
 * @cancellable: (nullable): a cancellable
 * @callback: called when they are on the disk
 * @user_data: for @callback
 *
 * Adds those that are new, and takes over the names, domains and regions of those
 * that were not set up yet.  What we know besides stays, and so does a tenant that is
 * not listed.
 */
void
bw_store_merge_customers_async (BwStore             *self,
                                GPtrArray           *rows,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  TenantInput *input = g_new0 (TenantInput, 1);

  input->rows = g_ptr_array_ref (rows);
  input->now = bw_clock_now ();

  bw_store_run (self, &merge_call, NULL, input, cancellable, callback, user_data);
}

/**
 * bw_store_merge_customers_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: whether they are stored
 */
gboolean
bw_store_merge_customers_finish (BwStore       *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return bw_store_finish (self, result, &merge_call, error);
}
