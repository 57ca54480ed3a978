/* bw-user-sync.c - reads a customer's users into the store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-user-sync.h"

#include "bw-directory.h"
#include "bw-error.h"
#include "bw-pace.h"
#include "bw-store-users.h"
#include "bw-user-feed.h"
#include "bw-util.h"

/* What becomes durable at once: so many pages, or what came in so many milliseconds. */
#define BATCH_PAGES   20
#define BATCH_WAIT    2000
#define PROGRESS_WAIT 250

/* One batch is stored while the next one is gathered; go_on() starts whichever
 * of the two can start. */
typedef struct
{
  BwHttp         *http;
  BwCloud        *cloud;
  BwStore        *store;
  char           *tenant_id;
  BwUserSyncFunc  progress;
  gpointer        progress_data;

  BwUserFeed     *feed;
  gboolean        afresh;      /* nothing of an earlier sync is used */
  gboolean        reading;
  char           *delta_link;  /* nullable: set by the last page */

  GPtrArray      *batch;
  guint           batch_pages;
  guint           batch_timer;
  gboolean        batch_due;
  gboolean        storing;
  char           *cursor;      /* nullable: where to go on once the batch is stored */

  gint64          done;
  gint64          total;
  guint           progress_timer;
  gboolean        progressed;

  gboolean        expired;
  gboolean        over;
  BwResponse     *refusal;
  GError         *error;
} Sync;

static void begin (GTask    *task,
                   gboolean  afresh);
static void go_on (GTask    *task);

static GPtrArray *
new_batch (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) bw_user_row_free);
}

static void
sync_free (Sync *self)
{
  g_clear_handle_id (&self->batch_timer, g_source_remove);
  g_clear_handle_id (&self->progress_timer, g_source_remove);
  g_clear_object (&self->http);
  g_clear_pointer (&self->cloud, bw_cloud_unref);
  g_clear_object (&self->store);
  g_clear_object (&self->feed);
  g_clear_pointer (&self->batch, g_ptr_array_unref);
  g_clear_pointer (&self->refusal, bw_response_unref);
  g_clear_error (&self->error);
  g_free (self->tenant_id);
  g_free (self->delta_link);
  g_free (self->cursor);
  g_free (self);
}

/* Nothing is told any more once the caller has its answer. */
static void
end (GTask  *task,
     GError *error)
{
  Sync *self = g_task_get_task_data (task);

  self->over = TRUE;
  g_clear_handle_id (&self->batch_timer, g_source_remove);
  g_clear_handle_id (&self->progress_timer, g_source_remove);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
report (Sync *self)
{
  self->progressed = FALSE;
  if (self->progress != NULL)
    self->progress (self->done, self->total > 0 ? MAX (self->total, self->done) : 0,
                    self->progress_data);
}

static gboolean
progress_timer_cb (gpointer data)
{
  Sync *self = data;

  if (self->progressed)
    {
      report (self);
      return G_SOURCE_CONTINUE;
    }

  self->progress_timer = 0;

  return G_SOURCE_REMOVE;
}

static void
note_progress (Sync *self)
{
  self->progressed = TRUE;
  if (self->progress_timer != 0)
    return;

  report (self);
  self->progress_timer = bw_pace_add (PROGRESS_WAIT, progress_timer_cb, self);
}

/* The first trouble counts. */
static void
fail (Sync   *self,
      GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
}

static gboolean
batch_timer_cb (gpointer data)
{
  GTask *task = data;
  Sync *self = g_task_get_task_data (task);

  self->batch_timer = 0;
  self->batch_due = TRUE;
  go_on (task);

  return G_SOURCE_REMOVE;
}

static void
gather (GTask      *task,
        BwUserPage *page)
{
  Sync *self = g_task_get_task_data (task);

  self->done += page->users->len;
  g_ptr_array_extend_and_steal (self->batch, g_steal_pointer (&page->users));
  self->batch_pages++;
  if (self->batch_timer == 0)
    self->batch_timer = bw_pace_add (BATCH_WAIT, batch_timer_cb, task);

  /* On the last page the cursor stays: reading that page again does no harm. */
  if (page->next_link != NULL)
    bw_set_str (&self->cursor, page->next_link);
  else
    self->delta_link = g_steal_pointer (&page->delta_link);

  note_progress (self);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr(GTask) task = data;
  Sync *self = g_task_get_task_data (task);
  g_autoptr(BwUserPage) page = NULL;
  BwResponse *refusal;
  GError *error = NULL;

  self->reading = FALSE;
  page = bw_user_feed_next_finish (self->feed, result, &error);
  if (page != NULL)
    {
      gather (task, page);
    }
  else if (bw_user_feed_is_expired (self->feed) && !self->afresh)
    {
      g_debug ("Users are read from the beginning: %s", error->message);
      g_error_free (error);
      self->expired = TRUE;
    }
  else
    {
      refusal = bw_user_feed_get_refusal (self->feed);
      self->refusal = refusal != NULL ? bw_response_ref (refusal) : NULL;
      fail (self, error);
    }

  go_on (task);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(GTask) task = data;
  Sync *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->storing = FALSE;
  if (bw_store_add_users_finish (self->store, result, &error) < 0)
    fail (self, error);

  go_on (task);
}

/* What has come is kept even if no more will come, so nothing cancels this. */
static void
store (GTask *task)
{
  Sync *self = g_task_get_task_data (task);
  g_autoptr(GPtrArray) users = g_steal_pointer (&self->batch);

  self->batch = new_batch ();
  self->batch_pages = 0;
  self->batch_due = FALSE;
  g_clear_handle_id (&self->batch_timer, g_source_remove);

  self->storing = TRUE;
  bw_store_add_users_async (self->store, self->tenant_id, users, self->cursor, NULL, stored_cb,
                            g_object_ref (task));
}

static gboolean
must_store (Sync *self)
{
  if (self->storing || self->batch_pages == 0 || self->expired)
    return FALSE;

  return self->batch_pages >= BATCH_PAGES || self->batch_due || self->delta_link != NULL ||
         self->error != NULL;
}

static void
ended_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr(GTask) task = data;
  Sync *self = g_task_get_task_data (task);
  GError *error = NULL;
  gint64 count;

  count = bw_store_end_user_sync_finish (self->store, result, &error);
  if (count >= 0)
    {
      self->done = count;
      self->total = count;
      report (self);
    }

  end (task, error);
}

/* Nothing is on its way any more. */
static void
settle (GTask *task)
{
  Sync *self = g_task_get_task_data (task);

  if (self->error != NULL)
    end (task, g_steal_pointer (&self->error));
  else if (self->expired)
    begin (task, TRUE);
  else
    bw_store_end_user_sync_async (self->store, self->tenant_id, self->delta_link, NULL, ended_cb,
                                  g_object_ref (task));
}

static void
go_on (GTask *task)
{
  Sync *self = g_task_get_task_data (task);
  gboolean is_stopping = self->error != NULL || self->expired;

  if (must_store (self))
    store (task);

  if (!is_stopping && !self->reading && self->delta_link == NULL && self->batch_pages < BATCH_PAGES)
    {
      self->reading = TRUE;
      bw_user_feed_next_async (self->feed, read_cb, g_object_ref (task));
    }

  if (!self->reading && !self->storing)
    settle (task);
}

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(GTask) task = data;
  Sync *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwResponse) response = bw_http_send_finish (self->http, result, &error);
  gint64 count = response != NULL ? bw_directory_read_count (response) : -1;

  if (count <= 0 || self->over)
    return;

  self->total = count;
  note_progress (self);
}

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr(GTask) task = data;
  Sync *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(BwUserSync) start = NULL;
  g_autoptr(BwRequest) count = NULL;
  GError *error = NULL;

  start = bw_store_begin_user_sync_finish (self->store, result, &error);
  if (start == NULL)
    {
      end (task, error);
      return;
    }

  bw_set_str (&self->cursor, start->cursor);
  g_clear_object (&self->feed);
  self->feed = bw_user_feed_new (self->http, self->cloud, self->tenant_id,
                                 start->cursor != NULL ? start->cursor : start->delta_link,
                                 cancellable);

  /* How many changes are to come nobody tells. */
  if (start->delta_link == NULL)
    {
      self->done = start->count;
      count = bw_directory_count_users (self->cloud, self->tenant_id);
      bw_http_send_async (self->http, count, cancellable, counted_cb, g_object_ref (task));
    }

  go_on (task);
}

static void
begin (GTask    *task,
       gboolean  afresh)
{
  Sync *self = g_task_get_task_data (task);

  self->afresh = afresh;
  self->expired = FALSE;
  self->done = 0;
  self->batch_pages = 0;
  self->batch_due = FALSE;
  g_clear_handle_id (&self->batch_timer, g_source_remove);
  g_ptr_array_set_size (self->batch, 0);
  bw_store_begin_user_sync_async (self->store, self->tenant_id, afresh,
                                  g_task_get_cancellable (task),
                                  begun_cb, g_object_ref (task));
}

/**
 * bw_user_sync_async:
 * @session: a session in which somebody is signed in
 * @store: where the users go
 * @tenant_id: whose users
 * @source: where we learnt of the tenant, which decides who reads them
 * @progress: (nullable): told how far it is, until the end
 * @progress_data: for @progress
 * @cancellable: (nullable): to stop; what has come stays, and the next sync goes
 *   on from there
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Reads all users the first time, and what changed since then afterwards.  A
 * sync that was interrupted goes on at the page where it stopped.  Links that
 * Microsoft does not take any more lead to a full sync.
 */
void
bw_user_sync_async (BwSession           *session,
                    BwStore             *store,
                    const char          *tenant_id,
                    BwTenantSource       source,
                    BwUserSyncFunc       progress,
                    gpointer             progress_data,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (session, cancellable, callback, user_data);
  Sync *self = g_new0 (Sync, 1);

  g_task_set_source_tag (task, bw_user_sync_async);
  g_task_set_task_data (task, self, (GDestroyNotify) sync_free);
  self->http = g_object_ref (bw_session_get_http (session));
  self->cloud = bw_session_dup_cloud_of (session, source);
  self->store = g_object_ref (store);
  self->tenant_id = g_strdup (tenant_id);
  self->progress = progress;
  self->progress_data = progress_data;
  self->batch = new_batch ();

  begin (task, FALSE);
}

/**
 * bw_user_sync_finish:
 * @result: what the callback got
 * @refusal: (out) (optional) (nullable) (transfer full): the answer with which the
 *   service refused, if that is why there is an @error
 * @error: return location for an error
 *
 * Returns: whether the store has all users
 */
gboolean
bw_user_sync_finish (GAsyncResult  *result,
                     BwResponse   **refusal,
                     GError       **error)
{
  Sync *self = g_task_get_task_data (G_TASK (result));

  if (refusal != NULL)
    *refusal = g_steal_pointer (&self->refusal);

  return g_task_propagate_boolean (G_TASK (result), error);
}
