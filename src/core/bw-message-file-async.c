/* bw-message-file-async.c - the files of message templates, without blocking
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-message-file.h"

/**
 * Errand:
 * @kind: whose template
 * @language: tag of its language
 * @text: (nullable): what to save
 *
 * What a thread is to do.
 */
typedef struct
{
  BwMessageKind  kind;
  char          *language;
  char          *text;
} Errand;

static void
errand_free (Errand *errand)
{
  g_free (errand->language);
  g_free (errand->text);
  g_free (errand);
}

static void
run_errand (BwMessageKind         kind,
            const char           *language,
            const char           *text,
            GTaskThreadFunc       function,
            gpointer              tag,
            GCancellable         *cancellable,
            GAsyncReadyCallback   callback,
            gpointer              user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Errand *errand = g_new0 (Errand, 1);

  errand->kind = kind;
  errand->language = g_strdup (language);
  errand->text = g_strdup (text);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, errand, (GDestroyNotify) errand_free);
  g_task_run_in_thread (task, function);
}

/* Ends with what is there now. */
static void
return_loaded (GTask  *task,
               Errand *errand)
{
  GError *error = NULL;
  BwMessageFile *file = bw_message_file_load (errand->kind, errand->language, &error);

  if (file != NULL)
    g_task_return_pointer (task, file, (GDestroyNotify) bw_message_file_free);
  else
    g_task_return_error (task, error);
}

static void
load_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  return_loaded (task, data);
}

static void
save_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Errand *errand = data;
  GError *error = NULL;

  if (bw_message_file_save (errand->kind, errand->language, errand->text, &error))
    return_loaded (task, errand);
  else
    g_task_return_error (task, error);
}

static void
reset_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  Errand *errand = data;
  GError *error = NULL;

  if (bw_message_file_reset (errand->kind, errand->language, &error))
    return_loaded (task, errand);
  else
    g_task_return_error (task, error);
}

/**
 * bw_message_file_load_async:
 * @kind: a kind of message
 * @language: a language tag
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * As bw_message_file_load() does, without blocking.
 */
void
bw_message_file_load_async (BwMessageKind         kind,
                            const char           *language,
                            GCancellable         *cancellable,
                            GAsyncReadyCallback   callback,
                            gpointer              user_data)
{
  run_errand (kind, language, NULL, load_in_thread, bw_message_file_load_async, cancellable,
              callback, user_data);
}

/**
 * bw_message_file_save_async:
 * @kind: a kind of message
 * @language: a language tag
 * @text: a template
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * As bw_message_file_save() does, without blocking; then reads what is there.
 */
void
bw_message_file_save_async (BwMessageKind         kind,
                            const char           *language,
                            const char           *text,
                            GCancellable         *cancellable,
                            GAsyncReadyCallback   callback,
                            gpointer              user_data)
{
  run_errand (kind, language, text, save_in_thread, bw_message_file_save_async, cancellable,
              callback, user_data);
}

/**
 * bw_message_file_reset_async:
 * @kind: a kind of message
 * @language: a language tag
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * As bw_message_file_reset() does, without blocking; then reads what is there, which is
 * %BW_ERROR_NOT_FOUND where there is none of ours.
 */
void
bw_message_file_reset_async (BwMessageKind         kind,
                             const char           *language,
                             GCancellable         *cancellable,
                             GAsyncReadyCallback   callback,
                             gpointer              user_data)
{
  run_errand (kind, language, NULL, reset_in_thread, bw_message_file_reset_async, cancellable,
              callback, user_data);
}

/**
 * bw_message_file_finish:
 * @result: what the callback of one of the three got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what is there now
 */
BwMessageFile *
bw_message_file_finish (GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
