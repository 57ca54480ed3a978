/* test-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>

#include "test-util.h"

#define PATIENCE_SECONDS 30

static gboolean
give_up_cb (gpointer user_data)
{
  g_error ("Nothing came of it in %d seconds", PATIENCE_SECONDS);

  return G_SOURCE_REMOVE;
}

/**
 * bw_test_spin_until:
 * @done: says whether to stop
 * @data: for @done
 *
 * Runs the main loop until @done; fails the test where that never comes.
 */
void
bw_test_spin_until (BwTestFunc done,
                    gpointer   data)
{
  guint guard = g_timeout_add_seconds (PATIENCE_SECONDS, give_up_cb, NULL);

  while (!done (data))
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (guard);
}

/**
 * bw_test_spin_idle:
 *
 * Runs the main loop as long as something is ready, without waiting.
 */
void
bw_test_spin_idle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/**
 * bw_test_take_result:
 * @source: (nullable): whoever did it
 * @result: how it went
 * @slot: a pointer to a #GAsyncResult pointer, which becomes the owner of @result
 *
 * A #GAsyncReadyCallback for bw_test_wait().
 */
void
bw_test_take_result (GObject      *source,
                     GAsyncResult *result,
                     gpointer      slot)
{
  GAsyncResult **where = slot;

  g_assert_null (*where);
  *where = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  GAsyncResult **slot = data;

  return *slot != NULL;
}

/**
 * bw_test_wait:
 * @slot: what was given to bw_test_take_result(); %NULL afterwards
 *
 * Runs the main loop until the operation is over.
 *
 * Returns: (transfer full): the result, for the finish function
 */
GAsyncResult *
bw_test_wait (GAsyncResult **slot)
{
  bw_test_spin_until (has_result, slot);

  return g_steal_pointer (slot);
}

/**
 * bw_test_make_dir:
 *
 * Returns: (transfer full): the path of a new folder; bw_test_remove_dir() ends it
 */
char *
bw_test_make_dir (void)
{
  g_autoptr(GError) error = NULL;
  char *path = g_dir_make_tmp ("bailiwick-test-XXXXXX", &error);

  g_assert_no_error (error);

  return path;
}

/**
 * bw_test_remove_dir:
 * @path: a folder
 *
 * Removes a folder with all that is in it.  Links are removed, not followed.
 */
void
bw_test_remove_dir (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        bw_test_remove_dir (child);
      else
        g_remove (child);
    }

  g_rmdir (path);
}

/**
 * bw_test_write_file:
 * @folder: where
 * @name: of the file
 * @text: what goes in
 *
 * Returns: (transfer full): the path of the file
 */
char *
bw_test_write_file (const char *folder,
                    const char *name,
                    const char *text)
{
  g_autoptr(GError) error = NULL;
  char *path = g_build_filename (folder, name, NULL);

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);

  return path;
}
