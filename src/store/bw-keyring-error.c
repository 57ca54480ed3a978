/* bw-keyring-error.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#include "bw-keyring-error.h"

static gboolean
is_absent (const GError *error)
{
  const GDBusError codes[] = {
    G_DBUS_ERROR_SERVICE_UNKNOWN,
    G_DBUS_ERROR_NAME_HAS_NO_OWNER,
    G_DBUS_ERROR_NO_SERVER,
    G_DBUS_ERROR_NO_REPLY,
    G_DBUS_ERROR_DISCONNECTED,
    G_DBUS_ERROR_SPAWN_EXEC_FAILED,
    G_DBUS_ERROR_SPAWN_CHILD_EXITED,
    G_DBUS_ERROR_SPAWN_CHILD_SIGNALED,
    G_DBUS_ERROR_SPAWN_FAILED,
    G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND,
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, G_DBUS_ERROR, (int) codes[i]))
      return TRUE;

  return FALSE;
}

/**
 * bw_keyring_describe_error:
 * @error: what libsecret or the bus said; %G_IO_ERROR_NOT_CONNECTED if there is
 *   no bus
 *
 * Returns: (transfer full): the same in words for people, with what to do about it
 */
char *
bw_keyring_describe_error (const GError *error)
{
  g_autoptr(GError) copy = g_error_copy (error);

  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return g_strdup (_("The system keyring is locked. Unlock it and try again."));

  if (is_absent (error))
    return g_strdup (_("No system keyring is running. "
                       "Install one, such as GNOME Keyring or KWallet, and start it."));

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    return g_strdup (_("The system keyring cannot be reached, because there is no session bus. "
                       "Start Bailiwick from your desktop."));

  /* How a keyring says that it has no place for secrets, and nobody who could make one. */
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT))
    return g_strdup (_("There is no keyring yet, and none could be created. "
                       "Create one with your desktop’s password manager and try again."));

  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_INVALID_FILE_FORMAT))
    return g_strdup (_("The keyring is damaged. "
                       "Create a new one with your desktop’s password manager and try again."));

  g_dbus_error_strip_remote_error (copy);

  return g_strdup_printf (_("The system keyring refuses: %s. "
                            "Look into your desktop’s password manager and try again."),
                          copy->message);
}
