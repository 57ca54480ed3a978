/* bw-split.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-split.h"

#define DETAILS_WIDTH 420

/* Around AdwLeaflet, so that its successor of libadwaita 1.4 can come in here
 * and nowhere else. */
struct _BwSplit
{
  AdwBin      parent_instance;

  AdwLeaflet *leaflet;
  AdwBin     *list_bin;
  AdwBin     *details_bin;
};

G_DEFINE_FINAL_TYPE (BwSplit, bw_split, ADW_TYPE_BIN)

typedef enum
{
  PROP_LIST = 1,
  PROP_DETAILS,
  PROP_FOLDED,
  PROP_SHOW_DETAILS,
} BwSplitProperty;

static GParamSpec *properties[PROP_SHOW_DETAILS + 1];

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_details (GtkWidget      *widget,
                 GtkOrientation  orientation,
                 int             for_size,
                 int            *minimum,
                 int            *natural,
                 int            *minimum_baseline,
                 int            *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  *minimum = 0;
  *natural = 0;
  if (child != NULL)
    gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL, NULL);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, DETAILS_WIDTH);
}

static void
allocate_details (GtkWidget *widget,
                  int        width,
                  int        height,
                  int        baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (child != NULL)
    gtk_widget_allocate (child, width, height, baseline, NULL);
}

static void
notify_folded_cb (BwSplit *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);
}

static void
notify_child_cb (BwSplit *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_DETAILS]);
}

static void
bw_split_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), BW_TYPE_SPLIT);

  G_OBJECT_CLASS (bw_split_parent_class)->dispose (object);
}

static void
bw_split_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  BwSplit *self = BW_SPLIT (object);

  switch ((BwSplitProperty) prop_id)
    {
    case PROP_LIST:
      g_value_set_object (value, adw_bin_get_child (self->list_bin));
      break;
    case PROP_DETAILS:
      g_value_set_object (value, adw_bin_get_child (self->details_bin));
      break;
    case PROP_FOLDED:
      g_value_set_boolean (value, bw_split_get_folded (self));
      break;
    case PROP_SHOW_DETAILS:
      g_value_set_boolean (value, bw_split_get_show_details (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bw_split_set_property (GObject      *object,
                       guint         prop_id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  BwSplit *self = BW_SPLIT (object);

  switch ((BwSplitProperty) prop_id)
    {
    case PROP_LIST:
      adw_bin_set_child (self->list_bin, g_value_get_object (value));
      break;
    case PROP_DETAILS:
      adw_bin_set_child (self->details_bin, g_value_get_object (value));
      break;
    case PROP_SHOW_DETAILS:
      bw_split_set_show_details (self, g_value_get_boolean (value));
      break;
    case PROP_FOLDED:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bw_split_class_init (BwSplitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = bw_split_dispose;
  object_class->get_property = bw_split_get_property;
  object_class->set_property = bw_split_set_property;

  properties[PROP_LIST] =
    g_param_spec_object ("list", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | flags);
  properties[PROP_DETAILS] =
    g_param_spec_object ("details", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | flags);
  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE, G_PARAM_READABLE | flags);
  properties[PROP_SHOW_DETAILS] =
    g_param_spec_boolean ("show-details", NULL, NULL, FALSE, G_PARAM_READWRITE | flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class, BW_RESOURCE_PATH "/bw-split.ui");
  gtk_widget_class_bind_template_child (widget_class, BwSplit, list_bin);
  gtk_widget_class_bind_template_child (widget_class, BwSplit, details_bin);
  gtk_widget_class_bind_template_callback (widget_class, notify_folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, notify_child_cb);
}

static void
bw_split_init (BwSplit *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* The details are as wide for one tenant as for the other. */
  gtk_widget_set_layout_manager (GTK_WIDGET (self->details_bin),
                                 gtk_custom_layout_new (get_request_mode, measure_details,
                                                        allocate_details));

  /* A child that is bound by name is unparented with the template, which AdwBin
   * does not notice, so its only child is not. */
  self->leaflet = ADW_LEAFLET (adw_bin_get_child (ADW_BIN (self)));
}

/**
 * bw_split_get_folded:
 * @self: a split
 *
 * Returns: whether only one of the panes fits
 */
gboolean
bw_split_get_folded (BwSplit *self)
{
  g_return_val_if_fail (BW_IS_SPLIT (self), FALSE);

  return adw_leaflet_get_folded (self->leaflet);
}

/**
 * bw_split_get_show_details:
 * @self: a split
 *
 * Returns: whether the details are what is seen while folded
 */
gboolean
bw_split_get_show_details (BwSplit *self)
{
  g_return_val_if_fail (BW_IS_SPLIT (self), FALSE);

  return adw_leaflet_get_visible_child (self->leaflet) == GTK_WIDGET (self->details_bin);
}

/**
 * bw_split_set_show_details:
 * @self: a split
 * @show_details: whether to see the details rather than the list while folded
 */
void
bw_split_set_show_details (BwSplit  *self,
                           gboolean  show_details)
{
  g_return_if_fail (BW_IS_SPLIT (self));

  adw_leaflet_set_visible_child (self->leaflet,
                                 GTK_WIDGET (show_details ? self->details_bin : self->list_bin));
}
