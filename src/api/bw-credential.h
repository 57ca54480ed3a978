/* bw-credential.h - how our app registration proves that it is itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-certificate.h"

G_BEGIN_DECLS

/**
 * BwCredentialKind:
 * @BW_CREDENTIAL_NONE: a public client, which has nothing to prove with
 * @BW_CREDENTIAL_SECRET: a client secret
 * @BW_CREDENTIAL_CERTIFICATE: a certificate, whose key signs an assertion
 */
typedef enum
{
  BW_CREDENTIAL_NONE,
  BW_CREDENTIAL_SECRET,
  BW_CREDENTIAL_CERTIFICATE,
} BwCredentialKind;

/* Reference counted and immutable.  Where one is taken, %NULL is a public client. */
typedef struct _BwClientCredential BwClientCredential;

BwClientCredential *bw_client_credential_new_secret      (const char                *secret)
                                                          G_GNUC_WARN_UNUSED_RESULT;
BwClientCredential *bw_client_credential_new_certificate (BwCertificate             *certificate)
                                                          G_GNUC_WARN_UNUSED_RESULT;
BwClientCredential *bw_client_credential_ref             (BwClientCredential        *self);
void                bw_client_credential_unref           (BwClientCredential        *self);
BwCredentialKind    bw_client_credential_get_kind        (const BwClientCredential  *self);
BwCertificate      *bw_client_credential_get_certificate (const BwClientCredential  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwClientCredential, bw_client_credential_unref)

G_END_DECLS
