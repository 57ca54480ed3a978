/* bw-strip.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-strip.h"
#include "bw-widgets.h"

/* AdwBanner came with libadwaita 1.3. */
struct _BwStrip
{
  AdwBin       parent_instance;

  gboolean     warning;

  GtkRevealer *revealer;
  GtkWidget   *box;
  GtkLabel    *label;
  GtkButton   *button;
};

G_DEFINE_FINAL_TYPE (BwStrip, bw_strip, ADW_TYPE_BIN)

typedef enum
{
  PROP_WARNING = 1,
} BwStripProperty;

static GParamSpec *properties[PROP_WARNING + 1];

static void
bw_strip_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), BW_TYPE_STRIP);

  G_OBJECT_CLASS (bw_strip_parent_class)->dispose (object);
}

static void
bw_strip_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  switch ((BwStripProperty) prop_id)
    {
    case PROP_WARNING:
      g_value_set_boolean (value, BW_STRIP (object)->warning);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bw_strip_set_property (GObject      *object,
                       guint         prop_id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  BwStrip *self = BW_STRIP (object);

  switch ((BwStripProperty) prop_id)
    {
    case PROP_WARNING:
      self->warning = g_value_get_boolean (value);
      if (self->warning)
        gtk_widget_add_css_class (self->box, "warning");
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bw_strip_class_init (BwStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bw_strip_dispose;
  object_class->get_property = bw_strip_get_property;
  object_class->set_property = bw_strip_set_property;

  properties[PROP_WARNING] =
    g_param_spec_boolean ("warning", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class, BW_RESOURCE_PATH "/bw-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, BwStrip, box);
  gtk_widget_class_bind_template_child (widget_class, BwStrip, label);
  gtk_widget_class_bind_template_child (widget_class, BwStrip, button);
}

static void
bw_strip_init (BwStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* Not bound by name, for the reason that BwSplit tells. */
  self->revealer = GTK_REVEALER (adw_bin_get_child (ADW_BIN (self)));
}

/**
 * bw_strip_show:
 * @self: a strip
 * @text: one short sentence
 * @button_label: (nullable): the one thing to do about it, with a mnemonic
 * @action_name: (nullable): the action of the button
 */
void
bw_strip_show (BwStrip    *self,
               const char *text,
               const char *button_label,
               const char *action_name)
{
  g_return_if_fail (BW_IS_STRIP (self));

  gtk_label_set_text (self->label, text);
  bw_widget_set_name (self->box, text);
  gtk_widget_set_visible (GTK_WIDGET (self->button), button_label != NULL);

  if (button_label != NULL)
    {
      g_autofree char *name = bw_text_without_mnemonic (button_label);

      gtk_button_set_label (self->button, button_label);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action_name);
      bw_widget_set_name (GTK_WIDGET (self->button), name);
    }

  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

/**
 * bw_strip_hide:
 * @self: a strip
 */
void
bw_strip_hide (BwStrip *self)
{
  g_return_if_fail (BW_IS_STRIP (self));

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}
