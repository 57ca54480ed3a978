/* bw-sim-login-decide.c - who gets a token for which tenant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-login.h"
#include "bw-sim-util.h"

/* How long a sign-in lasts where a policy limits it. */
#define SIGN_IN_LASTS (60 * 60 * (gint64) BW_SIM_SECOND)

static gboolean
is_at_home (const BwSimCase *self)
{
  return self->tenant == (self->user != NULL ? self->user->home : self->world->partner);
}

static gboolean
has_roles (const BwSimCase *self)
{
  g_autoptr(GHashTable) roles = bw_sim_world_dup_gdap_roles (self->world, self->tenant,
                                                             self->user->id);

  return g_hash_table_size (roles) > 0;
}

/**
 * bw_sim_case_get_guest:
 * @self: what has to be decided
 *
 * Returns: (nullable): what the user is in the tenant, if it comes as a guest
 */
BwSimGuest *
bw_sim_case_get_guest (const BwSimCase *self)
{
  return self->user != NULL && !is_at_home (self)
         ? bw_sim_guest_find (self->tenant, self->user->user_name) : NULL;
}

/**
 * bw_sim_case_dup_user_id:
 * @self: what has to be decided
 *
 * Returns: (transfer full) (nullable): object ID of the user as the tenant knows it
 */
char *
bw_sim_case_dup_user_id (const BwSimCase *self)
{
  BwSimGuest *guest = bw_sim_case_get_guest (self);

  if (guest != NULL)
    return bw_sim_guest_dup_id (guest, self->world, self->tenant);

  return self->user != NULL ? g_strdup (self->user->id) : NULL;
}

static guint
check_user (const BwSimCase *self)
{
  if (self->user == NULL)
    return 0;

  return self->user->enabled ? 0 : 50057;
}

/* A guest object of the same user hides the way through GDAP. */
static guint
check_path (const BwSimCase *self)
{
  BwSimGuest *guest = bw_sim_case_get_guest (self);

  if (self->user == NULL || is_at_home (self))
    return 0;
  if (self->tenant->stale_guest)
    return 50020;
  if (has_roles (self))
    return guest != NULL ? 50020 : 0;
  if (guest == NULL)
    return 50020;
  if (self->tenant->guests_blocked)
    return 500213;
  if (!guest->enabled)
    return 500571;

  return guest->accepted ? 0 : 50014;
}

/* Partners need a consent before; everybody else is asked for it. */
static guint
check_client (const BwSimCase *self)
{
  BwSimPrincipal *principal;

  if (self->tenant == self->world->partner)
    return 0;

  principal = bw_sim_tenant_get_principal (self->tenant, self->app->client_id);
  if (principal == NULL && self->user == NULL)
    return 7000229;
  if (principal == NULL)
    return bw_sim_case_may_ask (self) ? 65001 : 90099;

  return principal->visible > bw_sim_clock_now (self->world->clock) ? 650051 : 0;
}

static guint
check_resource (const BwSimCase *self)
{
  if (self->scope->resource == NULL)
    return 0;

  return bw_sim_tenant_has_resource (self->tenant, self->scope->resource->app_id) ? 0 : 650052;
}

static guint
check_consent (const BwSimCase *self)
{
  g_autoptr(GPtrArray) granted = NULL;

  if (self->user == NULL)
    return 0;

  granted = bw_sim_scope_dup_granted (self);

  return granted != NULL ? 0 : 65001;
}

/**
 * bw_sim_case_check_policy:
 * @self: what has to be decided, with a user who has a way into the tenant
 *
 * Returns: 0, or the AADSTS code of what Conditional Access wants
 */
guint
bw_sim_case_check_policy (const BwSimCase *self)
{
  const char *policy = bw_sim_case_get_guest (self) != NULL ? self->tenant->guest_policy
                                                            : self->tenant->conditional_access;
  gint64 age = bw_sim_clock_now (self->world->clock) - self->signed_in;

  if (self->user == NULL || policy == NULL
      || (is_at_home (self) && self->tenant != self->world->partner))
    return 0;

  if (g_str_equal (policy, "block"))
    return 53003;
  if (g_str_equal (policy, "device"))
    return 53000;
  if (g_str_equal (policy, "mfa") && !self->mfa_here)
    return 50076;
  if (g_str_equal (policy, "frequency") && age >= SIGN_IN_LASTS)
    return 70043;

  return 0;
}

/**
 * bw_sim_case_may_ask:
 * @self: what has to be decided
 *
 * Who comes through GDAP is never asked for consent, and in the partner's own tenant it was
 * given when the application was registered.
 *
 * Returns: whether the user can be asked for consent
 */
gboolean
bw_sim_case_may_ask (const BwSimCase *self)
{
  return self->user != NULL && self->tenant != self->world->partner
         && (is_at_home (self) || bw_sim_case_get_guest (self) != NULL);
}

/**
 * bw_sim_case_decide:
 * @self: what has to be decided
 *
 * Microsoft does not say in which order it looks at these things; what is
 * known from the field is that a user without a way into the tenant is told so
 * before the application's consent matters, and Conditional Access comes last.
 *
 * Returns: 0, or the AADSTS code of the first thing in the way
 */
guint
bw_sim_case_decide (const BwSimCase *self)
{
  guint (*const checks[]) (const BwSimCase *) = {
    check_user, check_path, check_client, check_resource, check_consent,
    bw_sim_case_check_policy,
  };

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      guint code = checks[i] (self);

      if (code != 0)
        return code;
    }

  return 0;
}
