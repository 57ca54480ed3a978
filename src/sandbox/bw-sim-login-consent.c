/* bw-sim-login-consent.c - the page that asks for consent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-consent.h"
#include "bw-sim-login.h"
#include "bw-sim-page.h"
#include "bw-sim-permission.h"
#include "bw-sim-server.h"

static GPtrArray *
split (const char *text)
{
  g_auto(GStrv) words = g_strsplit (text != NULL ? text : "", " ", -1);
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (words[i][0] != '\0')
        g_ptr_array_add (list, g_strdup (words[i]));
    }

  return list;
}

/**
 * bw_sim_login_dup_asked:
 * @about: who asks for what
 *
 * Returns: (transfer full) (element-type utf8): the delegated permissions that are asked for;
 *   with ".default" those that the application is registered with
 */
GPtrArray *
bw_sim_login_dup_asked (const BwSimCase *about)
{
  const BwSimResource *resource = about->scope->resource;
  GPtrArray *asked;

  if (resource == NULL || !about->scope->everything)
    {
      asked = g_ptr_array_new_with_free_func (g_free);
      for (guint i = 0; i < about->scope->names->len; i++)
        g_ptr_array_add (asked, g_strdup (g_ptr_array_index (about->scope->names, i)));

      return asked;
    }

  if (g_str_equal (resource->app_id, BW_SIM_GRAPH_APP))
    return split (about->app->graph_scope);

  return split (g_str_equal (resource->app_id, BW_SIM_PARTNER_APP) ? about->app->partner_scope
                                                                   : NULL);
}

static void
append_names (GString    *page,
              const char *heading,
              GPtrArray  *names)
{
  if (names->len == 0)
    return;

  bw_sim_page_append (page, "<h2>%s</h2>\n<ul>\n", heading);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      bw_sim_page_append (page, "<li>%s <code>%s</code></li>\n",
                          bw_sim_permission_get_title (name), name);
    }
  bw_sim_page_append (page, "</ul>\n");
}

static void
append_form (GString         *page,
             const BwSimCase *about,
             GHashTable      *params,
             const char      *action,
             gboolean         for_all)
{
  bw_sim_page_append (page, "<form method=\"post\" action=\"%s\">\n", action);
  bw_sim_login_append_hidden (page, params, TRUE);
  if (!for_all && about->user->administrator)
    bw_sim_page_append (page,
                        "<p><input type=\"checkbox\" id=\"organization\" name=\"organization\" "
                        "value=\"1\"> <label for=\"organization\">Consent on behalf of your "
                        "organization</label></p>\n");
  bw_sim_page_append (page,
                      "<button class=\"suggested\" name=\"consent\" value=\"accept\">Accept"
                      "</button>\n<button name=\"cancel\" value=\"1\">Cancel</button>\n</form>\n");
}

/**
 * bw_sim_login_show_consent:
 * @self: an exchange
 * @about: who asks for what, and who is there to consent
 * @params: (element-type utf8 utf8): parameters of the request, for the form to bring along
 * @action: where the form goes, relative to the page
 * @roles: (nullable): application permissions that are asked for
 * @for_all: whether the consent is for the whole organization in any case
 *
 * Replies with the page to consent.
 */
void
bw_sim_login_show_consent (BwSimExchange   *self,
                           const BwSimCase *about,
                           GHashTable      *params,
                           const char      *action,
                           const char      *roles,
                           gboolean         for_all)
{
  g_autoptr(GPtrArray) asked = bw_sim_login_dup_asked (about);
  g_autoptr(GPtrArray) of_app = split (roles);
  GString *page = bw_sim_page_new (for_all ? "Permissions Requested: Review for Your Organization"
                                           : "Permissions Requested");

  bw_sim_page_append (page,
                      "<dl>\n<dt>Signed in as</dt><dd>%s</dd>\n"
                      "<dt>Application</dt><dd>%s <code>%s</code></dd>\n"
                      "<dt>Published by</dt><dd>%s <code>%s</code></dd>\n"
                      "<dt>Organization</dt><dd>%s <code>%s</code></dd>\n</dl>\n",
                      about->user->user_name, about->app->name, about->app->client_id,
                      self->world->partner->name, self->world->partner->domain,
                      about->tenant->name, about->tenant->id);
  append_names (page, "By Itself the Application Would Like To", of_app);
  append_names (page, for_all ? "As Any Signed-In User It Would Like To"
                              : "As You It Would Like To", asked);
  if (for_all)
    bw_sim_page_append (page, "<p class=\"note\">If you accept, the application gets access to "
                              "these resources for all users of your organization. Nobody else "
                              "will be asked to review these permissions.</p>\n");
  bw_sim_page_append (page, "<p>You can change this at any time: delete the application from the "
                            "enterprise applications of your organization.</p>\n");
  append_form (page, about, params, action, for_all);
  bw_sim_page_reply (self, 200, page);
}

/**
 * bw_sim_login_check_asked:
 * @about: who asks for what, and who is there to consent
 *
 * Returns: 0, or the AADSTS code of why this user can't consent to it
 */
guint
bw_sim_login_check_asked (const BwSimCase *about)
{
  g_autoptr(GPtrArray) asked = bw_sim_login_dup_asked (about);
  g_autoptr(GPtrArray) granted = bw_sim_scope_dup_granted (about);

  if (about->user->administrator || granted != NULL)
    return 0;

  for (guint i = 0; i < asked->len; i++)
    {
      if (bw_sim_permission_needs_admin (g_ptr_array_index (asked, i)))
        return 90094;
    }

  return 0;
}

/* Returns: (transfer full): what of it this user can grant, separated by spaces */
static char *
dup_grantable (const BwSimCase *about,
               GPtrArray       *asked)
{
  GString *scope = g_string_new (NULL);

  for (guint i = 0; i < asked->len; i++)
    {
      const char *name = g_ptr_array_index (asked, i);

      if (!about->user->administrator && bw_sim_permission_needs_admin (name))
        continue;

      g_string_append_printf (scope, "%s%s", scope->len > 0 ? " " : "", name);
    }

  return g_string_free (scope, FALSE);
}

/**
 * bw_sim_login_consent:
 * @self: an exchange
 * @about: who asks for what, and who consents
 * @for_all: whether it is for the whole organization
 *
 * Grants what is asked for, at once: whoever consents is waiting.
 *
 * Returns: 0, or the AADSTS code of why this user can't consent to it
 */
guint
bw_sim_login_consent (BwSimExchange   *self,
                      const BwSimCase *about,
                      gboolean         for_all)
{
  g_autofree char *user_id = for_all ? NULL : bw_sim_case_dup_user_id (about);
  g_autoptr(GPtrArray) asked = bw_sim_login_dup_asked (about);
  g_autofree char *scope = dup_grantable (about, asked);
  guint code = bw_sim_login_check_asked (about);

  if (code != 0 || scope[0] == '\0')
    return code;

  bw_sim_consent_give (about->tenant, about->app, about->scope->resource->app_id, scope, user_id,
                       bw_sim_login_now (self));
  bw_sim_touch (self->sim);

  return 0;
}
