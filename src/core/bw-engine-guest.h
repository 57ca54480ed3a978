/* bw-engine-guest.h - what the user does with a set-up through a guest account
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-engine.h"

G_BEGIN_DECLS

void     bw_engine_answer_async       (BwEngine             *self,
                                       const char           *tenant_id,
                                       const char           *address,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
void     bw_engine_finalize_async     (BwEngine             *self,
                                       const char           *tenant_id,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
void     bw_engine_invite_again_async (BwEngine             *self,
                                       const char           *tenant_id,
                                       gboolean              reset,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
void     bw_engine_sign_in_guest_async
                                      (BwEngine             *self,
                                       const char           *tenant_id,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
void     bw_engine_note_guest_refused_async
                                      (BwEngine             *self,
                                       const char           *tenant_id,
                                       const char           *shown,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
gboolean bw_engine_guest_finish       (BwEngine             *self,
                                       GAsyncResult         *result,
                                       GError              **error);

G_END_DECLS
