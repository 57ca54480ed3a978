/* bw-candidate-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-candidate-row.h"
#include "bw-format.h"
#include "bw-widgets.h"

struct _BwCandidateRow
{
  AdwPreferencesRow  parent_instance;

  BwCandidate       *candidate;  /* (owned) (nullable): none is the new one */

  GtkCheckButton    *radio;
  GtkLabel          *name_label;
  GtkLabel          *facts_label;
  GtkBox            *notes_box;
  GtkExpander       *roles_expander;
  GtkLabel          *roles_label;
};

G_DEFINE_FINAL_TYPE (BwCandidateRow, bw_candidate_row, ADW_TYPE_PREFERENCES_ROW)

static void
add_note (BwCandidateRow *self,
          const char     *icon_name,
          const char     *style,
          const char     *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0, "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR, "hexpand", TRUE, NULL);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (icon, style);
  gtk_widget_add_css_class (label, "caption");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (self->notes_box, box);
}

static void
add_notes (BwCandidateRow *self)
{
  const char * const *reasons = bw_candidate_get_reasons (self->candidate);
  const char * const *excess = bw_candidate_get_excess (self->candidate);
  GPtrArray *limitations = bw_candidate_get_limitations (self->candidate);
  gboolean waiting = bw_candidate_is_waiting (self->candidate);

  for (guint i = 0; reasons != NULL && reasons[i] != NULL; i++)
    add_note (self, waiting ? "preferences-system-time-symbolic" : "action-unavailable-symbolic",
              "dim-label",
              reasons[i]);

  for (guint i = 0; limitations != NULL && i < limitations->len; i++)
    {
      const BwLimitation *limitation = g_ptr_array_index (limitations, i);
      /* Translators: a feature, and why a tenant would lack it */
      g_autofree char *text = g_strdup_printf (_("Without %s: %s"), limitation->feature,
                                               limitation->reason);

      add_note (self, "dialog-warning-symbolic", "warning", text);
    }

  if (excess != NULL && excess[0] != NULL)
    {
      g_autofree char *names = g_strjoinv (", ", (char **) excess);
      /* Translators: names of roles */
      g_autofree char *text = g_strdup_printf (_("More than is needed: %s"), names);

      add_note (self, "dialog-warning-symbolic", "warning", text);
    }
}

static char *
describe (BwCandidate *candidate)
{
  const char *status = bw_format_relationship_status (bw_candidate_get_status (candidate));
  const char *maker = bw_format_relationship_maker (bw_candidate_get_name (candidate));
  g_autofree char *date = bw_format_date (bw_candidate_get_end (candidate));
  GString *text = g_string_new (status);

  if (*date != '\0')
    {
      g_autofree char *left = bw_format_days_left (bw_candidate_get_end (candidate));

      g_string_append_printf (text, " · %s · %s", date, left);
    }

  if (bw_candidate_get_auto_extend (candidate))
    g_string_append_printf (text, " · %s", _("extends itself"));
  if (maker != NULL)
    g_string_append_printf (text, " · %s", maker);

  return g_string_free (text, FALSE);
}

static void
show_roles (BwCandidateRow     *self,
            const char * const *roles)
{
  guint n_roles = roles != NULL ? g_strv_length ((char **) roles) : 0;
  g_autofree char *count = g_strdup_printf (ngettext ("%u role", "%u roles", n_roles), n_roles);
  g_autofree char *names = n_roles > 0 ? g_strjoinv ("\n", (char **) roles) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->roles_expander), n_roles > 0);
  gtk_expander_set_label (self->roles_expander, count);
  gtk_label_set_text (self->roles_label, names != NULL ? names : "");
  bw_widget_set_name (GTK_WIDGET (self->roles_expander), count);
}

/* The row itself is the radio button, since a list box does not let the arrow keys
 * through to one inside. */
static void
toggled_cb (BwCandidateRow *self)
{
  GtkAccessibleTristate checked = GTK_ACCESSIBLE_TRISTATE_FALSE;

  if (gtk_check_button_get_active (self->radio))
    checked = GTK_ACCESSIBLE_TRISTATE_TRUE;

  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_CHECKED, checked, -1);
}

static void
show (BwCandidateRow *self,
      const char     *name,
      const char     *facts)
{
  /* Translators: name of an admin relationship, and what is known of it */
  g_autofree char *label = g_strdup_printf (_("%s, %s"), name, facts);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  gtk_label_set_text (self->name_label, name);
  gtk_label_set_text (self->facts_label, facts);
  bw_widget_set_name (GTK_WIDGET (self), label);
  toggled_cb (self);
}

static void
bw_candidate_row_dispose (GObject *object)
{
  BwCandidateRow *self = BW_CANDIDATE_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), BW_TYPE_CANDIDATE_ROW);
  g_clear_object (&self->candidate);

  G_OBJECT_CLASS (bw_candidate_row_parent_class)->dispose (object);
}

static void
bw_candidate_row_class_init (BwCandidateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_candidate_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BW_RESOURCE_PATH "/bw-candidate-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BwCandidateRow, radio);
  gtk_widget_class_bind_template_child (widget_class, BwCandidateRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, BwCandidateRow, facts_label);
  gtk_widget_class_bind_template_child (widget_class, BwCandidateRow, notes_box);
  gtk_widget_class_bind_template_child (widget_class, BwCandidateRow, roles_expander);
  gtk_widget_class_bind_template_child (widget_class, BwCandidateRow, roles_label);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_RADIO);
}

static void
bw_candidate_row_init (BwCandidateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bw_candidate_row_new:
 * @candidate: an admin relationship that Microsoft has for the tenant
 *
 * Returns: (transfer floating): a row with a radio button, which is switched off
 *   if @candidate cannot be chosen
 */
GtkWidget *
bw_candidate_row_new (BwCandidate *candidate)
{
  BwCandidateRow *self;
  g_autofree char *facts = NULL;
  const char *name;
  gboolean choosable;

  g_return_val_if_fail (BW_IS_CANDIDATE (candidate), NULL);

  self = g_object_new (BW_TYPE_CANDIDATE_ROW, NULL);
  self->candidate = g_object_ref (candidate);
  facts = describe (candidate);
  name = bw_candidate_get_name (candidate);
  choosable = bw_candidate_is_valid (candidate) || bw_candidate_is_waiting (candidate);

  show (self, name != NULL ? name : _("Admin relationship without a name"), facts);
  show_roles (self, bw_candidate_get_roles (candidate));
  add_notes (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->radio), choosable);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), choosable);
  if (!choosable)
    gtk_widget_add_css_class (GTK_WIDGET (self->name_label), "dim-label");

  return GTK_WIDGET (self);
}

/**
 * bw_candidate_row_new_for_new:
 * @roles: (nullable): names of the roles that a new one asks for
 *
 * Returns: (transfer floating): the row of the admin relationship that is yet to
 *   be created
 */
GtkWidget *
bw_candidate_row_new_for_new (const char * const *roles)
{
  BwCandidateRow *self = g_object_new (BW_TYPE_CANDIDATE_ROW, NULL);

  show (self, _("Create a New Admin Relationship"),
        _("Asks for the roles of the least-privilege template, for two years. "
          "The customer’s global administrator has to approve it."));
  show_roles (self, roles);

  return GTK_WIDGET (self);
}

/**
 * bw_candidate_row_get_candidate:
 * @self: a candidate row
 *
 * Returns: (transfer none) (nullable): its admin relationship, or %NULL for the
 *   one that is yet to be created
 */
BwCandidate *
bw_candidate_row_get_candidate (BwCandidateRow *self)
{
  g_return_val_if_fail (BW_IS_CANDIDATE_ROW (self), NULL);

  return self->candidate;
}

/**
 * bw_candidate_row_get_radio:
 * @self: a candidate row
 *
 * Returns: (transfer none): its radio button
 */
GtkCheckButton *
bw_candidate_row_get_radio (BwCandidateRow *self)
{
  g_return_val_if_fail (BW_IS_CANDIDATE_ROW (self), NULL);

  return self->radio;
}
