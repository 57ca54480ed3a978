/* bw-tenant-filter.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-tenant-filter.h"
#include "bw-util.h"

struct _BwTenantFilter
{
  GtkFilter      parent_instance;

  char          *text;   /* (owned) (nullable): folded */
  BwTenantGroup  group;

  /* The tenant whose details are open stays in the list when its status takes
   * it out of the group: nothing vanishes under somebody's hand. */
  BwTenant      *kept;   /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (BwTenantFilter, bw_tenant_filter, GTK_TYPE_FILTER)

static gboolean
bw_tenant_filter_match (GtkFilter *filter,
                        gpointer   item)
{
  BwTenantFilter *self = BW_TENANT_FILTER (filter);
  BwTenant *tenant = item;

  if (self->text != NULL && !bw_tenant_matches (tenant, self->text))
    return FALSE;

  return tenant == self->kept || bw_tenant_is_in_group (tenant, self->group);
}

static GtkFilterMatch
bw_tenant_filter_get_strictness (GtkFilter *filter)
{
  return bw_tenant_filter_is_open (BW_TENANT_FILTER (filter)) ? GTK_FILTER_MATCH_ALL
                                                              : GTK_FILTER_MATCH_SOME;
}

static void
bw_tenant_filter_finalize (GObject *object)
{
  BwTenantFilter *self = BW_TENANT_FILTER (object);

  g_clear_pointer (&self->text, g_free);
  g_clear_object (&self->kept);

  G_OBJECT_CLASS (bw_tenant_filter_parent_class)->finalize (object);
}

static void
bw_tenant_filter_class_init (BwTenantFilterClass *klass)
{
  GtkFilterClass *filter_class = GTK_FILTER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bw_tenant_filter_finalize;
  filter_class->match = bw_tenant_filter_match;
  filter_class->get_strictness = bw_tenant_filter_get_strictness;
}

static void
bw_tenant_filter_init (BwTenantFilter *self)
{
}

/**
 * bw_tenant_filter_new:
 *
 * Returns: (transfer full): a filter that lets every tenant through
 */
BwTenantFilter *
bw_tenant_filter_new (void)
{
  return g_object_new (BW_TYPE_TENANT_FILTER, NULL);
}

/**
 * bw_tenant_filter_set_text:
 * @self: a tenant filter
 * @text: what somebody searches for
 */
void
bw_tenant_filter_set_text (BwTenantFilter *self,
                           const char     *text)
{
  g_autofree char *folded = NULL;
  GtkFilterChange change = GTK_FILTER_CHANGE_DIFFERENT;

  g_return_if_fail (BW_IS_TENANT_FILTER (self));

  if (!bw_str_is_empty (text))
    folded = bw_tenant_fold (text);

  /* One letter more or less looks only at what can have changed. */
  if (self->text == NULL || (folded != NULL && g_str_has_prefix (folded, self->text)))
    change = GTK_FILTER_CHANGE_MORE_STRICT;
  else if (folded == NULL || g_str_has_prefix (self->text, folded))
    change = GTK_FILTER_CHANGE_LESS_STRICT;

  if (g_strcmp0 (self->text, folded) == 0)
    return;

  g_free (self->text);
  self->text = g_steal_pointer (&folded);
  gtk_filter_changed (GTK_FILTER (self), change);
}

/**
 * bw_tenant_filter_set_group:
 * @self: a tenant filter
 * @group: the group of statuses to show
 */
void
bw_tenant_filter_set_group (BwTenantFilter *self,
                            BwTenantGroup   group)
{
  g_return_if_fail (BW_IS_TENANT_FILTER (self));

  if (self->group == group)
    return;

  self->group = group;
  g_clear_object (&self->kept);
  gtk_filter_changed (GTK_FILTER (self), GTK_FILTER_CHANGE_DIFFERENT);
}

/**
 * bw_tenant_filter_get_group:
 * @self: a tenant filter
 *
 * Returns: the group of statuses shown
 */
BwTenantGroup
bw_tenant_filter_get_group (BwTenantFilter *self)
{
  g_return_val_if_fail (BW_IS_TENANT_FILTER (self), BW_TENANT_GROUP_ALL);

  return self->group;
}

/**
 * bw_tenant_filter_is_open:
 * @self: a tenant filter
 *
 * Returns: whether it lets every tenant through
 */
gboolean
bw_tenant_filter_is_open (BwTenantFilter *self)
{
  g_return_val_if_fail (BW_IS_TENANT_FILTER (self), TRUE);

  return self->text == NULL && self->group == BW_TENANT_GROUP_ALL;
}

/**
 * bw_tenant_filter_set_kept:
 * @self: a tenant filter
 * @kept: (nullable): a tenant to keep whatever its status becomes
 *
 * Takes effect when the filter looks next.
 */
void
bw_tenant_filter_set_kept (BwTenantFilter *self,
                           BwTenant       *kept)
{
  g_return_if_fail (BW_IS_TENANT_FILTER (self));

  g_set_object (&self->kept, kept);
}
