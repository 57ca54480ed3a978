/* bw-tenant-cloud.c - the first step of every set-up: the tenant is in our cloud
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-discovery.h"
#include "bw-tenant-cloud.h"
#include "bw-util.h"

/* Nobody needs to be signed in for this, and nothing else may be asked about the tenant
 * before: the services of another cloud are none of ours. */
static BwRequest *
look_cloud (const BwRequirement *self,
            BwFacts             *facts)
{
  return bw_discovery_ask (facts->cloud, facts->tenant->id);
}

static BwVerdict
judge_cloud (const BwRequirement *self,
             BwFacts             *facts,
             BwResponse          *answer,
             BwFinding           *finding)
{
  g_autoptr(BwDiscovery) discovery = NULL;
  g_autoptr(GError) error = NULL;

  if (!bw_response_is_success (answer))
    return bw_verdict_from_answer (facts, answer, finding);

  discovery = bw_discovery_new_from_response (answer, &error);
  if (discovery == NULL)
    return bw_verdict_from_error (facts, error, finding);

  bw_set_str (&facts->tenant->region, discovery->region);
  if (bw_discovery_is_elsewhere (discovery, facts->cloud))
    return bw_verdict_event (facts, finding, BW_EVENT_OTHER_CLOUD);

  return BW_VERDICT_HOLDS;
}

const BwRequirement bw_tenant_cloud = {
  .name = "cloud",
  .look = look_cloud,
  .judge = judge_cloud,
};
