/* bw-sim-consent.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-consent.h"

static BwSimPrincipal *
ensure_principal (BwSimTenant *tenant,
                  BwSimApp    *app,
                  gint64       visible)
{
  BwSimPrincipal *principal = bw_sim_tenant_get_principal (tenant, app->client_id);

  return principal != NULL
         ? principal : bw_sim_tenant_add_principal (tenant, app->client_id, app->name, visible);
}

static char *
merge (const char *granted,
       const char *asked)
{
  g_auto(GStrv) names = g_strsplit (granted, " ", -1);
  g_auto(GStrv) more = g_strsplit (asked, " ", -1);
  GString *merged = g_string_new (granted);

  for (guint i = 0; more[i] != NULL; i++)
    {
      if (more[i][0] == '\0' || g_strv_contains ((const char *const *) names, more[i]))
        continue;

      if (merged->len > 0)
        g_string_append_c (merged, ' ');
      g_string_append (merged, more[i]);
    }

  return g_string_free (merged, FALSE);
}

/**
 * bw_sim_consent_give:
 * @tenant: a customer
 * @app: an application, which gets a service principal there if it has none
 * @resource: application ID of the service
 * @scope: delegated permissions, separated by spaces
 * @user_id: (nullable): object ID of who consents for themselves; %NULL for the organization
 * @visible: when what is new begins to hold
 *
 * What was granted before stays.
 */
void
bw_sim_consent_give (BwSimTenant *tenant,
                     BwSimApp    *app,
                     const char  *resource,
                     const char  *scope,
                     const char  *user_id,
                     gint64       visible)
{
  BwSimGrant *grant = bw_sim_tenant_get_user_grant (tenant, app->client_id, resource, user_id);
  char *merged;

  ensure_principal (tenant, app, visible);
  if (grant == NULL)
    {
      grant = bw_sim_tenant_add_grant (tenant, app->client_id, resource, scope, visible);
      grant->user_id = g_strdup (user_id);
      return;
    }

  merged = merge (grant->scope, scope);
  g_free (grant->scope);
  grant->scope = merged;
}

/**
 * bw_sim_consent_give_roles:
 * @tenant: a customer
 * @app: an application, which gets a service principal there if it has none
 * @visible: when what is new begins to hold
 *
 * Assigns all the application permissions that the application is registered with.
 */
void
bw_sim_consent_give_roles (BwSimTenant *tenant,
                           BwSimApp    *app,
                           gint64       visible)
{
  BwSimPrincipal *principal = ensure_principal (tenant, app, visible);

  if (g_strcmp0 (principal->roles, app->roles) == 0)
    return;

  g_free (principal->roles);
  principal->roles = g_strdup (app->roles);
  principal->roles_visible = visible;
}

/**
 * bw_sim_consent_withdraw:
 * @tenant: a customer
 * @app: an application
 *
 * Deletes its service principal, and with it everything that it was let do.
 */
void
bw_sim_consent_withdraw (BwSimTenant *tenant,
                         BwSimApp    *app)
{
  BwSimPrincipal *principal = bw_sim_tenant_get_principal (tenant, app->client_id);

  if (principal != NULL)
    g_ptr_array_remove (tenant->principals, principal);

  for (guint i = tenant->grants != NULL ? tenant->grants->len : 0; i > 0; i--)
    {
      BwSimGrant *grant = g_ptr_array_index (tenant->grants, i - 1);

      if (g_ascii_strcasecmp (grant->app_id, app->client_id) == 0)
        g_ptr_array_remove_index (tenant->grants, i - 1);
    }
}
