/* bw-guest-setup.h - the set-up of a tenant without an admin relationship: five stages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-step.h"

G_BEGIN_DECLS

GPtrArray *bw_guest_setup_new_steps (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
