/* bw-place.h - a state folder, the sandbox that may belong to it, and the workspace on both
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-workspace.h"

G_BEGIN_DECLS

#define BW_TYPE_PLACE (bw_place_get_type ())
G_DECLARE_FINAL_TYPE (BwPlace, bw_place, BW, PLACE, GObject)

BwPlace     *bw_place_new           (const char           *state_folder,
                                     gboolean              sandbox,
                                     const char           *sandbox_url) G_GNUC_WARN_UNUSED_RESULT;
BwPlace     *bw_place_copy          (BwPlace              *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean     bw_place_equal         (BwPlace              *self,
                                     BwPlace              *other);
gboolean     bw_place_is_sandbox    (BwPlace              *self);
gboolean     bw_place_is_open       (BwPlace              *self);
BwWorkspace *bw_place_get_workspace (BwPlace              *self);
void         bw_place_open_async    (BwPlace              *self,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
gboolean     bw_place_open_finish   (BwPlace              *self,
                                     GAsyncResult         *result,
                                     GError              **error);
void         bw_place_close_async   (BwPlace              *self,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
gboolean     bw_place_close_finish  (BwPlace              *self,
                                     GAsyncResult         *result,
                                     GError              **error);

G_END_DECLS
