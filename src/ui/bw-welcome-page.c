/* bw-welcome-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-strip.h"
#include "bw-welcome-page.h"
#include "bw-widgets.h"

struct _BwWelcomePage
{
  AdwBin         parent_instance;

  BwSession     *session;  /* (owned) (nullable) */
  GSignalGroup  *signals;  /* (owned) */

  GtkWidget     *main_menu_button;
  BwStrip       *strip;
  AdwStatusPage *status_page;
  GtkWidget     *sign_in_button;
  GtkWidget     *sandbox_button;
  GtkLabel      *account_label;
  GtkWidget     *other_button;
};

G_DEFINE_FINAL_TYPE (BwWelcomePage, bw_welcome_page, ADW_TYPE_BIN)

static void
show_session (BwWelcomePage *self)
{
  const char *tenant = NULL;
  g_autofree char *text = NULL;
  gboolean configured = FALSE;

  if (self->session != NULL)
    {
      tenant = bw_session_get_partner_name (self->session);
      if (tenant == NULL)
        tenant = bw_session_get_partner_tenant (self->session);
      configured = tenant != NULL && bw_session_get_client_id (self->session) != NULL;
    }

  if (configured)
    /* Translators: the name of the partner tenant */
    text = g_strdup_printf (_("The partner tenant is %s."), tenant);

  bw_label_set_text (self->account_label, text);
  gtk_widget_set_visible (self->other_button, configured);

  if (self->session != NULL && bw_session_is_offline (self->session))
    bw_strip_show (self->strip, _("Microsoft cannot be reached."), NULL, NULL);
  else
    bw_strip_hide (self->strip);
}

static void
bw_welcome_page_dispose (GObject *object)
{
  BwWelcomePage *self = BW_WELCOME_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), BW_TYPE_WELCOME_PAGE);
  g_clear_object (&self->signals);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (bw_welcome_page_parent_class)->dispose (object);
}

static void
bw_welcome_page_class_init (BwWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_welcome_page_dispose;

  g_type_ensure (BW_TYPE_STRIP);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BW_RESOURCE_PATH "/bw-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BwWelcomePage, main_menu_button);
  gtk_widget_class_bind_template_child (widget_class, BwWelcomePage, strip);
  gtk_widget_class_bind_template_child (widget_class, BwWelcomePage, status_page);
  gtk_widget_class_bind_template_child (widget_class, BwWelcomePage, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, BwWelcomePage, sandbox_button);
  gtk_widget_class_bind_template_child (widget_class, BwWelcomePage, account_label);
  gtk_widget_class_bind_template_child (widget_class, BwWelcomePage, other_button);
}

static void
bw_welcome_page_init (BwWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  adw_status_page_set_icon_name (self->status_page, BW_APP_ID);
  bw_widget_name_menu (self->main_menu_button, _("Main Menu"));
  bw_widget_set_name (self->sign_in_button, _("Sign In to Your Partner Tenant"));
  bw_widget_set_name (self->sandbox_button, _("Try the Sandbox"));
  bw_widget_set_name (self->other_button, _("Use Another Partner Tenant"));

  self->signals = g_signal_group_new (BW_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (show_session), self);
}

/**
 * bw_welcome_page_set_session:
 * @self: a welcome page
 * @session: (nullable): into which to sign in
 */
void
bw_welcome_page_set_session (BwWelcomePage *self,
                             BwSession     *session)
{
  g_return_if_fail (BW_IS_WELCOME_PAGE (self));

  g_set_object (&self->session, session);
  g_signal_group_set_target (self->signals, session);
  show_session (self);
}
