/* bw-application-actions.c - what can be done with the program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-about.h"
#include "bw-accounts-dialog.h"
#include "bw-application-private.h"
#include "bw-check-dialog.h"
#include "bw-credential-dialog.h"
#include "bw-dialogs.h"
#include "bw-sign-in-dialog.h"
#include "bw-template-dialog.h"
#include "bw-util.h"
#include "bw-widgets.h"

static GtkWidget *
get_widget (BwApplication *self)
{
  BwWindow *window = bw_application_get_window (self);

  return window != NULL ? GTK_WIDGET (window) : NULL;
}

static BwSession *
get_session (BwApplication *self)
{
  BwWorkspace *workspace = bw_application_get_workspace (self);

  return workspace != NULL ? bw_workspace_get_session (workspace) : NULL;
}

/* Quitting. */

static void
quit_later_cb (gpointer user_data)
{
  g_autoptr(BwApplication) self = user_data;

  bw_application_quit_in_order (self);
}

/* Only once the dialog is gone: it must not outlive the window that it belongs to. */
static void
quit_answered_cb (AdwMessageDialog *dialog,
                  const char       *response,
                  BwApplication    *self)
{
  if (g_str_equal (response, BW_DIALOG_YES))
    g_idle_add_once (quit_later_cb, g_object_ref (self));
}

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  BwApplication *self = user_data;
  guint n_running = bw_application_count_running (self);

  /* Without a window the question was asked by the notification. */
  if (n_running > 0 && get_widget (self) != NULL)
    g_signal_connect_object (bw_dialog_ask_quit (get_widget (self), n_running), "response",
                             G_CALLBACK (quit_answered_cb), self, 0);
  else
    bw_application_quit_in_order (self);
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  bw_about_show ((GtkWindow *) get_widget (user_data), bw_application_get_workspace (user_data));
}

/* Going elsewhere. */

static void
try_sandbox_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  g_autoptr(BwPlace) place = bw_place_new (NULL, TRUE, NULL);

  bw_application_go_to (user_data, place);
}

static void
leave_sandbox_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  g_autoptr(BwPlace) place = bw_place_new (NULL, FALSE, NULL);

  bw_application_go_to (user_data, place);
}

static void
reopen_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  bw_application_reopen (user_data);
}

/* What a notification leads to; it may be what starts the program. */

static void
open_tenant_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  BwApplication *self = user_data;

  bw_set_str (&self->wanted_tenant, g_variant_get_string (parameter, NULL));
  g_application_activate (G_APPLICATION (self));
  bw_application_show_wanted (self);
}

static void
open_tenants_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  BwApplication *self = user_data;

  bw_set_str (&self->wanted_group, g_variant_get_string (parameter, NULL));
  g_application_activate (G_APPLICATION (self));
  bw_application_show_wanted (self);
}

/* Signing in and out. */

static void
end_sign_in (BwApplication *self,
             BwSession     *session,
             const GError  *error)
{
  BwWindow *window = bw_application_get_window (self);
  g_autofree char *text = NULL;

  if (session != get_session (self) || window == NULL ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL)
    {
      bw_window_show_sign_in_end (window, error);
      bw_application_update_actions (self);
      gtk_window_present (GTK_WINDOW (window));
      return;
    }

  /* Translators: the sign-in name of a user */
  text = g_strdup_printf (_("Signed in as %s"), bw_session_get_user_name (session));
  bw_access_view_toast (bw_window_get_access (window), text);
  gtk_window_present (GTK_WINDOW (window));
}

static void
signed_in_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(BwApplication) self = user_data;
  g_autoptr(GError) error = NULL;

  bw_session_sign_in_finish (BW_SESSION (object), result, &error);
  end_sign_in (self, BW_SESSION (object), error);
}

static void
signed_in_with_code_cb (GObject      *object,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr(BwApplication) self = user_data;
  g_autoptr(GError) error = NULL;

  bw_session_sign_in_with_device_code_finish (BW_SESSION (object), result, &error);
  end_sign_in (self, BW_SESSION (object), error);
}

/* What was begun before ends. */
static void
renew_attempt (BwApplication *self)
{
  g_cancellable_cancel (self->sign_in);
  g_clear_object (&self->sign_in);
  self->sign_in = g_cancellable_new ();
}

static void
start_sign_in (BwApplication *self)
{
  BwWindow *window = bw_application_get_window (self);

  renew_attempt (self);
  if (window != NULL)
    bw_sign_in_page_begin (bw_window_get_sign_in (window));
  bw_session_sign_in_async (get_session (self), self->sign_in, signed_in_cb, g_object_ref (self));
}

static void
show_code (const BwDeviceCode *code,
           gpointer            user_data)
{
  BwWindow *window = bw_application_get_window (user_data);

  if (window != NULL)
    bw_sign_in_page_show_code (bw_window_get_sign_in (window), code);
}

static void
sign_in_with_code_cb (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  BwApplication *self = user_data;

  if (get_session (self) == NULL)
    return;

  renew_attempt (self);
  bw_session_sign_in_with_device_code_async (get_session (self), show_code, self, self->sign_in,
                                             signed_in_with_code_cb, g_object_ref (self));
}

static void
configure_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  BwApplication *self = user_data;
  GtkWidget *dialog;

  if (get_session (self) == NULL)
    return;

  dialog = bw_sign_in_dialog_new ((GtkWindow *) get_widget (self), get_session (self));
  g_signal_connect_object (dialog, "configured", G_CALLBACK (start_sign_in), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
sign_in_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  BwSession *session = get_session (user_data);

  if (session == NULL)
    return;

  if (bw_session_get_partner_tenant (session) != NULL && bw_session_get_client_id (session) != NULL)
    start_sign_in (user_data);
  else
    configure_cb (action, parameter, user_data);
}

static void
cancel_sign_in_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  BwApplication *self = user_data;
  BwWindow *window = bw_application_get_window (self);

  g_cancellable_cancel (self->sign_in);
  if (window != NULL)
    bw_window_leave_sign_in (window);
  bw_application_update_actions (self);
}

static void
keyring_retried_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(BwApplication) self = user_data;
  BwSession *session = BW_SESSION (object);
  BwWindow *window = bw_application_get_window (self);
  g_autoptr(GError) error = NULL;
  gboolean kept = bw_session_retry_keyring_finish (session, result, &error);

  if (window == NULL || session != get_session (self))
    return;

  /* What is still wrong stays in the banner; that nothing changed has to be seen. */
  if (kept)
    bw_access_view_toast (bw_window_get_access (window), _("The sign-in is stored"));
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    bw_access_view_toast (bw_window_get_access (window), error->message);
}

static void
retry_keyring_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  BwSession *session = get_session (user_data);

  if (session != NULL)
    bw_session_retry_keyring_async (session, NULL, keyring_retried_cb, g_object_ref (user_data));
}

static void
check_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  GtkWidget *dialog = bw_check_dialog_new ((GtkWindow *) get_widget (user_data),
                                           bw_application_get_workspace (user_data));

  gtk_window_present (GTK_WINDOW (dialog));
}

static void
credential_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  GtkWidget *dialog =
    bw_credential_dialog_new ((GtkWindow *) get_widget (user_data),
                              bw_session_get_credentials (get_session (user_data)));

  gtk_window_present (GTK_WINDOW (dialog));
}

static void
templates_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  GtkWidget *dialog = bw_template_dialog_new ((GtkWindow *) get_widget (user_data),
                                              BW_MESSAGE_KIND_APPROVAL);

  gtk_window_present (GTK_WINDOW (dialog));
}

static void
signed_out_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(BwApplication) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!bw_session_sign_out_finish (BW_SESSION (object), result, &error) &&
      get_widget (self) != NULL)
    bw_dialog_tell_error (get_widget (self), _("Not All Could Be Done"), error);
}

static void
sign_out_answered_cb (AdwMessageDialog *dialog,
                      const char       *response,
                      BwApplication    *self)
{
  gboolean everywhere = g_str_equal (response, BW_DIALOG_EVERYWHERE);

  if ((everywhere || g_str_equal (response, BW_DIALOG_YES)) && get_session (self) != NULL)
    bw_session_sign_out_async (get_session (self), everywhere, NULL, signed_out_cb,
                               g_object_ref (self));
}

static void
sign_out_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  BwApplication *self = user_data;
  BwSession *session = get_session (self);
  BwCredentialKeeper *credentials = bw_session_get_credentials (session);
  gboolean credential = bw_credential_keeper_get_kind (credentials) != BW_CREDENTIAL_NONE;

  g_signal_connect_object (bw_dialog_ask_sign_out (get_widget (self),
                                                   bw_session_get_user_name (session), credential),
                           "response", G_CALLBACK (sign_out_answered_cb), self, 0);
}

/* Several partner tenants. */

static void
chosen_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BwApplication) self = user_data;
  g_autoptr(GError) error = NULL;

  if (bw_accounts_finish (BW_ACCOUNTS (object), result, &error))
    bw_application_reopen (self);
  else if (get_widget (self) != NULL)
    bw_dialog_tell_error (get_widget (self), _("The Account Cannot Be Used"), error);
}

static void
choose_account (BwApplication *self,
                const char    *id)
{
  BwWorkspace *workspace = bw_application_get_workspace (self);
  BwAccounts *accounts = workspace != NULL ? bw_workspace_get_accounts (workspace) : NULL;

  if (accounts != NULL)
    bw_accounts_choose_async (accounts, *id != '\0' ? id : NULL, NULL, chosen_cb,
                              g_object_ref (self));
}

static void
switch_answered_cb (AdwMessageDialog *dialog,
                    const char       *response,
                    BwApplication    *self)
{
  if (g_str_equal (response, BW_DIALOG_YES))
    choose_account (self, g_object_get_data (G_OBJECT (dialog), "account-id"));
}

static void
account_chosen_cb (BwAccountsDialog *dialog,
                   const char       *id,
                   BwApplication    *self)
{
  guint n_running = bw_application_count_running (self);
  GtkWidget *question;

  if (n_running == 0)
    {
      choose_account (self, id);
      return;
    }

  question = bw_dialog_ask_switch (get_widget (self), n_running);
  g_object_set_data_full (G_OBJECT (question), "account-id", g_strdup (id), g_free);
  g_signal_connect_object (question, "response", G_CALLBACK (switch_answered_cb), self, 0);
}

static void
accounts_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  BwApplication *self = user_data;
  BwAccounts *accounts = bw_workspace_get_accounts (bw_application_get_workspace (self));
  GtkWidget *dialog = bw_accounts_dialog_new ((GtkWindow *) get_widget (self), accounts);

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (account_chosen_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static const GActionEntry entries[] = {
  { .name = "quit", .activate = quit_cb },
  { .name = "about", .activate = about_cb },
  { .name = "try-sandbox", .activate = try_sandbox_cb },
  { .name = "leave-sandbox", .activate = leave_sandbox_cb },
  { .name = "reopen", .activate = reopen_cb },
  { .name = "open-tenant", .activate = open_tenant_cb, .parameter_type = "s" },
  { .name = "open-tenants", .activate = open_tenants_cb, .parameter_type = "s" },
  { .name = "configure", .activate = configure_cb },
  { .name = "sign-in", .activate = sign_in_cb },
  { .name = "sign-in-with-code", .activate = sign_in_with_code_cb },
  { .name = "retry-keyring", .activate = retry_keyring_cb },
  { .name = "cancel-sign-in", .activate = cancel_sign_in_cb },
  { .name = "sign-out", .activate = sign_out_cb },
  { .name = "check", .activate = check_cb },
  { .name = "accounts", .activate = accounts_cb },
  { .name = "credential", .activate = credential_cb },
  { .name = "templates", .activate = templates_cb },
};

static void
enable (BwApplication *self,
        const char    *name,
        gboolean       enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self),
                                                                            name)), enabled);
}

/**
 * bw_application_update_actions:
 * @self: the application
 *
 * Switches off what cannot work now.
 */
void
bw_application_update_actions (BwApplication *self)
{
  BwSession *session = get_session (self);
  BwSessionState state = session != NULL ? bw_session_get_state (session) : BW_SESSION_SIGNED_OUT;
  gboolean sandbox = self->place != NULL && bw_place_is_sandbox (self->place);
  BwWindow *window = bw_application_get_window (self);

  enable (self, "try-sandbox", !sandbox);
  enable (self, "leave-sandbox", sandbox);
  enable (self, "configure", session != NULL && !sandbox);
  enable (self, "sign-in", session != NULL);
  enable (self, "check", session != NULL);
  enable (self, "accounts", session != NULL && !sandbox);
  enable (self, "sign-in-with-code", session != NULL &&
          bw_session_get_partner_tenant (session) != NULL &&
          bw_session_get_client_id (session) != NULL);
  enable (self, "cancel-sign-in", state == BW_SESSION_SIGNING_IN ||
          (window != NULL && bw_sign_in_page_has_ended (bw_window_get_sign_in (window))));
  enable (self, "credential", session != NULL && bw_session_get_client_id (session) != NULL);
  enable (self, "sign-out", !sandbox &&
          (state == BW_SESSION_SIGNED_IN || state == BW_SESSION_EXPIRED));
}

/**
 * bw_application_add_actions:
 * @self: the application
 */
void
bw_application_add_actions (BwApplication *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit",
                                         (const char *[]) { "<Control>q", NULL });
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "window.close",
                                         (const char *[]) { "<Control>w", NULL });
  bw_application_update_actions (self);
}
