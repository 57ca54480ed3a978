/* bw-details-panel.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-details-panel.h"
#include "bw-failure-box.h"
#include "bw-format.h"
#include "bw-tracker.h"
#include "bw-util.h"
#include "bw-widgets.h"

struct _BwDetailsPanel
{
  AdwBin          parent_instance;

  BwTenant       *tenant;       /* (owned) (nullable) */
  BwSetupJob     *preview;      /* (owned) (nullable): the steps of a set-up not yet begun */
  GSignalGroup   *tenant_signals;
  GSignalGroup   *job_signals;
  const char     *status_style; /* (nullable): the style class of the status icon */
  gboolean        folded;

  AdwWindowTitle *window_title;
  GtkWidget      *back_button;
  GtkWidget      *menu_button;
  GtkStack       *stack;
  AdwStatusPage  *several_page;
  GtkWidget      *set_up_several_button;
  GtkWidget      *save_messages_button;
  GtkLabel       *name_label;
  GtkLabel       *domain_label;
  GtkImage       *status_icon;
  GtkLabel       *status_label;
  GtkButton      *action_button;
  BwFailureBox   *failure_box;
  GtkBox         *sections_box;
  GtkWidget      *facts_box;
  GtkWidget      *limitations_box;
  GtkListBox     *limitations_list;
  BwTracker      *tracker;
  GtkListBox     *facts_list;
  AdwActionRow   *id_row;
  GtkWidget      *copy_id_button;
  AdwActionRow   *source_row;
  AdwActionRow   *guest_row;
  AdwActionRow   *relationship_row;
  AdwActionRow   *expiry_row;
};

G_DEFINE_FINAL_TYPE (BwDetailsPanel, bw_details_panel, ADW_TYPE_BIN)

typedef enum
{
  PROP_FOLDED = 1,
} BwDetailsPanelProperty;

static GParamSpec *properties[PROP_FOLDED + 1];

static const char *
get_action_name (BwTenantAction action)
{
  switch (action)
    {
    case BW_TENANT_ACTION_SET_UP:
    case BW_TENANT_ACTION_SET_UP_AGAIN:
      return "tenant.set-up";
    case BW_TENANT_ACTION_CHOOSE:
      return "tenant.choose";
    case BW_TENANT_ACTION_VIEW_MESSAGE:
      return "tenant.view-message";
    case BW_TENANT_ACTION_RETRY:
      return "tenant.retry";
    case BW_TENANT_ACTION_REQUEST_APPROVAL:
      return "tenant.view-message";
    case BW_TENANT_ACTION_INVITE_AGAIN:
      return "tenant.invite-again";
    case BW_TENANT_ACTION_SIGN_IN_GUEST:
      return "tenant.sign-in-guest";
    case BW_TENANT_ACTION_FINALIZE:
      return "tenant.finalize";
    case BW_TENANT_ACTION_ADD_CREDENTIAL:
      return "app.credential";
    case BW_TENANT_ACTION_NONE:
    default:
      return NULL;
    }
}

static void
show_action (BwDetailsPanel *self)
{
  BwTenantAction action = bw_tenant_get_action (self->tenant);
  const char *name = get_action_name (action);

  gtk_widget_set_visible (GTK_WIDGET (self->action_button), name != NULL);
  if (name == NULL)
    return;

  gtk_button_set_label (self->action_button, bw_tenant_action_get_label (action));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->action_button), name);
}

static void
show_limitations (BwDetailsPanel *self)
{
  BwSetupJob *job = bw_tenant_get_job (self->tenant);
  GPtrArray *limitations = job != NULL ? bw_setup_job_get_limitations (job) : NULL;
  guint n_limitations = limitations != NULL ? limitations->len : 0;

  bw_widget_clear_list (self->limitations_list);
  gtk_widget_set_visible (self->limitations_box, n_limitations > 0);

  for (guint i = 0; i < n_limitations; i++)
    {
      const BwLimitation *limitation = g_ptr_array_index (limitations, i);

      gtk_list_box_append (self->limitations_list,
                           bw_row_new (limitation->feature, limitation->reason));
    }
}

static void
show_fact (AdwActionRow *row,
           const char   *value)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
  g_autofree char *name = NULL;

  /* Translators: what a fact about a tenant is called, and what it is */
  name = g_strdup_printf (_("%s: %s"), title, value != NULL ? value : "");

  bw_widget_set_name (GTK_WIDGET (row), name);
  adw_action_row_set_subtitle (row, value != NULL ? value : "");
  gtk_widget_set_visible (GTK_WIDGET (row), !bw_str_is_empty (value));
}

static void
show_facts (BwDetailsPanel *self)
{
  g_autofree char *expiry = bw_format_expiry (self->tenant);

  show_fact (self->id_row, bw_tenant_get_id (self->tenant));
  show_fact (self->source_row, bw_tenant_source_get_label (bw_tenant_get_source (self->tenant)));
  show_fact (self->guest_row, bw_tenant_get_guest_email (self->tenant));
  show_fact (self->relationship_row, bw_tenant_get_relationship_name (self->tenant));
  show_fact (self->expiry_row, expiry);
}

static void
show_tracker (BwDetailsPanel *self)
{
  BwSetupJob *job = bw_tenant_get_job (self->tenant);

  g_signal_group_set_target (self->job_signals, job);

  if (job == NULL)
    {
      BwSetupKind kind = bw_tenant_get_source (self->tenant) == BW_TENANT_SOURCE_PARTNER_CENTER
                         ? BW_SETUP_KIND_CSP : BW_SETUP_KIND_GUEST;

      if (self->preview == NULL || bw_setup_job_get_kind (self->preview) != kind)
        {
          g_clear_object (&self->preview);
          self->preview = bw_setup_job_new (kind);
        }
      job = self->preview;
    }

  bw_tracker_set_job (self->tracker, job);
}

/* Until a tenant is enabled its steps come first, after that what is known of it.
 * Nothing moves while somebody looks: only another tenant changes it. */
static void
order_sections (BwDetailsPanel *self)
{
  GtkWidget *tracker = GTK_WIDGET (self->tracker);

  if (self->tenant != NULL && bw_tenant_get_status (self->tenant) < BW_TENANT_STATUS_ENABLED)
    gtk_box_reorder_child_after (self->sections_box, self->facts_box, tracker);
  else
    gtk_box_reorder_child_after (self->sections_box, tracker, self->facts_box);
}

static void
show_tenant (BwDetailsPanel *self)
{
  const char *name = bw_tenant_get_name (self->tenant);
  BwSetupJob *job = bw_tenant_get_job (self->tenant);
  BwTenantStatus status = bw_tenant_get_status (self->tenant);

  gtk_label_set_text (self->name_label, name);
  bw_label_set_text (self->domain_label, bw_tenant_get_domain (self->tenant));
  gtk_image_set_from_icon_name (self->status_icon, bw_tenant_get_status_icon (self->tenant));
  bw_widget_set_style (GTK_WIDGET (self->status_icon), &self->status_style,
                       bw_status_get_style (status));
  gtk_label_set_text (self->status_label, bw_tenant_get_status_text (self->tenant));
  adw_window_title_set_title (self->window_title, name);

  show_action (self);
  show_tracker (self);
  show_limitations (self);
  show_facts (self);
  bw_failure_box_set_failure (self->failure_box,
                              job != NULL && status == BW_TENANT_STATUS_FAILED
                              ? bw_setup_job_get_failure (job) : NULL);
}

static void
show (BwDetailsPanel *self)
{
  gtk_widget_set_visible (self->menu_button, self->tenant != NULL);
  gtk_widget_set_visible (self->back_button, self->folded);
  gtk_widget_set_visible (GTK_WIDGET (self->window_title), self->folded && self->tenant != NULL);

  if (self->tenant != NULL)
    show_tenant (self);
}

static void
bw_details_panel_dispose (GObject *object)
{
  BwDetailsPanel *self = BW_DETAILS_PANEL (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), BW_TYPE_DETAILS_PANEL);
  g_clear_object (&self->tenant_signals);
  g_clear_object (&self->job_signals);
  g_clear_object (&self->preview);
  g_clear_object (&self->tenant);

  G_OBJECT_CLASS (bw_details_panel_parent_class)->dispose (object);
}

static void
bw_details_panel_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch ((BwDetailsPanelProperty) prop_id)
    {
    case PROP_FOLDED:
      g_value_set_boolean (value, BW_DETAILS_PANEL (object)->folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bw_details_panel_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  BwDetailsPanel *self = BW_DETAILS_PANEL (object);

  switch ((BwDetailsPanelProperty) prop_id)
    {
    case PROP_FOLDED:
      if (self->folded != g_value_get_boolean (value))
        {
          self->folded = g_value_get_boolean (value);
          show (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, window_title);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, back_button);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, menu_button);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, several_page);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, set_up_several_button);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, save_messages_button);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, name_label);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, domain_label);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, status_icon);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, status_label);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, action_button);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, failure_box);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, sections_box);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, facts_box);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, limitations_box);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, limitations_list);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, tracker);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, facts_list);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, id_row);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, copy_id_button);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, source_row);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, guest_row);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, relationship_row);
  gtk_widget_class_bind_template_child (widget_class, BwDetailsPanel, expiry_row);
}

static void
bw_details_panel_class_init (BwDetailsPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bw_details_panel_dispose;
  object_class->get_property = bw_details_panel_get_property;
  object_class->set_property = bw_details_panel_set_property;

  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (BW_TYPE_FAILURE_BOX);
  g_type_ensure (BW_TYPE_TRACKER);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BW_RESOURCE_PATH "/bw-details-panel.ui");
  bind_children (widget_class);
}

static void
bw_details_panel_init (BwDetailsPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  bw_widget_name_menu (self->menu_button, _("Tenant Menu"));
  bw_widget_set_name (GTK_WIDGET (self->limitations_list), _("Limitations"));
  bw_widget_set_name (GTK_WIDGET (self->facts_list), _("Tenant"));
  bw_widget_set_name (self->copy_id_button, _("Copy Tenant ID"));
  bw_widget_set_name (self->back_button, _("Back"));
  bw_widget_set_name (self->set_up_several_button, _("Set Up Tenants"));
  bw_widget_set_name (self->save_messages_button, _("Save Approval Messages"));

  self->tenant_signals = g_signal_group_new (BW_TYPE_TENANT);
  g_signal_group_connect_swapped (self->tenant_signals, "notify", G_CALLBACK (show), self);
  self->job_signals = g_signal_group_new (BW_TYPE_SETUP_JOB);
  g_signal_group_connect_swapped (self->job_signals, "notify", G_CALLBACK (show), self);
}

/**
 * bw_details_panel_set_tenant:
 * @self: a details panel
 * @tenant: (nullable): the tenant to show
 */
void
bw_details_panel_set_tenant (BwDetailsPanel *self,
                             BwTenant       *tenant)
{
  g_return_if_fail (BW_IS_DETAILS_PANEL (self));

  if (g_set_object (&self->tenant, tenant))
    {
      g_signal_group_set_target (self->tenant_signals, tenant);
      if (tenant == NULL)
        g_signal_group_set_target (self->job_signals, NULL);
      order_sections (self);
    }

  show (self);
  gtk_stack_set_visible_child_name (self->stack, tenant != NULL ? "tenant" : "none");
}

/**
 * bw_details_panel_get_tenant:
 * @self: a details panel
 *
 * Returns: (transfer none) (nullable): the tenant shown
 */
BwTenant *
bw_details_panel_get_tenant (BwDetailsPanel *self)
{
  g_return_val_if_fail (BW_IS_DETAILS_PANEL (self), NULL);

  return self->tenant;
}

/* Returns: (transfer full): a sentence on what can be done with many */
static char *
describe_several (guint n_to_set_up,
                  guint n_waiting)
{
  g_autofree char *to_set_up = NULL;
  g_autofree char *waiting = NULL;

  if (n_to_set_up > 0)
    to_set_up = g_strdup_printf (ngettext ("%u of them can be set up now.",
                                           "%u of them can be set up now.",
                                           n_to_set_up), n_to_set_up);
  if (n_waiting > 0)
    waiting = g_strdup_printf (ngettext ("%u of them waits for the customer’s approval.",
                                         "%u of them wait for the customer’s approval.",
                                         n_waiting),
                               n_waiting);

  if (to_set_up != NULL && waiting != NULL)
    return g_strjoin ("\n", to_set_up, waiting, NULL);
  if (to_set_up != NULL)
    return g_steal_pointer (&to_set_up);
  if (waiting != NULL)
    return g_steal_pointer (&waiting);

  return g_strdup (_("Nothing can be done with them together now."));
}

/**
 * bw_details_panel_set_several:
 * @self: a details panel
 * @n_tenants: how many are chosen
 * @n_to_set_up: how many of them can be set up now
 * @n_waiting: how many of them have a message to be sent
 *
 * Shows what can be done with several tenants at once.
 */
void
bw_details_panel_set_several (BwDetailsPanel *self,
                              guint           n_tenants,
                              guint           n_to_set_up,
                              guint           n_waiting)
{
  g_autofree char *title = NULL;
  g_autofree char *description = NULL;

  g_return_if_fail (BW_IS_DETAILS_PANEL (self));

  title = g_strdup_printf (ngettext ("%u Tenant Selected", "%u Tenants Selected", n_tenants),
                           n_tenants);
  description = describe_several (n_to_set_up, n_waiting);

  adw_status_page_set_title (self->several_page, title);
  adw_status_page_set_description (self->several_page, description);
  gtk_widget_set_visible (self->set_up_several_button, n_to_set_up > 0);
  gtk_widget_set_visible (self->save_messages_button, n_waiting > 0);
  bw_details_panel_set_tenant (self, NULL);
  gtk_stack_set_visible_child_name (self->stack, "several");
}

/**
 * bw_details_panel_get_action_name:
 * @self: a details panel
 *
 * Returns: (nullable): the action of the prominent button
 */
const char *
bw_details_panel_get_action_name (BwDetailsPanel *self)
{
  g_return_val_if_fail (BW_IS_DETAILS_PANEL (self), NULL);

  return self->tenant != NULL ? get_action_name (bw_tenant_get_action (self->tenant)) : NULL;
}

/**
 * bw_details_panel_focus_action:
 * @self: a details panel
 *
 * Puts the focus on the thing to do next, or on the first that takes it.
 */
void
bw_details_panel_focus_action (BwDetailsPanel *self)
{
  g_return_if_fail (BW_IS_DETAILS_PANEL (self));

  if (!gtk_widget_is_visible (GTK_WIDGET (self->action_button)) ||
      !gtk_widget_grab_focus (GTK_WIDGET (self->action_button)))
    gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

/**
 * bw_details_panel_copy_failure:
 * @self: a details panel
 *
 * Puts the details of the failure shown on the clipboard.
 */
void
bw_details_panel_copy_failure (BwDetailsPanel *self)
{
  g_return_if_fail (BW_IS_DETAILS_PANEL (self));

  bw_failure_box_copy (self->failure_box);
}
