/* bw-store-settings.h - small values that both faces share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-store.h"

G_BEGIN_DECLS

void bw_store_list_settings_async (BwStore             *self,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
GHashTable *bw_store_list_settings_finish (BwStore       *self,
                                           GAsyncResult  *result,
                                           GError       **error);

void bw_store_save_setting_async (BwStore             *self,
                                  const char          *key,
                                  const char          *value,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
gboolean bw_store_save_setting_finish (BwStore       *self,
                                       GAsyncResult  *result,
                                       GError       **error);

G_END_DECLS
