/* bw-certificate.h - a certificate of our own, in place of a client secret
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A certificate with its private key.  Immutable and reference counted. */
typedef struct _BwCertificate BwCertificate;

BwCertificate *bw_certificate_make            (gint64                now,
                                               guint                 days,
                                               GError              **error)
                                               G_GNUC_WARN_UNUSED_RESULT;
BwCertificate *bw_certificate_new             (const char           *pem,
                                               const char           *key,
                                               GError              **error)
                                               G_GNUC_WARN_UNUSED_RESULT;
BwCertificate *bw_certificate_ref             (BwCertificate        *self);
void           bw_certificate_unref           (BwCertificate        *self);

char          *bw_certificate_dup_pem         (const BwCertificate  *self)
                                               G_GNUC_WARN_UNUSED_RESULT;
GBytes        *bw_certificate_dup_der         (const BwCertificate  *self)
                                               G_GNUC_WARN_UNUSED_RESULT;
char          *bw_certificate_dup_key         (const BwCertificate  *self)
                                               G_GNUC_WARN_UNUSED_RESULT;
char          *bw_certificate_dup_thumbprint  (const BwCertificate  *self,
                                               GChecksumType         type)
                                               G_GNUC_WARN_UNUSED_RESULT;
gint64         bw_certificate_get_begin       (const BwCertificate  *self);
gint64         bw_certificate_get_end         (const BwCertificate  *self);

char          *bw_client_assertion_make       (const BwCertificate  *certificate,
                                               const char           *audience,
                                               const char           *client_id,
                                               gint64                now,
                                               GError              **error)
                                               G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwCertificate, bw_certificate_unref)

G_END_DECLS
