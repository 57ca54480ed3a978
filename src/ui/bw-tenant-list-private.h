/* bw-tenant-list-private.h - the tenant list from the inside
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-tenant-filter.h"
#include "bw-tenant-follower.h"
#include "bw-tenant-list.h"

G_BEGIN_DECLS

struct _BwTenantList
{
  AdwBin              parent_instance;

  GListModel         *tenants;   /* (owned) (nullable) */
  BwTenantFollower   *follower;  /* (owned) (nullable) */
  BwTenantFilter     *filter;    /* (owned) */
  GtkFilterListModel *filtered;  /* (owned) */
  GtkMultiSelection  *selection; /* (owned) */
  GMenu              *groups;    /* (owned): the menu of the filter, with counts */
  guint               counts[BW_TENANT_N_GROUPS];
  gboolean            reading;
  guint               settle_id;
  guint               fit_id;
  gboolean            single_click;

  GtkSearchEntry     *search_entry;
  GtkMenuButton      *filter_button;
  GtkStack           *stack;
  GtkScrolledWindow  *scrolled_window;
  GtkColumnView      *column_view;
  GtkColumnViewColumn *columns[BW_TENANT_N_COLUMNS];
};

G_END_DECLS
