/* bw-engine-drive.c - sees certain set-ups through to where a person has to act
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-engine-private.h"
#include "bw-error.h"

/* The data of a task: the source watches for its end by the caller. */
typedef struct
{
  GHashTable *begun;      /* tenant ID: how many runs there had been when we began */
  GSource    *cancelled;  /* nullable */
} Drive;

static void
drive_free (Drive *self)
{
  if (self->cancelled != NULL)
    {
      g_source_destroy (self->cancelled);
      g_source_unref (self->cancelled);
    }
  g_hash_table_unref (self->begun);
  g_free (self);
}

/* Whether the store's word on a job is no older than the drive. */
static gboolean
was_looked_at (Drive         *drive,
               const BwEntry *entry)
{
  return entry->runs > GPOINTER_TO_UINT (g_hash_table_lookup (drive->begun, entry->tenant_id));
}

/* Whether somebody drives the job until a person has to act; sets @now if it has to
 * be looked at first, whatever the store says of it. */
gboolean
bw_engine_is_driven (BwEngine      *self,
                     const BwEntry *entry,
                     gboolean      *now)
{
  gboolean driven = FALSE;

  for (guint i = 0; i < self->drives->len; i++)
    {
      Drive *drive = g_task_get_task_data (g_ptr_array_index (self->drives, i));

      if (!g_hash_table_contains (drive->begun, entry->tenant_id))
        continue;

      driven = TRUE;
      *now = *now || !was_looked_at (drive, entry);
    }

  return driven;
}

static gboolean
is_settled (Drive         *drive,
            const BwEntry *entry)
{
  if (entry == NULL || entry->run != NULL || entry->n_reloads > 0)
    return entry == NULL;
  if (entry->state != BW_JOB_STATE_ACTIVE || entry->trouble != NULL)
    return TRUE;

  return was_looked_at (drive, entry) &&
         (entry->waiting_for == BW_PARTY_CUSTOMER || entry->waiting_for == BW_PARTY_YOU);
}

static gboolean
is_over (BwEngine *self,
         Drive    *drive)
{
  GHashTableIter iter;
  const char *tenant_id;

  g_hash_table_iter_init (&iter, drive->begun);
  while (g_hash_table_iter_next (&iter, (gpointer *) &tenant_id, NULL))
    if (!is_settled (drive, g_hash_table_lookup (self->entries, tenant_id)))
      return FALSE;

  return TRUE;
}

/* Returns: (nullable): why one of them can't go on */
static const GError *
find_trouble (BwEngine *self,
              Drive    *drive)
{
  GHashTableIter iter;
  const char *tenant_id;

  g_hash_table_iter_init (&iter, drive->begun);
  while (g_hash_table_iter_next (&iter, (gpointer *) &tenant_id, NULL))
    {
      const BwEntry *entry = g_hash_table_lookup (self->entries, tenant_id);

      if (entry != NULL && entry->trouble != NULL)
        return entry->trouble;
    }

  return NULL;
}

/* Ends the drives that are through, and those that can't go on. */
void
bw_engine_check_drives (BwEngine *self)
{
  gboolean signed_in = bw_session_get_state (self->session) == BW_SESSION_SIGNED_IN;

  for (guint i = self->drives->len; i-- > 0;)
    {
      GTask *candidate = g_ptr_array_index (self->drives, i);
      gboolean over = is_over (self, g_task_get_task_data (candidate));
      const GError *trouble = find_trouble (self, g_task_get_task_data (candidate));
      g_autoptr(GTask) task = NULL;

      if (!over && (signed_in || self->n_runs > 0))
        continue;

      task = g_ptr_array_steal_index (self->drives, i);
      if (over && trouble != NULL)
        g_task_return_error (task, g_error_copy (trouble));
      else if (over)
        g_task_return_boolean (task, TRUE);
      else
        g_task_return_new_error (task, BW_ERROR, BW_ERROR_AUTH,
                                 _("The sign-in has ended. Sign in again; the set-up goes on by "
                                   "itself then."));
    }
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  g_autoptr(GTask) task = g_object_ref (G_TASK (user_data));
  BwEngine *self = g_task_get_source_object (task);

  if (g_ptr_array_remove (self->drives, task))
    {
      g_task_return_error_if_cancelled (task);
      g_object_unref (task);
    }

  return G_SOURCE_REMOVE;
}

/**
 * bw_engine_drive_async:
 * @self: an engine
 * @tenant_ids: (array zero-terminated=1): whose set-ups
 * @cancellable: (nullable): to end it sooner; what runs is left to others then
 * @callback: called when all are settled
 * @user_data: for @callback
 *
 * Drives the set-ups until each is done, has failed, or waits for a person.
 * Each is looked at once at least, so that what a person has done since is seen.
 */
void
bw_engine_drive_async (BwEngine             *self,
                       const char * const   *tenant_ids,
                       GCancellable         *cancellable,
                       GAsyncReadyCallback   callback,
                       gpointer              user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Drive *drive = g_new0 (Drive, 1);

  g_task_set_source_tag (task, bw_engine_drive_async);
  drive->begun = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; tenant_ids[i] != NULL; i++)
    {
      BwEntry *entry = g_hash_table_lookup (self->entries, tenant_ids[i]);

      g_hash_table_insert (drive->begun, g_strdup (tenant_ids[i]),
                           GUINT_TO_POINTER (entry != NULL ? entry->runs : 0));
      if (entry != NULL && entry->run == NULL)
        {
          g_clear_error (&entry->trouble);
          entry->not_before = 0;
        }
    }
  g_task_set_task_data (task, drive, (GDestroyNotify) drive_free);

  if (cancellable != NULL)
    {
      drive->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (drive->cancelled, G_SOURCE_FUNC (cancelled_cb), task, NULL);
      g_source_attach (drive->cancelled, NULL);
    }

  g_ptr_array_add (self->drives, task);
  bw_engine_schedule (self);
}

/**
 * bw_engine_drive_finish:
 * @self: an engine
 * @result: what the callback was given
 * @error: return location for an error: cancelled, %BW_ERROR_AUTH, or
 *   %BW_ERROR_STORAGE where one can't go on
 *
 * Returns: whether all are settled
 */
gboolean
bw_engine_drive_finish (BwEngine      *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
