/* bw-engine-poll.c - looks once for all that wait for a customer, and runs the reports that are due
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-engine-private.h"
#include "bw-error.h"
#include "bw-gdap.h"
#include "bw-pace.h"
#include "bw-reports.h"
#include "bw-store-jobs.h"

/* A customer who was just asked may answer at once. */
#define COPIED_SECONDS (10 * 60)
#define COPIED_INTERVAL 15
/* What whoever looks at the window is promised. */
#define ATTENDED_INTERVAL 60
/* Afterwards it is a matter of hours or days. */
#define YOUNG_SECONDS (60 * 60)
#define YOUNG_INTERVAL 60
#define OLD_INTERVAL (5 * 60)

static gboolean
is_waiting (const BwEntry *entry)
{
  return entry->state == BW_JOB_STATE_ACTIVE && entry->run == NULL &&
         entry->waiting_for == BW_PARTY_CUSTOMER && entry->relationship_id != NULL;
}

static guint
get_interval (BwEngine      *self,
              const BwEntry *entry,
              gint64         now)
{
  if (now - entry->message_copied < COPIED_SECONDS)
    return COPIED_INTERVAL;
  if (self->attended)
    return ATTENDED_INTERVAL;

  return now - entry->since < YOUNG_SECONDS ? YOUNG_INTERVAL : OLD_INTERVAL;
}

/* Returns: seconds between looks, or 0 if nobody waits */
static guint
get_shortest_interval (BwEngine *self)
{
  gint64 now = bw_clock_now ();
  GHashTableIter iter;
  const BwEntry *entry;
  guint interval = 0;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    if (is_waiting (entry))
      {
        guint own = get_interval (self, entry, now);

        interval = interval == 0 ? own : MIN (interval, own);
      }

  return interval;
}

static void
looks_noted_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(BwEngine) self = g_steal_pointer (&user_data);
  g_autoptr(GError) error = NULL;

  if (!bw_store_note_looks_finish (BW_STORE (object), result, &error))
    g_warning ("When we looked could not be noted: %s", error->message);
  else
    bw_engine_tell_looked (self);
}

/* Runs what is pending no more, and notes of the rest that we looked. */
static void
read_pending (BwEngine  *self,
              GPtrArray *pending)
{
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) looked = g_ptr_array_new_with_free_func (g_free);
  gint64 now = bw_clock_now ();
  GHashTableIter iter;
  BwEntry *entry;

  for (guint i = 0; i < pending->len; i++)
    g_hash_table_add (ids, ((BwRelationship *) g_ptr_array_index (pending, i))->id);

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    {
      if (!is_waiting (entry))
        continue;

      if (g_hash_table_contains (ids, entry->relationship_id))
        g_ptr_array_add (looked, g_strdup (entry->tenant_id));
      else
        entry->wake_at = 0;
    }

  if (looked->len > 0)
    bw_store_note_looks_async (self->store, looked, now,
                               now + bw_pace_scale (get_shortest_interval (self) * 1000) / 1000,
                               NULL, looks_noted_cb, g_object_ref (self));
}

static void
polled_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BwEngine) self = g_steal_pointer (&user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwResponse) response = bw_http_send_finish (BW_HTTP (object), result, &error);
  g_autoptr(GPtrArray) pending = NULL;

  self->polling = FALSE;
  self->polled = g_get_monotonic_time ();

  if (response != NULL && bw_response_is_success (response))
    pending = bw_gdap_read_list (response, &error);

  /* Whatever is wrong, the next poll may find it right; what concerns the user
   * (signed out, offline) is told by the session. */
  if (pending != NULL)
    read_pending (self, pending);
  else
    g_debug ("The poll for approvals got no answer: %s",
             error != NULL ? error->message : "refused");

  bw_engine_schedule (self);
}

static gboolean
poll_cb (gpointer user_data)
{
  BwEngine *self = user_data;
  g_autoptr(BwRequest) request = NULL;

  self->poll = 0;
  if (bw_session_get_state (self->session) != BW_SESSION_SIGNED_IN)
    return G_SOURCE_REMOVE;

  self->polling = TRUE;
  request = bw_gdap_list_with_status (bw_session_get_cloud (self->session),
                                      bw_session_get_partner_tenant (self->session),
                                      "approvalPending");
  bw_http_send_async (bw_session_get_http (self->session), request, self->cancellable,
                      polled_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

/* Sets the timer for the next poll: one request serves all who wait. */
void
bw_engine_update_poll (BwEngine *self)
{
  guint interval = self->running && self->stopping == NULL ? get_shortest_interval (self) : 0;
  gint64 now = g_get_monotonic_time ();
  gint64 at;

  if (interval == 0 || self->polling)
    {
      g_clear_handle_id (&self->poll, g_source_remove);
      return;
    }

  at = self->polled == 0 ? now : self->polled + bw_pace_scale (interval * 1000) * (gint64) 1000;
  if (self->poll != 0 && self->poll_at == at)
    return;

  /* The time is of the real clock already. */
  g_clear_handle_id (&self->poll, g_source_remove);
  self->poll_at = at;
  self->poll = g_timeout_add ((guint) (MAX (at - now, 0) / 1000), poll_cb, self);
}

static gboolean
report_cb (gpointer user_data);

static void
reports_run_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(BwEngine) self = g_steal_pointer (&user_data);
  g_autoptr(GError) error = NULL;
  gint64 next = 0;
  gint64 wait = 3600;

  if (!bw_reports_run_due_finish (result, &next, &error))
    g_debug ("The reports did not run: %s", error->message);
  else if (next > 0)
    wait = CLAMP (next - bw_clock_now (), 1, 3600);

  if (self->running && self->stopping == NULL && self->report == 0)
    self->report = g_timeout_add_seconds ((guint) wait, report_cb, self);
}

static gboolean
report_cb (gpointer user_data)
{
  BwEngine *self = user_data;

  self->report = 0;
  if (bw_session_get_state (self->session) == BW_SESSION_SIGNED_IN)
    bw_reports_run_due_async (self->session, self->store, self->owner, self->cancellable,
                              reports_run_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

/* Runs what is due whenever the engine begins to run, at least once an hour, and at midnight. */
void
bw_engine_update_reports (BwEngine *self)
{
  gboolean wanted = self->running && self->stopping == NULL &&
                    bw_session_get_state (self->session) == BW_SESSION_SIGNED_IN;

  if (wanted == self->reporting)
    return;

  self->reporting = wanted;
  g_clear_handle_id (&self->report, g_source_remove);
  if (wanted)
    report_cb (self);
}
