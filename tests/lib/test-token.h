/* test-token.h - keys and signed tokens of a test's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An RSA key with its ID. */
typedef struct _BwTestKey BwTestKey;

BwTestKey *bw_test_key_new          (const char      *id,
                                     guint            bits) G_GNUC_WARN_UNUSED_RESULT;
void       bw_test_key_free         (BwTestKey       *self);
char      *bw_test_key_dup_jwk      (BwTestKey       *self,
                                     const char      *more) G_GNUC_WARN_UNUSED_RESULT;
char      *bw_test_key_dup_modulus  (BwTestKey       *self) G_GNUC_WARN_UNUSED_RESULT;
char      *bw_test_key_sign         (BwTestKey       *self,
                                     const char      *algorithm,
                                     const char      *claims) G_GNUC_WARN_UNUSED_RESULT;
char      *bw_test_key_sign_parts   (BwTestKey       *self,
                                     const char      *algorithm,
                                     const char      *header,
                                     const char      *claims) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwTestKey, bw_test_key_free)

G_END_DECLS
