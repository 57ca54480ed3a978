/* bw-gather.h - puts the pages of a list together, within limits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-response.h"

G_BEGIN_DECLS

typedef struct _BwGather BwGather;

BwGather  *bw_gather_new   (BwRequest   *request) G_GNUC_WARN_UNUSED_RESULT;
void       bw_gather_free  (BwGather    *self);
gboolean   bw_gather_begin (BwGather    *self,
                            BwRequest   *request,
                            GError     **error);
BwRequest *bw_gather_add   (BwGather    *self,
                            BwResponse  *page,
                            gsize        size,
                            GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void       bw_gather_end   (BwGather    *self,
                            BwResponse  *last);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwGather, bw_gather_free)

G_END_DECLS
