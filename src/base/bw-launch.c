/* bw-launch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside a sandbox, GLib asks the OpenURI portal.  Where there is none, GLib 2.84 to 2.90
 * at least ends the process once the error has been told, so we look before we ask.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-error.h"
#include "bw-launch.h"
#include "bw-pace.h"
#include "bw-util.h"

#define PORTAL_NAME      "org.freedesktop.portal.Desktop"
#define PORTAL_PATH      "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.OpenURI"

/* A portal that is there answers within milliseconds, or is just being started. */
#define PATIENCE_MSEC 5000

/**
 * Search:
 * @stop: ends the call
 * @limit: when that is
 */
typedef struct
{
  GCancellable *stop;
  GSource      *limit;
  GSource      *cancelled;  /* (nullable): hands the caller's cancellation on to stop */
} Search;

static void
search_free (gpointer data)
{
  Search *self = data;

  bw_clear_source (&self->limit);
  bw_clear_source (&self->cancelled);
  g_object_unref (self->stop);
  g_free (self);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) problem = NULL;
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) version = NULL;

  answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &problem);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (answer != NULL)
    g_variant_get (answer, "(v)", &version);
  else
    g_info ("There is no portal to open addresses with: %s", problem->message);

  if (version != NULL && g_variant_is_of_type (version, G_VARIANT_TYPE_UINT32))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, BW_ERROR, BW_ERROR_FAILED,
                             _("Bailiwick cannot open other programs here, as the desktop portal "
                               "is missing."));
}

static gboolean
stop_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  return stop_cb (user_data);
}

/**
 * bw_portal_find_async:
 * @bus: the session bus
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Asks the portal that opens addresses for its version, for five seconds.
 */
void
bw_portal_find_async (GDBusConnection     *bus,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GTask *task = g_task_new (bus, cancellable, callback, user_data);
  Search *self = g_new0 (Search, 1);

  g_task_set_source_tag (task, bw_portal_find_async);
  g_task_set_task_data (task, self, search_free);
  self->stop = g_cancellable_new ();
  self->limit = bw_pace_limit_new (PATIENCE_MSEC);
  g_source_set_callback (self->limit, stop_cb, self->stop, NULL);
  g_source_attach (self->limit, g_task_get_context (task));
  if (cancellable != NULL)
    {
      self->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancelled, G_SOURCE_FUNC (cancelled_cb), self->stop, NULL);
      g_source_attach (self->cancelled, g_task_get_context (task));
    }

  g_dbus_connection_call (bus, PORTAL_NAME, PORTAL_PATH, "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", PORTAL_INTERFACE, "version"),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, G_MAXINT, self->stop,
                          answered_cb, task);
}

/**
 * bw_portal_find_finish:
 * @result: what the callback got
 * @error: return location for %BW_ERROR_FAILED if there is none
 *
 * Returns: whether there is a portal that opens addresses
 */
gboolean
bw_portal_find_finish (GAsyncResult  *result,
                       GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* As GLib decides it (Flatpak; the variables of GLib until 2.74, and since). */
static gboolean
uses_portal (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ||
         g_strcmp0 (g_getenv ("GTK_USE_PORTAL"), "1") == 0 ||
         g_strcmp0 (g_getenv ("GIO_USE_PORTALS"), "1") == 0;
}

/**
 * Launch:
 * @uri: what to open
 * @context: (nullable): for whom
 */
typedef struct
{
  char              *uri;
  GAppLaunchContext *context;
} Launch;

static void
launch_free (gpointer data)
{
  Launch *self = data;

  g_clear_object (&self->context);
  g_free (self->uri);
  g_free (self);
}

/* How it ended is not asked: a portal tells only once its chooser closes, or never. */
static void
launch (GTask *task)
{
  Launch *self = g_task_get_task_data (task);

  g_app_info_launch_default_for_uri_async (self->uri, self->context, NULL, NULL, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (bw_portal_find_finish (result, &error))
    launch (task);
  else
    g_task_return_error (task, error);
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) problem = NULL;
  g_autoptr(GDBusConnection) bus = g_bus_get_finish (result, &problem);

  if (bus != NULL)
    bw_portal_find_async (bus, g_task_get_cancellable (task), found_cb, g_object_ref (task));
  else if (!g_task_return_error_if_cancelled (task))
    g_task_return_new_error (task, BW_ERROR, BW_ERROR_FAILED,
                             _("Bailiwick cannot open other programs here, as there is no session "
                               "bus."));
}

/**
 * bw_launch_uri_async:
 * @uri: an address, for the browser or the mail program
 * @context: (nullable): where the program is to appear
 * @cancellable: (nullable): to give up while it is being looked whether it can be done
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * The one place from which programs are opened.  Whoever calls shows the address as
 * well, since there is no telling whether anything came of it.
 */
void
bw_launch_uri_async (const char          *uri,
                     GAppLaunchContext   *context,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Launch *self = g_new0 (Launch, 1);

  g_task_set_source_tag (task, bw_launch_uri_async);
  g_task_set_task_data (task, self, launch_free);
  self->uri = g_strdup (uri);
  if (context != NULL)
    self->context = g_object_ref (context);

  if (uses_portal ())
    g_bus_get (G_BUS_TYPE_SESSION, cancellable, connected_cb, g_object_ref (task));
  else
    launch (task);
}

/**
 * bw_launch_uri_finish:
 * @result: what the callback got
 * @error: return location for %BW_ERROR_FAILED
 *
 * Returns: whether the address was handed over; not whether a program opened
 */
gboolean
bw_launch_uri_finish (GAsyncResult  *result,
                      GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
