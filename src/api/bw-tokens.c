/* bw-tokens.c - what the token endpoint gives
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-answer.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-login.h"
#include "bw-secret.h"

#define MIN_LIFETIME 60
#define MAX_LIFETIME (48 * 60 * 60)

/**
 * bw_tokens_free:
 * @self: (transfer full): tokens; they are wiped
 */
void
bw_tokens_free (BwTokens *self)
{
  bw_secret_free (self->access_token);
  bw_secret_free (self->refresh_token);
  bw_secret_free (self->id_token);
  g_free (self->scope);
  g_free (self);
}

/* Older versions of the endpoint write numbers as text. */
static gint64
read_lifetime (JsonObject *object)
{
  g_autofree char *text = bw_json_dup_scalar (object, "expires_in");
  gint64 lifetime;

  if (text == NULL ||
      !g_ascii_string_to_signed (text, 10, 1, G_MAXINT32, &lifetime, NULL))
    return 0;

  return CLAMP (lifetime, MIN_LIFETIME, MAX_LIFETIME);
}

/**
 * bw_tokens_new_from_response:
 * @response: the answer of the token endpoint
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the tokens, or %NULL with @error set
 */
BwTokens *
bw_tokens_new_from_response (BwResponse  *response,
                             GError     **error)
{
  JsonObject *object = bw_answer_object (response, error);
  const char *access_token = NULL;
  const char *type;
  gint64 lifetime;
  BwTokens *self;

  if (object != NULL)
    access_token = bw_json_require_string (object, "access_token", error);
  if (access_token == NULL)
    return NULL;

  type = bw_json_get_string (object, "token_type");
  lifetime = read_lifetime (object);
  if (type == NULL || g_ascii_strcasecmp (type, "Bearer") != 0 || lifetime == 0)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_PROTOCOL,
                   "The token is of an unknown type or has no lifetime");
      return NULL;
    }

  self = g_new0 (BwTokens, 1);
  self->access_token = g_strdup (access_token);
  self->refresh_token = g_strdup (bw_json_get_string (object, "refresh_token"));
  self->id_token = g_strdup (bw_json_get_string (object, "id_token"));
  self->scope = g_strdup (bw_json_get_string (object, "scope"));
  self->lifetime = lifetime;

  return self;
}
