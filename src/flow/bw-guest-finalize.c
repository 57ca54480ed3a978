/* bw-guest-finalize.c - stage 5: the user has finalized, and the tenant has its true name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-directory.h"
#include "bw-guest-private.h"

static BwRequest *
look_finalized (const BwRequirement *self,
                BwFacts             *facts)
{
  return NULL;
}

static BwVerdict
judge_finalized (const BwRequirement *self,
                 BwFacts             *facts,
                 BwResponse          *answer,
                 BwFinding           *finding)
{
  if (facts->job->finalized)
    return BW_VERDICT_HOLDS;

  return bw_verdict_waits (finding, BW_PARTY_YOU, BW_LOOK_AGAIN_PERSON,
                           g_strdup (_("Everything is in place. Finalize the approval")));
}

static BwRequest *
look_named (const BwRequirement *self,
            BwFacts             *facts)
{
  g_autoptr(BwCloud) cloud = bw_cloud_act_as (facts->cloud, BW_ACTOR_APPLICATION);

  if (g_hash_table_lookup (facts->principals, facts->client_id) == NULL)
    return NULL;

  return bw_directory_get_organization (cloud, facts->tenant->id);
}

/* Until here, the tenant has the name that somebody of ours gave it. */
static BwVerdict
judge_named (const BwRequirement *self,
             BwFacts             *facts,
             BwResponse          *answer,
             BwFinding           *finding)
{
  g_autoptr(BwTenantInfo) info = NULL;
  g_autoptr(GError) error = NULL;

  if (answer == NULL)
    return BW_VERDICT_SKIPPED;

  if (!bw_response_is_success (answer))
    return bw_verdict_from_answer (facts, answer, finding);

  info = bw_directory_read_organization (answer, &error);
  if (info == NULL)
    return bw_verdict_from_error (facts, error, finding);

  bw_facts_learn_tenant (facts, info);

  return BW_VERDICT_HOLDS;
}

const BwRequirement bw_guest_finalized = {
  .name = "finalized",
  .look = look_finalized,
  .judge = judge_finalized,
};

const BwRequirement bw_guest_named = {
  .name = "named",
  .look = look_named,
  .judge = judge_named,
};
