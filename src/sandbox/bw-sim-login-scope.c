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

/* Returns: (nullable): what a grant gives by now */
static const char *
get_held (const BwSimCase *about,
          BwSimGrant      *grant)
{
  return grant != NULL && grant->visible <= bw_sim_clock_now (about->world->clock)
         ? grant->scope : NULL;
}

static const char *
get_registered (const BwSimCase     *about,
                const BwSimResource *resource)
{
  if (g_str_equal (resource->app_id, BW_SIM_GRAPH_APP))
    return about->app->graph_scope;

  return g_str_equal (resource->app_id, BW_SIM_PARTNER_APP) ? about->app->partner_scope : NULL;
}

/* What the application was given in its home tenant by whoever registered it,
 * and in a customer's by a consent: of the organization, of the user, or of both. */
static char *
dup_consent (const BwSimCase     *about,
             const BwSimResource *resource)
{
  const char *client_id = about->app->client_id;
  g_autofree char *user_id = NULL;
  const char *of_all;
  const char *of_user;

  if (about->tenant == about->world->partner)
    return g_strdup (get_registered (about, resource));

  user_id = bw_sim_case_dup_user_id (about);
  of_all = get_held (about, bw_sim_tenant_get_grant (about->tenant, client_id, resource->app_id));
  of_user = user_id != NULL
            ? get_held (about, bw_sim_tenant_get_user_grant (about->tenant, client_id,
                                                             resource->app_id, user_id)) : NULL;
  if (of_all == NULL || of_user == NULL)
    return g_strdup (of_all != NULL ? of_all : of_user);

  return g_strjoin (" ", of_all, of_user, NULL);
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
  g_autofree char *consent = resource != NULL ? dup_consent (about, resource) : g_strdup ("");
  g_auto(GStrv) words = NULL;

  if (consent == NULL)
    return NULL;

  words = g_strsplit (consent, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (words[i][0] != '\0' && !contains (granted, words[i]))
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
