/* bw-tenant-book.h - the tenants that we know, kept as the store and the engine have them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-engine.h"
#include "bw-tenant.h"

G_BEGIN_DECLS

/**
 * BwNotice:
 *
 * Something to tell the user while the window is away.
 */
typedef enum
{
  BW_NOTICE_APPROVED,
  BW_NOTICE_ENABLED,
  BW_NOTICE_NEEDS_CHOICE,
  BW_NOTICE_FAILED,
  BW_NOTICE_NEEDS_YOU,
} BwNotice;

/* Signal "notice" (BwTenant *tenant, guint notice). */
#define BW_TYPE_TENANT_BOOK (bw_tenant_book_get_type ())
G_DECLARE_FINAL_TYPE (BwTenantBook, bw_tenant_book, BW, TENANT_BOOK, GObject)

BwTenantBook *bw_tenant_book_new         (BwStore              *store) G_GNUC_WARN_UNUSED_RESULT;
void          bw_tenant_book_read_async  (BwTenantBook         *self,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean      bw_tenant_book_read_finish (BwTenantBook         *self,
                                          GAsyncResult         *result,
                                          GError              **error);
void          bw_tenant_book_follow      (BwTenantBook         *self,
                                          BwEngine             *engine);
void          bw_tenant_book_close       (BwTenantBook         *self);
GListModel   *bw_tenant_book_get_tenants (BwTenantBook         *self);
BwTenant     *bw_tenant_book_get_tenant  (BwTenantBook         *self,
                                          const char           *id);

G_END_DECLS
