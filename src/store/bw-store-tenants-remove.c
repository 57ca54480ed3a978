/* bw-store-tenants-remove.c - a tenant leaves the list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-error.h"
#include "bw-store-private.h"
#include "bw-store-tenants.h"

/* Another process may have begun a set-up a moment ago. */
static gboolean
check_removable (BwDatabase  *database,
                 BwStoreOp   *op,
                 GError     **error)
{
  BwStatement *statement = bw_database_prepare (database,
    "SELECT 1 FROM job WHERE tenant_id = ? AND state IN ('active', 'needs-choice')");
  gboolean is_under_way;

  bw_statement_add_text (statement, op->tenant_id);
  is_under_way = bw_statement_next (statement);
  if (!bw_statement_finish (statement, error))
    return FALSE;

  if (is_under_way)
    g_set_error_literal (error, BW_ERROR, BW_ERROR_CONFLICT,
                         _("The set-up of the tenant is under way. Cancel it first, then remove "
                           "the tenant."));

  return !is_under_way;
}

static const BwStoreCall check_call = {
  .run = check_removable,
};

static gboolean
remove_tenant (BwDatabase  *database,
               BwStoreOp   *op,
               GError     **error)
{
  BwStatement *statement;

  if (!check_removable (database, op, error))
    return FALSE;

  statement = bw_database_prepare (database, "DELETE FROM tenant WHERE id = ?");
  bw_statement_add_text (statement, op->tenant_id);
  if (!bw_statement_run (statement, error))
    return FALSE;

  return bw_database_get_changes (database) == 0 ||
         bw_store_write_activity (database, op->input, NULL, error);
}

static const BwStoreCall remove_call = {
  .run = remove_tenant,
  .writes = TRUE,
  .changes = BW_STORE_TENANTS | BW_STORE_JOBS | BW_STORE_REPORTS | BW_STORE_ACTIVITY,
  .free_input = (GDestroyNotify) bw_activity_row_free,
};

/* What a removal remembers on its way. */
typedef struct
{
  char          *tenant_id;
  BwActivityRow *activity;  /* (owned) (nullable): until it is written */
} Removal;

static void
removal_free (gpointer data)
{
  Removal *self = data;

  g_clear_pointer (&self->activity, bw_activity_row_free);
  g_free (self->tenant_id);
  g_free (self);
}

static void checked_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void users_removed_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void rows_removed_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  const Removal *removal = g_task_get_task_data (task);
  GError *error = NULL;

  if (!bw_store_finish (BW_STORE (source), result, &check_call, &error))
    g_task_return_error (task, error);
  else
    bw_store_remove_users_async (BW_STORE (source), removal->tenant_id, cancellable,
                                 users_removed_cb, g_steal_pointer (&task));
}

static void
users_removed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BwStore *self = BW_STORE (source);
  Removal *removal = g_task_get_task_data (task);
  GError *error = NULL;

  if (!bw_store_remove_users_finish (self, result, &error))
    g_task_return_error (task, error);
  else
    bw_store_run (self, &remove_call, removal->tenant_id, g_steal_pointer (&removal->activity),
                  NULL, rows_removed_cb, g_steal_pointer (&task));
}

static void
rows_removed_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (bw_store_finish (BW_STORE (source), result, &remove_call, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * bw_store_remove_tenant_async:
 * @self: a store
 * @tenant_id: which
 * @activity: (transfer full): what is on record of it
 * @cancellable: (nullable): gives up, if it has not begun
 * @callback: called when nothing of it is left but what was done, in the activity
 * @user_data: for @callback
 *
 * Removes the tenant with its job, reports and users, unless its set-up is under
 * way.  The users go first: if that is as far as it comes, the tenant is still there
 * to be removed again.
 */
void
bw_store_remove_tenant_async (BwStore             *self,
                              const char          *tenant_id,
                              BwActivityRow       *activity,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Removal *removal = g_new0 (Removal, 1);

  removal->tenant_id = g_strdup (tenant_id);
  removal->activity = activity;
  g_task_set_source_tag (task, bw_store_remove_tenant_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, removal, removal_free);
  bw_store_run (self, &check_call, tenant_id, NULL, cancellable, checked_cb, task);
}

/**
 * bw_store_remove_tenant_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_CONFLICT while its set-up is under way, %BW_ERROR_STORAGE
 *
 * Returns: whether it is gone; it is too if it was not there
 */
gboolean
bw_store_remove_tenant_finish (BwStore       *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
