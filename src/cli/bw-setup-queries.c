/* bw-setup-queries.c - bailiwickctl setup: what looks at a set-up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-commands.h"
#include "bw-documents.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-live.h"
#include "bw-message-file.h"
#include "bw-outcome.h"
#include "bw-text.h"

const BwOption bw_message_options[] = {
  { "kind", BW_OPTION_VALUE, "KIND",
    N_("Kind of the message: approval, consent or invitation") },
  { "language", BW_OPTION_VALUE, "LANGUAGE", N_("Language of the message, such as “de”") },
  { "link-only", BW_OPTION_FLAG, NULL, N_("Print the link alone") },
  { "html", BW_OPTION_FLAG, NULL, N_("Print HTML") },
  { NULL }
};

/**
 * bw_setup_show:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_setup_show (BwCli   *cli,
               GError **error)
{
  g_autoptr(GListModel) tenants = bw_cli_find_tenants (cli, error);
  g_autoptr(BwTenant) tenant = NULL;

  if (tenants == NULL)
    return BW_EXIT_FAILED;

  tenant = g_list_model_get_item (tenants, 0);
  if (bw_cli_is_json (cli))
    {
      g_autoptr(JsonNode) node = bw_document_of_setup (tenant);

      bw_cli_print_json (cli, node);
    }
  else
    {
      g_autofree char *text = bw_outcome_render (tenants, bw_cli_get_program (cli));

      bw_cli_print (cli, text);
    }

  return BW_EXIT_DONE;
}

static const char *
get_action_label (const char *action)
{
  if (g_str_equal (action, "create"))
    return _("Create");
  if (g_str_equal (action, "delete"))
    return _("Delete");

  return _("Update");
}

/* Titles of the steps are the window's, by the key that the plan has. */
static const char *
get_step_title (const char *key)
{
  for (int kind = BW_SETUP_KIND_CSP; kind <= BW_SETUP_KIND_GUEST; kind++)
    {
      for (guint i = 0; i < bw_setup_kind_get_n_steps ((BwSetupKind) kind); i++)
        {
          BwStepInfo info;

          bw_setup_kind_get_step ((BwSetupKind) kind, i, &info);
          if (g_str_equal (info.key, key))
            return info.title;
        }
    }

  return key;
}

static void
append_plan (GString *text,
             BwPlan  *plan)
{
  GPtrArray *changes = bw_plan_get_changes (plan);
  GPtrArray *holds = bw_plan_get_holds (plan);
  g_autofree char *name = bw_text_clean (bw_plan_get_tenant_name (plan));
  const char *step = NULL;

  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append_printf (text, "%s\n", name);
  if (changes->len == 0)
    g_string_append_printf (text, "  %s\n", _("Nothing will change."));

  for (guint i = 0; i < changes->len; i++)
    {
      BwPlanChange *change = g_ptr_array_index (changes, i);
      g_autofree char *details = bw_text_clean (change->details);

      if (g_strcmp0 (step, change->step) != 0)
        g_string_append_printf (text, "  %s\n", get_step_title (change->step));
      step = change->step;
      g_string_append_printf (text, "    %s: %s%s%s\n", get_action_label (change->action),
                              change->what, *details != '\0' ? ", " : "", details);
    }

  if (holds->len > 0)
    g_string_append_printf (text, "  %s\n", _("Already in place"));
  for (guint i = 0; i < holds->len; i++)
    {
      g_autofree char *what = bw_text_clean (g_ptr_array_index (holds, i));

      g_string_append_printf (text, "    %s\n", what);
    }
}

static BwPlan *
make_plan (BwCli     *cli,
           BwTenant  *tenant,
           GError   **error)
{
  BwEngine *engine = bw_cli_get_engine (cli);
  g_autoptr(GAsyncResult) result = NULL;

  bw_engine_plan_async (engine, bw_tenant_get_id (tenant), BW_CHOICE_NONE, NULL,
                        bw_cli_get_cancellable (cli), bw_cli_done_cb, cli);
  result = bw_cli_wait (cli);

  return bw_engine_plan_finish (engine, result, error);
}

/**
 * bw_setup_plan:
 * @cli: the command
 * @error: return location for an error
 *
 * Returns: the exit code
 */
int
bw_setup_plan (BwCli   *cli,
               GError **error)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GListModel) tenants = NULL;

  if (!bw_cli_require_sign_in (cli, error))
    return BW_EXIT_FAILED;

  tenants = bw_cli_find_tenants (cli, error);
  if (tenants == NULL)
    return BW_EXIT_FAILED;

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (tenants, i);
      g_autoptr(BwPlan) plan = make_plan (cli, tenant, error);

      if (plan == NULL)
        return BW_EXIT_FAILED;

      json_builder_add_value (builder, bw_plan_to_json (plan));
      append_plan (text, plan);
    }
  json_builder_end_array (builder);

  node = json_builder_get_root (builder);
  if (bw_cli_is_json (cli))
    bw_cli_print_json (cli, node);
  else
    bw_cli_print (cli, text->str);

  return BW_EXIT_DONE;
}

/**
 * bw_setup_watch:
 * @cli: the command
 * @error: return location for an error
 *
 * Shows every change, whichever program makes it.
 *
 * Returns: the exit code
 */
int
bw_setup_watch (BwCli   *cli,
                GError **error)
{
  GListModel *tenants = bw_workspace_get_tenants (bw_cli_get_workspace (cli));
  g_autoptr(BwLive) live = bw_live_new (tenants, cli, bw_live_get_mode (cli));

  bw_cli_wait_for_signal (cli);

  return BW_EXIT_DONE;
}

/**
 * bw_setup_check_message:
 * @args: the words
 * @error: return location for a %BW_ERROR_INVALID
 *
 * Returns: whether they go together
 */
gboolean
bw_setup_check_message (BwArgs  *args,
                        GError **error)
{
  BwMessageKind kind;

  if (bw_args_has (args, "link-only") && bw_args_has (args, "html"))
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("Give either --link-only or --html, not both."));
      return FALSE;
    }

  return !bw_args_has (args, "kind") ||
         bw_messages_parse_kind (bw_args_get (args, "kind"), &kind, error);
}

/* Returns: (transfer full) (nullable): the one that is asked for, or that of the locale,
 *   as nobody knows the customer's */
static char *
dup_language (BwArgs         *args,
              BwMessageKind   kind,
              GError        **error)
{
  const char *language = bw_args_get (args, "language");
  g_auto(GStrv) languages = bw_message_file_dup_languages (kind);
  g_autofree char *all = g_strjoinv (", ", languages);

  if (language == NULL)
    return bw_message_file_pick_language (kind);

  if (g_strv_contains ((const char * const *) languages, language))
    return g_strdup (language);

  g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
               _("There is no message in “%s”. There are: %s."), language, all);

  return NULL;
}

static void
print_message (BwCli     *cli,
               BwMessage *message)
{
  BwArgs *args = bw_cli_get_args (cli);
  const char *text = message->text;

  if (bw_args_has (args, "link-only"))
    text = message->link;
  else if (bw_args_has (args, "html"))
    text = message->html;

  bw_cli_print (cli, text);
  if (!g_str_has_suffix (text, "\n"))
    bw_cli_print (cli, "\n");
}

static void
print_message_json (BwCli     *cli,
                    BwMessage *message)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;

  json_builder_begin_object (builder);
  bw_json_add_string (builder, "kind", bw_message_kind_get_nick (message->kind));
  bw_json_add_string (builder, "language", message->language);
  bw_json_add_string (builder, "subject", message->subject);
  bw_json_add_string (builder, "text", message->text);
  bw_json_add_string (builder, "html", message->html);
  bw_json_add_string (builder, "link", message->link);
  json_builder_end_object (builder);

  node = json_builder_get_root (builder);
  bw_cli_print_json (cli, node);
}

/**
 * bw_setup_message:
 * @cli: the command
 * @error: return location for an error
 *
 * Prints the message, and takes it that it is sent now: the approval may come
 * soon, so the next looks follow quickly.
 *
 * Returns: the exit code
 */
int
bw_setup_message (BwCli   *cli,
                  GError **error)
{
  BwTenant *tenant = bw_cli_find_tenant (cli, error);
  BwArgs *args = bw_cli_get_args (cli);
  BwMessageKind kind;
  g_autofree char *language = NULL;
  g_autoptr(BwMessage) message = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  if (tenant == NULL)
    return BW_EXIT_FAILED;

  kind = bw_message_kind_of_job (bw_tenant_get_job (tenant));
  if (bw_args_has (args, "kind"))
    bw_message_kind_from_nick (bw_args_get (args, "kind"), &kind);

  language = dup_language (args, kind, error);
  if (language == NULL)
    return BW_EXIT_FAILED;

  if (bw_args_has (args, "link-only") && !bw_message_kind_has_link (kind))
    {
      g_set_error (error, BW_ERROR, BW_ERROR_NOT_FOUND,
                   _("There is no link of ours in this message."));
      return BW_EXIT_FAILED;
    }

  bw_message_make_async (bw_cli_get_session (cli), tenant, kind, language,
                         bw_cli_get_cancellable (cli), bw_cli_done_cb, cli);
  result = bw_cli_wait (cli);
  message = bw_message_make_finish (result, error);
  if (message == NULL)
    return BW_EXIT_FAILED;

  bw_engine_note_message_copied (bw_cli_get_engine (cli), bw_tenant_get_id (tenant));
  if (bw_cli_is_json (cli))
    print_message_json (cli, message);
  else
    print_message (cli, message);

  return BW_EXIT_DONE;
}
