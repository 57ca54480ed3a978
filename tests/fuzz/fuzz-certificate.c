/* fuzz-certificate.c - a certificate and its private key
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-certificate.h"
#include "fuzz.h"

/* Between the two of them in the input. */
#define BORDER "\n----\n"

/* In the input they stand for a pair that fits: nobody's key is to be found in a file. */
#define CERTIFICATE "CERTIFICATE-HERE"
#define KEY "KEY-HERE"

#define NOW 1795000000
#define DAYS 365

static char *
dup_filled_in (const uint8_t *data,
               size_t         size)
{
  static BwCertificate *own;
  g_autofree char *pem = NULL;
  g_autofree char *key = NULL;
  GString *with_pem;
  GString *text;

  if (own == NULL)
    own = bw_certificate_make (NOW, DAYS, NULL);
  pem = bw_certificate_dup_pem (own);
  key = bw_certificate_dup_key (own);
  with_pem = bw_fuzz_fill_in (data, size, CERTIFICATE, pem);
  text = bw_fuzz_fill_in ((const uint8_t *) with_pem->str, with_pem->len, KEY, key);
  g_string_free (with_pem, TRUE);

  return g_string_free (text, FALSE);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = dup_filled_in (data, size);
  char *border = strstr (text, BORDER);
  const char *key = border != NULL ? border + strlen (BORDER) : text;
  g_autoptr(GError) error = NULL;
  g_autoptr(BwCertificate) certificate = NULL;
  g_autoptr(BwCertificate) again = NULL;
  g_autofree char *pem = NULL;
  g_autofree char *own_key = NULL;
  g_autofree char *thumbprint = NULL;

  if (border != NULL)
    *border = '\0';
  certificate = bw_certificate_new (text, key, &error);
  bw_fuzz_check_outcome (certificate, error);
  if (certificate == NULL)
    return 0;

  /* What was taken can be written, and is taken again. */
  pem = bw_certificate_dup_pem (certificate);
  own_key = bw_certificate_dup_key (certificate);
  thumbprint = bw_certificate_dup_thumbprint (certificate, G_CHECKSUM_SHA256);
  g_assert_nonnull (thumbprint);
  again = bw_certificate_new (pem, own_key, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bw_certificate_get_end (again), ==, bw_certificate_get_end (certificate));

  return 0;
}
