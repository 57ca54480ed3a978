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
  BwTenantEntry  *entry;        /* (owned) */
  GPtrArray      *lines;        /* (owned) (nullable): until the file is read */
  GListStore     *model;        /* (owned): what is shown of them */
  gboolean        added;        /* those that could be */

  GtkWidget      *close_button;
  GtkWidget      *add_button;
  GtkStack       *stack;
  GtkProgressBar *progress_bar;
  AdwStatusPage  *error_page;
  GtkLabel       *summary_label;
  GtkListView    *list_view;
};

G_DEFINE_FINAL_TYPE (BwImportDialog, bw_import_dialog, ADW_TYPE_WINDOW)

/* Told for as long as the dialog waits for the end of the reading, which holds it. */
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

static char *
dup_summary (BwImportDialog *self,
             guint           n_good)
{
  guint n_already = bw_tenant_import_count (self->lines, BW_IMPORT_ALREADY_THERE);
  guint n_refused = bw_tenant_import_count (self->lines, BW_IMPORT_REFUSED);

  return self->added
    /* Translators: three numbers of lines in a file */
    ? g_strdup_printf (_("Added: %1$u. Already there: %2$u. Refused: %3$u."), n_good, n_already,
                       n_refused)
    /* Translators: three numbers of lines in a file */
    : g_strdup_printf (_("Can be added: %1$u. Already there: %2$u. Refused: %3$u."), n_good,
                       n_already, n_refused);
}

static void
show_lines (BwImportDialog *self)
{
  guint n_good = bw_tenant_import_count (self->lines, BW_IMPORT_ADDED) +
                 bw_tenant_import_count (self->lines, BW_IMPORT_ADDED_AS_CSP);
  g_autofree char *summary = dup_summary (self, n_good);

  gtk_label_set_text (self->summary_label, summary);
  gtk_widget_set_visible (self->add_button, !self->added && n_good > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.add", !self->added && n_good > 0);

  /* A row does not follow its line, so all are made anew. */
  g_list_store_remove_all (self->model);
  g_list_store_splice (self->model, 0, 0, self->lines->pdata, self->lines->len);
  gtk_stack_set_visible_child_name (self->stack, "lines");
  gtk_widget_grab_focus (self->added || n_good == 0 ? self->close_button : self->add_button);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(BwImportDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *escaped = NULL;

  self->lines = bw_tenant_import_read_finish (result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (self->lines != NULL)
    {
      show_lines (self);
      return;
    }

  /* The description of a status page is markup. */
  escaped = g_markup_escape_text (error->message, -1);
  adw_status_page_set_description (self->error_page, escaped);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static void
added_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BwImportDialog) self = user_data;

  bw_tenant_import_add_finish (result);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  self->added = TRUE;
  show_lines (self);
}

static void
add_cb (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  BwImportDialog *self = BW_IMPORT_DIALOG (widget);

  /* To the end, even if the dialog is closed: half of them is what nobody asked for. */
  gtk_widget_action_set_enabled (widget, "import.add", FALSE);
  bw_tenant_import_add_async (self->entry, self->lines, NULL, added_cb, g_object_ref (self));
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
  g_clear_object (&self->entry);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_object (&self->model);

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
  gtk_widget_class_install_action (widget_class, "import.add", NULL, add_cb);
  gtk_widget_class_bind_template_child (widget_class, BwImportDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, BwImportDialog, add_button);
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
  self->model = g_list_store_new (BW_TYPE_IMPORT_LINE);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->model)));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (selection));
  bw_widget_set_name (self->close_button, _("Close"));
  bw_widget_set_name (self->add_button, _("Add"));
  bw_widget_set_name (GTK_WIDGET (self->list_view), _("Lines of the File"));
  bw_widget_set_name (GTK_WIDGET (self->progress_bar), _("Reading the File"));
}

/**
 * bw_import_dialog_new:
 * @parent: (nullable): the window it belongs to
 * @entry: what adds tenants
 * @file: what to import
 *
 * Returns: (transfer none): a dialog that is not on the screen yet, and reads already.  It
 *   shows what can become of each line, and adds the tenants when the user wants it.
 */
GtkWidget *
bw_import_dialog_new (GtkWindow     *parent,
                      BwTenantEntry *entry,
                      GFile         *file)
{
  BwImportDialog *self;

  g_return_val_if_fail (BW_IS_TENANT_ENTRY (entry), NULL);

  self = g_object_new (BW_TYPE_IMPORT_DIALOG, "transient-for", parent, NULL);
  self->entry = g_object_ref (entry);
  bw_tenant_import_read_async (entry, file, show_progress, self, self->cancellable, read_cb,
                               g_object_ref (self));

  return GTK_WIDGET (self);
}
