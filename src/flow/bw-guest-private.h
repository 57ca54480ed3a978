/* bw-guest-private.h - the requirements that the set-up through a guest account is made of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-requirement.h"

G_BEGIN_DECLS

/* bw-guest-approval.c */
extern const BwRequirement bw_guest_address;
extern const BwRequirement bw_guest_consented;
extern const BwRequirement bw_guest_permitted;

/* bw-guest-account.c */
extern const BwRequirement bw_guest_invited;
extern const BwRequirement bw_guest_accepted;
extern const BwRequirement bw_guest_signed_in;
extern const BwRequirement bw_guest_granted;

/* bw-guest-finalize.c */
extern const BwRequirement bw_guest_finalized;
extern const BwRequirement bw_guest_named;

G_END_DECLS
