/* bw-sign-in-attempt.c - one way through the browser, from URI to tokens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-catalogue.h"
#include "bw-error.h"
#include "bw-loopback.h"
#include "bw-sign-in-attempt.h"
#include "bw-util.h"

typedef struct
{
  BwHttp       *http;
  BwCloud      *cloud;
  BwSignIn     *sign_in;
  BwLoopback   *loopback;
  GCancellable *stop;       /* ends the wait for the browser alone */
  GSource      *cancelled;  /* (nullable): hands the caller's cancellation on to stop */
} Attempt;

/* On an attempt's cancellable: why nobody will come back from the browser. */
static G_DEFINE_QUARK (bw-sign-in-trouble, sign_in_trouble)

static void
attempt_free (Attempt *self)
{
  if (self->cancelled != NULL)
    g_source_destroy (self->cancelled);
  g_clear_pointer (&self->cancelled, g_source_unref);
  g_clear_object (&self->stop);
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
      const GError *trouble = g_object_get_qdata (G_OBJECT (self->stop), sign_in_trouble_quark ());

      if (trouble != NULL)
        g_task_return_error (task, g_error_copy (trouble));
      else
        g_task_return_error (task, g_steal_pointer (&error));
      g_clear_error (&error);
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

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
make_stop (Attempt      *self,
           GCancellable *cancellable)
{
  self->stop = g_cancellable_new ();
  if (cancellable == NULL)
    return;

  self->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancelled, G_SOURCE_FUNC (cancelled_cb), self->stop, NULL);
  g_source_attach (self->cancelled, g_main_context_get_thread_default ());
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
  make_stop (self, cancellable);
  bw_loopback_wait_async (self->loopback, self->stop, on_answered, g_object_ref (task));
  browser (uri, self->stop, browser_data);
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

/* Nobody looks at this browser, so what goes wrong in it has to be told.
 * @error: (transfer full) */
static void
give_up (GCancellable *stop,
         GError       *error)
{
  g_object_set_qdata_full (G_OBJECT (stop), sign_in_trouble_quark (), error,
                           (GDestroyNotify) g_error_free);
  g_cancellable_cancel (stop);
}

static void
on_went_back (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GCancellable) stop = data;
  GError *error = NULL;
  g_autoptr (BwResponse) response = bw_http_send_finish (BW_HTTP (source), result, &error);

  if (response == NULL)
    give_up (stop, error);
  else if (!bw_response_is_success (response))
    give_up (stop, g_error_new_literal (BW_ERROR, BW_ERROR_PROTOCOL,
                                        _("The sandbox sent an answer to the sign-in that does not "
                                          "belong to it.")));
}

/* Whether a browser that follows @location comes back to us, as it was asked to. */
static gboolean
leads_back (const char *location,
            const char *page)
{
  g_autoptr (GUri) uri = g_uri_parse (page, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GHashTable) fields = NULL;
  const char *redirect_uri;

  if (uri == NULL || g_uri_get_query (uri) == NULL)
    return FALSE;

  fields = g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
  redirect_uri = fields != NULL ? g_hash_table_lookup (fields, "redirect_uri") : NULL;

  return redirect_uri != NULL && g_str_has_prefix (location, redirect_uri);
}

static GError *
make_page_error (BwResponse *response)
{
  if (bw_response_get_status (response) >= 400)
    return bw_catalogue_to_error (response);

  return g_error_new_literal (BW_ERROR, BW_ERROR_PROTOCOL,
                              _("The sandbox did not sign in by itself, but showed another page."));
}

typedef struct
{
  char         *uri;
  GCancellable *stop;
} Page;

static void
page_free (Page *self)
{
  g_object_unref (self->stop);
  g_free (self->uri);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Page, page_free)

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
  g_autoptr (Page) page = data;
  GError *error = NULL;
  g_autoptr (BwResponse) response = bw_http_send_finish (BW_HTTP (source), result, &error);
  const char *location = response != NULL ? bw_response_get_header (response, "Location") : NULL;
  g_autoptr (BwRequest) request = NULL;

  if (response == NULL)
    {
      give_up (page->stop, error);
      return;
    }

  if (location == NULL || !leads_back (location, page->uri))
    {
      give_up (page->stop, make_page_error (response));
      return;
    }

  request = make_page_request (location);
  bw_http_send_async (BW_HTTP (source), request, page->stop, on_went_back,
                      g_object_ref (page->stop));
}

/**
 * bw_sign_in_browse_sandbox:
 * @http: sends the requests
 * @uri: the sandbox's sign-in page
 * @stop: what the attempt gave to its browser; cancelled if the sandbox does not
 *   let us in
 *
 * What a browser does when the sandbox signs somebody in without asking: it
 * gets the page, and goes where it is sent.
 */
void
bw_sign_in_browse_sandbox (BwHttp       *http,
                           const char   *uri,
                           GCancellable *stop)
{
  g_autoptr (BwRequest) request = make_page_request (uri);
  Page *page = g_new0 (Page, 1);

  page->uri = g_strdup (uri);
  page->stop = g_object_ref (stop);
  bw_http_send_async (http, request, stop, on_page_shown, page);
}
