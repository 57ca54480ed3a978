/* bw-application.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>

#include "bw-application-private.h"
#include "bw-log.h"

G_DEFINE_FINAL_TYPE (BwApplication, bw_application, ADW_TYPE_APPLICATION)

/* Set by the option parser, which knows of no object. */
static gboolean sandbox_option;
static char *sandbox_url_option;

static gboolean
parse_sandbox_cb (const char  *name,
                  const char  *value,
                  gpointer     data,
                  GError     **error)
{
  sandbox_option = TRUE;
  g_free (sandbox_url_option);
  sandbox_url_option = g_strdup (value);

  return TRUE;
}

static const GOptionEntry options[] = {
  { "sandbox", 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, parse_sandbox_cb,
    N_("Use a simulated Microsoft cloud: the one at URL, or one of its own"), N_("URL") },
  { "state-dir", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Keep the state in DIR"), N_("DIR") },
  { "verbose", 'v', 0, G_OPTION_ARG_NONE, NULL, N_("Say more in the log"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL },
  G_OPTION_ENTRY_NULL
};

/* Following what is open. */

static void
refreshed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(BwApplication) self = user_data;
  g_autoptr(GError) error = NULL;

  /* The window shows it as the workspace's problem. */
  if (!bw_workspace_refresh_finish (BW_WORKSPACE (object), result, &error))
    g_info ("The customers could not be read: %s", error->message);
}

static void
session_changed_cb (BwApplication *self)
{
  bw_application_update_actions (self);
}

/* Set-ups run while somebody is signed in. */
static void
state_changed_cb (BwApplication *self)
{
  BwWorkspace *workspace = bw_application_get_workspace (self);
  gboolean signed_in =
    bw_session_get_state (bw_workspace_get_session (workspace)) == BW_SESSION_SIGNED_IN;

  bw_engine_set_running (bw_workspace_get_engine (workspace), signed_in);
  if (signed_in && !bw_workspace_is_refreshing (workspace))
    bw_workspace_refresh_async (workspace, NULL, refreshed_cb, g_object_ref (self));
}

static void
attend (BwApplication *self)
{
  BwWindow *window = bw_application_get_window (self);
  BwWorkspace *workspace = bw_application_get_workspace (self);
  gboolean attended = window != NULL && gtk_window_is_active (GTK_WINDOW (window));

  if (attended)
    bw_notifier_clear (self->notifier);
  if (workspace != NULL)
    bw_engine_set_attended (bw_workspace_get_engine (workspace), attended);
}

static void
notice_cb (BwApplication *self,
           BwTenant      *tenant,
           guint          notice)
{
  BwWindow *window = bw_application_get_window (self);

  if (window == NULL || !gtk_window_is_active (GTK_WINDOW (window)))
    bw_notifier_tell (self->notifier, tenant, notice);
}

/* Without a window the program ends when there is nothing left to do. */
static void
end_if_idle (BwApplication *self)
{
  BwWorkspace *workspace = bw_application_get_workspace (self);

  if (self->quitting || bw_application_get_window (self) != NULL)
    return;

  if (workspace == NULL || !bw_engine_is_busy (bw_workspace_get_engine (workspace)))
    bw_application_quit_in_order (self);
}

static void
open_browser (const char   *uri,
              GCancellable *cancellable,
              gpointer      user_data)
{
  BwWindow *window = bw_application_get_window (user_data);

  /* The window has followed the session by now, so its page has the address. */
  if (window != NULL)
    bw_sign_in_page_open (bw_window_get_sign_in (window));
}

static void
follow (BwApplication *self,
        BwWorkspace   *workspace)
{
  BwSession *session = workspace != NULL ? bw_workspace_get_session (workspace) : NULL;

  g_signal_group_set_target (self->workspace_signals, workspace);
  g_signal_group_set_target (self->session_signals, session);
  g_signal_group_set_target (self->engine_signals,
                             workspace != NULL ? bw_workspace_get_engine (workspace) : NULL);

  /* What came of the set-ups is still worth reading when the program has ended. */
  if (!self->quitting)
    bw_notifier_clear (self->notifier);

  if (session != NULL)
    {
      bw_session_set_browser (session, open_browser, self, NULL);
      state_changed_cb (self);
    }

  bw_application_update_actions (self);
}

/* Opening and closing. */

static void open_place (BwApplication *self,
                        BwPlace       *place);

static void
show_place (BwApplication *self)
{
  BwWindow *window = bw_application_get_window (self);
  BwWorkspace *workspace = bw_application_get_workspace (self);

  if (window == NULL)
    return;

  if (workspace != NULL)
    bw_window_set_workspace (window, workspace);
  else if (self->place != NULL && bw_place_is_sandbox (self->place) && !self->closing)
    bw_window_show_loading (window, _("Opening the Sandbox"));
  else
    bw_window_show_loading (window, _("Opening Bailiwick"));
}

static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BwApplication) self = user_data;
  BwPlace *place = BW_PLACE (object);
  BwWindow *window = bw_application_get_window (self);
  g_autoptr(GError) error = NULL;

  if (bw_place_open_finish (place, result, &error))
    {
      if (self->closing)
        return;
      follow (self, bw_place_get_workspace (place));
      show_place (self);
      bw_application_show_wanted (self);
      attend (self);
      return;
    }

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_message ("The state could not be opened: %s", error->message);
  if (window != NULL && !self->closing)
    bw_window_show_problem (window, error->message, bw_place_is_sandbox (place));
  else
    end_if_idle (self);
}

static void
closed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BwApplication) self = user_data;
  g_autoptr(BwPlace) next = g_steal_pointer (&self->next);

  bw_place_close_finish (BW_PLACE (object), result, NULL);
  self->closing = FALSE;
  g_clear_object (&self->place);

  if (self->quitting)
    g_application_quit (G_APPLICATION (self));
  else if (next != NULL)
    open_place (self, next);
}

static void
close_place (BwApplication *self)
{
  if (self->closing)
    return;

  g_cancellable_cancel (self->sign_in);
  g_clear_object (&self->sign_in);
  follow (self, NULL);
  self->closing = TRUE;
  show_place (self);
  bw_place_close_async (self->place, closed_cb, g_object_ref (self));
}

static void
open_place (BwApplication *self,
            BwPlace       *place)
{
  g_set_object (&self->place, place);
  show_place (self);
  bw_application_update_actions (self);
  bw_place_open_async (place, opened_cb, g_object_ref (self));
}

/**
 * bw_application_go_to:
 * @self: the application
 * @place: where to go
 *
 * Opens @place, after closing what is open.
 */
void
bw_application_go_to (BwApplication *self,
                      BwPlace       *place)
{
  if (self->place == NULL)
    {
      open_place (self, place);
    }
  else if (self->closing || !bw_place_equal (self->place, place))
    {
      g_set_object (&self->next, place);
      close_place (self);
    }
}

/**
 * bw_application_reopen:
 * @self: the application
 *
 * Tries once more what did not open.
 */
void
bw_application_reopen (BwApplication *self)
{
  if (self->place == NULL || self->closing)
    return;

  g_clear_object (&self->next);
  self->next = bw_place_copy (self->place);
  close_place (self);
}

/**
 * bw_application_quit_in_order:
 * @self: the application
 *
 * Ends the program once everything is written down.
 */
void
bw_application_quit_in_order (BwApplication *self)
{
  BwWindow *window = bw_application_get_window (self);

  if (self->quitting)
    return;

  self->quitting = TRUE;
  g_clear_object (&self->next);
  bw_notifier_clear_background (self->notifier);
  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));

  if (self->place != NULL)
    close_place (self);
  else
    g_application_quit (G_APPLICATION (self));
}

/**
 * bw_application_get_window:
 * @self: the application
 *
 * Returns: (transfer none) (nullable): its window
 */
BwWindow *
bw_application_get_window (BwApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (BW_IS_WINDOW (l->data))
      return l->data;

  return NULL;
}

/**
 * bw_application_ensure_window:
 * @self: the application
 *
 * Returns: (transfer none): its window, on the screen
 */
BwWindow *
bw_application_ensure_window (BwApplication *self)
{
  BwWindow *window = bw_application_get_window (self);

  if (window == NULL)
    {
      window = BW_WINDOW (bw_window_new (GTK_APPLICATION (self)));
      g_signal_connect_object (window, "notify::is-active", G_CALLBACK (attend), self,
                               G_CONNECT_SWAPPED);
      show_place (self);
    }

  gtk_window_present (GTK_WINDOW (window));

  return window;
}

/**
 * bw_application_get_workspace:
 * @self: the application
 *
 * Returns: (transfer none) (nullable): what is open
 */
BwWorkspace *
bw_application_get_workspace (BwApplication *self)
{
  return self->place != NULL && !self->closing ? bw_place_get_workspace (self->place) : NULL;
}

/**
 * bw_application_count_running:
 * @self: the application
 *
 * Returns: how many set-ups are not over and go on by themselves
 */
guint
bw_application_count_running (BwApplication *self)
{
  BwWorkspace *workspace = bw_application_get_workspace (self);
  GListModel *tenants = workspace != NULL ? bw_workspace_get_tenants (workspace) : NULL;
  guint n_running = 0;

  if (workspace == NULL || !bw_engine_is_busy (bw_workspace_get_engine (workspace)))
    return 0;

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (tenants, i);
      BwSetupJob *job = bw_tenant_get_job (tenant);

      if (job != NULL && bw_setup_job_get_state (job) == BW_JOB_STATE_ACTIVE)
        n_running++;
    }

  return n_running;
}

/**
 * bw_application_show_wanted:
 * @self: the application
 *
 * Shows what a notification was about, if there is something to show it in.
 */
void
bw_application_show_wanted (BwApplication *self)
{
  BwWindow *window = bw_application_get_window (self);

  if (window == NULL || bw_application_get_workspace (self) == NULL)
    return;

  if (self->wanted_tenant != NULL)
    bw_access_view_open_tenant (bw_window_get_access (window), self->wanted_tenant);
  else if (self->wanted_group != NULL)
    bw_access_view_open_group (bw_window_get_access (window), self->wanted_group);

  g_clear_pointer (&self->wanted_tenant, g_free);
  g_clear_pointer (&self->wanted_group, g_free);
}

/* The program. */

static gboolean
signal_cb (gpointer user_data)
{
  bw_application_quit_in_order (user_data);

  return G_SOURCE_CONTINUE;
}

static void
bw_application_startup (GApplication *application)
{
  BwApplication *self = BW_APPLICATION (application);

  G_APPLICATION_CLASS (bw_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (BW_APP_ID);
  bw_application_add_actions (self);
  g_unix_signal_add (SIGTERM, signal_cb, self);
  g_unix_signal_add (SIGINT, signal_cb, self);
}

static void
bw_application_activate (GApplication *application)
{
  BwApplication *self = BW_APPLICATION (application);

  if (self->quitting)
    return;

  bw_application_ensure_window (self);
  if (self->place == NULL)
    {
      g_autoptr(BwPlace) place = bw_place_new (NULL, FALSE, NULL);

      g_application_hold (application);
      bw_application_go_to (self, place);
    }
}

static int
bw_application_handle_local_options (GApplication *application,
                                     GVariantDict *dict)
{
  gboolean verbose = FALSE;

  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("bailiwick %s\n", BW_VERSION);
      return 0;
    }

  g_variant_dict_lookup (dict, "verbose", "b", &verbose);
  bw_log_set_up (verbose);

  /* The instance that runs already has to know. */
  if (sandbox_option)
    g_variant_dict_insert (dict, "sandbox", "s",
                           sandbox_url_option != NULL ? sandbox_url_option : "");

  return -1;
}

static int
bw_application_command_line (GApplication            *application,
                             GApplicationCommandLine *command_line)
{
  BwApplication *self = BW_APPLICATION (application);
  GVariantDict *dict = g_application_command_line_get_options_dict (command_line);
  const char *state_folder = NULL;
  const char *url = NULL;
  gboolean sandbox = g_variant_dict_lookup (dict, "sandbox", "&s", &url);

  if (g_variant_dict_lookup (dict, "state-dir", "^&ay", &state_folder) || sandbox)
    {
      g_autoptr(GFile) file = state_folder != NULL
                              ? g_application_command_line_create_file_for_arg (command_line,
                                                                                state_folder)
                                                                                : NULL;
      g_autoptr(BwPlace) place = bw_place_new (file != NULL ? g_file_peek_path (file) : NULL,
                                               sandbox,
                                               url != NULL && *url != '\0' ? url : NULL);

      if (self->place == NULL)
        g_application_hold (application);
      bw_application_go_to (self, place);
    }

  g_application_activate (application);

  return 0;
}

static void
bw_application_window_removed (GtkApplication *application,
                               GtkWindow      *window)
{
  BwApplication *self = BW_APPLICATION (application);

  GTK_APPLICATION_CLASS (bw_application_parent_class)->window_removed (application, window);

  if (!BW_IS_WINDOW (window) || self->quitting)
    return;

  attend (self);
  if (bw_application_count_running (self) > 0)
    bw_notifier_tell_background (self->notifier);
  else
    end_if_idle (self);
}

static void
bw_application_dispose (GObject *object)
{
  BwApplication *self = BW_APPLICATION (object);

  g_clear_object (&self->workspace_signals);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->engine_signals);
  g_clear_object (&self->sign_in);
  g_clear_object (&self->next);
  g_clear_object (&self->place);
  g_clear_object (&self->notifier);
  g_clear_pointer (&self->wanted_tenant, g_free);
  g_clear_pointer (&self->wanted_group, g_free);

  G_OBJECT_CLASS (bw_application_parent_class)->dispose (object);
}

static void
bw_application_class_init (BwApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_application_dispose;
  application_class->startup = bw_application_startup;
  application_class->activate = bw_application_activate;
  application_class->handle_local_options = bw_application_handle_local_options;
  application_class->command_line = bw_application_command_line;
  GTK_APPLICATION_CLASS (klass)->window_removed = bw_application_window_removed;
}

static void
bw_application_init (BwApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);

  self->notifier = bw_notifier_new (G_APPLICATION (self));

  self->workspace_signals = g_signal_group_new (BW_TYPE_WORKSPACE);
  g_signal_group_connect_swapped (self->workspace_signals, "notice", G_CALLBACK (notice_cb), self);
  self->session_signals = g_signal_group_new (BW_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify", G_CALLBACK (session_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->session_signals, "notify::state",
                                  G_CALLBACK (state_changed_cb), self);
  self->engine_signals = g_signal_group_new (BW_TYPE_ENGINE);
  g_signal_group_connect_swapped (self->engine_signals, "notify::busy", G_CALLBACK (end_if_idle),
                                  self);
}

/**
 * bw_application_new:
 *
 * Returns: (transfer full): the program, of which one instance runs at a time
 */
BwApplication *
bw_application_new (void)
{
  return g_object_new (BW_TYPE_APPLICATION,
                       "application-id", BW_APP_ID,
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE,
                       "resource-base-path", BW_RESOURCE_PATH,
                       NULL);
}
