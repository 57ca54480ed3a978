/* bw-accounts.c - the partner tenants that one works for, one at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "bw-accounts.h"
#include "bw-error.h"
#include "bw-util.h"

#define FILE_NAME "accounts.ini"
#define HEAD "Accounts"

/* The account whose state is in the root folder itself: the first that there was. */
#define FIRST "first"

struct _BwAccounts
{
  GObject    parent_instance;

  char      *root;
  GPtrArray *all;     /* (element-type BwAccount) */
  char      *active;  /* ID of an account of @all */
};

G_DEFINE_FINAL_TYPE (BwAccounts, bw_accounts, G_TYPE_OBJECT)

typedef enum
{
  READ,
  CHOOSE,
  DESCRIBE,
} Action;

/**
 * Change:
 * @action: what is to be done
 * @id: (nullable): the account it is about, %NULL for a new one
 *
 * What is done to the file, by a thread that may wait for another program.
 */
typedef struct
{
  Action  action;
  char   *root;
  char   *id;
  char   *tenant;
  char   *name;
  char   *user;
} Change;

static void
change_free (Change *self)
{
  g_free (self->root);
  g_free (self->id);
  g_free (self->tenant);
  g_free (self->name);
  g_free (self->user);
  g_free (self);
}

static void
account_free (gpointer data)
{
  BwAccount *self = data;

  g_free (self->id);
  g_free (self->tenant);
  g_free (self->name);
  g_free (self->user);
  g_free (self);
}

/**
 * bw_account_get_label:
 * @self: an account
 *
 * Returns: what to call it
 */
const char *
bw_account_get_label (const BwAccount *self)
{
  if (self->name != NULL)
    return self->name;

  return self->tenant != NULL ? self->tenant : _("New account");
}

static void
bw_accounts_finalize (GObject *object)
{
  BwAccounts *self = BW_ACCOUNTS (object);

  g_free (self->root);
  g_free (self->active);
  g_ptr_array_unref (self->all);

  G_OBJECT_CLASS (bw_accounts_parent_class)->finalize (object);
}

static void
bw_accounts_class_init (BwAccountsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bw_accounts_finalize;
}

static void
bw_accounts_init (BwAccounts *self)
{
  self->all = g_ptr_array_new_with_free_func (account_free);
}

/* In the thread. */

/* One program at a time reads, changes and writes the file.
 *
 * Returns: what to close, or -1 with @error set */
static int
lock (const char  *root,
      GError     **error)
{
  int fd;

  if (g_mkdir_with_parents (root, 0700) == 0)
    {
      fd = open (root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
      if (fd >= 0 && flock (fd, LOCK_EX) == 0)
        return fd;
      if (fd >= 0)
        close (fd);
    }

  g_set_error (error, BW_ERROR, BW_ERROR_STORAGE,
               _("The state folder %s cannot be used: %s"), root, g_strerror (errno));

  return -1;
}

static void
set_string (GKeyFile   *file,
            const char *group,
            const char *key,
            const char *value)
{
  if (value != NULL)
    g_key_file_set_string (file, group, key, value);
  else
    g_key_file_remove_key (file, group, key, NULL);
}

/* Returns: (transfer full) (nullable): ID of an account that nobody has signed in to */
static char *
dup_unused (GKeyFile *file)
{
  g_auto(GStrv) groups = g_key_file_get_groups (file, NULL);

  if (!g_key_file_has_key (file, FIRST, "Tenant", NULL))
    return g_strdup (FIRST);

  for (guint i = 0; groups[i] != NULL; i++)
    if (bw_is_guid (groups[i]) && !g_key_file_has_key (file, groups[i], "Tenant", NULL))
      return g_strdup (groups[i]);

  return NULL;
}

/* Returns: whether the account has been there or may be made */
static gboolean
choose (GKeyFile  *file,
        Change    *change,
        GError   **error)
{
  g_autofree char *id = g_strdup (change->id);

  if (id == NULL)
    id = dup_unused (file);
  if (id == NULL)
    {
      id = g_uuid_string_random ();
      g_key_file_set_boolean (file, id, "New", TRUE);
    }

  if (!g_str_equal (id, FIRST) && !(bw_is_guid (id) && g_key_file_has_group (file, id)))
    {
      g_set_error (error, BW_ERROR, BW_ERROR_NOT_FOUND, _("There is no account “%s”."), id);
      return FALSE;
    }

  g_key_file_set_string (file, HEAD, "Active", id);

  return TRUE;
}

static void
describe (GKeyFile *file,
          Change   *change)
{
  set_string (file, change->id, "Tenant", change->tenant);
  set_string (file, change->id, "Name", change->name);
  set_string (file, change->id, "User", change->user);
  g_key_file_remove_key (file, change->id, "New", NULL);
  if (!g_key_file_has_key (file, HEAD, "Active", NULL))
    g_key_file_set_string (file, HEAD, "Active", change->id);
}

/* There need not be a file yet; one that cannot be read is no reason to begin anew. */
static gboolean
load (GKeyFile    *file,
      const char  *path,
      GError     **error)
{
  g_autoptr(GError) problem = NULL;

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &problem) ||
      g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return TRUE;

  g_set_error (error, BW_ERROR, BW_ERROR_STORAGE,
               _("The list of accounts in %s cannot be read: %s"), path, problem->message);

  return FALSE;
}

static gboolean
save (const char  *text,
      const char  *path,
      GError     **error)
{
  g_autoptr(GError) problem = NULL;

  if (g_file_set_contents_full (path, text, -1,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                0600, &problem))
    return TRUE;

  g_set_error (error, BW_ERROR, BW_ERROR_STORAGE,
               _("The list of accounts in %s cannot be written: %s"), path, problem->message);

  return FALSE;
}

/* Each start describes the account that is in use, and mostly that is nothing new. */
static gboolean
change_file (GKeyFile    *file,
             Change      *change,
             const char  *path,
             GError     **error)
{
  g_autofree char *before = g_key_file_to_data (file, NULL, NULL);
  g_autofree char *after = NULL;

  if (change->action == CHOOSE && !choose (file, change, error))
    return FALSE;
  if (change->action == DESCRIBE)
    describe (file, change);

  after = g_key_file_to_data (file, NULL, NULL);

  return g_str_equal (before, after) || save (after, path, error);
}

static void
change_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Change *change = data;
  g_autofree char *path = g_build_filename (change->root, FILE_NAME, NULL);
  g_autoptr(GKeyFile) file = g_key_file_new ();
  GError *error = NULL;
  int fd = -1;

  /* Who only reads makes nothing, and sees the old file or the new one. */
  if (change->action != READ)
    fd = lock (change->root, &error);

  if (error == NULL && load (file, path, &error) && change_file (file, change, path, &error))
    g_task_return_pointer (task, g_steal_pointer (&file), (GDestroyNotify) g_key_file_unref);
  else
    g_task_return_error (task, error);

  if (fd >= 0)
    close (fd);
}

/* On the main loop. */

static void
add (BwAccounts *self,
     GKeyFile   *file,
     const char *id)
{
  BwAccount *account = g_new0 (BwAccount, 1);

  account->id = g_strdup (id);
  account->tenant = g_key_file_get_string (file, id, "Tenant", NULL);
  account->name = g_key_file_get_string (file, id, "Name", NULL);
  account->user = g_key_file_get_string (file, id, "User", NULL);
  g_ptr_array_add (self->all, account);
}

static const BwAccount *
get (BwAccounts *self,
     const char *id)
{
  for (guint i = 0; i < self->all->len; i++)
    {
      const BwAccount *account = g_ptr_array_index (self->all, i);

      if (g_strcmp0 (account->id, id) == 0)
        return account;
    }

  return NULL;
}

static void
take (BwAccounts *self,
      GKeyFile   *file)
{
  g_auto(GStrv) groups = g_key_file_get_groups (file, NULL);
  g_autofree char *active = g_key_file_get_string (file, HEAD, "Active", NULL);

  g_ptr_array_set_size (self->all, 0);
  add (self, file, FIRST);
  for (guint i = 0; groups[i] != NULL; i++)
    if (bw_is_guid (groups[i]))
      add (self, file, groups[i]);

  bw_set_str (&self->active, get (self, active) != NULL ? active : FIRST);
}

/**
 * bw_accounts_new:
 * @root: the state folder
 *
 * Returns: (transfer full): the accounts of @root, of which there is one until they are read
 */
BwAccounts *
bw_accounts_new (const char *root)
{
  BwAccounts *self = g_object_new (BW_TYPE_ACCOUNTS, NULL);
  g_autoptr(GKeyFile) nothing = g_key_file_new ();

  self->root = g_strdup (root);
  take (self, nothing);

  return self;
}

static void
start (BwAccounts          *self,
       Change              *change,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, start);
  change->root = g_strdup (self->root);
  g_task_set_task_data (task, change, (GDestroyNotify) change_free);
  g_task_run_in_thread (task, change_thread);
}

/**
 * bw_accounts_read_async:
 * @self: accounts
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end; see bw_accounts_finish()
 * @user_data: for @callback
 */
void
bw_accounts_read_async (BwAccounts          *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_return_if_fail (BW_IS_ACCOUNTS (self));

  start (self, g_new0 (Change, 1), cancellable, callback, user_data);
}

/**
 * bw_accounts_choose_async:
 * @self: accounts
 * @id: (nullable): the account to work with from now on, or %NULL for a new one
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end; see bw_accounts_finish()
 * @user_data: for @callback
 *
 * What is open stays open: the next workspace on the folder is that account's.
 */
void
bw_accounts_choose_async (BwAccounts          *self,
                          const char          *id,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  Change *change;

  g_return_if_fail (BW_IS_ACCOUNTS (self));

  change = g_new0 (Change, 1);
  change->action = CHOOSE;
  change->id = g_strdup (id);
  start (self, change, cancellable, callback, user_data);
}

/**
 * bw_accounts_describe_async:
 * @self: accounts
 * @id: one of them
 * @tenant: its partner tenant
 * @name: (nullable): name of @tenant, if that is known
 * @user: who has signed in
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end; see bw_accounts_finish()
 * @user_data: for @callback
 */
void
bw_accounts_describe_async (BwAccounts          *self,
                            const char          *id,
                            const char          *tenant,
                            const char          *name,
                            const char          *user,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  Change *change;

  g_return_if_fail (BW_IS_ACCOUNTS (self));
  g_return_if_fail (id != NULL);

  change = g_new0 (Change, 1);
  change->action = DESCRIBE;
  change->id = g_strdup (id);
  change->tenant = g_strdup (tenant);
  change->name = g_strdup (name);
  change->user = g_strdup (user);
  start (self, change, cancellable, callback, user_data);
}

/**
 * bw_accounts_finish:
 * @self: accounts
 * @result: what the callback got
 * @error: return location for %BW_ERROR_STORAGE, or %BW_ERROR_NOT_FOUND if there is no such
 *   account
 *
 * Returns: whether it is done, and @self is as the file is
 */
gboolean
bw_accounts_finish (BwAccounts    *self,
                    GAsyncResult  *result,
                    GError       **error)
{
  g_autoptr(GKeyFile) file = g_task_propagate_pointer (G_TASK (result), error);

  if (file == NULL)
    return FALSE;

  take (self, file);

  return TRUE;
}

/**
 * bw_accounts_get_all:
 * @self: accounts
 *
 * Returns: (transfer none) (element-type BwAccount): all of them; the first is always there
 */
GPtrArray *
bw_accounts_get_all (BwAccounts *self)
{
  g_return_val_if_fail (BW_IS_ACCOUNTS (self), NULL);

  return self->all;
}

/**
 * bw_accounts_get_active:
 * @self: accounts
 *
 * Returns: (transfer none): the one to work with
 */
const BwAccount *
bw_accounts_get_active (BwAccounts *self)
{
  g_return_val_if_fail (BW_IS_ACCOUNTS (self), NULL);

  return get (self, self->active);
}

static gboolean
matches (const BwAccount *account,
         const char      *folded)
{
  const char *texts[] = { account->id, account->tenant, account->name, account->user };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = texts[i] != NULL ? g_utf8_casefold (texts[i], -1) : NULL;

      if (g_strcmp0 (text, folded) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * bw_accounts_find:
 * @self: accounts
 * @text: ID or name of the partner tenant, or sign-in name of the user
 * @error: return location for %BW_ERROR_INVALID
 *
 * Returns: (transfer none) (nullable): the account that @text means
 */
const BwAccount *
bw_accounts_find (BwAccounts  *self,
                  const char  *text,
                  GError     **error)
{
  const BwAccount *found = NULL;
  g_autofree char *folded = NULL;

  g_return_val_if_fail (BW_IS_ACCOUNTS (self), NULL);

  folded = g_utf8_casefold (text, -1);
  for (guint i = 0; i < self->all->len; i++)
    {
      const BwAccount *account = g_ptr_array_index (self->all, i);

      if (!matches (account, folded))
        continue;

      if (found != NULL)
        {
          g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                       _("More than one account is called “%s”. Give the ID of the partner "
                         "tenant."), text);
          return NULL;
        }
      found = account;
    }

  if (found == NULL)
    g_set_error (error, BW_ERROR, BW_ERROR_INVALID, _("There is no account “%s”."), text);

  return found;
}

/**
 * bw_accounts_dup_folder:
 * @self: accounts
 *
 * Returns: (transfer full): the state folder of the active one
 */
char *
bw_accounts_dup_folder (BwAccounts *self)
{
  g_return_val_if_fail (BW_IS_ACCOUNTS (self), NULL);

  if (g_str_equal (self->active, FIRST))
    return g_strdup (self->root);

  return g_build_filename (self->root, "accounts", self->active, NULL);
}
