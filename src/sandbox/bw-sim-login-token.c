/* bw-sim-login-token.c - the token endpoint
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-account.h"
#include "bw-sim-login.h"
#include "bw-sim-server.h"
#include "bw-sim-util.h"

#define DEVICE_GRANT "urn:ietf:params:oauth:grant-type:device_code"

static const char *
get (GHashTable *form,
     const char *name)
{
  const char *value = g_hash_table_lookup (form, name);

  return value != NULL && value[0] != '\0' ? value : NULL;
}

static gboolean
wants_client_info (GHashTable *form)
{
  return g_strcmp0 (get (form, "client_info"), "1") == 0;
}

/* The name and the secret of the application may come as of old, too. */
static void
take_basic (BwSimExchange *self,
            GHashTable    *form)
{
  const char *header = bw_sim_exchange_get_header (self, "Authorization");
  g_autofree char *text = NULL;
  char *colon;

  if (header == NULL || g_ascii_strncasecmp (header, "Basic ", 6) != 0)
    return;

  text = bw_sim_base64url_decode (header + 6);
  colon = strchr (text, ':');
  if (colon == NULL)
    return;

  *colon = '\0';
  g_hash_table_insert (form, g_strdup ("client_id"), g_uri_unescape_string (text, NULL));
  g_hash_table_insert (form, g_strdup ("client_secret"), g_uri_unescape_string (colon + 1, NULL));
}

/**
 * bw_sim_login_decide_and_issue:
 * @self: an exchange with the token endpoint
 * @form: (element-type utf8 utf8): what was posted
 * @about: the tenant and the application
 * @sign_in: what the grant stands for
 * @nonce: (nullable): for the ID token
 *
 * Replies with tokens, or with what is in their way.
 */
void
bw_sim_login_decide_and_issue (BwSimExchange     *self,
                               GHashTable        *form,
                               BwSimCase         *about,
                               const BwSimSignIn *sign_in,
                               const char        *nonce)
{
  const char *scope = get (form, "scope");
  guint code = 0;

  about->scope = bw_sim_scope_new (scope != NULL ? scope : sign_in->scope, &code);
  if (code != 0)
    {
      bw_sim_login_refuse (self, code, scope);
      return;
    }

  about->user = bw_sim_world_get_user (self->world, sign_in->user_id);
  if (about->user == NULL)
    about->user = bw_sim_account_find_in (self->world, about->tenant, sign_in->user_id);
  about->mfa_here = sign_in->mfa && g_str_equal (sign_in->tenant, about->tenant->id);
  about->signed_in = sign_in->signed_in;
  code = about->user != NULL ? bw_sim_case_decide (about) : 70000;

  if (code == 0)
    bw_sim_login_issue (self, about, sign_in, nonce, wants_client_info (form));
  else
    bw_sim_login_refuse (self, code, about->tenant->name);

  g_clear_pointer (&about->scope, bw_sim_scope_free);
}

static gboolean
fits_challenge (const char *verifier,
                const char *challenge)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *made = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) verifier, (gssize) strlen (verifier));
  g_checksum_get_digest (checksum, digest, &length);
  made = bw_sim_base64url (digest, length);

  return g_str_equal (made, challenge);
}

static guint
check_code (BwSimExchange *self,
            GHashTable    *form,
            BwSimCase     *about,
            BwSimCode     *code)
{
  const char *verifier = get (form, "code_verifier");

  if (code == NULL || !g_str_equal (code->sign_in->client_id, about->app->client_id))
    return 70000;
  if (code->redeemed)
    return 54005;
  if (code->ends <= bw_sim_login_now (self))
    return 70008;
  if (!g_str_equal (code->sign_in->tenant, about->tenant->id))
    return 700005;
  if (!g_str_equal (code->redirect_uri, get (form, "redirect_uri")))
    return 500112;
  if (code->challenge != NULL && verifier == NULL)
    return 50148;

  return code->challenge == NULL || fits_challenge (verifier, code->challenge) ? 0 : 501481;
}

static void
redeem_code (BwSimExchange *self,
             GHashTable    *form,
             BwSimCase     *about)
{
  BwSimTokens *tokens = bw_sim_login_get_tokens (self);
  const char *text = get (form, "code");
  BwSimCode *code;
  guint problem;

  if (text == NULL || get (form, "redirect_uri") == NULL)
    {
      bw_sim_login_refuse (self, 900144, text == NULL ? "code" : "redirect_uri");
      return;
    }

  code = bw_sim_tokens_get_code (tokens, text);
  problem = check_code (self, form, about, code);
  if (problem == 0)
    {
      code->redeemed = TRUE;
      bw_sim_login_decide_and_issue (self, form, about, code->sign_in, code->nonce);
      return;
    }

  /* Who redeems a code twice may have stolen it. */
  if (problem == 54005)
    {
      bw_sim_tokens_revoke_session (tokens, code->sign_in->session);
      bw_sim_touch (self->sim);
    }
  bw_sim_login_refuse (self, problem, NULL);
}

/* What a guest got is good where it was a guest; a partner's own reaches every customer. */
static gboolean
reaches (BwSimWorld        *world,
         const BwSimSignIn *sign_in,
         BwSimTenant       *tenant)
{
  BwSimTenant *origin = bw_sim_world_get_tenant (world, sign_in->tenant);
  g_autoptr(GHashTable) roles = NULL;

  if (origin == tenant || origin == world->partner || origin == NULL)
    return TRUE;

  roles = bw_sim_world_dup_gdap_roles (world, origin, sign_in->user_id);

  return g_hash_table_size (roles) > 0;
}

static void
redeem_refresh_token (BwSimExchange *self,
                      GHashTable    *form,
                      BwSimCase     *about)
{
  static const guint problems[] = {
    [BW_SIM_REFRESH_GOOD] = 0,
    [BW_SIM_REFRESH_MALFORMED] = 70000,
    [BW_SIM_REFRESH_EXPIRED] = 700082,
    [BW_SIM_REFRESH_REVOKED] = 50173,
  };
  BwSimTokens *tokens = bw_sim_login_get_tokens (self);
  const char *token = get (form, "refresh_token");
  g_autoptr(BwSimSignIn) sign_in = NULL;
  BwSimRefresh state;
  guint problem;

  if (token == NULL)
    {
      bw_sim_login_refuse (self, 900144, "refresh_token");
      return;
    }

  sign_in = bw_sim_tokens_read_refresh (tokens, token, bw_sim_login_now (self), &state);
  problem = problems[state];
  if (problem == 0 && (!g_str_equal (sign_in->client_id, about->app->client_id)
                       || !reaches (self->world, sign_in, about->tenant)))
    problem = 70000;
  if (problem != 0)
    {
      bw_sim_login_refuse (self, problem, NULL);
      return;
    }

  bw_sim_login_decide_and_issue (self, form, about, sign_in, NULL);

  /* Microsoft's stay good until they end; some scenario may be stricter. */
  if (bw_sim_world_has_quirk (self->world, "refresh-once"))
    {
      bw_sim_tokens_use_up (tokens, token);
      bw_sim_touch (self->sim);
    }
}

static void
issue_to_application (BwSimExchange *self,
                      GHashTable    *form,
                      BwSimCase     *about)
{
  const char *text = get (form, "scope");
  g_autoptr(BwSimScope) scope = NULL;
  guint code = 0;

  scope = bw_sim_scope_new (text != NULL ? text : "", &code);
  if (code == 0 && !scope->everything)
    code = 1002012;

  about->scope = scope;
  if (code == 0)
    code = bw_sim_case_decide (about);

  if (code == 0)
    bw_sim_login_issue (self, about, NULL, NULL, FALSE);
  else
    bw_sim_login_refuse (self, code, text);
}

static void
redeem (BwSimExchange *self,
        GHashTable    *form,
        BwSimCase     *about,
        gboolean       any)
{
  const char *grant = get (form, "grant_type");

  if (g_str_equal (grant, "authorization_code"))
    redeem_code (self, form, about);
  else if (g_str_equal (grant, "refresh_token"))
    redeem_refresh_token (self, form, about);
  else if (g_str_equal (grant, "client_credentials") && any)
    bw_sim_login_refuse (self, 90010, self->segments[0]);
  else if (g_str_equal (grant, "client_credentials"))
    issue_to_application (self, form, about);
  else if (g_str_equal (grant, DEVICE_GRANT) || g_str_equal (grant, "device_code"))
    bw_sim_login_redeem_device (self, form, about);
  else
    bw_sim_login_refuse (self, 70003, grant);
}

/**
 * bw_sim_login_token:
 * @self: an exchange with the token endpoint
 *
 * Trades a grant for tokens.  Looks at the body, the tenant, the application
 * and its secret, and then at the grant.
 */
void
bw_sim_login_token (BwSimExchange *self)
{
  g_autoptr(GHashTable) form = bw_sim_exchange_dup_form (self);
  BwSimCase about = { .world = self->world };
  gboolean any;
  guint code;

  take_basic (self, form);
  if (get (form, "grant_type") == NULL || get (form, "client_id") == NULL)
    {
      bw_sim_login_refuse (self, 900144,
                           get (form, "grant_type") == NULL ? "grant_type" : "client_id");
      return;
    }

  code = bw_sim_login_find_tenant (self, &about.tenant, &any);
  if (code != 0)
    {
      bw_sim_login_refuse (self, code, self->segments[0]);
      return;
    }

  about.app = bw_sim_world_get_app (self->world, get (form, "client_id"));
  code = about.app != NULL ? bw_sim_login_check_client (self, form, &about) : 700016;
  if (code != 0)
    bw_sim_login_refuse (self, code, get (form, "client_id"));
  else
    redeem (self, form, &about, any);
}
