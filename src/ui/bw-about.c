/* bw-about.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-about.h"
#include "bw-log.h"

static const char *
get_sign_in (BwSession *session)
{
  switch (bw_session_get_state (session))
    {
    case BW_SESSION_SIGNING_IN:
      return "in the browser";
    case BW_SESSION_SIGNED_IN:
      return "done";
    case BW_SESSION_EXPIRED:
      return "expired";
    case BW_SESSION_SIGNED_OUT:
    default:
      return "none";
    }
}

/**
 * bw_about_make_debug_info:
 * @workspace: (nullable): what is open
 *
 * Returns: (transfer full): what whoever helps wants to know, without a secret;
 *   English, since it is for them
 */
char *
bw_about_make_debug_info (BwWorkspace *workspace)
{
  g_autofree char *os = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  g_autofree char *log = bw_log_dup_recent ();
  GString *text = g_string_new ("Bailiwick " BW_VERSION "\n");

  g_string_append_printf (text, "GLib %u.%u.%u\n", glib_major_version, glib_minor_version,
                          glib_micro_version);
  g_string_append_printf (text, "GTK %u.%u.%u\n", gtk_get_major_version (),
                          gtk_get_minor_version (),
                          gtk_get_micro_version ());
  g_string_append_printf (text, "libadwaita %u.%u.%u\n", adw_get_major_version (),
                          adw_get_minor_version (),
                          adw_get_micro_version ());
  g_string_append_printf (text, "System: %s\n", os != NULL ? os : "unknown");
  g_string_append_printf (text, "Flatpak: %s\n",
                          g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ? "yes" : "no");
  g_string_append_printf (text, "Display: %s\n", G_OBJECT_TYPE_NAME (gdk_display_get_default ()));

  if (workspace != NULL)
    {
      BwSession *session = bw_workspace_get_session (workspace);
      GListModel *tenants = bw_workspace_get_tenants (workspace);

      g_string_append_printf (text, "Sandbox: %s\n",
                              bw_workspace_is_sandbox (workspace) ? "yes" : "no");
      g_string_append_printf (text, "Sign-in: %s\n", get_sign_in (session));
      g_string_append_printf (text, "Keyring: %s\n",
                              bw_session_get_keyring_problem (session) != NULL ? "trouble"
                                                                               : "fine");
      g_string_append_printf (text, "Offline: %s\n",
                              bw_session_is_offline (session) ? "yes" : "no");
      g_string_append_printf (text, "Tenants: %u\n", g_list_model_get_n_items (tenants));
    }

  g_string_append_printf (text, "\nLog:\n%s\n", log != NULL ? log : "");

  return g_string_free (text, FALSE);
}

/**
 * bw_about_show:
 * @parent: (nullable): the window it belongs to
 * @workspace: (nullable): what is open
 */
void
bw_about_show (GtkWindow   *parent,
               BwWorkspace *workspace)
{
  g_autofree char *debug_info = bw_about_make_debug_info (workspace);

  adw_show_about_window (parent,
                         "application-name", _("Bailiwick"),
                         "application-icon", BW_APP_ID,
                         "version", BW_VERSION,
                         "developer-name", _("The Bailiwick Developers"),
                         "copyright", "© 2026 The Bailiwick Developers",
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "comments",
                         _("Takes the Microsoft tenants of a service provider’s customers from "
                           "known to enabled: delegated access, groups and roles, users and "
                           "reports."),
                         "debug-info", debug_info,
                         "debug-info-filename", "bailiwick-debug-info.txt",
                         /* Translators: your names, one a line, with addresses if you like */
                         "translator-credits", _("translator-credits"),
                         NULL);
}
