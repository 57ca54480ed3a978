/* bw-access-claims.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-access-claims.h"
#include "bw-json.h"
#include "bw-jwt.h"

/**
 * bw_access_claims_new:
 * @token: an access token that Microsoft gave us
 * @error: return location for a %BW_ERROR_PROTOCOL, which never quotes @token
 *
 * Reads the token without looking at its signature: whom it is for does that.
 *
 * Returns: (transfer full): what it says, or %NULL with @error set
 */
BwAccessClaims *
bw_access_claims_new (const char  *token,
                      GError     **error)
{
  g_autoptr(BwJwt) jwt = bw_jwt_new (token, error);
  JsonObject *claims = jwt != NULL ? bw_jwt_get_claims (jwt) : NULL;
  const char *scopes;
  JsonArray *methods;
  BwAccessClaims *self;

  if (claims == NULL)
    return NULL;

  self = g_new0 (BwAccessClaims, 1);
  scopes = bw_json_get_string (claims, "scp");
  self->scopes = g_strsplit (scopes != NULL ? scopes : "", " ", -1);

  methods = bw_json_get_array (claims, "amr");
  self->tells_methods = methods != NULL;
  for (guint i = 0; i < bw_json_array_length (methods); i++)
    self->mfa = self->mfa || g_strcmp0 (bw_json_array_string (methods, i), "mfa") == 0;

  return self;
}

/**
 * bw_access_claims_free:
 * @self: (transfer full): what a token says
 */
void
bw_access_claims_free (BwAccessClaims *self)
{
  g_strfreev (self->scopes);
  g_free (self);
}
