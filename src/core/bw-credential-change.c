/* bw-credential-change.c - another credential in place of the one there is, or none
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-credential-keeper-private.h"
#include "bw-error.h"
#include "bw-pace.h"
#include "bw-secret.h"
#include "bw-store-settings.h"
#include "bw-util.h"

/**
 * Change:
 * @facts: of the new credential
 * @credential: (nullable): the new one
 * @secret: (nullable): what the vault gets of it
 * @setting: key of the setting, of the app registration that it was begun for
 * @text: (nullable): what the settings get of it
 * @days: how long a certificate is to be good
 * @now: and from when on
 */
typedef struct
{
  BwCredentialFacts   facts;
  BwClientCredential *credential;
  char               *secret;
  char               *setting;
  char               *text;
  guint               days;
  gint64              now;
} Change;

static void
change_free (gpointer data)
{
  Change *self = data;

  bw_secret_free (self->secret);
  g_free (self->setting);
  g_free (self->text);
  bw_credential_facts_clear (&self->facts);
  g_clear_pointer (&self->credential, bw_client_credential_unref);
  g_free (self);
}

/* In the order they run.  Each owns the reference to the task it is given. */
static void stored_cb      (GObject *object, GAsyncResult *result, gpointer user_data);
static void saved_cb       (GObject *object, GAsyncResult *result, gpointer user_data);
static void old_cleared_cb (GObject *object, GAsyncResult *result, gpointer user_data);

static GTask *
new_task (BwCredentialKeeper  *self,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data,
          gpointer             source_tag)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Change *change = g_new0 (Change, 1);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, change, change_free);
  if (self->client_id != NULL)
    change->setting = bw_credential_keeper_dup_setting (self);
  else
    g_task_return_new_error (task, BW_ERROR, BW_ERROR_INVALID,
                             _("Say first which partner tenant and which app registration to "
                               "sign in with."));

  return task;
}

/* The new secret first; nothing knows of it until the settings do. */
static void
store (GTask *task)
{
  BwCredentialKeeper *self = g_task_get_source_object (task);
  Change *change = g_task_get_task_data (task);
  BwVaultKey key = bw_credential_keeper_make_key (self, change->facts.kind, change->facts.slot);
  /* Translators: a client ID */
  g_autofree char *label = g_strdup_printf (_("Bailiwick app credential (%s)"), self->client_id);

  change->text = bw_credential_facts_write (&change->facts);
  bw_vault_store_async (self->vault, &key, label, change->secret, g_task_get_cancellable (task),
                        stored_cb, g_object_ref (task));
}

/* Whether another app registration took the place of the one it was begun for. */
static gboolean
return_if_moved (BwCredentialKeeper *self,
                 GTask              *task)
{
  Change *change = g_task_get_task_data (task);
  g_autofree char *setting = self->client_id != NULL ? bw_credential_keeper_dup_setting (self)
                                                     : NULL;

  if (g_strcmp0 (setting, change->setting) == 0)
    return FALSE;

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                           "Another app registration was chosen meanwhile");

  return TRUE;
}

static void
stored_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BwCredentialKeeper *self = g_task_get_source_object (task);
  Change *change = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  gboolean stored = bw_vault_store_finish (self->vault, result, &error);

  if (return_if_moved (self, task))
    return;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (stored)
    {
      bw_store_save_setting_async (self->store, change->setting, change->text, NULL, saved_cb,
                                   g_object_ref (task));
      return;
    }

  /* Keeping it in memory is better than losing it: the user is told.  What lasts is
   * the old one, as nothing better does. */
  g_info ("The keyring did not take the credential: %s", error->message);
  bw_credential_keeper_take (self, &change->facts, g_steal_pointer (&change->credential));
  self->lasting = FALSE;
  bw_credential_keeper_tell_problem (self, error->message);
  g_task_return_boolean (task, TRUE);
}

/* @task: (nullable): what goes on then */
static void
clear_slot (BwCredentialKeeper *self,
            BwCredentialKind    kind,
            const char         *slot,
            GTask              *task)
{
  BwVaultKey key = bw_credential_keeper_make_key (self, kind, slot);

  bw_vault_clear_async (self->vault, &key, NULL, task != NULL ? old_cleared_cb : NULL,
                        task != NULL ? g_object_ref (task) : NULL);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BwCredentialKeeper *self = g_task_get_source_object (task);
  Change *change = g_task_get_task_data (task);
  BwCredentialFacts old = { 0 };
  GError *error = NULL;

  if (!bw_store_save_setting_finish (self->store, result, &error))
    {
      clear_slot (self, change->facts.kind, change->facts.slot, NULL);
      g_task_return_error (task, error);
      return;
    }

  if (return_if_moved (self, task))
    return;

  bw_credential_facts_read (&old, self->saved);
  bw_set_str (&self->saved, change->text);
  bw_credential_keeper_take (self, &change->facts, g_steal_pointer (&change->credential));

  if (old.kind != BW_CREDENTIAL_NONE)
    clear_slot (self, old.kind, old.slot, task);
  else
    g_task_return_boolean (task, TRUE);
  bw_credential_facts_clear (&old);
}

/* Nothing knows of what is left behind. */
static void
old_cleared_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BwCredentialKeeper *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  if (!bw_vault_clear_finish (self->vault, result, &error))
    g_info ("The keyring did not remove the credential of before: %s", error->message);

  g_task_return_boolean (task, TRUE);
}

/* What there was before is replaced, also if nobody needed it yet. */
static void
old_known_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BwCredentialKeeper *self = g_task_get_source_object (task);
  g_autoptr(BwClientCredential) old = bw_credential_keeper_ensure_finish (result, NULL);

  if (g_task_return_error_if_cancelled (task) || return_if_moved (self, task))
    return;

  store (task);
}

/**
 * bw_credential_keeper_set_secret_async:
 * @self: a keeper with an app registration
 * @secret: a client secret, see bw_credential_check_secret()
 * @end: until when it is good, in seconds since 1970, or 0 if that is not known
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end; see bw_credential_keeper_change_finish()
 * @user_data: for @callback
 *
 * It replaces what there was once it is stored.  If the keyring does not take it, it
 * is used as long as the program runs.
 */
void
bw_credential_keeper_set_secret_async (BwCredentialKeeper  *self,
                                       const char          *secret,
                                       gint64               end,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  g_autoptr(GTask) task = new_task (self, cancellable, callback, user_data,
                                    bw_credential_keeper_set_secret_async);
  Change *change = g_task_get_task_data (task);

  if (change->setting == NULL)
    return;

  change->facts.kind = BW_CREDENTIAL_SECRET;
  change->facts.slot = g_uuid_string_random ();
  change->facts.end = end;
  change->credential = bw_client_credential_new_secret (secret);
  change->secret = g_strdup (secret);
  bw_credential_keeper_ensure_async (self, cancellable, old_known_cb, g_object_ref (task));
}

/* Takes a moment, so it is done in another thread. */
static void
make_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  const Change *change = data;
  GError *error = NULL;
  BwCertificate *certificate = bw_certificate_make (change->now, change->days, &error);

  if (certificate == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, certificate, (GDestroyNotify) bw_certificate_unref);
}

static void
made_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Change *change = g_task_get_task_data (task);
  g_autoptr(BwCertificate) certificate = NULL;
  GError *error = NULL;

  certificate = g_task_propagate_pointer (G_TASK (result), &error);
  if (certificate == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  change->facts.kind = BW_CREDENTIAL_CERTIFICATE;
  change->facts.slot = bw_certificate_dup_thumbprint (certificate, G_CHECKSUM_SHA256);
  change->facts.thumbprint = bw_certificate_dup_thumbprint (certificate, G_CHECKSUM_SHA1);
  change->facts.pem = bw_certificate_dup_pem (certificate);
  change->facts.end = bw_certificate_get_end (certificate);
  change->credential = bw_client_credential_new_certificate (certificate);
  change->secret = bw_certificate_dup_key (certificate);
  bw_credential_keeper_ensure_async (BW_CREDENTIAL_KEEPER (object),
                                     g_task_get_cancellable (task), old_known_cb,
                                     g_object_ref (task));
}

/**
 * bw_credential_keeper_make_certificate_async:
 * @self: a keeper with an app registration
 * @days: for how long it is to be good
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end; see bw_credential_keeper_change_finish()
 * @user_data: for @callback
 *
 * Makes a key pair and a certificate for it, which has to be uploaded to the app
 * registration.  It replaces what there was once it is stored, as
 * bw_credential_keeper_set_secret_async() has it.
 */
void
bw_credential_keeper_make_certificate_async (BwCredentialKeeper  *self,
                                             guint                days,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data)
{
  g_autoptr(GTask) task = new_task (self, cancellable, callback, user_data,
                                    bw_credential_keeper_make_certificate_async);
  g_autoptr(GTask) making = NULL;
  Change *change = g_task_get_task_data (task);

  if (change->setting == NULL)
    return;

  change->days = days;
  change->now = bw_clock_now ();
  making = g_task_new (self, cancellable, made_cb, g_object_ref (task));
  g_task_set_source_tag (making, make_in_thread);
  g_task_set_task_data (making, change, NULL);
  g_task_run_in_thread (making, make_in_thread);
}

static void
forgotten_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BwCredentialKeeper *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (bw_store_save_setting_finish (self->store, result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* @task: (transfer full) */
static void
forget (GTask *task)
{
  BwCredentialKeeper *self = g_task_get_source_object (task);
  Change *change = g_task_get_task_data (task);

  bw_store_save_setting_async (self->store, change->setting, NULL, NULL, forgotten_cb, task);
}

static void
secret_cleared_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BwCredentialKeeper *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (bw_vault_clear_finish (self->vault, result, &error))
    {
      forget (g_steal_pointer (&task));
      return;
    }

  self->fresh = FALSE;
  g_task_return_error (task, error);
}

static void
all_known_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BwCredentialKeeper *self = g_task_get_source_object (task);
  Change *change = g_task_get_task_data (task);
  BwCredentialFacts none = { 0 };
  g_autoptr(GHashTable) settings = NULL;
  GError *error = NULL;
  BwVaultKey key;

  settings = bw_store_list_settings_finish (self->store, result, &error);
  if (settings == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (return_if_moved (self, task))
    return;

  bw_set_str (&self->saved, NULL);
  bw_credential_keeper_take (self, &none, NULL);
  bw_credential_facts_read (&change->facts, g_hash_table_lookup (settings, change->setting));

  if (change->facts.kind == BW_CREDENTIAL_NONE)
    {
      forget (g_steal_pointer (&task));
      return;
    }

  key = bw_credential_keeper_make_key (self, change->facts.kind, change->facts.slot);
  bw_vault_clear_async (self->vault, &key, g_task_get_cancellable (task), secret_cleared_cb,
                        g_object_ref (task));
}

/**
 * bw_credential_keeper_remove_async:
 * @self: a keeper
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end; see bw_credential_keeper_change_finish()
 * @user_data: for @callback
 *
 * Removes the credential from the vault, and what is remembered of it.  What the
 * keyring does not let go stays remembered, so that it can be tried again.  Another
 * account that uses the same app registration has its own, which stays.
 */
void
bw_credential_keeper_remove_async (BwCredentialKeeper  *self,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Change *change = g_new0 (Change, 1);

  g_task_set_source_tag (task, bw_credential_keeper_remove_async);
  g_task_set_task_data (task, change, change_free);

  if (self->client_id == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  change->setting = bw_credential_keeper_dup_setting (self);
  bw_store_list_settings_async (self->store, cancellable, all_known_cb, g_object_ref (task));
}

/**
 * bw_credential_keeper_change_finish:
 * @self: a keeper
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether it is as was asked; that the keyring did not take a secret is told
 *   by the "keyring-problem" signal and bw_credential_keeper_get_problem()
 */
gboolean
bw_credential_keeper_change_finish (BwCredentialKeeper  *self,
                                    GAsyncResult        *result,
                                    GError             **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
