/* bw-sign-in-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-sign-in-page.h"
#include "bw-util.h"
#include "bw-widgets.h"

struct _BwSignInPage
{
  AdwBin        parent_instance;

  char         *uri;  /* (owned) (nullable): until there is one */

  GtkWidget    *cancel_button;
  GtkWidget    *browser_button;
  GtkWidget    *list_box;
  AdwActionRow *uri_row;
  GtkWidget    *copy_button;
  GtkLabel     *told_label;
};

G_DEFINE_FINAL_TYPE (BwSignInPage, bw_sign_in_page, ADW_TYPE_BIN)

static void
open_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  bw_widget_open_uri (widget, BW_SIGN_IN_PAGE (widget)->uri);
}

static void
copy_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  BwSignInPage *self = BW_SIGN_IN_PAGE (widget);

  bw_widget_copy (GTK_WIDGET (self->list_box), self->uri, _("Address copied"));
  gtk_label_set_text (self->told_label,
                      _("Address copied. Paste it into a browser on this computer."));
}

static void
bw_sign_in_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), BW_TYPE_SIGN_IN_PAGE);

  G_OBJECT_CLASS (bw_sign_in_page_parent_class)->dispose (object);
}

static void
bw_sign_in_page_finalize (GObject *object)
{
  g_clear_pointer (&BW_SIGN_IN_PAGE (object)->uri, g_free);

  G_OBJECT_CLASS (bw_sign_in_page_parent_class)->finalize (object);
}

static void
bw_sign_in_page_class_init (BwSignInPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_sign_in_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = bw_sign_in_page_finalize;

  gtk_widget_class_install_action (widget_class, "sign-in.open", NULL, open_cb);
  gtk_widget_class_install_action (widget_class, "sign-in.copy", NULL, copy_cb);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BW_RESOURCE_PATH "/bw-sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, browser_button);
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, list_box);
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, uri_row);
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, copy_button);
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, told_label);
}

static void
bw_sign_in_page_init (BwSignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  bw_widget_set_name (self->cancel_button, _("Cancel"));
  bw_widget_set_name (self->browser_button, _("Open Browser Again"));
  bw_widget_set_name (self->list_box, _("Address of the Sign-In Page"));
  bw_widget_set_name (self->copy_button, _("Copy Address"));
  bw_sign_in_page_set_uri (self, NULL);
}

/**
 * bw_sign_in_page_set_uri:
 * @self: a sign-in page
 * @uri: (nullable): the page that the browser has to show
 */
void
bw_sign_in_page_set_uri (BwSignInPage *self,
                         const char   *uri)
{
  g_return_if_fail (BW_IS_SIGN_IN_PAGE (self));

  bw_set_str (&self->uri, uri);
  adw_action_row_set_subtitle (self->uri_row, uri != NULL ? uri : "");
  gtk_widget_set_visible (self->list_box, uri != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.open", uri != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.copy", uri != NULL);
  gtk_label_set_text (self->told_label,
                      _("If no browser opens, copy the address into one on this computer."));
}
