/* bw-sim-refresh.c - refresh tokens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-grants.h"
#include "bw-sim-util.h"

#define REFRESH_LASTS (90 * BW_SIM_DAY)
#define REFRESH_PREFIX "1.A"

static char *
make_seal (BwSimTokens *self,
           const char  *text)
{
  return g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *) self->secret,
                                    strlen (self->secret), text, -1);
}

/**
 * bw_sim_tokens_make_refresh:
 * @self: what was given out
 * @sign_in: a sign-in
 * @now: microseconds since 1970
 *
 * A refresh token bears everything in itself, as Microsoft's do, so that any
 * number of them can be given out.
 *
 * Returns: (transfer full): a new refresh token
 */
char *
bw_sim_tokens_make_refresh (BwSimTokens       *self,
                            const BwSimSignIn *sign_in,
                            gint64             now)
{
  g_autoptr(JsonObject) object = json_object_new ();
  g_autofree char *text = NULL;
  g_autofree char *encoded = NULL;
  g_autofree char *seal = NULL;

  bw_sim_json_take_string (object, "id", bw_sim_random_text (12));
  json_object_set_string_member (object, "client", sign_in->client_id);
  json_object_set_string_member (object, "user", sign_in->user_id);
  json_object_set_string_member (object, "tenant", sign_in->tenant);
  json_object_set_string_member (object, "scope", sign_in->scope);
  json_object_set_string_member (object, "session", sign_in->session);
  json_object_set_boolean_member (object, "mfa", sign_in->mfa);
  json_object_set_int_member (object, "signedIn", sign_in->signed_in);
  json_object_set_int_member (object, "issued", now);
  json_object_set_int_member (object, "generation", self->generation);

  text = bw_sim_json_format (object, FALSE);
  encoded = bw_sim_base64url ((const guint8 *) text, strlen (text));
  seal = make_seal (self, encoded);

  return g_strconcat (REFRESH_PREFIX, encoded, ".", seal, NULL);
}

static JsonNode *
open_refresh (BwSimTokens *self,
              const char  *token)
{
  g_auto(GStrv) parts = NULL;
  g_autofree char *seal = NULL;
  g_autofree char *text = NULL;

  if (self->secret == NULL || !g_str_has_prefix (token, REFRESH_PREFIX))
    return NULL;

  parts = g_strsplit (token + strlen (REFRESH_PREFIX), ".", 3);
  if (g_strv_length (parts) != 2)
    return NULL;

  seal = make_seal (self, parts[0]);
  if (!g_str_equal (seal, parts[1]))
    return NULL;

  text = bw_sim_base64url_decode (parts[0]);

  return bw_sim_json_parse (text, -1, NULL);
}

static gboolean
is_ended (BwSimTokens       *self,
          const BwSimSignIn *sign_in)
{
  const gint64 *ended = sign_in->user_id != NULL ? g_hash_table_lookup (self->ended,
                                                                        sign_in->user_id) : NULL;

  return ended != NULL && sign_in->signed_in <= *ended;
}

/**
 * bw_sim_tokens_read_refresh:
 * @self: what was given out
 * @token: anything
 * @now: microseconds since 1970
 * @state: (out): what became of it
 *
 * Returns: (transfer full) (nullable): the sign-in, unless @token is malformed
 */
BwSimSignIn *
bw_sim_tokens_read_refresh (BwSimTokens  *self,
                            const char   *token,
                            gint64        now,
                            BwSimRefresh *state)
{
  g_autoptr(JsonNode) node = open_refresh (self, token);
  JsonObject *object = node != NULL ? json_node_get_object (node) : NULL;
  BwSimSignIn *sign_in;

  *state = BW_SIM_REFRESH_MALFORMED;
  if (object == NULL)
    return NULL;

  sign_in = bw_sim_sign_in_new (bw_sim_json_string (object, "client"),
                                bw_sim_json_string (object, "user"),
                                bw_sim_json_string (object, "tenant"),
                                bw_sim_json_string (object, "scope"),
                                bw_sim_json_boolean (object, "mfa", FALSE),
                                json_object_get_int_member_with_default (object, "signedIn", 0));
  g_free (sign_in->session);
  sign_in->session = g_strdup (bw_sim_json_string (object, "session"));

  if (json_object_get_int_member_with_default (object, "generation", -1) != self->generation
      || is_ended (self, sign_in)
      || g_hash_table_contains (self->revoked, sign_in->session)
      || g_hash_table_contains (self->used, bw_sim_json_string (object, "id")))
    *state = BW_SIM_REFRESH_REVOKED;
  else if (json_object_get_int_member_with_default (object, "issued", 0) <= now - REFRESH_LASTS)
    *state = BW_SIM_REFRESH_EXPIRED;
  else
    *state = BW_SIM_REFRESH_GOOD;

  return sign_in;
}

/**
 * bw_sim_tokens_use_up:
 * @self: what was given out
 * @token: a good refresh token, which is good no more
 */
void
bw_sim_tokens_use_up (BwSimTokens *self,
                      const char  *token)
{
  g_autoptr(JsonNode) node = open_refresh (self, token);
  const char *id = node != NULL ? bw_sim_json_string (json_node_get_object (node), "id") : NULL;

  if (id != NULL)
    g_hash_table_add (self->used, g_strdup (id));
}

/**
 * bw_sim_tokens_revoke_session:
 * @self: what was given out
 * @session: of a sign-in whose refresh tokens are good no more
 */
void
bw_sim_tokens_revoke_session (BwSimTokens *self,
                              const char  *session)
{
  g_hash_table_add (self->revoked, g_strdup (session));
}
