/* bailiwick-sandbox.c - a Microsoft cloud in a box
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "bw-sim-server.h"
#include "bw-sim-util.h"

#define EXIT_WRONG_USE 2

typedef struct
{
  int      port;
  char    *scenario;
  double   time_scale;
  double   approve_after;
  char    *state_file;
  char    *users_file;
  gboolean version;
} Arguments;

static gboolean
parse_arguments (Arguments  *arguments,
                 int        *argc,
                 char     ***argv,
                 GError    **error)
{
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &arguments->port,
      "Listen on this port; a free one if it is left out", "N" },
    { "scenario", 0, 0, G_OPTION_ARG_FILENAME, &arguments->scenario,
      "Begin with this scenario: small (the default), msp, large, users-100k, or a file",
      "NAME|FILE" },
    { "time-scale", 0, 0, G_OPTION_ARG_DOUBLE, &arguments->time_scale,
      "Be this many times as fast as Microsoft", "X" },
    { "approve-after", 0, 0, G_OPTION_ARG_DOUBLE, &arguments->approve_after,
      "Let customers approve by themselves after this time", "SECONDS" },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &arguments->state_file,
      "Keep the state in this file between runs", "FILE" },
    { "while-used", 0, 0, G_OPTION_ARG_FILENAME, &arguments->users_file,
      "End when no process holds a lock on this file any more", "FILE" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &arguments->version, "Print the version", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context,
                                "Simulates the Microsoft identity platform, Microsoft Graph and "
                                "Partner Center on this machine, for trying, training and tests.");
  g_option_context_add_main_entries (context, entries, NULL);

  return g_option_context_parse (context, argc, argv, error);
}

static const char *
find_wrong_use (const Arguments *arguments,
                int              argc)
{
  if (argc > 1)
    return "There are options only; see --help.";
  if (arguments->port < 0 || arguments->port > G_MAXUINT16)
    return "--port must be from 0 to 65535.";
  if (!(arguments->time_scale > 0 && arguments->time_scale <= 1000000))
    return "--time-scale must be a number greater than 0, and at most 1000000.";
  if (!(arguments->approve_after <= 100000000))
    return "--approve-after must be a number of seconds.";

  return NULL;
}

static gboolean
end_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_CONTINUE;
}

static gboolean
end_unused_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

typedef struct
{
  GMainLoop *loop;
  int        fd;
} Users;

/* The lock that is got here is kept until the end, so that whoever comes now sees
 * that it is too late. */
static gpointer
wait_for_users (gpointer data)
{
  Users *users = data;

  while (flock (users->fd, LOCK_EX) != 0 && errno == EINTR)
    continue;

  g_idle_add (end_unused_cb, users->loop);
  g_free (users);

  return NULL;
}

/* The users share a lock on the file, and the kernel takes it from those that die:
 * when it can be had alone nobody is left. */
static gboolean
watch_users (const char *path,
             GMainLoop  *loop)
{
  Users *users;
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      g_printerr ("bailiwick-sandbox: %s: %s\n", path, g_strerror (errno));
      return FALSE;
    }

  users = g_new0 (Users, 1);
  users->loop = loop;
  users->fd = fd;
  g_thread_unref (g_thread_new ("users", wait_for_users, users));

  return TRUE;
}

static void
print_ready (BwSim *sim)
{
  BwSimWorld *world = bw_sim_get_world (sim);
  BwSimApp *app = g_ptr_array_index (world->apps, 0);
  g_autoptr(JsonObject) object = json_object_new ();
  g_autofree char *line = NULL;

  json_object_set_string_member (object, "url", bw_sim_get_url (sim));
  json_object_set_string_member (object, "scenario", world->scenario);
  json_object_set_string_member (object, "partnerTenantId", world->partner->id);
  json_object_set_string_member (object, "clientId", app->client_id);
  line = bw_sim_json_format (object, FALSE);

  printf ("%s\n", line);
  fflush (stdout);
}

static int
run (const BwSimOptions *options,
     const char         *users_file)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(BwSim) sim = NULL;
  guint sources[2];

  if (users_file != NULL && !watch_users (users_file, loop))
    return EXIT_FAILURE;

  sources[0] = g_unix_signal_add (SIGTERM, end_cb, loop);
  sources[1] = g_unix_signal_add (SIGINT, end_cb, loop);

  sim = bw_sim_new (options, &error);
  if (sim != NULL)
    {
      print_ready (sim);
      g_main_loop_run (loop);
      bw_sim_save (sim, &error);
    }

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);

  if (error == NULL)
    return EXIT_SUCCESS;

  g_printerr ("bailiwick-sandbox: %s\n", error->message);

  return EXIT_FAILURE;
}

int
main (int   argc,
      char *argv[])
{
  Arguments arguments = { .time_scale = 1, .approve_after = -1 };
  g_autoptr(GError) error = NULL;
  BwSimOptions options;
  const char *wrong;
  int result;

  setlocale (LC_CTYPE, "");

  /* Whoever reads our lines may go before we do. */
  signal (SIGPIPE, SIG_IGN);

  if (parse_arguments (&arguments, &argc, &argv, &error))
    wrong = find_wrong_use (&arguments, argc);
  else
    wrong = error->message;

  if (wrong == NULL && arguments.version)
    {
      printf ("bailiwick-sandbox %s\n", BW_VERSION);
      result = EXIT_SUCCESS;
    }
  else if (wrong == NULL)
    {
      options.port = (guint16) arguments.port;
      options.scenario = arguments.scenario != NULL ? arguments.scenario : "small";
      options.time_scale = arguments.time_scale;
      options.approve_after = arguments.approve_after;
      options.state_file = arguments.state_file;
      result = run (&options, arguments.users_file);
    }
  else
    {
      g_printerr ("bailiwick-sandbox: %s\n", wrong);
      result = EXIT_WRONG_USE;
    }

  g_free (arguments.scenario);
  g_free (arguments.state_file);
  g_free (arguments.users_file);

  return result;
}
