/* bw-sim-login-admin.c - the admin consent endpoints
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-account.h"
#include "bw-sim-consent.h"
#include "bw-sim-login.h"
#include "bw-sim-page.h"
#include "bw-sim-server.h"

#define ACTION "adminconsent"

/**
 * Asking:
 * @exchange: the request
 * @params: (element-type utf8 utf8): its parameters, of the query or of the form
 * @old: whether it is the endpoint of version 1
 * @any: whether the path leaves the tenant open
 * @redirect_uri: where the browser came from
 * @about: who asks for what; its user is who consents
 */
typedef struct
{
  BwSimExchange *exchange;
  GHashTable    *params;
  gboolean       old;
  gboolean       any;
  const char    *redirect_uri;
  BwSimCase      about;
} Asking;

static const char *
get (Asking     *self,
     const char *name)
{
  const char *value = g_hash_table_lookup (self->params, name);

  return value != NULL && value[0] != '\0' ? value : NULL;
}

static void
set (GHashTable *fields,
     const char *name,
     const char *value)
{
  if (value != NULL)
    g_hash_table_insert (fields, g_strdup (name), g_strdup (value));
}

static void
send_back (Asking     *self,
           GHashTable *fields)
{
  g_autofree char *address = NULL;

  set (fields, "state", get (self, "state"));
  address = bw_sim_login_dup_redirect (self->redirect_uri, fields, FALSE);
  bw_sim_exchange_set_header (self->exchange, "Cache-Control", "no-store, no-cache");
  bw_sim_exchange_reply_redirect (self->exchange, address);
}

static GHashTable *
new_fields (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* Version 2 really says "admin_consent=True" beside the error. */
static void
send_refusal (Asking *self)
{
  g_autoptr(GHashTable) fields = new_fields ();
  g_autofree char *reason = bw_sim_login_dup_reason (self->exchange, 65004, NULL);

  set (fields, "error", self->old ? "permission_denied" : "consent_required");
  set (fields, "error_description", self->old ? "The admin canceled the request" : reason);
  if (!self->old)
    set (fields, "admin_consent", "True");
  send_back (self, fields);
}

static char *
dup_scope (Asking    *self,
           GPtrArray *names)
{
  const char *audience = self->about.scope->resource->audience;
  GString *scope = g_string_new (NULL);

  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (scope, "%s/%s ", audience, (char *) g_ptr_array_index (names, i));
  if (self->about.scope->everything)
    g_string_append_printf (scope, "%s/.default ", audience);
  g_string_truncate (scope, scope->len - 1);

  return g_string_free (scope, FALSE);
}

static void
send_success (Asking    *self,
              GPtrArray *names)
{
  g_autoptr(GHashTable) fields = new_fields ();
  g_autofree char *scope = dup_scope (self, names);

  set (fields, "admin_consent", "True");
  set (fields, "tenant", self->about.tenant->id);
  if (!self->old)
    set (fields, "scope", scope);
  send_back (self, fields);
}

/* Returns: (nullable): the application permissions that are asked for */
static const char *
get_roles (Asking *self)
{
  const BwSimScope *scope = self->about.scope;

  return scope->everything && g_str_equal (scope->resource->app_id, BW_SIM_GRAPH_APP)
         ? self->about.app->roles : NULL;
}

/* What was registered in the partner's own tenant was consented to there. */
static void
consent (Asking *self)
{
  g_autoptr(GPtrArray) names = bw_sim_login_dup_asked (&self->about);
  BwSimCase *about = &self->about;
  BwSimClock *clock = about->world->clock;
  gint64 visible = bw_sim_clock_now (clock) + bw_sim_clock_lag (clock, BW_SIM_LAG_CONSENT);

  if (about->tenant != about->world->partner)
    {
      g_autofree char *scope = NULL;

      g_ptr_array_add (names, NULL);
      scope = g_strjoinv (" ", (char **) names->pdata);
      g_ptr_array_set_size (names, (int) names->len - 1);
      bw_sim_consent_give (about->tenant, about->app, about->scope->resource->app_id, scope, NULL,
                           visible);
      if (get_roles (self) != NULL)
        bw_sim_consent_give_roles (about->tenant, about->app, visible);
      bw_sim_touch (self->exchange->sim);
    }

  send_success (self, names);
}

static gboolean
is_administrator (Asking *self)
{
  const BwSimUser *user = self->about.user;

  return user->administrator || (user->home == self->about.world->partner
                                 && bw_sim_world_is_admin_agent (self->about.world, user->id));
}

/* Returns 0, or the AADSTS code of why this user can't consent there. */
static guint
check_user (Asking *self)
{
  BwSimUser *user = self->about.user;

  if (!user->enabled)
    return 50057;
  if (self->any)
    self->about.tenant = user->home;
  if (user->home != self->about.tenant)
    return 50020;

  return is_administrator (self) ? 0 : 90094;
}

static void
show_accounts (Asking     *self,
               const char *notice)
{
  GString *page = bw_sim_page_new ("Sign In as an Administrator");
  const BwSimCase *about = &self->about;

  if (notice != NULL)
    bw_sim_page_append (page, "<p role=\"alert\" class=\"note\">%s</p>\n", notice);
  bw_sim_page_append (page, "<p>%s of %s asks for permissions. Only an administrator can grant "
                            "them.</p>\n", about->app->name, about->world->partner->name);
  if (!self->any)
    bw_sim_page_append (page, "<dl>\n<dt>Organization</dt><dd>%s <code>%s</code></dd>\n</dl>\n",
                        about->tenant->name, about->tenant->id);
  bw_sim_login_append_choice (self->exchange, page, ACTION, self->params,
                              self->any ? NULL : about->tenant, NULL);
  bw_sim_page_reply (self->exchange, 200, page);
}

/* An application of a single tenant does not exist in the others. */
static gboolean
is_offered (Asking *self)
{
  return self->about.tenant == self->about.world->partner
         || !g_str_equal (self->about.app->audience, "AzureADMyOrg");
}

/* Returns 0, or what is wrong with the parameters. */
static guint
check_origin (Asking      *self,
              const char **detail)
{
  guint code = bw_sim_login_find_tenant (self->exchange, &self->about.tenant, &self->any);

  *detail = self->exchange->segments[0];
  if (code == 0 && g_ascii_strcasecmp (*detail, "common") == 0)
    code = 90010;
  if (code != 0)
    return code;

  *detail = "client_id";
  if (get (self, *detail) == NULL)
    return 900144;

  *detail = get (self, "client_id");
  self->about.app = bw_sim_world_get_app (self->about.world, *detail);
  if (self->about.app == NULL || !is_offered (self))
    return 700016;

  self->redirect_uri = get (self, "redirect_uri");
  *detail = self->redirect_uri;

  return bw_sim_login_may_redirect (self->exchange, self->about.app, self->redirect_uri)
         ? 0 : 50011;
}

/* Version 1 asks for everything that the application is registered with. */
static guint
check_scope (Asking      *self,
             const char **detail)
{
  const char *text = self->old ? BW_SIM_AUDIENCE_GRAPH "/.default" : get (self, "scope");
  g_autoptr(GPtrArray) asked = NULL;
  guint code = 0;

  *detail = "scope";
  if (text == NULL)
    return 900144;

  self->about.scope = bw_sim_scope_new (text, &code);
  if (code != 0)
    return code;
  if (self->about.scope->resource == NULL)
    return 70011;

  *detail = self->about.scope->resource->name;
  if (!self->any
      && !bw_sim_tenant_has_resource (self->about.tenant, self->about.scope->resource->app_id))
    return 650052;

  asked = bw_sim_login_dup_asked (&self->about);

  return asked->len > 0 || get_roles (self) != NULL ? 0 : 650057;
}

static void
go_on (Asking *self)
{
  const char *name = get (self, "user");
  gboolean posted = g_str_equal (self->exchange->method, "POST");
  guint code;

  self->about.user = posted ? bw_sim_account_find (self->about.world, name) : NULL;
  if (posted && get (self, "cancel") != NULL)
    send_refusal (self);
  else if (self->about.user == NULL)
    show_accounts (self, posted && name != NULL ? "There is no account of this name." : NULL);
  else if ((code = check_user (self)) != 0)
    bw_sim_login_refuse_page (self->exchange, code, name);
  else if (g_strcmp0 (get (self, "consent"), "accept") == 0)
    consent (self);
  else
    bw_sim_login_show_consent (self->exchange, &self->about, self->params, ACTION,
                               get_roles (self), TRUE);
}

static void
ask (BwSimExchange *self,
     gboolean       old)
{
  gboolean posted = g_str_equal (self->method, "POST");
  g_autoptr(GHashTable) params = posted ? bw_sim_exchange_dup_form (self)
                                        : g_hash_table_ref (self->query);
  Asking asking = {
    .exchange = self,
    .params = params,
    .old = old,
    .about = { .world = self->world },
  };
  const char *detail = NULL;
  guint code = check_origin (&asking, &detail);

  if (code == 0)
    code = check_scope (&asking, &detail);

  if (code != 0)
    bw_sim_login_refuse_page (self, code, detail);
  else
    go_on (&asking);

  g_clear_pointer (&asking.about.scope, bw_sim_scope_free);
}

/**
 * bw_sim_login_admin_consent:
 * @self: an exchange with the admin consent endpoint
 *
 * Asks an administrator for consent on behalf of the whole organization.
 */
void
bw_sim_login_admin_consent (BwSimExchange *self)
{
  ask (self, FALSE);
}

/**
 * bw_sim_login_admin_consent_v1:
 * @self: an exchange with the admin consent endpoint of version 1
 *
 * Asks an administrator for consent on behalf of the whole organization.
 */
void
bw_sim_login_admin_consent_v1 (BwSimExchange *self)
{
  ask (self, TRUE);
}
