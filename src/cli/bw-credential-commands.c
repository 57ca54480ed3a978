/* bw-credential-commands.c - bailiwickctl account: what the app registration proves itself with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-commands.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-pace.h"
#include "bw-prompt.h"
#include "bw-secret.h"
#include "bw-text.h"

#define DEFAULT_DAYS 365
#define MAX_DAYS     1826

const BwOption bw_secret_options[] = {
  { "expires", BW_OPTION_VALUE, "DATE",
    N_("Last day of the client secret, such as 2027-05-31, as Microsoft shows it") },
  { NULL }
};

const BwOption bw_certificate_options[] = {
  { "days", BW_OPTION_VALUE, "DAYS", N_("How long the certificate is good; 365 unless said") },
  { NULL }
};

/* Returns: 0 with @error set if it is no number of days */
static guint
get_days (BwArgs  *args,
          GError **error)
{
  const char *text = bw_args_get (args, "days");
  guint64 days = DEFAULT_DAYS;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, MAX_DAYS, &days, NULL))
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("--days needs a number from 1 to %d."), MAX_DAYS);
      return 0;
    }

  return (guint) days;
}

/**
 * bw_account_check_secret:
 * @args: the words
 * @error: return location for a %BW_ERROR_INVALID
 *
 * Returns: whether they make sense
 */
gboolean
bw_account_check_secret (BwArgs  *args,
                         GError **error)
{
  const char *expires = bw_args_get (args, "expires");

  return expires == NULL || bw_credential_parse_end (expires, error) != 0;
}

/**
 * bw_account_check_certificate:
 * @args: the words
 * @error: return location for a %BW_ERROR_INVALID
 *
 * Returns: whether they make sense
 */
gboolean
bw_account_check_certificate (BwArgs  *args,
                              GError **error)
{
  return get_days (args, error) != 0;
}

static BwCredentialKeeper *
get_keeper (BwCli *cli)
{
  return bw_session_get_credentials (bw_cli_get_session (cli));
}

/* Reads what there is; that it cannot be had is the keeper's problem text. */
static BwCredentialKeeper *
load (BwCli *cli)
{
  BwCredentialKeeper *keeper = get_keeper (cli);
  g_autoptr(BwClientCredential) credential = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_credential_keeper_ensure_async (keeper, bw_cli_get_cancellable (cli), bw_cli_done_cb, cli);
  result = bw_cli_wait (cli);
  credential = bw_credential_keeper_ensure_finish (result, NULL);

  return keeper;
}

static const char *
get_kind_name (BwCredentialKind kind)
{
  switch (kind)
    {
    case BW_CREDENTIAL_SECRET:
      return "secret";
    case BW_CREDENTIAL_CERTIFICATE:
      return "certificate";
    case BW_CREDENTIAL_NONE:
    default:
      return "none";
    }
}

/**
 * bw_credential_add_json:
 * @cli: the command
 * @builder: where an object ends
 *
 * Adds the member "credential" with all that is known of it and is no secret.
 */
void
bw_credential_add_json (BwCli       *cli,
                        JsonBuilder *builder)
{
  BwCredentialKeeper *keeper = load (cli);
  gint64 end = bw_credential_keeper_get_end (keeper);

  json_builder_set_member_name (builder, "credential");
  json_builder_begin_object (builder);
  bw_json_add_string (builder, "kind", get_kind_name (bw_credential_keeper_get_kind (keeper)));
  bw_json_add_time (builder, "expires", end);
  bw_json_add_boolean (builder, "expired", end != 0 && end <= bw_clock_now ());
  bw_json_add_string (builder, "thumbprint", bw_credential_keeper_get_thumbprint (keeper));
  bw_json_add_string (builder, "problem", bw_credential_keeper_get_problem (keeper));
  json_builder_end_object (builder);
}

/**
 * bw_credential_print:
 * @cli: the command
 *
 * Prints the same for people.
 */
void
bw_credential_print (BwCli *cli)
{
  BwCredentialKeeper *keeper = load (cli);
  BwCredentialKind kind = bw_credential_keeper_get_kind (keeper);
  gint64 end = bw_credential_keeper_get_end (keeper);
  g_autofree char *date = end != 0 ? bw_text_format_date (end) : NULL;

  bw_account_print_field (cli, _("App credential"), bw_credential_kind_get_label (kind));
  bw_account_print_field (cli, _("Good until"), date);
  bw_account_print_field (cli, _("Thumbprint"), bw_credential_keeper_get_thumbprint (keeper));
  bw_account_print_field (cli, _("Problem"), bw_credential_keeper_get_problem (keeper));
}

/**
 * bw_account_show_credential:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_account_show_credential (BwCli   *cli,
                            GError **error)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;

  if (!bw_cli_is_json (cli))
    {
      bw_credential_print (cli);
      return BW_EXIT_DONE;
    }

  json_builder_begin_object (builder);
  bw_credential_add_json (cli, builder);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  bw_cli_print_json (cli, node);

  return BW_EXIT_DONE;
}

/* A program that ends has no use for what is in memory only. */
static gboolean
finish_change (BwCli   *cli,
               GError **error)
{
  BwCredentialKeeper *keeper = get_keeper (cli);
  g_autoptr(GAsyncResult) result = bw_cli_wait (cli);

  if (!bw_credential_keeper_change_finish (keeper, result, error))
    return FALSE;

  if (bw_credential_keeper_get_problem (keeper) == NULL)
    return TRUE;

  g_set_error_literal (error, BW_ERROR, BW_ERROR_KEYRING,
                       bw_credential_keeper_get_problem (keeper));

  return FALSE;
}

/**
 * bw_account_set_secret:
 * @cli: the command
 * @error: return location for an error
 *
 * The secret comes from the standard input: what is in arguments and in the
 * environment can be seen by others.
 *
 * Returns: the exit code
 */
int
bw_account_set_secret (BwCli   *cli,
                       GError **error)
{
  const char *expires = bw_args_get (bw_cli_get_args (cli), "expires");
  gint64 end = expires != NULL ? bw_credential_parse_end (expires, error) : 0;
  char *secret;
  gboolean good;

  if (expires != NULL && end == 0)
    return BW_EXIT_WRONG_USE;

  secret = bw_prompt_for_secret (cli, _("Client secret:"), error);
  if (secret == NULL)
    return BW_EXIT_FAILED;

  good = bw_credential_check_secret (secret, error);
  if (good)
    bw_credential_keeper_set_secret_async (get_keeper (cli), secret, end,
                                           bw_cli_get_cancellable (cli), bw_cli_done_cb, cli);
  bw_secret_free (secret);

  if (!good || !finish_change (cli, error))
    return BW_EXIT_FAILED;

  bw_cli_note (cli, _("The client secret is in the system keyring."));

  return bw_account_show_credential (cli, error);
}

/**
 * bw_account_make_certificate:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_account_make_certificate (BwCli   *cli,
                             GError **error)
{
  g_autofree char *hint = NULL;

  bw_credential_keeper_make_certificate_async (get_keeper (cli),
                                               get_days (bw_cli_get_args (cli), error),
                                               bw_cli_get_cancellable (cli), bw_cli_done_cb, cli);
  if (!finish_change (cli, error))
    return BW_EXIT_FAILED;

  /* Translators: a command to type; leave it as it is */
  hint = g_strdup_printf (_("Now upload the certificate to the app registration, under "
                            "Certificates & secrets. Write it to a file with: %s account "
                            "export-certificate FILE"), bw_cli_get_program (cli));
  bw_cli_note (cli, hint);

  return bw_account_show_credential (cli, error);
}

static void
print_certificate (BwCli      *cli,
                   const char *pem)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;

  if (!bw_cli_is_json (cli))
    {
      bw_cli_print (cli, pem);
      return;
    }

  json_builder_begin_object (builder);
  bw_json_add_string (builder, "certificate", pem);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  bw_cli_print_json (cli, node);
}

/**
 * bw_account_export_certificate:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_account_export_certificate (BwCli   *cli,
                               GError **error)
{
  GPtrArray *operands = bw_args_get_operands (bw_cli_get_args (cli));
  const char *pem = bw_credential_keeper_get_pem (load (cli));
  g_autoptr(GError) reason = NULL;
  g_autofree char *done = NULL;
  const char *path;

  if (pem == NULL)
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_NOT_FOUND,
                           _("There is no certificate. Make one first."));
      return BW_EXIT_FAILED;
    }

  if (operands->len == 0)
    {
      print_certificate (cli, pem);
      return BW_EXIT_DONE;
    }

  path = g_ptr_array_index (operands, 0);
  if (!g_file_set_contents (path, pem, -1, &reason))
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_FAILED, reason->message);
      return BW_EXIT_FAILED;
    }

  /* Translators: name of a file */
  done = g_strdup_printf (_("The certificate is in %s."), path);
  bw_cli_note (cli, done);

  return BW_EXIT_DONE;
}

/**
 * bw_account_remove_credential:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_account_remove_credential (BwCli   *cli,
                              GError **error)
{
  bw_credential_keeper_remove_async (get_keeper (cli), bw_cli_get_cancellable (cli),
                                     bw_cli_done_cb, cli);
  if (!finish_change (cli, error))
    return BW_EXIT_FAILED;

  bw_cli_note (cli, _("The app credential was removed. The app registration at Microsoft is as it "
                      "was."));

  return bw_account_show_credential (cli, error);
}
