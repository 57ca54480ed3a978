/* bw-sign-in-attempt.c - one way through the browser, from URI to tokens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-error.h"
#include "bw-loopback.h"
#include "bw-sign-in-attempt.h"
#include "bw-util.h"

typedef struct
{
  BwHttp     *http;
  BwCloud    *cloud;
  BwSignIn   *sign_in;
  BwLoopback *loopback;
} Attempt;

static void
attempt_free (Attempt *self)
{
  g_clear_object (&self->http);
  g_clear_pointer (&self->cloud, bw_cloud_unref);
  g_clear_pointer (&self->sign_in, bw_sign_in_free);
  g_clear_object (&self->loopback);
  g_free (self);
}

static char *
make_page (const char *title,
           const char *text)
{
  g_autofree char *safe_title = g_markup_escape_text (title, -1);
  g_autofree char *safe_text = g_markup_escape_text (text, -1);

  return g_strdup_printf ("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>%s</title>"
                          "<style>body{font:18px sans-serif;max-width:32em;margin:20vh "
                          "auto;text-align:center}"
                          "</style></head><body><h1>%s</h1><p>%s</p></body></html>",
                          safe_title, safe_title, safe_text);
}

static void
on_checked (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  BwSignInResult *signed_in = bw_sign_in_check_finish (result, &error);

  if (signed_in == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, signed_in, (GDestroyNotify) bw_sign_in_result_free);
}

static void
on_redeemed (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (GTask) task = data;
  Attempt *self = g_task_get_task_data (task);
  g_autoptr (BwResponse) response = NULL;
  BwTokens *tokens = NULL;
  GError *error = NULL;

  response = bw_http_send_finish (self->http, result, &error);
  if (response != NULL)
    tokens = bw_tokens_new_from_response (response, &error);
  if (tokens == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  bw_sign_in_check_async (self->http, self->cloud, g_steal_pointer (&self->sign_in), tokens,
                          g_task_get_cancellable (task), on_checked, g_object_ref (task));
}

static GError *
make_refusal (GHashTable *answer)
{
  const char *code = g_hash_table_lookup (answer, "error");
  const char *description = g_hash_table_lookup (answer, "error_description");

  if (g_strcmp0 (code, "access_denied") == 0)
    return g_error_new (BW_ERROR, BW_ERROR_AUTH,
                        _("The sign-in was cancelled in the browser. Sign in again."));

  return g_error_new (BW_ERROR, BW_ERROR_AUTH, _("Microsoft refused the sign-in (%s): %s"), code,
                      description != NULL ? description : _("no reason given"));
}

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (GTask) task = data;
  Attempt *self = g_task_get_task_data (task);
  g_autoptr (GHashTable) answer = NULL;
  g_autoptr (BwRequest) request = NULL;
  GError *error = NULL;

  answer = bw_loopback_wait_finish (self->loopback, result, &error);
  if (answer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (g_hash_table_contains (answer, "error"))
    {
      g_task_return_error (task, make_refusal (answer));
      return;
    }

  request = bw_sign_in_redeem (self->sign_in, self->cloud, g_hash_table_lookup (answer, "code"),
                               NULL, &error);
  if (request == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  bw_http_send_async (self->http, request, g_task_get_cancellable (task), on_redeemed,
                      g_object_ref (task));
}

/**
 * bw_sign_in_attempt_async:
 * @http: sends the requests
 * @cloud: where to sign in
 * @sign_in: (transfer full): what to ask for; its redirect URI is filled in
 * @browser: shows the sign-in page
 * @browser_data: for @browser
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 */
void
bw_sign_in_attempt_async (BwHttp              *http,
                          BwCloud             *cloud,
                          BwSignIn            *sign_in,
                          BwBrowserFunc        browser,
                          gpointer             browser_data,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Attempt *self = g_new0 (Attempt, 1);
  g_autofree char *success =
    make_page (_("Signed In"), _("You can close this page and return to Bailiwick."));
  g_autofree char *failure =
    make_page (_("Not Signed In"), _("Return to Bailiwick to see what happened."));
  g_autofree char *uri = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, bw_sign_in_attempt_async);
  g_task_set_task_data (task, self, (GDestroyNotify) attempt_free);
  self->http = g_object_ref (http);
  self->cloud = bw_cloud_ref (cloud);
  self->sign_in = sign_in;

  self->loopback = bw_loopback_new (sign_in->state, success, failure, &error);
  if (self->loopback == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  bw_set_str (&sign_in->redirect_uri, bw_loopback_get_redirect_uri (self->loopback));
  uri = bw_sign_in_dup_uri (sign_in, cloud);
  bw_loopback_wait_async (self->loopback, cancellable, on_answered, g_object_ref (task));
  browser (uri, cancellable, browser_data);
}

/**
 * bw_sign_in_attempt_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): who signed in
 */
BwSignInResult *
bw_sign_in_attempt_finish (GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_went_back (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BwResponse) response = bw_http_send_finish (BW_HTTP (source), result, &error);

  if (response == NULL)
    g_debug ("The way back from the sandbox's sign-in page failed: %s", error->message);
}

static BwRequest *
make_page_request (const char *uri)
{
  const char *host = strstr (uri, "://");
  const char *path = host != NULL ? strchr (host + 3, '/') : NULL;
  g_autofree char *base = path != NULL ? g_strndup (uri, path - uri) : g_strdup (uri);
  g_autoptr (BwService) service = bw_service_new ("browser", base, NULL);
  BwRequest *request = bw_request_new (service, "GET", path != NULL ? path : "/");

  bw_request_set_raw (request, TRUE);

  return request;
}

static void
on_page_shown (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (GCancellable) cancellable = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BwResponse) response = bw_http_send_finish (BW_HTTP (source), result, &error);
  const char *location = response != NULL ? bw_response_get_header (response, "Location") : NULL;
  g_autoptr (BwRequest) request = NULL;

  if (location == NULL)
    {
      g_warning ("The sandbox did not sign in by itself: %s",
                 error != NULL ? error->message : "it shows its sign-in page");
      g_cancellable_cancel (cancellable);
      return;
    }

  request = make_page_request (location);
  bw_http_send_async (BW_HTTP (source), request, cancellable, on_went_back, NULL);
}

/**
 * bw_sign_in_browse_sandbox:
 * @http: sends the requests
 * @uri: the sandbox's sign-in page
 * @cancellable: cancelled if the sandbox does not let us in
 *
 * What a browser does when the sandbox signs somebody in without asking: it
 * gets the page, and goes where it is sent.
 */
void
bw_sign_in_browse_sandbox (BwHttp       *http,
                           const char   *uri,
                           GCancellable *cancellable)
{
  g_autoptr (BwRequest) request = make_page_request (uri);

  bw_http_send_async (http, request, cancellable, on_page_shown, g_object_ref (cancellable));
}
