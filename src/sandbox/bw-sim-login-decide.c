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
  return self->tenant == self->world->partner;
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
  g_autoptr(GHashTable) roles = NULL;

  if (self->user == NULL || is_at_home (self))
    return 0;

  roles = bw_sim_world_dup_gdap_roles (self->world, self->tenant, self->user->id);

  return self->tenant->stale_guest || g_hash_table_size (roles) == 0 ? 50020 : 0;
}

static guint
check_client (const BwSimCase *self)
{
  BwSimPrincipal *principal;

  if (is_at_home (self))
    return 0;

  principal = bw_sim_tenant_get_principal (self->tenant, self->app->client_id);
  if (principal == NULL)
    return self->user != NULL ? 90099 : 7000229;

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

static guint
check_policy (const BwSimCase *self)
{
  const char *policy = self->tenant->conditional_access;
  gint64 age = bw_sim_clock_now (self->world->clock) - self->signed_in;

  if (self->user == NULL || policy == NULL)
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
    check_user, check_path, check_client, check_resource, check_consent, check_policy,
  };

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      guint code = checks[i] (self);

      if (code != 0)
        return code;
    }

  return 0;
}
