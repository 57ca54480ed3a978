/* ctl-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ctl-util.h"
#include "test-util.h"

/**
 * bw_ctl_set_up:
 * @self: a place that is not there yet
 * @data: unused; for g_test_add()
 */
void
bw_ctl_set_up (BwCtl      *self,
               const void *data)
{
  self->sandbox = bw_test_sandbox_new (NULL);
  self->folder = bw_test_make_dir ();
  self->url_option = g_strconcat ("--sandbox=", bw_test_sandbox_get_url (self->sandbox), NULL);
  self->folder_option = g_strconcat ("--state-dir=", self->folder, NULL);
}

/**
 * bw_ctl_tear_down:
 * @self: a place
 * @data: unused; for g_test_add()
 */
void
bw_ctl_tear_down (BwCtl      *self,
                  const void *data)
{
  bw_test_remove_dir (self->folder);
  g_free (self->folder);
  g_free (self->url_option);
  g_free (self->folder_option);
  bw_test_sandbox_free (self->sandbox);
}

/**
 * bw_ctl_end_clear:
 * @self: what came of a command; nothing afterwards
 */
void
bw_ctl_end_clear (BwCtlEnd *self)
{
  g_clear_pointer (&self->out, g_free);
  g_clear_pointer (&self->err, g_free);
}

static GSubprocess *
spawn (BwCtl   *self,
       va_list  args)
{
  g_autofree char *program = g_build_filename (g_getenv ("BW_TEST_BINDIR"), "bailiwickctl", NULL);
  g_autoptr(GPtrArray) words = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  GSubprocess *process;

  g_ptr_array_add (words, program);
  if (self != NULL)
    {
      g_ptr_array_add (words, self->url_option);
      g_ptr_array_add (words, self->folder_option);
    }
  for (char *word = va_arg (args, char *); word != NULL; word = va_arg (args, char *))
    g_ptr_array_add (words, word);
  g_ptr_array_add (words, NULL);

  process = g_subprocess_newv ((const char * const *) words->pdata,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                               G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);

  return process;
}

/**
 * bw_ctl_spawn:
 * @self: (nullable): where to run; without, the words say it
 * @...: the words, and %NULL
 *
 * Returns: (transfer full): bailiwickctl, running
 */
GSubprocess *
bw_ctl_spawn (BwCtl *self,
              ...)
{
  GSubprocess *process;
  va_list args;

  va_start (args, self);
  process = spawn (self, args);
  va_end (args);

  return process;
}

/**
 * bw_ctl_finish:
 * @process: what bw_ctl_spawn() gave
 * @input: (nullable): for its standard input
 * @end: (inout): what came of it
 *
 * Waits until it has ended by itself.
 */
void
bw_ctl_finish (GSubprocess *process,
               const char  *input,
               BwCtlEnd    *end)
{
  g_autoptr(GError) error = NULL;

  bw_ctl_end_clear (end);
  g_subprocess_communicate_utf8 (process, input, NULL, &end->out, &end->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  end->code = g_subprocess_get_exit_status (process);
  if (end->code != 0)
    g_test_message ("exit %d, stderr: %s", end->code, end->err);
}

/**
 * bw_ctl_run:
 * @self: (nullable): where to run; without, the words say it
 * @end: (inout): what came of it
 * @...: the words, and %NULL
 */
void
bw_ctl_run (BwCtl    *self,
            BwCtlEnd *end,
            ...)
{
  g_autoptr(GSubprocess) process = NULL;
  va_list args;

  va_start (args, end);
  process = spawn (self, args);
  va_end (args);
  bw_ctl_finish (process, NULL, end);
}

/**
 * bw_ctl_run_with:
 * @self: (nullable): where to run; without, the words say it
 * @input: for its standard input
 * @end: (inout): what came of it
 * @...: the words, and %NULL
 */
void
bw_ctl_run_with (BwCtl      *self,
                 const char *input,
                 BwCtlEnd   *end,
                 ...)
{
  g_autoptr(GSubprocess) process = NULL;
  va_list args;

  va_start (args, end);
  process = spawn (self, args);
  va_end (args);
  bw_ctl_finish (process, input, end);
}

/**
 * bw_ctl_parse:
 * @text: one document, and nothing else
 *
 * Returns: (transfer full): its root
 */
JsonNode *
bw_ctl_parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);

  return node;
}
