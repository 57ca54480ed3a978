/* bw-candidate-judge.c - judges the admin relationships that a set-up could build on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "bw-candidate-private.h"
#include "bw-role.h"

#define DAY_SECONDS (24 * 60 * 60)

/* For translators: the features that the role template which comes with the
 * program names.  The template itself is JSON, which their tools don't read. */
G_GNUC_UNUSED static const char * const features[] = {
  N_("Application registration"),
  N_("User management"),
  N_("User synchronization"),
  N_("Microsoft Available Licenses report"),
  N_("Password resets"),
  N_("License assignment"),
  N_("Service health and support requests"),
  N_("Microsoft Secure Score report"),
  N_("Exchange management"),
  N_("Teams management"),
  N_("SharePoint management"),
  N_("Device management"),
  N_("Password resets for administrators"),
  N_("Usage reports"),
};

static char *
format_date (gint64 unix_time)
{
  g_autoptr(GDateTime) time = unix_time != 0 ? g_date_time_new_from_unix_local (unix_time) : NULL;

  return time != NULL ? g_date_time_format (time, "%x") : g_strdup (_("an unknown date"));
}

/* Whether it will be active, once the customer or Microsoft have done their part. */
static gboolean
is_under_way (const BwRelationship *relationship)
{
  return bw_relationship_is (relationship, "approvalPending") ||
         bw_relationship_is (relationship, "approved") ||
         bw_relationship_is (relationship, "activating");
}

/* Returns: (transfer full) (nullable): why an active relationship won't do */
static char *
judge_end (const BwRelationship *relationship,
           gint64                now)
{
  gint64 left = relationship->end - now;
  int days = (int) (left / DAY_SECONDS);

  if (relationship->end == 0 || relationship->auto_extend > 0 || left > BW_CANDIDATE_MIN_SECONDS)
    return NULL;

  if (left <= 0)
    {
      g_autofree char *date = format_date (relationship->end);

      return g_strdup_printf (_("Expired on %s"), date);
    }

  if (days == 0)
    return g_strdup (_("Ends in less than a day"));

  return g_strdup_printf (ngettext ("Ends in %d day", "Ends in %d days", (gulong) days), days);
}

/* Returns: (transfer full) (nullable): why a relationship in this status won't do */
static char *
judge_status (const BwRelationship *relationship,
              gint64                now)
{
  gint64 changed = relationship->changed != 0 ? relationship->changed : relationship->created;
  g_autofree char *date = format_date (changed);

  if (bw_relationship_is (relationship, "active"))
    return judge_end (relationship, now);

  if (bw_relationship_is (relationship, "approvalPending"))
    return g_strdup_printf (_("Waiting for approval since %s"), date);

  if (is_under_way (relationship))
    return g_strdup (_("The customer has approved it, and Microsoft is activating it"));

  if (bw_relationship_is (relationship, "expired") || bw_relationship_is (relationship, "expiring"))
    {
      g_autofree char *end = format_date (relationship->end != 0 ? relationship->end : changed);

      return g_strdup_printf (_("Expired on %s"), end);
    }

  if (bw_relationship_is (relationship, "created"))
    return g_strdup_printf (_("Created on %s but never sent to the customer"), date);

  if (bw_relationship_has_ended (relationship, now))
    return g_strdup_printf (_("Terminated on %s"), date);

  return g_strdup_printf (_("Has the status “%s”, which is not known here"),
                          relationship->status != NULL ? relationship->status : "");
}

/* Returns: (transfer full) (nullable): which core roles it lacks */
static char *
judge_core_roles (const char * const *held,
                  BwRoleTemplate     *role_template)
{
  GPtrArray *roles = bw_role_template_get_roles (role_template);
  g_autoptr(GString) missing = g_string_new (NULL);
  guint n_missing = 0;

  for (guint i = 0; i < roles->len; i++)
    {
      const BwTemplateRole *role = g_ptr_array_index (roles, i);

      if (!role->core || bw_role_template_is_covered (role, held))
        continue;

      /* Translators: between the names of a list. */
      if (n_missing++ > 0)
        g_string_append (missing, _(", "));
      g_string_append (missing, bw_role_get_name (role->id));
    }

  if (n_missing == 0)
    return NULL;

  return g_strdup_printf (ngettext ("Lacks the role %s", "Lacks the roles %s", n_missing),
                          missing->str);
}

/* Returns: (transfer full) (nullable): what is wrong with whom it is with */
static char *
judge_customer (const BwRelationship *relationship,
                const char           *tenant_id)
{
  if (relationship->customer_id == NULL)
    return g_strdup (_("Is not bound to a customer"));

  if (g_ascii_strcasecmp (relationship->customer_id, tenant_id) != 0)
    return g_strdup (_("Belongs to another customer"));

  return NULL;
}

/* @reason: (transfer full) (nullable) */
static void
add_reason (GPtrArray *reasons,
            char      *reason)
{
  if (reason != NULL)
    g_ptr_array_add (reasons, reason);
}

static void
add_limitations (BwCandidate        *self,
                 const char * const *held,
                 BwRoleTemplate     *role_template)
{
  GPtrArray *roles = bw_role_template_get_roles (role_template);

  for (guint i = 0; i < roles->len; i++)
    {
      const BwTemplateRole *role = g_ptr_array_index (roles, i);
      g_autofree char *reason = NULL;

      if (role->core || bw_role_template_is_covered (role, held))
        continue;

      self->n_missing++;
      reason = g_strdup_printf (_("The admin relationship lacks the role %s"),
                                bw_role_get_name (role->id));
      for (guint j = 0; role->features[j] != NULL; j++)
        bw_limitations_add (self->limitations, _(role->features[j]), reason);
    }
}

/* Whether the template asks for the role, or it stands in for one that is not there. */
static gboolean
is_wanted (const char         *id,
           const char * const *held,
           BwRoleTemplate     *role_template)
{
  GPtrArray *roles = bw_role_template_get_roles (role_template);

  for (guint i = 0; i < roles->len; i++)
    {
      const BwTemplateRole *role = g_ptr_array_index (roles, i);

      if (g_ascii_strcasecmp (role->id, id) == 0)
        return TRUE;
      if (bw_role_is_among (id, (const char * const *) role->covered_by) &&
          !bw_role_is_among (role->id, held))
        return TRUE;
    }

  return FALSE;
}

static int
compare_names (const void *a,
               const void *b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* Returns: (transfer full): names of the roles beyond the template, the most powerful first */
static char **
find_excess (const char * const *held,
             BwRoleTemplate     *role_template)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  if (bw_role_is_among (BW_ROLE_GLOBAL_ADMINISTRATOR, held) &&
      !is_wanted (BW_ROLE_GLOBAL_ADMINISTRATOR, held, role_template))
    g_ptr_array_add (ids, (gpointer) BW_ROLE_GLOBAL_ADMINISTRATOR);

  for (guint i = 0; held != NULL && held[i] != NULL; i++)
    if (g_ascii_strcasecmp (held[i], BW_ROLE_GLOBAL_ADMINISTRATOR) != 0 &&
        !is_wanted (held[i], held, role_template))
      g_ptr_array_add (ids, (gpointer) held[i]);

  g_ptr_array_add (ids, NULL);

  return bw_role_dup_names ((const char * const *) ids->pdata);
}

/**
 * bw_candidate_judge:
 * @relationship: an admin relationship
 * @role_template: what the set-up needs
 * @tenant_id: the customer's tenant ID
 * @now: the time, seconds since 1970
 *
 * Returns: (transfer full): what we think of @relationship
 */
BwCandidate *
bw_candidate_judge (BwRelationship *relationship,
                    BwRoleTemplate *role_template,
                    const char     *tenant_id,
                    gint64          now)
{
  const char * const *held;
  g_autoptr(GPtrArray) reasons = NULL;
  BwCandidate *self;

  g_return_val_if_fail (relationship != NULL, NULL);
  g_return_val_if_fail (role_template != NULL, NULL);
  g_return_val_if_fail (tenant_id != NULL, NULL);

  held = (const char * const *) relationship->roles;
  reasons = g_ptr_array_new ();
  add_reason (reasons, judge_status (relationship, now));
  add_reason (reasons, judge_core_roles (held, role_template));
  if (relationship->partner_consent_pending)
    add_reason (reasons, g_strdup (_("Belongs to another provider’s process, which waits for your "
                                     "consent")));
  add_reason (reasons, judge_customer (relationship, tenant_id));

  self = g_object_new (BW_TYPE_CANDIDATE, NULL);
  self->id = g_strdup (relationship->id);
  self->name = g_strdup (relationship->name);
  self->status = g_strdup (relationship->status);
  self->created = relationship->created;
  self->end = relationship->end;
  self->auto_extend = relationship->auto_extend > 0;
  self->valid = reasons->len == 0;
  self->waiting = reasons->len == 1 && is_under_way (relationship);
  self->limitations = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_limitation_free);
  self->roles = bw_role_dup_names (held);
  qsort (self->roles, g_strv_length (self->roles), sizeof *self->roles, compare_names);
  self->excess = find_excess (held, role_template);

  if (self->valid || self->waiting)
    add_limitations (self, held, role_template);

  g_ptr_array_add (reasons, NULL);
  self->reasons = (char **) g_ptr_array_free (g_steal_pointer (&reasons), FALSE);

  return self;
}

static int
rank (const BwCandidate *self)
{
  return self->valid ? 0 : self->waiting ? 1 : 2;
}

static int
compare (gconstpointer first,
         gconstpointer second)
{
  const BwCandidate *a = *(const BwCandidate * const *) first;
  const BwCandidate *b = *(const BwCandidate * const *) second;

  if (rank (a) != rank (b))
    return rank (a) - rank (b);

  if (a->valid)
    {
      if (a->n_missing != b->n_missing)
        return a->n_missing < b->n_missing ? -1 : 1;
      if (a->auto_extend != b->auto_extend)
        return a->auto_extend ? -1 : 1;
      if (a->end != b->end)
        return a->end > b->end ? -1 : 1;
    }

  if (a->created != b->created)
    return a->created > b->created ? -1 : 1;

  return g_strcmp0 (a->id, b->id);
}

/**
 * bw_candidates_judge_all:
 * @relationships: (element-type BwRelationship): the admin relationships that Microsoft has
 * @role_template: what the set-up needs
 * @tenant_id: the customer's tenant ID
 * @now: the time, seconds since 1970
 *
 * Best first: the valid ones by how much they allow and for how long (what
 * extends itself lasts longest), then those that wait for approval, then the
 * rest; the newest first.
 *
 * Returns: (transfer full) (element-type BwCandidate): what we think of each
 */
GPtrArray *
bw_candidates_judge_all (GPtrArray      *relationships,
                         BwRoleTemplate *role_template,
                         const char     *tenant_id,
                         gint64          now)
{
  GPtrArray *candidates = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < relationships->len; i++)
    g_ptr_array_add (candidates,
                     bw_candidate_judge (g_ptr_array_index (relationships, i), role_template,
                                         tenant_id, now));

  g_ptr_array_sort (candidates, compare);

  return candidates;
}
