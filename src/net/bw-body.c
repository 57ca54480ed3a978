/* bw-body.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-body.h"
#include "bw-error.h"
#include "bw-json.h"

#define PIECE        (64 * 1024)
#define MAX_AT_ONCE  (64 * 1024)  /* what is longer is parsed by a thread */

typedef struct
{
  GByteArray *bytes;
  guint       length;    /* of what was read; the rest is room for the next piece */
  gsize       max_size;
} ReadOp;

static void
read_op_free (gpointer data)
{
  ReadOp *op = data;

  g_clear_pointer (&op->bytes, g_byte_array_unref);
  g_free (op);
}

static void read_piece (GTask        *task);
static void piece_cb   (GObject      *object,
                        GAsyncResult *result,
                        gpointer      user_data);

/* @task: (transfer full) */
static void
read_piece (GTask *task)
{
  ReadOp *op = g_task_get_task_data (task);

  g_byte_array_set_size (op->bytes, op->length + PIECE);
  g_input_stream_read_async (g_task_get_source_object (task),
                             op->bytes->data + op->length,
                             PIECE,
                             G_PRIORITY_DEFAULT,
                             g_task_get_cancellable (task),
                             piece_cb,
                             task);
}

static void
piece_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  ReadOp *op = g_task_get_task_data (task);
  GError *error = NULL;
  gssize n_read = g_input_stream_read_finish (G_INPUT_STREAM (object), result, &error);

  if (n_read < 0)
    {
      g_task_return_error (task, error);
      return;
    }

  op->length += (guint) n_read;
  if (op->length > op->max_size)
    {
      g_task_return_new_error (task, BW_ERROR, BW_ERROR_PROTOCOL,
                               "The answer is longer than %" G_GSIZE_FORMAT " bytes", op->max_size);
      return;
    }

  if (n_read > 0)
    {
      read_piece (g_steal_pointer (&task));
      return;
    }

  g_byte_array_set_size (op->bytes, op->length);
  g_task_return_pointer (task, g_byte_array_free_to_bytes (g_steal_pointer (&op->bytes)),
                         (GDestroyNotify) g_bytes_unref);
}

/**
 * bw_body_read_async:
 * @stream: what comes, unpacked
 * @max_size: how many bytes it may be
 * @cancellable: (nullable): ends the reading
 * @callback: called once, when all is read or too much
 * @user_data: for @callback
 *
 * Counts what comes out of the decompression: a megabyte on the wire can be
 * gigabytes here.
 */
void
bw_body_read_async (GInputStream        *stream,
                    gsize                max_size,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  GTask *task = g_task_new (stream, cancellable, callback, user_data);
  ReadOp *op = g_new0 (ReadOp, 1);

  op->bytes = g_byte_array_new ();
  op->max_size = MIN (max_size, G_MAXUINT / 2);

  g_task_set_source_tag (task, bw_body_read_async);
  g_task_set_task_data (task, op, read_op_free);
  read_piece (task);
}

/**
 * bw_body_read_finish:
 * @stream: what was read
 * @result: from the callback
 * @error: return location for a %BW_ERROR_PROTOCOL, or an error of the stream
 *
 * Returns: (transfer full): what came, or %NULL with @error set
 */
GBytes *
bw_body_read_finish (GInputStream  *stream,
                     GAsyncResult  *result,
                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, stream), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bw_body_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
parse (GTask        *task,
       gpointer      source,
       gpointer      task_data,
       GCancellable *cancellable)
{
  GError *error = NULL;
  JsonNode *root = bw_json_parse (task_data, &error);

  if (root != NULL)
    g_task_return_pointer (task, root, (GDestroyNotify) json_node_unref);
  else
    g_task_return_error (task, error);
}

/**
 * bw_body_parse_async:
 * @body: what came
 * @cancellable: (nullable): makes the outcome a cancellation
 * @callback: called once, when it is parsed
 * @user_data: for @callback
 *
 * Parses JSON, in a thread if it takes long enough to be felt.
 */
void
bw_body_parse_async (GBytes              *body,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, bw_body_parse_async);
  g_task_set_task_data (task, g_bytes_ref (body), (GDestroyNotify) g_bytes_unref);

  if (g_bytes_get_size (body) > MAX_AT_ONCE)
    g_task_run_in_thread (task, parse);
  else
    parse (task, NULL, body, cancellable);
}

/**
 * bw_body_parse_finish:
 * @result: from the callback
 * @error: return location for a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the root of the document, or %NULL with @error set
 */
JsonNode *
bw_body_parse_finish (GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bw_body_parse_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
