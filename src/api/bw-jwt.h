/* bw-jwt.h - signed tokens, and the keys that Microsoft signs them with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "bw-response.h"

G_BEGIN_DECLS

/* The public keys of a tenant (RFC 7517). */
typedef struct _BwJwks BwJwks;

BwJwks     *bw_jwks_new_from_response (BwResponse    *response,
                                       GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void        bw_jwks_free              (BwJwks        *self);
gboolean    bw_jwks_has_key           (const BwJwks  *self,
                                       const char    *key_id);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwJwks, bw_jwks_free)

/* A token in the compact form (RFC 7515), taken apart. */
typedef struct _BwJwt BwJwt;

BwJwt      *bw_jwt_new                (const char    *token,
                                       GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void        bw_jwt_free               (BwJwt         *self);
const char *bw_jwt_get_key_id         (const BwJwt   *self);
JsonObject *bw_jwt_get_claims         (const BwJwt   *self);
gboolean    bw_jwt_verify             (const BwJwt   *self,
                                       const BwJwks  *keys,
                                       GError       **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwJwt, bw_jwt_free)

G_END_DECLS
