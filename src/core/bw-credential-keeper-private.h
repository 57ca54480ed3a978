/* bw-credential-keeper-private.h - what the parts of the keeper share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-credential-keeper.h"

G_BEGIN_DECLS

/* In the vault a secret is the account "slot" of the client, a new one each time:
 * the old one stays until the settings name the new one. */
#define BW_CREDENTIAL_SECRET_KIND "client-secret"
#define BW_CREDENTIAL_KEY_KIND    "client-key"

/**
 * BwCredentialFacts:
 * @kind: what it is
 * @slot: (nullable): what the vault has its secret under
 * @pem: (nullable): the certificate, which is no secret
 * @thumbprint: (nullable): SHA-1 of the certificate, as app registrations show it
 * @end: until when it is good, in seconds since 1970, or 0 if that is not known
 *
 * What is remembered of a credential in the settings.
 */
typedef struct
{
  BwCredentialKind  kind;
  char             *slot;
  char             *pem;
  char             *thumbprint;
  gint64            end;
} BwCredentialFacts;

void  bw_credential_facts_clear (BwCredentialFacts        *self);
void  bw_credential_facts_read  (BwCredentialFacts        *self,
                                 const char               *text);
char *bw_credential_facts_write (const BwCredentialFacts  *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * BwCredentialKeeper:
 * @client_id: (nullable): our app registration
 * @saved: (nullable): what the settings have of it
 * @fresh: whether @saved was read after the settings last changed
 * @lasting: whether @credential is that of @saved, and not in memory only
 * @generation: counts what makes it useless to go on with what was begun before
 * @facts: what is known of the credential
 * @credential: (nullable): the credential, once it is read
 * @problem: (nullable): why there is no @credential, or why it does not last
 */
struct _BwCredentialKeeper
{
  GObject             parent_instance;

  BwStore            *store;
  BwVault            *vault;
  char               *client_id;
  char               *saved;
  gboolean            fresh;
  gboolean            lasting;
  guint               generation;
  BwCredentialFacts   facts;
  BwClientCredential *credential;
  char               *problem;
};

char       *bw_credential_keeper_dup_setting (BwCredentialKeeper *self) G_GNUC_WARN_UNUSED_RESULT;
BwVaultKey  bw_credential_keeper_make_key    (BwCredentialKeeper *self,
                                              BwCredentialKind    kind,
                                              const char         *slot);
void        bw_credential_keeper_take        (BwCredentialKeeper *self,
                                              BwCredentialFacts  *facts,
                                              BwClientCredential *credential);
void        bw_credential_keeper_tell_problem (BwCredentialKeeper *self,
                                              const char         *problem);

G_END_DECLS
