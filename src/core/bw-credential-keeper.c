/* bw-credential-keeper.c - what our app registration proves itself with, its secret in the vault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-credential-keeper-private.h"
#include "bw-error.h"
#include "bw-secret.h"
#include "bw-store-settings.h"
#include "bw-util.h"

G_DEFINE_FINAL_TYPE (BwCredentialKeeper, bw_credential_keeper, G_TYPE_OBJECT)

enum
{
  CHANGED,
  KEYRING_PROBLEM,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
bw_credential_keeper_finalize (GObject *object)
{
  BwCredentialKeeper *self = BW_CREDENTIAL_KEEPER (object);

  g_clear_object (&self->store);
  g_clear_object (&self->vault);
  g_free (self->client_id);
  g_free (self->saved);
  g_free (self->problem);
  bw_credential_facts_clear (&self->facts);
  g_clear_pointer (&self->credential, bw_client_credential_unref);

  G_OBJECT_CLASS (bw_credential_keeper_parent_class)->finalize (object);
}

static void
bw_credential_keeper_class_init (BwCredentialKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bw_credential_keeper_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[KEYRING_PROBLEM] = g_signal_new ("keyring-problem", G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
bw_credential_keeper_init (BwCredentialKeeper *self)
{
}

/* Another program may have another credential by now; it is looked at when one is needed. */
static void
store_changed_cb (BwCredentialKeeper *self,
                  guint               tables)
{
  if (tables & BW_STORE_SETTINGS)
    self->fresh = FALSE;
}

/**
 * bw_credential_keeper_new:
 * @store: remembers what is not secret
 * @vault: keeps the client secret or the private key
 *
 * Returns: (transfer full): a keeper for no app registration yet
 */
BwCredentialKeeper *
bw_credential_keeper_new (BwStore *store,
                          BwVault *vault)
{
  BwCredentialKeeper *self = g_object_new (BW_TYPE_CREDENTIAL_KEEPER, NULL);

  self->store = g_object_ref (store);
  self->vault = g_object_ref (vault);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * bw_credential_keeper_set_client:
 * @self: a keeper
 * @client_id: (nullable): our app registration
 *
 * What is in memory of another one is forgotten.
 */
void
bw_credential_keeper_set_client (BwCredentialKeeper *self,
                                 const char         *client_id)
{
  BwCredentialFacts none = { 0 };

  if (!bw_set_str (&self->client_id, client_id))
    return;

  bw_set_str (&self->saved, NULL);
  self->fresh = FALSE;
  bw_credential_keeper_take (self, &none, NULL);
}

/* Returns: (transfer full): key of the setting */
char *
bw_credential_keeper_dup_setting (BwCredentialKeeper *self)
{
  return g_strconcat ("credential:", self->client_id, NULL);
}

BwVaultKey
bw_credential_keeper_make_key (BwCredentialKeeper *self,
                               BwCredentialKind    kind,
                               const char         *slot)
{
  return (BwVaultKey) { .kind = kind == BW_CREDENTIAL_SECRET ? BW_CREDENTIAL_SECRET_KIND
                                                             : BW_CREDENTIAL_KEY_KIND,
                        .account = slot, .client = self->client_id };
}

/* @facts: (transfer full): what is known from now on; cleared
 * @credential: (transfer full) (nullable): in place of the one there was */
void
bw_credential_keeper_take (BwCredentialKeeper *self,
                           BwCredentialFacts  *facts,
                           BwClientCredential *credential)
{
  self->generation++;
  bw_credential_facts_clear (&self->facts);
  self->facts = *facts;
  memset (facts, 0, sizeof *facts);
  g_clear_pointer (&self->credential, bw_client_credential_unref);
  self->credential = credential;
  self->lasting = credential != NULL;
  bw_set_str (&self->problem, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The credential is there, but only until the program ends. */
void
bw_credential_keeper_tell_problem (BwCredentialKeeper *self,
                                   const char         *problem)
{
  bw_set_str (&self->problem, problem);
  g_signal_emit (self, signals[KEYRING_PROBLEM], 0, problem);
}

/* In the order they run.  Each owns the reference to the task it is given. */
static void settings_read_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void secret_read_cb   (GObject *object, GAsyncResult *result, gpointer user_data);

static void
return_credential (BwCredentialKeeper *self,
                   GTask              *task)
{
  g_task_return_pointer (task, self->credential != NULL
                               ? bw_client_credential_ref (self->credential) : NULL,
                         (GDestroyNotify) bw_client_credential_unref);
}

/* What is in memory only is better than what the settings say. */
static gboolean
is_ready (BwCredentialKeeper *self)
{
  return self->client_id == NULL || (self->credential != NULL && !self->lasting) ||
         (self->fresh && (self->facts.kind == BW_CREDENTIAL_NONE || self->credential != NULL));
}

static void
look (GTask *task)
{
  BwCredentialKeeper *self = g_task_get_source_object (task);

  g_task_set_task_data (task, GUINT_TO_POINTER (self->generation), NULL);
  if (is_ready (self))
    return_credential (self, task);
  else
    bw_store_list_settings_async (self->store, g_task_get_cancellable (task), settings_read_cb,
                                  g_object_ref (task));
}

/* Whatever was begun before @self was given something else begins anew. */
static gboolean
is_outdated (BwCredentialKeeper *self,
             GTask              *task)
{
  return GPOINTER_TO_UINT (g_task_get_task_data (task)) != self->generation;
}

/**
 * bw_credential_keeper_ensure_async:
 * @self: (nullable): a keeper; without one it is a public client
 * @cancellable: (nullable): to give up, such as when the keyring asks for a password
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Reads what is remembered of the credential and, if there is one, its secret from
 * the vault; both only where that was not done already.
 */
void
bw_credential_keeper_ensure_async (BwCredentialKeeper  *self,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bw_credential_keeper_ensure_async);
  if (self != NULL)
    look (task);
  else
    g_task_return_pointer (task, NULL, NULL);
}

static void
settings_read_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BwCredentialKeeper *self = g_task_get_source_object (task);
  g_autoptr(GHashTable) settings = NULL;
  g_autofree char *setting = NULL;
  GError *error = NULL;
  BwVaultKey key;

  settings = bw_store_list_settings_finish (self->store, result, &error);
  if (settings == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (is_outdated (self, task))
    {
      look (task);
      return;
    }

  self->fresh = TRUE;
  setting = bw_credential_keeper_dup_setting (self);
  if (bw_set_str (&self->saved, g_hash_table_lookup (settings, setting)))
    {
      BwCredentialFacts facts = { 0 };

      bw_credential_facts_read (&facts, self->saved);
      bw_credential_keeper_take (self, &facts, NULL);
      g_task_set_task_data (task, GUINT_TO_POINTER (self->generation), NULL);
    }

  if (is_ready (self))
    {
      return_credential (self, task);
      return;
    }

  key = bw_credential_keeper_make_key (self, self->facts.kind, self->facts.slot);
  bw_vault_lookup_async (self->vault, &key, g_task_get_cancellable (task), secret_read_cb,
                         g_object_ref (task));
}

/* @secret: (nullable)
 * Returns: (transfer full) (nullable): what @secret and the facts make together */
static BwClientCredential *
make_credential (BwCredentialKeeper  *self,
                 const char          *secret,
                 GError             **error)
{
  g_autoptr(BwCertificate) certificate = NULL;

  if (secret == NULL || *secret == '\0')
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_KEYRING,
                           self->facts.kind == BW_CREDENTIAL_SECRET
                           ? _("The client secret is not in the system keyring any more. Enter it "
                               "again.")
                           : _("The private key of the certificate is not in the system keyring "
                               "any more. Make another certificate."));
      return NULL;
    }

  if (self->facts.kind == BW_CREDENTIAL_SECRET)
    return bw_client_credential_new_secret (secret);

  certificate = bw_certificate_new (self->facts.pem, secret, error);

  return certificate != NULL ? bw_client_credential_new_certificate (certificate) : NULL;
}

static void
secret_read_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BwCredentialKeeper *self = g_task_get_source_object (task);
  BwClientCredential *credential = NULL;
  GError *error = NULL;
  char *secret = bw_vault_lookup_finish (self->vault, result, &error);

  if (is_outdated (self, task))
    g_clear_error (&error);
  else if (error == NULL)
    credential = make_credential (self, secret, &error);
  bw_secret_free (secret);

  if (error != NULL)
    {
      bw_set_str (&self->problem, error->message);
      g_signal_emit (self, signals[CHANGED], 0);
      g_task_return_error (task, error);
      return;
    }

  if (credential == NULL)
    {
      look (task);
      return;
    }

  g_clear_pointer (&self->credential, bw_client_credential_unref);
  self->credential = credential;
  self->lasting = TRUE;
  bw_set_str (&self->problem, NULL);
  return_credential (self, task);
}

/**
 * bw_credential_keeper_ensure_finish:
 * @result: what the callback got
 * @error: return location for %BW_ERROR_KEYRING where there should be one and it
 *   cannot be had, or for %BW_ERROR_STORAGE
 *
 * Returns: (transfer full) (nullable): the credential; %NULL without @error for a
 *   public client
 */
BwClientCredential *
bw_credential_keeper_ensure_finish (GAsyncResult  *result,
                                    GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bw_credential_keeper_get_kind:
 * @self: a keeper
 *
 * Returns: what the app registration proves itself with, as far as is known yet
 */
BwCredentialKind
bw_credential_keeper_get_kind (BwCredentialKeeper *self)
{
  return self->facts.kind;
}

/**
 * bw_credential_keeper_get_pem:
 * @self: a keeper
 *
 * Returns: (nullable): the certificate, for the app registration; no secret
 */
const char *
bw_credential_keeper_get_pem (BwCredentialKeeper *self)
{
  return self->facts.pem;
}

/**
 * bw_credential_keeper_get_thumbprint:
 * @self: a keeper
 *
 * Returns: (nullable): what the app registration shows of the certificate
 */
const char *
bw_credential_keeper_get_thumbprint (BwCredentialKeeper *self)
{
  return self->facts.thumbprint;
}

/**
 * bw_credential_keeper_get_end:
 * @self: a keeper
 *
 * Returns: until when the credential is good, in seconds since 1970, or 0
 */
gint64
bw_credential_keeper_get_end (BwCredentialKeeper *self)
{
  return self->facts.end;
}

/**
 * bw_credential_keeper_get_problem:
 * @self: a keeper
 *
 * Returns: (nullable): why the credential cannot be had, or lasts only as long as the
 *   program
 */
const char *
bw_credential_keeper_get_problem (BwCredentialKeeper *self)
{
  return self->problem;
}
