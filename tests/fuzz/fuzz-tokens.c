/* fuzz-tokens.c - tokens, keys, and who signed in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-access-claims.h"
#include "bw-identity.h"
#include "fuzz.h"

#define NOW 1795000000

/* Of a key that signed nothing. */
#define MODULUS \
  "0vImZaYMEtKJGF2VDuiBNgkWb2sRPReNbA_TkB_yOaGglfIPk5VlDPk4C47bIkprJIoekk6P" \
  "0K4uGpSSozBfGIy2EJAPnjR_rohtxlB3lex0XEw_yy6yxz4Uk0yGfuBXunJJm_oSHoNrKsFX" \
  "Ju59awr2qxPDjpLK4NFQV7FZmH-UzHQR1xfxRXmyqhAPu7NPpZP-rtJySLdi46tYBfB2Wiuc" \
  "HX4PN8RJIb0_ZWTq338UKnJmjEfiI9Fu3YxHtGr8W67iYfU7JhUtJjuoOwN81JYuQ0gBJWuI" \
  "XpyQUfMgsNuD856nrb0NdObex_PfrsyPZGVmZBp7omYPMBH8NXApHQ"

#define KEYS "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"kid\":\"a\",\"e\":\"AQAB\"," \
             "\"n\":\"" MODULUS "\"}]}"

static void
read_answer (BwResponse *response)
{
  g_autoptr(GError) token_error = NULL;
  g_autoptr(GError) key_error = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTokens) tokens = bw_tokens_new_from_response (response, &token_error);
  g_autoptr(BwJwks) keys = bw_jwks_new_from_response (response, &key_error);
  g_autofree char *tenant_id = NULL;
  g_autofree char *region = NULL;

  bw_fuzz_check_outcome (tokens, token_error);
  bw_fuzz_check_outcome (keys, key_error);
  if (tokens != NULL)
    {
      g_assert_nonnull (tokens->access_token);
      g_assert_cmpint (tokens->lifetime, >=, 0);
    }
  if (keys != NULL)
    bw_jwks_has_key (keys, "a");
  if (!bw_login_read_discovery (response, &tenant_id, &region, &error))
    g_assert_nonnull (error);
}

/* Whatever it says, nobody signed it. */
static void
read_token (const char *text)
{
  g_autoptr(BwResponse) response =
    bw_fuzz_answer ((const uint8_t *) KEYS, sizeof KEYS - 1, 200);
  g_autoptr(BwJwks) keys = bw_jwks_new_from_response (response, NULL);
  g_autoptr(BwCloud) cloud = bw_cloud_new ("global", NULL);
  g_autoptr(BwSignIn) sign_in = bw_sign_in_new ("organizations", "client", "openid");
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) jwt_error = NULL;
  g_autoptr(GError) claims_error = NULL;
  g_autoptr(BwJwt) jwt = bw_jwt_new (text, &jwt_error);
  g_autoptr(BwAccessClaims) claims = bw_access_claims_new (text, &claims_error);
  g_autoptr(BwIdentity) identity = NULL;

  g_assert_nonnull (keys);
  g_assert_nonnull (cloud);
  bw_fuzz_check_outcome (jwt, jwt_error);
  bw_fuzz_check_outcome (claims, claims_error);
  bw_identity_needs_key (text, keys);
  identity = bw_identity_new_from_token (text, sign_in, cloud, keys, NOW, &error);
  g_assert_null (identity);
  g_assert_nonnull (error);
  if (jwt != NULL)
    g_assert_false (bw_jwt_verify (jwt, keys, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(BwResponse) response = bw_fuzz_answer (data, size, 200);
  g_autofree char *text = bw_fuzz_dup_text (data, size);

  read_answer (response);
  read_token (text);

  return 0;
}
