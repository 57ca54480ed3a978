/* bw-engine-cancel.c - gives a set-up up, and removes what can be removed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-engine-private.h"
#include "bw-gdap.h"
#include "bw-job-actions.h"
#include "bw-pace.h"
#include "bw-store-activity.h"
#include "bw-util.h"

/* The data of a task: how far it is. */
typedef struct
{
  BwJobRow       *job;           /* nullable: until it is stored */
  BwRelationship *relationship;  /* nullable: until it is seen */
} Cancel;

static void
cancel_free (Cancel *self)
{
  g_clear_pointer (&self->job, bw_job_row_free);
  g_clear_pointer (&self->relationship, bw_relationship_unref);
  g_free (self);
}

/* In the order they run.  Each owns the reference to the task it is given. */
static void stored_cb          (GObject *object, GAsyncResult *result, gpointer user_data);
static void look               (GTask   *task);
static void looked_cb          (GObject *object, GAsyncResult *result, gpointer user_data);
static void intent_recorded_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void deleted_cb         (GObject *object, GAsyncResult *result, gpointer user_data);

static void
record (BwEngine            *self,
        Cancel              *cancel,
        const char          *outcome,
        const char          *request_id,
        GAsyncReadyCallback  callback,
        gpointer             user_data)
{
  g_autoptr(BwActivityRow) row = bw_activity_row_new ();

  row->at = bw_clock_now ();
  bw_set_str (&row->who, bw_session_get_user_name (self->session));
  bw_set_str (&row->tenant_id, cancel->job->tenant_id);
  row->what = g_strdup_printf (_("Delete the draft of the admin relationship “%s”"),
                               cancel->relationship->name);
  bw_set_str (&row->outcome, outcome);
  bw_set_str (&row->request_id, request_id);
  bw_store_add_activity_async (self->store, row, NULL, callback, user_data);
}

/**
 * bw_engine_cancel_async:
 * @self: an engine
 * @tenant_id: whose set-up
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is durable, and a draft is removed
 * @user_data: for @callback
 *
 * See bw_job_action_cancel().  An admin relationship that the customer has never
 * been asked to approve is deleted; every other stays.
 */
void
bw_engine_cancel_async (BwEngine            *self,
                        const char          *tenant_id,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (BW_IS_ENGINE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bw_engine_cancel_async);
  g_task_set_task_data (task, g_new0 (Cancel, 1), (GDestroyNotify) cancel_free);
  bw_engine_act (self, tenant_id, bw_job_action_cancel,
                 bw_job_action_new (BW_CHOICE_NONE, NULL), _("Set-up cancelled"),
                 cancellable, stored_cb, task);
}

/* Nothing of it is ours to remove: only the customer's administrator can. */
static char *
describe_what_stays_of_guest (const BwJobRow *job)
{
  if (job->link != NULL)
    return g_strdup (_("The link in the approval message stays good. Tell the customer’s "
                       "administrator not to open it."));

  if (bw_job_row_get_step (job, "guest-approval")->state != BW_STEP_STATE_DONE)
    return NULL;

  return g_strdup (_("Our application and the guest account stay in the customer’s tenant. Its "
                     "administrator can remove them in the Microsoft Entra admin center, under "
                     "“Enterprise applications” and “Users”."));
}

static void
stored_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwEngine *self = g_task_get_source_object (task);
  Cancel *cancel = g_task_get_task_data (task);
  GError *error = NULL;

  cancel->job = bw_engine_act_finish (result, &error);
  if (cancel->job == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (cancel->job->kind == BW_SETUP_KIND_GUEST)
    {
      g_task_return_pointer (task, describe_what_stays_of_guest (cancel->job), g_free);
      return;
    }

  if (cancel->job->relationship_id == NULL && cancel->job->relationship_name == NULL)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }

  g_ptr_array_add (self->cancels, g_steal_pointer (&task));
  bw_engine_check_cancels (self);
}

/* A run that is under way may be about to make what is to be removed. */
void
bw_engine_check_cancels (BwEngine *self)
{
  for (guint i = self->cancels->len; i-- > 0;)
    {
      Cancel *cancel = g_task_get_task_data (g_ptr_array_index (self->cancels, i));

      if (!bw_engine_is_running_job (self, cancel->job->tenant_id))
        look (g_ptr_array_steal_index (self->cancels, i));
    }
}

static char *
describe_what_stays (const Cancel *cancel)
{
  const BwRelationship *relationship = cancel->relationship;

  if (relationship == NULL)
    return g_strdup (_("What Microsoft has of the set-up stays there. It can be ended in Partner "
                       "Center."));

  if (bw_relationship_is (relationship, "approvalPending"))
    return g_strdup_printf (_("The request for approval stays with Microsoft until it lapses. "
                              "Tell the customer not to approve “%s”."), relationship->name);

  if (bw_relationship_has_ended (relationship, bw_clock_now ()))
    return NULL;

  return g_strdup_printf (_("The admin relationship “%s” stays in place at Microsoft. "
                            "It can be ended in Partner Center, or used again by a later set-up."),
                          relationship->name);
}

static void
finish (GTask *task)
{
  g_task_return_pointer (task, describe_what_stays (g_task_get_task_data (task)), g_free);
}

/* @task: (transfer full) */
static void
look (GTask *task)
{
  BwEngine *self = g_task_get_source_object (task);
  Cancel *cancel = g_task_get_task_data (task);
  g_autoptr(BwRequest) request = NULL;

  if (bw_session_get_state (self->session) != BW_SESSION_SIGNED_IN)
    {
      finish (task);
      g_object_unref (task);
      return;
    }

  request = bw_gdap_list (bw_session_get_cloud (self->session),
                          bw_session_get_partner_tenant (self->session), cancel->job->tenant_id);
  bw_http_send_async (bw_session_get_http (self->session), request, g_task_get_cancellable (task),
                      looked_cb, task);
}

/* The ID is not known if the answer to the creation got lost; the name always is. */
static BwRelationship *
find (GPtrArray      *relationships,
      const BwJobRow *job)
{
  for (guint i = 0; i < relationships->len; i++)
    {
      BwRelationship *relationship = g_ptr_array_index (relationships, i);

      if (job->relationship_id != NULL ? g_strcmp0 (relationship->id, job->relationship_id) == 0
                                       : g_strcmp0 (relationship->name,
                                                    job->relationship_name) == 0)
        return relationship;
    }

  return NULL;
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwEngine *self = g_task_get_source_object (task);
  Cancel *cancel = g_task_get_task_data (task);
  g_autoptr(BwResponse) response = bw_http_send_finish (BW_HTTP (object), result, NULL);
  g_autoptr(GPtrArray) relationships = NULL;
  BwRelationship *relationship = NULL;

  if (response != NULL && bw_response_is_success (response))
    relationships = bw_gdap_read_list (response, NULL);
  if (relationships != NULL)
    relationship = find (relationships, cancel->job);

  if (relationships != NULL && relationship == NULL)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }

  if (relationship != NULL)
    cancel->relationship = bw_relationship_ref (relationship);

  if (relationship != NULL && bw_relationship_is (relationship, "created"))
    record (self, cancel, "sent", NULL, intent_recorded_cb, g_steal_pointer (&task));
  else
    finish (task);
}

static void
intent_recorded_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwEngine *self = g_task_get_source_object (task);
  Cancel *cancel = g_task_get_task_data (task);
  g_autoptr(BwRequest) request = NULL;
  GError *error = NULL;

  if (bw_store_add_activity_finish (BW_STORE (object), result, &error) < 0)
    {
      g_task_return_error (task, error);
      return;
    }

  request = bw_gdap_delete (bw_session_get_cloud (self->session),
                            bw_session_get_partner_tenant (self->session), cancel->relationship);
  bw_http_send_async (bw_session_get_http (self->session), request, NULL, deleted_cb,
                      g_steal_pointer (&task));
}

static void
deleted_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwEngine *self = g_task_get_source_object (task);
  Cancel *cancel = g_task_get_task_data (task);
  g_autoptr(BwResponse) response = bw_http_send_finish (BW_HTTP (object), result, NULL);
  gboolean gone = response != NULL &&
                  (bw_response_is_success (response) || bw_response_get_status (response) == 404);

  record (self, cancel, gone ? "done" : response != NULL ? "failed" : "unknown",
          response != NULL ? bw_response_get_header (response, "request-id") : NULL, NULL, NULL);

  if (gone)
    g_task_return_pointer (task, NULL, NULL);
  else
    finish (task);
}

/**
 * bw_engine_cancel_finish:
 * @self: an engine
 * @result: what the callback was given
 * @error: return location for %BW_ERROR_CONFLICT or %BW_ERROR_STORAGE
 *
 * Returns: (transfer full) (nullable): one sentence on what stays at Microsoft,
 *   or %NULL if nothing does or with @error set
 */
char *
bw_engine_cancel_finish (BwEngine      *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
