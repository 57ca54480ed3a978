/* bw-job-facts.h - what a set-up is told at its start
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-facts.h"
#include "bw-session.h"

G_BEGIN_DECLS

BwRoleTemplate *bw_job_load_role_template (GError            **error) G_GNUC_WARN_UNUSED_RESULT;
BwFacts        *bw_job_facts_new          (BwSession          *session,
                                           BwRoleTemplate     *role_template,
                                           const BwTenantRow  *tenant,
                                           const BwJobRow     *job) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
