/* bw-trouble.h - what to tell a person of an error
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-failure.h"

G_BEGIN_DECLS

BwFailure *bw_trouble_from_error (const GError *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
