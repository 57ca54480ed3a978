/* bw-certificate.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <string.h>

#include "bw-certificate-private.h"
#include "bw-error.h"

#define KEY_BITS    3072
#define MIN_BITS    2048
#define SERIAL_SIZE 16
#define DAY         (24 * 60 * 60)
#define MAX_DAYS    (10 * 366)
#define MAX_PEM     (64 * 1024)
#define MAX_KEY     (16 * 1024)

/* A computer whose clock is a little behind must not find it too young. */
#define GRACE       (5 * 60)

/**
 * BwCertificate:
 * @x509: the certificate
 * @key: its private key
 * @der: the certificate, as it is sent
 */
struct _BwCertificate
{
  gnutls_x509_crt_t      x509;
  gnutls_x509_privkey_t  x509_key;
  gnutls_privkey_t       key;
  GBytes                *der;
};

static void
set_error (GError     **error,
           BwError      code,
           const char  *text,
           int          result)
{
  g_set_error (error, BW_ERROR, code, "%s (%s)", text, gnutls_strerror (result));
}

static void
clear (gpointer data)
{
  BwCertificate *self = data;

  g_clear_pointer (&self->key, gnutls_privkey_deinit);
  g_clear_pointer (&self->x509_key, gnutls_x509_privkey_deinit);
  g_clear_pointer (&self->x509, gnutls_x509_crt_deinit);
  g_clear_pointer (&self->der, g_bytes_unref);
}

/**
 * bw_certificate_ref:
 * @self: a certificate
 *
 * Returns: (transfer full): @self
 */
BwCertificate *
bw_certificate_ref (BwCertificate *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * bw_certificate_unref:
 * @self: (transfer full): a certificate
 */
void
bw_certificate_unref (BwCertificate *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* Returns: a GnuTLS result, below 0 if something went wrong */
static int
finish (BwCertificate *self)
{
  gnutls_datum_t der = { NULL, 0 };
  int result = gnutls_x509_crt_export2 (self->x509, GNUTLS_X509_FMT_DER, &der);

  if (result >= 0)
    self->der = g_bytes_new (der.data, der.size);
  gnutls_free (der.data);

  if (result >= 0)
    result = gnutls_privkey_init (&self->key);
  if (result >= 0)
    result = gnutls_privkey_import_x509 (self->key, self->x509_key, 0);

  return result;
}

/* Returns: a GnuTLS result, below 0 if something went wrong */
static int
describe (gnutls_x509_crt_t     x509,
          gnutls_x509_privkey_t key,
          gint64                now,
          guint                 days)
{
  guchar serial[SERIAL_SIZE];
  int result = gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial);

  /* Positive, and not shorter than it is. */
  serial[0] = (guchar) ((serial[0] & 0x7f) | 0x40);

  if (result >= 0)
    result = gnutls_x509_crt_set_version (x509, 3);
  if (result >= 0)
    result = gnutls_x509_crt_set_serial (x509, serial, sizeof serial);
  if (result >= 0)
    result = gnutls_x509_crt_set_dn (x509, "CN=Bailiwick", NULL);
  if (result >= 0)
    result = gnutls_x509_crt_set_activation_time (x509, (time_t) (now - GRACE));
  if (result >= 0)
    result = gnutls_x509_crt_set_expiration_time (x509, (time_t) (now + (gint64) days * DAY));
  if (result >= 0)
    result = gnutls_x509_crt_set_key (x509, key);
  if (result >= 0)
    result = gnutls_x509_crt_set_basic_constraints (x509, 0, -1);
  if (result >= 0)
    result = gnutls_x509_crt_set_key_usage (x509, GNUTLS_KEY_DIGITAL_SIGNATURE);

  return result >= 0 ? gnutls_x509_crt_sign2 (x509, x509, key, GNUTLS_DIG_SHA256, 0) : result;
}

/**
 * bw_certificate_make:
 * @now: the time, in seconds since 1970
 * @days: for how long the certificate is good
 * @error: return location for a %BW_ERROR_FAILED
 *
 * Makes a new RSA key and a certificate for it that it signs itself, which is all
 * that an app registration asks for.  Takes the processor a second or more: not
 * for the main loop's thread.
 *
 * Returns: (transfer full): the certificate, or %NULL with @error set
 */
BwCertificate *
bw_certificate_make (gint64    now,
                     guint     days,
                     GError  **error)
{
  g_autoptr(BwCertificate) self = NULL;
  int result;

  g_return_val_if_fail (now > 0 && days > 0 && days <= MAX_DAYS, NULL);

  self = g_atomic_rc_box_new0 (BwCertificate);
  result = gnutls_x509_privkey_init (&self->x509_key);
  if (result >= 0)
    result = gnutls_x509_privkey_generate (self->x509_key, GNUTLS_PK_RSA, KEY_BITS, 0);
  if (result >= 0)
    result = gnutls_x509_crt_init (&self->x509);
  if (result >= 0)
    result = describe (self->x509, self->x509_key, now, days);
  if (result >= 0)
    result = finish (self);

  if (result < 0)
    {
      set_error (error, BW_ERROR_FAILED, _("A certificate cannot be made."), result);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/* Returns: a GnuTLS result, below 0 if something went wrong */
static int
import_key (gnutls_x509_privkey_t  x509_key,
            const char            *key)
{
  gnutls_datum_t datum = { NULL, 0 };
  gsize size = 0;
  guchar *der = g_base64_decode (key, &size);
  int result;

  datum.data = der;
  datum.size = (unsigned int) size;
  result = gnutls_x509_privkey_import2 (x509_key, &datum, GNUTLS_X509_FMT_DER, NULL,
                                        GNUTLS_PKCS_PLAIN);
  explicit_bzero (der, size);
  g_free (der);

  return result;
}

/* Whoever signs with another key than that of the certificate is not let in. */
static gboolean
fit_together (BwCertificate *self)
{
  guchar of_certificate[64];
  guchar of_key[64];
  size_t size = sizeof of_certificate;
  size_t key_size = sizeof of_key;

  return gnutls_x509_crt_get_key_id (self->x509, GNUTLS_KEYID_USE_SHA256, of_certificate,
                                     &size) >= 0 &&
         gnutls_x509_privkey_get_key_id (self->x509_key, GNUTLS_KEYID_USE_SHA256, of_key,
                                         &key_size) >= 0 &&
         size == key_size && memcmp (of_certificate, of_key, size) == 0;
}

static gboolean
is_usable (gnutls_x509_privkey_t key)
{
  unsigned int bits = 0;

  return gnutls_x509_privkey_get_pk_algorithm2 (key, &bits) == GNUTLS_PK_RSA && bits >= MIN_BITS;
}

/**
 * bw_certificate_new:
 * @pem: what bw_certificate_dup_pem() made, or a certificate from elsewhere
 * @key: what bw_certificate_dup_key() made
 * @error: return location for a %BW_ERROR_INVALID, which never quotes @key
 *
 * Returns: (transfer full): the certificate, or %NULL with @error set
 */
BwCertificate *
bw_certificate_new (const char  *pem,
                    const char  *key,
                    GError     **error)
{
  g_autoptr(BwCertificate) self = NULL;
  gnutls_datum_t datum;
  int result = GNUTLS_E_PARSING_ERROR;

  g_return_val_if_fail (pem != NULL && key != NULL, NULL);

  self = g_atomic_rc_box_new0 (BwCertificate);
  datum.data = (unsigned char *) pem;
  datum.size = (unsigned int) strnlen (pem, MAX_PEM + 1);

  if (datum.size <= MAX_PEM)
    result = gnutls_x509_crt_init (&self->x509);
  if (result >= 0)
    result = gnutls_x509_crt_import (self->x509, &datum, GNUTLS_X509_FMT_PEM);
  if (result < 0)
    {
      set_error (error, BW_ERROR_INVALID, _("The certificate cannot be read."), result);
      return NULL;
    }

  result = strnlen (key, MAX_KEY + 1) <= MAX_KEY ? gnutls_x509_privkey_init (&self->x509_key)
                                                 : GNUTLS_E_PARSING_ERROR;
  if (result >= 0)
    result = import_key (self->x509_key, key);
  if (result < 0)
    {
      set_error (error, BW_ERROR_INVALID, _("The private key cannot be read."), result);
      return NULL;
    }

  if (!is_usable (self->x509_key) || !fit_together (self))
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_INVALID,
                           _("The private key does not belong to the certificate, or is not an RSA "
                             "key of 2048 bits or more."));
      return NULL;
    }

  result = finish (self);
  if (result < 0)
    {
      set_error (error, BW_ERROR_INVALID, _("The certificate cannot be used."), result);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * bw_certificate_dup_pem:
 * @self: a certificate
 *
 * Returns: (transfer full): the certificate without its key, for people and
 *   settings; it is no secret
 */
char *
bw_certificate_dup_pem (const BwCertificate *self)
{
  gsize size;
  const void *data = g_bytes_get_data (self->der, &size);
  g_autofree char *text = g_base64_encode (data, size);
  GString *pem = g_string_new ("-----BEGIN CERTIFICATE-----\n");

  for (gsize i = 0; i < strlen (text); i += 64)
    g_string_append_printf (pem, "%.64s\n", text + i);
  g_string_append (pem, "-----END CERTIFICATE-----\n");

  return g_string_free (pem, FALSE);
}

/**
 * bw_certificate_dup_der:
 * @self: a certificate
 *
 * Returns: (transfer full): the certificate without its key, as an app
 *   registration takes it
 */
GBytes *
bw_certificate_dup_der (const BwCertificate *self)
{
  return g_bytes_ref (self->der);
}

/**
 * bw_certificate_dup_key:
 * @self: a certificate
 *
 * Returns: (transfer full) (nullable): the private key in one line: base64 of
 *   PKCS #8; a secret, to be wiped by whoever gets it
 */
char *
bw_certificate_dup_key (const BwCertificate *self)
{
  gnutls_datum_t der = { NULL, 0 };
  char *key;

  if (gnutls_x509_privkey_export2_pkcs8 (self->x509_key, GNUTLS_X509_FMT_DER, NULL,
                                         GNUTLS_PKCS_PLAIN, &der) < 0)
    return NULL;

  key = g_base64_encode (der.data, der.size);
  explicit_bzero (der.data, der.size);
  gnutls_free (der.data);

  return key;
}

/**
 * bw_certificate_dup_thumbprint:
 * @self: a certificate
 * @type: %G_CHECKSUM_SHA1, which app registrations show, or %G_CHECKSUM_SHA256
 *
 * Returns: (transfer full): the thumbprint in capital hexadecimal digits
 */
char *
bw_certificate_dup_thumbprint (const BwCertificate *self,
                               GChecksumType        type)
{
  g_autofree char *digest = g_compute_checksum_for_bytes (type, self->der);

  return g_ascii_strup (digest, -1);
}

/**
 * bw_certificate_get_begin:
 * @self: a certificate
 *
 * Returns: from when it is good, in seconds since 1970
 */
gint64
bw_certificate_get_begin (const BwCertificate *self)
{
  return (gint64) gnutls_x509_crt_get_activation_time (self->x509);
}

/**
 * bw_certificate_get_end:
 * @self: a certificate
 *
 * Returns: until when it is good, in seconds since 1970
 */
gint64
bw_certificate_get_end (const BwCertificate *self)
{
  return (gint64) gnutls_x509_crt_get_expiration_time (self->x509);
}

/* Returns: (transfer none): what signs for @self */
gnutls_privkey_t
bw_certificate_get_private_key (const BwCertificate *self)
{
  return self->key;
}
