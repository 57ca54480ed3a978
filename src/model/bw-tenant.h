/* bw-tenant.h - a customer tenant, a row in the list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-setup-job.h"

G_BEGIN_DECLS

/**
 * BwTenantGroup:
 *
 * The groups of the status filter above the list.
 */
typedef enum
{
  BW_TENANT_GROUP_ALL,
  BW_TENANT_GROUP_NOT_SET_UP,
  BW_TENANT_GROUP_IN_PROGRESS,
  BW_TENANT_GROUP_NEEDS_YOU,
  BW_TENANT_GROUP_ENABLED,
  BW_TENANT_GROUP_EXPIRING,
  BW_TENANT_GROUP_EXPIRED_OR_DISABLED,
} BwTenantGroup;

#define BW_TENANT_N_GROUPS (BW_TENANT_GROUP_EXPIRED_OR_DISABLED + 1)

/**
 * BwTenantAction:
 *
 * The one thing to do next with a tenant; the details panel's prominent button.
 */
typedef enum
{
  BW_TENANT_ACTION_NONE,
  BW_TENANT_ACTION_SET_UP,
  BW_TENANT_ACTION_CHOOSE,
  BW_TENANT_ACTION_VIEW_MESSAGE,
  BW_TENANT_ACTION_RETRY,
  BW_TENANT_ACTION_SET_UP_AGAIN,
  BW_TENANT_ACTION_REQUEST_APPROVAL,
  BW_TENANT_ACTION_INVITE_AGAIN,
  BW_TENANT_ACTION_SIGN_IN_GUEST,
  BW_TENANT_ACTION_FINALIZE,
  BW_TENANT_ACTION_ADD_CREDENTIAL,
} BwTenantAction;

#define BW_TYPE_TENANT (bw_tenant_get_type ())
G_DECLARE_FINAL_TYPE (BwTenant, bw_tenant, BW, TENANT, GObject)

BwTenant      *bw_tenant_new                (const char        *id) G_GNUC_WARN_UNUSED_RESULT;
void           bw_tenant_update             (BwTenant          *self,
                                             const BwTenantRow *row,
                                             const BwJobRow    *job);
const char    *bw_tenant_get_id             (BwTenant          *self);
const char    *bw_tenant_get_name           (BwTenant          *self);
const char    *bw_tenant_get_domain         (BwTenant          *self);
const char    *bw_tenant_get_guest_email    (BwTenant          *self);
BwTenantSource bw_tenant_get_source         (BwTenant          *self);
BwTenantStatus bw_tenant_get_status         (BwTenant          *self);
const char    *bw_tenant_get_status_text    (BwTenant          *self);
const char    *bw_tenant_get_status_icon    (BwTenant          *self);
char          *bw_tenant_dup_status_tooltip (BwTenant          *self) G_GNUC_WARN_UNUSED_RESULT;
const char    *bw_tenant_get_relationship_id     (BwTenant     *self);
const char    *bw_tenant_get_relationship_name   (BwTenant     *self);
const char    *bw_tenant_get_relationship_status (BwTenant     *self);
gint64         bw_tenant_get_relationship_end    (BwTenant     *self);
gboolean       bw_tenant_get_auto_extend    (BwTenant          *self);
gint64         bw_tenant_get_last_change    (BwTenant          *self);
BwSetupJob    *bw_tenant_get_job            (BwTenant          *self);
BwTenantAction bw_tenant_get_action         (BwTenant          *self);
const char    *bw_tenant_action_get_label   (BwTenantAction     action);
gboolean       bw_tenant_action_follows_others (BwTenantAction  action);
gboolean       bw_tenant_can_cancel         (BwTenant          *self);
gboolean       bw_tenant_is_in_group        (BwTenant          *self,
                                             BwTenantGroup      group);
char          *bw_tenant_fold               (const char        *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean       bw_tenant_matches            (BwTenant          *self,
                                             const char        *folded);
const char    *bw_tenant_group_get_nick     (BwTenantGroup      group);
const char    *bw_tenant_group_get_label    (BwTenantGroup      group);

G_END_DECLS
