/* bw-sim-login-device.c - signing in on another device
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-login.h"
#include "bw-sim-page.h"
#include "bw-sim-util.h"

#define LIFETIME 900
#define INTERVAL 5

static const char *
get (GHashTable *form,
     const char *name)
{
  const char *value = g_hash_table_lookup (form, name);

  return value != NULL && value[0] != '\0' ? value : NULL;
}

static void
reply_code (BwSimExchange *self,
            const char    *device_code,
            BwSimDevice   *device)
{
  JsonObject *object = json_object_new ();
  g_autofree char *address = bw_sim_exchange_dup_address (self, "/login/device");

  json_object_set_string_member (object, "user_code", device->user_code);
  json_object_set_string_member (object, "device_code", device_code);
  json_object_set_string_member (object, "verification_uri", address);
  json_object_set_int_member (object, "expires_in", LIFETIME);
  json_object_set_int_member (object, "interval", INTERVAL);
  bw_sim_json_take_string (object, "message",
                           g_strdup_printf ("To sign in, open the page %s in a browser and "
                                            "enter the code %s.", address, device->user_code));
  bw_sim_exchange_reply_object (self, 200, object);
}

/**
 * bw_sim_login_device_code:
 * @self: an exchange with the device authorization endpoint
 *
 * Begins a sign-in that is finished in a browser elsewhere.
 */
void
bw_sim_login_device_code (BwSimExchange *self)
{
  g_autoptr(GHashTable) form = bw_sim_exchange_dup_form (self);
  BwSimTokens *tokens = bw_sim_login_get_tokens (self);
  const char *scope_text = get (form, "scope");
  g_autoptr(BwSimScope) scope = NULL;
  g_autofree char *device_code = NULL;
  BwSimTenant *tenant;
  BwSimApp *app;
  gboolean any;
  guint code = bw_sim_login_find_tenant (self, &tenant, &any);

  if (code == 0 && (get (form, "client_id") == NULL || scope_text == NULL))
    code = 900144;
  app = bw_sim_world_get_app (self->world, get (form, "client_id"));
  if (code == 0 && app == NULL)
    code = 700016;
  if (code == 0)
    scope = bw_sim_scope_new (scope_text, &code);

  if (code != 0)
    {
      bw_sim_login_refuse (self, code, NULL);
      return;
    }

  device_code = bw_sim_tokens_add_device (tokens, app->client_id, tenant->id, scope_text,
                                          bw_sim_login_now (self));
  reply_code (self, device_code, bw_sim_tokens_get_device (tokens, device_code));
}

static void
show_form (BwSimExchange *self,
           const char    *user_code,
           const char    *notice)
{
  GString *page = bw_sim_page_new ("Sign In on Another Device");

  if (notice != NULL)
    bw_sim_page_append (page, "<p role=\"alert\" class=\"note\">%s</p>\n", notice);
  bw_sim_page_append (page,
                      "<form method=\"post\" action=\"device\">\n"
                      "<p><label for=\"code\">Code that the other device shows</label><br>\n"
                      "<input id=\"code\" name=\"user_code\" value=\"%s\" autocomplete=\"off\" "
                      "required></p>\n"
                      "<h2>Choose an Account</h2>\n",
                      user_code != NULL ? user_code : "");
  bw_sim_login_append_accounts (self, page, NULL, NULL);
  bw_sim_page_append (page, "</form>\n");
  bw_sim_page_reply (self, notice != NULL ? 400 : 200, page);
}

static void
show_end (BwSimExchange *self,
          BwSimDevice   *device)
{
  gboolean approved = device->status == BW_SIM_DEVICE_APPROVED;
  GString *page = bw_sim_page_new (approved ? "Signed In" : "Not Signed In");
  BwSimApp *app = bw_sim_world_get_app (self->world, device->client_id);

  bw_sim_page_append (page, "<p>%s %s on the other device.</p>\n",
                      app != NULL ? app->name : device->client_id,
                      approved ? "is signed in" : "was refused");
  bw_sim_page_reply (self, 200, page);
}

/**
 * bw_sim_login_device_page:
 * @self: an exchange for /login/device
 *
 * The page where a user types the code of another device.
 */
void
bw_sim_login_device_page (BwSimExchange *self)
{
  g_autoptr(GHashTable) form = bw_sim_exchange_dup_form (self);
  const char *user_code = get (form, "user_code");
  gint64 now = bw_sim_login_now (self);
  BwSimDevice *device = NULL;
  BwSimUser *user;

  if (g_str_equal (self->method, "GET"))
    {
      show_form (self, bw_sim_exchange_get_query (self, "user_code"), NULL);
      return;
    }

  if (user_code != NULL)
    device = bw_sim_tokens_find_device (bw_sim_login_get_tokens (self), user_code);
  user = bw_sim_world_get_user (self->world, get (form, "user"));
  if (device == NULL || device->ends <= now || device->status != BW_SIM_DEVICE_PENDING)
    {
      show_form (self, user_code, "No device waits for this code.");
      return;
    }

  if (get (form, "cancel") != NULL)
    device->status = BW_SIM_DEVICE_DECLINED;
  else if (user != NULL && user->enabled)
    device->status = BW_SIM_DEVICE_APPROVED;
  else
    {
      show_form (self, user_code, user != NULL ? "This account is disabled."
                                               : "Choose one of the accounts.");
      return;
    }

  if (device->status == BW_SIM_DEVICE_APPROVED)
    device->sign_in = bw_sim_sign_in_new (device->client_id, user->id, device->tenant,
                                          device->scope, user->mfa, now);
  show_end (self, device);
}

static guint
check_device (BwSimExchange   *self,
              const BwSimCase *about,
              BwSimDevice     *device)
{
  if (device == NULL || !g_str_equal (device->client_id, about->app->client_id))
    return 70018;
  if (device->status == BW_SIM_DEVICE_REDEEMED)
    return 54005;
  if (device->ends <= bw_sim_login_now (self))
    return 70020;
  if (!g_str_equal (device->tenant, about->tenant->id))
    return 700005;

  return device->status == BW_SIM_DEVICE_PENDING ? 70016 : 0;
}

/**
 * bw_sim_login_redeem_device:
 * @self: an exchange with the token endpoint
 * @form: (element-type utf8 utf8): what was posted
 * @about: the tenant and the application
 *
 * Replies with tokens, once the user has signed in elsewhere.
 */
void
bw_sim_login_redeem_device (BwSimExchange *self,
                            GHashTable    *form,
                            BwSimCase     *about)
{
  const char *device_code = get (form, "device_code");
  BwSimDevice *device;
  guint code;

  if (device_code == NULL)
    {
      bw_sim_login_refuse (self, 900144, "device_code");
      return;
    }

  device = bw_sim_tokens_get_device (bw_sim_login_get_tokens (self), device_code);
  code = check_device (self, about, device);
  if (code != 0)
    {
      bw_sim_login_refuse (self, code, NULL);
      return;
    }

  if (device->status == BW_SIM_DEVICE_DECLINED)
    {
      bw_sim_login_refuse_as (self, "authorization_declined", 65004, NULL);
      return;
    }

  device->status = BW_SIM_DEVICE_REDEEMED;
  bw_sim_login_decide_and_issue (self, form, about, device->sign_in, NULL);
}
