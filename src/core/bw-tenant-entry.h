/* bw-tenant-entry.h - adds tenants by hand, and removes tenants
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-session.h"
#include "bw-store.h"

G_BEGIN_DECLS

/**
 * BwTenantStanding:
 * @BW_TENANT_STANDING_NONE: nothing to us yet: it is set up through a guest account
 * @BW_TENANT_STANDING_CUSTOMER: a customer of ours in Partner Center
 * @BW_TENANT_STANDING_RELATED: there is an admin relationship with it
 *
 * What a tenant is to us.  One that is anything can be set up as a CSP tenant.
 */
typedef enum
{
  BW_TENANT_STANDING_NONE,
  BW_TENANT_STANDING_CUSTOMER,
  BW_TENANT_STANDING_RELATED,
} BwTenantStanding;

/**
 * BwTenantDraft:
 * @tenant_id: tenant ID
 * @domain: (nullable): a domain of the tenant, if it was found by one
 * @cloud: (nullable): the cloud it is in, as bw_cloud_new() knows it
 * @region: (nullable): region that Microsoft names, such as "EU"
 * @standing: what it is to us
 * @name: (nullable): what the user calls it
 * @guest: (nullable): address of the guest account
 *
 * A tenant that can be added.
 */
typedef struct
{
  char             *tenant_id;
  char             *domain;
  char             *cloud;
  char             *region;
  BwTenantStanding  standing;
  char             *name;
  char             *guest;
} BwTenantDraft;

void           bw_tenant_draft_free      (BwTenantDraft       *self);
char          *bw_tenant_draft_dup_place (const BwTenantDraft *self) G_GNUC_WARN_UNUSED_RESULT;
const char    *bw_tenant_standing_explain (BwTenantStanding    standing);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwTenantDraft, bw_tenant_draft_free)

#define BW_TYPE_TENANT_ENTRY (bw_tenant_entry_get_type ())
G_DECLARE_FINAL_TYPE (BwTenantEntry, bw_tenant_entry, BW, TENANT_ENTRY, GObject)

BwTenantEntry      *bw_tenant_entry_new            (BwStore              *store,
                                                    BwSession            *session)
                                                    G_GNUC_WARN_UNUSED_RESULT;
void                bw_tenant_entry_load_domains_async
                                                   (BwTenantEntry        *self,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean            bw_tenant_entry_load_domains_finish
                                                   (BwTenantEntry        *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);
const char * const *bw_tenant_entry_get_domains    (BwTenantEntry        *self);
void                bw_tenant_entry_look_up_async  (BwTenantEntry        *self,
                                                    const char           *tenant,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
BwTenantDraft      *bw_tenant_entry_look_up_finish (BwTenantEntry        *self,
                                                    GAsyncResult         *result,
                                                    GError              **error)
                                                    G_GNUC_WARN_UNUSED_RESULT;
void                bw_tenant_entry_judge_async    (BwTenantEntry        *self,
                                                    const char           *name,
                                                    const char           *tenant,
                                                    const char           *guest,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
BwTenantDraft      *bw_tenant_entry_judge_finish   (BwTenantEntry        *self,
                                                    GAsyncResult         *result,
                                                    GError              **error)
                                                    G_GNUC_WARN_UNUSED_RESULT;
void                bw_tenant_entry_add_async      (BwTenantEntry        *self,
                                                    const BwTenantDraft  *draft,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
BwTenantRow        *bw_tenant_entry_add_finish     (BwTenantEntry        *self,
                                                    GAsyncResult         *result,
                                                    GError              **error)
                                                    G_GNUC_WARN_UNUSED_RESULT;
void                bw_tenant_entry_remove_async   (BwTenantEntry        *self,
                                                    const char           *tenant_id,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean            bw_tenant_entry_remove_finish  (BwTenantEntry        *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

G_END_DECLS
