/* assertion-util.h - client assertions, right and wrong, without any code of ours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An RSA key and a certificate for it. */
typedef struct _BwTestSigner BwTestSigner;

/**
 * BwTestAssertion:
 * @algorithm: (nullable): "PS256" unless said; what is signed with is as it says, and
 *   PS256 where it is neither
 * @thumbprint: (nullable): member of the header, "x5t#S256" unless said
 * @audience: the token endpoint
 * @issuer: the application
 * @subject: (nullable): the same unless said
 * @id: (nullable): "1" unless said
 * @begins: when it begins, in seconds from now
 * @ends: when it ends
 */
typedef struct
{
  const char *algorithm;
  const char *thumbprint;
  const char *audience;
  const char *issuer;
  const char *subject;
  const char *id;
  int         begins;
  int         ends;
} BwTestAssertion;

BwTestSigner *bw_test_signer_new     (int                    days) G_GNUC_WARN_UNUSED_RESULT;
void          bw_test_signer_free    (BwTestSigner          *self);
const char   *bw_test_signer_get_pem (BwTestSigner          *self);
char         *bw_test_signer_assert  (BwTestSigner          *self,
                                      const BwTestAssertion *assertion)
                                      G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwTestSigner, bw_test_signer_free)

G_END_DECLS
