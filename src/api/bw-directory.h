/* bw-directory.h - Microsoft Graph: people, groups, applications and tenants
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-cloud.h"
#include "bw-response.h"
#include "bw-rows.h"

G_BEGIN_DECLS

/**
 * BwTenantInfo:
 * @id: tenant ID
 * @name: (nullable): display name
 * @domain: (nullable): default domain
 */
typedef struct
{
  char *id;
  char *name;
  char *domain;
} BwTenantInfo;

void          bw_tenant_info_free            (BwTenantInfo  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwTenantInfo, bw_tenant_info_free)

BwRequest    *bw_directory_find_tenant       (BwCloud       *cloud,
                                              const char    *partner_tenant,
                                              const char    *tenant_id) G_GNUC_WARN_UNUSED_RESULT;
BwTenantInfo *bw_directory_read_tenant       (BwResponse    *response,
                                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;
BwRequest    *bw_directory_end_sign_ins      (BwCloud       *cloud,
                                              const char    *tenant) G_GNUC_WARN_UNUSED_RESULT;
BwRequest    *bw_directory_get_organization  (BwCloud       *cloud,
                                              const char    *tenant) G_GNUC_WARN_UNUSED_RESULT;
BwTenantInfo *bw_directory_read_organization (BwResponse    *response,
                                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;
char        **bw_directory_read_domains      (BwResponse    *response,
                                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;

BwRequest    *bw_directory_find_groups       (BwCloud       *cloud,
                                              const char    *tenant,
                                              const char    *name) G_GNUC_WARN_UNUSED_RESULT;
char         *bw_directory_read_group_id     (BwResponse    *response,
                                              const char    *name,
                                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;
char         *bw_directory_read_created_id   (BwResponse    *response,
                                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;
BwRequest    *bw_directory_create_group      (BwCloud       *cloud,
                                              const char    *tenant,
                                              const char    *name,
                                              const char    *description) G_GNUC_WARN_UNUSED_RESULT;
BwRequest    *bw_directory_list_members      (BwCloud       *cloud,
                                              const char    *tenant,
                                              const char    *group_id) G_GNUC_WARN_UNUSED_RESULT;
gboolean      bw_directory_read_has_member   (BwResponse    *response,
                                              const char    *object_id,
                                              gboolean      *has,
                                              GError       **error);
BwRequest    *bw_directory_add_member        (BwCloud       *cloud,
                                              const char    *tenant,
                                              const char    *group_id,
                                              const char    *object_id) G_GNUC_WARN_UNUSED_RESULT;

BwRequest    *bw_directory_find_service_principal (BwCloud  *cloud,
                                              const char    *tenant,
                                              const char    *app_id) G_GNUC_WARN_UNUSED_RESULT;
char         *bw_directory_read_service_principal (BwResponse *response,
                                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;
BwRequest    *bw_directory_list_grants       (BwCloud       *cloud,
                                              const char    *tenant,
                                              const char    *client_object_id)
                                              G_GNUC_WARN_UNUSED_RESULT;
gboolean      bw_directory_read_grant        (BwResponse    *response,
                                              const char    *resource_object_id,
                                              char         **scope,
                                              GError       **error);

BwRequest    *bw_directory_count_users       (BwCloud       *cloud,
                                              const char    *tenant) G_GNUC_WARN_UNUSED_RESULT;
gint64        bw_directory_read_count        (BwResponse    *response);
BwRequest    *bw_directory_sync_users        (BwCloud       *cloud,
                                              const char    *tenant) G_GNUC_WARN_UNUSED_RESULT;
BwRequest    *bw_directory_sync_users_from   (BwCloud       *cloud,
                                              const char    *tenant,
                                              const char    *link,
                                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *bw_directory_read_users        (GBytes        *page,
                                              char         **next_link,
                                              char         **delta_link,
                                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;

BwRequest    *bw_directory_get_secure_score  (BwCloud       *cloud,
                                              const char    *tenant) G_GNUC_WARN_UNUSED_RESULT;
JsonNode     *bw_directory_read_secure_score (BwResponse    *response,
                                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;
BwRequest    *bw_directory_list_skus         (BwCloud       *cloud,
                                              const char    *tenant) G_GNUC_WARN_UNUSED_RESULT;
JsonNode     *bw_directory_read_skus         (BwResponse    *response,
                                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
