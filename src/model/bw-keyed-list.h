/* bw-keyed-list.h - a list model keyed by ID that merges new answers in place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BW_TYPE_KEYED_LIST (bw_keyed_list_get_type ())
G_DECLARE_FINAL_TYPE (BwKeyedList, bw_keyed_list, BW, KEYED_LIST, GObject)

/**
 * BwKeyFunc:
 * @item: an item of the list
 *
 * Returns: (transfer none): the key of @item, which never changes
 */
typedef const char *(*BwKeyFunc) (gpointer item);

BwKeyedList *bw_keyed_list_new     (GType        item_type,
                                    BwKeyFunc    key) G_GNUC_WARN_UNUSED_RESULT;
gpointer     bw_keyed_list_lookup  (BwKeyedList *self,
                                    const char  *key);
void         bw_keyed_list_add     (BwKeyedList *self,
                                    gpointer     item);
void         bw_keyed_list_splice  (BwKeyedList *self,
                                    GPtrArray   *added);
gboolean     bw_keyed_list_remove  (BwKeyedList *self,
                                    const char  *key);

G_END_DECLS
