/* stranger.h - a server that nobody should send anything secret to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BwStranger BwStranger;

BwStranger *bw_stranger_new           (void) G_GNUC_WARN_UNUSED_RESULT;
void        bw_stranger_free          (BwStranger *self);
const char *bw_stranger_get_url       (BwStranger *self);
guint       bw_stranger_get_n_asked   (BwStranger *self);
guint       bw_stranger_get_n_secrets (BwStranger *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwStranger, bw_stranger_free)

G_END_DECLS
