/* bw-csp-customer.c - step 1: the tenant exists, and is a customer of ours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-csp-private.h"
#include "bw-directory.h"
#include "bw-partner-center.h"

static BwRequest *
look_identity (const BwRequirement *self,
               BwFacts             *facts)
{
  if (g_strcmp0 (facts->tenant->id, facts->partner_tenant) == 0)
    return NULL;

  return bw_directory_find_tenant (facts->cloud, facts->partner_tenant, facts->tenant->id);
}

static BwVerdict
judge_identity (const BwRequirement *self,
                BwFacts             *facts,
                BwResponse          *answer,
                BwFinding           *finding)
{
  g_autoptr(BwTenantInfo) info = NULL;
  g_autoptr(GError) error = NULL;

  if (answer == NULL)
    return bw_verdict_event (facts, finding, BW_EVENT_OWN_TENANT);

  if (bw_response_get_status (answer) == 404)
    return bw_verdict_event (facts, finding, BW_EVENT_TENANT_GONE);

  if (!bw_response_is_success (answer))
    return bw_verdict_from_answer (facts, answer, finding);

  info = bw_directory_read_tenant (answer, &error);
  if (info == NULL)
    return bw_verdict_from_error (facts, error, finding);

  bw_facts_learn_tenant (facts, info);

  return BW_VERDICT_HOLDS;
}

static BwRequest *
look_partner_link (const BwRequirement *self,
                   BwFacts             *facts)
{
  return bw_partner_center_get_customer (facts->cloud, facts->partner_tenant, facts->tenant->id);
}

static BwVerdict
judge_partner_link (const BwRequirement *self,
                    BwFacts             *facts,
                    BwResponse          *answer,
                    BwFinding           *finding)
{
  g_autofree char *relationship = NULL;
  g_autoptr(GError) error = NULL;

  if (bw_response_get_status (answer) == 404)
    return bw_verdict_event (facts, finding, BW_EVENT_NOT_A_CUSTOMER);

  if (!bw_response_is_success (answer))
    return bw_verdict_from_answer (facts, answer, finding);

  relationship = bw_partner_center_read_relationship (answer, &error);
  if (relationship == NULL)
    return bw_verdict_from_error (facts, error, finding);

  if (g_ascii_strcasecmp (relationship, "none") == 0)
    return bw_verdict_event (facts, finding, BW_EVENT_NOT_A_CUSTOMER);

  return BW_VERDICT_HOLDS;
}

const BwRequirement bw_csp_identity = {
  .name = "identity",
  .look = look_identity,
  .judge = judge_identity,
};

const BwRequirement bw_csp_partner_link = {
  .name = "partner-link",
  .look = look_partner_link,
  .judge = judge_partner_link,
};
