/* bw-preflight.c - gathers the facts of the pre-flight check
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-answer.h"
#include "bw-catalogue.h"
#include "bw-directory.h"
#include "bw-discovery.h"
#include "bw-pace.h"
#include "bw-permission.h"
#include "bw-preflight.h"
#include "bw-registration.h"
#include "bw-secret.h"
#include "bw-store-settings.h"
#include "bw-util.h"

/**
 * Run:
 * @facts: what is known so far
 * @n_pending: questions that are not answered yet
 */
typedef struct
{
  BwSession        *session;
  BwPreflightFacts *facts;
  guint             n_pending;
} Run;

/* In the order they run.  Each owns the reference to the task it is given. */
static void saved_cb       (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data);
static void found_proxy_cb (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data);
static void reached_cb     (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data);
static void got_graph_cb   (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data);
static void got_partner_cb (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data);

static void
run_free (gpointer data)
{
  Run *self = data;

  g_object_unref (self->session);
  bw_preflight_facts_free (self->facts);
  g_free (self);
}

/* @task: (transfer full) */
static void
finish (GTask *task)
{
  g_autoptr(GTask) owned = task;
  Run *self = g_task_get_task_data (task);

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, bw_preflight_judge (self->facts),
                           (GDestroyNotify) g_ptr_array_unref);
}

/**
 * bw_preflight_async:
 * @store: what is in the state folder
 * @session: who is signed in, if anybody is
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Looks at everything that has to be in place.  At Microsoft nothing is changed;
 * the access tokens are asked for anew, as they may have been given out before
 * something was mended.
 */
void
bw_preflight_async (BwStore             *store,
                    BwSession           *session,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  GTask *task = g_task_new (session, cancellable, callback, user_data);
  Run *self = g_new0 (Run, 1);
  BwPreflightFacts *facts = bw_preflight_facts_new ();
  g_autofree char *now = bw_clock_format (bw_clock_now ());

  self->session = g_object_ref (session);
  self->facts = facts;
  g_task_set_source_tag (task, bw_preflight_async);
  g_task_set_task_data (task, self, run_free);

  facts->cloud = bw_cloud_ref (bw_session_get_cloud (session));
  facts->session = bw_session_get_state (session);
  facts->keyring = g_strdup (bw_session_get_keyring_problem (session));
  facts->partner_tenant = g_strdup (bw_session_get_partner_tenant (session));
  facts->client_id = g_strdup (bw_session_get_client_id (session));
  facts->credential = bw_credential_keeper_get_kind (bw_session_get_credentials (session));
  facts->credential_end = bw_credential_keeper_get_end (bw_session_get_credentials (session));
  facts->user_name = g_strdup (bw_session_get_user_name (session));

  bw_store_save_setting_async (store, "last-check", now, cancellable, saved_cb, task);
}

/**
 * bw_preflight_finish:
 * @result: what the callback got
 * @error: return location for %G_IO_ERROR_CANCELLED; there is no other
 *
 * Returns: (transfer full) (element-type BwCheck): every check, see bw_preflight_judge();
 *   or %NULL with @error set
 */
GPtrArray *
bw_preflight_finish (GAsyncResult  *result,
                     GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  Run *self = g_task_get_task_data (task);
  BwPreflightFacts *facts = self->facts;
  const char *base = facts->cloud->login->base;
  g_autoptr(GUri) uri = g_uri_parse (base, G_URI_FLAGS_NONE, NULL);

  bw_store_save_setting_finish (BW_STORE (source), result, &facts->storage);
  facts->host = g_strdup (uri != NULL ? g_uri_get_host (uri) : base);

  g_proxy_resolver_lookup_async (g_proxy_resolver_get_default (), base,
                                 g_task_get_cancellable (task), found_proxy_cb, task);
}

/* The address of a proxy may have a password in it.
 * Returns: (transfer full) (nullable): what to show of it */
static char *
dup_proxy (const char *text)
{
  g_autoptr(GUri) uri = text != NULL ? g_uri_parse (text, G_URI_FLAGS_NONE, NULL) : NULL;

  if (uri == NULL || g_str_equal (g_uri_get_scheme (uri), "direct"))
    return NULL;

  return g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO | G_URI_HIDE_QUERY |
                                       G_URI_HIDE_FRAGMENT);
}

static void
found_proxy_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  GTask *task = user_data;
  Run *self = g_task_get_task_data (task);
  BwPreflightFacts *facts = self->facts;
  g_auto(GStrv) proxies = NULL;
  g_autoptr(BwRequest) request = NULL;

  proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, NULL);
  facts->proxy = dup_proxy (proxies != NULL ? proxies[0] : NULL);

  request = bw_discovery_ask (facts->cloud, facts->partner_tenant != NULL ? facts->partner_tenant
                                                                          : "organizations");
  bw_http_send_async (bw_session_get_http (self->session), request,
                      g_task_get_cancellable (task), reached_cb, task);
}

/* @task: (transfer full) */
static void
get_token (GTask               *task,
           const char          *audience,
           GAsyncReadyCallback  callback)
{
  Run *self = g_task_get_task_data (task);
  BwTokenSource *source = bw_http_get_token_source (bw_session_get_http (self->session));

  bw_token_source_ensure_token_async (source, self->facts->partner_tenant, audience,
                                      BW_ACTOR_USER, NULL, NULL, g_task_get_cancellable (task),
                                      callback, task);
}

static void
reached_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  Run *self = g_task_get_task_data (task);
  BwPreflightFacts *facts = self->facts;

  facts->discovery.response = bw_http_send_finish (BW_HTTP (source), result,
                                                   &facts->discovery.error);
  facts->now = bw_clock_now ();

  if (facts->discovery.response == NULL || facts->session != BW_SESSION_SIGNED_IN)
    {
      finish (task);
      return;
    }

  bw_session_forget_tokens (self->session, facts->partner_tenant);
  get_token (task, facts->cloud->graph->audience, got_graph_cb);
}

/* What the token says is kept, the token itself is not. */
static void
take_token (BwPreflightClaims *claims,
            GObject           *source,
            GAsyncResult      *result)
{
  g_autoptr(BwResponse) refusal = NULL;
  char *token = bw_token_source_ensure_token_finish (BW_TOKEN_SOURCE (source), result, &refusal,
                                                     &claims->error);

  if (token != NULL)
    {
      claims->claims = bw_access_claims_new (token, &claims->error);
      bw_secret_free (token);
    }
  else if (refusal != NULL)
    {
      claims->error = bw_catalogue_to_error (refusal);
      claims->not_granted = bw_catalogue_classify (refusal) == BW_EVENT_CONSENT_MISSING;
    }
}

/* What one question is answered with. */
typedef struct
{
  GTask               *task;
  BwPreflightQuestion  question;
} Asked;

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autofree Asked *asked = user_data;
  Run *self = g_task_get_task_data (asked->task);
  BwPreflightAnswer *answer = &self->facts->answers[asked->question];

  answer->response = bw_http_send_finish (BW_HTTP (source), result, &answer->error);

  if (--self->n_pending == 0)
    finish (g_object_ref (asked->task));

  g_object_unref (asked->task);
}

/* Returns: (transfer full) (nullable): the question, or %NULL if there is nobody to ask */
static BwRequest *
make_question (const BwPreflightFacts *facts,
               BwPreflightQuestion     question)
{
  BwCloud *cloud = facts->cloud;
  const char *tenant = facts->partner_tenant;

  switch (question)
    {
    case BW_PREFLIGHT_GROUPS:
      return bw_registration_list_groups (cloud, tenant);
    case BW_PREFLIGHT_REGISTRATION:
      return bw_registration_get (cloud, tenant, facts->client_id);
    case BW_PREFLIGHT_GRAPH:
      return bw_directory_find_service_principal (cloud, tenant, BW_SERVICE_ID_GRAPH);
    case BW_PREFLIGHT_PARTNER_CENTER:
      return bw_directory_find_service_principal (cloud, tenant, BW_SERVICE_ID_PARTNER_CENTER);
    case BW_PREFLIGHT_DELEGATION:
      return bw_directory_find_service_principal (cloud, tenant, BW_SERVICE_ID_DELEGATION);
    case BW_PREFLIGHT_CUSTOMERS:
      return cloud->partner->audience != NULL ? bw_registration_try_customers (cloud, tenant)
                                              : NULL;
    case BW_N_PREFLIGHT_QUESTIONS:
    default:
      return NULL;
    }
}

/* All at once, and each answer by itself: that one is refused says nothing of the others.
 * @task: (transfer full) */
static void
ask (GTask *task)
{
  Run *self = g_task_get_task_data (task);

  self->n_pending = 1;
  for (guint i = 0; i < BW_N_PREFLIGHT_QUESTIONS; i++)
    {
      g_autoptr(BwRequest) request = make_question (self->facts, i);
      Asked *asked;

      if (request == NULL)
        continue;

      asked = g_new0 (Asked, 1);
      asked->task = g_object_ref (task);
      asked->question = i;
      self->n_pending++;
      bw_http_send_async (bw_session_get_http (self->session), request,
                          g_task_get_cancellable (task), answered_cb, asked);
    }

  if (--self->n_pending == 0)
    finish (task);
  else
    g_object_unref (task);
}

static void
got_graph_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  Run *self = g_task_get_task_data (task);
  const char *audience = self->facts->cloud->partner->audience;

  take_token (&self->facts->graph, source, result);

  if (audience != NULL)
    get_token (task, audience, got_partner_cb);
  else
    ask (task);
}

static void
got_partner_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  GTask *task = user_data;
  Run *self = g_task_get_task_data (task);

  take_token (&self->facts->partner, source, result);
  ask (task);
}
