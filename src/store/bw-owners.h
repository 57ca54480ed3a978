/* bw-owners.h - whether the owner of a lease still runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BwOwners BwOwners;

BwOwners *bw_owners_new      (const char  *folder) G_GNUC_WARN_UNUSED_RESULT;
BwOwners *bw_owners_ref      (BwOwners    *self) G_GNUC_WARN_UNUSED_RESULT;
void      bw_owners_unref    (BwOwners    *self);
gboolean  bw_owners_claim    (BwOwners    *self,
                              const char  *owner,
                              GError     **error);
gboolean  bw_owners_is_alive (BwOwners    *self,
                              const char  *owner);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwOwners, bw_owners_unref)

G_END_DECLS
