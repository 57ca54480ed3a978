/* bw-tenant-follower.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-tenant-follower.h"
#include "bw-tenant.h"

/* g_signal_connect_object() would keep a list of all tenants at the one object, and
 * search it for each that goes away: too slow for tens of thousands. */
struct _BwTenantFollower
{
  GListModel *tenants;         /* (owned) */
  GPtrArray  *followed;        /* (owned): those in it, in their order */
  GCallback   list_changed;
  GCallback   tenant_changed;
  gpointer    user_data;       /* (unowned) */
};

static void
items_changed_cb (BwTenantFollower *self,
                  guint             position,
                  guint             n_removed,
                  guint             n_added,
                  GListModel       *tenants)
{
  for (guint i = position; i < position + n_removed; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->followed, i),
                                          self->tenant_changed, self->user_data);

  if (n_removed > 0)
    g_ptr_array_remove_range (self->followed, position, n_removed);

  for (guint i = position; i < position + n_added; i++)
    {
      BwTenant *tenant = g_list_model_get_item (tenants, i);

      g_signal_connect_swapped (tenant, "notify", self->tenant_changed, self->user_data);
      /* At the end, which is where most of them go, nothing has to be moved. */
      g_ptr_array_insert (self->followed, (int) i, tenant);
    }

  ((void (*) (gpointer)) self->list_changed) (self->user_data);
}

/**
 * bw_tenant_follower_new:
 * @tenants: a list model of #BwTenant
 * @list_changed: called with @user_data when tenants come or go
 * @tenant_changed: called with @user_data when one of them changes
 * @user_data: for both; it outlives the follower
 *
 * Returns: (transfer full): what follows them until it is freed
 */
BwTenantFollower *
bw_tenant_follower_new (GListModel *tenants,
                        GCallback   list_changed,
                        GCallback   tenant_changed,
                        gpointer    user_data)
{
  BwTenantFollower *self = g_new0 (BwTenantFollower, 1);

  self->tenants = g_object_ref (tenants);
  self->followed = g_ptr_array_new_with_free_func (g_object_unref);
  self->list_changed = list_changed;
  self->tenant_changed = tenant_changed;
  self->user_data = user_data;

  g_signal_connect_swapped (tenants, "items-changed", G_CALLBACK (items_changed_cb), self);
  items_changed_cb (self, 0, 0, g_list_model_get_n_items (tenants), tenants);

  return self;
}

/**
 * bw_tenant_follower_free:
 * @self: (transfer full): a follower
 */
void
bw_tenant_follower_free (BwTenantFollower *self)
{
  g_signal_handlers_disconnect_by_func (self->tenants, items_changed_cb, self);
  for (guint i = 0; i < self->followed->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->followed, i),
                                          self->tenant_changed, self->user_data);

  g_ptr_array_unref (self->followed);
  g_object_unref (self->tenants);
  g_free (self);
}
