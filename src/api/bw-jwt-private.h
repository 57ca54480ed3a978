/* bw-jwt-private.h - one of Microsoft's keys, for those that verify with it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gnutls/abstract.h>

#include "bw-jwt.h"

G_BEGIN_DECLS

/**
 * BwJwk:
 * @issuer: (nullable): whose tokens alone it signs, "{tenantid}" standing for any tenant
 * @algorithm: (nullable): the one algorithm that it is for
 * @key: an RSA key
 */
typedef struct
{
  char            *issuer;
  char            *algorithm;
  gnutls_pubkey_t  key;
} BwJwk;

const BwJwk *bw_jwks_get (const BwJwks *self,
                          const char   *key_id);

G_END_DECLS
