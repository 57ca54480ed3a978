/* bw-device-sign-in.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-device-sign-in.h"
#include "bw-error.h"
#include "bw-pace.h"
#include "bw-util.h"

/**
 * Attempt:
 * @credentials: (nullable): keeps what the app registration proves itself with
 * @sign_in: (nullable): what to ask for; %NULL once given away
 * @code: (nullable): what the user has to type, and we poll with
 * @show: tells the user
 */
typedef struct
{
  BwHttp           *http;
  BwCloud          *cloud;
  BwCredentialKeeper *credentials;
  BwSignIn         *sign_in;
  BwDeviceCode     *code;
  BwDeviceCodeFunc  show;
  gpointer          show_data;
} Attempt;

/* In the order they run; the middle three go round and round.  Each owns the
 * reference to the task it is given. */
static void     got_code_cb (GObject      *source,
                             GAsyncResult *result,
                             gpointer      user_data);
static gboolean poll_cb     (gpointer      user_data);
static void     proven_cb   (GObject      *source,
                             GAsyncResult *result,
                             gpointer      user_data);
static void     polled_cb   (GObject      *source,
                             GAsyncResult *result,
                             gpointer      user_data);
static void     checked_cb  (GObject      *source,
                             GAsyncResult *result,
                             gpointer      user_data);

static void
attempt_free (gpointer data)
{
  Attempt *self = data;

  g_object_unref (self->http);
  bw_cloud_unref (self->cloud);
  g_clear_object (&self->credentials);
  g_clear_pointer (&self->sign_in, bw_sign_in_free);
  g_clear_pointer (&self->code, bw_device_code_free);
  g_free (self);
}

/**
 * bw_device_sign_in_async:
 * @http: sends the requests
 * @cloud: where to sign in
 * @credentials: (nullable): keeps what the app registration proves itself with
 * @sign_in: (transfer full): what to ask for
 * @show: called once there is a code to show
 * @show_data: for @show
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Gets a code, and asks as often as Microsoft allows whether the user has signed in
 * with it.
 */
void
bw_device_sign_in_async (BwHttp              *http,
                         BwCloud             *cloud,
                         BwCredentialKeeper  *credentials,
                         BwSignIn            *sign_in,
                         BwDeviceCodeFunc     show,
                         gpointer             show_data,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(BwRequest) request = bw_device_code_ask (sign_in, cloud);
  Attempt *self = g_new0 (Attempt, 1);

  g_task_set_source_tag (task, bw_device_sign_in_async);
  g_task_set_task_data (task, self, attempt_free);
  self->http = g_object_ref (http);
  self->cloud = bw_cloud_ref (cloud);
  g_set_object (&self->credentials, credentials);
  self->sign_in = sign_in;
  self->show = show;
  self->show_data = show_data;

  /* No browser of ours carries it: the code itself ties the tokens to us. */
  bw_set_str (&sign_in->nonce, NULL);

  bw_http_send_async (http, request, cancellable, got_code_cb, g_object_ref (task));
}

/* Waits and polls, or gives up. */
static void
go_on (GTask          *task,
       BwDeviceAnswer  answer,
       BwResponse     *response)
{
  Attempt *self = g_task_get_task_data (task);
  g_autoptr(GSource) source = NULL;
  guint msec;

  if (!bw_device_code_wait (self->code, answer, &msec))
    {
      g_task_return_error (task, bw_device_code_make_error (answer, response));
      return;
    }

  source = bw_pace_source_new (msec, g_task_get_cancellable (task));
  g_task_attach_source (task, source, poll_cb);
}

static void
got_code_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Attempt *self = g_task_get_task_data (task);
  g_autoptr(BwResponse) response = NULL;
  GError *error = NULL;

  response = bw_http_send_finish (self->http, result, &error);
  if (response != NULL)
    self->code = bw_device_code_new_from_response (response, &error);

  if (self->code == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->show (self->code, self->show_data);
  go_on (task, BW_DEVICE_PENDING, NULL);
}

static gboolean
poll_cb (gpointer user_data)
{
  GTask *task = user_data;
  Attempt *self = g_task_get_task_data (task);

  if (!g_task_return_error_if_cancelled (task))
    bw_credential_keeper_ensure_async (self->credentials, g_task_get_cancellable (task), proven_cb,
                                       g_object_ref (task));

  return G_SOURCE_REMOVE;
}

static void
proven_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Attempt *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(BwClientCredential) credential = bw_credential_keeper_ensure_finish (result, &error);
  g_autoptr(BwRequest) request = NULL;

  if (error == NULL)
    request = bw_device_code_poll (self->code, self->sign_in, self->cloud, credential, &error);

  if (request == NULL)
    g_task_return_error (task, error);
  else
    bw_http_send_async (self->http, request, g_task_get_cancellable (task), polled_cb,
                        g_object_ref (task));
}

/* A network that fails for a moment is no reason to give up a sign-in that somebody
 * is just making. */
static gboolean
may_pass (const GError *error)
{
  return g_error_matches (error, BW_ERROR, BW_ERROR_OFFLINE) ||
         g_error_matches (error, BW_ERROR, BW_ERROR_UNAVAILABLE) ||
         g_error_matches (error, BW_ERROR, BW_ERROR_THROTTLED);
}

static void
take_tokens (GTask      *task,
             BwResponse *response)
{
  Attempt *self = g_task_get_task_data (task);
  GError *error = NULL;
  BwTokens *tokens = bw_tokens_new_from_response (response, &error);

  if (tokens == NULL)
    g_task_return_error (task, error);
  else
    bw_sign_in_check_async (self->http, self->cloud, g_steal_pointer (&self->sign_in), tokens,
                            g_task_get_cancellable (task), checked_cb, g_object_ref (task));
}

static void
polled_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Attempt *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwResponse) response = bw_http_send_finish (self->http, result, &error);
  BwDeviceAnswer answer = response != NULL ? bw_device_code_classify (response)
                                           : BW_DEVICE_LATER;

  if (response == NULL && !may_pass (error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (answer == BW_DEVICE_TOKENS)
    take_tokens (task, response);
  else
    go_on (task, answer, response);
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  BwSignInResult *signed_in = bw_sign_in_check_finish (result, &error);

  if (signed_in == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, signed_in, (GDestroyNotify) bw_sign_in_result_free);
}

/**
 * bw_device_sign_in_finish:
 * @result: what the callback got
 * @error: return location for %BW_ERROR_AUTH where the user did not sign in, or
 *   for another error
 *
 * Returns: (transfer full): who signed in and what they get, or %NULL with @error set
 */
BwSignInResult *
bw_device_sign_in_finish (GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
