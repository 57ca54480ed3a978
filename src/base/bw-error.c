/* bw-error.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-error.h"

/* What an error of ours bears beside its message: of a layer above. */
typedef struct
{
  gpointer       data;
  BwErrorRef     ref;
  GDestroyNotify unref;
} BwErrorPrivate;

static void
bw_error_private_init (BwErrorPrivate *self)
{
}

static void
bw_error_private_copy (const BwErrorPrivate *from,
                       BwErrorPrivate       *to)
{
  *to = *from;
  if (from->data != NULL)
    to->data = from->ref (from->data);
}

static void
bw_error_private_clear (BwErrorPrivate *self)
{
  if (self->data != NULL)
    self->unref (self->data);
}

G_DEFINE_EXTENDED_ERROR (BwError, bw_error)

/**
 * bw_error_attach:
 * @error: an error of %BW_ERROR that bears nothing yet
 * @data: what is to go with it
 * @ref: makes one more reference to it
 * @unref: gives one back
 */
void
bw_error_attach (GError         *error,
                 gpointer        data,
                 BwErrorRef      ref,
                 GDestroyNotify  unref)
{
  BwErrorPrivate *self;

  g_return_if_fail (error != NULL && error->domain == BW_ERROR);

  self = bw_error_get_private (error);
  g_return_if_fail (self->data == NULL);

  self->ref = ref;
  self->unref = unref;
  self->data = ref (data);
}

/**
 * bw_error_get_attached:
 * @error: any error
 *
 * Returns: (transfer none) (nullable): what it bears
 */
gpointer
bw_error_get_attached (const GError *error)
{
  if (error == NULL || error->domain != BW_ERROR)
    return NULL;

  return bw_error_get_private (error)->data;
}

/**
 * bw_error_is_storage:
 * @error: any error
 *
 * Returns: whether the database cannot be used, for whatever reason
 */
gboolean
bw_error_is_storage (const GError *error)
{
  return g_error_matches (error, BW_ERROR, BW_ERROR_STORAGE) ||
         g_error_matches (error, BW_ERROR, BW_ERROR_DISK_FULL) ||
         g_error_matches (error, BW_ERROR, BW_ERROR_NEWER_DATABASE);
}
