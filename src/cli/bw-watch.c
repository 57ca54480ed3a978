/* bw-watch.c - calls back whenever anything of a tenant or its set-up changes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-watch.h"

typedef struct
{
  BwWatch    *watch;  /* (unowned) */
  BwTenant   *tenant; /* (owned) */
  BwSetupJob *job;    /* (owned) (nullable) */
  GPtrArray  *steps;  /* (owned) (element-type BwSetupStep): of @job */
  guint       idle;   /* the call to come, or 0 */
} Entry;

struct _BwWatch
{
  GListModel  *tenants;  /* (owned) */
  GHashTable  *entries;  /* (owned) (element-type BwTenant Entry) */
  BwWatchFunc  changed;
  gpointer     user_data;
};

static void notify_cb (GObject    *object,
                       GParamSpec *pspec,
                       gpointer    user_data);

static void
follow (Entry    *entry,
        gpointer  object)
{
  g_signal_connect (object, "notify", G_CALLBACK (notify_cb), entry);
}

static void
unfollow (Entry    *entry,
          gpointer  object)
{
  g_signal_handlers_disconnect_by_data (object, entry);
}

static void
unfollow_job (Entry *entry)
{
  for (guint i = 0; i < entry->steps->len; i++)
    unfollow (entry, g_ptr_array_index (entry->steps, i));
  g_ptr_array_set_size (entry->steps, 0);

  if (entry->job != NULL)
    unfollow (entry, entry->job);
  g_clear_object (&entry->job);
}

/* A tenant gets its job late, and a new set-up may mean a new one. */
static void
follow_job (Entry *entry)
{
  BwSetupJob *job = bw_tenant_get_job (entry->tenant);

  if (job == entry->job)
    return;

  unfollow_job (entry);
  if (job == NULL)
    return;

  entry->job = g_object_ref (job);
  follow (entry, job);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (job)); i++)
    {
      gpointer step = g_list_model_get_item (G_LIST_MODEL (job), i);

      g_ptr_array_add (entry->steps, step);
      follow (entry, step);
    }
}

static gboolean
changed_cb (gpointer user_data)
{
  Entry *entry = user_data;

  entry->idle = 0;
  entry->watch->changed (entry->tenant, entry->watch->user_data);

  return G_SOURCE_REMOVE;
}

/* One update sets many properties, and is one change. */
static void
notify_cb (GObject    *object,
           GParamSpec *pspec,
           gpointer    user_data)
{
  Entry *entry = user_data;

  follow_job (entry);
  if (entry->idle == 0)
    entry->idle = g_idle_add_full (G_PRIORITY_DEFAULT, changed_cb, entry, NULL);
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_handle_id (&entry->idle, g_source_remove);
  unfollow_job (entry);
  unfollow (entry, entry->tenant);
  g_ptr_array_unref (entry->steps);
  g_object_unref (entry->tenant);
  g_free (entry);
}

static void
items_changed_cb (GListModel *tenants,
                  guint       position,
                  guint       removed,
                  guint       added,
                  gpointer    user_data)
{
  BwWatch *self = user_data;

  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (tenants, i);
      Entry *entry;

      if (g_hash_table_contains (self->entries, tenant))
        continue;

      entry = g_new0 (Entry, 1);
      entry->watch = self;
      entry->tenant = g_object_ref (tenant);
      entry->steps = g_ptr_array_new_with_free_func (g_object_unref);
      follow (entry, tenant);
      follow_job (entry);
      g_hash_table_insert (self->entries, tenant, entry);
    }
}

/**
 * bw_watch_new:
 * @tenants: a list of #BwTenant, which may grow
 * @changed: (scope forever): called after a change, once for what changed together
 * @user_data: for @changed
 *
 * Returns: (transfer full): what calls @changed until it is freed
 */
BwWatch *
bw_watch_new (GListModel  *tenants,
              BwWatchFunc  changed,
              gpointer     user_data)
{
  BwWatch *self = g_new0 (BwWatch, 1);

  self->tenants = g_object_ref (tenants);
  self->entries = g_hash_table_new_full (NULL, NULL, NULL, entry_free);
  self->changed = changed;
  self->user_data = user_data;

  items_changed_cb (tenants, 0, 0, g_list_model_get_n_items (tenants), self);
  g_signal_connect (tenants, "items-changed", G_CALLBACK (items_changed_cb), self);

  return self;
}

/**
 * bw_watch_free:
 * @self: (transfer full): a watch
 */
void
bw_watch_free (BwWatch *self)
{
  g_signal_handlers_disconnect_by_data (self->tenants, self);
  g_hash_table_unref (self->entries);
  g_object_unref (self->tenants);
  g_free (self);
}
