/* hostile-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>

#include "hostile-util.h"
#include "test-util.h"

/* In real time: with all waits divided by a thousand, whatever is not over by then
 * is never going to be, even on a machine that is busy with other things. */
#define PATIENCE_SECONDS 120
#define LOOK_MSEC 20

#define GUID "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"

typedef struct
{
  BwHostileFunc  function;
  gpointer       data;
  const char    *time_scale;
  guint          n_cases;
  int            next;
} Work;

/**
 * bw_hostile_wants_all:
 *
 * Returns: whether every case is to be tried, however long it takes, and not only
 *   every so many of them: when the variable BW_HOSTILE is "all"
 */
gboolean
bw_hostile_wants_all (void)
{
  return g_strcmp0 (g_getenv ("BW_HOSTILE"), "all") == 0;
}

static void read_line (BwHostileWorker *worker);

/* The sandbox writes a line for each request, once it is decided what becomes of it. */
static void
line_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  BwHostileWorker *worker = user_data;
  g_autofree char *line = NULL;

  line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (object), result, NULL, NULL);
  worker->reading = FALSE;
  if (line == NULL)
    return;

  g_string_append_printf (worker->said, "%s\n", line);
  if (g_str_has_suffix (line, " hangs"))
    worker->n_held++;
  else
    worker->n_answered++;

  read_line (worker);
}

static void
read_line (BwHostileWorker *worker)
{
  worker->reading = TRUE;
  g_data_input_stream_read_line_async (worker->lines, G_PRIORITY_DEFAULT, worker->cancellable,
                                       line_cb, worker);
}

static void
worker_set_up (BwHostileWorker *worker,
               const char      *time_scale)
{
  g_autoptr(GInputStream) stream = NULL;

  worker->context = g_main_context_new ();
  g_main_context_push_thread_default (worker->context);
  worker->sandbox = bw_test_sandbox_new_watched (&stream, time_scale, NULL);
  worker->url = bw_test_sandbox_get_url (worker->sandbox);
  worker->lines = g_data_input_stream_new (stream);
  worker->cancellable = g_cancellable_new ();
  worker->said = g_string_new (NULL);
  read_line (worker);
}

static void
worker_tear_down (BwHostileWorker *worker)
{
  g_cancellable_cancel (worker->cancellable);
  while (worker->reading)
    g_main_context_iteration (worker->context, TRUE);

  g_string_free (g_steal_pointer (&worker->said), TRUE);
  g_clear_object (&worker->lines);
  g_clear_object (&worker->cancellable);
  bw_test_sandbox_free (worker->sandbox);
  while (g_main_context_iteration (worker->context, FALSE))
    continue;
  g_main_context_pop_thread_default (worker->context);
  g_main_context_unref (worker->context);
}

static gpointer
work (gpointer data)
{
  Work *todo = data;
  BwHostileWorker worker = { 0, };
  guint index;

  worker_set_up (&worker, todo->time_scale);
  while ((index = (guint) g_atomic_int_add (&todo->next, 1)) < todo->n_cases)
    {
      g_autoptr(JsonNode) answer = bw_test_sandbox_control (worker.sandbox, "POST",
                                                            "/_sandbox/reset", NULL);

      while (g_main_context_iteration (worker.context, FALSE))
        continue;
      worker.n_answered = worker.n_held = 0;
      g_string_truncate (worker.said, 0);
      todo->function (&worker, index, todo->data);
    }
  worker_tear_down (&worker);

  return NULL;
}

/**
 * bw_hostile_run_at:
 * @time_scale: how fast the sandboxes are, as an option of theirs
 * @n_cases: how many cases there are
 * @function: tries one of them
 * @data: for @function
 *
 * As bw_hostile_run(), at another pace.
 */
void
bw_hostile_run_at (const char    *time_scale,
                   guint          n_cases,
                   BwHostileFunc  function,
                   gpointer       data)
{
  Work todo = { function, data, time_scale, n_cases, 0 };
  guint n_threads = MIN (n_cases, g_get_num_processors () + 1);
  g_autoptr(GPtrArray) threads = g_ptr_array_new ();

  for (guint i = 0; i < n_threads; i++)
    g_ptr_array_add (threads, g_thread_new ("hostile", work, &todo));
  for (guint i = 0; i < n_threads; i++)
    g_thread_join (g_ptr_array_index (threads, i));
}

/**
 * bw_hostile_run:
 * @n_cases: how many cases there are
 * @function: tries one of them
 * @data: for @function
 *
 * Works off all cases, some at a time, each with a sandbox that is as new.
 */
void
bw_hostile_run (guint         n_cases,
                BwHostileFunc function,
                gpointer      data)
{
  bw_hostile_run_at ("--time-scale=1000", n_cases, function, data);
}

/**
 * bw_hostile_place_new:
 *
 * Returns: (transfer full): an empty place
 */
BwHostilePlace *
bw_hostile_place_new (void)
{
  BwHostilePlace *self = g_new0 (BwHostilePlace, 1);

  self->folder = bw_test_make_dir ();
  self->state = g_build_filename (self->folder, "state", NULL);
  self->out = g_build_filename (self->folder, "stdout", NULL);
  self->err = g_build_filename (self->folder, "stderr", NULL);

  return self;
}

/**
 * bw_hostile_place_share:
 * @self: a place
 *
 * Returns: (transfer full): another one with the same state folder, for a program
 *   that runs at the same time
 */
BwHostilePlace *
bw_hostile_place_share (BwHostilePlace *self)
{
  BwHostilePlace *other = bw_hostile_place_new ();

  g_free (other->state);
  other->state = g_strdup (self->state);
  other->keyring = g_strdup (self->keyring);

  return other;
}

/**
 * bw_hostile_place_add_keyring:
 * @self: a place without a keyring
 *
 * Has the programs there keep their secrets from now on.  libsecret's file stands in for
 * a keyring, as it does in Flatpak.
 */
void
bw_hostile_place_add_keyring (BwHostilePlace *self)
{
  g_assert_null (self->keyring);
  self->keyring = g_build_filename (self->folder, "keyring", NULL);
}

/**
 * bw_hostile_place_free:
 * @self: (transfer full): a place; all that is there is removed
 */
void
bw_hostile_place_free (BwHostilePlace *self)
{
  bw_test_remove_dir (self->folder);
  g_free (self->folder);
  g_free (self->state);
  g_free (self->keyring);
  g_free (self->out);
  g_free (self->err);
  g_free (self);
}

static void
check_database (const char *path)
{
  sqlite3 *handle = NULL;
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, "PRAGMA integrity_check", -1, &statement, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 0), ==, "ok");
  sqlite3_finalize (statement);
  sqlite3_close (handle);
}

/**
 * bw_hostile_place_check:
 * @self: a place
 *
 * Fails the test where a database is damaged.
 *
 * Returns: how many databases there are
 */
guint
bw_hostile_place_check (BwHostilePlace *self)
{
  g_autofree char *main_path = g_build_filename (self->state, "bailiwick.db", NULL);
  g_autofree char *users = g_build_filename (self->state, "users", NULL);
  g_autoptr(GDir) dir = g_dir_open (users, 0, NULL);
  const char *name;
  guint n = 0;

  if (g_file_test (main_path, G_FILE_TEST_EXISTS))
    {
      check_database (main_path);
      n++;
    }

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (users, name, NULL);

      if (g_str_has_suffix (name, "-wal") || g_str_has_suffix (name, "-shm") ||
          g_str_has_suffix (name, "-journal"))
        continue;

      check_database (path);
      n++;
    }

  return n;
}

/**
 * bw_hostile_complain:
 * @complaints: (inout) (nullable): what is not as it should be, a line each
 * @format: one more thing
 * @...: for @format
 */
void
bw_hostile_complain (char       **complaints,
                     const char  *format,
                     ...)
{
  g_autofree char *before = *complaints;
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  *complaints = g_strconcat (before != NULL ? before : "", text, "\n", NULL);
}

/**
 * bw_hostile_end_clear:
 * @self: what came of a program; empty afterwards
 */
void
bw_hostile_end_clear (BwHostileEnd *self)
{
  g_clear_pointer (&self->out, g_free);
  g_clear_pointer (&self->err, g_free);
  self->code = -1;
  self->signal = 0;
  self->hung = FALSE;
}

/* libsecret's file leaks what it has read (0.20), and what the program did with it would be
 * taken for a failure of the program. */
static void
give_keyring (BwHostilePlace      *place,
              GSubprocessLauncher *launcher)
{
  const char *options = g_subprocess_launcher_getenv (launcher, "ASAN_OPTIONS");
  g_autofree char *lenient = g_strconcat (options != NULL ? options : "", ":detect_leaks=0", NULL);

  if (place->keyring == NULL)
    return;

  g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS", lenient, TRUE);
  g_subprocess_launcher_setenv (launcher, "SECRET_BACKEND", "file", TRUE);
  g_subprocess_launcher_setenv (launcher, "SECRET_FILE_TEST_PATH", place->keyring, TRUE);
  g_subprocess_launcher_setenv (launcher, "SECRET_FILE_TEST_PASSWORD", "test", TRUE);
}

/**
 * bw_hostile_spawn_program:
 * @worker: a worker
 * @place: where the program is at home
 * @launcher: how it is started
 * @name: of the program
 * @words: (nullable): what it is to do, words between spaces
 *
 * Starts a program on the worker's sandbox.
 *
 * Returns: (transfer full): the program
 */
GSubprocess *
bw_hostile_spawn_program (BwHostileWorker     *worker,
                          BwHostilePlace      *place,
                          GSubprocessLauncher *launcher,
                          const char          *name,
                          const char          *words)
{
  g_autofree char *program = g_build_filename (g_getenv ("BW_TEST_BINDIR"), name, NULL);
  g_autofree char *line = g_strdup_printf ("--sandbox=%s --state-dir=%s%s%s", worker->url,
                                           place->state, words != NULL ? " " : "",
                                           words != NULL ? words : "");
  g_auto(GStrv) parts = g_strsplit (line, " ", -1);
  g_autoptr(GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  GSubprocess *process;

  g_ptr_array_add (arguments, program);
  for (guint i = 0; parts[i] != NULL; i++)
    g_ptr_array_add (arguments, parts[i]);
  g_ptr_array_add (arguments, NULL);

  /* A file that is there is written over, and keeps what is longer. */
  g_unlink (place->out);
  g_unlink (place->err);
  give_keyring (place, launcher);
  g_subprocess_launcher_set_child_setup (launcher, worker->child_setup, worker->child_data, NULL);
  g_subprocess_launcher_set_stdout_file_path (launcher, place->out);
  g_subprocess_launcher_set_stderr_file_path (launcher, place->err);
  process = g_subprocess_launcher_spawnv (launcher, (const char * const *) arguments->pdata,
                                          &error);
  g_assert_no_error (error);

  return process;
}

/**
 * bw_hostile_spawn:
 * @worker: a worker
 * @place: where the program is at home
 * @words: what it is to do, words between spaces
 *
 * Starts bailiwickctl on the worker's sandbox.
 *
 * Returns: (transfer full): the program
 */
GSubprocess *
bw_hostile_spawn (BwHostileWorker *worker,
                  BwHostilePlace  *place,
                  const char      *words)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);

  return bw_hostile_spawn_program (worker, place, launcher, "bailiwickctl", words);
}

static void
waited_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  BwHostileWorker *worker = user_data;

  g_subprocess_wait_finish (G_SUBPROCESS (object), result, NULL);
  worker->is_over = TRUE;
}

/**
 * bw_hostile_watch:
 * @worker: a worker
 * @process: a program
 *
 * Makes the worker know when the program is over.
 */
void
bw_hostile_watch (BwHostileWorker *worker,
                  GSubprocess     *process)
{
  worker->is_over = FALSE;
  worker->is_watching = TRUE;
  g_subprocess_wait_async (process, NULL, waited_cb, worker);
}

static gboolean
look_cb (gpointer user_data)
{
  guint *n_left = user_data;

  if (*n_left > 0)
    --*n_left;

  return G_SOURCE_CONTINUE;
}

/**
 * bw_hostile_await:
 * @worker: a worker that watches a program
 * @done: says whether to stop; asked again and again
 * @data: for @done
 *
 * Waits until the program is over, or @done, but not for ever.
 */
void
bw_hostile_await (BwHostileWorker *worker,
                  BwTestFunc       done,
                  gpointer         data)
{
  g_autoptr(GSource) look = g_timeout_source_new (LOOK_MSEC);
  guint n_left = PATIENCE_SECONDS * 1000 / LOOK_MSEC;

  g_source_set_callback (look, look_cb, &n_left, NULL);
  g_source_attach (look, worker->context);
  while (!worker->is_over && n_left > 0 && !done (data))
    g_main_context_iteration (worker->context, TRUE);
  g_source_destroy (look);
}

static gboolean
give_up_cb (gpointer user_data)
{
  gboolean *is_late = user_data;

  *is_late = TRUE;

  return G_SOURCE_REMOVE;
}

static char *
read_file (const char *path)
{
  char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return g_strdup ("");

  return text;
}

/**
 * bw_hostile_wait:
 * @worker: a worker
 * @place: where the program is at home
 * @process: the program
 * @end: (inout): what came of it
 *
 * Waits until the program ends, but not for ever.
 */
void
bw_hostile_wait (BwHostileWorker *worker,
                 BwHostilePlace  *place,
                 GSubprocess     *process,
                 BwHostileEnd    *end)
{
  g_autoptr(GSource) timer = g_timeout_source_new_seconds (PATIENCE_SECONDS);
  gboolean is_late = FALSE;

  bw_hostile_end_clear (end);
  if (!worker->is_watching)
    bw_hostile_watch (worker, process);
  g_source_set_callback (timer, give_up_cb, &is_late, NULL);
  g_source_attach (timer, worker->context);

  while (!worker->is_over && !is_late)
    g_main_context_iteration (worker->context, TRUE);

  g_source_destroy (timer);
  if (!worker->is_over)
    {
      end->hung = TRUE;
      g_subprocess_send_signal (process, SIGKILL);
    }
  while (!worker->is_over)
    g_main_context_iteration (worker->context, TRUE);
  worker->is_watching = FALSE;

  if (g_subprocess_get_if_exited (process))
    end->code = g_subprocess_get_exit_status (process);
  else
    end->signal = g_subprocess_get_term_sig (process);

  end->out = read_file (place->out);
  end->err = read_file (place->err);
}

/**
 * bw_hostile_command:
 * @worker: a worker
 * @place: where the program is at home
 * @words: as for bw_hostile_spawn()
 * @end: (inout): what came of it
 *
 * Runs bailiwickctl from beginning to end.
 */
void
bw_hostile_command (BwHostileWorker *worker,
                    BwHostilePlace  *place,
                    const char      *words,
                    BwHostileEnd    *end)
{
  g_autoptr(GSubprocess) process = bw_hostile_spawn (worker, place, words);

  bw_hostile_wait (worker, place, process, end);
}

/**
 * bw_hostile_approve:
 * @worker: a worker
 *
 * Approves what waits, as the customer does.
 */
void
bw_hostile_approve (BwHostileWorker *worker)
{
  bw_test_sandbox_act (worker->sandbox, "/_sandbox/approve",
                       "{'tenantId':'" BW_HOSTILE_TENANT "'}");
}

/* IDs and times differ each time, and the names that we give to relationships do. */
static char *
blur (const char *text)
{
  static const char * const rules[][2] = {
    { "T\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?", "T{time}" },
    { "\\d{4}-\\d\\d-\\d\\dT", "{date}T" },
    { GUID, "{id}" },
    { "\"[^\"]+ – \\d{4}-\\d\\d – [^\"]+\"", "\"{name}\"" },
    { "http://127\\.0\\.0\\.1:\\d+", "{url}" },
    { "\"id\":\"[A-Za-z0-9_-]{43}\"", "\"id\":\"{hash}\"" },
  };
  char *blurred = g_strdup (text);

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autoptr(GRegex) regex = g_regex_new (rules[i][0], 0, 0, NULL);
      g_autofree char *before = blurred;

      g_assert_nonnull (regex);
      blurred = g_regex_replace (regex, before, -1, 0, rules[i][1], 0, NULL);
    }

  return blurred;
}

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static void
append_elements (GString    *text,
                 JsonObject *state,
                 const char *name)
{
  JsonArray *array = json_object_get_array_member (state, name);
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  g_assert_nonnull (array);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *json = json_to_string (json_array_get_element (array, i), FALSE);

      g_ptr_array_add (lines, blur (json));
    }

  g_ptr_array_sort (lines, compare_strings);
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (text, "%s %s\n", name, (char *) g_ptr_array_index (lines, i));
}

/**
 * bw_hostile_dup_state:
 * @worker: a worker
 *
 * Returns: (transfer full): what the sandbox holds, a line for each thing, without
 *   what is different each time
 */
char *
bw_hostile_dup_state (BwHostileWorker *worker)
{
  static const char * const names[] = { "relationships", "requests", "accessAssignments",
                                        "groups", "members", "consents", "servicePrincipals",
                                        "grants", "invitations", "guests" };
  g_autoptr(JsonNode) state = bw_test_sandbox_dup_state (worker->sandbox);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    append_elements (text, json_node_get_object (state), names[i]);

  return g_string_free (text, FALSE);
}

/**
 * bw_hostile_count_writes:
 * @worker: a worker
 *
 * Returns: (transfer full) (element-type utf8 guint): how often each write was
 *   carried out, or refused
 */
GHashTable *
bw_hostile_count_writes (BwHostileWorker *worker)
{
  g_autoptr(JsonNode) log = bw_test_sandbox_dup_log (worker->sandbox);
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *array = json_node_get_array (log);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *entry = json_array_get_object_element (array, i);
      const char *method = json_object_get_string_member (entry, "method");
      const char *path = json_object_get_string_member (entry, "path");
      g_autofree char *blurred = blur (path);
      char *key;
      guint n;

      if (g_str_equal (method, "GET") || json_object_get_null_member (entry, "status") ||
          (!g_str_has_prefix (path, "/graph/") && !g_str_has_prefix (path, "/partner/")))
        continue;

      key = g_strdup_printf ("%s %s %" G_GINT64_FORMAT, method, blurred,
                             json_object_get_int_member (entry, "status"));
      n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key));
      g_hash_table_replace (counts, key, GUINT_TO_POINTER (n + 1));
    }

  return counts;
}

/**
 * bw_hostile_dup_setup:
 * @worker: a worker
 * @place: where the program is at home
 * @tenant: ID of a tenant
 *
 * Returns: (transfer full): how the set-up stands, without what is different each time
 */
char *
bw_hostile_dup_setup (BwHostileWorker *worker,
                      BwHostilePlace  *place,
                      const char      *tenant)
{
  g_autofree char *words = g_strconcat ("--json setup show ", tenant, NULL);
  g_auto(BwHostileEnd) end = { 0, };

  bw_hostile_command (worker, place, words, &end);
  if (end.code != 0)
    g_error ("The set-up cannot be shown: %s", end.err);

  return blur (end.out);
}
