/* bw-reports.c - runs the reports of one tenant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-catalogue.h"
#include "bw-directory.h"
#include "bw-json.h"
#include "bw-limitation.h"
#include "bw-pace.h"
#include "bw-reports.h"
#include "bw-store-reports.h"

/* After trouble that may pass by itself. */
#define RETRY_SECONDS (60 * 60)

typedef struct
{
  const char *kind;
  const char *feature;
  BwRequest  *(*ask)  (BwCloud     *cloud,
                       const char  *tenant);
  JsonNode   *(*read) (BwResponse  *response,
                       GError     **error);
} Report;

static const Report reports[] = {
  { "secure-score", N_("Microsoft Secure Score report"),
    bw_directory_get_secure_score, bw_directory_read_secure_score },
  { "available-licenses", N_("Microsoft Available Licenses report"),
    bw_directory_list_skus, bw_directory_read_skus },
};

typedef struct
{
  BwHttp     *http;
  BwCloud    *cloud;
  BwStore    *store;
  char       *tenant_id;
  char       *tracking_id;
  GPtrArray  *limitations;  /* nullable */

  GPtrArray  *rows;         /* of BwReportRow: as they were */
  guint       report;
  BwResponse *refusal;      /* nullable */
  GError     *error;        /* nullable: the first trouble, which lets the others run */
} Run;

/* In the order they run.  Each owns the reference to the task it is given. */
static void listed_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void answered_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void saved_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
run_free (Run *self)
{
  g_clear_object (&self->http);
  g_clear_pointer (&self->cloud, bw_cloud_unref);
  g_clear_object (&self->store);
  g_clear_pointer (&self->limitations, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->refusal, bw_response_unref);
  g_clear_error (&self->error);
  g_free (self->tenant_id);
  g_free (self->tracking_id);
  g_free (self);
}

/**
 * bw_reports_next_run:
 * @now: a time, seconds since 1970
 *
 * Returns: the next midnight here after @now, seconds since 1970
 */
gint64
bw_reports_next_run (gint64 now)
{
  g_autoptr(GDateTime) today = g_date_time_new_from_unix_local (now);
  g_autoptr(GDateTime) tomorrow = g_date_time_add_days (today, 1);
  g_autoptr(GDateTime) midnight = g_date_time_new_local (g_date_time_get_year (tomorrow),
                                                         g_date_time_get_month (tomorrow),
                                                         g_date_time_get_day_of_month (tomorrow), 0,
                                                         0, 0);

  return g_date_time_to_unix (midnight);
}

/* Returns: (transfer full): the row of the report at hand, made if there is none yet */
static BwReportRow *
take_row (Run *self)
{
  const char *kind = reports[self->report].kind;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const BwReportRow *row = g_ptr_array_index (self->rows, i);

      if (g_str_equal (row->kind, kind))
        return g_ptr_array_steal_index (self->rows, i);
    }

  return bw_report_row_new (self->tenant_id, kind);
}

/* Microsoft refuses so where a role, a consent or a licence is lacking. */
static gboolean
lacks_something (BwResponse *response)
{
  BwEvent event = bw_catalogue_classify (response);

  return event == BW_EVENT_DENIED || event == BW_EVENT_CONSENT_MISSING ||
         event == BW_EVENT_NOT_FOUND || event == BW_EVENT_SERVICE_MISSING;
}

/* What the admin relationship lacks is known already, and says more. */
static void
limit (Run       *self,
       BwFailure *failure)
{
  const char *feature = _(reports[self->report].feature);

  for (guint i = 0; self->limitations != NULL && i < self->limitations->len; i++)
    {
      const BwLimitation *known = g_ptr_array_index (self->limitations, i);

      if (g_str_equal (known->feature, feature))
        return;
    }

  if (self->limitations != NULL)
    bw_limitations_add (self->limitations, feature, failure->meaning);
}

static void
note_failure (Run         *self,
              BwReportRow *row,
              BwResponse  *response,
              GError      *error)
{
  g_autoptr(BwFailure) failure = NULL;
  g_autoptr(JsonNode) json = NULL;

  if (error != NULL)
    failure = bw_catalogue_from_error (error, self->tracking_id);
  else
    failure = bw_catalogue_from_response (response, self->tracking_id);

  json = bw_failure_to_json (failure);
  g_free (row->failure);
  row->failure = bw_json_to_text (json, FALSE);
  if (failure->transient)
    row->next_run = MIN (row->next_run, bw_clock_now () + RETRY_SECONDS);

  if (error == NULL && lacks_something (response))
    {
      limit (self, failure);
      return;
    }

  if (self->error != NULL)
    return;

  self->error = error != NULL ? g_error_copy (error) : bw_catalogue_to_error (response);
  self->refusal = error == NULL ? bw_response_ref (response) : NULL;
}

static void
run_next (GTask *task)
{
  Run *self = g_task_get_task_data (task);
  g_autoptr(BwRequest) request = NULL;

  if (self->report < G_N_ELEMENTS (reports))
    {
      request = reports[self->report].ask (self->cloud, self->tenant_id);
      bw_http_send_async (self->http, request, g_task_get_cancellable (task), answered_cb, task);
      return;
    }

  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Run *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->rows = bw_store_list_reports_finish (self->store, result, &error);
  if (self->rows != NULL)
    run_next (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Run *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(BwReportRow) row = NULL;
  g_autoptr(JsonNode) data = NULL;
  g_autoptr(GError) error = NULL;

  response = bw_http_send_finish (self->http, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  row = take_row (self);
  row->last_run = bw_clock_now ();
  row->next_run = bw_reports_next_run (row->last_run);

  if (response != NULL && bw_response_is_success (response))
    data = reports[self->report].read (response, &error);

  if (data == NULL)
    {
      note_failure (self, row, response, error);
    }
  else
    {
      g_clear_pointer (&row->failure, g_free);
      g_free (row->data);
      row->data = bw_json_to_text (data, FALSE);
    }

  bw_store_save_report_async (self->store, row, cancellable, saved_cb, g_steal_pointer (&task));
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Run *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!bw_store_save_report_finish (self->store, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  self->report++;
  run_next (g_steal_pointer (&task));
}

/**
 * bw_reports_run_async:
 * @session: a session in which somebody is signed in
 * @store: where the results go
 * @tenant_id: whose reports; the tenant is stored
 * @source: where we learnt of the tenant, which decides who asks
 * @limitations: (nullable) (element-type BwLimitation): what the tenant turns out to
 *   lack is added here
 * @cancellable: (nullable): to stop at the next request
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Runs every report of the tenant now, and schedules the next run.  One that
 * fails does not keep the others from running, and leaves its last result.
 */
void
bw_reports_run_async (BwSession           *session,
                      BwStore             *store,
                      const char          *tenant_id,
                      BwTenantSource       source,
                      GPtrArray           *limitations,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GTask *task = g_task_new (session, cancellable, callback, user_data);
  Run *self = g_new0 (Run, 1);

  g_task_set_source_tag (task, bw_reports_run_async);
  g_task_set_task_data (task, self, (GDestroyNotify) run_free);
  self->http = g_object_ref (bw_session_get_http (session));
  self->cloud = bw_session_dup_cloud_of (session, source);
  self->store = g_object_ref (store);
  self->tenant_id = g_strdup (tenant_id);
  self->tracking_id = g_uuid_string_random ();
  self->limitations = limitations != NULL ? g_ptr_array_ref (limitations) : NULL;

  bw_store_list_reports_async (store, tenant_id, cancellable, listed_cb, task);
}

/**
 * bw_reports_run_finish:
 * @result: what the callback got
 * @refusal: (out) (optional) (nullable) (transfer full): the answer with which the
 *   service refused, if that is why there is an @error
 * @error: return location for an error
 *
 * Returns: whether every report ran, or is a limitation
 */
gboolean
bw_reports_run_finish (GAsyncResult  *result,
                       BwResponse   **refusal,
                       GError       **error)
{
  Run *self = g_task_get_task_data (G_TASK (result));

  if (refusal != NULL)
    *refusal = g_steal_pointer (&self->refusal);

  return g_task_propagate_boolean (G_TASK (result), error);
}
