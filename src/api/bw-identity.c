/* bw-identity.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-error.h"
#include "bw-identity.h"
#include "bw-json.h"
#include "bw-util.h"

#define MAX_CLOCK_SKEW (5 * 60)
#define MAX_TIME       G_GINT64_CONSTANT (253402300799) /* the end of the year 9999 */

/**
 * bw_identity_free:
 * @self: (transfer full): an identity
 */
void
bw_identity_free (BwIdentity *self)
{
  g_free (self->tenant_id);
  g_free (self->object_id);
  g_free (self->name);
  g_free (self->user_name);
  g_free (self);
}

static gboolean
is_issued_by (JsonObject    *claims,
              const BwCloud *cloud,
              const char    *tenant_id)
{
  g_autofree char *issuer = g_strconcat (cloud->login->base, "/", tenant_id, "/v2.0", NULL);

  return g_strcmp0 (bw_json_get_string (claims, "iss"), issuer) == 0;
}

/* With a nonce of this attempt in it, a token cannot be older than the attempt. */
static const char *
find_wrong_purpose (JsonObject     *claims,
                    const BwSignIn *sign_in)
{
  if (g_strcmp0 (bw_json_get_string (claims, "aud"), sign_in->client_id) != 0)
    return _("The ID token is for another application.");
  if (sign_in->nonce != NULL &&
      g_strcmp0 (bw_json_get_string (claims, "nonce"), sign_in->nonce) != 0)
    return _("The ID token belongs to another attempt to sign in.");
  if (g_strcmp0 (bw_json_get_string (claims, "ver"), "2.0") != 0)
    return _("The ID token is of a version that Bailiwick does not know.");

  return NULL;
}

/* Where the sign-in was left open to any tenant, the issuer and the tenant in the
 * token must still be of one mind. */
static const char *
find_wrong_tenant (JsonObject     *claims,
                   const BwSignIn *sign_in,
                   const BwCloud  *cloud)
{
  const char *tenant_id = bw_json_get_string (claims, "tid");
  const char *expected = bw_is_guid (sign_in->tenant) ? sign_in->tenant : sign_in->tenant_id;

  if (!bw_is_guid (tenant_id) || !bw_is_guid (bw_json_get_string (claims, "oid")))
    return _("The ID token names no tenant or no user.");
  if (!is_issued_by (claims, cloud, tenant_id))
    return _("The ID token was not issued by the tenant that it is about.");
  if (expected != NULL && g_ascii_strcasecmp (expected, tenant_id) != 0)
    return _("The sign-in was to another tenant than the one asked for.");

  return NULL;
}

static gboolean
is_time (gint64 time)
{
  return time > 0 && time <= MAX_TIME;
}

/* Microsoft made the token just now, so where its times do not fit it is our clock
 * that is wrong, and not the token. */
static gboolean
check_times (JsonObject  *claims,
             gint64       now,
             GError     **error)
{
  gint64 issued = bw_json_get_int (claims, "iat", 0);
  gint64 begins = json_object_has_member (claims, "nbf") ? bw_json_get_int (claims, "nbf", 0)
                                                         : issued;
  gint64 ends = bw_json_get_int (claims, "exp", 0);
  gint64 minutes;

  if (!is_time (issued) || !is_time (begins) || !is_time (ends) || ends <= begins || ends <= issued)
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_PROTOCOL,
                           _("The ID token does not say from when until when it is good."));
      return FALSE;
    }

  if (ends > now - MAX_CLOCK_SKEW && MAX (issued, begins) <= now + MAX_CLOCK_SKEW)
    return TRUE;

  minutes = MAX (1, ABS (now - issued) / 60);
  g_set_error (error, BW_ERROR, BW_ERROR_CLOCK,
               now > issued
               ? g_dngettext (GETTEXT_PACKAGE,
                              "The clock of this computer is about %d minute ahead of Microsoft’s.",
                              "The clock of this computer is about %d minutes ahead of "
                              "Microsoft’s.", (gulong) minutes)
               : g_dngettext (GETTEXT_PACKAGE,
                              "The clock of this computer is about %d minute behind Microsoft’s.",
                              "The clock of this computer is about %d minutes behind Microsoft’s.",
                              (gulong) minutes),
               (int) MIN (minutes, G_MAXINT));

  return FALSE;
}

static gboolean
check_claims (JsonObject      *claims,
              const BwSignIn  *sign_in,
              const BwCloud   *cloud,
              gint64           now,
              GError         **error)
{
  const char *fault = find_wrong_purpose (claims, sign_in);

  if (fault == NULL)
    fault = find_wrong_tenant (claims, sign_in, cloud);

  if (fault != NULL)
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_PROTOCOL, fault);
      return FALSE;
    }

  return check_times (claims, now, error);
}

/**
 * bw_identity_new_from_token:
 * @id_token: (nullable): what the token endpoint gave; not yet trusted
 * @sign_in: the attempt that it belongs to
 * @cloud: where that was
 * @keys: the keys that the tenant's tokens are signed with
 * @now: the time, in seconds since 1970
 * @error: return location for a %BW_ERROR_CLOCK or a %BW_ERROR_PROTOCOL
 *
 * Checks everything: the signature, by whom and for whom it was issued, for which
 * attempt, in which tenant, and when, with five minutes of grace.
 *
 * Returns: (transfer full): who signed in, or %NULL with @error set
 */
BwIdentity *
bw_identity_new_from_token (const char      *id_token,
                            const BwSignIn  *sign_in,
                            const BwCloud   *cloud,
                            const BwJwks    *keys,
                            gint64           now,
                            GError         **error)
{
  g_autoptr(BwJwt) token = NULL;
  JsonObject *claims;
  BwIdentity *self;

  g_return_val_if_fail (sign_in != NULL && cloud != NULL && keys != NULL, NULL);

  if (id_token == NULL)
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_PROTOCOL,
                           _("Microsoft did not say who signed in."));
      return NULL;
    }

  token = bw_jwt_new (id_token, error);
  if (token == NULL || !bw_jwt_verify (token, keys, error))
    return NULL;

  claims = bw_jwt_get_claims (token);
  if (!check_claims (claims, sign_in, cloud, now, error))
    return NULL;

  self = g_new0 (BwIdentity, 1);
  self->tenant_id = g_ascii_strdown (bw_json_get_string (claims, "tid"), -1);
  self->object_id = g_ascii_strdown (bw_json_get_string (claims, "oid"), -1);
  self->name = g_strdup (bw_json_get_string (claims, "name"));
  self->user_name = g_strdup (bw_json_get_string (claims, "preferred_username"));

  return self;
}

/**
 * bw_identity_needs_key:
 * @id_token: (nullable): what the token endpoint gave; not yet trusted
 * @keys: the keys that we have
 *
 * Returns: whether @id_token can be read, but names a key that is not among @keys
 */
gboolean
bw_identity_needs_key (const char   *id_token,
                       const BwJwks *keys)
{
  g_autoptr(BwJwt) token = id_token != NULL ? bw_jwt_new (id_token, NULL) : NULL;

  return token != NULL && bw_jwt_get_key_id (token) != NULL &&
         !bw_jwks_has_key (keys, bw_jwt_get_key_id (token));
}
