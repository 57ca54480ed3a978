/* test-tenants.h - tenants in every state, without a store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-tenant.h"

G_BEGIN_DECLS

BwTenantRow *bw_test_tenant_row_new (guint            number,
                                     const char      *name) G_GNUC_WARN_UNUSED_RESULT;
BwJobRow    *bw_test_job_row_new    (const char      *tenant_id,
                                     BwJobState       state,
                                     guint            n_done,
                                     BwStepState      step_state,
                                     const char      *text) G_GNUC_WARN_UNUSED_RESULT;
char        *bw_test_make_candidates (void) G_GNUC_WARN_UNUSED_RESULT;
char        *bw_test_make_failure   (void) G_GNUC_WARN_UNUSED_RESULT;
BwTenant    *bw_test_tenant_new     (BwTenantStatus   status,
                                     guint            number,
                                     const char      *name) G_GNUC_WARN_UNUSED_RESULT;
GListStore  *bw_test_tenants_new    (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
