/* bw-tenant-cell.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-format.h"
#include "bw-pace.h"
#include "bw-tenant-cell.h"
#include "bw-util.h"
#include "bw-widgets.h"

struct _BwTenantCell
{
  AdwBin          parent_instance;

  BwTenantColumn  column;
  BwTenant       *tenant;   /* (owned) (nullable) */
  GSignalGroup   *signals;  /* (owned) */
  const char     *style;    /* (nullable): the style class of the icon */

  GtkImage       *icon;
  GtkLabel       *title_label;
  GtkLabel       *subtitle_label;
};

G_DEFINE_FINAL_TYPE (BwTenantCell, bw_tenant_cell, ADW_TYPE_BIN)

/* Between which widths a column moves by itself, in characters. */
static const struct
{
  int least;
  int most;
} column_chars[BW_TENANT_N_COLUMNS] = {
  [BW_TENANT_COLUMN_NAME] = { 14, 32 },
  [BW_TENANT_COLUMN_SOURCE] = { 12, 24 },
  [BW_TENANT_COLUMN_STATUS] = { 12, 26 },
  [BW_TENANT_COLUMN_EXPIRY] = { 11, 16 },
  [BW_TENANT_COLUMN_CHANGED] = { 11, 14 },
};

/* Before GTK 4.12 a row has no name of its own: a screen reader would read out
 * the name of its type. */
static void
name_row (BwTenantCell *self)
{
  GtkWidget *cell = gtk_widget_get_parent (GTK_WIDGET (self));
  GtkWidget *row = cell != NULL ? gtk_widget_get_parent (cell) : NULL;
  const char *domain;
  g_autofree char *name = NULL;

  if (self->column != BW_TENANT_COLUMN_NAME || self->tenant == NULL || row == NULL)
    return;

  domain = bw_tenant_get_domain (self->tenant);

  if (domain != NULL)
    /* Translators: read out for a row: name, domain, status of a tenant */
    name = g_strdup_printf (_("%s, %s, %s"), bw_tenant_get_name (self->tenant), domain,
                            bw_tenant_get_status_text (self->tenant));
  else
    name = g_strdup_printf ("%s, %s", bw_tenant_get_name (self->tenant),
                            bw_tenant_get_status_text (self->tenant));

  bw_widget_set_name (row, name);
}

static void
show_status (BwTenantCell *self)
{
  const char *style = bw_status_get_style (bw_tenant_get_status (self->tenant));

  gtk_label_set_text (self->title_label, bw_tenant_get_status_text (self->tenant));
  gtk_image_set_from_icon_name (self->icon, bw_tenant_get_status_icon (self->tenant));
  bw_widget_set_style (GTK_WIDGET (self->icon), &self->style, style);
}

static void
show_expiry (BwTenantCell *self)
{
  gint64 end = bw_tenant_get_relationship_end (self->tenant);
  gint64 soon = bw_clock_now () + BW_FORMAT_SOON_DAYS * (gint64) 24 * 60 * 60;
  g_autofree char *date = bw_format_date (end);
  g_autofree char *left = end > 0 && end < soon ? bw_format_days_left (end) : NULL;

  bw_label_set_text (self->title_label, date);
  bw_label_set_text (self->subtitle_label, left);
}

static void
show_tenant (BwTenantCell *self)
{
  g_autofree char *changed = NULL;

  switch (self->column)
    {
    case BW_TENANT_COLUMN_NAME:
      gtk_label_set_text (self->title_label, bw_tenant_get_name (self->tenant));
      bw_label_set_text (self->subtitle_label, bw_tenant_get_domain (self->tenant));
      break;
    case BW_TENANT_COLUMN_SOURCE:
      gtk_label_set_text (self->title_label,
                          bw_tenant_source_get_label (bw_tenant_get_source (self->tenant)));
      break;
    case BW_TENANT_COLUMN_STATUS:
      show_status (self);
      break;
    case BW_TENANT_COLUMN_EXPIRY:
      show_expiry (self);
      break;
    case BW_TENANT_COLUMN_CHANGED:
    default:
      changed = bw_format_moment (bw_tenant_get_last_change (self->tenant));
      bw_label_set_text (self->title_label, changed);
      break;
    }

  name_row (self);
}

static gboolean
is_cut_off (GtkLabel *label)
{
  return gtk_widget_is_visible (GTK_WIDGET (label)) &&
         pango_layout_is_ellipsized (gtk_label_get_layout (label));
}

/* A tooltip tells what the row has no room for: what a status alone leaves open,
 * or the text that is cut off. */
static gboolean
bw_tenant_cell_query_tooltip (GtkWidget  *widget,
                              int         x,
                              int         y,
                              gboolean    keyboard,
                              GtkTooltip *tooltip)
{
  BwTenantCell *self = BW_TENANT_CELL (widget);
  g_autofree char *text = NULL;

  if (self->tenant != NULL && self->column == BW_TENANT_COLUMN_STATUS)
    text = bw_tenant_dup_status_tooltip (self->tenant);

  if (text == NULL && gtk_widget_is_visible (GTK_WIDGET (self->subtitle_label)) &&
      (is_cut_off (self->title_label) || is_cut_off (self->subtitle_label)))
    text = g_strdup_printf ("%s\n%s", gtk_label_get_text (self->title_label),
                            gtk_label_get_text (self->subtitle_label));
  else if (text == NULL && is_cut_off (self->title_label))
    text = g_strdup (gtk_label_get_text (self->title_label));

  gtk_tooltip_set_text (tooltip, text);

  return text != NULL;
}

static void
bw_tenant_cell_dispose (GObject *object)
{
  BwTenantCell *self = BW_TENANT_CELL (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), BW_TYPE_TENANT_CELL);
  g_clear_object (&self->signals);
  g_clear_object (&self->tenant);

  G_OBJECT_CLASS (bw_tenant_cell_parent_class)->dispose (object);
}

static void
bw_tenant_cell_class_init (BwTenantCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_tenant_cell_dispose;
  widget_class->query_tooltip = bw_tenant_cell_query_tooltip;

  gtk_widget_class_set_template_from_resource (widget_class, BW_RESOURCE_PATH "/bw-tenant-cell.ui");
  gtk_widget_class_bind_template_child (widget_class, BwTenantCell, icon);
  gtk_widget_class_bind_template_child (widget_class, BwTenantCell, title_label);
  gtk_widget_class_bind_template_child (widget_class, BwTenantCell, subtitle_label);
}

static void
bw_tenant_cell_init (BwTenantCell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (BW_TYPE_TENANT);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (show_tenant), self);

  /* Only in the tree does the cell know its row. */
  g_signal_connect (self, "map", G_CALLBACK (name_row), NULL);
}

/**
 * bw_tenant_cell_new:
 * @column: which column it is in
 *
 * Returns: (transfer floating): a cell without a tenant
 */
GtkWidget *
bw_tenant_cell_new (BwTenantColumn column)
{
  BwTenantCell *self = g_object_new (BW_TYPE_TENANT_CELL, NULL);

  self->column = column;
  gtk_label_set_width_chars (self->title_label, column_chars[column].least);
  gtk_label_set_max_width_chars (self->title_label, column_chars[column].most);
  gtk_label_set_max_width_chars (self->subtitle_label, column_chars[column].most);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), column == BW_TENANT_COLUMN_STATUS);
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle_label), FALSE);

  if (column == BW_TENANT_COLUMN_EXPIRY || column == BW_TENANT_COLUMN_CHANGED)
    gtk_widget_add_css_class (GTK_WIDGET (self), "numeric");
  if (column == BW_TENANT_COLUMN_SOURCE || column == BW_TENANT_COLUMN_CHANGED)
    gtk_widget_add_css_class (GTK_WIDGET (self->title_label), "dim-label");

  return GTK_WIDGET (self);
}

/**
 * bw_tenant_cell_set_tenant:
 * @self: a cell
 * @tenant: (nullable): what it shows, and follows
 */
void
bw_tenant_cell_set_tenant (BwTenantCell *self,
                           BwTenant     *tenant)
{
  g_return_if_fail (BW_IS_TENANT_CELL (self));

  g_set_object (&self->tenant, tenant);
  g_signal_group_set_target (self->signals, tenant);
  if (tenant != NULL)
    show_tenant (self);
}
