/* bw-tenant-private.h - a tenant from the inside
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-tenant.h"

G_BEGIN_DECLS

struct _BwTenant
{
  GObject         parent_instance;

  char           *id;
  char           *name;
  char           *domain;               /* nullable */
  char           *guest_email;          /* nullable */
  char           *relationship_id;      /* nullable */
  char           *relationship_name;    /* nullable */
  char           *relationship_status;  /* nullable */
  char           *status_text;          /* nullable: then the status's own label */
  char           *folded;               /* nullable: made when somebody searches */
  gint64          relationship_end;
  gint64          last_change;
  BwSetupJob     *job;                  /* nullable */
  BwTenantSource  source;
  BwTenantStatus  status;
  BwTenantAction  action;
  gboolean        auto_extend;
};

BwTenantStatus bw_tenant_derive_status     (const BwTenantRow *row,
                                            BwSetupJob        *job,
                                            gint64             now);
char          *bw_tenant_make_status_text  (BwTenantStatus     status,
                                            BwSetupJob        *job) G_GNUC_WARN_UNUSED_RESULT;
BwTenantAction bw_tenant_status_get_action (BwTenantStatus     status);

G_END_DECLS
