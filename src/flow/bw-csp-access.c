/* bw-csp-access.c - steps 4 and 5: groups of the partner, their members and their roles
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-csp-private.h"
#include "bw-directory.h"
#include "bw-gdap.h"
#include "bw-role.h"

/* What makes an assignment complete: first it has to be there, then it has to
 * hold every role. */
enum
{
  STAGE_CREATE,
  STAGE_UPDATE,
};

static char *
lock_group (const BwRequirement *self)
{
  return g_strconcat ("group:", self->about, NULL);
}

static BwRequest *
look_group (const BwRequirement *self,
            BwFacts             *facts)
{
  return bw_directory_find_groups (facts->cloud, facts->partner_tenant, self->about);
}

static BwVerdict
judge_group (const BwRequirement *self,
             BwFacts             *facts,
             BwResponse          *answer,
             BwFinding           *finding)
{
  g_autofree char *id = NULL;
  g_autoptr(GError) error = NULL;

  if (!bw_response_is_success (answer))
    return bw_verdict_from_answer (facts, answer, finding);

  id = bw_directory_read_group_id (answer, self->about, &error);
  if (error != NULL)
    return bw_verdict_from_error (facts, error, finding);
  if (id == NULL)
    return BW_VERDICT_MISSING;

  g_hash_table_insert (facts->group_ids, g_strdup (self->about), g_steal_pointer (&id));

  return BW_VERDICT_HOLDS;
}

static BwRequest *
create_group (const BwRequirement *self,
              BwFacts             *facts)
{
  return bw_directory_create_group (facts->cloud, facts->partner_tenant, self->about,
                                    "Made by Bailiwick for delegated administration of customers");
}

static void
describe_group (const BwRequirement *self,
                BwFacts             *facts,
                char               **what,
                char               **details)
{
  *what = g_strdup (_("security group in the partner tenant"));
  *details = g_strdup (self->about);
}

static BwRequest *
look_member (const BwRequirement *self,
             BwFacts             *facts)
{
  const char *group_id = bw_facts_get_group_id (facts, self->about);

  if (group_id == NULL)
    return NULL;

  return bw_directory_list_members (facts->cloud, facts->partner_tenant, group_id);
}

/* A group that was just made is not everywhere yet. */
static BwVerdict
wait_for_group (BwFinding *finding)
{
  return bw_verdict_waits (finding, BW_PARTY_MICROSOFT, BW_LOOK_AGAIN_MICROSOFT,
                           g_strdup (_("The new group is not readable yet")));
}

static BwVerdict
judge_member (const BwRequirement *self,
              BwFacts             *facts,
              BwResponse          *answer,
              BwFinding           *finding)
{
  g_autoptr(GError) error = NULL;
  gboolean has = FALSE;

  if (answer == NULL)
    return BW_VERDICT_MISSING;

  if (bw_response_get_status (answer) == 404)
    return wait_for_group (finding);

  if (!bw_response_is_success (answer))
    return bw_verdict_from_answer (facts, answer, finding);

  if (!bw_directory_read_has_member (answer, facts->user_id, &has, &error))
    return bw_verdict_from_error (facts, error, finding);

  return has ? BW_VERDICT_HOLDS : BW_VERDICT_MISSING;
}

static BwRequest *
add_member (const BwRequirement *self,
            BwFacts             *facts)
{
  return bw_directory_add_member (facts->cloud, facts->partner_tenant,
                                  bw_facts_get_group_id (facts, self->about), facts->user_id);
}

static BwVerdict
refuse_for_group (const BwRequirement *self,
                  BwFacts             *facts,
                  BwResponse          *answer,
                  BwFinding           *finding)
{
  if (bw_response_get_status (answer) == 404)
    return wait_for_group (finding);

  return bw_verdict_from_answer (facts, answer, finding);
}

static void
describe_member (const BwRequirement *self,
                 BwFacts             *facts,
                 char               **what,
                 char               **details)
{
  *what = g_strdup (_("membership of the signed-in user"));
  *details = g_strdup (self->about);
}

/* The roles of the group that this relationship has to give. */
static char **
dup_wanted_roles (const BwRequirement *self,
                  BwFacts             *facts)
{
  const char * const *held = facts->relationship != NULL
                             ? (const char * const *) facts->relationship->roles : NULL;

  return bw_role_template_dup_group_roles (facts->role_template, self->about, held);
}

static BwRequest *
look_assignment (const BwRequirement *self,
                 BwFacts             *facts)
{
  if (!bw_facts_has_access (facts) || bw_facts_get_group_id (facts, self->about) == NULL)
    return NULL;

  return bw_gdap_list_assignments (facts->cloud, facts->partner_tenant, facts->relationship->id);
}

static gboolean
has_all (char **held,
         char **wanted)
{
  for (guint i = 0; wanted[i] != NULL; i++)
    if (!g_strv_contains ((const char * const *) held, wanted[i]))
      return FALSE;

  return TRUE;
}

static BwVerdict
judge_assignment (const BwRequirement *self,
                  BwFacts             *facts,
                  BwResponse          *answer,
                  BwFinding           *finding)
{
  g_auto(GStrv) wanted = dup_wanted_roles (self, facts);
  g_autoptr(GPtrArray) assignments = NULL;
  g_autoptr(GError) error = NULL;
  BwAssignment *assignment;

  if (wanted[0] == NULL)
    return bw_verdict_skipped (finding,
                               g_strdup (_("The admin relationship has no role for this group")));

  if (answer == NULL)
    return BW_VERDICT_MISSING;

  if (!bw_response_is_success (answer))
    return bw_verdict_from_answer (facts, answer, finding);

  assignments = bw_gdap_read_assignments (answer, &error);
  if (assignments == NULL)
    return bw_verdict_from_error (facts, error, finding);

  g_clear_pointer (&facts->assignments, g_ptr_array_unref);
  facts->assignments = g_ptr_array_ref (assignments);
  assignment = bw_assignments_find_live (assignments, bw_facts_get_group_id (facts, self->about));

  finding->stage = assignment == NULL ? STAGE_CREATE : STAGE_UPDATE;
  if (assignment == NULL)
    return BW_VERDICT_MISSING;

  if (g_str_equal (assignment->status, "error"))
    return bw_verdict_event (facts, finding, BW_EVENT_ASSIGNMENT_ERROR);

  if (!g_str_equal (assignment->status, "active"))
    return bw_verdict_waits (finding, BW_PARTY_MICROSOFT, BW_LOOK_AGAIN_MICROSOFT,
                             g_strdup_printf (_("Microsoft is assigning the roles to %s"),
                                              self->about));

  return has_all (assignment->roles, wanted) ? BW_VERDICT_HOLDS : BW_VERDICT_MISSING;
}

/* Roles that somebody else gave to the group stay. */
static char **
dup_union (char **held,
           char **wanted)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_addv (builder, (const char **) held);
  for (guint i = 0; wanted[i] != NULL; i++)
    if (!g_strv_contains ((const char * const *) held, wanted[i]))
      g_strv_builder_add (builder, wanted[i]);

  return g_strv_builder_end (builder);
}

static BwRequest *
change_assignment (const BwRequirement *self,
                   BwFacts             *facts)
{
  const char *group_id = bw_facts_get_group_id (facts, self->about);
  g_auto(GStrv) wanted = dup_wanted_roles (self, facts);
  BwAssignment *assignment = bw_assignments_find_live (facts->assignments, group_id);
  g_auto(GStrv) roles = NULL;

  if (assignment == NULL)
    return bw_gdap_create_assignment (facts->cloud, facts->partner_tenant, facts->relationship->id,
                                      group_id,
                                      (const char * const *) wanted);

  roles = dup_union (assignment->roles, wanted);

  return bw_gdap_update_assignment (facts->cloud, facts->partner_tenant, facts->relationship->id,
                                    assignment,
                                    (const char * const *) roles);
}

static void
describe_assignment (const BwRequirement *self,
                     BwFacts             *facts,
                     char               **what,
                     char               **details)
{
  g_auto(GStrv) wanted = dup_wanted_roles (self, facts);
  g_auto(GStrv) names = bw_role_dup_names ((const char * const *) wanted);
  g_autofree char *roles = g_strjoinv (", ", names);

  *what = g_strdup (_("access assignment"));
  /* Translators: name of a group, list of roles */
  *details = g_strdup_printf (_("%1$s with the roles %2$s"), self->about, roles);
}

const BwRequirement bw_csp_group = {
  .name = "group",
  .action = "create",
  .look = look_group,
  .judge = judge_group,
  .change = create_group,
  .describe = describe_group,
  .lock = lock_group,
};

const BwRequirement bw_csp_member = {
  .name = "member",
  .action = "create",
  .look = look_member,
  .judge = judge_member,
  .change = add_member,
  .refused = refuse_for_group,
  .describe = describe_member,
};

const BwRequirement bw_csp_assignment = {
  .name = "assignment",
  .action = "create",
  .look = look_assignment,
  .judge = judge_assignment,
  .change = change_assignment,
  .refused = refuse_for_group,
  .describe = describe_assignment,
};
