/* bw-sign-in-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-catalogue.h"
#include "bw-failure-box.h"
#include "bw-launch.h"
#include "bw-pace.h"
#include "bw-sign-in-attempt.h"
#include "bw-sign-in-page.h"
#include "bw-util.h"
#include "bw-widgets.h"

/**
 * Mode:
 * @MODE_BROWSER: the browser of this computer has a page to sign in on
 * @MODE_CODE: the browser of another device has
 * @MODE_ENDED: nobody is signed in, and somebody has to know why
 */
typedef enum
{
  MODE_BROWSER,
  MODE_CODE,
  MODE_ENDED,
} Mode;

struct _BwSignInPage
{
  AdwBin         parent_instance;

  Mode           mode;
  char          *uri;       /* (owned) (nullable): until there is one */
  guint          left;      /* seconds until the attempt ends */
  guint          timer_id;

  GtkWidget     *cancel_button;
  AdwStatusPage *status_page;
  GtkWidget     *code_box;
  GtkLabel      *code_label;
  GtkWidget     *copy_code_button;
  GtkWidget     *retry_button;
  GtkButton     *browser_button;
  GtkWidget     *list_box;
  AdwActionRow  *uri_row;
  GtkWidget     *copy_button;
  GtkLabel      *told_label;
  GtkLabel      *time_label;
  GtkButton     *other_button;
  GtkWidget     *explain_box;
  AdwEntryRow   *explain_row;
  GtkLabel      *explain_label;
  BwFailureBox  *failure_box;
};

G_DEFINE_FINAL_TYPE (BwSignInPage, bw_sign_in_page, ADW_TYPE_BIN)

static void
set_button (GtkButton  *button,
            const char *label,
            const char *action_name)
{
  g_autofree char *name = bw_text_without_mnemonic (label);

  gtk_button_set_label (button, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action_name);
  bw_widget_set_name (GTK_WIDGET (button), name);
}

/* The time that is left. */

static void
show_time (BwSignInPage *self)
{
  guint minutes = (self->left + 59) / 60;
  g_autofree char *text = NULL;

  if (self->left > 60)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "There is %u minute left to sign in.",
                                         "There are %u minutes left to sign in.", minutes),
                            minutes);
  else if (self->left > 0)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "There is %u second left to sign in.",
                                         "There are %u seconds left to sign in.", self->left),
                            self->left);

  bw_label_set_text (self->time_label, text);
}

static gboolean
tick_cb (gpointer user_data)
{
  BwSignInPage *self = user_data;

  self->left--;
  show_time (self);
  if (self->left > 0)
    return G_SOURCE_CONTINUE;

  self->timer_id = 0;

  return G_SOURCE_REMOVE;
}

static void
set_time (BwSignInPage *self,
          guint         seconds)
{
  g_clear_handle_id (&self->timer_id, g_source_remove);
  self->left = seconds;
  if (seconds > 0)
    self->timer_id = bw_pace_add (1000, tick_cb, self);
  show_time (self);
}

/* What there is to do. */

static void
show_address (BwSignInPage *self,
              const char   *uri)
{
  bw_set_str (&self->uri, uri);
  adw_action_row_set_subtitle (self->uri_row, uri != NULL ? uri : "");
  gtk_widget_set_visible (self->list_box, uri != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.open", uri != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.copy", uri != NULL);
}

static void
clear_explanation (BwSignInPage *self)
{
  /* What we clear ourselves is nothing for the user to apply. */
  adw_entry_row_set_show_apply_button (self->explain_row, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->explain_row), "");
  adw_entry_row_set_show_apply_button (self->explain_row, TRUE);
  bw_label_set_text (self->explain_label, NULL);
  bw_failure_box_set_failure (self->failure_box, NULL);
}

static void
set_mode (BwSignInPage *self,
          Mode          mode)
{
  GtkWidget *box = gtk_widget_get_parent (GTK_WIDGET (self->failure_box));

  self->mode = mode;
  clear_explanation (self);

  /* Why it ended is what to read first; else it belongs to the code that was entered. */
  gtk_box_reorder_child_after (GTK_BOX (box), GTK_WIDGET (self->failure_box),
                               mode == MODE_ENDED ? NULL : GTK_WIDGET (self->explain_label));
  gtk_widget_set_visible (self->code_box, mode == MODE_CODE);
  gtk_widget_set_visible (self->retry_button, mode == MODE_ENDED);
  gtk_widget_set_visible (GTK_WIDGET (self->browser_button), mode != MODE_ENDED);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.copy-code", mode == MODE_CODE);
  set_button (self->browser_button, mode == MODE_CODE ? _("_Open the Page Here")
                                                      : _("_Open Browser Again"), "sign-in.open");

  if (mode == MODE_CODE)
    set_button (self->other_button, _("Use the _Browser of This Computer"), "app.sign-in");
  else
    set_button (self->other_button, _("Sign In on _Another Device"), "app.sign-in-with-code");
}

static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BwSignInPage) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!bw_launch_uri_finish (result, &error) && self->uri != NULL)
    bw_label_set_text (self->told_label, _("No browser can be opened from here. Copy the address, "
                                           "and paste it into a browser on this computer."));
}

static void
open_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  bw_sign_in_page_open (BW_SIGN_IN_PAGE (widget));
}

static void
copy_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  BwSignInPage *self = BW_SIGN_IN_PAGE (widget);

  bw_widget_copy (GTK_WIDGET (self->list_box), self->uri, _("Address copied"));
  if (self->mode == MODE_BROWSER)
    bw_label_set_text (self->told_label,
                       _("Address copied. Paste it into a browser on this computer."));
}

static void
copy_code_cb (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  BwSignInPage *self = BW_SIGN_IN_PAGE (widget);

  bw_widget_copy (GTK_WIDGET (self->code_box), gtk_label_get_text (self->code_label),
                  _("Code copied"));
}

/* Microsoft's page may show an error and never send the browser back to us. */
static void
explain_cb (BwSignInPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->explain_row));
  g_autoptr(GError) error = NULL;
  g_autoptr(BwFailure) failure = bw_catalogue_explain (text, NULL, &error);

  bw_label_set_text (self->explain_label, failure == NULL ? error->message : NULL);
  bw_failure_box_set_failure (self->failure_box, failure);
}

static void
bw_sign_in_page_dispose (GObject *object)
{
  g_clear_handle_id (&BW_SIGN_IN_PAGE (object)->timer_id, g_source_remove);
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

  g_type_ensure (BW_TYPE_FAILURE_BOX);
  gtk_widget_class_install_action (widget_class, "sign-in.open", NULL, open_cb);
  gtk_widget_class_install_action (widget_class, "sign-in.copy", NULL, copy_cb);
  gtk_widget_class_install_action (widget_class, "sign-in.copy-code", NULL, copy_code_cb);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BW_RESOURCE_PATH "/bw-sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, status_page);
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, code_box);
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, code_label);
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, copy_code_button);
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, retry_button);
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, browser_button);
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, list_box);
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, uri_row);
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, copy_button);
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, told_label);
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, time_label);
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, other_button);
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, explain_box);
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, explain_row);
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, explain_label);
  gtk_widget_class_bind_template_child (widget_class, BwSignInPage, failure_box);
  gtk_widget_class_bind_template_callback (widget_class, explain_cb);
}

static void
bw_sign_in_page_init (BwSignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  bw_widget_set_name (self->cancel_button, _("Cancel"));
  bw_widget_set_name (self->retry_button, _("Try Again"));
  bw_widget_set_name (self->list_box, _("Address of the Sign-In Page"));
  bw_widget_set_name (self->copy_button, _("Copy Address"));
  bw_widget_set_name (self->copy_code_button, _("Copy Code"));
  bw_widget_set_name (self->explain_box, _("Error Code That the Browser Shows"));
  bw_sign_in_page_begin (self);
}

/**
 * bw_sign_in_page_begin:
 * @self: a sign-in page
 *
 * Shows that somebody is to sign in; nobody knows yet where.
 */
void
bw_sign_in_page_begin (BwSignInPage *self)
{
  g_return_if_fail (BW_IS_SIGN_IN_PAGE (self));

  set_mode (self, MODE_BROWSER);
  adw_status_page_set_icon_name (self->status_page, "web-browser-symbolic");
  adw_status_page_set_title (self->status_page, _("Continue in the Browser"));
  adw_status_page_set_description (self->status_page,
                                   _("Sign in there with an account of the partner tenant. This "
                                     "window goes on by itself."));
  show_address (self, NULL);
  bw_label_set_text (self->told_label,
                     _("If no browser opens, copy the address into one on this computer."));
  set_time (self, 0);
}

/**
 * bw_sign_in_page_set_uri:
 * @self: a sign-in page
 * @uri: (nullable): the page that the browser has to show
 *
 * The time begins to run with each new page.  A second one within an attempt is for the
 * second factor that was missing.
 */
void
bw_sign_in_page_set_uri (BwSignInPage *self,
                         const char   *uri)
{
  gboolean once_more;

  g_return_if_fail (BW_IS_SIGN_IN_PAGE (self));

  once_more = self->mode == MODE_BROWSER && self->uri != NULL;
  if (uri == NULL && self->mode == MODE_BROWSER)
    {
      show_address (self, NULL);
      set_time (self, 0);
    }

  if (uri == NULL || (once_more && g_str_equal (uri, self->uri)))
    return;

  bw_sign_in_page_begin (self);
  show_address (self, uri);
  set_time (self, BW_SIGN_IN_SECONDS);
  if (once_more)
    adw_status_page_set_description (self->status_page,
                                     _("Microsoft let you in without multi-factor authentication, "
                                       "which Partner Center does not accept. Sign in once more in "
                                       "the browser, with the second factor."));
}

/**
 * bw_sign_in_page_open:
 * @self: a sign-in page with an address
 *
 * Opens it in the browser, and says so where that cannot be done.
 */
void
bw_sign_in_page_open (BwSignInPage *self)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self));
  g_autoptr(GdkAppLaunchContext) context = gdk_display_get_app_launch_context (display);

  g_return_if_fail (BW_IS_SIGN_IN_PAGE (self));

  if (self->uri != NULL)
    bw_launch_uri_async (self->uri, G_APP_LAUNCH_CONTEXT (context), NULL, opened_cb,
                         g_object_ref (self));
}

/**
 * bw_sign_in_page_show_code:
 * @self: a sign-in page
 * @code: what to type in the browser of another device, and where
 */
void
bw_sign_in_page_show_code (BwSignInPage       *self,
                           const BwDeviceCode *code)
{
  g_return_if_fail (BW_IS_SIGN_IN_PAGE (self));

  set_mode (self, MODE_CODE);
  adw_status_page_set_icon_name (self->status_page, "computer-symbolic");
  adw_status_page_set_title (self->status_page, _("Sign In on Another Device"));
  adw_status_page_set_description (self->status_page,
                                   _("Open the page below in a browser on any device, and enter "
                                     "this code there. This window goes on by itself."));
  gtk_label_set_text (self->code_label, code->user_code);
  show_address (self, code->verification_uri);
  bw_label_set_text (self->told_label,
                     _("Give the code to nobody: whoever enters it signs in here."));
  set_time (self, code->lifetime);
}

/**
 * bw_sign_in_page_show_end:
 * @self: a sign-in page
 * @error: why nobody is signed in
 */
void
bw_sign_in_page_show_end (BwSignInPage *self,
                          const GError *error)
{
  BwFailure *failure = bw_failure_of_error (error);
  g_autofree char *escaped = g_markup_escape_text (error->message, -1);

  g_return_if_fail (BW_IS_SIGN_IN_PAGE (self));

  set_mode (self, MODE_ENDED);
  adw_status_page_set_icon_name (self->status_page, "dialog-warning-symbolic");
  adw_status_page_set_title (self->status_page, _("Not Signed In"));
  adw_status_page_set_description (self->status_page, failure == NULL ? escaped : NULL);
  show_address (self, NULL);
  bw_label_set_text (self->told_label, NULL);
  set_time (self, 0);
  bw_failure_box_set_failure (self->failure_box, failure);
  gtk_widget_grab_focus (self->retry_button);
}

/**
 * bw_sign_in_page_has_ended:
 * @self: a sign-in page
 *
 * Returns: whether it shows why nobody is signed in
 */
gboolean
bw_sign_in_page_has_ended (BwSignInPage *self)
{
  g_return_val_if_fail (BW_IS_SIGN_IN_PAGE (self), FALSE);

  return self->mode == MODE_ENDED;
}
