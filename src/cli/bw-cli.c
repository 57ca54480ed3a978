/* bw-cli.c - the life of one command: from its words to its exit code
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "bw-cli.h"
#include "bw-documents.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-log.h"
#include "bw-sandbox-process.h"
#include "bw-text.h"
#include "bw-trouble.h"

struct _BwCli
{
  BwArgs           *args;         /* (owned) */
  char             *program;      /* (owned): how to call us again */
  GCancellable     *cancellable;  /* (owned): cancelled by a signal */
  GAsyncResult     *result;       /* (owned) (nullable): of the call we wait for */
  BwSandboxProcess *sandbox;      /* (owned) (nullable) */
  BwWorkspace      *workspace;    /* (owned) (nullable) */
  gboolean          refreshed;
  int               signal;       /* the one that ends us, or 0 */
};

static void
bw_cli_free (BwCli *self)
{
  g_clear_object (&self->workspace);
  g_clear_object (&self->sandbox);
  g_clear_object (&self->result);
  g_clear_object (&self->cancellable);
  bw_args_free (self->args);
  g_free (self->program);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwCli, bw_cli_free)

/* The first signal ends the command in order, the second at once. */
static void
take_signal (BwCli *self,
             int    number)
{
  if (self->signal != 0)
    _Exit (128 + number);

  self->signal = number;
  g_cancellable_cancel (self->cancellable);
}

static gboolean
interrupt_cb (gpointer user_data)
{
  take_signal (user_data, SIGINT);

  return G_SOURCE_CONTINUE;
}

static gboolean
terminate_cb (gpointer user_data)
{
  take_signal (user_data, SIGTERM);

  return G_SOURCE_CONTINUE;
}

/**
 * bw_cli_done_cb:
 * @source: (nullable): unused
 * @result: how it went
 * @user_data: the command
 *
 * The callback of every asynchronous call that bw_cli_wait() waits for.
 */
void
bw_cli_done_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  BwCli *self = user_data;

  g_assert (self->result == NULL);

  self->result = g_object_ref (result);
}

/**
 * bw_cli_wait:
 * @self: a command
 *
 * Runs the main loop until the call that was started with bw_cli_done_cb() is
 * over.  A command is a row of such calls; everything else goes on meanwhile.
 *
 * Returns: (transfer full): what to give to the finish function
 */
GAsyncResult *
bw_cli_wait (BwCli *self)
{
  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return g_steal_pointer (&self->result);
}

/**
 * bw_cli_wait_for_signal:
 * @self: a command
 *
 * Runs the main loop until somebody ends the program.
 */
void
bw_cli_wait_for_signal (BwCli *self)
{
  while (self->signal == 0)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
start_sandbox (BwCli       *self,
               const char  *folder,
               GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bw_sandbox_process_start_async (folder, NULL, self->cancellable, bw_cli_done_cb, self);
  result = bw_cli_wait (self);
  self->sandbox = bw_sandbox_process_start_finish (result, error);

  return self->sandbox != NULL;
}

static gboolean
open_workspace (BwCli   *self,
                GError **error)
{
  gboolean is_sandbox = bw_args_has (self->args, "sandbox");
  const char *url = bw_args_get (self->args, "sandbox");
  g_autofree char *folder = g_strdup (bw_args_get (self->args, "state-dir"));
  g_autoptr(GAsyncResult) result = NULL;

  if (folder == NULL)
    folder = bw_workspace_dup_default_folder (is_sandbox);

  if (is_sandbox && url == NULL)
    {
      if (!start_sandbox (self, folder, error))
        return FALSE;
      url = bw_sandbox_process_get_url (self->sandbox);
    }

  self->workspace = bw_workspace_new (folder, url);
  bw_workspace_open_async (self->workspace, self->cancellable, bw_cli_done_cb, self);
  result = bw_cli_wait (self);

  return bw_workspace_open_finish (self->workspace, result, error);
}

/* Closing is not cancelled: what was begun is to be written down. */
static void
close_workspace (BwCli *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  if (self->workspace == NULL)
    return;

  bw_workspace_close_async (self->workspace, NULL, bw_cli_done_cb, self);
  result = bw_cli_wait (self);
  if (!bw_workspace_close_finish (self->workspace, result, &error))
    bw_cli_report_error (self, error);
  g_clear_object (&self->workspace);
}

/**
 * bw_cli_reopen:
 * @self: a command, not in the sandbox
 * @error: return location for an error
 *
 * Closes the workspace and opens that of the account that is active now.
 *
 * Returns: whether it is open
 */
gboolean
bw_cli_reopen (BwCli   *self,
               GError **error)
{
  close_workspace (self);

  return open_workspace (self, error);
}

static void
stop_sandbox (BwCli *self)
{

  if (self->sandbox != NULL)
    {
      g_autoptr(GAsyncResult) result = NULL;

      bw_sandbox_process_stop_async (self->sandbox, NULL, bw_cli_done_cb, self);
      result = bw_cli_wait (self);
      if (!bw_sandbox_process_stop_finish (self->sandbox, result, NULL))
        g_debug ("The sandbox did not stop in order");
    }
}

static BwExit
get_exit_of_error (const GError *error)
{
  if (g_error_matches (error, BW_ERROR, BW_ERROR_INVALID))
    return BW_EXIT_WRONG_USE;
  if (g_error_matches (error, BW_ERROR, BW_ERROR_NEEDS_PERSON))
    return BW_EXIT_WAITING;
  if (g_error_matches (error, BW_ERROR, BW_ERROR_AUTH) ||
      g_error_matches (error, BW_ERROR, BW_ERROR_INTERACTION_REQUIRED))
    return BW_EXIT_SIGNED_OUT;

  return BW_EXIT_FAILED;
}

/* What runs out soon is told before it stops everything. */
static void
note_expiry (BwCli *self)
{
  BwCredentialKeeper *credentials = bw_session_get_credentials (bw_cli_get_session (self));
  g_autofree char *warning =
    bw_credential_dup_warning (bw_credential_keeper_get_kind (credentials),
                               bw_credential_keeper_get_end (credentials));

  if (warning != NULL)
    bw_cli_note (self, warning);
}

static int
run_command (BwCli *self)
{
  const BwCommand *command = bw_args_get_command (self->args);
  g_autoptr(GError) error = NULL;
  guint sigint = g_unix_signal_add (SIGINT, interrupt_cb, self);
  guint sigterm = g_unix_signal_add (SIGTERM, terminate_cb, self);
  int code = BW_EXIT_FAILED;

  if (command->alone || open_workspace (self, &error))
    {
      code = command->run (self, &error);
      if (self->workspace != NULL)
        note_expiry (self);
    }

  if (error != NULL)
    code = (int) get_exit_of_error (error);
  if (error != NULL && self->signal == 0)
    bw_cli_report_error (self, error);

  close_workspace (self);
  stop_sandbox (self);
  g_source_remove (sigint);
  g_source_remove (sigterm);

  return self->signal != 0 ? 128 + self->signal : code;
}

static void
print_error (const GError *error,
             gboolean      json)
{
  if (json)
    {
      g_autoptr(JsonNode) node = bw_document_of_error (error);
      g_autofree char *text = bw_json_to_text (node, FALSE);

      fprintf (stderr, "%s\n", text);
    }
  else
    {
      g_autoptr(BwFailure) failure = bw_trouble_from_error (error);

      fprintf (stderr, "bailiwickctl: %s\n", error->message);
      if (failure != NULL)
        fprintf (stderr, "%s (%s)\n", failure->advice, failure->event_id);
    }
}

/* Whether errors are to be JSON, for when the words can't be read. */
static gboolean
wants_json (int    argc,
            char **argv)
{
  for (int i = 1; i < argc; i++)
    {
      if (g_str_equal (argv[i], "--"))
        return FALSE;
      if (g_str_equal (argv[i], "--json"))
        return TRUE;
    }

  return FALSE;
}

/**
 * bw_cli_run:
 * @commands: what can be asked for
 * @argc: how many words
 * @argv: the words, the first being the program
 *
 * Does what the words say.
 *
 * Returns: the exit code
 */
int
bw_cli_run (const BwCommand  *commands,
            int               argc,
            char            **argv)
{
  g_autoptr(BwCli) self = g_new0 (BwCli, 1);
  g_autoptr(GError) error = NULL;

  self->cancellable = g_cancellable_new ();
  self->args = bw_args_parse (commands, argc, argv, &error);
  if (self->args == NULL)
    {
      print_error (error, wants_json (argc, argv));
      if (!wants_json (argc, argv))
        fprintf (stderr, "%s\n", _("Try 'bailiwickctl --help'."));
      return BW_EXIT_WRONG_USE;
    }

  if (bw_args_has (self->args, "help"))
    {
      g_autofree char *help = bw_args_dup_help (self->args);

      bw_terminal_write (help);
      return BW_EXIT_DONE;
    }

  if (bw_args_has (self->args, "version"))
    {
      bw_terminal_write ("bailiwickctl " BW_VERSION "\n");
      return BW_EXIT_DONE;
    }

  bw_log_set_up (bw_cli_is_verbose (self));
  self->program = bw_args_dup_program (self->args);

  return run_command (self);
}

/**
 * bw_cli_get_args:
 * @self: a command
 *
 * Returns: (transfer none): its words
 */
BwArgs *
bw_cli_get_args (BwCli *self)
{
  return self->args;
}

/**
 * bw_cli_get_workspace:
 * @self: a command
 *
 * Returns: (transfer none): the application, opened
 */
BwWorkspace *
bw_cli_get_workspace (BwCli *self)
{
  return self->workspace;
}

/**
 * bw_cli_get_session:
 * @self: a command
 *
 * Returns: (transfer none): who is signed in
 */
BwSession *
bw_cli_get_session (BwCli *self)
{
  return bw_workspace_get_session (self->workspace);
}

/**
 * bw_cli_get_engine:
 * @self: a command
 *
 * Returns: (transfer none): what drives the set-ups
 */
BwEngine *
bw_cli_get_engine (BwCli *self)
{
  return bw_workspace_get_engine (self->workspace);
}

/**
 * bw_cli_get_program:
 * @self: a command
 *
 * Returns: (transfer none): how to call the program again for the same state
 */
const char *
bw_cli_get_program (BwCli *self)
{
  return self->program;
}

/**
 * bw_cli_get_cancellable:
 * @self: a command
 *
 * Returns: (transfer none): what a signal cancels
 */
GCancellable *
bw_cli_get_cancellable (BwCli *self)
{
  return self->cancellable;
}

/**
 * bw_cli_is_json:
 * @self: a command
 *
 * Returns: whether a program reads what we print
 */
gboolean
bw_cli_is_json (BwCli *self)
{
  return bw_args_has (self->args, "json");
}

/**
 * bw_cli_is_quiet:
 * @self: a command
 *
 * Returns: whether to leave out progress and remarks
 */
gboolean
bw_cli_is_quiet (BwCli *self)
{
  return bw_args_has (self->args, "quiet");
}

/**
 * bw_cli_is_verbose:
 * @self: a command
 *
 * Returns: whether to tell more
 */
gboolean
bw_cli_is_verbose (BwCli *self)
{
  return bw_args_has (self->args, "verbose");
}

/**
 * bw_cli_require_sign_in:
 * @self: a command
 * @error: return location for a %BW_ERROR_AUTH or %BW_ERROR_OFFLINE
 *
 * Returns: whether somebody is signed in, so that Microsoft can be asked
 */
gboolean
bw_cli_require_sign_in (BwCli   *self,
                        GError **error)
{
  BwSession *session = bw_cli_get_session (self);
  BwSessionState state = bw_session_get_state (session);

  if (state == BW_SESSION_SIGNED_IN)
    return TRUE;

  if (bw_session_is_offline (session))
    g_set_error (error, BW_ERROR, BW_ERROR_OFFLINE,
                 _("Microsoft can’t be reached from here. Check the network, then try again."));
  else if (state == BW_SESSION_EXPIRED)
    g_set_error (error, BW_ERROR, BW_ERROR_AUTH,
                 _("The sign-in has expired. Sign in again with: %s account sign-in"),
                 self->program);
  else
    g_set_error (error, BW_ERROR, BW_ERROR_AUTH,
                 _("Nobody is signed in. Sign in with: %s account sign-in"), self->program);

  return FALSE;
}

/**
 * bw_cli_refresh:
 * @self: a command
 * @error: return location for an error
 *
 * Reads the customers from Microsoft.
 *
 * Returns: whether the list is as Microsoft has it
 */
gboolean
bw_cli_refresh (BwCli   *self,
                GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  if (!bw_cli_require_sign_in (self, error))
    return FALSE;

  self->refreshed = TRUE;
  bw_workspace_refresh_async (self->workspace, self->cancellable, bw_cli_done_cb, self);
  result = bw_cli_wait (self);

  return bw_workspace_refresh_finish (self->workspace, result, error);
}

/* A tenant that the store doesn't know may be a new customer. */
static BwTenant *
find_tenant (BwCli       *self,
             const char  *text,
             GError     **error)
{
  g_autoptr(GError) unknown = NULL;
  BwTenant *tenant = bw_workspace_find_tenant (self->workspace, text, &unknown);

  if (tenant == NULL && !self->refreshed &&
      g_error_matches (unknown, BW_ERROR, BW_ERROR_NOT_FOUND))
    {
      if (!bw_cli_refresh (self, error))
        return NULL;
      g_clear_error (&unknown);
      tenant = bw_workspace_find_tenant (self->workspace, text, &unknown);
    }

  if (tenant == NULL)
    g_set_error_literal (error, BW_ERROR, BW_ERROR_INVALID, unknown->message);

  return tenant;
}

/**
 * bw_cli_find_tenant:
 * @self: a command with one TENANT
 * @error: return location for an error
 *
 * Returns: (transfer none): the tenant, or %NULL with @error set
 */
BwTenant *
bw_cli_find_tenant (BwCli   *self,
                    GError **error)
{
  return find_tenant (self, g_ptr_array_index (bw_args_get_operands (self->args), 0), error);
}

/**
 * bw_cli_find_tenants:
 * @self: a command with TENANT…
 * @error: return location for an error
 *
 * Returns: (transfer full): a #GListStore with the tenants, each once and in
 *   the order of the words, or %NULL with @error set
 */
GListModel *
bw_cli_find_tenants (BwCli   *self,
                     GError **error)
{
  GPtrArray *operands = bw_args_get_operands (self->args);
  g_autoptr(GListStore) tenants = g_list_store_new (BW_TYPE_TENANT);

  for (guint i = 0; i < operands->len; i++)
    {
      BwTenant *tenant = find_tenant (self, g_ptr_array_index (operands, i), error);

      if (tenant == NULL)
        return NULL;
      if (!g_list_store_find (tenants, tenant, NULL))
        g_list_store_append (tenants, tenant);
    }

  return G_LIST_MODEL (g_steal_pointer (&tenants));
}

/**
 * bw_cli_print:
 * @self: a command
 * @text: whole lines
 *
 * Prints for people.
 */
void
bw_cli_print (BwCli      *self,
              const char *text)
{
  bw_terminal_write (text);
}

/**
 * bw_cli_print_json:
 * @self: a command
 * @node: a document
 *
 * Prints for programs: one document on one line.
 */
void
bw_cli_print_json (BwCli    *self,
                   JsonNode *node)
{
  g_autofree char *text = bw_json_to_text (node, FALSE);
  g_autofree char *line = g_strconcat (text, "\n", NULL);

  bw_terminal_write (line);
}

/**
 * bw_cli_note:
 * @self: a command
 * @text: one sentence
 *
 * Makes a remark on the standard error, where people read along.
 */
void
bw_cli_note (BwCli      *self,
             const char *text)
{
  if (!bw_cli_is_quiet (self) && !bw_cli_is_json (self))
    fprintf (stderr, "%s\n", text);
}

/**
 * bw_cli_report_error:
 * @self: a command
 * @error: what went wrong
 *
 * Tells it on the standard error; the exit code is the caller's business.
 */
void
bw_cli_report_error (BwCli        *self,
                     const GError *error)
{
  print_error (error, bw_cli_is_json (self));
}

/**
 * bw_cli_report_failure:
 * @self: a command
 * @tenant: whose set-up failed
 * @failure: what went wrong
 *
 * Tells it on the standard error.
 */
void
bw_cli_report_failure (BwCli     *self,
                       BwTenant  *tenant,
                       BwFailure *failure)
{
  g_autofree char *name = bw_text_clean (bw_tenant_get_name (tenant));
  g_autofree char *meaning = bw_text_clean (failure->meaning);

  if (bw_cli_is_json (self))
    {
      g_autoptr(JsonNode) node = bw_document_of_failure (failure);
      g_autofree char *text = bw_json_to_text (node, FALSE);

      fprintf (stderr, "%s\n", text);
    }
  else
    {
      fprintf (stderr, "bailiwickctl: %s: %s\n", name, meaning);
    }
}
