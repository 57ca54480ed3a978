/* bw-sim-grants.c - sign-ins, and the codes that stand for them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-grants.h"

#include "bw-sim-util.h"

#define CODE_LASTS (10 * 60 * (gint64) BW_SIM_SECOND)
#define DEVICE_LASTS (15 * 60 * (gint64) BW_SIM_SECOND)

/* Microsoft's codes are long enough to break too small a buffer. */
#define CODE_BYTES 720

/* What people can type without mistaking one sign for another. */
#define USER_CODE_LENGTH 9
static const char user_code_signs[] = "BCDFGHJKLMNPQRSTVWXZ";

/**
 * bw_sim_sign_in_new:
 * @client_id: the application
 * @user_id: object ID of the partner's user
 * @tenant: tenant ID that the user signs in to
 * @scope: what is asked for
 * @mfa: whether it is with multi-factor authentication
 * @now: microseconds since 1970
 *
 * Returns: (transfer full): a sign-in
 */
BwSimSignIn *
bw_sim_sign_in_new (const char *client_id,
                    const char *user_id,
                    const char *tenant,
                    const char *scope,
                    gboolean    mfa,
                    gint64      now)
{
  BwSimSignIn *self = g_new0 (BwSimSignIn, 1);

  self->client_id = g_strdup (client_id);
  self->user_id = g_strdup (user_id);
  self->tenant = g_strdup (tenant);
  self->scope = g_strdup (scope);
  self->session = g_uuid_string_random ();
  self->mfa = mfa;
  self->signed_in = now;

  return self;
}

/**
 * bw_sim_sign_in_free:
 * @self: (transfer full): a sign-in
 */
void
bw_sim_sign_in_free (BwSimSignIn *self)
{
  g_free (self->client_id);
  g_free (self->user_id);
  g_free (self->tenant);
  g_free (self->scope);
  g_free (self->session);
  g_free (self);
}

/**
 * bw_sim_code_free:
 * @self: (transfer full): a code
 */
void
bw_sim_code_free (BwSimCode *self)
{
  bw_sim_sign_in_free (self->sign_in);
  g_free (self->redirect_uri);
  g_free (self->challenge);
  g_free (self->nonce);
  g_free (self);
}

/**
 * bw_sim_device_free:
 * @self: (transfer full): a device that waits
 */
void
bw_sim_device_free (BwSimDevice *self)
{
  g_free (self->client_id);
  g_free (self->tenant);
  g_free (self->scope);
  g_free (self->user_code);
  g_clear_pointer (&self->sign_in, bw_sim_sign_in_free);
  g_free (self);
}

static gboolean
is_old_code (gpointer key,
             gpointer value,
             gpointer now)
{
  return ((BwSimCode *) value)->ends + CODE_LASTS < *(gint64 *) now;
}

/**
 * bw_sim_tokens_add_code:
 * @self: what was given out
 * @sign_in: (transfer full): what the code is for
 * @redirect_uri: where it is sent
 * @challenge: (nullable): PKCE, method S256
 * @nonce: (nullable): for the ID token
 * @now: microseconds since 1970
 *
 * Returns: (transfer full): a new code
 */
char *
bw_sim_tokens_add_code (BwSimTokens *self,
                        BwSimSignIn *sign_in,
                        const char  *redirect_uri,
                        const char  *challenge,
                        const char  *nonce,
                        gint64       now)
{
  BwSimCode *code = g_new0 (BwSimCode, 1);
  g_autofree char *random = bw_sim_random_text (CODE_BYTES);
  char *name = g_strconcat ("1.A", random, NULL);

  code->sign_in = sign_in;
  code->redirect_uri = g_strdup (redirect_uri);
  code->challenge = g_strdup (challenge);
  code->nonce = g_strdup (nonce);
  code->ends = now + CODE_LASTS;

  g_hash_table_foreach_remove (self->codes, is_old_code, &now);
  g_hash_table_insert (self->codes, g_strdup (name), code);
  bw_sim_tokens_note_given (self, name);

  return name;
}

/**
 * bw_sim_tokens_get_code:
 * @self: what was given out
 * @code: anything
 *
 * Returns: (transfer none) (nullable): the code, even one that has ended lately
 */
BwSimCode *
bw_sim_tokens_get_code (BwSimTokens *self,
                        const char  *code)
{
  return g_hash_table_lookup (self->codes, code);
}

static gboolean
is_old_device (gpointer key,
               gpointer value,
               gpointer now)
{
  return ((BwSimDevice *) value)->ends + DEVICE_LASTS < *(gint64 *) now;
}

/**
 * bw_sim_tokens_add_device:
 * @self: what was given out
 * @client_id: the application
 * @tenant: tenant ID that whoever signs in signs in to
 * @scope: what it asks for
 * @now: microseconds since 1970
 *
 * Returns: (transfer full): a new device code, for bw_sim_tokens_get_device()
 */
char *
bw_sim_tokens_add_device (BwSimTokens *self,
                          const char  *client_id,
                          const char  *tenant,
                          const char  *scope,
                          gint64       now)
{
  BwSimDevice *device = g_new0 (BwSimDevice, 1);
  char *name = bw_sim_random_text (48);

  device->client_id = g_strdup (client_id);
  device->tenant = g_strdup (tenant);
  device->scope = g_strdup (scope);
  device->ends = now + DEVICE_LASTS;
  device->user_code = g_malloc0 (USER_CODE_LENGTH + 1);
  for (guint i = 0; i < USER_CODE_LENGTH; i++)
    device->user_code[i] = user_code_signs[g_random_int_range (0, sizeof user_code_signs - 1)];

  g_hash_table_foreach_remove (self->devices, is_old_device, &now);
  g_hash_table_insert (self->devices, g_strdup (name), device);
  bw_sim_tokens_note_given (self, name);

  return name;
}

/**
 * bw_sim_tokens_get_device:
 * @self: what was given out
 * @device_code: anything
 *
 * Returns: (transfer none) (nullable): the device that waits, even one that has ended lately
 */
BwSimDevice *
bw_sim_tokens_get_device (BwSimTokens *self,
                          const char  *device_code)
{
  return g_hash_table_lookup (self->devices, device_code);
}

/**
 * bw_sim_tokens_find_device:
 * @self: what was given out
 * @user_code: what a user typed, in any case and with spaces
 *
 * Returns: (transfer none) (nullable): the device that waits
 */
BwSimDevice *
bw_sim_tokens_find_device (BwSimTokens *self,
                           const char  *user_code)
{
  g_auto(GStrv) words = g_strsplit_set (user_code, " -", -1);
  g_autofree char *text = g_strjoinv (NULL, words);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->devices);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BwSimDevice *device = value;

      if (g_ascii_strcasecmp (device->user_code, text) == 0)
        return device;
    }

  return NULL;
}
