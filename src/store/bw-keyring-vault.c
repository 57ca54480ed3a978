/* bw-keyring-vault.c - secrets in the system keyring, or in Flatpak's stand-in for it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#include "bw-error.h"
#include "bw-pace.h"
#include "bw-secret.h"
#include "bw-vault.h"

/* A keyring may ask the user for its password, and wait for ever if nobody is
 * there.  After this long we go on without it. */
#define PATIENCE_MSEC (2 * 60 * 1000)

/* What the thread works on: the data of the inner task. */
typedef struct
{
  GHashTable *attributes;
  char       *label;  /* (nullable) */
  char       *secret; /* (nullable) */
} Work;

/* How the loop waits for the thread: the data of the outer task. */
typedef struct
{
  GCancellable *cancellable; /* of the inner task */
  gulong        handler;     /* at the caller's cancellable */
  GSource      *limit;
  gboolean      is_late;
} Wait;

struct _BwKeyringVault
{
  GObject parent_instance;
};

static void bw_keyring_vault_vault_init (BwVaultInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BwKeyringVault, bw_keyring_vault, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BW_TYPE_VAULT, bw_keyring_vault_vault_init))

/* Flatpak's stand-in does not keep the name of the schema, so that the
 * attributes alone have to tell our secrets apart. */
static const SecretSchema schema = {
  BW_APP_ID ".Secret", SECRET_SCHEMA_NONE,
  {
    { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "tenant", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "client", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

static void
work_free (Work *self)
{
  g_hash_table_unref (self->attributes);
  g_free (self->label);
  bw_secret_free (self->secret);
  g_free (self);
}

static void
add_attribute (GHashTable *attributes,
               const char *name,
               const char *value)
{
  if (value != NULL)
    g_hash_table_insert (attributes, g_strdup (name), g_strdup (value));
}

/* With @is_whole, a secret without a tenant has an attribute that says so: what
 * is stored and looked up always has all of them. */
static Work *
work_new (const BwVaultKey *key,
          gboolean          is_whole)
{
  Work *self = g_new0 (Work, 1);

  self->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  add_attribute (self->attributes, "kind", key->kind);
  add_attribute (self->attributes, "account", key->account);
  add_attribute (self->attributes, "tenant", key->tenant == NULL && is_whole ? "" : key->tenant);
  add_attribute (self->attributes, "client", key->client);

  return self;
}

static void
wait_free (Wait *self)
{
  if (self->limit != NULL)
    g_source_destroy (self->limit);
  g_clear_pointer (&self->limit, g_source_unref);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static gboolean
is_absent (const GError *error)
{
  const GDBusError codes[] = {
    G_DBUS_ERROR_SERVICE_UNKNOWN,
    G_DBUS_ERROR_NAME_HAS_NO_OWNER,
    G_DBUS_ERROR_NO_SERVER,
    G_DBUS_ERROR_NO_REPLY,
    G_DBUS_ERROR_DISCONNECTED,
    G_DBUS_ERROR_SPAWN_EXEC_FAILED,
    G_DBUS_ERROR_SPAWN_CHILD_EXITED,
    G_DBUS_ERROR_SPAWN_CHILD_SIGNALED,
    G_DBUS_ERROR_SPAWN_FAILED,
    G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND,
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, G_DBUS_ERROR, (int) codes[i]))
      return TRUE;

  return FALSE;
}

/* No address of a bus, or nobody at the address. */
static gboolean
is_busless (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

/* Puts into words, for people, what libsecret and the bus say. */
static char *
describe (const GError *error)
{
  g_autoptr(GError) copy = g_error_copy (error);

  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return g_strdup (_("The system keyring is locked. Unlock it and try again."));

  if (is_absent (error))
    return g_strdup (_("No system keyring is running. Install one, such as GNOME Keyring or KWallet, and start it."));

  if (is_busless (error))
    return g_strdup (_("The system keyring cannot be reached, because there is no session bus. Start Bailiwick from your desktop."));

  /* How a keyring says that it has no place to put secrets, and nobody who could make one. */
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT))
    return g_strdup (_("There is no keyring yet, and none could be created. Create one with your desktop’s password manager and try again."));

  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_INVALID_FILE_FORMAT))
    return g_strdup (_("The keyring is damaged. Create a new one with your desktop’s password manager and try again."));

  g_dbus_error_strip_remote_error (copy);

  return g_strdup_printf (_("The system keyring refuses: %s. Look into your desktop’s password manager and try again."),
                          copy->message);
}

static gboolean
has_secret (const Work    *work,
            GCancellable  *cancellable,
            gboolean      *has,
            GError       **error)
{
  GError *search_error = NULL;
  GList *items = secret_password_searchv_sync (&schema, work->attributes, SECRET_SEARCH_ALL, cancellable, &search_error);

  *has = items != NULL;
  g_list_free_full (items, g_object_unref);
  if (search_error == NULL)
    return TRUE;

  g_propagate_error (error, search_error);

  return FALSE;
}

/* A locked secret is found without being read, so what is still there after
 * somebody was asked to unlock it is locked. */
static gboolean
check_not_locked (const Work    *work,
                  GCancellable  *cancellable,
                  GError       **error)
{
  gboolean is_there;

  if (!has_secret (work, cancellable, &is_there, error))
    return FALSE;

  if (is_there)
    g_set_error_literal (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "The secret is there, but locked");

  return !is_there;
}

/* The connection to the keyring is not kept: one that was made in a thread never
 * hears that the keyring was restarted. */
static void
finish_work (GTask  *task,
             char   *secret,
             GError *error)
{
  secret_service_disconnect ();

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, secret, (GDestroyNotify) bw_secret_free);
}

static void
store_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  const Work *work = data;
  GError *error = NULL;

  secret_password_storev_sync (&schema, work->attributes, SECRET_COLLECTION_DEFAULT, work->label, work->secret,
                               cancellable, &error);
  finish_work (task, NULL, error);
}

static void
look_up_in_thread (GTask        *task,
                   gpointer      source,
                   gpointer      data,
                   GCancellable *cancellable)
{
  const Work *work = data;
  GError *error = NULL;
  char *found = secret_password_lookupv_sync (&schema, work->attributes, cancellable, &error);
  char *secret = g_strdup (found);

  secret_password_free (found);
  if (secret == NULL && error == NULL)
    check_not_locked (work, cancellable, &error);
  finish_work (task, secret, error);
}

static void
clear_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  const Work *work = data;
  GError *error = NULL;
  gboolean is_there;

  if (has_secret (work, cancellable, &is_there, &error) && is_there &&
      (secret_password_clearv_sync (&schema, work->attributes, cancellable, &error) || error == NULL))
    check_not_locked (work, cancellable, &error);
  finish_work (task, NULL, error);
}

static void
caller_cancelled_cb (GCancellable *caller,
                     GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static gboolean
late_cb (gpointer user_data)
{
  Wait *wait = user_data;

  wait->is_late = TRUE;
  g_cancellable_cancel (wait->cancellable);

  return G_SOURCE_REMOVE;
}

/* Returns: (transfer full): what to tell the caller */
static GError *
judge (GTask        *task,
       const GError *error)
{
  const Wait *wait = g_task_get_task_data (task);
  g_autofree char *sentence = NULL;

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    sentence = describe (error);
  else if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return g_error_copy (error);
  else if (wait->is_late)
    sentence = g_strdup (_("The system keyring does not answer. Unlock it and try again."));
  else
    /* The user did not want to unlock it. */
    sentence = g_strdup (_("The system keyring is locked. Unlock it and try again."));

  return g_error_new_literal (BW_ERROR, BW_ERROR_KEYRING, sentence);
}

static void
worked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Wait *wait = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  char *secret = g_task_propagate_pointer (G_TASK (result), &error);

  g_cancellable_disconnect (g_task_get_cancellable (task), wait->handler);
  g_source_destroy (wait->limit);

  if (error != NULL)
    g_task_return_error (task, judge (task, error));
  else
    g_task_return_pointer (task, secret, (GDestroyNotify) bw_secret_free);
}

/* Works in a thread, since libsecret's first call blocks until the desktop has
 * answered.  @task: (transfer full); @work: (transfer full) */
static void
run_work (GTask           *task,
          Work            *work,
          GTaskThreadFunc  function)
{
  GCancellable *caller = g_task_get_cancellable (task);
  Wait *wait = g_new0 (Wait, 1);
  g_autoptr(GTask) inner = NULL;

  wait->cancellable = g_cancellable_new ();
  wait->limit = bw_pace_source_new (PATIENCE_MSEC, NULL);
  g_task_set_task_data (task, wait, (GDestroyNotify) wait_free);
  inner = g_task_new (g_task_get_source_object (task), wait->cancellable, worked_cb, task);
  g_task_set_task_data (inner, work, (GDestroyNotify) work_free);
  g_task_set_return_on_cancel (inner, TRUE);
  g_source_set_callback (wait->limit, late_cb, wait, NULL);
  g_source_attach (wait->limit, g_task_get_context (task));
  if (caller != NULL)
    wait->handler = g_cancellable_connect (caller, G_CALLBACK (caller_cancelled_cb),
                                           g_object_ref (wait->cancellable), g_object_unref);

  g_task_run_in_thread (inner, function);
}

static gboolean
finish (BwVault       *vault,
        GAsyncResult  *result,
        GError       **error)
{
  g_autoptr(GError) own_error = NULL;

  g_return_val_if_fail (g_task_is_valid (result, vault), FALSE);

  g_task_propagate_pointer (G_TASK (result), &own_error);
  if (own_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&own_error));

  return FALSE;
}

static void
bw_keyring_vault_store_async (BwVault             *vault,
                              const BwVaultKey    *key,
                              const char          *label,
                              const char          *secret,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task = g_task_new (vault, cancellable, callback, user_data);
  Work *work = work_new (key, TRUE);

  g_task_set_source_tag (task, bw_keyring_vault_store_async);
  work->label = g_strdup (label);
  work->secret = g_strdup (secret);
  run_work (task, work, store_in_thread);
}

static void
bw_keyring_vault_lookup_async (BwVault             *vault,
                               const BwVaultKey    *key,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = g_task_new (vault, cancellable, callback, user_data);

  g_task_set_source_tag (task, bw_keyring_vault_lookup_async);
  run_work (task, work_new (key, TRUE), look_up_in_thread);
}

static char *
bw_keyring_vault_lookup_finish (BwVault       *vault,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, vault), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
bw_keyring_vault_clear_async (BwVault             *vault,
                              const BwVaultKey    *key,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task = g_task_new (vault, cancellable, callback, user_data);

  g_task_set_source_tag (task, bw_keyring_vault_clear_async);
  run_work (task, work_new (key, FALSE), clear_in_thread);
}

static void
bw_keyring_vault_vault_init (BwVaultInterface *iface)
{
  iface->store_async = bw_keyring_vault_store_async;
  iface->store_finish = finish;
  iface->lookup_async = bw_keyring_vault_lookup_async;
  iface->lookup_finish = bw_keyring_vault_lookup_finish;
  iface->clear_async = bw_keyring_vault_clear_async;
  iface->clear_finish = finish;
}

static void
bw_keyring_vault_class_init (BwKeyringVaultClass *klass)
{
}

static void
bw_keyring_vault_init (BwKeyringVault *self)
{
}

/**
 * bw_keyring_vault_new:
 *
 * Nothing is asked of the keyring yet.
 *
 * Returns: (transfer full): the system keyring
 */
BwVault *
bw_keyring_vault_new (void)
{
  return g_object_new (BW_TYPE_KEYRING_VAULT, NULL);
}
