/* bw-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-settings.h"
#include "bw-welcome-page.h"
#include "bw-widgets.h"
#include "bw-window.h"

/* What takes less time than this shows no spinner. */
#define PATIENCE_MSEC 600

struct _BwWindow
{
  AdwApplicationWindow  parent_instance;

  BwWorkspace          *workspace;  /* (owned) (nullable) */
  GSignalGroup         *session_signals;
  GSignalGroup         *credential_signals;
  GSignalGroup         *workspace_signals;
  guint                 spinner_id;

  GtkStack             *stack;
  AdwStatusPage        *loading_page;
  GtkSpinner           *loading_spinner;
  AdwStatusPage        *problem_page;
  GtkWidget            *retry_button;
  GtkWidget            *leave_button;
  BwWelcomePage        *welcome_page;
  BwSignInPage         *sign_in_page;
  BwAccessView         *access_view;
};

G_DEFINE_FINAL_TYPE (BwWindow, bw_window, ADW_TYPE_APPLICATION_WINDOW)

/* What the keyring says has the remedy in it; here is what it means. */
static void
show_keyring_problem (BwWindow   *self,
                      const char *problem,
                      gboolean    expired)
{
  g_autofree char *text =
    expired ? g_strdup_printf (/* Translators: %s is what the keyring says, whole sentences */
                               _("The stored sign-in cannot be read. %s"), problem)
            : g_strdup_printf (/* Translators: %s is what the keyring says, whole sentences */
                               _("The sign-in is not stored: you will be asked to sign in again "
                                 "next time. %s"), problem);

  bw_access_view_show_problem (self->access_view, text, _("_Try Again"), "app.retry-keyring");
}

/* Of all that may be wrong, the one thing that matters most now. */
static void
show_troubles (BwWindow *self)
{
  BwSession *session = bw_workspace_get_session (self->workspace);
  const char *keyring = bw_session_get_keyring_problem (session);
  BwCredentialKeeper *credentials = bw_session_get_credentials (session);
  GError *problem = bw_workspace_get_problem (self->workspace);
  g_autofree char *warning =
    bw_credential_dup_warning (bw_credential_keeper_get_kind (credentials),
                               bw_credential_keeper_get_end (credentials));

  if (bw_session_get_state (session) == BW_SESSION_EXPIRED && keyring != NULL)
    show_keyring_problem (self, keyring, TRUE);
  else if (bw_session_get_state (session) == BW_SESSION_EXPIRED)
    bw_access_view_show_problem (self->access_view,
                                 _("The sign-in has expired. Set-ups go on once somebody "
                                   "has signed in again."),
                                 _("_Sign In Again"), "app.sign-in");
  else if (bw_session_is_offline (session))
    bw_access_view_show_problem (self->access_view,
                                 _("Microsoft cannot be reached. Set-ups go on by themselves "
                                   "when it can."),
                                 _("_Try Again"), "access.refresh");
  else if (problem != NULL)
    bw_access_view_show_problem (self->access_view, problem->message, _("_Try Again"),
                                 "access.refresh");
  else if (warning != NULL)
    bw_access_view_show_problem (self->access_view, warning, _("App C_redential"),
                                 "app.credential");
  else if (keyring != NULL && !bw_session_is_sandbox (session))
    show_keyring_problem (self, keyring, FALSE);
  else
    bw_access_view_show_problem (self->access_view, NULL, NULL, NULL);
}

static void
show_names (BwWindow *self)
{
  BwSession *session = bw_workspace_get_session (self->workspace);
  const char *partner = bw_session_get_partner_name (session);

  bw_access_view_set_subtitle (self->access_view, partner);
  bw_access_view_show_sandbox (self->access_view,
                               bw_workspace_is_sandbox (self->workspace)
                               ? _("This is the sandbox: a simulated Microsoft cloud.") : NULL);
}

static const char *
pick_page (BwWindow  *self,
           BwSession *session)
{
  if (bw_sign_in_page_has_ended (self->sign_in_page))
    return "sign-in";

  switch (bw_session_get_state (session))
    {
    case BW_SESSION_SIGNED_OUT:
      return "welcome";
    case BW_SESSION_SIGNING_IN:
      /* The sandbox lets people in by itself. */
      return bw_session_is_sandbox (session) ? "access" : "sign-in";
    case BW_SESSION_SIGNED_IN:
    case BW_SESSION_EXPIRED:
    default:
      return "access";
    }
}

static void
show (BwWindow *self)
{
  BwSession *session;
  const char *page;

  if (self->workspace == NULL)
    return;

  session = bw_workspace_get_session (self->workspace);
  if (bw_sign_in_page_has_ended (self->sign_in_page) &&
      (bw_session_get_state (session) == BW_SESSION_SIGNING_IN ||
       bw_session_get_state (session) == BW_SESSION_SIGNED_IN))
    bw_sign_in_page_begin (self->sign_in_page);
  bw_sign_in_page_set_uri (self->sign_in_page, bw_session_get_sign_in_uri (session));
  show_names (self);
  show_troubles (self);
  page = pick_page (self, session);
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), page) == 0)
    return;

  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
  if (g_str_equal (page, "access"))
    gtk_widget_grab_focus (GTK_WIDGET (self->access_view));
}

static void
spin_cb (gpointer user_data)
{
  BwWindow *self = user_data;

  self->spinner_id = 0;
  gtk_spinner_set_spinning (self->loading_spinner, TRUE);
}

static void
remember_size (BwWindow *self)
{
  int width;
  int height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  bw_settings_set_int ("window-width", MAX (width, 360));
  bw_settings_set_int ("window-height", MAX (height, 294));
  bw_settings_set_boolean ("is-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
}

static gboolean
bw_window_close_request (GtkWindow *window)
{
  remember_size (BW_WINDOW (window));

  return GTK_WINDOW_CLASS (bw_window_parent_class)->close_request (window);
}

static void
bw_window_dispose (GObject *object)
{
  BwWindow *self = BW_WINDOW (object);

  g_clear_handle_id (&self->spinner_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), BW_TYPE_WINDOW);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->credential_signals);
  g_clear_object (&self->workspace_signals);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (bw_window_parent_class)->dispose (object);
}

static void
bw_window_class_init (BwWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = bw_window_close_request;

  g_type_ensure (BW_TYPE_ACCESS_VIEW);
  g_type_ensure (BW_TYPE_SIGN_IN_PAGE);
  g_type_ensure (BW_TYPE_WELCOME_PAGE);

  gtk_widget_class_set_template_from_resource (widget_class, BW_RESOURCE_PATH "/bw-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BwWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, BwWindow, loading_page);
  gtk_widget_class_bind_template_child (widget_class, BwWindow, loading_spinner);
  gtk_widget_class_bind_template_child (widget_class, BwWindow, problem_page);
  gtk_widget_class_bind_template_child (widget_class, BwWindow, retry_button);
  gtk_widget_class_bind_template_child (widget_class, BwWindow, leave_button);
  gtk_widget_class_bind_template_child (widget_class, BwWindow, welcome_page);
  gtk_widget_class_bind_template_child (widget_class, BwWindow, sign_in_page);
  gtk_widget_class_bind_template_child (widget_class, BwWindow, access_view);
}

static void
bw_window_init (BwWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_window_set_default_size (GTK_WINDOW (self),
                               bw_settings_get_int ("window-width", 1080),
                               bw_settings_get_int ("window-height", 720));
  if (bw_settings_get_boolean ("is-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));

  bw_widget_set_name (self->retry_button, _("Try Again"));
  bw_widget_set_name (self->leave_button, _("Leave the Sandbox"));

  self->session_signals = g_signal_group_new (BW_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify", G_CALLBACK (show), self);
  self->credential_signals = g_signal_group_new (BW_TYPE_CREDENTIAL_KEEPER);
  g_signal_group_connect_swapped (self->credential_signals, "changed", G_CALLBACK (show), self);
  self->workspace_signals = g_signal_group_new (BW_TYPE_WORKSPACE);
  g_signal_group_connect_swapped (self->workspace_signals, "notify::refreshing", G_CALLBACK (show),
                                  self);
}

/**
 * bw_window_new:
 * @application: the application
 *
 * Returns: (transfer none): a window that is not on the screen yet
 */
GtkWidget *
bw_window_new (GtkApplication *application)
{
  return g_object_new (BW_TYPE_WINDOW, "application", application, NULL);
}

/**
 * bw_window_set_workspace:
 * @self: a window
 * @workspace: (nullable): an open workspace, or %NULL while there is none
 */
void
bw_window_set_workspace (BwWindow    *self,
                         BwWorkspace *workspace)
{
  BwSession *session = workspace != NULL ? bw_workspace_get_session (workspace) : NULL;

  g_return_if_fail (BW_IS_WINDOW (self));

  g_clear_handle_id (&self->spinner_id, g_source_remove);
  gtk_spinner_set_spinning (self->loading_spinner, FALSE);

  if (g_set_object (&self->workspace, workspace))
    bw_sign_in_page_begin (self->sign_in_page);
  g_signal_group_set_target (self->workspace_signals, workspace);
  g_signal_group_set_target (self->session_signals, session);
  g_signal_group_set_target (self->credential_signals,
                             session != NULL ? bw_session_get_credentials (session) : NULL);
  bw_welcome_page_set_session (self->welcome_page, session);
  bw_access_view_set_workspace (self->access_view, workspace);
  show (self);
}

/**
 * bw_window_show_loading:
 * @self: a window
 * @text: what is going on
 */
void
bw_window_show_loading (BwWindow   *self,
                        const char *text)
{
  g_return_if_fail (BW_IS_WINDOW (self));

  bw_window_set_workspace (self, NULL);
  adw_status_page_set_title (self->loading_page, text);
  self->spinner_id = g_timeout_add_once (PATIENCE_MSEC, spin_cb, self);
  gtk_stack_set_visible_child_name (self->stack, "loading");
}

/**
 * bw_window_show_problem:
 * @self: a window
 * @text: why there is no workspace; not markup
 * @sandbox: whether it would have been the sandbox's
 */
void
bw_window_show_problem (BwWindow   *self,
                        const char *text,
                        gboolean    sandbox)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_return_if_fail (BW_IS_WINDOW (self));

  bw_window_set_workspace (self, NULL);
  adw_status_page_set_description (self->problem_page, escaped);
  gtk_widget_set_visible (self->leave_button, sandbox);
  gtk_stack_set_visible_child_name (self->stack, "problem");
  gtk_widget_grab_focus (self->retry_button);
}

/**
 * bw_window_get_access:
 * @self: a window
 *
 * Returns: (transfer none): its view of the tenants
 */
BwAccessView *
bw_window_get_access (BwWindow *self)
{
  g_return_val_if_fail (BW_IS_WINDOW (self), NULL);

  return self->access_view;
}

/**
 * bw_window_get_sign_in:
 * @self: a window
 *
 * Returns: (transfer none): its page for the time of a sign-in
 */
BwSignInPage *
bw_window_get_sign_in (BwWindow *self)
{
  g_return_val_if_fail (BW_IS_WINDOW (self), NULL);

  return self->sign_in_page;
}

/**
 * bw_window_show_sign_in_end:
 * @self: a window
 * @error: why nobody is signed in
 *
 * Shows that until somebody tries again, or leaves.
 */
void
bw_window_show_sign_in_end (BwWindow     *self,
                            const GError *error)
{
  g_return_if_fail (BW_IS_WINDOW (self));

  bw_sign_in_page_show_end (self->sign_in_page, error);
  show (self);
}

/**
 * bw_window_leave_sign_in:
 * @self: a window
 *
 * Shows what there is without signing in.
 */
void
bw_window_leave_sign_in (BwWindow *self)
{
  g_return_if_fail (BW_IS_WINDOW (self));

  bw_sign_in_page_begin (self->sign_in_page);
  show (self);
}
