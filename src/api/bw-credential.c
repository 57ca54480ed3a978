/* bw-credential.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-credential-private.h"
#include "bw-pace.h"
#include "bw-secret.h"

#define ASSERTION_TYPE "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

/**
 * BwClientCredential:
 * @secret: (nullable): a client secret
 * @certificate: (nullable): a certificate; one of the two is there
 */
struct _BwClientCredential
{
  char          *secret;
  BwCertificate *certificate;
};

/**
 * bw_client_credential_new_secret:
 * @secret: a client secret
 *
 * Returns: (transfer full): it as a credential
 */
BwClientCredential *
bw_client_credential_new_secret (const char *secret)
{
  BwClientCredential *self;

  g_return_val_if_fail (secret != NULL && *secret != '\0', NULL);

  self = g_atomic_rc_box_new0 (BwClientCredential);
  self->secret = g_strdup (secret);

  return self;
}

/**
 * bw_client_credential_new_certificate:
 * @certificate: a certificate that the app registration knows
 *
 * Returns: (transfer full): it as a credential
 */
BwClientCredential *
bw_client_credential_new_certificate (BwCertificate *certificate)
{
  BwClientCredential *self;

  g_return_val_if_fail (certificate != NULL, NULL);

  self = g_atomic_rc_box_new0 (BwClientCredential);
  self->certificate = bw_certificate_ref (certificate);

  return self;
}

/**
 * bw_client_credential_ref:
 * @self: a credential
 *
 * Returns: (transfer full): @self
 */
BwClientCredential *
bw_client_credential_ref (BwClientCredential *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  BwClientCredential *self = data;

  g_clear_pointer (&self->secret, bw_secret_free);
  g_clear_pointer (&self->certificate, bw_certificate_unref);
}

/**
 * bw_client_credential_unref:
 * @self: (transfer full): a credential
 */
void
bw_client_credential_unref (BwClientCredential *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * bw_client_credential_get_kind:
 * @self: (nullable): a credential
 *
 * Returns: what it is
 */
BwCredentialKind
bw_client_credential_get_kind (const BwClientCredential *self)
{
  if (self == NULL)
    return BW_CREDENTIAL_NONE;

  return self->certificate != NULL ? BW_CREDENTIAL_CERTIFICATE : BW_CREDENTIAL_SECRET;
}

/**
 * bw_client_credential_get_certificate:
 * @self: (nullable): a credential
 *
 * Returns: (transfer none) (nullable): its certificate, if it is one
 */
BwCertificate *
bw_client_credential_get_certificate (const BwClientCredential *self)
{
  return self != NULL ? self->certificate : NULL;
}

/* Fills in what a request to the token endpoint at @audience needs; nothing for a
 * public client.  Returns: whether it could; else @error is set */
gboolean
bw_proof_init (BwProof                   *self,
               const BwClientCredential  *credential,
               const char                *audience,
               const char                *client_id,
               GError                   **error)
{
  memset (self, 0, sizeof *self);

  if (credential == NULL)
    return TRUE;

  if (credential->certificate == NULL)
    {
      self->secret = g_strdup (credential->secret);
      return TRUE;
    }

  self->assertion_type = ASSERTION_TYPE;
  self->assertion = bw_client_assertion_make (credential->certificate, audience, client_id,
                                              bw_clock_now (), error);

  return self->assertion != NULL;
}

void
bw_proof_clear (BwProof *self)
{
  g_clear_pointer (&self->secret, bw_secret_free);
  g_clear_pointer (&self->assertion, bw_secret_free);
}
