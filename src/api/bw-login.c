/* bw-login.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdlib.h>
#include <string.h>

#include "bw-base64url.h"
#include "bw-credential-private.h"
#include "bw-discovery.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-login.h"
#include "bw-odata.h"

#define N_RANDOM_BYTES 32

static char *
make_random (void)
{
  guchar bytes[N_RANDOM_BYTES];

  /* Without random numbers a sign-in could be guessed; better none at all. */
  if (gnutls_rnd (GNUTLS_RND_KEY, bytes, sizeof bytes) != GNUTLS_E_SUCCESS)
    abort ();

  return bw_base64url_encode (bytes, sizeof bytes);
}

/**
 * bw_login_make_challenge:
 * @verifier: a PKCE verifier
 *
 * Returns: (transfer full): the challenge for it (RFC 7636, method S256)
 */
char *
bw_login_make_challenge (const char *verifier)
{
  guchar digest[32];
  gsize size = sizeof digest;
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, (const guchar *) verifier, (gssize) strlen (verifier));
  g_checksum_get_digest (checksum, digest, &size);

  return bw_base64url_encode (digest, size);
}

static void
copy_members (JsonObject *from,
              JsonObject *to)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (from == NULL)
    return;

  json_object_iter_init (&iter, from);
  while (json_object_iter_next (&iter, &name, &node))
    json_object_set_member (to, name, json_node_copy (node));
}

/* Says that we understand claims challenges, which Microsoft wants to read in
 * every request, beside whatever a challenge demanded. */
static char *
merge_claims (const char *claims)
{
  g_autoptr(JsonNode) given = claims != NULL ? bw_json_parse_text (claims, NULL) : NULL;
  g_autoptr(JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *demanded = bw_json_node_object (given);
  JsonObject *merged = json_object_new ();
  JsonObject *token = json_object_new ();
  JsonObject *capability = json_object_new ();
  JsonArray *values = json_array_new ();

  json_array_add_string_element (values, "cp1");
  json_object_set_array_member (capability, "values", values);

  copy_members (demanded, merged);
  copy_members (bw_json_get_object (demanded, "access_token"), token);
  json_object_set_object_member (token, "xms_cc", capability);
  json_object_set_object_member (merged, "access_token", token);
  json_node_take_object (root, merged);

  return bw_json_to_text (root, FALSE);
}

/**
 * bw_sign_in_new:
 * @tenant: tenant ID, domain or "organizations"
 * @client_id: our app registration
 * @scope: what to ask for, separated by spaces
 *
 * The caller fills in where the browser comes back to, and what else it knows.
 *
 * Returns: (transfer full): an attempt to sign in that nobody else can finish
 */
BwSignIn *
bw_sign_in_new (const char *tenant,
                const char *client_id,
                const char *scope)
{
  BwSignIn *self = g_new0 (BwSignIn, 1);

  self->tenant = g_strdup (tenant);
  self->client_id = g_strdup (client_id);
  self->scope = g_strdup (scope);
  self->state = make_random ();
  self->nonce = make_random ();
  self->verifier = make_random ();

  return self;
}

/**
 * bw_sign_in_free:
 * @self: (transfer full): an attempt to sign in
 */
void
bw_sign_in_free (BwSignIn *self)
{
  g_free (self->tenant);
  g_free (self->tenant_id);
  g_free (self->client_id);
  g_free (self->redirect_uri);
  g_free (self->scope);
  g_free (self->state);
  g_free (self->nonce);
  g_free (self->verifier);
  g_free (self->login_hint);
  g_free (self->prompt);
  g_free (self->claims);
  g_free (self);
}

static void
append_field (GString    *uri,
              const char *name,
              const char *value)
{
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

  g_string_append_printf (uri, "&%s=%s", name, escaped);
}

/**
 * bw_sign_in_dup_uri:
 * @self: an attempt to sign in, with its redirect address
 * @cloud: a cloud
 *
 * Returns: (transfer full): where the browser has to go
 */
char *
bw_sign_in_dup_uri (const BwSignIn *self,
                    BwCloud        *cloud)
{
  g_autofree char *tenant = bw_odata_segment (self->tenant);
  g_autofree char *challenge = bw_login_make_challenge (self->verifier);
  g_autofree char *claims = merge_claims (self->claims);
  GString *uri = NULL;

  g_return_val_if_fail (self->redirect_uri != NULL, NULL);

  uri = g_string_new (cloud->login->base);
  g_string_append_printf (uri, "/%s/oauth2/v2.0/authorize?response_type=code", tenant);
  append_field (uri, "client_id", self->client_id);
  append_field (uri, "redirect_uri", self->redirect_uri);
  append_field (uri, "response_mode", "query");
  append_field (uri, "scope", self->scope);
  append_field (uri, "state", self->state);
  append_field (uri, "nonce", self->nonce);
  append_field (uri, "code_challenge", challenge);
  append_field (uri, "code_challenge_method", "S256");
  append_field (uri, "claims", claims);

  /* Partner Center takes only tokens of a sign-in with several factors. */
  append_field (uri, "acr_values", "urn:microsoft:policies:mfa");

  if (self->login_hint != NULL)
    append_field (uri, "login_hint", self->login_hint);

  /* Microsoft refuses to let somebody choose whom it was told to expect. */
  if (self->prompt != NULL &&
      (self->login_hint == NULL || !g_str_equal (self->prompt, "select_account")))
    append_field (uri, "prompt", self->prompt);

  return g_string_free (uri, FALSE);
}

/* Returns: (transfer full) (nullable): a request to the token endpoint of @tenant,
 * with what proves who asks */
static BwRequest *
new_token_request (BwCloud                   *cloud,
                   const char                *tenant,
                   const char                *client_id,
                   const BwClientCredential  *credential,
                   BwProof                   *proof,
                   GError                   **error)
{
  g_autofree char *segment = bw_odata_segment (tenant);
  g_autofree char *path = g_strdup_printf ("/%s/oauth2/v2.0/token", segment);
  g_autoptr(BwRequest) request = bw_request_new (cloud->login, "POST", path);

  if (!bw_proof_init (proof, credential, bw_request_get_uri (request), client_id, error))
    return NULL;

  return g_steal_pointer (&request);
}

/**
 * bw_sign_in_redeem:
 * @self: an attempt to sign in
 * @cloud: a cloud
 * @code: what the browser brought back
 * @credential: (nullable): who we are, unless we are a public client
 * @error: return location for a @credential that cannot be used
 *
 * Returns: (transfer full): a request that trades the code for tokens; for
 *   bw_tokens_new_from_response(); %NULL with @error set, never without @credential
 */
BwRequest *
bw_sign_in_redeem (const BwSignIn            *self,
                   BwCloud                   *cloud,
                   const char                *code,
                   const BwClientCredential  *credential,
                   GError                   **error)
{
  g_autofree char *claims = merge_claims (self->claims);
  g_auto(BwProof) proof = { 0 };
  BwRequest *request = new_token_request (cloud, self->tenant, self->client_id, credential, &proof,
                                          error);

  if (request == NULL)
    return NULL;

  bw_request_set_form (request,
                       "client_id", self->client_id,
                       "grant_type", "authorization_code",
                       "code", code,
                       "redirect_uri", self->redirect_uri,
                       "code_verifier", self->verifier,
                       "scope", self->scope,
                       "claims", claims,
                       "client_secret", proof.secret,
                       "client_assertion_type", proof.assertion_type,
                       "client_assertion", proof.assertion,
                       NULL);

  return request;
}

/**
 * bw_login_refresh:
 * @cloud: a cloud
 * @tenant: whose tokens; a refresh token of ours works in every tenant that
 *   let us in
 * @client_id: our app registration
 * @refresh_token: the newest refresh token
 * @audience: the service that the access token is for
 * @claims: (nullable): JSON text, what a claims challenge demands
 * @credential: (nullable): who we are, unless we are a public client
 * @error: return location for a @credential that cannot be used
 *
 * Returns: (transfer full): a request for new tokens; for
 *   bw_tokens_new_from_response(); %NULL with @error set, never without @credential
 */
BwRequest *
bw_login_refresh (BwCloud                   *cloud,
                  const char                *tenant,
                  const char                *client_id,
                  const char                *refresh_token,
                  const char                *audience,
                  const char                *claims,
                  const BwClientCredential  *credential,
                  GError                   **error)
{
  g_autofree char *scope = g_strconcat (audience, "/.default offline_access openid profile", NULL);
  g_autofree char *merged = merge_claims (claims);
  g_auto(BwProof) proof = { 0 };
  BwRequest *request = new_token_request (cloud, tenant, client_id, credential, &proof, error);

  if (request == NULL)
    return NULL;

  bw_request_set_form (request,
                       "client_id", client_id,
                       "grant_type", "refresh_token",
                       "refresh_token", refresh_token,
                       "scope", scope,
                       "claims", merged,
                       "client_secret", proof.secret,
                       "client_assertion_type", proof.assertion_type,
                       "client_assertion", proof.assertion,
                       NULL);

  return request;
}

/**
 * bw_login_act_alone:
 * @cloud: a cloud
 * @tenant: whose tokens; an ID or a domain, as Microsoft wants to know exactly
 * @client_id: our app registration
 * @audience: the service that the access token is for
 * @credential: who we are
 * @error: return location for a @credential that cannot be used
 *
 * Asks for what the application may do by itself, without a user (the grant
 * "client_credentials").  There is no refresh token: whoever needs another one asks again.
 *
 * Returns: (transfer full): a request for a token; for
 *   bw_tokens_new_from_response(); %NULL with @error set
 */
BwRequest *
bw_login_act_alone (BwCloud                   *cloud,
                    const char                *tenant,
                    const char                *client_id,
                    const char                *audience,
                    const BwClientCredential  *credential,
                    GError                   **error)
{
  g_autofree char *scope = g_strconcat (audience, "/.default", NULL);
  g_auto(BwProof) proof = { 0 };
  BwRequest *request;

  g_return_val_if_fail (credential != NULL, NULL);

  request = new_token_request (cloud, tenant, client_id, credential, &proof, error);
  if (request == NULL)
    return NULL;

  bw_request_set_form (request,
                       "client_id", client_id,
                       "grant_type", "client_credentials",
                       "scope", scope,
                       "client_secret", proof.secret,
                       "client_assertion_type", proof.assertion_type,
                       "client_assertion", proof.assertion,
                       NULL);

  return request;
}

/**
 * bw_login_poll_device:
 * @cloud: a cloud
 * @sign_in: an attempt to sign in with a device code
 * @device_code: that code
 * @credential: (nullable): who we are, unless we are a public client
 * @error: return location for a @credential that cannot be used
 *
 * Returns: (transfer full): a request that trades the code for tokens, once the
 *   user has signed in; %NULL with @error set, never without @credential
 */
BwRequest *
bw_login_poll_device (BwCloud                   *cloud,
                      const BwSignIn            *sign_in,
                      const char                *device_code,
                      const BwClientCredential  *credential,
                      GError                   **error)
{
  g_autofree char *claims = merge_claims (sign_in->claims);
  g_auto(BwProof) proof = { 0 };
  BwRequest *request = new_token_request (cloud, sign_in->tenant, sign_in->client_id, credential,
                                          &proof, error);

  if (request == NULL)
    return NULL;

  bw_request_set_form (request,
                       "client_id", sign_in->client_id,
                       "grant_type", "urn:ietf:params:oauth:grant-type:device_code",
                       "device_code", device_code,
                       "claims", claims,
                       "client_secret", proof.secret,
                       "client_assertion_type", proof.assertion_type,
                       "client_assertion", proof.assertion,
                       NULL);

  return request;
}

/**
 * bw_login_discover:
 * @cloud: a cloud
 * @tenant: tenant ID or any verified domain
 *
 * Nobody needs to be signed in.
 *
 * Returns: (transfer full): a request for what the cloud knows of the tenant;
 *   for bw_login_read_discovery()
 */
BwRequest *
bw_login_discover (BwCloud    *cloud,
                   const char *tenant)
{
  return bw_discovery_ask (cloud, tenant);
}

/**
 * bw_login_read_discovery:
 * @response: the answer to bw_login_discover()
 * @tenant_id: (out): tenant ID
 * @region: (out) (optional) (nullable): region that Microsoft names, such as "EU"
 * @error: return location for a refusal, %BW_ERROR_NOT_FOUND if the cloud has
 *   no such tenant, or a %BW_ERROR_PROTOCOL
 *
 * Returns: whether the tenant is there; else @error is set
 */
gboolean
bw_login_read_discovery (BwResponse  *response,
                         char       **tenant_id,
                         char       **region,
                         GError     **error)
{
  g_autoptr(BwDiscovery) discovery = bw_discovery_new_from_response (response, error);

  if (discovery == NULL)
    return FALSE;

  if (discovery->tenant_id == NULL)
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_PROTOCOL, "The issuer names no tenant");
      return FALSE;
    }

  *tenant_id = g_strdup (discovery->tenant_id);
  if (region != NULL)
    *region = g_strdup (discovery->region);

  return TRUE;
}
