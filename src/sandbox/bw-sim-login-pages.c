/* bw-sim-login-pages.c - the pages of a sign-in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-account.h"
#include "bw-sim-login.h"
#include "bw-sim-page.h"

/**
 * bw_sim_login_append_hidden:
 * @page: a page within a form
 * @fields: (element-type utf8 utf8): what came with the request
 * @with_user: whether it is known by now who is there
 *
 * Appends hidden fields, so that the next request has all that this one had, but for the answers
 * that the page asks for.
 */
void
bw_sim_login_append_hidden (GString    *page,
                            GHashTable *fields,
                            gboolean    with_user)
{
  static const char *const answers[] = { "cancel", "consent", "organization", "redeem", NULL };
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  g_hash_table_iter_init (&iter, fields);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      if (!g_strv_contains (answers, name) && (with_user || !g_str_equal (name, "user")))
        bw_sim_page_append (page, "<input type=\"hidden\" name=\"%s\" value=\"%s\">\n",
                            (const char *) name, (const char *) value);
    }
}

static void
append_account (GString   *page,
                BwSimUser *user,
                gboolean   hinted)
{
  bw_sim_page_append (page, "<button class=\"user%s\" name=\"user\" value=\"%s\"%s>",
                      hinted ? " suggested" : "", user->user_name, hinted ? " autofocus" : "");
  bw_sim_page_append (page, "%s <small>%s%s%s</small></button>\n", user->name, user->user_name,
                      user->mfa ? "" : ", without multi-factor authentication",
                      user->enabled ? "" : ", disabled");
}

static void
append_users (GString   *page,
              GPtrArray *users,
              BwSimUser *hinted)
{
  for (guint i = 0; i < users->len; i++)
    {
      BwSimUser *user = g_ptr_array_index (users, i);

      if (user != hinted)
        append_account (page, user, FALSE);
    }
}

/**
 * bw_sim_login_append_accounts:
 * @self: an exchange
 * @page: a page within a form
 * @tenant: (nullable): a customer that somebody may sign in to who belongs to it
 * @hint: (nullable): sign-in name of who is expected
 *
 * Appends a button for each account that there is, and one to cancel.
 */
void
bw_sim_login_append_accounts (BwSimExchange *self,
                              GString       *page,
                              BwSimTenant   *tenant,
                              const char    *hint)
{
  BwSimUser *hinted = bw_sim_account_find (self->world, hint);

  if (hinted != NULL)
    append_account (page, hinted, TRUE);
  if (tenant != NULL && tenant != self->world->partner)
    append_users (page, bw_sim_account_get_staff (tenant), hinted);
  append_users (page, self->world->users, hinted);

  bw_sim_page_append (page, "<p><button name=\"cancel\" value=\"1\">Cancel</button></p>\n");
}

/**
 * bw_sim_login_append_choice:
 * @self: an exchange
 * @page: a page
 * @action: where its forms go, relative to the page
 * @params: (element-type utf8 utf8): for the forms to bring along
 * @tenant: (nullable): a customer that somebody may sign in to who belongs to it
 * @hint: (nullable): sign-in name of who is expected
 *
 * Appends forms to choose an account in, or to enter one that is not listed.
 */
void
bw_sim_login_append_choice (BwSimExchange *self,
                            GString       *page,
                            const char    *action,
                            GHashTable    *params,
                            BwSimTenant   *tenant,
                            const char    *hint)
{
  bw_sim_page_append (page, "<h2>Choose an Account</h2>\n<form method=\"post\" action=\"%s\">\n",
                      action);
  bw_sim_login_append_hidden (page, params, FALSE);
  bw_sim_login_append_accounts (self, page, tenant, hint);
  bw_sim_page_append (page, "</form>\n<form method=\"post\" action=\"%s\">\n", action);
  bw_sim_login_append_hidden (page, params, FALSE);
  bw_sim_page_append (page,
                      "<p><label for=\"user\">Another account</label><br>\n"
                      "<input id=\"user\" name=\"user\" type=\"email\" required>\n"
                      "<button>Sign In</button></p>\n</form>\n");
}

static void
append_permissions (GString         *page,
                    const BwSimCase *about)
{
  g_autoptr(GPtrArray) granted = bw_sim_scope_dup_granted (about);
  GPtrArray *names = granted != NULL && about->scope->everything ? granted : about->scope->names;
  const char *resource = about->scope->resource != NULL ? about->scope->resource->name : NULL;

  bw_sim_page_append (page, "<h2>What the Application Asks For</h2>\n<ul>\n");
  if (about->scope->everything && granted == NULL)
    bw_sim_page_append (page, "<li>%s: everything that was consented to</li>\n", resource);
  for (guint i = 0; i < names->len; i++)
    bw_sim_page_append (page, "<li>%s: %s</li>\n", resource,
                        (const char *) g_ptr_array_index (names, i));
  if (about->scope->openid || about->scope->profile)
    bw_sim_page_append (page, "<li>Know who you are</li>\n");
  if (about->scope->offline)
    bw_sim_page_append (page, "<li>Keep the access that you give it</li>\n");
  bw_sim_page_append (page, "</ul>\n");
}

/**
 * bw_sim_login_show_sign_in:
 * @self: an exchange with the authorization endpoint
 * @about: who asks for what
 * @params: (element-type utf8 utf8): parameters of the request, for the form to bring along
 * @notice: (nullable): what went wrong before
 *
 * Replies with the page to sign in.
 */
void
bw_sim_login_show_sign_in (BwSimExchange   *self,
                           const BwSimCase *about,
                           GHashTable      *params,
                           const char      *notice)
{
  GString *page = bw_sim_page_new ("Sign In");

  if (notice != NULL)
    bw_sim_page_append (page, "<p role=\"alert\" class=\"note\">%s</p>\n", notice);
  bw_sim_page_append (page,
                      "<dl>\n<dt>Application</dt><dd>%s <code>%s</code></dd>\n"
                      "<dt>Published by</dt><dd>%s</dd>\n"
                      "<dt>Sign-in to</dt><dd>%s <code>%s</code></dd>\n</dl>\n",
                      about->app->name, about->app->client_id, self->world->partner->name,
                      about->tenant->name, about->tenant->id);
  append_permissions (page, about);
  bw_sim_login_append_choice (self, page, "authorize", params, about->tenant,
                              g_hash_table_lookup (params, "login_hint"));
  bw_sim_page_reply (self, 200, page);
}

/**
 * bw_sim_login_show_form_post:
 * @self: an exchange with the authorization endpoint
 * @address: where the answer has to go
 * @fields: (element-type utf8 utf8): the answer
 *
 * Replies with a page that posts the answer by itself.
 */
void
bw_sim_login_show_form_post (BwSimExchange *self,
                             const char    *address,
                             GHashTable    *fields)
{
  GString *page = bw_sim_page_new ("Back to the Application");

  bw_sim_page_append (page, "<form method=\"post\" action=\"%s\">\n", address);
  bw_sim_login_append_hidden (page, fields, TRUE);
  bw_sim_page_append (page, "<button class=\"suggested\">Continue</button>\n</form>\n"
                            "<script>document.forms[0].submit ();</script>\n");
  bw_sim_page_reply (self, 200, page);
}
