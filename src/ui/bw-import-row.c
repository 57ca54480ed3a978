/* bw-import-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-import-row.h"
#include "bw-widgets.h"

struct _BwImportRow
{
  AdwBin      parent_instance;

  const char *style;  /* (nullable): the style class of the icon */

  GtkImage   *icon;
  GtkLabel   *title_label;
  GtkLabel   *outcome_label;
  GtkLabel   *reason_label;
};

G_DEFINE_FINAL_TYPE (BwImportRow, bw_import_row, ADW_TYPE_BIN)

static const struct
{
  const char *icon_name;
  const char *style;
} looks[BW_IMPORT_N_OUTCOMES] = {
  [BW_IMPORT_ADDED] = { "object-select-symbolic", "success" },
  [BW_IMPORT_ADDED_AS_CSP] = { "object-select-symbolic", "success" },
  [BW_IMPORT_ALREADY_THERE] = { "dialog-information-symbolic", "dim-label" },
  [BW_IMPORT_REFUSED] = { "dialog-error-symbolic", "error" },
};

static void
bw_import_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), BW_TYPE_IMPORT_ROW);

  G_OBJECT_CLASS (bw_import_row_parent_class)->dispose (object);
}

static void
bw_import_row_class_init (BwImportRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_import_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, BW_RESOURCE_PATH "/bw-import-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BwImportRow, icon);
  gtk_widget_class_bind_template_child (widget_class, BwImportRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, BwImportRow, outcome_label);
  gtk_widget_class_bind_template_child (widget_class, BwImportRow, reason_label);
}

static void
bw_import_row_init (BwImportRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bw_import_row_new:
 *
 * Returns: (transfer floating): a row without a line
 */
GtkWidget *
bw_import_row_new (void)
{
  return g_object_new (BW_TYPE_IMPORT_ROW, NULL);
}

/**
 * bw_import_row_show:
 * @self: a row
 * @line: what it shows; as it is now
 */
void
bw_import_row_show (BwImportRow  *self,
                    BwImportLine *line)
{
  BwImportOutcome outcome = bw_import_line_get_outcome (line);
  const char *label = bw_import_line_get_label (line);
  const char *reason = bw_import_line_get_reason (line);
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (BW_IS_IMPORT_ROW (self));

  /* Translators: the number of a line in a file, the name of a tenant */
  title = g_strdup_printf (_("Line %1$u: %2$s"), bw_import_line_get_number (line),
                           bw_import_line_get_name (line));
  if (reason != NULL)
    /* Translators: for screen readers: a line and its tenant, what became of it, and why */
    name = g_strdup_printf (_("%1$s. %2$s. %3$s"), title, label, reason);
  else
    /* Translators: for screen readers: a line and its tenant, and what became of it */
    name = g_strdup_printf (_("%1$s. %2$s."), title, label);

  gtk_image_set_from_icon_name (self->icon, looks[outcome].icon_name);
  bw_widget_set_style (GTK_WIDGET (self->icon), &self->style, looks[outcome].style);
  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->outcome_label, label);
  bw_label_set_text (self->reason_label, reason);

  /* Before GTK 4.12 a row has no name of its own. */
  bw_widget_set_name (GTK_WIDGET (self), name);
}
