/* bw-store-private.h - how the table modules get their functions run; for this layer only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-database.h"
#include "bw-owners.h"
#include "bw-store.h"
#include "bw-user-files.h"

G_BEGIN_DECLS

/**
 * BwStoreOp:
 * @input: what the function works on
 * @output: (nullable): the row, array or table that it read, if the call has a free_output
 * @number: otherwise the number it found
 * @wrote: whether it changed anything
 * @tenant_id: (nullable): whose rows it works on
 *
 * One call on its way: the data of a task, and while it runs the thread's alone.
 */
typedef struct _BwStoreOp BwStoreOp;

/**
 * BwStoreCall:
 * @run: does the work in the store's thread, inside a transaction
 * @run_users: instead of @run, does it in a thread for users
 * @writes: whether it needs a transaction for writing
 * @changes: what "changed" tells of afterwards
 * @free_input: (nullable): frees the input
 * @free_output: (nullable): frees the output if nobody fetches it
 *
 * What there is to know about an operation of the store.
 */
typedef struct
{
  gboolean       (*run)       (BwDatabase   *database,
                               BwStoreOp    *op,
                               GError      **error);
  gboolean       (*run_users) (BwUserFiles  *files,
                               BwStoreOp    *op,
                               GError      **error);
  gboolean       writes;
  BwStoreTables  changes;
  GDestroyNotify free_input;
  GDestroyNotify free_output;
} BwStoreCall;

struct _BwStoreOp
{
  const BwStoreCall *call;
  gpointer           input;
  gpointer           output;
  gint64             number;
  gboolean           wrote;
  char              *tenant_id;
  GError            *error;
};

void     bw_store_run            (BwStore              *self,
                                  const BwStoreCall    *call,
                                  const char           *tenant_id,
                                  gpointer              input,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
gboolean bw_store_finish         (BwStore              *self,
                                  GAsyncResult         *result,
                                  const BwStoreCall    *call,
                                  GError              **error);
gint64   bw_store_finish_number  (BwStore              *self,
                                  GAsyncResult         *result,
                                  const BwStoreCall    *call,
                                  GError              **error);
gpointer bw_store_finish_pointer (BwStore              *self,
                                  GAsyncResult         *result,
                                  const BwStoreCall    *call,
                                  GError              **error);
void     bw_store_finish_op      (GTask                *task);
BwOwners *bw_store_get_owners    (BwStore              *self);

extern const BwDatabaseSchema bw_store_schema;

/**
 * BwStoreThreadFunc:
 * @thread: where to take tasks from, until there are no more
 * @folder: the store's folder
 */
typedef struct _BwStoreThread BwStoreThread;
typedef void (*BwStoreThreadFunc) (BwStoreThread *thread,
                                   const char    *folder);

BwStoreThread *bw_store_thread_start    (const char        *name,
                                         BwStoreThreadFunc  function,
                                         const char        *folder) G_GNUC_WARN_UNUSED_RESULT;
void           bw_store_thread_push     (BwStoreThread     *self,
                                         GTask             *task);
GTask         *bw_store_thread_pop      (BwStoreThread     *self) G_GNUC_WARN_UNUSED_RESULT;
GTask         *bw_store_thread_pop_more (BwStoreThread     *self,
                                         gboolean           writes) G_GNUC_WARN_UNUSED_RESULT;
void           bw_store_thread_stop     (BwStoreThread     *self);

void           bw_store_main_thread     (BwStoreThread     *thread,
                                         const char        *folder);
void           bw_store_users_thread    (BwStoreThread     *thread,
                                         const char        *folder);

/* In bw-store-tenants.c: what the writes to a job do to its tenant. */
BwTenantRow *bw_store_read_tenant    (BwDatabase         *database,
                                      const char         *tenant_id,
                                      GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean bw_store_note_tenant_change (BwDatabase         *database,
                                      const char         *tenant_id,
                                      gint64              now,
                                      GError            **error);
gboolean bw_store_learn_tenant       (BwDatabase         *database,
                                      const BwTenantRow  *row,
                                      gint64              now,
                                      GError            **error);

/* In bw-store-activity.c: what is on record together with what was done. */
gboolean bw_store_write_activity     (BwDatabase           *database,
                                      const BwActivityRow  *row,
                                      gint64               *id,
                                      GError              **error);

/* In bw-store-users.c: what the end of a tenant does to its users. */
void     bw_store_remove_users_async  (BwStore             *self,
                                       const char          *tenant_id,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean bw_store_remove_users_finish (BwStore             *self,
                                       GAsyncResult        *result,
                                       GError             **error);

G_END_DECLS
