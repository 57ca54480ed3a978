/* test-store-util.h - the store's calls for tests, which wait for their end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-store-jobs.h"
#include "bw-store-leases.h"
#include "bw-store-tenants.h"
#include "bw-store-users.h"

G_BEGIN_DECLS

/**
 * BwTestStored:
 * @folder: where it is
 * @store: a store that is open
 *
 * A fixture: a store of a test's own.
 */
typedef struct
{
  char    *folder;
  BwStore *store;
} BwTestStored;

void         bw_test_stored_set_up       (BwTestStored       *self,
                                          gconstpointer       data);
void         bw_test_stored_tear_down    (BwTestStored       *self,
                                          gconstpointer       data);
void         bw_test_stored_reopen       (BwTestStored       *self);
#define BW_TEST_TENANT "5a1f0c2e-0000-4000-8000-000000000001"
#define BW_TEST_OTHER_TENANT "5a1f0c2e-0000-4000-8000-000000000002"

BwStore     *bw_test_store_open          (const char         *folder) G_GNUC_WARN_UNUSED_RESULT;
gboolean     bw_test_store_try_open      (BwStore            *store,
                                          GError            **error);
void         bw_test_store_drop          (BwStore            *store);
void         bw_test_store_close         (BwStore            *store);
void         bw_test_store_save_tenant   (BwStore            *store,
                                          const BwTenantRow  *row);
void         bw_test_store_add_tenant    (BwStore            *store,
                                          const char         *id,
                                          const char         *name);
BwTenantRow *bw_test_store_load_tenant   (BwStore            *store,
                                          const char         *id,
                                          GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean     bw_test_store_remove_tenant (BwStore            *store,
                                          const char         *id,
                                          GError            **error);
GHashTable  *bw_test_store_list_settings (BwStore            *store) G_GNUC_WARN_UNUSED_RESULT;
gboolean     bw_test_store_save_setting  (BwStore            *store,
                                          const char         *key,
                                          const char         *value,
                                          GError            **error);
gboolean     bw_test_store_put_job       (BwStore            *store,
                                          const BwJobRow     *row,
                                          GError            **error);
gboolean     bw_test_store_save_job      (BwStore            *store,
                                          const BwJobRow     *row,
                                          const BwTenantRow  *tenant,
                                          const char         *owner,
                                          GError            **error);
BwJobRow    *bw_test_store_load_job      (BwStore            *store,
                                          const char         *id,
                                          GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean     bw_test_store_acquire_lease (BwStore            *store,
                                          const char         *name,
                                          const char         *owner,
                                          guint               seconds,
                                          GError            **error);
BwUserSync  *bw_test_store_begin_sync    (BwStore            *store,
                                          const char         *id,
                                          gboolean            afresh,
                                          GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gint64       bw_test_store_add_users     (BwStore            *store,
                                          const char         *id,
                                          GPtrArray          *users,
                                          const char         *cursor,
                                          GError            **error);
gint64       bw_test_store_end_sync      (BwStore            *store,
                                          const char         *id,
                                          const char         *delta_link,
                                          GError            **error);
gint64       bw_test_store_count_users   (BwStore            *store,
                                          const char         *id);
GPtrArray   *bw_test_store_find_users    (BwStore            *store,
                                          const char         *id,
                                          const char         *search,
                                          guint               offset,
                                          guint               limit) G_GNUC_WARN_UNUSED_RESULT;
void         bw_test_become_nobody       (void);
void         bw_test_become_myself       (void);

G_END_DECLS
