/* bw-account-commands.c - bailiwickctl account
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "bw-commands.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-launch.h"
#include "bw-text.h"
#include "bw-util.h"

const BwOption bw_sign_in_options[] = {
  { "partner-tenant", BW_OPTION_VALUE, "ID", N_("Tenant ID or domain of your partner tenant") },
  { "client-id", BW_OPTION_VALUE, "ID", N_("Client ID of your app registration") },
  { "cloud", BW_OPTION_VALUE, "CLOUD", N_("global, us-government, us-government-dod or china") },
  { "add", BW_OPTION_FLAG, NULL, N_("Add an account for another partner tenant") },
  { "device-code", BW_OPTION_FLAG, NULL,
    N_("Sign in with a code, in the browser of another device") },
  { NULL }
};

/* The address is printed even where a browser opens: it may be the wrong one,
 * or on the wrong machine. */
static void
show_in_browser (const char   *uri,
                 GCancellable *cancellable,
                 gpointer      user_data)
{
  fprintf (stderr, "%s\n%s\n", _("Sign in to your partner tenant here:"), uri);

  if (g_getenv ("DISPLAY") != NULL || g_getenv ("WAYLAND_DISPLAY") != NULL)
    bw_launch_uri_async (uri, NULL, cancellable, NULL, NULL);
}

/* Where there is no browser, there is one on some other device. */
static void
show_code (const BwDeviceCode *code,
           gpointer            user_data)
{
  fprintf (stderr, "%s\n", _("Open this page in a browser on any device:"));
  fprintf (stderr, "  %s\n", code->verification_uri);
  fprintf (stderr, "%s\n", _("Enter this code there, and sign in to your partner tenant:"));
  fprintf (stderr, "  %s\n", code->user_code);
}

/* What is not given stays as it is, and the sandbox is where it is. */
static gboolean
configure (BwCli   *cli,
           GError **error)
{
  BwArgs *args = bw_cli_get_args (cli);
  BwSession *session = bw_cli_get_session (cli);
  const char *tenant = bw_args_get (args, "partner-tenant");
  const char *client = bw_args_get (args, "client-id");
  const char *cloud = bw_args_get (args, "cloud");

  if ((tenant == NULL && client == NULL && cloud == NULL) || bw_session_is_sandbox (session))
    return TRUE;

  return bw_session_configure (session,
                               tenant != NULL ? tenant : bw_session_get_partner_tenant (session),
                               client != NULL ? client : bw_session_get_client_id (session),
                               cloud != NULL ? cloud : bw_session_get_cloud (session)->id,
                               error);
}

static gboolean
sign_in (BwCli   *cli,
         GError **error)
{
  BwSession *session = bw_cli_get_session (cli);
  GCancellable *cancellable = bw_cli_get_cancellable (cli);
  g_autoptr(GAsyncResult) result = NULL;

  if (bw_args_has (bw_cli_get_args (cli), "device-code"))
    {
      bw_session_sign_in_with_device_code_async (session, show_code, NULL, cancellable,
                                                 bw_cli_done_cb, cli);
      result = bw_cli_wait (cli);

      return bw_session_sign_in_with_device_code_finish (session, result, error);
    }

  bw_session_set_browser (session, show_in_browser, NULL, NULL);
  bw_session_sign_in_async (session, cancellable, bw_cli_done_cb, cli);
  result = bw_cli_wait (cli);

  return bw_session_sign_in_finish (session, result, error);
}

/* The sandbox lets its user in by itself, so there is nothing left to do, unless
 * somebody wants to see how it is done. */
static gboolean
is_done (BwCli *cli)
{
  BwSession *session = bw_cli_get_session (cli);

  return bw_session_is_sandbox (session) &&
         bw_session_get_state (session) == BW_SESSION_SIGNED_IN &&
         !bw_args_has (bw_cli_get_args (cli), "device-code");
}

/* Whoever does not get in is where they were before. */
static gboolean
add_account (BwCli   *cli,
             GError **error)
{
  BwAccounts *accounts = bw_workspace_get_accounts (bw_cli_get_workspace (cli));
  g_autofree char *before = accounts != NULL ? g_strdup (bw_accounts_get_active (accounts)->id)
                                             : NULL;
  g_autoptr(GError) lost = NULL;

  if (!bw_account_switch (cli, NULL, error))
    return FALSE;

  if (configure (cli, error) && sign_in (cli, error))
    return TRUE;

  if (!bw_account_switch (cli, before, &lost))
    bw_cli_report_error (cli, lost);

  return FALSE;
}

/**
 * bw_account_sign_in:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_account_sign_in (BwCli   *cli,
                    GError **error)
{
  if (bw_args_has (bw_cli_get_args (cli), "add"))
    {
      if (!add_account (cli, error))
        return BW_EXIT_FAILED;
    }
  else if (!is_done (cli) && (!configure (cli, error) || !sign_in (cli, error)))
    {
      return BW_EXIT_FAILED;
    }

  return bw_account_show (cli, error);
}

const BwOption bw_sign_out_options[] = {
  { "everywhere", BW_OPTION_FLAG, NULL,
    N_("End all sign-ins of the user, in every program and browser") },
  { NULL }
};

/**
 * bw_account_sign_out:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_account_sign_out (BwCli   *cli,
                     GError **error)
{
  BwSession *session = bw_cli_get_session (cli);
  BwCredentialKeeper *credentials = bw_session_get_credentials (session);
  gboolean has_credential = bw_credential_keeper_get_kind (credentials) != BW_CREDENTIAL_NONE;
  g_autoptr(GAsyncResult) result = NULL;

  bw_session_sign_out_async (session, bw_args_has (bw_cli_get_args (cli), "everywhere"),
                             bw_cli_get_cancellable (cli), bw_cli_done_cb, cli);
  result = bw_cli_wait (cli);
  if (!bw_session_sign_out_finish (session, result, error))
    return BW_EXIT_FAILED;

  if (bw_cli_is_json (cli))
    {
      bw_account_show (cli, error);
      return BW_EXIT_DONE;
    }

  bw_cli_note (cli, has_credential ? _("Signed out. The app credential was removed, too.")
                                   : _("Signed out."));

  return BW_EXIT_DONE;
}

static const char *
get_state_label (BwSessionState state)
{
  switch (state)
    {
    case BW_SESSION_SIGNED_IN:
      return _("Signed in");
    case BW_SESSION_SIGNING_IN:
      return _("Signing in");
    case BW_SESSION_EXPIRED:
      return _("The sign-in has expired");
    case BW_SESSION_SIGNED_OUT:
    default:
      return _("Not signed in");
    }
}

static void
print_account_json (BwCli     *cli,
                    BwSession *session)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;

  json_builder_begin_object (builder);
  bw_json_add_boolean (builder, "signedIn", bw_session_get_state (session) == BW_SESSION_SIGNED_IN);
  bw_json_add_boolean (builder, "expired", bw_session_get_state (session) == BW_SESSION_EXPIRED);
  bw_json_add_string (builder, "user", bw_session_get_user_name (session));
  bw_json_add_string (builder, "partnerName", bw_session_get_partner_name (session));
  bw_json_add_string (builder, "partnerTenantId", bw_session_get_partner_tenant (session));
  bw_json_add_string (builder, "clientId", bw_session_get_client_id (session));
  bw_json_add_string (builder, "cloud", bw_session_get_cloud (session)->id);
  bw_json_add_boolean (builder, "offline", bw_session_is_offline (session));
  bw_credential_add_json (cli, builder);
  bw_json_add_string (builder, "keyringProblem", bw_session_get_keyring_problem (session));
  json_builder_end_object (builder);

  node = json_builder_get_root (builder);
  bw_cli_print_json (cli, node);
}

/**
 * bw_account_print_field:
 * @cli: the command
 * @label: what it is
 * @value: (nullable): what to print; nothing if there is none
 */
void
bw_account_print_field (BwCli      *cli,
                        const char *label,
                        const char *value)
{
  g_autoptr(GString) line = g_string_new (NULL);
  g_autofree char *clean = bw_text_clean (value);

  if (*clean == '\0')
    return;

  bw_text_append (line, label, 18);
  g_string_append_printf (line, "  %s\n", clean);
  bw_cli_print (cli, line->str);
}

/**
 * bw_account_show:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_account_show (BwCli   *cli,
                 GError **error)
{
  BwSession *session = bw_cli_get_session (cli);
  BwSessionState state = bw_session_get_state (session);

  if (bw_cli_is_json (cli))
    {
      print_account_json (cli, session);
    }
  else
    {
      bw_account_print_field (cli, _("State"), get_state_label (state));
      bw_account_print_field (cli, _("User"), bw_session_get_user_name (session));
      bw_account_print_field (cli, _("Partner tenant"), bw_session_get_partner_name (session));
      bw_account_print_field (cli, _("Partner tenant ID"), bw_session_get_partner_tenant (session));
      bw_account_print_field (cli, _("Client ID"), bw_session_get_client_id (session));
      bw_account_print_field (cli, _("Cloud"), bw_session_get_cloud (session)->id);
      bw_credential_print (cli);
      bw_account_print_field (cli, _("Keyring"), bw_session_get_keyring_problem (session));
    }

  return state == BW_SESSION_SIGNED_IN ? BW_EXIT_DONE : BW_EXIT_SIGNED_OUT;
}
