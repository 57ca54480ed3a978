/* bw-engine-actions.c - what the user does with a set-up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-catalogue.h"
#include "bw-engine-private.h"
#include "bw-error.h"
#include "bw-job-actions.h"
#include "bw-job-facts.h"
#include "bw-json.h"
#include "bw-pace.h"
#include "bw-run.h"
#include "bw-setup-steps.h"
#include "bw-store-activity.h"
#include "bw-store-jobs.h"
#include "bw-store-tenants.h"
#include "bw-util.h"

static void
noted_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  if (bw_store_add_activity_finish (BW_STORE (object), result, &error) < 0)
    g_warning ("An action was not recorded: %s", error->message);
}

/* Returns: (transfer full): what the user does now, for the record */
BwActivityRow *
bw_engine_new_activity (BwEngine   *self,
                        const char *tenant_id,
                        const char *what,
                        const char *outcome)
{
  BwActivityRow *row = bw_activity_row_new ();

  row->at = bw_clock_now ();
  bw_set_str (&row->who, bw_session_get_user_name (self->session));
  bw_set_str (&row->tenant_id, tenant_id);
  bw_set_str (&row->what, what);
  bw_set_str (&row->outcome, outcome);

  return row;
}

/* What the user did is on record, too. */
static void
note (BwEngine   *self,
      const char *tenant_id,
      const char *what)
{
  g_autoptr(BwActivityRow) row = bw_engine_new_activity (self, tenant_id, what, "noted");

  bw_store_add_activity_async (self->store, row, NULL, noted_cb, NULL);
}

static void
acted_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwEngine *self = g_task_get_source_object (task);
  g_autoptr(BwTenantRow) tenant = NULL;
  BwEntry *entry;
  BwJobRow *job;
  GError *error = NULL;

  job = bw_store_change_job_finish (BW_STORE (object), result, &tenant, &error);
  if (job == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* A run of ours works with what was; it ends, and the next one sees this. */
  entry = g_hash_table_lookup (self->entries, job->tenant_id);
  if (entry != NULL && entry->run != NULL)
    bw_job_run_cancel (entry->run);

  bw_engine_note_job (self, job);
  bw_engine_tell (self, tenant, job);
  if (g_task_get_name (task) != NULL)
    note (self, job->tenant_id, g_task_get_name (task));
  bw_engine_schedule (self);
  g_task_return_pointer (task, job, (GDestroyNotify) bw_job_row_free);
}

/* @action: (transfer full): what @change is told
 * @what: (nullable): what the record says of it */
void
bw_engine_act (BwEngine            *self,
               const char          *tenant_id,
               BwJobChangeFunc      change,
               BwJobAction         *action,
               const char          *what,
               GCancellable        *cancellable,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bw_engine_act);
  g_task_set_name (task, what);
  bw_store_change_job_async (self->store, tenant_id, change, action,
                             (GDestroyNotify) bw_job_action_free, cancellable, acted_cb, task);
}

/* Returns: (transfer full) (nullable): the job as it is stored now */
BwJobRow *
bw_engine_act_finish (GAsyncResult  *result,
                      GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
act_finish (GAsyncResult  *result,
            GError       **error)
{
  g_autoptr(BwJobRow) job = bw_engine_act_finish (result, error);

  return job != NULL;
}

/**
 * bw_engine_start_setup_async:
 * @self: an engine
 * @tenant_id: whose set-up
 * @choice: which admin relationship to use, if the user has said so already
 * @relationship_id: (nullable): with %BW_CHOICE_REUSE, which one
 * @cancellable: (nullable): a cancellable
 * @callback: called when the job is durable
 * @user_data: for @callback
 *
 * See bw_job_action_start().
 */
void
bw_engine_start_setup_async (BwEngine            *self,
                             const char          *tenant_id,
                             BwChoice             choice,
                             const char          *relationship_id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (BW_IS_ENGINE (self));

  bw_engine_act (self, tenant_id, bw_job_action_start,
                 bw_job_action_new (choice, relationship_id), _("Set-up started"), cancellable,
                 callback, user_data);
}

/**
 * bw_engine_start_setup_finish:
 * @self: an engine
 * @result: what the callback was given
 * @error: return location for %BW_ERROR_INVALID, %BW_ERROR_CONFLICT or %BW_ERROR_STORAGE
 *
 * Returns: whether there is a job now that will run
 */
gboolean
bw_engine_start_setup_finish (BwEngine      *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return act_finish (result, error);
}

/**
 * bw_engine_choose_async:
 * @self: an engine
 * @tenant_id: whose set-up
 * @choice: %BW_CHOICE_NEW or %BW_CHOICE_REUSE
 * @relationship_id: (nullable): with %BW_CHOICE_REUSE, which one
 * @cancellable: (nullable): a cancellable
 * @callback: called when the choice is durable
 * @user_data: for @callback
 *
 * See bw_job_action_choose().
 */
void
bw_engine_choose_async (BwEngine            *self,
                        const char          *tenant_id,
                        BwChoice             choice,
                        const char          *relationship_id,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_return_if_fail (BW_IS_ENGINE (self));
  g_return_if_fail (choice != BW_CHOICE_NONE);

  bw_engine_act (self, tenant_id, bw_job_action_choose,
                 bw_job_action_new (choice, relationship_id),
                 choice == BW_CHOICE_NEW ? _("A new admin relationship chosen")
                                         : _("An existing admin relationship chosen"),
                 cancellable, callback, user_data);
}

/**
 * bw_engine_choose_finish:
 * @self: an engine
 * @result: what the callback was given
 * @error: return location for %BW_ERROR_INVALID, %BW_ERROR_CONFLICT or %BW_ERROR_STORAGE
 *
 * Returns: whether the set-up goes on
 */
gboolean
bw_engine_choose_finish (BwEngine      *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  return act_finish (result, error);
}

/**
 * bw_engine_retry_async:
 * @self: an engine
 * @tenant_id: whose set-up
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is durable
 * @user_data: for @callback
 *
 * See bw_job_action_retry().
 */
void
bw_engine_retry_async (BwEngine            *self,
                       const char          *tenant_id,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_return_if_fail (BW_IS_ENGINE (self));

  bw_engine_act (self, tenant_id, bw_job_action_retry,
                 bw_job_action_new (BW_CHOICE_NONE, NULL), _("Set-up retried"), cancellable,
                 callback, user_data);
}

/**
 * bw_engine_retry_finish:
 * @self: an engine
 * @result: what the callback was given
 * @error: return location for %BW_ERROR_CONFLICT or %BW_ERROR_STORAGE
 *
 * Returns: whether the set-up goes on
 */
gboolean
bw_engine_retry_finish (BwEngine      *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  return act_finish (result, error);
}

static void
copied_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  if (!act_finish (result, &error))
    g_debug ("Not noted that the message was copied: %s", error->message);
}

/**
 * bw_engine_note_message_copied:
 * @self: an engine
 * @tenant_id: whose approval message was copied, printed or saved
 *
 * The customer may act soon, so the engine looks more often for a while.
 */
void
bw_engine_note_message_copied (BwEngine   *self,
                               const char *tenant_id)
{
  g_return_if_fail (BW_IS_ENGINE (self));

  bw_engine_act (self, tenant_id, bw_job_action_copied,
                 bw_job_action_new (BW_CHOICE_NONE, NULL), _("Approval message handed out"), NULL,
                 copied_cb, NULL);
}

/* A plan looks at the tenant as it would be set up. */
typedef struct
{
  BwTenantRow *tenant;
  BwJobAction *action;
  BwJobRow    *job;
  BwFacts     *facts;
} Plan;

static void
plan_free (Plan *self)
{
  g_clear_pointer (&self->tenant, bw_tenant_row_free);
  g_clear_pointer (&self->action, bw_job_action_free);
  g_clear_pointer (&self->job, bw_job_row_free);
  g_clear_pointer (&self->facts, bw_facts_free);
  g_free (self);
}

static void
planned_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  g_autoptr(BwPlan) plan = NULL;
  g_autoptr(BwFailure) failure = NULL;
  GError *error = NULL;

  plan = bw_run_plan_finish (result, &failure, &error);
  if (plan == NULL)
    g_task_return_error (task, error);
  else if (failure != NULL)
    g_task_return_new_error (task, BW_ERROR, BW_ERROR_FAILED, "%s %s (%s)",
                             failure->meaning, failure->advice, failure->event_id);
  else
    g_task_return_pointer (task, g_steal_pointer (&plan), g_object_unref);
}

static void
plan_job_loaded_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwEngine *self = g_task_get_source_object (task);
  Plan *plan = g_task_get_task_data (task);
  g_autoptr(BwJobRow) stored = NULL;
  g_autoptr(GPtrArray) steps = NULL;
  GCancellable *cancellable = g_task_get_cancellable (task);
  BwRoleTemplate *role_template;
  GError *error = NULL;

  stored = bw_store_load_job_finish (BW_STORE (object), result, &error);
  if (stored == NULL && !g_error_matches (error, BW_ERROR, BW_ERROR_NOT_FOUND))
    {
      g_task_return_error (task, error);
      return;
    }

  g_clear_error (&error);
  plan->job = bw_job_action_start (plan->tenant, stored, plan->action, &error);
  role_template = plan->job != NULL ? bw_engine_get_role_template (self, &error) : NULL;
  if (role_template == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  plan->facts = bw_job_facts_new (self->session, role_template, plan->tenant, plan->job);
  steps = bw_setup_steps_new (plan->facts);
  bw_run_plan_async (steps, plan->facts, bw_session_get_http (self->session),
                     cancellable, planned_cb, g_steal_pointer (&task));
}

static void
plan_tenant_loaded_cb (GObject      *object,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Plan *plan = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  plan->tenant = bw_store_load_tenant_finish (BW_STORE (object), result, &error);
  if (plan->tenant == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  bw_store_load_job_async (BW_STORE (object), plan->tenant->id, cancellable,
                           plan_job_loaded_cb, g_steal_pointer (&task));
}

/**
 * bw_engine_plan_async:
 * @self: an engine
 * @tenant_id: whose set-up
 * @choice: which admin relationship to plan with
 * @relationship_id: (nullable): with %BW_CHOICE_REUSE, which one
 * @cancellable: (nullable): to give up
 * @callback: called when the plan is made
 * @user_data: for @callback
 *
 * Looks and judges, and sends no write.
 */
void
bw_engine_plan_async (BwEngine            *self,
                      const char          *tenant_id,
                      BwChoice             choice,
                      const char          *relationship_id,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GTask *task;
  Plan *plan;

  g_return_if_fail (BW_IS_ENGINE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bw_engine_plan_async);
  plan = g_new0 (Plan, 1);
  plan->action = bw_job_action_new (choice, relationship_id);
  g_task_set_task_data (task, plan, (GDestroyNotify) plan_free);

  if (bw_session_get_state (self->session) != BW_SESSION_SIGNED_IN)
    {
      g_task_return_new_error (task, BW_ERROR, BW_ERROR_AUTH, _("Sign in first."));
      g_object_unref (task);
      return;
    }

  bw_store_load_tenant_async (self->store, tenant_id, cancellable, plan_tenant_loaded_cb, task);
}

/**
 * bw_engine_plan_finish:
 * @self: an engine
 * @result: what the callback was given
 * @error: return location for an error, among them what would make the set-up fail
 *
 * Returns: (transfer full) (nullable): the plan
 */
BwPlan *
bw_engine_plan_finish (BwEngine      *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
