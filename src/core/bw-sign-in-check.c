/* bw-sign-in-check.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-discovery.h"
#include "bw-pace.h"
#include "bw-sign-in-check.h"
#include "bw-util.h"

/**
 * Check:
 * @sign_in: what was asked for
 * @tokens: (nullable): what came; %NULL once given away
 * @discovery: (nullable): what the cloud says of the tenant
 * @asked_again: whether the keys were asked for once more
 */
typedef struct
{
  BwHttp      *http;
  BwCloud     *cloud;
  BwSignIn    *sign_in;
  BwTokens    *tokens;
  BwDiscovery *discovery;
  gboolean     asked_again;
} Check;

/* In the order they run.  Each owns the reference to the task it is given. */
static void discovered_cb (GObject      *source,
                           GAsyncResult *result,
                           gpointer      user_data);
static void got_keys_cb   (GObject      *source,
                           GAsyncResult *result,
                           gpointer      user_data);

static void
check_free (gpointer data)
{
  Check *self = data;

  g_object_unref (self->http);
  bw_cloud_unref (self->cloud);
  bw_sign_in_free (self->sign_in);
  g_clear_pointer (&self->tokens, bw_tokens_free);
  g_clear_pointer (&self->discovery, bw_discovery_free);
  g_free (self);
}

/**
 * bw_sign_in_result_free:
 * @self: (transfer full): a result
 */
void
bw_sign_in_result_free (BwSignInResult *self)
{
  g_clear_pointer (&self->identity, bw_identity_free);
  g_clear_pointer (&self->tokens, bw_tokens_free);
  g_free (self);
}

/**
 * bw_sign_in_check_async:
 * @http: sends the requests
 * @cloud: where somebody signed in
 * @sign_in: (transfer full): what was asked for
 * @tokens: (transfer full): what came
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Gets the keys of the tenant and reads the ID token with them.
 */
void
bw_sign_in_check_async (BwHttp              *http,
                        BwCloud             *cloud,
                        BwSignIn            *sign_in,
                        BwTokens            *tokens,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Check *self = g_new0 (Check, 1);
  g_autoptr(BwRequest) request = bw_discovery_ask (cloud, sign_in->tenant);

  g_task_set_source_tag (task, bw_sign_in_check_async);
  g_task_set_task_data (task, self, check_free);
  self->http = g_object_ref (http);
  self->cloud = bw_cloud_ref (cloud);
  self->sign_in = sign_in;
  self->tokens = tokens;

  bw_http_send_async (http, request, cancellable, discovered_cb, g_object_ref (task));
}

/* Returns: (transfer full) (nullable): the keys of the tenant */
static BwRequest *
read_discovery (Check       *self,
                BwResponse  *response,
                GError     **error)
{
  self->discovery = bw_discovery_new_from_response (response, error);
  if (self->discovery == NULL)
    return NULL;

  /* Whoever signs in with a domain must end up in the tenant that has it. */
  bw_set_str (&self->sign_in->tenant_id, self->discovery->tenant_id);

  return bw_discovery_get_keys (self->discovery, self->cloud, error);
}

static void
discovered_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Check *self = g_task_get_task_data (task);
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(BwRequest) request = NULL;
  GError *error = NULL;

  response = bw_http_send_finish (self->http, result, &error);
  if (response != NULL)
    request = read_discovery (self, response, &error);

  if (request == NULL)
    g_task_return_error (task, error);
  else
    bw_http_send_async (self->http, request, g_task_get_cancellable (task), got_keys_cb,
                        g_object_ref (task));
}

static void
finish (GTask  *task,
        BwJwks *keys)
{
  Check *self = g_task_get_task_data (task);
  g_autoptr(BwSignInResult) signed_in = g_new0 (BwSignInResult, 1);
  GError *error = NULL;

  signed_in->identity = bw_identity_new_from_token (self->tokens->id_token, self->sign_in,
                                                    self->cloud, keys, bw_clock_now (), &error);
  if (signed_in->identity == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  signed_in->tokens = g_steal_pointer (&self->tokens);
  g_task_return_pointer (task, g_steal_pointer (&signed_in),
                         (GDestroyNotify) bw_sign_in_result_free);
}

static void
got_keys_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Check *self = g_task_get_task_data (task);
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(BwRequest) request = NULL;
  g_autoptr(BwJwks) keys = NULL;
  GError *error = NULL;

  response = bw_http_send_finish (self->http, result, &error);
  if (response != NULL)
    keys = bw_jwks_new_from_response (response, &error);
  if (keys == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* Microsoft may just have begun to sign with a new key. */
  if (self->asked_again || !bw_identity_needs_key (self->tokens->id_token, keys))
    {
      finish (task, keys);
      return;
    }

  self->asked_again = TRUE;
  request = bw_discovery_get_keys (self->discovery, self->cloud, &error);
  if (request == NULL)
    g_task_return_error (task, error);
  else
    bw_http_send_async (self->http, request, g_task_get_cancellable (task), got_keys_cb,
                        g_object_ref (task));
}

/**
 * bw_sign_in_check_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full): who signed in and what they get, or %NULL with @error set
 */
BwSignInResult *
bw_sign_in_check_finish (GAsyncResult  *result,
                         GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
