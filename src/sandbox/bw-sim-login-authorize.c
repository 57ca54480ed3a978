/* bw-sim-login-authorize.c - the authorization endpoint
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-account.h"
#include "bw-sim-credential.h"
#include "bw-sim-login.h"
#include "bw-sim-server.h"
#include "bw-sim-util.h"

#define ACTION        "authorize"
#define MIN_CHALLENGE 43
#define MAX_CHALLENGE 128

/**
 * Asking:
 * @exchange: the request
 * @params: (element-type utf8 utf8): its parameters, of the query or of the form
 * @redirect_uri: where the browser came from
 * @about: what has to be decided
 */
typedef struct
{
  BwSimExchange *exchange;
  GHashTable    *params;
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

/* RFC 9207; other identity providers than Microsoft's do it always. */
static void
add_issuer (Asking     *self,
            GHashTable *fields)
{
  const BwSimTenant *tenant = self->about.tenant;
  g_autofree char *path = NULL;

  if (tenant == NULL || !bw_sim_world_has_quirk (self->exchange->world, "names-issuer"))
    return;

  path = g_strdup_printf ("/login/%s/v2.0", tenant->id);
  g_hash_table_insert (fields, g_strdup ("iss"),
                       bw_sim_exchange_dup_address (self->exchange, path));
}

static void
send_back (Asking     *self,
           GHashTable *fields)
{
  const char *mode = get (self, "response_mode");
  const char *state = get (self, "state");
  g_autofree char *address = NULL;

  if (state != NULL)
    g_hash_table_insert (fields, g_strdup ("state"), g_strdup (state));
  add_issuer (self, fields);

  if (g_strcmp0 (mode, "form_post") == 0)
    {
      bw_sim_login_show_form_post (self->exchange, self->redirect_uri, fields);
      return;
    }

  address = bw_sim_login_dup_redirect (self->redirect_uri, fields,
                                       g_strcmp0 (mode, "fragment") == 0);
  bw_sim_exchange_set_header (self->exchange, "Cache-Control", "no-store, no-cache");
  bw_sim_exchange_reply_redirect (self->exchange, address);
}

static GHashTable *
new_fields (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
send_error (Asking     *self,
            const char *error,
            guint       code,
            const char *detail)
{
  g_autoptr(GHashTable) fields = new_fields ();
  g_autofree char *path = g_strdup_printf ("/login/error?code=%u", code);

  g_hash_table_insert (fields, g_strdup ("error"), g_strdup (error));
  g_hash_table_insert (fields, g_strdup ("error_description"),
                       bw_sim_login_dup_reason (self->exchange, code, detail));
  g_hash_table_insert (fields, g_strdup ("error_uri"),
                       bw_sim_exchange_dup_address (self->exchange, path));
  send_back (self, fields);
}

static gboolean
names_strength (JsonObject *claims,
                const char *token)
{
  JsonObject *object = bw_sim_json_object (claims, token);

  return object != NULL
         && (json_object_has_member (object, "acrs") || json_object_has_member (object, "acr")
             || json_object_has_member (object, "capolids"));
}

/* A claims challenge demands; acr_values, as OpenID Connect has it, is a wish. */
static gboolean
demands_mfa (Asking *self)
{
  const char *text = get (self, "claims");
  g_autoptr(JsonNode) node = text != NULL ? bw_sim_json_parse (text, -1, NULL) : NULL;
  JsonObject *claims = node != NULL ? json_node_get_object (node) : NULL;

  return names_strength (claims, "access_token") || names_strength (claims, "id_token");
}

/* A browser that was let in by a password alone is let in again: only whoever demands
 * several factors, or a fresh sign-in, gets them. */
static gboolean
has_mfa (Asking    *self,
         BwSimUser *user)
{
  gboolean fresh = demands_mfa (self) || g_strcmp0 (get (self, "prompt"), "login") == 0;

  return user->mfa
         && (fresh || !bw_sim_world_has_quirk (self->exchange->world, "one-factor-session"));
}

static void
send_code (Asking *self)
{
  BwSimExchange *exchange = self->exchange;
  const BwSimCase *about = &self->about;
  g_autoptr(GHashTable) fields = new_fields ();
  BwSimSignIn *made = bw_sim_sign_in_new (about->app->client_id, about->user->id,
                                          about->tenant->id, get (self, "scope"),
                                          about->mfa_here, about->signed_in);

  g_hash_table_insert (fields, g_strdup ("session_state"), g_strdup (made->session));
  g_hash_table_insert (fields, g_strdup ("code"),
                       bw_sim_tokens_add_code (bw_sim_login_get_tokens (exchange), made,
                                               self->redirect_uri, get (self, "code_challenge"),
                                               get (self, "nonce"), about->signed_in));
  send_back (self, fields);
}

static gboolean
is_accepted (Asking     *self,
             const char *name)
{
  return g_strcmp0 (get (self, name), "accept") == 0;
}

/* A guest who has not accepted yet can do so on the way.  Returns: whether there is a page to
 * answer first */
static gboolean
ask_to_accept (Asking *self,
               guint  *code)
{
  BwSimCase *about = &self->about;
  BwSimGuest *guest = bw_sim_case_get_guest (about);
  guint problem;

  if (*code != 50014)
    return FALSE;

  problem = bw_sim_case_check_policy (about);
  if (problem != 0)
    {
      *code = problem;
      return FALSE;
    }

  if (!about->tenant->automatic_redemption && !is_accepted (self, "redeem"))
    {
      bw_sim_login_show_review (self->exchange, about, self->params, ACTION, "redeem");
      return TRUE;
    }

  bw_sim_guest_set_accepted (guest, about->tenant, TRUE, about->signed_in);
  bw_sim_touch (self->exchange->sim);
  *code = bw_sim_case_decide (about);

  return FALSE;
}

/* Returns: whether there is a page to answer first */
static gboolean
ask_to_consent (Asking *self,
                guint  *code)
{
  BwSimCase *about = &self->about;
  gboolean wanted = *code == 0 && g_strcmp0 (get (self, "prompt"), "consent") == 0;
  gboolean for_all = about->user->administrator && get (self, "organization") != NULL;
  guint problem;

  if ((*code != 65001 && !wanted) || !bw_sim_case_may_ask (about))
    return FALSE;

  problem = bw_sim_case_check_policy (about);
  if (problem == 0 && is_accepted (self, "consent"))
    problem = bw_sim_login_consent (self->exchange, about, for_all);
  else if (problem == 0)
    problem = bw_sim_login_check_asked (about);

  if (problem != 0)
    *code = problem;
  else if (!is_accepted (self, "consent"))
    {
      bw_sim_login_show_consent (self->exchange, about, self->params, ACTION, NULL, FALSE);
      return TRUE;
    }
  else
    *code = bw_sim_case_decide (about);

  return FALSE;
}

/* What stands in the way is told to the person, not to the application, unless
 * the application wanted nobody to be asked. */
static void
sign_in (Asking    *self,
         BwSimUser *user,
         gboolean   silently)
{
  guint code;

  self->about.user = user;
  self->about.mfa_here = has_mfa (self, user);
  self->about.signed_in = bw_sim_login_now (self->exchange);
  code = bw_sim_case_decide (&self->about);
  if (!silently && (ask_to_accept (self, &code) || ask_to_consent (self, &code)))
    return;
  if (code == 0 && !user->mfa && demands_mfa (self))
    code = 50079;

  if (code == 0)
    send_code (self);
  else if (silently)
    send_error (self, code == 65001 ? "consent_required" : "interaction_required", code,
                user->user_name);
  else
    bw_sim_login_refuse_page (self->exchange, code, user->user_name);
}

static guint
check_pkce (Asking      *self,
            const char **detail)
{
  const char *challenge = get (self, "code_challenge");

  *detail = "code_challenge";
  if (challenge == NULL)
    return bw_sim_app_is_confidential (self->about.app) ? 0 : 50147;
  if (strlen (challenge) < MIN_CHALLENGE || strlen (challenge) > MAX_CHALLENGE)
    return 501491;

  *detail = "code_challenge_method";

  return g_strcmp0 (get (self, "code_challenge_method"), "S256") == 0 ? 0 : 90023;
}

static guint
check_prompt (Asking      *self,
              const char **detail)
{
  static const char *const prompts[] = { "login", "none", "consent", "select_account", NULL };
  const char *prompt = get (self, "prompt");

  *detail = "prompt";
  if (prompt == NULL)
    return 0;
  if (!g_strv_contains (prompts, prompt))
    return 90023;

  return g_str_equal (prompt, "select_account") && get (self, "login_hint") != NULL ? 90023 : 0;
}

/* Returns 0, or what is wrong with the parameters that the application is told of. */
static guint
check_params (Asking      *self,
              const char **detail)
{
  static const char *const modes[] = { "query", "fragment", "form_post", NULL };
  const char *mode = get (self, "response_mode");
  const char *type = get (self, "response_type");
  guint code = 0;

  *detail = "response_type";
  if (type == NULL)
    return 900144;
  if (!g_str_equal (type, "code"))
    return 700054;

  *detail = "response_mode";
  if (mode != NULL && !g_strv_contains (modes, mode))
    return 90023;

  *detail = "scope";
  if (get (self, "scope") == NULL)
    return 900144;
  self->about.scope = bw_sim_scope_new (get (self, "scope"), &code);
  if (code != 0)
    return code;

  code = check_pkce (self, detail);

  return code != 0 ? code : check_prompt (self, detail);
}

/* Returns 0, or what is wrong with the parameters without which it is unknown
 * where to send the browser. */
static guint
check_origin (Asking      *self,
              const char **detail)
{
  gboolean any;
  guint code = bw_sim_login_find_tenant (self->exchange, &self->about.tenant, &any);

  *detail = self->exchange->segments[0];
  if (code != 0)
    return code;

  *detail = "client_id";
  if (get (self, "client_id") == NULL)
    return 900144;

  *detail = get (self, "client_id");
  self->about.app = bw_sim_world_get_app (self->exchange->world, *detail);
  if (self->about.app == NULL)
    return 700016;

  self->redirect_uri = get (self, "redirect_uri");
  *detail = self->redirect_uri;

  return bw_sim_login_may_redirect (self->exchange, self->about.app, self->redirect_uri)
         ? 0 : 50011;
}

static void
go_on (Asking *self)
{
  const char *hint = get (self, "login_hint");
  const char *name = get (self, "user");
  gboolean posted = g_str_equal (self->exchange->method, "POST");
  BwSimUser *user = bw_sim_account_find (self->exchange->world, posted ? name : hint);

  if (posted && get (self, "cancel") != NULL)
    send_error (self, "access_denied", 65004, NULL);
  else if (posted && user != NULL)
    sign_in (self, user, FALSE);
  else if (!posted && g_strcmp0 (get (self, "prompt"), "none") == 0 && user != NULL)
    sign_in (self, user, TRUE);
  else if (!posted && g_strcmp0 (get (self, "prompt"), "none") == 0)
    send_error (self, "login_required", 50058, hint);
  else
    bw_sim_login_show_sign_in (self->exchange, &self->about, self->params,
                               posted && name != NULL ? "There is no account of this name." : NULL);
}

/**
 * bw_sim_login_authorize:
 * @self: an exchange with the authorization endpoint
 *
 * Shows the page to sign in, or takes what was chosen on it.  With a prompt of
 * "none" and a login hint it signs in at once: this browser is taken to be
 * signed in as everybody.
 */
void
bw_sim_login_authorize (BwSimExchange *self)
{
  gboolean posted = g_str_equal (self->method, "POST");
  g_autoptr(GHashTable) params = posted ? bw_sim_exchange_dup_form (self)
                                        : g_hash_table_ref (self->query);
  Asking asking = { .exchange = self, .params = params, .about = { .world = self->world } };
  const char *detail = NULL;
  guint code = check_origin (&asking, &detail);

  if (code != 0)
    {
      bw_sim_login_refuse_page (self, code, detail);
      return;
    }

  code = check_params (&asking, &detail);
  if (code != 0)
    send_error (&asking, bw_sim_login_error_name (code), code, detail);
  else
    go_on (&asking);

  g_clear_pointer (&asking.about.scope, bw_sim_scope_free);
}
