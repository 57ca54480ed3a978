/* bw-sim-control-guests.c - what the customer's administrator and the guest do, without a browser
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-consent.h"
#include "bw-sim-control.h"
#include "bw-sim-guest.h"
#include "bw-sim-private.h"
#include "bw-sim-util.h"

/**
 * bw_sim_control_consent:
 * @self: an exchange
 * @body: "tenantId", and "clientId" if it is not the first application; "refuse" to withdraw
 *
 * Consents for the whole organization as the customer's administrator.
 */
void
bw_sim_control_consent (BwSimExchange *self,
                        JsonObject    *body)
{
  const char *client_id = bw_sim_json_string (body, "clientId");
  BwSimApp *app = client_id != NULL ? bw_sim_world_get_app (self->world, client_id)
                                    : g_ptr_array_index (self->world->apps, 0);
  BwSimTenant *tenant = bw_sim_control_find_tenant (self, body);
  BwSimClock *clock = &self->sim->clock;
  gint64 visible = bw_sim_clock_now (clock) + bw_sim_clock_lag (clock, BW_SIM_LAG_CONSENT);

  if (tenant == NULL)
    return;

  if (app == NULL)
    {
      bw_sim_control_refuse (self, 404, "There is no application “%s”.", client_id);
      return;
    }

  if (bw_sim_json_boolean (body, "refuse", FALSE))
    bw_sim_consent_withdraw (tenant, app);
  else
    {
      bw_sim_consent_give (tenant, app, BW_SIM_GRAPH_APP,
                           app->graph_scope != NULL ? app->graph_scope : "", NULL, visible);
      bw_sim_consent_give_roles (tenant, app, visible);
    }

  bw_sim_touch (self->sim);
  bw_sim_control_reply_done (self);
}

static gboolean
waits (BwSimTenant *tenant,
       const char  *email)
{
  BwSimGuest *guest = bw_sim_guest_find (tenant, email);

  return guest != NULL && !guest->member && !guest->accepted;
}

/* Returns: (nullable): who has invited that address and waits, or %NULL with a refusal sent */
static BwSimTenant *
find_inviter (BwSimExchange *self,
              JsonObject    *body,
              const char    *email)
{
  BwSimTenant *tenant;

  if (bw_sim_json_string (body, "tenantId") != NULL)
    {
      tenant = bw_sim_control_find_tenant (self, body);
      if (tenant != NULL && !waits (tenant, email))
        bw_sim_control_refuse (self, 404, "%s does not wait for “%s”.", tenant->name, email);

      return tenant != NULL && waits (tenant, email) ? tenant : NULL;
    }

  for (guint i = 0; i < self->world->tenants->len; i++)
    {
      tenant = g_ptr_array_index (self->world->tenants, i);
      if (waits (tenant, email))
        return tenant;
    }

  bw_sim_control_refuse (self, 404, "Nobody has invited “%s”.", email);

  return NULL;
}

/**
 * bw_sim_control_accept_invitation:
 * @self: an exchange
 * @body: "email", and "tenantId" if more than one customer has invited it
 *
 * Accepts an invitation as the guest.
 */
void
bw_sim_control_accept_invitation (BwSimExchange *self,
                                  JsonObject    *body)
{
  const char *email = bw_sim_json_string (body, "email");
  BwSimTenant *tenant;
  BwSimGuest *guest;
  JsonObject *object;

  if (email == NULL)
    {
      bw_sim_control_refuse (self, 400, "“email” must be the address that was invited.");
      return;
    }

  tenant = find_inviter (self, body, email);
  if (tenant == NULL)
    return;

  guest = bw_sim_guest_find (tenant, email);
  bw_sim_guest_set_accepted (guest, tenant, TRUE, bw_sim_clock_now (&self->sim->clock));
  bw_sim_exchange_set_tenant (self, tenant->id);
  bw_sim_touch (self->sim);

  object = json_object_new ();
  json_object_set_string_member (object, "tenantId", tenant->id);
  bw_sim_json_take_string (object, "userId", bw_sim_guest_dup_id (guest, self->world, tenant));
  json_object_set_string_member (object, "email", guest->email);
  bw_sim_exchange_reply_object (self, 200, object);
}

/**
 * bw_sim_control_change_guest:
 * @self: an exchange
 * @body: "tenantId" and "email"; "enabled", or "remove"
 *
 * Disables, enables or deletes a guest as the customer's administrator.
 */
void
bw_sim_control_change_guest (BwSimExchange *self,
                             JsonObject    *body)
{
  static const char *const known[] = { "tenantId", "email", "enabled", "remove", NULL };
  const char *email = bw_sim_json_string (body, "email");
  g_autoptr(GError) error = NULL;
  BwSimTenant *tenant = bw_sim_control_find_tenant (self, body);
  BwSimGuest *guest;

  if (tenant == NULL)
    return;

  if (!bw_sim_json_has_only (body, known, &error))
    {
      bw_sim_control_refuse (self, 400, "%s", error->message);
      return;
    }

  guest = bw_sim_guest_find (tenant, email);
  if (guest == NULL)
    {
      bw_sim_control_refuse (self, 404, "%s has no guest “%s”.", tenant->name,
                             email != NULL ? email : "");
      return;
    }

  if (bw_sim_json_boolean (body, "remove", FALSE))
    bw_sim_guest_remove (tenant, guest->index);
  else
    bw_sim_guest_set_enabled (guest, tenant,
                              bw_sim_json_boolean (body, "enabled", guest->enabled));

  bw_sim_touch (self->sim);
  bw_sim_control_reply_done (self);
}
