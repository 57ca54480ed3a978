/* bw-bulk-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-bulk-dialog.h"
#include "bw-job-facts.h"
#include "bw-widgets.h"

/* So many plans are made at the same time. */
#define N_AT_ONCE 4

struct _BwBulkDialog
{
  AdwWindow       parent_instance;

  BwEngine       *engine;       /* (owned) (nullable) */
  GPtrArray      *tenants;      /* (owned) */
  GCancellable   *cancellable;  /* (owned) */
  guint           n_asked;
  guint           n_planned;
  guint           n_failed;
  guint           n_unchanged;
  GHashTable     *kinds;        /* (owned): what is created or changed, and how often */
  GStrv           groups;       /* (owned) (nullable): names of the default groups */
  GHashTable     *shared;       /* (owned): what was counted for all tenants together */

  GtkWidget      *cancel_button;
  GtkWidget      *begin_button;
  GtkLabel       *intro_label;
  GtkWidget      *progress_box;
  GtkProgressBar *progress_bar;
  GtkLabel       *progress_label;
  GtkListBox     *list_box;
  GtkWidget      *hint_label;
};

G_DEFINE_FINAL_TYPE (BwBulkDialog, bw_bulk_dialog, ADW_TYPE_WINDOW)

enum
{
  CONFIRMED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void ask_next (BwBulkDialog *self);

static void
add_number (BwBulkDialog *self,
            const char   *title,
            guint         number)
{
  GtkWidget *row;
  GtkWidget *label;
  g_autofree char *text = g_strdup_printf ("%u", number);
  /* Translators: a kind of thing, and how many of it */
  g_autofree char *name = g_strdup_printf (_("%s: %s"), title, text);

  if (number == 0)
    return;

  row = bw_row_new (title, NULL);
  label = gtk_label_new (text);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  bw_widget_set_name (row, name);
  gtk_list_box_append (self->list_box, row);
}

static void
show_numbers (BwBulkDialog *self)
{
  g_autoptr(GList) keys =
    g_list_sort (g_hash_table_get_keys (self->kinds), (GCompareFunc) g_utf8_collate);

  bw_widget_clear_list (self->list_box);
  for (GList *l = keys; l != NULL; l = l->next)
    add_number (self, l->data, GPOINTER_TO_UINT (g_hash_table_lookup (self->kinds, l->data)));
  add_number (self, _("Tenants where nothing has to be changed"), self->n_unchanged);
  add_number (self, _("Tenants whose plan could not be made"), self->n_failed);

  gtk_widget_set_visible (GTK_WIDGET (self->list_box),
                          gtk_list_box_get_row_at_index (self->list_box, 0) != NULL);
  gtk_widget_set_visible (self->hint_label, TRUE);
  gtk_widget_set_visible (self->progress_box, FALSE);
  gtk_widget_set_sensitive (self->begin_button, TRUE);
  gtk_widget_grab_focus (self->begin_button);
}

static void
show_progress (BwBulkDialog *self)
{
  g_autofree char *text = NULL;

  /* Translators: the number of plans made, of how many */
  text = g_strdup_printf (_("Looking at Microsoft: %u of %u. Nothing is changed meanwhile."),
                          self->n_planned, self->tenants->len);
  gtk_label_set_text (self->progress_label, text);
  gtk_progress_bar_set_fraction (self->progress_bar,
                                 (double) self->n_planned / MAX (1, self->tenants->len));
  bw_widget_set_name (GTK_WIDGET (self->progress_bar), text);
}

/* The groups are made once, in the partner tenant, whoever needs them first. */
static gboolean
is_counted (BwBulkDialog       *self,
            const BwPlanChange *change)
{
  if (self->groups == NULL || change->details == NULL ||
      !g_strv_contains ((const char * const *) self->groups, change->details))
    return FALSE;

  return !g_hash_table_add (self->shared, g_strconcat (change->what, "\n", change->details, NULL));
}

static void
count (BwBulkDialog       *self,
       const BwPlanChange *change)
{
  char *kind;
  guint n;

  if (is_counted (self, change))
    return;

  if (g_strcmp0 (change->action, "delete") == 0)
    /* Translators: a kind of thing, such as "group" */
    kind = g_strdup_printf (_("To be removed: %s"), change->what);
  else if (g_strcmp0 (change->action, "update") == 0)
    /* Translators: a kind of thing, such as "group" */
    kind = g_strdup_printf (_("To be changed: %s"), change->what);
  else
    /* Translators: a kind of thing, such as "group" */
    kind = g_strdup_printf (_("To be created: %s"), change->what);

  n = GPOINTER_TO_UINT (g_hash_table_lookup (self->kinds, kind));
  g_hash_table_replace (self->kinds, kind, GUINT_TO_POINTER (n + 1));
}

static void
planned_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BwBulkDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BwPlan) plan = bw_engine_plan_finish (BW_ENGINE (object), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  bw_bulk_dialog_add_plan (self, plan, error);
  ask_next (self);
}

static void
ask_next (BwBulkDialog *self)
{
  BwTenant *tenant;

  if (self->engine == NULL || self->n_asked == self->tenants->len)
    return;

  tenant = g_ptr_array_index (self->tenants, self->n_asked++);
  bw_engine_plan_async (self->engine, bw_tenant_get_id (tenant), BW_CHOICE_NONE, NULL,
                        self->cancellable,
                        planned_cb, g_object_ref (self));
}

static void
begin_cb (BwBulkDialog *self)
{
  g_signal_emit (self, signals[CONFIRMED], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
bw_bulk_dialog_dispose (GObject *object)
{
  BwBulkDialog *self = BW_BULK_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), BW_TYPE_BULK_DIALOG);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (bw_bulk_dialog_parent_class)->dispose (object);
}

static void
bw_bulk_dialog_finalize (GObject *object)
{
  BwBulkDialog *self = BW_BULK_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->tenants, g_ptr_array_unref);
  g_clear_pointer (&self->kinds, g_hash_table_unref);
  g_clear_pointer (&self->groups, g_strfreev);
  g_clear_pointer (&self->shared, g_hash_table_unref);

  G_OBJECT_CLASS (bw_bulk_dialog_parent_class)->finalize (object);
}

static void
bw_bulk_dialog_class_init (BwBulkDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_bulk_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = bw_bulk_dialog_finalize;

  signals[CONFIRMED] = g_signal_new ("confirmed", BW_TYPE_BULK_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL,
                                     G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, BW_RESOURCE_PATH "/bw-bulk-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BwBulkDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, BwBulkDialog, begin_button);
  gtk_widget_class_bind_template_child (widget_class, BwBulkDialog, intro_label);
  gtk_widget_class_bind_template_child (widget_class, BwBulkDialog, progress_box);
  gtk_widget_class_bind_template_child (widget_class, BwBulkDialog, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, BwBulkDialog, progress_label);
  gtk_widget_class_bind_template_child (widget_class, BwBulkDialog, list_box);
  gtk_widget_class_bind_template_child (widget_class, BwBulkDialog, hint_label);
  gtk_widget_class_bind_template_callback (widget_class, begin_cb);
}

static void
bw_bulk_dialog_init (BwBulkDialog *self)
{
  g_autoptr(BwRoleTemplate) role_template = bw_job_load_role_template (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));

  self->shared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (role_template != NULL)
    self->groups = bw_role_template_dup_groups (role_template);

  self->cancellable = g_cancellable_new ();
  self->kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  bw_widget_set_name (self->cancel_button, _("Cancel"));
  bw_widget_set_name (self->begin_button, _("Set Up"));
  bw_widget_set_name (GTK_WIDGET (self->list_box), _("What Will Happen"));
}

/**
 * bw_bulk_dialog_new:
 * @parent: (nullable): the window it belongs to
 * @engine: (nullable): makes the plans; or see bw_bulk_dialog_add_plan()
 * @tenants: (element-type BwTenant): which tenants to set up
 *
 * Returns: (transfer none): a dialog that is not on the screen yet
 */
GtkWidget *
bw_bulk_dialog_new (GtkWindow *parent,
                    BwEngine  *engine,
                    GPtrArray *tenants)
{
  BwBulkDialog *self = g_object_new (BW_TYPE_BULK_DIALOG, "transient-for", parent, NULL);
  g_autofree char *intro = NULL;

  g_set_object (&self->engine, engine);
  self->tenants = g_ptr_array_ref (tenants);
  intro = g_strdup_printf (ngettext ("%u tenant will be set up. It goes on in the background.",
                                     "%u tenants will be set up at the same time. It goes on in "
                                     "the background.",
                                     tenants->len),
                           tenants->len);
  gtk_label_set_text (self->intro_label, intro);
  show_progress (self);

  for (guint i = 0; i < N_AT_ONCE; i++)
    ask_next (self);

  return GTK_WIDGET (self);
}

/**
 * bw_bulk_dialog_get_tenants:
 * @self: a bulk dialog
 *
 * Returns: (transfer none) (element-type BwTenant): which tenants to set up
 */
GPtrArray *
bw_bulk_dialog_get_tenants (BwBulkDialog *self)
{
  g_return_val_if_fail (BW_IS_BULK_DIALOG (self), NULL);

  return self->tenants;
}

/**
 * bw_bulk_dialog_add_plan:
 * @self: a bulk dialog
 * @plan: (nullable): the plan of one of the tenants
 * @error: (nullable): why there is none
 */
void
bw_bulk_dialog_add_plan (BwBulkDialog *self,
                         BwPlan       *plan,
                         const GError *error)
{
  GPtrArray *changes;

  g_return_if_fail (BW_IS_BULK_DIALOG (self));

  changes = plan != NULL ? bw_plan_get_changes (plan) : NULL;
  self->n_planned++;
  if (changes == NULL)
    {
      g_info ("A plan could not be made: %s", error != NULL ? error->message : "no reason given");
      self->n_failed++;
    }
  else if (changes->len == 0)
    {
      self->n_unchanged++;
    }

  for (guint i = 0; changes != NULL && i < changes->len; i++)
    count (self, g_ptr_array_index (changes, i));

  show_progress (self);
  if (self->n_planned == self->tenants->len)
    show_numbers (self);
}
