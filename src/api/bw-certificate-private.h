/* bw-certificate-private.h - what an assertion needs of a certificate
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gnutls/abstract.h>

#include "bw-certificate.h"

G_BEGIN_DECLS

gnutls_privkey_t bw_certificate_get_private_key (const BwCertificate *self);

G_END_DECLS
