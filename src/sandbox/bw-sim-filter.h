/* bw-sim-filter.h - the $filter expressions that the simulated cloud knows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BwSimFilter BwSimFilter;

/**
 * BwSimGetFunc:
 * @source: where the items are
 * @index: which of them
 * @property: a path such as "customer/tenantId"
 *
 * Returns: (transfer full) (nullable): the property as text, %NULL if it has no value
 */
typedef char *(*BwSimGetFunc) (gpointer    source,
                               guint       index,
                               const char *property);

BwSimFilter *bw_sim_filter_new         (const char         *text,
                                        const char * const *properties,
                                        char              **unknown) G_GNUC_WARN_UNUSED_RESULT;
void         bw_sim_filter_free        (BwSimFilter        *self);
gboolean     bw_sim_filter_is_advanced (BwSimFilter        *self);
const char  *bw_sim_filter_get_equal   (BwSimFilter        *self,
                                        const char         *property);
gboolean     bw_sim_filter_matches     (BwSimFilter        *self,
                                        BwSimGetFunc        get,
                                        gpointer            source,
                                        guint               index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwSimFilter, bw_sim_filter_free)

G_END_DECLS
