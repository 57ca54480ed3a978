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

  GtkRevealer *revealer;
  GtkLabel    *label;
  GtkButton   *button;
};

G_DEFINE_FINAL_TYPE (BwStrip, bw_strip, ADW_TYPE_BIN)

static void
bw_strip_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), BW_TYPE_STRIP);

  G_OBJECT_CLASS (bw_strip_parent_class)->dispose (object);
}

static void
bw_strip_class_init (BwStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_strip_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, BW_RESOURCE_PATH "/bw-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, BwStrip, revealer);
  gtk_widget_class_bind_template_child (widget_class, BwStrip, label);
  gtk_widget_class_bind_template_child (widget_class, BwStrip, button);
}

static void
bw_strip_init (BwStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
