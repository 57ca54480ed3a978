/* bw-sandbox-process.c - a sandbox of our own, for as long as we run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "bw-error.h"
#include "bw-pace.h"
#include "bw-sandbox-claim.h"
#include "bw-sandbox-process.h"

/* Fast enough that nobody gets bored, slow enough that one sees what waits for whom. */
#define TIME_SCALE "4"
/* It reads the state of tens of thousands of tenants, on slow machines too. */
#define PATIENCE (60 * 1000)
#define POLL 200
#define MAX_LINE 4096

/**
 * Log:
 * @last_line: (nullable): what it said last
 * @ended: whether it says no more
 * @failing: (nullable): waits for that
 *
 * What a sandbox writes to its standard error.  Counted on its own, so that
 * reading it keeps no sandbox alive.
 */
typedef struct
{
  char     *last_line;
  gboolean  ended;
  GTask    *failing;
} Log;

struct _BwSandboxProcess
{
  GObject      parent_instance;

  char        *url;
  GSubprocess *process;  /* nullable: somebody else's */
  int          use;      /* or -1: keeps it from ending */
  Log         *log;      /* nullable */
};

G_DEFINE_FINAL_TYPE (BwSandboxProcess, bw_sandbox_process, G_TYPE_OBJECT)

/**
 * Start:
 * @self: what becomes of it
 * @scenario: (nullable): what to begin with
 * @port: the port it had when it last ran, or 0
 * @waited: how long we have waited for somebody else's sandbox, in milliseconds
 * @line: what it has printed so far
 * @timer: (nullable): ends our patience
 * @timed_out: whether it did
 */
typedef struct
{
  BwSandboxProcess *self;
  char             *folder;
  char             *scenario;
  guint             port;
  guint             waited;
  GString          *line;
  GSource          *timer;
  gboolean          timed_out;
} Start;

static void try_start (GTask *task);
static void read_line (GTask *task);
static void read_log (GDataInputStream *stream, Log *log);

static void
start_free (Start *start)
{
  if (start->timer != NULL)
    g_source_destroy (start->timer);
  g_clear_pointer (&start->timer, g_source_unref);
  g_clear_object (&start->self);
  g_string_free (start->line, TRUE);
  g_free (start->folder);
  g_free (start->scenario);
  g_free (start);
}

static void
log_clear (Log *log)
{
  g_free (log->last_line);
}

static void
log_unref (Log *log)
{
  g_rc_box_release_full (log, (GDestroyNotify) log_clear);
}

static void
end_use (BwSandboxProcess *self)
{
  if (self->use >= 0)
    close (self->use);
  self->use = -1;
}

static void
bw_sandbox_process_finalize (GObject *object)
{
  BwSandboxProcess *self = BW_SANDBOX_PROCESS (object);

  end_use (self);
  g_clear_object (&self->process);
  g_clear_pointer (&self->log, log_unref);
  g_free (self->url);

  G_OBJECT_CLASS (bw_sandbox_process_parent_class)->finalize (object);
}

static void
bw_sandbox_process_class_init (BwSandboxProcessClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bw_sandbox_process_finalize;
}

static void
bw_sandbox_process_init (BwSandboxProcess *self)
{
  self->use = -1;
}

/* Beside ourselves, where the tests say, or where it was installed. */
static char *
find_program (GError **error)
{
  g_autofree char *ourselves = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *beside = ourselves != NULL ? g_path_get_dirname (ourselves) : NULL;
  const char *places[] = { beside, g_getenv ("BW_TEST_BINDIR"), BW_BINDIR };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = NULL;

      if (places[i] == NULL)
        continue;

      path = g_build_filename (places[i], "bailiwick-sandbox", NULL);
      if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&path);
    }

  g_set_error (error, BW_ERROR, BW_ERROR_NOT_FOUND,
               _("The sandbox needs the program “bailiwick-sandbox”, which is not installed. "
                 "Install it, or give the address of a sandbox that runs."));

  return NULL;
}

static GPtrArray *
make_arguments (Start   *start,
                GError **error)
{
  g_autoptr(GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  const char *more = g_getenv ("BW_SANDBOX_ARGS");
  g_auto(GStrv) words = NULL;
  char *program = find_program (error);

  if (program == NULL)
    return NULL;

  g_ptr_array_add (arguments, program);
  g_ptr_array_add (arguments, g_strdup ("--state"));
  g_ptr_array_add (arguments, g_build_filename (start->folder, "sandbox-state.json", NULL));
  g_ptr_array_add (arguments, g_strdup ("--while-used"));
  g_ptr_array_add (arguments, bw_sandbox_claim_dup_users_path (start->folder));
  g_ptr_array_add (arguments, g_strdup ("--time-scale"));
  g_ptr_array_add (arguments, g_strdup (TIME_SCALE));
  if (start->scenario != NULL)
    {
      g_ptr_array_add (arguments, g_strdup ("--scenario"));
      g_ptr_array_add (arguments, g_strdup (start->scenario));
    }
  if (start->port != 0)
    {
      g_ptr_array_add (arguments, g_strdup ("--port"));
      g_ptr_array_add (arguments, g_strdup_printf ("%u", start->port));
    }

  /* Last, so that they win. */
  if (more != NULL && *more != '\0')
    {
      if (!g_shell_parse_argv (more, NULL, &words, error))
        {
          g_prefix_error (error, "BW_SANDBOX_ARGS: ");
          return NULL;
        }
      for (guint i = 0; words[i] != NULL; i++)
        g_ptr_array_add (arguments, g_strdup (words[i]));
    }

  g_ptr_array_add (arguments, NULL);

  return g_steal_pointer (&arguments);
}

/* Runs in the child, between fork and exec.  An interrupt from the terminal is for
 * whoever uses the sandbox, and they stop using it when they are ready to. */
static void
leave_group_cb (gpointer unused)
{
  setpgid (0, 0);
}

/* @error: (transfer full) */
static void
fail (GTask  *task,
      GError *error)
{
  Start *start = g_task_get_task_data (task);

  if (start->self->process != NULL)
    g_subprocess_send_signal (start->self->process, SIGTERM);
  g_task_return_error (task, error);
}

static void
fail_ended (GTask *task)
{
  Start *start = g_task_get_task_data (task);
  const char *last_line = start->self->log->last_line;

  if (start->timed_out)
    g_task_return_new_error (task, BW_ERROR, BW_ERROR_UNAVAILABLE,
                             _("The sandbox did not become ready in time. Try again."));
  else if (last_line != NULL)
    g_task_return_new_error (task, BW_ERROR, BW_ERROR_UNAVAILABLE,
                             _("The sandbox ended before it was ready: %s"), last_line);
  else
    g_task_return_new_error (task, BW_ERROR, BW_ERROR_UNAVAILABLE,
                             _("The sandbox ended before it was ready, and said nothing."));
}

static void
logged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Log *log = g_steal_pointer (&user_data);
  GDataInputStream *stream = G_DATA_INPUT_STREAM (source);
  char *line = g_data_input_stream_read_line_finish_utf8 (stream, result, NULL, NULL);

  if (line != NULL)
    {
      g_debug ("The sandbox says: %s", line);
      g_free (log->last_line);
      log->last_line = line;
      read_log (stream, log);
      return;
    }

  log->ended = TRUE;
  if (log->failing != NULL)
    fail_ended (log->failing);
  g_clear_object (&log->failing);
  log_unref (log);
}

/* @log: (transfer full) */
static void
read_log (GDataInputStream *stream,
          Log              *log)
{
  g_data_input_stream_read_line_async (stream, G_PRIORITY_DEFAULT, NULL, logged_cb, log);
}

static void
ended_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Start *start = g_task_get_task_data (task);
  BwSandboxProcess *self = start->self;

  g_subprocess_wait_finish (self->process, result, NULL);
  g_clear_object (&self->process);

  /* Another program may have its port by now. */
  if (start->port != 0 && !start->timed_out)
    {
      start->port = 0;
      start->waited = 0;
      g_string_truncate (start->line, 0);
      try_start (task);
    }
  else if (self->log->ended)
    {
      fail_ended (task);
    }
  else
    {
      self->log->failing = g_steal_pointer (&task);
    }
}

static void
announce (GTask *task)
{
  Start *start = g_task_get_task_data (task);
  BwSandboxProcess *self = start->self;
  GError *error = NULL;
  gint64 pid;

  g_source_destroy (start->timer);
  g_free (self->url);
  self->url = bw_sandbox_claim_read_url (start->line->str);
  if (self->url == NULL)
    {
      fail (task, g_error_new_literal (BW_ERROR, BW_ERROR_PROTOCOL,
                                       _("The sandbox did not say where it listens. Its version "
                                         "may be another one.")));
      return;
    }

  pid = g_ascii_strtoll (g_subprocess_get_identifier (self->process), NULL, 10);
  if (bw_sandbox_claim_publish (start->folder, self->url, pid, &error))
    g_task_return_pointer (task, g_object_ref (self), g_object_unref);
  else
    fail (task, error);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Start *start = g_task_get_task_data (task);
  g_autoptr(GBytes) bytes = NULL;
  GError *error = NULL;
  gsize size;

  bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (bytes == NULL)
    {
      fail (task, error);
      return;
    }

  size = g_bytes_get_size (bytes);
  g_string_append_len (start->line, g_bytes_get_data (bytes, NULL), size);

  if (size == 0)
    {
      g_source_destroy (start->timer);
      g_subprocess_wait_async (start->self->process, NULL, ended_cb, g_steal_pointer (&task));
    }
  else if (strchr (start->line->str, '\n') != NULL || start->line->len > MAX_LINE)
    {
      announce (task);
    }
  else
    {
      read_line (task);
    }
}

static void
read_line (GTask *task)
{
  Start *start = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (g_subprocess_get_stdout_pipe (start->self->process), MAX_LINE,
                                   G_PRIORITY_DEFAULT, g_task_get_cancellable (task), read_cb,
                                   g_object_ref (task));
}

/* The end of its output leads on from here. */
static gboolean
timed_out_cb (gpointer user_data)
{
  Start *start = user_data;

  start->timed_out = TRUE;
  g_subprocess_force_exit (start->self->process);

  return G_SOURCE_REMOVE;
}

/* @lock: (transfer full): for the sandbox, so that it ends with it */
static void
spawn (GTask *task,
       int    lock)
{
  Start *start = g_task_get_task_data (task);
  BwSandboxProcess *self = start->self;
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GPtrArray) arguments = NULL;
  g_autoptr(GDataInputStream) log = NULL;
  GError *error = NULL;

  launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_take_fd (launcher, lock, 3);
  g_subprocess_launcher_set_child_setup (launcher, leave_group_cb, NULL, NULL);

  arguments = make_arguments (start, &error);
  if (arguments != NULL)
    self->process =
      g_subprocess_launcher_spawnv (launcher, (const char * const *) arguments->pdata, &error);
  if (self->process == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_clear_pointer (&self->log, log_unref);
  self->log = g_rc_box_new0 (Log);
  log = g_data_input_stream_new (g_subprocess_get_stderr_pipe (self->process));
  read_log (log, g_rc_box_acquire (self->log));

  g_clear_pointer (&start->timer, g_source_unref);
  start->timer = bw_pace_limit_new (PATIENCE);
  g_source_set_callback (start->timer, timed_out_cb, start, NULL);
  g_source_attach (start->timer, g_main_context_get_thread_default ());
  read_line (task);
}

static gboolean
poll_cb (gpointer user_data)
{
  GTask *task = user_data;

  if (!g_task_return_error_if_cancelled (task))
    try_start (task);

  return G_SOURCE_REMOVE;
}

/* Somebody else's sandbox is about to be ready, or to end. */
static void
poll_later (GTask *task)
{
  Start *start = g_task_get_task_data (task);
  g_autoptr(GSource) source = NULL;

  if (start->waited >= PATIENCE)
    {
      g_task_return_new_error (task, BW_ERROR, BW_ERROR_BUSY,
                               _("Another running Bailiwick holds the sandbox of “%s”, but it "
                                 "does not answer. Close it and try again."), start->folder);
      return;
    }

  start->waited += POLL;
  source = bw_pace_source_new (POLL, g_task_get_cancellable (task));
  g_source_set_callback (source, poll_cb, g_object_ref (task), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static void
try_start (GTask *task)
{
  Start *start = g_task_get_task_data (task);
  BwSandboxProcess *self = start->self;
  gboolean runs = FALSE;
  GError *error = NULL;
  int lock = -1;

  if (self->use < 0)
    self->use = bw_sandbox_claim_use (start->folder, &error);
  if (self->use >= 0)
    lock = bw_sandbox_claim_lock (start->folder, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (lock >= 0)
    {
      spawn (task, lock);
      return;
    }

  g_free (self->url);
  self->url = bw_sandbox_claim_dup_url (start->folder, &runs);
  if (self->use >= 0 && self->url != NULL && runs)
    g_task_return_pointer (task, g_object_ref (self), g_object_unref);
  else
    poll_later (task);
}

/* The links in what the store remembers stay good if the address stays. */
static guint
find_last_port (const char *folder)
{
  gboolean runs;
  g_autofree char *url = bw_sandbox_claim_dup_url (folder, &runs);
  g_autoptr(GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;

  return uri != NULL ? MAX (g_uri_get_port (uri), 0) : 0;
}

/**
 * bw_sandbox_process_start_async:
 * @state_folder: where its state is kept
 * @scenario: (nullable): what to begin with where there is no state yet
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Starts a sandbox, or joins the one that runs on the same folder.  It ends when
 * the last process that uses it stops, or ends in whatever way.  Options in the
 * environment variable BW_SANDBOX_ARGS come last.
 */
void
bw_sandbox_process_start_async (const char          *state_folder,
                                const char          *scenario,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Start *start = g_new0 (Start, 1);

  g_task_set_source_tag (task, bw_sandbox_process_start_async);
  g_task_set_task_data (task, start, (GDestroyNotify) start_free);
  start->self = g_object_new (BW_TYPE_SANDBOX_PROCESS, NULL);
  start->folder = g_canonicalize_filename (state_folder, NULL);
  start->scenario = g_strdup (scenario);
  start->line = g_string_new (NULL);
  start->port = find_last_port (start->folder);

  try_start (task);
}

/**
 * bw_sandbox_process_start_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a sandbox that is ready
 */
BwSandboxProcess *
bw_sandbox_process_start_finish (GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bw_sandbox_process_get_url:
 * @self: a sandbox
 *
 * Returns: its address, without a slash at the end
 */
const char *
bw_sandbox_process_get_url (BwSandboxProcess *self)
{
  return self->url;
}

static void
stopped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwSandboxProcess *self = g_task_get_source_object (task);
  GSource *timer = g_task_get_task_data (task);
  GError *error = NULL;

  g_source_destroy (timer);
  if (!g_subprocess_wait_finish (G_SUBPROCESS (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  g_clear_object (&self->process);
  end_use (self);
  g_task_return_boolean (task, TRUE);
}

static gboolean
overdue_cb (gpointer user_data)
{
  g_subprocess_force_exit (user_data);

  return G_SOURCE_REMOVE;
}

/**
 * bw_sandbox_process_stop_async:
 * @self: a sandbox
 * @cancellable: (nullable): to wait no longer
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Uses the sandbox no longer.  If we started it and nobody else uses it, waits
 * until it has ended, and its state is saved.
 */
void
bw_sandbox_process_stop_async (BwSandboxProcess    *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  GSource *timer;

  g_task_set_source_tag (task, bw_sandbox_process_stop_async);
  if (self->process == NULL || !bw_sandbox_claim_is_last (self->use))
    {
      g_clear_object (&self->process);
      end_use (self);
      g_task_return_boolean (task, TRUE);
      return;
    }

  timer = bw_pace_limit_new (PATIENCE);
  g_source_set_callback (timer, overdue_cb, g_object_ref (self->process), g_object_unref);
  g_source_attach (timer, g_main_context_get_thread_default ());
  g_task_set_task_data (task, timer, (GDestroyNotify) g_source_unref);

  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait_async (self->process, cancellable, stopped_cb, g_steal_pointer (&task));
}

/**
 * bw_sandbox_process_stop_finish:
 * @self: a sandbox
 * @result: what the callback got
 * @error: return location for an error: cancelled
 *
 * Returns: whether it is used no longer
 */
gboolean
bw_sandbox_process_stop_finish (BwSandboxProcess  *self,
                                GAsyncResult      *result,
                                GError           **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
