/* bw-access-claims.h - what an access token of our own says, for a diagnosis only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BwAccessClaims:
 * @tells_methods: whether it tells how somebody signed in
 * @mfa: whether that was with several factors ("amr")
 * @scopes: (array zero-terminated=1): permissions that it gives ("scp")
 *
 * An access token is for the service to read, and Microsoft promises nothing about
 * what is in it.  Nothing may depend on this but what we tell the user.
 */
typedef struct
{
  gboolean   tells_methods;
  gboolean   mfa;
  char     **scopes;
} BwAccessClaims;

BwAccessClaims *bw_access_claims_new  (const char      *token,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void            bw_access_claims_free (BwAccessClaims  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwAccessClaims, bw_access_claims_free)

G_END_DECLS
