/* bw-csp-private.h - the requirements that the set-up of a CSP tenant is made of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-requirement.h"

G_BEGIN_DECLS

#define BW_APP_ID_GRAPH "00000003-0000-0000-c000-000000000000"
#define BW_APP_ID_DEFENDER "fc780465-2017-40d4-a0c5-307022471b92"

/* bw-csp-customer.c */
extern const BwRequirement bw_csp_identity;
extern const BwRequirement bw_csp_partner_link;

/* bw-csp-relationship.c */
extern const BwRequirement bw_csp_relationship;
extern const BwRequirement bw_csp_sent_for_approval;
extern const BwRequirement bw_csp_approved;

/* bw-csp-access.c; about a group's name */
extern const BwRequirement bw_csp_group;
extern const BwRequirement bw_csp_member;
extern const BwRequirement bw_csp_assignment;

/* bw-csp-consent.c; the last two about a resource's app ID */
extern const BwRequirement bw_csp_registered;
extern const BwRequirement bw_csp_resource;
extern const BwRequirement bw_csp_granted;

gboolean bw_csp_is_settling (const BwFacts *facts);

G_END_DECLS
