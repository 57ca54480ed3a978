/* bw-tracker.c - the progress tracker as lines of text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-text.h"
#include "bw-tracker.h"

#define BAR_WIDTH 20
#define MAX_NAME_WIDTH 32

typedef struct
{
  const char *icon;
  BwColour    colour;
} Mark;

static Mark
get_step_mark (BwStepState state)
{
  switch (state)
    {
    case BW_STEP_STATE_RUNNING:
      return (Mark) { "●", BW_COLOUR_BUSY };
    case BW_STEP_STATE_WAITING_FOR_YOU:
    case BW_STEP_STATE_WAITING_FOR_CUSTOMER:
    case BW_STEP_STATE_WAITING_FOR_MICROSOFT:
      return (Mark) { "…", BW_COLOUR_WAITING };
    case BW_STEP_STATE_DONE:
      return (Mark) { "✓", BW_COLOUR_GOOD };
    case BW_STEP_STATE_SKIPPED:
      return (Mark) { "–", BW_COLOUR_PLAIN };
    case BW_STEP_STATE_FAILED:
      return (Mark) { "✗", BW_COLOUR_BAD };
    case BW_STEP_STATE_PENDING:
    default:
      return (Mark) { "○", BW_COLOUR_PLAIN };
    }
}

static Mark
get_tenant_mark (BwTenantStatus status)
{
  switch (status)
    {
    case BW_TENANT_STATUS_SETTING_UP:
      return (Mark) { "●", BW_COLOUR_BUSY };
    case BW_TENANT_STATUS_NEEDS_CHOICE:
    case BW_TENANT_STATUS_WAITING_FOR_APPROVAL:
      return (Mark) { "…", BW_COLOUR_WAITING };
    case BW_TENANT_STATUS_ENABLED:
    case BW_TENANT_STATUS_ENABLED_WITH_LIMITATIONS:
      return (Mark) { "✓", BW_COLOUR_GOOD };
    case BW_TENANT_STATUS_FAILED:
    case BW_TENANT_STATUS_EXPIRED:
      return (Mark) { "✗", BW_COLOUR_BAD };
    case BW_TENANT_STATUS_NOT_SET_UP:
    case BW_TENANT_STATUS_DISABLED:
    default:
      return (Mark) { "○", BW_COLOUR_PLAIN };
    }
}

/* Ends a line with what fits; @taken columns of @width are taken. */
static void
append_rest (GString    *lines,
             const char *text,
             guint       taken,
             guint       width)
{
  guint rest = width > taken ? width - taken : 1;
  g_autofree char *fitting = bw_text_cut (text, width != 0 ? rest : 0);

  g_string_append (lines, g_strchomp (fitting));
  g_string_append_c (lines, '\n');
}

static void
append_bar (GString     *text,
            BwSetupStep *step)
{
  gint64 total = bw_setup_step_get_total (step);
  gint64 done = CLAMP (bw_setup_step_get_done (step), 0, total);
  gint64 filled = total > 0 ? done * BAR_WIDTH / total : 0;

  if (total <= 0)
    return;

  g_string_append_c (text, '[');
  for (gint64 i = 0; i < BAR_WIDTH; i++)
    g_string_append (text, i < filled ? "█" : "░");
  g_string_append (text, "] ");
  /* Translators: how much is done, of how much */
  g_string_append_printf (text, _("%lld of %lld"), (long long) done, (long long) total);
  g_string_append (text, "  ");
}

static void
append_times (GString     *text,
              BwSetupStep *step)
{
  g_autofree char *since = bw_text_format_when (bw_setup_step_get_since (step));
  g_autofree char *last = bw_text_format_when (bw_setup_step_get_last_look (step));
  g_autofree char *next = bw_text_format_when (bw_setup_step_get_next_look (step));

  if (bw_setup_step_get_since (step) != 0)
    g_string_append_printf (text, _("since %s  "), since);
  if (bw_setup_step_get_last_look (step) != 0)
    g_string_append_printf (text, _("last look %s  "), last);
  if (bw_setup_step_get_next_look (step) != 0)
    g_string_append_printf (text, _("next look %s  "), next);
}

/* What the Status column of the tracker says. */
static void
append_step_status (GString     *line,
                    BwSetupStep *step)
{
  BwStepState state = bw_setup_step_get_state (step);
  g_autofree char *text = bw_text_clean (bw_setup_step_get_text (step));
  g_autofree char *since = bw_text_format_when (bw_setup_step_get_since (step));

  g_string_append_printf (line, "%s  ", bw_step_state_get_label (state));

  switch (state)
    {
    case BW_STEP_STATE_RUNNING:
      append_bar (line, step);
      break;

    case BW_STEP_STATE_WAITING_FOR_YOU:
    case BW_STEP_STATE_WAITING_FOR_CUSTOMER:
    case BW_STEP_STATE_WAITING_FOR_MICROSOFT:
      append_times (line, step);
      break;

    case BW_STEP_STATE_DONE:
    case BW_STEP_STATE_FAILED:
      if (bw_setup_step_get_since (step) != 0)
        g_string_append_printf (line, "%s  ", since);
      break;

    case BW_STEP_STATE_PENDING:
    case BW_STEP_STATE_SKIPPED:
    default:
      break;
    }

  /* Where there is nothing to say, the text is the name of the state. */
  if (g_strcmp0 (bw_setup_step_get_text (step), bw_step_state_get_label (state)) != 0)
    g_string_append (line, text);
}

static guint
get_title_width (GListModel *steps)
{
  guint width = 0;

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr(BwSetupStep) step = g_list_model_get_item (steps, i);

      width = MAX (width, bw_text_width (bw_setup_step_get_title (step)));
    }

  return width;
}

static void
append_step (GString     *lines,
             BwSetupStep *step,
             guint        title_width,
             guint        width)
{
  Mark mark = get_step_mark (bw_setup_step_get_state (step));
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append (lines, "  ");
  bw_text_append_icon (lines, mark.icon, mark.colour);

  g_string_append_printf (text, " %u  ", bw_setup_step_get_number (step));
  bw_text_append (text, bw_setup_step_get_title (step), title_width + 2);
  append_step_status (text, step);
  append_rest (lines, text->str, 3, width);
}

/**
 * bw_tracker_render_tenant:
 * @tenant: a tenant
 * @width: columns of the terminal, or 0 for lines as long as they are
 *
 * Returns: (transfer full): the tenant, its status, and a line for each step of its set-up
 */
char *
bw_tracker_render_tenant (BwTenant *tenant,
                          guint     width)
{
  GListModel *steps = (GListModel *) bw_tenant_get_job (tenant);
  g_autofree char *name = bw_text_clean (bw_tenant_get_name (tenant));
  g_autofree char *domain = bw_text_clean (bw_tenant_get_domain (tenant));
  g_autofree char *title = g_strconcat (name, "  ", domain, NULL);
  GString *lines = g_string_new (NULL);

  append_rest (lines, title, 0, width);
  append_rest (lines, bw_tenant_get_status_text (tenant), 0, width);

  for (guint i = 0; steps != NULL && i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr(BwSetupStep) step = g_list_model_get_item (steps, i);

      append_step (lines, step, get_title_width (steps), width);
    }

  return g_string_free (lines, FALSE);
}

/**
 * bw_tracker_render_line:
 * @tenant: a tenant
 * @name_width: columns that its name is to fill
 * @width: columns of the terminal, or 0 for a line as long as it is
 *
 * Returns: (transfer full): the tenant and where its set-up stands, on one line
 */
char *
bw_tracker_render_line (BwTenant *tenant,
                        guint     name_width,
                        guint     width)
{
  Mark mark = get_tenant_mark (bw_tenant_get_status (tenant));
  BwSetupJob *job = bw_tenant_get_job (tenant);
  BwSetupStep *step = job != NULL ? bw_setup_job_get_current_step (job) : NULL;
  g_autofree char *whole_name = bw_text_clean (bw_tenant_get_name (tenant));
  g_autofree char *name = bw_text_cut (whole_name, name_width);
  g_autoptr(GString) text = g_string_new (" ");
  GString *line = g_string_new (NULL);

  bw_text_append (text, name, name_width);
  g_string_append_printf (text, "  %s", bw_tenant_get_status_text (tenant));

  if (step != NULL && bw_setup_job_get_state (job) != BW_JOB_STATE_DONE)
    {
      g_string_append_printf (text, "  %s: ", bw_setup_step_get_title (step));
      append_step_status (text, step);
    }

  bw_text_append_icon (line, mark.icon, mark.colour);
  append_rest (line, text->str, 1, width);

  return g_string_free (line, FALSE);
}

/* Wide enough for the longest name, within reason. */
static guint
get_name_width (GListModel *tenants)
{
  guint width = 0;

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (tenants, i);
      g_autofree char *name = bw_text_clean (bw_tenant_get_name (tenant));

      width = MAX (width, bw_text_width (name));
    }

  return MIN (width, MAX_NAME_WIDTH);
}

/**
 * bw_tracker_render_table:
 * @tenants: tenants
 * @width: columns of the terminal, or 0 for lines as long as they are
 * @height: lines of the terminal, or 0 for as many as it takes
 *
 * Returns: (transfer full): a line for each tenant; the last one counts what
 *   there is no room for
 */
char *
bw_tracker_render_table (GListModel *tenants,
                         guint       width,
                         guint       height)
{
  guint n_tenants = g_list_model_get_n_items (tenants);
  guint name_width = get_name_width (tenants);
  guint n_lines = n_tenants;
  GString *lines = g_string_new (NULL);

  /* The cursor stands on one more line, and what has scrolled away can't be
   * drawn over. */
  if (height != 0 && n_tenants + 1 > height)
    n_lines = height > 2 ? height - 2 : 0;

  for (guint i = 0; i < n_lines; i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (tenants, i);
      g_autofree char *line = bw_tracker_render_line (tenant, name_width, width);

      g_string_append (lines, line);
    }

  if (n_lines < n_tenants)
    {
      g_autofree char *more = g_strdup_printf (ngettext ("… and %u more", "… and %u more",
                                                         n_tenants - n_lines),
                                               n_tenants - n_lines);

      append_rest (lines, more, 0, width);
    }

  return g_string_free (lines, FALSE);
}
