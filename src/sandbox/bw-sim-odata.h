/* bw-sim-odata.h - lists of the simulated Graph: $select, $filter, $top, $skiptoken and so on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-filter.h"
#include "bw-sim-graph.h"

G_BEGIN_DECLS

/**
 * BwSimKind:
 * @set: what the list is called in "@odata.context"
 * @type: what one is called in error texts
 * @gdap: whether errors are in the manner of the service behind GDAP
 * @default_top: items on a page
 * @max_top: most that may be asked for
 * @filterable: (nullable) (array zero-terminated=1): what can be filtered by
 * @orderable: (nullable) (array zero-terminated=1): what can be ordered by
 * @selectable: (nullable) (array zero-terminated=1): what can be selected; anything if %NULL,
 *   as the type is open
 */
typedef struct
{
  const char         *set;
  const char         *type;
  gboolean            gdap;
  guint               default_top;
  guint               max_top;
  const char * const *filterable;
  const char * const *orderable;
  const char * const *selectable;
} BwSimKind;

/**
 * BwSimQuery:
 * @kind: of what
 * @select: (nullable) (array zero-terminated=1): what was selected
 * @filter: (nullable): what was filtered by
 * @order_by: (nullable): a property
 * @descending: whether in falling order
 * @top: items on this page
 * @count: whether to count
 * @position: where the page begins
 * @continued: whether it is not the first page
 */
typedef struct
{
  const BwSimKind *kind;
  char           **select;
  BwSimFilter     *filter;
  char            *order_by;
  gboolean         descending;
  guint            top;
  gboolean         count;
  guint64          position;
  gboolean         continued;
} BwSimQuery;

/**
 * BwSimItems:
 * @source: for the functions
 * @n: how many there are
 * @shows: (nullable): whether one can be seen
 * @get: (nullable): for filters and orders
 * @make: makes one (transfer full)
 */
typedef struct
{
  gpointer      source;
  guint         n;
  gboolean    (*shows) (gpointer source,
                        guint    index);
  BwSimGetFunc  get;
  JsonObject *(*make)  (gpointer source,
                        guint    index);
} BwSimItems;

BwSimQuery *bw_sim_query_new         (BwSimCall        *call,
                                      const BwSimKind  *kind) G_GNUC_WARN_UNUSED_RESULT;
BwSimQuery *bw_sim_query_new_for_one (BwSimCall        *call,
                                      const BwSimKind  *kind) G_GNUC_WARN_UNUSED_RESULT;
void        bw_sim_query_free        (BwSimQuery       *self);
char       *bw_sim_query_dup_next    (BwSimQuery       *self,
                                      BwSimCall        *call,
                                      guint64           position) G_GNUC_WARN_UNUSED_RESULT;
void        bw_sim_query_reply       (BwSimQuery       *self,
                                      BwSimCall        *call,
                                      const BwSimItems *items);
void        bw_sim_query_reply_one   (BwSimQuery       *self,
                                      BwSimCall        *call,
                                      JsonObject       *object);
JsonObject *bw_sim_query_select      (BwSimQuery       *self,
                                      JsonObject       *object) G_GNUC_WARN_UNUSED_RESULT;
char       *bw_sim_query_dup_context (BwSimQuery       *self,
                                      gboolean          one) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwSimQuery, bw_sim_query_free)

G_END_DECLS
