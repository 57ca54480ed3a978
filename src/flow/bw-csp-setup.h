/* bw-csp-setup.h - the set-up of a CSP tenant: seven steps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-step.h"

G_BEGIN_DECLS

GPtrArray *bw_csp_setup_new_steps (BwRoleTemplate *role_template) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
