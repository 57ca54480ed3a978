/* bw-store-leases.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-error.h"
#include "bw-owners.h"
#include "bw-pace.h"
#include "bw-store-leases.h"
#include "bw-store-private.h"

/* input of every call here */
typedef struct
{
  char     *name;    /* (nullable): all of the owner's */
  char     *owner;
  gint64    now;
  gint64    expires;
  BwOwners *owners;  /* (nullable): to acquire it */
} Lease;

static void
lease_free (Lease *self)
{
  g_clear_pointer (&self->owners, bw_owners_unref);
  g_free (self->name);
  g_free (self->owner);
  g_free (self);
}

static Lease *
lease_new (const char *name,
           const char *owner,
           guint       seconds)
{
  Lease *self = g_new0 (Lease, 1);

  self->name = g_strdup (name);
  self->owner = g_strdup (owner);
  self->now = bw_clock_now ();
  self->expires = self->now + seconds;

  return self;
}

/* Frees the lease if whoever has it ended without doing so. */
static gboolean
drop_if_orphaned (BwDatabase   *database,
                  const Lease  *lease,
                  GError      **error)
{
  BwStatement *statement = bw_database_prepare (database, "SELECT owner FROM lease WHERE name = ?");
  g_autofree char *owner = NULL;

  bw_statement_add_text (statement, lease->name);
  if (bw_statement_next (statement))
    owner = g_strdup (bw_statement_get_text (statement, 0));
  if (!bw_statement_finish (statement, error))
    return FALSE;

  if (owner == NULL || bw_owners_is_alive (lease->owners, owner))
    return TRUE;

  statement = bw_database_prepare (database, "DELETE FROM lease WHERE owner = ?");
  bw_statement_add_text (statement, owner);

  return bw_statement_run (statement, error);
}

static gboolean
acquire_lease (BwDatabase  *database,
               BwStoreOp   *op,
               GError     **error)
{
  const Lease *lease = op->input;
  BwStatement *statement;

  if (!bw_owners_claim (lease->owners, lease->owner, error) ||
      !drop_if_orphaned (database, lease, error))
    return FALSE;

  statement = bw_database_prepare (database,
                                   "INSERT INTO lease (name, owner, expires) VALUES (?1, ?2, ?3)"
                                   " ON CONFLICT (name) DO UPDATE"
                                   " SET owner = excluded.owner, expires = excluded.expires"
                                   " WHERE owner = excluded.owner OR expires <= ?4");
  bw_statement_add_text (statement, lease->name);
  bw_statement_add_text (statement, lease->owner);
  bw_statement_add_int (statement, lease->expires);
  bw_statement_add_int (statement, lease->now);
  if (!bw_statement_run (statement, error))
    return FALSE;

  if (bw_database_get_changes (database) == 1)
    return TRUE;

  g_set_error_literal (error, BW_ERROR, BW_ERROR_BUSY,
                       _("Another running Bailiwick works on this. Wait for it, or close it."));

  return FALSE;
}

static const BwStoreCall acquire_call = {
  .run = acquire_lease,
  .writes = TRUE,
  .free_input = (GDestroyNotify) lease_free,
};

static gboolean
renew_leases (BwDatabase  *database,
              BwStoreOp   *op,
              GError     **error)
{
  const Lease *lease = op->input;
  BwStatement *statement =
    bw_database_prepare (database, "UPDATE lease SET expires = ? WHERE owner = ?");

  bw_statement_add_int (statement, lease->expires);
  bw_statement_add_text (statement, lease->owner);

  return bw_statement_run (statement, error);
}

static const BwStoreCall renew_call = {
  .run = renew_leases,
  .writes = TRUE,
  .free_input = (GDestroyNotify) lease_free,
};

static gboolean
release_leases (BwDatabase  *database,
                BwStoreOp   *op,
                GError     **error)
{
  const Lease *lease = op->input;
  BwStatement *statement =
    bw_database_prepare (database,
                         "DELETE FROM lease WHERE owner = ?1 AND (?2 IS NULL OR name = ?2)");

  bw_statement_add_text (statement, lease->owner);
  bw_statement_add_text (statement, lease->name);

  return bw_statement_run (statement, error);
}

static const BwStoreCall release_call = {
  .run = release_leases,
  .writes = TRUE,
  .free_input = (GDestroyNotify) lease_free,
};

/**
 * bw_store_acquire_lease_async:
 * @self: a store
 * @name: what is to be worked on, such as "job:" and a tenant ID
 * @owner: who we are, different in each process
 * @seconds: for how long, unless it is renewed
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is decided
 * @user_data: for @callback
 *
 * Takes the lease if it is free, expired, ours already, or of somebody who runs no
 * more.
 */
void
bw_store_acquire_lease_async (BwStore             *self,
                              const char          *name,
                              const char          *owner,
                              guint                seconds,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  Lease *lease = lease_new (name, owner, seconds);

  lease->owners = bw_owners_ref (bw_store_get_owners (self));
  bw_store_run (self, &acquire_call, NULL, lease, cancellable, callback, user_data);
}

/**
 * bw_store_acquire_lease_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_BUSY when somebody else has it, %BW_ERROR_STORAGE
 *
 * Returns: whether it is ours
 */
gboolean
bw_store_acquire_lease_finish (BwStore       *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return bw_store_finish (self, result, &acquire_call, error);
}

/**
 * bw_store_renew_leases_async:
 * @self: a store
 * @owner: whose leases
 * @seconds: how long they last from now on
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Renews all that @owner still has.
 */
void
bw_store_renew_leases_async (BwStore             *self,
                             const char          *owner,
                             guint                seconds,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  bw_store_run (self, &renew_call, NULL, lease_new (NULL, owner, seconds),
                cancellable, callback, user_data);
}

/**
 * bw_store_renew_leases_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: whether it was done
 */
gboolean
bw_store_renew_leases_finish (BwStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return bw_store_finish (self, result, &renew_call, error);
}

/**
 * bw_store_release_lease_async:
 * @self: a store
 * @name: what was worked on
 * @owner: who we are
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Gives a lease up; one that is somebody else's stays.
 */
void
bw_store_release_lease_async (BwStore             *self,
                              const char          *name,
                              const char          *owner,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (name != NULL);

  bw_store_run (self, &release_call, NULL, lease_new (name, owner, 0),
                cancellable, callback, user_data);
}

/**
 * bw_store_release_lease_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: whether it was done
 */
gboolean
bw_store_release_lease_finish (BwStore       *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return bw_store_finish (self, result, &release_call, error);
}

/**
 * bw_store_release_all_leases_async:
 * @self: a store
 * @owner: whose leases
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 */
void
bw_store_release_all_leases_async (BwStore             *self,
                                   const char          *owner,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  bw_store_run (self, &release_call, NULL, lease_new (NULL, owner, 0),
                cancellable, callback, user_data);
}

/**
 * bw_store_release_all_leases_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: whether it was done
 */
gboolean
bw_store_release_all_leases_finish (BwStore       *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  return bw_store_finish (self, result, &release_call, error);
}
