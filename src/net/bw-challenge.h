/* bw-challenge.h - what a service says about the token that it turned away
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *bw_challenge_dup_claims (const char *header) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
