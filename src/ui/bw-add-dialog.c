/* bw-add-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-add-dialog.h"
#include "bw-pace.h"
#include "bw-tenant-fields.h"
#include "bw-util.h"
#include "bw-widgets.h"

/* How long somebody has to stop typing before the tenant is looked up. */
#define LOOK_UP_MSEC 400

struct _BwAddDialog
{
  AdwWindow      parent_instance;

  BwTenantEntry *entry;        /* (owned) (nullable): once it is closed */
  GCancellable  *cancellable;  /* (owned): of all that was begun here */
  GCancellable  *look_up;      /* (owned) (nullable): of the look-up under way */
  guint          wait;         /* source */
  char          *asked;        /* (owned) (nullable): what is looked up, or was */
  BwTenantDraft *found;        /* (owned) (nullable): what came of it */
  char          *problem;      /* (owned) (nullable): or why nothing did */
  char          *no_domains;   /* (owned) (nullable): why a guest can't be judged */
  gboolean       loading;      /* whether the domains are being read */
  gboolean       busy;         /* whether the tenant is being added */

  GtkWidget     *cancel_button;
  GtkWidget     *add_button;
  GtkWidget     *csp_button;
  GtkWidget     *name_list;
  GtkWidget     *tenant_list;
  GtkWidget     *guest_list;
  GtkWidget     *guest_box;
  GtkEditable   *name_row;
  GtkEditable   *tenant_row;
  GtkEditable   *guest_row;
  GtkLabel      *name_label;
  GtkLabel      *tenant_label;
  GtkLabel      *guest_label;
  GtkSpinner    *spinner;
  AdwActionRow  *found_row;
  GtkWidget     *csp_box;
  GtkLabel      *csp_label;
};

G_DEFINE_FINAL_TYPE (BwAddDialog, bw_add_dialog, ADW_TYPE_WINDOW)

enum
{
  ADDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What a field says below itself, and to a screen reader, for which the row is the field. */
static void
show_field (GtkEditable *row,
            GtkLabel    *label,
            const char  *problem,
            gboolean     valid)
{
  gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (row), "success");
  if (problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  else if (valid)
    gtk_widget_add_css_class (GTK_WIDGET (row), "success");

  bw_label_set_text (label, problem);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  problem != NULL ? problem : "", -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                               : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static gboolean
is_empty (GtkEditable *row)
{
  return *gtk_editable_get_text (row) == '\0';
}

/* Each of these shows what is wrong with a field, but not that it is empty still.
 * Returns: whether nothing is wrong or missing */
static gboolean
check_name (BwAddDialog *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *name = bw_tenant_fields_read_name (gtk_editable_get_text (self->name_row),
                                                      &error);

  show_field (self->name_row, self->name_label,
              error != NULL && !is_empty (self->name_row) ? error->message : NULL, name != NULL);

  return name != NULL;
}

static gboolean
check_tenant (BwAddDialog *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *tenant = bw_tenant_fields_read_tenant (gtk_editable_get_text (self->tenant_row),
                                                          &error);
  const char *problem = self->problem;

  if (error != NULL)
    problem = is_empty (self->tenant_row) ? NULL : error->message;
  show_field (self->tenant_row, self->tenant_label, problem, self->found != NULL);

  return self->found != NULL;
}

static gboolean
check_guest (BwAddDialog *self)
{
  const char * const *domains = bw_tenant_entry_get_domains (self->entry);
  g_autoptr(GError) error = NULL;
  g_autofree char *guest = bw_tenant_fields_read_guest (gtk_editable_get_text (self->guest_row),
                                                        &error);
  gboolean valid = guest != NULL && domains != NULL &&
                   bw_tenant_fields_check_guest (guest, domains, &error);
  const char *problem = NULL;

  if (error != NULL && !is_empty (self->guest_row))
    problem = error->message;
  else if (guest != NULL && domains == NULL)
    problem = self->no_domains;
  show_field (self->guest_row, self->guest_label, problem, valid);

  return valid;
}

static void
show_found (BwAddDialog *self)
{
  const char *explanation = self->found != NULL
                            ? bw_tenant_standing_explain (self->found->standing) : NULL;
  gboolean looking = self->wait != 0 || self->look_up != NULL;
  g_autofree char *place = self->found != NULL ? bw_tenant_draft_dup_place (self->found) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->found_row), self->found != NULL);
  if (self->found != NULL)
    {
      g_autofree char *name = g_strdup_printf (_("%s: %s"), self->found->tenant_id, place);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->found_row),
                                     self->found->tenant_id);
      adw_action_row_set_subtitle (self->found_row, place);
      bw_widget_set_name (GTK_WIDGET (self->found_row), name);

      /* Who cannot see the row below has to hear of it where the focus is. */
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->tenant_row),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, name, -1);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->spinner), looking);
  gtk_spinner_set_spinning (self->spinner, looking);
  gtk_label_set_text (self->csp_label, explanation != NULL ? explanation : "");
  gtk_widget_set_visible (self->csp_box, explanation != NULL);
  gtk_widget_set_visible (self->guest_box, explanation == NULL);
}

static void
show (BwAddDialog *self)
{
  gboolean name = check_name (self);
  gboolean tenant = check_tenant (self);
  gboolean guest = check_guest (self);
  gboolean csp = tenant && self->found->standing != BW_TENANT_STANDING_NONE;

  show_found (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "entry.add",
                                 !self->busy && name && tenant && guest && !csp);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "entry.add-as-csp",
                                 !self->busy && name && csp);
}

static void
domains_loaded_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(BwAddDialog) self = user_data;
  g_autoptr(GError) error = NULL;

  self->loading = FALSE;
  g_clear_pointer (&self->no_domains, g_free);
  if (!bw_tenant_entry_load_domains_finish (BW_TENANT_ENTRY (object), result, &error))
    bw_set_str (&self->no_domains, error->message);
  if (self->entry != NULL)
    show (self);
}

static void
load_domains (BwAddDialog *self)
{
  if (self->loading || bw_tenant_entry_get_domains (self->entry) != NULL)
    return;

  self->loading = TRUE;
  bw_tenant_entry_load_domains_async (self->entry, self->cancellable, domains_loaded_cb,
                                      g_object_ref (self));
}

/* Forgets what the field was about before. */
static void
stop_looking (BwAddDialog *self)
{
  g_clear_handle_id (&self->wait, g_source_remove);
  g_cancellable_cancel (self->look_up);
  g_clear_object (&self->look_up);
  g_clear_pointer (&self->asked, g_free);
  g_clear_pointer (&self->found, bw_tenant_draft_free);
  g_clear_pointer (&self->problem, g_free);
}

/* Only the answer to the last question counts. */
static void
looked_up_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(BwAddDialog) self = user_data;
  gboolean is_last = g_task_get_cancellable (G_TASK (result)) == self->look_up;
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTenantDraft) draft =
    bw_tenant_entry_look_up_finish (BW_TENANT_ENTRY (object), result, &error);

  if (!is_last)
    return;

  g_clear_object (&self->look_up);
  self->found = g_steal_pointer (&draft);
  if (error != NULL)
    bw_set_str (&self->problem, error->message);
  show (self);
}

static gboolean
look_up_cb (gpointer user_data)
{
  BwAddDialog *self = user_data;

  self->wait = 0;
  self->look_up = g_cancellable_new ();
  load_domains (self);
  bw_tenant_entry_look_up_async (self->entry, self->asked, self->look_up, looked_up_cb,
                                 g_object_ref (self));
  show (self);

  return G_SOURCE_REMOVE;
}

static void
tenant_changed_cb (BwAddDialog *self)
{
  g_autofree char *tenant = NULL;

  if (self->entry == NULL)
    return;

  tenant = bw_tenant_fields_read_tenant (gtk_editable_get_text (self->tenant_row), NULL);
  if (tenant == NULL || g_strcmp0 (tenant, self->asked) != 0)
    {
      stop_looking (self);
      if (tenant != NULL)
        {
          self->asked = g_steal_pointer (&tenant);
          self->wait = bw_pace_add (LOOK_UP_MSEC, look_up_cb, self);
        }
    }

  show (self);
}

static void
name_changed_cb (BwAddDialog *self)
{
  if (self->entry != NULL)
    show (self);
}

static void
guest_changed_cb (BwAddDialog *self)
{
  if (self->entry != NULL)
    show (self);
}

static void
added_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BwAddDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTenantRow) row = bw_tenant_entry_add_finish (BW_TENANT_ENTRY (object), result,
                                                           &error);

  if (row != NULL)
    g_signal_emit (self, signals[ADDED], 0, row->id);
  if (self->entry == NULL)
    return;

  if (row != NULL)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  self->busy = FALSE;
  g_clear_pointer (&self->found, bw_tenant_draft_free);
  bw_set_str (&self->problem, error->message);
  show (self);
}

/* What is being written is not taken back when the dialog goes. */
static void
add (BwAddDialog *self)
{
  g_free (self->found->name);
  g_free (self->found->guest);
  self->found->name = bw_tenant_fields_read_name (gtk_editable_get_text (self->name_row), NULL);
  self->found->guest = bw_tenant_fields_read_guest (gtk_editable_get_text (self->guest_row), NULL);
  self->busy = TRUE;
  show (self);
  bw_tenant_entry_add_async (self->entry, self->found, NULL, added_cb, g_object_ref (self));
}

static void
add_cb (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  add (BW_ADD_DIALOG (widget));
}

static void
let_go (BwAddDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  stop_looking (self);
  g_clear_object (&self->entry);
}

/* A window that is closed lives on for as long as something that was begun holds it. */
static void
bw_add_dialog_unrealize (GtkWidget *widget)
{
  let_go (BW_ADD_DIALOG (widget));

  GTK_WIDGET_CLASS (bw_add_dialog_parent_class)->unrealize (widget);
}

static void
bw_add_dialog_dispose (GObject *object)
{
  let_go (BW_ADD_DIALOG (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), BW_TYPE_ADD_DIALOG);

  G_OBJECT_CLASS (bw_add_dialog_parent_class)->dispose (object);
}

static void
bw_add_dialog_finalize (GObject *object)
{
  BwAddDialog *self = BW_ADD_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_free (self->no_domains);

  G_OBJECT_CLASS (bw_add_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, BW_RESOURCE_PATH "/bw-add-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BwAddDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, BwAddDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, BwAddDialog, csp_button);
  gtk_widget_class_bind_template_child (widget_class, BwAddDialog, name_list);
  gtk_widget_class_bind_template_child (widget_class, BwAddDialog, tenant_list);
  gtk_widget_class_bind_template_child (widget_class, BwAddDialog, guest_list);
  gtk_widget_class_bind_template_child (widget_class, BwAddDialog, guest_box);
  gtk_widget_class_bind_template_child (widget_class, BwAddDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, BwAddDialog, tenant_row);
  gtk_widget_class_bind_template_child (widget_class, BwAddDialog, guest_row);
  gtk_widget_class_bind_template_child (widget_class, BwAddDialog, name_label);
  gtk_widget_class_bind_template_child (widget_class, BwAddDialog, tenant_label);
  gtk_widget_class_bind_template_child (widget_class, BwAddDialog, guest_label);
  gtk_widget_class_bind_template_child (widget_class, BwAddDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, BwAddDialog, found_row);
  gtk_widget_class_bind_template_child (widget_class, BwAddDialog, csp_box);
  gtk_widget_class_bind_template_child (widget_class, BwAddDialog, csp_label);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, tenant_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, guest_changed_cb);
}

static void
bw_add_dialog_class_init (BwAddDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_add_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = bw_add_dialog_finalize;
  widget_class->unrealize = bw_add_dialog_unrealize;

  signals[ADDED] = g_signal_new ("added", BW_TYPE_ADD_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "entry.add", NULL, add_cb);
  gtk_widget_class_install_action (widget_class, "entry.add-as-csp", NULL, add_cb);
  bind_template (widget_class);
}

static void
bw_add_dialog_init (BwAddDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->cancellable = g_cancellable_new ();
  bw_widget_set_name (self->cancel_button, _("Cancel"));
  bw_widget_set_name (self->add_button, _("Add"));
  bw_widget_set_name (self->csp_button, _("Set Up as a CSP Tenant Instead"));
  bw_widget_set_name (self->name_list, _("Tenant Name"));
  bw_widget_set_name (self->tenant_list, _("Tenant"));
  bw_widget_set_name (self->guest_list, _("Guest Account"));
  bw_widget_set_name (GTK_WIDGET (self->spinner), _("Looking for the Tenant"));
}

/**
 * bw_add_dialog_new:
 * @parent: (nullable): the window it belongs to
 * @entry: what adds tenants
 *
 * Returns: (transfer none): a dialog that is not on the screen yet
 */
GtkWidget *
bw_add_dialog_new (GtkWindow     *parent,
                   BwTenantEntry *entry)
{
  BwAddDialog *self;

  g_return_val_if_fail (BW_IS_TENANT_ENTRY (entry), NULL);

  self = g_object_new (BW_TYPE_ADD_DIALOG, "transient-for", parent, NULL);
  self->entry = g_object_ref (entry);
  load_domains (self);
  show (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));

  return GTK_WIDGET (self);
}
