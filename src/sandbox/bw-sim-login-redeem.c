/* bw-sim-login-redeem.c - accepting an invitation
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-account.h"
#include "bw-sim-login.h"
#include "bw-sim-page.h"
#include "bw-sim-server.h"

#define ACTION "redeem"

/**
 * Redeeming:
 * @exchange: the request
 * @params: (element-type utf8 utf8): its parameters, of the query or of the form
 * @invitation: what is redeemed
 * @guest: who was invited
 * @about: the tenant that invited, and who is there
 */
typedef struct
{
  BwSimExchange   *exchange;
  GHashTable      *params;
  BwSimInvitation *invitation;
  BwSimGuest      *guest;
  BwSimCase        about;
} Redeeming;

static const char *
get (Redeeming  *self,
     const char *name)
{
  const char *value = g_hash_table_lookup (self->params, name);

  return value != NULL && value[0] != '\0' ? value : NULL;
}

/**
 * bw_sim_login_show_review:
 * @self: an exchange
 * @about: the tenant that invited, and the user who was
 * @params: (element-type utf8 utf8): parameters of the request, for the form to bring along
 * @action: where the form goes, relative to the page
 * @field: which field of the form says "accept"
 *
 * Replies with the page where a guest lets the inviting organization know it.
 */
void
bw_sim_login_show_review (BwSimExchange   *self,
                          const BwSimCase *about,
                          GHashTable      *params,
                          const char      *action,
                          const char      *field)
{
  GString *page = bw_sim_page_new ("Review Permissions");

  bw_sim_page_append (page,
                      "<dl>\n<dt>Organization</dt><dd>%s <code>%s</code></dd>\n"
                      "<dt>Signed in as</dt><dd>%s</dd>\n</dl>\n"
                      "<p>This organization would like to:</p>\n<ul>\n"
                      "<li>Sign you in</li>\n"
                      "<li>Read your name, email address and photo</li>\n"
                      "<li>Collect and log your activity</li>\n</ul>\n"
                      "<p>You should only accept if you trust %s.</p>\n",
                      about->tenant->name, about->tenant->domain, about->user->user_name,
                      about->tenant->name);
  bw_sim_page_append (page, "<form method=\"post\" action=\"%s\">\n", action);
  bw_sim_login_append_hidden (page, params, TRUE);
  bw_sim_page_append (page,
                      "<button class=\"suggested\" name=\"%s\" value=\"accept\">Accept</button>\n"
                      "<button name=\"cancel\" value=\"1\">Cancel</button>\n</form>\n", field);
  bw_sim_page_reply (self, 200, page);
}

/* A browser is not led out of the sandbox by itself. */
static void
finish (Redeeming *self)
{
  g_autofree char *base = bw_sim_exchange_dup_address (self->exchange, "/");
  const char *redirect = self->invitation->redirect;
  GString *page;

  if (g_str_has_prefix (redirect, base) || g_str_has_prefix (redirect, "http://127.0.0.1:")
      || g_str_has_prefix (redirect, "http://localhost:"))
    {
      bw_sim_exchange_reply_redirect (self->exchange, redirect);
      return;
    }

  page = bw_sim_page_new ("You Are a Guest Now");
  bw_sim_page_append (page, "<p id=\"accepted\">%s is a guest of %s.</p>\n"
                            "<p>Microsoft leads you to <a href=\"%s\">%s</a> now. That is outside "
                            "the sandbox.</p>\n",
                      self->guest->email, self->about.tenant->name, redirect, redirect);
  bw_sim_page_reply (self->exchange, 200, page);
}

static void
show_problem (BwSimExchange *self,
              guint          status,
              const char    *title,
              const char    *text)
{
  GString *page = bw_sim_page_new (title);

  bw_sim_page_append (page, "<p role=\"alert\" class=\"note\">%s</p>\n", text);
  bw_sim_page_reply (self, status, page);
}

/* Returns: whether the link is good */
static gboolean
find_invitation (Redeeming *self)
{
  const char *target = get (self, "rd");
  g_autoptr(GUri) uri = target != NULL ? g_uri_parse (target, G_URI_FLAGS_ENCODED, NULL) : NULL;
  const char *query = uri != NULL ? g_uri_get_query (uri) : NULL;
  g_autoptr(GHashTable) fields = query != NULL ? g_uri_parse_params (query, -1, "&",
                                                                     G_URI_PARAMS_NONE, NULL)
                                               : NULL;
  BwSimWorld *world = self->about.world;
  const char *ticket;

  if (fields == NULL)
    return FALSE;

  self->about.tenant = bw_sim_world_get_tenant (world, g_hash_table_lookup (fields, "tenant"));
  if (self->about.tenant == NULL || self->about.tenant->gone)
    return FALSE;

  ticket = g_hash_table_lookup (fields, "ticket");
  self->invitation = bw_sim_invitation_find (self->about.tenant,
                                             g_hash_table_lookup (fields, "user"));
  if (self->invitation == NULL || self->invitation->void_now
      || g_strcmp0 (self->invitation->ticket, ticket) != 0)
    return FALSE;

  self->guest = bw_sim_guest_find (self->about.tenant, self->invitation->email);
  bw_sim_exchange_set_tenant (self->exchange, self->about.tenant->id);

  return self->guest != NULL;
}

/* Returns 0, or the AADSTS code of why this user can't accept. */
static guint
check_user (Redeeming *self)
{
  BwSimUser *user = self->about.user;

  if (user == NULL)
    return 50034;
  if (g_ascii_strcasecmp (user->user_name, self->guest->email) != 0)
    return 50020;
  if (!user->enabled)
    return 50057;
  if (self->about.tenant->guests_blocked)
    return 500213;
  if (!self->guest->enabled)
    return 500571;

  self->about.mfa_here = user->mfa;
  self->about.signed_in = bw_sim_login_now (self->exchange);

  return bw_sim_case_check_policy (&self->about);
}

static void
show_accounts (Redeeming *self)
{
  GString *page = bw_sim_page_new ("Accept the Invitation");

  bw_sim_page_append (page, "<p>%s has invited <strong>%s</strong> as a guest. Sign in with that "
                            "account.</p>\n", self->about.tenant->name, self->guest->email);
  bw_sim_login_append_choice (self->exchange, page, ACTION, self->params, NULL,
                              self->guest->email);
  bw_sim_page_reply (self->exchange, 200, page);
}

static void
go_on (Redeeming *self)
{
  BwSimExchange *exchange = self->exchange;
  const char *name = get (self, "user");
  guint code;

  if (get (self, "cancel") != NULL)
    {
      show_problem (exchange, 200, "Not Accepted",
                    "The invitation was not accepted. It stays good, so that you can open the "
                    "link again.");
      return;
    }

  if (g_str_equal (exchange->method, "GET") || name == NULL)
    {
      show_accounts (self);
      return;
    }

  self->about.user = bw_sim_account_find (self->about.world, name);
  code = check_user (self);
  if (code != 0)
    bw_sim_login_refuse_page (exchange, code, name);
  else if (self->guest->accepted)
    finish (self);
  else if (g_strcmp0 (get (self, "consent"), "accept") == 0)
    {
      bw_sim_guest_set_accepted (self->guest, self->about.tenant, TRUE,
                                 bw_sim_login_now (exchange));
      bw_sim_touch (exchange->sim);
      finish (self);
    }
  else
    bw_sim_login_show_review (exchange, &self->about, self->params, ACTION, "consent");
}

/**
 * bw_sim_login_redeem:
 * @self: an exchange with the page that invitations lead to
 *
 * Lets the guest accept an invitation, once it has signed in as who was invited.
 */
void
bw_sim_login_redeem (BwSimExchange *self)
{
  gboolean posted = g_str_equal (self->method, "POST");
  g_autoptr(GHashTable) params = posted ? bw_sim_exchange_dup_form (self)
                                        : g_hash_table_ref (self->query);
  Redeeming redeeming = {
    .exchange = self,
    .params = params,
    .about = { .world = self->world },
  };

  if (find_invitation (&redeeming))
    go_on (&redeeming);
  else
    show_problem (self, 400, "This Invitation Can’t Be Used",
                  "The link is incomplete, or the invitation was replaced by a newer one or "
                  "taken back. Ask whoever invited you for another.");
}
