/* secret-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE /* memmem() */

#include "config.h"

#include <signal.h>
#include <sqlite3.h>
#include <string.h>

#include "bw-failure.h"
#include "bw-json.h"
#include "secret-util.h"

#define START "--verbose setup start " BW_HOSTILE_TENANT " --new --wait"
#define GO_ON "--verbose engine run --until-idle"

/* A database breaks long values up, so a piece is short.  A multiple of three, so that
 * in Base64 it ends where it does in the whole. */
#define PIECE_SIZE 24

static char *
dup_hex (const char *piece)
{
  GString *text = g_string_new (NULL);

  for (; *piece != '\0'; piece++)
    g_string_append_printf (text, "%02x", (guint) (guchar) *piece);

  return g_string_free (text, FALSE);
}

/* @piece as it is, and as it is behind the usual wrappings. */
static void
add_piece (GHashTable *set,
           const char *piece)
{
  g_hash_table_add (set, g_strdup (piece));
  g_hash_table_add (set, g_uri_escape_string (piece, NULL, FALSE));
  g_hash_table_add (set, dup_hex (piece));

  /* What is before it in the whole decides with which of three bytes a group begins. */
  for (gsize skip = 0; skip < 3; skip++)
    {
      gsize rest = PIECE_SIZE - skip;
      char *base64 = g_base64_encode ((const guchar *) piece + skip, rest - rest % 3);
      char *base64url = g_strdelimit (g_strdup (base64), "+", '-');

      g_hash_table_add (set, base64);
      g_hash_table_add (set, g_strdelimit (base64url, "/", '_'));
    }
}

/**
 * bw_secret_dup_pieces:
 * @worker: a worker
 *
 * Returns: (transfer full) (element-type utf8): pieces of everything secret that the
 *   sandbox gave out, none of which is of a token's head, which is the same in all
 */
GPtrArray *
bw_secret_dup_pieces (BwHostileWorker *worker)
{
  g_autoptr(JsonNode) tokens = bw_test_sandbox_control (worker->sandbox, "GET",
                                                        "/_sandbox/tokens", NULL);
  JsonArray *array = json_node_get_array (tokens);
  g_autoptr(GHashTable) set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *pieces = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer piece;

  g_assert_cmpuint (json_array_get_length (array), >=, 3);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *token = json_array_get_string_element (array, i);
      gsize length = strlen (token);

      g_assert_cmpuint (length, >=, PIECE_SIZE);
      for (gsize third = 1; third <= 3; third++)
        {
          g_autofree char *part = g_strndup (token + (length - PIECE_SIZE) * third / 3,
                                             PIECE_SIZE);

          add_piece (set, part);
        }
    }

  g_hash_table_iter_init (&iter, set);
  while (g_hash_table_iter_next (&iter, &piece, NULL))
    g_ptr_array_add (pieces, g_strdup (piece));

  return pieces;
}

/**
 * bw_secret_find:
 * @pieces: of secrets
 * @text: any bytes
 * @length: how many
 *
 * Returns: (nullable): the first of the pieces that is in there
 */
const char *
bw_secret_find (GPtrArray  *pieces,
                const char *text,
                gsize       length)
{
  for (guint i = 0; i < pieces->len; i++)
    {
      const char *piece = g_ptr_array_index (pieces, i);

      if (memmem (text, length, piece, strlen (piece)) != NULL)
        return piece;
    }

  return NULL;
}

/**
 * bw_secret_count_files:
 * @pieces: of secrets
 * @path: a folder
 *
 * Returns: how many files there are in it, and below, in which something secret is
 */
guint
bw_secret_count_files (GPtrArray  *pieces,
                       const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *text = NULL;
      gsize length;

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        {
          n += bw_secret_count_files (pieces, child);
          continue;
        }

      /* Of a program that runs, files come and go. */
      if (!g_file_get_contents (child, &text, &length, NULL) ||
          bw_secret_find (pieces, text, length) == NULL)
        continue;

      g_test_message ("“%s” holds something secret", name);
      n++;
    }

  return n;
}

/**
 * bw_secret_count_processes:
 * @pieces: of secrets
 *
 * Returns: in how many places there is something secret that other programs see: the
 *   command lines of all processes, and the environments of those that are ours
 */
guint
bw_secret_count_processes (GPtrArray *pieces)
{
  static const char * const names[] = { "cmdline", "environ" };
  g_autoptr(GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *process;
  guint n = 0;

  while ((process = g_dir_read_name (dir)) != NULL)
    for (guint i = 0; g_ascii_isdigit (*process) && i < G_N_ELEMENTS (names); i++)
      {
        g_autofree char *path = g_build_filename ("/proc", process, names[i], NULL);
        g_autofree char *text = NULL;
        gsize length;

        /* Processes come and go. */
        if (g_file_get_contents (path, &text, &length, NULL))
          n += bw_secret_find (pieces, text, length) != NULL ? 1 : 0;
      }

  return n;
}

static void
append_rows (GString    *text,
             sqlite3    *handle,
             const char *table)
{
  g_autofree char *query = g_strdup_printf ("SELECT * FROM \"%s\"", table);
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (handle, query, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    for (int i = 0; i < sqlite3_column_count (statement); i++)
      g_string_append_printf (text, "%s\n", (const char *) sqlite3_column_text (statement, i));
  sqlite3_finalize (statement);
}

/* Returns: (transfer full): all values of the database, each in one piece */
static GString *
dup_rows (BwHostilePlace *place)
{
  const char *tables = "SELECT name FROM sqlite_schema WHERE type = 'table'";
  g_autofree char *path = g_build_filename (place->state, "bailiwick.db", NULL);
  GString *text = g_string_new (NULL);
  sqlite3 *handle = NULL;
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, tables, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    append_rows (text, handle, (const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  sqlite3_close (handle);
  g_assert_nonnull (strstr (text->str, BW_HOSTILE_TENANT));

  return text;
}

static void
assert_not_in (GPtrArray  *pieces,
               const char *text)
{
  const char *piece = bw_secret_find (pieces, text, strlen (text));

  if (piece != NULL)
    g_error ("“%s…” was written", piece);
}

/**
 * bw_secret_look_around:
 * @worker: a worker
 * @place: where a program is at home
 * @is_running: whether it still runs
 *
 * Fails the test where a secret is in a file there, in the database, in what the
 * program or the sandbox writes, or where other programs can see it.
 */
void
bw_secret_look_around (BwHostileWorker *worker,
                       BwHostilePlace  *place,
                       gboolean         is_running)
{
  g_autoptr(GPtrArray) pieces = bw_secret_dup_pieces (worker);
  GString *rows;

  g_assert_cmpuint (bw_secret_count_processes (pieces), ==, 0);
  g_assert_cmpuint (bw_secret_count_files (pieces, place->folder), ==, 0);
  g_assert_cmpuint (worker->said->len, >, 0);
  assert_not_in (pieces, worker->said->str);
  if (is_running)
    return;

  rows = dup_rows (place);
  assert_not_in (pieces, rows->str);
  g_string_free (rows, TRUE);
}

static void
hold (BwHostileWorker *worker,
      guint            skip)
{
  worker->n_held = 0;
  bw_test_sandbox_act (worker->sandbox, "/_sandbox/faults",
                       "{'match':{'path':'^/graph/'},'skip':%u,'times':1,"
                       "'action':{'hang':true}}", skip);
}

/* Looks around in the middle of a set-up, and kills it, so that nothing is tidied up. */
static void
look_in_the_middle (BwHostileWorker *worker,
                    BwHostilePlace  *place,
                    const char      *words,
                    guint            skip)
{
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(JsonNode) answer = NULL;
  g_autofree char *log = g_build_filename (place->state, "bailiwick.db-wal", NULL);
  g_auto(BwHostileEnd) end = { 0, };

  hold (worker, skip);
  process = bw_hostile_spawn (worker, place, words);
  bw_hostile_watch (worker, process);
  while (!worker->is_over && worker->n_held == 0)
    g_main_context_iteration (worker->context, TRUE);
  g_assert_false (worker->is_over);

  bw_secret_look_around (worker, place, TRUE);
  g_subprocess_send_signal (process, SIGKILL);
  bw_hostile_wait (worker, place, process, &end);
  g_assert_true (g_file_test (log, G_FILE_TEST_EXISTS));
  bw_secret_look_around (worker, place, FALSE);

  answer = bw_test_sandbox_control (worker->sandbox, "DELETE", "/_sandbox/faults", NULL);
}

static void
look_after (BwHostileWorker *worker,
            BwHostilePlace  *place,
            const char      *words,
            int              code)
{
  g_auto(BwHostileEnd) end = { 0, };

  bw_hostile_command (worker, place, words, &end);
  g_assert_cmpint (end.code, ==, code);
  g_assert_nonnull (strstr (end.err, "DEBUG"));
  bw_secret_look_around (worker, place, FALSE);
}

/* Returns: (transfer full): what *Copy details for support* gives of the failure */
static char *
dup_support_text (BwHostilePlace *place)
{
  g_autofree char *path = g_build_filename (place->state, "bailiwick.db", NULL);
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(BwFailure) failure = NULL;
  sqlite3 *handle = NULL;
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, "SELECT failure FROM job", -1, &statement, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  node = bw_json_parse_text ((const char *) sqlite3_column_text (statement, 0), NULL);
  sqlite3_finalize (statement);
  sqlite3_close (handle);
  g_assert_nonnull (node);
  failure = bw_failure_from_json (json_node_get_object (node));
  g_assert_nonnull (failure);

  return bw_failure_to_support_text (failure);
}

/* Returns: (transfer full): the last token that was given out */
static char *
dup_last_token (BwHostileWorker *worker)
{
  g_autoptr(JsonNode) tokens = bw_test_sandbox_control (worker->sandbox, "GET",
                                                        "/_sandbox/tokens", NULL);
  JsonArray *array = json_node_get_array (tokens);

  return g_strdup (json_array_get_string_element (array, json_array_get_length (array) - 1));
}

/* It fails, and Microsoft's words are not well chosen. */
static void
look_at_failure (BwHostileWorker *worker,
                 BwHostilePlace  *place)
{
  g_autofree char *token = dup_last_token (worker);
  g_autofree char *text = NULL;
  g_autoptr(GPtrArray) pieces = NULL;

  bw_test_sandbox_act (worker->sandbox, "/_sandbox/faults",
                       "{'match':{'path':'^/graph/v1.0/users/delta'},'times':1,"
                       "'action':{'status':403,"
                       "'body':{'error':{'code':'Authorization_RequestDenied',"
                       "'message':'Not with %s, please.'}}}}", token);
  look_after (worker, place, GO_ON, 1);
  text = dup_support_text (place);
  pieces = bw_secret_dup_pieces (worker);
  assert_not_in (pieces, text);
  if (strstr (text, "Not with ***") == NULL)
    g_error ("The token is not left out of “%s”", text);
}

/**
 * bw_secret_follow_setup:
 * @worker: a worker
 * @place: an empty place
 *
 * Sets up a tenant with bailiwickctl, with interruptions and a failure, and looks
 * around all the while, as bw_secret_look_around() does.
 */
void
bw_secret_follow_setup (BwHostileWorker *worker,
                        BwHostilePlace  *place)
{
  look_in_the_middle (worker, place, START, 4);
  look_after (worker, place, START, 3);
  bw_hostile_approve (worker);
  look_in_the_middle (worker, place, GO_ON, 12);
  look_at_failure (worker, place);
  look_after (worker, place, START, 0);
  look_after (worker, place, "--verbose setup show " BW_HOSTILE_TENANT, 0);
}

/**
 * bw_secret_assert_finds:
 * @worker: a worker
 * @place: where a program was at home
 *
 * A test that finds nothing has to show that it would find something.
 */
void
bw_secret_assert_finds (BwHostileWorker *worker,
                        BwHostilePlace  *place)
{
  g_autofree char *token = dup_last_token (worker);
  g_autofree char *wrapped = g_strconcat ("{\"token\":\"", token, "\"}", NULL);
  g_autofree char *base64 = g_base64_encode ((const guchar *) wrapped, strlen (wrapped));
  g_autoptr(GPtrArray) pieces = bw_secret_dup_pieces (worker);

  g_assert_cmpuint (bw_secret_count_files (pieces, place->state), ==, 0);
  g_free (bw_test_write_file (place->state, "plain", wrapped));
  g_free (bw_test_write_file (place->state, "base64", base64));
  g_assert_cmpuint (bw_secret_count_files (pieces, place->state), ==, 2);
}
