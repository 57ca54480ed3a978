/* bw-sim-jwt.h - a key, and the tokens that it signs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* An RSA key that signs JSON web tokens with RS256. */
typedef struct _BwSimKey BwSimKey;

BwSimKey   *bw_sim_key_new          (void) G_GNUC_WARN_UNUSED_RESULT;
BwSimKey   *bw_sim_key_new_from_pem (const char  *pem,
                                     GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void        bw_sim_key_free         (BwSimKey    *self);
char       *bw_sim_key_dup_pem      (BwSimKey    *self) G_GNUC_WARN_UNUSED_RESULT;
const char *bw_sim_key_get_id       (BwSimKey    *self);
JsonObject *bw_sim_key_to_jwk       (BwSimKey    *self,
                                     const char  *issuer) G_GNUC_WARN_UNUSED_RESULT;
char       *bw_sim_key_sign         (BwSimKey    *self,
                                     JsonObject  *claims) G_GNUC_WARN_UNUSED_RESULT;
JsonNode   *bw_sim_key_verify       (BwSimKey    *self,
                                     const char  *token) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwSimKey, bw_sim_key_free)

G_END_DECLS
