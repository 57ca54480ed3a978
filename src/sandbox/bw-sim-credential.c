/* bw-sim-credential.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>
#include <gnutls/x509.h>
#include <string.h>

#include "bw-sim-credential.h"
#include "bw-sim-state-private.h"
#include "bw-sim-util.h"

/**
 * bw_sim_credential_free:
 * @self: (transfer full): a credential
 */
void
bw_sim_credential_free (BwSimCredential *self)
{
  g_clear_pointer (&self->key, gnutls_pubkey_deinit);
  g_free (self->secret);
  g_free (self->pem);
  g_free (self->thumbprint);
  g_free (self->old_thumbprint);
  g_free (self);
}

/**
 * bw_sim_credential_new_secret:
 * @secret: what the application has to say
 * @begins: from when it is good
 * @ends: until when
 *
 * Returns: (transfer full): it as a credential
 */
BwSimCredential *
bw_sim_credential_new_secret (const char *secret,
                              gint64      begins,
                              gint64      ends)
{
  BwSimCredential *self = g_new0 (BwSimCredential, 1);

  self->secret = g_strdup (secret);
  self->begins = begins;
  self->ends = ends;

  return self;
}

static char *
make_thumbprint (gnutls_x509_crt_t         certificate,
                 gnutls_digest_algorithm_t algorithm)
{
  guint8 digest[64];
  size_t size = sizeof digest;

  if (gnutls_x509_crt_get_fingerprint (certificate, algorithm, digest, &size) < 0)
    return NULL;

  return bw_sim_base64url (digest, size);
}

/* Returns: whether @certificate is one that the identity platform takes */
static gboolean
take_certificate (BwSimCredential   *self,
                  gnutls_x509_crt_t  certificate)
{
  if (gnutls_pubkey_init (&self->key) < 0
      || gnutls_pubkey_import_x509 (self->key, certificate, 0) < 0
      || gnutls_pubkey_get_pk_algorithm (self->key, NULL) != GNUTLS_PK_RSA)
    return FALSE;

  self->thumbprint = make_thumbprint (certificate, GNUTLS_DIG_SHA256);
  self->old_thumbprint = make_thumbprint (certificate, GNUTLS_DIG_SHA1);
  self->begins = gnutls_x509_crt_get_activation_time (certificate) * BW_SIM_SECOND;
  self->ends = gnutls_x509_crt_get_expiration_time (certificate) * BW_SIM_SECOND;

  return self->thumbprint != NULL && self->old_thumbprint != NULL;
}

/**
 * bw_sim_credential_new_certificate:
 * @pem: a certificate, or anything
 * @error: return location for a %G_IO_ERROR_INVALID_DATA
 *
 * Returns: (transfer full): it as a credential, or %NULL with @error set
 */
BwSimCredential *
bw_sim_credential_new_certificate (const char  *pem,
                                   GError     **error)
{
  g_autoptr(BwSimCredential) self = g_new0 (BwSimCredential, 1);
  gnutls_datum_t datum = { (unsigned char *) pem, (unsigned int) strlen (pem) };
  gnutls_x509_crt_t certificate = NULL;
  gboolean taken;

  self->pem = g_strdup (pem);
  taken = gnutls_x509_crt_init (&certificate) >= 0
          && gnutls_x509_crt_import (certificate, &datum, GNUTLS_X509_FMT_PEM) >= 0
          && take_certificate (self, certificate);
  g_clear_pointer (&certificate, gnutls_x509_crt_deinit);

  if (!taken)
    {
      bw_sim_state_fail (error, "It is not a certificate with an RSA key.");
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * bw_sim_credential_describe:
 * @self: a credential
 * @client_id: the application it is of
 *
 * Returns: (transfer full): it as the directory shows it: never the secret itself
 */
JsonObject *
bw_sim_credential_describe (BwSimCredential *self,
                            const char      *client_id)
{
  JsonObject *object = json_object_new ();
  g_autofree char *seed = g_strdup_printf ("/credentials/%s/%" G_GINT64_FORMAT "/%s", client_id,
                                           self->ends,
                                           self->secret != NULL ? self->secret : self->thumbprint);

  json_object_set_string_member (object, "displayName", "Bailiwick");
  bw_sim_json_take_string (object, "startDateTime", bw_sim_time_format_seconds (self->begins));
  bw_sim_json_take_string (object, "endDateTime", bw_sim_time_format_seconds (self->ends));
  bw_sim_json_take_string (object, "keyId", bw_sim_guid_for (seed));

  if (self->secret != NULL)
    {
      json_object_set_null_member (object, "customKeyIdentifier");
      bw_sim_json_take_string (object, "hint", g_strndup (self->secret, 3));
      json_object_set_null_member (object, "secretText");
    }
  else
    {
      json_object_set_string_member (object, "customKeyIdentifier", self->old_thumbprint);
      json_object_set_string_member (object, "type", "AsymmetricX509Cert");
      json_object_set_string_member (object, "usage", "Verify");
      json_object_set_null_member (object, "key");
    }

  return object;
}

/**
 * bw_sim_app_is_confidential:
 * @app: an application
 *
 * Returns: whether it has to prove that it is itself
 */
gboolean
bw_sim_app_is_confidential (const BwSimApp *app)
{
  return app->secret != NULL || (app->credentials != NULL && app->credentials->len > 0);
}

/**
 * bw_sim_app_add_credential:
 * @app: an application
 * @credential: (transfer full): what it has from now on, too
 */
void
bw_sim_app_add_credential (BwSimApp        *app,
                           BwSimCredential *credential)
{
  if (app->credentials == NULL)
    app->credentials = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_sim_credential_free);

  g_ptr_array_add (app->credentials, credential);
}

/**
 * bw_sim_apps_save_credentials:
 * @world: a world
 *
 * Returns: (transfer full): what bw_sim_apps_load_credentials() needs
 */
JsonArray *
bw_sim_apps_save_credentials (BwSimWorld *world)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < world->apps->len; i++)
    {
      BwSimApp *app = g_ptr_array_index (world->apps, i);

      for (guint k = 0; app->credentials != NULL && k < app->credentials->len; k++)
        {
          BwSimCredential *credential = g_ptr_array_index (app->credentials, k);
          JsonObject *object = json_object_new ();

          json_object_set_string_member (object, "app", app->client_id);
          if (credential->secret != NULL)
            json_object_set_string_member (object, "secret", credential->secret);
          else
            json_object_set_string_member (object, "certificate", credential->pem);
          json_object_set_int_member (object, "begins", credential->begins);
          json_object_set_int_member (object, "ends", credential->ends);
          json_array_add_object_element (array, object);
        }
    }

  return array;
}

/**
 * bw_sim_apps_load_credentials:
 * @world: a world as the scenario made it
 * @saved: (nullable): what bw_sim_apps_save_credentials() made
 * @error: return location
 *
 * Returns: whether @saved fits to @world
 */
gboolean
bw_sim_apps_load_credentials (BwSimWorld  *world,
                              JsonArray   *saved,
                              GError     **error)
{
  for (guint i = 0; saved != NULL && i < json_array_get_length (saved); i++)
    {
      JsonObject *object = bw_sim_json_item (saved, i);
      BwSimApp *app = bw_sim_world_get_app (world, bw_sim_json_string (object, "app"));
      const char *secret = bw_sim_json_string (object, "secret");
      const char *pem = bw_sim_json_string (object, "certificate");
      BwSimCredential *credential = NULL;

      if (app == NULL || (secret == NULL && pem == NULL))
        return bw_sim_state_fail (error, "it has a credential of no application");

      if (secret != NULL)
        credential =
          bw_sim_credential_new_secret (secret, (gint64) bw_sim_json_number (object, "begins", 0),
                                        (gint64) bw_sim_json_number (object, "ends", 0));
      else
        credential = bw_sim_credential_new_certificate (pem, error);
      if (credential == NULL)
        return FALSE;

      bw_sim_app_add_credential (app, credential);
    }

  return TRUE;
}
