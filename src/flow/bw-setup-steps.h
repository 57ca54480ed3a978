/* bw-setup-steps.h - the steps of every kind of set-up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-step.h"

G_BEGIN_DECLS

GPtrArray *bw_setup_steps_new (const BwFacts *facts) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
