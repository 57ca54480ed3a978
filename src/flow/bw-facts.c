/* bw-facts.c - what a set-up knows about its tenant while it runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-facts.h"

#include "bw-candidate.h"
#include "bw-pace.h"
#include "bw-util.h"

/**
 * bw_facts_new:
 * @cloud: where Microsoft's services are
 * @role_template: what to ask the customer for
 * @tenant: the tenant, which is copied
 * @job: the job, which is copied
 *
 * The members that name the partner and the user are the caller's to set.
 *
 * Returns: (transfer full): what is known at the start
 */
BwFacts *
bw_facts_new (BwCloud           *cloud,
              BwRoleTemplate    *role_template,
              const BwTenantRow *tenant,
              const BwJobRow    *job)
{
  BwFacts *self = g_new0 (BwFacts, 1);

  self->cloud = bw_cloud_ref (cloud);
  self->role_template = bw_role_template_ref (role_template);
  self->tenant = bw_tenant_row_copy (tenant);
  self->job = bw_job_row_copy (job);
  self->was_active = g_strcmp0 (tenant->relationship_status, "active") == 0;
  self->group_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->principals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->limitations = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_limitation_free);

  return self;
}

/**
 * bw_facts_free:
 * @self: (transfer full): facts
 */
void
bw_facts_free (BwFacts *self)
{
  g_clear_pointer (&self->cloud, bw_cloud_unref);
  g_free (self->partner_tenant);
  g_free (self->partner_name);
  g_free (self->user_id);
  g_free (self->client_id);
  g_clear_pointer (&self->role_template, bw_role_template_unref);
  g_clear_pointer (&self->tenant, bw_tenant_row_free);
  g_clear_pointer (&self->job, bw_job_row_free);
  g_free (self->tracking_id);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_clear_pointer (&self->relationship, bw_relationship_unref);
  g_clear_pointer (&self->assignments, g_ptr_array_unref);
  g_clear_pointer (&self->group_ids, g_hash_table_unref);
  g_clear_pointer (&self->principals, g_hash_table_unref);
  g_clear_pointer (&self->guest, bw_guest_free);
  g_clear_pointer (&self->limitations, g_ptr_array_unref);
  g_free (self);
}

/**
 * bw_facts_learn_relationship:
 * @self: facts
 * @relationship: the admin relationship in use, as just seen
 *
 * The tenant's row follows, so that the list shows what the run sees.
 */
void
bw_facts_learn_relationship (BwFacts        *self,
                             BwRelationship *relationship)
{
  BwTenantRow *tenant = self->tenant;

  bw_relationship_ref (relationship);
  g_clear_pointer (&self->relationship, bw_relationship_unref);
  self->relationship = relationship;

  bw_set_str (&self->job->relationship_id, relationship->id);
  bw_set_str (&tenant->relationship_id, relationship->id);
  bw_set_str (&tenant->relationship_name, relationship->name);
  bw_set_str (&tenant->relationship_status, relationship->status);
  tenant->relationship_end = relationship->end;
  tenant->auto_extend = relationship->auto_extend > 0;
}

/**
 * bw_facts_learn_candidates:
 * @self: facts
 * @candidates: (element-type BwCandidate): the customer's admin relationships, judged
 */
void
bw_facts_learn_candidates (BwFacts   *self,
                           GPtrArray *candidates)
{
  g_ptr_array_ref (candidates);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  self->candidates = candidates;
}

/**
 * bw_facts_learn_tenant:
 * @self: facts
 * @info: what Microsoft says of the tenant
 *
 * What it does not say stays as it was.
 */
void
bw_facts_learn_tenant (BwFacts            *self,
                       const BwTenantInfo *info)
{
  if (info->name != NULL)
    bw_set_str (&self->tenant->name, info->name);
  if (info->domain != NULL)
    bw_set_str (&self->tenant->domain, info->domain);
}

/**
 * bw_facts_has_access:
 * @self: facts
 *
 * Returns: whether the customer has approved, so that asking its tenant makes sense
 */
gboolean
bw_facts_has_access (const BwFacts *self)
{
  return self->relationship != NULL && bw_relationship_is (self->relationship, "active");
}

/**
 * bw_facts_get_group_id:
 * @self: facts
 * @name: name of a default platform user group
 *
 * Returns: (nullable): its object ID, if it was seen in this run
 */
const char *
bw_facts_get_group_id (const BwFacts *self,
                       const char    *name)
{
  return g_hash_table_lookup (self->group_ids, name);
}

/**
 * bw_facts_begin_new:
 * @self: facts
 *
 * Settles the name of a new admin relationship.  It must be durable before the
 * relationship is asked for: it is how we find it again.
 */
void
bw_facts_begin_new (BwFacts *self)
{
  BwJobRow *job = self->job;

  job->choice = BW_CHOICE_NEW;

  if (job->mark == NULL)
    job->mark = bw_relationship_make_mark ();

  if (job->relationship_name == NULL)
    job->relationship_name = bw_relationship_make_name (self->partner_name, self->tenant->name,
                                                        bw_clock_now (), job->mark);
}
