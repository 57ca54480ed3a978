/* bw-keyed-list.c - a list model keyed by ID that merges new answers in place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-keyed-list.h"

struct _BwKeyedList
{
  GObject     parent_instance;

  GType       item_type;
  BwKeyFunc   key;
  GPtrArray  *items;
  GHashTable *positions;  /* key, owned by its item, to position */
};

static void bw_keyed_list_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BwKeyedList, bw_keyed_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      bw_keyed_list_list_model_init))

/* Returns: whether @item was new.  Tells nobody. */
static gboolean
append (BwKeyedList *self,
        gpointer     item)
{
  const char *key = self->key (item);

  if (g_hash_table_contains (self->positions, key))
    return FALSE;

  g_hash_table_insert (self->positions, (gpointer) key, GUINT_TO_POINTER (self->items->len));
  g_ptr_array_add (self->items, g_object_ref (item));

  return TRUE;
}

static GType
bw_keyed_list_get_item_type (GListModel *model)
{
  return BW_KEYED_LIST (model)->item_type;
}

static guint
bw_keyed_list_get_n_items (GListModel *model)
{
  return BW_KEYED_LIST (model)->items->len;
}

static gpointer
bw_keyed_list_get_item (GListModel *model,
                        guint       position)
{
  BwKeyedList *self = BW_KEYED_LIST (model);

  if (position >= self->items->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->items, position));
}

static void
bw_keyed_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = bw_keyed_list_get_item_type;
  iface->get_n_items = bw_keyed_list_get_n_items;
  iface->get_item = bw_keyed_list_get_item;
}

static void
bw_keyed_list_finalize (GObject *object)
{
  BwKeyedList *self = BW_KEYED_LIST (object);

  g_clear_pointer (&self->positions, g_hash_table_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);

  G_OBJECT_CLASS (bw_keyed_list_parent_class)->finalize (object);
}

static void
bw_keyed_list_class_init (BwKeyedListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bw_keyed_list_finalize;
}

static void
bw_keyed_list_init (BwKeyedList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->positions = g_hash_table_new (g_str_hash, g_str_equal);
}

/**
 * bw_keyed_list_new:
 * @item_type: a #GObject type
 * @key: tells the key of an item
 *
 * An answer is merged like this: look each of its elements up, update the item
 * in place if it is there, and add all the others at once with
 * bw_keyed_list_splice().
 *
 * Returns: (transfer full): an empty list
 */
BwKeyedList *
bw_keyed_list_new (GType     item_type,
                   BwKeyFunc key)
{
  BwKeyedList *self;

  g_return_val_if_fail (g_type_is_a (item_type, G_TYPE_OBJECT), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  self = g_object_new (BW_TYPE_KEYED_LIST, NULL);
  self->item_type = item_type;
  self->key = key;

  return self;
}

/**
 * bw_keyed_list_lookup:
 * @self: a list
 * @key: (nullable): a key
 *
 * Returns: (transfer none) (nullable): the item with that key
 */
gpointer
bw_keyed_list_lookup (BwKeyedList *self,
                      const char  *key)
{
  gpointer position;

  g_return_val_if_fail (BW_IS_KEYED_LIST (self), NULL);

  if (key == NULL || !g_hash_table_lookup_extended (self->positions, key, NULL, &position))
    return NULL;

  return g_ptr_array_index (self->items, GPOINTER_TO_UINT (position));
}

/**
 * bw_keyed_list_add:
 * @self: a list
 * @item: (transfer none): an item
 *
 * Adds @item at the end, unless there is one with its key: that one stays.
 */
void
bw_keyed_list_add (BwKeyedList *self,
                   gpointer     item)
{
  g_return_if_fail (BW_IS_KEYED_LIST (self));
  g_return_if_fail (G_TYPE_CHECK_INSTANCE_TYPE (item, self->item_type));

  if (append (self, item))
    g_list_model_items_changed (G_LIST_MODEL (self), self->items->len - 1, 0, 1);
}

/**
 * bw_keyed_list_splice:
 * @self: a list
 * @added: (element-type GObject): items
 *
 * Adds all of @added at the end with a single signal, except those whose key is
 * there already.
 */
void
bw_keyed_list_splice (BwKeyedList *self,
                      GPtrArray   *added)
{
  guint before;

  g_return_if_fail (BW_IS_KEYED_LIST (self));
  g_return_if_fail (added != NULL);

  before = self->items->len;
  for (guint i = 0; i < added->len; i++)
    append (self, g_ptr_array_index (added, i));

  if (self->items->len > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, self->items->len - before);
}

/**
 * bw_keyed_list_remove:
 * @self: a list
 * @key: a key
 *
 * Returns: whether there was an item with that key
 */
gboolean
bw_keyed_list_remove (BwKeyedList *self,
                      const char  *key)
{
  gpointer value;
  guint position;

  g_return_val_if_fail (BW_IS_KEYED_LIST (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  if (!g_hash_table_lookup_extended (self->positions, key, NULL, &value))
    return FALSE;

  /* The key goes first: the item owns the string. */
  position = GPOINTER_TO_UINT (value);
  g_hash_table_remove (self->positions, key);
  g_ptr_array_remove_index (self->items, position);

  for (guint i = position; i < self->items->len; i++)
    g_hash_table_insert (self->positions,
                         (gpointer) self->key (g_ptr_array_index (self->items, i)),
                         GUINT_TO_POINTER (i));

  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);

  return TRUE;
}
