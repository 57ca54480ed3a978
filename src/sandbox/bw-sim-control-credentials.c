/* bw-sim-control-credentials.c - what the partner registers for an application
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-control.h"
#include "bw-sim-credential.h"
#include "bw-sim-private.h"
#include "bw-sim-util.h"

/* What Microsoft proposes for a client secret. */
#define LIFE (180 * BW_SIM_DAY)

static BwSimApp *
find_app (BwSimExchange *self,
          const char    *client_id)
{
  BwSimApp *app = client_id != NULL ? bw_sim_world_get_app (self->world, client_id)
                                    : g_ptr_array_index (self->world->apps, 0);

  if (app == NULL)
    bw_sim_control_refuse (self, 404, "There is no application “%s”.", client_id);

  return app;
}

static BwSimCredential *
make_secret (BwSimExchange *self,
             JsonObject    *body)
{
  gint64 now = bw_sim_clock_now (&self->sim->clock);
  const char *expires = bw_sim_json_string (body, "expires");
  gint64 ends = now + LIFE;

  if (expires != NULL && !bw_sim_time_parse (expires, now, &ends))
    {
      bw_sim_control_refuse (self, 400, "“expires” must be a date.");
      return NULL;
    }

  return bw_sim_credential_new_secret (bw_sim_json_string (body, "secret"), now, ends);
}

static BwSimCredential *
make_certificate (BwSimExchange *self,
                  JsonObject    *body)
{
  g_autoptr(GError) error = NULL;
  BwSimCredential *credential =
    bw_sim_credential_new_certificate (bw_sim_json_string (body, "certificate"), &error);

  if (credential == NULL)
    bw_sim_control_refuse (self, 400, "%s", error->message);

  return credential;
}

/**
 * bw_sim_control_add_credential:
 * @self: an exchange
 * @body: "secret" with "expires" if it is not to end in 180 days, or "certificate" (PEM);
 *   and "clientId" if it is not for the first application
 *
 * Registers it beside those that are there already.  The application has to
 * prove itself from now on.
 */
void
bw_sim_control_add_credential (BwSimExchange *self,
                               JsonObject    *body)
{
  BwSimApp *app = find_app (self, bw_sim_json_string (body, "clientId"));
  const char *secret = bw_sim_json_string (body, "secret");
  const char *certificate = bw_sim_json_string (body, "certificate");
  BwSimCredential *credential;

  if (app == NULL)
    return;

  if ((secret == NULL) == (certificate == NULL) || (secret != NULL && *secret == '\0'))
    {
      bw_sim_control_refuse (self, 400, "Either “secret” or “certificate” is needed.");
      return;
    }

  credential = secret != NULL ? make_secret (self, body) : make_certificate (self, body);
  if (credential == NULL)
    return;

  bw_sim_app_add_credential (app, credential);
  bw_sim_touch (self->sim);
  bw_sim_exchange_reply_object (self, 201,
                                bw_sim_credential_describe (credential, app->client_id));
}

/**
 * bw_sim_control_clear_credentials:
 * @self: an exchange, with "clientId" in its query if it is not for the first application
 * @body: not looked at
 *
 * Takes back all that was registered since the scenario began.
 */
void
bw_sim_control_clear_credentials (BwSimExchange *self,
                                  JsonObject    *body)
{
  BwSimApp *app = find_app (self, bw_sim_exchange_get_query (self, "clientId"));

  if (app == NULL)
    return;

  g_clear_pointer (&app->credentials, g_ptr_array_unref);
  bw_sim_touch (self->sim);
  bw_sim_control_reply_done (self);
}
