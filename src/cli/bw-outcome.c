/* bw-outcome.c - how set-ups stand, and what they need from somebody
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-documents.h"
#include "bw-outcome.h"
#include "bw-text.h"
#include "bw-tracker.h"

/* How to name the tenant in advice: short, and without blanks. */
static const char *
get_word (BwTenant *tenant)
{
  const char *domain = bw_tenant_get_domain (tenant);

  return domain != NULL ? domain : bw_tenant_get_id (tenant);
}

static void
append_failure (GString    *text,
                BwTenant   *tenant,
                const char *program)
{
  BwFailure *failure = bw_setup_job_get_failure (bw_tenant_get_job (tenant));
  g_autofree char *support = NULL;
  g_auto(GStrv) lines = NULL;

  if (failure == NULL)
    return;

  support = bw_failure_to_support_text (failure);
  lines = g_strsplit (g_strchomp (support), "\n", -1);

  g_string_append_c (text, '\n');
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = bw_text_clean (lines[i]);

      g_string_append_printf (text, "%s%s\n", *line != '\0' ? "  " : "", line);
    }
  g_string_append_printf (text, "\n%s %s setup retry %s\n",
                          _("Then try again:"), program, get_word (tenant));
}

/* What can be chosen, what can be chosen and then waited for, and what can't. */
static const char *
get_mark (BwCandidate *candidate)
{
  if (bw_candidate_is_valid (candidate))
    return "○";

  return bw_candidate_is_waiting (candidate) ? "…" : "✗";
}

static void
append_candidate (GString     *text,
                  BwCandidate *candidate)
{
  g_autofree char *name = bw_text_clean (bw_candidate_get_name (candidate));
  g_autofree char *end = bw_text_format_date (bw_candidate_get_end (candidate));
  const char * const *reasons = bw_candidate_get_reasons (candidate);
  const char * const *roles = bw_candidate_get_roles (candidate);
  guint n_roles = roles != NULL ? g_strv_length ((char **) roles) : 0;

  g_string_append_printf (text, "  %s  %s\n      %s", get_mark (candidate), name,
                          bw_candidate_get_status (candidate));
  if (*end != '\0')
    g_string_append_printf (text, _(", ends on %s"), end);
  if (bw_candidate_get_auto_extend (candidate))
    g_string_append (text, _(", extends itself"));
  g_string_append_printf (text, ngettext (", %u role", ", %u roles", n_roles), n_roles);
  g_string_append_printf (text, "\n      %s\n", bw_candidate_get_id (candidate));

  for (guint i = 0; reasons != NULL && reasons[i] != NULL; i++)
    {
      g_autofree char *reason = bw_text_clean (reasons[i]);

      g_string_append_printf (text, "      %s\n", reason);
    }
}

static void
append_choice (GString    *text,
               BwTenant   *tenant,
               const char *program)
{
  GPtrArray *candidates = bw_setup_job_get_candidates (bw_tenant_get_job (tenant));

  g_string_append_printf (text, "\n%s\n", _("Admin relationships to choose from:"));
  for (guint i = 0; candidates != NULL && i < candidates->len; i++)
    append_candidate (text, g_ptr_array_index (candidates, i));

  g_string_append_printf (text, "\n%s %s setup choose %s --relationship ID\n",
                          _("Reuse one:"), program, get_word (tenant));
  g_string_append_printf (text, "%s %s setup choose %s --new\n",
                          _("Create a new one:"), program, get_word (tenant));
}

static void
append_link (GString    *text,
             BwTenant   *tenant,
             const char *program)
{
  const char *link = bw_setup_job_get_link (bw_tenant_get_job (tenant));

  if (link == NULL)
    return;

  g_string_append_printf (text, "\n%s\n%s\n\n%s %s setup message %s\n",
                          _("The customer’s global administrator approves it here:"), link,
                          _("Send the message:"), program, get_word (tenant));
}

static void
append_limitations (GString  *text,
                    BwTenant *tenant)
{
  GPtrArray *limitations = bw_setup_job_get_limitations (bw_tenant_get_job (tenant));

  g_string_append_printf (text, "\n%s\n", _("Limitations:"));
  for (guint i = 0; limitations != NULL && i < limitations->len; i++)
    {
      BwLimitation *limitation = g_ptr_array_index (limitations, i);

      g_string_append_printf (text, "  %s: %s\n", limitation->feature, limitation->reason);
    }
}

static void
append_command (GString    *text,
                BwTenant   *tenant,
                const char *program,
                const char *what,
                const char *command,
                const char *option)
{
  g_string_append_printf (text, "%s %s %s %s%s\n", what, program, command, get_word (tenant),
                          option);
}

/* Returns: whether the set-up is one through a guest account that waits */
static gboolean
append_guest_needs (GString    *text,
                    BwTenant   *tenant,
                    const char *program)
{
  BwTenantAction action = bw_tenant_get_action (tenant);
  const char *link = bw_setup_job_get_link (bw_tenant_get_job (tenant));

  if (action == BW_TENANT_ACTION_REQUEST_APPROVAL)
    {
      g_string_append_printf (text, "\n%s\n%s\n\n",
                              _("The customer’s administrator agrees here:"), link);
      append_command (text, tenant, program, _("Send the message:"), "setup message", "");
      append_command (text, tenant, program, _("Once they have answered:"), "setup answer",
                      " --address ADDRESS");
    }
  else if (action == BW_TENANT_ACTION_INVITE_AGAIN)
    {
      g_string_append_c (text, '\n');
      append_command (text, tenant, program, _("Once it is accepted:"), "setup retry", "");
      append_command (text, tenant, program, _("Send the invitation again:"), "setup invite", "");
    }
  else if (action == BW_TENANT_ACTION_SIGN_IN_GUEST)
    {
      g_string_append_c (text, '\n');
      append_command (text, tenant, program, _("Sign in:"), "setup sign-in", "");
    }
  else if (action == BW_TENANT_ACTION_FINALIZE)
    {
      g_string_append_c (text, '\n');
      append_command (text, tenant, program, _("Finalize the approval:"), "setup finalize", "");
    }
  else if (action == BW_TENANT_ACTION_ADD_CREDENTIAL)
    {
      g_string_append_printf (text, "\n%s %s account make-certificate\n%s %s account set-secret\n",
                              _("Make a certificate:"), program, _("Or store a client secret:"),
                              program);
    }
  else
    {
      return FALSE;
    }

  return TRUE;
}

/* What it takes to go on, or what there is to know. */
static void
append_needs (GString    *text,
              BwTenant   *tenant,
              const char *program)
{
  if (bw_tenant_get_job (tenant) == NULL || append_guest_needs (text, tenant, program))
    return;

  switch (bw_tenant_get_status (tenant))
    {
    case BW_TENANT_STATUS_NEEDS_CHOICE:
      append_choice (text, tenant, program);
      break;

    case BW_TENANT_STATUS_WAITING_FOR_APPROVAL:
      append_link (text, tenant, program);
      break;

    case BW_TENANT_STATUS_FAILED:
      append_failure (text, tenant, program);
      break;

    case BW_TENANT_STATUS_ENABLED_WITH_LIMITATIONS:
      append_limitations (text, tenant);
      break;

    case BW_TENANT_STATUS_NOT_SET_UP:
    case BW_TENANT_STATUS_SETTING_UP:
    case BW_TENANT_STATUS_ENABLED:
    case BW_TENANT_STATUS_EXPIRED:
    case BW_TENANT_STATUS_DISABLED:
    default:
      break;
    }
}

/**
 * bw_outcome_render:
 * @tenants: tenants
 * @program: how to call the program, for advice
 *
 * Returns: (transfer full): for each tenant the tracker, and what its set-up
 *   needs from somebody
 */
char *
bw_outcome_render (GListModel *tenants,
                   const char *program)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (tenants, i);
      g_autofree char *tracker = bw_tracker_render_tenant (tenant, bw_terminal_get_width ());

      if (i > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, tracker);
      append_needs (text, tenant, program);
    }

  return g_string_free (text, FALSE);
}

/**
 * bw_outcome_get_exit:
 * @tenants: tenants
 *
 * Returns: the exit code that tells of the worst of their set-ups: failed,
 *   waiting for somebody, or neither
 */
BwExit
bw_outcome_get_exit (GListModel *tenants)
{
  BwExit code = BW_EXIT_DONE;

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (tenants, i);
      BwTenantStatus status = bw_tenant_get_status (tenant);

      if (status == BW_TENANT_STATUS_FAILED)
        return BW_EXIT_FAILED;
      if (status == BW_TENANT_STATUS_NEEDS_CHOICE ||
          status == BW_TENANT_STATUS_WAITING_FOR_APPROVAL)
        code = BW_EXIT_WAITING;
    }

  return code;
}

/**
 * bw_outcome_report:
 * @cli: a command
 * @tenants: the tenants that it acted on
 *
 * Prints how their set-ups stand now, and every failure on the standard error.
 */
void
bw_outcome_report (BwCli      *cli,
                   GListModel *tenants)
{
  if (bw_cli_is_json (cli))
    {
      g_autoptr(JsonNode) node = bw_document_of_setups (tenants);

      bw_cli_print_json (cli, node);
    }
  else if (!bw_cli_is_quiet (cli))
    {
      g_autofree char *text = bw_outcome_render (tenants, bw_cli_get_program (cli));

      bw_cli_print (cli, text);
    }

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (tenants, i);
      BwSetupJob *job = bw_tenant_get_job (tenant);
      BwFailure *failure = job != NULL ? bw_setup_job_get_failure (job) : NULL;

      if (failure != NULL && bw_tenant_get_status (tenant) == BW_TENANT_STATUS_FAILED)
        bw_cli_report_failure (cli, tenant, failure);
    }
}
