/* bw-import-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-import-dialog.h"
#include "bw-import-row.h"
#include "bw-widgets.h"

struct _BwImportDialog
{
  AdwWindow       parent_instance;

  GCancellable   *cancellable;  /* (owned) */
  GListStore     *lines;        /* (owned) */

  GtkWidget      *close_button;
  GtkStack       *stack;
  GtkProgressBar *progress_bar;
  AdwStatusPage  *error_page;
  GtkLabel       *summary_label;
  GtkListView    *list_view;
};

G_DEFINE_FINAL_TYPE (BwImportDialog, bw_import_dialog, ADW_TYPE_WINDOW)

/* Told for as long as the dialog waits for the end of the import, which holds it. */
static void
show_progress (guint    done,
               guint    total,
               gpointer data)
{
  BwImportDialog *self = data;
  g_autofree char *text = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  /* Translators: how many lines of a file were looked at, and how many there are */
  text = g_strdup_printf (_("%1$u of %2$u"), done, total);
  gtk_progress_bar_set_fraction (self->progress_bar, (double) done / total);
  gtk_progress_bar_set_text (self->progress_bar, text);
}

static void
imported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(BwImportDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) lines = bw_tenant_import_finish (result, &error);
  g_autofree char *escaped = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (lines != NULL)
    {
      bw_import_dialog_show (self, lines);
      return;
    }

  /* The description of a status page is markup. */
  escaped = g_markup_escape_text (error->message, -1);
  adw_status_page_set_description (self->error_page, escaped);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, bw_import_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  bw_import_row_show (BW_IMPORT_ROW (gtk_list_item_get_child (item)),
                      gtk_list_item_get_item (item));
}

/* A window that is closed lives on for as long as something that was begun holds it. */
static void
bw_import_dialog_unrealize (GtkWidget *widget)
{
  g_cancellable_cancel (BW_IMPORT_DIALOG (widget)->cancellable);

  GTK_WIDGET_CLASS (bw_import_dialog_parent_class)->unrealize (widget);
}

static void
bw_import_dialog_dispose (GObject *object)
{
  BwImportDialog *self = BW_IMPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), BW_TYPE_IMPORT_DIALOG);

  G_OBJECT_CLASS (bw_import_dialog_parent_class)->dispose (object);
}

static void
bw_import_dialog_finalize (GObject *object)
{
  BwImportDialog *self = BW_IMPORT_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->lines);

  G_OBJECT_CLASS (bw_import_dialog_parent_class)->finalize (object);
}

static void
bw_import_dialog_class_init (BwImportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_import_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = bw_import_dialog_finalize;
  widget_class->unrealize = bw_import_dialog_unrealize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BW_RESOURCE_PATH "/bw-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BwImportDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, BwImportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, BwImportDialog, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, BwImportDialog, error_page);
  gtk_widget_class_bind_template_child (widget_class, BwImportDialog, summary_label);
  gtk_widget_class_bind_template_child (widget_class, BwImportDialog, list_view);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
}

static void
bw_import_dialog_init (BwImportDialog *self)
{
  g_autoptr(GtkNoSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->cancellable = g_cancellable_new ();
  self->lines = g_list_store_new (BW_TYPE_IMPORT_LINE);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->lines)));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (selection));
  bw_widget_set_name (self->close_button, _("Close"));
  bw_widget_set_name (GTK_WIDGET (self->list_view), _("Lines of the File"));
  bw_widget_set_name (GTK_WIDGET (self->progress_bar), _("Reading the File"));
}

/**
 * bw_import_dialog_new:
 * @parent: (nullable): the window it belongs to
 * @entry: (nullable): what adds tenants; or see bw_import_dialog_show()
 * @file: (nullable): what to import
 *
 * Returns: (transfer none): a dialog that is not on the screen yet, and imports already
 */
GtkWidget *
bw_import_dialog_new (GtkWindow     *parent,
                      BwTenantEntry *entry,
                      GFile         *file)
{
  BwImportDialog *self = g_object_new (BW_TYPE_IMPORT_DIALOG, "transient-for", parent, NULL);

  if (entry != NULL)
    bw_tenant_import_async (entry, file, FALSE, show_progress, self, self->cancellable,
                            imported_cb, g_object_ref (self));

  return GTK_WIDGET (self);
}

/**
 * bw_import_dialog_show:
 * @self: an import dialog
 * @lines: (element-type BwImportLine): what became of each line
 */
void
bw_import_dialog_show (BwImportDialog *self,
                       GPtrArray      *lines)
{
  guint n_added;
  guint n_already;
  guint n_refused;
  g_autofree char *text = NULL;

  g_return_if_fail (BW_IS_IMPORT_DIALOG (self));

  n_added = bw_tenant_import_count (lines, BW_IMPORT_ADDED) +
            bw_tenant_import_count (lines, BW_IMPORT_ADDED_AS_CSP);
  n_already = bw_tenant_import_count (lines, BW_IMPORT_ALREADY_THERE);
  n_refused = bw_tenant_import_count (lines, BW_IMPORT_REFUSED);
  /* Translators: three numbers of lines in a file */
  text = g_strdup_printf (_("Added: %1$u. Already there: %2$u. Refused: %3$u."), n_added, n_already,
                          n_refused);
  gtk_label_set_text (self->summary_label, text);
  g_list_store_splice (self->lines, 0, g_list_model_get_n_items (G_LIST_MODEL (self->lines)),
                       lines->pdata, lines->len);
  gtk_stack_set_visible_child_name (self->stack, "lines");
}
