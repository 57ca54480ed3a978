/* bw-sign-in-attempt.c - one way through the browser, from URI to tokens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-access-claims.h"
#include "bw-catalogue.h"
#include "bw-error.h"
#include "bw-loopback.h"
#include "bw-pace.h"
#include "bw-sign-in-answer.h"
#include "bw-sign-in-attempt.h"
#include "bw-util.h"

/* As OpenID Connect Core 1.0, 5.5.1.1, demands what "acr_values" only wishes for. */
#define MFA_CLAIMS \
  "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"urn:microsoft:policies:mfa\"]}}}"

typedef struct
{
  BwHttp        *http;
  BwCloud       *cloud;
  BwCredentialKeeper *credentials; /* (nullable) */
  char          *code;          /* (nullable): what the browser came back with */
  BwSignIn      *sign_in;       /* (nullable): what is asked for now */
  BwSignIn      *once_more;     /* (nullable): what to ask for if the second factor is missing */
  BwBrowserFunc  browser;
  gpointer       browser_data;
  BwLoopback    *loopback;
  char          *issuer;        /* (nullable): who says to have answered */
  GCancellable  *stop;          /* ends the wait for the browser alone */
  GSource       *cancelled;     /* (nullable): hands the caller's cancellation on to stop */
  GSource       *limit;         /* (nullable): nobody sits at the browser for ever */
} Attempt;

static void start_round (GTask *task);

/* On an attempt's cancellable: why nobody will come back from the browser. */
static G_DEFINE_QUARK (bw-sign-in-trouble, sign_in_trouble)

/* Nothing is waited for any more. */
static void
end_round (Attempt *self)
{
  bw_clear_source (&self->cancelled);
  bw_clear_source (&self->limit);
}

static void
attempt_free (Attempt *self)
{
  end_round (self);
  g_clear_object (&self->stop);
  g_clear_object (&self->http);
  g_clear_pointer (&self->cloud, bw_cloud_unref);
  g_clear_object (&self->credentials);
  g_free (self->code);
  g_clear_pointer (&self->sign_in, bw_sign_in_free);
  g_clear_pointer (&self->once_more, bw_sign_in_free);
  g_clear_object (&self->loopback);
  g_free (self->issuer);
  g_free (self);
}

/* Ends the wait for the browser with an error of ours.
 * @error: (transfer full) */
static void
give_up (GCancellable *stop,
         GError       *error)
{
  g_object_set_qdata_full (G_OBJECT (stop), sign_in_trouble_quark (), error,
                           (GDestroyNotify) g_error_free);
  g_cancellable_cancel (stop);
}

static char *
make_page (guint       status,
           GHashTable *answer,
           gpointer    user_data)
{
  Attempt *self = user_data;
  g_autoptr(GError) refusal = NULL;

  if (answer != NULL && self->sign_in != NULL)
    refusal = bw_sign_in_answer_judge (answer, self->sign_in, self->cloud);

  return bw_sign_in_answer_make_page (status, refusal);
}

/* A browser that was let in before, by a password alone, may have been let in again
 * although we wished for several factors: then we demand them, once.  Where nobody is
 * to be asked, or something else was demanded, we don't. */
static BwSignIn *
make_once_more (const BwSignIn *sign_in)
{
  BwSignIn *again;

  if (sign_in->one_factor || sign_in->claims != NULL || g_strcmp0 (sign_in->prompt, "none") == 0)
    return NULL;

  again = bw_sign_in_new (sign_in->tenant, sign_in->client_id, sign_in->scope);
  again->login_hint = g_strdup (sign_in->login_hint);
  again->prompt = g_strdup ("login");
  again->claims = g_strdup (MFA_CLAIMS);

  return again;
}

/* Partner Center looks at "amr" in the access token, so that is where we look; a token
 * that tells nothing, or cannot be read, is not held against anybody. */
static gboolean
lacks_mfa (const BwSignInResult *signed_in)
{
  g_autoptr(BwAccessClaims) claims = bw_access_claims_new (signed_in->tokens->access_token, NULL);

  return claims != NULL && claims->tells_methods && !claims->mfa;
}

static void
on_checked (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(GTask) task = data;
  Attempt *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(BwSignInResult) signed_in = bw_sign_in_check_finish (result, &error);

  if (signed_in != NULL)
    error = bw_sign_in_answer_check_issuer (self->issuer, self->cloud,
                                            signed_in->identity->tenant_id);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (self->once_more != NULL && lacks_mfa (signed_in))
    {
      g_info ("The sign-in was made with one factor: asking for several");
      self->sign_in = g_steal_pointer (&self->once_more);
      start_round (task);
      return;
    }

  g_task_return_pointer (task, g_steal_pointer (&signed_in),
                         (GDestroyNotify) bw_sign_in_result_free);
}

static void
on_redeemed (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr(GTask) task = data;
  Attempt *self = g_task_get_task_data (task);
  g_autoptr(BwResponse) response = NULL;
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

static void
on_credential (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr(GTask) task = data;
  Attempt *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(BwClientCredential) credential = bw_credential_keeper_ensure_finish (result, &error);
  g_autoptr(BwRequest) request = NULL;

  if (error == NULL)
    request = bw_sign_in_redeem (self->sign_in, self->cloud, self->code, credential, &error);

  if (request == NULL)
    g_task_return_error (task, error);
  else
    bw_http_send_async (self->http, request, g_task_get_cancellable (task), on_redeemed,
                        g_object_ref (task));
}

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr(GTask) task = data;
  Attempt *self = g_task_get_task_data (task);
  g_autoptr(GHashTable) answer = NULL;
  GError *error = NULL;

  end_round (self);
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

  bw_set_str (&self->issuer, g_hash_table_lookup (answer, "iss"));
  error = bw_sign_in_answer_judge (answer, self->sign_in, self->cloud);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  bw_set_str (&self->code, g_hash_table_lookup (answer, "code"));
  bw_credential_keeper_ensure_async (self->credentials, g_task_get_cancellable (task),
                                     on_credential, g_object_ref (task));
}

static gboolean
late_cb (gpointer user_data)
{
  give_up (user_data, g_error_new_literal (BW_ERROR, BW_ERROR_AUTH,
                                           _("Nobody signed in within a quarter of an hour. Try "
                                             "again when you are ready.")));

  return G_SOURCE_REMOVE;
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
  g_clear_object (&self->stop);
  self->stop = g_cancellable_new ();
  self->limit = bw_pace_limit_new (BW_SIGN_IN_SECONDS * 1000);
  g_source_set_callback (self->limit, late_cb, self->stop, NULL);
  g_source_attach (self->limit, g_main_context_get_thread_default ());
  if (cancellable == NULL)
    return;

  self->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancelled, G_SOURCE_FUNC (cancelled_cb), self->stop, NULL);
  g_source_attach (self->cancelled, g_main_context_get_thread_default ());
}

/* Sends the browser off, and waits for it to come back. */
static void
start_round (GTask *task)
{
  Attempt *self = g_task_get_task_data (task);
  g_autofree char *uri = NULL;
  GError *error = NULL;

  g_clear_object (&self->loopback);
  self->loopback = bw_loopback_new (self->sign_in->state, make_page, self, &error);
  if (self->loopback == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  bw_set_str (&self->sign_in->redirect_uri, bw_loopback_get_redirect_uri (self->loopback));
  uri = bw_sign_in_dup_uri (self->sign_in, self->cloud);
  make_stop (self, g_task_get_cancellable (task));
  bw_loopback_wait_async (self->loopback, self->stop, on_answered, g_object_ref (task));
  self->browser (uri, self->stop, self->browser_data);
}

/**
 * bw_sign_in_attempt_async:
 * @http: sends the requests
 * @cloud: where to sign in
 * @credentials: (nullable): keeps what the app registration proves itself with
 * @sign_in: (transfer full): what to ask for; its redirect URI is filled in
 * @browser: shows the sign-in page
 * @browser_data: for @browser
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * The browser has %BW_SIGN_IN_SECONDS.  Where the token tells that somebody signed in
 * with one factor, and that will not do, the browser is sent once more, with several
 * demanded: Partner Center takes nothing less.  What the second time brings is taken as
 * it is.
 */
void
bw_sign_in_attempt_async (BwHttp              *http,
                          BwCloud             *cloud,
                          BwCredentialKeeper  *credentials,
                          BwSignIn            *sign_in,
                          BwBrowserFunc        browser,
                          gpointer             browser_data,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Attempt *self = g_new0 (Attempt, 1);

  g_task_set_source_tag (task, bw_sign_in_attempt_async);
  g_task_set_task_data (task, self, (GDestroyNotify) attempt_free);
  self->http = g_object_ref (http);
  self->cloud = bw_cloud_ref (cloud);
  g_set_object (&self->credentials, credentials);
  self->sign_in = sign_in;
  self->once_more = make_once_more (sign_in);
  self->browser = browser;
  self->browser_data = browser_data;

  start_round (task);
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

/* Nobody looks at the sandbox's browser, so what goes wrong in it has to be told. */
static void
on_went_back (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr(GCancellable) stop = data;
  GError *error = NULL;
  g_autoptr(BwResponse) response = bw_http_send_finish (BW_HTTP (source), result, &error);

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
  g_autoptr(GUri) uri = g_uri_parse (page, G_URI_FLAGS_NONE, NULL);
  g_autoptr(GHashTable) fields = NULL;
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
  g_autoptr(BwService) service = bw_service_new ("browser", base, NULL);
  BwRequest *request = bw_request_new (service, "GET", path != NULL ? path : "/");

  bw_request_set_raw (request, TRUE);

  return request;
}

static void
on_page_shown (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr(Page) page = data;
  GError *error = NULL;
  g_autoptr(BwResponse) response = bw_http_send_finish (BW_HTTP (source), result, &error);
  const char *location = response != NULL ? bw_response_get_header (response, "Location") : NULL;
  g_autoptr(BwRequest) request = NULL;

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
  g_autoptr(BwRequest) request = make_page_request (uri);
  Page *page = g_new0 (Page, 1);

  page->uri = g_strdup (uri);
  page->stop = g_object_ref (stop);
  bw_http_send_async (http, request, stop, on_page_shown, page);
}
