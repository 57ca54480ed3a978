/* bw-commands.c - everything that bailiwickctl can be asked for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-commands.h"

const BwCommand bw_commands[] = {
  { "account", "sign-in", NULL, 0, 0, bw_sign_in_options,
    N_("Sign in to your partner tenant, in the browser"), NULL, bw_account_sign_in },
  { "account", "sign-out", NULL, 0, 0, bw_sign_out_options,
    N_("Sign out, and forget every secret"), NULL, bw_account_sign_out },
  { "account", "show", NULL, 0, 0, NULL,
    N_("Show who is signed in"), NULL, bw_account_show },
  { "account", "check", NULL, 0, 0, NULL,
    N_("Check what would fail before it fails"), NULL, bw_account_check },
  { "account", "list", NULL, 0, 0, NULL,
    N_("List the partner tenants that have an account here"), NULL, bw_account_list },
  { "account", "use", "ACCOUNT", 1, 1, NULL,
    N_("Work with another account from now on"), NULL, bw_account_use },
  { "account", "explain", "CODE", 1, G_MAXUINT, NULL,
    N_("Explain an error code that Microsoft’s sign-in page shows"), NULL, bw_account_explain,
    .alone = TRUE },
  { "account", "show-credential", NULL, 0, 0, NULL,
    N_("Show what the app registration proves itself with"), NULL, bw_account_show_credential },
  { "account", "set-secret", NULL, 0, 0, bw_secret_options,
    N_("Use a client secret, read from the standard input"), bw_account_check_secret,
    bw_account_set_secret },
  { "account", "make-certificate", NULL, 0, 0, bw_certificate_options,
    N_("Make a certificate and use it"), bw_account_check_certificate,
    bw_account_make_certificate },
  { "account", "export-certificate", "[FILE]", 0, 1, NULL,
    N_("Print the certificate, or write it to a file"), NULL, bw_account_export_certificate },
  { "account", "remove-credential", NULL, 0, 0, NULL,
    N_("Remove the client secret or the certificate"), NULL, bw_account_remove_credential },

  { "tenants", "list", NULL, 0, 0, bw_list_options,
    N_("List the customers’ tenants"), bw_tenants_check_list, bw_tenants_list },
  { "tenants", "show", "TENANT", 1, 1, NULL,
    N_("Show one tenant"), NULL, bw_tenants_show },

  { "setup", "start", "TENANT…", 0, G_MAXUINT, bw_start_options,
    N_("Set up tenants"), bw_setup_check_start, bw_setup_start },
  { "setup", "plan", "TENANT…", 1, G_MAXUINT, NULL,
    N_("Show what a set-up would change, and change nothing"), NULL, bw_setup_plan },
  { "setup", "show", "TENANT", 1, 1, NULL,
    N_("Show how a set-up stands"), NULL, bw_setup_show },
  { "setup", "choose", "TENANT", 1, 1, bw_choose_options,
    N_("Choose the admin relationship of a set-up"), bw_setup_check_choose, bw_setup_choose },
  { "setup", "message", "TENANT", 1, 1, bw_message_options,
    N_("Print the message that is to be sent now"), bw_setup_check_message, bw_setup_message },
  { "setup", "retry", "TENANT", 1, 1, NULL,
    N_("Try a failed set-up again, from the failed step"), NULL, bw_setup_retry },
  { "setup", "cancel", "TENANT", 1, 1, NULL,
    N_("Cancel a set-up"), NULL, bw_setup_cancel },
  { "setup", "watch", NULL, 0, 0, NULL,
    N_("Watch all set-ups until interrupted"), NULL, bw_setup_watch },

  { "messages", "list", NULL, 0, 0, NULL,
    N_("List the message templates"), NULL, bw_messages_list, .alone = TRUE },
  { "messages", "show", "KIND LANGUAGE", 2, 2, NULL,
    N_("Print a message template"), bw_messages_check_kind, bw_messages_show, .alone = TRUE },
  { "messages", "check", "FILE", 1, 1, bw_messages_check_options,
    N_("Tell what is wrong with a message template"), bw_messages_check_check, bw_messages_check,
    .alone = TRUE },
  { "messages", "set", "KIND LANGUAGE FILE", 3, 3, NULL,
    N_("Use a message template of your own"), bw_messages_check_kind, bw_messages_set,
    .alone = TRUE },
  { "messages", "reset", "KIND LANGUAGE", 2, 2, NULL,
    N_("Use the built-in message template again"), bw_messages_check_kind, bw_messages_reset,
    .alone = TRUE },

  { "engine", "run", NULL, 0, 0, bw_run_options,
    N_("Drive all set-ups until interrupted"), NULL, bw_engine_run },
  { NULL }
};
