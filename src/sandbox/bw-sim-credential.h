/* bw-sim-credential.h - what an application proves itself with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gnutls/abstract.h>

#include "bw-sim-world.h"

G_BEGIN_DECLS

/**
 * BwSimCredential:
 * @secret: (nullable): a client secret
 * @pem: (nullable): a certificate; one of the two is there
 * @key: (nullable): the public key in @pem
 * @thumbprint: (nullable): SHA-256 of @pem in base64url ("x5t#S256")
 * @old_thumbprint: (nullable): the same with SHA-1 ("x5t")
 * @begins: from when it is good
 * @ends: until when it is good
 *
 * What was registered for an application.
 */
typedef struct
{
  char            *secret;
  char            *pem;
  gnutls_pubkey_t  key;
  char            *thumbprint;
  char            *old_thumbprint;
  gint64           begins;
  gint64           ends;
} BwSimCredential;

BwSimCredential *bw_sim_credential_new_secret      (const char       *secret,
                                                    gint64            begins,
                                                    gint64            ends)
                                                    G_GNUC_WARN_UNUSED_RESULT;
BwSimCredential *bw_sim_credential_new_certificate (const char       *pem,
                                                    GError          **error)
                                                    G_GNUC_WARN_UNUSED_RESULT;
void             bw_sim_credential_free            (BwSimCredential  *self);
JsonObject      *bw_sim_credential_describe        (BwSimCredential  *self,
                                                    const char       *client_id)
                                                    G_GNUC_WARN_UNUSED_RESULT;

gboolean         bw_sim_app_is_confidential        (const BwSimApp   *app);
void             bw_sim_app_add_credential         (BwSimApp         *app,
                                                    BwSimCredential  *credential);
JsonArray       *bw_sim_apps_save_credentials      (BwSimWorld       *world)
                                                    G_GNUC_WARN_UNUSED_RESULT;
gboolean         bw_sim_apps_load_credentials      (BwSimWorld       *world,
                                                    JsonArray        *saved,
                                                    GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwSimCredential, bw_sim_credential_free)

G_END_DECLS
