/* bw-token-keeper.c - access tokens, in memory only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-catalogue.h"
#include "bw-error.h"
#include "bw-pace.h"
#include "bw-secret.h"
#include "bw-token-keeper-private.h"
#include "bw-util.h"

/* Tokens are renewed this long before they end, so that none ends on the way. */
#define EARLY (5 * 60)

/**
 * Access:
 * @token: for one audience in one tenant
 * @ends: when it ends
 */
typedef struct
{
  char   *token;
  gint64  ends;
} Access;

/**
 * Flight:
 * @key: tenant, audience and actor
 * @actor: whose token it is to be
 * @claims: (nullable): what a claims challenge demands
 * @tasks: (element-type GTask): who waits for it
 * @generation: that of the keeper when it began
 *
 * One token on its way; everybody who wants the same token waits for it.
 */
typedef struct
{
  BwTokenKeeper *keeper;
  char          *key;
  char          *tenant;
  char          *audience;
  BwActor        actor;
  char          *claims;
  GPtrArray     *tasks;
  BwTokens      *tokens;
  guint          generation;
} Flight;

static void token_source_iface_init (BwTokenSourceInterface *iface);

G_DEFINE_TYPE_WITH_CODE (BwTokenKeeper, bw_token_keeper, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (BW_TYPE_TOKEN_SOURCE, token_source_iface_init))

enum
{
  EXPIRED,
  KEYRING_PROBLEM,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
access_free (Access *self)
{
  bw_secret_free (self->token);
  g_free (self);
}

static void
flight_free (Flight *self)
{
  g_object_unref (self->keeper);
  g_free (self->key);
  g_free (self->tenant);
  g_free (self->audience);
  g_free (self->claims);
  g_ptr_array_unref (self->tasks);
  g_clear_pointer (&self->tokens, bw_tokens_free);
  g_free (self);
}

static void
bw_token_keeper_finalize (GObject *object)
{
  BwTokenKeeper *self = BW_TOKEN_KEEPER (object);

  g_clear_object (&self->http);
  g_clear_object (&self->vault);
  g_clear_object (&self->credentials);
  g_clear_pointer (&self->cloud, bw_cloud_unref);
  g_free (self->tenant);
  g_free (self->client_id);
  g_free (self->account);
  g_free (self->label);
  g_clear_pointer (&self->refresh_tokens, g_hash_table_unref);
  g_clear_pointer (&self->access, g_hash_table_unref);
  g_clear_pointer (&self->flights, g_hash_table_unref);

  G_OBJECT_CLASS (bw_token_keeper_parent_class)->finalize (object);
}

static void
bw_token_keeper_class_init (BwTokenKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bw_token_keeper_finalize;

  signals[EXPIRED] = g_signal_new ("expired", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[KEYRING_PROBLEM] = g_signal_new ("keyring-problem", G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
bw_token_keeper_init (BwTokenKeeper *self)
{
  self->refresh_tokens =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) bw_secret_free);
  self->access =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) access_free);
  self->flights = g_hash_table_new (g_str_hash, g_str_equal);
}

/**
 * bw_token_keeper_new:
 * @http: sends the token requests
 * @vault: keeps the refresh token
 *
 * Returns: (transfer full): a keeper of nobody's tokens yet
 */
BwTokenKeeper *
bw_token_keeper_new (BwHttp  *http,
                     BwVault *vault)
{
  BwTokenKeeper *self = g_object_new (BW_TYPE_TOKEN_KEEPER, NULL);

  self->http = g_object_ref (http);
  self->vault = g_object_ref (vault);

  return self;
}

/**
 * bw_token_keeper_is_of_other:
 * @self: a keeper
 * @client_id: our app registration
 * @account: object ID of the user
 *
 * Returns: whether @self has the tokens of anybody else
 */
gboolean
bw_token_keeper_is_of_other (BwTokenKeeper *self,
                             const char    *client_id,
                             const char    *account)
{
  return self->account != NULL && (g_strcmp0 (self->account, account) != 0 ||
                                   g_strcmp0 (self->client_id, client_id) != 0);
}

/**
 * bw_token_keeper_set_credentials:
 * @self: a keeper
 * @credentials: keeps what the app registration proves itself with; without, it is a
 *   public client
 */
void
bw_token_keeper_set_credentials (BwTokenKeeper      *self,
                                 BwCredentialKeeper *credentials)
{
  g_set_object (&self->credentials, credentials);
}

/* Forgets all that is in memory of who was signed in, and what is on its way to them. */
void
bw_token_keeper_forget_user (BwTokenKeeper *self)
{
  self->generation++;
  g_hash_table_remove_all (self->refresh_tokens);
  g_hash_table_remove_all (self->access);
  g_hash_table_remove_all (self->flights);
}

/* @problem: (nullable): why the keyring does not have the refresh token; %NULL if it has */
void
bw_token_keeper_tell_problem (BwTokenKeeper *self,
                              const char    *problem)
{
  g_signal_emit (self, signals[KEYRING_PROBLEM], 0, problem);
}

/**
 * bw_token_keeper_set_account:
 * @self: a keeper
 * @cloud: where to get tokens
 * @tenant: home tenant of the account
 * @client_id: our app registration
 * @account: object ID of the user
 *
 * Everything kept in memory of another account is forgotten.
 */
void
bw_token_keeper_set_account (BwTokenKeeper *self,
                             BwCloud       *cloud,
                             const char    *tenant,
                             const char    *client_id,
                             const char    *account)
{
  bw_cloud_ref (cloud);
  g_clear_pointer (&self->cloud, bw_cloud_unref);
  self->cloud = cloud;
  bw_set_str (&self->tenant, tenant);
  bw_set_str (&self->client_id, client_id);
  bw_set_str (&self->account, account);
  bw_token_keeper_forget_user (self);
}

/**
 * bw_token_keeper_forget_tenant:
 * @self: a keeper
 * @tenant: whose access tokens to forget, because what they grant has changed
 */
void
bw_token_keeper_forget_tenant (BwTokenKeeper *self,
                               const char    *tenant)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->access);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (g_str_has_prefix (key, tenant))
      g_hash_table_iter_remove (&iter);
}

/* Returns: (nullable): the newest refresh token of whoever signed in to @tenant, as far as
 * it is in memory */
const char *
bw_token_keeper_get_refresh (BwTokenKeeper *self,
                             const char    *tenant)
{
  return tenant != NULL ? g_hash_table_lookup (self->refresh_tokens, tenant) : NULL;
}

/* The tenant comes first: it is what tokens are forgotten by. */
char *
bw_token_keeper_make_key (const char *tenant,
                          const char *audience,
                          BwActor     actor)
{
  return g_strdup_printf ("%s\n%s\n%d", tenant, audience, (int) actor);
}

/* Until it ends, or @self is of somebody else. */
void
bw_token_keeper_remember (BwTokenKeeper  *self,
                          const char     *key,
                          const BwTokens *tokens)
{
  Access *access = g_new0 (Access, 1);

  access->token = g_strdup (tokens->access_token);
  access->ends = bw_clock_now () + tokens->lifetime;
  g_hash_table_replace (self->access, g_strdup (key), access);
}

/* Everybody who waited gets the same: token, refusal or error. */
static void
land (Flight       *flight,
      BwResponse   *refusal,
      const GError *error)
{
  for (guint i = 0; i < flight->tasks->len; i++)
    {
      GTask *task = g_ptr_array_index (flight->tasks, i);

      if (flight->tokens != NULL && error == NULL)
        g_task_return_pointer (task, g_strdup (flight->tokens->access_token),
                               (GDestroyNotify) bw_secret_free);
      else if (refusal != NULL)
        {
          g_task_set_task_data (task, bw_response_ref (refusal),
                                (GDestroyNotify) bw_response_unref);
          g_task_return_pointer (task, NULL, NULL);
        }
      else
        g_task_return_error (task, g_error_copy (error));
    }

  flight_free (flight);
}

static void
set_nobody (GError **error)
{
  g_set_error_literal (error, BW_ERROR, BW_ERROR_AUTH,
                       _("Nobody is signed in. Sign in to your partner tenant."));
}

/* Whoever comes from now on begins another one. */
static void
end_flight (Flight *flight)
{
  GHashTable *flights = flight->keeper->flights;

  if (g_hash_table_lookup (flights, flight->key) == flight)
    g_hash_table_remove (flights, flight->key);
}

/* A person can help, and nobody else. */
static void
set_no_guest (GError **error)
{
  g_set_error_literal (error, BW_ERROR, BW_ERROR_NEEDS_PERSON,
                       _("The guest account has not signed in to the customer’s tenant yet."));
}

static void on_guest_read (GObject *source, GAsyncResult *result, gpointer data);
static void on_credential (GObject *source, GAsyncResult *result, gpointer data);

/* A guest's refresh token is read from the vault when it is needed first. */
static void
take_off (Flight *flight)
{
  BwTokenKeeper *self = flight->keeper;

  flight->generation = self->generation;
  g_hash_table_replace (self->flights, flight->key, flight);
  if (flight->actor == BW_ACTOR_GUEST && bw_token_keeper_get_refresh (self, flight->tenant) == NULL)
    bw_token_keeper_read_async (self, flight->tenant, NULL, on_guest_read, flight);
  else
    bw_credential_keeper_ensure_async (self->credentials, NULL, on_credential, flight);
}

/* What was on its way to somebody who has signed out since is nobody's; whoever has
 * signed in gets their own.
 * Returns: whether @flight has been dealt with */
static gboolean
is_late (Flight *flight)
{
  g_autoptr(GError) error = NULL;

  if (flight->generation == flight->keeper->generation)
    return FALSE;

  g_clear_pointer (&flight->tokens, bw_tokens_free);
  if (bw_token_keeper_get_refresh (flight->keeper, flight->keeper->tenant) != NULL)
    {
      take_off (flight);
    }
  else
    {
      set_nobody (&error);
      land (flight, NULL, error);
    }

  return TRUE;
}

static void
on_rotated (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  if (!is_late (data))
    land (data, NULL, NULL);
}

/* Only what our own tenant says to the user ends the sign-in; a customer's refusal is the
 * customer's. */
static void
tell_if_expired (Flight     *flight,
                 BwResponse *refusal)
{
  BwEvent event = bw_catalogue_classify (refusal);

  if (g_strcmp0 (flight->tenant, flight->keeper->tenant) == 0 && flight->actor == BW_ACTOR_USER &&
      (event == BW_EVENT_SIGN_IN_EXPIRED || event == BW_EVENT_MFA_MISSING))
    g_signal_emit (flight->keeper, signals[EXPIRED], 0);
}

/* Returns: (transfer none): the tenant that whoever acts has signed in to */
static const char *
get_signed_in (Flight *flight)
{
  return flight->actor == BW_ACTOR_GUEST ? flight->tenant : flight->keeper->tenant;
}

static void
on_refreshed (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  Flight *flight = data;
  BwTokenKeeper *self = flight->keeper;
  g_autoptr(GError) error = NULL;
  g_autoptr(BwResponse) response = bw_http_send_finish (self->http, result, &error);

  end_flight (flight);
  if (is_late (flight))
    return;

  if (response == NULL)
    {
      land (flight, NULL, error);
      return;
    }

  if (!bw_response_is_success (response))
    {
      tell_if_expired (flight, response);
      land (flight, response, NULL);
      return;
    }

  flight->tokens = bw_tokens_new_from_response (response, &error);
  if (flight->tokens == NULL)
    {
      land (flight, NULL, error);
      return;
    }

  bw_token_keeper_remember (self, flight->key, flight->tokens);
  if (flight->actor == BW_ACTOR_APPLICATION)
    land (flight, NULL, NULL);
  else
    bw_token_keeper_keep_refresh_async (self, get_signed_in (flight), flight->tokens->refresh_token,
                                        NULL, on_rotated, flight);
}

/* Returns: (transfer full) (nullable): what to ask the identity platform for */
static BwRequest *
make_request (Flight                    *flight,
              const BwClientCredential  *credential,
              GError                   **error)
{
  BwTokenKeeper *self = flight->keeper;
  const char *refresh_token = bw_token_keeper_get_refresh (self, get_signed_in (flight));

  if (flight->actor != BW_ACTOR_APPLICATION)
    return bw_login_refresh (self->cloud, flight->tenant, self->client_id, refresh_token,
                             flight->audience, flight->claims, credential, error);

  if (credential != NULL)
    return bw_login_act_alone (self->cloud, flight->tenant, self->client_id, flight->audience,
                               credential, error);

  g_set_error_literal (error, BW_ERROR, BW_ERROR_NEEDS_PERSON,
                       _("The app registration has no credential, which it needs here to act "
                         "without a user. Add a certificate or a client secret."));

  return NULL;
}

static void
on_credential (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  Flight *flight = data;
  BwTokenKeeper *self = flight->keeper;
  g_autoptr(GError) error = NULL;
  g_autoptr(BwClientCredential) credential = bw_credential_keeper_ensure_finish (result, &error);
  g_autoptr(BwRequest) request = NULL;

  if (is_late (flight))
    return;

  if (error == NULL)
    request = make_request (flight, credential, &error);

  /* Not cancelled with whoever came first: others may wait for it by then. */
  if (request != NULL)
    {
      bw_http_send_async (self->http, request, NULL, on_refreshed, flight);
      return;
    }

  end_flight (flight);
  land (flight, NULL, error);
}

static void
on_guest_read (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  Flight *flight = data;
  g_autoptr(GError) error = NULL;
  gboolean found = bw_token_keeper_load_finish (flight->keeper, result, &error);

  if (is_late (flight))
    return;

  if (found)
    {
      bw_credential_keeper_ensure_async (flight->keeper->credentials, NULL, on_credential, flight);
      return;
    }

  /* Without a keyring the guest account can sign in all the same, for as long as the
   * program runs. */
  if (g_error_matches (error, BW_ERROR, BW_ERROR_KEYRING))
    {
      bw_token_keeper_tell_problem (flight->keeper, error->message);
      g_clear_error (&error);
    }

  if (error == NULL)
    set_no_guest (&error);
  end_flight (flight);
  land (flight, NULL, error);
}

static void
ensure_token_async (BwTokenSource       *source,
                    const char          *tenant,
                    const char          *audience,
                    BwActor              actor,
                    const char          *refused,
                    const char          *claims,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  BwTokenKeeper *self = BW_TOKEN_KEEPER (source);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *key = bw_token_keeper_make_key (tenant, audience, actor);
  Access *access = g_hash_table_lookup (self->access, key);
  Flight *flight = g_hash_table_lookup (self->flights, key);
  GError *error = NULL;

  g_task_set_source_tag (task, ensure_token_async);

  if (access != NULL && claims == NULL && access->ends > bw_clock_now () + EARLY &&
      g_strcmp0 (access->token, refused) != 0)
    {
      g_task_return_pointer (task, g_strdup (access->token), (GDestroyNotify) bw_secret_free);
      return;
    }

  /* An application by itself needs nobody, but what it does is done for somebody. */
  if (bw_token_keeper_get_refresh (self, self->tenant) == NULL)
    {
      set_nobody (&error);
      g_task_return_error (task, error);
      return;
    }

  if (flight != NULL && claims == NULL)
    {
      g_ptr_array_add (flight->tasks, g_steal_pointer (&task));
      return;
    }

  flight = g_new0 (Flight, 1);
  flight->keeper = g_object_ref (self);
  flight->key = g_steal_pointer (&key);
  flight->tenant = g_strdup (tenant);
  flight->audience = g_strdup (audience);
  flight->actor = actor;
  flight->claims = g_strdup (claims);
  flight->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (flight->tasks, g_steal_pointer (&task));
  take_off (flight);
}

static char *
ensure_token_finish (BwTokenSource  *source,
                     GAsyncResult   *result,
                     BwResponse    **refusal,
                     GError        **error)
{
  GTask *task = G_TASK (result);
  char *token = g_task_propagate_pointer (task, error);

  if (token == NULL && g_task_get_task_data (task) != NULL)
    *refusal = bw_response_ref (g_task_get_task_data (task));

  return token;
}

static void
token_source_iface_init (BwTokenSourceInterface *iface)
{
  iface->ensure_token_async = ensure_token_async;
  iface->ensure_token_finish = ensure_token_finish;
}
