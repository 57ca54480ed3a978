/* bw-identity.h - who signed in, from an ID token that is good
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-jwt.h"
#include "bw-login.h"

G_BEGIN_DECLS

/**
 * BwIdentity:
 * @tenant_id: tenant signed in to ("tid")
 * @object_id: the user in that tenant ("oid")
 * @name: (nullable): display name
 * @user_name: (nullable): sign-in name ("preferred_username")
 *
 * What an ID token says.
 */
typedef struct
{
  char *tenant_id;
  char *object_id;
  char *name;
  char *user_name;
} BwIdentity;

BwIdentity *bw_identity_new_from_token (const char      *id_token,
                                        const BwSignIn  *sign_in,
                                        const BwCloud   *cloud,
                                        const BwJwks    *keys,
                                        gint64           now,
                                        GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void        bw_identity_free           (BwIdentity      *self);
gboolean    bw_identity_needs_key      (const char      *id_token,
                                        const BwJwks    *keys);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwIdentity, bw_identity_free)

G_END_DECLS
