/* bw-store-jobs.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-error.h"
#include "bw-job-rows.h"
#include "bw-pace.h"
#include "bw-store-jobs.h"
#include "bw-store-private.h"

/* input of what writes */
typedef struct
{
  BwJobRow    *row;    /* (nullable) */
  BwTenantRow *tenant; /* (nullable) */
  char        *owner;  /* (nullable) */
  gint64       now;

  BwJobChangeFunc change;
  gpointer        data;
  GDestroyNotify  free_data; /* (nullable) */

  GPtrArray   *ids;    /* (nullable) */
  gint64       last_look;
  gint64       next_look;
} JobInput;

static void
job_input_free (JobInput *self)
{
  g_clear_pointer (&self->row, bw_job_row_free);
  g_clear_pointer (&self->tenant, bw_tenant_row_free);
  g_clear_pointer (&self->ids, g_ptr_array_unref);
  g_free (self->owner);
  if (self->free_data != NULL)
    self->free_data (self->data);
  g_free (self);
}

static JobInput *
job_input_new (const BwJobRow *row)
{
  JobInput *self = g_new0 (JobInput, 1);

  self->row = row != NULL ? bw_job_row_copy (row) : NULL;
  self->now = bw_clock_now ();

  return self;
}

static gboolean
list_jobs (BwDatabase  *database,
           BwStoreOp   *op,
           GError     **error)
{
  op->output = bw_job_rows_list (database, error);

  return op->output != NULL;
}

static const BwStoreCall list_call = {
  .run = list_jobs,
  .free_output = (GDestroyNotify) g_ptr_array_unref,
};

static gboolean
load_job (BwDatabase  *database,
          BwStoreOp   *op,
          GError     **error)
{
  BwJobRow *job = NULL;

  if (!bw_job_rows_load (database, op->tenant_id, &job, error))
    return FALSE;

  op->output = job;
  if (job == NULL)
    g_set_error_literal (error, BW_ERROR, BW_ERROR_NOT_FOUND, _("This tenant has no set-up."));

  return job != NULL;
}

static const BwStoreCall load_call = {
  .run = load_job,
  .free_output = (GDestroyNotify) bw_job_row_free,
};

static gboolean
check_lease (BwDatabase      *database,
             const JobInput  *input,
             GError         **error)
{
  g_autofree char *name = g_strconcat ("job:", input->row->tenant_id, NULL);
  BwStatement *statement =
    bw_database_prepare (database, "SELECT 1 FROM lease WHERE name = ? AND owner = ?");
  gboolean is_ours;

  bw_statement_add_text (statement, name);
  bw_statement_add_text (statement, input->owner);
  is_ours = bw_statement_next (statement);
  if (!bw_statement_finish (statement, error))
    return FALSE;

  if (!is_ours)
    g_set_error_literal (error, BW_ERROR, BW_ERROR_BUSY,
                         _("Another running Bailiwick has taken over this set-up."));

  return is_ours;
}

/* Whether something happened that is worth a "last change", rather than another
 * look that found everything as before. */
static gboolean
has_moved (const BwJobRow *old,
           const BwJobRow *new)
{
  if (old->state != new->state || old->waiting_for != new->waiting_for ||
      old->steps->len != new->steps->len)
    return TRUE;

  for (guint i = 0; i < new->steps->len; i++)
    {
      const BwStepRow *old_step = g_ptr_array_index (old->steps, i);
      const BwStepRow *new_step = g_ptr_array_index (new->steps, i);

      if (old_step->state != new_step->state)
        return TRUE;
    }

  return FALSE;
}

static gboolean
save_job (BwDatabase  *database,
          BwStoreOp   *op,
          GError     **error)
{
  const JobInput *input = op->input;
  g_autoptr(BwJobRow) old = NULL;

  if (!check_lease (database, input, error) ||
      !bw_job_rows_load (database, op->tenant_id, &old, error))
    return FALSE;

  if (old == NULL || old->revision != input->row->revision)
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_CONFLICT,
                           _("The set-up was changed meanwhile."));
      return FALSE;
    }

  return bw_job_rows_write (database, input->row, error) &&
         (!has_moved (old, input->row) ||
          bw_store_note_tenant_change (database, op->tenant_id, input->now, error)) &&
         (input->tenant == NULL ||
          bw_store_learn_tenant (database, input->tenant, input->now, error));
}

static const BwStoreCall save_call = {
  .run = save_job,
  .writes = TRUE,
  .changes = BW_STORE_JOBS | BW_STORE_TENANTS,
  .free_input = (GDestroyNotify) job_input_free,
};

static gboolean
change_job (BwDatabase  *database,
            BwStoreOp   *op,
            GError     **error)
{
  JobInput *input = op->input;
  g_autoptr(BwJobRow) old = NULL;
  g_autoptr(BwJobRow) new = NULL;

  input->tenant = bw_store_read_tenant (database, op->tenant_id, error);
  if (input->tenant == NULL || !bw_job_rows_load (database, op->tenant_id, &old, error))
    return FALSE;

  new = input->change (input->tenant, old, input->data, error);
  if (new == NULL)
    return FALSE;

  new->revision = (old != NULL ? old->revision : 0) + 1;
  input->tenant->last_change = input->now;
  if (!bw_job_rows_write (database, new, error) ||
      !bw_store_note_tenant_change (database, op->tenant_id, input->now, error))
    return FALSE;

  op->output = g_steal_pointer (&new);

  return TRUE;
}

static const BwStoreCall change_call = {
  .run = change_job,
  .writes = TRUE,
  .changes = BW_STORE_JOBS | BW_STORE_TENANTS,
  .free_input = (GDestroyNotify) job_input_free,
  .free_output = (GDestroyNotify) bw_job_row_free,
};

/* Neither a user's action nor a driver's, so it takes no lease and makes no
 * revision: it touches only steps that wait. */
static gboolean
note_looks (BwDatabase  *database,
            BwStoreOp   *op,
            GError     **error)
{
  const JobInput *input = op->input;

  for (guint i = 0; i < input->ids->len; i++)
    {
      BwStatement *statement = bw_database_prepare (database,
        "UPDATE step SET last_look = ?1, next_look = ?2 WHERE tenant_id = ?3 AND state = ?4");

      bw_statement_add_int (statement, input->last_look);
      bw_statement_add_int (statement, input->next_look);
      bw_statement_add_text (statement, g_ptr_array_index (input->ids, i));
      bw_statement_add_enum (statement, BW_TYPE_STEP_STATE, BW_STEP_STATE_WAITING_FOR_CUSTOMER);
      if (!bw_statement_run (statement, error))
        return FALSE;
    }

  return TRUE;
}

static const BwStoreCall looks_call = {
  .run = note_looks,
  .writes = TRUE,
  .free_input = (GDestroyNotify) job_input_free,
};

static gboolean
remove_job (BwDatabase  *database,
            BwStoreOp   *op,
            GError     **error)
{
  const JobInput *input = op->input;
  BwStatement *statement = bw_database_prepare (database, "DELETE FROM job WHERE tenant_id = ?");

  bw_statement_add_text (statement, op->tenant_id);

  return bw_statement_run (statement, error) &&
         (bw_database_get_changes (database) == 0 ||
          bw_store_note_tenant_change (database, op->tenant_id, input->now, error));
}

static const BwStoreCall remove_call = {
  .run = remove_job,
  .writes = TRUE,
  .changes = BW_STORE_JOBS | BW_STORE_TENANTS,
  .free_input = (GDestroyNotify) job_input_free,
};

/**
 * bw_store_list_jobs_async:
 * @self: a store
 * @cancellable: (nullable): a cancellable
 * @callback: called when they are read
 * @user_data: for @callback
 */
void
bw_store_list_jobs_async (BwStore             *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  bw_store_run (self, &list_call, NULL, NULL, cancellable, callback, user_data);
}

/**
 * bw_store_list_jobs_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: (transfer full) (element-type BwJobRow): all of them, oldest first
 */
GPtrArray *
bw_store_list_jobs_finish (BwStore       *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return bw_store_finish_pointer (self, result, &list_call, error);
}

/**
 * bw_store_load_job_async:
 * @self: a store
 * @tenant_id: whose
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is read
 * @user_data: for @callback
 */
void
bw_store_load_job_async (BwStore             *self,
                         const char          *tenant_id,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  bw_store_run (self, &load_call, tenant_id, NULL, cancellable, callback, user_data);
}

/**
 * bw_store_load_job_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_NOT_FOUND if the tenant has none, %BW_ERROR_STORAGE
 *
 * Returns: (transfer full): the job
 */
BwJobRow *
bw_store_load_job_finish (BwStore       *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return bw_store_finish_pointer (self, result, &load_call, error);
}

/**
 * bw_store_save_job_async:
 * @self: a store
 * @row: a job as the caller's driving has left it, with the revision that it was
 *   loaded with
 * @tenant: (nullable): its tenant, of which name, domain, region and admin
 *   relationship are taken over
 * @owner: who drives it: the owner of the lease "job:" and the tenant ID
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on the disk
 * @user_data: for @callback
 *
 * For whoever drives the job.  Nothing is written if somebody else drives it by
 * now, or if a user has acted on it since it was loaded.
 */
void
bw_store_save_job_async (BwStore             *self,
                         const BwJobRow      *row,
                         const BwTenantRow   *tenant,
                         const char          *owner,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  JobInput *input = job_input_new (row);

  input->tenant = tenant != NULL ? bw_tenant_row_copy (tenant) : NULL;
  input->owner = g_strdup (owner);

  bw_store_run (self, &save_call, row->tenant_id, input, cancellable, callback, user_data);
}

/**
 * bw_store_save_job_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_CONFLICT if a user has acted on the job or removed it,
 *   %BW_ERROR_BUSY if the lease is not the owner's any more, %BW_ERROR_STORAGE
 *
 * Returns: whether it is stored
 */
gboolean
bw_store_save_job_finish (BwStore       *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return bw_store_finish (self, result, &save_call, error);
}

/**
 * bw_store_change_job_async:
 * @self: a store
 * @tenant_id: whose job
 * @change: says what becomes of it
 * @data: for @change
 * @free_data: (nullable): frees @data
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on the disk
 * @user_data: for @callback
 *
 * For what a user does.  Makes the tenant's job, or changes it, whoever drives
 * it: it gets a new revision, so that the driver notices.
 */
void
bw_store_change_job_async (BwStore             *self,
                           const char          *tenant_id,
                           BwJobChangeFunc      change,
                           gpointer             data,
                           GDestroyNotify       free_data,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  JobInput *input = job_input_new (NULL);

  input->change = change;
  input->data = data;
  input->free_data = free_data;

  bw_store_run (self, &change_call, tenant_id, input, cancellable, callback, user_data);
}

/**
 * bw_store_change_job_finish:
 * @self: a store
 * @result: what the callback was given
 * @tenant: (out) (transfer full) (optional): the tenant
 * @error: %BW_ERROR_NOT_FOUND if the tenant is not stored, what the change
 *   refused, %BW_ERROR_STORAGE
 *
 * Returns: (transfer full): the job as it is stored now
 */
BwJobRow *
bw_store_change_job_finish (BwStore       *self,
                            GAsyncResult  *result,
                            BwTenantRow  **tenant,
                            GError       **error)
{
  BwStoreOp *op = g_task_get_task_data (G_TASK (result));
  BwJobRow *job = bw_store_finish_pointer (self, result, &change_call, error);
  JobInput *input = job != NULL ? op->input : NULL;

  if (input != NULL && tenant != NULL)
    *tenant = g_steal_pointer (&input->tenant);

  return job;
}

/**
 * bw_store_note_looks_async:
 * @self: a store
 * @tenant_ids: (element-type utf8): whose jobs
 * @last_look: when Microsoft was looked at, seconds since 1970
 * @next_look: when it will be
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on the disk
 * @user_data: for @callback
 *
 * Notes that whoever waits for a customer was looked after, all at once.  "changed"
 * does not tell of it: who looks knows what it changes.
 */
void
bw_store_note_looks_async (BwStore             *self,
                           GPtrArray           *tenant_ids,
                           gint64               last_look,
                           gint64               next_look,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  JobInput *input = job_input_new (NULL);

  input->ids = g_ptr_array_ref (tenant_ids);
  input->last_look = last_look;
  input->next_look = next_look;

  bw_store_run (self, &looks_call, NULL, input, cancellable, callback, user_data);
}

/**
 * bw_store_note_looks_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: whether it is stored
 */
gboolean
bw_store_note_looks_finish (BwStore       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return bw_store_finish (self, result, &looks_call, error);
}

/**
 * bw_store_remove_job_async:
 * @self: a store
 * @tenant_id: whose
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is gone
 * @user_data: for @callback
 */
void
bw_store_remove_job_async (BwStore             *self,
                           const char          *tenant_id,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  bw_store_run (self, &remove_call, tenant_id, job_input_new (NULL), cancellable, callback,
                user_data);
}

/**
 * bw_store_remove_job_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: whether it is gone; it is too if there was none
 */
gboolean
bw_store_remove_job_finish (BwStore       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return bw_store_finish (self, result, &remove_call, error);
}
