/* bw-sim-bearer.c - who sends a request to one of the simulated services
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-grants.h"
#include "bw-sim-server.h"
#include "bw-sim-util.h"

#define SCHEME "Bearer "

static JsonNode *
read_token (BwSimExchange      *exchange,
            BwSimBearerProblem *problem)
{
  const char *header = bw_sim_exchange_get_header (exchange, "Authorization");
  BwSimKey *key = bw_sim_tokens_get_key (bw_sim_get_tokens (exchange->sim));
  g_autofree char *token = NULL;

  if (header == NULL || header[0] == '\0')
    {
      *problem = BW_SIM_BEARER_MISSING;
      return NULL;
    }

  *problem = BW_SIM_BEARER_MALFORMED;
  if (key == NULL || g_ascii_strncasecmp (header, SCHEME, strlen (SCHEME)) != 0)
    return NULL;

  token = g_strstrip (g_strdup (header + strlen (SCHEME)));

  return bw_sim_key_verify (key, token);
}

static char **
dup_words (const char *text)
{
  return g_strsplit (text != NULL ? text : "", " ", -1);
}

static BwSimBearer *
read_claims (JsonObject *claims)
{
  g_autoptr(GPtrArray) roles = bw_sim_json_strings (bw_sim_json_array (claims, "roles"));
  g_autoptr(GPtrArray) methods = bw_sim_json_strings (bw_sim_json_array (claims, "amr"));
  BwSimBearer *self = g_new0 (BwSimBearer, 1);

  self->tenant = g_strdup (bw_sim_json_string (claims, "tid"));
  self->client_id = g_strdup (bw_sim_json_string (claims, "appid"));
  if (g_strcmp0 (bw_sim_json_string (claims, "idtyp"), "user") == 0)
    self->user_id = g_strdup (bw_sim_json_string (claims, "oid"));
  self->scopes = dup_words (bw_sim_json_string (claims, "scp"));
  self->mfa = g_ptr_array_find_with_equal_func (methods, "mfa", g_str_equal, NULL);

  g_ptr_array_add (roles, NULL);
  self->roles = g_strdupv ((char **) roles->pdata);

  return self;
}

/**
 * bw_sim_bearer_new:
 * @exchange: a request
 * @audience: the service that got it
 * @problem: (out): what is wrong with its token
 *
 * Looks at the signature, the lifetime and the audience, in this order.
 *
 * Returns: (transfer full) (nullable): who sends the request, if the token is good
 */
BwSimBearer *
bw_sim_bearer_new (BwSimExchange      *exchange,
                   const char         *audience,
                   BwSimBearerProblem *problem)
{
  g_autoptr(JsonNode) node = read_token (exchange, problem);
  JsonObject *claims = node != NULL ? json_node_get_object (node) : NULL;
  double now = (double) (bw_sim_clock_now (exchange->world->clock) / BW_SIM_SECOND);

  if (claims == NULL)
    return NULL;

  bw_sim_exchange_set_tenant (exchange, bw_sim_json_string (claims, "tid"));

  if (bw_sim_json_number (claims, "nbf", 0) > now || bw_sim_json_number (claims, "exp", 0) <= now)
    *problem = BW_SIM_BEARER_EXPIRED;
  else if (g_strcmp0 (bw_sim_json_string (claims, "aud"), audience) != 0)
    *problem = BW_SIM_BEARER_WRONG_AUDIENCE;
  else
    *problem = BW_SIM_BEARER_GOOD;

  return *problem == BW_SIM_BEARER_GOOD ? read_claims (claims) : NULL;
}

/**
 * bw_sim_bearer_free:
 * @self: (transfer full): a bearer
 */
void
bw_sim_bearer_free (BwSimBearer *self)
{
  g_free (self->tenant);
  g_free (self->client_id);
  g_free (self->user_id);
  g_strfreev (self->scopes);
  g_strfreev (self->roles);
  g_free (self);
}

/**
 * bw_sim_bearer_may:
 * @self: a bearer
 * @permission: name of a permission, such as "Directory.Read.All"
 *
 * Returns: whether the token has it, delegated or as the application's own
 */
gboolean
bw_sim_bearer_may (BwSimBearer *self,
                   const char  *permission)
{
  char **held = self->user_id != NULL ? self->scopes : self->roles;

  return g_strv_contains ((const char *const *) held, permission);
}
