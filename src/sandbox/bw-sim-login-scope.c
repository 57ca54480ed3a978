/* bw-sim-login-scope.c - what is asked for, and what of it was consented to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-login.h"

static const BwSimResource resources[] = {
  { BW_SIM_GRAPH_APP, BW_SIM_AUDIENCE_GRAPH, "Microsoft Graph" },
  { BW_SIM_PARTNER_APP, BW_SIM_AUDIENCE_PARTNER, "Microsoft Partner Center" },
  { BW_SIM_DEFENDER_APP, "https://api.securitycenter.microsoft.com",
    "Microsoft Defender for Endpoint" },
};

/**
 * bw_sim_resource_find:
 * @audience_or_id: what a scope begins with
 *
 * Returns: (nullable): the service
 */
const BwSimResource *
bw_sim_resource_find (const char *audience_or_id)
{
  for (guint i = 0; i < G_N_ELEMENTS (resources); i++)
    {
      if (g_ascii_strcasecmp (resources[i].audience, audience_or_id) == 0
          || g_ascii_strcasecmp (resources[i].app_id, audience_or_id) == 0)
        return &resources[i];
    }

  return NULL;
}

static guint
add_permission (BwSimScope *self,
                const char *word)
{
  const char *slash = strrchr (word, '/');
  g_autofree char *audience = slash != NULL ? g_strndup (word, slash - word)
                                            : g_strdup (BW_SIM_AUDIENCE_GRAPH);
  const char *name = slash != NULL ? slash + 1 : word;
  const BwSimResource *resource = bw_sim_resource_find (audience);

  if (resource == NULL)
    return 500011;
  if (name[0] == '\0')
    return 70011;
  if (self->resource != NULL && self->resource != resource)
    return 700022;

  self->resource = resource;
  if (g_ascii_strcasecmp (name, ".default") == 0)
    self->everything = TRUE;
  else
    g_ptr_array_add (self->names, g_strdup (name));

  return 0;
}

static guint
add_word (BwSimScope *self,
          const char *word)
{
  if (g_ascii_strcasecmp (word, "openid") == 0)
    self->openid = TRUE;
  else if (g_ascii_strcasecmp (word, "profile") == 0 || g_ascii_strcasecmp (word, "email") == 0)
    self->profile = TRUE;
  else if (g_ascii_strcasecmp (word, "offline_access") == 0)
    self->offline = TRUE;
  else if (word[0] != '\0')
    return add_permission (self, word);

  return 0;
}

/**
 * bw_sim_scope_new:
 * @text: a scope parameter
 * @problem: (out): 0, or the AADSTS code of what is wrong with it
 *
 * Returns: (transfer full) (nullable): what it asks for
 */
BwSimScope *
bw_sim_scope_new (const char *text,
                  guint      *problem)
{
  g_auto(GStrv) words = g_strsplit (text, " ", -1);
  BwSimScope *self = g_new0 (BwSimScope, 1);

  self->names = g_ptr_array_new_with_free_func (g_free);
  *problem = 0;
  for (guint i = 0; words[i] != NULL && *problem == 0; i++)
    *problem = add_word (self, words[i]);

  /* Everything and something of it at once is refused. */
  if (*problem == 0 && self->everything && self->names->len > 0)
    *problem = 70011;
  if (*problem == 0 && self->resource == NULL && !self->openid && !self->profile && !self->offline)
    *problem = 70011;

  if (*problem == 0)
    return self;

  bw_sim_scope_free (self);

  return NULL;
}

/**
 * bw_sim_scope_free:
 * @self: (transfer full): what is asked for
 */
void
bw_sim_scope_free (BwSimScope *self)
{
  g_ptr_array_unref (self->names);
  g_free (self);
}

/* What the application was given in its home tenant by whoever registered it,
 * and in a customer's by a consent. */
static const char *
find_consent (const BwSimCase     *about,
              const BwSimResource *resource)
{
  BwSimGrant *grant;

  if (about->tenant == about->world->partner)
    {
      if (g_str_equal (resource->app_id, BW_SIM_GRAPH_APP))
        return about->app->graph_scope;

      return g_str_equal (resource->app_id, BW_SIM_PARTNER_APP) ? about->app->partner_scope : NULL;
    }

  grant = bw_sim_tenant_get_grant (about->tenant, about->app->client_id, resource->app_id);
  if (grant == NULL || grant->visible > bw_sim_clock_now (about->world->clock))
    return NULL;

  return grant->scope;
}

static gboolean
contains (GPtrArray  *names,
          const char *name)
{
  for (guint i = 0; i < names->len; i++)
    {
      if (g_ascii_strcasecmp (g_ptr_array_index (names, i), name) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * bw_sim_scope_dup_granted:
 * @about: what has to be decided
 *
 * A token bears everything that was consented to, even if only some was asked for.
 *
 * Returns: (transfer full) (element-type utf8) (nullable): the permissions, or %NULL if what
 *   is asked for was not consented to
 */
GPtrArray *
bw_sim_scope_dup_granted (const BwSimCase *about)
{
  g_autoptr(GPtrArray) granted = g_ptr_array_new_with_free_func (g_free);
  const BwSimResource *resource = about->scope->resource;
  const char *consent = resource != NULL ? find_consent (about, resource) : "";
  g_auto(GStrv) words = NULL;

  if (consent == NULL)
    return NULL;

  words = g_strsplit (consent, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (words[i][0] != '\0')
        g_ptr_array_add (granted, g_strdup (words[i]));
    }

  for (guint i = 0; i < about->scope->names->len; i++)
    {
      if (!contains (granted, g_ptr_array_index (about->scope->names, i)))
        return NULL;
    }

  if (resource != NULL && granted->len == 0)
    return NULL;

  return g_steal_pointer (&granted);
}
