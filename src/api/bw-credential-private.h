/* bw-credential-private.h - what a token request bears of a credential
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-credential.h"

G_BEGIN_DECLS

/**
 * BwProof:
 * @secret: (nullable): for "client_secret"
 * @assertion: (nullable): for "client_assertion"
 * @assertion_type: (nullable): for "client_assertion_type"
 */
typedef struct
{
  char       *secret;
  char       *assertion;
  const char *assertion_type;
} BwProof;

gboolean bw_proof_init  (BwProof                   *self,
                         const BwClientCredential  *credential,
                         const char                *audience,
                         const char                *client_id,
                         GError                   **error);
void     bw_proof_clear (BwProof                   *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BwProof, bw_proof_clear)

G_END_DECLS
